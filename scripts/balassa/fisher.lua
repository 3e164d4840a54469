-- balassa.fisher({ { a, b }, { c, d } }, options): does the outcome depend on the group? Fisher's exact test.
--
-- The method is in engine/stats/fisher.h. Rows are groups, columns outcomes.

local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local result = require "balassa.result"

local known = { "groups", "outcomes", "alternative", "level", "odds", "margin" }

local order = { "odds", "low", "high", "level", "p", "floor", "alternative", "share_first", "share_second", "power",
  "power_odds", "smallest_found", "within", "margin_low", "margin_high", "a", "b", "c", "d", "n", "call" }

local sides = { two_sided = "two-sided", greater = "one-sided: more often in the first group",
  less = "one-sided: less often in the first group" }

local function counts_of(given)
  local list = {}
  for r = 1, 2 do
    for k = 1, 2 do
      local v = type(given) == "table" and type(given[r]) == "table" and given[r][k]
      if math.type(v) ~= "integer" or v < 0 then
        core.raise("fisher needs a table of four counts, { { a, b }, { c, d } }, and row %d, column %d is %s", r, k,
          tostring(v or nil))
      end
      list[#list + 1] = v
    end
  end
  return table.unpack(list)
end

local function names_of(given, otherwise, what)
  if given == nil then return otherwise end
  if type(given) ~= "table" or type(given[1]) ~= "string" or type(given[2]) ~= "string" then
    core.raise("fisher: %s are two names, such as { \"%s\", \"%s\" }", what, otherwise[1], otherwise[2])
  end
  return given
end

-- The chance that the interval would lie within the margin if the outcome did not depend on the group: over
-- all tables with these margins.
local MOST_TABLES = 2000

local function within_margin(a, b, c, d, margin, options)
  local first, yes, n = a + b, a + c, a + b + c + d
  local least, most = math.max(0, yes - (c + d)), math.min(yes, first)
  if most - least > MOST_TABLES then return 0 / 0 end
  local weight, all, inside = 1, 0, 0
  for x = least, most do
    local t = core.fisher(x, first - x, yes - x, n - first - yes + x, options)
    all = all + weight
    if t.low >= margin[1] and t.high <= margin[2] then inside = inside + weight end
    weight = weight * (first - x) * (yes - x) / ((x + 1) * (n - first - yes + x + 1)) -- of x + 1 to that of x
  end
  return inside / all
end

local function check_margin(margin)
  if margin == nil then return end
  local low, high = type(margin) == "table" and margin[1], type(margin) == "table" and margin[2]
  if type(low) ~= "number" or type(high) ~= "number" or not (0 <= low and low < 1 and 1 < high) then
    core.raise "fisher: a margin is a pair of odds ratios round 1, such as { 1 / 3, 3 }"
  end
end

local function number(v)
  return v ~= v and "none" or v == math.huge and "infinite" or result.number(v)
end

local function rows(self)
  local found = self.smallest_found < math.huge and "80 % from " .. result.number(self.smallest_found) .. " on" or
    "80 % of none"
  local function group(i, x, y)
    return { self.groups[i], string.format("%d %s, %d %s: %.1f %%", x, self.outcomes[1], y, self.outcomes[2],
      100 * x / (x + y)) }
  end
  local out = {
    group(1, self.a, self.b), group(2, self.c, self.d),
    { "odds ratio", string.format("%s  (conditional maximum likelihood)", number(self.odds)) },
    { "interval", string.format("%s to %s  (%g %%, exact)", number(self.low), number(self.high), 100 * self.level) },
    { "p", string.format("%s  (%s; Fisher's exact test)", result.share(self.p), sides[self.alternative]) },
    { "floor", dates.floor_text(self.floor, self.level) },
    { "power", string.format("%.0f %% of odds ratios of %s are found, %s; exact, given the margins", 100 * self.power,
      result.number(self.power_odds), found) },
    { "method", "the cases taken as independent of each other" },
  }
  if self.within == self.within then
    table.insert(out, #out, { "sameness", string.format("were there no difference, the interval would lie within %s " ..
      "to %s in %.0f %% of cases", result.number(self.margin_low), result.number(self.margin_high),
      100 * self.within) })
  end
  return out
end

local function fisher(given, options)
  options = options or {}
  core.check_options(options, known, "fisher")
  local a, b, c, d = counts_of(given)
  check_margin(options.margin)
  local values = core.fisher(a, b, c, d, { alternative = options.alternative, level = options.level,
    odds = options.odds and options.odds + 0.0 })
  values.odds = values.odds or 0 / 0
  values.within, values.margin_low, values.margin_high = 0 / 0, 0 / 0, 0 / 0
  if options.margin then
    values.within = within_margin(a, b, c, d, options.margin, { level = options.level })
    values.margin_low, values.margin_high = options.margin[1], options.margin[2]
  end
  values.groups = names_of(options.groups, { "first", "second" }, "groups")
  values.outcomes = names_of(options.outcomes, { "yes", "no" }, "outcomes")
  values.alternative, values.level, values.power_odds = options.alternative or "two_sided", options.level or 0.95,
    options.odds or 4
  values.a, values.b, values.c, values.d, values.n = a, b, c, d, a + b + c + d
  values.share_first, values.share_second = a / (a + b), c / (c + d)
  values.call = string.format("fisher({ { %d, %d }, { %d, %d } }, { alternative = %q, level = %g })", a, b, c, d,
    values.alternative, values.level)
  values.title = string.format("%s against %s, by group: %d cases", values.outcomes[1], values.outcomes[2], values.n)
  return result.new { kind = "fisher test", values = values, order = order, rows = rows }
end

return fisher
