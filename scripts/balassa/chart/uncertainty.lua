-- Charts of draws: the index over time with how far it lies apart from draw to draw, or the estimates.

local chart = require "balassa.chart"
local core = require "balassa.core"
local furniture = require "balassa.chart.furniture"
local loose = require "balassa.stats.loose"
local question = require "balassa.stats.question"
local result = require "balassa.result"
local rung_ticks = require("balassa.chart.study").rung_ticks
local style = require "balassa.chart.style"
local time = require "balassa.chart.time"

local BINS = 40

local function minus(text) return (text:gsub("^%-", "−")) end

local function number(v) return minus(string.format("%.2f", v)) end

local function upper(text) return (text:gsub("^%l", string.upper)) end

local function subtitle_of(self)
  local q = self.question
  return string.format("%s: %s as coded, %s on average over %s draws, of which %g %% lie between %s and %s%s.%s",
    upper(self.estimate_name), number(self.estimate), number(self.mean), result.number(self.m), 100 * self.level,
    number(self.draws_low), number(self.draws_high), self.within ~= "none" and string.format(
      "; with the variance within a draw, %g %% interval %s to %s", 100 * self.level, number(self.low),
      number(self.high)) or "", q.base.p and string.format(" p = %s as coded (%s), median of the draws %s.",
      result.share(q.base.p), self.null, result.share(self.p_median)) or "")
end

local function drawn_of(self)
  local parts, d = {}, self.drawn
  local function say(n, text) if n > 0 then parts[#parts + 1] = n .. " " .. text end end
  say(d.date, "dates")
  say(d.coder, "rungs by coder")
  say(d.confusion, "rungs by confusion")
  say(d.edges, "edges of crises")
  return #parts > 0 and "Drawn: " .. table.concat(parts, ", ") .. ". " or ""
end

-- Over time -----------------------------------------------------------------------------------------

-- Stretches in which the index of the draws has the same quantiles, as { from, to, quantiles }.
local function stretches(self)
  local series, list, last = self.series, {}, nil
  for i = 1, #series do
    local r = self.ribbon[i]
    local from, to = time.period_start(series, i), time.period_end(series, i)
    if r.n == 0 then
      last = nil
    else
      local same = last ~= nil
      for k = 1, #self.quantiles do same = same and last.q[k] == r[k] end
      if same then
        last.to = to
      else
        last = { from = from, to = to, q = r }
        list[#list + 1] = last
      end
    end
  end
  return list
end

local function bands_of(self)
  local q, bands = self.question, { title = "Crises", legend = "Crisis" }
  for i, w in ipairs(self.windows) do
    local a, b, c, d = loose.edges(w.span, q.widen, q.edges)
    bands[i] = { span = w.span, label = w.label, loose = { from = a < b and { time.of_day(a), time.of_day(b) } or nil,
      to = c < d and { time.of_day(c), time.of_day(d) } or nil } }
  end
  return bands
end

-- Rungs name the y axis where the index is on their scale.
local function axis_of(self, list)
  local low, high = math.huge, -math.huge
  for _, s in ipairs(list) do low, high = math.min(low, s.q[1]), math.max(high, s.q[#self.quantiles]) end
  if self.rule == "count" or self.rule == "decay" then
    local pad = math.max(high - low, 1e-9) * 0.05
    return { from = low - pad, to = high + pad }
  end
  local q = self.question
  local ticks = rung_ticks(q.study, function(rung) return q.of(rung.id) end)
  local room = (ticks[#ticks].at - ticks[1].at) / math.max(1, #ticks - 1) / 2
  return { ticks = ticks, from = math.min(low, ticks[1].at) - room, to = math.max(high, ticks[#ticks].at) + room }
end

local function over_time(self, options)
  local list, series = stretches(self), self.series
  local y = axis_of(self, list)
  local from, to = time.axis_of(series, options)
  local c = chart.new { title = options.title or "The index, with every uncertain date and rung drawn anew",
    subtitle = options.subtitle or subtitle_of(self), width = options.width, height = options.height,
    from = from, to = to, ticks = options.ticks, y = y,
    note = options.note or string.format("%s%sSeed %d. Index: %s.", drawn_of(self), self.ribbon_draws < self.draws and
      string.format("Of the first %s draws. ", result.number(self.ribbon_draws)) or "", self.seed, series.how),
    digest = self.question.study.digest }
  c:bands(bands_of(self))
  for _, part in ipairs { { 1, 5, "Nine draws in ten; darker: every other draw" }, { 2, 4 } } do
    local ribbon = { label = part[3], color = style.series[1].color }
    for i, s in ipairs(list) do ribbon[i] = { from = s.from, to = s.to, low = s.q[part[1]], high = s.q[part[2]] } end
    c:ribbon(ribbon)
  end
  local median = { label = "Median of the draws", color = style.series[1].color, lw = 2 }
  for i, s in ipairs(list) do median[i] = { from = s.from, to = s.to, y = s.q[3] } end
  c:steps(median)
  return c:steps { series = series, label = "As coded", color = style.ink, lw = 1.2, dash = "(6,5)" }
end

-- The estimates -------------------------------------------------------------------------------------

local function ticks_of(low, high)
  local ticks = {}
  for i, tick in ipairs(furniture.value_ticks(low, high)) do ticks[i] = tonumber(string.format("%.10g", tick.at)) end
  return ticks
end

local function histogram(self, low, width)
  local shares, n, top = {}, 0, 0
  for i = 1, BINS do shares[i] = 0 end
  for _, e in ipairs(self.estimates) do n = n + (e and 1 or 0) end
  for _, e in ipairs(self.estimates) do
    local i = e and math.min(BINS, math.floor((e - low) / width) + 1)
    if i then
      shares[i] = shares[i] + 100 / n
      top = math.max(top, shares[i])
    end
  end
  return shares, top
end

local function over_estimates(self, options)
  local low, high = self.estimate, self.estimate
  for _, e in ipairs(self.estimates) do
    if e then low, high = math.min(low, e), math.max(high, e) end
  end
  if low == high then low, high = low - 0.5, high + 0.5 end
  local width, none = (high - low) / BINS, self.question.estimate == "rate_ratio" and 1 or 0
  local shares, top = histogram(self, low, width)
  local reach_low, reach_high = math.min(low, none), math.max(high, none)
  if self.within ~= "none" then
    reach_low, reach_high = math.min(reach_low, self.low), math.max(reach_high, self.high)
  end
  local pad, base = (reach_high - reach_low) * 0.03, -0.05 * top
  local from, to = reach_low - pad, reach_high + pad
  local c = chart.new { title = options.title or "The estimate, draw by draw", subtitle = options.subtitle or
    subtitle_of(self), from = from, to = to, ticks = ticks_of(from, to), width = options.width,
    height = options.height or 350, digest = self.question.study.digest,
    y = { from = -0.1 * top, to = top * 1.12, label = "Share of draws, %",
      ticks = furniture.value_ticks(0, top * 1.12) },
    note = options.note or string.format("%sHorizontal axis: %s, %s. Seed %d. Index: %s.",
      drawn_of(self), self.estimate_name, self.compared, self.seed, self.series.how) }
  local bars = { label = "Draws", color = style.boxes.filled.fill }
  for i, share in ipairs(shares) do
    if share > 0 then bars[#bars + 1] = { from = low + (i - 1) * width, to = low + i * width, y = share } end
  end
  c:bars(bars)
  if self.within ~= "none" then
    c:steps { { from = self.low, to = self.high, y = base }, color = style.series[1].color, lw = 5,
      label = string.format("%g %% interval, both variances", 100 * self.level) }
  end
  c:lines { { self.mean, base }, { self.mean, top * 1.06 }, color = style.ink, lw = 1.6, label = "Average" }
  c:lines { { self.estimate, base }, { self.estimate, top * 1.06 }, color = style.ink, lw = 1.4, dash = "(6,5)",
    label = "As coded" }
  return c:lines { { none, base }, { none, top * 1.06 }, color = style.against.color, lw = 1.4, dash = "(2,4)",
    label = "No difference" }
end

local known = { "title", "subtitle", "note", "from", "to", "ticks", "width", "height", "what" }

-- what = "index" (over time) or "estimates".
return function(self, options)
  options = options or {}
  core.check_options(options, known, "a chart of draws")
  local what = question.choice(options.what or "index", { index = true, estimates = true }, "what")
  return (what == "index" and over_time or over_estimates)(self, options)
end
