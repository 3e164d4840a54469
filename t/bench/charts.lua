-- Twenty figures of the first study, drawn as one set: balassa t/bench/charts.lua FOLDER prints the ms that
-- chart.save_all took (to 10 ms), and how many of them were Lua's.
local balassa = require "balassa"

local folder = arg[1]
local study = assert(balassa.study "datasets/kazakhstan-1991-2010")
local set, n = {}, 0

local function add(chart)
  n = n + 1
  set[string.format("%s/%02d", folder, n)] = chart
end

for _, coding in ipairs { "chart2", "section4" } do
  local crises, events = study:crises(coding), study:events()
  for _, score in ipairs { "rank", "integration" } do
    local index = study:index { rule = "latest", score = score }
    add(balassa.epochs(index, crises, { reps = 999 }):chart())
    add(balassa.lead_lag(index, crises):chart())
    add(balassa.contrast(index, crises):chart())
    add(balassa.segments(index:between("1992-01", "2010-12"), { min_length = 12 }):chart())
  end
  add(balassa.rate_ratio(events, crises):chart())
  add(balassa.coincidence(events, crises):chart())
end

local function now()
  local file = assert(io.open "/proc/uptime")
  local seconds = file:read "n"
  file:close()
  return 1000 * seconds
end

local start, cpu = now(), os.clock()
assert(balassa.chart.save_all(set))
print(string.format("%d\t%.0f\t%.0f", n, now() - start, 1000 * (os.clock() - cpu)))
