#include "model/series.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"

enum { HOW_MAX = 2000 };

/* A history doubles when a series is combined with itself, and again the next time. Beyond HOW_MAX
 * bytes its middle is left out: where it began and what was done last say most. */
static void add_history(struct bal_buf *how, const char *text)
{
    size_t n = strlen(text), head = HOW_MAX / 4, tail;

    if (n <= HOW_MAX) {
        bal_buf_adds(how, text);
        return;
    }
    tail = n - 3 * HOW_MAX / 4;
    while (((unsigned char)text[head] & 0xC0u) == 0x80u) /* not in the middle of a character */
        head--;
    while (((unsigned char)text[tail] & 0xC0u) == 0x80u)
        tail++;
    bal_buf_add(how, text, head);
    bal_buf_adds(how, " ... ");
    bal_buf_adds(how, text + tail);
}

/* A new series like `s` on another range, with `step` appended to how it was made. */
static int make(const struct bal_series *s, enum bal_interval interval, int64_t start, size_t n,
                const char *step, struct bal_series **out, struct bal_error *err)
{
    struct bal_buf how;
    int code;

    bal_buf_init(&how, s->mem);
    add_history(&how, s->how);
    if (how.len > 0)
        bal_buf_adds(&how, " | ");
    bal_buf_adds(&how, step);
    code = how.failed ? bal_fail_mem(err)
                      : bal_series_new(s->mem, interval, start, n, s->name, s->unit,
                                       bal_buf_text(&how), out, err);
    bal_buf_free(&how);
    return code;
}

static int make_like(const struct bal_series *s, const char *step, struct bal_series **out,
                     struct bal_error *err)
{
    return make(s, s->interval, s->start, s->n, step, out, err);
}

static const char *period(const struct bal_series *s, size_t i, char *buf)
{
    return bal_period_text(s->interval, s->start + (int64_t)i, buf, BAL_DATE_TEXT);
}

/* Arithmetic ----------------------------------------------------------------------------------- */

static const char op_sign[] = "+-*/^";

static double apply(enum bal_op op, double a, double b)
{
    switch (op) {
    case BAL_ADD:
        return a + b;
    case BAL_SUB:
        return a - b;
    case BAL_MUL:
        return a * b;
    case BAL_DIV:
        return a / b;
    case BAL_POW:
        break;
    }
    return pow(a, b);
}

/* out[i] = a[i] op b[i]; frees *out and fails when two numbers give none. */
static int apply_at(enum bal_op op, double a, double b, size_t i, struct bal_series **out,
                    struct bal_error *err)
{
    char buf[BAL_DATE_TEXT];
    double v = isnan(a) || isnan(b) ? NAN : apply(op, a, b);

    (*out)->value[i] = v;
    if (isfinite(v) || isnan(a) || isnan(b))
        return 0;
    bal_fail(err, BAL_EARG, "%.6g %c %.6g at %s is not a finite number", a, op_sign[op], b,
             period(*out, i, buf));
    bal_series_free(*out);
    *out = NULL;
    return BAL_EARG;
}

static int want_same_range(const struct bal_series *a, const struct bal_series *b,
                           struct bal_error *err)
{
    char a0[BAL_DATE_TEXT], a1[BAL_DATE_TEXT], b0[BAL_DATE_TEXT], b1[BAL_DATE_TEXT];

    if (a->interval != b->interval)
        return bal_fail(err, BAL_EARG,
                        "one series is by %s and the other by %s; bring them to one interval with "
                        ":aggregate() or :repeat_to()",
                        bal_interval_name(a->interval), bal_interval_name(b->interval));
    if (a->start != b->start || a->n != b->n)
        return bal_fail(err, BAL_EARG,
                        "one series runs from %s to %s and the other from %s to %s; bring them to "
                        "one range with balassa.align(a, b), :between() or :reach()",
                        period(a, 0, a0), period(a, a->n - 1, a1), period(b, 0, b0),
                        period(b, b->n - 1, b1));
    return 0;
}

int bal_series_binary(enum bal_op op, const struct bal_series *a, const struct bal_series *b,
                      struct bal_series **out, struct bal_error *err)
{
    struct bal_buf step;
    int code = want_same_range(a, b, err);

    if (code != 0)
        return code;
    bal_buf_init(&step, a->mem);
    bal_buf_addf(&step, "%c (", op_sign[op]);
    add_history(&step, b->how[0] != '\0' ? b->how : b->name);
    bal_buf_addc(&step, ')');
    code = step.failed ? bal_fail_mem(err) : make_like(a, bal_buf_text(&step), out, err);
    bal_buf_free(&step);
    for (size_t i = 0; code == 0 && i < a->n; i++)
        code = apply_at(op, a->value[i], b->value[i], i, out, err);
    return code;
}

int bal_series_scalar(enum bal_op op, const struct bal_series *a, double x, bool reversed,
                      struct bal_series **out, struct bal_error *err)
{
    char step[64];
    int code;

    if (!isfinite(x))
        return bal_fail(err, BAL_EARG, "a series can be combined with a finite number only");
    if (reversed)
        snprintf(step, sizeof step, "%.15g %c it", x, op_sign[op]);
    else
        snprintf(step, sizeof step, "%c %.15g", op_sign[op], x);
    code = make_like(a, step, out, err);
    for (size_t i = 0; code == 0 && i < a->n; i++)
        code = reversed ? apply_at(op, x, a->value[i], i, out, err)
                        : apply_at(op, a->value[i], x, i, out, err);
    return code;
}

/* Sets a value; frees *out and fails when it is no finite number though its parts were. */
static int put_finite(double v, const char *what, size_t i, struct bal_series **out,
                      struct bal_error *err)
{
    char buf[BAL_DATE_TEXT];

    (*out)->value[i] = v;
    if (!isinf(v))
        return 0;
    bal_fail(err, BAL_EARG, "%s at %s is not a finite number", what, period(*out, i, buf));
    bal_series_free(*out);
    *out = NULL;
    return BAL_EARG;
}

/* Ranges --------------------------------------------------------------------------------------- */

static int want_order(const struct bal_series *s, int64_t from, int64_t to, struct bal_error *err)
{
    char f[BAL_DATE_TEXT], t[BAL_DATE_TEXT];

    if (from <= to)
        return 0;
    return bal_fail(err, BAL_EARG, "the range from %s to %s is reversed",
                    bal_period_text(s->interval, from, f, sizeof f),
                    bal_period_text(s->interval, to, t, sizeof t));
}

int bal_series_reach(const struct bal_series *s, int64_t from, int64_t to, struct bal_series **out,
                     struct bal_error *err)
{
    char f[BAL_DATE_TEXT], t[BAL_DATE_TEXT], step[2 * BAL_DATE_TEXT + 16];
    int code = want_order(s, from, to, err);

    if (code != 0)
        return code;
    snprintf(step, sizeof step, "reach(%s, %s)", bal_period_text(s->interval, from, f, sizeof f),
             bal_period_text(s->interval, to, t, sizeof t));
    code = make(s, s->interval, from, (size_t)(to - from) + 1, step, out, err);
    if (code != 0)
        return code;
    for (size_t i = 0; i < (*out)->n; i++) {
        int64_t k = from + (int64_t)i - s->start;

        if (k >= 0 && k < (int64_t)s->n)
            (*out)->value[i] = s->value[k];
    }
    return 0;
}

int bal_series_between(const struct bal_series *s, int64_t from, int64_t to,
                       struct bal_series **out, struct bal_error *err)
{
    char a[BAL_DATE_TEXT], b[BAL_DATE_TEXT], f[BAL_DATE_TEXT], t[BAL_DATE_TEXT];
    char step[2 * BAL_DATE_TEXT + 16];
    int code = want_order(s, from, to, err);

    if (code != 0)
        return code;
    bal_period_text(s->interval, from, f, sizeof f);
    bal_period_text(s->interval, to, t, sizeof t);
    if (from < s->start || to >= s->start + (int64_t)s->n)
        return bal_fail(err, BAL_EARG,
                        "%s to %s reaches beyond the series, which runs from %s to %s; :reach() "
                        "widens a series with gaps",
                        f, t, period(s, 0, a), period(s, s->n - 1, b));
    snprintf(step, sizeof step, "between(%s, %s)", f, t);
    code = make(s, s->interval, from, (size_t)(to - from) + 1, step, out, err);
    if (code == 0)
        memcpy((*out)->value, s->value + (from - s->start), (*out)->n * sizeof *s->value);
    return code;
}

/* Time ----------------------------------------------------------------------------------------- */

int bal_series_lag(const struct bal_series *s, int64_t k, struct bal_series **out,
                   struct bal_error *err)
{
    char step[48];
    int code;

    snprintf(step, sizeof step, k >= 0 ? "lag(%lld)" : "lead(%lld)", (long long)(k >= 0 ? k : -k));
    code = make_like(s, step, out, err);
    if (code != 0)
        return code;
    for (int64_t i = 0; i < (int64_t)s->n; i++)
        if (i - k >= 0 && i - k < (int64_t)s->n)
            (*out)->value[i] = s->value[i - k];
    return 0;
}

int bal_series_diff(const struct bal_series *s, int64_t k, struct bal_series **out,
                    struct bal_error *err)
{
    char step[48];
    int code;

    if (k < 1)
        return bal_fail(err, BAL_EARG, "a difference looks at least 1 period back, not %lld",
                        (long long)k);
    snprintf(step, sizeof step, "diff(%lld)", (long long)k);
    code = make_like(s, step, out, err);
    for (int64_t i = k; code == 0 && i < (int64_t)s->n; i++)
        code = apply_at(BAL_SUB, s->value[i], s->value[i - k], (size_t)i, out, err);
    return code;
}

int bal_series_rolling_mean(const struct bal_series *s, size_t width, size_t least, size_t ahead,
                            struct bal_series **out, struct bal_error *err)
{
    char step[80], also[32] = "";
    int code;

    if (width < 1 || width > s->n)
        return bal_fail(err, BAL_EARG, "the width of a rolling mean is from 1 to %zu here, not %zu",
                        s->n, width);
    if (least < 1 || least > width)
        return bal_fail(err, BAL_EARG,
                        "a rolling mean over %zu periods can want from 1 to %zu values, not %zu",
                        width, width, least);
    if (ahead >= width)
        return bal_fail(err, BAL_EARG,
                        "of a rolling mean over %zu periods, from 0 to %zu can lie ahead, not %zu",
                        width, width - 1, ahead);
    if (ahead > 0)
        snprintf(also, sizeof also, ", ahead=%zu", ahead);
    snprintf(step, sizeof step, "rolling_mean(%zu, least=%zu%s)", width, least, also);
    code = make_like(s, step, out, err);
    if (code != 0)
        return code;
    /* Summed anew for each period: a running sum would let rounding creep from one to the next. */
    for (size_t i = 0; i < s->n; i++) {
        long double sum = 0;
        size_t have = 0, end = i + ahead < s->n ? i + ahead + 1 : s->n;

        for (size_t j = i + ahead + 1 >= width ? i + ahead + 1 - width : 0; j < end; j++)
            if (!isnan(s->value[j])) {
                sum += s->value[j];
                have++;
            }
        if (have >= least)
            (*out)->value[i] = (double)(sum / (long double)have);
    }
    return 0;
}

int bal_series_standardise(const struct bal_series *s, struct bal_series **out,
                           struct bal_error *err)
{
    struct bal_summary m;
    char step[128];
    int code = bal_series_summary(s, &m, err);

    if (code != 0)
        return code;
    if (m.n < 2)
        return bal_fail(err, BAL_EARG, "standardising needs at least 2 values, and there %s %zu",
                        m.n == 1 ? "is" : "are", m.n);
    if (!(m.sd > 0))
        return bal_fail(err, BAL_EARG, "a constant series (all %.15g) cannot be standardised",
                        m.mean);
    snprintf(step, sizeof step, "standardise(mean=%.6g, sd=%.6g)", m.mean, m.sd);
    code = make_like(s, step, out, err);
    for (size_t i = 0; code == 0 && i < s->n; i++)
        code = put_finite((s->value[i] - m.mean) / m.sd, "the standardised value", i, out, err);
    return code;
}

/* Intervals ------------------------------------------------------------------------------------ */

static const char *const fold_name[] = {"mean", "sum", "min", "max", "first", "last"};

int bal_fold_named(const char *name)
{
    for (int i = 0; i < 6; i++)
        if (strcmp(name, fold_name[i]) == 0)
            return i;
    return -1;
}

/* Of the values v[0..n) that are no gaps; NaN when there is none. */
static double fold(const double *v, size_t n, enum bal_fold how)
{
    long double sum = 0;
    double first = NAN, last = NAN, lo = NAN, hi = NAN;
    size_t have = 0;

    for (size_t i = 0; i < n; i++) {
        if (isnan(v[i]))
            continue;
        sum += v[i];
        first = have == 0 ? v[i] : first;
        last = v[i];
        lo = have == 0 || v[i] < lo ? v[i] : lo;
        hi = have == 0 || v[i] > hi ? v[i] : hi;
        have++;
    }
    if (have == 0)
        return NAN;
    switch (how) {
    case BAL_FOLD_MEAN:
        return (double)(sum / (long double)have);
    case BAL_FOLD_SUM:
        return (double)sum;
    case BAL_FOLD_MIN:
        return lo;
    case BAL_FOLD_MAX:
        return hi;
    case BAL_FOLD_FIRST:
        return first;
    case BAL_FOLD_LAST:
        break;
    }
    return last;
}

static size_t values_in(const double *v, size_t n)
{
    size_t have = 0;

    for (size_t i = 0; i < n; i++)
        have += isnan(v[i]) ? 0 : 1;
    return have;
}

int bal_series_aggregate(const struct bal_series *s, enum bal_interval to, enum bal_fold how,
                         bool partial, struct bal_series **out, struct bal_error *err)
{
    int64_t from = bal_period_of(to, bal_period_first(s->interval, s->start));
    int64_t end = bal_period_of(to, bal_period_last(s->interval, s->start + (int64_t)s->n - 1));
    char step[128];
    int code;

    if (to <= s->interval)
        return bal_fail(err, BAL_EARG, "a series by %s cannot be aggregated to %s",
                        bal_interval_name(s->interval), bal_interval_name(to));
    snprintf(step, sizeof step, "aggregate(%s, %s%s)", bal_interval_name(to), fold_name[how],
             partial ? ", partial" : "");
    code = make(s, to, from, (size_t)(end - from) + 1, step, out, err);
    for (size_t i = 0; code == 0 && i < (*out)->n; i++) {
        int64_t a = bal_period_of(s->interval, bal_period_first(to, from + (int64_t)i)) - s->start;
        int64_t b = bal_period_of(s->interval, bal_period_last(to, from + (int64_t)i)) - s->start;
        size_t want = (size_t)(b - a) + 1;

        a = a < 0 ? 0 : a;
        b = b >= (int64_t)s->n ? (int64_t)s->n - 1 : b;
        if (partial || values_in(s->value + a, (size_t)(b - a) + 1) == want)
            code = put_finite(fold(s->value + a, (size_t)(b - a) + 1, how), "the sum", i, out, err);
    }
    return code;
}

int bal_series_repeat(const struct bal_series *s, enum bal_interval to, struct bal_series **out,
                      struct bal_error *err)
{
    int64_t from = bal_period_of(to, bal_period_first(s->interval, s->start));
    int64_t end = bal_period_of(to, bal_period_last(s->interval, s->start + (int64_t)s->n - 1));
    char step[48];
    int code;

    if (to >= s->interval)
        return bal_fail(err, BAL_EARG, "a series by %s cannot be repeated to %s",
                        bal_interval_name(s->interval), bal_interval_name(to));
    snprintf(step, sizeof step, "repeat_to(%s)", bal_interval_name(to));
    code = make(s, to, from, (size_t)(end - from) + 1, step, out, err);
    if (code != 0)
        return code;
    for (size_t i = 0; i < (*out)->n; i++) {
        bal_day day = bal_period_first(to, from + (int64_t)i);

        (*out)->value[i] = s->value[bal_period_of(s->interval, day) - s->start];
    }
    return 0;
}

int bal_series_test(const struct bal_series *s, enum bal_test test, double x,
                    struct bal_series **out, struct bal_error *err)
{
    char step[64];
    int code;

    if (isnan(x))
        return bal_fail(err, BAL_EARG, "a series cannot be compared with NaN");
    snprintf(step, sizeof step, "%s(%.15g)", test == BAL_BELOW ? "below" : "above", x);
    code = make_like(s, step, out, err);
    for (size_t i = 0; code == 0 && i < s->n; i++)
        if (!isnan(s->value[i]))
            (*out)->value[i] = test == BAL_BELOW ? s->value[i] < x : s->value[i] > x;
    return code;
}
