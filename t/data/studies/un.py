"""The study of the UN General Debate once more, from its files alone: words counted by words.py, and
the tests by brute force over every placement. Its output is un.csv beside this file, with which
t/lua/test_studies.lua compares the engine:

    python3 t/data/studies/un.py datasets/kazakhstan-un-1992-2012 > t/data/studies/un.csv

Lines: text, id, words, then the counts of integration, integration.process, integration.bodies and
cooperation; contrast, state, category, coding, estimate, p, floor, placements; did, group,
estimate, p, p_units, units.
"""
import csv
import itertools
import sys

import words

FOLDER = sys.argv[1]
YEARS = range(1992, 2013)
CATEGORIES = ["integration", "integration.process", "integration.bodies", "cooperation"]


def rows(name):
    with open(f"{FOLDER}/{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def windows(coding):
    """As half-open ranges of places among the years."""
    out = []
    for c in rows("crises"):
        if c["coding"] == coding:
            ends = [int(x) for x in c["span"].split("/")]
            out.append((max(ends[0], 1992) - 1992, ends[-1] + 1 - 1992))
    return out


def falls():
    growth = {int(o["period"]): float(o["value"]) for o in rows("observations") if o["indicator"] == "kaz-gdp-growth"}
    down, out = [y for y in YEARS if growth[y] < 0], []
    for y in down:
        if out and out[-1][1] == y - 1992:
            out[-1] = (out[-1][0], y + 1 - 1992)
        else:
            out.append((y - 1992, y + 1 - 1992))
    return out


def d(y, ranges):
    inside = [v for a, b in ranges for v in y[a:b] if v is not None]
    outside = [v for t, v in enumerate(y) if v is not None and not any(a <= t < b for a, b in ranges)]
    if not inside or not outside:
        return None
    return sum(inside) / len(inside) - sum(outside) / len(outside)


def contrast(y, ranges):
    n, lengths, seen = len(y), [b - a for a, b in ranges], d(y, ranges)
    free, every = n - sum(lengths), []
    for order in itertools.permutations(lengths):
        for f in itertools.combinations_with_replacement(range(free + 1), len(order)):
            placed, used = [], 0
            for gap, length in zip(f, order):
                placed.append((gap + used, gap + used + length))
                used += length
            v = d(y, placed)
            if v is not None:
                every.append(abs(v))
    top = max(every)
    return (seen, sum(v >= abs(seen) - 1e-12 for v in every) / len(every),
            sum(v >= top - 1e-12 for v in every) / len(every), len(every))


made = {c: words.matcher(e) for c, e in words.read(f"{FOLDER}/dictionaries/integration.yml").items()}
share = {c: {} for c in CATEGORIES}
for text in rows("texts"):
    with open(f"{FOLDER}/{text['path']}", encoding="utf-8") as file:
        tokens = words.words(file.read())
    counts = [words.count(tokens, made[c]) for c in CATEGORIES]
    print(",".join(map(str, ["text", text["id"], len(tokens), *counts])))
    for category, n in zip(CATEGORIES, counts):
        share[category].setdefault(text["speaker"], {})[int(text["date"])] = 1000 * n / len(tokens)


def series(state, category):
    return [share[category][state].get(y) for y in YEARS]


for state, category, coding in [("kazakhstan", "integration", "chart2"), ("kazakhstan", "integration", "growth"),
                                ("kazakhstan", "integration.bodies", "section4"), ("kazakhstan", "cooperation", "either"),
                                ("russia", "integration", "chart2"), ("uzbekistan", "integration", "russia")]:
    ranges = falls() if coding == "growth" else windows(coding)
    print(",".join(map(str, ["contrast", state, category, coding, *contrast(series(state, category), ranges)])))

for group in ["other", "cis"]:
    names = sorted(a["id"] for a in rows("actors") if a["group"] == group and a["id"] != "kazakhstan")
    others = {s: series(s, "integration") for s in names if None not in series(s, "integration")}

    def less(y, but=None):
        rest = [o for s, o in others.items() if s != but]
        return [v - sum(o[t] for o in rest) / len(rest) for t, v in enumerate(y)]
    ranges = windows("chart2")
    estimate, p, _, _ = contrast(less(series("kazakhstan", "integration")), ranges)
    placebos = [d(less(y, s), ranges) for s, y in others.items()]
    units = (1 + sum(abs(v) >= abs(estimate) - 1e-12 for v in placebos)) / (1 + len(placebos))
    print(",".join(map(str, ["did", group, estimate, p, units, 1 + len(placebos)])))
