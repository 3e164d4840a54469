-- Charts of initiatives: how long until they are implemented, and the gap between what is proposed and what
-- is in force.

local chart = require "balassa.chart"
local core = require "balassa.core"
local result = require "balassa.result"
local score_ticks = require("balassa.chart.study").score_ticks
local style = require "balassa.chart.style"
local time = require "balassa.chart.time"

local charts = {}

local function maybe(res, name) return rawget(res, "values")[name] end

-- Survival ----------------------------------------------------------------------------------------

-- The axis of a study is in years, that of a list in its own unit.
local per_year = { days = 365.2425, months = 12, years = 1 }

local hues = { style.series[1].color, style.against.color, style.series[3].color, style.series[4].color }

local function colour(i) return style.series[(i - 1) % #style.series + 1].color end

-- A step function that starts at `start`, and the band around it: runs, ribbons.
local function steps_of(steps, start, scale, reach)
  local runs, ribbon = {}, {}
  local from, y, low, high = 0, start, nil, nil
  local function close(to)
    if to <= from then return end
    runs[#runs + 1] = { from = from, to = to, y = y }
    if low then ribbon[#ribbon + 1] = { from = from, to = to, low = low, high = high } end
  end
  for _, s in ipairs(steps) do
    close(s.time / scale)
    from, y, low, high = s.time / scale, s.value, s.low, s.high
  end
  close(steps[#steps].time / scale)
  if y ~= start and from >= reach then runs[#runs + 1] = { from = from, to = from + reach * 1e-3, y = y } end
  return runs, ribbon
end

local function marks_of(steps, scale, key)
  local list = {}
  for _, s in ipairs(steps) do
    if s[key] > 0 then list[#list + 1] = { s.time / scale, s.value } end
  end
  return list
end

local function at_risk(steps, t)
  for _, s in ipairs(steps) do
    if s.time >= t - 1e-9 then return s.at_risk end
  end
  return 0
end

local function add_curve(c, res, i, scale, reach, several)
  local curve = res.curves[i]
  local name = several and curve.group or "all"
  local steps, ribbon = steps_of(curve.steps, 1, scale, reach)
  ribbon.color = colour(i)
  ribbon.label = i == 1 and string.format("%g %% band at each time", 100 * res.level) or nil
  c:ribbon(ribbon)
  steps.color, steps.lw = colour(i), 2
  steps.label = string.format("%s: %d, of which %d %s", name, curve.n, curve.ended, res.event)
  c:steps(steps)
  return curve
end

local function add_marks(c, res, scale)
  local first = { censored = true, other = true }
  for i, curve in ipairs(res.curves) do
    for _, key in ipairs { "censored", "other" } do
      local list = marks_of(curve.steps, scale, key)
      list.color, list.mark, list.hollow = colour(i), key == "censored" and "plus" or nil, key == "other" or nil
      list.label = first[key] and (key == "censored" and "Still open" or "Ended otherwise") or nil
      if #list > 0 then
        first[key] = false
        c:points(list)
      end
    end
  end
end

-- The shares ended of each kind: the groups by colour, the kinds by dash.
local function add_incidence(c, res, scale, reach, several)
  local dashes = { false, "(8,6)", "(1,5)", "(8,5,1,5)" }
  for i, curve in ipairs(res.curves) do
    for k, kind in ipairs(res.kinds) do
      local steps, ribbon = steps_of(curve.incidence[kind], 0, scale, reach)
      steps.color, steps.lw = several and colour(i) or hues[(k - 1) % #hues + 1], 2
      steps.dash = dashes[(k - 1) % #dashes + 1] or nil
      steps.label = several and curve.group .. ": " .. kind or kind
      ribbon.color = steps.color
      ribbon.label = i == 1 and k == 1 and string.format("%g %% band at each time", 100 * res.level) or nil
      if k == 1 or not several then c:ribbon(ribbon) end
      c:steps(steps)
    end
  end
end

local function subtitle_of(res, show)
  local out = {}
  if show == "survival" then
    for _, c in ipairs(res.curves) do
      local name = #res.curves > 1 and c.group or "all"
      out[#out + 1] = string.format("%s: median %s.", name:gsub("^%l", string.upper), c.median and
        result.number(c.median) .. (res.unit ~= "the times given" and " " .. res.unit or "") or "not reached")
    end
  end
  if show == "incidence" then
    out[#out + 1] = "Share of all that have ended in each way, the others being open or ended otherwise."
  end
  if #res.groups == 2 and show == "survival" then
    out[#out + 1] = string.format("Log-rank p = %s (%s, %s); floor %s, the smallest p that this design could have " ..
      "given.", result.share(res.p), res.alternative:gsub("_", "-"), res.exact and "exact over " ..
      result.number(res.arrangements) .. " assignments" or result.number(res.reps) .. " drawn assignments",
      result.share(res.floor))
  end
  return table.concat(out, " ")
end

local function note_of(res)
  local names = {}
  for i, item in ipairs(res.left_out) do names[i] = item.id .. " (" .. item.why .. ")" end
  return (maybe(res, "study") and "Dates by their " .. res.date .. " day. " or "") .. (#names > 0 and "Left out: " ..
    table.concat(names, ", ") .. "." or "")
end

local survival_options = { "show", "title", "subtitle", "note", "ticks", "width", "height" }

-- chart.survival(result, options): show = "survival" (the share not yet implemented) or "incidence" (the
-- share that has ended, of each kind).
function charts.survival(res, options)
  options = options or {}
  core.check_options(options, survival_options, "a survival chart")
  local show = options.show or "survival"
  if show ~= "survival" and show ~= "incidence" then
    core.raise("show is \"survival\" or \"incidence\", not %s", tostring(show))
  end
  local study = maybe(res, "study")
  local scale, reach = study and per_year[res.unit] or 1, 0
  for _, life in ipairs(res.lives) do reach = math.max(reach, life.time / scale) end
  reach = reach > 0 and reach or 1
  local several = #res.curves > 1
  local note = options.note or note_of(res)
  local title = res.title:gsub("^%l", string.upper)
  local c = chart.new { title = options.title or title, subtitle = options.subtitle or subtitle_of(res, show),
    note = note ~= "" and note or nil, from = 0, to = reach * 1.01, ticks = options.ticks, width = options.width,
    height = options.height, digest = study and study.digest, y = { from = 0, to = 1.02, label = show == "survival" and
      "Share not yet " .. res.event or "Share ended", ticks = { { at = 0, label = "0" }, { at = 0.25, label = "0.25" },
      { at = 0.5, label = "0.5" }, { at = 0.75, label = "0.75" }, { at = 1, label = "1" } } } }
  if show == "survival" then
    for i in ipairs(res.curves) do add_curve(c, res, i, scale, reach, several) end
    add_marks(c, res, scale)
  else
    add_incidence(c, res, scale, reach, several)
  end
  local under = { title = study and "Years since the first proposal or signature" or "Time", head = "At risk" }
  for i, curve in ipairs(res.curves) do
    under[i] = { label = several and curve.group or "all", color = several and colour(i) or nil }
    for _, tick in ipairs(time.ticks(0, reach * 1.01, options.ticks)) do
      table.insert(under[i], { tick.from, at_risk(curve.steps, tick.from * scale) })
    end
  end
  return c:under(under)
end

-- The gap -----------------------------------------------------------------------------------------

-- Stretches over which `both` levels stay as they are and the gap has this sign.
local function stretches(res, sign)
  local list, last, gap = {}, nil, res.series
  for i = 1, #gap do
    local a, b = res.proposed[i], res.in_force[i]
    if gap[i] and sign * gap[i] > 0 then
      local from, to = time.period_start(gap, i), time.period_end(gap, i)
      local low, high = math.min(a, b), math.max(a, b)
      if last and last.low == low and last.high == high and math.abs(last.to - from) < 1e-9 then
        last.to = to
      else
        last = { from = from, to = to, low = low, high = high }
        list[#list + 1] = last
      end
    else
      last = nil
    end
  end
  return list
end

local function gap_subtitle(res)
  if res.n == 0 then return "No period has both a proposal and something in force." end
  local unit = res.series.interval .. "s"
  return string.format("Mean gap %s over %d %s: proposed %s, in force %s. %d %s ask for more than holds, %d for as " ..
    "much, %d for less.%s", result.number(res.mean), res.n, unit, result.number(res.mean_proposed),
    result.number(res.mean_in_force), res.above, unit, res.level, res.below, res.dropped > 0 and
    string.format(" Left out: %d %s in which a side has no value.", res.dropped, unit) or "")
end

local gap_options = { "crises", "title", "subtitle", "note", "from", "to", "ticks", "width", "height" }

-- chart.gap(result, options): crises = a coding's name or windows, drawn behind.
function charts.gap(res, options)
  options = options or {}
  core.check_options(options, gap_options, "a gap chart")
  local study, series = res.study, res.series
  local ticks = score_ticks(study, res.score)
  local from, to = time.axis_of(series, options)
  local c = chart.new { title = options.title or "The gap between what is proposed and what is in force",
    subtitle = options.subtitle or gap_subtitle(res), note = options.note or "Proposed: " .. res.how_proposed ..
      ". In force: " .. res.how_in_force .. ".", from = from, to = to, ticks = options.ticks,
    width = options.width, height = options.height, digest = study.digest,
    y = { ticks = ticks, from = ticks[1].at - 0.5, to = ticks[#ticks].at + 0.5 } }
  if options.crises then
    local bands = {}
    local windows = type(options.crises) == "string" and study:crises(options.crises) or options.crises
    for i = 1, #windows do bands[i] = windows[i] end
    bands.title, bands.legend = "Crises", "Crisis"
    c:bands(bands)
  end
  for _, side in ipairs { { 1, style.against.color, "Asks for more than is in force" },
    { -1, style.series[1].color, "Asks for less" } } do
    local ribbon = stretches(res, side[1])
    ribbon.color, ribbon.label = side[2], side[3]
    if #ribbon > 0 then c:ribbon(ribbon) end
  end
  c:steps { series = res.in_force, label = "In force", color = style.series[1].color, lw = 4 }
  return c:steps { series = res.proposed, label = "Proposed", color = "#a34700", lw = 1.6 }
end

return charts
