/* A table of two groups by two outcomes: does the outcome depend on the group?
 *
 *              yes  no
 *   first       a    b        odds ratio (a d) / (b c)
 *   second      c    d
 *
 * Given both margins a has the hypergeometric law, non-central when the odds ratio is not 1 (Fisher
 * 1935). Two-sided p: the probability of all tables that are no more likely than the observed one,
 * likelihoods within 1e-7 taken as equal, as R's fisher.test does. Estimate: the conditional maximum
 * likelihood odds ratio; interval: each end has the observed tail at half of 1 - level. Floor: the
 * smallest p that these margins can give. Power: the exact probability, given the margins, of a
 * two-sided p of at most 1 - level when the odds ratio is the one asked for.
 *
 * The cases are taken as independent of each other. Cost O(support^2).
 */
#ifndef BAL_STATS_FISHER_H
#define BAL_STATS_FISHER_H

#include <stddef.h>

#include "base/error.h"
#include "base/mem.h"
#include "stats/contrast.h"

struct bal_fourfold {
    size_t a, b, c, d;
};

struct bal_fisher {
    double odds; /* conditional maximum likelihood: 0 and infinity at the ends; NaN: no choice */
    double low, high; /* 0 .. infinity; one-sided tests leave one end open */
    double p, floor;
    double power;    /* of the odds ratio asked for */
    double smallest; /* odds ratio above 1 that is found 80 % of the time; infinite: none */
};

enum { BAL_FOURFOLD_MOST = 20000 }; /* cases */

/* BAL_EARG: no case in a group, too many, or a level or an odds ratio that is none. BAL_EMEM. */
int bal_fisher(const struct bal_mem *mem, struct bal_fourfold table,
               enum bal_alternative alternative, double level, double odds, struct bal_fisher *out,
               struct bal_error *err);

#endif
