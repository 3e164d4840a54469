#!/usr/bin/env perl
# What the README says about speed, measured here and now: each command run in turn with the one it
# is compared with, medians of wall time and the ratio of the medians. Peak memory from wait4.
use strict;
use warnings;
use POSIX ();
use Time::HiRes qw(time);

my $rounds  = $ENV{ROUNDS} || 21;
my $balassa = './balassa';
my $study   = 'datasets/kazakhstan-1991-2010';

my $load = qq{local s = assert(balassa.study "$study")};
my $test = qq{$load local r = balassa.contrast(s:index {}, s:crises "chart2") assert(r.placements == 1330890)};
my $svg  = "set term svg; set output '/dev/null'; plot x";

my @table = (    # what, command, beside, limit in ms (0: none)
    [ 'start to first statement', [ $balassa, '-e', 'local x = 1' ], [ 'lua5.4', '-e', 'local x = 1' ], 10 ],
    [ 'load the study',           [ $balassa, '-e', $load ],         [ 'lua5.4', '-e', 'local x = 1' ], 0 ],
    [ 'load + exact relocation',  [ $balassa, '-e', $test ],         [ 'lua5.4', '-e', 'local x = 1' ], 30 ],
    [ 'three figures, svg + png', [ $balassa, 'figures', 'kazakhstan-1991-2010', '--out', 'build/bench' ], [ 'gnuplot', '-d', '-e', $svg ], 0 ],
);

sub run_once {
    my @cmd   = @_;
    my $start = time;
    my $pid   = fork // die "fork: $!";
    if ( !$pid ) {
        open STDOUT, '>', '/dev/null';
        exec @cmd or POSIX::_exit(127);
    }
    waitpid $pid, 0;
    die "@cmd: exit status $?\n" if $?;
    return 1000 * ( time - $start );
}

sub median { my @s = sort { $a <=> $b } @_; return $s[ @s / 2 ] }

sub peak_mb {    # of the command, by GNU time when it is there
    my @cmd = @_;
    return '-' unless -x '/usr/bin/time';
    my $out = qx{/usr/bin/time -f %M @{[ join ' ', map { "'" . s/'/'\\''/gr . "'" } @cmd ]} 2>&1 >/dev/null};
    return $out =~ /(\d+)\s*$/ ? sprintf '%.1f', $1 / 1024 : '-';
}

system 'mkdir', '-p', 'build/bench';
printf "medians of %d runs in turn, wall time; ratio = this / beside\n", $rounds;
printf "%-26s %9s %9s %7s %8s  %s\n", 'work', 'this, ms', 'beside', 'ratio', 'MB', 'beside what; limit';
my $failed = 0;
for my $row (@table) {
    my ( $what, $cmd, $beside, $limit ) = @$row;
    my ( @a, @b );
    run_once(@$_) for $cmd, $beside;    # warm up
    for ( 1 .. $rounds ) {
        push @a, run_once(@$cmd);
        push @b, run_once(@$beside);
    }
    my ( $x, $y ) = ( median(@a), median(@b) );
    my $verdict = !$limit ? '' : $x <= $limit ? "; <= $limit ms: yes" : "; <= $limit ms: NO";
    $failed ||= $limit && $x > $limit;
    printf "%-26s %9.2f %9.2f %7.2f %8s  %s\n", $what, $x, $y, $x / $y, peak_mb(@$cmd),
        "$beside->[0] (empty)$verdict";
}
exit $failed;
