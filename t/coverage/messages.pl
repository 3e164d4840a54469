#!/usr/bin/perl
# Which error messages of the engine no test raises: t/coverage/messages.pl GCOVR.json
#
# A message is the format of a call of bal_fail, bal_raise and their like. It is raised when a line of the
# call was run. Those that no test can raise stand in t/coverage/unreachable.txt, each with its reason:
#
#     file.c: start of the message: reason
#
# Exit status 1 when there are others, or when one of those is raised after all.
use strict;
use warnings;
use JSON::PP qw(decode_json);

my $report = shift // die "usage: messages.pl GCOVR.json\n";
my $calls  = qr/\b(?:bal_fail|bal_raise|bal_raise_unknown|bal_diag_add|bal_json_report|bal_push_failure_text|luaL_error|luaL_argerror|fail_usage|cannot|report|bal_complain|fault_is|bal_raise_memory|refuse)\s*\(/;

sub slurp {
    open my $fh, '<:raw', $_[0] or die "$_[0]: $!\n";
    local $/;
    return scalar <$fh>;
}

# { file => { line => count } }
my %count;
for my $file ( @{ decode_json( slurp($report) )->{files} } ) {
    $count{ $file->{file} }{ $_->{line_number} } += $_->{count} for @{ $file->{lines} };
}

my %unreachable;
for ( split /\n/, slurp('t/coverage/unreachable.txt') ) {
    next if /^\s*(#|$)/;
    my ( $file, $message, $reason ) = /^(\S+): (.*?): ([^:]+)$/ or die "unreachable.txt: not FILE: MESSAGE: REASON: $_\n";
    $unreachable{$file}{$message} = $reason;
}

# The end of the call whose parenthesis opens at $at.
sub end_of_call {
    my ( $text, $at ) = @_;
    my $depth = 0;
    pos($text) = $at;
    while ( $text =~ /\G(?:[^()"']+|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|([()]))/gc ) {
        next unless defined $1;
        $depth += $1 eq '(' ? 1 : -1;
        return pos $text if $depth == 0;
    }
    return length $text;
}

my ( $all, $raised, @missing, @wrong, %still, %raised_all );
for my $path ( sort glob 'engine/*/*.c engine/*.c' ) {
    my $text = slurp($path);
    my ($file) = $path =~ m{engine/(.*)};
    while ( $text =~ /$calls/g ) {
        my $start = $-[0];
        my $end   = end_of_call( $text, $+[0] - 1 );
        my $call  = substr $text, $start, $end - $start;
        next if substr( $text, $end ) =~ /\A\s*\n\{/ || substr( $text, 0, $start ) =~ /\n(?:static )?(?:int|void|bool)\s+\z/;
        my $message = join '', map { s/^"|"$//gr } $call =~ /("(?:[^"\\]|\\.)*")/g;
        next if $message eq '' || $message !~ /[a-z]{2}/;
        my $line  = 1 + ( substr( $text, 0, $start ) =~ tr/\n// );
        my $lines = $call =~ tr/\n//;
        my $run   = grep { $count{$path}{$_} } $line .. $line + $lines;
        $all++;
        my ($known) = grep { index( $message, $_ ) == 0 } keys %{ $unreachable{$file} // {} };
        if ($run) {
            $raised++;
            push @{ $raised_all{"$file: $known"} }, "$path:$line: $message: a test raises it, and it is in unreachable.txt"
                if defined $known;
        }
        elsif ( !defined $known ) { push @missing, "$path:$line: $message" }
        $still{"$file: $known"}++ if defined $known && !$run;
    }
}
for my $file ( sort keys %unreachable ) {
    for my $message ( sort keys %{ $unreachable{$file} } ) {
        next if $still{"$file: $message"};
        push @wrong, @{ $raised_all{"$file: $message"} // ["$file: $message: there is no such message"] };
    }
}
print "error messages: $all, of which tests raise $raised\n";
print "not raised: $_\n" for @missing;
print "$_\n"             for @wrong;
exit( @missing || @wrong ? 1 : 0 );
