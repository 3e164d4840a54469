#!/usr/bin/python3
"""The tests that decide claims 2 to 6 of the first study, from its CSV files and with numpy and scipy:
no code of the engine. Its output is paper.csv beside this file, with which t/lua/test_claims.lua
compares the engine:

    /usr/bin/python3 t/data/claims/paper.py datasets/kazakhstan-1991-2010 > t/data/claims/paper.csv

The dates, the index and the rows are read as t/data/tables.py reads them.
"""
import itertools
import sys
from pathlib import Path

import numpy as np
from scipy.stats import binomtest, fisher_exact, kendalltau
from scipy.stats.contingency import odds_ratio

sys.path.insert(0, str(Path(__file__).parent.parent))
from tables import MONTHS, days, index, month, rows


def middle(text):
    first, last = days(text)
    return first + (last - first) // 2


def out(name, *values):
    print(",".join([name] + ["%.17g" % v for v in values]))


crises = [days(r["span"]) for r in rows("crises") if r["coding"] == "chart2"]
phases = {r["number"]: days(r["span"]) for r in rows("phases") if r["coding"] == "section3"}
first_phase = next(days(r["span"]) for r in rows("phases") if r["coding"] == "section5" and r["number"] == "1")
events = rows("events")
inside = lambda day, spans: any(a <= day <= b for a, b in spans)

# 2: acts of a direction, in crises and outside
n = np.zeros((2, 2), int)
for e in events:
    if e["stance"] in ("integration", "multi_directional"):
        n[0 if inside(middle(e["date"]), crises) else 1, 0 if e["stance"] == "multi_directional" else 1] += 1
r = odds_ratio(n, kind="conditional")
ci = r.confidence_interval(0.95)
out("consistency", r.statistic, fisher_exact(n).pvalue, ci.low, ci.high)

# 3: level and marks over the first phase, every permutation gone through
rank = {r["id"]: int(r["rank"]) for r in rows("ladder")}
state = {r["id"] for r in rows("actors") if r["kind"] == "state"}
asks = [e for e in events if e["stance"] == "integration" and e["rung"] and inside(middle(e["date"]), [first_phase])]
asks.sort(key=lambda e: middle(e["date"]))


def marks(e):
    actors = [a for a in e["actors"].split(";") if a]
    first, last = days(e["date"])
    return sum([
        "rung" not in e["inferred"].split(";"), len(state & set(actors)) >= 2 or len(actors) >= 3, e["forum"] != "",
        last - first <= 30, e["kind"] in ("agreement", "institution"), e["stage"] != ""])


def s_of(y):
    return sum(np.sign(y[j] - y[i]) for j in range(len(y)) for i in range(j))


for name, y in (("level", [rank[e["rung"]] for e in asks]), ("specificity", [marks(e) for e in asks])):
    every = np.array([s_of(p) for p in itertools.permutations(y)])
    out(name, kendalltau(range(len(y)), y).statistic, np.mean(abs(every) >= abs(s_of(y))))

# 4: initiatives for a level: months open and implemented, since 2009 and before
end, turn = days("2010")[1], days("2009")[0]
stages = {"in_force": "end", "implemented": "end", "withdrawn": "other", "abandoned": "other"}
count, open_days = [0, 0], [0, 0]
for i in rows("initiatives"):
    mine = [(middle(e["date"]), e["stage"]) for e in events if e["initiative"] == i["id"] and e["stage"]]
    began = [d for d, s in mine if s in ("proposed", "signed")]
    ended = sorted((d, stages[s]) for d, s in mine if s in stages)
    if not i["rung"] or not began:
        continue
    start = min(began)
    stop, how = ended[0] if ended and ended[0][0] <= end else (end, "open")
    stop = max(stop, start)
    open_days[0] += max(0, stop - max(turn, start))
    open_days[1] += max(0, min(turn, stop) - start)
    if how == "end":
        count[0 if stop >= turn else 1] += 1
share = open_days[0] / sum(open_days)
out("implementation", count[0] / open_days[0] / (count[1] / open_days[1]), binomtest(count[0], sum(count), share).pvalue)

# 5: correlation of the index with oil and growth, the means inside and outside the crises taken off, against
# every circular shift of the index
y, _ = index("midpoint", "rank")
seen = {(r["indicator"], r["period"]): float(r["value"]) for r in rows("observations") if r["value"]}
at = range(next(t for t in range(MONTHS) if y[t] is not None), MONTHS)
crisis = np.array([any(month(a) <= t <= month(b) for a, b in crises) for t in at])
name = lambda t: "%d-%02d" % (1991 + t // 12, 1 + t % 12)


def held(v):
    v = np.array(v, float)
    for side in (True, False):
        v[crisis == side] -= v[crisis == side].mean()
    return v


z = held([y[t] for t in at])
for label, series in (("brent", lambda t: seen["brent", name(t)]), ("growth", lambda t: seen["kaz-gdp-growth", name(t)[:4]])):
    x = held([series(t) for t in at])
    r = [np.corrcoef(np.roll(z, k), x)[0, 1] for k in range(len(z))]
    out(label, r[0], np.mean(np.abs(r) >= abs(r[0]) - 1e-9))

# 6: variation between the phases, against every circular shift of them
label = np.array([next(int(k) for k, (a, b) in phases.items() if month(a) <= t <= month(b)) for t in range(MONTHS)])
v = np.array([np.nan if s is None else s for s in y])


def between(g):
    ok = ~np.isnan(v)
    w, g = v[ok], g[ok]
    return sum((g == k).sum() * (w[g == k].mean() - w.mean()) ** 2 for k in set(g)) / ((w - w.mean()) ** 2).sum()


every = np.array([between(np.roll(label, k)) for k in range(MONTHS)])
out("between", every[0], np.mean(every >= every[0] - 1e-9))
