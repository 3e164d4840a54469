"""The tables of a study, its dates and its index, for the scripts that compute something once more from its CSV
files: no code of the engine, no library beyond Python's own. The study's folder is the first argument of each.
"""
import calendar
import csv
import datetime
import sys

MONTHS = 240  # of the first study, from January 1991


def rows(name):
    with open(f"{sys.argv[1]}/{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def part_days(part):
    """First and last day, as ordinals, of a year, month or day, marks left aside."""
    p = [int(x) for x in part.rstrip("?~%").split("-")]
    if len(p) == 1:
        first, last = datetime.date(p[0], 1, 1), datetime.date(p[0], 12, 31)
    elif len(p) == 2:
        first, last = datetime.date(*p, 1), datetime.date(*p, calendar.monthrange(*p)[1])
    else:
        first = last = datetime.date(*p)
    return first.toordinal(), last.toordinal()


def days(text):
    """First and last day of an EDTF date of these studies, as ordinals."""
    ends = text.split("/")
    return part_days(ends[0])[0], part_days(ends[-1])[1]


def month(ordinal, year=1991):
    """Months since January of the year."""
    d = datetime.date.fromordinal(ordinal)
    return (d.year - year) * 12 + d.month - 1


def index(date, score, kinds=None):
    """For each month, the mean score of the last day with events (of these kinds) on or before its end, and the
    number of events; an event's day is the first, middle (rounded down) or last of those its date allows."""
    ladder = {r["id"]: float(r[score]) for r in rows("ladder")}
    seen = []
    for e in rows("events"):
        if e["rung"] and (kinds is None or e["kind"] in kinds):
            first, last = days(e["date"])
            day = {"earliest": first, "midpoint": first + (last - first) // 2, "latest": last}[date]
            seen.append((day, ladder[e["rung"]]))
    y = []
    for t in range(MONTHS):
        past = [(d, s) for d, s in seen if month(d) <= t]
        top = max(past)[0] if past else None
        same = [s for d, s in past if d == top]
        y.append(sum(same) / len(same) if past else None)
    return y, len(seen)
