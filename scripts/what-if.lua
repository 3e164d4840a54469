-- What would follow if the data were otherwise: edits from the command line, compared with the study as it is.
local balassa = require "balassa"
local core = require "balassa.core"

local opts = balassa.options {
  positional = "[STUDY]",
  drop = { {}, "without this record: an event, a position, any record by its id", word = "ID" },
  add = { {}, "with one more record: TABLE FIELD=VALUE ...", word = "LINE" },
  recode = { {}, "with other values in its fields: ID:rung=customs_union,stage=signed", word = "ID:FIELD=VALUE" },
  redate = { {}, "with another date (EDTF)", word = "ID=DATE" },
  move_crisis = { {}, "with a crisis at another time: ID=1998-08/1999, ID=1998-08/ (the start alone), ID=+6 (months)",
    word = "[CODING:]ID=FROM/TO" },
  resize_crisis = { {}, "with a crisis of so many months from its start; -N: to its end", word = "[CODING:]ID=N" },
  drop_crisis = { {}, "without a crisis", word = "[CODING:]ID" },
  merge_crises = { {}, "with crises of a coding as one", word = "[CODING:]ID+ID" },
  move_phase = { {}, "as --move-crisis, for a phase", word = "[CODING:]ID=FROM/TO" },
  drop_phase = { {}, "without a phase", word = "[CODING:]ID" },
  coding = { {}, "with this coding of crises or phases in use", word = "NAME" },
  score = { {}, "with this score of the ladder in use: a column, or a rung and its number",
    word = "COLUMN|RUNG=NUMBER" },
  restrict = { {}, "with the events alone that match: kind=speech;visit, period=1995/2005", word = "FIELD=VALUE" },
  edit = { {}, "with any edit, as a line of a file that --save writes", word = "LINE" },
  load = { {}, "with the edits of a file, instead of the study as it is", word = "FILE" },
  name = { "", "what the what-if is called" },
  save = { "", "write the edits to this file", word = "FILE", writes = "file" },
  figure = { "", "save the chart under this name, e.g. build/what-if", word = "NAME", writes = "figure" },
  show = { false, "draw the chart in the terminal" },
  crises = { "", "coding of the crises that is compared, where --coding has not chosen one", word = "NAME" },
  rule = { "latest", "how events make a monthly index", choices = { "latest", "mean", "max" } },
  date = { "midpoint", "day an imprecise date stands for", choices = { "earliest", "midpoint", "latest" } },
  null = { "relocate", "what the contrast is held against", choices = { "relocate", "shift" } },
  format = { "text", "how the table is printed", choices = { "text", "csv", "json", "markdown", "latex" } },
}

local function stop(status, format, ...)
  core.say("balassa: what-if: " .. format:format(...))
  core.exit(status)
end

-- Ends with the status that goes with a failure.
local function fail(message) stop(core.exit_status(message) or 1, "%s", message) end

local function misuse(format, ...) stop(64, format .. "\nTry: balassa what-if --help", ...) end

-- Taking values apart -----------------------------------------------------------------------------

-- "chart2:russia-1998" -> "russia-1998", "chart2"
local function coded(text)
  local coding, id = text:match "^([^:]+):(.+)$"
  return id or text, coding
end

local function pair(option, text, sign)
  local left, right = text:match("^(.-)" .. sign .. "(.*)$")
  if not left or left == "" then misuse("option '%s': '%s' is not written as --help shows", option, text) end
  return left, right
end

-- "1998-08/1999" -> from, to; "1998-08/" -> from; "+6" -> by
local function times(text)
  if text:find "^[+-]%d+$" then return { by = math.tointeger(tonumber(text)) } end
  local from, to = text:match "^(.-)/(.*)$"
  if not from then from, to = text, text end
  return { from = from ~= "" and from or nil, to = to ~= "" and to or nil }
end

-- "a=1,b=x;y" -> { a = "1", b = "x;y" }; nothing after the sign empties the cell
local function fields(option, text)
  local out = {}
  for item in (text .. ","):gmatch "(.-)," do
    local key, value = pair(option, item, "=")
    out[key] = value ~= "" and value or false
  end
  return out
end

-- One function for each option that is an edit: study, value -> study.
local edits = {}

function edits.drop(s, v) return s:drop(v) end
function edits.coding(s, v) return s:use_coding(v) end
function edits.add(s, v) return s:edit("add " .. v) end
function edits.edit(s, v) return s:edit(v) end

function edits.recode(s, v)
  local id, rest = pair("--recode", v, ":")
  return s:recode(id, fields("--recode", rest))
end

function edits.redate(s, v)
  local id, date = pair("--redate", v, "=")
  return s:redate(id, date)
end

local function move(option, method)
  return function(s, v)
    local what, when = pair(option, v, "=")
    local id, coding = coded(what)
    local to = times(when)
    to.coding = coding
    return s[method](s, id, to)
  end
end
edits.move_crisis, edits.move_phase = move("--move-crisis", "move_crisis"), move("--move-phase", "move_phase")

function edits.resize_crisis(s, v)
  local what, months = pair("--resize-crisis", v, "=")
  local id, coding = coded(what)
  local n = math.tointeger(tonumber(months))
  if not n then misuse("option '--resize-crisis' takes a whole number of months, not '%s'", months) end
  return s:resize_crisis(id, { months = math.abs(n), keep = n < 0 and "end" or "start", coding = coding })
end

local function drop(method)
  return function(s, v)
    local id, coding = coded(v)
    return s[method](s, id, { coding = coding })
  end
end
edits.drop_crisis, edits.drop_phase = drop "drop_crisis", drop "drop_phase"

function edits.merge_crises(s, v)
  local ids, coding = coded(v)
  local list = {}
  for id in ids:gmatch "[^+]+" do list[#list + 1] = id end
  return s:merge_crises(list, { coding = coding })
end

function edits.score(s, v)
  local rung, score = v:match "^(.-)=(.*)$"
  if not rung then return s:use_score(v) end
  return s:use_score { [rung] = tonumber(score) or score }
end

function edits.restrict(s, v)
  local field, value = pair("--restrict", v, "=")
  return s:restrict { [field] = value }
end

function edits.load(s, v)
  local loaded, note = s:load_what_if(v)
  if not loaded then fail(note) end
  if note then core.say("balassa: what-if: note: " .. note) end
  return loaded
end

-- All together --------------------------------------------------------------------------------------

local study, message = balassa.study(opts[1] or "kazakhstan-1991-2010")
if not study then fail(message) end

local changed = opts.name ~= "" and study:what_if(opts.name) or study
for _, given in ipairs(opts.given) do
  local edit = edits[given.name]
  if edit then
    local ok, result = pcall(edit, changed, given.value)
    if not ok then
      stop(65, "option '--%s %s': %s", given.name:gsub("_", "-"), given.value, (result:gsub("^[^\n]-:%d+: ", "")))
    end
    changed = result
  end
end
if #changed.edits == 0 then
  print(study)
  print "\nNothing is otherwise yet: --drop ID, --recode ID:FIELD=VALUE, --move-crisis ID=FROM/TO and others say what"
  print "would be (balassa what-if --help). Its crises, which can be moved:\n"
  print(study:crises())
  core.exit(0)
end

local compared = balassa.compare(study, changed, { crises = opts.crises ~= "" and opts.crises or nil, rule = opts.rule,
  date = opts.date, null = opts.null })
print(opts.format == "text" and compared or (compared[opts.format](compared):gsub("\n$", "")))

local function must(ok, why)
  if not ok then fail(why) end
end
if opts.save ~= "" then must(changed:save(opts.save)) end
if opts.figure ~= "" then must(compared:chart():save(opts.figure)) end
if opts.show then must(compared:chart():show()) end
