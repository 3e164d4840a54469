-- What a script without Balassa does for as much: 9,900 universes, each an index of 240 months from 60
-- events, the difference of means, and p over all 240 shifts.
local N, EVENTS, T = 9900, 60, 240
local windows = { { 0, 60 }, { 72, 108 }, { 192, 228 } }
local seed = 1
local function random(n)
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed // 65536 % n
end

local total = 0
for _ = 1, N do
  local at, y, prefix = {}, {}, { [0] = 0 }
  for _ = 1, EVENTS do at[random(T)] = random(8) end
  local last = 0
  for t = 0, T - 1 do
    last = at[t] or last
    y[t] = last
  end
  for t = 0, 2 * T - 1 do prefix[t + 1] = prefix[t] + y[t % T] end
  local inside, observed, extreme = 132, nil, 0
  for j = 0, T - 1 do
    local s = 0
    for _, w in ipairs(windows) do s = s + prefix[w[2] + j] - prefix[w[1] + j] end
    local d = math.abs(s / inside - (prefix[T] - s) / (T - inside))
    observed = observed or d
    if d >= observed - 1e-12 then extreme = extreme + 1 end
  end
  total = total + extreme / T
end
assert(total > 0)
