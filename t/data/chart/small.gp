# dataset 00ff
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

reset
W = 400; H = 331
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(44.62); set rmargin at screen px(384)
set tmargin at screen py(74.5); set bmargin at screen py(258.5)
set xrange [1991:1995]; set yrange [0:2]

$bands << EOD
# from to bottom top
1992 1994 0 2  # Crisis
EOD
$grid << EOD
# year height
1991 1
1995 1

1993 2
1993 0

EOD
$edges << EOD
# year height
1992 2
1992 0

1994 2
1994 0

EOD
$frame << EOD
# year height
1991 0
1995 0
1995 2
1991 2
1991 0
EOD
$steps << EOD
# year value
1991 1
1993 1
1993 1.5
1995 1.5

EOD
$filled << EOD
# from to bottom top
1991 1993 0.16304 0.83696  # A _pact_
EOD
$dashed << EOD
# from to bottom top
1993.49589 1995 1.16304 1.83696  # Plan
EOD

set object 1 rectangle from screen px(129.96),py(68.5) to screen px(298.65),py(53.5) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set arrow 2 from screen px(44.62),py(258.5) to screen px(44.62),py(261.5) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 3 from screen px(129.46),py(258.5) to screen px(129.46),py(261.5) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 4 from screen px(214.31),py(258.5) to screen px(214.31),py(261.5) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 5 from screen px(299.15),py(258.5) to screen px(299.15),py(261.5) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 6 from screen px(384),py(258.5) to screen px(384),py(261.5) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 7 from screen px(44.62),py(258.5) to screen px(44.62),py(264.5) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 8 from screen px(214.31),py(258.5) to screen px(214.31),py(264.5) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set object 9 rectangle from screen px(12),py(300.48) to screen px(36),py(289.48) fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#9fcdee" linewidth 1 front
set object 10 rectangle from screen px(87.9),py(300.48) to screen px(111.9),py(289.48) fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#ffffff" linewidth 1.3 dashtype (8,8) front
set label 1 "Freedonia\047s ladder" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "Crisis" at screen px(214.31),py(44.6) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 3 "1992–1993" at screen px(214.31),py(61) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 4 "A \140pact\140" at screen px(129.46),py(212.5) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 5 "Plan" at screen px(320.19),py(120.5) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 6 "High" at screen px(36.62),py(120.5) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 7 "Low" at screen px(36.62),py(212.5) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 8 "1991" at screen px(44.62),py(273) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 9 "1993" at screen px(214.31),py(273) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 10 "Done" at screen px(42),py(294.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 11 "Dashed" at screen px(117.9),py(294.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 12 "A note." at screen px(12),py(313.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

set terminal svg size W,H fixed rounded noenhanced font "Liberation Sans,11" background "#ffffff"
set output OUT.".svg"
plot $bands using 1:3:1:2:3:4 with boxxyerror fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $grid with lines linecolor rgb "#e0e0e0" linewidth 0.8 notitle, \
     $edges with lines linecolor rgb "#b98a2f" linewidth 0.8 dashtype (3,7) notitle, \
     $frame with lines linecolor rgb "#8a8a8a" linewidth 1 notitle, \
     $steps with lines linecolor rgb "#ffffff" linewidth 4.5 notitle, \
     $steps with lines linecolor rgb "#0072b2" linewidth 2 notitle, \
     $filled using 1:3:1:2:3:4 with boxxyerror fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#9fcdee" linewidth 1 notitle, \
     $dashed using 1:3:1:2:3:4 with boxxyerror fillstyle solid border rgb "#0b4f7d" fillcolor rgb "#ffffff" linewidth 1.3 dashtype (8,8) notitle
set terminal pngcairo size 2*W,2*H rounded noenhanced font "Liberation Sans,11" \
    fontscale 1.5 linewidth 2 pointscale 2 background "#ffffff"
set output OUT.".png"
replot
set output
undefine OUT
