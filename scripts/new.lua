#!/usr/bin/env balassa
-- Make a study folder: from an example to overwrite, or from the rows of a spreadsheet.

local balassa = require "balassa"
local core = require "balassa.core"

local opts = balassa.options {
  positional = "NAME",
  title = { "", "title of the study" },
  folder = { "datasets", "where to make it" },
  events = { "", "a spreadsheet saved as CSV: its rows become the events, its levels the ladder" },
  crises = { "", "with --events: crisis windows, e.g. drought=1998-07/1999-12,war=2003/2004" },
}

local function stop(status, format, ...)
  io.stderr:write("balassa: ", format:format(...), "\n")
  os.exit(status, true)
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

local function csv_cell(text)
  if not text then return "" end
  return (text == "" or text:find '[",\r\n]') and '"' .. text:gsub('"', '""') .. '"' or text
end

local function csv(rows)
  local lines = {}
  for i, row in ipairs(rows) do
    local cells = {}
    for k = 1, #rows[1] do cells[k] = csv_cell(row[k]) end
    lines[i] = table.concat(cells, ",") .. "\n"
  end
  return table.concat(lines)
end

-- The template ------------------------------------------------------------------------------------

local files = { "ladder.csv", "events.csv", "crises.csv", "sources.bib", "datapackage.json", "first.lua" }

local function read_template(name, title)
  local texts = {}
  for _, file in ipairs(files) do
    local handle = need(io.open(core.scripts .. "/template/" .. file, "rb"))
    texts[file] = handle:read "a"
    handle:close()
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

-- Position of each column that Balassa knows, and the list of all names as the study will have them.
local function read_header(path, columns)
  local names, at = {}, {}
  for i, column in ipairs(columns) do
    local name = slug(column):gsub("%-", "_")
    if name == "" or at[name] then stop(65, "%s: column %d needs a name of its own", path, i) end
    names[i], at[name] = name, i
  end
  for want, words in pairs(also) do
    for _, word in ipairs(words) do
      if not at[want] and at[word] then
        names[at[word]], at[want], at[word] = want, at[word], nil
      end
    end
  end
  local mark = #columns == 1 and columns[1]:match "[;\t|]"
  if mark then
    stop(65, "%s: the columns are parted by %s; save the spreadsheet again with commas between them", path,
      ({ [";"] = "semicolons", ["\t"] = "tabs", ["|"] = "bars" })[mark])
  end
  for _, want in ipairs { "date", "label" } do
    if not at[want] then
      stop(65, "%s: no column '%s' (or %s); it has %s", path, want, table.concat(also[want], ", "),
        table.concat(columns, ", "))
    end
  end
  return names, at
end

-- An id for each row: what its id column says, else its label's first words and its year.
local function add_ids(names, rows, at)
  if at.id then return end
  local used = {}
  table.insert(names, 1, "id")
  for _, row in ipairs(rows) do
    local words = slug(row[at.label] or ""):match "^[^-]*%-?[^-]*%-?[^-]*" or ""
    local stem = slug(words .. "-" .. ((row[at.date] or ""):match "%d%d%d%d" or ""))
    used[stem] = (used[stem] or 0) + 1
    table.insert(row, 1, used[stem] == 1 and stem or stem .. "-" .. used[stem])
  end
  for _, name in ipairs(names) do at[name] = nil end
  for i, name in ipairs(names) do at[name] = i end
end

-- The levels that the rows name: numbers in their order, words in the order they first come.
local function read_ladder(rows, column)
  local rungs, seen, numbers = {}, {}, true
  for _, row in ipairs(rows) do
    local label = row[column]
    if label and label ~= "" then
      if not seen[label] then
        seen[label] = true
        rungs[#rungs + 1] = { label = label, id = slug(label) }
        numbers = numbers and math.tointeger(tonumber(label)) ~= nil
      end
      row[column] = slug(label)
    end
  end
  if numbers then table.sort(rungs, function(a, b) return tonumber(a.label) < tonumber(b.label) end) end
  local out = { { "id", "rank", "label" } }
  for i, rung in ipairs(rungs) do
    out[#out + 1] = { rung.id, numbers and rung.label or tostring(i - 1), rung.label }
  end
  return out, numbers
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

local function crisis_rows(given)
  local out = { { "coding", "id", "span", "label", "source", "note" } }
  for item in given:gmatch "[^,]+" do
    local id, span = item:match "^%s*(.-)%s*=%s*(.-)%s*$"
    if not id or id == "" then stop(64, "--crises: write ID=SPAN, as in drought=1998-07/1999-12, not '%s'", item) end
    local ok, message = pcall(balassa.date, span)
    if not ok then stop(64, "--crises: %s: %s", id, tostring(message):gsub("^.-balassa%.date: ", "")) end
    out[#out + 1] = { "main", slug(id), span, id }
  end
  return out
end

-- Puts the rows of a spreadsheet in the place of the example's.
local function import(texts, path)
  local rows = need(core.read_csv(path))
  if #rows == 0 then stop(65, "%s: it has a header and no rows", path) end
  local names, at = read_header(path, rows.columns)
  add_ids(names, rows, at)
  if not at.rung then
    names[#names + 1], at.rung = "rung", #names + 1
    for _, row in ipairs(rows) do row[at.rung] = false end
  end
  local ladder, numbers = read_ladder(rows, at.rung)
  if #ladder == 1 then ladder[2] = { "none", "0", "No position coded yet" } end
  table.insert(rows, 1, names)
  texts["events.csv"], texts["ladder.csv"] = csv(rows), csv(ladder)
  texts["crises.csv"] = csv(crisis_rows(opts.crises))
  local package = texts["datapackage.json"]
  local fields = event_fields(names, package)
  local head, tail = package:match '^(.-"name": "events".-"fields": %[\n).-(\n        %],.*)$'
  tail = tail:gsub(',\n          { "fields": "source".-} }', "", 1)
  texts["datapackage.json"] = head .. fields .. tail
  return #rows - 1, #ladder - 1, numbers
end

-- The folder --------------------------------------------------------------------------------------

local function is_there(path)
  local handle = io.open(path) -- a folder opens, too
  if handle then handle:close() end
  return handle ~= nil
end

-- Under a name of its own until all of it is written.
local function write_folder(folder, name, texts)
  local target, draft = folder .. "/" .. name, folder .. "/." .. name .. ".tmp-new"
  if is_there(target) then stop(1, "'%s' is there already, and is left as it is", target) end
  if not is_there(folder) then need(core.make_folder(folder)) end
  need(core.make_folder(draft))
  local ok, message = true, nil
  for _, file in ipairs(files) do
    if ok then ok, message = core.write_file(draft .. "/" .. file, texts[file]) end
  end
  if ok then ok, message = os.rename(draft, target) end
  if ok then return target end
  for _, file in ipairs(files) do os.remove(draft .. "/" .. file) end
  os.remove(draft)
  need(ok, message)
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
  io.stdout:flush()
  io.stderr:write((message:gsub("^[^\n]*\n", "")), "\nbalassa: mend these rows, then check again: balassa check ",
    target, "\n")
  os.exit(core.exit_status(message) or 1, true)
end
print(("  Checked. A first figure:  balassa %s/first.lua"):format(target))
