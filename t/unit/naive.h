/* A contrast from its definition, for tests: the periods that are in are marked, and each is looked at. */
#ifndef BAL_T_NAIVE_H
#define BAL_T_NAIVE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "stats/contrast.h"

/* NaN when no period with a value is in, or none is out. */
static inline double naive_estimate(const double *y, const bool *in, size_t n,
                                    enum bal_estimate estimate)
{
    double sum1 = 0, sum0 = 0, greater = 0;
    size_t n1 = 0, n0 = 0;

    for (size_t i = 0; i < n; i++) {
        if (isnan(y[i]))
            continue;
        n1 += in[i];
        n0 += !in[i];
        sum1 += in[i] ? y[i] : 0;
        sum0 += in[i] ? 0 : y[i];
        for (size_t j = 0; in[i] && j < n; j++)
            if (!in[j] && !isnan(y[j]))
                greater += (y[i] > y[j]) - (y[i] < y[j]);
    }
    if (n1 == 0 || n0 == 0)
        return NAN;
    return estimate == BAL_CLIFF_DELTA ? greater / (double)(n1 * n0)
                                       : sum1 / (double)n1 - sum0 / (double)n0;
}

#endif
