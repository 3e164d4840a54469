/* Bootstrap of a dependent series: resamples made of blocks of neighbours, so that what follows on
 * what within a block stays as it was.
 *
 *   y          0 1 2 3 4 5 6 7 8 9        resample r of n = 10, blocks of 4:
 *   block      starts in 0 .. n - l       3 4 5 6 | 0 1 2 3 | 6 7
 *   circular   starts anywhere            8 9 0 1 | 5 6 7 8 | 9 0      the end goes on at the start
 *   stationary starts anywhere            8 9 0 | 4 | 5 6 7 8 9 0      lengths are geometric, mean l
 *
 * block       moving blocks (after Kuensch 1989, Liu & Singh 1992); the last block is cut to fit
 * circular    the same on a circle (after Politis & Romano 1992)
 * stationary  P(L = m) = (1 - 1/l)^(m-1) / l (after Politis & Romano 1994); the resample is stationary
 *
 * Resample r takes stream r of the generator and nothing else: the same bits for any number of
 * threads. Its draws, in order: a start, bal_rng_below(starts), and for the stationary bootstrap the
 * block's length, 1 + floor(log(1 - u) / log(1 - 1/l)) with u = bal_rng_unit.
 *
 * Gaps (NaN) are periods like others: they are drawn with their neighbours, and a mean is that of the
 * values drawn. A resample without a value (of a difference: inside, or outside) has no statistic:
 * NaN.
 *
 * The difference of means, D = mean(inside) - mean(outside): to resample the series itself and keep
 * the windows where they are would mix both levels everywhere, and give the distribution of D around
 * 0 if nothing happened in the windows, not around the D that there is. So what is resampled is the
 * residuals, y minus the mean of its own side, in blocks over the whole calendar; the means are put
 * back where they were. It is valid when the windows were not chosen by looking at y, the effect is
 * a shift that is the same in all windows, and the residuals have one variance and one dependence
 * inside and outside. It says how well D is measured under that; it is no test of relocation.
 *
 * How honest: share of nominal 95 % intervals that miss, on AR(1) noise, T = 240, windows of 60, 36
 * and 36 months, chosen block lengths, 1,000 runs a row, much the same for every scheme and type:
 *   phi   mean        difference
 *   0     .06         .06
 *   .5    .09 - .10   .10 - .11
 *   .9    .19 - .21   .16 - .18
 *   .97   .38 - .42   .25 - .28
 * Blocks cut the dependence at their ends, so strong dependence makes the intervals too short.
 */
#ifndef BAL_STATS_BOOTSTRAP_H
#define BAL_STATS_BOOTSTRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/watch.h"
#include "stats/contrast.h"

enum bal_scheme { BAL_SCHEME_BLOCK, BAL_SCHEME_CIRCULAR, BAL_SCHEME_STATIONARY };
enum bal_bounds { BAL_BOUNDS_PERCENTILE, BAL_BOUNDS_BASIC, BAL_BOUNDS_BCA };

int bal_scheme_named(const char *name); /* "block", "circular", "stationary"; or -1 */
int bal_bounds_named(const char *name); /* "percentile", "basic", "bca"; or -1 */

struct bal_bootstrap_spec {
    enum bal_scheme scheme;
    double block; /* l: whole but for the stationary bootstrap; 1 <= l <= n / 2 */
    size_t reps;  /* 1 .. BAL_REPS_MAX */
    uint64_t seed;
};

#define BAL_REPS_MAX 10000000

/* BAL_EARG with a message when a series of n periods cannot be resampled so. */
int bal_bootstrap_check(size_t n, const struct bal_bootstrap_spec *spec, struct bal_error *err);

/* Resample r: the periods of the series that it is made of, n of them, from 0. */
void bal_bootstrap_indices(const struct bal_bootstrap_spec *spec, size_t n, uint64_t r,
                           size_t *index);

/* replicate[r] = the mean of resample r; `reps` of them. O(reps n / l). */
int bal_bootstrap_mean(const struct bal_mem *mem, const double *y, size_t n,
                       const struct bal_bootstrap_spec *spec, const struct bal_watch *watch,
                       double *replicate, struct bal_error *err);

/* replicate[r] = D of resample r of the residuals, as above. Windows as in bal_contrast.
 * O(reps (n / l + k)). */
int bal_bootstrap_difference(const struct bal_mem *mem, const double *y, size_t n,
                             const struct bal_range *window, size_t k,
                             const struct bal_bootstrap_spec *spec, const struct bal_watch *watch,
                             double *replicate, struct bal_error *err);

/* y minus the mean of its own side; out: n. BAL_EARG when a side has no value. */
int bal_bootstrap_residuals(const double *y, size_t n, const struct bal_range *window, size_t k,
                            double *out, double *difference, struct bal_error *err);

/* The acceleration of BCa from a jackknife that leaves out one block at a time (after Kuensch 1989):
 * theta[i] is the statistic without block i, NaN where it has none. With d = mean(theta) - theta, it
 * is m3 / (6 m2^1.5 sqrt(blocks)), of d's moments, where blocks = n / l is how many stand side by
 * side; at l = 1 this is Efron's (1987). 0 when nothing varies. */
double bal_acceleration(const double *theta, size_t m, double blocks);

/* The same with theta worked out, for the mean (k = 0) or the difference of means. Blocks of l,
 * rounded, at every start that the scheme has. */
int bal_bootstrap_acceleration(const struct bal_mem *mem, const double *y, size_t n,
                               const struct bal_range *window, size_t k,
                               const struct bal_bootstrap_spec *spec, double *out,
                               struct bal_error *err);

struct bal_bootstrap {
    double low, high;
    double se, bias;  /* of the replicates: standard deviation (n - 1), mean - estimate */
    double undefined; /* replicates without a statistic, left out of all this */
    double z0;        /* BCa: normal quantile of the share below the estimate, ties counted half */
    bool extreme;     /* a bound is the least or the greatest replicate: too few for this level */
};

/* Interval of the replicates at `level` (0 < level < 1), after Davison & Hinkley (1997), chapter 5;
 * quantiles at (R + 1) alpha, between order statistics on the normal scale (their equation 5.8), as
 * R's boot.ci has them. The acceleration is used by BCa only. BAL_EARG when fewer than two replicates
 * have a value, or when all lie on one side of the estimate (BCa). */
int bal_bootstrap_bounds(const struct bal_mem *mem, const double *replicate, size_t reps,
                         double estimate, double acceleration, enum bal_bounds type, double level,
                         struct bal_bootstrap *out, struct bal_error *err);

#endif
