-- balassa.influence, tipping and uncertainty in Lua. The kernels are tested in t/unit/test_influence.c; here the
-- numbers are held against t/data/influence.csv (by Python, from the CSV files alone), against balassa.contrast on
-- what is left, and against hand calculations.
local lu = require "luaunit"
local balassa = require "balassa"
local core = require "balassa.core"
local layout = require "balassa.chart.layout"
local loose = require "balassa.stats.loose"
local place = require "balassa.chart.place"

local message_of = require "check".message_of

local paper = assert(balassa.study "datasets/kazakhstan-1991-2010")
local freedonia = assert(balassa.study "t/data/freedonia")

-- The rows of one kind, by id: { a, b, c, d }, numbers where they are.
local function expected(kind)
  local list, n = {}, 0
  for line in io.lines "t/data/influence.csv" do
    local k, id, a, b, c, d = line:match "^([^,]*),([^,]*),([^,]*),([^,]*),([^,]*),([^,]*)$"
    if k == kind then
      list[id], n = { tonumber(a) or a, tonumber(b) or b, tonumber(c) or c, tonumber(d) or d }, n + 1
    end
  end
  lu.assertTrue(n > 0)
  return list, n
end

local function search_of(r, what, goal)
  for _, s in ipairs(r.searches) do
    if s.what == what and s.goal == goal then return s end
  end
end

local TestInfluence = {}
_G.TestInfluence = TestInfluence

function TestInfluence.test_without_each_event()
  local want, n = expected "without"
  local r = balassa.influence(paper, { by = "event", crises = "chart2" })
  lu.assertEquals({ #r.without, r.n }, { n, n })
  for _, row in ipairs(r.without) do
    lu.assertAlmostEquals(row.estimate, want[row.id][1], 1e-12)
    lu.assertAlmostEquals(row.p, want[row.id][2], 1e-12)
    lu.assertEquals(row.sign_flips, want[row.id][1] > 0)
  end
  local sets = expected "deletions"
  for _, goal in ipairs { "sign", "verdict" } do
    local s = search_of(r, "deletions", goal)
    lu.assertTrue(s.exhaustive)
    lu.assertEquals({ s.size, s.sets }, { sets[goal][1], sets[goal][2] })
    lu.assertEquals(table.concat(s.list[1], " "), sets[goal][3])
  end
  lu.assertEquals(search_of(r, "deletions", "verdict").recounts, 32 + 496 + 4960)
  local recodes = search_of(r, "recodes", "sign") -- none of one or of two, says Python
  lu.assertEquals({ expected("recodes").sign[1], expected("recodes").sign[2] }, { 0, 0 })
  lu.assertTrue(recodes.complete >= 2 and not recodes.exhaustive)
  -- the greedy set does turn the sign, which a contrast on the same scores confirms
  lu.assertTrue(recodes.size > 0 and recodes.list[1].estimate > 0)
end

-- What is left is what study:index makes of it, under every rule and both nulls.
function TestInfluence.test_without_is_a_contrast_without()
  for _, rule in ipairs { "latest", "mean", "max", "count", "decay", "in_force" } do
    for _, null in ipairs { "shift", "relocate" } do
      local options = { rule = rule, null = null, sets = false, by = { "event", "source", "crisis" },
        half_life = rule == "decay" and 9 or nil }
      local ok, r = pcall(balassa.influence, freedonia, options)
      lu.assertTrue(ok, r)
      local all = rule == "in_force" and freedonia:positions() or freedonia:events()
      for _, row in ipairs(r.without) do
        local windows, of = freedonia:crises "chart", all
        if row.kind == "crisis" then
          windows = freedonia:crises(function(c) return c.coding == "chart" and c.id ~= row.id end)
        else
          of = all:where(function(e) return (row.kind == "event" and e.id or e.source) ~= row.id end)
        end
        local index = freedonia:index { rule = rule, of = of, half_life = options.half_life }
        local fine, c = pcall(balassa.contrast, index, windows, { null = null })
        lu.assertEquals(row.fault == nil, fine, rule .. " without " .. row.id)
        if fine then
          lu.assertAlmostEquals(row.estimate, c.estimate, 1e-12)
          lu.assertAlmostEquals(row.p, c.p, 1e-12)
        end
      end
    end
  end
end

-- All pairs of the twelve events with a rung, by balassa.contrast.
function TestInfluence.test_fewest_by_trying_all()
  local ids = {}
  for _, e in ipairs(freedonia:events { rung = true }) do ids[#ids + 1] = e.id end
  local r = balassa.influence(freedonia, { by = "event", estimate = "cliff_delta" })
  local s, of_one, of_two = search_of(r, "deletions", "sign"), 0, 0
  local function estimate_without(a, b)
    local left = freedonia:events(function(e) return e.id ~= a and e.id ~= b end)
    local ok, c = pcall(balassa.contrast, freedonia:index { of = left }, freedonia:crises "chart",
      { null = "shift", estimate = "cliff_delta" })
    return ok and c.estimate or 0
  end
  for i, a in ipairs(ids) do
    of_one = of_one + (estimate_without(a) * r.estimate < 0 and 1 or 0)
    for k = i + 1, #ids do
      of_two = of_two + (estimate_without(a, ids[k]) * r.estimate < 0 and 1 or 0)
    end
  end
  local flips = of_one > 0 and of_one or of_two
  lu.assertTrue(flips > 0)
  lu.assertEquals({ s.size, s.sets }, { of_one > 0 and 1 or 2, flips })
end

function TestInfluence.test_prints()
  local text = tostring(balassa.influence(paper, { crises = "chart2" }))
  lu.assertStrContains(text, "the sign changes without eurasian-summit-2000\n")
  lu.assertStrContains(text, "deletions to change the sign: 1: one set of 32 of that size do")
  lu.assertStrContains(text, "one set of 4,960 of that size do; all smaller ones were tried")
  lu.assertStrContains(text, "(greedy; no set of up to 3 does, all were tried)")
  lu.assertStrContains(text, "dropped     30 without a rung, 5 months without a value")
  local r = balassa.influence(paper, { by = { "crisis", "actor" }, null = "none", most = 1, threshold = -0.5 })
  lu.assertNil(search_of(r, "deletions", "verdict"))
  lu.assertEquals(search_of(r, "deletions", "threshold").size, 1)
  lu.assertStrContains(r:csv(), "kind,id,n,estimate,change,p,floor,sign_flips,verdict_flips,fault\n")
  lu.assertStrContains(r:csv(), "actors,nazarbayev,")
  lu.assertStrContains(r:json(), '"rows": [{"kind": "crisis", "id": "ussr-breakup", "n": 1, "estimate": -2.8')
  lu.assertStrContains(r:markdown(), "| crisis | 3; lowest")
end

function TestInfluence.test_misuse()
  local cases = {
    { "influence: by is \"event\", \"crisis\", \"coder\" or a column: this record has no field 'sorce'; did you " ..
      "mean 'source'?",
      { by = "sorce" } },
    { "option 'null' cannot be 'shifts'; did you mean 'shift'?", { null = "shifts" } },
    { "option 'most' is a whole number from 0 to 8, not 9", { most = 9 } },
    { "option 'level' lies between 0 and 1, such as 0.05; it is 5", { level = 5 } },
    { "influence: unknown option 'crisis'; did you mean 'crises'?", { crisis = "chart" } },
    { "crises have no coding 'chrat'; did you mean 'chart'?", { crises = "chrat" } },
    { "influence needs at least one window, and there is none", { crises = {} } },
  }
  for _, case in ipairs(cases) do lu.assertEquals(message_of(balassa.influence, freedonia, case[2]), case[1]) end
  lu.assertEquals(message_of(balassa.influence, 7), "influence needs a study, not 7")
end

-- By hand from codings.csv, without pinkerton: talks-1990 gloria go_it_alone .6, vera consultations .9: as it is;
-- river-proposal-1991 .5 against .9: as it is; customs-speech-1993 gloria customs_union .9, vera free_trade_area
-- .7: as it is; soup-proposal-1995 .9 to .8: as it is; union-speech-1997 common_market .9, economic_union .9:
-- equal, its own; farewell-1999 .9 to .4: as it is. Without gloria, and without vera, pinkerton's 1 decides.
function TestInfluence.test_without_each_coder()
  local r = balassa.influence(freedonia, { by = "coder", sets = false })
  lu.assertEquals(#r.without, 3)
  for _, row in ipairs(r.without) do lu.assertEquals({ row.n, row.estimate }, { 0, r.estimate }) end
  lu.assertStrContains(tostring(r), "of equals, its own")
  -- a study whose own value is not the coders': whoever is left out, the others have consultations for talks-1990
  local later = freedonia:what_if "recoded":recode("talks-1990", { rung = "economic_union" })
  local c = balassa.influence(later, { by = "coder", sets = false })
  for _, row in ipairs(c.without) do
    lu.assertEquals(row.n, 1)
    lu.assertAlmostEquals(row.estimate, r.estimate, 1e-12)
  end
  lu.assertEquals(message_of(balassa.influence, paper, { by = "coder" }),
    "influence: by is \"event\", \"crisis\", \"coder\" or a column: this study has no codings of several coders")
end

-- A what-if is a study like any other: what it leaves is what a contrast without the event has.
function TestInfluence.test_of_a_what_if()
  local later = paper:what_if "without the summit":drop "eurasian-summit-2000"
  local r = balassa.influence(later, { by = "event", sets = false, crises = "chart2" })
  lu.assertAlmostEquals(r.estimate, expected("without")["eurasian-summit-2000"][1], 1e-12)
  lu.assertEquals({ r.n, #r.without }, { 31, 31 })
  local moved = freedonia:what_if "the war began earlier":move_crisis("war", { from = "1996-11" })
  lu.assertAlmostEquals(balassa.tipping(moved, { kinds = "edge" }).estimate,
    balassa.contrast(moved:index {}, moved:crises "chart", { null = "shift" }).estimate, 1e-12)
  local u = balassa.uncertainty(later, { draws = 20, crises = "chart2" })
  lu.assertEquals({ u.n, u.drawn.date }, { 31, 23 })
  -- what it chooses for itself, a coding and scores, is what is meant
  local other = freedonia:what_if "as the text has it":use_coding "text":use_score { customs_union = 7 }
  local i = balassa.influence(other, { by = "event", sets = false })
  lu.assertEquals(i.crises, "text")
  local direct = balassa.contrast(other:index {}, other:crises(), { null = "shift" })
  lu.assertAlmostEquals(i.estimate, direct.estimate, 1e-12)
end

local TestTipping = {}
_G.TestTipping = TestTipping

function TestTipping.test_against_python()
  local r, checked = balassa.tipping(paper, { crises = "chart2" }), 0
  local of = { edge = expected "edge", date = expected "date", rung = expected "rung" }
  for _, c in ipairs(r.choices) do
    if of[c.kind] then
      local want = of[c.kind][c.kind == "edge" and c.id .. (c.end_of == "from" and " start" or " end") or c.id]
      local got = { c.sign_low or "", c.sign_high or "", c.verdict_low or "", c.verdict_high or "" }
      for k = 1, 4 do lu.assertEquals(got[k], want[k], c.kind .. " " .. c.name) end
      checked = checked + 1
    end
  end
  lu.assertEquals(checked, 6 + 32 + 32)
end

-- The estimate is linear in the score of a rung: where it is 0 follows from two contrasts.
function TestTipping.test_scores_are_where_a_line_crosses()
  local r = balassa.tipping(paper, { kinds = "score", crises = "chart2", score_step = 0.01 })
  local scores = {}
  for _, rung in ipairs(paper:ladder()) do scores[rung.id] = rung.rank end
  local function estimate(rung, score)
    local copy = {}
    for id, v in pairs(scores) do copy[id] = id == rung and score or v end
    return balassa.contrast(paper:index { score = copy }, paper:crises "chart2", { null = "shift" }).estimate
  end
  local tips = 0
  for _, c in ipairs(r.choices) do
    local a, b = estimate(c.id, 0), estimate(c.id, 1)
    local zero = b ~= a and -a / (b - a) - scores[c.id] -- how far the score must move
    if c.sign_low then lu.assertAlmostEquals(-zero, c.sign_low - 0.005, 0.00501) end
    if c.sign_high then lu.assertAlmostEquals(zero, c.sign_high - 0.005, 0.00501) end
    tips = tips + (c.sign_low and 1 or 0) + (c.sign_high and 1 or 0)
  end
  lu.assertTrue(tips >= 2)
end

function TestTipping.test_memory_by_trying_all()
  local r = balassa.tipping(freedonia, { rule = "decay", half_life = 6, kinds = { "memory" }, null = "none" })
  local c, low, high = r.choices[1], nil, nil
  for h = 1, 120 do
    local e = balassa.contrast(freedonia:index { rule = "decay", half_life = h }, freedonia:crises "chart",
      { null = "shift" }).estimate
    if e * r.estimate < 0 then
      if h < 6 then low = 6 - h end
      if h > 6 and not high then high = h - 6 end
    end
  end
  lu.assertEquals({ c.sign_low, c.sign_high, c.tried }, { low, high, 119 })
  local e = balassa.tipping(freedonia, { kinds = "memory" }).choices[1]
  lu.assertEquals({ e.name, e.now, e.tried }, { "expiry of a position", "never", 119 })
end

function TestTipping.test_prints()
  local text = tostring(balassa.tipping(paper, { crises = "chart2" }))
  lu.assertStrContains(text, "start of global-2008             2007-01                   78        17          -")
  lu.assertStrContains(text, "-: never within the study; a choice is moved alone, the others stay")
  lu.assertStrContains(text, "eurasian-summit-2000             currency_union             3         -          -")
  local csv = balassa.tipping(freedonia, { kinds = "edge", null = "none" }):csv()
  lu.assertStrContains(csv, "kind,id,name,now,unit,sign_down,sign_up,verdict_down,verdict_up,tried\n")
  lu.assertEquals(message_of(balassa.tipping, freedonia, { kinds = "edges" }),
    "option 'kinds' cannot be 'edges'; did you mean 'edge'?")
  lu.assertEquals(message_of(balassa.tipping, freedonia, { score_step = 0 }),
    "option 'score_step' is a number above 0, not 0")
end

-- A date that is moved is the what-if that says so; of a span too.
function TestTipping.test_moves_are_what_ifs()
  local by_id = {}
  for _, c in ipairs(balassa.tipping(freedonia, { kinds = "date", null = "none" }).choices) do by_id[c.id] = c end
  for id, dates in pairs { ["talks-1990"] = { "1991-%02d", 2 }, ["farewell-1999"] = { "1998-%02d-15", -12 } } do
    for month = 1, 12 do
      local later = freedonia:what_if "moved":redate(id, (dates[1]:format(month)))
      local by, e = dates[2] + month - 1, balassa.contrast(later:index {}, later:crises "chart", { null = "shift" })
      for _, step in ipairs(by_id[id].steps) do
        if step.by == by then lu.assertAlmostEquals(step.result.estimate, e.estimate, 1e-12, id .. " by " .. by) end
      end
    end
  end
  local spans, tried = balassa.tipping(freedonia, { kinds = "date", null = "none", rule = "in_force" }).choices, 0
  for _, c in ipairs(spans) do
    for _, move in ipairs { { "river", 7, "1991-12/1993-12" }, { "river", -12, "1990-05/1992-05" },
      { "ducks", -36, "1990-06/1996-12" }, { "alone", 24, "1992/1992" } } do
      if c.id == move[1] then
        local later = freedonia:what_if "moved":redate("positions", move[1], move[3])
        local e = balassa.contrast(later:index { rule = "in_force" }, later:crises "chart", { null = "shift" })
        for _, step in ipairs(c.steps) do
          if step.by == move[2] then
            lu.assertAlmostEquals(step.result.estimate, e.estimate, 1e-12, move[3])
            tried = tried + 1
          end
        end
      end
    end
  end
  lu.assertEquals(tried, 4)
end

local TestLoose = {}
_G.TestLoose = TestLoose

local function day(text) return balassa.date(text):day "earliest" end

-- By hand: 1995 has 365 days, half of them is 183 (rounded); 1995-06 has 30.
function TestLoose.test_marks_widen()
  local function days(text, widen) return { loose.days(balassa.date(text), widen or loose.widen) } end
  lu.assertEquals(days "1995", { day "1995-01-01", day "1995-12-31" })
  lu.assertEquals(days "1995?", { day "1994-07-02", day "1996-07-01" })
  lu.assertEquals(days "1995~", { day "1994-07-02", day "1996-07-01" })
  lu.assertEquals(days "1995%", { day "1994-01-01", day "1996-12-30" })
  lu.assertEquals(days("1995%", { uncertain = 0, approximate = 1 }), { day "1994-01-01", day "1996-12-30" })
  lu.assertEquals(days "1994-10-21/1995~", { day "1994-10-21", day "1996-07-01" })
  lu.assertEquals(days "1995-06-10?", { day "1995-06-09", day "1995-06-11" })
  lu.assertEquals(days "1995-06-10/..", { day "1995-06-10" })
end

function TestLoose.test_edges()
  local function edges(text, how) return { loose.edges(balassa.date(text), loose.widen, how) } end
  lu.assertEquals(edges("1991/1995", "qualified"), { day "1991-01-01", day "1991-01-01", day "1996-01-01",
    day "1996-01-01" })
  lu.assertEquals(edges("1991/1995-06~", "qualified"), { day "1991-01-01", day "1991-01-01", day "1995-06-16",
    day "1995-07-16" })
  lu.assertEquals(edges("1991/1995-06~", "none"), { day "1991-01-01", day "1991-01-01", day "1995-07-01",
    day "1995-07-01" })
  lu.assertEquals(edges("1991/1995-06", "precision"), { day "1991-01-01", day "1991-12-31", day "1995-06-02",
    day "1995-07-01" })
  lu.assertEquals(edges("1991?/..", "qualified"), { day "1990-07-02", day "1991-07-03", math.huge, math.huge })
end

local TestUncertainty = {}
_G.TestUncertainty = TestUncertainty

-- Python draws the same dates from a generator of its own: averages within four standard errors.
function TestUncertainty.test_against_python()
  local want = expected("draws")["4000"]
  local r = balassa.uncertainty(paper, { crises = "chart2", draws = 4000, within = "none" })
  local sd = math.sqrt(r.between_variance)
  lu.assertAlmostEquals(r.mean, want[1], 4 * math.sqrt(2) * want[3])
  lu.assertAlmostEquals(sd, want[2], 4 * math.sqrt(2) * want[4])
  lu.assertEquals({ r.drawn.date, r.drawn.edges, r.drawn.coder, r.drawn.confusion }, { 23, 0, 0, 0 })
end

-- Where nothing is drawn, every draw is the contrast.
function TestUncertainty.test_nothing_drawn()
  for _, rule in ipairs { "latest", "mean", "max", "count", "in_force" } do
    local r = balassa.uncertainty(freedonia, { rule = rule, dates = false, coders = false, confusion = false,
      edges = "none", draws = 20, within = "null" })
    local c = balassa.contrast(freedonia:index { rule = rule }, freedonia:crises "chart", { null = "shift" })
    for i = 1, 20 do
      lu.assertAlmostEquals(r.estimates[i], c.estimate, 1e-12)
      lu.assertAlmostEquals(r.ps[i], c.p, 1e-12)
    end
    lu.assertEquals(r.between_variance, 0)
    lu.assertStrContains(tostring(r), "nothing: every draw is the same")
    for t = 1, #r.series do
      lu.assertEquals(r.ribbon[t].n, r.series[t] and 20 or 0)
      if r.series[t] then lu.assertEquals({ r.ribbon[t][1], r.ribbon[t][5] }, { r.series[t], r.series[t] }) end
    end
  end
end

function TestUncertainty.test_rubin()
  local r = balassa.uncertainty(freedonia, { draws = 50 })
  local mean, square, within = 0, 0, 0
  for i = 1, 50 do mean, within = mean + r.estimates[i] / 50, within + r.withins[i] / 50 end
  for i = 1, 50 do square = square + (r.estimates[i] - mean) ^ 2 end
  lu.assertAlmostEquals(r.mean, mean, 1e-12)
  lu.assertAlmostEquals(r.within_variance, within, 1e-12)
  lu.assertAlmostEquals(r.total_variance, within + (1 + 1 / 50) * square / 49, 1e-12)
  lu.assertAlmostEquals(r.df, 49 * (1 + within / ((1 + 1 / 50) * square / 49)) ^ 2, 1e-6)
end

function TestUncertainty.test_one_seed_one_answer()
  local a = balassa.uncertainty(freedonia, { draws = 100, seed = 4 })
  lu.assertEquals(balassa.uncertainty(freedonia, { draws = 100, seed = 4 }):csv(), a:csv())
  local more = balassa.uncertainty(freedonia, { draws = 150, seed = 4 })
  for i = 1, 100 do lu.assertEquals(more.estimates[i], a.estimates[i]) end
  lu.assertNotEquals(balassa.uncertainty(freedonia, { draws = 100, seed = 5 }):csv(), a:csv())
end

-- Of one coder each record has her value: nothing is left to draw.
function TestUncertainty.test_some_coders()
  local options = { draws = 20, dates = false, confusion = false, within = "none", coders = { "vera" } }
  local vera = balassa.uncertainty(freedonia, options)
  lu.assertEquals({ vera.drawn.coder, vera.between_variance }, { 0, 0 })
  -- vera has go_it_alone for the farewell, free_trade_area for the customs speech, economic_union for the soup
  local as_she = freedonia:what_if "vera":recode("farewell-1999", { rung = "go_it_alone" })
    :recode("customs-speech-1993", { rung = "free_trade_area" })
    :recode("soup-proposal-1995", { rung = "economic_union" })
  local c = balassa.contrast(as_she:index {}, as_she:crises "chart", { null = "shift" })
  lu.assertAlmostEquals(vera.mean, c.estimate, 1e-12)
  lu.assertEquals(message_of(balassa.uncertainty, freedonia, { coders = { "veras" } }),
    "uncertainty: no coder is called 'veras'; did you mean 'vera'?")
end

-- With one coder left the rungs are hers: vera's farewell is go_it_alone, and so the index ends at 0.
function TestUncertainty.test_coders()
  local r = balassa.uncertainty(freedonia, { draws = 400, dates = false, confusion = false, within = "none" })
  lu.assertEquals({ r.drawn.coder, r.drawn.date }, { 6, 0 })
  -- farewell-1999: consultations by 1 and 0.9, go_it_alone by 0.4: at the end 0 in 0.4 / 2.3 of the draws
  local last, zero = r.ribbon[#r.series], 0
  lu.assertEquals({ last[1], last[5] }, { 0, 1 })
  for _, e in ipairs(r.estimates) do zero = zero + (e and 1 or 0) end
  lu.assertEquals(zero, 400)
end

-- talks-1990 was said go_it_alone by one coder and consultations by two. Of the pairs with consultations
-- (each 1 / (m - 1)): talks 2 values (c-c 1, c-g 1/2 each: c-c 1, c-g 1), farewell likewise: o_cc = 2,
-- o_cg = 2, n_c = 4. With a smoothing of 1 over 6 rungs, another coder says go_it_alone where one says
-- consultations with (2 + 1/6) / 5.
function TestUncertainty.test_confusion()
  local codings = require "balassa.stats.codings"
  local list = codings.list(freedonia, "test")
  local _, rungs = codings.ranks(freedonia)
  local counts, n, twice = codings.coincidences(list, rungs)
  lu.assertAlmostEquals(counts.consultations.consultations, 2, 1e-12)
  lu.assertAlmostEquals(counts.consultations.go_it_alone, 2, 1e-12)
  lu.assertAlmostEquals(n.consultations, 4, 1e-12)
  lu.assertEquals(twice, 12)
  -- the last value of the index is that of farewell-1999, consultations: 0 in (2 + 1/6) / 5 of the draws
  local r = balassa.uncertainty(freedonia, { draws = 4000, dates = false, coders = false, within = "none" })
  lu.assertEquals(r.drawn.confusion, 12)
  local q = r.ribbon[#r.series]
  lu.assertEquals({ q[1], q[2] }, { 0, 0 }) -- 43 %: the quarter is 0, the median is not
  lu.assertEquals(q[3], 1)
  local given = balassa.uncertainty(freedonia, { draws = 50, dates = false, coders = false, within = "none",
    confusion = { consultations = { economic_union = 1 } } })
  lu.assertEquals(given.ribbon[#given.series][1], 5)
  lu.assertEquals(given.between_variance, 0)
end

-- farewell-1999 above: the shares that balassa.confusion has of it, and no smoothing.
function TestUncertainty.test_confusion_of_coders()
  local r = balassa.confusion(freedonia)
  lu.assertAlmostEquals(r.shares.consultations.go_it_alone, (2 + 1 / 6) / 5, 1e-12)
  lu.assertAlmostEquals(r.shares.consultations.common_market, 1 / 6 / 5, 1e-12)
  for _, row in pairs(r.shares) do
    local sum = 0
    for _, share in pairs(row) do sum = sum + share end
    lu.assertAlmostEquals(sum, 1, 1e-12)
  end
  lu.assertEquals({ r.n, r.records, #r.unread }, { 33, 12, 0 })
  local bare = balassa.confusion(freedonia, { smoothing = 0 })
  lu.assertEquals(bare.shares.consultations, { consultations = 0.5, go_it_alone = 0.5 })
  lu.assertStrContains(tostring(bare), "of 12 records read twice, smoothed by 0 of a reading over the 6 rungs")
  lu.assertStrContains(r:csv(), "rung,go_it_alone,consultations,free_trade_area,customs_union,common_market," ..
    "economic_union,values\n")
  local options = { draws = 50, dates = false, coders = false, within = "none" }
  local own = balassa.uncertainty(freedonia, options)
  options.confusion = r
  lu.assertEquals(balassa.uncertainty(freedonia, options).estimates, own.estimates)
  lu.assertEquals(message_of(balassa.confusion, freedonia, { smoothing = -1 }),
    "option 'smoothing' is a number of readings from 0 on, not -1")
  lu.assertEquals(message_of(balassa.confusion, freedonia:records("codings", { field = "date" })),
    "confusion: no record's rung was read by two coders")
end

-- Where true days lie anywhere in what is written, the estimate of the true days is one of the draws: of
-- 39 draws and it, its rank is uniform on 1 .. 40; among the middle 36 in 90 % of 300 histories (5 sd: 8.7 %).
function TestUncertainty.test_draws_hold_the_true_days()
  local frame, state, edges, windows = {}, 1987, {}, { { 1, 60 }, { 73, 108 }, { 193, 228 } }
  for t = 1, 240 do frame[t] = 0 end
  local series = balassa.series { start = "1991-01", values = frame }
  local first, held = series:day(1), 0
  for i, w in ipairs(windows) do
    local a, b = series:day(w[1]), series:day(w[2] + 1)
    edges[i] = { a, a, b, b }
  end
  local function unit()
    state = (state * 1103515245 + 12345) % 2147483648
    return state / 2147483648
  end
  for r = 1, 300 do
    local obs, exact = {}, {}
    for i = 1, 24 do
      local low, score = first + math.floor(unit() * 20) * 365, math.floor(unit() * 6)
      local true_day = low + math.floor(unit() * 365)
      obs[i] = { share = { { 1, score } }, when = { { 1, low, low + 364, 0, 0 } } }
      exact[i] = { true_day, true_day + 1, score }
    end
    local q = { series = series, obs = exact, windows = windows, rule = "latest", null = "none" }
    local truth, below = core.vary(q, { {} })[1].estimate, 0
    for _, e in ipairs(core.draws(q, { obs = obs, edges = edges, draws = 39, seed = r, quantiles = {} }).estimates) do
      below = below + ((e or 0) < truth and 1 or 0)
    end
    held = held + (below >= 2 and below <= 37 and 1 or 0)
  end
  lu.assertTrue(held / 300 > 0.9 - 0.087 and held / 300 < 0.9 + 0.087, held / 300)
end

function TestUncertainty.test_misuse()
  local cases = {
    { "option 'draws' is a whole number from 2 to 1000000, not 1", { draws = 1 } },
    { "option 'edges' cannot be 'precise'; did you mean 'precision'?", { edges = "precise" } },
    { "option 'within' cannot be 'boot' (known: bootstrap, none, null)", { within = "boot" } },
    { "uncertainty: confusion is a probability from 0 to 1, not 2", { confusion = 2 } },
    { "uncertainty: the shares that 'go_it_alone' is confused with sum to 0.5, not 1",
      { confusion = { go_it_alone = { consultations = 0.5 } } } },
    { "uncertainty: confusion has the rung 'customs', which the ladder does not",
      { confusion = { customs = { customs_union = 1 } } } },
    { "the bootstrap is of the difference of means; for another estimate ask for the within variance of the null, " ..
      "or for none", { estimate = "cliff_delta", within = "bootstrap" } },
    { "widen: uncertain is a share of the date's length from 0 to 100, not -1", { widen = -1 } },
  }
  for _, case in ipairs(cases) do lu.assertEquals(message_of(balassa.uncertainty, freedonia, case[2]), case[1]) end
  lu.assertStrContains(message_of(balassa.uncertainty, paper, { confusion = true }),
    "uncertainty: confusion = true needs codings of several coders, and this study has none")
end

local TestCharts = {}
_G.TestCharts = TestCharts

-- No words on words, none outside the page.
local function assert_clear(chart, name)
  local page = layout.page(chart)
  local function shrunk(t) return { x = t.x + 0.01, y = t.y + 0.01, w = t.w - 0.02, h = t.h - 0.02 } end
  for i, t in ipairs(page.texts) do
    lu.assertTrue(place.inside(t, { x = 0, y = 0, w = page.w, h = page.h }), name .. ": outside: " .. t.text)
    for j = i + 1, #page.texts do
      lu.assertFalse(place.overlaps(shrunk(t), shrunk(page.texts[j])), name .. ": '" .. t.text .. "' on '" ..
        page.texts[j].text .. "'")
    end
  end
  return chart:script()
end

function TestCharts.test_are_clear()
  for name, study in pairs { paper = paper, freedonia = freedonia } do
    local tipping = balassa.tipping(study)
    local u = balassa.uncertainty(study, { draws = 100, edges = "precision" })
    local script = assert_clear(balassa.influence(study, { most = 1 }):chart(), name .. ", influence")
    lu.assertStrContains(script, "$estimate")
    assert_clear(tipping:chart(), name .. ", tipping")
    assert_clear(tipping:chart { what = "rungs" }, name .. ", rungs")
    script = assert_clear(u:chart(), name .. ", index")
    lu.assertStrContains(script, "$ribbon2")
    lu.assertStrContains(script, "$fade5")
    assert_clear(u:chart { what = "estimates" }, name .. ", estimates")
  end
  local of_alpha = assert_clear(balassa.alpha(freedonia, { reps = 99 }):chart(), "alpha")
  lu.assertStrContains(of_alpha, "Krippendorff")
  assert_clear(balassa.alpha({ { 1, 1 }, { 1, 1 } }, { reps = 99 }):chart(), "an undefined alpha")
  lu.assertEquals(message_of(function() balassa.tipping(freedonia, { kinds = "memory" }):chart() end),
    "these tipping points are not counted in months")
end

-- An end marked ? or ~ is dashed and fades; one that is not is drawn as ever.
function TestCharts.test_loose_ends()
  local function script(span)
    local c = balassa.chart.new { from = 1990, to = 2000 }
    c:ladder { rungs = freedonia:ladder() }
    return assert_clear(c:boxes { { span = span, rung = "customs_union", label = "Ducks" } }, span)
  end
  local sure, unsure = script "1992/1995", script "1992/1995~"
  lu.assertNotStrContains(sure, "$fade")
  lu.assertNotStrContains(sure, "unsure")
  lu.assertStrContains(unsure, "$fade5")
  lu.assertStrContains(unsure, "Fades where the source is unsure of the end")
  -- sure until 1995-07-02 (183 days before 1996), as dashes from there to the end of 1995
  lu.assertStrContains(unsure, "$unsure << EOD\n# year height\n1995.49863 ")
  local given = balassa.chart.new { from = 1990, to = 2000 }
  given:bands { { from = 1992, to = 1994, label = "Flood", loose = { from = { "1991-07", "1992-07" } } } }
  lu.assertStrContains(given:lines { { 1990, 0 }, { 2000, 1 } }:script(), "$fade5")
end

os.exit(lu.LuaUnit.run())
