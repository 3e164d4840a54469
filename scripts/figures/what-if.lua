-- The claim of the first study under two what-ifs: three edits at once, and the one speech on which the sign
-- of the contrast hangs.
local balassa = require "balassa"

return function()
  local study = assert(balassa.study "kazakhstan-1991-2010")
  local later = study:what_if "it began in August 1998; no altyn; the confederation one rung lower"
    :move_crisis("russia-1998", { from = "1998-08", coding = "chart2" })
    :drop "altyn-2003"
    :recode("renewed-confederation-1991", { rung = "economic_union" })
  local without = study:what_if "without the summit of April 2000" :drop "eurasian-summit-2000"

  return { ["what-if-1"] = balassa.compare(study, later, without):chart {
    ticks = { 1991, 1994, 1998, 2003, 2006, 2007, 2010 },
    title = "What if the second crisis began in August 1998, or one speech were not coded?" } }
end
