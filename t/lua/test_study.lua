-- Studies, sets of records and records in Lua, on the fictional study in t/data/freedonia: what is
-- expected here is read off its CSV files.
local lu = require "luaunit"
local balassa = require "balassa"

local DIR = "t/data/freedonia"
local study = assert(balassa.study(DIR))

local message_of = require "check".message_of

local TestStudy = {}
_G.TestStudy = TestStudy

function TestStudy.test_fields()
  lu.assertEquals(study.dir, DIR)
  lu.assertEquals(tostring(study.period), "1990-01/1999-12")
  lu.assertEquals(#study.digest, 64)
end

function TestStudy.test_sizes()
  lu.assertEquals(#study:events(), 13)
  lu.assertEquals(#study:ladder(), 6)
  lu.assertEquals(#study:crises(), 5)
  lu.assertEquals(#study:crises "chart", 3)
  lu.assertEquals(#study:phases "text", 2)
  lu.assertEquals(study:codings "crises", { "chart", "text" })
  lu.assertEquals(#study:records "harvests", 4)
end

function TestStudy.test_missing_folder()
  local none, message = balassa.study "t/data/no-such-study"
  lu.assertNil(none)
  lu.assertStrContains(message, "t/data/no-such-study")
end

function TestStudy.test_needs()
  local function load(needs) return balassa.study("t/data/freedonia", { needs = needs }) end
  lu.assertEquals(load { "ladder", "events.rung", "harvests", "harvests.tons" } ~= nil, true)
  lu.assertEquals(load {} ~= nil, true)
  for need, what in pairs { tides = "table 'tides'", ["events.scope"] = "column 'events.scope'",
    ["phaces.span"] = "table 'phaces'", [""] = "table ''", ["."] = "table ''", ["events."] = "column 'events.'" } do
    local none, message = load { "ladder", need }
    lu.assertNil(none)
    lu.assertEquals(message, "t/data/freedonia: the study has no " .. what .. ", which is needed here")
  end
  lu.assertEquals(message_of(load, "ladder"), 'option \'needs\' is a list such as { "ladder", "events.rung" }')
  lu.assertEquals(message_of(balassa.study, "t/data/freedonia", { need = {} }),
    "balassa.study: unknown option 'need'; did you mean 'needs'?")
end

function TestStudy.test_unknown_names()
  local cases = {
    { "a study has no field 'event_s'; did you mean 'events'?", function() return study.event_s end },
    { "the study has no table 'harvest'; did you mean 'harvests'?", function() return study:records "harvest" end },
    { "crises have no coding 'chert'; did you mean 'chart'?", function() return study:crises "chert" end },
    { "the study has no indicator 'hering'; did you mean 'herring'?", function() return study:indicator "hering" end },
    { "events has no 'river-treaty-1992'; did you mean 'river-treaty-1991'?",
      function() return study:event "river-treaty-1992" end },
    { "a study cannot be changed", function() study.title = "x" end },
  }
  for _, case in ipairs(cases) do
    lu.assertEquals(message_of(case[2]), case[1])
  end
end

local TestRecords = {}
_G.TestRecords = TestRecords

function TestRecords.test_indexing()
  local events = study:events()
  lu.assertEquals(events[1].id, "inaugural-1990")
  lu.assertEquals(events[13].id, "farewell-1999")
  lu.assertNil(events[14])
  lu.assertNil(events[0])
  lu.assertEquals(events["river-treaty-1991"].kind, "agreement")
  lu.assertEquals(events["river-treaty-1991"], study:event "river-treaty-1991")
end

function TestRecords.test_iteration()
  local a, b = {}, {}
  for i, event in ipairs(study:events()) do
    a[i] = event.id
  end
  for event in study:events():each() do
    b[#b + 1] = event.id
  end
  lu.assertEquals(#a, 13)
  lu.assertEquals(a, b)
  lu.assertEquals(a, study:events():ids())
end

function TestRecords.test_filters()
  local function ids(filter)
    return study:events(filter):ids()
  end
  lu.assertEquals(#ids { kind = "speech" }, 4)
  lu.assertEquals(ids { kind = { "visit", "institution" } }, { "visit-1996", "institution-1998" })
  lu.assertEquals(ids { rung = false }, { "visit-1996" })
  lu.assertEquals(#ids { rung = true }, 12)
  lu.assertEquals(ids { actors = "osterlich" }, { "customs-treaty-1994" })
  lu.assertEquals(ids { date = "1991" }, { "river-proposal-1991", "river-treaty-1991" })
  lu.assertEquals(ids { kind = "speech", rung = "consultations" }, { "farewell-1999" })
  lu.assertEquals(ids { date = function(d) return d.approximate end }, { "river-force-1992" })
  lu.assertEquals(ids(function(e) return e.stage == "abandoned" end), { "soup-dropped-1996" })
  lu.assertEquals(study:events { kind = "speech" }:where { rung = "go_it_alone" }:ids(), { "inaugural-1990" })
  lu.assertEquals(#study:records("harvests", { tons = 33 }), 1)
  lu.assertEquals(#study:records("harvests", { good = true }), 2)
  lu.assertEquals(#study:records("harvests", { good = false }), 1)
end

function TestRecords.test_filter_errors()
  local cases = {
    { "events has no column 'kinds'; did you mean 'kind'?", { kinds = "speech" } },
    { "events.kind is never 'speach'; did you mean 'speech'?", { kind = "speach" } },
    { "events.rung is never 'custom_union'; did you mean 'customs_union'?", { rung = "custom_union" } },
    { "events.actors is never 'sylvannia'; did you mean 'sylvania'?", { actors = "sylvannia" } },
    { "the date of a filter: 1991-13 is impossible: months are 01 to 12, and seasons 21 to 24", { date = "1991-13" } },
  }
  for _, case in ipairs(cases) do
    lu.assertEquals(message_of(study.events, study, case[2]), case[1])
  end
end

function TestRecords.test_columns()
  lu.assertEquals(study:crises "chart":column "label", { "The flood", "The herring crisis", "War with Sylvania" })
  lu.assertEquals(study:events():count_by "stance", { integration = 8, multi_directional = 3, neutral = 2 })
  lu.assertEquals(study:events { rung = false }:column "rung", { false })
  lu.assertEquals(study:events():sorted "date":ids()[1], "inaugural-1990")
  lu.assertEquals(study:crises():sorted "span":column "coding", { "chart", "text", "chart", "text", "chart" })
end

local TestRecord = {}
_G.TestRecord = TestRecord

function TestRecord.test_cells()
  local event = study:event "customs-treaty-1994"
  lu.assertEquals(event.actors, { "freedonia", "sylvania", "osterlich" })
  lu.assertEquals(tostring(event.date), "1994-02-10")
  lu.assertNil(event.note)
  lu.assertEquals(event.origin, "t/data/freedonia/events.csv:9")
  lu.assertEquals(study:ladder()[3].rank, 2)
  lu.assertEquals(study:ladder()[3].balassa, 1)
end

function TestRecord.test_quotes()
  lu.assertEquals(#study:event "inaugural-1990".quotes, 2)
  lu.assertEquals(study:event "visit-1996".quotes, {})
  local file = assert(io.open(DIR .. "/texts/gate.txt"))
  lu.assertEquals(study:event "customs-speech-1993".quotes, { file:read "a" })
  file:close()
end

function TestRecord.test_unknown_field()
  local event = study:event "visit-1996"
  lu.assertEquals(message_of(function() return event.lable end),
    "this record has no field 'lable'; did you mean 'label'?")
  lu.assertEquals(message_of(function() event.label = "x" end), "this record cannot be changed")
end

function TestRecord.test_outlives_the_names_that_held_it()
  local event
  do
    local other = assert(balassa.study(DIR))
    event = other:events { kind = "visit" }[1]
  end
  collectgarbage()
  collectgarbage()
  lu.assertEquals(event.label, "Trentino visits the capital")
end

local TestIndex = {}
_G.TestIndex = TestIndex

function TestIndex.test_by_hand()
  -- river proposal 2 May 1991 (rank 2), treaty December 1991 (2), talks November 1990 (1)
  local index = study:index { rule = "latest", score = "rank" }
  lu.assertEquals(#index, 120)
  lu.assertNil(index[1])
  lu.assertNil(index[2])
  lu.assertEquals(index:at "1990-03", 0)
  lu.assertEquals(index:at "1990-12", 1)
  lu.assertEquals(index:at "1991-05", 2)
  lu.assertEquals(index:at "1994-12", 3)
  lu.assertEquals(index:at "1999-12", 1)
  lu.assertEquals(index.how, "latest(score=rank, date=midpoint): 12 of 13 events, 1 without a rung")
end

function TestIndex.test_filters_and_scores()
  local index = study:index { rule = "max", score = "integration", kind = "speech", interval = "year" }
  lu.assertEquals(index:values(), { 0, false, false, 1, false, false, false, 1, false, 0 })
  lu.assertEquals(index.how,
    "max(score=integration, date=midpoint, kind=speech): 4 of 13 events, 9 filtered out")
  local ten = study:index { rule = "max", interval = "year", kind = "speech",
    score = { customs_union = 10, economic_union = 20 } }
  lu.assertEquals(ten:values(), { false, false, false, 10, false, false, false, 20, false, false })
  lu.assertStrContains(ten.how, "2 whose rung has no score")
  local count = study:index { rule = "count", interval = "year" }
  lu.assertEquals(count:values(), { 2, 2, 1, 1, 1, 1, 2, 1, 1, 1 })
  local force = study:index { rule = "in_force", interval = "year", status = "implemented" }
  lu.assertEquals(force:values(), { 0, 2, 2, 3, 3, 3, 3, 3, 3, 3 })
end

function TestIndex.test_date_rules()
  local function first_of(rule)
    for period, value in study:index { kind = "visit", rule = "count", date = rule }:each() do
      if value > 0 then
        return period
      end
    end
  end
  lu.assertEquals(first_of "earliest", "1996-01")
  lu.assertEquals(first_of "midpoint", "1996-07")
  lu.assertEquals(first_of "latest", "1996-12")
end

function TestIndex.test_errors()
  local cases = {
    { "option 'rule' cannot be 'lates'; did you mean 'latest'?", { rule = "lates" } },
    { "the ladder has no score 'ranks'; did you mean 'rank'?", { score = "ranks" } },
    { "the ladder has no rung 'custom_union'; did you mean 'customs_union'?", { score = { custom_union = 1 } } },
    { "events has no column 'knd'; did you mean 'kind'?", { knd = "speech" } },
    { "option 'expiry' goes with the rule 'latest'", { rule = "mean", expiry = 3 } },
    { "the rule 'decay' needs a half_life above 0 months", { rule = "decay" } },
    { "the index ends before it starts: check 'from' and 'to'", { from = "1995", to = "1994" } },
  }
  for _, case in ipairs(cases) do
    lu.assertEquals(message_of(study.index, study, case[2]), case[1])
  end
end

local TestClosing = {}
_G.TestClosing = TestClosing

-- Whatever still holds a part of it says so, and touches nothing that is gone.
function TestClosing.test_what_is_left_of_a_closed_study()
  local records, record, same
  do
    local closing <close> = assert(balassa.study "t/data/freedonia")
    records, record, same = closing:events(), closing:events()[1], closing:event "visit-1996"
  end
  for _, use in ipairs {
    function() return #records end, function() return records[1] end, function() return records:ids() end,
    function() return tostring(records) end, function() return next(records:column "id") end,
    function() return record.label end, function() return tostring(record) end, function() return record == same end,
    function() return records:where { kind = "speech" } end, function() return study:index { of = records } end,
  } do
    lu.assertErrorMsgContains("the study that this is of was closed", use)
  end
end

local TestPrinting = {}
_G.TestPrinting = TestPrinting

function TestPrinting.test_everything_prints()
  lu.assertStrContains(tostring(study), "13 events")
  lu.assertStrContains(tostring(study:events()), "13 of 13 events of t/data/freedonia")
  lu.assertStrContains(tostring(study:event "visit-1996"), "events (t/data/freedonia/events.csv:")
  lu.assertEquals("on " .. study:event "visit-1996".date, "on 1996-XX-XX")
end

-- Long enough that the text outgrows its first room while a cell or an item is added.
function TestPrinting.test_a_long_record_prints_whole()
  local fields = {}
  for _, name in ipairs { "label", "forum", "locator", "note" } do
    fields[name] = name:rep(60):sub(1, name == "label" and 200 or 240)
  end
  local changed = study:what_if "long":recode("visit-1996", fields)
  local text = tostring(changed:event "visit-1996")
  lu.assertStrContains(text, "events (t/data/freedonia/events.csv:")
  lu.assertTrue(#text > 1024)
  for name, value in pairs(fields) do
    lu.assertStrContains(text, "\n  " .. name .. (" "):rep(12 - #name) .. value)
  end
end

function TestPrinting.test_a_long_text_is_cut()
  local text = ("ä b\n"):rep(100)
  local changed = study:what_if "long":recode("visit-1996", { note = text })
  lu.assertStrContains(tostring(changed:event "visit-1996"),
    "\n  note        " .. ("ä b "):rep(48) .. " ... (500 bytes)")
  lu.assertEquals(changed:event "visit-1996".note, text)
end

-- What the prompt shows of each thing.
function TestStudy.test_prints()
  lu.assertStrContains(tostring(study:what_if "later"), 'what-if "later", without edits yet, over\nFreedonia')
  lu.assertStrContains(tostring(study:drop "visit-1996" :drop "talks-1990"), "\n  edit 2  drop events talks-1990")
  local many = tostring(assert(balassa.study "datasets/kazakhstan-1991-2010"):events())
  lu.assertStrMatches(many, "62 of 62 events of datasets/kazakhstan%-1991%-2010\n.*\n  %.%.%. 42 more")
end

local TestDates = {}
_G.TestDates = TestDates

-- Two spans overlap when any day is of both; a span is within another when all its days are.
function TestDates.test_overlaps_and_within()
  local cases = {
    { "1998", "1998-12/1999", true, false }, { "1998", "1999", false, false }, { "1998-12-31", "1998-12", true, true },
    { "1998/..", "2050", true, false }, { "1998", "1990/..", true, true }, { "1998-06", "1998", true, true },
  }
  for _, case in ipairs(cases) do
    local a, b = balassa.date(case[1]), balassa.date(case[2])
    lu.assertEquals({ a:overlaps(b), b:overlaps(a), a:within(b) }, { case[3], case[3], case[4] }, case[1])
    lu.assertEquals(a:overlaps(case[2]), case[3])
  end
end

os.exit(lu.LuaUnit.run())
