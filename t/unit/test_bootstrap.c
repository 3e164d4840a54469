/* The bootstrap: against R (t/data/bootstrap.R), against the closed forms of the variance of the
 * mean, against a twin that builds every resample period by period, and the same for any threads. */
#include "check.h"

#include <omp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "../data/bootstrap_r.h"
#include "base/rng.h"
#include "stats/block_length.h"
#include "stats/bootstrap.h"

enum { MOST = 24, REPS = 40 };

#define COUNT(a) (sizeof(a) / sizeof *(a))

static double *replicates(size_t n)
{
    double *r = calloc(n, sizeof *r);

    assert_non_null(r);
    return r;
}

/* R -------------------------------------------------------------------------------------------- */

static void lengths_of_r(void **state)
{
    static const struct {
        const double *y;
        size_t n;
    } series[] = {
        {r_lh, COUNT(r_lh)},
        {r_Nile, COUNT(r_Nile)},
        {r_LakeHuron, COUNT(r_LakeHuron)},
        {r_nottem, COUNT(r_nottem)},
        {r_precip, COUNT(r_precip)},
        {r_discoveries, COUNT(r_discoveries)},
    };
    struct bal_block_length got;
    struct bal_error err;

    (void)state;
    for (size_t i = 0; i < COUNT(series); i++) {
        assert_int_equal(bal_block_length(&bal_mem_std, series[i].y, series[i].n, &got, &err), 0);
        assert_near((double)got.cutoff, r_lengths[i][0], 0);
        /* b.star's own answers below 1 are raised to 1 when it rounds them */
        assert_near(got.stationary, fmax(1, r_lengths[i][1]), 1e-10);
        assert_near(got.circular, fmax(1, r_lengths[i][2]), 1e-10);
    }
}

static void intervals_of_r(void **state)
{
    enum bal_bounds type[] = {BAL_BOUNDS_BASIC, BAL_BOUNDS_PERCENTILE, BAL_BOUNDS_BCA};
    struct bal_bootstrap got;
    struct bal_error err;

    (void)state;
    for (size_t i = 0; i < COUNT(r_bounds); i++)
        for (size_t k = 0; k < 3; k++) {
            assert_int_equal(bal_bootstrap_bounds(&bal_mem_std, r_replicates, COUNT(r_replicates),
                                                  r_estimate, r_acceleration, type[k],
                                                  r_bounds[i][0], &got, &err),
                             0);
            assert_near(got.low, r_bounds[i][1 + 2 * k], 1e-9);
            assert_near(got.high, r_bounds[i][2 + 2 * k], 1e-9);
        }
}

/* boot's empinf(type = "jack") leaves out one value at a time: blocks of 1. */
static void acceleration_of_r(void **state)
{
    struct bal_bootstrap_spec spec = {.block = 1, .reps = 1};
    struct bal_error err;
    double a;

    (void)state;
    for (int s = 0; s < 3; s++) {
        spec.scheme = (enum bal_scheme)s;
        assert_int_equal(bal_bootstrap_acceleration(&bal_mem_std, r_lynx, COUNT(r_lynx), NULL, 0,
                                                    &spec, &a, &err),
                         0);
        assert_near(a, r_acceleration, 1e-12);
    }
}

/* Theory --------------------------------------------------------------------------------------- */

static double variance(const double *x, size_t n) /* of all there is: divided by n */
{
    double mean = 0, sum = 0;

    for (size_t i = 0; i < n; i++)
        mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        sum += (x[i] - mean) * (x[i] - mean) / (double)n;
    return sum;
}

/* Equal blocks: starts are independent, so the sums of the whole blocks and of the last one add
 * their variances. Exact for any n and l. */
static double block_variance(const double *y, size_t n, size_t l, bool circle)
{
    size_t starts = circle ? n : n - l + 1, whole = (n - 1) / l, rest = n - whole * l;
    double full[500], tail[500];

    for (size_t s = 0; s < starts; s++) {
        full[s] = tail[s] = 0;
        for (size_t i = 0; i < l; i++)
            full[s] += y[(s + i) % n];
        for (size_t i = 0; i < rest; i++)
            tail[s] += y[(s + i) % n];
    }
    return ((double)whole * variance(full, starts) + variance(tail, starts)) / (double)(n * n);
}

/* Politis & Romano (1994), lemma 1: with c(i) the circular autocovariance and p = 1 / l,
 * n var = c(0) + 2 sum over i of (1 - i/n) (1 - p)^i c(i). */
static double stationary_variance(const double *y, size_t n, double l)
{
    double mean = 0, sum = 0;

    for (size_t t = 0; t < n; t++)
        mean += y[t] / (double)n;
    for (size_t i = 0; i < n; i++) {
        double c = 0;

        for (size_t t = 0; t < n; t++)
            c += (y[t] - mean) * (y[(t + i) % n] - mean) / (double)n;
        sum += i == 0 ? c : 2 * (1 - (double)i / (double)n) * pow(1 - 1 / l, (double)i) * c;
    }
    return sum / (double)n;
}

static void variances_of_theory(void **state)
{
    enum { N = 60000 };
    static const struct {
        enum bal_scheme scheme;
        double block;
    } cases[] = {
        {BAL_SCHEME_BLOCK, 1},      {BAL_SCHEME_BLOCK, 7},        {BAL_SCHEME_BLOCK, 12},
        {BAL_SCHEME_BLOCK, 50},     {BAL_SCHEME_CIRCULAR, 1},     {BAL_SCHEME_CIRCULAR, 9},
        {BAL_SCHEME_STATIONARY, 1}, {BAL_SCHEME_STATIONARY, 8.5}, {BAL_SCHEME_STATIONARY, 50}};
    double *r = replicates(N);
    size_t n = COUNT(r_Nile);

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bal_bootstrap_spec spec = {cases[i].scheme, cases[i].block, N, 20100815};
        struct bal_error err;
        double got, want = cases[i].scheme == BAL_SCHEME_STATIONARY
                               ? stationary_variance(r_Nile, n, cases[i].block)
                               : block_variance(r_Nile, n, (size_t)cases[i].block,
                                                cases[i].scheme == BAL_SCHEME_CIRCULAR);

        assert_int_equal(bal_bootstrap_mean(&bal_mem_std, r_Nile, n, &spec, NULL, r, &err), 0);
        got = variance(r, N);
        assert_true(fabs(got / want - 1) < 5 * sqrt(2. / N));
        if (cases[i].scheme != BAL_SCHEME_BLOCK) { /* no edge: the mean of the means is the mean */
            double sum = 0, mean = 0;

            for (size_t t = 0; t < n; t++)
                mean += r_Nile[t] / (double)n;
            for (size_t k = 0; k < N; k++)
                sum += (r[k] - mean) / N;
            assert_true(fabs(sum) < 5 * sqrt(want / N));
        }
    }
    free(r);
}

/* The twin ------------------------------------------------------------------------------------- */

/* The definition: draw a start and a length, copy period by period until the resample is full. */
static void twin_indices(const struct bal_bootstrap_spec *spec, size_t n, uint64_t r, size_t *index)
{
    size_t starts = spec->scheme == BAL_SCHEME_BLOCK ? n - (size_t)spec->block + 1 : n, filled = 0;
    struct bal_rng rng;

    bal_rng_init(&rng, spec->seed, r);
    while (filled < n) {
        size_t at = bal_rng_below(&rng, starts), taken = 0;
        double length = spec->block;

        if (spec->scheme == BAL_SCHEME_STATIONARY)
            length = 1 + floor(log1p(-bal_rng_unit(&rng)) / log1p(-1 / spec->block));
        for (; taken < length && filled < n; taken++)
            index[filled++] = (at + taken) % n;
    }
}

static double twin_mean(const double *y, const size_t *index, const bool *in, size_t n, bool side)
{
    double sum = 0, values = 0;

    for (size_t t = 0; t < n; t++)
        if (in[t] == side && !isnan(y[index[t]])) {
            sum += y[index[t]];
            values++;
        }
    return sum / values;
}

static void compare(const double *y, const bool *in, size_t n, const struct bal_range *w, size_t k,
                    const struct bal_bootstrap_spec *spec)
{
    double mean[REPS], difference[REPS], e[MOST], d;
    size_t index[MOST], same[MOST];
    bool none[MOST] = {false};
    struct bal_error err;
    int code = bal_bootstrap_residuals(y, n, w, k, e, &d, &err);

    assert_int_equal(bal_bootstrap_mean(&bal_mem_std, y, n, spec, NULL, mean, &err), 0);
    assert_int_equal(
        bal_bootstrap_difference(&bal_mem_std, y, n, w, k, spec, NULL, difference, &err), code);
    for (size_t r = 0; r < spec->reps; r++) {
        twin_indices(spec, n, r, index);
        bal_bootstrap_indices(spec, n, r, same);
        assert_memory_equal(index, same, n * sizeof *index);
        assert_near(mean[r], twin_mean(y, index, none, n, false), 1e-12);
        if (code == 0)
            assert_near(difference[r],
                        d + twin_mean(e, index, in, n, true) - twin_mean(e, index, in, n, false),
                        1e-12);
    }
}

static void random_case(uint64_t *seed)
{
    size_t n = 2 + random_below(seed, MOST - 2), k = random_below(seed, 4), made = 0;
    struct bal_bootstrap_spec spec = {.scheme = (enum bal_scheme)random_below(seed, 3),
                                      .reps = 1 + random_below(seed, REPS),
                                      .seed = random_bits(seed)};
    size_t levels = 1 + random_below(seed, 4), gaps = random_below(seed, 3);
    struct bal_range w[4];
    bool in[MOST] = {false};
    double y[MOST];

    spec.block = (double)(1 + random_below(seed, n / 2));
    if (spec.scheme == BAL_SCHEME_STATIONARY)
        spec.block = 1 + random_unit(seed) * ((double)n / 2 - 1);
    for (size_t t = 0; t < n; t++) {
        y[t] = random_below(seed, 2) ? (double)random_below(seed, levels) : random_unit(seed) * 9;
        if (gaps > 0 && random_below(seed, 5) < gaps * gaps)
            y[t] = NAN;
    }
    for (size_t i = 0; i < k; i++) { /* in no order; they may touch */
        size_t a = random_below(seed, n), b = a + 1 + random_below(seed, n - a);
        bool clear = true;

        for (size_t t = a; t < b; t++)
            clear = clear && !in[t];
        if (clear) {
            w[made++] = (struct bal_range){a, b};
            memset(in + a, 1, b - a);
        }
    }
    compare(y, in, n, w, made, &spec);
}

static void agrees_with_the_definition(void **state)
{
    uint64_t seed = 20100815;

    (void)state;
    for (int round = 0; round < 5000; round++)
        random_case(&seed);
}

/* A word that falls into the odd rest of 2^32 is drawn again: with 3 * 2^30 starts every fourth is.
 * No series is that long, so the fast way is held against the slow one on all words of many
 * resamples of an uneven length instead. */
static void fast_and_slow_agree(void **state)
{
    enum { N = 20000, T = 240 };
    struct bal_bootstrap_spec spec = {BAL_SCHEME_BLOCK, 7, N, 99};
    double y[T], *r = replicates(N);
    size_t index[T];
    struct bal_error err;

    (void)state;
    for (size_t t = 0; t < T; t++)
        y[t] = (double)(t * 37 % 101);
    assert_int_equal(bal_bootstrap_mean(&bal_mem_std, y, T, &spec, NULL, r, &err), 0);
    for (size_t k = 0; k < N; k++) {
        double sum = 0;

        twin_indices(&spec, T, k, index);
        for (size_t t = 0; t < T; t++)
            sum += y[index[t]];
        assert_near(r[k], sum / T, 1e-14);
    }
    free(r);
}

static void threads_change_nothing(void **state)
{
    enum { N = 5000 };
    const struct bal_range w[] = {{0, 20}, {40, 60}};
    int before = omp_get_max_threads();
    double *mean[3], *difference[3];
    struct bal_error err;

    (void)state;
    for (int s = 0; s < 3; s++) {
        struct bal_bootstrap_spec spec = {(enum bal_scheme)s, 6, N, 5};

        for (int i = 0; i < 3; i++) {
            omp_set_num_threads((int[]){1, 2, 8}[i]);
            mean[i] = replicates(N);
            difference[i] = replicates(N);
            assert_int_equal(
                bal_bootstrap_mean(&bal_mem_std, r_Nile, 100, &spec, NULL, mean[i], &err), 0);
            assert_int_equal(bal_bootstrap_difference(&bal_mem_std, r_Nile, 100, w, 2, &spec, NULL,
                                                      difference[i], &err),
                             0);
            assert_memory_equal(mean[i], mean[0], N * sizeof(double));
            assert_memory_equal(difference[i], difference[0], N * sizeof(double));
        }
        for (int i = 0; i < 3; i++) {
            free(mean[i]);
            free(difference[i]);
        }
    }
    omp_set_num_threads(before);
}

/* Calibration ---------------------------------------------------------------------------------- */

/* How often 95 % intervals of the difference miss 0 on AR(1) noise: see the table in bootstrap.h. */
static double misses(double phi)
{
    enum { T = 240, RUNS = 200, R = 399 };
    const struct bal_range w[] = {{0, 60}, {72, 108}, {192, 228}};
    double y[T], e[T], rep[R], d, missed = 0;

    for (uint64_t run = 0; run < RUNS; run++) {
        struct bal_block_length length;
        struct bal_bootstrap got;
        struct bal_error err;
        struct bal_rng rng;

        bal_rng_init(&rng, 77, run);
        y[0] = bal_rng_normal(&rng) / sqrt(1 - phi * phi);
        for (int t = 1; t < T; t++)
            y[t] = phi * y[t - 1] + bal_rng_normal(&rng);
        assert_int_equal(bal_bootstrap_residuals(y, T, w, 3, e, &d, &err), 0);
        assert_int_equal(bal_block_length(&bal_mem_std, e, T, &length, &err), 0);
        struct bal_bootstrap_spec spec = {BAL_SCHEME_STATIONARY, length.stationary, R, run};

        assert_int_equal(bal_bootstrap_difference(&bal_mem_std, y, T, w, 3, &spec, NULL, rep, &err),
                         0);
        assert_int_equal(bal_bootstrap_bounds(&bal_mem_std, rep, R, d, 0, BAL_BOUNDS_PERCENTILE,
                                              .95, &got, &err),
                         0);
        missed += got.low > 0 || got.high < 0 ? 1. / RUNS : 0;
    }
    return missed;
}

/* Within 4 standard errors of the table's .06, .10 and .17. */
static void misses_as_often_as_said(void **state)
{
    static const double phi[] = {0, .5, .9}, want[] = {.06, .10, .17};

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_true(fabs(misses(phi[i]) - want[i]) < 4 * sqrt(want[i] * (1 - want[i]) / 200));
}

/* By hand -------------------------------------------------------------------------------------- */

/* y = 0 0 6 0, moving blocks of 2, one left out at a time: means 3 0 0 of the rest; d = -2 1 1, so
 * m2 = 2, m3 = -2, and a = -2 / (6 2^1.5 sqrt(4 / 2)) = -1/12. */
static void acceleration_by_hand(void **state)
{
    const double y[] = {0, 0, 6, 0}, same[] = {.1, .1, .1, .1};
    struct bal_bootstrap_spec spec = {BAL_SCHEME_BLOCK, 2, 1, 1};
    struct bal_error err;
    double a;

    (void)state;
    assert_int_equal(bal_bootstrap_acceleration(&bal_mem_std, y, 4, NULL, 0, &spec, &a, &err), 0);
    assert_near(a, -1 / 12., 1e-15);
    assert_int_equal(bal_bootstrap_acceleration(&bal_mem_std, same, 4, NULL, 0, &spec, &a, &err),
                     0);
    assert_near(a, 0, 0);
}

static void constant_series(void **state)
{
    const double y[] = {2.1, 2.1, NAN, 2.1, 2.1}, gap[] = {NAN, NAN};
    struct bal_bootstrap_spec spec = {BAL_SCHEME_STATIONARY, 2, 50, 1};
    struct bal_block_length length;
    struct bal_bootstrap got;
    struct bal_error err;
    double r[50];

    (void)state;
    assert_int_equal(bal_block_length(&bal_mem_std, y, 5, &length, &err), 0);
    assert_near(length.stationary, 1, 0);
    assert_int_equal(bal_bootstrap_mean(&bal_mem_std, y, 5, &spec, NULL, r, &err), 0);
    assert_int_equal(
        bal_bootstrap_bounds(&bal_mem_std, r, 50, 2.1, 0, BAL_BOUNDS_PERCENTILE, .9, &got, &err),
        0);
    assert_near(got.low, 2.1, 1e-15);
    assert_near(got.high, 2.1, 1e-15);
    assert_int_equal(bal_block_length(&bal_mem_std, gap, 2, &length, &err), BAL_EARG);
    assert_string_equal(err.message, "the series has no value");
    spec.block = 1;
    assert_int_equal(bal_bootstrap_mean(&bal_mem_std, gap, 2, &spec, NULL, r, &err), 0);
    assert_int_equal(
        bal_bootstrap_bounds(&bal_mem_std, r, 50, 0, 0, BAL_BOUNDS_BASIC, .9, &got, &err),
        BAL_EARG);
    assert_string_equal(err.message, "of 50 resamples 0 have a statistic; it takes two");
}

static void refuses(void **state)
{
    static const struct {
        size_t n;
        struct bal_bootstrap_spec spec;
        const char *message;
    } cases[] = {
        {1, {BAL_SCHEME_BLOCK, 1, 10, 1}, "a bootstrap needs a series of at least two periods"},
        {9, {BAL_SCHEME_BLOCK, 1, 0, 1}, "reps is a number from 1 to 10000000, not 0"},
        {9, {BAL_SCHEME_BLOCK, 0, 10, 1}, "a block is a whole number of periods from 1 on, not 0"},
        {9,
         {BAL_SCHEME_CIRCULAR, 2.5, 10, 1},
         "a block is a whole number of periods from 1 on, not 2.5"},
        {9,
         {BAL_SCHEME_STATIONARY, .5, 10, 1},
         "a block is a number of periods from 1 on, not 0.5"},
        {9,
         {BAL_SCHEME_BLOCK, 5, 10, 1},
         "a block is at most half of the 9 periods, so that there are two, not 5"},
    };
    const double above[] = {2, 3, 4};
    struct bal_bootstrap got;
    struct bal_error err;

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(bal_bootstrap_check(cases[i].n, &cases[i].spec, &err), BAL_EARG);
        assert_string_equal(err.message, cases[i].message);
    }
    assert_int_equal(
        bal_bootstrap_bounds(&bal_mem_std, above, 3, 1, 0, BAL_BOUNDS_BCA, .9, &got, &err),
        BAL_EARG);
    assert_string_equal(err.message, "every replicate is above the estimate, so BCa has nothing to "
                                     "correct by; use type = \"percentile\" or \"basic\"");
    assert_int_equal(
        bal_bootstrap_bounds(&bal_mem_std, above, 3, 1, 0, BAL_BOUNDS_BASIC, 95, &got, &err),
        BAL_EARG);
    assert_string_equal(err.message, "level is a share between 0 and 1, such as 0.95, not 95");
}

static bool never(void *ud, double done)
{
    (void)done;
    ++*(int *)ud;
    return false;
}

static void stops(void **state)
{
    int asked = 0;
    const struct bal_watch watch = {never, &asked};
    struct bal_bootstrap_spec spec = {BAL_SCHEME_BLOCK, 4, 10, 1};
    struct bal_error err;
    double r[10];

    (void)state;
    assert_int_equal(bal_bootstrap_mean(&bal_mem_std, r_Nile, 100, &spec, &watch, r, &err),
                     BAL_ESTOP);
    assert_int_equal(asked, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_of_r),
        cmocka_unit_test(intervals_of_r),
        cmocka_unit_test(acceleration_of_r),
        cmocka_unit_test(variances_of_theory),
        cmocka_unit_test(agrees_with_the_definition),
        cmocka_unit_test(fast_and_slow_agree),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(misses_as_often_as_said),
        cmocka_unit_test(acceleration_by_hand),
        cmocka_unit_test(constant_series),
        cmocka_unit_test(refuses),
        cmocka_unit_test(stops),
    };

    return cmocka_run_group_tests_name("bootstrap", tests, NULL, NULL);
}
