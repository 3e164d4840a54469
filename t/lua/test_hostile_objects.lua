-- What no library of scripts/balassa hands to C, but a stranger's script can: objects that are closed while C
-- reads them, and arguments of balassa.core that are nothing it was made for. Each call ends in a message or in
-- a result; `make SANITIZE=address,undefined test` sees whether it touched what is not its own.
local lu = require "luaunit"
local balassa = require "balassa"
local core = require "balassa.core"

local message_of = require "check".message_of

local FREEDONIA = "t/data/freedonia"

local function close(object)
  local closing <close> = object -- luacheck: ignore
end

local function study() return assert(balassa.study(FREEDONIA)) end

local function values(n)
  local list = {}
  for i = 1, n do list[i] = (i * 7) % 5 + i / n end
  return list
end

local function series(n) return balassa.series { start = "1990-01", values = values(n or 24), name = "soup" } end

-- A value that closes the object as soon as it is printed, as an error message does.
local function closing_when_printed(object)
  return setmetatable({}, { __tostring = function()
    close(object)
    collectgarbage()
    return "a trap"
  end })
end

local function texts()
  local languages = { { turkic = false, stemmer = "english" } }
  return core.corpus({ "One duck, two ducks.", "A gate." }, { 1, 1 }, languages, false)
end

local function dictionary()
  return core.dictionary_made("birds", { { path = { "birds", "water" }, text = "duck*" },
    { path = { "gate" }, text = "gate", weight = 2 } })
end

local TestClosed = {}
_G.TestClosed = TestClosed

function TestClosed.test_series()
  local s, other = series(), series()
  close(s)
  for _, use in ipairs {
    function() return #s end, function() return s[1] end, function() return s.name end, function() return s + 1 end,
    function() return 1 - s end, function() return s + other end, function() return other + s end,
    function() return -s end, function() return tostring(s) end, function() return s .. "" end,
    function() return s:map(print) end, function() return s:values() end, function() return s:each() end,
    function() return s:lag(1) end, function() return s:runs() end, function() return s:summary() end,
    function() return s:between("1990-01", "1990-02") end, function() return balassa.align(other, s) end,
    function() return core.bootstrap_apply(s, print, {}) end,
  } do
    lu.assertErrorMsgContains("this series was closed", use)
  end
  lu.assertEquals(#other, 24)
end

function TestClosed.test_study()
  local s, other = study(), study()
  local records = s:events()
  close(s)
  for _, use in ipairs {
    function() return s:events() end, function() return s.title end, function() return tostring(s) end,
    function() return s:index {} end, function() return s:drop "visit-1996" end, function() return s:what_if "x" end,
    function() return core.differences(other, s) end, function() return s.base end,
    function() return s:indicator "x" end,
  } do
    lu.assertErrorMsgContains("this study was closed", use)
  end
  lu.assertErrorMsgContains("the study that this is of was closed", function() return #records end)
  close(other)
  lu.assertFalse(s == other) -- closed or not, they are two
end

function TestClosed.test_texts()
  local c, d = texts(), dictionary()
  lu.assertEquals(core.count(c, d, {}), { { 2, 0 }, { 2, 0 }, { 0, 1 } })
  close(c)
  for _, use in ipairs {
    function() return core.corpus_sizes(c) end, function() return core.corpus_words(c, 1) end,
    function() return core.count(c, d, {}) end, function() return core.find(c, d, 3) end,
    function() return core.keyness(c, { 1, 2 }, .95, 1) end, function() return core.tfidf(c, 3, {}) end,
  } do
    lu.assertErrorMsgContains("this corpus was closed", use)
  end
  c = texts()
  close(d)
  for _, use in ipairs {
    function() return #d end, function() return d.name end, function() return d:entries() end,
    function() return d:categories() end, function() return tostring(d) end, function() return core.count(c, d, {}) end,
    function() return core.find(c, d, 3) end,
  } do
    lu.assertErrorMsgContains("this dictionary was closed", use)
  end
  lu.assertErrorMsgContains("this dictionary was closed", balassa.scores, study():texts(), d)
end

-- What the collector has finalised stays in a table with weak keys for one more round: a script can find it there.
function TestClosed.test_what_is_finalised_is_closed()
  local weak, all = setmetatable({}, { __mode = "k" }), {}
  weak[series()], weak[study()], weak[texts()], weak[dictionary()] = "series", "study", "corpus", "dictionary"
  collectgarbage()
  for object, kind in pairs(weak) do all[#all + 1] = { object, kind } end
  local use = { series = function(o) return #o end, study = function(o) return o:events() end,
    corpus = core.corpus_sizes, dictionary = function(o) return #o end }
  for _, item in ipairs(all) do
    lu.assertErrorMsgContains(("this %s was closed"):format(item[2]), use[item[2]], item[1])
  end
end

-- Closing in what C calls ------------------------------------------------------------------------------

local TestClosing = {}
_G.TestClosing = TestClosing

-- f(object, closing): the same result, whether closing() does nothing or closes the object that f is at.
local function same(make, f)
  local object, other = make(), make()
  local want = f(object, function() end)
  lu.assertEquals(f(other, function()
    close(other)
    collectgarbage()
  end), want)
end

function TestClosing.test_series_map()
  same(series, function(s, closing)
    return s:map(function(v)
      closing()
      return v + 1
    end):values()
  end)
end

function TestClosing.test_bootstrap()
  local options = { scheme = "circular", block = 3, reps = 20, seed = 1 }
  for _, f in ipairs { core.bootstrap_apply, core.bootstrap_jackknife } do
    same(series, function(s, closing)
      return f(s, function(resample)
        closing()
        local mean = resample:mean()
        close(resample)
        return mean
      end, options)
    end)
  end
end

function TestClosing.test_the_series_that_a_function_is_given()
  local s = series()
  lu.assertErrorMsgContains("this series was closed", core.bootstrap_apply, s, function(resample)
    close(resample)
    return #resample
  end, { reps = 2 })
end

local function filters(closing)
  local function yes()
    closing()
    return true
  end
  return { yes, { kind = yes, label = yes, date = yes }, { kind = yes, actors = function(list) return #list > 0 end } }
end

function TestClosing.test_filters()
  for i in ipairs(filters(print)) do
    for _, f in ipairs {
      function(s, closing) return s:events():where(filters(closing)[i]) end,
      function(s, closing) return s:events(filters(closing)[i]) end,
      function(s, closing) return s:records("events", filters(closing)[i]) end,
      function(s, closing) return s:crises(filters(closing)[1]) end,
    } do
      lu.assertTrue(#f(study(), function() end) > 0)
      local s = study()
      local left = f(s, function()
        close(s)
        collectgarbage()
      end)
      lu.assertErrorMsgContains("the study that this is of was closed", function() return #left end)
    end
  end
end

function TestClosing.test_the_record_that_a_filter_is_given()
  local s = study()
  lu.assertErrorMsgContains("the study that this is of was closed", function()
    return s:events():where(function(record)
      close(s)
      return record.kind == "speech"
    end)
  end)
end

function TestClosing.test_index()
  same(study, function(s, closing)
    return s:index { score = function(rung)
      closing()
      return #rung
    end }:values()
  end)
  local function closed(make)
    local s = study()
    lu.assertErrorMsgContains("was closed", s.index, s, make(function()
      close(s)
      collectgarbage()
    end))
  end
  closed(function(closing) return { kind = function(kind)
    closing()
    return kind == "speech"
  end } end)
  local s = study() -- options are read raw
  lu.assertEquals(#s:index(setmetatable({}, { __index = function() close(s) end })), #s:index {})
end

function TestClosing.test_messages()
  local s, d = series(), study()
  local records = d:events()
  lu.assertStrContains(message_of(s.between, s, closing_when_printed(s), "1991"), "not a trap")
  s = series()
  lu.assertStrContains(message_of(s.map, s, function() return closing_when_printed(s) end), "gave a trap")
  s = series()
  lu.assertStrContains(message_of(function() return s + closing_when_printed(s) end), "not with a trap")
  lu.assertStrContains(message_of(records.where, records, { kind = { closing_when_printed(d) } }), "not a trap")
  d = study()
  lu.assertStrContains(message_of(d.recode, d, "visit-1996", { actors = { closing_when_printed(d) } }), "not a trap")
  d = study()
  lu.assertStrContains(message_of(d.index, d, { from = closing_when_printed(d) }), "not a trap")
  d = study()
  lu.assertStrContains(message_of(d.index, d, { score = function() return closing_when_printed(d) end }), "gave a trap")
end

function TestClosing.test_the_function_of_a_multiverse()
  local s = study()
  local mv = balassa.multiverse(s, { crises = { "chart", "text" }, estimate = function(u)
    close(u.index)
    return u.number
  end })
  close(s)
  collectgarbage()
  lu.assertStrContains(tostring(mv:run { threads = 1 }), "universes")
end

-- A coroutine that is given up closes what it has, in the middle of what the other goes on with.
function TestClosing.test_coroutines()
  local s = series()
  local holder = coroutine.create(function()
    local mine <close> = s -- luacheck: ignore
    coroutine.yield()
  end)
  coroutine.resume(holder)
  lu.assertEquals(s:map(function(v)
    coroutine.close(holder)
    collectgarbage()
    return v
  end):values(), values(24))
end

-- Arguments --------------------------------------------------------------------------------------------

local TestArguments = {}
_G.TestArguments = TestArguments

-- A table whose length is the largest number there is: so Lua finds an end where keys lie so far apart.
local function endless(item)
  local t = { [math.maxinteger] = item }
  for shift = 62, 0, -1 do t[1 << shift] = item end
  return t
end

function TestArguments.test_messages()
  local c, d = texts(), dictionary()
  local language = { { turkic = false } }
  for _, case in ipairs {
    { "table expected", core.corpus, "abc", { 1 }, language },
    { "table expected", core.corpus, { "a" }, 1, language },
    { "table expected", core.corpus, { "a" }, { 1 }, "en" },
    { "table expected", core.corpus },
    { "text 1 is a string, not 5", core.corpus, { 5 }, { 1 }, language },
    { "the language of a text is a whole number from 1 to 1, not 2", core.corpus, { "a" }, { 2 }, language },
    { "the language of a text is a whole number from 1 to 1, not 0", core.corpus, { "a" }, { 0 }, language },
    { "the language of a text is a whole number", core.corpus, { "a" }, {}, language },
    { "language 1 is a table, not en", core.corpus, { "a" }, { 1 }, { "en" } },
    { "option 'stemmer' is a string, not 7", core.corpus, { "a" }, { 1 }, { { stemmer = 7 } } },
    { "table expected", core.keyness, c, 3, .95, 1 },
    { "a group is 0, 1 or 2", core.keyness, c, { -1 }, .95, 1 },
    { "a group is 0, 1 or 2", core.keyness, c, { 1 << 32 }, .95, 1 },
    { "level of an interval", core.keyness, c, { 1, 2 }, 0 / 0, 1 },
    { "a p lies between 0 and 1, not at 5", core.keyness_needed, 5 },
    { "a p lies between 0 and 1", core.keyness_needed, 0 },
    { "how many words is a whole number", core.tfidf, c, -1, {} },
    { "how many words is a whole number", core.tfidf, c, 1.5, {} },
    { "how many places is a whole number", core.find, c, d, -1 },
    { "table expected", core.spans, "abc", false, false, "abc" },
    { "a width is a whole number", core.clip, "abc", -1 },
    { "a width is a whole number", core.clip, "abc", math.mininteger, "left" },
    { "a width is a whole number from 0 to 1000000000", core.clip, "abc", math.maxinteger, "left" },
    { "table expected", core.ratio, 1, { 1 }, .95 },
    { "table expected", core.ratio, { 1 }, 1, .95 },
    { "count 1 is a number, not x", core.ratio, { "x" }, { 1 }, .95 },
    { "there are 1 counts and 2 totals", core.ratio, { 1 }, { 1, 2 }, .95 },
    { "table expected", core.dictionary_made, "x", 5 },
    { "entry 1 is a table, not 5", core.dictionary_made, "x", { 5 } },
    { "is a text and the path of its category", core.dictionary_made, "x", { { text = "a", path = "b" } } },
    { "is a text and the path of its category", core.dictionary_made, "x", { { path = { "b" } } } },
    { "category 1 is a string, not 5", core.dictionary_made, "x", { { text = "a", path = { 5 } } } },
    { "option 'weight' is a number, not x", core.dictionary_made, "x",
      { { text = "a", path = { "b" }, weight = "x" } } },
    { "a figure's about is a string, not number", core.draw_svg,
      { { base = "b", script = "", title = "", description = "", about = 5 } } },
    { "table expected", core.draw_svg, "abc" },
    { "a figure is a table", core.draw_svg, { "abc" } },
    { "a series is moved by at most 100000000 periods", series().lag, series(), math.mininteger },
    { "a series is moved by at most 100000000 periods", series().lead, series(), math.mininteger },
    { "a series is moved by at most 100000000 periods", series().lag, series(), math.maxinteger },
    { "from 1 to 100000000 periods", balassa.series, { start = 1990, values = endless(1) } },
    { "table expected", getmetatable(balassa).__index, 5, "chart" },
    { "day", core.civil, math.mininteger },
  } do
    local ok, message = pcall(table.unpack(case, 2))
    lu.assertFalse(ok, case[1])
    lu.assertStrContains(message, case[1])
  end
end

-- What has no end costs no more than what is there.
function TestArguments.test_endless_lists()
  local list = endless "duck"
  lu.assertEquals(#list, math.maxinteger)
  lu.assertEquals(core.near("dukc", list), "duck")
  lu.assertEquals(core.spans("one two", false, false, endless(1)), { 1, 3, 1, 3 })
  local events = study():events()
  for _, f in ipairs {
    function() return events:where { kind = endless "speech" } end,
    function() return core.corpus(endless "a", { 1 }, { {} }) end,
    function() return core.corpus({ "a" }, { 1 }, endless {}) end,
    function() return core.ratio(endless(1), { 1 }, .95) end,
    function() return core.draw_svg(endless {}) end,
  } do
    lu.assertEquals(message_of(f), "not enough memory")
  end
end

-- More words than there are: room is made for those that there are.
function TestArguments.test_as_many_words_as_one_likes()
  local c = texts()
  local want = core.tfidf(c, 100, {})
  lu.assertEquals(#want, 2)
  for shift = 58, 62 do lu.assertEquals(core.tfidf(c, 1 << shift, {}), want) end
  lu.assertEquals(core.tfidf(c, 0, {}), { {}, {} })
  lu.assertEquals(#core.find(c, dictionary(), math.maxinteger), 3 * 4)
end

function TestArguments.test_core_functions_take_what_is_more()
  local d = core.dictionary_made("birds", { { path = { "birds" }, text = "duck" } }, 1, 2, 3)
  collectgarbage()
  lu.assertEquals(d:categories(), { "birds" })
  lu.assertEquals({ core.number(.5, 1 << 40), core.number(.25, 1), core.number(.25, -1 << 40) },
    { "0.5", "0.2", "0.25" })
  lu.assertEquals(core.clip("duck", 6, "left"), "  duck")
end

-- A figure is read raw: what a metatable would give, nobody keeps.
function TestArguments.test_a_figure_with_a_metatable()
  local figure = setmetatable({ base = "b", script = "", title = "t", description = "" }, { __index = function(t)
    for key in pairs(t) do t[key] = nil end
    collectgarbage()
  end })
  core.draw_svg { figure }
  lu.assertEquals(figure.base, "b")
end

-- A weak list lets go of its figures, before C reads them or while it does.
function TestArguments.test_a_weak_list_of_figures()
  local list = setmetatable({}, { __mode = "v" })
  collectgarbage "stop"
  for i = 1, 2000 do
    list[i] = { base = "b" .. i, script = ("# %d\n"):format(i):rep(50), title = "t" .. i,
      description = ("d" .. i):rep(50) }
  end
  list[2000].script = "system 'x'"
  collectgarbage "restart"
  local ok, svg, message = pcall(core.draw_svg, list)
  lu.assertStrContains(ok and message or svg, ok and "system" or "not nil")
end

-- Sums of what is finite that are not: no series holds them.
function TestArguments.test_sums_without_an_end()
  local s = balassa.series { start = "1990-01", values = { 1.5e308, 1.5e308, 1.5e308 } }
  lu.assertEquals(message_of(s.aggregate, s, "quarter", { how = "sum" }),
    "the sum at 1990-01/1990-03 is not a finite number")
  lu.assertEquals(s:aggregate "quarter" [1], 1.5e308)
  s = balassa.series { start = "1990-01", values = { 1.7e308, -1.7e308, -1.7e308, -1.7e308 } }
  lu.assertEquals(message_of(s.standardise, s), "the standardised value at 1990-01 is not a finite number")
  local d = study()
  lu.assertStrContains(message_of(d.index, d, { rule = "decay", half_life = 1000, total = true,
    score = function() return 1.5e308 end }), "have no finite sum")
end

-- Tables of a study ------------------------------------------------------------------------------------

local package = [[{"name": "typed", "resources": [{"name": "ladder", "path": "ladder.csv",
  "profile": "tabular-data-resource", "schema": {"primaryKey": "id", "fields": [{"name": "id", "type": "string"},
  {"name": "label", "type": "string"}, {"name": "rank", "type": "integer"}]}},
  {"name": "sightings", "path": "sightings.csv", "profile": "tabular-data-resource", "schema": {"fields": [
  {"name": "rung", "type": "boolean"}, {"name": "weight", "type": "number"},
  {"name": "date", "type": "string", "rdfType": "http://id.loc.gov/datatypes/edtf/EDTF-level1"}]}}]}]]

local function typed()
  local dir = os.tmpname()
  os.remove(dir)
  os.execute(("mkdir '%s'"):format(dir))
  for name, text in pairs { ["datapackage.json"] = package, ["ladder.csv"] = "id,label,rank\nlow,Low,0\nhigh,High,1\n",
    ["sightings.csv"] = "rung,weight,date\ntrue,2,1991\nfalse,,1992\ntrue,1,1993\n,,1994\nfalse,0.5,1995\n" } do
    local file = assert(io.open(dir .. "/" .. name, "wb"))
    file:write(text)
    file:close()
  end
  local loaded, message = balassa.study(dir)
  os.execute(("rm -r '%s'"):format(dir))
  return assert(loaded, message)
end

-- Only the tables that the engine knows are sure of the types of their columns.
function TestArguments.test_a_rung_that_is_no_name()
  local s = typed()
  local index = s:index { of = s:records "sightings", from = "1991", to = "1995" }
  lu.assertStrContains(index.how, "0 of 5 sightings, 5 without a rung")
end

-- A missing number has a place, too: before those that are there.
function TestArguments.test_sorting_with_missing_numbers()
  lu.assertEquals(typed():records "sightings":sorted "weight":column "weight", { false, false, .5, 1, 2 })
end

os.exit(lu.LuaUnit.run())
