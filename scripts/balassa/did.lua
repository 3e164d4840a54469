-- balassa.did(series, windows, { against = { name = series, ... } }): does the series rise inside the
-- windows by more than others do?
--
-- Difference in differences: with D(y) = mean of y inside - mean outside, and the comparison being
-- the mean of the others in each period, the estimate is D(series) - D(comparison), which is
-- D(series - comparison). What moves all of them alike cancels. It is tested twice, as it can come
-- about by chance in two ways:
--
--   time    the windows could have been elsewhere: balassa.contrast of series - comparison, by its
--           null; the interval is this test's
--   units   another series could have been the one that is asked about: each of the others in turn
--           against the rest of them (placebos, after Abadie, Diamond & Hainmueller 2010, section
--           2.4); p_units is the share of all units, the series itself included, whose estimate is
--           at least as large
--
-- A comparison with a gap where the series has a value is left out and named: with it, the mean would
-- be of other units in other periods.

local core = require "balassa.core"
local contrast = require "balassa.contrast"
local dates = require "balassa.stats.dates"
local result = require "balassa.result"

local known = { "against", "null", "alternative", "level", "seed", "reps", "method", "block", "phases" }

local passed = { "null", "alternative", "level", "seed", "reps", "method", "block", "phases" }

local order = { "estimate", "low", "high", "level", "p", "floor", "p_units", "floor_units", "units", "change",
  "change_others", "mean_in", "mean_out", "null", "alternative", "n", "n_in", "n_out", "dropped", "power_half", "power",
  "smallest_found", "call" }

local lazy_names = { "low", "high", "power_half", "power", "smallest_found" }

-- Sorted by name, so that sums come out the same on every run.
local function listed(series, against)
  if type(against) ~= "table" or next(against) == nil then
    core.raise 'did needs the option \'against\': other series, { name = series, ... }'
  end
  local list = {}
  for name, other in pairs(against) do
    core.check_series(other, "did")
    if other.interval ~= series.interval then
      core.raise("'%s' is by %s and the series by %s", tostring(name), other.interval, series.interval)
    end
    list[#list + 1] = { name = tostring(name),
      series = other:reach(series:period(1), series:period(#series)):between(series:period(1), series:period(#series)) }
  end
  table.sort(list, function(a, b) return a.name < b.name end)
  return list
end

-- Those that have every value the series has, and those that lack some.
local function parted(series, list)
  local whole, short = {}, {}
  for _, other in ipairs(list) do
    other.gaps = 0
    for i = 1, #series do
      if series[i] ~= nil and other.series[i] == nil then other.gaps = other.gaps + 1 end
    end
    local side = other.gaps == 0 and whole or short
    side[#side + 1] = other
  end
  return whole, short
end

-- The series minus the mean of the others, but for one of them.
local function minus_mean(series, others, but)
  local values, n = {}, but and #others - 1 or #others
  for i = 1, #series do
    values[i] = series[i] ~= nil
    if values[i] then
      local sum = 0
      for _, other in ipairs(others) do
        if other ~= but then sum = sum + other.series[i] end
      end
      values[i] = series[i] - sum / n
    end
  end
  return core.series { start = series:period(1), interval = series.interval, values = values,
    name = (series.name ~= "" and series.name or "series") .. " less the others", unit = series.unit }
end

-- A comparison may have values where the series has none: they do not count.
local function where(series, other)
  local values = {}
  for i = 1, #series do values[i] = series[i] ~= nil and other[i] end
  return core.series { start = series:period(1), interval = series.interval, values = values }
end

-- Mean inside minus mean outside; windows as a contrast lists them.
local function change(series, windows)
  local inside, sum, n = {}, { [true] = 0, [false] = 0 }, { [true] = 0, [false] = 0 }
  for _, w in ipairs(windows) do
    for i = w.first, w.last do inside[i] = true end
  end
  for i = 1, #series do
    local side, y = inside[i] or false, series[i]
    if y ~= nil then sum[side], n[side] = sum[side] + y, n[side] + 1 end
  end
  return sum[true] / n[true] - sum[false] / n[false]
end

local sides = {
  two_sided = function(d) return math.abs(d) end,
  greater = function(d) return d end,
  less = function(d) return -d end,
}

local function rows(self)
  local out = {}
  for _, row in ipairs(rawget(self.difference, "rows")(self.difference)) do
    if row[1] ~= "series" then out[#out + 1] = row end
  end
  out[1] = { "estimate", string.format("%s  (the series changes by %s inside, the others by %s)",
    result.number(self.estimate), result.number(self.change), result.number(self.change_others)) }
  for i, row in ipairs(out) do
    if row[1] == "floor" then
      table.insert(out, i + 1, { "p, units", string.format("%s  (each of the %d units in turn as the one asked about)",
        result.share(self.p_units), self.units) })
      table.insert(out, i + 2, { "floor", result.share(self.floor_units) .. "  (the smallest p so many units could " ..
        "have given" .. (self.floor_units > 0.05 and "; it can never reach .05)" or ")") })
      break
    end
  end
  local names = {}
  for i, unit in ipairs(self.others) do names[i] = unit.name end
  out[#out + 1] = { "against", string.format("the mean of %d: %s", #names, table.concat(names, ", ")) }
  local short = {}
  for i, unit in ipairs(self.left_out) do short[i] = string.format("%s (%d)", unit.name, unit.gaps) end
  out[#out + 1] = { "left out", #short == 0 and "none" or table.concat(short, ", ") .. "  (with as many gaps)" }
  out[#out + 1] = { "series", self.series.how }
  out[#out + 1] = { "note", "assumes that without the windows' events the series would have moved as the others did" }
  return out
end

local function did(series, windows, options)
  options = options or {}
  core.check_options(options, known, "did")
  core.check_series(series, "did")
  local others, left_out = parted(series, listed(series, options.against))
  if #others < 2 then
    core.raise("did needs at least two others without gaps where the series has values; there %s",
      #others == 0 and "are none" or "is one")
  end
  local copy = {}
  for _, name in ipairs(passed) do copy[name] = options[name] end
  local difference = contrast(minus_mean(series, others), windows, copy)
  local size = sides[difference.alternative]
  local own, as_large, total, cells = size(difference.estimate), 1, 0, difference.windows
  for _, unit in ipairs(others) do
    local seen = where(series, unit.series)
    unit.estimate, unit.change = change(minus_mean(seen, others, unit), cells), change(seen, cells)
    total = total + unit.change
    -- equal but for rounding counts as large
    if size(unit.estimate) >= own - 1e-12 * math.abs(own) then as_large = as_large + 1 end
  end
  local values = { estimate = difference.estimate, change = change(series, cells), change_others = total / #others,
    mean_in = difference.mean_in, mean_out = difference.mean_out, p = difference.p, floor = difference.floor,
    p_units = as_large / (#others + 1), floor_units = 1 / (#others + 1), units = #others + 1, null = difference.null,
    alternative = difference.alternative, n = difference.n, n_in = difference.n_in, n_out = difference.n_out,
    dropped = difference.dropped, level = difference.level, series = series, difference = difference, others = others,
    left_out = left_out, windows = cells,
    call = string.format("did(%s, %s, { against = %d series, null = %q, alternative = %q })",
      series.name ~= "" and series.name or "series", dates.count(#cells, "window"), #others + #left_out,
      difference.null, difference.alternative),
    title = string.format("difference in differences of %s with %s",
      series.name ~= "" and series.name or "a series", dates.count(#cells, "window")) }
  return result.new { kind = "difference in differences", values = values, order = order, rows = rows,
    draw = function(self, how) return self.difference:chart(how) end,
    lazy = { names = lazy_names, compute = function()
      local more = {}
      for _, name in ipairs(lazy_names) do more[name] = difference[name] end
      return more
    end } }
end

return did
