-- balassa.reproduce(file, options): makes a report or a figure again, and says whether it comes out the same.
--
-- A report (.html, .md) says in its last section, and a figure (.svg, .gp) in its head, by which command it was
-- made from which data: see report/provenance.lua and chart.lua. The command of a figure is run here, and of what
-- it draws the one figure is compared. The file is only read.
--
-- A file can name any command, with any arguments. So only those are run that are found as commands are
-- (scripts/NAME.lua of the user's, or ours; another script when it is given as `script`, and not otherwise); and
-- all of it runs in core.without_writing, where nothing can be written, whatever an argument says.

local balassa = require "balassa"
local core = require "balassa.core"
local provenance = require "balassa.report.provenance"
local result = require "balassa.result"

local MOST = 10 -- differences that are listed

-- Reading -----------------------------------------------------------------------------------------

local function decode(word)
  return (word:gsub("%+(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

local entities = { ["&amp;"] = "&", ["&lt;"] = "<", ["&gt;"] = ">", ["&quot;"] = '"', ["&#39;"] = "'" }

-- The files come from strangers, so they are read with plain searches: a pattern with a .- in it, tried again
-- from every place where it could begin, would never end in a file made for that.

-- A text without all that stands between two marks, marks and all.
local function without(text, open, close, put)
  local kept, from = {}, 1
  while true do
    local at = text:find(open, from, true)
    local _, to = text:find(close, at or #text + 1, true)
    if not to then break end
    kept[#kept + 1] = text:sub(from, at - 1)
    from = to + 1
  end
  kept[#kept + 1] = text:sub(from)
  return table.concat(kept, put)
end

-- What stands between the first mark and the next second one.
local function between(text, open, close)
  local _, from = text:find(open, 1, true)
  local to = from and text:find(close, from + 1, true)
  return to and text:sub(from + 1, to - 1)
end

-- The head of a figure: "Balassa 0.1.0, claims.lua", "command ...", "figure ...", "dataset ...".
local function parse_figure(text)
  local head
  if text:find "^# Balassa " then
    head = text:match "^(.-)\n[^#]":gsub("# ", ""):gsub("\n# ", "\n")
  else
    head = text:find "^<%?xml" and between(text, "<metadata>", "</metadata>")
    head = head and head:gsub("&[%w#]+;", entities)
  end
  if not head then return nil end
  local read = { version = head:match "Balassa (%S+)," }
  for line in head:gmatch "[^\n]+" do
    local name, value = line:match "^#?%s*(%l+) (.+)$"
    if name and not read[name] then read[name] = value end
  end
  if read.version and read.command and read.figure then return read end
end

local function kind_of(path, text)
  local figure = parse_figure(text)
  if figure then return text:find "^#" and "gp" or "svg", figure end
  local report = provenance.parse(text)
  if report then return text:find "^<!DOCTYPE html>" and "html" or "markdown", report end
  return nil, string.format("%s: it is no report of Balassa, and no figure (.svg or .gp) that says how it was made",
    path)
end

-- Comparing ---------------------------------------------------------------------------------------

local function lines_of(text)
  local list = {}
  for line in (text .. "\n"):gmatch "([^\n]*)\n" do list[#list + 1] = line end
  return list
end

local BEFORE, ALL = 40, 90 -- bytes before the place where two lines part, and in all

-- A piece of a line from about `at` on, cut between characters.
local function piece(line, at)
  if not line then return "(nothing)" end
  local from = math.max(1, at - BEFORE)
  while from > 1 and line:byte(from) and line:byte(from) & 0xC0 == 0x80 do from = from - 1 end
  local to = math.min(#line, from + ALL)
  while to < #line and line:byte(to + 1) & 0xC0 == 0x80 do to = to + 1 end
  return (from > 1 and "... " or "") .. line:sub(from, to) .. (to < #line and " ..." or "")
end

-- Two lines where they part.
local function apart(was, is)
  local at = 1
  while was and is and at <= #was and was:byte(at) == is:byte(at) do at = at + 1 end
  return piece(was, at), piece(is, at)
end

-- The numbers in a text, markup and drawings apart.
local function numbers_of(text)
  local list = {}
  text = without(without(without(text, "<svg", "</svg>", ""), "<style>", "</style>", ""), "<", ">", " ")
  text = text:gsub("%f[%w]%x+%f[%W]", function(word) return #word == 64 and "" or nil end)
  for number in text:gmatch "[-−]?%d[%d.,]*e?[-+]?%d*" do list[#list + 1] = number end
  return list
end

local function compare(values, was, is)
  values.bytes, values.same_bytes = #was, was == is
  local a, b = numbers_of(was), numbers_of(is)
  values.numbers, values.numbers_different = #a, math.abs(#a - #b)
  for i = 1, math.min(#a, #b) do
    if a[i] ~= b[i] then values.numbers_different = values.numbers_different + 1 end
  end
  if values.same_bytes then return end
  local before, after = lines_of(was), lines_of(is)
  for i = 1, math.max(#before, #after) do
    if before[i] ~= after[i] then
      values.lines_different = values.lines_different + 1
      if #values.differences < MOST then
        local old, new = apart(before[i], after[i])
        values.differences[#values.differences + 1] = { line = i, was = old, is = new }
      end
    end
  end
end

-- What of a set of digests is not as it was: a list of sentences.
local function changed(kind, was, is, out)
  local names = {}
  for name in pairs(was) do names[#names + 1] = name end
  for name in pairs(is) do
    if was[name] == nil then names[#names + 1] = name end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    if was[name] ~= is[name] then
      out[#out + 1] = string.format("%s %s %s", kind, name, is[name] == nil and "is gone" or was[name] == nil and
        "is new" or "is not as it was")
    end
  end
end

-- Reports -----------------------------------------------------------------------------------------

local function open_study(read, options)
  local study, message = balassa.study(options.study or read.study)
  if study then return study end
  return nil, string.format("%s\n(where the study is now can be told by the option 'study')", message)
end

local function again_report(values, kind, text, read, options)
  local study, message = open_study(read, options)
  if not study then return nil, message end
  local figures = kind == "markdown" and text:match "\n!%[[^\n]*%]%(([^\n]*)/[^/\n]+%.svg%)\n" or nil
  local now, why = balassa.report(study, { format = kind, name = read.study, figures = figures })
  if not now then return nil, why end
  values.digest = study.digest
  compare(values, text, now)
  local fresh = provenance.parse(now)
  for _, name in ipairs { "file", "script", "table", "figure" } do
    changed(name, read[name], fresh[name], values.changed)
  end
  if read.gnuplot ~= fresh.gnuplot then
    values.changed[#values.changed + 1] = string.format("it was drawn by %s, and this is %s", tostring(read.gnuplot),
      tostring(fresh.gnuplot))
  end
  return true
end

-- Figures -----------------------------------------------------------------------------------------

local function find_command(name, options)
  if options.script then return options.script end
  for _, folder in ipairs { "scripts", core.scripts } do
    for _, known in ipairs(core.names_in(folder, ".lua")) do
      if known == name then return folder .. "/" .. name .. ".lua" end
    end
  end
end

-- A list that, when it is closed, puts back what stands in it: { table, key, value }.
local function kept_back()
  return setmetatable({}, { __close = function(kept)
    for i = #kept, 1, -1 do rawset(kept[i][1], kept[i][2], kept[i][3]) end
  end })
end

-- What a script shows goes nowhere, and what it draws into `captured`; what was there before is kept. Under
-- --sandbox there is no io and no os.
local function quiet(kept, captured)
  local said
  local function put(holder, name, f)
    if not holder or rawget(holder, name) == nil then return end
    kept[#kept + 1] = { holder, name, holder[name] }
    rawset(holder, name, f)
  end
  local function exit() error(said or "a script that is run again may not end the program", 0) end
  local files = rawget(_G, "io")
  put(files, "write", function() return files.stdout end)
  put(rawget(_G, "os"), "exit", exit)
  put(core, "exit", exit)
  put(core, "say", function(text) said = text:gsub("^balassa: ", "") end)
  put(_G, "print", function() end)
  put(balassa.chart, "save_all", function(set)
    for base, chart in pairs(set) do captured[base:match "[^/]+$"] = chart end
    return true
  end)
end

-- Runs the command and returns the chart that it draws under this name.
local function run_again(chunk, file, words, figure)
  local captured, given = {}, { [0] = file }
  for i = 2, #words do given[i - 1] = decode(words[i]) end
  do
    local kept <close> = kept_back()
    kept[1] = { _G, "arg", arg }
    _G.arg = given
    quiet(kept, captured)
    chunk(table.unpack(given))
  end
  return captured[figure] or error(string.format("the command draws no figure '%s' now", figure), 0)
end

-- The command, as a function; its file; its words.
local function read_command(read, options)
  local words = {}
  for word in read.command:gmatch "%S+" do words[#words + 1] = word end
  if options.study then words[#words + 1] = "--study=" .. options.study end
  local name = decode(words[1] or "")
  local file = find_command(name, options)
  if not file then
    return nil, string.format("there is no command '%s'; when you trust the script that made it, give it as 'script'",
      name)
  end
  local chunk, message = core.load_script(file)
  return chunk, chunk and file or message, words
end

local function again_figure(values, kind, text, read, chunk, file, words)
  local chart = run_again(chunk, file, words, read.figure)
  values.digest = rawget(chart, "digest")
  local svg, scripts = balassa.chart.svg_all({ [read.figure] = chart }, { command = read.command })
  if not svg then return nil, scripts end
  compare(values, text, (kind == "svg" and svg or scripts)[read.figure])
  return true
end

-- Printing ----------------------------------------------------------------------------------------

-- A stranger's words for a terminal, which obeys control characters: those of ASCII and of U+0080 to U+009F.
local function plain(text)
  return (text:gsub("%c", "?"):gsub("\xC2[\x80-\x9F]", "?"))
end

local function rows(self)
  local out = {
    { "made by", string.format("balassa %s, version %s%s", self.command, self.made_by, self.made_by ~= core.version and
      " (this is " .. core.version .. ")" or "") },
    { "data", self.data },
    { "bytes", self.same_bytes and result.number(self.bytes) .. ", all the same" or
      string.format("not the same: %s of its lines differ", result.number(self.lines_different)) },
    { "numbers", self.numbers_different == 0 and result.number(self.numbers) .. ", all the same" or
      string.format("%s of %s differ", result.number(self.numbers_different), result.number(self.numbers)) },
  }
  for i, text in ipairs(self.changed) do out[#out + 1] = { i == 1 and "changed" or "", text } end
  for i, d in ipairs(self.differences) do
    out[#out + 1] = { i == 1 and "differences" or "", string.format("line %d was: %s", d.line, d.was) }
    out[#out + 1] = { "", string.format("%sis: %s", (" "):rep(#tostring(d.line) + 7), d.is) }
  end
  if #self.differences < self.lines_different then
    out[#out + 1] = { "", string.format("and %s more", result.number(self.lines_different - #self.differences)) }
  end
  for _, row in ipairs(out) do row[2] = plain(row[2]) end
  out[#out + 1] = { "verdict", self.same and "it comes out the same" or "it does not come out the same" }
  return out
end

local function data_text(read, values)
  if not read.digest and not read.dataset then return "not on record" end
  local was = read.digest or read.dataset
  if was == values.digest then return "as they were (" .. was:sub(1, 16) .. ")" end
  return string.format("not as they were (%s, now %s)", was:sub(1, 16), values.digest and values.digest:sub(1, 16) or
    "without a digest")
end

-- balassa.reproduce(file, { study =, script = }) -> result | nil, message
local function reproduce(path, options)
  options = options or {}
  core.check_options(options, { "study", "script" }, "reproduce")
  if type(path) ~= "string" then core.raise("reproduce needs the path of a file, not %s", tostring(path)) end
  local text, why = core.read_file(path)
  if not text then return nil, why end
  local kind, read = kind_of(path, text)
  if not kind then return nil, read end
  local values = { file = path, kind_of_file = kind, made_by = read.version, changed = {}, differences = {},
    lines_different = 0, command = (read.command:gsub("^balassa ", "")) }
  local ok, done, message
  if kind == "html" or kind == "markdown" then
    ok, done, message = core.without_writing(again_report, values, kind, text, read, options)
  else
    local chunk, file, words = read_command(read, options)
    ok, done, message = true, chunk, file
    if chunk then
      ok, done, message = core.without_writing(again_figure, values, kind, text, read, chunk, file, words)
    end
    if not ok then done = file .. ": " .. tostring(done) end
  end
  if not ok then done, message = nil, tostring(done) end
  if not done then return nil, string.format("%s: it could not be made again: %s", path, message) end
  values.same = values.same_bytes
  values.data = data_text(read, values)
  values.title = "reproduction of " .. path
  return result.new { kind = "reproduction", values = values, rows = rows,
    order = { "same", "same_bytes", "bytes", "lines_different", "numbers", "numbers_different" } }
end

return reproduce
