-- A what-if and all that compare() says of it, exact relocation included, on the first study.
local balassa = require "balassa"

local study = assert(balassa.study "datasets/kazakhstan-1991-2010")
local rounds, times = 31, {}

for i = 1, rounds do
  local start = os.clock()
  local later = study:move_crisis("russia-1998", { from = "1998-08" })
  local compared = balassa.compare(study, later)
  times[i] = 1000 * (os.clock() - start)
  assert(#compared.measures > 5)
end
table.sort(times)
local median = times[rounds // 2 + 1]
print(("one edit and compare(), both studies measured   %.2f ms of processor time, median of %d; <= 10 ms: %s")
  :format(median, rounds, median <= 10 and "yes" or "NO"))
