#include "stats/qr.h"

#include <math.h>
#include <stdbool.h>

static long double *column(const struct bal_qr *qr, size_t j)
{
    return qr->a + j * qr->n;
}

static long double length_from(const long double *c, size_t from, size_t n)
{
    long double sum = 0;

    for (size_t i = from; i < n; i++)
        sum += c[i] * c[i];
    return sqrtl(sum);
}

static void load(struct bal_qr *qr, const double *x, const double *weight)
{
    for (size_t j = 0; j < qr->k; j++) {
        long double *c = column(qr, j);

        for (size_t i = 0; i < qr->n; i++)
            c[i] = (long double)x[j * qr->n + i] * (weight != NULL ? weight[i] : 1);
        qr->scale[j] = length_from(c, 0, qr->n);
        for (size_t i = 0; i < qr->n && qr->scale[j] > 0; i++)
            c[i] /= qr->scale[j];
        qr->pivot[j] = j;
    }
}

static void swap_columns(struct bal_qr *qr, size_t j, size_t m)
{
    size_t p = qr->pivot[j];

    if (j == m)
        return;
    qr->pivot[j] = qr->pivot[m];
    qr->pivot[m] = p;
    for (size_t i = 0; i < qr->n; i++) {
        long double t = column(qr, j)[i];

        column(qr, j)[i] = column(qr, m)[i];
        column(qr, m)[i] = t;
    }
}

/* c -= v (2 v'c) / (v'v) on rows j..n; v'v = 2 v_j d for the reflectors made below. */
static void reflect(const struct bal_qr *qr, size_t j, long double *c)
{
    const long double *v = column(qr, j);
    long double dot = 0, half = -qr->diag[j] * v[j]; /* v'v / 2 */

    for (size_t i = j; i < qr->n; i++)
        dot += v[i] * c[i];
    if (half > 0)
        for (size_t i = j; i < qr->n; i++)
            c[i] -= v[i] * dot / half;
}

/* Turns column j from row j on into the reflector that takes it to (diag, 0, ...). */
static void make_reflector(struct bal_qr *qr, size_t j, long double length)
{
    long double *v = column(qr, j);

    qr->diag[j] = v[j] > 0 ? -length : length;
    v[j] -= qr->diag[j];
}

static void factor(struct bal_qr *qr)
{
    for (size_t j = 0; j < qr->k; j++) {
        size_t best = j;
        long double most = -1;

        for (size_t m = j; m < qr->k; m++) {
            long double l = length_from(column(qr, m), j, qr->n);

            if (l > most) {
                most = l;
                best = m;
            }
        }
        swap_columns(qr, j, best);
        if (!(most > BAL_QR_TOLERANCE))
            return;
        make_reflector(qr, j, most);
        qr->rank++;
        for (size_t m = j + 1; m < qr->k; m++)
            reflect(qr, j, column(qr, m));
    }
}

int bal_qr_make(const struct bal_mem *mem, const double *x, const double *weight, size_t n,
                size_t k, struct bal_qr *qr, struct bal_error *err)
{
    *qr = (struct bal_qr){.mem = mem, .n = n, .k = k};
    qr->a = bal_calloc(mem, n * k, sizeof *qr->a);
    qr->diag = bal_calloc(mem, k, sizeof *qr->diag);
    qr->scale = bal_calloc(mem, k, sizeof *qr->scale);
    qr->pivot = bal_calloc(mem, k, sizeof *qr->pivot);
    if (qr->a == NULL || qr->diag == NULL || qr->scale == NULL || qr->pivot == NULL) {
        bal_qr_free(qr);
        return bal_fail_mem(err);
    }
    load(qr, x, weight);
    factor(qr);
    return 0;
}

void bal_qr_free(struct bal_qr *qr)
{
    bal_free(qr->mem, qr->a, qr->n * qr->k * sizeof *qr->a);
    bal_free(qr->mem, qr->diag, qr->k * sizeof *qr->diag);
    bal_free(qr->mem, qr->scale, qr->k * sizeof *qr->scale);
    bal_free(qr->mem, qr->pivot, qr->k * sizeof *qr->pivot);
    qr->a = qr->diag = qr->scale = NULL;
    qr->pivot = NULL;
}

/* Solves R[0..r, 0..r] b = b in place. */
static void back_substitute(const struct bal_qr *qr, size_t r, long double *b)
{
    for (size_t j = r; j-- > 0;) {
        b[j] /= qr->diag[j];
        for (size_t i = 0; i < j; i++)
            b[i] -= column(qr, j)[i] * b[j];
    }
}

void bal_qr_solve(const struct bal_qr *qr, long double *y, double *beta)
{
    for (size_t j = 0; j < qr->k; j++)
        reflect(qr, j, y);
    back_substitute(qr, qr->k, y);
    for (size_t j = 0; j < qr->k; j++)
        beta[qr->pivot[j]] = (double)(y[j] / qr->scale[qr->pivot[j]]);
}

int bal_qr_inverse(const struct bal_qr *qr, double *out, struct bal_error *err)
{
    size_t k = qr->k, p[2];
    long double *inv = bal_calloc(qr->mem, k * k, sizeof *inv); /* R^-1 by columns */

    if (inv == NULL)
        return bal_fail_mem(err);
    for (size_t j = 0; j < k; j++) {
        inv[j * k + j] = 1;
        back_substitute(qr, j + 1, inv + j * k);
    }
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            long double sum = 0;

            for (size_t m = i > j ? i : j; m < k; m++)
                sum += inv[m * k + i] * inv[m * k + j];
            p[0] = qr->pivot[i];
            p[1] = qr->pivot[j];
            out[p[0] * k + p[1]] = (double)(sum / (qr->scale[p[0]] * qr->scale[p[1]]));
        }
    bal_free(qr->mem, inv, k * k * sizeof *inv);
    return 0;
}

double bal_qr_sine(const struct bal_qr *qr)
{
    long double least = 1;

    for (size_t j = 0; j < qr->rank; j++)
        least = fminl(least, fabsl(qr->diag[j]));
    return qr->rank < qr->k ? 0 : (double)least;
}

void bal_qr_combination(const struct bal_qr *qr, double *coef)
{
    long double *b = column(qr, qr->rank); /* its head is R's; it is not needed any more */

    back_substitute(qr, qr->rank, b);
    for (size_t j = 0; j < qr->k; j++)
        coef[qr->pivot[j]] = j < qr->rank ? (double)b[j] : 0;
}
