/* Krippendorff's alpha: his four coders, R from the matrix of coincidences (t/data/alpha.R), and a
 * naive twin that goes through all pairs of values; the bootstrap's interval on simulated coders. */
#include "scratch.h"

#include <omp.h>
#include <stdbool.h>

#include "base/rng.h"
#include "stats/alpha.h"
#include "stats/bootstrap.h"
#include "test_alpha_r.h"

static struct bal_alpha alpha(const double *value, size_t units, size_t coders,
                              enum bal_level level)
{
    struct bal_alpha out;
    struct bal_error err;

    assert_int_equal(bal_alpha(&bal_mem_std, value, units, coders, level, &out, &err), 0);
    return out;
}

/* Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": his four observers. */
static void published_example(void **state)
{
    const double published[] = {.743, .815, .849, .797};
    struct bal_alpha got;

    (void)state;
    for (int level = BAL_NOMINAL; level <= BAL_RATIO; level++) {
        got = alpha(alpha_cases[0].value, 12, 4, (enum bal_level)level);
        assert_true(fabs(got.alpha - published[level]) < .0005);
    }
    assert_int_equal(got.values, 40); /* 41 values, one of which stands alone */
    assert_int_equal(got.units, 11);
    assert_int_equal(got.single, 1);
    assert_int_equal(got.distinct, 5);
}

static void agrees_with_r(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof alpha_cases / sizeof *alpha_cases; i++)
        for (int level = BAL_NOMINAL; level <= BAL_RATIO; level++) {
            const struct alpha_case *c = &alpha_cases[i];

            assert_near(alpha(c->value, c->units, c->coders, (enum bal_level)level).alpha,
                        c->alpha[level], 1e-12);
        }
}

/* A naive twin: all ordered pairs of values, one by one. */
struct pairs {
    const double *v; /* the pairable values */
    size_t n;
    enum bal_level level;
};

static double delta(const struct pairs *p, double a, double b)
{
    double between = 0;

    if (p->level == BAL_NOMINAL)
        return a != b;
    if (p->level == BAL_INTERVAL_LEVEL)
        return a - b;
    if (p->level == BAL_RATIO)
        return a == b ? 0 : (a - b) / (a + b);
    for (size_t i = 0; i < p->n; i++) {
        double lo = a < b ? a : b, hi = a < b ? b : a;

        if (p->v[i] >= lo && p->v[i] <= hi)
            between += p->v[i] == a || p->v[i] == b ? .5 : 1;
    }
    return a == b ? 0 : between;
}

static double naive(const double *value, size_t units, size_t coders, enum bal_level level)
{
    double v[200], observed = 0, expected = 0;
    size_t start[50], n = 0, k = 0;
    struct pairs p;

    for (size_t u = 0; u < units; u++) {
        size_t before = n;

        for (size_t c = 0; c < coders; c++)
            if (!isnan(value[u * coders + c]))
                v[n++] = value[u * coders + c];
        if (n - before < 2)
            n = before;
        else
            start[k++] = before;
    }
    start[k] = n;
    p = (struct pairs){v, n, level};
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            expected += pow(delta(&p, v[i], v[j]), 2) / (double)(n - 1);
    for (size_t u = 0; u < k; u++)
        for (size_t i = start[u]; i < start[u + 1]; i++)
            for (size_t j = start[u]; j < start[u + 1]; j++)
                observed += pow(delta(&p, v[i], v[j]), 2) / (double)(start[u + 1] - start[u] - 1);
    return expected > 0 ? 1 - observed / expected : NAN;
}

static void agrees_with_all_pairs(void **state)
{
    uint64_t seed = 2004;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        size_t units = 1 + random_below(&seed, 12), coders = 1 + random_below(&seed, 5);
        size_t rungs = 1 + random_below(&seed, 6);
        double value[60];

        for (size_t i = 0; i < units * coders; i++)
            value[i] = random_below(&seed, 4) == 0 ? NAN : (double)random_below(&seed, rungs);
        for (int level = BAL_NOMINAL; level <= BAL_RATIO; level++)
            assert_near(alpha(value, units, coders, (enum bal_level)level).alpha,
                        naive(value, units, coders, (enum bal_level)level), 1e-11);
    }
}

/* By hand: two coders, units (1,1) (2,1): n_1 = 3, n_2 = 1, D_o = 2/4, D_e = 2*3*1/(4*3). */
static void undefined_and_small(void **state)
{
    const double same[] = {2, 2, 2, 2}, apart[] = {1, NAN, NAN, 2}, four[] = {1, 1, 2, 1};
    const double large[] = {1e15 + 1, 1e15 + 1, 1e15 + 2, 1e15 + 2, 1e15 + 3, 1e15 + 2};
    const double small[] = {1, 1, 2, 2, 3, 2};

    (void)state;
    assert_true(isnan(alpha(same, 2, 2, BAL_INTERVAL_LEVEL).alpha));
    assert_int_equal(alpha(same, 2, 2, BAL_ORDINAL).distinct, 1);
    assert_near(alpha(same, 2, 2, BAL_NOMINAL).expected, 0, 0);
    assert_true(isnan(alpha(apart, 2, 2, BAL_NOMINAL).alpha));
    assert_int_equal(alpha(apart, 2, 2, BAL_NOMINAL).values, 0);
    assert_int_equal(alpha(apart, 2, 2, BAL_NOMINAL).single, 2);
    assert_near(alpha(four, 2, 2, BAL_NOMINAL).alpha, 0, 1e-15);
    assert_near(alpha(large, 3, 2, BAL_INTERVAL_LEVEL).alpha,
                alpha(small, 3, 2, BAL_INTERVAL_LEVEL).alpha, 1e-12);
}

static void refuses(void **state)
{
    const double below[] = {-1, 2}, endless[] = {INFINITY, 2};
    struct bal_alpha out;
    struct bal_error err;

    (void)state;
    assert_int_equal(bal_alpha(&bal_mem_std, below, 1, 2, BAL_RATIO, &out, &err), BAL_EARG);
    assert_string_equal(err.message,
                        "a coded value is -1; at the ratio level there is nothing below 0");
    assert_int_equal(bal_alpha(&bal_mem_std, endless, 1, 2, BAL_NOMINAL, &out, &err), BAL_EARG);
    assert_string_equal(err.message, "a coded value is infinite");
    assert_int_equal(bal_level_named("interval"), BAL_INTERVAL_LEVEL);
    assert_int_equal(bal_level_named("intervall"), -1);
}

/* Draw r is made of the units that stream r names: alpha of these units, written out, is the same;
 * and the bits do not depend on the threads. */
static void draws_are_draws(void **state)
{
    const struct alpha_case *c = &alpha_cases[0];
    double got[300], one[300], made[48];
    struct bal_error err;
    size_t pairable[11], n = 0;

    (void)state;
    for (size_t u = 0; u < 12; u++)
        if (u != 11)
            pairable[n++] = u;
    for (int level = BAL_NOMINAL; level <= BAL_RATIO; level++) {
        omp_set_num_threads(2);
        assert_int_equal(bal_alpha_bootstrap(&bal_mem_std, c->value, 12, 4, (enum bal_level)level,
                                             7, 300, NULL, got, &err),
                         0);
        omp_set_num_threads(1);
        assert_int_equal(bal_alpha_bootstrap(&bal_mem_std, c->value, 12, 4, (enum bal_level)level,
                                             7, 300, NULL, one, &err),
                         0);
        for (uint64_t r = 0; r < 300; r++) {
            struct bal_rng rng;

            bal_rng_init(&rng, 7, r);
            for (size_t i = 0; i < 11; i++) {
                size_t u = pairable[bal_rng_below(&rng, 11)];

                for (size_t k = 0; k < 4; k++)
                    made[4 * i + k] = c->value[4 * u + k];
            }
            assert_near(got[r], naive(made, 11, 4, (enum bal_level)level), 1e-12);
            assert_true(got[r] == one[r] || (isnan(got[r]) && isnan(one[r])));
        }
    }
}

/* Each allocation fails in turn: an answer, and nothing is kept. */
static void out_of_memory(void **state)
{
    const struct alpha_case *c = &alpha_cases[0];
    struct bal_alpha out;
    struct bal_error err;
    double replicate[20];
    size_t k = 0;
    int code;

    (void)state;
    do {
        struct count_mem count = {.fail_at = ++k};
        struct bal_mem mem = {count_alloc, &count};

        code = bal_alpha(&mem, c->value, 12, 4, BAL_ORDINAL, &out, &err);
        if (code == 0)
            code = bal_alpha_bootstrap(&mem, c->value, 12, 4, BAL_ORDINAL, 1, 20, NULL, replicate,
                                       &err);
        assert_int_equal(count.live, 0);
        assert_true(code == 0 || code == BAL_EMEM);
    } while (code != 0);
    assert_true(k > 10);
}

/* Coders who are right with probability .8, else say any of five rungs; the alpha of the
 * population is .8^2 = .64 at the nominal level (the chance that two agree for a reason). */
static double coverage(enum bal_level level, double truth, size_t units, size_t runs, size_t reps)
{
    double value[320], replicate[999], hits = 0;

    for (size_t run = 0; run < runs; run++) {
        struct bal_bootstrap b;
        struct bal_error err;
        struct bal_rng rng;

        bal_rng_init(&rng, 1 + (uint64_t)units, run);
        for (size_t u = 0; u < units; u++) {
            double right = (double)bal_rng_below(&rng, 5);

            for (size_t k = 0; k < 4; k++)
                value[4 * u + k] = bal_rng_unit(&rng) < .8 ? right : (double)bal_rng_below(&rng, 5);
        }
        assert_int_equal(bal_alpha_bootstrap(&bal_mem_std, value, units, 4, level, run, reps, NULL,
                                             replicate, &err),
                         0);
        assert_int_equal(bal_bootstrap_bounds(&bal_mem_std, replicate, reps,
                                              alpha(value, units, 4, level).alpha, 0,
                                              BAL_BOUNDS_PERCENTILE, .95, &b, &err),
                         0);
        hits += b.low <= truth && truth <= b.high;
    }
    return hits / (double)runs;
}

static void interval_holds_the_truth(void **state)
{
    double few = coverage(BAL_NOMINAL, .64, 20, 200, 199);
    double many = coverage(BAL_INTERVAL_LEVEL, .64, 80, 200, 199);

    (void)state;
    assert_true(few > .84 && few < .99);
    assert_true(many > .88 && many < .995);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_example),
        cmocka_unit_test(agrees_with_r),
        cmocka_unit_test(agrees_with_all_pairs),
        cmocka_unit_test(undefined_and_small),
        cmocka_unit_test(refuses),
        cmocka_unit_test(draws_are_draws),
        cmocka_unit_test(interval_holds_the_truth),
        cmocka_unit_test(out_of_memory),
    };

    return cmocka_run_group_tests_name("alpha", tests, NULL, NULL);
}
