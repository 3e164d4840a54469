-- What a script may hand to questions, draws and multiverses of the core, where no face has looked at it: an error,
-- or a harmless answer, and nothing that is read or written where nothing is.
local lu = require "luaunit"
local balassa = require "balassa"
local core = require "balassa.core"

local message_of = require "check".message_of

local study = assert(balassa.study "t/data/freedonia")

-- What the face would ask, for a script to spoil.
local function question(changed)
  local q = require "balassa.stats.question".new(study, { crises = "chart" }, "influence")
  for k, v in pairs(changed or {}) do q[k] = v end
  return q
end

-- A table whose length is the largest number there is.
local function endless(v)
  local t = {}
  for k = 62, 0, -1 do t[1 << k], t[(1 << k) + 1] = v, v end
  t[math.maxinteger] = v
  return t
end

local function every(n, v)
  local t = {}
  for i = 1, n do t[i] = v end
  return t
end

local function thrower() error "read by a metamethod" end
local trap = setmetatable({}, { __index = thrower, __len = thrower })

local function refused(rows)
  for i, row in ipairs(rows) do
    local said = message_of(table.unpack(row, 2, #row))
    lu.assertStrContains(said, row[1], false, ("row %d: %s"):format(i, said))
  end
end

local TestHostile = {}
_G.TestHostile = TestHostile

-- Questions -----------------------------------------------------------------------------------------

function TestHostile.test_questions()
  local n = #question().series
  local function ask(field, value) return { core.vary, question { [field] = value }, { {} } } end
  local rows = {
    { "series expected", ask("series", 5) },
    { "'windows' is a list, not 5", ask("windows", 5) },
    { "window 1 is a table, not 5", ask("windows", { 5 }) },
    { "the last period of a window is a whole number from 2", ask("windows", { { 2, n + 1 } }) },
    { "the last period of a window is a whole number from 5", ask("windows", { { 5, 3 } }) },
    { "the first period of a window", ask("windows", { { 0, 3 } }) },
    { "the first period of a window", ask("windows", { { -1 << 62, 3 } }) },
    { "the first period of a window", ask("windows", { { 0 / 0, 3 } }) },
    { "windows stand in the order of time, and do not overlap: window 2 does", ask("windows", { { 1, 3 }, { 2, 4 } }) },
    { "windows stand in the order of time, and do not overlap: window 2 does", ask("windows", { { 9, 9 }, { 2, 4 } }) },
    { "not enough memory", ask("windows", endless { 1, 1 }) },
    { "'obs' is a list, not abc", ask("obs", "abc") },
    { "observation 1 is a table, not 1", ask("obs", { 1 }) },
    { "an observation: item 3 is a number, not x", ask("obs", { { 1, 2, "x" } }) },
    { "a day: item 1 is a number, not ", ask("obs", { { {}, 2, 1 } }) },
    { "no calendar has the day 1e+300", ask("obs", { { 1e300, nil, 1 } }) },
    { "no calendar has the day", ask("obs", { { 0 / 0, nil, 1 } }) },
    { "observation 1 is a day and the day after its end", ask("obs", { { -math.huge, 3, 1 } }) },
    { "observation 1 is a day and the day after its end", ask("obs", { { math.huge, math.huge, 1 } }) },
    { "observation 1 is a day and the day after its end", ask("obs", { { 3, -math.huge, 1 } }) },
    { "observation 1 is a day and the day after its end", ask("obs", { { 3, 4, 0 / 0 } }) },
    { "observation 1 is a day and the day after its end", ask("obs", { { 3, 4, math.huge } }) },
    { "not enough memory", ask("obs", endless { 1, 2, 3 }) },
    { "option 'expiry' is a whole number from 0", ask("expiry", math.mininteger) },
  }
  for i, row in ipairs(rows) do rows[i] = { row[1], table.unpack(row[2]) } end
  refused(rows)
  lu.assertStrContains(message_of(core.vary, 5, {}), "table expected")
  lu.assertStrContains(message_of(core.vary, trap, {}), "series expected")
end

function TestHostile.test_variants()
  local q, n = question(), #question().series
  local many = every(50, 1)
  for k, v in pairs(endless(1)) do many[k] = v end
  refused {
    { "table expected", core.vary, q, "abc" },
    { "a variant 1 is a table, not 1", core.vary, q, { 1 } },
    { "not enough memory", core.vary, q, endless {} },
    { "'drop' is a list, not 5", core.vary, q, { { drop = 5 } } },
    { "there is no observation 0", core.vary, q, { { drop = { 0 } } } },
    { "the number of an observation is a whole number", core.vary, q, { { drop = { 0 / 0 } } } },
    { "the number of an observation is a whole number from 0 to 1000000000", core.vary, q, { { drop = { -1 } } } },
    { "not enough memory", core.vary, q, { { drop = many, set = many, move = many } } },
    { "a change 1 is a table, not 1", core.vary, q, { { set = { 1 } } } },
    { "a score: item 2 is a number, not nil", core.vary, q, { { set = { { 1 } } } } },
    { "a score is a finite number, not inf", core.vary, q, { { set = { { 1, math.huge } } } } },
    { "a move: item 2 is a number, not x", core.vary, q, { { move = { { 1, "x" } } } } },
    { "a move goes at most 1000000000 periods, not 1e+300", core.vary, q, { { move = { { 1, 1e300 } } } } },
    { "a move goes at most 1000000000 periods", core.vary, q, { { move = { { 1, 0 / 0 } } } } },
    { "the last period of a window", core.vary, q, { { windows = { { 1, n + 1 } } } } },
    { "the last period of a window", core.vary, q, { { windows = { { 1, 1 << 62 } } } } },
    { "windows stand in the order of time", core.vary, q, { { windows = { { 3, 3 }, { 3, 3 } } } } },
  }
  local half = core.vary(q, { { move = { { 1, 1000000000 } } }, { half_life = 0 / 0, expiry = math.maxinteger },
    { windows = {} }, setmetatable({}, { __index = thrower }) })
  lu.assertEquals(#half, 4)
  lu.assertEquals(half[3].fault, "the index has no value inside the windows")
end

-- No sum of the scores is a number then: neither are the estimates, and nothing may be counted or placed by them.
function TestHostile.test_scores_beyond()
  local beyond = "the index has values too large, or too close to 0, to calculate with"
  for _, estimate in ipairs { "mean_difference", "standardised_difference", "cliff_delta", "rate_ratio" } do
    for _, rule in ipairs { "latest", "mean", "decay" } do
      local q = question { rule = rule, half_life = 3, total = true, estimate = estimate }
      for i = 1, #q.obs do q.obs[i][3] = 1e308 end
      lu.assertEquals(core.vary(q, { {} })[1].fault, estimate == "cliff_delta" and rule == "" and "" or beyond)
    end
  end
  local small = question { estimate = "standardised_difference" }
  for i = 1, #small.obs do small.obs[i][3] = i * 1e-200 end
  lu.assertEquals(core.vary(small, { {} })[1].fault, beyond)
  local least = question { estimate = "rate_ratio" }
  for i = 1, #least.obs do least.obs[i][3] = i % 2 * 5e-324 end
  lu.assertIsTable(core.vary(least, { {} })[1])
end

function TestHostile.test_searches()
  local q = question()
  local function search(units, options)
    options.goal = options.goal or "sign"
    return core.search, q, units, options
  end
  local one = { { { drop = { 1 } } } }
  refused {
    { "table expected", search(nil, {}) },
    { "a unit 1 is a table, not 1", search({ 1 }, {}) },
    { "a unit 1 is a table, not abc", search({ "abc" }, {}) },
    { "an option of a unit 1 is a table, not abc", search({ { "abc" } }, {}) },
    { "an option of a unit 1 is a table, not ", search({ { study } }, {}) },
    { "not enough memory", search({ endless {} }, {}) },
    { "not enough memory", search(endless {}, {}) },
    { "there is no observation 0", search({ { { drop = { 0 } } } }, {}) },
    { "sets of up to 9 are too many", search(one, { most = 9 }) },
    { "option 'most' is a whole number from 0", search(one, { most = -1 }) },
    { "option 'greedy' is a whole number from 0", search(one, { greedy = -1 }) },
    { "option 'greedy' is a whole number from 0", search(one, { greedy = 1 << 60 }) },
    { "a search edits greedily 0 to 1000 units, and keeps 1 to 1000 sets", search(one, { greedy = 1001 }) },
    { "option 'keep' is a whole number from 1", search(one, { keep = 0 }) },
    { "option 'keep' is a whole number from 1", search(one, { keep = -1 }) },
    { "a search edits greedily 0 to 1000 units, and keeps 1 to 1000 sets", search(one, { keep = 1001 }) },
  }
  lu.assertEquals(core.search(q, {}, { goal = "sign" }).size, 0)
  lu.assertEquals(core.search(q, { {}, {} }, { goal = "sign" }).size, 0)
  lu.assertIsNumber(core.search(q, one, { goal = "threshold", at = 0 / 0, budget = 0 / 0 }).size)
end

-- Draws ---------------------------------------------------------------------------------------------

function TestHostile.test_draws()
  local q, huge = question(), math.huge
  local when, share = { { 1, 10000, 10100, 10001, 10101 } }, { { 1, 2 } }
  local function draw(changed, of)
    local o = { obs = { { when = when, share = share } }, edges = { { 10000, 10000, 11000, 11000 } }, draws = 9,
      seed = 1, within = "none" }
    for k, v in pairs(changed) do o[k] = v end
    return core.draws, of or q, o
  end
  local function at(days) return { obs = { { when = { days }, share = share } } } end
  refused {
    { "option 'draws' is a whole number from 1", draw { draws = -1 } },
    { "option 'draws' is a whole number from 1", draw { draws = 0 } },
    { "option 'draws' is a whole number from 1", draw { draws = 1 << 60 } },
    { "option 'reps' is a whole number from 1", draw { reps = -1, within = "bootstrap" } },
    { "a block is a number of periods", draw { block = 0 / 0, within = "bootstrap" } },
    { "option 'level' lies between 0 and 1", draw { level = 2 } },
    { "option 'level' lies between 0 and 1", draw { level = 0 / 0 } },
    { "'obs' is a list, not abc", draw { obs = "abc" } },
    { "observation 1 is a table, not abc", draw { obs = { "abc" } } },
    { "'when' is a list, not abc", draw { obs = { { when = "abc", share = share } } } },
    { "a date: item 1 is a number, not x", draw(at { "x", 10000, 10100, 10001, 10101 }) },
    { "observation 1 has nothing to draw", draw { obs = { setmetatable({}, { __index = thrower }) } } },
    { "a date of an observation 1 is a table, not 1", draw(at(1)) },
    { "a score of an observation 1 is a table, not 1", draw { obs = { { when = when, share = { 1 } } } } },
    { "a score: item 2 is a number, not x", draw { obs = { { when = when, share = { { 1, "x" } } } } } },
    { "the score of an observation is a finite number", draw { obs = { { when = when, share = { { 1, huge } } } } } },
    { "no calendar has the day", draw(at { 1, 1e18, 1e18, 1, 2 }) },
    { "a day is drawn from a first one to a last", draw(at { 1, -huge, huge, 1, 2 }) },
    { "a day is drawn from a first one to a last", draw(at { 1, 1, 2, 1, huge }) },
    { "a date of an observation begins on a day", draw(at { 1, huge, huge, 1, 2 }) },
    { "a date of an observation begins on a day", draw(at { 1, -huge, -huge, 1, 2 }) },
    { "not enough memory", draw { obs = endless { when = when, share = share } } },
    { "not enough memory", draw { obs = { { when = endless { 1, 2, 3, 4, 5 }, share = share } } } },
    { "'edges' is a list, not 5", draw { edges = 5 } },
    { "the edges of window 1 is a table, not 5", draw { edges = { 5 } } },
    { "a day is drawn from a first one to a last", draw { edges = { { -huge, huge, 1, 2 } } } },
    { "there are 65 windows; 1 to 64 can be drawn", draw { edges = every(65, { 1, 1, 2, 2 }) } },
    { "'quantiles' is a list, not 5", draw { quantiles = 5 } },
    { "quantile 1 is a number, not x", draw { quantiles = { "x" } } },
    { "quantile 1 is a share from 0 to 1, not 1e+300", draw { quantiles = { 1e300 } } },
    { "quantile 2 is a share from 0 to 1, not -1", draw { quantiles = { 0, -1 } } },
    { "quantile 1 is a share from 0 to 1", draw { quantiles = { 0 / 0 } } },
    { "not enough memory", draw { quantiles = endless(.5) } },
  }
  local counted = every(200, { when = { { 1, 9000, 12000, 9001, 12001 } }, share = { { .5, false }, { 1, 1 } } })
  local drawn = core.draws(question { rule = "count" }, { obs = counted, edges = { { 10000, 10000, 11000, 11000 } },
    draws = 20, within = "null" })
  lu.assertEquals(#drawn.estimates, 20)
end

-- Multiverses ---------------------------------------------------------------------------------------

-- What the face declares.
local function declared(changed)
  local real, kept = core.multiverse, nil
  core.multiverse = function(declaration)
    kept = declaration
    return (real(declaration))
  end
  local ok, message = pcall(balassa.multiverse, study, { crises = study:codings "crises" })
  core.multiverse = real
  assert(ok, message)
  for k, v in pairs(changed or {}) do kept[k] = v end
  return kept
end

function TestHostile.test_declarations()
  local function declare(field, value) return core.multiverse, declared { [field] = value } end
  local rec = study:events()
  refused {
    { "table expected", core.multiverse, 5 },
    { "series expected", declare("grid", 5) },
    { "table expected", declare("pools", "abc") },
    { "balassa.records expected", declare("pools", { 5 }) },
    { "not enough memory", declare("pools", endless(rec)) },
    { "not enough memory", declare("dates", endless "midpoint") },
    { "not enough memory", declare("scores", endless(true)) },
    { "not enough memory", declare("rules", endless {}) },
    { "not enough memory", declare("estimates", endless "mean_difference") },
    { "a multiverse has at most 32 parameters", declare("masks", endless {}) },
    { "a multiverse has at most 32 parameters", declare("masks", every(25, {})) },
    { "table expected", declare("masks", { "abc" }) },
    { "table expected", declare("masks", { { "abc" } }) },
    { "not enough memory", declare("masks", { endless {} }) },
    { "string expected", declare("masks", { { { endless "x" } } }) },
    { "balassa.records expected", declare("masks", { { { 5 } } }) },
    { "table expected", declare("windows", { "abc" }) },
    { "table expected", declare("windows", { { 5 } }) },
    { "a window is a date", declare("windows", { { { trap } } }) },
    { "not enough memory", declare("windows", { endless {} }) },
    { "not enough memory", declare("windows", { { endless "1998" } }) },
    { "no pool for a study", declare("windows", endless {}) },
    { "table expected", declare("except", { study }) },
    { "not enough memory", declare("list", endless {}) },
    { "table expected", declare("list", { 5 }) },
    { "a parameter has from 1 to 65535 options", declare("estimates", {}) },
    { "a parameter has from 1 to 65535 options", declare("rules", {}) },
  }
end

-- The ladder's own rungs are told, whoever asks.
function TestHostile.test_scores()
  lu.assertStrContains(message_of(core.rung_scores, study, { nothing = 1 }), "the ladder has no rung 'nothing'")
  lu.assertStrContains(message_of(core.multiverse, declared { scores = { { nothing = 1 } } }),
    "the ladder has no rung 'nothing'")
  lu.assertStrContains(message_of(core.rung_scores, study, { [1] = 1 }), "a score maps names of rungs to numbers")
  local wild = setmetatable({}, { __index = function() return 1 / 0 end })
  lu.assertEquals(core.rung_scores(study, wild), {}) -- a __index could give anything, and is not asked
end

-- A function among the scores is called while C reads the declaration.
function TestHostile.test_a_declaration_that_changes()
  local rung = "go_it_alone"
  local function changing(change)
    local d
    d = declared { scores = { function(r)
      change(d)
      return r == rung and 1 or 2
    end } }
    return d
  end
  for _, change in ipairs {
    function(d) d.pools[1] = study:events { kind = "speech" } end,
    function(d) for k in pairs(d) do d[k] = nil end end,
    function(d) d.pools, d.windows, d.masks = endless(5), endless(5), endless(5) end,
  } do
    local ok, made = pcall(core.multiverse, changing(change))
    if ok then lu.assertEquals(core.multiverse_count(made), #study:codings "crises") end
  end
  local emptied = changing(function(d)
    for i = #d.pools, 1, -1 do d.pools[i] = nil end
    for i = #d.dates, 1, -1 do d.dates[i] = nil end
  end)
  emptied.masks = { { { {} } } }
  lu.assertFalse((pcall(core.multiverse, emptied)))
  -- a set of records that nobody else keeps: a new one for each who asks
  local fresh = declared { masks = { { { { "x" } } }, { { every(1000, "x") } } } }
  fresh.pools = nil
  setmetatable(fresh, { __index = function(_, k) return k == "pools" and { study:events() } or nil end })
  lu.assertEquals(core.multiverse_count(core.multiverse(fresh)), #study:codings "crises")
end

function TestHostile.test_runs()
  local made = core.multiverse(declared())
  local rows = assert(core.multiverse_run(made, { declaration = "x", joint = true }))
  refused {
    { "multiverse.core expected", core.multiverse_run, rows, {} },
    { "table expected", core.multiverse_run, made },
    { "table expected", core.multiverse_run, made, "abc" },
    { "string expected", core.multiverse_run, made, {} },
    { "string expected", core.multiverse_run, made, setmetatable({}, { __index = thrower }) },
    { "threads", core.multiverse_run, made, { declaration = "x", threads = -1 } },
    { "table expected", core.multiverse_run, made, { declaration = "x", functions = {} } },
    { "multiverse.rows expected", core.multiverse_row, made, 1 },
    { "no universe of that number", core.multiverse_row, rows, math.mininteger },
    { "no universe of that number", core.multiverse_choice, made, math.maxinteger },
    { "no parameter of that number", core.multiverse_by, rows, math.mininteger },
    { "the number of columns is a whole number from 1", core.multiverse_curve, rows, -1 },
    { "the number of columns is a whole number", core.multiverse_curve, rows, 0 / 0 },
  }
  lu.assertEquals(getmetatable(rows), "balassa.multiverse.rows") -- and not a table with a __gc to call
  lu.assertEquals(getmetatable(made), "balassa.multiverse.core")
end

-- Histograms of the joint tests count what is a number only.
function TestHostile.test_joint_tests_of_scores_beyond()
  for _, score in ipairs { 1e308, 1e-200, 5e-324 } do
    for _, estimate in ipairs { "mean_difference", "standardised_difference", "cliff_delta", "rate_ratio" } do
      local sign = false
      local made = core.multiverse(declared { estimates = { estimate }, alpha = 0 / 0, scores = { function()
        sign = not sign
        return sign and score or score / 2
      end }, rules = { { rule = "decay", half_life = 3, total = true }, {} } }) -- without gaps, and with them
      local rows = assert(core.multiverse_run(made, { declaration = "x", joint = true }))
      lu.assertEquals(core.multiverse_summary(rows, "two_sided").universes, 2 * #study:codings "crises")
    end
  end
  local empty = core.multiverse(declared { list = {} })
  lu.assertEquals(core.multiverse_summary(core.multiverse_run(empty, { declaration = "x" }), "less").universes, 0)
end

-- Estimates of one's own ------------------------------------------------------------------------------

-- A declaration and labels for `f` as its one estimate.
local function own(f)
  local d = declared()
  local labels = { spans = d.windows }
  for i, name in ipairs { "study", "of", "date", "score", "rule", "except", "estimate", "crises" } do
    labels[i] = { name = name, "a", "b", "c", "d" }
  end
  return core.multiverse(d), { declaration = "x", threads = 1, functions = { [0] = labels, f } }, labels
end

local function faults_of(rows)
  local list = {}
  for text, n in pairs(core.multiverse_faults(rows)) do list[#list + 1] = ("%d %s"):format(n, text) end
  table.sort(list)
  return list
end

function TestHostile.test_an_estimate_that_changes_what_it_is_given()
  local n = #study:codings "crises"
  local made, options, labels = own(function() return nil end)
  options.functions[1] = function(u)
    local index <close> = u.index
    for k in pairs(labels) do labels[k] = 5 end
    options.functions[1], options.declaration, options.functions = nil, nil, nil
    collectgarbage()
    return index and 1
  end
  local rows = assert(core.multiverse_run(made, options))
  lu.assertEquals(core.multiverse_row(rows, 1), 1)
  lu.assertEquals(core.multiverse_summary(rows, "greater").estimated, 1)
  if n > 1 then lu.assertStrContains(faults_of(rows)[1], "table expected") end
end

function TestHostile.test_an_estimate_that_gives_nonsense()
  for _, value in ipairs { 0 / 0, "x", {}, trap, math.huge } do
    local made, options = own(function() return value, value, value end)
    local rows = assert(core.multiverse_run(made, options))
    lu.assertIsTable(core.multiverse_summary(rows, "less"))
    lu.assertIsTable(core.multiverse_by(rows, 1))
    lu.assertIsTable(core.multiverse_curve(rows, 1 << 29))
  end
  local made, options = own(function() error(setmetatable({}, { __tostring = function() return {} end })) end)
  lu.assertStrContains(faults_of(core.multiverse_run(made, options))[1], "'__tostring' must return a string")
  made, options = own(function() coroutine.yield() end)
  lu.assertStrContains(faults_of(core.multiverse_run(made, options))[1], "yield")
end

-- A run inside a run in the same state: each has its own functions, labels and texts.
function TestHostile.test_a_run_inside_a_run()
  local inner, inside = own(function() error("inner", 0) end)
  local outer, outside = own(function(u)
    local rows = assert(core.multiverse_run(inner, inside))
    lu.assertStrContains(faults_of(rows)[1], "inner")
    if u.number == 1 then error("outer", 0) end
    return 1
  end)
  local rows = assert(core.multiverse_run(outer, outside))
  lu.assertEquals(faults_of(rows), { "1 outer" })
end

-- The file's name and the rest of the options are C's while an estimate runs.
function TestHostile.test_a_file_whose_name_is_taken_away()
  local name = os.tmpname()
  os.remove(name)
  local made, options = own(function() return nil end)
  options.file = name .. ".csv"
  options.functions[1] = function()
    options.file = nil
    collectgarbage()
    error("gone", 0)
  end
  lu.assertStrContains(faults_of(core.multiverse_run(made, options))[1], "gone")
  lu.assertTrue(os.remove(name .. ".csv"))
end

-- What-ifs --------------------------------------------------------------------------------------------

function TestHostile.test_what_ifs()
  local w = study:what_if "x"
  refused {
    { "a merge takes a list of ids, not of 5", w.merge_crises, w, { "a", 5 } },
    { "a merge takes a list of ids", w.merge_crises, w, endless "a" },
    { "is a list of names", w.recode, w, "inaugural-1990", { actors = endless "a" } },
    { "expected", w.drop, w, trap },
    { "expected", w.diff, w, trap },
    { "expected", core.differences, w, {} },
    { "score 'x'", w.use_score, w, "x" },
  }
end

function TestHostile.test_grids_and_sets_that_are_closed()
  local grid, other = declared().grid, assert(balassa.study "t/data/freedonia")
  local events = other:events()
  do
    local closed <close> = grid
    local gone <close> = other
    lu.assertNotNil(closed and gone)
  end
  lu.assertStrContains(message_of(core.multiverse, declared { grid = grid }), "closed")
  lu.assertStrContains(message_of(core.vary, question { series = grid }, { {} }), "closed")
  lu.assertStrContains(message_of(core.multiverse, declared { pools = { events } }), "closed")
  lu.assertStrContains(message_of(core.rung_scores, other, "rank"), "closed")
end

-- The study is closed by the very function that C asks for a score, a filter.
function TestHostile.test_studies_closed_on_the_way()
  local function closer()
    local s = assert(balassa.study "t/data/freedonia")
    return s, function(v)
      do
        local gone <close> = s
        lu.assertNotNil(gone)
      end
      collectgarbage()
      return v and 1
    end
  end
  local s, close = closer()
  pcall(s.index, s, { rule = "latest", score = close })
  s, close = closer()
  pcall(s.index, s, { rule = "latest", score = "rank", label = close })
  s, close = closer()
  pcall(core.rung_scores, s, close)
  s, close = closer()
  pcall(core.multiverse, declared { pools = { s:events() }, scores = { close } })
  lu.assertStrContains(message_of(s.events, s), "this study was closed")
end

os.exit(lu.LuaUnit.run())
