/* How much of a series' variation lies between phases, and how much within them.
 *
 *   share = sum over phases n_g (mean_g - mean)^2 / sum (y - mean)^2     (eta squared)
 *
 * over the periods that have a value and a phase. Null: the T circular shifts of the phases round the
 * range, which keep their lengths and order and the memory of the series; a period without a phase
 * moves with them. p is the share of shifts with at least as large a share, the observed one among
 * them; the floor is the share of the shifts that reach the largest.
 * Shifts without variation or without a phase are left out.
 *
 * Power: Gaussian AR(1) noise with the coefficient fitted to what the phase means leave, plus a level
 * that alternates from phase to phase by `step` standard deviations of the noise; tested in the same
 * way, on this calendar with these gaps. Cost O(T^2), times `sims` for the power.
 */
#ifndef BAL_STATS_BETWEEN_H
#define BAL_STATS_BETWEEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"

struct bal_between_spec {
    double alpha; /* of the power */
    double step;  /* between neighbouring phases, in sd of the noise */
    uint64_t seed;
    size_t sims;
};

struct bal_between {
    double share, by_chance; /* the second: the mean over the shifts */
    double p, floor;
    double phi, sd, power;
    size_t n, shifts; /* periods that count; shifts that do */
};

enum { BAL_BETWEEN_MOST = 5000 }; /* periods, and phases */

/* y: n values, NaN for a gap. phase: n numbers, 1 .. k, 0 for none, in ascending order of time where
 * the power is to alternate. BAL_EARG: too many periods, fewer than two phases with values, or no
 * variation. BAL_EMEM. */
int bal_between(const struct bal_mem *mem, const double *y, const size_t *phase, size_t n, size_t k,
                const struct bal_between_spec *spec, struct bal_between *out,
                struct bal_error *err);

/* n values of Gaussian AR(1) noise of standard deviation 1, from stream `stream` of `seed`. */
void bal_ar1_noise(double *out, size_t n, double phi, uint64_t seed, uint64_t stream);

#endif
