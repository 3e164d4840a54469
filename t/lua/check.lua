-- What the Lua tests share.
local lu = require "luaunit"

local check = {}

-- The whole message of the error that f(...) raises, without its position in the test's file.
function check.message_of(f, ...)
  local ok, message = pcall(f, ...)
  lu.assertFalse(ok)
  return (tostring(message):gsub("^[^:]*%.lua:%d+: ", ""))
end

return check
