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

-- The UN General Debate ---------------------------------------------------------------------------

local TestUn = {}
_G.TestUn = TestUn

local un = assert(balassa.study "datasets/kazakhstan-un-1992-2012")
local integration = assert(balassa.dictionary "datasets/kazakhstan-un-1992-2012/dictionaries/integration.yml")

local function un_series(state, category)
  return balassa.scores(un:texts { speaker = state }, integration):series(category, { period = un.period })
end

local function un_windows(coding)
  if coding ~= "growth" then return un:crises(coding) end
  return un:indicator "kaz-gdp-growth":between(1992, 2012):below(0):runs()
end

-- Every word of 433 texts, and every match.
function TestUn.test_counts_against_python()
  local row_of, n = {}, 0
  for _, row in ipairs(balassa.scores(un:texts(), integration).texts) do row_of[row.id] = row end
  for line in io.lines "t/data/studies/un.csv" do
    local id, words, all, process, bodies, cooperation = line:match "^text,([^,]+),(%d+),(%d+),(%d+),(%d+),(%d+)$"
    if id then
      local row = row_of[id]
      lu.assertEquals({ row.words, row.count.integration, row.count["integration.process"],
        row.count["integration.bodies"], row.count.cooperation }, { tonumber(words), tonumber(all), tonumber(process),
        tonumber(bodies), tonumber(cooperation) }, id)
      n = n + 1
    end
  end
  lu.assertEquals(n, 433)
end

function TestUn.test_contrasts_against_python()
  local n = 0
  for line in io.lines "t/data/studies/un.csv" do
    local state, category, coding, estimate, p, floor, placements =
      line:match "^contrast,([^,]+),([^,]+),([^,]+),([^,]+),([^,]+),([^,]+),([^,]+)$"
    if state then
      local r = balassa.contrast(un_series(state, category), un_windows(coding))
      near(r.estimate, estimate, line)
      near(r.p, p, line)
      near(r.floor, floor, line)
      lu.assertEquals(r.placements - r.undefined, tonumber(placements))
      n = n + 1
    end
  end
  lu.assertEquals(n, 6)
end

function TestUn.test_difference_in_differences_against_python()
  local n = 0
  for line in io.lines "t/data/studies/un.csv" do
    local group, estimate, p, p_units, units = line:match "^did,([^,]+),([^,]+),([^,]+),([^,]+),([^,]+)$"
    if group then
      local against = {}
      for _, actor in ipairs(un:actors { group = group }) do
        if actor.id ~= "kazakhstan" then against[actor.id] = un_series(actor.id, "integration") end
      end
      local r = balassa.did(un_series("kazakhstan", "integration"), un:crises "chart2", { against = against })
      near(r.estimate, estimate, line)
      near(r.p, p, line)
      near(r.p_units, p_units, line)
      lu.assertEquals(r.units, tonumber(units))
      n = n + 1
    end
  end
  lu.assertEquals(n, 2)
end

-- The two codings that it shares with the first study are the same ones.
function TestUn.test_codings_of_the_paper()
  local first = assert(balassa.study "datasets/kazakhstan-1991-2010")
  for _, study in ipairs { un, treaties } do
    for _, coding in ipairs { "chart2", "section4" } do
      for i, crisis in ipairs(first:crises(coding)) do
        local mine = study:crises(coding)[i]
        lu.assertEquals({ mine.id, tostring(mine.span), mine.label },
          { crisis.id, tostring(crisis.span), crisis.label })
      end
    end
  end
end

-- The State of the Union ---------------------------------------------------------------------------

local TestSotu = {}
_G.TestSotu = TestSotu

local sotu = assert(balassa.study "datasets/us-state-of-the-union")
local dictionaries = {}
for _, name in ipairs { "economy", "unity" } do
  dictionaries[name] = assert(balassa.dictionary("datasets/us-state-of-the-union/dictionaries/" .. name .. ".yml"))
end

function TestSotu.test_counts_against_python()
  local corpus, row_of, n = balassa.corpus(sotu:texts()), {}, 0
  local economy, unity = balassa.scores(corpus, dictionaries.economy), balassa.scores(corpus, dictionaries.unity)
  for i, row in ipairs(economy.texts) do row_of[row.id] = { row, unity.texts[i] } end
  for line in io.lines "t/data/studies/sotu.csv" do
    local id, words, all, hardship, activity, united = line:match "^text,([^,]+),(%d+),(%d+),(%d+),(%d+),(%d+)$"
    if id then
      local row, other = table.unpack(row_of[id])
      lu.assertEquals({ row.words, row.count.economy, row.count["economy.hardship"], row.count["economy.activity"],
        other.count.unity },
        { tonumber(words), tonumber(all), tonumber(hardship), tonumber(activity), tonumber(united) }, id)
      n = n + 1
    end
  end
  lu.assertEquals(n, 245)
end

local function sotu_series(category, measure, delivery)
  local filter = { companion = false, delivery = delivery ~= "all" and delivery or nil }
  local y = balassa.scores(sotu:texts(filter), dictionaries[category:match "^[^.]*"]):series(category,
    { interval = "month", period = sotu.period })
  if measure == "detrended" then
    y = y - y:rolling_mean(121, { least = 1, ahead = 60 })
  elseif measure == "change" then
    local last
    y = y:map(function(v)
      local step = last and v - last
      last = v
      return step
    end)
  end
  return y:between("1855-01", "2024-12")
end

-- By shift exactly; by relocation within four standard errors of 20,000 draws there and 9,999 here.
function TestSotu.test_contrasts_against_numpy()
  local n, crises = 0, sotu:crises "after_peak"
  for line in io.lines "t/data/studies/sotu.csv" do
    local category, measure, delivery, values, inside, estimate, shift, relocate =
      line:match "^contrast,([^,]+),([^,]+),([^,]+),([^,]+),([^,]+),([^,]+),([^,]+),([^,]+)$"
    if category then
      local y = sotu_series(category, measure, delivery)
      local r = balassa.contrast(y, crises, { null = "shift" })
      lu.assertEquals({ r.n, r.n_in }, { tonumber(values), tonumber(inside) })
      near(r.estimate, estimate, line)
      near(r.p, shift, line)
      local p = tonumber(relocate)
      local drawn = balassa.contrast(y, crises, { reps = 9999 }).p
      lu.assertTrue(math.abs(drawn - p) < 4 * math.sqrt(p * (1 - p) * (1 / 20000 + 1 / 9999)), line .. " " .. drawn)
      n = n + 1
    end
  end
  lu.assertEquals(n, 7)
end

-- The windows are where the indicator is 1, but for the one month before the calendar.
function TestSotu.test_windows_are_those_of_the_indicator()
  local runs, crises = sotu:indicator "usrec":between("1855-01", "2024-12"):runs(), sotu:crises "after_peak"
  lu.assertEquals(#runs, #crises)
  for i, run in ipairs(runs) do
    lu.assertEquals({ run.span:first(), run.span:last() }, { crises[i].span:first(), crises[i].span:last() })
  end
end

-- Known beginnings, months after peaks (NBER): October 1873, August 1929, December 2007.
function TestSotu.test_known_recessions()
  local crises = sotu:crises "after_peak"
  for _, known in ipairs { "1873-11/1879-03", "1929-09/1933-03", "2008-01/2009-06", "2020-03/2020-04" } do
    local found = false
    for _, crisis in ipairs(crises) do found = found or tostring(crisis.span) == known end
    lu.assertTrue(found, known)
  end
end

os.exit(lu.LuaUnit.run())
