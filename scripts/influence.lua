-- What does the main claim hang on? Without each event, crisis, source; the fewest edits; tipping points.
local balassa = require "balassa"

local opts = balassa.options {
  study = { "kazakhstan-1991-2010", "name or folder of the study" },
  crises = { "", "coding of the crisis windows; empty: the first one" },
  rule = { "latest", "how events make a monthly index", choices = { "latest", "mean", "max", "in_force" } },
  score = { "rank", "column of the ladder that scores a rung" },
  date = { "midpoint", "day an imprecise date stands for", choices = { "earliest", "midpoint", "latest" } },
  null = { "shift", "what the estimate is held against; relocate takes longer", choices = { "shift", "relocate" } },
  steps = { 1, "rungs that a recode may move an event by", least = 1 },
  most = { 3, "edits that are tried in every combination", least = 0, most = 8 },
  level = { 0.05, "the p that a verdict turns on", least = 0, most = 1 },
  show = { "both", "which table", choices = { "both", "influence", "tipping" } },
  as = { "text", "how it is printed", choices = { "text", "csv", "json", "markdown" } },
  figures = { "", "save figures under this name and -influence, -tipping, -rungs", writes = "figure" },
}

local study = assert(balassa.study(opts.study, { needs = { "ladder", "events.rung", "crises" } }))
local asked = { crises = opts.crises ~= "" and opts.crises or nil, rule = opts.rule, score = opts.score,
  date = opts.date, null = opts.null, level = opts.level }

local tipping = balassa.tipping(study, asked)
asked.steps, asked.most = opts.steps, opts.most
local influence = balassa.influence(study, asked)

local function show(result)
  print(opts.as == "text" and tostring(result) or (result[opts.as](result):gsub("\n$", "")))
end

if opts.show ~= "tipping" then show(influence) end
if opts.show == "both" then print() end
if opts.show ~= "influence" then show(tipping) end

if opts.figures ~= "" then
  assert(balassa.chart.save_all { [opts.figures .. "-influence"] = influence:chart(),
    [opts.figures .. "-tipping"] = tipping:chart(), [opts.figures .. "-rungs"] = tipping:chart { what = "rungs" } })
end
