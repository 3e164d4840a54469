-- What several coders read (the table `codings`): as units for balassa.alpha, as a confusion of rungs
-- and as choices for balassa.uncertainty.

local core = require "balassa.core"

local codings = {}

-- The records of codings that were given, or those of a study; and their study, if they have one.
function codings.records(given, verb)
  local name = type(given) == "userdata" and core.kind(given)
  if name == "balassa.records" then return given, core.study_of(given) end
  if name ~= "balassa.study" then return nil end
  for _, table_name in ipairs(given:tables()) do
    if table_name == "codings" then return given:records "codings", given end
  end
  core.raise("%s: the study '%s' has no codings of several coders; they stand in codings.csv, a row for each " ..
    "record, coder and field", verb, given.name)
end

-- A list of { record, coder, field, value, confidence, table }; `record` an id.
function codings.list(given, verb)
  local records, study = codings.records(given, verb)
  if not records then return nil end
  local list = {}
  for i = 1, #records do
    local r = records[i]
    if core.get(r, "coder") == nil or core.get(r, "field") == nil then
      core.raise("%s: these records have no coder and no field; take study:records \"codings\", or some of them", verb)
    end
    list[i] = { record = r.record, coder = r.coder, field = r.field, value = r.value,
      confidence = core.get(r, "confidence") or 1, table = core.get(r, "table") or "events" }
  end
  return list, study
end

-- Whether a study has codings at all.
function codings.there(study)
  for _, name in ipairs(study:tables()) do
    if name == "codings" then return true end
  end
  return false
end

-- Who coded, sorted.
function codings.coders(list)
  local names = {}
  for _, c in ipairs(list) do
    if not names[c.coder] then names[c.coder], names[#names + 1] = true, c.coder end
  end
  local sorted = table.move(names, 1, #names, 1, {})
  table.sort(sorted)
  return sorted
end

-- What was read of the records of a table: read[id][field] = { { value, confidence, coder }, ... }.
function codings.readings(list, table_name)
  local read = {}
  for _, c in ipairs(list) do
    if c.table == table_name then
      read[c.record] = read[c.record] or {}
      read[c.record][c.field] = read[c.record][c.field] or {}
      table.insert(read[c.record][c.field], c)
    end
  end
  return read
end

-- The ladder's rungs: id -> rank from 1 in their order.
function codings.ranks(study)
  local rungs, ranks = {}, {}
  for _, rung in ipairs(study:ladder()) do rungs[#rungs + 1] = rung end
  table.sort(rungs, function(a, b) return a.rank < b.rank end)
  for i, rung in ipairs(rungs) do ranks[rung.id] = i end
  return ranks, rungs
end

-- How often two coders of one record say c and k: the matrix of coincidences over rungs (each pair of
-- values of a record counts 1 / (m - 1), m values; its sum is the number of values that have another).
-- counts[c][k], n[c] its row sums, over the ids of `rungs`; and how many records were coded twice.
function codings.coincidences(list, rungs)
  local counts, n, known, units = {}, {}, {}, {}
  for _, rung in ipairs(rungs) do known[rung.id], counts[rung.id], n[rung.id] = true, {}, 0 end
  for _, c in ipairs(list) do
    if c.field == "rung" and c.value and known[c.value] then
      local key = c.table .. "\0" .. c.record
      if not units[key] then
        units[key] = {}
        units[#units + 1] = units[key]
      end
      table.insert(units[key], c.value)
    end
  end
  local twice = 0
  for _, values in ipairs(units) do
    twice = twice + (#values > 1 and 1 or 0)
    for i, a in ipairs(values) do
      for j, b in ipairs(values) do
        if i ~= j then
          counts[a][b] = (counts[a][b] or 0) + 1 / (#values - 1)
          n[a] = n[a] + 1 / (#values - 1)
        end
      end
    end
  end
  return counts, n, twice
end

return codings
