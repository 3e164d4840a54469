-- A page: rectangles, lines, words and blocks of data at known pixels, and the gnuplot script that
-- draws them. The only file that writes gnuplot; every text goes through core.gp_quote.
--
-- Pixels count from the upper left corner. Data stand in the script in their own units (years, and
-- whatever the y axis holds), everything around them in pixels.

local core = require "balassa.core"
local font = require "balassa.chart.font"
local style = require "balassa.chart.style"

local page = {}
page.__index = page

local function px(v) return core.number(v + 0.0, 2) end

-- A new page. `plot` is the rectangle of the data, from..to its years, low..high its y axis.
function page.new(fields)
  fields.texts, fields.shapes, fields.blocks, fields.marks = {}, {}, {}, {}
  return setmetatable(fields, page)
end

function page:x(year)
  return self.plot.x + (year - self.from) / (self.to - self.from) * self.plot.w
end

function page:y(value)
  return self.plot.y + (self.high - value) / (self.high - self.low) * self.plot.h
end

-- And back.
function page:year(x)
  return self.from + (x - self.plot.x) / self.plot.w * (self.to - self.from)
end

function page:value(y)
  return self.high - (y - self.plot.y) / self.plot.h * (self.high - self.low)
end

-- One line of words, its middle at y. look: size, align (left, center, right), color, weight (bold),
-- slant (italic), turn (degrees). What it covers is kept in page.texts.
function page:text(x, y, text, look)
  look = look or {}
  local size, align = look.size or style.text, look.align or "left"
  local w = font.width(text, size, look.weight)
  local left = align == "left" and x or align == "right" and x - w or x - w / 2
  local t = { x = left, y = y - size / 2, w = w, h = size, text = text, at = x, middle = y, size = size, align = align,
    color = look.color or style.ink, weight = look.weight, slant = look.slant, turn = look.turn, owner = look.owner }
  if look.turn then t.x, t.y, t.w, t.h = x - size / 2, y - w / 2, size, w end
  self.texts[#self.texts + 1] = t
  return t
end

-- Lines of words under each other from y on; returns the y below them.
function page:lines(x, y, lines, look)
  local size = look.size or style.text
  for i, line in ipairs(lines) do
    self:text(x, y + (i - 0.5) * size * font.LINE, line, look)
  end
  return y + font.height(lines, size)
end

-- look: fill, stroke, lw, dash
function page:rect(x, y, w, h, look)
  self.shapes[#self.shapes + 1] = { kind = "rect", x = x, y = y, w = w, h = h, look = look }
end

-- look: color, lw, dash
function page:line(x1, y1, x2, y2, look)
  self.shapes[#self.shapes + 1] = { kind = "line", x = x1, y = y1, x2 = x2, y2 = y2, look = look }
end

-- A block of data and how gnuplot draws it: first those of the lowest `depth`, among equals in the
-- order of the calls. rows: lists of numbers, with an optional `note`; an empty one breaks a line.
-- `layer` is the series that they show, if they do.
function page:data(depth, name, columns, rows, drawing, layer)
  if #rows == 0 then return end
  local same = (self.blocks[name] or 0) + 1
  self.blocks[name] = same
  name = same > 1 and name .. same or name
  self.blocks[#self.blocks + 1] = { depth = depth, name = name, columns = columns, rows = rows, drawing = drawing,
    series = layer and layer.kind, label = layer and layer.label }
end

-- The block of the last call drawn once more, in another way.
function page:again(drawing, depth)
  local last = self.blocks[#self.blocks]
  if not last then return end
  self.blocks[#self.blocks + 1] = { depth = depth or last.depth, name = last.name, drawing = drawing }
end

local function by_depth(blocks)
  local list = {}
  for i, b in ipairs(blocks) do list[i] = { b = b, i = i } end
  table.sort(list, function(x, y)
    if x.b.depth ~= y.b.depth then return x.b.depth < y.b.depth end
    return x.i < y.i
  end)
  for i, item in ipairs(list) do list[i] = item.b end
  return list
end

-- gnuplot -----------------------------------------------------------------------------------------

-- Charts check the colours and dashes they are given: see chart/layers.lua.
local function color(c) return 'rgb "' .. c .. '"' end

local function dash(look) return look.dash and " dashtype " .. look.dash or "" end

function page.stroke(look)
  return string.format("linecolor %s linewidth %s%s", color(look.color or look.stroke), core.number(look.lw or 1),
    dash(look))
end

function page.box(look)
  local border = look.stroke and "border " .. color(look.stroke) or "noborder"
  local solid = look.alpha and "transparent solid " .. core.number(look.alpha) or "solid"
  return string.format("fillstyle " .. solid .. " %s fillcolor %s linewidth %s%s", border, color(look.fill),
    core.number(look.lw or 1), dash(look))
end

local function font_name(t)
  return string.format("%s%s%s,%s", style.family, t.weight == "bold" and ":Bold" or "",
    t.slant == "italic" and ":Italic" or "", core.number(t.size))
end

local function write_texts(self, out)
  for i, t in ipairs(self.texts) do
    out[#out + 1] = string.format("set label %d %s at screen px(%s),py(%s) %s%s noenhanced font %s textcolor %s front",
      i, core.gp_quote(t.text), px(t.at), px(t.middle), t.align, t.turn and " rotate by " .. t.turn or "",
      core.gp_quote(font_name(t)), color(t.color))
  end
end

-- gnuplot's SVG draws neighbouring lines of one colour and width in the dash of the first: widths that
-- differ by what nobody sees keep them apart.
local function part_dashes(shapes)
  local seen, n = {}, 0
  for _, s in ipairs(shapes) do
    local kind = s.kind == "line" and s.look.dash or "solid"
    if not seen[kind] then seen[kind], n = n * 0.004, n + 1 end
    s.extra = seen[kind]
  end
end

local function write_shapes(self, out)
  part_dashes(self.shapes)
  for i, s in ipairs(self.shapes) do
    if s.kind == "rect" then
      out[#out + 1] = ("set object %d rectangle from screen px(%s),py(%s) to screen px(%s),py(%s) %s front"):format(i,
        px(s.x), px(s.y + s.h), px(s.x + s.w), px(s.y), page.box(s.look))
    else
      local look = { color = s.look.color, lw = (s.look.lw or 1) + s.extra, dash = s.look.dash }
      out[#out + 1] = string.format("set arrow %d from screen px(%s),py(%s) to screen px(%s),py(%s) nohead %s front",
        i, px(s.x), px(s.y), px(s.x2), px(s.y2), page.stroke(look))
    end
  end
end

local function write_row(row, digits)
  local cells = {}
  for i, v in ipairs(row) do cells[i] = core.number(v + 0.0, digits) end
  local line = table.concat(cells, " ")
  return row.note and line .. "  # " .. core.gp_comment(row.note) or line
end

local function write_blocks(blocks, out)
  for _, b in ipairs(blocks) do
    if b.rows then
      out[#out + 1] = string.format("$%s << EOD", b.name)
      out[#out + 1] = "# " .. core.gp_comment(b.columns)
      for _, row in ipairs(b.rows) do out[#out + 1] = write_row(row, 5) end
      out[#out + 1] = "EOD"
    end
  end
end

local function plot_command(blocks)
  local parts = {}
  for i, b in ipairs(blocks) do parts[i] = string.format("$%s %s notitle", b.name, b.drawing) end
  return "plot " .. table.concat(parts, ", \\\n     ")
end

-- `rounded`: with butt ends the Cairo terminal begins a line with a spur as long as it is thick.
-- The whole script. `about`: lines of the header, behind a # each.
function page:script(about)
  local out = {}
  for _, line in ipairs(about) do out[#out + 1] = "# " .. core.gp_comment(line) end
  local plot, blocks = self.plot, by_depth(self.blocks)
  for line in string.gmatch(string.format([[
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

reset
W = %s; H = %s
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(%s); set rmargin at screen px(%s)
set tmargin at screen py(%s); set bmargin at screen py(%s)
set xrange [%s:%s]; set yrange [%s:%s]
]], px(self.w), px(self.h), px(plot.x), px(plot.x + plot.w), px(plot.y), px(plot.y + plot.h),
    core.number(self.from + 0.0, 5), core.number(self.to + 0.0, 5), core.number(self.low + 0.0, 5),
    core.number(self.high + 0.0, 5)), "([^\n]*)\n") do
    out[#out + 1] = line
  end
  out[#out + 1] = ""
  write_blocks(blocks, out)
  out[#out + 1] = ""
  write_shapes(self, out)
  write_texts(self, out)
  out[#out + 1] = string.format([[

set terminal svg size W,H fixed rounded noenhanced font "%s,%d" background "%s"
set output OUT.".svg"
%s
set terminal pngcairo size 2*W,2*H rounded noenhanced font "%s,%d" \
    fontscale 1.5 linewidth 2 pointscale 2 background "%s"
set output OUT.".png"
replot
set output
undefine OUT]], style.family, style.text, style.paper, plot_command(blocks), style.family, style.text, style.paper)
  return table.concat(out, "\n") .. "\n"
end

return page
