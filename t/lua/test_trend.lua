-- Trends, tables of two by two, and phases against what varies within them: from Lua.
local balassa = require "balassa"
local check = require "check"
local lu = require "luaunit"

local TestTrend = {}
_G.TestTrend = TestTrend

-- By hand: of the 360 orders of 7 6 5 5 3 4 (two alike), S = -13 as here or beyond: see the C tests for
-- the law; here, that dates, labels and dropped points arrive.
function TestTrend.test_of_dates()
  local r = balassa.trend({ { 1991, 7 }, { 1992, 6 }, { 1993, 5 }, { 1994, 4 }, { 1995, 3 } })
  lu.assertEquals(r.tau, -1.0)
  lu.assertAlmostEquals(r.p, 2 / 120, 1e-15)
  lu.assertAlmostEquals(r.floor, 2 / 120, 1e-15)
  local dated = balassa.trend({ { "1995", 3 }, { "1991-05", 7 }, { "1993~", 5 }, { "1994-02-03", 4 }, { "1990/..", 9 },
    { balassa.date "1992", 6 } }, { alternative = "less" })
  lu.assertEquals(dated.dropped, 1)
  lu.assertEquals(dated.n, 5)
  lu.assertAlmostEquals(dated.p, 1 / 120, 1e-15)
  lu.assertStrContains(tostring(dated), "1 pair without a day")
end

function TestTrend.test_of_a_series()
  local s = balassa.series { start = "2000", interval = "year", values = { 1, 2, false, 3, 4 }, name = "ducks" }
  local r = balassa.trend(s)
  lu.assertEquals(r.n, 4)
  lu.assertEquals(r.dropped, 1)
  lu.assertAlmostEquals(r.p, 2 / 24, 1e-15)
  lu.assertStrContains(tostring(r), "trend of ducks over time")
  lu.assertStrContains(tostring(r), "it cannot reach 0.05")
  lu.assertStrContains(tostring(r), "none: no arrangement of these values would be significant")
end

function TestTrend.test_misuse()
  lu.assertEquals(check.message_of(balassa.trend, 5), "trend needs a series, or a list of { x, y }, not 5")
  lu.assertEquals(check.message_of(balassa.trend, { { 1, 2 }, { {}, 3 } }),
    "point 2 of a trend has the x a table; x is a number or a date")
  lu.assertEquals(check.message_of(balassa.trend, { { 1, 2 } }), "a trend needs 2 to 500 pairs, not 1")
  lu.assertEquals(check.message_of(balassa.trend, { { 1, 2 }, { 2, 3 } }, { tua = 1 }),
    "trend: unknown option 'tua'; did you mean 'tau'?")
  lu.assertEquals(check.message_of(balassa.trend, { { 1, 2 }, { 2, 3 } }, { level = 95 }),
    "option 'level' lies between 0 and 1, such as 0.95; it is 95.0")
end

local TestFisher = {}
_G.TestFisher = TestFisher

-- Fisher's tea: see t/unit/test_fisher.c.
function TestFisher.test_tea()
  local r = balassa.fisher({ { 3, 1 }, { 1, 3 } }, { groups = { "milk first", "tea first" },
    outcomes = { "called milk", "called tea" }, alternative = "greater" })
  lu.assertAlmostEquals(r.p, 17 / 70, 1e-14)
  lu.assertStrContains(tostring(r), "milk first  3 called milk, 1 called tea: 75.0 %")
end

-- Summed over all tables with these margins in Python, with the intervals of scipy.stats.contingency.odds_ratio.
function TestFisher.test_within_a_margin()
  lu.assertAlmostEquals(balassa.fisher({ { 40, 35 }, { 30, 45 } }, { margin = { 1 / 3, 3 } }).within,
    0.7481285208689996, 1e-12)
  lu.assertAlmostEquals(balassa.fisher({ { 7, 23 }, { 5, 12 } }, { margin = { 0.1, 10 } }).within,
    0.5076895828237361, 1e-12)
  lu.assertEquals(check.message_of(balassa.fisher, { { 1, 2 }, { 3, 4 } }, { margin = { 2, 3 } }),
    "fisher: a margin is a pair of odds ratios round 1, such as { 1 / 3, 3 }")
end

function TestFisher.test_misuse()
  lu.assertEquals(check.message_of(balassa.fisher, { { 1, 2 }, { 3, 4.5 } }),
    "fisher needs a table of four counts, { { a, b }, { c, d } }, and row 2, column 2 is 4.5")
  lu.assertEquals(check.message_of(balassa.fisher, { { 0, 0 }, { 3, 4 } }), "the first group of the table has no case")
  lu.assertEquals(check.message_of(balassa.fisher, { { 1, 2 }, { 3, 4 } }, { groups = { "one" } }),
    'fisher: groups are two names, such as { "first", "second" }')
end

local TestBetween = {}
_G.TestBetween = TestBetween

-- 1 1 3 | 5 5 3: reckoned by hand in t/unit/test_between.c.
function TestBetween.test_by_hand()
  local s = balassa.series { start = "1990", interval = "year", values = { 1, 1, 3, 5, 5, 3 }, name = "ducks" }
  local r = balassa.between(s, { "1990/1992", "1993/1995" }, { sims = 20 })
  lu.assertAlmostEquals(r.share, 2 / 3, 1e-14)
  lu.assertAlmostEquals(r.p, 4 / 6, 1e-14)
  lu.assertAlmostEquals(r.phases[2].mean, 13 / 3, 1e-14)
  lu.assertStrContains(tostring(r), "0.667 of the variation lies between the phases")
end

function TestBetween.test_misuse()
  local s = balassa.series { start = "1990", interval = "year", values = { 1, 1, 3, 5 } }
  lu.assertEquals(check.message_of(balassa.between, s, { "1990/1991", "1991/1993" }),
    "between: two phases cover 1991")
  lu.assertEquals(check.message_of(balassa.between, s, { "1890/1891" }), "none of the phases has a value of the series")
  lu.assertEquals(check.message_of(balassa.between, s), 'between needs phases, such as study:phases "section3"')
end

local TestRatePower = {}
_G.TestRatePower = TestRatePower

-- 6 events, half of the time inside: only 0 and 6 have p = 2 / 64 <= .05, so the power for a ratio of 3
-- is .75^6 + .25^6.
function TestRatePower.test_by_hand()
  local r = balassa.rate_ratio({ "1990-06-01", "1991-06-01", "1990-07-01", "1991-07-01", "1990-08-01", "1991-08-01" },
    { "1990" }, { period = "1990/1991", power_ratio = 3 })
  lu.assertAlmostEquals(r.power, 0.75 ^ 6 + 0.25 ^ 6, 1e-12)
  lu.assertTrue(r.smallest_found > 3 and r.smallest_found < math.huge)
end

os.exit(lu.LuaUnit.run())
