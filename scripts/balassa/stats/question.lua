-- A question that is asked again under other choices: does an index of the study's records differ
-- between crises and calm? Read here from a study and options, as numbers for engine/explore/.
--
-- What study:index and balassa.contrast do, with each record by name: balassa.influence, tipping and
-- uncertainty change some of it and ask again.

local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local windows_of = require "balassa.stats.windows"

local question = {}

-- The options that every such analysis takes.
question.options = { "crises", "rule", "score", "date", "of", "from", "to", "interval", "expiry", "half_life", "total",
  "estimate", "null", "alternative" }

local index_options = { "rule", "score", "date", "of", "from", "to", "interval", "expiry", "half_life", "total" }

question.estimates = { mean_difference = "difference of means", standardised_difference = "difference of means in sd",
  cliff_delta = "Cliff's delta", rate_ratio = "ratio of means" }

-- Which way round: the difference is "inside less outside".
question.compared = { mean_difference = "inside less outside", standardised_difference = "inside less outside",
  cliff_delta = "inside against outside", rate_ratio = "inside over outside" }

question.nulls = { shift = "shift: every circular shift of all windows together",
  relocate = "relocate: every placement of windows of these lengths", none = "none: no p was asked for" }

question.alternatives = { two_sided = "two-sided", greater = "one-sided: higher inside",
  less = "one-sided: lower inside" }

function question.choice(value, list, name)
  if list[value] then return value end
  local names = {}
  for known in pairs(list) do names[#names + 1] = known end
  table.sort(names)
  local near = core.near(tostring(value), names)
  core.raise("option '%s' cannot be '%s'%s", name, tostring(value), near and "; did you mean '" .. near .. "'?"
    or " (known: " .. table.concat(names, ", ") .. ")")
end

-- A function from a rung to its score, or nil: as study:index has it, a what-if's choice included.
local function scorer(study, score)
  local of = core.rung_scores(study, score)
  return function(rung) return of[rung] end
end

-- The days of a record as { from, day after }, or nil when the rule has none to pick.
local function days_of(date, rule, in_force)
  if not date then return nil end
  if in_force then
    local last = date:day "latest"
    return date:day "earliest" or -math.huge, last and last + 1 or math.huge
  end
  local day = date:day(rule)
  return day, day and day + 1
end

local function read_records(q, set, options)
  local of = q.rule ~= "count" and scorer(q.study, options.score)
  local dropped = { rung = 0, score = 0, day = 0 }
  for i = 1, #set do
    local r = set[i]
    local date = core.get(r, q.rule == "in_force" and "span" or "date") or core.get(r, "span")
    local rung = core.get(r, "rung")
    local score = of and rung and of(rung) or (not of and 0 or nil)
    local from, to = days_of(date, q.date, q.rule == "in_force")
    if of and not rung then
      dropped.rung = dropped.rung + 1
    elseif not score then
      dropped.score = dropped.score + 1
    elseif not from then
      dropped.day = dropped.day + 1
    else
      q.obs[#q.obs + 1] = { from, to, score }
      q.records[#q.records + 1] = { id = tostring(core.get(r, "id") or i), label = core.get(r, "label"), record = r,
        rung = rung, date = date, score = score }
    end
  end
  q.of, q.dropped = of, dropped
end

-- Which windows, and what to call them: a coding, or records, or a list of spans.
local function crises_of(study, given, verb)
  if given == nil then given = study.crisis_coding end -- of a what-if that chose one
  if given == nil then
    local codings = study:codings "crises"
    if #codings == 0 then core.raise("%s needs crises, and the study has none; give crises = { spans }", verb) end
    given = study.crisis_coding or codings[1]
  end
  if type(given) == "string" then return study:crises(given), given end
  return given, nil
end

-- The question of a study: `q.obs`, `q.windows` and so on are what engine/lua/influence.c wants; `records`
-- are those of obs, `crises` those of the windows.
function question.new(study, options, verb)
  if core.kind(study) ~= "balassa.study" then core.raise("%s needs a study, not %s", verb, tostring(study)) end
  local q = { study = study, rule = options.rule or "latest", date = options.date or "midpoint",
    estimate = question.choice(options.estimate or "mean_difference", question.estimates, "estimate"),
    null = question.choice(options.null or "shift", question.nulls, "null"),
    alternative = question.choice(options.alternative or "two_sided", question.alternatives, "alternative"),
    expiry = options.expiry, half_life = options.half_life, total = options.total, obs = {}, records = {},
    windows = {} }
  local asked = {}
  for _, name in ipairs(index_options) do asked[name] = options[name] end
  q.series = study:index(asked) -- says what is wrong with the options
  local set = options.of or (q.rule == "in_force" and study:positions() or study:events())
  read_records(q, set, options)
  q.total_records = #set
  local crises, coding = crises_of(study, options.crises, verb)
  q.crises, q.notes = windows_of(q.series, crises, verb)
  table.sort(q.crises, function(a, b) return a.first < b.first end)
  for i, w in ipairs(q.crises) do q.windows[i] = { w.first, w.last } end
  q.coding, q.noun = coding, q.rule == "in_force" and "position" or "event"
  q.base = core.vary(q, { {} })[1]
  if q.base.fault then core.raise("%s: %s", verb, q.base.fault) end
  return q
end

-- Values that every result on a question has.
function question.values(q)
  return { estimate = q.base.estimate, p = q.base.p, floor = q.base.floor, n = #q.obs, n_in = q.base.n_in,
    n_out = q.base.n_out, null = q.null, alternative = q.alternative, estimate_name = question.estimates[q.estimate],
    compared = question.compared[q.estimate],
    dropped = q.dropped.rung + q.dropped.score + q.dropped.day, series = q.series, windows = q.crises,
    crises = q.coding, rule = q.rule, question = q }
end

-- The option `level`: the p that a verdict turns on.
function question.level(options)
  local level = options.level or 0.05
  if type(level) ~= "number" or not (level > 0 and level < 1) then
    core.raise("option 'level' lies between 0 and 1, such as 0.05; it is %s", tostring(level))
  end
  return level
end

-- How the result of `verb` was asked for, with these options after the question's, and what it is about.
function question.name(q, values, verb, options, about)
  values.call = string.format("%s(%s, { crises = %q, rule = %q, %s })", verb, q.study.name or "study",
    q.coding or "windows", q.rule, options)
  values.title = string.format("%s the contrast of %s with %s", about, q.series.name, dates.count(#q.crises, "window"))
end

-- "12 of 30 events: 17 without a rung, 1 without a day"
function question.dropped_text(q)
  local parts = {}
  for _, d in ipairs { { q.dropped.rung, "without a rung" }, { q.dropped.score, "whose rung has no score" },
    { q.dropped.day, "without a day" } } do
    if d[1] > 0 then parts[#parts + 1] = string.format("%d %s", d[1], d[2]) end
  end
  if q.base.gaps > 0 then
    parts[#parts + 1] = dates.count(q.base.gaps, q.series.interval) .. " without a value"
  end
  return #parts > 0 and table.concat(parts, ", ") or "none"
end

-- "n" as it is printed.
function question.n_text(q)
  return string.format("%d of %s; %s: %d inside %s, %d outside", #q.obs, dates.count(q.total_records, q.noun),
    dates.count(q.base.n_in + q.base.n_out, q.series.interval), q.base.n_in, dates.count(#q.crises, "window"),
    q.base.n_out)
end

-- The side that an estimate is on: 1, 0 or -1.
function question.side(q, estimate)
  local none = q.estimate == "rate_ratio" and 1 or 0
  return estimate > none and 1 or estimate < none and -1 or 0
end

function question.sign_flips(q, r)
  return not r.fault and question.side(q, r.estimate) * question.side(q, q.base.estimate) < 0
end

function question.verdict_flips(q, r, level)
  return not r.fault and r.p ~= nil and (r.p <= level) ~= (q.base.p <= level)
end

return question
