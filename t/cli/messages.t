#!/usr/bin/env perl
# What t/coverage/unreachable.txt says no test can raise is a message that there is. (Whether tests raise all others,
# make coverage tells.)
use strict;
use warnings;
use Test::More;

my $out = qx{perl t/coverage/messages.pl --known 2>&1};
is( $?,   0,  'unreachable.txt names messages that there are' );
is( $out, '', '... each with a reason' );
done_testing();
