-- How often each test gives a false alarm: series, events and lives in which there is nothing to find,
-- as they come in practice, and the share of them with p at or below the level.
--
-- A series is an AR(1) of 240 months; events come at a rate that follows one; the three windows are
-- those of the first study's length. `make test` runs a few of each (t/lua/test_calibration.lua), `make
-- bench` prints the table.
local balassa = require "balassa"

local calibration = { level = 0.05, phis = { 0, 0.5, 0.9, 0.97 } }

local MONTHS = 240

local windows = { "1992/1996", "1998/2000", "2007/2009" } -- 60, 36 and 36 months
local typical = { "1993-06", "1997-03", "2001-10", "2007-08" } -- key dates as they fall
local crowded = { "1999-05", "1999-09", "2000-02", "2000-08" }
local phases = { "1991/1995", "1996/1998", "1999/2003", "2004/2007", "2008/2010" }
local two_phases = { "1991/1995", "2004/2007" }

-- A generator of its own for each run, so that rows do not depend on each other. Normal by Box and Muller
-- (1958).
local function normal()
  return math.sqrt(-2 * math.log(1 - math.random())) * math.cos(2 * math.pi * math.random())
end

-- Variance 1, from its stationary law on.
local function noise(phi)
  local values, last = {}, normal()
  for t = 1, MONTHS do
    values[t] = last
    last = phi * last + math.sqrt(1 - phi * phi) * normal()
  end
  return values
end

local function series(phi, name)
  return balassa.series { start = "1991-01", values = noise(phi), name = name or "noise" }
end

-- Some forty events, Poisson given a rate that goes with exp(noise / 2).
local function events(phi)
  local list, rate = {}, noise(phi)
  for t = 1, MONTHS do
    local mean, product, n = 40 / MONTHS * math.exp(rate[t] / 2 - 0.125), math.random(), 0
    while product > math.exp(-mean) do -- Knuth, TAOCP 2, 3.4.1
      n, product = n + 1, product * math.random()
    end
    for _ = 1, n do
      list[#list + 1] = string.format("%d-%02d-15", 1991 + (t - 1) // 12, 1 + (t - 1) % 12)
    end
  end
  return #list > 0 and list or { "1991-01-15" }
end

-- Seventeen lives of two groups of one law, censored at random: as many as the study has initiatives.
local function lives()
  local list = {}
  for i = 1, 17 do
    local ends, stops = -math.log(1 - math.random()), 2.5 * math.random()
    list[i] = { time = math.min(ends, stops), event = ends <= stops, x = i <= 8 and "a" or "b" }
  end
  return list
end

local function contrast(null, options)
  options = options or {}
  options.null = null
  return function(phi) return balassa.contrast(series(phi), windows, options).p end
end

local function epochs(dates, options)
  options.reps = options.reps or 999
  return function(phi) return balassa.epochs(series(phi), dates, options).p end
end

local function coincidence(dates, options)
  options.period, options.reps = "1991/2010", 499
  return function(phi) return balassa.coincidence(events(phi), dates, options).precursor_p end
end

local function in_windows(list)
  local values = {}
  for t = 1, MONTHS do
    local year = 1991 + (t - 1) // 12
    values[t] = 0
    for _, w in ipairs(list) do
      if year >= tonumber(w:sub(1, 4)) and year <= tonumber(w:sub(-4)) then values[t] = 1 end
    end
  end
  return balassa.series { start = "1991-01", values = values, name = "crisis" }
end

local crisis = in_windows(windows)

-- p of `column`: another series with as much memory, or the windows.
local function regress(column, options)
  return function(phi)
    local r = balassa.regress(series(phi), { other = series(phi, "other"), crisis = crisis }, options)
    return r.coefficients[column].p
  end
end

-- Three series that share half of what moves them, and one alarm for the three.
local function max_t(phi)
  local shared, list = noise(phi), {}
  for i = 1, 3 do
    local own = noise(phi)
    for t = 1, MONTHS do own[t] = (own[t] + shared[t]) / math.sqrt(2) end
    list[i] = balassa.contrast(balassa.series { start = "1991-01", values = own, name = "noise " .. i }, windows,
      { null = "shift" })
  end
  local r, least = balassa.max_t(list), 1
  for _, member in ipairs(r.members) do least = math.min(least, member.adjusted) end
  return least
end

-- Each: name and p of one run; `level` where it is not .05; `plain` where nothing has memory; `default`
-- where a user gets it without asking; what `make test` is to see at phi 0, .5, .9: the lowest and highest
-- share, of `few` runs where they are slow.
calibration.rows = {
  { "contrast, permute (ignores time order)", contrast("permute", { reps = 999, method = "monte_carlo" }),
    bounds = { { 0, 0.11 }, { 0.12, 0.42 }, { 0.46, 0.80 } } },
  { "contrast, shift", contrast "shift", bounds = { { 0, 0.11 }, { 0, 0.12 }, { 0, 0.15 } } },
  { "contrast, relocate", contrast "relocate", default = true,
    bounds = { { 0, 0.11 }, { 0, 0.12 }, { 0, 0.14 } } },
  { "contrast, phases (level .10)", function(phi)
    return balassa.contrast(series(phi), two_phases, { null = "phases", phases = phases }).p
  end, level = 0.1, bounds = { { 0.02, 0.2 }, { 0.02, 0.2 }, { 0.02, 0.2 } } },
  { "contrast, block", contrast("block", { reps = 999 }), bounds = { { 0, 0.12 }, { 0, 0.16 }, { 0, 0.3 } } },
  { "epochs, relocate", epochs(typical, {}), default = true, bounds = { { 0, 0.11 }, { 0, 0.11 }, { 0, 0.12 } } },
  { "epochs, relocate, crowded dates", epochs(crowded, {}), default = true,
    bounds = { { 0, 0.11 }, { 0, 0.11 }, { 0, 0.13 } } },
  { "  the same without memory", epochs(crowded, { memory = 0 }),
    bounds = { { 0, 0.11 }, { 0.04, 0.3 }, { 0.1, 0.5 } } },
  { "epochs, shift, 3 lags", epochs(typical, { null = "shift", before = 1, after = 1 }),
    bounds = { { 0, 0.11 }, { 0, 0.11 }, { 0, 0.13 } } },
  { "coincidence, relocate", coincidence(typical, {}), default = true,
    bounds = { { 0, 0.11 }, { 0, 0.11 }, { 0, 0.13 } } },
  { "coincidence, relocate, crowded dates", coincidence(crowded, {}), default = true,
    bounds = { { 0, 0.12 }, { 0, 0.14 }, { 0, 0.2 } } },
  { "coincidence, shift", coincidence(typical, { null = "shift" }),
    bounds = { { 0, 0.11 }, { 0, 0.11 }, { 0, 0.13 } } },
  { "lead-lag, shift", function(phi)
    return balassa.lead_lag(series(phi), series(phi, "other"), { lags = 6 }).p
  end, default = true, bounds = { { 0, 0.11 }, { 0, 0.11 }, { 0, 0.13 } } },
  { "rate ratio (independent events)", function(phi)
    return balassa.rate_ratio(events(phi), windows, { period = "1991/2010" }).p
  end, default = true, bounds = { { 0, 0.1 }, { 0, 0.13 }, { 0.02, 0.3 } } },
  { "maxT of three contrasts, shift", max_t, default = true, bounds = { { 0, 0.11 }, { 0, 0.12 }, { 0, 0.15 } } },
  { "regression, HAC: a series", regress("other", {}), default = true, few = 25,
    bounds = { { 0, 0.2 }, { 0, 0.24 }, { 0, 0.36 } } },
  { "regression, HAC: windows", regress("crisis", {}), default = true, few = 25,
    bounds = { { 0, 0.2 }, { 0, 0.24 }, { 0, 0.36 } } },
  { "regression, EWC: a series", regress("other", { errors = "ewc" }),
    bounds = { { 0, 0.11 }, { 0, 0.13 }, { 0.02, 0.3 } } },
  { "regression, EWC: windows", regress("crisis", { errors = "ewc" }),
    bounds = { { 0, 0.11 }, { 0, 0.13 }, { 0.02, 0.3 } } },
  { "log-rank, random censoring", function()
    return balassa.survival(lives(), { group = "x" }).p
  end, default = true, plain = true, bounds = { { 0, 0.11 } } },
  { "agreement of segments, covering", function(phi)
    local found = balassa.segments(series(phi), { n = 4, min_length = 12 })
    return balassa.agreement(found, phases).covering_p
  end, default = true, bounds = { { 0, 0.11 }, { 0, 0.11 }, { 0, 0.12 } } },
}

-- The share of `runs` with a false alarm.
function calibration.alarms(row, phi, runs)
  local alarms, level = 0, row.level or calibration.level
  for run = 1, runs do
    math.randomseed(run, 20101991)
    if row[2](phi) <= level + 1e-12 then alarms = alarms + 1 end
  end
  return alarms / runs
end

return calibration
