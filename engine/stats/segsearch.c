/* The searches of stats/segment.h, but for functional pruning, which is in stats/fpop.c. */
#include <math.h>
#include <stdint.h>
#include <string.h>

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

/* PELT ----------------------------------------------------------------------------------------- */

/* Starts of the last segment that are still in the running, each with what its cost is made of. */
struct starts {
    const struct bal_mem *mem;
    double *at, *s, *q;
    double *f;    /* F(at) + penalty */
    double *cost; /* of the segment from at to now */
    double *gone; /* from this time on it cannot be the best */
    size_t n, cap;
    size_t best; /* which of them was the best last time: mostly it still is */
};

static void free_starts(struct starts *p)
{
    double *const list[] = {p->at, p->s, p->q, p->f, p->cost, p->gone};

    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        bal_free(p->mem, list[i], p->cap * sizeof(double));
}

static int more_starts(struct starts *p, struct bal_error *err)
{
    double **const list[] = {&p->at, &p->s, &p->q, &p->f, &p->cost, &p->gone};
    size_t cap = p->cap < 64 ? 64 : 2 * p->cap;

    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        double *moved =
            bal_realloc(p->mem, *list[i], p->cap * sizeof(double), cap * sizeof(double));

        if (moved == NULL)
            return bal_fail_mem(err);
        *list[i] = moved;
    }
    p->cap = cap;
    return 0;
}

static int push_start(struct starts *p, const struct bal_segcost *c, size_t a, double f,
                      struct bal_error *err)
{
    if (p->n == p->cap && more_starts(p, err) != 0)
        return BAL_EMEM;
    p->at[p->n] = (double)a;
    p->s[p->n] = c->s[a];
    p->q[p->n] = c->q[a];
    p->f[p->n] = f;
    p->gone[p->n++] = INFINITY;
    return 0;
}

/* A start whose cost without a change at t is not below F(t) loses, from t + min_length on, to a
 * change at t (Killick, Fearnhead & Eckley 2012, theorem 3.1, with K = 0). */
BAL_WIDE static void prune(struct starts *p, double limit, double t, double min_length)
{
    size_t kept = 0, worse = 0;

#pragma omp simd reduction(+ : worse)
    for (size_t i = 0; i < p->n; i++)
        worse += p->f[i] + p->cost[i] >= limit || p->gone[i] <= t + 1;
    if (worse == 0)
        return;
    for (size_t i = 0; i < p->n; i++) {
        double gone = p->gone[i];

        if (p->f[i] + p->cost[i] >= limit && gone > t + min_length)
            gone = t + min_length;
        p->at[kept] = p->at[i];
        p->s[kept] = p->s[i];
        p->q[kept] = p->q[i];
        p->f[kept] = p->f[i];
        p->gone[kept] = gone;
        p->best = i == p->best ? kept : p->best;
        kept += gone > t + 1;
    }
    p->n = kept;
}

BAL_WIDE static double cheapest(struct starts *p, size_t *from)
{
    double least = INFINITY;
    size_t i = 0;

#pragma omp simd reduction(min : least)
    for (size_t k = 0; k < p->n; k++) {
        double f = p->f[k] + p->cost[k];

        least = f < least ? f : least;
    }
    if (p->best < p->n && p->f[p->best] + p->cost[p->best] == least)
        i = p->best;
    while (i + 1 < p->n && p->f[i] + p->cost[i] > least)
        i++;
    p->best = i;
    *from = (size_t)p->at[i];
    return least;
}

static int run_pelt(const struct bal_segcost *c, double penalty, size_t min_length,
                    const struct bal_watch *watch, struct starts *p, double *f, size_t *from,
                    struct bal_error *err)
{
    size_t work = 0;

    f[0] = -penalty;
    for (size_t t = 1; t <= c->n; t++) {
        f[t] = INFINITY;
        from[t] = 0;
        if (t < min_length)
            continue;
        if (f[t - min_length] < INFINITY &&
            push_start(p, c, t - min_length, f[t - min_length] + penalty, err) != 0)
            return BAL_EMEM;
        bal_segcost_many(c, t, p->at, p->s, p->q, p->n, p->cost);
        f[t] = cheapest(p, &from[t]);
        prune(p, f[t] + penalty, (double)t, (double)min_length);
        work += p->n + 1;
        if (work > 1u << 22) {
            work = 0;
            if (!bal_go_on(watch, (double)t / (double)c->n))
                return bal_fail(err, BAL_ESTOP, "stopped");
        }
    }
    return 0;
}

int bal_pelt(const struct bal_segcost *c, double penalty, size_t min_length,
             const struct bal_watch *watch, size_t *from, struct bal_error *err)
{
    struct starts p = {.mem = c->mem};
    double *f = bal_alloc(c->mem, (c->n + 1) * sizeof *f);
    int code = f == NULL ? bal_fail_mem(err) : more_starts(&p, err);

    if (code == 0)
        code = run_pelt(c, penalty, min_length, watch, &p, f, from, err);
    free_starts(&p);
    bal_free(c->mem, f, (c->n + 1) * sizeof *f);
    return code;
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
               size_t *cut, double *gain, size_t *cuts, struct bal_error *err)
{
    struct part *part = bal_alloc(c->mem, most * sizeof *part);
    size_t n = 1;

    if (part == NULL)
        return bal_fail_mem(err);
    part[0] = best_cut(c, 0, c->n, min_length);
    while (n < most) {
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
        n++;
    }
    *cuts = n - 1;
    bal_free(c->mem, part, most * sizeof *part);
    return 0;
}
