# Balassa 0.1.0, figures.lua
# command figures kazakhstan-1991-2010
# figure chart-1
# dataset 8535bfe4f31f04f326607ea27da4544556eb91af43230d7aa06e321def7da506
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

reset
W = 880; H = 684
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(154.16); set rmargin at screen px(864)
set tmargin at screen py(136.68); set bmargin at screen py(600.68)
set xrange [1991:2016]; set yrange [0:8]

$grid << EOD
# year height
1991 1
2010.14088 1

2015.96261 1
2016 1

1991 2
2016 2

1991 3
2016 3

1991 4
2016 4

1991 5
2016 5

1991 6
2016 6

1991 7
2016 7

1994 8
1994 0

1998 8
1998 0

2003 8
2003 1.72414

2003 1.24828
2003 0

2006 8
2006 5.72414

2006 5.24828
2006 3.72414

2006 3.24828
2006 0

2007 8
2007 5.72414

2007 5.24828
2007 3.72414

2007 3.24828
2007 0

2010 8
2010 0

2012 8
2012 1.72414

2012 0.02759
2012 0

EOD
$frame << EOD
# year height
1991 0
2016 0
2016 8
1991 8
1991 0
EOD
$filled << EOD
# from to bottom top
1991.91507 1994 6.06034 6.93966  # Establishment of CIS
1995 1998 3.06034 3.93966  # Customs Union
1998 2003 0.06034 0.93966  # Delimitation of Caspian Sea_ drift towards the USA_ Russia as strategic but not the only partner
2006 2007 1.06034 1.93966  # Reducing dependence on Russian transit_ a customs union
2007 2010 0.06034 0.93966  # Joint measures to counteract the effects of global crisis_ Interaction within the framework EurAsEC, SCO, OCST_ multi-directional foreign policy (Russia, China, USA, EU)_ China economic expansion to the region_ search for Kazakhstan___s ___niches___ in the world economy
2009.16164 2012 5.06034 5.93966  # Creation of a currency and financial integration structure
2010 2012 3.06034 3.93966  # Cooperation under the Customs Union_ Chairmanship in OSCE
EOD
$hollow << EOD
# from to bottom top
1994 1998 5.06034 5.93966  # Eurasian Union initiative
2003 2006 4.06034 4.93966  # Eurasian Economic Union initiative
EOD

set object 1 rectangle from screen px(154.66),py(130.68) to screen px(324.02),py(115.68) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set object 2 rectangle from screen px(325.02),py(130.68) to screen px(409.2),py(115.68) fillstyle solid noborder fillcolor rgb "#e3e3e3" linewidth 1 front
set object 3 rectangle from screen px(410.2),py(130.68) to screen px(551.17),py(115.68) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set object 4 rectangle from screen px(552.17),py(130.68) to screen px(607.96),py(115.68) fillstyle solid noborder fillcolor rgb "#e3e3e3" linewidth 1 front
set object 5 rectangle from screen px(608.96),py(130.68) to screen px(721.53),py(115.68) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set arrow 6 from screen px(239.34),py(224.58) to screen px(245.34),py(224.58) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 7 from screen px(580.06),py(514.48) to screen px(574.06),py(514.48) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 8 from screen px(693.64),py(552.18) to screen px(699.64),py(552.18) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 9 from screen px(669.83),py(282.48) to screen px(663.83),py(282.48) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 10 from screen px(693.64),py(398.48) to screen px(687.64),py(398.48) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 11 from screen px(154.16),py(600.68) to screen px(154.16),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 12 from screen px(182.55),py(600.68) to screen px(182.55),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 13 from screen px(210.95),py(600.68) to screen px(210.95),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 14 from screen px(239.34),py(600.68) to screen px(239.34),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 15 from screen px(267.73),py(600.68) to screen px(267.73),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 16 from screen px(296.13),py(600.68) to screen px(296.13),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 17 from screen px(324.52),py(600.68) to screen px(324.52),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 18 from screen px(352.92),py(600.68) to screen px(352.92),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 19 from screen px(381.31),py(600.68) to screen px(381.31),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 20 from screen px(409.7),py(600.68) to screen px(409.7),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 21 from screen px(438.1),py(600.68) to screen px(438.1),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 22 from screen px(466.49),py(600.68) to screen px(466.49),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 23 from screen px(494.88),py(600.68) to screen px(494.88),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 24 from screen px(523.28),py(600.68) to screen px(523.28),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 25 from screen px(551.67),py(600.68) to screen px(551.67),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 26 from screen px(580.06),py(600.68) to screen px(580.06),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 27 from screen px(608.46),py(600.68) to screen px(608.46),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 28 from screen px(636.85),py(600.68) to screen px(636.85),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 29 from screen px(665.24),py(600.68) to screen px(665.24),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 30 from screen px(693.64),py(600.68) to screen px(693.64),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 31 from screen px(722.03),py(600.68) to screen px(722.03),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 32 from screen px(750.43),py(600.68) to screen px(750.43),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 33 from screen px(778.82),py(600.68) to screen px(778.82),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 34 from screen px(807.21),py(600.68) to screen px(807.21),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 35 from screen px(835.61),py(600.68) to screen px(835.61),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 36 from screen px(864),py(600.68) to screen px(864),py(603.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 37 from screen px(154.16),py(600.68) to screen px(154.16),py(606.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 38 from screen px(239.34),py(600.68) to screen px(239.34),py(606.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 39 from screen px(352.92),py(600.68) to screen px(352.92),py(606.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 40 from screen px(494.88),py(600.68) to screen px(494.88),py(606.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 41 from screen px(580.06),py(600.68) to screen px(580.06),py(606.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 42 from screen px(608.46),py(600.68) to screen px(608.46),py(606.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 43 from screen px(693.64),py(600.68) to screen px(693.64),py(606.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 44 from screen px(750.43),py(600.68) to screen px(750.43),py(606.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 45 from screen px(864),py(600.68) to screen px(864),py(606.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 46 from screen px(750.43),py(606.68) to screen px(864),py(606.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set object 47 rectangle from screen px(12),py(641.48) to screen px(36),py(630.48) fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#9fcdee" linewidth 1 front
set object 48 rectangle from screen px(196.29),py(641.48) to screen px(220.29),py(630.48) fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#ffffff" linewidth 1.3 front
set label 1 "Evolution of the official Kazakhstani position on relations with Russia, 1991–2010" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "After Vinokurov (2010), Chart 1: what was proposed or done, on the ladder of economic integration after Balassa (1961)" at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "1 Break-up of the Soviet Union and" at screen px(154.16),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 4 "inception of the CIS\073 full economic" at screen px(154.16),py(83.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 5 "union, then the Eurasian Union" at screen px(154.16),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 6 "initiative" at screen px(154.16),py(106.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 7 "2 The multi-" at screen px(318.8),py(59.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 8 "directional" at screen px(318.8),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 9 "foreign policy of" at screen px(318.8),py(83.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 10 "the second half" at screen px(318.8),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 11 "of 1990s" at screen px(318.8),py(106.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 12 "3 The early 2000s: revival of" at screen px(397.83),py(83.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 13 "economic fortunes and new" at screen px(397.83),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 14 "round of integration initiatives" at screen px(397.83),py(106.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 15 "4 The goal of Eurasian" at screen px(536.89),py(59.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 16 "Union is set aside once" at screen px(536.89),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 17 "again\073 diversification of" at screen px(536.89),py(83.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 18 "exports and transit" at screen px(536.89),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 19 "routes" at screen px(536.89),py(106.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 20 "5 Raw material transit" at screen px(649.27),py(59.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 21 "diversification," at screen px(649.27),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 22 "economic integration" at screen px(649.27),py(83.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 23 "under the Customs" at screen px(649.27),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 24 "Union" at screen px(649.27),py(106.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 25 "1: 1991–1996" at screen px(239.34),py(123.18) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 26 "2: 1997–1999" at screen px(367.11),py(123.18) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 27 "3: 2000–2004" at screen px(480.69),py(123.18) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 28 "4: 2005–06" at screen px(580.06),py(123.18) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 29 "5: 2007–2010" at screen px(665.24),py(123.18) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 30 "Phases" at screen px(146.16),py(123.18) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 31 "Eurasian" at screen px(296.13),py(275.19) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 32 "Union initiative" at screen px(296.13),py(288.17) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 33 "Customs" at screen px(310.32),py(391.19) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 34 "Union\052" at screen px(310.32),py(404.17) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 35 "Delimitation of Caspian" at screen px(423.9),py(554.87) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 36 "Sea\073 drift towards the" at screen px(423.9),py(566.08) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 37 "USA\073 Russia as strategic" at screen px(423.9),py(577.29) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 38 "but not the only partner" at screen px(423.9),py(588.5) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 39 "Eurasian" at screen px(537.47),py(326.7) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 40 "Economic" at screen px(537.47),py(339.68) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 41 "Union initiative\052" at screen px(537.47),py(352.66) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 42 "Establishment of CIS" at screen px(247.34),py(224.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 43 "Reducing dependence on" at screen px(572.06),py(508.58) right noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 44 "Russian transit\073 a customs union" at screen px(572.06),py(520.38) right noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 45 "Joint measures to counteract the" at screen px(701.64),py(508.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 46 "effects of global crisis\073 Interaction" at screen px(701.64),py(520.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 47 "within the framework EurAsEC," at screen px(701.64),py(532.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 48 "SCO, OCST\073 multi-directional" at screen px(701.64),py(543.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 49 "foreign policy (Russia, China, USA," at screen px(701.64),py(555.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 50 "EU)\073 China economic expansion to" at screen px(701.64),py(567.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 51 "the region\073 search for Kazakhstan’s" at screen px(701.64),py(579.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 52 "“niches” in the world economy" at screen px(701.64),py(591.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 53 "Creation of a currency and" at screen px(661.83),py(276.58) right noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 54 "financial integration structure\052" at screen px(661.83),py(288.38) right noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 55 "Cooperation under the Customs" at screen px(685.64),py(392.58) right noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 56 "Union\073 Chairmanship in OSCE" at screen px(685.64),py(404.38) right noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 57 "Recreation of a" at screen px(146.16),py(159.19) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 58 "USSR-type union" at screen px(146.16),py(172.17) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 59 "Economic Union" at screen px(146.16),py(223.68) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 60 "Currency Union" at screen px(146.16),py(281.68) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 61 "Single Economic Space" at screen px(146.16),py(339.68) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 62 "Customs Union" at screen px(146.16),py(397.68) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 63 "Free Trade Area" at screen px(146.16),py(455.68) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 64 "Diversification" at screen px(146.16),py(513.68) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 65 "Multi-directional" at screen px(146.16),py(565.19) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 66 "foreign policy" at screen px(146.16),py(578.17) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 67 "Level of integration" at screen px(15),py(368.68) center rotate by 90 noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 68 "1991" at screen px(154.16),py(614.68) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 69 "1994" at screen px(239.34),py(614.68) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 70 "1998" at screen px(352.92),py(614.68) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 71 "2003" at screen px(494.88),py(614.68) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 72 "2006" at screen px(580.06),py(614.68) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 73 "2007" at screen px(608.46),py(614.68) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 74 "2010" at screen px(693.64),py(614.68) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 75 "2012–2015" at screen px(807.21),py(614.68) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 76 "Actual event or state of affairs" at screen px(42),py(635.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 77 "Initiative that was not implemented" at screen px(226.29),py(635.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 78 "Note: Filled boxes are actual events or states of affairs\073 hollow boxes are initiatives that were not implemented. Inferred, not stated by the source: the span of every box\073 the rung of every box but" at screen px(12),py(654.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 79 "“Customs Union”\073 where marked \052, whether it was implemented." at screen px(12),py(666.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

set terminal svg size W,H fixed rounded noenhanced font "Liberation Sans,11" background "#ffffff"
set output OUT.".svg"
plot $grid with lines linecolor rgb "#e0e0e0" linewidth 0.8 notitle, \
     $frame with lines linecolor rgb "#8a8a8a" linewidth 1 notitle, \
     $filled using 1:3:1:2:3:4 with boxxyerror fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#9fcdee" linewidth 1 notitle, \
     $hollow using 1:3:1:2:3:4 with boxxyerror fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#ffffff" linewidth 1.3 notitle
set terminal pngcairo size 2*W,2*H rounded noenhanced font "Liberation Sans,11" \
    fontscale 1.5 linewidth 2 pointscale 2 background "#ffffff"
set output OUT.".png"
replot
set output
undefine OUT
