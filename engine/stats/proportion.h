/* Shares: of words, say, that belong to a category. */
#ifndef BAL_STATS_PROPORTION_H
#define BAL_STATS_PROPORTION_H

#include <stddef.h>

#include "base/error.h"

struct bal_share {
    double share, low, high;
    double se; /* of bal_ratio; NaN of bal_wilson, whose interval is none of se */
};

/* x of n, and the score interval of Wilson (1927): its coverage is near `level` on average also for
 * rare things, where the one of Clopper and Pearson is too wide (Brown, Cai & DasGupta 2001). The n
 * are taken as independent. NaN throughout when n is 0. BAL_EARG when not 0 <= x <= n, or level not
 * in (0, 1). */
int bal_wilson(double x, double n, double level, struct bal_share *out, struct bal_error *err);

/* The share of k units that are drawn whole, unit i with x[i] of n[i]: sum x / sum n, which is that
 * of bal_wilson, with the interval that differences between units call for (the ratio estimator,
 * Cochran 1977, 6.4, without finite population correction; t with k - 1 degrees of freedom, cut at
 * 0). Units without any n count as none. The interval is NaN with fewer than two units. */
int bal_ratio(const double *x, const double *n, size_t k, double level, struct bal_share *out,
              struct bal_error *err);

#endif
