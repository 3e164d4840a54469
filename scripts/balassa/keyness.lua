-- balassa.keyness(texts, texts, options): the words that set one body of texts apart from another.
--
-- The measures are in engine/stats/keyness.h. Here: the two bodies, which may come as two sets of texts, or as
-- one and a rule (crises, or a function of a text) that tells the first from the second.

local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local result = require "balassa.result"
local texts = require "balassa.text.corpus"

local known = { "least", "level", "sort", "of", "date", "names" }

local order = { "n", "n_a", "n_b", "words_a", "words_b", "types", "tested", "rare", "least", "undated", "level", "sort",
  "call" }

-- Two bodies --------------------------------------------------------------------------------------

local function joined(a, b)
  local list = {}
  for i = 1, #a do list[#list + 1] = a[i] end
  for i = 1, #b do list[#list + 1] = b[i] end
  return list
end

-- A corpus is taken apart into its texts again: two corpora have numbered their words differently.
local function bodies(a, b, own)
  if texts.is_corpus(a) or texts.is_corpus(b) then
    core.raise "keyness takes two sets of texts, or one corpus and the option 'of'; not two corpora"
  end
  local corpus = texts.corpus(joined(a, b), own, "keyness")
  local group = {}
  for i = 1, corpus.n do group[i] = i <= #a and 1 or 2 end
  return corpus, group, 0
end

local function inside(windows, day)
  for _, w in ipairs(windows) do
    if w.from <= day and day <= w.to then return true end
  end
  return false
end

-- One body, told apart by windows or by a function of a text's { id, date, language, words, record }.
local function told_apart(a, own, options)
  local corpus = texts.corpus(a, own, "keyness")
  local of, group, undated = options.of, {}, 0
  local rule = dates.choice(options.date or "midpoint", dates.rules, "date")
  local windows = type(of) ~= "function" and {}
  for i, item in ipairs(windows and dates.items(of, "windows") or {}) do
    if not item.date then core.raise("windows: window %d has no span", i) end
    windows[i] = { from = item.date:day "earliest" or -math.huge, to = item.date:day "latest" or math.huge }
  end
  for i, item in ipairs(corpus.texts) do
    local day = windows and item.date and item.date:day(rule)
    if windows and not day then
      group[i], undated = 0, undated + 1
    else
      local first
      if windows then first = inside(windows, day) else first = of(item) end
      group[i] = first and 1 or 2
    end
  end
  return corpus, group, undated
end

-- Printing ----------------------------------------------------------------------------------------

local SHOWN = 15

local function line(self, w)
  return string.format("G2 %6.1f  log ratio %5.2f (%.2f to %.2f)  %s and %s times, in %d of %d and %d of %d texts",
    math.abs(w.g2), w.ratio, w.low, w.high, result.number(w.a), result.number(w.b), w.texts_a, self.n_a, w.texts_b,
    self.n_b)
end

local function rows(self)
  local out = {}
  for _, side in ipairs { { 1, self.names[1] }, { -1, self.names[2] } } do
    out[#out + 1] = { "more in", side[2] }
    local n = 0
    for _, w in ipairs(side[1] == 1 and self.first or self.second) do
      n = n + 1
      if n <= SHOWN then out[#out + 1] = { "  " .. w.word, line(self, w) } end
    end
    if n == 0 then out[#out + 1] = { "", "no word" } end
    if n > SHOWN then out[#out + 1] = { "  ...", result.number(n - SHOWN) .. " more" } end
  end
  out[#out + 1] = { "words", string.format("%s in %s, %s in %s; %s different, %s of them tested, %s that stand less "
    .. "than %d times are not", result.number(self.words_a), dates.count(self.n_a, "text"), result.number(self.words_b),
    dates.count(self.n_b, "text"), result.number(self.types), result.number(self.tested), result.number(self.rare),
    self.least) }
  if self.undated > 0 then out[#out + 1] = { "dropped", dates.count(self.undated, "text") .. " without a date" } end
  out[#out + 1] = { "p", string.format("of all %s words together (Bonferroni) below %g from G2 %.1f on; words of a "
    .. "text are not independent, so p is too small", result.number(self.tested), 1 - self.level, self.g2_needed) }
  out[#out + 1] = { "method", "log likelihood of the 2 x 2 table (Dunning 1993); log2 of the ratio of shares, 1/2 "
    .. "added to each count; " .. self.rule }
  return out
end

local function grid(self)
  local columns = { "word", "more_in", "g2", "p", "log_ratio", "low", "high", "a", "b", "texts_a", "texts_b" }
  local list = {}
  for side, words in ipairs { self.first, self.second } do
    for _, w in ipairs(words) do
      list[#list + 1] = { w.word, self.names[side], math.abs(w.g2), w.p, w.ratio, w.low, w.high, w.a, w.b, w.texts_a,
        w.texts_b }
    end
  end
  return columns, list
end

-- The verb ----------------------------------------------------------------------------------------

local function by(key)
  return function(x, y)
    local a, b = math.abs(x[key]), math.abs(y[key])
    if a ~= b then return a > b end
    return x.word < y.word
  end
end

-- The words of each side, those that say most first.
local function sides(list, sort)
  local first, second = {}, {}
  for _, w in ipairs(list) do
    local side = w.g2 > 0 and first or w.g2 < 0 and second
    if side then side[#side + 1] = w end
  end
  table.sort(first, by(sort))
  table.sort(second, by(sort))
  return first, second
end

local function counted(group)
  local n = { [0] = 0, 0, 0 }
  for _, g in ipairs(group) do n[g] = n[g] + 1 end
  return n
end

local function keyness(a, b, options)
  if options == nil and type(b) == "table" and #b == 0 and next(b) ~= nil then a, b, options = a, nil, b end
  options = options or {}
  local own, rest, all = texts.split(options, known)
  core.check_options(options, all, "keyness")
  if (b == nil) == (rest.of == nil) then
    core.raise "keyness compares two sets of texts, or one by the option 'of': crises, other windows, or a function"
  end
  local corpus, group, undated
  if b ~= nil then corpus, group, undated = bodies(a, b, own) else corpus, group, undated = told_apart(a, own, rest) end
  local n = counted(group)
  if n[1] == 0 or n[2] == 0 then
    core.raise("keyness compares two sets of texts, and the %s has none", n[1] == 0 and "first" or "second")
  end
  local values = { n = n[1] + n[2], n_a = n[1], n_b = n[2], undated = undated, least = rest.least or 5,
    level = rest.level or 0.95, sort = dates.choice(rest.sort or "g2", { "g2", "ratio" }, "sort"), corpus = corpus,
    rule = texts.rule(corpus), names = rest.names or (b ~= nil and { "the first texts", "the second texts" } or
      { "the texts inside", "the texts outside" }) }
  local list, words_a, words_b, types = core.keyness(texts.handle(corpus), group, values.level, values.least)
  values.words_a, values.words_b, values.types = words_a, words_b, types
  values.tested, values.rare = #list, types - #list
  values.first, values.second = sides(list, values.sort)
  values.g2_needed = core.keyness_needed((1 - values.level) / math.max(1, #list))
  values.title = string.format("keyness of %d against %d texts", n[1], n[2])
  values.call = string.format("keyness(%d texts, %d texts, { least = %d, sort = %q })", n[1], n[2], values.least,
    values.sort)
  return result.new { kind = "keyness", values = values, order = order, rows = rows, grid = grid }
end

return keyness
