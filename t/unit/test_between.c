/* The share of variation between phases against a naive twin, a case reckoned by hand, and what it
 * refuses; its noise has the coefficient asked for. */
#include "check.h"

#include "stats/between.h"

enum { MOST = 30 };

static const struct bal_between_spec plain = {.alpha = .05, .step = 1, .seed = 1, .sims = 20};

static struct bal_between between(const double *y, const size_t *phase, size_t n, size_t k,
                                  const struct bal_between_spec *spec)
{
    struct bal_between out;
    struct bal_error err;

    assert_int_equal(bal_between(&bal_mem_std, y, phase, n, k, spec, &out, &err), 0);
    return out;
}

/* 1 1 3 | 5 5 3: means 5/3 and 13/3 around 3; between 2 * 3 * (4/3)^2 = 32/3, all 16. Of the six shifts
 * of two phases of three, each split and its reverse come up: by hand, with the sums of three
 * neighbours 5 9 13 13 9 5 against 9, the shares are 32/3, 0, 32/3, 32/3, 0, 32/3 of 16. */
static void by_hand(void **state)
{
    static const double y[] = {1, 1, 3, 5, 5, 3};
    static const size_t phase[] = {1, 1, 1, 2, 2, 2};
    struct bal_between b = between(y, phase, 6, 2, &plain);

    (void)state;
    assert_near(b.share, 2. / 3, 1e-14);
    assert_near(b.by_chance, 4. / 9, 1e-14);
    assert_near(b.p, 4. / 6, 1e-14);
    assert_near(b.floor, 4. / 6, 1e-14);
    assert_int_equal(b.shifts, 6);
}

/* By the definition, with a mean of each phase and a mean of all. */
static double twin(const double *y, const size_t *phase, size_t n, size_t k)
{
    double mean = 0, count = 0, all = 0, among = 0;

    for (size_t t = 0; t < n; t++)
        if (phase[t] > 0 && !isnan(y[t])) {
            mean += y[t];
            count++;
        }
    mean /= count;
    for (size_t g = 1; g <= k; g++) {
        double m = 0, c = 0;

        for (size_t t = 0; t < n; t++)
            if (phase[t] == g && !isnan(y[t])) {
                m += y[t];
                c++;
                all += (y[t] - mean) * (y[t] - mean);
            }
        among += c > 0 ? c * (m / c - mean) * (m / c - mean) : 0;
    }
    return all > 1e-12 ? among / all : NAN;
}

static void agrees_with_its_twin(void **state)
{
    uint64_t seed = 1918;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        size_t n = 6 + random_below(&seed, MOST - 6), k = 2 + random_below(&seed, 3), phase[MOST],
               moved[MOST], at_least = 0, shifts = 0;
        double y[MOST];
        struct bal_between got;
        struct bal_error err;

        for (size_t t = 0; t < n; t++) {
            phase[t] = random_below(&seed, 8) == 0 ? 0 : 1 + t * k / n;
            y[t] = random_below(&seed, 7) == 0 ? NAN : (double)random_below(&seed, 5);
        }
        if (isnan(twin(y, phase, n, k)) ||
            bal_between(&bal_mem_std, y, phase, n, k, &plain, &got, &err) != 0)
            continue;
        for (size_t by = 0; by < n; by++) {
            double share;

            for (size_t t = 0; t < n; t++)
                moved[(t + by) % n] = phase[t];
            share = twin(y, moved, n, k);
            shifts += isnan(share) ? 0 : 1;
            at_least += share >= got.share - 1e-9;
        }
        assert_near(got.share, twin(y, phase, n, k), 1e-10);
        assert_int_equal(got.shifts, shifts);
        assert_near(got.p, (double)at_least / (double)shifts, 1e-12);
        assert_true(got.floor <= got.p + 1e-15 && got.p <= 1);
    }
}

static void makes_noise(void **state)
{
    enum { N = 20000 };
    static double x[N];
    double square = 0, lagged = 0;

    (void)state;
    bal_ar1_noise(x, N, .8, 3, 7);
    for (size_t t = 0; t < N; t++) {
        square += x[t] * x[t];
        lagged += t > 0 ? x[t] * x[t - 1] : 0;
    }
    assert_near(square / N, 1, .08);
    assert_near(lagged / square, .8, .02);
}

/* White noise with phases far apart is always found; without a step about 1 in 20 is. */
static void has_power(void **state)
{
    static double y[120];
    static size_t phase[120];
    struct bal_between_spec spec = {.alpha = .05, .step = 4, .seed = 1, .sims = 400};

    (void)state;
    bal_ar1_noise(y, 120, 0, 5, 5);
    for (size_t t = 0; t < 120; t++)
        phase[t] = 1 + t / 24;
    assert_true(between(y, phase, 120, 5, &spec).power > .95);
    spec.step = 0;
    assert_near(between(y, phase, 120, 5, &spec).power, .05, .035);
}

static void refuses(void **state)
{
    static const double y[] = {1, 2, NAN, NAN}, flat[] = {1, 1, 1, 1};
    static const size_t one[] = {1, 1, 2, 2}, none[] = {0, 0, 0, 0}, both[] = {1, 1, 2, 2};
    struct bal_between out;
    struct bal_error err;

    (void)state;
    assert_int_equal(bal_between(&bal_mem_std, y, one, 4, 2, &plain, &out, &err), BAL_EARG);
    assert_string_equal(err.message, "only one of the phases has a value of the series");
    assert_int_equal(bal_between(&bal_mem_std, y, none, 4, 2, &plain, &out, &err), BAL_EARG);
    assert_string_equal(err.message, "none of the phases has a value of the series");
    assert_int_equal(bal_between(&bal_mem_std, flat, both, 4, 2, &plain, &out, &err), BAL_EARG);
    assert_string_equal(err.message, "the series has one value throughout the phases");
    assert_int_equal(bal_between(&bal_mem_std, y, both, 0, 2, &plain, &out, &err), BAL_EARG);
    assert_string_equal(err.message, "a series of 1 to 5000 periods is needed, not one of 0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),   cmocka_unit_test(agrees_with_its_twin),
        cmocka_unit_test(has_power), cmocka_unit_test(makes_noise),
        cmocka_unit_test(refuses),
    };

    return cmocka_run_group_tests_name("between", tests, NULL, NULL);
}
