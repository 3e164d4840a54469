-- balassa.gap(study, options): the rhetoric-reality gap, period by period: the score of what is proposed
-- minus the score of what is in force.
--
--   proposed = "initiatives"  the highest rung among the initiatives that are open: proposed or signed, and
--                             not yet in force, withdrawn or abandoned (survival/history.lua)
--              "events"       the rung of the last event that was not, or not yet, carried out (status
--                             not_implemented or planned); it holds until the next such event
--   in_force = "positions"    the highest rung among the positions with the status implemented
--              "initiatives"  the highest rung among the initiatives in force, until they are given up
--   either a series           your own reading
--
-- Spans hold in a period whose middle day they cover, as everywhere. A period in which nothing is
-- proposed, or nothing in force, has no gap to measure; with nothing = x that side counts as x then.

local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local history = require "balassa.survival.history"
local result = require "balassa.result"

local known = { "proposed", "in_force", "nothing", "score", "date", "interval", "to" }

local order = { "mean", "min", "max", "above", "level", "below", "n", "dropped", "without_proposed", "without_in_force",
  "mean_proposed", "mean_in_force", "score", "date", "nothing", "call" }

-- The study's periods, all without a value.
local function grid(study, interval)
  if not study.period or not study.period:first() or not study.period:last() then
    core.raise "a gap needs a study whose period has both ends"
  end
  return study:index { rule = "count", of = study:events(function() return false end), interval = interval }
end

local function span_of(from, to) return core.date(dates.text(from) .. "/" .. dates.text(to)) end

-- The highest score of the spans { first, last (days), score } that hold in each period.
local function highest(template, spans, name)
  local values = {}
  for i = 1, #template do values[i] = false end
  for _, s in ipairs(spans) do
    local first, last = core.window_cells(template, span_of(s.first, s.last))
    for i = first or 1, first and last or 0 do
      values[i] = math.max(values[i] or s.score, s.score)
    end
  end
  return core.series { start = tostring(template:period(1)), interval = template.interval, values = values,
    name = name }
end

-- Spans of what `pick` takes from each life, and how it was made.
local function from_lives(study, template, options, scores, pick, name)
  local lives, left_out = history.lives(study, { date = options.date, to = options.to })
  local spans, bare = {}, 0
  for _, life in ipairs(lives) do
    local first, last = pick(life)
    local score = scores[life.initiative.rung or ""]
    if first and first <= last and score then spans[#spans + 1] = { first = first, last = last, score = score } end
    if first and not score then bare = bare + 1 end
  end
  return highest(template, spans, name), string.format("%d initiatives, the highest rung at each time; %d without a "
    .. "rung, %d without a usable history", #spans, bare, #left_out)
end

local function pick_open(life)
  return life.start, life.kind == "open" and life.stop or life.stop - 1
end

-- In force until it is given up, or the end of the study.
local function pick_in_force(life)
  if life.kind ~= "implemented" then return nil end
  return life.stop, life.given_up and life.given_up - 1 or life.last
end

local function proposed_of(study, template, options, scores)
  if options.proposed == "initiatives" then
    return from_lives(study, template, options, scores, pick_open, "proposed")
  end
  local s = study:index { rule = "latest", score = options.score, date = options.date, interval = options.interval,
    status = { "not_implemented", "planned" } }
  return s, s.how
end

local function in_force_of(study, template, options, scores)
  if options.in_force == "initiatives" then
    return from_lives(study, template, options, scores, pick_in_force, "in force")
  end
  local s = study:index { rule = "in_force", score = options.score, interval = options.interval,
    of = study:positions { status = "implemented" } }
  return s, s.how
end

-- One side: a series given, or made as the option says. Returns it, how, and its periods without a value.
local function side(study, template, options, name, list, make, scores)
  local given = options[name]
  local series, how
  if type(given) == "userdata" then
    core.check_series(given, "gap")
    series, how = given, given.how
    if series.interval ~= template.interval then
      core.raise("gap: '%s' is a series by %s, and the gap is by %s", name, series.interval, template.interval)
    end
    series = series:reach(tostring(template:period(1)), tostring(template:period(#template)))
  else
    dates.choice(given, list, name)
    series, how = make(study, template, options, scores)
  end
  local values, gaps = {}, 0
  for i = 1, #series do
    gaps = gaps + (series[i] == nil and 1 or 0)
    values[i] = series[i] or options.nothing or false
  end
  return core.series { start = tostring(template:period(1)), interval = template.interval, values = values,
    name = name == "in_force" and "in force" or name }, how, gaps
end

-- A value that may not be there: a result raises for what it has not.
local function maybe(self, name) return rawget(self, "values")[name] end

local function rows(self)
  local unit, nothing = self.series.interval .. "s", maybe(self, "nothing")
  local function without(n)
    if n == 0 then return "" end
    return string.format("; nothing in %d %s%s", n, unit, nothing and ", taken as " .. result.number(nothing)
      or "")
  end
  return {
    { "mean", maybe(self, "mean") and string.format("%s  (proposed %s, in force %s where both are known)",
      result.number(self.mean), result.number(self.mean_proposed), result.number(self.mean_in_force)) or "none" },
    { "range", maybe(self, "min") and result.number(self.min) .. " to " .. result.number(self.max) or "none" },
    { "sign", string.format("%d %s ask for more than holds, %d for as much, %d for less", self.above, unit, self.level,
      self.below) },
    { "proposed", self.how_proposed .. without(self.without_proposed) },
    { "in force", self.how_in_force .. without(self.without_in_force) },
    { "n", string.format("%d %s", self.n, unit) },
    { "dropped", self.dropped == 0 and "none" or string.format("%d %s in which a side has no value", self.dropped,
      unit) },
    { "method", string.format("score '%s' of what is proposed minus that of what is in force; dates by their %s day",
      self.score, self.date) },
  }
end

local function draw(self, options)
  return require("balassa.chart.survival").gap(self, options)
end

-- Means of both sides over the periods that have a gap, and how many lie above, at and below 0.
local function summarise(values)
  local gap, both = values.series, { 0, 0 }
  values.above, values.level, values.below, values.n = 0, 0, 0, #gap - gap:gaps()
  for i = 1, #gap do
    local g = gap[i]
    if g then
      both[1], both[2] = both[1] + values.proposed[i], both[2] + values.in_force[i]
      local sign = g > 0 and "above" or g < 0 and "below" or "level"
      values[sign] = values[sign] + 1
    end
  end
  values.dropped = #gap - values.n
  if values.n == 0 then return end
  values.mean, values.min, values.max = gap:mean(), gap:min(), gap:max()
  values.mean_proposed, values.mean_in_force = both[1] / values.n, both[2] / values.n
end

local function check(study, given)
  core.check_options(given, known, "gap")
  if core.kind(study) ~= "balassa.study" then
    core.raise("gap needs a study, such as balassa.study \"datasets/NAME\", not %s", tostring(study))
  end
  if given.nothing ~= nil and type(given.nothing) ~= "number" then
    core.raise("gap: nothing is the score of having nothing, a number, not %s", tostring(given.nothing))
  end
  return { proposed = given.proposed or "initiatives", in_force = given.in_force or "positions", to = given.to,
    nothing = given.nothing, score = given.score, interval = given.interval or "month",
    date = dates.choice(given.date or "midpoint", dates.rules, "date") }
end

local function gap(study, given)
  local options = check(study, given or {})
  local template = grid(study, options.interval)
  study:index { score = options.score } -- raises, with the near name, when the ladder has no such score
  local scores = core.rung_scores(study, options.score)
  local values = { study = study, score = options.score or study.score, date = options.date, nothing = options.nothing }
  values.proposed, values.how_proposed, values.without_proposed =
    side(study, template, options, "proposed", { "initiatives", "events" }, proposed_of, scores)
  values.in_force, values.how_in_force, values.without_in_force =
    side(study, template, options, "in_force", { "positions", "initiatives" }, in_force_of, scores)
  local list = (values.proposed - values.in_force):values()
  values.series = core.series { start = tostring(template:period(1)), interval = options.interval, values = list,
    name = "gap" }
  summarise(values)
  values.call = string.format("gap(%s, { score = %q, date = %q })", study.name, values.score, options.date)
  values.title = "gap between what is proposed and what is in force"
  return result.new { kind = "gap", values = values, order = order, rows = rows, draw = draw }
end

return gap
