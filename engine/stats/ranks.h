/* Ranks of the values of a series, ties sharing the mean of the ranks they span. */
#ifndef BAL_STATS_RANKS_H
#define BAL_STATS_RANKS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"

/* z[t] = 2 midrank(y[t]) - (n + 1) for the n values of y[0 .. periods) that are no gaps (NaN): whole
 * numbers that sum to zero. Where y has a gap z is left as it is. At most 2^32 - 1 periods.
 * O(periods log periods) at worst. */
int bal_rank_scores(const struct bal_mem *mem, const double *y, size_t periods, double *z,
                    struct bal_error *err);

/* The same into room that the caller has: periods numbers in `value`, 3 periods + 1 in `order`. */
void bal_rank_scores_in(const double *y, size_t periods, double *z, double *value, uint32_t *order);

#endif
