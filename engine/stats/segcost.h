/* What a segment of a series costs: twice its negative log-likelihood, apart from terms that are
 * the same for every segmentation. Over values y of a segment, m of them:
 *
 *   mean            sum (y - mean)^2: normal, one variance for the whole series, which is left out
 *   mean_variance   m log(sum (y - mean)^2 / m): normal, mean and variance of the segment's own
 *   poisson         -2 S log(S / m), S = sum y: counts with a rate of the segment's own
 *   rank            sum (r - mean r)^2 / variance of all r, with r the midranks of the whole series:
 *                   the statistic of Kruskal & Wallis (1952); as a cost after Lung-Yut-Fong,
 *                   Levy-Leduc & Cappe (2015). No likelihood: a criterion is used by analogy.
 *
 * Sums come from prefix sums of centred values, so a cost is O(1) and exact to about 1e-15 times
 * the sum of squares of the whole series. Below that a sum of squares counts as that much.
 */
#ifndef BAL_STATS_SEGCOST_H
#define BAL_STATS_SEGCOST_H

#include <stddef.h>

#include "base/error.h"
#include "base/mem.h"

enum bal_cost { BAL_COST_MEAN, BAL_COST_MEAN_VARIANCE, BAL_COST_POISSON, BAL_COST_RANK };

int bal_cost_named(const char *name); /* as above; -1 when there is no such name */

struct bal_segcost {
    const struct bal_mem *mem;
    enum bal_cost kind;
    size_t n;
    double *s, *q;     /* prefix sums of x and x^2, n + 1 of each; x: y centred, counts, or ranks */
    double *at;        /* 0, 1 ... n, as numbers */
    double low, high;  /* of x */
    double tiny;       /* the rounding of a sum of squares */
    double parameters; /* of a segment: 1 or 2 */
    double modified;   /* each cost gets modified * log(m / n) on top; 0 at first */
};

/* y: n >= 1 finite values. BAL_EARG when the cost cannot be had of them: `poisson` needs whole
 * numbers from 0 on. */
int bal_segcost_init(const struct bal_mem *mem, const double *y, size_t n, enum bal_cost kind,
                     struct bal_segcost *out, struct bal_error *err);
void bal_segcost_free(struct bal_segcost *c);

/* Of the segment [a, b), a < b. */
double bal_segcost(const struct bal_segcost *c, size_t a, size_t b);

/* Of k segments that all end at b and start at at[i], with s[i] and q[i] the prefix sums there. */
void bal_segcost_many(const struct bal_segcost *c, size_t b, const double *at, const double *s,
                      const double *q, size_t k, double *out);

#endif
