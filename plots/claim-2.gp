# Balassa 0.1.0, figures.lua
# command figures kazakhstan-1991-2010
# figure claim-2
# dataset 8535bfe4f31f04f326607ea27da4544556eb91af43230d7aa06e321def7da506
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

reset
W = 880; H = 517
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(50.33); set rmargin at screen px(864)
set tmargin at screen py(114.26); set bmargin at screen py(444.26)
set xrange [1991:2011]; set yrange [0:36.75]

$bands << EOD
# from to bottom top
1991 1996 0 36.75  # USSR break-up crisis
1997 2000 0 36.75  # Asian financial crisis, financial crisis in Russia, and recovery
2007 2010 0 36.75  # Global financial crisis
EOD
$grid << EOD
# year height
1991 0
2011 0

1991 5
2011 5

1991 10
2011 10

1991 15
2011 15

1991 20
2011 20

1991 25
2011 25

1991 30
2011 30

1991 35
2011 35

1994 36.75
1994 0

1998 36.75
1998 0

2003 36.75
2003 0

2006 36.75
2006 0

2007 36.75
2007 0

2010 36.75
2010 0

EOD
$edges << EOD
# year height
1991 36.75
1991 0

1996 36.75
1996 0

1997 36.75
1997 0

2000 36.75
2000 0

2007 36.75
2007 0

2010 36.75
2010 0

EOD
$frame << EOD
# year height
1991 0
2011 0
2011 36.75
1991 36.75
1991 0
EOD
$steps << EOD
# year value
1991 0
1991.46575 0
1991.46575 1
1991.96438 1
1991.96438 2
1992.12295 2
1992.12295 3
1992.36885 3
1992.36885 4
1993.36986 4
1993.36986 5
1993.70411 5
1993.70411 6
1994.20274 6
1994.20274 7
1994.29863 7
1994.29863 8
1994.49863 8
1994.49863 9
1994.80274 9
1994.80274 10
1995.05205 10
1995.05205 11
1996.24044 11
1996.24044 12
1998.53699 12
1998.53699 13
1998.9726 13
1998.9726 14
1999.70411 14
1999.70411 15
2000.31694 15
2000.31694 16
2002.99726 16
2002.99726 17
2003.06575 17
2003.06575 18
2003.13425 18
2003.13425 19
2003.22466 19
2003.22466 20
2003.49863 20
2003.49863 21
2004.49727 21
2004.49727 22
2006.34247 22
2006.34247 23
2006.49863 23
2006.49863 24
2008.99727 24
2008.99727 25
2009.12055 25
2009.12055 26
2009.20274 26
2009.20274 27
2009.36712 27
2009.36712 28
2009.44932 28
2009.44932 29
2009.78904 29
2009.78904 30
2009.90411 30
2009.90411 31
2009.99726 31
2009.99726 33
2010 33
2010 34
2010.49589 34
2010.49589 35
2011 35

EOD
$steps2 << EOD
# year value
1991 0
1995.49863 0
1995.49863 1
1995.78904 1
1995.78904 2
1997.49589 2
1997.49589 3
1997.78904 3
1997.78904 4
1998.53699 4
1998.53699 5
1998.70411 5
1998.70411 6
2004.20492 6
2004.20492 7
2005.49863 7
2005.49863 9
2005.87123 9
2005.87123 10
2006.20274 10
2006.20274 11
2007.20274 11
2007.20274 12
2011 12

EOD

set object 1 rectangle from screen px(50.83),py(108.26) to screen px(253.25),py(93.26) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 2 rectangle from screen px(294.93),py(108.26) to screen px(415.98),py(93.26) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 3 rectangle from screen px(701.77),py(108.26) to screen px(822.82),py(93.26) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set arrow 4 from screen px(50.33),py(444.26) to screen px(50.33),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 5 from screen px(91.01),py(444.26) to screen px(91.01),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 6 from screen px(131.7),py(444.26) to screen px(131.7),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 7 from screen px(172.38),py(444.26) to screen px(172.38),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 8 from screen px(213.06),py(444.26) to screen px(213.06),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 9 from screen px(253.75),py(444.26) to screen px(253.75),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 10 from screen px(294.43),py(444.26) to screen px(294.43),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 11 from screen px(335.11),py(444.26) to screen px(335.11),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 12 from screen px(375.8),py(444.26) to screen px(375.8),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 13 from screen px(416.48),py(444.26) to screen px(416.48),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 14 from screen px(457.16),py(444.26) to screen px(457.16),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 15 from screen px(497.85),py(444.26) to screen px(497.85),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 16 from screen px(538.53),py(444.26) to screen px(538.53),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 17 from screen px(579.22),py(444.26) to screen px(579.22),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 18 from screen px(619.9),py(444.26) to screen px(619.9),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 19 from screen px(660.58),py(444.26) to screen px(660.58),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 20 from screen px(701.27),py(444.26) to screen px(701.27),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 21 from screen px(741.95),py(444.26) to screen px(741.95),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 22 from screen px(782.63),py(444.26) to screen px(782.63),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 23 from screen px(823.32),py(444.26) to screen px(823.32),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 24 from screen px(864),py(444.26) to screen px(864),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 25 from screen px(50.33),py(444.26) to screen px(50.33),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 26 from screen px(172.38),py(444.26) to screen px(172.38),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 27 from screen px(335.11),py(444.26) to screen px(335.11),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 28 from screen px(538.53),py(444.26) to screen px(538.53),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 29 from screen px(660.58),py(444.26) to screen px(660.58),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 30 from screen px(701.27),py(444.26) to screen px(701.27),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 31 from screen px(823.32),py(444.26) to screen px(823.32),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set object 32 rectangle from screen px(12),py(487.24) to screen px(36),py(474.24) fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 front
set arrow 33 from screen px(12),py(474.24) to screen px(12),py(487.24) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set arrow 34 from screen px(36),py(474.24) to screen px(36),py(487.24) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set arrow 35 from screen px(88.99),py(480.74) to screen px(112.99),py(480.74) nohead linecolor rgb "#0072b2" linewidth 2 front
set arrow 36 from screen px(228.8),py(480.74) to screen px(252.8),py(480.74) nohead linecolor rgb "#d55e00" linewidth 2.008 dashtype (8,6) front
set label 1 "Claim 2: is the balance between powers kept up in times of crisis\077" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "Of the acts that take a direction, multi-directional are 7 of 30 in the crises and 5 of 17 outside: odds ratio 0.74, 95 \045 interval 0.16 to 3.61, p = 0.733. The claim says that the" at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "odds do not differ by more than 0.33 to 3.00. Verdict: cannot be told with this design." at screen px(12),py(51.17) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 4 "USSR break-up crisis" at screen px(152.04),py(84.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 5 "Asian financial crisis, financial" at screen px(355.46),py(72.56) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 6 "crisis in Russia, and recovery" at screen px(355.46),py(84.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 7 "Global financial crisis" at screen px(762.29),py(84.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 8 "1991–1995" at screen px(152.04),py(100.76) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 9 "1997–1999" at screen px(355.46),py(100.76) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 10 "2007–2009" at screen px(762.29),py(100.76) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 11 "Crises" at screen px(42.33),py(100.76) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 12 "35" at screen px(42.33),py(129.97) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 13 "30" at screen px(42.33),py(174.87) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 14 "25" at screen px(42.33),py(219.77) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 15 "20" at screen px(42.33),py(264.67) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 16 "15" at screen px(42.33),py(309.57) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 17 "10" at screen px(42.33),py(354.46) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 18 "5" at screen px(42.33),py(399.36) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 19 "0" at screen px(42.33),py(444.26) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 20 "Acts so far" at screen px(15),py(279.26) center rotate by 90 noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 21 "1991" at screen px(50.33),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 22 "1994" at screen px(172.38),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 23 "1998" at screen px(335.11),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 24 "2003" at screen px(538.53),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 25 "2006" at screen px(660.58),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 26 "2007" at screen px(701.27),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 27 "2010" at screen px(823.32),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 28 "Crisis" at screen px(42),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 29 "Towards integration" at screen px(118.99),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 30 "Multi-directional" at screen px(258.8),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 31 "Note: the steeper a line, the more often such acts come. Uncertain dates by their middle day." at screen px(12),py(499.14) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

set terminal svg size W,H fixed rounded noenhanced font "Liberation Sans,11" background "#ffffff"
set output OUT.".svg"
plot $bands using 1:3:1:2:3:4 with boxxyerror fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $grid with lines linecolor rgb "#e0e0e0" linewidth 0.8 notitle, \
     $edges with lines linecolor rgb "#b98a2f" linewidth 0.8 dashtype (3,7) notitle, \
     $frame with lines linecolor rgb "#8a8a8a" linewidth 1 notitle, \
     $steps with lines linecolor rgb "#ffffff" linewidth 4.5 notitle, \
     $steps with lines linecolor rgb "#0072b2" linewidth 2 notitle, \
     $steps2 with lines linecolor rgb "#d55e00" linewidth 2 dashtype (8,6) notitle
set terminal pngcairo size 2*W,2*H rounded noenhanced font "Liberation Sans,11" \
    fontscale 1.5 linewidth 2 pointscale 2 background "#ffffff"
set output OUT.".png"
replot
set output
undefine OUT
