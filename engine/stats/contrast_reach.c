/* What a design can show: the interval by inverting the test, and the power on this calendar. */
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "stats/contrast_parts.h"

enum { FEW = 20000, PLACED = 999, SIMULATED = 1000, LEAST_SIMULATED = 200 };

/* A permuted arrangement has many segments, so fewer of them are drawn. */
enum { FEWER_DRAWN = 9999, FEWER_PLACED = 199 };

#define SEGMENT_SUMS 1e7 /* of all simulations together */
#define VALUES_DRAWN 2e7

/* The k-th smallest, from 0 (Hoare 1961); reorders v. */
static double kth(double *v, size_t n, size_t k)
{
    ptrdiff_t lo = 0, hi = (ptrdiff_t)n - 1, at = (ptrdiff_t)k;

    while (lo < hi) {
        double pivot = v[lo + (hi - lo) / 2];
        ptrdiff_t i = lo, j = hi;

        while (i <= j) {
            while (v[i] < pivot)
                i++;
            while (v[j] > pivot)
                j--;
            if (i <= j) {
                double t = v[i];

                v[i++] = v[j];
                v[j--] = t;
            }
        }
        if (at <= j)
            hi = j;
        else if (at >= i)
            lo = i;
        else
            break;
    }
    return v[k];
}

/* Of one arrangement: where the effect d may lie for it to be at least as extreme (contrast.h). */
struct stretch {
    double low, high;
};

/* `always`: the same values are inside, or just the others. */
static inline struct stretch stretch_of(enum bal_alternative alternative, double d, double dk,
                                        double ak, bool always)
{
    double one = (d - dk) / (1 - ak), two = (d + dk) / (1 + ak);

    if (alternative == BAL_GREATER)
        return (struct stretch){ak == 1 && always ? -INFINITY : one, INFINITY};
    if (alternative == BAL_LESS)
        return (struct stretch){-INFINITY, ak == 1 && always ? INFINITY : one};
    if ((always && fabs(ak) == 1) || isnan(one) || isnan(two))
        return (struct stretch){-INFINITY, INFINITY};
    return one < two ? (struct stretch){one, two} : (struct stretch){two, one};
}

/* The effects whose p is above alpha, from the stretches of n arrangements; reorders them. */
static struct stretch not_rejected(double *low, double *high, size_t n, double alpha)
{
    size_t r = (size_t)floor(alpha * (double)n * (1 + 1e-12));

    if (r >= n) /* alpha 1: nothing but the estimate itself */
        r = n - 1;
    return (struct stretch){kth(low, n, r), kth(high, n, n - 1 - r)};
}

/* The interval --------------------------------------------------------------------------------- */

struct inversion {
    const struct bal_job *job;
    const double *inside; /* prefix sums of the values inside the windows as observed */
    double d;
    double *low, *high;
    size_t n, cap;
};

static struct stretch invert_one(const struct inversion *v, const struct bal_arrangement *a)
{
    const struct bal_sums *s = v->job->sums;
    double dk = bal_arranged(s, s->z, a) / s->values;

    return stretch_of(v->job->spec->alternative, v->d, dk, bal_arranged(s, v->inside, a),
                      v->job->spec->null != BAL_BLOCK);
}

static bool take_arrangement(void *ud, const struct bal_arrangement *a)
{
    struct inversion *v = ud;
    const struct bal_sums *s = v->job->sums;

    if (v->n < v->cap && !isnan(bal_arranged(s, s->z, a))) {
        struct stretch x = invert_one(v, a);

        v->low[v->n] = x.low;
        v->high[v->n++] = x.high;
    }
    return true;
}

/* A draw that has an estimate, or after a thousand tries the observed arrangement. */
static void draw_defined(const struct bal_job *job, uint64_t stream, struct bal_arrangement *a)
{
    const struct bal_sums *s = job->sums;
    struct bal_rng rng;

    bal_rng_init(&rng, job->spec->seed, stream);
    for (int tries = 0; tries < 1000; tries++) {
        bal_arrange_draw(job, &rng, a);
        if (!isnan(bal_arranged(s, s->z, a)))
            return;
    }
    bal_arrange_observed(job, a);
}

/* The observed arrangement and all but one of the stretches from draws. */
static int take_draws(struct inversion *v, size_t n, struct bal_error *err)
{
    const struct bal_job *job = v->job;
    int failed = 0;

#pragma omp parallel
    {
        struct bal_arrangement a;
        int code;

#pragma omp critical(bal_mem)
        code = bal_arrangement_make(job, &a, NULL);
        if (code != 0) {
#pragma omp atomic write
            failed = code;
        }
#pragma omp for schedule(dynamic, 256)
        for (size_t r = 0; r < n; r++) {
            struct stretch x;

            if (code != 0)
                continue;
            if (r == 0)
                bal_arrange_observed(job, &a);
            else
                draw_defined(job, r, &a);
            x = invert_one(v, &a);
            v->low[r] = x.low;
            v->high[r] = x.high;
        }
        if (code == 0) {
#pragma omp critical(bal_mem)
            bal_arrangement_free(job, &a);
        }
    }
    v->n = n;
    return failed != 0 ? bal_fail_mem(err) : 0;
}

static double distinct(const struct bal_job *job)
{
    double each = 1;

    if (job->spec->null == BAL_RELOCATE)
        bal_placements(job, &each);
    return bal_arrangements(job) / each;
}

static int interval(const struct bal_job *job, const double *inside, double alpha,
                    struct bal_contrast_reach *out, struct bal_error *err)
{
    const struct bal_mem *mem = job->mem;
    const struct bal_sums *s = job->sums;
    double count = distinct(job);
    size_t reps = job->spec->null == BAL_PERMUTE ? FEWER_DRAWN : BAL_CONTRAST_REPS;
    bool all = count <= FEW || (job->spec->null == BAL_SHIFT && count <= 1e6);
    size_t cap = all ? (size_t)nearbyint(count) : reps + 1;
    struct inversion v = {.job = job, .inside = inside, .cap = cap};
    struct stretch ends;
    int code;

    v.low = bal_alloc(mem, 2 * cap * sizeof *v.low);
    if (v.low == NULL)
        return bal_fail_mem(err);
    v.high = v.low + cap;
    v.d = s->z[0];
    for (size_t i = 0; i < job->k; i++)
        v.d += s->z[job->window[i].b] - s->z[job->window[i].a];
    v.d /= (double)job->n_in * (s->values - (double)job->n_in);
    code = all ? bal_arrange_each(job, take_arrangement, &v, err) : take_draws(&v, cap, err);
    if (code == 0) {
        ends = not_rejected(v.low, v.high, v.n, alpha);
        out->low = ends.low;
        out->high = ends.high;
        out->arrangements = (double)v.n;
        out->all = all;
    }
    bal_free(mem, v.low, 2 * cap * sizeof *v.low);
    return code;
}

/* Power ---------------------------------------------------------------------------------------- */

/* Arrangements kept: segments seg[begin[i] .. begin[i + 1]), of which the first in[i] are inside. */
struct placed {
    const struct bal_job *job;
    const double *inside;
    struct bal_range *seg;
    size_t n, segs, cap;
    size_t begin[PLACED + 2], in[PLACED + 1];
    double share_in[PLACED + 1], share_out[PLACED + 1]; /* 1 / values */
    double ak[PLACED + 1];
    bool failed;
};

static bool keep(void *ud, const struct bal_arrangement *a)
{
    struct placed *p = ud;
    const struct bal_sums *s = p->job->sums;
    double ak = bal_arranged(s, p->inside, a), in = 0, out = 0;
    size_t count = a->in + a->out;
    struct bal_range *seg;

    if (isnan(ak) || p->n > PLACED)
        return true;
    seg = bal_grow(p->job->mem, p->seg, &p->cap, p->segs + count, sizeof *seg);
    if (seg == NULL) {
        p->failed = true;
        return false;
    }
    p->seg = seg;
    memcpy(seg + p->segs, a->seg, count * sizeof *seg);
    for (size_t i = 0; i < count; i++)
        *(i < a->in ? &in : &out) += bal_sums_values(s, a->seg[i].a, a->seg[i].b);
    p->share_in[p->n] = 1 / in;
    p->share_out[p->n] = 1 / (a->out > 0 ? out : s->values - in);
    p->ak[p->n] = ak;
    p->in[p->n] = a->in;
    p->segs += count;
    p->begin[++p->n] = p->segs;
    return true;
}

static int keep_some(struct placed *p, struct bal_error *err)
{
    struct bal_arrangement a;
    size_t draws = p->job->spec->null == BAL_PERMUTE ? FEWER_PLACED : PLACED;
    int code;

    if (distinct(p->job) <= (double)draws + 1) {
        code = bal_arrange_each(p->job, keep, p, err);
    } else {
        code = bal_arrangement_make(p->job, &a, err);
        if (code == 0) {
            bal_arrange_observed(p->job, &a);
            for (size_t r = 1; keep(p, &a) && r <= draws; r++)
                draw_defined(p->job, r, &a);
            bal_arrangement_free(p->job, &a);
        }
    }
    return code == 0 && p->failed ? bal_fail_mem(err) : code;
}

/* Prefix sums of a Gaussian AR(1) with variance 1, 0 at the gaps. */
static void simulate(const struct bal_sums *s, double phi, struct bal_rng *rng, double *prefix)
{
    double x = bal_rng_normal(rng), step = sqrt(1 - phi * phi);

    prefix[0] = 0;
    for (size_t t = 0; t < s->n; t++) {
        prefix[t + 1] = prefix[t] + (bal_sums_values(s, t, t + 1) > 0 ? x : 0);
        x = phi * x + step * bal_rng_normal(rng);
    }
}

static double contrast_at(const struct placed *p, size_t i, const double *prefix)
{
    const struct bal_range *seg = p->seg + p->begin[i], *mid = seg + p->in[i],
                           *end = p->seg + p->begin[i + 1];
    double in = 0, out = 0;

    for (; seg < mid; seg++)
        in += prefix[seg->b] - prefix[seg->a];
    if (seg == end)
        out = prefix[p->job->n] - in;
    for (; seg < end; seg++)
        out += prefix[seg->b] - prefix[seg->a];
    return in * p->share_in[i] - out * p->share_out[i];
}

/* A shift of d is found when -d is not among the effects that the noise alone leaves unrejected. */
static struct stretch unrejected(const struct placed *p, double d, const double *prefix,
                                 double alpha, double *room)
{
    enum bal_alternative alternative = p->job->spec->alternative;
    bool always = p->job->spec->null != BAL_BLOCK;

    for (size_t i = 0; i < p->n; i++) {
        struct stretch x = stretch_of(alternative, d, contrast_at(p, i, prefix), p->ak[i], always);

        room[i] = x.low;
        room[p->n + i] = x.high;
    }
    return not_rejected(room, room + p->n, p->n, alpha);
}

struct simulation {
    const struct placed *p;
    double phi, alpha;
    size_t n;
    struct stretch *found; /* by simulation: shifts above .high, or below .low, are found */
};

static void simulate_one(const struct simulation *m, size_t r, double *prefix, double *room)
{
    const struct bal_job *job = m->p->job;
    struct bal_rng rng;
    struct stretch x;
    double in = 0, n_in = (double)job->n_in, n_out = job->sums->values - n_in;

    bal_rng_init(&rng, job->spec->seed + 1, r);
    simulate(job->sums, m->phi, &rng, prefix);
    for (size_t i = 0; i < job->k; i++)
        in += prefix[job->window[i].b] - prefix[job->window[i].a];
    x = unrejected(m->p, in / n_in - (prefix[job->n] - in) / n_out, prefix, m->alpha, room);
    if (job->spec->alternative == BAL_LESS) /* there, shifts downwards are looked for */
        m->found[r] = (struct stretch){-INFINITY, x.high};
    else
        m->found[r] = (struct stretch){-x.high, -x.low};
}

static int simulate_all(const struct simulation *m, struct bal_error *err)
{
    const struct bal_job *job = m->p->job;
    size_t cells = job->n + 1 + 2 * m->p->n;
    int failed = 0;

#pragma omp parallel
    {
        double *room;

#pragma omp critical(bal_mem)
        room = bal_alloc(job->mem, cells * sizeof *room);
#pragma omp for schedule(dynamic, 8)
        for (size_t r = 0; r < m->n; r++) {
            int stop;

#pragma omp atomic read
            stop = failed;
            if (stop != 0)
                continue;
            if (room == NULL)
                stop = BAL_EMEM;
            else
                simulate_one(m, r, room, room + job->n + 1);
            if (stop == 0 && omp_get_thread_num() == 0 &&
                !bal_go_on(job->spec->watch, (double)r / (double)m->n))
                stop = BAL_ESTOP;
            if (stop != 0) {
#pragma omp atomic write
                failed = stop;
            }
        }
#pragma omp critical(bal_mem)
        bal_free(job->mem, room, cells * sizeof *room);
    }
    if (failed == BAL_EMEM)
        return bal_fail_mem(err);
    return failed != 0 ? bal_fail(err, BAL_ESTOP, "stopped") : 0;
}

static double share_found(const struct simulation *m, double shift)
{
    double count = 0;

    for (size_t r = 0; r < m->n; r++)
        count += shift > m->found[r].high || shift < m->found[r].low ? 1 : 0;
    return count / (double)m->n;
}

static int power(const struct bal_job *job, const double *inside, double alpha,
                 struct bal_contrast_reach *out, struct bal_error *err)
{
    const struct bal_mem *mem = job->mem;
    struct placed *p = bal_calloc(mem, 1, sizeof *p);
    struct simulation m = {.p = p, .phi = out->phi, .alpha = alpha};
    double *need = bal_alloc(mem, SIMULATED * sizeof *need);
    int code = 0;

    m.found = bal_alloc(mem, SIMULATED * sizeof *m.found);
    if (p == NULL || m.found == NULL || need == NULL)
        code = bal_fail_mem(err);
    if (code == 0) {
        p->job = job;
        p->inside = inside;
        code = keep_some(p, err);
    }
    if (code == 0) {
        double most = fmin(SEGMENT_SUMS / (double)p->segs, VALUES_DRAWN / (double)job->n);

        m.n = (size_t)fmin(SIMULATED, fmax(LEAST_SIMULATED, most));
        code = simulate_all(&m, err);
    }
    if (code == 0) {
        out->simulations = m.n;
        out->placements = p->n;
        out->power_half = share_found(&m, .5);
        out->power_one = share_found(&m, 1);
        for (size_t r = 0; r < m.n; r++)
            need[r] = m.found[r].high;
        out->found = fmax(0, kth(need, m.n, (m.n * 8 + 9) / 10 - 1));
    }
    if (p != NULL)
        bal_free(mem, p->seg, p->cap * sizeof *p->seg);
    bal_free(mem, p, sizeof *p);
    bal_free(mem, m.found, SIMULATED * sizeof *m.found);
    bal_free(mem, need, SIMULATED * sizeof *need);
    return code;
}

/* Both ----------------------------------------------------------------------------------------- */

static int reach_of(struct bal_job *job, const double *y, double level, double *inside,
                    struct bal_contrast_reach *out, struct bal_error *err)
{
    int code;

    if (job->n_in == 0 || job->n_in == job->values)
        return bal_fail(err, BAL_EARG, "the series has no value %s the windows",
                        job->n_in == 0 ? "inside" : "outside");
    bal_fit_ar1(y, job->n, job->window, job->k, inside, &out->phi, &out->sd); /* lends its room */
    inside[0] = 0;
    for (size_t t = 0, w = 0; t < job->n; t++) {
        while (w < job->k && job->window[w].b <= t)
            w++;
        inside[t + 1] =
            inside[t] +
            (w < job->k && job->window[w].a <= t ? bal_sums_values(job->sums, t, t + 1) : 0);
    }
    if (job->spec->null == BAL_BLOCK) {
        code = bal_contrast_block(job, y, err);
        if (code != 0)
            return code;
    }
    code = interval(job, inside, 1 - level, out, err);
    if (code == 0)
        code = power(job, inside, 1 - level, out, err);
    if (job->spec->estimate == BAL_CLIFF_DELTA) {
        out->low = fmax(-1, out->low);
        out->high = fmin(1, out->high);
    }
    return code;
}

static int reach(const struct bal_mem *mem, const double *y, size_t n,
                 const struct bal_range *window, size_t k, const struct bal_contrast_spec *spec,
                 double level, struct bal_contrast_reach *out, struct bal_error *err)
{
    struct bal_sums sums;
    struct bal_job job;
    double *inside = bal_alloc(mem, (n + 1) * sizeof *inside);
    int code =
        inside == NULL ? bal_fail_mem(err) : bal_sums_make(mem, y, n, spec->estimate, &sums, err);

    if (code == 0) {
        code = bal_job_make(mem, &sums, window, k, spec, &job, err);
        if (code == 0) {
            code = reach_of(&job, y, level, inside, out, err);
            bal_job_free(&job);
        }
        bal_sums_free(&sums);
    }
    bal_free(mem, inside, (n + 1) * sizeof *inside);
    return code;
}

int bal_contrast_reach(const struct bal_mem *mem, const double *y, size_t n,
                       const struct bal_range *window, size_t k,
                       const struct bal_contrast_spec *spec, double level,
                       struct bal_contrast_reach *out, struct bal_error *err)
{
    struct bal_range *sorted = bal_alloc(mem, (k + 1) * sizeof *sorted);
    double *seen = spec->null == BAL_PHASE_LABELS ? bal_alloc(mem, n * sizeof *seen) : NULL;
    int code;

    *out = (struct bal_contrast_reach){0};
    if (!(level > 0 && level < 1))
        code = bal_fail(err, BAL_EARG, "a level lies between 0 and 1, such as 0.95");
    else if (sorted == NULL || (seen == NULL && spec->null == BAL_PHASE_LABELS))
        code = bal_fail_mem(err);
    else
        code = bal_contrast_windows(n, window, k, sorted, err);
    if (code == 0 && seen != NULL)
        code = bal_contrast_seen(y, n, window, k, spec, seen, err);
    if (code == 0)
        code = reach(mem, seen != NULL ? seen : y, n, sorted, k, spec, level, out, err);
    bal_free(mem, sorted, (k + 1) * sizeof *sorted);
    bal_free(mem, seen, n * sizeof *seen);
    return code;
}
