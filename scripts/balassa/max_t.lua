-- balassa.max_t { contrast, ... }: several contrasts tested as one family, all windows of all of
-- them shifted together (Westfall and Young's maxT; engine/stats/multiple.h).

local core = require "balassa.core"
local result = require "balassa.result"

local estimates = { ["difference of means"] = "mean_difference", ["Cliff's delta"] = "cliff_delta" }

local function member_of(item, key)
  if type(item) ~= "table" or rawget(item, "kind") ~= "contrast" then
    core.raise("max_t: [%s] is no contrast but %s", tostring(key), (tostring(item):gsub("\n.*", " ...")))
  end
  return { series = item.series, windows = item.windows, estimate = estimates[item.estimate_name],
    alternative = item.alternative,
    given = item, name = type(key) == "string" and key or item.series.name ~= "" and item.series.name or
    "contrast " .. key }
end

local function check_range(a, b)
  if a.series.interval ~= b.series.interval or #a.series ~= #b.series or
    tostring(a.series:period(1)) ~= tostring(b.series:period(1)) then
    core.raise("max_t: '%s' and '%s' cover different periods, and one shift must do for both; bring their series " ..
      "together with balassa.align", a.name, b.name)
  end
end

local function members_of(given)
  if type(given) ~= "table" or getmetatable(given) then
    core.raise("max_t needs a table of contrasts, a list or { name = contrast }, not %s", type(given))
  end
  local members, names = {}, {}
  for i, item in ipairs(given) do members[i] = member_of(item, i) end
  for key in pairs(given) do
    if type(key) == "string" then names[#names + 1] = key end
  end
  table.sort(names)
  for _, key in ipairs(names) do members[#members + 1] = member_of(given[key], key) end
  if #members == 0 then core.raise "max_t needs at least one contrast, and there is none" end
  for i = 2, #members do check_range(members[1], members[i]) end
  return members
end

local function rows(self)
  local out = { { "", string.format("%9s %7s %7s %9s", "estimate", "T", "p", "adjusted") } }
  for _, r in ipairs(self.members) do
    out[#out + 1] = { r.name, string.format("%9s %7.2f %7s %9s", result.number(r.estimate), r.statistic,
      result.share(r.p), result.share(r.adjusted)) }
  end
  local unit = self.members[1].series.interval
  out[#out + 1] = { "null", string.format("shift: every circular shift of all windows, the same in all %d contrasts",
    self.tests) }
  out[#out + 1] = { "p", string.format("exact over %s shifts; adjusted by step-down maxT (family-wise error)",
    result.number(self.placements)) }
  out[#out + 1] = { "floor", result.share(self.floor) .. "  (the smallest p this design could have given)" }
  out[#out + 1] = { "T", "the estimate over its standard deviation across the shifts" }
  out[#out + 1] = { "dropped", self.undefined == 0 and "none" or string.format(
    "%d shifts at which a contrast has no %s inside or outside", self.undefined, unit) }
  return out
end

local function draw(self, options)
  local tests = {}
  for i, r in ipairs(self.members) do
    tests[i] = { name = r.name, unit = "estimate " .. result.number(r.estimate):gsub("^%-", "−"), p = r.p,
      adjusted = r.adjusted }
  end
  return require("balassa.chart.family")(require "balassa.chart", self, tests, string.format(
    "All windows shifted together, exact over %s shifts; adjusted by step-down maxT (family-wise error). Floor %s, " ..
    "the smallest p that this design could have given.", result.number(self.placements), result.share(self.floor)),
    options)
end

local function max_t(given, options)
  core.check_options(options or {}, {}, "max_t")
  local members = members_of(given)
  local list, undefined = core.max_t(members)
  local values = { tests = #members, members = {}, undefined = undefined, placements = #members[1].series - undefined,
    title = string.format("%d contrasts as one family", #members) }
  values.floor = 1 / values.placements
  for i, r in ipairs(list) do
    local m = members[i]
    if math.abs(r.estimate - m.given.estimate) > 1e-9 * (1 + math.abs(r.estimate)) then
      core.raise("max_t: '%s' has the estimate %.10g, and its series and windows give %.10g", m.name,
        m.given.estimate, r.estimate)
    end
    r.name, r.series, r.adjusted = m.name, m.series, r.step_down
    values.members[i], values.members[m.name] = r, r
    for _, field in ipairs { "estimate", "statistic", "p", "single_step", "adjusted" } do
      values[m.name .. "." .. field] = r[field]
    end
  end
  return result.new { kind = "family", values = values, order = { "tests", "placements", "undefined", "floor" },
    rows = rows, draw = draw }
end

return max_t
