# Balassa 0.1.0, figures.lua
# command figures kazakhstan-1991-2010
# figure claim-4
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
$ribbon << EOD
# from to bottom top
1995 1995.4137 3 5
1996.24863 1998 3 4
1998 2003 0 4
2006 2007 1 5
2007 2009.16164 0 5
EOD
$steps << EOD
# year value
1991.91507 6
1994 6

1995 3
1998 3
1998 0
2003 0

2006 1
2007 1
2007 0
2009.16164 0
2009.16164 5
2011 5

EOD
$steps2 << EOD
# year value
1991.49589 7
1991.91507 7
1991.91507 6
1992 6

1992.0847 6
1994.32877 6

1994.49589 5
1995.4137 5
1995.4137 3
1996.24863 3
1996.24863 4
2003.49589 4
2003.49589 5
2011 5

EOD

set object 1 rectangle from screen px(138.66),py(108.26) to screen px(319.12),py(93.26) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 2 rectangle from screen px(356.41),py(108.26) to screen px(464.29),py(93.26) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 3 rectangle from screen px(719.33),py(108.26) to screen px(827.21),py(93.26) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set arrow 4 from screen px(138.16),py(444.26) to screen px(138.16),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 5 from screen px(174.45),py(444.26) to screen px(174.45),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 6 from screen px(210.74),py(444.26) to screen px(210.74),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 7 from screen px(247.04),py(444.26) to screen px(247.04),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 8 from screen px(283.33),py(444.26) to screen px(283.33),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 9 from screen px(319.62),py(444.26) to screen px(319.62),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 10 from screen px(355.91),py(444.26) to screen px(355.91),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 11 from screen px(392.2),py(444.26) to screen px(392.2),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 12 from screen px(428.5),py(444.26) to screen px(428.5),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 13 from screen px(464.79),py(444.26) to screen px(464.79),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 14 from screen px(501.08),py(444.26) to screen px(501.08),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 15 from screen px(537.37),py(444.26) to screen px(537.37),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 16 from screen px(573.66),py(444.26) to screen px(573.66),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 17 from screen px(609.96),py(444.26) to screen px(609.96),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 18 from screen px(646.25),py(444.26) to screen px(646.25),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 19 from screen px(682.54),py(444.26) to screen px(682.54),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 20 from screen px(718.83),py(444.26) to screen px(718.83),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 21 from screen px(755.12),py(444.26) to screen px(755.12),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 22 from screen px(791.42),py(444.26) to screen px(791.42),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 23 from screen px(827.71),py(444.26) to screen px(827.71),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 24 from screen px(864),py(444.26) to screen px(864),py(447.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 25 from screen px(138.16),py(444.26) to screen px(138.16),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 26 from screen px(247.04),py(444.26) to screen px(247.04),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 27 from screen px(392.2),py(444.26) to screen px(392.2),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 28 from screen px(573.66),py(444.26) to screen px(573.66),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 29 from screen px(682.54),py(444.26) to screen px(682.54),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 30 from screen px(718.83),py(444.26) to screen px(718.83),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 31 from screen px(827.71),py(444.26) to screen px(827.71),py(450.26) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set object 32 rectangle from screen px(12),py(487.24) to screen px(36),py(474.24) fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 front
set arrow 33 from screen px(12),py(474.24) to screen px(12),py(487.24) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set arrow 34 from screen px(36),py(474.24) to screen px(36),py(487.24) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set object 35 rectangle from screen px(88.99),py(486.24) to screen px(112.99),py(475.24) fillstyle transparent solid 0.2 noborder fillcolor rgb "#d55e00" linewidth 1 front
set arrow 36 from screen px(270.48),py(480.74) to screen px(294.48),py(480.74) nohead linecolor rgb "#0072b2" linewidth 4 front
set arrow 37 from screen px(355.83),py(480.74) to screen px(379.83),py(480.74) nohead linecolor rgb "#a34700" linewidth 1.6 front
set label 1 "Claim 4: what was proposed, and what was in force" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "Initiatives implemented since 2009 against before: rate ratio (1 in 117 months, 1 in 525 before) 4.47, 95 \045 interval 0.06 to 351.24, p = 0.332. The gap in 2009-2010 against" at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "before: difference of means −2.40, p = 0.206. Verdict: cannot be told with this design." at screen px(12),py(51.17) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 4 "USSR break-up crisis" at screen px(228.89),py(84.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 5 "Asian financial crisis, financial" at screen px(410.35),py(72.56) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 6 "crisis in Russia, and recovery" at screen px(410.35),py(84.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 7 "Global financial crisis" at screen px(773.27),py(84.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 8 "1991–1995" at screen px(228.89),py(100.76) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 9 "1997–1999" at screen px(410.35),py(100.76) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 10 "2007–2009" at screen px(773.27),py(100.76) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 11 "Crises" at screen px(130.16),py(100.76) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 12 "Recreation of a" at screen px(130.16),py(128.39) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 13 "USSR-type union" at screen px(130.16),py(141.38) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 14 "Economic Union" at screen px(130.16),py(176.13) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 15 "Currency Union" at screen px(130.16),py(217.38) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 16 "Single Economic Space" at screen px(130.16),py(258.63) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 17 "Customs Union" at screen px(130.16),py(299.88) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 18 "Free Trade Area" at screen px(130.16),py(341.13) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 19 "Diversification" at screen px(130.16),py(382.38) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 20 "Multi-directional" at screen px(130.16),py(417.14) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 21 "foreign policy" at screen px(130.16),py(430.12) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 22 "1991" at screen px(138.16),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 23 "1994" at screen px(247.04),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 24 "1998" at screen px(392.2),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 25 "2003" at screen px(573.66),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 26 "2006" at screen px(682.54),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 27 "2007" at screen px(718.83),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 28 "2010" at screen px(827.71),py(458.76) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 29 "Crisis" at screen px(42),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 30 "Asks for more than is in force" at screen px(118.99),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 31 "In force" at screen px(300.48),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 32 "Proposed" at screen px(385.83),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 33 "Proposed: 11 initiatives, the highest rung at each time\073 3 without a rung, 3 without a usable history. In force: in_force(score=rank): 7 of 10 positions, 3 filtered out." at screen px(12),py(499.14) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

set terminal svg size W,H fixed rounded noenhanced font "Liberation Sans,11" background "#ffffff"
set output OUT.".svg"
plot $bands using 1:3:1:2:3:4 with boxxyerror fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $grid with lines linecolor rgb "#e0e0e0" linewidth 0.8 notitle, \
     $edges with lines linecolor rgb "#b98a2f" linewidth 0.8 dashtype (3,7) notitle, \
     $frame with lines linecolor rgb "#8a8a8a" linewidth 1 notitle, \
     $ribbon using 1:3:1:2:3:4 with boxxyerror fillstyle transparent solid 0.2 noborder fillcolor rgb "#d55e00" linewidth 1 notitle, \
     $steps with lines linecolor rgb "#ffffff" linewidth 6.5 notitle, \
     $steps2 with lines linecolor rgb "#ffffff" linewidth 4.1 notitle, \
     $steps with lines linecolor rgb "#0072b2" linewidth 4 notitle, \
     $steps2 with lines linecolor rgb "#a34700" linewidth 1.6 notitle
set terminal pngcairo size 2*W,2*H rounded noenhanced font "Liberation Sans,11" \
    fontscale 1.5 linewidth 2 pointscale 2 background "#ffffff"
set output OUT.".png"
replot
set output
undefine OUT
