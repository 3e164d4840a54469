# Balassa 0.1.0, figures.lua
# dataset 8535bfe4f31f04f326607ea27da4544556eb91af43230d7aa06e321def7da506
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

W = 880; H = 492
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(138.16); set rmargin at screen px(864)
set tmargin at screen py(102.46); set bmargin at screen py(432.46)
set xrange [1991:2011]; set yrange [-0.5:7.5]

$bands << EOD
# from to bottom top
1991 1996 -0.5 7.5  # USSR break-up crisis
1997 2000 -0.5 7.5  # Asian financial crisis, financial crisis in Russia, and recovery
2007 2010 -0.5 7.5  # Global financial crisis
EOD
$edges << EOD
# year height
1991 -0.5
1991 7.5

1996 -0.5
1996 7.5

1997 -0.5
1997 7.5

2000 -0.5
2000 7.5

2007 -0.5
2007 7.5

2010 -0.5
2010 7.5

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
1995.1607 5

2000.12598 5
2011 5

1991 6
1994.66472 6

2002.81528 6
2011 6

1991 7
2011 7

1994 7.5
1994 -0.5

1998 7.5
1998 6.16667

1998 5.21152
1998 5.14848

1998 4.19333
1998 -0.5

2003 7.5
2003 5.87576

2003 5.20667
2003 -0.5

2006 7.5
2006 5.87576

2006 5.20667
2006 -0.5

2007 7.5
2007 5.87576

2007 5.20667
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
1996.16393 4
1996.24863 4

1996.24863 4
1996.3306 4

1996.3306 4
1996.4153 4

1996.4153 4
1996.49727 4

1996.49727 4
1996.58197 4

1996.58197 4
1996.66667 4

1996.66667 4
1996.74863 4

1996.74863 4
1996.83333 4

1996.83333 4
1996.9153 4

1996.9153 4
1997 4

2000.24863 5
2000.3306 5

2000.3306 5
2000.4153 5

2000.4153 5
2000.49727 5

2000.49727 5
2000.58197 5

2000.58197 5
2000.66667 5

2000.66667 5
2000.74863 5

2000.74863 5
2000.83333 5

2000.83333 5
2000.9153 5

2000.9153 5
2001 5

2001 5
2001.08493 5

2001.08493 5
2001.16164 5

2001.16164 5
2001.24658 5

2001.24658 5
2001.32877 5

2001.32877 5
2001.4137 5

2001.4137 5
2001.49589 5

2001.49589 5
2001.58082 5

2001.58082 5
2001.66575 5

2001.66575 5
2001.74795 5

2001.74795 5
2001.83288 5

2001.83288 5
2001.91507 5

2001.91507 5
2002 5

2002 5
2002.08493 5

2002.08493 5
2002.16164 5

2002.16164 5
2002.24658 5

2002.24658 5
2002.32877 5

2002.32877 5
2002.4137 5

2002.4137 5
2002.49589 5

2002.49589 5
2002.58082 5

2002.58082 5
2002.66575 5

2002.66575 5
2002.74795 5

2002.74795 5
2002.83288 5

2002.83288 5
2002.91507 5

2002.91507 5
2003 5

2003 4
2003.08493 4

2003.08493 4
2003.16164 4

2003.16164 5
2003.24658 5

2003.24658 5
2003.32877 5

2003.32877 5
2003.4137 5

2003.4137 5
2003.49589 5

2003.49589 5
2003.58082 5

2003.58082 5
2003.66575 5

2003.66575 5
2003.74795 5

2003.74795 5
2003.83288 5

2003.83288 5
2003.91507 5

2003.91507 5
2004 5

2004 5
2004.0847 5

2004.0847 5
2004.16393 5

2004.49727 5
2004.58197 5

2004.58197 5
2004.66667 5

2004.66667 5
2004.74863 5

2004.74863 5
2004.83333 5

2004.83333 5
2004.9153 5

2004.9153 5
2005 5

2005 5
2005.08493 5

2005.08493 5
2005.16164 5

2005.16164 5
2005.24658 5

2005.24658 5
2005.32877 5

2005.32877 5
2005.4137 5

2005.4137 5
2005.49589 5

2006.49589 3
2006.58082 3

2006.58082 3
2006.66575 3

2006.66575 3
2006.74795 3

2006.74795 3
2006.83288 3

2006.83288 3
2006.91507 3

2006.91507 3
2007 3

2010 3
2010.08493 3

2010.08493 3
2010.16164 3

2010.16164 3
2010.24658 3

2010.24658 3
2010.32877 3

2010.32877 3
2010.4137 3

2010.4137 3
2010.49589 3

2010.49589 3
2010.58082 3

2010.58082 3
2010.66575 3

2010.66575 3
2010.74795 3

2010.74795 3
2010.83288 3

2010.83288 3
2010.91507 3

2010.91507 3
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

set object 1 rectangle from screen px(138.66),py(96.46) to screen px(319.12),py(81.46) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 2 rectangle from screen px(356.41),py(96.46) to screen px(464.29),py(81.46) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 3 rectangle from screen px(719.33),py(96.46) to screen px(827.21),py(81.46) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set arrow 4 from screen px(523.74),py(203.58) to screen px(523.74),py(194.86) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 5 from screen px(646.12),py(203.58) to screen px(646.12),py(195.06) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 6 from screen px(340.74),py(244.83) to screen px(340.74),py(236.86) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 7 from screen px(138.16),py(432.46) to screen px(138.16),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 8 from screen px(174.45),py(432.46) to screen px(174.45),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 9 from screen px(210.74),py(432.46) to screen px(210.74),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 10 from screen px(247.04),py(432.46) to screen px(247.04),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 11 from screen px(283.33),py(432.46) to screen px(283.33),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 12 from screen px(319.62),py(432.46) to screen px(319.62),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 13 from screen px(355.91),py(432.46) to screen px(355.91),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 14 from screen px(392.2),py(432.46) to screen px(392.2),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 15 from screen px(428.5),py(432.46) to screen px(428.5),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 16 from screen px(464.79),py(432.46) to screen px(464.79),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 17 from screen px(501.08),py(432.46) to screen px(501.08),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 18 from screen px(537.37),py(432.46) to screen px(537.37),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 19 from screen px(573.66),py(432.46) to screen px(573.66),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 20 from screen px(609.96),py(432.46) to screen px(609.96),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 21 from screen px(646.25),py(432.46) to screen px(646.25),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 22 from screen px(682.54),py(432.46) to screen px(682.54),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 23 from screen px(718.83),py(432.46) to screen px(718.83),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 24 from screen px(755.12),py(432.46) to screen px(755.12),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 25 from screen px(791.42),py(432.46) to screen px(791.42),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 26 from screen px(827.71),py(432.46) to screen px(827.71),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 27 from screen px(864),py(432.46) to screen px(864),py(435.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 28 from screen px(138.16),py(432.46) to screen px(138.16),py(438.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 29 from screen px(247.04),py(432.46) to screen px(247.04),py(438.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 30 from screen px(392.2),py(432.46) to screen px(392.2),py(438.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 31 from screen px(573.66),py(432.46) to screen px(573.66),py(438.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 32 from screen px(682.54),py(432.46) to screen px(682.54),py(438.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 33 from screen px(718.83),py(432.46) to screen px(718.83),py(438.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 34 from screen px(827.71),py(432.46) to screen px(827.71),py(438.46) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set object 35 rectangle from screen px(12),py(475.44) to screen px(36),py(462.44) fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 front
set arrow 36 from screen px(12),py(462.44) to screen px(12),py(475.44) nohead linecolor rgb "#b98a2f" linewidth 0.8 dashtype (3,3) front
set arrow 37 from screen px(36),py(462.44) to screen px(36),py(475.44) nohead linecolor rgb "#b98a2f" linewidth 0.8 dashtype (3,3) front
set arrow 38 from screen px(88.99),py(468.94) to screen px(112.99),py(468.94) nohead linecolor rgb "#d55e00" linewidth 4 front
set arrow 39 from screen px(347.17),py(468.94) to screen px(371.17),py(468.94) nohead linecolor rgb "#0072b2" linewidth 2 front
set arrow 40 from screen px(617.61),py(468.94) to screen px(641.61),py(468.94) nohead linecolor rgb "#1a1a1a" linewidth 1.2 dashtype (9,5) front
set arrow 41 from screen px(734.07),py(468.94) to screen px(758.07),py(468.94) nohead linecolor rgb "#1a1a1a" linewidth 1.2 dashtype (2,4) front
set label 1 "Claim 1: does integration rhetoric intensify in times of crisis\077" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "Difference of means -0.8232: mean 2.89 in 127 crisis months, 3.713 in the 108 others. Exact p = 0.582 (two-sided, 1,330,890 placements of the windows)\073 the smallest p this" at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "design could have given is 3e-06. 5 months without a value are left out." at screen px(12),py(51.17) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 4 "USSR break-up crisis" at screen px(224.96),py(72.56) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 5 "Asian financial crisis, financial crisis in Russia, and recovery" at screen px(414.28),py(72.56) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 6 "Global financial crisis" at screen px(773.27),py(72.56) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 7 "1991–1995" at screen px(228.89),py(88.96) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 8 "1997–1999" at screen px(410.35),py(88.96) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 9 "2007–2009" at screen px(773.27),py(88.96) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 10 "Crises" at screen px(130.16),py(88.96) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 11 "2000-04 to 2004-02: Nazarbayev revives proposals for a Eurasian" at screen px(419.06),py(165.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 12 "union and a common currency\073 Nazarbayev opens the Eurasian" at screen px(419.06),py(177.16) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 13 "Economic Summit: efficient regional mechanisms\073 and 2 more" at screen px(419.06),py(188.96) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 14 "2004-07 to 2005-06: Nazarbayev proposes" at screen px(670.69),py(177.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 15 "the yevraz, a regional currency for EurAsEC" at screen px(670.69),py(189.16) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 16 "1996-03 to 1996-12: Four states sign" at screen px(379.26),py(207.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 17 "the Agreement on Enhancing Economic" at screen px(379.26),py(219.16) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 18 "and Humanitarian Integration" at screen px(379.26),py(230.96) center noenhanced font "Liberation Sans,10" textcolor rgb "#a34700" front
set label 19 "Recreation of a" at screen px(130.16),py(116.59) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 20 "USSR-type union" at screen px(130.16),py(129.57) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 21 "Economic Union" at screen px(130.16),py(164.33) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 22 "Currency Union" at screen px(130.16),py(205.58) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 23 "Single Economic Space" at screen px(130.16),py(246.83) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 24 "Customs Union" at screen px(130.16),py(288.08) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 25 "Free Trade Area" at screen px(130.16),py(329.33) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 26 "Diversification" at screen px(130.16),py(370.58) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 27 "Multi-directional" at screen px(130.16),py(405.34) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 28 "foreign policy" at screen px(130.16),py(418.32) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 29 "1991" at screen px(138.16),py(446.96) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 30 "1994" at screen px(247.04),py(446.96) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 31 "1998" at screen px(392.2),py(446.96) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 32 "2003" at screen px(573.66),py(446.96) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 33 "2006" at screen px(682.54),py(446.96) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 34 "2007" at screen px(718.83),py(446.96) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 35 "2010" at screen px(827.71),py(446.96) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 36 "Crisis" at screen px(42),py(468.94) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 37 "Outside every crisis, yet above the crisis mean" at screen px(118.99),py(468.94) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 38 "Rhetoric index: rung of the latest act or statement" at screen px(377.17),py(468.94) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 39 "Mean in crises" at screen px(647.61),py(468.94) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 40 "Mean outside" at screen px(764.07),py(468.94) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front

set terminal svg size W,H fixed noenhanced font "Liberation Sans,11" background "#ffffff"
set output OUT.".svg"
plot $bands using 1:3:1:2:3:4 with boxxyerror fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $edges with lines linecolor rgb "#b98a2f" linewidth 0.8 dashtype (3,3) notitle, \
     $grid with lines linecolor rgb "#e0e0e0" linewidth 0.8 notitle, \
     $frame with lines linecolor rgb "#8a8a8a" linewidth 1 notitle, \
     $steps with lines linecolor rgb "#ffffff" linewidth 6.5 notitle, \
     $steps with lines linecolor rgb "#d55e00" linewidth 4 notitle, \
     $steps2 with lines linecolor rgb "#ffffff" linewidth 4.5 notitle, \
     $steps2 with lines linecolor rgb "#0072b2" linewidth 2 notitle, \
     $steps3 with lines linecolor rgb "#ffffff" linewidth 3.7 notitle, \
     $steps3 with lines linecolor rgb "#1a1a1a" linewidth 1.2 dashtype (9,5) notitle, \
     $steps4 with lines linecolor rgb "#ffffff" linewidth 3.7 notitle, \
     $steps4 with lines linecolor rgb "#1a1a1a" linewidth 1.2 dashtype (2,4) notitle
set terminal pngcairo size 2*W,2*H noenhanced font "Liberation Sans,11" fontscale 1.5 linewidth 2 pointscale 2 background "#ffffff"
set output OUT.".png"
replot
set output
