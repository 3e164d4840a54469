#include "stats/dates.h"

#include <string.h>

#include "base/choose.h"
#include "base/named.h"
#include "base/rng.h"

enum { CHUNK = 2048 }; /* placements that a slot is given at a time */

int bal_dates_null_named(const char *name)
{
    static const char *const list[] = {"relocate", "shift"};

    return bal_named(name, list, 2);
}

static int check_dates(const struct bal_dates *d, struct bal_error *err)
{
    if (d->k == 0)
        return bal_fail(err, BAL_EARG, "there is no key date");
    if (d->k > BAL_DATES_MAX)
        return bal_fail(err, BAL_EARG, "there are %zu key dates, and at most %d are placed", d->k,
                        BAL_DATES_MAX);
    for (size_t j = 0; j < d->k; j++) {
        if (d->at[j] >= d->n)
            return bal_fail(err, BAL_EARG, "key date %zu lies outside the periods", j + 1);
        if (j > 0 && d->at[j] <= d->at[j - 1])
            return bal_fail(err, BAL_EARG, "key dates %zu and %zu are not in ascending order", j,
                            j + 1);
    }
    if (d->null == BAL_DATES_RELOCATE &&
        (d->from > d->at[0] || d->to <= d->at[d->k - 1] || d->to > d->n))
        return bal_fail(err, BAL_EARG, "a key date lies outside the open periods");
    return 0;
}

int bal_dates_plan(struct bal_dates *d, struct bal_error *err)
{
    int code = check_dates(d, err);

    if (code != 0)
        return code;
    d->all = d->null == BAL_DATES_SHIFT ? (double)d->n
                                        : bal_choose((double)(d->to - d->from), (double)d->k);
    d->exact = d->null == BAL_DATES_SHIFT || d->all <= BAL_DATES_EXACT;
    if (!d->exact && (d->reps == 0 || d->reps > BAL_DATES_REPS))
        return bal_fail(err, BAL_EARG, "reps is from 1 to %d, not %zu", BAL_DATES_REPS, d->reps);
    d->count = d->exact ? (size_t)d->all : d->reps + 1;
    return 0;
}

/* One placement -------------------------------------------------------------------------------- */

/* Combination i of `open` things, in lexicographic order. Those that begin with 0 come first:
 * C(open - 1, k - 1) of them. */
static void unrank(const struct bal_dates *d, size_t i, size_t *at)
{
    size_t open = d->to - d->from, left = d->k;
    double rank = (double)i;

    for (size_t v = 0; left > 0; v++) {
        double with = bal_choose((double)(open - v - 1), (double)(left - 1));

        if (rank < with) {
            at[d->k - left] = d->from + v;
            left--;
        } else {
            rank -= with;
        }
    }
}

static void next_combination(const struct bal_dates *d, size_t *at)
{
    size_t j = d->k;

    while (j > 0 && at[j - 1] == d->to - (d->k - j) - 1)
        j--;
    if (j == 0)
        return; /* it was the last */
    at[j - 1]++;
    for (; j < d->k; j++)
        at[j] = at[j - 1] + 1;
}

/* Any k of the open periods, equally likely (Floyd; Bentley & Floyd 1987), put in order. */
static void draw(const struct bal_dates *d, size_t i, size_t *at)
{
    struct bal_rng rng;
    size_t open = d->to - d->from;

    bal_rng_init(&rng, d->seed, i);
    for (size_t have = 0; have < d->k; have++) {
        size_t last = open - d->k + have, place = 0;
        size_t v = d->from + (size_t)bal_rng_below(&rng, last + 1);

        while (place < have && at[place] < v)
            place++;
        if (place < have && at[place] == v) {
            place = have;
            v = d->from + last;
        }
        memmove(at + place + 1, at + place, (have - place) * sizeof *at);
        at[place] = v;
    }
}

/* Placement i; `at` holds placement i - 1 unless i is the `first` of its chunk. */
static void place(const struct bal_dates *d, size_t i, bool first, size_t *at)
{
    if (d->null == BAL_DATES_SHIFT) {
        for (size_t j = 0; j < d->k; j++)
            at[j] = (d->at[j] + i) % d->n;
    } else if (!d->exact && i == 0) {
        memcpy(at, d->at, d->k * sizeof *at);
    } else if (!d->exact) {
        draw(d, i, at);
    } else if (first) {
        unrank(d, i, at);
    } else {
        next_combination(d, at);
    }
}

/* All of them ---------------------------------------------------------------------------------- */

static void visit_chunk(const struct bal_dates *d, const struct bal_dates_work *work, size_t slot,
                        size_t from, size_t *at)
{
    size_t to = from + CHUNK < d->count ? from + CHUNK : d->count;

    for (size_t i = from; i < to; i++) {
        place(d, i, i == from, at);
        work->visit(work->ud, slot, i, at);
    }
}

int bal_dates_each(const struct bal_dates *d, const struct bal_mem *mem,
                   const struct bal_dates_work *work, const struct bal_watch *watch,
                   struct bal_error *err)
{
    size_t chunks = (d->count + CHUNK - 1) / CHUNK;
    size_t size = BAL_DATES_SLOTS * (d->k + 1) * sizeof(size_t); /* + 1: room to move up */
    size_t *at = bal_alloc(mem, size);
    int code = 0;

    if (at == NULL)
        return bal_fail_mem(err);
    for (size_t c = 0; c < chunks && code == 0; c += BAL_DATES_SLOTS) {
        size_t slots = chunks - c < BAL_DATES_SLOTS ? chunks - c : BAL_DATES_SLOTS;

#pragma omp parallel for schedule(dynamic) if (slots > 1)
        for (size_t s = 0; s < slots; s++)
            visit_chunk(d, work, s, (c + s) * CHUNK, at + s * (d->k + 1));
        if (!bal_go_on(watch, (double)(c + slots) / (double)chunks))
            code = bal_fail(err, BAL_ESTOP, "stopped");
    }
    bal_free(mem, at, size);
    return code;
}
