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
 *   EWC          Student's t with nu degrees of freedom
 *   Newey-West   fixed-b: S/T is what it is, and does not vanish, after Kiefer & Vogelsang (2005).
 *                Not their cubic fit but the law itself: t = Z / sqrt(Q) with Z standard normal and
 *                Q = sum of l_i X_i independent, X_i chi-squared of 1, where l are the eigenvalues
 *                of M K M / n, K the kernel between the periods, M the taking off of the mean.
 *                P(|t| > c) = 2/pi times the integral over 0 < a < pi/2 of
 *                the product of (1 + c^2 l_i / sin^2 a)^(-1/2)                  (after Craig 1991).
 *                It is exact for the mean of independent normal values with these very gaps, and
 *                tends to Kiefer & Vogelsang's limit as n grows with S/T kept. More than
 *                BAL_FIXED_B_POINTS scores are represented by so many of them, evenly chosen.
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

struct bal_fixed_b {
    size_t n;
    double lambda[BAL_FIXED_B_POINTS];
};

/* n >= 2. O(points^3): some 10 ms. */
int bal_fixed_b(const struct bal_mem *mem, const size_t *at, size_t n, size_t bandwidth,
                struct bal_fixed_b *out, struct bal_error *err);
double bal_fixed_b_p(const struct bal_fixed_b *law, double t);                /* two-sided */
double bal_fixed_b_critical(const struct bal_fixed_b *law, double two_sided); /* P(|t| > c) = it */

#endif
