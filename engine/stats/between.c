#include "stats/between.h"

#include <math.h>
#include <stdbool.h>

#include "base/rng.h"

/* What is reckoned with: y shifted so that its mean is 0 (for the sums' sake), and room for a sum and
 * a count of each phase. */
struct work {
    const double *y;
    const size_t *phase;
    size_t n, k;
    double *sum;
    double *count;
};

/* The share when the phases are moved `by` periods on; NaN when nothing varies or counts. */
static double share_at(const struct work *w, size_t by, size_t *used, size_t *phases)
{
    double all = 0, square = 0, n = 0, between = 0;
    size_t seen = 0;

    for (size_t g = 0; g <= w->k; g++)
        w->sum[g] = w->count[g] = 0;
    for (size_t t = 0, from = by == 0 ? 0 : w->n - by; t < w->n; t++, from++) {
        size_t g = w->phase[from >= w->n ? from - w->n : from];

        if (g == 0 || isnan(w->y[t]))
            continue;
        w->sum[g] += w->y[t];
        w->count[g] += 1;
        all += w->y[t];
        square += w->y[t] * w->y[t];
        n += 1;
    }
    for (size_t g = 1; g <= w->k; g++) {
        between += w->count[g] > 0 ? w->sum[g] * w->sum[g] / w->count[g] : 0;
        seen += w->count[g] > 0;
    }
    *used = (size_t)n;
    *phases = seen;
    square -= n > 0 ? all * all / n : 0;
    between -= n > 0 ? all * all / n : 0;
    return square > 0 ? fmin(1, fmax(0, between / square)) : NAN;
}

/* Sums of the same values in another order may differ in the last places. */
static bool reaches(double share, double at)
{
    return share >= at - 1e-12;
}

/* p and floor over all shifts; share[] is room for n. */
static void against_shifts(const struct work *w, double *share, struct bal_between *out)
{
    double most = 0, sum = 0;
    size_t as_extreme = 0, at_floor = 0, used, phases;

    out->shifts = 0;
    for (size_t by = 0; by < w->n; by++) {
        double s = share_at(w, by, &used, &phases);

        if (isnan(s))
            continue;
        share[out->shifts++] = s;
        most = fmax(most, s);
        sum += s;
    }
    for (size_t i = 0; i < out->shifts; i++) {
        as_extreme += reaches(share[i], out->share) ? 1 : 0;
        at_floor += reaches(share[i], most) ? 1 : 0;
    }
    out->by_chance = sum / (double)out->shifts;
    out->p = (double)as_extreme / (double)out->shifts;
    out->floor = (double)at_floor / (double)out->shifts;
}

/* The AR(1) coefficient and the standard deviation of what the phase means leave; with the sums of
 * share_at(0) in place. */
static void fit_noise(const struct work *w, struct bal_between *out)
{
    double square = 0, lagged = 0, pairs = 0, values = 0, last = NAN, left;

    for (size_t t = 0; t < w->n; t++) {
        size_t g = w->phase[t];
        double r = g > 0 ? w->y[t] - w->sum[g] / w->count[g] : NAN;

        if (!isnan(r)) {
            square += r * r;
            values += 1;
            pairs += isnan(last) ? 0 : 1;
            lagged += isnan(last) ? 0 : r * last;
        }
        last = r;
    }
    left = values - (double)w->k;
    out->sd = left > 0 ? sqrt(square / left) : 0;
    out->phi = square > 0 && pairs > 0 ? lagged / pairs * (values - 1) / square : 0;
    out->phi = fmax(-.99, fmin(.99, out->phi));
}

void bal_ar1_noise(double *out, size_t n, double phi, uint64_t seed, uint64_t stream)
{
    double x, rest = sqrt(1 - phi * phi);
    struct bal_rng rng;

    bal_rng_init(&rng, seed, stream);
    x = bal_rng_normal(&rng);
    for (size_t t = 0; t < n; t++) {
        out[t] = x;
        x = phi * x + rest * bal_rng_normal(&rng);
    }
}

static double power(const struct work *w, const struct bal_between_spec *spec, double *room,
                    double phi)
{
    double *y = room, *share = room + w->n;
    struct work mine = *w;
    size_t found = 0, used, phases;

    mine.y = y;
    for (size_t r = 0; r < spec->sims; r++) {
        struct bal_between b = {0};

        bal_ar1_noise(y, w->n, phi, spec->seed, 1 + r);
        for (size_t t = 0; t < w->n; t++)
            y[t] = isnan(w->y[t]) ? NAN : y[t] + (w->phase[t] % 2 == 1 ? spec->step : 0);
        b.share = share_at(&mine, 0, &used, &phases);
        against_shifts(&mine, share, &b);
        found += b.p <= spec->alpha;
    }
    return spec->sims > 0 ? (double)found / (double)spec->sims : 0;
}

static int test(struct work *w, const struct bal_between_spec *spec, double *room,
                struct bal_between *out, struct bal_error *err)
{
    size_t phases;

    out->share = share_at(w, 0, &out->n, &phases);
    if (phases < 2)
        return bal_fail(err, BAL_EARG, "%s of the phases has a value of the series",
                        phases == 1 ? "only one" : "none");
    if (isnan(out->share))
        return bal_fail(err, BAL_EARG, "the series has one value throughout the phases");
    fit_noise(w, out);
    against_shifts(w, room, out);
    out->power = power(w, spec, room, out->phi);
    return 0;
}

static double mean_of(const double *y, size_t n)
{
    double sum = 0, values = 0;

    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t])) {
            sum += y[t];
            values += 1;
        }
    return values > 0 ? sum / values : 0;
}

int bal_between(const struct bal_mem *mem, const double *y, const size_t *phase, size_t n, size_t k,
                const struct bal_between_spec *spec, struct bal_between *out, struct bal_error *err)
{
    size_t room;
    double *at, mean;
    struct work w = {.phase = phase, .n = n, .k = k};
    int code;

    if (n == 0 || n > BAL_BETWEEN_MOST)
        return bal_fail(err, BAL_EARG, "a series of 1 to %d periods is needed, not one of %zu",
                        BAL_BETWEEN_MOST, n);
    if (k > BAL_BETWEEN_MOST)
        return bal_fail(err, BAL_EARG, "at most %d phases are compared, not %zu", BAL_BETWEEN_MOST,
                        k);
    room = 3 * n + 2 * (k + 1);
    at = bal_alloc(mem, room * sizeof *at);
    if (at == NULL)
        return bal_fail_mem(err);
    *out = (struct bal_between){0};
    mean = mean_of(y, n);
    for (size_t t = 0; t < n; t++)
        at[t] = y[t] - mean;
    w.y = at;
    w.sum = at + 3 * n;
    w.count = w.sum + k + 1;
    code = test(&w, spec, at + n, out, err);
    bal_free(mem, at, room * sizeof *at);
    return code;
}
