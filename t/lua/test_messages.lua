-- What misuse is told: the whole message and the line of the script, a row for each. (What bad data are told is in
-- t/unit; the messages that no test raises are listed by `make coverage`.)
local lu = require "luaunit"
local balassa = require "balassa"
local core = require "balassa.core"

local message_of = require "check".message_of

local study = assert(balassa.study "t/data/freedonia")
local soup = balassa.series { start = "1998-01", values = { 0, 1, 0, false, 9, 10, 9, 1, 2, 1, 3, 2 }, name = "soup" }

local function series(interval, start, ...)
  return balassa.series { start = start, interval = interval, values = { ... } }
end

local function index(options)
  options.rule = "latest"
  options.score = options.score or "rank"
  return study:index(options)
end

local function what_if() return study:what_if "x" end

-- Studies with no more than they must have.
local folder = os.tmpname()
os.remove(folder)
os.execute(("mkdir '%s'"):format(folder))

local function write(path, text)
  local f = assert(io.open(folder .. "/" .. path, "wb"))
  f:write(text)
  f:close()
end

-- A folder with these tables: name = { fields, lines, what else its schema has }. Fields are names, a date with
-- a ~ and a number with a # before it.
local function package_of(name, tables, more)
  local resources = {}
  os.execute(("mkdir '%s/%s'"):format(folder, name))
  for id, t in pairs(tables) do
    local fields, names = {}, {}
    for i, field in ipairs(t[1]) do
      names[i] = field:gsub("^[~#]", "")
      fields[i] = ('{"name": "%s", "type": "%s"%s}'):format(names[i], field:find "^#" and "number" or "string",
        field:find "^~" and ', "rdfType": "http://id.loc.gov/datatypes/edtf/EDTF-level1"' or "")
    end
    resources[#resources + 1] = ([[{"name": "%s", "path": "%s.csv", "profile": "tabular-data-resource",
      "schema": {"fields": [%s]%s}}]]):format(id, id, table.concat(fields, ", "), t[3] or "")
    write(name .. "/" .. id .. ".csv", table.concat(names, ",") .. "\n" .. t[2])
  end
  write(name .. "/datapackage.json",
    ('{"name": "%s", "resources": [%s%s]}'):format(name, more or "", table.concat(resources, ", ")))
  return folder .. "/" .. name
end

local wide, cells = { "id", "~date", "label", "rung" }, { "e", "1991", "E", "a" }
for i = 1, 40 do wide[#wide + 1], cells[#cells + 1] = "x" .. i, "v" end
local key = ', "primaryKey": "id"'
local bare = {
  notes = assert(balassa.study(package_of("notes", { notes = { { "id", "topic" }, "x,y\n", key } }))),
  events = assert(balassa.study(package_of("events", { events = { wide, table.concat(cells, ",") .. "\n", key } }))),
  positions = assert(balassa.study(package_of("positions",
    { events = { { "id", "~date", "label", "rung" }, "e,1991,E,a\n", key },
      positions = { { "id", "~span", "label", "actor", "rung" }, "p,1991/1992,P,a,b\n", key } }))),
  undated = assert(balassa.study(package_of("undated",
    { events = { { "id", "~date", "label", "rung" }, "e,,E,a\n", key } }))),
  indicators = assert(balassa.study(package_of("indicators",
    { indicators = { { "id", "label", "unit", "interval" }, "fish,Fish,barrels,month\n", key },
      observations = { { "indicator", "~period", "#value" }, "" } }))),
}

-- { PREFIX1 = value, ... PREFIXn = value }
local function every(prefix, n, value)
  local t = {}
  for i = 1, n do t[prefix .. i] = value end
  return t
end

local function labelled(n)
  local options = {}
  for i = 1, n do options[i] = { label = "x" .. i, value = "all" } end
  return options
end

local function estimated_by(f)
  local mv = balassa.multiverse(study, { crises = study:codings "crises", estimate = { { label = "f", value = f } } })
  return mv:run()
end

local file_write, nested = io.stdout.write, {}
do
  local t = nested
  for _ = 1, 400 do
    t.x = {}
    t = t.x
  end
end
-- A multiverse whose one universe has this option of its last parameter, past what the face looks at.
local function listed(option)
  local real = core.multiverse
  core.multiverse = function(declaration)
    core.multiverse = real
    declaration.list = { { 1, 1, 1, 1, 1, 1, 1, option } }
    return (real(declaration))
  end
  return (balassa.multiverse(study, { crises = study:codings "crises" }))
end

local not_found = select(2, pcall(require, "a module of mine"))
local mine = {}
package.loaded["a module of mine"] = mine -- there, and nowhere to be loaded from
local ducks = balassa.dictionary { ponds = { "duck*" }, soup = { "soup" } }
local asked = require "balassa.stats.question".new(study, { crises = "chart" }, "influence")

local yearly = balassa.series { start = "1990", values = { 1 }, interval = "year" }

local function chart() return (balassa.chart.new { from = 1990, to = 2000 }) end

local function unmapped() return (study:recode("ladder", "go_it_alone", { coarse = false })) end

local function all_matches()
  return (balassa.scores({ { text = "duck duck", date = "1991" }, { text = "duck duck", date = "1992" } },
    balassa.dictionary { a = { "duck", "d*", "du*" } }, { matches = "all" }))
end

local function made_corpus() return (balassa.corpus { "a duck in the pond" }) end

-- A function's call is in parentheses lest it be a tail call, which leaves no line behind.
local helpers_end = debug.getinfo(1, "l").currentline
local cases = {
  { function() return (balassa[1]) end, "balassa has no field [1]" },
  { function() return (study[1]) end, "a study has no field [1]" },
  -- dates
  { function() return (balassa.date "1998":within(1.5)) end,
    'the other date is a date, a year or an EDTF string such as "1998-01", not 1.5' },
  { function() return (balassa.date "1998":day "first") end,
    "a date has no rule 'first'; use earliest, midpoint or latest" },
  { function() return (core.civil(1 << 60)) end, "day 1152921504606846976 has no year here" },
  -- filters
  { function() return (study:events { kind = 1 }) end,
    "events.kind holds names, and is compared with one or a list of them, not 1" },
  { function() return (study:events { date = 1.5 }) end,
    'the date of a filter is a date, a year or an EDTF string such as "1998-01", not 1.5' },
  { function() return (study:ladder { rank = "two" }) end,
    "ladder.rank holds integers, and is compared with one, not two" },
  { function() return (study:events { "speech" }) end, "a filter has names of columns as its keys, not [1]" },
  { function() return (study:events(1)) end, "a filter is a table of conditions or a function, not 1" },
  -- indices
  { function() return (index { score = { [1] = 2 } }) end, "a score maps names of rungs to numbers, not [1] to 2" },
  { function() return (index { score = { go_it_alone = "two" } }) end,
    "a score maps names of rungs to numbers, not [go_it_alone] to two" },
  { function() return (index { score = function() return "two" end }) end,
    "the score function gave two for the rung 'go_it_alone'; it gives a number, or nil for none" },
  { function() return (index { score = 1 }) end,
    "option 'score' is a column of the ladder, a table or a function, not 1" },
  { function() return (index { expiry = -1 }) end, "option 'expiry' is a number of periods, not -1" },
  { function() return (index { expiry = "x" }) end, "option 'expiry' is a whole number, not x" },
  { function() return (index { half_life = 3 }) end, "options 'half_life' and 'total' go with the rule 'decay'" },
  { function() return (index { of = 1 }) end, "option 'of' is a set of records, such as study:events(), not 1" },
  { function() return (index { of = study:ladder() }) end, "ladder have no dates to make an index of" },
  { function() return (study:index { rule = 1 }) end, "option 'rule' is a string, not 1" },
  { function() return (study:codings "events") end, "only phases and crises have codings, not 'events'" },
  -- series
  { function() return (soup:at(balassa.date "1998/..")) end,
    "a period has a first and a last day, and this date is open" },
  { function() return (series("month", "1998-01", "x")) end,
    "value 1 is x; a series holds numbers, and false where it has a gap" },
  { function() return (series("month", "1998-01", 1 / 0)) end, "value 1 is infinite; a series holds finite numbers" },
  { function() return (balassa.series { start = "1998-01", values = 1 }) end,
    "balassa.series needs values: a list of numbers, false for a gap" },
  { function() return (series("month", "1998-01")) end, "a series has from 1 to 100000000 periods, not 0" },
  { function() return (index { from = "Y-900000", to = "Y90000000" }) end,
    "a series has from 1 to 100000000 periods, not 1090800012" },
  { function() return (soup:rolling_mean(0)) end,
    "a rolling mean is over at least 1 period, wants at least 1 value, and has at least 0 periods ahead" },
  { function() return (soup:rolling_mean(3, { least = 4 })) end,
    "a rolling mean over 3 periods can want from 1 to 3 values, not 4" },
  { function() return (soup:map(function() return "x" end)) end,
    "the function gave x at 1998-01; it gives a finite number, or nil for a gap" },
  { function() return (balassa.align(soup, soup, { join = "left" })) end,
    "option 'join' is \"inner\" or \"outer\", not 'left'" },
  { function() return (balassa.align(soup, series("year", "1998", 1))) end,
    "one series is by month and the other by year; bring them to one interval with :aggregate() or :repeat_to()" },
  { function() return (balassa.align(soup, series("month", "2008-01", 1))) end,
    'the two series have no period in common; join = "outer" keeps both with gaps' },
  { function() return (soup:period(99)) end, "the series has periods 1 to 12, and no period 99" },
  { function() return (soup + 1 / 0) end, "a series can be combined with a finite number only" },
  { function() return (soup:diff(0)) end, "a difference looks at least 1 period back, not 0" },
  { function() return (soup:above(0 / 0)) end, "a series cannot be compared with NaN" },
  { function() return (series("month", "1998-01", 1, false):standardise()) end,
    "standardising needs at least 2 values, and there is 1" },
  { function() return (series("month", "1998-01", 1, 1):standardise()) end,
    "a constant series (all 1) cannot be standardised" },
  -- events against windows
  { function() return (balassa.contrast(soup, { "2008-01/2008-02" })) end,
    "the window '2008-01/2008-02' (2008-01/2008-02) covers no month of the series" },
  { function() return (balassa.epochs(soup, { "1998-05" }, { before = 100000, after = 1 })) end,
    "before and after are at most 2000, not 100000" },
  { function() return (balassa.coincidence(study:events(), study:crises "chart",
    { period = "Y-900000000/Y900000000", interval = "day" })) end,
    "a period has at most 100000000 days here, not 657436500366" },
  -- what goes to gnuplot
  { function() return (core.draw { 1 }) end, "draw: a figure is a table, not number" },
  { function() return (core.draw { { base = "a\0b", script = "", title = "", description = "" } }) end,
    "draw: a figure's base cannot hold a NUL" },
  { function() return (core.draw { {} }) end, "draw: a figure's base is a string, not nil" },
  { function() return (core.terminal("", 1, 1)) end,
    "terminal: a drawing has 20 to 1000 columns and 8 to 1000 rows, not 1 by 1" },
  -- what-ifs
  { function() return (what_if():drop "nothing") end, "the study has no record 'nothing'" },
  { function() return (what_if():recode("inaugural-1990", {})) end,
    "nothing is recoded: name a field and its new value" },
  { function() return (what_if():recode("inaugural-1990", { label = true })) end,
    "'label' cannot be true; false makes the cell empty" },
  { function() return (what_if():recode("inaugural-1990", { label = "a\0b" })) end, "'label' holds a NUL byte" },
  { function() return (what_if():recode("inaugural-1990", { "x" })) end,
    "an edit takes fields by their names, and got [1]" },
  { function() return (what_if():recode("inaugural-1990", { id = "y" })) end,
    "'id' names the record and stays; drop the record, and add it under another" },
  { function() return (what_if():redate "inaugural-1990") end, 'a record is given a new date: redate(id, "1998-08")' },
  { function() return (what_if():restrict {}) end, "name what to restrict to: a period, kinds, actors ..." },
  { function() return (what_if():restrict { period = "soup" }) end,
    "'period': soup is no date: write it as 2003, 2003-02, 2003-02-19 or 1998-12-22/1998-12-23" },
  { function() return (what_if():use_score {}) end, "name a column of the ladder, or the scores of rungs" },
  { function() return (what_if():merge_crises { "a" }) end, "a merge takes a list of at least two ids" },
  { function() return (what_if():merge_crises { 1, 2 }) end, "a merge takes a list of ids, not of 1" },
  -- options, and what stands in their place
  { function() return (balassa.contrast(soup, study:crises "chart", 1)) end,
    "contrast takes its options as a table, not a number" },
  { function() return (balassa.series { 1, start = "1998", values = { 1 } }) end,
    "balassa.series takes named options only, and got [1]" },
  { function() return (balassa.contrast(series("month", "1998-01", 1, 2, false), { "1998-03" })) end,
    "the series has no value inside the windows" },
  { function() return (balassa.contrast(series("month", "1998-01", false, false, 1), { "1998-03" })) end,
    "the series has no value outside the windows" },
  { function() return (balassa.segments(soup, { most = 0 })) end,
    "most, the largest number of segments tried, is at least 1" },
  { function()
    local x = series("month", "1998-01", 1, 2, 4, 3, 5, 7)
    return (balassa.regress(series("month", "1998-01", 0, 0, 0, 0, 0, 0), { x = x }, { model = "poisson" }))
  end, "the series has no event in the 6 periods used" },
  -- windows and restrictions of what-ifs
  { function() return (what_if():move_crisis("flood", {})) end,
    "a move has from, to, or both; or else by, in months" },
  { function() return (what_if():move_crisis("flood", { from = "1990", by = 3 })) end,
    "a move has from, to, or both; or else by, in months" },
  { function() return (what_if():move_crisis("flood", { by = "x" })) end, "'by' is a number of months, not 'x'" },
  { function() return (what_if():move_crisis("flood", { from = "x" })) end,
    "'from': x is no date: write it as 2003, 2003-02, 2003-02-19 or 1998-12-22/1998-12-23" },
  { function() return (what_if():resize_crisis("flood", {})) end, "'months' is a number of months, not ''" },
  { function() return (what_if():resize_crisis("flood", { months = 3, keep = "middle" })) end,
    "'keep' is start or end, not 'middle'" },
  { function() return (what_if():merge_crises({ "flood", "flood" }, { id = "x" })) end,
    "'flood' cannot be merged with itself" },
  { function() return (what_if():restrict { kind = { "speech;x" } }) end,
    "'kind' is a list of names without ';' in them, not speech;x" },
  { function() return (what_if():restrict { date = "1990" }) end,
    "events are restricted by names, and 'date' is a date" },
  { function() return (what_if():restrict { period = "1990-01-01/1990-01-02" }) end, "no event would be left" },
  { function() return (what_if():use_score { go_it_alone = "two" }) end,
    "the score of 'go_it_alone' is a number, not 'two'" },
  -- studies that lack what is asked for
  { function() return (bare.notes:index {}) end,
    "an index needs a first and a last period: give 'from', or the study's `temporal` in its datapackage.json" },
  { function() return (bare.notes:index { from = "1990", to = "1991" }) end,
    "the study has no events to make an index of" },
  { function() return (bare.notes:index { rule = "in_force", from = "1990", to = "1991" }) end,
    "the study has no positions to make an index of" },
  { function() return (bare.events:index {}) end, "the study has no ladder, so a rung has no score" },
  { function() return (core.rung_scores(bare.events)) end, "the study has no ladder, so a rung has no score" },
  { function() return (bare.indicators:indicator "fish") end, "the indicator 'fish' has no observations" },
  { function() return (bare.undated:what_if "x":restrict { period = "1990/.." }) end,
    "'period' needs both ends: write it as 1991/1998" },
  { function() return (bare.events:events(every("x", 33, "v"))) end,
    "a filter has at most 32 conditions; give a function instead" },
  -- multiverses too large, and what cannot go to other cores
  { function()
    local options = every("x", 25, { "all" })
    options.crises, options.rule = { "1991" }, "count"
    return (balassa.multiverse(bare.events, options))
  end, "a multiverse has at most 32 parameters" },
  { function() return (balassa.multiverse(study, { crises = study:codings "crises", kind = labelled(65536) })) end,
    "a parameter has from 1 to 65535 options" },
  { function()
    local many = labelled(2000)
    return (balassa.multiverse(study, { crises = study:codings "crises", kind = many, stance = many, status = many }))
  end, "that are more universes than can be counted: leave out some options, or give a list of universes" },
  { function() return (estimated_by(function() return file_write end)) end,
    "'file_write' is a function written in C of no loaded module: it cannot be sent to other cores; use a function in "
      .. "Lua, or one of a module" },
  { function() return (estimated_by(function() return nested end)) end,
    "'nested' is nested too deeply to be sent to other cores" },
  -- what-ifs whose windows leave what dates can say
  { function() return (what_if():move_crisis("flood", { by = 119000 })) end,
    "the window of 'flood' would lie beyond what a date can say" },
  { function() return (what_if():move_crisis("flood", { from = ".." }):resize_crisis("flood", { months = 3 })) end,
    "'flood' has an open start to keep" },
  { function()
    return (what_if():move_crisis("war", { to = ".." }):resize_crisis("war", { months = 3, keep = "end" }))
  end, "'war' has an open end to keep" },
  { function() return (what_if():recode("inaugural-1990", every("x", 65, "v"))) end,
    "an edit has at most 64 settings" },
  -- dictionaries and texts
  { function() return (ducks:entries "pond") end, "the dictionary has no category 'pond'; did you mean 'ponds'?" },
  { function() return (balassa.dictionary(every("c", 10001, { "a" }))) end,
    "a dictionary has at most 10000 categories" },
  { function()
    local deep = { "a" }
    for _ = 1, 33 do deep = { c = deep } end
    return (balassa.dictionary(deep))
  end, "categories are nested at most 32 deep" },
  { function()
    local texts = {}
    for i = 1, 26844 do texts[i] = "a" end
    return (balassa.scores(balassa.corpus(texts), balassa.dictionary(every("c", 10000, { "a" }))))
  end, "26844 texts by 10000 categories are too many; score fewer texts at once" },
  -- what the faces look at before, told to who calls the core
  { function() return (core.lead_lag(soup, series("month", "1999-01", 1, 2, 3), {})) end,
    "lead_lag takes two series on one range; align them first" },
  { function() return (core.contrast(soup, { balassa.date "2008" }, {})) end,
    "the window 2008 covers no month of the series" },
  { function() return (core.vary(asked, { { drop = { 99 } } })) end, "there is no observation 99" },
  { function()
    local nothing = { when = {}, share = {} }
    return (core.draws(asked, { obs = { nothing }, edges = {}, draws = 2, seed = 1, within = "none" }))
  end, "observation 1 has nothing to draw" },
  { function() return (core.trend({ 1, 2 }, { 1, 2, 3 }, {})) end, "a trend has as many x as y, not 2 and 3" },
  { function() return (core.trend({ 1, 2, 3 }, { 1, 2, 3 }, { tau = 1 })) end,
    "option 'tau' lies between -1 and 1; it is 1.0" },
  { function() return (core.trend({ 1, 2, 3 }, { 1, 2, 3 }, { reps = 0 })) end,
    "option 'reps' is a whole number from 1 to 1000000000, not 0" },
  { function() return (core.trend({ 1, 2, 3 }, { 1, 2, 3 }, { level = 1 })) end,
    "option 'level' lies between 0 and 1, such as 0.95; it is 1.0" },
  { function() return (core.fisher(1, -1, 2, 3, {})) end, "a count is a whole number from 0 on, not -1" },
  { function() return (core.between({ 1, 2 }, { 3, 0 }, 2, {})) end,
    "between: a phase from 0 to 2 for each of 2 values" },
  { function() return (core.between({ 1, 2 }, { 1 }, 2, {})) end,
    "between: a phase from 0 to 2 for each of 2 values" },
  { function() return (core.noise(10, 1, 1, 1)) end,
    "noise: at most 1000000 values, and a coefficient between -1 and 1" },
  { function() return (core.rate_power(10, 1, 1, 1)) end,
    "rate_power: a share between 0 and 1, and a ratio above 0" },
  { function() return (listed(9)) end, "universe 1 has no option for parameter 8" },
  { function() return (listed(0)) end, "universe 1 has no option for parameter 8" },
  { function() return (listed(65537)) end, "universe 1 has no option for parameter 8" },
  { function() return (what_if():edit "drop events\0") end, "an edit holds no NUL byte" },
  { function() return (balassa.multiverse(bare.positions, { crises = { "1991" }, rule = { "in_force" } })) end,
    "the study has no ladder, so a rung has no score" },
  { function() return (estimated_by(function() return mine end)) end,
    "the module 'a module of mine' cannot be loaded on another core: " .. not_found },
  -- what the Lua library asks for
  { function() return (balassa.alpha { { unit = 1, value = 2 } }) end,
    'alpha: item 1 needs unit, coder and value, such as { unit = 1, coder = "a", value = 3 }' },
  { function() return (balassa.alpha(study, { reps = 98 })) end,
    "option 'reps' is a whole number from 99 to 1000000, not 98" },
  { function() return (balassa.chart.new { from = 1990, to = 2000, y = { ticks = { { at = "low" } } } }) end,
    "a chart's y: tick 1 is no { at = number, label = text }" },
  { function() return (chart():points { { 1990, 1 }, mark = "star" }) end,
    'points: mark is "plus" or not given, not star' },
  { function() return (balassa.compare(study, what_if(), { metrics = "contrast" })) end,
    'metrics is a list of names and functions, such as { "contrast", mine = function(study) ... end }' },
  { function() return (balassa.confusion { { unit = 1, coder = "a", value = 1 } }) end,
    'confusion needs a study with codings, or some of study:records "codings", not a table' },
  { function() return (balassa.gap(study, { proposed = yearly })) end,
    "gap: 'proposed' is a series by year, and the gap is by month" },
  { function() return (balassa.keyness(made_corpus(), made_corpus())) end,
    "keyness takes two sets of texts, or one corpus and the option 'of'; not two corpora" },
  { function() return (balassa.kwic({ "a duck" }, ducks, { width = 0 })) end,
    "option 'width' is a number of columns from 1 to 1000, not 0" },
  { function() return (balassa.kwic({ "a duck" }, ducks, { most = 0 })) end,
    "option 'most' is a number of lines, not 0" },
  { function() return (balassa.multiverse(study, { crises = { { label = 3, value = "chart" } } })) end,
    "crises: the label of option 1 is a string, not 3" },
  { function() return (balassa.multiverse(study, { crises = { "chart" }, of = { "events" } })) end,
    "option 'of' is a set of records or a function that makes one of a study, not events" },
  { function() return (balassa.multiverse(study, { crises = { "chart" }, rule = { 7 } })) end,
    'rule: an option is a name or a table such as { rule = "decay", half_life = 12 }, not 7' },
  { function() return (balassa.multiverse(study, { crises = { "chart" } }).runs) end,
    "a multiverse has no field 'runs'; did you mean 'run'?" },
  { function() balassa.multiverse(study, { crises = { "chart" } }).x = 1 end,
    "a multiverse cannot be changed: declare another one" },
  { function() return (balassa.multiverse(study, { crises = { "chart" } }):run { threads = 0 }) end,
    "option 'threads' is a whole number from 1 to 1024, not 0" },
  { function() return (balassa.multiverse(study, 7)) end, "a multiverse takes its parameters as a table, not 7" },
  { function() return (balassa.diff(study, study):chart()) end, "a diff has no chart" },
  { function() return (balassa.scores({ "a duck" }, ducks, { per = 0 })) end,
    "option 'per' is a number of words such as 1000, not 0" },
  { function() return (balassa.scores({ "a duck" }, ducks, { globs = 1 })) end,
    "option 'globs' is true or false, not 1" },
  { function() return (balassa.survival(study, { to = "2010/.." })) end,
    'the study has no end to censor at; give it as to = "2010-12"' },
  { function() return (balassa.corpus({ "a" }, { language = 7 })) end, "option 'language' is a string, not 7" },
  { function() return (balassa.corpus({ "a" }, { stem = 7 })) end,
    "option 'stem' is true, or the name of a stemmer such as \"english\", not 7" },
  { function() return (balassa.corpus({ "a" }, { hyphens = "keep" })) end,
    'option \'hyphens\' is "join" or "split", not keep' },
  { function() return (made_corpus():tokens(3)) end, "the corpus has texts 1 to 1, not 3" },
  { function() return (made_corpus().token) end, "a corpus has no 'token'; did you mean 'tokens'?" },
  { function() return (balassa.scores(made_corpus(), ducks, { stem = true })) end,
    "scores: option 'stem' is for texts; this corpus is made" },
  { function() return (balassa.dictionary { ponds = { { 7 } } }) end,
    'a dictionary is a table { category = { "entry", ... } }; under \'ponds\' there is a table' },
  { function() return (balassa.dictionary { ponds = 7 }) end,
    "the category 'ponds' holds 7; write a list of entries" },
  { function() return (balassa.dictionary(7)) end,
    'dictionary needs the path of a file or a table { category = { "entry", ... } }, not 7' },
  { function() return (balassa.multiverse(study, { crises = { "chart" }, of = { study:events(), "events" } })) end,
    "option 'of' is a set of records or a function that makes one of a study, not events" },
  { function() return (balassa.uncertainty(study, { confusion = { go_it_alone = { go_it_alone = "half" } } })) end,
    "uncertainty: confusion of 'go_it_alone' with 'go_it_alone' is a share, not half" },
  { function() return (balassa.chart.ladder(unmapped(), { ladder = "coarse_ladder" })) end,
    "the ladder's column 'coarse' does not say where 'go_it_alone' stands on 'coarse_ladder'" },
  { function() return (all_matches():chart { category = "a" }) end,
    "a chart of scores is of shares, and 'a' has more matches than words" },
  { function() return (balassa.uncertainty(study, { noisy = 7 })) end,
    'uncertainty: noisy is a filter such as { basis = "inferred" }, not 7' },
  { function() return (balassa.uncertainty(study, { widen = "much" })) end,
    "option 'widen' is a share, or { uncertain =, approximate = }, not much" },
  { function() return (balassa.uncertainty(study, { level = 95 })) end,
    "option 'level' lies between 0 and 1, such as 0.95; it is 95" },
  { function() return (balassa.uncertainty(study, { within = "bootstrap", block = 0 })) end,
    "option 'block' is a number of periods from 1 on, not 0" },
}

local TestMessages = {}
_G.TestMessages = TestMessages

for i, case in ipairs(cases) do
  TestMessages[("test_%02d"):format(i)] = function()
    local ok, message = pcall(case[1])
    local line, text = tostring(message):match "^[^:]*test_messages%.lua:(%d+): (.*)$"
    local f = debug.getinfo(case[1], "S")
    lu.assertFalse(ok, case[2])
    lu.assertEquals(text or message, case[2])
    line = math.tointeger(line)
    lu.assertTrue(line < helpers_end or f.linedefined <= line and line <= f.lastlinedefined,
      ("%s: told of line %d"):format(case[2], line))
  end
end

-- The core looks at its arguments itself, were the library ever to let something pass.
function TestMessages.test_the_core()
  local real, declared = core.multiverse, nil
  core.multiverse = function(declaration)
    declared = declaration
    return (real(declaration))
  end
  local mv = balassa.multiverse(study, { crises = { "chart" } })
  core.multiverse = real
  local made, handle = rawget(mv, "core"), rawget(made_corpus(), "handle")
  local run = core.multiverse_run(made, { declaration = "x" })
  local rows = {
    { "no universe of that number", core.multiverse_choice, made, 2 },
    { "no universe of that number", core.multiverse_row, run, 0 },
    { "no direction", core.multiverse_summary, run, "up" },
    { "no parameter of that number", core.multiverse_by, run, 99 },
    { "there is no such text", core.corpus_words, handle, 2 },
    { "a group is 0, 1 or 2", core.keyness, handle, { 3 }, 0.95, 1 },
    { "no such date rule", core.multiverse, setmetatable({ dates = { "noon" } }, { __index = declared }) },
    { "no pool for a study", core.multiverse, setmetatable({ pools = {} }, { __index = declared }) },
    { "a name and a text are strings", core.write_folder, folder .. "/new", { 7 } },
    { "a file's name has no slash and does not begin with a dot", core.write_folder, folder .. "/new",
      { ["../x"] = "" } },
    { "no library 'ponds' in '", require, "balassa.ponds" },
    { "no such rule", core.multiverse, setmetatable({ rules = { { rule = "best" } } }, { __index = declared }) },
  }
  for _, row in ipairs(rows) do
    lu.assertStrContains(message_of(row[2], table.unpack(row, 3)), row[1])
  end
end

local function mistyped(folder_name, name, column, todo)
  return ("\n%s/datapackage.json: property 'resources[0].schema.fields': the field '%s' of '%s' has a type that its "
    .. "role cannot use; make %s"):format(folder_name, column, name, todo)
end

-- What the outside world did is returned, not raised.
local refused = {
  coded_nothing = { function()
    return balassa.study(package_of("codings",
      { codings = { { "record", "coder", "field", "value" }, "x,a,rung,b\n" } }))
  end, [[
codings: 1 violation in 1 file
codings/codings.csv:2: column 'record': value 'x': the package has no events, and no column 'table' says what else is ]]
    .. "coded; add that column, or the events" },
  no_period = { function()
    return balassa.study(package_of("observations",
      { indicators = { { "id", "label", "unit", "interval" }, "fish,Fish,barrels,month\n", key },
        observations = { { "indicator", "~period", "#value" }, "fish,,\n" } }))
  end, [[
observations: 1 violation in 1 file
observations/observations.csv:2: column 'period': an observation needs a period; fill it in]] },
  no_table = { function()
    local dir = package_of("keys", { notes = { { "id", "topic" }, "x,y\n",
      ', "foreignKeys": [{"fields": "id", "reference": {"resource": "scan", "fields": "id"}}]' } },
      '{"name": "scan", "path": "scan.pdf", "format": "pdf"}, ')
    write("keys/scan.pdf", "%PDF")
    return balassa.study(dir)
  end, [[
keys: 1 violation in 1 file
keys/datapackage.json: property 'resources[1].schema.foreignKeys[0].reference.resource': value 'scan': 'scan' is not ]]
    .. "a table; refer to a table" },
  types_of_events = { function()
    return balassa.study(package_of("types-1", { events = { { "id", "date", "#label", "actors" }, "" } }))
  end, "types-1: 3 violations in 1 file" .. mistyped("types-1", "events", "date",
    "it a string with rdfType http://id.loc.gov/datatypes/edtf/EDTF-level1") ..
    mistyped("types-1", "events", "label", "its type string") ..
    mistyped("types-1", "events", "actors", "its type list") },
  types_of_observations = { function()
    return balassa.study(package_of("types-2", { observations = { { "indicator", "~period", "value" }, "" } }))
  end, "types-2: 1 violation in 1 file" .. mistyped("types-2", "observations", "value", "its type number") },
  long_name = { function() return core.read_file(folder .. "/" .. ("x"):rep(300)) end,
    ("x"):rep(300) .. ": the file cannot be read (File name too long)" },
  large_file = { function()
    os.execute(("truncate -s 16777217 '%s/large.txt'"):format(folder))
    return balassa.dictionary(folder .. "/large.txt")
  end, "large.txt: the file has more than 16777216 bytes" },
  deep_yaml = { function()
    write("deep.yml", "a: " .. ("["):rep(65) .. "{b: c}" .. ("]"):rep(65) .. "\n")
    return balassa.dictionary(folder .. "/deep.yml")
  end, "deep.yml: 1 fault\ndeep.yml:1: it is nested too deep; lift some of it" },
  two_runs = { function()
    local path = folder .. "/universes.csv"
    local mv = balassa.multiverse(study, { crises = study:codings "crises" })
    assert(mv:run { file = path })
    local other = assert(io.popen(("flock '%s' sh -c 'echo $$; exec sleep 20'"):format(path)))
    local pid = other:read "l"
    local result, message = mv:run { file = path, resume = true }
    os.execute("kill " .. pid)
    other:close()
    return result, message
  end, "universes.csv: another run is writing it; wait for its end, or name another file" },
}

for name, case in pairs(refused) do
  TestMessages["test_" .. name] = function()
    local result, message = case[1]()
    lu.assertNil(result)
    lu.assertEquals((message:gsub(folder:gsub("%p", "%%%0") .. "/", "")), case[2])
  end
end

local status = lu.LuaUnit.run()
os.execute(("rm -r '%s'"):format(folder))
os.exit(status)
