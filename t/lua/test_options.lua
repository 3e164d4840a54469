-- balassa.options: declarations, the command line, and what is said about mistakes in either.
local lu = require "luaunit"
local balassa = require "balassa"

local program = os.getenv "BALASSA" or "./balassa"

-- The options that a command line gives.
local function read(declared, ...)
  local saved = arg
  _G.arg = { [0] = "scripts/x.lua", ... }
  local ok, result = pcall(balassa.options, declared)
  _G.arg = saved
  if not ok then error(result, 0) end
  return result
end

-- The message of an error, which must be at a line of this file.
local function message_of(f, ...)
  local ok, message = pcall(f, ...)
  lu.assertFalse(ok)
  local rest = message:match "^t/lua/test_options%.lua:%d+: (.*)$"
  lu.assertNotNil(rest, message)
  return rest
end

-- What a script of this text does with these arguments: status, output, messages.
local function run(script, arguments)
  local name, out, err = os.tmpname(), os.tmpname(), os.tmpname()
  local file = assert(io.open(name .. ".lua", "w"))
  file:write(script)
  file:close()
  local _, _, status = os.execute(("'%s' %s.lua %s >%s 2>%s"):format(program, name, arguments, out, err))
  local texts = {}
  for i, path in ipairs { out, err } do
    local f = assert(io.open(path))
    texts[i] = f:read "a":gsub(name:gsub("%W", "%%%0"), "NAME"):gsub(name:match "[^/]+$", "NAME")
    f:close()
  end
  for _, path in ipairs { name, name .. ".lua", out, err } do os.remove(path) end
  return status, texts[1], texts[2]
end

local TestValues = {}
_G.TestValues = TestValues

local declared = {
  crises = { "chart2", "which coding", choices = { "chart2", "section4" } },
  months = { 12, "how many" },
  share = { 0.5, "how much" },
  dry_run = { false, "write nothing" },
  colour = { true, "in colour" },
  positional = "[FILE...]",
}

function TestValues.test_values()
  local rows = {
    -- command line, field, value
    { {}, "crises", "chart2" },
    { {}, "months", 12 },
    { {}, "share", 0.5 },
    { {}, "dry_run", false },
    { {}, "colour", true },
    { { "--crises", "section4" }, "crises", "section4" },
    { { "--crises=section4" }, "crises", "section4" },
    { { "--months", "-3" }, "months", -3 },
    { { "--months=+3" }, "months", 3 },
    { { "--share", "1" }, "share", 1.0 },
    { { "--share=-2.5e3" }, "share", -2500.0 },
    { { "--share=.5" }, "share", 0.5 },
    { { "--dry-run" }, "dry_run", true },
    { { "--dry_run" }, "dry_run", true },
    { { "--dry-run=true" }, "dry_run", true },
    { { "--dry-run", "--no-dry-run" }, "dry_run", false },
    { { "--no-colour" }, "colour", false },
    { { "--colour=no" }, "colour", false },
    { { "--months", "1", "--months", "2" }, "months", 2 },
    { { "a", "--dry-run", "b" }, 2, "b" },
    { { "a", "-5", "-" }, 2, "-5" },
    { { "a", "-5", "-" }, 3, "-" },
    { { "--", "--months" }, 1, "--months" },
    { { "a", "--", "b", "--", "c" }, 3, "--" },
    { { "a" }, 2, nil },
  }
  for _, row in ipairs(rows) do
    local opts = read(declared, table.unpack(row[1]))
    local what = table.concat(row[1], " ")
    lu.assertEquals(opts[row[2]], row[3], what)
    lu.assertEquals(math.type(opts[row[2]]), math.type(row[3]), what)
  end
end

function TestValues.test_arguments_are_a_sequence()
  local opts = read(declared, "a", "--months", "1", "b")
  local seen = {}
  for i, text in ipairs(opts) do seen[i] = text end
  lu.assertEquals(seen, { "a", "b" })
  lu.assertEquals(#opts, 2)
end

-- An option that can be given many times is a list; `given` has all of them as they came.
function TestValues.test_repeated()
  local lists = { drop = { {}, "without", word = "ID" }, coding = { {}, "with", choices = { "a", "b" } },
    n = { 1, "n" } }
  local opts = read(lists, "--drop", "x", "--n", "5", "--coding", "b", "--drop=y")
  lu.assertEquals(opts.drop, { "x", "y" })
  lu.assertEquals(opts.coding, { "b" })
  lu.assertEquals(opts.given, { { name = "drop", value = "x" }, { name = "n", value = 5 },
    { name = "coding", value = "b" }, { name = "drop", value = "y" } })
  lu.assertEquals(read(lists).drop, {})
  lu.assertEquals(tostring(opts), "coding = b\ndrop = x, y\nn = 5")
end

function TestValues.test_without_a_command_line()
  local saved = arg
  _G.arg = nil
  local opts = balassa.options { n = { 1, "n" } }
  _G.arg = saved
  lu.assertEquals(opts.n, 1)
end

function TestValues.test_prints()
  lu.assertEquals(tostring(read({ b = { 1, "b" }, a = { "x", "a" }, positional = "F" }, "file")),
    "a = x\nb = 1\nfile")
end

function TestValues.test_unknown_fields_raise()
  local opts = read { crises = { "x", "x" }, months = { 1, "n" } }
  lu.assertEquals(message_of(function() return opts.crisis end),
    "the script declares no option 'crisis'; did you mean 'crises'?")
  lu.assertEquals(message_of(function() return opts.zzz end),
    "the script declares no option 'zzz' (known: crises, months)")
  lu.assertEquals(message_of(function() opts.other = 1 end), "options cannot be changed: 'other'")
end

local TestDeclarations = {}
_G.TestDeclarations = TestDeclarations

function TestDeclarations.test_mistakes()
  local rows = {
    { 5, "options takes a table { name = { default, \"help\" } }, not a number" },
    { { Name = { 1, "x" } }, "option 'Name': a name is made of a-z, 0-9 and _, and begins with a letter" },
    { { ["a-b"] = { 1, "x" } }, "option 'a-b': a name is made of a-z, 0-9 and _, and begins with a letter" },
    { { { 1, "x" } }, "option '1': a name is made of a-z, 0-9 and _, and begins with a letter" },
    { { help = { 1, "x" } }, "option 'help' is there already" },
    { { n = 5 }, "option 'n' is declared as { default, \"help\" }, not as 5" },
    { { given = { 1, "x" } }, "option 'given' is there already" },
    { { n = { nil, "x" } }, "option 'n': the default is a string, a number, a boolean or an empty list, not a nil" },
    { { n = { print, "x" } },
      "option 'n': the default is a string, a number, a boolean or an empty list, not a function" },
    { { n = { { "a" }, "x" } }, "option 'n': the default of a list is an empty one, {}" },
    { { n = { 1 } }, "option 'n' has no help text: { default, \"help\" }" },
    { { n = { 1, "x", choice = { 1 } } },
      "option 'n': unknown key 'choice' (known: choices, least, most, word, writes)" },
    { { n = { 1, "x", writes = "file" } },
      "option 'n': writes is \"file\", \"figure\" or \"folder\", of an option that is a text" },
    { { n = { "", "x", writes = "picture" } },
      "option 'n': writes is \"file\", \"figure\" or \"folder\", of an option that is a text" },
    { { n = { 1, "x", least = "0" } }, "option 'n': least is a number, and bounds an option that is one" },
    { { n = { "x", "x", most = 1 } }, "option 'n': most is a number, and bounds an option that is one" },
    { { n = { 1, "x", choices = {} } }, "option 'n': choices is a list of values" },
    { { n = { 1, "x", choices = { 1, "2" } } }, "option 'n': the choice 2 is not of the default's type" },
    { { positional = 1 }, "positional is a text such as \"DIR...\"" },
    { { positional = "dir" }, "positional \"dir\": write \"DIR\", \"DIR...\", \"[DIR]\" or \"[DIR...]\"" },
    { { positional = "[DIR" }, "positional \"[DIR\": write \"DIR\", \"DIR...\", \"[DIR]\" or \"[DIR...]\"" },
    { { positional = "DIR.." }, "positional \"DIR..\": write \"DIR\", \"DIR...\", \"[DIR]\" or \"[DIR...]\"" },
  }
  for _, row in ipairs(rows) do
    lu.assertEquals(message_of(balassa.options, row[1]), row[2])
  end
end

local TestCommandLine = {}
_G.TestCommandLine = TestCommandLine

local script = [[
-- Claims: a script.
local opts = require "balassa".options {
  crises = { "chart2", "which coding", choices = { "chart2", "section4" } },
  months = { 12, "how many" },
  draws = { 9, "how often", least = 1 },
  share = { 0.5, "how much", least = 0, most = 1 },
  debt = { -1.0, "at most nothing", most = 0 },
  dry_run = { false, "write nothing" },
  colour = { true, "in colour" },
  title = { "", "of the chart" },%s
}
print(#opts)
]]

function TestCommandLine.test_mistakes()
  local two = 'positional = "FROM TO"'
  local rows = {
    { "", "--crisis x", "unknown option '--crisis'; did you mean '--crises'?" },
    { "", "--zzzzzzzz", "unknown option '--zzzzzzzz'" },
    { "", "--hlep", "unknown option '--hlep'; did you mean '--help'?" },
    { "", "-m 3", "unknown option '-m'" },
    { "", "--no-months", "unknown option '--no-months'; did you mean '--months'?" },
    { "", "--months", "option '--months' needs a value" },
    { "", "--months --dry-run", "option '--months' needs a value" },
    { "", "--months x", "option '--months' takes a whole number, not 'x'" },
    { "", "--months 1.5", "option '--months' takes a whole number, not '1.5'" },
    { "", "--months 0x10", "option '--months' takes a whole number, not '0x10'" },
    { "", "--months=", "option '--months' takes a whole number, not ''" },
    { "", "--months 99999999999999999999", "option '--months' takes a whole number, not '99999999999999999999'" },
    { "", "--share nan", "option '--share' takes a number, not 'nan'" },
    { "", "--draws 0", "option '--draws' takes a whole number from 1 on, not 0" },
    { "", "--share 1.5", "option '--share' takes a number from 0 to 1, not 1.5" },
    { "", "--debt 2", "option '--debt' takes a number up to 0, not 2" },
    { "", "--dry-run=x", "option '--dry-run' takes true or false, not 'x'" },
    { "", "--no-dry-run=yes", "option '--no-dry-run' takes no value" },
    { "", "--crises chart3", "option '--crises' cannot be 'chart3'; did you mean 'chart2'?" },
    { "", "--crises zzz", "option '--crises' cannot be 'zzz' (known: chart2, section4)" },
    { "", "x y", "it takes options only, and got 'x'" },
    { two, "x", "an argument is missing: FROM TO" },
    { two, "x y z", "too many arguments: it takes FROM TO" },
  }
  for _, row in ipairs(rows) do
    local status, out, err = run(script:format(row[1]), row[2])
    lu.assertEquals(err, ("balassa: NAME: %s\nTry: balassa NAME.lua --help\n"):format(row[3]))
    lu.assertEquals(status, 64, row[2])
    lu.assertEquals(out, "")
  end
end

function TestCommandLine.test_counts()
  local rows = {
    { "[DIR...]", "", 0 }, { "[DIR...]", "a b c", 3 }, { "DIR...", "a", 1 }, { "DIR...", "a b", 2 },
    { "[DIR]", "", 0 }, { "[DIR]", "a", 1 }, { "FROM [TO]", "a", 1 }, { "FROM [TO]", "a b", 2 },
  }
  for _, row in ipairs(rows) do
    local status, out, err = run(script:format(('positional = "%s"'):format(row[1])), row[2])
    lu.assertEquals({ status, out, err }, { 0, row[3] .. "\n", "" })
  end
end

function TestCommandLine.test_help()
  local status, out, err = run(script:format 'positional = "DIR..."', "--months 3 --help")
  lu.assertEquals(err, "")
  lu.assertEquals(out, [[
usage: balassa NAME.lua [options] DIR...
Claims: a script.

options:
  --no-colour     in colour (on unless switched off)
  --crises TEXT   which coding (chart2, section4; default: chart2)
  --debt NUMBER   at most nothing (default: -1.0)
  --draws N       how often (default: 9)
  --dry-run       write nothing
  --months N      how many (default: 12)
  --share NUMBER  how much (default: 0.5)
  --title TEXT    of the chart
  --help          this page
]])
  lu.assertEquals(status, 0)
end

-- An error whose message names the value of an option, or an argument, is its user's: no line of the script is told.
function TestCommandLine.test_values_that_turn_out_wrong()
  local uses = [[
local balassa = require "balassa"
local core = require "balassa.core"
local opts = balassa.options { crises = { "chart2", "which" }, file = { "", "what" }, n = { 12, "how many" },
  share = { 0.5, "how much" }, dry_run = { false, "no" }, drop = { {}, "without" }, positional = "[STUDY]" }
%s
]]
  local rows = {
    { [[core.raise("crises have no coding '%s'", opts.crises)]], "--crises chart3",
      "option '--crises chart3': crises have no coding 'chart3'", 64 },
    { [[core.raise("crises have no coding '%s'", opts.crises)]], "",
      "option '--crises chart2': crises have no coding 'chart2'", 64 },
    { [[error(("no \"%s\""):format(opts.file))]], "--file f.csv", "option '--file f.csv': no \"f.csv\"", 64 },
    { [[assert(core.read_file(opts.file))]], "--file /none/f",
      "option '--file /none/f': /none/f: there is no such file", 66 },
    { [[balassa.date(opts.file)]], "--file soon", "option '--file soon': balassa.date: soon is no date: write it as " ..
      "2003, 2003-02, 2003-02-19 or 1998-12-22/1998-12-23", 64 },
    { [[core.raise("n is less than 9, not %%d", opts.n)]], "", "option '--n 12': n is less than 9, not 12", 64 },
    { [[core.raise("share lies below .4; it is %%s", opts.share)]], "--n 3",
      "option '--share 0.5': share lies below .4; it is 0.5", 64 },
    { [[assert(balassa.study(opts[1]))]], "nowhere",
      "nowhere: there is no such folder; name one that holds a datapackage.json", 66 },
  }
  for _, row in ipairs(rows) do
    local status, out, err = run(uses:format((row[1]:gsub("%%%%", "%%"))), row[2])
    lu.assertEquals(err, ("balassa: NAME: %s\n%s"):format(row[3],
      row[4] == 64 and "  Try: balassa NAME.lua --help\n" or ""))
    lu.assertEquals({ status, out }, { row[4], "" })
  end
  -- what is about none of them is the script's
  for _, row in ipairs { { [[core.raise "no number 120"]], "no number 120" }, { [[core.raise "no chart20"]],
    "no chart20" }, { [[core.raise "'false' is not ''"]], "'false' is not ''" }, { [[print(nil + 12)]],
    "attempt to perform arithmetic on a nil value" } } do
    local status, _, err = run(uses:format(row[1]), "--drop x")
    lu.assertEquals(err, ("balassa: NAME.lua:5: %s\n    5 | %s\n"):format(row[2], row[1]))
    lu.assertEquals(status, 1)
  end
end

os.exit(lu.LuaUnit.run())
