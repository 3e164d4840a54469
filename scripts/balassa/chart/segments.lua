-- The chart of segments: the series with the mean of each segment, the interval of each change behind
-- them, and the phases that a source tells above.

local core = require "balassa.core"
local style = require "balassa.chart.style"
local time = require "balassa.chart.time"

local charts = {}

local known = { "phases", "study", "score", "title", "subtitle", "note", "from", "to", "ticks", "width", "height",
  "label" }

local function list_of(records)
  local list = {}
  for i = 1, #records do list[i] = records[i] end
  return list
end

-- The mean of each segment over its periods; up to the next change, so that the steps join.
local function mean_steps(res)
  local steps, list = {}, res.segments
  for i, s in ipairs(list) do
    local last = list[i + 1] and list[i + 1].first - 1 or s.last
    steps[i] = { from = time.period_start(res.series, s.first), to = time.period_end(res.series, last), y = s.mean }
  end
  steps.label, steps.color, steps.lw = "Mean of a segment", style.against.color, 2.4
  return steps
end

-- Overlapping intervals are one band, named by all the changes in it.
local function bands_of(res)
  local bands = {}
  for _, b in ipairs(res.boundaries) do
    local low, high = b.low or b.index, b.high or b.index
    local from, to = time.period_start(res.series, low), time.period_end(res.series, high)
    local last, label = bands[#bands], time.month_text(res.series:day(b.index))
    if last and from <= last.to then
      last.to, last.label = math.max(last.to, to), last.label .. ", " .. label
    else
      bands[#bands + 1] = { from = from, to = to, label = label }
    end
  end
  bands.title = "Changes"
  bands.legend = res.interval == "none" and "Change" or string.format("%g%% interval of a change", 100 * res.level)
  return bands
end

local function subtitle_of(res)
  local means = {}
  for i, s in ipairs(res.segments) do means[i] = (string.format("%.3g", s.mean):gsub("^-", "−")) end
  local unit = res.series.interval
  return string.format("%s: mean%s %s. Search: %s; at least %d %s%s a segment; %d %ss%s.",
    #means == 1 and "No change" or string.format("%d segments", #means), #means > 1 and "s" or "",
    table.concat(means, ", "), res.search, res.min_length, unit, res.min_length > 1 and "s" or "", res.n, unit,
    res.dropped > 0 and string.format(", %d more without a value", res.dropped) or "")
end

local function note_of(res)
  local how = { profile = "profile of the cost", bootstrap = "bootstrap of residual blocks" }
  return string.format("Series: %s.%s", res.series.how, #res.boundaries > 0 and how[res.interval] and
    string.format(" Intervals: %s; those that overlap are one band.", how[res.interval]) or "")
end

-- The rungs of the study as ticks, or room above and below the values.
local function axis_of(res, study, score)
  if study and score then
    local ticks = require("balassa.chart.study").score_ticks(study, score)
    return { ticks = ticks, from = ticks[1].at - 0.5, to = ticks[#ticks].at + 0.5 }
  end
  local low, high = res.series:min(), res.series:max()
  local room = high > low and 0.06 * (high - low) or 1
  return { from = low - room, to = high + room }
end

-- chart.segments(chart, result, options) -> chart. phases: records, or with study= the name of a coding;
-- score: the column of the study's ladder whose rungs the y axis names.
function charts.segments(chart, res, options)
  options = options or {}
  core.check_options(options, known, "chart of segments")
  local series, study, phases = res.series, options.study, options.phases
  if type(phases) == "string" then
    if not study then core.raise "a chart of segments finds phases by name in study = ..." end
    phases = study:phases(phases)
  end
  local from, to = time.axis_of(series, options)
  local c = chart.new { title = options.title or res.title, subtitle = options.subtitle or subtitle_of(res),
    note = options.note or note_of(res), y = axis_of(res, study, options.score), from = from, to = to,
    ticks = options.ticks, width = options.width, height = options.height, digest = study and study.digest }
  if phases then
    local strip = list_of(phases)
    strip.title = "Phases"
    c:strip(strip)
  end
  if #res.boundaries > 0 then c:bands(bands_of(res)) end
  local name = series.name ~= "" and series.name:gsub("^%l", string.upper) or "Series"
  c:steps { series = series, label = options.label or name, color = style.series[1].color,
    lw = 1.6 }
  return c:steps(mean_steps(res))
end

return charts
