"""What the main claim of the first study hangs on, once more from its CSV files alone and by brute force:
no code of the engine, no library beyond Python's own. Its output is influence.csv beside this file, with
which t/lua/test_influence.lua compares the engine:

    python3 t/data/influence.py datasets/kazakhstan-1991-2010 > t/data/influence.csv

Index, estimate and p are those of claim-1.py (latest, midpoint, rank; Chart 2; all circular shifts).
Rows, with empty cells where there is nothing:
  without   id            estimate and p without one event
  deletions goal          size of the fewest, how many sets of it, the first one
  recodes   goal          one rung up or down: sets of one and of two that turn the sign (0: none)
  edge      crisis start  nearest move in months, earlier and later, that changes the sign; p <= .05
  date      id            likewise, of an event that keeps its day of the month, or the last one
  rung      id            likewise, in rungs, lower and higher
  draws     n             average and standard deviation of the estimate, dates drawn; their standard errors
"""
import bisect
import calendar
import csv
import datetime
import itertools
import math
import random
import sys

import tables
from tables import MONTHS, month, rows


def days(text, widen=0.0):
    """First and last day; with widen, a marked end reaches so much of its own length further."""
    ends = text.split("/")
    reach = []
    for part in (ends[0], ends[-1]):
        marks = {"?": 1, "~": 1, "%": 2}.get(part[-1], 0)
        a, b = tables.part_days(part)
        reach.append(math.floor(widen * marks * (b - a + 1) + 0.5))
    first, last = tables.days(text)
    return first - reach[0], last + reach[1]


def moved(ordinal, by):
    d = datetime.date.fromordinal(ordinal)
    m = d.year * 12 + d.month - 1 + by
    year, mon = divmod(m, 12)
    return datetime.date(year, mon + 1, min(d.day, calendar.monthrange(year, mon + 1)[1])).toordinal()


def index(seen):
    """(day, score) pairs -> 240 months."""
    by_day = {}
    for d, s in seen:
        by_day.setdefault(d, []).append(s)
    order = sorted(by_day)
    ends = [datetime.date(1991 + (t + 1) // 12, (t + 1) % 12 + 1, 1).toordinal() for t in range(MONTHS)]
    y = []
    for end in ends:
        i = bisect.bisect_left(order, end)
        y.append(sum(by_day[order[i - 1]]) / len(by_day[order[i - 1]]) if i else None)
    return y


def answer(seen, windows, with_p=True):
    y = index(seen)
    total, count = [0], [0]
    for v in y + y:
        total.append(total[-1] + (v or 0))
        count.append(count[-1] + (v is not None))
    all_n, all_s = count[MONTHS], total[MONTHS]

    def d(k):
        s = sum(total[b + k] - total[a + k] for a, b in windows)
        n = sum(count[b + k] - count[a + k] for a, b in windows)
        return None if n in (0, all_n) else s / n - (all_s - s) / (all_n - n)
    if not with_p:
        return d(0), None
    shifts = [v for v in map(d, range(MONTHS)) if v is not None]
    if d(0) is None:
        return None, None
    return d(0), sum(abs(v) >= abs(d(0)) - 1e-9 for v in shifts) / len(shifts)


ladder = sorted(((int(r["rank"]), r["id"]) for r in rows("ladder")))
rank = {name: k for k, name in ladder}
events = []
for e in rows("events"):
    if e["rung"]:
        a, b = days(e["date"])
        events.append((e["id"], a + (b - a) // 2, rank[e["rung"]], days(e["date"], 0.5)))
seen = [(d, s) for _, d, s, _ in events]
crises = [(r["id"], month(days(r["span"])[0]), month(days(r["span"])[1]) + 1) for r in rows("crises")
          if r["coding"] == "chart2"]
windows = [(a, b) for _, a, b in crises]
base, base_p = answer(seen, windows)
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["kind", "id", "a", "b", "c", "d"])


def flips(goal, estimate, p):
    if estimate is None:
        return False
    return estimate * base < 0 if goal == "sign" else (p <= 0.05) != (base_p <= 0.05)


for i, e in enumerate(events):
    out.writerow(["without", e[0], *answer(seen[:i] + seen[i + 1:], windows), "", ""])
for goal in ("sign", "verdict"):
    for size in (1, 2, 3):
        found = []
        for gone in itertools.combinations(range(len(events)), size):
            rest = [s for i, s in enumerate(seen) if i not in gone]
            if flips(goal, *answer(rest, windows, goal == "verdict")):
                found.append(gone)
        if found:
            out.writerow(["deletions", goal, size, len(found), " ".join(events[i][0] for i in found[0]), ""])
            break
options = [(i, s) for i, e in enumerate(events) for s in (e[2] - 1, e[2] + 1) if 0 <= s <= ladder[-1][0]]
counts = []
for size in (1, 2):
    n = 0
    for chosen in itertools.combinations(options, size):
        if len({i for i, _ in chosen}) == size:
            now = list(seen)
            for i, s in chosen:
                now[i] = (now[i][0], s)
            n += flips("sign", *answer(now, windows, False))
    counts.append(n)
out.writerow(["recodes", "sign", *counts, "", ""])


def nearest(kind, name, steps):
    cells = []
    for goal in ("sign", "verdict"):
        hit = [by for by, a in steps if flips(goal, *a)]
        cells += [min((-by for by in hit if by < 0), default=""), min((by for by in hit if by > 0), default="")]
    out.writerow([kind, name, *cells])


for i, (name, a, b) in enumerate(crises):
    least = windows[i - 1][1] if i else 0
    most = windows[i + 1][0] if i + 1 < len(windows) else MONTHS
    nearest("edge", name + " start", [(x - a, answer(seen, windows[:i] + [(x, b)] + windows[i + 1:]))
                                      for x in range(least, b) if x != a])
    nearest("edge", name + " end", [(x - b, answer(seen, windows[:i] + [(a, x)] + windows[i + 1:]))
                                    for x in range(a + 1, most + 1) if x != b])
for i, (name, d, s, _) in enumerate(events):
    nearest("date", name, [(t - month(d), answer(seen[:i] + [(moved(d, t - month(d)), s)] + seen[i + 1:], windows))
                           for t in range(MONTHS) if t != month(d)])
    nearest("rung", name, [(k - s, answer(seen[:i] + [(d, k)] + seen[i + 1:], windows))
                           for k, _ in ladder if k != s])

random.seed(1987)
N = 4000
estimates = [answer([(random.randint(*span), s) for _, _, s, span in events], windows, False)[0] for _ in range(N)]
mean = sum(estimates) / N
sd = math.sqrt(sum((v - mean) ** 2 for v in estimates) / (N - 1))
fourth = sum((v - mean) ** 4 for v in estimates) / N
out.writerow(["draws", N, mean, sd, sd / math.sqrt(N), math.sqrt((fourth - sd ** 4) / N) / (2 * sd)])
