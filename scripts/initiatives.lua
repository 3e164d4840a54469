-- How long do initiatives take to be implemented, and how far do proposals run ahead of what is in force?
local balassa = require "balassa"

local opts = balassa.options {
  study = { "kazakhstan-1991-2010", "name or folder of the study" },
  crises = { "chart2", "coding of the crisis windows" },
  score = { "rank", "column of the ladder that scores a rung" },
  date = { "midpoint", "day an imprecise date stands for", choices = { "earliest", "midpoint", "latest" } },
  figure = { "", "save the figures under this name, e.g. build/mine: mine-time, mine-ends and mine-gap",
    writes = "figure" },
}

local study = assert(balassa.study(opts.study, { needs = { "events.initiative", "events.stage", "ladder", "crises" } }))

local time = balassa.survival(study, { crises = opts.crises, date = opts.date })
local gap = balassa.gap(study, { score = opts.score, date = opts.date })
print(time)

print "\nWhat became of each"
for _, life in ipairs(time.lives) do
  print(string.format("  %6.1f months  %-12s %-12s %s", life.time, life.kind, life.group, life.id))
end

print "\nThe same where an imprecise date was read otherwise"
for _, date in ipairs { "earliest", "midpoint", "latest" } do
  local r = balassa.survival(study, { crises = opts.crises, date = date })
  print(string.format("  %-9s %d of %d %s, p %s, floor %s", date, r.ended, r.n, r.event,
    balassa.result.share(r.p), balassa.result.share(r.floor)))
end

print("\n" .. tostring(gap))
print("\nIs the gap wider in the crises?\n" .. tostring(balassa.contrast(gap.series, study:crises(opts.crises))))

if opts.figure ~= "" then
  assert(balassa.chart.save_all {
    [opts.figure .. "-time"] = time:chart(),
    [opts.figure .. "-ends"] = balassa.survival(study, { date = opts.date }):chart { show = "incidence" },
    [opts.figure .. "-gap"] = gap:chart { crises = opts.crises },
  })
end
