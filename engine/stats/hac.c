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

/* The kernel between m of the periods, rows and columns centred, over m. */
static void centred_kernel(const size_t *at, size_t n, size_t bandwidth, size_t m, double *a,
                           double *mean)
{
    double all = 0;

    for (size_t i = 0; i < m; i++) {
        mean[i] = 0;
        for (size_t j = 0; j < m; j++) {
            size_t s = at[(2 * i + 1) * n / (2 * m)], t = at[(2 * j + 1) * n / (2 * m)];
            double apart = (double)(s > t ? s - t : t - s) / (double)bandwidth;

            a[i * m + j] = apart < 1 ? 1 - apart : 0;
            mean[i] += a[i * m + j] / (double)m;
        }
        all += mean[i] / (double)m;
    }
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++)
            a[i * m + j] = (a[i * m + j] - mean[i] - mean[j] + all) / (double)m;
}

int bal_fixed_b(const struct bal_mem *mem, const size_t *at, size_t n, size_t bandwidth,
                struct bal_fixed_b *out, struct bal_error *err)
{
    size_t m = out->n = n < BAL_FIXED_B_POINTS ? n : BAL_FIXED_B_POINTS, size = (m * m + 3 * m);
    double *a = bal_alloc(mem, size * sizeof *a);
    gsl_matrix_view matrix;
    gsl_vector_view values;
    /* GSL's own workspace is its size and two vectors: pointed at ours, nothing can fail */
    gsl_eigen_symm_workspace work = {.size = m};

    if (a == NULL)
        return bal_fail_mem(err);
    work.d = a + m * m;
    work.sd = a + m * m + m;
    centred_kernel(at, n, bandwidth, m, a, a + m * m + 2 * m);
    matrix = gsl_matrix_view_array(a, m, m);
    values = gsl_vector_view_array(out->lambda, m);
    gsl_eigen_symm(&matrix.matrix, &values.vector, &work);
    for (size_t i = 0; i < m; i++)
        out->lambda[i] = fmax(out->lambda[i], 0);
    bal_free(mem, a, size * sizeof *a);
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

double bal_fixed_b_critical(const struct bal_fixed_b *law, double two_sided)
{
    double low = 0, high = 2;

    while (bal_fixed_b_p(law, high) > two_sided && high < 1e6)
        high *= 2;
    for (int i = 0; i < 50 && high - low > 1e-10 * high; i++) {
        double middle = (low + high) / 2;

        if (bal_fixed_b_p(law, middle) > two_sided)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}
