/* Key dates placed elsewhere: the null distributions of epochs and of coincidence.
 *
 *   period       0 1 2 3 4 5 6 7 8 9
 *   key dates    ─ ─ ● ─ ─ ● ● ─ ─ ─
 *   shift        ● ─ ─ ─ ─ ● ─ ─ ─ ●      all moved by one step, here 3, round the end: n of them
 *   relocate     ─ ● ─ ● ─ ─ ─ ─ ● ─      any k periods of those that are open: C(open, k)
 *
 * When there are at most BAL_DATES_EXACT placements they are enumerated, each once, the observed
 * one among them. Else placement 0 is the observed one and the others are drawn, each from its own
 * random stream, so that they are the same for any number of threads. Either way
 *
 *   p = placements at least as extreme as the observed / placements looked at
 *
 * which is exact, or the (b + 1) / (m + 1) of Phipson & Smyth (2010).
 */
#ifndef BAL_STATS_DATES_H
#define BAL_STATS_DATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/watch.h"

enum bal_dates_null { BAL_DATES_RELOCATE, BAL_DATES_SHIFT };

#define BAL_DATES_EXACT 5e6

enum {
    BAL_DATES_MAX = 1000,     /* key dates */
    BAL_DATES_REPS = 9999999, /* draws */
    BAL_DATES_SLOTS = 32      /* parts that are worked on at a time */
};

struct bal_dates {
    size_t n;         /* periods */
    const size_t *at; /* the observed key dates: k of them, ascending, all different, below n */
    size_t k;
    enum bal_dates_null null;
    size_t from, to; /* relocate: the open periods [from, to), which hold the observed dates */
    size_t reps;     /* draws, when there are too many to enumerate */
    uint64_t seed;

    double all;   /* set by bal_dates_plan: all that the null has, exact up to 2^53 */
    size_t count; /* those that are looked at */
    bool exact;   /* count is all */
};

/* BAL_EARG with a message when the dates or the number of draws are not as said above. */
int bal_dates_plan(struct bal_dates *d, struct bal_error *err);

int bal_dates_null_named(const char *name); /* "relocate", "shift"; -1 otherwise */

struct bal_dates_work {
    /* Placement i, in `at`: ascending, or in a shift the moved date of each observed one. Called
     * from many threads at a time, from one at a time for each slot. */
    void (*visit)(void *ud, size_t slot, size_t i, const size_t *at);
    void *ud;
};

/* Visits all placements. What a slot is given does not depend on the number of threads. */
int bal_dates_each(const struct bal_dates *d, const struct bal_mem *mem,
                   const struct bal_dates_work *work, const struct bal_watch *watch,
                   struct bal_error *err);

#endif
