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
 * Simultaneous: s_l is the root mean square of S_l over all placements that have one (relocate: in
 * closed form, also when placements are drawn), M = max_l |S_l| / s_l of each placement, and c the value that M exceeds with probability 1 - level. S_l lies outside the
 * band +- c s_l just when its adjusted p, the share of placements whose M is at least |S_l| / s_l,
 * is at most 1 - level. (dplR draws dates with replacement, and its p can be 0: not so here.)
 *
 * Memory: in a series that remembers, dates that stand close together say much the same, and their
 * mean varies more than that of dates placed anywhere (three dates within a year of an AR(1) with .9:
 * 1.5 times as much). Relocated dates are therefore compared in units of what a series with this
 * memory makes of their spacing:
 *   V = sum over pairs of dates of (memory^|t_i - t_j| - c_i - c_j + c), c_i the covariance of period i
 *       with the mean of the series and c the variance of that mean
 *   M = max_l |S_l| / (s_l u), u = sqrt(V / mean V of dates placed anywhere)
 * which leaves M as it is for memory 0. A shift keeps the spacing, and needs none of this. False alarms
 * of both are in t/bench/calibration.c.
 *
 * The floor is the share of the placements that reach the largest M. For `shift` it can hardly be
 * less than lags / n: a peak stays among the lags in as many shifts.
 *
 * Cost: O(placements lags), mostly a few additions for each; 8 bytes a placement.
 */
#ifndef BAL_STATS_EPOCHS_H
#define BAL_STATS_EPOCHS_H

#include "stats/contrast.h"
#include "stats/dates.h"

struct bal_epochs_spec {
    size_t before, after; /* lags -before .. after */
    enum bal_alternative alternative;
    double level; /* of the band, in (0, 1) */
    double
        memory; /* of the series, in (-1, 1): see above. 0: none; NaN: fitted (Yule and Walker) */
};

#define BAL_MEMORY_MAX .99 /* that is fitted */

enum { BAL_LAGS_MAX = 2000 }; /* on either side */

struct bal_epoch { /* of one lag */
    int lag;
    size_t n;      /* key dates with a value there */
    double mean;   /* S_l; NaN when n is 0, and then the lag is not in the family */
    double spread; /* s_l u of the observed dates */
    double p;      /* of this lag alone */
    double p_adjusted;
};

struct bal_epochs {
    double centre, scale; /* mean and sd of the series, which z was made with */
    double statistic;     /* the largest M observed: at lag `peak` */
    int peak;
    double critical; /* c; the band is +- c s_l u, or one side of it */
    double memory,
        spacing;     /* as used, and u of the observed dates; 0 and 1 for a shift or one date */
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
