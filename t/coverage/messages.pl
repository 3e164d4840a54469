#!/usr/bin/perl
# Which messages of Balassa no test raises: t/coverage/messages.pl GCOVR.json RECORD
#
# A message is each text of the engine with a word in it: the format or a reason that a call of bal_fail, bal_raise
# and their like is given; one arm of a condition there; an entry of a table of reasons. It is raised when the record
# that t/coverage/record.c kept has it, with anything where the format has a %. A text of one word ("read", which
# another message is made of) is raised when a line of the call that it is given to was run.
#
# The messages of the Lua library and of the commands are what core.raise and error are given, and what is returned
# after a nil: such a one is raised when the line was run that it begins on.
#
# Those that no test can raise stand in t/coverage/unreachable.txt, each with its reason:
#
#     file.c: start of the message: reason
#
# Exit status 1 when there are others, or when one of those is raised after all. With --known alone it only looks
# whether unreachable.txt names messages that there are.
use strict;
use warnings;
use JSON::PP qw(decode_json);
use lib 't';
use Files qw(slurp);

my $only_known = @ARGV == 1 && $ARGV[0] eq '--known';
die "usage: messages.pl GCOVR.json RECORD | --known\n" unless @ARGV == 2 || $only_known;

my $makers = qr/bal_fail|bal_vfail|bal_raise|bal_raise_unknown|bal_unknown_word|bal_raise_memory|bal_diag_add|bal_json_report
    |bal_push_failure_text|bal_complain|bal_reading_fault|luaL_error|luaL_argerror|luaL_argcheck|fail_usage
    |cannot|report|report_temporal|fault_is|refuse|wrong|level_2|broken|want|check_utf8|deny|suggest/x;

# Texts that are code, or what code is compared with; what long work is called on a terminal, once it takes long;
# and what is said of a million values on Lua's stack.
my $not_said = qr/bal_watch_start|luaL_checkstack|strstr|strcmp|strncmp|bal_load_text|fopen|getenv|takes|is|starts_with/;

my $WORD = qr/[A-Za-z]{2}/;

# Pieces of C: a text, a name before a parenthesis, and what opens and closes. Comments are blanked first.
my $piece = qr/\G(?:(?<nl>\n)|(?<text>"(?:[^"\\]|\\.)*")|'(?:[^'\\]|\\.)*'|(?<name>\w+)(?<gap>\s*)(?=\()|(?<mark>[(){};])|(?<word>\w+)|(?<other>\S)|[^\S\n]+)/;

# { text, line, last (line), call (name or ''), from (line of the call) } of each text in a C file
sub texts_of {
    my ($text) = @_;
    $text =~ s{/\*.*?\*/}{ $& =~ s/[^\n]/ /gr }gse;
    $text =~ s{^[ \t]*\#[ \t]*include.*}{}gm;
    my ( @calls, @list, $name, $open );
    my $line = 1;
    while ( $text =~ /$piece/gc ) {
        my %p = %+;
        if ( defined $p{nl} ) { $line++; next }
        if ( defined $p{text} ) {
            my $body = substr $p{text}, 1, -1;
            if   ($open) { $list[-1]{text} .= $body; $list[-1]{last} = $line }
            else {
                my ($call) = grep { $_->[0] =~ /^(?:$makers)$/ } reverse @calls;
                $call //= $calls[-1] // [ '', $line ];
                push @list, { text => $body, line => $line, last => $line, call => $call->[0], from => $call->[1] };
            }
            $open = 1;
            next;
        }
        if ( defined $p{word} && $open && $p{word} =~ /^PRI/ ) { $list[-1]{text} =~ s/%$/%d/; next }
        $open = 0 if defined $p{name} || defined $p{mark} || defined $p{word} || defined $p{other};
        if    ( defined $p{name} ) { $name = [ $p{name}, $line ]; $line += $p{gap} =~ tr/\n// }
        elsif ( defined $p{mark} ) {
            if    ( $p{mark} eq '(' ) { push @calls, $name // [ '', $line ]; $name = undef }
            elsif ( $p{mark} eq ')' ) { pop @calls }
            else                      { @calls = () }
        }
    }
    return @list;
}

my %escape = ( n => "\n", t => "\t", r => "\r", '"' => '"', '\\' => '\\', "'" => "'" );

# Whether the record has a text: first by its longest piece between two %, then all of it.
sub is_said {
    my ( $record, $text ) = @_;
    $text =~ s/\\(x[0-9a-fA-F]+|[0-7]{1,3}|.)/$escape{$1} \/\/ ( $1 =~ m{^x(.*)} ? chr hex $1 : chr oct $1 )/ge;
    my @parts = split /%[-+ #0]*(?:\d+|\*)?(?:\.(?:\d+|\*))?(?:hh|h|ll|l|z|j)?[A-Za-z%]/, $text, -1;
    my ($longest) = sort { length $b <=> length $a } @parts;
    my $pattern = join '.*?', map {quotemeta} @parts;
    for ( my $at = 0; ( $at = index $$record, $longest, $at ) >= 0; ) {
        my ( $start, $end ) = ( rindex( $$record, "\0", $at ), index( $$record, "\0", $at ) );
        return 1 if substr( $$record, $start, $end - $start ) =~ /$pattern/s;
        $at = $end;
    }
    return 0;
}

my ( %count, $said, %lua );
if ( !$only_known ) {
    for my $file ( @{ decode_json( slurp( $ARGV[0] ) )->{files} } ) {
        $count{ $file->{file} }{ $_->{line_number} } += $_->{count} for @{ $file->{lines} };
    }
    my %once;
    for my $record ( split /\0/, slurp( $ARGV[1] ) ) {
        if ( $record =~ /\AS (.*)/s ) { $once{$1} = 1 }
        elsif ( $record =~ /\AL (\S.*?)((?: \d+)+)\z/ ) {
            my ( $file, $lines ) = ( $1, $2 );
            $file =~ s{^.*?(?=scripts/)}{};
            $lua{$file}{$_} = 1 for split ' ', $lines;
        }
    }
    $said = join "\0", '', ( sort keys %once ), '';
}

my %unreachable;
for ( split /\n/, slurp('t/coverage/unreachable.txt') ) {
    next if /^\s*(#|$)/;
    my ( $file, $message, $reason ) = /^(\S+): (.*?): ([^:]+)$/ or die "unreachable.txt: not FILE: MESSAGE: REASON: $_\n";
    $unreachable{$file}{$message} = $reason;
}

my ( %all, %raised, @missing, %still, %raised_all );

sub judge {
    my ( $kind, $file, $place, $message, $raised ) = @_;
    my ($known) = grep { index( $message, $_ ) == 0 } sort { length $b <=> length $a } keys %{ $unreachable{$file} // {} };
    $all{$kind}++;
    if ($raised) {
        $raised{$kind}++;
        push @{ $raised_all{"$file: $known"} }, "$place: $message: a test raises it, and it is in unreachable.txt"
            if defined $known;
    }
    elsif ( !defined $known ) { push @missing, "$place: $message" }
    $still{"$file: $known"}++ if defined $known && ( $only_known || !$raised );
}

for my $path ( sort glob 'engine/*/*.c engine/*.c' ) {
    my ($file) = $path =~ m{engine/(.*)};
    for my $t ( texts_of( slurp($path) ) ) {
        my $maker = $t->{call} =~ /^(?:$makers)$/;
        next if $t->{text} !~ $WORD || $t->{call} =~ /^(?:$not_said)$/;
        my $words = $t->{text} =~ /$WORD.* \S*\w|\w\S* .*$WORD/;
        next unless $maker || $words;
        my $raised =
            $only_known ? 0
            : $words    ? is_said( \$said, $t->{text} )
            :             scalar grep { $count{$path}{$_} } $t->{from} .. $t->{last};
        judge( $maker ? 'error messages' : 'other texts', $file, "$path:$t->{line}", $t->{text}, $raised );
    }
}

for my $path ( sort split /\n/, `git ls-files 'scripts/*.lua' 'scripts/**/*.lua'` ) {
    my ($file) = $path =~ m{scripts/(.*)};
    my $text = slurp($path);
    while ( $text =~ /\b(?:core\.raise|error|return nil,|fail|misuse|stop)\b[\s(]*(?:string\.format\()?\s*(?:\d+,\s*)?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g ) {
        my $message = substr $1, 1, -1;
        my $line    = 1 + ( substr( $text, 0, $-[0] ) =~ tr/\n// );
        next if substr( $text, 0, $-[0] ) =~ /(?:--|")[^\n"]*\z/;
        my $last = 1 + ( substr( $text, 0, $+[0] ) =~ tr/\n// );
        judge( 'messages of Lua', $file, "$path:$line", $message, scalar grep { $lua{$path}{$_} } $line .. $last );
    }
}

my @wrong;
for my $file ( sort keys %unreachable ) {
    for my $message ( sort keys %{ $unreachable{$file} } ) {
        next if $still{"$file: $message"};
        push @wrong, @{ $raised_all{"$file: $message"} // ["$file: $message: there is no such message"] };
    }
}
if ( !$only_known ) {
    print "$_: $all{$_}, of which tests raise $raised{$_}\n" for grep { $all{$_} } 'error messages', 'other texts', 'messages of Lua';
    print "not raised: $_\n" for @missing;
}
print "$_\n" for @wrong;
exit( ( @missing && !$only_known ) || @wrong ? 1 : 0 );
