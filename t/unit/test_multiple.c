/* Adjusted p-values against R's p.adjust; maxT against a naive twin over random cases, and by hand. */
#include "naive.h"
#include "reference.h"

#include <stdbool.h>

#include "stats/multiple.h"

#define REFERENCE "t/data/regress/reference.txt"

static void agrees_with_r(void **state)
{
    static const double p[] = {.01, .04, .03, .005, .2, .04, .9, .0001, 1, 0};
    static const struct {
        enum bal_adjust method;
        const char *name;
    } cases[] = {
        {BAL_HOLM, "adjust_holm"}, {BAL_BH, "adjust_BH"}, {BAL_BONFERRONI, "adjust_bonferroni"}};
    double out[10], want[10];
    struct bal_error err;

    (void)state;
    for (size_t c = 0; c < 3; c++) {
        assert_int_equal(bal_adjust(&bal_mem_std, p, 10, cases[c].method, out, &err), 0);
        reference(REFERENCE, cases[c].name, want, 10);
        for (size_t i = 0; i < 10; i++)
            assert_near(out[i], want[i], 1e-14);
    }
    assert_int_equal(bal_adjust(&bal_mem_std, p, 1, BAL_HOLM, out, &err), 0);
    assert_near(out[0], .01, 0);
    assert_int_equal(bal_adjust_named("bh"), BAL_BH);
    assert_int_equal(bal_adjust_named("BH"), -1);
}

/* The naive twin ------------------------------------------------------------------------------- */

enum { MOST_M = 4, MOST_N = 14 };

static double size_of(const struct bal_family_member *f, double t)
{
    return f->alternative == BAL_GREATER ? t : f->alternative == BAL_LESS ? -t : fabs(t);
}

/* t[i][k]: standardised estimate of member i at shift k, as an extremity; NaN: left out. Returns
 * false when a member has no estimate, or the same at every shift. */
static bool twin_table(const struct bal_family_member *f, size_t m, size_t n, double t[][MOST_N])
{
    bool out[MOST_N] = {false};

    for (size_t i = 0; i < m; i++)
        for (size_t k = 0; k < n; k++) {
            bool in[MOST_N] = {false};

            for (size_t w = 0; w < f[i].k; w++)
                for (size_t a = f[i].window[w].a; a < f[i].window[w].b; a++)
                    in[(a + k) % n] = true;
            t[i][k] = naive_estimate(f[i].y, in, n, f[i].estimate);
            out[k] = out[k] || isnan(t[i][k]);
        }
    for (size_t i = 0; i < m; i++) {
        double mean = 0, var = 0, count = 0;

        for (size_t k = 0; k < n; k++) {
            count += !out[k];
            mean += out[k] ? 0 : t[i][k];
        }
        mean /= count;
        for (size_t k = 0; k < n; k++)
            var += out[k] ? 0 : (t[i][k] - mean) * (t[i][k] - mean) / count;
        if (out[0] || var < 1e-20)
            return false;
        for (size_t k = 0; k < n; k++)
            t[i][k] = out[k] ? NAN : size_of(&f[i], t[i][k] / sqrt(var));
    }
    return true;
}

static double share(double t[][MOST_N], size_t n, const bool *among, size_t m, double cut)
{
    double hit = 0, count = 0;

    for (size_t k = 0; k < n; k++) {
        double most = -INFINITY;

        if (isnan(t[0][k]))
            continue;
        for (size_t i = 0; i < m; i++)
            most = among[i] ? fmax(most, t[i][k]) : most;
        hit += most >= cut - 1e-9;
        count++;
    }
    return hit / count;
}

static void agrees(const struct bal_family_member *f, size_t m, size_t n, double t[][MOST_N],
                   const struct bal_family_result *r)
{
    for (size_t i = 0; i < m; i++) {
        bool alone[MOST_M] = {false}, all[MOST_M], among[MOST_M];
        double step_down = 0;

        alone[i] = true;
        for (size_t j = 0; j < m; j++)
            all[j] = true;
        assert_near(r[i].p, share(t, n, alone, m, t[i][0]), 1e-12);
        assert_near(r[i].single_step, share(t, n, all, m, t[i][0]), 1e-12);
        /* the largest over those at least as extreme, each with those no more extreme than it;
         * equal ones in the order of the kernel: the later first */
        for (size_t j = 0; j < m; j++) {
            if (t[j][0] < t[i][0] || (t[j][0] == t[i][0] && j < i))
                continue;
            for (size_t l = 0; l < m; l++)
                among[l] = t[l][0] < t[j][0] || (t[l][0] == t[j][0] && l <= j);
            step_down = fmax(step_down, share(t, n, among, m, t[j][0]));
        }
        assert_near(r[i].step_down, step_down, 1e-12);
        assert_true(r[i].p <= r[i].step_down && r[i].step_down <= r[i].single_step);
        assert_near(size_of(&f[i], r[i].statistic), t[i][0], 1e-9);
    }
}

struct one {
    double y[MOST_N];
    struct bal_range window[2];
};

static void random_member(struct one *o, struct bal_family_member *f, size_t n, uint64_t *seed)
{
    size_t a = random_below(seed, n - 2), b = a + 1 + random_below(seed, n - 2 - a);

    for (size_t t = 0; t < n; t++)
        o->y[t] = random_below(seed, 6) == 0 ? NAN : random_unit(seed) * 4;
    o->window[0] = (struct bal_range){a, b};
    o->window[1] = (struct bal_range){b, b + random_below(seed, n - b)};
    *f = (struct bal_family_member){o->y, o->window, o->window[1].a < o->window[1].b ? 2 : 1,
                                    random_below(seed, 2) ? BAL_CLIFF_DELTA : BAL_MEAN_DIFFERENCE,
                                    (enum bal_alternative)random_below(seed, 3)};
}

static void agrees_with_the_definition(void **state)
{
    uint64_t seed = 4;
    size_t done = 0;

    (void)state;
    for (int c = 0; c < 5000; c++) {
        size_t n = 3 + random_below(&seed, MOST_N - 2), m = 1 + random_below(&seed, MOST_M),
               undefined;
        struct bal_family_member f[MOST_M];
        struct bal_family_result r[MOST_M];
        struct one one[MOST_M];
        struct bal_error err;
        double t[MOST_M][MOST_N];

        for (size_t i = 0; i < m; i++)
            random_member(&one[i], &f[i], n, &seed);
        if (!twin_table(f, m, n, t)) {
            assert_int_equal(bal_max_t(&bal_mem_std, f, m, n, r, &undefined, &err), BAL_EARG);
            continue;
        }
        assert_int_equal(bal_max_t(&bal_mem_std, f, m, n, r, &undefined, &err), 0);
        agrees(f, m, n, t, r);
        done++;
    }
    assert_true(done > 3000);
}

/* 0 0 3 3 0 with the window on the threes: over the shifts the means differ by 3 0.5 -2 -2 0.5
 * (in sums: inside 6 3 0 0 3, so D = S/2 - (6 - S)/3). Only the observed shift reaches 3. Twice the
 * same contrast is as good as once: nothing is paid for it. */
static void by_hand(void **state)
{
    static const double y[] = {0, 0, 3, 3, 0};
    static const struct bal_range window[] = {{2, 4}};
    struct bal_family_member f[2] = {{y, window, 1, BAL_MEAN_DIFFERENCE, BAL_TWO_SIDED},
                                     {y, window, 1, BAL_MEAN_DIFFERENCE, BAL_TWO_SIDED}};
    struct bal_family_result r[2];
    struct bal_error err;
    size_t undefined;

    (void)state;
    assert_int_equal(bal_max_t(&bal_mem_std, f, 2, 5, r, &undefined, &err), 0);
    for (size_t i = 0; i < 2; i++) {
        assert_near(r[i].estimate, 3, 1e-12);
        assert_near(r[i].statistic, 3 / sqrt((9 + .25 + 4 + 4 + .25) / 5), 1e-12); /* mean 0 */
        assert_near(r[i].p, .2, 1e-12);
        assert_near(r[i].single_step, .2, 1e-12);
        assert_near(r[i].step_down, .2, 1e-12);
    }
    assert_int_equal(undefined, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_r),
        cmocka_unit_test(agrees_with_the_definition),
        cmocka_unit_test(by_hand),
    };

    return cmocka_run_group_tests_name("multiple", tests, NULL, NULL);
}
