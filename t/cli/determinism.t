#!/usr/bin/env perl
# The same numbers and the same figure, byte for byte, for any number of threads, any locale and any time
# zone. BUILDS="PROGRAM..." (make check-determinism) holds programs of other compilers against this one: the
# text must be the same, and each number in it to twelve significant digits.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;
use lib 't';
use Files qw(slurp);

my $balassa = $ENV{BALASSA} || './balassa';
my $dir     = tempdir( CLEANUP => 1 );
delete @ENV{qw(OMP_NUM_THREADS LC_ALL LANG TZ)};

# (everything printed, the .gp, the .svg)
sub results {
    my ( $program, $locale, %env ) = @_;
    local @ENV{ keys %env } = values %env;
    unlink glob "$dir/figure.*";
    my $out = qx{'$program' t/data/numbers.lua '$dir/figure' '$locale' 2>&1};
    diag("$program: exit $?: $out") if $? != 0;
    return ( $out, slurp("$dir/figure.gp"), slurp("$dir/figure.svg") );
}

sub first_difference {
    my ( $got, $want ) = @_;
    my @got  = split /\n/, $got;
    my @want = split /\n/, $want;
    for my $i ( 0 .. $#want ) {
        next if ( $got[$i] // '' ) eq $want[$i];
        return "line " . ( $i + 1 ) . ":\n  got  " . ( $got[$i] // 'nothing' ) . "\n  want $want[$i]";
    }
    return "more lines";
}

my @base = results( $balassa, '', OMP_NUM_THREADS => 1, LC_ALL => 'C.UTF-8', TZ => 'UTC' );
cmp_ok( length $base[0], '>', 30_000, 'there are results' );
like( $base[2], qr/<svg/, 'and a figure' );

# A locale with decimal commas: the system's, or one made for the test.
my $german = grep {/^de_DE\.utf-?8$/i} split /\n/, qx{locale -a 2>/dev/null};
if ( !$german && system("localedef -i de_DE -f UTF-8 '$dir/de_DE.UTF-8' >/dev/null 2>&1") == 0 ) {
    $ENV{LOCPATH} = $dir;
    $german = 1;

    # newlocale of glibc (2.36) does not free what it makes of LOCPATH.
    open my $fh, '>', "$dir/known-leaks" or die $!;
    print {$fh} "leak:argz_add_sep\n";
    close $fh;
    $ENV{LSAN_OPTIONS} = "suppressions=$dir/known-leaks:print_suppressions=0";
}

sub same {
    my ( $name, @got ) = @_;
    my @what = ( 'numbers', 'gnuplot script', 'SVG' );
    for my $i ( 0 .. 2 ) {
        ok( $got[$i] eq $base[$i], "$name: the same $what[$i]" ) or diag first_difference( $got[$i], $base[$i] );
    }
}

my @worlds = (
    [ '2 threads',   OMP_NUM_THREADS => 2 ],
    [ '8 threads',   OMP_NUM_THREADS => 8 ],
    [ 'Kiritimati',  TZ => 'Pacific/Kiritimati' ],
    [ "St. John's",  TZ => 'America/St_Johns' ],
    [ 'a C locale',  LC_ALL => 'C' ],
    $german ? [ 'decimal commas', LC_ALL => 'de_DE.UTF-8' ] : (),
);
if ( $ENV{BUILDS} ) {
    same( $_->[0], results( $balassa, '', @$_[ 1 .. $#$_ ] ) ) for @worlds;
}
else {    # all at once, twice
    same( '2 threads, decimal commas, Kiritimati',
        results( $balassa, '', OMP_NUM_THREADS => 2, LC_ALL => 'de_DE.UTF-8', TZ => 'Pacific/Kiritimati' ) );
    same( "8 threads, a C locale, St. John's",
        results( $balassa, '', OMP_NUM_THREADS => 8, LC_ALL => 'C', TZ => 'America/St_Johns' ) );
}

# A script that sets such a locale itself prints in it; CSV, JSON and gnuplot have points all the same.
SKIP: {
    skip 'there is no locale with decimal commas, and none can be made', 2 unless $german;
    my ( $out, $gp ) = results( $balassa, 'de_DE.UTF-8' );
    my $number = qr/-?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?/;
    my @json = grep {/\{"/} split /\n/, $out;
    is( join( "\n", grep {/": -?\d+,\d/} @json ), '', 'no comma in a number of JSON' );
    $gp =~ s/"[^"\n]*"//g;    # what is left is code
    my $code = $base[1] =~ s/"[^"\n]*"//gr;
    ok( $gp eq $code, 'nor in the code of a gnuplot script' ) or diag first_difference( $gp, $code );
}

# Other compilers -----------------------------------------------------------------------------------------

sub skeleton { return $_[0] =~ s/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/N/gr }
sub numbers  { return $_[0] =~ /(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)/g }

for my $program ( split ' ', $ENV{BUILDS} // '' ) {
    my ($got) = results( $program, '', OMP_NUM_THREADS => 2 );
    ok( skeleton($got) eq skeleton( $base[0] ), "$program: the same words" ) or diag first_difference( $got, $base[0] );
    my @got  = numbers($got);
    my @want = numbers( $base[0] );
    my ( $worst, $at ) = ( 0, 0 );
    for my $i ( 0 .. $#want ) {
        my $off = abs( ( $got[$i] // 'inf' ) - $want[$i] ) / ( abs( $want[$i] ) > 1e-300 ? abs( $want[$i] ) : 1 );
        ( $worst, $at ) = ( $off, $i ) if $off > $worst;
    }
    cmp_ok( $worst, '<', 1e-12, "$program: " . @want . " numbers to twelve digits" ) or diag "got $got[$at], want $want[$at]";
    diag( "$program: " . ( $got eq $base[0] ? 'byte for byte the same' : "they differ by $worst of themselves at most" ) );
}
done_testing();
