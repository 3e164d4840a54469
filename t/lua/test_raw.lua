-- Files as others left them.
local lu = require "luaunit"
local raw = require("balassa").raw

local TestRaw = {}
_G.TestRaw = TestRaw

function TestRaw.test_text_of_old_files()
  lu.assertEquals(raw.text "\xEF\xBB\xBFa\r\nb\rc\n", "a\nb\nc\n")
  lu.assertEquals(raw.text "Z\xC3\xBCrich \xFC \x93x\x94 \xE2\x82", "Zürich ü “x” â‚")
  lu.assertEquals(raw.text "", "")
end

function TestRaw.test_records()
  local records, columns = raw.records 'a,b\n1,"x, ""y""\nz"\n\n2,\n'
  lu.assertEquals(records, { { a = "1", b = 'x, "y"\nz' }, { a = "2", b = "" } })
  lu.assertEquals(columns, { "a", "b" })
  lu.assertEquals(raw.records("note\na;b\n1;2", { separator = ";", skip = 1 }), { { a = "1", b = "2" } })
  lu.assertEquals(raw.records("1,2\n3", { columns = { "x", "y" } }), { { x = "1", y = "2" }, { x = "3" } })
  lu.assertEquals(raw.records "", {})
  lu.assertErrorMsgContains("a quoted cell has no end", raw.records, 'a\n"b')
end

function TestRaw.test_there_and_back()
  local columns, records = { "a", "b" }, { { a = "1", b = 'x, "y"\nz' }, { a = "", b = "ü" }, { b = "2" } }
  lu.assertEquals(raw.csv(columns, records), 'a,b\n1,"x, ""y""\nz"\n,ü\n,2\n')
  records[3].a = ""
  lu.assertEquals(raw.records(raw.csv(columns, records)), records)
end

function TestRaw.test_files()
  local path = os.tmpname()
  lu.assertEquals(raw.write(path, "a\0b"), true)
  lu.assertEquals(raw.read(path), "a\0b")
  os.remove(path)
  lu.assertEquals({ raw.read(path) }, { nil, path .. ": there is no such file" })
  lu.assertEquals({ raw.write("/nowhere/at/all", "") },
    { nil, "cannot write '/nowhere/at/all': No such file or directory" })
end

os.exit(lu.LuaUnit.run())
