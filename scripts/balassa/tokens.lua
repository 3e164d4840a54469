-- balassa.tokens(text, options): the words of a text, as everything here counts them.

local core = require "balassa.core"
local texts = require "balassa.text.corpus"

return function(text, options)
  if type(text) ~= "string" then core.raise("tokens needs a text, a string, not %s", tostring(text)) end
  return texts.corpus({ text }, options, "tokens"):tokens(1)
end
