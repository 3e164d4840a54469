#!/usr/bin/env perl
# The program from outside: its command line, what it writes where, and its exit status.
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use File::Temp qw(tempdir);
use Test::More;
use lib 't';
use Files qw(slurp);

my $program = abs_path( $ENV{BALASSA} || './balassa' );
my $module  = $ENV{BALASSA_MODULE};
my $root    = getcwd();
my $dir     = tempdir( CLEANUP => 1 );
delete @ENV{qw(BALASSA_SCRIPTS NO_COLOR LUA_PATH LUA_CPATH LUA_PATH_5_4 LUA_CPATH_5_4)};
chdir $dir or die "$dir: $!";

sub spew {
    my ( $name, $text ) = @_;
    my $folder = $name;
    mkdir $folder if $folder =~ s{/[^/]*$}{} and !-d $folder;
    open my $fh, '>', $name or die "$name: $!";
    print $fh $text;
    close $fh;
}

# (status, out, err) of a shell command in which @ stands for the program.
sub shell {
    my ($command) = @_;
    $command =~ s/@/'$program'/g;
    my $status = system "( $command ) >out.txt 2>err.txt";
    return ( $status & 127 ? "signal " . ( $status & 127 ) : $status >> 8, slurp('out.txt'), slurp('err.txt') );
}

sub check {
    my ( $name, $command, @want ) = @_;
    my @got = shell($command);
    is_deeply( \@got, \@want, $name ) or diag explain \@got;
}

my $version = "balassa 0.1.0 (Lua 5.4.4)\n";

# The command line -------------------------------------------------------------------------------

my @runs = (
    [ '-v',              '@ -v',                                     0, $version,         '' ],
    [ '--version',       '@ --version',                              0, $version,         '' ],
    [ '-e',              q{@ -e 'print(1)' -e 'print(2)'},           0, "1\n2\n",         '' ],
    [ '-e glued',        q{@ -e'print(1)'},                          0, "1\n",            '' ],
    [ '-e has balassa',  q{@ -e 'print(balassa)'},                   0, "balassa 0.1.0\n", '' ],
    [ '-v before -e',    q{@ -v -e 'print(1)'},                      0, $version . "1\n", '' ],
    [ '-l',              q{@ -l string -e 'print(string.len "ab")'}, 0, "2\n",            '' ],
    [ '-l into another', q{@ -l s=string -e 'print(s.len "ab")'},    0, "2\n",            '' ],
    [ '-e then script',  q{@ -e 'x = 5' x.lua},                      0, "5\n",            '' ],
    [ '--',              '@ -- x.lua',                               0, "nil\n",          '' ],
    [ 'LUA_INIT is not run', q{LUA_INIT='print(7)' @ -e ''},         0, '',               '' ],
    [ 'unknown option', '@ -x',      64, '', "balassa: unknown option '-x'\nTry: balassa --help\n" ],
    [ 'near option', '@ --tracebak', 64, '',
        "balassa: unknown option '--tracebak'; did you mean '--traceback'?\nTry: balassa --help\n" ],
    [ '-e alone', '@ -e', 64, '', "balassa: option '-e' needs an argument\nTry: balassa --help\n" ],
    [ 'stdin', q{echo 'print(balassa, ...)' | @},       0, "balassa 0.1.0\n",        '' ],
    [ '-',     q{echo 'print(arg[0], ...)' | @ - a b},  0, "-\ta\tb\n",              '' ],
    [ '-i of no terminal', q{echo '1 + 1' | @ -i},      0, "2\n",                    '' ],
    [ '#! of stdin', q{printf '#!/bin/x\nprint(debug.getinfo(1).currentline)\n' | @}, 0, "2\n", '' ],
    [ 'arguments', '@ args.lua 1 -v', 0, "args.lua\t1\t-v\tnil\n1\t-v\n", '' ],
    [ 'before the script', q{@ -e '' args.lua | head -1}, 0, "args.lua\tnil\tnil\t\n", '' ],
    [ 'os.exit', '@ exit.lua', 7, "x\n", '' ],
    [ 'warn', '@ warn.lua', 0, '', "balassa: warning: a b\nbalassa: warning: d\n" ],
);
spew( 'x.lua',    "print(x)\n" );
spew( 'args.lua', "#!/usr/bin/env balassa\nprint(arg[0], arg[1], arg[2], arg[-1] == '' and '' or nil)\nprint(...)\n" );
spew( 'exit.lua', "print 'x' os.exit(7)\n" );
spew( 'warn.lua', "warn('a ', 'b') warn '\@off' warn 'c' warn '\@on' warn 'd'\n" );
check(@$_) for @runs;

{
    my ( $status, $out, $err ) = shell('@ --help');
    is( $status, 0, '--help' );
    like( $out, qr{^usage: balassa \[options\] \[script\.lua \| NAME \| -\] \[arguments\]\n}, '--help says how' );
    like( $out, qr{^  check        Check study folders: .*$}m, '--help lists the commands' );
    is( $err, '', '--help says nothing else' );
}

# Commands ---------------------------------------------------------------------------------------

spew( 'scripts/mine.lua',  "#!/usr/bin/env balassa\n-- Mine: an analysis.\nprint(arg[0], ...)\n" );
spew( 'scripts/plain.lua', "print 'no purpose'\n" );
spew( 'word',              "print 'a file'\n" );
check( 'a command of the user',       '@ mine a',            0, "scripts/mine.lua\ta\n", '' );
check( 'the same, as a file',         '@ scripts/mine.lua',  0, "scripts/mine.lua\n",    '' );
check( 'a file without a suffix',     '@ ./word',            0, "a file\n",              '' );
{
    my ( $status, $out, $err ) = shell('@ mien');
    is( $status, 64, 'an unknown command' );
    my @lines = split /\n/, $err;
    is( $lines[0], "balassa: no command 'mien'; did you mean 'mine'?", 'the near command' );
    is( $lines[1], 'commands:',                                       'and the list' );
    is_deeply(
        [ grep {/mine|plain/} @lines[ 2 .. $#lines ] ],
        [ '  mine         Mine: an analysis.', '  plain        ' ], 'with what each is for'
    );
    ( undef, undef, $err ) = shell('@ word');
    like( $err, qr{^balassa: no command 'word'; to run the file of that name: balassa \./word\n}, 'a file of that name' );
    ( undef, undef, $err ) = shell('@ zzzzzz');
    like( $err, qr{^balassa: no command 'zzzzzz'\ncommands:\n}, 'nothing near' );
    spew( 'scripts/check.lua', "print 'my own check'\n" );
    check( "the user's own before ours", '@ check', 0, "my own check\n", '' );
    unlink 'scripts/check.lua';
}

# Errors: the script, what it says, its exit status, the whole message --------------------------

spew( 'bad/datapackage.json', "{}\n" );
my $missing = 'none: there is no such folder; name one that holds a datapackage.json';
my @errors  = (
    [ 'a runtime error', "\nlocal t\nprint(t.x)\n", 1,
        "E.lua:3: attempt to index a nil value (local 't')\n    3 | print(t.x)\n" ],
    [ 'a syntax error', "print(\n)\nx = = 1\n", 1, "E.lua:3: unexpected symbol near '='\n    3 | x = = 1\n" ],
    [ 'an error in loaded text', "load('\\nerror [[x]]', 'x = 1\\ny = 2')()", 1, "(loaded text):2: x\n    2 | y = 2\n" ],
    [ 'an address', "require 'balassa'.options { n = print }", 1,
        "E.lua:1: option 'n' is declared as { default, \"help\" }, not as a function\n" .
            "    1 | require 'balassa'.options { n = print }\n" ],
    [ 'error()',        "error 'boom'",         1, "E.lua:1: boom\n    1 | error 'boom'\n" ],
    [ 'error at level 2', "local function f() error('boom', 2) end\n  f()\n", 1, "E.lua:2: boom\n    2 |   f()\n" ],
    [ 'error without a position', "\nerror('boom', 0)", 1, "E.lua:2: boom\n    2 | error('boom', 0)\n" ],
    [ 'error in a coroutine', "coroutine.wrap(function()\nerror 'boom' end)()", 1, "E.lua:2: boom\n    2 | error 'boom' end)()\n" ],
    [ 'an object as error', "error(setmetatable({}, { __tostring = function() return 'me' end }))", 1,
        "E.lua:1: me\n    1 | error(setmetatable({}, { __tostring = function() return 'me' end }))\n" ],
    [ 'a table as error', 'error {}', 1, "E.lua:1: the error is not a message but a table value\n    1 | error {}\n" ],
    [ 'an object that cannot say', "error(setmetatable({}, { __tostring = error }))", 1,
        "E.lua:1: the error is not a message but a table value\n    1 | error(setmetatable({}, { __tostring = error }))\n" ],
    [ 'many lines', "error 'a\\nb\\nc'", 1, "E.lua:1: a\n  b\n  c\n    1 | error 'a\\nb\\nc'\n" ],
    [ 'control characters', "error 'a\\27[31mb'", 1, "E.lua:1: a?[31mb\n    1 | error 'a\\27[31mb'\n" ],
    [ 'no balassa', "balassa.study 'x'", 1,
        "E.lua:1: attempt to index a nil value (global 'balassa')\n    1 | balassa.study 'x'\n"
            . "  Begin the script with: local balassa = require \"balassa\"\n" ],
    [ 'an unknown field', "local b = require 'balassa'\nb.studdy 'x'", 1,
        "E.lua:2: balassa has no field 'studdy'; did you mean 'study'?\n    2 | b.studdy 'x'\n" ],
    [ 'misuse inside the Lua library', "local b = require 'balassa'\nb.options(1)", 1,
        "E.lua:2: options takes a table { name = { default, \"help\" } }, not a number\n    2 | b.options(1)\n" ],
    [ 'a missing input', "local b = require 'balassa'\nassert(b.study 'none')", 66,
        "E.lua:2: $missing\n    2 | assert(b.study 'none')\n" ],
    [ 'the same through error()', "local _, m = require 'balassa'.study 'none' error(m)", 66,
        "E.lua:1: $missing\n    1 | local _, m = require 'balassa'.study 'none' error(m)\n" ],
    [ 'the same in other words', "local _, m = require 'balassa'.study 'none' error('no: ' .. m)", 1,
        "E.lua:1: no: $missing\n    1 | local _, m = require 'balassa'.study 'none' error('no: ' .. m)\n" ],
);
for my $case (@errors) {
    my ( $name, $code, $status, $message ) = @$case;
    spew( 'E.lua', $code );
    check( $name, '@ E.lua', $status, '', "balassa: $message" );
}
check( 'the handler keeps out of load()', q{@ -e 'print(load("return " .. ("("):rep(300)))'}, 0,
    "nil\tC stack overflow\n", '' );
check( 'output comes first', q{@ -e 'print(1) error "x"' 2>&1}, 1,
    qq{1\nbalassa: (command line):1: x\n    1 | print(1) error "x"\n}, '' );
check( 'an error of stdin', q{printf 'local x\nx()' | @}, 1, '',
    "balassa: stdin:2: attempt to call a nil value (local 'x')\n    2 | x()\n" );
check( 'no such script', '@ none.lua', 66, '', "balassa: cannot open none.lua: No such file or directory\n" );
check( 'no such script below', '@ none/x', 66, '', "balassa: cannot open none/x: No such file or directory\n" );
{
    spew( 'E.lua', "local function f()\n  error 'boom'\nend\nf()\nf()\n" );
    my ( $status, undef, $err ) = shell('@ --traceback E.lua');
    is( $err, <<'END', '--traceback' );
balassa: E.lua:2: boom
    2 |   error 'boom'
stack traceback:
	[C]: in function 'error'
	E.lua:2: in local 'f'
	E.lua:4: in main chunk
	[C]: in ?
END
    my ( undef, undef, $bad ) = shell(q{@ -e 'assert(balassa.study "bad")'});
    like( $bad, qr/^balassa: \(command line\):1: bad: /, 'bad data' );
    ($status) = shell(q{@ -e 'assert(balassa.study "bad")'});
    is( $status, 65, 'bad data exits with 65' );
}

# A fault of the library itself is told as such ---------------------------------------------------
{
    spew( 'own/balassa.x', '' );
    mkdir 'own/balassa';
    spew( 'own/balassa/broken.lua', "return function()\n  local t\n  return t.x\nend\n" );
    my $own = abs_path('own') . '/balassa/broken.lua';
    my ( $status, $out, $err ) = shell(q{BALASSA_SCRIPTS=own @ -e 'balassa.broken()'});
    is( $status, 70, 'a fault in the library exits with 70' );
    my @lines = split /\n/, $err;
    is( $lines[0], "balassa: $own:3: attempt to index a nil value (local 't')", 'it is told where it is' );
    is( $lines[1], '    3 |   return t.x',                                        'with its line' );
    is( $lines[2], 'stack traceback:',                                            'and how it came there' );
    is( $lines[-1], 'This is a fault in Balassa, not in the script: please report it with all of the above.',
        'and what to do' );
    spew( 'own/balassa/half.lua', "return function(\n" );
    ( $status, $out, $err ) = shell(q{BALASSA_SCRIPTS=own @ -e 'balassa.half()'});
    is( $status, 1, 'a library that cannot be read ends the script' );
    $own =~ s/broken/half/;
    like( $err, qr/^balassa: [^\n]*cannot load 'balassa\.half': \Q$own\E:2: /, 'and says so' );
    check( 'no library at all', q{BALASSA_SCRIPTS=/nowhere @ -e 'balassa.options {}'}, 1, '',
        "balassa: (command line):1: balassa's Lua library is not in '/nowhere/balassa', so there is no 'options'; "
            . "the environment variable BALASSA_SCRIPTS can name its folder scripts\n    1 | balassa.options {}\n" );
}

# Output that does not arrive ---------------------------------------------------------------------

my $lost = 'balassa: standard output could not be written in full';
check( 'a full disk', q{@ -e 'print(1)' >/dev/full}, 1, '', "$lost\n" );
check( 'a full disk, late', q{@ -e 'io.write(1)' >/dev/full}, 1, '', "$lost: No space left on device\n" );
check( 'a full disk and os.exit', q{@ -e 'io.write(1) os.exit(0)' >/dev/full}, 1, '', "$lost: No space left on device\n" );
check( 'closed', q{@ -e 'io.write(1)' >&-}, 1, '', "$lost: Bad file descriptor\n" );
check( 'closed and not needed', q{@ -e '' >&-}, 0, '', '' );
check( 'closed, and a file is written', q{@ -e 'print(1) local f = io.open("f", "w") f:write "y" f:close()' >&- ; cat f},
    0, 'y', "$lost\n" );
check( 'a reader that leaves', q{@ -e 'for i = 1, 1e5 do print(i) end' | head -1}, 0, "1\n", '' );
check( 'the same, SIGPIPE ignored', q{trap '' PIPE; @ -e 'for i = 1, 1e5 do print(i) end' | head -1}, 0, "1\n", '' );

# Ctrl-C ------------------------------------------------------------------------------------------
for my $case (
    [ '', 'while true do end' ],
    [ ', whatever the script catches', 'for i = 1, 3 do pcall(function() while true do end end) end' ],
    [ ', and asks no handler', 'xpcall(function() while true do end end, function() return "mine" end)' ],
    [ ', in a coroutine', 'coroutine.wrap(function() while true do end end)()' ],
    [ ', in a coroutine of a coroutine, whatever each catches',
        'local function f(n) while true do if n > 0 then coroutine.resume(coroutine.create(f), n - 1) end end end f(3)' ],
    [ ', in what a coroutine tidies up',
        'coroutine.wrap(function() local c <close> = setmetatable({}, { __close = function() while true do end end }) end)()' ],
    [ ', between coroutines', 'local f = coroutine.wrap(function() while true do coroutine.yield() end end) while true do f() end' ],
    [ ', and closes what is to be closed', 'local c <close> = setmetatable({}, { __close = function() io.stderr:write "closed\n" end }) while true do end' ],
    )
{
    my ( $how, $line ) = @$case;
    spew( 'loop.lua', "io.stderr:write 'r\\n'\n$line\n" );
    open my $keep, '>&', \*STDERR or die $!;
    my $pid = fork;
    if ( !$pid ) {
        $SIG{INT} = 'DEFAULT';
        open STDERR, '>', 'err.txt' or die $!;
        alarm 60; # who catches it would loop for ever
        exec $program, 'loop.lua';
    }
    for ( 1 .. 500 ) { last if -s 'err.txt'; select undef, undef, undef, 0.02 }
    select undef, undef, undef, 0.3;    # from the line that wrote the file to the next, where it stays
    kill INT => $pid;
    waitpid $pid, 0;
    is( $? >> 8, 130, "Ctrl-C exits with 130$how" );
    my $closed = $how =~ /closes/ ? "closed\n" : '';
    is( slurp('err.txt'), "r\n${closed}balassa: loop.lua:2: interrupted\n    2 | $line\n", 'and says where' );
}

# For the sake of Ctrl-C, resume and wrap are ours. But for it, a script finds no difference to Lua's.
spew( 'co.lua', <<'LUA' );
local create, resume, wrap, yield, status = coroutine.create, coroutine.resume, coroutine.wrap, coroutine.yield, coroutine.status
local function closed(what) return setmetatable({}, { __close = function(_, e) print("closed", what, e) end }) end
local co = create(function(...)
  print("in", ...)
  print("again", yield(1, nil, 3))
  return
end)
print(resume(co, "a", nil))
print(resume(co))
print(resume(co))
print(status(co), coroutine.close(co))
print(resume(create(function() error "text" end)))
print(resume(create(function() error({}, 2) end)) == false)
print(pcall(resume, 1) == false, pcall(wrap, 1) == false, pcall(resume) == false)
local f = wrap(function(a) local c <close> = closed "f" yield(a + 1) error("boom", 0) end)
print(f(1), pcall(f))
print(pcall(f))
local failing = setmetatable({}, { __close = function() error("while closing", 0) end })
print(pcall(wrap(function() local c <close> = failing error "first" end)))
print(select(2, pcall(wrap(function() error() end))))
local self
self = wrap(function() return pcall(self) end)
print(self())
print(resume(create(function() return resume(coroutine.running()) end)))
local function deep(n) return n == 0 and 0 or 1 + wrap(deep)(n - 1) end
print(deep(100), (pcall(deep, 1e6)))
print(select("#", resume(create(function() return table.unpack({}, 1, 5000) end))))
print(select("#", wrap(table.unpack)({}, 1, 5000)))
for i, v in wrap(function() for i = 1, 3 do yield(i, i * i) end end) do io.write(i, "=", v, " ") end
print(coroutine.isyieldable(), pcall(yield))
print(pcall(wrap(function() return pcall(pcall, yield, 1) end)))
local full = create(function(...) return select("#", yield(select("#", ...))) end)
print(resume(full, table.unpack({}, 1, 600000)))
print(resume(full, table.unpack({}, 1, 600000)))
print((function(...) return resume(create(table.unpack), {}, 1, 600000) end)(table.unpack({}, 1, 600000)))
LUA
{
    my ( undef, $ours ) = shell('@ co.lua');
    my ( undef, $lua )  = shell('lua5.4 co.lua');
    is( $ours, $lua, 'coroutines give what those of Lua give' );
    cmp_ok( length $lua, q{>}, 300, '... and that is something' );
}

# The check command -------------------------------------------------------------------------------

my $freedonia = "$root/t/data/freedonia";
{
    my ( $status, $out, $err ) = shell("@ check $freedonia");
    is( $status, 0, 'check: a sound study' );
    like( $out, qr{\A\Q$freedonia\E: no violations\n  period         1990-01/1999-12\n  digest         [0-9a-f]{64}\n},
        'check: what it is' );
    like( $out, qr{^  events             13$}m, 'check: how much there is' );
    is( $err, '', 'check: no message' );
    system "cp -R '$freedonia' copy && sed -i '2s/1991\\/1991/1991-13/; 3s/1993-01/1993-02-30/' copy/crises.csv";
    ( $status, $out, $err ) = shell('@ check copy');
    is( $status, 65, 'check: bad data' );
    is( $out,    '', 'check: no summary of bad data' );
    is_deeply(
        [ map {/^([^ ]+: column '\w+')/} split /\n/, $err ],
        [ "copy/crises.csv:2: column 'span'", "copy/crises.csv:3: column 'span'" ],
        'check: every violation'
    );
    like( $err, qr{\nbalassa: copy: 2 violations in 1 file\n\z}, 'check: their number last' );
    check( 'check: nothing there', '@ check none', 66, '', "balassa: $missing\n" );
    ($status) = shell("@ check $freedonia none copy");
    is( $status, 66, 'check: several folders, the status of the first that fails' );
    check( 'check: no folder', '@ check', 64, '',
        "balassa: check: an argument is missing: DIR...\nTry: balassa check --help\n" );
}

# Where the library is found -----------------------------------------------------------------------

symlink $program, 'link' or die $!;
$program = "$dir/link";
check( 'through a symbolic link', q{@ -e 'print(type(balassa.options))'}, 0, "function\n", '' );

SKIP: {
    skip 'no module to test', 5 unless $module && -e $module;
    # A sanitized module needs the sanitizer's own program, which lua5.4 is not.
    skip 'the module is sanitized', 5 if slurp($module) =~ /__asan_init/;
    my $path = $module;
    $path =~ s{[^/]*$}{?.so};
    my $lua = "LUA_CPATH='$path' lua5.4";
    check( 'lua5.4: the module', qq{$lua -e 'print((require "balassa"))'}, 0, "balassa 0.1.0\n", '' );
    check( 'lua5.4: its Lua library', qq{$lua -e 'print(type(require "balassa".options))'}, 0, "function\n", '' );
    check( 'lua5.4: require of a part', qq{$lua -e 'require "balassa" print(type(require "balassa.options"))'}, 0, "function\n", '' );
    check( 'lua5.4: an error is at the script', qq{$lua -e 'print(pcall(load("return require [[balassa]].studdy", "=s")))'},
        0, "false\ts:1: balassa has no field 'studdy'; did you mean 'study'?\n", '' );
    # Without a program there is no Ctrl-C of ours, and error() with nothing is no interrupt.
    spew( 'E.lua', <<"LUA" );
local balassa = require "balassa"
local study = assert(balassa.study "$root/t/data/freedonia")
local r = balassa.multiverse(study, { crises = "chart", estimate = function() error() end }):run { threads = 1 }
print(r.failed, r:universe(1).estimate)
LUA
    check( 'lua5.4: an error that is nil', "$lua E.lua", 0, "1\tnil\n", '' );
}

chdir $root;
done_testing;
