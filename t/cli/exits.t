#!/usr/bin/env perl
# Exit codes, and what is left behind when drawing fails: the figure that was there stays whole.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;
use lib 't';
use Files qw(slurp_if);

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

my $figure = write_file( 'figure.lua', <<'LUA' );
local balassa = require "balassa"
local chart = balassa.chart.new { from = 1990, to = 2000, title = arg[2] }
assert(chart:lines { { 1991, 1 }, { 1999, 2 }, label = "a line" }:save(arg[1]))
LUA
write_file( 'show.lua', <<'LUA' );
local chart = require "balassa".chart.new { from = 1990, to = 2000 }
assert(chart:lines { { 1991, 1 }, { 1999, 2 }, label = "a line" }:show())
LUA
my $broken = write_file( 'gnuplot-that-fails', "#!/bin/sh\necho 'line 7: no such thing' >&2\nexit 1\n", 0755 );
my $mute   = write_file( 'gnuplot-that-fails-silently', "#!/bin/sh\nexit 1\n", 0755 );
my $silent = write_file( 'gnuplot-that-draws-nothing', "#!/bin/sh\nexit 0\n", 0755 );

# name, environment, arguments, exit status, what stderr says
my @cases = (
    [ 'all is well', {}, ["$dir/figure.lua", "$dir/a", 'first'], 0, qr/^$/ ],
    [ 'gnuplot is missing', { BALASSA_GNUPLOT => "$dir/none" }, ["$dir/figure.lua", "$dir/a", 'second'], 69,
        qr/cannot run '\Q$dir\E\/none'.*apt-get install gnuplot-nox/ ],
    [ 'gnuplot fails', { BALASSA_GNUPLOT => $broken }, ["$dir/figure.lua", "$dir/a", 'third'], 70,
        qr/no such thing/ ],
    [ 'gnuplot has no possible name', { BALASSA_GNUPLOT => 'x' x 300 }, ["$dir/figure.lua", "$dir/a", 'other'], 1,
        qr/: cannot run 'x+': File name too long\n/ ],
    [ 'gnuplot fails in a terminal', { BALASSA_GNUPLOT => $mute }, ["$dir/show.lua"], 70,
        qr/: gnuplot could not draw in the terminal: it gave no reason\n/ ],
    [ 'gnuplot draws nothing', { BALASSA_GNUPLOT => $silent }, ["$dir/figure.lua", "$dir/a", 'fourth'], 70, qr/./ ],
    [ 'no such folder', {}, ["$dir/figure.lua", "$dir/none/a", 'fifth'], 1, qr/there is no folder/ ],
    [ 'no folder for what is passing', { TMPDIR => "$dir/none" }, [ 'report', 'cis-treaties', '--out', "$dir/r.html" ], 1,
        qr/: cannot make a folder in '\Q$dir\E\/none': No such file or directory\n/ ],
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
        $first{$end} //= slurp_if("$dir/a.$end");
        ok( defined $first{$end} && $first{$end} eq ( slurp_if("$dir/a.$end") // '' ), "$name: a.$end is whole" );
    }
}
# A wrong value of an option: before the work is done if that can be, what is wrong, which option, the near name; nothing of the script that found it out.
my $to_help = qr/(?:\n *Try: balassa \S+ --help)?\n\z/;
my @wrong   = (
    [ 'figures nofig',                     64, "there are no figures 'nofig'" ],
    [ 'around --crises chart3',            64, "crises have no coding 'chart3'; did you mean 'chart2'?" ],
    [ 'influence --crises chart3',         64, "crises have no coding 'chart3'; did you mean 'chart2'?" ],
    [ 'contrast --score rnk',              64, "the ladder has no score 'rnk'; did you mean 'rank'?" ],
    [ 'contrast --phases section4',        64, "phases have no coding 'section4'; did you mean 'section3'?" ],
    [ 'initiatives --score rnk',           64, "the ladder has no score 'rnk'; did you mean 'rank'?" ],
    [ 'regress --oil bren',                64, "the study has no indicator 'bren'; did you mean 'brent'?" ],
    [ 'claims --claim 9',                  64,
        "there is no claim '9': they are 1 to 6 (crises, consistency, level, implementation, oil, phases)" ],
    [ 'multiverse --choices nofile',       66, 'nofile: there is no such file' ],
    [ 'speeches --dictionary nodict',      66, 'nodict: there is no such file' ],
    [ 'speeches --dictionary integratn.en', 64, "there is no dictionary 'integratn.en'; did you mean 'integration.en'?" ],
    [ 'speeches --speaker kazakstan',      64, "texts.speaker is never 'kazakstan'; did you mean 'kazakhstan'?" ],
    [ 'speeches --crises chart3',          64, "crises have no coding 'chart3'; did you mean 'chart2'?" ],
    [ 'treaties --period soon',            64,
        'balassa.date: soon is no date: write it as 2003, 2003-02, 2003-02-19 or 1998-12-22/1998-12-23' ],
    [ 'around --lags 1000',                64, "option 'lags' is less than the 235 periods, not 1000" ],
    [ 'segments --study none',             66, 'none: there is no such folder; name one that holds a datapackage.json' ],
    [ 'treaties --study t/data/freedonia', 65,
        "t/data/freedonia: the study has no column 'events.scope', which is needed here" ],
    [ 'segments --study cis-treaties',     65, "cis-treaties: the study has no table 'ladder', which is needed here" ],
    [ 'claims --study t/data/freedonia',   64, "t/data/freedonia: the study 'freedonia' has no claims: write them into "
            . "scripts/claims/freedonia.lua" ],
    [ "figures --out ''",                  64, "option '--out' is empty: name a folder, such as '.'", '' ],
    [ 'figures --out none',                1,  "there is no folder 'none'; make it first" ],
    [ 'contrast --figure none/where/a',    1,  "there is no folder 'none/where'; make it first" ],
    [ 'multiverse --csv none/a.csv',       1,  "there is no folder 'none'; make it first" ],
    [ 'multiverse --file scripts',         1,  "cannot write 'scripts': Is a directory" ],
    [ 'what-if --save none/a',             1,  "there is no folder 'none'; make it first" ],
    [ 'multiverse --study t/data/freedonia', 64,
        "t/data/freedonia: the study 'freedonia' has no choices: write them into scripts/multiverse/freedonia.lua, or name "
            . 'a file with --choices' ],
    [ 'claims --study t/data/freedonia/',  64, "t/data/freedonia: the study 'freedonia' has no claims: write them into "
            . "scripts/claims/freedonia.lua" ],
    [ 'un --study cis-treaties',           66, 'datasets/cis-treaties/dictionaries/integration.yml: there is no such file' ],
    [ 'bootstrap --block 1e99',            64, 'a block is at most half of the 235 periods, so that there are two, not 1e+99',
        "option '--block 1e+99': " ],
    [ 'around --reach 999999999',          64, 'before and after are at most 2000, not 999999999' ],
    [ 'bootstrap --block 999999999',       64, 'a block is at most half of the 235 periods, so that there are two, not 999999999' ],
    [ 'segments --n 999',                  64, '999 segments of at least 12 values do not fit into 235 values; at most 19 do' ],
    [ 'segments --min-length 999',         64,
        'the series has 235 values, fewer than one segment of min_length = 999 needs' ],
    [ 'around --figures -1',               1,  "a figure's name cannot begin with '-', as '-1' does" ],
    [ "contrast --crises ''",              64, "crises have no coding '' (known: chart2, section4)",
        "option '--crises', which is empty: " ],
    [ "segments --study ''",               66, 'there is no such folder; name one that holds a datapackage.json',
        "option '--study', which is empty: " ],
    [ 'speeches --study kazakhstan-1991-2010', 64,
        "no text is by 'kazakhstan'; speakers are all, cis-council, marchenko, nazarbayev, tokayev",
        "option '--speaker kazakhstan': " ],
);
for my $case (@wrong) {
    my ( $command, $want, $message, $blamed ) = @$case;
    my ( $name, $option ) = split / /, $command, 2;
    $blamed //= $option =~ /^-/ ? "option '$option': " : '';
    my $err = qx{"$balassa" $command 2>&1 >"$dir/out" </dev/null};
    is( $? >> 8, $want, "$command: exit $want" );
    is( $err =~ s/$to_help//r, "balassa: $name: $blamed$message", "$command: is told" );
    is( -s "$dir/out", 0, "$command: nothing is printed before" );
}

is_deeply( [ glob("$dir/.*tmp*") ], [], 'no temporary file is left' );
done_testing();
