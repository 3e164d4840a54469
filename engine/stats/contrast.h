/* Contrast of a series with windows: is the series higher inside them than outside, and how often
 * would windows of these lengths, placed elsewhere, show as much?
 *
 *   y        2 2 4 4 4 1 1 . 3 3 0 0       . is a gap (NaN): it keeps its place in time and counts
 *   windows  ─ ─ █ █ █ ─ ─ ─ █ █ ─ ─       neither as inside nor as outside
 *
 * Estimates, from the n1 values inside and the n0 outside (gaps apart):
 *   mean difference   mean(inside) - mean(outside), in the series' unit
 *   Cliff's delta     P(inside > outside) - P(inside < outside), from -1 to 1 (Cliff 1993)
 * Both are Z / (n1 n0) with Z the sum over the inside of scores that sum to zero over all n values:
 * z = n y - sum(y), and z = 2 rank(y) - (n + 1) with midranks for ties.
 *
 * Null distributions, the observed arrangement included:
 *   relocate   every placement of the K windows on the T periods, lengths kept, in any order, not
 *              overlapping (they may touch): K! C(T - sum L + K, K) of them, equally likely
 *   shift      the T circular shifts of all windows together; a window may wrap round the end
 *   permute    every choice of n1 of the n values as the inside: C(n, n1). It ignores time order, so
 *              it is wrong for a series whose neighbours are alike
 *   phases     every choice of m of the k phases as the inside: C(k, m). The windows must be phases;
 *              values outside all phases are left out, as gaps are
 *   block      the windows stay; the series, gaps and all, is put together anew from blocks of
 *              itself (moving-block bootstrap, Künsch 1989). Only by Monte Carlo. Cliff's delta takes
 *              the ranks that the values had in the series as it is
 * How the arrangements are gone through:
 *   enumerate    one by one
 *   dynamic      by a dynamic programme over sums, when the scores are whole numbers of some unit,
 *                which is found: exact, whatever K (relocate); after Streitberg & Röhmel 1986 (permute)
 *   Monte Carlo  m random ones; p = (b + 1) / (m + 1) (Phipson & Smyth 2010)
 * BAL_AUTO takes the cheaper of the exact ones while it is affordable, else Monte Carlo.
 * p is the share of arrangements at least as extreme as the observed one. Statistics that differ by
 * less than the rounding of the sums behind them count as equal, so ties count as extreme.
 * Arrangements with no value inside or none outside have no estimate; they are left out and counted
 * (by Monte Carlo: drawn again).
 *
 * The floor is the smallest p that this test could have given on this very series: the share of
 * the arrangements that are most extreme. It is never below 1 / arrangements, and above it when
 * values tie or windows have equal lengths. By Monte Carlo it is 1 / (m + 1).
 *
 * Cost: enumerate O(arrangements), orders of equal lengths once; shift O(T K); dynamic O(T x states
 * x sums) with a state for each choice of window lengths. One seed gives the same bits for any
 * number of threads: draw r takes stream r (permute: each 256 draws one stream).
 */
#ifndef BAL_STATS_CONTRAST_H
#define BAL_STATS_CONTRAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/watch.h"

struct bal_range { /* periods [a, b) of a series, from 0 */
    size_t a, b;
};

enum bal_estimate { BAL_MEAN_DIFFERENCE, BAL_CLIFF_DELTA };
enum bal_null { BAL_RELOCATE, BAL_SHIFT, BAL_PERMUTE, BAL_PHASE_LABELS, BAL_BLOCK };
enum bal_alternative { BAL_TWO_SIDED, BAL_GREATER, BAL_LESS };
/* What makes "extreme" large. */
static inline double bal_extremity(enum bal_alternative alternative, double z)
{
    return alternative == BAL_GREATER ? z : alternative == BAL_LESS ? -z : z < 0 ? -z : z;
}

enum bal_method { BAL_AUTO, BAL_ENUMERATE, BAL_DYNAMIC, BAL_MONTE_CARLO };

/* Most arrangements that are enumerated when that is asked for: it should end within seconds.
 * BAL_AUTO stays a hundred times below. */
#define BAL_PLACEMENTS_MAX 2e9

#define BAL_CONTRAST_REPS 99999 /* draws when reps is 0 */

struct bal_contrast_spec {
    enum bal_estimate estimate;
    enum bal_null null;
    enum bal_alternative alternative;
    enum bal_method method;
    const struct bal_range *phase; /* for BAL_PHASE_LABELS: none empty, none overlapping */
    size_t phases;
    size_t block;  /* for BAL_BLOCK: periods in a block; 0: by stats/block_length.h */
    uint64_t seed; /* of Monte Carlo */
    size_t reps;
    const struct bal_watch *watch; /* may be NULL */
};

struct bal_contrast {
    double estimate;
    double mean_in, mean_out; /* of the series inside and outside, gaps apart */
    double p, floor;          /* in (0, 1] */
    double placements;      /* arrangements that the null has, exact up to 2^53; block: infinite */
    double undefined;       /* those of them without an estimate; unknown by Monte Carlo: 0 */
    enum bal_method method; /* the one used, never BAL_AUTO */
    double draws, error;    /* by Monte Carlo: how many, and the standard error of p; else 0 */
    size_t block;           /* the block length used; else 0 */
    size_t n_in, n_out, gaps; /* periods; they sum to T */
};

/* The sum of y without its gaps, and how many values that are; as every estimate of a
 * contrast takes it: in four lanes, on every machine. */
double bal_sum_values(const double *y, size_t n, size_t *values);

/* Names as scripts write them; -1 when there is no such name. */
int bal_estimate_named(const char *name);    /* "mean_difference", "cliff_delta" */
int bal_null_named(const char *name);        /* "relocate", "shift", "permute", "phases", "block" */
int bal_alternative_named(const char *name); /* "two_sided", "greater", "less" */
int bal_method_named(const char *name);      /* "auto", "enumerate", "dynamic", "monte_carlo" */
const char *bal_method_name(enum bal_method method);

/* Windows checked, and copied in time order to `sorted` (k places). BAL_EARG when there is none, or
 * one covers no period of the n, or two overlap. */
int bal_contrast_windows(size_t n, const struct bal_range *window, size_t k,
                         struct bal_range *sorted, struct bal_error *err);

/* y: n values, NaN for a gap. window: k >= 1 ranges, none empty, none overlapping, in any order.
 * BAL_EARG with a message when they are not, when no value lies inside or outside, or when the
 * method asked for cannot do it; BAL_ESTOP when the watch says so. */
int bal_contrast(const struct bal_mem *mem, const double *y, size_t n,
                 const struct bal_range *window, size_t k, const struct bal_contrast_spec *spec,
                 struct bal_contrast *out, struct bal_error *err);

/* What the design can show, at a level such as .95.
 *
 * The interval inverts the test: it holds every effect d for which the series minus d inside the
 * windows is not rejected. For one arrangement with contrast D_k, in which the observed inside has
 * the contrast a_k, |D_k - d a_k| >= |D - d| holds between (D - D_k) / (1 - a_k) and
 * (D + D_k) / (1 + a_k); so p(d) is a count of such stretches, and the ends are order statistics.
 * It may reach to infinity: always when the floor is above 1 - level. Arrangements: all when they
 * are few, else BAL_CONTRAST_REPS random ones (permute: 9,999) and the observed one. Cliff's delta: of the ranks, cut
 * to [-1, 1].
 *
 * Power: Gaussian AR(1) series with the coefficient fitted to what is left of y after the means
 * inside and outside are taken off, with the gaps of y, on this calendar, tested by the difference
 * of means under the same null, each against at most 999 arrangements
 * (permute: 199) beside the observed one. */
struct bal_contrast_reach {
    double low, high;             /* perhaps infinite */
    double arrangements;          /* that the interval rests on */
    bool all;                     /* they are all that there are */
    double phi, sd;               /* of the fitted AR(1) */
    double power_half, power_one; /* share of shifts of 0.5 and of 1 sd that are found */
    double found;                 /* smallest shift found 80 % of the time, in sd; infinite: none */
    size_t simulations, placements; /* series simulated, and arrangements for each */
};

int bal_contrast_reach(const struct bal_mem *mem, const double *y, size_t n,
                       const struct bal_range *window, size_t k,
                       const struct bal_contrast_spec *spec, double level,
                       struct bal_contrast_reach *out, struct bal_error *err);

#endif
