-- One short piece of work for each feature, for tests that make something fail in the midst of it: a list of
-- { name, function }. Each gives the same string whenever all goes well.
local balassa = require "balassa"
local core = require "balassa.core"

local study = assert(balassa.study "t/data/freedonia")
local crises = study:crises "chart"
local index = study:index { rule = "latest", score = "rank" }
local harvest = study:indicator(study:indicators():ids()[1])
local soup = balassa.series { start = "1998-01", values = { 0, 1, 0, false, 9, 10, 9, 1, 2, 1, 3, 2 }, name = "soup" }
local gnuplot = os.getenv "BALASSA_GNUPLOT" ~= nil

local function chart()
  return balassa.chart.new { from = 1990, to = 2000, title = "A “title”", y = { from = 0, to = 12, label = "y" } }
    :lines { { 1991, 1 }, { 1999, 2 }, label = "line" }:points { { 1992, 2 }, label = "points" }
    :bands { { span = "1993/1994", label = "band" } }
end

local lives = {}
for i, pair in ipairs { { 9, 1 }, { 13, 1 }, { 13, 0 }, { 18, 1 }, { 5, 1 }, { 8, 1 }, { 12, 1 }, { 16, 0 } } do
  lives[i] = { time = pair[1], event = pair[2] == 1, x = i <= 4 and "a" or "b" }
end

return {
  { "study", function() return balassa.study("t/data/freedonia").digest end },
  { "violations", function() return select(2, balassa.study "t/data/faulty") end },
  { "date", function()
    local list = {}
    for _, text in ipairs { "1998-12-22/1998-12-23", "2003~", "199X", "2009/..", "-0333" } do
      local date = balassa.date(text)
      list[#list + 1] = tostring(date) .. (date.precision or "") .. tostring(date:first())
    end
    return table.concat(list, " ")
  end },
  { "wrong dates", function()
    local _, message = pcall(balassa.date, "19/12/1990")
    return message
  end },
  { "records", function()
    local events = study:events { stance = "integration" }:sorted "date"
    local list = { tostring(events), #events, tostring(events[1]), table.concat(events:ids(), ",") }
    for event in events:each() do list[#list + 1] = event.origin end
    local counts = {}
    for kind, n in pairs(events:count_by "kind") do counts[#counts + 1] = kind .. n end
    table.sort(counts)
    return table.concat(list, "\n") .. table.concat(counts, " ") .. table.concat(events:column "id", " ")
  end },
  { "wrong names", function()
    local _, field = pcall(function() return study.titel end)
    local _, event = pcall(study.event, study, "inaugural-1909")
    local _, option = pcall(balassa.contrast, index, crises, { nul = "shift" })
    local _, name = pcall(function() return balassa.studdy end)
    return table.concat({ field, event, option, name }, "\n")
  end },
  { "index", function()
    return tostring(study:index { rule = "mean", score = "integration", date = "earliest", interval = "quarter" }.n)
      .. index.how
  end },
  { "series", function()
    local a, b = balassa.align(soup, soup:lag(2), { join = "outer" })
    return tostring(soup) .. tostring(a + b * 2) .. tostring(soup:diff():rolling_mean(3, { least = 2 }):standardise())
      .. tostring(soup:aggregate("quarter", { how = "mean", partial = true }):repeat_to "month")
      .. tostring(soup:map(function(v) return v and v * 2 end):between("1998-02", "1998-06"):summary().n)
      .. #soup:above(3):runs() .. soup:gaps()
  end },
  { "contrast by relocation", function()
    local r = balassa.contrast(index, crises, { null = "relocate" })
    return tostring(r) .. r:csv() .. r:json() .. r:markdown()
  end },
  { "contrast by shifts", function() return tostring(balassa.contrast(index, crises, { null = "shift" })) end },
  { "contrast by blocks", function()
    return tostring(balassa.contrast(index, crises, { null = "block", block = 3, reps = 99 }).p)
  end },
  { "contrast by permutation", function()
    return tostring(balassa.contrast(index, crises, { null = "permute", method = "monte_carlo", reps = 99 }).p)
  end },
  { "bootstrap", function() return tostring(balassa.bootstrap(soup, { reps = 99, scheme = "circular", type = "basic" })) end },
  { "bootstrap of a function", function()
    return tostring(balassa.bootstrap(soup, { reps = 29, type = "percentile", statistic = function(v)
      local sum = 0
      for _, x in ipairs(v) do sum = sum + (x or 0) end
      return sum
    end }))
  end },
  { "regress", function()
    return tostring(balassa.regress(index, { crisis = balassa.dummy(crises, index) }))
      .. tostring(balassa.regress(index, { crisis = balassa.dummy(crises, index) }, { errors = "ewc" }))
  end },
  { "adjust", function() return tostring(balassa.adjust({ a = 0.01, b = 0.04, c = 0.5 }, { method = "holm" })) end },
  { "max_t", function()
    local list = {}
    for i, name in ipairs { "rank", "integration" } do
      list[i] = balassa.contrast(study:index { rule = "latest", score = name }, crises, { null = "shift" })
    end
    return tostring(balassa.max_t(list))
  end },
  { "rate ratio", function() return tostring(balassa.rate_ratio(study:events(), crises)) end },
  { "epochs", function() return tostring(balassa.epochs(soup, { "1998-05", "1998-09" }, { before = 2, after = 2 })) end },
  { "coincidence", function() return tostring(balassa.coincidence(study:events(), crises)) end },
  { "lead and lag", function() return tostring(balassa.lead_lag(index, index:lag(2), { lags = 3 })) end },
  { "segments", function() return tostring(balassa.segments(soup, { n = 2, cost = "rank" })) end },
  { "segments by criterion", function()
    return tostring(balassa.segments(soup, { most = 3, min_length = 2 })) .. tostring(balassa.segments(soup, { n = 2,
      interval = "bootstrap", reps = 19, block = 2 }))
  end },
  { "agreement", function()
    return tostring(balassa.agreement(balassa.segments(soup, { n = 2 }), { "1998-01/1998-04", "1998-05/1998-12" }))
  end },
  { "survival", function() return tostring(balassa.survival(lives, { group = "x" })) end },
  { "survival of a study", function() return tostring(balassa.survival(study, { date = "earliest", to = "1999-12" })) end },
  { "gap", function() return tostring(balassa.gap(study, { nothing = 0 })) end },
  { "alpha", function() return tostring(balassa.alpha(study, { reps = 99 })) end },
  { "script of a chart", function() return chart():script() end },
  { "chart of a ladder", function()
    return balassa.chart.ladder(study, { crises = crises, index = index }):script()
  end },
  { "chart saved", function()
    if not gnuplot then return "not drawn" end
    local ok, message = chart():save "build/oom"
    return ok and "drawn" or error(message, 0)
  end },
  { "files", function()
    local ok = assert(core.write_file("build/oom.txt", "text"))
    local records = balassa.raw.records(balassa.raw.text(core.read_file "t/data/freedonia/ladder.csv"), { separator = "," })
    return tostring(ok) .. core.read_file "build/oom.txt" .. #records .. records[2].label
  end },
  { "show", function() return balassa.show { 1, "two", { 3 }, x = study } end },
}
