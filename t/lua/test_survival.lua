-- balassa.survival and balassa.gap in Lua: lives out of events, groups, printing, charts. The numbers of the
-- kernel are tested in t/unit/test_survival.c; those of the fixture are worked out by hand.
local lu = require "luaunit"
local balassa = require "balassa"

local message_of = require "check".message_of

local freedonia = assert(balassa.study "t/data/freedonia")

-- The twelve lives of t/data/survival/permute.py: p = 64/924, floor 2/924, counted there in fractions; medians
-- and ends as R's survfit (conf.type "log-log") and survdiff print them.
local function twelve()
  local list = {}
  for i, pair in ipairs { { 9, 1 }, { 13, 1 }, { 13, 0 }, { 18, 1 }, { 23, 1 }, { 28, 0 }, { 5, 1 }, { 5, 1 },
    { 8, 1 }, { 8, 1 }, { 12, 1 }, { 16, 0 } } do
    list[i] = { time = pair[1], event = pair[2] == 1, x = i <= 6 and "a" or "b" }
  end
  return list
end

local TestLives = {}
_G.TestLives = TestLives

-- River Compact: proposed 1991-05-02, in force 1992~ (middle day of a leap year: 1992-07-01 or the day before
-- it). Duck Customs Union: proposed 1993-06, implemented 1998?. One Soup Market: proposed 1995-09-30,
-- abandoned 1996-22 (summer).
function TestLives.test_from_events()
  for _, case in ipairs {
    { "earliest", "1991-05-02", "1992-01-01", "1993-06-01", "1998-01-01", "1995-09-30", "1996-06-01" },
    { "latest", "1991-05-02", "1992-12-31", "1993-06-30", "1998-12-31", "1995-09-30", "1996-08-31" },
  } do
    local r = balassa.survival(freedonia, { date = case[1], unit = "days", to = "1999-12" })
    local kinds = {}
    for i, life in ipairs(r.lives) do
      kinds[i] = life.kind
      local from, to = balassa.date(case[2 * i]), balassa.date(case[2 * i + 1])
      lu.assertEquals(life.time, to:day "earliest" - from:day "earliest" + 0.0, life.id)
    end
    lu.assertEquals(kinds, { "implemented", "implemented", "abandoned" })
    lu.assertEquals({ r.n, r.ended, r.other, r.open, r.dropped }, { 3, 2, 1, 0, 0 })
  end
end

function TestLives.test_censored_at_the_end()
  local r = balassa.survival(freedonia, { to = "1994-12-31", date = "earliest", unit = "days" })
  lu.assertEquals({ r.n, r.ended, r.open, r.dropped }, { 2, 1, 1, 1 })
  local from, to = balassa.date "1993-06-01", balassa.date "1994-12-31"
  lu.assertEquals(r.lives[2].time, to:day "earliest" - from:day "earliest" + 0.0)
  lu.assertEquals(r.left_out[1].id .. ": " .. r.left_out[1].why, "one_soup: begins after the study")
end

function TestLives.test_without_a_beginning()
  local r = balassa.survival(freedonia, { of = freedonia:events(function(e) return e.stage ~= "proposed" end) })
  lu.assertEquals(#r.lives, 2) -- signed begins them
  lu.assertEquals(r.left_out[1].why, "no beginning on record")
end

local TestTest = {}
_G.TestTest = TestTest

function TestTest.test_exact()
  local r = balassa.survival(twelve(), { group = "x" })
  lu.assertAlmostEquals(r.p, 64 / 924, 1e-15)
  lu.assertAlmostEquals(r.floor, 2 / 924, 1e-15)
  lu.assertEquals({ r.exact, r.arrangements, r.reps }, { true, 924.0, 0 })
  lu.assertEquals(tostring(r), [[
time until ended: 12 lives
  a         6: 4 ended, 0 ended otherwise, 2 open; median 18 (95 % 9 to not reached)
  b         6: 5 ended, 0 ended otherwise, 1 open; median 8 (95 % 5 to not reached)
  log-rank  a observed 4, expected 6.498; b observed 5, expected 2.502
  p         0.069  (two-sided; exact over 924 assignments)
  floor     0.002  (the smallest p this design could have given)
  power     15 % of rates twice as high in a are found, 45 % of four times, 80 % from 8.6 times on
            (1,000 sets of lives like these: exponential, 0.05696 ends a unit of time, as long looked at)
  n         12: 9 ended, 0 ended otherwise, 3 open and censored
  dropped   none
  method    Kaplan-Meier, log-log bands; cumulative incidence; in the times given]])
end

function TestTest.test_drawn()
  local r = balassa.survival(twelve(), { group = "x", method = "monte_carlo", reps = 9999, seed = 3 })
  lu.assertEquals(r.p, balassa.survival(twelve(), { group = "x", method = "monte_carlo", reps = 9999, seed = 3 }).p)
  lu.assertAlmostEquals(r.p, 64 / 924, 4 * r.p_se)
  lu.assertStrContains(tostring(r), "(two-sided; 9,999 of 924 assignments drawn, seed 3)")
end

-- 1991-01 to 1991-12 and 1993-01 to 1994-06 are crises: the first two were born in one.
function TestTest.test_crises()
  local r = balassa.survival(freedonia, { crises = "chart" })
  lu.assertEquals(r.groups, { "crisis-born", "calm-born" })
  lu.assertEquals({ r.lives[1].group, r.lives[2].group, r.lives[3].group },
    { "crisis-born", "crisis-born", "calm-born" })
  lu.assertEquals(r.kinds, { "implemented", "abandoned" })
  lu.assertEquals(r.curves[2].incidence.abandoned[1].value, 1.0)
  lu.assertEquals(balassa.survival(freedonia, { crises = { "1991", "1993" } }).groups, r.groups)
end

function TestTest.test_errors()
  local cases = {
    { "survival: unknown option 'grup'; did you mean 'group'?", freedonia, { grup = "x" } },
    { "survival needs a study, or a list of { time =, event = }, not 3", 3 },
    { "survival needs at least one life, and there is none", {} },
    { "life 1 has no time that is a number, 0 or more; write { time = 9, event = true }", { { time = -1 } } },
    { "the event of life 1 is true, false or the name of an end, not 1", { { time = 1, event = 1 } } },
    { "survival: option 'crises' is for a study, not for a list", { { time = 1 } }, { crises = "chart" } },
    { "survival: group and crises both make groups; give one of them", freedonia, { crises = "chart", group = "x" } },
    { "option 'date' cannot be 'lates'; did you mean 'latest'?", freedonia, { date = "lates" } },
    { "option 'method' cannot be 'exat'; did you mean 'exact'?", twelve(), { group = "x", method = "exat" } },
    { "option 'reps' is a whole number from 1 to 1000000000, not 0", twelve(), { group = "x", reps = 0 } },
    { "the level of a band lies between 0 and 1, not at 95", twelve(), { level = 95 } },
  }
  for _, case in ipairs(cases) do
    lu.assertEquals(message_of(balassa.survival, case[2], case[3]), case[1])
  end
end

local TestGap = {}
_G.TestGap = TestGap

-- On 1994-01: proposed is the Duck Customs Union (open 1993-06 to 1998); in force are river (to 1993-05: no) and
-- ducks (customs union, from 1993-06): the gap is 0. On 1992-12 nothing is proposed: River is in force.
function TestGap.test_by_month()
  local g = balassa.gap(freedonia)
  lu.assertEquals(g.series:at "1994-01", 0.0)
  lu.assertNil(g.proposed:at "1992-12")
  lu.assertNil(g.series:at "1992-12")
  lu.assertEquals(g.n + g.dropped, #g.series)
  -- 1996-01: the One Soup Market is proposed beside it; both its position (not implemented) and it end that summer
  local rank = {}
  for rung in freedonia:ladder():each() do rank[rung.id] = rung.rank end
  lu.assertEquals(g.series:at "1996-01", rank.common_market - rank.customs_union + 0.0)
  lu.assertEquals(g.above + g.level + g.below, g.n)
end

function TestGap.test_nothing()
  local g = balassa.gap(freedonia, { nothing = 0 })
  lu.assertEquals({ g.dropped, g.n }, { 0, #g.series })
  lu.assertStrContains(tostring(g), ", taken as 0")
end

-- River is in force from 1992 on and ducks from 1998 on, and are not given up.
function TestGap.test_other_readings()
  local g = balassa.gap(freedonia, { in_force = "initiatives", date = "earliest", nothing = 0 })
  local function rank(id) return freedonia:ladder()[id].rank + 0.0 end
  lu.assertEquals(g.in_force:at "1991-12", 0.0)
  lu.assertEquals(g.in_force:at "1992-01", rank "free_trade_area")
  lu.assertEquals(g.in_force:at "1998-01", rank "customs_union")
  local index = freedonia:index {}
  local own = balassa.gap(freedonia, { proposed = index, in_force = index })
  lu.assertEquals({ own.mean, own.above, own.below }, { 0, 0, 0 })
  lu.assertNotNil(balassa.gap(freedonia, { proposed = "events" }).proposed)
end

function TestGap.test_errors()
  local cases = {
    { "gap: unknown option 'scor'; did you mean 'score'?", freedonia, { scor = "rank" } },
    { "gap needs a study, such as balassa.study \"datasets/NAME\", not nil" },
    { "option 'proposed' cannot be 'event'; did you mean 'events'?", freedonia, { proposed = "event" } },
    { "gap: nothing is the score of having nothing, a number, not yes", freedonia, { nothing = "yes" } },
  }
  for _, case in ipairs(cases) do
    lu.assertEquals(message_of(balassa.gap, case[2], case[3]), case[1])
  end
end

local TestChart = {}
_G.TestChart = TestChart

local function words(c)
  local all = {}
  for _, t in ipairs(c:page().texts) do all[#all + 1] = t.text end
  return table.concat(all, "\n")
end

function TestChart.test_survival()
  local r = balassa.survival(twelve(), { group = "x" })
  local text = words(r:chart())
  for _, want in ipairs { "At risk", "Still open", "95 % band at each time", "a: 6, of which 4 ended" } do
    lu.assertStrContains(text, want)
  end
  lu.assertStrContains(r:chart():script(), "transparent solid 0.2")
  lu.assertStrContains(words(balassa.survival(freedonia):chart { show = "incidence" }), "abandoned")
  lu.assertEquals(message_of(r.chart, r, { show = "all" }), 'show is "survival" or "incidence", not all')
  lu.assertNotNil(balassa.survival({ { time = 0, event = true } }):chart():script())
end

function TestChart.test_gap()
  local text = words(balassa.gap(freedonia):chart { crises = "chart" })
  lu.assertStrContains(text, "Asks for more than is in force")
  lu.assertStrContains(text, "Proposed")
end

-- Where nothing ended, or all at once, there is a test and no power.
function TestTest.test_without_power()
  local function of(time, event)
    local lives = { { time = time, event = event, x = "a" }, { time = time, event = event, x = "b" } }
    return tostring(balassa.survival(lives, { group = "x" }))
  end
  lu.assertStrContains(of(3, false), "power     not known: nothing ended")
  lu.assertStrContains(of(0, true), "power     not known: no life lasted")
end

os.exit(lu.LuaUnit.run())
