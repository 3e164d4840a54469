-- balassa.tipping(study, options): how far must a choice move before the answer changes?
--
-- Each edge of each crisis, the date of each event, its rung, the score of each rung, and the half-life
-- or expiry of the index are moved by themselves, step by step, through all their places; the answer is
-- asked anew at each (engine/explore/vary.h). It need not change one way only, so every place is tried
-- and the nearest one that changes it is told.

local core = require "balassa.core"
local dates_of = require "balassa.stats.dates"
local question = require "balassa.stats.question"
local result = require "balassa.result"

local known = { "level", "score_step", "kinds" }
for _, name in ipairs(question.options) do known[#known + 1] = name end

local all_kinds = { "edge", "date", "rung", "score", "memory" }

-- Choices -------------------------------------------------------------------------------------------

-- A choice is { kind, id, name, now, unit, low, high (how they are called), steps = { { by, variant }, ... } };
-- `by` is the distance from where it is, negative the one way and positive the other.
local function choice(kind, id, fields)
  fields.kind, fields.id, fields.steps = kind, id, {}
  return fields
end

local function add(c, by, variant) c.steps[#c.steps + 1] = { by = by, variant = variant } end

local function with_window(q, i, first, last)
  local windows = {}
  for k, w in ipairs(q.windows) do windows[k] = w end
  windows[i] = { first, last }
  return { windows = windows }
end

-- As far as the neighbouring window, or the end of the series; a window keeps at least one period.
local function edges(q)
  local list = {}
  for i, w in ipairs(q.windows) do
    local before = q.windows[i - 1] and q.windows[i - 1][2] + 1 or 1
    local after = q.windows[i + 1] and q.windows[i + 1][1] - 1 or #q.series
    local id = q.crises[i].id
    local from = choice("edge", id, { name = "start of " .. id, now = tostring(q.series:period(w[1])),
      end_of = "from" })
    for first = before, w[2] do
      if first ~= w[1] then add(from, first - w[1], with_window(q, i, first, w[2])) end
    end
    local to = choice("edge", id, { name = "end of " .. id, now = tostring(q.series:period(w[2])), end_of = "to" })
    for last = w[1], after do
      if last ~= w[2] then add(to, last - w[2], with_window(q, i, w[1], last)) end
    end
    list[#list + 1], list[#list + 2] = from, to
  end
  return list
end

-- Through all periods of the series; a span is moved as a whole, by its start.
local function dates(q)
  local list = {}
  for i, r in ipairs(q.records) do
    local at = q.place[i]
    local c = choice("date", r.id, { name = r.id, now = tostring(r.date) })
    for period = 1, at and #q.series or 0 do
      if period ~= at then add(c, period - at, { move = { { i, period - at } } }) end
    end
    list[#list + 1] = c
  end
  return list
end

local function ladder_of(q)
  local rungs, rank = {}, {}
  for _, rung in ipairs(q.study:ladder()) do
    if q.of(rung.id) then rungs[#rungs + 1] = rung end
  end
  table.sort(rungs, function(a, b) return a.rank < b.rank end)
  for i, rung in ipairs(rungs) do rank[rung.id] = i end
  return rungs, rank
end

local function rungs(q)
  local list = {}
  local ladder, rank = ladder_of(q)
  for i, r in ipairs(q.records) do
    local c = choice("rung", r.id, { name = r.id, now = r.rung })
    for k, rung in ipairs(ladder) do
      local score = q.of(rung.id)
      if score ~= r.score then add(c, k - rank[r.rung], { set = { { i, score } } }) end
    end
    list[#list + 1] = c
  end
  return list
end

-- On a grid over the ladder's scores, one mean gap beyond them either way.
local function scores(q, step)
  local list = {}
  local ladder, rank = ladder_of(q)
  local low, high = math.huge, -math.huge
  for _, rung in ipairs(ladder) do low, high = math.min(low, q.of(rung.id)), math.max(high, q.of(rung.id)) end
  if high <= low then return list, nil end
  local gap = (high - low) / math.max(1, #ladder - 1)
  step = step or gap / 10
  for k, rung in ipairs(ladder) do
    local score = q.of(rung.id)
    local c = choice("score", rung.id, { name = rung.id, now = result.number(score), step = step,
      below = ladder[k - 1] and q.of(ladder[k - 1].id), above = ladder[k + 1] and q.of(ladder[k + 1].id), at = score })
    local members = {}
    for i, r in ipairs(q.records) do
      if rank[r.rung] == k then members[#members + 1] = i end
    end
    for j = math.ceil((low - gap - score) / step - 1e-9), math.floor((high + gap - score) / step + 1e-9) do
      if j ~= 0 and #members > 0 then
        local set = {}
        for m, i in ipairs(members) do set[m] = { i, score + j * step } end
        add(c, j * step, { set = set })
      end
    end
    if #members > 0 then list[#list + 1] = c end
  end
  return list, step
end

-- Half-lives of whole periods; an expiry that is not there is one longer than the series.
local function memory(q)
  local n = #q.series
  if q.rule == "decay" then
    local c = choice("memory", "half_life", { name = "half-life", now = result.number(q.half_life),
      at = q.half_life })
    for h = 1, n do
      if h ~= q.half_life then add(c, h - q.half_life, { half_life = h }) end
    end
    return { c }
  elseif q.rule == "latest" then
    local now = q.expiry and q.expiry > 0 and q.expiry or n
    local c = choice("memory", "expiry", { name = "expiry of a position", now = now == n and "never" or tostring(now),
      at = now })
    for e = 1, n - 1 do
      if e ~= now then add(c, e - now, { expiry = e }) end
    end
    return { c }
  end
  return {}
end

-- Places --------------------------------------------------------------------------------------------

-- The period of the series that each record stands in, from 1; nil where it is outside.
local function places(q)
  local grid, list = dates_of.grid_of_series(q.series), {}
  for i, o in ipairs(q.obs) do
    local at = math.abs(o[1]) < math.huge and dates_of.number_of(grid.interval, o[1]) - grid.first + 1
    list[i] = at and at >= 1 and at <= grid.n and at or nil
  end
  return list
end

-- The nearest step each way at which `changes` holds.
local function nearest(c, changes)
  local low, high
  for _, s in ipairs(c.steps) do
    if changes(s.result) then
      if s.by < 0 and (not low or s.by > low) then low = s.by end
      if s.by > 0 and (not high or s.by < high) then high = s.by end
    end
  end
  return low and -low, high
end

local function try_all(q, list, level)
  local variants, undefined = {}, 0
  for _, c in ipairs(list) do
    for _, s in ipairs(c.steps) do variants[#variants + 1] = s.variant end
  end
  local answers, at = core.vary(q, variants), 0
  for _, c in ipairs(list) do
    c.tried = #c.steps
    for _, s in ipairs(c.steps) do
      at = at + 1
      s.result, s.variant = answers[at], nil
      undefined = undefined + (answers[at].fault and 1 or 0)
    end
    c.sign_low, c.sign_high = nearest(c, function(r) return question.sign_flips(q, r) end)
    c.verdict_low, c.verdict_high = nearest(c, function(r) return question.verdict_flips(q, r, level) end)
  end
  return #variants, undefined
end

-- Printing ------------------------------------------------------------------------------------------

local function distance(c)
  return math.min(c.sign_low or math.huge, c.sign_high or math.huge, c.verdict_low or math.huge,
    c.verdict_high or math.huge)
end

local heads = {
  edge = { "edges", "earlier", "later" },
  date = { "dates", "earlier", "later" },
  rung = { "rungs", "lower", "higher" },
  score = { "scores", "lower", "higher" },
  memory = { "memory", "shorter", "longer" },
}

local units = { edge = "%ss", date = "%ss", rung = "rungs", score = "points", memory = "%ss" }

local SHOWN = { date = 8, rung = 8 } -- the nearest; the others are in the CSV

-- How far; of the memory, how long it is then.
local function cell(c, by, sign)
  if not by then return "-" end
  return c.kind == "memory" and "at " .. result.number(c.at + sign * by) or result.number(by)
end

local function cells(c, kind)
  return string.format("%9s %9s", cell(c, c[kind .. "_low"], -1), cell(c, c[kind .. "_high"], 1))
end

-- A score that only tips when the order of the rungs is broken says so.
local function order_text(c)
  if c.kind ~= "score" then return "" end
  local function past(by, neighbour) return by and neighbour and by > math.abs(neighbour - c.at) + 1e-9 end
  local low = past(c.sign_low, c.below) or past(c.verdict_low, c.below)
  local high = past(c.sign_high, c.above) or past(c.verdict_high, c.above)
  return (low or high) and "  past the next rung" or ""
end

local function table_rows(self, out, kind)
  local list, never = {}, 0
  for _, c in ipairs(self.choices) do
    if c.kind == kind then
      if distance(c) < math.huge or kind == "edge" or kind == "memory" then
        list[#list + 1] = c
      else
        never = never + 1
      end
    end
  end
  if #list == 0 and never == 0 then return end
  if SHOWN[kind] or kind == "score" then
    for i, c in ipairs(list) do c.order = i end
    table.sort(list, function(a, b)
      local x, y = distance(a), distance(b)
      if x ~= y then return x < y end
      return a.order < b.order
    end)
  end
  local head = heads[kind]
  out[#out + 1] = { head[1], string.format("%-32s %-18s %9s %9s", units[kind]:format(self.series.interval), "now",
    head[2], head[3]) .. (self.question.base.p and string.format("  %9s %9s", head[2], head[3]) or "") }
  for i, c in ipairs(list) do
    if i > (SHOWN[kind] or math.huge) then break end
    out[#out + 1] = { "", string.format("%-32s %-18s %s", c.name, c.now, cells(c, "sign")) ..
      (self.question.base.p and "  " .. cells(c, "verdict") or "") .. order_text(c) }
  end
  local more = #list - (SHOWN[kind] or math.huge)
  if more > 0 then out[#out + 1] = { "", string.format("... and %d that tip further off", more) } end
  if never > 0 then
    out[#out + 1] = { "", string.format("%d %s: never%s", never, #list > 0 and "others" or "in all",
      (kind == "date" and " within the study") or (kind == "score" and " within the ladder and a gap beyond") or
      " on the ladder") }
  end
end

local function nearest_text(self, kind)
  local best
  for _, c in ipairs(self.choices) do
    for _, side in ipairs { "low", "high" } do
      local by = c["sign_" .. side]
      if c.kind == kind and by and (not best or by < best.by) then
        best = { by = by, c = c, word = heads[kind][side == "low" and 2 or 3] }
      end
    end
  end
  local unit = units[kind]:format(self.series.interval)
  if best and kind == "memory" then
    return string.format("%s %s: %s", cell(best.c, best.by, best.word == heads.memory[2] and -1 or 1), unit,
      best.c.name)
  end
  return best and string.format("%s %s %s: %s", result.number(best.by), best.by == 1 and unit:gsub("s$", "") or unit,
    best.word, best.c.name)
end

local function rows(self)
  local q = self.question
  local out = { { "estimate", string.format("%s  (%s, %s%s)", result.number(self.estimate),
    self.estimate_name, self.compared, self.question.base.p and ", p " .. result.share(self.question.base.p) or "") } }
  for _, kind in ipairs(self.kinds) do
    local text = nearest_text(self, kind)
    if text then out[#out + 1] = { #out == 1 and "sign tips at" or "", text } end
  end
  out[#out + 1] = { "", string.format("%-32s %-18s %19s", "", "", "sign changes") ..
    (self.question.base.p and string.format("  %19s", string.format("p crosses %g", self.level)) or "") }
  for _, kind in ipairs(self.kinds) do table_rows(self, out, kind) end
  out[#out + 1] = { "", "-: never within the study; a choice is moved alone, the others stay" }
  out[#out + 1] = { "search", string.format("every place of every choice: %s recounts%s%s",
    result.number(self.recounts), self.undefined > 0 and
    string.format(", %s without an estimate", result.number(self.undefined)) or "",
    self.question.score_step and string.format("; scores in steps of %s",
      result.number(self.question.score_step)) or "") }
  if self.question.base.p then
    out[#out + 1] = { "null", question.nulls[self.null] .. "; " .. question.alternatives[self.alternative] ..
      ", floor " .. result.share(self.floor) }
  end
  out[#out + 1] = { "n", question.n_text(q) }
  out[#out + 1] = { "dropped", question.dropped_text(q) }
  out[#out + 1] = { "series", self.series.how }
  for _, note in ipairs(q.notes) do out[#out + 1] = { "note", note } end
  return out
end

local columns = { "kind", "id", "name", "now", "unit", "sign_down", "sign_up", "verdict_down", "verdict_up", "tried" }

local function grid(self)
  local list = {}
  for i, c in ipairs(self.choices) do
    list[i] = { c.kind, c.id, c.name, c.now, units[c.kind]:format(self.series.interval), c.sign_low, c.sign_high,
      c.verdict_low, c.verdict_high, c.tried }
  end
  return columns, list
end

local function draw(self, options)
  return require("balassa.chart.influence").tipping(self, options)
end

local function kinds_of(given)
  if given == nil then return all_kinds end
  local list = type(given) == "table" and given or { given }
  local names = {}
  for _, name in ipairs(all_kinds) do names[name] = true end
  for _, name in ipairs(list) do question.choice(name, names, "kinds") end
  return list
end

local makers = { edge = edges, date = dates, rung = rungs, score = scores, memory = memory }

local function tipping(study, options)
  options = options or {}
  core.check_options(options, known, "tipping")
  local level, step = question.level(options), options.score_step
  if step ~= nil and not (type(step) == "number" and step > 0) then
    core.raise("option 'score_step' is a number above 0, not %s", tostring(step))
  end
  local kinds = kinds_of(options.kinds)
  local q = question.new(study, options, "tipping")
  q.place = places(q)
  local values, list = question.values(q), {}
  values.level, values.kinds = level, {}
  for _, kind in ipairs(kinds) do
    if not (q.rule == "count" and (kind == "rung" or kind == "score")) then
      local made, used = makers[kind](q, step)
      if kind == "score" then q.score_step = used end
      table.move(made, 1, #made, #list + 1, list)
      values.kinds[#values.kinds + 1] = kind
    end
  end
  values.recounts, values.undefined = try_all(q, list, level)
  values.choices = list
  question.name(q, values, "tipping", string.format("null = %q", q.null), "tipping points of")
  return result.new { kind = "tipping", values = values, rows = rows, grid = grid, draw = draw,
    order = { "estimate", "p", "floor", "level", "n", "dropped" } }
end

return tipping
