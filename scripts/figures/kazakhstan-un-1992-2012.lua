-- The figures of the study of the UN General Debate: Kazakhstan against three crises, and beside other states.
local balassa = require "balassa"
local chart = balassa.chart

return function()
  local study = assert(balassa.study "kazakhstan-un-1992-2012")
  local dictionary = assert(balassa.dictionary(study.dir .. "/dictionaries/integration.yml"))
  local crises = study:crises "chart2"

  local function series_of(id)
    return balassa.scores(study:texts { speaker = id }, dictionary):series("integration", { period = study.period })
  end

  -- The mean of those of a group that spoke every year, and how many they are.
  local function mean_of(group)
    local sum, n
    for _, actor in ipairs(study:actors { group = group }) do
      local y = series_of(actor.id)
      if actor.id ~= "kazakhstan" and y:gaps() == 0 then
        sum, n = sum and sum + y or y, (n or 0) + 1
      end
    end
    return sum / n, n
  end

  local kazakhstan = series_of "kazakhstan"
  local test = balassa.contrast(kazakhstan, crises)
  local cis, n_cis = mean_of "cis"
  local others, n_others = mean_of "other"

  local beside = chart.new {
    title = "Words of integration in the UN General Debate, 1992–2012",
    subtitle = "Kazakhstan beside others: each state’s statements of a year, counted by one dictionary",
    note = ("Note: crises as on Chart 2 of Vinokurov (2010). Rest of the CIS: the mean of the %d states that spoke "
      .. "every year. Others: the mean of %d (China, France, Germany, Turkey, the United Kingdom, the United "
      .. "States)."):format(n_cis, n_others),
    from = 1992, to = 2013, digest = study.digest, y = { from = 0, label = "Words of integration in 1,000" },
  }
  local bands = { title = "Crises", legend = "Crisis" }
  for i, window in ipairs(test.windows) do bands[i] = window end
  beside:bands(bands)
  beside:lines { series = others, label = "Others", color = "#666666", lw = 1.6, dash = "(4,4)" }
  beside:lines { series = cis, label = "Rest of the CIS", color = "#a34700", lw = 1.8, dash = "(12,5)" }
  beside:lines { series = kazakhstan, label = "Kazakhstan", color = "#0072b2", lw = 2.4 }

  return {
    ["un-share"] = test:chart { digest = study.digest, y = { from = 0, label = "Words of integration in 1,000" },
      title = "Does Kazakhstan speak more of integration at the UN in crisis years?",
      label = "Kazakhstan’s statement in the General Debate of the year",
      note = "Note: crises as on Chart 2 of Vinokurov (2010); the first is cut to the years with a statement. "
        .. "Dictionary: dictionaries/integration.yml of the study.",
    },
    ["un-states"] = beside,
  }
end
