-- balassa.dictionary(path, options): categories of words, from a file or a table.
--
--   balassa.dictionary "datasets/NAME/dictionaries/integration.yml"
--   balassa.dictionary "integration.en"                   one of datasets/dictionaries, here or as installed
--   balassa.dictionary { union = { "customs union", "integrat*" }, peace = { ... } }
--
-- The formats are in engine/text/dictionary.h.

local core = require "balassa.core"

local known = { "format", "name" }
local formats = { "dic", "lc3", "ykd", "cat", "yaml", "list" }

-- The entries of a table, depth first, names in order: { path =, text =, weight = }.
local function entries_of(given, path, out)
  local names = {}
  for key, value in pairs(given) do
    if type(key) == "string" then
      names[#names + 1] = key
    elseif type(value) ~= "string" then
      core.raise("a dictionary is a table { category = { \"entry\", ... } }; under '%s' there is %s",
        table.concat(path, "."), tostring(value))
    elseif #path == 0 then
      core.raise("the entry '%s' stands in no category; write { category = { \"%s\" } }", value, value)
    else
      out[#out + 1] = { path = path, text = value, at = key }
    end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local inner = table.move(path, 1, #path, 1, {})
    local value = given[name]
    if type(value) == "number" and #path > 0 then -- { peace = 2 }: an entry and its weight
      out[#out + 1] = { path = path, text = name, weight = value }
    else
      inner[#inner + 1] = name
      if type(value) ~= "table" and type(value) ~= "string" then
        core.raise("the category '%s' holds %s; write a list of entries", table.concat(inner, "."), tostring(value))
      end
      entries_of(type(value) == "string" and { value } or value, inner, out)
    end
  end
  return out
end

local function made(given, options)
  if options.format ~= nil then core.raise "dictionary: option 'format' is for a file" end
  local list = entries_of(given, {}, {})
  if #list == 0 then core.raise "the dictionary has no entry; write { category = { \"entry\", ... } }" end
  return core.dictionary_made(options.name or "of a script", list)
end

-- A path is itself; a bare name without the ending of a format is one of the dictionaries that come with us.
local function path_of(name, format)
  if name:find "/" or format then return name end
  local names = {}
  for _, folder in ipairs { "datasets/dictionaries", (core.scripts:gsub("[^/]*$", "datasets/dictionaries")) } do
    for _, ours in ipairs(core.names_in(folder, ".yml")) do
      if ours == name then return folder .. "/" .. name .. ".yml" end
      names[#names + 1] = ours
    end
  end
  local near = not core.is_file(name) and core.near(name, names)
  if near then core.raise("there is no dictionary '%s'; did you mean '%s'?", name, near) end
  return name
end

local function dictionary(given, options)
  options = options or {}
  core.check_options(options, known, "dictionary")
  if type(given) == "table" then return made(given, options) end
  if type(given) ~= "string" then
    core.raise("dictionary needs the path of a file or a table { category = { \"entry\", ... } }, not %s",
      tostring(given))
  end
  local format = options.format
  if format ~= nil then require("balassa.stats.dates").choice(format, formats, "format") end
  local path = path_of(given, format)
  local base = path:match "[^/]+$" or path
  return core.dictionary(path, format, options.name or (base:gsub("%.[^.]*$", "")))
end

return dictionary
