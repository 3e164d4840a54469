-- The first study: its shape as the paper has it, and its main test against an independent
-- recomputation (t/data/claim-1.py, in Python, by brute force over every placement).
local lu = require "luaunit"
local balassa = require "balassa"

local study = assert(balassa.study "datasets/kazakhstan-1991-2010")

local TestPaper = {}
_G.TestPaper = TestPaper

local function ids(records)
  return table.concat(records:ids(), " ")
end

function TestPaper.test_the_ladder_has_the_rungs_of_chart_1()
  lu.assertEquals(ids(study:ladder()), "multi_directional diversification free_trade_area customs_union " ..
    "single_economic_space currency_union economic_union full_union")
end

function TestPaper.test_two_boxes_were_not_implemented()
  lu.assertEquals(ids(study:positions { status = "not_implemented" }),
    "eurasian-union-initiative eurasian-economic-union-initiative")
  lu.assertEquals(#study:positions(), 10)
end

function TestPaper.test_codings()
  lu.assertEquals(study:codings "crises", { "chart2", "section4" })
  lu.assertEquals(study:codings "phases", { "section3", "section5" })
  for _, coding in ipairs(study:codings "crises") do
    lu.assertEquals(ids(study:crises(coding)), "ussr-breakup russia-1998 global-2008")
  end
  local spans = {}
  for i, crisis in ipairs(study:crises "chart2") do
    spans[i] = tostring(crisis.span)
  end
  lu.assertEquals(spans, { "1991/1995", "1997/1999", "2007/2009" })
end

-- What is inferred is marked, and says why.
function TestPaper.test_inferred_values_have_a_note()
  for _, name in ipairs { "events", "positions" } do
    for _, record in ipairs(study:records(name)) do
      lu.assertEquals(record.basis == "inferred", #record.inferred > 0, record.origin)
      lu.assertTrue(record.basis == "stated" or record.note ~= nil, record.origin)
    end
  end
end

-- Values at their source: EIA (Brent, July 2008), World Bank (GDP growth), Penn World Table (rates).
function TestPaper.test_indicators()
  lu.assertEquals(study:indicator "brent":at "2008-07", 132.72)
  lu.assertAlmostEquals(study:indicator "kaz-gdp-growth":at "2009", 1.2, 0.05)
  lu.assertAlmostEquals(study:indicator "kaz-gdp-growth":at "1998", -1.9, 0.05)
  lu.assertAlmostEquals(study:indicator "kzt-per-usd":at "1999", 119.52, 0.005)
  lu.assertAlmostEquals(study:indicator "rub-per-usd":at "1998", 9.71, 0.005)
  lu.assertAlmostEquals(study:indicator "rus-cpi":at "1999", 85.75, 0.005)
end

-- Phases of rule: months in crisis where a series says so (codebook, coding `indicator`).
function TestPaper.test_crises_from_an_indicator()
  local growth = study:indicator "kaz-gdp-growth":repeat_to "month":between("1992", "2010-12")
  local spans = {}
  for i, run in ipairs(growth:below(0):runs()) do
    spans[i] = tostring(run.span)
  end
  lu.assertEquals(spans, { "1992-01/1995-12", "1998-01/1998-12" })
end

function TestPaper.test_main_claim_against_python()
  local n = 0
  for line in io.lines "t/data/claim-1.csv" do
    local crises, null, date, score, seen, estimate, p, floor, placements = table.unpack((function()
      local cells = {}
      for cell in line:gmatch "[^,]+" do
        cells[#cells + 1] = cell
      end
      return cells
    end)())
    if crises ~= "crises" then
      local index = study:index { rule = "latest", score = score, date = date }
      local r = balassa.contrast(index, study:crises(crises), { null = null })
      lu.assertStrContains(index.how, seen .. " of ")
      lu.assertAlmostEquals(r.estimate, tonumber(estimate), 1e-12)
      lu.assertAlmostEquals(r.p, tonumber(p), 1e-12)
      lu.assertAlmostEquals(r.floor, tonumber(floor), 1e-12)
      lu.assertEquals(r.placements - r.undefined, tonumber(placements))
      n = n + 1
    end
  end
  lu.assertEquals(n, 7)
end

os.exit(lu.LuaUnit.run())
