-- What do speeches speak of? A dictionary's categories in a study's texts, and what sets the texts of the crises apart.
local balassa = require "balassa"
local core = require "balassa.core"

local opts = balassa.options {
  study = { "kazakhstan-un-1992-2012", "name or folder of the study" },
  speaker = { "kazakhstan", "whose texts (all: everybody's)" },
  dictionary = { "integration.en", "file of a dictionary, or the name of one in datasets/dictionaries" },
  category = { "", "the category whose words are shown in context and held against the crises (the first when empty)" },
  crises = { "", "coding of the crisis windows (the first when empty)" },
  interval = { "year", "periods of the series; a window must cover one", choices = { "month", "quarter", "year" } },
  stem = { "", "compare words by the stems of this language, such as english or russian" },
  lines = { 12, "lines of keyword in context", least = 0 },
  figure = { "", "save the figure under this name, e.g. build/mine", writes = "figure" },
}

local study = assert(balassa.study(opts.study, { needs = { "texts" } }))
local dictionary = assert(balassa.dictionary(opts.dictionary))
local category = opts.category ~= "" and opts.category or dictionary:categories()[1]
local texts = opts.speaker == "all" and study:texts() or study:texts { speaker = opts.speaker }
if #texts == 0 then
  local known = {}
  for speaker in pairs(study:texts():count_by "speaker") do known[#known + 1] = speaker end
  table.sort(known)
  core.raise("no text is by '%s'; speakers are all, %s", opts.speaker,
    table.concat(known, ", ", 1, math.min(#known, 12)))
end
local corpus = balassa.corpus(texts, { stem = opts.stem ~= "" and opts.stem or nil })

local crises = study:crises(opts.crises ~= "" and opts.crises or study:codings("crises")[1])

local scores = balassa.scores(corpus, dictionary)
local series = scores:series(category, { interval = opts.interval })
print(scores)
print("\n" .. tostring(series))

print("\nIs there more of it in the crises?\n" .. tostring(balassa.contrast(series, crises)))

print("\nWhat else sets their texts apart\n" .. tostring(balassa.keyness(corpus, { of = crises,
  names = { "the crises", "the other years" } })))

local context = balassa.kwic(corpus, dictionary, { category = category, width = 36, most = opts.lines })
print("\n" .. tostring(context))

if opts.figure ~= "" then
  assert(scores:chart({ category = category, crises = crises, interval = opts.interval }):save(opts.figure))
end
