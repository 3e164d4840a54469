"""The study of the State of the Union once more, from its files alone: words counted by words.py, the
tests with numpy. Its output is sotu.csv beside this file, with which t/lua/test_studies.lua compares
the engine:

    python3 t/data/studies/sotu.py datasets/us-state-of-the-union > t/data/studies/sotu.csv

Lines: text, id, words, then the counts of economy, economy.hardship, economy.activity and unity; contrast,
category, measure, delivery, n, n_in, estimate, p by shift (exact), p by relocation (20,000 draws).
"""
import csv
import sys

import numpy

import words

FOLDER = sys.argv[1]
CATEGORIES = ["economy", "economy.hardship", "economy.activity", "unity"]
START, FIRST, LAST = 1790 * 12, 1855 * 12, 2024 * 12 + 11  # months


def rows(name):
    with open(f"{FOLDER}/{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def month(text):
    return int(text[:4]) * 12 + int(text[5:7]) - 1


made = {}
for name in ["economy", "unity"]:
    for c, e in words.read(f"{FOLDER}/dictionaries/{name}.yml").items():
        made[c] = words.matcher(e)
texts = []
for t in rows("texts"):
    with open(f"{FOLDER}/{t['path']}", encoding="utf-8") as file:
        tokens = words.words(file.read())
    counts = [words.count(tokens, made[c]) for c in CATEGORIES]
    print(",".join(map(str, ["text", t["id"], len(tokens), *counts])))
    texts.append((month(t["date"]), t["delivery"], t["companion"], len(tokens), dict(zip(CATEGORIES, counts))))


def series(category, delivery):
    """Per 1,000 words, by month; several addresses of a month are put together."""
    found, total = numpy.zeros(LAST - START + 1), numpy.zeros(LAST - START + 1)
    for at, how, companion, n, counts in texts:
        if companion == "false" and delivery in ("all", how):
            found[at - START] += counts[category]
            total[at - START] += n
    with numpy.errstate(invalid="ignore"):
        return 1000 * found / total


def measured(y, measure):
    have = ~numpy.isnan(y)
    out = numpy.full(len(y), numpy.nan)
    places = numpy.flatnonzero(have)
    if measure == "share":
        return y
    for k, t in enumerate(places):
        if measure == "detrended":
            near = places[abs(places - t) <= 60]
            out[t] = y[t] - y[near].mean()
        elif k > 0:  # change
            out[t] = y[t] - y[places[k - 1]]
    return out


def test(y, windows, draws=20000):
    y, n = y[FIRST - START:], LAST - FIRST + 1
    have = ~numpy.isnan(y)
    value = numpy.where(have, y, 0)
    total = numpy.concatenate([[0], value.cumsum()])
    count = numpy.concatenate([[0], have.cumsum()])

    def d(a, b):
        s, c = (total[b] - total[a]).sum(0), (count[b] - count[a]).sum(0)
        with numpy.errstate(invalid="ignore", divide="ignore"):
            return s / c - (total[-1] - s) / (count[-1] - c)
    a = numpy.array([w[0] for w in windows])
    b = numpy.array([w[1] for w in windows])
    seen = d(a, b)
    shifted = []
    mask = numpy.zeros(n, bool)
    for x, z in zip(a, b):
        mask[x:z] = True
    for k in range(n):
        m = numpy.roll(mask, k)
        c = (m & have).sum()
        if 0 < c < have.sum():
            s = value[m].sum()
            shifted.append(s / c - (value.sum() - s) / (have.sum() - c))
    p_shift = (abs(numpy.array(shifted)) >= abs(seen) - 1e-12).mean()
    rng = numpy.random.default_rng(1)
    free, extreme = n - (b - a).sum(), 0
    for _ in range(draws):
        lengths = rng.permutation(b - a)
        stars = numpy.sort(rng.choice(free + len(lengths), len(lengths), replace=False)) - numpy.arange(len(lengths))
        start = stars + numpy.concatenate([[0], lengths.cumsum()[:-1]])
        extreme += abs(d(start, start + lengths)) >= abs(seen) - 1e-12
    inside = sum(count[z] - count[x] for x, z in windows)
    return int(have.sum()), int(inside), seen, p_shift, (extreme + 1) / (draws + 1)


recessions = []
for c in rows("crises"):
    if c["coding"] == "after_peak":
        ends = c["span"].split("/")
        recessions.append((month(ends[0]) - FIRST, month(ends[-1]) - FIRST + 1))
for category, measure, delivery in [("economy.hardship", "detrended", "all"), ("economy.hardship", "share", "all"),
                                    ("economy.hardship", "change", "all"), ("economy.hardship", "detrended", "spoken"),
                                    ("unity", "detrended", "all"), ("unity", "detrended", "written"),
                                    ("economy.activity", "detrended", "all")]:
    y = measured(series(category, delivery), measure)
    print(",".join(map(str, ["contrast", category, measure, delivery, *test(y, recessions)])))
