#!/usr/bin/env perl
# Reports in headless Chromium: at 360 and 1280 pixels nothing makes the page scroll sideways, every text
# stands out from what is behind it (4.5:1, WCAG 2.1 level AA), headings go down one step at a time, and
# what scrolls by itself can be reached by the keyboard.
#
# Chromium is not among the packages that `make test` installs: it is larger than all of them together.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Temp qw(tempdir);
use Test::More;
use lib 't';
use Files qw(slurp spew);

my ($chromium) = grep { -x $_ } map { ( "$_/chromium", "$_/chromium-browser" ) } split /:/, $ENV{PATH};
plan skip_all => 'CHROMIUM IS MISSING: reports are not looked at (apt-get install chromium)' unless $chromium;

my $program = abs_path( $ENV{BALASSA} || './balassa' );
my $dir     = tempdir( CLEANUP => 1 );

# The page is put into a frame of the width asked for (a window cannot be that narrow), and asked from
# outside: it has no script of its own.
my $harness = <<'HTML';
<!DOCTYPE html><html><body><iframe id="f" src="page.html" style="width:%dpx;height:900px;border:0"></iframe>
<pre id="found">waiting</pre><script>
document.getElementById('f').onload = function () {
  const d = this.contentDocument, w = this.contentWindow, found = [];
  const say = (what, e) => found.push(what + ': ' + e.tagName + ' "' + (e.textContent || '').trim().slice(0, 50) + '"');
  const wide = d.documentElement.clientWidth;
  found.push('width ' + wide + ' of ' + d.documentElement.scrollWidth);
  if (d.documentElement.scrollWidth > wide) found.push('overflow: the page scrolls sideways');
  const inBox = e => e.closest('.box, pre, svg');
  for (const e of d.body.querySelectorAll('*')) {
    const r = e.getBoundingClientRect();
    if (r.width > 0 && (r.right > wide + 0.5 || r.left < -0.5) && !inBox(e)) say('overflow', e);
  }
  const rgb = s => { const m = s.match(/[\d.]+/g); return m ? m.map(Number) : null; };
  const light = c => { const l = c.slice(0, 3).map(v => { v /= 255;
    return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); });
    return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]; };
  const ratio = (a, b) => { const x = light(a), y = light(b); return (Math.max(x, y) + .05) / (Math.min(x, y) + .05); };
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(w.getComputedStyle(e).backgroundColor);
    if (c && (c.length < 4 || c[3] > 0)) return c; } return [255, 255, 255]; };
  let texts = 0;
  for (const e of d.body.querySelectorAll('*')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || e.closest('title, desc, defs')) continue;
    texts++;
    const s = w.getComputedStyle(e), drawn = e.closest('svg');
    const ink = rgb(drawn ? s.fill : s.color), paper = drawn ? [255, 255, 255] : behind(e);
    const least = /[\p{L}\p{N}]/u.test(e.textContent) ? 4.5 : 3; // a mark is told apart at 3:1
    if (ink && ratio(ink, paper) < least) say('contrast ' + ratio(ink, paper).toFixed(2), e);
  }
  found.push('texts ' + texts);
  let level = 0;
  for (const h of d.querySelectorAll('h1, h2, h3, h4')) {
    const here = Number(h.tagName[1]);
    if (here > level + 1) say('heading skips a level', h);
    level = here;
  }
  for (const e of d.querySelectorAll('.box, pre'))
    if (e.tabIndex !== 0 || !e.getAttribute('aria-label')) say('not for the keyboard', e);
  for (const e of d.querySelectorAll('svg')) if (e.getAttribute('role') !== 'img') say('not an image', e);
  if (d.querySelector('script')) found.push('a script');
  document.getElementById('found').textContent = found.join('\n');
};
</script></body></html>
HTML

# What the harness finds, a list of lines.
sub look_at {
    my ($width) = @_;
    spew( "$dir/frame.html", sprintf $harness, $width );
    my $dom = qx{timeout 120 '$chromium' --headless --hide-scrollbars --no-sandbox --disable-gpu --no-first-run \\
        --user-data-dir='$dir/profile' --allow-file-access-from-files --virtual-time-budget=20000 \\
        --window-size=1400,1000 --dump-dom 'file://$dir/frame.html' 2>'$dir/chromium.err'};
    my ($found) = $dom =~ m{<pre id="found">(.*?)</pre>}s or diag slurp("$dir/chromium.err");
    return split /\n/, $found // 'nothing came back';
}

# The harness itself: what is wrong here, it finds.
spew( "$dir/page.html", <<'HTML');
<!DOCTYPE html><html><body style="margin:0"><h1>A</h1><h3>B</h3><p style="color:#8a8a8a">pale</p>
<p style="background:#222">dark</p><div style="width:500px;height:1em">wide</div><pre>pre</pre></body></html>
HTML
is_deeply( [ grep { !/^texts/ } look_at(360) ], [
    'width 360 of 500',                 'overflow: the page scrolls sideways',
    'overflow: DIV "wide"',             'contrast 3.45: P "pale"',
    'contrast 1.32: P "dark"',          'heading skips a level: H3 "B"',
    'not for the keyboard: PRE "pre"',
], 'what is wrong with a page is found' );

# A study with claims of its own, which a user's scripts/claims declares, and one without.
my $freedonia = abs_path('t/data/freedonia');
mkdir "$dir/$_" or die for qw(scripts scripts/claims);
spew( "$dir/scripts/claims/freedonia.lua", <<'LUA');
local balassa = require "balassa"
return { { id = "ducks", title = "The index rises in a crisis", source = "pinky2001", where = "p. 4",
  words = "Whenever the river rose so did the voices.", test = "The index inside the crises of the chart against outside.",
  tests = {
    { what = "index, inside the crises against outside", role = "decides", side = "greater", run = function(study)
      return balassa.contrast(study:index { rule = "latest", score = "rank" }, study:crises "chart")
    end },
    { what = "crises as the text dates them", role = "reading", side = "greater", run = function(study)
      return balassa.contrast(study:index { rule = "latest", score = "rank" }, study:crises "text")
    end },
    { what = "one that breaks", role = "shows", side = "less", run = function() error "no ducks" end },
  },
  against = function(_, claim) return { "the estimate is " .. claim.tests[1].estimate } end,
  figure = function(study, claim) return claim.tests[1].result:chart { study = study } end } }
LUA
for my $study ( $freedonia, 'cis-treaties' ) {
    my $at = $study eq $freedonia ? $dir : '.';
    is( system("cd '$at' && '$program' report $study --out '$dir/page.html' >/dev/null"), 0, "a report of $study" );
    # The policy that forbids all scripts forbids the harness to look inside, too.
    like( slurp("$dir/page.html"), qr/Verdict: cannot be told with this design/, 'with its claims' ) if $at eq $dir;
    ( my $page = slurp("$dir/page.html") ) =~ s{<meta http-equiv="Content-Security-Policy"[^>]*/>}{} or die;
    spew( "$dir/page.html", $page );
    for my $width ( 360, 1280 ) {
        my ( $size, @found ) = look_at($width);
        is( $size, "width $width of $width", "$study is $width wide and no wider" );
        my ($texts) = grep {/^texts/} @found;
        like( $texts, qr/^texts \d{3,}$/, 'its texts were looked at' );
        is_deeply( [ grep { !/^texts/ } @found ], [], 'and nothing is wrong with them' );
    }
}
done_testing;
