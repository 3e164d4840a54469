-- The rows of `make bench` as a script calls them, in this process and on the same data:
-- balassa t/bench/kernels.lua FOLDER ID prints the median ms of a call, CPU time on one thread.
local balassa = require "balassa"

local folder, id, once = arg[1], arg[2], arg[3]

local function read(name)
  local values = {}
  for line in io.lines(folder .. "/" .. name .. ".txt") do values[#values + 1] = tonumber(line) end
  return values
end

local function month(t) return string.format("%04d-%02d", 1000 + t // 12, 1 + t % 12) end

local function series(name, n)
  local values = read(name)
  if n then values = table.move(values, 1, n, 1, {}) end
  return balassa.series { start = month(0), values = values, name = name }
end

local function spans(list)
  local out = {}
  for i, w in ipairs(list) do out[i] = month(w[1]) .. "/" .. month(w[2] - 1) end
  return out
end

local three, one = spans { { 0, 60 }, { 72, 109 }, { 192, 227 } }, spans { { 60, 120 } }
local six = spans { { 0, 10 }, { 20, 34 }, { 50, 68 }, { 90, 112 }, { 130, 156 }, { 190, 220 } }
local wide = spans { { 10000, 20000 }, { 40000, 45000 }, { 70000, 90000 } }

local function contrast(name, windows, options)
  local s = series(name)
  return function() return balassa.contrast(s, windows, options) end
end

local function bootstrap(block)
  local s = series "y"
  local options = { block = block, scheme = "block", reps = 100000, type = "percentile" }
  return function() return balassa.bootstrap(s, options) end
end

local function segments(name, options, n)
  local s = series(name, n)
  return function() return balassa.segments(s, options) end
end

local rows = {
  shift = function() return contrast("y", three, { null = "shift" }) end,
  ["shift-long"] = function() return contrast("noise", wide, { null = "shift" }) end,
  relocate = function() return contrast("y", three, { method = "enumerate" }) end,
  ["relocate-6"] = function() return contrast("count", six, { method = "dynamic" }) end,
  reach = function()
    local make = contrast("y", three)
    return function()
      local r = make()
      return r.low, r.power
    end
  end,
  permute = function()
    return contrast("y", one, { null = "permute", method = "monte_carlo", seed = 1, reps = 1000000 })
  end,
  ["permute-exact"] = function() return contrast("score", one, { null = "permute", method = "dynamic" }) end,
  block = function() return bootstrap(12) end,
  ["block-6"] = function() return bootstrap(6) end,
  ["block-24"] = function() return bootstrap(24) end,
  fpop = function()
    return segments("steps", { search = "functional", penalty = 2 * math.log(1e5), min_length = 1 })
  end,
  ["fpop-none"] = function()
    return segments("noise", { search = "functional", penalty = 2 * math.log(1e5), min_length = 1 })
  end,
  pelt = function()
    return segments("scaled", { cost = "mean_variance", search = "pelt", penalty = 3 * math.log(1e5), min_length = 2 })
  end,
  exact = function()
    return segments("steps", { search = "exact", criterion = "bic", most = 6, min_length = 1 }, 1000)
  end,
  epochs = function()
    local values = read "y"
    for t = 7, 239, 48 do values[t + 1] = 0 / 0 end
    local s = balassa.series { start = month(0), values = values, name = "y" }
    return function() return balassa.epochs(s, { month(30), month(72), month(192) }) end
  end,
}

if not rows[id] then return print "-" end
local work = rows[id]()
if once then return work() end

local function timed(calls)
  local start = os.clock()
  for _ = 1, calls do work() end
  return 1000 * (os.clock() - start) / calls
end

local calls, times = timed(1) < 1 and 200 or 1, {}
for i = 1, 5 do times[i] = timed(calls) end
table.sort(times)
print(string.format("%.6f", times[3]))
