#!/usr/bin/perl
# Lines of the Lua library and of the commands that no test runs: t/coverage/lua.pl RECORD, a table for each file.
#
# A line counts when luac makes code of it; it ran when the hook of t/coverage/record.c saw it.
use strict;
use warnings;

my $path = shift // die "usage: lua.pl RECORD\n";
open my $fh, '<:raw', $path or die "$path: $!\n";
my %ran;
{
    local $/ = "\0";
    while ( my $record = <$fh> ) {
        next unless $record =~ m{\AL .*?(scripts/\S+?)((?: \d+)+)\0\z};
        $ran{$1}{$_} = 1 for split ' ', $2;
    }
}

# "1-3,7"
sub ranges {
    my @out;
    for (@_) {
        if   ( @out && $_ == $out[-1][1] + 1 ) { $out[-1][1] = $_ }
        else                                   { push @out, [ $_, $_ ] }
    }
    return join ',', map { $_->[0] == $_->[1] ? $_->[0] : "$_->[0]-$_->[1]" } @out;
}

my ( $lines, $seen ) = ( 0, 0 );
printf "%-44s %6s %6s %6s   %s\n", 'File', 'Lines', 'Exec', 'Cover', 'Missing';
for my $file ( sort split /\n/, `git ls-files 'scripts/*.lua' 'scripts/**/*.lua'` ) {
    my %code = map { $_ => 1 } `luac5.4 -l -p $file` =~ /^\t\d+\t\[(\d+)\]/mg;
    my @all  = sort { $a <=> $b } keys %code;
    my @none = grep { !$ran{$file}{$_} } @all;
    printf "%-44s %6d %6d %5.0f%%   %s\n", $file, scalar @all, @all - @none, 100 * ( @all - @none ) / ( @all || 1 ), ranges(@none);
    $lines += @all;
    $seen  += @all - @none;
}
printf "%-44s %6d %6d %5.1f%%\n", 'TOTAL', $lines, $seen, 100 * $seen / $lines;
