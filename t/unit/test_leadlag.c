/* Lead and lag against R's ar and ccf (t/data/events-r.R), against a twin that shifts, filters and
 * correlates by the definition, and by hand. */
#include "check.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "stats/leadlag.h"
#include "stats/rate.h"

#include "test_events_r.h"

enum { MOST = 12 };

static void make(double *x, double *gappy, double *y, double *holed)
{
    static const size_t gap[] = {0, 1, 19, 32, 33, 59};

    for (size_t t = 0; t < 60; t++) {
        x[t] = gappy[t] = (double)(t * 37 % 101) / 7;
        y[t] = holed[t] = 5 * sin((double)t / 9) + (double)((t * t * 13 + 5 * t) % 97) / 40;
    }
    for (size_t i = 0; i < 6; i++)
        gappy[gap[i]] = NAN;
    holed[4] = holed[29] = NAN;
}

static void fits_as_r_does(void **state)
{
    double x[60], gappy[60], y[60], holed[60];
    struct bal_ar ar;
    struct bal_error err;

    (void)state;
    make(x, gappy, y, holed);
    assert_int_equal(bal_ar_fit(&bal_mem_std, y, 60, BAL_ORDER_AIC, &ar, &err), 0);
    assert_int_equal(ar.order, 2);
    for (int i = 0; i < 2; i++)
        assert_near(ar.coef[i], ar_y[i], 1e-12);
    assert_int_equal(bal_ar_fit(&bal_mem_std, y, 60, 4, &ar, &err), 0);
    assert_int_equal(ar.order, 4);
    for (int i = 0; i < 4; i++)
        assert_near(ar.coef[i], ar_four_y[i], 1e-12);
    assert_int_equal(bal_ar_fit(&bal_mem_std, holed, 60, 1, &ar, &err), 0);
    assert_near(ar.coef[0], ar_holed[0], 1e-12);
}

static void correlates_as_r_does(void **state)
{
    double x[60], gappy[60], y[60], holed[60];
    const struct {
        const double *x, *y, *want;
        int order;
    } cases[] = {
        {x, y, ccf_x_y, 0},
        {gappy, y, ccf_gappy_y, 0},
        {x, holed, ccf_x_holed, 0},
        {gappy, holed, ccf_gappy_holed, 0},
        {x, y, white_x_y, BAL_ORDER_AIC},
        {gappy, y, white_gappy_y, 2},
        {x, holed, white_x_holed, 1},
        {gappy, holed, white_gappy_holed, 1},
    };

    (void)state;
    make(x, gappy, y, holed);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bal_lead_lag_spec spec = {10, cases[i].order, .95};
        struct bal_lag lag[21];
        struct bal_lead_lag got;
        struct bal_error err;

        assert_int_equal(
            bal_lead_lag(&bal_mem_std, cases[i].x, cases[i].y, 60, &spec, NULL, lag, &got, &err),
            0);
        for (size_t l = 0; l < 21; l++)
            assert_near(lag[l].r, cases[i].want[l], 1e-12);
    }
}

/* The twin ------------------------------------------------------------------------------------- */

static void twin_filter(const double *v, size_t n, const struct bal_ar *ar, double *out)
{
    for (size_t t = 0; t < n; t++) {
        out[t] = v[t];
        for (int i = 1; i <= ar->order; i++)
            out[t] = (size_t)i <= t ? out[t] - ar->coef[i - 1] * v[t - (size_t)i] : NAN;
    }
}

static double mean_of(const double *v, size_t n)
{
    double sum = 0, count = 0;

    for (size_t t = 0; t < n; t++)
        if (!isnan(v[t])) {
            sum += v[t];
            count++;
        }
    return sum / count;
}

static double twin_covariance(const double *u, const double *v, size_t n, int lag)
{
    double sum = 0, count = 0, mu = mean_of(u, n), mv = mean_of(v, n);

    for (int t = 0; t < (int)n; t++)
        if (t + lag >= 0 && t + lag < (int)n && !isnan(u[t + lag]) && !isnan(v[t])) {
            sum += (u[t + lag] - mu) * (v[t] - mv);
            count++;
        }
    return count > 0 ? sum / (count + abs(lag)) : NAN;
}

/* NaN where there is nothing to correlate. */
static double twin_r(const double *u, const double *v, size_t n, int lag)
{
    double su = twin_covariance(u, u, n, 0), sv = twin_covariance(v, v, n, 0), r;

    if (!(su > 1e-20) || !(sv > 1e-20))
        return NAN;
    r = twin_covariance(u, v, n, lag) / sqrt(su * sv);
    return r > 1 ? 1 : r < -1 ? -1 : r;
}

static void twin_shift(const double *x, size_t n, size_t by, const struct bal_ar *ar, double *out)
{
    double moved[MOST];

    for (size_t t = 0; t < n; t++)
        moved[(t + by) % n] = x[t];
    twin_filter(moved, n, ar, out);
}

static double most_of(const double *u, const double *v, size_t n, size_t lags,
                      const struct bal_lag *seen)
{
    double most = 0;

    for (size_t l = 0; l <= 2 * lags; l++) {
        double r = fabs(twin_r(u, v, n, (int)l - (int)lags));

        most = !isnan(seen[l].r) && r > most ? r : most;
    }
    return most;
}

static void agrees_with_the_definition(void **state)
{
    uint64_t seed = 1976;
    size_t compared = 0;

    (void)state;
    for (int round = 0; round < 4000; round++) {
        size_t n = 3 + random_below(&seed, MOST - 2), lags = random_below(&seed, n < 5 ? n : 5);
        struct bal_lead_lag_spec spec = {lags, (int)random_below(&seed, 3), .8};
        bool gaps = random_below(&seed, 3) == 0;
        double x[MOST], y[MOST], u[MOST], v[MOST], most[MOST], at_most = 0, p = 0;
        struct bal_lag lag[2 * MOST + 1];
        struct bal_lead_lag got;
        struct bal_error err;

        for (size_t t = 0; t < n; t++) {
            x[t] = gaps && random_below(&seed, 5) == 0 ? NAN : (double)random_below(&seed, 4);
            y[t] = (double)random_below(&seed, 4);
        }
        if (bal_lead_lag(&bal_mem_std, x, y, n, &spec, NULL, lag, &got, &err) != 0)
            continue;
        twin_filter(y, n, &got.ar, v);
        twin_filter(x, n, &got.ar, u);
        for (size_t l = 0; l <= 2 * lags; l++)
            assert_near(lag[l].r, twin_r(u, v, n, (int)l - (int)lags), 1e-9);
        for (size_t k = 0; k < n; k++) {
            twin_shift(x, n, k, &got.ar, u);
            most[k] = most_of(u, v, n, lags, lag);
        }
        for (size_t k = 0; k < n; k++) {
            at_most = most[k] > at_most ? most[k] : at_most;
            p += most[k] >= fabs(got.r) - 1e-8;
        }
        assert_near(got.p, p / (double)n, 1e-12);
        p = 0;
        for (size_t k = 0; k < n; k++)
            p += most[k] >= at_most - 1e-8;
        assert_near(got.floor, p / (double)n, 1e-12);
        for (size_t l = 0; l <= 2 * lags; l++) {
            double alone = 0;

            if (isnan(lag[l].r))
                continue;
            for (size_t k = 0; k < n; k++) {
                twin_shift(x, n, k, &got.ar, u);
                alone += fabs(twin_r(u, v, n, (int)l - (int)lags)) >= fabs(lag[l].r) - 1e-8;
            }
            assert_near(lag[l].p, alone / (double)n, 1e-12);
            assert_true((fabs(lag[l].r) > got.critical + 1e-8) ==
                        (lag[l].p_adjusted <= .2 + 1e-12));
        }
        compared++;
    }
    assert_true(compared > 2000);
}

/* The sign: x is y of three periods ago, so x follows, and the peak is at +3. */
static void a_positive_lag_follows(void **state)
{
    struct bal_lead_lag_spec spec = {5, 0, .95};
    struct bal_lag lag[11];
    struct bal_lead_lag got;
    struct bal_error err;
    double x[40], y[40];

    (void)state;
    for (size_t t = 0; t < 40; t++)
        y[t] = (double)(t * t * 7 % 23);
    for (size_t t = 0; t < 40; t++)
        x[t] = y[(t + 37) % 40];
    assert_int_equal(bal_lead_lag(&bal_mem_std, x, y, 40, &spec, NULL, lag, &got, &err), 0);
    assert_int_equal(got.peak, 3);
    assert_true(got.r > .8);
    assert_int_equal(bal_lead_lag(&bal_mem_std, y, x, 40, &spec, NULL, lag, &got, &err), 0);
    assert_int_equal(got.peak, -3);
}

static bool stop(void *ud, double done)
{
    (void)ud;
    (void)done;
    return false;
}

static void refuses(void **state)
{
    static double big[30000];
    const double flat[] = {2, 2, NAN, 2}, y[] = {1, 2, 4, 3}, ramp[] = {1, NAN, NAN, 2};
    const double apart[] = {NAN, 1, 5, NAN};
    struct bal_lead_lag_spec good = {1, 0, .95}, far = {4, 0, .95}, level = {1, 0, 0},
                             order = {1, 4, .95}, zero = {0, 0, .95}, wide = {200, 0, .95};
    const struct {
        const double *x, *y;
        size_t n;
        const struct bal_lead_lag_spec *spec;
        const char *message;
    } cases[] = {
        {flat, y, 4, &good, "the series is constant"},
        {y, flat, 4, &good, "the other series is constant"},
        {y, y, 4, &far, "lags are fewer than the 4 periods of the series"},
        {y, y, 4, &level, "the level of a band lies between 0 and 1, not at 0"},
        {y, y, 4, &order,
         "the order of an autoregression is from 0 to 100 and less than the 4 periods, not 4"},
        {ramp, apart, 4, &zero, "the series have no value in common"},
        {big, big, 30000, &wide,
         "30000 periods and 401 lags make 3.6e+11 steps, and at most 1e+11 are taken; aggregate "
         "the series, or look at fewer lags"},
    };
    const struct bal_watch watch = {stop, NULL};
    struct bal_lag lag[500];
    struct bal_lead_lag got;
    struct bal_error err;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(bal_lead_lag(&bal_mem_std, cases[i].x, cases[i].y, cases[i].n,
                                      cases[i].spec, NULL, lag, &got, &err),
                         BAL_EARG);
        assert_string_equal(err.message, cases[i].message);
    }
    assert_int_equal(bal_lead_lag(&bal_mem_std, y, y, 4, &good, &watch, lag, &got, &err),
                     BAL_ESTOP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fits_as_r_does),
        cmocka_unit_test(correlates_as_r_does),
        cmocka_unit_test(a_positive_lag_follows),
        cmocka_unit_test(agrees_with_the_definition),
        cmocka_unit_test(refuses),
    };

    return cmocka_run_group_tests_name("leadlag", tests, NULL, NULL);
}
