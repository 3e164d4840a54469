# Balassa 0.1.0, figures.lua
# command figures kazakhstan-1991-2010
# figure claim-3-b
# dataset 8535bfe4f31f04f326607ea27da4544556eb91af43230d7aa06e321def7da506
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

reset
W = 880; H = 552
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(55.35); set rmargin at screen px(864)
set tmargin at screen py(137.86); set bmargin at screen py(467.86)
set xrange [1991:2011]; set yrange [-0.5:6.5]

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

1994 6.5
1994 -0.5

1998 6.5
1998 -0.5

2003 6.5
2003 -0.5

2006 6.5
2006 -0.5

2007 6.5
2007 -0.5

2010 6.5
2010 -0.5

EOD
$frame << EOD
# year height
1991 -0.5
2011 -0.5
2011 6.5
1991 6.5
1991 -0.5
EOD
$points << EOD
# year value
1991.46575 1  # renewed-confederation-1991
1991.96438 3  # cis-protocol-1991
1992.12295 5  # davos-address-1992
1993.36986 3  # moscow-summit-1993
1993.70411 4  # economic-union-1993
1994.49863 2  # eurasian-union-1994
1995.05205 5  # customs-union-1995
1996.24044 4  # integration-agreement-1996
1998.9726 4  # free-trade-protocol-1998
2002.99726 0  # integration-initiatives-2000
2000.31694 2  # eurasian-summit-2000
2003.06575 3  # putin-meeting-2003
2003.49863 1  # altyn-2003
2004.49727 2  # yevraz-2003
2003.13425 3  # tv-interview-2003
2003.22466 3  # marchenko-interview-2003
2006.49863 1  # customs-union-focus-2005
2009.99726 3  # single-economic-space-2009
2009.20274 4  # astana-forum-2009
2009.36712 4  # nur-otan-2009
2009.90411 6  # customs-union-package-2009
2010 5  # customs-union-tariff-2010
2010.49589 4  # customs-union-territory-2010
EOD

set object 1 rectangle from screen px(55.85),py(131.86) to screen px(257.01),py(116.86) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set object 2 rectangle from screen px(258.01),py(131.86) to screen px(418.74),py(116.86) fillstyle solid noborder fillcolor rgb "#e3e3e3" linewidth 1 front
set object 3 rectangle from screen px(419.74),py(131.86) to screen px(540.04),py(116.86) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set object 4 rectangle from screen px(541.04),py(131.86) to screen px(701.77),py(116.86) fillstyle solid noborder fillcolor rgb "#e3e3e3" linewidth 1 front
set object 5 rectangle from screen px(702.77),py(131.86) to screen px(863.5),py(116.86) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set arrow 6 from screen px(55.35),py(467.86) to screen px(55.35),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 7 from screen px(95.78),py(467.86) to screen px(95.78),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 8 from screen px(136.22),py(467.86) to screen px(136.22),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 9 from screen px(176.65),py(467.86) to screen px(176.65),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 10 from screen px(217.08),py(467.86) to screen px(217.08),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 11 from screen px(257.51),py(467.86) to screen px(257.51),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 12 from screen px(297.94),py(467.86) to screen px(297.94),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 13 from screen px(338.38),py(467.86) to screen px(338.38),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 14 from screen px(378.81),py(467.86) to screen px(378.81),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 15 from screen px(419.24),py(467.86) to screen px(419.24),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 16 from screen px(459.68),py(467.86) to screen px(459.68),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 17 from screen px(500.11),py(467.86) to screen px(500.11),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 18 from screen px(540.54),py(467.86) to screen px(540.54),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 19 from screen px(580.97),py(467.86) to screen px(580.97),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 20 from screen px(621.4),py(467.86) to screen px(621.4),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 21 from screen px(661.84),py(467.86) to screen px(661.84),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 22 from screen px(702.27),py(467.86) to screen px(702.27),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 23 from screen px(742.7),py(467.86) to screen px(742.7),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 24 from screen px(783.13),py(467.86) to screen px(783.13),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 25 from screen px(823.57),py(467.86) to screen px(823.57),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 26 from screen px(864),py(467.86) to screen px(864),py(470.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 27 from screen px(55.35),py(467.86) to screen px(55.35),py(473.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 28 from screen px(176.65),py(467.86) to screen px(176.65),py(473.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 29 from screen px(338.38),py(467.86) to screen px(338.38),py(473.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 30 from screen px(540.54),py(467.86) to screen px(540.54),py(473.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 31 from screen px(661.84),py(467.86) to screen px(661.84),py(473.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 32 from screen px(702.27),py(467.86) to screen px(702.27),py(473.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 33 from screen px(823.57),py(467.86) to screen px(823.57),py(473.86) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set label 1 "Claim 3: do proposals become more specific\077" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "In the first phase the marks of a specific proposal: Kendall\047s tau 0.35, 95 \045 interval −0.36 to 0.81, p = 0.371. Over the whole time it is 0.11. Verdict: cannot be told with this" at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "design." at screen px(12),py(51.17) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 4 "1 Inception of the CIS: full economic union" at screen px(55.35),py(84.36) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 5 "as a way out of the systemic crisis, then the" at screen px(55.35),py(96.16) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 6 "Eurasian Union" at screen px(55.35),py(107.96) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 7 "2 The multi-directional foreign" at screen px(257.51),py(96.16) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 8 "policy of the second half of 1990s" at screen px(257.51),py(107.96) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 9 "3 The early 2000s: a" at screen px(419.24),py(72.56) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 10 "revival with an economic" at screen px(419.24),py(84.36) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 11 "upturn and change of" at screen px(419.24),py(96.16) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 12 "leadership in Russia" at screen px(419.24),py(107.96) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 13 "4 The idea of Eurasian unity is set" at screen px(540.54),py(84.36) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 14 "aside once again\073 balance of" at screen px(540.54),py(96.16) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 15 "interests" at screen px(540.54),py(107.96) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 16 "5 Strengthening of relations with" at screen px(702.27),py(72.56) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 17 "Russia within regional" at screen px(702.27),py(84.36) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 18 "organisations\073 RuKaBe Customs" at screen px(702.27),py(96.16) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 19 "Union" at screen px(702.27),py(107.96) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 20 "1: 1991–1995" at screen px(156.43),py(124.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 21 "2: 1996–1999" at screen px(338.38),py(124.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 22 "3: 2000–2002" at screen px(479.89),py(124.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 23 "4: 2003–2006" at screen px(621.4),py(124.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 24 "5: 2007–2010" at screen px(783.13),py(124.36) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 25 "Phases" at screen px(47.35),py(124.36) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 26 "6" at screen px(47.35),py(161.43) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 27 "5" at screen px(47.35),py(208.57) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 28 "4" at screen px(47.35),py(255.72) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 29 "3" at screen px(47.35),py(302.86) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 30 "2" at screen px(47.35),py(350) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 31 "1" at screen px(47.35),py(397.15) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 32 "0" at screen px(47.35),py(444.29) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 33 "Marks of a specific proposal" at screen px(15),py(302.86) center rotate by 90 noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 34 "1991" at screen px(55.35),py(482.36) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 35 "1994" at screen px(176.65),py(482.36) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 36 "1998" at screen px(338.38),py(482.36) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 37 "2003" at screen px(540.54),py(482.36) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 38 "2006" at screen px(661.84),py(482.36) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 39 "2007" at screen px(702.27),py(482.36) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 40 "2010" at screen px(823.57),py(482.36) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 41 "●" at screen px(24),py(504.34) center noenhanced font "Liberation Sans,9" textcolor rgb "#0072b2" front
set label 42 "An act that asks for a level of integration" at screen px(42),py(504.34) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 43 "Note: marks on record: level stated, partners named, forum, dated to the month, binding, a stage of an initiative. They measure what the source tells of a proposal. In the first phase, in order:" at screen px(12),py(522.74) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 44 "renewed-confederation-1991, cis-protocol-1991, davos-address-1992, moscow-summit-1993, economic-union-1993, eurasian-union-1994, customs-union-1995." at screen px(12),py(534.54) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

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
