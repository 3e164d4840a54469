-- Where the rhetoric index changes by itself, and how that agrees with the phases that the paper tells
local balassa = require "balassa"

local opts = balassa.options {
  study = { "kazakhstan-1991-2010", "name or folder of the study" },
  phases = { "section3", "coding of the phases" },
  cost = { "mean", "what changes", choices = { "mean", "mean_variance", "poisson", "rank" } },
  n = { 0, "number of segments; 0: as many as the coding has phases", least = 0 },
  min_length = { 12, "months that a segment has at least", least = 1 },
  interval = { "bootstrap", "of a change", choices = { "profile", "bootstrap", "none" } },
  margin = { 6, "months within which two changes are the same", least = 0 },
  figure = { "", "save the figure under this name, e.g. plots/segments", writes = "figure" },
}

local study = assert(balassa.study(opts.study, { needs = { "ladder", "events.rung", "phases" } }))
local index = study:index { rule = "latest", score = "rank" }
local phases = study:phases(opts.phases)

local segments = balassa.segments(index, { cost = opts.cost, n = opts.n > 0 and opts.n or #phases,
  min_length = opts.min_length, interval = opts.interval })
print("As many segments as the paper has phases\n" .. tostring(segments))

print "\nAgainst the phases"
print(balassa.agreement(segments, phases, { margin = opts.margin }))

print "\nAs many segments as a criterion asks for"
for _, criterion in ipairs { "bic", "mbic" } do
  local free = balassa.segments(index, { cost = opts.cost, criterion = criterion, min_length = opts.min_length,
    most = 15, interval = "none" })
  print(string.format("  %-4s  %2d segments  residual correlation %.2f", criterion, #free.segments,
    free.residual_r1))
end

print "\nThe paper against itself: the phases of its sections"
local codings = study:codings "phases"
for i = 2, #codings do
  print(balassa.agreement(study:phases(codings[1]), study:phases(codings[i]), { margin = opts.margin }))
end

if opts.figure ~= "" then
  assert(segments:chart { study = study, score = "rank", phases = phases }:save(opts.figure))
end
