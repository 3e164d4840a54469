/* Superposed epoch analysis: what does a series do, on average, around key dates? (Chree 1913;
 * as in dplR's `sea`, Lough & Fritts 1987.)
 *
 *   lag           -2 -1  0  1  2
 *   date 1      ── z  z  ●  z  z ──     z = (y - mean) / sd, over the whole series, sd with n - 1
 *   date 2      ── z  .  ●  z  z ──     . a gap, or beyond an end of the series: left out
 *   mean S_l       S  S  S  S  S        over the dates that have a value there
 *
 * The null moves the key dates (stats/dates.h):
 *   relocate   each by itself, to any periods with as much room on both sides as every observed date has (within
 *              before and after), so that no lag falls short of values because of the ends
 *   shift      all together round the end; the series goes on at its start there, and a lag that
 *              lies beyond an end for an observed date is left out for it in every shift
 * A placement without any value at a lag stands at 0 there, the mean of the series.
 *
 * Simultaneous: s_l is the root mean square of S_l over the placements, M = max_l |S_l| / s_l of
 * each placement, and c the value that M exceeds with probability 1 - level. S_l lies outside the
 * band +- c s_l just when its adjusted p, the share of placements whose M is at least |S_l| / s_l,
 * is at most 1 - level. (dplR draws dates with replacement, and its p can be 0: not so here.)
 *
 * In a series with memory, relocating finds too much where the dates stand closer together than
 * chance would put them, and too little where they are spread evenly; shifting keeps their spacing.
 *
 * The floor is the share of the placements that reach the largest M. For `shift` it can hardly be
 * less than lags / n: a peak stays among the lags in as many shifts.
 *
 * Cost: O(placements k lags), twice; 8 bytes a placement.
 */
#ifndef BAL_STATS_EPOCHS_H
#define BAL_STATS_EPOCHS_H

#include "stats/contrast.h"
#include "stats/dates.h"

struct bal_epochs_spec {
    size_t before, after; /* lags -before .. after */
    enum bal_alternative alternative;
    double level; /* of the band, in (0, 1) */
};

enum { BAL_LAGS_MAX = 2000 }; /* on either side */

struct bal_epoch { /* of one lag */
    int lag;
    size_t n;      /* key dates with a value there */
    double mean;   /* S_l; NaN when n is 0, and then the lag is not in the family */
    double spread; /* s_l */
    double p;      /* of this lag alone */
    double p_adjusted;
};

struct bal_epochs {
    double centre, scale; /* mean and sd of the series, which z was made with */
    double statistic;     /* the largest M observed: at lag `peak` */
    int peak;
    double critical; /* c; the band is +- c s_l, or one side of it */
    double p, floor; /* of the whole family */
    size_t gaps;     /* periods without a value */
};

/* The open periods for relocating `dates` on a series of dates->n: fills dates->from and ->to. */
void bal_epochs_open(struct bal_dates *dates, const struct bal_epochs_spec *spec);

/* y: dates->n values, NaN for a gap. dates: planned. epoch: before + after + 1 of them, filled.
 * BAL_EARG when the series is constant, a lag is beyond the series, or no date has a value. */
int bal_epochs(const struct bal_mem *mem, const double *y, const struct bal_dates *dates,
               const struct bal_epochs_spec *spec, const struct bal_watch *watch,
               struct bal_epoch *epoch, struct bal_epochs *out, struct bal_error *err);

#endif
