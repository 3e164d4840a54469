#include "stats/bootstrap.h"

#include <math.h>

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>
#endif

#include <Random123/philox.h>

#include "base/named.h"
#include "base/rng.h"

int bal_scheme_named(const char *name)
{
    static const char *const list[] = {"block", "circular", "stationary"};

    return bal_named(name, list, 3);
}

int bal_bounds_named(const char *name)
{
    static const char *const list[] = {"percentile", "basic", "bca"};

    return bal_named(name, list, 3);
}

int bal_bootstrap_check(size_t n, const struct bal_bootstrap_spec *spec, struct bal_error *err)
{
    double l = spec->block;

    if (n < 2)
        return bal_fail(err, BAL_EARG, "a bootstrap needs a series of at least two periods");
    if (spec->reps < 1 || spec->reps > BAL_REPS_MAX)
        return bal_fail(err, BAL_EARG, "reps is a number from 1 to %d, not %zu", BAL_REPS_MAX,
                        spec->reps);
    if (!(l >= 1) || (spec->scheme != BAL_SCHEME_STATIONARY && l != floor(l)))
        return bal_fail(err, BAL_EARG, "a block is a %snumber of periods from 1 on, not %g",
                        spec->scheme == BAL_SCHEME_STATIONARY ? "" : "whole ", l);
    if (l > (double)n / 2)
        return bal_fail(
            err, BAL_EARG,
            "a block is at most half of the %zu periods, so that there are two, not %.14g", n, l);
    return 0;
}

/* Runs ----------------------------------------------------------------------------------------- */

/* A resample is a list of runs: `length` periods from `from` on, which may go past n - 1, as the
 * series is laid twice behind itself. */
struct run {
    size_t from, length;
};

struct draw {
    const struct bal_bootstrap_spec *spec;
    size_t n, starts;
    double log_stay; /* log(1 - 1/l) of the stationary bootstrap */
    struct bal_rng rng;
    size_t left; /* periods of the resample still to fill */
};

static void draw_start(struct draw *d, const struct bal_bootstrap_spec *spec, size_t n, uint64_t r)
{
    *d = (struct draw){.spec = spec, .n = n, .starts = n, .left = n};
    if (spec->scheme == BAL_SCHEME_BLOCK)
        d->starts = n - (size_t)spec->block + 1;
    if (spec->scheme == BAL_SCHEME_STATIONARY)
        d->log_stay = log1p(-1 / spec->block);
    bal_rng_init(&d->rng, spec->seed, r);
}

static struct run next_run(struct draw *d)
{
    struct run run = {.from = bal_rng_below(&d->rng, d->starts)};
    double length = d->spec->block;

    if (d->spec->scheme == BAL_SCHEME_STATIONARY) /* l = 1: the quotient is 0 */
        length = 1 + floor(log1p(-bal_rng_unit(&d->rng)) / d->log_stay);
    run.length = length < (double)d->left ? (size_t)length : d->left;
    d->left -= run.length;
    return run;
}

void bal_bootstrap_indices(const struct bal_bootstrap_spec *spec, size_t n, uint64_t r,
                           size_t *index)
{
    struct draw d;

    draw_start(&d, spec, n, r);
    while (d.left > 0) {
        struct run run = next_run(&d);

        for (size_t i = 0; i < run.length; i++)
            *index++ = (run.from + i) % n;
    }
}

/* Sums ----------------------------------------------------------------------------------------- */

/* Prefix sums of the series laid twice behind itself, less a whole number near its mean: whole
 * numbers stay whole, and large levels lose no digits.  */
struct sums {
    const struct bal_mem *mem;
    size_t n;
    double *y, *have; /* 2 n + 1 each */
    double level;
    bool gaps;
    double *full, *tail; /* blocks without gaps: sums of a whole block and of the last, by start */
};

static size_t prefix_size(size_t n)
{
    return (2 * n + 1) * sizeof(double);
}

static void free_sums(struct sums *s)
{
    bal_free(s->mem, s->y, prefix_size(s->n));
    bal_free(s->mem, s->have, prefix_size(s->n));
    bal_free(s->mem, s->full, s->n * sizeof *s->full);
    bal_free(s->mem, s->tail, s->n * sizeof *s->tail);
}

static double level_of(const double *y, size_t n)
{
    double sum = 0, values = 0;

    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t])) {
            sum += y[t];
            values++;
        }
    return values > 0 ? nearbyint(sum / values) : 0;
}

static int make_sums(const struct bal_mem *mem, const double *y, size_t n, struct sums *s,
                     struct bal_error *err)
{
    *s = (struct sums){.mem = mem, .n = n, .level = level_of(y, n)};
    s->y = bal_alloc(mem, prefix_size(n));
    s->have = bal_alloc(mem, prefix_size(n));
    s->full = bal_alloc(mem, n * sizeof *s->full);
    s->tail = bal_alloc(mem, n * sizeof *s->tail);
    if (s->y == NULL || s->have == NULL || s->full == NULL || s->tail == NULL) {
        free_sums(s);
        return bal_fail_mem(err);
    }
    s->y[0] = s->have[0] = 0;
    for (size_t t = 0; t < 2 * n; t++) {
        double v = y[t % n];
        bool gap = isnan(v);

        s->y[t + 1] = s->y[t] + (gap ? 0 : v - s->level);
        s->have[t + 1] = s->have[t] + (gap ? 0 : 1);
        s->gaps = s->gaps || gap;
    }
    return 0;
}

/* Replicates ----------------------------------------------------------------------------------- */

struct job {
    const struct bal_bootstrap_spec *spec;
    struct sums sums;
    size_t starts, blocks; /* equal blocks: where they may start, how many in a resample */
    uint32_t odd;          /* 2^32 mod starts */
    bool (*draw)(const struct job *job, uint64_t r, size_t part, uint64_t start[16]);
    const struct bal_range *window; /* a difference: its windows, by their starts; else none */
    size_t k;
    double difference; /* that the residuals are put back to */
};

static double mean_replicate(const struct job *job, uint64_t r)
{
    const struct sums *s = &job->sums;
    double sum = 0, values = 0;
    struct draw d;

    draw_start(&d, job->spec, s->n, r);
    while (d.left > 0) {
        struct run run = next_run(&d);

        sum += s->y[run.from + run.length] - s->y[run.from];
        values += s->have[run.from + run.length] - s->have[run.from];
    }
    return values > 0 ? s->level + sum / values : NAN;
}

/* Equal blocks without gaps: one addition a block. Sixteen words of stream r, those from 16 * part on,
 * become starts: what bal_rng_below would give, except that the answer is true when one of them would
 * have been drawn again. Each road gives the same bits. */
typedef bool draw_sixteen(const struct job *job, uint64_t r, size_t part, uint64_t start[16]);

static bool draw_plain(const struct job *job, uint64_t r, size_t part, uint64_t start[16])
{
    struct bal_rng rng;
    bool again = false;

    bal_rng_init(&rng, job->spec->seed, r);
    rng.block = 4 * part;
    for (int i = 0; i < 16; i++) {
        uint64_t product = bal_rng_u32(&rng) * (uint64_t)job->starts;

        again = again || (uint32_t)product < job->odd;
        start[i] = product >> 32;
    }
    return again;
}

#if defined __x86_64__ && defined __GNUC__

/* Philox on four counters at once: a word is the low half of each of four lanes, and what stands in
 * the high halves is never read. */
__attribute__((target("avx2"))) static inline void philox_four(__m256i c[4], uint64_t seed)
{
    const __m256i m0 = _mm256_set1_epi64x(PHILOX_M4x32_0);
    const __m256i m1 = _mm256_set1_epi64x(PHILOX_M4x32_1);
    const __m256i w0 = _mm256_set1_epi64x(PHILOX_W32_0), w1 = _mm256_set1_epi64x(PHILOX_W32_1);
    __m256i k0 = _mm256_set1_epi64x((int64_t)(uint32_t)seed);
    __m256i k1 = _mm256_set1_epi64x((int64_t)(seed >> 32));

    for (int round = 0; round < 10; round++) {
        __m256i p0 = _mm256_mul_epu32(c[0], m0), p1 = _mm256_mul_epu32(c[2], m1);
        __m256i x0 = _mm256_xor_si256(c[1], k0);
        __m256i x1 = _mm256_xor_si256(c[3], k1);

        c[0] = _mm256_xor_si256(_mm256_srli_epi64(p1, 32), x0);
        c[1] = p1;
        c[2] = _mm256_xor_si256(_mm256_srli_epi64(p0, 32), x1);
        c[3] = p0;
        k0 = _mm256_add_epi32(k0, w0);
        k1 = _mm256_add_epi32(k1, w1);
    }
}

/* Word i of counter j becomes start[4 j + i]. */
__attribute__((target("avx2"))) static bool draw_wide(const struct job *job, uint64_t r,
                                                      size_t part, uint64_t start[16])
{
    const __m256i starts = _mm256_set1_epi64x((int64_t)job->starts);
    const __m256i low = _mm256_set1_epi64x(UINT32_MAX);
    const __m256i odd = _mm256_set1_epi64x((int64_t)job->odd);
    __m256i again = _mm256_setzero_si256(), first, second, third, fourth;
    __m256i c[4] = {
        _mm256_add_epi64(_mm256_set1_epi64x((int64_t)(4 * part)), _mm256_set_epi64x(3, 2, 1, 0)),
        _mm256_setzero_si256(), _mm256_set1_epi64x((int64_t)(uint32_t)r),
        _mm256_set1_epi64x((int64_t)(r >> 32))};

    philox_four(c, job->spec->seed);
    for (int i = 0; i < 4; i++) {
        c[i] = _mm256_mul_epu32(c[i], starts);
        again = _mm256_or_si256(again, _mm256_cmpgt_epi64(odd, _mm256_and_si256(c[i], low)));
        c[i] = _mm256_srli_epi64(c[i], 32);
    }
    /* four rows of words to four rows of counters */
    first = _mm256_unpacklo_epi64(c[0], c[1]);
    second = _mm256_unpackhi_epi64(c[0], c[1]);
    third = _mm256_unpacklo_epi64(c[2], c[3]);
    fourth = _mm256_unpackhi_epi64(c[2], c[3]);
    _mm256_storeu_si256((__m256i *)start, _mm256_permute2x128_si256(first, third, 0x20));
    _mm256_storeu_si256((__m256i *)(start + 4), _mm256_permute2x128_si256(second, fourth, 0x20));
    _mm256_storeu_si256((__m256i *)(start + 8), _mm256_permute2x128_si256(first, third, 0x31));
    _mm256_storeu_si256((__m256i *)(start + 12), _mm256_permute2x128_si256(second, fourth, 0x31));
    return _mm256_testz_si256(again, again) == 0;
}

static draw_sixteen *best_draw(void)
{
    return __builtin_cpu_supports("avx2") ? draw_wide : draw_plain;
}

#else

static draw_sixteen *best_draw(void)
{
    return draw_plain;
}

#endif

/* The rare resample in which a word would be drawn again goes the long way. */
static double block_replicate(const struct job *job, uint64_t r)
{
    const struct sums *s = &job->sums;
    size_t last = job->blocks - 1;
    bool again = false;
    uint64_t at[16];
    double a = 0, b = 0, rest = 0;

    for (size_t done = 0; done <= last; done += 16) {
        again |= job->draw(job, r, done / 16, at);
        for (size_t i = 0; i < 16 && done + i <= last; i += 8) {
            const uint64_t *v = at + i;
            size_t left = last - done - i;

            if (left >= 8) {
                a += (s->full[v[0]] + s->full[v[1]]) + (s->full[v[2]] + s->full[v[3]]);
                b += (s->full[v[4]] + s->full[v[5]]) + (s->full[v[6]] + s->full[v[7]]);
                continue;
            }
            for (size_t j = 0; j < left; j++)
                rest += s->full[v[j]];
            rest += s->tail[v[left]];
        }
    }
    if (again)
        return mean_replicate(job, r);
    return s->level + (a + b + rest) / (double)s->n;
}

/* Sums inside [0] and outside [1] the windows, of residuals and of how many there are. */
struct sides {
    double sum[2], values[2];
};

static void add_part(const struct sums *s, struct sides *sides, int side, size_t from,
                     size_t length)
{
    sides->sum[side] += s->y[from + length] - s->y[from];
    sides->values[side] += s->have[from + length] - s->have[from];
}

/* Lays a run over the calendar from `at` on, cut where a window begins or ends; *w is the first
 * window that does not end before `at`. */
static void lay(const struct job *job, struct sides *sides, struct run run, size_t at, size_t *w)
{
    while (run.length > 0) {
        size_t edge = SIZE_MAX, length;
        int side = 1;

        while (*w < job->k && job->window[*w].b <= at)
            ++*w;
        if (*w < job->k) {
            side = job->window[*w].a <= at ? 0 : 1;
            edge = side == 0 ? job->window[*w].b : job->window[*w].a;
        }
        length = run.length < edge - at ? run.length : edge - at;
        add_part(&job->sums, sides, side, run.from, length);
        run.from += length;
        run.length -= length;
        at += length;
    }
}

static double difference_replicate(const struct job *job, uint64_t r)
{
    struct sides sides = {{0}, {0}};
    size_t w = 0;
    struct draw d;

    draw_start(&d, job->spec, job->sums.n, r);
    while (d.left > 0) {
        size_t at = d.n - d.left;

        lay(job, &sides, next_run(&d), at, &w);
    }
    if (sides.values[0] == 0 || sides.values[1] == 0)
        return NAN;
    return job->difference + sides.sum[0] / sides.values[0] - sides.sum[1] / sides.values[1];
}

/* Replicates a batch at a time, so that a watcher is asked some times a second. */
static int run_job(const struct job *job, double (*one)(const struct job *, uint64_t),
                   const struct bal_watch *watch, double *replicate, struct bal_error *err)
{
    double batch = 4e6 * job->spec->block / (double)job->sums.n;
    size_t reps = job->spec->reps;
    size_t step = batch < 64 ? 64 : batch > 65536 ? 65536 : (size_t)batch;

    for (size_t done = 0; done < reps; done += step) {
        size_t end = reps - done < step ? reps : done + step;

        if (!bal_go_on(watch, (double)done / (double)reps))
            return bal_fail(err, BAL_ESTOP, "the bootstrap was stopped");
#pragma omp parallel for schedule(static) if (end - done > 256)
        for (size_t r = done; r < end; r++)
            replicate[r] = one(job, r);
    }
    return 0;
}

static void prepare_blocks(struct job *job)
{
    struct sums *s = &job->sums;
    size_t l = (size_t)job->spec->block, rest;

    job->blocks = (s->n + l - 1) / l;
    job->starts = job->spec->scheme == BAL_SCHEME_BLOCK ? s->n - l + 1 : s->n;
    job->odd = (uint32_t)((UINT64_C(1) << 32) % job->starts);
    job->draw = best_draw();
    rest = s->n - (job->blocks - 1) * l;
    for (size_t from = 0; from < job->starts; from++) {
        s->full[from] = s->y[from + l] - s->y[from];
        s->tail[from] = s->y[from + rest] - s->y[from];
    }
}

int bal_bootstrap_mean(const struct bal_mem *mem, const double *y, size_t n,
                       const struct bal_bootstrap_spec *spec, const struct bal_watch *watch,
                       double *replicate, struct bal_error *err)
{
    struct job job = {.spec = spec};
    int code = bal_bootstrap_check(n, spec, err);

    if (code == 0)
        code = make_sums(mem, y, n, &job.sums, err);
    if (code != 0)
        return code;
    if (spec->scheme == BAL_SCHEME_STATIONARY || job.sums.gaps) {
        code = run_job(&job, mean_replicate, watch, replicate, err);
    } else {
        prepare_blocks(&job);
        code = run_job(&job, block_replicate, watch, replicate, err);
    }
    free_sums(&job.sums);
    return code;
}

/* The difference ------------------------------------------------------------------------------- */

static bool inside(const struct bal_range *window, size_t k, size_t t)
{
    for (size_t i = 0; i < k; i++)
        if (window[i].a <= t && t < window[i].b)
            return true;
    return false;
}

int bal_bootstrap_residuals(const double *y, size_t n, const struct bal_range *window, size_t k,
                            double *out, double *difference, struct bal_error *err)
{
    double sum[2] = {0}, values[2] = {0};

    for (size_t t = 0; t < n; t++)
        if (!isnan(y[t])) {
            int side = inside(window, k, t) ? 0 : 1;

            sum[side] += y[t];
            values[side]++;
        }
    if (values[0] == 0 || values[1] == 0)
        return bal_fail(err, BAL_EARG, "the series has no value %s the windows",
                        values[0] == 0 ? "inside" : "outside");
    for (size_t t = 0; t < n; t++) {
        int side = inside(window, k, t) ? 0 : 1;

        out[t] = y[t] - sum[side] / values[side];
    }
    *difference = sum[0] / values[0] - sum[1] / values[1];
    return 0;
}

static int check_windows(size_t n, const struct bal_range *window, size_t k, struct bal_error *err)
{
    for (size_t i = 0; i < k; i++) {
        if (window[i].a >= window[i].b || window[i].b > n)
            return bal_fail(err, BAL_EARG, "window %zu covers no period of the series", i + 1);
        for (size_t j = 0; j < i; j++)
            if (window[i].a < window[j].b && window[j].a < window[i].b)
                return bal_fail(err, BAL_EARG, "windows %zu and %zu overlap; merge them", j + 1,
                                i + 1);
    }
    return 0;
}

/* By insertion: there are few. */
static void sort_windows(struct bal_range *to, const struct bal_range *from, size_t k)
{
    for (size_t i = 0; i < k; i++) {
        size_t j = i;

        for (; j > 0 && to[j - 1].a > from[i].a; j--)
            to[j] = to[j - 1];
        to[j] = from[i];
    }
}

int bal_bootstrap_difference(const struct bal_mem *mem, const double *y, size_t n,
                             const struct bal_range *window, size_t k,
                             const struct bal_bootstrap_spec *spec, const struct bal_watch *watch,
                             double *replicate, struct bal_error *err)
{
    struct job job = {.spec = spec, .k = k};
    struct bal_range *sorted;
    double *e;
    int code = bal_bootstrap_check(n, spec, err);

    if (code == 0)
        code = check_windows(n, window, k, err);
    if (code != 0)
        return code;
    e = bal_alloc(mem, n * sizeof *e);
    sorted = bal_alloc(mem, (k + 1) * sizeof *sorted);
    code = e == NULL || sorted == NULL ? bal_fail_mem(err) : 0;
    if (code == 0)
        code = bal_bootstrap_residuals(y, n, window, k, e, &job.difference, err);
    if (code == 0)
        code = make_sums(mem, e, n, &job.sums, err);
    if (code == 0) {
        sort_windows(sorted, window, k);
        job.window = sorted;
        code = run_job(&job, difference_replicate, watch, replicate, err);
        free_sums(&job.sums);
    }
    bal_free(mem, e, n * sizeof *e);
    bal_free(mem, sorted, (k + 1) * sizeof *sorted);
    return code;
}

/* Acceleration --------------------------------------------------------------------------------- */

/* The statistic without the block of l periods from i on, round the end. */
static double without(const struct sums *s, const double *y, const bool *in, bool difference,
                      size_t i, size_t l)
{
    double sum[2] = {0}, values[2] = {0}, v;

    for (size_t t = 0; t < s->n; t++) {
        size_t after = t >= i ? t - i : t + s->n - i;

        if (after < l || isnan(y[t]))
            continue;
        sum[in[t] ? 0 : 1] += y[t] - s->level;
        values[in[t] ? 0 : 1]++;
    }
    v = sum[1] / values[1]; /* no windows: all is outside; 0 / 0 is NaN */
    return difference ? sum[0] / values[0] - v : v;
}

int bal_bootstrap_acceleration(const struct bal_mem *mem, const double *y, size_t n,
                               const struct bal_range *window, size_t k,
                               const struct bal_bootstrap_spec *spec, double *out,
                               struct bal_error *err)
{
    size_t l = (size_t)nearbyint(spec->block), m;
    struct sums s = {.n = n, .level = level_of(y, n)};
    double *theta;
    bool *in;
    int code = bal_bootstrap_check(n, spec, err);

    if (code != 0)
        return code;
    m = spec->scheme == BAL_SCHEME_BLOCK ? n - l + 1 : n;
    theta = bal_alloc(mem, n * sizeof *theta);
    in = bal_alloc(mem, n * sizeof *in);
    if (theta != NULL && in != NULL) {
        for (size_t t = 0; t < n; t++)
            in[t] = inside(window, k, t);
        for (size_t i = 0; i < m; i++)
            theta[i] = without(&s, y, in, k > 0, i, l);
        *out = bal_acceleration(theta, m, (double)n / (double)l);
    } else {
        code = bal_fail_mem(err);
    }
    bal_free(mem, theta, n * sizeof *theta);
    bal_free(mem, in, n * sizeof *in);
    return code;
}
