-- The figures of the study of the State of the Union: hardship and unity in 245 addresses, and 34 recessions.
local balassa = require "balassa"
local chart = balassa.chart

return function()
  local study = assert(balassa.study "us-state-of-the-union")
  local corpus = balassa.corpus(study:texts { companion = false })
  local crises = study:crises "after_peak"
  local YEARS = 5

  local function signed(v) return (("%.2f"):format(v):gsub("^%-", "−")) end

  -- One figure: each address by its delivery, their mean over eleven years, recessions behind.
  local function figure(file, category, title, what)
    local scores = balassa.scores(corpus, assert(balassa.dictionary(study.dir .. "/dictionaries/" .. file .. ".yml")))
    local y = scores:series(category, { interval = "month", period = study.period })
    local months = 12 * YEARS
    local mean = y:rolling_mean(2 * months + 1, { least = 1, ahead = months })
    local test = balassa.contrast((y - mean):between("1855-01", "2024-12"), crises)
    local c = chart.new {
      title = title,
      subtitle = ("Less the mean of their time (%d years before and after), addresses in recessions differ from "
        .. "others by %s words in 1,000: 95 %% interval %s to %s, p = %s; %d addresses since 1855, %d of them in %d "
        .. "recessions"):format(YEARS, signed(test.estimate), signed(test.low), signed(test.high),
        balassa.result.share(test.p), test.n, test.n_in, #test.windows),
      note = "Note: words such as " .. what .. " Recessions: NBER, from 1857; of two texts of one day the spoken one.",
      from = 1790, to = 2025, ticks = { 1790, 1820, 1850, 1880, 1910, 1940, 1970, 2000, 2025 }, digest = study.digest,
      y = { from = 0, label = "Words in 1,000" },
    }
    local bands = { legend = "Recession" }
    for i, crisis in ipairs(crises) do bands[i] = { span = crisis.span, label = "" } end
    c:bands(bands)
    for _, look in ipairs { { "written", true, "Written address" }, { "spoken", false, "Spoken address" } } do
      local points = { label = look[3], color = "#0072b2", hollow = look[2] }
      for _, row in ipairs(scores.texts) do
        if row.record.delivery == look[1] then
          points[#points + 1] = { x = row.date, y = 1000 * row.share[category] }
        end
      end
      c:points(points)
    end
    return c:lines { series = mean, label = ("Mean of %d years before and after"):format(YEARS), color = "#d55e00",
      lw = 2 }
  end

  return {
    ["sotu-hardship"] = figure("economy", "economy.hardship", "Presidents on hard times, 1790–2024",
      "bankruptcy, panic, depression, recession and unemployment (dictionaries/economy.yml)."),
    ["sotu-unity"] = figure("unity", "unity", "Presidents on unity, 1790–2024",
      "unity, together, bipartisan and common purpose (dictionaries/unity.yml)."),
  }
end
