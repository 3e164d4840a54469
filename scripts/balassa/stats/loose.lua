-- How far a date may lie from where it is written: what ?, ~ and % are taken to mean.
--
-- The standard gives them no size. Here an uncertain (?) or approximate (~) date reaches beyond what is
-- written by a share of its own length on either side, by default half for each mark: 1995? is 2 July
-- 1994 to 1 July 1996, and 1995% (both) all of 1994 to 1996. Of an interval each end has its own.

local core = require "balassa.core"

local loose = {}

loose.widen = { uncertain = 0.5, approximate = 0.5 }

-- The ends of a date as dates of their own; of one that is no interval both are the date.
local function parts(date)
  local a, b = tostring(date):match "^(.-)/(.*)$"
  if not a then return date, date end
  local function read(text) return text ~= "" and text ~= ".." and core.date(text) or nil end
  return read(a), read(b)
end

-- How many days one end reaches beyond what is written; 0 when it has no mark.
local function reach(part, widen)
  if not part then return 0 end
  local share = (part.uncertain and widen.uncertain or 0) + (part.approximate and widen.approximate or 0)
  local length = part:day "latest" - part:day "earliest" + 1
  return math.floor(share * length + 0.5)
end

-- The first and the last day that a date may be; nil at an open end.
function loose.days(date, widen)
  local start, stop = parts(date)
  local first, last = date:day "earliest", date:day "latest"
  return first and first - reach(start, widen), last and last + reach(stop, widen)
end

-- The days on which a span may begin, and those before which it may end (the day after its last one):
-- from_first, from_last, to_first, to_last; infinite at an open end. how = "none": as written, a span
-- has both its ends inside; "qualified": a marked end moves as far as its mark reaches, either way;
-- "precision": an end is any day that is written for it, and beyond it as its mark reaches.
function loose.edges(span, widen, how)
  local start, stop = parts(span)
  local from, to = span:day "earliest" or -math.huge, span:day "latest"
  to = to and to + 1 or math.huge
  if how == "none" then return from, from, to, to end
  local before, after = reach(start, widen), reach(stop, widen)
  if how == "qualified" or not start then
    before = start and before or 0
  end
  local from_last = how == "precision" and start and start:day "latest" + before or from + before
  local to_first = how == "precision" and stop and stop:day "earliest" + 1 - after or to - after
  return from - before, from_last, to_first, to + after
end

return loose
