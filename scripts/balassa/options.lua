-- balassa.options { name = { default, "help", choices = {...} }, positional = "DIR..." }
--
-- A script declares its options as data; this reads them from the command line (the global `arg`)
-- and returns a table of their values. The type of an option is that of its default: a string, a
-- whole number, a number, or a boolean; or a list, {}, of the texts of an option that can be given
-- many times. `least` and `most` bound a number. `writes` says that a text names what will be written, a
-- "file", a "figure" or a "folder" of figures: that there is no such place is told at once, and not when the
-- work is done. `word` names the value on the help page. Where the
-- order of options means something, `given` of the result is the list of { name, value } as they
-- came. On the command line:
--
--   --name value   --name=value      `-` and `_` in a name are the same
--   --flag   --no-flag               booleans
--   --                               no options after this
--   --help                           prints the page made from the declarations, and exits with 0
--
-- `positional` says which other arguments the script takes, as a usage line would: "DIR" one,
-- "DIR..." one or more, "[DIR]" one or none, "[DIR...]" any number, "FROM TO" two. They become
-- [1], [2] ... of the table. Without it there are none.
--
-- A mistake on the command line is told on standard error and ends the program with status 64; so is
-- an error later on whose message names the value of an option: no line of the script is its user's
-- business. A mistake in the declaration is an error in the script.

local core = require "balassa.core"

local USAGE = 64

-- The declaration ---------------------------------------------------------------------------------

local function type_of(value)
  return math.type(value) or type(value) -- "integer", "float", "string", "boolean", ...
end

local type_words = {
  string = "TEXT", integer = "N", float = "NUMBER", boolean = "", table = "TEXT",
}

local function check_choices(name, choices, kind)
  if type(choices) ~= "table" or #choices == 0 then
    core.raise("option '%s': choices is a list of values", name)
  end
  for _, choice in ipairs(choices) do
    if type_of(choice) ~= kind then
      core.raise("option '%s': the choice %s is not of the default's type", name, tostring(choice))
    end
  end
end

local spec_keys = { [1] = true, [2] = true, choices = true, least = true, most = true, word = true, writes = true }

local function check_bounds(name, spec, kind)
  for _, key in ipairs { "least", "most" } do
    local bound = spec[key]
    if bound ~= nil and (type(bound) ~= "number" or (kind ~= "integer" and kind ~= "float")) then
      core.raise("option '%s': %s is a number, and bounds an option that is one", name, key)
    end
  end
end

local writes = { file = true, figure = true, folder = true }

local function check_writes(name, spec)
  if spec.writes ~= nil and (not writes[spec.writes] or type(spec[1]) ~= "string") then
    core.raise("option '%s': writes is \"file\", \"figure\" or \"folder\", of an option that is a text", name)
  end
end

local function check_spec(name, spec)
  if type(name) ~= "string" or not name:find "^%l[%l%d_]*$" then
    core.raise("option '%s': a name is made of a-z, 0-9 and _, and begins with a letter", tostring(name))
  elseif name == "help" or name == "given" then
    core.raise("option '%s' is there already", name)
  elseif type(spec) ~= "table" then
    core.raise("option '%s' is declared as { default, \"help\" }, not as %s", name, tostring(spec))
  end
  local kind = type_of(spec[1])
  if not type_words[kind] then
    core.raise("option '%s': the default is a string, a number, a boolean or an empty list, not a %s", name, kind)
  elseif kind == "table" and next(spec[1]) ~= nil then
    core.raise("option '%s': the default of a list is an empty one, {}", name)
  elseif type(spec[2]) ~= "string" then
    core.raise("option '%s' has no help text: { default, \"help\" }", name)
  end
  for key in pairs(spec) do
    if not spec_keys[key] then
      core.raise("option '%s': unknown key '%s' (known: choices, least, most, word, writes)", name, tostring(key))
    end
  end
  if spec.choices ~= nil then check_choices(name, spec.choices, kind == "table" and "string" or kind) end
  check_bounds(name, spec, kind)
  check_writes(name, spec)
  return { name = name, default = spec[1], help = spec[2], choices = spec.choices, kind = kind, word = spec.word,
    least = spec.least, most = spec.most, writes = spec.writes }
end

-- "FROM [TO...]" -> least and greatest number of arguments.
local function count_positional(usage)
  if usage == nil then return 0, 0 end
  if type(usage) ~= "string" then core.raise("positional is a text such as \"DIR...\"") end
  local least, most = 0, 0
  for word in usage:gmatch "%S+" do
    local name, dots = word:match "^%[?(%u[%u%d_-]*)(%.*)%]?$"
    local optional = word:find "^%[.*%]$"
    if not name or (dots ~= "" and dots ~= "...") or (not optional and word:find "[][]") then
      core.raise("positional \"%s\": write \"DIR\", \"DIR...\", \"[DIR]\" or \"[DIR...]\"", usage)
    end
    if not optional then least = least + 1 end
    most = dots == "..." and math.huge or most + 1
  end
  return least, most
end

-- The declared options sorted by name, and `by_name`; what `positional` says.
local function read_declaration(declared)
  if type(declared) ~= "table" then
    core.raise("options takes a table { name = { default, \"help\" } }, not a %s", type(declared))
  end
  local list = { usage = declared.positional, by_name = {} }
  list.least, list.most = count_positional(declared.positional)
  for name, spec in pairs(declared) do
    if name ~= "positional" then list[#list + 1] = check_spec(name, spec) end
  end
  table.sort(list, function(a, b) return a.name < b.name end)
  for _, option in ipairs(list) do list.by_name[option.name] = option end
  return list
end

-- Telling the user --------------------------------------------------------------------------------

-- "scripts/claims.lua" is run as `balassa claims`.
local function command_name(path)
  local folder, name = path:match "^(.-)/?([^/]+)%.lua$"
  if name and (folder == "scripts" or folder == core.scripts) then return "balassa " .. name end
  return "balassa " .. path
end

local function script_path() return arg and arg[0] or "balassa" end

local function named(message)
  return ("%s: %s"):format(script_path():match "([^/]+)%.lua$" or script_path(), message)
end

local function advised(message)
  return ("%s\nTry: %s --help"):format(named(message), command_name(script_path()))
end

local function fail(format, ...)
  core.say("balassa: " .. advised(format:format(...)))
  core.exit(USAGE)
end

local function dashed(name) return "--" .. name:gsub("_", "-") end

local function left_column(option)
  if option.kind == "boolean" then
    return option.default and dashed("no_" .. option.name) or dashed(option.name)
  end
  return dashed(option.name) .. " " .. (option.word or type_words[option.kind])
end

local function right_column(option)
  local notes = {}
  if option.choices then
    local choices = {}
    for i, choice in ipairs(option.choices) do choices[i] = tostring(choice) end
    notes[1] = table.concat(choices, ", ")
  end
  if option.kind == "boolean" then
    if option.default then notes[#notes + 1] = "on unless switched off" end
  elseif option.kind == "table" then
    notes[#notes + 1] = "repeatable"
  elseif option.default ~= "" then
    notes[#notes + 1] = "default: " .. tostring(option.default)
  end
  return option.help .. (#notes > 0 and " (" .. table.concat(notes, "; ") .. ")" or "")
end

local function print_help(list)
  local path = script_path()
  local purpose = core.purpose(path)
  local rows, width = {}, 0
  for _, option in ipairs(list) do rows[#rows + 1] = { left_column(option), right_column(option) } end
  rows[#rows + 1] = { "--help", "this page" }
  for _, row in ipairs(rows) do width = math.max(width, #row[1]) end
  print(("usage: %s [options]%s"):format(command_name(path), list.usage and " " .. list.usage or ""))
  if purpose then print(purpose) end
  print "\noptions:"
  for _, row in ipairs(rows) do
    print(("  %s  %s"):format(row[1] .. (" "):rep(width - #row[1]), row[2]))
  end
  core.exit(0)
end

-- The command line --------------------------------------------------------------------------------

local function fail_unknown(list, given)
  local known = { "--help" }
  for _, option in ipairs(list) do known[#known + 1] = dashed(option.name) end
  local near = core.near((given:gsub("_", "-")), known)
  fail("unknown option '%s'%s", given, near and ("; did you mean '%s'?"):format(near) or "")
end

local booleans = { ["true"] = true, yes = true, ["false"] = false, no = false }

local readers = {
  string = function(text) return text end,
  table = function(text) return text end,
  integer = function(text) return text:find "^[+-]?%d+$" and math.tointeger(tonumber(text)) or nil end,
  float = function(text)
    local value = text:find "^[+-]?[%d.][%d.eE+-]*$" and tonumber(text)
    return value and value + 0.0 or nil
  end,
  boolean = function(text) return booleans[text] end,
}

local kinds = {
  integer = "a whole number", float = "a number", boolean = "true or false", string = "a text", table = "a text",
}

local function range_words(option)
  if not option.most then return ("from %s on"):format(option.least) end
  return option.least and ("from %s to %s"):format(option.least, option.most) or ("up to %s"):format(option.most)
end

local function read_value(option, text)
  local value = readers[option.kind](text)
  if value == nil then
    fail("option '%s' takes %s, not '%s'", dashed(option.name), kinds[option.kind], text)
  end
  if (option.least and value < option.least) or (option.most and value > option.most) then
    fail("option '%s' takes %s %s, not %s", dashed(option.name), kinds[option.kind], range_words(option), text)
  end
  if not option.choices then return value end
  local words = {}
  for i, choice in ipairs(option.choices) do
    if choice == value then return value end
    words[i] = tostring(choice)
  end
  local near = core.near(text, words)
  fail("option '%s' cannot be '%s'%s", dashed(option.name), text,
    near and ("; did you mean '%s'?"):format(near) or (" (known: %s)"):format(table.concat(words, ", ")))
end

-- The declared option that `--word` means, and its value when the word alone says it.
local function find(list, word)
  local name = word:sub(3):gsub("-", "_")
  local option = list.by_name[name]
  if option then return option, option.kind == "boolean" or nil end
  local flag = list.by_name[name:match "^no_(.*)$"]
  if flag and flag.kind == "boolean" then return flag, false end
end

-- Reads args[i], an option; returns the index of the last argument that belongs to it.
local function read_option(list, values, args, i)
  local word, text = args[i]:match "^(%-%-[^=]*)=(.*)$"
  word = word or args[i]
  if word == "--help" or word == "-h" then print_help(list) end
  local option, value = find(list, word)
  if not option or word:sub(1, 2) ~= "--" then fail_unknown(list, word) end
  if text then
    if value == false then fail("option '%s' takes no value", word) end
    value = read_value(option, text)
  elseif value == nil then
    i = i + 1
    if args[i] == nil or args[i]:find "^%-%-" then fail("option '%s' needs a value", word) end
    value = read_value(option, args[i])
  end
  if option.kind == "table" then
    table.insert(values[option.name], value)
  else
    values[option.name] = value
  end
  table.insert(values.given, { name = option.name, value = value })
  return i
end

local function is_option(word)
  return word:find "^%-." ~= nil and tonumber(word) == nil
end

local function check_count(list, values)
  local n = #values
  if n < list.least then
    fail("an argument is missing: %s", list.usage)
  elseif n > list.most then
    if list.most == 0 then fail("it takes options only, and got '%s'", values[1]) end
    fail("too many arguments: it takes %s", list.usage)
  end
end

local function read_command_line(list, args)
  local values, n, i = { given = {} }, 0, 1
  for _, option in ipairs(list) do
    values[option.name] = option.kind == "table" and {} or option.default
  end
  while args[i] ~= nil do
    if args[i] == "--" then
      table.move(args, i + 1, #args, n + 1, values)
      break
    elseif is_option(args[i]) then
      i = read_option(list, values, args, i)
    else
      n = n + 1
      values[n] = args[i]
    end
    i = i + 1
  end
  check_count(list, values)
  return values
end

-- The result --------------------------------------------------------------------------------------

local meta = { __name = "balassa.options" }

function meta.__index(values, name)
  if math.type(name) == "integer" then return nil end -- past the last argument
  local known = {}
  for key in next, values do
    if type(key) == "string" and key ~= "given" then known[#known + 1] = key end
  end
  table.sort(known)
  local near = core.near(tostring(name), known)
  local list = #known > 0 and (" (known: %s)"):format(table.concat(known, ", ")) or ""
  core.raise("the script declares no option '%s'%s", tostring(name),
    near and ("; did you mean '%s'?"):format(near) or list)
end

function meta.__newindex(_, name)
  core.raise("options cannot be changed: '%s'", tostring(name))
end

function meta.__tostring(values)
  local names, lines = {}, {}
  for key in next, values do
    if type(key) == "string" and key ~= "given" then names[#names + 1] = key end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local value = values[name]
    if type(value) == "table" then value = table.concat(value, ", ") end
    lines[#lines + 1] = ("%s = %s"):format(name, tostring(value))
  end
  for _, text in ipairs(values) do lines[#lines + 1] = text end
  return table.concat(lines, "\n")
end

-- What is wrong with a value may be known only when it is used -------------------------------------

-- A value as a message has it.
local function text_of(value) return type(value) == "number" and ("%.14g"):format(value) or value end

-- Whether a message is about this value: it, or what follows a colon, begins with it, or with the folder that was found
-- by this name; or it has it in quotes. A shell writes a folder with a slash at its end. A number stands at its
-- beginning, its end or after an equals sign.
local function is_about(message, value)
  local text = text_of(value)
  if #text > 1 then text = text:gsub("/+$", "") end
  local plain = text:gsub("%W", "%%%0")
  if type(value) == "number" then
    return (message:find("^" .. plain .. " ") or message:find(" " .. plain .. "$")
      or message:find("= " .. plain .. "%f[^%w.]")) ~= nil
  end
  local said = ": " .. message
  if text == "" then return said:find "''" ~= nil or said:find "^: :" ~= nil end
  return (said:find(": " .. plain .. "[:%s/]") or said:find(": %S*/" .. plain .. "[:/]")
    or message:find("'" .. text .. "'", 1, true) or message:find('"' .. text .. '"', 1, true)) ~= nil
end

-- A function that says which argument or option an error's message is about, what was given before what was not.
local function explainer(list, values)
  return function(message, misuse)
    local say = misuse and advised or named
    for i = 1, #values do
      if is_about(message, values[i]) then return say(message) end
    end
    local tried = {}
    for _, given in ipairs(values.given) do table.insert(tried, 1, given) end
    for _, option in ipairs(list) do -- an empty one is about nothing unless it was given
      if option.default ~= "" then tried[#tried + 1] = { name = option.name, value = option.default } end
    end
    for _, option in ipairs(tried) do
      if type(option.value) ~= "boolean" and type(option.value) ~= "table" and is_about(message, option.value) then
        local text = option.value == "" and "', which is empty" or (" %s'"):format(text_of(option.value))
        return say(("option '%s%s: %s"):format(dashed(option.name), text, (message:gsub("^: ", ""))))
      end
    end
  end
end

-- What will be written can be, as far as that is known now.
local function check_places(list, values)
  for _, option in ipairs(list) do
    local path = values[option.name]
    if option.writes == "folder" and path == "" then
      fail("option '%s' is empty: name a folder, such as '.'", dashed(option.name))
    elseif option.writes and path ~= "" then
      local fine, message = core.can_write(option.writes, path)
      if not fine then
        core.say("balassa: " .. named(("option '%s %s': %s"):format(dashed(option.name), path, message)))
        core.exit(core.exit_status(message) or 1)
      end
    end
  end
end

return function(declared)
  local list = read_declaration(declared)
  local values = read_command_line(list, arg or {})
  check_places(list, values)
  core.explain_errors(explainer(list, values))
  return setmetatable(values, meta)
end
