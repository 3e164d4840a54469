-- The chart of a comparison: the index of the base light, those of the what-ifs strong.

local core = require "balassa.core"
local chart = require "balassa.chart"
local style = require "balassa.chart.style"
local study_charts = require "balassa.chart.study"
local time = require "balassa.chart.time"

local known = { "title", "subtitle", "note", "from", "to", "ticks", "width", "height" }

local LIGHT = "#9c9c9c"

local function letter(i) return string.char(63 + i) end -- of what-if 2, 3 ...: A, B ...

local function span_texts(windows)
  local out = {}
  for i, w in ipairs(windows) do out[i] = w.id .. " " .. tostring(w.span) end
  return table.concat(out, "\n")
end

local function bands_of(windows, of_base)
  local list = { title = of_base and "Crises, base" or "Crises", legend = "Crisis" }
  for i = 1, #windows do list[i] = { span = windows[i].span, label = windows[i].label } end
  return list
end

-- The windows of a base that the bands do not show: named by their ids above the plot.
local function strip_of(windows, title)
  local list = { title = title }
  for i = 1, #windows do list[i] = { span = windows[i].span, label = windows[i].label, number = i } end
  return list
end

-- Steps where a series has another value than the base; without what is equal, several stay readable.
local function differing_steps(series, base)
  local steps, of_base = {}, {}
  for i = 1, #base do of_base[base:day(i)] = base[i] end
  for i = 1, #series do
    if series[i] and of_base[series:day(i)] ~= series[i] then
      steps[#steps + 1] = { from = time.period_start(series, i), to = time.period_end(series, i), y = series[i] }
    end
  end
  return steps
end

local function signed(v) return (("%.2f"):format(v):gsub("^-", "−")) end

-- "Contrast −0.82 (p 0.58) in the base, −0.41 (p 0.80) in the what-if."
local function subtitle_of(self)
  for _, row in ipairs(self.measures) do
    if row.name == "contrast" and row.cells[1].value then
      local parts = {}
      for i, cell in ipairs(row.cells) do
        if cell.value then
          parts[#parts + 1] = ("%s (p %.2f) %s"):format(signed(cell.value), cell.p,
            i == 1 and "in the base" or #row.cells == 2 and "in the what-if" or "in " .. letter(i))
        end
      end
      return "Inside the crises less outside: " .. table.concat(parts, ", ") .. "."
    end
  end
end

local function edits_of(self)
  local parts = {}
  for i = 2, #self.studies do
    local study = self.studies[i]
    if #study.edits > 0 then
      parts[#parts + 1] = (#self.studies > 2 and letter(i) .. ": " or "What-if: ")
        .. table.concat(study.edits, "; ") .. "."
    end
  end
  return table.concat(parts, " ")
end

-- The score by whose values the rungs stand on the axis; none when the studies differ in it.
local function axis_score(self)
  local given = rawget(self, "values").score
  for i = 2, given and 0 or #self.studies do
    if self.studies[i].score ~= self.studies[1].score then return "" end
  end
  return given or self.studies[1].score
end

return function(self, options)
  options = options or {}
  core.check_options(options, known, "a comparison's chart")
  local base = self.studies[1]
  local index = self.indices[1]()
  local ok, ticks = core.attempt(study_charts.score_ticks, base, axis_score(self))
  local changed = {}
  local spans = span_texts(self.windows[1]())
  for i = 2, #self.studies do
    if span_texts(self.windows[i]()) ~= spans then changed[#changed + 1] = i end
  end
  local from, to = time.axis_of(index, options)
  local c = chart.new { title = options.title or self.title:gsub("^%l", string.upper),
    subtitle = options.subtitle or subtitle_of(self), note = options.note or "Note: " .. edits_of(self),
    from = from, to = to, ticks = options.ticks,
    width = options.width, height = options.height, digest = base.digest,
    y = ok and { ticks = ticks, from = ticks[1].at - 0.5, to = ticks[#ticks].at + 0.5 } or nil }
  -- with one what-if the bands are its, and those of the base stand above them where they differ; with
  -- several the bands are the base's, and above them stand those that differ
  local several = #self.studies > 2
  for _, i in ipairs(changed) do
    c:strip(strip_of(self.windows[several and i or 1](), several and "Crises, " .. letter(i) or "Crises, base"))
  end
  c:bands(bands_of(self.windows[several and 1 or changed[1] or 1](), several and #changed > 0))
  c:steps { series = index, label = "Base", color = LIGHT, lw = 2.4 }
  for i = 2, #self.studies do
    local look = style.series[(i - 2) % #style.series + 1]
    local steps = several and differing_steps(self.indices[i](), index) or { series = self.indices[i]() }
    steps.label = several and ("%s, where it differs: %s"):format(letter(i), self.studies[i].label)
      or self.studies[i].label
    steps.color, steps.lw, steps.dash = look.color, 2, look.dash
    if steps.series or #steps > 0 then c:steps(steps) end
  end
  return c
end
