-- Reports: that no text of the data becomes markup, that any study gets one, that two are the same; and
-- what reproduce refuses. The files, from outside, are tested in t/cli/report.t.
local balassa = require "balassa"
local check = require "check"
local html = require "balassa.report.html"
local lu = require "luaunit"
local markdown = require "balassa.report.markdown"
local provenance = require "balassa.report.provenance"

local TestEscape = {}
_G.TestEscape = TestEscape

function TestEscape.test_html()
  for _, case in ipairs {
    { "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;" },
    { "a & b &amp; c &#x41;", "a &amp; b &amp;amp; c &amp;#x41;" },
    { [["x" 'y']], "&quot;x&quot; &#39;y&#39;" },
    { "]]>", "]]&gt;" },
    { "<!-- x -->", "&lt;!-- x --&gt;" },
    { "a\0b\1c\127d", "a\u{FFFD}b\u{FFFD}c\u{FFFD}d" },
    { "\xFF\xC3", "\u{FFFD}\u{FFFD}" },
    { "\xED\xA0\x80", "\u{FFFD}\u{FFFD}\u{FFFD}" }, -- half of a surrogate pair
    { "\u{FFFE}", "\u{FFFD}" },
    { "ä\r\nö\r", "ä\nö\n" },
    { 5, "5" },
  } do lu.assertEquals(html.escape(case[1]), case[2]) end
end

-- Random texts of what is dangerous: nothing of it is left bare.
function TestEscape.test_random()
  local parts = { "<", ">", "&", '"', "'", "]]>", "<script>", "</title>", "<!--", "-->", "&#60;", "javascript:", "\0",
    "\xFF", "é", "\u{200B}", "a", " ", "\n", "|", "`", "```", "*", "_", "[x](y)", "![", "#", "\\", "- ", "1. ", "=" }
  local state = 7
  local function draw(n)
    state = (state * 1103515245 + 12345) % 2147483648
    return state // 65536 % n + 1
  end
  for _ = 1, 3000 do
    local list = {}
    for i = 1, draw(8) do list[i] = parts[draw(#parts)] end
    local text = table.concat(list)
    local safe = html.escape(text)
    lu.assertNil(safe:find "[<>\"']")
    lu.assertNil(safe:gsub("&amp;", ""):gsub("&lt;", ""):gsub("&gt;", ""):gsub("&quot;", ""):gsub("&#39;", ""):find "&")
    lu.assertTrue(utf8.len(safe) ~= nil)
    local line = markdown.escape(text)
    lu.assertNil(line:find "[<>\n]")
    lu.assertNil(line:gsub("\\[%p]", ""):find "[`*_|%[%]#~!]", line)
  end
end

local TestStudies = {}
_G.TestStudies = TestStudies

local folder = os.tmpname()
os.remove(folder)
assert(require("balassa.core").make_folder(folder))

local function study_of(name, files)
  local core = require "balassa.core"
  local dir = folder .. "/" .. name
  assert(core.make_folder(dir))
  for file, text in pairs(files) do assert(core.write_file(dir .. "/" .. file, text)) end
  return assert(balassa.study(dir))
end

local function package(title, resources)
  return string.format('{ "name": "duck", "title": %s, "version": "1", "resources": [%s] }', title, resources)
end

local function resource(name, fields)
  local list = {}
  for field, kind in fields:gmatch "(%w+):(%w+)" do
    list[#list + 1] = string.format('{ "name": "%s", "type": "string"%s }', field, kind == "date" and
      ', "rdfType": "http://id.loc.gov/datatypes/edtf/EDTF-level1"' or "")
  end
  return string.format('{ "name": "%s", "path": "%s.csv", "schema": { "fields": [%s], "primaryKey": "id" } }', name,
    name, table.concat(list, ", "))
end

-- One event and nothing else: no ladder, no crises, no texts, no sources, no figures.
function TestStudies.test_the_least_there_is()
  local study = study_of("least", { ["datapackage.json"] = package('"Ducks"', resource("events",
    "id:string date:date label:string")), ["events.csv"] = "id,date,label\nduck,1990,A duck\n" })
  for _, format in ipairs { "html", "markdown" } do
    local text = assert(balassa.report(study, { format = format }))
    lu.assertStrContains(text, "A duck")
    lu.assertStrContains(text, "How to make it again")
    lu.assertNil(text:find "<svg")
    lu.assertEquals(provenance.parse(text).digest, study.digest)
  end
end

-- Labels, ids and a title that would be markup.
function TestStudies.test_hostile()
  local label = [[</table><script>alert('x')</script> & "q" ]] .. "]]> | `tick` ```\n![x](http://duck)"
  local study = study_of("hostile", { ["datapackage.json"] = package([["<script>t</script> & \"q\""]],
    resource("events", "id:string date:date label:string note:string")),
    ["events.csv"] = 'id,date,label,note\nduck,1990,"' .. label:gsub('"', '""') .. '",<img src=x onerror=y>\n' })
  local text = assert(balassa.report(study))
  lu.assertNil(text:find "<script")
  lu.assertNil(text:find "<img")
  lu.assertStrContains(text, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;q&quot; ]]&gt; | `tick` ```")
  lu.assertStrContains(text, "<title>&lt;script&gt;t&lt;/script&gt; &amp; &quot;q&quot;</title>")
  local lines = assert(balassa.report(study, { format = "markdown" }))
  lu.assertNil(lines:find "<")
  lu.assertStrContains(lines, [[\!\[x\](http:\/\/duck)]])
end

function TestStudies.test_the_same_twice()
  local study = assert(balassa.study "t/data/freedonia")
  local a, figures = balassa.report(study)
  lu.assertEquals(a, (balassa.report(study)))
  lu.assertNotNil(figures.positions)
  lu.assertStrContains(a, '<figure id="figure-positions">')
  for _, part in ipairs { "What contradicts", "Whether One Soup was planned", "A Silent History of Österlich",
    "Analyses that any study gets" } do lu.assertStrContains(a, part) end
end

-- Of a page with several drawings each id is there once, and each reference has its id.
function TestStudies.test_ids()
  local text = balassa.report(assert(balassa.study "t/data/freedonia"))
  local seen = {}
  for _, id in text:gmatch "%f[%w]id=(['\"])([^'\"]*)%1" do
    lu.assertNil(seen[id], id)
    seen[id] = true
  end
  for id in text:gmatch "href=['\"]#([^'\"]*)" do lu.assertTrue(seen[id], id) end
  for id in text:gmatch "url%(#([^)]*)%)" do lu.assertTrue(seen[id], id) end
end

local TestMisuse = {}
_G.TestMisuse = TestMisuse

function TestMisuse.test_report()
  lu.assertEquals(check.message_of(balassa.report, 5), "report needs a study, not 5")
  local study = assert(balassa.study "t/data/freedonia")
  lu.assertEquals(check.message_of(balassa.report, study, { format = "htm" }),
    "option 'format' cannot be 'htm'; did you mean 'html'?")
end

function TestMisuse.test_reproduce()
  local function why(path) return select(2, balassa.reproduce(path)) end
  lu.assertEquals(why "no/such.html", "no/such.html: there is no such file")
  lu.assertEquals(why "README.md",
    "README.md: it is no report of Balassa, and no figure (.svg or .gp) that says how it was made")
  lu.assertEquals(check.message_of(balassa.reproduce), "reproduce needs the path of a file, not nil")
end

-- A table in the block that is cut short or not ours is no report.
function TestMisuse.test_parse()
  lu.assertNil(provenance.parse "balassa report 1\nversion 1")
  lu.assertNil(provenance.parse "\nbalassa report 1\nversion      1\nstudy        x\n")
  local sha = ("a"):rep(64)
  local read = provenance.parse("x\n```text\nbalassa report 1\nversion      1\nstudy        x y\n" ..
    "digest       " .. sha .. "\ncommand      balassa report x\nfile         a b.csv  " .. sha .. "\n```\n")
  lu.assertEquals(read.study, "x y")
  lu.assertEquals(read.file["a b.csv"], sha)
end

local status = lu.LuaUnit.run()
os.execute("rm -r '" .. folder .. "'")
os.exit(status)
