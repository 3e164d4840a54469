-- What charts look like: sizes in pixels of a page 880 wide, which a journal prints 170 mm wide
-- (so 11 pixels are 6 points). The hues are Okabe and Ito's, told apart by the colour-blind; every
-- distinction is also made by fill, dash, weight or a word, for print in greys.

local style = {
  family = "Liberation Sans",
  width = 880,

  title = 15, subtitle = 11, text = 11, small = 10, least = 9.5,

  ink = "#1a1a1a", quiet = "#555555", rule = "#e0e0e0", frame = "#8a8a8a", paper = "#ffffff",

  boxes = {
    filled = { fill = "#9fcdee", stroke = "#0b4f7d", lw = 1 },
    hollow = { fill = "#ffffff", stroke = "#0b4f7d", lw = 1.3 },
    dashed = { fill = "#ffffff", stroke = "#0b4f7d", lw = 1.3, dash = "(8,8)" },
  },

  loose = { dash = "(6,5)" }, -- the outline of a box where its end is unsure
  band = { fill = "#fbeccf", edge = "#b98a2f", bar = "#efc46c", dash = "(3,7)" },
  strip = { "#e3e3e3", "#d0d0d0" },

  series = { -- of the first, second ... series on a chart
    { color = "#0072b2", lw = 2 },
    { color = "#1a1a1a", lw = 1.6, dash = "(8,6)" },
    { color = "#009e73", lw = 1.6, dash = "(1,5)" },
    { color = "#cc79a7", lw = 1.6, dash = "(8,5,1,5)" },
  },
  against = { color = "#d55e00", lw = 3.6 }, -- what speaks against a claim
  leader = { color = "#6b6b6b", lw = 0.7 },
}

return style
