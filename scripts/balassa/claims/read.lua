-- The numbers that a verdict needs, out of the results of the analyses: estimate, what it is, the value
-- that means nothing, interval, p, floor, power or what could have been found.

local core = require "balassa.core"
local result = require "balassa.result"

local read = {}

local function value(r, name) return rawget(r, "values")[name] end

-- Interval and power of a contrast are simulated when they are asked for, which takes a while.
function read.contrast(r, brief)
  return { measure = r.estimate_name, estimate = r.estimate, zero = 0, low = not brief and r.low or nil,
    high = not brief and r.high or nil, p = r.p, floor = r.floor, power = not brief and r.power or nil,
    size = "a shift of 1 sd" }
end

read["rate ratio"] = function(r)
  return { measure = "rate ratio", estimate = r.ratio, zero = 1, low = r.low, high = r.high, p = r.p, floor = r.floor,
    power = r.power, size = string.format("a ratio of %s", result.number(r.power_ratio)) }
end

function read.trend(r)
  return { measure = "Kendall's tau", estimate = r.tau, zero = 0, low = r.low, high = r.high, p = r.p, floor = r.floor,
    power = r.power, size = string.format("a true tau of %s", result.number(r.power_tau)) }
end

read["fisher test"] = function(r)
  if r.within == r.within then -- asked whether nothing differs
    return { measure = "odds ratio", estimate = r.odds, zero = 1, low = r.low, high = r.high, p = r.p, floor = r.floor,
      power = r.within, size = "no difference at all" }
  end
  return { measure = "odds ratio", estimate = r.odds, zero = 1, low = r.low, high = r.high, p = r.p, floor = r.floor,
    power = r.power, size = string.format("an odds ratio of %s", result.number(r.power_odds)) }
end

function read.between(r)
  return { measure = "share between", estimate = r.share, zero = r.by_chance, p = r.p, floor = r.floor,
    power = r.power, size = string.format("a step of %s sd", result.number(r.step)) }
end

function read.agreement(r)
  return { measure = "covering", estimate = r.covering, zero = r.covering_by_chance, p = r.covering_p, floor = 1 / r.n }
end

read["lead and lag"] = function(r)
  return { measure = string.format("r at lag %d", r.peak), estimate = r.r, zero = 0, p = r.p, floor = r.floor,
    found = string.format("|r| from %s on would have been significant", result.number(r.critical)) }
end

read["superposed epochs"] = function(r)
  local at
  for _, l in ipairs(r.lags) do
    if l.lag == r.peak then at = l.mean end
  end
  return { measure = string.format("sd at lag %d", r.peak), estimate = at, zero = 0, p = r.p, floor = r.floor }
end

function read.survival(r)
  return { measure = "ends above expected", estimate = r.observed_first - r.expected_first, zero = 0, p = r.p,
    floor = r.floor }
end

-- What a test's `run` returned: a result, or a table whose `result` is one and whose other fields stand
-- before what is read from it. `brief`: without what is slow.
function read.outcome(given, brief)
  if type(given) ~= "table" then core.raise("a test's run returns a result or a table, not %s", tostring(given)) end
  local is_result = getmetatable(given) ~= nil
  local r = given
  if not is_result then r = given.result end
  local out = {}
  if r then
    local reader = read[rawget(r, "kind")]
    if not reader and is_result then
      core.raise("a claim cannot read a %s by itself; return { result =, estimate =, p =, ... }", rawget(r, "kind"))
    end
    out = reader and (is_result or given.estimate == nil) and reader(r, brief) or {}
    out.result = r
    out.seed = value(r, "seed")
  end
  if not is_result then
    for name, v in pairs(given) do out[name] = v end
  end
  if type(out.estimate) ~= "number" then core.raise "a test's run returned no estimate" end
  out.zero = out.zero or 0
  return out
end

return read
