-- Series in Lua. The arithmetic itself is tested in t/unit/test_series.c; here: its Lua face.
local lu = require "luaunit"
local balassa = require "balassa"

local message_of = require "check".message_of

local function series(values, options)
  options = options or {}
  return balassa.series { start = options.start or "1998-11", interval = options.interval or "month",
    values = values, name = "soup" }
end

local TestSeries = {}
_G.TestSeries = TestSeries

function TestSeries.test_reading()
  local s = series { 1, 2, false, 4 }
  lu.assertEquals(#s, 4)
  lu.assertEquals(s[2], 2)
  lu.assertNil(s[3])
  lu.assertNil(s[5])
  lu.assertEquals(s:at "1999-02", 4)
  lu.assertNil(s:at "1999-01")
  lu.assertEquals(tostring(s:period(3)), "1999-01")
  lu.assertEquals(s:values(), { 1, 2, false, 4 })
  lu.assertEquals(s:day(1), 10531) -- 1998-11-01: Python's date.toordinal() less that of 1970-01-01
  local seen = {}
  for period, value in s:each() do
    seen[#seen + 1] = period .. "=" .. tostring(value)
  end
  lu.assertEquals(seen, { "1998-11=1.0", "1998-12=2.0", "1999-01=nil", "1999-02=4.0" })
  lu.assertEquals({ s.interval, s.n, s.name, s.unit, s.how }, { "month", 4, "soup", "", "given" })
end

function TestSeries.test_operators()
  local s = series { 1, 2, false, 4 }
  lu.assertEquals((s + s):values(), { 2, 4, false, 8 })
  lu.assertEquals((10 - s):values(), { 9, 8, false, 6 })
  lu.assertEquals((s / 2):values(), { 0.5, 1, false, 2 })
  lu.assertEquals((-s):values(), { -1, -2, false, -4 })
  lu.assertEquals((s ^ 2):values(), { 1, 4, false, 16 })
  lu.assertEquals((s * s - s).how, "given | * (given) | - (given)")
end

function TestSeries.test_methods()
  local s = series { 1, 2, false, 4, 6 }
  lu.assertEquals(s:lag():values(), { false, 1, 2, false, 4 })
  lu.assertEquals(s:lead(2):values(), { false, 4, 6, false, false })
  lu.assertEquals(s:diff():values(), { false, 1, false, false, 2 })
  lu.assertEquals(s:rolling_mean(2, { least = 1 }):values(), { 1, 1.5, 2, 4, 5 })
  lu.assertEquals(s:rolling_mean(3, { least = 2, ahead = 1 }):values(), { 1.5, 1.5, 3, 5, 5 })
  lu.assertEquals(s:between("1998-12", "1999-01"):values(), { 2, false })
  lu.assertEquals(s:aggregate("year", { how = "sum", partial = true }):values(), { 3, 10 })
  lu.assertEquals(s:aggregate "year":values(), { false, false })
  lu.assertEquals(s:above(1.5):values(), { 0, 1, false, 1, 1 })
  lu.assertEquals(s:map(function(v, period) return period < "1999" and v * 10 or nil end):values(),
    { 10, 20, false, false, false })
  lu.assertEquals(s:mean(), 3.25)
  lu.assertEquals(s:summary().median, 3)
  lu.assertEquals(s:gaps(), 1)
end

function TestSeries.test_runs()
  local runs = series({ 0, 1, 1, false, 1, 0, 1 }):runs()
  local spans = {}
  for i, run in ipairs(runs) do
    spans[i] = tostring(run.span)
  end
  lu.assertEquals(spans, { "1998-12/1999-01", "1999-03", "1999-05" })
end

function TestSeries.test_align()
  local a, b = series { 1, 2, 3 }, series({ 5, 6 }, { start = "1998-12" })
  local x, y = balassa.align(a, b)
  lu.assertEquals({ x:values(), y:values() }, { { 2, 3 }, { 5, 6 } })
  x, y = balassa.align(a, series({ 5, 6 }, { start = "1999-01" }), { join = "outer" })
  lu.assertEquals({ x:values(), y:values() }, { { 1, 2, 3, false }, { false, false, 5, 6 } })
end

function TestSeries.test_errors()
  local s = series { 1, 2, 0 }
  local cases = {
    { "1 / 0 at 1999-01 is not a finite number", function() return 1 / s end },
    { "one series runs from 1998-11 to 1999-01 and the other from 1998-12 to 1999-02; bring them to one range " ..
      "with balassa.align(a, b), :between() or :reach()", function() return s + series({ 1, 2, 3 },
        { start = "1998-12" }) end },
    { "a series can be combined with a series or a number, not with x", function() return s + "x" end },
    { "1998 covers more than one month; name one, or use :between()", function() return s:at "1998" end },
    { "2001-01 lies outside the series, which runs from 1998-11 to 1999-01", function() return s:at "2001-01" end },
    { "a series has no field 'lagg'; did you mean 'lag'?", function() return s.lagg end },
    { "a series cannot be changed", function() s[1] = 2 end },
    { "balassa.series: unknown option 'value'; did you mean 'values'?",
      function() return balassa.series { start = "1998", value = {} } end },
    { "value 2 is infinite; a series holds finite numbers", function() return series { 1, math.huge } end },
    { "there is no interval 'yearly'; did you mean 'year'?", function() return s:aggregate "yearly" end },
    { "option 'how' cannot be 'geometric' (known: first, last, max, mean, min, sum)",
      function() return s:aggregate("year", { how = "geometric" }) end },
  }
  for _, case in ipairs(cases) do
    lu.assertEquals(message_of(case[2]), case[1])
  end
end

function TestSeries.test_many_short_lived_series_are_collected()
  collectgarbage()
  local s = series { 1, 2, 3 }:reach("1900", "2099") -- 2,400 months, 19 kB each
  local before = collectgarbage "count"
  for _ = 1, 5000 do
    s = (s:lag(1) - s:lag(1)):between("1900", "2099")
    s = s:reach("1900", "2099")
  end
  collectgarbage()
  lu.assertTrue(collectgarbage "count" - before < 1000)
end

local TestIndicator = {}
_G.TestIndicator = TestIndicator

function TestIndicator.test_intervals_and_gaps()
  local study = assert(balassa.study "t/data/freedonia")
  local herring = study:indicator "herring"
  lu.assertEquals(herring.interval, "month")
  lu.assertEquals(herring.unit, "crowns a barrel")
  lu.assertEquals(herring:at "1990-02", 20.5)
  lu.assertNil(herring:at "1992-03") -- no row
  lu.assertNil(herring:at "1992-04") -- an empty value
  lu.assertEquals(study:indicator "customs".interval, "quarter")
  lu.assertEquals(study:indicator "growth".interval, "year")
end

os.exit(lu.LuaUnit.run())
