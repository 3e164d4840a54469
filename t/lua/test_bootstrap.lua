-- balassa.bootstrap in Lua: what is resampled, printing, mistakes. The kernel is tested against R and
-- theory in t/unit/test_bootstrap.c; here the numbers are worked out by hand or hold by symmetry.
local lu = require "luaunit"
local balassa = require "balassa"

local message_of = require "check".message_of

-- R's lh, 48 values (t/data/bootstrap_r.h); b.star of np gives blocks of 2.612 and 2.990.
local lh = balassa.series { start = "1990-01", name = "lh", values = { 2.4, 2.4, 2.4, 2.2, 2.1, 1.5, 2.3, 2.3, 2.5,
  2.0, 1.9, 1.7, 2.2, 1.8, 3.2, 3.2, 2.7, 2.2, 2.2, 1.9, 1.9, 1.8, 2.7, 3.0, 2.3, 2.0, 2.0, 2.9, 2.9, 2.7, 2.7, 2.3,
  2.6, 2.4, 1.8, 1.7, 1.5, 1.4, 2.1, 3.3, 3.5, 3.5, 3.1, 2.6, 2.1, 3.4, 3.0, 2.9 } }

-- Two values, blocks of 1: the mean of a resample is 0, 1 or 2 with chances 1/4, 1/2, 1/4.
local coin = balassa.series { start = "1998-01", values = { 0, 2 }, name = "coin" }

local function mean(series) return series:mean() end

local TestBootstrap = {}
_G.TestBootstrap = TestBootstrap

function TestBootstrap.test_by_hand()
  for _, scheme in ipairs { "block", "circular", "stationary" } do
    local r = balassa.bootstrap(coin, { scheme = scheme, block = 1, reps = 4000 })
    local seen = { [0] = 0, [1] = 0, [2] = 0 }
    for _, v in ipairs(r.replicates) do seen[v] = seen[v] + 1 end
    lu.assertEquals(seen[0] + seen[1] + seen[2], 4000)
    lu.assertAlmostEquals(seen[0], 1000, 140) -- 5 standard errors
    lu.assertAlmostEquals(seen[1], 2000, 160)
    lu.assertEquals({ r.estimate, r.low, r.high }, { 1, 0, 2 })
    lu.assertAlmostEquals(r.se, math.sqrt(0.5), 0.05)
  end
end

function TestBootstrap.test_block_length_is_that_of_r()
  local r = balassa.bootstrap(lh, { reps = 99 })
  lu.assertAlmostEquals(r.block, 2.61203747746, 1e-10)
  lu.assertTrue(r.block_chosen)
  lu.assertEquals(balassa.bootstrap(lh, { reps = 99, scheme = "block" }).block, 3)
end

-- The slow way and the fast way take the same resamples.
function TestBootstrap.test_a_function_agrees_with_the_kernel()
  for _, scheme in ipairs { "block", "circular", "stationary" } do
    for _, kind in ipairs { "percentile", "basic", "bca" } do
      local options = { scheme = scheme, type = kind, reps = 300, block = 4, seed = 7 }
      local fast = balassa.bootstrap(lh, options)
      options.statistic = mean
      local slow = balassa.bootstrap(lh, options)
      for i, v in ipairs(fast.replicates) do lu.assertAlmostEquals(slow.replicates[i], v, 1e-12) end
      lu.assertAlmostEquals(slow.low, fast.low, 1e-3) -- BCa counts ties, which rounding can break
      lu.assertAlmostEquals(slow.high, fast.high, 1e-3)
      if kind == "bca" then lu.assertAlmostEquals(slow.acceleration, fast.acceleration, 1e-10) end
    end
  end
end

function TestBootstrap.test_a_seed_gives_the_same_again()
  local a, b = balassa.bootstrap(lh, { reps = 200 }), balassa.bootstrap(lh, { reps = 200, seed = 1 })
  lu.assertEquals(a.replicates, b.replicates)
  lu.assertNotEquals(balassa.bootstrap(lh, { reps = 200, seed = 2 }).replicates, a.replicates)
end

-- Values that are 5 higher inside: the residuals are those of lh without the shift, so the replicates
-- are 5 higher too, and lie around the difference, not around 0.
function TestBootstrap.test_contrast()
  local values = lh:values()
  for i = 13, 24 do values[i] = values[i] + 5 end
  local high = balassa.series { start = "1990-01", values = values }
  local options = { reps = 400, block = 4, type = "bca" }
  local a = balassa.bootstrap(balassa.contrast(lh, { "1991" }), options)
  local b = balassa.bootstrap(balassa.contrast(high, { "1991" }), options)
  lu.assertAlmostEquals(b.estimate, a.estimate + 5, 1e-12)
  lu.assertAlmostEquals(b.se, a.se, 1e-12)
  lu.assertAlmostEquals(b.bias, a.bias, 1e-12)
  lu.assertTrue(a.low < a.estimate and a.estimate < a.high)
  lu.assertStrContains(tostring(a), "windows stay where they are; each value minus the mean of its side is resampled")
end

function TestBootstrap.test_gaps()
  local s = balassa.series { start = "1990-01", values = { false, false, 1, 2, false, 4, 5, 3, 2, false } }
  local r = balassa.bootstrap(s, { reps = 50, block = 2 })
  lu.assertEquals({ r.n, r.dropped, r.inner, r.undefined }, { 6, 4, 1, 0 })
  lu.assertStrContains(tostring(r), "4 months without a value; 1 of them between values stay in their blocks")
  -- windows count from where the values begin
  local c = balassa.contrast(s, { "1990-01/1990-04" })
  lu.assertEquals(balassa.bootstrap(c, { reps = 50, block = 2 }).estimate, c.estimate)
end

function TestBootstrap.test_a_statistic_that_some_resamples_lack()
  local function share(series)
    local top = series:max()
    return top > 1 and top or nil
  end
  local r = balassa.bootstrap(coin, { statistic = share, block = 1, reps = 1000 })
  lu.assertAlmostEquals(r.undefined, 250, 70) -- both values 0
  lu.assertStrContains(tostring(r), " without a value are left out")
end

function TestBootstrap.test_print()
  lu.assertEquals(tostring(balassa.bootstrap(coin, { block = 1, reps = 4000, scheme = "block" })):gsub("0%.7%d+", "X")
    :gsub("bias [-%d.e]+", "bias B"), [[
bootstrap of the mean of coin
  estimate   1  (mean)
  interval   0 to 2  (95 %, percentile)
  se         X  (standard deviation of the resamples; bias B)
  blocks     moving blocks of 1 month, length as asked for; 2.0 of them side by side
  resamples  4,000, seed 1
  n          2 months with a value
  dropped    none
  series     given
  note       where neighbours are alike, such intervals are too short: of 95 % ones, on noise of 240 months
  note       whose correlation from month to month is 0, .5, .9, about 6, 10 and 18 % miss the truth
  note       2.0 blocks are few: intervals from so few tend to be too short]])
end

function TestBootstrap.test_export()
  local r = balassa.bootstrap(coin, { block = 1, reps = 400, scheme = "block" })
  lu.assertStrContains(r:csv(), "name,value\nestimate,1\nlow,0\nhigh,2\nlevel,0.95\ntype,percentile\n")
  lu.assertEquals(r.call, 'bootstrap(coin, { statistic = "mean", scheme = "block", block = 1, reps = 400, seed = 1, '
    .. 'level = 0.95, type = "percentile" })')
end

function TestBootstrap.test_chart()
  local c = balassa.bootstrap(lh, { reps = 200 }):chart()
  lu.assertStrContains(tostring(c), "bars")
  lu.assertStrContains(c:script(), "$bars << EOD")
  lu.assertStrContains(balassa.bootstrap(coin:map(function() return 3 end), { reps = 20 }):chart():script(), "$bars")
end

function TestBootstrap.test_mistakes()
  local soup = balassa.contrast(lh, { "1991" })
  local gaps = balassa.series { start = "1998-01", values = { false, false } }
  local rows = {
    { lh, { blok = 3 }, "bootstrap: unknown option 'blok'; did you mean 'block'?" },
    { lh, { scheme = "blok" }, 'scheme is "block", "circular" or "stationary", not "blok"; did you mean \'block\'?' },
    { lh, { type = "student" }, 'type is "percentile", "basic" or "bca", not "student"' },
    { lh, { level = 95 }, "level is a share between 0 and 1, such as 0.95, not 95" },
    { lh, { block = "long" }, "block is a number of periods, not long" },
    { lh, { block = 25 }, "a block is at most half of the 48 periods, so that there are two, not 25" },
    { lh, { block = 2.5, scheme = "block" }, "a block is a whole number of periods from 1 on, not 2.5" },
    { lh, { reps = 0 }, "option 'reps' is a whole number from 1 to 1000000000, not 0" },
    { lh, { statistic = "median" }, 'statistic is "mean" or a function of a series, not median' },
    { lh, { statistic = function() end },
      "the statistic of the series itself is nil; it takes a series and returns a number" },
    { soup, { statistic = mean }, "the statistic of a contrast is its difference of means; leave statistic out" },
    { balassa.contrast(lh, { "1991" }, { estimate = "cliff_delta" }), {},
      "this contrast is no difference of means, and only that can be bootstrapped" },
    { gaps, {}, "a bootstrap needs a series with values, and this one has none" },
    { lh, { reps = 1 }, "of 1 resamples 1 have a statistic; it takes two" },
  }
  for _, row in ipairs(rows) do lu.assertEquals(message_of(balassa.bootstrap, row[1], row[2]), row[3]) end
  local calls = 0
  local function late()
    calls = calls + 1
    return calls > 5 and "five" or 5
  end
  lu.assertEquals(message_of(balassa.bootstrap, lh, { statistic = late }),
    "the statistic returned five; it takes a series and returns a number, or nil when the series has none")
  lu.assertStrContains(message_of(balassa.bootstrap, 5), "bootstrap needs a series, such as study:index{...}, not 5")
end

os.exit(lu.LuaUnit.run())
