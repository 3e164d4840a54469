-- balassa.alpha(codings, options): Krippendorff's alpha, how far several coders agree beyond chance.
--
-- The method is in engine/stats/alpha.h. Here: which values are compared, at which level, by what they
-- are split, and what an undefined alpha means.

local codings = require "balassa.stats.codings"
local core = require "balassa.core"
local result = require "balassa.result"

local known = { "level", "by", "field", "score", "order", "reps", "seed", "coverage" }
local levels = { "nominal", "ordinal", "interval", "ratio" }

local function one_of(value, list, name)
  for _, item in ipairs(list) do
    if item == value then return end
  end
  local near = core.near(tostring(value), list)
  core.raise("option '%s' is one of %s, not '%s'%s", name, table.concat(list, ", "), tostring(value),
    near and "; did you mean '" .. near .. "'?" or "")
end

-- What is coded -------------------------------------------------------------------------------------

-- Krippendorff's form: a row a coder, a column a unit, false (or a short row) for none.
local function from_matrix(given)
  local list = {}
  for c, row in ipairs(given) do
    for u, value in pairs(row) do
      if math.type(u) ~= "integer" then core.raise("alpha: row %d is no list of values, one a unit", c) end
      if value ~= false then
        list[#list + 1] = { record = u, coder = "coder " .. c, field = "value", value = value, table = "" }
      end
    end
  end
  return list
end

local function from_items(given)
  local list = {}
  for i, item in ipairs(given) do
    if item.unit == nil or item.coder == nil then
      core.raise("alpha: item %d needs unit, coder and value, such as { unit = 1, coder = \"a\", value = 3 }", i)
    end
    list[i] = { record = item.unit, coder = tostring(item.coder), field = item.field or "value", value = item.value,
      table = "" }
  end
  return list
end

local function read(given)
  local list, study = codings.list(given, "alpha")
  if list then return list, study end
  if type(given) ~= "table" or type(given[1]) ~= "table" then
    core.raise("alpha needs a study with codings, some of study:records \"codings\", a list of rows (one a coder) " ..
      "or a list of { unit =, coder =, value = }, not %s", tostring(given))
  end
  return given[1].unit ~= nil and from_items(given) or from_matrix(given), nil
end

-- Levels and numbers --------------------------------------------------------------------------------

local function all(list, test)
  for _, c in ipairs(list) do
    if c.value ~= nil and not test(c.value) then return false end
  end
  return true
end

local function cell_of(study, c)
  local ok, value = core.attempt(function() return study:records(c.table):get(c.record)[c.field] end)
  if ok then return value end
end

local function is_dated(study, list)
  for _, c in ipairs(list) do
    local cell = study and cell_of(study, c)
    if cell ~= nil then return core.is_date(cell) end
  end
  return false
end

-- What the values of a field are: "rung", "date", "number" or "text"; and the level they suggest.
local function kind_of(list, study, ranks)
  if all(list, function(v) return type(v) == "number" or tonumber(v) ~= nil end) then return "number", "interval" end
  if ranks and all(list, function(v) return ranks[v] end) then return "rung", "ordinal" end
  if is_dated(study, list) then return "date", "interval" end
  return "text", "nominal"
end

local function order_of(order)
  local rank = {}
  for i, value in ipairs(order) do rank[value] = i end
  return function(v, field)
    return rank[v] or core.raise("alpha: the option 'order' does not list the value '%s' of %s", tostring(v), field)
  end
end

local function scores_of(study, score)
  local of = {}
  for _, rung in ipairs(study:ladder()) do
    local ok, value = core.attempt(function() return rung[score] end)
    if not ok then core.raise("alpha: the ladder has no number column '%s'", score) end
    of[rung.id] = value
  end
  return function(v)
    return of[v] or core.raise("alpha: the rung '%s' has no %s", v, score)
  end
end

local function day_of(v)
  return core.date(v):day "midpoint" or core.raise("alpha: the date %s has no middle; it is open", v)
end

-- A function from a value to a number: categories are numbered in the order they come in.
local function coder_of(kind, level, study, ranks, options)
  if options.order then return order_of(options.order) end
  if level == "nominal" then
    local number, n = {}, 0
    return function(v)
      if not number[v] then number[v], n = n, n + 1 end
      return number[v]
    end
  end
  if kind == "number" then return function(v) return tonumber(v) end end
  if kind == "date" then return day_of end
  if kind == "rung" and level == "ordinal" then return function(v) return ranks[v] end end
  if kind == "rung" then return scores_of(study, options.score or "rank") end
  return function(v, field)
    core.raise("alpha at the %s level needs numbers, or their order: the value '%s' of %s is none; give order = " ..
      "{ \"lowest\", ... }, or level = \"nominal\"", level, tostring(v), field)
  end
end

-- One alpha -----------------------------------------------------------------------------------------

local function units_of(list, number_of)
  local units, place, coders = {}, {}, {}
  for _, c in ipairs(list) do
    local key = c.table .. "\0" .. tostring(c.record) .. "\0" .. c.field
    if not place[key] then
      units[#units + 1] = {}
      place[key] = #units
    end
    if not coders[c.coder] then
      coders[#coders + 1] = c.coder
      coders[c.coder] = #coders
    end
    if c.value ~= nil then
      local unit, at = units[place[key]], coders[c.coder]
      if unit[at] then core.raise("alpha: %s codes the unit %s twice", c.coder, tostring(c.record)) end
      unit[at] = number_of(c.value, c.field)
    end
  end
  for _, unit in ipairs(units) do
    for i = 1, #coders do unit[i] = unit[i] or false end
  end
  return units, coders
end

local function why_undefined(r, list)
  if r.n == 0 then return "no unit was coded twice" end
  for _, c in ipairs(list) do
    if c.value ~= nil then return string.format("all %d values are %s", r.n, tostring(c.value)) end
  end
end

-- `fields`: what each field of the list is, by name. A group of several fields is one alpha over all
-- of them only when they are alike.
local function alpha_of(name, list, study, ranks, options)
  local kind, suggested = kind_of(list, study, ranks)
  local level = options.level or suggested
  local units, coders = units_of(list, coder_of(kind, level, study, ranks, options))
  local r = core.alpha(units, #coders, { level = level, reps = options.reps or 9999, seed = options.seed or 1,
    coverage = options.coverage or 0.95 })
  r.name, r.level, r.kind, r.coders = name, level, kind, coders
  r.why = r.alpha == nil and why_undefined(r, list) or nil
  if r.units == 1 then r.low, r.high, r.extreme, r.why = nil, nil, nil, r.why or "none: one unit" end
  return r
end

-- Groups --------------------------------------------------------------------------------------------

local function distinct(list, of)
  local names = {}
  for _, c in ipairs(list) do
    local name = of(c)
    if name ~= nil and not names[name] then
      names[#names + 1] = name
      names[name] = #names
    end
  end
  return names
end

local function field_of(c) return c.field end
local function coder_name(c) return c.coder end

-- What a coding is grouped by: a column of its own, or one of its record.
local function grouper(by, study)
  if type(by) == "function" then
    return function(c) return by(study and study:records(c.table):get(c.record) or c) end
  end
  if by == "field" or by == "record" then return function(c) return c[by] end end
  if not study then core.raise("alpha: by = \"%s\" needs the codings of a study", tostring(by)) end
  local checked = {}
  return function(c)
    local record = study:records(c.table):get(c.record)
    if not checked[c.table] then -- an unknown column raises here, naming the near one
      checked[c.table] = true
      return record[by]
    end
    return record[by]
  end
end

local function groups_of(list, study, by)
  local groups = {}
  if by == "coder" then
    for _, coder in ipairs(distinct(list, coder_name)) do
      local without = {}
      for _, c in ipairs(list) do
        if c.coder ~= coder then without[#without + 1] = c end
      end
      groups[#groups + 1] = { name = "without " .. coder, list = without }
    end
    return groups
  end
  local of, place, none = grouper(by, study), {}, 0
  for _, c in ipairs(list) do
    local key = of(c)
    if type(key) == "table" then key = table.concat(key, ";") end
    if key == nil then
      none = none + 1
    else
      if not place[key] then
        groups[#groups + 1] = { name = tostring(key), list = {} }
        place[key] = groups[#groups]
      end
      table.insert(place[key].list, c)
    end
  end
  return groups, none
end

-- Printing ------------------------------------------------------------------------------------------

local function alpha_text(r)
  return r.alpha and string.format("%9.3f", r.alpha) or "undefined"
end

local function interval_text(r)
  return r.low and string.format("%.3f to %.3f%s", r.low, r.high, r.extreme and " *" or "") or r.why or ""
end

local function rows(self)
  local out = { { "", string.format("%9s  %-17s %-9s %5s %7s", "alpha", string.format("%g %% interval",
    100 * self.coverage), "level", "units", "values") } }
  local single, empty, undefined, extreme = 0, 0, 0, false
  for _, r in ipairs(self.groups) do
    out[#out + 1] = { r.name, string.format("%s  %-17s %-9s %5d %7d", alpha_text(r), interval_text(r), r.level,
      r.units, r.n) }
    single, empty = single + r.single, empty + r.empty
    undefined, extreme = undefined + (r.undefined_draws or 0), extreme or r.extreme
  end
  out[#out + 1] = { "coders", table.concat(self.coders, ", ") }
  out[#out + 1] = { "dropped", single + empty + self.ungrouped == 0 and "none" or string.format(
    "%d units with one value, %d with none%s", single, empty, self.ungrouped > 0 and
    string.format("; %d codings whose record has no %s", self.ungrouped, tostring(self.by)) or "") }
  out[#out + 1] = { "interval", string.format("units drawn again %s times, seed %d; percentiles%s",
    result.number(self.reps), self.seed, undefined > 0 and
    string.format("; %s draws without an alpha left out", result.number(undefined)) or "") }
  if extreme then out[#out + 1] = { "", "*: a bound is the least or greatest draw" } end
  out[#out + 1] = { "note", "1: they agree; 0: as by chance. It cannot show that they are right, only that they agree" }
  return out
end

local columns = { "name", "alpha", "low", "high", "level", "units", "n", "single", "empty", "distinct", "observed",
  "expected", "why" }

local function grid(self)
  local list = {}
  for i, r in ipairs(self.groups) do
    list[i] = {}
    for k, name in ipairs(columns) do list[i][k] = r[name] end
  end
  return columns, list
end

local function draw(self, options) return require("balassa.chart.alpha")(self, options) end

local function check(options)
  core.check_options(options, known, "alpha")
  if options.level then one_of(options.level, levels, "level") end
  local coverage, reps = options.coverage or 0.95, options.reps or 9999
  if type(coverage) ~= "number" or not (coverage > 0 and coverage < 1) then
    core.raise("option 'coverage' lies between 0 and 1, such as 0.95; it is %s", tostring(coverage))
  end
  if math.type(reps) ~= "integer" or reps < 99 or reps > 1000000 then
    core.raise("option 'reps' is a whole number from 99 to 1000000, not %s", tostring(reps))
  end
end

local function of_field(list, field)
  if not field then return list end
  local some = {}
  for _, c in ipairs(list) do
    if c.field == field then some[#some + 1] = c end
  end
  if #some == 0 then
    local names = distinct(list, field_of)
    local near = core.near(tostring(field), names)
    core.raise("alpha: no coding is of the field '%s'%s", tostring(field),
      near and "; did you mean '" .. near .. "'?" or " (coded: " .. table.concat(names, ", ") .. ")")
  end
  return some
end

local function alpha(given, options)
  options = options or {}
  check(options)
  local list, study = read(given)
  list = of_field(list, options.field)
  if #list == 0 then core.raise "alpha: there are no codings" end
  local fields = distinct(list, field_of)
  if options.by and options.by ~= "field" and #fields > 1 then
    core.raise("alpha: by = %s takes one field at a time; give field = \"%s\", or another of %s", tostring(options.by),
      fields[1], table.concat(fields, ", "))
  end
  local groups, ungrouped = groups_of(list, study, options.by or "field")
  local ranks = study and codings.ranks(study)
  local values = { groups = {}, by = options.by or "field", coders = distinct(list, coder_name), level = options.level,
    ungrouped = ungrouped or 0, reps = options.reps or 9999, seed = options.seed or 1,
    coverage = options.coverage or 0.95 }
  table.sort(values.coders)
  for i, group in ipairs(groups) do
    local r = alpha_of(group.name, group.list, study, ranks, options)
    values.groups[i], values.groups[group.name] = r, r
  end
  if #groups == 1 then
    local r = values.groups[1]
    values.alpha, values.low, values.high, values.n, values.level = r.alpha, r.low, r.high, r.n, r.level
    values.observed, values.expected, values.units, values.why = r.observed, r.expected, r.units, r.why
  end
  values.title = string.format("Krippendorff's alpha of %d coders%s", #values.coders,
    #fields == 1 and fields[1] ~= "value" and ", " .. fields[1] or "")
  return result.new { kind = "reliability", values = values, rows = rows, grid = grid, draw = draw,
    order = { "alpha", "low", "high", "level", "n", "units", "observed", "expected" } }
end

return alpha
