-- The six claims of Vinokurov (2010) about Kazakhstan's position, each put to the test. What the fields mean
-- is in balassa/claims.lua; the rule of the verdicts in balassa/claims/judge.lua.
local balassa = require "balassa"
local chart = balassa.chart
local claim_charts = require "balassa.chart.claims"
local core = require "balassa.core"

local ticks = { 1991, 1994, 1998, 2003, 2006, 2007, 2010 }

-- What the tests share --------------------------------------------------------------------------

local function index_of(study, options)
  options = options or {}
  return study:index { rule = "latest", score = options.score or "rank", date = options.date or "midpoint",
    of = options.of }
end

local function crises_of(study, coding) return study:crises(coding or "chart2") end

local function covers(spans, date, rule)
  local day = date:first() and date:last() and date:day(rule or "midpoint")
  for _, span in ipairs(spans) do
    if day and day >= span:day "earliest" and day <= span:day "latest" then return true end
  end
  return false
end

local function spans_of(records)
  local list = {}
  for i, r in ipairs(records) do list[i] = r.span end
  return list
end

-- The phases with these numbers, as spans.
local function phases_numbered(study, coding, ...)
  local list = {}
  for _, number in ipairs { ... } do
    for _, phase in ipairs(study:phases(coding)) do
      if phase.number == number then list[#list + 1] = phase.span end
    end
  end
  return list
end

-- The series without its months inside the spans.
local function without(series, spans)
  local outside = balassa.dummy(spans, series):map(function(v) return v == 0 and 1 or nil end)
  return series * outside
end

-- 1 Crises ----------------------------------------------------------------------------------------

local function crisis_test(options)
  return function(study)
    return balassa.contrast(index_of(study, options), crises_of(study, options.crises), { null = "relocate" })
  end
end

-- Without one of the crises: neither inside nor outside.
local function without_crisis(id)
  return function(study)
    local left, out = {}, nil
    for _, c in ipairs(crises_of(study)) do
      if c.id == id then out = c.span else left[#left + 1] = c end
    end
    return balassa.contrast(without(index_of(study), { out }), left, { null = "relocate" })
  end
end

-- One crisis against the months outside all of them, the three as one family.
local function one_crisis(id)
  return function(study)
    local family, all = {}, crises_of(study)
    for _, c in ipairs(all) do
      local others = {}
      for _, other in ipairs(all) do
        if other.id ~= c.id then others[#others + 1] = other.span end
      end
      family[c.id] = balassa.contrast(without(index_of(study), others), { c }, { null = "shift" })
    end
    local test = family[id]
    return { result = test, estimate = test.estimate, measure = "difference of means", zero = 0, low = test.low,
      high = test.high, p = balassa.adjust(family).adjusted[id], floor = test.floor, power = test.power,
      size = "a shift of 1 sd" }
  end
end

local crisis_tests = {
  { what = "index, inside the crises against outside", role = "decides", side = "greater", run = crisis_test {} },
}

for _, coding in ipairs { "chart2", "section4" } do
  for _, date in ipairs { "earliest", "midpoint", "latest" } do
    for _, score in ipairs { "rank", "integration" } do
      if coding ~= "chart2" or date ~= "midpoint" or score ~= "rank" then
        crisis_tests[#crisis_tests + 1] = { role = "reading", side = "greater",
          what = string.format("%s, %s day, score %s", coding, date, score),
          run = crisis_test { crises = coding, date = date, score = score } }
      end
    end
  end
end

for _, c in ipairs { { "ussr-breakup", "the break-up crisis" }, { "russia-1998", "the crisis of 1997-1999" },
  { "global-2008", "the global crisis" } } do
  crisis_tests[#crisis_tests + 1] = { what = "without " .. c[2], role = "reading", side = "greater",
    run = without_crisis(c[1]) }
end

for _, t in ipairs {
  { what = "the break-up crisis alone (Holm, of three)", run = one_crisis "ussr-breakup" },
  { what = "the crisis of 1997-1999 alone", run = one_crisis "russia-1998" },
  { what = "the global crisis alone", run = one_crisis "global-2008" },
  { what = "integration events, rate inside to outside", run = function(study)
    return balassa.rate_ratio(study:events { stance = "integration" }, crises_of(study))
  end },
  { what = "index around the beginning of a crisis", run = function(study)
    return balassa.epochs(index_of(study), crises_of(study), { null = "shift" })
  end },
  { what = "index after a crisis, at the best lag", run = function(study)
    return balassa.lead_lag(index_of(study), crises_of(study))
  end },
  { what = "all readings at once: the median of them", slow = true, run = function(study)
    local choices = assert(core.load_script(core.scripts .. "/multiverse/kazakhstan-1991-2010.lua"))()
    local r = assert(balassa.multiverse(study, choices(study)):run())
    return { result = r, measure = "median estimate", estimate = r.median, zero = 0, p = r.median_p,
      floor = r.median_floor }
  end },
} do
  t.role, t.side = "shows", "greater"
  crisis_tests[#crisis_tests + 1] = t
end

local function crisis_against(study, claim)
  local r, out = claim.tests[1].result, {}
  for _, w in ipairs(r.windows) do
    local mean = r.series:between(r.series:period(w.first), r.series:period(w.last)):mean()
    if mean and mean <= r.mean_out then
      out[#out + 1] = string.format("%s (%s): the index is %.2f on average, below the %.2f outside all crises", w.label,
        w.span, mean, r.mean_out)
    end
  end
  local spans, scores, asks = spans_of(crises_of(study)), {}, {}
  for _, rung in ipairs(study:ladder()) do scores[rung.id] = rung.rank end
  for e in study:events { rung = true, stance = "integration" }:each() do
    if not covers(spans, e.date) and scores[e.rung] > r.mean_in then asks[#asks + 1] = e.id end
  end
  out[#out + 1] = string.format("%d acts outside the crises ask for more than the mean inside: %s", #asks,
    table.concat(asks, ", "))
  local flips = {}
  for _, w in ipairs(balassa.influence(study, { crises = "chart2", rule = "latest", score = "rank", by = "event",
    null = "none", sets = false }).without) do
    if w.sign_flips then flips[#flips + 1] = w.id end
  end
  out[#out + 1] = #flips > 0 and "the sign of the estimate changes without " .. table.concat(flips, ", or without ") or
    "the sign of the estimate survives leaving out any one event"
  return out
end

-- 2 Consistency -----------------------------------------------------------------------------------

-- Events of a direction inside spans against outside, by stance.
local function stances(study, spans, date)
  local count = { { 0, 0 }, { 0, 0 } }
  for e in study:events { stance = { "integration", "multi_directional" } }:each() do
    local row = count[covers(spans, e.date, date) and 1 or 2]
    local k = e.stance == "multi_directional" and 1 or 2
    row[k] = row[k] + 1
  end
  return count
end

-- What counts as no difference: odds from a third to three times.
local margin = { 1 / 3, 3 }

local function stance_test(coding, date)
  return function(study)
    return balassa.fisher(stances(study, spans_of(crises_of(study, coding)), date),
      { groups = { "in crises", "outside" }, outcomes = { "multi-directional", "integration" }, margin = margin })
  end
end

local function high_phases(study) return phases_numbered(study, "section3", 1, 3, 5) end

local consistency_tests = {
  { what = "multi-directional, in crises to outside", role = "decides", side = "same", margin = margin,
    run = stance_test "chart2" },
  { what = "crises as section 4 dates them", role = "reading", side = "same", margin = margin,
    run = stance_test "section4" },
  { what = "an uncertain date by its first day", role = "reading", side = "same", margin = margin,
    run = stance_test("chart2", "earliest") },
  { what = "an uncertain date by its last day", role = "reading", side = "same", margin = margin,
    run = stance_test("chart2", "latest") },
  { what = "phases 1, 3, 5 (\"high\") to 2 and 4", role = "shows", side = "same", margin = margin,
    run = function(study)
      return balassa.fisher(stances(study, high_phases(study)), { groups = { "high phases", "others" },
        outcomes = { "multi-directional", "integration" }, margin = margin })
    end },
  { what = "index, between the phases and within", role = "shows", side = "greater", run = function(study)
    return balassa.between(index_of(study), study:phases "section3")
  end },
}

local function consistency_against(study, claim)
  local high = stances(study, high_phases(study))
  local between = claim.tests[#claim.tests].result
  return {
    string.format("in the phases that section 3 tells as those of integration, %d of %d acts with a direction are " ..
      "multi-directional; in the others %d of %d (these phases were told by looking at the same acts)", high[1][1],
      high[1][1] + high[1][2], high[2][1], high[2][1] + high[2][2]),
    string.format("%.0f %% of the variation of the index lies between the phases, where %.0f %% would by chance",
      100 * between.share, 100 * between.by_chance),
  }
end

-- 3 Level and specificity -------------------------------------------------------------------------

-- How specific a proposal is, from what is on record of it: one point each for
--   the level is the source's word       (rung is not among the values inferred)
--   partners are named                   (two states or more, or three actors)
--   it was made somewhere in particular  (forum)
--   it is dated to the month             (a span of at most 31 days)
--   it binds                             (an agreement or an institution, not words alone)
--   it is a step of something            (a stage of an initiative)
-- It measures what the paper tells of a proposal, which need not be what the proposal held.
local marks = {
  { "level stated", function(e)
    for _, field in ipairs(e.inferred or {}) do
      if field == "rung" then return false end
    end
    return true
  end },
  { "partners named", function(e, study)
    local states = 0
    for _, id in ipairs(e.actors or {}) do
      states = states + (study:actors():get(id).kind == "state" and 1 or 0)
    end
    return states >= 2 or #(e.actors or {}) >= 3
  end },
  { "forum", function(e) return e.forum ~= nil end },
  { "dated to the month", function(e) return e.date:day "latest" - e.date:day "earliest" <= 30 end },
  { "binding", function(e) return e.kind == "agreement" or e.kind == "institution" end },
  { "stage", function(e) return e.stage ~= nil end },
}

local function specificity(study, e)
  local n = 0
  for _, mark in ipairs(marks) do n = n + (mark[2](e, study) and 1 or 0) end
  return n
end

-- What asked for a level of integration within the spans, as { date, y, label }.
local function proposals(study, spans, y_of, date)
  local list = {}
  for e in study:events { stance = "integration", rung = true }:each() do
    if covers(spans, e.date, date) then list[#list + 1] = { e.date, y_of(study, e), label = e.id } end
  end
  return list
end

local function level(study, e) return study:ladder():get(e.rung).rank end

local function trend_test(y_of, name, coding, date)
  return function(study)
    local spans = coding and phases_numbered(study, coding, 1) or { study.period }
    return balassa.trend(proposals(study, spans, y_of, date), { date = date, y = name })
  end
end

local level_tests = {
  { what = "level asked for, 1991-1995", role = "decides", side = "less",
    run = trend_test(level, "level", "section5") },
  { what = "specificity, 1991-1995", role = "decides", side = "greater",
    run = trend_test(specificity, "specificity", "section5") },
}

for _, other in ipairs { { "section3", "midpoint", "1991-1996" }, { "section5", "earliest", "first day" },
  { "section5", "latest", "last day" } } do
  level_tests[#level_tests + 1] = { what = "level, " .. other[3], role = "reading", side = "less",
    run = trend_test(level, "level", other[1], other[2]) }
  level_tests[#level_tests + 1] = { what = "specificity, " .. other[3], role = "reading", side = "greater",
    run = trend_test(specificity, "specificity", other[1], other[2]) }
end

level_tests[#level_tests + 1] = { what = "level, 1991-2010", role = "shows", side = "less",
  run = trend_test(level, "level") }
level_tests[#level_tests + 1] = { what = "specificity, 1991-2010", role = "shows", side = "greater",
  run = trend_test(specificity, "specificity") }

local function level_against(study)
  local out, last, before = {}, nil, nil
  local list = proposals(study, { study.period }, level)
  table.sort(list, function(a, b) return a[1]:day "midpoint" < b[1]:day "midpoint" end)
  local rises = {}
  for _, p in ipairs(list) do
    if last and p[2] > last then rises[#rises + 1] = string.format("%s (from %d to %d)", p.label, last, p[2]) end
    before, last = last, p[2]
  end
  out[1] = string.format("acts that ask for more than the one before them, 1991-2010: %s",
    #rises > 0 and table.concat(rises, ", ") or "none")
  out[2] = "the measure of specificity counts what the paper records of an act (" .. (function()
    local names = {}
    for i, mark in ipairs(marks) do names[i] = mark[1] end
    return table.concat(names, ", ")
  end)() .. "): a vague proposal that is told in detail scores high"
  return out, before
end

-- 4 Not implemented before 2009 ------------------------------------------------------------------

local TURN = "2009-01-01"

-- The months that the initiatives were open, and how many were implemented, since the turn and before.
local function exposures(study, keep, date, turn)
  local time = balassa.survival(study, { date = date or "midpoint" })
  local at, since, before = core.date(turn or TURN):day "earliest", { 0, 0 }, { 0, 0 }
  for _, life in ipairs(time.lives) do
    if keep(life.initiative) then
      local late, early = math.max(0, life.stop - math.max(at, life.start)), math.max(0, math.min(at, life.stop) -
        life.start)
      since[2], before[2] = since[2] + late, before[2] + early
      if life.kind == "implemented" then
        local side = life.stop >= at and since or before
        side[1] = side[1] + 1
      end
    end
  end
  return since, before
end

local function economic(initiative) return initiative.rung ~= nil end

local RATIO = 5

local function rate_test(keep, date, turn)
  return function(study)
    local since, before = exposures(study, keep, date, turn)
    local r = core.rate_ratio(since[1], since[2], before[1], before[2], {})
    return { measure = string.format("rate ratio (%d in %.0f months, %d in %.0f before)", since[1], since[2] / 30.4369,
      before[1], before[2] / 30.4369), estimate = r.ratio, zero = 1, low = r.low, high = r.high, p = r.p,
      floor = r.floor, power = core.rate_power(since[1] + before[1], r.share, RATIO, 0.95),
      size = string.format("a ratio of %d", RATIO) }
  end
end

local implemented_tests = {
  { what = "implemented a month, since 2009 to before", role = "decides", side = "greater",
    run = rate_test(economic) },
  { what = "security and others counted, too", role = "reading", side = "greater",
    run = rate_test(function() return true end) },
  { what = "without the founding of the CIS", role = "reading", side = "greater",
    run = rate_test(function(i) return economic(i) and i.id ~= "cis" end) },
  { what = "an uncertain date by its first day", role = "reading", side = "greater",
    run = rate_test(economic, "earliest") },
  { what = "an uncertain date by its last day", role = "reading", side = "greater",
    run = rate_test(economic, "latest") },
  { what = "since 2007, the fifth phase", role = "reading", side = "greater",
    run = rate_test(economic, "midpoint", "2007-01-01") },
  { what = "time to implementation, begun since 2009", role = "shows", side = "greater", run = function(study)
    local at = core.date(TURN):day "earliest"
    return balassa.survival(study, { group = function(_, life) return life.start >= at and "a: since 2009" or
      "b: before" end })
  end },
  { what = "gap of proposed to in force, 2009-2010", role = "shows", side = "less", run = function(study)
    return balassa.contrast(balassa.gap(study).series, { "2009/2010" })
  end },
}

local function implemented_against(study)
  local at, done, acts = core.date(TURN):day "earliest", {}, {}
  for _, life in ipairs(balassa.survival(study).lives) do
    if life.kind == "implemented" and life.stop < at then
      done[#done + 1] = string.format("%s (%s)", life.id, life.to.date)
    end
  end
  for e in study:events { status = "implemented", stance = "integration", rung = true }:each() do
    if e.date:last() and e.date:day "latest" < at and e.kind == "agreement" then acts[#acts + 1] = e.id end
  end
  return {
    "implemented before 2009 all the same: " .. (#done > 0 and table.concat(done, ", ") or "none"),
    "agreements before 2009 that are coded as implemented, as the chart draws them: " .. table.concat(acts, ", "),
    "three of the initiatives have no beginning on record and are left out; those of 2009 were watched for two years",
  }
end

-- 5 Oil and growth --------------------------------------------------------------------------------

local function monthly(study, id, like)
  local s = study:indicator(id)
  if s.interval ~= like.interval then s = s:repeat_to(like.interval) end
  return s:between(like:period(1), like:period(#like))
end

-- What the crises leave of a series: each value minus the mean of its side.
local function held(series, crises)
  local inside = balassa.dummy(crises, series)
  local r = balassa.regress(series, { crisis = inside }, { errors = "classical" })
  return series - inside * r.coefficients.crisis.estimate - r.coefficients.constant.estimate
end

-- Power of that test: an index that is noise with the memory of ours, correlated by -R with the driver.
local R, SERIES = 0.5, 200

local function correlation_power(index, driver)
  local phi = balassa.lead_lag(index:lag():between(index:period(2), index:period(#index)),
    index:between(index:period(2), index:period(#index)), { lags = 0, order = 0 }).r
  local z, found = driver:standardise(), 0
  for i = 1, SERIES do
    local values = core.noise(#index, phi, 1, i)
    for t = 1, #index do values[t] = z[t] and -R * z[t] + math.sqrt(1 - R * R) * values[t] or false end
    local made = balassa.series { start = index:period(1), interval = index.interval, values = values }
    found = found + (balassa.lead_lag(made, driver, { lags = 0, order = 0 }).p <= 0.05 and 1 or 0)
  end
  return found / SERIES
end

-- The correlation with the crises held, against every circular shift: no errors to be trusted.
local function driver_test(id, coding, score, power)
  return function(study)
    local index, crises = index_of(study, { score = score }), crises_of(study, coding)
    local first, last = 1, #index
    while not index[first] do first = first + 1 end
    index = index:between(index:period(first), index:period(last))
    local left, driver = held(index, crises), held(monthly(study, id, index), crises)
    local r = balassa.lead_lag(left, driver, { lags = 0, order = 0 })
    return { result = r, measure = "correlation, crises held", estimate = r.r, zero = 0, p = r.p, floor = r.floor,
      found = string.format("|r| from %.2f on would have been significant", r.critical),
      power = power and correlation_power(left, driver), size = string.format("a true correlation of -%.1f", R) }
  end
end

-- Oil, growth and crises together: estimates in units, with errors that are too small here.
local function coefficient(name)
  return function(study)
    local index = index_of(study)
    local r = balassa.regress(index, { oil = monthly(study, "brent", index),
      growth = monthly(study, "kaz-gdp-growth", index), crisis = balassa.dummy(crises_of(study), index) })
    local c = r.coefficients[name]
    return { result = r, measure = "coefficient", estimate = c.estimate, low = c.low, high = c.high, p = c.p }
  end
end

local function early_2000s(coding)
  return function(study)
    local index = without(index_of(study), spans_of(crises_of(study)))
    return balassa.contrast(index, phases_numbered(study, coding, 3))
  end
end

local driver_tests = {
  { what = "index and oil price", role = "decides", side = "less", run = driver_test("brent", "chart2", "rank", true) },
  { what = "index and growth", role = "decides", side = "less",
    run = driver_test("kaz-gdp-growth", "chart2", "rank", true) },
  { what = "oil, crises of section 4", role = "reading", side = "less", run = driver_test("brent", "section4") },
  { what = "growth, crises of section 4", role = "reading", side = "less",
    run = driver_test("kaz-gdp-growth", "section4") },
  { what = "oil, score integration", role = "reading", side = "less",
    run = driver_test("brent", "chart2", "integration") },
  { what = "growth, score integration", role = "reading", side = "less",
    run = driver_test("kaz-gdp-growth", "chart2", "integration") },
  { what = "rungs a dollar of oil (regression)", role = "shows", side = "less", run = coefficient "oil" },
  { what = "rungs a point of growth (regression)", role = "shows", side = "less", run = coefficient "growth" },
  { what = "exception: 2000-2002 in calm months", role = "shows", side = "greater", run = early_2000s "section5" },
  { what = "exception: 2000-2004 in calm months", role = "shows", side = "greater", run = early_2000s "section3" },
}

local function driver_against(study)
  local index, out = index_of(study), {}
  local oil, growth = monthly(study, "brent", index), monthly(study, "kaz-gdp-growth", index)
  for _, phase in ipairs(study:phases "section3") do
    local span = phase.span
    local a, b, c = index:between(span, span):mean(), oil:between(span, span):mean(),
      growth:between(span, span):mean()
    if b and c and a and c > 0 and a > index:mean() then
      out[#out + 1] = string.format("phase %d (%s) is the exception that the paper names: growth %.1f %% a year, " ..
        "oil at %.0f dollars, and the index at %.2f, above its mean of %.2f", phase.number, span, c, b, a,
        index:mean())
    end
  end
  out[#out + 1] = "oil and growth moved together and with the calendar after 1999: what is theirs, and what came " ..
    "with the change of leadership in Russia, this series of one country cannot separate"
  return out
end

-- 6 Five phases -----------------------------------------------------------------------------------

local function segments_of(study, options)
  options = options or {}
  return balassa.segments(index_of(study), { n = 5, min_length = options.min_length or 12, interval = "none",
    cost = options.cost })
end

-- Power of the covering: noise with the memory of the index, phases that alternate by 1 sd, segmented and
-- compared as the index is.
local SEGMENTED = 100

local function covering_power(study, phases)
  local index, fit = index_of(study), balassa.between(index_of(study), phases)
  local level_at = {}
  for k, phase in ipairs(fit.phases) do
    local first, last = core.window_cells(index, phase.span)
    for t = first, last do level_at[t] = k % 2 end
  end
  local found = 0
  for i = 1, SEGMENTED do
    local values = core.noise(#index, fit.phi, 1, i)
    for t = 1, #index do values[t] = index[t] and values[t] + (level_at[t] or 0) or false end
    local made = balassa.series { start = index:period(1), interval = index.interval, values = values }
    local r = balassa.agreement(balassa.segments(made, { n = 5, min_length = 12, interval = "none" }), phases)
    found = found + (r.covering_p <= 0.05 and 1 or 0)
  end
  return found / SEGMENTED
end

local function covering_test(coding, options, power)
  return function(study)
    local r = balassa.agreement(segments_of(study, options), study:phases(coding), { margin = 6 })
    return { result = r, measure = "covering", estimate = r.covering, zero = r.covering_by_chance, p = r.covering_p,
      floor = 1 / r.n, power = power and covering_power(study, study:phases(coding)),
      size = "phases that alternate by 1 sd" }
  end
end

local function between_test(coding)
  return function(study) return balassa.between(index_of(study), study:phases(coding)) end
end

local phase_tests = {
  { what = "5 segments of the index against phases", role = "decides", side = "greater",
    run = covering_test("section3", nil, true) },
  { what = "variation of the index between the phases", role = "decides", side = "greater",
    run = between_test "section3" },
  { what = "segments, phases of section 5", role = "reading", side = "greater", run = covering_test "section5" },
  { what = "variation, phases of section 5", role = "reading", side = "greater", run = between_test "section5" },
  { what = "segments of 6 months and more", role = "reading", side = "greater",
    run = covering_test("section3", { min_length = 6 }) },
  { what = "segments by ranks", role = "reading", side = "greater",
    run = covering_test("section3", { cost = "rank" }) },
  { what = "boundaries within 6 months (F1)", role = "shows", side = "greater", run = function(study)
    local r = balassa.agreement(segments_of(study), study:phases "section3", { margin = 6 })
    return { result = r, measure = "F1", estimate = r.f1, zero = r.f1_by_chance, p = r.f1_p, floor = 1 / r.n }
  end },
}

local function months_apart(a, b) return math.abs(a - b) end

local function phase_against(_, claim)
  local r, missed, extra = claim.tests[1].result, {}, {}
  local told = r.narrated_changes[1]
  for _, at in ipairs(told) do
    local near = math.huge
    for _, found in ipairs(r.found_changes) do near = math.min(near, months_apart(at, found)) end
    if near > r.margin then missed[#missed + 1] = tostring(r.series:period(at)) end
  end
  for _, found in ipairs(r.found_changes) do
    local near = math.huge
    for _, at in ipairs(told) do near = math.min(near, months_apart(at, found)) end
    if near > r.margin then extra[#extra + 1] = tostring(r.series:period(found)) end
  end
  return {
    "told, and no change of the index within 6 months: " .. (#missed > 0 and table.concat(missed, ", ") or "none"),
    "found, and not told within 6 months: " .. (#extra > 0 and table.concat(extra, ", ") or "none"),
    "the paper gives two sets of phases that differ by up to two years",
  }
end

-- The claims --------------------------------------------------------------------------------------

return {
  { id = "crises", title = "Rhetoric rises in crises", source = "vinokurov2010", where = "section 4",
    words = "It is also striking that the integration rhetoric intensifies in the times of crisis. Over the 1990s " ..
      "and 2000s, this has happened three times.",
    test = "The monthly index (rung of the latest act or statement) inside the three crises of Chart 2 against " ..
      "outside; p over every placement of windows of these lengths.",
    tests = crisis_tests, against = crisis_against,
    figure = function(study, claim)
      local r = claim.tests[1].result
      return chart.contrast(r, { study = study, ticks = ticks,
        title = "Claim 1: does integration rhetoric intensify in times of crisis?",
        label = "Rhetoric index: rung of the latest act or statement",
        subtitle = claim_charts.contrast_told(r) .. " " .. claim_charts.verdict_of(claim),
        note = "Note: Crises as on Chart 2. Index: " .. r.series.how .. "." })
    end },
  { id = "consistency", title = "Balance stays the priority throughout", source = "vinokurov2010",
    where = "section 4",
    words = "On the whole, however, Kazakhstan's position was more consistent than it might seem to be on the " ..
      "first glance. Even in times of heightened integration expectations, balancing the interests of various power " ..
      "centers (Russia, China, US, EU) remain the top priority.",
    test = "Of the acts that take a direction, the odds of a multi-directional one in crises against outside: the " ..
      "claim says that they do not differ much, so the interval must lie within a third and three times.",
    tests = consistency_tests, against = consistency_against,
    figure = function(study, claim)
      return claim_charts.stances(study, claim, { ticks = ticks, crises = "chart2" })
    end },
  { id = "level", title = "The level falls, specificity rises", source = "vinokurov2010", where = "section 5, phase 1",
    words = "The desired level of integration was somewhat limited, but nevertheless remained ambitious, while " ..
      "proposals became more specific.",
    test = "Kendall's trend of the rung asked for, and of how many of six marks of a specific proposal are on " ..
      "record (level stated, partners named, forum, dated to the month, binding, a stage), over the acts of " ..
      "the first phase.",
    tests = level_tests, against = level_against,
    figure = function(study, claim)
      return claim_charts.proposals(study, claim, { ticks = ticks, phases = "section5",
        level = proposals(study, { study.period }, level),
        specificity = proposals(study, { study.period }, specificity), marks = #marks })
    end },
  { id = "implementation", title = "Not implemented before 2009", source = "vinokurov2010", where = "section 5",
    words = "It is different in regard to the fact that, for the first time in 20 years, the integration " ..
      "breakthrough is real.",
    test = "Initiatives for a level of integration: how many were implemented for each month that one was open, " ..
      "since 2009 against before; other ends stop the count. Exact, given how many were implemented at all.",
    tests = implemented_tests, against = implemented_against,
    figure = function(study, claim)
      local gap = claim.tests[#claim.tests]
      return balassa.gap(study):chart { ticks = ticks, crises = "chart2",
        title = "Claim 4: what was proposed, and what was in force",
        subtitle = string.format("Initiatives implemented since 2009 against before: %s. The gap in 2009-2010 " ..
          "against before: %s. %s", claim_charts.told(claim.tests[1]), claim_charts.told(gap),
          claim_charts.verdict_of(claim)) }
    end },
  { id = "oil", title = "Oil and growth go with balance", source = "vinokurov2010",
    where = "section 3, phase 4; section 5, phases 3 and 4",
    words = "Oil prices were on the rise, and Kazakhstan's foreign policy was oriented to make Kazakhstan a " ..
      "prosperous, independent nation. [...] The early 2000s: a revival associated with an economic upturn",
    test = "The correlation of the index with the oil price and with growth, the crises held, against every " ..
      "circular shift of the index. Phase 3, growth and integration at once, is the exception and is shown.",
    tests = driver_tests, against = driver_against,
    figure = function(study, claim)
      local index = index_of(study)
      return claim_charts.drivers(study, claim, { ticks = ticks, phases = "section3", index = index,
        oil = monthly(study, "brent", index), growth = monthly(study, "kaz-gdp-growth", index) })
    end },
  { id = "phases", title = "Five phases", source = "vinokurov2010", where = "section 3",
    words = "On the whole, we single out five periods, or phases, in the development of the official Kazakhstan " ..
      "position towards its relations with Russia.",
    test = "The best five segments of the index against the phases of section 3 (covering), and the share of its " ..
      "variation that lies between them, both against every circular shift.",
    tests = phase_tests, against = phase_against,
    figure = function(study, claim)
      return segments_of(study):chart { study = study, score = "rank", phases = "section3", ticks = ticks,
        title = "Claim 6: five phases, and where the index changes",
        subtitle = string.format("The best five segments of the index, and the phases of section 3: %s; %s. %s",
          claim_charts.told(claim.tests[1]), claim_charts.told(claim.tests[2]), claim_charts.verdict_of(claim)) }
    end },
}
