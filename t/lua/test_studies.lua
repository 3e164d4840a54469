-- The main numbers of the studies that are no one's here, against independent scripts in Python
-- (t/data/studies), and what their tables promise.
local lu = require "luaunit"
local balassa = require "balassa"
local raw = balassa.raw

local function expected(name)
  return raw.records(raw.text(assert(raw.read("t/data/studies/" .. name .. ".csv"))))
end

local function near(got, want, what)
  want = tonumber(want)
  lu.assertTrue(math.abs(got - want) <= 1e-9 * math.max(1, math.abs(want)), ("%s: %s, not %s"):format(what, got, want))
end

-- Trade agreements --------------------------------------------------------------------------------

local TestTreaties = {}
_G.TestTreaties = TestTreaties

local treaties = assert(balassa.study "datasets/cis-treaties")

function TestTreaties.test_against_python()
  local n = 0
  for _, row in ipairs(expected "treaties") do
    local filter = {}
    if row.scope ~= "all" then filter.scope = row.scope end
    if row.size ~= "all" then filter.size = row.size end
    local to = row.crises == "either" and "2017-12" or "2010-12"
    local events, crises = treaties:events(filter), treaties:crises(row.crises)
    local r = balassa.rate_ratio(events, crises, { period = "1992-01/" .. to })
    for _, name in ipairs { "n", "n_in", "days_in", "days_out", "ratio", "low", "high", "p" } do
      near(r[name], row[name], row.crises .. " " .. name)
    end
    local count = treaties:index { rule = "count", of = events, from = "1992-01", to = to }
    near(balassa.contrast(count, crises).p, row.relocated, row.crises .. " relocated")
    n = n + 1
  end
  lu.assertEquals(n, 3)
end

-- Numbers of the collections are used once, and every agreement has at least one.
function TestTreaties.test_each_agreement_once()
  for _, source in ipairs { "huggo", "gptad", "desta" } do
    local seen = {}
    for _, e in ipairs(treaties:events()) do
      local number = e[source]
      lu.assertNil(number and seen[number], number)
      if number then seen[number] = e.id end
    end
  end
  for _, e in ipairs(treaties:events()) do
    lu.assertTrue((e.huggo or e.gptad or e.desta) ~= nil, e.id)
    lu.assertTrue(#e.actors >= 2, e.id)
  end
end

-- As the sources have them, and the sources are known to disagree.
function TestTreaties.test_known_agreements()
  local function says(id, date, ...)
    local e = treaties:event(id)
    lu.assertEquals({ tostring(e.date), e.huggo, e.gptad, e.desta }, { date, ... })
  end
  says("kaz-rus-1992", "1992-05-25", "KAZ-RUS[RSS]_1992O", nil, "546")
  says("commonwealth-of-independent-states-1994", "1994-04-15", "CMMNIS_1994O",
    "Commonwealth of Independent States (CIS) Free Trade Agreement", "244")
  says("eurasian-economic-union-2014", "2014-05-29", "ERSNEU_2014O", nil, "1040")
  lu.assertEquals(treaties:event "eurasian-economic-community-2000".note, "DESTA has 1999.")
end

os.exit(lu.LuaUnit.run())
