-- For labels.pl: draws hostile texts in every place of a figure. Arguments: a file of texts, one a line in
-- hexadecimal; the folder to write to; texts a page.
--
-- A page at the lowest level, where each text is a label of its own (gnuplot's `set label`, what every
-- title, tick, key and note of a chart becomes), a note behind data and a line of the header (comments),
-- the figure's title and description, and its file name; and charts through all that takes a text.
local balassa = require "balassa"
local core = require "balassa.core"
local page = require "balassa.chart.page"

local file, out, per_page = arg[1], arg[2], tonumber(arg[3])
local texts = {}
for line in io.lines(file) do
  texts[#texts + 1] = line:gsub("..", function(hex) return string.char(tonumber(hex, 16)) end)
end

-- What can be part of a file's name.
local function name_of(text, i)
  return ("n%d %s"):format(i, text:gsub("[%c/\127]", "_"):sub(1, 60))
end

local figures, names = {}, {}
for first = 1, #texts, per_page do
  local last = math.min(first + per_page - 1, #texts)
  local p = page.new { w = 4000, h = 4000, plot = { x = 10, y = 10, w = 3980, h = 3980 }, from = 0, to = 1, low = 0, high = 1 }
  local rows = {}
  for i = first, last do
    local k = i - first
    p:text(20 + k % 60 * 60, 20 + k // 60 * 20, texts[i], { align = ({ "left", "center", "right" })[k % 3 + 1],
      weight = k % 5 == 0 and "bold" or nil, turn = k % 7 == 0 and 90 or nil })
    rows[#rows + 1] = { k, 0, note = texts[i] }
  end
  p:data(1, "rows", "x y", rows, "with points")
  local name = name_of(texts[first], first)
  names[#names + 1] = name
  figures[#figures + 1] = { base = out .. "/" .. name, script = p:script { texts[first], texts[last] }, title = texts[first],
    description = texts[last] }
end

local WIDTH = 4000 -- long labels stand beside the data, and must leave room for it

-- A chart of all that takes a text: `k` says which of the texts come first.
local function chart(k)
  local function t() k = k % #texts + 1 return texts[k] end
  local rungs = {}
  for i = 1, 3 do rungs[i] = { id = "r" .. i, label = t() } end
  local c = balassa.chart.new { title = t(), subtitle = t(), note = t(), description = t(), from = 1990, to = 2000,
    width = WIDTH }
  c:ladder { rungs = rungs, title = t() }
  c:boxes { { span = "1991/1993", rung = "r1", label = t() }, { span = "1994/1996", rung = "r2", label = t(), look = "hollow" },
    legend = { filled = t(), hollow = t() } }
  c:bands { { span = "1992", label = t() }, { span = "1995", label = t() }, title = t(), legend = t() }
  c:strip { { span = "1990/1994", label = t(), number = 1 }, title = t() }
  local y = balassa.chart.new { title = t(), from = 1990, to = 2000, width = WIDTH, y = { from = 0, to = 4, label = t(),
    ticks = { { at = 1, label = t() }, { at = 3, label = t() } } } }
  y:lines { { 1991, 1 }, { 1999, 2 }, label = t() }:points { { 1992, 2 }, label = t() }
  y:bars { { from = 1993, to = 1994, y = 3 }, label = t() }:ribbon { { from = 1991, to = 1999, low = 1, high = 2 }, label = t() }
  y:labels { { x = 1995, y = 2, text = t() }, { x = 1997, y = 3, text = t() } }
  y:under { title = t(), head = t(), { label = t(), { 1992, t() }, { 1996, t() } } }
  return { c, y }
end

local shown = {}
for k = 1, math.min(#texts, 400), 40 do
  for i, c in ipairs(chart(k)) do
    local base = ("%s/chart-%d-%d"):format(out, k, i)
    figures[#figures + 1] = { base = base, script = c:script(), title = texts[k], description = texts[k] }
    local words = {}
    for w, text in ipairs(c:page().texts) do words[w] = text.text end
    shown[("chart-%d-%d"):format(k, i)] = words
  end
end

-- A few at a time: on a busy machine 45 such figures take longer than a gnuplot that hangs would be given.
for first = 1, #figures, 5 do
  local done, message = core.draw({ table.unpack(figures, first, math.min(first + 4, #figures)) }, 600)
  if not done then error(message, 0) end
  if message then print("WARNING", message) end
end
for i, name in ipairs(names) do print("PAGE", (name:gsub(".", function(c) return ("%02x"):format(c:byte()) end)), i) end
for name, words in pairs(shown) do
  local hex = {}
  for i, word in ipairs(words) do hex[i] = word:gsub(".", function(c) return ("%02x"):format(c:byte()) end) end
  print("CHART", name, table.concat(hex, " "))
end
