-- balassa.contrast in Lua: windows of every kind, printing, export. The numbers of the kernel are
-- tested in t/unit/test_contrast.c; the small ones here are worked out by hand.
local lu = require "luaunit"
local balassa = require "balassa"

local message_of = require "check".message_of

-- 0 0 3 3 0 in five months, one window of two on the threes: D = 3, p = 1/4 (test_contrast.c).
local soup = balassa.series { start = "1998-01", values = { 0, 0, 3, 3, 0 }, name = "soup" }

local TestContrast = {}
_G.TestContrast = TestContrast

function TestContrast.test_by_hand()
  local r = balassa.contrast(soup, { "1998-03/1998-04" })
  lu.assertEquals({ r.estimate, r.p, r.floor, r.placements }, { 3, 0.25, 0.25, 4 })
  lu.assertEquals({ r.n, r.n_in, r.n_out, r.dropped, r.null }, { 5, 2, 3, 0, "relocate" })
  lu.assertEquals({ r.mean_in, r.mean_out }, { 3, 0 })
  r = balassa.contrast(soup, { "1998-03/1998-04" }, { null = "shift", alternative = "greater",
    estimate = "cliff_delta" })
  lu.assertEquals({ r.estimate, r.p, r.placements }, { 1, 0.2, 5 })
end

function TestContrast.test_windows_of_every_kind()
  local span = balassa.date "1998-03/1998-04"
  for _, windows in ipairs { { span }, { { span = span, label = "x" } }, { { span = "1998-03/1998-04" } },
    soup:above(1):runs() } do
    lu.assertEquals(balassa.contrast(soup, windows).estimate, 3)
  end
  local years = balassa.series { start = 1990, interval = "year", values = { 0, 3, 0 } }
  lu.assertEquals(balassa.contrast(years, { 1991 }).estimate, 3)
  local study = assert(balassa.study "t/data/freedonia")
  local r = balassa.contrast(study:index {}, study:crises "chart")
  lu.assertEquals(r.n_in, 12 + 18 + 12) -- 1991; 1993-01 to 1994-06; 1997-01-15 to December: 12 months by middle day
  lu.assertEquals(r.dropped, 2) -- January and February 1990
end

function TestContrast.test_gaps_and_cuts_are_said()
  local s = balassa.series { start = "1998-01", values = { 0, false, 3, 3, 0 } }
  local r = balassa.contrast(s, { "1998-04/1999-12" })
  lu.assertEquals(r.dropped, 1)
  lu.assertStrContains(tostring(r), "1 months without a value")
  lu.assertStrContains(tostring(r), "'1998-04/1999-12' (1998-04/1999-12) goes on beyond the series and is cut to it")
end

function TestContrast.test_print()
  lu.assertEquals(tostring(balassa.contrast(soup, { "1998-03/1998-04" })), [[
contrast of soup with 1 window
  estimate  3  (difference of means: mean 3 inside, 0 outside)
  interval  none: no effect can be ruled out  (95 %; the test inverted over all 4 placements)
  p         0.250  (two-sided; exact over 4 placements, enumerated)
  floor     0.250  (the smallest p this design could have given; it can never reach .05)
  power     0 % of shifts of 0.5 sd are found, 0 % of 1 sd, 80 % of none
            (1,000 AR(1) series, phi 0.00, sd 0, each against 4 placements)
  null      relocate: every placement of windows of these lengths
  n         5 months: 2 inside 1 window, 3 outside
  dropped   none
  series    given]])
end

function TestContrast.test_export()
  local r = balassa.contrast(soup, { "1998-03/1998-04" })
  lu.assertStrContains(r:csv(), "name,value\nestimate,3\nmean_in,3\nmean_out,0\np,0.25\nfloor,0.25\nnull,relocate\n")
  lu.assertStrContains(r:json(), '{"estimate": 3, "mean_in": 3, "mean_out": 0, "p": 0.25, "floor": 0.25, ')
  lu.assertStrContains(r:markdown(), "| p | 0.250  (two-sided; exact over 4 placements, enumerated) |\n")
  lu.assertStrContains(r:json(), '"low": null, "high": null, "interval_placements": 4, "interval_exact": true')
end

function TestContrast.test_interval_and_power_wait_until_asked_for()
  local fall = balassa.series { start = "1998-01", values = { 5, 4, 3, 2, 1, 0 }, name = "fall" }
  local r = balassa.contrast(fall, { "1998-01/1998-03" }, { level = 0.4 })
  lu.assertEquals(rawget(r, "values").low, nil)
  -- four placements with D_k = 3, 1, -1, -3 and own contrasts a_k = 1, 1/3, -1/3, -1; the first and the last
  -- hold at any effect, the others between (3-1)/(1-1/3) = 3 and (3+1)/(1+1/3) = 3; (3+1)/(4/3) = 3 and
  -- (3-1)/(2/3) = 3. So p is 1/2 but at 3: it is not rejected at .5, and is at .6.
  lu.assertAlmostEquals(r.low, 3, 1e-12)
  lu.assertAlmostEquals(r.high, 3, 1e-12)
  lu.assertEquals(rawget(r, "values").low, r.low)
  r = balassa.contrast(fall, { "1998-01/1998-03" }, { level = 0.6 })
  lu.assertEquals({ r.low, r.high }, { -math.huge, math.huge })
  lu.assertEquals(r.interval_placements, 4)
  lu.assertTrue(r.interval_exact)
end

function TestContrast.test_phases()
  local phases = { { span = "1998-01/1998-02", id = "calm" }, { span = "1998-03/1998-04", id = "storm" },
    { span = "1998-05", id = "calm again" } }
  local r = balassa.contrast(soup, { "1998-03/1998-05" }, { null = "phases", phases = phases })
  lu.assertEquals({ r.estimate, r.placements }, { 2, 3 })
  lu.assertAlmostEquals(r.p, 2 / 3, 1e-15) -- values 0 0 | 3 3 | 0, two of three inside: D = 2, 1.5, -3
  lu.assertStrContains(tostring(r), "inside are the phases that the windows cover by more than half: storm " ..
    "(1998-03/1998-04), calm again (1998-05); months of no phase are left out")
  lu.assertStrContains(tostring(r), "exact over 3 labellings of the phases, enumerated")
  lu.assertStrContains(tostring(r), "it can never reach .05")
end

function TestContrast.test_what_was_done_is_said()
  local r = balassa.contrast(soup, { "1998-03/1998-04" }, { null = "permute" })
  lu.assertEquals({ r.p, r.placements, r.method }, { 0.1, 10, "enumerate" })
  lu.assertStrContains(tostring(r), "it ignores time order, so where neighbours are alike its p is too small")
  r = balassa.contrast(soup, { "1998-03/1998-04" }, { null = "permute", method = "dynamic" })
  lu.assertEquals({ r.p, r.method }, { 0.1, "dynamic" })
  lu.assertStrContains(tostring(r), "exact over 10 permutations, by a dynamic programme over sums")
  r = balassa.contrast(soup, { "1998-03/1998-04" }, { method = "monte_carlo", reps = 999, seed = 7 })
  lu.assertAlmostEquals(r.p, 0.25, 0.07)
  lu.assertStrContains(tostring(r), "Monte Carlo: 999 of 4 placements, seed 7, standard error 0.014)")
  r = balassa.contrast(soup, { "1998-03/1998-04" }, { null = "block", block = 2, reps = 99 })
  lu.assertStrContains(tostring(r), "block: the series put together anew from blocks of 2 months\n")
  lu.assertEquals(r.placements, math.huge)
end

function TestContrast.test_errors()
  local study = assert(balassa.study "t/data/freedonia")
  local index = study:index {}
  local cases = {
    { "contrast: unknown option 'nul'; did you mean 'null'?", soup, { "1998-03" }, { nul = "shift" } },
    { "option 'null' cannot be 'shft'; did you mean 'shift'?", soup, { "1998-03" }, { null = "shft" } },
    { 'option \'phases\' is for null = "phases"', soup, { "1998-03" }, { phases = { "1998-03" } } },
    { 'null = "phases" needs the option \'phases\': a set of phases, such as study:phases "section3"', soup,
      { "1998-03" }, { null = "phases" } },
    { "the windows cover no phase by more than half", soup, { "1998-03" }, { null = "phases", phases = { "1998" } } },
    { "option 'level' lies between 0 and 1, such as 0.95; it is 95", soup, { "1998-03" }, { level = 95 } },
    { "option 'reps' is a whole number from 1 to 1000000000, not 0", soup, { "1998-03" }, { reps = 0 } },
    { 'null = "block" is only done by method = "monte_carlo"', soup, { "1998-03" }, { null = "block",
      method = "enumerate" } },
    { 'method = "dynamic" is for null = "relocate" and "permute", not "shift"', soup, { "1998-03" },
      { null = "shift", method = "dynamic" } },
    { "option 'method' cannot be 'dinamic'; did you mean 'dynamic'?", soup, { "1998-03" }, { method = "dinamic" } },
    { "contrast needs a series, such as study:index{...}, not nil", nil, { "1998-03" } },
    { "a contrast needs windows: a set of crises or phases, or a list of spans, not nil", soup, nil },
    { "window 1 is true; a window is a record with a span, a date, a year, or a string such as \"1998/1999\"",
      soup, { true } },
    { "a contrast needs at least one window, and there is none", soup, {} },
    { "the window '2001' (2001) covers no month of the series", soup, { "2001" } },
    { "the windows '1998-02/1998-03' (1998-02/1998-03) and '1998-03' (1998-03) overlap; choose one coding, or " ..
      "merge them", soup, { "1998-02/1998-03", "1998-03" } },
    { "the series has no value outside the windows", soup, { "1998" } },
    { "the windows 'The flood' (1991/1991) and 'The flood' (1991-03/1992-02) overlap; choose one coding, or " ..
      "merge them", index, study:crises() },
  }
  for _, case in ipairs(cases) do
    lu.assertEquals(message_of(balassa.contrast, table.unpack(case, 2, 4)), case[1])
  end
  local r = balassa.contrast(soup, { "1998-03" })
  lu.assertEquals(message_of(function() return r.estimat end),
    "a contrast has no field 'estimat'; did you mean 'estimate'?")
  lu.assertEquals(message_of(function() r.p = 0 end), "a contrast cannot be changed")
end

os.exit(lu.LuaUnit.run())
