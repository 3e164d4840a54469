-- balassa.alpha in Lua: what is compared and how it is split. The numbers of the kernel are tested in
-- t/unit/test_alpha.c; those here are published ones, or worked out by hand.
local lu = require "luaunit"
local balassa = require "balassa"

local message_of = require "check".message_of

local study = assert(balassa.study "t/data/freedonia")

-- Krippendorff (2011): his four observers.
local four = { { 1, 2, 3, 3, 2, 1, 4, 1, 2 }, { 1, 2, 3, 3, 2, 2, 4, 1, 2, 5, false, 3 },
  { false, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1 }, { 1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1 } }

local TestAlpha = {}
_G.TestAlpha = TestAlpha

function TestAlpha.test_published_example()
  for level, alpha in pairs { nominal = .743, ordinal = .815, interval = .849, ratio = .797 } do
    local r = balassa.alpha(four, { level = level, reps = 99 })
    lu.assertAlmostEquals(r.alpha, alpha, .0005)
    lu.assertEquals({ r.n, r.units, r.groups[1].single, r.level }, { 40, 11, 1, level })
    lu.assertTrue(r.low <= r.alpha and r.alpha <= r.high)
  end
  lu.assertEquals(balassa.alpha(four, { reps = 99 }).level, "interval") -- numbers
end

-- The same data in the other form: letters whose order is told.
function TestAlpha.test_items_and_order()
  local items, letter = {}, { "a", "b", "c", "d", "e" }
  for c, row in ipairs(four) do
    for u, v in pairs(row) do
      if v then items[#items + 1] = { unit = "u" .. u, coder = c, value = letter[v] } end
    end
  end
  lu.assertAlmostEquals(balassa.alpha(items, { reps = 99 }).alpha, .743, .0005) -- texts: nominal
  lu.assertAlmostEquals(balassa.alpha(items, { level = "ordinal", order = letter, reps = 99 }).alpha, .815, .0005)
  lu.assertEquals(message_of(balassa.alpha, items, { level = "ratio" }),
    "alpha at the ratio level needs numbers, or their order: the value '" .. items[1].value ..
    "' of value is none; give order = { \"lowest\", ... }, or level = \"nominal\"")
  lu.assertEquals(message_of(balassa.alpha, items, { order = { "b", "a", "c", "d" } }),
    "alpha: the option 'order' does not list the value 'e' of value")
end

-- By hand, the stances of t/data/freedonia/codings.csv: units (m n m) (n n m) (m m m) (m i n), m 7,
-- n 4, i 1 of 12. Disagreeing ordered pairs over m - 1: 4/2 + 4/2 + 0 + 6/2 = 7, D_o = 7/12.
-- D_e = (144 - 49 - 16 - 1) / (12 * 11) = 78/132.
function TestAlpha.test_a_study()
  local r = balassa.alpha(study, { reps = 199 })
  lu.assertEquals({ r.groups[1].name, r.groups[2].name, r.groups[3].name }, { "rung", "stance", "date" })
  lu.assertAlmostEquals(r.groups.stance.alpha, 1 - (7 / 12) / (78 / 132), 1e-12)
  lu.assertEquals({ r.groups.rung.level, r.groups.stance.level, r.groups.date.level },
    { "ordinal", "nominal", "interval" })
  lu.assertEquals(table.concat(r.coders, " "), "gloria pinkerton vera")
  lu.assertEquals({ r.groups.date.units, r.groups.date.n, r.groups.date.alpha, r.groups.date.low }, { 1, 2, 0, nil })
  lu.assertStrContains(tostring(r), "  date          0.000  none: one unit    interval      1       2\n")
  local lines = {}
  for line in r:csv():gmatch "[^\n]+" do lines[#lines + 1] = line end
  lu.assertEquals(lines[1], "name,alpha,low,high,level,units,n,single,empty,distinct,observed,expected,why")
  lu.assertStrContains(lines[4], "date,0,,,interval,1,2,0,0,2,")
  lu.assertStrContains(r:json(), '"rows": [{"name": "rung", "alpha": ')
end

function TestAlpha.test_by()
  local rungs = study:records("codings", { field = "rung" })
  local by = balassa.alpha(rungs, { by = "basis", level = "nominal", reps = 99 })
  lu.assertEquals({ by.groups.stated.units, by.groups.inferred.units }, { 10, 2 })
  lu.assertEquals(by.groups.inferred.alpha, 1)
  local without = balassa.alpha(study, { field = "rung", by = "coder", reps = 99 })
  local two = balassa.alpha(study:records("codings", function(c) return c.coder ~= "gloria" and c.field == "rung" end),
    { reps = 99 })
  lu.assertEquals(without.groups["without gloria"].alpha, two.alpha)
  local fn = balassa.alpha(rungs, { by = function(e) return e.date:first() < "1994" and "early" or "late" end,
    reps = 99 })
  lu.assertEquals(fn.groups.early.units + fn.groups.late.units, 12)
  -- a score that tells fewer rungs apart; integration is 0 or 1
  local scored = balassa.alpha(rungs, { level = "interval", score = "integration", reps = 99 })
  lu.assertEquals(scored.groups.rung.distinct, 2)
end

function TestAlpha.test_undefined()
  local same = balassa.alpha({ { 2, 2, 2 }, { 2, 2 } }, {})
  lu.assertNil(same.groups[1].alpha)
  lu.assertEquals(same.why, "all 4 values are 2")
  lu.assertStrContains(tostring(same), "undefined  all 4 values are 2")
  lu.assertEquals(balassa.alpha({ { 1, 2 } }, {}).why, "no unit was coded twice")
end

function TestAlpha.test_one_seed_one_answer()
  local a, b = balassa.alpha(four, { seed = 3, reps = 499 }), balassa.alpha(four, { seed = 3, reps = 499 })
  lu.assertEquals(tostring(a), tostring(b))
  lu.assertNotEquals(balassa.alpha(four, { seed = 4, reps = 499 }):csv(), a:csv())
end

function TestAlpha.test_misuse()
  local cases = {
    { "alpha: unknown option 'levels'; did you mean 'level'?", four, { levels = 1 } },
    { "option 'level' is one of nominal, ordinal, interval, ratio, not 'ordina'; did you mean 'ordinal'?", four,
      { level = "ordina" } },
    { "option 'coverage' lies between 0 and 1, such as 0.95; it is 95", four, { coverage = 95 } },
    { "alpha needs a study with codings, some of study:records \"codings\", a list of rows (one a coder) or a list " ..
      "of { unit =, coder =, value = }, not 7", 7 },
    { "alpha: no coding is of the field 'rungs'; did you mean 'rung'?", study, { field = "rungs" } },
    { "alpha: by = basis takes one field at a time; give field = \"rung\", or another of rung, stance, date", study,
      { by = "basis" } },
    { "alpha: these records have no coder and no field; take study:records \"codings\", or some of them",
      study:events() },
    { "alpha: the study 'kazakhstan-1991-2010' has no codings of several coders; they stand in codings.csv, a row " ..
      "for each record, coder and field", assert(balassa.study "datasets/kazakhstan-1991-2010") },
    { "alpha: a codes the unit 1 twice",
      { { unit = 1, coder = "a", value = 1 }, { unit = 1, coder = "a", value = 2 } } },
  }
  for _, case in ipairs(cases) do lu.assertEquals(message_of(balassa.alpha, case[2], case[3]), case[1]) end
  lu.assertEquals(message_of(balassa.alpha, { { -1, 2 }, { 1, 2 } }, { level = "ratio" }),
    "a coded value is -1; at the ratio level there is nothing below 0")
end

os.exit(lu.LuaUnit.run())
