# Balassa 0.1.0, figures.lua
# command figures kazakhstan-1991-2010
# figure claim-3-a
# dataset 8535bfe4f31f04f326607ea27da4544556eb91af43230d7aa06e321def7da506
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

reset
W = 880; H = 539
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(138.16); set rmargin at screen px(864)
set tmargin at screen py(124.88); set bmargin at screen py(454.88)
set xrange [1991:2011]; set yrange [-0.5:7.5]

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
$frame << EOD
# year height
1991 -0.5
2011 -0.5
2011 7.5
1991 7.5
1991 -0.5
EOD
$points << EOD
# year value
1991.46575 7  # renewed-confederation-1991
1991.96438 6  # cis-protocol-1991
1992.12295 6  # davos-address-1992
1993.36986 6  # moscow-summit-1993
1993.70411 6  # economic-union-1993
1994.49863 5  # eurasian-union-1994
1995.05205 3  # customs-union-1995
1996.24044 4  # integration-agreement-1996
1998.9726 2  # free-trade-protocol-1998
2002.99726 5  # integration-initiatives-2000
2000.31694 5  # eurasian-summit-2000
2003.06575 4  # putin-meeting-2003
2003.49863 5  # altyn-2003
2004.49727 5  # yevraz-2003
2003.13425 4  # tv-interview-2003
2003.22466 5  # marchenko-interview-2003
2006.49863 3  # customs-union-focus-2005
2009.99726 4  # single-economic-space-2009
2009.20274 5  # astana-forum-2009
2009.36712 3  # nur-otan-2009
2009.90411 3  # customs-union-package-2009
2010 3  # customs-union-tariff-2010
2010.49589 3  # customs-union-territory-2010
EOD

set object 1 rectangle from screen px(138.66),py(118.88) to screen px(319.12),py(103.88) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set object 2 rectangle from screen px(320.12),py(118.88) to screen px(464.29),py(103.88) fillstyle solid noborder fillcolor rgb "#e3e3e3" linewidth 1 front
set object 3 rectangle from screen px(465.29),py(118.88) to screen px(573.16),py(103.88) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set object 4 rectangle from screen px(574.16),py(118.88) to screen px(718.33),py(103.88) fillstyle solid noborder fillcolor rgb "#e3e3e3" linewidth 1 front
set object 5 rectangle from screen px(719.33),py(118.88) to screen px(863.5),py(103.88) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set arrow 6 from screen px(138.16),py(454.88) to screen px(138.16),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 7 from screen px(174.45),py(454.88) to screen px(174.45),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 8 from screen px(210.74),py(454.88) to screen px(210.74),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 9 from screen px(247.04),py(454.88) to screen px(247.04),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 10 from screen px(283.33),py(454.88) to screen px(283.33),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 11 from screen px(319.62),py(454.88) to screen px(319.62),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 12 from screen px(355.91),py(454.88) to screen px(355.91),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 13 from screen px(392.2),py(454.88) to screen px(392.2),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 14 from screen px(428.5),py(454.88) to screen px(428.5),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 15 from screen px(464.79),py(454.88) to screen px(464.79),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 16 from screen px(501.08),py(454.88) to screen px(501.08),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 17 from screen px(537.37),py(454.88) to screen px(537.37),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 18 from screen px(573.66),py(454.88) to screen px(573.66),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 19 from screen px(609.96),py(454.88) to screen px(609.96),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 20 from screen px(646.25),py(454.88) to screen px(646.25),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 21 from screen px(682.54),py(454.88) to screen px(682.54),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 22 from screen px(718.83),py(454.88) to screen px(718.83),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 23 from screen px(755.12),py(454.88) to screen px(755.12),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 24 from screen px(791.42),py(454.88) to screen px(791.42),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 25 from screen px(827.71),py(454.88) to screen px(827.71),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 26 from screen px(864),py(454.88) to screen px(864),py(457.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 27 from screen px(138.16),py(454.88) to screen px(138.16),py(460.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 28 from screen px(247.04),py(454.88) to screen px(247.04),py(460.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 29 from screen px(392.2),py(454.88) to screen px(392.2),py(460.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 30 from screen px(573.66),py(454.88) to screen px(573.66),py(460.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 31 from screen px(682.54),py(454.88) to screen px(682.54),py(460.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 32 from screen px(718.83),py(454.88) to screen px(718.83),py(460.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 33 from screen px(827.71),py(454.88) to screen px(827.71),py(460.88) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set label 1 "Claim 3: does the level asked for fall\077" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "In the first phase the level asked for: Kendall\047s tau −0.85, 95 \045 interval −0.96 to −0.45, p = 0.010. Over the whole time it is −0.53. Verdict: cannot be told with this design." at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "1 Inception of the CIS: full economic" at screen px(138.16),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 4 "union as a way out of the systemic" at screen px(138.16),py(83.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 5 "crisis, then the Eurasian Union" at screen px(138.16),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 6 "2 The multi-directional foreign" at screen px(318.86),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 7 "policy of the second half of" at screen px(318.86),py(83.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 8 "1990s" at screen px(318.86),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 9 "3 The early 2000s: a" at screen px(459.57),py(59.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 10 "revival with an economic" at screen px(459.57),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 11 "upturn and change of" at screen px(459.57),py(83.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 12 "leadership in Russia" at screen px(459.57),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 13 "4 The idea of Eurasian unity is" at screen px(577.49),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 14 "set aside once again\073 balance" at screen px(577.49),py(83.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 15 "of interests" at screen px(577.49),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 16 "5 Strengthening of relations" at screen px(721),py(59.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 17 "with Russia within regional" at screen px(721),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 18 "organisations\073 RuKaBe" at screen px(721),py(83.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 19 "Customs Union" at screen px(721),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 20 "1: 1991–1995" at screen px(228.89),py(111.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 21 "2: 1996–1999" at screen px(392.2),py(111.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 22 "3: 2000–2002" at screen px(519.23),py(111.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 23 "4: 2003–2006" at screen px(646.25),py(111.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 24 "5: 2007–2010" at screen px(791.42),py(111.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 25 "Phases" at screen px(130.16),py(111.38) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 26 "Recreation of a" at screen px(130.16),py(139.02) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 27 "USSR-type union" at screen px(130.16),py(152) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 28 "Economic Union" at screen px(130.16),py(186.75) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 29 "Currency Union" at screen px(130.16),py(228) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 30 "Single Economic Space" at screen px(130.16),py(269.25) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 31 "Customs Union" at screen px(130.16),py(310.5) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 32 "Free Trade Area" at screen px(130.16),py(351.75) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 33 "Diversification" at screen px(130.16),py(393) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 34 "Multi-directional" at screen px(130.16),py(427.76) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 35 "foreign policy" at screen px(130.16),py(440.75) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 36 "1991" at screen px(138.16),py(469.38) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 37 "1994" at screen px(247.04),py(469.38) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 38 "1998" at screen px(392.2),py(469.38) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 39 "2003" at screen px(573.66),py(469.38) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 40 "2006" at screen px(682.54),py(469.38) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 41 "2007" at screen px(718.83),py(469.38) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 42 "2010" at screen px(827.71),py(469.38) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 43 "●" at screen px(24),py(491.36) center noenhanced font "Liberation Sans,9" textcolor rgb "#0072b2" front
set label 44 "An act that asks for a level of integration" at screen px(42),py(491.36) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 45 "Note: uncertain dates by their middle day. In the first phase, in order: renewed-confederation-1991, cis-protocol-1991, davos-address-1992, moscow-summit-1993, economic-union-1993," at screen px(12),py(509.76) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 46 "eurasian-union-1994, customs-union-1995." at screen px(12),py(521.56) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

set terminal svg size W,H fixed rounded noenhanced font "Liberation Sans,11" background "#ffffff"
set output OUT.".svg"
plot $grid with lines linecolor rgb "#e0e0e0" linewidth 0.8 notitle, \
     $frame with lines linecolor rgb "#8a8a8a" linewidth 1 notitle, \
     $points with points pointtype 7 pointsize 0.62 linecolor rgb "#0072b2" notitle
set terminal pngcairo size 2*W,2*H rounded noenhanced font "Liberation Sans,11" \
    fontscale 1.5 linewidth 2 pointscale 2 background "#ffffff"
set output OUT.".png"
replot
set output
undefine OUT
