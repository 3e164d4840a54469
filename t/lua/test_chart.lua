-- Charts: measuring and placing by hand calculations, layouts of random charts without collisions,
-- errors word for word, the gnuplot text of a small chart.

-- luacheck: globals TestFont TestPlace TestTime TestLayout TestScript TestErrors

local lu = require "luaunit"
local balassa = require "balassa"
local font = require "balassa.chart.font"
local place = require "balassa.chart.place"
local time = require "balassa.chart.time"
local chart = balassa.chart

local function read(path)
  local f = assert(io.open(path, "rb"))
  local text = f:read "a"
  f:close()
  return text
end

-- Measuring ---------------------------------------------------------------------------------------

TestFont = {}

-- Sums of the widths in Adobe's Helvetica.afm and Helvetica-Bold.afm.
function TestFont.test_width()
  local cases = {
    { "", nil, 0 },
    { "Hello", nil, 722 + 556 + 222 + 222 + 556 },
    { "Hello", "bold", 722 + 556 + 278 + 278 + 611 },
    { "1991-1996", nil, 8 * 556 + 333 },
    { "WWW iii", nil, 3 * 944 + 278 + 3 * 222 },
    { "e\u{301}", nil, 556 },                  -- a combining accent takes no room
    { "\xff", nil, 1000 },                     -- drawn as a replacement character
  }
  for _, case in ipairs(cases) do
    lu.assertAlmostEquals(font.width(case[1], 1000, case[2]), case[3], 1e-9)
    lu.assertAlmostEquals(font.width(case[1], 10, case[2]), case[3] / 100, 1e-9)
  end
end

function TestFont.test_wrap()
  local cases = { -- text, width in characters of "n" (556), force, lines
    { "nn nn nn", 5, false, { "nn nn", "nn" } },
    { "nn nn nn", 4, false, { "nn", "nn", "nn" } },
    { "nnnnnn nn", 4, false, nil },
    { "nnnnnn nn", 4, true, { "nnnn", "nn", "nn" } },
    { "nn-nn", 3, false, { "nn-", "nn" } },
    { "1998-07", 5, true, { "1998-", "07" } },
    { "", 5, false, {} },
    { "  nn \t\n nn ", 5, false, { "nn nn" } },
  }
  for _, case in ipairs(cases) do
    lu.assertEquals(font.wrap(font.plain(case[1]), case[2] * 5.56 + 0.01, 10, nil, case[3]), case[4])
  end
  lu.assertNil(font.wrap("1998-07", 5 * 5.56, 10))
end

function TestFont.test_fit()
  local lines, size = font.fit("nn nn", 12, 30, { 10, 5 })
  lu.assertEquals({ lines, size }, { { "nn", "nn" }, 10 })
  lines, size = font.fit("nn nn", 12, 12, { 10, 5 })
  lu.assertEquals({ lines, size }, { { "nn", "nn" }, 5 })
  lu.assertNil((font.fit("nn nn", 4, 12, { 10, 5 })))
end

-- Placing -----------------------------------------------------------------------------------------

TestPlace = {}

function TestPlace.test_lanes()
  local items = { { from = 0, to = 2 }, { from = 1, to = 3 }, { from = 2, to = 4 }, { from = 0, to = 1 } }
  lu.assertEquals(place.lanes(items), 2)
  lu.assertEquals({ items[1].lane, items[2].lane, items[3].lane, items[4].lane }, { 1, 2, 1, 2 })
  lu.assertEquals(place.lanes {}, 1)
end

-- Two that want the same spot share the push; the third is far enough away.
function TestPlace.test_spread()
  local items = { { at = 10, size = 4 }, { at = 10, size = 4 }, { at = 30, size = 4 } }
  lu.assertEquals(place.spread(items, 0, 100, 2), 3)
  lu.assertEquals({ items[1].start, items[2].start, items[3].start }, { 7, 13, 30 })
  items = { { at = -5, size = 4 }, { at = 99, size = 4 }, { at = 99, size = 4 } }
  place.spread(items, 0, 100, 0)
  lu.assertEquals({ items[1].start, items[2].start, items[3].start }, { 0, 92, 96 })
end

function TestPlace.test_crosses()
  local r = { x = 0, y = 0, w = 10, h = 10 }
  local cases = { { -5, 5, 15, 5, true }, { -5, -5, 15, -5, false }, { 2, 2, 3, 3, true }, { -5, 4, 4, -6, false },
    { 5, -5, 5, 20, true }, { 11, 0, 20, 9, false } }
  for i, c in ipairs(cases) do
    lu.assertEquals(place.crosses({ x1 = c[1], y1 = c[2], x2 = c[3], y2 = c[4] }, r), c[5], "case " .. i)
  end
end

-- Time --------------------------------------------------------------------------------------------

TestTime = {}

function TestTime.test_at()
  local cases = { { "1998", 1998 }, { "1998-07-01", 1998 + 181 / 365 }, { "2000-12-31", 2000 + 365 / 366 },
    { "1970-01-01", 1970 }, { 1994.5, 1994.5 } }
  for _, case in ipairs(cases) do lu.assertAlmostEquals(time.at(case[1], "x"), case[2], 1e-12) end
  lu.assertEquals({ time.span({ span = "1991/1995" }, "x") }, { 1991, 1996 })
  lu.assertEquals({ time.span({ span = "../1995" }, "x") }, { nil, 1996 })
  lu.assertEquals({ time.span({ from = "1994", to = "1997" }, "x") }, { 1994, 1998 })
  lu.assertEquals({ time.span({ from = 1994, to = 1997 }, "x") }, { 1994, 1997 })
end

function TestTime.test_span_text()
  lu.assertEquals(time.span_text(1991, 1996), "1991–1995")
  lu.assertEquals(time.span_text(1991, 1996, true), "1991–95")
  lu.assertEquals(time.span_text(1998, 2001, true), "1998–2000")
  lu.assertEquals(time.span_text(2006, 2007), "2006")
  lu.assertEquals(time.span_text(2006.2, 2006.4), "2006")
end

function TestTime.test_ticks()
  local ticks = time.ticks(1991, 2016, { 2006, { 2012, 2015 }, 1990, "1998-07", 1991 })
  local labels = {}
  for i, t in ipairs(ticks) do labels[i] = t.label end
  lu.assertEquals(labels, { "1991", "1998-07", "2006", "2012–2015" })
  lu.assertEquals({ ticks[4].from, ticks[4].to }, { 2012, 2016 })
end

-- Two years whose names would touch stand in two rows.
function TestTime.test_rows()
  local ticks = time.ticks(2000, 2010, { 2000, 2006, 2007 })
  lu.assertEquals(time.rows(ticks, function(year) return (year - 2000) * 30 end, 11, 5), 1)
  lu.assertEquals(time.rows(ticks, function(year) return (year - 2000) * 20 end, 11, 5), 2)
  lu.assertEquals({ ticks[1].row, ticks[2].row, ticks[3].row }, { 1, 1, 2 })
end

-- Layout ------------------------------------------------------------------------------------------

TestLayout = {}

local function shrunk(r) return { x = r.x + 0.01, y = r.y + 0.01, w = r.w - 0.02, h = r.h - 0.02 } end

local function whole(v) return string.format("%.1f,%.1f %.1fx%.1f", v.x, v.y, v.w, v.h) end

-- Every pair of words and boxes, every leader, every edge.
local function assert_clear(page, name)
  local sheet = { x = 0, y = 0, w = page.w, h = page.h }
  for i, t in ipairs(page.texts) do
    lu.assertTrue(place.inside(t, sheet), name .. ": outside the page: " .. t.text .. " " .. whole(t))
    for j = i + 1, #page.texts do
      lu.assertFalse(place.overlaps(shrunk(t), shrunk(page.texts[j])),
        name .. ": '" .. t.text .. "' on '" .. page.texts[j].text .. "'")
    end
    for _, b in ipairs(page.boxes) do
      if t.owner == b then
        lu.assertTrue(place.inside(t, b), name .. ": sticks out of its box: " .. t.text)
      else
        lu.assertFalse(place.overlaps(shrunk(t), shrunk(b)), name .. ": '" .. t.text .. "' on a box " .. whole(b))
      end
    end
  end
  for i, b in ipairs(page.boxes) do
    lu.assertTrue(place.inside(b, page.plot), name .. ": a box leaves the plot")
    for j = i + 1, #page.boxes do
      lu.assertFalse(place.overlaps(shrunk(b), shrunk(page.boxes[j])), name .. ": box on box")
    end
  end
  for i, a in ipairs(page.leaders) do
    for j = i + 1, #page.leaders do lu.assertFalse(place.meet(a, page.leaders[j]), name .. ": leaders cross") end
    for _, b in ipairs(page.boxes) do
      local own = b == a.anchor
      lu.assertTrue(own or not place.crosses(a, shrunk(b)), name .. ": a leader runs through a box")
    end
    for _, t in ipairs(page.texts) do
      lu.assertFalse(place.crosses(a, shrunk(t)), name .. ": a leader runs through '" .. t.text .. "'")
    end
  end
end

local words = { "union", "of", "the", "customs", "Free-Trade", "a", "multi-directional", "policy;", "Sylvania", "1998",
  "and/or", "Gemeinschaftswährungsverhandlungen", "таможенный", "союз", "\u{1F600}", "שלום", "(Freedonia," }

local function phrase(most)
  local list = {}
  for i = 1, math.random(most) do list[i] = words[math.random(#words)] end
  return table.concat(list, " ")
end

local function random_span(from, to)
  local a = from - 2 + math.random() * (to - from + 3)
  return a, a + math.random() ^ 3 * (to - from) + 0.01
end

local function random_chart()
  local rungs, boxes, bands, strip, labels = {}, {}, {}, {}, {}
  local from = math.random(1900, 2000)
  local to = from + math.random(2, 60)
  for i = 1, math.random(10) do rungs[i] = { id = "r" .. i, label = phrase(4) } end
  for i = 1, math.random(0, 30) do
    local a, b = random_span(from, to)
    boxes[i] = { from = a, to = b, rung = "r" .. math.random(#rungs), label = phrase(math.random(30)),
      look = ({ "filled", "hollow", "dashed" })[math.random(3)], mark = math.random(4) == 1 and "*" or nil }
  end
  for i = 1, math.random(0, 4) do
    local a, b = random_span(from, to)
    bands[i] = { from = a, to = b, label = phrase(8) }
  end
  for i = 1, math.random(0, 6) do
    local a, b = random_span(from, to)
    strip[i] = { from = a, to = b, label = phrase(10), number = i }
  end
  for i = 1, math.random(0, 4) do
    labels[i] = { x = from + math.random() * (to - from), y = math.random(0, #rungs - 1), text = phrase(12) }
  end
  bands.legend, bands.title, strip.title = phrase(3), "Crises", "Phases"
  return chart.new { title = phrase(25), subtitle = phrase(40), note = phrase(60), from = from, to = to,
      width = math.random(420, 1200), height = math.random(3) == 1 and math.random(200, 900) or nil }
    :ladder({ rungs = rungs, title = "Rungs" }):boxes(boxes):bands(bands):strip(strip):labels(labels)
    :steps { { from = from, to = to, y = 1 }, label = phrase(5) }
end

function TestLayout.test_random_charts_have_no_collisions()
  for seed = 1, tonumber(os.getenv "BALASSA_TEST_CHARTS") or 12 do
    math.randomseed(seed)
    local c = random_chart()
    assert_clear(c:page(), "seed " .. seed)
  end
end

-- What found no room beside its box is numbered and spelled out below: no label is lost.
function TestLayout.test_no_label_is_lost()
  for seed = 1, 3 do
    math.randomseed(seed)
    local c, labels = chart.new { from = 2000, to = 2010, width = 420 }, {}
    c:ladder { rungs = { { id = "a", label = "A" }, { id = "b", label = "B" } } }
    for i = 1, 25 do
      local a = 2000 + math.random() * 9
      labels[i] = { from = a, to = a + 0.2, rung = i % 2 == 0 and "a" or "b",
        label = ("Resolution %02d of the councils of Freedonia and of Sylvania"):format(i) }
    end
    local page = c:boxes(labels):page()
    local all = {}
    for i, t in ipairs(page.texts) do all[i] = t.text end
    all = table.concat(all, " ")
    for _, label in ipairs(labels) do lu.assertStrContains(all, label.label:match "^%S+ %d+") end
    assert_clear(page, "crowded, seed " .. seed)
  end
end

function TestLayout.test_freedonia()
  local study = assert(balassa.study "t/data/freedonia")
  local ladder = chart.ladder(study, { crises = study:codings("crises")[1], phases = study:codings("phases")[1] })
  assert_clear(ladder:page(), "ladder")
  assert_clear(chart.ladder(study, { ladder = "coarse_ladder" }):page(), "coarse ladder")
  local index = study:index { rule = "latest", score = "rank" }
  local test = balassa.contrast(index, study:crises(study:codings("crises")[1]))
  assert_clear(chart.contrast(test, { study = study }):page(), "contrast")
  assert_clear(test:chart():page(), "contrast without its study")
  -- by years, what speaks against it is a year, and no line lies on the frame
  local years = balassa.series { start = 1990, interval = "year", values = { 1, 3, 1, 4, 4, 1 } }
  local page = balassa.contrast(years, { 1991 }):chart():page()
  assert_clear(page, "contrast by years")
  local said = {}
  for i, t in ipairs(page.texts) do said[i] = t.text end
  said = table.concat(said, " ")
  lu.assertStrContains(said, "1993 to 1994")
  lu.assertNotStrContains(said, "1993-01")
end

-- The text that is saved ----------------------------------------------------------------------------

TestScript = {}

local function small()
  return chart.new { title = "Freedonia's ladder", note = "A note.", from = 1991, to = 1995, ticks = { 1991, 1993 },
    width = 400, digest = "00ff" }
    :ladder { rungs = { { id = "low", label = "Low" }, { id = "high", label = "High" } } }
    :boxes { { span = "1991/1992", rung = "low", label = "A `pact`" },
      { span = "1993-07/1994", rung = "high", label = "Plan", look = "dashed" }, legend = { filled = "Done" } }
    :bands { { span = "1992/1993", label = "Crisis" } }
    :steps { { from = 1991, to = 1993, y = 0.5 }, { from = 1993, to = 1995, y = 1 } }
end

-- Read through by hand: the boxes 1991-1993 and 1993.49589-1995 (1 July is day 181 of 365), the band
-- 1992-1994, the step of 0.5 half-way between the middles of the two rows (0.5 and 1.5).
function TestScript.test_golden()
  lu.assertEquals(small():script():gsub("^# Balassa [^\n]*\n# command [^\n]*\n", ""), (read "t/data/chart/small.gp"))
end

function TestScript.test_is_the_same_every_time()
  lu.assertEquals(small():script(), small():script())
end

-- What a run was told, but for where it writes; a word cannot end the line or the comment.
function TestScript.test_header_says_version_command_and_data()
  local study = assert(balassa.study "t/data/freedonia")
  local before = arg
  _G.arg = { [0] = "/home/duck/my script.lua", "--out", "/tmp/x", "--crises=a b", "--figure", "build/mine",
    "--x=50%\n#", "/tmp/y" }
  local script = chart.ladder(study):script()
  _G.arg = before
  local first, second, third = script:match "^(# [^\n]*)\n(# [^\n]*)\n(# [^\n]*)\n"
  lu.assertEquals(first, "# Balassa " .. balassa.version .. ", my script.lua")
  lu.assertEquals(second, "# command my+20script --crises=a+20b --figure=mine --x=50+25+0A+23")
  lu.assertEquals(third, "# dataset " .. study.digest)
end

-- More windows than the alphabet has letters: each still has a name of letters, spelled out below.
function TestScript.test_many_bands_have_letters()
  local bands = {}
  for i = 1, 30 do bands[i] = { from = 1900 + i, to = 1900 + i + 0.2, label = "A long name of crisis " .. i } end
  local page, found = chart.new { from = 1900, to = 1990 }:bands(bands):page(), {}
  for _, text in ipairs(page.texts) do
    local key, n = text.text:match "^(%l+)%s+A long name of crisis (%d+)$"
    if key then found[tonumber(n)] = key end
  end
  lu.assertEquals({ found[1], found[26], found[27], found[30] }, { "a", "z", "aa", "ad" })
end

-- Errors ------------------------------------------------------------------------------------------

TestErrors = {}

local rungs = { { id = "low", label = "Low" }, { id = "high", label = "High" } }

function TestErrors.test_messages()
  local function new() return chart.new { from = 1991, to = 1995 } end
  local function ladder() return new():ladder { rungs = rungs } end
  local cases = {
    { function() chart.new { titel = "x" } end,
      "chart.new: unknown option 'titel'; did you mean 'title'?" },
    { function() chart.new { from = 1995, to = 1991 } end, "a chart's from, 1995, is not before its to, 1991" },
    { function() chart.new { width = "wide" } end,
      "a chart's width is a number of pixels from 300 to 10000, not wide" },
    { function() chart.new { from = {} } end, nil },
    { function() return new().boxen end, "a chart has no field 'boxen'; did you mean 'boxes'?" },
    { function() new().title = "x" end, "a chart's 'title' is set when it is made, in chart.new{...}" },
    { function() new():boxes {} end, "boxes stand on the rows of a ladder: call :ladder{...} first" },
    { function() ladder():ladder { rungs = rungs } end, "this chart has a ladder already" },
    { function() new():ladder { rungs = {} } end, "a ladder needs at least one rung" },
    { function() new():ladder { rungs = { rungs[1], rungs[1] } } end, "the ladder has the rung 'low' twice" },
    { function() ladder():boxes { { span = "1991", rung = "hihg", label = "x" } } end,
      "box 1 stands on the rung 'hihg', which the ladder does not have; did you mean 'high'?" },
    { function() ladder():boxes { { span = "1991", rung = "low" } } end, "box 1 has no label" },
    { function() ladder():boxes { { rung = "low", label = "x" } } end,
      "box 1 has no span; give it span= or from= and to=" },
    { function() ladder():boxes { { from = 1992, to = 1992, rung = "low", label = "x" } } end,
      "box 1 ends before it starts" },
    { function() ladder():boxes { { span = "1991", rung = "low", label = "x", look = "holow" } } end,
      "box 1 has the look 'holow'; looks are filled, hollow and dashed; did you mean 'hollow'?" },
    { function() new():steps { { from = 1991, to = 1992, y = "high" } } end, "step 1, y is a number, not high" },
    { function() new():lines { { 1991, 0 / 0 } } end, nil },
    { function() new():points { { 1991, 1 }, color = "red" } end, "points: color is written \"#0072b2\", not red" },
    { function() new():lines { { 1991, 1 }, dash = "`x`" } end, "lines: dash is written \"(6,3)\", not `x`" },
    { function() new():save "plots/x.svg" end,
      "'plots/x.svg': a figure's name has no ending; .gp, .svg and .png are all written" },
    { function() new():save() end, "a figure needs a name such as \"plots/mine\", not nil" },
    { function() chart.save_all { ["plots/x"] = 1 } end, "'plots/x' is no chart but 1" },
    { function() chart.new {}:page() end, "a chart needs from= and to=, or a layer that has both ends" },
  }
  for i, case in ipairs(cases) do
    local ok, message = pcall(case[1])
    lu.assertFalse(ok, "case " .. i)
    lu.assertStrMatches(message, "^t/lua/test_chart.lua:%d+: .*", 1, nil, "case " .. i)
    if case[2] then lu.assertEquals(message:gsub("^[^:]*:%d+: ", ""), case[2], "case " .. i) end
  end
end

function TestErrors.test_outside_world()
  local c = chart.new { from = 1991, to = 1995 }
  local done, message = c:save "no-such-folder/x"
  lu.assertNil(done)
  lu.assertEquals(message, "there is no folder 'no-such-folder' for the figure 'x'; make it first")
end

function TestErrors.test_printed()
  lu.assertEquals(tostring(small()), "chart \"Freedonia's ladder\": ladder (2), boxes (2), bands (1), steps (1)")
end

os.exit(lu.LuaUnit.run())
