/* The contrast against hand calculations and against a naive twin that places windows by brute
 * force, over thousands of small random cases. */
#include "check.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "stats/contrast.h"

enum { MOST = 16 };

/* The naive twin: which periods are inside, and the estimate from the definition. ---------------- */

static double estimate_of(const double *y, const bool *in, size_t n, enum bal_estimate estimate)
{
    double sum1 = 0, sum0 = 0, greater = 0;
    size_t n1 = 0, n0 = 0;

    for (size_t i = 0; i < n; i++) {
        if (isnan(y[i]))
            continue;
        n1 += in[i];
        n0 += !in[i];
        sum1 += in[i] ? y[i] : 0;
        sum0 += in[i] ? 0 : y[i];
        for (size_t j = 0; in[i] && j < n; j++)
            if (!in[j] && !isnan(y[j]))
                greater += (y[i] > y[j]) - (y[i] < y[j]);
    }
    if (n1 == 0 || n0 == 0)
        return NAN;
    return estimate == BAL_CLIFF_DELTA ? greater / (double)(n1 * n0)
                                       : sum1 / (double)n1 - sum0 / (double)n0;
}

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
    double d = estimate_of(t->y, in, t->n, t->spec->estimate), e;

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

static void twin_run(struct twin *t, const struct bal_range *w)
{
    bool in[MOST] = {false}, at[MOST];

    for (size_t i = 0; i < t->k; i++)
        memset(in + w[i].a, 1, w[i].b - w[i].a);
    t->observed = estimate_of(t->y, in, t->n, t->spec->estimate);
    t->top = -INFINITY;
    if (t->spec->null == BAL_RELOCATE) {
        memset(at, 0, sizeof at);
        twin_place(t, w, 0, at);
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

static void agrees_with_brute_force(void **state)
{
    uint64_t seed = 20100815;
    size_t compared = 0;

    (void)state;
    for (int round = 0; round < 6000; round++) {
        size_t n = 1 + random_below(&seed, 12), k = 1 + random_below(&seed, 3);
        struct bal_contrast_spec spec = {
            .estimate = (enum bal_estimate)random_below(&seed, 2),
            .null = (enum bal_null)random_below(&seed, 2),
            .alternative = (enum bal_alternative)random_below(&seed, 3),
        };
        struct bal_range w[3];
        struct bal_contrast got;
        struct bal_error err;
        double y[MOST];
        struct twin twin = {.y = y, .n = n, .k = k, .spec = &spec};

        random_series(&seed, y, n);
        if (!random_windows(&seed, n, k, w))
            continue;
        twin_run(&twin, w);
        if (isnan(twin.observed)) {
            assert_int_equal(bal_contrast(&bal_mem_std, y, n, w, k, &spec, &got, &err), BAL_EARG);
            continue;
        }
        assert_int_equal(bal_contrast(&bal_mem_std, y, n, w, k, &spec, &got, &err), 0);
        assert_near(got.estimate, twin.observed, 1e-12);
        assert_near(got.p, twin.extreme / twin.total, 1e-12);
        assert_near(got.floor, twin.at_top / twin.total, 1e-12);
        assert_near(got.undefined, twin.undefined, 0);
        assert_near(got.placements, twin.total + twin.undefined, 0);
        compared++;
    }
    assert_true(compared > 3000);
}

/* By hand -------------------------------------------------------------------------------------- */

/* y = 0 0 3 3 0, one window of 2 on the threes. Four placements, sums 0 3 6 3; the rest sums to
 * 6 3 0 3 over three: D = -2, 0.5, 3, 0.5. */
static void one_window_by_hand(void **state)
{
    const double y[] = {0, 0, 3, 3, 0};
    const struct bal_range w = {2, 4};
    struct bal_contrast_spec spec = {BAL_MEAN_DIFFERENCE, BAL_RELOCATE, BAL_TWO_SIDED};
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

/* Methods text: T = 240 and windows of 60, 36 and 36 months have 3! C(240 - 132 + 3, 3) =
 * 1,330,890 placements. */
static void counts_of_the_first_study(void **state)
{
    const struct bal_range w[] = {{0, 60}, {72, 108}, {192, 228}};
    struct bal_contrast_spec spec = {BAL_MEAN_DIFFERENCE, BAL_RELOCATE, BAL_TWO_SIDED};
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
    struct bal_contrast_spec spec = {BAL_MEAN_DIFFERENCE, BAL_RELOCATE, BAL_TWO_SIDED};
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
    struct bal_contrast_spec spec = {BAL_MEAN_DIFFERENCE, BAL_RELOCATE, BAL_TWO_SIDED};

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
    struct bal_contrast_spec spec = {BAL_MEAN_DIFFERENCE, BAL_RELOCATE, BAL_TWO_SIDED};
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
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_window_by_hand),
        cmocka_unit_test(counts_of_the_first_study),
        cmocka_unit_test(a_high_level_changes_nothing),
        cmocka_unit_test(agrees_with_brute_force),
        cmocka_unit_test(refuses),
        cmocka_unit_test(refuses_to_run_for_ever),
    };

    return cmocka_run_group_tests_name("contrast", tests, NULL, NULL);
}
