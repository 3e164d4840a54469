/* Segments: where a series changes, and whether it does.
 *
 *   y     2 2 3 2 6 7 6 6 6 1 0 1       three segments; end = 4, 9, 12
 *
 * A segmentation cuts n values into runs of at least min_length; its cost is the sum of the costs
 * of its segments (stats/segcost.h). Which one is meant:
 *
 *   search       finds                                                          stopping rule
 *   exact        the cheapest of every number of segments, by dynamic programme  number, BIC, MBIC
 *                (Bellman 1961; Auger & Lawrence 1989): O(k n^2)
 *   pelt         the cheapest of cost + penalty per change (Killick, Fearnhead   penalty, BIC, MBIC
 *                & Eckley 2012): between O(n) and O(n^2). What is pruned at t is kept until a segment
 *                that starts at t may end, so it is exact for any min_length.
 *   functional   the same by functional pruning (Maidstone, Hocking, Rigaill &   penalty, BIC
 *                Fearnhead 2017); costs mean and rank: stats/fpop.h
 *   binary       cuts where the cost falls most, again and again (Scott & Knott   all
 *                1974): fast, and not always the cheapest
 *
 * Criteria, with p parameters of a segment and k segments (smaller is better; one segment, no
 * change, is one of the answers):
 *   BIC    -2 log L + log(n) * (number of parameters: levels, places of changes, common variance)
 *          (Schwarz 1978; Yao 1988)
 *   MBIC   -2 log L + (p + 2) log(n) (k - 1) + p sum log(segment / n)
 *          (Zhang & Siegmund 2007 for p = 1; for p = 2 by the same expansion)
 * Exact and binary take the cheapest segmentation of each number 1 .. most, and of these the best by
 * criterion; the cost "mean" then has its variance estimated from each fit. Pelt and functional
 * minimise the criterion itself, with (p + 1) log n a change for BIC; for "mean" in units of a
 * variance that is estimated once, from the median absolute deviation of first differences.
 *
 * Both assume values that are independent given the segments. Values that depend on each other, or
 * that are carried forward, give too many changes.
 */
#ifndef BAL_STATS_SEGMENT_H
#define BAL_STATS_SEGMENT_H

#include <stddef.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/watch.h"
#include "stats/segcost.h"

enum bal_search { BAL_EXACT, BAL_PELT, BAL_FUNCTIONAL, BAL_BINARY };
enum bal_stop { BAL_STOP_NUMBER, BAL_STOP_PENALTY, BAL_STOP_BIC, BAL_STOP_MBIC };

int bal_search_named(const char *name);    /* as above; -1 when there is no such name */
int bal_criterion_named(const char *name); /* "bic", "mbic" -> a bal_stop */

struct bal_segment_spec {
    enum bal_cost cost;
    enum bal_search search;
    enum bal_stop stop;
    size_t number;  /* segments, for BAL_STOP_NUMBER */
    double penalty; /* a change, in the unit of the cost, for BAL_STOP_PENALTY */
    size_t
        min_length; /* >= 1; >= 2 for mean_variance. Never changed: what does not fit is refused */
    size_t most;    /* segments looked at by exact and binary with a criterion */
};

struct bal_segmentation {
    size_t n, k;
    size_t *end;        /* k of them, ascending; end[k - 1] = n */
    double cost;        /* the sum over the segments, without penalties */
    double penalty;     /* a change, as it was used; NaN when there was none */
    double noise;       /* the standard deviation that a criterion took as known; NaN: none */
    double criterion;   /* its value; NaN when there was none */
    size_t tried;       /* numbers of segments that were compared, or 0 */
    double *tried_cost; /* of 1 .. tried segments */
    double *tried_criterion;
};

/* y: n values, no gaps. BAL_EARG when the request makes no sense or does not fit (n values hold at
 * most n / min_length segments); with mean_variance also when min_length values in a row are equal,
 * for then the likelihood has no bound. BAL_ESTOP when `watch` said so. */
int bal_segment(const struct bal_mem *mem, const double *y, size_t n,
                const struct bal_segment_spec *spec, const struct bal_watch *watch,
                struct bal_segmentation *out, struct bal_error *err);
void bal_segmentation_free(const struct bal_mem *mem, struct bal_segmentation *s);

/* Searches, for stats/segment.c and the tests --------------------------------------------------- */

/* The cheapest segmentations into 1 .. most segments; best[j - 1] their costs. With end, the ends
 * of the one into `want` segments. */
struct bal_exact {
    size_t most, min_length;
    double *f; /* (most + 1) x (n + 1): f[j][t], the least cost of j segments over [0, t) */
};
int bal_exact_run(const struct bal_segcost *c, size_t most, size_t min_length,
                  const struct bal_watch *watch, struct bal_exact *out, struct bal_error *err);
int bal_exact_ends(const struct bal_segcost *c, const struct bal_exact *x, size_t k, size_t *end,
                   struct bal_error *err);
void bal_exact_free(const struct bal_segcost *c, struct bal_exact *x);

/* from[t]: where the last segment of the best segmentation of [0, t) starts; t = n is what counts.
 * from has n + 1 entries. */
int bal_pelt(const struct bal_segcost *c, double penalty, size_t min_length,
             const struct bal_watch *watch, size_t *from, struct bal_error *err);

/* Cuts in the order in which binary segmentation makes them: up to `most` segments and while the
 * cost falls by more than `penalty`. cut: room for most - 1; gain: what each saved. */
int bal_binary(const struct bal_segcost *c, double penalty, size_t min_length, size_t most,
               const struct bal_watch *watch, size_t *cut, double *gain, size_t *cuts,
               struct bal_error *err);

#endif
