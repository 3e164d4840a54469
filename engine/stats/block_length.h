/* How long the blocks of a bootstrap should be, from the series itself.
 *
 * After Politis & White (2004), "Automatic block-length selection for the dependent bootstrap", with
 * the correction of Patton, Politis & White (2009). The length that makes the mean squared error of
 * the bootstrap's variance of the mean least is (2 G^2 / D)^(1/3) n^(1/3), where, summed over lags
 * |k| <= M with the flat-top window lam(s) = 1 up to 1/2, then 2 (1 - |s|), 0 from 1 on,
 *
 *   G = sum lam(k/M) |k| R(k)         g = sum lam(k/M) R(k)         R(k): autocovariance at lag k
 *   D = 2 g^2 for the stationary bootstrap, 4/3 g^2 for the circular and moving blocks
 *
 * M = 2 m, where lag m begins the first run of K = max(5, log10 n) autocorrelations that all lie
 * within z_.975 sqrt(log10(n) / n); without such a run m is the last lag that lies beyond. M is at
 * most sqrt(n) + K, and the length at most min(3 sqrt(n), n/3), all rounded up. These constants are
 * those of b.star in R's package np, with which the results agree.
 *
 * Gaps: R(k) is the sum over the pairs that are there, divided by their number + k (as R's acf does
 * with na.pass); without gaps that is n. The length is the best for a mean; for another statistic it
 * is a starting point. Cost: O(n sqrt(n)).
 */
#ifndef BAL_STATS_BLOCK_LENGTH_H
#define BAL_STATS_BLOCK_LENGTH_H

#include <stddef.h>

#include "base/error.h"
#include "base/mem.h"

struct bal_block_length {
    double stationary; /* mean length of the geometric blocks; at least 1 */
    double circular;   /* of circular and of moving blocks; at least 1, not rounded */
    size_t cutoff;     /* m: from here on the autocorrelations are taken for noise */
};

/* y: n values, NaN for a gap. A series that is constant, or has one value, gets blocks of 1. BAL_EARG
 * when there is no value. */
int bal_block_length(const struct bal_mem *mem, const double *y, size_t n,
                     struct bal_block_length *out, struct bal_error *err);

#endif
