/* An index: dated observations made into a regular series.
 *
 *   observation  ▪ (day or span, score)     latest   4 4 4 4 2 2 2 2 2 6 6
 *                4       2         6        mean     4 . . . 2 . . . . 6 .      . is a gap
 *   period       1 2 3 4 5 6 7 8 9 10 11    count    1 0 0 0 1 0 0 0 0 1 0
 *
 * rule       value of period t                                          where it has none
 * latest     score of the last observation in or before t               gap before the first, and
 *                                                                       `expiry` periods after one
 * mean, max  of the scores observed in t                                gap
 * count      number of observations in t (scores are not asked)         0
 * decay      sum of w s / sum of w over all observations in or before   gap before the first
 *            t, w = 2^(-age / half_life), age in periods; with
 *            `total` the sum of w s alone                               0 before the first
 * in_force   max of the scores of the spans that hold in t              gap
 *
 * An observation counts in the period of its day. Scores on one and the same day are averaged by
 * `latest`, so that no row order decides. in_force takes spans: one holds in a period when it
 * covers the period's middle day (the rule of model/window.h).
 */
#ifndef BAL_MODEL_INDEX_H
#define BAL_MODEL_INDEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/mem.h"
#include "model/series.h"
#include "model/window.h"

enum bal_index_rule {
    BAL_INDEX_LATEST,
    BAL_INDEX_MEAN,
    BAL_INDEX_MAX,
    BAL_INDEX_COUNT,
    BAL_INDEX_DECAY,
    BAL_INDEX_IN_FORCE
};

int bal_index_rule_named(const char *name); /* "latest", ..., "in_force"; -1 otherwise */
const char *bal_index_rule_name(enum bal_index_rule rule);

struct bal_observation {
    struct bal_window span; /* in_force: the span; other rules: the day is span.from */
    double score;           /* finite; any value where the rule is count */
};

struct bal_index_spec {
    enum bal_index_rule rule;
    enum bal_interval interval;
    int64_t start;    /* first period */
    size_t n;         /* periods */
    size_t expiry;    /* latest: periods after which an observation is stale; 0: never */
    double half_life; /* decay: periods, > 0 */
    bool total;       /* decay: the sum, not the mean */
    const char *name, *how;
};

/* The two steps of building one, for whoever builds many: neither allocates.
 *
 * Placing does what depends on the calendar alone: the period of each observation's day, or for
 * in_force the periods that its span holds in, and the order of days. Any of the placed ones may
 * then be left out. Filling is O(n + nobs). The spec must be sound: bal_index_check. */
struct bal_placed {
    bal_day day;
    int64_t from, to; /* periods [from, to) counted from the start; of a day: to = from + 1 */
    double score;
};

int bal_index_check(const struct bal_index_spec *spec, struct bal_error *err);
void bal_index_place(const struct bal_index_spec *spec, const struct bal_observation *obs,
                     size_t nobs, struct bal_placed *placed);
/* Order of days, then of scores: what filling wants. Placing leaves them so. */
void bal_index_sort(struct bal_placed *placed, size_t nobs);
void bal_index_fill(const struct bal_index_spec *spec, const struct bal_placed *placed, size_t nobs,
                    double *value); /* spec->n of them */

/* Both at once. Observations need no order; those after the last period are ignored, those before the first
 * count where the rule looks back. BAL_EARG when the spec makes no sense. */
int bal_index_build(const struct bal_mem *mem, const struct bal_index_spec *spec,
                    const struct bal_observation *obs, size_t nobs, struct bal_series **out,
                    struct bal_error *err);

#endif
