/* The index rules: by hand on one small calendar, and against the definitions, computed the slow
 * way, on random observations. */
#include "check.h"

#include <stdbool.h>
#include <string.h>

#include "model/index.h"

enum { PERIODS = 12, MOST = 12 };

static struct bal_error err;

static struct bal_observation seen(int month, int day, double score)
{
    bal_day d = bal_day_from_civil(1998, month, day);

    return (struct bal_observation){{d, d + 1}, score};
}

static struct bal_index_spec spec_of(enum bal_index_rule rule)
{
    return (struct bal_index_spec){
        .rule = rule, .interval = BAL_MONTH, .start = 1998 * 12, .n = PERIODS, .half_life = 1};
}

static void has(const struct bal_index_spec *spec, const struct bal_observation *obs, size_t n,
                const double *want)
{
    struct bal_series *s = NULL;

    assert_int_equal(bal_index_build(&bal_mem_std, spec, obs, n, &s, &err), 0);
    for (size_t i = 0; i < PERIODS; i++)
        assert_near(s->value[i], want[i], 1e-14);
    bal_series_free(s);
}

#define G NAN

/* March 5 and 20, two on May 10, September 1; out of order on purpose. */
static void by_hand(void **state)
{
    const struct bal_observation obs[] = {seen(9, 1, 6), seen(3, 20, 2), seen(5, 10, 1),
                                          seen(3, 5, 4), seen(5, 10, 4)};
    struct bal_index_spec s = spec_of(BAL_INDEX_LATEST);

    (void)state;
    has(&s, obs, 5, (const double[]){G, G, 2, 2, 2.5, 2.5, 2.5, 2.5, 6, 6, 6, 6});
    s.expiry = 2;
    has(&s, obs, 5, (const double[]){G, G, 2, 2, 2.5, 2.5, 2.5, G, 6, 6, 6, G});
    s = spec_of(BAL_INDEX_MEAN);
    has(&s, obs, 5, (const double[]){G, G, 3, G, 2.5, G, G, G, 6, G, G, G});
    s = spec_of(BAL_INDEX_MAX);
    has(&s, obs, 5, (const double[]){G, G, 4, G, 4, G, G, G, 6, G, G, G});
    s = spec_of(BAL_INDEX_COUNT);
    has(&s, obs, 5, (const double[]){0, 0, 2, 0, 2, 0, 0, 0, 1, 0, 0, 0});
    /* half-life of one month: in May the two of March weigh 1/4 each, (.25*6 + 5) / (.5 + 2) */
    s = spec_of(BAL_INDEX_DECAY);
    has(&s, obs, 5,
        (const double[]){G, G, 3, 3, 2.6, 2.6, 2.6, 2.6, (6.5 / 16 + 6) / (2.5 / 16 + 1),
                         (6.5 / 16 + 6) / (2.5 / 16 + 1), (6.5 / 16 + 6) / (2.5 / 16 + 1),
                         (6.5 / 16 + 6) / (2.5 / 16 + 1)});
    s.total = true;
    has(&s, obs, 5,
        (const double[]){0, 0, 6, 3, 6.5, 3.25, 1.625, .8125, 6.40625, 3.203125, 1.6015625,
                         .80078125});
}

static void spans_in_force(void **state)
{
    /* February to April at 3, April to June at 5, and one that is over before the year */
    const struct bal_observation obs[] = {
        {{bal_day_from_civil(1998, 2, 1), bal_day_from_civil(1998, 5, 1)}, 3},
        {{bal_day_from_civil(1998, 4, 1), bal_day_from_civil(1998, 7, 1)}, 5},
        {{bal_day_from_civil(1990, 1, 1), bal_day_from_civil(1998, 1, 1)}, 7},
    };
    struct bal_index_spec s = spec_of(BAL_INDEX_IN_FORCE);

    (void)state;
    has(&s, obs, 3, (const double[]){G, 3, 3, 5, 5, 5, G, G, G, G, G, G});
}

/* The definitions ------------------------------------------------------------------------------ */

static double slow_value(const struct bal_index_spec *s, const struct bal_observation *obs,
                         size_t n, int64_t period)
{
    double sum = 0, weight = 0, top = -INFINITY, count = 0, tied = 0, tied_sum = 0;
    bal_day last = BAL_DAY_MIN;

    for (size_t i = 0; i < n; i++) {
        int64_t p = bal_period_of(s->interval, obs[i].span.from);
        double w = exp2(-(double)(period - p) / s->half_life);

        if (p > period)
            continue;
        sum += w * obs[i].score;
        weight += w;
        last = obs[i].span.from > last ? obs[i].span.from : last;
        if (p != period)
            continue;
        count++;
        tied_sum += obs[i].score;
        top = obs[i].score > top ? obs[i].score : top;
    }
    switch (s->rule) {
    case BAL_INDEX_COUNT:
        return count;
    case BAL_INDEX_MEAN:
        return count > 0 ? tied_sum / count : NAN;
    case BAL_INDEX_MAX:
        return count > 0 ? top : NAN;
    case BAL_INDEX_DECAY:
        return s->total ? sum : weight > 0 ? sum / weight : NAN;
    default:
        break;
    }
    tied_sum = 0;
    for (size_t i = 0; i < n; i++)
        if (obs[i].span.from == last) {
            tied++;
            tied_sum += obs[i].score;
        }
    if (tied == 0 ||
        (s->expiry > 0 && period - bal_period_of(s->interval, last) > (int64_t)s->expiry))
        return NAN;
    return tied_sum / tied;
}

static void agrees_with_the_definitions(void **state)
{
    uint64_t seed = 19980817;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct bal_index_spec s = spec_of((enum bal_index_rule)random_below(&seed, 5));
        struct bal_observation obs[MOST];
        size_t n = random_below(&seed, MOST + 1);
        struct bal_series *out = NULL;

        s.interval = (enum bal_interval)random_below(&seed, 3);
        s.start = bal_period_of(s.interval, bal_day_from_civil(1998, 1, 1));
        s.expiry = s.rule == BAL_INDEX_LATEST ? random_below(&seed, 4) : 0;
        s.half_life = .5 + (double)random_below(&seed, 5);
        s.total = random_below(&seed, 2) == 0;
        for (size_t i = 0; i < n; i++) {
            bal_day d = bal_day_from_civil(1997, 6, 1) + (bal_day)random_below(&seed, 700);

            obs[i] = (struct bal_observation){{d, d + 1}, (double)random_below(&seed, 8)};
        }
        assert_int_equal(bal_index_build(&bal_mem_std, &s, obs, n, &out, &err), 0);
        for (size_t t = 0; t < out->n; t++)
            assert_near(out->value[t], slow_value(&s, obs, n, s.start + (int64_t)t), 1e-12);
        bal_series_free(out);
    }
}

/* A week of the Stone Age takes no longer than one of the year. */
static void decays_from_afar(void **state)
{
    const bal_day old = bal_day_from_civil(-900000000, 1, 1);
    const struct bal_observation obs[] = {
        {{old, old + 1}, 8}, {{old + 700000, old + 700001}, 2}, seen(5, 10, 1)};
    struct bal_index_spec s = spec_of(BAL_INDEX_DECAY);
    struct bal_series *out = NULL;

    (void)state;
    for (int total = 0; total < 2; total++)
        for (int half_life = 0; half_life < 2; half_life++) {
            s.total = total == 1;
            s.half_life = half_life == 0 ? 1 : 5e9;
            assert_int_equal(bal_index_build(&bal_mem_std, &s, obs, 3, &out, &err), 0);
            for (size_t t = 0; t < out->n; t++)
                assert_near(out->value[t], slow_value(&s, obs, 3, s.start + (int64_t)t), 1e-12);
            bal_series_free(out);
        }
}

static void refuses(void **state)
{
    struct bal_index_spec s = spec_of(BAL_INDEX_DECAY);
    struct bal_series *out = NULL;

    (void)state;
    s.half_life = 0;
    assert_int_equal(bal_index_build(&bal_mem_std, &s, NULL, 0, &out, &err), BAL_EARG);
    assert_string_equal(err.message, "the rule 'decay' needs a half_life above 0 months");
    s = spec_of(BAL_INDEX_LATEST);
    s.n = 0;
    assert_int_equal(bal_index_build(&bal_mem_std, &s, NULL, 0, &out, &err), BAL_EARG);
    assert_string_equal(err.message, "a series has from 1 to 100000000 periods, not 0");
    assert_null(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(spans_in_force),
        cmocka_unit_test(agrees_with_the_definitions),
        cmocka_unit_test(decays_from_afar),
        cmocka_unit_test(refuses),
    };

    return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
