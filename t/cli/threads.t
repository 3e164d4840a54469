#!/usr/bin/env perl
# The same bits for any number of threads: every analysis that draws or shares out its work, run with 1,
# 2 and 8 of them, each number printed in hexadecimal.
use strict;
use warnings;
use Test::More;

my $balassa = $ENV{BALASSA} || './balassa';

my $script = <<'LUA';
local balassa = require "balassa"

local function bits(v)
  return math.type(v) == "float" and string.format("%a", v) or tostring(v)
end

-- Every number of a result, however deep; what refers to others is left out.
local function numbers(v, path, out, depth)
  if type(v) == "number" then
    out[#out + 1] = path .. " " .. bits(v)
  elseif type(v) == "table" and depth < 5 then
    local keys = {}
    for key in pairs(v) do keys[#keys + 1] = key end
    table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
    for _, key in ipairs(keys) do numbers(v[key], path .. "." .. tostring(key), out, depth + 1) end
  end
  return out
end

local values = {}
for t = 1, 240 do values[t] = (t * t * 31 % 97) / 7 + 3 * math.sin(t / 9) end
local whole = {}
for t = 1, 240 do whole[t] = t * t * 31 % 11 end
local gappy = table.move(values, 1, 240, 1, {})
for t = 5, 240, 37 do gappy[t] = 0 / 0 end
local function series(v) return balassa.series { start = "1991-01", values = v, name = "soup" } end
local s, w, g = series(values), series(whole), series(gappy)
local windows = { "1991/1995", "1997-03/1999-11", "2007/2009" }
local six = { "1991", "1993/1994", "1996-02/1997-03", "1999-05/2000-12", "2003/2004", "2007-03/2009-10" }
local keys, many = { "1992-05", "1997-01", "2007-01" }, {}
for i = 1, 9 do many[i] = string.format("%d-%02d", 1991 + 2 * i, i) end
local lives = {}
for i = 1, 40 do lives[i] = { time = i * i * 31 % 97 + 1, event = i % 3 > 0, x = i % 2 == 0 and "a" or "b" } end

local work = {
  { "relocate", balassa.contrast(s, windows, { method = "enumerate" }) },
  { "relocate with gaps", balassa.contrast(g, windows, { method = "enumerate" }) },
  { "relocate drawn", balassa.contrast(s, windows, { method = "monte_carlo", reps = 9999 }) },
  { "relocate six", balassa.contrast(w, six, { method = "dynamic" }) },
  { "shift", balassa.contrast(s, windows, { null = "shift" }) },
  { "permute", balassa.contrast(s, windows, { null = "permute", method = "monte_carlo", reps = 9999 }) },
  { "block", balassa.contrast(s, windows, { null = "block", reps = 9999 }) },
  { "bootstrap", balassa.bootstrap(s, { reps = 9999 }) },
  { "bootstrap, blocks", balassa.bootstrap(s, { reps = 9999, scheme = "block", block = 7, type = "bca" }) },
  { "bootstrap with gaps", balassa.bootstrap(g, { reps = 9999, scheme = "stationary" }) },
  { "bootstrap of a contrast", balassa.bootstrap(balassa.contrast(s, windows), { reps = 9999 }) },
  { "epochs", balassa.epochs(g, keys) },
  { "epochs drawn", balassa.epochs(s, many, { reps = 9999 }) },
  { "coincidence", balassa.coincidence(many, keys, { period = "1991/2010" }) },
  { "coincidence drawn", balassa.coincidence(keys, many, { period = "1991/2010", reps = 9999 }) },
  { "lead and lag", balassa.lead_lag(g, w, { lags = 12 }) },
  { "log-rank drawn", balassa.survival(lives, { group = "x", method = "monte_carlo", reps = 9999 }) },
  { "segments", balassa.segments(s, { min_length = 12 }) },
}
for _, item in ipairs(work) do
  local r, name = item[2], item[1]
  local _ = tostring(r) -- what waits until it is asked for too: intervals and power
  for _, line in ipairs(numbers(rawget(r, "values"), name, {}, 0)) do print(line) end
end
LUA

sub output_with {
    my ($threads) = @_;
    local $ENV{OMP_NUM_THREADS} = $threads;
    open my $fh, '-|', $balassa, '-e', $script or die "$balassa: $!";
    local $/;
    my $text = <$fh>;
    close $fh;
    is( $?, 0, "it runs on $threads threads" );
    return $text // '';
}

my $one = output_with(1);
cmp_ok( scalar( () = $one =~ /\n/g ), '>', 300, 'many numbers are compared' );
for my $threads ( 2, 8 ) {
    my $other = output_with($threads);
    is( $other, $one, "the same bits on $threads threads as on one" );
}
done_testing;
