#!/usr/bin/env balassa
-- How this study was made from the files of others: texts, their table, growth and speakers.
--
--   ./balassa datasets/kazakhstan-un-1992-2012/make.lua --from FOLDER [--to FOLDER]
--
-- FROM holds speeches/ungdc/ (UN General Debate Corpus) and indicators/ (World Bank); README.md says
-- what they are and where they come from. TO has a folder texts/. What is written by hand (crises,
-- sources, datapackage.json) is not touched.

local balassa = require "balassa"
local raw = balassa.raw

local opts = balassa.options {
  from = { "", "folder with speeches/ungdc and indicators" },
  to = { (arg[0]:gsub("/[^/]*$", "")), "folder of the study" },
}

local FIRST, LAST = 1992, 2012

-- In the order of the table. cis: has been a member of the CIS in these years, Georgia until 2009.
local actors = {
  { id = "kazakhstan", iso3 = "KAZ", label = "Kazakhstan", group = "cis" },
  { id = "russia", iso3 = "RUS", label = "Russia", group = "cis" },
  { id = "armenia", iso3 = "ARM", label = "Armenia", group = "cis" },
  { id = "azerbaijan", iso3 = "AZE", label = "Azerbaijan", group = "cis" },
  { id = "belarus", iso3 = "BLR", label = "Belarus", group = "cis" },
  { id = "georgia", iso3 = "GEO", label = "Georgia", group = "cis",
    note = "Joined the CIS in 1993 and left it in 2009; counted with it throughout." },
  { id = "kyrgyzstan", iso3 = "KGZ", label = "Kyrgyzstan", group = "cis" },
  { id = "moldova", iso3 = "MDA", label = "Moldova", group = "cis" },
  { id = "tajikistan", iso3 = "TJK", label = "Tajikistan", group = "cis" },
  { id = "turkmenistan", iso3 = "TKM", label = "Turkmenistan", group = "cis",
    note = "Associate state of the CIS from 2005; counted with it throughout." },
  { id = "ukraine", iso3 = "UKR", label = "Ukraine", group = "cis",
    note = "A founder that never ratified the charter; counted with the CIS throughout." },
  { id = "uzbekistan", iso3 = "UZB", label = "Uzbekistan", group = "cis" },
  { id = "estonia", iso3 = "EST", label = "Estonia", group = "baltic" },
  { id = "latvia", iso3 = "LVA", label = "Latvia", group = "baltic" },
  { id = "lithuania", iso3 = "LTU", label = "Lithuania", group = "baltic" },
  { id = "china", iso3 = "CHN", label = "China", group = "other" },
  { id = "france", iso3 = "FRA", label = "France", group = "other" },
  { id = "germany", iso3 = "DEU", label = "Germany", group = "other" },
  { id = "turkey", iso3 = "TUR", label = "Turkey", group = "other" },
  { id = "united-kingdom", iso3 = "GBR", label = "United Kingdom", group = "other" },
  { id = "united-states", iso3 = "USA", label = "United States", group = "other" },
}

assert(opts.from ~= "", "--from FOLDER is needed: the folder with speeches/ungdc and indicators")

local function write(name, text) assert(raw.write(opts.to .. "/" .. name, text)) end

local function kind(actor) actor.kind = "state" return actor end

-- Texts: every speech of these states in FIRST .. LAST that the corpus has.
local texts = {}
for _, actor in ipairs(actors) do
  kind(actor)
  for year = FIRST, LAST do
    local session = year - 1945
    local name = ("%s_%d_%d.txt"):format(actor.iso3, session, year)
    local bytes = raw.read(("%s/speeches/ungdc/%s/%s"):format(opts.from, actor.iso3, name))
    if bytes then
      local id = ("%s-%d"):format(actor.iso3:lower(), year)
      local path = "texts/" .. id .. ".txt"
      local text = raw.text(bytes)
      write(path, text:find "\n$" and text or text .. "\n")
      texts[#texts + 1] = { id = id, date = year, speaker = actor.id, session = session, language = "en", path = path,
        source = "ungdc", locator = name }
    end
  end
end
write("actors.csv", raw.csv({ "id", "label", "kind", "iso3", "group", "note" }, actors))
write("texts.csv", raw.csv({ "id", "date", "speaker", "session", "language", "path", "source", "locator", "note" },
  texts))

-- Growth of real GDP, digit for digit; 1991 too, the year before the first speech.
local growth = {}
local wide = assert(raw.read(opts.from .. "/indicators/wdi_gdp_growth_wide_NY.GDP.MKTP.KD.ZG.csv"))
for _, row in ipairs(raw.records(raw.text(wide), { skip = 2 })) do growth[row["Country Code"]] = row end
local indicators, observations = {}, {}
for _, actor in ipairs(actors) do
  local id = actor.iso3:lower() .. "-gdp-growth"
  indicators[#indicators + 1] = { id = id, label = actor.label .. ", growth of real GDP", unit = "percent per year",
    interval = "year", actor = actor.id, source = "wdi_gdp_growth", licence = "CC-BY-4.0" }
  for year = FIRST - 1, LAST do
    local value = growth[actor.iso3][tostring(year)]
    if value and value ~= "" then
      observations[#observations + 1] = { indicator = id, period = year, value = value }
    end
  end
end
write("indicators.csv", raw.csv({ "id", "label", "unit", "interval", "actor", "source", "licence", "note" },
  indicators))
write("observations.csv", raw.csv({ "indicator", "period", "value" }, observations))

print(("%d texts of %d states, %d values of growth"):format(#texts, #actors, #observations))
