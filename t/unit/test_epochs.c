/* Superposed epochs against dplR's sea (t/data/events-r.R), against a twin by the definition over
 * thousands of small cases, and by hand. */
#include "check.h"

#include <stdbool.h>
#include <string.h>

#include "stats/epochs.h"
#include "stats/rate.h"

#include "test_events_r.h"

enum { MOST = 9, LAGS = 2 * MOST };

/* The twin ------------------------------------------------------------------------------------- */

struct twin {
    const double *z;
    const struct bal_dates *d;
    const struct bal_epochs_spec *spec;
    size_t lags, count;
    double s[512][LAGS]; /* S of each placement; NaN where there is none */
    double v[512]; /* the variance that a series with this memory gives a sum over its dates */
    double seen[LAGS], seen_v;
};

/* Covariance of periods i and j of a series x with memory r, less its own mean, by the definition:
 * the mean is a sum over all n. */
static double tied(double r, size_t n, size_t i, size_t j)
{
    double c = pow(r, fabs((double)i - (double)j)), m = (double)n;

    for (size_t a = 0; a < n; a++) {
        c -= pow(r, fabs((double)i - (double)a)) / m + pow(r, fabs((double)j - (double)a)) / m;
        for (size_t b = 0; b < n; b++)
            c += pow(r, fabs((double)a - (double)b)) / m / m;
    }
    return c;
}

static double variance(const struct twin *t, const size_t *at)
{
    double v = 0;

    for (size_t i = 0; i < t->d->k; i++)
        for (size_t j = 0; j < t->d->k; j++)
            v += tied(t->spec->memory, t->d->n, at[i], at[j]);
    return v;
}

/* S at lag l of dates moved to `at`: of a shift, with the series going on at its other end, save
 * where the observed date has the lag beyond an end. */
static double twin_s(const struct twin *t, const size_t *at, long l)
{
    long n = (long)t->d->n;
    double sum = 0, count = 0;

    for (size_t j = 0; j < t->d->k; j++) {
        long place = (long)at[j] + l, here = (long)t->d->at[j] + l;
        double v = NAN;

        if (t->d->null == BAL_DATES_SHIFT && here >= 0 && here < n)
            v = t->z[(place + n) % n];
        else if (t->d->null == BAL_DATES_RELOCATE && place >= 0 && place < n)
            v = t->z[place];
        if (!isnan(v)) {
            sum += v;
            count++;
        }
    }
    return count > 0 ? sum / count : NAN;
}

static void twin_row(const struct twin *t, const size_t *at, double *row)
{
    for (size_t l = 0; l < t->lags; l++)
        row[l] = twin_s(t, at, (long)l - (long)t->spec->before);
}

static void twin_run(struct twin *t)
{
    const struct bal_dates *d = t->d;

    double all = 0;

    t->count = 0;
    twin_row(t, d->at, t->seen);
    t->seen_v =
        d->null == BAL_DATES_RELOCATE && t->spec->memory != 0 && d->k > 1 ? variance(t, d->at) : 1;
    for (unsigned set = 0; set < 1u << d->n && d->null == BAL_DATES_RELOCATE; set++) {
        size_t b[MOST], k = 0;

        for (size_t i = 0; i < d->n; i++)
            if (set >> i & 1)
                b[k++] = i;
        if (k == d->k && b[0] >= d->from && b[k - 1] < d->to) {
            t->v[t->count] = t->spec->memory != 0 && t->d->k > 1 ? variance(t, b) : 1;
            twin_row(t, b, t->s[t->count++]);
        }
    }
    for (size_t by = 0; by < d->n && d->null == BAL_DATES_SHIFT; by++) {
        size_t b[MOST];

        for (size_t j = 0; j < d->k; j++)
            b[j] = (d->at[j] + by) % d->n;
        t->v[t->count] = 1;
        twin_row(t, b, t->s[t->count++]);
    }
    for (size_t i = 0; i < t->count; i++)
        all += t->v[i] / (double)t->count;
    for (size_t i = 0; i < t->count; i++)
        t->v[i] = all > 1e-9 ? fmax(t->v[i] / all, 1e-6) : 1;
    t->seen_v = all > 1e-9 ? fmax(t->seen_v / all, 1e-6) : 1; /* all periods: they sum to 0 */
}

static double extremity(const struct twin *t, double v)
{
    v = isnan(v) ? 0 : v;
    return t->spec->alternative == BAL_TWO_SIDED ? fabs(v)
           : t->spec->alternative == BAL_GREATER ? v
                                                 : -v;
}

static double twin_spread(const struct twin *t, size_t l)
{
    double square = 0, count = 0;

    for (size_t i = 0; i < t->count; i++)
        if (!isnan(t->s[i][l])) {
            square += t->s[i][l] * t->s[i][l];
            count++;
        }
    return sqrt(square / count);
}

static double scaled(const struct twin *t, double s, double v, size_t l)
{
    double spread = twin_spread(t, l) * sqrt(v);

    return spread > 1e-12 ? extremity(t, s) / spread : 0;
}

static double largest(const struct twin *t, const double *row, double of)
{
    double most = -INFINITY;

    for (size_t l = 0; l < t->lags; l++)
        if (!isnan(t->seen[l])) {
            double v = scaled(t, row[l], of, l);

            most = v > most ? v : most;
        }
    return most;
}

static double share_at_least(const struct twin *t, double v)
{
    double count = 0;

    for (size_t i = 0; i < t->count; i++)
        count += largest(t, t->s[i], t->v[i]) >= v - 1e-9;
    return count / (double)t->count;
}

static void compare(const struct twin *t, const struct bal_epoch *e, const struct bal_epochs *got)
{
    double seen = largest(t, t->seen, t->seen_v), top = -INFINITY;

    for (size_t i = 0; i < t->count; i++) {
        double v = largest(t, t->s[i], t->v[i]);

        top = v > top ? v : top;
    }
    assert_near(got->statistic, seen, 1e-9);
    assert_near(got->p, share_at_least(t, seen), 1e-12);
    assert_near(got->floor, share_at_least(t, top), 1e-12);
    for (size_t l = 0; l < t->lags; l++) {
        double v, alone = 0;

        assert_int_equal(e[l].lag, (int)l - (int)t->spec->before);
        assert_near(e[l].mean, t->seen[l], 1e-12);
        if (isnan(t->seen[l])) {
            assert_true(isnan(e[l].p) && isnan(e[l].p_adjusted) && e[l].n == 0);
            continue;
        }
        assert_near(e[l].spread, twin_spread(t, l) * sqrt(t->seen_v), 1e-9);
        v = scaled(t, t->seen[l], t->seen_v, l);
        for (size_t i = 0; i < t->count; i++)
            alone += scaled(t, t->s[i][l], t->v[i], l) >= v - 1e-9;
        assert_near(e[l].p, alone / (double)t->count, 1e-12);
        assert_near(e[l].p_adjusted, share_at_least(t, v), 1e-12);
        /* outside the band just when the adjusted p says so */
        assert_true((v > got->critical + 1e-9) == (e[l].p_adjusted <= 1 - t->spec->level + 1e-12));
    }
}

/* Random cases --------------------------------------------------------------------------------- */

/* n values, some of them gaps; z of those that are not. false: fewer than two different values. */
static bool random_series(uint64_t *seed, size_t n, double *y, double *z)
{
    bool gaps = random_below(seed, 2) == 0, differ = false;
    size_t levels = 2 + random_below(seed, 4);
    double sum = 0, square = 0, count = 0, first = NAN;

    for (size_t i = 0; i < n; i++) {
        y[i] = (double)random_below(seed, levels);
        if (gaps && random_below(seed, 3) == 0)
            y[i] = NAN;
        if (isnan(y[i]))
            continue;
        first = isnan(first) ? y[i] : first;
        differ = differ || fabs(y[i] - first) > .5;
        sum += y[i];
        count++;
    }
    for (size_t i = 0; i < n; i++)
        square += isnan(y[i]) ? 0 : (y[i] - sum / count) * (y[i] - sum / count);
    for (size_t i = 0; i < n; i++)
        z[i] = (y[i] - sum / count) / sqrt(square / (count - 1));
    return differ;
}

static void agrees_with_brute_force(void **state)
{
    uint64_t seed = 1913;
    size_t compared = 0;
    static struct twin twin;

    (void)state;
    for (int round = 0; round < 5000; round++) {
        double y[MOST], z[MOST];
        size_t at[MOST], n = 2 + random_below(&seed, MOST - 1), k = 0;
        struct bal_dates d = {.n = n, .at = at, .reps = 1};
        struct bal_epochs_spec spec = {
            random_below(&seed, n < 4 ? n : 4), random_below(&seed, n < 4 ? n : 4),
            (enum bal_alternative)random_below(&seed, 3), random_below(&seed, 2) == 0 ? .95 : .7,
            random_below(&seed, 3) == 0 ? 0 : (double)random_below(&seed, 18) / 10 - .85};
        struct bal_epoch e[LAGS];
        struct bal_epochs got;
        struct bal_error err;
        bool any = false;

        for (size_t i = 0; i < n; i++)
            if (random_below(&seed, 3) == 0)
                at[k++] = i;
        if (k == 0)
            continue;
        d.k = k;
        d.null = (enum bal_dates_null)random_below(&seed, 2);
        bal_epochs_open(&d, &spec);
        assert_int_equal(bal_dates_plan(&d, &err), 0);
        if (!random_series(&seed, n, y, z)) {
            assert_int_equal(bal_epochs(&bal_mem_std, y, &d, &spec, NULL, e, &got, &err), BAL_EARG);
            continue;
        }
        twin = (struct twin){.z = z, .d = &d, .spec = &spec, .lags = spec.before + spec.after + 1};
        twin_run(&twin);
        for (size_t l = 0; l < twin.lags; l++)
            any = any || !isnan(twin.seen[l]);
        if (!any) {
            assert_int_equal(bal_epochs(&bal_mem_std, y, &d, &spec, NULL, e, &got, &err), BAL_EARG);
            assert_string_equal(err.message, "no lag of any key date has a value");
            continue;
        }
        assert_int_equal(bal_epochs(&bal_mem_std, y, &d, &spec, NULL, e, &got, &err), 0);
        compare(&twin, e, &got);
        compared++;
    }
    assert_true(compared > 3000);
}

/* Outside numbers ------------------------------------------------------------------------------ */

static void has_the_means_of_dplr(void **state)
{
    static const size_t gap[] = {0, 1, 19, 32, 33, 59}, near[] = {3, 20, 32, 57},
                        clear[] = {10, 25, 44};
    struct bal_epochs_spec spec = {5, 5, BAL_TWO_SIDED, .95, NAN};
    struct bal_dates d = {.n = 60, .at = clear, .k = 3, .reps = 99, .seed = 1};
    struct bal_epoch e[11];
    struct bal_epochs got;
    struct bal_error err;
    double x[60];

    (void)state;
    for (size_t t = 0; t < 60; t++)
        x[t] = (double)(t * 37 % 101) / 7;
    for (int null = 0; null < 2; null++) {
        d.null = (enum bal_dates_null)null;
        bal_epochs_open(&d, &spec);
        assert_int_equal(bal_dates_plan(&d, &err), 0);
        assert_int_equal(bal_epochs(&bal_mem_std, x, &d, &spec, NULL, e, &got, &err), 0);
        for (size_t l = 0; l < 11; l++)
            assert_near(e[l].mean, sea_x[l], 1e-13);
    }
    for (size_t i = 0; i < 6; i++)
        x[gap[i]] = NAN;
    d.at = near;
    d.k = 4;
    bal_epochs_open(&d, &spec);
    assert_int_equal(bal_dates_plan(&d, &err), 0);
    assert_int_equal(bal_epochs(&bal_mem_std, x, &d, &spec, NULL, e, &got, &err), 0);
    for (size_t l = 0; l < 11; l++)
        assert_near(e[l].mean, sea_gappy[l], 1e-13);
}

/* By hand: 0 0 0 0 1 0 0 0 0 0, one date on the 1, lags -1 to 1: eight open periods, three of them
 * with the 1 among their lags. M is as large for all three: p = 3/8, and so is the floor. Alone,
 * lag 0 reaches its value in one. */
static void one_peak_by_hand(void **state)
{
    const double y[] = {0, 0, 0, 0, 1, 0, 0, 0, 0, 0};
    const size_t at[] = {4};
    struct bal_epochs_spec spec = {1, 1, BAL_GREATER, .5, NAN};
    struct bal_dates d = {.n = 10, .at = at, .k = 1, .reps = 1};
    struct bal_epoch e[3];
    struct bal_epochs got;
    struct bal_error err;

    (void)state;
    bal_epochs_open(&d, &spec);
    assert_int_equal(bal_dates_plan(&d, &err), 0);
    assert_near(d.all, 8, 0);
    assert_int_equal(bal_epochs(&bal_mem_std, y, &d, &spec, NULL, e, &got, &err), 0);
    assert_near(got.centre, .1, 1e-15);
    assert_near(got.scale, sqrt(.1), 1e-15);
    assert_near(e[1].mean, .9 / sqrt(.1), 1e-14);
    assert_int_equal(got.peak, 0);
    assert_near(got.p, 3 / 8., 1e-15);
    assert_near(got.floor, 3 / 8., 1e-15);
    assert_near(e[1].p, 1 / 8., 1e-15);
    assert_near(e[1].p_adjusted, 3 / 8., 1e-15);
    /* Shifts: the peak is among the lags in three of ten. */
    d.null = BAL_DATES_SHIFT;
    assert_int_equal(bal_dates_plan(&d, &err), 0);
    assert_int_equal(bal_epochs(&bal_mem_std, y, &d, &spec, NULL, e, &got, &err), 0);
    assert_near(got.p, .3, 1e-15);
    assert_near(got.floor, .3, 1e-15);
}

static void the_same_for_one_seed(void **state)
{
    struct bal_epochs_spec spec = {6, 6, BAL_TWO_SIDED, .9, NAN};
    size_t at[30];
    struct bal_dates d = {.n = 240, .at = at, .k = 30, .reps = 5000, .seed = 11};
    struct bal_epoch e[2][13];
    struct bal_epochs got[2];
    struct bal_error err;
    double y[240];

    (void)state;
    for (size_t t = 0; t < 240; t++)
        y[t] = (double)(t * t * 31 % 97);
    for (size_t j = 0; j < 30; j++)
        at[j] = 7 * j + 9;
    bal_epochs_open(&d, &spec);
    assert_int_equal(bal_dates_plan(&d, &err), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(bal_epochs(&bal_mem_std, y, &d, &spec, NULL, e[i], &got[i], &err), 0);
    assert_memory_equal(&got[0].p, &got[1].p, sizeof got[0].p);
    for (size_t l = 0; l < 13; l++) {
        assert_memory_equal(&e[0][l].spread, &e[1][l].spread, sizeof e[0][l].spread);
        assert_memory_equal(&e[0][l].p, &e[1][l].p, sizeof e[0][l].p);
    }
}

static void refuses(void **state)
{
    const double flat[] = {2, 2, NAN, 2}, none[] = {NAN, NAN, NAN, NAN}, y[] = {1, 2, 3, 4};
    const size_t at[] = {1};
    struct bal_dates d = {.n = 4, .at = at, .k = 1, .to = 4, .reps = 1};
    struct bal_epochs_spec good = {1, 1, BAL_TWO_SIDED, .95, 0},
                           far = {4, 1, BAL_TWO_SIDED, .95, 0},
                           level = {1, 1, BAL_TWO_SIDED, 95, 0},
                           memory = {1, 1, BAL_TWO_SIDED, .95, 1};
    const struct {
        const double *y;
        const struct bal_epochs_spec *spec;
        const char *message;
    } cases[] = {
        {flat, &good, "the series is constant: it does nothing around any date"},
        {none, &good, "the series has no value"},
        {y, &far, "before and after are at most 2000, and less than the 4 periods of the series"},
        {y, &level, "the level of a band lies between 0 and 1, not at 95"},
        {y, &memory,
         "the memory of a series is a correlation between -1 and 1, such as 0.9, not 1"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bal_epoch e[16];
        struct bal_epochs got;
        struct bal_error err;

        assert_int_equal(bal_dates_plan(&d, &err), 0);
        assert_int_equal(
            bal_epochs(&bal_mem_std, cases[i].y, &d, cases[i].spec, NULL, e, &got, &err), BAL_EARG);
        assert_string_equal(err.message, cases[i].message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_peak_by_hand),
        cmocka_unit_test(has_the_means_of_dplr),
        cmocka_unit_test(agrees_with_brute_force),
        cmocka_unit_test(the_same_for_one_seed),
        cmocka_unit_test(refuses),
    };

    return cmocka_run_group_tests_name("epochs", tests, NULL, NULL);
}
