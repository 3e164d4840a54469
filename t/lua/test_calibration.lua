-- False alarms of every test, a few runs of each row of t/lua/calibration.lua: within Monte Carlo error of
-- what `make bench` shows with many.
local lu = require "luaunit"

local calibration = require "calibration"

local TestFalseAlarms = {}
_G.TestFalseAlarms = TestFalseAlarms

for _, row in ipairs(calibration.rows) do
  TestFalseAlarms["test " .. row[1]] = function()
    for i, bounds in ipairs(row.bounds) do
      local share = calibration.alarms(row, calibration.phis[i], row.few or 100)
      local what = string.format("%s at phi %g: %g", row[1], calibration.phis[i], share)
      lu.assertTrue(bounds[1] <= share and share <= bounds[2], what)
    end
  end
end

os.exit(lu.LuaUnit.run())
