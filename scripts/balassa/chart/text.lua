-- Charts of speeches: the share of a category by period, with its interval, over the crises.

local chart = require "balassa.chart"
local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local furniture = require "balassa.chart.furniture"
local result = require "balassa.result"
local style = require "balassa.chart.style"
local time = require "balassa.chart.time"

local charts = {}

local MOST_NAMED = 12

local known = { "category", "crises", "interval", "date", "period", "title", "subtitle", "note", "width", "height",
  "from", "to", "ticks" }

-- What the series is made of: the matches and the words of each period.
local function pooled(res, series, rule)
  local matches, words, at = {}, {}, {}
  for i = 1, #series do at[i] = { series:period(i):day "earliest", series:period(i):day "latest" } end
  for _, row in ipairs(res.texts) do
    local day = row.date and row.date:day(rule)
    for i = 1, day and #series or 0 do
      if day >= at[i][1] and day <= at[i][2] then
        matches[i] = (matches[i] or 0) + row.count[series.name]
        words[i] = (words[i] or 0) + row.words
      end
    end
  end
  return matches, words
end

-- The series as steps, one a period, and the interval of each as a ribbon.
local function layers(res, series, rule)
  local matches, words = pooled(res, series, rule)
  local steps, ribbon, top = {}, {}, 0
  for i = 1, #series do
    if words[i] and words[i] > 0 and matches[i] <= words[i] then
      local from, to = time.period_start(series, i), time.period_end(series, i)
      local share, low, high = core.wilson(matches[i], words[i], res.level)
      steps[#steps + 1] = { from = from, to = to, y = res.per * share }
      ribbon[#ribbon + 1] = { from = from, to = to, low = res.per * low, high = res.per * high }
      top = math.max(top, res.per * high)
    end
  end
  ribbon.label = string.format("%g %% interval, of words as drawn one by one", 100 * res.level)
  ribbon.color = style.series[1].color
  steps.label = string.format("%s, words of all texts of a %s together", series.name, series.interval)
  steps.color, steps.lw = style.series[1].color, 2
  return steps, ribbon, top
end

local function subtitle_of(res, series, total)
  return string.format("%s matches in %s words of %d texts: %.3g %s (%g %% %.3g to %.3g%s). %s.",
    result.number(total.count), result.number(res.words), res.n, res.per * total.share, series.unit, 100 * res.level,
    res.per * total.low, res.per * total.high, total.texts_low and string.format("; drawing texts, %.3g to %.3g",
      res.per * total.texts_low, res.per * total.texts_high) or "",
    series:gaps() > 0 and dates.count(series:gaps(), series.interval) .. " without a text left open" or
      string.format("Every %s has a text", series.interval))
end

function charts.scores(res, options)
  options = options or {}
  core.check_options(options, known, "a chart of scores")
  local rule = options.date or "midpoint"
  local series = res:series(options.category or res.categories[1].category, { interval = options.interval,
    date = rule, period = options.period })
  local total
  for _, t in ipairs(res.categories) do
    if t.category == series.name then total = t end
  end
  if not total.low then
    core.raise("a chart of scores is of shares, and '%s' has more matches than words", series.name)
  end
  local steps, ribbon, top = layers(res, series, rule)
  local high = top > 0 and top * 1.05 or 1
  local c = chart.new { title = options.title or string.format("Words of %s", series.name),
    subtitle = options.subtitle or subtitle_of(res, series, total), from = options.from or time.period_start(series, 1),
    to = options.to or time.period_end(series, #series), ticks = options.ticks, width = options.width,
    height = options.height, y = { from = 0, to = high, label = series.unit:gsub("^per", "Matches per"),
      ticks = furniture.value_ticks(0, high) },
    note = options.note or string.format("Dictionary: %s, %d of %d entries found. %s.", res.dictionary,
      res.entries_found, #res.entries, (res.rule:gsub("^%l", string.upper))) }
  if options.crises then
    local bands = { title = "Crises", legend = "Crisis" }
    for i = 1, #options.crises do -- so many that their names would fill the page have none
      local crisis = options.crises[i]
      bands[i] = #options.crises <= MOST_NAMED and crisis or { span = crisis.span, label = "" }
    end
    c:bands(bands)
  end
  c:ribbon(ribbon)
  c:steps(steps)
  return c
end

return charts
