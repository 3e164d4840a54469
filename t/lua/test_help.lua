-- balassa.help: everything public has an entry, no entry is about something that is not there, and
-- what is said for each kind of question.
local lu = require "luaunit"
local balassa = require "balassa"
local core = require "balassa.core"
local help = balassa.help

-- A study of the fixtures, and one object of each kind made of it.
local study = assert(balassa.study "t/data/freedonia")
local objects = {
  study = study,
  records = study:events(),
  record = study:events()[1],
  date = study.period,
  series = study:index {},
  result = balassa.contrast(study:index {}, study:crises "chart"),
  chart = balassa.chart.new { from = 1990, to = 2000 },
  multiverse = balassa.multiverse(study, { crises = "chart" }),
  corpus = balassa.corpus { "one" },
  dictionary = balassa.dictionary { one = { "one" } },
}

local entries = {}
for _, topic in ipairs(help.topics) do
  for _, entry in ipairs(topic) do entries[help.name_of(entry)] = entry end
end

local function complete(object)
  local names, set = debug.getmetatable(object).__complete(object), {}
  for _, name in ipairs(names) do set[name] = true end
  return set
end

local TestCoverage = {}
_G.TestCoverage = TestCoverage

function TestCoverage.test_every_function_has_an_entry()
  for _, name in ipairs(core.names()) do
    local found = entries["balassa." .. name]
    for full in pairs(entries) do found = found or full:find("^balassa%." .. name .. "%.") end
    lu.assertTrue(found ~= nil, "no entry on balassa." .. name)
  end
end

-- Fields that come from the data (the columns of a record, the values of a result) have no entries.
function TestCoverage.test_every_method_has_an_entry()
  for kind, object in pairs(objects) do
    for name in pairs(complete(object)) do
      local is_method = type(object[name]) == "function"
      local is_fixed = kind ~= "records" and kind ~= "record" and kind ~= "result" and kind ~= "chart"
      if is_method or is_fixed then
        local full = kind .. (is_method and ":" or ".") .. name
        lu.assertTrue(entries[full] ~= nil, "no entry on " .. full)
      end
    end
  end
end

-- What the tests that let memory run out, and valgrind, go through is everything there is.
function TestCoverage.test_every_entry_is_used_by_a_feature()
  local used = {}
  for line in io.lines "t/data/features.lua" do
    if not line:find "^%s*%-%-" then
      for mark, name in line:gmatch "([.:])([%a_][%w_]*)" do used[mark .. name] = true end
    end
  end
  for full in pairs(entries) do
    local mark, name = full:match "([.:])([%w_]+)$"
    lu.assertTrue(used[mark .. name], "no feature in t/data/features.lua uses " .. full)
  end
end

function TestCoverage.test_every_entry_is_there()
  for full in pairs(entries) do
    local kind, mark, name = full:match "^(%a+)([.:])([%w_]+)"
    if objects[kind] then
      lu.assertEquals(type(objects[kind][name]) == "function", mark == ":", full)
    elseif kind == "balassa" and name ~= "chart" then
      lu.assertNotNil(balassa[name], full)
    end
  end
end

local TestText = {}
_G.TestText = TestText

local align = [[
balassa.align(a, b, { join = })
  Two series brought to one range, returned as two: join = "inner" keeps what
  both cover (the default), "outer" all that either covers, with gaps. Both
  need the same interval.]]

function TestText.test_questions()
  local rows = {
    { "align", align },
    { "balassa.align", align },
    { balassa.align, align },
    { balassa.version, "no help on '0.1.0'; help() lists the topics" },
    { "date.text", "date.text\n  The text as written." },
    { "ids", "records:ids()\n  The ids, a list." },
    { "algin", "no help on 'algin'; did you mean 'align'?" },
    { "zzzzzz", "no help on 'zzzzzz'; help() lists the topics" },
    { print, "no help on this function; help() lists the topics" },
    { 5, "no help on a number; help() lists the topics" },
    { {}, "no help on a table; help() lists the topics" },
  }
  for _, row in ipairs(rows) do lu.assertEquals(help.text(row[1]), row[2]) end
  lu.assertEquals(help.text(nil), "nil is nothing to help with; is the name right? help() lists the topics")
end

function TestText.test_a_name_that_several_have()
  local text = help.text "version"
  lu.assertStrContains(text, "balassa.version\n  The version, a string.")
  lu.assertEquals(help.text "title", "study.title\n  The title of the package.")
  lu.assertStrContains(help.text "study", "balassa.study(dir, { needs = })\n")
  lu.assertStrContains(help.text "study", "\n\nstudy\n  All of a data package, immutable.")
end

function TestText.test_objects()
  for kind, object in pairs(objects) do
    lu.assertStrMatches(help.text(object), kind .. "\n  .*")
  end
  lu.assertEquals(help.text(balassa), help.text())
  lu.assertStrMatches(help.text(), "functions\n  The module: .*")
end

-- What is printed fits a terminal of 80 columns.
function TestText.test_width()
  for _, topic in ipairs(help.topics) do
    for line in help.text(topic.name):gmatch "[^\n]+" do
      lu.assertTrue(utf8.len(line) <= 80, line)
    end
  end
  for name in pairs(entries) do
    for line in help.text(name):gmatch "[^\n]+" do lu.assertTrue(utf8.len(line) <= 80, line) end
  end
end

os.exit(lu.LuaUnit.run())
