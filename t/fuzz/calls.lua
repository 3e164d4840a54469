-- Calls of everything that a sandboxed script can call, with everything that it can hand in: what bytes say.
--
--   run(bytes, words, names)   whether a call had an answer, and no error
--                              words: texts to choose from, options and their values among them
--                              names(object): a list of what the object answers to
--   check()                    raises the error of a call that should be right and is not
--
-- Each call is of a function of balassa.core, of balassa, or a method; its arguments come from the pool: nonsense,
-- numbers at the ends of their ranges, lists and options of all that, functions that close what they can reach,
-- objects, and what earlier calls gave. Nothing is wrong with an error. What is looked for is a crash, a read or
-- write where nothing is, a call that does not end.

local balassa = require "balassa"
local core = require "balassa.core"

local numbers = { 0, 1, 2, 3, 5, 8, 20, 100, -1, -2, 0.5, 1.5, 0.95, -0.5, 1e-300, 1e300, 0 / 0, 1 / 0, -1 / 0,
  math.mininteger, math.maxinteger, 1 << 62, 1 << 61, 1 << 60, (1 << 61) + 1, 1 << 32, (1 << 32) + 1, 1 << 31,
  -(1 << 31), 2 ^ 53, 2 ^ 63, -2 ^ 63, 2 ^ 64, 1900, 1990, 12 }

-- What ends the program, or is a door to files that has tests of its own.
local left_out = { exit = true, say = true, write_file = true, write_folder = true, make_folder = true, options = true,
  report = true, reproduce = true, explain_errors = true }

local function functions_of(t)
  local list = {}
  for name, f in pairs(t) do
    if type(f) == "function" and not left_out[name] then list[#list + 1] = name end
  end
  table.sort(list)
  return list
end

-- All of balassa: its library is loaded when a name is first asked for.
local function library()
  local list = {}
  for _, name in ipairs(core.names()) do
    if not left_out[name] then
      local ok, f = pcall(function() return balassa[name] end)
      if ok and (type(f) == "function" or type(f) == "table") then list[#list + 1] = name end
    end
  end
  return list
end

local function objects()
  local study = assert(balassa.study "t/data/freedonia")
  local function series(values)
    return balassa.series { start = 1990, interval = "year", values = values }
  end
  local pool = { study, study:events(), study:crises "chart", study:events()[1], study:texts(),
    balassa.date "1991/1993", series { 1, 2, 3, 5, 8, 13, 21, 34, 55, 89 },
    series { 1, false, 2, 2, false, 5, 1, 0, 3, 1 }, series { 1 }, series { false, false },
    study:index { rule = "latest", score = "rank" }, study:what_if "x" }
  for _, made in ipairs { function() return balassa.corpus(study:texts()) end,
    function() return balassa.dictionary { ducks = { "duck*", "herring" }, talk = { "treaty" } } end } do
    local ok, object = pcall(made)
    if ok then pool[#pool + 1] = object end
  end
  return pool, study
end

-- Calls that are right, of functions whose every argument is looked at before any is used: one thing in them is put
-- wrong. s, t: series of ten years.
local right = {
  { "alpha", function() return { { 1, 2 }, { 2, 2 }, { false, 3 }, { 1, 1 } }, 2, { reps = 20 } end },
  { "coincidence", function() return { 3, 5 }, { 4, 8 }, 10, { reps = 20, dt = 2 } end },
  { "epochs", function(s) return s, { 4, 6 }, { before = 1, after = 1, reps = 20 } end },
  { "lead_lag", function(s, t) return s, t, { lags = 2 } end },
  { "rate_ratio", function() return 3, 10, 5, 20, { level = 0.9 } end },
  { "rate_power", function() return 10, 0.5, 2, 0.95 end },
  { "contrast", function(s) return s, { "1992/1994" }, { reps = 20, null = "shift" }, { "1990/1993" } end },
  { "contrast_reach", function(s) return s, { "1992/1994" }, { reps = 20 } end },
  { "window_cells", function(s) return s, "1992/1994" end },
  { "bootstrap_length", function(s) return s, { { 2, 4 } } end },
  { "bootstrap_replicates", function(s) return s, { { 2, 4 } }, { reps = 20, block = 2 } end },
  { "bootstrap_apply", function(s) return s, function(x) return x[1] end, { reps = 20, block = 2 } end },
  { "bootstrap_jackknife", function(s) return s, function(x) return x[1] end, { reps = 20, block = 2 } end },
  { "bootstrap_bounds", function() return { 1, 2, 3, 4, 5 }, 2, 0, "bca", 0.95 end },
  { "trend", function() return { 1, 2, 3, 4, 5 }, { 2, 1, 4, 3, 5 }, { reps = 20, sims = 5 } end },
  { "fisher", function() return 3, 1, 2, 4 end },
  { "between", function() return { 1, 2, 3, 4 }, { 1, 1, 2, 2 }, 2, { sims = 5 } end },
  { "noise", function() return 10, 0.5, 1, 1 end },
  { "regress", function(s, t) return t, { s }, { "x" }, { errors = "classical" } end },
  { "adjust", function() return { 0.1, 0.2 }, "holm" end },
  { "max_t", function(s) return { { series = s, windows = { { first = 2, last = 4 } }, estimate = "mean_difference",
    alternative = "greater" } } end },
  { "segments", function(s) return s, { n = 2, min_length = 2 } end },
  { "segment_intervals", function(s) return s, { interval = "profile", min_length = 2 }, { 1, 5 } end },
  { "segment_intervals", function(s) return s, { interval = "bootstrap", reps = 9, min_length = 2 }, { 1, 5 } end },
  { "segment_agreement", function() return 10, { 1, 5 }, { { 1, 6 } }, 1 end },
  { "survival_curve", function() return { 1, 2, 3 }, { 1, 0, 1 }, 1, 0.95, false end },
  { "logrank", function() return { 1, 2, 3, 4 }, { 1, 1, 0, 1 }, { true, false, true, false }, 1, { reps = 20 } end },
  { "logrank_power", function() return { 1, 2, 3, 4 }, { 1, 1, 0, 1 }, { true, false, true, false }, 1 end },
  { "wilson", function() return 3, 10, 0.95 end },
  { "clip", function() return "ducks", 3 end },
  { "near", function() return "duck", { "ducks", "herring" } end },
  { "names_in", function() return "t/data", ".csv" end },
  { "can_write", function() return "figure", "plots/x" end },
}

-- The question of core.vary, core.search and core.draws, and what they ask of it.
local function question(s)
  return { series = s, obs = { { 7400, 7401, 2 }, { 8000, 8001, 3 }, { 9000, 9001, 5 } },
    windows = { { 2, 4 }, { 6, 6 } }, rule = "latest", estimate = "mean_difference", null = "shift",
    alternative = "two_sided" }
end
right[#right + 1] = { "vary", function(s) return question(s), { {}, { windows = { { 3, 5 } } } } end }
right[#right + 1] = { "search", function(s) return question(s), { { {} } }, { goal = "sign", most = 1 } end }
right[#right + 1] = { "draws", function(s) return question(s), { draws = 5, quantiles = { 0.5 },
  edges = { { 7900, 7901, 8300, 8301 } }, obs = { { when = { { 1, 7400, 7401, 7401, 7401 } }, share = { { 1, 2 } } } } }
end }

local core_names, library_names = functions_of(core), library()

local function right_arguments(one, pool)
  return table.pack(one[2](pool[7], pool[8]))
end

local function check()
  local pool = objects()
  for _, one in ipairs(right) do
    local args = right_arguments(one, pool)
    local ok, message = pcall(core[one[1]], table.unpack(args, 1, args.n))
    if not ok then error(one[1] .. ": " .. tostring(message), 0) end
  end
end

local function run(bytes, words, names)
  local at, pool, study = 0, objects()
  local answered = false
  local budget = 400 -- values of one input

  local function byte()
    at = at + 1
    return bytes:byte(at) or 0
  end
  local function pick(list) return list[byte() % #list + 1] end
  local function word()
    local high = byte()
    return words[(high * 256 + byte()) % #words + 1]
  end
  local value

  local function list(depth, make)
    local t = {}
    for i = 1, byte() % 9 do t[i] = make and make() or value(depth + 1) end
    return t
  end

  local function options(depth)
    local t = {}
    for _ = 1, byte() % 6 do t[word()] = value(depth + 1) end
    return t
  end

  local function small() return byte() % 12 end

  -- Functions that are called back, and do what they should not.
  local backs = {
    function() end,
    function(...) return ... end,
    function() return byte() / 16 end,
    function() return byte() % 2 == 0 end,
    function() error({}) end,
    function() coroutine.yield(1) end,
    function() -- closes what it can
      local one <close> = pick(pool)
      return one ~= nil
    end,
    function() -- changes the lists that others read
      for _, o in ipairs(pool) do
        if type(o) == "table" and not getmetatable(o) then o[1] = nil o[byte() % 9] = {} end
      end
      return ("x"):rep(5000)
    end,
  }

  local kinds = {
    function() return nil end,
    function() return byte() % 2 == 0 end,
    small, small,
    function() return pick(numbers) end, function() return pick(numbers) end,
    word, word,
    function() return bytes:sub(at + 1, at + byte() % 30) end,
    list, options,
    function(depth) return list(depth, function() return list(depth, small) end) end,
    function(depth) return list(depth, word) end,
    function() return list(9, small) end,
    function() return pick(pool) end, function() return pick(pool) end, function() return pick(pool) end,
    function() return pick(backs) end,
    function(depth)
      local back = pick(backs)
      return setmetatable(byte() % 2 == 0 and list(depth) or options(depth),
        { __index = back, __len = back, __tostring = back, __call = back, __pairs = back, __lt = back,
          __name = word() })
    end,
  }

  function value(depth)
    depth, budget = depth or 0, budget - 1
    if budget < 0 or depth > 4 then return byte() % 4 end
    local made = kinds[byte() % #kinds + 1](depth)
    if type(made) == "table" and #pool < 60 then pool[#pool + 1] = made end
    return made
  end

  local function callee()
    local what = byte() % 4
    if what == 0 then return balassa[pick(library_names)] end
    if what == 1 then
      local object = pick(pool)
      local known = names(object)
      if #known == 0 then return object end
      local name = known[(byte() * 256 + byte()) % #known + 1]
      local got = object[name]
      return type(got) == "function" and function(...) return got(object, ...) end or got
    end
    return core[core_names[(byte() * 256 + byte()) % #core_names + 1]]
  end

  -- One argument, or something in it, becomes another.
  local function spoil(args)
    local t, key = args, byte() % args.n + 1
    while type(rawget(t, key)) == "table" and byte() % 4 > 0 do
      local keys = {}
      for k in next, t[key] do keys[#keys + 1] = k end
      if #keys == 0 then break end
      table.sort(keys, function(x, y) return tostring(x) < tostring(y) end)
      t, key = t[key], keys[byte() % #keys + 1]
    end
    if byte() % 8 == 0 then key = word() end
    if byte() % 2 == 0 then rawset(t, key, pick(numbers)) else rawset(t, key, value()) end
  end

  local function keep(ok, ...)
    answered = answered or ok
    for i = 1, ok and math.min(select("#", ...), 3) or 0 do
      local made = select(i, ...)
      if (type(made) == "userdata" or type(made) == "table") and #pool < 60 then pool[#pool + 1] = made end
    end
  end

  while at < #bytes and budget > 0 do
    local ok, f = pcall(callee)
    if byte() % 2 == 0 then
      local one = pick(right)
      local args = right_arguments(one, pool)
      for _ = 0, byte() % 2 do spoil(args) end
      keep(pcall(core[one[1]], table.unpack(args, 1, args.n)))
    elseif ok then
      local args = {}
      local n = byte() % 6
      for i = 1, n do args[i] = value() end
      if byte() % 3 == 0 then -- where the functions that take a study or a series have it
        n = n + 1
        table.insert(args, 1, byte() % 2 == 0 and study or pool[7 + byte() % 5])
      end
      keep(pcall(f, table.unpack(args, 1, n)))
    end
  end
  return answered
end

return run, check
