/* Least squares by Householder QR with column pivoting (Businger & Golub 1965).
 *
 * Columns are scaled to length 1 first, so that the units of the data decide nothing, and all of it
 * is done in long double: on x86-64 that is 11 bits more than the data have, and what is lost to an
 * ill-conditioned design is lost there. After step j, |r_jj| is the sine of the angle between the
 * pivot and the columns before it; a column below BAL_QR_TOLERANCE is said to be a combination of
 * them, for beyond it the rounding of the data themselves (1e-16) would decide the answer.
 *
 * Cost: O(n k^2) time, n k numbers.
 */
#ifndef BAL_STATS_QR_H
#define BAL_STATS_QR_H

#include <stddef.h>

#include "base/error.h"
#include "base/mem.h"

#define BAL_QR_TOLERANCE 1e-11L

struct bal_qr {
    const struct bal_mem *mem;
    size_t n, k, rank;  /* rank < k: the column pivot[rank] depends on those before it */
    long double *a;     /* n x k by columns: R above the diagonal, reflectors from it on */
    long double *diag;  /* k: the diagonal of R */
    long double *scale; /* k: lengths of the columns as given */
    size_t *pivot;      /* k: which column stands where */
};

/* x: n rows by k columns, by columns, finite; weight: n factors of the rows, NULL: all 1. n >= k.
 * BAL_EMEM is its only error. */
int bal_qr_make(const struct bal_mem *mem, const double *x, const double *weight, size_t n,
                size_t k, struct bal_qr *qr, struct bal_error *err);
void bal_qr_free(struct bal_qr *qr);

/* For rank = k: the k coefficients that fit y (n, overwritten) best; y weighted as the rows. */
void bal_qr_solve(const struct bal_qr *qr, long double *y, double *beta);

/* For rank = k: (X'WX)^-1, k x k, where W holds the squared weights. */
int bal_qr_inverse(const struct bal_qr *qr, double *out, struct bal_error *err);

/* Smallest |r_jj|: 1 for columns at right angles, towards 0 as one becomes a combination. */
double bal_qr_sine(const struct bal_qr *qr);

/* For rank < k: coef[j] (k numbers, by column as given) times scaled column j, summed, is the
 * scaled column pivot[rank]; 0 for all that are not before it. */
void bal_qr_combination(const struct bal_qr *qr, double *coef);

#endif
