-- Claims: the rule of the verdicts, branch by branch; declaring and printing; the first study's deciding
-- tests against an independent recomputation (t/data/claims/paper.py).
local balassa = require "balassa"
local check = require "check"
local judge = require "balassa.claims.judge"
local lu = require "luaunit"

local freedonia = assert(balassa.study "t/data/freedonia")
local study = assert(balassa.study "datasets/kazakhstan-1991-2010")

local TestRule = {}
_G.TestRule = TestRule

-- What a test says, and why. The defaults are those of a good test that found nothing.
function TestRule.test_says()
  for _, case in ipairs {
    { "for", "p 0.030", p = 0.03 },
    { "for", "p 0.050", p = 0.05 }, -- at most .05
    { "against", "p 0.030, on the other side", p = 0.03, estimate = -1 },
    { "for", "p 0.030", p = 0.03, estimate = -1, side = "less" },
    { "for", "p 0.030", p = 0.03, estimate = 0.5, zero = 1, side = "less" },
    { "against", "p 0.400, though the effect would have been found in 80 % of cases", power = 0.8 },
    { "against", "p 0.400, though a shift would have been found in 95 % of cases", power = 0.95, size = "a shift" },
    { "silent", "p 0.400, and the effect would have been found in 79 % of cases only", power = 0.79 },
    { "silent", "p 0.400, and its power is not known" },
    { "silent", "p 0.400, and |r| from 0.5 on counts", found = "|r| from 0.5 on counts" },
    { "silent", "no outcome could have given a p below 0.100", floor = 0.1, power = 0.99 },
    { "silent", "it has no p", p = false },
    { "silent", "there is nothing to estimate", estimate = 0 / 0, p = 0.01 },
    { "silent", "it could not be run: no data", error = "no data" },
    { "for", "its interval lies within the margin", side = "same", margin = { 0.5, 2 }, low = 0.6, high = 1.9 },
    { "silent", "its interval reaches beyond the margin", side = "same", margin = { 0.5, 2 }, low = 0.4, high = 1.9 },
    { "against", "it differs, by more than the margin", side = "same", margin = { 0.5, 2 }, low = 1.2, high = 9,
      p = 0.01, estimate = 3 },
    { "silent", "its interval reaches beyond the margin, as it would in 75 % of cases were there no difference at all",
      side = "same", margin = { 0.5, 2 }, low = 0.4, high = 1.9, power = 0.25 },
    { "silent", "its interval reaches beyond the margin", side = "same", margin = { 0.5, 2 }, low = 1.2, high = 3,
      p = 0.01, estimate = 1.9 }, -- it differs, and perhaps by little
  } do
    local t = { estimate = 1, zero = 0, side = "greater", p = 0.4, floor = 0.001 }
    for name, v in pairs(case) do
      if type(name) == "string" then t[name] = v end
    end
    if t.p == false then t.p = nil end
    local says, why = judge.says(t)
    lu.assertEquals({ says, why }, { case[1], case[2] })
  end
end

function TestRule.test_verdict()
  local function verdict(...)
    local tests = {}
    for i, pair in ipairs { ... } do
      tests[i] = { what = "t" .. i, why = "w" .. i, role = pair[1], says = pair[2] }
    end
    return (judge.verdict(tests))
  end
  local supported, not_supported, cannot = table.unpack(judge.verdicts)
  lu.assertEquals(verdict { "decides", "for" }, supported)
  lu.assertEquals(verdict({ "decides", "for" }, { "shows", "against" }), supported)
  lu.assertEquals(verdict({ "decides", "for" }, { "reading", "for" }), supported)
  lu.assertEquals(verdict({ "decides", "for" }, { "reading", "silent" }), cannot)
  lu.assertEquals(verdict({ "decides", "for" }, { "reading", "against" }), cannot)
  lu.assertEquals(verdict { "decides", "silent" }, cannot)
  lu.assertEquals(verdict({ "decides", "silent" }, { "reading", "for" }), cannot)
  lu.assertEquals(verdict { "decides", "against" }, not_supported)
  lu.assertEquals(verdict({ "decides", "against" }, { "decides", "for" }), not_supported)
  lu.assertEquals(verdict({ "decides", "silent" }, { "decides", "for" }), cannot)
end

local TestDeclaring = {}
_G.TestDeclaring = TestDeclaring

local function claim(changes, test)
  local c = { id = "ducks", title = "Ducks rise", words = "Ducks <rise> & rise", where = "page 3", test = "by a trend",
    tests = { { what = "ducks over time", role = "decides", side = "greater", run = function()
      return balassa.trend { { 1, 1 }, { 2, 2 }, { 3, 3 }, { 4, 4 }, { 5, 5 } }
    end } } }
  for name, v in pairs(changes or {}) do c[name] = v end
  for name, v in pairs(test or {}) do c.tests[1][name] = v end
  return c
end

-- 1 2 3 4 5 against time: p = 2 / 120, the least there is.
function TestDeclaring.test_a_claim()
  local claims = balassa.claims(freedonia, { of = { claim { source = "pinky2001",
    against = function(_, c) return { "only " .. c.tests[1].result.n .. " ducks" } end } } })
  lu.assertEquals(claims.n, 1)
  local c = claims[1]
  lu.assertEquals(c.verdict, "supported")
  lu.assertAlmostEquals(c.tests[1].p, 2 / 120, 1e-15)
  lu.assertStrContains(tostring(c), '"Ducks <rise> & rise" (Pinky 2001, page 3)')
  lu.assertStrContains(tostring(c), "- only 5 ducks")
  lu.assertStrContains(tostring(claims), "1  Ducks rise: SUPPORTED")
  lu.assertStrContains(claims:csv(), "1.verdict,supported")
  lu.assertEquals(c:markdown(), "```text\n" .. tostring(c) .. "\n```\n")
  lu.assertEquals(next(claims:charts()), nil)
  lu.assertErrorMsgContains("claim 1 has no figure", function() c:chart() end)
end

-- What cannot be run is told and does not stop the others.
function TestDeclaring.test_a_test_that_fails()
  local c = balassa.claims(freedonia, { of = { claim({}, { run = function(s) return s:crises "no such" end }) } })[1]
  lu.assertEquals(c.verdict, judge.verdicts[3])
  lu.assertStrContains(c.why, "it could not be run: ")
  lu.assertStrContains(c.why, "no such")
  c = balassa.claims(freedonia, { of = { claim({}, { run = function(s) return s:diff(s) end }) } })[1]
  lu.assertStrContains(c.why,
    "it could not be run: a claim cannot read a diff by itself; return { result =, estimate =, p =, ... }")
  c = balassa.claims(freedonia, { of = { claim({}, { run = function() return { p = 0.1 } end }) } })[1]
  lu.assertStrContains(c.why, "it could not be run: a test's run returned no estimate")
end

function TestDeclaring.test_a_number_of_ones_own()
  local c = balassa.claims(freedonia, { of = { claim({}, { run = function()
    return { estimate = 3, zero = 1, p = 0.2, floor = 0.01, power = 0.9, size = "a duck", measure = "ducks" }
  end }) } })[1]
  lu.assertEquals(c.verdict, "not supported")
  lu.assertStrContains(tostring(c), "ducks is above 1; size that matters: a duck")
end

function TestDeclaring.test_misuse()
  local function message(changes, test)
    return check.message_of(balassa.claims, freedonia, { of = { claim(changes, test) } })
  end
  lu.assertEquals(message { tilte = "x" }, "claim 1: unknown option 'tilte'; did you mean 'title'?")
  lu.assertEquals(message { words = 5 }, "claim 1 needs words, a text")
  lu.assertEquals(message { tests = {} }, "claim 1 needs tests, a list")
  lu.assertEquals(message({}, { role = "decide" }), "claim 1, test 1: role cannot be 'decide'; did you mean 'decides'?")
  lu.assertEquals(message({}, { run = false }), "claim 1, test 1 needs what = \"words\" and run = function(study)")
  lu.assertEquals(message({}, { role = "shows" }), "claim 1 has no test that decides it")
  lu.assertEquals(message({}, { slow = true }),
    "claim 1, test 1: only what is told beside the others may be slow")
  lu.assertEquals(message({}, { side = "up" }), "claim 1, test 1: side cannot be 'up'")
  lu.assertEquals(message({}, { side = "same" }), "claim 1, test 1: a margin = { low, high } goes with side = \"same\"")
  lu.assertEquals(message { source = "marx1933" }, "claim 'ducks' is from 'marx1933', which is no source of the study")
  lu.assertEquals(check.message_of(balassa.claims, 5), "claims needs a study, not 5")
  lu.assertEquals(check.message_of(balassa.claims, freedonia, { of = { claim() }, only = "duck" }),
    "there is no claim 'duck'; did you mean 'ducks'?")
  lu.assertEquals(check.message_of(balassa.claims, freedonia, { of = { claim() }, only = 2 }),
    "there is no claim '2': the only one is 1 (ducks)")
  local none, why = balassa.claims(freedonia)
  lu.assertNil(none)
  lu.assertEquals(why, "t/data/freedonia: the study 'freedonia' has no claims: " ..
    "write them into scripts/claims/freedonia.lua")
end

local TestPaper = {}
_G.TestPaper = TestPaper

local claims = balassa.claims(study)

local function find(id)
  for i = 1, claims.n do
    if claims[i].id == id then return claims[i] end
  end
end

-- Which test of which claim a line of paper.csv is about.
local where = { consistency = { "consistency", 1 }, level = { "level", 1 }, specificity = { "level", 2 },
  implementation = { "implementation", 1 }, brent = { "oil", 1 }, growth = { "oil", 2 }, between = { "phases", 2 } }

function TestPaper.test_against_python()
  local n = 0
  for line in io.lines "t/data/claims/paper.csv" do
    local cells = {}
    for cell in line:gmatch "[^,]+" do cells[#cells + 1] = cell end
    local at = where[cells[1]]
    local t = find(at[1]).tests[at[2]]
    lu.assertAlmostEquals(t.estimate, tonumber(cells[2]), 1e-9)
    lu.assertAlmostEquals(t.p, tonumber(cells[3]), 1e-9)
    if cells[4] then
      lu.assertAlmostEquals(t.low, tonumber(cells[4]), 1e-9)
      lu.assertAlmostEquals(t.high, tonumber(cells[5]), 1e-9)
    end
    n = n + 1
  end
  lu.assertEquals(n, 7)
end

-- Each claim quotes the paper, is decided by something, and has what speaks against it and a figure. No
-- test breaks.
function TestPaper.test_complete()
  lu.assertEquals(claims.n, 6)
  local figures = claims:charts()
  for i = 1, claims.n do
    local c = claims[i]
    lu.assertTrue(#c.against >= 2, c.id)
    lu.assertTrue((figures["claim-" .. i] or figures["claim-" .. i .. "-a"]) ~= nil, c.id)
    for _, t in ipairs(c.tests) do lu.assertNil(t.error, c.id .. ": " .. t.what) end
  end
end

os.exit(lu.LuaUnit.run())
