-- Are more trade agreements signed among post-Soviet states in crises? Rate ratio, and what time order says to it.
local balassa = require "balassa"

local opts = balassa.options {
  study = { "cis-treaties", "name or folder of the study" },
  crises = { "chart2", "coding of the crises", choices = { "chart2", "section4", "either" } },
  period = { "", "what is studied; when not given, 1992-01/2010-12, and to 2017-12 for the coding either" },
  scope = { "among", "agreements among the twelve states only, or all", choices = { "among", "all" } },
  size = { "all", "agreements of two states, of more, or all", choices = { "all", "bilateral", "plurilateral" } },
  state = { "", "only agreements that this state founded, by its id such as kazakhstan" },
  figure = { "", "save the figure under this name, e.g. build/treaties", writes = "figure" },
}

local study = assert(balassa.study(opts.study, { needs = { "events.scope", "events.actors", "crises" } }))

-- The paper ends in 2010, the database of crises in 2017: a coding says nothing about later years.
local function period_of(coding)
  if opts.period ~= "" then return opts.period end
  return coding == "either" and "1992-01/2017-12" or "1992-01/2010-12"
end

local function events_of(scope, size)
  local filter = {}
  if scope ~= "all" then filter.scope = scope end
  if size ~= "all" then filter.size = size end
  if opts.state ~= "" then filter.actors = study:actors():get(opts.state).id end
  return study:events(filter)
end

local function count_of(events, coding)
  local from, to = period_of(coding):match "^([^/]+)/([^/]+)$"
  return study:index { rule = "count", of = events, from = from, to = to }
end

local events, crises = events_of(opts.scope, opts.size), study:crises(opts.crises)
local ratio = balassa.rate_ratio(events, crises, { period = period_of(opts.crises) })
print(ratio)

print "\nThat takes agreements as independent, and they come in bundles. The same by months, with the windows"
print "put everywhere else:"
local count = count_of(events, opts.crises)
print(balassa.contrast(count, crises))

print ""
print(balassa.leave_out(count, crises))

print "\nWithin two years after a crisis begins?"
print(balassa.coincidence(events, crises, { period = period_of(opts.crises), dt = 24 }))

print "\nThe same where another reading was possible"
print "  crises    agreements  size            n   ratio   p, independent   p, relocated"
for _, coding in ipairs(study:codings "crises") do
  for _, scope in ipairs { "among", "all" } do
    for _, size in ipairs { "all", "bilateral", "plurilateral" } do
      local some = events_of(scope, size)
      local r = balassa.rate_ratio(some, study:crises(coding), { period = period_of(coding) })
      local c = balassa.contrast(count_of(some, coding), study:crises(coding))
      print(("  %-9s %-11s %-12s  %3d  %6.2f        %9.2g       %9.3f"):format(coding, scope, size, r.n, r.ratio, r.p,
        c.p))
    end
  end
end

if opts.figure ~= "" then assert(ratio:chart():save(opts.figure)) end
