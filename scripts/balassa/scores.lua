-- balassa.scores(texts, dictionary, options): how often the words of each category stand in each text.
--
-- What matches, and what counts, is in engine/text/matcher.h. The share of a category is matches / words.
-- Its interval of Wilson (engine/stats/proportion.h) takes words as drawn one by one, which they are not: a
-- text that speaks of something speaks of it again. So the share of all texts together has a second interval,
-- for which the texts are drawn.

local balassa = require "balassa"
local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local result = require "balassa.result"
local texts = require "balassa.text.corpus"

local known = { "level", "matches", "globs", "per" }

local order = { "n", "words", "types", "invalid", "undated", "entries_found", "entries_never", "entries_impossible",
  "level", "per", "matches", "dictionary", "call" }

-- Counting ----------------------------------------------------------------------------------------

local function sum(list)
  local total, some = 0, 0
  for _, v in ipairs(list) do
    total = total + v
    some = some + (v > 0 and 1 or 0)
  end
  return total, some
end

-- One category in all texts.
local function total_of(name, counts, weights, words, level)
  local count, some = sum(counts)
  local weight = sum(weights)
  local total = sum(words)
  local t = { category = name, count = count, texts = some, weight = weight }
  t.mean_weight = count > 0 and weight / count or nil
  if total == 0 then return t end
  if count <= total then t.share, t.low, t.high = core.wilson(count, total, level) end
  t.share = count / total
  local _, low, high = core.ratio(counts, words, level)
  t.texts_low, t.texts_high = low, high
  return t
end

-- One text: its counts, shares and intervals by category.
local function row_of(item, i, names, counts, weights, level)
  local row = { id = item.id, date = item.date, language = item.language, words = item.words, record = item.record,
    count = {}, share = {}, low = {}, high = {}, weight = {} }
  for c, name in ipairs(names) do
    row.count[name], row.weight[name] = counts[c][i], weights[c][i]
    if item.words > 0 and counts[c][i] <= item.words then
      row.share[name], row.low[name], row.high[name] = core.wilson(counts[c][i], item.words, level)
    elseif item.words > 0 then
      row.share[name] = counts[c][i] / item.words
    end
  end
  return row
end

-- The entries with how often they were found; those that never were, and those that no text can have.
local function coverage(values, dictionary, found)
  values.entries, values.never, values.impossible = dictionary:entries(), {}, {}
  values.entries_found = 0
  for e, entry in ipairs(values.entries) do
    entry.found = found[e] or 0
    entry.possible = found[e] ~= false
    local list = not found[e] and values.impossible or found[e] == 0 and values.never
    if list then
      list[#list + 1] = entry
    else
      values.entries_found = values.entries_found + 1
    end
  end
  values.entries_never, values.entries_impossible = #values.never, #values.impossible
end

-- A series ----------------------------------------------------------------------------------------

local function unit_text(per, of)
  local unit = per == 1 and "a word" or "per " .. result.number(per) .. " words"
  return (of == "weight" and "weight " or "") .. unit
end

local series_known = { "interval", "of", "date", "period", "per" }

local function category_named(self, name)
  local names = {}
  for i, t in ipairs(self.categories) do
    names[i] = t.category
    if t.category == name then return name end
  end
  if name == nil and #names == 1 then return names[1] end
  local near = core.near(tostring(name), names)
  core.raise("the dictionary has no category '%s'%s", tostring(name), near and "; did you mean '" .. near .. "'?"
    or " (known: " .. table.concat(names, ", ", 1, math.min(#names, 12)) .. (#names > 12 and " ..." or "") .. ")")
end

-- The days that the dated texts span.
local function span_of(items, rule)
  local first, last
  for _, item in ipairs(items) do
    local day = item.date and item.date:day(rule)
    if day and (not first or day < first) then first = day end
    if day and (not last or day > last) then last = day end
  end
  if not first then core.raise "no text has a date; give each a date, or the event that it belongs to" end
  return core.date(dates.text(first) .. "/" .. dates.text(last))
end

-- The words of all texts of a period are taken together: its value is the sum of their matches (or weights)
-- over the sum of their words. A period without a text is a gap.
local function series(self, category, options)
  options = options or {}
  core.check_options(options, series_known, "scores:series")
  category = category_named(self, category)
  local rule = dates.choice(options.date or "midpoint", dates.rules, "date")
  local of = dates.choice(options.of or "count", { "count", "weight" }, "of")
  local interval = dates.choice(options.interval or "year", { "month", "quarter", "year" }, "interval")
  local per = options.per or self.per
  local items = {}
  for i, row in ipairs(self.texts) do items[i] = { date = row.date, label = i } end
  local period = options.period and core.date(options.period) or span_of(items, rule)
  local grid = dates.grid(period, interval)
  local placed, undated, outside = dates.place(items, grid, rule)
  local matches, words, values = {}, {}, {}
  for _, p in ipairs(placed) do
    local row = self.texts[tonumber(p.label)]
    matches[p.at] = (matches[p.at] or 0) + row[of][category]
    words[p.at] = (words[p.at] or 0) + row.words
  end
  for at = 1, grid.n do
    values[at] = (words[at] or 0) > 0 and per * matches[at] / words[at] or false
  end
  return balassa.series { start = dates.text(period:day "earliest"), interval = interval,
    values = values, name = category, unit = unit_text(per, of),
    how = string.format("words of %s(%s), pooled by %s; date=%s; %s; left out: %s", self.dictionary, category, interval,
      rule, dates.count(#placed, "text"), dates.dropped { { undated, "undated" },
        { outside, "outside " .. tostring(period) } }) }
end

-- Printing ----------------------------------------------------------------------------------------

local MOST = 40

local function short(v) return string.format("%.3g", v) end

local function interval_text(self, low, high)
  return string.format("%s to %s", short(self.per * low), short(self.per * high))
end

local function category_text(self, t)
  if t.count == 0 then
    return string.format("0%s", t.high and string.format("  (%g %% 0 to %s %s)", 100 * self.level,
      short(self.per * t.high), unit_text(self.per, "count")) or "")
  end
  local parts = { string.format("%s in %s; %s %s", result.number(t.count), dates.count(t.texts, "text"),
    short(self.per * t.share), unit_text(self.per, "count")) }
  if t.low then
    parts[1] = string.format("%s (%g %% %s%s)", parts[1], 100 * self.level, interval_text(self, t.low, t.high),
      t.texts_low and "; drawing texts, " .. interval_text(self, t.texts_low, t.texts_high) or "")
  end
  if self.weighted then
    parts[#parts + 1] = string.format("weight %s, mean %s", result.number(t.weight), short(t.mean_weight))
  end
  return table.concat(parts, "; ")
end

-- "abc, de*, ... 12 more"
local function some_of(list)
  local words = {}
  for i = 1, math.min(#list, 8) do words[i] = list[i].entry end
  return table.concat(words, ", ") .. (#list > 8 and string.format(", ... %s more", result.number(#list - 8)) or "")
end

local rules = {
  longest = "within a category no word counts twice, longer entries before shorter ones",
  all = "every entry counts wherever it stands, also on words that another has",
}

local function rows(self)
  local out = {}
  for i, t in ipairs(self.categories) do
    if i <= MOST then out[#out + 1] = { t.category, category_text(self, t) } end
  end
  if #self.categories > MOST then
    out[#out + 1] = { "...", dates.count(#self.categories - MOST, "more category"):gsub("ys$", "ies") }
  end
  out[#out + 1] = { "words", string.format("%s, %s different; %s", result.number(self.words), result.number(self.types),
    self.invalid == 0 and "no faults in their UTF-8" or result.number(self.invalid) .. " faults in their UTF-8") }
  out[#out + 1] = { "entries", string.format("%s of %s were found", result.number(self.entries_found),
    result.number(#self.entries)) }
  if self.entries_never > 0 then
    out[#out + 1] = { "never", result.number(self.entries_never) .. ": " .. some_of(self.never) }
  end
  if self.entries_impossible > 0 then
    out[#out + 1] = { "impossible", string.format("%s that no text can have: %s",
      result.number(self.entries_impossible), some_of(self.impossible)) }
  end
  if self.undated > 0 then out[#out + 1] = { "undated", dates.count(self.undated, "text") } end
  out[#out + 1] = { "rule", self.rule .. "; " .. rules[self.matches] }
  out[#out + 1] = { "interval", "Wilson, of words that are independent, which words of one text are not; drawing " ..
    "texts: the ratio estimator" }
  return out
end

local function grid(self)
  local columns = { "text", "date", "category", "words", "count", "share", "low", "high", "weight" }
  local list = {}
  for _, row in ipairs(self.texts) do
    for _, t in ipairs(self.categories) do
      local c = t.category
      list[#list + 1] = { row.id, row.date and tostring(row.date) or "", c, row.words, row.count[c], row.share[c],
        row.low[c], row.high[c], row.weight[c] }
    end
  end
  return columns, list
end

local function draw(self, options) return require("balassa.chart.text").scores(self, options) end

-- The verb ----------------------------------------------------------------------------------------

local function check(dictionary, options)
  if core.kind(dictionary) ~= "balassa.dictionary" then
    core.raise("scores needs a dictionary, such as balassa.dictionary \"FILE\", not %s", tostring(dictionary))
  end
  dates.choice(options.matches or "longest", { "longest", "all" }, "matches")
  local per = options.per or 1000
  if type(per) ~= "number" or not (per > 0 and per < math.huge) then
    core.raise("option 'per' is a number of words such as 1000, not %s", tostring(per))
  end
  if options.globs ~= nil and type(options.globs) ~= "boolean" then
    core.raise("option 'globs' is true or false, not %s", tostring(options.globs))
  end
  return dictionary.name, per
end

local function scores(given, dictionary, options)
  options = options or {}
  local own, rest, all = texts.split(options, known)
  core.check_options(options, all, "scores")
  local name, per = check(dictionary, rest)
  local corpus = texts.corpus(given, own, "scores")
  local matches = rest.matches or "longest"
  local counts, weights, found = core.count(texts.handle(corpus), dictionary,
    { all = matches == "all", plain = rest.globs == false })
  local values = { n = corpus.n, words = corpus.words, types = corpus.types, invalid = corpus.invalid, per = per,
    level = rest.level or 0.95, matches = matches, dictionary = name, weighted = dictionary.weighted, corpus = corpus,
    rule = texts.rule(corpus), undated = 0, categories = {}, texts = {}, series = series }
  local names, words = dictionary:categories(), {}
  for i, item in ipairs(corpus.texts) do
    words[i] = item.words
    values.undated = values.undated + (item.date and 0 or 1)
  end
  for c, category in ipairs(names) do
    values.categories[c] = total_of(category, counts[c], weights[c], words, values.level)
  end
  for i, item in ipairs(corpus.texts) do
    values.texts[i] = row_of(item, i, names, counts, weights, values.level)
  end
  coverage(values, dictionary, found)
  values.title = string.format("scores of %s by %s", dates.count(corpus.n, "text"), name)
  values.call = string.format("scores(%d texts, %s, { matches = %q, level = %g })", corpus.n, name, matches,
    values.level)
  return result.new { kind = "set of scores", values = values, order = order, rows = rows, grid = grid, draw = draw }
end

return scores
