#!/usr/bin/env perl
# When the world fails: every call to the system in turn, the disk, gnuplot, the reader of the output, the
# user's patience. What was there before is whole; what is new is whole or absent; the next run works.
#
# FAILURES=all fails every call; else, for speed, every third and a few rounds of what is random.
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use File::Temp qw(tempdir);
use Test::More;
use Time::HiRes qw(sleep time);

my $all     = ( $ENV{FAILURES} // '' ) eq 'all';
my $balassa = abs_path( $ENV{BALASSA} || './balassa' );
my $root    = getcwd();
my $dir     = tempdir( CLEANUP => 1 );
my $inject  = "$dir/inject.so";
my $cc      = $ENV{CC} || 'gcc';
delete @ENV{qw(FAULT FAULT_COUNT BALASSA_GNUPLOT)};
system("$cc -shared -fPIC -O1 -o '$inject' t/faults/inject.c -ldl") == 0 or die "$cc: $?";

# A sanitizer must come first into a program; what it watches is watched elsewhere.
my $sanitized = qx{nm -D '$balassa' 2>/dev/null} =~ /__asan_init|__ubsan/;

sub spew {
    my ( $name, $text, $mode ) = @_;
    open my $fh, '>', $name or die "$name: $!";
    print $fh $text;
    close $fh or die "$name: $!";
    chmod $mode, $name if $mode;
    return $name;
}

sub slurp {
    open my $fh, '<:raw', $_[0] or return undef;
    local $/;
    return scalar <$fh>;
}

# A gnuplot that draws at once what it is told in its own way: the files are whole, and of this script.
my $quick = spew( "$dir/quick-gnuplot", <<'SH', 0755 );
#!/bin/sh
for word; do
  case $word in
  OUT=*) eval "$word" ;;
  *.gp) sum=$(cksum <"$word")
    printf '<?xml version="1.0"?>\n<svg><!-- %s --></svg>\n' "$sum" >"$OUT.svg"
    printf '\211PNG\r\n\032\n%s\0\0\0\0IEND\256\102\140\202' "$sum" >"$OUT.png" ;;
  esac
done
SH
my $work = spew( "$dir/work.lua", <<'LUA' );
local balassa = require "balassa"
local core = require "balassa.core"
local study = assert(balassa.study "t/data/freedonia")
local set = {}
for i, name in ipairs { "a", "b" } do
  set[arg[1] .. "/" .. name] = balassa.chart.new { from = 1990, to = 2000, title = arg[2] .. i }:lines { { 1991, 1 }, { 1999, 2 } }
end
assert(balassa.chart.save_all(set))
assert(core.write_file(arg[1] .. "/note.txt", arg[2] .. ("%d"):format(#study:events())))
LUA
my @files = qw(a.gp a.svg a.png b.gp b.svg b.png note.txt);

# The state of a folder: { name => content } of everything in it.
sub state_of {
    my ($folder) = @_;
    opendir my $dh, $folder or die "$folder: $!";
    return { map { $_ => slurp("$folder/$_") } grep { !/^\.\.?$/ } readdir $dh };
}

# Runs the work in a folder, with environment variables; (status, stderr).
my $n = 0;

sub work {
    my ( $folder, $title, %env ) = @_;
    local @ENV{ keys %env } = values %env;
    local $ENV{BALASSA_GNUPLOT} = $ENV{BALASSA_GNUPLOT} // $quick;
    my $err = qx{timeout -s KILL 60 '$balassa' '$work' '$folder' '$title' 2>&1 >/dev/null};
    return ( $? & 127 ? 'signal ' . ( $? & 127 ) : $? >> 8, $err );
}

my ( $old, $new ) = map { mkdir "$dir/$_"; my @r = work( "$dir/$_", $_ ); is( $r[0], 0, "the $_ figures" ) or diag $r[1]; state_of("$dir/$_") } qw(old new);
is_deeply( [ sort keys %$new ], [ sort @files ], 'which are these files' );
isnt( $old->{$_}, $new->{$_}, "$_ is another in each" ) for @files;

# A fresh folder with the old files.
sub fresh {
    my $folder = "$dir/run-" . ++$n;
    mkdir $folder or die "$folder: $!";
    for ( keys %$old ) { spew( "$folder/$_", $old->{$_} ) }
    return $folder;
}

# Whether each file is the old or the new one; what else is there.
sub look {
    my ($folder) = @_;
    my $now = state_of($folder);
    my @broken = grep { !defined $now->{$_} || ( $now->{$_} ne $old->{$_} && $now->{$_} ne $new->{$_} ) } @files;
    my @fresh  = grep { defined $now->{$_} && $now->{$_} eq $new->{$_} } @files;
    my %known  = map { $_ => 1 } @files;
    return ( join( ' ', @broken ), scalar @fresh, join ' ', grep { !$known{$_} } sort keys %$now );
}

# Every call in turn ---------------------------------------------------------------------------------------

my %how = (
    open => ['EMFILE'], fopen => ['EIO'], fread => [ 'EIO', 'short' ], fclose => ['EIO'], read => [ 'EIO', 'EINTR', 'short' ],
    write => [ 'ENOSPC', 'EINTR', 'short' ], close => ['EIO'], fsync => ['EIO'], rename => ['EROFS'], unlink => ['EACCES'],
    pipe2 => ['EMFILE'], spawn => [ 'EAGAIN', 'ENOENT' ], stat => ['EACCES'],
);
my %stops = map { $_ => 1 } qw(open write close fsync rename unlink read spawn); # where a killed run is looked at

sub count_calls {
    my $folder = fresh();
    my ( $status, $err ) = work( $folder, 'new', LD_PRELOAD => $inject, FAULT_PROGRAM => 'balassa', FAULT_COUNT => "$dir/count" );
    is( $status, 0, 'the work, counted' ) or diag $err;
    return map {/^(\w+) (\d+)$/} split /\n/, slurp("$dir/count");
}

sub fail_one {
    my ( $call, $i, $how ) = @_;
    my $folder = fresh();
    my ( $status, $err ) = work( $folder, 'new', LD_PRELOAD => $inject, FAULT_PROGRAM => 'balassa', FAULT => "$call:$i:$how" );
    my ( $broken, $fresh, $others ) = look($folder);
    my @wrong;
    push @wrong, "broken: $broken" if $broken ne '';
    if ( $how eq 'KILL' ) {
        push @wrong, "it ended with $status" if $status ne 'signal 9' && $status ne '137';
    }
    else {
        $others =~ s/\b[ab]\.failed\.gp\b ?//g; # the script of a drawing that failed is kept to be read
        push @wrong, "left behind: $others" if $others ne '' && $call ne 'unlink';
        push @wrong, "it ended with $status" if $status !~ /^(0|1|65|66|69|70|130)$/;
        push @wrong, "it failed without a word" if $status ne '0' && $how ne 'INT' && $err !~ /^balassa: ./;
        push @wrong, "it said all was well" if $status eq '0' && $fresh < @files;
        push @wrong, "a call that was only interrupted or short is a failure: $err" if $how =~ /^(EINTR|short)$/ && $status ne '0';
    }
    my ($again) = work( $folder, 'new' );
    my @then = look($folder);
    push @wrong, "the next run does not work" if $again ne '0' || $then[0] ne '' || $then[1] != @files;
    return @wrong ? "$call $i $how: " . join( '; ', @wrong ) : ();
}

SKIP: {
    skip 'calls are not failed under a sanitizer', 1 if $sanitized;
    my %count = count_calls();
    for my $call ( sort keys %how ) {
        my $step = $all || $count{$call} < 3 ? 1 : 5;
        my ( @wrong, $tried );
        for ( my $i = 1; $i <= $count{$call}; $i += $step ) {
            for my $how ( @{ $how{$call} }, $stops{$call} ? qw(KILL INT) : () ) {
                $tried++;
                push @wrong, fail_one( $call, $i, $how );
            }
        }
        cmp_ok( $count{$call}, '>', 0, "$call is called" );
        is( join( "\n", @wrong ), '', "$call: $count{$call} calls, failed in " . ( $tried // 0 ) . ' ways' );
    }
}

# The memory that libraries take from malloc --------------------------------------------------------------

SKIP: {
    skip 'calls are not failed under a sanitizer', 1 if $sanitized;
    my %env = ( LD_PRELOAD => $inject, FAULT_PROGRAM => 'balassa' );
    local @ENV{ keys %env } = values %env;
    local $ENV{FAULT_COUNT} = "$dir/count";
    qx{'$balassa' check t/data/freedonia};
    my %count = map {/^(\w+) (\d+)$/} split /\n/, slurp("$dir/count");
    delete $ENV{FAULT_COUNT};
    my $step = $all ? 1 : int( $count{malloc} / 60 );
    my @wrong;
    for ( my $i = 2; $i <= $count{malloc}; $i += $step ) {
        local $ENV{FAULT} = "malloc:$i:ENOMEM";
        my $out = qx{timeout -s KILL 60 '$balassa' check t/data/freedonia 2>&1};
        my $status = $? & 127 ? 'signal ' . ( $? & 127 ) : $? >> 8;
        next if $status eq '0' && $out =~ /no violations/;
        if ( $status eq '134' && $out =~ /double free/ ) {    # regcomp of glibc 2.36, when it finds no memory
            diag("malloc $i: glibc's own regcomp frees twice");
            next;
        }
        push @wrong, "malloc $i: exit $status: $out" if $status !~ /^(1|65|66|70)$/ || $out !~ /not enough memory|out of memory|Cannot allocate/;
    }
    is( join( "\n", @wrong ), '', "malloc: $count{malloc} calls" );
}

# gnuplot ---------------------------------------------------------------------------------------------------

my $killed = spew( "$dir/killed-gnuplot", "#!/bin/sh\nkill -9 \$\$\n", 0755 );
my $hung   = spew( "$dir/hung-gnuplot",   "#!/bin/sh\nexec sleep 1000\n", 0755 );
my $half   = spew( "$dir/half-gnuplot",   "#!/bin/sh\nfor w; do case \$w in OUT=*) eval \"\$w\"; echo '<?xml ' >\$OUT.svg;; esac; done\nexit 0\n", 0755 );
for my $case ( [ 'killed', $killed, qr/could not draw '.*': it was ended by signal 9/ ], [ 'half done', $half, qr/empty or cut short/ ], [ 'missing', "$dir/none", qr/cannot run/ ] ) {
    my ( $name, $program, $said ) = @$case;
    my $folder = fresh();
    my ( $status, $err ) = work( $folder, 'new', BALASSA_GNUPLOT => $program );
    like( $status, qr/^(69|70)$/, "gnuplot $name: exit $status" );
    like( $err, $said, "gnuplot $name: says so" );
    is( ( look($folder) )[0], '', "gnuplot $name: the old figures are whole" );
    is( ( work( $folder, 'new' ) )[0], 0, "gnuplot $name: the next run works" );
}
{
    my $folder = fresh();
    local $ENV{BALASSA_GNUPLOT} = $hung;
    my $code = qq{local core = require "balassa.core" assert(core.draw({ { base = "$folder/a", script = "", title = "", description = "" } }, 0.3))};
    my $start = time;
    my $err = qx{'$balassa' -e '$code' 2>&1};
    is( $? >> 8, 70, 'gnuplot hangs: exit 70' );
    like( $err, qr/was stopped after 0\.3 seconds/, 'gnuplot hangs: says so' );
    cmp_ok( time - $start, '<', 20, 'gnuplot hangs: not for long' );
    is( ( look($folder) )[0], '', 'gnuplot hangs: the old figures are whole' );
}

# The disk ----------------------------------------------------------------------------------------------------

sub with_tmpfs {
    my ( $options, $name, $test ) = @_;
    my $mount = "$dir/mount-" . ++$n;
    mkdir $mount or die "$mount: $!";
  SKIP: {
        skip "$name: needs root, and a system that lets it mount a tmpfs", 1
            if $> != 0 || system("mount -t tmpfs -o $options tmpfs '$mount' 2>/dev/null") != 0;
        $test->($mount);
        system( 'umount', $mount ) == 0 or diag "umount $mount: $?";
    }
}

with_tmpfs( 'size=200k', 'full disk', sub {
    my ($mount) = @_;
    for ( keys %$old ) { spew( "$mount/$_", $old->{$_} ) }
    my $full = "$mount/ballast";
    open my $fh, '>', $full or die;
    syswrite $fh, 'x' x 4096 for 1 .. 100;
    close $fh;
    my ( $status, $err ) = work( $mount, 'new' );
    isnt( $status, 0, 'the disk is full: it fails' );
    like( $err, qr/^balassa: .*(No space left|empty or cut short)/, 'the disk is full: and says so' );
    is( ( look($mount) )[0], '', 'the disk is full: the old files are whole' );
    unlink $full;
    is( ( work( $mount, 'new' ) )[0], 0, 'the disk is full: the next run works' );
} );
with_tmpfs( 'size=1m', 'read-only disk', sub {
    my ($mount) = @_;
    for ( keys %$old ) { spew( "$mount/$_", $old->{$_} ) }
    system( 'mount', '-o', 'remount,ro', $mount ) == 0 or return fail("remount: $?");
    my ( $status, $err ) = work( $mount, 'new' );
    is( $status, 1, 'a read-only folder: it fails' );
    like( $err, qr/^balassa: .*cannot write '.*': Read-only file system$/m, 'a read-only folder: and says so' );
    is( ( look($mount) )[0], '', 'a read-only folder: the old files are whole' );
} );

# Who reads, and who waits ---------------------------------------------------------------------------------

{
    my $status = system(qq{'$balassa' -e 'for i = 1, 1e6 do print(i) end' 2>'$dir/err' | head -1 >/dev/null});
    is( $status, 0, 'a reader that has seen enough' );
    is( slurp("$dir/err"), '', 'is no failure to tell of' );
    my $err = qx{'$balassa' -e 'print "x"' 2>&1 >&-};
    is( $? >> 8, 1, 'standard output is closed: exit 1' );
    like( $err, qr/standard output could not be written/, 'standard output is closed: says so' );
}
srand 1;
my $rounds = $all ? 40 : 4;
for my $signal (qw(INT KILL)) {
    my ( @wrong, $sum );
    for my $round ( 1 .. $rounds ) {
        my $folder = fresh();
        local $ENV{BALASSA_GNUPLOT} = $quick;
        my $pid = fork // die "fork: $!";
        if ( $pid == 0 ) {
            open STDERR, '>', "$dir/err";
            exec $balassa, $work, $folder, 'new';
        }
        my $pause = rand 0.06;
        sleep $pause;
        kill $signal, $pid;
        waitpid $pid, 0;
        my $status = $? & 127 ? 'signal ' . ( $? & 127 ) : $? >> 8;
        sleep 0.05 if $signal eq 'KILL'; # its gnuplot may live a little longer
        my ($broken) = look($folder);
        push @wrong, "after $pause s: broken: $broken" if $broken ne '';
        push @wrong, "after $pause s: it ended with $status" if $status !~ /^(0|130|signal 9|signal 2)$/;
        my ($again) = work( $folder, 'new' );
        my @then = look($folder);
        push @wrong, "after $pause s: the next run does not work" if $again ne '0' || $then[0] ne '' || $then[1] != @files;
    }
    is( join( "\n", @wrong ), '', "SIG$signal at $rounds random moments" );
}

# A multiverse keeps its universes in a file as they are run: killed at any moment, it goes on from there.
SKIP: {
    skip 'a multiverse is killed by make check-faults', 1 unless $all;
    my $whole = qx{'$balassa' multiverse 2>/dev/null};
    my @wrong;
    for my $round ( 1 .. 8 ) {
        my $file = "$dir/universes-$round.csv";
        for my $signal ( 'KILL', $round % 2 ? 'INT' : 'KILL' ) {
            my $pid = fork // die "fork: $!";
            if ( $pid == 0 ) {
                open STDOUT, '>', '/dev/null';
                open STDERR, '>', '/dev/null';
                exec $balassa, 'multiverse', '--file', $file, -e $file ? '--resume' : ();
            }
            sleep rand 3;
            kill $signal, $pid;
            waitpid $pid, 0;
        }
        my $out = qx{'$balassa' multiverse --file '$file' --resume 2>&1};
        push @wrong, "round $round: $out" if $? != 0 || $out ne $whole;
    }
    is( join( "\n", @wrong ), '', 'a multiverse that was killed twice ends as one that was not' );
}
done_testing();
