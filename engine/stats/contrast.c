#include "stats/contrast.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static int named(const char *name, const char *const *list, int n)
{
    for (int i = 0; i < n; i++)
        if (strcmp(name, list[i]) == 0)
            return i;
    return -1;
}

int bal_estimate_named(const char *name)
{
    static const char *const list[] = {"mean_difference", "cliff_delta"};

    return named(name, list, 2);
}

int bal_null_named(const char *name)
{
    static const char *const list[] = {"relocate", "shift"};

    return named(name, list, 2);
}

int bal_alternative_named(const char *name)
{
    static const char *const list[] = {"two_sided", "greater", "less"};

    return named(name, list, 3);
}

/* Prefix sums: of z, the scores that sum to zero, and of how many values are no gaps. The sum over
 * [a, b) is z[b] - z[a].  */
struct sums {
    const struct bal_mem *mem;
    size_t n; /* periods */
    double *z;
    double *have; /* counts, as doubles: they are compared and multiplied with z */
    double values;
    double tolerance; /* two values of Z closer than this are one value */
    bool gaps;
};

static void free_sums(struct sums *s)
{
    bal_free(s->mem, s->z, (s->n + 1) * sizeof *s->z);
    bal_free(s->mem, s->have, (s->n + 1) * sizeof *s->have);
}

struct ranked {
    double value;
    size_t at;
};

static int by_value(const void *a, const void *b)
{
    double x = ((const struct ranked *)a)->value, y = ((const struct ranked *)b)->value;

    return (x > y) - (x < y);
}

/* z[at] = 2 midrank - (n + 1) for the n values of y that are no gaps. */
static int rank_scores(const struct bal_mem *mem, const double *y, size_t periods, double *z,
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

static void mean_scores(const double *y, size_t periods, double *z)
{
    double sum = 0, n = 0;

    for (size_t t = 0; t < periods; t++)
        if (!isnan(y[t])) {
            sum += y[t];
            n++;
        }
    for (size_t t = 0; t < periods; t++)
        if (!isnan(y[t]))
            z[t] = n * y[t] - sum;
}

/* Turns the scores in s->z[1 .. n] into prefix sums and finds the tolerance: an upper bound of the
 * rounding in a sum of n terms, so that equal sums by different roads stay equal. */
static void accumulate(struct sums *s, const double *y)
{
    double size = 0;

    s->z[0] = s->have[0] = 0;
    for (size_t t = 0; t < s->n; t++) {
        bool gap = isnan(y[t]);

        size += gap ? 0 : fabs(s->z[t + 1]);
        s->z[t + 1] = s->z[t] + (gap ? 0 : s->z[t + 1]);
        s->have[t + 1] = s->have[t] + (gap ? 0 : 1);
        s->gaps = s->gaps || gap;
    }
    s->values = s->have[s->n];
    s->tolerance = 8 * DBL_EPSILON * size;
}

static int make_sums(const struct bal_mem *mem, const double *y, size_t n,
                     enum bal_estimate estimate, struct sums *s, struct bal_error *err)
{
    int code = 0;

    *s = (struct sums){.mem = mem, .n = n};
    s->z = bal_calloc(mem, n + 1, sizeof *s->z);
    s->have = bal_calloc(mem, n + 1, sizeof *s->have);
    if (s->z == NULL || s->have == NULL)
        code = bal_fail_mem(err);
    else if (estimate == BAL_CLIFF_DELTA)
        code = rank_scores(mem, y, n, s->z + 1, err);
    else
        mean_scores(y, n, s->z + 1);
    if (code != 0) {
        free_sums(s);
        return code;
    }
    accumulate(s, y);
    return 0;
}

/* The tally ------------------------------------------------------------------------------------ */

/* Placements are compared by e = sign * Z * weight, where weight = observed n1 n0 / (n1 n0) is 1
 * when the series has no gaps, and the sign makes "extreme" large. */
struct tally {
    const struct sums *sums;
    enum bal_alternative alternative;
    double product; /* n1 n0 as observed */
    double cut;     /* e at or above this is as extreme as observed */
    double total, extreme, undefined;
    double top, at_top; /* the largest e so far, and how many placements have it */
};

static double extremity(const struct tally *t, double z)
{
    switch (t->alternative) {
    case BAL_GREATER:
        return z;
    case BAL_LESS:
        return -z;
    case BAL_TWO_SIDED:
        break;
    }
    return fabs(z);
}

static void count(struct tally *t, double z, double n_in)
{
    double tolerance = t->sums->tolerance, n_out = t->sums->values - n_in, e;

    if (t->sums->gaps) {
        if (n_in == 0 || n_out == 0) {
            t->undefined++;
            return;
        }
        z *= t->product / (n_in * n_out);
    }
    e = extremity(t, z);
    t->total++;
    t->extreme += e >= t->cut ? 1 : 0;
    if (e > t->top + tolerance) {
        t->top = e;
        t->at_top = 1;
    } else if (e >= t->top - tolerance) {
        t->at_top++;
    }
}

/* Relocation ----------------------------------------------------------------------------------- */

/* The lengths in one order, being placed:  free cells before window i, in all, are f[i], and
 * f[0] <= f[1] <= ... <= free. Window i starts at f[i] + the lengths before it.  */
struct placing {
    struct tally *tally;
    const size_t *length;
    size_t k, free;
};

/* Places window i.. where the first i take `taken` cells and have left `used` free cells before
 * them; z and n_in are their sums. */
static void place(const struct placing *p, size_t i, size_t taken, size_t used, double z,
                  double n_in)
{
    const struct sums *s = p->tally->sums;
    size_t length = p->length[i];

    for (size_t f = used; f <= p->free; f++) {
        size_t a = taken + f, b = a + length;
        double zi = z + (s->z[b] - s->z[a]), ni = n_in + (s->have[b] - s->have[a]);

        if (i + 1 < p->k)
            place(p, i + 1, taken + length, f, zi, ni);
        else
            count(p->tally, zi, ni);
    }
}

static void swap(size_t *a, size_t *b)
{
    size_t t = *a;

    *a = *b;
    *b = t;
}

/* The next order of the lengths, ascending ones first; false after the last. Equal lengths make
 * one order (Knuth, TAOCP 4A, algorithm L). */
static bool next_order(size_t *length, size_t k)
{
    size_t i = k - 1, j;

    while (i > 0 && length[i - 1] >= length[i])
        i--;
    if (i == 0)
        return false;
    for (j = k - 1; length[j] <= length[i - 1]; j--)
        ;
    swap(&length[i - 1], &length[j]);
    for (size_t lo = i, hi = k - 1; lo < hi; lo++, hi--)
        swap(&length[lo], &length[hi]);
    return true;
}

static int by_size(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    return (x > y) - (x < y);
}

/* K! C(free + K, K), and how many of them each distinct order of the lengths stands for. */
static double count_placements(const size_t *sorted, size_t k, size_t free_cells, double *each)
{
    double all = 1, run = 1;

    *each = 1;
    for (size_t i = 1; i <= k; i++) {
        all *= (double)(free_cells + i); /* K! C(free + K, K) = (free + 1) ... (free + K) */
        run = i > 1 && sorted[i - 1] == sorted[i - 2] ? run + 1 : 1;
        *each *= run;
    }
    return all;
}

static int relocate(const struct bal_range *window, size_t k, struct tally *tally,
                    struct bal_contrast *out, struct bal_error *err)
{
    const struct bal_mem *mem = tally->sums->mem;
    struct placing p = {.tally = tally, .k = k, .free = tally->sums->n};
    size_t *length = bal_alloc(mem, k * sizeof *length);
    double each;
    int code = 0;

    if (length == NULL)
        return bal_fail_mem(err);
    for (size_t i = 0; i < k; i++) {
        length[i] = window[i].b - window[i].a;
        p.free -= length[i];
    }
    qsort(length, k, sizeof *length, by_size);
    p.length = length;
    out->placements = count_placements(length, k, p.free, &each);
    if (out->placements / each > BAL_PLACEMENTS_MAX) {
        code = bal_fail(err, BAL_EARG,
                        "relocating %zu windows has %.3g placements, and at most %.0e are "
                        "enumerated; null = \"shift\" is exact for any number of windows",
                        k, out->placements / each, BAL_PLACEMENTS_MAX);
    } else {
        do
            place(&p, 0, 0, 0, 0, 0);
        while (next_order(length, k));
        out->undefined = tally->undefined * each;
    }
    bal_free(mem, length, k * sizeof *length);
    return code;
}

/* Circular shift ------------------------------------------------------------------------------- */

/* Sum over the `length` cells from `a` on, round the end; `prefix` has n + 1 entries. */
static double circular(const double *prefix, size_t n, size_t a, size_t length)
{
    size_t b = a + length;

    return b <= n ? prefix[b] - prefix[a] : prefix[n] - prefix[a] + prefix[b - n];
}

static void shift(const struct bal_range *window, size_t k, struct tally *tally,
                  struct bal_contrast *out)
{
    const struct sums *s = tally->sums;

    for (size_t by = 0; by < s->n; by++) {
        double z = 0, n_in = 0;

        for (size_t i = 0; i < k; i++) {
            size_t a = (window[i].a + by) % s->n, length = window[i].b - window[i].a;

            z += circular(s->z, s->n, a, length);
            n_in += circular(s->have, s->n, a, length);
        }
        count(tally, z, n_in);
    }
    out->placements = (double)s->n;
    out->undefined = tally->undefined;
}

/* The contrast --------------------------------------------------------------------------------- */

static int check_windows(size_t n, const struct bal_range *window, size_t k, struct bal_error *err)
{
    if (k == 0)
        return bal_fail(err, BAL_EARG, "a contrast needs at least one window");
    for (size_t i = 0; i < k; i++) {
        if (window[i].a >= window[i].b || window[i].b > n)
            return bal_fail(err, BAL_EARG, "window %zu covers no period of the series", i + 1);
        for (size_t j = 0; j < i; j++)
            if (window[i].a < window[j].b && window[j].a < window[i].b)
                return bal_fail(err, BAL_EARG, "windows %zu and %zu overlap; merge them", j + 1,
                                i + 1);
    }
    return 0;
}

/* Means inside and outside, and how many there are of each. */
static void describe(const double *y, size_t n, const struct bal_range *window, size_t k,
                     struct bal_contrast *out)
{
    double in = 0, outside = 0;

    for (size_t t = 0; t < n; t++) {
        bool inside = false;

        for (size_t i = 0; i < k; i++)
            inside = inside || (window[i].a <= t && t < window[i].b);
        if (isnan(y[t])) {
            out->gaps++;
        } else if (inside) {
            in += y[t];
            out->n_in++;
        } else {
            outside += y[t];
            out->n_out++;
        }
    }
    out->mean_in = in / (double)out->n_in;
    out->mean_out = outside / (double)out->n_out;
}

/* The observed statistic: the windows where they are. */
static double observed(const struct sums *s, const struct bal_range *window, size_t k)
{
    double z = 0;

    for (size_t i = 0; i < k; i++)
        z += s->z[window[i].b] - s->z[window[i].a];
    return z;
}

int bal_contrast(const struct bal_mem *mem, const double *y, size_t n,
                 const struct bal_range *window, size_t k, const struct bal_contrast_spec *spec,
                 struct bal_contrast *out, struct bal_error *err)
{
    struct sums sums;
    struct tally tally = {.sums = &sums, .alternative = spec->alternative, .top = -INFINITY};
    double z;
    int code = check_windows(n, window, k, err);

    if (code != 0)
        return code;
    *out = (struct bal_contrast){0};
    describe(y, n, window, k, out);
    if (out->n_in == 0 || out->n_out == 0)
        return bal_fail(err, BAL_EARG, "the series has no value %s the windows",
                        out->n_in == 0 ? "inside" : "outside");
    code = make_sums(mem, y, n, spec->estimate, &sums, err);
    if (code != 0)
        return code;
    z = observed(&sums, window, k);
    tally.product = (double)out->n_in * (double)out->n_out;
    tally.cut = extremity(&tally, z) - sums.tolerance;
    out->estimate = z / tally.product;
    if (spec->null == BAL_RELOCATE)
        code = relocate(window, k, &tally, out, err);
    else
        shift(window, k, &tally, out);
    out->p = tally.extreme / tally.total;
    out->floor = tally.at_top / tally.total;
    free_sums(&sums);
    return code;
}
