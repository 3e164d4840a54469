-- balassa.between(series, phases, options): how much of a series' variation lies between phases?
--
-- The method is in engine/stats/between.h.

local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local result = require "balassa.result"

local known = { "level", "step", "seed", "sims" }

local order = { "share", "by_chance", "p", "floor", "level", "n", "dropped", "shifts", "phi", "sd",
  "power", "step", "seed", "sims", "call" }

-- The number of the phase of each period, and each phase with its mean.
local function labels_of(series, phases)
  local labels, list = {}, {}
  for t = 1, #series do labels[t] = 0 end
  for i, item in ipairs(dates.items(phases, "phases")) do
    if not item.date then core.raise("between: phase %d has no span", i) end
    local first, last = core.window_cells(series, item.date)
    if first then
      local phase = { label = item.label, span = item.date, n = 0, sum = 0 }
      list[#list + 1] = phase
      for t = first, last do
        if labels[t] ~= 0 then core.raise("between: two phases cover %s", tostring(series:period(t))) end
        labels[t] = #list
        if series[t] then phase.n, phase.sum = phase.n + 1, phase.sum + series[t] end
      end
      phase.mean = phase.n > 0 and phase.sum / phase.n or nil
    end
  end
  return labels, list
end

local function rows(self)
  local unit = self.series.interval
  local out = {
    { "share", string.format("%s of the variation lies between the phases, %s within; by chance %s",
      result.share(self.share), result.share(1 - self.share), result.share(self.by_chance)) },
    { "p", string.format("%s  (one-sided: the phases differ more than by chance; exact over %d shifts)",
      result.share(self.p), self.shifts) },
    { "floor", dates.floor_text(self.floor, self.level) },
    { "power", string.format("%.0f %% of phases that alternate by %s sd are found (%s AR(1) series, phi %.2f, sd %s)",
      100 * self.power, result.number(self.step), result.number(self.sims), self.phi, result.number(self.sd)) },
    { "null", "shift: every circular shift of the phases" },
  }
  for i, phase in ipairs(self.phases) do
    out[#out + 1] = { i == 1 and "means" or "", string.format("%s  %s %s", phase.mean and
      string.format("%6.2f", phase.mean) or "  none", tostring(phase.span), phase.label) }
  end
  out[#out + 1] = { "n", dates.count(self.n, unit) .. " with a value in a phase" }
  out[#out + 1] = { "dropped", self.dropped == 0 and "none" or dates.count(self.dropped, unit) .. " without" }
  out[#out + 1] = { "series", self.series.how }
  return out
end

local function between(series, phases, options)
  options = options or {}
  core.check_options(options, known, "between")
  core.check_series(series, "between")
  if phases == nil then core.raise "between needs phases, such as study:phases \"section3\"" end
  local labels, list = labels_of(series, phases)
  local values = core.between(series:values(), labels, #list, { level = options.level,
    step = options.step and options.step + 0.0, seed = options.seed, sims = options.sims })
  values.level, values.step = options.level or 0.95, options.step or 1
  values.seed, values.sims, values.dropped = options.seed or 1, options.sims or 1000, #series - values.n
  values.series, values.phases = series, list
  local name = series.name ~= "" and series.name or "a series"
  values.call = string.format("between(%s, %d phases, { step = %g })", name, #list, values.step)
  values.title = string.format("variation of %s between and within %s", name, dates.count(#list, "phase"))
  return result.new { kind = "between", values = values, order = order, rows = rows }
end

return between
