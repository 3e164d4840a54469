-- balassa.confusion(codings, options): what one coder makes of a rung that another one saw.
--
-- Of the records that two coders or more have read: the share of k among the rungs that the others say
-- where one says c. From the matrix of coincidences o (each ordered pair of values of a record counts
-- 1 / (m - 1), m values; n_c the sum of row c; after Krippendorff 2011),
--   share of k where c = (o_ck + s / R) / (n_c + s)
-- with R rungs and the smoothing s, one reading when not given, spread evenly: so that a confusion which
-- these few records do not show is not ruled out. s = 0 takes the shares as they are. A rung that no
-- record read twice has stays what it is.

local codings = require "balassa.stats.codings"
local core = require "balassa.core"
local result = require "balassa.result"

local function shares_of(rungs, counts, n, smoothing)
  local shares, unread = {}, {}
  for _, c in ipairs(rungs) do
    if n[c.id] > 0 then
      local row = {}
      for _, k in ipairs(rungs) do
        local share = ((counts[c.id][k.id] or 0) + smoothing / #rungs) / (n[c.id] + smoothing)
        if share > 0 then row[k.id] = share end
      end
      shares[c.id] = row
    else
      unread[#unread + 1] = c.id
    end
  end
  return shares, unread
end

local function how_text(self)
  return string.format("of %d records read twice, smoothed by %s of a reading over the %d rungs%s", self.records,
    result.number(self.smoothing), #self.rungs, #self.unread > 0 and
    string.format("; %d rungs that none of these has stay as they are", #self.unread) or "")
end

local function rows(self)
  local out, head = {}, {}
  for i = 1, #self.rungs do head[i] = string.format("%7s", "(" .. i .. ")") end
  out[1] = { "where one says", "another says" .. (" "):rep(3) .. table.concat(head) .. "  values" }
  for i, c in ipairs(self.rungs) do
    local cells = {}
    for k, rung in ipairs(self.rungs) do
      local share = self.shares[c] and (self.shares[c][rung] or 0)
      cells[k] = string.format("%7s", share and string.format("%.2f", share) or "-")
    end
    out[#out + 1] = { string.format("(%d) %s", i, c), (" "):rep(15) .. table.concat(cells) ..
      string.format("%8s", result.number(self.values_of[c])) }
  end
  out[#out + 1] = { "agreement", string.format("%.0f %% of what one says the others say too", 100 * self.agreement) }
  out[#out + 1] = { "shares", how_text(self) }
  out[#out + 1] = { "n", string.format("%d values of %d coders on %d records", self.n, #self.coders, self.records) }
  out[#out + 1] = { "note", "who of two coders is right it cannot show" }
  return out
end

local function grid(self)
  local columns, list = { "rung" }, {}
  for i, rung in ipairs(self.rungs) do columns[i + 1] = rung end
  columns[#columns + 1] = "values"
  for i, c in ipairs(self.rungs) do
    list[i] = { c }
    for k, rung in ipairs(self.rungs) do
      list[i][k + 1] = self.shares[c] and (self.shares[c][rung] or 0) or (c == rung and 1 or 0)
    end
    list[i][#columns] = self.values_of[c]
  end
  return columns, list
end

local function confusion(given, options)
  options = options or {}
  core.check_options(options, { "smoothing" }, "confusion")
  local smoothing = options.smoothing or 1
  if type(smoothing) ~= "number" or smoothing < 0 or smoothing ~= smoothing then
    core.raise("option 'smoothing' is a number of readings from 0 on, not %s", tostring(smoothing))
  end
  local list, study = codings.list(given, "confusion")
  if not list or not study then
    core.raise("confusion needs a study with codings, or some of study:records \"codings\", not %s", tostring(given))
  end
  local _, rungs = codings.ranks(study)
  local counts, n, records = codings.coincidences(list, rungs)
  local values = { smoothing = smoothing, rungs = {}, values_of = n, records = records, n = 0, coders = {},
    counts = counts }
  local same, seen = 0, {}
  for i, rung in ipairs(rungs) do
    values.rungs[i] = rung.id
    values.n, same = values.n + n[rung.id], same + (counts[rung.id][rung.id] or 0)
  end
  for _, c in ipairs(list) do
    if c.field == "rung" and not seen[c.coder] then
      seen[c.coder] = true
      values.coders[#values.coders + 1] = c.coder
    end
  end
  if values.n == 0 then core.raise "confusion: no record's rung was read by two coders" end
  values.n, values.agreement = math.tointeger(math.floor(values.n + 0.5)), same / values.n
  values.shares, values.unread = shares_of(rungs, counts, n, smoothing)
  values.how = how_text(values)
  values.title = string.format("confusion of rungs by %d coders", #values.coders)
  return result.new { kind = "confusion", values = values, rows = rows, grid = grid,
    order = { "agreement", "n", "records", "smoothing" } }
end

return confusion
