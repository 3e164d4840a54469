#!/usr/bin/env perl
# What the fuzzers begin with works: a seed that is refused at its second line tests nothing but that.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;
use lib 't';
use Files qw(slurp spew);

my $balassa = $ENV{BALASSA} || './balassa';
my $dir     = tempdir( CLEANUP => 1 );
$ENV{BALASSA_GNUPLOT} = '/bin/false';

# Its exit status, with what it said when that is not 0.
sub run {
    my ($text, @options) = @_;
    spew( "$dir/x.lua", $text );
    my $status = system "$balassa @options $dir/x.lua >/dev/null 2>$dir/err.txt";
    return 0 if $status == 0;
    return ( $status >> 8 ) . ': ' . slurp("$dir/err.txt");
}

my $before = slurp('t/fuzz/script.lua');
my @seeds  = glob 't/fuzz/seeds/script/*';
cmp_ok scalar @seeds, '>', 20, 'there are seeds for scripts';
is run( $before . slurp($_), '--sandbox', '--read t/data' ), 0, "$_ runs to its end" for @seeds;

is run('local _, check = dofile "t/fuzz/calls.lua" check()'), 0, 'the calls that t/fuzz/calls.lua puts wrong are right';

# A data package lies over the tables of the fictional study; 'faulty' is to be refused.
system( 'cp', '-R', 't/data/freedonia', "$dir/study" ) == 0 or die;
for ( glob 't/fuzz/seeds/package/*' ) {
    spew( "$dir/study/datapackage.json", slurp($_) );
    is( run("assert(require 'balassa'.study '$dir/study')") eq 0, !m{/faulty$}, "$_ is " . ( m{/faulty$} ? 'refused' : 'read' ) );
}

is run("assert(require 'balassa'.study 't/data/freedonia':load_what_if '$_')"), 0, "$_ is read" for glob 't/fuzz/seeds/what_if/*';

done_testing;
