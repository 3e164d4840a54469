-- Corpora: texts made into words, for balassa.corpus and for the verbs that take texts.
--
-- What a word is, and how it is folded, is in engine/text/tokens.h and letters.h. Here: where the texts
-- come from, what each is called, its date and its language.

local core = require "balassa.core"
local result = require "balassa.result"

local texts = {}

texts.known = { "text", "language", "stem", "hyphens" }

-- Languages ---------------------------------------------------------------------------------------

local turkic = { tr = true, tur = true, turkish = true, az = true, aze = true, azerbaijani = true }

-- "en-GB" is English here.
local function primary(language) return (language:match "^[^-_]+" or language):lower() end

local function stemmer_of(language)
  local name = core.stemmer(primary(language))
  if name then return name end
  local known = core.stemmer()
  local near = core.near(language, known)
  core.raise("there is no stemmer for '%s'%s", language, near and "; did you mean '" .. near .. "'?"
    or " (known: " .. table.concat(known, ", ") .. ")")
end

-- What the language of a text decides: its folding, and its stemmer when stems are asked for.
local function setting_of(item, options)
  local language = item.language or options.language
  local stem = options.stem
  if stem == true and not language then
    core.raise("the text '%s' has no language, by which to choose a stemmer; give { language = \"english\" }", item.id)
  end
  return {
    turkic = language ~= nil and turkic[primary(language)] or false,
    stemmer = stem and stemmer_of(stem == true and language or stem) or nil,
  }
end

-- Texts -------------------------------------------------------------------------------------------

local function item_of(given, i, column)
  if type(given) == "string" then return { id = tostring(i), text = given } end
  local text = type(given) == "userdata" and core.get(given, column or "content")
    or type(given) == "table" and given[column or "text"]
  if type(text) ~= "string" then
    core.raise("text %d has no %s that is a string; give strings, { text =, id =, date =, language = }, or "
      .. "records such as study:texts()", i, column or "text")
  end
  local date = core.get(given, "date")
  return { id = tostring(core.get(given, "id") or i), text = text, date = date and core.date(date) or nil,
    language = core.get(given, "language") or nil, record = given }
end

local function check(given, options, verb)
  core.check_options(options, texts.known, verb)
  if type(given) ~= "table" and type(given) ~= "userdata" then
    core.raise("%s needs texts: records such as study:texts(), a list of strings or of { text =, id =, date =, "
      .. "language = }, or a corpus; not %s", verb, tostring(given))
  end
  for _, name in ipairs { "text", "language" } do
    if options[name] ~= nil and type(options[name]) ~= "string" then
      core.raise("option '%s' is a string, not %s", name, tostring(options[name]))
    end
  end
  local stem = options.stem
  if stem ~= nil and type(stem) ~= "boolean" and type(stem) ~= "string" then
    core.raise("option 'stem' is true, or the name of a stemmer such as \"english\", not %s", tostring(stem))
  end
  if options.hyphens ~= nil and options.hyphens ~= "join" and options.hyphens ~= "split" then
    core.raise("option 'hyphens' is \"join\" or \"split\", not %s", tostring(options.hyphens))
  end
end

-- The object --------------------------------------------------------------------------------------

local methods = {}

-- corpus:tokens(i) -> the folded words of text i, a list
function methods.tokens(self, i)
  if math.type(i) ~= "integer" or i < 1 or i > self.n then
    core.raise("the corpus has texts 1 to %d, not %s", self.n, tostring(i))
  end
  return core.corpus_words(rawget(self, "handle"), i)
end

local fields = { "n", "words", "types", "invalid", "texts", "settings" }
local meta = { __name = "balassa.corpus" }

local function names()
  local known = { "tokens" }
  for _, name in ipairs(fields) do known[#known + 1] = name end
  return known
end

function meta:__index(key)
  local value = rawget(self, "values")[key]
  if value == nil then value = methods[key] end
  if value ~= nil then return value end
  local known = names()
  local near = core.near(tostring(key), known)
  core.raise("a corpus has no '%s'%s", tostring(key), near and "; did you mean '" .. near .. "'?" or "")
end

function meta.__newindex() core.raise "a corpus cannot be changed" end

function meta:__len() return self.n end

meta.__complete = names

function meta:__tostring()
  local out = { string.format("corpus of %s texts: %s words, %s different%s", result.number(self.n),
    result.number(self.words), result.number(self.types), self.invalid > 0 and string.format(
      "; %s faults in their UTF-8", result.number(self.invalid)) or "") }
  for i = 1, math.min(self.n, 20) do
    local t = self.texts[i]
    out[#out + 1] = string.format("  %-24s %-12s %-8s %s words", t.id, t.date and tostring(t.date) or "undated",
      t.language or "", result.number(t.words))
  end
  if self.n > 20 then out[#out + 1] = string.format("  ... %s more", result.number(self.n - 20)) end
  return table.concat(out, "\n")
end

function texts.is_corpus(given) return type(given) == "table" and getmetatable(given) == meta end

-- Settings that differ, and for each item the number of its own.
local function number_settings(items, options)
  local list, seen, of = {}, {}, {}
  for i, item in ipairs(items) do
    local s = setting_of(item, options)
    local key = tostring(s.turkic) .. (s.stemmer or "")
    if not seen[key] then
      list[#list + 1] = s
      seen[key] = #list
    end
    of[i] = seen[key]
  end
  if #list == 0 then list[1] = { turkic = false } end
  return list, of
end

-- texts, or a corpus as it is, made into a corpus.
function texts.corpus(given, options, verb)
  options = options or {}
  if texts.is_corpus(given) then
    for _, name in ipairs(texts.known) do
      if options[name] ~= nil then
        core.raise("%s: option '%s' is for texts; this corpus is made", verb, name)
      end
    end
    return given
  end
  check(given, options, verb)
  local items, bytes = {}, {}
  for i = 1, #given do
    items[i] = item_of(given[i], i, options.text)
    bytes[i] = items[i].text
  end
  local settings, of = number_settings(items, options)
  local handle = core.corpus(bytes, of, settings, options.hyphens == "split")
  local words, invalid, types = core.corpus_sizes(handle)
  local values = { n = #items, words = 0, invalid = 0, types = types, texts = items,
    settings = { stem = options.stem or false, hyphens = options.hyphens or "join", list = settings, of = of } }
  for i, item in ipairs(items) do
    item.words, item.invalid = words[i], invalid[i]
    values.words, values.invalid = values.words + words[i], values.invalid + invalid[i]
  end
  return setmetatable({ handle = handle, values = values }, meta)
end

function texts.handle(corpus) return rawget(corpus, "handle") end

-- What was done to the words, in words.
function texts.rule(corpus)
  local s = corpus.settings
  return string.format("words folded%s; %s", s.stem and (s.stem == true and ", compared by the stems of their language"
    or ", compared by " .. s.stem .. " stems") or "", s.hyphens == "split" and "hyphens part them"
    or "one with a hyphen in it is one")
end

-- Splits off the options that make a corpus: made of texts, the rest, their names.
function texts.split(options, known)
  local own, rest, all = {}, {}, {}
  for _, name in ipairs(texts.known) do
    own[name] = options[name]
    all[#all + 1] = name
  end
  for _, name in ipairs(known) do
    rest[name] = options[name]
    all[#all + 1] = name
  end
  return own, rest, all
end

return texts
