#!/usr/bin/env balassa
-- How this study was made from the files of others: addresses, presidents, recessions.
--
--   ./balassa datasets/us-state-of-the-union/make.lua --from FOLDER [--to FOLDER]
--
-- FROM holds speeches/sotu.csv (quanteda.corpora) and crises/ (NBER); README.md says what they are and
-- where they come from. TO has a folder texts/. What is written by hand (dictionaries, sources,
-- datapackage.json) is not touched.

local balassa = require "balassa"
local raw = balassa.raw

local opts = balassa.options {
  from = { "", "folder with speeches/sotu.csv and crises/" },
  to = { (arg[0]:gsub("/[^/]*$", "")), "folder of the study" },
}

assert(opts.from ~= "", "--from FOLDER is needed: the folder with speeches/sotu.csv and crises/")

local function write(name, text) assert(raw.write(opts.to .. "/" .. name, text)) end

local function records(name)
  return raw.records(raw.text(assert(raw.read(opts.from .. "/" .. name))))
end

-- Presidents of one surname are told apart by the year of their first address.
local first_names = {
  { "Adams", 1797, "John Adams" }, { "Adams", 1825, "John Quincy Adams" }, { "Arthur", 1881, "Chester A. Arthur" },
  { "Biden", 2021, "Joseph R. Biden" }, { "Buchanan", 1857, "James Buchanan" },
  { "Bush", 1989, "George H. W. Bush" }, { "Bush", 2001, "George W. Bush" }, { "Carter", 1978, "Jimmy Carter" },
  { "Cleveland", 1885, "Grover Cleveland" }, { "Clinton", 1993, "William J. Clinton" },
  { "Coolidge", 1923, "Calvin Coolidge" }, { "Eisenhower", 1953, "Dwight D. Eisenhower" },
  { "Fillmore", 1850, "Millard Fillmore" }, { "Ford", 1975, "Gerald R. Ford" },
  { "Grant", 1869, "Ulysses S. Grant" }, { "Harding", 1921, "Warren G. Harding" },
  { "Harrison", 1889, "Benjamin Harrison" }, { "Hayes", 1877, "Rutherford B. Hayes" },
  { "Hoover", 1929, "Herbert Hoover" }, { "Jackson", 1829, "Andrew Jackson" },
  { "Jefferson", 1801, "Thomas Jefferson" }, { "Johnson", 1865, "Andrew Johnson" },
  { "Johnson", 1964, "Lyndon B. Johnson" }, { "Kennedy", 1961, "John F. Kennedy" },
  { "Lincoln", 1861, "Abraham Lincoln" }, { "Madison", 1809, "James Madison" },
  { "McKinley", 1897, "William McKinley" }, { "Monroe", 1817, "James Monroe" }, { "Nixon", 1970, "Richard Nixon" },
  { "Obama", 2009, "Barack Obama" }, { "Pierce", 1853, "Franklin Pierce" }, { "Polk", 1845, "James K. Polk" },
  { "Reagan", 1981, "Ronald Reagan" }, { "Roosevelt", 1901, "Theodore Roosevelt" },
  { "Roosevelt", 1934, "Franklin D. Roosevelt" }, { "Taft", 1909, "William Howard Taft" },
  { "Taylor", 1849, "Zachary Taylor" }, { "Truman", 1946, "Harry S. Truman" }, { "Trump", 2017, "Donald J. Trump" },
  { "Tyler", 1841, "John Tyler" }, { "van Buren", 1837, "Martin van Buren" },
  { "Washington", 1790, "George Washington" }, { "Wilson", 1913, "Woodrow Wilson" },
}

local function president(surname, year)
  local name
  for _, row in ipairs(first_names) do
    if row[1] == surname and row[2] <= year then name = row[3] end
  end
  return assert(name, "no first name of " .. surname)
end

local function id_of(name) return (name:lower():gsub("%.", ""):gsub(" ", "-")) end

-- Addresses in the order of time; of one day, the spoken one first.
local given = records "speeches/sotu.csv"
for i, row in ipairs(given) do row.number = i end
table.sort(given, function(a, b)
  if a.date ~= b.date then return a.date < b.date end
  return a.number < b.number
end)

local spoken = {} -- dates on which one was spoken
for _, row in ipairs(given) do
  if row.delivery == "spoken" then spoken[row.date] = true end
end

local texts, actors, known = {}, {}, {}
for _, row in ipairs(given) do
  local name = president(row.president, tonumber(row.date:sub(1, 4)))
  local actor = id_of(name)
  if not known[actor] then
    known[actor] = true
    actors[#actors + 1] = { id = actor, label = name, kind = "person" }
  end
  local suffix = row.delivery == "written" and spoken[row.date] and "-written" or ""
  local id = row.date .. suffix
  local path = "texts/" .. id .. ".txt"
  local text = raw.text(row.text)
  write(path, text:find "\n$" and text or text .. "\n")
  texts[#texts + 1] = { id = id, date = row.date, speaker = actor, party = row.party, delivery = row.delivery,
    type = row.type == "SOTU" and "sotu" or "first_year", companion = suffix ~= "" and "true" or "false",
    language = "en", path = path, source = "quanteda_corpora", locator = row.doc_id }
end
write("actors.csv", raw.csv({ "id", "label", "kind", "note" }, actors))
write("texts.csv", raw.csv({ "id", "date", "speaker", "party", "delivery", "type", "companion", "language", "path",
  "source", "locator", "note" }, texts))

-- Recessions: the months that USREC marks; the first of them, 1854-12, belongs to one whose beginning
-- the source does not have.
local usrec, observations = records "crises/USREC.csv", {}
local runs, run = {}, nil
for _, row in ipairs(usrec) do
  local month = row.date:sub(1, 7)
  observations[#observations + 1] = { indicator = "usrec", period = month, value = row.USREC }
  if row.USREC == "1" then
    if not run then
      run = { first = month }
      runs[#runs + 1] = run
    end
    run.last = month
  else
    run = nil
  end
end

local function month_before(month)
  local year, number = tonumber(month:sub(1, 4)), tonumber(month:sub(6))
  return number > 1 and ("%04d-%02d"):format(year, number - 1) or ("%04d-12"):format(year - 1)
end

local by_peak = {} -- the other source, by the trough
for _, row in ipairs(records "crises/nber_recessions_stevedata.csv") do
  by_peak[#by_peak + 1] = { peak = row.peak:sub(1, 7):gsub("^1182", "1882"), trough = row.trough:sub(1, 7) }
end

-- Two codings: after_peak is NBER's contraction as FRED counts it, from the month after the peak to
-- the trough; from_peak has the month of the peak too. Both sources must agree on every one.
local crises = { after_peak = {}, from_peak = {} }
for i, r in ipairs(runs) do
  local other = by_peak[i]
  local note
  if r.first == "1854-12" then
    note = "Begins before the sources do; the rest of it is this month."
    assert(other.trough == "1854-12")
  elseif other.trough == "" then
    note = "The list of peaks and troughs has no trough yet; USREC ends it here."
    assert(other.peak == month_before(r.first))
  else
    assert(other.peak == month_before(r.first) and other.trough == r.last, r.first)
    if r.first == "1882-04" then note = "The list of peaks has 1182-03, a slip for 1882-03." end
  end
  local id = "recession-" .. r.first:sub(1, 4)
  local label = "Recession of " .. r.first:sub(1, 4)
  local function add(coding, first)
    table.insert(crises[coding], { coding = coding, id = id, span = first == r.last and first or first .. "/" .. r.last,
      label = label, source = "nber", locator = "USREC; peaks and troughs", basis = "stated", note = note })
  end
  if r.first ~= "1854-12" then
    add("after_peak", r.first)
    add("from_peak", month_before(r.first))
  end
end
assert(#runs == #by_peak)
local all = table.move(crises.from_peak, 1, #crises.from_peak, #crises.after_peak + 1, crises.after_peak)
write("crises.csv", raw.csv({ "coding", "id", "span", "label", "source", "locator", "basis", "note" }, all))
write("indicators.csv", raw.csv({ "id", "label", "unit", "interval", "source", "licence", "note" }, { {
  id = "usrec", label = "Months in recession", unit = "1 in recession, 0 not", interval = "month", source = "nber",
  note = "From the month after a peak to the trough. The licence of the copy is not stated; dates are facts." } }))
write("observations.csv", raw.csv({ "indicator", "period", "value" }, observations))

print(("%d addresses by %d presidents, %d recessions"):format(#texts, #actors, #runs - 1))
