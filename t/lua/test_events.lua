-- balassa.rate_ratio, epochs, coincidence and lead_lag in Lua: dates of every kind, printing, errors,
-- charts. The numbers of the kernels are tested in t/unit; the small ones here are by hand or R's.
local lu = require "luaunit"
local balassa = require "balassa"

local message_of = require "check".message_of

local TestEvents = {}
_G.TestEvents = TestEvents

-- Eleven events in 800 days, 21 in the 3,011 after them: poisson.test(c(11, 21), c(800, 3011)) in R
-- gives p = 0.07967, ratio 1.971488, 95 % 0.8584264 to 4.2772659. 2000-01-01 + 800 days is
-- 2002-03-11, + 3,811 days 2010-06-08.
local function many()
  local list = {}
  for i = 1, 11 do list[i] = "2000-02" end
  for _ = 1, 21 do list[#list + 1] = "2005-06-07" end
  return list
end

function TestEvents.test_rate_ratio_has_the_numbers_of_r()
  local r = balassa.rate_ratio(many(), { "2000-01-01/2002-03-10" }, { period = "2000-01-01/2010-06-07" })
  lu.assertEquals({ r.n_in, r.days_in, r.n_out, r.days_out }, { 11, 800, 21, 3011 })
  lu.assertAlmostEquals(r.p, 0.0796686330333295, 1e-13)
  lu.assertAlmostEquals(r.ratio, 1.9714880952381, 1e-12)
  lu.assertAlmostEquals(r.low, 0.858426403391639, 1e-10)
  lu.assertAlmostEquals(r.high, 4.27726594365407, 1e-9)
end

-- January has 31 of the 59 days; of three events one has no day, one is outside, one inside. The
-- interval across the edge, 29 January to 5 February, has its middle on 1 February.
function TestEvents.test_rate_ratio_says_what_it_left_out()
  local r = balassa.rate_ratio({ "2001-01", "../2001", "2003", "2001-01-29/2001-02-05" }, { "2001-01" },
    { period = "2001-01/2001-02" })
  lu.assertEquals({ r.n_in, r.n_out, r.undated, r.outside, r.across, r.days_in, r.days_out }, { 1, 1, 1, 1, 1, 31, 28 })
  lu.assertStrContains(tostring(r), [[
rate ratio of 4 events and 1 window
  ratio     0.9032  (1 event in 31 days inside, 1 in 28 outside)]])
  lu.assertStrContains(tostring(r), "dropped   1 without a day, 1 outside 2001-01/2001-02")
  lu.assertStrContains(tostring(r), "midpoint of an uncertain date; it decides for 1 date across a window's edge")
  r = balassa.rate_ratio({ "2001-01", "2001-01-29/2001-02-05" }, { "2001-01" }, { period = "2001-01/2001-02",
    date = "earliest" })
  lu.assertEquals({ r.n_in, r.n_out, r.ratio, r.high }, { 2, 0, math.huge, math.huge })
  lu.assertStrContains(tostring(r), "infinite")
end

function TestEvents.test_of_a_study()
  local study = assert(balassa.study "t/data/freedonia")
  local r = balassa.rate_ratio(study:events(), study:crises "chart")
  lu.assertEquals(r.period, study.period)
  lu.assertEquals(r.n + r.undated + r.outside, #study:events())
  lu.assertEquals(r.days_in + r.days_out, study.period:day "latest" - study.period:day "earliest" + 1)
  local c = balassa.coincidence(study:events(), study:crises "chart")
  lu.assertEquals(c.n + c.undated + c.outside, #study:events())
  lu.assertEquals(c.keys, 3)
end

-- t/unit/test_epochs.c, one_peak_by_hand: one date of eight, three placements reach as much.
local peak = balassa.series { start = "1998-01", values = { 0, 0, 0, 0, 1, 0, 0, 0, 0, 0 }, name = "soup" }

function TestEvents.test_epochs_by_hand()
  local r = balassa.epochs(peak, { "1998-05-17" }, { before = 1, after = 1, alternative = "greater" })
  lu.assertEquals({ r.p, r.floor, r.peak, r.placements, r.exact }, { 0.375, 0.375, 0, 8, true })
  lu.assertEquals(#r.lags, 3)
  lu.assertEquals(r.lags[2].p, 0.125)
  lu.assertAlmostEquals(r.lags[2].mean, 0.9 / math.sqrt(0.1), 1e-12)
  lu.assertEquals(tostring(r), [[
superposed epochs of soup around 1 key date
  peak     2.846 sd from the mean, the month of the key date
  p        0.375  (one-sided: higher around the key dates, all 3 lags together; exact over 8 placements)
  floor    0.375  (the smallest p this design could have given: it cannot reach 0.05)
  band     95 %, simultaneous; outside it: no lag
  null     relocate: the key dates, each by itself, on any 8 open months of the series
  spacing  one key date has none
  lags     -1 to 1 months around 1 key date
  dropped  none
  gaps     none
  date     earliest day of a key date that is a span
  series   given]])
end

-- Two dates in one month count once; a span stands for its first day, or for another by `date`.
function TestEvents.test_epochs_reads_key_dates()
  local r = balassa.epochs(peak, { { span = "1998-05/1999" }, { date = balassa.date "1998-05-03" }, "2005", "../1998" },
    { before = 0, after = 0 })
  lu.assertEquals({ r.keys, r.merged, r.outside, r.undated }, { 1, 1, 1, 1 })
  lu.assertStrContains(tostring(r), "1 key dates without a day, 1 outside the series, 1 in the same month as another")
  lu.assertEquals(r.key_periods, { 5 })
  lu.assertEquals(balassa.epochs(peak, { "1998-03/1998-05" }, { date = "latest" , before = 0, after = 0 }).key_periods,
    { 5 })
end

-- A draw gives the same numbers for the same seed, and says how it was made.
function TestEvents.test_draws()
  local values, keys = {}, {}
  for t = 1, 240 do values[t] = t * t * 31 % 97 end
  for j = 1, 30 do keys[j] = string.format("%d-%02d", 1991 + j // 2, 1 + 5 * (j % 2)) end
  local s = balassa.series { start = "1991-01", values = values }
  local a, b = balassa.epochs(s, keys, { reps = 999 }), balassa.epochs(s, keys, { reps = 999 })
  lu.assertEquals(a.p, b.p)
  lu.assertEquals(a.looked_at, 1000)
  lu.assertStrContains(tostring(a), "999 draws of")
  lu.assertStrContains(tostring(a), "seed 1; standard error")
  lu.assertTrue(a.p >= 0.001)
end

-- t/unit/test_coincidence.c, by_hand, with the ten periods as months.
function TestEvents.test_coincidence_by_hand()
  local r = balassa.coincidence({ "1998-10", "1998-04" }, { "1998-03" },
    { dt = 1, tau = 1, period = "1998-01/1998-10" })
  lu.assertEquals({ r.precursor_rate, r.precursor_p, r.trigger_rate, r.trigger_p }, { 0.5, 0.4, 1, 0.4 })
  lu.assertEquals({ r.precursor.hits, r.precursor.of, r.precursor.expected, r.precursor.floor }, { 1, 2, 0.2, 0.4 })
  lu.assertStrContains(tostring(r), "window     1 to 2 months after the key date (tau = 1, dt = 1)")
  -- In days: from 1 March, the 28th is 27 days later and April begins after 31.
  local function days(dt)
    return balassa.coincidence({ "1998-03-28", "1998-04-01" }, { "1998-03" }, { dt = dt, interval = "day",
      period = "1998" }).precursor.hits
  end
  lu.assertEquals({ days(26), days(27), days(30), days(31) }, { 0, 1, 1, 2 })
end

-- x is y of three months ago: x follows, and the peak is at +3.
function TestEvents.test_lead_lag_sign()
  local x, y = {}, {}
  for t = 1, 40 do y[t] = t * t * 7 % 23 end
  for t = 1, 40 do x[t] = y[(t + 36) % 40 + 1] end
  x = balassa.series { start = "1998-01", values = x, name = "talk" }
  y = balassa.series { start = "1998-01", values = y, name = "oil" }
  local r = balassa.lead_lag(x, y, { lags = 5, order = 0 })
  lu.assertEquals(r.peak, 3)
  lu.assertStrContains(tostring(r), "talk follows oil by 3 months")
  lu.assertStrContains(tostring(r), "sign     positive lag: talk follows oil")
  lu.assertStrContains(tostring(balassa.lead_lag(y, x, { lags = 5, order = 0 })), "oil leads talk by 3 months")
end

-- Windows stand for a series of 1 and 0; ends without values of both are left out.
function TestEvents.test_lead_lag_with_windows()
  local values = { false, 1, 2, 1, 5, 6, 7, 5, 2, 1, 2, 1 }
  local s = balassa.series { start = "1998-01", values = values }
  local flags = balassa.series { start = "1998-01", values = { 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0 } }
  local a = balassa.lead_lag(s, { "1998-05/1998-08" }, { lags = 3, order = 1 })
  local b = balassa.lead_lag(s, flags, { lags = 3, order = 1 })
  lu.assertEquals(a.r, b.r)
  lu.assertEquals({ a.peak, a.dropped, a.periods, a.ar_order }, { b.peak, 1, 11, 1 })
  local year = balassa.series { start = "1998", interval = "year", values = { 1, 3, 2, 5, 4 } }
  lu.assertEquals(balassa.lead_lag(year, { "2000/2001" }, { lags = 1, order = 0 }).periods, 5)
  local quarter = year:repeat_to "quarter"
  lu.assertEquals(balassa.lead_lag(quarter, { "2000/2001" }, { lags = 1, order = 0 }).periods, 20)
end

function TestEvents.test_errors()
  local study = assert(balassa.study "t/data/freedonia")
  local other = balassa.series { start = "1998-01", values = { 1, 2, 1, 3, 1, 2, 4, 1, 2, 1 } }
  local cases = {
    { "rate_ratio: unknown option 'dat'; did you mean 'date'?", "rate_ratio", {}, {}, { dat = 1 } },
    { "option 'date' cannot be 'earlist'; did you mean 'earliest'?", "rate_ratio", {}, {}, { date = "earlist" } },
    { "rate_ratio needs period = \"1991/2010\": what it was given is from no study", "rate_ratio", { "1998" },
      { "1998" } },
    { "rate_ratio needs a period with both ends, not '1991/..'", "rate_ratio", { "1998" }, { "1998" },
      { period = "1991/.." } },
    { "events are a set of records, or a list of records, dates or strings such as \"1998-08\", not nil",
      "rate_ratio", nil, { "1998" }, { period = "1998" } },
    { "events: item 1 is 1998, and no record, date or string such as \"1998-08\"", "rate_ratio", { 1998 },
      { "1998" }, { period = "1998" } },
    { "the window '2001' (2001) covers no day of 1998", "rate_ratio", { "1998" }, { "2001" }, { period = "1998" } },
    { "the windows '1998-01' (1998-01) and '1998-01-09' (1998-01-09) overlap; choose one coding, or merge them",
      "rate_ratio", { "1998" }, { "1998-01", "1998-01-09" }, { period = "1998" } },
    { "windows: there is none", "rate_ratio", { "1998" }, {}, { period = "1998" } },
    { "there is no time outside the windows to count events in", "rate_ratio", { "1998" }, { "1998" },
      { period = "1998" } },
    { "there is no event to count, inside or outside the windows", "rate_ratio", {}, { "1998-02" },
      { period = "1998" } },
    { "the level of an interval lies between 0 and 1, not at 95", "rate_ratio", { "1998" }, { "1998-02" },
      { period = "1998", level = 95 } },
    { "epochs needs a series, such as study:index{...}, not nil", "epochs", nil, { "1998" } },
    { "epochs: no key date lies within the series", "epochs", peak, { "2005" } },
    { "option 'null' cannot be 'shft'; did you mean 'shift'?", "epochs", peak, { "1998" }, { null = "shft" } },
    { "option 'before' is a whole number from 0 to 1000000000, not -1", "epochs", peak, { "1998" }, { before = -1 } },
    { "before and after are at most 2000, and less than the 10 periods of the series", "epochs", peak, { "1998" } },
    { "the memory of a series is a correlation between -1 and 1, such as 0.9, not 2", "epochs", peak, { "1998" },
      { before = 1, after = 1, memory = 2 } },
    { "option 'reps' is a whole number from 1 to 1000000000, not 0", "epochs", peak, { "1998" }, { reps = 0 } },
    { "there is no event to coincide with the key dates", "coincidence", {}, { "1998" }, { period = "1998/1999" } },
    { "coincidence: no key date lies within 1998", "coincidence", { "1998" }, {}, { period = "1998" } },
    { "dt and tau are shorter than the 12 periods of the study", "coincidence", { "1998" }, { "1998" },
      { period = "1998" } },
    { "option 'interval' cannot be 'mnth'; did you mean 'month'?", "coincidence", { "1998" }, { "1998" },
      { period = "1998", interval = "mnth" } },
    { "lead_lag needs another series, or windows", "lead_lag", peak, nil },
    { "the window '2005' (2005) covers no month of the series", "lead_lag", peak, { "2005" } },
    { "option 'lags' is less than the 10 periods, not 24", "lead_lag", peak, other },
    { "lead_lag: the two series have no period with a value of both", "lead_lag", peak,
      balassa.series { start = "1998-01", values = { false, false, false } } },
    { "the windows 'The flood' (1991/1991) and 'The flood' (1991-03/1992-02) overlap; choose one coding, or " ..
      "merge them", "rate_ratio", study:events(), study:crises() },
  }
  for _, case in ipairs(cases) do
    lu.assertEquals(message_of(balassa[case[2]], table.unpack(case, 3, 5)), case[1])
  end
end

-- Every kind has a chart, with the words that it is read by.
function TestEvents.test_charts()
  local study = assert(balassa.study "t/data/freedonia")
  local crises, index = study:crises "chart", study:index {}
  local cases = {
    { balassa.rate_ratio(study:events(), crises), "Events so far", "Do events come more often inside the windows" },
    { balassa.epochs(index, crises, { before = 6, after = 6 }), " simultaneous band", "Mean around the key dates" },
    { balassa.epochs(index, crises, { before = 6, after = 6, alternative = "less" }), " simultaneous band" },
    { balassa.coincidence(study:events(), crises), "Key dates", "Time after a key date" },
    { balassa.lead_lag(index, crises, { lags = 6 }), " band for all lags together", "Correlation" },
  }
  for _, case in ipairs(cases) do
    local script = case[1]:chart {}:script()
    for i = 2, #case do lu.assertStrContains(script, case[i]) end
    lu.assertStrContains(case[1]:chart { title = "Soup" }:script(), "Soup")
    lu.assertStrContains(message_of(function() case[1]:chart { titel = "" } end), "did you mean 'title'?")
  end
end

os.exit(lu.LuaUnit.run())
