-- balassa.contrast(series, windows, options): is the series higher inside the windows than outside?
--
-- The method is in engine/stats/contrast.h. Here: which windows, what is said about them, how the
-- result prints.

local core = require "balassa.core"
local result = require "balassa.result"

local known = { "estimate", "null", "alternative" }

local estimate_names = {
  mean_difference = "difference of means",
  cliff_delta = "Cliff's delta",
}

local alternative_names = {
  two_sided = "two-sided",
  greater = "one-sided: higher inside",
  less = "one-sided: lower inside",
}

local order = { "estimate", "mean_in", "mean_out", "p", "floor", "null", "alternative", "estimate_name",
  "placements", "undefined", "n", "n_in", "n_out", "dropped", "call" }

-- A window is anything with a span (a crisis, a phase, a run), a date, a year, or an EDTF string.
local function window_of(item, i)
  if type(item) == "string" or math.type(item) == "integer" or core.is_date(item) then
    local span = core.date(item)
    return { id = tostring(span), label = tostring(span), span = span }
  end
  local ok, span = pcall(function() return item.span end)
  if not ok or span == nil then
    core.raise("window %d is %s; a window is a record with a span, a date, a year, or a string such as \"1998/1999\"",
      i, tostring(item))
  end
  local _, id = pcall(function() return item.id end)
  local _, label = pcall(function() return item.label end)
  return { id = id or tostring(span), label = label or tostring(span), span = core.date(span) }
end

local function windows_of(series, given)
  if type(given) ~= "table" and type(given) ~= "userdata" then
    core.raise("a contrast needs windows: a set of crises or phases, or a list of spans, not %s", tostring(given))
  end
  local list, notes = {}, {}
  for i, item in ipairs(given) do
    local w = window_of(item, i)
    local first, last, cut = core.window_cells(series, w.span)
    if not first then
      core.raise("the window '%s' (%s) covers no %s of the series", w.label, tostring(w.span), series.interval)
    end
    for _, other in ipairs(list) do
      if first <= other.last and other.first <= last then
        core.raise("the windows '%s' (%s) and '%s' (%s) overlap; choose one coding, or merge them",
          other.label, tostring(other.span), w.label, tostring(w.span))
      end
    end
    if cut then
      notes[#notes + 1] = string.format("'%s' (%s) goes on beyond the series and is cut to it", w.label,
        tostring(w.span))
    end
    w.first, w.last = first, last
    list[#list + 1] = w
  end
  if #list == 0 then
    core.raise("a contrast needs at least one window, and there is none")
  end
  return list, notes
end

local function rows(self)
  local unit = self.series.interval .. "s"
  local out = {
    { "estimate", string.format("%s  (%s: mean %s inside, %s outside)", result.number(self.estimate),
      self.estimate_name, result.number(self.mean_in), result.number(self.mean_out)) },
    { "p", string.format("%s  (%s; exact over %s placements)", result.share(self.p),
      alternative_names[self.alternative], result.number(self.placements)) },
    { "floor", result.share(self.floor) .. "  (the smallest p this design could have given)" },
    { "null", self.null == "relocate" and "relocate: every placement of windows of these lengths"
      or "shift: every circular shift of all windows together" },
    { "n", string.format("%d %s: %d inside %d windows, %d outside", self.n, unit, self.n_in,
      #self.windows, self.n_out) },
    { "dropped", self.dropped == 0 and "none" or string.format("%d %s without a value", self.dropped, unit) },
    { "series", self.series.how },
  }
  if self.undefined > 0 then
    out[#out + 1] = { "undefined", result.number(self.undefined) .. " placements have no value inside or outside" }
  end
  for _, note in ipairs(self.notes) do
    out[#out + 1] = { "note", note }
  end
  return out
end

local function draw(self, options)
  return require("balassa.chart").contrast(self, options)
end

local function contrast(series, windows, options)
  options = options or {}
  core.check_options(options, known, "contrast")
  core.check_series(series, "contrast")
  local list, notes = windows_of(series, windows)
  local spans = {}
  for i, w in ipairs(list) do
    spans[i] = w.span
  end
  local values = core.contrast(series, spans, options)
  values.null = options.null or "relocate"
  values.alternative = options.alternative or "two_sided"
  values.estimate_name = estimate_names[options.estimate or "mean_difference"]
  values.n = values.n_in + values.n_out
  values.dropped = values.gaps
  values.gaps = nil
  values.series, values.windows, values.notes = series, list, notes
  values.call = string.format("contrast(%s, %d windows, { estimate = %q, null = %q, alternative = %q })",
    series.name ~= "" and series.name or "series", #list, options.estimate or "mean_difference", values.null,
    values.alternative)
  values.title = string.format("contrast of %s with %d windows", series.name ~= "" and series.name or "a series",
    #list)
  return result.new { kind = "contrast", values = values, order = order, rows = rows, draw = draw }
end

return contrast
