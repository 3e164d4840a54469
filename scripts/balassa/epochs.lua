-- balassa.epochs(series, key_dates, options): what does the series do around the key dates?
--
-- Superposed epoch analysis; the method is in engine/stats/epochs.h.

local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local result = require "balassa.result"

local known = { "before", "after", "null", "alternative", "level", "date", "memory", "reps", "seed" }

local SEED = 1

local alternative_names = {
  two_sided = "two-sided",
  greater = "one-sided: higher around the key dates",
  less = "one-sided: lower around the key dates",
}

local order = { "statistic", "peak", "p", "floor", "critical", "null", "memory", "spacing", "alternative", "level",
  "placements",
  "looked_at", "exact", "keys", "centre", "scale", "gaps", "undated", "outside", "merged", "date", "seed", "call" }

local function lag_text(lag, unit)
  return lag == 0 and "the " .. unit .. " of the key date" or
    string.format("%s %s it", dates.count(math.abs(lag), unit), lag > 0 and "after" or "before")
end

-- What the spacing of the key dates does to their mean in a series with memory.
local function spacing_text(self)
  if self.null == "shift" then return "kept: the key dates are moved together" end
  if self.keys == 1 then return "one key date has none" end
  if self.memory == 0 then
    return "not looked at: in a series with memory, key dates that stand close together give false alarms"
  end
  return string.format("the mean of dates so %s varies %.2f times as much as of dates anywhere " ..
    "(autoregression %.2f); accounted for", self.spacing > 1 and "close" or "spread", self.spacing, self.memory)
end

local function beyond_of(self)
  local list = {}
  for _, e in ipairs(self.lags) do
    if e.p_adjusted and e.p_adjusted <= 1 - self.level + 1e-12 then list[#list + 1] = tostring(e.lag) end
  end
  return list
end

local function rows(self)
  local unit, peak = self.series.interval, nil
  for _, e in ipairs(self.lags) do
    if e.lag == self.peak then peak = e end
  end
  local beyond, last = beyond_of(self), self.lags[#self.lags]
  return {
    { "peak", string.format("%s sd from the mean, %s", result.number(peak.mean), lag_text(self.peak, unit)) },
    { "p", string.format("%s  (%s, all %d lags together; %s)", result.share(self.p),
      alternative_names[self.alternative], #self.lags, dates.how(self, self.p)) },
    { "floor", dates.floor_text(self.floor, self.level) },
    { "band", string.format("%g %%, simultaneous; outside it: %s", 100 * self.level,
      #beyond > 0 and "lags " .. table.concat(beyond, ", ") or "no lag") },
    { "null", dates.null_text(self.null, self.null == "relocate" and self.open, unit, "series") },
    { "spacing", spacing_text(self) },
    { "lags", string.format("%d to %d %ss around %s", self.lags[1].lag, last.lag, unit,
      dates.count(self.keys, "key date")) },
    { "dropped", dates.dropped { { self.undated, "key dates without a day" }, { self.outside, "outside the series" },
      { self.merged, "in the same " .. unit .. " as another" } } },
    { "gaps", self.gaps == 0 and "none" or dates.count(self.gaps, unit) .. " without a value" },
    { "date", self.date .. " day of a key date that is a span" },
    { "series", self.series.how },
  }
end

local function draw(self, options) return require("balassa.chart.events").epochs(self, options) end

local function epochs(series, key_dates, options)
  options = options or {}
  core.check_options(options, known, "epochs")
  core.check_series(series, "epochs")
  local rule = dates.choice(options.date or "earliest", dates.rules, "date")
  local items = dates.items(key_dates, "key dates")
  local placed, undated, outside = dates.place(items, dates.grid_of_series(series), rule)
  local keys, merged = dates.unique(placed)
  if #keys == 0 then core.raise "epochs: no key date lies within the series" end
  local seed = options.seed or SEED
  local values = core.epochs(series, keys, { before = options.before, after = options.after, null = options.null,
    alternative = options.alternative, level = options.level, memory = options.memory, reps = options.reps,
    seed = seed })
  values.null, values.alternative = options.null or "relocate", options.alternative or "two_sided"
  values.level, values.seed, values.date = options.level or 0.95, seed, rule
  values.keys, values.key_periods = #keys, keys
  values.undated, values.outside, values.merged, values.series = undated, outside, merged, series
  local name = series.name ~= "" and series.name or "a series"
  values.call = string.format("epochs(%s, %d key dates, { before = %d, after = %d, null = %q, alternative = %q, " ..
    "level = %g, date = %q, seed = %d })", name, #keys, -values.lags[1].lag, values.lags[#values.lags].lag,
    values.null, values.alternative, values.level, rule, seed)
  values.title = string.format("superposed epochs of %s around %s", name, dates.count(#keys, "key date"))
  return result.new { kind = "superposed epochs", values = values, order = order, rows = rows, draw = draw }
end

return epochs
