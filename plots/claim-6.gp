# Balassa 0.1.0, figures.lua
# command figures kazakhstan-1991-2010
# figure claim-6
# dataset 8535bfe4f31f04f326607ea27da4544556eb91af43230d7aa06e321def7da506
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

reset
W = 880; H = 598
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(138.16); set rmargin at screen px(864)
set tmargin at screen py(196.08); set bmargin at screen py(526.08)
set xrange [1991:2011]; set yrange [-0.5:7.5]

$bands << EOD
# from to bottom top
1995 1995.08493 -0.5 7.5  # 1995-01
2000.24863 2000.3306 -0.5 7.5  # 2000-04
2005.49589 2005.58082 -0.5 7.5  # 2005-07
2009.16164 2009.24658 -0.5 7.5  # 2009-03
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
1995 7.5
1995 -0.5

1995.08493 7.5
1995.08493 -0.5

2000.24863 7.5
2000.24863 -0.5

2000.3306 7.5
2000.3306 -0.5

2005.49589 7.5
2005.49589 -0.5

2005.58082 7.5
2005.58082 -0.5

2009.16164 7.5
2009.16164 -0.5

2009.24658 7.5
2009.24658 -0.5

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
1995 6
1995 1.80952
2000.24863 1.80952
2000.24863 4.65079
2005.49589 4.65079
2005.49589 0.72727
2009.16164 0.72727
2009.16164 3.22727
2011 3.22727

EOD

set object 1 rectangle from screen px(138.66),py(154.28) to screen px(355.41),py(139.28) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set object 2 rectangle from screen px(356.41),py(154.28) to screen px(464.29),py(139.28) fillstyle solid noborder fillcolor rgb "#e3e3e3" linewidth 1 front
set object 3 rectangle from screen px(465.29),py(154.28) to screen px(645.75),py(139.28) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set object 4 rectangle from screen px(646.75),py(154.28) to screen px(718.33),py(139.28) fillstyle solid noborder fillcolor rgb "#e3e3e3" linewidth 1 front
set object 5 rectangle from screen px(719.33),py(154.28) to screen px(863.5),py(139.28) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set object 6 rectangle from screen px(283.83),py(190.08) to screen px(285.91),py(175.08) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 7 rectangle from screen px(474.31),py(190.08) to screen px(476.29),py(175.08) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 8 rectangle from screen px(664.74),py(190.08) to screen px(666.83),py(175.08) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 9 rectangle from screen px(797.78),py(190.08) to screen px(799.86),py(175.08) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set arrow 10 from screen px(138.16),py(526.08) to screen px(138.16),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 11 from screen px(174.45),py(526.08) to screen px(174.45),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 12 from screen px(210.74),py(526.08) to screen px(210.74),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 13 from screen px(247.04),py(526.08) to screen px(247.04),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 14 from screen px(283.33),py(526.08) to screen px(283.33),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 15 from screen px(319.62),py(526.08) to screen px(319.62),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 16 from screen px(355.91),py(526.08) to screen px(355.91),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 17 from screen px(392.2),py(526.08) to screen px(392.2),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 18 from screen px(428.5),py(526.08) to screen px(428.5),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 19 from screen px(464.79),py(526.08) to screen px(464.79),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 20 from screen px(501.08),py(526.08) to screen px(501.08),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 21 from screen px(537.37),py(526.08) to screen px(537.37),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 22 from screen px(573.66),py(526.08) to screen px(573.66),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 23 from screen px(609.96),py(526.08) to screen px(609.96),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 24 from screen px(646.25),py(526.08) to screen px(646.25),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 25 from screen px(682.54),py(526.08) to screen px(682.54),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 26 from screen px(718.83),py(526.08) to screen px(718.83),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 27 from screen px(755.12),py(526.08) to screen px(755.12),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 28 from screen px(791.42),py(526.08) to screen px(791.42),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 29 from screen px(827.71),py(526.08) to screen px(827.71),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 30 from screen px(864),py(526.08) to screen px(864),py(529.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 31 from screen px(138.16),py(526.08) to screen px(138.16),py(532.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 32 from screen px(247.04),py(526.08) to screen px(247.04),py(532.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 33 from screen px(392.2),py(526.08) to screen px(392.2),py(532.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 34 from screen px(573.66),py(526.08) to screen px(573.66),py(532.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 35 from screen px(682.54),py(526.08) to screen px(682.54),py(532.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 36 from screen px(718.83),py(526.08) to screen px(718.83),py(532.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 37 from screen px(827.71),py(526.08) to screen px(827.71),py(532.08) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set object 38 rectangle from screen px(12),py(569.06) to screen px(36),py(556.06) fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 front
set arrow 39 from screen px(12),py(556.06) to screen px(12),py(569.06) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set arrow 40 from screen px(36),py(556.06) to screen px(36),py(569.06) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set arrow 41 from screen px(99.02),py(562.56) to screen px(123.02),py(562.56) nohead linecolor rgb "#0072b2" linewidth 1.6 front
set arrow 42 from screen px(175.48),py(562.56) to screen px(199.48),py(562.56) nohead linecolor rgb "#d55e00" linewidth 2.4 front
set label 1 "Claim 6: five phases, and where the index changes" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "The best five segments of the index, and the phases of section 3: covering 0.63, p = 0.308\073 share between 0.43, p = 0.179. Verdict: cannot be told with this design." at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "1 Break-up of the Soviet Union and inception" at screen px(138.16),py(106.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 4 "of the CIS\073 full economic union, then the" at screen px(138.16),py(118.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 5 "Eurasian Union initiative" at screen px(138.16),py(130.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 6 "2 The multi-directional" at screen px(355.91),py(106.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 7 "foreign policy of the" at screen px(355.91),py(118.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 8 "second half of 1990s" at screen px(355.91),py(130.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 9 "3 The early 2000s: revival of economic" at screen px(464.05),py(106.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 10 "fortunes and new round of integration" at screen px(464.05),py(118.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 11 "initiatives" at screen px(464.05),py(130.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 12 "4 The goal of" at screen px(644.23),py(59.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 13 "Eurasian Union" at screen px(644.23),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 14 "is set aside" at screen px(644.23),py(83.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 15 "once again\073" at screen px(644.23),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 16 "diversification" at screen px(644.23),py(106.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 17 "of exports and" at screen px(644.23),py(118.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 18 "transit routes" at screen px(644.23),py(130.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 19 "5 Raw material transit" at screen px(721.59),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 20 "diversification, economic" at screen px(721.59),py(106.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 21 "integration under the Customs" at screen px(721.59),py(118.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 22 "Union" at screen px(721.59),py(130.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 23 "1: 1991–1996" at screen px(247.04),py(146.78) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 24 "2: 1997–1999" at screen px(410.35),py(146.78) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 25 "3: 2000–2004" at screen px(555.52),py(146.78) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 26 "4: 2005–2006" at screen px(682.54),py(146.78) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 27 "5: 2007–2010" at screen px(791.42),py(146.78) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 28 "Phases" at screen px(130.16),py(146.78) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 29 "1995-01" at screen px(284.87),py(166.18) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 30 "2000-04" at screen px(475.3),py(166.18) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 31 "2005-07" at screen px(665.79),py(166.18) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 32 "2009-03" at screen px(798.82),py(166.18) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 33 "Changes" at screen px(130.16),py(182.58) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 34 "Recreation of a" at screen px(130.16),py(210.22) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 35 "USSR-type union" at screen px(130.16),py(223.2) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 36 "Economic Union" at screen px(130.16),py(257.96) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 37 "Currency Union" at screen px(130.16),py(299.21) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 38 "Single Economic Space" at screen px(130.16),py(340.46) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 39 "Customs Union" at screen px(130.16),py(381.71) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 40 "Free Trade Area" at screen px(130.16),py(422.96) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 41 "Diversification" at screen px(130.16),py(464.21) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 42 "Multi-directional" at screen px(130.16),py(498.97) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 43 "foreign policy" at screen px(130.16),py(511.95) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 44 "1991" at screen px(138.16),py(540.58) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 45 "1994" at screen px(247.04),py(540.58) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 46 "1998" at screen px(392.2),py(540.58) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 47 "2003" at screen px(573.66),py(540.58) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 48 "2006" at screen px(682.54),py(540.58) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 49 "2007" at screen px(718.83),py(540.58) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 50 "2010" at screen px(827.71),py(540.58) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 51 "Change" at screen px(42),py(562.56) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 52 "Index" at screen px(129.02),py(562.56) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 53 "Mean of a segment" at screen px(205.48),py(562.56) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 54 "Series: latest(score=rank, date=midpoint): 32 of 62 events, 30 without a rung." at screen px(12),py(580.96) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

set terminal svg size W,H fixed rounded noenhanced font "Liberation Sans,11" background "#ffffff"
set output OUT.".svg"
plot $bands using 1:3:1:2:3:4 with boxxyerror fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $grid with lines linecolor rgb "#e0e0e0" linewidth 0.8 notitle, \
     $edges with lines linecolor rgb "#b98a2f" linewidth 0.8 dashtype (3,7) notitle, \
     $frame with lines linecolor rgb "#8a8a8a" linewidth 1 notitle, \
     $steps with lines linecolor rgb "#ffffff" linewidth 4.1 notitle, \
     $steps2 with lines linecolor rgb "#ffffff" linewidth 4.9 notitle, \
     $steps with lines linecolor rgb "#0072b2" linewidth 1.6 notitle, \
     $steps2 with lines linecolor rgb "#d55e00" linewidth 2.4 notitle
set terminal pngcairo size 2*W,2*H rounded noenhanced font "Liberation Sans,11" \
    fontscale 1.5 linewidth 2 pointscale 2 background "#ffffff"
set output OUT.".png"
replot
set output
undefine OUT
