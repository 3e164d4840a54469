-- balassa.dummy(windows, series [, { name = }]): a 0/1 series of windows, to stand in a regression.
--
-- It has the range and interval of `series`; a period is 1 when a window covers it, by the rule by
-- which balassa.contrast counts periods as inside. series:runs() is the way back.

local core = require "balassa.core"

local function span_of(item, i)
  if type(item) == "string" or core.is_date(item) then return core.date(item) end
  local span = core.get(item, "span")
  if span == nil then
    core.raise("window %d is %s; a window is a record with a span, a date, or a string such as \"1998/1999\"",
      i, tostring(item))
  end
  return core.date(span)
end

local function dummy(windows, series, options)
  options = options or {}
  core.check_options(options, { "name" }, "dummy")
  core.check_series(series, "dummy")
  if type(windows) ~= "table" and type(windows) ~= "userdata" then
    core.raise("dummy needs windows: a set of crises or phases, or a list of spans, not %s", tostring(windows))
  end
  local values, n = {}, 0
  for i = 1, #series do values[i] = 0 end
  for i, item in ipairs(windows) do
    local span = span_of(item, i)
    local first, last = core.window_cells(series, span)
    if not first then core.raise("the window %s covers no %s of the series", tostring(span), series.interval) end
    for t = first, last do values[t] = 1 end
    n = i
  end
  if n == 0 then core.raise "dummy needs at least one window, and there is none" end
  return core.series { start = series:period(1), interval = series.interval, values = values,
    name = options.name or "dummy", unit = string.format("1 inside %s, 0 outside",
      n == 1 and "a window" or n .. " windows") }
end

return dummy
