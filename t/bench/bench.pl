#!/usr/bin/env perl
# What the README says about speed, and more, measured here and now: whole commands, the kernels beside
# R, numpy and bare C loops, twenty charts, and how often each test gives a false alarm. Medians of wall
# time. A limit that is missed is printed; only a whole command that misses its own fails the bench: the
# kernels' were set for an idle machine.
#   ROUNDS=5 perl t/bench/bench.pl [commands] [charts] [kernels] [alarms]     some parts only
use strict;
use warnings;
use POSIX ();
use Time::HiRes qw(time);

my $rounds  = $ENV{ROUNDS} || 21;
my $balassa = './balassa';
my $study   = 'datasets/kazakhstan-1991-2010';

my $load = qq{local s = assert(balassa.study "$study")};
my $test = qq{$load local r = balassa.contrast(s:index {}, s:crises "chart2") assert(r.placements == 1330890)};
my @plain = ( [ 'plain Lua', 'lua5.4', 't/bench/plain.lua' ], [ 'R', 'Rscript', 't/bench/plain.R' ],
    [ 'numpy', '/usr/bin/python3', 't/bench/plain.py' ] );
my @universes = ( $balassa, 't/bench/universes.lua' );
my $svg  = "set term svg; set output '/dev/null'; plot x";

# Whether a program runs at all; what it is compared with need not be installed.
sub there {
    my ( $program, @check ) = @_;
    my @cmd = $check[0] ? ( $program, @check ) : ( 'sh', '-c', "command -v $program" );
    my $pid = fork // die "fork: $!";
    if ( !$pid ) {
        open STDOUT, '>', '/dev/null';
        open STDERR, '>', '/dev/null';
        exec @cmd or POSIX::_exit(127);
    }
    waitpid $pid, 0;
    return $? == 0;
}

my @table = (    # what, command, beside, limit in ms (0: none)
    [ 'start to first statement', [ $balassa, '-e', 'local x = 1' ], [ 'lua5.4', '-e', 'local x = 1' ], 10 ],
    [ 'load the study',           [ $balassa, '-e', $load ],         [ 'lua5.4', '-e', 'local x = 1' ], 0 ],
    [ 'load 433 texts, 6.3 MB',   [ $balassa, '-e', 'assert(balassa.study "datasets/kazakhstan-un-1992-2012")' ], [ 'sha256sum', glob 'datasets/kazakhstan-un-1992-2012/texts/*.txt' ], 0 ],
    [ 'load 245 texts, 12 MB',    [ $balassa, '-e', 'assert(balassa.study "datasets/us-state-of-the-union")' ], [ 'sha256sum', glob 'datasets/us-state-of-the-union/texts/*.txt' ], 0 ],
    [ 'load + exact relocation',  [ $balassa, '-e', $test ],         [ 'lua5.4', '-e', 'local x = 1' ], 30 ],
    ( map { my ( $name, @cmd ) = @$_; [ "9,900 universes; $name", [@universes], [@cmd], 0 ] }
            grep { there( $_->[1], $_->[0] eq 'numpy' ? '-c' : '', 'import numpy' ) } @plain ),
    [ '9,900 by a Lua function', [ @universes, 'own' ], [ @universes, 'own', 1 ], 0 ],
    [ 'four figures, svg + png', [ $balassa, 'figures', 'kazakhstan-1991-2010', '--out', 'build/bench' ], [ 'gnuplot', '-d', '-e', $svg ], 0 ],
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

my $kernels = './build/release/bench/kernels';

sub peak_mb {    # of the command
    my @cmd = @_;
    my $mb  = output_of( $kernels, 'peak', @cmd );
    return $mb =~ /^([\d.]+)$/ ? $1 : '-';
}

sub output_of {    # what the command says on one thread, without the shell
    my @cmd = @_;
    my $pid = open( my $fh, '-|' ) // die "fork: $!";
    if ( !$pid ) {
        $ENV{OMP_NUM_THREADS} = 1;
        open STDERR, '>', '/dev/null';
        exec @cmd or POSIX::_exit(127);
    }
    local $/;
    my $text = <$fh> // '';
    close $fh;
    $text =~ s{\n\z}{};
    return $text;
}

system 'mkdir', '-p', 'build/bench';
my $failed = 0;

sub commands {
    printf "medians of %d runs in turn, wall time; ratio = this / beside\n", $rounds;
    printf "%-26s %9s %9s %7s %8s  %s\n", 'work', 'this, ms', 'beside', 'ratio', 'MB', 'beside what; limit';
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
        $failed ||= $limit && $x > $limit ? 1 : 0;
        printf "%-26s %9.2f %9.2f %7.2f %8s  %s\n", $what, $x, $y, $x / $y, peak_mb(@$cmd),
            ( $beside->[-1] eq 'local x = 1' ? "$beside->[0] (empty)" : "@$beside" ) . $verdict;
    }
}

# chart.save_all over twenty charts against one gnuplot that runs the same scripts.
sub charts {
    my $folder = 'build/bench/charts';
    my ( @mine, @lua, @one, @many );
    system 'mkdir', '-p', $folder;
    for ( 1 .. 3 ) {
        my ( $n, $all, $lua ) = split /\t/, output_of( $balassa, 't/bench/charts.lua', $folder );
        my @scripts = glob "$folder/??.gp";
        die "charts.lua: no twenty charts\n" unless $n && $n == 20 && @scripts == 20;
        push @mine, $all;
        push @lua,  $lua;
        push @one,  run_once( 'gnuplot', '-d', map { ( '-e', "OUT=\"$folder/alone\"", $_ ) } @scripts );
        my $start = time;
        run_once( 'gnuplot', '-d', '-e', "OUT=\"$folder/alone\"", $_ ) for @scripts;
        push @many, 1000 * ( time - $start );
    }
    my ( $mine, $one ) = ( median(@mine), median(@one) );
    printf "twenty charts, each as SVG and as PNG of double size: save_all %.0f ms (%.0f of them Lua's), one gnuplot " .
        "with these scripts %.0f ms, twenty gnuplots %.0f ms\n", $mine, median(@lua), $one, median(@many);
    printf "  ratio to one gnuplot %.2f; <= 1.5: %s; peak memory of Balassa %s MB\n", $mine / $one,
        $mine <= 1.5 * $one ? 'yes' : 'NO', peak_mb( $balassa, 't/bench/charts.lua', $folder );
}

# The kernels, one process a row where memory is meant.
sub kernels {
    my $data     = 'build/bench/data';
    my ($python) = grep { output_of( $_, '-c', 'import numpy; print(1)' ) eq '1' } '/usr/bin/python3', 'python3';
    my $r        = output_of( 'Rscript', '-e', 'cat(1)' ) eq '1';
    my @r        = ( 'Rscript',           't/bench/kernels.R',  $data );
    my @p        = ( $python // 'python3', 't/bench/kernels.py', $data );
    my @lua      = ( $balassa,            't/bench/kernels.lua', $data );
    system 'mkdir', '-p', $data;
    system( $kernels, 'data', $data ) == 0 or die "kernels: no data\n";
    print "kernels, ms of CPU time on one thread, or of the wall on two; medians of 5 (what takes seconds in R or\n",
        "Python: once); + Lua: what a call from a script takes on top\n";
    my $form = "%-38s %10s %10s %9s %9s %9s %6s %9s %22s  %s\n";
    printf $form, 'work', 'R', 'numpy', 'bare C', 'Balassa', '2 threads', 'ratio', '+ Lua', 'MB: Balassa / R / py', 'limit';
    for ( split /\n/, output_of( $kernels, 'list' ) ) {
        my ( $id, $work, $limit, $most, $threads ) = split /\t/;
        my ( $mine, $bare ) = split /\t/, output_of( $kernels, 'time', $id, 1 );
        my ($two) = $threads > 1 ? split /\t/, output_of( $kernels, 'time', $id, 2 ) : ('-');
        my $in_r   = $r      ? output_of( @r, $id ) : 'no R';
        my $in_p   = $python ? output_of( @p, $id ) : 'no numpy';
        my $in_lua = output_of( @lua, $id );
        my ( $verdict, $best ) = ( '', $mine );
        $best    = $two if $two =~ /^\d/ && $two < $best;
        $verdict = sprintf '<= %g: %s', $limit, $best <= $limit ? 'yes' : 'NO' if $limit;
        $verdict = sprintf '<= %g x C: %s', $most, $mine <= $most * $bare ? 'yes' : 'NO' if $most;
        printf $form, $work, ( map { short($_) } $in_r, $in_p, $bare, $mine, $two ),
            $bare =~ /^\d/ ? sprintf( '%.2f', $mine / $bare ) : '-',
            $in_lua =~ /^\d/ ? short( $in_lua > $mine ? $in_lua - $mine : 0 ) : '-',
            join( ' / ', peak_mb( $kernels, 'once', $id ), $in_r =~ /^\d/ ? peak_mb( @r, $id, 'once' ) : '-',
            $in_p =~ /^\d/ ? peak_mb( @p, $id, 'once' ) : '-' ), $verdict;
    }
    print "  'no X': X is not installed here (changepoint and fpop for R and ruptures for Python are not in Debian)\n";
    print "  an empty kernels process holds ", peak_mb( $kernels, 'list' ), " MB\n";
}

sub short {
    my ($ms) = @_;
    return $ms =~ /^\d/ ? sprintf( $ms < 1 ? '%.4f' : $ms < 1000 ? '%.2f' : '%.0f', $ms ) : $ms;
}

my %part = (
    commands => \&commands,
    charts   => \&charts,
    kernels  => \&kernels,
    alarms   => sub { system 't/run', 't/bench/calibration.lua', $ENV{RUNS} || 1000 },
);
my @wanted = @ARGV ? @ARGV : qw(commands charts kernels alarms);
for my $i ( 0 .. $#wanted ) {
    my $do = $part{ $wanted[$i] } or die "bench: no part '$wanted[$i]'; there are commands, charts, kernels, alarms\n";
    local $| = 1;
    print "\n" if $i > 0;
    $do->();
}
exit $failed;
