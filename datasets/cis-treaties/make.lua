#!/usr/bin/env balassa
-- How this study was made from three collections of trade agreements: one event an agreement.
--
--   ./balassa datasets/cis-treaties/make.lua --from FOLDER [--to FOLDER]
--
-- FROM holds agreements/ (HUGGO, DESTA, GPTAD); README.md says what they are and where they come from.
-- Prints what was taken from each, what was found in several, and what was left out and why.
--
-- The rule. A record counts when at least two of the twelve states are among its founders and it is an
-- agreement: not a negotiation, nor a later accession or withdrawal. Records of two collections are
-- one agreement when
--   1. HUGGO names the other's number (destaID), or
--   2. the founders among the twelve are the same and the years of signature are, or
--   3. the list `same` below says so, with its reason.
-- The date is HUGGO's, else GPTAD's (both have days), else DESTA's (years); where the others differ,
-- the note says what they have.

local balassa = require "balassa"
local core = require "balassa.core"
local raw = balassa.raw

local opts = balassa.options {
  from = { "", "folder with agreements/" },
  to = { (arg[0]:gsub("/[^/]*$", "")), "folder of the study" },
}

assert(opts.from ~= "", "--from FOLDER is needed: the folder with agreements/")

local function write(name, text) assert(raw.write(opts.to .. "/" .. name, text)) end

local function records(name, options)
  return raw.records(raw.text(assert(raw.read(opts.from .. "/agreements/" .. name))), options)
end

local states = { -- iso3, ISO numeric, name, further names in GPTAD
  { "ARM", "51", "Armenia" }, { "AZE", "31", "Azerbaijan" }, { "BLR", "112", "Belarus" }, { "GEO", "268", "Georgia" },
  { "KAZ", "398", "Kazakhstan" }, { "KGZ", "417", "Kyrgyzstan", "Kyrgyz" }, { "MDA", "498", "Moldova" },
  { "RUS", "643", "Russia" }, { "TJK", "762", "Tajikistan" }, { "TKM", "795", "Turkmenistan" },
  { "UKR", "804", "Ukraine" }, { "UZB", "860", "Uzbekistan" },
}
local by_code, by_iso, id_of = {}, {}, {}
for _, s in ipairs(states) do
  by_code[s[2]], by_iso[s[1]], id_of[s[1]] = s[1], true, s[3]:lower()
end

-- Pairs that rules 1 and 2 do not find.
local same = {
  { "huggo", "ERSNEC_1999O:ERSNEC_1996O5", "desta", "434",
    "one title; HUGGO's own number says 1999, DESTA's year, and its cell says 2000" },
  { "huggo", "ERSNEC_1996O5", "gptad", "Eurasian Economic Community (EAEC)", "one title and day of signature" },
  { "huggo", "GUUAM_2001O", "gptad", "GUUAM", "one title; HUGGO's own number says 2001, GPTAD's year" },
  { "huggo", "CMMNIS_1994O", "gptad", "Commonwealth of Independent States (CIS) Free Trade Agreement",
    "the only free trade agreement of the CIS in GPTAD, which has no day of signature" },
  { "huggo", "MDA-UKR[MLU]_2003O", "gptad", "Moldova - Ukraine", "one day of signature" },
  { "huggo", "BLR-RUS[RSF]_1992O:BLR-RUS[RSS]_1992O", "desta", "107", "one pair and year" },
}

-- The three collections ---------------------------------------------------------------------------

local left_out, counts = {}, {}

local function leave_out(source, why)
  local key = source .. ": " .. why
  if not left_out[key] then left_out[#left_out + 1] = key end
  left_out[key] = (left_out[key] or 0) + 1
end

local function key_of(set)
  local list = {}
  for iso in pairs(set) do list[#list + 1] = iso end
  table.sort(list)
  return table.concat(list, ";"), #list
end

-- DD.MM.YYYY, MM/DD/YYYY, YYYY-MM or YYYY as EDTF; nil when it is none of them.
local function edtf(text, american)
  if not text then return nil end
  local a, b, year = text:match "^(%d%d)[./](%d%d)[./](%d%d%d%d)$"
  if a then return american and year .. "-" .. a .. "-" .. b or year .. "-" .. b .. "-" .. a end
  return text:match "^%d%d%d%d%-%d%d%-%d%d$" or text:match "^%d%d%d%d%-%d%d$" or text:match "^%d%d%d%d$"
end

-- A record that counts: source, number, title, set of founders, date, others (a party beyond the twelve).
local list, by_number = {}, { huggo = {}, desta = {}, gptad = {} }

local function take(source, number, title, set, date, others)
  local key, n = key_of(set)
  counts[source] = (counts[source] or 0) + 1
  if n < 2 then return leave_out(source, "fewer than two of the twelve states among its founders") end
  if not date then
    local named
    for _, s in ipairs(same) do named = named or (s[3] == source and s[4] == number) end
    if not named then return leave_out(source, "no date of signature") end
  end
  if by_number[source][number] then return leave_out(source, "the same number again") end
  local record = { source = source, number = number, title = title, key = key, date = date, others = others }
  by_number[source][number] = record
  list[#list + 1] = record
  return record
end

-- HUGGO: memberships name the states; its list of treaties has pairs in the number that they lack.
do
  local order, treaty = {}, {}
  for _, row in ipairs(records "huggo_memberships_cis.csv") do
    local t = treaty[row.manyID]
    if not t then
      t = { row = row, set = {} }
      treaty[row.manyID] = t
      order[#order + 1] = row.manyID
    end
    if row.Accession == "NA" then t.set[row.stateID] = true end
  end
  -- A treaty with partners beyond the twelve: these rows are of the twelve only, so titles tell.
  local with_others = { ["EREUVN_2015O"] = true, ["ERSEUI_2018O"] = true, ["ECNCOT_2003A"] = true }
  for _, number in ipairs(order) do
    local t = treaty[number]
    local record = take("huggo", number, t.row.Title, t.set, edtf(t.row.Signature), with_others[number])
    if record then record.desta = t.row.destaID ~= "NA" and t.row.destaID or nil end
  end
  for _, row in ipairs(records "huggo_trade_treaties.csv") do
    local first = row.manyID:match "^[^:]*"
    local a, b = first:match "^(%u%u%u)%-(%u%u%u)%["
    local set = {}
    if a then
      set[by_iso[a] and a or "?"], set[by_iso[b] and b or "?"] = true, true
      set["?"] = nil
    elseif first == "ERSNEC_1999O" then -- no state in its number; the title is the EAEC's, as DESTA 434
      for _, iso in ipairs { "BLR", "KAZ", "KGZ", "RUS", "TJK" } do set[iso] = true end
    elseif treaty[first] then
      counts.huggo = counts.huggo + 1
      leave_out("huggo", "in both of its files")
      goto next
    end
    local key, n = key_of(set)
    for _, r in ipairs(list) do
      local year = (edtf(row.Signature) or ""):sub(1, 4)
      if n >= 2 and r.source == "huggo" and r.key == key and r.date:sub(1, 4) == year then
        counts.huggo = counts.huggo + 1
        leave_out("huggo", "in both of its files")
        goto next
      end
    end
    take("huggo", row.manyID, row.Title, set, edtf(row.Signature))
    ::next::
  end
end

-- GPTAD: founders by name; entries beyond the twelve are what is left of the list.
for _, row in ipairs(records "gptad.csv") do
  local members = row.Membership:gsub("\\r", ""):gsub("\\n", "")
  local set, all = {}, 0
  for part in members:gsub(" and ", ", "):gmatch "[^,]+" do
    all = all + 1
    for _, s in ipairs(states) do
      if part:find(s[3], 1, true) or s[4] and part:find(s[4], 1, true) then set[s[1]] = true end
    end
  end
  local _, n = key_of(set)
  local name = row["Common.Name"]:gsub("\\n", "")
  take("gptad", name, name, set, edtf(row["Date.of.Signature"], true), all > n)
end

-- DESTA: ISO numbers in c1 .. c91.
for _, row in ipairs(records("desta_treaties.csv", { separator = ";" })) do
  local set, others = {}, false
  for i = 1, 91 do
    local code = row["c" .. i]
    if code and code ~= "NA" and code ~= "" then
      if by_code[code] then set[by_code[code]] = true else others = true end
    end
  end
  if row.entry_type == "base_treaty" then
    take("desta", row.number, row.name, set, edtf(row.year), others)
  else
    counts.desta = (counts.desta or 0) + 1
    local _, n = key_of(set)
    leave_out("desta", n < 2 and "fewer than two of the twelve states among its founders" or
      "not an agreement but a later step (" .. row.entry_type .. ")")
  end
end

-- One event an agreement --------------------------------------------------------------------------

local event = {} -- of each record
local events, merged = {}, { number = 0, founders = 0, list = 0 }

local function by_list(record)
  for _, s in ipairs(same) do
    if s[3] == record.source and s[4] == record.number then
      return event[by_number[s[1]][s[2]] or core.raise("there is no %s record '%s'", s[1], s[2])]
    end
  end
end

local function by_huggos_number(record)
  for _, other in ipairs(list) do
    if record.source == "desta" and other.desta == record.number then return event[other] end
  end
end

local function year_of(record) return record.date and record.date:sub(1, 4) end

local function by_founders(record)
  for _, e in ipairs(events) do
    for _, source in ipairs { "huggo", "gptad" } do
      local other = e[source]
      if other and not e[record.source] and other.key == record.key and year_of(other) == year_of(record) then
        return e
      end
    end
  end
end

-- HUGGO first, then GPTAD, then DESTA: the order of `list`.
for _, record in ipairs(list) do
  local e
  for _, how in ipairs { { "list", by_list }, { "number", by_huggos_number }, { "founders", by_founders } } do
    e = how[2](record)
    if e then
      merged[how[1]] = merged[how[1]] + 1
      break
    end
  end
  if not e then
    e = {}
    events[#events + 1] = e
  end
  event[record], e[record.source] = e, record
end

local known = {}
local out = {}
for _, e in ipairs(events) do
  local main = e.huggo or e.gptad or e.desta
  local founders = {}
  for iso in main.key:gmatch "[^;]+" do founders[#founders + 1] = iso end
  local year = main.date:sub(1, 4)
  local base = #founders == 2 and (founders[1] .. "-" .. founders[2]):lower()
    or main.title:lower():gsub("%b()", ""):gsub("[^%w]+", "-"):gsub("^%-+", ""):gsub("%-+$", "")
  local id = base .. "-" .. year
  known[id] = (known[id] or 0) + 1
  if known[id] > 1 then id = id .. "-" .. known[id] end
  local actors, notes, others = {}, {}, false
  for i, iso in ipairs(founders) do actors[i] = id_of[iso] end
  for _, source in ipairs { "huggo", "gptad", "desta" } do
    local r = e[source]
    others = others or (r and r.others)
    if r and r ~= main and r.date and main.date:sub(1, #r.date) ~= r.date then
      notes[#notes + 1] = ("%s has %s."):format(source:upper(), r.date)
    end
    if r and r ~= main and r.key ~= main.key then
      notes[#notes + 1] = ("%s has the founders %s."):format(source:upper(), (r.key:gsub(";", ", ")))
    end
  end
  out[#out + 1] = { id = id, date = main.date, label = main.title:gsub("%s+", " "), kind = "agreement",
    scope = others and "with_others" or "among", size = #founders == 2 and not others and "bilateral" or "plurilateral",
    actors = table.concat(actors, ";"), source = main.source, huggo = e.huggo and e.huggo.number,
    gptad = e.gptad and e.gptad.number, desta = e.desta and e.desta.number, note = table.concat(notes, " ") }
end
table.sort(out, function(a, b)
  if a.date ~= b.date then return a.date < b.date end
  return a.id < b.id
end)
write("events.csv", raw.csv({ "id", "date", "label", "kind", "scope", "size", "actors", "source", "huggo", "gptad",
  "desta", "note" }, out))

local actors = {}
for i, s in ipairs(states) do actors[i] = { id = id_of[s[1]], label = s[3], kind = "state", iso3 = s[1] } end
write("actors.csv", raw.csv({ "id", "label", "kind", "iso3", "note" }, actors))

-- What happened to every record.
local kept = {}
for _, r in ipairs(list) do kept[r.source] = (kept[r.source] or 0) + 1 end
print "records      read  taken"
for _, source in ipairs { "huggo", "gptad", "desta" } do
  print(("  %-8s  %5d  %5d"):format(source:upper(), counts[source], kept[source]))
end
print "left out"
table.sort(left_out)
for _, key in ipairs(left_out) do print(("  %5d  %s"):format(left_out[key], key)) end
print "the same agreement in two collections"
print(("  %5d  HUGGO gives DESTA's number"):format(merged.number))
print(("  %5d  the same founders and year"):format(merged.founders))
print(("  %5d  by the list in make.lua"):format(merged.list))
print(("agreements\n  %5d"):format(#out))
