#!/usr/bin/python3
# Expected values for t/unit/test_trend.c, test_fisher.c and test_between.c, by scipy (kendalltau,
# contingency.odds_ratio, hypergeom, nchypergeom_fisher) and by going through every arrangement.
#   /usr/bin/python3 t/data/claims/reference.py > t/data/claims/reference.txt
import itertools
import random

import numpy as np
from scipy.stats import hypergeom, kendalltau, nchypergeom_fisher
from scipy.stats.contingency import odds_ratio


def line(name, *values):
    print(name, len(values), *("%.17g" % v for v in values))


def s_of(x, y):
    return sum(np.sign(x[j] - x[i]) * np.sign(y[j] - y[i]) for j in range(len(x)) for i in range(j))


# Without ties scipy has the exact law, whatever n; with ties we go through all permutations.
random.seed(1938)
for n in (5, 12, 30, 60):
    y = list(range(n))
    random.shuffle(y)
    for i in range(n // 2):  # not too near to chance
        if random.random() < 0.3 and y[i] > y[n - 1 - i]:
            y[i], y[n - 1 - i] = y[n - 1 - i], y[i]
    line("untied_%d_y" % n, *y)
    out = []
    for alternative in ("two-sided", "greater", "less"):
        out.append(kendalltau(range(n), y, method="exact", alternative=alternative).pvalue)
    line("untied_%d" % n, kendalltau(range(n), y).statistic, *out)

tied = [
    ([1, 2, 3, 4, 5, 6, 7, 8], [7, 6, 6, 5, 3, 3, 1, 0]),
    ([1, 2, 3, 4, 5, 6, 7, 8], [0, 0, 0, 0, 1, 0, 1, 1]),
    ([1, 1, 2, 2, 3, 3, 4], [2, 0, 1, 1, 2, 2, 2]),
    ([3, 1, 2, 2, 2, 5, 7, 7], [1, 4, 4, 3, 2, 2, 2, 0]),
]
for k, (x, y) in enumerate(tied):
    every = np.array([s_of(x, p) for p in itertools.permutations(y)])
    s = s_of(x, y)
    line("tied_%d_x" % k, *x)
    line("tied_%d_y" % k, *y)
    line("tied_%d" % k, kendalltau(x, y).statistic, np.mean(abs(every) >= abs(s)), np.mean(every >= s),
         np.mean(every <= s), np.mean(abs(every) == abs(every).max()))

# Tables; the power as sums of the non-central law over the tables whose p is at most .05.
for k, (a, b, c, d) in enumerate([(23, 4, 12, 10), (8, 12, 14, 5), (1, 10, 3, 0), (0, 7, 5, 9), (4, 6, 0, 4)]):
    table = [[a, b], [c, d]]
    total, first, yes = a + b + c + d, a + b, a + c
    lo, hi = max(0, yes - (c + d)), min(yes, first)
    law = {i: hypergeom.pmf(i, total, yes, first) for i in range(lo, hi + 1)}
    p = {i: sum(v for v in law.values() if v <= law[i] * (1 + 1e-7)) for i in law}
    r = odds_ratio(table, kind="conditional")
    ci = r.confidence_interval(0.95)
    power = sum(nchypergeom_fisher.pmf(i, total, yes, first, 4.0) for i in law if p[i] <= 0.05)
    line("table_%d" % k, a, b, c, d, min(r.statistic, 1e300), ci.low, min(ci.high, 1e300), p[a],
         sum(v for i, v in law.items() if i >= a), sum(v for i, v in law.items() if i <= a), min(p.values()), power)
