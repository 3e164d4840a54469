/* Draws: one question asked again with every uncertain date, rung and window edge drawn anew.
 *
 *   event      1998-08?        3 coders: rung 3, 3, 4          a draw: 1998-07-21, rung 4
 *   window     1998~/2000-12   [from, to), each end by itself  a draw: [1997-11-02, 2001-01-01)
 *
 * Draw r takes stream r of the generator and nothing else, so the same seed gives the same draws for
 * any number of threads, and draw r does not depend on how many there are. Of each observation in
 * their order: which of its dates (unit), the day (below), for in_force the end (below), which of its
 * scores (unit); of each window its start and its end (below). What has one value only draws nothing.
 *
 * A day is uniform on first .. last. A span that would end before it starts lasts one day. A draw
 * whose windows overlap, or one of which covers no period, has no estimate, and is counted.
 *
 * Within variance of a draw: of the estimate given the data drawn, either
 *   bootstrap   of the difference of means, residuals in stationary blocks (stats/bootstrap.h): what
 *               the estimate would do if such a history came again; too small where phi is large
 *   null        of the estimates over the shifts: what the estimate does when there is nothing
 * Together, after Rubin (1987), equations 3.1.2 to 3.1.6 (as R's mice numbers them), of M draws with
 * estimates Q_r and within variances U_r:
 *   Q = mean Q_r   W = mean U_r   B = sum (Q_r - Q)^2 / (M - 1)   T = W + (1 + 1/M) B
 *   interval Q +- t_nu sqrt(T), nu = (M - 1) (1 + W / ((1 + 1/M) B))^2
 * A ratio goes by its logarithm throughout: the variances are of the log, and Q and the interval are
 * turned back. Draws whose ratio is 0 or infinite are left out of it.
 *
 * How honest: 32 events on random days of 240 months, scores AR(1) from event to event, no effect of
 * three windows; 70 % of the dates known by the year only, the true day anywhere in it. Share of 1,000
 * histories in which
 *   scores  the estimate of the true days lies among   nominal 95 % intervals hold 0:
 *   phi     the middle 95 % of 199 draws               bootstrap (blocks of 24)   null
 *   0       .95                                        .95                        >.99
 *   .6      .96                                        .87                        .99
 *   .9      .96                                        .77                        .99
 * The draws say rightly how far imprecise dates move the estimate; the bootstrap within each cuts
 * dependence at the ends of its blocks, and is too short where scores have a memory; the null's
 * variance errs the other way.
 */
#ifndef BAL_EXPLORE_DRAWS_H
#define BAL_EXPLORE_DRAWS_H

#include "explore/vary.h"

struct bal_when {                /* one of the dates that an observation may have */
    double upto;                 /* cumulative share: of the last one 1 */
    bal_day first, last;         /* of its day; in_force: of its start */
    bal_day end_first, end_last; /* in_force: of the day it ends before */
};

struct bal_share { /* one of its scores */
    double upto;
    double score; /* NaN: it has none, and is left out */
};

struct bal_uncertain { /* an observation */
    const struct bal_when *when;
    const struct bal_share *share;
    size_t whens, shares; /* at least 1 */
};

struct bal_edges { /* a window [from, to) */
    bal_day from_first, from_last, to_first, to_last;
};

enum bal_within { BAL_WITHIN_NONE, BAL_WITHIN_BOOTSTRAP, BAL_WITHIN_NULL };
int bal_within_named(const char *name); /* "none", "bootstrap", "null"; -1 otherwise */

struct bal_draws_spec {
    struct bal_recount_spec recount; /* as of a question */
    const struct bal_uncertain *obs;
    size_t nobs;
    const struct bal_edges *window;
    size_t k; /* at most BAL_DRAWS_WINDOWS */
    uint64_t seed;
    size_t draws;
    enum bal_within within;
    size_t reps;  /* bootstrap: resamples of a draw */
    double block; /* bootstrap: mean length of a block, 1 .. n / 2 */
};

enum { BAL_DRAWS_WINDOWS = 64 };

struct bal_drawn {
    struct bal_varied varied; /* fault BAL_RECOUNT_REFUSED: the windows overlapped, or were none */
    double within;            /* of a ratio: of its log; NaN: none */
};

/* out[r] for each draw. y (may be NULL): kept * n values, the index of each of the first `kept` draws. BAL_EARG when the
 * bootstrap is asked for something other than the difference of means. */
int bal_draws(const struct bal_mem *mem, const struct bal_draws_spec *spec,
              const struct bal_watch *watch, struct bal_drawn *out, double *y, size_t kept,
              struct bal_error *err);

/* One draw's observations: placed and in order, room for nobs; how many. And its windows; false when
 * they overlap or one covers no period. For tests. */
size_t bal_draw_one(const struct bal_draws_spec *spec, uint64_t r, struct bal_placed *placed,
                    struct bal_range *window, bool *sound);

struct bal_combined {
    double estimate, within, between, total; /* variances; within NaN: none, then total is NaN */
    double df;                               /* infinite when nothing lies between */
    double low, high;
    size_t m; /* draws that have an estimate */
};

/* Rubin's rules over the draws with a finite estimate (`ratio`: of their logs); level of the interval in
 * (0, 1). BAL_EARG when fewer than two have one. */
int bal_combine(const struct bal_drawn *drawn, size_t draws, bool ratio, double level,
                struct bal_combined *out, struct bal_error *err);

#endif
