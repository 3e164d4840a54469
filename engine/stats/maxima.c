#include "stats/maxima.h"

#include "base/select.h"

size_t bal_count_as_large(const double *x, size_t n, double v)
{
    double least = bal_as_large_as(v);
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += x[i] >= least;
    return count;
}

double bal_critical_value(double *x, size_t n, double level)
{
    size_t beyond = (size_t)floor((1 - level) * (double)n + 1e-9);

    if (beyond >= n)
        beyond = n - 1;
    return bal_select(x, n, n - 1 - beyond);
}
