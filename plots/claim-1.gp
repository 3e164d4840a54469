# Balassa 0.1.0, figures.lua
# command figures kazakhstan-1991-2010
# figure claim-1
# dataset 8535bfe4f31f04f326607ea27da4544556eb91af43230d7aa06e321def7da506
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

reset
W = 880; H = 517
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(138.16); set rmargin at screen px(864)
set tmargin at screen py(114.26); set bmargin at screen py(444.26)
set xrange [1991:2011]; set yrange [-0.5:7.5]

$bands << EOD
# from to bottom top
1991 1996 -0.5 7.5  # USSR break-up crisis
1997 2000 -0.5 7.5  # Asian financial crisis, financial crisis in Russia, and recovery
2007 2010 -0.5 7.5  # Global financial crisis
EOD
$grid << EOD
# year height
1991 0
2011 0

1991 1
2011 1

1991 2
2011 2

1991 3
2011 3

1991 4
2011 4

1991 5
1995.95977 5

1999.38119 5
2011 5

1991 6
1999.9827 6

2004.13871 6
2004.22606 6

2006.8762 6
2011 6

1991 7
1999.9827 7

2004.13871 7
2011 7

1994 7.5
1994 -0.5

1998 7.5
1998 5.70606

1998 4.17879
1998 -0.5

2003 7.5
2003 7.25758

2003 5.15818
2003 -0.5

2006 7.5
2006 6.91818

2006 5.19067
2006 -0.5

2007 7.5
2007 -0.5

2010 7.5
2010 -0.5

EOD
$edges << EOD
# year height
1991 7.5
1991 -0.5

1996 7.5
1996 5.70606

1996 4.17879
1996 -0.5

1997 7.5
1997 5.70606

1997 4.17879
1997 -0.5

2000 7.5
2000 -0.5

2007 7.5
2007 -0.5

2010 7.5
2010 -0.5

EOD
$frame << EOD
# year height
1991 -0.5
2011 -0.5
2011 7.5
1991 7.5
1991 -0.5
EOD
$steps << EOD
# year value
1991.4137 7
1991.91507 7
1991.91507 6
1994.49589 6
1994.49589 5
1995 5
1995 3
1995.49589 3
1995.49589 0
1996.16393 0
1996.16393 4
1997.49589 4
1997.49589 0
1998.91507 0
1998.91507 2
2000.24863 2
2000.24863 5
2003 5
2003 4
2003.16164 4
2003.16164 5
2004.16393 5
2004.16393 0
2004.49727 0
2004.49727 5
2005.49589 5
2005.49589 1
2006.16164 1
2006.16164 0
2006.49589 0
2006.49589 3
2007.16164 3
2007.16164 0
2009.16164 0
2009.16164 5
2009.32877 5
2009.32877 3
2009.91507 3
2009.91507 4
2010 4
2010 3
2011 3

EOD
$steps2 << EOD
# year value
1996.16393 4
1997 4

2000.24863 5
2003 5
2003 4
2003.16164 4
2003.16164 5
2004.16393 5

2004.49727 5
2005.49589 5

2006.49589 3
2007 3

2010 3
2011 3

EOD
$steps3 << EOD
# year value
1991 2.88976
1996 2.88976

1997 2.88976
2000 2.88976

2007 2.88976
2010 2.88976

EOD
$steps4 << EOD
# year value
1996 3.71296
1997 3.71296

2000 3.71296
2007 3.71296

2010 3.71296
2011 3.71296

EOD

set object 1 rectangle from screen px(138.66),py(108.26) to screen px(319.12),py(93.26) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 2 rectangle from screen px(356.41),py(108.26) to screen px(464.29),py(93.26) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 3 rectangle from screen px(719.33),py(108.26) to screen px(827.21),py(93.26) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set arrow 4 from screen px(523.74),py(215.38) to screen px(523.74),py(208.86) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 5 from screen px(646.12),py(215.38) to screen px(646.12),py(207.52) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 6 from screen px(340.74),py(256.63) to screen px(340.74),py(249.26) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 7 from screen px(138.16),py(444.26) to screen px(138.16),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 8 from screen px(174.45),py(444.26) to screen px(174.45),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 9 from screen px(210.74),py(444.26) to screen px(210.74),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 10 from screen px(247.04),py(444.26) to screen px(247.04),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 11 from screen px(283.33),py(444.26) to screen px(283.33),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 12 from screen px(319.62),py(444.26) to screen px(319.62),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 13 from screen px(355.91),py(444.26) to screen px(355.91),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 14 from screen px(392.2),py(444.26) to screen px(392.2),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 15 from screen px(428.5),py(444.26) to screen px(428.5),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 16 from screen px(464.79),py(444.26) to screen px(464.79),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 17 from screen px(501.08),py(444.26) to screen px(501.08),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 18 from screen px(537.37),py(444.26) to screen px(537.37),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 19 from screen px(573.66),py(444.26) to screen px(573.66),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 20 from screen px(609.96),py(444.26) to screen px(609.96),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 21 from screen px(646.25),py(444.26) to screen px(646.25),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 22 from screen px(682.54),py(444.26) to screen px(682.54),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 23 from screen px(718.83),py(444.26) to screen px(718.83),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 24 from screen px(755.12),py(444.26) to screen px(755.12),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 25 from screen px(791.42),py(444.26) to screen px(791.42),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 26 from screen px(827.71),py(444.26) to screen px(827.71),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 27 from screen px(864),py(444.26) to screen px(864),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 28 from screen px(138.16),py(444.26) to screen px(138.16),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 29 from screen px(247.04),py(444.26) to screen px(247.04),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 30 from screen px(392.2),py(444.26) to screen px(392.2),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 31 from screen px(573.66),py(444.26) to screen px(573.66),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 32 from screen px(682.54),py(444.26) to screen px(682.54),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 33 from screen px(718.83),py(444.26) to screen px(718.83),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 34 from screen px(827.71),py(444.26) to screen px(827.71),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set object 35 rectangle from screen px(12),py(487.24) to screen px(36),py(474.24) fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 front
set arrow 36 from screen px(12),py(474.24) to screen px(12),py(487.24) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set arrow 37 from screen px(36),py(474.24) to screen px(36),py(487.24) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set arrow 38 from screen px(88.99),py(480.74) to screen px(112.99),py(480.74) nohead linecolor rgb "#0072b2" linewidth 2 front
set arrow 39 from screen px(359.43),py(480.74) to screen px(383.43),py(480.74) nohead linecolor rgb "#d55e00" linewidth 3.6 front
set arrow 40 from screen px(647.67),py(480.74) to screen px(671.67),py(480.74) nohead linecolor rgb "#1a1a1a" linewidth 1.208 dashtype (8,8) front
set arrow 41 from screen px(753.58),py(480.74) to screen px(777.58),py(480.74) nohead linecolor rgb "#1a1a1a" linewidth 1.212 dashtype (1,6) front
set label 1 "Claim 1: does integration rhetoric intensify in times of crisis\077" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "Difference of means −0.82: mean 2.89 in the 127 months inside, 3.71 in the 108 outside. Exact p = 0.58 (two-sided, 1,330,890 placements of the windows)\073 floor 0.000003, the" at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "smallest p that this design could have given. Left out: 5 months without a value. Verdict: cannot be told with this design." at screen px(12),py(51.17) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 4 "USSR break-up crisis" at screen px(228.89),py(84.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 5 "Asian financial crisis, financial" at screen px(410.35),py(72.56) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 6 "crisis in Russia, and recovery" at screen px(410.35),py(84.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 7 "Global financial crisis" at screen px(773.27),py(84.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 8 "1991–1995" at screen px(228.89),py(100.76) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 9 "1997–1999" at screen px(410.35),py(100.76) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 10 "2007–2009" at screen px(773.27),py(100.76) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 11 "Crises" at screen px(130.16),py(100.76) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 12 "2000-04 to 2004-02:" at screen px(539.57),py(132.16) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 13 "Kazakhstan proposes the altyn," at screen px(539.57),py(143.96) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 14 "a supranational currency in" at screen px(539.57),py(155.76) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 15 "EurAsEC (2003)\073 Nazarbayev" at screen px(539.57),py(167.56) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 16 "revives proposals for a Eurasian" at screen px(539.57),py(179.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 17 "union and a common currency" at screen px(539.57),py(191.16) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 18 "(2000/2005)\073 and 2 more" at screen px(539.57),py(202.96) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 19 "2004-07 to 2005-06:" at screen px(666.25),py(145.86) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#a34700" front
set label 20 "Nazarbayev" at screen px(666.25),py(157.07) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#a34700" front
set label 21 "proposes the yevraz," at screen px(666.25),py(168.28) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#a34700" front
set label 22 "a regional currency" at screen px(666.25),py(179.5) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#a34700" front
set label 23 "for EurAsEC" at screen px(666.25),py(190.7) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#a34700" front
set label 24 "(2003/2005)" at screen px(666.25),py(201.91) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#a34700" front
set label 25 "1996-03 to 1996-12: Four" at screen px(380.24),py(196.16) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 26 "states sign the Agreement" at screen px(380.24),py(207.96) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 27 "on Enhancing Economic" at screen px(380.24),py(219.76) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 28 "and Humanitarian" at screen px(380.24),py(231.56) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 29 "Integration (1996-03-29)" at screen px(380.24),py(243.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 30 "Recreation of a" at screen px(130.16),py(128.39) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 31 "USSR-type union" at screen px(130.16),py(141.38) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 32 "Economic Union" at screen px(130.16),py(176.13) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 33 "Currency Union" at screen px(130.16),py(217.38) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 34 "Single Economic Space" at screen px(130.16),py(258.63) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 35 "Customs Union" at screen px(130.16),py(299.88) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 36 "Free Trade Area" at screen px(130.16),py(341.13) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 37 "Diversification" at screen px(130.16),py(382.38) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 38 "Multi-directional" at screen px(130.16),py(417.14) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 39 "foreign policy" at screen px(130.16),py(430.12) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 40 "1991" at screen px(138.16),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 41 "1994" at screen px(247.04),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 42 "1998" at screen px(392.2),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 43 "2003" at screen px(573.66),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 44 "2006" at screen px(682.54),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 45 "2007" at screen px(718.83),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 46 "2010" at screen px(827.71),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 47 "Crisis" at screen px(42),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 48 "Rhetoric index: rung of the latest act or statement" at screen px(118.99),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 49 "Speaks against it: outside, yet above the mean inside" at screen px(389.43),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 50 "Mean inside" at screen px(677.67),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 51 "Mean outside" at screen px(783.58),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 52 "Note: Crises as on Chart 2. Index: latest(score=rank, date=midpoint): 32 of 62 events, 30 without a rung." at screen px(12),py(499.14) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

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
