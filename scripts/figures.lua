#!/usr/bin/env balassa
-- Draws the figures of all studies: each set in figures/SET.lua, a function that returns { name = chart }.
local balassa = require "balassa"
local core = require "balassa.core"

local opts = balassa.options {
  out = { "plots", "folder to write to", writes = "folder" },
  positional = "[SET...]",
}

-- As commands are found: your own scripts/figures first, then Balassa's.
local folders = { "scripts/figures", core.scripts .. "/figures" }
local file, names = {}, {}
for _, folder in ipairs(folders) do
  for _, name in ipairs(core.names_in(folder, ".lua")) do
    if not file[name] then
      file[name], names[#names + 1] = folder .. "/" .. name .. ".lua", name
    end
  end
end

local figures, set_of = {}, {}
for _, set in ipairs(#opts > 0 and opts or names) do
  if not file[set] then
    local near = core.near(set, names)
    core.raise("there are no figures '%s'%s", set, near and "; did you mean '" .. near .. "'?" or "")
  end
  for name, chart in pairs(assert(core.load_script(file[set]))()()) do
    local base = opts.out .. "/" .. name
    assert(not figures[base], "two sets have a figure '" .. name .. "'")
    figures[base], set_of[base] = chart, set
  end
end
-- Each says that its own set made it, however many were drawn at once.
assert(balassa.chart.save_all(figures, { command = function(base) return "figures " .. set_of[base] end }))
