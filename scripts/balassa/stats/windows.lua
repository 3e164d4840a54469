-- Windows for the analyses of a series: which periods each covers, and that they do not overlap.

local core = require "balassa.core"

-- A window is anything with a span (a crisis, a phase, a run), a date, a year, or an EDTF string.
local function window_of(item, i)
  if type(item) == "string" or math.type(item) == "integer" or core.is_date(item) then
    local span = core.date(item)
    return { id = tostring(span), label = tostring(span), span = span }
  end
  local span = core.get(item, "span")
  if span == nil then
    core.raise("window %d is %s; a window is a record with a span, a date, a year, or a string such as \"1998/1999\"",
      i, tostring(item))
  end
  return { id = core.get(item, "id") or tostring(span), label = core.get(item, "label") or tostring(span),
    span = core.date(span) }
end

-- The windows as a list of { id, label, span, first, last }, periods of the series from 1, and notes on what was
-- cut. `verb`: as errors call what asks for them.
return function(series, given, verb)
  verb = verb or "a contrast"
  if type(given) ~= "table" and type(given) ~= "userdata" then
    core.raise("%s needs windows: a set of crises or phases, or a list of spans, not %s", verb, tostring(given))
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
    core.raise("%s needs at least one window, and there is none", verb)
  end
  return list, notes
end
