#!/usr/bin/env perl
# Reports and figures as files: what they hold, that they come out the same, what reproduce says when they
# do not, and what it will not run.
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use File::Find qw(find);
use File::Temp qw(tempdir);
use Test::More;
use lib 't';
use Files qw(slurp spew);

my $program = abs_path( $ENV{BALASSA} || './balassa' );
my $root    = getcwd();
my $dir     = tempdir( CLEANUP => 1 );
delete @ENV{qw(BALASSA_SCRIPTS NO_COLOR)};

# (status, out, err) of the program, run in the temporary folder.
sub run {
    my @args = @_;
    my $pid = fork // die;
    if ( !$pid ) {
        chdir $dir or die;
        open STDOUT, '>', "$dir/.out" or die;
        open STDERR, '>', "$dir/.err" or die;
        exec $program, @args or die;
    }
    waitpid $pid, 0;
    return ( $? >> 8, slurp("$dir/.out"), slurp("$dir/.err") );
}

system( 'cp', '-R', "$root/t/data/freedonia", "$dir/freedonia" ) == 0 or die;

# A report ---------------------------------------------------------------------------------------

my ( $status, $out, $err ) = run(qw(report freedonia));
is( "$status$out$err", "0report-freedonia.html\n", 'a report, and where it is' );
my $html = slurp("$dir/report-freedonia.html");
is( system("xmllint --noout '$dir/report-freedonia.html' 2>$dir/.err"), 0, 'well-formed' ) or diag slurp("$dir/.err");
SKIP: {
    skip 'tidy is not installed', 1 if system('command -v tidy >/dev/null 2>&1') != 0;
    my $said = qx{tidy -errors -quiet --drop-empty-elements no '$dir/report-freedonia.html' 2>&1};
    is( $said, '', 'tidy has nothing to say' );
}
unlike( $html, qr{<script|javascript:|\son\w+\s*=|<iframe|<object|<embed|<link|<base}i, 'nothing that runs or loads' );
unlike( $html, qr{(?:src|href|action)\s*=\s*["'](?!#)}i,                               'nothing from elsewhere' );
unlike( $html, qr{url\((?!#)|\@import}i,                                                'nor in its style' );
unlike( $html, qr{\Q$dir\E|\Q$root\E},                                                  'no place of this machine' );
like( $html, qr{<html lang="en"}, 'says its language' );
is( () = $html =~ /<h1>/g, 1, 'one main heading' );
my $figures = () = $html =~ /<figure /g;
is( () = $html =~ m{<svg role="img".*?>\s*<title>[^<]+</title>\s*<desc>[^<]+</desc>}gs, $figures, 'each figure is told in words' );
cmp_ok( $figures, '>=', 2, 'and there are some' );

( $status, $out ) = run(qw(reproduce report-freedonia.html));
is( $status, 0, 'it comes out the same' ) or diag $out;
like( $out, qr{^  bytes    [\d,]+, all the same\n  numbers  [\d,]+, all the same\n}m, '... to the byte' );
ok( slurp("$dir/report-freedonia.html") eq $html, '... and is not touched' );

( $status, $out ) = run(qw(report freedonia --format markdown --out r.md));
is( "$status$out", "0r.md\n", 'as Markdown' );
my $markdown = slurp("$dir/r.md");
for my $name ( $markdown =~ m{^!\[.*?\]\(([^)]+)\)$}mg ) {
    ok( -s "$dir/$name", "with its figure $name" );
}
( $status, $out ) = run(qw(reproduce r.md));
is( $status, 0, 'it comes out the same, too' ) or diag $out;

# Not the same -----------------------------------------------------------------------------------

( my $changed = $html ) =~ s/13 events/14 events/ or die;
spew( "$dir/changed.html", $changed );
( $status, $out ) = run(qw(reproduce changed.html));
is( $status, 1, 'a number that was changed is found' );
like( $out, qr{numbers +1 of [\d,]+ differ},                      '... counted' );
like( $out, qr{line \d+ was: .*14 events.*\n +is: .*13 events}m, '... and shown' );
ok( slurp("$dir/changed.html") eq $changed, '... and left as it is' );

my $events = slurp("$dir/freedonia/events.csv");
( my $other = $events ) =~ s/Farewell speech/A farewell/ or die;
spew( "$dir/freedonia/events.csv", $other );
( $status, $out ) = run(qw(reproduce report-freedonia.html));
is( $status, 1, 'data that were changed' );
like( $out, qr{data +not as they were}, '... are noticed' );
like( $out, qr{file events\.csv is not as it was\n(?! *file)}, '... by file' );
like( $out, qr{table Events \(13\) is not as it was},  '... and by what they change' );
unlike( $out, qr{table Crises}, '... and nothing else' );
spew( "$dir/freedonia/events.csv", $events );
rename "$dir/freedonia", "$dir/moved" or die;
( $status, $out, $err ) = run(qw(reproduce report-freedonia.html));
is( $status, 2, 'data that are gone' );
like( $err, qr{it could not be made again: freedonia: there is no such folder}, '... are told' );
( $status, $out ) = run(qw(reproduce report-freedonia.html --study moved));
is( $status, 0, '... and found where they are said to be' ) or diag $out;
rename "$dir/moved", "$dir/freedonia" or die;

# Figures ----------------------------------------------------------------------------------------

( $status, $out, $err ) = run(qw(initiatives --study freedonia --crises chart --figure mine));
is( "$status$err", '0', 'figures of a command' );
for my $name (qw(mine-time.svg mine-time.gp mine-gap.svg mine-gap.gp)) {
    ( $status, $out, $err ) = run( 'reproduce', $name );
    is( $status, 0, "$name comes out the same" ) or diag $out . $err;
}
( $changed = slurp("$dir/mine-gap.gp") ) =~ s/^(\d{4}[\d.]* )/$1 0/m;
spew( "$dir/mine-gap.gp", $changed );
( $status, $out ) = run(qw(reproduce mine-gap.gp));
is( $status, 1, 'one that was changed does not' );

# What it does not do ----------------------------------------------------------------------------

# The folder of the run, file by file; a file's size and content.
sub everything {
    my %is;
    find( { no_chdir => 1, wanted => sub { $is{$_} = -f $_ ? slurp($_) : 'folder' if !m{/\.(?:out|err)$} } }, $dir );
    return \%is;
}

mkdir "$dir/scripts" or die;
my %script = (
    evil    => q{local f = io.open("canary", "w") f:write "x" f:close()},
    append  => q{io.open(arg[1], "a"):write "x"},
    worse   => q{os.execute 'touch canary'},
    popen   => q{io.popen 'touch canary':close()},
    output  => q{io.output "canary"},
    rename  => q{os.rename("changed.html", "canary")},
    remove  => q{os.remove "changed.html"},
    runs    => q{dofile(arg[1])},
    loads   => q{assert(loadfile(arg[1]))()},
    quietly => q{pcall(io.open, "canary", "w") pcall(os.execute, "touch canary") pcall(require "balassa.core".write_file, "canary", "x")},
    c       => q{local core = require "balassa.core"
      for _, f in ipairs { function() return core.write_file("canary", "x") end, function() return core.make_folder "canary" end,
        function() return core.draw { { base = "canary", script = "", title = "", description = "" } } end } do
        local ok, why = f()
        assert(not ok and why:find "may not write 'canary'", why)
      end},
    folder  => q{require "balassa.core".without_writing(function() end) assert(require "balassa.core".write_file("canary", "x"))},
    save    => q{assert(require "balassa".study "freedonia":what_if "x":drop "talks-1990":save "canary")},
);
spew( "$dir/scripts/$_.lua", "$script{$_}\n" ) for keys %script;
spew( "$dir/elsewhere.lua", "os.execute 'touch canary'\n" );
spew( "$dir/there.csv",     "what was there\n" );
my $may_not = 'a script that is run again may not';
my @refused = (
    [ 'evil',             qr{$may_not write 'canary'} ],
    [ 'append changed.html', qr{$may_not write 'changed.html'} ],
    [ 'worse',            qr{$may_not call execute} ],
    [ 'popen',            qr{$may_not call popen} ],
    [ 'output',           qr{$may_not call output} ],
    [ 'rename',           qr{$may_not call rename} ],
    [ 'remove',           qr{$may_not call remove} ],
    [ 'runs elsewhere.lua',  qr{$may_not run 'elsewhere.lua'} ],
    [ 'loads elsewhere.lua', qr{$may_not run 'elsewhere.lua'} ],
    [ 'quietly',          qr{the command draws no figure} ],
    [ 'c',                qr{the command draws no figure} ],
    [ 'folder',           qr{$may_not write 'canary'} ],
    [ 'save',             qr{$may_not write 'canary'} ],
    [ 'new+20duck',       qr{there is no command 'new duck'} ],
    [ 'new duck',         qr{$may_not write 'datasets'} ],
    [ 'elsewhere',        qr{there is no command 'elsewhere'; when you trust the script that made it, give it as 'script'} ],
    [ '../elsewhere',     qr{there is no command '\.\./elsewhere'} ],
    [ '+1B[2Jx',          qr{there is no command '\?\[2Jx'} ],
    [ ' ',                qr{there is no command ''} ],
    [ 'claims --help',    qr{$may_not end the program} ],
    [ "report freedonia --out=$dir/canary.html",             qr{$may_not write '\Q$dir\E/canary.html'} ],
    [ "report freedonia --format=markdown --out=canary.md",  qr{$may_not write 'canary-figures/\w+.svg'} ],
    [ "what-if freedonia --drop=talks-1990 --save=$dir/canary", qr{$may_not write '\Q$dir\E/canary'} ],
    [ "what-if freedonia --load=elsewhere.lua",              qr{elsewhere.lua:1: a what-if begins with the line} ],
    [ "multiverse --file=$dir/canary.csv",                   qr{$may_not write '\Q$dir\E/canary.csv'} ],
    [ "multiverse --file=there.csv --resume",                qr{$may_not write 'there.csv'} ],
    [ "multiverse --csv=canary.csv",                         qr{$may_not write 'canary.csv'} ],
    [ "multiverse --choices=elsewhere.lua",                  qr{$may_not run 'elsewhere.lua'} ],
    [ "multiverse --choices=scripts/../elsewhere.lua",       qr{$may_not run 'scripts/../elsewhere.lua'} ],
);
my $before = everything();
for my $case (@refused) {
    spew( "$dir/evil.gp", "# Balassa 0.1.0, x.lua\n# command $case->[0]\n# figure x\n# dataset 00\nreset\n" );
    $before->{"$dir/evil.gp"} = slurp("$dir/evil.gp");
    ( $status, $out, $err ) = run(qw(reproduce evil.gp));
    is( $status, 2, "a figure that says it was made by '$case->[0]'" ) or diag $out;
    like( $err, $case->[1], '... is refused' );
    is_deeply( everything(), $before, '... and writes nothing' );
}
# Afterwards all is as before, in the same state.
is( qx{cd '$dir' && '$program' -e 'local open, pr = io.open, print print(balassa.reproduce "evil.gp" == nil, io.open == open, print == pr, require "balassa.core".write_file("canary", "x"))'},
    "true\ttrue\ttrue\ttrue\n", 'and afterwards a script may write as before' );

# What is shown of a stranger's file does not steer the terminal.
( $changed = $html ) =~ s/13 events/13\e[2J\xC2\x9B2J events/ or die;
spew( "$dir/changed.html", $changed );
( $status, $out ) = run(qw(reproduce changed.html));
like( $out, qr{was: .*13\?\[2J\?2J events}, 'control characters of a file are not passed on' );

# Files made so that a search which begins again from every place would take hours.
for my $case (
    [ 'tags.svg',    '<?xml version="1.0"?>' . '<metadata>' x 200_000 ],
    [ 'heads.html',  "<!DOCTYPE html>\n" . ">balassa report 1\n" x 200_000 ],
    [ 'open.html',   $html . '<' x 1_000_000 ],
    [ 'svg.html',    $html . '<svg' x 300_000 ],
    [ 'styles.html', $html . '<style>' x 200_000 ],
    )
{
    spew( "$dir/$case->[0]", $case->[1] );
    local $SIG{ALRM} = sub { die "$case->[0] takes too long" };
    alarm 60;
    ( $status, $out, $err ) = run( 'reproduce', $case->[0] );
    alarm 0;
    like( $status, qr/^[12]$/, "$case->[0] is looked through at once" ) or diag $err;
}

# A study's notes that are a link to a file of whoever makes the report.
spew( "$dir/secret.txt", "the secret\n" );
system( 'cp', '-R', "$dir/freedonia", "$dir/leaky" ) == 0 or die;
symlink '../secret.txt', "$dir/leaky/CODING.md" or die;
( $status, $out, $err ) = run(qw(report leaky --out report-leaky.html));
is( "$status$err", '0', 'a report of a study with a link that leads out' );
unlike( slurp("$dir/report-leaky.html"), qr/the secret/, 'shows nothing of what it leads to' );
like( slurp("$dir/report-leaky.html"), qr/leaky\/CODING\.md: a link leads out of leaky/, '... and says why' );
rename "$dir/leaky/CODING.md", "$dir/leaky/texts/gate.txt" or die;
unlink "$dir/leaky/texts/gate.txt" or die;
symlink '../../secret.txt', "$dir/leaky/texts/gate.txt" or die;
( $status, $out, $err ) = run(qw(check leaky));
is( "$status$out", '77', 'a study with such a text is not read' );
like( $err, qr{^balassa: leaky/texts/gate\.txt: a link leads out of the study's folder}, '... and says which' );

for my $case (
    [ [qw(report no-such-study)],                       66, qr{no-such-study} ],
    [ [qw(report)],                                     64, qr{an argument is missing: DATASET} ],
    [ [qw(report freedonia --format pdf)],              64, qr{option '--format' cannot be 'pdf'} ],
    [ [qw(report freedonia --out no/such/folder.html)], 1,  qr{no/such} ],
    [ [qw(reproduce no.html)],                          66, qr{no\.html: there is no such file} ],
    [ [qw(reproduce freedonia)],                        66, qr{freedonia: this is a folder, not a file} ],
    [ [qw(reproduce freedonia/events.csv)],             2,  qr{it is no report of Balassa} ],
    [ [qw(report --help)],                              0,  qr{^$} ],
    [ [qw(reproduce --help)],                           0,  qr{^$} ],
    )
{
    ( $status, $out, $err ) = run( @{ $case->[0] } );
    is( $status, $case->[1], "@{$case->[0]}" ) or diag $out . $err;
    like( $err, $case->[2], '... says why' );
}
opendir my $d, $dir or die;
is_deeply( [ grep {/tmp-|\.html\./} readdir $d ], [], 'nothing half-written is left' );
done_testing;
