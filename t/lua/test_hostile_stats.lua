-- What a stranger's script may hand to the statistics of balassa.core, past the faces: each row is told what is
-- wrong with it, or has an answer, and does no harm. (Most of them crashed.)
local lu = require "luaunit"
local balassa = require "balassa"
local core = require "balassa.core"

local message_of = require "check".message_of

local function series(...) return balassa.series { start = "2000-01", values = { ... }, name = "y" } end

local function numbers(n, of)
  local list = {}
  for i = 1, n do list[i] = of(i) end
  return list
end

local function wave(i) return i * 7 % 5 + (i > 12 and 3 or 0) end

local y = series(table.unpack(numbers(24, wave)))
local far = series(table.unpack(numbers(24, function(i) return i % 2 == 0 and 1.7e308 or -1.7e308 end)))
local year = { balassa.date "2000" }
local huge, nan = 1 << 61, 0 / 0
local alike = { { 1, 2 }, { 2, 1 }, { 1, 1 }, { 2, 2 }, { 3, 1 }, { 1, 3 }, { 2, 3 }, { 3, 3 } }

-- A list of next to nothing whose length is 2^61, for Lua seeks its end by doubling.
local function hollow()
  local list = { 1, 1, nil, 1, 1, nil, nil, 1, 1 }
  for k = 4, 61 do list[1 << k] = 1 end
  return list
end

local function member(fields)
  local m = { series = y, windows = { { first = 2, last = 5 } }, estimate = "mean_difference",
    alternative = "two_sided" }
  for name, v in pairs(fields) do m[name] = v end
  return m
end

-- { function, its arguments, what it is told }
local told = {
  -- stats.c
  { "contrast", { y, year, {}, "abc" }, "table expected, got string" },
  { "contrast", { y, { {} }, {} }, "a window is a date, a year or an EDTF string such as \"1998-01\", not a table" },
  { "contrast", { y, hollow(), {} }, "not enough memory" },
  { "contrast", { far, year, { null = "permute", method = "dynamic" } },
    "the values of the series are too large to be summed" },
  { "contrast_reach", { far, year, { null = "shift" } }, "the values of the series are too large to be summed" },
  { "contrast_reach", { y, year, {}, 7 }, "table expected, got number" },
  { "check_series", { 1 }, "string expected, got no value" },
  { "check_options", { {}, { 12345, {} }, "f" }, "option 1 is a string, not 12345" },
  { "check_options", { {}, "abc", "f" }, "table expected, got string" },
  -- alpha
  { "alpha", { "abc", 2 }, "table expected, got string" },
  { "alpha", { { 1, 2 }, 2 }, "unit 1 is a table, not 1" },
  { "alpha", { { { "1", 2 } }, 2 }, "the value of coder 1 is a number, not 1" },
  { "alpha", { alike, huge }, "the number of coders is a whole number from 0 to 1000000000, not " .. huge },
  { "alpha", { alike, -1 }, "the number of coders is a whole number from 0 to 1000000000, not -1" },
  { "alpha", { hollow(), 1000000000 }, "not enough memory" },
  { "alpha", { alike, 2, { reps = -1 } }, "option 'reps' is a whole number from 1 to 1000000000, not -1" },
  -- bootstrap
  { "bootstrap_length", { y, "abc" }, "table expected, got string" },
  { "bootstrap_length", { y, { 5 } }, "window 1 is a table, not 5" },
  { "bootstrap_replicates", { y, { { 0, 3 } }, {} },
    "the first period of a window is a whole number from 1 to 24, not 0" },
  { "bootstrap_replicates", { y, { { 5, huge } }, {} },
    "the last period of a window is a whole number from 5 to 24, not " .. huge },
  { "bootstrap_replicates", { y, hollow(), {} }, "not enough memory" },
  { "bootstrap_apply", { y }, "attempt to call a nil value" },
  { "bootstrap_bounds", { { 1, 2, 3 }, 2, 0, "best", .9 }, "unknown type of interval 'best'" },
  { "bootstrap_bounds", { { 1, 2, 3 }, 2, nan, "bca", .9 },
    "the acceleration of BCa is " .. string.format("%g", nan) .. "; use type = \"percentile\" or \"basic\"" },
  { "bootstrap_bounds", { { 1, {}, 3 }, 2, 0, "basic", .9 }, "replicate 2 is a number, not a table" },
  -- claims
  { "trend", { { 1, "x", 3 }, { 1, 2, 3 } }, "x 2 is a number, not x" },
  { "trend", { hollow(), hollow() }, "not enough memory" },
  { "fisher", { math.maxinteger, math.maxinteger, 1, 1 }, "there are more than 20000 cases" },
  { "between", { { 1, 2, 3 }, { 1, 1, 2 }, huge, {} }, "at most 5000 phases are compared, not " .. huge },
  { "between", { { 1, 2, 3 }, "abc", 2, {} }, "table expected, got string" },
  { "noise", { -1, 0, 1, 1 }, "a count is a whole number from 0 on, not -1" },
  -- events
  { "rate_ratio", { -1, 5, 2, 5, {} }, "the events inside is a whole number from 0 to 1000000000, not -1" },
  { "rate_ratio", { 3, 5, huge, 5, {} }, "the events outside is a whole number from 0 to 1000000000, not " .. huge },
  { "coincidence", { { 5 }, { 3 }, -1, {} }, "the number of periods is a whole number from 0 to 1000000000, not -1" },
  { "coincidence", { { 50 }, { 3 }, 24, {} }, "event is a whole number from 1 to 24, not 50" },
  { "coincidence", { { 5 }, { 0 }, 24, {} }, "key date is a whole number from 1 to 24, not 0" },
  { "coincidence", { { 5 }, { 4, 4 }, 24, {} }, "key dates 1 and 2 are not in ascending order" },
  { "coincidence", { { 5 }, hollow(), 24, {} }, "not enough memory" },
  { "epochs", { y, { 30 }, {} }, "key date is a whole number from 1 to 24, not 30" },
  { "epochs", { y, { "5" }, {} }, "key date is a whole number, not 5" },
  { "lead_lag", { y, y, { order = huge } },
    "option 'order' is a whole number from -1 to 1000000000, not " .. huge },
  -- regress, adjust, max_t
  { "regress", { y, { y }, { 12345 }, {} }, "name 1 is a string, not 12345" },
  { "regress", { y, { y }, {}, {} }, "name 1 is a string, not nil" },
  { "regress", { y, { series(table.unpack(numbers(24, math.sqrt))) }, { "x" }, { level = 1 } },
    "the level of an interval lies between 0 and 1, not at 1" },
  { "adjust", { { .1, nan, .2 }, "bh" }, "p-value 2 is " .. string.format("%g", nan) .. "; it lies between 0 and 1" },
  { "adjust", { { .1, .2 }, "best" }, "unknown method 'best'" },
  { "adjust", { hollow(), "bh" }, "not enough memory" },
  { "max_t", { { 5 } }, "contrast 1 is a table, not 5" },
  { "max_t", { { member { windows = "abc" } } }, "table expected, got string" },
  { "max_t", { { member { windows = { 5 } } } }, "window 1 is a table, not 5" },
  { "max_t", { { member { windows = { { first = 0, last = 3 } } } } },
    "first is a whole number from 1 to 24, not 0" },
  { "max_t", { { member { windows = { { first = 4, last = 25 } } } } },
    "last is a whole number from 4 to 24, not 25" },
  { "max_t", { { member { estimate = "best" } } }, "unknown estimate 'best'" },
  { "max_t", { { member { alternative = "best" } } }, "unknown alternative 'best'" },
  { "max_t", { { member {}, member { series = series(1, 2, 3, 4, 5, 6, 7) } } },
    "max_t: contrast 2 has 7 periods, and those before it 24" },
  { "max_t", { { member { series = y * 1e200 } } }, "the values of contrast 1 are too large to be summed" },
  -- segments
  { "segments", { far, { n = 2 } }, "the values lie too far apart for their squares to be summed" },
  { "segments", { y, "abc" }, "the search \"exact\" takes a number or a criterion; for a penalty use search = " ..
    "\"pelt\", which is exact too" },
  { "segment_intervals", { y, { interval = {} }, { 1, 13 } }, "option 'interval' is a string, not a table" },
  { "segment_intervals", { y, { interval = "best" }, { 1, 13 } },
    "option 'interval' cannot be 'best' (known: bootstrap, profile)" },
  { "segment_intervals", { y, {}, "abc" }, "table expected, got string" },
  { "segment_intervals", { y, {}, {} }, "the segments do not end with the series" },
  { "segment_intervals", { y, { interval = "bootstrap" }, {} }, "the segments do not end with the series" },
  { "segment_intervals", { y, {}, { 5, 3, 1 } }, "segment 3 has fewer values than min_length = 1" },
  { "segment_intervals", { y, { interval = "bootstrap", min_length = 9 }, { 1, 13, 20 } },
    "segment 2 has fewer values than min_length = 9" },
  { "segment_intervals", { y, { min_length = 0 }, { 1, 13 } }, "min_length is at least 1" },
  { "segment_agreement", { 24, {}, "abc", 1 }, "table expected, got string" },
  { "segment_agreement", { 24, {}, { 5 }, 1 }, "periodisation 1 is a table, not 5" },
  { "segment_agreement", { 24, { 25 }, { {} }, 1 }, "change is a whole number from 1 to 24, not 25" },
  { "segment_agreement", { -1, {}, { {} }, 1 },
    "the number of periods is a whole number from 0 to 1000000000, not -1" },
  { "segment_agreement", { 24, {}, { {} }, -1 }, "the margin is a whole number from 0 to 1000000000, not -1" },
  { "segment_agreement", { 24, {}, hollow(), 1 }, "not enough memory" },
  -- survival
  { "survival_curve", { { 1, 2 }, { 1 }, 1, .95 }, "the end of a life is a whole number, not nil" },
  { "survival_curve", { { 1, {} }, { 1, 0 }, 1, .95 }, "time 2 is a number, not a table" },
  { "survival_curve", { hollow(), {}, 1, .95 }, "not enough memory" },
  { "logrank", { { 1, 2 }, { 1, 1 }, "abc", 1 }, "table expected, got string" },
  { "logrank_power", { { 1, nan, 3 }, { 1, 0, 1 }, { true, false, false }, 1 },
    "life 2 lasts " .. string.format("%g", nan) .. "; a time is 0 or more" },
}

local TestHostile = {}
_G.TestHostile = TestHostile

for i, row in ipairs(told) do
  TestHostile[("test_%02d_%s"):format(i, row[1])] = function()
    local name, arguments, message = table.unpack(row)
    lu.assertEquals(#hollow(), huge)
    local got = message_of(core[name], table.unpack(arguments))
    if message:match "^%l+ expected" then got = got:match "%((.*)%)$" or got end
    lu.assertEquals(got, message)
  end
end

-- Objects that nobody but C holds while it reads them.
function TestHostile.test_weak_lists()
  local function weak() return setmetatable({}, { __mode = "v" }) end
  for _ = 1, 20 do
    local list, names = weak(), {}
    for i = 1, 40 do
      list[i], names[i] = series(table.unpack(numbers(24, function(t) return t * i % 7 end))), "x" .. i
    end
    pcall(core.regress, y, list, names, {})
    local family = numbers(40, function(i)
      local m = setmetatable(member {}, { __mode = "v", __newindex = function() end })
      m.series = series(table.unpack(numbers(24, function(t) return t * i % 7 end)))
      return m
    end)
    pcall(core.max_t, family)
  end
end

-- Nothing that a script may write stands between C and what it reads: no __index, no __newindex.
function TestHostile.test_metamethods()
  local function trap() error "run in the middle of C" end
  local trapped = { __index = trap, __newindex = trap, __len = trap }
  local lists = { core.segments(y, setmetatable({ n = 2 }, trapped)),
    core.max_t { setmetatable(member {}, trapped) }, core.adjust(setmetatable({ .1, .2 }, trapped), "holm"),
    core.segment_agreement(24, setmetatable({ 5 }, trapped), { setmetatable({ 6 }, trapped) }, 2),
    core.alpha(setmetatable(alike, trapped), 2, setmetatable({ reps = 99 }, trapped)) }
  lu.assertEquals(#lists, 5)
  setmetatable(alike, nil)
end

-- A series that a __index made would be gone when the next __index asks the collector.
function TestHostile.test_series_of_nobody()
  local made = setmetatable({}, { __index = function(_, name)
    if name == "series" then return y * 2 end
    collectgarbage()
    return name == "windows" and { { first = 2, last = 5 } } or name == "estimate" and "mean_difference" or "two_sided"
  end })
  lu.assertStrContains(message_of(core.max_t, { made }), "balassa.series expected, got nil")
end

-- A statistic that changes what it was called for.
function TestHostile.test_callbacks()
  local calls, options = 0, { reps = 20, block = 2 }
  local list = core.bootstrap_apply(y, function(s)
    calls = calls + 1
    options.reps, options.block = 1 << 40, -1
    return s:mean()
  end, options)
  lu.assertEquals({ #list, calls }, { 20, 20 })
  coroutine.wrap(function()
    lu.assertEquals(message_of(core.bootstrap_jackknife, y, coroutine.yield, {}),
      "attempt to yield across a C-call boundary")
  end)()
end

-- As many windows as there are periods: they are not placed one in the other on the stack.
function TestHostile.test_many_windows()
  local n = 60000
  local long, windows = balassa.series { start = "0001-01", values = numbers(n, function(i) return i % 3 end) }, {}
  for i = 1, n - 1 do
    local month = i - 1
    windows[i] = ("%04d-%02d"):format(1 + month // 12, month % 12 + 1)
  end
  lu.assertEquals(message_of(core.contrast, long, windows, { method = "enumerate" }),
    "relocating 59999 windows has inf placements, and at most 2e+09 are enumerated; null = \"shift\" is exact for " ..
    "any number of windows")
end

-- Of each null, with values at the end of what a double holds: no answer is worth anything, and none does harm.
function TestHostile.test_far_values()
  for _, null in ipairs { "relocate", "shift", "permute", "phases", "block" } do
    for _, estimate in ipairs { "mean_difference", "cliff_delta" } do
      for _, f in ipairs { core.contrast, core.contrast_reach } do
        pcall(f, far, year, { null = null, estimate = estimate, method = "dynamic" }, year)
        pcall(f, far, year, { null = null, estimate = estimate, reps = 99 }, year)
      end
    end
  end
  for _, cost in ipairs { "mean", "mean_variance", "poisson", "rank" } do
    for _, search in ipairs { "exact", "pelt", "functional", "binary" } do
      for _, rule in ipairs { { n = 3 }, { penalty = 2.0 }, { criterion = "bic" }, { criterion = "mbic" } } do
        rule.cost, rule.search, rule.min_length = cost, search, 2
        pcall(core.segments, far, rule)
      end
    end
    pcall(core.segment_intervals, far, { cost = cost }, { 1, 13 })
  end
  pcall(core.lead_lag, far, y, { lags = 3 })
  pcall(core.epochs, far, { 5, 9 }, { reps = 99 })
  pcall(core.regress, far, { y }, { "x" }, {})
  pcall(core.bootstrap_replicates, far, { { 1, 12 } }, { reps = 99 })
  pcall(core.bootstrap_length, far)
  pcall(core.alpha, numbers(8, function(i) return { i * 1e307, -i * 1e307 } end), 2, { level = "interval", reps = 99 })
  pcall(core.between, far:values(), numbers(24, function(i) return i % 2 + 1 end), 2, { sims = 9 })
end

os.exit(lu.LuaUnit.run())
