#!/usr/bin/env balassa
-- Write a report of a study: claims, figures, numbers, data and sources in one HTML file, or as Markdown.
local balassa = require "balassa"
local core = require "balassa.core"

local opts = balassa.options {
  positional = "DATASET",
  format = { "html", "one self-contained HTML file, or Markdown with its figures in a folder beside it",
    choices = { "html", "markdown" } },
  out = { "", "file to write; report-NAME.html or report-NAME.md when not given", writes = "file" },
}

local function stop(message)
  core.say("balassa: " .. message)
  core.exit(core.exit_status(message) or 1)
end

local function need(value, message)
  if not value then stop(message) end
  return value
end

local study = need(balassa.study(opts[1]))
local endings = { html = ".html", markdown = ".md" }
local out = opts.out ~= "" and opts.out or "report-" .. study.name:gsub("[^%w_.-]", "-") .. endings[opts.format]
local folder = out:gsub("%.%w+$", "") .. "-figures"

local text, figures = balassa.report(study, { format = opts.format, name = opts[1]:gsub("/+$", ""),
  figures = folder:match "[^/]+$" })
need(text, figures)

-- Figures first: who finds the report finds what it refers to.
if opts.format == "markdown" and next(figures) then
  core.make_folder(folder) -- it may be there
  for name, svg in pairs(figures) do need(core.write_file(folder .. "/" .. name .. ".svg", svg)) end
end
need(core.write_file(out, text))
print(out)
