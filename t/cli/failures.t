#!/usr/bin/env perl
# When the world fails: every call to the system in turn, the disk, gnuplot, the reader of the output, the
# user's patience, in all work that writes and in what only reads. What was there before is whole; what is new
# is whole or absent; the next run works, and nothing of the one before lies about.
#
# FAILURES=all fails every call; else, for speed, some of them and a few rounds of what is random. Words name the
# parts that are meant, which are the names in %work, and rest, malloc and real: perl t/cli/failures.t overlay real
use strict;
use warnings;
use Cwd qw(abs_path getcwd);
use File::Find qw(find);
use File::Path qw(remove_tree);
use File::Temp qw(tempdir);
use JSON::PP ();
use POSIX ();
use Test::More;
use Time::HiRes qw(sleep time);
use lib 't';
use Files qw(slurp slurp_if spew);

my $all     = ( $ENV{FAILURES} // '' ) eq 'all';
my $balassa = abs_path( $ENV{BALASSA} || './balassa' );
my $root    = getcwd();
my $dir     = tempdir( CLEANUP => 1 );
my $inject  = "$dir/inject.so";
my $cc      = $ENV{CC} || 'gcc';
my $began   = time;
delete @ENV{qw(FAULT FAULT_COUNT BALASSA_GNUPLOT)};
mkdir "$dir/tmp" or die;
system("$cc -shared -fPIC -O1 -o '$inject' t/faults/inject.c -ldl") == 0 or die "$cc: $?";

# A sanitizer must come first into a program; what it watches is watched elsewhere.
my $sanitized = qx{nm -D '$balassa' 2>/dev/null} =~ /__asan_init|__ubsan/;

# A gnuplot that draws at once what it is told in its own way: the files are whole, and of this script.
my $quick = abs_path("t/faults/gnuplot");

# The work --------------------------------------------------------------------------------------------------
#
# run(folder, which) is what to call to make the "old" or the "new" files in a folder; `inside`: it runs there.
# `files`: what it makes; `kept`: what it may leave when it fails. whole(name, content, old, new) replaces "it is one
# of both", and same(name, content, new) "it is the new one". `together`: the files are there with all others or not
# at all. `reads`: it writes nothing; what it prints is all of it, or a failure.

# Freedonia under two titles, and without what takes a report long to compute.
for my $which (qw(old new)) {
    my $json = JSON::PP->new->canonical->pretty;
    for my $name ( "study-$which", "small-$which" ) {
        system( 'cp', '-R', 't/data/freedonia', "$dir/$name" ) == 0 or die;
        my $package = $json->decode( slurp("$dir/$name/datapackage.json") );
        $package->{title} = "The $which Freedonia";
        $package->{resources} = [ grep { $_->{name} !~ /^(?:crises|phases|notes|harvests|codings)$/ } @{ $package->{resources} } ] if $name =~ /small/;
        spew( "$dir/$name/datapackage.json", $json->encode($package) );
    }
}
spew( "$dir/sheet.csv", join "\n", 'when,what,level', map { ( 1990 + $_ ) . ",Talks $_,$_" } 0 .. 9 );
my $draw = spew( "$dir/draw.lua", <<'LUA' );
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
my $overlay = spew( "$dir/overlay.lua", <<'LUA' );
local balassa = require "balassa"
local core = require "balassa.core"
local folder, name = arg[1], arg[2]
local study = assert(balassa.study "t/data/freedonia")
local later = study:what_if(name):drop "talks-1990":recode("river-treaty-1991", { note = name })
  :move_crisis("flood", { by = name == "old" and 6 or 12, coding = "chart" })
assert(later:save(folder .. "/later.txt"))
local again = assert(study:load_what_if(folder .. "/later.txt"))
local table = balassa.compare(study, again, { crises = "chart" })
for _, format in ipairs { "csv", "json", "latex" } do
  assert(core.write_file(folder .. "/table." .. format, name .. "\n" .. table[format](table)))
end
LUA
my $universes = spew( "$dir/universes.lua", <<'LUA' );
local balassa = require "balassa"
local core = require "balassa.core"
local study = assert(balassa.study "t/data/freedonia")
local function run(name, estimate)
  local mv = balassa.multiverse(study, { crises = { "chart", "text" }, rule = { "latest", "mean" }, without = "each",
    estimate = estimate })
  local result = assert(mv:run { file = ("%s/%s.csv"):format(arg[1], name), resume = true, threads = 2, joint = false })
  assert(core.write_file(("%s/%s-result.csv"):format(arg[1], name), result:csv()))
end
run("ours", { "mean_difference", "cliff_delta" })
run("own", function(u) return u.number / 7 end)
LUA
my $reading = spew( "$dir/reading.lua", <<'LUA' );
local balassa = require "balassa"
local core = require "balassa.core"
local study = assert(balassa.study "t/data/freedonia")
local corpus = balassa.corpus(study:texts())
print(balassa.scores(corpus, assert(balassa.dictionary "integration.en")))
print(balassa.scores(corpus, assert(balassa.dictionary(arg[1] .. "/words.dic"))))
print(#balassa.kwic(corpus, "duck*"))
print(#balassa.raw.records(balassa.raw.text(assert(balassa.raw.read "t/data/freedonia/ladder.csv")), { separator = "," }))
print(assert(balassa.what_if(arg[1] .. "/later.txt")))
print(core.sha256(assert(core.read_file "t/data/freedonia/events.csv")))
LUA

my %work = (
    figures => {
        run   => sub { ( $draw, @_ ) },
        files => [qw(a.gp a.svg a.png b.gp b.svg b.png note.txt)],
        kept  => qr/^[ab]\.failed\.gp$/,    # the script of a drawing that failed is kept to be read
    },
    overlay => { run => sub { ( $overlay, @_ ) }, files => [qw(later.txt table.csv table.json table.latex)] },
    what_if => {
        run => sub {
            my ( $folder, $which ) = @_;
            return ( 'what-if', "$dir/study-$which", '--crises', 'chart', '--drop', 'talks-1990', '--name', $which, '--save', 'edits.txt', '--figure', 'effect' );
        },
        inside => 1, # the figure says by which command it was made
        files => [qw(edits.txt effect.gp effect.svg effect.png)],
        kept  => qr/^effect\.failed\.gp$/,
    },
    multiverse => {
        run   => sub { ( $universes, $_[0] ) },
        files => [qw(ours.csv ours-result.csv own.csv own-result.csv)],
        whole => sub {
            my ( $name, $text, $old, $new ) = @_;
            return $text eq $old || $text eq $new if $name =~ /result/;
            my %row = map { $_ => 1 } split /(?<=\n)/, $new;
            my ( $head, @rows ) = split /(?<=\n)/, $text;
            my $last = @rows && $rows[-1] !~ /\n\z/ ? pop @rows : ''; # cut by whatever ended the run
            return $text eq substr( $new, 0, length $text ) || ( $row{ $head // '' } && !grep { !$row{$_} } @rows );
        },
        # A run by two threads that is interrupted has written what both had done; the rest comes behind it.
        same => sub { my ( $name, @text ) = @_; $name =~ /result/ ? $text[0] eq $text[1] : join( '', sort split /^/, $text[0] ) eq join '', sort split /^/, $text[1] },
    },
    report => {
        run   => sub { ( 'report', "$dir/small-$_[1]", '--out', "$_[0]/r.html" ) },
        files => ['r.html'],
    },
    markdown => {
        run   => sub { ( 'report', "$dir/small-$_[1]", '--format', 'markdown', '--out', "$_[0]/r.md" ) },
        files => [qw(r.md r-figures r-figures/positions.svg)],
    },
    new => {
        run      => sub { ( 'new', 'mine', '--title', 'Mine', '--folder', $_[0], '--events', "$dir/sheet.csv" ) },
        files    => [ 'mine', map {"mine/$_"} qw(crises.csv datapackage.json events.csv first.lua ladder.csv sources.bib) ],
        together => 1,
    },
    reading   => { reads => 1, run => sub { ( $reading, $dir ) } },
    reproduce => { reads => 1, run => sub { ( 'reproduce', "$dir/made.svg" ) } },
);
spew( "$dir/words.dic", "%\n1\tunion\n2\tfood\n%\nunion*\t1\nduck*\t1\t2\nherring\t2\n" );

# The state of a folder: { path => content, or 'a folder' } of everything in it.
sub state_of {
    my ($folder) = @_;
    my %state;
    find( { no_chdir => 1, wanted => sub { $state{ substr $_, 1 + length $folder } = -d $_ ? 'a folder' : slurp_if($_) if $_ ne $folder } }, $folder );
    return \%state;
}

# Runs the work in a folder; { status, out, err, left: what it left in the folder for temporary files }.
my $n = 0;

sub code { return $_[0] & 127 ? 'signal ' . ( $_[0] & 127 ) : $_[0] >> 8 }

# Until all of a process group are gone: a gnuplot lives longer than who started it.
sub wait_for_group {
    my ($pid) = @_;
    for ( 1 .. 1200 ) { return if !kill 0, -$pid; sleep 0.02 }
}

sub run_args {
    my ( $args, %env ) = @_;
    my $cwd = delete $env{CWD};
    my $tmp = "$dir/tmp-" . ++$n;
    mkdir $tmp or die "$tmp: $!";
    my $pid = fork // die "fork: $!";
    if ( !$pid ) {
        setpgrp;
        $SIG{INT} = 'DEFAULT'; # a shell may have us ignore it
        $ENV{TMPDIR} = $tmp;
        $ENV{BALASSA_GNUPLOT} //= $quick;
        @ENV{ keys %env } = values %env;
        chdir $cwd if $cwd;
        open STDOUT, '>', "$dir/.out" or die;
        open STDERR, '>', "$dir/.err" or die;
        alarm 60;
        exec $balassa, @$args or POSIX::_exit(126);
    }
    waitpid $pid, 0;
    my $ended = $?;
    wait_for_group($pid) if $ended & 127;
    my %got = ( status => code($ended), out => slurp("$dir/.out"), err => slurp("$dir/.err"), left => join ' ', keys %{ state_of($tmp) } );
    remove_tree($tmp);
    return \%got;
}

sub work {
    my ( $name, $folder, $which, %env ) = @_;
    return run_args( [ $work{$name}{run}->( $folder, $which ) ], %env, $work{$name}{inside} ? ( CWD => $folder ) : () );
}

my %asked = map { $_ => 1 } @ARGV ? @ARGV : ( keys %work, qw(rest malloc real) );
my @names = grep { $asked{$_} } sort keys %work;
for ( keys %asked ) { die "there is no part '$_'\n" if !$work{$_} && !/^(?:rest|malloc|real)$/ }
if ( $asked{reading} || $asked{reproduce} ) {
    my $made = run_args( [ qw(initiatives --study t/data/freedonia --crises chart --figure), "$dir/made" ] );
    is( $made->{status}, 0, 'a figure to be made again' ) or diag $made->{err};
    rename "$dir/made-gap.svg", "$dir/made.svg" or die;
    run_args( [ $overlay, $dir, 'new' ] );
}
for my $name (@names) {
    my $w = $work{$name};
    for my $which (qw(old new)) {
        my $folder = "$dir/$name-$which";
        mkdir $folder or die;
        my $got = work( $name, $folder, $which );
        is( $got->{status}, 0, "$name: the $which run" ) or diag $got->{err};
        $w->{$which} = state_of($folder);
        $w->{out} = $got->{out};
    }
    is_deeply( [ sort keys %{ $w->{new} } ], [ sort @{ $w->{files} // [] } ], "$name: which makes these files" );
    $w->{old} = {} if $w->{together};
    if ( $name eq 'multiverse' ) { # old: of a run that was ended in a line
        $w->{old}{"$_.csv"} = substr( $w->{new}{"$_.csv"}, 0, 1000 ), $w->{old}{"$_-result.csv"} = "old\n" for qw(ours own);
    }
    isnt( $w->{old}{$_}, $w->{new}{$_}, "$name: $_ is another in each" ) for grep { ( $w->{new}{$_} // '' ) ne 'a folder' } @{ $w->{files} };
}

# Fills a folder with the old files.
sub fill {
    my ( $name, $folder ) = @_;
    my $old = $work{$name}{old};
    for ( sort keys %$old ) {
        if   ( $old->{$_} eq 'a folder' ) { mkdir "$folder/$_" or die }
        else                              { spew( "$folder/$_", $old->{$_} ) }
    }
    return $folder;
}

sub fresh {
    my ($name) = @_;
    my $folder = "$dir/run-" . ++$n;
    mkdir $folder or die "$folder: $!";
    return fill( $name, $folder );
}

# What is neither old nor new; how many are new; what else is there.
sub look {
    my ( $name, $folder ) = @_;
    my ( $w, $now ) = ( $work{$name}, state_of($folder) );
    my %known = map { $_ => 1 } @{ $w->{files} };
    my @there = grep { defined $now->{$_} } @{ $w->{files} };
    my @broken;
    for ( @{ $w->{files} } ) {
        my ( $is, $old, $new ) = ( $now->{$_}, $w->{old}{$_}, $w->{new}{$_} );
        if ( !defined $is ) { push @broken, "$_ is gone" if defined $old }
        elsif ( $w->{whole} ? !$w->{whole}->( $_, $is, $old, $new ) : $is ne $new && $is ne ( $old // $new ) ) { push @broken, $_ }
    }
    push @broken, 'half a folder' if $w->{together} && @there && @there < @{ $w->{files} };
    return {
        broken => join( ', ', @broken ),
        fresh  => scalar( grep { defined $now->{$_} && ( $w->{same} ? $w->{same}->( $_, $now->{$_}, $w->{new}{$_} ) : $now->{$_} eq $w->{new}{$_} ) } @{ $w->{files} } ),
        others => join( ' ', grep { !$known{$_} && !( $w->{kept} && $_ =~ $w->{kept} ) } sort keys %$now ),
    };
}

# What is wrong with the run after; it ends with all that is new and nothing else.
sub next_run {
    my ( $name, $folder ) = @_;
    my $got  = work( $name, $folder, 'new' );
    my $then = look( $name, $folder );
    my $done = $got->{status} eq '0' || ( $work{$name}{together} && $got->{status} eq '1' && $got->{err} =~ /is there already/ );
    return "the next run does not work: $got->{status} $got->{err}" if !$done;
    return "after the next run is broken: $then->{broken}" if $then->{broken} ne '' || $then->{fresh} != @{ $work{$name}{files} };
    return "the next run leaves $then->{others}" if $then->{others} ne '';
    return ();
}

my $may_end = qr/^(?:0|1|2|64|65|66|69|70|130)$/; # 64: its own scripts could not be found

# Every call in turn ----------------------------------------------------------------------------------------

my %how = (
    open   => ['EMFILE'], openat => ['EMFILE'], fopen => ['EIO'], fgets => ['EIO'], fread => [ 'EIO', 'short' ], fclose => ['EIO'],
    read   => [ 'EIO', 'EINTR', 'short' ], pread => [ 'EIO', 'EINTR', 'short' ], write => [ 'ENOSPC', 'EINTR', 'short' ],
    close  => ['EIO'], fsync => ['EIO'], fdatasync => ['EIO'], ftruncate => ['EIO'], flock => [ 'EWOULDBLOCK', 'ENOLCK' ],
    lseek  => ['EIO'], dup => ['EMFILE'], rename => ['EROFS'], renameat2 => [ 'EROFS', 'EINVAL' ], unlink => ['EACCES'],
    unlinkat => ['EACCES'], mkdir => ['EACCES'], rmdir => ['EACCES'], opendir => ['EMFILE'], readdir => ['EIO'],
    scandir  => ['ENOMEM'], realpath => ['EACCES'], pipe2 => ['EMFILE'], spawn => [ 'EAGAIN', 'ENOENT' ], poll => ['EINTR'],
    waitpid  => ['EINTR'], memfd => ['EMFILE'], stat => ['EACCES'], fstat => ['EIO'],
);
# Where a run is killed, and where it is interrupted.
my %stops = map { $_ => 1 } qw(open openat write close fsync fdatasync ftruncate flock rename renameat2 unlink unlinkat mkdir rmdir read pread spawn);
my %harmless = map { $_ => 1 } qw(EINTR short ENOLCK EINVAL);

sub count_calls {
    my ( $name, $folder ) = @_;
    my $got = work( $name, $folder, 'new', LD_PRELOAD => $inject, FAULT_PROGRAM => 'balassa', FAULT_COUNT => "$dir/count" );
    is( $got->{status}, 0, "$name, counted" ) or diag $got->{err};
    return map {/^(\w+) (\d+)$/} split /\n/, slurp("$dir/count");
}

sub fail_one {
    my ( $name, $call, $i, $how ) = @_;
    my $w      = $work{$name};
    my $folder = fresh($name);
    my $got    = work( $name, $folder, 'new', LD_PRELOAD => $inject, FAULT_PROGRAM => 'balassa', FAULT => "$call:$i:$how" );
    my ( $status, $err ) = @$got{qw(status err)};
    my $now = look( $name, $folder );
    my @wrong;
    push @wrong, "broken: $now->{broken}" if $now->{broken} ne '';
    if ( $how eq 'KILL' ) {
        push @wrong, "it ended with $status" if $status ne 'signal 9';
    }
    else {
        # Who is told that another has its lock leaves the name to that one.
        push @wrong, "left behind: $now->{others} $got->{left}" if "$now->{others}$got->{left}" ne '' && $call !~ /^(?:unlink|unlinkat|rmdir)$/ && $how ne 'EWOULDBLOCK';
        push @wrong, "it ended with $status: $err" if $status !~ $may_end;
        push @wrong, 'it failed without a word' if $status ne '0' && $how ne 'INT' && $err !~ /^balassa: ./m;
        push @wrong, 'it said all was well' if $status eq '0' && $now->{fresh} < @{ $w->{files} // [] };
        push @wrong, 'it said all was well, and the disk did not' if $status eq '0' && $call =~ /^(?:fsync|fdatasync)$/ && $how eq 'EIO';
        push @wrong, 'it said something else' if $w->{reads} && $status eq '0' && $got->{out} ne $w->{out};
        push @wrong, "a call that was only interrupted or short is a failure: $err" if $harmless{$how} && $status ne '0';
    }
    push @wrong, next_run( $name, $folder ) if !$w->{reads};
    remove_tree($folder);
    return @wrong ? "$name: $call $i $how: " . join( '; ', @wrong ) : ();
}

# Which of n calls are failed. Of those that read, which are many and alike, a run of one work has a sample.
sub places {
    my ( $name, $call, $count ) = @_;
    return 1 .. $count if $all;
    my $step = $name eq 'figures' ? ( $count < 3 ? 1 : 9 ) : $stops{$call} && $call !~ /^(?:read|open|close)$/ && !$work{$name}{reads} ? 6 : 90;
    my @list;
    for ( my $i = 1 + int( $step / 3 ); $i <= $count; $i += $step ) { push @list, $i }
    return @list;
}

my %called;
SKIP: {
    skip 'calls are not failed under a sanitizer', 1 if $sanitized;
    for my $name (@names) {
        my $start = time;
        my %count = count_calls( $name, fresh($name) );
        my ( @wrong, $calls, $tried );
        for my $call ( sort keys %how ) {
            $called{$call} += $count{$call};
            $calls += $count{$call};
            for my $i ( places( $name, $call, $count{$call} ) ) {
                for my $how ( @{ $how{$call} }, $stops{$call} && !$work{$name}{reads} ? qw(KILL INT) : $all && $stops{$call} ? 'INT' : () ) {
                    $tried++;
                    push @wrong, fail_one( $name, $call, $i, $how );
                }
            }
        }
        is( join( "\n", @wrong ), '', "$name: $calls calls, failed in " . ( $tried // 0 ) . ' ways' );
        note sprintf '%s: %s; %.0f s', $name, join( ' ', map {"$_ $count{$_}"} grep { $count{$_} } sort keys %count ), time - $start;
    }
    if ( !@ARGV ) {
        cmp_ok( $called{$_}, '>', 0, "$_ is called" ) for grep { !/^(?:memfd|lseek|fgets|unlinkat)$/ } sort keys %how;
    }
}

# The memory that libraries take from malloc --------------------------------------------------------------

SKIP: {
    skip 'calls are not failed under a sanitizer', 1 if $sanitized || !$asked{malloc};
    my %env = ( LD_PRELOAD => $inject, FAULT_PROGRAM => 'balassa' );
    run_args( [ 'check', 't/data/freedonia' ], %env, FAULT_COUNT => "$dir/count" );
    my %count = map {/^(\w+) (\d+)$/} split /\n/, slurp("$dir/count");
    my $step  = $all ? 1 : int( $count{malloc} / 40 );
    my ( @wrong, $twice );
    for ( my $i = 2; $i <= $count{malloc}; $i += $step ) {
        my $got = run_args( [ 'check', 't/data/freedonia' ], %env, FAULT => "malloc:$i:ENOMEM" );
        my ( $status, $out ) = ( $got->{status}, "$got->{out}$got->{err}" );
        next if $status eq '0' && $out =~ /no violations/;
        if ( $out =~ /double free/ ) { # regcomp of glibc 2.36, when it finds no memory
            $twice++;
            next;
        }
        push @wrong, "malloc $i: exit $status: $out" if $status !~ /^(1|65|66|70)$/ || $out !~ /not enough memory|out of memory|Cannot allocate/;
    }
    is( join( "\n", @wrong ), '', "malloc: $count{malloc} calls" . ( $step > 1 ? ", one in $step" : '' ) );
    diag "$twice times: glibc's own regcomp frees twice" if $twice;
}

# gnuplot ---------------------------------------------------------------------------------------------------

sub program {
    my $path = spew(@_);
    chmod 0755, $path or die "$path: $!";
    return $path;
}

my $killed = program( "$dir/killed-gnuplot", "#!/bin/sh\nkill -9 \$\$\n" );
my $hung   = program( "$dir/hung-gnuplot",   "#!/bin/sh\nexec sleep 1000\n" );
my $half   = program( "$dir/half-gnuplot",   "#!/bin/sh\nfor w; do case \$w in OUT=*) eval \"\$w\"; echo '<?xml ' >\$OUT.svg;; esac; done\nexit 0\n" );
for my $name ( grep {/^(?:figures|what_if|report|markdown)$/} @names ) {
    for my $case ( [ 'killed', $killed, qr/could not draw '.*': it was ended by signal 9/ ], [ 'half done', $half, qr/empty or cut short/ ], [ 'missing', "$dir/none", qr/cannot run/ ] ) {
        my ( $how, $program, $said ) = @$case;
        my $folder = fresh($name);
        my $got = work( $name, $folder, 'new', BALASSA_GNUPLOT => $program );
        like( $got->{status}, qr/^(69|70)$/, "$name, gnuplot $how: exit $got->{status}" );
        like( $got->{err}, $said, '... says so' );
        my $now = look( $name, $folder );
        is( "$now->{broken}$now->{others}$got->{left}", '', '... what was there is whole, and nothing else is' );
        is( join( '', next_run( $name, $folder ) ), '', '... and the next run works' );
    }
}
if ( $asked{figures} ) {
    my $folder = fresh('figures');
    my $code = qq{local core = require "balassa.core" assert(core.draw({ { base = "$folder/a", script = "", title = "", description = "" } }, 0.3))};
    my $start = time;
    my $got   = run_args( [ '-e', $code ], BALASSA_GNUPLOT => $hung );
    is( $got->{status}, 70, 'gnuplot hangs: exit 70' );
    like( $got->{err}, qr/was stopped after 0\.3 seconds/, 'gnuplot hangs: says so' );
    cmp_ok( time - $start, '<', 20, 'gnuplot hangs: not for long' );
    is( look( 'figures', $folder )->{broken}, '', 'gnuplot hangs: the old figures are whole' );
}

# The disk ----------------------------------------------------------------------------------------------------

sub with_tmpfs {
    my ( $options, $name, $test ) = @_;
    my $mount = "$dir/mount-" . ++$n;
    mkdir $mount or die "$mount: $!";
  SKIP: {
        skip "$name: needs root, and a system that lets it mount a tmpfs", 1
            if $> != 0 || system("mount -t tmpfs -o $options tmpfs '$mount' 2>/dev/null") != 0;
        mkdir "$mount/work" or die;
        $test->("$mount/work");
        system( 'umount', $mount ) == 0 or diag "umount $mount: $?";
    }
}

# With some pages left on the disk, and with none: the first to fail is another each time.
for my $name ( grep { !$work{$_}{reads} } @names ) {
    with_tmpfs( 'size=1m', "$name: full disk", sub {
        my ($folder) = @_;
        my ( $full, @wrong ) = (0);
        for my $pages ( $all ? 0 .. 24 : ( 0, 2 ) ) {
            remove_tree($folder);
            mkdir $folder or die;
            fill( $name, $folder );
            my $ballast = "$folder/../ballast";
            open my $fh, '>', $ballast or die;
            1 while syswrite( $fh, 'x' x 4096 ) // 0;
            truncate $fh, ( -s $fh ) - 4096 * $pages;
            close $fh;
            my $got = work( $name, $folder, 'new', $pages % 2 ? ( TMPDIR => "$folder/.." ) : () );
            my $now = look( $name, $folder );
            $full++ if $got->{status} ne '0';
            push @wrong, "$pages pages: broken: $now->{broken}" if $now->{broken} ne '';
            push @wrong, "$pages pages: left behind: $now->{others}" if $now->{others} ne '';
            push @wrong, "$pages pages: ended with $got->{status}: $got->{err}"
                if $got->{status} eq '0' ? $now->{fresh} < @{ $work{$name}{files} } : $got->{err} !~ /^balassa: .*(?:No space left|empty or cut short|I\/O error)/m;
            unlink $ballast;
            push @wrong, map {"$pages pages: $_"} next_run( $name, $folder );
        }
        is( join( "\n", @wrong ), '', "$name: a full disk" );
        cmp_ok( $full, '>', 0, '... and it was' );
    } );
    with_tmpfs( 'size=1m', "$name: read-only disk", sub {
        my ($folder) = @_;
        fill( $name, $folder );
        system( 'mount', '-o', 'remount,ro', "$folder/.." ) == 0 or return fail("remount: $?");
        my $got = work( $name, $folder, 'new' );
        my $now = look( $name, $folder );
        is( $got->{status}, 1, "$name: a read-only folder: it fails" );
        like( $got->{err}, qr/^balassa: .*Read-only file system$/m, '... and says so' );
        is( "$now->{broken}$now->{others}", '', '... and the old files are whole' );
    } );
}

# Who reads, and who waits ---------------------------------------------------------------------------------

if ( $asked{rest} ) {
    my $status = system(qq{'$balassa' -e 'for i = 1, 1e6 do print(i) end' 2>'$dir/err' | head -1 >/dev/null});
    is( $status, 0, 'a reader that has seen enough' );
    is( slurp("$dir/err"), '', 'is no failure to tell of' );
    my $err = qx{'$balassa' -e 'print "x"' 2>&1 >&-};
    is( $? >> 8, 1, 'standard output is closed: exit 1' );
    like( $err, qr/standard output could not be written/, 'standard output is closed: says so' );
}

# Starts the program, sends a signal after a while, and returns how it ended.
sub stop_after {
    my ( $pause, $signal, $args, $cwd ) = @_;
    my $pid = fork // die "fork: $!";
    if ( !$pid ) {
        setpgrp;
        $SIG{INT} = 'DEFAULT'; # a shell may have us ignore it
        chdir $cwd if $cwd;
        open STDOUT, '>', '/dev/null';
        open STDERR, '>', "$dir/.err";
        exec $balassa, @$args or POSIX::_exit(126);
    }
    sleep $pause;
    kill $signal, $pid;
    waitpid $pid, 0;
    my $status = code($?);
    wait_for_group($pid);
    return $status;
}

srand 1;
my $rounds = $all ? 40 : 1;
for my $name ( grep { !$work{$_}{reads} } @names ) {
    local $ENV{BALASSA_GNUPLOT} = $quick;
    local $ENV{TMPDIR}          = "$dir/tmp";
    my $start = time;
    work( $name, fresh($name), 'new' );
    my $takes = time - $start;
    for my $signal (qw(INT KILL)) {
        my ( @wrong, %ended );
        for my $round ( 1 .. $rounds ) {
            my $folder = fresh($name);
            my $pause  = rand( 1.2 * $takes );
            my $status = stop_after( $pause, $signal, [ $work{$name}{run}->( $folder, 'new' ) ], $work{$name}{inside} ? $folder : () );
            my $now    = look( $name, $folder );
            $ended{$status}++;
            push @wrong, sprintf 'after %.4f s: %s', $pause, $_
                for ( $now->{broken} ne '' ? "broken: $now->{broken}" : () ), ( $status !~ /^(?:0|130|signal 9|signal 2)$/ ? "it ended with $status: " . slurp("$dir/.err") : () ),
                ( $signal eq 'INT' && "$status" ne 'signal 2' && $now->{others} ne '' ? "left behind: $now->{others}" : () ), next_run( $name, $folder );
            remove_tree($folder);
        }
        is( join( "\n", @wrong ), '', "$name: SIG$signal at $rounds random moments" );
        note join ', ', map {"$_: $ended{$_} times"} sort keys %ended;
        if ( $name =~ /^(?:report|markdown)$/ ) {
            work( $name, fresh($name), 'new', TMPDIR => $ENV{TMPDIR} );
            is_deeply( [ sort keys %{ state_of("$dir/tmp") } ], [], '... and the next run removes what they left elsewhere' );
        }
        cmp_ok( $ended{ $signal eq 'INT' ? 130 : 'signal 9' } // 0, '>', 0, '... and some of them in the midst of it' ) if $all;
    }
}

# The real things, as people run them: all figures of a study by the real gnuplot, its report, a multiverse.
SKIP: {
    skip 'real figures, reports and multiverses are stopped by make check-faults', 1 if !$all || !$asked{real};
    local $ENV{TMPDIR} = "$dir/tmp";
    my @set = ( 'figures', 'kazakhstan-1991-2010', '--out' );
    my %real = (
        'make figures' => [ sub { ( @set, $_[0] ) }, undef ],
        'a report'     => [ sub { ( qw(report kazakhstan-1991-2010 --out), "$_[0]/report.html" ) }, undef ],
    );
    for my $what ( sort keys %real ) {
        my $run = $real{$what}[0];
        my ( $whole, $start ) = ( "$dir/whole", time );
        remove_tree($whole);
        mkdir $whole or die;
        is( stop_after( 0, 0, [ $run->($whole) ] ), 0, $what );
        my ( $takes, $want, @wrong, %ended ) = ( time - $start, state_of($whole) );
        my $folder = "$dir/real";
        remove_tree($folder);
        mkdir $folder or die;
        for my $round ( 1 .. 12 ) {
            my $signal = $round % 3 ? 'KILL' : 'INT';
            my $before = state_of($folder);
            # Late, too: that is where it writes.
            my $pause  = $round % 2 ? rand $takes : $takes * ( 0.8 + 0.25 * rand );
            my $status = stop_after( $pause, $signal, [ $run->($folder) ] );
            my $now    = state_of($folder);
            $ended{$status}++;
            for ( sort keys %$now ) {
                next if /^\.\S+\.tmp-/ && $signal eq 'KILL';
                push @wrong, "$signal after $pause s: $_ is broken" if !defined $want->{$_} || $now->{$_} ne $want->{$_};
            }
            push @wrong, "$signal after $pause s: $_ is gone" for grep { !/\.tmp-/ && !defined $now->{$_} } keys %$before;
            push @wrong, "$signal after $pause s: it ended with $status" if $status !~ /^(?:0|130|signal 9|signal 2)$/;
            unlink map {"$folder/$_"} grep { !/\.tmp-/ && rand() < .3 } keys %$now; # so that some are new
        }
        is( stop_after( 0, 0, [ $run->($folder) ] ), 0, "$what, after all that" );
        is_deeply( state_of($folder), $want, '... comes out as if nothing had been, and nothing else is there' );
        is( join( "\n", @wrong ), '', '... and each file was whole at any moment' );
        cmp_ok( $ended{130}, '>', 0, '... when it was interrupted' );
        cmp_ok( $ended{'signal 9'}, '>', 0, '... and when it was killed' );
        note "$takes s; ", join ', ', map {"$_: $ended{$_} times"} sort keys %ended;
    }

    # A multiverse keeps its universes in a file as they are run: killed at any moment, it goes on from there.
    my $start = time;
    my $whole = qx{'$balassa' multiverse 2>/dev/null};
    my ( $takes, @wrong, %ended ) = ( time - $start );
    for my $round ( 1 .. 8 ) {
        my $file = "$dir/universes-$round.csv";
        for my $signal ( 'KILL', $round % 2 ? 'INT' : 'KILL' ) {
            $ended{ stop_after( rand $takes, $signal, [ 'multiverse', '--file', $file, -e $file ? '--resume' : () ] ) }++;
        }
        my $out = qx{'$balassa' multiverse --file '$file' --resume 2>&1};
        push @wrong, "round $round: $out" if $? != 0 || $out ne $whole;
        unlink $file;
    }
    is( join( "\n", @wrong ), '', 'a multiverse that was stopped twice ends as one that was not' );
    note join ', ', map {"$_: $ended{$_} times"} sort keys %ended;
}
note sprintf '%d runs, %.0f s', $n, time - $began;
done_testing();
