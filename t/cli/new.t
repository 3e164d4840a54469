#!/usr/bin/env perl
# `balassa new` with wrong input: what it says, its exit status, and that nothing is left behind.
# What it does when all is well is in the tutorial (t/cli/tutorial.t).
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use Test::More;
use lib 't';
use Files qw(spew);

my $program = abs_path( $ENV{BALASSA} || './balassa' );
my $dir     = tempdir( CLEANUP => 1 );
delete @ENV{qw(BALASSA_SCRIPTS)};
chdir $dir or die "$dir: $!";

sub refused {
    my ( $name, $arguments, $status, $said ) = @_;
    my $out = qx{'$program' new $arguments 2>&1};
    is_deeply( [ $? >> 8, $out ], [ $status, $said ], $name );
    is( -e 'datasets' || 0, $status == 1 && -e 'datasets/x' ? 1 : 0, '... and makes nothing' );
}

spew( 'none.csv',  "when,what\n" );
spew( 'half.csv',  "when,page\n1999,3\n" );
spew( 'latin.csv', "when,what\n1999,Caf\xE9\n" );
spew( 'semi.csv',  "\xEF\xBB\xBFWhen;What\r\n1999;Talks, and more\r\n" );
spew( 'open.csv',  "when,what\n1999,\"Talks\n" );
spew( 'twice.csv', "when,when,what\n1999,1999,Talks\n" );

refused( 'a name with capitals', q{'A River'}, 64,
    "balassa: a study's name is made of lower-case letters, digits and hyphens, such as 'a-river', not 'A River'\n" );
refused( 'a name with a slash', 'a/b', 64,
    "balassa: a study's name is made of lower-case letters, digits and hyphens, such as 'a-b', not 'a/b'\n" );
refused( 'no spreadsheet', 'x --events no.csv', 66, "balassa: no.csv: there is no such file\n" );
refused( 'no rows',        'x --events none.csv', 65, "balassa: none.csv: it has a header and no rows\n" );
refused( 'no label', 'x --events half.csv', 65,
    "balassa: half.csv: no column 'label' (or title, event, text, description, what, headline); it has when, page\n" );
refused( 'an open quote', 'x --events open.csv', 65, "balassa: open.csv: a cell opens with a quote that never closes\n" );
refused( 'a column twice', 'x --events twice.csv', 65, "balassa: twice.csv: column 2 needs a name of its own\n" );
refused( 'another encoding', 'x --events latin.csv', 65,
    qq{balassa: latin.csv: it is not UTF-8; save the spreadsheet as "CSV UTF-8"\n} );
refused( 'crises alone', 'x --crises a=1999', 64, "balassa: --crises goes with --events\n" );
refused( 'no folder above', 'x --folder no/where', 1, "balassa: cannot make the folder 'no/where': No such file or directory\n" );

spew( 'good.csv', "when,what\n1999,Talks\n2000,More talks\n" );
refused( 'a crisis without a date', 'x --events good.csv --crises war', 64,
    "balassa: --crises: write ID=SPAN, as in drought=1998-07/1999-12, not 'war'\n" );
refused( 'a crisis with a wrong date', 'x --events good.csv --crises war=1999-13', 64,
    "balassa: --crises: war: 1999-13 is impossible: months are 01 to 12, and seasons 21 to 24\n" );

is( system("'$program' new x --events good.csv >out.txt"), 0, 'rows without a level' );
refused( 'it is there already', 'x', 1, "balassa: 'datasets/x' is there already, and is left as it is\n" );
is( system("'$program' datasets/x/first.lua >out.txt 2>&1"), 0, 'even they have a figure' ) or diag qx{cat out.txt};
is_deeply( [ glob 'datasets/.??* datasets/*' ], ['datasets/x'], 'one folder was made' );

is( system("'$program' new semi --events semi.csv >out.txt"), 0, 'semicolons, CRLF and a byte order mark' );
is( qx{cat datasets/semi/events.csv}, "id,date,label,rung\ntalks-and-more-1999,1999,\"Talks, and more\",\n", '... are read' );
done_testing();
