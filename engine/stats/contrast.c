#include "stats/contrast.h"

#include <math.h>
#include <omp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/named.h"
#include "stats/block_length.h"
#include "stats/contrast_parts.h"

int bal_estimate_named(const char *name)
{
    static const char *const list[] = {"mean_difference", "cliff_delta"};

    return bal_named(name, list, 2);
}

int bal_null_named(const char *name)
{
    static const char *const list[] = {"relocate", "shift", "permute", "phases", "block"};

    return bal_named(name, list, 5);
}

int bal_alternative_named(const char *name)
{
    static const char *const list[] = {"two_sided", "greater", "less"};

    return bal_named(name, list, 3);
}

static const char *const methods[] = {"auto", "enumerate", "dynamic", "monte_carlo"};

int bal_method_named(const char *name)
{
    return bal_named(name, methods, 4);
}

const char *bal_method_name(enum bal_method method)
{
    return methods[method];
}

/* What is asked -------------------------------------------------------------------------------- */

static int by_start(const void *a, const void *b)
{
    size_t x = ((const struct bal_range *)a)->a, y = ((const struct bal_range *)b)->a;

    return (x > y) - (x < y);
}

/* The two are named as the caller numbered them. */
static int overlap(const struct bal_range *window, size_t k, struct bal_error *err)
{
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < i; j++)
            if (window[i].a < window[j].b && window[j].a < window[i].b)
                return bal_fail(err, BAL_EARG, "windows %zu and %zu overlap; merge them", j + 1,
                                i + 1);
    return 0;
}

int bal_contrast_windows(size_t n, const struct bal_range *window, size_t k,
                         struct bal_range *sorted, struct bal_error *err)
{
    if (k == 0)
        return bal_fail(err, BAL_EARG, "a contrast needs at least one window");
    for (size_t i = 0; i < k; i++) {
        if (window[i].a >= window[i].b || window[i].b > n)
            return bal_fail(err, BAL_EARG, "window %zu covers no period of the series", i + 1);
        sorted[i] = window[i];
    }
    qsort(sorted, k, sizeof *sorted, by_start);
    for (size_t i = 1; i < k; i++)
        if (sorted[i].a < sorted[i - 1].b)
            return overlap(window, k, err);
    return 0;
}

int bal_contrast_seen(const double *y, size_t n, const struct bal_range *window, size_t k,
                      const struct bal_contrast_spec *spec, double *seen, struct bal_error *err)
{
    size_t at = 0, found = 0;

    for (size_t i = 0; i < spec->phases; i++) {
        const struct bal_range *p = &spec->phase[i];

        if (p->a >= p->b || p->b > n || p->a < at)
            return bal_fail(
                err, BAL_EARG,
                "phase %zu covers no period of the series, or none after the one before", i + 1);
        for (; at < p->a; at++)
            seen[at] = NAN;
        memcpy(seen + at, y + at, (p->b - at) * sizeof *seen);
        at = p->b;
        for (size_t j = 0; j < k; j++)
            found += window[j].a == p->a && window[j].b == p->b;
    }
    for (; at < n; at++)
        seen[at] = NAN;
    if (found < k)
        return bal_fail(err, BAL_EARG, "null = \"phases\" needs windows that are phases");
    return 0;
}

/* Means inside and outside, and how many there are of each; windows in time order. */
static void describe(const double *y, size_t n, const struct bal_range *window, size_t k,
                     struct bal_contrast *out)
{
    double in = 0, outside = 0;
    size_t t = 0, values;

    for (size_t i = 0; i <= k; i++) {
        size_t a = i < k ? window[i].a : n, b = i < k ? window[i].b : n;

        outside += bal_sum_values(y + t, a - t, &values);
        out->n_out += values;
        in += bal_sum_values(y + a, b - a, &values);
        out->n_in += values;
        t = b;
    }
    out->gaps = n - out->n_in - out->n_out;
    out->mean_in = in / (double)out->n_in;
    out->mean_out = outside / (double)out->n_out;
}

/* Pairs of values that follow each other, perhaps over gaps, among the residuals of a series. */
struct pairs {
    const double *r;        /* NaN at the gaps */
    size_t n, pairs, near;  /* near: how many are one period apart */
    double product, nearby; /* sum of their products; of the near ones */
    double span;            /* sum of their distances */
};

static struct pairs pairs_of(const double *r, size_t n)
{
    struct pairs p = {.r = r, .n = n};
    size_t last = SIZE_MAX;

    for (size_t t = 0; t < n; t++) {
        if (isnan(r[t]))
            continue;
        if (last != SIZE_MAX) {
            p.pairs++;
            p.product += r[t] * r[last];
            p.span += (double)(t - last);
            p.near += t - last == 1 ? 1 : 0;
            p.nearby += t - last == 1 ? r[t] * r[last] : 0;
        }
        last = t;
    }
    return p;
}

/* The mean of phi^distance over the pairs. */
static double mean_power(const struct pairs *p, double phi)
{
    double sum = 0, power = 1;
    bool begun = false;

    for (size_t t = 0; t < p->n; t++) {
        if (!isnan(p->r[t])) {
            sum += begun ? power : 0;
            begun = true;
            power = 1;
        }
        power *= phi;
    }
    return sum / (double)p->pairs;
}

/* Values at long distances: phi >= 0 such that the mean of phi^distance is that of the products. */
static double sparse_ar1(const struct pairs *p, double variance)
{
    double most = pow(.99, (double)p->pairs / p->span), low = 0, high = most;
    double want = p->product / (double)p->pairs / variance;

    if (want <= 0)
        return 0;
    if (want >= mean_power(p, most))
        return most;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;

        if (mean_power(p, middle) < want)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

void bal_fit_ar1(const double *y, size_t n, const struct bal_range *window, size_t k, double *rest,
                 double *phi, double *sd)
{
    struct bal_contrast d = {0};
    double square = 0, values;
    struct pairs p;

    describe(y, n, window, k, &d);
    values = (double)(d.n_in + d.n_out);
    for (size_t t = 0, w = 0; t < n; t++) {
        while (w < k && window[w].b <= t)
            w++;
        rest[t] = y[t] - (w < k && window[w].a <= t ? d.mean_in : d.mean_out);
        square += isnan(rest[t]) ? 0 : rest[t] * rest[t];
    }
    *sd = values > 2 ? sqrt(square / (values - 2)) : 0;
    p = pairs_of(rest, n);
    if (!(square > 0) || p.pairs == 0)
        *phi = 0;
    else if (2 * p.near < p.pairs)
        *phi = sparse_ar1(&p, square / (values - 1));
    else /* product / (n - 1) over square / n: with gaps, fewer pairs. Kept inside the stationary. */
        *phi = fmax(-.99, fmin(.99, p.nearby / (double)p.near * (values - 1) / square));
}

int bal_contrast_block(struct bal_job *job, const double *y, struct bal_error *err)
{
    struct bal_block_length length;
    int code = 0;

    job->block = job->spec->block;
    if (job->block == 0) {
        code = bal_block_length(job->sums->mem, y, job->n, &length, err);
        job->block = code == 0 ? (size_t)ceil(length.circular) : 0;
    }
    if (code == 0 && job->block > job->n)
        code = bal_fail(err, BAL_EARG, "a block of %zu periods is longer than the series, %zu",
                        job->block, job->n);
    return code;
}

/* The job -------------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    return (x > y) - (x < y);
}

int bal_job_make(const struct bal_mem *mem, const struct bal_sums *sums,
                 const struct bal_range *window, size_t k, const struct bal_contrast_spec *spec,
                 struct bal_job *job, struct bal_error *err)
{
    double in = 0;

    *job = (struct bal_job){
        .mem = mem, .spec = spec, .n = sums->n, .window = window, .k = k, .sums = sums};
    job->length = bal_alloc(mem, k * sizeof *job->length);
    if (spec->null == BAL_PERMUTE)
        job->value = bal_alloc(mem, job->n * sizeof *job->value);
    if (job->length == NULL || (job->value == NULL && spec->null == BAL_PERMUTE)) {
        bal_job_free(job);
        return bal_fail_mem(err);
    }
    for (size_t i = 0; i < k; i++) {
        job->length[i] = window[i].b - window[i].a;
        in += bal_sums_values(sums, window[i].a, window[i].b);
    }
    qsort(job->length, k, sizeof *job->length, by_size);
    job->n_in = (size_t)in;
    job->values = (size_t)sums->values;
    for (size_t t = 0, i = 0; spec->null == BAL_PERMUTE && t < job->n; t++)
        if (bal_sums_values(sums, t, t + 1) > 0)
            job->value[i++] = t;
    return 0;
}

void bal_job_free(struct bal_job *job)
{
    bal_free(job->mem, job->length, job->k * sizeof *job->length);
    bal_free(job->mem, job->value, job->n * sizeof *job->value);
}

/* Monte Carlo ---------------------------------------------------------------------------------- */

/* Whether draw r is as extreme; an arrangement without an estimate is drawn again, at most a
 * thousand times. */
static bool draw_is_extreme(const struct bal_job *job, const struct bal_tally *t, size_t r,
                            struct bal_arrangement *a)
{
    const struct bal_sums *s = job->sums;
    struct bal_rng rng;
    double d = NAN;

    bal_rng_init(&rng, job->spec->seed, r);
    for (int tries = 0; isnan(d) && tries < 1000; tries++) {
        bal_arrange_draw(job, &rng, a);
        d = bal_arranged(s, s->z, a);
    }
    /* of scores that sum to zero it is Z n / (n1 n0), of which the cut has Z for its own n1 n0 */
    return bal_extremity(t->alternative, d * t->product / s->values) >= t->cut;
}

static void draw_some(const struct bal_job *job, const struct bal_tally *t, size_t reps,
                      struct bal_arrangement *a, int *failed, double *extreme)
{
    double sum = 0;

#pragma omp for schedule(dynamic, 256)
    for (size_t r = 0; r < reps; r++) {
        int stop;

#pragma omp atomic read
        stop = *failed;
        if (stop != 0)
            continue;
        sum += draw_is_extreme(job, t, r, a) ? 1 : 0;
        if (r % 4096 == 0 && omp_get_thread_num() == 0 &&
            !bal_go_on(job->spec->watch, (double)r / (double)reps)) {
#pragma omp atomic write
            *failed = BAL_ESTOP;
        }
    }
#pragma omp atomic
    *extreme += sum;
}

static int draw_all(const struct bal_job *job, const struct bal_tally *t, size_t reps,
                    double *extreme, struct bal_error *err)
{
    int failed = 0;

    *extreme = 0;
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
        draw_some(job, t, reps, &a, &failed, extreme);
        if (code == 0) {
#pragma omp critical(bal_mem)
            bal_arrangement_free(job, &a);
        }
    }
    if (failed == BAL_EMEM)
        return bal_fail_mem(err);
    return failed != 0 ? bal_fail(err, BAL_ESTOP, "stopped") : 0;
}

static int monte_carlo(const struct bal_job *job, const struct bal_tally *t,
                       struct bal_contrast *out, struct bal_error *err)
{
    size_t reps = job->spec->reps > 0 ? job->spec->reps : BAL_CONTRAST_REPS;
    double extreme, m = (double)reps;
    int code;

    if (job->spec->null == BAL_PERMUTE)
        code = bal_permute_draws(job, t, reps, &extreme, err);
    else
        code = draw_all(job, t, reps, &extreme, err);
    if (code != 0)
        return code;
    out->draws = m;
    out->p = (extreme + 1) / (m + 1);
    out->error = sqrt(out->p * (1 - out->p) / m);
    out->floor = 1 / (m + 1);
    return 0;
}

/* Exact ---------------------------------------------------------------------------------------- */

static bool count_arrangement(void *ud, const struct bal_arrangement *a)
{
    struct bal_tally *t = ud;
    const struct bal_sums *s = t->sums;
    double z = 0, n_in = 0;

    for (size_t i = 0; i < a->in; i++) {
        z += s->z[a->seg[i].b] - s->z[a->seg[i].a];
        n_in += bal_sums_values(s, a->seg[i].a, a->seg[i].b);
    }
    bal_tally_count(t, z, n_in, 1);
    return true;
}

/* How many are gone through one by one: orders of equal lengths once. Infinite: beyond counting, so that
 * no more than some 170 windows are ever placed one in the other. */
static double enumerated(const struct bal_job *job, double *each)
{
    double all = bal_arrangements(job);

    *each = 1;
    if (job->spec->null == BAL_RELOCATE)
        bal_placements(job, each);
    return isfinite(all / *each) ? all / *each : INFINITY;
}

static int enumerate(const struct bal_job *job, struct bal_tally *t, struct bal_error *err)
{
    if (job->spec->null == BAL_RELOCATE)
        return bal_relocate_all(job, t, err);
    if (job->spec->null == BAL_SHIFT)
        return bal_shift_all(job, t, err);
    return bal_arrange_each(job, count_arrangement, t, err);
}

static double dynamic_cost(const struct bal_job *job, const struct bal_lattice *l)
{
    return job->spec->null == BAL_RELOCATE ? bal_relocate_dynamic_cost(job, l)
                                           : bal_permute_dynamic_cost(job, l);
}

static int dynamic(const struct bal_job *job, const struct bal_lattice *l, struct bal_tally *t,
                   struct bal_error *err)
{
    return job->spec->null == BAL_RELOCATE ? bal_relocate_dynamic(job, l, t, err)
                                           : bal_permute_dynamic(job, l, t, err);
}

#define AFFORDABLE 1e9      /* cost of an enumeration that was not asked for, as in cheapest() */
#define AFFORDABLE_ADDS 2e9 /* additions of a dynamic programme */

/* The method, given what each would cost; dynamic is infinite when it is impossible. An addition of
 * the programme takes about a quarter of a nanosecond, a placement one, or three with gaps. */
static enum bal_method cheapest(const struct bal_job *job, double count, double adds)
{
    double one = job->spec->null == BAL_PERMUTE ? 10 * (double)job->n_in
                 : job->sums->uneven            ? 12
                                                : 4;

    if (job->spec->null == BAL_BLOCK)
        return BAL_MONTE_CARLO;
    if (job->spec->null == BAL_SHIFT || (count * one <= AFFORDABLE && count * one <= adds))
        return BAL_ENUMERATE;
    return adds <= AFFORDABLE_ADDS ? BAL_DYNAMIC : BAL_MONTE_CARLO;
}

static const char *const null_names[] = {"relocate", "shift", "permute", "phases", "block"};

static int check_method(const struct bal_job *job, enum bal_method method, double count,
                        double adds, struct bal_error *err)
{
    const char *null = null_names[job->spec->null];

    if (method == BAL_ENUMERATE && job->spec->null == BAL_BLOCK)
        return bal_fail(err, BAL_EARG, "null = \"block\" is only done by method = \"monte_carlo\"");
    if (method == BAL_ENUMERATE && job->spec->null == BAL_RELOCATE && count > BAL_PLACEMENTS_MAX)
        return bal_fail(err, BAL_EARG,
                        "relocating %zu windows has %.3g placements, and at most %.0e are "
                        "enumerated; null = \"shift\" is exact for any number of windows",
                        job->k, count, BAL_PLACEMENTS_MAX);
    if (method == BAL_ENUMERATE && count > BAL_PLACEMENTS_MAX)
        return bal_fail(err, BAL_EARG,
                        "null = \"%s\" has %.3g arrangements, and at most %.0e are "
                        "enumerated; method = \"monte_carlo\" draws some of them",
                        null, count, BAL_PLACEMENTS_MAX);
    if (method == BAL_DYNAMIC && job->spec->null != BAL_RELOCATE && job->spec->null != BAL_PERMUTE)
        return bal_fail(err, BAL_EARG,
                        "method = \"dynamic\" is for null = \"relocate\" and "
                        "\"permute\", not \"%s\"",
                        null);
    if (method == BAL_DYNAMIC && !isfinite(adds))
        return bal_fail(err, BAL_EARG,
                        "method = \"dynamic\" needs values that are whole numbers of some unit, "
                        "and not too many sums; method = \"monte_carlo\" needs neither");
    return 0;
}

static bool may_be_dynamic(const struct bal_job *job)
{
    enum bal_null null = job->spec->null;
    enum bal_method method = job->spec->method;

    return (null == BAL_RELOCATE || null == BAL_PERMUTE) &&
           (method == BAL_AUTO || method == BAL_DYNAMIC);
}

static int run(const struct bal_job *job, const struct bal_lattice *l, struct bal_tally *t,
               struct bal_contrast *out, struct bal_error *err)
{
    double each, count = enumerated(job, &each), adds = INFINITY;
    int code;

    if (may_be_dynamic(job) && (job->spec->method == BAL_DYNAMIC || !(count <= 1e5)))
        adds = dynamic_cost(job, l);
    if (adds < 0)
        return bal_fail_mem(err);
    out->placements = bal_arrangements(job);
    out->method = job->spec->method;
    if (out->method == BAL_AUTO)
        out->method = cheapest(job, count, adds);
    code = check_method(job, out->method, count, adds, err);
    if (code != 0)
        return code;
    if (out->method == BAL_MONTE_CARLO)
        return monte_carlo(job, t, out, err);
    code = out->method == BAL_DYNAMIC ? dynamic(job, l, t, err) : enumerate(job, t, err);
    out->undefined = t->undefined > 0 ? t->undefined * each : 0;
    out->p = t->extreme / t->total;
    out->floor = t->at_top / t->total;
    return code;
}

static int run_job(struct bal_job *job, const double *y, struct bal_contrast *out,
                   struct bal_error *err)
{
    struct bal_tally tally = {.sums = job->sums,
                              .alternative = job->spec->alternative,
                              .product = (double)out->n_in * (double)out->n_out,
                              .top = -INFINITY};
    struct bal_lattice lattice = {0};
    double z = 0, each;
    int code = 0;

    for (size_t i = 0; i < job->k; i++)
        z += job->sums->z[job->window[i].b] - job->sums->z[job->window[i].a];
    tally.cut = bal_extremity(tally.alternative, z) - job->sums->tolerance;
    out->estimate = z / tally.product;
    if (job->spec->null == BAL_BLOCK) {
        code = bal_contrast_block(job, y, err);
        if (code != 0)
            return code;
        out->block = job->block;
    }
    if (may_be_dynamic(job) &&
        (job->spec->method == BAL_DYNAMIC || !(enumerated(job, &each) <= 1e5)))
        code = bal_lattice_find(job->sums, job->spec->estimate == BAL_CLIFF_DELTA ? NULL : y,
                                &lattice, err);
    if (code == 0)
        code = run(job, &lattice, &tally, out, err);
    bal_lattice_free(job->sums, &lattice);
    return code;
}

static int contrast(const struct bal_mem *mem, const double *y, size_t n,
                    const struct bal_range *window, size_t k, const struct bal_contrast_spec *spec,
                    struct bal_contrast *out, struct bal_error *err)
{
    struct bal_sums sums;
    struct bal_job job;
    int code;

    *out = (struct bal_contrast){0};
    describe(y, n, window, k, out);
    if (out->n_in == 0 || out->n_out == 0)
        return bal_fail(err, BAL_EARG, "the series has no value %s the windows",
                        out->n_in == 0 ? "inside" : "outside");
    code = bal_sums_make(mem, y, n, spec->estimate, &sums, err);
    if (code != 0)
        return code;
    sums.uneven = sums.uneven || spec->null == BAL_PHASE_LABELS; /* phases differ in length */
    code = bal_job_make(mem, &sums, window, k, spec, &job, err);
    if (code == 0) {
        code = run_job(&job, y, out, err);
        bal_job_free(&job);
    }
    bal_sums_free(&sums);
    return code;
}

int bal_contrast(const struct bal_mem *mem, const double *y, size_t n,
                 const struct bal_range *window, size_t k, const struct bal_contrast_spec *spec,
                 struct bal_contrast *out, struct bal_error *err)
{
    struct bal_range *sorted = bal_alloc(mem, (k + 1) * sizeof *sorted);
    double *seen = spec->null == BAL_PHASE_LABELS ? bal_alloc(mem, n * sizeof *seen) : NULL;
    int code;

    if (sorted == NULL || (seen == NULL && spec->null == BAL_PHASE_LABELS))
        code = bal_fail_mem(err);
    else
        code = bal_contrast_windows(n, window, k, sorted, err);
    if (code == 0 && seen != NULL)
        code = bal_contrast_seen(y, n, window, k, spec, seen, err);
    if (code == 0)
        code = contrast(mem, seen != NULL ? seen : y, n, sorted, k, spec, out, err);
    bal_free(mem, sorted, (k + 1) * sizeof *sorted);
    bal_free(mem, seen, n * sizeof *seen);
    return code;
}
