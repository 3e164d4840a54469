/* A family of statistics and the largest of each placement: what a simultaneous band and adjusted
 * p-values are read from (Westfall & Young 1993, single step). */
#ifndef BAL_STATS_MAXIMA_H
#define BAL_STATS_MAXIMA_H

#include <math.h>
#include <stddef.h>

/* What a statistic must reach to count as at least as large as v, rounding apart. */
static inline double bal_as_large_as(double v)
{
    return v - 1e-9 * (fabs(v) > 1 ? fabs(v) : 1);
}

/* How many of the n numbers are at least as large as v; and how many are not below `least`. */
size_t bal_count_from(const double *x, size_t n, double least);
size_t bal_count_as_large(const double *x, size_t n, double v);

/* The number that at most the share 1 - level of the n >= 1 numbers exceed or equal, save itself:
 * a statistic is beyond it just when its p is at most 1 - level. Puts x in another order. */
double bal_critical_value(double *x, size_t n, double level);

#endif
