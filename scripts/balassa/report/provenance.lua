-- Where a report or a figure comes from, as lines that a program can read back.
--
--   balassa report 1
--   version      0.1.0
--   gnuplot      gnuplot 5.4 patchlevel 4
--   study        kazakhstan-1991-2010
--   digest       SHA-256 of all the data
--   command      balassa report kazakhstan-1991-2010 --format html
--   script       claims/kazakhstan-1991-2010.lua  SHA-256
--   file         events.csv  SHA-256              one line a file of the data
--   table        Verdicts ...  SHA-256            one line a table of the report
--   figure       claim-1  SHA-256                 one line a figure, of its SVG

local core = require "balassa.core"

local provenance = {}

local HEAD = "balassa report 1"

-- scripts/KIND/NAME.lua, the user's before ours; nil when there is none.
function provenance.script(kind, name)
  if type(name) ~= "string" or not name:find "^[%w][%w_.-]*$" then return nil end
  for _, folder in ipairs { "scripts/" .. kind, core.scripts .. "/" .. kind } do
    local path = folder .. "/" .. name .. ".lua"
    for _, known in ipairs(core.names_in(folder, ".lua")) do
      if known == name then return path end
    end
  end
end

-- A file of the study: its text, or nil and why it has none. One that is there and cannot be read is a failure of
-- the whole report: without it, it would say something else.
function provenance.read(study, path)
  local text, why = core.read_file(study.dir .. "/" .. path, study.dir)
  if not text and why:find("cannot be read", 1, true) then error(why, 0) end
  return text, why
end

-- The files that the digest of a study is made of, in its order: { { path, sha256 }, ... }, and whether
-- they give that digest. The paths are those of datapackage.json that are files of the folder.
function provenance.files(study)
  local package = provenance.read(study, "datapackage.json") or ""
  local list, seen, all = { { "datapackage.json", core.sha256(package) } }, { ["datapackage.json"] = true }, { package }
  local function take(path)
    if seen[path] or path:find "^/" or path:find "%.%." then return end
    local text = provenance.read(study, path)
    if text then
      seen[path] = true
      list[#list + 1], all[#all + 1] = { path, core.sha256(text) }, text
    end
  end
  local resources = package:match '"resources"%s*:%s*(%[.*)' or ""
  for path in resources:gmatch '"path"%s*:%s*"([^"\\]+)"' do take(path) end
  for _, name in ipairs(study:tables()) do
    if name == "texts" then
      for _, path in ipairs(study:records("texts"):column("path")) do
        if type(path) == "string" then take(path) end
      end
    end
  end
  return list, core.sha256(table.concat(all)) == study.digest
end

-- What gnuplot calls itself. A report without figures (`drawn` is false) needs none.
function provenance.gnuplot(drawn)
  local version, why = core.gnuplot_version()
  if not version and (drawn or core.exit_status(why) ~= 69) then error(why, 0) end -- 69: it is not there
  return version or "unknown"
end

-- What a table says, on one line a row: what its digest is of.
local function table_text(b)
  local out = { b.caption, table.concat(b.head, "\t") }
  for _, row in ipairs(b.rows) do
    local cells = {}
    for k = 1, #b.head do cells[k] = tostring(row[k] == nil and "" or row[k]) end
    out[#out + 1] = row.group or table.concat(cells, "\t")
  end
  return table.concat(out, "\n")
end

local function line(name, ...) return string.format("%-12s %s", name, table.concat({ ... }, "  ")) end

local function seeds_of(claims)
  local seen, list = {}, {}
  for i = 1, claims and claims.n or 0 do
    for _, t in ipairs(claims[i].tests) do
      if t.seed and not seen[t.seed] then seen[t.seed], list[#list + 1] = true, t.seed end
    end
  end
  table.sort(list)
  return #list > 0 and table.concat(list, ", ") or "1"
end

-- Of a value from the data: on one line, so that it stays one value.
local function flat(text) return (tostring(text):gsub("%s+", " ")) end

-- The last section of a report.
function provenance.add(doc, study, options, claims)
  local files, whole = provenance.files(study)
  local command = string.format("balassa report %s --format %s", options.name or study.name, options.format)
  doc:para("Every number and every figure of this report comes out again, byte for byte, with the same version and " ..
    "the same data. `balassa reproduce FILE` does it and says what differs; the commands are:")
  local commands = { command, "balassa reproduce FILE", "balassa check " .. (options.name or study.name) }
  if claims then commands[#commands + 1] = "balassa claims --study " .. (options.name or study.name) end
  if provenance.script("figures", study.name) then commands[#commands + 1] = "balassa figures " .. study.name end
  doc:list(commands)
  local out = { HEAD, line("version", core.version), line("gnuplot", provenance.gnuplot(#doc.drawn > 0)),
    line("study", flat(options.name or study.name)), line("digest", study.digest), line("command", flat(command)),
    line("seeds", seeds_of(claims)) }
  for _, kind in ipairs { "claims", "figures" } do
    local path = provenance.script(kind, study.name)
    if path then out[#out + 1] = line("script", kind .. "/" .. study.name .. ".lua",
      core.sha256(core.read_file(path) or "")) end
  end
  for _, f in ipairs(files) do out[#out + 1] = line("file", flat(f[1]), f[2]) end
  if not whole then out[#out + 1] = line("files", "incomplete") end
  for _, b in ipairs(doc.blocks) do
    if b.kind == "table" then out[#out + 1] = line("table", flat(b.caption), core.sha256(table_text(b))) end
  end
  for _, b in ipairs(doc.drawn) do out[#out + 1] = line("figure", flat(b.name), core.sha256(b.svg)) end
  doc.blocks[#doc.blocks + 1] = { kind = "pre", label = "Where this report comes from", wrap = true,
    text = table.concat(out, "\n") }
end

-- The lines of a report, read back: { version =, study =, digest =, command =, file = { [path] = sha }, table =,
-- figure =, script = }, or nil when the text is no report. Entities of HTML are undone.
local entities = { ["&amp;"] = "&", ["&lt;"] = "<", ["&gt;"] = ">", ["&quot;"] = '"', ["&#39;"] = "'" }

function provenance.parse(text)
  local at
  for found in text:gmatch("()[\n>]" .. HEAD .. "\n") do at = found end -- the last one: the data come before it
  if not at then return nil end
  local block = text:sub(at + 1):match "^(.-)\n?```" or text:sub(at + 1)
  block = (text:sub(at + 1):match "^(.-)</pre>" or block):gsub("&[%w#]+;", entities)
  local read = { file = {}, table = {}, figure = {}, script = {}, order = {} }
  for l in block:gmatch "[^\n]+" do
    local name, value = l:match "^(%l+)%s+(.*)$"
    local key, sha = (value or ""):match "^(.-)  (%x+)$"
    if name and type(read[name]) == "table" and key and #sha == 64 then
      read[name][key] = sha
    elseif name and read[name] == nil then
      read[name] = value
    end
  end
  if not (read.version and read.study and read.digest and read.command) then return nil end
  return read
end

return provenance
