-- A contrast without one window at a time, worked by hand.
local lu = require "luaunit"
local balassa = require "balassa"

local message_of = require "check".message_of

-- Windows 1991 (6), 1993 (3), 1995/1996 (1, 1); outside 0 0 2 0.
local y = balassa.series { start = 1990, interval = "year", values = { 0, 6, 0, 3, 2, 1, 1, 0 }, name = "y" }
local windows = { { id = "a", span = "1991" }, { id = "b", span = "1993" }, { id = "c", span = "1995/1996" } }

local TestLeaveOut = {}
_G.TestLeaveOut = TestLeaveOut

function TestLeaveOut.test_by_hand()
  local r = balassa.leave_out(y, windows)
  lu.assertEquals(r.estimate, 11 / 4 - 2 / 4)
  local without = {}
  for i, m in ipairs(r.members) do
    without[i] = { m.id, m.mean, m.contrast.estimate, m.contrast.n, m.contrast.dropped }
  end
  lu.assertEquals(without, { { "a", 6, 5 / 3 - 0.5, 7, 1 }, { "b", 3, 8 / 3 - 0.5, 7, 1 }, { "c", 1, 4, 6, 2 } })
  lu.assertEquals({ r.lowest, r.lowest_without, r.highest, r.highest_without }, { 5 / 3 - 0.5, "a", 4, "c" })
  lu.assertEquals(r.flips, 0)
end

function TestLeaveOut.test_is_the_contrast_of_a_series_with_a_hole()
  local r = balassa.leave_out(y, windows, { null = "shift", alternative = "greater" })
  local hole = balassa.series { start = 1990, interval = "year", values = { 0, 6, 0, false, 2, 1, 1, 0 } }
  local plain = balassa.contrast(hole, { windows[1], windows[3] }, { null = "shift", alternative = "greater" })
  lu.assertEquals({ r.members[2].contrast.p, r.members[2].contrast.floor }, { plain.p, plain.floor })
end

function TestLeaveOut.test_sign()
  local r = balassa.leave_out(y, { "1991", "1995/1996", "1990" })
  -- 0, 6, 1, 1 inside against 0, 3, 2, 0: without 1991, 2/3 against 5/4
  lu.assertEquals({ r.estimate, r.flips }, { 2 - 1.25, 1 })
  lu.assertStrContains(tostring(r), "sign       changes without 1 of them")
  lu.assertStrContains(tostring(r), "  1991               6    -0.5833   0.786")
end

function TestLeaveOut.test_many_windows_are_told_in_short()
  local values, list = {}, {}
  for i = 1, 40 do values[i], list[i] = i % 7, i % 3 == 0 and tostring(1989 + i) or nil end
  local some = {}
  for i = 3, 39, 3 do some[#some + 1] = list[i] end
  local r = balassa.leave_out(balassa.series { start = 1990, interval = "year", values = values }, some,
    { method = "monte_carlo", reps = 99 })
  lu.assertEquals(#r.members, 13)
  lu.assertNil(tostring(r):find("\n%s+1992 "))
  lu.assertStrContains(tostring(r), "largest p")
end

function TestLeaveOut.test_refuses()
  lu.assertStrContains(message_of(balassa.leave_out, y, { "1991" }),
    "leave_out needs at least two windows: without the only one nothing is left")
  lu.assertStrContains(message_of(balassa.leave_out, y, windows, { nul = "shift" }), "did you mean 'null'?")
end

os.exit(lu.LuaUnit.run())
