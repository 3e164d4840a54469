-- Charts of what an answer hangs on: the estimate without each event, crisis, source; how far each
-- choice must move before the sign changes.

local chart = require "balassa.chart"
local core = require "balassa.core"
local dates = require "balassa.stats.dates"
local question = require "balassa.stats.question"
local result = require "balassa.result"
local rows = require "balassa.chart.rows"
local style = require "balassa.chart.style"

local influence = {}

local function minus(text) return (text:gsub("^%-", "−")) end

local function number(v) return minus(string.format("%.2f", v)) end

local function upper(text) return (text:gsub("^%l", string.upper)) end

local SHOWN = 12 -- rows of a kind: those that move the estimate most

local kinds = { event = "Without each event", crisis = "Without each crisis", source = "Without each source",
  actors = "Without each actor", initiative = "Without each initiative", coder = "Without each coder" }

-- Those of a kind that move the estimate most, or turn its sign, in the order of the estimates.
local function most_of(self, kind, shown)
  local list = {}
  for i, r in ipairs(self.without) do
    if r.kind == kind and not r.fault then list[#list + 1] = { r = r, order = i } end
  end
  table.sort(list, function(a, b)
    local x, y = math.abs(a.r.change), math.abs(b.r.change)
    if a.r.sign_flips ~= b.r.sign_flips then return a.r.sign_flips end
    if x ~= y then return x > y end
    return a.order < b.order
  end)
  local total = #list
  for i = shown + 1, total do list[i] = nil end
  table.sort(list, function(a, b)
    if a.r.estimate ~= b.r.estimate then return a.r.estimate < b.r.estimate end
    return a.order < b.order
  end)
  return list, total
end

local function name_of(r) return r.label and r.label ~= r.id and r.kind ~= "event" and r.label or r.id end

local function influence_items(self, shown)
  local items, hidden, verdicts = {}, 0, false
  for _, kind in ipairs(self.by) do
    local list, total = most_of(self, kind, shown[kind] or shown.others)
    hidden = hidden + total - #list
    if #list > 0 then items[#items + 1] = { heading = (kinds[kind] or "Without each " .. kind) } end
    for _, e in ipairs(list) do
      local r = e.r
      verdicts = verdicts or r.verdict_flips
      items[#items + 1] = { label = name_of(r), note = r.id,
        numbers = string.format("%s%s", number(r.estimate), r.p and ",  p " .. result.share(r.p) or ""),
        color = r.sign_flips and "#a34700" or style.ink,
        dots = { { at = r.estimate, color = r.sign_flips and style.against.color or style.series[1].color,
          hollow = r.verdict_flips } } }
    end
  end
  return items, hidden, verdicts
end

-- What a search found, in a sentence.
local function set_text(s)
  local many = s.size ~= 1
  local goal = s.goal == "sign" and "turn%s the sign round" or s.goal == "verdict" and
    string.format("take%%s p across %g", s.at) or "carr%s the estimate across " .. result.number(s.at)
  local ends = s.goal == "threshold" and { "y", "ies" } or { "", "s" }
  if s.size == 0 then
    return string.format("No %s were found that %s%s.", s.what, goal:format(ends[1]),
      s.complete > 0 and string.format("; all sets of up to %d were tried", s.complete) or "")
  end
  local how = s.exhaustive and "the fewest" .. (s.sets > 1 and string.format(", one of %s such sets",
    result.number(s.sets)) or "") or "found greedily: fewer may do"
  return string.format("%d %s %s (%s): %s.", s.size, many and s.what or s.what:gsub("s$", ""),
    goal:format(ends[many and 1 or 2]), how, table.concat(s.list[1], " + "):gsub("%->", "→"))
end

local function set_texts(self, what)
  local out = {}
  for _, s in ipairs(self.searches) do
    if s.what == what then out[#out + 1] = set_text(s) end
  end
  return table.concat(out, " ")
end

local function recodes_text(self)
  local text = set_texts(self, "recodes")
  if text == "" then return "" end
  return text .. (self.steps == 1 and " A recode is by one rung. " or
    string.format(" A recode is by up to %d rungs. ", self.steps))
end

local known = { "title", "subtitle", "note", "width", "shown" }

function influence.influence(self, options)
  options = options or {}
  core.check_options(options, known, "a chart of influence")
  local shown = options.shown or SHOWN
  local items, hidden, verdicts = influence_items(self, { event = shown, crisis = shown, others = shown // 3 })
  local p = core.get(self, "p")
  local title = options.title or "What the contrast hangs on"
  local subtitle = options.subtitle or string.format("%s of %s with %s, asked again without each event, " ..
    "crisis and so on. All together: %s%s. %s", upper(self.estimate_name), self.series.name,
    dates.count(#self.windows, "window"), number(self.estimate),
    p and string.format(", p = %s (%s, %s)", result.share(p), self.null, question.alternatives[self.alternative]) or "",
    set_texts(self, "deletions"))
  local legend = { { kind = "dot", color = style.series[1].color, text = "Estimate without it" },
    { kind = "dot", color = style.against.color, text = "The sign changes" } }
  if verdicts then
    legend[#legend + 1] = { kind = "dot", color = style.series[1].color, hollow = true,
      text = string.format("p crosses %g", self.level) }
  end
  legend[#legend + 1] = { kind = "line", color = style.series[1].color, lw = 1.4, dash = "(8,6)",
    text = "Estimate with all" }
  return rows.chart(chart, { title = title, subtitle = subtitle, width = options.width,
    digest = self.question.study.digest }, function()
    return { title = title, subtitle = subtitle, width = options.width, items = items, names = 240, numbers = 150,
      axis = upper(self.estimate_name) .. ", " .. self.compared, legend = legend,
      uprights = { { at = self.estimate_name:find "ratio" and 1 or 0 },
        { at = self.estimate, color = style.series[1].color, lw = 1.4, dash = "(8,6)" } },
      note = options.note or string.format("%s%sIndex: %s.", recodes_text(self), hidden > 0 and
        string.format("Shown are those that move the estimate most; %d more move it less. ", hidden) or "",
        self.series.how) }
  end)
end

-- Tipping points ------------------------------------------------------------------------------------

local function tip_text(c)
  if not c.sign_low and not c.sign_high then return "never" end
  return string.format("%s  to  %s", c.sign_low and "−" .. result.number(c.sign_low) or "never",
    c.sign_high and "+" .. result.number(c.sign_high) or "never")
end

local function nearest(c) return math.min(c.sign_low or math.huge, c.sign_high or math.huge) end

local function tipping_items(self, wanted, shown)
  local items, hidden, never = {}, 0, 0
  local headings = { edge = "Edges of crises", date = "Dates of events", rung = "Rungs of events" }
  for _, kind in ipairs(wanted) do
    local list = {}
    for i, c in ipairs(self.choices) do
      if c.kind == kind then list[#list + 1] = { c = c, order = i } end
    end
    if kind ~= "edge" then
      for k = #list, 1, -1 do
        if nearest(list[k].c) == math.huge then
          table.remove(list, k)
          never = never + 1
        end
      end
      table.sort(list, function(a, b)
        if nearest(a.c) ~= nearest(b.c) then return nearest(a.c) < nearest(b.c) end
        return a.order < b.order
      end)
      hidden = hidden + math.max(0, #list - shown)
      for k = #list, shown + 1, -1 do list[k] = nil end
    end
    if #list > 0 then items[#items + 1] = { heading = headings[kind] } end
    for _, e in ipairs(list) do
      local c = e.c
      items[#items + 1] = { label = c.name, note = c.name, numbers = tip_text(c), parts = { { low = -(c.sign_low or 0),
        high = c.sign_high or 0, open_low = not c.sign_low, open_high = not c.sign_high, lw = 3,
        color = nearest(c) < math.huge and style.series[1].color or style.frame } }, dots = {} }
      for _, at in ipairs { c.sign_low and -c.sign_low or false, c.sign_high or false } do
        if at then table.insert(items[#items].dots, { at = at, color = style.against.color }) end
      end
    end
  end
  return items, hidden, never
end

local tipping_known = { "title", "subtitle", "note", "width", "shown", "what" }

-- what = "months" (edges and dates) or "rungs".
function influence.tipping(self, options)
  options = options or {}
  core.check_options(options, tipping_known, "a chart of tipping points")
  local what = question.choice(options.what or "months", { months = true, rungs = true }, "what")
  local unit = what == "rungs" and "rungs" or self.series.interval .. "s"
  local wanted = {}
  for _, kind in ipairs(self.kinds) do
    if (kind == "rung") == (what == "rungs") and kind ~= "score" and kind ~= "memory" then
      wanted[#wanted + 1] = kind
    end
  end
  if #wanted == 0 then core.raise("these tipping points are not counted in %s", what) end
  local items, hidden, never = tipping_items(self, wanted, options.shown or SHOWN)
  local title = options.title or "How far each choice could move before the sign changes"
  local subtitle = options.subtitle or string.format("%s of %s with %s: %s. Each choice is moved by itself, " ..
    "%s, through every place it could have; the bar is where the sign stays.", upper(self.estimate_name),
    self.series.name, dates.count(#self.windows, "window"), number(self.estimate),
    what == "rungs" and "rung by rung" or self.series.interval .. " by " .. self.series.interval)
  return rows.chart(chart, { title = title, subtitle = subtitle, width = options.width,
    digest = self.question.study.digest }, function()
    return { title = title, subtitle = subtitle, width = options.width, items = items, names = 230, numbers = 130,
      axis = string.format("Moved by, %s: %s to the left, %s to the right", unit, what == "rungs" and "lower" or
        "earlier", what == "rungs" and "higher" or "later"), uprights = { { at = 0 } },
      legend = { { kind = "line", color = style.series[1].color, lw = 3, text = "The sign stays" },
        { kind = "line", color = style.frame, lw = 3, text = "It never changes" },
        { kind = "dot", color = style.against.color, text = "Nearest place where it changes" } },
      note = options.note or string.format("%s%sAn arrow: no change as far as the choice can go. Index: %s.",
        hidden > 0 and string.format("%d more tip further off. ", hidden) or "", never > 0 and
        string.format("%d %ss never tip. ", never, self.question.noun) or "", self.series.how) }
  end)
end

return influence
