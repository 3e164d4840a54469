-- A first look at this study: is what is said higher on the ladder in times of crisis?
local balassa = require "balassa"

local folder = arg[0]:match "^(.*)/" or "."
local study = assert(balassa.study(folder))
local index = study:index { rule = "latest", score = "rank" } -- a value a month: the rung of the latest event
print(study)

local figure
if #study:crises() > 0 then
  local result = balassa.contrast(index, study:crises "main", { null = "relocate" })
  print(result)
  figure = result:chart { study = study, title = study.title }
else
  print "There is no crisis yet: write a row for each into crises.csv, and run this again."
  figure = balassa.chart.new { title = study.title, from = study.period, to = study.period }
  figure:ladder { rungs = study:ladder() }
  figure:steps { series = index, label = index.how }
end
assert(figure:save(folder .. "/first"))
print("The figure is " .. folder .. "/first.svg, .png and .gp")
