# Balassa 0.1.0, figures.lua
# command figures kazakhstan-1991-2010
# figure tipping
# dataset 8535bfe4f31f04f326607ea27da4544556eb91af43230d7aa06e321def7da506
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

reset
W = 880; H = 476
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(242); set rmargin at screen px(750)
set tmargin at screen py(53.68); set bmargin at screen py(389.32)
set xrange [-84.48:63.48]; set yrange [0:335.64]

$grid << EOD
# value row
-80 0
-80 335.64

-60 0
-60 335.64

-40 0
-40 335.64

-20 0
-20 335.64

0 0
0 335.64

20 0
20 335.64

40 0
40 335.64

60 0
60 335.64

EOD
$upright << EOD
# value row
0 0
0 335.64
EOD
$frame << EOD
# value row
-84.48 0
63.48 0
63.48 335.64
-84.48 335.64
-84.48 0
EOD
$interval << EOD
# value row
-84.48 303.65  # start of ussr-breakup
63.48 303.65

-84.48 287.67  # end of ussr-breakup
63.48 287.67

EOD
$interval2 << EOD
# value row
-84.48 271.69  # start of russia-1998
23 271.69

-23 255.71  # end of russia-1998
33 255.71

-78 239.73  # start of global-2008
17 239.73

-26 223.75  # end of global-2008
63.48 223.75

-17 187.77  # eurasian-summit-2000
30 187.77

-21 171.79  # astana-forum-2009
63.48 171.79

-84.48 155.81  # caspian-delimitation-1998
22 155.81

-26 139.83  # address-2007
63.48 139.83

-84.48 123.85  # kazakhstan-2030-1997
31 123.85

-79 107.87  # yevraz-2003
33 107.87

-84.48 91.89  # multi-directional-doctrine-1995
34 91.89

-37 75.91  # address-2004
63.48 75.91

-84.48 59.93  # altyn-2003
45 59.93

-84.48 43.95  # marchenko-interview-2003
48 43.95

-84.48 27.97  # integration-initiatives-2000
51 27.97

-84.48 11.99  # davos-oil-1995
58 11.99

EOD
$onward << EOD
# value row
-83.0237 299.65
-84.48 303.65
-83.0237 307.65

62.0237 299.65
63.48 303.65
62.0237 307.65

-83.0237 283.67
-84.48 287.67
-83.0237 291.67

62.0237 283.67
63.48 287.67
62.0237 291.67

EOD
$onward2 << EOD
# value row
-83.0237 267.69
-84.48 271.69
-83.0237 275.69

62.0237 219.75
63.48 223.75
62.0237 227.75

62.0237 167.79
63.48 171.79
62.0237 175.79

-83.0237 151.81
-84.48 155.81
-83.0237 159.81

62.0237 135.83
63.48 139.83
62.0237 143.83

-83.0237 119.85
-84.48 123.85
-83.0237 127.85

-83.0237 87.89
-84.48 91.89
-83.0237 95.89

62.0237 71.91
63.48 75.91
62.0237 79.91

-83.0237 55.93
-84.48 59.93
-83.0237 63.93

-83.0237 39.95
-84.48 43.95
-83.0237 47.95

-83.0237 23.97
-84.48 27.97
-83.0237 31.97

-83.0237 7.99
-84.48 11.99
-83.0237 15.99

EOD
$estimate << EOD
# value row
23 271.69  # start of russia-1998
-23 255.71  # end of russia-1998
33 255.71  # end of russia-1998
-78 239.73  # start of global-2008
17 239.73  # start of global-2008
-26 223.75  # end of global-2008
-17 187.77  # eurasian-summit-2000
30 187.77  # eurasian-summit-2000
-21 171.79  # astana-forum-2009
22 155.81  # caspian-delimitation-1998
-26 139.83  # address-2007
31 123.85  # kazakhstan-2030-1997
-79 107.87  # yevraz-2003
33 107.87  # yevraz-2003
34 91.89  # multi-directional-doctrine-1995
-37 75.91  # address-2004
45 59.93  # altyn-2003
48 43.95  # marchenko-interview-2003
51 27.97  # integration-initiatives-2000
58 11.99  # davos-oil-1995
EOD

set arrow 1 from screen px(257.38),py(389.32) to screen px(257.38),py(393.32) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 2 from screen px(326.05),py(389.32) to screen px(326.05),py(393.32) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 3 from screen px(394.72),py(389.32) to screen px(394.72),py(393.32) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 4 from screen px(463.38),py(389.32) to screen px(463.38),py(393.32) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 5 from screen px(532.05),py(389.32) to screen px(532.05),py(393.32) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 6 from screen px(600.72),py(389.32) to screen px(600.72),py(393.32) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 7 from screen px(669.38),py(389.32) to screen px(669.38),py(393.32) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 8 from screen px(738.05),py(389.32) to screen px(738.05),py(393.32) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 9 from screen px(12),py(441.3) to screen px(34),py(441.3) nohead linecolor rgb "#0072b2" linewidth 3 front
set arrow 10 from screen px(126.47),py(441.3) to screen px(148.47),py(441.3) nohead linecolor rgb "#8a8a8a" linewidth 3 front
set label 1 "How far each choice could move before the sign changes" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "Difference of means of index with 3 windows: −0.82. Each choice is moved by itself, month by month, through every place it could have\073 the bar is where the sign stays." at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "Edges of crises" at screen px(232),py(69.68) right noenhanced font "Liberation Sans:Italic,10" textcolor rgb "#555555" front
set label 4 "start of ussr-breakup" at screen px(232),py(85.67) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 5 "never" at screen px(760),py(85.67) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 6 "end of ussr-breakup" at screen px(232),py(101.65) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 7 "never" at screen px(760),py(101.65) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 8 "start of russia-1998" at screen px(232),py(117.63) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 9 "never  to  +23" at screen px(760),py(117.63) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 10 "end of russia-1998" at screen px(232),py(133.61) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 11 "−23  to  +33" at screen px(760),py(133.61) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 12 "start of global-2008" at screen px(232),py(149.59) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 13 "−78  to  +17" at screen px(760),py(149.59) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 14 "end of global-2008" at screen px(232),py(165.57) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 15 "−26  to  never" at screen px(760),py(165.57) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 16 "Dates of events" at screen px(232),py(185.56) right noenhanced font "Liberation Sans:Italic,10" textcolor rgb "#555555" front
set label 17 "eurasian-summit-2000" at screen px(232),py(201.55) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 18 "−17  to  +30" at screen px(760),py(201.55) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 19 "astana-forum-2009" at screen px(232),py(217.53) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 20 "−21  to  never" at screen px(760),py(217.53) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 21 "caspian-delimitation-1998" at screen px(232),py(233.51) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 22 "never  to  +22" at screen px(760),py(233.51) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 23 "address-2007" at screen px(232),py(249.49) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 24 "−26  to  never" at screen px(760),py(249.49) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 25 "kazakhstan-2030-1997" at screen px(232),py(265.47) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 26 "never  to  +31" at screen px(760),py(265.47) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 27 "yevraz-2003" at screen px(232),py(281.45) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 28 "−79  to  +33" at screen px(760),py(281.45) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 29 "multi-directional-doctrine-1995" at screen px(232),py(297.43) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 30 "never  to  +34" at screen px(760),py(297.43) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 31 "address-2004" at screen px(232),py(313.41) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 32 "−37  to  never" at screen px(760),py(313.41) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 33 "altyn-2003" at screen px(232),py(329.39) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 34 "never  to  +45" at screen px(760),py(329.39) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 35 "marchenko-interview-2003" at screen px(232),py(345.37) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 36 "never  to  +48" at screen px(760),py(345.37) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 37 "integration-initiatives-2000" at screen px(232),py(361.35) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 38 "never  to  +51" at screen px(760),py(361.35) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 39 "davos-oil-1995" at screen px(232),py(377.33) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 40 "never  to  +58" at screen px(760),py(377.33) left noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 41 "−80" at screen px(257.38),py(401.32) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 42 "−60" at screen px(326.05),py(401.32) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 43 "−40" at screen px(394.72),py(401.32) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 44 "−20" at screen px(463.38),py(401.32) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 45 "0" at screen px(532.05),py(401.32) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 46 "20" at screen px(600.72),py(401.32) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 47 "40" at screen px(669.38),py(401.32) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 48 "60" at screen px(738.05),py(401.32) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 49 "Moved by, months: earlier to the left, later to the right" at screen px(496),py(418.3) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 50 "The sign stays" at screen px(40),py(441.3) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 51 "It never changes" at screen px(154.47),py(441.3) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 52 "●" at screen px(261.4),py(441.3) center noenhanced font "Liberation Sans,9" textcolor rgb "#d55e00" front
set label 53 "Nearest place where it changes" at screen px(278.4),py(441.3) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 54 "10 more tip further off. 10 events never tip. An arrow: no change as far as the choice can go. Index: latest(score=rank, date=midpoint): 32 of 62 events, 30 without a rung." at screen px(12),py(459.2) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

set terminal svg size W,H fixed rounded noenhanced font "Liberation Sans,11" background "#ffffff"
set output OUT.".svg"
plot $grid with lines linecolor rgb "#e0e0e0" linewidth 0.8 notitle, \
     $upright with lines linecolor rgb "#1a1a1a" linewidth 1.2 notitle, \
     $frame with lines linecolor rgb "#8a8a8a" linewidth 1 notitle, \
     $interval with lines linecolor rgb "#8a8a8a" linewidth 3 notitle, \
     $interval2 with lines linecolor rgb "#0072b2" linewidth 3 notitle, \
     $onward with lines linecolor rgb "#8a8a8a" linewidth 1.4 notitle, \
     $onward2 with lines linecolor rgb "#0072b2" linewidth 1.4 notitle, \
     $estimate with points pointtype 7 pointsize 0.8 linecolor rgb "#d55e00" notitle
set terminal pngcairo size 2*W,2*H rounded noenhanced font "Liberation Sans,11" \
    fontscale 1.5 linewidth 2 pointscale 2 background "#ffffff"
set output OUT.".png"
replot
set output
undefine OUT
