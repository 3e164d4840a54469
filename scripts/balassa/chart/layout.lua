-- From a chart's layers to a page: where every rectangle, line and word goes. What cannot be put
-- beside its box is numbered there and spelled out below, so that nothing is lost and nothing touches.

local core = require "balassa.core"
local font = require "balassa.chart.font"
local furniture = require "balassa.chart.furniture"
local page = require "balassa.chart.page"
local place = require "balassa.chart.place"
local style = require "balassa.chart.style"
local time = require "balassa.chart.time"

local SIZES = { style.text, 10.5, style.small, style.least }
local CALLOUT_SIZES = { style.small, style.least }
local WIDTHS = { { 200, 160, 130, 105, 80, 270 }, { 150, 120, 95, 75 } } -- of callouts: any, or narrow ones
local BOX_MOST = 62  -- pixels a box is high at most
local LANE_LEAST = 24
local ROW = { least = 40, most = 92, all = 464 } -- heights of rows; `all` is what they share

local layout = {}

-- The axes ----------------------------------------------------------------------------------------

local function each_span(chart, visit)
  for _, layer in ipairs(chart.layers) do
    for _, item in ipairs(layer.items or {}) do visit(item.from or item.x, item.to or item.x) end
    for _, run in ipairs(layer.runs or {}) do visit(run[1].from, run[#run].to) end
    for _, p in ipairs(layer.points or {}) do visit(p.x, p.x) end
  end
end

local function years_of(chart)
  local from, to = chart.from, chart.to
  if from and to then return from, to end
  local first, last = math.huge, -math.huge
  each_span(chart, function(a, b)
    first, last = math.min(first, a or first), math.max(last, b or last)
  end)
  if first >= last then core.raise "a chart needs from= and to=, or a layer that has both ends" end
  return from or math.floor(first), to or math.ceil(last)
end

-- Cut to the axis: nil when nothing of it is left.
local function cut(item, from, to)
  local a, b = math.max(item.from or from, from), math.min(item.to or to, to)
  if a < b then return a, b end
end

-- Rows of the ladder, with the lanes that their boxes need.
local function rows_of(chart, ladder, from, to)
  local rows = {}
  for i in ipairs(ladder.rungs) do rows[i] = { boxes = {}, lanes = 1 } end
  for _, layer in ipairs(chart.layers) do
    for _, item in ipairs(layer.kind == "boxes" and layer.items or {}) do
      local a, b = cut(item, from, to)
      if a then
        local boxes = rows[item.row].boxes
        boxes[#boxes + 1] = { from = a, to = b, item = item }
      end
    end
  end
  local height = ladder.row_height or math.max(ROW.least, math.min(ROW.most, ROW.all / #rows))
  for _, row in ipairs(rows) do
    row.lanes = place.lanes(row.boxes)
    row.h = math.max(height, row.lanes * LANE_LEAST + 8)
  end
  return rows
end

-- The y axis of a ladder counts rows: the first from 0 to 1, a row with more lanes further.
local function stack(rows, unit)
  local at = 0
  for _, row in ipairs(rows) do
    row.low = at
    at = at + row.h / unit
    row.high = at
    row.middle = (row.low + row.high) / 2
  end
  return at
end

-- Where a score stands between the rungs, each with its own value.
local function on_ladder(ladder, rows, value)
  local below, above
  for i, rung in ipairs(ladder.rungs) do
    if rung.value <= value and (not below or rung.value > ladder.rungs[below].value) then below = i end
    if rung.value >= value and (not above or rung.value < ladder.rungs[above].value) then above = i end
  end
  below, above = below or above, above or below
  local a, b = ladder.rungs[below].value, ladder.rungs[above].value
  if a == b then return rows[below].middle end
  return rows[below].middle + (value - a) / (b - a) * (rows[above].middle - rows[below].middle)
end

local function value_range(chart)
  local low, high = math.huge, -math.huge
  local function take(y) low, high = math.min(low, y), math.max(high, y) end
  for _, layer in ipairs(chart.layers) do
    for _, run in ipairs(layer.runs or {}) do
      for _, r in ipairs(run) do take(r.y) end
    end
    for _, p in ipairs(layer.points or {}) do
      if p.y then take(p.y) end
    end
    for _, bar in ipairs(layer.kind == "bars" and layer.items or {}) do
      take(0)
      take(bar.y)
    end
  end
  if low > high then low, high = 0, 1 end
  if low == high then return low - 1, high + 1 end
  -- Air, so that no line lies on the frame; but what stands on 0 stands on the axis.
  local air = 0.04 * (high - low)
  return low ~= 0 and low - air or low, high ~= 0 and high + air or high
end

-- Data --------------------------------------------------------------------------------------------

-- What of a span is sure, once its loose ends are taken off: from, to; and the stretches that fade, each
-- from the sure side on. Where loose ends meet, they meet half-way.
local function sure_part(item, a, b)
  local ends, middle = item.loose or {}, (a + b) / 2
  local from, to, fades = a, b, {}
  if ends.from then
    from = math.min(math.max(ends.from[2], a), ends.to and middle or b)
    fades[#fades + 1] = { from, ends.from[1] }
  end
  if ends.to then
    to = math.max(math.min(ends.to[1], b), ends.from and middle or a)
    fades[#fades + 1] = { to, ends.to[2] }
  end
  return from, to, fades
end

local FADE = { 0.75, 0.55, 0.38, 0.24, 0.12 } -- how much is left of the colour, strip by strip

-- `fades`: { sure end, far end, low, high } each.
local function draw_fades(p, depth, fades, fill)
  for i, alpha in ipairs(FADE) do
    local rows = {}
    for _, f in ipairs(fades) do
      local x1, x2 = f[1] + (f[2] - f[1]) * (i - 1) / #FADE, f[1] + (f[2] - f[1]) * i / #FADE
      local a, b = math.max(math.min(x1, x2), p.from), math.min(math.max(x1, x2), p.to)
      if a < b then rows[#rows + 1] = { a, b, f[3], f[4] } end
    end
    p:data(depth, "fade", "from to bottom top", rows,
      "using 1:3:1:2:3:4 with boxxyerror " .. page.box { fill = fill, alpha = alpha })
  end
end

-- The bands, and in p.edges where their edges stand.
local function draw_bands(p, layer)
  local rows, fades = {}, {}
  for _, item in ipairs(layer.items) do
    local a, b = cut(item, p.from, p.to)
    if a then
      local from, to, ends = sure_part(item, a, b)
      if from < to then rows[#rows + 1] = { from, to, p.low, p.high, note = item.label } end
      for _, f in ipairs(ends) do fades[#fades + 1] = { f[1], f[2], p.low, p.high } end
      table.move({ a, b }, 1, 2, #p.edges + 1, p.edges)
    end
  end
  draw_fades(p, 1, fades, style.band.fill)
  p:data(1, "bands", "from to bottom top", rows,
    "using 1:3:1:2:3:4 with boxxyerror " .. page.box { fill = style.band.fill })
end

-- See-through, so that two may overlap.
local RIBBON = 0.2

local function draw_ribbon(p, layer, look, scale)
  local rows = {}
  for _, item in ipairs(layer.items) do
    local a, b = cut(item, p.from, p.to)
    if a then rows[#rows + 1] = { a, b, scale(item.low), scale(item.high) } end
  end
  p:data(3, "ribbon", "from to bottom top", rows,
    "using 1:3:1:2:3:4 with boxxyerror " .. page.box { fill = look.color, alpha = RIBBON })
end

-- A line in thin rectangles, for callouts to keep clear of.
local function obstacle(taken, x1, y1, x2, y2)
  taken.soft[#taken.soft + 1] = { x = math.min(x1, x2) - 1, y = math.min(y1, y2) - 1, w = math.abs(x2 - x1) + 2,
    h = math.abs(y2 - y1) + 2 }
end

local function draw_steps(p, layer, look, scale, taken)
  local rows = {}
  for _, run in ipairs(layer.runs) do
    local before
    for _, r in ipairs(run) do
      local a, b = cut(r, p.from, p.to)
      if a then
        local y = scale(r.y)
        rows[#rows + 1], rows[#rows + 2] = { a, y }, { b, y }
        obstacle(taken, p:x(a), p:y(y), p:x(b), p:y(y))
        if before then obstacle(taken, p:x(a), p:y(before), p:x(a), p:y(y)) end
        before = y
      end
    end
    rows[#rows + 1] = {}
  end
  p:data(4, "steps", "year value", rows, "with lines " .. page.stroke(look), layer)
  if not look.dash then
    p:again("with lines " .. page.stroke { color = style.paper, lw = look.lw + 2.5 }, 3)
  end
end

local function draw_points(p, layer, look, scale, taken)
  local rows = {}
  for _, q in ipairs(layer.points) do
    if q.gap then
      rows[#rows + 1] = {}
    elseif q.x >= p.from and q.x <= p.to then
      rows[#rows + 1] = { q.x, scale(q.y), note = q.note }
      if layer.kind == "points" then
        obstacle(taken, p:x(q.x) - 2, p:y(scale(q.y)) - 2, p:x(q.x) + 2, p:y(scale(q.y)) + 2)
      end
    end
  end
  if layer.kind == "lines" then
    p:data(4, "lines", "year value", rows, "with lines " .. page.stroke(look), layer)
    return
  end
  if layer.mark == "plus" then
    p:data(6, "points", "year value", rows,
      ('with points pointtype 1 pointsize 0.8 linewidth 1.4 linecolor rgb "%s"'):format(look.color), layer)
    return
  end
  p:data(6, "points", "year value", rows,
    ('with points pointtype 7 pointsize 0.62 linecolor rgb "%s"'):format(look.color), layer)
  if layer.hollow then
    p:again(('with points pointtype 7 pointsize 0.36 linecolor rgb "%s"'):format(style.paper))
  end
end

local function draw_bars(p, layer, scale, taken)
  local rows = {}
  for _, bar in ipairs(layer.items) do
    local a, b = cut(bar, p.from, p.to)
    if a then
      rows[#rows + 1] = { a, b, scale(0), scale(bar.y) }
      obstacle(taken, p:x(a), p:y(scale(0)), p:x(b), p:y(scale(bar.y)))
    end
  end
  p:data(3, "bars", "from to bottom top", rows, "using 1:3:1:2:3:4 with boxxyerror " ..
    page.box { fill = layer.color or style.boxes.filled.fill, stroke = style.paper, lw = 0.5 }, layer)
end

local function place_boxes(p, rows, unit)
  local list = {}
  for _, row in ipairs(rows) do
    local slot = (row.high - row.low) / row.lanes
    for _, box in ipairs(row.boxes) do
      local middle = row.high - (box.lane - 0.5) * slot
      local half = math.min(slot * unit - 7, BOX_MOST) / unit / 2
      box.low, box.high = middle - half, middle + half
      box.x, box.y = p:x(box.from), p:y(box.high)
      box.w, box.h = p:x(box.to) - box.x, p:y(box.low) - box.y
      list[#list + 1] = box
    end
  end
  table.sort(list, function(a, b)
    if a.from ~= b.from then return a.from < b.from end
    if a.item.row ~= b.item.row then return a.item.row < b.item.row end
    return a.lane < b.lane
  end)
  return list
end

-- A box of which an end is unsure: its colour fades there, and its outline is dashed.
local function draw_loose_boxes(p, boxes, look)
  local s, bodies, fades, solid, dashed = style.boxes[look], {}, {}, {}, {}
  local function line(list, x1, y1, x2, y2)
    table.move({ { x1, y1 }, { x2, y2 }, {} }, 1, 3, #list + 1, list)
  end
  for _, b in ipairs(boxes) do
    local from, to, ends = sure_part(b.item, b.from, b.to)
    if from < to then bodies[#bodies + 1] = { from, to, b.low, b.high, note = b.item.label } end
    for _, f in ipairs(ends) do fades[#fades + 1] = { f[1], f[2], b.low, b.high } end
    for _, y in ipairs { b.low, b.high } do
      line(solid, from, y, to, y)
      if from > b.from then line(dashed, b.from, y, from, y) end
      if to < b.to then line(dashed, to, y, b.to, y) end
    end
    line(b.item.loose.from and dashed or solid, b.from, b.low, b.from, b.high)
    line(b.item.loose.to and dashed or solid, b.to, b.low, b.to, b.high)
  end
  p:data(5, look, "from to bottom top", bodies, "using 1:3:1:2:3:4 with boxxyerror " .. page.box { fill = s.fill })
  draw_fades(p, 5, fades, s.fill)
  p:data(5, "outline", "year height", solid,
    "with lines " .. page.stroke { color = s.stroke, lw = s.lw, dash = s.dash })
  p:data(5, "unsure", "year height", dashed,
    "with lines " .. page.stroke { color = s.stroke, lw = s.lw, dash = style.loose.dash })
end

local function draw_boxes(p, boxes)
  for _, look in ipairs { "filled", "hollow", "dashed" } do
    local rows, unsure = {}, {}
    for _, b in ipairs(boxes) do
      if b.item.look == look and b.item.loose then
        unsure[#unsure + 1] = b
      elseif b.item.look == look then
        rows[#rows + 1] = { b.from, b.to, b.low, b.high, note = b.item.label }
      end
    end
    p:data(5, look, "from to bottom top", rows, "using 1:3:1:2:3:4 with boxxyerror " .. page.box(style.boxes[look]))
    draw_loose_boxes(p, unsure, look)
  end
end

-- Words -------------------------------------------------------------------------------------------

local function write_callout(p, spot, look)
  local line = spot.leader
  p.leaders[#p.leaders + 1] = line
  p:line(line.x1, line.y1, line.x2, line.y2, style.leader)
  local middle = spot.x + spot.w / 2
  local align = line.x2 <= spot.x + 0.5 and "left" or line.x2 >= spot.x + spot.w - 0.5 and "right" or "center"
  local x = align == "left" and spot.x + place.PAD or align == "right" and spot.x + spot.w - place.PAD or middle
  p:lines(x, spot.y, spot.lines, { size = spot.size, align = align, color = look.color, weight = look.weight })
end

-- Where a callout may look for room: not across boxes and words, nor the series and dots. The copy
-- is the caller's to fill.
local function room_of(p, taken)
  local room = { rects = {}, lines = {}, edges = {} }
  for _, list in ipairs { taken.rects, taken.soft } do table.move(list, 1, #list, #room.rects + 1, room.rects) end
  table.move(taken.lines, 1, #taken.lines, 1, room.lines)
  for i, year in ipairs(p.edges) do room.edges[i] = p:x(year) end
  return room
end

-- Places items { text, anchor } in the order given. Returns their spots by item, what it costs (a
-- label without a spot the most), and the first item that found none.
local function try_order(p, order, widths, taken, bounds)
  local room, spots, cost, first = room_of(p, taken), {}, 0, nil
  for _, item in ipairs(order) do
    local spot = place.callout(item, item.anchor, room, bounds, CALLOUT_SIZES, widths)
    spots[item] = spot
    cost = cost + (spot and spot.cost or 10000)
    first = first or not spot and item or nil
  end
  return spots, cost, first
end

local function to_front(order, item)
  local copy = { item }
  for _, other in ipairs(order) do
    if other ~= item then copy[#copy + 1] = other end
  end
  return copy
end

local FEW = 4   -- so many, and each is tried in front
local MANY = 12 -- more than these are tried once

-- The spots of the best of some tries: the largest first, then who finds no room in front; of a few
-- items each one in front, in any width and in narrow ones only.
local function best_spots(p, items, taken, bounds)
  local order, best, least = table.move(items, 1, #items, 1, {}), {}, math.huge
  table.sort(order, function(a, b)
    if #a.text ~= #b.text then return #a.text > #b.text end
    if a.anchor.x ~= b.anchor.x then return a.anchor.x < b.anchor.x end
    return a.anchor.y < b.anchor.y
  end)
  for i = 1, FEW do
    local stuck
    for _, widths in ipairs(WIDTHS) do
      local spots, cost, first = try_order(p, order, widths, taken, bounds)
      if cost < least then best, least = spots, cost end
      stuck = stuck or first
      if #items > FEW then break end
    end
    if #items > MANY or not stuck and (#items > FEW or i >= #items) then break end
    order = to_front(order, stuck or items[i])
  end
  return best
end

-- Beside their anchors; who finds no room gets a number whose meaning stands below.
local function call_out(p, items, taken, look, keys)
  local bounds = { x = p.plot.x + 2, y = p.plot.y + 2, w = p.plot.w - 4, h = p.plot.h - 4 }
  local best = best_spots(p, items, taken, bounds)
  local function settle(spot, how)
    taken.rects[#taken.rects + 1], taken.lines[#taken.lines + 1] = spot, spot.leader
    taken.words[#taken.words + 1] = spot
    write_callout(p, spot, how)
  end
  for _, item in ipairs(items) do
    if best[item] then settle(best[item], look) end
  end
  for _, item in ipairs(items) do
    if not best[item] then
      keys[#keys + 1] = item
      local spot = place.callout({ text = tostring(#keys), weight = "bold" }, item.anchor, room_of(p, taken), bounds,
        { style.small }, { 40 })
      if spot then settle(spot, { color = look.color, weight = "bold" }) end
    end
  end
end

local function write_boxes(p, boxes, taken, keys)
  local outside = {}
  for _, b in ipairs(boxes) do
    local text = font.plain(b.item.label) .. b.item.mark
    local lines, size = font.fit(text, b.w - 8, b.h - 4, SIZES)
    if lines then
      lines = font.balance(text, lines, size)
      p:lines(b.x + b.w / 2, b.y + (b.h - font.height(lines, size)) / 2, lines,
        { size = size, align = "center", owner = b })
    else
      outside[#outside + 1] = { text = text, anchor = b }
    end
  end
  call_out(p, outside, taken, {}, keys)
end

local function write_labels(p, layer, scale, taken, keys)
  local items = {}
  for _, item in ipairs(layer.items) do
    if item.x >= p.from and item.x <= p.to then
      items[#items + 1] = { text = font.plain(item.label),
        anchor = { x = p:x(item.x) - 2, y = p:y(scale(item.y)) - 2, w = 4, h = 4 } }
    end
  end
  call_out(p, items, taken, { color = layer.color }, keys)
end

-- The whole ---------------------------------------------------------------------------------------

-- Looks of the series, in the order of the layers.
local function looks_of(chart)
  local looks, n = {}, 0
  for _, layer in ipairs(chart.layers) do
    if layer.kind == "steps" or layer.kind == "lines" or layer.kind == "points" or layer.kind == "ribbon" then
      if not layer.color then n = n % #style.series + 1 end
      local base = style.series[n > 0 and n or 1]
      looks[layer] = { color = layer.color or base.color, lw = layer.lw or base.lw,
        dash = layer.dash or not layer.color and base.dash or nil }
    end
  end
  return looks
end

local function draw_data(chart, p, c)
  for _, layer in ipairs(chart.layers) do
    if layer.kind == "bands" then
      draw_bands(p, layer)
    elseif layer.kind == "ribbon" then
      draw_ribbon(p, layer, c.looks[layer], c.scale)
    elseif layer.kind == "steps" then
      draw_steps(p, layer, c.looks[layer], c.scale, c.taken)
    elseif layer.kind == "lines" or layer.kind == "points" then
      draw_points(p, layer, c.looks[layer], c.scale, c.taken)
    elseif layer.kind == "bars" then
      draw_bars(p, layer, c.scale, c.taken)
    end
  end
  draw_boxes(p, c.boxes)
end

-- The y axis: what the plot needs to know before there is a page.
local function axis_of(chart, from, to)
  local ladder
  for _, layer in ipairs(chart.layers) do
    if layer.kind == "ladder" then ladder = layer end
  end
  if ladder then
    local rows, sum = rows_of(chart, ladder, from, to), 0
    for _, row in ipairs(rows) do sum = sum + row.h end
    local axis = { ladder = ladder, rows = rows, height = sum, low = 0, title = ladder.title, ticks = {} }
    axis.fix = function(height)
      for _, row in ipairs(rows) do row.h = row.h * height / sum end
      axis.unit = height / #rows
      axis.high = stack(rows, axis.unit)
      for i, rung in ipairs(ladder.rungs) do axis.ticks[i] = { at = rows[i].middle, label = rung.label } end
    end
    axis.scale = function(value) return on_ladder(ladder, rows, value) end
    return axis
  end
  local y, low, high = chart.y or {}, value_range(chart)
  low, high = y.from or low, y.to or high
  return { rows = {}, height = 330, low = low, high = high, title = y.label, ticks = y.ticks or
    furniture.value_ticks(low, high), fix = function() end, scale = function(value) return value end, values = true }
end

-- chart -> page, with page.boxes (rectangles) and page.texts for who wants to check them.
-- A chart over another axis than time composes its page itself.
function layout.page(chart)
  local compose = rawget(chart, "compose")
  if compose then return compose() end
  local from, to = years_of(chart)
  local axis = axis_of(chart, from, to)
  local c = { axis = axis, scale = axis.scale, looks = looks_of(chart), boxes = {},
    taken = { rects = {}, soft = {}, lines = {}, words = {} }, ticks = time.ticks(from, to, chart.ticks) }
  local p = page.new { w = chart.width or style.width, from = from, to = to, plot = {}, edges = {}, leaders = {} }
  furniture.frame(chart, p, c)
  axis.fix(p.plot.h)
  p.low, p.high = axis.low, axis.high
  c.boxes = place_boxes(p, axis.rows, axis.unit)
  table.move(c.boxes, 1, #c.boxes, 1, c.taken.rects)
  draw_data(chart, p, c)
  local keys = {}
  write_boxes(p, c.boxes, c.taken, keys)
  for _, layer in ipairs(chart.layers) do
    if layer.kind == "labels" then write_labels(p, layer, c.scale, c.taken, keys) end
  end
  furniture.grid(p, c)
  furniture.around(chart, p, c, keys)
  p.boxes, p.axis, p.ticks, p.legend = c.boxes, axis, c.ticks, {}
  for _, layer in ipairs(chart.layers) do
    if layer.kind == "boxes" then p.legend = layer.legend end
  end
  return p
end

return layout
