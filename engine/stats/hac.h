/* Standard errors for dependent data: the long-run variance of scores, and what a t statistic that
 * is made with it is compared to.
 *
 * Scores z_t (k numbers each) stand at periods at[0] < at[1] < ... of a calendar. A period between
 * them without a score counts as a score of 0: lags keep their length in time ("amplitude
 * modulation", after Parzen 1963 and Datta & Du 2012). T is the span at[n - 1] - at[0] + 1.
 *
 *   Newey-West   sum over |j| < S of (1 - |j|/S) sum over t of z_t z_(t-j)'       (Newey & West 1987)
 *                S = 1.3 sqrt(T) by default, rounded up; lags = S - 1; lags = 0 is White's (HC0)
 *   EWC          T/nu times the sum over j = 1..nu of L_j L_j', where
 *                L_j = sqrt(2/T) sum over t of z_t cos(pi j (t - 1/2) / T); nu = .4 T^(2/3) by
 *                default, rounded down
 * Both defaults are those of Lazarus, Lewis, Stock & Watson (2018), to be used with:
 *
 *   fixed smoothing   the amount of smoothing, S/T or nu, is what it is and does not vanish, after
 *                Kiefer & Vogelsang (2005). Not their fit of critical values but the law itself, for
 *                this design: a coefficient is sum w_t u_t, w its row of (X'VX)^-1 X', and its
 *                variance is estimated from w_t u^_t, u^ what the fit leaves of u. For independent
 *                normal u of variance V (1, or a count's mean)
 *                  t = Z / sqrt(Q), Z standard normal, Q = sum of l_i X_i independent, X_i
 *                  chi-squared of 1, l the eigenvalues of P W K W P / (w'Vw),
 *                K the kernel between the periods (Newey-West's triangle; 2/nu sum of cosines), W the
 *                weights w_t sqrt(V_t), P the taking off of the columns sqrt(V) X. Z and Q are
 *                independent, for w lies in the span of the columns. And
 *                  P(|t| > c) = 2/pi times the integral over 0 < a < pi/2 of
 *                  the product of (1 + c^2 l_i / sin^2 a)^(-1/2)                (after Craig 1991).
 *                For a regressor that is stationary, with as much variance in each stretch of time,
 *                this tends to the law of a mean as n grows: Kiefer & Vogelsang's for Newey-West,
 *                Student's t with nu degrees of freedom for EWC. For one that is not, such as a single
 *                short window, those are far off: with one window of 12 in 240 months of white noise
 *                a nominal 5 % test gives 33 % false alarms by the law of the mean, and 5 % by this.
 *                Dependent errors smooth like independent ones as far as they forget within S; beyond
 *                that false alarms remain (t/bench/calibration.lua has them).
 *                More than BAL_FIXED_B_POINTS cases are represented by as many blocks of neighbours,
 *                and more cosines than that by so many.
 */
#ifndef BAL_STATS_HAC_H
#define BAL_STATS_HAC_H

#include <stddef.h>

#include "base/error.h"
#include "base/mem.h"

enum { BAL_FIXED_B_POINTS = 200 };

size_t bal_hac_bandwidth(size_t periods); /* ceil(1.3 sqrt(T)), at most T */
size_t bal_ewc_degrees(size_t periods);   /* floor(.4 T^(2/3)); 0 below 4 periods */

/* z: n x k by columns. out: k x k, the variance of the sum of the scores. bandwidth, nu >= 1.
 * O(n S k^2) and O(n nu k). */
void bal_hac_sum(const double *z, const size_t *at, size_t n, size_t k, size_t bandwidth,
                 double *out);
int bal_ewc_sum(const struct bal_mem *mem, const double *z, const size_t *at, size_t n, size_t k,
                size_t nu, double *out, struct bal_error *err);

struct bal_design {     /* of n cases and k columns */
    const double *x;    /* n x k by columns */
    const double *b;    /* k x k: (X'VX)^-1 */
    const double *root; /* n: sqrt(V); NULL: 1 */
    const size_t *at;   /* n: the period of each case */
    size_t n, k;
};

struct bal_fixed_b {
    size_t n;
    double lambda[BAL_FIXED_B_POINTS];
};

/* The law of the t of column j. bandwidth: of Newey-West; 0: EWC with nu. O(points^3),
 * some milliseconds, or O(n nu k). */
int bal_fixed_b(const struct bal_mem *mem, const struct bal_design *d, size_t j, size_t bandwidth,
                size_t nu, struct bal_fixed_b *out, struct bal_error *err);
double bal_fixed_b_p(const struct bal_fixed_b *law, double t);                /* two-sided */
double bal_fixed_b_critical(const struct bal_fixed_b *law, double two_sided); /* P(|t| > c) = it */

#endif
