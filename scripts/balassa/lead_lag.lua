-- balassa.lead_lag(series, other, options): does the series follow the other one, or lead it?
--
-- A positive lag: the series (rhetoric) follows. The method is in engine/stats/leadlag.h. `other` is
-- a series, or windows (crises), which stand for a series of 1 inside and 0 outside.

local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local result = require "balassa.result"

local known = { "lags", "order", "level", "name" }

local order = { "r", "peak", "p", "floor", "critical", "level", "ar_order", "n", "periods", "dropped",
  "call" }

local function is_series(v)
  return core.kind(v) == "balassa.series"
end

-- 1 in the periods of the series that the windows cover, else 0.
local function indicator(series, windows)
  local values = {}
  for i = 1, #series do values[i] = 0 end
  for i, item in ipairs(dates.items(windows, "windows")) do
    if not item.date then core.raise("windows: window %d has no span", i) end
    local first, last = core.window_cells(series, item.date)
    if not first then
      core.raise("the window '%s' (%s) covers no %s of the series", item.label, tostring(item.date), series.interval)
    end
    for k = first, last do values[k] = 1 end
  end
  return core.series { start = tostring(series:period(1)):sub(1, 10):gsub("/.*", ""), interval = series.interval,
    values = values, name = "crisis" }
end

-- Both from the first to the last period where both have a value; how many periods that leaves out.
local function trimmed(series, other)
  local a, b = core.align(series, other)
  local first, last
  for i = 1, #a do
    if a[i] and b[i] then first, last = first or i, i end
  end
  if not first then core.raise "lead_lag: the two series have no period with a value of both" end
  local from, to = tostring(a:period(first)), tostring(a:period(last))
  local dropped = math.max(#series, #other) - (last - first + 1)
  if first == 1 and last == #a then return a, b, dropped end
  return a:between(from, to), b:between(from, to), dropped
end

local function name_of(series, otherwise)
  return series.name ~= "" and series.name or otherwise
end

local function direction(self)
  local unit = self.series.interval
  if self.peak == 0 then return "in the same " .. unit end
  return string.format("%s %s %s by %s", self.series_name, self.peak > 0 and "follows" or "leads", self.other_name,
    dates.count(math.abs(self.peak), unit))
end

local function rows(self)
  local unit = self.series.interval
  local beyond = {}
  for _, l in ipairs(self.lags) do
    if l.p_adjusted and l.p_adjusted <= 1 - self.level + 1e-12 then beyond[#beyond + 1] = tostring(l.lag) end
  end
  return {
    { "peak", string.format("r = %s at lag %d: %s", result.number(self.r), self.peak, direction(self)) },
    { "p", string.format("%s  (two-sided, all %d lags together; exact over %s shifts)", result.share(self.p),
      #self.lags, result.number(self.periods)) },
    { "floor", dates.floor_text(self.floor, self.level) },
    { "band", string.format("%g %%: |r| of %s; beyond it: %s", 100 * self.level, result.number(self.critical),
      #beyond > 0 and "lags " .. table.concat(beyond, ", ") or "no lag") },
    { "sign", string.format("positive lag: %s follows %s", self.series_name, self.other_name) },
    { "filter", self.ar_order == 0 and "none: the series' own memory is left in both" or
      string.format("autoregression of order %d, fitted to %s (%s)", self.ar_order, self.other_name,
        self.chosen and "by AIC" or "as given") },
    { "null", string.format("shift: every circular shift of %s, put through the same filter", self.series_name) },
    { "n", string.format("%d %ss after the filter, of %d", self.n, unit, self.periods) },
    { "dropped", self.dropped == 0 and "none" or dates.count(self.dropped, unit) .. " not in both series" },
    { "series", self.series.how },
    { "other", self.other.how },
  }
end

local function draw(self, options) return require("balassa.chart.events").lead_lag(self, options) end

local function lead_lag(series, other, options)
  options = options or {}
  core.check_options(options, known, "lead_lag")
  core.check_series(series, "lead_lag")
  if other == nil then core.raise "lead_lag needs another series, or windows" end
  local windows = not is_series(other)
  other = windows and indicator(series, other) or other
  local a, b, dropped = trimmed(series, other)
  local values = core.lead_lag(a, b, { lags = options.lags, order = options.order, level = options.level })
  values.level, values.chosen, values.periods, values.dropped = options.level or 0.95, options.order == nil, #a, dropped
  values.series, values.other = a, b
  values.series_name = name_of(series, "the series")
  values.other_name = options.name or windows and "crisis" or name_of(other, "the other")
  values.call = string.format("lead_lag(%s, %s, { lags = %d, order = %d, level = %g })", values.series_name,
    values.other_name, #values.lags // 2, values.ar_order, values.level)
  values.title = string.format("lead and lag of %s and %s", values.series_name, values.other_name)
  return result.new { kind = "lead and lag", values = values, order = order, rows = rows, draw = draw }
end

return lead_lag
