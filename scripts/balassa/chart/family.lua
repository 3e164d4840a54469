-- The chart of many tests at once: each p and what it is after the adjustment, on a logarithmic axis.

local core = require "balassa.core"
local result = require "balassa.result"
local rows = require "balassa.chart.rows"
local style = require "balassa.chart.style"

local known = { "title", "subtitle", "note", "width", "label" }

local LEVEL = 0.05

local function log10(p) return math.log(p, 10) end

-- A p of 0 can only have been given, and stands at the left edge.
local function range_of(tests)
  local low = 0.01
  for _, test in ipairs(tests) do
    if test.p > 0 then low = math.min(low, test.p) end
  end
  return log10(low) * 1.04 - 0.04
end

-- Decades, at most seven, and the level.
local function ticks_of(from)
  local list, step = {}, math.ceil(-from / 7)
  for k = 0, math.ceil(from), -step do
    list[#list + 1] = { at = k, label = k >= -3 and string.format("%." .. -k .. "f", 10.0 ^ k) or "1e" .. k }
  end
  return list
end

local function items_of(tests, from)
  local list = {}
  local function place(p) return p > 0 and log10(p) or from end
  for i, test in ipairs(tests) do
    local sure = test.adjusted <= LEVEL + 1e-12
    list[i] = { label = test.name, unit = test.unit, note = test.name, numbers = "adjusted " ..
      result.share(test.adjusted), sub = "p " .. result.share(test.p), color = sure and style.ink or style.quiet,
      gap = 8, p = test.p, dots = { { at = place(test.adjusted), color = style.against.color } } }
    if test.p < test.adjusted then
      table.insert(list[i].dots, 1, { at = place(test.p), color = style.series[1].color, hollow = true })
      list[i].parts = { { low = place(test.p), high = place(test.adjusted), lw = 1.4, color = style.series[1].color } }
    end
  end
  table.sort(list, function(a, b) return a.p < b.p end)
  return list
end

-- tests: { name =, p =, adjusted =, unit = (small, below the name) }
return function(chart, res, tests, note, options)
  options = options or {}
  core.check_options(options, known, "a chart of adjusted p-values")
  local from, count = range_of(tests), 0
  for _, test in ipairs(tests) do count = count + (test.adjusted <= LEVEL + 1e-12 and 1 or 0) end
  local title = options.title or res.title:gsub("^%l", string.upper)
  local subtitle = options.subtitle or string.format("Of %d tests %s at or below %g after the adjustment.", #tests,
    count == 0 and "none is" or count == 1 and "one is" or count .. " are", LEVEL)
  return rows.chart(chart, { title = title, subtitle = subtitle, width = options.width }, function()
    return { title = title, subtitle = subtitle, note = options.note or note, width = options.width, numbers = 130,
      axis = options.label or "p, on a logarithmic axis", from = from, to = 0.06, ticks = ticks_of(from),
      items = items_of(tests, from), uprights = { { at = log10(LEVEL), color = style.against.color, dash = "(6,6)" } },
      legend = { { kind = "dot", hollow = true, color = style.series[1].color, text = "p of the test alone" },
        { kind = "dot", color = style.against.color, text = "adjusted" },
        { kind = "line", color = style.against.color, dash = "(6,6)", lw = 1.2, text = "p = 0.05" } } }
  end)
end
