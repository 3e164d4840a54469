-- balassa.what_if(path): the what-if of a file, over the study that the file names.

local core = require "balassa.core"

return function(path)
  local name, message = core.what_if_study(path)
  if not name then return nil, message end
  local study
  study, message = core.study(name)
  if not study then return nil, message end
  return study:load_what_if(path)
end
