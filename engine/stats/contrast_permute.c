/* Free permutation by Monte Carlo. Of a permuted series only the sum over the inside matters, so what
 * is drawn is a set of m of the n values, as bits:
 *
 *   1. each value is in with probability q / 16, whole words at a time: given their number, every set
 *      is as likely as any other;
 *   2. random members are taken out, or others put in, until there are m: that stays so;
 *   3. eight bits at a time look up the sum over those of eight values that are in.
 */
#include <math.h>
#include <omp.h>

#include "stats/contrast_parts.h"

struct drawing {
    size_t n, m, words; /* words of 64 bits */
    unsigned q;
    uint64_t last;       /* the bits of the last word that are values */
    const double *table; /* by group of eight values and their bits: the sum */
};

/* xoshiro256++ (Blackman & Vigna 2021): a batch of draws spends some thirty words on each, and takes
 * only its seed from its Philox stream. */
struct fast {
    uint64_t s[4];
};

static inline uint64_t turn(uint64_t x, unsigned by)
{
    return x << by | x >> (64 - by);
}

static inline uint64_t next_word(struct fast *g)
{
    uint64_t *s = g->s, word = turn(s[0] + s[3], 23) + s[0], t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = turn(s[3], 45);
    return word;
}

static void seed_fast(struct fast *g, uint64_t seed, uint64_t stream)
{
    struct bal_rng rng;

    bal_rng_init(&rng, seed, stream);
    for (int i = 0; i < 4; i++) {
        uint64_t high = bal_rng_u32(&rng);

        g->s[i] = high << 32 | bal_rng_u32(&rng);
    }
    g->s[0] |= 1; /* all zero is the one state it cannot leave */
}

/* Uniform on 0 .. n - 1, n < 2^32, as bal_rng_below does it. */
static inline size_t fast_below(struct fast *g, size_t n)
{
    uint64_t product = (next_word(g) >> 32) * n;

    if ((uint32_t)product < n) {
        uint32_t odd = (uint32_t)((UINT64_C(1) << 32) % n);

        while ((uint32_t)product < odd)
            product = (next_word(g) >> 32) * n;
    }
    return (size_t)(product >> 32);
}

static inline uint64_t word_of(struct fast *g, unsigned q)
{
    uint64_t w = 0;

    for (unsigned left = q >> __builtin_ctz(q), bits = 4 - (unsigned)__builtin_ctz(q); bits > 0;
         bits--, left >>= 1) /* the binary digits of q / 16 from the last that is 1 */
        w = left & 1 ? w | next_word(g) : w & next_word(g);
    return w;
}

static double look_up(const struct drawing *d, const uint64_t *bits)
{
    double sum[4] = {0};
    const double *table = d->table;

    for (size_t i = 0; i < d->words; i++, table += 8 * 256) {
        uint64_t w = bits[i];

        sum[0] += table[w & 255] + table[4 * 256 + (w >> 32 & 255)];
        sum[1] += table[256 + (w >> 8 & 255)] + table[5 * 256 + (w >> 40 & 255)];
        sum[2] += table[512 + (w >> 16 & 255)] + table[6 * 256 + (w >> 48 & 255)];
        sum[3] += table[768 + (w >> 24 & 255)] + table[7 * 256 + (w >> 56)];
    }
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static double draw_sum(const struct drawing *d, struct fast *g, uint64_t *bits)
{
    size_t count = 0;

    for (size_t i = 0; i < d->words; i++) {
        bits[i] = word_of(g, d->q);
        if (i + 1 == d->words)
            bits[i] &= d->last;
        count += (size_t)__builtin_popcountll(bits[i]);
    }
    for (uint64_t in = count < d->m; count != d->m;) {
        size_t at = fast_below(g, d->n);
        uint64_t mend =
            (bits[at / 64] >> at % 64 & 1) ^ in; /* whether it is of the side to change */

        bits[at / 64] ^= mend << at % 64;
        count += in ? mend : -mend;
    }
    return look_up(d, bits);
}

static void fill_table(const struct bal_job *job, double *table, size_t groups)
{
    const double *z = job->sums->z;

    for (size_t g = 0; g < groups; g++)
        for (size_t mask = 1; mask < 256; mask++) {
            size_t low = (size_t)__builtin_ctzll(mask), at = g * 8 + low;
            double v = at < job->values ? z[job->value[at] + 1] - z[job->value[at]] : 0;

            table[g * 256 + mask] = table[g * 256 + (mask & (mask - 1))] + v;
        }
}

/* The share of 16ths that costs least: words to draw, and members to mend, two tries or more each. */
static unsigned best_share(size_t n, size_t m)
{
    unsigned best = 8;
    double least = INFINITY;

    for (unsigned q = 1; q < 16; q++) {
        double p = q / 16., size = (double)n, off = (double)m - p * size;
        double mend = fmax(fabs(off), .8 * sqrt(size * p * (1 - p)));
        double cost = (double)(4 - __builtin_ctz(q)) * size / 64 + mend * 3 / (off > 0 ? 1 - p : p);

        if (cost < least) {
            least = cost;
            best = q;
        }
    }
    return best;
}

enum { BATCH = 256 }; /* draws of one stream */

struct batches {
    const struct bal_job *job;
    const struct bal_tally *tally;
    struct drawing d;
    size_t reps;
    bool other; /* the side drawn is the outside */
};

static double run_batch(const struct batches *r, size_t b, uint64_t *bits)
{
    const struct bal_tally *t = r->tally;
    size_t left = r->reps - b * BATCH, draws = left < BATCH ? left : BATCH;
    struct fast g;
    double extreme = 0;

    seed_fast(&g, r->job->spec->seed, b);
    for (size_t i = 0; i < draws; i++) {
        double z = draw_sum(&r->d, &g, bits);

        extreme += bal_extremity(t->alternative, r->other ? -z : z) >= t->cut ? 1. : 0.;
    }
    return extreme;
}

static int run_batches(const struct batches *r, double *extreme, struct bal_error *err)
{
    const struct bal_mem *mem = r->job->mem;
    size_t count = (r->reps + BATCH - 1) / BATCH, size = r->d.words * sizeof(uint64_t);
    double sum = 0;
    int failed = 0;

#pragma omp parallel reduction(+ : sum)
    {
        uint64_t *bits;

#pragma omp critical(bal_mem)
        bits = bal_alloc(mem, size);
#pragma omp for schedule(dynamic, 8)
        for (size_t b = 0; b < count; b++) {
            int stop;

#pragma omp atomic read
            stop = failed;
            if (stop != 0)
                continue;
            if (bits == NULL)
                stop = BAL_EMEM;
            else
                sum += run_batch(r, b, bits);
            if (stop == 0 && b % 64 == 0 && omp_get_thread_num() == 0 &&
                !bal_go_on(r->job->spec->watch, (double)b / (double)count))
                stop = BAL_ESTOP;
            if (stop != 0) {
#pragma omp atomic write
                failed = stop;
            }
        }
#pragma omp critical(bal_mem)
        bal_free(mem, bits, size);
    }
    *extreme = sum;
    if (failed == BAL_EMEM)
        return bal_fail_mem(err);
    return failed != 0 ? bal_fail(err, BAL_ESTOP, "stopped") : 0;
}

int bal_permute_draws(const struct bal_job *job, const struct bal_tally *t, size_t reps,
                      double *extreme, struct bal_error *err)
{
    struct batches r = {.job = job, .tally = t, .reps = reps};
    size_t words = job->values / 64 + (job->values % 64 != 0), cells = words * 8 * 256;
    double *table = bal_calloc(job->mem, cells, sizeof *table);
    int code;

    if (table == NULL)
        return bal_fail_mem(err);
    fill_table(job, table, words * 8);
    r.other = 2 * job->n_in > job->values;
    r.d = (struct drawing){.n = job->values, .m = job->n_in, .words = words, .table = table};
    if (r.other)
        r.d.m = job->values - job->n_in;
    r.d.q = best_share(r.d.n, r.d.m);
    r.d.last = job->values % 64 == 0 ? UINT64_MAX : (UINT64_C(1) << job->values % 64) - 1;
    code = run_batches(&r, extreme, err);
    bal_free(job->mem, table, cells * sizeof *table);
    return code;
}
