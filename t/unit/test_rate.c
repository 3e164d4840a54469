/* The rate ratio against R's poisson.test (t/data/events-r.R) and against binomial sums by the
 * definition, and what it refuses. */
#include "check.h"

#include <stdbool.h>

#include "stats/rate.h"

#include "test_events_r.h"

static struct bal_rate_ratio ratio_of(size_t x1, double t1, size_t x0, double t0,
                                      enum bal_alternative alternative, double level)
{
    struct bal_rate_ratio r;
    struct bal_error err;

    assert_int_equal(bal_rate_ratio((struct bal_counts){x1, t1}, (struct bal_counts){x0, t0},
                                    alternative, level, &r, &err),
                     0);
    return r;
}

static void same(double got, double want, double relative)
{
    if (isinf(want))
        assert_true(isinf(got));
    else
        assert_near(got, want, relative);
}

static void agrees_with_r(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rate_cases / sizeof *rate_cases; i++) {
        const struct rate_case *c = &rate_cases[i];
        struct bal_rate_ratio r =
            ratio_of(c->x1, c->t1, c->x0, c->t0, (enum bal_alternative)c->alternative, c->level);

        same(r.ratio, c->ratio, 1e-13);
        same(r.p, c->p, 1e-12);
        same(r.low, c->low, 1e-10);
        same(r.high, c->high, 1e-10);
    }
}

/* The check of the method's description: x = (11, 6 + 8 + 7), T = (800, 1083 + 1050 + 878). */
static void of_the_first_study(void **state)
{
    struct bal_rate_ratio r = ratio_of(11, 800, 21, 3011, BAL_TWO_SIDED, .95);

    (void)state;
    assert_near(r.p, .07967, 5e-6);
    assert_near(r.ratio, 1.971488, 5e-7);
    assert_near(r.low, .858, 5e-4);
    assert_near(r.high, 4.277, 5e-4);
}

static double binomial(size_t n, size_t k, double pi)
{
    double c = 1;

    for (size_t i = 1; i <= k; i++)
        c = c * (double)(n - k + i) / (double)i;
    return c * pow(pi, (double)k) * pow(1 - pi, (double)(n - k));
}

static double twin_p(size_t n, size_t k, double pi, enum bal_alternative alternative)
{
    double p = 0;

    for (size_t i = 0; i <= n; i++) {
        bool counts = alternative == BAL_GREATER ? i >= k
                      : alternative == BAL_LESS
                          ? i <= k
                          : binomial(n, i, pi) <= binomial(n, k, pi) * (1 + 1e-7);

        p += counts ? binomial(n, i, pi) : 0;
    }
    return p;
}

static void agrees_with_sums(void **state)
{
    uint64_t seed = 1955;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        size_t n = 1 + random_below(&seed, 20), k = random_below(&seed, n + 1);
        double t1 = 1 + (double)random_below(&seed, 9), t0 = 1 + (double)random_below(&seed, 9);
        enum bal_alternative alternative = (enum bal_alternative)random_below(&seed, 3);
        struct bal_rate_ratio r = ratio_of(k, t1, n - k, t0, alternative, .9);
        double pi = t1 / (t1 + t0), least = 1, low = r.low * t1 / (r.low * t1 + t0);

        assert_near(r.p, twin_p(n, k, pi, alternative), 1e-12);
        for (size_t i = 0; i <= n; i++) {
            double p = twin_p(n, i, pi, alternative);

            least = p < least ? p : least;
        }
        assert_near(r.floor, least, 1e-12);
        if (alternative == BAL_GREATER && k > 0) /* the end of the interval has its tail */
            assert_near(twin_p(n, k, low, BAL_GREATER), .1, 1e-10);
    }
}

/* Sums over the counts whose p, by the definition, is small enough; at a ratio of 1 it is the size. */
static void power_agrees_with_sums(void **state)
{
    uint64_t seed = 1940;

    (void)state;
    for (int round = 0; round < 500; round++) {
        size_t n = 1 + random_below(&seed, 25);
        double share = .1 + .8 * random_unit(&seed), ratio = 1 + 5 * random_unit(&seed);
        double pi = ratio * share / (ratio * share + 1 - share), want = 0;

        for (size_t i = 0; i <= n; i++)
            want += twin_p(n, i, share, BAL_TWO_SIDED) <= .05 ? binomial(n, i, pi) : 0;
        assert_near(bal_rate_power(n, share, ratio, .05), want, 1e-11);
        assert_true(bal_rate_power(n, share, 1, .05) <= .05);
    }
}

static void refuses(void **state)
{
    static const struct {
        struct bal_counts in, out;
        double level;
        const char *message;
    } cases[] = {
        {{1, 0}, {2, 5}, .95, "there is no time inside the windows to count events in"},
        {{1, 3}, {2, 0}, .95, "there is no time outside the windows to count events in"},
        {{1, 3}, {2, INFINITY}, .95, "there is no time outside the windows to count events in"},
        {{0, 3}, {0, 5}, .95, "there is no event to count, inside or outside the windows"},
        {{1, 3}, {10000001, 5}, .95, "there are more than 10000000 events"},
        {{1, 3}, {2, 5}, 95, "the level of an interval lies between 0 and 1, not at 95"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bal_rate_ratio r;
        struct bal_error err;

        assert_int_equal(
            bal_rate_ratio(cases[i].in, cases[i].out, BAL_TWO_SIDED, cases[i].level, &r, &err),
            BAL_EARG);
        assert_string_equal(err.message, cases[i].message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_r),    cmocka_unit_test(of_the_first_study),
        cmocka_unit_test(agrees_with_sums), cmocka_unit_test(power_agrees_with_sums),
        cmocka_unit_test(refuses),
    };

    return cmocka_run_group_tests_name("rate", tests, NULL, NULL);
}
