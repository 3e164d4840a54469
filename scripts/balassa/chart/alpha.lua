-- The chart of a reliability: alpha of each group with its interval, from disagreement to agreement.

local chart = require "balassa.chart"
local core = require "balassa.core"
local result = require "balassa.result"
local rows = require "balassa.chart.rows"
local style = require "balassa.chart.style"

local function number(v) return (string.format("%.2f", v):gsub("^%-", "−")) end

local function items_of(self)
  local items = {}
  for i, r in ipairs(self.groups) do
    local item = { label = r.name, note = r.name, gap = 10,
      unit = string.format("%s, %d units, %d values", r.level, r.units, r.n) }
    if r.alpha then
      item.numbers = r.low and string.format("%s  (%s to %s)", number(r.alpha), number(r.low), number(r.high)) or
        number(r.alpha)
      item.sub = not r.low and "one unit: no interval" or nil
      item.parts = r.low and { { low = r.low, high = r.high } } or {}
      item.dots = { { at = r.alpha, hollow = not r.low } }
    else
      item.numbers, item.sub = "undefined", r.why
    end
    items[i] = item
  end
  return items
end

local known = { "title", "subtitle", "note", "width" }

return function(self, options)
  options = options or {}
  core.check_options(options, known, "a reliability's chart")
  local title = options.title or self.title
  local subtitle = options.subtitle or string.format("With %g %% intervals: units drawn again %s times, seed %d. " ..
    "Coders: %s.", 100 * self.coverage, result.number(self.reps), self.seed, table.concat(self.coders, ", "))
  return rows.chart(chart, { title = title, subtitle = subtitle, width = options.width }, function()
    return { title = title, subtitle = subtitle, width = options.width, items = items_of(self), names = 220,
      numbers = 190, to = 1.04, axis = "Krippendorff’s alpha", uprights = { { at = 0 },
        { at = 0.8, color = style.frame, dash = "(6,5)" }, { at = 2 / 3, color = style.frame, dash = "(2,4)" } },
      legend = { { kind = "line", color = style.frame, lw = 1.2, dash = "(6,5)",
        text = ".8: Krippendorff’s bound for conclusions to rest on" },
        { kind = "line", color = style.frame, lw = 1.2, dash = "(2,4)",
        text = ".667: for tentative ones" } },
      note = options.note or
        "1: they agree; 0: as by chance. It cannot show that they are right, only that they agree." }
  end)
end
