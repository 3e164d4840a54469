/* The scores of a contrast, their sums, and the count of arrangements by how extreme they are. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/wide.h"
#include "stats/contrast_parts.h"
#include "stats/ranks.h"

void bal_sums_free(struct bal_sums *s)
{
    bal_free(s->mem, s->z, (s->n + 1) * sizeof *s->z);
    bal_free(s->mem, s->have, (s->n + 1) * sizeof *s->have);
}

double bal_sum_values(const double *y, size_t n, size_t *values)
{
    double a = 0, b = 0, c = 0, d = 0;
    size_t t, gaps = 0;

    for (t = 0; t + 4 <= n; t += 4) {
        double v0 = y[t], v1 = y[t + 1], v2 = y[t + 2], v3 = y[t + 3];

        if (isnan((v0 + v1) + (v2 + v3))) /* a gap: the rest one by one */
            break;
        a += v0;
        b += v1;
        c += v2;
        d += v3;
    }
    for (; t < n; t++) {
        double v = isnan(y[t]) ? 0 : y[t];

        gaps += isnan(y[t]) ? 1 : 0;
        a += v;
    }
    *values = n - gaps;
    return (a + b) + (c + d);
}

static void mean_scores(const double *y, size_t periods, double *z)
{
    size_t values;
    double sum = bal_sum_values(y, periods, &values), n = (double)values;

    for (size_t t = 0; t < periods; t++)
        z[t] = n * y[t] - sum;
}

/* Turns the scores in s->z[1 .. n] into prefix sums and finds the tolerance: an upper bound of the
 * rounding in a sum of n terms, so that equal sums by different roads stay equal. Returns how many
 * gaps there are. */
static size_t accumulate(struct bal_sums *s, const double *y)
{
    double size = 0, sum = 0;
    size_t gaps = 0;

    s->z[0] = 0;
    for (size_t t = 0; t < s->n; t++) {
        bool gap = isnan(y[t]);
        double z = gap ? 0 : s->z[t + 1];

        gaps += gap ? 1 : 0;
        size += fabs(z);
        s->z[t + 1] = sum += z;
    }
    s->values = (double)(s->n - gaps);
    s->uneven = gaps > 0;
    s->tolerance = 8 * DBL_EPSILON * size;
    return gaps;
}

static int count_values(struct bal_sums *s, const double *y, struct bal_error *err)
{
    s->have = bal_alloc(s->mem, (s->n + 1) * sizeof *s->have);
    if (s->have == NULL)
        return bal_fail_mem(err);
    s->have[0] = 0;
    for (size_t t = 0; t < s->n; t++)
        s->have[t + 1] = s->have[t] + (isnan(y[t]) ? 0 : 1);
    return 0;
}

int bal_sums_make(const struct bal_mem *mem, const double *y, size_t n, enum bal_estimate estimate,
                  struct bal_sums *s, struct bal_error *err)
{
    int code = 0;

    *s = (struct bal_sums){.mem = mem, .n = n};
    s->z = bal_alloc(mem, (n + 1) * sizeof *s->z);
    if (s->z == NULL)
        code = bal_fail_mem(err);
    else if (estimate == BAL_CLIFF_DELTA)
        code = bal_rank_scores(mem, y, n, s->z + 1, err);
    else
        mean_scores(y, n, s->z + 1);
    if (code == 0 && accumulate(s, y) > 0)
        code = count_values(s, y, err);
    if (code == 0 && !isfinite(s->tolerance))
        code = bal_fail(err, BAL_EARG, "the values of the series are too large to be summed");
    if (code != 0)
        bal_sums_free(s);
    return code;
}

/* Whole numbers ------------------------------------------------------------------------------- */

/* The score of a value: itself, or twice its rank; either way the lattice is that of z. */
static double score(const struct bal_sums *s, size_t t)
{
    return s->z[t + 1] - s->z[t];
}

/* Least score, largest score, and the second least; false when all are equal. */
static bool ends(const double *v, size_t n, double *low, double *next, double *high)
{
    *low = *next = INFINITY;
    *high = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        if (isnan(v[i]))
            continue;
        *high = fmax(*high, v[i]);
        if (v[i] < *low) {
            *next = *low;
            *low = v[i];
        } else if (v[i] > *low && v[i] < *next) {
            *next = v[i];
        }
    }
    return *low < *high;
}

/* Whether every value is low + a whole number of steps. `rounding` bounds that of v - low. */
static bool steps_of(const double *v, size_t n, double low, double step, double rounding)
{
    for (size_t i = 0; i < n; i++) {
        double x = (v[i] - low) / step;

        if (!isnan(x) && fabs(x - nearbyint(x)) > rounding / step + 4 * DBL_EPSILON * x)
            return false;
    }
    return true;
}

static double find_step(const double *v, size_t n, double *low)
{
    double next, high, size, rounding;

    if (!ends(v, n, low, &next, &high))
        return 1;
    if (!isfinite(high - *low)) /* what is divided by an infinite step is no whole number */
        return 0;
    size = fmax(fabs(*low), fabs(high));
    rounding = 4 * DBL_EPSILON * size;
    for (double q = 1; q <= 1000; q++) {
        double step = (next - *low) / q;

        if (rounding > 1e-3 * step || (high - *low) / step > BAL_LATTICE_MAX)
            return 0;
        if (steps_of(v, n, *low, step, rounding))
            return step;
    }
    return 0;
}

int bal_lattice_find(const struct bal_sums *s, const double *y, struct bal_lattice *l,
                     struct bal_error *err)
{
    double *v = bal_alloc(s->mem, s->n * sizeof *v), low = 0;
    bool means = y != NULL;

    *l = (struct bal_lattice){0};
    if (v == NULL)
        return bal_fail_mem(err);
    for (size_t t = 0; t < s->n; t++)
        v[t] = bal_sums_values(s, t, t + 1) == 0 ? (double)NAN : means ? y[t] : score(s, t);
    l->step = find_step(v, s->n, &low);
    if (l->step > 0 && (l->x = bal_calloc(s->mem, s->n, sizeof *l->x)) == NULL) {
        bal_free(s->mem, v, s->n * sizeof *v);
        return bal_fail_mem(err);
    }
    for (size_t t = 0; l->x != NULL && t < s->n; t++)
        if (!isnan(v[t])) {
            l->x[t] = (int32_t)nearbyint((v[t] - low) / l->step);
            l->top = l->x[t] > l->top ? l->x[t] : l->top;
            l->sum += l->x[t];
        }
    /* ranks are scores already: z = 2 rank - (n + 1), which is n times as much as a mean's */
    if (!means)
        l->step /= s->values;
    bal_free(s->mem, v, s->n * sizeof *v);
    return 0;
}

void bal_lattice_free(const struct bal_sums *s, struct bal_lattice *l)
{
    bal_free(s->mem, l->x, s->n * sizeof *l->x);
    l->x = NULL;
}

/* The tally ------------------------------------------------------------------------------------ */

static void note_top(struct bal_tally *t, double e, double times)
{
    if (e > t->top + t->sums->tolerance) {
        t->top = e;
        t->at_top = times;
    } else if (e >= t->top - t->sums->tolerance) {
        t->at_top += times;
    }
}

void bal_tally_count(struct bal_tally *t, double z, double n_in, double times)
{
    double n_out = t->sums->values - n_in, e;

    if (t->sums->uneven) {
        if (n_in == 0 || n_out == 0) {
            t->undefined += times;
            return;
        }
        z *= t->product / (n_in * n_out);
    }
    e = bal_extremity(t->alternative, z);
    t->total += times;
    t->extreme += e >= t->cut ? times : 0;
    note_top(t, e, times);
}

void bal_tally_add(struct bal_tally *t, const struct bal_tally *part)
{
    t->total += part->total;
    t->extreme += part->extreme;
    t->undefined += part->undefined;
    if (part->at_top > 0)
        note_top(t, part->top, part->at_top);
}
