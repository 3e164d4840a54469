-- How far do the coders of a study agree, and what do they take for each other?
local balassa = require "balassa"

local opts = balassa.options {
  field = { "rung", "field that is looked at without each coder" },
  reps = { 9999, "draws for the intervals", least = 99 },
  seed = { 1, "seed of these draws" },
  figure = { "", "save the figure under this name", writes = "figure" },
  positional = "STUDY",
}

local study = assert(balassa.study(opts[1], { needs = { "codings" } }))
local asked = { reps = opts.reps, seed = opts.seed }

local alpha = balassa.alpha(study, asked)
print(alpha)
print()
print(balassa.alpha(study, { field = opts.field, by = "coder", reps = opts.reps, seed = opts.seed }))
if opts.field == "rung" then
  print()
  print(balassa.confusion(study))
end

if opts.figure ~= "" then
  assert(alpha:chart():save(opts.figure))
end
