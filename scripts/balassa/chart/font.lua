-- Measuring, wrapping and fitting text, so that a chart knows where its words end before it is drawn.
--
-- The widths are those of Helvetica and Helvetica-Bold (Adobe font metrics, in 1/1000 em), which
-- Arial and Liberation Sans share. What stands outside ASCII is estimated, on the wide side.

local font = {}

font.LINE = 1.18 -- of one line, in sizes

-- Space to tilde, in the order of ASCII.
local regular = {
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
  556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
  1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
  333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
  556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

local bold = {
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
  556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
  975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
  333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
  611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
}

-- { first, last, width }: the first that holds a code point counts.
local estimates = {
  { 0x0300, 0x036F, 0 }, { 0x200B, 0x200F, 0 }, { 0x202A, 0x202E, 0 }, { 0x2060, 0x2064, 0 },
  { 0xFE00, 0xFE0F, 0 }, { 0x2018, 0x201B, 278 }, { 0x201C, 0x201F, 500 }, { 0x2010, 0x2013, 556 },
  { 0x2014, 0x2015, 1000 }, { 0x2026, 0x2026, 1000 }, { 0x00B7, 0x00B7, 278 }, { 0x2020, 0x2021, 556 },
  { 0x00C0, 0x00DE, 780 }, { 0x0400, 0x042F, 850 }, { 0x0430, 0x04FF, 700 }, { 0x1100, 0x11FF, 1100 },
  { 0x2E80, 0xA4CF, 1100 }, { 0xAC00, 0xD7FF, 1100 }, { 0xF900, 0xFAFF, 1100 }, { 0xFF00, 0xFF60, 1100 },
  { 0x1F000, 0x1FAFF, 1400 }, { 0x20000, 0x3FFFF, 1100 },
}

local OTHER = 600
local UNKNOWN = 1000 -- a byte that is no UTF-8: drawn as U+FFFD

local function estimate(code)
  for _, e in ipairs(estimates) do
    if code >= e[1] and code <= e[2] then return e[3] end
  end
  return OTHER
end

-- One character at a time; a byte that is no UTF-8 counts as one.
local function characters(text)
  local at = 1
  return function()
    if at > #text then return nil end
    local from, last = at, at
    local valid = utf8.len(text, at, at)
    if valid then last = (utf8.offset(text, 2, at) or #text + 1) - 1 end
    at = last + 1
    return text:sub(from, last), valid and utf8.codepoint(text, from) or nil
  end
end

-- Widths are asked for again and again while a chart looks for room: those in thousandths are kept.
local kept, entries = { regular = {}, bold = {} }, 0

local function thousandths(text, weight)
  local name = weight == "bold" and "bold" or "regular"
  local sum = kept[name][text]
  if sum then return sum end
  local widths = name == "bold" and bold or regular
  sum = 0
  for _, code in characters(text) do
    sum = sum + (not code and UNKNOWN or widths[code - 31] or code < 32 and 278 or estimate(code))
  end
  if entries > 20000 then kept, entries = { regular = {}, bold = {} }, 0 end
  kept[name][text], entries = sum, entries + 1
  return sum
end

-- Width in pixels at `size`; weight "bold" or nil.
function font.width(text, size, weight)
  return thousandths(text, weight) * size / 1000
end

-- One line of words: line breaks, tabs and other control characters become single spaces.
function font.plain(text)
  return (tostring(text):gsub("[%c%s]+", " "):gsub("^ ", ""):gsub(" $", ""))
end

-- A word wider than the line is cut where it must be.
local function cut(word, width, size, weight)
  local parts, line, used = {}, {}, 0
  for c in characters(word) do
    local w = font.width(c, size, weight)
    if used + w > width and #line > 0 then
      parts[#parts + 1] = table.concat(line)
      line, used = {}, 0
    end
    line[#line + 1], used = c, used + w
  end
  parts[#parts + 1] = table.concat(line)
  return parts
end

-- Where a line may end: at a space, and behind a hyphen or slash between letters (not in 1998-07).
local function pieces(text)
  local list = {}
  for word in text:gmatch "%S+" do
    local from = 1
    while true do
      local stop = word:find("[^%s%d/-][/-][^%s%d/-]", from)
      if not stop then break end
      list[#list + 1] = { word:sub(from, stop + 1), joins = from > 1 }
      from = stop + 2
    end
    list[#list + 1] = { word:sub(from), joins = from > 1 }
  end
  return list
end

-- Lines no wider than `width`. Returns nil when a word alone is wider, unless `force`, which cuts it.
function font.wrap(text, width, size, weight, force)
  local lines, line = {}, nil
  local function push(word)
    if line then lines[#lines + 1] = line end
    line = word
  end
  for _, piece in ipairs(pieces(text)) do
    local word = piece[1]
    local longer = line and line .. (piece.joins and "" or " ") .. word
    if longer and font.width(longer, size, weight) <= width then
      line = longer
    elseif font.width(word, size, weight) <= width then
      push(word)
    elseif force then
      for _, part in ipairs(cut(word, width, size, weight)) do push(part) end
    else
      return nil
    end
  end
  push(nil)
  return lines
end

-- The widest of the lines.
function font.widest(lines, size, weight)
  local most = 0
  for _, line in ipairs(lines) do most = math.max(most, font.width(line, size, weight)) end
  return most
end

-- The narrowest setting that takes at most `count` lines: lines and their width, or nil.
function font.narrowest(text, count, size, weight, least)
  local low, high = least or 0, font.width(text, size, weight) + 1
  local best = font.wrap(text, high, size, weight)
  if not best then return nil end
  while high - low > 1 do
    local middle = (low + high) / 2
    local lines = font.wrap(text, middle, size, weight)
    if lines and #lines <= count then best, high = lines, middle else low = middle end
  end
  return best, font.widest(best, size, weight)
end

-- The text in as many lines as `lines` has, evenly long and no wider.
function font.balance(text, lines, size, weight)
  if #lines < 2 then return lines end
  local even, width = font.narrowest(text, #lines, size, weight)
  return even and width <= font.widest(lines, size, weight) and even or lines
end

function font.height(lines, size)
  return #lines * size * font.LINE
end

-- The largest of `sizes` at which the text fits into width x height: lines and size, or nil.
function font.fit(text, width, height, sizes, weight)
  for _, size in ipairs(sizes) do
    local lines = font.wrap(text, width, size, weight)
    if lines and font.height(lines, size) <= height then return lines, size end
  end
  return nil
end

return font
