-- balassa.segments and balassa.agreement in Lua: options, dates, printing. The numbers of the kernel are
-- tested in t/unit/test_segment.c and test_agreement.c; the small ones here are worked out by hand.
local lu = require "luaunit"
local balassa = require "balassa"

local message_of = require "check".message_of

-- Levels 1/3 and 28/3 in six months, with a gap between them: a change in 1998-05.
local soup = balassa.series { start = "1998-01", values = { 0, 1, 0, false, 9, 10, 9 }, name = "soup" }

-- The flow of the Nile by year; t/data/nile.csv says where it is from.
local function nile()
  local values = {}
  for line in io.lines "t/data/nile.csv" do
    local flow = line:match "^%d+,(%d+)$"
    if flow then values[#values + 1] = tonumber(flow) end
  end
  return balassa.series { start = "1871", interval = "year", values = values, name = "Nile" }
end

local TestSegments = {}
_G.TestSegments = TestSegments

function TestSegments.test_by_hand()
  for _, options in ipairs { { n = 2 }, { penalty = 5 }, { penalty = 5, search = "pelt" }, { n = 2, search = "binary" },
    { n = 2, cost = "rank" }, { n = 2, cost = "poisson" } } do
    local r = balassa.segments(soup, options)
    lu.assertEquals(r.changes, 1)
    lu.assertEquals(tostring(r.boundaries[1].date), "1998-05")
    lu.assertEquals({ r.n, r.dropped, r.boundaries[1].index }, { 6, 1, 5 })
    lu.assertEquals({ r.segments[1].n, r.segments[1].first, r.segments[1].last }, { 3, 1, 3 })
    lu.assertAlmostEquals(r.segments[2].mean, 28 / 3, 1e-12)
    lu.assertEquals(tostring(r.segments[2].span), "1998-05/1998-07")
  end
  lu.assertAlmostEquals(balassa.segments(soup, { n = 2 }).cost_sum, 4 / 3, 1e-12)
  -- residuals -1 2 -1, a gap, -1 2 -1, in thirds: products -2 -2 -2 -2, squares 12
  lu.assertAlmostEquals(balassa.segments(soup, { n = 2 }).residual_r1, -8 / 12, 1e-12)
end

-- The dam at Aswan: 1899 is the first year of the lower flow. BIC is R's (nile-strucchange.csv).
function TestSegments.test_the_nile()
  local r = balassa.segments(nile(), { min_length = 15, most = 6 })
  lu.assertEquals(r.changes, 1)
  lu.assertEquals(tostring(r.boundaries[1].date), "1899")
  lu.assertAlmostEquals(r.criterion_value, 1270.08373574, 1e-7)
  lu.assertEquals(#r.tried_criterion, 6)
  local b = balassa.segments(nile(), { n = 2, interval = "bootstrap", reps = 199, block = 3 })
  lu.assertTrue(b.boundaries[1].low <= 29 and b.boundaries[1].high >= 29)
  local again = balassa.segments(nile(), { n = 2, interval = "bootstrap", reps = 199, block = 3 })
  lu.assertEquals(tostring(again), tostring(b)) -- one seed, one answer
  lu.assertStrContains(tostring(b), "95%, 199 bootstraps of residual blocks of 3, seed 1991")
end

function TestSegments.test_no_change_is_an_answer()
  local flat = balassa.series { start = "1998-01", values = { 2, 3, 2, 3, 3, 2, 2, 3 }, name = "flat" }
  local r = balassa.segments(flat, { min_length = 2 })
  lu.assertEquals(r.changes, 0)
  lu.assertEquals(#r.boundaries, 0)
  lu.assertStrContains(tostring(r), "segments of flat: no change\n  change      none\n")
end

function TestSegments.test_print()
  lu.assertEquals(tostring(balassa.segments(soup, { n = 2 })), [[
segments of soup: 2, with 1 change
  segment     1998-01/1998-03: mean 0.3333, sd 0.5774, 3 months
  change      1998-05  (1998-05 to 1998-05)
  segment     1998-05/1998-07: mean 9.333, sd 0.5774, 3 months
  cost        changes of the mean (sum of squares)
  search      exact: dynamic programme over every segmentation
  rule        a given number: 2 segments
  min length  1 months with a value
  interval    95%, profile of the cost with the other changes kept; for independent values
  n           6 months
  dropped     1 months without a value; their neighbours count as adjacent
  series      given]])
end

function TestSegments.test_quarters_and_chart()
  local s = balassa.series { start = "1998-01/1998-03", interval = "quarter", values = { 1, 2, 1, 8, 9, 8 } }
  local r = balassa.segments(s, { n = 2 })
  lu.assertEquals(tostring(r.segments[2].span), "1998-10-01/1999-06-30")
  lu.assertStrContains(tostring(r:chart { phases = { { span = "1998", label = "x" } } }), "strip (1), bands (1), steps")
end

function TestSegments.test_errors()
  local ties = balassa.series { start = "1998-01", values = { 1, 1, 1, 1, 5, 6 } }
  local cases = {
    { "segments: unknown option 'pelanty'; did you mean 'penalty'?", soup, { pelanty = 3 } },
    { "segments: give one of n, penalty and criterion, not both n and penalty", soup, { n = 2, penalty = 3 } },
    { "segments needs a series, such as study:index{...}, not nil", nil, {} },
    { "option 'cost' cannot be 'men'; did you mean 'mean'?", soup, { cost = "men" } },
    { "option 'interval' cannot be 'profil'; did you mean 'profile'?", soup, { interval = "profil" } },
    { "bootstrap intervals are for the cost 'mean'; use interval = \"profile\"", soup,
      { cost = "rank", interval = "bootstrap" } },
    { "3 segments of at least 3 values do not fit into 6 values; at most 2 do", soup, { n = 3, min_length = 3 } },
    { "option 'n' is a whole number from 0 to 1000000000, not -1", soup, { n = -1 } },
    { "the level of an interval is between 0 and 1, not 95", soup, { n = 2, level = 95 } },
    { "a block has 1 to 6 values, not 7, and reps is at least 1", soup, { n = 2, interval = "bootstrap", block = 7 } },
    { "values 1 to 2 are all 1: a segment of them has no variance and its likelihood no bound; use the cost " ..
      "\"mean\" or \"rank\", or a longer min_length", ties, { cost = "mean_variance" } },
    { "the series has no values", balassa.series { start = "1998-01", values = { false, false } }, {} },
  }
  for _, case in ipairs(cases) do
    lu.assertEquals(message_of(balassa.segments, table.unpack(case, 2, 3)), case[1])
  end
end

local TestAgreement = {}
_G.TestAgreement = TestAgreement

-- Twelve months, found 1-4 | 5-12 (a gap has no say), told 1-6 | 7-12. Covering: (6 * 4/6 + 6 * 6/8) / 12.
function TestAgreement.test_by_hand()
  local s = balassa.series { start = "1998-01", values = { 0, 0, 0, false, 9, 9, 9, 9, 9, 9, 9, 9 } }
  local r = balassa.agreement(balassa.segments(s, { n = 2 }), { "1998-01/1998-06", "1998-07/1998-12" }, { margin = 1 })
  lu.assertAlmostEquals(r.covering, (4 + 4.5) / 12, 1e-12)
  lu.assertEquals({ r.precision, r.recall, r.f1, r.n }, { 0.5, 0.5, 0.5, 12 })
  r = balassa.agreement(balassa.segments(s, { n = 2 }), { "1998-01/1998-06", "1998-07/1998-12" }, { margin = 2 })
  lu.assertEquals({ r.f1, r.matched }, { 1, 2 })
  -- a shift by 0 .. 4 brings the change of month 5 to months 5 .. 9, within 2 of 7
  lu.assertAlmostEquals(r.f1_p, 5 / 12, 1e-12)
  lu.assertStrContains(tostring(r), "found          1998-05\n  narrated       1998-07\n")
end

function TestAgreement.test_phases_with_phases()
  local study = assert(balassa.study "t/data/freedonia")
  local a = study:phases(study:codings "phases"[1])
  local r = balassa.agreement(a, a)
  lu.assertEquals({ r.covering, r.adjusted_rand, r.f1 }, { 1, 1, 1 })
  local two = balassa.agreement(a, { a, { "1990/1994" } })
  lu.assertEquals(#two.narrated_changes, 2)
end

function TestAgreement.test_errors()
  local r = balassa.segments(soup, { n = 2 })
  local cases = {
    { "agreement: unknown option 'margn'; did you mean 'margin'?", r, { "1998" }, { margn = 1 } },
    { "a margin is a whole number of periods from 0 on, not 1.5", r, { "1998" }, { margin = 1.5 } },
    { "agreement takes phases: a set of records with a span each, such as study:phases \"coding\", a list of " ..
      "spans, or a list of such sets, not 5", r, 5 },
    { "the phase 1998/.. has an open end; agreement needs both", { "1998/.." }, { "1998" } },
  }
  for _, case in ipairs(cases) do
    lu.assertEquals(message_of(balassa.agreement, table.unpack(case, 2, 4)), case[1])
  end
end

os.exit(lu.LuaUnit.run())
