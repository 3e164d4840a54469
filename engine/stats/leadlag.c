#include "stats/leadlag.h"

#include <math.h>
#include <string.h>

#include "stats/maxima.h"

/* Autoregression ------------------------------------------------------------------------------- */

/* Values less their mean; a gap stays one. Returns how many there are. */
static size_t centred(const double *x, size_t n, double *out)
{
    double sum = 0;
    size_t values = 0;

    for (size_t t = 0; t < n; t++)
        if (!isnan(x[t])) {
            sum += x[t];
            values++;
        }
    for (size_t t = 0; t < n; t++)
        out[t] = x[t] - sum / (double)values;
    return values;
}

/* sum of x[t + lag] y[t] over the pairs there are, divided by their number + lag; NaN for none */
static double covariance(const double *x, const double *y, size_t n, size_t lag, size_t *pairs)
{
    double sum = 0;
    size_t count = 0;

    for (size_t t = 0; t + lag < n; t++) {
        double product = x[t + lag] * y[t];

        if (isnan(product))
            continue;
        sum += product;
        count++;
    }
    *pairs = count;
    return count > 0 ? sum / (double)(count + lag) : NAN;
}

/* Levinson and Durbin's recursion on the autocovariances r[0 .. most]. Returns the chosen order:
 * `want`, or the one with the least AIC. */
static int levinson(const double *r, int most, int want, double values, struct bal_ar *ar)
{
    double a[BAL_ORDER_MAX] = {0}, b[BAL_ORDER_MAX], v = r[0], least = values * log(v);

    ar->order = 0;
    for (int m = 1; m <= most; m++) {
        double k = r[m], aic;

        for (int i = 1; i < m; i++)
            k -= a[i - 1] * r[m - i];
        k /= v;
        memcpy(b, a, sizeof b);
        for (int i = 1; i < m; i++)
            a[i - 1] = b[i - 1] - k * b[m - i - 1];
        a[m - 1] = k;
        v *= 1 - k * k;
        aic = values * log(v) + 2. * m;
        if (want == BAL_ORDER_AIC ? aic < least : m == want) {
            least = aic;
            ar->order = m;
            memcpy(ar->coef, a, sizeof a);
        }
        if (!(v > 0))
            break;
    }
    return ar->order;
}

static int most_order(size_t values, int want)
{
    int most = (int)floor(10 * log10((double)values));

    if (want != BAL_ORDER_AIC)
        return want;
    most = most < BAL_ORDER_MAX ? most : BAL_ORDER_MAX;
    return (size_t)most < values ? most : (int)values - 1;
}

int bal_ar_fit(const struct bal_mem *mem, const double *y, size_t n, int order, struct bal_ar *ar,
               struct bal_error *err)
{
    double r[BAL_ORDER_MAX + 1] = {0}, *z;
    size_t values, pairs;
    int most, code = 0;

    if (order < BAL_ORDER_AIC || order > BAL_ORDER_MAX || order >= (int)n)
        return bal_fail(err, BAL_EARG,
                        "the order of an autoregression is from 0 to %d and less than the %zu "
                        "periods, not %d",
                        BAL_ORDER_MAX, n, order);
    z = bal_alloc(mem, n * sizeof *z);
    if (z == NULL)
        return bal_fail_mem(err);
    *ar = (struct bal_ar){0};
    values = centred(y, n, z);
    most = values > 0 ? most_order(values, order) : 0;
    for (int m = 0; m <= most; m++) {
        r[m] = covariance(z, z, n, (size_t)m, &pairs);
        if (isnan(r[m])) /* no two values are so far apart */
            r[m] = 0;
    }
    if (values == 0 || !(r[0] > 0))
        code = bal_fail(err, BAL_EARG, "the other series is constant");
    else
        levinson(r, most, order, (double)values, ar);
    bal_free(mem, z, n * sizeof *z);
    return code;
}

/* out[t] = x[t] less what the autoregression foresees; x is read `by` steps back, round the end. */
static void filter(const struct bal_ar *ar, const double *x, size_t n, size_t by, double *out)
{
    for (size_t t = 0; t < n; t++) {
        double v = x[(t + n - by) % n];

        if (t < (size_t)ar->order)
            v = NAN;
        else
            for (size_t i = 1; i <= (size_t)ar->order; i++)
                v -= ar->coef[i - 1] * x[(t - i + n - by) % n];
        out[t] = v;
    }
}

/* Correlations --------------------------------------------------------------------------------- */

struct work {
    const double *x, *y; /* as given */
    size_t n, lags;
    const struct bal_ar *ar;
    double *filtered_y; /* n, centred */
    double scale_y;
    double *filtered_x; /* for each part: n */
    double *largest;    /* n: for each shift */
    double *alone;      /* for each part: 2 lags + 1 */
    const struct bal_lag *lag;
};

enum { PARTS = 32, BATCH = 4 }; /* shifts are looked at in parts of BATCH */

static bool constant(const double *x, size_t n)
{
    double least = INFINITY, most = -INFINITY, size = 0;

    for (size_t t = 0; t < n; t++)
        if (!isnan(x[t])) {
            least = x[t] < least ? x[t] : least;
            most = x[t] > most ? x[t] : most;
            size = fabs(x[t]) > size ? fabs(x[t]) : size;
        }
    return !(most - least > 1e-12 * size);
}

/* Centred filtered x, shifted, into `fx`; its root mean square. 0: nothing to correlate. */
static double prepare(const struct work *w, size_t by, double *fx)
{
    size_t pairs;
    double c;

    filter(w->ar, w->x, w->n, by, fx);
    if (constant(fx, w->n))
        return 0;
    centred(fx, w->n, fx);
    c = covariance(fx, fx, w->n, 0, &pairs);
    return c > 0 ? sqrt(c) : 0;
}

/* Place 0 .. 2 lags is lag -lags .. lags. */
static double correlate(const struct work *w, const double *fx, double scale, size_t place,
                        size_t *pairs)
{
    bool follows = place >= w->lags;
    size_t lag = follows ? place - w->lags : w->lags - place;
    double c = follows ? covariance(fx, w->filtered_y, w->n, lag, pairs)
                       : covariance(w->filtered_y, fx, w->n, lag, pairs);

    if (!(scale > 0) || isnan(c))
        return NAN;
    c /= scale * w->scale_y;
    return c > 1 ? 1 : c < -1 ? -1 : c;
}

static void look_at(const struct work *w, size_t part, size_t by)
{
    double *fx = w->filtered_x + part * w->n, *alone = w->alone + part * (2 * w->lags + 1);
    double scale = prepare(w, by, fx), most = 0;
    size_t pairs;

    for (size_t l = 0; l <= 2 * w->lags; l++) {
        double r = fabs(correlate(w, fx, scale, l, &pairs));

        if (isnan(w->lag[l].r) || isnan(r))
            continue;
        most = r > most ? r : most;
        alone[l] += r >= bal_as_large_as(fabs(w->lag[l].r));
    }
    w->largest[by] = most;
}

static int all_shifts(const struct work *w, const struct bal_watch *watch, struct bal_error *err)
{
    for (size_t first = 0; first < w->n; first += PARTS * BATCH) {
#pragma omp parallel for schedule(dynamic)
        for (size_t part = 0; part < PARTS; part++)
            for (size_t k = first + part * BATCH; k < first + (part + 1) * BATCH && k < w->n; k++)
                look_at(w, part, k);
        if (!bal_go_on(watch, (double)first / (double)w->n))
            return bal_fail(err, BAL_ESTOP, "stopped");
    }
    return 0;
}

/* As they are: r at every lag, and the peak. */
static int observe(struct work *w, struct bal_lag *lag, struct bal_lead_lag *out,
                   struct bal_error *err)
{
    size_t pairs;
    double scale;

    filter(w->ar, w->y, w->n, 0, w->filtered_y);
    if (constant(w->filtered_y, w->n))
        return bal_fail(err, BAL_EARG, "the other series is constant%s",
                        w->ar->order > 0 ? " after the filter" : "");
    centred(w->filtered_y, w->n, w->filtered_y);
    w->scale_y = sqrt(covariance(w->filtered_y, w->filtered_y, w->n, 0, &pairs));
    scale = prepare(w, 0, w->filtered_x);
    if (!(scale > 0))
        return bal_fail(err, BAL_EARG, "the series is constant%s",
                        w->ar->order > 0 ? " after the filter" : "");
    out->r = NAN;
    for (size_t l = 0; l <= 2 * w->lags; l++) {
        lag[l] = (struct bal_lag){.lag = (int)l - (int)w->lags};
        lag[l].r = correlate(w, w->filtered_x, scale, l, &lag[l].n);
        if (!isnan(lag[l].r) && !(fabs(lag[l].r) <= fabs(out->r))) {
            out->r = lag[l].r;
            out->peak = lag[l].lag;
        }
    }
    out->n = lag[w->lags].n;
    return isnan(out->r) ? bal_fail(err, BAL_EARG, "the series have no value in common") : 0;
}

static void conclude(const struct work *w, double level, struct bal_lag *lag,
                     struct bal_lead_lag *out)
{
    size_t n = w->n, rows = 2 * w->lags + 1;
    double top = 0;

    for (size_t l = 0; l < rows; l++) {
        double alone = 0;

        for (size_t part = 0; part < PARTS; part++)
            alone += w->alone[part * rows + l];
        lag[l].p = isnan(lag[l].r) ? NAN : alone / (double)n;
        lag[l].p_adjusted =
            isnan(lag[l].r) ? NAN
                            : (double)bal_count_as_large(w->largest, n, fabs(lag[l].r)) / (double)n;
    }
    for (size_t k = 0; k < n; k++)
        top = w->largest[k] > top ? w->largest[k] : top;
    out->p = (double)bal_count_as_large(w->largest, n, fabs(out->r)) / (double)n;
    out->floor = (double)bal_count_as_large(w->largest, n, top) / (double)n;
    out->critical = bal_critical_value(w->largest, n, level);
}

static int check(const double *x, size_t n, const struct bal_lead_lag_spec *spec,
                 struct bal_error *err)
{
    double steps = (double)n * (double)n * (2 * (double)spec->lags + 1);

    if (spec->lags >= n)
        return bal_fail(err, BAL_EARG, "lags are fewer than the %zu periods of the series", n);
    if (!(spec->level > 0 && spec->level < 1))
        return bal_fail(err, BAL_EARG, "the level of a band lies between 0 and 1, not at %g",
                        spec->level);
    if (steps > BAL_LEAD_LAG_MAX)
        return bal_fail(err, BAL_EARG,
                        "%zu periods and %zu lags make %.2g steps, and at most %.0e are taken; "
                        "aggregate the series, or look at fewer lags",
                        n, 2 * spec->lags + 1, steps, BAL_LEAD_LAG_MAX);
    return constant(x, n) ? bal_fail(err, BAL_EARG, "the series is constant") : 0;
}

int bal_lead_lag(const struct bal_mem *mem, const double *x, const double *y, size_t n,
                 const struct bal_lead_lag_spec *spec, const struct bal_watch *watch,
                 struct bal_lag *lag, struct bal_lead_lag *out, struct bal_error *err)
{
    struct work w = {.x = x, .y = y, .n = n, .lags = spec->lags, .ar = &out->ar, .lag = lag};
    size_t rows = 2 * spec->lags + 1, numbers = n * (PARTS + 2) + PARTS * rows;
    double *block;
    int code = check(x, n, spec, err);

    *out = (struct bal_lead_lag){0};
    if (code == 0)
        code = bal_ar_fit(mem, y, n, spec->order, &out->ar, err);
    if (code != 0)
        return code;
    block = bal_calloc(mem, numbers, sizeof *block);
    if (block == NULL)
        return bal_fail_mem(err);
    w.filtered_x = block;
    w.filtered_y = w.filtered_x + PARTS * n;
    w.largest = w.filtered_y + n;
    w.alone = w.largest + n;
    code = observe(&w, lag, out, err);
    if (code == 0)
        code = all_shifts(&w, watch, err);
    if (code == 0)
        conclude(&w, spec->level, lag, out);
    bal_free(mem, block, numbers * sizeof *block);
    return code;
}
