/* Series and windows: periods, arithmetic, ranges, intervals, summary. Expected values by hand,
 * the accuracy of the summary by NIST's certified data. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "model/series.h"
#include "model/window.h"
#include "stats/leadlag.h"

static struct bal_error err;

/* '.' in the pattern is a gap, a digit its value. */
static struct bal_series *series(enum bal_interval interval, int64_t start, const char *pattern)
{
    struct bal_series *s = NULL;

    assert_int_equal(bal_series_new(&bal_mem_std, interval, start, strlen(pattern), "x", "unit",
                                    "given", &s, &err),
                     0);
    for (size_t i = 0; pattern[i] != '\0'; i++)
        s->value[i] = pattern[i] == '.' ? NAN : pattern[i] - '0';
    return s;
}

static int64_t month(int year, int m)
{
    return year * 12 + m - 1;
}

/* Compares with numbers written as text, "." for a gap; frees `s`. */
static void is(struct bal_series *s, const char *values)
{
    const char *p = values;

    for (size_t i = 0; i < s->n; i++) {
        double want = NAN;
        int used = 0;

        if (sscanf(p, " .%n", &used) == 0 && used > 0 && (p[used] == ' ' || p[used] == '\0'))
            want = NAN;
        else
            assert_int_equal(sscanf(p, "%lf%n", &want, &used), 1);
        p += used;
        assert_near(s->value[i], want, 1e-14);
    }
    assert_string_equal(p, "");
    bal_series_free(s);
}

static void periods(void **state)
{
    char buf[BAL_DATE_TEXT];
    bal_day day = bal_day_from_civil(1998, 8, 17);

    (void)state;
    assert_int_equal(bal_period_of(BAL_MONTH, day), month(1998, 8));
    assert_int_equal(bal_period_of(BAL_QUARTER, day), 1998 * 4 + 2);
    assert_int_equal(bal_period_of(BAL_YEAR, day), 1998);
    assert_int_equal(bal_period_first(BAL_QUARTER, 1998 * 4 + 2), bal_day_from_civil(1998, 7, 1));
    assert_int_equal(bal_period_last(BAL_QUARTER, 1998 * 4 + 2), bal_day_from_civil(1998, 9, 30));
    assert_int_equal(bal_period_last(BAL_MONTH, month(2000, 2)), bal_day_from_civil(2000, 2, 29));
    assert_string_equal(bal_period_text(BAL_MONTH, month(1998, 8), buf, sizeof buf), "1998-08");
    assert_string_equal(bal_period_text(BAL_QUARTER, 1998 * 4, buf, sizeof buf), "1998-01/1998-03");
    assert_string_equal(bal_period_text(BAL_YEAR, 1998, buf, sizeof buf), "1998");
    /* before year 0 numbers go on downwards: December of year -1 is month -1 */
    assert_int_equal(bal_period_of(BAL_MONTH, bal_day_from_civil(-1, 12, 31)), -1);
    assert_int_equal(bal_period_of(BAL_YEAR, bal_day_from_civil(-1, 12, 31)), -1);
    assert_string_equal(bal_period_text(BAL_MONTH, -1, buf, sizeof buf), "-0001-12");
}

static void arithmetic(void **state)
{
    struct bal_series *a = series(BAL_YEAR, 1991, "12.4"), *b = series(BAL_YEAR, 1991, "2.15");
    struct bal_series *c = NULL;

    (void)state;
    assert_int_equal(bal_series_binary(BAL_ADD, a, b, &c, &err), 0);
    assert_string_equal(c->how, "given | + (given)");
    is(c, "3 . . 9");
    assert_int_equal(bal_series_binary(BAL_DIV, a, b, &c, &err), 0);
    is(c, "0.5 . . 0.8");
    assert_int_equal(bal_series_scalar(BAL_SUB, a, 10, true, &c, &err), 0);
    assert_string_equal(c->how, "given | 10 - it");
    is(c, "9 8 . 6");
    assert_int_equal(bal_series_scalar(BAL_POW, a, 2, false, &c, &err), 0);
    is(c, "1 4 . 16");
    bal_series_free(a);
    bal_series_free(b);
}

static void refuses(void **state)
{
    struct bal_series *a = series(BAL_YEAR, 1991, "120"), *b = series(BAL_YEAR, 1992, "120");
    struct bal_series *m = series(BAL_MONTH, month(1991, 1), "120"), *c = NULL;

    (void)state;
    assert_int_equal(bal_series_binary(BAL_ADD, a, b, &c, &err), BAL_EARG);
    assert_string_equal(err.message,
                        "one series runs from 1991 to 1993 and the other from 1992 to 1994; bring "
                        "them to one range with balassa.align(a, b), :between() or :reach()");
    assert_int_equal(bal_series_binary(BAL_ADD, a, m, &c, &err), BAL_EARG);
    assert_string_equal(err.message, "one series is by year and the other by month; bring them to "
                                     "one interval with :aggregate() or :repeat_to()");
    assert_int_equal(bal_series_binary(BAL_DIV, a, a, &c, &err), BAL_EARG);
    assert_string_equal(err.message, "0 / 0 at 1993 is not a finite number");
    assert_int_equal(bal_series_between(a, 1990, 1992, &c, &err), BAL_EARG);
    assert_string_equal(err.message, "1990 to 1992 reaches beyond the series, which runs from 1991 "
                                     "to 1993; :reach() widens a series with gaps");
    assert_int_equal(bal_series_between(a, 1993, 1992, &c, &err), BAL_EARG);
    assert_string_equal(err.message, "the range from 1993 to 1992 is reversed");
    assert_int_equal(bal_series_aggregate(a, BAL_MONTH, BAL_FOLD_MEAN, false, &c, &err), BAL_EARG);
    assert_string_equal(err.message, "a series by year cannot be aggregated to month");
    assert_int_equal(bal_series_repeat(m, BAL_YEAR, &c, &err), BAL_EARG);
    assert_string_equal(err.message, "a series by month cannot be repeated to year");
    assert_int_equal(bal_series_rolling_mean(a, 4, 1, 0, &c, &err), BAL_EARG);
    assert_string_equal(err.message, "the width of a rolling mean is from 1 to 3 here, not 4");
    assert_null(c);
    bal_series_free(a);
    bal_series_free(b);
    bal_series_free(m);
}

static void in_time(void **state)
{
    struct bal_series *s = series(BAL_MONTH, month(1998, 11), "12.469"), *c = NULL;

    (void)state;
    assert_int_equal(bal_series_lag(s, 2, &c, &err), 0);
    is(c, ". . 1 2 . 4");
    assert_int_equal(bal_series_lag(s, -1, &c, &err), 0);
    assert_string_equal(c->how, "given | lead(1)");
    is(c, "2 . 4 6 9 .");
    assert_int_equal(bal_series_lag(s, 9, &c, &err), 0);
    is(c, ". . . . . .");
    assert_int_equal(bal_series_diff(s, 1, &c, &err), 0);
    is(c, ". 1 . . 2 3");
    assert_int_equal(bal_series_rolling_mean(s, 3, 3, 0, &c, &err), 0);
    is(c, ". . . . . 6.333333333333333");
    assert_int_equal(bal_series_rolling_mean(s, 3, 1, 0, &c, &err), 0);
    is(c, "1 1.5 1.5 3 5 6.333333333333333");
    assert_int_equal(bal_series_rolling_mean(s, 3, 1, 1, &c, &err), 0); /* 1 2 . 4 6 9 */
    assert_string_equal(c->how, "given | rolling_mean(3, least=1, ahead=1)");
    is(c, "1.5 1.5 3 5 6.333333333333333 7.5");
    assert_int_equal(bal_series_rolling_mean(s, 3, 3, 2, &c, &err), 0);
    is(c, ". . . 6.333333333333333 . .");
    assert_int_equal(bal_series_rolling_mean(s, 3, 1, 3, &c, &err), BAL_EARG);
    assert_string_equal(err.message,
                        "of a rolling mean over 3 periods, from 0 to 2 can lie ahead, not 3");
    assert_int_equal(bal_series_between(s, month(1998, 12), month(1999, 1), &c, &err), 0);
    assert_string_equal(c->how, "given | between(1998-12, 1999-01)");
    is(c, "2 .");
    assert_int_equal(bal_series_reach(s, month(1998, 10), month(1998, 12), &c, &err), 0);
    is(c, ". 1 2");
    bal_series_free(s);
}

static void between_intervals(void **state)
{
    struct bal_series *s = series(BAL_MONTH, month(1998, 2), "1234.6789"), *y, *c = NULL;

    (void)state;
    /* February to October: the first quarter lacks January, the second June, the fourth has one */
    assert_int_equal(bal_series_aggregate(s, BAL_QUARTER, BAL_FOLD_MEAN, false, &c, &err), 0);
    is(c, ". . 7 .");
    assert_int_equal(bal_series_aggregate(s, BAL_QUARTER, BAL_FOLD_SUM, true, &c, &err), 0);
    is(c, "3 7 21 9");
    assert_int_equal(bal_series_aggregate(s, BAL_QUARTER, BAL_FOLD_LAST, true, &c, &err), 0);
    is(c, "2 4 8 9");
    assert_int_equal(bal_series_aggregate(s, BAL_YEAR, BAL_FOLD_MAX, true, &c, &err), 0);
    assert_int_equal(c->start, 1998);
    is(c, "9");
    y = series(BAL_YEAR, 1998, "5.");
    assert_int_equal(bal_series_repeat(y, BAL_QUARTER, &c, &err), 0);
    is(c, "5 5 5 5 . . . .");
    assert_int_equal(bal_series_test(s, BAL_ABOVE, 4, &c, &err), 0);
    is(c, "0 0 0 0 . 1 1 1 1");
    bal_series_free(y);
    bal_series_free(s);
}

/* NIST Statistical Reference Datasets, univariate: NumAcc1 to NumAcc4 and their certified means
 * and standard deviations (itl.nist.gov/div898/strd/univ). NumAcc2-4 are a first value, then two
 * values in turn, 1001 in all. At least 9 digits; 8 for NumAcc3 and 4. */
static void certified_moments(void **state)
{
    static const struct {
        double first, odd, even, mean, sd, sd_error;
    } cases[] = {
        {1.2, 1.1, 1.3, 1.2, .1, 1e-9},
        {1000000.2, 1000000.1, 1000000.3, 1000000.2, .1, 1e-8},
        {10000000.2, 10000000.1, 10000000.3, 10000000.2, .1, 1e-8},
    };
    struct bal_series *s = NULL;
    struct bal_summary m;

    (void)state;
    assert_int_equal(bal_series_new(&bal_mem_std, BAL_YEAR, 1, 3, "NumAcc1", "", "", &s, &err), 0);
    s->value[0] = 10000001;
    s->value[1] = 10000003;
    s->value[2] = 10000002;
    assert_int_equal(bal_series_summary(s, &m, &err), 0);
    assert_near(m.mean, 10000002, 1e-15);
    assert_near(m.sd, 1, 1e-15);
    bal_series_free(s);
    for (size_t k = 0; k < 3; k++) {
        assert_int_equal(bal_series_new(&bal_mem_std, BAL_YEAR, 1, 1001, "", "", "", &s, &err), 0);
        s->value[0] = cases[k].first;
        for (size_t i = 1; i < 1001; i++)
            s->value[i] = i % 2 == 1 ? cases[k].odd : cases[k].even;
        assert_int_equal(bal_series_summary(s, &m, &err), 0);
        assert_near(m.mean, cases[k].mean, 1e-14);
        assert_near(m.sd / cases[k].sd, 1, cases[k].sd_error);
        bal_series_free(s);
    }
}

/* The univariate sets that are data (t/data/strd/README): mean and standard deviation to 9 digits or more,
 * and the autocorrelation at lag 1, as an autoregression of order 1 has it. */
static void certified_series(void **state)
{
    static const char *const names[] = {"Lew", "Lottery", "Mavro", "Michelso", "PiDigits"};

    (void)state;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        double mean, sd, r1;
        struct bal_series *s = NULL;
        struct bal_summary m;
        struct bal_ar ar;
        char path[128];
        size_t n;
        FILE *f;

        snprintf(path, sizeof path, "t/data/strd/univariate/%s.txt", names[k]);
        f = fopen(path, "r");
        assert_non_null(f);
        assert_int_equal(fscanf(f, "certified %lf %lf %lf data %zu", &mean, &sd, &r1, &n), 4);
        assert_int_equal(bal_series_new(&bal_mem_std, BAL_YEAR, 1, n, "", "", "", &s, &err), 0);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(fscanf(f, "%lf", &s->value[i]), 1);
        fclose(f);
        assert_int_equal(bal_series_summary(s, &m, &err), 0);
        assert_near(m.mean / mean, 1, 1e-14);
        assert_near(m.sd / sd, 1, 1e-12);
        assert_int_equal(bal_ar_fit(&bal_mem_std, s->value, n, 1, &ar, &err), 0);
        assert_near(ar.coef[0] / r1, 1, 1e-11);
        bal_series_free(s);
    }
}

static void summary(void **state)
{
    struct bal_series *s = series(BAL_YEAR, 1991, "4.1382."), *c = NULL;
    struct bal_summary m;

    (void)state;
    assert_int_equal(bal_series_summary(s, &m, &err), 0); /* sorted: 1 2 3 4 8 */
    assert_int_equal(m.n, 5);
    assert_int_equal(m.gaps, 2);
    assert_near(m.sum, 18, 0);
    assert_near(m.mean, 3.6, 1e-15);
    assert_near(m.sd, sqrt(29.2 / 4), 1e-15);
    assert_near(m.q1, 2, 0);
    assert_near(m.median, 3, 0);
    assert_near(m.q3, 4, 0);
    /* type 7 between the values: h = (4 - 1) * .25 = .75 of 1 2 3 8 */
    s->value[0] = NAN;
    assert_int_equal(bal_series_summary(s, &m, &err), 0);
    assert_near(m.q1, 1.75, 1e-15);
    assert_near(m.q3, 4.25, 1e-15);
    assert_int_equal(bal_series_standardise(s, &c, &err), 0);
    assert_int_equal(bal_series_summary(c, &m, &err), 0);
    assert_near(m.mean, 0, 1e-15);
    assert_near(m.sd, 1, 1e-15);
    bal_series_free(c);
    bal_series_free(s);
    s = series(BAL_YEAR, 1991, "33");
    assert_int_equal(bal_series_standardise(s, &c, &err), BAL_EARG);
    assert_string_equal(err.message, "a constant series (all 3) cannot be standardised");
    bal_series_free(s);
}

/* The rule of model/window.h: a period belongs to a window when its middle day does. */
static void windows(void **state)
{
    static const struct {
        const char *span;
        int a, b; /* months of 1998 from 0; -1: none */
    } cases[] = {
        {"1998-03/1998-05", 2, 5},
        {"1998-03-16/1998-05", 2, 5},
        {"1998-03-17/1998-05", 3, 5},
        {"1998-03/1998-05-15", 2, 4},
        {"1998-03/1998-05-16", 2, 5},
        {"1998-03-20/1998-04-10", -1, -1},
        {"1997/1998-02", 0, 2},
        {"1998-11/2001", 10, 12},
        {"../1998-01", 0, 1},
        {"1998-12/..", 11, 12},
        {"1999", -1, -1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bal_date date;
        size_t a = 0, b = 0;
        bool some;

        assert_int_equal(bal_date_parse(cases[i].span, strlen(cases[i].span), &date, &err), 0);
        some = bal_window_cells(bal_window_of_date(&date), BAL_MONTH, month(1998, 1), 12, &a, &b);
        assert_int_equal(some, cases[i].a >= 0);
        if (some) {
            assert_int_equal(a, cases[i].a);
            assert_int_equal(b, cases[i].b);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods),           cmocka_unit_test(arithmetic),
        cmocka_unit_test(refuses),           cmocka_unit_test(in_time),
        cmocka_unit_test(between_intervals), cmocka_unit_test(certified_moments),
        cmocka_unit_test(certified_series),  cmocka_unit_test(summary),
        cmocka_unit_test(windows),
    };

    return cmocka_run_group_tests_name("series", tests, NULL, NULL);
}
