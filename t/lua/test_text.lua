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
  lu.assertStrContains(tostring(r), "birds        1 in 1 text; 167 per 1,000 words (95 % 30.1 to 564")
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
    { balassa.dictionary, "Makefile", "the name 'Makefile' does not tell the format of a dictionary; give it with "
      .. "{ format = }: dic, lc3, ykd, cat, yaml or list" },
  }
  for _, row in ipairs(rows) do
    lu.assertEquals(message_of(row[1], row[2], #row > 3 and row[3] or nil, #row > 4 and row[4] or nil), row[#row])
  end
  local ok, message = balassa.dictionary "t/data/text/none.dic"
  lu.assertNil(ok)
  lu.assertEquals(message, "t/data/text/none.dic: there is no such file")
end

-- The words of the chart, and that a page full of crises has no names.
function TestScores.test_chart()
  local texts = { { text = "union and union now", date = 1990 }, { text = "union", date = 1992 } }
  local r = balassa.scores(texts, balassa.dictionary { u = { "union" } })
  local function words(c)
    local all = {}
    for _, t in ipairs(c:page().texts) do all[#all + 1] = t.text end
    return table.concat(all, "\n")
  end
  local text = words(r:chart { crises = { { span = balassa.date "1990", label = "the flood" } } })
  for _, want in ipairs { "Words of u", "1 year without a text left open", "the flood", "Matches per 1,000 words" } do
    lu.assertStrContains(text, want)
  end
  local many = {}
  for i = 1, 13 do many[i] = { span = balassa.date("199" .. i % 3), label = "flood" } end
  lu.assertNil(words(r:chart { crises = many }):find "flood")
  lu.assertEquals(message_of(r.chart, r, { crise = 1 }),
    "a chart of scores: unknown option 'crise'; did you mean 'crises'?")
end

local TestOurs = {}
_G.TestOurs = TestOurs

local function counts_of(scores)
  local by = {}
  for _, t in ipairs(scores.categories) do by[t.category] = t.count end
  return by
end

-- Counted by reading the 22 quotes of the first study, before the dictionary was run over them:
--   community      CIS: address-2010-osce, summit-2000-european-community 1 each, cis-council-1994 2;
--                  integration: astana-forum-2009 2, cis-council-1994 3, interview-2003-eurasian-union,
--                  strategy-1997-security, union-state-2006 1 each; EurAsEC: astana-forum-2009 2,
--                  marchenko-2003 1; Eurasian union: interview-2003-borders 1, interview-2003-eurasian-union 2
--   common_market  common market in interview-2003-eurasian-union
--   currency_union rouble zone in davos-1992, common currency in marchenko-2003
--   economic_union Economic Union in davos-1992
--   multi_directional  diversification in davos-1992, multi-directional in tokayev-2005
--   sovereignty    sovereignty and territorial integrity in address-1998, independence in address-1999, both in
--                  strategy-1997-security
function TestOurs.test_english()
  local texts = assert(balassa.study "datasets/kazakhstan-1991-2010"):texts()
  local by = counts_of(balassa.scores(texts, assert(balassa.dictionary "integration.en")))
  lu.assertEquals(by, {
    ["integration"] = 22, ["integration.levels"] = 4, ["integration.levels.free_trade"] = 0,
    ["integration.levels.customs_union"] = 0, ["integration.levels.common_market"] = 1,
    ["integration.levels.currency_union"] = 2, ["integration.levels.economic_union"] = 1,
    ["integration.levels.full_union"] = 0, ["integration.community"] = 18, ["multi_directional"] = 2,
    ["sovereignty"] = 5 })
end

-- Two sentences of nobody's, with the names in several cases: customs_union 2 (союза, союзу), common_market 2
-- (пространства, рынка), currency_union 2 (валюты, зоне), free_trade 1, economic_union 1, full_union 1;
-- community 5 (интеграции, интегрироваться, Содружества, Евразийский союз, СНГ); multi_directional 1; sovereignty 3.
function TestOurs.test_russian()
  local text = "От зоны свободной торговли до Таможенного союза, от единого экономического пространства и общего рынка "
    .. "до единой валюты: кто был в рублёвой зоне, помнит. К Таможенному союзу, к Экономическому союзу, к Союзному "
    .. "государству ведёт путь интеграции; интегрироваться же страны Содружества Независимых Государств хотят в "
    .. "Евразийский союз, а не только в СНГ. Но МНОГОВЕКТОРНАЯ политика бережёт суверенитет, независимость и "
    .. "территориальную целостность."
  local by = counts_of(balassa.scores({ text }, assert(balassa.dictionary "integration.ru")))
  lu.assertEquals(by, {
    ["integration"] = 14, ["integration.levels"] = 9, ["integration.levels.free_trade"] = 1,
    ["integration.levels.customs_union"] = 2, ["integration.levels.common_market"] = 2,
    ["integration.levels.currency_union"] = 2, ["integration.levels.economic_union"] = 1,
    ["integration.levels.full_union"] = 1, ["integration.community"] = 5, ["multi_directional"] = 1,
    ["sovereignty"] = 3 })
end

-- Both have the same categories, and no entry that a text could not have.
function TestOurs.test_both()
  local en, ru = assert(balassa.dictionary "integration.en"), assert(balassa.dictionary "integration.ru")
  lu.assertEquals(en:categories(), ru:categories())
  for _, d in ipairs { en, ru } do lu.assertEquals(balassa.scores({ "x" }, d).entries_impossible, 0) end
end

local TestOthers = {}
_G.TestOthers = TestOthers

-- Entries of published dictionaries, by category or all, counted in the files with grep: lines that end in (1)
-- (WordStat), that have a tab and a digit (AFINN), that are no comment (Hu & Liu) ...
function TestOthers.test_published()
  local folder = "../shared/data/dictionaries/"
  if not io.open(folder .. "RID.CAT") then
    print "# SKIP published dictionaries: ../shared/data/dictionaries is not here"
    return
  end
  local rows = {
    { "AFINN-111.txt", 2477, 1 }, { "positive-words.txt", 2006, 1 }, { "negative-words-UTF8.txt", 4783, 1 },
    { "RID.CAT", 3151, 51 }, { "Loughran_and_McDonald_2014.cat", 4232, 9 }, { "topics.yml", 26, 5 },
    { "mfd2.0.dic", 2103, 10 }, { "moral_foundations_dictionary.dic", 359, 11 },
  }
  for _, row in ipairs(rows) do
    local d = assert(balassa.dictionary(folder .. row[1]))
    lu.assertEquals({ row[1], d.n, #d:categories() }, row)
  end
  local afinn = balassa.scores({ "breathtaking catastrophe; can't stand it" }, balassa.dictionary(folder ..
    "AFINN-111.txt"))
  lu.assertEquals({ afinn.categories[1].count, afinn.categories[1].weight }, { 3, 5 - 3 - 3.0 })
  local hu = balassa.scores({ "a" }, balassa.dictionary(folder .. "positive-words.txt"))
  lu.assertEquals({ hu.categories[1].count, hu.impossible[1].entry }, { 0, "a+" })
  local lg = balassa.dictionary(folder .. "laver-garry_tutorial.cat")
  lu.assertEquals(lg:entries "CULTURE.SPORT",
    { { entry = "ANGLER*", category = "CULTURE.SPORT", weight = 1.0, line = 14 } })
end

local TestVerbs = {}
_G.TestVerbs = TestVerbs

-- Three texts of t/data/text/reference.R: one duck one gate | one river | the river duck duck duck.
local three = { { text = "One duck, one gate.", date = 1990 }, { text = "One river", date = 1991 },
  { text = "the river: duck, duck, duck", date = 1993 } }

function TestVerbs.test_tfidf()
  local want, n = {}, 0
  for line in io.lines "t/data/text/reference.txt" do
    local i, word, count, share, raw, log = line:match "^tfidf (%d) (%S+) (%S+) (%S+) (%S+) (%S+)$"
    if i then
      want[i .. word] = { count = tonumber(count), share = tonumber(share), raw = tonumber(raw), log = tonumber(log) }
    end
  end
  for _, tf in ipairs { "share", "count", "log" } do
    for i, t in ipairs(balassa.tfidf(three, { tf = tf }).texts) do
      for _, w in ipairs(t.words) do
        local r = want[i .. w.word]
        lu.assertAlmostEquals(w.weight, r[tf == "count" and "raw" or tf], 1e-14)
        lu.assertEquals(w.count, r.count)
        n = n + 1
      end
    end
  end
  lu.assertEquals(n, 3 * 8)
  lu.assertEquals(balassa.tfidf(three, { most = 1 }).texts[1].words[1].word, "gate")
end

function TestVerbs.test_keyness()
  local k = balassa.keyness(three, { of = { "1993" }, least = 2, names = { "late", "early" } })
  local words = {}
  for i, w in ipairs(k.first) do words[i] = w.word end
  lu.assertEquals(words, { "duck", "river" })
  lu.assertEquals({ k.first[1].a, k.first[1].b, k.first[1].texts_a, k.first[1].texts_b, k.words_a, k.words_b },
    { 3, 1, 1, 1, 5, 6 })
  lu.assertEquals({ k.second[1].word, k.tested, k.rare }, { "one", 3, 2 })
  lu.assertStrContains(tostring(k), "keyness of 1 against 2 texts")
  local two = balassa.keyness({ three[3] }, { three[1], three[2] }, { least = 2 })
  lu.assertEquals({ two.first[1].g2, two.second[1].g2 }, { k.first[1].g2, k.second[1].g2 })
  lu.assertStrContains(k:csv(), "word,more_in,g2,p,log_ratio,low,high,a,b,texts_a,texts_b\nduck,late,")
end

function TestVerbs.test_kwic()
  local texts = { { id = "en", text = "We want\r\n a customs union.  Unions\tcome" },
    { id = "ru", text = "Мы за Таможенный союз; союзы нужны" }, { id = "zh", text = "他们的联盟很好" } }
  local k = balassa.kwic(texts, { "union*", "customs union", "союз*", "联盟" }, { width = 10 })
  lu.assertEquals(tostring(k), [[
union*, customs union, союз*, 联盟 in 3 texts
  en     We want a [customs union]. Unions c
  en     ms union. [Unions       ] come
  ru     аможенный [союз         ]; союзы ну
  ru     ный союз; [союзы        ] нужны
  zh         他们的[联盟         ]很好
  found  5 times in 3 of 3 texts; words folded; one with a hyphen in it is one]])
  lu.assertEquals({ k.lines[1].match, k.lines[1].entry, k.lines[1].word }, { "customs union", "customs union", 4 })
  local d = balassa.dictionary { a = { "we" }, b = { "unions" } }
  lu.assertEquals(balassa.kwic(texts, d, { category = "b" }).n, 1)
end

function TestVerbs.test_errors()
  local rows = {
    { balassa.kwic, three, 3, "kwic needs a word such as \"union*\", a list of them, or a dictionary, not 3" },
    { balassa.keyness, three, "keyness compares two sets of texts, or one by the option 'of': crises, other windows, "
      .. "or a function" },
    { balassa.keyness, three, { of = function() return true end }, "keyness compares two sets of texts, and the "
      .. "second has none" },
    { balassa.tfidf, three, { most = 0 }, "option 'most' is a number of words from 1 to 100000, not 0" },
    { balassa.tfidf, three, { tf = "shares" }, "option 'tf' cannot be 'shares'; did you mean 'share'?" },
  }
  for _, row in ipairs(rows) do
    lu.assertEquals(message_of(row[1], row[2], #row > 3 and row[3] or nil), row[#row])
  end
end

local TestPrinting = {}
_G.TestPrinting = TestPrinting

function TestPrinting.test_a_dictionary()
  lu.assertEquals(tostring(balassa.dictionary { ponds = { "pond*", duck = 2 }, soup = { hot = { "soup" } } }),
    "dictionary of a script: 3 entries in 3 categories, weighted\n  ponds  2\n  soup  0\n  soup.hot  1")
  local many = {}
  for i = 1, 25 do many[("c%02d"):format(i)] = { "x" } end
  lu.assertStrMatches(tostring(balassa.dictionary(many)),
    "dictionary of a script: 25 entries in 25 categories\n  c01  1\n.*\n  c20  1\n  %.%.%. 5 more")
end

os.exit(lu.LuaUnit.run())
