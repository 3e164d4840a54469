/* How well the place of a change is known, for segments that were found (stats/segment.h).
 *
 *   profile     the places of one change, its neighbours kept, whose cost is within `cut` of the
 *               least: an inverted likelihood-ratio test, with P(LR <= x) = (1 - exp(-x / 2))^2
 *               (Hansen 2000; for changes of level Eo & Morley 2015), so cut = 7.35 at level 0.95.
 *               Assumes values that are independent given the segments; too narrow when they are
 *               not. The costs mean and rank are divided by their residual variance.
 *   bootstrap   levels plus moving blocks of residuals (Kunsch 1989), cut again into as many
 *               segments; percentiles of each change over the replicates. For the cost mean.
 *
 * A change is the first value of its segment. The ends of an interval are both inside; it is the
 * hull of its places.
 */
#ifndef BAL_STATS_SEGMENT_INTERVAL_H
#define BAL_STATS_SEGMENT_INTERVAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/watch.h"
#include "stats/segment.h"

struct bal_segment_resampling {
    size_t reps;  /* >= 1 */
    size_t block; /* 1 .. n */
    uint64_t seed;
};

/* s: of y with this cost and min_length. low, high: s->k - 1 of each. 0 < level < 1. BAL_EARG when the
 * segments are not ascending, shorter than min_length or none. */
int bal_segment_profile(const struct bal_mem *mem, const double *y, enum bal_cost cost,
                        size_t min_length, const struct bal_segmentation *s, double level,
                        size_t *low, size_t *high, struct bal_error *err);
int bal_segment_bootstrap(const struct bal_mem *mem, const double *y, size_t min_length,
                          const struct bal_segmentation *s, double level,
                          const struct bal_segment_resampling *how, const struct bal_watch *watch,
                          size_t *low, size_t *high, struct bal_error *err);

#endif
