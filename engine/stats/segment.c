#include "stats/segment.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/named.h"
#include "base/select.h"
#include "stats/fpop.h"

int bal_search_named(const char *name)
{
    static const char *const list[] = {"exact", "pelt", "functional", "binary"};

    return bal_named(name, list, 4);
}

int bal_criterion_named(const char *name)
{
    static const char *const list[] = {"bic", "mbic"};
    int i = bal_named(name, list, 2);

    return i < 0 ? i : (int)BAL_STOP_BIC + i;
}

/* What is asked -------------------------------------------------------------------------------- */

static int check_rule(const struct bal_segment_spec *s, struct bal_error *err)
{
    bool penalised = s->search == BAL_PELT || s->search == BAL_FUNCTIONAL;

    if (penalised && s->stop == BAL_STOP_NUMBER)
        return bal_fail(
            err, BAL_EARG,
            "the searches \"pelt\" and \"functional\" take a penalty or a criterion; for "
            "a number of segments use search = \"exact\"");
    if (s->search == BAL_EXACT && s->stop == BAL_STOP_PENALTY)
        return bal_fail(err, BAL_EARG,
                        "the search \"exact\" takes a number or a criterion; for a penalty use "
                        "search = \"pelt\", which is exact too");
    if (s->search == BAL_FUNCTIONAL && s->cost != BAL_COST_MEAN && s->cost != BAL_COST_RANK)
        return bal_fail(err, BAL_EARG,
                        "the search \"functional\" is for the costs \"mean\" and \"rank\"; for "
                        "this one use search = \"pelt\"");
    if (s->search == BAL_FUNCTIONAL && s->stop == BAL_STOP_MBIC)
        return bal_fail(err, BAL_EARG,
                        "the search \"functional\" cannot weigh the lengths of segments, as "
                        "\"mbic\" does; use search = \"pelt\" or \"exact\"");
    if (s->stop == BAL_STOP_PENALTY && !(s->penalty >= 0 && s->penalty < INFINITY))
        return bal_fail(err, BAL_EARG, "a penalty is a number from 0 on, not %g", s->penalty);
    return 0;
}

static int check_lengths(size_t n, const struct bal_segment_spec *s, struct bal_error *err)
{
    size_t least = s->cost == BAL_COST_MEAN_VARIANCE ? 2 : 1;

    if (s->min_length < least)
        return bal_fail(err, BAL_EARG, "min_length is at least %zu for this cost, not %zu", least,
                        s->min_length);
    if (n < s->min_length)
        return bal_fail(err, BAL_EARG,
                        "the series has %zu values, fewer than one segment of min_length = %zu "
                        "needs",
                        n, s->min_length);
    if (s->stop == BAL_STOP_NUMBER && s->number < 1)
        return bal_fail(err, BAL_EARG, "the number of segments is at least 1 (no change)");
    if (s->stop == BAL_STOP_NUMBER && s->number > n / s->min_length)
        return bal_fail(err, BAL_EARG,
                        "%zu segments of at least %zu values do not fit into %zu values; at most "
                        "%zu do",
                        s->number, s->min_length, n, n / s->min_length);
    if ((s->stop == BAL_STOP_BIC || s->stop == BAL_STOP_MBIC) && s->most < 1)
        return bal_fail(err, BAL_EARG, "most, the largest number of segments tried, is at least 1");
    return 0;
}

/* A segment of equal values has variance 0, and a likelihood without bound. */
static int check_runs(const double *y, size_t n, size_t min_length, struct bal_error *err)
{
    size_t run = 1;

    for (size_t i = 1; i < n; i++) {
        run = y[i] == y[i - 1] ? run + 1 : 1;
        if (run >= min_length)
            return bal_fail(err, BAL_EARG,
                            "values %zu to %zu are all %g: a segment of them has no variance and "
                            "its likelihood no bound; use the cost \"mean\" or \"rank\", or a "
                            "longer min_length",
                            i + 2 - run, i + 1, y[i]);
    }
    return 0;
}

/* Criteria ------------------------------------------------------------------------------------- */

static double median(double *x, size_t n) /* moves x about */
{
    double upper, lower = -INFINITY;

    bal_select(x, n, n / 2);
    upper = x[n / 2];
    if (n % 2 != 0)
        return upper;
    for (size_t i = 0; i < n / 2; i++)
        lower = fmax(lower, x[i]);
    return (lower + upper) / 2;
}

/* The standard deviation of y about its levels, from first differences: 1.4826 times their median
 * absolute deviation (Hampel 1974), over sqrt(2). */
static int noise_of(const struct bal_mem *mem, const double *y, size_t n, double *out,
                    struct bal_error *err)
{
    double *d, middle;

    if (n < 3)
        return bal_fail(err, BAL_EARG,
                        "%zu values are too few to judge their noise; give a penalty, or use "
                        "search = \"exact\"",
                        n);
    d = bal_alloc(mem, n * sizeof *d);
    if (d == NULL)
        return bal_fail_mem(err);
    for (size_t i = 0; i + 1 < n; i++)
        d[i] = y[i + 1] - y[i];
    middle = median(d, n - 1);
    for (size_t i = 0; i + 1 < n; i++)
        d[i] = fabs(d[i] - middle);
    *out = 1.4826 * median(d, n - 1) / sqrt(2);
    bal_free(mem, d, n * sizeof *d);
    if (*out > 0)
        return 0;
    return bal_fail(err, BAL_EARG,
                    "more than half of the steps from value to value are equal, so the noise "
                    "cannot be judged from them; give a penalty, or use search = \"exact\"");
}

/* -2 log L of a segmentation with this cost. Of ranks there is none: the cost stands for it. */
static double deviance(const struct bal_segcost *c, double cost, const double *y)
{
    const double log_2pi = 1.8378770664093454836;
    double n = (double)c->n, sum = 0;

    switch (c->kind) {
    case BAL_COST_MEAN:
        return n * (log_2pi + 1 + log(fmax(cost, c->tiny) / n));
    case BAL_COST_MEAN_VARIANCE:
        return n * (log_2pi + 1) + cost;
    case BAL_COST_POISSON:
        for (size_t i = 0; i < c->n; i++)
            sum += lgamma(y[i] + 1);
        return cost + 2 * (c->s[c->n] + sum);
    case BAL_COST_RANK:
        break;
    }
    return cost;
}

static double criterion_of(const struct bal_segcost *c, enum bal_stop stop, double deviance_of_it,
                           const size_t *end, size_t k)
{
    double p = c->parameters, log_n = log((double)c->n), lengths = 0;
    double levels = p * (double)k, changes = (double)k - 1;

    if (stop == BAL_STOP_BIC)
        return deviance_of_it + log_n * (levels + changes + (c->kind == BAL_COST_MEAN ? 1 : 0));
    for (size_t j = 0; j < k; j++)
        lengths += log((double)(end[j] - (j > 0 ? end[j - 1] : 0)) / (double)c->n);
    return deviance_of_it + (p + 2) * log_n * changes + p * lengths;
}

/* Results -------------------------------------------------------------------------------------- */

static int new_ends(const struct bal_mem *mem, struct bal_segmentation *s, size_t k,
                    struct bal_error *err)
{
    s->end = bal_alloc(mem, k * sizeof *s->end);
    if (s->end == NULL)
        return bal_fail_mem(err);
    s->k = k;
    return 0;
}

static double cost_of(const struct bal_segcost *c, const struct bal_segmentation *s)
{
    double sum = 0;

    for (size_t j = 0; j < s->k; j++)
        sum += bal_segcost(c, j > 0 ? s->end[j - 1] : 0, s->end[j]);
    return sum;
}

void bal_segmentation_free(const struct bal_mem *mem, struct bal_segmentation *s)
{
    bal_free(mem, s->end, s->k * sizeof *s->end);
    bal_free(mem, s->tried_cost, s->tried * sizeof *s->tried_cost);
    bal_free(mem, s->tried_criterion, s->tried * sizeof *s->tried_criterion);
    *s = (struct bal_segmentation){0};
}

/* Numbers of segments -------------------------------------------------------------------------- */

/* A source of the segmentation into j segments, for each j up to `most`. */
struct numbers {
    const struct bal_segcost *c;
    struct bal_exact exact; /* f is NULL for binary */
    size_t *cut;
    double *gain;
    size_t most; /* that could be made; at most `room` */
    size_t room;
};

static int by_place(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    return (x > y) - (x < y);
}

static int ends_of(const struct numbers *a, size_t k, size_t *end, struct bal_error *err)
{
    if (a->exact.f != NULL)
        return bal_exact_ends(a->c, &a->exact, k, end, err);
    if (k > 1)
        memcpy(end, a->cut, (k - 1) * sizeof *end);
    end[k - 1] = a->c->n;
    qsort(end, k, sizeof *end, by_place);
    return 0;
}

static void free_numbers(struct numbers *a)
{
    if (a->exact.f != NULL)
        bal_exact_free(a->c, &a->exact);
    bal_free(a->c->mem, a->cut, a->room * sizeof *a->cut);
    bal_free(a->c->mem, a->gain, a->room * sizeof *a->gain);
}

static int all_numbers(const struct bal_segcost *c, const struct bal_segment_spec *spec,
                       size_t most, double penalty, const struct bal_watch *watch,
                       struct numbers *out, struct bal_error *err)
{
    struct numbers a = {.c = c, .most = most, .room = most};
    int code;

    if (spec->search == BAL_EXACT) {
        code = bal_exact_run(c, most, spec->min_length, watch, &a.exact, err);
    } else {
        a.cut = bal_alloc(c->mem, most * sizeof *a.cut);
        a.gain = bal_alloc(c->mem, most * sizeof *a.gain);
        code = a.cut == NULL || a.gain == NULL ? bal_fail_mem(err)
                                               : bal_binary(c, penalty, spec->min_length, most,
                                                            watch, a.cut, a.gain, &a.most, err);
        a.most++;
    }
    if (code != 0)
        free_numbers(&a);
    else
        *out = a;
    return code;
}

/* Compares all numbers by the criterion; `end` is room for the largest. Equal ones: fewer segments
 * win. */
static int compare_numbers(const struct numbers *a, enum bal_stop stop, const double *y,
                           const struct bal_watch *watch, struct bal_segmentation *s, size_t *end,
                           size_t *chosen, struct bal_error *err)
{
    s->tried = a->most;
    s->tried_cost = bal_alloc(a->c->mem, a->most * sizeof *s->tried_cost);
    s->tried_criterion = bal_alloc(a->c->mem, a->most * sizeof *s->tried_criterion);
    if (s->tried_cost == NULL || s->tried_criterion == NULL)
        return bal_fail_mem(err);
    *chosen = 1;
    for (size_t k = 1; k <= a->most; k++) {
        struct bal_segmentation one = {.k = k, .end = end};
        int code = ends_of(a, k, end, err);

        if (code != 0)
            return code;
        if (k % 512 == 0 && !bal_go_on(watch, (double)k * (double)k / (double)(a->most * a->most)))
            return bal_fail(err, BAL_ESTOP, "stopped");
        s->tried_cost[k - 1] = cost_of(a->c, &one);
        s->tried_criterion[k - 1] =
            criterion_of(a->c, stop, deviance(a->c, s->tried_cost[k - 1], y), end, k);
        if (s->tried_criterion[k - 1] < s->tried_criterion[*chosen - 1])
            *chosen = k;
    }
    s->criterion = s->tried_criterion[*chosen - 1];
    return 0;
}

static int choose_number(const struct numbers *a, const struct bal_segment_spec *spec,
                         const double *y, const struct bal_watch *watch, struct bal_segmentation *s,
                         struct bal_error *err)
{
    const struct bal_mem *mem = a->c->mem;
    size_t *end = bal_alloc(mem, a->most * sizeof *end), k = a->most;
    int code = end == NULL ? bal_fail_mem(err) : 0;

    if (code == 0 && spec->stop != BAL_STOP_PENALTY && spec->stop != BAL_STOP_NUMBER)
        code = compare_numbers(a, spec->stop, y, watch, s, end, &k, err);
    if (code == 0)
        code = new_ends(mem, s, k, err);
    if (code == 0)
        code = ends_of(a, k, s->end, err);
    bal_free(mem, end, a->most * sizeof *end);
    return code;
}

static int by_number(const struct bal_segcost *c, const struct bal_segment_spec *spec,
                     const double *y, const struct bal_watch *watch, struct bal_segmentation *s,
                     struct bal_error *err)
{
    bool penalised = spec->stop == BAL_STOP_PENALTY;
    size_t fit = c->n / spec->min_length, most = spec->most < fit ? spec->most : fit;
    struct numbers a;
    int code;

    if (penalised || spec->stop == BAL_STOP_NUMBER)
        most = penalised ? fit : spec->number;
    code = all_numbers(c, spec, most, penalised ? spec->penalty : -INFINITY, watch, &a, err);
    if (code != 0)
        return code;
    if (spec->stop == BAL_STOP_NUMBER && a.most < spec->number)
        code = bal_fail(err, BAL_EARG,
                        "after %zu segments binary segmentation finds none that it could cut into "
                        "two of min_length = %zu; use search = \"exact\"",
                        a.most, spec->min_length);
    else
        code = choose_number(&a, spec, y, watch, s, err);
    if (penalised)
        s->penalty = spec->penalty;
    free_numbers(&a);
    return code;
}

/* Penalties ------------------------------------------------------------------------------------ */

static int penalty_of(struct bal_segcost *c, const struct bal_segment_spec *spec, const double *y,
                      struct bal_segmentation *s, struct bal_error *err)
{
    double each = log((double)c->n) * (c->parameters + (spec->stop == BAL_STOP_BIC ? 1 : 2));
    double unit = 1;
    int code = 0;

    s->penalty = spec->penalty;
    if (spec->stop == BAL_STOP_PENALTY)
        return 0;
    if (c->kind == BAL_COST_MEAN) {
        code = noise_of(c->mem, y, c->n, &s->noise, err);
        unit = s->noise * s->noise;
    }
    s->penalty = each * unit;
    c->modified = spec->stop == BAL_STOP_MBIC ? c->parameters * unit : 0;
    return code;
}

static int by_penalty(struct bal_segcost *c, const struct bal_segment_spec *spec, const double *y,
                      const struct bal_watch *watch, struct bal_segmentation *s,
                      struct bal_error *err)
{
    size_t *from, k = 0;
    int code = penalty_of(c, spec, y, s, err);

    if (code != 0)
        return code;
    from = bal_alloc(c->mem, (c->n + 1) * sizeof *from);
    if (from == NULL)
        return bal_fail_mem(err);
    code = spec->search == BAL_FUNCTIONAL
               ? bal_fpop(c, s->penalty, spec->min_length, watch, from, err)
               : bal_pelt(c, s->penalty, spec->min_length, watch, from, err);
    for (size_t t = c->n; code == 0 && t > 0; t = from[t])
        k++;
    if (code == 0)
        code = new_ends(c->mem, s, k, err);
    for (size_t t = c->n; code == 0 && t > 0; t = from[t])
        s->end[--k] = t;
    bal_free(c->mem, from, (c->n + 1) * sizeof *from);
    c->modified = 0;
    return code;
}

/* The segmentation ----------------------------------------------------------------------------- */

static int search(struct bal_segcost *c, const struct bal_segment_spec *spec, const double *y,
                  const struct bal_watch *watch, struct bal_segmentation *s, struct bal_error *err)
{
    int code;

    s->n = c->n;
    s->penalty = s->noise = s->criterion = NAN;
    if (spec->search == BAL_PELT || spec->search == BAL_FUNCTIONAL)
        code = by_penalty(c, spec, y, watch, s, err);
    else
        code = by_number(c, spec, y, watch, s, err);
    if (code == 0)
        s->cost = cost_of(c, s);
    return code;
}

int bal_segment(const struct bal_mem *mem, const double *y, size_t n,
                const struct bal_segment_spec *spec, const struct bal_watch *watch,
                struct bal_segmentation *out, struct bal_error *err)
{
    struct bal_segcost c;
    struct bal_segmentation s = {0};
    int code = n == 0 ? bal_fail(err, BAL_EARG, "the series has no values") : 0;

    if (code == 0)
        code = check_rule(spec, err);
    if (code == 0)
        code = check_lengths(n, spec, err);
    for (size_t i = 0; code == 0 && i < n; i++)
        if (!isfinite(y[i]))
            code = bal_fail(err, BAL_EARG, "value %zu is not finite", i + 1);
    if (code == 0 && spec->cost == BAL_COST_MEAN_VARIANCE)
        code = check_runs(y, n, spec->min_length, err);
    if (code == 0)
        code = bal_segcost_init(mem, y, n, spec->cost, &c, err);
    if (code != 0)
        return code;
    code = search(&c, spec, y, watch, &s, err);
    bal_segcost_free(&c);
    if (code != 0)
        bal_segmentation_free(mem, &s);
    else
        *out = s;
    return code;
}
