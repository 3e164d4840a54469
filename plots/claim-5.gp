# Balassa 0.1.0, figures.lua
# command figures kazakhstan-1991-2010
# figure claim-5
# dataset 8535bfe4f31f04f326607ea27da4544556eb91af43230d7aa06e321def7da506
if (!exists("OUT")) OUT = exists("ARG0") && strlen(ARG0) > 3 ? ARG0[1:strlen(ARG0)-3] : "figure"

reset
W = 880; H = 563
px(x) = x / (W + 0.0)
py(y) = 1 - y / (H + 0.0)
unset border; unset tics; unset key
set lmargin at screen px(65.91); set rmargin at screen px(864)
set tmargin at screen py(160.68); set bmargin at screen py(490.68)
set xrange [1991:2011]; set yrange [-2.2001:3.99517]

$bands << EOD
# from to bottom top
2000 2005 -2.2001 3.99517  # Growth and integration at once
EOD
$grid << EOD
# year height
1991 -2
2011 -2

1991 -1
2011 -1

1991 0
2011 0

1991 1
2011 1

1991 2
2011 2

1991 3
2011 3

1994 3.99517
1994 -2.2001

1998 3.99517
1998 -2.2001

2003 3.99517
2003 -2.2001

2006 3.99517
2006 -2.2001

2007 3.99517
2007 -2.2001

2010 3.99517
2010 -2.2001

EOD
$edges << EOD
# year height
2000 3.99517
2000 -2.2001

2005 3.99517
2005 -2.2001

EOD
$frame << EOD
# year height
1991 -2.2001
2011 -2.2001
2011 3.99517
1991 3.99517
1991 -2.2001
EOD
$steps << EOD
# year value
1991.4137 1.64927
1991.91507 1.64927
1991.91507 1.20733
1994.49589 1.20733
1994.49589 0.7654
1995 0.7654
1995 -0.11848
1995.49589 -0.11848
1995.49589 -1.44428
1996.16393 -1.44428
1996.16393 0.32346
1997.49589 0.32346
1997.49589 -1.44428
1998.91507 -1.44428
1998.91507 -0.56041
2000.24863 -0.56041
2000.24863 0.7654
2003 0.7654
2003 0.32346
2003.16164 0.32346
2003.16164 0.7654
2004.16393 0.7654
2004.16393 -1.44428
2004.49727 -1.44428
2004.49727 0.7654
2005.49589 0.7654
2005.49589 -1.00235
2006.16164 -1.00235
2006.16164 -1.44428
2006.49589 -1.44428
2006.49589 -0.11848
2007.16164 -0.11848
2007.16164 -1.44428
2009.16164 -1.44428
2009.16164 0.7654
2009.32877 0.7654
2009.32877 -0.11848
2009.91507 -0.11848
2009.91507 0.32346
2010 0.32346
2010 -0.11848
2011 -0.11848

EOD
$steps2 << EOD
# year value
1991 -0.50649
1991.08493 -0.50649
1991.08493 -0.66162
1991.16164 -0.66162
1991.16164 -0.67933
1991.24658 -0.67933
1991.24658 -0.67548
1991.32877 -0.67548
1991.32877 -0.6751
1991.4137 -0.6751
1991.4137 -0.71436
1991.49589 -0.71436
1991.49589 -0.66701
1991.58082 -0.66701
1991.58082 -0.65277
1991.66575 -0.65277
1991.66575 -0.62467
1991.74795 -0.62467
1991.74795 -0.55884
1991.83288 -0.55884
1991.83288 -0.60119
1991.91507 -0.60119
1991.91507 -0.70512
1992 -0.70512
1992 -0.71475
1992.0847 -0.71475
1992.0847 -0.71898
1992.16393 -0.71898
1992.16393 -0.73515
1992.24863 -0.73515
1992.24863 -0.68549
1992.3306 -0.68549
1992.3306 -0.64815
1992.4153 -0.64815
1992.4153 -0.59926
1992.49727 -0.59926
1992.49727 -0.63468
1992.58197 -0.63468
1992.58197 -0.65392
1992.66667 -0.65392
1992.66667 -0.63352
1992.74863 -0.63352
1992.74863 -0.63391
1992.83333 -0.63391
1992.83333 -0.67433
1992.9153 -0.67433
1992.9153 -0.71552
1993 -0.71552
1993 -0.74439
1993.08493 -0.74439
1993.08493 -0.70281
1993.16164 -0.70281
1993.16164 -0.69049
1993.24658 -0.69049
1993.24658 -0.69511
1993.32877 -0.69511
1993.32877 -0.70127
1993.4137 -0.70127
1993.4137 -0.73438
1993.49589 -0.73438
1993.49589 -0.76787
1993.58082 -0.76787
1993.58082 -0.77095
1993.66575 -0.77095
1993.66575 -0.79751
1993.74795 -0.79751
1993.74795 -0.77441
1993.83288 -0.77441
1993.83288 -0.82869
1993.91507 -0.82869
1993.91507 -0.88528
1994 -0.88528
1994 -0.86372
1994.08493 -0.86372
1994.08493 -0.88258
1994.16164 -0.88258
1994.16164 -0.88181
1994.24658 -0.88181
1994.24658 -0.82753
1994.32877 -0.82753
1994.32877 -0.79058
1994.4137 -0.79058
1994.4137 -0.76864
1994.49589 -0.76864
1994.49589 -0.7363
1994.58082 -0.7363
1994.58082 -0.76363
1994.66575 -0.76363
1994.66575 -0.80174
1994.74795 -0.80174
1994.74795 -0.77903
1994.83288 -0.77903
1994.83288 -0.75208
1994.91507 -0.75208
1994.91507 -0.80059
1995 -0.80059
1995 -0.77672
1995.08493 -0.77672
1995.08493 -0.75516
1995.16164 -0.75516
1995.16164 -0.75901
1995.24658 -0.75901
1995.24658 -0.69588
1995.32877 -0.69588
1995.32877 -0.70743
1995.4137 -0.70743
1995.4137 -0.74747
1995.49589 -0.74747
1995.49589 -0.80367
1995.58082 -0.80367
1995.58082 -0.79404
1995.66575 -0.79404
1995.66575 -0.77095
1995.74795 -0.77095
1995.74795 -0.79366
1995.83288 -0.79366
1995.83288 -0.76479
1995.91507 -0.76479
1995.91507 -0.7236
1996 -0.7236
1996 -0.72668
1996.0847 -0.72668
1996.0847 -0.7209
1996.16393 -0.7209
1996.16393 -0.64969
1996.24863 -0.64969
1996.24863 -0.60927
1996.3306 -0.60927
1996.3306 -0.67664
1996.4153 -0.67664
1996.4153 -0.7032
1996.49727 -0.7032
1996.49727 -0.66047
1996.58197 -0.66047
1996.58197 -0.62428
1996.66667 -0.62428
1996.66667 -0.54268
1996.74863 -0.54268
1996.74863 -0.48378
1996.83333 -0.48378
1996.83333 -0.53767
1996.9153 -0.53767
1996.9153 -0.49841
1997 -0.49841
1997 -0.50765
1997.08493 -0.50765
1997.08493 -0.6112
1997.16164 -0.6112
1997.16164 -0.67741
1997.24658 -0.67741
1997.24658 -0.73784
1997.32877 -0.73784
1997.32877 -0.68164
1997.4137 -0.68164
1997.4137 -0.73707
1997.49589 -0.73707
1997.49589 -0.7032
1997.58082 -0.7032
1997.58082 -0.69781
1997.66575 -0.69781
1997.66575 -0.7032
1997.74795 -0.7032
1997.74795 -0.64892
1997.83288 -0.64892
1997.83288 -0.67587
1997.91507 -0.67587
1997.91507 -0.75247
1998 -0.75247
1998 -0.82907
1998.08493 -0.82907
1998.08493 -0.87219
1998.16164 -0.87219
1998.16164 -0.90953
1998.24658 -0.90953
1998.24658 -0.89297
1998.32877 -0.89297
1998.32877 -0.86102
1998.4137 -0.86102
1998.4137 -0.94379
1998.49589 -0.94379
1998.49589 -0.94879
1998.58082 -0.94879
1998.58082 -0.95533
1998.66575 -0.95533
1998.66575 -0.90029
1998.74795 -0.90029
1998.74795 -0.92492
1998.83288 -0.92492
1998.83288 -0.98882
1998.91507 -0.98882
1998.91507 -1.03579
1999 -1.03579
1999 -0.98613
1999.08493 -0.98613
1999.08493 -1.01847
1999.16164 -1.01847
1999.16164 -0.93224
1999.24658 -0.93224
1999.24658 -0.82522
1999.32877 -0.82522
1999.32877 -0.82753
1999.4137 -0.82753
1999.4137 -0.80328
1999.49589 -0.80328
1999.49589 -0.67933
1999.58082 -0.67933
1999.58082 -0.63545
1999.66575 -0.63545
1999.66575 -0.54614
1999.74795 -0.54614
1999.74795 -0.56693
1999.83288 -0.56693
1999.83288 -0.46761
1999.91507 -0.46761
1999.91507 -0.43335
2000 -0.43335
2000 -0.43181
2000.0847 -0.43181
2000.0847 -0.34443
2000.16393 -0.34443
2000.16393 -0.35559
2000.24863 -0.35559
2000.24863 -0.53767
2000.3306 -0.53767
2000.3306 -0.34597
2000.4153 -0.34597
2000.4153 -0.26667
2000.49727 -0.26667
2000.49727 -0.30978
2000.58197 -0.30978
2000.58197 -0.25127
2000.66667 -0.25127
2000.66667 -0.1381
2000.74863 -0.1381
2000.74863 -0.22202
2000.83333 -0.22202
2000.83333 -0.16081
2000.9153 -0.16081
2000.9153 -0.42604
2001 -0.42604
2001 -0.42758
2001.08493 -0.42758
2001.08493 -0.35521
2001.16164 -0.35521
2001.16164 -0.47069
2001.24658 -0.47069
2001.24658 -0.42604
2001.32877 -0.42604
2001.32877 -0.32403
2001.4137 -0.32403
2001.4137 -0.34174
2001.49589 -0.34174
2001.49589 -0.46646
2001.58082 -0.46646
2001.58082 -0.42527
2001.66575 -0.42527
2001.66575 -0.42758
2001.74795 -0.42758
2001.74795 -0.62313
2001.83288 -0.62313
2001.83288 -0.69011
2001.91507 -0.69011
2001.91507 -0.69357
2002 -0.69357
2002 -0.66624
2002.08493 -0.66624
2002.08493 -0.63314
2002.16164 -0.63314
2002.16164 -0.50149
2002.24658 -0.50149
2002.24658 -0.42334
2002.32877 -0.42334
2002.32877 -0.43797
2002.4137 -0.43797
2002.4137 -0.48686
2002.49589 -0.48686
2002.49589 -0.42296
2002.58082 -0.42296
2002.58082 -0.38793
2002.66575 -0.38793
2002.66575 -0.32056
2002.74795 -0.32056
2002.74795 -0.35367
2002.83288 -0.35367
2002.83288 -0.47685
2002.91507 -0.47685
2002.91507 -0.32326
2003 -0.32326
2003 -0.21355
2003.08493 -0.21355
2003.08493 -0.15234
2003.16164 -0.15234
2003.16164 -0.23549
2003.24658 -0.23549
2003.24658 -0.45144
2003.32877 -0.45144
2003.32877 -0.41834
2003.4137 -0.41834
2003.4137 -0.34943
2003.49589 -0.34943
2003.49589 -0.32249
2003.58082 -0.32249
2003.58082 -0.26321
2003.66575 -0.26321
2003.66575 -0.37022
2003.74795 -0.37022
2003.74795 -0.27399
2003.83288 -0.27399
2003.83288 -0.30709
2003.91507 -0.30709
2003.91507 -0.26629
2004 -0.26629
2004 -0.2097
2004.0847 -0.2097
2004.0847 -0.22587
2004.16393 -0.22587
2004.16393 -0.11924
2004.24863 -0.11924
2004.24863 -0.12078
2004.3306 -0.12078
2004.3306 0.03243
2004.4153 0.03243
2004.4153 -0.05957
2004.49727 -0.05957
2004.49727 0.05745
2004.58197 0.05745
2004.58197 0.23145
2004.66667 0.23145
2004.66667 0.24915
2004.74863 0.24915
2004.74863 0.50245
2004.83333 0.50245
2004.83333 0.24569
2004.9153 0.24569
2004.9153 0.11057
2005 0.11057
2005 0.29958
2005.08493 0.29958
2005.08493 0.33692
2005.16164 0.33692
2005.16164 0.63025
2005.24658 0.63025
2005.24658 0.58328
2005.32877 0.58328
2005.32877 0.45895
2005.4137 0.45895
2005.4137 0.67836
2005.49589 0.67836
2005.49589 0.80039
2005.58082 0.80039
2005.58082 1.04907
2005.66575 1.04907
2005.66575 1.00788
2005.74795 1.00788
2005.74795 0.83966
2005.83288 0.83966
2005.83288 0.71262
2005.91507 0.71262
2005.91507 0.77499
2006 0.77499
2006 1.01096
2006.08493 1.01096
2006.08493 0.90394
2006.16164 0.90394
2006.16164 0.97516
2006.24658 0.97516
2006.24658 1.29081
2006.32877 1.29081
2006.32877 1.27233
2006.4137 1.27233
2006.4137 1.22537
2006.49589 1.22537
2006.49589 1.42208
2006.58082 1.42208
2006.58082 1.40514
2006.66575 1.40514
2006.66575 0.97131
2006.74795 0.97131
2006.74795 0.81156
2006.83288 0.81156
2006.83288 0.84812
2006.91507 0.84812
2006.91507 0.99094
2007 0.99094
2007 0.65257
2007.08493 0.65257
2007.08493 0.80193
2007.16164 0.80193
2007.16164 0.97477
2007.24658 0.97477
2007.24658 1.18418
2007.32877 1.18418
2007.32877 1.1734
2007.4137 1.1734
2007.4137 1.32122
2007.49589 1.32122
2007.49589 1.54757
2007.58082 1.54757
2007.58082 1.31006
2007.66575 1.31006
2007.66575 1.55681
2007.74795 1.55681
2007.74795 1.75582
2007.83288 1.75582
2007.83288 2.14346
2007.91507 2.14346
2007.91507 2.08649
2008 2.08649
2008 2.13461
2008.0847 2.13461
2008.0847 2.24277
2008.16393 2.24277
2008.16393 2.57575
2008.24863 2.57575
2008.24863 2.78477
2008.3306 2.78477
2008.3306 3.3133
2008.4153 3.3133
2008.4153 3.67977
2008.49727 3.67977
2008.49727 3.69517
2008.58197 3.69517
2008.58197 2.9453
2008.66667 2.9453
2008.66667 2.329
2008.74863 2.329
2008.74863 1.34162
2008.83333 1.34162
2008.83333 0.60523
2008.9153 0.60523
2008.9153 0.12405
2009 0.12405
2009 0.25839
2009.08493 0.25839
2009.08493 0.25377
2009.16164 0.25377
2009.16164 0.37772
2009.24658 0.37772
2009.24658 0.51784
2009.32877 0.51784
2009.32877 0.79192
2009.4137 0.79192
2009.4137 1.22729
2009.49589 1.22729
2009.49589 1.06677
2009.58082 1.06677
2009.58082 1.37742
2009.66575 1.37742
2009.66575 1.19034
2009.74795 1.19034
2009.74795 1.38743
2009.83288 1.38743
2009.83288 1.53717
2009.91507 1.53717
2009.91507 1.45249
2010 1.45249
2010 1.51831
2010.08493 1.51831
2010.08493 1.42515
2010.16164 1.42515
2010.16164 1.62071
2010.24658 1.62071
2010.24658 1.85129
2010.32877 1.85129
2010.32877 1.50984
2010.4137 1.50984
2010.4137 1.46403
2010.49589 1.46403
2010.49589 1.4956
2010.58082 1.4956
2010.58082 1.5518
2010.66575 1.5518
2010.66575 1.5826
2010.74795 1.5826
2010.74795 1.76852
2010.83288 1.76852
2010.83288 1.86899
2010.91507 1.86899
2010.91507 2.1065
2011 2.1065

EOD
$steps3 << EOD
# year value
1991 -1.69863
1992 -1.69863
1992 -0.9809
1993 -0.9809
1993 -1.47198
1994 -1.47198
1994 -1.9001
1995 -1.9001
1995 -1.34606
1996 -1.34606
1996 -0.25058
1997 -0.25058
1997 -0.09947
1998 -0.09947
1998 -0.55278
1999 -0.55278
1999 0.02644
2000 0.02644
2000 0.92046
2001 0.92046
2001 1.38635
2002 1.38635
2002 0.92046
2003 0.92046
2003 0.8575
2004 0.8575
2004 0.89527
2005 0.89527
2005 0.90787
2006 0.90787
2006 1.03378
2007 1.03378
2007 0.80713
2008 0.80713
2008 0.10199
2009 0.10199
2009 -0.16243
2010 -0.16243
2010 0.60566
2011 0.60566

EOD

set object 1 rectangle from screen px(66.41),py(118.88) to screen px(304.84),py(103.88) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set object 2 rectangle from screen px(305.84),py(118.88) to screen px(424.55),py(103.88) fillstyle solid noborder fillcolor rgb "#e3e3e3" linewidth 1 front
set object 3 rectangle from screen px(425.55),py(118.88) to screen px(624.07),py(103.88) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set object 4 rectangle from screen px(625.07),py(118.88) to screen px(703.88),py(103.88) fillstyle solid noborder fillcolor rgb "#e3e3e3" linewidth 1 front
set object 5 rectangle from screen px(704.88),py(118.88) to screen px(863.5),py(103.88) fillstyle solid noborder fillcolor rgb "#d0d0d0" linewidth 1 front
set object 6 rectangle from screen px(425.55),py(154.68) to screen px(624.07),py(139.68) fillstyle solid noborder fillcolor rgb "#efc46c" linewidth 1 front
set arrow 7 from screen px(65.91),py(490.68) to screen px(65.91),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 8 from screen px(105.81),py(490.68) to screen px(105.81),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 9 from screen px(145.72),py(490.68) to screen px(145.72),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 10 from screen px(185.62),py(490.68) to screen px(185.62),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 11 from screen px(225.53),py(490.68) to screen px(225.53),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 12 from screen px(265.43),py(490.68) to screen px(265.43),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 13 from screen px(305.34),py(490.68) to screen px(305.34),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 14 from screen px(345.24),py(490.68) to screen px(345.24),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 15 from screen px(385.15),py(490.68) to screen px(385.15),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 16 from screen px(425.05),py(490.68) to screen px(425.05),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 17 from screen px(464.96),py(490.68) to screen px(464.96),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 18 from screen px(504.86),py(490.68) to screen px(504.86),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 19 from screen px(544.76),py(490.68) to screen px(544.76),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 20 from screen px(584.67),py(490.68) to screen px(584.67),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 21 from screen px(624.57),py(490.68) to screen px(624.57),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 22 from screen px(664.48),py(490.68) to screen px(664.48),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 23 from screen px(704.38),py(490.68) to screen px(704.38),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 24 from screen px(744.29),py(490.68) to screen px(744.29),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 25 from screen px(784.19),py(490.68) to screen px(784.19),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 26 from screen px(824.1),py(490.68) to screen px(824.1),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 27 from screen px(864),py(490.68) to screen px(864),py(493.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 28 from screen px(65.91),py(490.68) to screen px(65.91),py(496.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 29 from screen px(185.62),py(490.68) to screen px(185.62),py(496.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 30 from screen px(345.24),py(490.68) to screen px(345.24),py(496.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 31 from screen px(544.76),py(490.68) to screen px(544.76),py(496.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 32 from screen px(664.48),py(490.68) to screen px(664.48),py(496.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 33 from screen px(704.38),py(490.68) to screen px(704.38),py(496.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set arrow 34 from screen px(824.1),py(490.68) to screen px(824.1),py(496.68) nohead linecolor rgb "#8a8a8a" linewidth 1 front
set object 35 rectangle from screen px(12),py(533.66) to screen px(36),py(520.66) fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 front
set arrow 36 from screen px(12),py(520.66) to screen px(12),py(533.66) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set arrow 37 from screen px(36),py(520.66) to screen px(36),py(533.66) nohead linecolor rgb "#b98a2f" linewidth 0.804 dashtype (3,7) front
set arrow 38 from screen px(224.09),py(527.16) to screen px(248.09),py(527.16) nohead linecolor rgb "#0072b2" linewidth 2.2 front
set arrow 39 from screen px(340),py(527.16) to screen px(364),py(527.16) nohead linecolor rgb "#1a1a1a" linewidth 1.3 front
set arrow 40 from screen px(428.67),py(527.16) to screen px(452.67),py(527.16) nohead linecolor rgb "#009e73" linewidth 1.808 dashtype (8,6) front
set label 1 "Claim 5: oil, growth and the index" at screen px(12),py(20.85) left noenhanced font "Liberation Sans:Bold,15" textcolor rgb "#1a1a1a" front
set label 2 "With the crises held, the index and oil: r −0.43, p = 0.094\073 the index and growth: r −0.49, p = 0.089. Verdict: cannot be told with this design." at screen px(12),py(38.19) left noenhanced font "Liberation Sans,11" textcolor rgb "#555555" front
set label 3 "1 Break-up of the Soviet Union and inception of the" at screen px(65.91),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 4 "CIS\073 full economic union, then the Eurasian Union" at screen px(65.91),py(83.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 5 "initiative" at screen px(65.91),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 6 "2 The multi-directional" at screen px(305.34),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 7 "foreign policy of the" at screen px(305.34),py(83.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 8 "second half of 1990s" at screen px(305.34),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 9 "3 The early 2000s: revival of economic" at screen px(423.94),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 10 "fortunes and new round of integration" at screen px(423.94),py(83.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 11 "initiatives" at screen px(423.94),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 12 "4 The goal of Eurasian" at screen px(604.12),py(59.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 13 "Union is set aside once" at screen px(604.12),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 14 "again\073 diversification of" at screen px(604.12),py(83.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 15 "exports and transit routes" at screen px(604.12),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 16 "5 Raw material transit" at screen px(725.95),py(59.58) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 17 "diversification, economic" at screen px(725.95),py(71.38) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 18 "integration under the Customs" at screen px(725.95),py(83.18) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 19 "Union" at screen px(725.95),py(94.98) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 20 "1: 1991–1996" at screen px(185.62),py(111.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 21 "2: 1997–1999" at screen px(365.19),py(111.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 22 "3: 2000–2004" at screen px(524.81),py(111.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 23 "4: 2005–2006" at screen px(664.48),py(111.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 24 "5: 2007–2010" at screen px(784.19),py(111.38) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 25 "Phases" at screen px(57.91),py(111.38) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 26 "Growth and integration at once" at screen px(524.81),py(130.78) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 27 "2000–2004" at screen px(524.81),py(147.18) center noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 28 "Exception" at screen px(57.91),py(147.18) right noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 29 "3" at screen px(57.91),py(213.69) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 30 "2" at screen px(57.91),py(266.96) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 31 "1" at screen px(57.91),py(320.22) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 32 "0" at screen px(57.91),py(373.49) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 33 "-1" at screen px(57.91),py(426.76) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 34 "-2" at screen px(57.91),py(480.02) right noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 35 "Standard deviations from the mean" at screen px(15),py(325.68) center rotate by 90 noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front
set label 36 "1991" at screen px(65.91),py(505.18) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 37 "1994" at screen px(185.62),py(505.18) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 38 "1998" at screen px(345.24),py(505.18) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 39 "2003" at screen px(544.76),py(505.18) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 40 "2006" at screen px(664.48),py(505.18) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 41 "2007" at screen px(704.38),py(505.18) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 42 "2010" at screen px(824.1),py(505.18) center noenhanced font "Liberation Sans,11" textcolor rgb "#1a1a1a" front
set label 43 "The exception that the paper names" at screen px(42),py(527.16) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 44 "Rhetoric index" at screen px(254.09),py(527.16) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 45 "Oil price" at screen px(370),py(527.16) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 46 "Growth" at screen px(458.67),py(527.16) left noenhanced font "Liberation Sans,10" textcolor rgb "#1a1a1a" front
set label 47 "Note: each series minus its mean, over its standard deviation. Growth is by the year." at screen px(12),py(545.56) left noenhanced font "Liberation Sans,10" textcolor rgb "#555555" front

set terminal svg size W,H fixed rounded noenhanced font "Liberation Sans,11" background "#ffffff"
set output OUT.".svg"
plot $bands using 1:3:1:2:3:4 with boxxyerror fillstyle solid noborder fillcolor rgb "#fbeccf" linewidth 1 notitle, \
     $grid with lines linecolor rgb "#e0e0e0" linewidth 0.8 notitle, \
     $edges with lines linecolor rgb "#b98a2f" linewidth 0.8 dashtype (3,7) notitle, \
     $frame with lines linecolor rgb "#8a8a8a" linewidth 1 notitle, \
     $steps with lines linecolor rgb "#ffffff" linewidth 4.7 notitle, \
     $steps2 with lines linecolor rgb "#ffffff" linewidth 3.8 notitle, \
     $steps with lines linecolor rgb "#0072b2" linewidth 2.2 notitle, \
     $steps2 with lines linecolor rgb "#1a1a1a" linewidth 1.3 notitle, \
     $steps3 with lines linecolor rgb "#009e73" linewidth 1.8 dashtype (8,6) notitle
set terminal pngcairo size 2*W,2*H rounded noenhanced font "Liberation Sans,11" \
    fontscale 1.5 linewidth 2 pointscale 2 background "#ffffff"
set output OUT.".png"
replot
set output
undefine OUT
