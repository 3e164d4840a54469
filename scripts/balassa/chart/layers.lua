-- The layers of a chart, as a script gives them: each function checks what it got, turns dates into
-- years, and returns a plain table for chart/layout.lua to place.

local core = require "balassa.core"
local loose = require "balassa.stats.loose"
local time = require "balassa.chart.time"
local style = require "balassa.chart.style"

local layers = {}

-- Checking ----------------------------------------------------------------------------------------

-- The keys of a table that are not 1 .. n must be known.
local function check_keys(given, known, what)
  if type(given) ~= "table" then core.raise("%s takes a table, not %s", what, tostring(given)) end
  local named = {}
  for key, value in pairs(given) do
    if math.type(key) ~= "integer" then named[key] = value end
  end
  core.check_options(named, known, what)
end

-- A field of an item, which may be a table or a record that raises for what it has not.
local function get(item, key)
  if type(item) == "table" then return item[key] end
  return core.get(item, key)
end

layers.get = get

local function text(item, key, what)
  local value = get(item, key)
  if value == nil then core.raise("%s has no %s", what, key) end
  return tostring(value)
end

local function colored(value, what)
  if value ~= nil and not tostring(value):find "^#%x%x%x%x%x%x$" then
    core.raise("%s is written \"#0072b2\", not %s", what, tostring(value))
  end
  return value
end

local function spanned(item, what)
  local from, to = time.span({ from = get(item, "from"), to = get(item, "to"), span = get(item, "span") }, what)
  if from and to and from >= to then core.raise("%s ends before it starts", what) end
  return from, to
end

-- Where the ends may lie, when they are unsure: as given, or as the marks ? and ~ of the span say. Stretches
-- of years, { from = { a, b }, to = { a, b } }.
local function loose_ends(item, what)
  local given = get(item, "loose")
  if given ~= nil then
    local ends = {}
    for _, name in ipairs { "from", "to" } do
      local e = given[name]
      if e then ends[name] = { time.at(e[1], what), time.at(e[2], what) } end
    end
    return ends
  end
  local span = get(item, "span")
  if type(span) == "string" then span = core.date(span) end
  if not core.is_date(span) or not (span.uncertain or span.approximate) then return nil end
  local a, b, c, d = loose.edges(span, loose.widen, "qualified")
  return { from = a < b and { time.of_day(a), time.of_day(b) } or nil,
    to = c < d and { time.of_day(c), time.of_day(d) } or nil }
end

local function number(value, what)
  if type(value) ~= "number" or value ~= value or math.abs(value) == math.huge then
    core.raise("%s is a number, not %s", what, tostring(value))
  end
  return value
end

-- Layers ------------------------------------------------------------------------------------------

-- Rows named from bottom to top: rungs, a list (or records) of { id, label, rank or value }.
function layers.ladder(given)
  check_keys(given, { "rungs", "title", "row_height" }, "ladder")
  local layer = { kind = "ladder", rungs = {}, title = given.title, row_height = given.row_height, row = {} }
  for i, rung in ipairs(given.rungs or core.raise "a ladder needs rungs, a list from bottom to top") do
    local id = text(rung, "id", "a rung")
    if layer.row[id] then core.raise("the ladder has the rung '%s' twice", id) end
    layer.rungs[i] = { id = id, label = text(rung, "label", "a rung"),
      value = get(rung, "value") or get(rung, "rank") or i - 1 }
    layer.row[id] = i
  end
  if #layer.rungs == 0 then core.raise "a ladder needs at least one rung" end
  return layer
end

local function read_look(item, what)
  local look = get(item, "look") or "filled"
  if not style.boxes[look] then
    local near = core.near(tostring(look), style.boxes)
    core.raise("%s has the look '%s'; looks are filled, hollow and dashed%s", what, tostring(look),
      near and ("; did you mean '%s'?"):format(near) or "")
  end
  return look
end

-- Items { span= or from=, to=; rung=, label=, look="filled"|"hollow"|"dashed", mark="*" }; an end that is
-- marked ? or ~, or stands in loose = { from = { a, b }, to = { a, b } }, is dashed and fades from a to b;
-- legend = { filled = "...", ... } names the looks.
function layers.boxes(given, ladder)
  check_keys(given, { "legend" }, "boxes")
  if not ladder then core.raise "boxes stand on the rows of a ladder: call :ladder{...} first" end
  local layer = { kind = "boxes", items = {}, legend = given.legend or {} }
  for i, item in ipairs(given) do
    local what = "box " .. i
    local rung = text(item, "rung", what)
    if not ladder.row[rung] then
      local near = core.near(rung, ladder.row)
      core.raise("%s stands on the rung '%s', which the ladder does not have%s", what, rung,
        near and ("; did you mean '%s'?"):format(near) or "")
    end
    local from, to = spanned(item, what)
    layer.items[i] = { from = from, to = to, row = ladder.row[rung], label = text(item, "label", what),
      look = read_look(item, what), mark = get(item, "mark") or "", loose = loose_ends(item, what) }
  end
  return layer
end

local function spans(kind, given, known)
  check_keys(given, known, kind)
  local layer = { kind = kind, items = {}, title = given.title, legend = given.legend }
  for i, item in ipairs(given) do
    local what = kind .. " " .. i
    local from, to = spanned(item, what)
    local n = get(item, "number")
    layer.items[i] = { from = from, to = to, label = text(item, "label", what), number = n and tostring(n),
      loose = kind == "bands" and loose_ends(item, what) or nil }
  end
  return layer
end

-- Windows behind everything: items { span= or from=, to=; label=, loose= as of boxes }; title, legend.
function layers.bands(given) return spans("bands", given, { "title", "legend" }) end

-- Spans side by side above the plot: items { span= or from=, to=; label=, number= }; title.
function layers.strip(given) return spans("strip", given, { "title" }) end

-- Runs of { x1, x2, y } without gaps, of a series: each value holds for its whole period.
local function series_runs(series)
  local runs, run, last = {}, nil, nil
  for i = 1, #series do
    local y = series[i]
    if y == nil then
      run, last = nil, nil
    else
      local from, to = time.period_start(series, i), time.period_end(series, i)
      if not run then
        run = {}
        runs[#runs + 1] = run
      end
      if last and last.y == y then
        last.to = to
      else
        last = { from = from, to = to, y = y }
        run[#run + 1] = last
      end
    end
  end
  return runs
end

local function points_of(given, what)
  local list = {}
  for i, p in ipairs(given) do
    local name = ("%s, point %d"):format(what, i)
    if type(p) ~= "table" then core.raise("%s is a pair { x, y }, not %s", name, tostring(p)) end
    list[i] = { x = time.at(p[1] or p.x, name, "midpoint"), y = number(p[2] or p.y, name .. ", y"), note = p.note }
  end
  return list
end

local function drawn(kind, given, known)
  check_keys(given, known, kind)
  local dash = given.dash
  if dash ~= nil and not tostring(dash):find "^%([%d.,]+%)$" then
    core.raise("%s: dash is written \"(6,3)\", not %s", kind, tostring(dash))
  end
  return { kind = kind, label = given.label, color = colored(given.color, kind .. ": color"), dash = dash,
    lw = given.lw and number(given.lw, kind .. ": lw") }
end

-- A level that holds until it changes: series= (a Series), or { from=, to=, y= }, ...; those that
-- follow on each other are joined.
function layers.steps(given)
  local layer = drawn("steps", given, { "series", "label", "color", "dash", "lw" })
  layer.runs = {}
  if given.series then
    core.check_series(given.series, "steps")
    layer.runs = series_runs(given.series)
  end
  for i, item in ipairs(given) do
    local from, to = spanned(item, "step " .. i)
    local step = { from = from, to = to, y = number(get(item, "y"), "step " .. i .. ", y") }
    local run = layer.runs[#layer.runs]
    local last = run and run[#run]
    if last and last.to == from and last.y == step.y then
      last.to = to
    elseif last and last.to == from then
      run[#run + 1] = step
    else
      layer.runs[#layer.runs + 1] = { step }
    end
  end
  return layer
end

-- Bars from 0 to y, as of a histogram: { from=, to=, y= }, ...; color is their fill.
function layers.bars(given)
  local layer = drawn("bars", given, { "label", "color" })
  layer.items = {}
  for i, item in ipairs(given) do
    local from, to = spanned(item, "bar " .. i)
    layer.items[i] = { from = from, to = to, y = number(get(item, "y"), "bar " .. i .. ", y") }
  end
  return layer
end

-- A line through points: { { x, y }, ... }, or through the middles of a series' periods.
function layers.lines(given)
  local layer = drawn("lines", given, { "series", "label", "color", "dash", "lw" })
  layer.points = points_of(given, "lines")
  for _, run in ipairs(given.series and series_runs(given.series) or {}) do
    for _, r in ipairs(run) do layer.points[#layer.points + 1] = { x = (r.from + r.to) / 2, y = r.y } end
    layer.points[#layer.points + 1] = { gap = true }
  end
  return layer
end

-- Dots: { { x, y }, ... }; hollow = true leaves them empty, mark = "plus" makes them crosses.
function layers.points(given)
  local layer = drawn("points", given, { "label", "color", "hollow", "mark", "dash", "lw" })
  if given.mark ~= nil and given.mark ~= "plus" then
    core.raise("points: mark is \"plus\" or not given, not %s", tostring(given.mark))
  end
  layer.points, layer.hollow, layer.mark = points_of(given, "points"), given.hollow, given.mark
  return layer
end

-- An area between two levels, behind the series: { from=, to=, low=, high= }, ...
function layers.ribbon(given)
  local layer = drawn("ribbon", given, { "label", "color" })
  layer.items = {}
  for i, item in ipairs(given) do
    local what = "ribbon " .. i
    local from, to = spanned(item, what)
    layer.items[i] = { from = from, to = to, low = number(item.low, what .. ", low"),
      high = number(item.high, what .. ", high"), label = what }
  end
  return layer
end

-- Words under the time axis: title (what the axis counts), and rows { label=, color=, { x, text }, ... } of
-- a table whose head is `head`.
function layers.under(given)
  check_keys(given, { "title", "head" }, "under")
  local layer = { kind = "under", axis = given.title, head = given.head, rows = {} }
  for i, row in ipairs(given) do
    local cells = { label = text(row, "label", "row " .. i), color = colored(row.color, "under: color") }
    for k, cell in ipairs(row) do cells[k] = { x = number(cell[1], "under: x"), text = tostring(cell[2]) } end
    layer.rows[i] = cells
  end
  return layer
end

-- Words beside a spot, with a thin line to it: { { x=, y=, text= }, ... }.
function layers.labels(given)
  check_keys(given, { "color" }, "labels")
  local layer = { kind = "labels", items = {}, color = colored(given.color, "labels: color") }
  for i, item in ipairs(given) do
    local what = "label " .. i
    layer.items[i] = { x = time.at(get(item, "x"), what .. "'s x"), y = number(get(item, "y"), what .. "'s y"),
      label = text(item, "text", what) }
  end
  return layer
end

return layers
