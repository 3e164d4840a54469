-- balassa.uncertainty(study, options): the contrast again and again, with every uncertain date, rung and
-- window edge drawn anew.
--
-- How draws are made and put together is in engine/explore/draws.h. Here: what may be drawn, and how
-- likely. A date: a day of what is written and of what its marks add (stats/loose.lua). A rung: of a
-- record that coders have read, one of their values by their confidence; of another one the rung it
-- has, or one that coders confuse it with.

local codings = require "balassa.stats.codings"
local confusion = require "balassa.confusion"
local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local loose = require "balassa.stats.loose"
local question = require "balassa.stats.question"
local result = require "balassa.result"

local known = { "draws", "seed", "dates", "widen", "edges", "coders", "confusion", "smoothing", "noisy", "within",
  "reps", "block", "level" }
for _, name in ipairs(question.options) do known[#known + 1] = name end

local QUANTILES = { 0.05, 0.25, 0.5, 0.75, 0.95 }

-- Rungs ---------------------------------------------------------------------------------------------

-- As cumulative shares of scores; a rung without a score is none.
local function shares_of(q, weights, order)
  local sum, upto, list = 0, 0, {}
  for _, rung in ipairs(order) do sum = sum + weights[rung] end
  for _, rung in ipairs(order) do
    upto = upto + weights[rung]
    list[#list + 1] = { upto / sum, rung ~= "" and q.of(rung) or false }
  end
  list[#list][1] = 1
  return list
end

-- rung -> { weights, order }: what a rung is taken to be by another coder.
local function from_shares(q, shares)
  local _, rungs = codings.ranks(q.study)
  local of = {}
  for c, row in pairs(shares) do
    local order = {}
    for _, k in ipairs(rungs) do
      if (row[k.id] or 0) > 0 then order[#order + 1] = k.id end
    end
    of[c] = { row, order }
  end
  return of
end

local function confusion_of_coders(q, smoothing)
  local r = confusion(q.study, { smoothing = smoothing })
  return from_shares(q, r.shares), r.how
end

-- One rung up or down with probability `share` in all; at an end of the ladder all of it the one way.
local function confusion_of_neighbours(q, share)
  local _, rungs = codings.ranks(q.study)
  local of = {}
  for i, rung in ipairs(rungs) do
    local weights, order = { [rung.id] = 1 - share }, { rung.id }
    local down, up = rungs[i - 1], rungs[i + 1]
    for _, other in ipairs { down or false, up or false } do
      if other then
        weights[other.id] = share / ((down and up) and 2 or 1)
        order[#order + 1] = other.id
      end
    end
    of[rung.id] = { weights, order }
  end
  return of, string.format("assumed: one rung off with probability %s", result.number(share))
end

local function check_shares(given, ranks)
  for c, row in pairs(given) do
    if type(row) ~= "table" then core.raise("uncertainty: confusion of '%s' is a table { rung = share, ... }", c) end
    local sum = 0
    for k, share in pairs(row) do
      for _, name in ipairs { c, k } do
        if not ranks[name] then
          local near = core.near(tostring(name), ranks)
          core.raise("uncertainty: confusion has the rung '%s', which the ladder does not%s", tostring(name),
            near and "; did you mean '" .. near .. "'?" or "")
        end
      end
      if type(share) ~= "number" or share < 0 or share ~= share then
        core.raise("uncertainty: confusion of '%s' with '%s' is a share, not %s", c, k, tostring(share))
      end
      sum = sum + share
    end
    if math.abs(sum - 1) > 1e-6 then
      core.raise("uncertainty: the shares that '%s' is confused with sum to %g, not 1", c, sum)
    end
  end
end

-- { rung = { rung = share, ... }, ... }, or what balassa.confusion found of other codings.
local function confusion_given(q, given)
  local shares = core.get(given, "shares")
  shares = type(shares) == "table" and getmetatable(given) and shares or given
  check_shares(shares, (codings.ranks(q.study)))
  return from_shares(q, shares), "as given"
end

local function confusion_of(q, options, list)
  local given = options.confusion
  if given == nil then given = list ~= nil end
  if given == false then return nil, nil end
  if given == true then
    if not list then
      core.raise("uncertainty: confusion = true needs codings of several coders, and this study has none; give a " ..
        "number, the probability that a rung is one off, or a table")
    end
    return confusion_of_coders(q, options.smoothing)
  end
  if type(given) == "number" then
    if given < 0 or given > 1 or given ~= given then
      core.raise("uncertainty: confusion is a probability from 0 to 1, not %g", given)
    end
    return confusion_of_neighbours(q, given)
  end
  if type(given) ~= "table" then core.raise("uncertainty: confusion is true, false, a number or a table") end
  return confusion_given(q, given)
end

local function by_confidence(q, list)
  local weights, order = {}, {}
  for _, c in ipairs(list) do
    local rung = c.value or ""
    if not weights[rung] then weights[rung], order[#order + 1] = 0, rung end
    weights[rung] = weights[rung] + c.confidence
  end
  return shares_of(q, weights, order), #order > 1
end

-- Dates ---------------------------------------------------------------------------------------------

local function when_of(q, date, widen, upto)
  if q.rule == "in_force" then
    local a, b, c, d = loose.edges(date, widen, q.edges)
    return { upto, a, b, c, d }, b > a or d > c
  end
  local first, last = loose.days(date, widen)
  if not first or not last then return nil end
  return { upto, first, last, last + 1, last + 1 }, last > first
end

-- The dates that coders gave, by their confidence, or the record's own.
local function whens_of(q, date, read, widen)
  local own, moves
  if not read then
    own, moves = when_of(q, date, widen, 1)
    return own and { own }, moves
  end
  local sum, upto, list = 0, 0, {}
  for _, c in ipairs(read) do
    if c.value then sum = sum + c.confidence end
  end
  for _, c in ipairs(read) do
    if c.value then
      upto = upto + c.confidence / sum
      local when = when_of(q, core.date(c.value), widen, upto)
      if when then list[#list + 1] = when end
    end
  end
  if #list == 0 then return whens_of(q, date, nil, widen) end
  list[#list][1] = 1
  return list, true
end

-- Everything ----------------------------------------------------------------------------------------

-- Without drawing the date: the day that the rule picks, the span as it is.
local function fixed_when(q, date)
  if q.rule == "in_force" then
    local a, b, c, d = loose.edges(date, loose.widen, "none")
    return { { 1, a, b, c, d } }
  end
  local day = date and date:day(q.date)
  return day and { { 1, day, day, day + 1, day + 1 } }
end

local function noisy_of(set, filter)
  if filter == nil then return function() return true end end
  if type(filter) ~= "table" and type(filter) ~= "function" then
    core.raise("uncertainty: noisy is a filter such as { basis = \"inferred\" }, not %s", tostring(filter))
  end
  local ids = {}
  for _, r in ipairs(set:where(filter)) do ids[r.id] = true end
  return function(id) return ids[id] end
end

-- What each record may be: obs for core.draws, and counts of what is drawn.
local function observations(q, set, options, list)
  local confused_with, how = confusion_of(q, options, list)
  local coders = options.coders ~= false and list or nil
  local read = codings.readings(coders or {}, q.rule == "in_force" and "positions" or "events")
  local noisy, obs = noisy_of(set, options.noisy), {}
  local count = { date = 0, coder = 0, confusion = 0, added = 0, left_out = 0 }
  for i = 1, #set do
    local r = set[i]
    local id, rung = core.get(r, "id"), core.get(r, "rung")
    local mine = read[id] or {}
    local share, coder, confused
    if q.rule == "count" then
      share = { { 1, 0 } }
    elseif mine.rung then
      share, coder = by_confidence(q, mine.rung)
    elseif rung and confused_with and confused_with[rung] and noisy(id) then
      share, confused = shares_of(q, table.unpack(confused_with[rung])), #confused_with[rung][2] > 1
    elseif rung and q.of(rung) then
      share = { { 1, q.of(rung) } }
    end
    local date = core.get(r, q.rule == "in_force" and "span" or "date") or core.get(r, "span")
    local when, moves
    if options.dates == false then
      when = date and fixed_when(q, date)
    else
      when, moves = whens_of(q, date, mine[q.rule == "in_force" and "span" or "date"], q.widen)
    end
    if share and when and date then
      obs[#obs + 1] = { share = share, when = when }
      count.date = count.date + (moves and 1 or 0)
      count.coder = count.coder + (coder and 1 or 0)
      count.confusion = count.confusion + (confused and 1 or 0)
      count.added = count.added + ((not rung and q.rule ~= "count") and 1 or 0)
    else
      count.left_out = count.left_out + 1
    end
  end
  return obs, count, how
end

local function edges_of(q)
  local list, moved = {}, 0
  for i, w in ipairs(q.crises) do
    local a, b, c, d = loose.edges(w.span, q.widen, q.edges)
    list[i] = { a, b, c, d }
    moved = moved + (b > a and 1 or 0) + (d > c and 1 or 0)
  end
  return list, moved
end

-- Printing ------------------------------------------------------------------------------------------

local function quantile(sorted, share)
  local h = share * (#sorted - 1) + 1
  local k = math.floor(h)
  return sorted[k] + (h - k) * ((sorted[k + 1] or sorted[k]) - sorted[k])
end

local edge_texts = {
  none = "of crises: as written",
  qualified = "of crises: as written, but those with a ? or a ~ move by as much",
  precision = "of crises: any day of what is written for them",
}

local function drawn_text(self)
  local parts = {}
  local function say(n, text) if n > 0 then parts[#parts + 1] = string.format(text, n) end end
  say(self.drawn.date, "%d dates")
  say(self.drawn.coder, "%d rungs that coders read differently")
  say(self.drawn.confusion, "%d rungs by confusion")
  say(self.drawn.edges, "%d edges of crises")
  return #parts > 0 and table.concat(parts, ", ") or "nothing: every draw is the same"
end

local withins = {
  bootstrap = "block bootstrap of the difference, %s resamples of blocks of %s on average",
  null = "variance of the estimate over the shifts",
  none = "none: the total is that between the draws",
}

local function variance_rows(self, out)
  if self.within == "none" then
    out[#out + 1] = { "interval", string.format("%s to %s  (%g %% of the draws)", result.number(self.draws_low),
      result.number(self.draws_high), 100 * self.level) }
    return
  end
  out[#out + 1] = { "interval", string.format("%s to %s  (%g %%, Rubin's rules, t with %s degrees of freedom)",
    result.number(self.low), result.number(self.high), 100 * self.level, self.df < 1e6 and result.number(self.df) or
    "infinitely many") }
  out[#out + 1] = { "variance", string.format("%s%s = within %s + (1 + 1/%d) between %s; %.0f %% of it comes from " ..
    "what was drawn", self.question.estimate == "rate_ratio" and "of the log: " or "",
    result.number(self.total_variance), result.number(self.within_variance), self.m,
    result.number(self.between_variance), 100 * (1 - self.within_variance / self.total_variance)) }
  if self.within == "bootstrap" then
    out[#out + 1] = { "within", withins.bootstrap:format(result.number(self.reps), result.number(self.block)) }
    out[#out + 1] = { "", "too small where scores follow each other: in simulations the 95 % interval held 77 to 95 %" }
  else
    out[#out + 1] = { "within", withins.null }
  end
end

local function rows(self)
  local q = self.question
  local out = { { "estimate", string.format("%s on average over the draws, %s as coded  (%s, %s)",
    result.number(self.mean), result.number(self.estimate), self.estimate_name, self.compared) } }
  out[#out + 1] = { "draws", string.format("%s; %g %% of them lie between %s and %s; %.1f %% have the sign of the " ..
    "average", result.number(self.m), 100 * self.level, result.number(self.draws_low), result.number(self.draws_high),
    100 * self.same_sign) }
  variance_rows(self, out)
  if q.base.p then
    out[#out + 1] = { "p", string.format("%s as coded; of the draws %s to %s (%g %%), median %s, %.1f %% at most " ..
      ".05", result.share(q.base.p), result.share(self.p_low), result.share(self.p_high), 100 * self.level,
      result.share(self.p_median), 100 * self.p_small) }
    out[#out + 1] = { "null", question.nulls[self.null] .. "; " .. question.alternatives[self.alternative] ..
      ", floor " .. result.share(self.floor) }
  end
  out[#out + 1] = { "drawn", drawn_text(self) }
  out[#out + 1] = { "dates", self.dates and string.format("each day of what is written as likely; wider either way " ..
    "by %s of its length for ?, %s for ~", result.number(q.widen.uncertain), result.number(q.widen.approximate))
    or "not drawn: the day of the rule " .. q.date }
  out[#out + 1] = { "edges", edge_texts[q.edges] }
  if self.coders then out[#out + 1] = { "coders", "one of their values, as likely as their confidence" } end
  if self.confusion then out[#out + 1] = { "confusion", self.confusion } end
  out[#out + 1] = { "seed", string.format("%d; draw r is the same however many there are", self.seed) }
  out[#out + 1] = { "n", question.n_text(q) }
  local without = {}
  for fault, n in pairs(self.faults) do without[#without + 1] = dates.count(n, "draw") .. ": " .. fault end
  table.sort(without)
  table.insert(without, 1, question.dropped_text(q))
  if self.drawn.added > 0 then
    table.insert(without, string.format("%d without a rung that coders gave one are in the draws", self.drawn.added))
  end
  out[#out + 1] = { "dropped", table.concat(without, "; ") }
  out[#out + 1] = { "series", self.series.how }
  for _, note in ipairs(q.notes) do out[#out + 1] = { "note", note } end
  out[#out + 1] = { "note", "records are drawn independently of each other: an error that all share does not show" }
  return out
end

local function grid(self)
  local list, none = {}, { "draw", "estimate", "p", "within" }
  for r = 1, self.draws do
    list[r] = { r, self.estimates[r] or nil, self.ps[r] or nil, self.withins[r] or nil }
  end
  return none, list
end

local function draw(self, options)
  return require("balassa.chart.uncertainty")(self, options)
end

-- The verb ------------------------------------------------------------------------------------------

local function whole(options, name, otherwise, least, most)
  local v = options[name] == nil and otherwise or options[name]
  if not (math.type(v) == "integer" and v >= least and v <= most) then
    core.raise("option '%s' is a whole number from %d to %d, not %s", name, least, most, tostring(v))
  end
  return v
end

local function check_widen(widen)
  if widen == nil then return loose.widen end
  if type(widen) == "number" then widen = { uncertain = widen, approximate = widen } end
  if type(widen) ~= "table" then
    core.raise("option 'widen' is a share, or { uncertain =, approximate = }, not %s", tostring(widen))
  end
  core.check_options(widen, { "uncertain", "approximate" }, "widen")
  for _, name in ipairs { "uncertain", "approximate" } do
    local v = widen[name]
    if v ~= nil and not (type(v) == "number" and v >= 0 and v <= 100) then
      core.raise("widen: %s is a share of the date's length from 0 to 100, not %s", name, tostring(v))
    end
  end
  return { uncertain = widen.uncertain or loose.widen.uncertain, approximate = widen.approximate or
    loose.widen.approximate }
end

-- The codings to draw from: none, all, or those of the coders that are named.
local function codings_of(study, options)
  if not codings.there(study) then
    if type(options.coders) == "table" then core.raise "uncertainty: this study has no codings of several coders" end
    return nil
  end
  local list = codings.list(study, "uncertainty")
  if type(options.coders) ~= "table" then return list end
  local wanted, some, names = {}, {}, codings.coders(list)
  for _, name in ipairs(options.coders) do
    local known_one = false
    for _, coder in ipairs(names) do known_one = known_one or coder == name end
    if not known_one then
      local near = core.near(tostring(name), names)
      core.raise("uncertainty: no coder is called '%s'%s", tostring(name), near and "; did you mean '" .. near .. "'?"
        or " (known: " .. table.concat(names, ", ") .. ")")
    end
    wanted[name] = true
  end
  for _, c in ipairs(list) do
    if wanted[c.coder] then some[#some + 1] = c end
  end
  return some
end

local function summarise(q, values)
  local estimates, ps, same, small = {}, {}, 0, 0
  local side = question.side(q, values.mean)
  for r = 1, values.draws do
    local e, p = values.estimates[r], values.ps[r]
    if e then
      estimates[#estimates + 1] = e
      same = same + (question.side(q, e) == side and 1 or 0)
    end
    if p then
      ps[#ps + 1] = p
      small = small + (p <= 0.05 and 1 or 0)
    end
  end
  table.sort(estimates)
  table.sort(ps)
  local tail = (1 - values.level) / 2
  values.draws_low, values.draws_high = quantile(estimates, tail), quantile(estimates, 1 - tail)
  values.same_sign = same / #estimates
  if #ps > 0 then
    values.p_low, values.p_high, values.p_median = quantile(ps, tail), quantile(ps, 1 - tail), quantile(ps, 0.5)
    values.p_small = small / #ps
  end
end

local function block_of(q, options)
  local half = #q.series / 2
  local chosen = options.block or core.bootstrap_length(q.series, q.windows).stationary
  if type(chosen) ~= "number" or chosen < 1 or chosen ~= chosen then
    core.raise("option 'block' is a number of periods from 1 on, not %s", tostring(chosen))
  end
  return math.min(chosen, half)
end

local function uncertainty(study, options)
  options = options or {}
  core.check_options(options, known, "uncertainty")
  local draws = whole(options, "draws", 1000, 2, 1000000)
  local reps, seed = whole(options, "reps", 199, 19, 100000), whole(options, "seed", 1, 0, math.maxinteger)
  local level = options.level or 0.95
  if type(level) ~= "number" or not (level > 0 and level < 1) then
    core.raise("option 'level' lies between 0 and 1, such as 0.95; it is %s", tostring(options.level))
  end
  local q = question.new(study, options, "uncertainty")
  q.widen = check_widen(options.widen)
  q.edges = question.choice(options.edges or (options.dates == false and "none" or "qualified"), edge_texts, "edges")
  local within = question.choice(options.within or (q.estimate == "mean_difference" and "bootstrap" or "null"),
    withins, "within")
  local list = codings_of(study, options)
  local set = options.of or (q.rule == "in_force" and study:positions() or study:events())
  local obs, count, how = observations(q, set, options, list)
  local edges, moved = edges_of(q)
  count.edges = moved
  local block = within == "bootstrap" and block_of(q, options) or nil
  local drawn = core.draws(q, { obs = obs, edges = edges, draws = draws, seed = seed, within = within, reps = reps,
    block = block, level = level, quantiles = QUANTILES })
  local values = question.values(q)
  for name, v in pairs(drawn) do values[name] = v end
  values.draws, values.seed, values.level, values.within = draws, seed, level, within
  if block then values.reps, values.block = reps, block end
  values.drawn, values.quantiles, values.dates = count, QUANTILES, options.dates ~= false
  values.coders, values.confusion = options.coders ~= false and list ~= nil and count.coder > 0,
    count.confusion > 0 and how or false
  summarise(q, values)
  question.name(q, values, "uncertainty", string.format("draws = %d, seed = %d", draws, seed), "uncertainty of")
  return result.new { kind = "uncertainty", values = values, rows = rows, grid = grid, draw = draw,
    order = { "mean", "estimate", "low", "high", "level", "total_variance", "within_variance", "between_variance", "df",
      "m", "draws_low", "draws_high", "same_sign", "p", "p_median", "p_low", "p_high", "p_small", "floor", "n",
      "dropped", "seed", "draws" } }
end

return uncertainty
