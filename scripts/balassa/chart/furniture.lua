-- Everything around the data: title, strips, grid, axes, legend and notes.

local core = require "balassa.core"
local font = require "balassa.chart.font"
local page = require "balassa.chart.page"
local place = require "balassa.chart.place"
local style = require "balassa.chart.style"
local time = require "balassa.chart.time"

local EDGE = 12         -- of the page, left free
local LABEL_WIDTH = 118 -- of the names on the y axis at most
local CELL = 10         -- half of a number under the first tick
local BAR = 15          -- height of a strip's cells
local SWATCH = { w = 24, h = 11 }

local furniture = {}

-- The y axis --------------------------------------------------------------------------------------

-- Round numbers between low and high.
function furniture.value_ticks(low, high)
  local step = 10 ^ math.floor(math.log(high - low, 10))
  for _, factor in ipairs { 5, 2, 1, 0.5, 0.2 } do
    if (high - low) / (step * factor) >= 4 then
      step = step * factor
      break
    end
  end
  local list = {}
  for k = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) do
    list[#list + 1] = { at = k * step, label = core.number(k * step + 0.0, 10) }
  end
  return list
end

-- Wraps the names. Returns how wide they are, and how high a plot must be to hold them.
local function set_names(axis)
  local widest, highest, all = 0, 0, 0
  for _, tick in ipairs(axis.ladder and axis.ladder.rungs or axis.ticks) do
    local name = font.plain(tick.label)
    local lines = font.wrap(name, LABEL_WIDTH, style.text, nil, true)
    lines = font.balance(name, lines, style.text)
    tick.lines = lines
    widest = math.max(widest, font.widest(lines, style.text))
    highest, all = math.max(highest, font.height(lines, style.text)), all + font.height(lines, style.text) + 1
  end
  return widest, axis.ladder and math.max(all, highest * #axis.rows) or all
end

local function write_names(p, axis)
  local list = {}
  for i, tick in ipairs(axis.ticks) do
    local lines = axis.ladder and axis.ladder.rungs[i].lines or tick.lines
    local h = font.height(lines, style.text)
    list[i] = { lines = lines, size = h, at = p:y(tick.at) - h / 2 }
  end
  table.sort(list, function(a, b) return a.at < b.at end)
  place.spread(list, p.plot.y - 8, p.plot.y + p.plot.h + 8, 1)
  for _, item in ipairs(list) do
    p:lines(p.plot.x - 8, item.start, item.lines, { align = "right" })
  end
  if axis.title then
    p:text(EDGE + 3, p.plot.y + p.plot.h / 2, font.plain(axis.title),
      { size = style.small, align = "center", turn = 90, color = style.quiet })
  end
end

-- Strips ------------------------------------------------------------------------------------------

local function cells_of(p, layer)
  local cells = {}
  for _, item in ipairs(layer.items) do
    local from, to = math.max(item.from or p.from, p.from), math.min(item.to or p.to, p.to)
    if from < to then
      cells[#cells + 1] = { from = from, to = to, x = p:x(from), w = p:x(to) - p:x(from), number = item.number,
        label = font.plain(item.number and item.number .. "  " .. item.label or item.label) }
    end
  end
  table.sort(cells, function(a, b) return a.from < b.from end)
  return cells
end

-- What stands in the cell: as much of number and years as it holds.
local function cell_text(cell)
  local years, short = time.span_text(cell.from, cell.to), time.span_text(cell.from, cell.to, true)
  local number = cell.number or cell.key
  local tries = number and { number .. ": " .. years, number .. ": " .. short, number } or { years, short }
  for _, text in ipairs(tries) do
    if font.width(text, style.small) <= cell.w - 4 then return text end
  end
end

-- a, b ... z, aa, ab ...
local function letters(i)
  local text = ""
  while i > 0 do
    text, i = string.char(97 + (i - 1) % 26) .. text, (i - 1) // 26
  end
  return text
end

local function write_strip(p, layer, y, strips)
  local cells = cells_of(p, layer)
  if #cells == 0 then return y end
  local lanes, centered = place.lanes(cells), layer.kind == "bands"
  local most = place.columns(cells, p.plot.x, p.plot.x + p.plot.w, centered and 14 or 9, style.small,
    centered and "center" or "left")
  for i, cell in ipairs(cells) do
    if most then
      local h = font.height(cell.lines, style.small)
      local x = centered and cell.start + cell.size / 2 or cell.start
      p:lines(x, y + most * style.small * font.LINE - h, cell.lines,
        { size = style.small, align = centered and "center" or "left" })
    else
      cell.key = cell.number or letters(i)
      strips[#strips + 1] = cell.number and cell.label or cell.key .. "  " .. cell.label
    end
  end
  y = y + (most and most * style.small * font.LINE + 3 or 0)
  for i, cell in ipairs(cells) do
    local top = y + (cell.lane - 1) * (BAR + 1)
    p:rect(cell.x + 0.5, top, cell.w - 1, BAR, { fill = centered and style.band.bar or style.strip[i % 2 + 1] })
    local text = cell_text(cell)
    if text then
      p:text(cell.x + cell.w / 2, top + BAR / 2, text, { size = style.small, align = "center", owner = cell })
    end
  end
  if layer.title then
    p:text(p.plot.x - 8, y + BAR / 2, font.plain(layer.title), { size = style.small, align = "right",
      color = style.quiet })
  end
  return y + lanes * (BAR + 1) + 5
end

-- Before the data: title and strips; fixes where the plot is.
function furniture.frame(chart, p, c)
  local axis, y = c.axis, EDGE
  local names, names_height = set_names(axis)
  if axis.title then names = names + 16 end
  for _, layer in ipairs(chart.layers) do -- titles of strips stand beside them
    if layer.title and layer.kind ~= "ladder" then
      names = math.max(names, font.width(font.plain(layer.title), style.small))
    end
    for _, row in ipairs(layer.kind == "under" and layer.rows or {}) do
      names = math.max(names, font.width(font.plain(row.label), style.small) + CELL)
    end
  end
  local left = EDGE + names + 10
  p.plot.x, p.plot.w = left, p.w - left - 16
  if p.plot.w < 100 then core.raise("a chart of width %g has no room for its data", p.w) end
  if chart.title then
    y = p:lines(EDGE, y, font.wrap(font.plain(chart.title), p.w - 2 * EDGE, style.title, "bold", true),
      { size = style.title, weight = "bold" }) + 2
  end
  if chart.subtitle then
    y = p:lines(EDGE, y, font.wrap(font.plain(chart.subtitle), p.w - 2 * EDGE, style.subtitle, nil, true),
      { size = style.subtitle, color = style.quiet }) + 2
  end
  y = y + 7
  c.strips = {}
  for _, kind in ipairs { "strip", "bands" } do
    for _, layer in ipairs(chart.layers) do
      if layer.kind == kind then y = write_strip(p, layer, y, c.strips) end
    end
  end
  p.plot.y, p.plot.h = y, axis.height
  if chart.height then p.plot.h = math.max(chart.height - y - 90, axis.height / 2) end
  p.plot.h = math.max(p.plot.h, names_height)
end

-- What is left of a level or upright line (from, to along it, `at` across it) where no words stand.
local function clear_parts(from, to, at, words, along, across, length, breadth)
  local cuts, parts = {}, {}
  for _, r in ipairs(words) do
    if at > r[across] - 1 and at < r[across] + r[breadth] + 1 then
      cuts[#cuts + 1] = { r[along] - 2, r[along] + r[length] + 2 }
    end
  end
  table.sort(cuts, function(a, b) return a[1] < b[1] end)
  for _, cut in ipairs(cuts) do
    if cut[1] > from then parts[#parts + 1] = { from, math.min(cut[1], to) } end
    from = math.max(from, cut[2])
  end
  if from < to then parts[#parts + 1] = { from, to } end
  return parts
end

-- Lines behind the data: between rows or at values, at the ticks, at the edges of bands; they make
-- way for words.
function furniture.grid(p, c)
  local rows, edges, plot, words = {}, {}, p.plot, c.taken.words
  local function level(y)
    for _, part in ipairs(clear_parts(plot.x, plot.x + plot.w, p:y(y), words, "x", "y", "w", "h")) do
      table.move({ { p:year(part[1]), y }, { p:year(part[2]), y }, {} }, 1, 3, #rows + 1, rows)
    end
  end
  local function upright(list, x)
    for _, part in ipairs(clear_parts(plot.y, plot.y + plot.h, p:x(x), words, "y", "x", "h", "w")) do
      table.move({ { x, p:value(part[1]) }, { x, p:value(part[2]) }, {} }, 1, 3, #list + 1, list)
    end
  end
  for i = 2, #c.axis.rows do level(c.axis.rows[i].low) end
  for _, tick in ipairs(c.axis.values and c.axis.ticks or {}) do level(tick.at) end
  for _, tick in ipairs(c.ticks) do
    for _, x in ipairs { tick.from, tick.to ~= tick.from and tick.to or nil } do
      if x > p.from and x < p.to then upright(rows, x) end
    end
  end
  for _, x in ipairs(p.edges) do upright(edges, x) end
  p:data(2, "grid", "year height", rows, "with lines " .. page.stroke { color = style.rule, lw = 0.8 })
  p:data(2, "edges", "year height", edges,
    "with lines " .. page.stroke { color = style.band.edge, lw = 0.8, dash = style.band.dash })
  p:data(2, "frame", "year height", { { p.from, p.low }, { p.to, p.low }, { p.to, p.high }, { p.from, p.high },
    { p.from, p.low } }, "with lines " .. page.stroke { color = style.frame, lw = 1 })
end

-- The time axis -----------------------------------------------------------------------------------

local function write_years(p, ticks)
  local bottom, look = p.plot.y + p.plot.h, { color = style.frame, lw = 1 }
  local function pixel(year) return p:x(year) end
  local size = style.text
  local rows = time.rows(ticks, pixel, size, 5)
  if rows > 1 then -- a little smaller, they may stand in one row
    size = style.small
    rows = time.rows(ticks, pixel, size, 5)
  end
  if p.to - p.from <= 60 then
    for year = math.ceil(p.from), math.floor(p.to) do
      p:line(p:x(year), bottom, p:x(year), bottom + 3, look)
    end
  end
  for _, t in ipairs(ticks) do
    local label_y = bottom + 8 + (t.row - 1) * size * font.LINE
    if t.from == t.to then
      p:line(p:x(t.from), bottom, p:x(t.from), label_y - 2, look)
    else
      p:line(p:x(t.from), bottom, p:x(t.from), label_y - 2, look)
      p:line(p:x(t.to), bottom, p:x(t.to), label_y - 2, look)
      p:line(p:x(t.from), label_y - 2, p:x(t.to), label_y - 2, look)
    end
    p:text(t.middle, label_y + size / 2 + 1, t.label, { size = size, align = "center" })
  end
  return bottom + 10 + rows * size * font.LINE
end

-- Legend and notes --------------------------------------------------------------------------------

local function swatch(p, x, y, entry)
  local look, middle = entry.look, y + SWATCH.h / 2
  if entry.kind == "box" then
    p:rect(x, y, SWATCH.w, SWATCH.h, look)
  elseif entry.kind == "fade" then
    for i, alpha in ipairs { 1, 0.6, 0.3 } do
      p:rect(x + (i - 1) * SWATCH.w / 3, y, SWATCH.w / 3, SWATCH.h, { fill = look.fill, alpha = alpha })
    end
    p:line(x + SWATCH.w * 0.66, y, x + SWATCH.w * 0.66, y + SWATCH.h, { color = look.stroke, lw = 1,
      dash = style.loose.dash })
  elseif entry.kind == "band" then
    p:rect(x, y - 1, SWATCH.w, SWATCH.h + 2, { fill = style.band.fill })
    for _, edge in ipairs { x, x + SWATCH.w } do
      p:line(edge, y - 1, edge, y + SWATCH.h + 1, { color = style.band.edge, lw = 0.8, dash = style.band.dash })
    end
  elseif entry.kind == "ribbon" then
    p:rect(x, y, SWATCH.w, SWATCH.h, { fill = look.color, alpha = 0.2 })
  elseif entry.kind == "points" then
    p:text(x + SWATCH.w / 2, middle, entry.mark == "plus" and "+" or entry.hollow and "○" or "●",
      { size = 9, align = "center", color = look.color })
  else
    p:line(x, middle, x + SWATCH.w, middle, look)
  end
end

local default_legend = { filled = "Filled", hollow = "Hollow", dashed = "Dashed" }

local function legend_entries(chart, c)
  local list, seen = {}, {}
  for _, layer in ipairs(chart.layers) do
    if layer.kind == "boxes" then
      for _, look in ipairs { "filled", "hollow", "dashed" } do
        for _, b in ipairs(c.boxes) do
          if b.item.look == look and not seen[look] then
            seen[look] = true
            list[#list + 1] = { kind = "box", look = style.boxes[look], text = layer.legend[look] or
              default_legend[look] }
          end
        end
      end
      for _, b in ipairs(c.boxes) do
        if b.item.loose and not seen.loose then
          seen.loose = true
          list[#list + 1] = { kind = "fade", look = style.boxes.filled, text = layer.legend.loose or
            "Fades where the source is unsure of the end" }
        end
      end
    elseif layer.kind == "bands" and layer.legend then
      list[#list + 1] = { kind = "band", text = layer.legend }
    elseif layer.kind == "bars" and layer.label then
      list[#list + 1] = { kind = "box", look = { fill = layer.color or style.boxes.filled.fill }, text = layer.label }
    elseif c.looks[layer] and layer.label then
      list[#list + 1] = { kind = layer.kind, look = c.looks[layer], hollow = layer.hollow, mark = layer.mark,
        text = layer.label }
    end
  end
  return list
end

local function write_legend(p, entries, y)
  local x, row = EDGE, 16
  if #entries == 0 then return y end
  for _, entry in ipairs(entries) do
    local room = p.w - 2 * EDGE - SWATCH.w - 6
    local lines = font.wrap(font.plain(entry.text), room, style.small, nil, true)
    local w = SWATCH.w + 6 + font.widest(lines, style.small)
    if x > EDGE and x + w > p.w - EDGE then x, y = EDGE, y + row end
    swatch(p, x, y + 2, entry)
    p:lines(x + SWATCH.w + 6, y + 2 + SWATCH.h / 2 - style.small * font.LINE / 2, lines, { size = style.small })
    if #lines > 1 then y = y + font.height(lines, style.small) - style.small * font.LINE end
    x = x + w + 22
  end
  return y + row + 2
end

local function write_notes(p, chart, c, keys, y)
  local notes = {}
  for i, key in ipairs(keys) do notes[#notes + 1] = { i .. "  " .. key.text, style.ink } end
  for _, text in ipairs(c.strips) do notes[#notes + 1] = { text, style.ink } end
  if chart.note then notes[#notes + 1] = { font.plain(chart.note), style.quiet } end
  for _, note in ipairs(notes) do
    y = p:lines(EDGE, y, font.wrap(note[1], p.w - 2 * EDGE, style.small, nil, true),
      { size = style.small, color = note[2] }) + 1
  end
  return y
end

-- What the time axis counts, and a table under it.
local function write_under(p, layer, y)
  if layer.axis then
    y = y + 2
    p:text(p.plot.x + p.plot.w / 2, y + style.small / 2, font.plain(layer.axis),
      { size = style.small, align = "center", color = style.quiet })
    y = y + style.small * font.LINE + 2
  end
  if layer.head then
    p:text(p.plot.x - 8 - CELL, y + style.small / 2, font.plain(layer.head), { size = style.small, align = "right",
      color = style.quiet })
    y = y + style.small * font.LINE + 1
  end
  for _, row in ipairs(layer.rows) do
    p:text(p.plot.x - 8 - CELL, y + style.small / 2, font.plain(row.label),
      { size = style.small, align = "right", color = row.color })
    for _, cell in ipairs(row) do
      if cell.x >= p.from - 1e-9 and cell.x <= p.to + 1e-9 then
        p:text(p:x(cell.x), y + style.small / 2, cell.text, { size = style.small, align = "center", color = row.color })
      end
    end
    y = y + style.small * font.LINE + 1
  end
  return y + 4
end

-- After the data: the axes, the legend, the notes, and with them the height of the page.
function furniture.around(chart, p, c, keys)
  write_names(p, c.axis)
  local y = write_years(p, c.ticks) + 6
  for _, layer in ipairs(chart.layers) do
    if layer.kind == "under" then y = write_under(p, layer, y) end
  end
  y = write_legend(p, legend_entries(chart, c), y) + 2
  y = write_notes(p, chart, c, keys, y)
  p.h = math.max(math.ceil(y + EDGE - 2), chart.height or 0)
end

return furniture
