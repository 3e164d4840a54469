#!/usr/bin/perl
# Hostile labels: t/fuzz/labels.pl [COUNT [SEED]]
#
# COUNT texts (100,000) made to break out of gnuplot's strings, its formats, its comments and its file
# names, and out of XML, go through every place where text enters a figure, thousands in one drawing. No
# command runs (a canary file would be there), gnuplot warns of nothing, and each text comes back from the
# SVG, read as XML, as it went in: but for control characters, which are spaces there, and bytes that are
# no UTF-8, which are U+FFFD each.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use Test::More;
use lib 't';
use Files qw(slurp_if);

my ( $count, $seed ) = ( $ARGV[0] // 100_000, $ARGV[1] // 20260622 );
my $balassa = abs_path( $ENV{BALASSA} || './balassa' );
my $driver  = abs_path( dirname(__FILE__) . '/labels.lua' );
my $dir     = tempdir( CLEANUP => 1 );
my $canary  = "$dir/canary";
srand $seed;

sub pick { return $_[ int rand @_ ] }

# Pieces -----------------------------------------------------------------------------------------------

my @commands = ( "touch $canary", "echo x > $canary", "cp /dev/null $canary" );
my @shapes   = (
    sub { '`' . pick(@commands) . '`' },
    sub { '$(' . pick(@commands) . ')' },
    sub { '"; system "' . pick(@commands) . '"; #' },
    sub { q{'; system '} . pick(@commands) . q{'; #} },
    sub { "\n!" . pick(@commands) . "\n" },
    sub { "\nsystem '" . pick(@commands) . "'\n" },
    sub { "\\\n!" . pick(@commands) . "\n" },
    sub { 'EOD' . "\n!" . pick(@commands) . "\n" },
    sub { "\nEOD\nset print '|" . pick(@commands) . "'\nprint 1\n" },
    sub { '|' . pick(@commands) },
    sub { '< ' . pick(@commands) },
    sub { '@ARG1 @OUT @GPVAL_TERM' },
    sub { '".system("' . pick(@commands) . '")."' },
    sub { '\\' x ( 1 + int rand 5 ) },
    sub { '\\' . pick( 0 .. 777, 'x41', 'n', 't', '"', "'", '\\', 'U+1F600', 'u00e9' ) },
    sub { pick( '%s', '%n', '%d', '%%', '%1$s', '%.99999f', '%g', '%P', '%c', '%*d', '%h', '%T %S' ) },
    sub { pick( '{/Bold x}', '{/=99 x}', '^{x}', '_y', '~a{.8-}', '&{ab}', '{/:Bold', '}', '{' ) },
    sub { pick( '&#65;', '&#x41;', '&amp;', '&lt;', '&', '&#', '&#0;', '&x;', ']]>', ']]', '>', '<!--', '-->', '<![CDATA[' ) },
    sub { pick( '<script>alert(1)</script>', '</text>', '</svg>', '<title>', '<a href="x">', '"/>', '<?xml?>', '<!ENTITY x>' ) },
    sub { pick( "\xE2\x80\x8B", "\xE2\x80\x8B#", "&\xE2\x80\x8B#", "]]\xE2\x80\x8B>", "\xE2\x80\xAE", "\xEF\xBB\xBF", "\xE2\x80\xA8" ) },
    sub { pick( "\xC3\xA9", "\xD0\x96\xD0\xB8", "\xE4\xB8\xAD", "\xF0\x9F\x98\x80", "\xD7\xA9", "e\xCC\x81", "\xEF\xB7\x90" ) },
    sub { join '', map { chr int rand 256 } 0 .. int rand 12 },
    sub { join '', map { chr 32 + int rand 95 } 0 .. int rand 20 },
    sub { chr( int rand 32 ) x ( 1 + int rand 3 ) },
    sub { pick( "\x7F", "\xC2\x85", "\xC2\x9B", "\xED\xA0\x80", "\xC0\xAF", "\xF4\x90\x80\x80", "\xEF\xBF\xBE", "\xEF\xBF\xBF", "\xE2\x82", "\xF0\x9F" ) },
    sub { pick( ' ', '  ', '', 'a', '12', '-', '/', '~', '..', '#', '$x', '$rows', ';', ',', ':', '(', ')' ) },
);

sub text { return join '', map { pick(@shapes)->() } 0 .. int rand 4 }

# What XML must give back: a twin of the encoder's rules, from the Unicode standard (table 3-7) --------------

my $whole = qr/[\x00-\x7F] | [\xC2-\xDF][\x80-\xBF] | \xE0[\xA0-\xBF][\x80-\xBF] | [\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}
    | \xED[\x80-\x9F][\x80-\xBF] | \xF0[\x90-\xBF][\x80-\xBF]{2} | [\xF1-\xF3][\x80-\xBF]{3} | \xF4[\x80-\x8F][\x80-\xBF]{2}/x;
my $broken = qr/\xE0[\xA0-\xBF] | [\xE1-\xEC\xEE\xEF][\x80-\xBF] | \xED[\x80-\x9F] | \xF0[\x90-\xBF][\x80-\xBF]?
    | [\xF1-\xF3][\x80-\xBF]{1,2} | \xF4[\x80-\x8F][\x80-\xBF]? | [\x80-\xFF]/x;

sub expected {
    my ($bytes) = @_;
    my $out = '';
    while ( $bytes =~ /\G(?:($whole)|$broken)/gs ) {
        my $c = $1;
        if ( !defined $c || $c =~ /^\xEF\xBF[\xBE\xBF]$/ ) { $out .= "\xEF\xBF\xBD" }
        elsif ( $c =~ /^[\x00-\x1F\x7F]$/ || $c =~ /^\xC2[\x80-\x9F]$/ ) { $out .= ' ' }
        else                                                            { $out .= $c }
    }
    return $out;
}

# The texts of an SVG that is XML (xmllint has said so).
sub texts_of {
    my ($svg) = @_;
    my %entity = ( lt => '<', gt => '>', amp => '&', quot => '"', apos => q{'} );
    my @texts;
    while ( $svg =~ m{<text[^>]*>(.*?)</text>}gs ) {
        my $text = $1;
        $text =~ s/<[^>]*>//g;
        $text =~ s/&(?:(\w+)|#x([0-9A-Fa-f]+)|#([0-9]+));/defined $1 ? $entity{$1} : chr(defined $2 ? hex $2 : $3)/ge;
        push @texts, $text;
    }
    return @texts;
}

# gnuplot puts the texts of a line end to end, and draws none of what is empty or blank.
sub squeezed { return join "\n", grep { /[^ ]/ } @_ }

# The run ------------------------------------------------------------------------------------------------

my @texts = map { text() } 1 .. $count;
open my $fh, '>', "$dir/texts" or die "texts: $!";
print {$fh} unpack( 'H*', $_ ), "\n" for @texts;
close $fh or die "texts: $!";
mkdir "$dir/out" or die "out: $!";

my $per_page = 4000;
open my $said, '-|', "cd '$dir' && '$balassa' '$driver' texts out $per_page 2>&1" or die "balassa: $!";
my ( @pages, %chart, @other );
while (<$said>) {
    chomp;
    if    (/^PAGE\t(\w+)\t(\d+)$/)      { push @pages, pack 'H*', $1 }
    elsif (/^CHART\t(\S+)\t([\w ]*)$/)  { $chart{$1} = [ map { pack 'H*', $_ } split / /, $2 ] }
    else                                { push @other, $_ }
}
close $said;
is( $?, 0, "$count texts are drawn" );
is_deeply( \@other, [], 'gnuplot warns of nothing' );
ok( !-e $canary, 'nothing has run' );
is( scalar @pages, int( ( $count + $per_page - 1 ) / $per_page ), 'every page is there' );

sub check_svg {
    my ( $base, @want ) = @_;
    my $svg = slurp_if("$dir/out/$base.svg");
    return fail("an SVG named after a hostile text") unless defined $svg;
    my $xml = qx{xmllint --huge --noout '$dir/now.svg' 2>&1} if link_to("$dir/out/$base.svg");
    is( $xml, '', 'the SVG is XML' );
    my $got = squeezed( texts_of($svg) );
    my $expected = squeezed( map { expected($_) } @want );
    return pass('every text comes back') if $got eq $expected;
    my @got = split /\n/, $got;
    my @exp = split /\n/, $expected;
    my ($at) = grep { ( $got[$_] // '' ) ne ( $exp[$_] // '' ) } 0 .. $#exp;
    fail('every text comes back');
    diag( "text $at: want ", unpack( 'H*', $exp[$at] // '' ), "\n got ", unpack( 'H*', $got[$at] // '' ) );
}

# xmllint is given a name that no shell can misread.
sub link_to {
    unlink "$dir/now.svg";
    return link $_[0], "$dir/now.svg";
}

for my $i ( 0 .. $#pages ) {
    my $last = ( $i + 1 ) * $per_page < @texts ? ( $i + 1 ) * $per_page - 1 : $#texts;
    check_svg( $pages[$i], @texts[ $i * $per_page .. $last ] );
}
check_svg( $_, @{ $chart{$_} } ) for sort keys %chart;
opendir my $dh, "$dir/out" or die;
is( scalar( grep { !/^\.\.?$/ } readdir $dh ), 3 * ( @pages + keys %chart ), 'there are three files a figure, and nothing else' );
done_testing();
