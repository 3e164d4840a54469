-- Put the study's main claim to the test: does integration rhetoric intensify in times of crisis?
local balassa = require "balassa"

local opts = balassa.options {
  study = { "kazakhstan-1991-2010", "name or folder of the study" },
  crises = { "chart2", "coding of the crisis windows" },
  rule = { "latest", "how events make a monthly index", choices = { "latest", "mean", "max" } },
  score = { "rank", "column of the ladder that scores a rung" },
  date = { "midpoint", "day an imprecise date stands for", choices = { "earliest", "midpoint", "latest" } },
  null = { "relocate", "what the estimate is held against", choices = { "relocate", "shift" } },
  alternative = { "two_sided", "direction of the test", choices = { "two_sided", "greater", "less" } },
  figure = { "", "save the figure under this name, e.g. plots/claim-1" },
}

local study = assert(balassa.study(opts.study))

local function index_of(changes)
  return study:index { rule = opts.rule, score = changes.score or opts.score, date = changes.date or opts.date,
    of = changes.of }
end

local function contrast_of(changes)
  return balassa.contrast(index_of(changes), study:crises(changes.crises or opts.crises),
    { null = opts.null, alternative = opts.alternative })
end

print 'Claim 1: "the integration rhetoric intensifies in the times of crisis. Over the 1990s and 2000s, this has'
print 'happened three times." (Vinokurov 2010, section 4)\n'
local result = contrast_of {}
print(result)

print "\nCrisis by crisis: mean of the index inside (outside all of them it is as above)"
for _, window in ipairs(result.windows) do
  local inside = result.series:between(result.series:period(window.first), result.series:period(window.last))
  print(string.format("  %8s  %s, %s", inside:mean() and string.format("%.2f", inside:mean()) or "no value",
    window.label, window.span))
end

-- How much hangs on a single event: the estimate without each in turn.
local low, high, flips = result, result, {}
local low_id, high_id = "none", "none"
for _, event in ipairs(study:events { rung = true }) do
  local without = contrast_of { of = study:events(function(e) return e.id ~= event.id end) }
  if without.estimate < low.estimate then
    low, low_id = without, event.id
  end
  if without.estimate > high.estimate then
    high, high_id = without, event.id
  end
  if without.estimate * result.estimate < 0 then
    flips[#flips + 1] = event.id
  end
end
print "\nLeaving out one event at a time"
print(string.format("  lowest   %7.3f  p %.3f  without %s", low.estimate, low.p, low_id))
print(string.format("  highest  %7.3f  p %.3f  without %s", high.estimate, high.p, high_id))
print("  the sign changes without " .. (#flips == 0 and "none of them" or table.concat(flips, ", ")))

-- The forks that the paper leaves open: a finding should survive each of them.
print "\nThe same test where another reading was possible"
print "  crises    date      score         estimate      p    floor"
for _, coding in ipairs(study:codings "crises") do
  for _, date in ipairs { "earliest", "midpoint", "latest" } do
    for _, score in ipairs { "rank", "integration" } do
      local r = contrast_of { date = date, score = score, crises = coding }
      print(string.format("  %-9s %-9s %-12s  %8.3f  %.3f  %.1e", coding, date, score, r.estimate, r.p, r.floor))
    end
  end
end

if opts.figure ~= "" then
  assert(result:chart { study = study }:save(opts.figure))
end
