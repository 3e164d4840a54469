/* What the files of the multiverse share. Nothing here is for others: see multiverse.h. */
#ifndef BAL_EXPLORE_MULTIVERSE_PARTS_H
#define BAL_EXPLORE_MULTIVERSE_PARTS_H

#include "explore/multiverse.h"

enum { BAL_MV_CHUNK = 512 }; /* universes that a thread takes at a time */

struct bal_mv_worker {
    const struct bal_multiverse *mv;
    struct bal_recount_room room;
    size_t size; /* of this, with all that follows it */
    size_t at;   /* the universe it stands in; SIZE_MAX: none */
    uint16_t choice[BAL_MV_DIMS];
    int32_t index_fault, score_fault;
    uint32_t events;
    double *index; /* n: before periods are excepted */
    struct bal_placed *placed;
    uint64_t *bits;
    uint32_t *place; /* n */
    double *normal;  /* of the joint tests: BAL_MV_KEPT tables of normal scores */
    size_t *normal_of;
};

/* Moves to universe u and recounts nothing yet: index and scores stand in the room, or the fault is
 * returned. */
int32_t bal_mv_score(struct bal_mv_worker *w, size_t u, const struct bal_mv_windows **windows);

int bal_mv_threads(const struct bal_multiverse *mv, size_t universes, int asked);

/* `threads` workers, or none and BAL_EMEM. */
int bal_mv_workers_new(const struct bal_mem *mem, const struct bal_multiverse *mv, int threads,
                       struct bal_mv_worker ***out, struct bal_error *err);
void bal_mv_workers_free(const struct bal_mem *mem, struct bal_mv_worker **w, int threads);

/* Whether chunk c is still to be walked; asks the watch when this is the first thread. */
bool bal_mv_walk_on(int *stop, const struct bal_watch *watch, double done);

enum { BAL_MV_KEPT = 32 };

/* Never falls as x grows, whatever rounding does, and that is all that is needed of it. */
static inline size_t bal_mv_bin(double low, double per, size_t bins, double x)
{
    double at = (x - low) * per;

    return at > 0 ? at < (double)bins ? (size_t)(int32_t)at : bins - 1 : 0;
}

/* Sets where the histograms of `joint` begin and how wide their bins are, from some of the universes:
 * estimates beyond stand in the first bin or the last. */
void bal_mv_joint_range(struct bal_mv_worker *w, struct bal_mv_joint *joint);

/* Adds the universe whose shifts stand in room->e, `defined` of them with an estimate. */
void bal_mv_joint_add(struct bal_mv_worker *w, double unit, size_t defined,
                      struct bal_mv_joint *joint);
void bal_mv_joint_merge(struct bal_mv_joint *to, const struct bal_mv_joint *part);

#endif
