-- Words and dictionary counts on whole corpora, against t/data/text/twin.py: the same rules written
-- again, character by character, with Python's Unicode data. The corpora lie in ../shared.
local lu = require "luaunit"
local balassa = require "balassa"

local SPEECHES, DICTIONARIES = "../shared/data/speeches/", "../shared/data/dictionaries/"

local function slurp(path)
  local f = io.open(path, "rb")
  if not f then return nil end
  local text = f:read "a"
  f:close()
  return text
end

if not slurp(SPEECHES .. "udhr/eng.txt") then
  print "1..0 # SKIP the corpora are not here: ../shared/data/speeches"
  os.exit(0)
end

local function digest(tokens)
  local h = 0
  for _, word in ipairs(tokens) do
    for k = 1, #word do h = 31 * h + word:byte(k) & 0xFFFFFFFF end
    h = 31 * h + 10 & 0xFFFFFFFF
  end
  return h
end

local TestCorpora = {}
_G.TestCorpora = TestCorpora

function TestCorpora.test_words()
  local n = 0
  for line in io.lines "t/data/text/words.csv" do
    local file, words, types, faults, sum = line:match "^(.-),(%d+),(%d+),(%d+),(%d+)$"
    -- sotu.csv is left to its counts: its digest alone would take a second
    if file then
      n = n + 1
      local corpus = balassa.corpus { slurp(SPEECHES .. file) }
      lu.assertEquals({ corpus.words, corpus.types, corpus.invalid }, { words + 0, types + 0, faults + 0 }, file)
      if file ~= "sotu.csv" then lu.assertEquals(digest(corpus:tokens(1)), sum + 0, file) end
    end
  end
  lu.assertEquals(n, 480)
end

local function texts_of(...)
  local texts = {}
  for line in io.lines "t/data/text/words.csv" do
    for _, state in ipairs { ... } do
      local file = line:match("^ungdc/" .. state .. "/[^,]*")
      if file then texts[#texts + 1] = slurp(SPEECHES .. file) end
    end
  end
  return texts
end

local function compare(dictionary, counts, texts)
  local by, n = {}, 0
  for _, t in ipairs(balassa.scores(texts, assert(balassa.dictionary(dictionary))).categories) do by[t.category] = t end
  for line in io.lines(counts) do
    local category, count, some = line:match "^(.*),(%d+),(%d+)$"
    if category then
      n = n + 1
      lu.assertEquals({ by[category].count, by[category].texts }, { count + 0, some + 0 }, category)
    end
  end
  return n
end

function TestCorpora.test_counts()
  local both = texts_of("KAZ", "RUS")
  lu.assertEquals(#both, 67)
  lu.assertEquals(compare("t/data/text/mixed.yml", "t/data/text/counts-mixed.csv", both), 8)
  lu.assertEquals(compare(DICTIONARIES .. "topics.yml", "t/data/text/counts-topics.csv", both), 5)
  lu.assertEquals(compare(DICTIONARIES .. "newsmap.yml", "t/data/text/counts-newsmap.csv", texts_of "KAZ"), 268)
end

-- ICU's word boundaries (t/data/text/icu.R): the same words in eight languages. Chinese it takes apart with a
-- dictionary, and we by character.
function TestCorpora.test_icu()
  for line in io.lines "t/data/text/icu.csv" do
    local language, words, types = line:match "^(%l[%l_]*),(%d+),(%d+)$"
    if language and language ~= "cmn_hans" then
      local corpus = balassa.corpus({ slurp(SPEECHES .. "udhr/" .. language .. ".txt") }, { hyphens = "split" })
      lu.assertEquals({ language, corpus.words, corpus.types }, { language, words + 0, types + 0 })
    end
  end
end

os.exit(lu.LuaUnit.run())
