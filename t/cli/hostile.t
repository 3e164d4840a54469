#!/usr/bin/env perl
# What a sandboxed script can call, called with everything that it can hand in (t/fuzz/calls.lua): it may be an error,
# and the sandbox may end it, but the program does not crash. The bytes that choose are pseudo-random: SEED=N makes
# others, INPUTS=N more of them. `make fuzz FUZZ=calls` looks for them by coverage.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use Test::More;
use lib 't';
use Files qw(slurp);

my $balassa = abs_path( $ENV{BALASSA} || './balassa' );
my $dir     = tempdir( CLEANUP => 1 );
my $seed    = $ENV{SEED}   || 1;
my $inputs  = $ENV{INPUTS} || 160;
$ENV{BALASSA_GNUPLOT} = '/bin/false';

# The words of the bindings, their options among them, and some that the study of t/data has.
my %word = map { $_ => 1 } qw(chart text freedonia 1990 1990/1999 1991-05 199X rung events talks-1990 ducks duck* t/data/freedonia %);
for my $file ( glob 'engine/lua/*.c' ) {
    my $text = slurp($file);
    $word{$1} = 1 while $text =~ /"([a-z_0-9]{1,39})"/g;
}
my $words = join ', ', map {"'$_'"} sort keys %word;
cmp_ok( scalar keys %word, '>', 400, 'words' );

# What an object answers to is found by asking.
my $calls  = slurp('t/fuzz/calls.lua');
my $script = "$dir/hostile.lua";
open my $fh, '>', $script or die $!;
print {$fh} <<"LUA";
local words = { $words }
local core = require "balassa.core"
core.exit = function() error "exit" end
core.say = function() end
local known = {}
local function names(object)
  local kind = core.kind(object)
  if not kind then return {} end
  if not known[kind] then
    known[kind] = {}
    for _, word in ipairs(words) do
      if pcall(function() return object[word] end) then table.insert(known[kind], word) end
    end
  end
  return known[kind]
end
local run = (function()
$calls
end)()
-- xorshift64* (Vigna 2016)
local state
local function byte()
  state = state ~ (state >> 12)
  state = state ~ (state << 25)
  state = state ~ (state >> 27)
  return (state * 0x2545F4914F6CDD1D) >> 56
end
for seed = FIRST, LAST do
  state = seed * 0x9E3779B97F4A7C15
  local bytes = {}
  for i = 1, 400 do bytes[i] = string.char(byte()) end
  local ok, message = pcall(run, table.concat(bytes), words, names)
  if not ok then error("input " .. seed .. ": " .. tostring(message), 0) end
end
LUA
close $fh;

# A process each, as the limits of the sandbox end one: a tenth of the inputs.
my $tenth = int( $inputs / 10 ) || 1;
for my $part ( 0 .. 9 ) {
    my $first = $seed * 100_000 + $part * $tenth;
    my $last  = $first + $tenth - 1;
    my $text  = slurp($script) =~ s/FIRST, LAST/$first, $last/r;
    open my $out, '>', "$dir/part.lua" or die $!;
    print {$out} $text;
    close $out;
    my $err = qx{'$balassa' --sandbox --read t/data --write '$dir' --limit seconds=30 '$dir/part.lua' 2>&1 >/dev/null </dev/null};
    ok( ( $? == 0 || ( $? >> 8 == 77 && $err =~ /the sandbox lets a script/ ) ), "inputs $first to $last" )
        or diag( "status $?: ", substr $err, 0, 3000 );
}
done_testing();
