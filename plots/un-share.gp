# Balassa 0.1.0, figures.lua
# command figures kazakhstan-un-1992-2012
# figure un-share
# dataset ce1f6304f9104c82ad5c6031634bef21923b63fc5e5d7648ceaf2b0f66ced1ed
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

reset
W = 880; H = 533
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(50.33); set rmargin at screen px(864)
set tmargin at screen py(114.26); set bmargin at screen py(444.26)
set xrange [1992:2013]; set yrange [0:5.99361]

$bands << EOD
# from to bottom top
1992 1996 0 5.99361  # USSR break-up crisis
1997 2000 0 5.99361  # Asian financial crisis, financial crisis in Russia, and recovery
2007 2010 0 5.99361  # Global financial crisis
EOD
$grid << EOD
# year height
1992 0
2013 0

1992 1
2013 1

1992 2
2013 2

1992 3
2013 3

1992 4
2013 4

1992 5
2013 5

1994 5.99361
1994 0

1996 5.99361
1996 0

1998 5.99361
1998 0

2000 5.99361
2000 0

2002 5.99361
2002 0

2004 5.99361
2004 0

2006 5.99361
2006 0

2008 5.99361
2008 0

2010 5.99361
2010 0

2012 5.99361
2012 0

EOD
$edges << EOD
# year height
1992 5.99361
1992 0

1996 5.99361
1996 0

1997 5.99361
1997 0

2000 5.99361
2000 0

2007 5.99361
2007 0

2010 5.99361
2010 0

EOD
$frame << EOD
# year height
1992 0
2013 0
2013 5.99361
1992 5.99361
1992 0
EOD
$steps << EOD
# year value
1992 4.86381
1993 4.86381
1993 4.87074
1994 4.87074
1994 5.78035
1995 5.78035
1995 1.01781
1996 1.01781
1996 0.44883
1997 0.44883
1997 1.98708
1998 1.98708
1998 4.31448
1999 4.31448
1999 0.94251
2000 0.94251
2000 0.86356
2001 0.86356
2001 2.78358
2002 2.78358
2002 2.6738
2003 2.6738
2003 5.07328
2004 5.07328
2004 2.2892
2005 2.2892
2005 1.06781
2006 1.06781
2006 2.77649
2007 2.77649
2007 1.06326
2008 1.06326
2008 2.91333
2009 2.91333
2009 1.15207
2010 1.15207
2010 0.96665
2011 0.96665
2011 2.93255
2012 2.93255
2012 1.0644
2013 1.0644

EOD
$steps2 << EOD
# year value
2003 5.07328
2004 5.07328

2011 2.93255
2012 2.93255

EOD
$steps3 << EOD
# year value
1992 2.89054
1996 2.89054

1997 2.89054
2000 2.89054

2007 2.89054
2010 2.89054

EOD
$steps4 << EOD
# year value
1996 2.08547
1997 2.08547

2000 2.08547
2007 2.08547

2010 2.08547
2013 2.08547

EOD

set object 1 rectangle from screen px(50.83),py(108.26) to screen px(204.81),py(93.26) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 2 rectangle from screen px(244.56),py(108.26) to screen px(359.8),py(93.26) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 3 rectangle from screen px(632.02),py(108.26) to screen px(747.26),py(93.26) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set arrow 4 from screen px(495.91),py(162.93) to screen px(495.91),py(156.06) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 5 from screen px(805.88),py(280.8) to screen px(805.88),py(274.06) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 6 from screen px(50.33),py(444.26) to screen px(50.33),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 7 from screen px(89.08),py(444.26) to screen px(89.08),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 8 from screen px(127.82),py(444.26) to screen px(127.82),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 9 from screen px(166.57),py(444.26) to screen px(166.57),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 10 from screen px(205.31),py(444.26) to screen px(205.31),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 11 from screen px(244.06),py(444.26) to screen px(244.06),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 12 from screen px(282.81),py(444.26) to screen px(282.81),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 13 from screen px(321.55),py(444.26) to screen px(321.55),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 14 from screen px(360.3),py(444.26) to screen px(360.3),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 15 from screen px(399.05),py(444.26) to screen px(399.05),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 16 from screen px(437.79),py(444.26) to screen px(437.79),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 17 from screen px(476.54),py(444.26) to screen px(476.54),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 18 from screen px(515.28),py(444.26) to screen px(515.28),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 19 from screen px(554.03),py(444.26) to screen px(554.03),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 20 from screen px(592.78),py(444.26) to screen px(592.78),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 21 from screen px(631.52),py(444.26) to screen px(631.52),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 22 from screen px(670.27),py(444.26) to screen px(670.27),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 23 from screen px(709.02),py(444.26) to screen px(709.02),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 24 from screen px(747.76),py(444.26) to screen px(747.76),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 25 from screen px(786.51),py(444.26) to screen px(786.51),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 26 from screen px(825.25),py(444.26) to screen px(825.25),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 27 from screen px(864),py(444.26) to screen px(864),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 28 from screen px(50.33),py(444.26) to screen px(50.33),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 29 from screen px(127.82),py(444.26) to screen px(127.82),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 30 from screen px(205.31),py(444.26) to screen px(205.31),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 31 from screen px(282.81),py(444.26) to screen px(282.81),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 32 from screen px(360.3),py(444.26) to screen px(360.3),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 33 from screen px(437.79),py(444.26) to screen px(437.79),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 34 from screen px(515.28),py(444.26) to screen px(515.28),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 35 from screen px(592.78),py(444.26) to screen px(592.78),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 36 from screen px(670.27),py(444.26) to screen px(670.27),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 37 from screen px(747.76),py(444.26) to screen px(747.76),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 38 from screen px(825.25),py(444.26) to screen px(825.25),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set object 39 rectangle from screen px(12),py(487.24) to screen px(36),py(474.24) fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 front
set arrow 40 from screen px(12),py(474.24) to screen px(12),py(487.24) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set arrow 41 from screen px(36),py(474.24) to screen px(36),py(487.24) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set arrow 42 from screen px(88.99),py(480.74) to screen px(112.99),py(480.74) nohead linecolor rgb "#0072b2" linewidth 2 front
set arrow 43 from screen px(398.35),py(480.74) to screen px(422.35),py(480.74) nohead linecolor rgb "#d55e00" linewidth 3.6 front
set arrow 44 from screen px(686.59),py(480.74) to screen px(710.59),py(480.74) nohead linecolor rgb "#1a1a1a" linewidth 1.208 dashtype (8,8) front
set arrow 45 from screen px(12),py(496.74) to screen px(36),py(496.74) nohead linecolor rgb "#1a1a1a" linewidth 1.212 dashtype (1,6) front
set label 1 "Does Kazakhstan speak more of integration at the UN in crisis years\077" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "Difference of means 0.81: mean 2.89 in the 10 years inside, 2.09 in the 11 outside. Exact p = 0.40 (two-sided, 2,184 placements of the windows)\073 floor 0.0009, the smallest p" at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "that this design could have given." at screen px(12),py(51.17) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 4 "USSR break-up crisis" at screen px(127.82),py(84.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 5 "Asian financial crisis, financial" at screen px(302.18),py(72.56) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 6 "crisis in Russia, and recovery" at screen px(302.18),py(84.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 7 "Global financial crisis" at screen px(689.64),py(84.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 8 "1992–1995" at screen px(127.82),py(100.76) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 9 "1997–1999" at screen px(302.18),py(100.76) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 10 "2007–2009" at screen px(689.64),py(100.76) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 11 "Crises" at screen px(42.33),py(100.76) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 12 "2003" at screen px(483.45),py(150.16) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 13 "2011" at screen px(793.45),py(268.16) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 14 "5" at screen px(42.33),py(168.97) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 15 "4" at screen px(42.33),py(224.03) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 16 "3" at screen px(42.33),py(279.08) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 17 "2" at screen px(42.33),py(334.14) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 18 "1" at screen px(42.33),py(389.2) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 19 "0" at screen px(42.33),py(444.26) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 20 "Words of integration in 1,000" at screen px(15),py(279.26) center rotate by 90 noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 21 "1992" at screen px(50.33),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 22 "1994" at screen px(127.82),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 23 "1996" at screen px(205.31),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 24 "1998" at screen px(282.81),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 25 "2000" at screen px(360.3),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 26 "2002" at screen px(437.79),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 27 "2004" at screen px(515.28),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 28 "2006" at screen px(592.78),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 29 "2008" at screen px(670.27),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 30 "2010" at screen px(747.76),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 31 "2012" at screen px(825.25),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 32 "Crisis" at screen px(42),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 33 "Kazakhstan’s statement in the General Debate of the year" at screen px(118.99),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 34 "Speaks against it: outside, yet above the mean inside" at screen px(428.35),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 35 "Mean inside" at screen px(716.59),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 36 "Mean outside" at screen px(42),py(496.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 37 "Note: crises as on Chart 2 of Vinokurov (2010)\073 the first is cut to the years with a statement. Dictionary: dictionaries/integration.yml of the study." at screen px(12),py(515.14) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

set terminal svg size W,H fixed rounded noenhanced font "Liberation Sans,11" background "#ffffff"
set output OUT.".svg"
plot $bands using 1:3:1:2:3:4 with boxxyerror fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $grid with lines linecolor rgb "#e0e0e0" linewidth 0.8 notitle, \
     $edges with lines linecolor rgb "#b98a2f" linewidth 0.8 dashtype (3,7) notitle, \
     $frame with lines linecolor rgb "#8a8a8a" linewidth 1 notitle, \
     $steps with lines linecolor rgb "#ffffff" linewidth 4.5 notitle, \
     $steps2 with lines linecolor rgb "#ffffff" linewidth 6.1 notitle, \
     $steps with lines linecolor rgb "#0072b2" linewidth 2 notitle, \
     $steps2 with lines linecolor rgb "#d55e00" linewidth 3.6 notitle, \
     $steps3 with lines linecolor rgb "#1a1a1a" linewidth 1.2 dashtype (8,8) notitle, \
     $steps4 with lines linecolor rgb "#1a1a1a" linewidth 1.2 dashtype (1,6) notitle
set terminal pngcairo size 2*W,2*H rounded noenhanced font "Liberation Sans,11" \
    fontscale 1.5 linewidth 2 pointscale 2 background "#ffffff"
set output OUT.".png"
replot
set output
undefine OUT
