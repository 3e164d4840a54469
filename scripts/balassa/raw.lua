-- balassa.raw: files as others left them, for scripts that make a study of them.
--
--   raw.read(path)                     bytes of a file -> string | nil, message
--   raw.text(bytes)                    the same as text: no byte order mark, every line ends with LF,
--                                      bytes that are no UTF-8 read as Windows-1252
--   raw.records(text, { separator =, skip =, columns = })
--                                      delimited text -> list of { column = cell }, and the columns' names
--   raw.csv(columns, records)          records -> CSV as a study has it
--   raw.write(path, text)              the whole file, or what was there before -> true | nil, message
--
-- balassa.study is strict, because what it reads is kept; this is not, because it is read once and
-- what comes out is checked by balassa.study.

local core = require "balassa.core"

local raw = {}

raw.read = core.read_file

raw.write = core.write_file

-- The letters that Windows-1252 has where Latin-1 has control characters (0x80 to 0x9F).
local windows = { [0x80] = 0x20AC, [0x82] = 0x201A, [0x83] = 0x0192, [0x84] = 0x201E, [0x85] = 0x2026,
  [0x86] = 0x2020, [0x87] = 0x2021, [0x88] = 0x02C6, [0x89] = 0x2030, [0x8A] = 0x0160, [0x8B] = 0x2039,
  [0x8C] = 0x0152, [0x8E] = 0x017D, [0x91] = 0x2018, [0x92] = 0x2019, [0x93] = 0x201C, [0x94] = 0x201D,
  [0x95] = 0x2022, [0x96] = 0x2013, [0x97] = 0x2014, [0x98] = 0x02DC, [0x99] = 0x2122, [0x9A] = 0x0161,
  [0x9B] = 0x203A, [0x9C] = 0x0153, [0x9E] = 0x017E, [0x9F] = 0x0178 }

-- What is UTF-8 stays; each byte that is not becomes the letter it has in Windows-1252.
local function as_utf8(bytes)
  local out, at = {}, 1
  while true do
    local good, bad = utf8.len(bytes, at)
    if good then
      out[#out + 1] = bytes:sub(at)
      return table.concat(out)
    end
    local byte = bytes:byte(bad)
    out[#out + 1] = bytes:sub(at, bad - 1)
    out[#out + 1] = utf8.char(windows[byte] or byte)
    at = bad + 1
  end
end

function raw.text(bytes)
  return as_utf8((bytes:gsub("^\xEF\xBB\xBF", ""):gsub("\r\n?", "\n")))
end

-- One cell from `at`: its text, and the place of what ends it (a separator, a line end, or the end).
local function cell_at(text, at, ends)
  if text:byte(at) ~= 34 then -- "
    local stop = text:find(ends, at) or #text + 1
    return text:sub(at, stop - 1), stop
  end
  local from, parts = at + 1, {}
  while true do
    local quote = text:find('"', from, true) or core.raise "a quoted cell has no end"
    parts[#parts + 1] = text:sub(from, quote - 1)
    if text:byte(quote + 1) ~= 34 then return table.concat(parts, '"'), quote + 1 end
    from = quote + 2
  end
end

local function rows_of(text, separator)
  local rows, row, at, ends = {}, {}, 1, "[%" .. separator .. "\n]"
  while at <= #text do
    local cell, stop = cell_at(text, at, ends)
    row[#row + 1] = cell
    if text:sub(stop, stop) == separator then
      at = stop + 1
      if at > #text then row[#row + 1] = "" end
    else
      if #row > 1 or cell ~= "" then rows[#rows + 1] = row end
      row, at = {}, stop + 1
    end
  end
  if #row > 0 then rows[#rows + 1] = row end
  return rows
end

-- The first line, after `skip` others, names the columns unless `columns` does.
function raw.records(text, options)
  options = options or {}
  core.check_options(options, { "separator", "skip", "columns" }, "raw.records")
  local rows = rows_of(text, options.separator or ",")
  local first = (options.skip or 0) + 1
  local columns = options.columns or rows[first] or {}
  local records = {}
  for i = options.columns and first or first + 1, #rows do
    local record = {}
    for k, name in ipairs(columns) do record[name] = rows[i][k] end
    records[#records + 1] = record
  end
  return records, columns
end

local function quoted(cell)
  cell = tostring(cell)
  return cell:find '[,"\n\r]' and '"' .. cell:gsub('"', '""') .. '"' or cell
end

function raw.csv(columns, records)
  local lines = { table.concat(columns, ",") }
  for _, record in ipairs(records) do
    local cells = {}
    for k, name in ipairs(columns) do cells[k] = record[name] == nil and "" or quoted(record[name]) end
    lines[#lines + 1] = table.concat(cells, ",")
  end
  return table.concat(lines, "\n") .. "\n"
end

return raw
