-- balassa.leave_out(series, windows, options): how much of a contrast hangs on a single window?
--
-- The contrast of balassa.contrast once more without each window in turn. The periods of the one that
-- is left out count neither as inside nor as outside (they become gaps): left outside, a crisis would
-- speak against the others.

local contrast = require "balassa.contrast"
local core = require "balassa.core"
local dummy = require "balassa.dummy"
local result = require "balassa.result"

local known = { "estimate", "null", "alternative", "method", "block", "seed", "reps", "level" }

local order = { "estimate", "p", "floor", "lowest", "lowest_without", "highest", "highest_without", "highest_p",
  "flips", "call" }

-- The mean of the series over a window; nil when it has no value there.
local function mean_inside(series, window)
  local sum, n = 0, 0
  for i = window.first, window.last do
    if series[i] ~= nil then sum, n = sum + series[i], n + 1 end
  end
  return n > 0 and sum / n or nil
end

-- The series with a gap in every period of the window.
local function blanked(series, window)
  return series + dummy({ window.span }, series):map(function(v) return v == 0 and 0 or nil end)
end

local function without(series, windows, i, options)
  local left = {}
  for k, window in ipairs(windows) do
    if k ~= i then left[#left + 1] = window end
  end
  return contrast(blanked(series, windows[i]), left, options)
end

-- More rows than this are a list to read by script, from the result's members.
local MOST_ROWS = 12

local function rows(self)
  local wide, shown = #"without", #self.members <= MOST_ROWS and self.members or {}
  for _, m in ipairs(shown) do wide = math.max(wide, utf8.len(m.id) or #m.id) end
  local function line(label, inside, estimate, p, floor)
    return label .. (" "):rep(wide - (utf8.len(label) or #label)) ..
      ("  %9s  %9s  %6s  %7s"):format(inside, estimate, p, floor)
  end
  local out = { { "", line("without", "its mean", "estimate", "p", "floor") },
    { "", line("none", "", result.number(self.estimate), result.share(self.p), ("%.1e"):format(self.floor)) } }
  for _, m in ipairs(shown) do
    local r = m.contrast
    out[#out + 1] = { "", line(m.id, m.mean and result.number(m.mean) or "no value", result.number(r.estimate),
      result.share(r.p), ("%.1e"):format(r.floor)) }
  end
  out[#out + 1] = { "range", ("%s without %s, to %s without %s"):format(result.number(self.lowest), self.lowest_without,
    result.number(self.highest), self.highest_without) }
  out[#out + 1] = { "largest p", result.share(self.highest_p) }
  out[#out + 1] = { "sign", self.flips == 0 and "the same without any one of them"
    or ("changes without %d of them"):format(self.flips) }
  out[#out + 1] = { "left out", "periods of the window that is left out count neither as inside nor as outside" }
  return out
end

local function leave_out(series, windows, options)
  options = options or {}
  core.check_options(options, known, "leave_out")
  local all = contrast(series, windows, options)
  if #all.windows < 2 then core.raise "leave_out needs at least two windows: without the only one nothing is left" end
  local values = { estimate = all.estimate, p = all.p, floor = all.floor, contrast = all, members = {}, flips = 0 }
  for i, window in ipairs(all.windows) do
    local r = without(series, all.windows, i, options)
    values.members[i] = { id = window.id, label = window.label, span = window.span, mean = mean_inside(series, window),
      contrast = r }
    if not values.lowest or r.estimate < values.lowest then
      values.lowest, values.lowest_without = r.estimate, window.id
    end
    if not values.highest or r.estimate > values.highest then
      values.highest, values.highest_without = r.estimate, window.id
    end
    if r.estimate * all.estimate < 0 then values.flips = values.flips + 1 end
    values.highest_p = math.max(values.highest_p or 0, r.p)
  end
  values.call = all.call:gsub("^contrast", "leave_out")
  values.title = ("%s, without one window at a time"):format(all.title)
  return result.new { kind = "contrast without one window at a time", values = values, order = order, rows = rows }
end

return leave_out
