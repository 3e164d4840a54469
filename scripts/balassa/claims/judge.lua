-- From tests to a verdict, by a rule that is stated before any of them is run.
--
-- A test is declared with the side on which the claim expects its estimate:
--   "greater", "less"   above or below `zero` (0; 1 of a ratio)
--   "same"              within `margin` = { low, high }: the claim says that nothing much differs
-- and with a role: "decides", "reading" (a deciding test where the source can be read otherwise; what
-- is claimed must survive it) or "shows" (told, and not counted).

local result = require "balassa.result"

local judge = {}

judge.alpha = 0.05
judge.power = 0.8

judge.rule = {
  "A test speaks FOR a claim when its p (two-sided, where there are two sides) is at most .05 and its estimate " ..
    "lies on the side that the claim says (of a claim that nothing differs: when the whole 95 % interval lies " ..
    "within the margin declared).",
  "It speaks AGAINST it when p is at most .05 and the estimate lies on the other side; or when p is above .05 " ..
    "although it would have found an effect of the size declared in at least 80 of 100 cases (of a claim that " ..
    "nothing differs: when p is at most .05 and the estimate lies outside the margin).",
  "Otherwise it is SILENT: its floor is above .05, or its power is below 80 % or unknown. A p above .05 is never " ..
    "by itself evidence against a claim.",
  "Supported: every deciding test speaks for the claim, in every reading that the source leaves open. Not " ..
    "supported: a deciding test speaks against it. Cannot be told with this design: all else.",
}

judge.verdicts = { "supported", "not supported", "cannot be told with this design" }

local function percent(v) return string.format("%.0f %%", 100 * v) end

local function on_side(t)
  if t.side == "greater" then return t.estimate > t.zero end
  return t.estimate < t.zero
end

local function says_same(t)
  local low, high = t.margin[1], t.margin[2]
  if t.low and t.low >= low and t.high <= high then return "for", "its interval lies within the margin" end
  if t.p and t.p <= judge.alpha and (t.estimate < low or t.estimate > high) then
    return "against", "it differs, by more than the margin"
  end
  return "silent", "its interval reaches beyond the margin" .. (t.power and string.format(
    ", as it would in %s of cases were there no difference at all", percent(1 - t.power)) or "")
end

-- What one test says: "for", "against" or "silent", and why.
function judge.says(t)
  if t.error then return "silent", "it could not be run: " .. t.error end
  if t.estimate ~= t.estimate then return "silent", "there is nothing to estimate" end
  if t.side == "same" then return says_same(t) end
  if not t.p or t.p ~= t.p then return "silent", "it has no p" end
  if t.p <= judge.alpha then
    if on_side(t) then return "for", "p " .. result.share(t.p) end
    return "against", "p " .. result.share(t.p) .. ", on the other side"
  end
  if t.floor and t.floor > judge.alpha then
    return "silent", "no outcome could have given a p below " .. result.share(t.floor)
  end
  if not t.power then
    return "silent", "p " .. result.share(t.p) .. ", and " .. (t.found or "its power is not known")
  end
  if t.power >= judge.power then
    return "against", string.format("p %s, though %s would have been found in %s of cases", result.share(t.p),
      t.size or "the effect", percent(t.power))
  end
  return "silent", string.format("p %s, and %s would have been found in %s of cases only", result.share(t.p),
    t.size or "the effect", percent(t.power))
end

local function names(list)
  local out = {}
  for i, t in ipairs(list) do out[i] = string.format("%s (%s)", t.what, t.why) end
  return table.concat(out, "; ")
end

local function with(tests, role, says, wanted)
  local list = {}
  for _, t in ipairs(tests) do
    if t.role == role and (t.says == says) == wanted then list[#list + 1] = t end
  end
  return list
end

-- The verdict of a claim whose tests have been run and judged, and why.
function judge.verdict(tests)
  local against, missing = with(tests, "decides", "against", true), with(tests, "decides", "for", false)
  if #against > 0 then return judge.verdicts[2], names(against) end
  if #missing > 0 then return judge.verdicts[3], names(missing) end
  local other = with(tests, "reading", "for", false)
  if #other > 0 then
    return judge.verdicts[3], "the deciding tests speak for it, but not where the source is read otherwise: " ..
      names(other)
  end
  return judge.verdicts[1], names(with(tests, "decides", "for", true))
end

return judge
