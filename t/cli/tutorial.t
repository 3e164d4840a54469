#!/usr/bin/env perl
# The tutorial, done: its files are written, its commands run, its output compared, in a folder of
# its own. UPDATE=1 writes the outputs anew.
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use File::Temp qw(tempdir);
use Test::More;
use lib 't';
use Files qw(slurp spew);

my $document = 'datasets/TUTORIAL.md';
my $program  = abs_path( $ENV{BALASSA} || './balassa' );
my $root     = getcwd();
my $dir      = tempdir( CLEANUP => 1 );
delete @ENV{qw(BALASSA_SCRIPTS)};

sub output_of {
    my ($command) = @_;
    open my $fh, '-|:encoding(UTF-8)', "( $command ) 2>&1" or die "$command: $!";
    local $/;
    my $text = <$fh>;
    close $fh;
    return $text // '';
}

my $text = slurp( $document, ':encoding(UTF-8)' );
chdir $dir or die "$dir: $!";
symlink $program, 'balassa' or die "symlink: $!";

my ( $now, $ran ) = ( undef, 0 );
my $new = $text =~ s{(?:<!-- file: (\S+) -->\n)?```(\w+)\n(.*?)```}{
    my ( $file, $kind, $body ) = ( $1, $2, $3 );
    my $whole = $&;
    if ( defined $file ) { spew( $file, $body, ':encoding(UTF-8)' ) }
    elsif ( $kind eq 'sh' ) { $now = output_of($body); $ran++ }
    elsif ( $kind eq 'text' ) {
        is( $body, $now, "$document: output $ran" ) unless $ENV{UPDATE};
        $whole = "```text\n$now```";
    }
    $whole;
}gser;
chdir $root;
if ( $ENV{UPDATE} and $new ne $text ) {
    spew( $document, $new, ':encoding(UTF-8)' );
    diag("$document: written anew");
}
cmp_ok( $ran, '>=', 5, 'it has commands' );
ok( -s "$dir/datasets/$_/first.svg", "$_ has its figure" ) for qw(my-study valley);
done_testing();
