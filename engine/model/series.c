#include "model/series.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *copy(const struct bal_mem *mem, const char *s)
{
    size_t n = s != NULL ? strlen(s) : 0;
    char *p = bal_alloc(mem, n + 1);

    if (p != NULL) {
        if (n > 0)
            memcpy(p, s, n);
        p[n] = '\0';
    }
    return p;
}

static void free_text(const struct bal_mem *mem, char *s)
{
    if (s != NULL)
        bal_free(mem, s, strlen(s) + 1);
}

void bal_series_free(struct bal_series *s)
{
    const struct bal_mem *mem;

    if (s == NULL)
        return;
    mem = s->mem;
    free_text(mem, s->name);
    free_text(mem, s->unit);
    free_text(mem, s->how);
    bal_free(mem, s->value, s->n * sizeof *s->value);
    bal_free(mem, s, sizeof *s);
}

int bal_series_new(const struct bal_mem *mem, enum bal_interval interval, int64_t start, size_t n,
                   const char *name, const char *unit, const char *how, struct bal_series **out,
                   struct bal_error *err)
{
    struct bal_series *s;

    if (n == 0 || n > BAL_SERIES_MAX)
        return bal_fail(err, BAL_EARG, "a series has from 1 to %d periods, not %zu",
                        (int)BAL_SERIES_MAX, n);
    s = bal_calloc(mem, 1, sizeof *s);
    if (s == NULL)
        return bal_fail_mem(err);
    s->mem = mem;
    s->interval = interval;
    s->start = start;
    s->n = n;
    s->name = copy(mem, name);
    s->unit = copy(mem, unit);
    s->how = copy(mem, how);
    s->value = bal_alloc(mem, n * sizeof *s->value);
    if (s->name == NULL || s->unit == NULL || s->how == NULL || s->value == NULL) {
        bal_series_free(s);
        return bal_fail_mem(err);
    }
    for (size_t i = 0; i < n; i++)
        s->value[i] = NAN;
    *out = s;
    return 0;
}

/* Periods -------------------------------------------------------------------------------------- */

static const char *const interval_name[] = {"month", "quarter", "year"};
static const int months_in[] = {1, 3, 12};

int bal_interval_named(const char *name)
{
    for (int i = 0; i < 3; i++)
        if (strcmp(name, interval_name[i]) == 0)
            return i;
    return -1;
}

const char *bal_interval_name(enum bal_interval interval)
{
    return interval_name[interval];
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t bal_period_of(enum bal_interval interval, bal_day day)
{
    int64_t year;
    int month, dom;

    bal_civil_from_day(day, &year, &month, &dom);
    return floor_div(year * 12 + month - 1, months_in[interval]);
}

bal_day bal_period_first(enum bal_interval interval, int64_t period)
{
    int64_t month = period * months_in[interval], year = floor_div(month, 12);

    return bal_day_from_civil(year, (int)(month - year * 12) + 1, 1);
}

bal_day bal_period_last(enum bal_interval interval, int64_t period)
{
    return bal_period_first(interval, period + 1) - 1;
}

char *bal_period_text(enum bal_interval interval, int64_t period, char *out, size_t size)
{
    char from[BAL_DATE_TEXT], to[BAL_DATE_TEXT];
    size_t keep = interval == BAL_YEAR ? 6 : 3; /* "-01-01" or "-01" */

    bal_day_text(bal_period_first(interval, period), from, sizeof from);
    bal_day_text(bal_period_last(interval, period), to, sizeof to);
    if (from[0] != 'Y') {
        from[strlen(from) - keep] = '\0';
        to[strlen(to) - keep] = '\0';
    }
    if (interval == BAL_QUARTER)
        snprintf(out, size, "%.*s/%.*s", BAL_DATE_TEXT / 2 - 1, from, BAL_DATE_TEXT / 2 - 1, to);
    else
        snprintf(out, size, "%s", from);
    return out;
}

/* Summary -------------------------------------------------------------------------------------- */

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Type 7: the point (n - 1) p of the sorted values, between its neighbours on a straight line. */
static double quantile(const double *sorted, size_t n, double p)
{
    double h = (double)(n - 1) * p;
    size_t i = (size_t)floor(h);

    return i + 1 < n ? sorted[i] + (h - (double)i) * (sorted[i + 1] - sorted[i]) : sorted[i];
}

/* Two passes, the second with the correction of Chan, Golub & LeVeque (1983, eq. 1.7): the mean
 * first, then squares of what is left, so that a large level does not eat the digits. */
static void moments(const double *v, size_t n, struct bal_summary *out)
{
    long double sum = 0, rest = 0, squares = 0;

    for (size_t i = 0; i < n; i++)
        sum += v[i];
    out->sum = (double)sum;
    for (size_t i = 0; i < n; i++) {
        long double d = v[i] - sum / (long double)n;

        rest += d;
        squares += d * d;
    }
    out->mean = (double)(sum / (long double)n + rest / (long double)n);
    squares -= rest * rest / (long double)n;
    out->sd = n > 1 ? (double)sqrtl(squares / (long double)(n - 1)) : NAN;
}

int bal_series_summary(const struct bal_series *s, struct bal_summary *out, struct bal_error *err)
{
    double *v = bal_alloc(s->mem, s->n * sizeof *v);
    size_t n = 0;

    if (v == NULL)
        return bal_fail_mem(err);
    for (size_t i = 0; i < s->n; i++)
        if (!isnan(s->value[i]))
            v[n++] = s->value[i];
    *out = (struct bal_summary){.n = n, .gaps = s->n - n};
    if (n == 0) {
        out->mean = out->sd = out->min = out->q1 = out->median = out->q3 = out->max = NAN;
    } else {
        moments(v, n, out);
        qsort(v, n, sizeof *v, compare_doubles);
        out->min = v[0];
        out->q1 = quantile(v, n, .25);
        out->median = quantile(v, n, .5);
        out->q3 = quantile(v, n, .75);
        out->max = v[n - 1];
    }
    bal_free(s->mem, v, s->n * sizeof *v);
    return 0;
}
