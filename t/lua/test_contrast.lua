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
contrast of soup with 1 windows
  estimate  3  (difference of means: mean 3 inside, 0 outside)
  p         0.250  (two-sided; exact over 4 placements)
  floor     0.250  (the smallest p this design could have given)
  null      relocate: every placement of windows of these lengths
  n         5 months: 2 inside 1 windows, 3 outside
  dropped   none
  series    given]])
end

function TestContrast.test_export()
  local r = balassa.contrast(soup, { "1998-03/1998-04" })
  lu.assertStrContains(r:csv(), "name,value\nestimate,3\nmean_in,3\nmean_out,0\np,0.25\nfloor,0.25\nnull,relocate\n")
  lu.assertStrContains(r:json(), '{"estimate": 3, "mean_in": 3, "mean_out": 0, "p": 0.25, "floor": 0.25, ')
  lu.assertStrContains(r:markdown(), "| p | 0.250  (two-sided; exact over 4 placements) |\n")
end

function TestContrast.test_errors()
  local study = assert(balassa.study "t/data/freedonia")
  local index = study:index {}
  local cases = {
    { "contrast: unknown option 'nul'; did you mean 'null'?", soup, { "1998-03" }, { nul = "shift" } },
    { "option 'null' cannot be 'shft'; did you mean 'shift'?", soup, { "1998-03" }, { null = "shft" } },
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
