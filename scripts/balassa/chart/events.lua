-- Charts of events against windows: how often events come, a series around key dates, events after
-- key dates, and lead and lag.

local chart = require "balassa.chart"
local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local result = require "balassa.result"
local style = require "balassa.chart.style"
local time = require "balassa.chart.time"

local events = {}

local known = { "title", "subtitle", "note", "from", "to", "ticks", "width", "height", "label" }

local function minus(text) return (text:gsub("^%-", "−")) end

local function signed(v) return minus(string.format("%.2f", v)) end

local function number(v) return v == math.huge and "infinity" or string.format("%.2f", v) end

local function sided(self) return self.alternative == "two_sided" and "two-sided" or "one-sided" end

local function p_text(self, p)
  return string.format("p = %s (%s, %s)", result.share(p), sided(self),
    self.exact and "exact over " .. result.number(self.placements) .. " placements"
      or result.number(self.looked_at - 1) .. " draws")
end

local function new(options, otherwise, what)
  core.check_options(options, known, what)
  for name, value in pairs(options) do
    if name ~= "label" then otherwise[name] = value end
  end
  return chart.new(otherwise)
end

-- Over the study's period ---------------------------------------------------------------------------

local function year_of(day) return time.of_day(day) end

-- The count of events so far, a step up for each day that has some.
local function counted(placed, from, to)
  local days, steps, n = {}, {}, 0
  for i, e in ipairs(placed) do days[i] = e.day end
  table.sort(days)
  for _, day in ipairs(days) do
    local at = year_of(day)
    if at > from then steps[#steps + 1] = { from = from, to = at, y = n } end
    from, n = at, n + 1
  end
  steps[#steps + 1] = { from = from, to = to, y = n }
  return steps, n
end

local function bands_of(windows, title)
  local bands = { title = title, legend = title == "Crises" and "Crisis" or "Window" }
  for i, w in ipairs(windows) do bands[i] = { span = w.span, label = w.label } end
  return bands
end

-- The steeper the steps, the more often events come.
function events.rate_ratio(self, options)
  options = options or {}
  local from, to = year_of(self.period:day "earliest"), year_of(self.period:day "latest" + 1)
  local steps, n = counted(self.events, from, to)
  local c = new(options, { title = "Do events come more often inside the windows?",
    subtitle = string.format("Rate ratio %s, %g %% interval %s to %s: %d events in %s days inside, %d in %s " ..
      "outside. p = %s (%s, exact, given %s).", number(self.ratio), 100 * self.level, number(self.low),
      number(self.high), self.n_in, result.number(self.days_in), self.n_out, result.number(self.days_out),
      result.share(self.p), sided(self), dates.count(self.n, "event")),
    note = "Note: the steeper the line, the more often events come. The test takes events as independent; such as " ..
      "come in bundles make p too small.", from = from, to = to,
    y = { from = 0, to = n * 1.04, label = "Events so far" } }, "chart of a rate ratio")
  c:bands(bands_of(self.windows, "Crises"))
  steps.label, steps.color, steps.lw = options.label or "Events so far", style.series[1].color, 2
  c:steps(steps)
  return c:lines { { from, 0 }, { to, n }, label = "If they came at one rate throughout", color = style.ink, lw = 1.2,
    dash = "(8,8)" }
end

-- Which of the events follow a key date within the time looked at.
local function coincident(self, at)
  for _, key in ipairs(self.key_periods) do
    local d = at - self.tau - key
    if d >= 0 and d <= self.dt then return true end
  end
  return false
end

local function period_span(self, at)
  local step = ({ day = 1 / 365.25, month = 1 / 12, quarter = 1 / 4, year = 1 })[self.interval]
  return year_of(self.period:day "earliest") + (at - 1) * step, step
end

local function reach_bands(self, to)
  local bands, labels = { title = "Looked at", legend = "Time after a key date" }, {}
  for _, item in ipairs(self.key_items) do labels[item.at] = labels[item.at] or item.label end
  for _, key in ipairs(self.key_periods) do
    local start, step = period_span(self, key + self.tau)
    local stop = math.min(start + (self.dt + 1) * step, to)
    if start < stop then bands[#bands + 1] = { from = start, to = stop, label = labels[key] } end
  end
  return bands
end

function events.coincidence(self, options)
  options = options or {}
  local from, to = year_of(self.period:day "earliest"), year_of(self.period:day "latest" + 1)
  local after, other, keys = {}, {}, {}
  for _, e in ipairs(self.events) do
    local hit = coincident(self, e.at)
    local list = hit and after or other
    list[#list + 1] = { year_of(e.day), hit and 2 or 1, note = e.label }
  end
  for _, k in ipairs(self.key_items) do keys[#keys + 1] = { year_of(k.day), 3, note = k.label } end
  local function share(rate)
    return string.format("%d of %d (%.1f by chance), %s", rate.hits, rate.of, rate.expected * rate.of,
      p_text(self, rate.p))
  end
  local unit = self.interval
  local c = new(options, { title = "Do events follow key dates?",
    subtitle = string.format("Events %d to %s after a key date: %s. Key dates followed by an event: %s.",
      self.tau, dates.count(self.tau + self.dt, unit), share(self.precursor), share(self.trigger)),
    note = string.format("Note: null: %s. Floors: %s and %s.", self.null == "shift" and
      "all key dates moved together, round the end" or "key dates anywhere in the period",
      result.share(self.precursor.floor), result.share(self.trigger.floor)), from = from, to = to,
    height = 330, y = { from = 0.4, to = 3.6, ticks = { { at = 3, label = "Key dates" },
      { at = 2, label = "Events that follow one" }, { at = 1, label = "Other events" } } } }, "chart of a coincidence")
  c:bands(reach_bands(self, to))
  keys.label, keys.color = "Key date", style.ink
  after.label, after.color = "Event that follows a key date", style.against.color
  other.label, other.color, other.hollow = "Other event", style.series[1].color, true
  for _, points in ipairs { keys, after, other } do
    if #points > 0 then c:points(points) end
  end
  return c
end

-- Over lags -----------------------------------------------------------------------------------------

-- Round lags, 0 among them.
local function lag_ticks(from, to)
  local list, step = {}, 1
  for _, candidate in ipairs { 1, 3, 6, 12, 24, 60, 120, 240, 600 } do
    step = candidate
    if (to - from) / step <= 12 then break end
  end
  for lag = math.ceil(from / step) * step, to, step do list[#list + 1] = math.tointeger(lag) end
  return list
end

-- Parts of a line between which there is no value.
local function line_parts(lags, value)
  local parts, part = {}, nil
  for _, l in ipairs(lags) do
    local y = value(l)
    if y == nil then
      part = nil
    else
      if not part then
        part = {}
        parts[#parts + 1] = part
      end
      part[#part + 1] = { l.lag, y }
    end
  end
  return parts
end

local function add_lines(c, parts, look)
  for i, part in ipairs(parts) do
    part.color, part.lw, part.dash, part.label = look.color, look.lw, look.dash, i == 1 and look.label or nil
    c:lines(part)
  end
end

local function outside_points(self, value, label)
  local list = { label = label, color = style.against.color }
  for _, l in ipairs(self.lags) do
    if l.p_adjusted and l.p_adjusted <= 1 - self.level + 1e-12 then list[#list + 1] = { l.lag, value(l) } end
  end
  return list
end

-- A little room above and below everything drawn.
local function y_range(...)
  local low, high = 0, 0
  for _, parts in ipairs { ... } do
    for _, part in ipairs(parts) do
      for _, p in ipairs(part) do low, high = math.min(low, p[2]), math.max(high, p[2]) end
    end
  end
  local room = (high - low) * 0.06
  return low - room, high + room
end

-- mean: parts of the curve; upper, lower: of the band, perhaps empty.
local function draw_lags(self, c, mean, upper, lower, looks)
  local first, last = self.lags[1].lag, self.lags[#self.lags].lag
  c:lines { { first, 0 }, { last, 0 }, color = style.frame, lw = 1 }
  add_lines(c, upper, { color = style.ink, lw = 1.2, dash = "(8,8)", label = looks.band })
  add_lines(c, lower, { color = style.ink, lw = 1.2, dash = "(8,8)", label = #upper == 0 and looks.band or nil })
  add_lines(c, mean, { color = style.series[1].color, lw = 2, label = looks.mean })
  if looks.dots then
    local dots = { color = style.series[1].color }
    for _, part in ipairs(mean) do
      for _, p in ipairs(part) do dots[#dots + 1] = { p[1], p[2] } end
    end
    c:points(dots)
  end
  if #looks.outside > 0 then c:points(looks.outside) end
  return c
end

local no_parts = {}

function events.epochs(self, options)
  options = options or {}
  local unit, alternative = self.series.interval, self.alternative
  local function mean_of(e) return e.mean end
  local mean = line_parts(self.lags, mean_of)
  local upper = alternative == "less" and no_parts or line_parts(self.lags, function(e)
    return e.mean and e.spread and self.critical * e.spread
  end)
  local lower = alternative == "greater" and no_parts or line_parts(self.lags, function(e)
    return e.mean and e.spread and -self.critical * e.spread
  end)
  local low, high = y_range(mean, upper, lower)
  local first, last = self.lags[1].lag, self.lags[#self.lags].lag
  local peak
  for _, e in ipairs(self.lags) do
    if e.lag == self.peak then peak = e end
  end
  local c = new(options, { title = string.format("What the series does around %s",
    dates.count(self.keys, "key date")),
    subtitle = string.format("Mean over the key dates at each lag, in standard deviations of the series; most " ..
      "extreme %s at lag %s. All lags together: %s; floor %s, the smallest p that this design could have given.",
      signed(peak.mean), minus(tostring(self.peak)), p_text(self, self.p), result.share(self.floor)),
    note = string.format("Note: across, %ss before (−) and after the key date. Null: %s. Series: %s.", unit,
      self.null == "shift" and "all key dates moved together, round the end of the series"
        or "key dates anywhere in the series", self.series.how),
    from = first - 0.5, to = last + 0.5, ticks = lag_ticks(first, last),
    y = { from = low, to = high, label = "Standard deviations from the mean" } }, "chart of superposed epochs")
  local band = string.format("%g %% simultaneous band", 100 * self.level)
  return draw_lags(self, c, mean, upper, lower, { mean = options.label or "Mean around the key dates", band = band,
    outside = outside_points(self, mean_of, "Outside the band") })
end

function events.lead_lag(self, options)
  options = options or {}
  local unit = self.series.interval
  local function r_of(l) return l.r end
  local first, last = self.lags[1].lag, self.lags[#self.lags].lag
  local mean = line_parts(self.lags, r_of)
  local upper = { { { first, self.critical }, { last, self.critical } } }
  local lower = { { { first, -self.critical }, { last, -self.critical } } }
  local low, high = y_range(mean, upper, lower)
  local c = new(options, { title = string.format("Does %s follow %s, or lead it?", self.series_name, self.other_name),
    subtitle = string.format("Cross-correlation at each lag%s; the strongest is %s at lag %s. All lags together: " ..
      "p = %s (two-sided, exact over %s circular shifts).", self.ar_order > 0 and string.format(", both filtered by " ..
      "an autoregression of order %d fitted to %s", self.ar_order, self.other_name) or "", signed(self.r),
      minus(tostring(self.peak)), result.share(self.p), result.number(self.periods)),
    note = string.format("Note: across, lags in %ss; positive: %s follows %s, negative: it leads. Floor %s, the " ..
      "smallest p that this design could have given.", unit, self.series_name, self.other_name,
      result.share(self.floor)),
    from = first - 0.5, to = last + 0.5, ticks = lag_ticks(first, last),
    y = { from = low, to = high, label = "Correlation" } }, "chart of lead and lag")
  local band = string.format("%g %% band for all lags together", 100 * self.level)
  return draw_lags(self, c, mean, upper, lower, { mean = options.label or "Correlation", band = band, dots = true,
    outside = outside_points(self, r_of, "Beyond the band") })
end

return events
