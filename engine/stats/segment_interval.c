#include "stats/segment_interval.h"

#include <math.h>
#include <stdlib.h>

#include "base/rng.h"

static int check(const struct bal_segmentation *s, size_t min_length, double level,
                 struct bal_error *err)
{
    if (!(level > 0 && level < 1))
        return bal_fail(err, BAL_EARG, "the level of an interval is between 0 and 1, not %g",
                        level);
    if (min_length < 1)
        return bal_fail(err, BAL_EARG, "min_length is at least 1");
    if (s->k < 1 || s->end[s->k - 1] != s->n)
        return bal_fail(err, BAL_EARG, "the segments do not end with the series");
    for (size_t j = 0, a = 0; j < s->k; a = s->end[j++])
        if (s->end[j] <= a || s->end[j] - a < min_length)
            return bal_fail(err, BAL_EARG, "segment %zu has fewer values than min_length = %zu",
                            j + 1, min_length);
    return 0;
}

/* Profile -------------------------------------------------------------------------------------- */

/* The costs mean and rank are sums of squares: their unit is the residual variance. */
static double unit_of(const struct bal_segcost *c, const struct bal_segmentation *s)
{
    double squares = 0;

    if (c->kind != BAL_COST_MEAN && c->kind != BAL_COST_RANK)
        return 1;
    for (size_t j = 0; j < s->k; j++)
        squares += bal_segcost(c, j > 0 ? s->end[j - 1] : 0, s->end[j]);
    return fmax(squares, c->tiny) / (double)(s->n > s->k ? s->n - s->k : 1);
}

static void profile_one(const struct bal_segcost *c, size_t a, size_t b, size_t min_length,
                        double cut, size_t *low, size_t *high)
{
    double least = INFINITY;

    for (size_t t = a + min_length; t + min_length <= b; t++)
        least = fmin(least, bal_segcost(c, a, t) + bal_segcost(c, t, b));
    *low = *high = b;
    for (size_t t = a + min_length; t + min_length <= b; t++) {
        if (bal_segcost(c, a, t) + bal_segcost(c, t, b) - least > cut)
            continue;
        *low = t < *low ? t : *low;
        *high = t;
    }
}

int bal_segment_profile(const struct bal_mem *mem, const double *y, enum bal_cost cost,
                        size_t min_length, const struct bal_segmentation *s, double level,
                        size_t *low, size_t *high, struct bal_error *err)
{
    struct bal_segcost c;
    double cut;
    int code = check(s, min_length, level, err);

    if (code == 0)
        code = bal_segcost_init(mem, y, s->n, cost, &c, err);
    if (code != 0)
        return code;
    cut = -2 * log(1 - sqrt(level)) * unit_of(&c, s);
    for (size_t j = 0; j + 1 < s->k; j++)
        profile_one(&c, j > 0 ? s->end[j - 1] : 0, s->end[j + 1], min_length, cut, &low[j],
                    &high[j]);
    bal_segcost_free(&c);
    return 0;
}

/* Bootstrap ------------------------------------------------------------------------------------ */

struct resampling {
    const struct bal_mem *mem;
    const struct bal_segmentation *s;
    const struct bal_segment_resampling *how;
    size_t min_length;
    double *level, *residual, *y; /* n of each */
    size_t *end;                  /* k */
    size_t *place;                /* place[j * reps + r]: change j in replicate r */
};

static void split(const struct resampling *r, const double *y)
{
    for (size_t j = 0, a = 0; j < r->s->k; a = r->s->end[j++]) {
        double mean = 0;

        for (size_t t = a; t < r->s->end[j]; t++)
            mean += (y[t] - mean) / (double)(t - a + 1);
        for (size_t t = a; t < r->s->end[j]; t++) {
            r->level[t] = mean;
            r->residual[t] = y[t] - mean;
        }
    }
}

static void draw(const struct resampling *r, size_t replicate)
{
    size_t n = r->s->n, block = r->how->block, start = 0;
    struct bal_rng rng;

    bal_rng_init(&rng, r->how->seed, replicate);
    for (size_t t = 0; t < n; t++) {
        if (t % block == 0)
            start = (size_t)bal_rng_below(&rng, n - block + 1);
        r->y[t] = r->level[t] + r->residual[start + t % block];
    }
}

static int replicate(const struct resampling *r, size_t which, struct bal_error *err)
{
    struct bal_segcost c;
    struct bal_exact x;
    int code;

    draw(r, which);
    code = bal_segcost_init(r->mem, r->y, r->s->n, BAL_COST_MEAN, &c, err);
    if (code != 0)
        return code;
    code = bal_exact_run(&c, r->s->k, r->min_length, NULL, &x, err);
    if (code == 0) {
        code = bal_exact_ends(&c, &x, r->s->k, r->end, err);
        bal_exact_free(&c, &x);
    }
    for (size_t j = 0; code == 0 && j + 1 < r->s->k; j++)
        r->place[j * r->how->reps + which] = r->end[j];
    bal_segcost_free(&c);
    return code;
}

static int by_place(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    return (x > y) - (x < y);
}

/* Order statistics floor(tail (reps + 1)) from either end, at least the first. */
static void percentiles(const struct resampling *r, double level, size_t *low, size_t *high)
{
    size_t reps = r->how->reps, rank = (size_t)((1 - level) / 2 * (double)(reps + 1) + 1e-9);

    rank = rank < 1 ? 1 : rank;
    for (size_t j = 0; j + 1 < r->s->k; j++) {
        size_t *place = r->place + j * reps;

        qsort(place, reps, sizeof *place, by_place);
        low[j] = place[rank - 1];
        high[j] = place[reps - rank];
    }
}

static int all_replicates(struct resampling *r, const double *y, const struct bal_watch *watch,
                          struct bal_error *err)
{
    split(r, y);
    for (size_t i = 0; i < r->how->reps; i++) {
        int code = replicate(r, i, err);

        if (code != 0)
            return code;
        if (!bal_go_on(watch, (double)(i + 1) / (double)r->how->reps))
            return bal_fail(err, BAL_ESTOP, "stopped");
    }
    return 0;
}

int bal_segment_bootstrap(const struct bal_mem *mem, const double *y, size_t min_length,
                          const struct bal_segmentation *s, double level,
                          const struct bal_segment_resampling *how, const struct bal_watch *watch,
                          size_t *low, size_t *high, struct bal_error *err)
{
    struct resampling r = {.mem = mem, .s = s, .how = how, .min_length = min_length};
    size_t values = s->n * sizeof(double), places = s->k * how->reps * sizeof *r.place;
    int code = check(s, min_length, level, err);

    if (code == 0 && (how->reps < 1 || how->block < 1 || how->block > s->n))
        code =
            bal_fail(err, BAL_EARG, "a block has 1 to %zu values, not %zu, and reps is at least 1",
                     s->n, how->block);
    if (code != 0)
        return code;
    r.level = bal_alloc(mem, values);
    r.residual = bal_alloc(mem, values);
    r.y = bal_alloc(mem, values);
    r.end = bal_alloc(mem, s->k * sizeof *r.end);
    r.place = bal_alloc(mem, places);
    if (!r.level || !r.residual || !r.y || !r.end || !r.place)
        code = bal_fail_mem(err);
    else
        code = all_replicates(&r, y, watch, err);
    if (code == 0)
        percentiles(&r, level, low, high);
    bal_free(mem, r.level, values);
    bal_free(mem, r.residual, values);
    bal_free(mem, r.y, values);
    bal_free(mem, r.end, s->k * sizeof *r.end);
    bal_free(mem, r.place, places);
    return code;
}
