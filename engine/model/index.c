#include "model/index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const rule_name[] = {"latest", "mean", "max", "count", "decay", "in_force"};

int bal_index_rule_named(const char *name)
{
    for (int i = 0; i <= BAL_INDEX_IN_FORCE; i++)
        if (strcmp(name, rule_name[i]) == 0)
            return i;
    return -1;
}

const char *bal_index_rule_name(enum bal_index_rule rule)
{
    return rule_name[rule];
}

/* By day, then by score: the score only makes the order, and so every sum, independent of the
 * order of the rows. */
static int by_day(const void *a, const void *b)
{
    const struct bal_observation *x = a, *y = b;

    if (x->span.from != y->span.from)
        return x->span.from < y->span.from ? -1 : 1;
    return (x->score > y->score) - (x->score < y->score);
}

/* The mean score of the observations on the last of the days in obs[0..n), n >= 1. */
static double last_day_mean(const struct bal_observation *obs, size_t n)
{
    double sum = 0;
    size_t k = 0;

    while (k < n && obs[n - 1 - k].span.from == obs[n - 1].span.from)
        sum += obs[n - 1 - k++].score;
    return sum / (double)k;
}

static void fill_latest(const struct bal_index_spec *spec, const struct bal_observation *obs,
                        size_t nobs, struct bal_series *out)
{
    size_t seen = 0;

    for (size_t t = 0; t < out->n; t++) {
        int64_t period = out->start + (int64_t)t, age;

        while (seen < nobs && bal_period_of(out->interval, obs[seen].span.from) <= period)
            seen++;
        if (seen == 0)
            continue;
        age = period - bal_period_of(out->interval, obs[seen - 1].span.from);
        if (spec->expiry == 0 || age <= (int64_t)spec->expiry)
            out->value[t] = last_day_mean(obs, seen);
    }
}

static void fill_within(const struct bal_index_spec *spec, const struct bal_observation *obs,
                        size_t nobs, struct bal_series *out)
{
    size_t i = 0;

    for (size_t t = 0; t < out->n; t++) {
        int64_t period = out->start + (int64_t)t;
        double sum = 0, top = -INFINITY;
        size_t n = 0;

        while (i < nobs && bal_period_of(out->interval, obs[i].span.from) < period)
            i++;
        for (; i < nobs && bal_period_of(out->interval, obs[i].span.from) == period; i++, n++) {
            sum += obs[i].score;
            top = obs[i].score > top ? obs[i].score : top;
        }
        if (spec->rule == BAL_INDEX_COUNT)
            out->value[t] = (double)n;
        else if (n > 0)
            out->value[t] = spec->rule == BAL_INDEX_MEAN ? sum / (double)n : top;
    }
}

/* Weights are kept relative to the current period and shrink by one factor a period, so that old
 * observations fade without a power each. */
static void fill_decay(const struct bal_index_spec *spec, const struct bal_observation *obs,
                       size_t nobs, struct bal_series *out)
{
    double keep = exp2(-1 / spec->half_life), weight = 0, sum = 0;
    int64_t at = out->start;
    size_t i = 0;

    if (nobs > 0 && bal_period_of(out->interval, obs[0].span.from) < at)
        at = bal_period_of(out->interval, obs[0].span.from);
    for (; at < out->start + (int64_t)out->n; at++) {
        weight *= keep;
        sum *= keep;
        for (; i < nobs && bal_period_of(out->interval, obs[i].span.from) == at; i++) {
            weight += 1;
            sum += obs[i].score;
        }
        if (at < out->start)
            continue;
        if (spec->total)
            out->value[at - out->start] = sum;
        else if (i > 0 && weight > 0)
            out->value[at - out->start] = sum / weight;
    }
}

static void fill_in_force(const struct bal_observation *obs, size_t nobs, struct bal_series *out)
{
    for (size_t i = 0; i < nobs; i++) {
        size_t a, b;

        if (!bal_window_cells(obs[i].span, out->interval, out->start, out->n, &a, &b))
            continue;
        for (size_t t = a; t < b; t++)
            if (isnan(out->value[t]) || obs[i].score > out->value[t])
                out->value[t] = obs[i].score;
    }
}

static int check_spec(const struct bal_index_spec *spec, struct bal_error *err)
{
    if (spec->rule == BAL_INDEX_DECAY && !(spec->half_life > 0 && isfinite(spec->half_life)))
        return bal_fail(err, BAL_EARG, "the rule 'decay' needs a half_life above 0 %ss",
                        bal_interval_name(spec->interval));
    return 0;
}

int bal_index_build(const struct bal_mem *mem, const struct bal_index_spec *spec,
                    const struct bal_observation *obs, size_t nobs, struct bal_series **out,
                    struct bal_error *err)
{
    struct bal_observation *sorted;
    int code = check_spec(spec, err);

    if (code != 0)
        return code;
    sorted = bal_alloc(mem, nobs * sizeof *sorted);
    if (sorted == NULL)
        return bal_fail_mem(err);
    if (nobs > 0)
        memcpy(sorted, obs, nobs * sizeof *sorted);
    qsort(sorted, nobs, sizeof *sorted, by_day);
    code = bal_series_new(mem, spec->interval, spec->start, spec->n, spec->name, "", spec->how, out,
                          err);
    if (code == 0) {
        switch (spec->rule) {
        case BAL_INDEX_LATEST:
            fill_latest(spec, sorted, nobs, *out);
            break;
        case BAL_INDEX_MEAN:
        case BAL_INDEX_MAX:
        case BAL_INDEX_COUNT:
            fill_within(spec, sorted, nobs, *out);
            break;
        case BAL_INDEX_DECAY:
            fill_decay(spec, sorted, nobs, *out);
            break;
        case BAL_INDEX_IN_FORCE:
            fill_in_force(sorted, nobs, *out);
            break;
        }
    }
    bal_free(mem, sorted, nobs * sizeof *sorted);
    return code;
}
