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
    const struct bal_placed *x = a, *y = b;

    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return (x->score > y->score) - (x->score < y->score);
}

void bal_index_sort(struct bal_placed *placed, size_t nobs)
{
    if (nobs > 1)
        qsort(placed, nobs, sizeof *placed, by_day);
}

void bal_index_place(const struct bal_index_spec *spec, const struct bal_observation *obs,
                     size_t nobs, struct bal_placed *placed)
{
    for (size_t i = 0; i < nobs; i++) {
        struct bal_window span = obs[i].span;
        struct bal_placed *p = &placed[i];
        size_t a = 0, b = 0;

        p->day = span.from;
        p->score = obs[i].score;
        if (spec->rule == BAL_INDEX_IN_FORCE) {
            if (!bal_window_cells(span, spec->interval, spec->start, spec->n, &a, &b))
                a = b = 0;
            p->from = (int64_t)a;
            p->to = (int64_t)b;
        } else {
            p->from = bal_period_of(spec->interval, span.from) - spec->start;
            p->to = p->from + 1;
        }
    }
    bal_index_sort(placed, nobs);
}

/* [from, to) cut to the index. */
static void cut(int64_t n, int64_t from, int64_t to, size_t *a, size_t *b)
{
    *a = (size_t)(from < 0 ? 0 : from < n ? from : n);
    *b = (size_t)(to < 0 ? 0 : to < n ? to : n);
}

static void set(double *value, size_t a, size_t b, double v)
{
    for (size_t t = a; t < b; t++)
        value[t] = v;
}

/* The observations of one day hold until those of the next, or until they expire. */
static void fill_latest(const struct bal_index_spec *spec, const struct bal_placed *obs,
                        size_t nobs, double *value)
{
    set(value, 0, spec->n, NAN);
    for (size_t i = 0, j; i < nobs; i = j) {
        double sum = 0;
        int64_t to;
        size_t a, b;

        for (j = i + 1; j < nobs && obs[j].day == obs[i].day; j++)
            ;
        for (size_t k = j; k-- > i;)
            sum += obs[k].score;
        to = j < nobs ? obs[j].from : (int64_t)spec->n;
        if (spec->expiry > 0 && to - obs[i].from > (int64_t)spec->expiry)
            to = obs[i].from + (int64_t)spec->expiry + 1;
        cut((int64_t)spec->n, obs[i].from, to, &a, &b);
        set(value, a, b, sum / (double)(j - i));
    }
}

static void fill_within(const struct bal_index_spec *spec, const struct bal_placed *obs,
                        size_t nobs, double *value)
{
    set(value, 0, spec->n, spec->rule == BAL_INDEX_COUNT ? 0 : (double)NAN);
    for (size_t i = 0, j; i < nobs; i = j) {
        double sum = 0, top = -INFINITY;

        for (j = i; j < nobs && obs[j].from == obs[i].from; j++) {
            sum += obs[j].score;
            top = obs[j].score > top ? obs[j].score : top;
        }
        if (obs[i].from < 0 || obs[i].from >= (int64_t)spec->n)
            continue;
        value[obs[i].from] = spec->rule == BAL_INDEX_COUNT  ? (double)(j - i)
                             : spec->rule == BAL_INDEX_MEAN ? sum / (double)(j - i)
                                                            : top;
    }
}

/* Weights are kept relative to the current period and shrink by one factor a period, so that old
 * observations fade without a power each. Where there is nothing for very long before the index begins,
 * all its periods are taken at once: the first observation may lie millions of them back. */
static void fill_decay(const struct bal_index_spec *spec, const struct bal_placed *obs, size_t nobs,
                       double *value)
{
    enum { LONG = 10000 }; /* periods */
    double keep = exp2(-1 / spec->half_life), weight = 0, sum = 0;
    size_t i = 0;

    for (int64_t at = nobs > 0 && obs[0].from < 0 ? obs[0].from : 0; at < (int64_t)spec->n; at++) {
        int64_t next = i < nobs && obs[i].from < 0 ? obs[i].from : 0;
        double kept = next - at > LONG ? exp2(-(double)(next - at + 1) / spec->half_life) : keep;

        if (next - at > LONG)
            at = next;
        weight *= kept;
        sum *= kept;
        for (; i < nobs && obs[i].from == at; i++) {
            weight += 1;
            sum += obs[i].score;
        }
        if (at < 0)
            continue;
        if (spec->total)
            value[at] = sum;
        else
            value[at] = i > 0 && weight > 0 ? sum / weight : (double)NAN;
    }
}

static void fill_in_force(const struct bal_index_spec *spec, const struct bal_placed *obs,
                          size_t nobs, double *value)
{
    set(value, 0, spec->n, NAN);
    for (size_t i = 0; i < nobs; i++)
        for (int64_t t = obs[i].from; t < obs[i].to; t++)
            if (isnan(value[t]) || obs[i].score > value[t])
                value[t] = obs[i].score;
}

void bal_index_fill(const struct bal_index_spec *spec, const struct bal_placed *placed, size_t nobs,
                    double *value)
{
    switch (spec->rule) {
    case BAL_INDEX_LATEST:
        fill_latest(spec, placed, nobs, value);
        break;
    case BAL_INDEX_MEAN:
    case BAL_INDEX_MAX:
    case BAL_INDEX_COUNT:
        fill_within(spec, placed, nobs, value);
        break;
    case BAL_INDEX_DECAY:
        fill_decay(spec, placed, nobs, value);
        break;
    case BAL_INDEX_IN_FORCE:
        fill_in_force(spec, placed, nobs, value);
        break;
    }
}

int bal_index_check(const struct bal_index_spec *spec, struct bal_error *err)
{
    if (spec->rule == BAL_INDEX_DECAY && !(spec->half_life > 0 && isfinite(spec->half_life)))
        return bal_fail(err, BAL_EARG, "the rule 'decay' needs a half_life above 0 %ss",
                        bal_interval_name(spec->interval));
    return 0;
}

/* Scores are finite; their sums need not be. Frees *out then. */
static int check_finite(struct bal_series **out, struct bal_error *err)
{
    const struct bal_series *s = *out;
    char period[BAL_DATE_TEXT];

    for (size_t t = 0; t < s->n; t++) {
        if (!isinf(s->value[t]))
            continue;
        bal_fail(err, BAL_EARG, "the scores of %s have no finite sum",
                 bal_period_text(s->interval, s->start + (int64_t)t, period, sizeof period));
        bal_series_free(*out);
        *out = NULL;
        return BAL_EARG;
    }
    return 0;
}

int bal_index_build(const struct bal_mem *mem, const struct bal_index_spec *spec,
                    const struct bal_observation *obs, size_t nobs, struct bal_series **out,
                    struct bal_error *err)
{
    struct bal_placed *placed;
    int code = bal_index_check(spec, err);

    if (code != 0)
        return code;
    placed = bal_alloc(mem, nobs * sizeof *placed);
    if (placed == NULL)
        return bal_fail_mem(err);
    code = bal_series_new(mem, spec->interval, spec->start, spec->n, spec->name, "", spec->how, out,
                          err);
    if (code == 0) {
        bal_index_place(spec, obs, nobs, placed);
        bal_index_fill(spec, placed, nobs, (*out)->value);
        code = check_finite(out, err);
    }
    bal_free(mem, placed, nobs * sizeof *placed);
    return code;
}
