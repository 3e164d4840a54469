/* Many tests at once.
 *
 * Adjusted p-values, from p-values alone; n of them, in any order:
 *   bonferroni   min(1, n p)                                          family-wise error
 *   holm         step down: max over j <= i of min(1, (n - j + 1) p_(j))   family-wise (Holm 1979)
 *   bh           step up: min over j >= i of min(1, n p_(j) / j)      false discovery rate
 *                                                              (Benjamini & Hochberg 1995)
 *
 * maxT (after Westfall & Young 1993): several contrasts of series with windows, all windows of all
 * contrasts shifted round the T periods by one and the same k = 0 .. T - 1, so that the order in
 * time and the dependence between the contrasts are kept. For each shift and contrast the estimate
 * D_i(k) is divided by its standard deviation over the shifts; with e its size (two-sided), or
 * signed by the alternative:
 *   p            share of shifts with e_i(k) >= e_i(0)
 *   single step  share of shifts with max over all j of e_j(k) >= e_i(0)
 *   step down    the same with the max over those contrasts only whose e(0) is no larger, made
 *                monotone: the adjusted p to report
 * All are exact: every shift is counted, the observed one included, so none is below 1/T. Shifts at
 * which any contrast has no value inside or outside are left out of all, and counted.
 */
#ifndef BAL_STATS_MULTIPLE_H
#define BAL_STATS_MULTIPLE_H

#include <stddef.h>

#include "base/error.h"
#include "base/mem.h"
#include "stats/contrast.h"

enum bal_adjust { BAL_HOLM, BAL_BH, BAL_BONFERRONI };

int bal_adjust_named(const char *name); /* "holm", "bh", "bonferroni"; -1 otherwise */

/* p: n values in [0, 1]; out: n. */
int bal_adjust(const struct bal_mem *mem, const double *p, size_t n, enum bal_adjust method,
               double *out, struct bal_error *err);

struct bal_family_member {
    const double *y; /* n values, NaN for a gap */
    const struct bal_range *window;
    size_t k;
    enum bal_estimate estimate;
    enum bal_alternative alternative;
};

struct bal_family_result {
    double estimate, statistic; /* D(0); D(0) over its standard deviation over the shifts */
    double p, single_step, step_down;
};

/* m members of n periods each; out: m. *undefined: shifts left out. O(m n (K + m)). */
int bal_max_t(const struct bal_mem *mem, const struct bal_family_member *member, size_t m, size_t n,
              struct bal_family_result *out, size_t *undefined, struct bal_error *err);

#endif
