/* Curves and the log-rank test against R's survival on its published data and on Freireich's (see
 * t/data/survival/make.R), and against naive twins over thousands of small random cases. */
#include "check.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "stats/survival.h"

enum { MOST = 256 };

struct group {
    struct bal_life life[MOST];
    bool first[MOST];
    size_t n;
};

/* Outside numbers ------------------------------------------------------------------------------- */

static FILE *data(const char *name)
{
    char path[256], line[256];
    FILE *f;

    snprintf(path, sizeof path, "t/data/survival/%s.csv", name);
    f = fopen(path, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    return f;
}

/* The next field of *line as a number; empty is NaN. */
static double field(char **line)
{
    char *text = strsep(line, ",\n");

    return text == NULL || *text == '\0' ? NAN : strtod(text, NULL);
}

/* want: 1 and 0 one of the groups, -1 both */
static void read_lives(const char *set, int want, struct group *g)
{
    FILE *f = data("lives");
    char line[256];

    g->n = 0;
    while (fgets(line, sizeof line, f) != NULL) {
        char *rest = line, *name = strsep(&rest, ",");
        double time = field(&rest), end = field(&rest), first = field(&rest);

        if (strcmp(name, set) != 0 || (want >= 0 && (int)first != want))
            continue;
        assert_true(g->n < MOST);
        g->life[g->n] = (struct bal_life){time, (int)end};
        g->first[g->n++] = first > 0;
    }
    fclose(f);
    assert_true(g->n > 0);
}

static void curves_of_r(void **state)
{
    FILE *f = data("curves");
    char line[256], now[128] = "";
    struct bal_survival_step step[MOST];
    struct bal_error err;
    struct group g;
    size_t steps = 0, at = 0, checked = 0;

    (void)state;
    while (fgets(line, sizeof line, f) != NULL) {
        char *rest = line, *set = strsep(&rest, ","), key[128];
        int group = (int)field(&rest);
        const char *kind = strsep(&rest, ",");
        int cause = (int)field(&rest);
        double se;

        snprintf(key, sizeof key, "%s %d %s %d", set, group, kind, cause);
        if (strcmp(key, now) != 0) {
            assert_int_equal(at, steps); /* the last curve was whole */
            memcpy(now, key, sizeof now);
            read_lives(set, group, &g);
            at = 0;
            assert_int_equal((strcmp(kind, "km") == 0 ? bal_kaplan_meier : bal_incidence)(
                                 &bal_mem_std, g.life, g.n, cause, .95, step, &steps, &err),
                             0);
        }
        assert_true(at < steps);
        assert_near(step[at].time, field(&rest), 0);
        assert_int_equal(step[at].at_risk, (size_t)field(&rest));
        assert_int_equal(step[at].ended, (size_t)field(&rest));
        assert_near(step[at].value, field(&rest), 1e-13);
        se = field(&rest); /* R has none where S is 0 */
        assert_near(step[at].se, isnan(se) ? 0 : se, 1e-13);
        assert_near(step[at].low, field(&rest), 1e-12);
        assert_near(step[at].high, field(&rest), 1e-12);
        at++;
        checked++;
    }
    fclose(f);
    assert_int_equal(at, steps);
    assert_true(checked > 300);
}

static void medians_of_r(void **state)
{
    FILE *f = data("medians");
    char line[256];

    (void)state;
    while (fgets(line, sizeof line, f) != NULL) {
        char *rest = line, *set = strsep(&rest, ",");
        int group = (int)field(&rest);
        struct bal_survival_step step[MOST];
        struct bal_median m;
        struct bal_error err;
        struct group g;
        size_t steps;

        read_lives(set, group, &g);
        assert_int_equal(bal_kaplan_meier(&bal_mem_std, g.life, g.n, 1, .95, step, &steps, &err),
                         0);
        m = bal_survival_median(step, steps);
        assert_near(m.time, field(&rest), 0);
        assert_near(m.low, field(&rest), 0);
        assert_near(m.high, field(&rest), 0);
    }
    fclose(f);
}

static void logrank_of_r(void **state)
{
    FILE *f = data("tests");
    char line[256];
    struct bal_logrank_spec spec = {1, BAL_TWO_SIDED, BAL_LOGRANK_AUTO, 999, 1};

    (void)state;
    while (fgets(line, sizeof line, f) != NULL) {
        char *rest = line, *set = strsep(&rest, ",");
        struct bal_logrank got;
        struct bal_error err;
        struct group g;

        read_lives(set, -1, &g);
        assert_int_equal(bal_logrank(&bal_mem_std, g.life, g.first, g.n, &spec, NULL, &got, &err),
                         0);
        assert_near(got.observed[0], field(&rest), 0);
        assert_near(got.observed[1], field(&rest), 0);
        assert_near(got.expected[0], field(&rest), 1e-13);
        assert_near(got.expected[1], field(&rest), 1e-13);
        assert_near(got.variance, field(&rest), 1e-13);
        assert_near(got.chisq, field(&rest), 1e-12);
    }
    fclose(f);
}

/* All C(23, 11) labellings of aml counted in whole numbers, and 924 of its twelve first lives by O - E
 * of each labelling in fractions: t/data/survival/permute.py. */
static void exact_aml(void **state)
{
    struct bal_logrank_spec spec = {1, BAL_TWO_SIDED, BAL_LOGRANK_EXACT, 0, 0};
    struct bal_logrank got;
    struct bal_error err;
    struct group g;

    (void)state;
    read_lives("aml", -1, &g);
    assert_int_equal(bal_logrank(&bal_mem_std, g.life, g.first, g.n, &spec, NULL, &got, &err), 0);
    assert_true(got.exact);
    assert_near(got.arrangements, 1352078, 0);
    assert_near(got.p, 87470. / 1352078, 1e-15);
    assert_near(got.floor, 1. / 1352078, 1e-15);
    assert_near(got.se, 0, 0);
    memmove(&g.life[6], &g.life[11], 6 * sizeof *g.life);
    memmove(&g.first[6], &g.first[11], 6 * sizeof *g.first);
    assert_int_equal(bal_logrank(&bal_mem_std, g.life, g.first, 12, &spec, NULL, &got, &err), 0);
    assert_near(got.statistic, -1049. / 420, 1e-14);
    assert_near(got.p, 64. / 924, 1e-15);
    assert_near(got.floor, 2. / 924, 1e-15);
    spec.alternative = BAL_LESS;
    assert_int_equal(bal_logrank(&bal_mem_std, g.life, g.first, 12, &spec, NULL, &got, &err), 0);
    assert_near(got.p, 32. / 924, 1e-15);
    spec.alternative = BAL_GREATER;
    assert_int_equal(bal_logrank(&bal_mem_std, g.life, g.first, 12, &spec, NULL, &got, &err), 0);
    assert_near(got.p, 895. / 924, 1e-15);
}

static void monte_carlo(void **state)
{
    struct bal_logrank_spec spec = {1, BAL_TWO_SIDED, BAL_LOGRANK_MONTE_CARLO, 20000, 7};
    struct bal_logrank got, again;
    struct bal_error err;
    struct group g;

    (void)state;
    read_lives("aml", -1, &g);
    assert_int_equal(bal_logrank(&bal_mem_std, g.life, g.first, g.n, &spec, NULL, &got, &err), 0);
    assert_int_equal(bal_logrank(&bal_mem_std, g.life, g.first, g.n, &spec, NULL, &again, &err), 0);
    assert_true(!got.exact && got.p == again.p);
    assert_near(got.p, 87470. / 1352078, 4 * got.se);
    assert_near(got.se, .00174, .0001); /* sqrt(.0647 .9353 / 20001) */
    assert_near(got.floor, 1. / 20001, 1e-15);
    spec.method = BAL_LOGRANK_AUTO; /* 5e11 assignments: drawn, not enumerated */
    read_lives("freireich", -1, &g);
    assert_int_equal(bal_logrank(&bal_mem_std, g.life, g.first, g.n, &spec, NULL, &got, &err), 0);
    assert_true(!got.exact && got.p > 0 && got.p < .001);
    assert_near(got.arrangements, 538257874440., 0); /* C(42, 21) */
}

/* Naive twins ----------------------------------------------------------------------------------- */

enum { SMALL = 9 };

static size_t random_lives(uint64_t *seed, struct group *g)
{
    size_t n = 1 + random_below(seed, SMALL), times = 1 + random_below(seed, 8);
    size_t ends = 1 + random_below(seed, 4);

    for (size_t i = 0; i < n; i++) {
        g->life[i] =
            (struct bal_life){(double)random_below(seed, times), (int)random_below(seed, ends)};
        g->first[i] = random_below(seed, 2) == 0;
    }
    return n;
}

/* At time t: lives at risk, and those that end at it of `cause` (-1: of any). */
static double at_risk(const struct group *g, size_t n, double t)
{
    double y = 0;

    for (size_t i = 0; i < n; i++)
        y += g->life[i].time >= t;
    return y;
}

static double ends_at(const struct group *g, size_t n, double t, int cause)
{
    double d = 0;

    for (size_t i = 0; i < n; i++)
        d += g->life[i].time == t && (cause < 0 ? g->life[i].end != 0 : g->life[i].end == cause);
    return d;
}

/* The product and the sum of the definitions; Greenwood's sum. Times are whole numbers. */
static void twin_curves(const struct group *g, size_t n, double until, double *km,
                        double *greenwood, double *f)
{
    double s = 1, sum = 0;

    *km = 1;
    *f = 0;
    for (double t = 0; t <= until; t++) {
        double y = at_risk(g, n, t), d = ends_at(g, n, t, 1);

        if (y == 0)
            continue;
        *f += s * d / y;
        s *= 1 - ends_at(g, n, t, -1) / y;
        *km *= 1 - d / y;
        sum += d < y ? d / (y * (y - d)) : 0;
    }
    *greenwood = *km * sqrt(sum);
}

/* The infinitesimal jackknife of F by finite differences: each life weighs 1 + h. */
static double weighted_f(const struct group *g, size_t n, double until, size_t heavy, double h)
{
    double s = 1, f = 0;

    for (double t = 0; t <= until; t++) {
        double y = 0, d = 0, all = 0;

        for (size_t i = 0; i < n; i++) {
            double w = i == heavy ? 1 + h : 1;

            y += g->life[i].time >= t ? w : 0;
            d += g->life[i].time == t && g->life[i].end == 1 ? w : 0;
            all += g->life[i].time == t && g->life[i].end != 0 ? w : 0;
        }
        if (y == 0)
            continue;
        f += s * d / y;
        s *= 1 - all / y;
    }
    return f;
}

static double twin_se_f(const struct group *g, size_t n, double until)
{
    double v = 0;

    for (size_t i = 0; i < n; i++) {
        double u = (weighted_f(g, n, until, i, 1e-4) - weighted_f(g, n, until, i, -1e-4)) / 2e-4;

        v += u * u;
    }
    return sqrt(v);
}

static void curves_agree_with_the_definitions(void **state)
{
    uint64_t seed = 20101991;

    (void)state;
    for (int run = 0; run < 5000; run++) {
        struct bal_survival_step km[SMALL], cif[SMALL];
        struct bal_error err;
        struct group g;
        size_t n = random_lives(&seed, &g), steps, same, gone = 0;

        assert_int_equal(bal_kaplan_meier(&bal_mem_std, g.life, n, 1, .9, km, &steps, &err), 0);
        assert_int_equal(bal_incidence(&bal_mem_std, g.life, n, 1, .9, cif, &same, &err), 0);
        assert_int_equal(steps, same);
        for (size_t i = 0; i < steps; i++) {
            double s, greenwood, f, all = (double)(km[i].ended + km[i].other + km[i].censored);

            twin_curves(&g, n, km[i].time, &s, &greenwood, &f);
            assert_int_equal(km[i].at_risk, n - gone);
            gone += (size_t)all;
            assert_near(km[i].value, s, 1e-14);
            assert_near(km[i].se, greenwood, 1e-13);
            assert_near(cif[i].value, f, 1e-14);
            assert_near(cif[i].se, twin_se_f(&g, n, km[i].time), 1e-6);
            assert_true(isnan(km[i].low) == (s < 1e-12 || s > 1 - 1e-12));
            assert_true(isnan(km[i].low) || (km[i].low < s && s < km[i].high));
        }
        assert_int_equal(gone, n);
    }
}

/* O - E of a labelling, from the risk sets. */
static double twin_u(const struct group *g, size_t n, unsigned mask)
{
    double u = 0;

    for (double t = 0; t < 8; t++) {
        double y = 0, y1 = 0, d = 0, d1 = 0;

        for (size_t i = 0; i < n; i++) {
            bool in = mask >> i & 1, dead = g->life[i].time == t && g->life[i].end == 1;

            y += g->life[i].time >= t;
            y1 += in && g->life[i].time >= t;
            d += dead;
            d1 += in && dead;
        }
        u += y > 0 ? d1 - d * y1 / y : 0;
    }
    return u;
}

static double twin_extremity(enum bal_alternative alternative, double u)
{
    return alternative == BAL_TWO_SIDED ? fabs(u) : alternative == BAL_GREATER ? u : -u;
}

static void check_logrank(const struct group *g, size_t n, enum bal_alternative alternative)
{
    struct bal_logrank_spec spec = {1, alternative, BAL_LOGRANK_AUTO, 1, 1};
    double total = 0, extreme = 0, top = -INFINITY, at_top = 0, e, seen;
    unsigned mine = 0, size = 0;
    struct bal_logrank got;
    struct bal_error err;

    for (size_t i = 0; i < n; i++)
        mine |= (unsigned)g->first[i] << i;
    size = (unsigned)__builtin_popcount(mine);
    seen = twin_extremity(alternative, twin_u(g, n, mine));
    for (unsigned mask = 0; mask < 1u << n; mask++) {
        if ((unsigned)__builtin_popcount(mask) != size)
            continue;
        e = twin_extremity(alternative, twin_u(g, n, mask));
        total++;
        extreme += e >= seen - 1e-9;
        at_top = e > top + 1e-9 ? 1 : at_top + (e >= top - 1e-9);
        top = e > top + 1e-9 ? e : top;
    }
    assert_int_equal(bal_logrank(&bal_mem_std, g->life, g->first, n, &spec, NULL, &got, &err),
                     size == 0 || size == n ? BAL_EARG : 0);
    if (size == 0 || size == n) {
        assert_string_equal(err.message, "a log-rank test needs lives in both groups");
        return;
    }
    assert_near(got.statistic, twin_u(g, n, mine), 1e-13);
    assert_near(got.arrangements, total, 0);
    assert_near(got.p, extreme / total, 1e-15);
    assert_near(got.floor, at_top / total, 1e-15);
}

static void logrank_agrees_with_brute_force(void **state)
{
    uint64_t seed = 22187;

    (void)state;
    for (int run = 0; run < 3000; run++) {
        struct group g;
        size_t n = random_lives(&seed, &g);

        check_logrank(&g, n, (enum bal_alternative)(run % 3));
    }
}

/* By hand ---------------------------------------------------------------------------------------- */

/* Lives 0 and 0+ (censored), 2, 2: at 0 one of four ends: S = 3/4; at 2 both of two: S = 0. */
static void zero_times_and_ties(void **state)
{
    const struct bal_life life[] = {{2, 1}, {0, 1}, {2, 1}, {0, 0}};
    struct bal_survival_step step[4];
    struct bal_error err;
    struct bal_median m;
    size_t steps;

    (void)state;
    assert_int_equal(bal_kaplan_meier(&bal_mem_std, life, 4, 1, .95, step, &steps, &err), 0);
    assert_int_equal(steps, 2);
    assert_int_equal(step[0].at_risk, 4);
    assert_int_equal(step[0].censored, 1);
    assert_near(step[0].value, .75, 1e-15);
    assert_near(step[0].se, sqrt(.75 * .25 / 4), 1e-15);
    assert_int_equal(step[1].at_risk, 2);
    assert_near(step[1].value, 0, 0);
    assert_true(isnan(step[1].low) && isnan(step[1].high));
    m = bal_survival_median(step, steps);
    assert_near(m.time, 2, 0);
    assert_true(isnan(m.high));
}

/* S stays at 1/2 from 1 to 3: the middle. */
static void median_on_a_level(void **state)
{
    const struct bal_life life[] = {{1, 1}, {3, 1}};
    struct bal_survival_step step[2];
    struct bal_error err;
    size_t steps;

    (void)state;
    assert_int_equal(bal_kaplan_meier(&bal_mem_std, life, 2, 1, .95, step, &steps, &err), 0);
    assert_near(bal_survival_median(step, steps).time, 2, 0);
}

static void nothing_ends(void **state)
{
    const struct bal_life life[] = {{1, 0}, {3, 2}, {3, 0}};
    const bool first[] = {true, false, false};
    struct bal_logrank_spec spec = {1, BAL_TWO_SIDED, BAL_LOGRANK_AUTO, 1, 1};
    struct bal_survival_step step[3];
    struct bal_logrank got;
    struct bal_error err;
    size_t steps;

    (void)state;
    assert_int_equal(bal_kaplan_meier(&bal_mem_std, life, 3, 1, .95, step, &steps, &err), 0);
    assert_near(step[1].value, 1, 0);
    assert_true(isnan(bal_survival_median(step, steps).time));
    assert_int_equal(bal_logrank(&bal_mem_std, life, first, 3, &spec, NULL, &got, &err), 0);
    assert_near(got.p, 1, 0);
    assert_near(got.floor, 1, 0);
    assert_true(isnan(got.chisq));
}

static bool no_further(void *ud, double done)
{
    (void)ud;
    (void)done;
    return false;
}

static void refuses(void **state)
{
    static const struct {
        struct bal_life life;
        size_t n;
        int cause;
        double level;
        const char *message;
    } cases[] = {
        {{1, 1}, 0, 1, .95, "there is no life to follow"},
        {{-1, 1}, 1, 1, .95, "life 1 lasts -1; a time is 0 or more"},
        {{NAN, 1}, 1, 1, .95, "life 1 lasts nan; a time is 0 or more"},
        {{1, -2}, 1, 1, .95, "the end of life 1 is -2; it is 0 or a cause"},
        {{1, 1}, 1, 0, .95, "a cause is 1 or more, not 0"},
        {{1, 1}, 1, 1, 95, "the level of a band lies between 0 and 1, not at 95"},
    };
    struct bal_logrank_spec spec = {1, BAL_TWO_SIDED, BAL_LOGRANK_EXACT, 10, 1};
    const struct bal_watch watch = {no_further, NULL};
    struct bal_survival_step step[1];
    struct bal_logrank got;
    struct bal_error err;
    struct group g;
    size_t steps;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(bal_kaplan_meier(&bal_mem_std, &cases[i].life, cases[i].n, cases[i].cause,
                                          cases[i].level, step, &steps, &err),
                         BAL_EARG);
        assert_string_equal(err.message, cases[i].message);
    }
    read_lives("freireich", -1, &g);
    assert_int_equal(bal_logrank(&bal_mem_std, g.life, g.first, g.n, &spec, NULL, &got, &err),
                     BAL_EARG);
    assert_string_equal(err.message,
                        "42 lives have 5.38e+11 assignments to the groups, and at most 1e+10 are "
                        "enumerated; method = \"monte_carlo\" draws from them");
    spec.method = BAL_LOGRANK_MONTE_CARLO;
    assert_int_equal(bal_logrank(&bal_mem_std, g.life, g.first, g.n, &spec, &watch, &got, &err),
                     BAL_ESTOP);
    spec.method = BAL_LOGRANK_EXACT; /* more than 1e7 assignments, after which it asks */
    assert_int_equal(
        bal_logrank(&bal_mem_std, g.life + 7, g.first + 7, 28, &spec, &watch, &got, &err),
        BAL_ESTOP);
}

/* Two groups of 16, looked at for 32 units at 1 end in 16.5: with D ends expected, 16 (1 - exp(-32 / 16.5))
 * and 16 (1 - exp(-32 h / 16.5)) of them, the log-rank test finds a ratio h with probability
 * Phi(sqrt(D / 4) log h - 1.96) (Schoenfeld 1981): D = 29.4 and .468 for 2, 29.7 and .965 for 4, and 80 %
 * from 2.80 on. */
static void test_power(void **state)
{
    struct bal_logrank_spec spec = {1, BAL_TWO_SIDED, BAL_LOGRANK_AUTO, 999, 3};
    struct bal_logrank_power got;
    struct bal_life life[32];
    struct bal_error err;
    bool first[32];

    (void)state;
    for (int i = 0; i < 32; i++) {
        life[i] = (struct bal_life){i + 1, 1};
        first[i] = i % 2 == 0;
    }
    assert_int_equal(bal_logrank_power(&bal_mem_std, life, first, 32, &spec, .05, NULL, &got, &err),
                     0);
    assert_near(got.rate, 32 / (32 * 33 / 2.), 1e-12);
    assert_near(got.two, .468, .05);
    assert_near(got.four, .965, .03);
    assert_near(got.found, 2.80, .35);
    /* the same ratio turned round: group 1 later */
    spec.alternative = BAL_LESS;
    assert_int_equal(bal_logrank_power(&bal_mem_std, life, first, 32, &spec, .05, NULL, &got, &err),
                     0);
    assert_near(got.two, .515, .05); /* D = 23.6: Phi(1.683 - 1.645) */
    assert_true(got.found < .5 && got.found > .2);
    /* three lives have three assignments: p is never below 1/3 */
    spec.alternative = BAL_TWO_SIDED;
    assert_int_equal(bal_logrank_power(&bal_mem_std, life, first, 3, &spec, .05, NULL, &got, &err),
                     0);
    assert_near(got.four, 0, 0);
    assert_true(isinf(got.found));
    for (int i = 0; i < 32; i++)
        life[i].end = 0;
    assert_int_equal(bal_logrank_power(&bal_mem_std, life, first, 32, &spec, .05, NULL, &got, &err),
                     BAL_EARG);
    assert_string_equal(err.message, "a log-rank test's power needs two groups, and an end");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(curves_of_r),
        cmocka_unit_test(medians_of_r),
        cmocka_unit_test(logrank_of_r),
        cmocka_unit_test(exact_aml),
        cmocka_unit_test(monte_carlo),
        cmocka_unit_test(curves_agree_with_the_definitions),
        cmocka_unit_test(logrank_agrees_with_brute_force),
        cmocka_unit_test(zero_times_and_ties),
        cmocka_unit_test(median_on_a_level),
        cmocka_unit_test(nothing_ends),
        cmocka_unit_test(refuses),
        cmocka_unit_test(test_power),
    };

    return cmocka_run_group_tests_name("survival", tests, NULL, NULL);
}
