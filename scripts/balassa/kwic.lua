-- balassa.kwic(texts, pattern, options): keyword in context: where words stand, with what stands around them.
--
-- `pattern` is an entry as a dictionary has it ("union*", "customs union"), a list of them, or a dictionary.

local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local result = require "balassa.result"
local texts = require "balassa.text.corpus"

local known = { "width", "most", "globs", "category" }
local order = { "n", "texts_with", "shown", "width", "call" }

local function dictionary_of(pattern, options)
  local dictionary = require "balassa.dictionary"
  local is_dictionary = core.kind(pattern) == "balassa.dictionary"
  if is_dictionary then
    if options.category then pattern:entries(options.category) end -- raises when there is none
    return pattern
  end
  if options.category then core.raise "kwic: option 'category' is for a dictionary" end
  if type(pattern) == "string" then pattern = { pattern } end
  if type(pattern) ~= "table" or #pattern == 0 then
    core.raise("kwic needs a word such as \"union*\", a list of them, or a dictionary, not %s", tostring(pattern))
  end
  return dictionary({ pattern = pattern }, { name = table.concat(pattern, ", ") })
end

-- The matches of each text as { first word, words, entry }. Of matches that lie within each other the longest
-- stands for all.
local function matches(corpus, dictionary, options)
  local found = core.find(texts.handle(corpus), dictionary, 1 << 40, options.globs == false)
  local entries, allowed = dictionary:entries(), nil
  if options.category then
    allowed = {}
    for _, e in ipairs(dictionary:entries(options.category)) do allowed[e.entry .. "\0" .. e.category] = true end
  end
  local by_text, n, with, last_text, last_to = {}, 0, 0, 0, 0
  for k = 1, #found, 4 do
    local text, entry, word, words = found[k], entries[found[k + 1]], found[k + 2], found[k + 3]
    local new = text ~= last_text
    if (new or word + words - 1 > last_to) and (not allowed or allowed[entry.entry .. "\0" .. entry.category]) then
      if new then with = with + 1 end
      by_text[text] = by_text[text] or {}
      table.insert(by_text[text], { word = word, words = words, entry = entry })
      last_text, last_to, n = text, word + words - 1, n + 1
    end
  end
  return by_text, n, with
end

-- First and last word of each match, ascending, each once.
local function word_numbers(list)
  local numbers, seen = {}, {}
  for _, m in ipairs(list) do
    for _, w in ipairs { m.word, m.word + m.words - 1 } do
      if not seen[w] then numbers[#numbers + 1] = w end
      seen[w] = true
    end
  end
  table.sort(numbers)
  return numbers
end

local function lines_of(corpus, i, list, width, lines, most)
  local item = corpus.texts[i]
  local settings = corpus.settings
  local numbers = word_numbers(list)
  local spans = core.spans(item.text, settings.list[settings.of[i]].turkic, settings.hyphens == "split", numbers)
  local from, to = {}, {}
  for k, w in ipairs(numbers) do from[w], to[w] = spans[2 * k - 1], spans[2 * k] end
  for _, m in ipairs(list) do
    if #lines == most then return end
    local first, last = from[m.word], to[m.word + m.words - 1]
    local reach = 16 * width -- bytes: more than so many columns ever take
    lines[#lines + 1] = { text = item.id, date = item.date, entry = m.entry.entry, category = m.entry.category,
      word = m.word, match = (core.clip(item.text:sub(first, last))),
      left = core.clip(item.text:sub(math.max(1, first - reach), first - 1), width, "left"),
      right = core.clip(item.text:sub(last + 1, last + reach), width, "right") }
  end
end

local SHOWN = 60

-- Aligned by the columns that characters take on a terminal.
local function rows(self)
  local out, widest = {}, 0
  for k = 1, math.min(#self.lines, SHOWN) do
    local _, width = core.clip(self.lines[k].match)
    widest = math.max(widest, math.min(width, 40))
  end
  for k = 1, math.min(#self.lines, SHOWN) do
    local l = self.lines[k]
    out[k] = { l.text, l.left .. "[" .. core.clip(l.match, widest, "right") .. "]" .. (l.right:gsub("%s+$", "")) }
  end
  if self.n > #out then out[#out + 1] = { "...", result.number(self.n - #out) .. " more" } end
  out[#out + 1] = { "found", string.format("%s times in %s of %s; %s", result.number(self.n),
    result.number(self.texts_with), dates.count(self.corpus.n, "text"), self.rule) }
  return out
end

local function grid(self)
  local list = {}
  for i, l in ipairs(self.lines) do
    list[i] = { l.text, l.date and tostring(l.date) or "", (l.left:gsub("^%s+", "")), l.match,
      (l.right:gsub("%s+$", "")), l.entry, l.category }
  end
  return { "text", "date", "left", "match", "right", "entry", "category" }, list
end

local function check(options)
  local width, most = options.width or 40, options.most or 10000
  if math.type(width) ~= "integer" or width < 1 or width > 1000 then
    core.raise("option 'width' is a number of columns from 1 to 1000, not %s", tostring(width))
  end
  if math.type(most) ~= "integer" or most < 1 then
    core.raise("option 'most' is a number of lines, not %s", tostring(most))
  end
  return width, most
end

local function kwic(given, pattern, options)
  options = options or {}
  local own, rest, all = texts.split(options, known)
  core.check_options(options, all, "kwic")
  local width, most = check(rest)
  local dictionary = dictionary_of(pattern, rest)
  local corpus = texts.corpus(given, own, "kwic")
  local by_text, n, with = matches(corpus, dictionary, rest)
  local values = { n = n, texts_with = with, width = width, lines = {}, corpus = corpus, rule = texts.rule(corpus) }
  for i = 1, corpus.n do
    if by_text[i] then lines_of(corpus, i, by_text[i], width, values.lines, most) end
  end
  values.shown = #values.lines
  values.title = string.format("%s in %s", dictionary.name, dates.count(corpus.n, "text"))
  values.call = string.format("kwic(%d texts, %q, { width = %d })", corpus.n, dictionary.name, width)
  return result.new { kind = "keyword in context", values = values, order = order, rows = rows, grid = grid }
end

return kwic
