-- Does a state speak more of integration in the UN's general debate in crisis years? An independent test of claim 1.
local balassa = require "balassa"

local opts = balassa.options {
  study = { "kazakhstan-un-1992-2012", "name or folder of the study" },
  state = { "kazakhstan", "whose statements: an id of the study's actors" },
  category = { "integration", "category of the dictionary" },
  crises = { "chart2", "coding of the crisis years: one of the study's, or growth (years in which its GDP falls)" },
  dictionary = { "", "file of another dictionary; when not given, the study's" },
  null = { "relocate", "what the estimates are held against", choices = { "relocate", "shift" } },
  figure = { "", "save the figure under this name, e.g. build/un", writes = "figure" },
}

local study = assert(balassa.study(opts.study))
local file = opts.dictionary ~= "" and opts.dictionary or study.dir .. "/dictionaries/integration.yml"
local dictionary = assert(balassa.dictionary(file))
local state = study:actors():get(opts.state)

-- A state's words of a category, per 1,000, by year; its statements are counted once.
local scores = {}
local function series_of(id, category)
  scores[id] = scores[id] or balassa.scores(study:texts { speaker = id }, dictionary)
  return scores[id]:series(category, { period = study.period })
end

local function windows_of(coding)
  if coding ~= "growth" then return study:crises(coding) end
  local growth = study:indicator(state.iso3:lower() .. "-gdp-growth")
  return growth:between(study.period, study.period):below(0):runs()
end

local series, windows = series_of(opts.state, opts.category), windows_of(opts.crises)
print(scores[opts.state])

print(("\nDo the words of %s rise in %s's statements in crisis years (%s)?"):format(opts.category, state.label,
  opts.crises))
local test = balassa.contrast(series, windows, { null = opts.null })
print(test)
if #test.windows > 1 then
  print ""
  print(balassa.leave_out(series, windows, { null = opts.null }))
end

local groups = { { "other", "states that are neither in the CIS nor Baltic" }, { "cis", "the rest of the CIS" } }
for _, group in ipairs(groups) do
  local against = {}
  for _, actor in ipairs(study:actors { group = group[1] }) do
    if actor.id ~= opts.state then against[actor.id] = series_of(actor.id, opts.category) end
  end
  print(("\nBy more than those of %s?"):format(group[2]))
  print(balassa.did(series, windows, { against = against, null = opts.null }))
end

-- All readings of what is a crisis and what is a word of integration: as many tests as rows, so each p is adjusted.
local codings = { "chart2", "section4", "kazakhstan", "russia", "either", "growth" }
local readings, p = {}, {}
for _, coding in ipairs(codings) do
  for _, category in ipairs(dictionary:categories()) do
    local some = windows_of(coding)
    if #some > 0 then
      local r = balassa.contrast(series_of(opts.state, category), some, { null = opts.null })
      readings[#readings + 1], p[#p + 1] = { coding, category, r }, r.p
    end
  end
end
local adjusted = balassa.adjust(p).adjusted
print "\nThe same where another reading was possible (adjusted: for all of them together, by Holm's rule)"
print "  crises      category               inside  outside  estimate      p    floor  adjusted"
for i, reading in ipairs(readings) do
  local r = reading[3]
  print(("  %-10s  %-20s  %7.3f  %7.3f  %8.3f  %.3f  %.1e  %8.3f"):format(reading[1], reading[2], r.mean_in,
    r.mean_out, r.estimate, r.p, r.floor, adjusted[i]))
end

print "\nThe same by another dictionary, integration.en of datasets/dictionaries: its category integration"
local others = balassa.scores(study:texts { speaker = opts.state }, assert(balassa.dictionary "integration.en"))
local theirs = others:series("integration", { period = study.period })
for _, coding in ipairs(codings) do
  local some = windows_of(coding)
  if #some > 0 then
    local r = balassa.contrast(theirs, some, { null = opts.null })
    print(("  %-10s  %-20s  %7.3f  %7.3f  %8.3f  %.3f  %.1e"):format(coding, "", r.mean_in, r.mean_out, r.estimate, r.p,
      r.floor))
  end
end

if opts.figure ~= "" then assert(test:chart():save(opts.figure)) end
