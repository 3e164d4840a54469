-- What-ifs. The main test makes hundreds of random edits twice: as a what-if, and by hand in the CSV files
-- of a copy of t/data/freedonia, which is then loaded. Both must hold the same in every cell, or both must
-- refuse.
local lu = require "luaunit"
local balassa = require "balassa"

local message_of = require "check".message_of

local DIR = "t/data/freedonia"
local study = assert(balassa.study(DIR))

-- CSV as lists of rows, { column = text }; nil for an empty cell --------------------------------------

local function read_csv(path)
  local file = assert(io.open(path, "rb"))
  local text, records, record, at = file:read "a", {}, {}, 1
  file:close()
  while at <= #text do
    local cell, after
    if text:sub(at, at) == '"' then
      local i = at + 1
      repeat
        i = text:find('"', i, true)
        local double = text:sub(i + 1, i + 1) == '"'
        i = i + (double and 2 or 0)
      until not double
      cell, after = text:sub(at + 1, i - 1):gsub('""', '"'), i + 1
    else
      after = text:find("[,\n]", at)
      cell = after > at and text:sub(at, after - 1) or nil
    end
    record.n = (record.n or 0) + 1
    record[record.n] = cell
    if text:sub(after, after) == "\n" then records[#records + 1], record = record, {} end
    at = after + 1
  end
  local head, rows = records[1], {}
  for i = 2, #records do
    rows[i - 1] = {}
    for k = 1, head.n do rows[i - 1][head[k]] = records[i][k] end
  end
  return { head = head, rows = rows }
end

local function write_csv(path, csv)
  local lines = {}
  local function add(get)
    local cells = {}
    for k, name in ipairs(csv.head) do
      local cell = get(name)
      cells[k] = cell == nil and "" or '"' .. cell:gsub('"', '""') .. '"'
    end
    lines[#lines + 1] = table.concat(cells, ",")
  end
  add(function(name) return name end)
  for _, row in ipairs(csv.rows) do add(function(name) return row[name] end) end
  os.remove(path) -- writing over a file makes some file systems wait for the disk
  local file = assert(io.open(path, "wb"))
  file:write(table.concat(lines, "\n"), "\n")
  file:close()
end

-- A copy of the study to write to ---------------------------------------------------------------------

local NAMES = { "events", "positions", "initiatives", "actors", "ladder", "phases", "crises", "texts", "codings" }
local copy = os.tmpname()

local function open_copy()
  os.remove(copy)
  assert(os.execute(("cp -R %s %s"):format(DIR, copy)))
  local files = {}
  for _, name in ipairs(NAMES) do files[name] = read_csv(("%s/%s.csv"):format(DIR, name)) end
  return files
end

local function clone(files)
  local out = {}
  for name, csv in pairs(files) do
    out[name] = { head = csv.head, rows = {} }
    for i, row in ipairs(csv.rows) do
      out[name].rows[i] = {}
      for key, cell in pairs(row) do out[name].rows[i][key] = cell end
    end
  end
  return out
end

local function load_copy(files)
  for _, name in ipairs(NAMES) do write_csv(("%s/%s.csv"):format(copy, name), files[name]) end
  return balassa.study(copy)
end

-- Edits by hand, each the plainest way to do it -------------------------------------------------------

local hand = {}

local function coded(name) return name == "phases" or name == "crises" end

-- The rows of a coding stand in the order of time: a row that was moved or added goes where that is so.
local function start_of(span) return balassa.date(span):first() or "0000" end

local function place(rows, row)
  local here
  for i, other in ipairs(rows) do if other == row then here = i end end
  local before, after, first_later, last = true, true, nil, nil
  for i, other in ipairs(rows) do
    if other ~= row and other.coding == row.coding then
      local earlier = start_of(other.span) < start_of(row.span)
      if here and i < here and not earlier then before = false end
      if here and i > here and earlier then after = false end
      if not earlier then first_later = first_later or i end
      last = i
    end
  end
  if here and before and after then return end
  local at = first_later or (last and last + 1) or #rows + 1
  if here then
    table.remove(rows, here)
    if at > here then at = at - 1 end
  end
  table.insert(rows, at, row)
end

local function is_date(text) return text ~= nil and pcall(balassa.date, text) end

local function each(files, e, f)
  local found = {}
  for _, row in ipairs(files[e.table].rows) do
    if row.id == e.id and (not e.coding or row.coding == e.coding) then found[#found + 1] = row end
  end
  for _, row in ipairs(found) do f(row) end
end

-- Passages, and what coders read, go with their event.
local function remove_belongings(files, gone)
  for name, column in pairs { texts = "event", codings = "record" } do
    local rows = files[name].rows
    for i = #rows, 1, -1 do
      if gone[rows[i][column]] then table.remove(rows, i) end
    end
  end
end

function hand.drop(files, e)
  local rows = files[e.table].rows
  for i = #rows, 1, -1 do
    if rows[i].id == e.id and (not e.coding or rows[i].coding == e.coding) then table.remove(rows, i) end
  end
  if e.table == "events" then remove_belongings(files, { [e.id] = true }) end
end

function hand.add(files, e)
  local row = {}
  for key, value in pairs(e.fields) do row[key] = value end
  if coded(e.table) then
    if is_date(row.span) then place(files[e.table].rows, row) else table.insert(files[e.table].rows, row) end
  else
    table.insert(files[e.table].rows, row)
  end
end

function hand.recode(files, e)
  each(files, e, function(row)
    for key, value in pairs(e.fields) do row[key] = value or nil end
  end)
end

local function civil(day) -- "1993-06-01" -> its parts
  return tonumber(day:sub(1, 4)), tonumber(day:sub(6, 7)), tonumber(day:sub(9, 10))
end

local function days_in(y, m) return os.date("!*t", os.time { year = y, month = m + 1, day = 0, hour = 12 }).day end

local function later(day, months)
  local y, m, d = civil(day)
  local total = y * 12 + m - 1 + months
  y, m = total // 12, total % 12 + 1
  return ("%04d-%02d-%02d"):format(y, m, math.min(d, days_in(y, m)))
end

local function next_day(day, by)
  local y, m, d = civil(day)
  return os.date("!%Y-%m-%d", os.time { year = y, month = m, day = d + by, hour = 12 })
end

-- The days from `from` up to, but not with, `to`.
local function span_of(from, to)
  local last = to == ".." and ".." or next_day(to, -1)
  if from:sub(9) == "01" and (to == ".." or to:sub(9) == "01") then
    return from:sub(1, 7) .. "/" .. (to == ".." and ".." or last:sub(1, 7))
  end
  return from .. "/" .. last
end

local function ends_of(row)
  local d = balassa.date(row.span)
  local open = row.span:find("..", 1, true) ~= nil
  return d:first(), open and ".." or next_day(d:last(), 1)
end

function hand.move(files, e)
  each(files, e, function(row)
    if e.by then
      local from, to = ends_of(row)
      row.span = span_of(later(from, e.by), to == ".." and to or later(to, e.by))
    else
      local a, b = row.span:match "^(.*)/(.*)$"
      row.span = (e.from or a or row.span) .. "/" .. (e.to or b or row.span)
    end
    if is_date(row.span) then place(files[e.table].rows, row) end
  end)
end

function hand.resize(files, e)
  each(files, e, function(row)
    local from, to = ends_of(row)
    if e.keep == "end" then
      row.span = to == ".." and "open" or span_of(later(to, -e.months), to)
    else
      row.span = span_of(from, later(from, e.months))
    end
    if is_date(row.span) then place(files[e.table].rows, row) end
  end)
end

function hand.restrict(files, e)
  local gone, rows = {}, files.events.rows
  for i = #rows, 1, -1 do
    if rows[i][e.field] ~= e.value then
      gone[rows[i].id] = true
      table.remove(rows, i)
    end
  end
  remove_belongings(files, gone)
end

-- The same as what-ifs --------------------------------------------------------------------------------

local what = {}

function what.drop(s, e) return s:drop(e.table, e.id, { coding = e.coding }) end
function what.add(s, e) return s:add(e.table, e.fields) end
function what.recode(s, e) return s:recode(e.table, e.id, e.fields) end
function what.restrict(s, e) return s:restrict { [e.field] = e.value } end

local singular = { crises = "crisis", phases = "phase" }

function what.move(s, e)
  return s["move_" .. singular[e.table]](s, e.id, { from = e.from, to = e.to, by = e.by, coding = e.coding })
end

function what.resize(s, e)
  return s["resize_" .. singular[e.table]](s, e.id, { months = e.months, keep = e.keep, coding = e.coding })
end

-- Random edits ----------------------------------------------------------------------------------------

local function pick(list) return list[math.random(#list)] end

local DATES = { "1991-02-03", "1992", "1993~", "1994-05", "1995-01/1996-02", "199X", "1996-02-30", "1998-21", "1999-13",
  "1990/..", "", "1997-12-31?" }
local MONTHS = { "1990-03", "1991-06", "1992", "1992-11-15", "1993-02", "1994-07", "1995", "1996-12", "1998-01",
  "1999-06", "..", "1992-13" }

local function some_value(files, name, column)
  local value = pick(files[name].rows)[column]
  if math.random(8) == 1 then return false end
  if column == "date" or column == "span" then return pick(DATES) end
  if column == "rank" or column == "integration" or column == "balassa" then return tostring(math.random(0, 6)) end
  if math.random(10) == 1 or value == nil then return pick { "nonsense", "two words", 'a "quote"', "freedonia" } end
  return value
end

local function some_record(files, e, names)
  e.table = pick(names)
  local rows = files[e.table].rows
  local row = #rows > 0 and pick(rows) or { id = "none" }
  e.id = row.id
  if coded(e.table) and math.random(2) == 1 then e.coding = row.coding end
  return e
end

local make = {}

function make.drop(files)
  return some_record(files, { verb = "drop" },
    { "events", "events", "events", "positions", "crises", "phases", "initiatives", "actors" })
end

function make.add(files)
  local e = { verb = "add", table = pick { "events", "events", "positions", "crises", "actors" }, fields = {} }
  local like = pick(files[e.table].rows)
  for _, column in ipairs(files[e.table].head) do e.fields[column] = like[column] end
  e.fields.id = math.random(6) == 1 and like.id or "new-" .. math.random(1000)
  local column = pick(files[e.table].head)
  if column ~= "id" then e.fields[column] = some_value(files, e.table, column) or nil end
  if coded(e.table) then e.fields.span = pick { "1990-02", "1992-06/1992-09", "1995-02/1996", "1998-03/1998-05" } end
  return e
end

function make.recode(files)
  local e = some_record(files, { verb = "recode", fields = {} },
    { "events", "events", "events", "positions", "ladder", "initiatives", "actors" })
  for _ = 1, math.random(2) do
    local column = pick(files[e.table].head)
    if column ~= "id" then e.fields[column] = some_value(files, e.table, column) end
  end
  return next(e.fields) and e or make.recode(files)
end

function make.move(files)
  local e = some_record(files, { verb = "move" }, { "crises", "crises", "phases" })
  if math.random(2) == 1 then
    e.by = math.random(-90, 90)
  else
    e.from, e.to = pick(MONTHS), pick(MONTHS)
    if math.random(3) == 1 then e.from = nil elseif math.random(3) == 1 then e.to = nil end
  end
  return e
end

function make.resize(files)
  return some_record(files, { verb = "resize", months = math.random(30), keep = pick { "start", "end" } },
    { "crises", "phases" })
end

function make.restrict(files)
  local field = pick { "kind", "stance", "source", "status" }
  return { verb = "restrict", field = field, value = pick(files.events.rows)[field] or "none" }
end

local VERBS = { "drop", "drop", "add", "recode", "recode", "recode", "move", "move", "move", "resize", "restrict" }

-- Comparing -------------------------------------------------------------------------------------------

local function text_of(cell)
  return type(cell) == "table" and table.concat(cell, ";") or tostring(cell)
end

local function assert_same(a, b, context)
  lu.assertEquals(a:tables(), b:tables())
  lu.assertEquals(tostring(a.period), tostring(b.period))
  for _, name in ipairs(a:tables()) do
    local x, y = a:records(name), b:records(name)
    lu.assertEquals(#x, #y, context .. ": rows of " .. name)
    for _, column in ipairs(x:fields()) do
      local u, v = x:column(column), y:column(column)
      for i = 1, #u do
        lu.assertEquals(text_of(u[i]), text_of(v[i]), ("%s: %s.%s[%d]"):format(context, name, column, i))
      end
    end
  end
  for _, rule in ipairs { "latest", "mean", "count", "in_force" } do
    local i, j = a:index { rule = rule }, b:index { rule = rule }
    lu.assertEquals(i.how, j.how, context)
    lu.assertEquals(i:values(), j:values(), context)
  end
end

local TestOverlay = {}
_G.TestOverlay = TestOverlay

function TestOverlay.test_random_edits_equal_those_in_the_files()
  local start = open_copy()
  local accepted, refused = 0, 0
  math.randomseed(20261129)
  for case = 1, 300 do
    local files, s, done = clone(start), study:what_if "random", {}
    for _ = 1, math.random(4) do
      local trial = clone(files)
      local e = make[pick(VERBS)](files)
      local ok, made = pcall(what[e.verb], s, e)
      hand[e.verb](trial, e)
      local loaded = load_copy(trial)
      local context = ("case %d, %s after %s: %s"):format(case, ok and made.edits[#made.edits] or e.verb .. " " ..
        tostring(e.table) .. " " .. tostring(e.id), table.concat(done, "; "), ok and "" or made)
      lu.assertEquals(ok, loaded ~= nil, context)
      if ok then
        assert_same(made, loaded, context)
        lu.assertTrue(made:undo() == s or made:undo().digest == s.digest)
        files, s, accepted = trial, made, accepted + 1
        done[#done + 1] = made.edits[#made.edits]
      else
        refused = refused + 1
      end
    end
  end
  os.execute("rm -r " .. copy)
  assert_same(study, assert(balassa.study(DIR)), "the study itself")
  lu.assertTrue(accepted > 300 and refused > 150, accepted .. " accepted, " .. refused .. " refused")
end

-- Each is a new study; the one it was made from stays as it was.
function TestOverlay.test_edits_chain_and_undo()
  local a = study:what_if "a"
  local b = a:drop "visit-1996"
  local c = b:recode("farewell-1999", { rung = "go_it_alone" })
  lu.assertEquals({ #study:events(), #a:events(), #b:events(), #c:events() }, { 13, 13, 12, 12 })
  lu.assertEquals(b:event("farewell-1999").rung, "consultations")
  lu.assertEquals(c:event("farewell-1999").rung, "go_it_alone")
  lu.assertEquals(c.edits, { "drop events visit-1996", "recode events farewell-1999 rung=go_it_alone" })
  lu.assertTrue(c.base == study and c:undo() == b)
  lu.assertEquals(c:undo():undo():index({}):values(), study:index({}):values())
  lu.assertEquals(c:undo():undo().digest, study.digest)
  lu.assertEquals({ a.label, study.label, study:drop("visit-1996").label },
    { "a", "freedonia", "drop events visit-1996" })
  lu.assertTrue(study:drop("visit-1996"):undo() == study)
end

-- What does not depend on its order gives the same data, under another digest.
function TestOverlay.test_independent_edits_commute()
  local function one(s) return s:drop "visit-1996" end
  local function two(s) return s:move_crisis("herring", { to = "1995-02" }) end
  local function three(s) return s:recode("talks-1990", { rung = "free_trade_area" }) end
  local a, b = three(two(one(study))), one(three(two(study)))
  assert_same(a, b, "in another order")
  lu.assertNotEquals(a.digest, b.digest)
  lu.assertEquals(a.digest, three(two(one(study))).digest)
end

-- The digest is one that sha256sum gives.
function TestOverlay.test_digest()
  local pipe = assert(io.popen(("printf '%%s\\n' %s 'drop events visit-1996' | sha256sum"):format(study.digest)))
  local sum = pipe:read "a":match "^%x+"
  pipe:close()
  lu.assertEquals(study:drop("visit-1996").digest, sum)
end

function TestOverlay.test_where_a_record_comes_from()
  local s = study:what_if "late" :drop "visit-1996" :redate("talks-1990", "1990-12")
    :add { id = "new", date = "1995", label = "New", kind = "speech", stance = "neutral", status = "planned",
      source = "pinky2001", locator = "p. 1", basis = "inferred", actors = { "firefly", "freedonia" } }
  lu.assertEquals(s:event("talks-1990").origin, DIR .. "/events.csv:3, edit 2 of what-if 'late'")
  lu.assertEquals(s:event("new").origin, "edit 3 of what-if 'late'")
  lu.assertEquals(s:event("farewell-1999").origin, study:event("farewell-1999").origin)
  lu.assertTrue(s:event "farewell-1999" == study:event "farewell-1999")
  lu.assertEquals(s:event("new").actors, { "firefly", "freedonia" })
  lu.assertEquals(s:events()[#s:events()].id, "new")
  lu.assertEquals(tostring(s:event("talks-1990").date), "1990-12")
end

-- Longer than what the printing of a record holds on the stack.
function TestOverlay.test_long_records_print()
  local actors = {}
  for i = 1, 200 do actors[i] = i % 2 == 0 and "firefly" or "trentino" end
  local text = tostring(study:recode("talks-1990", { actors = actors }):event "talks-1990")
  lu.assertStrContains(text, table.concat(actors, ", "))
  lu.assertStrMatches(text, "^events %(t/data/freedonia/events.csv:3, edit 1 of a what%-if%)\n.*")
end

function TestOverlay.test_a_coding_and_a_score_in_use()
  local s = study:use_coding "text"
  lu.assertEquals({ #s:crises(), #s:phases(), #study:crises() }, { 2, 2, 5 })
  lu.assertEquals(#s:crises "chart", 3)
  lu.assertEquals(#s:crises { coding = "chart" }, 3)
  lu.assertEquals(#s:crises { basis = "inferred" }, 1)
  lu.assertEquals({ s.crisis_coding, s.phase_coding }, { "text", "text" })
  lu.assertNil(study.crisis_coding)
  local base = study:index {}
  lu.assertEquals(study:use_score("balassa"):index({}):values(), study:index({ score = "balassa" }):values())
  lu.assertStrContains(study:use_score("balassa"):index({}).how, "score=balassa")
  local mapped = study:use_score { go_it_alone = -1.5 } :index {}
  lu.assertStrContains(mapped.how, "score=what-if")
  local before, after = base:values(), mapped:values()
  for i = 1, #before do
    lu.assertEquals(after[i], before[i] == 0 and -1.5 or before[i])
  end
  lu.assertEquals(study:use_score { go_it_alone = -1.5 } :index({ score = "rank" }):values(), before)
end

function TestOverlay.test_a_restricted_study()
  local s = study:restrict { period = "1991/1994", actors = { "firefly", "freedonia" } }
  lu.assertEquals(tostring(s.period), "1991/1994")
  lu.assertEquals(s:events():ids(), { "river-proposal-1991", "river-treaty-1991", "river-force-1992",
    "customs-speech-1993", "customs-treaty-1994" })
  lu.assertEquals(s:texts():ids(), { "gate" })
  lu.assertEquals(s:crises("chart"):ids(), { "flood", "herring" })
  lu.assertEquals(s:positions():ids(), { "river", "ducks" })
  lu.assertEquals(s:index({}).n, 48)
end

function TestOverlay.test_windows_become_one()
  local s = study:drop_phase("river", { coding = "chart" })
    :merge_phases({ "apart", "ducks" }, { id = "all", coding = "chart" })
  lu.assertEquals(s:phases("chart"):ids(), { "all" })
  lu.assertEquals(tostring(s:phases("chart")[1].span), "1990/1999")
  lu.assertEquals(s:phases("chart")[1].label, "Apart; Ducks")
end

function TestOverlay.test_errors()
  local cases = {
    { "the study has no record 'talks-1991'; did you mean 'talks-1990'?",
      function() return study:drop "talks-1991" end },
    { "events has no 'talks-1991'; did you mean 'talks-1990'?",
      function() return study:drop("events", "talks-1991") end },
    { "events has no column 'rang'; did you mean 'rung'?",
      function() return study:recode("talks-1990", { rang = "go_it_alone" }) end },
    { "column 'rung': value 'go_alone': no row of 'ladder' has this id; did you mean 'go_it_alone'?",
      function() return study:recode("talks-1990", { rung = "go_alone" }) end },
    { "column 'kind': value 'speach': not one of speech, initiative, agreement, institution, visit, policy, statement; "
      .. "did you mean 'speech'?", function() return study:recode("talks-1990", { kind = "speach" }) end },
    { "column 'date': value '1994-02-30': 1994-02-30 is impossible: February 1994 has 28 days",
      function() return study:redate("talks-1990", "1994-02-30") end },
    { "column 'label': this cell must not be empty; fill it in",
      function() return study:recode("talks-1990", { label = false }) end },
    { "'herring' (1993-01/1997-02) would overlap 'war' (1997-01-15/1997-12) of the coding 'chart'",
      function() return study:move_crisis("herring", { to = "1997-02" }) end },
    { "crises have no coding 'chert'; did you mean 'chart'?",
      function() return study:move_crisis("herring", { to = "1997", coding = "chert" }) end },
    { "move has no setting 'form'; did you mean 'from'?",
      function() return study:move_crisis("herring", { form = "1993" }) end },
    { "move has no setting 'until' (known: coding, from, to, by)",
      function() return study:move_crisis("herring", { ["until"] = "1993" }) end },
    { "'from' is one date, not the interval '1993/1994'",
      function() return study:move_crisis("herring", { from = "1993/1994" }) end },
    { "initiatives 'duck_customs' still has 'customs_union' as its rung: recode or drop that first",
      function() return study:drop("ladder", "customs_union") end },
    { "the coding 'chart' has 'war' already",
      function() return study:add_crisis { coding = "chart", id = "war", span = "1998", label = "x", basis = "stated",
        source = "pinky2001", locator = "p" } end },
    { "crises have no coding 'texts'; did you mean 'text'?", function() return study:use_coding "texts" end },
    { "the ladder has no score 'balasa'; did you mean 'balassa'?", function() return study:use_score "balasa" end },
    { "the ladder has no rung 'customs'", function() return study:use_score { customs = 1 } end },
    { "no event has the kind 'speach'; did you mean 'speech'?",
      function() return study:restrict { kind = "speach" } end },
    { "'period': 1980 is outside the study's period, 1990-01/1999-12",
      function() return study:restrict { period = "1980" } end },
    { "a what-if cannot edit observations", function() return study:drop("observations", "x") end },
    { "column 'span': value '/1989': an end of the span is unknown; write .. where it is open, or give a date",
      function()
        return study:add_crisis { coding = "chart", id = "early", span = "/1989", label = "x", basis = "stated",
          source = "pinky2001", locator = "p" }
      end },
    { "a setting holds a byte (0xFF) that is not UTF-8",
      function() return study:recode("talks-1990", { ["\xff"] = "x" }) end },
    { "there is no edit to undo", function() return study:undo() end },
    { "a what-if needs a name", function() return study:what_if "" end },
    { "the name of the what-if holds a byte (0xFF) that is not UTF-8", function() return study:what_if "a\xff" end },
    { "option 'of' holds records of another study; take them from the one whose index this is",
      function() return study:drop "visit-1996" :index { of = study:events() } end },
  }
  for _, case in ipairs(cases) do
    lu.assertEquals(message_of(case[2]), case[1])
  end
end

-- An id that two tables share says so, and the table tells them apart.
function TestOverlay.test_ambiguous_ids()
  local s = study:add("positions", { id = "talks-1990", span = "1990", label = "x", rung = "go_it_alone",
    status = "planned", charts = "1", basis = "stated", source = "pinky2001", locator = "p" })
  lu.assertEquals(message_of(s.drop, s, "talks-1990"),
    "'talks-1990' is an id both of events and of positions: say which")
  lu.assertEquals(#s:drop("positions", "talks-1990"):events(), 13)
end

-- A closed base does not take its what-ifs with it.
function TestOverlay.test_a_closed_base()
  local s
  do
    local base <close> = assert(balassa.study(DIR))
    s = base:what_if "kept" :drop "visit-1996"
  end
  collectgarbage()
  lu.assertEquals(#s:events(), 12)
  lu.assertEquals(message_of(function() return #s.base:events() end), "this study was closed")
end

-- Cells of every type ------------------------------------------------------------------------------------

local typed = [[{"name": "typed", "resources": [{"name": "events", "path": "events.csv",
  "profile": "tabular-data-resource", "schema": {"primaryKey": "id", "fields": [
  {"name": "id", "type": "string"}, {"name": "label", "type": "string"}, {"name": "rung", "type": "string"},
  {"name": "date", "type": "string", "rdfType": "http://id.loc.gov/datatypes/edtf/EDTF-level1"},
  {"name": "number", "type": "integer", "constraints": {"unique": true}},
  {"name": "weight", "type": "number", "constraints": {"unique": true}},
  {"name": "seen", "type": "string", "rdfType": "http://id.loc.gov/datatypes/edtf/EDTF-level1",
    "constraints": {"unique": true}},
  {"name": "open", "type": "boolean"},
  {"name": "tags", "type": "list", "delimiter": ";"}]}}]}]]

local function load_typed(rows)
  local dir = os.tmpname()
  os.remove(dir)
  os.execute(("mkdir '%s'"):format(dir))
  for name, text in pairs { ["datapackage.json"] = typed,
    ["events.csv"] = "id,label,rung,date,number,weight,seen,open,tags\n" .. rows } do
    local file = assert(io.open(dir .. "/" .. name, "wb"))
    file:write(text)
    file:close()
  end
  local loaded = assert(balassa.study(dir))
  os.execute(("rm -r '%s'"):format(dir))
  return loaded
end

local duck = "duck,Duck,,1991,1,0.5,1992,true,pond;soup\n"
local goose = "goose,Goose,,1992,2,1.5,1993-05,false,\n"

-- What an edit makes of a cell is what the loader makes of it.
function TestOverlay.test_cells_of_every_type()
  local base = load_typed(duck .. goose)
  local cases = {
    { { number = 7 }, "duck,Duck,,1991,7,0.5,1992,true,pond;soup\n", { "number", "1", "7" } },
    { { number = false }, "duck,Duck,,1991,,0.5,1992,true,pond;soup\n", { "number", "1", nil } },
    { { weight = 2.25 }, "duck,Duck,,1991,1,2.25,1992,true,pond;soup\n", { "weight", "0.5", "2.25" } },
    { { open = "false" }, "duck,Duck,,1991,1,0.5,1992,false,pond;soup\n", { "open", "true", "false" } },
    { { open = false }, "duck,Duck,,1991,1,0.5,1992,false,pond;soup\n", { "open", "true", "false" } },
    { { open = {} }, "duck,Duck,,1991,1,0.5,1992,,pond;soup\n", { "open", "true", nil } },
    { { tags = { "bill", "pond", "egg" } }, "duck,Duck,,1991,1,0.5,1992,true,bill;pond;egg\n",
      { "tags", "pond;soup", "bill;pond;egg" } },
    { { tags = false }, "duck,Duck,,1991,1,0.5,1992,true,\n", { "tags", "pond;soup", nil } },
    { { seen = "1992-01" }, "duck,Duck,,1991,1,0.5,1992-01,true,pond;soup\n", { "seen", "1992", "1992-01" } },
  }
  for _, case in ipairs(cases) do
    local edited, loaded = base:recode("duck", case[1]), load_typed(case[2] .. goose)
    lu.assertEquals(tostring(edited:diff(loaded)):match "\n(.*)", nil, case[2])
    local list = base:diff(loaded).list
    lu.assertEquals(#list, 1)
    lu.assertEquals({ list[1].field, list[1].from, list[1].to }, case[3])
  end
  local loaded = load_typed(duck .. goose .. "swan,Swan,,1994,3,2.5,1994,true,neck\n")
  lu.assertEquals(#base:add("events", { id = "swan", label = "Swan", date = "1994", number = 3, weight = 2.5,
    seen = "1994", open = "true", tags = "neck" }):diff(loaded).list, 0)
end

-- A value that must be the only one of its kind is compared as what it is, not as it is written.
function TestOverlay.test_unique_cells_of_every_type()
  local base = load_typed(duck .. goose)
  local cases = {
    { "number", 2, "column 'number': value '2': 'goose' has the same value; make them differ" },
    { "weight", "15e-1", "column 'weight': value '15e-1': 'goose' has the same value; make them differ" },
    { "seen", "1993-05", "column 'seen': value '1993-05': 'goose' has the same value; make them differ" },
  }
  for _, case in ipairs(cases) do
    lu.assertEquals(message_of(base.recode, base, "duck", { [case[1]] = case[2] }), case[3])
  end
  lu.assertEquals(#base:recode("duck", { number = 3, weight = "1.50001", seen = "1993" }):events(), 2)
end

os.exit(lu.LuaUnit.run())
