#include "stats/epochs.h"

#include <math.h>
#include <string.h>

#include "base/wide.h"
#include "stats/leadlag.h"
#include "stats/maxima.h"

/* Periods from -before to n + after - 1, so that no lag of any date is beyond them: what is there
 * is the other end of the series (shift) or nothing (relocate).
 *
 * Placements are looked at in an order in which mostly the last date alone moves. What the others
 * add up to is kept as a base, with the factors that make S / s of it: the last date adds a value
 * or it does not, so that nothing is divided for each placement. A shift moves all dates; its base
 * holds them all, and the last adds nothing. */
struct work {
    const struct bal_dates *dates;
    const struct bal_epochs_spec *spec;
    size_t lags, padded;
    double *z;               /* padded; 0 where there is no value */
    double *have;            /* padded; 1 where there is one, else 0 */
    double *mask;            /* k x lags; 0 where a shift leaves the lag of this date out */
    double *none;            /* lags zeros: a last date that adds nothing */
    double *power;           /* n: memory^d */
    double *tied;            /* n: the covariance of a period's value with the mean of the series */
    double tied_mean, usual; /* the variance of that mean; V of dates placed anywhere */
    /* for each slot: lags of each */
    double *sum, *count;   /* of the base */
    double *without, *add; /* S / s is (sum + z) (without + have add) */
    double *alone;         /* placements at least as extreme at this lag */
    size_t *base_at;       /* k: the dates of the base; n + 1 first when there are none yet */
    struct spaced {
        double pairs, last, tied; /* sums over the dates of a base */
    } * spaced;
    double *largest;          /* M of each placement */
    double *weight, *cut;     /* lags: 1 / s with a sign, and what S / s must reach */
    double *apart;            /* lags: -infinity for one that is not in the family, else 0 */
    double *square, *defined; /* lags: of S^2 over the shifts, and how many had an S */
    struct bal_epoch *epoch;
};

static size_t in_base(const struct work *w)
{
    return w->dates->null == BAL_DATES_SHIFT ? w->dates->k : w->dates->k - 1;
}

/* Adds date j of a placement, which stands at period `at`. */
static void add_date(const struct work *w, size_t j, size_t at, double *sum, double *count)
{
    const double *z = w->z + at, *have = w->have + at, *mask = w->mask + j * w->lags;

    for (size_t l = 0; l < w->lags; l++) {
        sum[l] += z[l] * mask[l];
        count[l] += have[l] * mask[l];
    }
}

/* The spacing of dates ---------------------------------------------------------------------------- */

/* What a series that remembers as an autoregression of order 1 does, of variance 1 and less its own
 * mean: c_i, the covariance of period i with the mean, and the variance of the mean. */
static void tie(struct work *w, double memory)
{
    size_t n = w->dates->n, open = w->dates->to - w->dates->from;
    double k = (double)w->dates->k, before = 0, pairs = 0, tied = 0, m = (double)open;

    w->power[0] = 1;
    for (size_t d = 1; d < n; d++)
        w->power[d] = w->power[d - 1] * memory;
    for (size_t i = 0; i < n; i++, before = memory * (before + 1))
        w->tied[i] = before; /* memory + memory^2 ... of those before i */
    w->tied_mean = 0;
    for (size_t i = 0; i < n / 2 + n % 2; i++) { /* before i and after i, mirror images */
        double both = (1 + w->tied[i] + w->tied[n - 1 - i]) / (double)n;

        w->tied_mean += both * (i == n - 1 - i ? 1 : 2) / (double)n;
        w->tied[i] = w->tied[n - 1 - i] = both;
    }
    for (size_t i = w->dates->from; i < w->dates->to; i++)
        tied += w->tied[i] / m;
    for (size_t d = 1; d < open; d++)
        pairs += 2 * (m - (double)d) * w->power[d] / (m * (m - 1));
    w->usual = k + k * (k - 1) * pairs - 2 * k * k * tied + k * k * w->tied_mean;
}

static void space(const struct work *w, size_t date, size_t before, struct spaced *s)
{
    s->last = before < date ? w->power[date - before] * (s->last + 1) : 0;
    s->pairs += 1 + 2 * s->last;
    s->tied += w->tied[date];
}

/* sd of the sum over dates spaced so, in units of that over dates placed anywhere. */
static double spacing(const struct work *w, const struct spaced *s)
{
    double k = (double)w->dates->k;
    double v = s->pairs - 2 * k * s->tied + k * k * w->tied_mean;

    if (!(w->usual > 1e-9 * k)) /* the dates are all periods, and sum to 0 */
        return 1;
    return v > 1e-6 * w->usual ? sqrt(v / w->usual) : 1e-3;
}

static double spacing_of(const struct work *w, const size_t *at)
{
    struct spaced s = {0};

    for (size_t j = 0; j < w->dates->k; j++)
        space(w, at[j], j > 0 ? at[j - 1] : at[j], &s);
    return spacing(w, &s);
}

/* Placements ------------------------------------------------------------------------------------ */

static void make_base(const struct work *w, size_t slot, const size_t *at)
{
    size_t lags = w->lags, row = slot * lags, *base_at = w->base_at + slot * w->dates->k;
    double *sum = w->sum + row, *count = w->count + row;
    struct spaced *s = &w->spaced[slot];

    memcpy(base_at, at, w->dates->k * sizeof *at);
    memset(sum, 0, lags * sizeof *sum);
    memset(count, 0, lags * sizeof *count);
    *s = (struct spaced){0};
    for (size_t j = 0; j < in_base(w); j++) {
        add_date(w, j, at[j], sum, count);
        if (w->spec->memory != 0)
            space(w, at[j], j > 0 ? at[j - 1] : at[j], s);
    }
    for (size_t l = 0; l < lags; l++) {
        double without = w->weight[l] / (count[l] > 0 ? count[l] : 1);

        w->without[row + l] = without;
        w->add[row + l] = w->weight[l] / (count[l] + 1) - without;
    }
}

struct row { /* of lags */
    const double *sum, *z, *without, *have, *add, *cut, *apart;
};

/* The largest S / s, and which lags reach their cut. */
BAL_WIDE static double look(struct row r, size_t lags, bool two_sided, double scale,
                            double *restrict alone)
{
    double most = -INFINITY;

    if (two_sided) {
#pragma omp simd reduction(max : most)
        for (size_t l = 0; l < lags; l++) {
            double v = (r.sum[l] + r.z[l]) * (r.without[l] + r.have[l] * r.add[l]);
            double e = fabs(v) * scale;

            alone[l] += e >= r.cut[l] ? 1 : 0;
            e += r.apart[l];
            most = e > most ? e : most;
        }
    } else {
#pragma omp simd reduction(max : most)
        for (size_t l = 0; l < lags; l++) {
            double v = (r.sum[l] + r.z[l]) * (r.without[l] + r.have[l] * r.add[l]);
            double e = v * scale;

            alone[l] += e >= r.cut[l] ? 1 : 0;
            e += r.apart[l];
            most = e > most ? e : most;
        }
    }
    return most;
}

static void visit_largest(void *ud, size_t slot, size_t i, const size_t *at)
{
    struct work *w = ud;
    size_t row = slot * w->lags, k = w->dates->k, *base_at = w->base_at + slot * k;
    bool shift = w->dates->null == BAL_DATES_SHIFT;
    struct row r = {w->sum + row, w->none, w->without + row, w->none,
                    w->add + row, w->cut,  w->apart};
    double scale = 1;

    if (base_at[0] > w->dates->n || memcmp(base_at, at, in_base(w) * sizeof *at) != 0)
        make_base(w, slot, at);
    if (!shift) {
        r.z = w->z + at[k - 1];
        r.have = w->have + at[k - 1];
    }
    if (!shift && w->spec->memory != 0) {
        struct spaced s = w->spaced[slot];

        space(w, at[k - 1], k > 1 ? at[k - 2] : at[k - 1], &s);
        scale = 1 / spacing(w, &s);
    }
    w->largest[i] = look(r, w->lags, w->spec->alternative == BAL_TWO_SIDED, scale, w->alone + row);
}

/* Sums and counts of one placement into the row of slot 0. */
static void superpose(const struct work *w, const size_t *at)
{
    memset(w->sum, 0, w->lags * sizeof *w->sum);
    memset(w->count, 0, w->lags * sizeof *w->count);
    for (size_t j = 0; j < w->dates->k; j++)
        add_date(w, j, at[j], w->sum, w->count);
}

/* s of every lag -------------------------------------------------------------------------------- */

static void shifted_spreads(struct work *w)
{
    const struct bal_dates *d = w->dates;
    size_t *at = w->base_at; /* of slot 0, not used yet */

    for (size_t by = 0; by < d->n; by++) {
        for (size_t j = 0; j < d->k; j++)
            at[j] = (d->at[j] + by) % d->n;
        superpose(w, at);
        for (size_t l = 0; l < w->lags; l++) {
            double s = w->count[l] > 0 ? w->sum[l] / w->count[l] : 0;

            w->square[l] += s * s;
            w->defined[l] += w->count[l] > 0 ? 1 : 0;
        }
    }
}

static double log_choose(double n, double k)
{
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

/* Relocated, in closed form: of the open periods N have a value at this lag, with mean m and variance
 * v; c of the k dates meet one, c hypergeometric, and their mean has E S^2 = m^2 + v / c (N - c) /
 * (N - 1) (Cochran 1977, theorem 2.2: sampling without replacement). */
static void relocated_spread(struct work *w, size_t l)
{
    const struct bal_dates *d = w->dates;
    const double *z = w->z + d->from + l, *have = w->have + d->from + l;
    double open = (double)(d->to - d->from), n = 0, sum = 0, v = 0, k = (double)d->k;

    for (size_t t = 0; t < d->to - d->from; t++) {
        n += have[t];
        sum += z[t];
    }
    for (size_t t = 0; t < d->to - d->from; t++)
        v += have[t] > 0 ? (z[t] - sum / n) * (z[t] - sum / n) : 0;
    for (double c = 1; c <= k && c <= n; c++) {
        double meet, rest = n > 1 ? (n - c) / (n - 1) : 0;

        if (k - c > open - n)
            continue;
        meet = n < open ? exp(log_choose(n, c) + log_choose(open - n, k - c) - log_choose(open, k))
                        : 1;
        w->square[l] += meet * (sum / n * (sum / n) + v / n / c * rest);
        w->defined[l] += meet;
    }
}

static void spreads(struct work *w)
{
    if (w->dates->null == BAL_DATES_SHIFT)
        shifted_spreads(w);
    else
        for (size_t l = 0; l < w->lags; l++)
            relocated_spread(w, l);
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

/* Which lags an observed date has inside the series. For relocating have[] knows the ends, and open
 * periods keep clear. */
static void mask(struct work *w)
{
    const struct bal_dates *d = w->dates;
    size_t before = w->spec->before;

    for (size_t j = 0; j < d->k; j++)
        for (size_t l = 0; l < w->lags; l++) {
            size_t place = d->at[j] + l;
            bool inside = place >= before && place - before < d->n;

            w->mask[j * w->lags + l] = inside || d->null == BAL_DATES_RELOCATE ? 1 : 0;
        }
}

/* The analysis --------------------------------------------------------------------------------- */

/* S of the observed dates, in units of s and of their spacing. */
static int observe(struct work *w, struct bal_epochs *out, struct bal_error *err)
{
    bool any = false;

    superpose(w, w->dates->at);
    out->statistic = -INFINITY;
    for (size_t l = 0; l < w->lags; l++) {
        struct bal_epoch *e = &w->epoch[l];
        double v;

        w->weight[l] = 0;
        w->cut[l] = INFINITY; /* not in the family, unless it has a value */
        w->apart[l] = -INFINITY;
        *e = (struct bal_epoch){.lag = (int)l - (int)w->spec->before, .n = (size_t)w->count[l]};
        e->mean = e->n > 0 ? w->sum[l] / w->count[l] : NAN;
        e->spread = w->defined[l] > 0 ? sqrt(w->square[l] / w->defined[l]) * out->spacing : NAN;
        if (e->n == 0)
            continue;
        any = true;
        /* z has variance 1: less than this is rounding */
        w->weight[l] = e->spread > 1e-12 ? 1 / e->spread : 0;
        w->apart[l] = 0;
        v = bal_extremity(w->spec->alternative, e->mean) * w->weight[l];
        w->cut[l] = bal_as_large_as(v);
        if (v > out->statistic) {
            out->statistic = v;
            out->peak = e->lag;
        }
        /* for the placements: each has a spacing of its own */
        w->weight[l] *= out->spacing * (w->spec->alternative == BAL_LESS ? -1 : 1);
    }
    return any ? 0 : bal_fail(err, BAL_EARG, "no lag of any key date has a value");
}

static void conclude(struct work *w, struct bal_epochs *out)
{
    enum { PART = 1024 }; /* placements at a time, for all lags */
    size_t count = w->dates->count;
    double all = (double)count, top = -INFINITY;

    for (size_t l = 0; l < w->lags; l++)
        w->epoch[l].p = w->epoch[l].p_adjusted = 0;
    for (size_t i = 0; i < count; i += PART)
        for (size_t l = 0; l < w->lags; l++)
            if (w->epoch[l].n > 0)
                w->epoch[l].p_adjusted += (double)bal_count_from(
                    w->largest + i, count - i < PART ? count - i : PART, w->cut[l]);
    for (size_t l = 0; l < w->lags; l++) {
        struct bal_epoch *e = &w->epoch[l];

        for (size_t s = 0; s < BAL_DATES_SLOTS; s++)
            e->p += w->alone[s * w->lags + l];
        e->p = e->n > 0 ? e->p / all : NAN;
        e->p_adjusted = e->n > 0 ? e->p_adjusted / all : NAN;
        if (e->lag == out->peak)
            out->p = e->p_adjusted;
    }
    for (size_t i = 0; i < count; i++)
        top = w->largest[i] > top ? w->largest[i] : top;
    out->floor = (double)bal_count_as_large(w->largest, count, top) / all;
    out->critical = bal_critical_value(w->largest, count, w->spec->level);
}

/* How much the series remembers, and with it the spacing of the observed dates. */
static int remember(struct work *w, struct bal_epochs_spec *spec, const struct bal_mem *mem,
                    const double *y, struct bal_epochs *out, struct bal_error *err)
{
    struct bal_ar ar;
    int code = 0;

    out->spacing = 1;
    if (w->dates->null == BAL_DATES_SHIFT || w->dates->k == 1)
        spec->memory = 0; /* the spacing does not change */
    else if (isnan(spec->memory)) {
        code = bal_ar_fit(mem, y, w->dates->n, 1, &ar, err);
        spec->memory = code == 0 ? fmin(ar.coef[0], BAL_MEMORY_MAX) : 0;
    }
    out->memory = spec->memory;
    if (code == 0 && spec->memory != 0) {
        tie(w, spec->memory);
        out->spacing = spacing_of(w, w->dates->at);
    }
    return code;
}

static int run(struct work *w, const struct bal_mem *mem, const struct bal_watch *watch,
               struct bal_epochs *out, struct bal_error *err)
{
    const struct bal_dates_work each = {visit_largest, w};
    int code;

    mask(w);
    spreads(w);
    code = observe(w, out, err);
    for (size_t s = 0; s < BAL_DATES_SLOTS; s++)
        w->base_at[s * w->dates->k] = w->dates->n + 1;
    if (code == 0)
        code = bal_dates_each(w->dates, mem, &each, watch, err);
    if (code == 0)
        conclude(w, out);
    return code;
}

/* The parts of one block of numbers. */
static void share_out(struct work *w, double *block)
{
    size_t n = w->dates->n, lags = w->lags, rows = BAL_DATES_SLOTS * lags;
    const struct {
        double **part;
        size_t size;
    } parts[] = {
        {&w->z, w->padded},
        {&w->have, w->padded},
        {&w->mask, w->dates->k * lags},
        {&w->none, lags},
        {&w->power, n},
        {&w->tied, n},
        {&w->sum, rows},
        {&w->count, rows},
        {&w->without, rows},
        {&w->add, rows},
        {&w->alone, rows},
        {&w->weight, lags},
        {&w->cut, lags},
        {&w->apart, lags},
        {&w->square, lags},
        {&w->defined, lags},
        {&w->largest, w->dates->count},
    };

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        *parts[i].part = block;
        block += parts[i].size;
    }
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
    if (!(spec->memory > -1 && spec->memory < 1) && !isnan(spec->memory))
        return bal_fail(
            err, BAL_EARG,
            "the memory of a series is a correlation between -1 and 1, such as 0.9, not %g",
            spec->memory);
    return 0;
}

void bal_epochs_open(struct bal_dates *d, const struct bal_epochs_spec *spec)
{
    size_t left = d->k > 0 ? d->at[0] : 0, right = d->k > 0 ? d->n - 1 - d->at[d->k - 1] : 0;

    d->from = left < spec->before ? left : spec->before;
    d->to = d->n - (right < spec->after ? right : spec->after);
}

int bal_epochs(const struct bal_mem *mem, const double *y, const struct bal_dates *dates,
               const struct bal_epochs_spec *given, const struct bal_watch *watch,
               struct bal_epoch *epoch, struct bal_epochs *out, struct bal_error *err)
{
    struct bal_epochs_spec spec = *given;
    struct work w = {.dates = dates, .spec = &spec, .epoch = epoch};
    struct spaced spaced[BAL_DATES_SLOTS];
    size_t numbers, dates_size = BAL_DATES_SLOTS * dates->k * sizeof *w.base_at;
    double *block;
    int code = check(dates, &spec, err);

    *out = (struct bal_epochs){0};
    if (code == 0)
        code = standardise(y, dates->n, out, err);
    if (code != 0)
        return code;
    w.lags = spec.before + spec.after + 1;
    w.padded = dates->n + w.lags - 1;
    w.spaced = spaced;
    numbers = 2 * w.padded + 2 * dates->n + dates->k * w.lags + 5 * BAL_DATES_SLOTS * w.lags +
              6 * w.lags + dates->count;
    block = bal_calloc(mem, numbers, sizeof *block);
    w.base_at = bal_alloc(mem, dates_size);
    if (block == NULL || w.base_at == NULL) {
        code = bal_fail_mem(err);
    } else {
        share_out(&w, block);
        pad(&w, y, out);
        code = remember(&w, &spec, mem, y, out, err);
        if (code == 0)
            code = run(&w, mem, watch, out, err);
    }
    bal_free(mem, block, numbers * sizeof *block);
    bal_free(mem, w.base_at, dates_size);
    return code;
}
