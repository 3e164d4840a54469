-- The chart of a bootstrap: its resamples as a histogram, the interval, the estimate.

local chart = require "balassa.chart"
local core = require "balassa.core"
local furniture = require "balassa.chart.furniture"
local result = require "balassa.result"
local style = require "balassa.chart.style"

local BINS = 48
local types = { percentile = "percentile", basic = "basic", bca = "BCa" }
local schemes = { block = "moving blocks", circular = "circular blocks", stationary = "geometric blocks" }

local function upper(s) return (s:gsub("^%l", string.upper)) end

local function text(v) return (result.number(v):gsub("^-", "−")) end

-- Values that are there, their least and greatest, the interval and the estimate with them.
local function reach(res)
  local list, low, high = {}, math.min(res.low, res.estimate), math.max(res.high, res.estimate)
  for _, v in ipairs(res.replicates) do
    if v == v then
      list[#list + 1] = v
      low, high = math.min(low, v), math.max(high, v)
    end
  end
  if low == high then low, high = low - 0.5, high + 0.5 end
  return list, low, high
end

-- Shares in percent of equal bins from low to high.
local function histogram(list, low, high)
  local shares, width, top = {}, (high - low) / BINS, 0
  for i = 1, BINS do shares[i] = 0 end
  for _, v in ipairs(list) do
    local i = math.min(BINS, math.floor((v - low) / width) + 1)
    shares[i] = shares[i] + 100 / #list
    top = math.max(top, shares[i])
  end
  return shares, width, top
end

-- The bars whose middles lie within the interval, and the others.
local function bars(res, shares, low, width)
  local inside, outside = {}, {}
  for i, share in ipairs(shares) do
    local from = low + (i - 1) * width
    local middle = from + width / 2
    local list = middle >= res.low and middle <= res.high and inside or outside
    if share > 0 then list[#list + 1] = { from = from, to = from + width, y = share } end
  end
  return inside, outside
end

local function ticks_of(low, high)
  local ticks = {}
  for i, tick in ipairs(furniture.value_ticks(low, high)) do
    ticks[i] = tonumber(string.format("%.10g", tick.at))
  end
  return ticks
end

local function subtitle_of(res)
  return string.format("%s %s; %s %% %s interval %s to %s. %s resamples in %s of %s %ss%s, seed %d.",
    upper(res.statistic), text(res.estimate), core.number(100 * res.level + 0.0, 4), types[res.type],
    text(res.low), text(res.high), result.number(res.reps), schemes[res.scheme], result.number(res.block),
    res.series.interval, res.scheme == "stationary" and " on average" or "", res.seed)
end

local known = { "title", "subtitle", "note", "width", "height" }

return function(res, options)
  options = options or {}
  core.check_options(options, known, "a bootstrap's chart")
  local list, low, high = reach(res)
  local shares, width, top = histogram(list, low, high)
  local pad, base = (high - low) * 0.03, -0.05 * top
  local from, to = low - pad, high + pad
  local y = furniture.value_ticks(0, top * 1.12)
  local c = chart.new { title = options.title or upper(res.title),
    subtitle = options.subtitle or subtitle_of(res), from = from, to = to, ticks = ticks_of(from, to),
    width = options.width, height = options.height, y = { from = -0.1 * top, to = top * 1.12,
    label = "Share of resamples, %", ticks = y },
    note = options.note or ("Horizontal axis: the %s of each resample.%s Series: %s."):format(res.statistic,
      res.statistic == "difference of means" and " Windows stay where they are, residuals are resampled." or "",
      res.series.how) }
  local inside, outside = bars(res, shares, low, width)
  inside.label, inside.color = "Resamples within the interval", style.boxes.filled.fill
  outside.label, outside.color = "Beyond it", "#dcdcdc"
  c:bars(inside)
  if #outside > 0 then c:bars(outside) end
  c:steps { { from = res.low, to = math.max(res.high, res.low + width / 50), y = base }, color = style.series[1].color,
    lw = 5, label = string.format("%s %% interval", core.number(100 * res.level + 0.0, 4)) }
  c:lines { { res.estimate, base }, { res.estimate, top * 1.06 }, color = style.ink, lw = 1.6, label = "Estimate" }
  if from < 0 and to > 0 then
    c:lines { { 0, base }, { 0, top * 1.06 }, color = style.against.color, lw = 1.4, dash = "(5,4)", label = "Zero" }
  end
  return c
end
