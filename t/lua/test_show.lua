-- balassa.show: values as the prompt prints them.
local lu = require "luaunit"
local show = require "balassa".show

local TestShow = {}
_G.TestShow = TestShow

function TestShow.test_values()
  local object = setmetatable({ 1 }, { __tostring = function() return "an object\nof two lines" end })
  local rows = {
    { nil, "nil" },
    { true, "true" },
    { 1.0, "1.0" },
    { "text", "text" },
    { object, "an object\nof two lines" },
    { {}, "{}" },
    { { 1, 2.5, "a", true }, "{ 1, 2.5, \"a\", true }" },
    { { "a\nb", 'c"d', "\0" }, [[{ "a\nb", "c\"d", "\0" }]] },
    { { object }, "{ an object ... }" },
    { { {}, { 1 }, { x = 1, y = 2 } }, "{ {}, {... 1 entry}, {... 2 entries} }" },
    { { z = 1, a = 2, [3] = 3, [1] = 1, [-1] = 0 }, "{ 1, [-1] = 0, [3] = 3, a = 2, z = 1 }" },
    { { [1.5] = 1, ["a b"] = 2, ["while"] = 3, [false] = 4 },
      "{ [1.5] = 1, [\"a b\"] = 2, [\"while\"] = 3, [false] = 4 }" },
  }
  for _, row in ipairs(rows) do lu.assertEquals(show(row[1]), row[2]) end
end

function TestShow.test_itself()
  local t = {}
  t.me = t
  lu.assertEquals(show(t), "{ me = {... 1 entry} }")
end

function TestShow.test_wide()
  local t = {}
  for i = 1, 3 do t[i] = ("x"):rep(30) end
  local item = '"' .. ("x"):rep(30) .. '"'
  lu.assertEquals(show(t), "{\n  " .. item .. ",\n  " .. item .. ",\n  " .. item .. "\n}")
end

function TestShow.test_long()
  local t, want = {}, {}
  for i = 1, 100 do t[i] = i end
  for i = 1, 40 do want[i] = "  " .. i end
  t.name = "x"
  want[41] = "  ... 61 more"
  lu.assertEquals(show(t), "{\n" .. table.concat(want, ",\n") .. "\n}")
end

-- A long string is cut between characters: 59 letters, then one of two bytes across the limit of 60.
function TestShow.test_long_string()
  lu.assertEquals(show { ("x"):rep(59) .. "é" .. ("x"):rep(9) }, '{ "' .. ("x"):rep(59) .. '..." }')
  lu.assertEquals(show { ("x"):rep(60) }, '{ "' .. ("x"):rep(60) .. '" }')
  lu.assertEquals(show { ("\xff"):rep(61) }, '{ "' .. ("\xff"):rep(60) .. '..." }')
end

os.exit(lu.LuaUnit.run())
