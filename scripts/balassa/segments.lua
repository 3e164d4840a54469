-- balassa.segments(series, options): where the series changes, and whether it does.
--
-- The method is in engine/stats/segment.h. Here: defaults, dates for periods, how the result prints.

local core = require "balassa.core"
local result = require "balassa.result"

local known = { "cost", "search", "n", "penalty", "criterion", "min_length", "most", "interval", "level", "reps",
  "block", "seed" }

local costs = {
  mean = "changes of the mean (sum of squares)",
  mean_variance = "changes of mean and variance (normal likelihood)",
  poisson = "changes of a rate (Poisson counts)",
  rank = "changes of the mean rank (Kruskal-Wallis)",
}

local searches = {
  exact = "exact: dynamic programme over every segmentation",
  pelt = "PELT: the least cost + penalty, exact",
  functional = "functional pruning: the least cost + penalty, exact",
  binary = "binary segmentation: the best cut again and again, not always the best of all",
}

local order = { "changes", "cost", "search", "rule", "min_length", "n", "dropped", "cost_sum", "penalty", "noise",
  "criterion", "criterion_value", "most", "interval", "level", "reps", "block", "seed", "residual_r1", "call" }

-- The options as they are used: every default is said in the result.
local function filled(options, n)
  local o = {}
  for key, value in pairs(options) do o[key] = value end
  local rules = {}
  for _, name in ipairs { "n", "penalty", "criterion" } do
    if o[name] ~= nil then rules[#rules + 1] = name end
  end
  if #rules > 1 then
    core.raise("segments: give one of n, penalty and criterion, not both %s and %s", rules[1], rules[2])
  end
  if #rules == 0 then o.criterion = "bic" end
  o.cost = o.cost or "mean"
  if o.search == nil then
    local by_level = o.cost == "mean" or o.cost == "rank"
    o.search = o.penalty == nil and "exact" or by_level and "functional" or "pelt"
  end
  o.min_length = o.min_length or (o.cost == "mean_variance" and 2 or 1)
  o.most = o.most or 10
  o.interval, o.level = o.interval or "profile", o.level or 0.95
  local intervals = { "profile", "bootstrap", "none" }
  if o.interval ~= "profile" and o.interval ~= "bootstrap" and o.interval ~= "none" then
    local near = core.near(tostring(o.interval), intervals)
    core.raise("option 'interval' cannot be '%s'; %s", tostring(o.interval),
      near and "did you mean '" .. near .. "'?" or "it is profile, bootstrap or none")
  end
  if o.interval == "bootstrap" and o.cost ~= "mean" then
    core.raise("bootstrap intervals are for the cost 'mean'; use interval = \"profile\"")
  end
  o.reps, o.seed = o.reps or 999, o.seed or 1991
  o.block = o.block or math.max(1, math.ceil(n ^ (1 / 3)))
  return o
end

-- The span of the periods i .. j, in months or years where the series has them.
local function span_of(series, i, j)
  local from, to = series:period(i), series:period(j)
  if series.interval == "quarter" then return core.date(from:first() .. "/" .. to:last()) end
  return i == j and from or core.date(tostring(from) .. "/" .. tostring(to))
end

local function describe_segments(series, list)
  for i, s in ipairs(list) do
    s.span = span_of(series, s.first, s.last)
    s.id, s.number, s.label = "segment-" .. i, i, string.format("mean %s", result.number(s.mean))
  end
  return list
end

-- Where each segment but the first begins, with its interval.
local function boundaries_of(series, list, o)
  local out, firsts = {}, {}
  for i, s in ipairs(list) do firsts[i] = s.first end
  local low, high
  if o.interval ~= "none" and #list > 1 then
    low, high = core.segment_intervals(series, o, firsts)
  end
  for i = 2, #list do
    local b = { index = firsts[i], date = series:period(firsts[i]) }
    if low then
      b.low, b.high = low[i - 1], high[i - 1]
      b.from, b.to = series:period(b.low), series:period(b.high)
      b.span = span_of(series, b.low, b.high)
    end
    out[i - 1] = b
  end
  return out
end

local function rule_text(self)
  if self.rule == "number" then
    return string.format("a given number: %d segments", #self.segments)
  elseif self.rule == "penalty" then
    return string.format("a penalty of %s a change", result.number(self.penalty))
  end
  local name = self.criterion:upper()
  if self.search == "exact" or self.search == "binary" then
    return string.format("%s, the least of 1 to %d segments (%s; no change: %s)", name, #self.tried_criterion,
      string.format("%.1f", self.criterion_value), string.format("%.1f", self.tried_criterion[1]))
  end
  return string.format("%s: a penalty of %s a change%s", name, result.number(self.penalty), self.cost == "mean"
    and string.format(", for a standard deviation of %s from first differences", result.number(self.noise)) or "")
end

local function interval_text(self)
  local share = string.format("%g%%", 100 * self.level)
  if self.interval == "none" then return "none" end
  if self.interval == "profile" then
    return share .. ", profile of the cost with the other changes kept; for independent values"
  end
  return string.format("%s, %d bootstraps of residual blocks of %d, seed %d", share, self.reps, self.block,
    self.seed)
end

local function rows(self)
  local unit, out = self.series.interval, {}
  for i, s in ipairs(self.segments) do
    local b = self.boundaries[i - 1]
    if b then
      out[#out + 1] = { "change", tostring(b.date) .. (b.from and string.format("  (%s to %s)", tostring(b.from),
        tostring(b.to)) or "") }
    end
    out[#out + 1] = { "segment", string.format("%s: mean %s%s, %d %ss", tostring(s.span), result.number(s.mean),
      s.sd and ", sd " .. result.number(s.sd) or "", s.n, unit) }
  end
  if #self.segments == 1 then table.insert(out, 1, { "change", "none" }) end
  out[#out + 1] = { "cost", costs[self.cost] }
  out[#out + 1] = { "search", searches[self.search] }
  out[#out + 1] = { "rule", rule_text(self) }
  out[#out + 1] = { "min length", string.format("%d %ss with a value", self.min_length, unit) }
  if #self.segments > 1 then out[#out + 1] = { "interval", interval_text(self) } end
  out[#out + 1] = { "n", string.format("%d %ss", self.n, unit) }
  out[#out + 1] = { "dropped", self.dropped == 0 and "none"
    or string.format("%d %ss without a value; their neighbours count as adjacent", self.dropped, unit) }
  out[#out + 1] = { "series", self.series.how }
  for _, note in ipairs(self.notes) do out[#out + 1] = { "note", note } end
  return out
end

-- What a reader must know before believing the number of changes.
local function notes_of(values)
  local notes, r1 = {}, values.residual_r1
  if values.rule == "criterion" and values.tried_criterion and #values.segments == #values.tried_criterion
    and #values.segments == values.most and values.most > 1 then
    notes[#notes + 1] = string.format("the criterion chose the largest number tried; with most above %d it may " ..
      "choose more", values.most)
  end
  if r1 and r1 > 2 / math.sqrt(values.n) then
    notes[#notes + 1] = string.format("the residuals are correlated from %s to %s (%.2f): criteria then find too " ..
      "many changes, and profile intervals are too narrow", values.series.interval, values.series.interval, r1)
  end
  return notes
end

local function title_of(series, k)
  local name = series.name ~= "" and series.name or "a series"
  if k == 1 then return "segments of " .. name .. ": no change" end
  return string.format("segments of %s: %d, with %d change%s", name, k, k - 1, k > 2 and "s" or "")
end

local function draw(self, options)
  return require("balassa.chart.segments").segments(require "balassa.chart", self, options)
end

local function call_text(series, o, rule)
  local value = o[rule == "number" and "n" or rule]
  return string.format("segments(%s, { cost = %q, search = %q, %s = %s, min_length = %d })",
    series.name ~= "" and series.name or "series", o.cost, o.search, rule == "number" and "n" or rule,
    type(value) == "string" and string.format("%q", value) or tostring(value), o.min_length)
end

local function segments(series, options)
  options = options or {}
  core.check_options(options, known, "segments")
  core.check_series(series, "segments")
  local o = filled(options, #series - series:gaps())
  local values = core.segments(series, o)
  values.rule = o.n and "number" or o.penalty and "penalty" or "criterion"
  for _, name in ipairs { "cost", "search", "criterion", "min_length", "interval", "level" } do
    values[name] = o[name]
  end
  if values.rule == "criterion" then values.most = math.tointeger(o.most) end
  if o.interval == "bootstrap" then values.reps, values.block, values.seed = o.reps, o.block, o.seed end
  values.series, values.dropped = series, #series - values.n
  describe_segments(series, values.segments)
  values.changes = #values.segments - 1
  values.boundaries = boundaries_of(series, values.segments, o)
  values.notes = notes_of(values)
  values.call = call_text(series, o, values.rule)
  values.title = title_of(series, #values.segments)
  return result.new { kind = "segmentation", values = values, order = order, rows = rows, draw = draw }
end

return segments
