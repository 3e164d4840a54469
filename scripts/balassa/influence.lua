-- balassa.influence(study, options): how much hangs on single events, crises, sources, actors.
--
-- The estimate is the contrast of an index with the crises, asked again without each of them; and the
-- fewest events that, dropped or coded otherwise, turn its sign round or change the verdict
-- (engine/explore/fewest.h says what is exhaustive and what is greedy).

local codings = require "balassa.stats.codings"
local core = require "balassa.core"
local question = require "balassa.stats.question"
local result = require "balassa.result"

local known = { "by", "level", "threshold", "most", "steps", "budget", "greedy", "keep", "sets" }
for _, name in ipairs(question.options) do known[#known + 1] = name end

local usual = { "event", "crisis", "source", "actors", "initiative", "coder" }
local aliases = { coders = "coder", events = "event", crises = "crisis", actor = "actors", sources = "source",
  initiatives = "initiative" }

-- Left out one by one -------------------------------------------------------------------------------

-- Whether the records have this column; if not, what is said of it, with the near name.
local function has_column(q, name)
  if name == "event" or name == "crisis" then return true end
  if name == "coder" then
    return codings.there(q.study) and q.rule ~= "count", "this study has no codings of several coders"
  end
  local ok, why = core.attempt(function() return q.records[1].record[name] end)
  return ok, tostring(why):gsub("^.-:%d+: ", "")
end

local function kinds_of(q, by)
  local list = {}
  if by == nil then
    for _, name in ipairs(usual) do
      if has_column(q, name) then list[#list + 1] = name end
    end
    return list
  end
  for i, given in ipairs(type(by) == "table" and by or { by }) do
    local name = aliases[given] or given
    local ok, why = has_column(q, name)
    if not ok then
      core.raise("influence: by is \"event\", \"crisis\", \"coder\" or a column: %s", why)
    end
    list[i] = name
  end
  return list
end

-- Groups of observations that have a value of the column in common, in the order they come in.
local function groups_by(q, column)
  local groups, place, empty = {}, {}, 0
  for i, r in ipairs(q.records) do
    local value = core.get(r.record, column)
    local values = type(value) == "table" and value or { value }
    if #values == 0 then empty = empty + 1 end
    for _, v in ipairs(values) do
      local key = tostring(v)
      if not place[key] then
        groups[#groups + 1] = { id = key, drop = {} }
        place[key] = groups[#groups]
      end
      table.insert(place[key].drop, i)
    end
  end
  return groups, empty
end

-- The rung that most confidence is on; of equals the record's own, else the lowest. "" when it is none.
local function majority(readings, own, rank)
  local weight, best = {}, nil
  for _, c in ipairs(readings) do
    local rung = c.value or ""
    weight[rung] = (weight[rung] or 0) + c.confidence
  end
  local function before(a, b) return b == nil or a == own or b ~= own and (rank[a] or 0) < (rank[b] or 0) end
  for rung, w in pairs(weight) do
    local least = best and weight[best] or -1
    if w > least + 1e-12 or math.abs(w - least) <= 1e-12 and before(rung, best) then best = rung end
  end
  return best
end

-- Without one coder a record has the rung that the others read, where any of them did.
local function without_coders(q)
  local all = codings.list(q.study, "influence")
  local read, rank = codings.readings(all, q.rule == "in_force" and "positions" or "events"), codings.ranks(q.study)
  local list = {}
  for _, coder in ipairs(codings.coders(all)) do
    local v = { kind = "coder", id = coder, n = 0, drop = {}, set = {} }
    for i, r in ipairs(q.records) do
      local others = {}
      for _, c in ipairs(read[r.id] and read[r.id].rung or {}) do
        if c.coder ~= coder then others[#others + 1] = c end
      end
      local rung = #others > 0 and majority(others, r.rung, rank) or r.rung
      if rung ~= r.rung then
        local score = rung ~= "" and q.of(rung)
        table.insert(score and v.set or v.drop, score and { i, score } or i)
        v.n = v.n + 1
      end
    end
    list[#list + 1] = v
  end
  return list
end

local function variants_of(q, kind)
  if kind == "coder" then return without_coders(q) end
  local list = {}
  if kind == "event" then
    for i, r in ipairs(q.records) do list[i] = { kind = kind, id = r.id, label = r.label, n = 1, drop = { i } } end
  elseif kind == "crisis" then
    for i, w in ipairs(q.crises) do
      local windows = {}
      for k, other in ipairs(q.windows) do
        if k ~= i then windows[#windows + 1] = other end
      end
      list[i] = { kind = kind, id = w.id, label = w.label, n = 1, windows = windows }
    end
  else
    local groups, empty = groups_by(q, kind)
    for i, g in ipairs(groups) do list[i] = { kind = kind, id = g.id, n = #g.drop, drop = g.drop } end
    list.empty = empty
  end
  return list
end

local function leave_out(q, kinds, level)
  local rows, empty = {}, {}
  for _, kind in ipairs(kinds) do
    local list = variants_of(q, kind)
    if list.empty and list.empty > 0 then empty[kind] = list.empty end
    for i, r in ipairs(core.vary(q, list)) do
      local v = list[i]
      rows[#rows + 1] = { kind = kind, id = v.id, label = v.label, n = v.n, estimate = r.estimate, p = r.p,
        floor = r.floor, change = r.estimate and r.estimate - q.base.estimate, fault = r.fault,
        sign_flips = question.sign_flips(q, r), verdict_flips = question.verdict_flips(q, r, level) }
    end
  end
  return rows, empty
end

-- The fewest edits ----------------------------------------------------------------------------------

local function deletions(q)
  local units, names = {}, {}
  for i, r in ipairs(q.records) do units[i], names[i] = { { drop = { i } } }, { r.id } end
  return units, names
end

-- Each record coded up to `steps` rungs of the ladder higher or lower, where the rung has a score.
local function recodes(q, steps)
  local rungs, rank, units, names, options = {}, {}, {}, {}, 0
  for _, rung in ipairs(q.study:ladder()) do rungs[#rungs + 1] = rung end
  table.sort(rungs, function(a, b) return a.rank < b.rank end)
  for i, rung in ipairs(rungs) do rank[rung.id] = i end
  for i, r in ipairs(q.records) do
    units[i], names[i] = {}, {}
    for k = math.max(1, rank[r.rung] - steps), math.min(#rungs, rank[r.rung] + steps) do
      local score = q.of(rungs[k].id)
      if score and score ~= r.score then
        table.insert(units[i], { set = { { i, score } } })
        table.insert(names[i], r.id .. " -> " .. rungs[k].id)
        options = options + 1
      end
    end
  end
  return units, names, options
end

local function named_sets(found, names)
  local sets = {}
  for i, f in ipairs(found.found) do
    local set = { estimate = f.estimate, p = f.p }
    for k, unit in ipairs(f.units) do set[k] = names[unit][f.options[k]] end -- in the order of the records
    sets[i] = set
  end
  return sets
end

local function search_one(q, what, goal, at, options)
  local units, names
  if what == "deletions" then
    units, names = deletions(q)
  else
    units, names = recodes(q, options.steps or 1)
  end
  local slow = goal == "verdict" and q.null == "relocate"
  local found = core.search(q, units, { goal = goal, at = at, most = options.most or 3,
    budget = options.budget or (slow and 1000 or 2000000), greedy = options.greedy or (slow and 6 or 20),
    keep = options.keep or 10 })
  found.what, found.goal, found.at, found.list, found.units = what, goal, at, named_sets(found, names), #units
  found.found = nil
  return found
end

local function searches_of(q, options, level)
  local list = {}
  if options.sets == false then return list end
  local whats = { "deletions" }
  if q.rule ~= "count" then whats[2] = "recodes" end
  for _, what in ipairs(whats) do
    list[#list + 1] = search_one(q, what, "sign", 0, options)
    if q.null ~= "none" then list[#list + 1] = search_one(q, what, "verdict", level, options) end
    if options.threshold then list[#list + 1] = search_one(q, what, "threshold", options.threshold, options) end
  end
  return list
end

-- Printing ------------------------------------------------------------------------------------------

local function p_text(p) return p and ", p " .. result.share(p) or "" end

local function row_text(r)
  return string.format("%s%s  without %s", result.number(r.estimate), p_text(r.p), r.id)
end

local FEW = 6

-- Names of a list, not all of a long one: those are in the CSV.
local function names_text(list)
  if #list <= FEW then return table.concat(list, ", ") end
  return string.format("%s and %d more", table.concat(list, ", ", 1, FEW), #list - FEW)
end

local function kind_rows(self, out, kind)
  local list, lowest, highest, without, flips, verdicts = {}, nil, nil, 0, {}, {}
  for _, r in ipairs(self.without) do
    if r.kind == kind then
      list[#list + 1] = r
      if r.fault then without = without + 1 end
      if not r.fault and (not lowest or r.estimate < lowest.estimate) then lowest = r end
      if not r.fault and (not highest or r.estimate > highest.estimate) then highest = r end
      if r.sign_flips then flips[#flips + 1] = r.id end
      if r.verdict_flips then verdicts[#verdicts + 1] = r.id end
    end
  end
  if not lowest then
    out[#out + 1] = { kind, string.format("%d; none can be left out: the rest has no estimate", #list) }
    return
  end
  out[#out + 1] = { kind, string.format("%d; lowest  %s", #list, row_text(lowest)) }
  out[#out + 1] = { "", string.format("%shighest %s", (" "):rep(#tostring(#list) + 2), row_text(highest)) }
  out[#out + 1] = { "", #flips == 0 and "the sign stays without each of them" or
    "the sign changes without " .. names_text(flips) }
  if self.question.base.p then
    out[#out + 1] = { "", #verdicts == 0 and string.format("p stays %s %g without each of them",
      self.question.base.p <= self.level and "within" or "above", self.level) or
      string.format("p crosses %g without %s", self.level,
      names_text(verdicts)) }
  end
  if without > 0 then out[#out + 1] = { "", without .. " of them cannot be left out: the rest has no estimate" } end
  if kind == "coder" then
    out[#out + 1] = { "", "a record has the rung that most confidence of the other coders is on; of equals, its own" }
  end
  if self.empty[kind] then
    out[#out + 1] = { "", string.format("%d %ss have none and stay in", self.empty[kind], self.noun) }
  end
end

local function goal_text(self, s)
  if s.goal == "sign" then return "to change the sign" end
  if s.goal == "threshold" then return "to carry the estimate across " .. result.number(s.at) end
  return string.format("to bring p %s %g", self.question.base.p <= s.at and "above" or "to", s.at)
end

-- On as many lines as its names need.
local function add_set(out, set)
  local line = ""
  for i, name in ipairs(set) do
    local more = (i > 1 and "+ " or "") .. name
    if #line + #more > 96 then
      out[#out + 1] = { "", line }
      line = "  "
    end
    line = line .. (i > 1 and line ~= "  " and " " or "") .. more
  end
  out[#out + 1] = { "", string.format("%s  (%s%s)", line, result.number(set.estimate), p_text(set.p)) }
end

local function search_rows(self, out, s)
  local what = s.what == "recodes" and string.format("recodes by %s", self.steps == 1 and "one rung" or
    "up to " .. self.steps .. " rungs") or s.what
  local text
  if s.exhaustive then
    text = string.format("%d: %s of %s of that size do; all smaller ones were tried", s.size,
      s.sets == 1 and "one set" or result.number(s.sets) .. " sets", result.number(s.tried))
  elseif s.size > 0 then
    text = string.format("at most %d (greedy%s)", s.size, s.complete > 0 and
      string.format("; no %s does, all were tried", s.complete == 1 and "single one" or "set of up to " .. s.complete)
      or "; not even all single ones were tried")
  else
    text = string.format("none was found%s", s.complete > 0 and string.format(": no %s does, all were tried; ",
      s.complete == 1 and "single one" or "set of up to " .. s.complete) or ": ") ..
      string.format("nor does the greedy search with up to %d", self.greedy)
  end
  out[#out + 1] = { "fewest", string.format("%s %s: %s", what, goal_text(self, s), text) }
  for i, set in ipairs(s.list) do
    if i > 3 then
      out[#out + 1] = { "", string.format("... and %s more", result.number(s.sets - 3)) }
      break
    end
    add_set(out, set)
  end
end

local function rows(self)
  local q = self.question
  local out = { { "estimate", string.format("%s  (%s, %s%s)", result.number(self.estimate),
    self.estimate_name, self.compared, p_text(self.question.base.p)) } }
  for _, kind in ipairs(self.by) do kind_rows(self, out, kind) end
  local recounts, undefined = #self.without, 0
  for _, s in ipairs(self.searches) do
    search_rows(self, out, s)
    recounts, undefined = recounts + s.recounts, undefined + s.undefined
  end
  out[#out + 1] = { "recounts", string.format("%s, each from the records on%s", result.number(recounts),
    undefined > 0 and string.format("; %s had no estimate and count as no change", result.number(undefined)) or "") }
  if self.question.base.p then
    if self.floor > self.level then
      out[#out + 1] = { "note", string.format("the floor of this design is %s: p cannot come to %g",
        result.share(self.floor), self.level) }
    end
    out[#out + 1] = { "null", question.nulls[self.null] .. "; " .. question.alternatives[self.alternative] ..
      ", floor " .. result.share(self.floor) }
  end
  out[#out + 1] = { "n", question.n_text(q) }
  out[#out + 1] = { "dropped", question.dropped_text(q) }
  out[#out + 1] = { "series", self.series.how }
  for _, note in ipairs(q.notes) do out[#out + 1] = { "note", note } end
  out[#out + 1] = { "note", "it shows what the answer hangs on, not which " .. q.noun .. "s are coded wrongly" }
  return out
end

local columns = { "kind", "id", "n", "estimate", "change", "p", "floor", "sign_flips", "verdict_flips", "fault" }

-- The rows left out one by one, then the sets: their names joined by " + ".
local function grid(self)
  local list = {}
  for i, r in ipairs(self.without) do
    list[i] = {}
    for k, name in ipairs(columns) do list[i][k] = r[name] end
  end
  for _, s in ipairs(self.searches) do
    for _, set in ipairs(s.list) do
      list[#list + 1] = { s.what .. " for " .. s.goal .. (s.exhaustive and "" or ", greedy"), table.concat(set, " + "),
        #set, set.estimate, set.estimate - self.estimate, set.p, nil, s.goal == "sign" or nil,
        s.goal == "verdict" or nil }
    end
  end
  return columns, list
end

local function draw(self, options)
  return require("balassa.chart.influence").influence(self, options)
end

local function whole(value, name, least, most)
  if value ~= nil and not (math.type(value) == "integer" and value >= least and value <= most) then
    core.raise("option '%s' is a whole number from %d to %d, not %s", name, least, most, tostring(value))
  end
end

local function check(options)
  core.check_options(options, known, "influence")
  whole(options.most, "most", 0, 8)
  whole(options.steps, "steps", 1, 1000)
  whole(options.greedy, "greedy", 0, 1000)
  whole(options.keep, "keep", 1, 1000)
end

-- How many sets of this size there were, each unit with one of its options.
local function count_sets(q, s, steps)
  local units = s.what == "deletions" and deletions(q) or recodes(q, steps)
  local ways = { [0] = 1 }
  for _, options in ipairs(units) do
    for i = s.size, 1, -1 do ways[i] = (ways[i] or 0) + (ways[i - 1] or 0) * #options end
  end
  return ways[s.size]
end

local function influence(study, options)
  options = options or {}
  check(options)
  local level = question.level(options)
  local q = question.new(study, options, "influence")
  local values = question.values(q)
  values.level, values.steps, values.noun = level, options.steps or 1, q.noun
  values.most, values.greedy = options.most or 3, options.greedy or 20
  values.by = kinds_of(q, options.by)
  values.without, values.empty = leave_out(q, values.by, level)
  values.searches = searches_of(q, options, level)
  for _, s in ipairs(values.searches) do
    s.tried = s.exhaustive and count_sets(q, s, values.steps) or nil
    local key = s.what .. "_" .. s.goal
    values[key] = s.size > 0 and s.size or nil
    values[key .. "_exhaustive"] = s.exhaustive
  end
  values.recounts = #values.without
  for _, s in ipairs(values.searches) do values.recounts = values.recounts + s.recounts end
  question.name(q, values, "influence", string.format("null = %q", q.null), "influence on")
  return result.new { kind = "influence", values = values, rows = rows, grid = grid, draw = draw,
    order = { "estimate", "p", "floor", "level", "n", "dropped" } }
end

return influence
