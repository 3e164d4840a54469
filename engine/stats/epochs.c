#include "stats/epochs.h"

#include <math.h>
#include <string.h>

#include "stats/maxima.h"

/* Periods from -before to n + after - 1, so that no lag of any date is beyond them: what is there
 * is the other end of the series (shift) or nothing (relocate).  */
struct work {
    const struct bal_dates *dates;
    const struct bal_epochs_spec *spec;
    size_t lags, padded;
    double *z;                 /* padded; 0 where there is no value */
    double *have;              /* padded; 1 where there is one, else 0 */
    double *mask;              /* k x lags; 0 where a shift leaves the lag of this date out */
    double *base, *base_count; /* slots x lags: of all dates but the last, which moves most often */
    size_t *base_at;           /* slots x k: those dates; n + 1 first when there are none yet */
    double *sum, *count;       /* slots x lags: of the placement being looked at */
    double *square, *defined; /* slots x lags: sums over placements of S^2, and how many had an S */
    double *alone;            /* slots x lags: placements at least as extreme at this lag */
    double *largest;          /* M of each placement */
    double *weight, *cut;     /* lags: 1 / s, and what S / s must reach */
    struct bal_epoch *epoch;
    bool whole; /* no gap, nothing beyond an end: every S is over all k dates */
};

/* Adds date j of a placement, which stands at period `at`. */
static void add_date(const struct work *w, size_t j, size_t at, double *restrict sum,
                     double *restrict count)
{
    const double *restrict z = w->z + at, *restrict have = w->have + at;
    const double *restrict mask = w->mask + j * w->lags;
    size_t lags = w->lags;

    if (w->whole) {
#pragma omp simd
        for (size_t l = 0; l < lags; l++)
            sum[l] += z[l];
        return;
    }
#pragma omp simd
    for (size_t l = 0; l < lags; l++) {
        sum[l] += z[l] * mask[l];
        count[l] += have[l] * mask[l];
    }
}

/* S of the placement `at` into the slot's row; 0, the mean of the series, where no date has a
 * value. */
static void superpose(const struct work *w, size_t slot, const size_t *at)
{
    size_t lags = w->lags, k = w->dates->k, row = slot * lags;
    double *restrict sum = w->sum + row, *restrict count = w->count + row;
    size_t *base_at = w->base_at + slot * k;

    if (base_at[0] > w->dates->n || memcmp(base_at, at, (k - 1) * sizeof *at) != 0) {
        memcpy(base_at, at, k * sizeof *at);
        memset(w->base + row, 0, lags * sizeof *sum);
        memset(w->base_count + row, 0, lags * sizeof *count);
        for (size_t j = 0; j + 1 < k; j++)
            add_date(w, j, at[j], w->base + row, w->base_count + row);
    }
    memcpy(sum, w->base + row, lags * sizeof *sum);
    memcpy(count, w->base_count + row, lags * sizeof *count);
    add_date(w, k - 1, at[k - 1], sum, count);
    if (w->whole) {
#pragma omp simd
        for (size_t l = 0; l < lags; l++)
            sum[l] /= (double)k;
        return;
    }
#pragma omp simd
    for (size_t l = 0; l < lags; l++)
        sum[l] /= count[l] > 0 ? count[l] : 1;
}

static void visit_spread(void *ud, size_t slot, size_t i, const size_t *at)
{
    struct work *w = ud;
    size_t lags = w->lags;
    double *restrict square = w->square + slot * lags, *restrict defined = w->defined + slot * lags;
    const double *restrict sum = w->sum + slot * lags, *restrict count = w->count + slot * lags;

    (void)i;
    superpose(w, slot, at);
#pragma omp simd
    for (size_t l = 0; l < lags; l++) {
        square[l] += sum[l] * sum[l];
        defined[l] += w->whole || count[l] > 0 ? 1 : 0;
    }
}

/* What makes "extreme" large. */
static double extremity(const struct work *w, double v)
{
    switch (w->spec->alternative) {
    case BAL_GREATER:
        return v;
    case BAL_LESS:
        return -v;
    case BAL_TWO_SIDED:
        break;
    }
    return fabs(v);
}

static void visit_largest(void *ud, size_t slot, size_t i, const size_t *at)
{
    struct work *w = ud;
    size_t lags = w->lags;
    double *restrict alone = w->alone + slot * lags, most = -INFINITY;
    const double *restrict sum = w->sum + slot * lags;

    superpose(w, slot, at);
    for (size_t l = 0; l < lags; l++) {
        double v = extremity(w, sum[l]) * w->weight[l];

        alone[l] += v >= w->cut[l] ? 1 : 0;
        most = v > most && w->cut[l] < INFINITY ? v : most;
    }
    w->largest[i] = most;
}

/* Making z ------------------------------------------------------------------------------------- */

static int standardise(const double *y, size_t n, struct bal_epochs *out, struct bal_error *err)
{
    double sum = 0, square = 0, values = 0, least = INFINITY, most = -INFINITY;

    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t])) {
            sum += y[t];
            values++;
            least = y[t] < least ? y[t] : least;
            most = y[t] > most ? y[t] : most;
        }
    if (!(most > least))
        return bal_fail(err, BAL_EARG,
                        values > 0 ? "the series is constant: it does nothing "
                                     "around any date"
                                   : "the series has no value");
    out->centre = sum / values;
    for (size_t t = 0; t < n; t++)
        square += isnan(y[t]) ? 0 : (y[t] - out->centre) * (y[t] - out->centre);
    out->scale = sqrt(square / (values - 1));
    out->gaps = n - (size_t)values;
    return 0;
}

static void pad(struct work *w, const double *y, const struct bal_epochs *out)
{
    size_t n = w->dates->n, before = w->spec->before;

    for (size_t i = 0; i < w->padded; i++) {
        bool inside = i >= before && i - before < n;
        double v = NAN;

        if (inside || w->dates->null == BAL_DATES_SHIFT)
            v = y[(i + n - before) % n];
        w->have[i] = isnan(v) ? 0 : 1;
        w->z[i] = isnan(v) ? 0 : (v - out->centre) / out->scale;
    }
}

/* Which lags an observed date has inside the series; how many values each lag has. */
static void mask(struct work *w)
{
    const struct bal_dates *d = w->dates;
    size_t before = w->spec->before;

    w->whole = true;
    for (size_t j = 0; j < d->k; j++)
        for (size_t l = 0; l < w->lags; l++) {
            size_t place = d->at[j] + l;
            bool inside = place >= before && place - before < d->n;

            w->mask[j * w->lags + l] = inside ? 1 : 0;
            w->whole = w->whole && inside;
        }
    if (d->null == BAL_DATES_RELOCATE) /* have[] knows the ends, and open periods keep clear */
        for (size_t i = 0; i < d->k * w->lags; i++)
            w->mask[i] = 1;
}

/* The analysis --------------------------------------------------------------------------------- */

static void add_slots(double *x, size_t lags)
{
    for (size_t s = 1; s < BAL_DATES_SLOTS; s++)
        for (size_t l = 0; l < lags; l++)
            x[l] += x[s * lags + l];
}

/* S of the observed dates, and s from the first pass. */
static int observe(struct work *w, struct bal_epochs *out, struct bal_error *err)
{
    bool any = false;

    add_slots(w->square, w->lags);
    add_slots(w->defined, w->lags);
    superpose(w, 0, w->dates->at);
    out->statistic = -INFINITY;
    for (size_t l = 0; l < w->lags; l++) {
        struct bal_epoch *e = &w->epoch[l];
        double v;

        w->weight[l] = 0;
        w->cut[l] = INFINITY; /* not in the family, unless it has a value */
        *e = (struct bal_epoch){.lag = (int)l - (int)w->spec->before,
                                .n = w->whole ? w->dates->k : (size_t)w->count[l]};
        e->mean = e->n > 0 ? w->sum[l] : NAN;
        e->spread = w->defined[l] > 0 ? sqrt(w->square[l] / w->defined[l]) : NAN;
        if (e->n == 0)
            continue;
        any = true;
        /* z has variance 1: less than this is rounding */
        w->weight[l] = e->spread > 1e-12 ? 1 / e->spread : 0;
        v = extremity(w, e->mean) * w->weight[l];
        w->cut[l] = bal_as_large_as(v);
        if (v > out->statistic) {
            out->statistic = v;
            out->peak = e->lag;
        }
    }
    return any ? 0 : bal_fail(err, BAL_EARG, "no lag of any key date has a value");
}

static void conclude(struct work *w, struct bal_epochs *out)
{
    size_t count = w->dates->count;
    double all = (double)count, top = -INFINITY;

    add_slots(w->alone, w->lags);
    for (size_t l = 0; l < w->lags; l++) {
        struct bal_epoch *e = &w->epoch[l];
        double v = extremity(w, e->mean) * w->weight[l];

        e->p = e->n > 0 ? w->alone[l] / all : NAN;
        e->p_adjusted = e->n > 0 ? (double)bal_count_as_large(w->largest, count, v) / all : NAN;
    }
    for (size_t i = 0; i < count; i++)
        top = w->largest[i] > top ? w->largest[i] : top;
    out->p = (double)bal_count_as_large(w->largest, count, out->statistic) / all;
    out->floor = (double)bal_count_as_large(w->largest, count, top) / all;
    out->critical = bal_critical_value(w->largest, count, w->spec->level);
}

static int run(struct work *w, const struct bal_mem *mem, const double *y,
               const struct bal_watch *watch, struct bal_epochs *out, struct bal_error *err)
{
    const struct bal_dates_work first = {visit_spread, w}, second = {visit_largest, w};
    int code;

    pad(w, y, out);
    mask(w);
    w->whole = w->whole && out->gaps == 0;
    code = bal_dates_each(w->dates, mem, &first, watch, err);
    if (code == 0)
        code = observe(w, out, err);
    if (code == 0)
        code = bal_dates_each(w->dates, mem, &second, watch, err);
    if (code == 0)
        conclude(w, out);
    return code;
}

/* The parts of one block of numbers. */
static void share_out(struct work *w, double *block)
{
    double **part[] = {&w->base,   &w->base_count, &w->sum,  &w->count,
                       &w->square, &w->defined,    &w->alone};

    w->z = block;
    w->have = w->z + w->padded;
    w->mask = w->have + w->padded;
    block = w->mask + w->dates->k * w->lags;
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        *part[i] = block;
        block += BAL_DATES_SLOTS * w->lags;
    }
    w->weight = block;
    w->cut = w->weight + w->lags;
    w->largest = w->cut + w->lags;
    for (size_t s = 0; s < BAL_DATES_SLOTS; s++)
        w->base_at[s * w->dates->k] = w->dates->n + 1;
}

static int check(const struct bal_dates *d, const struct bal_epochs_spec *spec,
                 struct bal_error *err)
{
    if (spec->before >= d->n || spec->after >= d->n || spec->before > BAL_LAGS_MAX ||
        spec->after > BAL_LAGS_MAX)
        return bal_fail(err, BAL_EARG,
                        "before and after are at most %d, and less than the %zu periods of the "
                        "series",
                        BAL_LAGS_MAX, d->n);
    if (!(spec->level > 0 && spec->level < 1))
        return bal_fail(err, BAL_EARG, "the level of a band lies between 0 and 1, not at %g",
                        spec->level);
    return 0;
}

void bal_epochs_open(struct bal_dates *d, const struct bal_epochs_spec *spec)
{
    size_t left = d->k > 0 ? d->at[0] : 0, right = d->k > 0 ? d->n - 1 - d->at[d->k - 1] : 0;

    d->from = left < spec->before ? left : spec->before;
    d->to = d->n - (right < spec->after ? right : spec->after);
}

int bal_epochs(const struct bal_mem *mem, const double *y, const struct bal_dates *dates,
               const struct bal_epochs_spec *spec, const struct bal_watch *watch,
               struct bal_epoch *epoch, struct bal_epochs *out, struct bal_error *err)
{
    struct work w = {.dates = dates, .spec = spec, .epoch = epoch};
    size_t rows, numbers;
    double *block;
    int code = check(dates, spec, err);

    *out = (struct bal_epochs){0};
    if (code == 0)
        code = standardise(y, dates->n, out, err);
    if (code != 0)
        return code;
    w.lags = spec->before + spec->after + 1;
    w.padded = dates->n + w.lags - 1;
    rows = BAL_DATES_SLOTS * w.lags;
    numbers = 2 * w.padded + dates->k * w.lags + 7 * rows + 2 * w.lags + dates->count;
    block = bal_calloc(mem, numbers, sizeof *block);
    w.base_at = bal_alloc(mem, BAL_DATES_SLOTS * dates->k * sizeof *w.base_at);
    if (block == NULL || w.base_at == NULL) {
        code = bal_fail_mem(err);
    } else {
        share_out(&w, block);
        code = run(&w, mem, y, watch, out, err);
    }
    bal_free(mem, block, numbers * sizeof *block);
    bal_free(mem, w.base_at, BAL_DATES_SLOTS * dates->k * sizeof *w.base_at);
    return code;
}
