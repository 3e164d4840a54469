-- balassa.report(study, options): all that there is to say of a study as one document, a text.
--
--   format = "html"       one self-contained file: figures inside, no script, nothing from the network
--            "markdown"   the figures are files: returned second, { name = SVG }
--   name                  the study as the report's commands call it; its own name when not given
--   figures               folder of the figures, as Markdown refers to it ("figures" when not given)
--
-- Returns text, figures; or nil, message when a figure cannot be drawn. What it says is in
-- report/document.lua.

local core = require "balassa.core"
local dates = require "balassa.stats.dates"

local function report(study, options)
  options = options or {}
  core.check_options(options, { "format", "name", "figures" }, "report")
  if core.kind(study) ~= "balassa.study" then
    core.raise("report needs a study, not %s", tostring(study))
  end
  local format = dates.choice(options.format or "html", { "html", "markdown" }, "format")
  local name = options.name or study.name
  if name:find "^/" then name = study.name end -- no place of one machine
  local document = require "balassa.report.document"
  local doc, figures = document.of(study, { format = format, name = name, figures = options.figures or "figures" })
  if not doc then return nil, figures end
  return require("balassa.report." .. format).page(doc), figures
end

return report
