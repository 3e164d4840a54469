# Balassa 0.1.0, figures.lua
# command figures kazakhstan-1991-2010
# figure chart-2
# dataset 8535bfe4f31f04f326607ea27da4544556eb91af43230d7aa06e321def7da506
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

reset
W = 880; H = 552
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(151.73); set rmargin at screen px(864)
set tmargin at screen py(101.28); set bmargin at screen py(469.28)
set xrange [1991:2016]; set yrange [0:4]

$bands << EOD
# from to bottom top
1991 1996 0 4  # USSR break-up crisis
1997 2000 0 4  # Asian financial crisis, financial crisis in Russia, and recovery
2007 2010 0 4  # Global financial crisis
EOD
$grid << EOD
# year height
1991 1
2010.1404 1

2015.94226 1
2016 1

1994.55799 2
2016 2

1991 3
2016 3

1994 4
1994 2.1087

1994 1.93696
1994 0

1998 4
1998 0

2003 4
2003 0

2006 4
2006 0

2007 4
2007 0

2010 4
2010 0

2012 4
2012 1.08696

2012 0.01739
2012 0

EOD
$edges << EOD
# year height
1991 4
1991 0

1996 4
1996 0

1997 4
1997 0

2000 4
2000 0

2007 4
2007 0

2010 4
2010 0

EOD
$frame << EOD
# year height
1991 0
2016 0
2016 4
1991 4
1991 0
EOD
$filled << EOD
# from to bottom top
1991.91507 1994 2.16304 2.83696  # Establishment of CIS
1995 1998 1.16304 1.83696  # Customs Union
1998 2003 0.16304 0.83696  # Delimitation of Caspian Sea_ drift towards the USA_ Russia as strategic but not the only partner
2006 2007 0.16304 0.83696  # Reducing dependence on Russian transit_ a customs union
2007 2010 0.16304 0.83696  # Joint measures to counteract the effects of global crisis_ Interaction within the framework EurAsEC, SCO, OCST_ multi-directional foreign policy (Russia, China, USA, EU)_ China economic expansion to the region_ search for Kazakhstan___s ___niches___ in the world economy
2009.16164 2012 2.16304 2.83696  # Creation of a currency and financial integration structure
2010 2012 1.16304 1.83696  # Cooperation under the Customs Union_ Chairmanship in OSCE
EOD
$hollow << EOD
# from to bottom top
1994 1998 2.16304 2.83696  # Eurasian Union initiative
2003 2006 2.16304 2.83696  # Eurasian Economic Union initiative
EOD
$dashed << EOD
# from to bottom top
2012 2016 2.16304 2.83696  # Single Economic Space
EOD

set object 1 rectangle from screen px(152.23),py(95.28) to screen px(293.68),py(80.28) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 2 rectangle from screen px(323.17),py(95.28) to screen px(407.65),py(80.28) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 3 rectangle from screen px(608.08),py(95.28) to screen px(692.55),py(80.28) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set arrow 4 from screen px(202.41),py(270.28) to screen px(202.41),py(277.28) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 5 from screen px(579.09),py(422.78) to screen px(573.09),py(422.78) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 6 from screen px(693.05),py(418.48) to screen px(699.05),py(418.48) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 7 from screen px(750.04),py(330.88) to screen px(756.04),py(330.88) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 8 from screen px(151.73),py(469.28) to screen px(151.73),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 9 from screen px(180.22),py(469.28) to screen px(180.22),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 10 from screen px(208.71),py(469.28) to screen px(208.71),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 11 from screen px(237.2),py(469.28) to screen px(237.2),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 12 from screen px(265.69),py(469.28) to screen px(265.69),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 13 from screen px(294.18),py(469.28) to screen px(294.18),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 14 from screen px(322.67),py(469.28) to screen px(322.67),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 15 from screen px(351.16),py(469.28) to screen px(351.16),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 16 from screen px(379.66),py(469.28) to screen px(379.66),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 17 from screen px(408.15),py(469.28) to screen px(408.15),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 18 from screen px(436.64),py(469.28) to screen px(436.64),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 19 from screen px(465.13),py(469.28) to screen px(465.13),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 20 from screen px(493.62),py(469.28) to screen px(493.62),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 21 from screen px(522.11),py(469.28) to screen px(522.11),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 22 from screen px(550.6),py(469.28) to screen px(550.6),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 23 from screen px(579.09),py(469.28) to screen px(579.09),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 24 from screen px(607.58),py(469.28) to screen px(607.58),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 25 from screen px(636.07),py(469.28) to screen px(636.07),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 26 from screen px(664.56),py(469.28) to screen px(664.56),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 27 from screen px(693.05),py(469.28) to screen px(693.05),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 28 from screen px(721.55),py(469.28) to screen px(721.55),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 29 from screen px(750.04),py(469.28) to screen px(750.04),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 30 from screen px(778.53),py(469.28) to screen px(778.53),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 31 from screen px(807.02),py(469.28) to screen px(807.02),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 32 from screen px(835.51),py(469.28) to screen px(835.51),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 33 from screen px(864),py(469.28) to screen px(864),py(472.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 34 from screen px(151.73),py(469.28) to screen px(151.73),py(475.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 35 from screen px(237.2),py(469.28) to screen px(237.2),py(475.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 36 from screen px(351.16),py(469.28) to screen px(351.16),py(475.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 37 from screen px(493.62),py(469.28) to screen px(493.62),py(475.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 38 from screen px(579.09),py(469.28) to screen px(579.09),py(475.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 39 from screen px(607.58),py(469.28) to screen px(607.58),py(475.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 40 from screen px(693.05),py(469.28) to screen px(693.05),py(475.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 41 from screen px(750.04),py(469.28) to screen px(750.04),py(475.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 42 from screen px(864),py(469.28) to screen px(864),py(475.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 43 from screen px(750.04),py(475.28) to screen px(864),py(475.28) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set object 44 rectangle from screen px(12),py(510.08) to screen px(36),py(499.08) fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#9fcdee" linewidth 1 front
set object 45 rectangle from screen px(196.29),py(510.08) to screen px(220.29),py(499.08) fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#ffffff" linewidth 1.3 front
set object 46 rectangle from screen px(401.69),py(510.08) to screen px(425.69),py(499.08) fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#ffffff" linewidth 1.3 dashtype (8,8) front
set object 47 rectangle from screen px(490.38),py(511.08) to screen px(514.38),py(498.08) fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 front
set arrow 48 from screen px(490.38),py(498.08) to screen px(490.38),py(511.08) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set arrow 49 from screen px(514.38),py(498.08) to screen px(514.38),py(511.08) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set label 1 "Kazakhstan’s official position on relations with Russia in times of crises" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "After Vinokurov (2010), Chart 2: the same positions on its coarser axis, with the three crises it names" at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "USSR break-up crisis" at screen px(222.96),py(71.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 4 "Asian financial crisis, financial" at screen px(365.41),py(59.58) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 5 "crisis in Russia, and recovery" at screen px(365.41),py(71.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 6 "Global financial" at screen px(650.32),py(59.58) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 7 "crisis" at screen px(650.32),py(71.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 8 "1991–1995" at screen px(222.96),py(87.78) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 9 "1997–1999" at screen px(365.41),py(87.78) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 10 "2007–2009" at screen px(650.32),py(87.78) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 11 "Crises" at screen px(143.73),py(87.78) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 12 "Eurasian" at screen px(294.18),py(232.79) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 13 "Union initiative" at screen px(294.18),py(245.77) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 14 "Customs" at screen px(308.43),py(324.79) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 15 "Union\052" at screen px(308.43),py(337.77) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 16 "Delimitation of Caspian" at screen px(422.39),py(403.81) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 17 "Sea\073 drift towards the" at screen px(422.39),py(416.79) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 18 "USA\073 Russia as strategic" at screen px(422.39),py(429.77) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 19 "but not the only partner" at screen px(422.39),py(442.75) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 20 "Eurasian" at screen px(536.36),py(226.3) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 21 "Economic" at screen px(536.36),py(239.28) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 22 "Union initiative\052" at screen px(536.36),py(252.26) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 23 "Creation of" at screen px(709.6),py(216.86) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 24 "a currency" at screen px(709.6),py(228.07) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 25 "and financial" at screen px(709.6),py(239.28) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 26 "integration" at screen px(709.6),py(250.49) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 27 "structure\052" at screen px(709.6),py(261.7) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 28 "Single Economic" at screen px(807.02),py(232.79) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 29 "Space\052" at screen px(807.02),py(245.77) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 30 "Establishment of CIS" at screen px(202.41),py(283.18) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 31 "Reducing" at screen px(571.09),py(399.18) right noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 32 "dependence" at screen px(571.09),py(410.98) right noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 33 "on Russian" at screen px(571.09),py(422.78) right noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 34 "transit\073 a" at screen px(571.09),py(434.58) right noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 35 "customs union" at screen px(571.09),py(446.38) right noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 36 "Joint measures to counteract the" at screen px(701.05),py(377.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 37 "effects of global crisis\073 Interaction" at screen px(701.05),py(388.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 38 "within the framework EurAsEC," at screen px(701.05),py(400.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 39 "SCO, OCST\073 multi-directional" at screen px(701.05),py(412.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 40 "foreign policy (Russia, China, USA," at screen px(701.05),py(424.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 41 "EU)\073 China economic expansion to" at screen px(701.05),py(436.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 42 "the region\073 search for Kazakhstan’s" at screen px(701.05),py(447.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 43 "“niches” in the world economy" at screen px(701.05),py(459.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 44 "Cooperation under" at screen px(758.04),py(313.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 45 "the Customs Union\073" at screen px(758.04),py(324.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 46 "Chairmanship in" at screen px(758.04),py(336.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 47 "OSCE" at screen px(758.04),py(348.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 48 "(Re)creation" at screen px(143.73),py(140.79) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 49 "of a full union" at screen px(143.73),py(153.77) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 50 "Confederation of states" at screen px(143.73),py(239.28) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 51 "Customs Union" at screen px(143.73),py(331.28) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 52 "Multi-directional" at screen px(143.73),py(416.79) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 53 "foreign policy" at screen px(143.73),py(429.77) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 54 "Level of integration" at screen px(15),py(285.28) center rotate by 90 noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 55 "1991" at screen px(151.73),py(483.28) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 56 "1994" at screen px(237.2),py(483.28) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 57 "1998" at screen px(351.16),py(483.28) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 58 "2003" at screen px(493.62),py(483.28) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 59 "2006" at screen px(579.09),py(483.28) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 60 "2007" at screen px(607.58),py(483.28) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 61 "2010" at screen px(693.05),py(483.28) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 62 "2012–2015" at screen px(807.02),py(483.28) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 63 "Actual event or state of affairs" at screen px(42),py(504.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 64 "Initiative that was not implemented" at screen px(226.29),py(504.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 65 "Planned" at screen px(431.69),py(504.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 66 "Crisis" at screen px(520.38),py(504.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 67 "Note: Filled boxes are actual events or states of affairs\073 hollow boxes are initiatives that were not implemented. Inferred, not stated by the source: the span of every box\073 the rung of every box but" at screen px(12),py(522.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 68 "“Customs Union” and “Single Economic Space”\073 where marked \052, whether it was implemented." at screen px(12),py(534.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

set terminal svg size W,H fixed rounded noenhanced font "Liberation Sans,11" background "#ffffff"
set output OUT.".svg"
plot $bands using 1:3:1:2:3:4 with boxxyerror fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $grid with lines linecolor rgb "#e0e0e0" linewidth 0.8 notitle, \
     $edges with lines linecolor rgb "#b98a2f" linewidth 0.8 dashtype (3,7) notitle, \
     $frame with lines linecolor rgb "#8a8a8a" linewidth 1 notitle, \
     $filled using 1:3:1:2:3:4 with boxxyerror fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#9fcdee" linewidth 1 notitle, \
     $hollow using 1:3:1:2:3:4 with boxxyerror fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#ffffff" linewidth 1.3 notitle, \
     $dashed using 1:3:1:2:3:4 with boxxyerror fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#ffffff" linewidth 1.3 dashtype (8,8) notitle
set terminal pngcairo size 2*W,2*H rounded noenhanced font "Liberation Sans,11" \
    fontscale 1.5 linewidth 2 pointscale 2 background "#ffffff"
set output OUT.".png"
replot
set output
undefine OUT
