#include "stats/keyness.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

/* One cell's part of the sum; 0 ln 0 is 0. */
static double part(double observed, double row, double column, double all)
{
    return observed > 0 ? observed * log(observed * all / (row * column)) : 0;
}

int bal_keyness(double a, double all_a, double b, double all_b, double level,
                struct bal_keyness *out, struct bal_error *err)
{
    double all = all_a + all_b, word = a + b, rest = all - word, g2, half;

    *out = (struct bal_keyness){NAN, NAN, NAN, NAN, NAN};
    if (!(level > 0 && level < 1))
        return bal_fail(err, BAL_EARG, "the level of an interval lies between 0 and 1, not at %g",
                        level);
    if (!(a >= 0 && a <= all_a && b >= 0 && b <= all_b && isfinite(all)))
        return bal_fail(err, BAL_EARG, "%g of %g and %g of %g are no counts of a word", a, all_a, b,
                        all_b);
    if (!(all_a > 0 && all_b > 0))
        return 0;
    g2 = 2 * (part(a, all_a, word, all) + part(b, all_b, word, all) +
              part(all_a - a, all_a, rest, all) + part(all_b - b, all_b, rest, all));
    g2 = fmax(g2, 0); /* rounding may leave it a little below */
    out->p = gsl_cdf_chisq_Q(g2, 1);
    out->g2 = a * all_b < b * all_a ? -g2 : g2;
    out->ratio = log2((a + .5) / (all_a + 1)) - log2((b + .5) / (all_b + 1));
    half = gsl_cdf_ugaussian_Pinv(.5 + level / 2) / log(2) *
           sqrt(1 / (a + .5) - 1 / (all_a + 1) + 1 / (b + .5) - 1 / (all_b + 1));
    out->low = out->ratio - half;
    out->high = out->ratio + half;
    return 0;
}

double bal_keyness_needed(double p)
{
    return gsl_cdf_chisq_Qinv(p, 1);
}
