-- balassa.agreement(found, phases, options): how well found segments, or one periodisation, agree with
-- another one, or with several.
--
-- The measures are in engine/stats/agreement.h. Here: phases as changes on the periods of a series, and
-- what agreement there would be by chance.

local core = require "balassa.core"
local result = require "balassa.result"

local order = { "covering", "covering_p", "covering_by_chance", "adjusted_rand", "f1", "f1_p", "f1_by_chance",
  "precision", "recall", "margin", "n", "found", "narrated", "matched" }

local function name_of(x)
  return (core.kind(x))
end

local function span_in(item)
  if type(item) == "string" or core.is_date(item) then return core.date(item) end
  local span = core.get(item, "span")
  return span and core.date(span) or nil
end

-- The spans of one periodisation, or nil when it is none.
local function spans_of(given)
  if type(given) ~= "table" and type(given) ~= "userdata" or core.is_date(given) then return nil end
  if name_of(given) == "balassa.result" then given = given.segments end
  local list = {}
  for i = 1, #given do
    list[i] = span_in(given[i])
    if not list[i] then return nil end
  end
  return #list > 0 and list or nil
end

-- One periodisation, or a list of them.
local function periodisations(given, what)
  local one = spans_of(given)
  if one then return { one } end
  local list = {}
  if type(given) == "table" and name_of(given) == nil then
    for i, item in ipairs(given) do
      list[i] = spans_of(item)
      if not list[i] then list = {} break end
    end
  end
  if #list == 0 then
    core.raise("%s takes phases: a set of records with a span each, such as study:phases \"coding\", a list of " ..
      "spans, or a list of such sets, not %s", what, tostring(given))
  end
  return list
end

-- A series of months that reaches from the first day of all spans to their last: only its periods count.
local function months_of(sets)
  local from, to
  for _, set in ipairs(sets) do
    for _, span in ipairs(set) do
      local a, b = span:first(), span:last()
      if not a or not b then core.raise("the phase %s has an open end; agreement needs both", tostring(span)) end
      from, to = (not from or a < from) and a or from, (not to or b > to) and b or to
    end
  end
  local first_year, first_month = from:match "^(%-?%d+)%-(%d%d)"
  local last_year, last_month = to:match "^(%-?%d+)%-(%d%d)"
  local n, values = (last_year - first_year) * 12 + last_month - first_month + 1, {}
  for i = 1, math.tointeger(n) do values[i] = 0 end
  return core.series { start = first_year .. "-" .. first_month, values = values, name = "months" }
end

-- Where segments begin, as periods from 2 on: the first period of a phase, and the one after its last.
local function changes_of(spans, series)
  local set, list, outside = {}, {}, 0
  for _, span in ipairs(spans) do
    local first, last = core.window_cells(series, span)
    if first then
      set[first], set[last + 1] = true, true
    else
      outside = outside + 1
    end
  end
  for at in pairs(set) do
    if at > 1 and at <= #series then list[#list + 1] = at end
  end
  table.sort(list)
  return list, outside
end

-- All circular shifts of the found changes: the share that agree at least as well, and the mean.
local function by_chance(values, n, found, coders, margin)
  local sum, reached = { covering = 0, f1 = 0 }, { covering = 0, f1 = 0 }
  for by = 0, n - 1 do
    local shifted = {}
    for i, at in ipairs(found) do shifted[i] = (at - 1 + by) % n + 1 end
    table.sort(shifted)
    local got = core.segment_agreement(n, shifted, coders, margin)
    for name in pairs(sum) do
      sum[name] = sum[name] + got[name]
      if got[name] >= values[name] - 1e-12 then reached[name] = reached[name] + 1 end
    end
  end
  for name in pairs(sum) do
    values[name .. "_by_chance"], values[name .. "_p"] = sum[name] / n, reached[name] / n
  end
end

local function dates_text(series, list)
  local out = {}
  for i, at in ipairs(list) do out[i] = tostring(series:period(at)) end
  return #out > 0 and table.concat(out, ", ") or "no change"
end

local function rows(self)
  local unit, s = self.series.interval, self.series
  local function against(name)
    return string.format("by chance %.3f, p %s", self[name .. "_by_chance"], result.share(self[name .. "_p"]))
  end
  local out = {
    { "covering", string.format("%.3f  (%s)", self.covering, against "covering") },
    { "adjusted Rand", string.format("%.3f", self.adjusted_rand) },
    { "boundary F1", string.format("%.3f  (%s; precision %.3f, recall %.3f; margin %d %s%s)", self.f1, against "f1",
      self.precision, self.recall, self.margin, unit, self.margin == 1 and "" or "s") },
    { "chance", string.format("all %d circular shifts of the found changes; floor %s", self.n,
      result.share(1 / self.n)) },
    { "found", dates_text(s, self.found_changes) },
  }
  for _, list in ipairs(self.narrated_changes) do out[#out + 1] = { "narrated", dates_text(s, list) } end
  out[#out + 1] = { "n", string.format("%d %ss, %s to %s; the first one begins everyone's first segment", self.n, unit,
    tostring(s:period(1)), tostring(s:period(self.n))) }
  out[#out + 1] = { "dropped", self.dropped == 0 and "none" or string.format("%d phases outside these %ss",
    self.dropped, unit) }
  return out
end

local function agreement(found, phases, options)
  options = options or {}
  core.check_options(options, { "margin" }, "agreement")
  local margin = options.margin or 5
  if math.type(margin) ~= "integer" or margin < 0 then
    core.raise("a margin is a whole number of periods from 0 on, not %s", tostring(margin))
  end
  local mine, theirs = periodisations(found, "agreement"), periodisations(phases, "agreement")
  if #mine > 1 then core.raise "agreement takes one periodisation first, and one or several to hold it against" end
  local is_result = name_of(found) == "balassa.result"
  local sets = { mine[1], table.unpack(theirs) }
  local series = is_result and found.series or months_of(sets)
  local found_changes, dropped = {}, 0
  if is_result then
    for i, b in ipairs(found.boundaries) do found_changes[i] = b.index end
  else
    found_changes = changes_of(mine[1], series)
  end
  local narrated = {}
  for i, set in ipairs(theirs) do
    local list, outside = changes_of(set, series)
    narrated[i], dropped = list, dropped + outside
  end
  local values = core.segment_agreement(#series, found_changes, narrated, margin)
  by_chance(values, #series, found_changes, narrated, margin)
  values.margin, values.n, values.dropped, values.series = margin, #series, dropped, series
  values.found_changes, values.narrated_changes = found_changes, narrated
  values.title = string.format("agreement of %d change%s with %d periodisation%s", #found_changes,
    #found_changes == 1 and "" or "s", #narrated, #narrated == 1 and "" or "s")
  return result.new { kind = "agreement", values = values, order = order, rows = rows }
end

return agreement
