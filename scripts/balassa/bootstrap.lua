-- balassa.bootstrap(series or contrast, options): how far a number would move if the series were
-- drawn again, in blocks that keep its dependence.
--
-- The method is in engine/stats/bootstrap.h, the length of blocks in block_length.h. Here: what is
-- resampled, what is said about it, how the result prints.

local core = require "balassa.core"
local result = require "balassa.result"

local known = { "statistic", "scheme", "block", "reps", "seed", "level", "type" }

local REPS, SEED, LEVEL = 9999, 1, 0.95
local FEW = 10 -- blocks side by side; with fewer, intervals are said to be short

local schemes = { block = "moving blocks", circular = "circular blocks", stationary = "stationary, geometric blocks" }
local types = { percentile = "percentile", basic = "basic", bca = "BCa" }

local order = { "estimate", "low", "high", "level", "type", "se", "bias", "acceleration", "z0", "statistic", "scheme",
  "block", "block_chosen", "blocks", "reps", "undefined", "seed", "n", "dropped", "call" }

-- What is resampled ---------------------------------------------------------------------------------

local function is_contrast(x)
  return type(x) == "table" and rawget(x, "kind") == "contrast" and rawget(x, "values") ~= nil
end

-- The series from its first value to its last, and how many periods go before that.
local function trimmed(series)
  local first, last
  for i = 1, #series do
    if series[i] ~= nil then first, last = first or i, i end
  end
  if not first then core.raise "a bootstrap needs a series with values, and this one has none" end
  return series:between(series:period(first), series:period(last)), first - 1
end

local function windows_on(series, windows, before)
  local list = {}
  for _, w in ipairs(windows) do
    local first, last = math.max(1, w.first - before), math.min(#series, w.last - before)
    if first <= last then list[#list + 1] = { first, last } end
  end
  return list
end

local function difference_of(series, windows)
  local inside, sum, n = {}, { 0, 0 }, { 0, 0 }
  for _, w in ipairs(windows) do
    for i = w[1], w[2] do inside[i] = true end
  end
  for i = 1, #series do
    local side = inside[i] and 1 or 2
    if series[i] then sum[side], n[side] = sum[side] + series[i], n[side] + 1 end
  end
  return sum[1] / n[1] - sum[2] / n[2]
end

-- { series, windows, estimate, f, what }
local function subject_of(x, statistic)
  if is_contrast(x) then
    if statistic ~= nil then
      core.raise "the statistic of a contrast is its difference of means; leave statistic out"
    end
    local series, before = trimmed(x.series)
    local windows = windows_on(series, x.windows, before)
    local d = difference_of(series, windows)
    if math.abs(d - x.estimate) > 1e-9 * math.max(1, math.abs(d)) then
      core.raise "this contrast is no difference of means, and only that can be bootstrapped"
    end
    return { series = series, of = x.series, windows = windows, estimate = d, what = "difference of means" }
  end
  core.check_series(x, "bootstrap")
  local series = trimmed(x)
  if statistic == nil or statistic == "mean" then
    return { series = series, of = x, estimate = series:mean(), what = "mean" }
  elseif type(statistic) ~= "function" then
    core.raise("statistic is \"mean\" or a function of a series, not %s", tostring(statistic))
  end
  local estimate = statistic(series)
  if type(estimate) ~= "number" or estimate ~= estimate or math.abs(estimate) == math.huge then
    core.raise("the statistic of the series itself is %s; it takes a series and returns a number", tostring(estimate))
  end
  return { series = series, of = x, f = statistic, estimate = estimate + 0.0, what = "a function" }
end

-- Options ---------------------------------------------------------------------------------------------

local words = { scheme = '"block", "circular" or "stationary"', type = '"percentile", "basic" or "bca"' }

local function choice(options, name, list, default)
  local v = options[name]
  if v == nil then return default end
  if type(v) ~= "string" or not list[v] then
    local near = core.near(tostring(v), list)
    core.raise("%s is %s, not \"%s\"%s", name, words[name], tostring(v),
      near and "; did you mean '" .. near .. "'?" or "")
  end
  return v
end

-- The length asked for, or the best for the mean: whole but for the stationary scheme, and never so
-- long that fewer than two stand side by side.
local function block_of(options, subject, scheme)
  if options.block ~= nil then
    if type(options.block) ~= "number" then
      core.raise("block is a number of periods, not %s", tostring(options.block))
    end
    return options.block, false
  end
  local best = core.bootstrap_length(subject.series, subject.windows)
  local most = #subject.series / 2
  if scheme == "stationary" then return math.max(1, math.min(best.stationary, most)), true end
  return math.max(1, math.min(math.floor(best.circular + 0.5), math.floor(most))), true
end

-- The result ------------------------------------------------------------------------------------------

local function percent(level) return result.number(100 * level) .. " %" end

local function rows(self)
  local unit = self.series.interval
  local gaps = self.dropped == 0 and "none" or string.format("%d %ss without a value%s", self.dropped, unit,
    self.inner > 0 and string.format("; %d of them between values stay in their blocks", self.inner) or "")
  local out = {
    { "estimate", string.format("%s  (%s)", result.number(self.estimate), self.statistic) },
    { "interval", string.format("%s to %s  (%s, %s)", result.number(self.low), result.number(self.high),
      percent(self.level), types[self.type]) },
    { "se", string.format("%s  (standard deviation of the resamples; bias %s)", result.number(self.se),
      result.number(self.bias)) },
    { "blocks", string.format("%s of %s %s%s, %s; %.1f of them side by side", schemes[self.scheme],
      result.number(self.block), unit, self.block == 1 and "" or "s",
      self.block_chosen and "length chosen from the series" or "length as asked for", self.blocks) },
    { "resamples", string.format("%s, seed %d%s", result.number(self.reps), self.seed,
      self.undefined > 0 and "; " .. result.number(self.undefined) .. " without a value are left out" or "") },
    { "n", string.format("%d %ss with a value", self.n, unit) },
    { "dropped", gaps },
    { "series", self.series.how },
  }
  for _, note in ipairs(self.notes) do out[#out + 1] = { "note", note } end
  return out
end

local function notes_of(values, windows)
  local notes = {}
  if windows then
    notes[1] = "windows stay where they are; each value minus the mean of its side is resampled"
    notes[2] = "valid if the windows were not chosen by looking at the series,"
    notes[3] = "the shift is one in all of them, and spread and dependence are one on both sides"
  end
  notes[#notes + 1] = "where neighbours are alike, such intervals are too short: of 95 % ones, on noise of 240 months"
  notes[#notes + 1] = "whose correlation from month to month is 0, .5, .9, about 6, 10 and 18 % miss the truth"
  if values.blocks < FEW then
    notes[#notes + 1] = string.format("%.1f blocks are few: intervals from so few tend to be too short", values.blocks)
  end
  if values.extreme then
    notes[#notes + 1] = "a bound is the least or greatest resample: ask for more reps"
  end
  if values.block_chosen and values.statistic == "a function" then
    notes[#notes + 1] = "the length is the best for a mean; another statistic may need another"
  end
  return notes
end

local function draw(self, options)
  return require "balassa.chart.bootstrap"(self, options)
end

-- Replicates of the subject, and BCa's acceleration where it is asked for.
local function run(subject, spec, kind)
  if not subject.f then return core.bootstrap_replicates(subject.series, subject.windows, spec) end
  local list = core.bootstrap_apply(subject.series, subject.f, spec)
  return list, kind == "bca" and core.bootstrap_jackknife(subject.series, subject.f, spec) or 0
end

local function bootstrap(x, options)
  options = options or {}
  core.check_options(options, known, "bootstrap")
  local kind = choice(options, "type", types, "percentile")
  local scheme = choice(options, "scheme", schemes, "stationary")
  local level = options.level or LEVEL
  if type(level) ~= "number" or not (level > 0 and level < 1) then
    core.raise("level is a share between 0 and 1, such as 0.95, not %s", tostring(level))
  end
  local subject = subject_of(x, options.statistic)
  local block, chosen = block_of(options, subject, scheme)
  local spec = { scheme = scheme, block = block, reps = options.reps or REPS, seed = options.seed or SEED }
  local replicates, acceleration = run(subject, spec, kind)
  local values = core.bootstrap_bounds(replicates, subject.estimate, acceleration, kind, level)
  if kind == "bca" then values.acceleration = acceleration else values.z0 = nil end
  values.estimate, values.statistic, values.level, values.type = subject.estimate, subject.what, level, kind
  values.scheme, values.block, values.block_chosen = scheme, block, chosen
  values.blocks, values.reps, values.seed = #subject.series / block, spec.reps, spec.seed
  values.inner = subject.series:gaps()
  values.n, values.dropped = #subject.series - values.inner, subject.of:gaps()
  values.series, values.replicates = subject.of, replicates
  values.notes = notes_of(values, subject.windows)
  local name = subject.of.name ~= "" and subject.of.name or "series"
  values.call = string.format("bootstrap(%s, { statistic = %q, scheme = %q, block = %s, reps = %d, seed = %d, "
    .. "level = %s, type = %q })", name, subject.what, scheme, core.number(block + 0.0), spec.reps, spec.seed,
    core.number(level + 0.0), kind)
  values.title = string.format("bootstrap of the %s of %s", subject.what:gsub("^a ", ""), name)
  return result.new { kind = "bootstrap", values = values, order = order, rows = rows, draw = draw }
end

return bootstrap
