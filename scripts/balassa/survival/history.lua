-- From the events of an initiative to a life: when it began, when and how it ended.
--
--   stage of an event         what it does
--   proposed, signed          begins the life; the first of them counts
--   in_force, implemented     ends it as "implemented"
--   withdrawn, abandoned      ends it as "withdrawn" or "abandoned"
--   none                      nothing
--
-- The first end counts; on one day "implemented" comes before the others. Without one the life is open:
-- censored at the study's end. Stages decide and not the column `status`, which says what an event was,
-- not what became of the initiative.
--
-- An imprecise date stands for one day, by a named rule (earliest, midpoint, latest). The rule can put an
-- end before the beginning although the two dates overlap: then which came first is not known, and the
-- life lasts 0. Left out, with the reason: no beginning on record, an end that is certainly before the
-- beginning, a beginning or an end after the study, an end without a day.

local core = require "balassa.core"

local history = {}

local ends = { in_force = "implemented", implemented = "implemented", withdrawn = "withdrawn", abandoned = "abandoned" }

-- The last day of the study, or of `to`.
function history.end_of(study, to)
  local date = to and core.date(to) or not to and study.period
  if not date or not date:last() then
    core.raise "the study has no end to censor at; give it as to = \"2010-12\""
  end
  return date:day "latest"
end

local function day_of(date, rule)
  return date and date:first() and date:last() and date:day(rule) or nil
end

-- The staged events of one initiative: { id, stage, date, day }, in order of their days; at equal days
-- beginnings first, then what implements.
local function staged(events, id, rule)
  local list = {}
  for _, e in ipairs(events[id] or {}) do
    list[#list + 1] = { id = e.id, stage = e.stage, date = e.date, day = day_of(e.date, rule), i = #list }
  end
  local function rank(e) return not ends[e.stage] and 0 or ends[e.stage] == "implemented" and 1 or 2 end
  table.sort(list, function(a, b)
    local x, y = a.day or math.huge, b.day or math.huge
    if x ~= y then return x < y end
    if rank(a) ~= rank(b) then return rank(a) < rank(b) end
    return a.i < b.i
  end)
  return list
end

local function first_of(list, want)
  for _, e in ipairs(list) do
    if want(e) then return e end
  end
end

-- A life, or nil and why not.
local function life_of(list, last)
  if #list == 0 then return nil, "no event with a stage" end
  local from = first_of(list, function(e) return not ends[e.stage] and e.day end)
  if not from then return nil, "no beginning on record" end
  if from.day > last then return nil, "begins after the study" end
  local to = first_of(list, function(e) return ends[e.stage] end)
  if to and not to.day then return nil, "its end has no day" end
  if to and to.date:before(from.date) then return nil, "ends before it begins" end
  if not to or to.day > last then
    return { start = from.day, from = from, stop = last, kind = "open" }
  end
  local given_up = first_of(list, function(e)
    return e.day and e.day >= to.day and e.day <= last and (e.stage == "withdrawn" or e.stage == "abandoned")
  end)
  return { start = from.day, from = from, stop = math.max(to.day, from.day), to = to, kind = ends[to.stage],
    overlap = to.day < from.day, last = last, given_up = given_up and given_up.day }
end

-- history.lives(study, { date=, to=, of= }) -> lives, left_out, in the order of the table. A life is
--   { id, label, initiative, start, stop (days), kind, from, to (events), overlap, last (day of the study) }
-- and given_up, the day, when it was given up after it had been implemented. One left out: { id, label, why }.
function history.lives(study, options)
  local last, events = history.end_of(study, options.to), {}
  for e in (options.of or study:events()):each() do
    if e.initiative and e.stage then
      events[e.initiative] = events[e.initiative] or {}
      table.insert(events[e.initiative], e)
    end
  end
  local lives, left_out = {}, {}
  for initiative in study:initiatives():each() do
    local life, why = life_of(staged(events, initiative.id, options.date), last)
    if life then
      life.id, life.label, life.initiative = initiative.id, initiative.label, initiative
      lives[#lives + 1] = life
    else
      left_out[#left_out + 1] = { id = initiative.id, label = initiative.label, why = why }
    end
  end
  return lives, left_out
end

return history
