#!/usr/bin/env perl
# Who may include whom in engine/, and that each header compiles alone. The rules stand in README.md
# (layout); this is where they are kept.
use strict;
use warnings;
use Test::More;
use lib 't';
use Files qw(slurp);

my %may = (    # a room's files include their own room and these
    base    => [],
    stats   => ['base'],
    model   => ['base'],
    text    => ['base'],
    io      => [ 'base', 'model' ],
    plot    => ['base'],
    explore => [ 'base', 'stats', 'model' ],
    lua     => [ 'base', 'stats', 'model', 'text', 'io', 'plot', 'explore' ],
    ''      => [ 'base', 'lua' ],    # main.c
);
my %only = (    # an outside header, and the files that may include it
    qr{^(lua|lauxlib|lualib)\.h$} => qr{^engine/(lua/|main\.c)},
    qr{^csv\.h$}                  => qr{^engine/io/csv\.c$},
    qr{^jansson\.h$}              => qr{^engine/io/},
    qr{^readline/}                => qr{^engine/lua/},
    qr{^(utf8proc|libstemmer|yaml|expat)\.h$} => qr{^engine/text/},
);

# The violations in one file, given its path and its text.
sub violations {
    my ( $path, $text ) = @_;
    my ($room) = $path =~ m{^engine/(?:(\w+)/)?[^/]+$};
    $room //= '';
    my @found;
    push @found, "$path: no room '$room' in the rules" unless $may{$room};
    for my $inc ( $text =~ m{^\s*#\s*include\s+"([^"]+)"}mg ) {
        my ($other) = $inc =~ m{^(\w+)/};
        $other //= '(none)';
        next if $other eq $room or grep { $_ eq $other } @{ $may{$room} || [] };
        push @found, "$path includes \"$inc\": $room/ may include " . join( ', ', @{ $may{$room} || [] } );
    }
    for my $inc ( $text =~ m{^\s*#\s*include\s+<([^>]+)>}mg ) {
        for my $rule ( sort keys %only ) {
            push @found, "$path includes <$inc>: only $only{$rule} may"
                if $inc =~ /$rule/ and $path !~ $only{$rule};
        }
    }
    return @found;
}

my @files = sort( glob('engine/*.[ch]'), glob('engine/*/*.[ch]') );
cmp_ok( scalar @files, '>', 20, 'the engine is there' );

# The harness itself: planted faults are found.
is_deeply(
    [ violations( 'engine/stats/x.c', qq{#include "model/series.h"\n#include <lua.h>\n} ) ],
    [   'engine/stats/x.c includes "model/series.h": stats/ may include base',
        'engine/stats/x.c includes <lua.h>: only (?^:^engine/(lua/|main\.c)) may'
    ],
    'a planted fault is found'
);

my @found = map { violations( $_, slurp($_) ) } @files;
is( join( "\n", @found ), '', 'each room includes only what it may' );

my $cc    = $ENV{CC}       || 'gcc';
my $flags = $ENV{CPPFLAGS} || '-Iengine -D_GNU_SOURCE ' . `pkg-config --cflags lua5.4`;
chomp $flags;
for my $header ( grep {/\.h$/} @files ) {
    my $out = `$cc -std=c17 $flags -Wall -Werror -fsyntax-only -x c $header 2>&1`;
    is( $out, '', "$header compiles alone" );
}
done_testing();
