#!/usr/bin/env balassa
-- Check study folders: every type, rule, key, window and date; says all that is wrong.

local balassa = require "balassa"
local core = require "balassa.core"

local opts = balassa.options { positional = "DIR..." }

local function print_summary(dir, study)
  print(("%s: no violations"):format(dir))
  print(("  %-14s %s"):format("period", study.period and tostring(study.period) or "not given"))
  print(("  %-14s %s"):format("digest", study.digest))
  for _, name in ipairs(study:tables()) do
    print(("  %-14s %6d"):format(name, #study:records(name)))
  end
end

-- The message is a summary and then one line for each violation: after a long list the summary is
-- what should be in sight.
local function print_violations(message)
  local summary, list = message:match "^([^\n]*)\n(.*)$"
  core.say((list and list .. "\n" or "") .. "balassa: " .. (summary or message))
end

local status = 0
for _, dir in ipairs(opts) do
  local study, message = balassa.study(dir)
  if study then
    print_summary(dir, study)
  else
    print_violations(message)
    status = status == 0 and core.exit_status(message) or status
  end
end
core.exit(status)
