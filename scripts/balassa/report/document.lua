-- What a report says of a study: a list of blocks that report/html.lua and report/markdown.lua write.
--
--   heading { level, text, id }   para { text, look }   quote { text, cite }   list { items }
--   table { caption, head, number = { [column] = true }, rows = { { cell, ... } or { group = text } } }
--   figure { name, id, title, caption, svg }   pre { label, text, wrap }
--
-- Any study will do: a section without anything to say is left out. An analysis that the study's data do
-- not allow is named with the reason.

local balassa = require "balassa"
local core = require "balassa.core"
local provenance = require "balassa.report.provenance"
local result = require "balassa.result"

local MOST_ROWS = 400

local document = {}

-- Blocks ------------------------------------------------------------------------------------------

local builder = {}
builder.__index = builder

local function add(doc, block)
  doc.blocks[#doc.blocks + 1] = block
  return block
end

function builder:heading(level, text)
  self.headings = self.headings + 1
  add(self, { kind = "heading", level = level, text = text, id = "s" .. self.headings })
end

function builder:para(text, look) add(self, { kind = "para", text = text, look = look }) end

function builder:list(items)
  if #items > 0 then add(self, { kind = "list", items = items }) end
end

-- number: a text of l and r, one a column.
function builder:table(caption, head, number, rows)
  if #rows == 0 then return end
  local right = {}
  for k = 1, #head do right[k] = number:sub(k, k) == "r" end
  add(self, { kind = "table", caption = caption, head = head, number = right, rows = rows })
end

function builder:figure(name, chart)
  local title = rawget(chart, "title") or name
  local block = add(self, { kind = "figure", name = name, id = "figure-" .. name:gsub("[^%w]", "-"), title = title,
    caption = string.format("Figure %s. %s", name, title) })
  self.charts[name] = chart
  self.drawn[#self.drawn + 1] = block
end

-- Values as text ----------------------------------------------------------------------------------

local function text_of(v)
  if v == nil then return "" end
  if type(v) ~= "table" then return tostring(v) end
  local out = {}
  for i, item in ipairs(v) do out[i] = tostring(item) end
  return table.concat(out, "; ")
end

local function field(record, name)
  return core.get(record, name) or nil
end

local function number(v)
  if v == nil or v ~= v then return "–" end
  if math.abs(v) == math.huge then return v > 0 and "∞" or "−∞" end
  return (string.format("%.3g", v):gsub("^-", "−"))
end

local function share(v) return v and v == v and result.share(v) or "–" end

local function has(study, name)
  for _, known in ipairs(study:tables()) do
    if known == name then return #study:records(name) > 0 end
  end
  return false
end

local function codings(study, name)
  local ok, list = core.attempt(function() return study:codings(name) end)
  return ok and list or {}
end

-- Claims ------------------------------------------------------------------------------------------

local test_head = { "Test", "What is estimated", "Estimate", "95 % interval", "p", "Floor", "Power", "Says" }
local test_look = "llrrrrll"

local function test_row(t)
  if t.error then return { t.what, "could not be run: " .. t.error, "–", "–", "–", "–", "–", t.says } end
  return { t.what, t.measure or "", number(t.estimate), t.low and t.low == t.low and number(t.low) .. " to " ..
    number(t.high) or "–", share(t.p), share(t.floor), t.power and string.format("%.0f %% of %s", 100 * t.power,
    t.size or "the effect") or t.found or "–", t.says }
end

local roles = { { "decides", "Deciding" }, { "reading", "Where the source can be read otherwise" },
  { "shows", "Beside it" } }

local function tests_of(claim, only)
  local rows = {}
  for _, role in ipairs(roles) do
    local first = true
    for _, t in ipairs(claim.tests) do
      if t.role == role[1] and (not only or t.role == only) then
        if first and not only then rows[#rows + 1] = { group = role[2] } end
        first = false
        rows[#rows + 1] = test_row(t)
      end
    end
  end
  return rows
end

local function add_verdicts(doc, claims)
  doc:heading(2, "The claims and their verdicts")
  doc:para "The rule, stated before any result:"
  doc:list(claims.rule)
  local rows = {}
  for i = 1, claims.n do
    local c = claims[i]
    rows[#rows + 1] = { group = string.format("%d. %s: %s", c.number, c.title, c.verdict) }
    for _, row in ipairs(tests_of(c, "decides")) do rows[#rows + 1] = row end
  end
  doc:table("Verdicts, with the tests that decide", test_head, test_look, rows)
end

local function add_claim(doc, claim)
  doc:heading(3, string.format("Claim %d: %s", claim.number, claim.title))
  add(doc, { kind = "quote", text = claim.words, cite = claim.cited })
  doc:para("How it is put to the test: " .. claim.test)
  local set = claim.has_figure and claim:chart() or {}
  if getmetatable(set) then set = { set } end
  for k, chart in ipairs(set) do
    local name = "claim-" .. claim.number .. (#set > 1 and "-" .. string.char(96 + k) or "")
    doc:figure(name, chart)
  end
  local script = provenance.script("claims", claim.study.name)
  if script then
    doc:para(string.format("Its tests are declared in scripts/claims/%s.lua; `balassa claims --study %s --claim %d` " ..
      "runs them again.", claim.study.name, claim.study.name, claim.number), "quiet")
  end
  doc:table("Tests of claim " .. claim.number, test_head, test_look, tests_of(claim))
  if #claim.against > 0 then
    doc:para "What speaks against it:"
    doc:list(claim.against)
  end
  doc:para(string.format("Verdict: %s. %s.", claim.verdict, claim.why:gsub("^%l", string.upper)), "verdict")
end

-- Figures -----------------------------------------------------------------------------------------

-- The study's own, from scripts/figures/NAME.lua; or none, and why they cannot be made.
local function own_figures(study)
  local file = provenance.script("figures", study.name)
  if not file then return {} end
  local chunk = assert(core.load_script(file))
  local ok, set = core.attempt(function() return chunk()() end)
  if ok and type(set) == "table" then return set end
  return {}, string.format("%s makes no figures of these data: %s", file, ok and "it returns none" or set)
end

-- What can be drawn of a study that has no figures of its own.
local function standard_figures(study)
  local set, crises, phases = {}, codings(study, "crises")[1], codings(study, "phases")[1]
  local function try(name, f)
    local ok, chart = core.attempt(f)
    if ok and core.attempt(chart.script, chart) then set[name] = chart end
  end
  if has(study, "positions") and has(study, "ladder") then
    try("positions", function()
      return balassa.chart.ladder(study, { crises = crises, phases = phases })
    end)
  end
  if crises and has(study, "events") and has(study, "ladder") then
    try("index", function()
      return balassa.contrast(study:index { rule = "latest", score = "rank" }, study:crises(crises)):chart {
        study = study }
    end)
  end
  if next(set) == nil and has(study, "indicators") then
    local first = study:records("indicators")[1]
    try("indicator-" .. first.id, function()
      local series = study:indicator(first.id)
      local c = balassa.chart.new { title = first.label, digest = study.digest,
        y = { label = series.unit ~= "" and series.unit or nil } }
      if crises then
        local bands = { title = "Crises", legend = "Crisis" }
        for i, crisis in ipairs(study:crises(crises)) do bands[i] = crisis end
        c:bands(bands)
      end
      return c:steps { series = series, label = first.label }
    end)
  end
  return set
end

local function add_figures(doc, study)
  local set, why = own_figures(study)
  local names = {}
  if next(set) == nil and next(doc.charts) == nil then set = standard_figures(study) end
  for name in pairs(set) do
    if not doc.charts[name] then names[#names + 1] = name end
  end
  if #names == 0 and not why then return end
  table.sort(names)
  doc:heading(2, "Figures")
  if why then doc:para(why) end
  for _, name in ipairs(names) do doc:figure(name, set[name]) end
end

-- Analyses ----------------------------------------------------------------------------------------

-- A result as a table of what it prints.
local function add_result(doc, caption, r)
  local rows, last = {}, ""
  for _, row in ipairs(rawget(r, "rows")(r)) do
    rows[#rows + 1] = { row[1] ~= "" and row[1] or last, row[2] }
    last = row[1] ~= "" and row[1] or last
  end
  doc:table(caption, { "", r.title }, "ll", rows)
end

local function index_of(study) return study:index { rule = "latest", score = "rank" } end

local function analyses_of(study)
  local list = {}
  local function take(caption, needs, run) list[#list + 1] = { caption = caption, needs = needs, run = run } end
  for _, coding in ipairs(codings(study, "crises")) do
    take("The index inside the crises and outside: " .. coding, { "events", "ladder" }, function()
      return balassa.contrast(index_of(study), study:crises(coding))
    end)
    take("How often events come: " .. coding, { "events" }, function()
      return balassa.rate_ratio(study:events(), study:crises(coding))
    end)
  end
  for _, coding in ipairs(codings(study, "phases")) do
    take("Variation between the phases and within: " .. coding, { "events", "ladder" }, function()
      return balassa.between(index_of(study), study:phases(coding))
    end)
  end
  take("How long initiatives take", { "initiatives", "events" }, function() return balassa.survival(study) end)
  take("How far proposals run ahead of what is in force", { "initiatives", "positions", "ladder" }, function()
    return balassa.gap(study)
  end)
  return list
end

local function add_analyses(doc, study)
  local started, failed = false, {}
  for _, a in ipairs(analyses_of(study)) do
    local able = true
    for _, name in ipairs(a.needs) do able = able and has(study, name) end
    if able then
      local ok, r = core.attempt(a.run)
      if ok then ok, r = core.attempt(function() return tostring(r) and r end) end
      if ok then
        if not started then doc:heading(2, "Analyses that any study gets") end
        started = true
        add_result(doc, a.caption, r)
      else
        failed[#failed + 1] = string.format("%s: %s", a.caption, tostring(r):gsub("^[^:\n]*:%d+: ", ""):match "[^\n]*")
      end
    end
  end
  if #failed > 0 then
    if not started then doc:heading(2, "Analyses that any study gets") end
    doc:para "Not possible with these data:"
    doc:list(failed)
  end
end

-- What contradicts --------------------------------------------------------------------------------

local function inferred_counts(study)
  local out = {}
  for _, name in ipairs { "events", "positions", "initiatives", "phases", "crises" } do
    if has(study, name) then
      local n, of = 0, #study:records(name)
      for record in study:records(name):each() do n = n + (field(record, "basis") == "inferred" and 1 or 0) end
      if n > 0 then
        out[#out + 1] = string.format("%d of %d %s rest in part on a reading of ours, and not on the source's word",
          n, of, name)
      end
    end
  end
  return out
end

local function add_against(doc, study, claims)
  local rows = {}
  for i = 1, claims and claims.n or 0 do
    for _, text in ipairs(claims[i].against) do rows[#rows + 1] = { "claim " .. claims[i].number, text } end
    for _, t in ipairs(claims[i].tests) do
      if t.says == "against" then
        rows[#rows + 1] = { "claim " .. claims[i].number, string.format("%s (%s): %s", t.what,
          t.role == "shows" and "beside the tests" or t.role == "reading" and "read otherwise" or "deciding", t.why) }
      end
    end
  end
  local inferred = inferred_counts(study)
  if #rows == 0 and #inferred == 0 and not has(study, "notes") then return end
  doc:heading(2, "What contradicts")
  doc:table("What speaks against each claim", { "Claim", "What" }, "ll", rows)
  doc:list(inferred)
  if has(study, "notes") then
    local notes = {}
    for record in study:records("notes"):each() do
      notes[#notes + 1] = { text_of(field(record, "topic")), text_of(field(record, "first")),
        text_of(field(record, "second")), text_of(field(record, "treatment")) }
    end
    doc:table("Where the source disagrees with itself, and what was done", { "Topic", "One reading", "The other",
      "What was done" }, "llll", notes)
  end
end

-- Data --------------------------------------------------------------------------------------------

local shown = {
  { "ladder", "The ladder", { "id", "rank", "label", "note" } },
  { "crises", "Crises", { "coding", "id", "span", "label", "basis", "note" } },
  { "phases", "Phases", { "coding", "number", "span", "label", "basis", "note" } },
  { "initiatives", "Initiatives", { "id", "label", "rung", "note" } },
  { "positions", "Positions", { "id", "span", "label", "rung", "status", "note" } },
  { "events", "Events", { "id", "date", "label", "kind", "rung", "stance", "status", "source", "locator", "basis",
    "note" } },
  { "texts", "Texts", { "id", "event", "speaker", "date", "title", "source", "locator", "note" } },
}

-- The columns of these that the table has.
local function columns_in(records, wanted)
  local known, out = {}, {}
  for _, name in ipairs(records:fields()) do known[name] = true end
  for _, name in ipairs(wanted) do
    if known[name] then out[#out + 1] = name end
  end
  return out
end

local function add_records(doc, study, name, caption, wanted)
  if not has(study, name) then return end
  local records, rows = study:records(name), {}
  local columns = columns_in(records, wanted)
  if #columns == 0 then return end
  for i, record in ipairs(records) do
    if i > MOST_ROWS then break end
    local row = {}
    for k, column in ipairs(columns) do row[k] = text_of(field(record, column)) end
    rows[i] = row
  end
  if #records > MOST_ROWS then
    rows[#rows + 1] = { group = string.format("and %s more, in the file", result.number(#records - MOST_ROWS)) }
  end
  doc:table(string.format("%s (%s)", caption, result.number(#records)), columns, "", rows)
end

local function add_indicators(doc, study)
  if not has(study, "indicators") then return end
  local rows = {}
  for record in study:records("indicators"):each() do
    local ok, s = core.attempt(function() return study:indicator(record.id) end)
    rows[#rows + 1] = { record.id, text_of(field(record, "label")), text_of(field(record, "unit")),
      text_of(field(record, "interval")), ok and #s > 0 and string.format("%s to %s", s:period(1), s:period(#s)) or "",
      ok and result.number(#s - s:gaps()) or "", ok and number(s:mean()) or "", text_of(field(record, "source")) }
  end
  doc:table("Indicators", { "id", "label", "unit", "interval", "from and to", "values", "mean", "source" }, "lllllrrl",
    rows)
end

local function add_data(doc, study)
  doc:heading(2, "Data")
  local rows = {}
  for _, name in ipairs(study:tables()) do rows[#rows + 1] = { name, result.number(#study:records(name)) } end
  doc:table("Tables", { "Table", "Records" }, "lr", rows)
  for _, t in ipairs(shown) do add_records(doc, study, t[1], t[2], t[3]) end
  add_indicators(doc, study)
end

local function add_coding(doc, study)
  local text, message = provenance.read(study, "CODING.md")
  if not text and message:find("there is no such file", 1, true) then return end
  doc:heading(2, "How it was coded")
  if not text then return doc:para(message) end
  add(doc, { kind = "pre", label = "Coding notes", text = text, wrap = true })
end

local source_parts = { "journal", "booktitle", "institution", "publisher", "volume", "number", "pages", "url", "doi",
  "note" }

local function add_sources(doc, study)
  if not has(study, "sources") then return end
  local rows = {}
  for record in study:records("sources"):each() do
    local more = {}
    for _, name in ipairs(source_parts) do more[#more + 1] = field(record, name) and text_of(field(record, name)) end
    rows[#rows + 1] = { text_of(field(record, "key")), text_of(field(record, "author")), text_of(field(record, "year")),
      text_of(field(record, "title")), table.concat(more, ". ") }
  end
  doc:heading(2, "Sources")
  doc:table("Sources", { "Key", "Author", "Year", "Title", "Where" }, "lllll", rows)
end

-- The whole ---------------------------------------------------------------------------------------

local function counts_text(study)
  local out = {}
  for _, name in ipairs { "events", "initiatives", "crises", "phases", "texts", "indicators", "sources" } do
    if has(study, name) then
      local n = #study:records(name)
      local one = n == 1 and (name == "crises" and "crisis" or name:gsub("s$", "")) or name
      out[#out + 1] = string.format("%s %s", result.number(n), one)
    end
  end
  return #out > 0 and table.concat(out, ", ") or "no records"
end

-- document.of(study, { format =, name = }) -> document | nil, message. name: the study as it was given on the
-- command line.
function document.of(study, options)
  local doc = setmetatable({ title = study.title, generator = "Balassa " .. core.version, blocks = {}, headings = 0,
    charts = {}, drawn = {}, figures = options.figures }, builder)
  doc.lead = { string.format("A report by Balassa %s on the study %s, version %s%s: %s.", core.version, study.name,
    study.version or "none", study.period and ", " .. tostring(study.period) or "", counts_text(study)),
    "Digest of the data: " .. study.digest .. "." }
  local claims = balassa.claims(study, { full = true })
  if claims then
    add_verdicts(doc, claims)
    doc:heading(2, "The claims one by one")
    for i = 1, claims.n do add_claim(doc, claims[i]) end
  end
  add_figures(doc, study)
  add_analyses(doc, study)
  add_against(doc, study, claims)
  add_data(doc, study)
  add_coding(doc, study)
  add_sources(doc, study)
  local svg, message = balassa.chart.svg_all(doc.charts, { command = string.format("report %s --format %s",
    study.name, options.format) })
  if not svg then return nil, message end
  for _, block in ipairs(doc.drawn) do block.svg = svg[block.name] end
  doc:heading(2, "How to make it again")
  provenance.add(doc, study, options, claims)
  return doc, svg
end

return document
