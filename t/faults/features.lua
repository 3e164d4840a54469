-- Runs every feature of t/data/features.lua once, and says its name.
for _, feature in ipairs(dofile "t/data/features.lua") do
  print(feature[1], #tostring(feature[2]()))
end
