/* The contrast against hand calculations and against a naive twin that places windows by brute
 * force, over thousands of small random cases. */
#include "check.h"
#include "naive.h"

#include <omp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "stats/contrast.h"

enum { MOST = 16 };

/* The naive twin ------------------------------------------------------------------------------- */

struct twin {
    const double *y;
    size_t n, k;
    const struct bal_contrast_spec *spec;
    double observed, total, extreme, undefined, top, at_top;
};

static double extremity(const struct twin *t, double d)
{
    return t->spec->alternative == BAL_TWO_SIDED ? fabs(d)
           : t->spec->alternative == BAL_GREATER ? d
                                                 : -d;
}

static void twin_count(struct twin *t, const bool *in)
{
    double d = naive_estimate(t->y, in, t->n, t->spec->estimate), e;

    if (isnan(d)) {
        t->undefined++;
        return;
    }
    e = extremity(t, d);
    t->total++;
    t->extreme += e >= extremity(t, t->observed) - 1e-9;
    if (e > t->top + 1e-9) {
        t->top = e;
        t->at_top = 0;
    }
    t->at_top += e >= t->top - 1e-9;
}

/* Every start of every window, each window told from the others: K! C(...) arrangements. */
static void twin_place(struct twin *t, const struct bal_range *w, size_t i, bool *in)
{
    size_t length = i < t->k ? w[i].b - w[i].a : 0;

    if (i == t->k) {
        twin_count(t, in);
        return;
    }
    for (size_t a = 0; a + length <= t->n; a++) {
        bool clear = true;

        for (size_t j = 0; j < length; j++)
            clear = clear && !in[a + j];
        if (!clear)
            continue;
        memset(in + a, 1, length);
        twin_place(t, w, i + 1, in);
        memset(in + a, 0, length);
    }
}

/* Every assignment of inside and outside to the values (or whole phases) that has as many inside as
 * `in`: each part from cell i on goes in or stays out. */
static void twin_choose(struct twin *t, size_t i, const bool *in, bool *at)
{
    size_t parts[2] = {0}, end = i + 1;
    bool part = t->spec->null == BAL_PERMUTE && i < t->n && !isnan(t->y[i]);

    if (i == t->n) {
        for (size_t j = 0; j < t->n; j++) {
            bool counts = t->spec->null == BAL_PERMUTE && !isnan(t->y[j]);

            for (size_t p = 0; p < t->spec->phases; p++)
                counts = counts || t->spec->phase[p].a == j;
            parts[0] += counts && in[j];
            parts[1] += counts && at[j];
        }
        if (parts[0] == parts[1])
            twin_count(t, at);
        return;
    }
    for (size_t p = 0; p < t->spec->phases; p++)
        if (t->spec->phase[p].a == i) {
            end = t->spec->phase[p].b;
            part = true;
        }
    twin_choose(t, end, in, at);
    if (!part)
        return; /* a gap, or a cell of no phase */
    memset(at + i, 1, end - i);
    twin_choose(t, end, in, at);
    memset(at + i, 0, end - i);
}

static void twin_run(struct twin *t, const struct bal_range *w)
{
    bool in[MOST] = {false}, at[MOST];

    for (size_t i = 0; i < t->k; i++)
        memset(in + w[i].a, 1, w[i].b - w[i].a);
    t->observed = naive_estimate(t->y, in, t->n, t->spec->estimate);
    t->top = -INFINITY;
    memset(at, 0, sizeof at);
    if (t->spec->null == BAL_RELOCATE) {
        twin_place(t, w, 0, at);
        return;
    }
    if (t->spec->null == BAL_PERMUTE || t->spec->null == BAL_PHASE_LABELS) {
        twin_choose(t, 0, in, at);
        return;
    }
    for (size_t by = 0; by < t->n; by++) {
        for (size_t j = 0; j < t->n; j++)
            at[(j + by) % t->n] = in[j];
        twin_count(t, at);
    }
}

/* Random cases --------------------------------------------------------------------------------- */

static void random_series(uint64_t *seed, double *y, size_t n)
{
    size_t levels = 1 + random_below(seed, 5); /* 1: constant; few: ties */
    bool real = random_below(seed, 3) == 0, gaps = random_below(seed, 3) == 0;

    for (size_t i = 0; i < n; i++) {
        y[i] = real ? random_unit(seed) * 10 - 5 : (double)random_below(seed, levels);
        if (gaps && random_below(seed, 4) == 0)
            y[i] = NAN;
    }
}

/* k windows in random places, perhaps touching each other and the ends; false: no room left. */
static bool random_windows(uint64_t *seed, size_t n, size_t k, struct bal_range *w)
{
    bool in[MOST] = {false};

    for (size_t i = 0; i < k; i++) {
        size_t tries = 0, a, length;
        bool clear;

        do {
            length = 1 + random_below(seed, 4);
            a = random_below(seed, n);
            clear = a + length <= n;
            for (size_t j = 0; clear && j < length; j++)
                clear = !in[a + j];
        } while (!clear && ++tries < 50);
        if (!clear)
            return false;
        memset(in + a, 1, length);
        w[i] = (struct bal_range){a, a + length};
    }
    return true;
}

/* One random case under `null`, by each method that can do it; false: there was no case. */
static bool compare_with_twin(uint64_t *seed, enum bal_null null)
{
    size_t n = 1 + random_below(seed, 12), k = 1 + random_below(seed, 3);
    struct bal_contrast_spec spec = {
        .estimate = (enum bal_estimate)random_below(seed, 2),
        .null = null,
        .alternative = (enum bal_alternative)random_below(seed, 3),
    };
    struct bal_range w[3];
    struct bal_contrast got;
    struct bal_error err;
    double y[MOST];
    struct twin twin = {.y = y, .n = n, .k = k, .spec = &spec};

    random_series(seed, y, n);
    if (!random_windows(seed, n, k, w))
        return false;
    twin_run(&twin, w);
    for (int method = BAL_AUTO; method <= BAL_DYNAMIC; method++) {
        int code;

        spec.method = (enum bal_method)method;
        code = bal_contrast(&bal_mem_std, y, n, w, k, &spec, &got, &err);
        if (isnan(twin.observed)) {
            assert_int_equal(code, BAL_EARG);
            continue;
        }
        if (method == BAL_DYNAMIC && code != 0) { /* no lattice, or not for this null */
            assert_int_equal(strncmp(err.message, "method = \"dynamic\" ", 19), 0);
            continue;
        }
        assert_int_equal(code, 0);
        assert_near(got.estimate, twin.observed, 1e-12);
        assert_near(got.p, twin.extreme / twin.total, 1e-12);
        assert_near(got.floor, twin.at_top / twin.total, 1e-12);
        assert_near(got.undefined, twin.undefined, 0);
        assert_near(got.placements, twin.total + twin.undefined, 0);
    }
    return !isnan(twin.observed);
}

static void agrees_with_brute_force(void **state)
{
    uint64_t seed = 20100815;
    size_t compared = 0;

    (void)state;
    for (int round = 0; round < 2000; round++)
        for (int null = BAL_RELOCATE; null <= BAL_PERMUTE; null++)
            compared += compare_with_twin(&seed, (enum bal_null)null);
    assert_true(compared > 4000);
}

/* Phases: neighbours cut the series up, some of them are windows; cells of no phase are gaps. */
static void phases_agree_with_brute_force(void **state)
{
    uint64_t seed = 19911216;
    size_t compared = 0;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct bal_range phase[MOST], w[MOST];
        struct bal_contrast_spec spec = {.null = BAL_PHASE_LABELS, .phase = phase};
        struct bal_contrast got;
        struct bal_error err;
        size_t n = 2 + random_below(&seed, 11), k = 0;
        double y[MOST], seen[MOST];
        struct twin twin = {.y = seen, .n = n, .spec = &spec};

        spec.estimate = (enum bal_estimate)random_below(&seed, 2);
        spec.alternative = (enum bal_alternative)random_below(&seed, 3);
        random_series(&seed, y, n);
        for (size_t i = 0; i < n; i++)
            seen[i] = NAN;
        for (size_t at = random_below(&seed, 2); at < n;) {
            struct bal_range p = {at, at + 1 + random_below(&seed, 3)};

            p.b = p.b < n ? p.b : n;
            if (random_below(&seed, 2) == 0)
                w[k++] = p;
            phase[spec.phases++] = p;
            memcpy(seen + p.a, y + p.a, (p.b - p.a) * sizeof *y);
            at = p.b + random_below(&seed, 2);
        }
        if (k == 0)
            continue;
        twin.k = k;
        twin_run(&twin, w);
        if (isnan(twin.observed)) {
            assert_int_equal(bal_contrast(&bal_mem_std, y, n, w, k, &spec, &got, &err), BAL_EARG);
            continue;
        }
        assert_int_equal(bal_contrast(&bal_mem_std, y, n, w, k, &spec, &got, &err), 0);
        assert_near(got.estimate, twin.observed, 1e-12);
        assert_near(got.p, twin.extreme / twin.total, 1e-12);
        assert_near(got.floor, twin.at_top / twin.total, 1e-12);
        assert_near(got.placements, twin.total + twin.undefined, 0);
        compared++;
    }
    assert_true(compared > 1000);
}

/* By hand -------------------------------------------------------------------------------------- */

/* y = 0 0 3 3 0, one window of 2 on the threes. Four placements, sums 0 3 6 3; the rest sums to
 * 6 3 0 3 over three: D = -2, 0.5, 3, 0.5. */
static void one_window_by_hand(void **state)
{
    const double y[] = {0, 0, 3, 3, 0};
    const struct bal_range w = {2, 4};
    struct bal_contrast_spec spec = {.null = BAL_RELOCATE};
    struct bal_contrast got;
    struct bal_error err;

    (void)state;
    assert_int_equal(bal_contrast(&bal_mem_std, y, 5, &w, 1, &spec, &got, &err), 0);
    assert_near(got.estimate, 3, 1e-15);
    assert_near(got.mean_in, 3, 1e-15);
    assert_near(got.mean_out, 0, 1e-15);
    assert_near(got.p, .25, 1e-15);
    assert_near(got.floor, .25, 1e-15);
    assert_near(got.placements, 4, 0);
    /* Shifts: sums 3 (cells 1-2), 6, 3, 0, and 0 of the one that wraps: of |D| = .5 3 .5 2 2 */
    spec.null = BAL_SHIFT;
    assert_int_equal(bal_contrast(&bal_mem_std, y, 5, &w, 1, &spec, &got, &err), 0);
    assert_near(got.p, .2, 1e-15);
    assert_near(got.placements, 5, 0);
    /* Cliff: every value inside exceeds every value outside */
    spec.estimate = BAL_CLIFF_DELTA;
    assert_int_equal(bal_contrast(&bal_mem_std, y, 5, &w, 1, &spec, &got, &err), 0);
    assert_near(got.estimate, 1, 1e-15);
}

/* From R 4.2.2 with coin 1.4-2:
 *   i <- 0:59; y <- (i*i*7 + 3*i) %% 23 %/% 2
 *   g <- factor(ifelse((i >= 10 & i < 22) | (i >= 40 & i < 49), "in", "out"))
 *   sprintf("%.15g", pvalue(oneway_test(y ~ g, distribution = exact("shift"), alternative = alt)))
 * and the same of rank(y). */
static void permutation_as_coin_has_it(void **state)
{
    static const struct {
        enum bal_alternative alternative;
        double mean, rank;
    } rows[] = {
        {BAL_TWO_SIDED, 0.898389988291711, 0.916807863807656},
        {BAL_GREATER, 0.450639603057618, 0.544695350329556},
        {BAL_LESS, 0.582797179881171, 0.458438004151497},
    };
    const struct bal_range w[] = {{10, 22}, {40, 49}};
    struct bal_contrast_spec spec = {.null = BAL_PERMUTE};
    struct bal_contrast got;
    struct bal_error err;
    double y[60];

    (void)state;
    for (size_t i = 0; i < 60; i++)
        y[i] = (double)((i * i * 7 + 3 * i) % 23 / 2);
    for (size_t i = 0; i < 3; i++) {
        spec.alternative = rows[i].alternative;
        spec.estimate = BAL_MEAN_DIFFERENCE;
        assert_int_equal(bal_contrast(&bal_mem_std, y, 60, w, 2, &spec, &got, &err), 0);
        assert_int_equal(got.method, BAL_DYNAMIC);
        assert_near(got.p, rows[i].mean, 1e-12);
        spec.estimate = BAL_CLIFF_DELTA;
        assert_int_equal(bal_contrast(&bal_mem_std, y, 60, w, 2, &spec, &got, &err), 0);
        assert_near(got.p, rows[i].rank, 1e-12);
    }
}

/* Methods text: T = 240 and windows of 60, 36 and 36 months have 3! C(240 - 132 + 3, 3) =
 * 1,330,890 placements. */
static void counts_of_the_first_study(void **state)
{
    const struct bal_range w[] = {{0, 60}, {72, 108}, {192, 228}};
    struct bal_contrast_spec spec = {.null = BAL_RELOCATE};
    struct bal_contrast got;
    struct bal_error err;
    double y[240];

    (void)state;
    for (size_t i = 0; i < 240; i++)
        y[i] = (double)(i * 37 % 101) / 7;
    assert_int_equal(bal_contrast(&bal_mem_std, y, 240, w, 3, &spec, &got, &err), 0);
    assert_near(got.placements, 1330890, 0);
    assert_near(got.floor, 2 / 1330890., 1e-15); /* the two windows of 36 can change places */
}

/* A level of a million million must not blur ties: the same answer as without it. */
static void a_high_level_changes_nothing(void **state)
{
    const double low[] = {0, 1, 2, 2, 1, 0, 1, 2, 1, 0};
    const struct bal_range w = {2, 5};
    struct bal_contrast_spec spec = {.null = BAL_RELOCATE};
    struct bal_contrast a, b;
    struct bal_error err;
    double high[10];

    (void)state;
    for (size_t i = 0; i < 10; i++)
        high[i] = low[i] + 1e12;
    assert_int_equal(bal_contrast(&bal_mem_std, low, 10, &w, 1, &spec, &a, &err), 0);
    assert_int_equal(bal_contrast(&bal_mem_std, high, 10, &w, 1, &spec, &b, &err), 0);
    assert_near(b.p, a.p, 1e-15);
    assert_near(b.floor, a.floor, 1e-15);
}

static void refuses(void **state)
{
    static const struct {
        struct bal_range w[2];
        size_t k;
        const char *message;
    } cases[] = {
        {{{0}}, 0, "a contrast needs at least one window"},
        {{{2, 2}}, 1, "window 1 covers no period of the series"},
        {{{4, 7}}, 1, "window 1 covers no period of the series"},
        {{{0, 3}, {2, 4}}, 2, "windows 1 and 2 overlap; merge them"},
        {{{0, 6}}, 1, "the series has no value outside the windows"},
        {{{5, 6}}, 1, "the series has no value inside the windows"},
    };
    const double y[] = {1, 2, 3, 4, 5, NAN};
    struct bal_contrast_spec spec = {.null = BAL_RELOCATE};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bal_contrast got;
        struct bal_error err;

        assert_int_equal(
            bal_contrast(&bal_mem_std, y, 6, cases[i].w, cases[i].k, &spec, &got, &err), BAL_EARG);
        assert_string_equal(err.message, cases[i].message);
    }
}

static void refuses_to_run_for_ever(void **state)
{
    struct bal_range w[8];
    struct bal_contrast_spec spec = {.null = BAL_RELOCATE, .method = BAL_ENUMERATE};
    struct bal_contrast got;
    struct bal_error err;
    double y[300];

    (void)state;
    for (size_t i = 0; i < 300; i++)
        y[i] = (double)(i % 7);
    for (size_t i = 0; i < 8; i++)
        w[i] = (struct bal_range){i * 30, i * 30 + 3 + i};
    assert_int_equal(bal_contrast(&bal_mem_std, y, 300, w, 8, &spec, &got, &err), BAL_EARG);
    /* 8! C(300 - 52 + 8, 8) = 249 * 250 * ... * 256 = 1.65e19 */
    assert_string_equal(err.message,
                        "relocating 8 windows has 1.65e+19 placements, and at most 2e+09 are "
                        "enumerated; null = \"shift\" is exact for any number of windows");
    spec.null = BAL_SHIFT;
    assert_int_equal(bal_contrast(&bal_mem_std, y, 300, w, 8, &spec, &got, &err), 0);
    /* By itself it finds that the values are whole numbers; three random tests agree. */
    spec = (struct bal_contrast_spec){.null = BAL_RELOCATE};
    assert_int_equal(bal_contrast(&bal_mem_std, y, 300, w, 8, &spec, &got, &err), 0);
    assert_int_equal(got.method, BAL_DYNAMIC);
    for (spec.seed = 1; spec.seed <= 3; spec.seed++) {
        struct bal_contrast drawn;

        spec.method = BAL_MONTE_CARLO;
        assert_int_equal(bal_contrast(&bal_mem_std, y, 300, w, 8, &spec, &drawn, &err), 0);
        assert_true(fabs(drawn.p - got.p) < 5 * drawn.error);
    }
    y[7] = 3.14159; /* no lattice any more */
    spec.method = BAL_AUTO;
    assert_int_equal(bal_contrast(&bal_mem_std, y, 300, w, 8, &spec, &got, &err), 0);
    assert_int_equal(got.method, BAL_MONTE_CARLO);
    assert_near(got.draws, BAL_CONTRAST_REPS, 0);
    assert_near(got.floor, 1. / (BAL_CONTRAST_REPS + 1), 1e-15);
}

/* Hundreds of windows: exact while the counts fit a double, and by draws beyond. */
static void many_windows(void **state)
{
    struct bal_range w[400];
    struct bal_contrast_spec spec = {.null = BAL_RELOCATE, .reps = 999};
    struct bal_contrast got, drawn;
    struct bal_error err;
    double y[2000];

    (void)state;
    for (size_t i = 0; i < 2000; i++)
        y[i] = (double)(i * 7 % 11 % 3);
    for (size_t i = 0; i < 400; i++)
        w[i] = (struct bal_range){i * 5, i * 5 + 2};
    assert_int_equal(bal_contrast(&bal_mem_std, y, 500, w, 100, &spec, &got, &err), 0);
    assert_int_equal(got.method, BAL_DYNAMIC);
    assert_true(got.p > 0 && got.p <= 1 && got.floor > 0);
    spec.method = BAL_MONTE_CARLO;
    assert_int_equal(bal_contrast(&bal_mem_std, y, 500, w, 100, &spec, &drawn, &err), 0);
    assert_true(fabs(drawn.p - got.p) < 5 * drawn.error + .002);
    spec.method = BAL_AUTO;
    assert_int_equal(bal_contrast(&bal_mem_std, y, 2000, w, 400, &spec, &got, &err), 0);
    assert_int_equal(got.method, BAL_MONTE_CARLO);
}

/* The same series as the counts above, in thirds and from a high level: found to be a lattice, and
 * the same as one by one. */
static void finds_the_unit(void **state)
{
    static const struct bal_range w[] = {{0, 60}, {72, 108}, {192, 228}};
    struct bal_contrast_spec spec = {.null = BAL_RELOCATE};
    struct bal_contrast one, by_sums;
    struct bal_error err;
    double y[240];

    (void)state;
    for (int gaps = 0; gaps < 2; gaps++)
        for (int estimate = BAL_MEAN_DIFFERENCE; estimate <= BAL_CLIFF_DELTA; estimate++) {
            for (size_t i = 0; i < 240; i++)
                y[i] = gaps && i % 50 == 3 ? NAN : 1000 + (double)(i * 37 % 101 / 12) / 3;
            spec.estimate = (enum bal_estimate)estimate;
            spec.method = BAL_ENUMERATE;
            assert_int_equal(bal_contrast(&bal_mem_std, y, 240, w, 3, &spec, &one, &err), 0);
            spec.method = BAL_DYNAMIC;
            assert_int_equal(bal_contrast(&bal_mem_std, y, 240, w, 3, &spec, &by_sums, &err), 0);
            assert_near(by_sums.p, one.p, 1e-15);
            assert_near(by_sums.floor, one.floor, 1e-15);
        }
}

/* Monte Carlo ---------------------------------------------------------------------------------- */

/* Against the exact p, for every null that has one, over a range of p and of sizes: |p' - p| within
 * five standard errors; sets of many sizes go through every way of drawing. */
static void draws_are_uniform(void **state)
{
    uint64_t seed = 77;

    (void)state;
    for (int round = 0; round < 60; round++) {
        size_t n = 20 + random_below(&seed, 150), k = 1 + random_below(&seed, 3);
        struct bal_contrast_spec spec = {.null = round % 2 ? BAL_PERMUTE : BAL_RELOCATE,
                                         .alternative = (enum bal_alternative)(round % 3),
                                         .seed = (uint64_t)round};
        struct bal_range w[3];
        struct bal_contrast exact, drawn;
        struct bal_error err;
        double y[200];

        for (size_t i = 0; i < n; i++)
            y[i] = random_below(&seed, 9) == 0 ? (double)NAN : (double)random_below(&seed, 5);
        for (size_t i = 0; i < k; i++) {
            w[i].a = i * n / k;
            w[i].b = w[i].a + 1 + random_below(&seed, n / k - 1);
        }
        if (bal_contrast(&bal_mem_std, y, n, w, k, &spec, &exact, &err) != 0)
            continue;
        assert_int_not_equal(exact.method, BAL_MONTE_CARLO);
        spec.method = BAL_MONTE_CARLO;
        spec.reps = 20000;
        assert_int_equal(bal_contrast(&bal_mem_std, y, n, w, k, &spec, &drawn, &err), 0);
        assert_true(fabs(drawn.p - exact.p) < 5 * sqrt(exact.p * (1 - exact.p) / 20000) + 1e-4);
    }
}

static void same_bits_for_any_number_of_threads(void **state)
{
    static const struct bal_range w[] = {{0, 60}, {72, 108}, {192, 228}};
    int before = omp_get_max_threads();
    struct bal_error err;
    double y[240];

    (void)state;
    for (size_t i = 0; i < 240; i++)
        y[i] = sqrt((double)(i * 37 % 101));
    for (int null = BAL_RELOCATE; null <= BAL_BLOCK; null++) {
        struct bal_contrast_spec spec = {.null = (enum bal_null)null, .phase = w, .phases = 3};
        size_t k = null == BAL_PHASE_LABELS ? 2 : 3;

        for (int method = BAL_AUTO; method <= BAL_MONTE_CARLO; method += BAL_MONTE_CARLO) {
            struct bal_contrast c[3];
            struct bal_contrast_reach r[3];

            spec.method = (enum bal_method)method;
            for (int i = 0; i < 3; i++) {
                memset(&c[i], 0, sizeof c[i]);
                memset(&r[i], 0, sizeof r[i]);
                omp_set_num_threads(i == 0 ? 1 : i == 1 ? 2 : 8);
                assert_int_equal(bal_contrast(&bal_mem_std, y, 240, w, k, &spec, &c[i], &err), 0);
                assert_true(c[i].p == c[0].p && c[i].floor == c[0].floor);
                if (method != BAL_AUTO) /* it does not ask for the method */
                    continue;
                assert_int_equal(
                    bal_contrast_reach(&bal_mem_std, y, 240, w, k, &spec, .95, &r[i], &err), 0);
                assert_true(r[i].low == r[0].low && r[i].high == r[0].high);
                assert_true(r[i].power_one == r[0].power_one && r[i].found == r[0].found);
            }
        }
    }
    omp_set_num_threads(before);
}

/* Interval and power --------------------------------------------------------------------------- */

/* An effect is inside the interval just when the test of the series without it does not reject. */
static void interval_is_what_is_not_rejected(void **state)
{
    uint64_t seed = 4711;
    size_t compared = 0;

    (void)state;
    for (int round = 0; round < 150; round++) {
        size_t n = 6 + random_below(&seed, 7), k = 1 + random_below(&seed, 2);
        struct bal_contrast_spec spec = {.null = (enum bal_null)random_below(&seed, 3),
                                         .alternative =
                                             (enum bal_alternative)random_below(&seed, 3)};
        struct bal_contrast_reach reach;
        struct bal_range w[3];
        struct bal_contrast got;
        struct bal_error err;
        double y[MOST], without[MOST];

        random_series(&seed, y, n);
        if (!random_windows(&seed, n, k, w) ||
            bal_contrast(&bal_mem_std, y, n, w, k, &spec, &got, &err) != 0)
            continue;
        assert_int_equal(bal_contrast_reach(&bal_mem_std, y, n, w, k, &spec, .8, &reach, &err), 0);
        assert_true(reach.all && reach.low <= got.estimate && got.estimate <= reach.high);
        for (double effect = -7.03; effect < 7; effect += .31) {
            bool inside = reach.low < effect && effect < reach.high;

            if (fabs(effect - reach.low) < 1e-6 || fabs(effect - reach.high) < 1e-6)
                continue;
            memcpy(without, y, n * sizeof *y);
            for (size_t i = 0; i < k; i++)
                for (size_t t = w[i].a; t < w[i].b; t++)
                    without[t] -= effect;
            assert_int_equal(bal_contrast(&bal_mem_std, without, n, w, k, &spec, &got, &err), 0);
            assert_int_equal(inside, got.p > .2 + 1e-9);
            compared++;
        }
    }
    assert_true(compared > 2000);
}

/* A Gaussian AR(1) of n values. */
static void noise(uint64_t stream, double phi, double *y, size_t n)
{
    struct bal_rng rng;
    double x;

    bal_rng_init(&rng, 99, stream);
    x = bal_rng_normal(&rng);
    for (size_t i = 0; i < n; i++) {
        y[i] = x;
        x = phi * x + sqrt(1 - phi * phi) * bal_rng_normal(&rng);
    }
}

/* White noise, half of the values inside: permuting is the t test but for a hair, so power at a shift
 * of d sd is that of a normal with standard error 2 / sqrt(n) = .2: 1 - Phi(1.96 - .5 / .2) = .705,
 * and 80 % are found from (1.96 + .8416) * .2 = .560 on. */
static void power_of_a_known_design(void **state)
{
    const struct bal_range w = {0, 50};
    struct bal_contrast_spec spec = {.null = BAL_PERMUTE};
    struct bal_contrast_reach reach;
    struct bal_error err;
    double y[100];
    uint64_t seed = 5;

    (void)state;
    do /* a series whose fitted coefficient is next to nothing */
        noise(seed++, 0, y, 100);
    while (bal_contrast_reach(&bal_mem_std, y, 100, &w, 1, &spec, .95, &reach, &err) != 0 ||
           fabs(reach.phi) > .01);
    assert_true(fabs(reach.power_half - .705) < .06);
    assert_true(reach.power_one > .97);
    assert_true(fabs(reach.found - .56) < .05);
    assert_true(reach.sd > .8 && reach.sd < 1.2);
}

static double fitted(const double *y, size_t n, const struct bal_range *w)
{
    struct bal_contrast_spec spec = {.null = BAL_SHIFT};
    struct bal_contrast_reach reach;
    struct bal_error err;

    assert_int_equal(bal_contrast_reach(&bal_mem_std, y, n, w, 1, &spec, .95, &reach, &err), 0);
    return reach.phi;
}

/* An AR(1) seen only in every 12th period: phi^12 is what Yule-Walker gives for the values alone. With
 * irregular distances the truth is found; below 0 there is none; the bound is that of the distance. */
static void memory_of_a_sparse_series(void **state)
{
    enum { SEEN = 200, EVERY = 12, LONG = SEEN * EVERY };
    static double y[LONG], sparse[LONG], seen[SEEN];
    const struct bal_range few = {40, 90}, many = {40 * EVERY, 90 * EVERY};
    double mean = 0;

    (void)state;
    noise(3, .95, y, LONG);
    for (size_t t = 0; t < LONG; t++)
        sparse[t] = t % EVERY == 0 ? (seen[t / EVERY] = y[t]) : NAN;
    assert_near(pow(fitted(sparse, LONG, &many), EVERY), fitted(seen, SEEN, &few), 1e-12);
    for (size_t run = 0; run < 40; run++) {
        noise(100 + run, .95, y, LONG);
        for (size_t t = 0; t < LONG; t++)
            sparse[t] = (t * 7919 + run) % 61 < 6 ? y[t] : NAN; /* about every 10th */
        mean += fitted(sparse, LONG, &many) / 40;
    }
    assert_true(fabs(mean - .95) < .01);
    for (size_t t = 0; t < LONG; t++)
        sparse[t] = t % EVERY == 0 ? (t / EVERY % 2 == 0 ? 1 : -1) : NAN;
    assert_near(fitted(sparse, LONG, &many), 0, 0);
    for (size_t t = 0; t < LONG; t++)
        sparse[t] = t % EVERY == 0 ? (double)t * (double)t : NAN;
    assert_true(fitted(sparse, LONG, &many) <= pow(.99, 1. / EVERY));
}

static void a_design_that_cannot(void **state)
{
    const struct bal_range w = {2, 4};
    const double y[] = {0, 0, 3, 3, 0};
    struct bal_contrast_spec spec = {.null = BAL_RELOCATE};
    struct bal_contrast_reach reach;
    struct bal_error err;

    (void)state;
    assert_int_equal(bal_contrast_reach(&bal_mem_std, y, 5, &w, 1, &spec, .95, &reach, &err), 0);
    assert_true(isinf(reach.low) && isinf(reach.high) && isinf(reach.found));
    assert_near(reach.arrangements, 4, 0);
    assert_near(reach.power_one, 0, 0);
    assert_int_equal(bal_contrast_reach(&bal_mem_std, y, 5, &w, 1, &spec, 1, &reach, &err),
                     BAL_EARG);
    assert_string_equal(err.message, "a level lies between 0 and 1, such as 0.95");
}

/* A block as long as the series can only give the series itself. */
static void one_block_is_the_series(void **state)
{
    const struct bal_range w = {2, 4};
    const double y[] = {0, 0, 3, 3, 0};
    struct bal_contrast_spec spec = {.null = BAL_BLOCK, .block = 5, .reps = 99};
    struct bal_contrast got;
    struct bal_error err;

    (void)state;
    assert_int_equal(bal_contrast(&bal_mem_std, y, 5, &w, 1, &spec, &got, &err), 0);
    assert_near(got.p, 1, 0);
    assert_int_equal(got.block, 5);
    spec.block = 6;
    assert_int_equal(bal_contrast(&bal_mem_std, y, 5, &w, 1, &spec, &got, &err), BAL_EARG);
    assert_string_equal(err.message, "a block of 6 periods is longer than the series, 5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_window_by_hand),
        cmocka_unit_test(permutation_as_coin_has_it),
        cmocka_unit_test(counts_of_the_first_study),
        cmocka_unit_test(a_high_level_changes_nothing),
        cmocka_unit_test(agrees_with_brute_force),
        cmocka_unit_test(phases_agree_with_brute_force),
        cmocka_unit_test(many_windows),
        cmocka_unit_test(finds_the_unit),
        cmocka_unit_test(draws_are_uniform),
        cmocka_unit_test(same_bits_for_any_number_of_threads),
        cmocka_unit_test(interval_is_what_is_not_rejected),
        cmocka_unit_test(power_of_a_known_design),
        cmocka_unit_test(memory_of_a_sparse_series),
        cmocka_unit_test(a_design_that_cannot),
        cmocka_unit_test(one_block_is_the_series),
        cmocka_unit_test(refuses),
        cmocka_unit_test(refuses_to_run_for_ever),
    };

    return cmocka_run_group_tests_name("contrast", tests, NULL, NULL);
}
