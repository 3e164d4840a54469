#!/usr/bin/env perl
# Documents show real output: each block behind an "output of" comment is what its command prints
# now. `make documents` writes the blocks anew.
use strict;
use warnings;
use Test::More;
use lib 't';
use Files qw(slurp);

my $balassa = $ENV{BALASSA} || './balassa';

# What a command prints on both streams, without the shell: like a terminal shows it.
sub output_of {
    my (@cmd) = @_;
    my $pid = open( my $fh, '-|' ) // die "fork: $!";
    if ( !$pid ) {
        open STDERR, '>&', \*STDOUT;
        exec @cmd or die "$cmd[0]: $!";
    }
    binmode $fh, ':encoding(UTF-8)';
    local $/;
    my $text = <$fh>;
    close $fh;
    return $text // '';
}

sub command_of {
    my ( $what, $lua ) = @_;
    if ( $what eq 'output of the script above' ) {
        mkdir 'build';
        open my $fh, '>:encoding(UTF-8)', 'build/readme-example.lua' or die $!;
        print $fh $lua;
        close $fh;
        return ( $balassa, 'build/readme-example.lua' );
    }
    my ($line) = $what =~ /^output of: \.\/balassa (.*)$/ or die "unknown: $what";
    return ( $balassa, split ' ', $line );
}

# Compares every block of one document with what its command prints now, or writes it anew.
sub check_document {
    my ($file) = @_;
    my $text   = slurp( $file, ':encoding(UTF-8)' );
    my ($lua)  = $text =~ /```lua\n(.*?)```/s;
    my $blocks = 0;
    my $new    = $text =~ s{<!-- (output of.*?) -->\n```text\n(.*?)```}{
        my ( $what, $old ) = ( $1, $2 );
        my $now = output_of( command_of( $what, $lua ) );
        $blocks++;
        is( $old, $now, "$file: $what" ) unless $ENV{UPDATE};
        "<!-- $what -->\n```text\n$now```";
    }gser;
    cmp_ok( $blocks, '>=', 1, "$file shows output" );
    if ( $ENV{UPDATE} and $new ne $text ) {
        open my $fh, '>:encoding(UTF-8)', $file or die "$file: $!";
        print $fh $new;
        close $fh or die "$file: $!";
        diag("$file: written anew");
    }
    return ( $new, $lua );
}

check_document($_) for glob 'datasets/*/RESULTS.md';
my ( $text, $lua ) = check_document('README.md');

my $code = grep { /\S/ } split /\n/, $lua;
cmp_ok( $code, '<=', 10, 'the first script has at most ten lines' );
ok( -s "build/my-first-figure.$_", "the script drew its .$_" ) for qw(gp svg png);
like( $text, qr{^  \Q$_\E }m, "the layout shows engine/$_" ) for map {m{engine/(\w+/)}} glob 'engine/*/';

# A script with options of its own, and a chart of everything at once: boxes, crises and index.
open my $fh, '>', 'build/example.lua' or die $!;
print $fh <<'LUA';
#!/usr/bin/env balassa
local balassa = require "balassa"
local opts    = balassa.options { crises = { "chart2", "which coding of the crisis windows" } }

local study  = assert(balassa.study "datasets/kazakhstan-1991-2010")
local index  = study:index { rule = "latest", score = "rank" }          -- monthly, 1991-01 .. 2010-12
local crises = study:crises(opts.crises)

print(balassa.contrast(index, crises, { null = "relocate" }))
balassa.chart.ladder(study, { crises = crises, index = index }):save "build/example"
LUA
close $fh;
like( output_of( $balassa, qw(build/example.lua --crises section4) ), qr/1,815,726 placements/, 'a script with options' );
ok( -s "build/example.$_", "it drew its .$_" ) for qw(gp svg png);

# Every package that the Makefile installs is in the table, and nothing else.
my %make = map { $_ => 1 } map { split ' ' } slurp( "Makefile", ':encoding(UTF-8)' ) =~ s/\\\n//gr =~ /^DEPS_\w+\s*:=\s*(.*)$/mg;
delete @make{qw(make gcc libc6-dev pkg-config)};
for my $package ( sort keys %make ) {
    like( $text, qr/\|[^|]*\b\Q$package\E\b[^|]*\|/, "$package earns its place in the table" );
}
done_testing();
