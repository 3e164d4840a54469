# Balassa 0.1.0, figures.lua
# command figures kazakhstan-1991-2010
# figure influence
# dataset 8535bfe4f31f04f326607ea27da4544556eb91af43230d7aa06e321def7da506
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

reset
W = 880; H = 741
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(252); set rmargin at screen px(730)
set tmargin at screen py(66.66); set bmargin at screen py(619.1)
set xrange [-3.02558:0.64907]; set yrange [0:552.44]

$grid << EOD
# value row
-3 0
-3 552.44

-2.5 0
-2.5 552.44

-2 0
-2 552.44

-1.5 0
-1.5 552.44

-1 0
-1 552.44

-0.5 0
-0.5 552.44

0 0
0 552.44

0.5 0
0.5 552.44

EOD
$upright << EOD
# value row
0 0
0 552.44
EOD
$upright2 << EOD
# value row
-0.8232 0
-0.8232 552.44
EOD
$frame << EOD
# value row
-3.02558 0
0.64907 0
0.64907 552.44
-3.02558 552.44
-3.02558 0
EOD
$estimate << EOD
# value row
-1.02701 520.45  # renewed-confederation-1991
-1.00838 504.47  # address-2004
-0.97237 488.49  # free-trade-protocol-1998
-0.97135 472.51  # export-diversification-2005
-0.72871 456.53  # multi-directional-doctrine-1995
-0.72871 440.55  # customs-union-1995
-0.72871 424.57  # nur-otan-2009
-0.70378 408.59  # customs-union-focus-2005
-0.64181 392.61  # integration-agreement-1996
-0.26764 376.63  # yevraz-2003
-0.25627 360.65  # address-2007
-2.88949 308.69  # ussr-breakup
-1.00838 227.77  # nazarbayev2004
-0.25627 211.79  # nazarbayev2007
-0.25428 195.81  # vinokurov2010
-0.44146 143.85  # eu
-0.37817 127.87  # russia
-0.23527 111.89  # eurasec
-1.02701 59.93  # renewed-confederation
-0.64181 43.95  # economic-humanitarian-integration
-0.61016 27.97  # customs-union
-0.26764 11.99  # yevraz
EOD
$estimate2 << EOD
# value row
0.06569 344.67  # eurasian-summit-2000
0.35157 286.22  # russia-1998
0.51297 263.75  # global-2008
0.06569 179.83  # nazarbayev2000
0.40924 95.91  # nazarbayev
EOD

set arrow 1 from screen px(255.33),py(619.1) to screen px(255.33),py(623.1) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 2 from screen px(320.37),py(619.1) to screen px(320.37),py(623.1) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 3 from screen px(385.41),py(619.1) to screen px(385.41),py(623.1) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 4 from screen px(450.45),py(619.1) to screen px(450.45),py(623.1) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 5 from screen px(515.49),py(619.1) to screen px(515.49),py(623.1) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 6 from screen px(580.53),py(619.1) to screen px(580.53),py(623.1) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 7 from screen px(645.57),py(619.1) to screen px(645.57),py(623.1) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 8 from screen px(710.61),py(619.1) to screen px(710.61),py(623.1) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 9 from screen px(272.07),py(671.08) to screen px(294.07),py(671.08) nohead linecolor rgb "#0072b2" linewidth 1.404 dashtype (8,6) front
set label 1 "What the contrast hangs on" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "Difference of means of index with 3 windows, asked again without each event, crisis and so on. All together: −0.82, p = 0.400 (shift, two-sided). 1 deletion turns the sign round" at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "(the fewest): eurasian-summit-2000. 3 deletions take p across 0.05 (the fewest): renewed-confederation-1991 + cis-protocol-1991 + davos-address-1992." at screen px(12),py(51.17) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 4 "Without each event" at screen px(242),py(82.66) right noenhanced font "Liberation Sans:Italic,10" textcolor rgb "#555555" front
set label 5 "renewed-confederation-1991" at screen px(242),py(98.65) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 6 "−1.03,  p 0.175" at screen px(740),py(98.65) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 7 "address-2004" at screen px(242),py(114.63) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 8 "−1.01,  p 0.204" at screen px(740),py(114.63) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 9 "free-trade-protocol-1998" at screen px(242),py(130.61) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 10 "−0.97,  p 0.329" at screen px(740),py(130.61) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 11 "export-diversification-2005" at screen px(242),py(146.59) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 12 "−0.97,  p 0.233" at screen px(740),py(146.59) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 13 "multi-directional-doctrine-1995" at screen px(242),py(162.57) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 14 "−0.73,  p 0.417" at screen px(740),py(162.57) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 15 "customs-union-1995" at screen px(242),py(178.55) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 16 "−0.73,  p 0.429" at screen px(740),py(178.55) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 17 "nur-otan-2009" at screen px(242),py(194.53) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 18 "−0.73,  p 0.438" at screen px(740),py(194.53) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 19 "customs-union-focus-2005" at screen px(242),py(210.51) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 20 "−0.70,  p 0.458" at screen px(740),py(210.51) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 21 "integration-agreement-1996" at screen px(242),py(226.49) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 22 "−0.64,  p 0.521" at screen px(740),py(226.49) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 23 "yevraz-2003" at screen px(242),py(242.47) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 24 "−0.27,  p 0.767" at screen px(740),py(242.47) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 25 "address-2007" at screen px(242),py(258.45) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 26 "−0.26,  p 0.775" at screen px(740),py(258.45) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 27 "eurasian-summit-2000" at screen px(242),py(274.43) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 28 "0.07,  p 0.963" at screen px(740),py(274.43) left noenhanced font "Liberation Sans,11" textcolor rgb "#a34700" front
set label 29 "Without each crisis" at screen px(242),py(294.42) right noenhanced font "Liberation Sans:Italic,10" textcolor rgb "#555555" front
set label 30 "USSR break-up crisis" at screen px(242),py(310.41) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 31 "−2.89,  p 0.125" at screen px(740),py(310.41) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 32 "Asian financial crisis, financial crisis in Russia," at screen px(242),py(326.39) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 33 "and recovery" at screen px(242),py(339.37) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 34 "0.35,  p 0.654" at screen px(740),py(332.88) left noenhanced font "Liberation Sans,11" textcolor rgb "#a34700" front
set label 35 "Global financial crisis" at screen px(242),py(355.35) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 36 "0.51,  p 0.354" at screen px(740),py(355.35) left noenhanced font "Liberation Sans,11" textcolor rgb "#a34700" front
set label 37 "Without each source" at screen px(242),py(375.34) right noenhanced font "Liberation Sans:Italic,10" textcolor rgb "#555555" front
set label 38 "nazarbayev2004" at screen px(242),py(391.33) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 39 "−1.01,  p 0.204" at screen px(740),py(391.33) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 40 "nazarbayev2007" at screen px(242),py(407.31) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 41 "−0.26,  p 0.775" at screen px(740),py(407.31) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 42 "vinokurov2010" at screen px(242),py(423.29) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 43 "−0.25,  p 0.742" at screen px(740),py(423.29) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 44 "nazarbayev2000" at screen px(242),py(439.27) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 45 "0.07,  p 0.963" at screen px(740),py(439.27) left noenhanced font "Liberation Sans,11" textcolor rgb "#a34700" front
set label 46 "Without each actor" at screen px(242),py(459.26) right noenhanced font "Liberation Sans:Italic,10" textcolor rgb "#555555" front
set label 47 "eu" at screen px(242),py(475.25) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 48 "−0.44,  p 0.583" at screen px(740),py(475.25) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 49 "russia" at screen px(242),py(491.23) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 50 "−0.38,  p 0.713" at screen px(740),py(491.23) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 51 "eurasec" at screen px(242),py(507.21) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 52 "−0.24,  p 0.792" at screen px(740),py(507.21) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 53 "nazarbayev" at screen px(242),py(523.19) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 54 "0.41,  p 0.717" at screen px(740),py(523.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#a34700" front
set label 55 "Without each initiative" at screen px(242),py(543.18) right noenhanced font "Liberation Sans:Italic,10" textcolor rgb "#555555" front
set label 56 "renewed-confederation" at screen px(242),py(559.17) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 57 "−1.03,  p 0.175" at screen px(740),py(559.17) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 58 "economic-humanitarian-integration" at screen px(242),py(575.15) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 59 "−0.64,  p 0.521" at screen px(740),py(575.15) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 60 "customs-union" at screen px(242),py(591.13) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 61 "−0.61,  p 0.517" at screen px(740),py(591.13) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 62 "yevraz" at screen px(242),py(607.11) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 63 "−0.27,  p 0.767" at screen px(740),py(607.11) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 64 "−3" at screen px(255.33),py(631.1) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 65 "−2.5" at screen px(320.37),py(631.1) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 66 "−2" at screen px(385.41),py(631.1) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 67 "−1.5" at screen px(450.45),py(631.1) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 68 "−1" at screen px(515.49),py(631.1) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 69 "−0.5" at screen px(580.53),py(631.1) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 70 "0" at screen px(645.57),py(631.1) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 71 "0.5" at screen px(710.61),py(631.1) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 72 "Difference of means, inside less outside" at screen px(491),py(648.08) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 73 "●" at screen px(23),py(671.08) center noenhanced font "Liberation Sans,9" textcolor rgb "#0072b2" front
set label 74 "Estimate without it" at screen px(40),py(671.08) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 75 "●" at screen px(154.14),py(671.08) center noenhanced font "Liberation Sans,9" textcolor rgb "#d55e00" front
set label 76 "The sign changes" at screen px(171.14),py(671.08) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 77 "Estimate with all" at screen px(300.07),py(671.08) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 78 "6 recodes turn the sign round (found greedily: fewer may do): davos-address-1992 → full_union + economic-union-1993 → full_union + free-trade-protocol-1998 → customs_union + eurasian-" at screen px(12),py(688.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 79 "summit-2000 → single_economic_space + yevraz-2003 → single_economic_space + address-2007 → diversification. 4 recodes take p across 0.05 (found greedily: fewer may do): davos-" at screen px(12),py(700.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 80 "address-1992 → currency_union + economic-union-1993 → currency_union + eurasian-summit-2000 → economic_union + yevraz-2003 → economic_union. A recode is by one rung. Shown are" at screen px(12),py(712.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 81 "those that move the estimate most\073 47 more move it less. Index: latest(score=rank, date=midpoint): 32 of 62 events, 30 without a rung." at screen px(12),py(724.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

set terminal svg size W,H fixed rounded noenhanced font "Liberation Sans,11" background "#ffffff"
set output OUT.".svg"
plot $grid with lines linecolor rgb "#e0e0e0" linewidth 0.8 notitle, \
     $upright with lines linecolor rgb "#1a1a1a" linewidth 1.2 notitle, \
     $upright2 with lines linecolor rgb "#0072b2" linewidth 1.4 dashtype (8,6) notitle, \
     $frame with lines linecolor rgb "#8a8a8a" linewidth 1 notitle, \
     $estimate with points pointtype 7 pointsize 0.8 linecolor rgb "#0072b2" notitle, \
     $estimate2 with points pointtype 7 pointsize 0.8 linecolor rgb "#d55e00" notitle
set terminal pngcairo size 2*W,2*H rounded noenhanced font "Liberation Sans,11" \
    fontscale 1.5 linewidth 2 pointscale 2 background "#ffffff"
set output OUT.".png"
replot
set output
undefine OUT
