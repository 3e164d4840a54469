/* Event coincidence analysis: are events preceded by key dates, and key dates followed by events,
 * more often than by chance? (Donges, Schleussner, Siegmund & Donner 2016, after their equations
 * for the precursor and the trigger coincidence rate.)
 *
 *   key date b            b + tau        b + tau + dt
 *       ●────────────────────├────────────────┤
 *                               ▲    ▲             events a that b may have set off
 *
 * With events a_1 .. a_A and key dates b_1 .. b_B in whole periods, a and b coincide when
 * 0 <= (a - tau) - b <= dt, both ends inside:
 *
 *   precursor rate   share of the events that coincide with at least one key date
 *   trigger rate     share of the key dates that coincide with at least one event
 *
 * The null moves the key dates (stats/dates.h) and leaves the events; nothing coincides round the
 * end of the study. The p of the two rates are two readings of one table, not two findings.
 *
 * Cost: O(placements k).
 */
#ifndef BAL_STATS_COINCIDENCE_H
#define BAL_STATS_COINCIDENCE_H

#include "stats/contrast.h"
#include "stats/dates.h"

struct bal_coincidence_spec {
    size_t dt, tau;                   /* periods */
    enum bal_alternative alternative; /* BAL_GREATER: more coincidences than by chance */
};

struct bal_coincidence_rate {
    size_t hits, of;
    double rate;     /* hits / of */
    double expected; /* its mean over the placements */
    double p, floor;
};

struct bal_coincidence {
    struct bal_coincidence_rate precursor, trigger;
};

/* event: `events` period numbers below dates->n, in any order; several may share a period.
 * dates: planned. Two-sided p: twice the smaller of the one-sided ones, at most 1. */
int bal_coincidence(const struct bal_mem *mem, const size_t *event, size_t events,
                    const struct bal_dates *dates, const struct bal_coincidence_spec *spec,
                    const struct bal_watch *watch, struct bal_coincidence *out,
                    struct bal_error *err);

#endif
