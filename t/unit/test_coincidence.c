/* Key dates placed elsewhere, and event coincidence, against twins by the definition. */
#include "check.h"

#include <stdbool.h>
#include <string.h>

#include "stats/coincidence.h"

enum { MOST = 10 };

/* Twin: sums of Heaviside functions as Donges et al. write the rates --------------------------- */

struct found {
    double precursor, trigger;
};

static struct found twin_rates(const size_t *a, size_t na, const size_t *b, size_t nb, long dt,
                               long tau)
{
    struct found f = {0, 0};

    for (size_t i = 0; i < na; i++) {
        bool hit = false;

        for (size_t j = 0; j < nb; j++) {
            long d = (long)a[i] - tau - (long)b[j];

            hit = hit || (d >= 0 && d <= dt);
        }
        f.precursor += hit;
    }
    for (size_t j = 0; j < nb; j++) {
        bool hit = false;

        for (size_t i = 0; i < na; i++) {
            long d = (long)a[i] - tau - (long)b[j];

            hit = hit || (d >= 0 && d <= dt);
        }
        f.trigger += hit;
    }
    return f;
}

struct twin {
    const size_t *event;
    size_t events;
    const struct bal_coincidence_spec *spec;
    double all, above[2], below[2], sum[2];
    struct found seen;
};

static void twin_count(struct twin *t, const size_t *b, size_t k)
{
    struct found f = twin_rates(t->event, t->events, b, k, (long)t->spec->dt, (long)t->spec->tau);
    double v[2] = {f.precursor, f.trigger}, o[2] = {t->seen.precursor, t->seen.trigger};

    t->all++;
    for (int i = 0; i < 2; i++) {
        t->above[i] += v[i] >= o[i];
        t->below[i] += v[i] <= o[i];
        t->sum[i] += v[i];
    }
}

/* Every subset of the periods, as the bits of a number. */
static void twin_run(struct twin *t, const struct bal_dates *d)
{
    t->seen = twin_rates(t->event, t->events, d->at, d->k, (long)t->spec->dt, (long)t->spec->tau);
    for (unsigned set = 0; set < 1u << d->n && d->null == BAL_DATES_RELOCATE; set++) {
        size_t b[MOST], k = 0;

        for (size_t i = 0; i < d->n; i++)
            if (set >> i & 1)
                b[k++] = i;
        if (k == d->k && b[0] >= d->from && b[k - 1] < d->to)
            twin_count(t, b, k);
    }
    for (size_t by = 0; by < d->n && d->null == BAL_DATES_SHIFT; by++) {
        size_t b[MOST];

        for (size_t j = 0; j < d->k; j++)
            b[j] = (d->at[j] + by) % d->n;
        twin_count(t, b, d->k);
    }
}

static double twin_p(const struct twin *t, int i)
{
    double p = t->above[i] < t->below[i] ? t->above[i] : t->below[i];

    if (t->spec->alternative == BAL_GREATER)
        return t->above[i] / t->all;
    if (t->spec->alternative == BAL_LESS)
        return t->below[i] / t->all;
    return 2 * p / t->all < 1 ? 2 * p / t->all : 1;
}

static void random_dates(uint64_t *seed, struct bal_dates *d, size_t *at)
{
    d->n = 1 + random_below(seed, MOST);
    d->k = 0;
    for (size_t i = 0; i < d->n; i++)
        if (random_below(seed, 3) == 0)
            at[d->k++] = i;
    if (d->k == 0)
        at[d->k++] = random_below(seed, d->n);
    d->at = at;
    d->null = (enum bal_dates_null)random_below(seed, 2);
    d->from = random_below(seed, at[0] + 1);
    d->to = d->n - random_below(seed, d->n - at[d->k - 1]);
}

static void agrees_with_brute_force(void **state)
{
    uint64_t seed = 2016;

    (void)state;
    for (int round = 0; round < 4000; round++) {
        size_t at[MOST], event[MOST], events = 1 + random_below(&seed, MOST);
        struct bal_dates d = {.reps = 1};
        struct bal_coincidence_spec spec;
        struct bal_coincidence got;
        struct bal_error err;
        struct twin twin = {.event = event, .events = events, .spec = &spec};

        random_dates(&seed, &d, at);
        for (size_t i = 0; i < events; i++)
            event[i] = random_below(&seed, d.n);
        spec = (struct bal_coincidence_spec){random_below(&seed, d.n), random_below(&seed, d.n),
                                             (enum bal_alternative)random_below(&seed, 3)};
        twin_run(&twin, &d);
        assert_int_equal(bal_dates_plan(&d, &err), 0);
        assert_true(d.exact);
        assert_near(d.all, twin.all, 0);
        assert_int_equal(bal_coincidence(&bal_mem_std, event, events, &d, &spec, NULL, &got, &err),
                         0);
        assert_near((double)got.precursor.hits, twin.seen.precursor, 0);
        assert_near((double)got.trigger.hits, twin.seen.trigger, 0);
        assert_near(got.precursor.rate, twin.seen.precursor / (double)events, 1e-15);
        assert_near(got.precursor.expected, twin.sum[0] / twin.all / (double)events, 1e-12);
        assert_near(got.trigger.expected, twin.sum[1] / twin.all / (double)d.k, 1e-12);
        assert_near(got.precursor.p, twin_p(&twin, 0), 1e-12);
        assert_near(got.trigger.p, twin_p(&twin, 1), 1e-12);
        assert_true(got.precursor.floor <= got.precursor.p + 1e-12);
        assert_true(got.trigger.floor <= got.trigger.p + 1e-12);
    }
}

/* By hand: events in periods 3 and 9 of ten, a key date in 2; dt = 1, tau = 1 looks at 3 and 4.
 * Of the ten places of the key date, those in 1, 2, 7 and 8 have an event after them. */
static void by_hand(void **state)
{
    const size_t event[] = {9, 3}, at[] = {2};
    struct bal_dates d = {.n = 10, .at = at, .k = 1, .from = 0, .to = 10, .reps = 1};
    struct bal_coincidence_spec spec = {1, 1, BAL_GREATER};
    struct bal_coincidence got;
    struct bal_error err;

    (void)state;
    assert_int_equal(bal_dates_plan(&d, &err), 0);
    assert_int_equal(bal_coincidence(&bal_mem_std, event, 2, &d, &spec, NULL, &got, &err), 0);
    assert_near(got.precursor.rate, .5, 0);
    assert_near(got.trigger.rate, 1, 0);
    assert_near(got.precursor.p, .4, 1e-15);
    assert_near(got.precursor.floor, .4, 1e-15);
    assert_near(got.trigger.p, .4, 1e-15);
    assert_near(got.precursor.expected, .2, 1e-15);
}

/* Draws ---------------------------------------------------------------------------------------- */

struct seen {
    size_t times[64], placements;
    bool sound;
};

static void look(void *ud, size_t slot, size_t i, const size_t *at)
{
    struct seen *s = ud;

    (void)slot;
#pragma omp critical
    {
        s->placements++;
        for (size_t j = 0; j < 20; j++) {
            s->times[at[j]] += i > 0;
            s->sound = s->sound && at[j] < 60 && at[j] >= 5 && (j == 0 || at[j] > at[j - 1]);
            s->sound = s->sound && (i > 0 || at[j] == 10 + 2 * j);
        }
    }
}

/* 20 of the 55 open periods: each is in 20 / 55 of the draws; its count of 20,000 has a standard
 * deviation of 68. The first placement is the observed one. */
static void draws_are_even(void **state)
{
    struct seen s = {.sound = true};
    const struct bal_dates_work work = {look, &s};
    size_t at[20];
    struct bal_dates d = {
        .n = 60, .at = at, .k = 20, .from = 5, .to = 60, .reps = 20000, .seed = 7};
    struct bal_error err;

    (void)state;
    for (size_t j = 0; j < 20; j++)
        at[j] = 10 + 2 * j;
    assert_int_equal(bal_dates_plan(&d, &err), 0);
    assert_false(d.exact);
    assert_int_equal(bal_dates_each(&d, &bal_mem_std, &work, NULL, &err), 0);
    assert_true(s.sound);
    assert_int_equal(s.placements, 20001);
    for (size_t i = 5; i < 60; i++)
        assert_near((double)s.times[i] / 20000, 20 / 55., 4.5 * 68 / 20000);
}

/* Where both can be had, draws come near the exact p. */
static void draws_come_near_the_exact(void **state)
{
    size_t at[4] = {12, 100, 150, 200}, event[30];
    struct bal_dates d = {
        .n = 240, .at = at, .k = 3, .from = 0, .to = 240, .reps = 40000, .seed = 3};
    struct bal_coincidence_spec spec = {12, 0, BAL_GREATER};
    struct bal_coincidence exact, drawn;
    struct bal_error err;

    (void)state;
    for (size_t i = 0; i < 30; i++)
        event[i] = (i * i * 31) % 240;
    assert_int_equal(bal_dates_plan(&d, &err), 0);
    assert_true(d.exact);
    assert_near(d.all, 2275280, 0);
    assert_int_equal(bal_coincidence(&bal_mem_std, event, 30, &d, &spec, NULL, &exact, &err), 0);
    d.exact = false;
    d.count = d.reps + 1;
    assert_int_equal(bal_coincidence(&bal_mem_std, event, 30, &d, &spec, NULL, &drawn, &err), 0);
    assert_near(drawn.precursor.p, exact.precursor.p, 4 * sqrt(.25 / 40000));
    assert_near(drawn.trigger.p, exact.trigger.p, 4 * sqrt(.25 / 40000));
}

static bool stop(void *ud, double done)
{
    (void)ud;
    (void)done;
    return false;
}

static void refuses(void **state)
{
    const size_t at[] = {4, 4}, event[] = {2, 9}, many[BAL_DATES_MAX + 1] = {0};
    struct bal_coincidence_spec spec = {5, 0, BAL_GREATER};
    const struct bal_watch watch = {stop, NULL};
    struct bal_coincidence got;
    struct bal_error err;
    struct bal_dates d = {.n = 6, .at = at, .k = 0, .to = 6, .reps = 1};

    (void)state;
    assert_int_equal(bal_dates_plan(&d, &err), BAL_EARG);
    assert_string_equal(err.message, "there is no key date");
    d.k = 2;
    assert_int_equal(bal_dates_plan(&d, &err), BAL_EARG);
    assert_string_equal(err.message, "key dates 1 and 2 are not in ascending order");
    d.at = event;
    assert_int_equal(bal_dates_plan(&d, &err), BAL_EARG);
    assert_string_equal(err.message, "key date 2 lies outside the periods");
    d.at = many;
    d.k = BAL_DATES_MAX + 1;
    assert_int_equal(bal_dates_plan(&d, &err), BAL_EARG);
    assert_string_equal(err.message, "there are 1001 key dates, and at most 1000 are placed");
    d.at = at;
    d.k = 1;
    d.to = 4;
    assert_int_equal(bal_dates_plan(&d, &err), BAL_EARG);
    assert_string_equal(err.message, "a key date lies outside the open periods");
    d.to = 6;
    assert_int_equal(bal_dates_plan(&d, &err), 0);
    assert_int_equal(bal_coincidence(&bal_mem_std, event, 0, &d, &spec, NULL, &got, &err),
                     BAL_EARG);
    assert_string_equal(err.message, "there is no event to coincide with the key dates");
    assert_int_equal(bal_coincidence(&bal_mem_std, event, 2, &d, &spec, NULL, &got, &err),
                     BAL_EARG);
    assert_string_equal(err.message, "event 2 lies outside the periods");
    assert_int_equal(bal_coincidence(&bal_mem_std, event, 1, &d, &spec, &watch, &got, &err),
                     BAL_ESTOP);
    spec.dt = 6;
    assert_int_equal(bal_coincidence(&bal_mem_std, event, 1, &d, &spec, NULL, &got, &err),
                     BAL_EARG);
    assert_string_equal(err.message, "dt and tau are shorter than the 6 periods of the study");
    d = (struct bal_dates){.n = 300, .at = many, .k = 1, .to = 300};
    assert_int_equal(bal_dates_plan(&d, &err), 0); /* exact: no draws wanted */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),        cmocka_unit_test(agrees_with_brute_force),
        cmocka_unit_test(draws_are_even), cmocka_unit_test(draws_come_near_the_exact),
        cmocka_unit_test(refuses),
    };

    return cmocka_run_group_tests_name("coincidence", tests, NULL, NULL);
}
