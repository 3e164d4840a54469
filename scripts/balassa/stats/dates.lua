-- Dates for the analyses of events: which day an item stands for, which period of a grid that day
-- lies in, and the days that windows cover.

local core = require "balassa.core"

local MOST = 100000000 -- days, months ... that are told apart, as of a series

local dates = {}

dates.rules = { "earliest", "midpoint", "latest" }

local function choice(value, list, name)
  for _, known in ipairs(list) do
    if value == known then return value end
  end
  local near = core.near(tostring(value), list)
  core.raise("option '%s' cannot be '%s'%s", name, tostring(value), near and "; did you mean '" .. near .. "'?"
    or " (known: " .. table.concat(list, ", ") .. ")")
end

dates.choice = choice

-- A list of { date = Date or nil, label = text }, of records, tables, dates and EDTF strings.
function dates.items(given, what)
  if type(given) ~= "table" and type(given) ~= "userdata" or core.is_date(given) then
    core.raise("%s are a set of records, or a list of records, dates or strings such as \"1998-08\", not %s", what,
      tostring(given))
  end
  local list = {}
  for i = 1, #given do
    local item = given[i]
    if type(item) == "string" or core.is_date(item) then
      list[i] = { date = core.date(item), label = tostring(item) }
    elseif type(item) == "table" or type(item) == "userdata" then
      local date = core.get(item, "span") or core.get(item, "date")
      local label = core.get(item, "label") or core.get(item, "id") or i
      list[i] = { date = date and core.date(date), label = tostring(label) }
    else
      core.raise("%s: item %d is %s, and no record, date or string such as \"1998-08\"", what, i, tostring(item))
    end
  end
  return list
end

-- The period that is studied, as a date with both ends: as given, else that of the study which one
-- of the sets of records is from.
function dates.period(given, verb, ...)
  local period = given and core.date(given)
  for _, set in ipairs { ... } do
    local study = core.study_of(set)
    period = period or study and study.period
  end
  if not period then core.raise("%s needs period = \"1991/2010\": what it was given is from no study", verb) end
  if period.open then core.raise("%s needs a period with both ends, not '%s'", verb, tostring(period)) end
  return period
end

-- "1998-07-01", of a day since 1970-01-01.
function dates.text(day) return string.format("%04d-%02d-%02d", core.civil(day)) end

-- Grids -------------------------------------------------------------------------------------------

local function number_of(interval, day)
  if interval == "day" then return day end
  local year, month = core.civil(day)
  if interval == "year" then return year end
  month = 12 * year + month - 1
  return interval == "quarter" and month // 3 or month
end

dates.number_of = number_of -- of a day since 1970-01-01: the period it lies in

-- The regular periods that a study's period covers.
function dates.grid(period, interval)
  choice(interval, { "day", "month", "quarter", "year" }, "interval")
  local first = number_of(interval, period:day "earliest")
  local n = number_of(interval, period:day "latest") - first + 1
  if n > MOST then core.raise("a period has at most %d %ss here, not %d", MOST, interval, n) end
  return { interval = interval, first = first, n = n }
end

function dates.grid_of_series(series)
  return { interval = series.interval, first = number_of(series.interval, series:day(1)), n = #series }
end

-- The items with `at`, the period on the grid, from 1. Returns also how many have no day to stand for
-- and how many lie outside the grid.
function dates.place(items, grid, rule)
  local placed, undated, outside = {}, 0, 0
  for _, item in ipairs(items) do
    local day = item.date and item.date:day(rule)
    local at = day and number_of(grid.interval, day) - grid.first + 1
    if not at then
      undated = undated + 1
    elseif at < 1 or at > grid.n then
      outside = outside + 1
    else
      placed[#placed + 1] = { at = at, day = day, label = item.label, date = item.date }
    end
  end
  return placed, undated, outside
end

-- Their periods, as a list.
function dates.periods(placed)
  local list = {}
  for i, item in ipairs(placed) do list[i] = item.at end
  return list
end

-- Ascending, each once. Returns also how many were there already.
function dates.unique(placed)
  local list, seen = {}, {}
  for _, item in ipairs(placed) do
    if not seen[item.at] then list[#list + 1] = item.at end
    seen[item.at] = true
  end
  table.sort(list)
  return list, #placed - #list
end

-- Windows in days ---------------------------------------------------------------------------------

-- The windows as { label, span, from, to }, days with both ends inside, cut to the period.
function dates.windows(given, period, what)
  local list, first, last = {}, period:day "earliest", period:day "latest"
  for i, item in ipairs(dates.items(given, what)) do
    local date = item.date
    if not date then core.raise("%s: window %d has no span", what, i) end
    local from, to = date:day "earliest" or first, date:day "latest" or last
    from, to = math.max(from, first), math.min(to, last)
    if from > to then
      core.raise("the window '%s' (%s) covers no day of %s", item.label, tostring(date), tostring(period))
    end
    for _, other in ipairs(list) do
      if from <= other.to and other.from <= to then
        core.raise("the windows '%s' (%s) and '%s' (%s) overlap; choose one coding, or merge them", other.label,
          tostring(other.span), item.label, tostring(date))
      end
    end
    list[i] = { label = item.label, span = date, from = from, to = to }
  end
  if #list == 0 then core.raise("%s: there is none", what) end
  return list
end

-- Printing ----------------------------------------------------------------------------------------

-- "3 undated, 1 outside 1991/2010" of { { 3, "undated" }, ... }; "none".
function dates.dropped(counts)
  local parts = {}
  for _, c in ipairs(counts) do
    if c[1] > 0 then parts[#parts + 1] = string.format("%d %s", c[1], c[2]) end
  end
  return #parts > 0 and table.concat(parts, ", ") or "none"
end

-- "2 months"
function dates.count(n, word)
  return string.format("%d %s%s", n, word, n == 1 and "" or "s")
end

-- The floor, and whether it lets the test reach the level at all.
function dates.floor_text(floor, level)
  return require("balassa.result").share(floor) .. (floor > 1 - level + 1e-12 and
    string.format("  (the smallest p this design could have given: it cannot reach %g)", 1 - level) or
    "  (the smallest p this design could have given)")
end

local moves = {
  relocate = "relocate: the key dates, each by itself, on any %s%s of the %s",
  shift = "shift: all key dates moved together, round the end of the %s",
}

function dates.null_text(null, open, interval, whole)
  if null == "shift" then return moves.shift:format(whole) end
  return moves.relocate:format(open and open .. " open " or "", interval .. "s", whole)
end

-- "exact over 1,234 placements", or how it was simulated, with its standard error.
function dates.how(self, p)
  local number = require("balassa.result").number
  if self.exact then return "exact over " .. number(self.placements) .. " placements" end
  return string.format("%s draws of %s placements, seed %d; standard error %.2g", number(self.looked_at - 1),
    number(self.placements), self.seed, math.sqrt(p * (1 - p) / self.looked_at))
end

return dates
