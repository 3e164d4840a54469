-- Speeches: words, dictionaries, scores and their series, on texts small enough to count by hand. Whole
-- corpora are in test_corpora.lua, the kernels in t/unit/test_text*.c.
local lu = require "luaunit"
local balassa = require "balassa"

local message_of = require "check".message_of

local freedonia = assert(balassa.study "t/data/freedonia")

local TestWords = {}
_G.TestWords = TestWords

function TestWords.test_tokens()
  local rows = {
    { "One gate, one duck.", "one gate one duck" },
    { "Freedonia's co-operation — 1,000 ducks at 3.5 %", "freedonia's co-operation 1,000 ducks at 3.5" },
    { "rock-'n'-roll -dash- 'quote' end.Next a_b", "rock n roll dash quote end next a b" },
    { "ГОСУДАРСТВО Қазақстан об’єднання", "государство қазақстан об'єднання" },
    { "Straße STRASSE ﬁn", "strasse strasse fin" },
    { "e\u{301}cole école", "école école" },
    { "联合国 a", "联 合 国 a" },
    { "soft\u{AD}hyphen \u{FEFF}bom", "softhyphen bom" },
    { "one\rtwo\r\nthree", "one two three" },
    { "bad\xFFbyte", "bad byte" },
    { "", "" },
  }
  for _, row in ipairs(rows) do lu.assertEquals(table.concat(balassa.tokens(row[1]), " "), row[2]) end
  lu.assertEquals(balassa.tokens("IĞDIR İstanbul", { language = "tr" }), { "ığdır", "istanbul" })
  lu.assertEquals(balassa.tokens("IĞDIR İstanbul"), { "iğdir", "i\u{307}stanbul" })
  lu.assertEquals(balassa.tokens("co-operation", { hyphens = "split" }), { "co", "operation" })
end

function TestWords.test_corpus()
  local c = balassa.corpus { { text = "One two", id = "a", date = "1990", language = "en" }, "two\xC3", "" }
  lu.assertEquals({ #c, c.words, c.types, c.invalid }, { 3, 3, 2, 1 })
  lu.assertEquals(tostring(c), "corpus of 3 texts: 3 words, 2 different; 1 faults in their UTF-8\n" ..
    "  a                        1990         en       2 words\n" ..
    "  2                        undated               1 words\n" ..
    "  3                        undated               0 words")
  lu.assertEquals(balassa.corpus(freedonia:texts()).texts[3].id, "gate")
end

-- A text without a date has that of its event, also in a what-if that changes it.
function TestWords.test_date()
  local late = freedonia:what_if("late"):recode("inaugural-1990", { date = "1991-01-05" })
  lu.assertEquals(tostring(freedonia:texts()["inaugural-1"].date), tostring(freedonia:event "inaugural-1990".date))
  lu.assertEquals(tostring(late:texts()["inaugural-1"].date), "1991-01-05")
end

local TestScores = {}
_G.TestScores = TestScores

local ducks = balassa.dictionary { birds = { water = { "duck*", "one duck" }, land = { "hen" } }, bread = { "BREAD" } }

-- "One gate, one duck. Österlich may bring the bread." has "one duck" once and "bread"; see the other two.
function TestScores.test_freedonia()
  local r = balassa.scores(freedonia:texts(), ducks)
  local by = {}
  for _, t in ipairs(r.categories) do by[t.category] = t end
  lu.assertEquals({ by["birds"].count, by["birds.water"].count, by["birds.land"].count, by["bread"].count },
    { 1, 1, 0, 1 })
  lu.assertEquals({ r.n, r.undated, r.entries_found, r.entries_never }, { 3, 0, 3, 1 })
  lu.assertEquals(r.never[1].entry, "hen")
  lu.assertEquals(r.texts[1].id, "inaugural-1")
end

-- What a match is, case by case: counts of one category with these entries.
function TestScores.test_matches()
  local rows = {
    { "customs union union", { "union", "customs union" }, 2, 3 },
    { "customs union treaty", { "customs union", "union treaty" }, 1, 2 },
    { "a b c d", { "a b", "b c d" }, 1, 2 },
    { "integration", { "integrat*", "integration" }, 1, 2 },
    { "sécurité security", { "s?curit*" }, 2, 2 },
    { "re-integration disintegration", { "*integration" }, 2, 2 },
    { "a", { "a+" }, 0, 0 },
    { "War in Iraq", { "WAR_IN_IRAQ" }, 1, 1 },
    { "U.S. policy", { "u.s. policy" }, 1, 1 },
    { "means-tested", { "means-test*" }, 1, 1 },
    { "x", { "*" }, 1, 1 },
  }
  for _, row in ipairs(rows) do
    local d = balassa.dictionary { c = row[2] }
    lu.assertEquals(balassa.scores({ row[1] }, d).categories[1].count, row[3], row[1])
    lu.assertEquals(balassa.scores({ row[1] }, d, { matches = "all" }).categories[1].count, row[4], row[1])
  end
  lu.assertEquals(balassa.scores({ "folk" }, balassa.dictionary { c = { "f**k" } }).categories[1].count, 1)
  local plain = balassa.scores({ "folk" }, balassa.dictionary { c = { "f**k" } }, { globs = false })
  lu.assertEquals({ plain.categories[1].count, plain.entries_impossible }, { 0, 1 })
end

function TestScores.test_stems()
  local d = balassa.dictionary { c = { "integration", "интеграция" } }
  local texts = { { text = "Integrating, integrated: integrates", language = "en" },
    { text = "Интеграции и интеграцию", language = "ru" } }
  lu.assertEquals(balassa.scores(texts, d).categories[1].count, 0)
  lu.assertEquals(balassa.scores(texts, d, { stem = true }).categories[1].count, 5)
  lu.assertEquals(balassa.scores(texts, d, { stem = "en" }).categories[1].count, 3)
end

function TestScores.test_weights()
  local d = balassa.dictionary { tone = { "calm", good = 2, bad = -3 } }
  local r = balassa.scores({ { text = "good good bad calm", date = 1990 }, { text = "bad", date = 1991 } }, d)
  lu.assertEquals({ r.categories[1].count, r.categories[1].weight, d.weighted }, { 5, -1.0, true })
  lu.assertEquals(r:series("tone", { of = "weight", per = 1 }):values(), { 0.5, -3.0 })
end

-- Two texts in 1990 (2 of 4 and 0 of 4 words: pooled 2 of 8), none in 1991, one in 1992 (1 of 2).
function TestScores.test_series()
  local texts = { { text = "union and union now", date = "1990-02" }, { text = "not one of them", date = "1990-11" },
    { text = "union now", date = "1992" }, { text = "union" } }
  local r = balassa.scores(texts, balassa.dictionary { u = { "union" } })
  local s = r:series "u"
  lu.assertEquals({ s.interval, s.unit, s.name }, { "year", "per 1,000 words", "u" })
  lu.assertEquals(s:values(), { 250.0, false, 500.0 })
  lu.assertEquals(r:series("u", { period = "1989/1991", per = 100 }):values(), { false, 25.0, false })
  lu.assertStrContains(r:series("u", { period = "1989/1991" }).how, "1 undated, 1 outside 1989/1991")
  lu.assertEquals(#r:series("u", { interval = "quarter" }), 11) -- to the third of 1992, where its middle day lies
  lu.assertEquals(balassa.contrast(s, { "1992" }).estimate, 250.0)
end

function TestScores.test_print()
  local r = balassa.scores({ "One gate, one duck.", "The bread." }, ducks)
  lu.assertStrContains(tostring(r), "birds        1 in 1 text; 166.7 per 1,000 words (95 % 30.05 to 563.5")
  lu.assertStrContains(r:csv(), "text,date,category,words,count,share,low,high,weight\n1,,birds,4,1,0.25,")
end

function TestScores.test_errors()
  local d = balassa.dictionary { c = { "a" } }
  local r = balassa.scores({ "a" }, d)
  local rows = {
    { balassa.scores, { "a" }, "x", "scores needs a dictionary, such as balassa.dictionary \"FILE\", not x" },
    { balassa.scores, { "a" }, d, { levl = 1 }, "scores: unknown option 'levl'; did you mean 'level'?" },
    { balassa.scores, 3, d, "scores needs texts: records such as study:texts(), a list of strings or of { text =, "
      .. "id =, date =, language = }, or a corpus; not 3" },
    { balassa.scores, { "a" }, d, { stem = true }, "the text '1' has no language, by which to choose a stemmer; "
      .. "give { language = \"english\" }" },
    { balassa.scores, { "a" }, d, { stem = "rusian" }, "there is no stemmer for 'rusian'; did you mean 'russian'?" },
    { balassa.scores, { {} }, d, "text 1 has no text that is a string; give strings, { text =, id =, date =, "
      .. "language = }, or records such as study:texts()" },
    { r.series, r, "b", "the dictionary has no category 'b' (known: c)" },
    { r.series, r, "c", "no text has a date; give each a date, or the event that it belongs to" },
    { balassa.dictionary, { "a" }, "the entry 'a' stands in no category; write { category = { \"a\" } }" },
    { balassa.dictionary, "x.foo", "the name 'x.foo' does not tell the format of a dictionary; give it with "
      .. "{ format = }: dic, lc3, ykd, cat, yaml or list" },
  }
  for _, row in ipairs(rows) do
    lu.assertEquals(message_of(row[1], row[2], #row > 3 and row[3] or nil, #row > 4 and row[4] or nil), row[#row])
  end
  local ok, message = balassa.dictionary "t/data/text/none.dic"
  lu.assertNil(ok)
  lu.assertEquals(message, "t/data/text/none.dic: there is no such file")
end

os.exit(lu.LuaUnit.run())
