-- Draw every uncertain date, rung and window edge anew: how far does the main estimate move?
local balassa = require "balassa"

local opts = balassa.options {
  study = { "kazakhstan-1991-2010", "name or folder of the study" },
  crises = { "", "coding of the crisis windows; empty: the first one" },
  rule = { "latest", "how events make a monthly index", choices = { "latest", "mean", "max", "in_force" } },
  score = { "rank", "column of the ladder that scores a rung" },
  draws = { 1000, "how many draws", least = 2 },
  seed = { 1, "seed of the draws" },
  edges = { "qualified", "which edges of crises move", choices = { "none", "qualified", "precision" } },
  noise = { 0.0, "probability that an inferred rung is one off, where no coders say more", least = 0, most = 1 },
  as = { "text", "how it is printed; csv has every draw", choices = { "text", "csv", "json", "markdown" } },
  figures = { "", "save figures under this name and -index, -estimates", writes = "figure" },
}

local study = assert(balassa.study(opts.study, { needs = { "ladder", "events.rung", "crises" } }))

local function drawn(more)
  local asked = { crises = opts.crises ~= "" and opts.crises or nil, rule = opts.rule, score = opts.score,
    draws = opts.draws, seed = opts.seed, edges = opts.edges }
  if opts.noise > 0 then asked.confusion, asked.noisy = opts.noise, { basis = "inferred" } end
  for name, value in pairs(more) do asked[name] = value end
  return balassa.uncertainty(study, asked)
end

-- What each kind of doubt does by itself.
local cases = {
  { "dates alone", { confusion = false, coders = false, edges = "none" } },
  { "edges of crises, as they are written", { dates = false, confusion = false, coders = false,
    edges = "precision" } },
  { "an inferred rung one off in ten", { dates = false, confusion = 0.1, coders = false,
    noisy = { basis = "inferred" } } },
  { "an inferred rung one off in three", { dates = false, confusion = 1 / 3, coders = false,
    noisy = { basis = "inferred" } } },
}

local result = drawn {}
if opts.as ~= "text" then
  print((result[opts.as](result):gsub("\n$", "")))
else
  print(result)
  print "\nOne kind of doubt at a time\n  drawn                                  average  between  sign   p median"
  for _, case in ipairs(cases) do
    local r = drawn(case[2])
    print(string.format("  %-38s %7.3f  %7.3f  %3.0f %%  %.3f", case[1], r.mean, math.sqrt(r.between_variance),
      100 * r.same_sign, r.p_median))
  end
  print "between: standard deviation from draw to draw; sign: draws with the sign of their average"
end

if opts.figures ~= "" then
  assert(balassa.chart.save_all { [opts.figures .. "-index"] = result:chart(),
    [opts.figures .. "-estimates"] = result:chart { what = "estimates" } })
end
