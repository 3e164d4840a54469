/* Does y rise with x? Kendall's rank correlation of n pairs, with its exact null (Kendall 1938; of a
 * series against time it is the test of Mann 1945).
 *
 *   S     = sum over pairs i < j of sign(x_j - x_i) sign(y_j - y_i)
 *   tau_b = S / sqrt((m - ties in x) (m - ties in y)),  m = n (n - 1) / 2   (Kendall 1945)
 *
 * Null: every assignment of the n values of y to the n values of x is equally likely. The ties of both
 * stay as they are, so nothing is approximated because of them.
 *   no ties on one side   exact. Adding a group of m equal values to N others, the count of inversions
 *                         is that of Mann and Whitney (1947):
 *                           P[N, m](u) = m / (N + m) P[N, m-1](u - N) + N / (N + m) P[N-1, m](u);
 *                         S falls by two for each inversion. Only positive terms are added.
 *   ties on both          every distinct arrangement, while there are at most a million
 *   otherwise             Monte Carlo: p = (b + 1) / (reps + 1)
 * p: the share of arrangements with S at least as extreme. floor: the smallest p that these ties
 * allow; by Monte Carlo 1 / (reps + 1).
 *
 * Interval of tau: tanh(atanh(tau) -+ z sqrt(.437 / (n - 4))) (Fieller, Hartley and Pearson 1957), an
 * approximation, for more than 4 pairs. Power: pairs of normal variables whose tau is the one asked
 * for, given the ties of x and y, two-sided at 1 - level.
 *
 * The pairs are taken as independent of each other: of a series with memory p is too small.
 * Cost: exact O(n^4) steps, up to 5e8 of them, beyond that Monte Carlo; power O(sims n^2).
 */
#ifndef BAL_STATS_TREND_H
#define BAL_STATS_TREND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "stats/contrast.h"

enum { BAL_TREND_MOST = 500 }; /* pairs */

struct bal_trend_spec {
    enum bal_alternative alternative; /* greater: y rises with x */
    double level;                     /* of the interval; power is at 1 - level */
    double tau;                       /* the true tau that `power` is about */
    uint64_t seed;
    size_t reps, sims; /* of Monte Carlo; of the power */
};

struct bal_trend {
    double s, tau;          /* tau: NaN when x or y has one value only */
    double low, high;       /* NaN: too few pairs */
    double p, floor, error; /* error: the standard error of p by Monte Carlo, else 0 */
    double arrangements;    /* distinct ones, may be infinite */
    bool exact;
    double power;    /* share of samples with the true tau asked for that are found */
    double smallest; /* true tau found 80 % of the time, on a grid of .05; infinite: none */
    double critical; /* least |tau_b| with a two-sided p of at most 1 - level; infinite: none */
};

/* BAL_EARG: fewer than 2 pairs or too many, a value that is not finite. BAL_EMEM. */
int bal_trend(const struct bal_mem *mem, const double *x, const double *y, size_t n,
              const struct bal_trend_spec *spec, struct bal_trend *out, struct bal_error *err);

#endif
