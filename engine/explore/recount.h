/* Recount: one question asked again under other choices, fast enough to be asked a million times.
 *
 *   observations ── bal_index_fill ──> y ── bal_recount_score ──> scores ── bal_recount_windows ──> estimate, p
 *     (placed)                              once for each index             once for each set of windows
 *
 * What study:index and balassa.contrast do, without allocating: all room is the caller's, so each
 * thread has its own and none waits. Nothing here is remembered between calls but what stands in the
 * room. A recount gives the very numbers of stats/contrast.h: the estimate bit for bit, p and floor
 * as the same counts.
 *
 * Estimates of an index y with windows, gaps apart (n1 values inside, n0 outside):
 *   mean_difference           mean(inside) - mean(outside), in the index' unit
 *   standardised_difference   that over the standard deviation of y (n - 1): no unit, so that
 *                             universes with other scores can stand on one axis
 *   cliff_delta               P(inside > outside) - P(inside < outside)
 *   rate_ratio                mean(inside) / mean(outside) of counts: events a period inside over
 *                             outside. 0 and infinity are values; r and 1 / r are equally extreme
 * All but the last are Z / (n1 n0), Z a sum over the inside of scores that sum to zero.
 *
 * p: over the n circular shifts of all windows together, or over all relocations, which is done by
 * stats/contrast.h itself and does allocate (not for rate_ratio); the observed one included. Shifts
 * without a value inside or outside have no estimate; they are left out and counted. The floor is the
 * share of the shifts that are most extreme.
 *
 * Cost: bal_recount_score O(n); bal_recount_windows O(n k) for shift, O(k) for the estimate alone.
 */
#ifndef BAL_EXPLORE_RECOUNT_H
#define BAL_EXPLORE_RECOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "model/index.h"
#include "stats/contrast.h"

enum bal_recount_estimate {
    BAL_RECOUNT_DIFFERENCE,
    BAL_RECOUNT_STANDARDISED,
    BAL_RECOUNT_DELTA,
    BAL_RECOUNT_RATIO
};

int bal_recount_estimate_named(const char *name); /* "mean_difference", ...; -1 otherwise */
const char *bal_recount_estimate_name(enum bal_recount_estimate estimate);

/* Why there is no number. None is rare enough to be an error: in a large multiverse some universes
 * are always empty. */
enum bal_recount_fault {
    BAL_RECOUNT_FINE,
    BAL_RECOUNT_NO_VALUES,   /* the index has no value at all */
    BAL_RECOUNT_NONE_INSIDE, /* no value inside the windows */
    BAL_RECOUNT_NONE_OUTSIDE,
    BAL_RECOUNT_CONSTANT,  /* standardised_difference of a constant index */
    BAL_RECOUNT_NO_EVENTS, /* rate_ratio of counts that are all 0 */
    BAL_RECOUNT_NEGATIVE,  /* rate_ratio of an index with a value below 0 */
    BAL_RECOUNT_BEYOND,    /* values too large or too close to 0: the sums would be no numbers */
    BAL_RECOUNT_MEMORY,    /* relocation: out of memory */
    BAL_RECOUNT_REFUSED    /* relocation: stats/contrast.h says no */
};
const char *
bal_recount_fault_text(enum bal_recount_fault fault); /* a sentence without a full stop */

/* Room for an index of n periods: arrays that a caller may read, and y which it fills. */
struct bal_recount_room {
    size_t n;
    double *y;       /* n: the index, NaN for a gap */
    double *z;       /* 2 n + 1: prefix sums of the scores; behind n they begin again */
    double *have;    /* 2 n + 1: likewise, of how many values are no gaps */
    double *e;       /* n: of each shift, see bal_recount_shifts */
    double *in;      /* n: how many values each shift has inside */
    uint32_t *order; /* 3 n + 1 */
    /* Of the index that was scored last: */
    enum bal_recount_estimate estimate;
    double values, sum, sd; /* how many no gaps, their sum, their n - 1 standard deviation */
    double tolerance;       /* values of e closer than this are one value */
    bool uneven;            /* there are gaps */
};

size_t bal_recount_size(size_t n); /* bytes; n from 1 to BAL_SERIES_MAX */
/* Lays the room out in `memory`, which is aligned as malloc's is and stays the caller's. */
void bal_recount_room(struct bal_recount_room *room, size_t n, void *memory);

/* Makes the scores and sums of room->y for one estimate. */
enum bal_recount_fault bal_recount_score(struct bal_recount_room *room,
                                         enum bal_recount_estimate estimate);

struct bal_recount {
    double estimate;
    double p, floor;          /* NaN when no null was asked for */
    double undefined;         /* arrangements without an estimate */
    size_t n_in, n_out, gaps; /* periods; they sum to n */
};

enum bal_recount_null { BAL_RECOUNT_ALONE, BAL_RECOUNT_SHIFT, BAL_RECOUNT_RELOCATE };
int bal_recount_null_named(const char *name); /* "none", "shift", "relocate"; -1 otherwise */

/* The scored index against k windows that bal_contrast_windows has let pass, in time order. mem: for
 * BAL_RECOUNT_RELOCATE; else it may be NULL. */
enum bal_recount_fault bal_recount_windows(const struct bal_mem *mem, struct bal_recount_room *room,
                                           const struct bal_range *window, size_t k,
                                           enum bal_recount_null null,
                                           enum bal_alternative alternative,
                                           struct bal_recount *out);

/* The observed estimate alone, as bal_recount_windows gives it. */
enum bal_recount_fault bal_recount_observed(const struct bal_recount_room *room,
                                            const struct bal_range *window, size_t k,
                                            struct bal_recount *out);

/* room->e[j] for j = 0 .. n - 1: the estimate with the windows moved by j periods, times one positive
 * number for all j: *unit of it is one unit of the estimate (of a ratio: e is its log, *unit is 1).
 * NaN when shift j has no estimate. Returns how many have one; the observed, e[0], must have. */
size_t bal_recount_shifts(struct bal_recount_room *room, const struct bal_range *window, size_t k,
                          double *unit);

/* p and floor of the observed among the m >= 1 values of e that are no gaps (NaN). */
void bal_recount_p(const double *e, size_t n, enum bal_alternative alternative, double tolerance,
                   double *p, double *floor);

/* All at once, for one universe: fills the index from the placed observations, scores it, recounts. */
struct bal_recount_spec {
    struct bal_index_spec index; /* let pass by bal_index_check; n is the room's */
    enum bal_recount_estimate estimate;
    enum bal_recount_null null;
    enum bal_alternative alternative;
};
enum bal_recount_fault bal_recount(const struct bal_mem *mem, const struct bal_recount_spec *spec,
                                   const struct bal_placed *placed, size_t nobs,
                                   const struct bal_range *window, size_t k,
                                   struct bal_recount_room *room, struct bal_recount *out);

#endif
