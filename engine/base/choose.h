/* Binomial coefficients. */
#ifndef BAL_BASE_CHOOSE_H
#define BAL_BASE_CHOOSE_H

#include <math.h>

/* C(n, k) of whole numbers, exact up to 2^53: each partial product is one itself. 0 when k > n. */
static inline double bal_choose(double n, double k)
{
    double c = 1;

    if (k > n)
        return 0;
    k = fmin(k, n - k);
    for (double i = 1; i <= k; i++)
        c = nearbyint(c * (n - k + i) / i);
    return c;
}

#endif
