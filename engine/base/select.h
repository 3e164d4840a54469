/* Order statistics without sorting. */
#ifndef BAL_BASE_SELECT_H
#define BAL_BASE_SELECT_H

#include <stddef.h>

/* Moves the k-th smallest of n values (from 0, k < n) to x[k], none smaller behind it and none
 * larger before it, and returns it. No NaN among them. O(n) on average (Hoare 1961). */
double bal_select(double *x, size_t n, size_t k);

#endif
