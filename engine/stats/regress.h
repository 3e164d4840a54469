/* Regression of a series on others: ordinary least squares, or Poisson regression of counts.
 *
 *   y      3 4 . 4 1 0      a period counts when y and every x have a value there ("complete
 *   x1     0 1 1 1 0 .      case"); the others are dropped and counted, and keep their place in
 *   used   x x   x x        time for the lags of the standard errors (see stats/hac.h)
 *
 * OLS: beta = argmin sum (y - X beta)^2 by pivoted QR in extended precision (stats/qr.h).
 * Poisson: E y = exp(X beta), by iteratively reweighted least squares (Nelder & Wedderburn 1972)
 * until the deviance moves by less than 1e-12 of itself, and one step more.
 *
 * Standard errors, with B = (X'WX)^-1 (W = 1, or the fitted means), z_t = x_t (y_t - mu_t):
 *   classical   OLS: s^2 B, t with n - k degrees of freedom; Poisson: B, standard normal
 *   hac, ewc    B (variance of sum z_t) B, no correction for small samples; see stats/hac.h
 *
 * Refused, with the column named: a design that has a column which is a combination of others (or
 * is so near to one that rounding would decide), fewer cases than columns and one, and counts that
 * a column separates (its coefficient has no finite estimate).
 */
#ifndef BAL_STATS_REGRESS_H
#define BAL_STATS_REGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/mem.h"

enum bal_model { BAL_OLS, BAL_POISSON };
enum bal_errors { BAL_ERRORS_HAC, BAL_ERRORS_EWC, BAL_ERRORS_CLASSICAL };

int bal_model_named(const char *name);  /* "ols", "poisson"; -1 otherwise */
int bal_errors_named(const char *name); /* "hac", "ewc", "classical"; -1 otherwise */

struct bal_regress_spec {
    enum bal_model model;
    enum bal_errors errors;
    bool constant; /* a column of ones comes first */
    long lags;     /* of hac; -1: the default */
    double level;  /* of the intervals, e.g. .95 */
};

struct bal_regressors { /* k series of n values, NaN for a gap */
    const double *const *x;
    const char *const *name;
    size_t k;
};

struct bal_coefficient {
    double value, se, t, p, low, high; /* p two-sided */
    double critical;                   /* the interval reaches this many standard errors */
};

struct bal_regress {
    const struct bal_mem *mem;
    size_t k; /* columns, the constant among them */
    struct bal_coefficient *coefficient;
    size_t n, dropped, span,
        inner;        /* cases; gaps; periods from first to last case, and gaps there */
    double r2, sigma; /* OLS; without a constant r2 is 1 - RSS / sum y^2 */
    double deviance, null_deviance; /* Poisson; null: the constant only, or mu = 1 */
    int iterations;
    double autocorrelation; /* of the (Pearson) residuals at lag 1, from neighbours in time */
    size_t bandwidth;       /* hac: S */
    double df;              /* of t: n - k or nu; 0 when it is not t */
    double sine;            /* of the design: see bal_qr_sine */
};

/* y: n values, NaN for a gap. BAL_EARG with a message for all that is refused. */
int bal_regress(const struct bal_mem *mem, const double *y, size_t n,
                const struct bal_regressors *given, const struct bal_regress_spec *spec,
                struct bal_regress *out, struct bal_error *err);
void bal_regress_free(struct bal_regress *r);

#endif
