-- balassa.compare(base, what_if, ..., options): what follows from a what-if, metric by metric.
--
--   balassa.compare(study, study:what_if "late" :drop "altyn-2003")
--   balassa.compare(study, a, b, { metrics = { "contrast", spread = function(s) return s:index{}:sd() end } })
--
-- Any studies can be held against each other. What is measured, unless `metrics` says otherwise:
--   contrast     the index inside the crises against outside, with exact p, floor and verdict
--   crises       the mean of the index in each crisis, and outside them all
--   rate_ratio   how much more often events come inside the crises, with exact p, floor and verdict
--   implemented  the share of the initiatives with a beginning on record that were implemented

local core = require "balassa.core"
local result = require "balassa.result"

local known = { "metrics", "rule", "score", "date", "crises", "null", "alternative", "alpha" }

local order = { "changed", "alpha", "call" }

-- Metrics -----------------------------------------------------------------------------------------

-- Each takes a study and what is known of it, and gives a list of measures:
-- { name =, value =, p =, floor =, neutral = } (p: of a test; neutral: the value of no effect).
local metrics = {}

local function contrast_of(known_of)
  if not known_of.contrast then
    known_of.contrast = require "balassa.contrast"(known_of.index(), known_of.crises(), known_of.test)
  end
  return known_of.contrast
end

function metrics.contrast(_, known_of)
  local r = contrast_of(known_of)
  return { { name = "contrast", value = r.estimate, p = r.p, floor = r.floor, neutral = 0 } }
end

function metrics.crises(_, known_of)
  local r, out = contrast_of(known_of), {}
  for i, w in ipairs(r.windows) do
    local mean = r.series:between(r.series:period(w.first), r.series:period(w.last)):mean()
    out[i] = { name = "mean in " .. w.id, value = mean }
  end
  out[#out + 1] = { name = "mean outside", value = r.mean_out }
  return out
end

function metrics.rate_ratio(study, known_of)
  local r = require "balassa.rate_ratio"(study:events(), known_of.crises(), { date = known_of.date,
    period = study.period, alternative = known_of.test.alternative })
  return { { name = "rate ratio of events", value = r.ratio, p = r.p, floor = r.floor, neutral = 1 } }
end

function metrics.implemented(study, known_of)
  local lives, n = require "balassa.survival.history".lives(study, { date = known_of.date }), 0
  for _, life in ipairs(lives) do
    if life.kind == "implemented" then n = n + 1 end
  end
  return { { name = "share implemented", value = #lives > 0 and n / #lives or nil } }
end

local usual = { "contrast", "crises", "rate_ratio", "implemented" }

-- A user's function gives a number, a result, or a table { estimate =, p =, floor = }.
local function measure_of(name, value)
  if value == nil or type(value) == "number" then return { { name = name, value = value } } end
  if type(value) == "table" and getmetatable(value) == nil then
    return { { name = name, value = value.estimate, p = value.p, floor = value.floor, neutral = value.neutral or 0 } }
  end
  local function get(key)
    local v = core.get(value, key)
    return type(v) == "number" and v or nil
  end
  local estimate, ratio = get "estimate", get "ratio"
  if not estimate and not ratio then
    core.raise("the metric '%s' gave %s; a metric gives a number, a result with an estimate, or { estimate =, p =, " ..
      "floor = }", name, tostring(value))
  end
  return { { name = name, value = estimate or ratio, p = get "p", floor = get "floor", neutral = estimate and 0 or 1 } }
end

-- The option as a list of { name, function }: those of `usual` by name, then a user's, by name.
local function read_metrics(given)
  if given == nil then given = usual end
  if type(given) ~= "table" then
    core.raise("metrics is a list of names and functions, such as { \"contrast\", mine = function(study) ... end }")
  end
  local list, mine = {}, {}
  for i, name in ipairs(given) do
    if not metrics[name] then
      local near = core.near(tostring(name), usual)
      core.raise("there is no metric '%s'%s", tostring(name), near and "; did you mean '" .. near .. "'?" or
        " (known: " .. table.concat(usual, ", ") .. ")")
    end
    list[i] = { name, metrics[name] }
  end
  for name, f in pairs(given) do
    if math.type(name) ~= "integer" then
      if type(f) ~= "function" then
        core.raise("the metric '%s' is a function of a study, not %s", name, tostring(f))
      end
      mine[#mine + 1] = { name, function(study) return measure_of(name, f(study)) end }
    end
  end
  table.sort(mine, function(a, b) return a[1] < b[1] end)
  if #list + #mine == 0 then core.raise "there is no metric to compare by" end
  return table.move(mine, 1, #mine, #list + 1, list)
end

-- Studies -----------------------------------------------------------------------------------------

local function has_crises(study)
  for _, name in ipairs(study:tables()) do
    if name == "crises" then return true end
  end
  return false
end

-- What the metrics of one study share: computed once, when first asked for.
local function knowledge(study, options)
  local of = { date = options.date or "midpoint",
    test = { null = options.null, alternative = options.alternative } }
  local index, crises
  function of.index()
    index = index or study:index { rule = options.rule, score = options.score, date = options.date }
    return index
  end
  function of.crises()
    local coding = options.crises or has_crises(study) and (study.crisis_coding or study:codings "crises"[1])
    crises = crises or study:crises(coding or nil)
    return crises
  end
  return of
end

-- Every measure of one study in order; a metric that cannot be computed is a measure with an error.
local function measure(study, list, options)
  local of, out = knowledge(study, options), {}
  for _, metric in ipairs(list) do
    local ok, measures = core.attempt(metric[2], study, of)
    if not ok then
      measures = { { name = metric[1], error = (tostring(measures):gsub("^[^\n]-:%d+: ", "")) } }
    end
    for _, m in ipairs(measures) do out[#out + 1] = m end
  end
  return out, of
end

-- A metric that fails for every study alike fails because of how it was asked for.
local function check_errors(measures)
  for _, m in ipairs(measures[1]) do
    local same = m.error
    for i = 2, #measures do
      local found
      for _, other in ipairs(measures[i]) do found = found or other.error == same and other.name == m.name end
      same = found and same
    end
    if same then core.raise("the metric '%s': %s", m.name, same) end
  end
end

local function verdict_of(m, alpha)
  if not m.p then return nil end
  if m.floor and m.floor >= alpha then return "out of reach" end
  if m.p >= alpha then return "not shown" end
  return m.value > m.neutral and "higher inside" or "lower inside"
end

local function sign_of(m)
  local d = m.value and m.neutral and m.value - m.neutral
  return d and (d > 0 and 1 or d < 0 and -1 or 0)
end

-- The measures of all studies side by side: rows of the base first, then what only others have.
local function side_by_side(measures, alpha)
  local rows, by_name = {}, {}
  for i, list in ipairs(measures) do
    for _, m in ipairs(list) do
      local row = by_name[m.name]
      if not row then
        row = { name = m.name, cells = {} }
        by_name[m.name] = row
        rows[#rows + 1] = row
      end
      row.cells[i] = { value = m.value, p = m.p, floor = m.floor, verdict = verdict_of(m, alpha), sign = sign_of(m),
        error = m.error }
    end
  end
  return rows
end

local function compare_cells(rows, n)
  local changed = 0
  for _, row in ipairs(rows) do
    local base = row.cells[1] or {}
    for i = 2, n do
      local cell = row.cells[i] or {}
      row.cells[i] = cell
      if base.value and cell.value then cell.difference = cell.value - base.value end
      local what = {}
      if base.sign and cell.sign and base.sign ~= cell.sign then what[#what + 1] = "sign" end
      if base.verdict and cell.verdict and base.verdict ~= cell.verdict then what[#what + 1] = "verdict" end
      cell.changed = #what > 0 and table.concat(what, ", ") or nil
      if cell.changed then changed = changed + 1 end
    end
    row.cells[1] = base
  end
  return changed
end

-- Printing ----------------------------------------------------------------------------------------

local function letter(i)
  return i == 1 and "base" or i <= 27 and string.char(63 + i) or "alternative " .. i - 1
end

-- Three decimals, so that a column lines up; what they cannot show in four digits.
local function plain(v)
  local size = math.abs(v)
  return (size >= 0.001 and size < 1e6 or v == 0) and ("%.3f"):format(v) or result.number(v)
end

local function number(v) return v and (v == math.huge and "infinite" or plain(v)) or "." end

local function signed(v)
  if not v then return "." end
  if v == 0 then return "=" end
  return (v > 0 and "+" or "") .. plain(v)
end

-- The table as it is printed: a line for each number, a column for each study and each change.
local function sheet(self)
  local n = #self.studies
  local head, list = { "" }, {}
  for i = 1, n do
    head[#head + 1] = letter(i)
    if i > 1 then head[#head + 1] = "change" end
  end
  local function add(name, text, change)
    local line = { name }
    for i = 1, n do
      line[#line + 1] = text(i)
      if i > 1 then line[#line + 1] = change and change(i) or "" end
    end
    list[#list + 1] = line
  end
  for _, row in ipairs(self.measures) do
    local cells = row.cells
    add(row.name, function(i) return cells[i].error and "error" or number(cells[i].value) end,
      function(i) return signed(cells[i].difference) end)
    local tested = false
    for i = 1, n do tested = tested or cells[i].p ~= nil end
    if tested then
      add(row.name .. ": p", function(i) return cells[i].p and result.share(cells[i].p) or "." end)
      add(row.name .. ": floor", function(i) return cells[i].floor and result.share(cells[i].floor) or "." end)
      add(row.name .. ": verdict", function(i) return cells[i].verdict or "." end,
        function(i) return cells[i].changed or "=" end)
    end
  end
  return head, list
end

local function rows(self)
  local out = {}
  for i, study in ipairs(self.studies) do
    local edits = study.edits
    local named = edits[1] == nil or study.label:sub(1, #edits[1]) ~= edits[1]
    out[#out + 1] = { letter(i), named and study.label or edits[2] and #edits .. " edits" or edits[1] }
    for k = 1, i > 1 and (named or edits[2]) and #edits or 0 do out[#out + 1] = { "", "  " .. edits[k] } end
  end
  return out
end

local function notes(self)
  local out = {}
  for _, row in ipairs(self.measures) do
    for i, cell in ipairs(row.cells) do
      if cell.error then out[#out + 1] = ("%s of %s: %s"):format(row.name, letter(i), cell.error) end
    end
  end
  local tests = ("verdicts at %g: %s"):format(self.alpha, self.changed == 0 and "none changes, and no sign"
    or ("%d %s of sign or verdict"):format(self.changed, self.changed == 1 and "change" or "changes"))
  out[#out + 1] = tests
  return out
end

local columns = { "study", "metric", "value", "difference", "p", "floor", "verdict", "changed" }

local function grid(self)
  local list = {}
  for i, study in ipairs(self.studies) do
    for _, row in ipairs(self.measures) do
      local c = row.cells[i]
      list[#list + 1] = { study.label, row.name, c.value, c.difference, c.p, c.floor, c.verdict, c.changed }
    end
  end
  return columns, list
end

local function draw(self, options) return require("balassa.chart.compare")(self, options) end

-- The verb ----------------------------------------------------------------------------------------

local function is_study(v) return core.kind(v) == "balassa.study" end

local function compare(...)
  local given = table.pack(...)
  local options = {}
  if given.n > 1 and type(given[given.n]) == "table" then
    options, given.n = given[given.n], given.n - 1
  end
  core.check_options(options, known, "compare")
  local studies = {}
  for i = 1, given.n do
    if not is_study(given[i]) then
      core.raise("compare takes studies and what-ifs, then options; argument %d is %s", i, tostring(given[i]))
    end
    studies[i] = given[i]
  end
  if #studies < 2 then core.raise "compare takes a base and at least one what-if" end
  local alpha = options.alpha or 0.05
  if type(alpha) ~= "number" or alpha <= 0 or alpha >= 1 then
    core.raise("option 'alpha' lies between 0 and 1, such as 0.05; it is %s", tostring(alpha))
  end
  local list, measures, indices, windows = read_metrics(options.metrics), {}, {}, {}
  for i, study in ipairs(studies) do
    local of
    measures[i], of = measure(study, list, options)
    indices[i], windows[i] = of.index, of.crises
  end
  check_errors(measures)
  local table_rows = side_by_side(measures, alpha)
  local changed = compare_cells(table_rows, #studies)
  local title = #studies == 2 and "what follows from the what-if" or
    ("what follows from %d what-ifs"):format(#studies - 1)
  return result.new { kind = "comparison", order = order, rows = rows, sheet = sheet, notes = notes, grid = grid,
    draw = draw, values = { studies = studies, measures = table_rows, changed = changed, alpha = alpha,
      indices = indices, windows = windows, score = options.score, title = title,
      call = ("compare(%d studies)"):format(#studies) } }
end

return compare
