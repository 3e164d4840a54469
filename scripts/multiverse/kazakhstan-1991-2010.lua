-- The readings that Vinokurov (2010) leaves open, as a multiverse: where it disagrees with itself, where a
-- coding is ours and not its word, and where the method is a choice. A function of the study.

-- Crises by a rule instead of by hand: the months in which an indicator says so.
local function shrinking(id)
  return function(study) return study:indicator(id):below(0):repeat_to "month":between(1991, 2010):runs() end
end

local function cheap_oil(share)
  return function(study)
    local oil = study:indicator "brent"
    return (oil / oil:rolling_mean(36)):below(1 - share):between(1991, 2010):runs()
  end
end

local function rung_is_stated(event)
  for _, field in ipairs(event.inferred) do
    if field == "rung" then return false end
  end
  return true
end

return function()
  return {
    crises = {
      "chart2",
      "section4",
      { label = "growth below 0, Kazakhstan", value = shrinking "kaz-gdp-growth" },
      { label = "growth below 0, Russia", value = shrinking "rus-gdp-growth" },
      { label = "oil 10 % below 3 years", value = cheap_oil(0.1) },
      { label = "oil 20 % below 3 years", value = cheap_oil(0.2) },
    },
    except = { -- months left out: the phase that the paper itself tells as an exception, in both its codings
      "none",
      { label = "section 3, phase 3", value = function(s) return s:phases { coding = "section3", id = "phase-3" } end },
      { label = "section 5, phase 3", value = function(s) return s:phases { coding = "section5", id = "phase-3" } end },
    },
    rule = {
      "latest",
      { label = "latest, for 3 years", rule = "latest", expiry = 36 },
      { rule = "decay", half_life = 12 },
      { rule = "decay", half_life = 36 },
    },
    score = { "rank", "balassa", "integration" },
    kind = { "all", { label = "words", value = { "speech", "statement", "initiative" } } },
    where = { { label = "all codings", value = "all" }, { label = "rung stated", value = rung_is_stated } },
    date = { "earliest", "midpoint", "latest" },
    without = "each",
    estimate = { "standardised_difference", "cliff_delta" },
    direction = "greater", -- the claim: rhetoric is higher in crises
  }
end
