-- Difference in differences: worked by hand, and against the same thing done with plain contrasts.
local lu = require "luaunit"
local balassa = require "balassa"

local message_of = require "check".message_of

local function series(name, ...)
  return balassa.series { start = 1990, interval = "year", values = { ... }, name = name }
end

-- D = mean inside - mean outside the window 1992/1993: 4 of y, 1 of a, 2 of b.
local y, a, b = series("y", 0, 0, 4, 4, 0), series("a", 0, 0, 1, 1, 0), series("b", 1, 1, 2, 4, 1)
local windows = { "1992/1993" }

local TestDid = {}
_G.TestDid = TestDid

function TestDid.test_by_hand()
  local r = balassa.did(y, windows, { against = { a = a, b = b } })
  lu.assertEquals({ r.estimate, r.change, r.change_others }, { 2.5, 4, 1.5 })
  -- y less the others is -.5 -.5 2.5 1.5 -.5; a window of two periods at its four places: -1.67, 0, 2.5, -.17
  lu.assertEquals({ r.p, r.floor }, { 0.25, 0.25 })
  -- a against b: 1 - 2; b against a: 2 - 1
  lu.assertEquals({ r.p_units, r.floor_units, r.units }, { 1 / 3, 1 / 3, 3 })
  lu.assertEquals({ r.others[1].name, r.others[1].estimate, r.others[2].estimate }, { "a", -1, 1 })
  lu.assertEquals({ r.n, r.n_in, r.dropped, #r.left_out }, { 5, 2, 0, 0 })
end

function TestDid.test_units_as_large()
  local r = balassa.did(a, windows, { against = { y = y, b = b } }) -- -2; y against b 2, b against y -2
  lu.assertEquals({ r.estimate, r.p_units }, { -2, 1 })
  r = balassa.did(a, windows, { against = { y = y, b = b }, alternative = "less" })
  lu.assertEquals(r.p_units, 2 / 3)
  r = balassa.did(a, windows, { against = { y = y, b = b }, alternative = "greater" })
  lu.assertEquals(r.p_units, 1)
end

function TestDid.test_gaps()
  local hole = series("hole", 1, false, 1, 1, 1)
  local r = balassa.did(y, windows, { against = { a = a, b = b, hole = hole } })
  lu.assertEquals({ r.estimate, r.left_out[1].name, r.left_out[1].gaps }, { 2.5, "hole", 1 })
  lu.assertStrContains(tostring(r), "left out  hole (1)  (with as many gaps)")
  -- a gap of the series itself: that period counts for no one
  r = balassa.did(series("y", 0, 0, 4, 4, false), windows, { against = { a = a, b = b, hole = hole } })
  lu.assertEquals({ r.estimate, r.n, r.dropped }, { 2.5, 4, 1 })
  lu.assertEquals(#r.left_out, 1)
  -- others may be longer, and shorter ones lack values
  local long = balassa.series { start = 1989, interval = "year", values = { 9, 0, 0, 1, 1, 0, 9 }, name = "a" }
  lu.assertEquals(balassa.did(y, windows, { against = { a = long, b = b } }).estimate, 2.5)
  local short = long:between(1989, 1993)
  lu.assertEquals(balassa.did(y, windows, { against = { a = a, b = b, c = short } }).left_out[1].gaps, 1)
end

-- Without the verb: the difference as a series, held against the windows.
function TestDid.test_is_a_contrast_of_the_difference()
  local r = balassa.did(y, windows, { against = { a = a, b = b }, null = "shift", level = 0.8 })
  local plain = balassa.contrast(y - (a + b) / 2, windows, { null = "shift", level = 0.8 })
  lu.assertEquals({ r.estimate, r.p, r.floor, r.low, r.high, r.power },
    { plain.estimate, plain.p, plain.floor, plain.low, plain.high, plain.power })
end

function TestDid.test_print()
  lu.assertStrContains(tostring(balassa.did(y, windows, { against = { a = a, b = b } })), [[
difference in differences of y with 1 window
  estimate  2.5  (the series changes by 4 inside, the others by 1.5)
]])
  lu.assertStrContains(balassa.did(y, windows, { against = { a = a, b = b } }):csv(), "name,value\nestimate,2.5\nlow,")
end

function TestDid.test_refuses()
  local function of(...)
    return message_of(balassa.did, ...)
  end
  lu.assertStrContains(of(y, windows), "did needs the option 'against': other series, { name = series, ... }")
  lu.assertStrContains(of(y, windows, { against = { a = a } }),
    "did needs at least two others without gaps where the series has values; there is one")
  lu.assertStrContains(of(y, windows, { aganst = {} }), "did you mean 'against'?")
  local month = balassa.series { start = "1990-01", interval = "month", values = { 1 } }
  lu.assertStrContains(of(y, windows, { against = { a = a, m = month } }), "'m' is by month and the series by year")
end

os.exit(lu.LuaUnit.run())
