#!/usr/bin/env balassa
-- Make a report or a figure again and say whether every number and byte comes out the same.
local balassa = require "balassa"
local core = require "balassa.core"

local opts = balassa.options {
  positional = "FILE",
  study = { "", "where the data are, when not where they were" },
  script = { "", "the script that made a figure, when it is no command: it is run" },
}

local function given(text) return text ~= "" and text or nil end

local r, message = balassa.reproduce(opts[1], { study = given(opts.study), script = given(opts.script) })
if not r then
  core.say("balassa: " .. message)
  core.exit(math.max(2, core.exit_status(message) or 2))
end
print(r)
core.exit(r.same and 0 or 1)
