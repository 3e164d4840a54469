-- balassa.regress(y, { name = series, ... }, options): y on other series, with standard errors for
-- dependent data.
--
-- The method is in engine/stats/regress.h and hac.h. Here: which series, what is said about them,
-- how the result prints.

local core = require "balassa.core"
local result = require "balassa.result"

local known = { "model", "errors", "lags", "level", "constant" }

local order = { "model", "errors", "n", "dropped", "span", "inner_gaps", "r2", "sigma", "deviance", "null_deviance",
  "bandwidth", "df", "level", "autocorrelation" }

local function is_series(v) return core.kind(v) == "balassa.series" end

-- The regressors in a stable order: those in the list part, which have names of their own, as given,
-- then the named ones by name.
local function columns_of(given)
  if type(given) ~= "table" or is_series(given) then
    core.raise("regress needs the series to regress on: a table such as { oil = oil, crisis = crisis }")
  end
  local list, seen, named = {}, { constant = true }, {}
  local function take(name, series)
    if not is_series(series) then
      core.raise("regress: '%s' is no series but %s", tostring(name), tostring(series))
    end
    if seen[name] then
      core.raise(name == "constant" and "regress: a series cannot be called 'constant', which stands for the column "
        .. "of ones" or "regress: there are two series of the name '%s'", name)
    end
    seen[name] = true
    list[#list + 1] = { name = name, series = series }
  end
  for i, series in ipairs(given) do
    if not is_series(series) then core.raise("regress: item %d is no series but %s", i, tostring(series)) end
    if series.name == "" then core.raise("regress: series %d has no name; write { name = series }", i) end
    take(series.name, series)
  end
  for name in pairs(given) do
    if type(name) == "string" then named[#named + 1] = name end
  end
  table.sort(named)
  for _, name in ipairs(named) do take(name, given[name]) end
  return list
end

local function check(options)
  core.check_options(options, known, "regress")
  local lags, level, errors = options.lags, options.level, options.errors or "hac"
  if lags ~= nil and (math.type(lags) ~= "integer" or lags < 0) then
    core.raise("regress: lags is a whole number of periods, 0 or more, not %s", tostring(lags))
  end
  if lags ~= nil and errors ~= "hac" then
    core.raise("regress: lags belong to errors = \"hac\", not to \"%s\"", tostring(errors))
  end
  if level ~= nil and not (type(level) == "number" and level > 0 and level < 1) then
    core.raise("regress: level is a number between 0 and 1 such as 0.95, not %s", tostring(level))
  end
end

-- How the standard errors were made, in words.
local function errors_text(self)
  local gaps = self.inner_gaps > 0 and self.errors ~= "classical" and
    string.format("; %d gaps keep their place in time", self.inner_gaps) or ""
  if self.errors == "hac" then
    return string.format("Newey-West, %d lags (S = %d of %d %ss); p by the fixed-b law of this design%s",
      self.bandwidth - 1, self.bandwidth, self.span, self.y.interval, gaps)
  elseif self.errors == "ewc" then
    return string.format("%s equal-weighted cosines; p by their law for this design%s", result.number(self.df), gaps)
  elseif self.model == "ols" then
    return string.format("classical, t with %s degrees of freedom: holds for independent errors only",
      result.number(self.df))
  end
  return "classical: holds for independent events only, with a variance equal to the mean"
end

local function fit_text(self)
  if self.model == "ols" then
    local r2 = rawget(self, "values").r2 -- none when y does not vary
    return string.format("R2 %s, residual standard deviation %s", r2 and result.number(r2) or "-",
      result.number(self.sigma))
  end
  return string.format("deviance %s (without the series %s) on %d degrees of freedom", result.number(self.deviance),
    result.number(self.null_deviance), self.n - #self.coefficients)
end

local function dependence_text(self)
  local rho = rawget(self, "values").autocorrelation
  if not rho then return "the fit is perfect" end
  local text = "lag-1 autocorrelation " .. string.format("%.2f", rho):gsub("^%-0%.00$", "0.00")
  if self.errors == "classical" and math.abs(rho) > 0.2 then
    return text .. ": these errors do not hold; use errors = \"hac\""
  elseif rho > 0.7 then
    return text .. ": so strong that false alarms come more often than p says; hold it against balassa.contrast"
  end
  return text
end

local function rows(self)
  local level = string.format("%g %% interval", self.level * 100)
  local out = { { "", string.format("%10s %10s %7s %7s   %s", "estimate", "std. error", "t", "p", level) } }
  for _, c in ipairs(self.coefficients) do
    out[#out + 1] = { c.name, string.format("%10s %10s %7s %7s   %s to %s", result.number(c.estimate),
      result.number(c.se), c.t and string.format("%.2f", c.t) or "-", c.p and result.share(c.p) or "-",
      result.number(c.low), result.number(c.high)) }
  end
  local unit = self.y.interval .. "s"
  out[#out + 1] = { "model", self.model == "ols" and "ordinary least squares"
    or "Poisson regression: estimates are of the log of the expected count" }
  out[#out + 1] = { "errors", errors_text(self) }
  out[#out + 1] = { "fit", fit_text(self) }
  out[#out + 1] = { "residuals", dependence_text(self) }
  out[#out + 1] = { "n", string.format("%d %s with a value in every series", self.n, unit) }
  out[#out + 1] = { "dropped", self.dropped == 0 and "none" or string.format("%d %s without", self.dropped, unit) }
  out[#out + 1] = { "series", self.y.how }
  for _, column in ipairs(self.columns) do
    local unit_of = column.series.unit
    out[#out + 1] = { "  " .. column.name, column.series.how .. (unit_of ~= "" and "; " .. unit_of or "") }
  end
  return out
end

local function draw(self, options)
  return require("balassa.chart.regress")(require "balassa.chart", self, options)
end

local function regress(y, given, options)
  options = options or {}
  core.check_series(y, "regress")
  check(options)
  local columns, series, names = columns_of(given), {}, {}
  for i, column in ipairs(columns) do series[i], names[i] = column.series, column.name end
  local values = core.regress(y, series, names, options)
  if options.constant ~= false then table.insert(names, 1, "constant") end
  for i, name in ipairs(names) do
    local c = values.coefficients[i]
    c.name = name
    values.coefficients[name] = c
    for _, field in ipairs { "estimate", "se", "t", "p", "low", "high" } do values[name .. "." .. field] = c[field] end
  end
  values.model, values.errors = options.model or "ols", options.errors or "hac"
  values.level, values.y, values.columns = options.level or 0.95, y, columns
  for _, name in ipairs(values.model == "ols" and { "deviance", "null_deviance", "iterations" } or
    { "r2", "sigma" }) do
    values[name] = nil
  end
  values.title = string.format("regression of %s on %s", y.name ~= "" and y.name or "a series",
    #columns > 0 and table.concat(names, ", ", options.constant ~= false and 2 or 1) or "a constant")
  return result.new { kind = "regression", values = values, order = order, rows = rows, draw = draw }
end

return regress
