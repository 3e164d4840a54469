-- The multiverse: against a plain loop over study:index and balassa.contrast, universe by universe; its
-- failing universes; functions of a script's own on several cores; files that go on after any end.
local lu = require "luaunit"
local balassa = require "balassa"
local check = require "check"

local study = assert(balassa.study "t/data/freedonia")
local program = os.getenv "BALASSA" or "./balassa"

local function choices()
  return {
    crises = { "chart", "text", { label = "spans", value = { "1992/1993", "1997-03/1998" } },
      { label = "runs", value = function(s) return s:indicator "herring":below(26):runs() end } },
    except = { "none", { label = "1995", value = "1995" } },
    rule = { "latest", "mean", "max", { rule = "latest", expiry = 10 }, { rule = "decay", half_life = 6 },
      { rule = "decay", half_life = 9, total = true } },
    score = { "rank", "balassa",
      { label = "own", value = { go_it_alone = -1, customs_union = 2.5, common_market = 4 } } },
    kind = { "all", { "speech", "statement", "initiative" } },
    where = { "all", { label = "since 1991", value = function(r) return not r.date:day "latest" or
      r.date:day "latest" >= balassa.date "1991":day "earliest" end } },
    date = { "earliest", "midpoint", "latest" },
    without = "each",
    estimate = { "mean_difference", "standardised_difference", "cliff_delta" },
  }
end

-- One universe by the long way: an index, and a contrast of it.
local function by_hand(mv, u, declared)
  local value = {}
  for name, label in pairs(mv:universe(u)) do
    local list = declared[name]
    value[name] = label
    if type(list) == "table" then
      for _, option in ipairs(list) do
        local own = type(option) == "table" and option.label
        if own == label then value[name] = option.value or option end
        if type(option) == "table" and not own then
          local name_of = option.rule == "decay" and "decay (half-life " .. option.half_life ..
            (option.total and ", total" or "") .. ")" or option.expiry and "latest (expiry " .. option.expiry .. ")" or
            table.concat(option, "|")
          if name_of == label then value[name] = option end
        end
      end
    end
  end
  local records = study:events()
  if value.kind ~= "all" then records = records:where { kind = value.kind } end
  if value.where ~= "all" then records = records:where(value.where) end
  if value.without ~= "none" then records = records:where(function(r) return r.id ~= value.without end) end
  local rule = type(value.rule) == "table" and value.rule or { rule = value.rule }
  local index = study:index { of = records, rule = rule.rule, expiry = rule.expiry, half_life = rule.half_life,
    total = rule.total, score = value.score, date = value.date }
  if value.except ~= "none" then
    local values = {}
    for i = 1, #index do
      local year = index:period(i).text:sub(1, 4)
      values[i] = year ~= "1995" and index[i] or false
    end
    index = balassa.series { start = index:period(1), interval = "month", values = values }
  end
  local windows = type(value.crises) == "string" and study:crises(value.crises) or value.crises
  if type(windows) == "function" then windows = windows(study) end
  local standardised = value.estimate == "standardised_difference"
  local r = balassa.contrast(index, windows, { null = "shift", alternative = "less",
    estimate = standardised and "mean_difference" or value.estimate })
  local sd = standardised and index:sd() or 1
  if standardised and (index:max() - index:min() < 1e-12) then error "constant" end
  return r.estimate / sd, r
end

local TestTwin = {}
_G.TestTwin = TestTwin

function TestTwin.test_a_thousand_universes()
  local declared = choices()
  local options = choices()
  options.alternative = "less"
  local mv = balassa.multiverse(study, options)
  local result = assert(mv:run())
  local failed, step = 0, mv:count() // 1000
  for i = 0, 999 do
    local u = 1 + i * step + i * 7 % step
    local row = result:universe(u)
    local ok, estimate, r = pcall(by_hand, mv, u, declared)
    if not ok then
      failed = failed + 1
      lu.assertNil(row.estimate, u)
      lu.assertIsString(row.fault)
    else
      lu.assertAlmostEquals(row.estimate, estimate, 1e-12 * math.max(1, math.abs(estimate)))
      lu.assertAlmostEquals(row.p, r.p, 1e-15)
      lu.assertAlmostEquals(row.floor, r.floor, 1e-15)
      lu.assertEquals({ row.n_in, row.n_out, row.dropped }, { r.n_in, r.n_out, r.dropped })
    end
  end
  lu.assertTrue(failed < 500)
end

-- Twenty-four universes of the first study as Python computes them from its CSV files: t/data/multiverse.py.
function TestTwin.test_the_same_in_python()
  local expected = {}
  for line in io.lines "t/data/multiverse.csv" do
    local what, value, p, floor = line:match "^([^,]+),([^,]*),([^,]*),([^,]*)$"
    expected[what] = { value = tonumber(value), p = tonumber(p), floor = tonumber(floor) }
  end
  local first = assert(balassa.study "datasets/kazakhstan-1991-2010")
  local result = assert(balassa.multiverse(first, { crises = { "chart2", "section4" }, score = { "rank", "balassa" },
    date = { "earliest", "midpoint", "latest" }, direction = "greater",
    kind = { "all", { label = "words", value = { "speech", "statement", "initiative" } } } }):run())
  lu.assertEquals(result.universes, 24)
  for u = 1, 24 do
    local row, want = result:universe(u), expected["universe " .. u]
    lu.assertAlmostEquals(row.estimate, want.value, 1e-12)
    lu.assertAlmostEquals(row.p, want.p, 1e-15)
  end
  local tests = rawget(result, "tests")
  for _, name in ipairs { "median", "share", "z" } do
    lu.assertAlmostEquals(tests[name].observed, expected[name].value, 1e-9)
    lu.assertAlmostEquals(tests[name].p, expected[name].p, 1e-15)
    lu.assertAlmostEquals(tests[name].floor, expected[name].floor, 1e-15)
  end
  local n = 0
  for _, v in ipairs(rawget(result, "variance")) do
    n = n + 1
    lu.assertAlmostEquals(v.share, expected["variance " .. v.name].value, 1e-12)
  end
  lu.assertEquals(n, 4)
end

local TestDeclaration = {}
_G.TestDeclaration = TestDeclaration

local function small(more)
  local options = { crises = { "chart", "text" }, score = { "rank", "balassa" } }
  for k, v in pairs(more or {}) do options[k] = v end
  return balassa.multiverse(study, options)
end

function TestDeclaration.test_count_and_list()
  local mv = small()
  lu.assertEquals(mv:count(), 4)
  local list = mv:list()
  lu.assertEquals(#list, 4)
  lu.assertEquals({ list[2].number, list[2].score, list[2].crises, list[2].rule }, { 2, "rank", "text", "latest" })
  lu.assertEquals({ list[3].score, list[3].crises }, { "balassa", "chart" })
  lu.assertStrContains(tostring(mv), "multiverse of 4 universes\n")
  lu.assertStrContains(tostring(mv), "  crises    chart; text")
end

function TestDeclaration.test_a_list_of_universes()
  local all = small { rule = { "latest", "max" } }
  local rows = all:list()
  for _, row in ipairs(rows) do
    for _, name in ipairs { "number", "study", "of", "date", "except", "estimate" } do row[name] = nil end
  end
  local a = assert(all:run())
  local reversed = {}
  for i = 1, #rows do reversed[i] = rows[#rows + 1 - i] end
  local b = assert(balassa.multiverse(study, { universes = reversed }):run())
  lu.assertEquals(b.universes, #rows)
  for u = 1, #rows do
    local x, y = a:universe(u), b:universe(#rows + 1 - u)
    lu.assertEquals({ x.estimate, x.p, x.floor, x.crises, x.rule }, { y.estimate, y.p, y.floor, y.crises, y.rule })
  end
  lu.assertEquals(a.median, b.median)
  lu.assertEquals({ a.median_p, a.share_p, a.z_p }, { b.median_p, b.share_p, b.z_p })
end

function TestDeclaration.test_misuse()
  local rows = {
    { "multiverse: unknown option 'crisis'; did you mean 'crises'?", { crisis = "chart" } },
    { "a multiverse needs crises: a list of codings, such as crises = study:codings \"crises\"", {} },
    { "option 'estimate' cannot be 'cliffs_delta'; did you mean 'cliff_delta'?", { crises = "chart",
      estimate = "cliffs_delta" } },
    { "option 'rule' cannot be 'latst'; did you mean 'latest'?", { crises = "chart", rule = { "latst" } } },
    { "option 'date' cannot be 'late'; did you mean 'latest'?", { crises = "chart", date = { "late" } } },
    { "the ladder has no score 'rnk'; did you mean 'rank'?", { crises = "chart", score = { "rnk" } } },
    { "events.kind is never 'speach'; did you mean 'speech'?", { crises = "chart", kind = { "all", "speach" } } },
    { "score has two options 'rank'; give one of them another label: { label = \"...\", value = ... }",
      { crises = "chart", score = { "rank", "rank" } } },
    { "the parameter 'score' has no options", { crises = "chart", score = {} } },
    { "option 'alpha' lies between 0 and 1, such as 0.05; it is 5", { crises = "chart", alpha = 5 } },
    { "option 'direction' says another thing than 'alternative'", { crises = "chart", alternative = "less",
      direction = "greater" } },
    { "estimate: functions of your own stand by themselves; those built in have multiverses of their own",
      { crises = "chart", estimate = { "cliff_delta", function() return 1 end } } },
    { "option 'of' holds records of another study than 'later'; give a function that takes them from each",
      { crises = "chart", of = study:events { kind = "speech" }, study = { study, study:what_if "later" } } },
    { "universe 2: there is no parameter 'crisis'; did you mean 'crises'?",
      { universes = { { crises = "chart" }, { crises = "chart", crisis = "text" } } } },
    { "universe 1 names no crises, and there is no other", { universes = { { rule = "latest" } } } },
    { "the list of universes is empty", { crises = "chart", universes = {} } },
  }
  for _, row in ipairs(rows) do lu.assertEquals(check.message_of(balassa.multiverse, study, row[2]), row[1]) end
  lu.assertEquals(check.message_of(balassa.multiverse, 5, {}),
    "a multiverse needs a study, such as balassa.study \"...\", not 5")
  local mv = small()
  lu.assertEquals(check.message_of(mv.universe, mv, 5), "there is no universe 5; they are numbered from 1 to 4")
  lu.assertEquals(check.message_of(mv.run, mv, { thread = 2 }),
    "run: unknown option 'thread'; did you mean 'threads'?")
  lu.assertEquals(check.message_of(mv.run, mv, { resume = true }), "resume goes on with a file: name it by 'file'")
end

local TestFaults = {}
_G.TestFaults = TestFaults

local function faults(options)
  local result = assert(balassa.multiverse(study, options):run())
  local list = {}
  for u = 1, result.universes do list[u] = result:universe(u).fault or "" end
  return list, result
end

-- Each way to fail is a row of its own, and the others are not touched.
function TestFaults.test_every_kind()
  local list, result = faults { rule = { "latest", { rule = "in_force" } }, kind = { "all", "visit" },
    crises = { "chart", "nobody", { label = "gone", value = "1950/1951" },
    { label = "twice", value = { "1991", "1991-05" } }, { label = "all", value = "1990/1999" },
    { label = "raises", value = function() error "no such crisis" end } } }
  local empty = "the index has no value"
  lu.assertEquals(table.move(list, 1, 6, 1, {}), { "",
    "crises have no coding 'nobody' (known: chart, text)", "the window 1950/1951 covers no month of the index",
    "windows 1 and 2 overlap; merge them", "the index has no value outside the windows",
    list[6] })
  lu.assertStrContains(list[6], "no such crisis")
  for u = 7, 12 do lu.assertEquals(list[u + 6], empty) end
  lu.assertEquals(list[7], "events have no spans to make this index of")
  lu.assertEquals(result.failed, 23)
  lu.assertStrContains(tostring(result), "failed       ")
  lu.assertNil(result:universe(2).estimate)
  list = faults { crises = "chart", estimate = "standardised_difference", score = { "rank", { label = "flat",
    value = function() return 1 end } } }
  lu.assertEquals(list, { "", "the index is constant, so it has no standard deviation to go by" })
  list = faults { crises = "chart", estimate = "rate_ratio", null = "relocate", rule = "count" }
  lu.assertEquals(list, { "rate_ratio has no relocation; null = \"shift\" is exact for it" })
  list = faults { crises = "chart", estimate = "rate_ratio",
    score = { { label = "minus", value = { customs_union = -1 } } } }
  lu.assertEquals(list, { "the index has a value below 0, and a ratio needs counts" })
  list = faults { crises = "chart", estimate = { { label = "none", value = function() return nil end } } }
  lu.assertEquals(list, { "the estimate gave no number" })
  list = faults { crises = { { label = "early", value = "1990-01" } } }
  lu.assertEquals(list, { "the index has no value inside the windows" })
end

-- One thread works in the script's own state: what fails there is told of its universe. The text is a number, which
-- was once taken for that of the universe.
function TestFaults.test_one_thread()
  local mv = balassa.multiverse(study, { crises = { "chart", "text" },
    estimate = { { label = "fails", value = function(u) error(u.crises == "text" and "7" or "900000000", 0) end } } })
  local result = assert(mv:run { threads = 1 })
  lu.assertEquals({ result:universe(1).fault, result:universe(2).fault }, { "900000000", "7" })
  lu.assertEquals(result.failed, 2)
end

-- An error object of a function's own, whose text raises in turn: once the end of the program.
function TestFaults.test_an_error_without_a_text()
  for threads = 1, 2 do
    local mv = balassa.multiverse(study, { crises = { "chart", "text" }, estimate = function(u)
      local why = u.crises == "chart" and "no text" or {}
      error(setmetatable({}, { __tostring = function() error(why, 0) end }))
    end })
    local result = assert(mv:run { threads = threads })
    lu.assertEquals({ result:universe(1).fault, result:universe(2).fault },
      { "no text", "an error that cannot be printed" })
  end
end

-- That memory ran out is no answer of a universe: another run might find one, and a file would keep the row.
-- (Lua takes this very text for its own error.)
function TestFaults.test_memory_is_no_row()
  local path = os.tmpname()
  os.remove(path)
  for threads = 1, 2 do
    local mv = balassa.multiverse(study, { crises = { "chart", "text" }, estimate = function(u)
      return u.number == 1 and 1 or error("not enough memory", 0)
    end })
    local ok, message = pcall(mv.run, mv, { threads = threads, file = path, resume = true })
    lu.assertEquals({ ok, message }, { false, "not enough memory" })
    for line in io.lines(path) do lu.assertNil(line:find "memory") end
  end
  os.remove(path)
end

-- What-ifs as options: one of them has dropped the event that a universe is to leave out.
function TestFaults.test_what_ifs()
  local later = study:what_if "later" :move_crisis("war", { coding = "chart", from = "1998-01", to = "1998-12" })
  local fewer = study:what_if "fewer" :drop "visit-1996"
  local mv = balassa.multiverse(study, { study = { study, later, fewer }, crises = "chart", without = { "none",
    "visit-1996" } })
  lu.assertEquals(mv:count(), 6)
  local result = assert(mv:run())
  for u, s in ipairs { study, study, later, later, fewer } do
    local r = balassa.contrast(s:index {}, s:crises "chart", { null = "shift" })
    lu.assertEquals(result:universe(u).estimate, r.estimate)
    lu.assertEquals(result:universe(u).p, r.p)
  end
  lu.assertEquals(result:universe(3).study, "later")
  lu.assertStrContains(result:universe(6).fault, "visit-1996")
end

local TestResult = {}
_G.TestResult = TestResult

function TestResult.test_relocation_and_ratio()
  local result = assert(small { null = "relocate" }:run())
  local r = balassa.contrast(study:index {}, study:crises "text", { null = "relocate" })
  lu.assertEquals({ result:universe(2).p, result:universe(2).floor }, { r.p, r.floor })
  lu.assertIsNumber(result.median_p)
  local counts = assert(balassa.multiverse(study, { crises = "chart", rule = "count", estimate = "rate_ratio" }):run())
  local index, inside, outside = study:index { rule = "count" }, 0, 0
  local dummy = balassa.dummy(study:crises "chart", index)
  local n = 0
  for i = 1, #index do
    n = n + dummy[i]
    if dummy[i] == 1 then inside = inside + index[i] else outside = outside + index[i] end
  end
  lu.assertAlmostEquals(counts:universe(1).estimate, inside / n / (outside / (#index - n)), 1e-14)
  lu.assertStrContains(tostring(counts), string.format("    median     %.4g ", counts.median))
  lu.assertStrContains(counts:chart():script(), "Rate ratio")
end

-- Records of one's own choosing: positions in force, and a subset of the events.
function TestResult.test_of()
  local result = assert(balassa.multiverse(study, { crises = { "chart", "text" }, rule = "in_force" }):run())
  local r = balassa.contrast(study:index { rule = "in_force" }, study:crises "text", { null = "shift" })
  lu.assertEquals({ result:universe(2).estimate, result:universe(2).p }, { r.estimate, r.p })
  local speeches = study:events { kind = "speech" }
  result = assert(balassa.multiverse(study, { crises = "chart", of = speeches }):run())
  r = balassa.contrast(study:index { of = speeches }, study:crises "chart", { null = "shift" })
  lu.assertEquals({ result:universe(1).estimate, result:universe(1).p }, { r.estimate, r.p })
end

function TestResult.test_forms()
  local result = assert(small { direction = "greater", without = "each" }:run())
  local csv = result:csv()
  local _, lines = csv:gsub("\n", "")
  lu.assertEquals(lines, result.universes + 1)
  lu.assertEquals(csv:match "^[^\n]+",
    "universe,study,of,without,date,score,rule,except,estimator,crises,estimate,p,floor," ..
    "n_in,n_out,dropped,events,fault")
  lu.assertStrContains(result:json(), "\"universes\": " .. result.universes)
  lu.assertStrContains(result:markdown(), "| universes |")
  local text = tostring(result)
  lu.assertStrContains(text, "the share of significant universes is not the probability that a claim is true")
  lu.assertStrContains(text, "scores of different units stand on one scale here")
  for line in text:gmatch "[^\n]+" do lu.assertTrue(utf8.len(line) <= 118, line) end
  lu.assertStrContains(result:chart():script(), "$above << EOD" ~= nil and "Specification curve")
  local halves, list = result:by "crises", {}
  for u = 1, result.universes do
    local row = result:universe(u)
    if row.crises == "text" then list[#list + 1] = row.estimate end
  end
  table.sort(list)
  lu.assertEquals({ halves[1].label, halves[2].label, halves[2].n }, { "chart", "text", #list })
  lu.assertAlmostEquals(halves[2].median, (list[#list // 2] + list[#list // 2 + 1]) / 2, 1e-15)
  lu.assertEquals(check.message_of(result.by, result, "crisis"),
    "this multiverse has no parameter 'crisis'; did you mean 'crises'?")
  local again = assert(small { direction = "greater", without = "each" }:run { threads = 1 })
  lu.assertEquals(tostring(again), text)
  lu.assertEquals(again:csv(), csv)
end

-- Two universes that say the same: a joint test of both is the test of one.
function TestResult.test_copies_of_one_universe()
  local r = balassa.contrast(study:index {}, study:crises "chart", { null = "shift" })
  local result = assert(balassa.multiverse(study, { crises = { "chart", { label = "again", value = function(s)
    return s:crises "chart" end } } }):run())
  lu.assertEquals({ result.median, result.median_p, result.median_floor }, { r.estimate, r.p, r.floor })
end

local TestFunctions = {}
_G.TestFunctions = TestFunctions

local twice = 2

local function half(x) return x / twice end

local function by_contrast(u)
  local r = balassa.contrast(u.index, u.windows, { null = "shift" })
  return 2 * half(r.estimate), r.p, r.floor
end

function TestFunctions.test_on_all_cores()
  local built_in = assert(small { without = "each" }:run())
  for threads = 1, 3 do
    local own = assert(small { without = "each", estimate = by_contrast }:run { threads = threads })
    for u = 1, built_in.universes do
      local a, b = built_in:universe(u), own:universe(u)
      lu.assertEquals({ a.estimate, a.p, a.floor, a.n_in, a.n_out, a.dropped, a.events },
        { b.estimate, b.p, b.floor, b.n_in, b.n_out, b.dropped, b.events })
    end
    lu.assertEquals(own.significant, built_in.significant)
    lu.assertStrContains(tostring(own), "joint tests  none: they would need the estimate in every shift")
  end
end

function TestFunctions.test_what_a_universe_is_told()
  local mv = small { rule = { { label = "slow", rule = "decay", half_life = 24 } }, estimate = function(u)
    assert(u.rule == "slow" and u.crises == "text" or u.crises == "chart")
    assert(u.index.interval == "month" and #u.windows >= 2 and type(u.windows[1]) == "string")
    return u.number + u.events / 100
  end }
  local result = assert(mv:run { threads = 2 })
  lu.assertEquals(result:universe(3).estimate, 3 + result:universe(3).events / 100)
end

function TestFunctions.test_a_universe_that_raises_is_a_row()
  local result = assert(small { estimate = function(u)
    if u.number == 2 then error("two is odd", 0) end
    if u.number == 3 then return nil, "three has none" end
    if u.number == 4 then return "four" end
    return 1
  end }:run { threads = 2 })
  local list = {}
  for u = 1, 4 do list[u] = result:universe(u).fault or "" end
  lu.assertEquals(list[1], "")
  lu.assertEquals(list[2], "two is odd")
  lu.assertStrContains(list[3], "three has none")
  lu.assertStrContains(list[4], "the estimate gave four for its estimate, not a number")
end

function TestFunctions.test_what_cannot_be_sent()
  local other = study
  local mv = small { estimate = function(u) return #other:events() + u.number end }
  lu.assertEquals(check.message_of(mv.run, mv, { threads = 2 }),
    "'other' is a balassa.study: it cannot be sent to other cores; take plain numbers and strings out " ..
    "of it before, or run with threads = 1")
  lu.assertEquals(assert(mv:run { threads = 1 }):universe(1).estimate, #study:events() + 1)
  local made = setmetatable({}, { __index = table })
  mv = small { estimate = function() return #made end }
  lu.assertStrContains(check.message_of(mv.run, mv, { threads = 2 }), "'made' is a table with a metatable")
  -- plain tables, cycles among them, and functions of modules may
  local data = { list = { 1, 2, 3 }, max = math.max }
  data.self = data
  mv = small { estimate = function(u) return data.self.max(table.unpack(data.list)) + u.number end }
  lu.assertEquals(assert(mv:run { threads = 2 }):universe(1).estimate, 4)
end

local TestFile = {}
_G.TestFile = TestFile

local path

function TestFile.setUp()
  path = os.tmpname()
  os.remove(path)
end

function TestFile.tearDown()
  os.remove(path)
end

local function read()
  local f = assert(io.open(path, "rb"))
  local text = f:read "a"
  f:close()
  return text
end

local function write(text)
  local f = assert(io.open(path, "wb"))
  f:write(text)
  f:close()
end

-- Cut anywhere, the file goes on from its last whole line to the same rows.
function TestFile.test_resume_from_any_length()
  local mv = small { without = "each", crises = { "chart", "nobody" } }
  local whole = assert(mv:run { file = path })
  local text, csv = read(), whole:csv()
  for _, share in ipairs { 0, 0.001, 0.02, 0.3, 0.31, 0.5, 0.77, 0.99, 1 } do
    write(text:sub(1, math.floor(share * #text)))
    local again = assert(mv:run { file = path, resume = true })
    lu.assertEquals(again:csv(), csv)
    lu.assertEquals(tostring(again), tostring(whole))
    local _, lines = read():gsub("\n", "")
    lu.assertEquals(lines, mv:count() + 2)
  end
end

function TestFile.test_refused()
  local mv = small()
  assert(mv:run { file = path })
  local text = read()
  local function fails(options, m)
    local ok, message = (m or mv):run(options)
    lu.assertNil(ok)
    return (message:gsub(path, "FILE", nil, true):gsub("^.-/[^/ :]+", "FILE"))
  end
  lu.assertEquals(fails { file = path },
    "FILE is there already; resume = true goes on with it, another name begins anew")
  local foreign = "FILE is not of this multiverse: it has another declaration, other data, or was made by something " ..
    "else; give another file, or remove it"
  lu.assertEquals(fails({ file = path, resume = true }, small { date = "latest" }), foreign)
  lu.assertEquals(fails({ file = path, resume = true }, small { score = { "rank", { label = "balassa",
    value = "integration" } } }), foreign)
  write "something else\n"
  lu.assertEquals(fails { file = path, resume = true }, foreign)
  local damaged = ": this line is damaged: it is no row of this multiverse; remove it and go on, or remove the file " ..
    "and begin again"
  for _, change in ipairs { { "\n2,", "\n9," }, { "\n2,", "\n1," }, { "\n2,", "\n2,x" }, { "\n2,", "\n" },
    { "\n2,.-\n", '\n2,,,,0,0,0,0,"\27[2J"\n' } } do
    write((text:gsub(change[1], change[2], 1)))
    lu.assertEquals(fails { file = path, resume = true }, "FILE:4" .. damaged)
  end
  write(text:gsub("\n2,", "\n2\0,", 1))
  lu.assertEquals(fails { file = path, resume = true },
    "FILE is damaged: it holds bytes that are no text; remove the file and begin again")
  lu.assertStrContains(fails { file = "/nowhere/at/all" }, "cannot open: No such file or directory")
  write(text)
  lu.assertEquals(assert(mv:run { file = path, resume = true }).universes, 4)
end

-- A run that is killed outright while it writes, again and again.
function TestFile.test_killed()
  local script = os.tmpname()
  local f = assert(io.open(script, "w"))
  f:write(([[
    local balassa = require "balassa"
    local study = assert(balassa.study "t/data/freedonia")
    local mv = balassa.multiverse(study, { crises = { "chart", "text" }, without = "each", estimate = function(u)
      local x = 0
      for i = 1, 2e5 do x = x + i %% 3 end
      return u.number + x
    end })
    assert(mv:run { file = %q, resume = true, threads = 2 })
    print "done"]]):format(path))
  f:close()
  local kills = 0
  for i = 1, 200 do
    local p = assert(io.popen(("timeout -s KILL %g %s %s 2>&1"):format(0.05 + 0.02 * i, program, script)))
    local out = p:read "a"
    p:close()
    if out:find "done\n" then break end
    lu.assertEquals(out:gsub("Killed\n?", ""), "")
    kills = kills + 1
  end
  os.remove(script)
  lu.assertTrue(kills < 200)
  local _, lines = read():gsub("\n", "")
  lu.assertEquals(lines, 2 * (1 + #study:events { rung = true }) + 2)
end

-- The command, on choices of one's own.
local TestCommand = {}
_G.TestCommand = TestCommand

function TestCommand.test_it()
  local folder = os.tmpname()
  os.remove(folder)
  assert(os.execute("mkdir " .. folder))
  local function run(arguments)
    local p = assert(io.popen(("%s multiverse --study t/data/freedonia --choices %s/c.lua %s 2>&1"):format(program,
      folder, arguments)))
    local out = p:read "a"
    p:close()
    return out
  end
  local f = assert(io.open(folder .. "/c.lua", "w"))
  f:write 'return function(study) return { crises = study:codings "crises", score = { "rank", "balassa" } } end'
  f:close()
  lu.assertStrContains(run "--list 2", "multiverse of 4 universes\n")
  lu.assertStrContains(run "--list 2",
    "\n2  freedonia / events / midpoint / rank / latest / none / mean_difference / text\n")
  local first = run("--csv " .. folder .. "/a.csv --file " .. folder .. "/rows --figure " .. folder .. "/fig")
  lu.assertStrContains(first, "universes    4, every combination of\n")
  lu.assertStrContains(run("--file " .. folder .. "/rows"), "is there already")
  lu.assertEquals(run("--file " .. folder .. "/rows --resume"), first)
  for _, name in ipairs { "a.csv", "rows", "fig.gp", "fig.svg", "fig.png" } do
    lu.assertNotNil(io.open(folder .. "/" .. name), name)
  end
  assert(os.execute("rm -r " .. folder))
end

os.exit(lu.LuaUnit.run())
