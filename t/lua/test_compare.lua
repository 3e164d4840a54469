-- balassa.compare, what-ifs as files, balassa.diff and balassa what-if, on the fictional study in
-- t/data/freedonia. What a metric is worth is the business of its own test: here each number is that of the
-- function it comes from, called by hand.
local lu = require "luaunit"
local balassa = require "balassa"

local message_of = require "check".message_of

local DIR = "t/data/freedonia"
local study = assert(balassa.study(DIR))
local late = study:what_if "late" :drop "visit-1996" :move_crisis("herring", { to = "1995-02", coding = "chart" })
  :recode("talks-1990", { rung = "free_trade_area" })

local program = os.getenv "BALASSA" or "./balassa"

-- status, output, messages of `balassa what-if ...`
local function run(arguments)
  local out, err = os.tmpname(), os.tmpname()
  local _, _, status = os.execute(("'%s' what-if %s >%s 2>%s"):format(program, arguments, out, err))
  local texts = {}
  for i, path in ipairs { out, err } do
    local file = assert(io.open(path))
    texts[i] = file:read "a"
    file:close()
    os.remove(path)
  end
  return status, texts[1], texts[2]
end

local function contents(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read "a"
  file:close()
  return text
end

local function spew(path, text)
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
end

local TestCompare = {}
_G.TestCompare = TestCompare

-- The cell of a measure for study number i.
local function cell(compared, name, i)
  for _, row in ipairs(compared.measures) do
    if row.name == name then return row.cells[i] end
  end
end

function TestCompare.test_with_itself_nothing_changes()
  local same = balassa.compare(study, study, study:what_if "same")
  lu.assertEquals(same.changed, 0)
  for _, row in ipairs(same.measures) do
    for i = 2, 3 do
      lu.assertEquals(row.cells[i].difference, 0, row.name)
      lu.assertNil(row.cells[i].changed)
      lu.assertEquals(row.cells[i].p, row.cells[1].p)
    end
  end
end

function TestCompare.test_numbers_are_those_of_each_metric()
  local c = balassa.compare(study, late, { score = "balassa", crises = "chart", null = "shift" })
  for i, s in ipairs { study, late } do
    local index = s:index { score = "balassa" }
    local r = balassa.contrast(index, s:crises "chart", { null = "shift" })
    local found = cell(c, "contrast", i)
    lu.assertEquals({ found.value, found.p, found.floor }, { r.estimate, r.p, r.floor })
    lu.assertEquals(cell(c, "mean outside", i).value, r.mean_out)
    lu.assertEquals(cell(c, "mean in war", i).value, index:between("1997-01", "1997-12"):mean())
    local ratio = balassa.rate_ratio(s:events(), s:crises "chart", { period = s.period })
    lu.assertEquals({ cell(c, "rate ratio of events", i).value, cell(c, "rate ratio of events", i).p },
      { ratio.ratio, ratio.p })
  end
  lu.assertEquals(cell(c, "contrast", 2).difference, cell(c, "contrast", 2).value - cell(c, "contrast", 1).value)
end

-- River compact and duck customs are in force or implemented, one soup is abandoned.
function TestCompare.test_share_implemented()
  local c = balassa.compare(study, study:drop "institution-1998", study:drop "river-force-1992",
    { metrics = { "implemented" } })
  lu.assertAlmostEquals(cell(c, "share implemented", 1).value, 2 / 3, 1e-12)
  lu.assertAlmostEquals(cell(c, "share implemented", 2).value, 1 / 3, 1e-12)
  lu.assertAlmostEquals(cell(c, "share implemented", 3).value, 1 / 3, 1e-12)
end

function TestCompare.test_metrics_of_a_user()
  local c = balassa.compare(study, late, { metrics = {
    n = function(s) return #s:events() end,
    of_a_table = function(s)
      return { estimate = #s:events() - 12.5, p = #s:events() == 13 and 0.01 or 0.9, floor = 0.001 }
    end,
    of_a_result = function(s) return balassa.contrast(s:index {}, s:crises "chart", { null = "shift" }) end,
    nothing = function() end,
    failing = function(s) return #s:events() == 12 and error("not here", 0) or 1 end,
  } })
  lu.assertEquals({ cell(c, "n", 1).value, cell(c, "n", 2).value, cell(c, "n", 2).difference }, { 13, 12, -1 })
  local one, two = cell(c, "of_a_table", 1), cell(c, "of_a_table", 2)
  lu.assertEquals({ one.verdict, two.verdict, two.changed }, { "higher inside", "not shown", "sign, verdict" })
  lu.assertEquals(cell(c, "of_a_result", 1).value, balassa.contrast(study:index {}, study:crises "chart",
    { null = "shift" }).estimate)
  lu.assertNil(cell(c, "nothing", 1).value)
  lu.assertEquals(cell(c, "failing", 2).error, "not here")
  lu.assertEquals(c.changed, 1)
  lu.assertStrContains(tostring(c), "failing of A: not here")
end

-- (Lua takes this very text for its own error.)
function TestCompare.test_memory_is_no_answer_of_a_metric()
  lu.assertEquals(message_of(balassa.compare, study, late, { metrics = { x = function()
    error("not enough memory", 0)
  end } }), "not enough memory")
end

function TestCompare.test_out_of_reach()
  local c = balassa.compare(study, late, { alpha = 0.001, null = "shift", metrics = { "contrast" } })
  lu.assertEquals(cell(c, "contrast", 1).verdict, "out of reach") -- 1 of 120 shifts is the least
end

function TestCompare.test_a_coding_and_a_score_in_use_are_compared()
  local c = balassa.compare(study, study:use_coding "text", study:use_score "balassa", { metrics = { "crises" } })
  lu.assertNil(cell(c, "mean in war", 2).value)
  lu.assertNotNil(cell(c, "mean in war", 1).value)
  lu.assertEquals(cell(c, "mean outside", 3).value,
    balassa.contrast(study:index { score = "balassa" }, study:crises "chart").mean_out)
end

-- The whole of it, once, as a person sees it.
function TestCompare.test_prints()
  local two = study:what_if "two" :drop "farewell-1999" :drop "talks-1990"
  local c = balassa.compare(study, study:drop "farewell-1999", two, { metrics = {
    n = function(s) return #s:events() end,
      t = function(s) return { estimate = #s:events() - 11.5, p = 0.25, floor = 1e-7 } end } })
  lu.assertEquals(tostring(c), [[
what follows from 2 what-ifs
  base  freedonia
  A     drop events farewell-1999
  B     two
          drop events farewell-1999
          drop events talks-1990
                   base          A  change          B  change
  n              13.000     12.000  -1.000     11.000  -2.000
  t               1.500      0.500  -1.000     -0.500  -2.000
  t: p            0.250      0.250              0.250
  t: floor        1e-07      1e-07              1e-07
  t: verdict  not shown  not shown       =  not shown    sign
  verdicts at 0.05: 1 change of sign or verdict]])
  lu.assertEquals(c:csv(), [[
study,metric,value,difference,p,floor,verdict,changed
freedonia,n,13,,,,,
freedonia,t,1.5,,0.25,1e-07,not shown,
drop events farewell-1999,n,12,-1,,,,
drop events farewell-1999,t,0.5,-1,0.25,1e-07,not shown,
two,n,11,-2,,,,
two,t,-0.5,-2,0.25,1e-07,not shown,sign
]])
  lu.assertStrContains(c:markdown(),
    "|  | base | A | change | B | change |\n|---|---:|---:|---:|---:|---:|\n| n | 13.000 |")
  lu.assertStrContains(c:latex(), [[
\begin{tabular}{lrrrrr}
\toprule
 & base & A & change & B & change \\
\midrule
n & 13.000 & 12.000 & $-$1.000 & 11.000 & $-$2.000 \\
]])
  lu.assertStrContains(c:json(), '"rows": [{"study": "freedonia", "metric": "n", "value": 13, "difference": null,')
end

function TestCompare.test_latex_of_any_result()
  local text = balassa.contrast(study:index {}, study:crises "chart", { null = "shift" }):latex()
  lu.assertStrContains(text, "\\begin{tabular}{ll}\n\\toprule\ncontrast of index with 3 windows &  \\\\\n")
  lu.assertStrContains(text, "95 \\%")
  lu.assertNil(text:find "[^\\]%%")
end

function TestCompare.test_charts()
  local two = balassa.compare(study, late):chart { title = "x" }
  lu.assertEquals(tostring(two), "chart \"x\": strip (3), bands (3), steps (1), steps (1)")
  local several = balassa.compare(study, late, study:use_coding "text", study:drop "farewell-1999"):chart()
  lu.assertStrContains(several:script(), "Crises, base")
  lu.assertStrContains(several:script(), "A, where it differs: late")
end

function TestCompare.test_errors()
  local cases = {
    { "compare takes a base and at least one what-if", function() return balassa.compare(study) end },
    { "compare takes studies and what-ifs, then options; argument 2 is x",
      function() return balassa.compare(study, "x") end },
    { "compare: unknown option 'metric'; did you mean 'metrics'?",
      function() return balassa.compare(study, late, { metric = {} }) end },
    { "there is no metric 'contrasts'; did you mean 'contrast'?",
      function() return balassa.compare(study, late, { metrics = { "contrasts" } }) end },
    { "the metric 'x' is a function of a study, not 5",
      function() return balassa.compare(study, late, { metrics = { x = 5 } }) end },
    { "there is no metric to compare by", function() return balassa.compare(study, late, { metrics = {} }) end },
    { "the metric 'contrast': option 'rule' cannot be 'latst'; did you mean 'latest'?",
      function() return balassa.compare(study, late, { rule = "latst" }) end },
    { "option 'alpha' lies between 0 and 1, such as 0.05; it is 5",
      function() return balassa.compare(study, late, { alpha = 5 }) end },
    { "the metric 'x': the metric 'x' gave x; a metric gives a number, a result with an estimate, or "
      .. "{ estimate =, p =, floor = }",
      function() return balassa.compare(study, late, { metrics = { x = function() return "x" end } }) end },
  }
  for _, case in ipairs(cases) do
    lu.assertEquals(message_of(case[2]), case[1])
  end
end

local TestDiff = {}
_G.TestDiff = TestDiff

function TestDiff.test_between_what_ifs()
  lu.assertEquals(tostring(study:diff(late)), [[
from freedonia to late: 6 differences in 6 records
  events talks-1990                    rung: consultations -> free_trade_area
  events visit-1996                    removed
  crises chart herring                 span: 1993-01/1994-06 -> 1993-01/1995-02
  codings visit-1996 pinkerton stance  removed
  codings visit-1996 gloria stance     removed
  codings visit-1996 vera stance       removed]])
  local back = late:diff(study)
  lu.assertEquals(back.differences, 6)
  lu.assertStrContains(tostring(back), "rung: free_trade_area -> consultations")
  lu.assertStrContains(tostring(back), "visit-1996                    added")
  lu.assertTrue(late:diff(late).same)
  lu.assertEquals(tostring(late:diff(late)), "late and late hold the same")
end

function TestDiff.test_choices()
  local s = study:use_coding "text" :use_score { customs_union = 2.5 } :restrict { period = "1991/1998" }
  local text = tostring(study:diff(s))
  for _, line in ipairs { "study  *period: 1990%-01/1999%-12 %-> 1991/1998", "crisis_coding: %(empty%) %-> text",
    "phase_coding: %(empty%) %-> text", "score: rank %-> rank, customs_union=2.5" } do
    lu.assertStrMatches(text, ".*" .. line .. ".*")
  end
end

-- Two folders have no names in common but by their texts.
function TestDiff.test_between_folders()
  local copy = os.tmpname()
  os.remove(copy)
  assert(os.execute(("cp -R %s %s"):format(DIR, copy)))
  local events = contents(copy .. "/events.csv"):gsub("1990%-11,Consultations become regular", "1990-12,Talks")
  os.remove(copy .. "/events.csv")
  spew(copy .. "/events.csv", events)
  local harvests = contents(copy .. "/harvests.csv"):gsub("1991,33,", "1991,34.5,")
  os.remove(copy .. "/harvests.csv")
  spew(copy .. "/harvests.csv", harvests)
  local other = assert(balassa.study(copy))
  local d = balassa.diff(study, other)
  lu.assertEquals(d:csv(), "table,record,field,from,to,change\n"
    .. "events,talks-1990,date,1990-11,1990-12,changed\n"
    .. "events,talks-1990,label,Consultations become regular,Talks,changed\n"
    .. "harvests,row 2,tons,33,34.5,changed\n")
  -- a what-if that makes up for it
  lu.assertEquals(study:recode("talks-1990", { date = "1990-12", label = "Talks" }):diff(other).differences, 1)
  os.execute("rm -r " .. copy)
end

local TestFiles = {}
_G.TestFiles = TestFiles

function TestFiles.test_round_trip()
  local path = os.tmpname()
  local s = late:add { id = "new", date = "1995", label = 'A "label" # \\ é\nof two lines', kind = "speech",
    stance = "neutral", status = "planned", source = "pinky2001", locator = "p. 1", basis = "inferred",
    actors = { "firefly" }, note = "" }
  lu.assertTrue(s:save(path))
  lu.assertEquals(contents(path), ([[
# A what-if of Balassa: the edits of a study, one a line.
what-if late
study t/data/freedonia digest=%s
drop events visit-1996
move crises herring coding=chart to=1995-02
recode events talks-1990 rung=free_trade_area
add events actors=firefly basis=inferred date=1995 id=new kind=speech label="A \"label\" # \\ é\nof two lines" ]]
    .. [[locator="p. 1" note="" source=pinky2001 stance=neutral status=planned
]]):format(study.digest))
  local back, note = study:load_what_if(path)
  lu.assertNil(note)
  lu.assertEquals({ back.digest, back.label, back.edits }, { s.digest, s.label, s.edits })
  lu.assertTrue(back:diff(s).same)
  lu.assertEquals(back:event("new").label, 'A "label" # \\ é\nof two lines')
  lu.assertEquals(assert(balassa.what_if(path)).digest, s.digest)
  lu.assertTrue(study:drop "visit-1996" :save(path)) -- without a name
  lu.assertEquals(assert(study:load_what_if(path)).label, "drop events visit-1996")
  os.remove(path)
end

function TestFiles.test_other_data_are_noted()
  local path = os.tmpname()
  spew(path, "what-if x\r\n\r\n# a comment\nstudy elsewhere digest=12\n  drop events visit-1996  # and why")
  local s, note = study:load_what_if(path)
  lu.assertEquals(#s:events(), 12)
  lu.assertEquals(note, path .. ": saved over other data than are in t/data/freedonia now")
  os.remove(path)
end

-- Every bad line at once, as of a data package.
function TestFiles.test_bad_files()
  local path = os.tmpname()
  local cases = {
    { "what-if x\nstudy s\ndorp events a\ndrop events visit-1997\ndrop events visit-1996\nrecode events talks-1990 "
      .. "rung=nonsense\n\xff\ndrop events \"a",
      "PATH: 5 violations in 1 file\n"
      .. "PATH:3: unknown edit 'dorp'; did you mean 'drop'?\n"
      .. "PATH:4: events has no 'visit-1997'; did you mean 'visit-1996'?\n"
      .. "PATH:6: column 'rung': value 'nonsense': no row of 'ladder' has this id\n"
      .. "PATH:7: the line is not UTF-8; save the file as UTF-8\n"
      .. "PATH:8: a double quote is not closed" },
    { "", "PATH: 1 violation in 1 file\nPATH:1: a what-if begins with the line: what-if \"its name\"" },
    { "id,date\n1,2\n", "PATH: 1 violation in 1 file\nPATH:1: a what-if begins with the line: what-if \"its name\"" },
    { "what-if x\ndrop events a\n",
      "PATH: 1 violation in 1 file\nPATH:2: the second line of a what-if is: study NAME digest=..." },
    { "what-if \"\"\nstudy s\n", "PATH: 1 violation in 1 file\nPATH:2: a what-if needs a name" },
    { "what-if x\nstudy s\ndrop events a\0b\n",
      "PATH: 1 violation in 1 file\nPATH:3: the line holds a control character; remove it" },
    { "what-if x\nstudy s\n" .. ("use crises text\n"):rep(1001),
      "PATH: 1 violation in 1 file\nPATH:1003: more than 1,000 edits; leave the others out" },
  }
  for _, case in ipairs(cases) do
    spew(path, case[1])
    local none, message = study:load_what_if(path)
    lu.assertNil(none)
    lu.assertEquals(message:gsub(path:gsub("%W", "%%%0"), "PATH"), case[2])
  end
  os.remove(path)
  local none, message = study:load_what_if(path)
  lu.assertNil(none)
  lu.assertEquals(message, path .. ": there is no such file")
  none, message = balassa.what_if(path)
  lu.assertNil(none)
  lu.assertEquals(message, path .. ": there is no such file")
  none, message = late:save "t/data/no-such-folder/x"
  lu.assertNil(none)
  lu.assertStrContains(message, "t/data/no-such-folder/x")
  lu.assertEquals(message_of(study.save, study, path),
    "what is saved are the edits of a what-if, and this study has none")
end

local TestCommand = {}
_G.TestCommand = TestCommand

-- Edits are made in the order of the command line, and are those of a script.
function TestCommand.test_edits()
  local path = os.tmpname()
  local status, out, err = run(DIR .. " --crises chart --recode talks-1990:rung=free_trade_area,stage= "
    .. "--drop visit-1996 --move-crisis chart:herring=1993-02/1995 --move-crisis war=+2 "
    .. "--move-crisis text:herring=/1994-11 --resize-crisis text:flood=-3 --drop-phase chart:apart "
    .. "--move-phase chart:river=1990-05/ "
    .. "--redate farewell-1999=1999 --merge-crises text:flood+herring --score balassa "
    .. "--score customs_union=2.5 --coding text --restrict 'actors=firefly;freedonia' "
    .. "--add 'actors id=zeppo kind=person label=Zeppo' "
    .. "--edit 'drop events talks-1990' --name 'by hand' --save " .. path)
  lu.assertEquals({ status, err }, { 0, "" })
  lu.assertStrContains(out, "  A     by hand\n          recode events talks-1990 rung=free_trade_area stage=\n")
  local lines = {}
  for line in contents(path):gmatch "[^\n]+" do lines[#lines + 1] = line end
  lu.assertEquals(table.move(lines, 4, #lines, 1, {}), {
    "recode events talks-1990 rung=free_trade_area stage=", "drop events visit-1996",
    "move crises herring coding=chart from=1993-02 to=1995", "move crises war by=2",
    "move crises herring coding=text to=1994-11", "resize crises flood coding=text keep=end months=3",
    "drop phases apart coding=chart", "move phases river coding=chart from=1990-05",
    "recode events farewell-1999 date=1999", "merge crises flood coding=text with=herring", "use ladder balassa",
    "use ladder customs_union=2.5", "use crises text", "use phases text", "restrict events actors=firefly;freedonia",
    "add actors id=zeppo kind=person label=Zeppo",
    "drop events talks-1990" })
  local loaded = assert(balassa.what_if(path))
  local status_2, out_2 = run(DIR .. " --crises chart --load " .. path)
  lu.assertEquals({ status_2, out_2 }, { 0, out })
  lu.assertEquals(#loaded.edits, 17)
  os.remove(path)
end

function TestCommand.test_without_an_edit()
  local status, out, err = run(DIR)
  lu.assertEquals({ status, err }, { 0, "" })
  lu.assertStrContains(out, "Nothing is otherwise yet: --drop ID")
  lu.assertStrContains(out, "herring")
end

function TestCommand.test_formats()
  local status, out = run(DIR .. " --crises chart --drop visit-1996 --format csv")
  lu.assertEquals(status, 0)
  lu.assertEquals(out, balassa.compare(study, study:drop "visit-1996", { crises = "chart" }):csv())
end

function TestCommand.test_mistakes()
  local cases = {
    { DIR .. " --drop visit-1997", 65, "balassa: what-if: option '--drop visit-1997': the study has no record "
      .. "'visit-1997'; did you mean 'visit-1996'?\n" },
    { DIR .. " --redate x", 64,
      "balassa: what-if: option '--redate': 'x' is not written as --help shows\nTry: balassa what-if --help\n" },
    { DIR .. " --resize-crisis war=long", 64,
      "balassa: what-if: option '--resize-crisis' takes a whole number of months, not 'long'\n"
        .. "Try: balassa what-if --help\n" },
    { DIR .. " --load t/data/none", 66, "balassa: what-if: t/data/none: there is no such file\n" },
    { "t/data/none --drop x", 66,
      "balassa: what-if: t/data/none: there is no such folder; name one that holds a datapackage.json\n" },
  }
  for _, case in ipairs(cases) do
    local status, out, err = run(case[1])
    lu.assertEquals({ status, out, err }, { case[2], "", case[3] })
  end
end

os.exit(lu.LuaUnit.run())
