/* Contrast of a series with windows: is the series higher inside them than outside, and how often
 * would windows of these lengths, placed elsewhere, show as much?
 *
 *   y        2 2 4 4 4 1 1 . 3 3 0 0       . is a gap (NaN): it keeps its place in time and counts
 *   windows  ─ ─ █ █ █ ─ ─ ─ █ █ ─ ─       neither as inside nor as outside
 *
 * Estimates, from the n1 values inside and the n0 outside (gaps apart):
 *   mean difference   mean(inside) - mean(outside), in the series' unit
 *   Cliff's delta     P(inside > outside) - P(inside < outside), from -1 to 1 (Cliff 1993)
 * Both are Z / (n1 n0) with Z the sum over the inside of scores that sum to zero over all n values:
 * z = n y - sum(y), and z = 2 rank(y) - (n + 1) with midranks for ties.
 *
 * Null distributions, both exact by enumeration, the observed placement included:
 *   relocate   every placement of the K windows on the T periods, lengths kept, in any order, not
 *              overlapping (they may touch): K! C(T - sum L + K, K) of them, equally likely
 *   shift      the T circular shifts of all windows together; a window may wrap round the end
 * p is the share of placements at least as extreme as the observed one. Statistics that differ by
 * less than the rounding of the sums behind them count as equal, so ties count as extreme.
 * Placements with no value inside or none outside have no estimate; they are left out and counted.
 *
 * The floor is the smallest p that this test could have given on this very series: the share of
 * the placements that are most extreme. It is never below 1 / placements, and above it when values
 * tie or windows have equal lengths.
 *
 * Cost: O(placements) for relocate, with orders of equal lengths enumerated once; O(T K) for shift.
 */
#ifndef BAL_STATS_CONTRAST_H
#define BAL_STATS_CONTRAST_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"

struct bal_range { /* periods [a, b) of a series, from 0 */
    size_t a, b;
};

enum bal_estimate { BAL_MEAN_DIFFERENCE, BAL_CLIFF_DELTA };
enum bal_null { BAL_RELOCATE, BAL_SHIFT };
enum bal_alternative { BAL_TWO_SIDED, BAL_GREATER, BAL_LESS };

struct bal_contrast_spec {
    enum bal_estimate estimate;
    enum bal_null null;
    enum bal_alternative alternative;
};

struct bal_contrast {
    double estimate;
    double mean_in, mean_out; /* of the series inside and outside, gaps apart */
    double p, floor;          /* in (0, 1] */
    double placements;        /* all that the null has, exact up to 2^53 */
    double undefined;         /* those of them without an estimate */
    size_t n_in, n_out, gaps; /* periods; they sum to T */
};

/* Names as scripts write them; -1 when there is no such name. */
int bal_estimate_named(const char *name);    /* "mean_difference", "cliff_delta" */
int bal_null_named(const char *name);        /* "relocate", "shift" */
int bal_alternative_named(const char *name); /* "two_sided", "greater", "less" */

/* More placements than this are refused: an enumeration should end within seconds. */
#define BAL_PLACEMENTS_MAX 2e9

/* y: n values, NaN for a gap. window: k >= 1 ranges, none empty, none overlapping, in any order.
 * BAL_EARG with a message when they are not, when no value lies inside or outside, or when there
 * are too many placements to enumerate. */
int bal_contrast(const struct bal_mem *mem, const double *y, size_t n,
                 const struct bal_range *window, size_t k, const struct bal_contrast_spec *spec,
                 struct bal_contrast *out, struct bal_error *err);

#endif
