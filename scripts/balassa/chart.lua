-- balassa.chart: figures made of layers over one time axis, drawn by gnuplot.
--
--   chart.new { title=, subtitle=, note=, from=, to=, ticks=, width=, height=, y= }
--     :ladder { rungs = study:ladder() }         rows, named from bottom to top
--     :boxes { { span=, rung=, label=, look= }, ... }
--     :bands(study:crises "chart2")              windows behind the data, named above
--     :strip(study:phases "section3")            spans side by side above the plot
--     :steps { series = index } :lines { ... } :points { ... } :labels { ... }
--     :ribbon { { from=, to=, low=, high= } }    an area behind the series
--     :under { title=, head=, ... }              words and numbers under the time axis
--     :save "plots/mine"                         mine.gp, mine.svg, mine.png -> true | nil, message
--     :show()                                    the same in the terminal
--
--   chart.save_all { ["plots/a"] = a, ["plots/b"] = b }   through one gnuplot
--   chart.svg_all { a = a, b = b }             the same as texts: { a = "<?xml ...", ... }
--   chart.ladder(study, options)      the study's positions on its ladder   (chart/study.lua)
--   chart.contrast(result, options)   a series against crises, and what speaks against it

local core = require "balassa.core"
local layers = require "balassa.chart.layers"
local layout = require "balassa.chart.layout"
local terminal = require "balassa.chart.terminal"
local time = require "balassa.chart.time"

local chart = {}

local methods = {}
local meta = { __name = "balassa.chart" }

local known = { "title", "subtitle", "note", "description", "from", "to", "ticks", "width", "height", "y", "digest" }

local function known_names()
  local names = {}
  for name in pairs(methods) do names[#names + 1] = name end
  for _, name in ipairs(known) do names[#names + 1] = name end
  table.sort(names)
  return names
end

function meta.__index(_, key)
  if methods[key] then return methods[key] end
  for _, name in ipairs(known) do
    if name == key then return nil end
  end
  local near = core.near(tostring(key), known_names())
  core.raise("a chart has no field '%s'%s", tostring(key), near and "; did you mean '" .. near .. "'?" or "")
end

function meta.__newindex(_, key)
  core.raise("a chart's '%s' is set when it is made, in chart.new{...}", tostring(key))
end

function meta:__tostring()
  local counts = {}
  for _, layer in ipairs(rawget(self, "layers")) do
    local n = #(layer.items or layer.rungs or layer.points or layer.runs or {})
    counts[#counts + 1] = string.format("%s (%d)", layer.kind, n)
  end
  return string.format("chart \"%s\": %s", rawget(self, "title") or "without a title",
    #counts > 0 and table.concat(counts, ", ") or "no layers yet")
end

meta.__complete = known_names

local function check_size(value, name, least)
  if value ~= nil and not (type(value) == "number" and value >= least and value <= 10000) then
    core.raise("a chart's %s is a number of pixels from %d to 10000, not %s", name, least, tostring(value))
  end
  return value
end

local function check_axis(y)
  if y == nil then return end
  if type(y) ~= "table" then core.raise("a chart's y is a table such as { from = 0, to = 10 }, not %s", tostring(y)) end
  core.check_options(y, { "from", "to", "label", "ticks" }, "a chart's y")
  if y.from and y.to and y.from >= y.to then core.raise "a chart's y: from is not below to" end
  for i, tick in ipairs(y.ticks or {}) do
    if type(tick) ~= "table" or type(tick.at) ~= "number" or tick.label == nil then
      core.raise("a chart's y: tick %d is no { at = number, label = text }", i)
    end
  end
end

-- chart.new(options) -> an empty chart. from, to: a number is 1 January of that year; of a date or an
-- EDTF string as `to`, the last day is inside. ticks: years, dates, or pairs { 2012, 2015 }, a tick
-- that is a span with both years inside. width and height in pixels; without a height, the chart
-- takes what it needs. y: { from=, to=, label=, ticks = { { at=, label= }, ... } } of a chart without
-- a ladder.
function chart.new(options)
  options = options or {}
  core.check_options(options, known, "chart.new")
  local self = { layers = {} }
  for _, name in ipairs(known) do self[name] = options[name] end
  self.width, self.height = check_size(options.width, "width", 300), check_size(options.height, "height", 150)
  self.from = options.from and time.at(options.from, "a chart's from")
  if options.to then
    self.to = type(options.to) == "number" and options.to or time.at(options.to, "a chart's to", "latest")
  end
  if self.from and self.to and self.from >= self.to then
    core.raise("a chart's from, %s, is not before its to, %s", tostring(options.from), tostring(options.to))
  end
  check_axis(options.y)
  if options.ticks then time.ticks(-math.huge, math.huge, options.ticks) end
  return setmetatable(self, meta)
end

-- Layers ------------------------------------------------------------------------------------------

local function ladder_of(self)
  for _, layer in ipairs(rawget(self, "layers")) do
    if layer.kind == "ladder" then return layer end
  end
end

local function add(self, layer)
  local list = rawget(self, "layers")
  list[#list + 1] = layer
  return self
end

-- Records (a set of crises, phases, rungs) may stand for a table that holds them.
local function listed(given, key)
  if type(given) ~= "userdata" then return given or {} end
  if key then return { [key] = given } end
  local list = {}
  for i = 1, #given do list[i] = given[i] end
  return list
end

function methods:ladder(given)
  if ladder_of(self) then core.raise "this chart has a ladder already" end
  return add(self, layers.ladder(listed(given, "rungs")))
end

function methods:boxes(given)
  return add(self, layers.boxes(listed(given), ladder_of(self)))
end

for _, name in ipairs { "bands", "strip", "labels", "points", "lines", "steps", "bars", "ribbon", "under" } do
  methods[name] = function(self, given)
    return add(self, layers[name](listed(given)))
  end
end

-- Drawing -----------------------------------------------------------------------------------------

-- Options that say where to write, not what: of a name to write to, the folder goes.
local places = { ["--out"] = false, ["--figure"] = true, ["--figures"] = true }

-- A word of a command in letters that may stand in a comment of gnuplot: +20 for a space.
local function encode(word)
  return (word:gsub("[^%w._/=:,-]", function(c) return ("+%02X"):format(c:byte()) end))
end

local function is_command()
  local folder = arg[0]:match "^(.-)/?[^/]+$"
  return folder == "scripts" or folder == core.scripts
end

-- The command that is running: "initiatives --crises section4 --figure mine". A script that is no command
-- is named by its file, with its options: what else it is given is often a place to write to.
local function command_line()
  if not arg or not arg[0] then return nil end
  local words, i = { encode((arg[0]:match "[^/]+$":gsub("%.lua$", ""))) }, 1
  while arg[i] do
    local name, value = arg[i]:match "^(%-%-[%a_-]+)=?(.*)$"
    local keeps = name and places[name]
    if keeps == nil then
      local of_option = i > 1 and arg[i - 1]:find "^%-%-[%a_-]+$"
      if name or of_option or is_command() then words[#words + 1] = encode(arg[i]) end
    else
      if not arg[i]:find "=" then i, value = i + 1, arg[i + 1] or "" end
      if keeps then words[#words + 1] = name .. "=" .. encode(value:match "[^/]*$") end
    end
    i = i + 1
  end
  return table.concat(words, " ")
end

-- Who drew it, how and from what; nothing that changes from run to run or from machine to machine.
-- `name`: of the figure, without its folder; command: when it is not the one that is running.
local function about(self, name, command)
  local script = command and command:match "^%S+" .. ".lua" or arg and arg[0] and arg[0]:match "[^/]+$" or "a script"
  local lines = { "Balassa " .. core.version .. ", " .. script }
  command = command or command_line()
  if command then lines[#lines + 1] = "command " .. command end
  if name then lines[#lines + 1] = "figure " .. name:gsub("%c", " ") end
  local digest = rawget(self, "digest")
  if digest then lines[#lines + 1] = "dataset " .. digest end
  return lines
end

-- The whole gnuplot script, as it is saved.
function methods:script()
  return layout.page(self):script(about(self))
end

-- Where everything goes: page.texts, page.boxes, page.plot, rectangles in pixels.
function methods:page()
  return layout.page(self)
end

-- In words, for who cannot see the figure.
local function describe(self)
  local out = { rawget(self, "description") or rawget(self, "subtitle") }
  for _, layer in ipairs(rawget(self, "layers")) do
    for _, item in ipairs((layer.kind == "boxes" or layer.kind == "bands" or layer.kind == "strip") and
      layer.items or {}) do
      local rung = layer.kind == "boxes" and ladder_of(self).rungs[item.row].label
      local from = item.from and core.number(math.floor(item.from)) or "open"
      local to = item.to and core.number(math.ceil(item.to - 1e-9) - 1) or "open"
      out[#out + 1] = string.format("%s to %s%s: %s%s.", from, to, rung and ", " .. rung or "", item.label,
        layer.kind == "boxes" and " (" .. (layer.legend[item.look] or item.look):lower() .. ")" or "")
    end
  end
  return table.concat(out, "\n")
end

local function check_base(base)
  if type(base) ~= "string" or base == "" then
    core.raise("a figure needs a name such as \"plots/mine\", not %s", tostring(base))
  end
  local ending = base:match "%.(%a+)$"
  if ending == "svg" or ending == "png" or ending == "gp" then
    core.raise("'%s': a figure's name has no ending; .gp, .svg and .png are all written", base)
  end
  return base
end

-- chart:save(base) -> true | nil, message
function methods:save(base)
  return chart.save_all { [check_base(base)] = self }
end

-- { [base] = chart } as core.draw takes it, in the order of their names.
local function prepared(set, options, what)
  if type(set) ~= "table" then core.raise("%s takes { [\"plots/mine\"] = chart, ... }", what) end
  core.check_options(options or {}, { "command" }, what)
  local command, bases, list = options and options.command or nil, {}, {}
  for base, one in pairs(set) do
    bases[#bases + 1] = check_base(base)
    if getmetatable(one) ~= meta then core.raise("'%s' is no chart but %s", base, tostring(one)) end
  end
  table.sort(bases)
  for i, base in ipairs(bases) do
    local one, name = set[base], base:match "[^/]+$"
    local lines = about(one, name, type(command) == "function" and command(base) or command)
    list[i] = { base = base, script = layout.page(one):script(lines), title = rawget(one, "title") or name,
      description = describe(one), about = table.concat(lines, "\n") }
  end
  return list
end

local function warn_of(message)
  if message then core.say("balassa: gnuplot warns: " .. message:gsub("%s+$", "")) end
end

-- chart.save_all { [base] = chart, ... } -> true | nil, message. One gnuplot draws all, in the order
-- of their names. When one fails, those before it are kept and the message says which it was.
-- options: command, how the figures say that they were made (a text, or a function of the base), when it
-- is not by the command that is running.
function chart.save_all(set, options)
  local done, message = core.draw(prepared(set, options, "save_all"))
  if done then warn_of(message) end
  return done, not done and message or nil
end

-- chart.svg_all { [name] = chart, ... } -> { [name] = SVG } | nil, message; second, the gnuplot scripts.
function chart.svg_all(set, options)
  local list = prepared(set, options, "svg_all")
  local texts, message = core.draw_svg(list)
  if not texts then return nil, message end
  local svg, scripts = {}, {}
  for i, item in ipairs(list) do svg[item.base], scripts[item.base] = texts[i], item.script end
  return svg, scripts
end

-- chart:show([{ cols=, rows= }]): draws it in the terminal -> true | nil, message
function methods:show(options)
  options = options or {}
  core.check_options(options, { "cols", "rows" }, "show")
  local text, message = terminal.draw(self, options.cols or 100, options.rows or 32)
  if not text then return nil, message end
  print(text)
  return true
end

function chart.ladder(study, options)
  return require("balassa.chart.study").ladder(chart, study, options)
end

function chart.contrast(result, options)
  return require("balassa.chart.study").contrast(chart, result, options)
end

return chart
