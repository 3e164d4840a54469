-- A document as one self-contained HTML file: well-formed XML as well, so that any XML parser can check
-- it; no script, nothing from the network. Every text goes through escape(): what data hold is never markup.
--
-- What a document is made of is in report/document.lua.

local html = {}

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }

-- Bytes that are no UTF-8, and characters that XML cannot hold, become U+FFFD.
local function clean(text)
  text = tostring(text)
  if not utf8.len(text) then
    local out, at = {}, 1
    while at <= #text do
      local ok, bad = utf8.len(text, at)
      if ok then
        out[#out + 1] = text:sub(at)
        break
      end
      out[#out + 1], out[#out + 2], at = text:sub(at, bad - 1), "\u{FFFD}", bad + 1
    end
    text = table.concat(out)
  end
  text = text:gsub("[%z\1-\8\11\12\14-\31\127]", "\u{FFFD}"):gsub("\239\191[\190\191]", "\u{FFFD}")
  return (text:gsub("\r\n?", "\n"))
end

html.clean = clean

function html.escape(text) return (clean(text):gsub("[&<>\"']", entities)) end

local escape = html.escape

-- Text on one line: a cell, a heading, a title.
local function inline(text) return (escape(text):gsub("%s+", " ")) end

-- Styles. Colours: ink on paper 15:1, quiet 7:1, links 6:1 and more. Wide things scroll in boxes of their
-- own, so that the page never does.
local style = [[
:root { color-scheme: light; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: #ffffff; color: #1a1a1a; font: 1rem/1.5 "Liberation Sans", Arial, Helvetica, sans-serif; }
header, main, footer, nav { max-width: 62rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1.5rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font-size: 1.3rem; line-height: 1.25; margin: 2.4rem 0 .6rem; padding-top: .6rem; border-top: 2px solid #1a1a1a; }
h3 { font-size: 1.08rem; line-height: 1.3; margin: 1.8rem 0 .4rem; }
h1, h2, h3, p, li, figcaption, blockquote { overflow-wrap: anywhere; }
p, ul, ol { margin: .5rem 0; }
a { color: #0b4f7d; }
blockquote { margin: .6rem 0; padding: .1rem 0 .1rem 1rem; border-left: 4px solid #8a8a8a; }
blockquote cite, .quiet { color: #555555; font-style: normal; }
.verdict { font-weight: bold; padding: .5rem .8rem; border: 2px solid #1a1a1a; }
.box { overflow-x: auto; margin: .8rem 0; max-width: 100%; }
.box:focus { outline: 3px solid #0072b2; }
table { border-collapse: collapse; font-size: .875rem; line-height: 1.35; }
caption { text-align: left; font-weight: bold; padding: .3rem 0; }
tbody th { font-weight: normal; min-width: 8rem; }
td:not(.number) { min-width: 6rem; }
tr.group th { font-weight: bold; }
th, td { text-align: left; vertical-align: top; padding: .25rem .7rem .25rem 0; border-bottom: 1px solid #d0d0d0;
  max-width: 28rem; overflow-wrap: break-word; }
thead th { border-bottom: 2px solid #1a1a1a; }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tr.group th { background: #f2f2f2; }
figure { margin: 1rem 0; }
figure svg { display: block; width: 100%; height: auto; min-width: 42rem; }
figcaption { color: #555555; font-size: .875rem; }
pre { overflow-x: auto; margin: .8rem 0; padding: .6rem; background: #f5f5f5;
  font: .8rem/1.4 "Liberation Mono", monospace; }
pre.wrap { white-space: pre-wrap; overflow-wrap: anywhere; }
nav ol { padding-left: 1.3rem; }
@media print {
  body { font-size: 10pt; }
  header, main, footer, nav { max-width: none; padding: 0; }
  .box { overflow: visible; }
  figure svg { min-width: 0; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  h2, h3, caption, thead { break-after: avoid; }
  figure, tr, blockquote, .verdict { break-inside: avoid; }
  thead { display: table-header-group; }
  a { color: inherit; text-decoration: none; }
  nav { display: none; }
}
@page { margin: 18mm; }
]]

local render = {}

function render.heading(b) return string.format("<h%d id=\"%s\">%s</h%d>", b.level, b.id, inline(b.text), b.level) end

function render.para(b)
  return string.format("<p%s>%s</p>", b.look and string.format(" class=\"%s\"", b.look) or "", inline(b.text))
end

function render.quote(b)
  return string.format("<blockquote><p>“%s”</p>%s</blockquote>", inline(b.text), b.cite and
    string.format("<p><cite>%s</cite></p>", inline(b.cite)) or "")
end

function render.list(b)
  local out = { "<ul>" }
  for _, item in ipairs(b.items) do out[#out + 1] = "<li>" .. inline(item) .. "</li>" end
  out[#out + 1] = "</ul>"
  return table.concat(out, "\n")
end

local function cell(tag, text, number, more)
  return string.format("<%s%s%s>%s</%s>", tag, number and " class=\"number\"" or "", more or "", inline(text), tag)
end

function render.table(b)
  local out = { string.format("<div class=\"box\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n<table>",
    inline(b.caption)), "<caption>" .. inline(b.caption) .. "</caption>", "<thead><tr>" }
  for k, text in ipairs(b.head) do out[#out + 1] = cell("th", text, b.number[k], ' scope="col"') end
  out[#out + 1] = "</tr></thead>\n<tbody>"
  for _, row in ipairs(b.rows) do
    if row.group then
      out[#out + 1] = string.format("<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"%d\">%s</th></tr>", #b.head,
        inline(row.group))
    else
      local cells = {}
      for k = 1, #b.head do
        local first = k == 1 and not b.number[1]
        cells[k] = cell(first and "th" or "td", row[k] == nil and "" or row[k], b.number[k],
          first and ' scope="row"')
      end
      out[#out + 1] = "<tr>" .. table.concat(cells) .. "</tr>"
    end
  end
  out[#out + 1] = "</tbody>\n</table>\n</div>"
  return table.concat(out, "\n")
end

-- The drawing of a chart as part of a page: its ids are made its own, since a page has several; the sizes
-- go, so that the page decides.
local function inlined(svg, name)
  local body = svg:match "<svg.*</svg>"
  local head, rest = body:match "^(<svg[^>]*>)(.*)$"
  head = head:gsub('%s+width="[^"]*"', "", 1):gsub('%s+height="[^"]*"', "", 1):gsub("%s+", " ")
  rest = rest:gsub("<metadata>.-</metadata>%s*", "", 1)
  rest = rest:gsub("%f[%w]id%s*=%s*(['\"])([^'\"]*)%1", function(q, id) return "id=" .. q .. name .. "-" .. id .. q end)
  rest = rest:gsub("(xlink:href%s*=%s*['\"]#)", "%1" .. name .. "-"):gsub("(url%(#)", "%1" .. name .. "-")
  return head .. rest
end

function render.figure(b)
  return string.format("<figure id=\"%s\">\n<div class=\"box\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n" ..
    "%s\n</div>\n<figcaption>%s</figcaption>\n</figure>", b.id, inline("Figure: " .. b.title), inlined(b.svg, b.id),
    inline(b.caption))
end

function render.pre(b)
  return string.format("<pre%s role=\"region\" tabindex=\"0\" aria-label=\"%s\">%s</pre>", b.wrap and
    " class=\"wrap\"" or "", inline(b.label), escape(b.text))
end

local function contents(blocks)
  local out = { "<nav aria-label=\"Contents\"><ol>" }
  for _, b in ipairs(blocks) do
    if b.kind == "heading" and b.level == 2 then
      out[#out + 1] = string.format("<li><a href=\"#%s\">%s</a></li>", b.id, inline(b.text))
    end
  end
  out[#out + 1] = "</ol></nav>"
  return table.concat(out, "\n")
end

function html.page(doc)
  local out = { '<!DOCTYPE html>\n<html lang="en" xmlns="http://www.w3.org/1999/xhtml">\n<head>',
    '<meta charset="utf-8"/>',
    '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>",
    string.format('<meta name="generator" content="%s"/>', inline(doc.generator)),
    "<title>" .. inline(doc.title) .. "</title>", "<style>\n" .. style .. "</style>\n</head>\n<body>",
    "<header>\n<h1>" .. inline(doc.title) .. "</h1>" }
  for _, text in ipairs(doc.lead) do out[#out + 1] = "<p>" .. inline(text) .. "</p>" end
  out[#out + 1] = "</header>"
  out[#out + 1] = contents(doc.blocks)
  out[#out + 1] = "<main>"
  for _, b in ipairs(doc.blocks) do out[#out + 1] = render[b.kind](b) end
  out[#out + 1] = "</main>\n</body>\n</html>"
  return table.concat(out, "\n") .. "\n"
end

return html
