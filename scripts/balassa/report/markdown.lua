-- A document as Markdown (CommonMark with tables, as GitHub and pandoc read it). Every text goes through
-- escape(): what data hold is never markup, neither Markdown's nor HTML's. Figures are files beside it.

local clean = require("balassa.report.html").clean

local markdown = {}

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;" }

-- One line of text.
function markdown.escape(text)
  return (clean(text):gsub("%s+", " "):gsub("[\\`*_%[%]|~#$!]", "\\%0"):gsub("[&<>]", entities)
    :gsub("^(%s*)([-+=])", "%1\\%2"):gsub("^(%s*%d+)([.)])", "%1\\%2"):gsub("://", ":\\/\\/"))
end

local escape = markdown.escape

local render = {}

function render.heading(b) return ("#"):rep(b.level) .. " " .. escape(b.text) end

function render.para(b)
  if b.look == "verdict" then return "**" .. escape(b.text) .. "**" end
  return escape(b.text)
end

function render.quote(b)
  return "> “" .. escape(b.text) .. "”" .. (b.cite and "\n>\n> " .. escape(b.cite) or "")
end

function render.list(b)
  local out = {}
  for i, item in ipairs(b.items) do out[i] = "- " .. escape(item) end
  return table.concat(out, "\n")
end

function render.table(b)
  local head, rule, out = {}, {}, { "**" .. escape(b.caption) .. "**", "" }
  for k, text in ipairs(b.head) do head[k], rule[k] = escape(text), b.number[k] and "---:" or "---" end
  out[#out + 1] = "| " .. table.concat(head, " | ") .. " |"
  out[#out + 1] = "|" .. table.concat(rule, "|") .. "|"
  for _, row in ipairs(b.rows) do
    local cells = {}
    for k = 1, #b.head do cells[k] = row.group and (k == 1 and "*" .. escape(row.group) .. "*" or "") or
      escape(row[k] == nil and "" or row[k]) end
    out[#out + 1] = "| " .. table.concat(cells, " | ") .. " |"
  end
  return table.concat(out, "\n")
end

function render.figure(b, doc)
  return string.format("![%s](%s/%s.svg)\n\n%s", escape(b.title), doc.figures, b.name, escape(b.caption))
end

-- The fence is longer than any in the text.
function render.pre(b)
  local longest = 2
  for ticks in b.text:gmatch "`+" do longest = math.max(longest, #ticks) end
  local fence = ("`"):rep(longest + 1)
  return fence .. "text\n" .. clean(b.text):gsub("\n*$", "") .. "\n" .. fence
end

function markdown.page(doc)
  local out = { "# " .. escape(doc.title) }
  for _, text in ipairs(doc.lead) do out[#out + 1] = escape(text) end
  for _, b in ipairs(doc.blocks) do out[#out + 1] = render[b.kind](b, doc) end
  return table.concat(out, "\n\n") .. "\n"
end

return markdown
