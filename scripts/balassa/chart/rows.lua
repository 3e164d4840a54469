-- Charts of rows over a number axis: at the left what a row is, in the middle a dot, an interval or
-- several, at the right the numbers.
--
--   rows.compose { title=, subtitle=, note=, width=, axis= (what the axis counts),
--     names=, numbers= (pixels at the left and right), from=, to= (else all that is drawn),
--     ticks = { { at=, label= }, ... } (else round numbers),
--     uprights = { { at=, color=, lw=, dash= }, ... }
--     legend = { { kind = "dot"|"line"|"bar", color=, hollow=, dash=, text= }, ... }
--     items = { { heading = text }, or
--       { label= or lines=, unit= (small, below), note=, numbers=, sub= (small, below), color= (of the numbers),
--         parts = { { low=, high=, color=, lw=, dash=, open_low=, open_high= }, ... },
--         dots = { { at=, color=, hollow= }, ... } }, ... } }
--
-- A part with an open end goes on to the edge of the plot and ends in an arrow there.

local core = require "balassa.core"
local font = require "balassa.chart.font"
local furniture = require "balassa.chart.furniture"
local page = require "balassa.chart.page"
local style = require "balassa.chart.style"

local rows = {}

local EDGE = 12

local function minus(text) return (tostring(text):gsub("^%-", "−")) end

-- Limits that hold everything that is drawn.
local function range_of(o)
  local low, high = math.huge, -math.huge
  local function hold(v)
    if v and math.abs(v) < math.huge then low, high = math.min(low, v), math.max(high, v) end
  end
  for _, item in ipairs(o.items) do
    for _, part in ipairs(item.parts or {}) do
      hold(part.low)
      hold(part.high)
    end
    for _, dot in ipairs(item.dots or {}) do hold(dot.at) end
  end
  for _, line in ipairs(o.uprights or {}) do hold(line.at) end
  if low > high then low, high = 0, 1 end
  if low == high then low, high = low - 0.5, high + 0.5 end
  local pad = (high - low) * 0.04
  return o.from or low - pad, o.to or high + pad
end

-- How high each row is, and where its middle lies, from the top.
local function set_rows(o)
  local at = 4
  for _, item in ipairs(o.items) do
    if item.heading then
      item.h = 20
    else
      item.lines = item.lines or font.wrap(font.plain(item.label), o.names - 12, style.text, nil, true)
      local left = #item.lines * style.text + (item.unit and style.small or 0)
      local right = (item.numbers and style.text or 0) + (item.sub and style.small or 0)
      item.h = math.max(left, right) * font.LINE + (item.gap or 3)
    end
    item.middle = at + item.h / 2
    at = at + item.h
  end
  return at + 4
end

local function write_head(p, o)
  local y = p:lines(EDGE, EDGE, font.wrap(font.plain(o.title), p.w - 2 * EDGE, style.title, "bold", true),
    { size = style.title, weight = "bold" }) + 2
  return p:lines(EDGE, y, font.wrap(font.plain(o.subtitle), p.w - 2 * EDGE, style.subtitle, nil, true),
    { size = style.subtitle, color = style.quiet }) + 9
end

local function write_row(p, item, y)
  if item.heading then
    p:text(p.plot.x - 10, y + 2, font.plain(item.heading), { align = "right", size = style.small, color = style.quiet,
      slant = "italic" })
    return
  end
  local top = y - (#item.lines * style.text + (item.unit and style.small or 0)) * font.LINE / 2
  top = p:lines(p.plot.x - 10, top, item.lines, { align = "right", weight = item.weight })
  if item.unit then
    p:lines(p.plot.x - 10, top, { font.plain(item.unit) }, { align = "right", size = style.small, color = style.quiet })
  end
  top = y - ((item.numbers and style.text or 0) + (item.sub and style.small or 0)) * font.LINE / 2
  local right = p.plot.x + p.plot.w + 10
  if item.numbers then top = p:lines(right, top, { minus(item.numbers) }, { color = item.color }) end
  if item.sub then p:lines(right, top, { item.sub }, { size = style.small, color = style.quiet }) end
end

-- Things of one look are one block of data.
local function gathered()
  local list, place = {}, {}
  return list, function(key, look)
    if not place[key] then
      place[key] = { look = look, rows = {} }
      list[#list + 1] = place[key]
    end
    return place[key].rows
  end
end

local function draw_parts(p, items)
  local list, of = gathered()
  local tips, tip_of = gathered()
  for _, item in ipairs(items) do
    for _, part in ipairs(item.parts or {}) do
      local y = p.high - item.middle
      local low, high = part.open_low and p.from or part.low, part.open_high and p.to or part.high
      local look = { color = part.color or style.series[1].color, lw = part.lw or 2.2, dash = part.dash }
      local key = look.color .. look.lw .. (look.dash or "")
      table.move({ { low, y, note = item.note }, { high, y }, {} }, 1, 3, #of(key, look) + 1, of(key, look))
      local tip, step = tip_of(key, look), (p.to - p.from) / p.plot.w * 5
      if part.open_low then
        table.move({ { low + step, y - 4 }, { low, y }, { low + step, y + 4 }, {} }, 1, 4, #tip + 1, tip)
      end
      if part.open_high then
        table.move({ { high - step, y - 4 }, { high, y }, { high - step, y + 4 }, {} }, 1, 4, #tip + 1, tip)
      end
    end
  end
  for _, b in ipairs(list) do
    p:data(4, "interval", "value row", b.rows, "with lines " .. page.stroke(b.look), { kind = "lines" })
  end
  for _, b in ipairs(tips) do
    p:data(4, "onward", "value row", b.rows, "with lines " .. page.stroke { color = b.look.color, lw = 1.4 },
      { kind = "lines" })
  end
end

local function draw_dots(p, items)
  local list, of = gathered()
  for _, item in ipairs(items) do
    for _, dot in ipairs(item.dots or {}) do
      local look = { color = dot.color or style.series[1].color, hollow = dot.hollow }
      table.insert(of(look.color .. tostring(look.hollow), look), { dot.at, p.high - item.middle, note = item.note })
    end
  end
  for _, b in ipairs(list) do
    p:data(6, "estimate", "value row", b.rows,
      ('with points pointtype 7 pointsize 0.8 linecolor rgb "%s"'):format(b.look.color), { kind = "points" })
    if b.look.hollow then
      p:again(('with points pointtype 7 pointsize 0.45 linecolor rgb "%s"'):format(style.paper), 7)
    end
  end
end

local function ticks_of(p, o)
  return o.ticks or furniture.value_ticks(p.from, p.to)
end

local function draw_axes(p, o)
  local grid, bottom = {}, p.plot.y + p.plot.h
  for _, tick in ipairs(ticks_of(p, o)) do
    table.move({ { tick.at, p.low }, { tick.at, p.high }, {} }, 1, 3, #grid + 1, grid)
    p:line(p:x(tick.at), bottom, p:x(tick.at), bottom + 4, { color = style.frame, lw = 1 })
    p:text(p:x(tick.at), bottom + 12, minus(tick.label), { align = "center" })
  end
  p:data(1, "grid", "value row", grid, "with lines " .. page.stroke { color = style.rule, lw = 0.8 })
  for _, line in ipairs(o.uprights or {}) do
    p:data(2, "upright", "value row", { { line.at, p.low }, { line.at, p.high } }, "with lines " ..
      page.stroke { color = line.color or style.ink, lw = line.lw or 1.2, dash = line.dash })
  end
  p:data(2, "frame", "value row", { { p.from, p.low }, { p.to, p.low }, { p.to, p.high }, { p.from, p.high },
    { p.from, p.low } }, "with lines " .. page.stroke { color = style.frame, lw = 1 })
  local lines = font.wrap(font.plain(o.axis), p.plot.w + o.names + o.numbers - 20, style.text, nil, true)
  for i, line in ipairs(lines) do
    p:text(p.plot.x + p.plot.w / 2, bottom + 16 + i * style.text * font.LINE, line, { align = "center" })
  end
  return bottom + 26 + #lines * style.text * font.LINE
end

local SWATCH = 22

local function write_legend(p, entries, y)
  local x = EDGE
  for _, e in ipairs(entries) do
    local w = SWATCH + 6 + font.width(font.plain(e.text), style.small)
    if x > EDGE and x + w > p.w - EDGE then x, y = EDGE, y + 16 end
    if e.kind == "dot" then
      p:text(x + SWATCH / 2, y + 8, e.hollow and "○" or "●", { size = 9, align = "center", color = e.color })
    else
      p:line(x, y + 8, x + SWATCH, y + 8, { color = e.color, lw = e.lw or 2.2, dash = e.dash })
    end
    p:text(x + SWATCH + 6, y + 8, font.plain(e.text), { size = style.small })
    x = x + w + 22
  end
  return #entries > 0 and y + 20 or y
end

-- The page, as a chart's `compose` wants it.
function rows.compose(o)
  o.names, o.numbers = o.names or 190, o.numbers or 210
  local p = page.new { w = o.width or style.width, plot = {}, edges = {}, leaders = {}, low = 0 }
  local y = write_head(p, o)
  p.from, p.to = range_of(o)
  p.high = set_rows(o)
  p.plot.x, p.plot.y, p.plot.h = EDGE + o.names, y, p.high
  p.plot.w = p.w - p.plot.x - o.numbers
  if p.plot.w < 100 then core.raise("a chart of width %g has no room for its data", p.w) end
  for _, item in ipairs(o.items) do write_row(p, item, p:y(p.high - item.middle)) end
  draw_parts(p, o.items)
  draw_dots(p, o.items)
  y = write_legend(p, o.legend or {}, 5 + draw_axes(p, o))
  y = p:lines(EDGE, y, font.wrap(font.plain(o.note), p.w - 2 * EDGE, style.small, nil, true),
    { size = style.small, color = style.quiet })
  p.h = math.ceil(y + EDGE - 2)
  p.boxes, p.axis, p.ticks, p.legend, p.tick_format = {}, { ticks = {} }, {}, {}, "%g"
  for _, item in ipairs(o.items) do
    if not item.heading then
      table.insert(p.axis.ticks, { at = p.high - item.middle, label = item.note or item.label or item.lines[1] })
    end
  end
  for i, tick in ipairs(ticks_of(p, o)) do p.ticks[i] = { from = tick.at } end
  return p
end

-- A chart that is composed so when it is drawn; `make` returns what compose wants.
function rows.chart(chart, fields, make)
  local c = chart.new { title = fields.title, subtitle = fields.subtitle, width = fields.width,
    digest = fields.digest }
  rawset(c, "compose", function() return rows.compose(make()) end)
  return c
end

return rows
