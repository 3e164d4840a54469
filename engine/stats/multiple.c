#include "stats/multiple.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/named.h"
#include "stats/ranks.h"

int bal_adjust_named(const char *name)
{
    static const char *const list[] = {"holm", "bh", "bonferroni"};

    return bal_named(name, list, 3);
}

struct ranked {
    double value;
    size_t at;
};

static int by_value(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* r: n p-values, ascending. */
static void adjust_sorted(const struct ranked *r, size_t n, enum bal_adjust method, double *out)
{
    double bound = method == BAL_BH ? 1 : 0;

    for (size_t i = 0; i < n; i++) {
        size_t j = method == BAL_BH ? n - 1 - i : i;
        double all = (double)n, p = r[j].value;

        switch (method) {
        case BAL_HOLM:
            bound = fmax(bound, fmin(1, (double)(n - j) * p));
            break;
        case BAL_BH:
            bound = fmin(bound, all / (double)(j + 1) * p);
            break;
        case BAL_BONFERRONI:
            bound = fmin(1, all * p);
            break;
        }
        out[r[j].at] = bound;
    }
}

int bal_adjust(const struct bal_mem *mem, const double *p, size_t n, enum bal_adjust method,
               double *out, struct bal_error *err)
{
    struct ranked *r;

    for (size_t i = 0; i < n; i++)
        if (!(p[i] >= 0 && p[i] <= 1))
            return bal_fail(err, BAL_EARG, "p-value %zu is %g; it lies between 0 and 1", i + 1,
                            p[i]);
    r = bal_alloc(mem, n * sizeof *r);
    if (r == NULL)
        return bal_fail_mem(err);
    for (size_t i = 0; i < n; i++)
        r[i] = (struct ranked){p[i], i};
    qsort(r, n, sizeof *r, by_value);
    adjust_sorted(r, n, method, out);
    bal_free(mem, r, n * sizeof *r);
    return 0;
}

/* maxT ----------------------------------------------------------------------------------------- */

/* The scores whose mean inside minus mean outside is the estimate: y, or ranks for Cliff's delta:
 * with R the sum of the ranks of the n1 inside, U = R - n1 (n1 + 1) / 2 and delta = 2 U / (n1 n0)
 * - 1, which is (R / n1 - R' / n0) 2 / n. Taken off their mean, which loses no difference.
 * *size: the largest before that, to tell rounding by. */
static int make_scores(const struct bal_mem *mem, const struct bal_family_member *f, size_t periods,
                       double *score, double *size, struct bal_error *err)
{
    double mean = 0, n = 0;
    int code = 0;

    for (size_t t = 0; t < periods; t++) {
        score[t] = f->y[t];
        n += isnan(f->y[t]) ? 0 : 1;
    }
    if (f->estimate == BAL_CLIFF_DELTA)
        code = bal_rank_scores(mem, f->y, periods, score, err);
    if (code != 0)
        return code;
    *size = 0;
    for (size_t t = 0; t < periods; t++) {
        if (isnan(f->y[t]))
            continue;
        if (f->estimate == BAL_CLIFF_DELTA)
            score[t] = (score[t] + n + 1) / n; /* 2 midrank / n */
        mean += score[t] / n;
        *size = fmax(*size, fabs(score[t]));
    }
    for (size_t t = 0; t < periods; t++)
        score[t] -= mean;
    return 0;
}

/* Prefix sums over n cells, of values and of how many there are; entry 0 is 0. */
static void prefix_sums(const double *score, size_t n, double *sum, double *have)
{
    sum[0] = have[0] = 0;
    for (size_t t = 0; t < n; t++) {
        sum[t + 1] = sum[t] + (isnan(score[t]) ? 0 : score[t]);
        have[t + 1] = have[t] + (isnan(score[t]) ? 0 : 1);
    }
}

static double circular(const double *prefix, size_t n, size_t a, size_t length)
{
    size_t b = a + length;

    return b <= n ? prefix[b] - prefix[a] : prefix[n] - prefix[a] + prefix[b - n];
}

/* d[k]: the estimate with the windows shifted by k; NaN where there is none. */
static void shifted(const struct bal_family_member *f, size_t n, const double *sum,
                    const double *have, double *d)
{
    for (size_t by = 0; by < n; by++) {
        double in = 0, n_in = 0, n_out;

        for (size_t i = 0; i < f->k; i++) {
            size_t a = (f->window[i].a + by) % n, length = f->window[i].b - f->window[i].a;

            in += circular(sum, n, a, length);
            n_in += circular(have, n, a, length);
        }
        n_out = have[n] - n_in;
        d[by] = n_in > 0 && n_out > 0 ? in / n_in - (sum[n] - in) / n_out : NAN;
    }
}

struct family {
    const struct bal_mem *mem;
    const struct bal_family_member *member;
    size_t m, n;
    double *d;            /* m x n: of member i at shift k, d[i * n + k] */
    double *scratch;      /* 3 n + 2 */
    struct ranked *order; /* m: by what was observed, the least extreme first */
};

static int estimates(const struct family *f, struct bal_error *err)
{
    double *score = f->scratch, *sum = score + f->n, *have = sum + f->n + 1;

    for (size_t i = 0; i < f->m; i++) {
        int code = make_scores(f->mem, &f->member[i], f->n, score, &f->order[i].value, err);

        if (code != 0)
            return code;
        prefix_sums(score, f->n, sum, have);
        shifted(&f->member[i], f->n, sum, have, f->d + i * f->n);
        if (isnan(f->d[i * f->n]))
            return bal_fail(err, BAL_EARG, "contrast %zu has no value inside, or none outside",
                            i + 1);
    }
    return 0;
}

/* Shifts without an estimate of each member become NaN in all. Returns how many. */
static size_t strike_out(const struct family *f)
{
    size_t struck = 0;

    for (size_t k = 0; k < f->n; k++) {
        bool defined = true;

        for (size_t i = 0; i < f->m; i++)
            defined = defined && !isnan(f->d[i * f->n + k]);
        for (size_t i = 0; !defined && i < f->m; i++)
            f->d[i * f->n + k] = NAN;
        struck += !defined;
    }
    return struck;
}

/* Divides each row by its standard deviation over the shifts and turns it into extremities. */
static int standardise(const struct family *f, size_t count, struct bal_family_result *out,
                       struct bal_error *err)
{
    for (size_t i = 0; i < f->m; i++) {
        double *d = f->d + i * f->n, mean = 0, square = 0, size = f->order[i].value;

        for (size_t k = 0; k < f->n; k++)
            mean += isnan(d[k]) ? 0 : d[k] / (double)count;
        for (size_t k = 0; k < f->n; k++)
            square += isnan(d[k]) ? 0 : (d[k] - mean) * (d[k] - mean) / (double)count;
        if (!(sqrt(square) > 1e-13 * size))
            return bal_fail(err, BAL_EARG,
                            "contrast %zu is the same at every shift, so there is nothing to test",
                            i + 1);
        if (!isfinite(square)) /* NaN has no place among what is sorted */
            return bal_fail(err, BAL_EARG, "the values of contrast %zu are too large to be summed",
                            i + 1);
        out[i].estimate = d[0];
        out[i].statistic = d[0] / sqrt(square);
        for (size_t k = 0; k < f->n; k++)
            d[k] = bal_extremity(f->member[i].alternative, d[k] / sqrt(square));
        f->order[i] = (struct ranked){d[0], i};
    }
    qsort(f->order, f->m, sizeof *f->order, by_value);
    return 0;
}

/* Two statistics that differ by the rounding of their sums are one. */
static bool reaches(double e, double observed)
{
    return e >= observed - 1e-10 * (1 + fabs(observed));
}

static void tally(const struct family *f, struct bal_family_result *out)
{
    for (size_t k = 0; k < f->n; k++) {
        double most = -INFINITY;

        if (isnan(f->d[k]))
            continue;
        for (size_t j = 0; j < f->m; j++) { /* of those no more extreme than member i */
            size_t i = f->order[j].at;

            most = fmax(most, f->d[i * f->n + k]);
            out[i].p += reaches(f->d[i * f->n + k], f->order[j].value);
            out[i].step_down += reaches(most, f->order[j].value);
        }
        for (size_t j = 0; j < f->m; j++)
            out[f->order[j].at].single_step += reaches(most, f->order[j].value);
    }
}

static int max_t(const struct family *f, struct bal_family_result *out, size_t *undefined,
                 struct bal_error *err)
{
    int code = estimates(f, err);
    double count, bound = 0;

    if (code != 0)
        return code;
    *undefined = strike_out(f);
    count = (double)(f->n - *undefined);
    code = standardise(f, f->n - *undefined, out, err);
    if (code != 0)
        return code;
    tally(f, out);
    for (size_t j = f->m; j-- > 0;) { /* the most extreme first */
        struct bal_family_result *r = &out[f->order[j].at];

        r->p /= count;
        r->single_step /= count;
        r->step_down = bound = fmax(bound, r->step_down / count);
    }
    return 0;
}

int bal_max_t(const struct bal_mem *mem, const struct bal_family_member *member, size_t m, size_t n,
              struct bal_family_result *out, size_t *undefined, struct bal_error *err)
{
    struct family f = {.mem = mem, .member = member, .m = m, .n = n};
    int code;

    memset(out, 0, m * sizeof *out);
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < member[i].k; j++)
            if (member[i].window[j].a >= member[i].window[j].b || member[i].window[j].b > n)
                return bal_fail(err, BAL_EARG, "window %zu of contrast %zu covers no period", j + 1,
                                i + 1);
    f.d = bal_alloc(mem, m * n * sizeof *f.d);
    f.scratch = bal_alloc(mem, (3 * n + 2) * sizeof *f.scratch);
    f.order = bal_alloc(mem, m * sizeof *f.order);
    if (f.d == NULL || f.scratch == NULL || f.order == NULL)
        code = bal_fail_mem(err);
    else
        code = max_t(&f, out, undefined, err);
    bal_free(mem, f.d, m * n * sizeof *f.d);
    bal_free(mem, f.scratch, (3 * n + 2) * sizeof *f.scratch);
    bal_free(mem, f.order, m * sizeof *f.order);
    return code;
}
