/* Lead and lag: at which distance in time does one series go with another?
 *
 *   x, the series (rhetoric)      ─ ─ ─ ─ ▲ ─ ─      r_l = correlation of x[t + l] with y[t]
 *   y, the other (crisis, oil)    ─ ─ ▲ ─ ─ ─ ─      here the peak is at lag +2: x follows y
 *
 * A positive lag: the series follows the other one. (As R's ccf(x, y).)
 *
 * Prewhitening (Box & Jenkins 1976): an autoregression fitted to y by Yule and Walker's equations
 * filters both series, since two series that each depend on their own past show correlations at
 * many lags when there is none. Its order is given, 0 for no filter, or chosen by AIC up to
 * 10 log10(n), as R's ar() does.
 *
 * Correlations as R's ccf(..., na.action = na.pass): each mean over all values there are; sums over
 * the pairs without a gap, divided by their number plus the lag.
 *
 * The null: x shifted round the end against y, all n shifts, each put through the same filter.
 * p is for the largest |r_l| among all lags, and each lag's adjusted p for |r_l| against it. A
 * shift by fewer periods than there are lags keeps a peak among them, so that p is coarser than
 * its n steps: the fewer lags, the sharper the test. The floor is the share of the shifts that
 * reach the largest |r| of all.
 *
 * Cost: O(n^2 lags).
 */
#ifndef BAL_STATS_LEADLAG_H
#define BAL_STATS_LEADLAG_H

#include "base/error.h"
#include "base/mem.h"
#include "base/watch.h"

enum {
    BAL_ORDER_AIC = -1,
    BAL_ORDER_MAX = 100 /* of an autoregression */
};

struct bal_ar {
    int order;
    double coef[BAL_ORDER_MAX]; /* y[t] ~ coef[0] y[t-1] + coef[1] y[t-2] + ... */
};

/* Of the n values, NaN for gaps, which are left out as R's na.pass does. order: 0 .. BAL_ORDER_MAX
 * and below n, or BAL_ORDER_AIC. BAL_EARG when the series is constant. */
int bal_ar_fit(const struct bal_mem *mem, const double *y, size_t n, int order, struct bal_ar *ar,
               struct bal_error *err);

struct bal_lead_lag_spec {
    size_t lags;  /* -lags .. lags */
    int order;    /* or BAL_ORDER_AIC */
    double level; /* of the band, in (0, 1) */
};

struct bal_lag {
    int lag;
    size_t n; /* pairs */
    double r; /* NaN when there is no pair */
    double p; /* of this lag alone, two-sided */
    double p_adjusted;
};

struct bal_lead_lag {
    struct bal_ar ar;
    int peak;        /* the lag with the largest |r| */
    double r;        /* at the peak */
    double critical; /* the band is +- this */
    double p, floor;
    size_t n; /* periods that have both after the filter */
};

/* More steps (n x n x lags) than this are refused: it should end within a minute. */
#define BAL_LEAD_LAG_MAX 1e11

/* x, y: n values each, NaN for gaps. lag: 2 spec->lags + 1 of them, filled. BAL_EARG with a message
 * when a series is constant, before or after the filter, or the lags reach beyond it. */
int bal_lead_lag(const struct bal_mem *mem, const double *x, const double *y, size_t n,
                 const struct bal_lead_lag_spec *spec, const struct bal_watch *watch,
                 struct bal_lag *lag, struct bal_lead_lag *out, struct bal_error *err);

#endif
