-- How precisely the study's index, and its contrast with the crises, are measured: block bootstraps.
local balassa = require "balassa"

local opts = balassa.options {
  study = { "kazakhstan-1991-2010", "name or folder of the study" },
  crises = { "chart2", "coding of the crisis windows" },
  rule = { "latest", "how events make a monthly index", choices = { "latest", "mean", "max" } },
  score = { "rank", "column of the ladder that scores a rung" },
  scheme = { "stationary", "how blocks are drawn", choices = { "block", "circular", "stationary" } },
  block = { 0.0, "length of a block in months; 0 lets the series choose", least = 0 },
  reps = { 9999, "resamples", least = 1 },
  seed = { 1, "seed of the resamples" },
  level = { 0.95, "level of the intervals", least = 0, most = 1 },
  type = { "bca", "kind of the intervals", choices = { "percentile", "basic", "bca" } },
  figure = { "", "save the figure under this name, e.g. build/bootstrap-1", writes = "figure" },
}

local study = assert(balassa.study(opts.study, { needs = { "ladder", "crises" } }))
local index = study:index { rule = opts.rule, score = opts.score }
local contrast = balassa.contrast(index, study:crises(opts.crises))

local function run(what, statistic)
  return balassa.bootstrap(what, { statistic = statistic, scheme = opts.scheme, level = opts.level, type = opts.type,
    block = opts.block > 0 and opts.block or nil, reps = opts.reps, seed = opts.seed })
end

print(run(index))
print()
local difference = run(contrast)
print(difference)
print()
print(run(index, function(series) return series:above(3):mean() end)) -- share of months at or above rank 4

if opts.figure ~= "" then
  assert(difference:chart():save(opts.figure))
end
