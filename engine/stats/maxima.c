#include "stats/maxima.h"

#include "base/select.h"
#include "base/wide.h"

BAL_WIDE size_t bal_count_from(const double *x, size_t n, double least)
{
    double count = 0; /* as wide as what is compared */

#pragma omp simd reduction(+ : count)
    for (size_t i = 0; i < n; i++)
        count += x[i] >= least ? 1. : 0.;
    return (size_t)count;
}

size_t bal_count_as_large(const double *x, size_t n, double v)
{
    return bal_count_from(x, n, bal_as_large_as(v));
}

double bal_critical_value(double *x, size_t n, double level)
{
    size_t beyond = (size_t)floor((1 - level) * (double)n + 1e-9);

    if (beyond >= n)
        beyond = n - 1;
    return bal_select(x, n, n - 1 - beyond);
}
