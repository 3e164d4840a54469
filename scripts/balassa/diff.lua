-- study:diff(other): what differs between two studies, record by record and field by field. They may be
-- what-ifs over one study, or have been loaded from two folders.

local core = require "balassa.core"
local result = require "balassa.result"

local order = { "differences", "records", "same", "call" }

local columns = { "table", "record", "field", "from", "to", "change" }

-- What a study says beside its tables.
local function choices(a, b)
  local list = {}
  local function add(field, from, to)
    if from ~= to then list[#list + 1] = { table = "study", field = field, from = from, to = to } end
  end
  add("period", a.period and tostring(a.period), b.period and tostring(b.period))
  add("crisis_coding", a.crisis_coding, b.crisis_coding)
  add("phase_coding", a.phase_coding, b.phase_coding)
  add("score", a.score, b.score)
  return list
end

local function change_of(item)
  if item.only then return item.only == "first" and "removed" or "added" end
  return "changed"
end

local MOST = 60 -- bytes of a cell that are printed

local function shown(text)
  if text == nil then return "(empty)" end
  text = text:gsub("%c", " ")
  if #text <= MOST then return text end
  return text:sub(1, utf8.offset(text, 0, MOST + 1) - 1) .. "..."
end

local function rows(self)
  local out, last = {}, nil
  for _, item in ipairs(self.list) do
    local name = item.table .. (item.record and " " .. item.record or "")
    local text
    if item.only then
      text = (item.record and "" or item.field and "column " .. item.field .. " " or "table ") .. change_of(item)
    else
      text = ("%s: %s -> %s"):format(item.field, shown(item.from), shown(item.to))
    end
    out[#out + 1] = { name == last and "" or name, text }
    last = name
  end
  return out
end

local function grid(self)
  local list = {}
  for i, item in ipairs(self.list) do
    list[i] = { item.table, item.record, item.field, item.from, item.to, change_of(item) }
  end
  return columns, list
end

return function(a, b)
  local list = core.differences(a, b)
  table.move(choices(a, b), 1, 16, #list + 1, list)
  local records, seen = 0, {}
  for _, item in ipairs(list) do
    local key = item.table .. "\n" .. (item.record or "")
    if item.record and not seen[key] then records, seen[key] = records + 1, true end
  end
  local title = #list == 0 and ("%s and %s hold the same"):format(a.label, b.label) or
    ("from %s to %s: %d %s in %d %s"):format(a.label, b.label, #list, #list == 1 and "difference" or "differences",
      records, records == 1 and "record" or "records")
  return result.new { kind = "diff", order = order, rows = rows, grid = grid,
    values = { list = list, differences = #list, records = records, same = #list == 0, title = title,
      call = "diff(a, b)" } }
end
