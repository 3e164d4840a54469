-- Hold the contrast of crises and calm against each of the null distributions that Balassa has.
local balassa = require "balassa"

local opts = balassa.options {
  study = { "kazakhstan-1991-2010", "name or folder of the study" },
  crises = { "chart2", "coding of the crisis windows" },
  phases = { "section5", "coding of the phases whose labels are permuted" },
  score = { "rank", "column of the ladder that scores a rung" },
  estimate = { "mean_difference", "what is estimated", choices = { "mean_difference", "cliff_delta" } },
  alternative = { "two_sided", "direction of the test", choices = { "two_sided", "greater", "less" } },
  figure = { "", "save the figure under this name, e.g. build/contrast", writes = "figure" },
}

local study = assert(balassa.study(opts.study, { needs = { "ladder", "events.rung", "crises" } }))
local index = study:index { rule = "latest", score = opts.score }
local crises, phases = study:crises(opts.crises), study:phases(opts.phases)

local function contrast(null)
  return balassa.contrast(index, crises, { null = null, estimate = opts.estimate, alternative = opts.alternative,
    phases = null == "phases" and phases or nil })
end

print(contrast "relocate")
print "\nHeld against\n  null       estimate       p    floor      interval of 95 %  1 sd found"
for _, null in ipairs { "relocate", "shift", "block", "phases", "permute" } do
  local r = contrast(null)
  print(string.format("  %-8s  %9.3f  %6.3f  %7.1e  %7.2f  to %7.2f  %9.0f %%", null, r.estimate, r.p, r.floor, r.low,
    r.high, 100 * r.power))
end
print "permute ignores time order: what it calls significant need not be. phases moves whole phases."

if opts.figure ~= "" then
  assert(contrast "relocate":chart { study = study }:save(opts.figure))
end
