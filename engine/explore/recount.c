#include "explore/recount.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "base/named.h"
#include "stats/ranks.h"

static const char *const estimate_name[] = {"mean_difference", "standardised_difference",
                                            "cliff_delta", "rate_ratio"};
static const char *const null_name[] = {"none", "shift", "relocate"};

int bal_recount_estimate_named(const char *name)
{
    return bal_named(name, estimate_name, 4);
}

const char *bal_recount_estimate_name(enum bal_recount_estimate estimate)
{
    return estimate_name[estimate];
}

int bal_recount_null_named(const char *name)
{
    return bal_named(name, null_name, 3);
}

const char *bal_recount_fault_text(enum bal_recount_fault fault)
{
    static const char *const text[] = {
        "",
        "the index has no value",
        "the index has no value inside the windows",
        "the index has no value outside the windows",
        "the index is constant, so it has no standard deviation to go by",
        "there is no event to count",
        "the index has a value below 0, and a ratio needs counts",
        "the index has values too large, or too close to 0, to calculate with",
        "out of memory",
        "rate_ratio has no relocation; null = \"shift\" is exact for it",
    };

    return text[fault];
}

/* Room ----------------------------------------------------------------------------------------- */

size_t bal_recount_size(size_t n)
{
    return (3 * n + 2 * (2 * n + 1)) * sizeof(double) + (3 * n + 1) * sizeof(uint32_t);
}

void bal_recount_room(struct bal_recount_room *room, size_t n, void *memory)
{
    double *at = memory;

    *room = (struct bal_recount_room){.n = n, .y = at};
    room->e = room->y + n;
    room->in = room->e + n;
    room->z = room->in + n;
    room->have = room->z + 2 * n + 1;
    room->order = (void *)(room->have + 2 * n + 1);
}

/* Scores --------------------------------------------------------------------------------------- */

/* Both sums go by four side by side, as a processor takes several periods at a time, and are put
 * together in one stated order: every build gives the same bits. */

static double sizes(const double *z, size_t n)
{
    double sum[4] = {0, 0, 0, 0};
    size_t t = 0;

    for (; t + 4 <= n; t += 4)
        for (size_t k = 0; k < 4; k++)
            sum[k] += fabs(z[t + k]);
    for (; t < n; t++)
        sum[0] += fabs(z[t]);
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static inline double square_of(double y, double mean)
{
    double d = (y - mean) * (y - mean);

    return d == d ? d : 0.; /* a gap */
}

/* Of the distances from the mean. */
static double squares(const double *y, size_t n, double mean)
{
    double sum[4] = {0, 0, 0, 0};
    size_t t = 0;

    for (; t + 4 <= n; t += 4)
        for (size_t k = 0; k < 4; k++)
            sum[k] += square_of(y[t + k], mean);
    for (; t < n; t++)
        sum[0] += square_of(y[t], mean);
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* How many values there are, their sum, and how far they spread. */
static void describe(struct bal_recount_room *room)
{
    size_t count;

    room->sum = bal_sum_values(room->y, room->n, &count);
    room->values = (double)count;
    room->uneven = count < room->n;
    room->sd = 0;
    if (room->estimate != BAL_RECOUNT_STANDARDISED || count < 2)
        return;
    room->sd = sqrt(squares(room->y, room->n, room->sum / room->values) / (room->values - 1));
}

/* But for rounding: a decaying index of equal scores is. */
static bool is_constant(const struct bal_recount_room *room)
{
    double low = INFINITY, high = -INFINITY;

#pragma omp simd reduction(min : low) reduction(max : high)
    for (size_t t = 0; t < room->n; t++) {
        low = room->y[t] < low ? room->y[t] : low;
        high = room->y[t] > high ? room->y[t] : high;
    }
    return !(high - low > 64 * DBL_EPSILON * fmax(fabs(low), fabs(high)));
}

static bool any_below_zero(const struct bal_recount_room *room)
{
    bool found = false;

    for (size_t t = 0; t < room->n; t++)
        found |= room->y[t] < 0;
    return found;
}

static enum bal_recount_fault fault_of(const struct bal_recount_room *room)
{
    if (room->values == 0)
        return BAL_RECOUNT_NO_VALUES;
    if (!isfinite(room->sum))
        return BAL_RECOUNT_BEYOND;
    if (room->estimate == BAL_RECOUNT_STANDARDISED) {
        if (is_constant(room))
            return BAL_RECOUNT_CONSTANT;
        if (!(room->sd > 0 && isfinite(room->sd)))
            return BAL_RECOUNT_BEYOND;
    }
    if (room->estimate != BAL_RECOUNT_RATIO)
        return BAL_RECOUNT_FINE;
    if (any_below_zero(room))
        return BAL_RECOUNT_NEGATIVE;
    return room->sum > 0 ? BAL_RECOUNT_FINE : BAL_RECOUNT_NO_EVENTS;
}

/* The scores at z[1 ..], 0 at gaps: those of stats/contrast_sums.c, in its arithmetic; of a ratio the
 * counts. Returns the sum of their sizes. */
static double set_scores(struct bal_recount_room *room)
{
    const double *y = room->y;
    double *z = room->z + 1, values = room->values, sum = room->sum;

    if (room->estimate == BAL_RECOUNT_DELTA) {
        bal_rank_scores_in(y, room->n, z, room->e, room->order);
    } else if (room->estimate == BAL_RECOUNT_RATIO) {
        memcpy(z, y, room->n * sizeof *z);
    } else {
#pragma omp simd
        for (size_t t = 0; t < room->n; t++)
            z[t] = values * y[t] - sum;
    }
#pragma omp simd
    for (size_t t = 0; t < room->n; t++)
        z[t] = y[t] == y[t] ? z[t] : 0.;
    return sizes(z, room->n);
}

static void add_up(struct bal_recount_room *room)
{
    const double *y = room->y;
    double *z = room->z, *have = room->have;
    size_t n = room->n;

    z[0] = have[0] = 0;
    if (room->uneven) {
        for (size_t t = 0; t < n; t++) {
            z[t + 1] += z[t];
            have[t + 1] = have[t] + (y[t] == y[t] ? 1. : 0.);
        }
    } else {
        for (size_t t = 0; t < n; t++)
            z[t + 1] += z[t];
#pragma omp simd
        for (size_t t = 0; t < n; t++)
            have[t + 1] = (double)(int)t + 1.;
    }
#pragma omp simd
    for (size_t t = 1; t <= n; t++) {
        z[n + t] = z[n] + z[t];
        have[n + t] = have[n] + have[t];
    }
}

enum bal_recount_fault bal_recount_score(struct bal_recount_room *room,
                                         enum bal_recount_estimate estimate)
{
    enum bal_recount_fault fault;
    double size;

    room->estimate = estimate;
    describe(room);
    fault = fault_of(room);
    if (fault != BAL_RECOUNT_FINE)
        return fault;
    size = set_scores(room);
    if (!(size < 1e280)) /* no sum of them, and no product with a number of periods, overflows */
        return BAL_RECOUNT_BEYOND;
    add_up(room);
    room->tolerance = 8 * DBL_EPSILON * (estimate == BAL_RECOUNT_RATIO ? (double)room->n : size);
    return BAL_RECOUNT_FINE;
}

/* The observed --------------------------------------------------------------------------------- */

/* Sums of whole counts are exact; what rounding leaves of others where there is nothing is nothing. */
static void two_means(double in_sum, double n_in, double sum, double n_out, double *in, double *out)
{
    double outside = sum - in_sum, least = 64 * DBL_EPSILON * sum;

    *in = (in_sum > least ? in_sum : 0) / n_in;
    *out = (outside > least ? outside : 0) / n_out;
}

enum bal_recount_fault bal_recount_observed(const struct bal_recount_room *room,
                                            const struct bal_range *window, size_t k,
                                            struct bal_recount *out)
{
    double z = 0, in = 0, outside;

    *out = (struct bal_recount){.estimate = NAN, .p = NAN, .floor = NAN};
    for (size_t i = 0; i < k; i++) {
        z += room->z[window[i].b] - room->z[window[i].a];
        in += room->have[window[i].b] - room->have[window[i].a];
    }
    outside = room->values - in;
    out->n_in = (size_t)in;
    out->n_out = (size_t)outside;
    out->gaps = room->n - (size_t)room->values;
    if (in == 0 || outside == 0)
        return in == 0 ? BAL_RECOUNT_NONE_INSIDE : BAL_RECOUNT_NONE_OUTSIDE;
    if (room->estimate == BAL_RECOUNT_RATIO) {
        double inner, outer;

        two_means(z, in, room->sum, outside, &inner, &outer);
        out->estimate = inner / outer;
    } else {
        out->estimate = z / (in * outside);
    }
    if (room->estimate == BAL_RECOUNT_STANDARDISED)
        out->estimate /= room->sd;
    return BAL_RECOUNT_FINE;
}

/* Shifts --------------------------------------------------------------------------------------- */

/* sum[j]: over the windows moved by j periods, round the end. Three windows, the usual number here,
 * in one sweep. */
static void shifted_sums(const double *prefix, const struct bal_range *w, size_t k, size_t n,
                         double *sum)
{
    if (k == 3) {
        const double *a0 = prefix + w[0].a, *b0 = prefix + w[0].b, *a1 = prefix + w[1].a,
                     *b1 = prefix + w[1].b, *a2 = prefix + w[2].a, *b2 = prefix + w[2].b;

#pragma omp simd
        for (size_t j = 0; j < n; j++)
            sum[j] = (b0[j] - a0[j]) + (b1[j] - a1[j]) + (b2[j] - a2[j]);
        return;
    }
    for (size_t i = 0; i < k; i++) {
        const double *a = prefix + w[i].a, *b = prefix + w[i].b;

        if (i == 0) {
#pragma omp simd
            for (size_t j = 0; j < n; j++)
                sum[j] = b[j] - a[j];
        } else {
#pragma omp simd
            for (size_t j = 0; j < n; j++)
                sum[j] += b[j] - a[j];
        }
    }
}

static void weigh(struct bal_recount_room *room)
{
    double values = room->values, product = room->in[0] * (values - room->in[0]);
    double *e = room->e;
    const double *in = room->in;

#pragma omp simd
    for (size_t j = 0; j < room->n; j++) {
        double pairs = in[j] * (values - in[j]), undefined = pairs > 0 ? 0. : (double)NAN;

        e[j] = e[j] * (product / pairs) + undefined;
    }
}

static void make_ratios(struct bal_recount_room *room)
{
    for (size_t j = 0; j < room->n; j++) {
        double in = room->in[j], outside = room->values - in, inner, outer;

        two_means(room->e[j], in, room->sum, outside, &inner, &outer);
        room->e[j] = in > 0 && outside > 0 ? (inner - outer) / (inner + outer) : (double)NAN;
    }
}

size_t bal_recount_shifts(struct bal_recount_room *room, const struct bal_range *window, size_t k,
                          double *unit)
{
    size_t n = room->n;
    double in = 0, defined = 0;

    shifted_sums(room->z, window, k, n, room->e);
    for (size_t i = 0; i < k; i++)
        in += room->have[window[i].b] - room->have[window[i].a];
    *unit = room->estimate == BAL_RECOUNT_RATIO ? 1 : in * (room->values - in);
    if (room->estimate == BAL_RECOUNT_STANDARDISED)
        *unit *= room->sd;
    if (room->uneven || room->estimate == BAL_RECOUNT_RATIO)
        shifted_sums(room->have, window, k, n, room->in);
    if (room->estimate == BAL_RECOUNT_RATIO)
        make_ratios(room);
    else if (room->uneven)
        weigh(room);
    if (!room->uneven && room->estimate != BAL_RECOUNT_RATIO)
        return n;
#pragma omp simd reduction(+ : defined)
    for (size_t j = 0; j < n; j++)
        defined += room->e[j] == room->e[j] ? 1. : 0.;
    return (size_t)defined;
}

#define INLINE static inline __attribute__((always_inline)) /* each caller a loop of its own */

INLINE double extremity(enum bal_alternative alternative, double e)
{
    return alternative == BAL_GREATER ? e : alternative == BAL_LESS ? -e : fabs(e);
}

/* How many reach `cut`, and how far the farthest goes; gaps reach nothing. */
INLINE double count_from(const double *e, size_t n, enum bal_alternative alternative, double cut,
                         double *defined, double *top)
{
    double count = 0, all = 0, most = -INFINITY;

#pragma omp simd reduction(+ : count, all) reduction(max : most)
    for (size_t j = 0; j < n; j++) {
        double x = extremity(alternative, e[j]);

        count += x >= cut ? 1. : 0.;
        all += e[j] == e[j] ? 1. : 0.;
        most = x > most ? x : most;
    }
    *defined = all;
    *top = most;
    return count;
}

INLINE void count_p(const double *e, size_t n, enum bal_alternative alternative, double tolerance,
                    double *p, double *floor)
{
    double cut = extremity(alternative, e[0]) - tolerance, top, all;
    double extreme = count_from(e, n, alternative, cut, &all, &top);

    *p = extreme / all;
    *floor = count_from(e, n, alternative, top - tolerance, &all, &top) / all;
}

void bal_recount_p(const double *e, size_t n, enum bal_alternative alternative, double tolerance,
                   double *p, double *floor)
{
    switch (alternative) { /* a loop each, without a choice inside */
    case BAL_TWO_SIDED:
        count_p(e, n, BAL_TWO_SIDED, tolerance, p, floor);
        break;
    case BAL_GREATER:
        count_p(e, n, BAL_GREATER, tolerance, p, floor);
        break;
    case BAL_LESS:
        count_p(e, n, BAL_LESS, tolerance, p, floor);
        break;
    }
}

/* All of it ------------------------------------------------------------------------------------ */

static enum bal_recount_fault relocate(const struct bal_mem *mem,
                                       const struct bal_recount_room *room,
                                       const struct bal_range *window, size_t k,
                                       enum bal_alternative alternative, struct bal_recount *out)
{
    const struct bal_contrast_spec spec = {
        .estimate = room->estimate == BAL_RECOUNT_DELTA ? BAL_CLIFF_DELTA : BAL_MEAN_DIFFERENCE,
        .null = BAL_RELOCATE,
        .alternative = alternative,
        .seed = 1};
    struct bal_contrast found;
    int code;

    if (room->estimate == BAL_RECOUNT_RATIO)
        return BAL_RECOUNT_REFUSED;
    code = bal_contrast(mem, room->y, room->n, window, k, &spec, &found, NULL);
    if (code != 0)
        return code == BAL_EMEM ? BAL_RECOUNT_MEMORY : BAL_RECOUNT_REFUSED;
    out->p = found.p;
    out->floor = found.floor;
    out->undefined = found.undefined;
    return BAL_RECOUNT_FINE;
}

enum bal_recount_fault bal_recount_windows(const struct bal_mem *mem, struct bal_recount_room *room,
                                           const struct bal_range *window, size_t k,
                                           enum bal_recount_null null,
                                           enum bal_alternative alternative,
                                           struct bal_recount *out)
{
    enum bal_recount_fault fault = bal_recount_observed(room, window, k, out);
    double unit;

    if (fault != BAL_RECOUNT_FINE || null == BAL_RECOUNT_ALONE)
        return fault;
    if (null == BAL_RECOUNT_RELOCATE)
        return relocate(mem, room, window, k, alternative, out);
    out->undefined = (double)(room->n - bal_recount_shifts(room, window, k, &unit));
    bal_recount_p(room->e, room->n, alternative, room->tolerance, &out->p, &out->floor);
    return BAL_RECOUNT_FINE;
}

enum bal_recount_fault bal_recount(const struct bal_mem *mem, const struct bal_recount_spec *spec,
                                   const struct bal_placed *placed, size_t nobs,
                                   const struct bal_range *window, size_t k,
                                   struct bal_recount_room *room, struct bal_recount *out)
{
    enum bal_recount_fault fault;

    *out = (struct bal_recount){.estimate = NAN, .p = NAN, .floor = NAN};
    bal_index_fill(&spec->index, placed, nobs, room->y);
    fault = bal_recount_score(room, spec->estimate);
    if (fault != BAL_RECOUNT_FINE)
        return fault;
    return bal_recount_windows(mem, room, window, k, spec->null, spec->alternative, out);
}
