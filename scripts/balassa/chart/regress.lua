-- The chart of a regression: each coefficient with its interval, over a line at no effect.
--
-- Coefficients of different units do not compare, so each is shown for one standard deviation of its
-- series; one of a 0/1 series for the step from 0 to 1. The names say which; the numbers at the right
-- are in the units shown.

local core = require "balassa.core"
local font = require "balassa.chart.font"
local result = require "balassa.result"
local rows = require "balassa.chart.rows"
local style = require "balassa.chart.style"

local NAMES, NUMBERS = 190, 210

local known = { "title", "subtitle", "note", "width", "label" }

local function is_dummy(series)
  for i = 1, #series do
    local v = series[i]
    if v ~= nil and v ~= 0 and v ~= 1 then return false end
  end
  return true
end

local function number(v) return string.format("%.3g", v) end

local function signed(v) return (number(v):gsub("^-", "−")) end

-- One item a row: the coefficient, and what it is multiplied with. A hollow dot has 0 in its interval.
local function items_of(res)
  local list, high = {}, 1
  for _, column in ipairs(res.columns) do
    local c, dummy = res.coefficients[column.name], is_dummy(column.series)
    local by = dummy and 1 or column.series:sd()
    local at, low, top = c.estimate * by, c.low * by, c.high * by
    local excludes = low > 0 or top < 0
    local lines = font.wrap(font.plain(column.name), NAMES - 14, style.text, "bold", true)
    high = math.max(high, #lines)
    list[#list + 1] = { note = column.name, weight = "bold", lines = lines, unit = dummy and "1 against 0" or
      string.format("per standard deviation (%s)", result.number(by)), color = excludes and style.ink or style.quiet,
      numbers = string.format("%s  (%s to %s)", number(at), signed(low), signed(top)),
      sub = c.p and "p " .. result.share(c.p) or "no p", parts = { { low = low, high = top } },
      dots = { { at = at, hollow = not excludes } } }
  end
  for _, item in ipairs(list) do item.gap = 22 + high * 14 - (#item.lines * style.text + style.small) * font.LINE end
  return list
end

local errors = { hac = "Newey-West errors, %d lags, fixed-b", ewc = "errors from %d equal-weighted cosines",
  classical = "classical errors, which hold for independent data only" }

local function subtitle_of(res)
  local how = errors[res.errors]:format(res.errors == "hac" and res.bandwidth - 1 or math.floor(res.df))
  return string.format("%s with %g %% intervals (%s). %d %ss; left out: %d without a value in every series. " ..
    "A hollow dot has 0 within its interval.", res.model == "ols" and "Least-squares estimates" or
    "Poisson regression", res.level * 100, how, res.n,
    res.y.interval, res.dropped)
end

local function note_of(res)
  local rho = rawget(res, "values").autocorrelation
  return not rho and string.format("Series: %s. The fit is perfect.", res.y.how) or
    string.format("Series: %s. Residuals: lag-1 autocorrelation %.2f%s.", res.y.how, rho,
      rho > 0.7 and ", so strong that intervals of this kind are too short" or "")
end

local function page_of(res, options)
  local what = res.y.name ~= "" and res.y.name or "the series"
  return { title = options.title or res.title:gsub("^%l", string.upper), subtitle = options.subtitle or
    subtitle_of(res), note = options.note or note_of(res), width = options.width, names = NAMES, numbers = NUMBERS,
    axis = options.label or (res.model == "ols" and "Effect on " .. what .. (res.y.unit ~= "" and ", " .. res.y.unit or
    "") or "Effect on the log of the expected " .. what), items = items_of(res), uprights = { { at = 0 } } }
end

return function(chart, res, options)
  options = options or {}
  core.check_options(options, known, "a regression's chart")
  if #res.columns == 0 then core.raise "a regression on a constant alone has no chart" end
  return rows.chart(chart, { title = options.title or res.title, subtitle = options.subtitle or subtitle_of(res),
    width = options.width }, function() return page_of(res, options) end)
end
