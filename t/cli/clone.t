#!/usr/bin/env perl
# What a newcomer does, from a fresh clone of what is committed: builds, draws the figures, finds
# plots/ unchanged to the byte, and loads the module into a plain lua5.4.
use strict;
use warnings;
use Cwd qw(getcwd);
use File::Temp qw(tempdir);
use Test::More;

my $variant = ( $ENV{BALASSA} || 'build/release/balassa' ) =~ m{build/release/balassa$} ? '' : 'another build than the plain one is under test';
my $no_git  = system('git rev-parse --verify -q HEAD >/dev/null 2>&1') ? 'this is no git checkout with a commit' : '';
plan skip_all => $variant || $no_git if $variant || $no_git;

my $here = getcwd();
my $dir  = tempdir( CLEANUP => 1 );
sub run { my $out = qx{cd "$dir/clone" && $_[0] 2>&1}; return ( $? >> 8, $out ) }

system( 'git', 'clone', '-q', $here, "$dir/clone" ) == 0 or BAIL_OUT('git clone failed');
delete @ENV{qw(BALASSA BALASSA_MODULE MAKEFLAGS MFLAGS MAKELEVEL LUA_PATH)};

my ( $status, $out ) = run('make -j2 figures');
is( $status, 0, 'make figures' ) or diag $out;
( $status, $out ) = run('git status --porcelain');
is( $out, '', 'the checkout is as it was: plots/ to the byte, and nothing else lies about' );
( $status, $out ) = run(q{lua5.4 -e 'print(require "balassa".study "datasets/kazakhstan-1991-2010")'});
like( $out, qr/^Kazakhstan's position on relations with Russia, 1991-2010\n/, 'lua5.4 loads the module' );
( $status, $out ) = run(qq{make -s install DESTDIR="$dir/root" PREFIX=/usr && cd / && "$dir/root/usr/bin/balassa" claims --claim 1});
is( $status, 0, 'installed, it runs from elsewhere' ) or diag $out;
like( $out, qr/1,330,890 placements/, '... with the installed study' );
( $status, $out ) = run(qq{make -s uninstall DESTDIR="$dir/root" PREFIX=/usr && find "$dir/root" -type f});
is( $out, '', 'uninstall leaves nothing' );
done_testing();
