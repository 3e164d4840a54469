#include "stats/ranks.h"

#include <math.h>

#include "base/order.h"

/* Ranks i + 1 .. j of the sorted values share the midrank (i + 1 + j) / 2. */
void bal_rank_scores_in(const double *y, size_t periods, double *z, double *value, uint32_t *order)
{
    size_t n = 0;

    for (size_t t = 0; t < periods; t++)
        if (!isnan(y[t]))
            value[n++] = y[t];
    bal_order(value, n, order, order + periods);
    for (size_t i = 0, j; i < n; i = j) {
        double tied = value[order[i]];

        for (j = i + 1; j < n && value[order[j]] == tied; j++)
            ;
        /* a value is not looked at again: its score takes its place */
        for (size_t k = i; k < j; k++)
            value[order[k]] = (double)(i + 1 + j) - (double)(n + 1);
    }
    n = 0;
    for (size_t t = 0; t < periods; t++)
        if (!isnan(y[t]))
            z[t] = value[n++];
}

int bal_rank_scores(const struct bal_mem *mem, const double *y, size_t periods, double *z,
                    struct bal_error *err)
{
    double *value = bal_alloc(mem, periods * sizeof *value);
    uint32_t *order = bal_alloc(mem, (3 * periods + 1) * sizeof *order);

    if (value != NULL && order != NULL)
        bal_rank_scores_in(y, periods, z, value, order);
    bal_free(mem, value, periods * sizeof *value);
    bal_free(mem, order, (3 * periods + 1) * sizeof *order);
    return value == NULL || order == NULL ? bal_fail_mem(err) : 0;
}
