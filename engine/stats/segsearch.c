/* The searches of stats/segment.h that go through all starts: exact and binary. PELT is in
 * stats/pelt.c, functional pruning in stats/fpop.c. */
#include <math.h>
#include <stdint.h>

#include "base/wide.h"
#include "stats/segment.h"

/* Exact ---------------------------------------------------------------------------------------- */

/* f[j][t] = min over a of f[j - 1][a] + cost(a, t). The costs of all segments that end at t are
 * computed once and used for every j. */
BAL_WIDE static void exact_step(const struct bal_segcost *c, struct bal_exact *x, size_t t,
                                double *cost)
{
    size_t row = c->n + 1, starts = t - x->min_length + 1;

    bal_segcost_many(c, t, c->at, c->s, c->q, starts, cost);
    x->f[row + t] = cost[0];
    for (size_t j = 2; j <= x->most && j * x->min_length <= t; j++) {
        const double *before = x->f + (j - 1) * row;
        size_t first = (j - 1) * x->min_length;
        double least = INFINITY;

#pragma omp simd reduction(min : least)
        for (size_t a = first; a < starts; a++) {
            double f = before[a] + cost[a];

            least = f < least ? f : least;
        }
        x->f[j * row + t] = least;
    }
}

int bal_exact_run(const struct bal_segcost *c, size_t most, size_t min_length,
                  const struct bal_watch *watch, struct bal_exact *out, struct bal_error *err)
{
    size_t cells = (most + 1) * (c->n + 1);
    struct bal_exact x = {.most = most, .min_length = min_length};
    double *cost = bal_alloc(c->mem, (c->n + 1) * sizeof *cost);
    int code = 0;

    x.f = bal_alloc(c->mem, cells * sizeof *x.f);
    if (x.f == NULL || cost == NULL)
        code = bal_fail_mem(err);
    for (size_t i = 0; code == 0 && i < cells; i++)
        x.f[i] = INFINITY;
    for (size_t t = min_length; code == 0 && t <= c->n; t++) {
        double share = (double)t / (double)c->n;

        exact_step(c, &x, t, cost);
        if ((t & 0xff) == 0 && !bal_go_on(watch, share * share))
            code = bal_fail(err, BAL_ESTOP, "stopped");
    }
    bal_free(c->mem, cost, (c->n + 1) * sizeof *cost);
    if (code != 0) {
        bal_exact_free(c, &x);
        return code;
    }
    *out = x;
    return 0;
}

/* The way back: which start gave the minimum is found again rather than kept. */
int bal_exact_ends(const struct bal_segcost *c, const struct bal_exact *x, size_t k, size_t *end,
                   struct bal_error *err)
{
    double *cost = bal_alloc(c->mem, (c->n + 1) * sizeof *cost);
    size_t t = c->n;

    if (cost == NULL)
        return bal_fail_mem(err);
    for (size_t j = k; j > 1; j--) {
        const double *before = x->f + (j - 1) * (c->n + 1);
        size_t first = (j - 1) * x->min_length, from = first;

        bal_segcost_many(c, t, c->at, c->s, c->q, t - x->min_length + 1, cost);
        for (size_t a = first; a + x->min_length <= t; a++)
            if (before[a] + cost[a] < before[from] + cost[from])
                from = a;
        end[j - 1] = t;
        t = from;
    }
    end[0] = t;
    bal_free(c->mem, cost, (c->n + 1) * sizeof *cost);
    return 0;
}

void bal_exact_free(const struct bal_segcost *c, struct bal_exact *x)
{
    bal_free(c->mem, x->f, (x->most + 1) * (c->n + 1) * sizeof *x->f);
    x->f = NULL;
}

/* Binary segmentation -------------------------------------------------------------------------- */

struct part { /* [a, b), and the cut that saves most */
    size_t a, b, cut;
    double gain;
};

static struct part best_cut(const struct bal_segcost *c, size_t a, size_t b, size_t min_length)
{
    struct part p = {.a = a, .b = b, .gain = -INFINITY};
    double whole = bal_segcost(c, a, b);

    for (size_t t = a + min_length; t + min_length <= b; t++) {
        double gain = whole - bal_segcost(c, a, t) - bal_segcost(c, t, b);

        if (gain > p.gain) {
            p.gain = gain;
            p.cut = t;
        }
    }
    return p;
}

int bal_binary(const struct bal_segcost *c, double penalty, size_t min_length, size_t most,
               const struct bal_watch *watch, size_t *cut, double *gain, size_t *cuts,
               struct bal_error *err)
{
    struct part *part = bal_alloc(c->mem, most * sizeof *part);
    size_t n = 1, work = 0;
    int code = 0;

    if (part == NULL)
        return bal_fail_mem(err);
    part[0] = best_cut(c, 0, c->n, min_length);
    while (n < most && code == 0) {
        struct part *top = part;

        for (size_t i = 1; i < n; i++)
            if (part[i].gain > top->gain)
                top = &part[i];
        if (!(top->gain > penalty))
            break;
        cut[n - 1] = top->cut;
        gain[n - 1] = top->gain;
        part[n] = best_cut(c, top->cut, top->b, min_length);
        *top = best_cut(c, top->a, top->cut, min_length);
        work += n + part[n].b - top->a;
        n++;
        if (work > 1u << 22) {
            work = 0;
            if (!bal_go_on(watch, (double)n / (double)most))
                code = bal_fail(err, BAL_ESTOP, "stopped");
        }
    }
    *cuts = n - 1;
    bal_free(c->mem, part, most * sizeof *part);
    return code;
}
