/* The joint tests: what one and the same shift of all windows makes of all universes at once. */
#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "base/order.h"
#include "base/rng.h"
#include "base/select.h"
#include "explore/multiverse_parts.h"

#define Z_UNITS 0x1p32

/* Fewer where there are many shifts: some four million bytes in all. */
static size_t bins_of(size_t n)
{
    size_t bins = ((size_t)1 << 20) / n;

    return bins > 1024 ? 1024 : bins < 32 ? 32 : bins;
}

int bal_mv_joint_new(const struct bal_mem *mem, size_t n, struct bal_mv_joint *out,
                     struct bal_error *err)
{
    *out = (struct bal_mv_joint){.n = n, .bins = bins_of(n)};
    out->up = bal_calloc(mem, 4 * n, sizeof *out->up);
    out->median = bal_calloc(mem, n, sizeof *out->median);
    out->bin = bal_calloc(mem, n * out->bins, sizeof *out->bin);
    if (out->up == NULL || out->median == NULL || out->bin == NULL) {
        bal_mv_joint_free(mem, out);
        return bal_fail_mem(err);
    }
    out->down = out->up + n;
    out->with = out->down + n;
    out->z = out->with + n;
    return 0;
}

void bal_mv_joint_free(const struct bal_mem *mem, struct bal_mv_joint *j)
{
    bal_free(mem, j->up, 4 * j->n * sizeof *j->up);
    bal_free(mem, j->median, j->n * sizeof *j->median);
    bal_free(mem, j->bin, j->n * j->bins * sizeof *j->bin);
    j->up = NULL;
    j->median = NULL;
    j->bin = NULL;
}

void bal_mv_joint_merge(struct bal_mv_joint *to, const struct bal_mv_joint *part)
{
    for (size_t i = 0; i < 4 * to->n; i++) /* the four lie behind each other */
        to->up[i] += part->up[i];
    for (size_t t = 0; t < to->n; t++)
        to->with[t] += part->everywhere;
    for (size_t i = 0; i < to->n * to->bins; i++)
        to->bin[i] += part->bin[i];
    to->rounding = fmax(to->rounding, part->rounding);
}

void bal_mv_joint_range(struct bal_mv_worker *w, struct bal_mv_joint *joint)
{
    enum { SOME = 256 };
    const struct bal_multiverse *mv = w->mv;
    double low = INFINITY, high = -INFINITY;
    struct bal_rng rng;

    bal_rng_init(&rng, 1, 1);
    for (size_t i = 0; i < SOME; i++) {
        size_t u = mv->universes <= SOME ? i : (size_t)bal_rng_below(&rng, mv->universes);
        const struct bal_mv_windows *windows;
        struct bal_recount out;
        double unit;

        if (u >= mv->universes || bal_mv_score(w, u, &windows) != 0 ||
            bal_recount_observed(&w->room, windows->range, windows->k, &out) != 0)
            continue;
        bal_recount_shifts(&w->room, windows->range, windows->k, &unit);
        for (size_t t = 0; t < mv->n; t++) {
            low = fmin(low, w->room.e[t] / unit);
            high = fmax(high, w->room.e[t] / unit);
        }
    }
    joint->low = low < high ? low : -1;
    joint->per = (double)joint->bins / (low < high ? high - low : 2);
}

/* One universe --------------------------------------------------------------------------------- */

/* score[r] for r = 1 .. 2 m - 1: the standard normal quantile at r / (2 m), in units. A rank's r is
 * twice its mid-rank less one, so that ties share a score and no score is infinite. */
static const double *normal_scores(struct bal_mv_worker *w, size_t m)
{
    size_t slot = m % BAL_MV_KEPT;
    double *score = w->normal + slot * (2 * w->mv->n + 1);

    if (w->normal_of[slot] == m)
        return score;
    for (size_t r = 1; r < 2 * m; r++)
        score[r] = nearbyint(gsl_cdf_ugaussian_Pinv((double)r / (double)(2 * m)) * Z_UNITS);
    w->normal_of[slot] = m;
    return score;
}

/* Shifts in ascending order of e, those without an estimate left out. Uses room->in. */
static const uint32_t *ordered(struct bal_recount_room *room, size_t defined, uint32_t *place)
{
    uint32_t *order = room->order, *scratch = room->order + room->n;
    size_t m = 0;

    if (defined == room->n) {
        bal_order(room->e, room->n, order, scratch);
        return order;
    }
    for (size_t t = 0; t < room->n; t++)
        if (!isnan(room->e[t])) {
            room->in[m] = room->e[t];
            place[m++] = (uint32_t)t;
        }
    bal_order(room->in, m, order, scratch);
    for (size_t i = 0; i < m; i++)
        order[i] = place[order[i]];
    return order;
}

/* Ties, within rounding, share a score. */
static void add_scores(struct bal_mv_worker *w, const uint32_t *order, size_t m,
                       struct bal_mv_joint *joint)
{
    const double *e = w->room.e, *score = normal_scores(w, m);
    double tolerance = w->room.tolerance;
    bool all = m == joint->n;

    joint->everywhere += all ? 1 : 0;
    for (size_t i = 0, j; i < m; i = j) {
        int64_t z;

        for (j = i + 1; j < m && e[order[j]] - e[order[j - 1]] <= tolerance; j++)
            ;
        z = (int64_t)score[i + j];
        for (size_t k = i; k < j; k++) {
            joint->z[order[k]] += z;
            if (!all)
                joint->with[order[k]]++;
        }
    }
}

/* The most extreme shifts, tie by tie, while their p stays at or below alpha. */
static void add_significant(const struct bal_mv_worker *w, const uint32_t *order, size_t m,
                            struct bal_mv_joint *joint)
{
    enum bal_alternative alternative = w->mv->alternative;
    const double *e = w->room.e;
    double tolerance = w->room.tolerance, most = w->mv->alpha * (double)m * (1 + 1e-12);
    size_t low = 0, high = m; /* order[low .. high) are not taken yet */

    while (low < high) {
        double below = alternative == BAL_GREATER ? -INFINITY : -e[order[low]];
        double above = alternative == BAL_LESS ? -INFINITY : e[order[high - 1]];
        double cut = (above > below ? above : below) - tolerance;
        size_t a = low, b = high;

        if (alternative != BAL_GREATER)
            while (a < b && -e[order[a]] >= cut)
                a++;
        if (alternative != BAL_LESS)
            while (b > a && e[order[b - 1]] >= cut)
                b--;
        if ((double)(a + (m - b)) > most)
            return;
        for (; low < a; low++)
            joint->down[order[low]]++;
        for (; high > b; high--)
            joint->up[order[high - 1]]++;
    }
}

static void add_bins(struct bal_recount_room *room, double unit, struct bal_mv_joint *joint)
{
    size_t n = room->n, bins = joint->bins;
    double low = joint->low, per = joint->per;
    uint32_t *bin = joint->bin;

#pragma omp simd
    for (size_t t = 0; t < n; t++)
        room->e[t] /= unit;
    for (size_t t = 0; t < n; t++, bin += bins)
        if (room->e[t] == room->e[t])
            bin[bal_mv_bin(low, per, bins, room->e[t])]++;
}

void bal_mv_joint_add(struct bal_mv_worker *w, double unit, size_t defined,
                      struct bal_mv_joint *joint)
{
    const uint32_t *order = ordered(&w->room, defined, w->place);

    joint->rounding = fmax(joint->rounding, w->room.tolerance / unit);
    add_scores(w, order, defined, joint);
    add_significant(w, order, defined, joint);
    add_bins(&w->room, unit, joint);
}

/* Medians -------------------------------------------------------------------------------------- */

enum { BAL_MV_COLLECT = 2000000, BAL_MV_CUTS = 8 };

struct cut { /* into bins: see bal_mv_bin */
    double low, per;
    size_t bin; /* the one that holds the lower median */
};

/* What is known of one shift's lower median: it lies in the chosen bin of each cut so far. */
struct stretch {
    struct cut cut[BAL_MV_CUTS];
    int cuts;
    int64_t before;      /* estimates below the stretch */
    int64_t in;          /* and in it */
    double above;        /* the least of those above it */
    size_t slot, filled; /* where those in it are collected */
    double only;         /* all in it are this one value, when `known` */
    bool known;
};

/* Below the stretch -1, in it 0, above it 1. */
static inline int side_of(const struct stretch *s, size_t bins, double x)
{
    for (int i = 0; i < s->cuts; i++) {
        size_t b = bal_mv_bin(s->cut[i].low, s->cut[i].per, bins, x);

        if (b != s->cut[i].bin)
            return b < s->cut[i].bin ? -1 : 1;
    }
    return 0;
}

struct walking {
    const struct bal_multiverse *mv;
    const struct bal_watch *watch;
    struct bal_mv_worker **worker;
    int threads;
    struct stretch *stretch; /* n */
    size_t *first;           /* n: the bin of each one's first cut */
    size_t bins;
    uint32_t *bin;      /* cutting: threads x n x bins */
    double *ends;       /* threads x 2 n: cutting, least and most; collecting, above */
    double *value;      /* collecting */
    double done, share; /* of the whole work, for the watch */
};

static void count_one(const struct walking *k, const double *x, size_t me)
{
    size_t n = k->mv->n;
    uint32_t *bin = k->bin + me * n * k->bins;
    double *least = k->ends + me * 2 * n, *most = least + n;

    for (size_t t = 0; t < n; t++) {
        const struct stretch *s = &k->stretch[t];

        const struct cut *c = &s->cut[s->cuts];

        if (x[t] != x[t] || s->known || side_of(s, k->bins, x[t]) != 0)
            continue;
        bin[t * k->bins + bal_mv_bin(c->low, c->per, k->bins, x[t])]++;
        least[t] = x[t] < least[t] ? x[t] : least[t];
        most[t] = x[t] > most[t] ? x[t] : most[t];
    }
}

static void collect_one(const struct walking *k, const double *x, size_t me)
{
    size_t n = k->mv->n, at;
    double *above = k->ends + me * 2 * n;
    const struct cut first = k->stretch[0].cut[0];

    for (size_t t = 0; t < n; t++) {
        size_t b = bal_mv_bin(first.low, first.per, k->bins, x[t]);
        struct stretch *s = &k->stretch[t];
        int side;

        if (b < k->first[t]) /* most are decided by the first cut */
            continue;
        side = b > k->first[t] ? 1 : side_of(s, k->bins, x[t]);
        if (side < 0 || x[t] != x[t] || (side == 0 && s->known))
            continue;
        if (side > 0) {
            above[t] = x[t] < above[t] ? x[t] : above[t];
        } else {
#pragma omp atomic capture
            at = s->filled++;
            k->value[s->slot + at] = x[t];
        }
    }
}

typedef void visit(const struct walking *k, const double *x, size_t me);

/* All universes' shifts, once more. */
static bool walk(struct walking *k, visit *each)
{
    const struct bal_multiverse *mv = k->mv;
    size_t chunks = (mv->universes + BAL_MV_CHUNK - 1) / BAL_MV_CHUNK;
    int stop = 0;

#pragma omp parallel for schedule(dynamic) num_threads(k->threads)
    for (size_t c = 0; c < chunks; c++) {
        int me = omp_get_thread_num();
        size_t a = c * BAL_MV_CHUNK, b = a + BAL_MV_CHUNK;

        if (!bal_mv_walk_on(&stop, k->watch, k->done + k->share * (double)c / (double)chunks))
            continue;
        for (size_t u = a; u < b && u < mv->universes; u++) {
            struct bal_mv_worker *w = k->worker[me];
            const struct bal_mv_windows *windows;
            struct bal_recount out;
            double unit;

            if (bal_mv_score(w, u, &windows) != 0 ||
                bal_recount_observed(&w->room, windows->range, windows->k, &out) != 0)
                continue;
            bal_recount_shifts(&w->room, windows->range, windows->k, &unit);
#pragma omp simd
            for (size_t t = 0; t < mv->n; t++)
                w->room.e[t] /= unit;
            each(k, w->room.e, (size_t)me);
        }
    }
    return stop == 0;
}

/* The counts of bin b of one shift, of all threads. */
static int64_t counted(const struct walking *k, size_t t, size_t b)
{
    int64_t sum = 0;

    for (size_t i = 0; i < (size_t)k->threads; i++)
        sum += k->bin[(i * k->mv->n + t) * k->bins + b];
    return sum;
}

/* Whether all that the last walk met in the stretch is one value. */
static bool is_one_value(const struct walking *k, size_t t, double *value)
{
    size_t n = k->mv->n;
    double least = INFINITY, most = -INFINITY;

    for (size_t i = 0; i < (size_t)k->threads; i++) {
        least = fmin(least, k->ends[i * 2 * n + t]);
        most = fmax(most, k->ends[i * 2 * n + n + t]);
    }
    *value = least;
    return least == most;
}

/* Narrows each stretch to the bin that holds the lower median; returns how many estimates are left
 * to collect. */
static size_t narrow(struct walking *k, const struct bal_mv_joint *joint)
{
    size_t left = 0;

    for (size_t t = 0; t < k->mv->n; t++) {
        struct stretch *s = &k->stretch[t];
        int64_t rank = (joint->with[t] - 1) / 2;
        struct cut *c = &s->cut[s->cuts];

        if (joint->with[t] == 0 || s->known)
            continue;
        s->known = s->cuts > 0 && is_one_value(k, t, &s->only);
        if (s->known)
            continue;
        c->bin = 0;
        while ((s->in = counted(k, t, c->bin)) + s->before <= rank) {
            s->before += s->in;
            c->bin++;
        }
        left += (size_t)s->in;
        k->first[t] = s->cut[0].bin;
        if (++s->cuts < BAL_MV_CUTS)
            s->cut[s->cuts] =
                (struct cut){c->low + (double)c->bin / c->per, c->per * (double)k->bins, 0};
    }
    return left;
}

/* Stretches as wide as all estimates; room for counting and, later, for collecting. */
static int walking_new(const struct bal_mem *mem, struct walking *k,
                       const struct bal_mv_joint *joint, struct bal_error *err)
{
    size_t n = k->mv->n, threads = (size_t)k->threads;
    int code = bal_mv_workers_new(mem, k->mv, k->threads, &k->worker, err);

    if (code != 0)
        return code;
    k->stretch = bal_calloc(mem, n, sizeof *k->stretch);
    k->first = bal_calloc(mem, n, sizeof *k->first);
    k->bin = bal_alloc(mem, threads * n * k->bins * sizeof *k->bin);
    k->ends = bal_alloc(mem, threads * 2 * n * sizeof *k->ends);
    if (k->stretch == NULL || k->first == NULL || k->bin == NULL || k->ends == NULL)
        return bal_fail_mem(err);
    for (size_t t = 0; t < n; t++) {
        k->stretch[t].cut[0] = (struct cut){joint->low, joint->per, 0};
        k->stretch[t].in = joint->with[t];
    }
    return 0;
}

static void walking_free(const struct bal_mem *mem, struct walking *k, size_t collected)
{
    size_t n = k->mv->n, threads = (size_t)k->threads;

    bal_mv_workers_free(mem, k->worker, k->threads);
    bal_free(mem, k->stretch, n * sizeof *k->stretch);
    bal_free(mem, k->first, n * sizeof *k->first);
    bal_free(mem, k->bin, threads * n * k->bins * sizeof *k->bin);
    bal_free(mem, k->ends, threads * 2 * n * sizeof *k->ends);
    bal_free(mem, k->value, collected * sizeof *k->value);
}

/* Cuts until few enough are left; false when stopped. */
static bool cut_all(struct walking *k, const struct bal_mv_joint *joint, size_t *left)
{
    size_t n = k->mv->n, threads = (size_t)k->threads;

    for (int pass = 0; pass < BAL_MV_CUTS; pass++) {
        memset(k->bin, 0, threads * n * k->bins * sizeof *k->bin);
        for (size_t i = 0; i < threads * 2 * n; i++)
            k->ends[i] = i / n % 2 == 0 ? INFINITY : -INFINITY;
        if (pass == 0) /* the first cut was counted with the universes */
            memcpy(k->bin, joint->bin, n * k->bins * sizeof *k->bin);
        else if (!walk(k, count_one))
            return false;
        k->done += pass == 0 ? 0 : k->share;
        k->share /= 2;
        *left = narrow(k, joint);
        if (*left <= BAL_MV_COLLECT)
            break;
    }
    return true;
}

static double median_of(const struct walking *k, size_t t, const struct bal_mv_joint *joint)
{
    struct stretch *s = &k->stretch[t];
    int64_t rank = (joint->with[t] - 1) / 2, upper = joint->with[t] / 2;
    double a = s->only, b = INFINITY;

    if (joint->with[t] == 0)
        return NAN;
    if (!s->known)
        a = bal_select(k->value + s->slot, s->filled, (size_t)(rank - s->before));
    if (upper == rank)
        return a;
    if (upper - s->before < s->in)
        b = s->known ? a : bal_select(k->value + s->slot, s->filled, (size_t)(upper - s->before));
    else
        for (int i = 0; i < k->threads; i++)
            b = fmin(b, k->ends[(size_t)i * 2 * k->mv->n + t]);
    return (a + b) / 2;
}

static int collect(const struct bal_mem *mem, struct walking *k, size_t left,
                   struct bal_mv_joint *joint, struct bal_error *err)
{
    size_t n = k->mv->n, slot = 0;

    k->value = bal_alloc(mem, left * sizeof *k->value);
    if (k->value == NULL)
        return bal_fail_mem(err);
    for (size_t t = 0; t < n; t++) {
        k->stretch[t].slot = slot;
        slot += k->stretch[t].known || joint->with[t] == 0 ? 0 : (size_t)k->stretch[t].in;
    }
    for (size_t i = 0; i < (size_t)k->threads * 2 * n; i++)
        k->ends[i] = INFINITY;
    if (!walk(k, collect_one))
        return bal_fail(err, BAL_ESTOP, "stopped");
    for (size_t t = 0; t < n; t++)
        joint->median[t] = median_of(k, t, joint);
    return 0;
}

int bal_mv_medians(const struct bal_mem *mem, const struct bal_multiverse *mv, int threads,
                   const struct bal_watch *watch, struct bal_mv_joint *joint, struct bal_error *err)
{
    struct walking k = {.mv = mv, .watch = watch, .bins = joint->bins, .share = .4};
    size_t left = 0;
    int64_t any = 0;
    int code;

    for (size_t t = 0; t < mv->n; t++)
        any |= joint->with[t];

    k.threads = bal_mv_threads(mv, mv->universes, threads);
    code = walking_new(mem, &k, joint, err);
    if (code == 0 && any != 0) {
        if (!cut_all(&k, joint, &left))
            code = bal_fail(err, BAL_ESTOP, "stopped");
        else
            code = collect(mem, &k, left, joint, err);
    } else if (code == 0) {
        for (size_t t = 0; t < mv->n; t++)
            joint->median[t] = NAN;
    }
    walking_free(mem, &k, left);
    return code;
}

/* The tests ------------------------------------------------------------------------------------ */

enum statistic { MEDIAN, SHARE, Z };

/* As it is, or with the predicted sign made the positive one; either sign: by its size. */
static double statistic_at(const struct bal_mv_joint *j, enum statistic what,
                           enum bal_alternative direction, size_t t, bool signed_only)
{
    double with = (double)j->with[t], v;

    if (j->with[t] == 0)
        return NAN;
    if (what == SHARE) {
        double up = (double)j->up[t] / with, down = (double)j->down[t] / with;

        return direction == BAL_GREATER ? up : direction == BAL_LESS ? down : fmax(up, down);
    }
    v = what == MEDIAN ? j->median[t] : (double)j->z[t] / (Z_UNITS * with);
    if (signed_only)
        return v;
    return direction == BAL_GREATER ? v : direction == BAL_LESS ? -v : fabs(v);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The order statistic that a share q of the m sorted numbers do not exceed (Hyndman & Fan's type 1). */
static double quantile(const double *sorted, size_t m, double q)
{
    double at = ceil(q * (double)m - 1e-9);

    return sorted[at < 1 ? 0 : (size_t)at - 1];
}

static struct bal_mv_test test_one(const struct bal_mv_joint *j, enum statistic what,
                                   enum bal_alternative direction, double *scratch, size_t *shifts)
{
    struct bal_mv_test out = {NAN, NAN, NAN, NAN, NAN, NAN};
    double observed = statistic_at(j, what, direction, 0, false), top = -INFINITY, size = 0;
    double extreme = 0, at_top = 0, sum = 0, tolerance;
    size_t m = 0;

    for (size_t t = 0; t < j->n; t++) {
        double v = statistic_at(j, what, direction, t, true);

        if (isnan(v))
            continue;
        scratch[m++] = v;
        sum += v;
        size = fmax(size, fabs(v));
        top = fmax(top, statistic_at(j, what, direction, t, false));
    }
    *shifts = m;
    out.observed = statistic_at(j, what, direction, 0, true);
    if (m == 0 || isnan(observed))
        return out;
    tolerance = what == MEDIAN ? j->rounding : what == Z ? 1e-8 * size : 1e-12;
    for (size_t t = 0; t < j->n; t++) {
        double v = statistic_at(j, what, direction, t, false);

        extreme += v >= observed - tolerance ? 1 : 0;
        at_top += v >= top - tolerance ? 1 : 0;
    }
    qsort(scratch, m, sizeof *scratch, by_value);
    out.p = extreme / (double)m;
    out.floor = at_top / (double)m;
    out.low = quantile(scratch, m, .025);
    out.high = quantile(scratch, m, .975);
    out.expected = sum / (double)m;
    return out;
}

void bal_mv_test(const struct bal_mv_joint *joint, enum bal_alternative direction, double *scratch,
                 struct bal_mv_tests *out)
{
    size_t shifts;

    out->median = test_one(joint, MEDIAN, direction, scratch, &shifts);
    out->share = test_one(joint, SHARE, direction, scratch, &shifts);
    out->z = test_one(joint, Z, direction, scratch, &shifts);
    out->shifts = shifts;
}
