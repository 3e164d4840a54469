-- balassa.contrast(series, windows, options): is the series higher inside the windows than outside?
--
-- The method is in engine/stats/contrast.h. Here: which windows, what is said about them, how the
-- result prints.

local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local result = require "balassa.result"
local windows_of = require "balassa.stats.windows"

local known = { "estimate", "null", "alternative", "method", "phases", "block", "seed", "reps", "level" }

local estimate_names = {
  mean_difference = "difference of means",
  cliff_delta = "Cliff's delta",
}

local alternative_names = {
  two_sided = "two-sided",
  greater = "one-sided: higher inside",
  less = "one-sided: lower inside",
}

local order = { "estimate", "mean_in", "mean_out", "p", "floor", "null", "alternative", "estimate_name", "method",
  "placements", "undefined", "draws", "p_error", "seed", "block", "n", "n_in", "n_out", "dropped", "level", "low",
  "high", "interval_placements", "interval_exact", "power_half", "power", "smallest_found", "phi", "sd",
  "simulations", "simulation_placements", "call" }

local lazy_names = { "low", "high", "interval_placements", "interval_exact", "power_half", "power", "smallest_found",
  "phi", "sd", "simulations", "simulation_placements" }

local null_texts = {
  relocate = "relocate: every placement of windows of these lengths",
  shift = "shift: every circular shift of all windows together",
  permute = "permute: every choice of as many values; it ignores time order, so where neighbours are alike its p is " ..
    "too small",
  phases = "phases: every choice of as many phases",
}

local arrangement_names = { relocate = "placements", shift = "placements", permute = "permutations",
  phases = "labellings of the phases", block = "resamples" }

local method_texts = { enumerate = "enumerated", dynamic = "by a dynamic programme over sums" }

-- A phase is inside when the windows cover more than half of its periods.
local function labelled(series, phases, windows)
  local inside, labels = {}, {}
  for _, phase in ipairs(phases) do
    local covered = 0
    for _, w in ipairs(windows) do
      covered = covered + math.max(0, math.min(phase.last, w.last) - math.max(phase.first, w.first) + 1)
    end
    if 2 * covered > phase.last - phase.first + 1 then
      inside[#inside + 1], labels[#labels + 1] = phase, string.format("%s (%s)", phase.id, tostring(phase.span))
    end
  end
  if #inside == 0 then
    core.raise("the windows cover no phase by more than half")
  end
  return inside, string.format("inside are the phases that the windows cover by more than half: %s; %ss of no " ..
    "phase are left out", table.concat(labels, ", "), series.interval)
end

local function percent(v)
  return string.format("%.0f %%", 100 * v)
end

local function p_text(self)
  local names, side = arrangement_names[self.null], alternative_names[self.alternative]
  if self.method ~= "monte_carlo" then
    return string.format("%s  (%s; exact over %s %s, %s)", result.share(self.p), side, result.number(self.placements),
      names, method_texts[self.method])
  end
  return string.format("%s  (%s; Monte Carlo: %s %s%s, seed %d, standard error %.2g)", result.share(self.p), side,
    result.number(self.draws), self.null == "block" and "" or "of " .. result.number(self.placements) .. " ", names,
    self.seed, self.p_error)
end

local function interval_text(self)
  local over = string.format("the test inverted over %s %s %s", self.interval_exact and "all" or "a sample of",
    result.number(self.interval_placements), arrangement_names[self.null])
  local all = self.low == -math.huge and self.high == math.huge
  return string.format("%s  (%s; %s)", all and "none: no effect can be ruled out" or
    result.number(self.low) .. " to " .. result.number(self.high), percent(self.level), over)
end

local function power_text(self)
  local found = self.smallest_found < math.huge and string.format("80 %% from %.2g sd (%.2g) on", self.smallest_found,
    self.smallest_found * self.sd) or "80 % of none"
  return string.format("%s of shifts of 0.5 sd are found, %s of 1 sd, %s", percent(self.power_half),
    percent(self.power), found)
end

local function simulation_text(self)
  return string.format("(%s AR(1) series, phi %.2f, sd %.3g, each against %s%s %s%s)", result.number(self.simulations),
    self.phi, self.sd, self.interval_exact and "" or "a sample of ", result.number(self.simulation_placements),
    arrangement_names[self.null],
    self.estimate_name == estimate_names.cliff_delta and "; of the difference of means" or "")
end

local function rows(self)
  local unit = self.series.interval .. "s"
  local out = {
    { "estimate", string.format("%s  (%s: mean %s inside, %s outside)", result.number(self.estimate),
      self.estimate_name, result.number(self.mean_in), result.number(self.mean_out)) },
    { "interval", interval_text(self) },
    { "p", p_text(self) },
    { "floor", result.share(self.floor) .. "  (the smallest p this design could have given" ..
      (self.floor > 0.05 and "; it can never reach .05)" or ")") },
    { "power", power_text(self) },
    { "", simulation_text(self) },
    { "null", null_texts[self.null] or string.format("block: the series put together anew from blocks of %d %s%s",
      self.block, unit, self.block_given and "" or " (a length chosen from the series)") },
    { "n", string.format("%d %s: %d inside %s, %d outside", self.n, unit, self.n_in,
      dates.count(#self.windows, "window"), self.n_out) },
    { "dropped", self.dropped == 0 and "none" or string.format("%d %s without a value%s", self.dropped, unit,
      self.null == "phases" and " or in no phase" or "") },
    { "series", self.series.how },
  }
  if self.undefined > 0 then
    out[#out + 1] = { "undefined", result.number(self.undefined) .. " placements have no value inside or outside" }
  end
  for _, note in ipairs(self.notes) do
    out[#out + 1] = { "note", note }
  end
  return out
end

local function draw(self, options)
  return require("balassa.chart").contrast(self, options)
end

local function spans_of(list)
  local spans = {}
  for i, w in ipairs(list) do
    spans[i] = w.span
  end
  return spans
end

local function phases_of(series, options)
  if options.null ~= "phases" then
    if options.phases ~= nil then
      core.raise 'option \'phases\' is for null = "phases"'
    end
    return nil
  end
  if options.phases == nil then
    core.raise 'null = "phases" needs the option \'phases\': a set of phases, such as study:phases "section3"'
  end
  local list = windows_of(series, options.phases)
  table.sort(list, function(a, b) return a.first < b.first end)
  return list
end

local function contrast(series, windows, options)
  options = options or {}
  core.check_options(options, known, "contrast")
  core.check_series(series, "contrast")
  if options.level ~= nil and not (type(options.level) == "number" and options.level > 0 and options.level < 1) then
    core.raise("option 'level' lies between 0 and 1, such as 0.95; it is %s", tostring(options.level))
  end
  local list, notes = windows_of(series, windows)
  local phases = phases_of(series, options)
  if phases then
    list, notes[#notes + 1] = labelled(series, phases, list)
  end
  local spans, phase_spans = spans_of(list), phases and spans_of(phases)
  local copy = {}
  for _, name in ipairs(known) do
    copy[name] = options[name]
  end
  local values = core.contrast(series, spans, copy, phase_spans)
  values.null = options.null or "relocate"
  values.alternative = options.alternative or "two_sided"
  values.estimate_name = estimate_names[options.estimate or "mean_difference"]
  values.level, values.seed = options.level or 0.95, options.seed or 1
  values.n = values.n_in + values.n_out
  values.dropped = values.gaps
  values.gaps = nil
  values.block_given = options.block ~= nil
  values.series, values.windows, values.notes = series, list, notes
  values.call = string.format("contrast(%s, %s, { estimate = %q, null = %q, alternative = %q })",
    series.name ~= "" and series.name or "series", dates.count(#list, "window"),
    options.estimate or "mean_difference", values.null, values.alternative)
  values.title = string.format("contrast of %s with %s", series.name ~= "" and series.name or "a series",
    dates.count(#list, "window"))
  return result.new { kind = "contrast", values = values, order = order, rows = rows, draw = draw,
    lazy = { names = lazy_names, compute = function()
      local reach = core.contrast_reach(series, spans, copy, phase_spans)
      -- a bound that is 0 but for the rounding of sums is 0
      for _, bound in ipairs { "low", "high" } do
        if math.abs(reach[bound]) < 1e-12 * reach.sd then reach[bound] = 0.0 end
      end
      return reach
    end } }
end

return contrast
