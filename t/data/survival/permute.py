# The exact permutation log-rank test of aml by brute force, in whole numbers and fractions: what
# test_survival.c expects of exact_aml. Prints: U, labellings, those as extreme (two-sided), the most
# extreme ones, and one-sided those <= U and >= U.
from fractions import Fraction
from itertools import combinations
from math import lcm

AML = [(9, 1), (13, 1), (13, 0), (18, 1), (23, 1), (28, 0), (31, 1), (34, 1), (45, 0), (48, 1), (161, 0),
       (5, 1), (5, 1), (8, 1), (8, 1), (12, 1), (16, 0), (23, 1), (27, 1), (30, 1), (33, 1), (43, 1), (45, 1)]


def o_minus_e(lives, first):
    u = Fraction(0)
    for t in sorted({t for t, d in lives if d}):
        risk = [i for i, (s, _) in enumerate(lives) if s >= t]
        dead = [i for i in risk if lives[i] == (t, 1)]
        u += sum(i in first for i in dead) - Fraction(len(dead) * sum(i in first for i in risk), len(risk))
    return u


twelve = AML[:6] + AML[11:17]
seen = o_minus_e(twelve, set(range(6)))
all_u = [o_minus_e(twelve, set(s)) for s in combinations(range(12), 6)]
top = max(map(abs, all_u))
print(seen, len(all_u), sum(abs(u) >= abs(seen) for u in all_u), sum(abs(u) == top for u in all_u),
      sum(u <= seen for u in all_u), sum(u >= seen for u in all_u))


def score(time, end):
    times = {s for s, d in AML if d and s <= time}
    return end - sum(Fraction(sum(x == (s, 1) for x in AML), sum(x[0] >= s for x in AML)) for s in times)


scores = [score(*x) for x in AML]
unit = lcm(*(s.denominator for s in scores))
whole = [int(s * unit) for s in scores]
seen = sum(whole[:11])
assert Fraction(seen, unit) == o_minus_e(AML, set(range(11)))
top = max(sum(sorted(whole)[-11:]), -sum(sorted(whole)[:11]))
n = extreme = at_top = 0
for s in combinations(whole, 11):
    u = abs(sum(s))
    n, extreme, at_top = n + 1, extreme + (u >= abs(seen)), at_top + (u == top)
print(Fraction(seen, unit), n, extreme, at_top)
