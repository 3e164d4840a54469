-- luacheck: globals balassa study string table
-- Run in the sandbox, before a fuzzed script. What Lua's own string and table functions do with a hostile pattern or
-- range is known, and kept short here; no script ends the process that fuzzes it.
for _, name in ipairs { "find", "match", "gmatch", "gsub" } do
  local f = string[name]
  string[name] = function(s, p, ...)
    if #s > 500 or #p > 60 then error "kept short" end
    return f(s, p, ...)
  end
end

local move, insert, remove = table.move, table.insert, table.remove
table.move = function(a, f, e, t, b)
  if e - f > 1e5 or e < 0 and f > 0 then error "kept short" end
  return move(a, f, e, t, b)
end
table.insert = function(t, ...)
  if #t > 1e6 then error "kept short" end
  return insert(t, ...)
end
table.remove = function(t, ...)
  if #t > 1e6 then error "kept short" end
  return remove(t, ...)
end

local core = require "balassa.core"
core.exit = function() error "exit" end
core.say = function() end

-- What every script begins with.
balassa = require "balassa"
study = balassa.study "t/data/freedonia"
