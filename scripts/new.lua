#!/usr/bin/env balassa
-- Make a study folder: from an example to overwrite, or from the rows of a spreadsheet.

local balassa = require "balassa"
local core = require "balassa.core"
local raw = balassa.raw

local opts = balassa.options {
  positional = "NAME",
  title = { "", "title of the study" },
  folder = { "datasets", "where to make it" },
  events = { "", "a spreadsheet saved as CSV: its rows become the events, its levels the ladder" },
  crises = { "", "with --events: crisis windows, e.g. drought=1998-07/1999-12,war=2003/2004" },
}

if not io then error("a study is made of files, which --sandbox does not let a script make", 0) end

local function stop(status, format, ...)
  core.say("balassa: " .. format:format(...))
  core.exit(status)
end

local function need(value, message)
  if not value then stop(core.exit_status(message) or 1, "%s", message) end
  return value
end

-- Texts -------------------------------------------------------------------------------------------

-- "Rules for the River!" -> "rules-for-the-river": what an id may be. Letters beyond ASCII stay.
local function slug(text)
  return (text:lower():gsub("[%s%p%c]+", "-"):gsub("^%-+", ""):gsub("%-+$", ""))
end

local function json_string(text)
  return '"' .. text:gsub('[%c"\\]', function(c)
    return c:find '["\\]' and "\\" .. c or ("\\u%04x"):format(c:byte())
  end) .. '"'
end

-- The template ------------------------------------------------------------------------------------

local files = { "ladder.csv", "events.csv", "crises.csv", "sources.bib", "datapackage.json", "first.lua" }

local function read_template(name, title)
  local texts = {}
  for _, file in ipairs(files) do
    texts[file] = need(core.read_file(core.scripts .. "/template/" .. file))
  end
  texts["datapackage.json"] = texts["datapackage.json"]:gsub('"@(%u+)@"', {
    NAME = json_string(name), TITLE = json_string(title),
  })
  return texts
end

-- A spreadsheet -----------------------------------------------------------------------------------

-- How people head the columns that events need, beside the column's own name.
local also = {
  date = { "when", "day", "year", "month" },
  label = { "title", "event", "text", "description", "what", "headline" },
  rung = { "level", "position", "score" },
}

-- The rows of the file and the names of its columns. Programs separate by what the language of their
-- user leaves free, so the first line is asked.
local function read_sheet(path)
  local bytes = need(raw.read(path))
  if not utf8.len(bytes) then
    stop(65, "%s: it is not UTF-8; save the spreadsheet as \"CSV UTF-8\"", path)
  end
  local text = raw.text(bytes)
  local first, separator, most = text:match "^[^\n]*", ",", 0
  for _, mark in ipairs { ",", ";", "\t" } do
    local _, n = first:gsub(mark, "")
    if n > most then separator, most = mark, n end
  end
  local ok, rows, columns = pcall(raw.records, text, { separator = separator })
  if not ok then stop(65, "%s: a cell opens with a quote that never closes", path) end
  if #rows == 0 then stop(65, "%s: it has a header and no rows", path) end
  return rows, columns
end

-- Renames the columns to what a study calls them, in the rows too; returns the names in order.
local function rename_columns(path, rows, columns)
  local names, from = {}, {}
  for i, column in ipairs(columns) do
    local name = slug(column):gsub("%-", "_")
    if name == "" or from[name] then stop(65, "%s: column %d needs a name of its own", path, i) end
    names[i], from[name] = name, column
  end
  for _, want in ipairs { "date", "label", "rung" } do
    for _, word in ipairs(also[want]) do
      for i, name in ipairs(names) do
        if name == word and not from[want] then names[i], from[want], from[word] = want, from[word], nil end
      end
    end
    if not from[want] and want ~= "rung" then
      stop(65, "%s: no column '%s' (or %s); it has %s", path, want, table.concat(also[want], ", "),
        table.concat(columns, ", "))
    end
  end
  for i, row in ipairs(rows) do
    local renamed = {}
    for name, column in pairs(from) do renamed[name] = row[column] end
    rows[i] = renamed
  end
  return names, from
end

-- An id for each row: its label's first three words and its year.
local function add_ids(rows)
  local used = {}
  for _, row in ipairs(rows) do
    local words = slug(row.label or ""):match "^[^-]*%-?[^-]*%-?[^-]*"
    local stem = slug(words .. "-" .. ((row.date or ""):match "%d%d%d%d" or ""))
    used[stem] = (used[stem] or 0) + 1
    row.id = used[stem] == 1 and stem or stem .. "-" .. used[stem]
  end
end

-- The levels that the rows name: numbers in their order, words in the order they first come.
local function read_ladder(rows)
  local rungs, seen, numbers = {}, {}, true
  for _, row in ipairs(rows) do
    local label = row.rung or ""
    if label ~= "" and not seen[label] then
      seen[label] = true
      rungs[#rungs + 1] = { label = label, id = slug(label) }
      numbers = numbers and math.tointeger(tonumber(label)) ~= nil
    end
    row.rung = slug(label)
  end
  if numbers then table.sort(rungs, function(a, b) return tonumber(a.label) < tonumber(b.label) end) end
  for i, rung in ipairs(rungs) do rung.rank = numbers and rung.label or i - 1 end
  if #rungs == 0 then rungs[1] = { id = "none", rank = 0, label = "No position coded yet" } end
  return rungs, numbers
end

local field_form = [[
          { "name": %s, "type": "string"%s }]]

-- The schema of the events: what the template says of a column, and any other as text.
local function event_fields(names, template)
  local known = {}
  for field in template:match '"name": "events".-"fields": %[(.-)\n        %],':gmatch "\n          %b{}" do
    known[field:match '"name": "([^"]*)"'] = field:sub(2)
  end
  local fields = {}
  for i, name in ipairs(names) do
    local typed = name == "actors" and ', "type": "list", "delimiter": ";", "itemType": "string"'
    fields[i] = name ~= "kind" and name ~= "source" and known[name] or
      field_form:format(json_string(name), ""):gsub(', "type": "string"', typed or "%0")
  end
  return table.concat(fields, ",\n")
end

local function read_crises(given)
  local rows = {}
  for item in given:gmatch "[^,]+" do
    local id, span = item:match "^%s*(.-)%s*=%s*(.-)%s*$"
    if not id or id == "" then stop(64, "--crises: write ID=SPAN, as in drought=1998-07/1999-12, not '%s'", item) end
    local ok, message = pcall(balassa.date, span)
    if not ok then stop(64, "--crises: %s: %s", id, tostring(message):gsub("^.-balassa%.date: ", "")) end
    rows[#rows + 1] = { coding = "main", id = slug(id), span = span, label = id }
  end
  return rows
end

-- Puts the rows of a spreadsheet in the place of the example's.
local function import(texts, path)
  local rows, columns = read_sheet(path)
  local names, known = rename_columns(path, rows, columns)
  if not known.id then
    table.insert(names, 1, "id")
    add_ids(rows)
  end
  if not known.rung then names[#names + 1] = "rung" end
  local rungs, numbers = read_ladder(rows)
  texts["events.csv"] = raw.csv(names, rows)
  texts["ladder.csv"] = raw.csv({ "id", "rank", "label" }, rungs)
  texts["crises.csv"] = raw.csv({ "coding", "id", "span", "label", "source", "note" }, read_crises(opts.crises))
  local package = texts["datapackage.json"]
  local head, tail = package:match '^(.-"name": "events".-"fields": %[\n).-(\n        %],.*)$'
  texts["datapackage.json"] = head .. event_fields(names, package) ..
    tail:gsub(',\n          { "fields": "source".-} }', "", 1)
  return #rows, #rungs, numbers
end

-- The folder --------------------------------------------------------------------------------------

local function is_there(path)
  local handle = io.open(path) -- a folder opens, too
  if handle then handle:close() end
  return handle ~= nil
end

local function write_folder(folder, name, texts)
  if not is_there(folder) then need(core.make_folder(folder)) end
  local target = folder .. "/" .. name
  need(core.write_folder(target, texts))
  return target
end

local name = slug(opts[1])
if name == "" or name ~= opts[1] then
  stop(64, "a study's name is made of lower-case letters, digits and hyphens%s, not '%s'",
    name ~= "" and (", such as '%s'"):format(name) or "", opts[1])
end
if opts.crises ~= "" and opts.events == "" then stop(64, "--crises goes with --events") end
local texts = read_template(name, opts.title ~= "" and opts.title or name)
local n, rungs, numbers
if opts.events ~= "" then n, rungs, numbers = import(texts, opts.events) end
local target = write_folder(opts.folder, name, texts)

print(("%s: made, with %s"):format(target, n and ("%d events and %d rungs of %s"):format(n, rungs, opts.events)
  or "an example in it to overwrite"))
if n and rungs > 1 and not numbers then
  print("  The rungs stand in the order in which the rows name them: put them in order in ladder.csv, lowest first.")
end
local ok, message = balassa.study(target)
if not ok then
  core.say((message:gsub("^[^\n]*\n", "")) .. "\nbalassa: mend these rows, then check again: balassa check " .. target)
  core.exit(core.exit_status(message) or 1)
end
print(("  Checked. A first figure:  balassa %s/first.lua"):format(target))
