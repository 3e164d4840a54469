/* Kendall's trend against scipy and against every permutation (t/data/claims/reference.py), against a
 * naive twin on random small cases, and what it refuses. */
#include "check.h"
#include "reference.h"

#include <stdbool.h>

#include "stats/trend.h"

#define FILE_NAME "t/data/claims/reference.txt"

enum { MOST = 60 };

static struct bal_trend trend(const double *x, const double *y, size_t n,
                              enum bal_alternative alternative)
{
    struct bal_trend_spec spec = {alternative, .95, .5, 1, 9999, 50};
    struct bal_trend out;
    struct bal_error err;

    assert_int_equal(bal_trend(&bal_mem_std, x, y, n, &spec, &out, &err), 0);
    return out;
}

static void agrees_with_scipy(void **state)
{
    static const size_t sizes[] = {5, 12, 30, 60};
    static const enum bal_alternative sides[] = {BAL_TWO_SIDED, BAL_GREATER, BAL_LESS};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t n = sizes[i];
        double x[MOST], y[MOST], want[4];
        char name[40];

        snprintf(name, sizeof name, "untied_%zu_y", n);
        reference(FILE_NAME, name, y, n);
        snprintf(name, sizeof name, "untied_%zu", n);
        reference(FILE_NAME, name, want, 4);
        for (size_t t = 0; t < n; t++)
            x[t] = (double)t * 3 - 7;
        for (size_t k = 0; k < 3; k++) {
            struct bal_trend got = trend(x, y, n, sides[k]);

            assert_near(got.tau, want[0], 1e-14);
            assert_near(got.p, want[1 + k], 1e-12);
            assert_true(got.exact && got.error == 0);
        }
    }
}

static void agrees_with_every_permutation(void **state)
{
    static const size_t sizes[] = {8, 8, 7, 8};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        double x[8], y[8], want[5];
        struct bal_trend got;
        char name[40];

        snprintf(name, sizeof name, "tied_%zu_x", i);
        reference(FILE_NAME, name, x, sizes[i]);
        snprintf(name, sizeof name, "tied_%zu_y", i);
        reference(FILE_NAME, name, y, sizes[i]);
        snprintf(name, sizeof name, "tied_%zu", i);
        reference(FILE_NAME, name, want, 5);
        got = trend(x, y, sizes[i], BAL_TWO_SIDED);
        assert_true(got.exact);
        assert_near(got.tau, want[0], 1e-14);
        assert_near(got.p, want[1], 1e-13);
        assert_near(got.floor, want[4], 1e-13);
        assert_near(trend(x, y, sizes[i], BAL_GREATER).p, want[2], 1e-13);
        assert_near(trend(x, y, sizes[i], BAL_LESS).p, want[3], 1e-13);
    }
}

/* The twin: all n! permutations, by Heap's algorithm, each with its S by the definition. */
static double twin_s(const double *x, const double *y, size_t n)
{
    double s = 0;

    for (size_t j = 0; j < n; j++)
        for (size_t i = 0; i < j; i++)
            s += ((x[j] > x[i]) - (x[j] < x[i])) * ((y[j] > y[i]) - (y[j] < y[i]));
    return s;
}

struct tally {
    double all, two, greater, less;
};

static void permute(const double *x, double *y, size_t n, size_t k, double s, struct tally *t)
{
    if (k <= 1) {
        double here = twin_s(x, y, n);

        t->all += 1;
        t->two += fabs(here) >= fabs(s);
        t->greater += here >= s;
        t->less += here <= s;
        return;
    }
    for (size_t i = 0; i < k; i++) {
        size_t a = k % 2 == 0 ? i : 0;
        double keep;

        permute(x, y, n, k - 1, s, t);
        keep = y[a];
        y[a] = y[k - 1];
        y[k - 1] = keep;
    }
}

static void agrees_with_its_twin(void **state)
{
    uint64_t seed = 1945;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        size_t n = 2 + random_below(&seed, 4), values = 1 + random_below(&seed, 6);
        bool tied = random_below(&seed, 2) == 0;
        double x[6], y[6], copy[6];
        struct tally t = {0};

        for (size_t i = 0; i < n; i++) {
            x[i] = tied ? (double)random_below(&seed, values) : (double)i;
            y[i] = copy[i] = (double)random_below(&seed, 1 + random_below(&seed, 6));
        }
        permute(x, copy, n, n, twin_s(x, y, n), &t);
        assert_near(trend(x, y, n, BAL_TWO_SIDED).p, t.two / t.all, 1e-12);
        assert_near(trend(x, y, n, BAL_GREATER).p, t.greater / t.all, 1e-12);
        assert_near(trend(x, y, n, BAL_LESS).p, t.less / t.all, 1e-12);
        assert_near(trend(x, y, n, BAL_GREATER).s, twin_s(x, y, n), 0);
    }
}

/* Too many arrangements to go through, and ties on both sides: drawn, and near the exact law of a
 * series that differs from it in one place. */
static void draws_when_it_must(void **state)
{
    double x[24], y[24];
    struct bal_trend drawn, exact;

    (void)state;
    for (size_t i = 0; i < 24; i++) {
        x[i] = (double)i;
        y[i] = (double)((i * 7) % 5) + (i > 14 ? 1 : 0);
    }
    exact = trend(x, y, 24, BAL_TWO_SIDED);
    assert_true(exact.exact);
    x[1] = x[0];
    drawn = trend(x, y, 24, BAL_TWO_SIDED);
    assert_false(drawn.exact);
    assert_near(drawn.floor, 1e-4, 1e-15);
    assert_true(drawn.error > 0 && fabs(drawn.p - exact.p) < .03);
    assert_near(drawn.p, trend(x, y, 24, BAL_TWO_SIDED).p, 0); /* the same seed, the same bits */
}

/* Power at a true tau of 0 is the size, which is at most 5 % and, for 20 pairs, not much less; it grows
 * with tau; no 3 pairs can ever be significant. */
static void has_power(void **state)
{
    struct bal_trend_spec spec = {BAL_TWO_SIDED, .95, 0, 1, 9999, 2000};
    double x[20], y[20];
    struct bal_trend out;
    struct bal_error err;

    (void)state;
    for (size_t i = 0; i < 20; i++) {
        x[i] = (double)i;
        y[i] = (double)(i * 7 % 20);
    }
    assert_int_equal(bal_trend(&bal_mem_std, x, y, 20, &spec, &out, &err), 0);
    assert_true(out.power > .03 && out.power < .065);
    spec.tau = .6;
    assert_int_equal(bal_trend(&bal_mem_std, x, y, 20, &spec, &out, &err), 0);
    assert_true(out.power > .9 && out.smallest <= .6 && out.smallest >= .3);
    assert_int_equal(bal_trend(&bal_mem_std, x, y, 3, &spec, &out, &err), 0);
    assert_true(isinf(out.critical) && isinf(out.smallest) && out.power == 0 && isnan(out.low));
}

static void refuses(void **state)
{
    struct bal_trend_spec spec = {BAL_TWO_SIDED, .95, .5, 1, 99, 10};
    double x[] = {1, 2, NAN}, y[] = {1, 1, 2};
    struct bal_trend out;
    struct bal_error err;

    (void)state;
    assert_int_equal(bal_trend(&bal_mem_std, x, y, 1, &spec, &out, &err), BAL_EARG);
    assert_string_equal(err.message, "a trend needs 2 to 500 pairs, not 1");
    assert_int_equal(bal_trend(&bal_mem_std, x, y, 3, &spec, &out, &err), BAL_EARG);
    assert_string_equal(err.message, "pair 3 of a trend is not finite");
    assert_int_equal(bal_trend(&bal_mem_std, x, y, 2, &spec, &out, &err), 0);
    assert_true(isnan(out.tau) && out.p == 1); /* one value only: nothing to rank */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_scipy),
        cmocka_unit_test(agrees_with_every_permutation),
        cmocka_unit_test(agrees_with_its_twin),
        cmocka_unit_test(draws_when_it_must),
        cmocka_unit_test(has_power),
        cmocka_unit_test(refuses),
    };

    return cmocka_run_group_tests_name("trend", tests, NULL, NULL);
}
