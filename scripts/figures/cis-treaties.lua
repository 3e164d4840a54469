-- The figure of the study of trade agreements: how they add up, and when.
local balassa = require "balassa"

return function()
  local study = assert(balassa.study "cis-treaties")
  local events = study:events { scope = "among" }
  local crises = study:crises "chart2"
  local ratio = balassa.rate_ratio(events, crises, { period = "1992-01/2010-12" })
  local count = study:index { rule = "count", of = events, from = "1992-01", to = "2010-12" }
  local p = balassa.contrast(count, crises).p
  local rest = balassa.leave_out(count, crises).members[1].contrast.p

  return {
    ["treaties-rate"] = ratio:chart {
      title = "Are more trade agreements signed among post-Soviet states in crises?",
      label = "Agreements so far (DESTA, GPTAD and HUGGO, each agreement once)",
      note = ("Note: crises as on Chart 2 of Vinokurov (2010). The test takes agreements as independent, and they are "
        .. "not: with the windows put everywhere else, p = %.2f; without the first crisis, p = %.2f."):format(p, rest),
    },
  }
end
