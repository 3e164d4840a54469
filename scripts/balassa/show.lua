-- balassa.show(value): a value as the prompt prints it, as a string.
--
-- Strings in a table are quoted, keys are sorted (numbers first), a table inside a table is only
-- named, and a long table is cut with the number of entries that are left out. A value that prints
-- itself (a study, a series, a result) is left to do so.

local core = require "balassa.core"

local MOST = 40      -- entries shown
local WIDTH = 76     -- columns that a table on one line may take
local TEXT = 60      -- bytes of a string inside a table

local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat
    return then true until while]]):gmatch "%a+" do
  keywords[word] = true
end

local function prints_itself(value)
  local name, prints = core.kind(value)
  return prints or name ~= nil
end

local function cut(text)
  if #text <= TEXT then return text end
  return text:sub(1, utf8.offset(text, 0, TEXT + 1) - 1) .. "..." -- between two characters
end

local function quoted(text)
  return (("%q"):format(cut(text)):gsub("\\\n", "\\n"))
end

local function count(t)
  local n = 0
  for _ in next, t do n = n + 1 end
  return n
end

local function one_line(value)
  local text = tostring(value)
  local first = text:match "^[^\n]*"
  return first == text and text or first .. " ..."
end

-- A value inside a table.
local function item(value)
  if type(value) == "string" then return quoted(value) end
  if type(value) ~= "table" or prints_itself(value) then return one_line(value) end
  local n = count(value)
  if n == 0 then return "{}" end
  return ("{... %d %s}"):format(n, n == 1 and "entry" or "entries")
end

local function key_text(key)
  if type(key) ~= "string" then return "[" .. item(key) .. "]" end
  if key:find "^[%a_][%w_]*$" and not keywords[key] then return key end
  return "[" .. quoted(key) .. "]"
end

local ranks = { number = 1, string = 2, boolean = 3 }

local function before(a, b)
  local ra, rb = ranks[type(a)] or 4, ranks[type(b)] or 4
  if ra ~= rb then return ra < rb end
  if ra <= 2 then return a < b end
  return tostring(a) < tostring(b)
end

-- The entries as texts: 1 .. n without their keys, then the other keys in order.
local function entries(t)
  local n, keys, texts = rawlen(t), {}, {}
  for i = 1, math.min(n, MOST) do texts[i] = item(rawget(t, i)) end
  local left = n - #texts
  for key in next, t do
    if not (math.type(key) == "integer" and key >= 1 and key <= n) then keys[#keys + 1] = key end
  end
  table.sort(keys, before)
  for _, key in ipairs(keys) do
    if #texts < MOST then
      texts[#texts + 1] = key_text(key) .. " = " .. item(rawget(t, key))
    else
      left = left + 1
    end
  end
  if left > 0 then texts[#texts + 1] = ("... %d more"):format(left) end
  return texts
end

local function show(value)
  if type(value) ~= "table" or prints_itself(value) then return tostring(value) end
  local texts = entries(value)
  if #texts == 0 then return "{}" end
  local line = "{ " .. table.concat(texts, ", ") .. " }"
  if #line <= WIDTH and not line:find "\n" then return line end
  return "{\n  " .. table.concat(texts, ",\n  ") .. "\n}"
end

return show
