-- Regress a study's index on the oil price, growth and its crises, and test the crises as one family.
local balassa = require "balassa"

local opts = balassa.options {
  study = { "kazakhstan-1991-2010", "name or folder of the study" },
  crises = { "chart2", "coding of the crisis windows" },
  oil = { "brent", "indicator of the oil price (monthly)" },
  growth = { "kaz-gdp-growth", "indicator of growth (yearly, repeated in each month)" },
  errors = { "hac", "standard errors", choices = { "hac", "ewc", "classical" } },
  figure = { "", "save the figure under this name, e.g. plots/regress", writes = "figure" },
}

local study = assert(balassa.study(opts.study, { needs = { "ladder", "events.rung", "crises", "indicators" } }))
local index = study:index { rule = "latest", score = "rank" }
local crises = study:crises(opts.crises)
local first, last = index:period(1), index:period(#index)

local oil = study:indicator(opts.oil):between(first, last)
local growth = study:indicator(opts.growth):repeat_to("month"):between(first, last)
local crisis = balassa.dummy(crises, index)

local levels = balassa.regress(index, { oil = oil, growth = growth, crisis = crisis }, { errors = opts.errors })
print(levels)

print "\nThe same for the events counted in each month"
local counts = study:index { rule = "count" }
print(balassa.regress(counts, { oil = oil, growth = growth, crisis = crisis }, { model = "poisson",
  errors = opts.errors }))

print "\nEach crisis against all other months: three tests, so each p is adjusted for there being three"
local family, p = {}, {}
for _, window in ipairs(crises) do
  family[window.label] = balassa.contrast(index, { window }, { null = "shift" })
  p[window.label] = balassa.contrast(index, { window })
end
print(balassa.max_t(family))
print(balassa.adjust(p, { method = "holm" }))

if opts.figure ~= "" then
  assert(levels:chart { title = "The index, oil, growth and crises" }:save(opts.figure))
end
