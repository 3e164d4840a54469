/* Relocation and circular shift by enumeration: all placements, many of them in each tight loop. */
#include <math.h>
#include <omp.h>
#include <stdlib.h>

#include "base/wide.h"
#include "stats/contrast_parts.h"

static void swap(size_t *a, size_t *b)
{
    size_t t = *a;

    *a = *b;
    *b = t;
}

/* The next order of the lengths, ascending ones first; false after the last. Equal lengths make
 * one order (Knuth, TAOCP 4A, algorithm L). */
bool bal_next_order(size_t *length, size_t k)
{
    size_t i = k - 1, j;

    while (i > 0 && length[i - 1] >= length[i])
        i--;
    if (i == 0)
        return false;
    for (j = k - 1; length[j] <= length[i - 1]; j--)
        ;
    swap(&length[i - 1], &length[j]);
    for (size_t lo = i, hi = k - 1; lo < hi; lo++, hi--)
        swap(&length[lo], &length[hi]);
    return true;
}

static size_t free_cells(const struct bal_job *job)
{
    size_t cells = job->n;

    for (size_t i = 0; i < job->k; i++)
        cells -= job->length[i];
    return cells;
}

double bal_placements(const struct bal_job *job, double *each)
{
    double all = 1, run = 1;
    size_t cells = free_cells(job);

    *each = 1;
    for (size_t i = 1; i <= job->k; i++) {
        all *= (double)(cells + i); /* K! C(free + K, K) = (free + 1) ... (free + K) */
        run = i > 1 && job->length[i - 1] == job->length[i - 2] ? run + 1 : 1;
        *each *= run;
    }
    return all;
}

/* The lengths in one order, being placed: free cells before window i, in all, are f[i], and
 * f[0] <= f[1] <= ... <= free. Window i starts at f[i] + the lengths before it. With last_z[a] the
 * sum over the last window when it starts at a, only that is added in the innermost loop. */
struct placing {
    const struct bal_job *job;
    const size_t *length;
    size_t free;
    const double *last_z;
    const double *last_have;
    const double
        *weight; /* by values inside: product / (n1 n0), NaN when undefined; NULL: no gaps */
    double sign; /* of a one-sided test; 0: two-sided */
};

/* The largest e, and how many are at or above the cut. */
BAL_WIDE static double sweep_plain(const double *w, size_t n, double z, double sign, double cut,
                                   double *extreme)
{
    double most = -INFINITY, count = 0;

    if (sign == 0) {
#pragma omp simd reduction(max : most) reduction(+ : count)
        for (size_t f = 0; f < n; f++) {
            double e = fabs(z + w[f]);

            count += e >= cut ? 1. : 0.;
            most = e > most ? e : most;
        }
    } else {
#pragma omp simd reduction(max : most) reduction(+ : count)
        for (size_t f = 0; f < n; f++) {
            double e = sign * (z + w[f]);

            count += e >= cut ? 1. : 0.;
            most = e > most ? e : most;
        }
    }
    *extreme += count;
    return most;
}

/* The same with gaps, where each placement has its own number of values inside. */
static double sweep_gaps(const struct placing *p, size_t from, size_t n, double z, double n_in,
                         struct bal_tally *t)
{
    double most = -INFINITY, cut = t->cut, extreme = 0, undefined = 0;

    for (size_t f = from; f < from + n; f++) {
        double v = (z + p->last_z[f]) * p->weight[(size_t)(n_in + p->last_have[f])];
        double e = p->sign == 0 ? fabs(v) : p->sign * v;

        extreme += e >= cut ? 1. : 0.;
        undefined += isnan(e) ? 1. : 0.;
        most = e > most ? e : most;
    }
    t->extreme += extreme;
    t->undefined += undefined;
    t->total -= undefined;
    return most;
}

/* Only when a sweep met a new top or the old one again: who is at it? */
static void sweep_top(const struct placing *p, size_t from, size_t n, double z, double n_in,
                      struct bal_tally *t)
{
    double tolerance = t->sums->tolerance;

    for (size_t f = from; f < from + n; f++) {
        double v = z + p->last_z[f], e;

        if (p->weight != NULL)
            v *= p->weight[(size_t)(n_in + p->last_have[f])];
        e = p->sign == 0 ? fabs(v) : p->sign * v;
        if (e > t->top + tolerance) {
            t->top = e;
            t->at_top = 1;
        } else if (e >= t->top - tolerance) {
            t->at_top++;
        }
    }
}

static void sweep(const struct placing *p, size_t from, size_t n, double z, double n_in,
                  struct bal_tally *t)
{
    double most;

    t->total += (double)n;
    if (p->weight == NULL)
        most = sweep_plain(p->last_z + from, n, z, p->sign, t->cut, &t->extreme);
    else
        most = sweep_gaps(p, from, n, z, n_in, t);
    if (most >= t->top - t->sums->tolerance)
        sweep_top(p, from, n, z, n_in, t);
}

/* Places window i.. where the first i take `taken` cells and have left `used` free cells before
 * them; z and n_in are their sums. */
static void place(const struct placing *p, size_t i, size_t taken, size_t used, double z,
                  double n_in, struct bal_tally *t)
{
    const struct bal_sums *s = p->job->sums;
    size_t length = p->length[i];

    if (i + 1 == p->job->k) {
        sweep(p, taken + used, p->free - used + 1, z, n_in, t);
        return;
    }
    for (size_t f = used; f <= p->free; f++) {
        size_t a = taken + f, b = a + length;

        place(p, i + 1, taken + length, f, z + (s->z[b] - s->z[a]), n_in + bal_sums_values(s, a, b),
              t);
    }
}

/* All placements in one order of the lengths. The first window's places are shared out between the
 * threads; each has a tally of its own, and they are added up in order, so that the sum is the same
 * for any number of threads. */
static int place_order(const struct placing *p, struct bal_tally *part, double each_order,
                       double done, double all)
{
    const struct bal_sums *s = p->job->sums;
    const struct bal_watch *watch = p->job->spec->watch;
    size_t length = p->length[0];
    int stop = 0;

#pragma omp parallel for schedule(dynamic) if (each_order > 5e4)
    for (size_t f = 0; f <= p->free; f++) {
        int stopped;

#pragma omp atomic read
        stopped = stop;
        if (stopped)
            continue;
        place(p, 1, length, f, s->z[f + length] - s->z[f], bal_sums_values(s, f, f + length),
              &part[f]);
        if (all > 1e7 && omp_get_thread_num() == 0 &&
            !bal_go_on(watch, (done + each_order * (double)f / (double)p->free) / all)) {
#pragma omp atomic write
            stop = 1;
        }
    }
    return stop;
}

/* The sums over the last window wherever it may start. */
static void last_sums(const struct placing *p, double *z, double *have)
{
    const struct bal_sums *s = p->job->sums;
    size_t length = p->length[p->job->k - 1];

    for (size_t a = 0; a + length <= s->n; a++) {
        z[a] = s->z[a + length] - s->z[a];
        have[a] = bal_sums_values(s, a, a + length);
    }
}

static int place_all(struct placing *p, size_t *length, double *room, struct bal_tally *part,
                     struct bal_tally *t, struct bal_error *err)
{
    const struct bal_tally none = {.sums = t->sums,
                                   .alternative = t->alternative,
                                   .product = t->product,
                                   .cut = t->cut,
                                   .top = -INFINITY};
    size_t n = p->job->n, k = p->job->k;
    double each, all = bal_placements(p->job, &each) / each, orders = 1, done = 0;

    for (size_t i = 2; i <= k; i++)
        orders *= (double)i;
    orders /= each;
    do {
        last_sums(p, room, room + n);
        if (k == 1) {
            sweep(p, 0, p->free + 1, 0, 0, t);
            return 0;
        }
        for (size_t f = 0; f <= p->free; f++)
            part[f] = none;
        if (place_order(p, part, all / orders, done, all))
            return bal_fail(err, BAL_ESTOP, "stopped");
        for (size_t f = 0; f <= p->free; f++)
            bal_tally_add(t, &part[f]);
        done += all / orders;
    } while (bal_next_order(length, k));
    return 0;
}

static void weights(const struct bal_tally *t, double *weight)
{
    double values = t->sums->values;

    for (double in = 0; in <= values; in++)
        weight[(size_t)in] =
            in == 0 || in == values ? (double)NAN : t->product / (in * (values - in));
}

int bal_relocate_all(const struct bal_job *job, struct bal_tally *t, struct bal_error *err)
{
    const struct bal_mem *mem = job->mem;
    size_t n = job->n, k = job->k, cells = free_cells(job);
    size_t *length = bal_alloc(mem, k * sizeof *length);
    double *room = bal_alloc(mem, (3 * n + 1) * sizeof *room);
    struct bal_tally *part = bal_alloc(mem, (cells + 1) * sizeof *part);
    struct placing p = {.job = job, .length = length, .free = cells, .last_z = room};
    int code = length == NULL || room == NULL || part == NULL ? bal_fail_mem(err) : 0;

    if (code == 0) {
        for (size_t i = 0; i < k; i++)
            length[i] = job->length[i];
        p.last_have = room + n;
        p.sign = t->alternative == BAL_GREATER ? 1 : t->alternative == BAL_LESS ? -1 : 0;
        if (job->sums->uneven) {
            weights(t, room + 2 * n);
            p.weight = room + 2 * n;
        }
        code = place_all(&p, length, room, part, t, err);
    }
    bal_free(mem, length, k * sizeof *length);
    bal_free(mem, room, (3 * n + 1) * sizeof *room);
    bal_free(mem, part, (cells + 1) * sizeof *part);
    return code;
}

/* Circular shift ------------------------------------------------------------------------------- */

enum { RUN = 512 }; /* shifts at a time */

/* sum[j] += sign * the prefix sum up to edge + j, round the end. */
BAL_WIDE static void add_edge(const double *prefix, size_t n, size_t edge, double sign,
                              size_t count, double *sum)
{
    double round = 0;

    if (edge >= n) {
        edge -= n;
        round = prefix[n];
    }
    for (size_t j = 0; j < count; edge = 0, round += prefix[n]) {
        size_t part = n - edge < count - j ? n - edge : count - j;
        const double *from = prefix + edge;
        double *to = sum + j;

#pragma omp simd
        for (size_t i = 0; i < part; i++)
            to[i] += sign * (from[i] + round);
        j += part;
    }
}

static void shift_run(const struct bal_job *job, const double *prefix, size_t by, size_t count,
                      double *sum)
{
    for (size_t j = 0; j < count; j++)
        sum[j] = 0;
    for (size_t i = 0; i < job->k; i++) {
        size_t a = job->window[i].a + by, length = job->window[i].b - job->window[i].a;

        if (a >= job->n)
            a -= job->n;
        add_edge(prefix, job->n, a + length, 1, count, sum);
        add_edge(prefix, job->n, a, -1, count, sum);
    }
}

int bal_shift_all(const struct bal_job *job, struct bal_tally *t, struct bal_error *err)
{
    double z[RUN], have[RUN], *weight = NULL;
    struct placing p = {.job = job, .last_z = z, .last_have = have};

    p.sign = t->alternative == BAL_GREATER ? 1 : t->alternative == BAL_LESS ? -1 : 0;
    if (job->sums->uneven) {
        weight = bal_alloc(job->mem, (job->n + 1) * sizeof *weight);
        if (weight == NULL)
            return bal_fail_mem(err);
        weights(t, weight);
        p.weight = weight;
    }
    for (size_t by = 0; by < job->n; by += RUN) {
        size_t count = job->n - by < RUN ? job->n - by : RUN;

        shift_run(job, job->sums->z, by, count, z);
        if (weight != NULL)
            shift_run(job, job->sums->have, by, count, have);
        sweep(&p, 0, count, 0, 0, t);
    }
    bal_free(job->mem, weight, (job->n + 1) * sizeof *weight);
    return 0;
}
