#include "stats/maxima.h"

size_t bal_count_as_large(const double *x, size_t n, double v)
{
    double least = bal_as_large_as(v);
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += x[i] >= least;
    return count;
}

/* The k-th smallest, from 0 (Hoare's quickselect, the pivot in the middle). */
static double select_one(double *x, size_t n, size_t k)
{
    size_t lo = 0, hi = n - 1;

    while (lo < hi) {
        double pivot = x[lo + (hi - lo) / 2];
        size_t i = lo, j = hi;

        for (;;) {
            while (x[i] < pivot)
                i++;
            while (x[j] > pivot)
                j--;
            if (i >= j)
                break;
            double t = x[i];
            x[i++] = x[j];
            x[j--] = t;
        }
        /* x[lo .. j] <= pivot <= x[j + 1 .. hi] */
        if (k <= j)
            hi = j;
        else
            lo = j + 1;
    }
    return x[k];
}

double bal_critical_value(double *x, size_t n, double level)
{
    size_t beyond = (size_t)floor((1 - level) * (double)n + 1e-9);

    if (beyond >= n)
        beyond = n - 1;
    return select_one(x, n, n - 1 - beyond);
}
