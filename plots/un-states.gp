# Balassa 0.1.0, figures.lua
# command figures kazakhstan-un-1992-2012
# figure un-states
# dataset ce1f6304f9104c82ad5c6031634bef21923b63fc5e5d7648ceaf2b0f66ced1ed
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

reset
W = 880; H = 515
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(50.33); set rmargin at screen px(864)
set tmargin at screen py(101.28); set bmargin at screen py(431.28)
set xrange [1992:2013]; set yrange [0:6.01156]

$bands << EOD
# from to bottom top
1992 1996 0 6.01156  # USSR break-up crisis
1997 2000 0 6.01156  # Asian financial crisis, financial crisis in Russia, and recovery
2007 2010 0 6.01156  # Global financial crisis
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

1992 6
2013 6

1994 6.01156
1994 0

1996 6.01156
1996 0

1998 6.01156
1998 0

2000 6.01156
2000 0

2002 6.01156
2002 0

2004 6.01156
2004 0

2006 6.01156
2006 0

2008 6.01156
2008 0

2010 6.01156
2010 0

2012 6.01156
2012 0

EOD
$edges << EOD
# year height
1992 6.01156
1992 0

1996 6.01156
1996 0

1997 6.01156
1997 0

2000 6.01156
2000 0

2007 6.01156
2007 0

2010 6.01156
2010 0

EOD
$frame << EOD
# year height
1992 0
2013 0
2013 6.01156
1992 6.01156
1992 0
EOD
$lines << EOD
# year value
1992.5 0.83967
1993.5 0.28135
1994.5 0.71765
1995.5 0.3515
1996.5 0.38426
1997.5 0.69797
1998.5 0.37695
1999.5 0.42335
2000.5 0.21231
2001.5 0.10746
2002.5 0.24953
2003.5 0.46418
2004.5 0.07065
2005.5 0.39899
2006.5 0.31547
2007.5 0
2008.5 0.11518
2009.5 0.20637
2010.5 0.22462
2011.5 0.17198
2012.5 0.17986

EOD
$lines2 << EOD
# year value
1992.5 1.56983
1993.5 1.41443
1994.5 2.35142
1995.5 1.90305
1996.5 1.77699
1997.5 0.98598
1998.5 1.27509
1999.5 0.82735
2000.5 0.65407
2001.5 0.47867
2002.5 1.07316
2003.5 1.28122
2004.5 0.96802
2005.5 0.52429
2006.5 1.02967
2007.5 0.91736
2008.5 0.45115
2009.5 0.9504
2010.5 0.82654
2011.5 1.26057
2012.5 0.91556

EOD
$lines3 << EOD
# year value
1992.5 4.86381
1993.5 4.87074
1994.5 5.78035
1995.5 1.01781
1996.5 0.44883
1997.5 1.98708
1998.5 4.31448
1999.5 0.94251
2000.5 0.86356
2001.5 2.78358
2002.5 2.6738
2003.5 5.07328
2004.5 2.2892
2005.5 1.06781
2006.5 2.77649
2007.5 1.06326
2008.5 2.91333
2009.5 1.15207
2010.5 0.96665
2011.5 2.93255
2012.5 1.0644

EOD

set object 1 rectangle from screen px(50.83),py(95.28) to screen px(204.81),py(80.28) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 2 rectangle from screen px(244.56),py(95.28) to screen px(359.8),py(80.28) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 3 rectangle from screen px(632.02),py(95.28) to screen px(747.26),py(80.28) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set arrow 4 from screen px(50.33),py(431.28) to screen px(50.33),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 5 from screen px(89.08),py(431.28) to screen px(89.08),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 6 from screen px(127.82),py(431.28) to screen px(127.82),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 7 from screen px(166.57),py(431.28) to screen px(166.57),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 8 from screen px(205.31),py(431.28) to screen px(205.31),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 9 from screen px(244.06),py(431.28) to screen px(244.06),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 10 from screen px(282.81),py(431.28) to screen px(282.81),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 11 from screen px(321.55),py(431.28) to screen px(321.55),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 12 from screen px(360.3),py(431.28) to screen px(360.3),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 13 from screen px(399.05),py(431.28) to screen px(399.05),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 14 from screen px(437.79),py(431.28) to screen px(437.79),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 15 from screen px(476.54),py(431.28) to screen px(476.54),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 16 from screen px(515.28),py(431.28) to screen px(515.28),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 17 from screen px(554.03),py(431.28) to screen px(554.03),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 18 from screen px(592.78),py(431.28) to screen px(592.78),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 19 from screen px(631.52),py(431.28) to screen px(631.52),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 20 from screen px(670.27),py(431.28) to screen px(670.27),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 21 from screen px(709.02),py(431.28) to screen px(709.02),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 22 from screen px(747.76),py(431.28) to screen px(747.76),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 23 from screen px(786.51),py(431.28) to screen px(786.51),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 24 from screen px(825.25),py(431.28) to screen px(825.25),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 25 from screen px(864),py(431.28) to screen px(864),py(434.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 26 from screen px(50.33),py(431.28) to screen px(50.33),py(437.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 27 from screen px(127.82),py(431.28) to screen px(127.82),py(437.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 28 from screen px(205.31),py(431.28) to screen px(205.31),py(437.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 29 from screen px(282.81),py(431.28) to screen px(282.81),py(437.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 30 from screen px(360.3),py(431.28) to screen px(360.3),py(437.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 31 from screen px(437.79),py(431.28) to screen px(437.79),py(437.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 32 from screen px(515.28),py(431.28) to screen px(515.28),py(437.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 33 from screen px(592.78),py(431.28) to screen px(592.78),py(437.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 34 from screen px(670.27),py(431.28) to screen px(670.27),py(437.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 35 from screen px(747.76),py(431.28) to screen px(747.76),py(437.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 36 from screen px(825.25),py(431.28) to screen px(825.25),py(437.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set object 37 rectangle from screen px(12),py(474.26) to screen px(36),py(461.26) fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 front
set arrow 38 from screen px(12),py(461.26) to screen px(12),py(474.26) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set arrow 39 from screen px(36),py(461.26) to screen px(36),py(474.26) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set arrow 40 from screen px(88.99),py(467.76) to screen px(112.99),py(467.76) nohead linecolor rgb "#666666" linewidth 1.608 dashtype (4,4) front
set arrow 41 from screen px(171),py(467.76) to screen px(195),py(467.76) nohead linecolor rgb "#a34700" linewidth 1.812 dashtype (12,5) front
set arrow 42 from screen px(290.81),py(467.76) to screen px(314.81),py(467.76) nohead linecolor rgb "#0072b2" linewidth 2.4 front
set label 1 "Words of integration in the UN General Debate, 1992–2012" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "Kazakhstan beside others: each state’s statements of a year, counted by one dictionary" at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "USSR break-up crisis" at screen px(127.82),py(71.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 4 "Asian financial crisis, financial" at screen px(302.18),py(59.58) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 5 "crisis in Russia, and recovery" at screen px(302.18),py(71.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 6 "Global financial crisis" at screen px(689.64),py(71.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 7 "1992–1995" at screen px(127.82),py(87.78) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 8 "1997–1999" at screen px(302.18),py(87.78) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 9 "2007–2009" at screen px(689.64),py(87.78) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 10 "Crises" at screen px(42.33),py(87.78) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 11 "6" at screen px(42.33),py(101.91) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 12 "5" at screen px(42.33),py(156.81) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 13 "4" at screen px(42.33),py(211.7) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 14 "3" at screen px(42.33),py(266.6) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 15 "2" at screen px(42.33),py(321.49) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 16 "1" at screen px(42.33),py(376.39) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 17 "0" at screen px(42.33),py(431.28) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 18 "Words of integration in 1,000" at screen px(15),py(266.28) center rotate by 90 noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 19 "1992" at screen px(50.33),py(445.78) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 20 "1994" at screen px(127.82),py(445.78) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 21 "1996" at screen px(205.31),py(445.78) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 22 "1998" at screen px(282.81),py(445.78) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 23 "2000" at screen px(360.3),py(445.78) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 24 "2002" at screen px(437.79),py(445.78) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 25 "2004" at screen px(515.28),py(445.78) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 26 "2006" at screen px(592.78),py(445.78) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 27 "2008" at screen px(670.27),py(445.78) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 28 "2010" at screen px(747.76),py(445.78) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 29 "2012" at screen px(825.25),py(445.78) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 30 "Crisis" at screen px(42),py(467.76) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 31 "Others" at screen px(118.99),py(467.76) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 32 "Rest of the CIS" at screen px(201),py(467.76) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 33 "Kazakhstan" at screen px(320.81),py(467.76) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 34 "Note: crises as on Chart 2 of Vinokurov (2010). Rest of the CIS: the mean of the 8 states that spoke every year. Others: the mean of 6 (China, France, Germany, Turkey, the United Kingdom," at screen px(12),py(486.16) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 35 "the United States)." at screen px(12),py(497.96) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

set terminal svg size W,H fixed rounded noenhanced font "Liberation Sans,11" background "#ffffff"
set output OUT.".svg"
plot $bands using 1:3:1:2:3:4 with boxxyerror fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $grid with lines linecolor rgb "#e0e0e0" linewidth 0.8 notitle, \
     $edges with lines linecolor rgb "#b98a2f" linewidth 0.8 dashtype (3,7) notitle, \
     $frame with lines linecolor rgb "#8a8a8a" linewidth 1 notitle, \
     $lines with lines linecolor rgb "#666666" linewidth 1.6 dashtype (4,4) notitle, \
     $lines2 with lines linecolor rgb "#a34700" linewidth 1.8 dashtype (12,5) notitle, \
     $lines3 with lines linecolor rgb "#0072b2" linewidth 2.4 notitle
set terminal pngcairo size 2*W,2*H rounded noenhanced font "Liberation Sans,11" \
    fontscale 1.5 linewidth 2 pointscale 2 background "#ffffff"
set output OUT.".png"
replot
set output
undefine OUT
