"""The main test of the first study once more, from its CSV files alone and by brute force: no code of
the engine, no library beyond Python's own. Its output is claim-1.csv beside this file, with which
t/lua/test_paper.lua compares the engine:

    python3 t/data/claim-1.py datasets/kazakhstan-1991-2010 > t/data/claim-1.csv

Index: the rung's score of the last event on or before the end of each month, 1991-01 to 2010-12;
an event's day is the first, middle (rounded down) or last of those its date allows. Estimate: mean
inside the crises less mean outside. p: share of all placements of windows of these lengths (or of
all circular shifts) whose estimate is at least as large in size. Floor: share of the largest.
"""
import itertools

from tables import MONTHS, days, index, month, rows


def contrast(y, windows, null):
    total, count = [0], [0]
    for v in y:
        total.append(total[-1] + (v or 0))
        count.append(count[-1] + (v is not None))

    def d(ranges):
        s = sum(total[b] - total[a] for a, b in ranges)
        n = sum(count[b] - count[a] for a, b in ranges)
        if n in (0, count[-1]):
            return None
        return s / n - (total[-1] - s) / (count[-1] - n)

    def placements():
        if null == "shift":
            for k in range(MONTHS):
                for_k = []
                for a, b in windows:
                    a, b = (a + k) % MONTHS, (a + k) % MONTHS + b - a
                    for_k += [(a, b)] if b <= MONTHS else [(a, MONTHS), (0, b - MONTHS)]
                yield for_k
            return
        free = MONTHS - sum(b - a for a, b in windows)
        for n in itertools.permutations(b - a for a, b in windows):
            for f in itertools.combinations_with_replacement(range(free + 1), 3):
                starts = f[0], f[1] + n[0], f[2] + n[0] + n[1]
                yield [(s, s + length) for s, length in zip(starts, n)]

    observed, all_d = d(windows), []
    for p in placements():
        v = d(p)
        if v is not None:
            all_d.append(abs(v))
    top = max(all_d)
    extreme = sum(v >= abs(observed) - 1e-9 for v in all_d)
    return observed, extreme / len(all_d), sum(v >= top - 1e-9 for v in all_d) / len(all_d), len(all_d)


print("crises,null,date,score,observations,estimate,p,floor,placements")
for crises, null, date, score in [
        ("chart2", "relocate", "midpoint", "rank"), ("section4", "relocate", "midpoint", "rank"),
        ("chart2", "relocate", "earliest", "rank"), ("section4", "relocate", "latest", "integration"),
        ("chart2", "shift", "midpoint", "rank"), ("section4", "shift", "midpoint", "rank"),
        ("section4", "shift", "earliest", "integration")]:
    spans = [days(r["span"]) for r in rows("crises") if r["coding"] == crises]
    y, n = index(date, score)
    result = contrast(y, [(month(a), month(b) + 1) for a, b in spans], null)
    print(",".join(map(str, [crises, null, date, score, n, *result])))
