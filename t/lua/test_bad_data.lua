-- What bad data are told that t/unit/test_load_faults.c does not have: one edit of the fictional study each, and
-- every line of the answer.
local lu = require "luaunit"
local balassa = require "balassa"

local function many(n, format)
  local list = {}
  for i = 1, n do list[i] = format:format(i) end
  return table.concat(list)
end

local cases = {
  compression = { "datapackage.json", '"path": "ladder.csv",', '"path": "ladder.csv", "compression": "gz",',
    "datapackage.json: property 'resources[0].compression': value 'gz': compression is not supported; unpack "
      .. "the file" },
  nul = { "texts/gate.txt", "^", "\0",
    "texts/gate.txt:1: the line has a control character (U+0000); remove it" },
  controls = { "texts/gate.txt", "%s", "\27]0;title\7",
    "texts/gate.txt:1: the line has a control character (U+001B); remove it" },
  controls_after_mojibake = { "texts/gate.txt", "%s", "\u{9D}\u{80} \8", -- those are kept
    "texts/gate.txt:1: the line has a control character (U+0008); remove it" },
  json_controls = { "datapackage.json", '"title": "', '"title": "\\u001b[31m',
    "datapackage.json: property 'title': value '\\x1B[31mFreedonia and its neighbours, 1990-1999': a text with a "
      .. "control character (U+001B); remove it" },
  json_key = { "datapackage.json", '"keywords":', '"key\\u009bwords":',
    "datapackage.json: property 'key\xC2\x9Bwords': a text with a control character (U+009B); remove it" },
  bib_controls = { "sources.bib", "\n", "\n%%\27[2J\n",
    "sources.bib:2: the line has a control character (U+001B); remove it" },
  bib_fields = { "sources.bib", "$", "@misc{many" .. many(1025, ",\n  f%d = {x}") .. "}\n",
    "sources.bib:1036: value 'f1018': the file has more than 1024 different fields; remove what no style uses" },
  long_list = { "datapackage.json", '"keywords": %["fiction"%]', '"keywords": [0' .. many(1024, ", %d") .. "]",
    "datapackage.json: property 'keywords': the list has more than 1024 items; keep what is so long in a table, "
      .. "and refer to it" },
  bib_key = { "datapackage.json", '"reference": {"resource": "sources", "fields": "key"}',
    '"reference": {"resource": "sources", "fields": "title"}',
    "datapackage.json: property 'resources[4].schema.foreignKeys[2].reference.fields': value 'title': 'title' of a "
      .. "BibTeX file identifies no entry; refer to its 'key'" },
  list_key = { "datapackage.json", '{"fields": "members", "reference": {"resource": "actors", "fields": "id"}}',
    '{"fields": ["members", "label"], "reference": {"resource": "actors", "fields": ["id", "label"]}}',
    "datapackage.json: property 'resources[4].schema.foreignKeys[1].reference.fields': the list 'members' cannot be "
      .. "one of several fields of a key; give the list a foreign key of its own" },
  json_scalar = { "datapackage.json", '"encoding": "utf%-8",', '"encoding": "utf-8", "dialect": {"delimiter": [1]},',
    "datapackage.json: property 'resources[0].dialect.delimiter': not a string, a number or a boolean" },
  deep = { "datapackage.json", '"keywords": %["fiction"%]', '"keywords": ' .. ("["):rep(3000),
    "datapackage.json:7: not JSON at column 2062: maximum parsing depth reached near '['; correct it there, or "
      .. "just before" },
  repeated_pattern = { "datapackage.json", '"%[a%-z0%-9_%-%]%+"', '"((a{1,255}){1,255}){9}"',
    "datapackage.json: property 'resources[0].schema.fields[0].constraints.pattern': value '((a{1,255}){1,255}){9}': "
      .. "a pattern's repetitions, written out, have at most 10000 characters" },
}

local TestBadData = {}
_G.TestBadData = TestBadData

local function slurp(path)
  local f = assert(io.open(path, "rb"))
  local text = f:read "a"
  f:close()
  return text
end

for name, case in pairs(cases) do
  TestBadData["test_" .. name] = function()
    local dir = os.tmpname()
    os.remove(dir)
    assert(os.execute(("cp -R t/data/freedonia '%s'"):format(dir)))
    local path = dir .. "/" .. case[1]
    local text, n = slurp(path):gsub(case[2], (case[3]:gsub("%%", "%%%%")), 1)
    local f = assert(io.open(path, "wb"))
    f:write(text)
    f:close()
    local study, message = balassa.study(dir)
    os.execute(("rm -rf '%s'"):format(dir))
    lu.assertEquals(n, 1)
    lu.assertNil(study)
    local lines = {}
    for line in message:gmatch "[^\n]+" do lines[#lines + 1] = line:gsub("^" .. dir:gsub("%p", "%%%0") .. "/", "") end
    lu.assertEquals(lines[2], case[4])
    lu.assertEquals(#lines, 2)
  end
end

os.exit(lu.LuaUnit.run())
