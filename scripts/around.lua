-- Events against windows: how often, what around key dates, after which of them, and at which lag.
local balassa = require "balassa"

local opts = balassa.options {
  study = { "kazakhstan-1991-2010", "name or folder of the study" },
  crises = { "chart2", "coding of the crisis windows; a crisis begins on its key date" },
  stance = { "integration", "stance of the events that are counted; an empty one takes all" },
  score = { "rank", "column of the ladder that scores a rung" },
  null = { "relocate", "where the key dates could have been", choices = { "relocate", "shift" } },
  reach = { 12, "months before and after a key date that are looked at", least = 0 },
  lags = { 24, "months of lead and of lag", least = 1 },
  figures = { "", "save figures under this name and -rate, -epochs, -coincidence, -lags", writes = "figure" },
}

local study = assert(balassa.study(opts.study, { needs = { "ladder", "events.rung", "crises" } }))
local index = study:index { rule = "latest", score = opts.score }
local crises = study:crises(opts.crises)
local events = opts.stance == "" and study:events() or study:events { stance = opts.stance }

local results = {
  rate = balassa.rate_ratio(events, crises),
  epochs = balassa.epochs(index, crises, { before = opts.reach, after = opts.reach, null = opts.null }),
  coincidence = balassa.coincidence(events, crises, { dt = opts.reach, null = opts.null }),
  lags = balassa.lead_lag(index, crises, { lags = opts.lags }),
}

for i, name in ipairs { "rate", "epochs", "coincidence", "lags" } do
  if i > 1 then print() end
  print(results[name])
end

if opts.figures ~= "" then
  local set = {}
  for name, result in pairs(results) do set[opts.figures .. "-" .. name] = result:chart() end
  assert(balassa.chart.save_all(set))
end
