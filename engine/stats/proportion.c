#include "stats/proportion.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

static int check_level(double level, struct bal_error *err)
{
    if (level > 0 && level < 1)
        return 0;
    return bal_fail(err, BAL_EARG, "the level of an interval lies between 0 and 1, not at %g",
                    level);
}

int bal_wilson(double x, double n, double level, struct bal_share *out, struct bal_error *err)
{
    double z, middle, half;

    *out = (struct bal_share){NAN, NAN, NAN, NAN};
    if (check_level(level, err) != 0)
        return err->code;
    if (!(x >= 0 && x <= n && isfinite(n)))
        return bal_fail(err, BAL_EARG, "%g of %g is no share", x, n);
    if (n <= 0)
        return 0;
    z = gsl_cdf_ugaussian_Pinv(.5 + level / 2);
    middle = (x + z * z / 2) / (n + z * z);
    half = z / (n + z * z) * sqrt(x * (n - x) / n + z * z / 4);
    out->share = x / n;
    out->low = x > 0 ? fmax(middle - half, 0) : 0; /* exactly, where rounding would leave a rest */
    out->high = x < n ? fmin(middle + half, 1) : 1;
    return 0;
}

int bal_ratio(const double *x, const double *n, size_t k, double level, struct bal_share *out,
              struct bal_error *err)
{
    double sx = 0, sn = 0, squares = 0, half;
    size_t units = 0;

    *out = (struct bal_share){NAN, NAN, NAN, NAN};
    if (check_level(level, err) != 0)
        return err->code;
    for (size_t i = 0; i < k; i++) {
        sx += x[i];
        sn += n[i];
        units += n[i] > 0;
    }
    if (!(sn > 0))
        return 0;
    out->share = sx / sn;
    if (units < 2)
        return 0;
    for (size_t i = 0; i < k; i++)
        squares += (x[i] - out->share * n[i]) * (x[i] - out->share * n[i]);
    out->se = sqrt(squares * (double)units / (double)(units - 1)) / sn;
    half = gsl_cdf_tdist_Pinv(.5 + level / 2, (double)units - 1) * out->se;
    out->low = fmax(out->share - half, 0);
    out->high = out->share + half;
    return 0;
}
