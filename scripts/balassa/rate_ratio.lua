-- balassa.rate_ratio(events, windows, options): do events come more often inside the windows?
--
-- The method is in engine/stats/rate.h. Here: which day an event stands for, and how many days the
-- windows cover of the period that is studied.

local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local result = require "balassa.result"

local known = { "date", "period", "alternative", "level", "power_ratio" }

local alternative_names = {
  two_sided = "two-sided",
  greater = "one-sided: more often inside",
  less = "one-sided: less often inside",
}

local order = { "ratio", "low", "high", "level", "p", "floor", "alternative", "power", "power_ratio", "smallest_found",
  "n", "n_in", "n_out", "days_in", "days_out", "rate_in", "rate_out", "undated", "outside", "across", "date", "call" }

local function inside(windows, day)
  for _, w in ipairs(windows) do
    if w.from <= day and day <= w.to then return true end
  end
  return false
end

-- Whether some day that the date allows is inside the windows, and some other is not.
local function is_across(windows, date)
  local from, to = date:day "earliest", date:day "latest"
  if not from or not to then return true end
  local covered = 0
  for _, w in ipairs(windows) do
    covered = covered + math.max(0, math.min(w.to, to) - math.max(w.from, from) + 1)
  end
  return covered > 0 and covered < to - from + 1
end

local function number(v) return v == math.huge and "infinite" or result.number(v) end

-- The smallest ratio above 1 that is found in 80 of 100 cases, by halving; infinite: none.
local function smallest_found(n, share, level)
  local low, high = 1, 1e6
  if core.rate_power(n, share, high, level) < 0.8 then return math.huge end
  while high - low > 1e-9 * low do
    local middle = low < 10 and (low + high) / 2 or math.sqrt(low * high)
    if core.rate_power(n, share, middle, level) < 0.8 then low = middle else high = middle end
  end
  return high
end

local function power_text(self)
  local power = self.power
  if power ~= power then return "not reckoned for so many events" end
  return string.format("%.0f %% of ratios of %s are found, 80 %% from %s on (exact, given %s)", 100 * power,
    result.number(self.power_ratio), self.smallest_found < math.huge and result.number(self.smallest_found) or "none",
    dates.count(self.n, "event"))
end

local function rows(self)
  return {
    { "ratio", string.format("%s  (%s in %s days inside, %d in %s outside)", number(self.ratio),
      dates.count(self.n_in, "event"), result.number(self.days_in), self.n_out, result.number(self.days_out)) },
    { "interval", string.format("%s to %s  (%g %%, Clopper and Pearson)", number(self.low), number(self.high),
      100 * self.level) },
    { "p", string.format("%s  (%s; exact, given %s)", result.share(self.p), alternative_names[self.alternative],
      dates.count(self.n, "event")) },
    { "floor", result.share(self.floor) .. "  (the smallest p this many events could have given)" },
    { "power", power_text(self) },
    { "method", "conditional binomial: events taken as independent, each equally likely on every day" },
    { "rates", string.format("%s a year inside, %s outside", result.number(self.rate_in),
      result.number(self.rate_out)) },
    { "exposure", string.format("%s in %s of the %s days of %s", dates.count(#self.windows, "window"),
      result.number(self.days_in), result.number(self.days_in + self.days_out), tostring(self.period)) },
    { "dropped", dates.dropped { { self.undated, "without a day" },
      { self.outside, "outside " .. tostring(self.period) } } },
    { "date", string.format("%s of an uncertain date; it decides for %s across a window's edge", self.date,
      dates.count(self.across, "date")) },
  }
end

local function draw(self, options) return require("balassa.chart.events").rate_ratio(self, options) end

local function rate_ratio(events, windows, options)
  options = options or {}
  core.check_options(options, known, "rate_ratio")
  local rule = dates.choice(options.date or "midpoint", dates.rules, "date")
  local items = dates.items(events, "events")
  local period = dates.period(options.period, "rate_ratio", events, windows)
  local list = dates.windows(windows, period, "windows")
  local placed, undated, outside = dates.place(items, dates.grid(period, "day"), rule)
  local n_in, across, days_in = 0, 0, 0
  for _, w in ipairs(list) do days_in = days_in + w.to - w.from + 1 end
  for _, e in ipairs(placed) do
    e.inside = inside(list, e.day)
    n_in = n_in + (e.inside and 1 or 0)
    across = across + (is_across(list, e.date) and 1 or 0)
  end
  local days_out = period:day "latest" - period:day "earliest" + 1 - days_in
  local values = core.rate_ratio(n_in, days_in, #placed - n_in, days_out,
    { alternative = options.alternative, level = options.level })
  values.alternative, values.level = options.alternative or "two_sided", options.level or 0.95
  values.n, values.n_in, values.n_out = #placed, n_in, #placed - n_in
  values.days_in, values.days_out = days_in, days_out
  values.rate_in, values.rate_out = n_in / days_in * 365.25, (#placed - n_in) / days_out * 365.25
  values.power_ratio = options.power_ratio or 2
  values.undated, values.outside, values.across, values.date = undated, outside, across, rule
  values.period, values.windows, values.events = period, list, placed
  values.call = string.format("rate_ratio(%s, %s, { date = %q, alternative = %q, level = %g })",
    dates.count(#items, "event"), dates.count(#list, "window"), rule, values.alternative, values.level)
  values.title = string.format("rate ratio of %s and %s", dates.count(#items, "event"), dates.count(#list, "window"))
  return result.new { kind = "rate ratio", values = values, order = order, rows = rows, draw = draw,
    lazy = { names = { "power", "smallest_found" }, compute = function(self)
      local power = core.rate_power(self.n, self.share, self.power_ratio, self.level)
      local found = power and smallest_found(self.n, self.share, self.level)
      return { power = power or 0 / 0, smallest_found = found or 0 / 0 }
    end } }
end

return rate_ratio
