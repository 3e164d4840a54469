# Balassa 0.1.0, figures.lua
# dataset 8535bfe4f31f04f326607ea27da4544556eb91af43230d7aa06e321def7da506
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

W = 880; H = 508
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(151.73); set rmargin at screen px(864)
set tmargin at screen py(89.48); set bmargin at screen py(425.48)
set xrange [1991:2016]; set yrange [0:4]

$bands << EOD
# from to bottom top
1991 1996 0 4  # USSR break-up crisis
1997 2000 0 4  # Asian financial crisis, financial crisis in Russia, and recovery
2007 2010 0 4  # Global financial crisis
EOD
$edges << EOD
# year height
1991 0
1991 4

1996 0
1996 4

1997 0
1997 4

2000 0
2000 4

2007 0
2007 4

2010 0
2010 4

EOD
$grid << EOD
# year height
1991 1
1998.1953 1

2009.04369 1
2016 1

1991 2
1991.0351 2

1994.45269 2
2016 2

1991 3
2016 3

1994 4
1994 2.05952

1994 1.87143
1994 0

1998 4
1998 0

2003 4
2003 1.55952

2003 0.95
2003 0

2006 4
2006 1.55952

2006 0.95
2006 0

2007 4
2007 1.55952

2007 0.95
2007 0

2010 4
2010 0

2012 4
2012 0

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
1991.91507 1994 2.13095 2.86905  # Establishment of CIS
1995 1998 1.13095 1.86905  # Customs Union
1998 2003 0.13095 0.86905  # Delimitation of Caspian Sea_ drift towards the USA_ Russia as strategic but not the only partner
2006 2007 0.13095 0.86905  # Reducing dependence on Russian transit_ a customs union
2007 2010 0.13095 0.86905  # Joint measures to counteract the effects of global crisis_ Interaction within the framework EurAsEC, SCO, OCST_ multi-directional foreign policy (Russia, China, USA, EU)_ China economic expansion to the region_ search for Kazakhstan___s ___niches___ in the world economy
2009.16164 2012 2.13095 2.86905  # Creation of a currency and financial integration structure
2010 2012 1.13095 1.86905  # Cooperation under the Customs Union_ Chairmanship in OSCE
EOD
$hollow << EOD
# from to bottom top
1994 1998 2.13095 2.86905  # Eurasian Union initiative
2003 2006 2.13095 2.86905  # Eurasian Economic Union initiative
EOD
$dashed << EOD
# from to bottom top
2012 2016 2.13095 2.86905  # Single Economic Space
EOD

set object 1 rectangle from screen px(152.23),py(83.48) to screen px(293.68),py(68.48) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 2 rectangle from screen px(323.17),py(83.48) to screen px(407.65),py(68.48) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set object 3 rectangle from screen px(608.08),py(83.48) to screen px(692.55),py(68.48) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set arrow 4 from screen px(613.58),py(352.48) to screen px(613.58),py(343.68) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 5 from screen px(750.04),py(302.08) to screen px(760.73),py(302.08) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 6 from screen px(579.09),py(384.9) to screen px(571.9),py(384.9) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 7 from screen px(201.41),py(246.48) to screen px(201.41),py(254.48) nohead linecolor rgb "#6b6b6b" linewidth 0.7 front
set arrow 8 from screen px(151.73),py(425.48) to screen px(151.73),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 9 from screen px(180.22),py(425.48) to screen px(180.22),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 10 from screen px(208.71),py(425.48) to screen px(208.71),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 11 from screen px(237.2),py(425.48) to screen px(237.2),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 12 from screen px(265.69),py(425.48) to screen px(265.69),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 13 from screen px(294.18),py(425.48) to screen px(294.18),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 14 from screen px(322.67),py(425.48) to screen px(322.67),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 15 from screen px(351.16),py(425.48) to screen px(351.16),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 16 from screen px(379.66),py(425.48) to screen px(379.66),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 17 from screen px(408.15),py(425.48) to screen px(408.15),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 18 from screen px(436.64),py(425.48) to screen px(436.64),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 19 from screen px(465.13),py(425.48) to screen px(465.13),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 20 from screen px(493.62),py(425.48) to screen px(493.62),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 21 from screen px(522.11),py(425.48) to screen px(522.11),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 22 from screen px(550.6),py(425.48) to screen px(550.6),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 23 from screen px(579.09),py(425.48) to screen px(579.09),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 24 from screen px(607.58),py(425.48) to screen px(607.58),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 25 from screen px(636.07),py(425.48) to screen px(636.07),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 26 from screen px(664.56),py(425.48) to screen px(664.56),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 27 from screen px(693.05),py(425.48) to screen px(693.05),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 28 from screen px(721.55),py(425.48) to screen px(721.55),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 29 from screen px(750.04),py(425.48) to screen px(750.04),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 30 from screen px(778.53),py(425.48) to screen px(778.53),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 31 from screen px(807.02),py(425.48) to screen px(807.02),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 32 from screen px(835.51),py(425.48) to screen px(835.51),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 33 from screen px(864),py(425.48) to screen px(864),py(428.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 34 from screen px(151.73),py(425.48) to screen px(151.73),py(431.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 35 from screen px(237.2),py(425.48) to screen px(237.2),py(431.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 36 from screen px(351.16),py(425.48) to screen px(351.16),py(431.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 37 from screen px(493.62),py(425.48) to screen px(493.62),py(431.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 38 from screen px(579.09),py(425.48) to screen px(579.09),py(431.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 39 from screen px(607.58),py(425.48) to screen px(607.58),py(431.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 40 from screen px(693.05),py(425.48) to screen px(693.05),py(431.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 41 from screen px(750.04),py(425.48) to screen px(750.04),py(431.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 42 from screen px(864),py(425.48) to screen px(864),py(431.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 43 from screen px(750.04),py(431.48) to screen px(864),py(431.48) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set object 44 rectangle from screen px(12),py(467.28) to screen px(36),py(454.28) fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 front
set arrow 45 from screen px(12),py(454.28) to screen px(12),py(467.28) nohead linecolor rgb "#b98a2f" linewidth 0.8 dashtype (3,3) front
set arrow 46 from screen px(36),py(454.28) to screen px(36),py(467.28) nohead linecolor rgb "#b98a2f" linewidth 0.8 dashtype (3,3) front
set object 47 rectangle from screen px(88.99),py(466.28) to screen px(112.99),py(455.28) fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#9fcdee" linewidth 1 front
set object 48 rectangle from screen px(273.28),py(466.28) to screen px(297.28),py(455.28) fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#ffffff" linewidth 1.3 front
set object 49 rectangle from screen px(478.68),py(466.28) to screen px(502.68),py(455.28) fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#ffffff" linewidth 1.3 dashtype (9,6) front
set label 1 "Kazakhstan’s official position on relations with Russia in times of crises" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "After Vinokurov (2010), Chart 2: the same positions on its coarser axis, with the three crises it names" at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "USSR break-up crisis" at screen px(199.52),py(59.58) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 4 "Asian financial crisis, financial crisis in Russia, and recovery" at screen px(388.84),py(59.58) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 5 "Global financial crisis" at screen px(650.32),py(59.58) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 6 "1991–1995" at screen px(222.96),py(75.98) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 7 "1997–1999" at screen px(365.41),py(75.98) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 8 "2007–2009" at screen px(650.32),py(75.98) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 9 "Crises" at screen px(143.73),py(75.98) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 10 "Eurasian" at screen px(294.18),py(208.99) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 11 "Union initiative" at screen px(294.18),py(221.97) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 12 "Customs" at screen px(308.43),py(292.99) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 13 "Union\052" at screen px(308.43),py(305.97) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 14 "Delimitation of Caspian" at screen px(422.39),py(364.01) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 15 "Sea\073 drift towards the" at screen px(422.39),py(376.99) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 16 "USA\073 Russia as strategic" at screen px(422.39),py(389.97) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 17 "but not the only partner" at screen px(422.39),py(402.95) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 18 "Eurasian" at screen px(536.36),py(202.5) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 19 "Economic" at screen px(536.36),py(215.48) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 20 "Union initiative\052" at screen px(536.36),py(228.46) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 21 "Creation of" at screen px(709.6),py(193.06) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 22 "a currency" at screen px(709.6),py(204.27) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 23 "and financial" at screen px(709.6),py(215.48) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 24 "integration" at screen px(709.6),py(226.69) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 25 "structure\052" at screen px(709.6),py(237.9) center noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 26 "Single Economic" at screen px(807.02),py(208.99) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 27 "Space\052" at screen px(807.02),py(221.97) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 28 "Joint measures to counteract the effects of global crisis\073 Interaction" at screen px(511.27),py(302.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 29 "within the framework EurAsEC, SCO, OCST\073 multi-directional foreign" at screen px(511.27),py(314.18) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 30 "policy (Russia, China, USA, EU)\073 China economic expansion to the" at screen px(511.27),py(325.98) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 31 "region\073 search for Kazakhstan’s “niches” in the world economy" at screen px(511.27),py(337.78) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 32 "Cooperation under" at screen px(763.73),py(284.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 33 "the Customs Union\073" at screen px(763.73),py(296.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 34 "Chairmanship in" at screen px(763.73),py(307.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 35 "OSCE" at screen px(763.73),py(319.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 36 "Reducing" at screen px(568.9),py(368.09) right noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 37 "dependence on" at screen px(568.9),py(379.3) right noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 38 "Russian transit\073" at screen px(568.9),py(390.5) right noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 39 "a customs union" at screen px(568.9),py(401.72) right noenhanced font "Liberation Sans,9.5" textcolor rgb "#1a1a1a" front
set label 40 "Establishment of CIS" at screen px(201.41),py(260.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 41 "(Re)creation" at screen px(143.73),py(124.99) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 42 "of a full union" at screen px(143.73),py(137.97) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 43 "Confederation of states" at screen px(143.73),py(215.48) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 44 "Customs Union" at screen px(143.73),py(299.48) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 45 "Multi-directional" at screen px(143.73),py(376.99) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 46 "foreign policy" at screen px(143.73),py(389.97) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 47 "Level of integration" at screen px(15),py(257.48) center rotate by 90 noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 48 "1991" at screen px(151.73),py(439.48) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 49 "1994" at screen px(237.2),py(439.48) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 50 "1998" at screen px(351.16),py(439.48) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 51 "2003" at screen px(493.62),py(439.48) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 52 "2006" at screen px(579.09),py(439.48) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 53 "2007" at screen px(607.58),py(439.48) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 54 "2010" at screen px(693.05),py(439.48) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 55 "2012–2015" at screen px(807.02),py(439.48) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 56 "Crisis" at screen px(42),py(460.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 57 "Actual event or state of affairs" at screen px(118.99),py(460.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 58 "Initiative that was not implemented" at screen px(303.28),py(460.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 59 "Planned" at screen px(508.68),py(460.78) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 60 "Note: Filled boxes are actual events or states of affairs\073 the hollow boxes are initiatives that were not implemented. \052 Whether it was implemented is inferred. Of every box but “Customs Union”" at screen px(12),py(479.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 61 "and “Single Economic Space” the rung is inferred. Of every box the span is inferred." at screen px(12),py(490.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

set terminal svg size W,H fixed noenhanced font "Liberation Sans,11" background "#ffffff"
set output OUT.".svg"
plot $bands using 1:3:1:2:3:4 with boxxyerror fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $edges with lines linecolor rgb "#b98a2f" linewidth 0.8 dashtype (3,3) notitle, \
     $grid with lines linecolor rgb "#e0e0e0" linewidth 0.8 notitle, \
     $frame with lines linecolor rgb "#8a8a8a" linewidth 1 notitle, \
     $filled using 1:3:1:2:3:4 with boxxyerror fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#9fcdee" linewidth 1 notitle, \
     $hollow using 1:3:1:2:3:4 with boxxyerror fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#ffffff" linewidth 1.3 notitle, \
     $dashed using 1:3:1:2:3:4 with boxxyerror fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#ffffff" linewidth 1.3 dashtype (9,6) notitle
set terminal pngcairo size 2*W,2*H noenhanced font "Liberation Sans,11" fontscale 1.5 linewidth 2 pointscale 2 background "#ffffff"
set output OUT.".png"
replot
set output
