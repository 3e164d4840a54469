-- balassa.tfidf(texts, options): the words that mark each text out among all.
--
-- weight = tf * ln(N / df): the formula and its variants are in engine/text/table.h.

local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local result = require "balassa.result"
local texts = require "balassa.text.corpus"

local known = { "tf", "most" }
local order = { "n", "words", "types", "tf", "most", "call" }

local formulas = {
  share = "count / words of the text",
  count = "count",
  log = "(1 + ln count)",
}

local function rows(self)
  local out = {}
  for i, t in ipairs(self.texts) do
    if i <= 30 then
      local words = {}
      for k = 1, math.min(#t.words, 8) do words[k] = t.words[k].word end
      out[#out + 1] = { t.id, table.concat(words, ", ") }
    end
  end
  if self.n > 30 then out[#out + 1] = { "...", dates.count(self.n - 30, "more text") } end
  out[#out + 1] = { "words", string.format("%s in %s; %s", result.number(self.words), dates.count(self.n, "text"),
    self.rule) }
  out[#out + 1] = { "method", string.format("weight = %s x ln(%d texts / texts with the word); one that all texts have "
    .. "weighs 0", formulas[self.tf], self.n) }
  return out
end

local function grid(self)
  local list = {}
  for _, t in ipairs(self.texts) do
    for _, w in ipairs(t.words) do
      list[#list + 1] = { t.id, t.date and tostring(t.date) or "", w.word, w.count, w.texts, w.weight }
    end
  end
  return { "text", "date", "word", "count", "texts", "weight" }, list
end

local function tfidf(given, options)
  options = options or {}
  local own, rest, all = texts.split(options, known)
  core.check_options(options, all, "tfidf")
  local most = rest.most or 10
  if math.type(most) ~= "integer" or most < 1 or most > 100000 then
    core.raise("option 'most' is a number of words from 1 to 100000, not %s", tostring(most))
  end
  local corpus = texts.corpus(given, own, "tfidf")
  local values = { n = corpus.n, words = corpus.words, types = corpus.types, tf = rest.tf or "share", most = most,
    corpus = corpus, rule = texts.rule(corpus), texts = {} }
  for i, words in ipairs(core.tfidf(texts.handle(corpus), most, { tf = rest.tf })) do
    local item = corpus.texts[i]
    values.texts[i] = { id = item.id, date = item.date, n = item.words, words = words }
  end
  values.title = string.format("TF-IDF of %s", dates.count(corpus.n, "text"))
  values.call = string.format("tfidf(%d texts, { tf = %q, most = %d })", corpus.n, values.tf, most)
  return result.new { kind = "TF-IDF", values = values, order = order, rows = rows, grid = grid }
end

return tfidf
