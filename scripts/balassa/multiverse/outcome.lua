-- What the universes of a multiverse gave: how it prints, its rows, its chart.

local core = require "balassa.core"
local result = require "balassa.result"

local outcome = {}

local order = { "universes", "failed", "median", "low", "q1", "q3", "high", "above", "infinite", "significant",
  "significant_against", "tested", "share", "alpha", "null", "alternative", "direction", "floor_low", "floor_high",
  "shifts", "median_p", "median_floor", "share_observed", "share_p", "share_floor", "z", "z_p", "z_floor", "call" }

local function percent(share)
  local v = 100 * share
  if v == 0 then return "0 %" end
  return (v > 0 and v < 0.1 and "<0.1" or v < 100 and v > 99.9 and ">99.9" or v >= 10 and string.format("%.0f", v) or
    string.format("%.1f", v)) .. " %"
end

local function failure_rows(self, out)
  if self.failed == 0 then
    out[#out + 1] = { "failed", "none" }
    return
  end
  local list = {}
  for text, n in pairs(core.multiverse_faults(rawget(self, "rows_of"))) do list[#list + 1] = { text, n } end
  table.sort(list, function(a, b)
    if a[2] ~= b[2] then return a[2] > b[2] end
    return a[1] < b[1]
  end)
  for i = 1, math.min(#list, 5) do
    out[#out + 1] = { i == 1 and "failed" or "", string.format("%s: %s", result.number(list[i][2]), list[i][1]) }
  end
  if #list > 5 then out[#out + 1] = { "", string.format("and for %d other reasons", #list - 5) } end
end

local sides = { two_sided = "two-sided", greater = "one-sided: higher inside", less = "one-sided: lower inside" }

local null_texts = { shift = "every circular shift of all windows",
  relocate = "every placement of windows of these lengths" }

local function significant_text(self)
  if self.tested == 0 then return "not tested: universes have no p of their own" end
  local how = (self.null == "none" or rawget(self, "own")) and "p as the estimate gave it" or
    string.format("%s, over %s", sides[self.alternative], null_texts[self.null])
  local what
  if self.direction == "two_sided" then
    what = string.format("%s above no effect, %s below", percent(self.significant / self.tested),
      percent(self.significant_against / self.tested))
  else
    what = string.format("%s as predicted (%s), %s the other way", percent(self.significant / self.tested),
      self.direction == "greater" and "higher inside" or "lower inside",
      percent(self.significant_against / self.tested))
  end
  return what, string.format("(p <= %g; %s)", self.alpha, how)
end

local function floor_text(self)
  if not rawget(self, "values").floor_low then return nil end
  local low, high = result.share(self.floor_low), result.share(self.floor_high)
  return (low == high and low or low .. " to " .. high) .. "  (the smallest p that the universes could have given" ..
    (self.floor_high > self.alpha and "; some can never reach " .. core.number(self.alpha) or "") .. ")"
end

local function test_row(name, observed, test, note)
  return { name, string.format("%-8s p %-6s floor %-7s %s", observed, result.share(test.p), result.share(test.floor),
    note) }
end

local function joint_rows(self, out)
  local tests = rawget(self, "tests")
  if not tests then
    out[#out + 1] = { "joint tests", rawget(self, "own") and "none: they would need the estimate in every shift, " ..
      "and a function of one's own gives one" or "not asked for" }
    return
  end
  local function within(t, show)
    return string.format("%s to %s in 95 %% of the shifts", show(t.low), show(t.high))
  end
  local n = result.number
  local side = self.direction == "two_sided" and "either sign" or self.direction == "greater" and
    "as predicted: higher inside" or "as predicted: lower inside"
  out[#out + 1] = { "joint tests", string.format("one and the same shift in every universe, %s shifts, %s",
    n(self.shifts), side) }
  out[#out + 1] = test_row("  median", n(tests.median.observed), tests.median, within(tests.median, n))
  out[#out + 1] = test_row("  share", percent(tests.share.observed), tests.share, within(tests.share, percent))
  out[#out + 1] = test_row("  mean z", string.format("%.3f", tests.z.observed), tests.z, within(tests.z,
    function(v) return string.format("%.2f", v) end))
  if self.null == "relocate" then
    out[#out + 1] = { "", "for the joint tests a universe is significant by shifts, not by relocation" }
  end
end

-- Words on lines of a width that reads well.
function outcome.wrapped(words, by)
  local lines = { "" }
  for i, word in ipairs(words) do
    local last = lines[#lines]
    if #last + #word > 86 then
      lines[#lines + 1] = word
      lines[#lines - 1] = last .. by:gsub("%s+$", "")
    else
      lines[#lines] = last .. (i > 1 and by or "") .. word
    end
  end
  return lines
end

-- Parameters with a choice: "crises (2)", "rule (3)" ...
function outcome.product_list(parameters)
  local words = {}
  for _, p in ipairs(parameters) do
    if #p > 1 then words[#words + 1] = string.format("%s (%d)", p.name, #p) end
  end
  return #words > 0 and words or { "no choice: one option of each parameter" }
end

-- Shares of variance, largest first.
local function variance_rows(self, out)
  local list, sum = {}, 0
  for _, v in ipairs(rawget(self, "variance")) do
    list[#list + 1] = v
    sum = sum + v.share
  end
  if #list == 0 then return end
  table.sort(list, function(a, b)
    if a.share ~= b.share then return a.share > b.share end
    return a.name < b.name
  end)
  local words = {}
  for i, v in ipairs(list) do words[i] = string.format("%s %s", v.name, percent(v.share)) end
  if self.balanced then words[#words + 1] = "in how they combine " .. percent(math.max(0, 1 - sum)) end
  for i, line in ipairs(outcome.wrapped(words, ", ")) do out[#out + 1] = { i == 1 and "variance" or "", line } end
  out[#out + 1] = { "", "(of the estimates, between the options of each: sum of squares between over total; " ..
    "Fisher 1925" .. (self.balanced and ")" or ";") }
  if not self.balanced then out[#out + 1] = { "", "universes are missing, so the shares may overlap)" } end
end

-- What the options of the parameter that decides most gave.
local function by_rows(self, out)
  local most
  for _, v in ipairs(rawget(self, "variance")) do
    if not most or v.share > most.share then most = v end
  end
  if not most or #self:by(most.name) > 10 then return end
  for i, o in ipairs(self:by(most.name)) do
    local significant = o.significant and string.format(", %s significant%s", percent(o.significant), self.direction ==
      "two_sided" and "" or " as predicted") or ""
    out[#out + 1] = { i == 1 and "by " .. most.name or "", string.format("%s: %s", o.label, o.median and "median " ..
      result.number(o.median) .. significant or "none has an estimate") }
  end
end

local function units_note(self)
  local names, scores
  for _, p in ipairs(self.parameters) do
    if p.name == "estimate" and #p > 1 then names = #p end
    if p.name == "score" and #p > 1 then scores = true end
  end
  local difference = self.estimate_names.mean_difference
  if names then
    return "estimates of different kinds stand on one scale here: read the share and the mean z before the median"
  elseif scores and difference then
    return "scores of different units stand on one scale here; estimate = \"standardised_difference\" has none"
  end
end

local function rows(self)
  local n, share = result.number, percent
  local out = {
    { "universes", string.format("%s%s", n(self.universes), self.listed and ", listed" or ", every combination of") },
  }
  if not self.listed then
    for _, line in ipairs(outcome.wrapped(outcome.product_list(self.parameters), " x ")) do
      out[#out + 1] = { "", line }
    end
  end
  failure_rows(self, out)
  if self.estimated == 0 then
    out[#out + 1] = { "estimates", "none" }
  else
    out[#out + 1] = { "estimates", string.format("median %s, half of them from %s to %s, all from %s to %s",
      n(self.median), n(self.q1), n(self.q3), n(self.low), n(self.high)) }
    out[#out + 1] = { "", string.format("(%s)", table.concat(self.estimate_labels, ", ")) }
    out[#out + 1] = { "sign", share(self.above / self.estimated) .. " of them above no effect" }
    local what, how = significant_text(self)
    out[#out + 1] = { "significant", what }
    if how then out[#out + 1] = { "", how } end
    local floors = floor_text(self)
    if floors then out[#out + 1] = { "floors", floors } end
    joint_rows(self, out)
    variance_rows(self, out)
    by_rows(self, out)
  end
  local note = units_note(self)
  if note then out[#out + 1] = { "note", note } end
  out[#out + 1] = { "note", "the share of significant universes is not the probability that a claim is true" }
  return out
end

-- Rows ------------------------------------------------------------------------------------------

local columns = { "estimate", "p", "floor", "n_in", "n_out", "dropped", "events", "fault" }

local function quote(v)
  if v == nil then return "" end
  if math.type(v) == "float" then return core.number(v) end
  v = tostring(v)
  return v:find '[",\r\n]' and '"' .. v:gsub('"', '""') .. '"' or v
end

-- The parameter `estimate` is called so beside the estimate itself.
local function column_of(parameter) return parameter == "estimate" and "estimator" or parameter end

-- result:universe(number) -> its choices and what it gave
local function universe(self, number)
  local u = rawget(self, "mv"):universe(number)
  local values = table.pack(core.multiverse_row(rawget(self, "rows_of"), number))
  u.estimator = u.estimate
  for i, name in ipairs(columns) do u[name] = values[i] end
  return u
end

-- result:by(parameter) -> { { label =, n =, median =, significant = share }, ... } of its options
local function by(self, name)
  local d, names = nil, {}
  for i, p in ipairs(self.parameters) do
    names[i] = p.name
    if p.name == name then d = i end
  end
  if not d then
    local near = core.near(tostring(name), names)
    core.raise("this multiverse has no parameter '%s'%s", tostring(name), near and "; did you mean '" .. near .. "'?" or
      " (known: " .. table.concat(names, ", ") .. ")")
  end
  local list = core.multiverse_by(rawget(self, "rows_of"), d)
  for o, item in ipairs(list) do
    local count = self.direction == "greater" and item.above or self.direction == "less" and item.below or
      item.above + item.below
    list[o] = { label = self.parameters[d][o].label, n = item.n, median = item.median, significant = item.tested > 0 and
      count / item.tested or nil }
  end
  return list
end

-- result:csv() -> one line a universe, with a column for each parameter
local function csv(self)
  local mv, object = rawget(self, "mv"), rawget(self, "rows_of")
  local head, labels = { "universe" }, {}
  for d, p in ipairs(self.parameters) do
    head[#head + 1] = quote(column_of(p.name))
    labels[d] = {}
    for o, option in ipairs(p) do labels[d][o] = quote(option.label) end
  end
  for _, name in ipairs(columns) do head[#head + 1] = name end
  local out, handle = { table.concat(head, ",") }, rawget(mv, "core")
  for u = 1, self.universes do
    local cells = { tostring(u) }
    for d, o in ipairs(core.multiverse_choice(handle, u)) do cells[d + 1] = labels[d][o] end
    local values = table.pack(core.multiverse_row(object, u))
    for i = 1, #columns do cells[#cells + 1] = quote(values[i]) end
    out[u + 1] = table.concat(cells, ",")
  end
  out[#out + 1] = ""
  return table.concat(out, "\n")
end

local function draw(self, options)
  return require("balassa.chart.multiverse")(require "balassa.chart", self, options)
end

-- The result -----------------------------------------------------------------------------------

local function summed(values, summary, direction)
  values.universes, values.estimated = summary.universes, summary.estimated
  values.failed = summary.universes - summary.estimated
  for _, name in ipairs { "median", "low", "q1", "q3", "high", "above", "infinite", "tested", "floor_low", "floor_high",
    "shifts" } do
    values[name] = summary[name]
  end
  local up, down = summary.significant_above, summary.significant_below
  if direction == "less" then up, down = down, up end
  values.significant, values.significant_against = up, down
  values.share = summary.tested > 0 and up / summary.tested or nil
  for name, test in pairs { median = summary.joint_median, share = summary.joint_share, z = summary.joint_z } do
    values[name .. "_p"], values[name .. "_floor"] = test.p, test.floor
  end
  values.z = summary.joint_z and summary.joint_z.observed
  values.share_observed = summary.joint_share and summary.joint_share.observed
end

function outcome.new(mv, object)
  local summary = core.multiverse_summary(object, rawget(mv, "direction"))
  local values = { null = rawget(mv, "null"), alternative = rawget(mv, "alternative"),
    direction = rawget(mv, "direction"), alpha = rawget(mv, "alpha"), parameters = rawget(mv, "choices"),
    listed = rawget(mv, "rows") ~= nil, estimate_names = {}, estimate_labels = {}, study = rawget(mv, "study"),
    csv = csv, universe = universe, by = by, grid = rawget(mv, "grid") }
  summed(values, summary, values.direction)
  local variance = {}
  for d, p in ipairs(values.parameters) do
    if p.name == "estimate" then
      for i, option in ipairs(p) do
        values.estimate_names[option.label], values.estimate_labels[i] = true, option.label
      end
    end
    local share = summary.variance[d]
    if #p > 1 and share == share then variance[#variance + 1] = { name = p.name, share = share } end
  end
  values.balanced = not values.listed and values.failed == 0 and values.infinite == 0
  values.title = string.format("multiverse of %s universe%s", result.number(values.universes),
    values.universes == 1 and "" or "s")
  values.call = string.format("multiverse(study, { %s })", table.concat(outcome.product_list(values.parameters), " x "))
  local own = rawget(mv, "functions") ~= nil
  return result.new { kind = "multiverse", values = values, order = order, rows = rows, draw = draw, rows_of = object,
    mv = mv, variance = variance, own = own, tests = summary.joint_median and { median = summary.joint_median,
      share = summary.joint_share, z = summary.joint_z } or nil }
end

return outcome
