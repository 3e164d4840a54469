#include "stats/ranks.h"

#include <math.h>
#include <stdlib.h>

struct ranked {
    double value;
    size_t at;
};

static int by_value(const void *a, const void *b)
{
    double x = ((const struct ranked *)a)->value, y = ((const struct ranked *)b)->value;

    return (x > y) - (x < y);
}

int bal_rank_scores(const struct bal_mem *mem, const double *y, size_t periods, double *z,
                    struct bal_error *err)
{
    struct ranked *r = bal_alloc(mem, periods * sizeof *r);
    size_t n = 0;

    if (r == NULL)
        return bal_fail_mem(err);
    for (size_t t = 0; t < periods; t++)
        if (!isnan(y[t]))
            r[n++] = (struct ranked){y[t], t};
    qsort(r, n, sizeof *r, by_value);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && r[j].value == r[i].value; j++)
            ;
        /* ranks i + 1 .. j share the midrank (i + 1 + j) / 2 */
        for (size_t k = i; k < j; k++)
            z[r[k].at] = (double)(i + 1 + j) - (double)(n + 1);
    }
    bal_free(mem, r, periods * sizeof *r);
    return 0;
}
