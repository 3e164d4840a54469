-- The figures of the first study: the two charts of the paper, one for each of its claims, the first claim in
-- every reading that the paper leaves open, and what the answer hangs on.
local balassa = require "balassa"
local core = require "balassa.core"
local chart = balassa.chart

-- The ticks of the paper's time axis; the last is a span.
local ticks = { 1991, 1994, 1998, 2003, 2006, 2007, 2010, { 2012, 2015 } }

local note = "Filled boxes are actual events or states of affairs; hollow boxes are initiatives that were "
  .. "not implemented."

return function()
  local study = assert(balassa.study "kazakhstan-1991-2010")
  local choices = assert(core.load_script(core.scripts .. "/multiverse/kazakhstan-1991-2010.lua"))()
  local universes = assert(balassa.multiverse(study, choices(study)):run())

  local asked = { crises = "chart2" }

  local figures = {
    ["influence"] = balassa.influence(study, asked):chart(),
    ["tipping"] = balassa.tipping(study, asked):chart(),
    ["uncertainty"] = balassa.uncertainty(study, { crises = "chart2", edges = "precision" }):chart { ticks = ticks },
    ["chart-1"] = chart.ladder(study, {
      title = "Evolution of the official Kazakhstani position on relations with Russia, 1991–2010",
      subtitle = "After Vinokurov (2010), Chart 1: what was proposed or done, on the ladder of economic integration "
        .. "after Balassa (1961)",
      positions = study:positions { charts = "1" }, phases = "section3", ticks = ticks, to = 2016,
      note = note,
    }),
    ["chart-2"] = chart.ladder(study, {
      title = "Kazakhstan’s official position on relations with Russia in times of crises",
      subtitle = "After Vinokurov (2010), Chart 2: the same positions on its coarser axis, with the three crises it "
        .. "names",
      positions = study:positions { charts = "2" }, crises = "chart2", ladder = "coarse_ladder", ticks = ticks,
      to = 2016, note = note,
    }),
    ["multiverse"] = universes:chart { title = "Claim 1 in every reading that the paper leaves open" },
  }
  for name, claim in pairs(assert(balassa.claims(study)):charts()) do figures[name] = claim end
  return figures
end
