#include "stats/block_length.h"

#include <math.h>
#include <stdbool.h>

static const double Z975 = 1.959963984540054; /* normal quantile at .975 */

/* Autocovariances at lags 0 .. most of values that sum to zero. */
static void autocovariances(const double *e, size_t n, size_t most, double *r)
{
    for (size_t k = 0; k <= most; k++) {
        double sum = 0;
        size_t pairs = 0;

        for (size_t t = k; t < n; t++)
            if (!isnan(e[t]) && !isnan(e[t - k])) {
                sum += e[t] * e[t - k];
                pairs++;
            }
        r[k] = pairs > 0 ? sum / (double)(pairs + k) : 0;
    }
}

/* The lag m of the header, at least 1. */
static size_t cutoff(const double *r, size_t most, size_t run, double bound)
{
    size_t last = 1, quiet = 0;

    for (size_t k = 1; k <= most; k++) {
        bool inside = fabs(r[k] / r[0]) < bound;

        quiet = inside ? quiet + 1 : 0;
        if (quiet == run)
            return k + 1 - run;
        last = inside ? last : k;
    }
    return last;
}

static double flat_top(double s)
{
    return s <= .5 ? 1 : 2 * (1 - s);
}

static double length_of(double g1, double g0, double factor, double n, double most)
{
    double b = cbrt(2 * g1 * g1 / (factor * g0 * g0) * n);

    if (isnan(b)) /* 0 / 0: nothing speaks for longer blocks */
        return 1;
    return fmax(1, fmin(b, most));
}

static void choose(const double *r, size_t values, size_t lags, size_t run,
                   struct bal_block_length *out)
{
    double n = (double)values, g1 = 0, g0 = r[0];
    double most = ceil(fmin(3 * sqrt(n), n / 3));
    size_t m = cutoff(r, lags, run, Z975 * sqrt(log10(n) / n)), window = 2 * m;

    if (window > lags)
        window = lags;
    for (size_t k = 1; k <= window; k++) {
        double w = flat_top((double)k / (double)window);

        g1 += 2 * w * (double)k * r[k];
        g0 += 2 * w * r[k];
    }
    out->stationary = length_of(g1, g0, 2, n, most);
    out->circular = length_of(g1, g0, 4. / 3, n, most);
    out->cutoff = m;
}

/* Values minus their mean, into e; returns how many there are. */
static size_t centre(const double *y, size_t n, double *e, bool *constant)
{
    double sum = 0, low = INFINITY, high = -INFINITY;
    size_t values = 0;

    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t])) {
            sum += y[t];
            low = fmin(low, y[t]);
            high = fmax(high, y[t]);
            values++;
        }
    for (size_t t = 0; t < n; t++)
        e[t] = y[t] - sum / (double)values;
    *constant = !(low < high);
    return values;
}

int bal_block_length(const struct bal_mem *mem, const double *y, size_t n,
                     struct bal_block_length *out, struct bal_error *err)
{
    double *e = bal_alloc(mem, 2 * (n + 1) * sizeof *e);
    size_t values, run, lags;
    bool constant;

    *out = (struct bal_block_length){1, 1, 1};
    if (e == NULL)
        return bal_fail_mem(err);
    values = centre(y, n, e, &constant);
    if (values > 1 && !constant) {
        run = (size_t)fmax(5, ceil(log10((double)values)));
        lags = (size_t)ceil(sqrt((double)values)) + run;
        lags = lags < n - 1 ? lags : n - 1;
        autocovariances(e, n, lags, e + n);
        choose(e + n, values, lags, run, out);
    }
    bal_free(mem, e, 2 * (n + 1) * sizeof *e);
    if (values == 0)
        return bal_fail(err, BAL_EARG, "the series has no value");
    return 0;
}
