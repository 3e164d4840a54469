/* How well found segments agree with a narrative periodisation, or with several of them.
 *
 *   found      |-----|----------|------|      changes at 5, 16
 *   coder 1    |------|------------|---|      changes at 6, 19
 *
 * A change is the first period of a new segment. Period 0 starts the first segment of everyone; it
 * belongs to every set of changes, so that a set is never empty. As van den Burg & Williams (2020)
 * define them, sections 4.1 and 4.2, and their program computes them:
 *
 *   covering   of a coder's segments A by the found ones B: sum over A of |A| max over B of
 *              |A n B| / |A u B|, over T; the mean over coders
 *   precision  the share of found changes that match one that any coder has
 *   recall     the share of a coder's changes that are matched; the mean over coders
 *   f1         2 precision recall / (precision + recall)
 * A change of a coder matches the nearest found one (the earlier of two) that is at most `margin`
 * periods away and not yet matched, in order of time.
 *   rand       the adjusted Rand index (Hubert & Arabie 1985, equation 5) of the two partitions of
 *              the periods: 1 when they are the same, 0 on average by chance; the mean over coders.
 *              1 where it is 0 / 0, both having one segment, or each period its own.
 */
#ifndef BAL_STATS_AGREEMENT_H
#define BAL_STATS_AGREEMENT_H

#include <stddef.h>

#include "base/error.h"
#include "base/mem.h"

struct bal_changes {
    const size_t *at; /* n of them, ascending, each below T; 0 may be among them and need not */
    size_t n;
};

struct bal_agreement {
    double covering, rand, precision, recall, f1;
    size_t matched;  /* of the union of the coders' changes */
    size_t found;    /* changes found, 0 among them */
    size_t narrated; /* changes of any coder, 0 among them */
};

/* periods: T >= 1; coders >= 1. BAL_EARG when the changes are not as said. */
int bal_agreement(const struct bal_mem *mem, size_t periods, const struct bal_changes *found,
                  const struct bal_changes *coder, size_t coders, size_t margin,
                  struct bal_agreement *out, struct bal_error *err);

#endif
