-- balassa.coincidence(events, key_dates, options): do events follow key dates more than by chance?
--
-- Event coincidence analysis; the method is in engine/stats/coincidence.h.

local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local result = require "balassa.result"

local known = { "dt", "tau", "interval", "null", "alternative", "date", "key_date", "period", "reps", "seed" }

local SEED, DT = 1, 12

local alternative_names = { two_sided = "two-sided", greater = "one-sided: more", less = "one-sided: fewer" }

local order = { "precursor_rate", "precursor_expected", "precursor_p", "precursor_floor", "trigger_rate",
  "trigger_expected", "trigger_p", "trigger_floor", "dt", "tau", "interval", "null", "alternative", "placements",
  "looked_at", "exact", "n", "keys", "undated", "outside", "merged", "date", "key_date", "seed", "call" }

local function rate_row(rate, what)
  return string.format("%s  (%d of %d %s; %s by chance)", result.share(rate.rate), rate.hits, rate.of, what,
    result.share(rate.expected))
end

local function p_row(self, rate)
  return string.format("%s  (%s; %s); floor %s", result.share(rate.p), alternative_names[self.alternative],
    dates.how(self, rate.p), result.share(rate.floor))
end

local function rows(self)
  local unit = self.interval
  return {
    { "precursor", rate_row(self.precursor, "events follow a key date") },
    { "p", p_row(self, self.precursor) },
    { "trigger", rate_row(self.trigger, "key dates are followed by an event") },
    { "p", p_row(self, self.trigger) },
    { "window", string.format("%d to %s after the key date (tau = %d, dt = %d)", self.tau,
      dates.count(self.tau + self.dt, unit), self.tau, self.dt) },
    { "null", dates.null_text(self.null, nil, unit, "period") },
    { "n", string.format("%s and %s in the %d %ss of %s", dates.count(self.n, "event"),
      dates.count(self.keys, "key date"), self.periods, unit, tostring(self.period)) },
    { "dropped", dates.dropped { { self.undated, "without a day" },
      { self.outside, "outside " .. tostring(self.period) },
      { self.merged, "key dates in the same " .. unit .. " as another" } } },
    { "date", string.format("%s of an uncertain date, %s of a key date", self.date, self.key_date) },
  }
end

local function draw(self, options) return require("balassa.chart.events").coincidence(self, options) end

local function fill_rates(values)
  for _, name in ipairs { "precursor", "trigger" } do
    for _, field in ipairs { "rate", "expected", "p", "floor" } do
      values[name .. "_" .. field] = values[name][field]
    end
  end
end

local function coincidence(events, key_dates, options)
  options = options or {}
  core.check_options(options, known, "coincidence")
  local rule = dates.choice(options.date or "midpoint", dates.rules, "date")
  local key_rule = dates.choice(options.key_date or "earliest", dates.rules, "key_date")
  local event_items, key_items = dates.items(events, "events"), dates.items(key_dates, "key dates")
  local period = dates.period(options.period, "coincidence", events, key_dates)
  local grid = dates.grid(period, options.interval or "month")
  local placed, undated, outside = dates.place(event_items, grid, rule)
  local key_placed, key_undated, key_outside = dates.place(key_items, grid, key_rule)
  local keys, merged = dates.unique(key_placed)
  if #keys == 0 then core.raise("coincidence: no key date lies within %s", tostring(period)) end
  local seed = options.seed or SEED
  local values = core.coincidence(dates.periods(placed), keys, grid.n, { dt = options.dt or DT, tau = options.tau,
    null = options.null, alternative = options.alternative, reps = options.reps, seed = seed })
  fill_rates(values)
  values.dt, values.tau, values.interval = options.dt or DT, options.tau or 0, grid.interval
  values.null, values.alternative = options.null or "relocate", options.alternative or "greater"
  values.n, values.keys, values.periods, values.merged = #placed, #keys, grid.n, merged
  values.undated, values.outside = undated + key_undated, outside + key_outside
  values.date, values.key_date, values.seed, values.period = rule, key_rule, seed, period
  values.events, values.key_items, values.key_periods = placed, key_placed, keys
  values.call = string.format("coincidence(%d events, %d key dates, { dt = %d, tau = %d, interval = %q, null = %q, " ..
    "alternative = %q, date = %q, key_date = %q, seed = %d })", #event_items, #key_items, values.dt, values.tau,
    values.interval, values.null, values.alternative, rule, key_rule, seed)
  values.title = string.format("coincidence of %s and %s", dates.count(#placed, "event"),
    dates.count(#keys, "key date"))
  return result.new { kind = "coincidence", values = values, order = order, rows = rows, draw = draw }
end

return coincidence
