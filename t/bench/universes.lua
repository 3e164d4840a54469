-- Ten thousand universes of the first study: built in, or by a function of the script's own (`own`) on
-- so many threads.
local balassa = require "balassa"
local own, threads = arg[1] == "own", tonumber(arg[2])

local study = assert(balassa.study "datasets/kazakhstan-1991-2010")
local mv = balassa.multiverse(study, {
  crises = study:codings "crises", score = { "rank", "balassa" }, date = { "earliest", "midpoint", "latest" },
  rule = { "latest", "max", "mean", { rule = "decay", half_life = 12 }, { rule = "decay", half_life = 24 } },
  except = { "none", "1991", "1996", "2000/2002", "2000/2004" }, without = "each",
  estimate = own and function(u)
    local r = balassa.contrast(u.index, u.windows, { null = "shift" })
    return r.estimate, r.p, r.floor
  end or nil,
})
assert(mv:count() == 9900)
local result = assert(mv:run { threads = threads, joint = false })
assert(result.failed == 0)
