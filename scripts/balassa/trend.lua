-- balassa.trend(points, options): does y rise with x? Kendall's rank correlation with its exact null.
--
-- The method is in engine/stats/trend.h. `points` is a list of { x, y } (x a number or a date) or a
-- series, which is held against time.

local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local result = require "balassa.result"

local known = { "alternative", "level", "tau", "date", "x", "y", "seed", "reps", "sims" }

local order = { "tau", "low", "high", "level", "p", "floor", "p_error", "alternative", "s", "arrangements", "exact",
  "power", "power_tau", "smallest_found", "critical", "n", "dropped", "date", "seed", "reps", "sims", "call" }

local sides = { two_sided = "two-sided", greater = "one-sided: it rises", less = "one-sided: it falls" }

local function is_series(v) return core.kind(v) == "balassa.series" end

-- A number, or the day that a date stands for; nil when it has none.
local function x_of(x, rule, i)
  if type(x) == "number" then return x end
  if type(x) == "string" or core.is_date(x) then
    local date = core.date(x)
    return date:first() and date:last() and date:day(rule) or nil
  end
  core.raise("point %d of a trend has the x %s; x is a number or a date", i, tostring(x))
end

local function points_of(given, rule)
  local points, dropped = {}, 0
  for i, item in ipairs(given) do
    local y = type(item) == "table" and (item[2] or item.y)
    if type(y) ~= "number" then core.raise("point %d of a trend is no { x, y } but %s", i, tostring(item)) end
    local x = x_of(item[1] or item.x, rule, i)
    if x then
      points[#points + 1] = { x = x, y = y, label = item.label, at = item[1] or item.x }
    else
      dropped = dropped + 1
    end
  end
  return points, dropped
end

local function periods_of(series)
  local points = {}
  for i = 1, #series do
    if series[i] then points[#points + 1] = { x = i, y = series[i], at = series:period(i) } end
  end
  return points, #series - #points
end

local function number(v) return v == v and result.number(v) or "none" end

local function power_text(self)
  if self.critical == math.huge then return "none: no arrangement of these values would be significant" end
  return string.format("%.0f %% of true tau %s are found, 80 %% from %s on; significant from |tau| %s on",
    100 * self.power, result.number(self.power_tau), self.smallest_found < math.huge and
    result.number(self.smallest_found) or "none", result.number(self.critical))
end

local function rows(self)
  local p = self.exact and string.format("exact over %s arrangements", result.number(self.arrangements)) or
    string.format("%s drawn arrangements of about %s, seed %d, standard error %.2g", result.number(self.reps),
      result.number(self.arrangements), self.seed, self.p_error)
  local out = {
    { "tau", string.format("%s  (Kendall's tau-b of %s against %s; S = %d)", number(self.tau), self.y_name, self.x_name,
      self.s) },
    { "interval", self.low == self.low and string.format("%s to %s  (%g %%, approximate: Fieller, Hartley and Pearson)",
      number(self.low), number(self.high), 100 * self.level) or "none: too few pairs" },
    { "p", string.format("%s  (%s; %s)", result.share(self.p), sides[self.alternative], p) },
    { "floor", dates.floor_text(self.floor, self.level) },
    { "power", power_text(self) },
    { "null", "every assignment of the values to the times, ties kept; the pairs taken as independent" },
    { "n", dates.count(self.n, "pair") },
    { "dropped", self.dropped == 0 and "none" or dates.count(self.dropped, self.is_series and "period" or "pair") ..
      (self.is_series and " without a value" or " without a day") },
  }
  if self.is_series then
    out[#out + 1] = { "note", "neighbours of a series are often alike: p is then too small" }
  elseif self.dated then
    out[#out + 1] = { "date", self.date .. " of an uncertain date" }
  end
  return out
end

local function trend(given, options)
  options = options or {}
  core.check_options(options, known, "trend")
  local rule = dates.choice(options.date or "midpoint", dates.rules, "date")
  if not is_series(given) and type(given) ~= "table" then
    core.raise("trend needs a series, or a list of { x, y }, not %s", tostring(given))
  end
  local series = is_series(given)
  local xs, ys, dated = {}, {}, false
  local points, dropped = (series and periods_of or points_of)(given, rule)
  for i, p in ipairs(points) do
    xs[i], ys[i] = p.x + 0.0, p.y + 0.0
    dated = dated or type(p.at) ~= "number"
  end
  local values = core.trend(xs, ys, { alternative = options.alternative, level = options.level, tau = options.tau,
    seed = options.seed, reps = options.reps, sims = options.sims })
  for _, name in ipairs { "tau", "low", "high" } do values[name] = values[name] or 0 / 0 end
  values.alternative, values.level = options.alternative or "two_sided", options.level or 0.95
  values.power_tau, values.seed, values.reps = options.tau or 0.5, options.seed or 1, options.reps or 9999
  values.sims, values.n, values.dropped, values.date = options.sims or 1000, #points, dropped, rule
  values.x_name = options.x or "time"
  values.y_name = options.y or series and given.name ~= "" and given.name or "values"
  values.points, values.is_series, values.dated = points, series, dated
  values.call = string.format("trend(%d pairs, { alternative = %q, level = %g })", #points, values.alternative,
    values.level)
  values.title = string.format("trend of %s over %s", values.y_name, values.x_name)
  return result.new { kind = "trend", values = values, order = order, rows = rows }
end

return trend
