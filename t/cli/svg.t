#!/usr/bin/perl
# Figures as files: hostile text runs nothing and comes back unchanged, whatever it is; the figures
# kept in plots/ are whole, well-formed XML, and what the program draws today.

use strict;
use warnings;
use utf8;

use Cwd qw(getcwd);
use Encode qw(decode);
use File::Temp qw(tempdir);
use Test::More;
use lib 't';
use Files qw(slurp spew);

my $balassa = $ENV{BALASSA} // getcwd() . '/balassa';
my $dir = tempdir(CLEANUP => 1);
my $canary = "$dir/canary";
binmode Test::More->builder->$_, ':utf8' for qw(output failure_output);

# Exit status, standard output, standard error.
sub run {
    my ($in, @command) = @_;
    my $pid = fork // die "fork: $!\n";
    if ($pid == 0) {
        chdir $in or die "$in: $!\n";
        open STDIN, '<', '/dev/null' or die;
        open STDOUT, '>', "$dir/stdout" or die;
        open STDERR, '>', "$dir/stderr" or die;
        exec { $command[0] } @command or exit 127;
    }
    waitpid $pid, 0;
    return ($? >> 8, slurp("$dir/stdout"), slurp("$dir/stderr"));
}

sub parses {
    my ($path, $name) = @_;
    my (undef, $out, $err) = run('.', 'xmllint', '--noout', $path);
    is($out . $err, '', "$name parses as XML");
}

# All words of an SVG, without the white space between them: a label may be wrapped anywhere.
sub words_of {
    my ($path) = @_;
    my $svg = decode('UTF-8', slurp($path), Encode::FB_CROAK);
    my $all = join '', $svg =~ m{<text>(.*?)</text>}gs;
    my %entity = (lt => '<', gt => '>', amp => '&', quot => '"');
    $all =~ s/&(lt|gt|amp|quot);/$entity{$1}/g;
    $all =~ s/\s+//g;
    return $all;
}

# How Lua writes any bytes.
sub lua_string {
    my ($bytes) = @_;
    return '"' . join('', map { sprintf '\\x%02x', ord } split //, $bytes) . '"';
}

# What is left of a text in a figure: control characters are white space, which may be cut; bytes
# that are no UTF-8 become U+FFFD.
sub expected {
    my ($bytes) = @_;
    my $text = decode('UTF-8', my $copy = $bytes);
    $text =~ s/[\x00-\x20\x7f-\x9f]+//g;
    return $text;
}

# Hostile text ------------------------------------------------------------------------------------

my @hostile = (
    ['backquotes', "`touch $canary`"],
    ['dollar', "\$(touch $canary) \${HOME} \$HOME"],
    ['system', "\".system(\"touch $canary\").\""],
    ['quotes', q{it's "quoted" ''twice'' """}],
    ['backslashes', q{a\\b \\\\ \\n \\101 \\" ends in \\}],
    ['formats', '%s %d %g 100% %%'],
    ['line breaks', "one\ntwo\r\nthree\n!touch $canary\n"],
    ['macros', '@macro @HOME @@'],
    ['cdata end', 'a ]]> b ]]>'],
    ['references', '&#65; &#x41; &amp; &lt;b&gt; &bogus;'],
    ['markup', '<script>alert(1)</script> <!-- x --> <?php ?>'],
    ['enhanced', '{/Bold x} a_b^c {/Symbol a} &{x} ~a{b}'],
    ['digits behind escapes', '"1 \\2 `3 @4 #5'],
    ['comment', '# not a comment; plot x'],
    ['pipes', "|touch $canary <touch $canary >x"],
    ['heredoc', "EOD\nEOD \$data << EOD"],
    ['long', 'Gemeinschaftswährungsverhandlungen ' x 40],
    ['one long word', 'x' x 400],
    ['right to left', 'שלום עולם العربية'],
    ['astral', "\x{1F600} \x{1F1F0}\x{1F1FF} \x{20000} e\x{301}"],
    ['bidi controls', "a\x{202E}b\x{2066}c"],
    ['invalid', "a\xff\xfe b\xc3 c\xe2\x82"],
    ['controls', "a\x01b\x1bc\x7fd"],
    ['C1 controls and noncharacters', "a\xc2\x85b\xef\xbf\xbfc"],
);
for my $case (@hostile) {
    utf8::encode($case->[1]) if utf8::is_utf8($case->[1]);
}

# Every place where text enters a chart.
my $places = <<'LUA';
local chart = require "balassa".chart
local out, set = arg[1], {}
for i, text in ipairs(cases) do
  set[out .. "/case" .. i] = chart.new { title = "title" .. text, subtitle = "subtitle" .. text,
      note = "note" .. text, description = text, from = 1990, to = 2010, digest = text, width = 1000 }
    :ladder { rungs = { { id = "low", label = "rung" .. text }, { id = "high", label = "High" } }, title = "axis" .. text }
    :boxes { { span = "1990/2004", rung = "low", label = "box" .. text },
      { span = "2005", rung = "high", label = "callout" .. text, look = "hollow", mark = "*" },
      legend = { filled = "filled" .. text, hollow = "hollow" .. text } }
    :bands { { span = "1992/1995", label = "band" .. text }, legend = "bands" .. text, title = "b" }
    :strip { { span = "1990/1999", label = "strip" .. text, number = 1 }, title = "s" }
    :steps { { from = 1990, to = 2010, y = 0.4 }, label = "steps" .. text }
    :points { { 2000, 0.5, note = text }, label = "points" .. text }
    :labels { { x = 2000, y = 0.5, text = "label" .. text } }
end
assert(chart.save_all(set))
for i = 1, #cases do set[out .. "/case" .. i]:show { cols = 80, rows = 24 } end
LUA
my @places = qw(title subtitle note rung axis box callout filled hollow band bands strip steps points label);

spew("$dir/hostile.lua", 'local cases = {' . join(', ', map { lua_string($_->[1]) } @hostile) . "}\n$places");
my ($status, $out, $err) = run(getcwd(), $balassa, "$dir/hostile.lua", $dir);
is($status, 0, 'charts with hostile text are drawn');
is($err, '', 'without a word from gnuplot');
ok(!-e $canary, 'and without running anything');

for my $i (1 .. @hostile) {
    my ($name, $text) = @{ $hostile[$i - 1] };
    subtest $name => sub {
        parses("$dir/case$i.svg", 'the SVG');
        my $words = words_of("$dir/case$i.svg");
        my $want = expected($text);
        for my $place (@places) {
            ok(index($words, $place . $want) >= 0, "$place: unchanged") or diag("words: $words");
        }
        my $svg = decode('UTF-8', slurp("$dir/case$i.svg"));
        unlike($svg, qr{<script|<a |xlink:href=['"](?!#)|onload}, 'nothing to run in it');
    };
}

# The kept scripts, run by hand.
{
    mkdir "$dir/hand" or die;
    for my $i (1 .. @hostile) {
        spew("$dir/hand/case$i.gp", slurp("$dir/case$i.gp"));
    }
    ($status, $out, $err) = run('/', 'gnuplot', map { "$dir/hand/case$_.gp" } 1 .. @hostile);
    is("$status$out$err", '0', 'every .gp runs by hand, from another folder');
    ok(!-e $canary, 'and runs nothing else');
    my @svg = glob "$dir/hand/*.svg";
    is(scalar @svg, scalar @hostile, 'and draws beside itself');
    my (undef, $o, $e) = run('.', 'xmllint', '--noout', @svg);
    is("$o$e", '', 'SVGs that parse');
}

# Names of figures: quotes, spaces, letters beyond ASCII; and those that gnuplot would run.
{
    spew("$dir/names.lua", <<'LUA');
local chart = require "balassa".chart
local c = chart.new { from = 1990, to = 1995 }
for _, name in ipairs { "a b", "it's \"x\" $(id) `id`", "Zoë &#65; ]]>", "50%", "\xff" } do
  assert(c:save(arg[1] .. "/" .. name))
end
for _, name in ipairs { "|touch x", "<touch x", "~", "-e" } do print(c:save(arg[1] .. "/" .. name)) end
LUA
    mkdir "$dir/names" or die;
    ($status, $out, $err) = run(getcwd(), $balassa, "$dir/names.lua", "$dir/names");
    is("$status$err", '0', 'odd names of figures');
    is($out, join('', map { "nil\ta figure's name cannot begin with '" . substr($_, 0, 1) . "', as '$_' does\n" }
            '|touch x', '<touch x', '~', '-e'), 'and refused ones');
    opendir my $d, "$dir/names" or die;
    is(scalar(grep { !/^\.\.?$/ } readdir $d), 15, 'each with its three files, nothing left over');
}

# No gnuplot, and one that fails.
{
    spew("$dir/one.lua", 'print(require"balassa".chart.new { from = 1990, to = 1995 }:save(arg[1] .. "/one"))');
    mkdir "$dir/one" or die;
    local $ENV{BALASSA_GNUPLOT} = "$dir/no-such-gnuplot";
    ($status, $out, $err) = run(getcwd(), $balassa, "$dir/one.lua", "$dir/one");
    is($out, "nil\tcannot run '$dir/no-such-gnuplot' (No such file or directory): install it with "
        . "`apt-get install gnuplot-nox`, or name it in the environment variable BALASSA_GNUPLOT\n", 'no gnuplot');
    ok(!glob("$dir/one/* $dir/one/.o*"), 'leaves nothing behind');
    spew("$dir/failing", "#!/bin/sh\necho 'line 3: no way' >&2\nexit 1\n");
    chmod 0755, "$dir/failing";
    $ENV{BALASSA_GNUPLOT} = "$dir/failing";
    ($status, $out, $err) = run(getcwd(), $balassa, "$dir/one.lua", "$dir/one");
    is($out, "nil\tgnuplot could not draw '$dir/one/one': line 3: no way; its script is kept as '$dir/one/one.failed.gp'\n",
        'a gnuplot that fails');
    is(join(' ', glob("$dir/one/* $dir/one/.o*")), "$dir/one/one.failed.gp", 'leaves the script only');
}

# plots/ ------------------------------------------------------------------------------------------

my @kept = map { s{.*/}{}r =~ s/\.svg$//r } glob 'plots/*.svg';
my $drawn = "$dir/plots";
mkdir $drawn or die;
($status, $out, $err) = run(getcwd(), $balassa, 'figures', '--out', $drawn);
is("$status$err", '0', 'balassa figures draws them');
is_deeply([sort map { s{.*/}{}r } glob "$drawn/*.svg"], [map { "$_.svg" } sort @kept], 'those in plots/ and no others');
mkdir "$dir/alone" or die;
($status, $out, $err) = run(getcwd(), $balassa, 'figures', 'cis-treaties', '--out', "$dir/alone");
is("$status$err", '0', 'balassa figures SET draws one set');
for my $svg (glob "$dir/alone/*.svg") {
    my ($name) = $svg =~ m{([^/]+)$};
    ok(slurp($svg) eq slurp("plots/$name"), "$name is the same, whatever is drawn before it");
}
for my $name (@kept) {
    parses("plots/$name.svg", "plots/$name.svg");
    my $svg = slurp("plots/$name.svg");
    like($svg, qr{<svg role="img".*?>\n<title>[^<]+</title>\n<desc>[^<]+</desc>}s, "$name says what it shows");
    unlike($svg, qr{<title>\$|Gnuplot|GNUPLOT}, "$name says nothing about gnuplot");
    unlike($svg . slurp("plots/$name.gp"), qr{\Q@{[getcwd()]}\E|(?<![\w.])/(?:home|root|tmp|usr)/}, "$name holds no path");
    for my $kind (qw(gp svg png)) {
        ok(slurp("plots/$name.$kind") eq slurp("$drawn/$name.$kind"), "plots/$name.$kind is what is drawn today");
    }
}

done_testing;
