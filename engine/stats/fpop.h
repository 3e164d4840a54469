/* Optimal partitioning by functional pruning (FPOP), for costs that are a sum of squares about one
 * level: Maidstone, Hocking, Rigaill & Fearnhead (2017), after Rigaill (2015).
 *
 *   cost so far, by the level of the last segment
 *      \   a   /\          each start of the last segment owns the levels at which it is
 *       \     /  \  b  /   the cheapest; a start that owns none can never come back
 *   ─────────┴────────────  level
 *
 * A start a is cheaper than a later b where F(a) - F(b) + sum over [a, b) of (x - level)^2 <= 0: an
 * interval that does not change as time goes on. So a start that may not end a segment yet, for it
 * has fewer than min_length values, is simply compared later, and the search is exact for any
 * min_length.
 *
 * Cost: O(n log n) in practice, with some ten owners at a time; O(n^2) at worst.
 */
#ifndef BAL_STATS_FPOP_H
#define BAL_STATS_FPOP_H

#include <stddef.h>

#include "base/error.h"
#include "base/watch.h"
#include "stats/segcost.h"

/* As bal_pelt in stats/segment.h; c->kind is mean or rank, and c->modified 0. */
int bal_fpop(const struct bal_segcost *c, double penalty, size_t min_length,
             const struct bal_watch *watch, size_t *from, struct bal_error *err);

#endif
