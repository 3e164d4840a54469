-- balassa.claims(study, options): the claims of a source, each put to the test, with a verdict by a rule that
-- is stated before the result (claims/judge.lua).
--
-- The claims of a study are data, a list that scripts/claims/NAME.lua returns (NAME: the study's) or that is
-- given as `of`:
--   { id = "crises", title =, words = "as the source has them", where = "section 4", source = "key of sources.bib",
--     test = "how it is put to the test, in words",
--     tests = { { what =, role = "decides" | "reading" | "shows", side = "greater" | "less" | "same", margin =,
--                 size = "the effect that matters, in words", slow = true (beside the others, and only when the
--                 claim is told in full), run = function(study) return result end }, ... },
--     against = function(study, claim) return { "what speaks against it", ... } end,
--     figure = function(study, claim) return chart or { chart, chart } end }
-- What `run` may return is in claims/read.lua.

local core = require "balassa.core"
local judge = require "balassa.claims.judge"
local read = require "balassa.claims.read"
local result = require "balassa.result"

local WIDTH = 110

-- Declarations ------------------------------------------------------------------------------------

local claim_keys = { "id", "title", "words", "where", "source", "test", "tests", "against", "figure" }
local test_keys = { "what", "role", "side", "margin", "size", "slow", "run" }
local roles = { decides = true, reading = true, shows = true }
local sides = { greater = true, less = true, same = true }

local function one_of(value, known, what)
  if known[value] then return end
  local near = core.near(tostring(value), known)
  core.raise("%s cannot be '%s'%s", what, tostring(value), near and "; did you mean '" .. near .. "'?" or "")
end

local function check_test(t, what)
  if type(t) ~= "table" then core.raise("%s is a table, not %s", what, tostring(t)) end
  core.check_options(t, test_keys, what)
  if type(t.what) ~= "string" or type(t.run) ~= "function" then
    core.raise("%s needs what = \"words\" and run = function(study)", what)
  end
  one_of(t.role, roles, what .. ": role")
  one_of(t.side, sides, what .. ": side")
  if t.slow and t.role ~= "shows" then core.raise("%s: only what is told beside the others may be slow", what) end
  if (t.side == "same") ~= (t.margin ~= nil) then
    core.raise("%s: a margin = { low, high } goes with side = \"same\"", what)
  end
end

local function check_claim(c, i)
  local what = "claim " .. i
  if type(c) ~= "table" then core.raise("%s is a table, not %s", what, tostring(c)) end
  core.check_options(c, claim_keys, what)
  for _, key in ipairs { "id", "title", "words", "where", "test" } do
    if type(c[key]) ~= "string" then core.raise("%s needs %s, a text", what, key) end
  end
  if type(c.tests) ~= "table" or #c.tests == 0 then core.raise("%s needs tests, a list", what) end
  local decides = false
  for k, t in ipairs(c.tests) do
    check_test(t, string.format("%s, test %d", what, k))
    decides = decides or t.role == "decides"
  end
  if not decides then core.raise("%s has no test that decides it", what) end
end

-- The list of the study's own file: the user's before ours, as commands are found. nil: there is none.
local function declared(study)
  local name = study.name
  if type(name) ~= "string" or not name:find "^[%w][%w_.-]*$" then return nil end
  for _, folder in ipairs { "scripts/claims", core.scripts .. "/claims" } do
    for _, file in ipairs(core.names_in(folder, ".lua")) do
      if file == name then return assert(core.load_script(folder .. "/" .. name .. ".lua"))() end
    end
  end
end

-- Running -----------------------------------------------------------------------------------------

local function run_test(study, t, full)
  local out = { what = t.what, role = t.role, side = t.side, margin = t.margin }
  local ok, got = core.attempt(function() return read.outcome(t.run(study), not full and t.role ~= "decides") end)
  if ok then
    for name, v in pairs(got) do out[name] = v end
    out.size = t.size or out.size
  else
    out.error = tostring(got):gsub("^[^:\n]*:%d+: ", ""):match "^[^\n]*"
    out.estimate = 0 / 0
  end
  out.says, out.why = judge.says(out)
  return out
end

-- Printing ----------------------------------------------------------------------------------------

local function wrap(text, indent, first)
  local lines, line, pad = {}, first or indent, false
  for word in text:gmatch "%S+" do
    if pad and utf8.len(line) + 1 + utf8.len(word) > WIDTH then
      lines[#lines + 1], line, pad = line, indent, false
    end
    line, pad = line .. (pad and " " or "") .. word, true
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n")
end

-- Text of a number in a table; "" when there is none.
local function number(v)
  if v == nil or v ~= v then return "-" end
  if math.abs(v) == math.huge then return v > 0 and "inf" or "-inf" end
  return string.format("%.3g", v)
end

local cells = {}

function cells.estimate(t) return number(t.estimate) end

function cells.interval(t)
  return t.low and t.low == t.low and number(t.low) .. " to " .. number(t.high) or "-"
end

function cells.p(t) return t.p and t.p == t.p and result.share(t.p) or "-" end

function cells.floor(t) return t.floor and (t.floor < 0.001 and string.format("%.0e", t.floor) or
  string.format("%.3f", t.floor)) or "-" end

function cells.power(t) return t.power and string.format("%.0f %%", 100 * t.power) or "-" end

local columns = { { "estimate", 9 }, { "interval", 20 }, { "p", 8 }, { "floor", 8 }, { "power", 7 } }

local function pad_left(text, width) return (" "):rep(width - utf8.len(text)) .. text end

local function pad_right(text, width) return text .. (" "):rep(width - utf8.len(text)) end

local NAME = 44

local function cut(text, width)
  if utf8.len(text) <= width then return text end
  return text:sub(1, utf8.offset(text, width - 1) - 1) .. ".."
end

local function head(indent)
  local line = indent .. (" "):rep(NAME)
  for _, c in ipairs(columns) do line = line .. pad_left(c[1], c[2]) end
  return line .. "  says"
end

local function test_line(t, indent)
  local line = indent .. pad_right(cut(t.what, NAME - 1), NAME)
  for _, c in ipairs(columns) do line = line .. pad_left(t.error and "-" or cells[c[1]](t), c[2]) end
  return line .. "  " .. t.says
end

local role_names = { decides = "decides", reading = "read otherwise", shows = "beside it" }

local function looks_for(t)
  if t.side == "same" then
    return string.format("%s lies between %s and %s", t.measure or "estimate", number(t.margin[1]),
      number(t.margin[2]))
  end
  return string.format("%s is %s %s%s%s", t.measure or "estimate", t.side == "greater" and "above" or "below",
    number(t.zero), t.size and "; size that matters: " .. t.size or "", t.found and " (" .. t.found .. ")" or "")
end

local function claim_text(self)
  local out = { string.format("Claim %d: %s", self.number, self.title) }
  local function say(name, text) out[#out + 1] = wrap(text, (" "):rep(12), string.format("  %-10s", name)) end
  say("words", string.format("\"%s\" (%s)", self.words, self.cited))
  say("test", self.test)
  for _, t in ipairs(self.tests) do
    if t.role == "decides" then say("decides", t.what .. ": " .. looks_for(t)) end
  end
  out[#out + 1] = head "  "
  local last
  for _, role in ipairs { "decides", "reading", "shows" } do
    for _, t in ipairs(self.tests) do
      if t.role == role then
        if role ~= last then out[#out + 1], last = "  " .. role_names[role], role end
        out[#out + 1] = test_line(t, "  ")
      end
    end
  end
  for i, text in ipairs(self.against) do say(i == 1 and "against" or "", "- " .. text) end
  say("verdict", self.verdict:upper() .. ": " .. self.why)
  return table.concat(out, "\n")
end

local function summary_text(self)
  local out = { self.title, "", "The rule, stated before any result:" }
  for _, line in ipairs(self.rule) do out[#out + 1] = wrap(line, "    ", "  - ") end
  out[#out + 1], out[#out + 2] = "", head "   "
  for i = 1, self.n do
    local c = self[i]
    out[#out + 1] = string.format("%d  %s: %s", c.number, c.title, c.verdict:upper())
    for _, t in ipairs(c.tests) do
      if t.role == "decides" then out[#out + 1] = test_line(t, "   ") end
    end
  end
  return table.concat(out, "\n")
end

-- As the page of a report or a program wants it: every number of every test, in a stable order.
local function scalars_of(claim, values, prefix)
  values[prefix .. "verdict"] = claim.verdict
  for k, t in ipairs(claim.tests) do
    local at = string.format("%s%d.", prefix, k)
    for _, name in ipairs { "what", "role", "estimate", "low", "high", "p", "floor", "power", "says" } do
      values[at .. name] = t[name]
    end
  end
end

-- As Markdown it is what it prints, between fences.
local function fenced(self) return "```text\n" .. tostring(self) .. "\n```\n" end

-- A result that prints by `text` instead of as pairs.
local function printed(kind, values, text, order)
  values.markdown = fenced
  local r = result.new { kind = kind, values = values, order = order, rows = function() return {} end,
    draw = function(self) return self.figure_of(self) end }
  local meta = {}
  for name, f in pairs(getmetatable(r)) do meta[name] = f end
  meta.__tostring = text
  return setmetatable(r, meta)
end

-- The claims --------------------------------------------------------------------------------------

local function citation(study, c)
  if not c.source then return c.where end
  local ok, entry = core.attempt(function() return study:records("sources"):get(c.source) end)
  if not ok then core.raise("claim '%s' is from '%s', which is no source of the study", c.id, c.source) end
  local author = (entry.author or c.source):match "^[^,]+"
  return string.format("%s %s, %s", author, tostring(entry.year or "n.d."), c.where)
end

local function test_claim(study, c, number_, full)
  local tests, values = {}, {}
  for _, t in ipairs(c.tests) do
    if full or not t.slow then tests[#tests + 1] = run_test(study, t, full) end
  end
  values.number, values.id, values.title, values.words, values.test = number_, c.id, c.title, c.words, c.test
  values.where, values.cited, values.tests = c.where, citation(study, c), tests
  values.verdict, values.why = judge.verdict(tests)
  values.against = {}
  values.study = study
  values.figure_of = function(self)
    if not c.figure then core.raise("claim %d has no figure", number_) end
    return c.figure(study, self)
  end
  values.has_figure = c.figure ~= nil
  scalars_of(values, values, "")
  local claim = printed("claim", values, claim_text)
  if c.against then
    for i, text in ipairs(c.against(study, claim)) do values.against[i] = text end
  end
  return claim
end

-- The figures of all claims by name: claim-1, or claim-1-a, claim-1-b where a claim has several.
local function charts(self)
  local set = {}
  for i = 1, self.n do
    local name = "claim-" .. self[i].number
    local drawn = self[i].has_figure and self[i]:chart() or {}
    if getmetatable(drawn) then
      set[name] = drawn
    else
      for k, one in ipairs(drawn) do set[name .. "-" .. string.char(96 + k)] = one end
    end
  end
  return set
end

local function known_claim(list, only)
  local ids = {}
  for i, c in ipairs(list) do
    if i == only or c.id == only then return i end
    ids[i] = c.id
  end
  local near = type(only) == "string" and core.near(only, ids)
  core.raise("there is no claim '%s'%s", tostring(only), near and "; did you mean '" .. near .. "'?" or
    string.format(#list == 1 and ": the only one is 1 (%s)" or ": they are 1 to %d (%s)",
      table.unpack(#list == 1 and ids or { #list, table.concat(ids, ", ") })))
end

-- balassa.claims(study, { of =, only =, full = }) -> the claims, or nil and a message when the study has none
local function claims(study, options)
  options = options or {}
  core.check_options(options, { "of", "only", "full" }, "claims")
  if core.kind(study) ~= "balassa.study" then
    core.raise("claims needs a study, not %s", tostring(study))
  end
  local list = options.of or declared(study)
  if not list then
    return nil, string.format("%s: the study '%s' has no claims: write them into scripts/claims/%s.lua", study.dir,
      study.name, study.name)
  end
  if type(list) ~= "table" or #list == 0 then core.raise "the claims of a study are a list of tables" end
  for i, c in ipairs(list) do check_claim(c, i) end
  local only = options.only and known_claim(list, options.only)
  local values = { n = 0, rule = judge.rule, study = study, charts = charts,
    title = string.format("%d claim%s about %s, put to the test", only and 1 or #list, (only or #list == 1) and "" or
      "s", study.title) }
  for i, c in ipairs(list) do
    if not only or i == only then
      values.n = values.n + 1
      values[values.n] = test_claim(study, c, i, options.full)
      scalars_of(values[values.n], values, i .. ".")
    end
  end
  return printed("set of claims", values, summary_text, { "n", "title" })
end

return claims
