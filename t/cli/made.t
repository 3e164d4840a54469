#!/usr/bin/env perl
# The studies that were made from files of others are made again from those files, and every file
# comes out as it is kept. The files are not part of the project: without them nothing is compared.
use strict;
use warnings;
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use Test::More;
use lib 't';
use Files qw(slurp_if);

my $balassa = $ENV{BALASSA}          || './balassa';
my $from    = $ENV{BALASSA_RAW_DATA} || '../shared/data';

if ( !-d $from ) {
    diag("made.t compares nothing: '$from' is not there; BALASSA_RAW_DATA can name another folder");
    plan skip_all => "no folder '$from' to make the studies from";
}

my @scripts = glob 'datasets/*/make.lua';
cmp_ok( scalar @scripts, '>=', 3, 'there are studies to make' );
for my $script (@scripts) {
    my $study = dirname($script);
    my $to    = tempdir( CLEANUP => 1 );
    make_path("$to/texts") if -d "$study/texts";
    is( system( "$balassa $script --from '$from' --to '$to' > '$to/said'" ), 0, "$script runs" );
    my @files = map { substr $_, length("$to/") } glob("$to/*.csv $to/texts/*.txt");
    my @differ = grep { ( slurp_if("$to/$_") // '' ) ne ( slurp_if("$study/$_") // 'no such file' ) } @files;
    is( "@differ", '', scalar(@files) . " files of $study are made as they are kept" );
    my @more = grep { !-e "$to/" . substr $_, length("$study/") } glob "$study/texts/*.txt";
    is( "@more", '', 'and no text is kept that is not made' );
}
done_testing();
