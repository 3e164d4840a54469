#include "stats/hac.h"

#include <float.h>
#include <math.h>

#include <gsl/gsl_eigen.h>

size_t bal_hac_bandwidth(size_t periods)
{
    size_t s = (size_t)ceil(1.3 * sqrt((double)periods));

    return s < periods ? s : periods;
}

size_t bal_ewc_degrees(size_t periods)
{
    /* the cube root of a cube may come out below it by an ulp */
    return (size_t)floor(0.4 * pow((double)periods, 2.0 / 3.0) * (1 + 4 * DBL_EPSILON));
}

/* Sum over the pairs s <= t closer than S of weight z_s[i] z_t[j], both orders. */
static double hac_element(const double *zi, const double *zj, const size_t *at, size_t n,
                          size_t bandwidth)
{
    double sum = 0;

    for (size_t t = 0; t < n; t++) {
        sum += zi[t] * zj[t];
        for (size_t s = t; s-- > 0 && at[t] - at[s] < bandwidth;)
            sum +=
                (1 - (double)(at[t] - at[s]) / (double)bandwidth) * (zi[t] * zj[s] + zi[s] * zj[t]);
    }
    return sum;
}

void bal_hac_sum(const double *z, const size_t *at, size_t n, size_t k, size_t bandwidth,
                 double *out)
{
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j <= i; j++)
            out[i * k + j] = out[j * k + i] = hac_element(z + i * n, z + j * n, at, n, bandwidth);
}

int bal_ewc_sum(const struct bal_mem *mem, const double *z, const size_t *at, size_t n, size_t k,
                size_t nu, double *out, struct bal_error *err)
{
    double periods = (double)(at[n - 1] - at[0] + 1), *l = bal_alloc(mem, k * sizeof *l);

    if (l == NULL)
        return bal_fail_mem(err);
    for (size_t i = 0; i < k * k; i++)
        out[i] = 0;
    for (size_t j = 1; j <= nu; j++) {
        for (size_t i = 0; i < k; i++)
            l[i] = 0;
        for (size_t t = 0; t < n; t++) {
            double c = cos(M_PI * (double)j * ((double)(at[t] - at[0]) + 0.5) / periods);

            for (size_t i = 0; i < k; i++)
                l[i] += z[i * n + t] * c;
        }
        for (size_t i = 0; i < k; i++) /* T (2/T) / nu: the variance of the sum */
            for (size_t m = 0; m < k; m++)
                out[i * k + m] += 2 * l[i] * l[m] / (double)nu;
    }
    bal_free(mem, l, k * sizeof *l);
    return 0;
}

/* Fixed-b -------------------------------------------------------------------------------------- */

/* A law in the making: m blocks of cases, each with a weight, a place in time and a row of Q, the
 * columns that the fit takes off, orthonormal. */
struct law {
    const struct bal_design *d;
    size_t m, k;
    double *weight; /* m */
    double *q;      /* m x k by columns */
    double *a;      /* rank x rank: its eigenvalues are the law's */
    double *f;      /* EWC: rank x m */
    double *row;    /* m, or twice the rank */
    size_t rank, bandwidth;
};

static size_t first_of(const struct law *l, size_t block)
{
    return block * l->d->n / l->m;
}

static double period_of(const struct law *l, size_t block)
{
    const size_t *at = l->d->at;

    return .5 * (double)(at[first_of(l, block)] + at[first_of(l, block + 1) - 1]);
}

/* w_t sqrt(V_t) of column j. */
static double influence(const struct bal_design *d, size_t j, size_t t)
{
    double w = 0;

    for (size_t i = 0; i < d->k; i++)
        w += d->b[j * d->k + i] * d->x[i * d->n + t];
    return d->root != NULL ? w * d->root[t] : w;
}

/* The cases of a block as one: what it weighs, and its columns by how the cases weigh in it. */
static void gather(struct law *l, size_t j)
{
    const struct bal_design *d = l->d;

    for (size_t b = 0; b < l->m; b++) {
        double square = 0;

        for (size_t t = first_of(l, b); t < first_of(l, b + 1); t++) {
            double w = influence(d, j, t), root = d->root != NULL ? d->root[t] : 1;

            square += w * w;
            for (size_t i = 0; i < l->k; i++)
                l->q[i * l->m + b] += w * root * d->x[i * d->n + t];
        }
        l->weight[b] = sqrt(square);
        for (size_t i = 0; i < l->k; i++)
            l->q[i * l->m + b] /= square > 0 ? l->weight[b] : 1;
    }
}

static double product(const double *x, const double *y, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum;
}

/* Gram & Schmidt, twice over; a column of which nothing is left becomes 0. */
static void orthonormalise(struct law *l)
{
    for (size_t i = 0; i < l->k; i++) {
        double *v = l->q + i * l->m, before = sqrt(product(v, v, l->m)), norm;

        for (int twice = 0; twice < 2; twice++)
            for (size_t h = 0; h < i; h++) {
                const double *u = l->q + h * l->m;
                double c = product(u, v, l->m);

                for (size_t b = 0; b < l->m; b++)
                    v[b] -= c * u[b];
            }
        norm = sqrt(product(v, v, l->m));
        for (size_t b = 0; b < l->m; b++)
            v[b] = norm > 1e-10 * before ? v[b] / norm : 0;
    }
}

/* Newey-West: A = P N P with N = W K W / (w'Vw), m x m. P is the product of I - v v' over the columns v
 * of Q. */
static void triangle(const struct law *l, double size)
{
    size_t m = l->m;

    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j <= i; j++) {
            double apart = (period_of(l, i) - period_of(l, j)) / (double)l->bandwidth;
            double k = apart < 1 ? 1 - apart : 0;

            l->a[i * m + j] = l->a[j * m + i] = l->weight[i] * l->weight[j] * k / size;
        }
    for (size_t i = 0; i < l->k; i++) {
        const double *v = l->q + i * m;
        double vav;

        for (size_t b = 0; b < m; b++)
            l->row[b] = product(l->a + b * m, v, m);
        vav = product(l->row, v, m);
        for (size_t b = 0; b < m; b++)
            for (size_t c = 0; c < m; c++)
                l->a[b * m + c] += v[b] * v[c] * vav - v[b] * l->row[c] - l->row[b] * v[c];
    }
}

/* EWC: W K W = F F' with a column of F for each cosine, so that F'P F, r x r, has the same eigenvalues. */
static void cosines(const struct law *l, double size)
{
    double start = (double)l->d->at[0], span = (double)(l->d->at[l->d->n - 1] + 1) - start;
    size_t m = l->m, r = l->rank;

    for (size_t h = 0; h < r; h++) {
        double *f = l->f + h * m;

        for (size_t b = 0; b < m; b++)
            f[b] = l->weight[b] * sqrt(2 / ((double)r * size)) *
                   cos(M_PI * (double)(h + 1) * (period_of(l, b) - start + .5) / span);
        for (size_t i = 0; i < l->k; i++) {
            const double *v = l->q + i * m;
            double c = product(v, f, m);

            for (size_t b = 0; b < m; b++)
                f[b] -= c * v[b];
        }
        for (size_t g = 0; g <= h; g++)
            l->a[h * r + g] = l->a[g * r + h] = product(f, l->f + g * m, m);
    }
}

static void eigenvalues(const struct law *l, struct bal_fixed_b *out)
{
    gsl_matrix_view matrix = gsl_matrix_view_array(l->a, l->rank, l->rank);
    gsl_vector_view values = gsl_vector_view_array(out->lambda, l->rank);
    /* GSL's own workspace is its size and two vectors: pointed at ours, nothing can fail */
    gsl_eigen_symm_workspace work = {.size = l->rank, .d = l->row, .sd = l->row + l->rank};

    gsl_eigen_symm(&matrix.matrix, &values.vector, &work);
    out->n = l->rank;
    for (size_t i = 0; i < out->n; i++)
        out->lambda[i] = fmax(out->lambda[i], 0);
}

int bal_fixed_b(const struct bal_mem *mem, const struct bal_design *d, size_t j, size_t bandwidth,
                size_t nu, struct bal_fixed_b *out, struct bal_error *err)
{
    size_t m = d->n < BAL_FIXED_B_POINTS ? d->n : BAL_FIXED_B_POINTS;
    size_t r = bandwidth > 0 ? m : nu < BAL_FIXED_B_POINTS ? nu : BAL_FIXED_B_POINTS;
    size_t size = r * r + r * m + m * d->k + m + 2 * (m > r ? m : r);
    struct law l = {.d = d, .m = m, .rank = r, .k = d->k, .bandwidth = bandwidth};
    double *block = bal_calloc(mem, size, sizeof *block), all;

    if (block == NULL)
        return bal_fail_mem(err);
    l.a = block;
    l.f = l.a + r * r;
    l.q = l.f + r * m;
    l.weight = l.q + m * d->k;
    l.row = l.weight + m;
    gather(&l, j);
    orthonormalise(&l);
    all = product(l.weight, l.weight, m);
    if (bandwidth > 0)
        triangle(&l, all);
    else
        cosines(&l, all);
    eigenvalues(&l, out);
    bal_free(mem, block, size * sizeof *block);
    return 0;
}

double bal_fixed_b_p(const struct bal_fixed_b *law, double t)
{
    enum { NODES = 200 };
    double sum = 0;

    for (int i = 0; i < NODES; i++) { /* by the midpoint rule: smooth, and even at both ends */
        double s = sin(M_PI_2 * (i + 0.5) / NODES), x = t * t / (s * s), logs = 0, product = 1;

        for (size_t j = 0; j < law->n; j++) {
            product *= 1 + x * law->lambda[j];
            if (product > 1e100) {
                logs += log(product);
                product = 1;
            }
        }
        sum += exp(-0.5 * (logs + log(product)));
    }
    return sum / NODES;
}

/* By false position on log p, which is nearly straight in log c (the Illinois variant). */
double bal_fixed_b_critical(const struct bal_fixed_b *law, double two_sided)
{
    double low = .5, high = 2, want = log(two_sided), at_low, at_high;

    while (bal_fixed_b_p(law, low) < two_sided && low > 1e-9)
        low /= 2;
    while (bal_fixed_b_p(law, high) > two_sided && high < 1e6)
        high *= 2;
    at_low = log(bal_fixed_b_p(law, low)) - want;
    at_high = log(bal_fixed_b_p(law, high)) - want;
    for (int i = 0, side = 0; i < 100 && high - low > 1e-11 * high && at_low > at_high; i++) {
        double c = low + (high - low) * at_low / (at_low - at_high);
        double at = log(bal_fixed_b_p(law, c)) - want;

        if (fabs(at) < 1e-13)
            return c;
        if (at > 0) {
            low = c;
            at_low = at;
            at_high /= side > 0 ? 2 : 1;
            side = 1;
        } else {
            high = c;
            at_high = at;
            at_low /= side < 0 ? 2 : 1;
            side = -1;
        }
    }
    return (low + high) / 2;
}
