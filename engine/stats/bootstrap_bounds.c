/* Intervals from bootstrap replicates. */
#include "stats/bootstrap.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

double bal_acceleration(const double *theta, size_t m, double blocks)
{
    double mean = 0, n = 0, m2 = 0, m3 = 0, size = 0;

    for (size_t i = 0; i < m; i++)
        if (!isnan(theta[i])) {
            mean += theta[i];
            size = fmax(size, fabs(theta[i]));
            n++;
        }
    mean /= n;
    for (size_t i = 0; i < m; i++)
        if (!isnan(theta[i])) {
            double d = mean - theta[i];

            m2 += d * d / n;
            m3 += d * d * d / n;
        }
    if (n == 0 || sqrt(m2) <= 64 * DBL_EPSILON * size) /* nothing but rounding */
        return 0;
    return m3 / (6 * m2 * sqrt(m2) * sqrt(blocks));
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The quantile at alpha of n sorted values. */
static double quantile(const double *t, size_t n, double alpha, bool *extreme)
{
    double rank = ((double)n + 1) * alpha, k = floor(rank), at, low, high;

    *extreme = *extreme || !(rank > 1 && rank < (double)n);
    if (!(k >= 1))
        return t[0];
    if (k >= (double)n)
        return t[n - 1];
    if (k == rank)
        return t[(size_t)k - 1];
    at = gsl_cdf_ugaussian_Pinv(alpha);
    low = gsl_cdf_ugaussian_Pinv(k / ((double)n + 1));
    high = gsl_cdf_ugaussian_Pinv((k + 1) / ((double)n + 1));
    return t[(size_t)k - 1] + (at - low) / (high - low) * (t[(size_t)k] - t[(size_t)k - 1]);
}

static void describe(const double *t, size_t n, double estimate, struct bal_bootstrap *out)
{
    double sum = 0, squares = 0, mean;

    for (size_t i = 0; i < n; i++)
        sum += t[i] - estimate;
    mean = sum / (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (t[i] - estimate - mean) * (t[i] - estimate - mean);
    out->bias = mean;
    out->se = sqrt(squares / (double)(n - 1));
}

/* The level that BCa reads the quantile at, for the normal quantile z (after Efron 1987). */
static double bca_level(double z, double z0, double a)
{
    return gsl_cdf_ugaussian_P(z0 + (z0 + z) / (1 - a * (z0 + z)));
}

static int bca(const double *t, size_t n, double estimate, double a, double tail,
               struct bal_bootstrap *out, struct bal_error *err)
{
    double below = 0, z = gsl_cdf_ugaussian_Pinv(tail);

    for (size_t i = 0; i < n; i++)
        below += t[i] < estimate ? 1 : t[i] == estimate ? .5 : 0;
    if (below == 0 || below == (double)n)
        return bal_fail(err, BAL_EARG,
                        "every replicate is %s the estimate, so BCa has nothing to correct by; "
                        "use type = \"percentile\" or \"basic\"",
                        below == 0 ? "above" : "below");
    out->z0 = gsl_cdf_ugaussian_Pinv(below / (double)n);
    out->low = quantile(t, n, bca_level(z, out->z0, a), &out->extreme);
    out->high = quantile(t, n, bca_level(-z, out->z0, a), &out->extreme);
    return 0;
}

static int bounds(const double *t, size_t n, double estimate, double a, enum bal_bounds type,
                  double level, struct bal_bootstrap *out, struct bal_error *err)
{
    double tail = (1 - level) / 2, low, high;

    if (type == BAL_BOUNDS_BCA)
        return bca(t, n, estimate, a, tail, out, err);
    low = quantile(t, n, tail, &out->extreme);
    high = quantile(t, n, (1 + level) / 2, &out->extreme);
    out->low = type == BAL_BOUNDS_BASIC ? 2 * estimate - high : low;
    out->high = type == BAL_BOUNDS_BASIC ? 2 * estimate - low : high;
    return 0;
}

int bal_bootstrap_bounds(const struct bal_mem *mem, const double *replicate, size_t reps,
                         double estimate, double acceleration, enum bal_bounds type, double level,
                         struct bal_bootstrap *out, struct bal_error *err)
{
    double *t = bal_alloc(mem, reps * sizeof *t);
    size_t n = 0;
    int code;

    *out = (struct bal_bootstrap){0};
    if (t == NULL)
        return bal_fail_mem(err);
    for (size_t i = 0; i < reps; i++)
        if (!isnan(replicate[i]))
            t[n++] = replicate[i];
    out->undefined = (double)(reps - n);
    if (!(level > 0 && level < 1)) {
        code = bal_fail(err, BAL_EARG, "level is a share between 0 and 1, such as 0.95, not %g",
                        level);
    } else if (type == BAL_BOUNDS_BCA && !isfinite(acceleration)) {
        code = bal_fail(err, BAL_EARG,
                        "the acceleration of BCa is %g; use type = \"percentile\" or \"basic\"",
                        acceleration);
    } else if (n < 2) {
        code =
            bal_fail(err, BAL_EARG, "of %zu resamples %zu have a statistic; it takes two", reps, n);
    } else {
        qsort(t, n, sizeof *t, by_value);
        describe(t, n, estimate, out);
        code = bounds(t, n, estimate, acceleration, type, level, out, err);
    }
    bal_free(mem, t, reps * sizeof *t);
    return code;
}
