-- What misuse is told: the whole message, a row for each. (What bad data are told is in t/unit; the
-- messages that no test raises are listed by `make coverage`.)
local lu = require "luaunit"
local balassa = require "balassa"
local core = require "balassa.core"

local study = assert(balassa.study "t/data/freedonia")
local soup = balassa.series { start = "1998-01", values = { 0, 1, 0, false, 9, 10, 9, 1, 2, 1, 3, 2 }, name = "soup" }

local function series(interval, start, ...)
  return balassa.series { start = start, interval = interval, values = { ... } }
end

local function index(options)
  options.rule = "latest"
  options.score = options.score or "rank"
  return study:index(options)
end

local function what_if() return study:what_if "x" end

local cases = {
  { function() return balassa[1] end, "balassa has no field [1]" },
  { function() return study[1] end, "a study has no field [1]" },
  -- dates
  { function() return balassa.date "1998":within(1.5) end,
    'the other date is a date, a year or an EDTF string such as "1998-01", not 1.5' },
  { function() return balassa.date "1998":day "first" end,
    "a date has no rule 'first'; use earliest, midpoint or latest" },
  { function() return core.civil(1 << 60) end, "day 1152921504606846976 has no year here" },
  -- filters
  { function() return study:events { kind = 1 } end,
    "events.kind holds names, and is compared with one or a list of them, not 1" },
  { function() return study:events { date = 1.5 } end,
    'the date of a filter is a date, a year or an EDTF string such as "1998-01", not 1.5' },
  { function() return study:ladder { rank = "two" } end,
    "ladder.rank holds integers, and is compared with one, not two" },
  { function() return study:events { "speech" } end, "a filter has names of columns as its keys, not [1]" },
  { function() return study:events(1) end, "a filter is a table of conditions or a function, not 1" },
  -- indices
  { function() return index { score = { [1] = 2 } } end, "a score maps names of rungs to numbers, not [1] to 2" },
  { function() return index { score = { go_it_alone = "two" } } end,
    "a score maps names of rungs to numbers, not [go_it_alone] to two" },
  { function() return index { score = function() return "two" end } end,
    "the score function gave two for the rung 'go_it_alone'; it gives a number, or nil for none" },
  { function() return index { score = 1 } end,
    "option 'score' is a column of the ladder, a table or a function, not 1" },
  { function() return index { expiry = -1 } end, "option 'expiry' is a number of periods, not -1" },
  { function() return index { expiry = "x" } end, "option 'expiry' is a whole number, not x" },
  { function() return index { half_life = 3 } end, "options 'half_life' and 'total' go with the rule 'decay'" },
  { function() return index { of = 1 } end, "option 'of' is a set of records, such as study:events(), not 1" },
  { function() return index { of = study:ladder() } end, "ladder have no dates to make an index of" },
  { function() return study:index { rule = 1 } end, "option 'rule' is a string, not 1" },
  { function() return study:codings "events" end, "only phases and crises have codings, not 'events'" },
  -- series
  { function() return soup:at(balassa.date "1998/..") end,
    "a period has a first and a last day, and this date is open" },
  { function() return series("month", "1998-01", "x") end,
    "value 1 is x; a series holds numbers, and false where it has a gap" },
  { function() return series("month", "1998-01", 1 / 0) end, "value 1 is infinite; a series holds finite numbers" },
  { function() return balassa.series { start = "1998-01", values = 1 } end,
    "balassa.series needs values: a list of numbers, false for a gap" },
  { function() return series("month", "1998-01") end, "a series has from 1 to 100000000 periods, not 0" },
  { function() return index { from = "Y-900000", to = "Y90000000" } end,
    "a series has from 1 to 100000000 periods, not 1090800012" },
  { function() return soup:rolling_mean(0) end,
    "a rolling mean is over at least 1 period, wants at least 1 value, and has at least 0 periods ahead" },
  { function() return soup:rolling_mean(3, { least = 4 }) end,
    "a rolling mean over 3 periods can want from 1 to 3 values, not 4" },
  { function() return soup:map(function() return "x" end) end,
    "the function gave x at 1998-01; it gives a finite number, or nil for a gap" },
  { function() return balassa.align(soup, soup, { join = "left" }) end,
    "option 'join' is \"inner\" or \"outer\", not 'left'" },
  { function() return balassa.align(soup, series("year", "1998", 1)) end,
    "one series is by month and the other by year; bring them to one interval with :aggregate() or :repeat_to()" },
  { function() return balassa.align(soup, series("month", "2008-01", 1)) end,
    'the two series have no period in common; join = "outer" keeps both with gaps' },
  { function() return soup:period(99) end, "the series has periods 1 to 12, and no period 99" },
  { function() return soup + 1 / 0 end, "a series can be combined with a finite number only" },
  { function() return soup:diff(0) end, "a difference looks at least 1 period back, not 0" },
  { function() return soup:above(0 / 0) end, "a series cannot be compared with NaN" },
  { function() return series("month", "1998-01", 1, false):standardise() end,
    "standardising needs at least 2 values, and there is 1" },
  { function() return series("month", "1998-01", 1, 1):standardise() end,
    "a constant series (all 1) cannot be standardised" },
  -- events against windows
  { function() return balassa.contrast(soup, { "2008-01/2008-02" }) end,
    "the window '2008-01/2008-02' (2008-01/2008-02) covers no month of the series" },
  { function() return balassa.epochs(soup, { "1998-05" }, { before = 100000, after = 1 }) end,
    "before and after are at most 2000" },
  { function() return balassa.coincidence(study:events(), study:crises "chart",
    { period = "Y-900000000/Y900000000", interval = "day" }) end,
    "a period has at most 100000000 days here, not 657436500366" },
  -- what goes to gnuplot
  { function() return core.draw { 1 } end, "draw: a figure is a table, not number" },
  { function() return core.draw { { base = "a\0b", script = "", title = "", description = "" } } end,
    "draw: a figure's base cannot hold a NUL" },
  { function() return core.draw { {} } end, "draw: a figure's base is a string, not nil" },
  { function() return core.terminal("", 1, 1) end,
    "terminal: a drawing has 20 to 1000 columns and 8 to 1000 rows, not 1 by 1" },
  -- what-ifs
  { function() return what_if():drop "nothing" end, "the study has no record 'nothing'" },
  { function() return what_if():recode("inaugural-1990", {}) end,
    "nothing is recoded: name a field and its new value" },
  { function() return what_if():recode("inaugural-1990", { label = true }) end,
    "'label' cannot be true; false makes the cell empty" },
  { function() return what_if():recode("inaugural-1990", { label = "a\0b" }) end, "'label' holds a NUL byte" },
  { function() return what_if():recode("inaugural-1990", { "x" }) end,
    "an edit takes fields by their names, and got [1]" },
  { function() return what_if():recode("inaugural-1990", { id = "y" }) end,
    "'id' names the record and stays; drop the record, and add it under another" },
  { function() return what_if():redate "inaugural-1990" end, 'a record is given a new date: redate(id, "1998-08")' },
  { function() return what_if():restrict {} end, "name what to restrict to: a period, kinds, actors ..." },
  { function() return what_if():restrict { period = "soup" } end,
    "'period': soup is no date: write it as 2003, 2003-02, 2003-02-19 or 1998-12-22/1998-12-23" },
  { function() return what_if():use_score {} end, "name a column of the ladder, or the scores of rungs" },
  { function() return what_if():merge_crises { "a" } end, "a merge takes a list of at least two ids" },
  { function() return what_if():merge_crises { 1, 2 } end, "a merge takes a list of ids, not of 1" },
  -- options, and what stands in their place
  { function() return balassa.contrast(soup, study:crises "chart", 1) end,
    "contrast takes its options as a table, not a number" },
  { function() return balassa.series { 1, start = "1998", values = { 1 } } end,
    "balassa.series takes named options only, and got [1]" },
  { function() return balassa.contrast(series("month", "1998-01", 1, 2, false), { "1998-03" }) end,
    "the series has no value inside the windows" },
  { function() return balassa.contrast(series("month", "1998-01", false, false, 1), { "1998-03" }) end,
    "the series has no value outside the windows" },
  { function() return balassa.segments(soup, { most = 0 }) end,
    "most, the largest number of segments tried, is at least 1" },
  { function()
    local x = series("month", "1998-01", 1, 2, 4, 3, 5, 7)
    return balassa.regress(series("month", "1998-01", 0, 0, 0, 0, 0, 0), { x = x }, { model = "poisson" })
  end, "the series has no event in the 6 periods used" },
  -- windows and restrictions of what-ifs
  { function() return what_if():move_crisis("flood", {}) end,
    "a move has from, to, or both; or else by, in months" },
  { function() return what_if():move_crisis("flood", { from = "1990", by = 3 }) end,
    "a move has from, to, or both; or else by, in months" },
  { function() return what_if():move_crisis("flood", { by = "x" }) end, "'by' is a number of months, not 'x'" },
  { function() return what_if():move_crisis("flood", { from = "x" }) end,
    "'from': x is no date: write it as 2003, 2003-02, 2003-02-19 or 1998-12-22/1998-12-23" },
  { function() return what_if():resize_crisis("flood", {}) end, "'months' is a number of months, not ''" },
  { function() return what_if():resize_crisis("flood", { months = 3, keep = "middle" }) end,
    "'keep' is start or end, not 'middle'" },
  { function() return what_if():merge_crises({ "flood", "flood" }, { id = "x" }) end,
    "'flood' cannot be merged with itself" },
  { function() return what_if():restrict { kind = { "speech;x" } } end,
    "'kind' is a list of names without ';' in them, not speech;x" },
  { function() return what_if():restrict { date = "1990" } end,
    "events are restricted by names, and 'date' is a date" },
  { function() return what_if():restrict { period = "1990-01-01/1990-01-02" } end, "no event would be left" },
  { function() return what_if():use_score { go_it_alone = "two" } end,
    "the score of 'go_it_alone' is a number, not 'two'" },
}

local TestMessages = {}
_G.TestMessages = TestMessages

for i, case in ipairs(cases) do
  TestMessages[("test_%02d"):format(i)] = function()
    local ok, message = pcall(case[1])
    lu.assertFalse(ok, case[2])
    lu.assertEquals((message:gsub("^[^:]*test_messages%.lua:%d+: ", "")), case[2])
  end
end

os.exit(lu.LuaUnit.run())
