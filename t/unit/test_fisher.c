/* Fisher's test against scipy (t/data/claims/reference.py), against a published table, against sums
 * by the definition on random tables, and what it refuses. */
#include "check.h"
#include "reference.h"

#include "stats/fisher.h"

#define FILE_NAME "t/data/claims/reference.txt"

static struct bal_fisher fisher(size_t a, size_t b, size_t c, size_t d,
                                enum bal_alternative alternative)
{
    struct bal_fisher out;
    struct bal_error err;

    assert_int_equal(bal_fisher(&bal_mem_std, (struct bal_fourfold){a, b, c, d}, alternative, .95,
                                4, &out, &err),
                     0);
    return out;
}

static void same(double got, double want)
{
    if (want >= 1e300)
        assert_true(isinf(got));
    else
        assert_near(got, want, 1e-9);
}

static void agrees_with_scipy(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        double w[12];
        char name[20];
        struct bal_fisher got;

        snprintf(name, sizeof name, "table_%d", i);
        reference(FILE_NAME, name, w, 12);
        got = fisher((size_t)w[0], (size_t)w[1], (size_t)w[2], (size_t)w[3], BAL_TWO_SIDED);
        same(got.odds, w[4]);
        same(got.low, w[5]);
        same(got.high, w[6]);
        assert_near(got.p, w[7], 1e-12);
        assert_near(got.floor, w[10], 1e-12);
        assert_near(got.power, w[11], 1e-9);
        got = fisher((size_t)w[0], (size_t)w[1], (size_t)w[2], (size_t)w[3], BAL_GREATER);
        assert_near(got.p, w[8], 1e-12);
        assert_true(isinf(got.high));
        got = fisher((size_t)w[0], (size_t)w[1], (size_t)w[2], (size_t)w[3], BAL_LESS);
        assert_near(got.p, w[9], 1e-12);
        assert_true(got.low == 0);
    }
}

/* The lady who tasted tea (Fisher 1935, The Design of Experiments, chapter 2): of 70 ways to choose 4
 * of 8 cups one has all right, so p is 1 in 70; with one of each four wrong it is 17 in 70. */
static void tastes_tea(void **state)
{
    (void)state;
    assert_near(fisher(4, 0, 0, 4, BAL_GREATER).p, 1. / 70, 1e-14);
    assert_near(fisher(3, 1, 1, 3, BAL_GREATER).p, 17. / 70, 1e-14);
    assert_near(fisher(3, 1, 1, 3, BAL_TWO_SIDED).floor, 2. / 70, 1e-14);
}

static double choose(size_t n, size_t k)
{
    double c = 1;

    for (size_t i = 1; i <= k; i++)
        c = c * (double)(n - k + i) / (double)i;
    return k > n ? 0 : c;
}

/* Random tables: p by sums of products of binomial coefficients; at the ends of the interval the tails
 * are as they should be; the power at the smallest odds ratio found is .8. */
static void agrees_with_sums(void **state)
{
    uint64_t seed = 1935;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        size_t a = random_below(&seed, 9), b = random_below(&seed, 9), c = random_below(&seed, 9),
               d = random_below(&seed, 9), yes = a + c;
        double all = 0, two = 0, tail = 0, total = 0;
        struct bal_fisher got;

        if (a + b == 0 || c + d == 0)
            continue;
        got = fisher(a, b, c, d, BAL_TWO_SIDED);
        for (size_t i = 0; i <= a + b && i <= yes; i++) {
            double w = choose(a + b, i) * choose(c + d, yes - i);
            double at = choose(a + b, a) * choose(c + d, c);

            all += w;
            two += w <= at * (1 + 1e-7) ? w : 0;
            total += w * pow(got.low, (double)i);
            tail += i >= a ? w * pow(got.low, (double)i) : 0;
        }
        assert_near(got.p, two / all, 1e-12);
        if (got.low > 0)
            assert_near(tail / total, .025, 1e-9);
        assert_true(isnan(got.odds) || (got.low <= got.odds && got.odds <= got.high));
        if (isfinite(got.smallest)) {
            struct bal_fisher at;
            struct bal_error err;

            assert_int_equal(bal_fisher(&bal_mem_std, (struct bal_fourfold){a, b, c, d},
                                        BAL_TWO_SIDED, .95, got.smallest, &at, &err),
                             0);
            assert_near(at.power, .8, 1e-6);
        }
    }
}

static void refuses(void **state)
{
    static const struct {
        struct bal_fourfold t;
        double level, odds;
        const char *message;
    } cases[] = {
        {{0, 0, 1, 1}, .95, 4, "the first group of the table has no case"},
        {{1, 1, 0, 0}, .95, 4, "the second group of the table has no case"},
        {{20000, 1, 1, 1}, .95, 4, "there are more than 20000 cases"},
        {{1, 1, 1, 1}, 1, 4, "the level of an interval lies between 0 and 1, not at 1"},
        {{1, 1, 1, 1}, .95, 0, "an odds ratio is a number above 0, not 0"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bal_fisher out;
        struct bal_error err;

        assert_int_equal(bal_fisher(&bal_mem_std, cases[i].t, BAL_TWO_SIDED, cases[i].level,
                                    cases[i].odds, &out, &err),
                         BAL_EARG);
        assert_string_equal(err.message, cases[i].message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_scipy),
        cmocka_unit_test(tastes_tea),
        cmocka_unit_test(agrees_with_sums),
        cmocka_unit_test(refuses),
    };

    return cmocka_run_group_tests_name("fisher", tests, NULL, NULL);
}
