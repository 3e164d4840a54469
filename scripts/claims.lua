#!/usr/bin/env balassa
-- Put the claims of a study's source to the test: a verdict for each, by a rule stated before the result.
local balassa = require "balassa"

local opts = balassa.options {
  study = { "kazakhstan-1991-2010", "name or folder of the study; its claims are in scripts/claims/NAME.lua" },
  claim = { "", "number or id of the one claim to test, with every number and its results in full" },
  summary = { false, "the rule and the verdicts only" },
  figure = { "", "save the figures under this name, e.g. build/mine: build/mine-1, build/mine-2 ...",
    writes = "figure" },
}

local study = assert(balassa.study(opts.study))
local one = opts.claim ~= "" and (math.tointeger(tonumber(opts.claim)) or opts.claim) or nil
local claims = assert(balassa.claims(study, { only = one, full = one ~= nil }))

print(claims)
for i = 1, opts.summary and 0 or claims.n do print("\n" .. tostring(claims[i])) end

-- The analyses behind the tests that decide, as they print themselves.
for _, t in ipairs(one and claims[1].tests or {}) do
  if t.role == "decides" and t.result then print("\n" .. tostring(t.result)) end
end

if opts.figure ~= "" then
  local set = {}
  for name, chart in pairs(claims:charts()) do set[opts.figure .. name:gsub("^claim", "")] = chart end
  assert(balassa.chart.save_all(set))
end
