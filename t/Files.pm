# Whole files, for the tests in Perl.
package Files;
use strict;
use warnings;
use Exporter qw(import);

our @EXPORT_OK = qw(slurp slurp_if spew);

# The bytes of a file, or its text through a layer such as ':encoding(UTF-8)'; undef when it cannot be read.
sub slurp_if {
    my ( $path, $layer ) = @_;
    open my $fh, '<' . ( $layer // ':raw' ), $path or return undef;
    local $/;
    return scalar(<$fh>) // '';
}

sub slurp {
    return slurp_if(@_) // die "$_[0]: $!\n";
}

# Its path.
sub spew {
    my ( $path, $text, $layer ) = @_;
    open my $fh, '>' . ( $layer // ':raw' ), $path or die "$path: $!\n";
    print {$fh} $text;
    close $fh or die "$path: $!\n";
    return $path;
}

1;
