/* Variants: one question with something changed in it, many times over.
 *
 *   question   observations (placed), windows, rule, estimate, null
 *   variant    some observations dropped or put elsewhere; other windows; another index
 *
 * Leaving out each event, moving each window's edge month by month, scoring each rung otherwise: each
 * is a list of variants. A variant is the question asked again from the start, by explore/recount.h:
 * nothing is approximated.
 *
 * Cost: a recount for each, shared among the threads; the same bits for any number of them.
 */
#ifndef BAL_EXPLORE_VARY_H
#define BAL_EXPLORE_VARY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/watch.h"
#include "explore/recount.h"

struct bal_question {
    struct bal_recount_spec spec;    /* its index let pass by bal_index_check */
    const struct bal_placed *placed; /* nobs, as bal_index_place leaves them */
    size_t nobs;
    const struct bal_range *window; /* k, let pass by bal_contrast_windows, in time order */
    size_t k;
};

struct bal_change { /* of one observation */
    size_t obs;     /* its number in `placed` */
    bool drop;
    struct bal_placed to; /* what it becomes, unless it is dropped */
};

/* What is NULL is the question's own. Windows as the question's: in time order, none empty, none
 * overlapping; k 0 with a window that is not NULL: there is none, and so no estimate. */
struct bal_variant {
    const struct bal_change
        *change; /* of one observation twice: the last counts, but a drop stays */
    size_t changes;
    const struct bal_range *window;
    size_t k;
    const struct bal_index_spec *index; /* of the same n */
};

struct bal_varied {
    struct bal_recount recount;
    enum bal_recount_fault fault; /* BAL_RECOUNT_FINE, or why there is no estimate */
};

/* The room that one thread needs, from one piece of memory. */
struct bal_vary_room {
    struct bal_recount_room recount;
    struct bal_placed *use; /* nobs */
    bool *dropped;          /* nobs, all false between variants */
};
size_t bal_vary_size(const struct bal_question *q); /* bytes, a multiple of 16 */
void bal_vary_room(struct bal_vary_room *room, const struct bal_question *q, void *memory);

/* One variant. mem: for BAL_RECOUNT_RELOCATE, else it may be NULL. room->recount.y is its index
 * afterwards. */
struct bal_varied bal_vary_one(const struct bal_mem *mem, const struct bal_question *q,
                               const struct bal_variant *v, struct bal_vary_room *room);

/* A memory hook behind a lock, for threads that share one. */
struct bal_shared_mem {
    struct bal_mem mem; /* pass its address to the threads */
    const struct bal_mem *behind;
};
void bal_shared_mem(struct bal_shared_mem *shared, const struct bal_mem *behind);

/* out[i] for each of the n variants. BAL_ESTOP when the watch says so. */
int bal_vary(const struct bal_mem *mem, const struct bal_question *q, const struct bal_variant *v,
             size_t n, const struct bal_watch *watch, struct bal_varied *out,
             struct bal_error *err);

#endif
