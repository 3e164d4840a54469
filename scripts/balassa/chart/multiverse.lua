-- The specification curve (after Simonsohn, Simmons & Nelson 2020): all estimates in ascending order
-- above, the choices behind each below, a row for each option.
--
-- Up to 80 universes are dots, up to a column for each pixel ticks; more stand many to a column, and
-- a row is the darker the more of the column's universes have that option.

local core = require "balassa.core"
local font = require "balassa.chart.font"
local furniture = require "balassa.chart.furniture"
local page = require "balassa.chart.page"
local result = require "balassa.result"
local style = require "balassa.chart.style"

local EDGE, NAMES, CURVE, ROW, GAP = 12, 176, 210, 13, 7
local DOTS, BINS, SHADES = 80, 110, 5
local SHOWN, MANY = 6, 10 -- of a parameter with more than MANY options, SHOWN and the others together

local known = { "title", "subtitle", "note", "width", "label" }

local above, below, neither = style.against.color, style.series[1].color, "#8a8a8a"
local shades = { "#e3e3e3", "#bdbdbd", "#8f8f8f", "#5c5c5c", "#1a1a1a" }

local function number(v) return (result.number(v):gsub("^-", "−")) end

-- Words that fit, cut with an ellipsis.
local function fitted(text, width, size)
  text = font.plain(text)
  if font.width(text, size) <= width then return text end
  local n = utf8.len(text)
  while n > 1 do
    n = n - 1
    local short = text:sub(1, utf8.offset(text, n + 1) - 1):gsub("%s+$", "") .. "…"
    if font.width(short, size) <= width then return short end
  end
  return text
end

-- Rows -------------------------------------------------------------------------------------------

-- How far from even an option's universes stand along the curve.
local function lean(shares, columns)
  local sum, at = 0, 0
  for c, v in ipairs(shares) do sum, at = sum + v, at + v * (c - 0.5) / columns end
  return sum > 0 and math.abs(at / sum - 0.5) or 0
end

local function joined(list, columns)
  local out = {}
  for c = 1, columns do
    out[c] = 0
    for _, shares in ipairs(list) do out[c] = out[c] + shares[c] end
  end
  return out
end

-- The rows of one parameter: all options, or those that lean most and the others as one.
local function rows_of(p, options, columns)
  local rows = {}
  for o, option in ipairs(p) do rows[o] = { label = option.label, shares = options[o], at = o } end
  if #rows <= MANY then return rows end
  for _, row in ipairs(rows) do row.lean = lean(row.shares, columns) end
  table.sort(rows, function(a, b)
    if a.lean ~= b.lean then return a.lean > b.lean end
    return a.at < b.at
  end)
  local rest = {}
  for i = SHOWN + 1, #rows do rest[#rest + 1] = rows[i].shares end
  rows = table.move(rows, 1, SHOWN, 1, {})
  table.sort(rows, function(a, b) return a.at < b.at end)
  rows[#rows + 1] = { label = string.format("%d others", #rest), shares = joined(rest, columns) }
  return rows
end

local function groups_of(res, curve)
  local list = {}
  for d, p in ipairs(res.parameters) do
    if #p > 1 then
      list[#list + 1] = { name = p.name, cut = #p > MANY, rows = rows_of(p, curve.options[d], curve.columns) }
    end
  end
  return list
end

local function dots(size, color, kind)
  return string.format('with points pointtype %d pointsize %g linecolor rgb "%s"', kind or 7, size, color)
end

local function boxes(color)
  return "using 1:3:1:2:3:4 with boxxyerror " .. page.box { fill = color, lw = 0 }
end

-- Drawing ----------------------------------------------------------------------------------------

local function segments(list, x, y0, y1)
  table.move({ { x, y0 }, { x, y1 }, {} }, 1, 3, #list + 1, list)
end

local function write_row(p, row, y, curve, mode)
  local low, high = p:value(y + ROW - 2), p:value(y + 2)
  if mode == "dots" then
    local list = {}
    for c = 1, curve.columns do
      if row.shares[c] > 0 then list[#list + 1] = { c, p:value(y + ROW / 2) } end
    end
    p:data(5, "choice", "rank row", list, dots(0.45, style.ink))
  elseif mode == "ticks" then
    local list = {}
    for c = 1, curve.columns do
      if row.shares[c] > 0 then segments(list, c, low, high) end
    end
    p:data(5, "choice", "rank row", list, "with lines " .. page.stroke { color = style.ink,
      lw = math.max(0.7, math.min(3, 0.75 * p.plot.w / curve.columns)) })
  end
end

-- Stretches of columns of one shade, for all rows at once.
local function write_shades(p, groups, curve)
  local blocks = {}
  for i = 1, SHADES do blocks[i] = {} end
  for _, group in ipairs(groups) do
    local most = 0
    for i, row in ipairs(group.rows) do
      for c = 1, group.cut and i == #group.rows and 0 or curve.columns do most = math.max(most, row.shares[c]) end
    end
    for _, row in ipairs(group.rows) do
      local from, last = 1, nil
      for c = 1, curve.columns + 1 do
        local share = row.shares[c]
        local shade = share and (share > 0 and math.min(SHADES, math.ceil(share / most * SHADES - 1e-9)) or 0)
        if shade ~= last then
          if last and last > 0 then
            table.insert(blocks[last], { from - 0.5, c - 0.5, p:value(row.y + ROW - 1.5), p:value(row.y + 1.5) })
          end
          from, last = c, shade
        end
      end
    end
  end
  for i, rows in ipairs(blocks) do
    p:data(5, "share", "from to bottom top", rows, boxes(shades[i]))
  end
end

local function write_group(p, group, y, curve, mode)
  p:text(EDGE, y + style.small / 2 + 1, font.plain(group.name), { size = style.small, weight = "bold" })
  y = y + style.small * font.LINE + 1
  for _, row in ipairs(group.rows) do
    row.y = y
    p:text(p.plot.x - 8, y + ROW / 2, fitted(row.label, p.plot.x - 8 - EDGE - 6, style.small),
      { size = style.small, align = "right" })
    write_row(p, row, y, curve, mode)
    y = y + ROW
  end
  return y + GAP
end

-- Estimates: dots by verdict, or a line with what the columns hold behind it.
local function write_curve(p, curve, mode)
  local lists = { above = {}, below = {}, neither = {} }
  if mode == "density" then
    local ribbon, line, strip = {}, {}, { above = {}, below = {} }
    for c = 1, curve.columns do
      ribbon[c] = { c - 0.5, c + 0.5, curve.low[c], curve.high[c] }
      line[#line + 1], line[#line + 2] = { c - 0.5, curve.middle[c] }, { c + 0.5, curve.middle[c] }
      for name, list in pairs(strip) do
        local share = curve[name][c]
        if share > 0 then
          local y = name == "above" and p.high or p.low_of_curve
          local h = share * (p.high - p.low_of_curve) * 0.25
          list[#list + 1] = { c - 0.5, c + 0.5, name == "above" and y - h or y, name == "above" and y or y + h }
        end
      end
    end
    p:data(3, "range", "from to low high", ribbon, boxes(neither))
    p:data(6, "middle", "rank estimate", line, "with lines " .. page.stroke { color = style.ink, lw = 2 },
      { kind = "lines" })
    p:data(4, "above", "from to bottom top", strip.above, boxes(above))
    p:data(4, "below", "from to bottom top", strip.below, boxes(below))
    return
  end
  for c = 1, curve.columns do
    local name = curve.above[c] > 0 and "above" or curve.below[c] > 0 and "below" or "neither"
    table.insert(lists[name], { c, curve.middle[c] })
  end
  local size = mode == "dots" and 0.7 or 0.3
  p:data(6, "neither", "rank estimate", lists.neither, dots(size, neither), { kind = "points" })
  p:data(7, "above", "rank estimate", lists.above, dots(size + 0.15, above), { kind = "points" })
  p:data(7, "below", "rank estimate", lists.below, dots(size + 0.15, below, 5), { kind = "points" })
end

local function write_axis(p, res, label)
  local bottom = p.plot.y + CURVE
  local grid = {}
  for _, tick in ipairs(furniture.value_ticks(p.low_of_curve, p.high)) do
    if tick.at >= p.low_of_curve and tick.at <= p.high then
      segments(grid, p.from, tick.at, tick.at)
      grid[#grid - 1] = { p.to, tick.at }
      p:text(p.plot.x - 8, p:y(tick.at), (tostring(tick.label):gsub("^-", "−")), { align = "right" })
      p.axis.ticks[#p.axis.ticks + 1] = tick
    end
  end
  p:data(1, "grid", "rank estimate", grid, "with lines " .. page.stroke { color = style.rule, lw = 0.8 })
  local none = res.estimate_names.rate_ratio and #res.estimate_labels == 1 and 1 or 0
  if none > p.low_of_curve and none < p.high then
    p:data(2, "none", "rank estimate", { { p.from, none }, { p.to, none } }, "with lines " ..
      page.stroke { color = style.ink, lw = 1.2 })
  end
  local top, low = p.high, p.low_of_curve
  local frame = { { p.from, low }, { p.to, low }, { p.to, top }, { p.from, top }, { p.from, low } }
  p:data(2, "frame", "rank estimate", frame, "with lines " .. page.stroke { color = style.frame, lw = 1 })
  p:text(EDGE + 3, p.plot.y + CURVE / 2, font.plain(label), { size = style.small, align = "center", turn = 90,
    color = style.quiet })
  return bottom
end

local function write_null(p, tests)
  if not tests or not tests.median.low then return end
  local low, high = math.max(tests.median.low, p.low_of_curve), math.min(tests.median.high, p.high)
  if low < high then
    p:data(1, "null", "from to bottom top", { { p.from, p.to, low, high } }, boxes(style.band.fill))
  end
  local m = tests.median.observed
  if m > p.low_of_curve and m < p.high then
    p:data(4, "median", "rank estimate", { { p.from, m }, { p.to, m } }, "with lines " .. page.stroke { color =
      style.band.edge, lw = 1.2, dash = "(6,6)" })
  end
end

local function write_legend(p, res, y, mode, tests)
  local x = EDGE
  local function entry(draw, text)
    local w = 30 + font.width(text, style.small)
    if x > EDGE and x + w > p.w - EDGE then x, y = EDGE, y + 16 end
    draw(x, y + 7)
    p:text(x + 30, y + 7, text, { size = style.small })
    x = x + w + 20
  end
  local function dot(color, mark)
    return function(a, b) p:text(a + 12, b, mark, { size = 9, align = "center", color = color }) end
  end
  local function box(color)
    return function(a, b) p:rect(a, b - 5, 24, 10, { fill = color }) end
  end
  local alpha = string.format("p ≤ %g", res.alpha)
  if res.tested > 0 then
    if mode == "density" then
      entry(box(above), "Share with " .. alpha .. ", higher inside (a quarter of the height is all)")
      entry(box(below), "lower inside")
    else
      entry(dot(above, "●"), alpha .. ", higher inside")
      entry(dot(below, "■"), alpha .. ", lower inside")
      entry(dot(neither, "●"), "neither")
    end
  end
  if tests and tests.median.low then
    entry(function(a, b) p:line(a, b, a + 24, b, { color = style.band.edge, lw = 1.2, dash = "(6,6)" }) end,
      "Median")
    entry(box(style.band.fill), "where 95 % of the shifts put the median")
  end
  return y + 18
end

-- Words ------------------------------------------------------------------------------------------

local function subtitle_of(res)
  local n = result.number
  local how_many = res.failed == 0 and n(res.universes) .. " universes" or
    string.format("%s of %s universes (%s failed)", n(res.estimated), n(res.universes), n(res.failed))
  local out = { string.format("%s, sorted; median %s.", how_many, number(res.median)) }
  local tests = rawget(res, "tests")
  if tests and tests.median.p then
    local share = result.share
    out[#out + 1] = string.format("Joint tests by one shift of all windows: median p = %s, share significant " ..
      "p = %s, mean z p = %s (floors %s, %s, %s).", share(tests.median.p), share(tests.share.p), share(tests.z.p),
      share(tests.median.floor), share(tests.share.floor), share(tests.z.floor))
  end
  return table.concat(out, " ")
end

local function note_of(groups, mode)
  local out = { "The share of significant universes is not the probability that a claim is true." }
  if mode == "density" then out[#out + 1] = "A row is the darker the more universes at that place have the option." end
  for _, group in ipairs(groups) do
    if group.cut then
      out[#out + 1] = string.format("Of %s, the %d options whose universes stand farthest to one side.", group.name,
        SHOWN)
    end
  end
  return table.concat(out, " ")
end

local function label_of(res)
  local names = { mean_difference = "Difference of means",
    standardised_difference = "Difference in standard deviations", cliff_delta = "Cliff’s delta",
    rate_ratio = "Rate ratio" }
  if #res.estimate_labels > 1 then return "Estimate" end
  return names[res.estimate_labels[1]] or res.estimate_labels[1]
end

local function write_head(p, title, subtitle)
  local y = p:lines(EDGE, EDGE, font.wrap(font.plain(title), p.w - 2 * EDGE, style.title, "bold", true),
    { size = style.title, weight = "bold" }) + 2
  return p:lines(EDGE, y, font.wrap(font.plain(subtitle), p.w - 2 * EDGE, style.subtitle, nil, true),
    { size = style.subtitle, color = style.quiet }) + 9
end

-- The limits of the curve hold all estimates, the median's null and no effect.
local function limits(curve, tests, ratio)
  local low, high = ratio and 1 or 0, ratio and 1 or 0
  low, high = math.min(low, curve.low[1]), math.max(high, curve.high[curve.columns])
  if tests and tests.median.low then
    low, high = math.min(low, tests.median.low), math.max(high, tests.median.high)
  end
  local pad = (high - low) * 0.05
  if pad == 0 then pad = 1 end
  return low - pad, high + pad
end

local function compose(res, options)
  local p = page.new { w = options.width or style.width, plot = {}, edges = {}, leaders = {} }
  p.plot.x, p.plot.w = EDGE + NAMES, (options.width or style.width) - EDGE - NAMES - 16
  if p.plot.w < 100 then core.raise("a chart of width %g has no room for its data", p.w) end
  local curve = core.multiverse_curve(rawget(res, "rows_of"), math.floor(p.plot.w))
  if res.estimated > p.plot.w then curve = core.multiverse_curve(rawget(res, "rows_of"), BINS) end
  local mode = res.estimated <= DOTS and "dots" or res.estimated <= p.plot.w and "ticks" or "density"
  local groups, tests = groups_of(res, curve), rawget(res, "tests")
  local height = 0
  for _, group in ipairs(groups) do height = height + #group.rows * ROW + GAP + style.small * font.LINE + 1 end
  local y = write_head(p, options.title or "Specification curve: " .. res.title, options.subtitle or subtitle_of(res))
  p.low_of_curve, p.high = limits(curve, tests, res.estimate_names.rate_ratio and #res.estimate_labels == 1)
  local matrix = height + 10
  p.low = p.low_of_curve - (p.high - p.low_of_curve) / CURVE * matrix
  p.from, p.to = 0.5, curve.columns + 0.5
  p.plot.y, p.plot.h = y, CURVE + matrix
  p.boxes, p.axis, p.ticks, p.legend, p.tick_format = {}, { ticks = {} }, {}, {}, "%g"
  y = write_axis(p, res, options.label or label_of(res)) + 10
  write_null(p, tests)
  write_curve(p, curve, mode)
  for _, group in ipairs(groups) do y = write_group(p, group, y, curve, mode) end
  if mode == "density" then write_shades(p, groups, curve) end
  y = write_legend(p, res, y + 2, mode, tests) + 2
  local note = font.plain(options.note or note_of(groups, mode))
  y = p:lines(EDGE, y, font.wrap(note, p.w - 2 * EDGE, style.small, nil, true),
    { size = style.small, color = style.quiet })
  p.h = math.ceil(y + EDGE - 2)
  return p
end

return function(chart, res, options)
  options = options or {}
  core.check_options(options, known, "a multiverse's chart")
  if res.estimated - res.infinite < 1 then core.raise "a multiverse without an estimate has no chart" end
  local c = chart.new { title = options.title or res.title, subtitle = options.subtitle or subtitle_of(res),
    width = options.width, digest = res.study.digest }
  rawset(c, "compose", function() return compose(res, options) end)
  return c
end
