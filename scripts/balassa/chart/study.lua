-- Charts of a study: its positions on a ladder, and a series against crises.

local core = require "balassa.core"
local font = require "balassa.chart.font"
local result = require "balassa.result"
local get = require("balassa.chart.layers").get
local time = require "balassa.chart.time"

local study_charts = {}

local looks = { implemented = "filled", not_implemented = "hollow", planned = "dashed", not_applicable = "filled" }

local legend = {
  filled = "Actual event or state of affairs",
  hollow = "Initiative that was not implemented",
  dashed = "Planned",
}

local function list_of(records)
  local list = {}
  for i = 1, #records do list[i] = records[i] end
  return list
end

-- The ladder ----------------------------------------------------------------------------------------

-- Rungs from bottom to top: of the study's ladder, or of another table onto which a column of the
-- ladder maps it: "coarse_ladder" by the column `coarse`.
local function rungs_of(study, name)
  local rungs, onto = list_of(study:records(name)), {}
  table.sort(rungs, function(a, b) return a.rank < b.rank end)
  if name == "ladder" then return rungs, nil end
  local column = name:gsub("_ladder$", "")
  for _, rung in ipairs(list_of(study:ladder())) do
    onto[rung.id] = get(rung, column)
    if onto[rung.id] == nil then
      core.raise("the ladder's column '%s' does not say where '%s' stands on '%s'", column, rung.id, name)
    end
  end
  return rungs, onto
end

-- What of a position is inferred: a set of "span", "rung", "status"; of one that only says that
-- something is, { coding = true }.
local function inferred_of(position)
  local fields, set = get(position, "inferred"), {}
  if get(position, "basis") ~= "inferred" then return set end
  for _, field in ipairs(type(fields) == "table" and fields or {}) do set[field] = true end
  if next(set) == nil then set.coding = true end
  return set
end

local aspects = {
  { id = "span", mark = "‡", most = "the span of every box%s", few = "the span" },
  { id = "rung", mark = "†", most = "the rung of every box%s", few = "the rung" },
  { id = "status", mark = "*", most = "of every box%s, whether it was implemented",
    few = "whether it was implemented" },
  { id = "coding", mark = "*", most = "the place of every box%s", few = "the place of the box" },
}

local function but(positions)
  if #positions == 0 then return "" end
  local names = {}
  for i, p in ipairs(positions) do names[i] = "“" .. font.plain(p.label) .. "”" end
  return " but " .. (#names > 1 and table.concat(names, ", ", 1, #names - 1) .. " and " .. names[#names] or names[1])
end

-- A mark for what few boxes have, words for what most have: marks by position, and a sentence.
local function mark_inferred(positions)
  local marks, parts = {}, {}
  for _, aspect in ipairs(aspects) do
    local with, without = {}, {}
    for _, p in ipairs(positions) do
      local list = inferred_of(p)[aspect.id] and with or without
      list[#list + 1] = p
    end
    if #with > #positions / 2 and #without <= 2 then
      parts[#parts + 1] = aspect.most:format(but(without))
    elseif #with > 0 then
      parts[#parts + 1] = ("where marked %s, %s"):format(aspect.mark, aspect.few)
      for _, p in ipairs(with) do marks[p.id] = (marks[p.id] or "") .. aspect.mark end
    end
  end
  return marks, #parts > 0 and "Inferred, not stated by the source: " .. table.concat(parts, "; ") .. "." or nil
end

local function box_items(positions, onto, marks)
  local items = { legend = legend }
  for i, p in ipairs(positions) do
    items[i] = { span = p.span, rung = onto and onto[p.rung] or p.rung, label = p.label, mark = marks[p.id],
      look = looks[get(p, "status") or "implemented"] or "filled" }
  end
  return items
end

-- A chart covers the study's period and every box that has an end.
local function reach(study, positions, from, to)
  local first, last = math.huge, -math.huge
  local function take(a, b)
    first, last = math.min(first, a or first), math.max(last, b or last)
  end
  if study.period then take(time.span({ span = study.period }, "the study's period")) end
  for _, p in ipairs(positions) do take(time.span({ span = p.span }, "a position")) end
  return from or math.floor(first), to or math.ceil(last)
end

local function crises_of(study, given)
  return type(given) == "string" and study:crises(given) or given
end

local ladder_options = { "positions", "crises", "phases", "index", "index_label", "ladder", "title", "subtitle", "note",
  "from", "to", "ticks", "width", "height", "row_height", "axis" }

-- chart.ladder(study, options) -> chart. positions, crises, phases: records (or, of the latter two,
-- the name of a coding); index: a series; ladder: "ladder" or another table such as "coarse_ladder".
function study_charts.ladder(chart, study, options)
  options = options or {}
  core.check_options(options, ladder_options, "chart.ladder")
  local positions = list_of(options.positions or study:positions())
  local rungs, onto = rungs_of(study, options.ladder or "ladder")
  local marks, inferred = mark_inferred(positions)
  local from, to = reach(study, positions, options.from, options.to)
  local notes = {}
  for _, text in ipairs { options.note or false, inferred or false } do
    if text then notes[#notes + 1] = text end
  end
  local c = chart.new { title = options.title or study.title, subtitle = options.subtitle, from = from, to = to,
    ticks = options.ticks, width = options.width, height = options.height, digest = study.digest,
    note = #notes > 0 and "Note: " .. table.concat(notes, " ") or nil }
  c:ladder { rungs = rungs, title = options.axis or "Level of integration", row_height = options.row_height }
  local phases = type(options.phases) == "string" and study:phases(options.phases) or options.phases
  if phases then
    local strip = list_of(phases)
    strip.title = "Phases"
    c:strip(strip)
  end
  c:boxes(box_items(positions, onto, marks))
  if options.crises then
    local bands = list_of(crises_of(study, options.crises))
    bands.title, bands.legend = "Crises", "Crisis"
    c:bands(bands)
  end
  if options.index then
    c:steps { series = options.index, label = options.index_label or "Index: " .. options.index.how }
  end
  return c
end

-- A contrast ----------------------------------------------------------------------------------------

-- The rungs of a study as ticks where `of` puts each, those it gives nil left out; rungs of one score share a tick.
function study_charts.rung_ticks(study, of)
  local by_score, ticks = {}, {}
  for _, rung in ipairs(list_of(study:ladder())) do
    local at = of(rung)
    if at and by_score[at] then
      by_score[at].label = by_score[at].label .. " / " .. rung.label
    elseif at then
      by_score[at] = { at = at, label = rung.label }
      ticks[#ticks + 1] = by_score[at]
    end
  end
  table.sort(ticks, function(a, b) return a.at < b.at end)
  return ticks
end

-- The same, at a score of the ladder.
local function score_ticks(study, score)
  return study_charts.rung_ticks(study, function(rung)
    local at = get(rung, score)
    if type(at) ~= "number" then core.raise("the ladder has no score '%s'", score) end
    return at
  end)
end

study_charts.score_ticks = score_ticks

local function inside_of(res)
  local inside = {}
  for _, w in ipairs(res.windows) do
    for i = w.first, w.last do inside[i] = true end
  end
  return inside
end

-- Runs of periods outside every window whose values lie beyond the mean inside: { first, last, top,
-- excess }, in order of time. `sign` is 1 when the claim is "higher inside".
local function runs_against(res, inside, sign)
  local series, runs, run = res.series, {}, nil
  for i = 1, #series do
    local beyond = not inside[i] and series[i] and sign * (series[i] - res.mean_in)
    if beyond and beyond > 0 then
      if not run then
        run = { first = i, top = series[i], excess = 0 }
        runs[#runs + 1] = run
      end
      run.last, run.excess = i, run.excess + beyond
      if sign * (series[i] - run.top) > 0 then run.top = series[i] end
    else
      run = nil
    end
  end
  return runs
end

-- What says most about a position comes first where there is not room for all.
local weight = { initiative = 1, agreement = 2, institution = 3, policy = 4, statement = 5, speech = 6, visit = 7 }

-- The events that stand at the top of a run: dated inside it, with that score.
local function makers(res, run, events, scores)
  local from, to, list = res.series:day(run.first), res.series:period(run.last):day "latest", {}
  for i, e in ipairs(events) do
    local day = e.date:first() and e.date:last() and e.date:day "midpoint"
    if day and day >= from and day <= to and e.rung and scores[e.rung] == run.top then
      list[#list + 1] = { i = i, rank = weight[get(e, "kind")] or 8, text = font.plain(e.label) .. " (" ..
        tostring(e.date) .. ")" }
    end
  end
  table.sort(list, function(a, b)
    if a.rank ~= b.rank then return a.rank < b.rank end
    return a.i < b.i
  end)
  for i, item in ipairs(list) do list[i] = item.text end
  return list
end

local MOST_LABELS, MOST_EVENTS = 3, 2

local function run_label(res, run, events, scores)
  local s = res.series
  local function text(i) return s.interval == "month" and time.month_text(s:day(i)) or tostring(s:period(i)) end
  local head = run.first == run.last and text(run.first) or string.format("%s to %s", text(run.first), text(run.last))
  local labels = events and makers(res, run, events, scores) or {}
  if #labels == 0 then return head end
  local left = #labels - MOST_EVENTS
  return head .. ": " .. table.concat(labels, "; ", 1, math.min(#labels, MOST_EVENTS)) ..
    (left > 0 and ("; and %d more"):format(left) or "")
end

-- The runs with the most to say, and where each reaches its top first.
local function against_labels(res, runs, events, scores, color)
  local order, items = table.move(runs, 1, #runs, 1, {}), { color = color }
  table.sort(order, function(a, b)
    if a.excess ~= b.excess then return a.excess > b.excess end
    return a.first < b.first
  end)
  for k = 1, math.min(MOST_LABELS, #order) do
    local run = order[k]
    local from, to
    for i = run.first, run.last do
      if res.series[i] == run.top then
        from, to = from or i, i
      elseif from then
        break
      end
    end
    items[k] = { x = (time.period_start(res.series, from) + time.period_end(res.series, to)) / 2, y = run.top,
      text = run_label(res, run, events, scores) }
  end
  return items
end

local function against_steps(res, runs)
  local steps = {}
  for _, run in ipairs(runs) do
    for i = run.first, run.last do
      steps[#steps + 1] = { from = time.period_start(res.series, i), to = time.period_end(res.series, i),
        y = res.series[i] }
    end
  end
  return steps
end

-- The mean inside over each window, or the mean outside over what is between them.
local function mean_steps(res, inside, want, mean)
  local steps, series, step = {}, res.series, nil
  for i = 1, #series do
    if (inside[i] or false) == want then
      if not step then
        step = { from = time.period_start(series, i), y = mean }
        steps[#steps + 1] = step
      end
      step.to = time.period_end(series, i)
    else
      step = nil
    end
  end
  return steps
end

local nulls = { relocate = "placements of the windows", shift = "circular shifts of the windows",
  permute = "permutations, time order ignored", phases = "labellings of the phases",
  block = "resamples in blocks" }

local function signed(v)
  return (string.format("%.2f", v):gsub("^-", "−"))
end

-- As many places as the number needs to be seen: 0.58, 0.000003.
local function probability(p)
  if p >= 0.01 then return string.format("%.2f", p) end
  local places = math.ceil(-math.log(p, 10))
  return places <= 12 and string.format("%." .. places .. "f", p) or string.format("%.0e", p)
end

local function subtitle_of(res)
  local unit, drawn = res.series.interval, res.method == "monte_carlo"
  return string.format("%s %s: mean %s in the %d %ss inside, %s in the %d outside. %s p = %s (%s, %s %s); " ..
    "floor %s, the smallest p that this design could have given.%s",
    res.estimate_name:gsub("^%l", string.upper), signed(res.estimate), signed(res.mean_in), res.n_in, unit,
    signed(res.mean_out), res.n_out, drawn and "Monte Carlo" or "Exact", probability(res.p),
    res.alternative:gsub("_", "-"), result.number(drawn and res.draws or res.placements),
    nulls[res.null] or res.null, probability(res.floor),
    res.dropped > 0 and string.format(" Left out: %d %ss without a value.", res.dropped, unit) or "")
end

study_charts.contrast_told = subtitle_of

local contrast_options = { "study", "score", "title", "subtitle", "note", "from", "to", "ticks", "width", "height",
  "label", "y", "digest" }

-- chart.contrast(result, options) -> chart. With study=, the y axis names its rungs (score= says by
-- which column, "rank" unless told; y= is an axis of your own, as in chart.new) and the runs against
-- the claim name the events that made them.
function study_charts.contrast(chart, res, options)
  options = options or {}
  core.check_options(options, contrast_options, "chart.contrast")
  local study, series, score = options.study, res.series, options.score or "rank"
  local sign = res.alternative == "less" and -1 or 1
  local inside = inside_of(res)
  local runs = runs_against(res, inside, sign)
  local ticks = study and score_ticks(study, score)
  local scores, events = {}, nil
  if study then
    events = list_of(study:events())
    for _, rung in ipairs(list_of(study:ladder())) do scores[rung.id] = get(rung, score) end
  end
  local style = require "balassa.chart.style"
  local from, to = time.axis_of(series, options)
  local c = chart.new { title = options.title or res.title, subtitle = options.subtitle or subtitle_of(res),
    note = options.note or "Index: " .. series.how .. ".", from = from, to = to,
    ticks = options.ticks, width = options.width, height = options.height,
    digest = options.digest or study and study.digest,
    y = options.y or { ticks = ticks, from = ticks and ticks[1].at - 0.5, to = ticks and ticks[#ticks].at + 0.5 } }
  local bands = list_of(res.windows)
  bands.title, bands.legend = "Crises", "Crisis"
  c:bands(bands)
  c:steps { series = series, label = options.label or "Index: " .. series.how, color = style.series[1].color, lw = 2 }
  local against = against_steps(res, runs)
  against.color, against.lw = style.against.color, style.against.lw
  against.label = sign > 0 and "Speaks against it: outside, yet above the mean inside"
    or "Speaks against it: outside, yet below the mean inside"
  c:steps(against)
  for _, side in ipairs { { true, res.mean_in, "Mean inside", "(8,8)" },
    { false, res.mean_out, "Mean outside", "(1,6)" } } do
    local steps = mean_steps(res, inside, side[1], side[2])
    steps.label, steps.color, steps.lw, steps.dash = side[3], style.ink, 1.2, side[4]
    c:steps(steps)
  end
  return c:labels(against_labels(res, runs, events, scores, "#a34700"))
end

return study_charts
