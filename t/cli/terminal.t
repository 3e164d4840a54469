#!/usr/bin/env perl
# What only a terminal shows: the line editor with its history, completion and Ctrl-C, and how far long work is.
# script(1) of util-linux lends the terminal.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use IPC::Open2;
use Test::More;
use Time::HiRes qw(time);
use lib 't';
use Files qw(slurp);

plan skip_all => 'script(1) of util-linux is not there' if system('script --version >/dev/null 2>&1') != 0;

my $program = abs_path( $ENV{BALASSA} || './balassa' );
my $study   = abs_path('t/data/freedonia');
my $dir     = tempdir( CLEANUP => 1 );
delete @ENV{qw(BALASSA_SCRIPTS XDG_STATE_HOME INPUTRC)};
$ENV{TERM} = 'dumb';
@SIG{qw(INT QUIT HUP)} = ('DEFAULT') x 3; # who starts us in the background may have us ignore them
chdir $dir or die "$dir: $!";

my ( $from, $to, $pid, $seen );

sub start {
    my ($command) = @_;
    # exec: a shell that stayed would die by the Ctrl-C that is typed, and its status be told for the program's.
    $pid  = open2( $from, $to, 'script', '-qefc', "exec $command", '/dev/null' );
    $seen = '';
}

# Types, and waits for what is to be seen after that. Keys before the prompt would come to another mode of the
# terminal, so what ends in a prompt is waited for to its end.
sub type {
    my ( $keys, $wanted, $name ) = @_;
    my $end = time + 20;
    $seen = '';
    syswrite $to, $keys;
    while ( $seen !~ $wanted && time < $end ) {
        my $ready = '';
        vec( $ready, fileno $from, 1 ) = 1;
        next unless select $ready, undef, undef, 0.1;
        last unless sysread $from, $seen, 4096, length $seen;
    }
    like( $seen, $wanted, $name );
}

sub finish {
    my ($status) = @_;
    close $to;
    waitpid $pid, 0;
    is( $? >> 8, $status, "exit $status" );
    close $from;
}

# The editor
$ENV{HOME} = $dir;
start("$program");
type( '',                 qr/Ctrl-D leaves\.\r\n.*> /s,    'it says how to leave' );
type( "x = 41 +\n",       qr/\n[^\n]*\s\z/,                'an input may go on' );
type( "1\n",              qr/> \z/,                        '... on a second line' );
type( "x\n",              qr/\n42\r\n> \z/,                    '... and is read whole' );
type( "s = balassa.study '$study'\n", qr/> \z/,            'a study' );
type( "#s:pha\t()\n",     qr/s:phases\(.*\n\d+\r\n> \z/s,      'a method is completed' );
type( "s:event 'talks-\t.label\n", qr/talks-1990'.*\r\n> \z/s, 'an id is completed' );
type( "balassa.co\t\t",   qr/\bcoincidence\b.*\bcontrast\b/s, 'names that begin alike are listed' );
type( "\003",             qr/\n.*> \z/s,                   'Ctrl-C drops the line' );
type( "while true do end\n", qr/end\r\n/,                  'an input that would never end' );
sleep 1;
type( "\003",             qr/balassa: interrupted.*> \z/s, '... is stopped by Ctrl-C' );
type( "6 * 7\n",          qr/\n42\r\n> \z/,                    'and the prompt goes on' );
type( "\004",             qr/\n/,                          'Ctrl-D' );
finish(0);
my $history = "$dir/.local/state/balassa/history";
like( slurp($history), qr/^#\d+\nx = 41 \+\n1\n#\d+\nx\n/m, 'the history keeps each input whole' );
is( ( stat $history )[2] & 0777, 0600, '... for its user alone' );

start("$program");
type( '',         qr/> \z/,                'another day' );
type( "\020",     qr/6 \* 7/,              'the last input is there again' );
type( "\n",       qr/\n42\r\n> \z/,            '... and runs' );
type( "quit\n",   qr/quit/,                'quit' );
finish(0);

# It goes on without when the file can no longer be written
start($program);
type( '',                                                         qr/> \z/, 'again' );
type( "os.rename('$history', '$history.old')\n",                 qr/> \z/, 'a history that goes away' );
type( "6 * 7\n", qr/warning: the history is not kept any more: '\Q$history\E': No such file or directory\r\n42\r\n> \z/, '... is told once' );
type( "6 * 8\n", qr/6 \* 8\r\n48\r\n> \z/, '... and no more' );
type( "\004",    qr/\z/,                       'Ctrl-D' );
finish(0);
is( slurp("$history.old") =~ /os\.rename/ ? 1 : 0, 1, '... and what was kept is there' );
rename "$history.old", $history;

# Where there is no history to be kept
for my $case ( [ '/dev/null', qr{warning: the history is not kept: '/dev/null/.local/state/balassa/history': Not a directory} ],
    [ undef, qr/warning: the history is not kept: HOME is not set/ ] )
{
    my ( $home, $wanted ) = @$case;
    local $ENV{HOME} = $home;
    delete $ENV{HOME} unless defined $home;
    start("$program");
    type( '',         qr/$wanted.*> \z/s,      'no history is kept where it cannot be' );
    type( "1 + 1\n",  qr/\n2\r\n> \z/,  '... and the prompt works' );
    type( "\004",     qr/\n/,       'Ctrl-D' );
    finish(0);
}

# Long work says how far it is, cleans up, and is stopped
open my $script, '>', 'long.lua' or die $!;
print $script <<'LUA';
local balassa = require "balassa"
local values = {}
for i = 1, 2000 do values[i] = (i * 7919) % 101 end
local series = balassa.series { start = "1800-01", values = values }
print(balassa.contrast(series, { "1850/1851", "1870/1871", "1890", "1900/1904" },
  { method = "monte_carlo", reps = tonumber(arg[1]) }).n)
print "done"
LUA
close $script;
start("$program long.lua 300000000");
type( '',     qr/contrast \d+ %, \d+ s left/, 'long work says how far it is' );
type( "\003", qr/\r\e\[K.*balassa: .*(?:stopped|interrupted)/s, '... and is stopped by Ctrl-C' );
finish(130);

done_testing();
