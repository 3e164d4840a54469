-- Charts that claims ask for: acts of two directions, proposals with their level, a series and what may
-- drive it. Each tells the test of its claim in the subtitle.

local chart = require "balassa.chart"
local core = require "balassa.core"
local result = require "balassa.result"
local score_ticks = require("balassa.chart.study").score_ticks
local style = require "balassa.chart.style"
local time = require "balassa.chart.time"

local charts = {}

local function number(v)
  if v == math.huge then return "infinity" end
  return (string.format("%.2f", v):gsub("^-", "−"))
end

-- "odds ratio 0.73, 95 % interval 0.16 to 3.61, p = 0.733".
local function told(t)
  local out = string.format("%s %s", t.measure, number(t.estimate))
  if t.low and t.low == t.low then
    out = out .. string.format(", 95 %% interval %s to %s", number(t.low), number(t.high))
  end
  return out .. (t.p and ", p = " .. result.share(t.p) or "")
end

charts.told = told
charts.contrast_told = require("balassa.chart.study").contrast_told

local function verdict_of(claim) return "Verdict: " .. claim.verdict .. "." end

charts.verdict_of = verdict_of

local function list_of(records)
  local list = {}
  for i = 1, #records do list[i] = records[i] end
  return list
end

local function base(study, options, fields)
  core.check_options(options, { "title", "subtitle", "note", "ticks", "width", "height", "crises", "phases", "index",
    "oil", "growth", "level", "specificity", "marks" }, "chart of a claim")
  local from, to = time.span({ span = study.period }, "the study's period")
  fields.from, fields.to, fields.ticks, fields.digest = from, to, options.ticks, study.digest
  for _, name in ipairs { "title", "subtitle", "note", "width", "height" } do
    fields[name] = options[name] or fields[name]
  end
  local c = chart.new(fields)
  if options.phases then
    local strip = list_of(study:phases(options.phases))
    strip.title = "Phases"
    c:strip(strip)
  end
  if options.crises then
    local bands = list_of(study:crises(options.crises))
    bands.title, bands.legend = "Crises", "Crisis"
    c:bands(bands)
  end
  return c
end

-- The count of the events so far, up by one at each.
local function counted(events, from, to)
  local days, steps, n, at = {}, {}, 0, from
  for e in events:each() do
    if e.date:first() and e.date:last() then days[#days + 1] = time.of_day(e.date:day "midpoint") end
  end
  table.sort(days)
  for _, x in ipairs(days) do
    if x > at then
      steps[#steps + 1] = { from = at, to = x, y = n }
      at = x
    end
    n = n + 1
  end
  steps[#steps + 1] = { from = at, to = to, y = n }
  return steps, n
end

function charts.stances(study, claim, options)
  local t = claim.tests[1]
  local from, to = time.span({ span = study.period }, "the study's period")
  local toward, n = counted(study:events { stance = "integration" }, from, to)
  local among, m = counted(study:events { stance = "multi_directional" }, from, to)
  local r = t.result
  local c = base(study, options, { title = "Claim 2: is the balance between powers kept up in times of crisis?",
    subtitle = string.format("Of the acts that take a direction, multi-directional are %d of %d in the crises and " ..
      "%d of %d outside: %s. The claim says that the odds do not differ by more than %s to %s. %s", r.a, r.a + r.b,
      r.c, r.c + r.d, told(t), number(t.margin[1]), number(t.margin[2]), verdict_of(claim)),
    note = "Note: the steeper a line, the more often such acts come. Uncertain dates by their middle day.",
    y = { from = 0, to = math.max(n, m) * 1.05, label = "Acts so far" } })
  toward.label, toward.color, toward.lw = "Towards integration", style.series[1].color, 2
  among.label, among.color, among.lw, among.dash = "Multi-directional", style.against.color, 2, "(8,6)"
  return c:steps(toward):steps(among)
end

local function points_of(list)
  local points = {}
  for i, p in ipairs(list) do points[i] = { time.of_day(p[1]:day "midpoint"), p[2], note = p.label } end
  points.label, points.color = "An act that asks for a level of integration", style.series[1].color
  return points
end

-- The ids of those that are tested, in order of time.
local function in_order(list)
  local sorted, names = table.move(list, 1, #list, 1, {}), {}
  table.sort(sorted, function(a, b) return a.x < b.x end)
  for i, p in ipairs(sorted) do names[i] = p.label end
  return table.concat(names, ", ")
end

function charts.proposals(study, claim, options)
  local function page(i, what, y, list, fields)
    local t = claim.tests[i]
    fields.subtitle = string.format("In the first phase %s: %s. Over the whole time it is %s. %s", what, told(t),
      number(claim.tests[#claim.tests - 2 + i].estimate), verdict_of(claim))
    fields.y = y
    fields.note = string.format("%s In the first phase, in order: %s.", fields.note, in_order(t.result.points))
    return base(study, options, fields):points(points_of(list))
  end
  local rungs, marks = score_ticks(study, "rank"), {}
  for k = 0, options.marks do marks[k + 1] = { at = k, label = tostring(k) } end
  return {
    page(1, "the level asked for", { ticks = rungs, from = -0.5, to = rungs[#rungs].at + 0.5 }, options.level,
      { title = "Claim 3: does the level asked for fall?",
        note = "Note: uncertain dates by their middle day." }),
    page(2, "the marks of a specific proposal", { ticks = marks, from = -0.5, to = options.marks + 0.5,
      label = "Marks of a specific proposal" }, options.specificity,
      { title = "Claim 3: do proposals become more specific?",
        note = "Note: marks on record: level stated, partners named, forum, dated to the month, binding, a stage of " ..
          "an initiative. They measure what the source tells of a proposal." }),
  }
end

-- The index, oil and growth, each in standard deviations from its mean.
function charts.drivers(study, claim, options)
  local oil, growth, low, high = claim.tests[1], claim.tests[2], 0, 0
  for _, name in ipairs { "index", "oil", "growth" } do
    local z = options[name]:standardise()
    low, high = math.min(low, z:min() or 0), math.max(high, z:max() or 0)
  end
  local c = base(study, options, { title = "Claim 5: oil, growth and the index",
    subtitle = string.format("With the crises held, the index and oil: %s; the index and growth: r %s, p = %s. %s",
      told(oil):gsub("^correlation, crises held", "r"), number(growth.estimate), result.share(growth.p),
      verdict_of(claim)),
    note = "Note: each series minus its mean, over its standard deviation. Growth is by the year.",
    y = { label = "Standard deviations from the mean", from = low - 0.3, to = high + 0.3 } })
  for _, phase in ipairs(study:phases(options.phases)) do
    if phase.number == 3 then
      c:bands { { span = phase.span, label = "Growth and integration at once" }, title = "Exception",
        legend = "The exception that the paper names" }
    end
  end
  c:steps { series = options.index:standardise(), label = "Rhetoric index", color = style.series[1].color, lw = 2.2 }
  c:steps { series = options.oil:standardise(), label = "Oil price", color = style.ink, lw = 1.3 }
  c:steps { series = options.growth:standardise(), label = "Growth", color = style.series[3].color, lw = 1.8,
    dash = "(8,6)" }
  return c
end

return charts
