-- The chart of a regression: each coefficient with its interval, over a line at no effect.
--
-- Coefficients of different units do not compare, so each is shown for one standard deviation of its
-- series; one of a 0/1 series for the step from 0 to 1. The names say which; the numbers at the right
-- are in the units shown.

local core = require "balassa.core"
local font = require "balassa.chart.font"
local furniture = require "balassa.chart.furniture"
local page = require "balassa.chart.page"
local result = require "balassa.result"
local style = require "balassa.chart.style"

local EDGE, NAMES, NUMBERS = 12, 190, 210

local known = { "title", "subtitle", "note", "width", "label" }

local function is_dummy(series)
  for i = 1, #series do
    local v = series[i]
    if v ~= nil and v ~= 0 and v ~= 1 then return false end
  end
  return true
end

-- One item a row: the coefficient, and what it is multiplied with.
local function items_of(res)
  local list = {}
  for _, column in ipairs(res.columns) do
    local c, dummy = res.coefficients[column.name], is_dummy(column.series)
    local by = dummy and 1 or column.series:sd()
    list[#list + 1] = { label = column.name, unit = dummy and "1 against 0" or
      string.format("per standard deviation (%s)", result.number(by)), p = c.p, at = c.estimate * by,
      low = c.low * by, high = c.high * by,
      lines = font.wrap(font.plain(column.name), NAMES - 14, style.text, "bold", true) }
  end
  return list
end

local function number(v)
  return (string.format("%.3g", v):gsub("^-", "−"))
end

-- As high as the longest name needs.
local function row_height(items)
  local most = 1
  for _, item in ipairs(items) do most = math.max(most, #item.lines) end
  return 22 + most * 14
end

-- Limits that hold every interval and 0.
local function range_of(items)
  local low, high = 0, 0
  for _, item in ipairs(items) do low, high = math.min(low, item.low), math.max(high, item.high) end
  local pad = (high - low) * 0.04
  return low - pad, high + pad
end

local function write_head(p, title, subtitle)
  local y = p:lines(EDGE, EDGE, font.wrap(font.plain(title), p.w - 2 * EDGE, style.title, "bold", true),
    { size = style.title, weight = "bold" }) + 2
  return p:lines(EDGE, y, font.wrap(font.plain(subtitle), p.w - 2 * EDGE, style.subtitle, nil, true),
    { size = style.subtitle, color = style.quiet }) + 9
end

local function write_row(p, item, y, color)
  local numbers = string.format("%s  (%s to %s)", number(item.at), number(item.low), number(item.high))
  local top = y - (#item.lines * style.text * font.LINE + style.small * font.LINE) / 2
  top = p:lines(p.plot.x - 10, top, item.lines, { align = "right", weight = "bold" })
  p:lines(p.plot.x - 10, top, { item.unit }, { align = "right", size = style.small, color = style.quiet })
  top = y - (style.text + style.small) * font.LINE / 2
  top = p:lines(p.plot.x + p.plot.w + 10, top, { numbers }, { color = color })
  p:lines(p.plot.x + p.plot.w + 10, top, { item.p ~= item.p and "no p" or "p " .. result.share(item.p) },
    { size = style.small, color = style.quiet })
end

local function draw_rows(p, items)
  local clear, open, sure, unsure = {}, {}, {}, {}
  for i, item in ipairs(items) do
    local at = #items - i + 0.5
    local excludes = item.low > 0 or item.high < 0
    local line, dot = excludes and clear or open, excludes and sure or unsure
    table.move({ { item.low, at, note = item.label }, { item.high, at }, {} }, 1, 3, #line + 1, line)
    dot[#dot + 1] = { item.at, at }
    write_row(p, item, p:y(at), excludes and style.ink or style.quiet)
  end
  local color = style.series[1].color
  for _, lines in ipairs { clear, open } do
    p:data(4, "interval", "effect row", lines, "with lines " .. page.stroke { color = color, lw = 2.2 },
      { kind = "lines" })
  end
  p:data(6, "estimate", "effect row", sure, ('with points pointtype 7 pointsize 0.8 linecolor rgb "%s"'):format(color),
    { kind = "points" })
  p:data(6, "estimate", "effect row", unsure,
    ('with points pointtype 7 pointsize 0.8 linecolor rgb "%s"'):format(color), { kind = "points" })
  if #unsure > 0 then
    p:again(('with points pointtype 7 pointsize 0.45 linecolor rgb "%s"'):format(style.paper), 7)
  end
end

local function draw_axes(p, label)
  local grid, bottom = {}, p.plot.y + p.plot.h
  for _, tick in ipairs(furniture.value_ticks(p.from, p.to)) do
    table.move({ { tick.at, p.low }, { tick.at, p.high }, {} }, 1, 3, #grid + 1, grid)
    p:line(p:x(tick.at), bottom, p:x(tick.at), bottom + 4, { color = style.frame, lw = 1 })
    p:text(p:x(tick.at), bottom + 12, (tostring(tick.label):gsub("^-", "−")), { align = "center" })
  end
  p:data(1, "grid", "effect row", grid, "with lines " .. page.stroke { color = style.rule, lw = 0.8 })
  p:data(2, "none", "effect row", { { 0, p.low }, { 0, p.high } }, "with lines " ..
    page.stroke { color = style.ink, lw = 1.2 })
  p:data(2, "frame", "effect row", { { p.from, p.low }, { p.to, p.low }, { p.to, p.high }, { p.from, p.high },
    { p.from, p.low } }, "with lines " .. page.stroke { color = style.frame, lw = 1 })
  local lines = font.wrap(font.plain(label), p.plot.w + 2 * NAMES, style.text, nil, true)
  for i, line in ipairs(lines) do
    p:text(p.plot.x + p.plot.w / 2, bottom + 16 + i * style.text * font.LINE, line, { align = "center" })
  end
  return bottom + 26 + #lines * style.text * font.LINE
end

local errors = { hac = "Newey-West errors, %d lags, fixed-b", ewc = "equal-weighted cosine errors, t with %d",
  classical = "classical errors, which hold for independent data only" }

local function subtitle_of(res)
  local how = errors[res.errors]:format(res.errors == "hac" and res.bandwidth - 1 or math.floor(res.df))
  return string.format("%s with %g %% intervals (%s%s). %d %ss; left out: %d without a value in every series. " ..
    "A hollow dot has 0 within its interval.", res.model == "ols" and "Least-squares estimates" or
    "Poisson regression", res.level * 100, how, res.errors == "ewc" and " degrees of freedom" or "", res.n,
    res.y.interval, res.dropped)
end

local function note_of(res)
  local rho = res.autocorrelation
  return string.format("Series: %s. Residuals: lag-1 autocorrelation %.2f%s.", res.y.how, rho,
    rho > 0.7 and ", so strong that intervals of this kind are too short" or "")
end

local function compose(res, options)
  local items = items_of(res)
  local p = page.new { w = options.width or style.width, plot = {}, edges = {}, leaders = {}, low = 0, high = #items }
  local y = write_head(p, options.title or res.title:gsub("^%l", string.upper), options.subtitle or subtitle_of(res))
  p.from, p.to = range_of(items)
  p.plot.x, p.plot.y, p.plot.h = EDGE + NAMES, y, row_height(items) * #items + 8
  p.plot.w = p.w - p.plot.x - NUMBERS
  if p.plot.w < 100 then core.raise("a chart of width %g has no room for its data", p.w) end
  draw_rows(p, items)
  local what = res.y.name ~= "" and res.y.name or "the series"
  y = 5 + draw_axes(p, options.label or (res.model == "ols" and "Effect on " .. what .. (res.y.unit ~= "" and ", " ..
    res.y.unit or "") or "Effect on the log of the expected " .. what))
  y = p:lines(EDGE, y, font.wrap(font.plain(options.note or note_of(res)), p.w - 2 * EDGE, style.small, nil, true),
    { size = style.small, color = style.quiet })
  p.h = math.ceil(y + EDGE - 2)
  p.boxes, p.axis, p.ticks, p.legend, p.tick_format = {}, { ticks = {} }, {}, {}, "%g"
  for i, item in ipairs(items) do p.axis.ticks[i] = { at = #items - i + 0.5, label = item.label } end
  for i, tick in ipairs(furniture.value_ticks(p.from, p.to)) do p.ticks[i] = { from = tick.at } end
  return p
end

return function(chart, res, options)
  options = options or {}
  core.check_options(options, known, "a regression's chart")
  if #res.columns == 0 then core.raise "a regression on a constant alone has no chart" end
  local c = chart.new { title = options.title or res.title, subtitle = options.subtitle or subtitle_of(res),
    width = options.width }
  rawset(c, "compose", function() return compose(res, options) end)
  return c
end
