-- Every kind of result in full precision, for tests that hold one run against another: prints a line of JSON
-- each; with a first argument, draws a figure of that name.
local balassa = require "balassa"

if arg[2] and arg[2] ~= "" then assert(os.setlocale(arg[2]), "no locale " .. arg[2]) end

local study = assert(balassa.study "t/data/freedonia")
local kazakhstan = assert(balassa.study "datasets/kazakhstan-1991-2010")
local crises = kazakhstan:crises "chart2"
local index = kazakhstan:index { rule = "latest", score = "rank" }
local soup = {}
for i = 1, 96 do soup[i] = (i * i * 31 % 97) / 7 + i / 9 end
soup = balassa.series { start = "1998-01", values = soup, name = "soup" }

-- For what is drawn, or shared out between threads in another way: gaps, whole numbers, many dates, lives.
local gappy, whole, many, lives = {}, {}, {}, {}
for i = 1, 240 do
  gappy[i], whole[i] = i % 37 == 5 and 0 / 0 or (i * i * 31 % 97) / 7, i * i * 31 % 11
end
gappy = balassa.series { start = "1991-01", values = gappy, name = "gappy" }
whole = balassa.series { start = "1991-01", values = whole, name = "whole" }
for i = 1, 9 do many[i] = string.format("%d-%02d", 1991 + 2 * i, i) end
for i = 1, 40 do lives[i] = { time = i * i * 31 % 97 + 1, event = i % 3 > 0, x = i % 2 == 0 and "a" or "b" } end
local six = { "1991", "1993/1994", "1996-02/1997-03", "1999-05/2000-12", "2003/2004", "2007-03/2009-10" }
local shifted = balassa.contrast(gappy, crises, { null = "shift" })

local results = {
  balassa.contrast(index, crises, { null = "relocate" }),
  balassa.contrast(gappy, crises, { method = "enumerate" }),
  balassa.contrast(whole, six, { method = "dynamic" }),
  balassa.bootstrap(gappy, { reps = 999, scheme = "stationary" }),
  balassa.bootstrap(balassa.contrast(whole, crises), { reps = 999 }),
  balassa.epochs(gappy, many, { reps = 9999 }),
  balassa.coincidence({ "1994-05", "1999-11", "2004-02" }, many, { period = "1991/2010", reps = 9999 }),
  balassa.survival(lives, { group = "x", method = "monte_carlo", reps = 9999 }),
  balassa.max_t { shifted, shifted },
  balassa.contrast(index, crises, { null = "shift" }),
  balassa.contrast(index, crises, { null = "block", block = 6, reps = 999 }),
  balassa.contrast(index, crises, { null = "permute", method = "monte_carlo", reps = 20000 }),
  balassa.contrast(index, crises, { null = "relocate", estimate = "cliff_delta", method = "monte_carlo", reps = 2000 }),
  balassa.bootstrap(soup, { reps = 999 }),
  balassa.bootstrap(soup, { reps = 999, scheme = "circular", type = "percentile", block = 5 }),
  balassa.regress(soup, { lag = soup:lag(1) }),
  balassa.regress(soup, { lag = soup:lag(1) }, { errors = "ewc" }),
  balassa.rate_ratio(kazakhstan:events(), crises),
  balassa.epochs(soup, { "1999-05", "2001-09", "2003-02" }, { before = 6, after = 6 }),
  balassa.coincidence(kazakhstan:events(), crises),
  balassa.lead_lag(index, soup:lag(2), { lags = 6 }),
  balassa.segments(soup, { most = 5, min_length = 4 }),
  balassa.segments(soup, { n = 2, interval = "bootstrap", reps = 199, block = 3 }),
  balassa.survival(kazakhstan),
  balassa.gap(kazakhstan),
  balassa.alpha(study, { reps = 199 }),
}
for i, result in ipairs(results) do
  print(i, result:json())
  print(result)
  print(result:csv())
end
print(index, soup:rolling_mean(5):standardise(), balassa.date "1998-12-22/1998-12-23")
if arg[1] and arg[1] ~= "" then assert(results[1]:chart { study = kazakhstan }:save(arg[1])) end
