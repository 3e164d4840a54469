/* The order of numbers, into room that the caller has: no allocation. */
#ifndef BAL_BASE_ORDER_H
#define BAL_BASE_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* order[0 .. n): the positions of the n values from the smallest up, equal ones as they stand. No
 * NaN among them; n below 2^32. room: 2 n + 1 numbers. Values are dealt into n buckets between the
 * smallest and the largest: O(n) when they are spread or tied, O(n log n) when they crowd. */
void bal_order(const double *v, size_t n, uint32_t *order, uint32_t *room);

#endif
