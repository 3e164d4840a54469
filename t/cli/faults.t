#!/usr/bin/env perl
# A copy of the first study with ten faults planted in it: `balassa check` reports each with its
# file and line and exits 65; of the study as it is it finds nothing.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my $balassa = $ENV{BALASSA} || './balassa';
my $study   = 'datasets/kazakhstan-1991-2010';
my $dir     = tempdir( CLEANUP => 1 );
my $copy    = "$dir/copy";

sub check {
    my ($folder) = @_;
    my $out = qx{"$balassa" check "$folder" 2>&1};
    return ( $? >> 8, $out );
}

sub lines_of {
    open my $fh, '<:raw', $_[0] or die "$_[0]: $!";
    return <$fh>;
}

# Changes the first line that matches, and returns its number.
sub plant {
    my ( $file, $match, $change ) = @_;
    my @lines = lines_of("$copy/$file");
    my ($i) = grep { $lines[$_] =~ $match } 0 .. $#lines;
    die "$file has no line like $match" unless defined $i;
    local $_ = $lines[$i];
    $change->();
    $lines[$i] = $_;
    open my $fh, '>:raw', "$copy/$file" or die "$file: $!";
    print $fh @lines;
    close $fh or die "$file: $!";
    return $i + 1;
}

my ( $status, $out ) = check($study);
is( $status, 0, 'the study as it is has no violations' );
like( $out, qr/^\Q$study\E: no violations$/m, 'and says so' );

system( 'cp', '-R', $study, $copy ) == 0 or die "cp: $?";
my @faults = (    # file, line that is changed, how, what is said of it
    [ 'events.csv', qr/^davos-address-1992,/,  sub {s/1992-02/1992-22-02/},     qr/column 'date'/ ],
    [ 'events.csv', qr/^diplomatic-relations/, sub {s/,1992-10,/,1992-13,/},    qr/column 'date': value '1992-13'/ ],
    [ 'events.csv', qr/^customs-union-1995,/,  sub {s/customs_union/custom_union/}, qr/did you mean 'customs_union'/ ],
    [ 'events.csv', qr/^altyn-2003,/,          sub {s/integration/integrated/}, qr/column 'stance': value 'integrated'/ ],
    [ 'ladder.csv', qr/^customs_union,/,       sub {s/,3,/,three,/},            qr/column 'rank': value 'three'/ ],
    [ 'actors.csv', qr/^kazakhstan,/,          sub { $_ .= $_ },                qr/has the same primary key/, 1 ],
    [ 'crises.csv', qr/^chart2,russia-1998,/,  sub {s{1997/1999}{1995/1999}},   qr/overlap/ ],
    [ 'positions.csv', qr/^customs-union,/,    sub {s/\n/,one too many\n/},     qr/fields|cells|columns/ ],
    [ 'texts.csv', qr{,texts/},                sub {s{texts/d}{texts/no-d}},     qr/there is no such file/ ],
    [ 'observations.csv', qr/^brent,1998-03,/, sub {s/,[0-9.]+$/,12,5/},        qr/fields|cells|columns/ ],
);
my @expected;
for my $fault (@faults) {
    my ( $file, $match, $change, $said, $below ) = @$fault;
    push @expected, [ $file, plant( $file, $match, $change ) + ( $below || 0 ), $said ];
}

( $status, $out ) = check($copy);
is( $status, 65, 'ten faults: exit 65' );
my @lines = split /\n/, $out;
for my $want (@expected) {
    my ( $file, $line, $said ) = @$want;
    my @hits = grep {m{^\Q$copy/$file:$line:\E}} @lines;
    is( scalar @hits, 1, "$file:$line is reported" );
    like( $hits[0] // '', $said, '... for what it is' );
}
like( $out, qr/: 10 violations in 7 files$/m, 'and nothing else is' ) or diag $out;
done_testing();
