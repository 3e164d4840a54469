"""A small multiverse of the first study by brute force, from its CSV files alone: no code of the engine, no
library beyond Python's own. Its output is multiverse.csv beside this file, with which
t/lua/test_multiverse.lua compares the engine:

    python3 t/data/multiverse.py datasets/kazakhstan-1991-2010 > t/data/multiverse.csv

24 universes: crises (chart2, section4) x date (earliest, midpoint, latest) x score (rank, balassa) x
kind (all, words). Index, estimate and shifts as in claim-1.py. For each shift k of all windows of all
universes together: the median estimate; the share of universes whose two-sided p, were shift k the
observed one, is at most .05 with an estimate above 0; the mean over universes of the normal quantile of
(rank - 1/2) / 240, ties sharing the mean of their ranks. p of each: the share of shifts with at least as
large a value; floor: the share with the largest. Variance: sum of squares between the options of one
parameter over that of all.
"""
import itertools
import statistics

from tables import MONTHS, days, index, month, rows

WORDS = ("speech", "statement", "initiative")


def shifts(y, inside):
    out = []
    for k in range(MONTHS):
        a = [v for t, v in enumerate(y) if v is not None and (t - k) % MONTHS in inside]
        b = [v for t, v in enumerate(y) if v is not None and (t - k) % MONTHS not in inside]
        out.append(sum(a) / len(a) - sum(b) / len(b))
    return out


def p_of(values, k):
    return sum(abs(v) >= abs(values[k]) - 1e-9 for v in values) / MONTHS


def z_of(values, k):
    below = sum(v < values[k] - 1e-9 for v in values)
    tied = sum(abs(v - values[k]) <= 1e-9 for v in values)
    return statistics.NormalDist().inv_cdf((below + tied / 2) / MONTHS)


def joint(name, v):
    reach = sum(x >= v[0] - 1e-9 for x in v) / MONTHS
    top = sum(x >= max(v) - 1e-9 for x in v) / MONTHS
    print(f"{name},{v[0]!r},{reach!r},{top!r}")


parameters = {"kind": ("all", "words"), "date": ("earliest", "midpoint", "latest"), "score": ("rank", "balassa"),
              "crises": ("chart2", "section4")}
universes = list(itertools.product(*parameters.values()))
all_d = []
for kind, date, score, crises in universes:
    spans = [days(r["span"]) for r in rows("crises") if r["coding"] == crises]
    inside = {t for a, b in spans for t in range(month(a), month(b) + 1)}
    all_d.append(shifts(index(date, score, None if kind == "all" else WORDS)[0], inside))

print("what,value,p,floor")
for u, d in enumerate(all_d):
    print(f"universe {u + 1},{d[0]!r},{p_of(d, 0)!r},")
joint("median", [statistics.median(d[k] for d in all_d) for k in range(MONTHS)])
joint("share", [sum(d[k] > 0 and p_of(d, k) <= .05 for d in all_d) / len(all_d) for k in range(MONTHS)])
joint("z", [sum(z_of(d, k) for d in all_d) / len(all_d) for k in range(MONTHS)])
mean = statistics.fmean(d[0] for d in all_d)
total = sum((d[0] - mean) ** 2 for d in all_d)
for i, (name, options) in enumerate(parameters.items()):
    between = 0
    for o in options:
        of = [d[0] for u, d in zip(universes, all_d) if u[i] == o]
        between += len(of) * (statistics.fmean(of) - mean) ** 2
    print(f"variance {name},{between / total!r},,")
