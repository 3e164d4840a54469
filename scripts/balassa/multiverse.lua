-- balassa.multiverse(study, { parameter = { option, ... }, ... }): every combination of defensible
-- choices, listed and counted before one runs.
--
--   local mv = balassa.multiverse(study, {
--     crises = { "chart2", "section4" }, rule = { "latest", { rule = "decay", half_life = 12 } },
--     score = { "rank", "balassa" }, kind = { "all", { "speech", "statement" } }, without = "each",
--     direction = "greater",
--   })
--   print(mv:count())            mv:list(1, 10)
--   local result = mv:run()      print(result)    result:chart():save "build/mine"
--
-- The methods are in engine/explore/recount.h and multiverse.h. Here: what a declaration may hold,
-- and how each option is called.

local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local outcome = require "balassa.multiverse.outcome"
local result = require "balassa.result"

-- The parameters in the order of the numbering (the last runs fastest); columns of the records stand
-- between `of` and `without`, by name.
local before = { "study", "of" }
local after = { "where", "without", "date", "score", "rule", "except", "estimate", "crises" }

local settings = { "universes", "interval", "from", "to", "null", "alternative", "direction", "alpha" }

local estimates = { "mean_difference", "standardised_difference", "cliff_delta", "rate_ratio" }

-- Options ---------------------------------------------------------------------------------------

local function is_list(v)
  return type(v) == "table" and getmetatable(v) == nil and (#v > 0 or next(v) == nil)
end

local function is_records(v)
  return type(v) == "userdata" and core.study_of(v) ~= nil
end

local function join(list)
  local words = {}
  for i, v in ipairs(list) do words[i] = tostring(v) end
  return table.concat(words, "|")
end

local function rule_label(t)
  local words = {}
  for _, key in ipairs { "half_life", "expiry", "total" } do
    if t[key] then
      words[#words + 1] = key == "total" and key or string.format("%s %g", (key:gsub("_", "-")), t[key])
    end
  end
  return tostring(t.rule or "latest") .. (#words > 0 and " (" .. table.concat(words, ", ") .. ")" or "")
end

local function study_label(study, i)
  local label = core.get(study, "label")
  return type(label) == "string" and label or i == 1 and "base" or "study " .. i
end

local function label_of(name, value, i)
  if type(value) == "string" then return value end
  if type(value) == "number" or type(value) == "boolean" then return tostring(value) end
  if name == "rule" and type(value) == "table" then return rule_label(value) end
  if name == "study" then return study_label(value, i) end
  if is_list(value) and #value > 0 then return join(value) end
  return string.format("%s %d", type(value) == "function" and "function" or "option", i)
end

-- One option as { label =, value = }; { label =, value = } may be given as such, and a rule's own
-- table may hold a label.
local function option_of(name, given, i)
  if type(given) == "table" and getmetatable(given) == nil and given.label ~= nil then
    if type(given.label) ~= "string" then
      core.raise("%s: the label of option %d is a string, not %s", name, i, tostring(given.label))
    end
    local value = given.value
    if value == nil then
      value = {}
      for k, v in pairs(given) do if k ~= "label" then value[k] = v end end
    end
    return { label = given.label, value = value }
  end
  return { label = label_of(name, given, i), value = given }
end

local function add_option(parameter, given)
  local option = option_of(parameter.name, given, #parameter + 1)
  if parameter.labels[option.label] then
    core.raise("%s has two options '%s'; give one of them another label: { label = \"...\", value = ... }",
      parameter.name, option.label)
  end
  parameter[#parameter + 1] = option
  parameter.labels[option.label] = #parameter
  parameter.values[given] = #parameter
  return #parameter
end

local function new_parameter(name, given)
  local parameter = { name = name, labels = {}, values = {} }
  if is_list(given) then
    if #given == 0 then core.raise("the parameter '%s' has no options", name) end
    for _, v in ipairs(given) do add_option(parameter, v) end
  elseif given ~= nil then
    add_option(parameter, given)
  end
  return parameter
end

-- The declaration -------------------------------------------------------------------------------

local function columns_of(records)
  return records:fields()
end

local function only_spans(options)
  local rules = options.rule
  if not is_list(rules) then rules = { rules } end
  if #rules == 0 then return false end
  for _, rule in ipairs(rules) do
    if (type(rule) == "table" and rule.rule or rule) ~= "in_force" then return false end
  end
  return true
end

local function check_names(options, columns)
  local known = {}
  for _, list in ipairs { before, after, settings, columns } do
    for _, name in ipairs(list) do known[#known + 1] = name end
  end
  core.check_options(options, known, "multiverse")
end

-- What a parameter is when it is not given: one option, or nil for a column.
local function defaults(study, spans)
  return { study = { study }, of = { { label = spans and "positions" or "events", value = function(s)
    return spans and s:positions() or s:events() end } }, where = nil, without = nil, date = { "midpoint" },
    score = { { label = "default", value = false } }, rule = { "latest" }, except = { "none" },
    estimate = { "mean_difference" } }
end

local function checked(study)
  if core.kind(study) ~= "balassa.study" then
    core.raise("a multiverse needs a study, such as balassa.study \"...\", not %s", tostring(study))
  end
end

-- `without = "each"`: none, and each record with a rung in turn.
local function each_of(given, records)
  if given ~= "each" then return given end
  local list = { "none" }
  for i = 1, #records do
    local ok, rung = core.attempt(function() return records[i].rung end)
    if not ok or rung then list[#list + 1] = records[i].id end
  end
  return list
end

local function call(value, ...)
  if type(value) == "function" then return value(...) end
  return value
end

-- Masks: a subset of the records, a list of ids to leave out, false for all of them, or what is wrong.
local function ids_of(records, given)
  local list = type(given) == "string" and { given } or given
  for _, id in ipairs(list) do
    local ok, message = core.attempt(function() return records:get(id) end)
    if not ok then return (tostring(message):gsub("^[^:]*:%d+: ", "")) end
  end
  return list
end

local makers = {}

function makers.without(records, value)
  if value == "none" then return false end
  if type(value) == "function" then return records:where(function(r) return not value(r) end) end
  return ids_of(records, value)
end

function makers.where(records, value)
  if value == "all" then return false end
  return records:where(value)
end

local function by_column(column)
  return function(records, value)
    if value == "all" then return false end
    return records:where { [column] = value }
  end
end

local function span_list(given, what)
  local list = {}
  for i, item in ipairs(dates.items(given, what)) do
    if not item.date then core.raise("%s: window %d has no span", what, i) end
    list[i] = tostring(item.date)
  end
  return list
end

local function is_coding(study, name)
  for _, coding in ipairs(study:codings "crises") do
    if coding == name then return true end
  end
  return false
end

local function is_span(text)
  return (core.attempt(core.date, text))
end

-- The windows of one option for one study, as EDTF texts; or what is wrong, for its universes to say.
local function windows_of(study, value, what)
  local ok, found = core.attempt(function()
    local given = call(value, study)
    if what == "except" and given == "none" then return {} end
    if what == "crises" and type(given) == "string" and (is_coding(study, given) or not is_span(given)) then
      given = study:crises(given)
    end
    if type(given) == "string" or core.is_date(given) then given = { given } end
    local list = span_list(given, what)
    if #list == 0 and what == "crises" then error("there is no crisis window", 0) end
    return list
  end)
  return ok and found or (tostring(found):gsub("^[^%s:]*:%d+: ", ""))
end

-- Everything resolved ---------------------------------------------------------------------------

local function pools_of(self)
  local pools = {}
  for _, s in ipairs(self.by_name.study) do
    checked(s.value)
    for _, of in ipairs(self.by_name.of) do
      local records = call(of.value, s.value)
      if not is_records(records) then
        core.raise("option 'of' is a set of records or a function that makes one of a study, not %s",
          tostring(records))
      end
      if core.study_of(records) ~= s.value then
        core.raise("option 'of' holds records of another study than '%s'; give a function that takes them from each",
          s.label)
      end
      pools[#pools + 1] = records
    end
  end
  return pools
end

local function masks_of(self, pools)
  local masks = {}
  for _, p in ipairs(self.choices) do
    local make = makers[p.name] or p.column and by_column(p.name)
    if make then
      local mask = {}
      for o, option in ipairs(p) do
        mask[o] = {}
        for i, records in ipairs(pools) do
          mask[o][i] = make(records, option.value)
        end
      end
      masks[#masks + 1] = mask
    end
  end
  return masks
end

local rule_keys = { "rule", "expiry", "half_life", "total" }

-- The rule as study:index takes it, checked by making an index of nothing with it.
local function rule_of(option, study, records)
  local value = type(option.value) == "string" and { rule = option.value } or option.value
  if type(value) ~= "table" then
    core.raise("rule: an option is a name or a table such as { rule = \"decay\", half_life = 12 }, not %s",
      tostring(value))
  end
  core.check_options(value, rule_keys, "a rule")
  local copy = { of = records, rule = value.rule, expiry = value.expiry, half_life = value.half_life,
    total = value.total }
  if value.rule ~= "in_force" then study:index(copy) end -- raises what is wrong
  return value
end

local function values_of(parameter)
  local list = {}
  for i, option in ipairs(parameter) do list[i] = option.value end
  return list
end

local function check_estimates(parameter)
  local functions = 0
  for _, option in ipairs(parameter) do
    if type(option.value) == "function" then
      functions = functions + 1
    else
      dates.choice(option.value, estimates, "estimate")
    end
  end
  if functions > 0 and functions < #parameter then
    core.raise "estimate: functions of your own stand by themselves; those built in have multiverses of their own"
  end
  return functions > 0
end

local function coded(self, what)
  local list = {}
  for i, s in ipairs(self.by_name.study) do
    list[i] = {}
    for o, option in ipairs(self.by_name[what]) do
      local found = windows_of(s.value, option.value, what)
      list[i][o] = found
    end
  end
  return list
end

local function resolve(self, options)
  local by = self.by_name
  local pools = pools_of(self)
  local study = by.study[1].value
  for _, option in ipairs(by.date) do dates.choice(option.value, dates.rules, "date") end
  local rules = {}
  for i, option in ipairs(by.rule) do rules[i] = rule_of(option, study, pools[1]) end
  local grid = study:index { rule = "count", interval = options.interval, from = options.from, to = options.to }
  self.grid = grid
  self.windows = coded(self, "crises")
  self.functions = check_estimates(by.estimate) and values_of(by.estimate) or nil
  return { grid = grid, pools = pools, dates = values_of(by.date), scores = values_of(by.score), rules = rules,
    masks = masks_of(self, pools), windows = self.windows, except = coded(self, "except"),
    estimates = self.functions and { "mean_difference" } or values_of(by.estimate), null = self.null,
    alternative = self.alternative, alpha = self.alpha, list = self.rows }
end

-- An explicit list of universes: each names an option, by value or label, of some parameters.
local function read_universes(self, given)
  local rows = {}
  for u, row in ipairs(given) do
    if type(row) ~= "table" then core.raise("universe %d is a table of options, not %s", u, tostring(row)) end
    local choice = {}
    for d, p in ipairs(self.choices) do
      local v = row[p.name]
      if v == nil then
        if not p[1] then core.raise("universe %d names no %s, and there is no other", u, p.name) end
        choice[d] = 1
      else
        choice[d] = p.values[v] or p.labels[v] or add_option(p, v)
      end
    end
    for name in pairs(row) do
      if not self.by_name[name] then
        local names = {}
        for i, p in ipairs(self.choices) do names[i] = p.name end
        local near = core.near(tostring(name), names)
        core.raise("universe %d: there is no parameter '%s'%s", u, tostring(name), near and "; did you mean '" ..
          near .. "'?" or "")
      end
    end
    rows[u] = choice
  end
  if #rows == 0 then core.raise "the list of universes is empty" end
  return rows
end

-- Columns that the options, or the universes of a list, name.
local function used_columns(options, columns)
  local used, list = {}, {}
  for _, source in ipairs { { options }, options.universes or {} } do
    for _, row in ipairs(source) do
      if type(row) == "table" then
        for name in pairs(row) do used[name] = true end
      end
    end
  end
  for _, name in ipairs(columns) do
    if used[name] then list[#list + 1] = name end
  end
  return list
end

local function make_parameters(self, study, options)
  local spans = only_spans(options)
  local base = defaults(study, spans)
  local first = is_list(options.of) and options.of[1] or options.of or base.of[1].value
  if type(first) == "table" and first.value then first = first.value end
  local records = call(first, study)
  if not is_records(records) then
    core.raise("option 'of' is a set of records or a function that makes one of a study, not %s", tostring(records))
  end
  local columns = columns_of(records)
  local own = {}
  for _, name in ipairs(columns) do own[name] = true end
  for _, list in ipairs { before, after, settings } do
    for _, name in ipairs(list) do own[name] = nil end
  end
  local names = {}
  for _, name in ipairs(columns) do if own[name] then names[#names + 1] = name end end
  check_names(options, names)
  local order = { table.unpack(before) }
  for _, name in ipairs(used_columns(options, names)) do order[#order + 1] = name end
  for _, name in ipairs(after) do order[#order + 1] = name end
  local listed = used_columns(options, after)
  for _, name in ipairs(listed) do listed[name] = true end
  for _, name in ipairs(order) do
    local given = options[name]
    if name == "without" then given = each_of(given, records) end
    if given == nil then given = base[name] end
    local mask = own[name] or makers[name]
    if given == nil and mask and (own[name] or listed[name]) then
      given = { name == "without" and "none" or "all" }
    end
    if given ~= nil or not mask then
      local p = new_parameter(name, given)
      p.column = own[name]
      self.choices[#self.choices + 1] = p
      self.by_name[name] = p
    end
  end
end

-- The object ------------------------------------------------------------------------------------

local methods = {}
local meta = { __name = "balassa.multiverse" }

function meta.__index(_, key)
  local v = methods[key]
  if v == nil then
    local names = {}
    for name in pairs(methods) do names[#names + 1] = name end
    local near = core.near(tostring(key), names)
    core.raise("a multiverse has no field '%s'%s", tostring(key), near and "; did you mean '" .. near .. "'?" or "")
  end
  return v
end

function meta.__newindex()
  core.raise "a multiverse cannot be changed: declare another one"
end

function meta.__complete()
  local names = {}
  for name in pairs(methods) do names[#names + 1] = name end
  return names
end

function meta:__tostring()
  local out = { string.format("multiverse of %s universe%s%s", result.number(self:count()),
    self:count() == 1 and "" or "s", rawget(self, "rows") and ", listed" or "") }
  for _, p in ipairs(rawget(self, "choices")) do
    local labels = {}
    for i, option in ipairs(p) do
      if i > 6 and #p > 8 then
        labels[i] = string.format("... %d in all", #p)
        break
      end
      labels[i] = option.label
    end
    for i, line in ipairs(outcome.wrapped(labels, "; ")) do
      out[#out + 1] = string.format("  %-9s %s", i == 1 and p.name or "", line)
    end
  end
  return table.concat(out, "\n")
end

-- mv:count() -> how many universes there are
function methods:count()
  return core.multiverse_count(rawget(self, "core"))
end

-- mv:universe(number) -> { number =, parameter = label, ... }
function methods:universe(number)
  if math.type(number) ~= "integer" or number < 1 or number > self:count() then
    core.raise("there is no universe %s; they are numbered from 1 to %d", tostring(number), self:count())
  end
  local out = { number = number }
  for d, o in ipairs(core.multiverse_choice(rawget(self, "core"), number)) do
    local p = rawget(self, "choices")[d]
    out[p.name] = p[o].label
  end
  return out
end

-- mv:list([from, to]) -> the universes of these numbers, all without
function methods:list(from, to)
  local list = {}
  for u = from or 1, to or self:count() do list[#list + 1] = self:universe(u) end
  return list
end

-- mv:parameters() -> { { name =, options = { label, ... } }, ... }
function methods:parameters()
  local list = {}
  for i, p in ipairs(rawget(self, "choices")) do
    list[i] = { name = p.name, options = {} }
    for o, option in ipairs(p) do list[i].options[o] = option.label end
  end
  return list
end

-- What names this declaration in a file, beside the resolved arrays: labels, and the code of functions.
local function declaration_text(self)
  local out = { "balassa multiverse" }
  for _, p in ipairs(rawget(self, "choices")) do
    out[#out + 1] = "\n" .. p.name
    for _, option in ipairs(p) do out[#out + 1] = "\0" .. option.label end
  end
  for _, f in ipairs(rawget(self, "functions") or {}) do -- a sandboxed script has no files to name, and no dump
    out[#out + 1] = "\n" .. (string.dump and string.dump(f, true) or "function")
  end
  return table.concat(out)
end

-- The functions, and at [0] what the universes that they are called with are told.
local function sent(self)
  local list = rawget(self, "functions")
  if not list then return nil end
  local labels = { spans = {} }
  for d, p in ipairs(rawget(self, "choices")) do
    labels[d] = { name = p.name }
    for o, option in ipairs(p) do labels[d][o] = option.label end
  end
  for s, options in ipairs(rawget(self, "windows")) do
    labels.spans[s] = {}
    for o, spans in ipairs(options) do labels.spans[s][o] = type(spans) == "table" and spans or {} end
  end
  return table.move(list, 1, #list, 1, { [0] = labels })
end

-- mv:run { threads =, file =, resume =, joint = } -> result | nil, message
function methods:run(options)
  options = options or {}
  core.check_options(options, { "threads", "file", "resume", "joint" }, "run")
  if options.resume and not options.file then core.raise "resume goes on with a file: name it by 'file'" end
  local threads = options.threads
  if threads ~= nil and not (math.type(threads) == "integer" and threads >= 1 and threads <= 1024) then
    core.raise("option 'threads' is a whole number from 1 to 1024, not %s", tostring(threads))
  end
  local rows, message = core.multiverse_run(rawget(self, "core"), { declaration = declaration_text(self),
    threads = threads, file = options.file, resume = options.resume, joint = options.joint, functions = sent(self) })
  if not rows then return nil, message end
  return outcome.new(self, rows)
end

local function multiverse(study, options)
  options = options or {}
  checked(study)
  if type(options) ~= "table" then
    core.raise("a multiverse takes its parameters as a table, not %s", tostring(options))
  end
  local self = { choices = {}, by_name = {}, null = options.null or "shift",
    alternative = options.alternative or "two_sided", alpha = options.alpha or 0.05 }
  make_parameters(self, study, options)
  dates.choice(self.null, { "none", "shift", "relocate" }, "null")
  dates.choice(self.alternative, { "two_sided", "greater", "less" }, "alternative")
  self.direction = options.direction or self.alternative
  dates.choice(self.direction, { "two_sided", "greater", "less" }, "direction")
  if type(self.alpha) ~= "number" or not (self.alpha > 0 and self.alpha < 1) then
    core.raise("option 'alpha' lies between 0 and 1, such as 0.05; it is %s", tostring(self.alpha))
  end
  if options.universes ~= nil then
    if type(options.universes) ~= "table" then core.raise "option 'universes' is a list of tables" end
    self.rows = read_universes(self, options.universes)
  end
  if #self.by_name.crises == 0 then
    core.raise "a multiverse needs crises: a list of codings, such as crises = study:codings \"crises\""
  end
  if options.alternative and options.alternative ~= "two_sided" and self.direction ~= options.alternative then
    core.raise "option 'direction' says another thing than 'alternative'"
  end
  self.study = study
  self.core = core.multiverse(resolve(self, options))
  return setmetatable(self, meta)
end

return multiverse
