/* How long until it ends, and how: lives that end in one of several ways, or are still open when the
 * study stops looking (right-censored).
 *
 *   start ────────────● 1    ended of cause 1
 *   start ───────▲ 2         ended of cause 2, a competing one
 *   start ─────────────────○ censored: at least so long
 *
 * Conventions. A life that ends at t is at risk at t, and so is one censored at t: among equal
 * times ends come before censorings. A time of 0 is allowed: such a life counts as at risk at 0
 * and then leaves. Any number of lives may end at one time.
 *
 * Over the distinct times t_j with Y_j lives at risk, d_j of which end, d_jk of them of cause k:
 *   Kaplan-Meier        S(t) = prod_{t_j <= t} (1 - d_jk / Y_j), other ends taken as censorings
 *                       (Kaplan & Meier 1958); variance S^2 sum d / (Y (Y - d)) (Greenwood 1926)
 *   Cumulative incidence  F_k(t) = sum_{t_j <= t} S(t_j-) d_jk / Y_j, S with the ends of all causes
 *                       (Aalen & Johansen 1978); variance by the delta method with multinomial
 *                       ends at each t_j, which is the infinitesimal jackknife. It is carried along
 *                       as the covariance of (F, S), so it costs O(1) a step.
 * Band of level 1 - a at each time, by log(-log): v^exp(-+ z se / (v log v)); it stays in (0, 1),
 * and there is none (NaN) where v is 0 or 1. It holds at each time, not for the curve as a whole.
 *
 * Log-rank of two groups: U = O_1 - E_1, ends in group 1 less those expected from the risk sets (Mantel
 * 1966). U is the sum over group 1 of a_i = [ended] - sum_{t_j <= t_i} d_j / Y_j, which do not know the
 * groups; so under "the group says nothing" every choice of n_1 of the n lives is equally likely, and
 * p is the share of them with U at least as extreme. This wants censoring to go on alike in both
 * groups. Values closer than the rounding of the sums behind them count as equal.
 */
#ifndef BAL_STATS_SURVIVAL_H
#define BAL_STATS_SURVIVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/watch.h"
#include "stats/contrast.h"

struct bal_life {
    double time; /* finite, >= 0, any unit */
    int end;     /* its cause, 1, 2, ...; 0: censored */
};

/* One of the distinct times, ascending, with what happened at it. */
struct bal_survival_step {
    double time;
    size_t at_risk, ended, other, censored; /* other: ended of another cause */
    double value, se;                       /* S or F after this time, and its standard error */
    double low, high;                       /* NaN where value is 0 or 1 */
};

/* Both write at most n steps to out[] and their number to *steps. level: of the band, in (0, 1).
 * O(n log n). BAL_EARG: no life, a time that is negative or not finite, a negative end, a bad
 * cause (< 1) or level. */
int bal_kaplan_meier(const struct bal_mem *mem, const struct bal_life *life, size_t n, int cause,
                     double level, struct bal_survival_step *out, size_t *steps,
                     struct bal_error *err);
int bal_incidence(const struct bal_mem *mem, const struct bal_life *life, size_t n, int cause,
                  double level, struct bal_survival_step *out, size_t *steps,
                  struct bal_error *err);

struct bal_median {
    double time, low, high; /* NaN: not reached */
};

/* Of a Kaplan-Meier curve: the first time at which it is 1/2 or less; where it stays at 1/2, the
 * middle of that stretch. The same of both edges of the band makes the interval (Brookmeyer &
 * Crowley 1982). */
struct bal_median bal_survival_median(const struct bal_survival_step *step, size_t steps);

/* BAL_EARG when there is no life, a time is not finite or below 0, or an end or the cause is none. */
int bal_check_lives(const struct bal_life *life, size_t n, int cause, struct bal_error *err);

enum bal_logrank_method { BAL_LOGRANK_AUTO, BAL_LOGRANK_EXACT, BAL_LOGRANK_MONTE_CARLO };
int bal_logrank_method_named(const char *name); /* "auto", "exact", "monte_carlo"; or -1 */

/* So many assignments are enumerated by `auto` and by `exact` at most. */
#define BAL_LOGRANK_AUTO_MAX 1e8
#define BAL_LOGRANK_EXACT_MAX 1e10

struct bal_logrank_spec {
    int cause;                        /* the end that counts; others are censorings */
    enum bal_alternative alternative; /* greater: group 1 has more ends than expected */
    enum bal_logrank_method method;
    uint64_t reps, seed; /* Monte Carlo: replicate r draws from stream r of the seed */
};

struct bal_logrank {
    size_t n[2];                     /* lives in group 1 and in group 0 */
    double observed[2], expected[2]; /* ends, in that order */
    double statistic;                /* U = observed[0] - expected[0] */
    double variance, chisq;          /* hypergeometric (Mantel 1966); chisq NaN when it is 0 */
    double p, floor;                 /* in (0, 1] */
    double arrangements;             /* C(n, n_1) */
    bool exact;
    uint64_t reps; /* Monte Carlo: replicates; p = (b + 1) / (reps + 1), never 0 */
    double se;     /* and its standard error; 0 when exact */
};

/* in_first: n flags, true for group 1; both groups must have a life. Monte Carlo runs on all
 * threads, and gives the same bits on any number of them. BAL_ESTOP when the watch says so. */
int bal_logrank(const struct bal_mem *mem, const struct bal_life *life, const bool *in_first,
                size_t n, const struct bal_logrank_spec *spec, const struct bal_watch *watch,
                struct bal_logrank *out, struct bal_error *err);

/* What the test could have shown in this very design: the same number of lives in each group, times to
 * the end exponential at the rate of all lives together (ends over time) in group 0 and at `ratio` times
 * it in group 1, looked at for as long as Kaplan & Meier's curve of the lives that stopped otherwise
 * says (all causes but this one, and no longer than the longest), each simulated set put through the same
 * test, by 199 draws where there are more than 10,000 assignments. */
struct bal_logrank_power {
    double rate; /* ends in a unit of time */
    double two,
        four;     /* share found of a ratio of 2 and of 4; by the alternative "less" 1/2 and 1/4 */
    double found; /* the nearest ratio found 80 % of the time; infinite: none up to 64 */
    size_t simulations;
};

/* level: of p, such as .05. BAL_EARG when a group is empty or nothing ended. Some 5,000 tests. */
int bal_logrank_power(const struct bal_mem *mem, const struct bal_life *life, const bool *in_first,
                      size_t n, const struct bal_logrank_spec *spec, double level,
                      const struct bal_watch *watch, struct bal_logrank_power *out,
                      struct bal_error *err);

#endif
