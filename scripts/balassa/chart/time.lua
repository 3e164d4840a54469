-- The time axis: dates as years with a fraction, and where the ticks stand.
--
-- 1998-07-01 is 1998 + 181/365: linear within each year, so that 1 January always stands on its tick.

local core = require "balassa.core"
local font = require "balassa.chart.font"

local time = {}

local function first_of_year(year)
  local y = year - 1
  return 365 * y + y // 4 - y // 100 + y // 400 - 719162
end

-- Years with a fraction, of a day since 1970-01-01.
function time.of_day(day)
  local year = core.civil(day)
  local start = first_of_year(year)
  return year + (day - start) / (first_of_year(year + 1) - start)
end

-- Where period i of a series begins, and where it ends.
function time.period_start(series, i) return time.of_day(series:day(i)) end

function time.period_end(series, i) return time.of_day(series:period(i):day "latest" + 1) end

-- Where the axis of a series begins and ends: at whole years, unless options.from and options.to say.
function time.axis_of(series, options)
  return options.from or math.floor(time.period_start(series, 1)),
    options.to or math.ceil(time.period_end(series, #series))
end

-- "1998-07", of a day since 1970-01-01.
function time.month_text(day)
  return string.format("%04d-%02d", core.civil(day))
end

local function date(value, what)
  if core.is_date(value) then return value end
  if type(value) ~= "string" then
    core.raise("%s is a year, a date or an EDTF string such as \"1998-07\", not %s", what, tostring(value))
  end
  return core.date(value)
end

-- Where a point in time stands: a number is a year with its fraction, a date its `rule` day.
function time.at(value, what, rule)
  if type(value) == "number" then return value end
  local d = date(value, what)
  if not d:first() and not d:last() then core.raise("%s, '%s', has neither start nor end", what, tostring(d)) end
  if rule == "latest" then return d:last() and time.of_day(d:day "latest" + 1) end
  if not d:first() then core.raise("%s, '%s', has no start", what, tostring(d)) end
  if not d:last() then rule = "earliest" end
  return time.of_day(d:day(rule or "earliest"))
end

-- From and to of a span, the end not inside; nil for an end that is open or unknown.
function time.span(item, what)
  if item.from ~= nil or item.to ~= nil then
    local from = item.from ~= nil and time.at(item.from, what .. "'s from") or nil
    local to = item.to
    if type(to) ~= "number" and to ~= nil then to = time.at(to, what .. "'s to", "latest") end
    return from, to
  end
  if item.span == nil then core.raise("%s has no span; give it span= or from= and to=", what) end
  local d = date(item.span, what .. "'s span")
  return d:first() and time.of_day(d:day "earliest") or nil, d:last() and time.of_day(d:day "latest" + 1) or nil
end

-- "1991–1995" of a span given as from and to; whole years only, else months. Short: "1991–95".
function time.span_text(from, to, short)
  local first, last = math.floor(from + 1e-9), math.ceil(to - 1e-9) - 1
  if first >= last then return tostring(first) end
  if short and first // 100 == last // 100 then return string.format("%d–%02d", first, last % 100) end
  return string.format("%d–%d", first, last)
end

-- Ticks -------------------------------------------------------------------------------------------

local function step_for(years)
  for _, step in ipairs { 1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000 } do
    if years / step <= 14 then return step end
  end
  return 10 ^ math.ceil(math.log(years / 14, 10))
end

local function regular(from, to)
  local list, step = {}, step_for(to - from)
  for year = math.ceil(from / step) * step, math.floor(to), step do list[#list + 1] = math.tointeger(year) or year end
  return list
end

local function read_tick(tick)
  if type(tick) == "table" and not core.is_date(tick) then
    local from, to = time.at(tick[1], "a tick"), tick[2]
    to = type(to) == "number" and to + 1 or time.at(to, "a tick", "latest")
    return { from = from, to = to, label = tick.label or time.span_text(from, to) }
  end
  local at = time.at(tick, "a tick")
  return { from = at, to = at, label = type(tick) == "number" and tostring(math.tointeger(tick) or tick)
    or tostring(tick) }
end

-- The ticks of [from, to] as { from, to, label }: `given` are years, dates, or pairs { 2012, 2015 },
-- a tick that is a span with both years inside. What is outside the axis is left out.
function time.ticks(from, to, given)
  local list = {}
  for _, tick in ipairs(given or regular(from, to)) do
    local t = read_tick(tick)
    if t.from >= from - 1e-9 and t.to <= to + 1e-9 then list[#list + 1] = t end
  end
  table.sort(list, function(a, b) return a.from < b.from end)
  return list
end

-- Gives each tick with a label its row, 1 or below it, so that no two labels come nearer than
-- `gap`. `pixel` turns a year into a place. Returns the number of rows.
function time.rows(ticks, pixel, size, gap)
  local right, most = {}, 0
  for _, t in ipairs(ticks) do
    local half, middle, row = font.width(t.label, size) / 2, (pixel(t.from) + pixel(t.to)) / 2, 1
    while right[row] and middle - half < right[row] + gap do row = row + 1 end
    right[row], t.row, t.middle = middle + half, row, middle
    most = math.max(most, row)
  end
  return most
end

return time
