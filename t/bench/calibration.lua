-- The share of false alarms of each test (t/lua/calibration.lua), as a table: balassa t/bench/calibration.lua RUNS
local calibration = require "calibration"

local runs = tonumber(arg[1]) or 1000
local head = {}
for i, phi in ipairs(calibration.phis) do head[i] = string.format("%8g", phi) end
print(string.format("false alarms of a nominal %g %% test, %d runs a cell (standard error of a true .05: %.3f); " ..
  "* what a user gets without asking", 100 * calibration.level, runs, math.sqrt(0.05 * 0.95 / runs)))
print(string.format("%-44s%s   of AR(1) noise with this phi", "", table.concat(head)))
for _, row in ipairs(calibration.rows) do
  local cells = {}
  for i, phi in ipairs(row.plain and { 0 } or calibration.phis) do
    cells[i] = string.format("%8.3f", calibration.alarms(row, phi, row.few and math.ceil(runs / 4) or runs))
  end
  print(string.format("%-44s%s", (row.default and "* " or "  ") .. row[1], table.concat(cells)) ..
    (row.few and string.format("   (%d runs)", math.ceil(runs / 4)) or ""))
end
