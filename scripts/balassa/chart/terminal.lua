-- A chart in a terminal: the same layers, coarsely, by gnuplot's dumb terminal.

local core = require "balassa.core"
local font = require "balassa.chart.font"
local layout = require "balassa.chart.layout"

local terminal = {}

-- Cut to `width` characters. (A character beyond ASCII would shift what stands right of it.)
local function short(text, width)
  text = font.plain(text)
  local n = utf8.len(text)
  if not n or n <= width then return text end
  return text:sub(1, utf8.offset(text, width) - 1) .. "."
end

-- gnuplot's line types as the dumb terminal draws them, and what the legend calls them.
local types = { filled = 2, hollow = 1, dashed = 3 }
local drawn = { filled = "#", hollow = "*", dashed = "$" }
local series_drawn = { "%", "@", "&", "=" } -- line types 4 and up
local order = { "filled", "hollow", "dashed" }

local function number(v) return core.number(v + 0.0, 4) end

local function block(out, name, rows)
  out[#out + 1] = "$" .. name .. " << EOD"
  for _, row in ipairs(rows) do
    local cells = {}
    for i, v in ipairs(row) do cells[i] = number(v) end
    out[#out + 1] = table.concat(cells, " ")
  end
  out[#out + 1] = "EOD"
end

local function box_rows(page, look)
  local rows = {}
  for _, b in ipairs(page.boxes) do
    if b.item.look == look then rows[#rows + 1] = { b.from, b.to, b.low, b.high } end
  end
  return rows
end

-- Blocks of the page that are series or dots.
local function series_blocks(page)
  local list = {}
  for _, b in ipairs(page.blocks) do
    if b.rows and b.series then list[#list + 1] = b end
  end
  return list
end

local function plot_series(page, out, plots)
  for i, b in ipairs(series_blocks(page)) do
    block(out, b.name, b.rows)
    plots[#plots + 1] = ("$%s with %s linetype %d notitle"):format(b.name,
      b.series == "points" and "points" or "lines", 4 + (i - 1) % #series_drawn)
  end
end

local function names(page, out, cols)
  local width = math.max(10, cols // 4)
  for i, tick in ipairs(page.axis.ticks) do
    out[#out + 1] = ("set label %d %s at graph -0.01, first %s right noenhanced"):format(i,
      core.gp_quote(short(tick.label, width)), number(tick.at))
  end
  return width + 2, #page.axis.ticks
end

local function box_labels(page, out, n, plot_cols)
  for _, b in ipairs(page.boxes) do
    local width = math.floor((b.to - b.from) / (page.to - page.from) * plot_cols) - 2
    if width >= 3 then
      n = n + 1
      out[#out + 1] = ("set label %d %s at first %s, first %s center noenhanced front"):format(n,
        core.gp_quote(short(b.item.label, width)), number((b.from + b.to) / 2), number((b.low + b.high) / 2))
    end
  end
end

-- A year takes four columns, and one on each side.
local function ticks(page, plot_cols)
  local list, last, least = {}, -math.huge, 6 / plot_cols * (page.to - page.from)
  for _, t in ipairs(page.ticks) do
    if t.from - last >= least then
      list[#list + 1], last = number(t.from), t.from
    end
  end
  return table.concat(list, ", ")
end

local function script(page, cols)
  local out, plots = {}, {}
  out[#out + 1] = ("set xrange [%s:%s]; set yrange [%s:%s]"):format(number(page.from), number(page.to),
    number(page.low), number(page.high))
  local margin, n = names(page, out, cols)
  local plot_cols = cols - margin - 4
  out[#out + 1] = ("unset key; unset ytics; set format x '%s'; set xtics (%s)"):format(page.tick_format or "%.0f",
    ticks(page, plot_cols))
  out[#out + 1] = ("set lmargin %d; set rmargin 2"):format(margin)
  box_labels(page, out, n, plot_cols)
  for _, look in ipairs(order) do
    local rows = box_rows(page, look)
    if #rows > 0 then
      block(out, look, rows)
      plots[#plots + 1] = ("$%s using 1:3:1:2:3:4 with boxxyerror linetype %d notitle"):format(look, types[look])
    end
  end
  plot_series(page, out, plots)
  if #plots == 0 then plots[1] = "NaN notitle" end
  out[#out + 1] = "plot " .. table.concat(plots, ", ")
  return table.concat(out, "\n") .. "\n"
end

local function spans(chart, out)
  for _, layer in ipairs(rawget(chart, "layers")) do
    if layer.kind == "bands" or layer.kind == "strip" then
      out[#out + 1] = layer.title or layer.kind
      for _, item in ipairs(layer.items) do
        out[#out + 1] = ("  %s to %s  %s"):format(item.from and number(math.floor(item.from)) or "..",
          item.to and number(math.ceil(item.to - 1e-9) - 1) or "..", font.plain(item.label))
      end
    end
  end
end

local function legend(page)
  local parts, seen = {}, {}
  for _, b in ipairs(page.boxes) do seen[b.item.look] = true end
  for _, look in ipairs(order) do
    if seen[look] then parts[#parts + 1] = drawn[look] .. " " .. (page.legend[look] or look) end
  end
  for i, b in ipairs(series_blocks(page)) do
    if b.label then parts[#parts + 1] = series_drawn[(i - 1) % #series_drawn + 1] .. " " .. font.plain(b.label) end
  end
  return table.concat(parts, "   ")
end

-- The chart as text, `cols` by `rows` characters and what stands above and below -> text | nil, message
function terminal.draw(chart, cols, rows)
  local page = layout.page(chart)
  local text, message = core.terminal(script(page, cols), cols, rows)
  if not text then return nil, message end
  local out = {}
  if rawget(chart, "title") then out[#out + 1] = font.plain(chart.title) end
  out[#out + 1] = text:gsub("%s+$", ""):gsub("^\f?\n*", ""):gsub("[ \t]+\n", "\n")
  local names_of_looks = legend(page)
  if names_of_looks ~= "" then out[#out + 1] = names_of_looks end
  spans(chart, out)
  return table.concat(out, "\n")
end

return terminal
