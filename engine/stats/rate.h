/* Rate ratio of two counts: x1 events in exposure t1 against x0 in t0.
 *
 *   ratio = (x1 / t1) / (x0 / t0)
 *
 * Given all n = x1 + x0 events, x1 is binomial (n, pi) with pi = r t1 / (r t1 + t0) when the ratio
 * is r (Przyborowski & Wilenski 1940). Two-sided p: the probability of all counts that are no more
 * likely than the observed one, likelihoods within 1e-7 of each other taken as equal, as R's
 * poisson.test and binom.test do. The interval is that of Clopper & Pearson (1934) for pi, turned
 * into one for the ratio.
 *
 * The events are taken as independent, each equally likely on every day: events that come in
 * bundles make p too small, and no calendar is looked at.
 *
 * The floor is the smallest p that this many events and these exposures can give.
 */
#ifndef BAL_STATS_RATE_H
#define BAL_STATS_RATE_H

#include <stddef.h>

#include "base/error.h"
#include "stats/contrast.h"

struct bal_counts { /* events and the exposure that they fell into, in any unit of time */
    size_t events;
    double exposure;
};

struct bal_rate_ratio {
    double ratio;     /* infinite when x0 is 0 */
    double low, high; /* 0 .. infinity; one-sided tests leave one end open */
    double p, floor;
    double share; /* of the exposure that is t1's: the pi of the test */
};

enum { BAL_EVENTS_MAX = 10000000 };

/* Tests against a ratio of 1. level: of the interval, in (0, 1). BAL_EARG when there is no event,
 * too many, or an exposure that is not positive and finite. Cost O(x1 + x0). */
int bal_rate_ratio(struct bal_counts in, struct bal_counts out, enum bal_alternative alternative,
                   double level, struct bal_rate_ratio *result, struct bal_error *err);

/* The chance that a two-sided test of n events finds a ratio of rates: exact, given n, at p <= alpha.
 * `share` is that of the exposure that is the inside's, in (0, 1); n is at most BAL_RATE_POWER_MOST.
 * Cost O(n^2). */
enum { BAL_RATE_POWER_MOST = 3000 };
double bal_rate_power(size_t n, double share, double ratio, double alpha);

#endif
