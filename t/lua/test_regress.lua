-- balassa.regress, dummy, adjust and max_t in Lua: what they take, print and refuse. The numbers of the
-- kernels are tested in t/unit/test_regress.c and test_multiple.c; those here are worked out by hand.
local lu = require "luaunit"
local balassa = require "balassa"

local message_of = require "check".message_of

local function series(values, name)
  return balassa.series { start = "1998-01", values = values, name = name }
end

-- y = 0 1 1 2 on x = 0 1 2 3: slope (sum of xy - n mean x mean y = 9 - 6) / 5 = .6, constant .1; residuals
-- -.1 .3 -.3 .1, RSS .2, s^2 = .1, se of the slope sqrt(.1 / 5).
local y, x = series({ 0, 1, 1, 2 }, "soup"), series({ 0, 1, 2, 3 }, "salt")

local TestRegress = {}
_G.TestRegress = TestRegress

function TestRegress.test_by_hand()
  local r = balassa.regress(y, { x }, { errors = "classical" })
  lu.assertAlmostEquals(r.coefficients.salt.estimate, 0.6, 1e-14)
  lu.assertAlmostEquals(r["constant.estimate"], 0.1, 1e-14)
  lu.assertAlmostEquals(r["salt.se"], math.sqrt(0.02), 1e-14)
  lu.assertAlmostEquals(r.r2, 0.9, 1e-14)
  lu.assertEquals({ r.n, r.dropped, r.df, #r.coefficients }, { 4, 0, 2, 2 })
  -- White's: B = 1/20 (14 -6; -6 4), sum of u^2 (1 x; x x^2) = (.2 .3; .3 .54)
  local white = balassa.regress(y, { salt = x }, { lags = 0 })
  lu.assertAlmostEquals(white["salt.se"], math.sqrt((36 * 0.2 - 48 * 0.3 + 16 * 0.54) / 400), 1e-14)
  local without = balassa.regress(y, { x }, { constant = false, errors = "classical" })
  lu.assertAlmostEquals(without["salt.estimate"], 9 / 14, 1e-14)
end

-- The intervals reach 2.919986 standard errors (Student's t, two degrees of freedom, 5 % beyond).
function TestRegress.test_print()
  lu.assertEquals(tostring(balassa.regress(y, { x }, { errors = "classical", level = 0.9 })), [[
regression of soup on salt
               estimate std. error       t       p   90 % interval
  constant          0.1     0.2646    0.38   0.742   -0.6726 to 0.8726
  salt              0.6     0.1414    4.24   0.051   0.1871 to 1.013
  model      ordinary least squares
  errors     classical, t with 2 degrees of freedom: holds for independent errors only
  fit        R2 0.9, residual standard deviation 0.3162
  residuals  lag-1 autocorrelation -0.75: these errors do not hold; use errors = "hac"
  n          4 months with a value in every series
  dropped    none
  series     given
    salt     given]])
end

function TestRegress.test_gaps_are_said()
  local long = series({ 0, 1, false, 2, 2, 3, 5, 4, 5, false }, "long")
  local text = tostring(balassa.regress(long, { x = series { 0, 1, 2, 3, 4, 5, false, 7, 8, 9 } }))
  lu.assertStrContains(text, "7 months with a value in every series")
  lu.assertStrContains(text, "3 months without")
  lu.assertStrContains(text, "Newey-West, 3 lags (S = 4 of 9 months); p by the fixed-b law of this design; " ..
    "2 gaps keep their place")
end

function TestRegress.test_poisson()
  -- Two groups: the coefficients are the log of the mean count of the one, and of the ratio.
  local r = balassa.regress(series { 1, 3, 2, 6, 4, 8 }, { d = series { 0, 0, 0, 1, 1, 1 } },
    { model = "poisson", errors = "classical" })
  lu.assertAlmostEquals(r["constant.estimate"], math.log(2), 1e-12)
  lu.assertAlmostEquals(r["d.estimate"], math.log(3), 1e-12)
  lu.assertAlmostEquals(r["d.se"], math.sqrt(1 / 6 + 1 / 18), 1e-12) -- of a log rate ratio
end

function TestRegress.test_chart()
  local chart = balassa.regress(y, { x }):chart { title = "Soup" }
  lu.assertStrContains(chart:script(), "$interval << EOD")
  lu.assertStrContains(tostring(chart), "Soup")
  lu.assertEquals(message_of(function() return balassa.regress(y, {}):chart() end),
    "a regression on a constant alone has no chart")
end

function TestRegress.test_errors()
  local cases = {
    { "regress needs a series, such as study:index{...}, not nil", nil, {} },
    { "regress needs the series to regress on: a table such as { oil = oil, crisis = crisis }", y, x },
    { "regress: 'salt' is no series but 3", y, { salt = 3 } },
    { "regress: item 1 is no series but soup", y, { "soup" } },
    { "regress: series 1 has no name; write { name = series }", y, { series { 1, 2, 3, 5 } } },
    { "regress: there are two series of the name 'salt'", y, { x, salt = x } },
    { "regress: a series cannot be called 'constant', which stands for the column of ones", y, { constant = x } },
    { "regress: unknown option 'lag'; did you mean 'lags'?", y, { x }, { lag = 3 } },
    { "option 'errors' cannot be 'hax'; did you mean 'hac'?", y, { x }, { errors = "hax" } },
    { "regress: lags is a whole number of periods, 0 or more, not -1", y, { x }, { lags = -1 } },
    { "regress: lags belong to errors = \"hac\", not to \"ewc\"", y, { x }, { lags = 1, errors = "ewc" } },
    { "lags = 9: the periods used span 4, so at most 3", y, { x }, { lags = 9 } },
    { "regress: level is a number between 0 and 1 such as 0.95, not 95", y, { x }, { level = 95 } },
    { "the series 'a' does not cover the periods of the one that is regressed; bring it there with " ..
      ":between(from, to) or :reach(from, to)", y, { a = series { 1, 2, 3 } } },
    { "the series 'a' goes by year and the one that is regressed by month; bring them together with " ..
      ":aggregate or :repeat_to", y, { a = balassa.series { start = "1998", interval = "year", values = { 1 } } } },
    { "the column 'b' does not vary in the 4 periods that are used; leave it out", y, { b = series { 2, 2, 2, 2 } } },
  }
  for _, case in ipairs(cases) do
    lu.assertEquals(message_of(balassa.regress, case[2], case[3], case[4]), case[1])
  end
end

local TestDummy = {}
_G.TestDummy = TestDummy

function TestDummy.test_windows()
  lu.assertEquals(balassa.dummy({ "1998-02", "1998-02/1998-03" }, y):values(), { 0, 1, 1, 0 })
  local runs = balassa.dummy({ "1998-03/1999" }, y, { name = "flood" }):runs()
  lu.assertEquals({ #runs, tostring(runs[1].span) }, { 1, "1998-03/1998-04" })
  lu.assertEquals(balassa.dummy({ { span = "1998-01" } }, y, { name = "flood" }).name, "flood")
end

-- The regression on a dummy is the contrast: same estimate, and gaps stay out of both.
function TestDummy.test_is_the_contrast()
  local study = assert(balassa.study "t/data/freedonia")
  local index, crises = study:index {}, study:crises "chart"
  local r = balassa.regress(index, { crisis = balassa.dummy(crises, index) })
  local c = balassa.contrast(index, crises)
  lu.assertAlmostEquals(r["crisis.estimate"], c.estimate, 1e-12)
  lu.assertEquals({ r.n, r.dropped }, { c.n, c.dropped })
end

function TestDummy.test_errors()
  lu.assertEquals(message_of(balassa.dummy, {}, y), "dummy needs at least one window, and there is none")
  lu.assertEquals(message_of(balassa.dummy, nil, y),
    "dummy needs windows: a set of crises or phases, or a list of spans, not nil")
  lu.assertEquals(message_of(balassa.dummy, { "2001" }, y), "the window 2001 covers no month of the series")
  lu.assertEquals(message_of(balassa.dummy, { 3 }, y),
    "window 1 is 3; a window is a record with a span, a date, or a string such as \"1998/1999\"")
  lu.assertEquals(message_of(balassa.dummy, { "1998" }, nil),
    "dummy needs a series, such as study:index{...}, not nil")
end

-- A series that does not vary is fitted perfectly, and has neither t nor p.
function TestRegress.test_constant_y()
  local r = balassa.regress(balassa.series { start = "1998-01", values = { 2, 2, 2, 2, 2, 2 } },
    { x = balassa.series { start = "1998-01", values = { 1, 0, 1, 1, 0, 0 } } }, { errors = "classical" })
  lu.assertStrContains(tostring(r), "R2 -, residual standard deviation 0")
  lu.assertStrContains(tostring(r), "the fit is perfect")
  lu.assertStrContains(r:chart():script(), "no p")
end

local TestAdjust = {}
_G.TestAdjust = TestAdjust

function TestAdjust.test_by_hand()
  local r = balassa.adjust { 0.01, 0.04, 0.03 }
  for i, want in ipairs { 0.03, 0.06, 0.06 } do lu.assertAlmostEquals(r.adjusted[i], want, 1e-15) end
  r = balassa.adjust({ a = 0.01, b = balassa.contrast(series { 0, 0, 3, 3, 0 }, { "1998-03/1998-04" }) },
    { method = "bh" })
  lu.assertEquals({ r.adjusted.a, r["adjusted.b"], r.p.b }, { 0.02, 0.25, 0.25 })
  lu.assertEquals(tostring(r), [[
2 p-values adjusted for each other
                  p  adjusted
  a           0.010     0.020
  b           0.250     0.250
  method  Benjamini-Hochberg: false discovery rate, for independent or positively dependent tests
  tests   2 (all that were run must be among them)]])
end

function TestAdjust.test_errors()
  lu.assertEquals(message_of(balassa.adjust, { 0.1 }, { method = "holms" }),
    "adjust: method is \"holm\", \"bh\" or \"bonferroni\", not 'holms'; did you mean 'holm'?")
  lu.assertEquals(message_of(balassa.adjust, {}), "adjust needs at least one p-value, and there is none")
  lu.assertEquals(message_of(balassa.adjust, 0.1),
    "adjust needs a table of p-values, a list or { name = p }, not 0.1")
  lu.assertEquals(message_of(balassa.adjust, { 0.1, 1.2 }),
    "adjust: [2] is 1.2; a p-value is a number from 0 to 1, or a result that has one")
  lu.assertEquals(message_of(balassa.adjust, { a = "x" }),
    "adjust: [a] is x; a p-value is a number from 0 to 1, or a result that has one")
end

-- Each p and what becomes of it, most extreme first; what is equal before and after is one dot.
function TestAdjust.test_chart()
  local chart = balassa.adjust({ soup = 0.03, salad = 0.002, bread = 1 }):chart()
  local script = chart:script()
  lu.assertStrContains(script, "Of 3 tests one is at or below 0.05 after the adjustment.")
  lu.assertStrContains(script, "adjusted 0.060")
  lu.assertTrue(script:find("salad", 1, true) < script:find("soup", 1, true))
  local texts = {}
  for _, t in ipairs(chart:page().ticks) do texts[#texts + 1] = t.from end
  lu.assertEquals(texts, { 0, -1, -2 })
  lu.assertEquals(message_of(function() balassa.adjust({ 0.1 }):chart { colour = 1 } end),
    "a chart of adjusted p-values: unknown option 'colour' (known: label, note, subtitle, title, width)")
end

local TestMaxT = {}
_G.TestMaxT = TestMaxT

-- Means inside, at shifts 0 .. 4 of 0 0 3 3 0: only the observed one reaches 3 (test_multiple.c).
function TestMaxT.test_by_hand()
  local soup = series({ 0, 0, 3, 3, 0 }, "soup")
  local c = balassa.contrast(soup, { "1998-03/1998-04" }, { null = "shift" })
  local r = balassa.max_t { first = c, second = c }
  lu.assertAlmostEquals(r.members.first.adjusted, 0.2, 1e-15)
  lu.assertAlmostEquals(r.members[2].p, c.p, 1e-15)
  lu.assertEquals({ r.tests, r.placements, r.floor, r.undefined }, { 2, 5, 0.2, 0 })
  lu.assertEquals(tostring(balassa.max_t { c }), [[
1 contrasts as one family
            estimate       T       p  adjusted
  soup             3    1.60   0.200     0.200
  null     shift: every circular shift of all windows, the same in all 1 contrasts
  p        exact over 5 shifts; adjusted by step-down maxT (family-wise error)
  floor    0.200  (the smallest p this design could have given)
  T        the estimate over its standard deviation across the shifts
  dropped  none]])
end

function TestMaxT.test_errors()
  local soup = series({ 0, 0, 3, 3, 0 }, "soup")
  local c = balassa.contrast(soup, { "1998-03/1998-04" })
  lu.assertEquals(message_of(balassa.max_t, {}), "max_t needs at least one contrast, and there is none")
  lu.assertEquals(message_of(balassa.max_t, c), "max_t needs a table of contrasts, a list or { name = contrast }, " ..
    "not table")
  lu.assertEquals(message_of(balassa.max_t, { 3 }), "max_t: [1] is no contrast but 3")
  lu.assertEquals(message_of(balassa.max_t, { a = c, b = balassa.contrast(y, { "1998-02" }) }),
    "max_t: 'a' and 'b' cover different periods, and one shift must do for both; bring their series together " ..
      "with balassa.align")
end

os.exit(lu.LuaUnit.run())
