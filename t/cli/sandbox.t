#!/usr/bin/env perl
# --sandbox: a script can do nothing but compute, read studies and draw figures; whatever it tries ends
# in time, with a message and an exit status that say so.
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use File::Temp qw(tempdir);
use Test::More;
use Time::HiRes qw(time);
use lib 't';
use Files qw(slurp spew);

my $balassa = abs_path( $ENV{BALASSA} || './balassa' );
my $root    = getcwd();
my $dir     = tempdir( CLEANUP => 1 );
delete @ENV{qw(BALASSA_SCRIPTS LUA_PATH LUA_CPATH)};
chdir $dir or die "$dir: $!";
system( 'mkdir', '-p', 'datasets', 'plots', 'elsewhere', 'outside' ) == 0 or die;
system( 'cp', '-R', "$root/t/data/freedonia", 'datasets/freedonia' ) == 0 or die;
system( 'cp', '-R', "$root/t/data/freedonia", 'elsewhere/ruritania' ) == 0 or die;
$dir = abs_path($dir);

# (status, out, err, seconds) of the code under --sandbox and more options.
sub sandbox {
    my ( $code, @options ) = @_;
    spew( 'x.lua', $code );
    my $words = join ' ', map {"'$_'"} @options;
    my $start = time;
    my $status = system "timeout -s KILL 60 '$balassa' --sandbox $words x.lua >out.txt 2>err.txt";
    return ( $status & 127 ? "signal $status" : $status >> 8, slurp('out.txt'), slurp('err.txt'), time - $start );
}

# What never ends by itself ---------------------------------------------------------------------------

my $steps   = qr/^balassa: x\.lua:\d+: the sandbox lets a script run 1000000 steps \(--limit steps=N sets another limit\)$/m;
my $seconds = qr/^balassa: (x\.lua:\d+: )?the sandbox lets a script run 0\.1 seconds of CPU time \(--limit seconds=N sets another limit\)(; it was inside one long call)?$/m;
my $memory  = qr/^balassa: not enough memory\nbalassa: the sandbox lets a script have 64 MiB of memory \(--limit memory=N sets another limit\)$/m;
my @endless = (    # name, code, exit status, what is said, limit
    [ 'a loop',                   'while true do end',                                                77, $steps ],
    [ 'a loop inside pcall',      'while true do pcall(function() while true do end end) end',        77, $steps ],
    [ 'one that shuts its ears',
        'local function f() while true do pcall(f) end end while true do pcall(f) pcall(error) end',  77, $steps ],
    [ 'xpcall with a handler that loops',
        'while true do xpcall(function() while true do end end, function() while true do end end) end', 77, qr/steps/ ],
    [ '__close of a coroutine that died of it',
        'coroutine.wrap(function() local x <close> = setmetatable({}, {__close = function() while true do end end}) while true do end end)()',
        77, qr/steps/ ],
    [ 'a coroutine',              'coroutine.wrap(function() while true do end end)()',               77, $steps ],
    [ 'coroutines without end',
        'local function f() while true do coroutine.wrap(f)() end end while true do pcall(coroutine.wrap(f)) end', 77, qr/steps/ ],
    [ 'coroutines too short for a hook',
        'while true do coroutine.wrap(function() for i = 1, 100 do end end)() end',                   77, $steps ],
    [ 'a sort',                   'table.sort({3, 2, 1}, function() while true do end end)',          77, $steps ],
    [ '__index',                  'local t = setmetatable({}, {__index = function() while true do end end}) print(t.x)', 77, $steps ],
    [ '__close',                  'local x <close> = setmetatable({}, {__close = function() while true do end end})', 77, $steps ],
    [ '__tostring of an error',   'error(setmetatable({}, {__tostring = function() while true do end end}))', 77,
        qr/^balassa: the sandbox lets a script run 1000000 steps/m ],
    [ 'goto',                     '::a:: goto a',                                                     77, $steps ],
    [ 'recursion in a tail',      'local function f() return f() end f()',                            77, $steps ],
    [ 'a chunk that loads itself', 'local function f() load("while true do end")() end while true do pcall(f) end', 77, $steps ],
    [ 'gsub with a function',     '("x"):rep(1e6):gsub("x", function() for i = 1, 1e9 do end end)',   77, $steps ],
    [ 'a pattern that backtracks', '("a"):rep(30000):find((".-"):rep(4) .. "b")',                     77, $seconds ],
    [ 'the same inside pcall',
        'while true do pcall(string.find, ("a"):rep(30000), (".-"):rep(4) .. "b") end',               77, $seconds ],
    [ 'gmatch that backtracks',   'for _ in ("a"):rep(30000):gmatch((".-"):rep(4) .. "b") do end',    77, $seconds ],
    [ 'table.move of nothing',    'table.move({}, 1, 1 << 62, 2)',                                    77, $seconds ],
    [ 'table.insert of nothing',
        'table.insert(setmetatable({}, {__len = function() return 1 << 53 end}), 1, 1)',              77, $seconds ],
    [ 'ten million resamples',    'local b = require "balassa" local s = assert(b.study "kazakhstan-1991-2010") '
        . 'b.bootstrap(s:index { rule = "latest", score = "rank" }, { reps = 10000000 })',
        77, $seconds ],
    [ 'a table of 1e9',           'local t = {} for i = 1, 1e9 do t[i] = i end',                      77, $memory ],
    [ 'a long string',            'local s = ("x"):rep(1e9)',                                         77, $memory ],
    [ 'a longer string',          'local s = ("x"):rep(1e10)',                                        1, qr/resulting string too large/ ],
    [ 'a string that doubles',    'local s = "x" while true do s = s .. s end',                       77, $memory ],
    [ 'a buffer that grows',      'local t = {} for i = 1, 1e5 do t[i] = ("x"):rep(1000) .. i end',   77, $memory ],
    [ 'deep recursion',           'local function f() return 1 + f() end f()',                        1, qr/x\.lua:1: stack overflow/ ],
    [ 'deep recursion in C',      'local function f() return ("x"):gsub("x", f) end f()',             1, qr/C stack overflow/ ],
    [ 'nested brackets',          'assert(load(("("):rep(1000)))',                                    1, qr/overflow|nested|levels/ ],
    [ 'a nested pattern',         'print(("x"):rep(300000):find((".?"):rep(300000)))',                1, qr/pattern too complex/ ],
    [ 'a long format',            'print(string.format("%99999d", 1))',                               1, qr/invalid conversion/ ],
    [ '... that is allowed',      'print(#string.format("%99d", 1))',                                 0, qr/^$/ ],
    [ 'nothing, often',           'print(#("").rep("", 1 << 62))',                                    0, qr/^$/ ],
);
for my $case (@endless) {
    my ( $name, $code, $want, $said ) = @$case;
    my $which = $name eq 'deep recursion' ? 'steps=1e8' : $said == $seconds ? 'steps=1e12 seconds=0.1' : $said == $memory ? 'memory=64' : 'steps=1e6';
    my ( $status, $out, $err, $took ) = sandbox( $code, map { ( '--limit', $_ ) } split / /, $which );
    is( $status, $want, "$name: exit $want" ) or diag $err;
    like( $err, $said, "$name: says so" );
    cmp_ok( $took, '<', 50, "$name: in time" );
}

# What runs where no hook does, or would undo it -----------------------------------------------------------

for my $case (
    [ 'a __gc', 'setmetatable({}, {__gc = function() while true do end end})', qr/x\.lua:1: --sandbox allows no __gc in a metatable$/m ],
    [ 'a __gc by rawset', 'local m = {} rawset(m, "__gc", print) setmetatable({}, m)', qr/no __gc/ ],
    [ 'a hook reset', 'debug.sethook()', qr/nil value \(global 'debug'\)/ ],
    [ 'debug by require', 'require("debug").sethook()', qr/require 'debug': --sandbox has only Balassa's own modules$/m ],
    [ 'a module from elsewhere', 'require "elsewhere.module"', qr/only Balassa's own modules/ ],
    [ 'a path that leads out', 'require "balassa.../x"', qr/not found/ ],
    [ 'string.dump', 'string.dump(print)', qr/nil value \(field 'dump'\)/ ],
    [ 'the metatable of strings', 'getmetatable("").__index = nil', qr/nil value/ ],
    [ 'that of our objects',
        'getmetatable(require("balassa").date "1991").__gc = print', qr/nil value/ ],
    [ 'a binary chunk', 'assert(load("\\27LuaT", "x", "b"))', qr/attempt to load a binary chunk/ ],
    [ 'the same from a function', 'local n = 0 assert(load(function() n = n + 1 return n == 1 and "\\27Lua" or nil end, "x", "bt"))',
        qr/attempt to load a binary chunk/ ],
    [ 'a chunk that is called like a file', 'load("error()", "@/etc/hostname")()', qr/^balassa: \/etc\/hostname:1: /m, qr/^    1 \|/m ],
    )
{
    my ( $name, $code, $said, $unsaid ) = @$case;
    my ( $status, $out, $err ) = sandbox($code);
    is( $status, 1, "$name: exit 1" );
    like( $err, $said, "$name: says so" );
    unlike( $err, $unsaid, "$name: and quotes nothing" ) if $unsaid;
}

# A __gc that is put in after setmetatable is none.
is_deeply( [ ( sandbox('local m = {} setmetatable({}, m) m.__gc = function() while true do end end') )[ 0, 2 ] ],
    [ 0, '' ], 'a __gc put in later is not run at exit' );

{
    my ( $status, $out, $err ) = sandbox(<<'LUA');
local names = {}
for name in pairs(_G) do names[#names + 1] = name end
table.sort(names)
print(table.concat(names, " "))
LUA
    is( $out, "_G _VERSION arg assert coroutine error getmetatable ipairs load math next pairs pcall print rawequal "
            . "rawget rawlen rawset require select setmetatable string table tonumber tostring type utf8 warn xpcall\n",
        'these are all the globals there are' );
}

# Files ---------------------------------------------------------------------------------------------------

my $outside = "outside";
spew( "$outside/secret.txt", "the secret\n" );
my $read = "--sandbox lets a script read only what is in $dir/datasets, $root/datasets; --read DIR names another folder";
system( 'cp', '-R', 'datasets/freedonia', 'datasets/leaky' ) == 0 or die;
unlink 'datasets/leaky/texts/gate.txt';
symlink "$dir/$outside/secret.txt", 'datasets/leaky/texts/gate.txt' or die;
system( 'cp', '-R', 'datasets/freedonia', 'datasets/leaky2' ) == 0 or die;
system( 'mv', 'datasets/leaky2/events.csv', "$outside/events.csv" ) == 0 or die;
symlink "$dir/$outside/events.csv", 'datasets/leaky2/events.csv' or die;
symlink "$dir/elsewhere/ruritania", 'datasets/linked'        or die;
for my $case (    # name, study, options, exit status, message
    [ 'a study',            'datasets/freedonia',                     [], 0 ],
    [ 'its bare name',      'freedonia',                              [], 0 ],
    [ 'an installed one',   'kazakhstan-1991-2010',                   [], 0 ],
    [ 'by a way about',     './datasets/../datasets/freedonia/',      [], 0 ],
    [ 'elsewhere',          'elsewhere/ruritania',                    [], 77, "elsewhere/ruritania: $read" ],
    [ 'an absolute path',   "$dir/elsewhere/ruritania",               [], 77, "$dir/elsewhere/ruritania: $read" ],
    [ '..',                 'datasets/../elsewhere/ruritania',        [], 77, "datasets/../elsewhere/ruritania: $read" ],
    [ 'a link',             'datasets/linked',                        [], 77, "datasets/linked: $read" ],
    [ 'what is not there',  '/no/such/folder',                        [], 77, "/no/such/folder: $read" ],
    [ '--read',             'elsewhere/ruritania', [ '--read', 'elsewhere' ], 0 ],
    [ '... and no other',   'datasets/freedonia',  [ '--read', 'elsewhere' ], 77,
        "datasets/freedonia: --sandbox lets a script read only what is in $dir/elsewhere; --read DIR names another folder" ],
    [ 'a text that leads out', 'datasets/leaky', [], 77,
        "datasets/leaky/texts/gate.txt: a link leads out of the study's folder, and nothing is read there; put the file itself in its place" ],
    [ 'a table that leads out', 'datasets/leaky2', [], 77,
        "datasets/leaky2/events.csv: a link leads out of the study's folder, and nothing is read there; put the file itself in its place" ],
    )
{
    my ( $name, $study, $options, $want, $message ) = @$case;
    my ( $status, $out, $err ) = sandbox( qq{assert(require("balassa").study "$study")}, @$options );
    is( $status, $want, "$name: exit $want" ) or diag $err;
    is( ( split /\n/, $err )[0] // '', defined $message ? "balassa: x.lua:1: $message" : '', "$name: what is said" );
}
for my $case (
    [ 'purpose',     'purpose "outside/secret.txt"',       qr/^nil$/ ],
    [ 'read_file',   'read_file "outside/secret.txt"',     qr/^nil\toutside\/secret\.txt: \Q$read\E$/ ],
    [ 'load_script', 'load_script "outside/secret.txt"',   qr/^nil\toutside\/secret\.txt: --sandbox runs no other file/ ],
    [ 'names_in',    'names_in(".", "")[1]',               qr/^nil$/ ],
    [ 'write_file',  'write_file("plots/x", "x")',         qr/^nil\tplots\/x: --sandbox lets a script write figures only$/ ],
    [ 'study:save',  qq{study("freedonia"):what_if("x"):save "plots/x"}, qr/^nil\tplots\/x: --sandbox lets a script write figures only$/ ],
    [ 'load_what_if',  qq{study("freedonia"):load_what_if "outside/secret.txt"}, qr/^nil\toutside\/secret\.txt: \Q$read\E$/ ],
    [ 'what_if_study', 'what_if_study "outside/secret.txt"', qr/^nil\toutside\/secret\.txt: \Q$read\E$/ ],
    [ 'write_folder', 'write_folder("plots/x", {})',       qr/^nil\tplots\/x: --sandbox lets a script write figures only$/ ],
    [ 'make_folder', 'make_folder "plots/x"',              qr/^nil\tplots\/x: --sandbox lets a script write figures only$/ ],
    )
{
    my ( $name, $code, $want ) = @$case;
    my ( $status, $out, $err ) = sandbox(qq{print(require("balassa.core").$code)});
    like( $out, $want, "core.$name" ) or diag $err;
}

my $figure = 'local c = require("balassa").chart.new { from = 1990, to = 2000 } '
    . 'local ok, why = c:lines { { 1991, 1 }, { 1999, 2 } }:save "%s" if not ok then error(why, 0) end';
my $write = "--sandbox lets a script write only what is in $dir/plots; --write DIR names another folder";
symlink "$dir/outside", 'plots/link' or die;
for my $case (
    [ 'a figure',       'plots/a',           [], 0, undef, 'plots/a' ],
    [ 'elsewhere',      'a',                 [], 77, "a: $write" ],
    [ 'absolute',       "$dir/outside/a",    [], 77, "$dir/outside/a: $write" ],
    [ '..',             'plots/../outside/a', [], 77, "plots/../outside/a: $write" ],
    [ 'a link',         'plots/link/a',      [], 77, "plots/link/a: $write" ],
    [ '--write',        'outside/b', [ '--write', 'outside' ], 0, undef, 'outside/b' ],
    )
{
    my ( $name, $base, $options, $want, $message, $made ) = @$case;
    my ( $status, $out, $err ) = sandbox( sprintf( $figure, $base ), @$options );
    is( $status, $want, "write $name: exit $want" ) or diag $err;
    is( ( split /\n/, $err )[0] // '', defined $message ? "balassa: x.lua:1: $message" : '', "write $name: what is said" );
    ok( -s "$made.svg" && -s "$made.png", "write $name: it is there" ) if $made;
}
{
    rename 'plots', 'plots-put-by' or die;
    my ( $status, $out, $err ) = sandbox( sprintf $figure, 'a' );
    is( $status, 77, 'write with no plots: exit 77' );
    is( ( split /\n/, $err )[0], 'balassa: x.lua:1: a: there is no folder in which --sandbox lets a script write; '
            . '--write DIR names one', 'write with no plots: what is said' );
    rename 'plots-put-by', 'plots' or die;
}
is_deeply( [ sort map {s{.*/}{}r} glob('outside/*') ], [qw(b.gp b.png b.svg events.csv secret.txt)], 'nothing else was written' );

# gnuplot: through the library, by changing the library, past the library -----------------------------------

my $canary = "$dir/canary";
for my $case (
    [ 'a label',              "c:lines { { 1991, 1 }, { 1999, 2 }, label = '`touch $canary`' }", 0 ],
    [ 'an encoder replaced',  "core.gp_quote = function() return '\"`touch $canary`\"' end",     77 ],
    [ 'string.format replaced', "local f = string.format string.format = function(s, ...) "
            . "if s:find('set label') then return 'system \"touch $canary\"' end return f(s, ...) end",  77 ],
    [ 'a page replaced',      "require('balassa.chart.page').stroke = function() return 'notitle\\n!touch $canary\\n' end", 77 ],
    [ 'no library at all',    "print(core.draw { { base = 'plots/x', script = 'system \"touch $canary\"', title = '', description = '' } }) "
            . "error(select(2, core.draw { { base = 'plots/x', script = '!touch $canary', title = '', description = '' } }), 0)", 77 ],
    [ 'the terminal',         "error(select(2, core.terminal('system \"touch $canary\"', 80, 24)), 0)", 77 ],
    )
{
    my ( $name, $code, $want ) = @$case;
    my ( $status, $out, $err ) = sandbox(<<"LUA");
local core, b = require "balassa.core", require "balassa"
local c = b.chart.new { from = 1990, to = 2000, title = "`touch $canary`" }
$code
c:lines { { 1991, 1 }, { 1999, 2 } }
local ok, why = c:save "plots/y"
if not ok then error(why, 0) end
LUA
    is( $status, $want, "gnuplot by $name: exit $want" ) or diag $err;
    like( $err, $want ? qr/line \d+ of the gnuplot script: .* is not what a figure needs/ : qr/^$/, "gnuplot by $name: says so" );
    ok( !-e $canary, "gnuplot by $name: nothing ran" );
    unlink $canary;
}
{
    my ( $status, $out, $err ) = sandbox(<<'LUA');
local core = require "balassa.core"
for i = 1, 50 do
  local list = {}
  for k = 1, 20 do
    list[k] = setmetatable({}, { __index = function(_, key) return (key .. k):rep(100) end })
  end
  pcall(core.draw, list)
end
LUA
    is( $status, 0, 'figures that are made while they are read' );
}

# The command line --------------------------------------------------------------------------------------

my $try = "Try: balassa --help\n";
for my $case (
    [ "--limit 'seconds=0' -e ''", "option '--limit': 'seconds=0' is none of seconds=N, memory=N (from 16 MiB) and steps=N" ],
    [ "--limit 'minutes=1' -e ''", "option '--limit': 'minutes=1' is none of seconds=N, memory=N (from 16 MiB) and steps=N" ],
    [ "--limit",                   "option '--limit' needs an argument" ],
    [ "--read nowhere",            "option '--read': 'nowhere' is no folder, or one too many" ],
    [ "-i",                        "the prompt does not go with --sandbox" ],
    )
{
    my $out = qx{'$balassa' --sandbox $case->[0] 2>&1 </dev/null};
    is( $? >> 8, 64, "$case->[0]: exit 64" );
    is( $out, "balassa: $case->[1]\n$try", "$case->[0]: says why" );
}
is( qx{'$balassa' --read datasets -e '' 2>&1}, "balassa: option '--read' makes no sense without --sandbox\n$try", 'a rule without a sandbox' );
is( qx{echo 'print(io, ...)' | '$balassa' --sandbox - a 2>&1}, "nil\ta\n", 'standard input' );
is( qx{'$balassa' --sandbox -e 'x = 1' -l balassa.show -e 'print(io, x)' 2>&1}, "nil\t1\n", '-e and -l' );
like( qx{'$balassa' --help}, qr/Without --sandbox a script may do whatever its user may/, '--help says what it means' );

# Our own commands need no more than that.
chdir $root or die;
my %study_of = ( check => 'datasets/kazakhstan-1991-2010', coders => 't/data/freedonia' );
for my $command ( sort map {s{.*/(.*)\.lua$}{$1}r} glob 'scripts/*.lua' ) {
    next if $command =~ /^(figures|new|report|reproduce)$/;
    my $study = $study_of{$command} ? " $study_of{$command}" : '';
    my $out   = qx{'$balassa' --sandbox --read datasets --read t/data $command$study 2>"$dir/err.txt"};
    is( $?, 0, "$command under --sandbox" );
    is( slurp("$dir/err.txt"), '', "$command says nothing of it" );
    ok( length $out, "$command says what it always says" );
}
# A report is no figure, so a sandboxed script cannot write one to a file; it can have its text, and
# figures can be made again.
like( qx{'$balassa' --sandbox --read t/data -e 'print((balassa.report(assert(balassa.study "t/data/freedonia"))))' 2>&1},
    qr{^<!DOCTYPE html>.*</html>\s*\z}s, 'a report under --sandbox' );
{
    my $said = qx{'$balassa' --sandbox --read plots --read datasets reproduce plots/claim-2.svg 2>&1};
    is( $?, 0, 'and reproduce, of a figure' ) or diag $said;
}
{
    my $out = "$dir/plots";
    is( qx{'$balassa' --sandbox --write '$out' figures --out '$out' 2>&1}, '', 'figures under --sandbox' );
    for my $name (qw(chart-1 chart-2 claim-1)) {
        is( slurp("$out/$name.svg"), slurp("plots/$name.svg"), "$name.svg is the same" );
    }
}
# Who opens files or starts programs, in C: each asks the sandbox (lua/sandbox.h) where a script can name the file,
# or is behind one that does. A new name in this list is a new door, and wants the same question.
my %doors = map { $_ => 1 } qw(
    engine/base/beside.c engine/base/write.c engine/io/file.c engine/lua/command.c engine/lua/editor.c engine/lua/files.c engine/lua/library.c
    engine/lua/multiverse_file.c engine/lua/program.c engine/lua/prompt.c engine/lua/report.c engine/lua/send.c engine/main.c
    engine/plot/figure.c engine/plot/inline.c engine/plot/run.c);
my $opens = qr/\b(?:open|openat|fopen|freopen|creat|mkdir|rename|unlink|remove|opendir|scandir|memfd_create|popen|system|fork|execv\w*|posix_spawn\w*|dlopen|luaL_loadfilex?|luaL_dofile|lua_newstate|luaL_newstate)\s*\(/;
is_deeply( [ grep { slurp($_) =~ $opens && !$doors{$_} } glob('engine/*.c engine/*/*.c') ], [], 'all doors to the outside are known' );

my @io = grep { slurp($_) =~ /\b(io|os|debug)\.\w|\bcollectgarbage\b|\bloadfile\b|\bdofile\b/ } grep { !/new\.lua$/ }
    glob('scripts/*.lua scripts/figures/*.lua scripts/balassa/*.lua scripts/balassa/*/*.lua');
is_deeply( \@io, [], 'the library uses nothing that a sandbox does not have' );
done_testing();
