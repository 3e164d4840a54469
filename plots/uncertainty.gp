# Balassa 0.1.0, figures.lua
# command figures kazakhstan-1991-2010
# figure uncertainty
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

$fade << EOD
# from to bottom top
1991.79781 1991.99726 -0.5 7.5
1995.00274 1995.20219 -0.5 7.5
1997.79781 1997.99726 -0.5 7.5
1999.00274 1999.20219 -0.5 7.5
2007.79781 2007.99726 -0.5 7.5
2009.00274 2009.20219 -0.5 7.5
EOD
$fade2 << EOD
# from to bottom top
1991.59836 1991.79781 -0.5 7.5
1995.20219 1995.40164 -0.5 7.5
1997.59836 1997.79781 -0.5 7.5
1999.20219 1999.40164 -0.5 7.5
2007.59836 2007.79781 -0.5 7.5
2009.20219 2009.40164 -0.5 7.5
EOD
$fade3 << EOD
# from to bottom top
1991.3989 1991.59836 -0.5 7.5
1995.40164 1995.6011 -0.5 7.5
1997.3989 1997.59836 -0.5 7.5
1999.40164 1999.6011 -0.5 7.5
2007.3989 2007.59836 -0.5 7.5
2009.40164 2009.6011 -0.5 7.5
EOD
$fade4 << EOD
# from to bottom top
1991.19945 1991.3989 -0.5 7.5
1995.6011 1995.80055 -0.5 7.5
1997.19945 1997.3989 -0.5 7.5
1999.6011 1999.80055 -0.5 7.5
2007.19945 2007.3989 -0.5 7.5
2009.6011 2009.80055 -0.5 7.5
EOD
$fade5 << EOD
# from to bottom top
1991 1991.19945 -0.5 7.5
1995.80055 1996 -0.5 7.5
1997 1997.19945 -0.5 7.5
1999.80055 2000 -0.5 7.5
2007 2007.19945 -0.5 7.5
2009.80055 2010 -0.5 7.5
EOD
$bands << EOD
# from to bottom top
1991.99726 1995.00274 -0.5 7.5  # USSR break-up crisis
1997.99726 1999.00274 -0.5 7.5  # Asian financial crisis, financial crisis in Russia, and recovery
2007.99726 2009.00274 -0.5 7.5  # Global financial crisis
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
1991 1991.91507 7 7
1991.91507 1994 6 6
1994 1994.24658 5 6
1994.24658 1994.49589 5 6
1994.49589 1994.74795 5 6
1994.74795 1994.91507 5 6
1994.91507 1995 5 5
1995 1995.08493 3 3
1995.08493 1995.24658 0 3
1995.24658 1995.49589 0 3
1995.49589 1995.74795 0 3
1995.74795 1995.91507 0 3
1995.91507 1996.16393 0 0
1996.16393 1996.4153 4 4
1996.4153 1997.32877 0 4
1997.32877 1997.74795 0 4
1997.74795 1998.91507 0 0
1998.91507 1999.16164 2 2
1999.16164 2000.24863 0 2
2000.24863 2003 5 5
2003 2003.08493 4 5
2003.08493 2003.16164 4 4
2003.16164 2004.16393 5 5
2004.16393 2004.24863 0 0
2004.24863 2004.66667 0 5
2004.66667 2005.08493 0 5
2005.08493 2005.32877 0 5
2005.32877 2005.74795 0 5
2005.74795 2005.83288 1 5
2005.83288 2006.16164 1 5
2006.16164 2006.24658 0 0
2006.24658 2006.83288 0 3
2006.83288 2006.91507 0 3
2006.91507 2007.16164 0 3
2007.16164 2007.32877 0 0
2007.32877 2007.91507 0 3
2007.91507 2009.08493 0 3
2009.08493 2009.16164 0 4
2009.16164 2009.24658 5 5
2009.24658 2009.32877 4 5
2009.32877 2009.4137 3 3
2009.4137 2009.83288 3 4
2009.83288 2010.08493 3 3
2010.08493 2010.4137 3 4
2010.4137 2010.49589 3 4
2010.49589 2010.91507 3 4
2010.91507 2011 3 4
EOD
$ribbon2 << EOD
# from to bottom top
1991 1991.91507 7 7
1991.91507 1994 6 6
1994 1994.24658 6 6
1994.24658 1994.49589 5 6
1994.49589 1994.74795 5 6
1994.74795 1994.91507 5 5
1994.91507 1995 5 5
1995 1995.08493 3 3
1995.08493 1995.24658 3 3
1995.24658 1995.49589 0 3
1995.49589 1995.74795 0 3
1995.74795 1995.91507 0 0
1995.91507 1996.16393 0 0
1996.16393 1996.4153 4 4
1996.4153 1997.32877 4 4
1997.32877 1997.74795 0 4
1997.74795 1998.91507 0 0
1998.91507 1999.16164 2 2
1999.16164 2000.24863 2 2
2000.24863 2003 5 5
2003 2003.08493 4 5
2003.08493 2003.16164 4 4
2003.16164 2004.16393 5 5
2004.16393 2004.24863 0 0
2004.24863 2004.66667 0 0
2004.66667 2005.08493 0 5
2005.08493 2005.32877 0 5
2005.32877 2005.74795 1 5
2005.74795 2005.83288 1 3
2005.83288 2006.16164 1 1
2006.16164 2006.24658 0 0
2006.24658 2006.83288 0 0
2006.83288 2006.91507 0 0.75
2006.91507 2007.16164 0 3
2007.16164 2007.32877 0 0
2007.32877 2007.91507 0 0
2007.91507 2009.08493 0 3
2009.08493 2009.16164 0 3
2009.16164 2009.24658 5 5
2009.24658 2009.32877 5 5
2009.32877 2009.4137 3 3
2009.4137 2009.83288 3 3
2009.83288 2010.08493 3 3
2010.08493 2010.4137 3 3
2010.4137 2010.49589 3 4
2010.49589 2010.91507 3 3
2010.91507 2011 3 3.625
EOD
$steps << EOD
# year value
1991 7
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
1997.74795 4
1997.74795 0
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
2005.08493 0
2005.08493 1
2006.16164 1
2006.16164 0
2009.16164 0
2009.16164 5
2009.32877 5
2009.32877 3
2011 3

EOD
$steps2 << EOD
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
set object 35 rectangle from screen px(88.99),py(486.24) to screen px(112.99),py(475.24) fillstyle transparent solid 0.2 noborder fillcolor rgb "#0072b2" linewidth 1 front
set arrow 36 from screen px(332.17),py(480.74) to screen px(356.17),py(480.74) nohead linecolor rgb "#0072b2" linewidth 2 front
set arrow 37 from screen px(474.21),py(480.74) to screen px(498.21),py(480.74) nohead linecolor rgb "#1a1a1a" linewidth 1.208 dashtype (6,5) front
set label 1 "The index, with every uncertain date and rung drawn anew" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "Difference of means: −0.82 as coded, 0.18 on average over 1,000 draws, of which 95 \045 lie between −0.70 and 1.15\073 with the variance within a draw, 95 \045 interval −1.95 to" at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "2.30. p = 0.400 as coded (shift), median of the draws 0.683." at screen px(12),py(51.17) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
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
set label 30 "Nine draws in ten\073 darker: every other draw" at screen px(118.99),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 31 "Median of the draws" at screen px(362.17),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 32 "As coded" at screen px(504.21),py(480.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 33 "Drawn: 23 dates, 6 edges of crises. Seed 1. Index: latest(score=rank, date=midpoint): 32 of 62 events, 30 without a rung." at screen px(12),py(499.14) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

set terminal svg size W,H fixed rounded noenhanced font "Liberation Sans,11" background "#ffffff"
set output OUT.".svg"
plot $fade using 1:3:1:2:3:4 with boxxyerror fillstyle transparent solid 0.75 noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $fade2 using 1:3:1:2:3:4 with boxxyerror fillstyle transparent solid 0.55 noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $fade3 using 1:3:1:2:3:4 with boxxyerror fillstyle transparent solid 0.38 noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $fade4 using 1:3:1:2:3:4 with boxxyerror fillstyle transparent solid 0.24 noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $fade5 using 1:3:1:2:3:4 with boxxyerror fillstyle transparent solid 0.12 noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $bands using 1:3:1:2:3:4 with boxxyerror fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $grid with lines linecolor rgb "#e0e0e0" linewidth 0.8 notitle, \
     $edges with lines linecolor rgb "#b98a2f" linewidth 0.8 dashtype (3,7) notitle, \
     $frame with lines linecolor rgb "#8a8a8a" linewidth 1 notitle, \
     $ribbon using 1:3:1:2:3:4 with boxxyerror fillstyle transparent solid 0.2 noborder fillcolor rgb "#0072b2" linewidth 1 notitle, \
     $ribbon2 using 1:3:1:2:3:4 with boxxyerror fillstyle transparent solid 0.2 noborder fillcolor rgb "#0072b2" linewidth 1 notitle, \
     $steps with lines linecolor rgb "#ffffff" linewidth 4.5 notitle, \
     $steps with lines linecolor rgb "#0072b2" linewidth 2 notitle, \
     $steps2 with lines linecolor rgb "#1a1a1a" linewidth 1.2 dashtype (6,5) notitle
set terminal pngcairo size 2*W,2*H rounded noenhanced font "Liberation Sans,11" \
    fontscale 1.5 linewidth 2 pointscale 2 background "#ffffff"
set output OUT.".png"
replot
set output
undefine OUT
