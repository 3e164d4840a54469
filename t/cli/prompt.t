#!/usr/bin/env perl
# The prompt, fed through a pipe: the same reading, running and printing as on a terminal, without
# the line editor.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use Test::More;
use lib 't';
use Files qw(slurp);

my $program = abs_path( $ENV{BALASSA} || './balassa' );
my $dir     = tempdir( CLEANUP => 1 );
delete $ENV{BALASSA_SCRIPTS};
$ENV{XDG_STATE_HOME} = "$dir/state";
chdir $dir or die "$dir: $!";

# (status, out, err) of the prompt when this is typed
sub type {
    my ( $input, @arguments ) = @_;
    open my $fh, '>', 'in.txt' or die $!;
    print $fh $input;
    close $fh;
    my $arguments = join ' ', map {"'$_'"} @arguments;
    my $status = system "'$program' -i $arguments <in.txt >out.txt 2>err.txt";
    return ( $status >> 8, slurp('out.txt'), slurp('err.txt') );
}

my @cases = (
    # name, input, standard output, standard error
    [ 'an expression', "1 + 1\n", "2\n", '' ],
    [ 'several values', "1, 'a', nil\n", "1\ta\tnil\n", '' ],
    [ 'a value of several lines', "1, 'a\\nb'\n", "1\na\nb\n", '' ],
    [ 'no value', "(function() end)()\n", '', '' ],
    [ 'nil', "nil\n", "nil\n", '' ],
    [ 'an equals sign before', "= 1 + 1\n", "2\n", '' ],
    [ 'a statement', "x = 5\nx\n", "5\n", '' ],
    [ 'blank lines', "\n  \n1\n", "1\n", '' ],
    [ 'no newline at the end', '1 + 1', "2\n", '' ],
    [ 'a comment', "-- nothing\n1 -- one\n", "1\n", '' ],
    [ 'several lines', "for i = 1, 2 do\n\nprint(i)\nend\n3\n", "1\n2\n3\n", '' ],
    [ 'an expression of several lines', "(1\n+\n1)\n", "2\n", '' ],
    [ 'a long string', "[[a\nb]]\n", "a\nb\n", '' ],
    [ 'a local is kept', "local x = 5\nx\nlocal function f() return 6 end\nf()\n", "5\n6\n", '' ],
    [ 'a constant stays local', "local x <const> = 5\nx\n", "nil\n", '' ],
    [ 'balassa is there', "balassa\n", "balassa 0.1.0\n", '' ],
    [ 'exit', "1\nexit\n2\n", "1\n", '' ],
    [ 'quit', "quit\n2\n", '', '' ],
    [ 'a variable called quit', "quit = 3\nquit\n2\n", "3\n2\n", '' ],
    # tables
    [ 'an empty table', "{}\n", "{}\n", '' ],
    [ 'a list', "{ 1, 'b', false }\n", "{ 1, \"b\", false }\n", '' ],
    [ 'keys in order', "{ b = 1, a = 2, [10] = 3, 0, [true] = 4, ['x y'] = 5, ['end'] = 6 }\n",
        "{ 0, [10] = 3, a = 2, b = 1, [\"end\"] = 6, [\"x y\"] = 5, [true] = 4 }\n", '' ],
    [ 'tables inside', "{ {}, { 1 }, { 1, 2 } }\n", "{ {}, {... 1 entry}, {... 2 entries} }\n", '' ],
    [ 'a long table', "(function() local t = {} for i = 1, 45 do t[i] = i end return t end)()\n",
        "{\n" . join( '', map {"  $_,\n"} 1 .. 40 ) . "  ... 5 more\n}\n", '' ],
    # errors
    [ 'an error, and on', "error 'boom'\n1\n", "1\n", "balassa: boom\n" ],
    [ 'a wrong line, and on', "x = = 1\n1\n", "1\n", "balassa: unexpected symbol near '='\n" ],
    [ 'an error in several lines', "do\n  error 'boom'\nend\n", '', "balassa: input 1:2: boom\n    2 |   error 'boom'\n" ],
    [ 'an error in what was typed before', "function f() error 'boom' end\nf()\n", '',
        "balassa: input 1:1: boom\n    1 | function f() error 'boom' end\n" ],
    [ 'the end inside a statement', "for i = 1, 2 do\n", '', "balassa: 'end' expected near <eof>\n" ],
    [ 'the near name', "balassa.studdy\n", '', "balassa: balassa has no field 'studdy'; did you mean 'study'?\n" ],
    [ 'a failure is a value', "balassa.study 'none'\n",
        "nil\tnone: there is no such folder; name one that holds a datapackage.json\n", '' ],
    [ 'a value that cannot be printed', "setmetatable({}, { __tostring = function() error 'no' end })\n1\n", "1\n",
        "balassa: no\n" ],
    # help
    [ 'help', "help 'balassa.version'\n", "balassa.version\n  The version, a string.\n", '' ],
);
for my $case (@cases) {
    my ( $name, $input, $out, $err ) = @$case;
    my @got = type($input);
    is_deeply( \@got, [ 0, $out, $err ], $name ) or diag explain \@got;
}

{
    open my $fh, '>', 'a.lua' or die $!;
    print $fh "x = 5\nprint 'ran'\n";
    close $fh;
    is_deeply( [ type( "x\n", 'a.lua' ) ], [ 0, "ran\n5\n", '' ], 'after a script' );
    is_deeply( [ type( "x\n", '-e', 'x = 6' ) ], [ 0, "6\n", '' ], 'after -e' );
    is_deeply(
        [ type( "1\n", '-e', 'error "e"' ) ],
        [ 1, "1\n", "balassa: (command line):1: e\n    1 | error \"e\"\n" ],
        'after an error, whose exit status it keeps'
    );
    ok( !-e "$dir/state", 'what is piped in is no history' );
}

chdir '/';
done_testing;
