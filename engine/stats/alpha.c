#include "stats/alpha.h"

#include <math.h>
#include <omp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

static const char *const level_name[] = {"nominal", "ordinal", "interval", "ratio"};

int bal_level_named(const char *name)
{
    for (int i = 0; i <= BAL_RATIO; i++)
        if (strcmp(name, level_name[i]) == 0)
            return i;
    return -1;
}

/* The pairable units one after the other, each value as a code into the sorted distinct ones. */
struct coded {
    enum bal_level level;
    size_t units, values, distinct, cells; /* cells: values there is room for */
    size_t *start;                         /* of each unit, and one more */
    size_t *code;
    double *level_of;  /* of each code: the value, less the mean for the interval level */
    double *disagreed; /* of each unit, sum of delta^2 over ordered pairs / (m - 1); not ordinal */
};

/* What one draw needs: how often each code occurs, and its midrank. */
struct tally {
    double *count, *rank;
};

static void free_coded(const struct bal_mem *mem, struct coded *c, size_t units)
{
    bal_free(mem, c->start, (units + 1) * sizeof *c->start);
    bal_free(mem, c->code, c->cells * sizeof *c->code);
    bal_free(mem, c->level_of, c->cells * sizeof *c->level_of);
    bal_free(mem, c->disagreed, units * sizeof *c->disagreed);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static size_t code_of(const struct coded *c, double v)
{
    size_t lo = 0, hi = c->distinct;

    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;

        if (c->level_of[mid] <= v)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

/* Squared distance of two codes, at the levels where counts do not matter. */
static double distance(const struct coded *c, size_t a, size_t b)
{
    double x = c->level_of[a], y = c->level_of[b];

    if (a == b)
        return 0;
    if (c->level == BAL_NOMINAL)
        return 1;
    if (c->level == BAL_INTERVAL_LEVEL)
        return (x - y) * (x - y);
    return (x - y) / (x + y) * ((x - y) / (x + y));
}

static double unit_disagreement(const struct coded *c, size_t u)
{
    size_t a = c->start[u], b = c->start[u + 1];
    double sum = 0;

    for (size_t i = a; i < b; i++)
        for (size_t j = i + 1; j < b; j++)
            sum += 2 * distance(c, c->code[i], c->code[j]);
    return sum / (double)(b - a - 1);
}

static int check_values(const double *value, size_t n, enum bal_level level, struct bal_error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (isinf(value[i]))
            return bal_fail(err, BAL_EARG, "a coded value is infinite");
        if (level == BAL_RATIO && value[i] < 0)
            return bal_fail(err, BAL_EARG,
                            "a coded value is %g; at the ratio level there is nothing below 0",
                            value[i]);
    }
    return 0;
}

/* Counts the units of each kind; the values of pairable ones go to `flat`. */
static void split_units(struct coded *c, const double *value, size_t units, size_t coders,
                        struct bal_alpha *out, double *flat)
{
    for (size_t u = 0; u < units; u++) {
        size_t m = 0;

        for (size_t k = 0; k < coders; k++)
            if (!isnan(value[u * coders + k]))
                flat[c->values + m++] = value[u * coders + k];
        out->empty += m == 0;
        out->single += m == 1;
        if (m < 2)
            continue;
        c->start[c->units++] = c->values;
        c->values += m;
    }
    c->start[c->units] = c->values;
}

static void encode(struct coded *c, const double *flat)
{
    double mean = 0;

    for (size_t i = 0; i < c->values; i++) {
        c->level_of[i] = flat[i];
        mean += (flat[i] - mean) / (double)(i + 1);
    }
    qsort(c->level_of, c->values, sizeof *c->level_of, by_value);
    for (size_t i = 0; i < c->values; i++)
        if (i == 0 || c->level_of[i] != c->level_of[c->distinct - 1])
            c->level_of[c->distinct++] = c->level_of[i];
    for (size_t i = 0; i < c->values; i++)
        c->code[i] = code_of(c, flat[i]);
    for (size_t k = 0; c->level == BAL_INTERVAL_LEVEL && k < c->distinct; k++)
        c->level_of[k] -= mean;
    for (size_t u = 0; u < c->units; u++)
        c->disagreed[u] = unit_disagreement(c, u);
}

static int make_coded(const struct bal_mem *mem, const double *value, size_t units, size_t coders,
                      enum bal_level level, struct coded *c, struct bal_alpha *out,
                      struct bal_error *err)
{
    double *flat;
    int code = check_values(value, units * coders, level, err);

    *out = (struct bal_alpha){.alpha = NAN, .observed = NAN, .expected = NAN};
    *c = (struct coded){.level = level, .cells = units * coders};
    if (code != 0)
        return code;
    flat = bal_alloc(mem, c->cells * sizeof *flat);
    c->start = bal_calloc(mem, units + 1, sizeof *c->start);
    c->code = bal_alloc(mem, c->cells * sizeof *c->code);
    c->level_of = bal_alloc(mem, c->cells * sizeof *c->level_of);
    c->disagreed = bal_alloc(mem, units * sizeof *c->disagreed);
    if (flat != NULL && c->start != NULL && c->code != NULL && c->level_of != NULL &&
        c->disagreed != NULL) {
        split_units(c, value, units, coders, out, flat);
        encode(c, flat);
        out->units = c->units;
        out->values = c->values;
        out->distinct = c->distinct;
    } else {
        code = bal_fail_mem(err);
        free_coded(mem, c, units);
    }
    bal_free(mem, flat, c->cells * sizeof *flat);
    return code;
}

/* Alpha of a tally ----------------------------------------------------------------------------- */

static void count_unit(const struct coded *c, size_t u, struct tally *t)
{
    for (size_t i = c->start[u]; i < c->start[u + 1]; i++)
        t->count[c->code[i]]++;
}

/* Midranks less those of the middle, so that their squares stay small. */
static void fill_ranks(const struct coded *c, struct tally *t, double n)
{
    double below = 0;

    for (size_t k = 0; k < c->distinct; below += t->count[k++])
        t->rank[k] = below + t->count[k] / 2 - n / 2;
}

/* Sum of n_c n_k delta^2 over ordered pairs of codes. */
static double expected_sum(const struct coded *c, const struct tally *t, double n)
{
    const double *x = c->level == BAL_ORDINAL ? t->rank : c->level_of;
    double sum = 0, squares = 0;

    if (c->level == BAL_NOMINAL) {
        for (size_t k = 0; k < c->distinct; k++)
            squares += t->count[k] * t->count[k];
        return n * n - squares;
    }
    if (c->level == BAL_RATIO) {
        for (size_t a = 0; a < c->distinct; a++)
            for (size_t b = a + 1; b < c->distinct; b++)
                sum += 2 * t->count[a] * t->count[b] * distance(c, a, b);
        return sum;
    }
    for (size_t k = 0; k < c->distinct; k++)
        sum += t->count[k] * x[k];
    for (size_t k = 0; k < c->distinct; k++)
        squares += t->count[k] * (x[k] - sum / n) * (x[k] - sum / n);
    return 2 * n * squares;
}

static double observed_of(const struct coded *c, const struct tally *t, size_t u)
{
    size_t a = c->start[u], b = c->start[u + 1], m = b - a;
    double mean = 0, squares = 0;

    if (c->level != BAL_ORDINAL)
        return c->disagreed[u];
    for (size_t i = a; i < b; i++)
        mean += t->rank[c->code[i]] / (double)m;
    for (size_t i = a; i < b; i++)
        squares += (t->rank[c->code[i]] - mean) * (t->rank[c->code[i]] - mean);
    return 2 * (double)m * squares / (double)(m - 1);
}

static bool differ(const struct coded *c, const struct tally *t)
{
    size_t seen = 0;

    for (size_t k = 0; k < c->distinct; k++)
        seen += t->count[k] > 0;
    return seen > 1;
}

/* `unit[i]`, i < c->units: the units that the draw holds. */
static double alpha_of(const struct coded *c, const size_t *unit, struct tally *t,
                       struct bal_alpha *out)
{
    double n = 0, observed = 0, expected;

    for (size_t k = 0; k < c->distinct; k++)
        t->count[k] = 0;
    for (size_t i = 0; i < c->units; i++) {
        count_unit(c, unit[i], t);
        n += (double)(c->start[unit[i] + 1] - c->start[unit[i]]);
    }
    fill_ranks(c, t, n);
    for (size_t i = 0; i < c->units; i++)
        observed += observed_of(c, t, unit[i]);
    observed /= n;
    expected = differ(c, t) ? expected_sum(c, t, n) / (n * (n - 1)) : 0;
    if (out != NULL) {
        out->observed = observed;
        out->expected = expected;
    }
    return expected > 0 ? 1 - observed / expected : NAN;
}

static size_t scratch_size(const struct coded *c)
{
    return c->units * sizeof(size_t) + 2 * c->distinct * sizeof(double);
}

/* Room for one draw: the units, then the tally. */
static struct tally tally_in(const struct coded *c, void *room, size_t **unit)
{
    double *count = room;
    void *rest = count + 2 * c->distinct;

    *unit = rest;
    return (struct tally){count, count + c->distinct};
}

int bal_alpha(const struct bal_mem *mem, const double *value, size_t units, size_t coders,
              enum bal_level level, struct bal_alpha *out, struct bal_error *err)
{
    struct coded c;
    struct tally t;
    size_t *unit;
    void *room;
    int code = make_coded(mem, value, units, coders, level, &c, out, err);

    if (code != 0)
        return code;
    room = bal_alloc(mem, scratch_size(&c));
    if (room != NULL && c.units > 0) {
        t = tally_in(&c, room, &unit);
        for (size_t u = 0; u < c.units; u++)
            unit[u] = u;
        out->alpha = alpha_of(&c, unit, &t, out);
    }
    code = room != NULL ? 0 : bal_fail_mem(err);
    bal_free(mem, room, scratch_size(&c));
    free_coded(mem, &c, units);
    return code;
}

/* Bootstrap ------------------------------------------------------------------------------------ */

static double draw(const struct coded *c, uint64_t seed, uint64_t r, void *room)
{
    struct bal_rng rng;
    size_t *unit;
    struct tally t = tally_in(c, room, &unit);

    bal_rng_init(&rng, seed, r);
    for (size_t i = 0; i < c->units; i++)
        unit[i] = (size_t)bal_rng_below(&rng, c->units);
    return alpha_of(c, unit, &t, NULL);
}

/* A batch at a time, so that a watcher is asked some times a second. */
static int draw_all(const struct coded *c, uint64_t seed, size_t reps, char *room,
                    const struct bal_watch *watch, double *replicate, struct bal_error *err)
{
    double work =
        (double)c->values + (c->level == BAL_RATIO ? (double)c->distinct : 1) * (double)c->distinct;
    size_t step = work > 5e5 ? 8 : (size_t)(4e6 / work) + 8;

    for (size_t done = 0; done < reps; done += step) {
        size_t end = reps - done < step ? reps : done + step;

        if (!bal_go_on(watch, (double)done / (double)reps))
            return bal_fail(err, BAL_ESTOP, "the bootstrap of alpha was stopped");
#pragma omp parallel for schedule(static) if (end - done > 64)
        for (size_t r = done; r < end; r++)
            replicate[r] = draw(c, seed, r, room + (size_t)omp_get_thread_num() * scratch_size(c));
    }
    return 0;
}

int bal_alpha_bootstrap(const struct bal_mem *mem, const double *value, size_t units, size_t coders,
                        enum bal_level level, uint64_t seed, size_t reps,
                        const struct bal_watch *watch, double *replicate, struct bal_error *err)
{
    size_t threads = (size_t)omp_get_max_threads();
    struct bal_alpha out;
    struct coded c;
    char *room;
    int code = make_coded(mem, value, units, coders, level, &c, &out, err);

    if (code != 0)
        return code;
    room = bal_alloc(mem, threads * scratch_size(&c));
    if (room == NULL) {
        code = bal_fail_mem(err);
    } else if (c.units == 0) {
        for (size_t r = 0; r < reps; r++)
            replicate[r] = NAN;
    } else {
        code = draw_all(&c, seed, reps, room, watch, replicate, err);
    }
    bal_free(mem, room, threads * scratch_size(&c));
    free_coded(mem, &c, units);
    return code;
}
