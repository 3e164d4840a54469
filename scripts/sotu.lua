-- Do presidents speak of hardship, and of unity, in recessions? 230 years of State of the Union addresses.
local balassa = require "balassa"

local opts = balassa.options {
  study = { "us-state-of-the-union", "name or folder of the study" },
  crises = { "after_peak", "coding of the recessions", choices = { "after_peak", "from_peak" } },
  delivery = { "all", "which addresses", choices = { "all", "spoken", "written" } },
  measure = { "detrended", "what of an address is compared: its share less that of its time, the share itself, or its "
    .. "change since the address before", choices = { "detrended", "share", "change" } },
  years = { 5, "how many years before and after an address are its time", least = 1, most = 100 },
  reps = { 99999, "placements of the recessions that are drawn", least = 1 },
  figure = { "", "save figures under this name and -hardship, -unity", writes = "figure" },
}

local FROM, TO = "1855-01", "2024-12" -- for which NBER has recessions

local study = assert(balassa.study(opts.study))
local dictionaries = {}
for _, name in ipairs { "economy", "unity" } do
  dictionaries[name] = assert(balassa.dictionary(study.dir .. "/dictionaries/" .. name .. ".yml"))
end

-- Words of a category, per 1,000, by month; each address is counted once.
local scores = {}
local function share(category, delivery)
  local name = category:match "^[^.]*"
  local key = name .. delivery
  if not scores[key] then
    local filter = { companion = false, delivery = delivery ~= "all" and delivery or nil }
    scores[key] = balassa.scores(study:texts(filter), dictionaries[name])
  end
  return scores[key]:series(category, { interval = "month", period = study.period })
end

-- Less the value before it, over the gaps between.
local function change(y)
  local last
  return y:map(function(v)
    local step = last and v - last
    last = v
    return step
  end)
end

local what = {
  detrended = ("words per 1,000, less the mean of %d years before and after"):format(opts.years),
  share = "words per 1,000",
  change = "words per 1,000, less those of the address before",
}

local known = {}
local function measured(category, measure, delivery)
  local key = category .. measure .. delivery
  if not known[key] then
    local y, months = share(category, delivery), 12 * opts.years
    if measure == "detrended" then
      y = y - y:rolling_mean(2 * months + 1, { least = 1, ahead = months })
    elseif measure == "change" then
      y = change(y)
    end
    y = y:between(FROM, TO)
    known[key] = balassa.series { start = y:period(1), interval = "month", values = y:values(), name = category,
      how = ("%s; %s addresses, by month"):format(what[measure], delivery) }
  end
  return known[key]
end

local function contrast(category, measure, delivery, coding, reps)
  return balassa.contrast(measured(category, measure, delivery), study:crises(coding), { reps = reps })
end

local function scores_of(category, delivery)
  share(category, delivery)
  return scores[category:match "^[^.]*" .. delivery]
end

-- The two questions, each a test; adjusted for being two.
local questions, tests, p = { "economy.hardship", "unity" }, {}, {}
for i, category in ipairs(questions) do
  print(scores_of(category, opts.delivery))
  print(("\nDo the words of %s rise in recessions? (%s, %s addresses)"):format(category, opts.measure, opts.delivery))
  tests[i] = contrast(category, opts.measure, opts.delivery, opts.crises, opts.reps)
  p[category] = tests[i].p
  print(tests[i])
  print ""
end
print(balassa.adjust(p))

print "\nWithout each recession"
for _, category in ipairs(questions) do
  print(balassa.leave_out(measured(category, opts.measure, opts.delivery), study:crises(opts.crises), { reps = 4999 }))
end

print "\nThe same where another reading was possible"
print "  category           measure    addresses  recessions  inside  outside  estimate        p    n  inside"
for _, category in ipairs { "economy.hardship", "unity", "economy.activity" } do
  for _, measure in ipairs { "detrended", "change", "share" } do
    for _, delivery in ipairs { "all", "written", "spoken" } do
      for _, coding in ipairs(delivery == "all" and study:codings "crises" or { "after_peak" }) do
        local r = contrast(category, measure, delivery, coding, 9999)
        print(("  %-17s  %-9s  %-9s  %-10s  %6.3f  %7.3f  %8.3f  %7s  %3d  %6d"):format(category, measure, delivery,
          coding, r.mean_in, r.mean_out, r.estimate, balassa.result.share(r.p), r.n, r.n_in))
      end
    end
  end
end

print "\nDoes talk of hardship follow recessions, or lead them? By year"
local hardship = scores_of("economy.hardship", "all"):series("economy.hardship", { period = study.period })
local recession = study:indicator "usrec":between(FROM, TO):aggregate("year", { how = "mean" })
print(balassa.lead_lag(hardship:between("1855", "2024"), recession, { lags = 5, name = "recession" }))

if opts.figure ~= "" then
  assert(balassa.chart.save_all {
    [opts.figure .. "-hardship"] = tests[1]:chart(), [opts.figure .. "-unity"] = tests[2]:chart() })
end
