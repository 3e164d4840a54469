"""The study of trade agreements once more, from its CSV files: rate ratio with scipy, and the count by
months with the windows in every other place. Its output is treaties.csv beside this file, with which
t/lua/test_studies.lua compares the engine:

    python3 t/data/studies/treaties.py datasets/cis-treaties > t/data/studies/treaties.csv

An agreement's day is the middle one, rounded down, of those its date allows. p: the conditional test
of two rates, two-sided as R's poisson.test has it. relocated: share of all placements of windows of
these lengths, in any order and without overlap, whose difference of means is at least as large.
"""
import itertools
import sys
from pathlib import Path

import numpy
from scipy import stats

sys.path.insert(0, str(Path(__file__).parent.parent))
from tables import days, month, rows


def relocated(y, windows):
    """Every placement, by the gaps before the windows; numpy over the last gap."""
    total, n = numpy.concatenate([[0], numpy.cumsum(y)]), len(y)
    lengths = [b - a for a, b in windows]
    inside, free = sum(lengths), n - sum(lengths)

    def d(s):
        return s / inside - (total[-1] - s) / (n - inside)
    seen = abs(d(sum(total[b] - total[a] for a, b in windows)))
    extreme = count = 0
    for order in itertools.permutations(lengths):
        for f in itertools.combinations_with_replacement(range(free + 1), len(order) - 1):
            s, at, used = 0, 0, 0
            for gap, length in zip(f, order):
                s += total[gap + used + length] - total[gap + used]
                used, at = used + length, gap
            last = numpy.arange(at, free + 1) + used
            all_d = abs(d(s + total[last + order[-1]] - total[last]))
            extreme += int((all_d >= seen - 1e-9).sum())
            count += len(last)
    return extreme / count


print("crises,scope,size,n,n_in,days_in,days_out,ratio,low,high,p,relocated")
for crises, scope, size in [("chart2", "among", "all"), ("section4", "among", "bilateral"),
                            ("either", "all", "plurilateral")]:
    to = "2017-12" if crises == "either" else "2010-12"
    first, last = days("1992-01/" + to)
    windows = []
    for c in rows("crises"):
        if c["coding"] == crises:
            a, b = days(c["span"])
            windows.append((max(a, first), min(b, last)))
    at = []
    for e in rows("events"):
        if scope in ("all", e["scope"]) and size in ("all", e["size"]):
            a, b = days(e["date"])
            if first <= a + (b - a) // 2 <= last:
                at.append(a + (b - a) // 2)
    n_in = sum(any(a <= day <= b for a, b in windows) for day in at)
    days_in = sum(b - a + 1 for a, b in windows)
    days_out = last - first + 1 - days_in
    test = stats.binomtest(n_in, len(at), days_in / (days_in + days_out))
    interval = test.proportion_ci(method="exact")

    def odds(share):
        return share / (1 - share) * days_out / days_in if share < 1 else float("inf")
    y = numpy.zeros(month(last, 1992) + 1)
    for day in at:
        y[month(day, 1992)] += 1
    p = relocated(y, [(month(a, 1992), month(b, 1992) + 1) for a, b in windows])
    print(",".join(map(str, [crises, scope, size, len(at), n_in, days_in, days_out, odds(n_in / len(at)),
                             odds(interval.low), odds(interval.high), test.pvalue, p])))
