-- balassa.corpus(texts, options): texts made into words once, for several questions.

local texts = require "balassa.text.corpus"

return function(given, options) return texts.corpus(given, options, "corpus") end
