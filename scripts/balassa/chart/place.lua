-- Placing things so that they do not touch: the arithmetic of rectangles, lanes for spans that
-- overlap, a row of labels pushed apart, and the search for a free spot for a label and its leader.
--
-- A rectangle is { x, y, w, h } in pixels, y down.

local font = require "balassa.chart.font"
local style = require "balassa.chart.style"

local place = {}

-- Rectangles --------------------------------------------------------------------------------------

function place.overlaps(a, b, gap)
  gap = gap or 0
  return a.x < b.x + b.w + gap and b.x < a.x + a.w + gap and a.y < b.y + b.h + gap and b.y < a.y + a.h + gap
end

function place.inside(a, b)
  local slack = 1e-6
  return a.x >= b.x - slack and a.y >= b.y - slack and a.x + a.w <= b.x + b.w + slack and
    a.y + a.h <= b.y + b.h + slack
end

-- What is left of the share from..to of a segment behind one edge of a rectangle; nil: nothing.
local function clip(p, q, from, to)
  if p == 0 then
    if q >= 0 then return from, to end
    return nil
  end
  local t = q / p
  if p < 0 then
    if t > to then return nil end
    return t > from and t or from, to
  end
  if t < from then return nil end
  return from, t < to and t or to
end

-- Does the segment (x1, y1)-(x2, y2) touch the rectangle? (Liang and Barsky 1984) Most are far from it.
function place.crosses(s, r)
  local x1, y1, x2, y2 = s.x1, s.y1, s.x2, s.y2
  local left, top = r.x, r.y
  local right, bottom = left + r.w, top + r.h
  if x1 < left and x2 < left or x1 > right and x2 > right or y1 < top and y2 < top or y1 > bottom and y2 > bottom then
    return false
  end
  local dx, dy = x2 - x1, y2 - y1
  local from, to = clip(-dx, x1 - left, 0, 1)
  if from then from, to = clip(dx, right - x1, from, to) end
  if from then from, to = clip(-dy, y1 - top, from, to) end
  if from then from = clip(dy, bottom - y1, from, to) end
  return from ~= nil
end

local function side(ax, ay, bx, by, cx, cy)
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
end

-- Do two segments cross?
function place.meet(a, b)
  return side(a.x1, a.y1, a.x2, a.y2, b.x1, b.y1) * side(a.x1, a.y1, a.x2, a.y2, b.x2, b.y2) < 0 and
    side(b.x1, b.y1, b.x2, b.y2, a.x1, a.y1) * side(b.x1, b.y1, b.x2, b.y2, a.x2, a.y2) < 0
end

-- Lanes -------------------------------------------------------------------------------------------

-- Gives each item (with from < to) a lane, 1 at the top, the fewest there can be: by start, each
-- into the first lane that is free (interval partitioning). Returns the number of lanes.
function place.lanes(items)
  local order, free = {}, {}
  for i, item in ipairs(items) do order[i] = { item = item, i = i } end
  table.sort(order, function(a, b)
    if a.item.from ~= b.item.from then return a.item.from < b.item.from end
    return a.i < b.i
  end)
  for _, o in ipairs(order) do
    local lane = 1
    while free[lane] and o.item.from < free[lane] - 1e-9 do lane = lane + 1 end
    free[lane], o.item.lane = o.item.to, lane
  end
  return math.max(#free, 1)
end

-- A row of labels ---------------------------------------------------------------------------------

-- Pushes items { at = wanted start, size = } apart, in their order, as little as can be (least
-- squares, by pooling neighbours that would touch); sets item.start. All of them together must fit
-- between low and high. Returns the greatest push.
function place.spread(items, low, high, gap)
  local blocks = {}
  for _, item in ipairs(items) do
    local block = { first = #blocks + 1, n = 1, size = item.size, sum = item.at, at = item.at, items = { item } }
    blocks[#blocks + 1] = block
    while #blocks > 1 and blocks[#blocks].at < blocks[#blocks - 1].at + blocks[#blocks - 1].size + gap do
      local b, a = table.remove(blocks), blocks[#blocks]
      for _, it in ipairs(b.items) do a.items[#a.items + 1] = it end
      a.sum = a.sum + b.sum - b.n * (a.size + gap) -- wanted starts, as the block's own start sees them
      a.n, a.size = a.n + b.n, a.size + gap + b.size
      a.at = a.sum / a.n
    end
    local last = blocks[#blocks]
    last.at = math.max(last.at, low)
  end
  local limit, most = high, 0
  for i = #blocks, 1, -1 do
    local b = blocks[i]
    b.at = math.min(b.at, limit - b.size)
    limit = b.at - gap
  end
  for _, b in ipairs(blocks) do
    local at = b.at
    for _, item in ipairs(b.items) do
      item.start = at
      most = math.max(most, math.abs(at - item.at))
      at = at + item.size + gap
    end
  end
  return most
end

-- Labels of a strip, each near its own cell: chooses the number of lines that keeps the row low and
-- the labels near and over their cells. items: { label, x, w } (the cell); sets lines, size = width, start. `align` is
-- "left" or "center". Returns the lines needed, or nil when they cannot stand side by side.
function place.columns(items, low, high, gap, size, align)
  local best
  for count = 1, 12 do
    local trial, sum, beyond = {}, -gap, 0
    for i, item in ipairs(items) do
      local lines, width = font.narrowest(item.label, count, size)
      if not lines then return nil end
      local roomy = font.wrap(item.label, math.max(item.w - gap, width), size)
      lines, width = roomy, font.widest(roomy, size)
      trial[i] = { lines = lines, size = width, at = align == "left" and item.x or item.x + (item.w - width) / 2 }
      sum, beyond = sum + width + gap, math.max(beyond, width - item.w)
    end
    if sum <= high - low then
      local push = place.spread(trial, low, high, gap)
      local cost = count * size * font.LINE + 0.7 * push + 0.1 * beyond
      if not best or cost < best.cost then best = { cost = cost, trial = trial } end
    end
  end
  if not best then return nil end
  local most = 0
  for i, item in ipairs(items) do
    item.lines, item.size, item.start = best.trial[i].lines, best.trial[i].size, best.trial[i].start
    most = math.max(most, #item.lines)
  end
  return most
end

-- Callouts ----------------------------------------------------------------------------------------

local COARSE, FINE = 16, 2 -- pixels between two spots that are tried
local CLEAR = 6    -- pixels between a callout and anything else
local SHORTEST = 6 -- of a leader
local FARTHEST = 300 -- cost of a spot at most: a label that is farther away is lost on its reader
local SMALLER = 12 -- pixels of way that a pixel of size is worth
local PAD = 2      -- between a leader's end and the words

place.PAD = PAD

local function clamp(v, low, high)
  return math.max(low, math.min(high, v))
end

-- The nearest spot of a side to `v`, off its corners where the side is long enough.
local function landing(v, from, length)
  local inset = math.min(6, length / 2)
  return clamp(v, from + inset, from + length - inset)
end

-- The leader from the anchor to the label: straight across or straight up or down where they face
-- each other, else from the side of the anchor that looks to the label. `straight` says which.
local function leader(anchor, r)
  local middle_x, middle_y = r.x + r.w / 2, r.y + r.h / 2
  local x1, y1 = landing(middle_x, anchor.x, anchor.w), landing(middle_y, anchor.y, anchor.h)
  local beside = r.x >= anchor.x + anchor.w or r.x + r.w <= anchor.x
  local x2, y2
  if beside then
    x1 = r.x >= anchor.x + anchor.w and anchor.x + anchor.w or anchor.x
    x2, y2 = r.x > x1 and r.x or r.x + r.w, clamp(y1, r.y + r.h / 2 - 3, r.y + r.h / 2 + 3)
    y1 = landing(y2, anchor.y, anchor.h)
  else
    y1 = r.y >= anchor.y + anchor.h and anchor.y + anchor.h or anchor.y
    x2, y2 = clamp(x1, r.x, r.x + r.w), r.y > y1 and r.y or r.y + r.h
  end
  return { x1 = x1, y1 = y1, x2 = x2, y2 = y2, straight = x1 == x2 or y1 == y2, beside = beside }
end

-- Does a line stand in the way of the words or of their leader?
local function lines_block(r, line, taken)
  if #taken.lines == 0 then return false end
  local close = { x = r.x - 2, y = r.y - 2, w = r.w + 4, h = r.h + 4 }
  for _, s in ipairs(taken.lines) do
    if place.crosses(s, close) or place.meet(s, line) then return true end
  end
  return false
end

local function line_blocked(line, anchor, taken)
  for _, o in ipairs(taken.rects) do
    if o ~= anchor and place.crosses(line, o) then return true end
  end
  return false
end

-- Near, straight, at the height of its anchor, and on one ground: each edge of a band
-- that runs through the words or under their leader costs as much as a way of 40 pixels.
local function cost_of(line, r, anchor, taken)
  local dx, dy = line.x2 - line.x1, line.y2 - line.y1
  local off = math.abs(r.y + r.h / 2 - anchor.y - anchor.h / 2)
  local cost = math.sqrt(dx * dx + dy * dy) + (line.straight and 0 or 30) + 0.45 * off + 0.02 * r.w
  local from, to = math.min(r.x, line.x1), math.max(r.x + r.w, line.x1)
  for _, x in ipairs(taken.edges) do
    if x > from and x < to then cost = cost + 40 end
  end
  return cost
end

-- The rectangles that words at this x may touch: fills tops and bottoms with the places of words between
-- which they do, and returns how many they are.
local function in_the_way(x, w, h, rects, tops, bottoms)
  local n, left, right, above = 0, x - CLEAR, x + w + CLEAR, h + CLEAR
  for i = 1, #rects do
    local o = rects[i]
    local from = o.x
    if from < right and left < from + o.w then
      n = n + 1
      tops[n], bottoms[n] = o.y - above, o.y + o.h + CLEAR
    end
  end
  return n
end

-- The best free spot of one setting on a grid of `step` in `area`, if it beats `best`. Thousands are
-- looked at, so that the cheap tests come first: what a spot costs at least, then the rectangles.
local function search(best, anchor, taken, area, set, step)
  local w, h, limit = set.w, set.h, best and best.cost or FARTHEST
  local anchor_x, anchor_right, middle = anchor.x, anchor.x + anchor.w, anchor.y + anchor.h / 2
  local anchor_y, anchor_bottom, wide = anchor.y, anchor.y + anchor.h, 0.02 * w
  local rects, tops, bottoms = taken.rects, {}, {}
  local function try(x, y)
    local r = { x = x, y = y, w = w, h = h, lines = set.lines, size = set.size }
    local line = leader(anchor, r)
    local cost = set.cost + cost_of(line, r, anchor, taken)
    if cost >= limit or math.abs(line.x2 - line.x1) + math.abs(line.y2 - line.y1) < SHORTEST or
      place.overlaps(r, anchor, CLEAR) or lines_block(r, line, taken) or line_blocked(line, anchor, taken) then
      return
    end
    line.anchor = anchor
    r.cost, r.leader, r.set = cost, line, set
    best, limit = r, cost
  end
  for x = area.x, area.x + area.w, step do
    local away = anchor_x - x - w
    if x - anchor_right > away then away = x - anchor_right end
    if away < 0 then away = 0 end
    if set.cost + away + wide < limit then
      local n -- of rectangles, counted when one may matter
      for y = area.y, area.y + area.h, step do
        local far, off = anchor_y - y - h, y + h / 2 - middle
        if y - anchor_bottom > far then far = y - anchor_bottom end
        if away > far then far = away end
        if set.cost + far + 0.45 * (off < 0 and -off or off) + wide < limit then
          local free = true
          n = n or in_the_way(x, w, h, rects, tops, bottoms)
          for i = 1, n do
            if tops[i] < y and y < bottoms[i] then
              free = false
              break
            end
          end
          if free then try(x, y) end
        end
      end
    end
  end
  return best
end

-- Where the upper left corner of a setting may be.
local function corners(bounds, set)
  return { x = bounds.x, y = bounds.y, w = bounds.w - set.w, h = bounds.h - set.h }
end

-- The label in one size and at most so wide, with what that costs; false when it cannot be. Kept with the
-- label, which is set many times.
local function setting(label, size, width)
  label.settings = label.settings or {}
  local key = size * 4096 + width
  local set = label.settings[key]
  if set == nil then
    local text, weight = label.text, label.weight
    local lines = font.wrap(text, width - 2 * PAD, size, weight)
    lines = lines and font.balance(text, lines, size, weight)
    set = lines and { lines = lines, size = size, w = font.widest(lines, size, weight) + 2 * PAD,
      h = font.height(lines, size), cost = 2 * #lines + SMALLER * (style.text - size) } or false
    label.settings[key] = set
  end
  return set
end

-- Coarsely everywhere and along both sides of the anchor; `best` is what another setting found.
local function search_setting(best, label, anchor, taken, bounds, size, width)
  local set = setting(label, size, width)
  if not set then return best end
  local area = corners(bounds, set)
  best = search(best, anchor, taken, area, set, COARSE)
  for _, x in ipairs { anchor.x + anchor.w + SHORTEST, anchor.x - SHORTEST - set.w } do
    if x >= area.x and x <= area.x + area.w then
      best = search(best, anchor, taken, { x = x, w = 0, y = area.y, h = area.h }, set, FINE)
    end
  end
  return best
end

-- And finely around the best.
local function refine(best, anchor, taken, bounds)
  local area = corners(bounds, best.set)
  local x, y = math.max(area.x, best.x - COARSE), math.max(area.y, best.y - COARSE)
  return search(best, anchor, taken, { x = x, y = y, w = math.min(best.x + COARSE, area.x + area.w) - x,
    h = math.min(best.y + COARSE, area.y + area.h) - y }, best.set, FINE)
end

-- Finds room in `bounds` for a label { text, weight } beside `anchor` (a rectangle of taken.rects), clear of
-- taken.rects and taken.lines, better not across taken.edges (of bands), in any of the sizes and
-- widths and in the width of the room on either side. Adds what it finds to `taken` and
-- returns { x, y, w, h, lines, size, leader }, or nil.
function place.callout(label, anchor, taken, bounds, sizes, widths)
  local best
  local beside = { bounds.x + bounds.w - anchor.x - anchor.w - SHORTEST, anchor.x - bounds.x - SHORTEST }
  for _, size in ipairs(sizes) do
    for _, list in ipairs { widths, beside } do
      for _, width in ipairs(list) do
        if width >= 20 and width <= 320 then
          best = search_setting(best, label, anchor, taken, bounds, size, width)
        end
      end
    end
  end
  if not best then return nil end
  best = refine(best, anchor, taken, bounds)
  taken.rects[#taken.rects + 1] = best
  taken.lines[#taken.lines + 1] = best.leader
  return best
end

return place
