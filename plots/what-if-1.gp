# Balassa 0.1.0, figures.lua
# command figures what-if
# figure what-if-1
# dataset 8535bfe4f31f04f326607ea27da4544556eb91af43230d7aa06e321def7da506
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

reset
W = 880; H = 563
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(138.16); set rmargin at screen px(864)
set tmargin at screen py(148.88); set bmargin at screen py(478.88)
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
2011 5

1991 6
2011 6

1991 7
2011 7

1994 7.5
1994 -0.5

1998 7.5
1998 -0.5

2003 7.5
2003 -0.5

2006 7.5
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
1996 -0.5

1997 7.5
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
1991.4137 6
1991.91507 6

EOD
$steps3 << EOD
# year value
2000.24863 2
2002.91507 2

EOD

set object 1 rectangle from screen px(138.66),py(95.28) to screen px(319.12),py(80.28) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set object 2 rectangle from screen px(413.78),py(95.28) to screen px(464.29),py(80.28) fillstyle solid noborder fillcolor rgb "#e3e3e3" linewidth 1 front
set object 3 rectangle from screen px(719.33),py(95.28) to screen px(827.21),py(80.28) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set object 4 rectangle from screen px(138.66),py(142.88) to screen px(319.12),py(127.88) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 5 rectangle from screen px(356.41),py(142.88) to screen px(464.29),py(127.88) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 6 rectangle from screen px(719.33),py(142.88) to screen px(827.21),py(127.88) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set arrow 7 from screen px(138.16),py(478.88) to screen px(138.16),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 8 from screen px(174.45),py(478.88) to screen px(174.45),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 9 from screen px(210.74),py(478.88) to screen px(210.74),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 10 from screen px(247.04),py(478.88) to screen px(247.04),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 11 from screen px(283.33),py(478.88) to screen px(283.33),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 12 from screen px(319.62),py(478.88) to screen px(319.62),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 13 from screen px(355.91),py(478.88) to screen px(355.91),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 14 from screen px(392.2),py(478.88) to screen px(392.2),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 15 from screen px(428.5),py(478.88) to screen px(428.5),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 16 from screen px(464.79),py(478.88) to screen px(464.79),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 17 from screen px(501.08),py(478.88) to screen px(501.08),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 18 from screen px(537.37),py(478.88) to screen px(537.37),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 19 from screen px(573.66),py(478.88) to screen px(573.66),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 20 from screen px(609.96),py(478.88) to screen px(609.96),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 21 from screen px(646.25),py(478.88) to screen px(646.25),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 22 from screen px(682.54),py(478.88) to screen px(682.54),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 23 from screen px(718.83),py(478.88) to screen px(718.83),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 24 from screen px(755.12),py(478.88) to screen px(755.12),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 25 from screen px(791.42),py(478.88) to screen px(791.42),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 26 from screen px(827.71),py(478.88) to screen px(827.71),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 27 from screen px(864),py(478.88) to screen px(864),py(481.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 28 from screen px(138.16),py(478.88) to screen px(138.16),py(484.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 29 from screen px(247.04),py(478.88) to screen px(247.04),py(484.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 30 from screen px(392.2),py(478.88) to screen px(392.2),py(484.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 31 from screen px(573.66),py(478.88) to screen px(573.66),py(484.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 32 from screen px(682.54),py(478.88) to screen px(682.54),py(484.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 33 from screen px(718.83),py(478.88) to screen px(718.83),py(484.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 34 from screen px(827.71),py(478.88) to screen px(827.71),py(484.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set object 35 rectangle from screen px(12),py(521.86) to screen px(36),py(508.86) fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 front
set arrow 36 from screen px(12),py(508.86) to screen px(12),py(521.86) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set arrow 37 from screen px(36),py(508.86) to screen px(36),py(521.86) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set arrow 38 from screen px(88.99),py(515.36) to screen px(112.99),py(515.36) nohead linecolor rgb "#9c9c9c" linewidth 2.4 front
set arrow 39 from screen px(163.78),py(515.36) to screen px(187.78),py(515.36) nohead linecolor rgb "#0072b2" linewidth 2 front
set arrow 40 from screen px(595.99),py(515.36) to screen px(619.99),py(515.36) nohead linecolor rgb "#1a1a1a" linewidth 2.008 dashtype (8,6) front
set label 1 "What if the second crisis began in August 1998, or one speech were not coded\077" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "Inside the crises less outside: −0.82 (p 0.58) in the base, −0.23 (p 0.87) in A, 0.07 (p 0.96) in B." at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "1 USSR break-up crisis" at screen px(138.16),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 4 "2 Asian financial crisis, financial" at screen px(413.28),py(59.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 5 "crisis in Russia, and recovery" at screen px(413.28),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 6 "3 Global financial" at screen px(718.83),py(59.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 7 "crisis" at screen px(718.83),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 8 "1: 1991–1995" at screen px(228.89),py(87.78) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 9 "2" at screen px(439.04),py(87.78) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 10 "3: 2007–2009" at screen px(773.27),py(87.78) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 11 "Crises, A" at screen px(130.16),py(87.78) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 12 "USSR break-up crisis" at screen px(228.89),py(118.98) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 13 "Asian financial crisis, financial" at screen px(410.35),py(107.18) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 14 "crisis in Russia, and recovery" at screen px(410.35),py(118.98) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 15 "Global financial crisis" at screen px(773.27),py(118.98) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 16 "1991–1995" at screen px(228.89),py(135.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 17 "1997–1999" at screen px(410.35),py(135.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 18 "2007–2009" at screen px(773.27),py(135.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 19 "Crises, base" at screen px(130.16),py(135.38) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 20 "Recreation of a" at screen px(130.16),py(163.02) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 21 "USSR-type union" at screen px(130.16),py(176) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 22 "Economic Union" at screen px(130.16),py(210.75) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 23 "Currency Union" at screen px(130.16),py(252) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 24 "Single Economic Space" at screen px(130.16),py(293.25) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 25 "Customs Union" at screen px(130.16),py(334.5) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 26 "Free Trade Area" at screen px(130.16),py(375.75) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 27 "Diversification" at screen px(130.16),py(417) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 28 "Multi-directional" at screen px(130.16),py(451.76) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 29 "foreign policy" at screen px(130.16),py(464.75) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 30 "1991" at screen px(138.16),py(493.38) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 31 "1994" at screen px(247.04),py(493.38) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 32 "1998" at screen px(392.2),py(493.38) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 33 "2003" at screen px(573.66),py(493.38) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 34 "2006" at screen px(682.54),py(493.38) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 35 "2007" at screen px(718.83),py(493.38) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 36 "2010" at screen px(827.71),py(493.38) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 37 "Crisis" at screen px(42),py(515.36) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 38 "Base" at screen px(118.99),py(515.36) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 39 "A, where it differs: it began in August 1998\073 no altyn\073 the confederation one rung lower" at screen px(193.78),py(515.36) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 40 "B, where it differs: without the summit of April 2000" at screen px(625.99),py(515.36) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 41 "Note: A: move crises russia-1998 coding=chart2 from=1998-08\073 drop events altyn-2003\073 recode events renewed-confederation-1991 rung=economic_union. B: drop events eurasian-" at screen px(12),py(533.76) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 42 "summit-2000." at screen px(12),py(545.56) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

set terminal svg size W,H fixed rounded noenhanced font "Liberation Sans,11" background "#ffffff"
set output OUT.".svg"
plot $bands using 1:3:1:2:3:4 with boxxyerror fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $grid with lines linecolor rgb "#e0e0e0" linewidth 0.8 notitle, \
     $edges with lines linecolor rgb "#b98a2f" linewidth 0.8 dashtype (3,7) notitle, \
     $frame with lines linecolor rgb "#8a8a8a" linewidth 1 notitle, \
     $steps with lines linecolor rgb "#ffffff" linewidth 4.9 notitle, \
     $steps2 with lines linecolor rgb "#ffffff" linewidth 4.5 notitle, \
     $steps with lines linecolor rgb "#9c9c9c" linewidth 2.4 notitle, \
     $steps2 with lines linecolor rgb "#0072b2" linewidth 2 notitle, \
     $steps3 with lines linecolor rgb "#1a1a1a" linewidth 2 dashtype (8,6) notitle
set terminal pngcairo size 2*W,2*H rounded noenhanced font "Liberation Sans,11" \
    fontscale 1.5 linewidth 2 pointscale 2 background "#ffffff"
set output OUT.".png"
replot
set output
undefine OUT
