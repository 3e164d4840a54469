-- balassa.adjust(p_values, { method = }): p-values adjusted for how many there are.
--
-- The formulas are in engine/stats/multiple.h; balassa.max_t uses the dependence between tests too.

local core = require "balassa.core"
local result = require "balassa.result"

local methods = { holm = "Holm: family-wise error, under any dependence",
  bonferroni = "Bonferroni: family-wise error, under any dependence (Holm is never worse)",
  bh = "Benjamini-Hochberg: false discovery rate, for independent or positively dependent tests" }

-- A number, or a result that has a p.
local function p_of(item, key)
  local p = type(item) == "table" and core.get(item, "p") or item
  if type(p) ~= "number" or not (p >= 0 and p <= 1) then
    core.raise("adjust: [%s] is %s; a p-value is a number from 0 to 1, or a result that has one", tostring(key),
      tostring(item):gsub("\n.*", " ..."))
  end
  return p
end

-- Keys in a stable order: the list part, then names.
local function keys_of(given)
  local keys, names = {}, {}
  for i = 1, #given do keys[i] = i end
  for key in pairs(given) do
    if type(key) == "string" then names[#names + 1] = key end
  end
  table.sort(names)
  table.move(names, 1, #names, #keys + 1, keys)
  return keys
end

local function rows(self)
  local out = { { "", string.format("%9s %9s", "p", "adjusted") } }
  for _, key in ipairs(self.keys) do
    out[#out + 1] = { tostring(key), string.format("%9s %9s", result.share(self.p[key]),
      result.share(self.adjusted[key])) }
  end
  out[#out + 1] = { "method", methods[self.method] }
  out[#out + 1] = { "tests", result.number(self.tests) .. " (all that were run must be among them)" }
  return out
end

local function draw(self, options)
  local tests = {}
  for i, key in ipairs(self.keys) do
    tests[i] = { name = tostring(key), p = self.p[key], adjusted = self.adjusted[key] }
  end
  return require("balassa.chart.family")(require "balassa.chart", self, tests,
    "Adjusted by " .. methods[self.method] .. ". All tests that were run must be among these.", options)
end

local function adjust(given, options)
  options = options or {}
  core.check_options(options, { "method" }, "adjust")
  local method = options.method or "holm"
  if not methods[method] then
    local near = core.near(tostring(method), methods)
    core.raise("adjust: method is \"holm\", \"bh\" or \"bonferroni\", not '%s'%s", tostring(method),
      near and "; did you mean '" .. near .. "'?" or "")
  end
  if type(given) ~= "table" then
    core.raise("adjust needs a table of p-values, a list or { name = p }, not %s", tostring(given))
  end
  local keys, p, adjusted = keys_of(given), {}, {}
  if #keys == 0 then core.raise "adjust needs at least one p-value, and there is none" end
  for i, key in ipairs(keys) do p[i] = p_of(given[key], key) end
  local values = { method = method, tests = #keys, keys = keys, p = {}, adjusted = adjusted,
    title = string.format("%d p-values adjusted for each other", #keys) }
  for i, v in ipairs(core.adjust(p, method)) do
    values.p[keys[i]], adjusted[keys[i]] = p[i], v
    values["p." .. keys[i]], values["adjusted." .. keys[i]] = p[i], v
  end
  return result.new { kind = "adjustment", values = values, order = { "method", "tests" }, rows = rows,
    draw = draw }
end

return adjust
