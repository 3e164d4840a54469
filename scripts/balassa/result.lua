-- Results: what every analysis returns. A result is a table of named values that remembers how it
-- was made, prints as a table, and can be written as CSV, JSON or Markdown.
--
--   result.new { kind = "contrast", values = {...}, rows = function(self) ... end, ... }
--
-- `rows` gives the printed form: a list of { name, text } pairs under a `title`. What takes long to
-- compute can wait until it is asked for: lazy = { names = { "low", ... }, compute = function(self) }
-- returns a table of these values, which is then kept. A result that is a table of its own gives it as
-- grid = function(self) return { column, ... }, { { cell, ... }, ... } end: that is its CSV then.

local core = require "balassa.core"

local result = {}

local methods = {}

-- Numbers as people read them: whole ones with thousands separated, others to four digits.
function result.number(v)
  if math.type(v) == "integer" or (v == math.floor(v) and math.abs(v) < 2 ^ 53) then
    local s = string.format("%d", v)
    local sign, digits = s:match("^(-?)(%d+)$")
    digits = digits:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", "")
    return sign .. digits
  end
  return string.format("%.4g", v)
end

-- Shares and p-values: never 0 where it is not 0, never more digits than mean something.
function result.share(v)
  if v >= 0.9995 then
    return v == 1 and "1" or ">0.999"
  end
  return v < 0.001 and string.format("%.2g", v) or string.format("%.3f", v)
end

-- Computes what was put off, once.
local function complete(self)
  local lazy = rawget(self, "lazy")
  if lazy then
    local done = false
    local again <close> = setmetatable({}, { __close = function() -- luacheck: ignore
      if not done then rawset(self, "lazy", lazy) end
    end })
    rawset(self, "lazy", false) -- not nil: to put it back needs no memory then
    for name, v in pairs(lazy.compute(self)) do
      rawget(self, "values")[name] = v
    end
    done = true
  end
end

local function put_off(self, key)
  for _, name in ipairs((rawget(self, "lazy") or { names = {} }).names) do
    if name == key then
      return true
    end
  end
  return false
end

-- The values in a stable order: those that the kind names first, the rest by name. Objects and
-- lists stay out: they are for scripts, not for tables.
local function scalars(self)
  local rank, list = {}, {}
  for i, name in ipairs(rawget(self, "order") or {}) do
    rank[name] = i
  end
  for name, v in pairs(rawget(self, "values")) do
    if type(v) ~= "table" and type(v) ~= "userdata" and type(v) ~= "function" then
      list[#list + 1] = name
    end
  end
  table.sort(list, function(a, b)
    local ra, rb = rank[a] or math.huge, rank[b] or math.huge
    if ra ~= rb then
      return ra < rb
    end
    return a < b
  end)
  return list
end

local function quote_csv(s)
  s = tostring(s)
  return s:find '[",\r\n]' and '"' .. s:gsub('"', '""') .. '"' or s
end

local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

local function quote_json(v)
  if math.type(v) == "integer" then
    return string.format("%d", v)
  elseif type(v) == "number" then
    return v == v and math.abs(v) < math.huge and core.number(v) or "null"
  elseif type(v) == "boolean" then
    return tostring(v)
  end
  return '"' .. tostring(v):gsub('[%c"\\]', function(c)
    return escapes[c] or string.format("\\u%04x", c:byte())
  end) .. '"'
end

-- A full-precision text that reads back as the same number.
local function plain(v)
  return type(v) == "number" and math.type(v) == "float" and core.number(v) or tostring(v)
end

-- The result's own table, if it is one: columns, rows of cells (nil: none).
local function grid_of(self)
  local grid = rawget(self, "grid")
  if grid then return grid(self) end
end

local function grid_csv(columns, list)
  local out = { table.concat(columns, ",") }
  for _, row in ipairs(list) do
    local cells = {}
    for i = 1, #columns do cells[i] = row[i] == nil and "" or quote_csv(plain(row[i])) end
    out[#out + 1] = table.concat(cells, ",")
  end
  return table.concat(out, "\n") .. "\n"
end

local function grid_json(columns, list)
  local out = {}
  for i, row in ipairs(list) do
    local cells = {}
    for k, name in ipairs(columns) do
      cells[k] = quote_json(name) .. ": " .. (row[k] == nil and "null" or quote_json(row[k]))
    end
    out[i] = "{" .. table.concat(cells, ", ") .. "}"
  end
  return "[" .. table.concat(out, ", ") .. "]"
end

-- result:csv() -> "name,value" lines, or the result's own table; numbers in full
function methods.csv(self)
  complete(self)
  local columns, list = grid_of(self)
  if columns then return grid_csv(columns, list) end
  local out = { "name,value" }
  for _, name in ipairs(scalars(self)) do
    out[#out + 1] = quote_csv(name) .. "," .. quote_csv(plain(self[name]))
  end
  return table.concat(out, "\n") .. "\n"
end

-- result:json() -> one object, numbers in full; a table of its own is the list `rows`
function methods.json(self)
  complete(self)
  local out = {}
  for _, name in ipairs(scalars(self)) do
    out[#out + 1] = quote_json(name) .. ": " .. quote_json(self[name])
  end
  local columns, list = grid_of(self)
  if columns then out[#out + 1] = '"rows": ' .. grid_json(columns, list) end
  return "{" .. table.concat(out, ", ") .. "}\n"
end

-- What a document shows of it: its sheet, or else the printed form under its title in two columns.
local function document_of(self)
  local sheet = rawget(self, "sheet")
  if sheet then return sheet(self) end
  return { self.title, "" }, rawget(self, "rows")(self)
end

-- result:markdown() -> the table as printed, numbers as printed
function methods.markdown(self)
  local head, list = document_of(self)
  local function line(row)
    local cells = {}
    for i = 1, #head do cells[i] = row[i]:gsub("|", "\\|") end
    return "| " .. table.concat(cells, " | ") .. " |"
  end
  local rule = rawget(self, "sheet") and "|---" .. ("|---:"):rep(#head - 1) or ("|---"):rep(#head)
  local out = { line(head), rule .. "|" }
  for _, row in ipairs(list) do out[#out + 1] = line(row) end
  return table.concat(out, "\n") .. "\n"
end

local tex = { ["\\"] = "\\textbackslash{}", ["~"] = "\\textasciitilde{}", ["^"] = "\\textasciicircum{}",
  ["<"] = "\\textless{}", [">"] = "\\textgreater{}", ['"'] = "\\textquotedbl{}" }

-- result:latex() -> the same table for LaTeX with the package booktabs (UTF-8, T1 fonts)
function methods.latex(self)
  local head, list = document_of(self)
  local function line(row)
    local cells = {}
    for i = 1, #head do
      cells[i] = row[i]:gsub('[\\~^<>"#$%%&_{}]', function(c) return tex[c] or "\\" .. c end)
        :gsub("^([+-])(%d)", function(sign, digit) return (sign == "-" and "$-$" or "$+$") .. digit end)
    end
    return table.concat(cells, " & ") .. " \\\\"
  end
  local shape = rawget(self, "sheet") and "l" .. ("r"):rep(#head - 1) or ("l"):rep(#head)
  local out = { "\\begin{tabular}{" .. shape .. "}", "\\toprule", line(head), "\\midrule" }
  for _, row in ipairs(list) do out[#out + 1] = line(row) end
  out[#out + 1] = "\\bottomrule"
  out[#out + 1] = "\\end{tabular}"
  return table.concat(out, "\n") .. "\n"
end

-- result:chart(options) -> a chart, where the kind has one
function methods.chart(self, options)
  local draw = rawget(self, "draw")
  if not draw then
    core.raise("a %s has no chart", rawget(self, "kind"))
  end
  return draw(self, options)
end

local meta = { __name = "balassa.result" }

function meta:__index(key)
  local v = rawget(self, "values")[key]
  if v == nil then
    v = methods[key]
  end
  if v ~= nil then
    return v
  end
  if put_off(self, key) then
    complete(self)
    return self[key]
  end
  local known = scalars(self)
  for name in pairs(methods) do
    known[#known + 1] = name
  end
  local near = core.near(tostring(key), known)
  core.raise("a %s has no field '%s'%s", rawget(self, "kind"), tostring(key),
    near and "; did you mean '" .. near .. "'?" or "")
end

function meta:__newindex()
  core.raise("a %s cannot be changed", rawget(self, "kind"))
end

-- A sheet under the rows: the first column to the left, the others to the right.
local function add_sheet(self, out)
  local head, list = rawget(self, "sheet")(self)
  local width = {}
  for _, row in ipairs { head, table.unpack(list) } do
    for i, cell in ipairs(row) do width[i] = math.max(width[i] or 0, utf8.len(cell) or #cell) end
  end
  for _, row in ipairs { head, table.unpack(list) } do
    local cells = {}
    for i, cell in ipairs(row) do
      local room = (" "):rep(width[i] - (utf8.len(cell) or #cell))
      cells[i] = i == 1 and cell .. room or room .. cell
    end
    out[#out + 1] = ("  " .. table.concat(cells, "  ")):gsub("%s+$", "")
  end
  for _, note in ipairs(rawget(self, "notes") and rawget(self, "notes")(self) or {}) do
    out[#out + 1] = "  " .. note
  end
end

function meta:__tostring()
  local out, width = { self.title }, 0
  local rows = rawget(self, "rows")(self)
  for _, row in ipairs(rows) do
    width = math.max(width, #row[1])
  end
  for _, row in ipairs(rows) do
    out[#out + 1] = string.format("  %-" .. width .. "s  %s", row[1], row[2])
  end
  if rawget(self, "sheet") then add_sheet(self, out) end
  return table.concat(out, "\n")
end

function meta:__complete()
  local names = scalars(self)
  for name in pairs(methods) do
    names[#names + 1] = name
  end
  return table.move(rawget(self, "lazy") and rawget(self, "lazy").names or {}, 1, 64, #names + 1, names)
end

-- fields: kind, values (with a `title`), order, rows, draw, grid, lazy; sheet = function(self) gives
-- what is printed below the rows as a head and lines of cells, all strings, and `notes` the lines below
-- that.
function result.new(fields)
  return setmetatable(fields, meta)
end

return result
