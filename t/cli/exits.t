#!/usr/bin/env perl
# Exit codes, and what is left behind when drawing fails: the figure that was there stays whole.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $balassa = $ENV{BALASSA} || './balassa';
my $dir     = tempdir( CLEANUP => 1 );

sub write_file {
    my ( $name, $text, $mode ) = @_;
    open my $fh, '>', "$dir/$name" or die "$name: $!";
    print $fh $text;
    close $fh or die "$name: $!";
    chmod $mode, "$dir/$name" if $mode;
    return "$dir/$name";
}

sub slurp {
    open my $fh, '<:raw', $_[0] or return undef;
    local $/;
    return <$fh>;
}

my $figure = write_file( 'figure.lua', <<'LUA' );
local balassa = require "balassa"
local chart = balassa.chart.new { from = 1990, to = 2000, title = arg[2] }
assert(chart:lines { { 1991, 1 }, { 1999, 2 }, label = "a line" }:save(arg[1]))
LUA
my $broken = write_file( 'gnuplot-that-fails', "#!/bin/sh\necho 'line 7: no such thing' >&2\nexit 1\n", 0755 );
my $silent = write_file( 'gnuplot-that-draws-nothing', "#!/bin/sh\nexit 0\n", 0755 );

# name, environment, arguments, exit status, what stderr says
my @cases = (
    [ 'all is well', {}, ["$dir/figure.lua", "$dir/a", 'first'], 0, qr/^$/ ],
    [ 'gnuplot is missing', { BALASSA_GNUPLOT => "$dir/none" }, ["$dir/figure.lua", "$dir/a", 'second'], 69,
        qr/cannot run '\Q$dir\E\/none'.*apt-get install gnuplot-nox/ ],
    [ 'gnuplot fails', { BALASSA_GNUPLOT => $broken }, ["$dir/figure.lua", "$dir/a", 'third'], 70,
        qr/no such thing/ ],
    [ 'gnuplot draws nothing', { BALASSA_GNUPLOT => $silent }, ["$dir/figure.lua", "$dir/a", 'fourth'], 70, qr/./ ],
    [ 'no such folder', {}, ["$dir/figure.lua", "$dir/none/a", 'fifth'], 1, qr/there is no folder/ ],
    [ 'a script error', {}, [ '-e', 'error "boom"' ], 1, qr/^balassa: \(command line\):1: boom\n/ ],
    [ 'an unknown option', {}, ['--frob'], 64, qr/--frob/ ],
    [ 'bad data', {}, [ '-e', 'assert(balassa.study "t/data/faulty")' ], 65, qr/7 violations in 2 files/ ],
    [ 'no input', {}, [ '-e', 'assert(balassa.study "t/data/none")' ], 66, qr/there is no such folder/ ],
    [ 'standard output is full', {}, [ '-e', 'print "x"', '>/dev/full' ], 1, qr/could not be written/ ],
);
my %first;
for my $case (@cases) {
    my ( $name, $env, $args, $want, $said ) = @$case;
    local @ENV{ keys %$env } = values %$env;
    my ( @words, $redirect );
    for (@$args) { /^>/ ? ( $redirect = $_ ) : push @words, "'" . s/'/'\\''/gr . "'" }
    $redirect //= '>/dev/null';
    my $err = qx{"$balassa" @words 2>&1 $redirect};
    is( $? >> 8, $want, "$name: exit $want" );
    like( $err, $said, "$name: says so" );
    for my $end (qw(gp svg png)) {
        $first{$end} //= slurp("$dir/a.$end");
        ok( defined $first{$end} && $first{$end} eq ( slurp("$dir/a.$end") // '' ), "$name: a.$end is whole" );
    }
}
is_deeply( [ glob("$dir/.*tmp*") ], [], 'no temporary file is left' );
done_testing();
