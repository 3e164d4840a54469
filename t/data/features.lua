-- One short piece of work for each feature, for tests that make something fail in the midst of it: a list of
-- { name, function }. Each gives the same string whenever all goes well, and asks for little memory, since every
-- allocation is made to fail once. t/lua/test_help.lua holds that every entry of the help is used here.
--
-- FEATURES_DIR: the folder to write to, else build. The figures are drawn when BALASSA_GNUPLOT names a gnuplot.
local balassa = require "balassa"
local core = require "balassa.core"

local open, tmpname = io.open, os.tmpname
local folder = os.getenv "FEATURES_DIR" or "build"
local gnuplot = os.getenv "BALASSA_GNUPLOT" ~= nil

local study = assert(balassa.study "t/data/freedonia")
local crises = study:crises "chart"
local index = study:index { rule = "latest", score = "rank" }
local yearly = index:aggregate "year"
local soup = balassa.series { start = "1998-01", values = { 0, 1, 0, false, 9, 10, 9, 1, 2, 1, 3, 2 }, name = "soup" }
local few = study:restrict { period = "1993/1995" }
local late = study:what_if "late" :drop "visit-1996" :move_crisis("herring", { to = "1995-02", coding = "chart" })
local ducks = balassa.dictionary { birds = { water = { "duck*", "one duck" }, land = { "hen", "goose" } },
  bread = { "BREAD" } }
local texts = { { text = "One duck, one gate and a hen", id = "a", date = "1997", language = "en" },
  { text = "The duck's bread; duck, duck!", id = "b", date = "1998" }, { text = "no gate", date = "1999" } }

-- Files that features read: they are written once.
local function file(name, text)
  local path = folder .. "/features-" .. name
  assert(core.write_file(path, text))
  return path
end

-- A study of one event, and nothing else.
if not core.is_file(folder .. "/features-study/events.csv") then
  assert(core.make_folder(folder .. "/features-study"))
end
file("study/datapackage.json", [[{ "name": "duck", "title": "Ducks", "version": "1", "resources": [{ "name": "events",
  "path": "events.csv", "schema": { "fields": [{ "name": "id", "type": "string" }, { "name": "date", "type": "string",
  "rdfType": "http://id.loc.gov/datatypes/edtf/EDTF-level1" }, { "name": "label", "type": "string" }],
  "primaryKey": "id" } }] }]])
file("study/events.csv", "id,date,label\nduck,1990,A duck\n")
local duck = assert(balassa.study(folder .. "/features-study"))
local report = file("report.md", (assert(balassa.report(duck, { format = "markdown" }))))

local dictionaries = {
  file("d.dic", "%\n1\tA\n\t2\tB\n%\ncivil right*\t1 2\nduck*\t01\n"), file("d.lc3", "+A b\na lie\nd?ck*\n"),
  file("d.cat", "A\n\tB\n\t\tART (1)\n\t\tX_Y* (-2)\n"), file("d.txt", "; c\nduck\t-2\ncan't stand\t-3\n"),
  file("d.yaml", "a: [x*, \"a b\"]\nb:\n  c:\n    - d\n    - e: 2\n"),
  file("d.ykd", [[<dictionary><cnode name="A"><pnode name="duck*" score="2"/></cnode></dictionary>]]),
}

local function chart()
  return balassa.chart.new { from = 1990, to = 2000, title = "A “title”", y = { from = 0, to = 12, label = "y" } }
    :lines { { 1991, 1 }, { 1999, 2 }, label = "line" }:points { { 1992, 2 }, label = "points" }
    :bands { { span = "1993/1994", label = "band" } }
end

local function empty() return balassa.chart.new { from = 1990, to = 1992, y = { from = 0, to = 2 } } end

local lives = {}
for i, pair in ipairs { { 9, 1 }, { 13, 1 }, { 13, 0 }, { 5, 1 }, { 8, 1 } } do
  lives[i] = { time = pair[1], event = pair[2] == 1, x = i <= 3 and "a" or "b" }
end

-- A script that draws a figure, and the figure.
local draws = file("draws.lua", [[
local balassa = require "balassa"
balassa.chart.save_all { figure = balassa.chart.new { from = 1990, to = 1992, y = { from = 0, to = 2 } } }
]])
local figure = gnuplot and file("figure.gp", select(2, balassa.chart.svg_all({ figure = empty() },
  { command = "features-draws" })).figure)

-- All values as one text.
local function text(...)
  local list = {}
  for i = 1, select("#", ...) do
    local v = select(i, ...)
    list[i] = type(v) == "table" and getmetatable(v) == nil and text(table.unpack(v)) or tostring(v)
  end
  return table.concat(list, " ")
end

-- The messages of calls that must fail.
local function messages(...)
  local list = {}
  for i = 1, select("#", ...) do list[i] = select(2, pcall((select(i, ...)))) end
  return table.concat(list, "\n")
end

return {
  -- Studies and their records
  { "study", function() return balassa.study("t/data/freedonia").digest end },
  { "violations", function() return select(2, balassa.study "t/data/faulty") end },
  { "tables", function()
    local list = { study:tables(), study:codings "crises", study.title, study.name, study.version, study.period,
      study.dir, study.label, study.score, study.base == study, #study:records "harvests", study:event "visit-1996" }
    for _, set in ipairs { study:initiatives(), study:positions(), study:phases "text", study:ladder(), study:actors(),
      study:sources(), study:texts(), study:notes(), study:indicators() } do
      list[#list + 1] = tostring(set) .. #set:fields()
    end
    return text(list)
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
  { "filters", function()
    local events = study:events()
    return text(#events:where { kind = { "speech", "visit" }, date = "1990/1998", rung = true },
      #events:where { rung = false },
      #events:where { date = function(date) return date:within(balassa.date "1990/1995") end },
      #events:where(function(event) return #event.actors > 1 end), events:get "talks-1990".label,
      study:texts()["gate"].content, study:event "inaugural-1990".quotes)
  end },
  { "wrong names", function()
    return messages(function() return study.titel end, function() return study:event "inaugural-1909" end,
      function() return balassa.contrast(index, crises, { nul = "shift" }) end, function() return balassa.studdy end,
      function() return study:events { kind = "speach" } end, function() return study:drop "visit-1997" end,
      function() return study:move_crisis("war", { coding = "chart", from = "1993" }) end)
  end },
  { "date", function()
    local list = {}
    for _, edtf in ipairs { "1998-12-22/1998-12-23", "2003~", "199X", "2009/..", "-0333" } do
      local date = balassa.date(edtf)
      list[#list + 1] = text(date, date.precision, date.uncertain, date.approximate, date.unspecified, date.open,
        date.text, date:first(), date:last(), date:day "midpoint", date:within(date), date:overlaps(date),
        date:before(date))
    end
    return text(list)
  end },
  { "wrong dates", function() return messages(function() return balassa.date "19/12/1990" end) end },

  -- What-ifs
  { "edits of events", function()
    local s = study:what_if "x":drop "visit-1996":recode("talks-1990", { rung = "free_trade_area", note = false })
      :redate("farewell-1999", "1998-12"):add { id = "new", date = "1995", label = "new", kind = "speech",
        stance = "neutral", status = "planned", source = "pinky2001", locator = "p. 1", basis = "inferred",
        actors = { "firefly" } }:edit "drop events talks-1990"
    return text(s.edits, s.digest, s:undo().digest, s.base == study, s:event("new").label, #s:events())
  end },
  { "edits of windows", function()
    local s = study:what_if "x":drop_crisis "war":add_crisis { coding = "chart", id = "duck", span = "1998",
      label = "Duck", source = "pinky2001", locator = "p. 1", basis = "stated" }
      :move_crisis("flood", { by = 2, coding = "chart" }):resize_crisis("duck", { months = 5, keep = "start" })
      :merge_crises({ "flood", "herring" }, { id = "both", label = "Both", coding = "text" })
    return text(s.edits, s:crises "chart":ids(), s:crises "text":ids(), s.digest)
  end },
  { "edits of phases", function()
    local s = study:drop_phase("ducks", { coding = "chart" }):add_phase { coding = "chart", id = "x", number = 3,
      span = "1995/1999", label = "x", source = "pinky2001", locator = "p. 1", basis = "stated" }
      :move_phase("x", { to = "1999-06" }):resize_phase("x", { months = 12, keep = "end" })
      :merge_phases({ "apart", "river" }, { id = "both", label = "Both", coding = "chart" })
    return text(s.edits, s:phases "chart":ids())
  end },
  { "choices of a what-if", function()
    local s = study:use_coding "text":use_score { customs_union = 2.5 }
      :restrict { period = "1991/1998", kind = "speech" }
    return text(s.edits, s.crisis_coding, s.phase_coding, s.score, s.period, #s:events(), #s:crises(),
      s:index { interval = "year" }:mean())
  end },
  { "differences", function() return text(balassa.diff(study, late), late:diff(study):csv()) end },
  { "what-if as a file", function()
    local path = folder .. "/features-what-if"
    assert(late:save(path))
    local back = assert(study:load_what_if(path))
    return text(back.digest, core.read_file(path))
  end },
  { "what-if of a file", function()
    local path = file("late", "what-if late\nstudy " .. duck.dir .. "\ndrop events duck\n")
    return assert(balassa.what_if(path)).digest
  end },
  { "bad what-if", function()
    return text(study:load_what_if(file("bad", "what-if x\ndorp events a\ndrop events visit-1997\n\xff\n")))
  end },
  { "compare", function()
    local c = balassa.compare(study, late, { null = "shift", rule = "latest", metrics = { "contrast", "crises",
      "rate_ratio", "implemented", n = function(s) return #s:events() end } })
    return text(c, c:csv(), c:markdown(), c:latex())
  end },
  { "chart of compare", function()
    return balassa.compare(few, few:use_score "balassa", { metrics = { n = function(s) return #s:events() end } })
      :chart():script()
  end },

  -- Series
  { "index", function()
    return tostring(study:index { rule = "mean", score = "integration", date = "earliest", interval = "quarter" }.n)
      .. index.how .. study:index { rule = "in_force", interval = "year" }.name
  end },
  { "indices of an own score", function()
    return text(study:index { rule = "decay", half_life = 6, total = true, interval = "year",
      score = { customs_union = 2 } }:values(),
      study:index { rule = "count", interval = "year", of = study:events { kind = "speech" } }:values(),
      study:index { rule = "max", interval = "year", score = function(event)
        return event.actors and #event.actors or 0
      end }:values())
  end },
  { "series", function()
    local a, b = balassa.align(soup, soup:lag(2), { join = "outer" })
    return tostring(soup) .. tostring(a + b * 2) .. tostring(soup:diff():rolling_mean(3, { least = 2 }):standardise())
      .. tostring(soup:aggregate("quarter", { how = "mean", partial = true }):repeat_to "month")
      .. tostring(soup:map(function(v) return v and v * 2 end):between("1998-02", "1998-06"):summary().n)
      .. #soup:above(3):runs() .. soup:gaps()
  end },
  { "values of a series", function()
    local list = { soup:at "1998-03", soup:period(2), soup:day(1), soup:values(), soup:mean(), soup:sd(), soup:min(),
      soup:max(), soup:median(), soup:sum(), soup.interval, soup.n, soup.name, soup.unit, soup.how, soup:lead(1),
      soup:below(2), soup:reach("1997-12", "1999-01"):gaps(), study:indicator("customs").unit }
    for period, value in soup:each() do list[#list + 1] = text(period, value) end
    return text(list)
  end },

  -- Tests
  { "contrast by relocation", function()
    local r = balassa.contrast(yearly, { "1991", "1993/1994", "1997" }, { null = "relocate" })
    return tostring(r) .. r:csv() .. r:json() .. r:markdown()
  end },
  { "contrast by shifts", function()
    return tostring(balassa.contrast(yearly, { "1991", "1997" }, { null = "shift" }))
  end },
  { "contrast by phases", function()
    return text(balassa.contrast(index, { "1991/1993-05" }, { null = "phases", phases = study:phases "chart",
      estimate = "cliff_delta" }).p)
  end },
  { "contrast by blocks", function()
    return tostring(balassa.contrast(index, crises, { null = "block", block = 3, reps = 99 }).p)
  end },
  { "contrast by permutation", function()
    return tostring(balassa.contrast(index, crises, { null = "permute", method = "monte_carlo", reps = 99 }).p)
      .. balassa.contrast(index, crises, { null = "permute", method = "dynamic" }).p
  end },
  { "did", function()
    return text(balassa.did(yearly, { "1993" }, { null = "shift",
      against = { a = yearly * 2, b = yearly:map(function(v) return v * v end) } }))
  end },
  { "leave out", function() return text(balassa.leave_out(yearly, { "1991", "1993/1994" }, { null = "shift" })) end },
  { "bootstrap", function()
    return tostring(balassa.bootstrap(soup, { reps = 99, scheme = "circular", type = "basic" }))
  end },
  { "bootstrap of a function", function()
    return tostring(balassa.bootstrap(soup, { reps = 29, type = "percentile", statistic = function(v)
      local sum = 0
      for _, x in ipairs(v) do sum = sum + (x or 0) end
      return sum
    end }))
  end },
  { "bootstrap of a contrast", function()
    return text(balassa.bootstrap(balassa.contrast(soup, { "1998-05/1998-07" }, { null = "shift" }), { reps = 19,
      block = 2, type = "bca" }))
  end },
  { "regress", function()
    return tostring(balassa.regress(index, { crisis = balassa.dummy(crises, index) }))
      .. tostring(balassa.regress(index, { crisis = balassa.dummy(crises, index) }, { errors = "ewc" }))
  end },
  { "regress of counts", function()
    return text(balassa.regress(soup, { x = balassa.dummy({ "1998-05/1998-07" }, soup) }, { model = "poisson",
      errors = "classical" }))
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
  { "epochs", function()
    return tostring(balassa.epochs(soup, { "1998-05", "1998-09" }, { before = 2, after = 2 }))
  end },
  { "coincidence", function() return tostring(balassa.coincidence(study:events(), crises)) end },
  { "lead and lag", function() return tostring(balassa.lead_lag(index, index:lag(2), { lags = 3 })) end },
  { "segments", function() return tostring(balassa.segments(soup, { n = 2, cost = "rank" })) end },
  { "segments by criterion", function()
    return tostring(balassa.segments(soup, { most = 3, min_length = 2 })) .. tostring(balassa.segments(soup, { n = 2,
      interval = "bootstrap", reps = 19, block = 2 }))
  end },
  { "segments by penalty", function()
    local list = {}
    for i, search in ipairs { "pelt", "functional", "binary" } do
      list[i] = #balassa.segments(soup, { penalty = 10, search = search, interval = "none" }).segments
    end
    return text(list)
  end },
  { "agreement", function()
    return tostring(balassa.agreement(balassa.segments(soup, { n = 2 }), { "1998-01/1998-04", "1998-05/1998-12" }))
  end },
  { "between", function() return text(balassa.between(yearly, study:phases "chart", { sims = 19 })) end },
  { "trend", function()
    return text(balassa.trend({ { 1, 1 }, { "1992", 3 }, { 5, 2 }, { 7, 4 }, { 8, 4 } }, { sims = 19 }),
      balassa.trend(soup, { sims = 9 }).p)
  end },
  { "fisher", function() return text(balassa.fisher { { 3, 1 }, { 1, 4 } }) end },
  { "survival", function() return tostring(balassa.survival(lives, { group = "x" })) end },
  { "survival of a study", function()
    return tostring(balassa.survival(study, { date = "earliest", to = "1999-12" }))
  end },
  { "gap", function() return tostring(balassa.gap(study, { nothing = 0 })) end },
  { "alpha", function() return tostring(balassa.alpha(study, { reps = 99 })) end },
  { "alpha of a table", function()
    local rows = { { 1, 2, false, 3 }, { 1, 2, 2, 3 }, { 2, 2, 2, false } }
    return text(balassa.alpha(rows, { level = "ordinal", reps = 99 }),
      balassa.alpha({ { unit = "a", coder = "x", value = "red" }, { unit = "a", coder = "y", value = "blue" },
        { unit = "b", coder = "x", value = "red" }, { unit = "b", coder = "y", value = "red" } }, { reps = 99 }).alpha)
  end },
  { "confusion", function() return text(balassa.confusion(study, { smoothing = 2 })) end },

  -- What an answer hangs on
  { "influence", function()
    local r = balassa.influence(study, { by = { "event", "crisis", "actor" }, interval = "year", most = 1, greedy = 2 })
    return text(r, r:csv())
  end },
  { "tipping", function()
    local r = balassa.tipping(study, { kinds = { "edge", "rung", "score" }, interval = "year", score_step = 0.5 })
    return text(r, r:csv())
  end },
  { "tipping of a memory", function()
    return text(balassa.tipping(study, { rule = "decay", half_life = 6, kinds = "memory", null = "none",
      interval = "year" }))
  end },
  { "uncertainty", function()
    local r = balassa.uncertainty(study, { draws = 9, reps = 19, interval = "year", edges = "precision" })
    return text(r, r:csv())
  end },
  { "chart of influence", function()
    return balassa.influence(study, { by = "crisis", interval = "year", sets = false, null = "none" }):chart():script()
  end },
  { "chart of tipping", function()
    return balassa.tipping(study, { kinds = "edge", interval = "year", null = "none" }):chart():script()
  end },
  { "chart of uncertainty", function()
    return balassa.uncertainty(study, { draws = 5, reps = 19, interval = "year" }):chart { what = "estimates" }:script()
  end },

  -- The multiverse
  { "multiverse", function()
    local mv = balassa.multiverse(study, { crises = { "chart", "text" }, kind = { "all", { "speech", "visit" } },
      rule = { "latest", { rule = "decay", half_life = 6 } }, score = { "rank", { label = "own",
      value = { customs_union = 2 } } }, estimate = { "cliff_delta", "mean_difference" }, interval = "year",
      direction = "less" })
    local r = assert(mv:run { threads = 1 })
    return text(mv, mv:count(), #mv:parameters(), mv:universe(2).rule, #mv:list(1, 3), r, r:csv(), r:universe(1).p,
      r:by "rule"[1].median)
  end },
  { "multiverse of a list", function()
    return assert(balassa.multiverse(study, { interval = "year", universes = { { crises = "chart", rule = "max",
      without = "talks-1990" }, { crises = "nobody" }, { crises = "text", except = "1995" } } }):run()):csv()
  end },
  { "multiverse of a function", function()
    local r = assert(balassa.multiverse(study, { crises = { "chart", "text" }, interval = "year",
      estimate = function(u) return balassa.contrast(u.index, u.windows, { null = "shift" }).estimate end })
      :run { threads = 1 })
    return r:csv()
  end },
  { "multiverse of a function on two cores", function()
    local half = 0.5
    local r = assert(balassa.multiverse(study, { crises = { "chart", "text" }, interval = "year",
      estimate = function(u) return half * u.index:mean() + #u.windows end }):run { threads = 2 })
    return r:csv()
  end },
  { "multiverse in a file", function()
    local path = folder .. "/features-universes"
    os.remove(path)
    local mv = balassa.multiverse(study, { crises = { "chart", "text" }, interval = "year", null = "none" })
    local whole = assert(mv:run { file = path, joint = false })
    local again = assert(mv:run { file = path, resume = true, joint = false })
    return text(whole:csv() == again:csv(), core.read_file(path))
  end },
  { "chart of a multiverse", function()
    return assert(balassa.multiverse(study, { crises = { "chart", "text" }, interval = "year" }):run { threads = 1 })
      :chart():script()
  end },

  -- Texts
  { "dictionaries", function()
    local list = {}
    for _, path in ipairs(dictionaries) do
      local d = assert(balassa.dictionary(path))
      list[#list + 1] = text(d.name, d.n, d.format, d.weighted, d:categories(), #d:entries())
    end
    return text(list, select(2, balassa.dictionary(file("bad.dic", "%\n1\tA\n%\nduck\t2\n\xff\n"))))
  end },
  { "corpus", function()
    local c = balassa.corpus(study:texts())
    return text(c, c.n, c.words, c.types, c.invalid, c:tokens(1), #c.texts, type(c.settings),
      balassa.tokens("Ducks' co-operation, IĞDIR", { hyphens = "split", language = "tr" }))
  end },
  { "scores", function()
    local r = balassa.scores(texts, ducks, { stem = "en" })
    return text(r, r:csv(), r:series "birds":values(), balassa.scores(texts, ducks, { matches = "all" }).n)
  end },
  { "chart of scores", function() return balassa.scores(texts, ducks):chart { category = "birds" }:script() end },
  { "keyness", function()
    local k = balassa.keyness(texts, { of = { "1998" }, least = 1 })
    return text(k, k:csv())
  end },
  { "tfidf", function() return text(balassa.tfidf(texts, { tf = "log", most = 2 })) end },
  { "kwic", function()
    return text(balassa.kwic(texts, { "duck*", "no gate" }, { width = 10 }),
      balassa.kwic(texts, ducks, { category = "bread" }).n)
  end },

  -- Claims and reports
  { "claims", function()
    local c = assert(balassa.claims(study, { full = true, of = { { id = "ducks", title = "Ducks rise",
      words = "ducks <rise>", where = "page 3", source = "pinky2001", test = "by a trend",
      against = function() return { "few" } end, tests = { { what = "ducks", role = "decides", side = "greater",
      run = function() return balassa.trend({ { 1, 1 }, { 2, 2 }, { 3, 3 }, { 4, 4 } }, { sims = 9 }) end },
      { what = "others", role = "reading", side = "less", run = function() error("no data", 0) end } },
      figure = function() return empty():lines { { 1990, 1 }, { 1991, 2 } } end } } }))
    return text(c, c[1], c:csv(), c[1]:chart(), (next(c:charts())))
  end },
  { "report", function()
    return text((assert(balassa.report(duck))), (assert(balassa.report(duck, { format = "markdown" }))))
  end },
  { "reproduce", function() return text(balassa.reproduce(report)) end },
  { "reproduce a figure", function()
    if not gnuplot then return "not drawn" end
    return text(assert(balassa.reproduce(figure, { script = draws })), io.open == open and os.tmpname == tmpname)
  end },

  -- Charts
  { "script of a chart", function() return chart():script() end },
  { "layers", function()
    local c = balassa.chart.new { from = 1990, to = 1996, ticks = { 1990, { 1993, 1994 } } }
      :ladder { rungs = study:ladder() }:strip { { span = "1990/1992", label = "x", number = 1 } }
      :boxes { { span = "1991/1993", rung = "customs_union", label = "a box", look = "hollow" } }
    return text(c, #c:page().boxes)
  end },
  { "more layers", function()
    return empty():steps { series = soup, label = "soup" }:bars { { from = 1990, to = 1991, y = 1 }, label = "bars" }
      :ribbon { { from = 1990, to = 1992, low = 0.5, high = 1 } }:labels { { x = 1991, y = 1, text = "a point" } }
      :under { head = "n", { label = "row", { 1991, "3" } } }:script()
  end },
  { "chart of a ladder", function()
    return balassa.chart.ladder(few, { crises = "chart", index = few:index { interval = "year" } }):script()
  end },
  { "chart of a contrast", function()
    return balassa.chart.contrast(balassa.contrast(soup, { "1998-05/1998-07" }, { null = "shift" }),
      { study = study, score = "rank" }):script()
  end },
  { "charts of results", function()
    return text(balassa.epochs(soup, { "1998-05", "1998-09" }, { before = 1, after = 1 }):chart(),
      balassa.segments(soup, { n = 2, interval = "none" }):chart(), balassa.adjust({ a = 0.01, b = 0.04 }):chart(),
      balassa.survival(lives, { group = "x" }):chart(), balassa.bootstrap(soup, { reps = 99 }):chart(),
      balassa.regress(soup, { x = balassa.dummy({ "1998-05/1998-07" }, soup) }):chart(),
      balassa.alpha(study, { reps = 99 }):chart())
  end },
  { "chart saved", function()
    if not gnuplot then return "not drawn" end
    local ok, message = chart():save(folder .. "/features-chart")
    return ok and "drawn" or error(message, 0)
  end },
  { "charts saved", function()
    if not gnuplot then return "not drawn" end
    assert(balassa.chart.save_all({ [folder .. "/features-a"] = empty(), [folder .. "/features-b"] = empty() },
      { command = "x" }))
    local svg, scripts = balassa.chart.svg_all { a = empty() }
    return text(svg and "drawn" or error(scripts, 0), scripts.a)
  end },
  { "chart shown", function()
    if not gnuplot then return "not drawn" end
    return text(empty():show { cols = 60, rows = 20 }, assert(core.gnuplot_version()))
  end },

  -- Results, files, the prompt
  { "result", function()
    local r = balassa.result.new { kind = "duck", values = { p = 0.25, name = "a & b", title = "x" },
      order = { "p", "name" }, rows = function(self)
        return { { "p", balassa.result.share(self.p) }, { "name", self.name } }
      end }
    return text(r, r:csv(), r:json(), r:markdown(), r:latex())
  end },
  { "files", function()
    local path = folder .. "/features.txt"
    local ok = assert(core.write_file(path, "text"))
    local ladder = balassa.raw.text(core.read_file "t/data/freedonia/ladder.csv")
    local records = balassa.raw.records(ladder, { separator = "," })
    return tostring(ok) .. core.read_file(path) .. #records .. records[2].label
  end },
  { "raw", function()
    local path = folder .. "/features.csv"
    assert(balassa.raw.write(path, balassa.raw.csv({ "a", "b" }, { { a = "1", b = 'x, "y"' }, { b = "ü" } })))
    return text(balassa.raw.read(path), select(2, balassa.raw.read "no/such"), core.sha256 "duck",
      core.names_in("t/faults", ".lua"),
      core.purpose "t/faults/features.lua")
  end },
  { "options", function()
    local saved = arg
    arg = { [0] = "scripts/x.lua", "--months=3", "--no-colour", "file" } -- luacheck: ignore
    local ok, o = pcall(balassa.options, { months = { 12, "how many" }, colour = { true, "in colour" },
      crises = { "chart", "which", choices = { "chart", "text" } }, positional = "[FILE...]" })
    arg = saved -- luacheck: ignore
    return text(ok, ok and o.months or o, ok and o[1])
  end },
  { "help", function()
    return text(balassa.help.text(balassa.contrast), balassa.help.text "study:dorp", balassa.version)
  end },
  { "show", function() return balassa.show { 1, "two", { 3 }, x = study } end },
  { "completion", function()
    local list, complete = {}, rawget(_G, "complete")
    if not complete then return "no prompt" end
    for _, line in ipairs { "balassa.ch", "study:cri", 'study:event("visit', 'study:drop "talks' } do
      local names = {}
      local set = complete(line, line:match "[%w_]+$", line:find '"' ~= nil)
      for name in pairs(set or {}) do names[#names + 1] = name end
      table.sort(names)
      list[#list + 1] = text(names)
    end
    return text(list)
  end },
}
