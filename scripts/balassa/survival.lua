-- balassa.survival(study or lives, options): how long until it is implemented, and how else it ends.
--
-- How an initiative's events become a life is in survival/history.lua; the curves and the test are
-- described in engine/stats/survival.h. Here: groups, units, and how the result prints.

local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local history = require "balassa.survival.history"
local result = require "balassa.result"

local known = { "group", "crises", "event", "date", "to", "of", "unit", "level", "alternative", "method", "reps",
  "seed" }

local order = { "p", "floor", "statistic", "observed_first", "expected_first", "observed_second", "expected_second",
  "variance", "chisq", "arrangements", "exact", "reps", "seed", "p_se", "alternative", "event", "n", "ended", "other",
  "open", "dropped", "unit", "date", "level", "call" }

local days_in = { days = 1, months = 365.2425 / 12, years = 365.2425 }

-- Lives -------------------------------------------------------------------------------------------

-- A list of { time =, event = } (event: true or the name of the end; false or nil: still open).
local function given_lives(list, event)
  local lives = {}
  for i, item in ipairs(list) do
    local time = type(item) == "table" and item.time
    if type(time) ~= "number" or not (time >= 0 and time < math.huge) then
      core.raise("life %d has no time that is a number, 0 or more; write { time = 9, event = true }", i)
    end
    local kind = item.event
    if kind ~= nil and type(kind) ~= "boolean" and type(kind) ~= "string" then
      core.raise("the event of life %d is true, false or the name of an end, not %s", i, tostring(kind))
    end
    lives[i] = { time = time, kind = kind == true and event or kind or "open", item = item,
      label = item.label or tostring(i) }
  end
  if #lives == 0 then core.raise "survival needs at least one life, and there is none" end
  return lives
end

local function study_lives(study, options, unit)
  local lives, left_out = history.lives(study, { date = options.date, to = options.to, of = options.of })
  local overlaps = 0
  for _, life in ipairs(lives) do
    life.time = (life.stop - life.start) / unit
    life.item = life.initiative
    overlaps = overlaps + (life.overlap and 1 or 0)
  end
  if #lives == 0 then core.raise "no initiative of the study has a beginning on record" end
  return lives, left_out, overlaps
end

-- Groups ------------------------------------------------------------------------------------------

local function windows_of(study, crises)
  local list = {}
  for i, c in ipairs(type(crises) == "string" and study:crises(crises) or crises) do
    local span = core.get(c, "span")
    if type(c) == "string" or core.is_date(c) then span = core.date(c) end
    if span == nil then core.raise("crisis %d is %s, which has no span", i, tostring(c)) end
    list[i] = core.date(span)
  end
  if #list == 0 then core.raise "there is no crisis to be born in" end
  return list
end

local function born_in(windows, day)
  for _, w in ipairs(windows) do
    if (not w:first() or day >= w:day "earliest") and (not w:last() or day <= w:day "latest") then return true end
  end
  return false
end

-- Gives each life its group; returns their names: the first one is group 1 of the test.
local function group_lives(lives, study, options)
  local names, seen = {}, {}
  local windows = options.crises and windows_of(study, options.crises)
  if windows then names, seen = { "crisis-born", "calm-born" }, { ["crisis-born"] = 0, ["calm-born"] = 0 } end
  for _, life in ipairs(lives) do
    local value = "all"
    if windows then
      value = born_in(windows, life.start) and "crisis-born" or "calm-born"
    elseif type(options.group) == "function" then
      value = options.group(life.item, life)
    elseif options.group then
      value = life.item[options.group]
    end
    life.group = value == nil and "none" or tostring(value)
    if not seen[life.group] then
      seen[life.group] = 0
      names[#names + 1] = life.group
    end
    seen[life.group] = seen[life.group] + 1
  end
  if not windows then table.sort(names) end
  local out = {}
  for _, name in ipairs(names) do
    if seen[name] > 0 then out[#out + 1] = name end
  end
  return out
end

-- Curves ------------------------------------------------------------------------------------------

-- The causes in numbers: what is waited for is 1, the other ends by name from 2 on.
local function causes_of(lives, event)
  local number, names = { [event] = 1, open = 0 }, { event }
  local others = {}
  for _, life in ipairs(lives) do
    if not number[life.kind] then
      number[life.kind] = -1
      others[#others + 1] = life.kind
    end
  end
  table.sort(others)
  for _, name in ipairs(others) do
    names[#names + 1] = name
    number[name] = #names
  end
  return number, names
end

local function columns(lives, number, group)
  local times, ends = {}, {}
  for _, life in ipairs(lives) do
    if not group or life.group == group then
      times[#times + 1], ends[#ends + 1] = life.time + 0.0, number[life.kind]
    end
  end
  return times, ends
end

local function count(ends, want)
  local n = 0
  for _, e in ipairs(ends) do n = n + (want(e) and 1 or 0) end
  return n
end

-- The curve of one group: Kaplan-Meier's steps, the median, and the incidence of each way to end.
local function curve_of(lives, number, names, group, level)
  local times, ends = columns(lives, number, group)
  local steps = core.survival_curve(times, ends, 1, level, false)
  local curve = { group = group, n = #times, steps = steps, median = steps.median, median_low = steps.median_low,
    median_high = steps.median_high, ended = count(ends, function(e) return e == 1 end),
    open = count(ends, function(e) return e == 0 end), incidence = {} }
  curve.other = curve.n - curve.ended - curve.open
  for cause, name in ipairs(names) do
    curve.incidence[name] = core.survival_curve(times, ends, cause, level, true)
  end
  return curve
end

-- Fills the values of the test; returns what computes its power, when it is asked for.
local function test_of(values, lives, number, options)
  local times, ends = columns(lives, number)
  local first = {}
  for i, life in ipairs(lives) do first[i] = life.group == values.groups[1] end
  local how = { alternative = options.alternative, method = options.method, reps = options.reps, seed = options.seed }
  for name, v in pairs(core.logrank(times, ends, first, 1, how)) do values[name] = v end
  values.alternative, values.seed = options.alternative or "two_sided", options.seed or 1
  values.exposure = 0
  for _, time in ipairs(times) do values.exposure = values.exposure + time end
  if values.ended == 0 or values.exposure == 0 then return nil end
  return { names = { "power_two", "power_four", "smallest_found", "rate", "simulations" }, compute = function()
    return core.logrank_power(times, ends, first, 1, how)
  end }
end

-- Printing ----------------------------------------------------------------------------------------

local function interval(low, high, level)
  if not low and not high then return "no interval" end
  local function text(v) return v and result.number(v) or "not reached" end
  return string.format("%g %% %s to %s", 100 * level, text(low), text(high))
end

local function curve_text(self, c)
  local median = c.median and string.format("median %s (%s)", result.number(c.median),
    interval(c.median_low, c.median_high, self.level)) or "median not reached"
  return string.format("%d: %d %s, %d ended otherwise, %d open; %s", c.n, c.ended, self.event, c.other, c.open, median)
end

-- At the last time at which anything ended.
local function incidence_text(self, c)
  local parts = {}
  for _, name in ipairs(self.kinds) do
    local steps = c.incidence[name]
    local last = steps[#steps]
    parts[#parts + 1] = string.format("%s %s%s", name, result.number(last.value), last.low and
      string.format(" (%s to %s)", result.number(last.low), result.number(last.high)) or "")
  end
  return table.concat(parts, ", ")
end

local sides = { two_sided = "two-sided", greater = "one-sided: sooner in the first group",
  less = "one-sided: later in the first group" }

local function test_rows(self, out)
  if #self.groups ~= 2 then
    out[#out + 1] = { "test", #self.groups == 1 and "none: one group" or "none: the log-rank test is of two groups" }
    return
  end
  out[#out + 1] = { "log-rank", string.format("%s observed %g, expected %s; %s observed %g, expected %s",
    self.groups[1], self.observed_first, result.number(self.expected_first), self.groups[2], self.observed_second,
    result.number(self.expected_second)) }
  out[#out + 1] = { "p", self.exact and string.format("%s  (%s; exact over %s assignments)", result.share(self.p),
    sides[self.alternative], result.number(self.arrangements)) or
    string.format("%s +- %s  (%s; %s of %s assignments drawn, seed %d)", result.share(self.p),
      result.share(self.p_se), sides[self.alternative], result.number(self.reps), result.number(self.arrangements),
      self.seed) }
  out[#out + 1] = { "floor", result.share(self.floor) .. "  (the smallest p this design could have given)" }
  if self.ended == 0 or self.exposure == 0 then
    out[#out + 1] = { "power", "not known: " .. (self.ended == 0 and "nothing ended" or "no life lasted") }
    return
  end
  local less = self.alternative == "less"
  out[#out + 1] = { "power", string.format("%.0f %% of rates %s as high in %s are found, %.0f %% of %s, %s",
    100 * self.power_two, less and "half" or "twice", self.groups[1], 100 * self.power_four,
    less and "a quarter" or "four times", self.smallest_found < math.huge and
    string.format("80 %% from %.2g times on", self.smallest_found) or "80 % of none") }
  out[#out + 1] = { "", string.format("(%s sets of lives like these: exponential, %s ends a unit of time, as long " ..
    "looked at)", result.number(self.simulations), result.number(self.rate)) }
end

local function rows(self)
  local out = {}
  for _, c in ipairs(self.curves) do
    out[#out + 1] = { c.group, curve_text(self, c) }
    if #self.kinds > 1 then out[#out + 1] = { "", "share ended: " .. incidence_text(self, c) } end
  end
  test_rows(self, out)
  out[#out + 1] = { "n", string.format("%d: %d %s, %d ended otherwise, %d open and censored", self.n, self.ended,
    self.event, self.other, self.open) }
  for i, item in ipairs(self.left_out) do
    out[#out + 1] = { i == 1 and "dropped" or "", item.id .. ": " .. item.why }
  end
  if #self.left_out == 0 then out[#out + 1] = { "dropped", "none" } end
  out[#out + 1] = { "method", string.format("Kaplan-Meier, log-log bands; cumulative incidence; in %s%s", self.unit,
    rawget(self, "values").study and ", dates by their " .. self.date .. " day" or "") }
  if self.other > 0 then
    out[#out + 1] = { "", "in curve and test, what ended otherwise is censored then" }
  end
  if self.overlaps > 0 then
    out[#out + 1] = { "note", string.format("%d may have ended on the day they began: their dates overlap",
      self.overlaps) }
  end
  return out
end

local function draw(self, options)
  return require("balassa.chart.survival").survival(self, options)
end

-- The verb ----------------------------------------------------------------------------------------

local function check(given, options)
  core.check_options(options, known, "survival")
  local is_study = core.kind(given) == "balassa.study"
  if not is_study and type(given) ~= "table" then
    core.raise("survival needs a study, or a list of { time =, event = }, not %s", tostring(given))
  end
  for _, name in ipairs(is_study and {} or { "crises", "date", "to", "of" }) do
    if options[name] ~= nil then core.raise("survival: option '%s' is for a study, not for a list", name) end
  end
  if options.group ~= nil and options.crises ~= nil then
    core.raise "survival: group and crises both make groups; give one of them"
  end
  return is_study
end

local function counted(values, lives)
  values.n, values.ended, values.open = #lives, 0, 0
  for _, life in ipairs(lives) do
    if life.kind == values.event then values.ended = values.ended + 1 end
    if life.kind == "open" then values.open = values.open + 1 end
  end
  values.other = values.n - values.ended - values.open
end

local function survival(given, options)
  options = options or {}
  local study = check(given, options) and given or nil
  local unit = dates.choice(options.unit or "months", { "days", "months", "years" }, "unit")
  local values = { event = options.event or study and "implemented" or "ended", level = options.level or 0.95,
    unit = study and unit or options.unit or "the times given", left_out = {}, overlaps = 0, study = study,
    date = dates.choice(options.date or "midpoint", dates.rules, "date") }
  local lives
  if study then
    local names = { "implemented", "withdrawn", "abandoned" }
    dates.choice(values.event, names, "event")
    lives, values.left_out, values.overlaps = study_lives(study, { date = values.date, to = options.to,
      of = options.of }, days_in[unit])
  else
    lives = given_lives(given, values.event)
  end
  counted(values, lives)
  local number
  number, values.kinds = causes_of(lives, values.event)
  values.lives, values.groups, values.curves = lives, group_lives(lives, study, options), {}
  for i, group in ipairs(values.groups) do
    values.curves[i] = curve_of(lives, number, values.kinds, group, values.level)
  end
  local lazy
  if #values.groups == 2 then lazy = test_of(values, lives, number, options) end
  values.dropped = #values.left_out
  values.title = string.format("time until %s: %d %s", values.event, #lives, study and "initiatives" or "lives")
  values.call = string.format("survival(%s, { event = %q, date = %q, level = %g })", study and study.name or "list",
    values.event, values.date, values.level)
  return result.new { kind = "survival", values = values, order = order, rows = rows, draw = draw,
    lazy = lazy }
end

return survival
