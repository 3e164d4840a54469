/* Regression against the certified values of NIST StRD, against R (lm, glm, sandwich::NeweyWest)
 * and against the definitions written out over random cases. */
#include "reference.h"

#include <stdbool.h>

#include "base/rng.h"
#include "stats/hac.h"
#include "stats/regress.h"

#define REFERENCE "t/data/regress/reference.txt"

enum { MOST_N = 100, MOST_K = 12 };

struct data {
    double y[MOST_N], column[MOST_K][MOST_N];
    const double *x[MOST_K];
    const char *name[MOST_K];
    size_t n, k;
};

static const char *const names[MOST_K] = {"x1", "x2", "x3", "x4",  "x5",  "x6",
                                          "x7", "x8", "x9", "x10", "x11", "x12"};

static void point(struct data *d)
{
    for (size_t j = 0; j < MOST_K; j++) {
        d->x[j] = d->column[j];
        d->name[j] = names[j];
    }
}

static int run(const struct data *d, struct bal_regress_spec spec, struct bal_regress *out,
               struct bal_error *err)
{
    struct bal_regressors given = {d->x, d->name, d->k};

    return bal_regress(&bal_mem_std, d->y, d->n, &given, &spec, out, err);
}

static const struct bal_regress_spec classical = {BAL_OLS, BAL_ERRORS_CLASSICAL, true, -1, .95};

/* NIST ----------------------------------------------------------------------------------------- */

struct certified {
    size_t k;
    double beta[MOST_K], sd[MOST_K];
};

static void read_strd(const char *name, size_t powers, struct data *d, struct certified *c)
{
    char path[128], line[256];
    size_t given;
    FILE *f;

    snprintf(path, sizeof path, "t/data/strd/%s.txt", name);
    f = fopen(path, "r");
    assert_non_null(f);
    point(d);
    while (fgets(line, sizeof line, f) != NULL && line[0] == '#')
        ;
    assert_int_equal(sscanf(line, "certified %zu", &c->k), 1);
    for (size_t j = 0; j < c->k; j++)
        assert_int_equal(fscanf(f, "%lf %lf", &c->beta[j], &c->sd[j]), 2);
    assert_int_equal(fscanf(f, " data %zu %zu", &d->n, &given), 2);
    d->k = powers > 0 ? powers : given - 1;
    for (size_t i = 0; i < d->n; i++) {
        assert_int_equal(fscanf(f, "%lf", &d->y[i]), 1);
        for (size_t j = 0; j + 1 < given; j++)
            assert_int_equal(fscanf(f, "%lf", &d->column[j][i]), 1);
        for (size_t j = 1; j < powers; j++)
            d->column[j][i] = d->column[j - 1][i] * d->column[0][i];
    }
    fclose(f);
}

/* Digits that agree: -log10 of the relative error, at most 15. */
static double digits(double got, double want)
{
    double error = want == 0 ? fabs(got) : fabs(got - want) / fabs(want);

    return error < 1e-15 ? 15 : -log10(error);
}

static void test_strd(void **state)
{
    static const struct {
        const char *name;
        size_t powers;
        bool constant;
        double least; /* digits */
    } cases[] = {{"Norris", 0, true, 9},   {"Pontius", 2, true, 9},  {"NoInt1", 0, false, 9},
                 {"NoInt2", 0, false, 9},  {"Longley", 0, true, 9},  {"Wampler1", 5, true, 9},
                 {"Wampler2", 5, true, 9}, {"Wampler3", 5, true, 9}, {"Wampler4", 5, true, 9},
                 {"Wampler5", 5, true, 9}, {"Filip", 10, true, 7}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bal_regress_spec spec = classical;
        struct bal_regress r;
        struct bal_error err;
        struct certified c;
        struct data d;
        double least = 15;

        read_strd(cases[i].name, cases[i].powers, &d, &c);
        spec.constant = cases[i].constant;
        if (run(&d, spec, &r, &err) != 0)
            fail_msg("%s: %s", cases[i].name, err.message);
        assert_int_equal(r.k, c.k);
        for (size_t j = 0; j < c.k; j++)
            least = fmin(least, fmin(digits(r.coefficient[j].value, c.beta[j]),
                                     digits(r.coefficient[j].se, c.sd[j])));
        print_message("# %-8s %4.1f digits, sine %.1e\n", cases[i].name, least, r.sine);
        assert_true(least >= cases[i].least);
        bal_regress_free(&r);
    }
}

/* R -------------------------------------------------------------------------------------------- */

static void use_longley(struct data *d)
{
    struct certified c;

    /* GNP and Unemployed, in R's units */
    read_strd("Longley", 0, d, &c);
    for (size_t i = 0; i < d->n; i++) {
        d->y[i] /= 1000;
        d->column[0][i] = d->column[1][i] / 1000;
        d->column[1][i] = d->column[2][i] / 10;
    }
    d->k = 2;
}

static void assert_ses(const struct bal_regress *r, const char *name, double relative)
{
    double want[MOST_K];

    reference(REFERENCE, name, want, r->k);
    for (size_t j = 0; j < r->k; j++)
        assert_near(r->coefficient[j].se / want[j], 1, relative);
}

static void test_lm(void **state)
{
    double beta[3], p[3], interval[6], r2, sigma;
    struct bal_regress r;
    struct bal_error err;
    struct data d;

    (void)state;
    use_longley(&d);
    assert_int_equal(run(&d, classical, &r, &err), 0);
    reference(REFERENCE, "lm_beta", beta, 3);
    reference(REFERENCE, "lm_p", p, 3);
    reference(REFERENCE, "lm_interval", interval, 6);
    reference(REFERENCE, "lm_r2", &r2, 1);
    reference(REFERENCE, "lm_sigma", &sigma, 1);
    assert_ses(&r, "lm_se", 1e-11);
    for (size_t j = 0; j < 3; j++) {
        assert_near(r.coefficient[j].value / beta[j], 1, 1e-11);
        assert_near(r.coefficient[j].p / p[j], 1, 1e-9);
        assert_near(r.coefficient[j].low, interval[2 * j], 1e-10);
        assert_near(r.coefficient[j].high, interval[2 * j + 1], 1e-10);
    }
    assert_near(r.r2, r2, 1e-12);
    assert_near(r.sigma, sigma, 1e-12);
    assert_true(r.df == 13);
    bal_regress_free(&r);
}

static void test_newey_west(void **state)
{
    static const long lags[] = {0, 1, 4, 7};
    struct data d;

    (void)state;
    use_longley(&d);
    for (size_t i = 0; i < 4; i++) {
        struct bal_regress_spec spec = {BAL_OLS, BAL_ERRORS_HAC, true, lags[i], .95};
        struct bal_regress r;
        struct bal_error err;
        char name[8];

        snprintf(name, sizeof name, "nw%ld", lags[i]);
        assert_int_equal(run(&d, spec, &r, &err), 0);
        assert_ses(&r, name, 1e-8); /* R's own residuals have 9 digits here */
        assert_int_equal(r.bandwidth, (size_t)lags[i] + 1);
        bal_regress_free(&r);
    }
}

enum { N = 20 };

static void use_counts(struct data *d)
{
    static const double y[N] = {2, 3, 6, 7, 8, 9, 10, 12, 15, 3, 0, 1, 4, 2, 0, 5, 7, 3, 2, 1};
    static const double x[N] = {-1, -1,   0,  0,   0,  0,  1,  1,  1,   -.5,
                                -2, -1.5, .3, -.2, -1, .4, .9, .1, -.8, -.9};

    point(d);
    d->n = N;
    d->k = 2;
    for (size_t i = 0; i < N; i++) {
        d->y[i] = y[i];
        d->column[0][i] = x[i];
        d->column[1][i] = i % 4 == 2;
    }
}

static void test_glm(void **state)
{
    struct bal_regress_spec spec = {BAL_POISSON, BAL_ERRORS_CLASSICAL, true, -1, .95};
    double beta[3], p[3], want;
    struct bal_regress r;
    struct bal_error err;
    struct data d;

    (void)state;
    use_counts(&d);
    assert_int_equal(run(&d, spec, &r, &err), 0);
    reference(REFERENCE, "glm_beta", beta, 3);
    reference(REFERENCE, "glm_p", p, 3);
    assert_ses(&r, "glm_se", 1e-8); /* R takes the weights of the step before its last */
    for (size_t j = 0; j < 3; j++) {
        assert_near(r.coefficient[j].value / beta[j], 1, 1e-11);
        assert_near(r.coefficient[j].p / p[j], 1, 1e-6);
    }
    reference(REFERENCE, "glm_deviance", &want, 1);
    assert_near(r.deviance, want, 1e-12);
    reference(REFERENCE, "glm_null", &want, 1);
    assert_near(r.null_deviance, want, 1e-12);
    bal_regress_free(&r);
    for (spec.errors = BAL_ERRORS_HAC, spec.lags = 0; spec.lags <= 3; spec.lags += 3) {
        assert_int_equal(run(&d, spec, &r, &err), 0);
        assert_ses(&r, spec.lags == 0 ? "glm_nw0" : "glm_nw3", 1e-7);
        bal_regress_free(&r);
    }
}

static void test_gaps_and_ewc(void **state)
{
    static const size_t gaps[] = {0, 4, 5, 12, 19};
    struct bal_regress_spec spec = {BAL_OLS, BAL_ERRORS_HAC, true, 3, .95};
    struct bal_regress r;
    struct bal_error err;
    double want[2];
    struct data d;

    (void)state;
    use_counts(&d);
    d.k = 0;
    spec.errors = BAL_ERRORS_EWC; /* .4 20^(2/3) = 2.9: 2; 21 periods give 3.04 */
    assert_int_equal(bal_ewc_degrees(20), 2);
    assert_int_equal(bal_ewc_degrees(21), 3);
    assert_int_equal(bal_ewc_degrees(125), 10); /* .4 times 25 */
    assert_int_equal(bal_hac_bandwidth(100), 13);
    assert_int_equal(bal_hac_bandwidth(240), 21); /* 20.14 */
    {
        size_t at[N];
        double z[N], mean = 0, sum;

        for (size_t i = 0; i < N; i++) {
            at[i] = i;
            mean += d.y[i] / N;
        }
        for (size_t i = 0; i < N; i++)
            z[i] = d.y[i] - mean;
        assert_int_equal(bal_ewc_sum(&bal_mem_std, z, at, N, 1, 3, &sum, &err), 0);
        reference(REFERENCE, "ewc_se", want, 1);
        assert_near(sqrt(sum) / N, want[0], 1e-12);
    }
    use_counts(&d);
    d.k = 1;
    for (size_t i = 0; i < 5; i++)
        *(i % 2 ? &d.y[gaps[i]] : &d.column[0][gaps[i]]) = NAN;
    spec.errors = BAL_ERRORS_HAC;
    assert_int_equal(run(&d, spec, &r, &err), 0);
    assert_int_equal(r.n, 15);
    assert_int_equal(r.dropped, 5);
    assert_int_equal(r.span, 18);
    assert_int_equal(r.inner, 3);
    assert_ses(&r, "gap_se", 1e-12);
    reference(REFERENCE, "gap_beta", want, 2);
    assert_near(r.coefficient[0].value, want[0], 1e-12);
    assert_near(r.coefficient[1].value, want[1], 1e-12);
    bal_regress_free(&r);
}

/* Fixed-b -------------------------------------------------------------------------------------- */

static void every(size_t *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        at[i] = i;
}

/* The law of a mean over these periods: one column of ones. */
static void law_of_mean(const size_t *at, size_t n, size_t bandwidth, size_t nu,
                        struct bal_fixed_b *law)
{
    static double ones[2000];
    double b = 1 / (double)n;
    struct bal_design d = {ones, &b, NULL, at, n, 1};
    struct bal_error err;

    for (size_t i = 0; i < n; i++)
        ones[i] = 1;
    assert_int_equal(bal_fixed_b(&bal_mem_std, &d, 0, bandwidth, nu, law, &err), 0);
}

static void test_fixed_b(void **state)
{
    size_t at[2000];
    struct bal_fixed_b law;
    double want[3], tails[] = {.10, .05, .01};

    (void)state;
    every(at, 2000);
    /* S = 1: Q is a variance over n, so t sqrt((n-1)/n) is Student's with n - 1 degrees. R:
     * qt(.975, 9) = 2.2621571628540993 */
    law_of_mean(at, 10, 1, 0, &law);
    assert_near(bal_fixed_b_critical(&law, .05) * sqrt(.9), 2.2621571628540993, 1e-8);
    assert_near(bal_fixed_b_p(&law, 2.2621571628540993 / sqrt(.9)), .05, 1e-9);
    assert_near(bal_fixed_b_p(&law, 0), 1, 1e-12);
    /* S = T, the limit: simulated in R (standard error of the quantiles about .2, .3 and .6 %) */
    law_of_mean(at, 2000, 2000, 0, &law);
    reference(REFERENCE, "fixed_b_1", want, 3);
    for (size_t i = 0; i < 3; i++)
        assert_near(bal_fixed_b_critical(&law, tails[i]) / want[i], 1, .012);
    /* towards the normal as S/T falls */
    law_of_mean(at, 200, 1, 0, &law);
    assert_near(bal_fixed_b_critical(&law, .05), 1.96, .012);
}

/* EWC of a mean over periods without gaps: cosines that sum to 0 leave Student's t with nu degrees. R:
 * qt(.975, 15) = 2.131449545559323 */
static void test_ewc_law(void **state)
{
    size_t at[240];
    struct bal_fixed_b law;

    (void)state;
    every(at, 240);
    law_of_mean(at, 240, 0, 15, &law);
    assert_near(bal_fixed_b_critical(&law, .05), 2.131449545559323, 1e-8);
    assert_near(bal_fixed_b_p(&law, 2.131449545559323), .05, 1e-9);
}

/* t of a window [a, b) among n periods of white noise, from the definition: the difference of the means
 * over its standard error, which the scores w u^ make. */
static double t_of_window(uint64_t run, size_t a, size_t b, size_t n, enum bal_errors errors)
{
    double y[600], z[600], in = 0, out = 0, n_in = (double)(b - a), n_out = (double)n - n_in, v;
    struct bal_error err;
    struct bal_rng rng;
    size_t at[600];

    every(at, n);
    bal_rng_init(&rng, 9, run);
    for (size_t t = 0; t < n; t++) {
        y[t] = bal_rng_normal(&rng);
        *(t >= a && t < b ? &in : &out) += y[t];
    }
    for (size_t t = 0; t < n; t++)
        z[t] = t >= a && t < b ? (y[t] - in / n_in) / n_in : (out / n_out - y[t]) / n_out;
    if (errors == BAL_ERRORS_HAC)
        bal_hac_sum(z, at, n, 1, bal_hac_bandwidth(n), &v);
    else
        assert_int_equal(bal_ewc_sum(&bal_mem_std, z, at, n, 1, bal_ewc_degrees(n), &v, &err), 0);
    return (in / n_in - out / n_out) / sqrt(v);
}

/* A single window, for which the law of a mean is far off (its critical values are near 2.3): the share
 * of t beyond the critical value is the level, with cases one by one (120) and in blocks (600). */
static void test_law_of_a_window(void **state)
{
    enum { RUNS = 4000 };
    static const char *const name[] = {"window"};

    (void)state;
    for (size_t n = 120; n <= 600; n += 480)
        for (int errors = BAL_ERRORS_HAC; errors <= BAL_ERRORS_EWC; errors++) {
            struct bal_regress_spec spec = {BAL_OLS, (enum bal_errors)errors, true, -1, .95};
            double y[600], window[600], beyond = 0, critical;
            const double *x[] = {window};
            struct bal_regressors given = {x, name, 1};
            size_t a = n / 3, b = n / 3 + n / 12;
            struct bal_regress out;
            struct bal_error err;

            for (size_t t = 0; t < n; t++) {
                window[t] = t >= a && t < b ? 1 : 0;
                y[t] = (double)(t * t % 17);
            }
            assert_int_equal(bal_regress(&bal_mem_std, y, n, &given, &spec, &out, &err), 0);
            critical = out.coefficient[1].critical;
            bal_regress_free(&out);
            assert_true(critical > 3);
            for (uint64_t r = 0; r < RUNS; r++)
                beyond += fabs(t_of_window(r, a, b, n, (enum bal_errors)errors)) > critical;
            assert_near(beyond / RUNS, .05, 4 * sqrt(.05 * .95 / RUNS));
        }
}

/* The limit at S = T in closed form: Q = 2 times the integral of a squared Brownian bridge, whose
 * eigenvalues are 2 / (i pi)^2, so the product over i is (sinh y / y)^(-1/2), y = c sqrt(2) / sin a
 * (Euler's product for sinh). */
static void test_fixed_b_limit(void **state)
{
    size_t at[BAL_FIXED_B_POINTS];
    struct bal_fixed_b law;

    (void)state;
    every(at, BAL_FIXED_B_POINTS);
    law_of_mean(at, BAL_FIXED_B_POINTS, BAL_FIXED_B_POINTS, 0, &law);
    for (double c = .5; c < 8; c += .5) {
        double p = 0;

        for (int i = 0; i < 4000; i++) {
            double y = c * sqrt(2) / sin(M_PI_2 * (i + .5) / 4000);

            p += (y > 500 ? 0 : sqrt(y / sinh(y))) / 4000;
        }
        assert_near(bal_fixed_b_p(&law, c), p, 2e-4);
    }
}

/* White noise with gaps: p of the mean is uniform, for any bandwidth. */
static void test_calibration(void **state)
{
    enum { RUNS = 2000 };
    static const double at_level = .05;
    size_t alarms = 0;
    struct bal_regress_spec spec = {BAL_OLS, BAL_ERRORS_HAC, true, -1, .95};
    struct data d;

    (void)state;
    point(&d);
    d.n = 40;
    d.k = 0;
    for (size_t r = 0; r < RUNS; r++) {
        struct bal_rng rng;
        struct bal_regress out;
        struct bal_error err;

        bal_rng_init(&rng, 6, r);
        for (size_t i = 0; i < d.n; i++)
            d.y[i] = i % 7 == 3 ? NAN : bal_rng_normal(&rng);
        assert_int_equal(run(&d, spec, &out, &err), 0);
        alarms += out.coefficient[0].p <= at_level;
        bal_regress_free(&out);
    }
    print_message("# false alarms of 5 %%: %.3f\n", (double)alarms / RUNS);
    assert_true(fabs((double)alarms / RUNS - at_level) < 4 * sqrt(.05 * .95 / RUNS));
}

/* Random cases against the definitions --------------------------------------------------------- */

static void random_data(struct data *d, uint64_t *seed)
{
    point(d);
    d->k = 1 + random_below(seed, 3);
    d->n = d->k + 4 + random_below(seed, 20);
    for (size_t i = 0; i < d->n; i++) {
        d->y[i] = random_below(seed, 8) == 0 ? NAN : (double)random_below(seed, 6);
        for (size_t j = 0; j < d->k; j++)
            d->column[j][i] = random_below(seed, 12) == 0 ? NAN : random_unit(seed) * 3 - 1;
    }
}

static bool complete(const struct data *d, size_t i)
{
    bool yes = !isnan(d->y[i]);

    for (size_t j = 0; j < d->k; j++)
        yes = yes && !isnan(d->column[j][i]);
    return yes;
}

/* x_j of period i, the constant first. */
static double at(const struct data *d, size_t j, size_t i)
{
    return j == 0 ? 1 : d->column[j - 1][i];
}

/* At the optimum the residuals (of OLS, of Poisson) are at right angles to every column. */
static void test_normal_equations(void **state)
{
    uint64_t seed = 11;
    size_t done = 0;

    (void)state;
    for (int c = 0; c < 3000; c++) {
        struct bal_regress_spec spec = {c % 2 ? BAL_POISSON : BAL_OLS, (enum bal_errors)(c / 2 % 3),
                                        true, -1, .9};
        struct bal_regress r;
        struct bal_error err;
        struct data d;

        random_data(&d, &seed);
        if (run(&d, spec, &r, &err) != 0)
            continue; /* too few cases, separated, ... */
        for (size_t j = 0; j <= d.k; j++) {
            double sum = 0, size = 1;

            for (size_t i = 0; i < d.n; i++) {
                double fit = 0;

                if (!complete(&d, i))
                    continue;
                for (size_t m = 0; m <= d.k; m++)
                    fit += at(&d, m, i) * r.coefficient[m].value;
                fit = spec.model == BAL_POISSON ? exp(fit) : fit;
                sum += at(&d, j, i) * (d.y[i] - fit);
                size += fabs(at(&d, j, i)) * (fabs(d.y[i]) + fabs(fit));
            }
            assert_near(sum / size, 0, 1e-9);
            assert_true(r.coefficient[j].se >= 0);
            assert_true(isnan(r.coefficient[j].p) ||
                        (r.coefficient[j].p >= 0 && r.coefficient[j].p <= 1));
        }
        done++;
        bal_regress_free(&r);
    }
    assert_true(done > 2000);
}

/* The sum over pairs, from the definition on a calendar with zeros. */
static void test_hac_definition(void **state)
{
    uint64_t seed = 12;

    (void)state;
    for (int c = 0; c < 2000; c++) {
        double z[2 * 30] = {0}, full[2][90] = {{0}}, out[4];
        size_t when[30], n = 1 + random_below(&seed, 30), t = random_below(&seed, 3);
        size_t s = 1 + random_below(&seed, 12);

        for (size_t i = 0; i < n; i++, t += random_below(&seed, 4) == 0 ? 2 : 1) {
            when[i] = t;
            for (size_t j = 0; j < 2; j++)
                z[j * n + i] = full[j][t] = random_unit(&seed) - .5;
        }
        bal_hac_sum(z, when, n, 2, s, out);
        for (size_t i = 0; i < 2; i++)
            for (size_t j = 0; j < 2; j++) {
                double want = 0;

                for (int a = 0; a < 90; a++)
                    for (int b = 0; b < 90; b++)
                        if ((size_t)abs(a - b) < s)
                            want += (1 - abs(a - b) / (double)s) * full[i][a] * full[j][b];
                assert_near(out[i * 2 + j], want, 1e-12);
            }
    }
}

/* Refusals ------------------------------------------------------------------------------------- */

static void assert_refused(const struct data *d, enum bal_model model, const char *message)
{
    struct bal_regress_spec spec = {model, BAL_ERRORS_HAC, true, -1, .95};
    struct bal_regress r;
    struct bal_error err = {0};

    assert_int_equal(run(d, spec, &r, &err), BAL_EARG);
    assert_string_equal(err.message, message);
}

static void test_refusals(void **state)
{
    struct data d;

    (void)state;
    use_counts(&d);
    for (size_t i = 0; i < N; i++)
        d.column[1][i] = .1 * d.column[0][i] + .3; /* up to rounding */
    assert_refused(
        &d, BAL_OLS,
        "the column 'x2' is a combination of 'constant', 'x1' (up to 1 part in 1e11), so "
        "their coefficients cannot be told apart; leave one of them out");
    for (size_t i = 0; i < N; i++)
        d.column[1][i] = 3;
    assert_refused(&d, BAL_POISSON,
                   "the column 'x2' does not vary in the 20 periods that are used; leave it out");
    for (size_t i = 0; i < N; i++)
        d.column[1][i] = 0;
    assert_refused(&d, BAL_OLS,
                   "the column 'x2' is 0 in each of the 20 periods that are used; leave it out");
    use_counts(&d);
    for (size_t i = 0; i < N; i++)
        d.y[i] = d.column[1][i] > 0 ? 0 : d.y[i];
    assert_refused(&d, BAL_POISSON,
                   "the coefficient of 'x2' has no finite estimate: the column sets periods "
                   "without any event apart from the others; leave it out, or join categories");
    for (size_t i = 0; i < N; i++) /* and events nowhere else */
        d.y[i] = d.column[1][i] > 0 ? (double)(1 + i % 3) : 0;
    assert_refused(&d, BAL_POISSON,
                   "the coefficient of 'x2' has no finite estimate: the column sets periods "
                   "without any event apart from the others; leave it out, or join categories");
    d.y[3] = 1.5;
    assert_refused(&d, BAL_POISSON,
                   "Poisson regression is of counts: 0, 1, 2 ...; the series has 1.5");
    for (size_t i = 0; i < N; i++)
        d.y[i] = i < 3 ? 1 : NAN;
    assert_refused(&d, BAL_OLS,
                   "3 periods have a value in every series; a regression with 3 columns needs more "
                   "than 3");
    for (size_t i = 0; i < N; i++)
        d.y[i] = NAN;
    assert_refused(&d, BAL_OLS,
                   "0 periods have a value in every series; a regression with 3 columns needs more "
                   "than 3");
}

/* Two columns that come nearer and nearer, in numbers that a double holds exactly, and a y that is
 * exactly 3 x1 - 2 x2: right to six digits, or refused. */
static void test_near_singular(void **state)
{
    uint64_t seed = 13;
    struct data d;

    (void)state;
    point(&d);
    d.n = 40;
    d.k = 2;
    for (int m = 4; m <= 44; m++) {
        struct bal_regress_spec spec = classical;
        struct bal_regress r;
        struct bal_error err;

        for (size_t i = 0; i < d.n; i++) {
            d.column[0][i] = (double)random_below(&seed, 16) - 8;
            d.column[1][i] = d.column[0][i] + ldexp((double)random_below(&seed, 7) - 3, -m);
            d.y[i] = 3 * d.column[0][i] - 2 * d.column[1][i];
        }
        if (run(&d, spec, &r, &err) != 0) {
            assert_true(m > 30);
            continue;
        }
        assert_true(m < 40);
        assert_near(r.coefficient[0].value, 0, 1e-6);
        assert_near(r.coefficient[1].value, 3, 1e-6);
        assert_near(r.coefficient[2].value, -2, 1e-6);
        bal_regress_free(&r);
    }
}

/* Dependent errors: a dummy of three windows on AR(1) noise. False alarms are to stay near the
 * level at phi = .5, and well below those of free permutation (.63, methods table) at .9. */
static void test_dependence(void **state)
{
    enum { RUNS = 1000, T = 96 };
    static const double phi[] = {0, .5, .9}, most[] = {.08, .10, .20};
    struct bal_regress_spec spec = {BAL_OLS, BAL_ERRORS_EWC, true, -1, .95};
    struct data d;

    (void)state;
    point(&d);
    d.n = T;
    d.k = 1;
    for (size_t i = 0; i < T; i++)
        d.column[0][i] = (i >= 6 && i < 26) || (i >= 40 && i < 52) || (i >= 70 && i < 84);
    for (size_t c = 0; c < 3; c++) {
        size_t alarms = 0;

        for (size_t run_no = 0; run_no < RUNS; run_no++) {
            struct bal_rng rng;
            struct bal_regress r;
            struct bal_error err;
            double last;

            bal_rng_init(&rng, 7 + c, run_no);
            last = bal_rng_normal(&rng) / sqrt(1 - phi[c] * phi[c]);
            for (size_t i = 0; i < T; i++)
                d.y[i] = last = phi[c] * last + bal_rng_normal(&rng);
            assert_int_equal(run(&d, spec, &r, &err), 0);
            alarms += r.coefficient[1].p <= .05;
            bal_regress_free(&r);
        }
        print_message("# EWC at phi %.1f: false alarms of 5 %%: %.3f\n", phi[c],
                      (double)alarms / RUNS);
        assert_true((double)alarms / RUNS <= most[c]);
    }
}

/* A perfect fit has no error to divide by. */
static void test_perfect(void **state)
{
    struct bal_regress r;
    struct bal_error err;
    struct data d;

    (void)state;
    use_counts(&d);
    d.k = 0;
    for (size_t i = 0; i < N; i++)
        d.y[i] = 4;
    assert_int_equal(run(&d, classical, &r, &err), 0);
    assert_true(r.coefficient[0].value == 4 && r.coefficient[0].se == 0);
    assert_true(isnan(r.coefficient[0].p) && isnan(r.r2));
    bal_regress_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strd),
        cmocka_unit_test(test_lm),
        cmocka_unit_test(test_newey_west),
        cmocka_unit_test(test_glm),
        cmocka_unit_test(test_gaps_and_ewc),
        cmocka_unit_test(test_fixed_b),
        cmocka_unit_test(test_ewc_law),
        cmocka_unit_test(test_law_of_a_window),
        cmocka_unit_test(test_fixed_b_limit),
        cmocka_unit_test(test_calibration),
        cmocka_unit_test(test_normal_equations),
        cmocka_unit_test(test_hac_definition),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_near_singular),
        cmocka_unit_test(test_dependence),
        cmocka_unit_test(test_perfect),
    };

    return cmocka_run_group_tests_name("regress", tests, NULL, NULL);
}
