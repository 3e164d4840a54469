/* PELT (Killick, Fearnhead & Eckley 2012): the cheapest of cost + penalty per change, by dynamic
 * programme over the starts of the last segment that are still in the running.
 *
 *   start      a0 a1 ... | a16 ...   | ... t      total = F(a) + penalty + cost(a, t)
 *   block      0         | 1         |            F(t) = the least total
 *
 * Most starts are far from the least, and stay so for a while. They are kept in blocks; a block is
 * priced at t only when one of its totals may be the least. What a total must have grown to since the
 * block was priced, k values ago:
 *
 *   mean_variance   sums of squares do not fall as a segment grows, so with m values and variance v
 *                   (m + k) log(S / (m + k)) >= cost + k (log v - 1) - k^2 / m
 *   the others      cost(a, t) >= cost(a, t - k) + cost(t - k, t): two levels fit no worse than one
 *
 * The starts left out are above the least, so that the result is that of plain PELT. */
#include <math.h>

#include "base/wide.h"
#include "stats/segment.h"

enum { STARTS = 16 }; /* of a block */

struct block {
    double least;   /* of total; -infinity: not priced since it was changed */
    double level;   /* mean_variance: the least log v */
    double rarest;  /* 1 / the values of its shortest segment then */
    size_t time, n; /* when it was priced; starts */
    double at[STARTS], s[STARTS], q[STARTS], f[STARTS]; /* f = F(at) + penalty, infinite: none */
    double total[STARTS];
    double gone[STARTS]; /* from this time on it cannot be the best */
};

struct pelt {
    const struct bal_segcost *c;
    struct block **block; /* those in use, in order of time, then the spare ones */
    size_t n, made, cap;
    struct block *best;  /* which held the best start last time: mostly it still does */
    double slack, sound; /* of a bound: room for rounding; a level above `sound` is one */
};

static void free_blocks(struct pelt *p)
{
    for (size_t i = 0; i < p->made; i++)
        bal_free(p->c->mem, p->block[i], sizeof *p->block[i]);
    bal_free(p->c->mem, p->block, p->cap * sizeof *p->block);
}

static struct block *new_block(struct pelt *p)
{
    struct block *b;

    if (p->n == p->made) {
        struct block **list = bal_grow(p->c->mem, p->block, &p->cap, p->n + 1, sizeof *list);

        if (list == NULL)
            return NULL;
        p->block = list;
        b = bal_alloc(p->c->mem, sizeof *b);
        if (b == NULL)
            return NULL;
        p->block[p->made++] = b;
    }
    b = p->block[p->n++];
    *b = (struct block){.least = -INFINITY};
    for (size_t i = 0; i < STARTS; i++) {
        b->at[i] = -1;
        b->f[i] = INFINITY;
    }
    return b;
}

static void put(struct block *b, double at, double s, double q, double f, double gone)
{
    b->at[b->n] = at;
    b->s[b->n] = s;
    b->q[b->n] = q;
    b->f[b->n] = f;
    b->gone[b->n++] = gone;
    b->least = -INFINITY;
}

static int push_start(struct pelt *p, size_t a, double f, struct bal_error *err)
{
    struct block *b = p->n > 0 ? p->block[p->n - 1] : NULL;

    if (b == NULL || b->n == STARTS)
        b = new_block(p);
    if (b == NULL)
        return bal_fail_mem(err);
    put(b, (double)a, p->c->s[a], p->c->q[a], f, INFINITY);
    return 0;
}

/* The totals of a block at t. Empty places cost something too; their total is infinite. */
BAL_WIDE static void price(const struct bal_segcost *c, struct block *b, size_t t)
{
    double cost[STARTS], least = INFINITY, level = INFINITY, time = (double)t;

    bal_segcost_many(c, t, b->at, b->s, b->q, STARTS, cost);
#pragma omp simd reduction(min : least, level)
    for (size_t i = 0; i < STARTS; i++) {
        double total = b->f[i] + cost[i], log_v = cost[i] / (time - b->at[i]);

        log_v = b->f[i] < INFINITY ? log_v : INFINITY;
        b->total[i] = total;
        least = total < least ? total : least;
        level = log_v < level ? log_v : level;
    }
    b->least = least;
    b->level = level;
    b->rarest = 1 / (time - b->at[b->n - 1]);
    b->time = t;
}

/* What no total of the block is below at t. The modification of a cost grows with its segment, and
 * is left out. */
static double bound(const struct pelt *p, const struct block *b, size_t t)
{
    double k = (double)(t - b->time);

    if (!(b->least > -INFINITY) || k == 0)
        return b->least;
    if (p->c->kind != BAL_COST_MEAN_VARIANCE)
        return b->least + bal_segcost(p->c, b->time, t) - p->slack - 1e-9 * fabs(b->least);
    if (!(b->level > p->sound))
        return -INFINITY;
    return b->least + k * (b->level - 1) - k * k * b->rarest - p->slack - 1e-9 * fabs(b->least);
}

static double cheapest(struct pelt *p, size_t t, size_t *from)
{
    double least = INFINITY;

    if (p->best != NULL) {
        price(p->c, p->best, t);
        least = p->best->least;
    }
    for (size_t i = p->n; i-- > 0;) {
        struct block *b = p->block[i];

        if (b->time == t && b->least > -INFINITY)
            continue;
        if (bound(p, b, t) > least)
            continue;
        price(p->c, b, t);
        least = b->least < least ? b->least : least;
    }
    for (size_t i = 0; i < p->n; i++) {
        struct block *b = p->block[i];

        if (b->time != t || b->least > least)
            continue;
        p->best = b;
        for (size_t j = 0; j < b->n; j++)
            if (b->total[j] == least) {
                *from = (size_t)b->at[j];
                return least;
            }
    }
    return least;
}

/* Drops the starts of a block that are out of the running. */
BAL_WIDE static void prune(struct block *b, double limit, double t, double min_length)
{
    size_t kept = 0, n = b->n;
    double worst = -INFINITY, first = INFINITY;

#pragma omp simd reduction(max : worst) reduction(min : first)
    for (size_t i = 0; i < STARTS; i++) {
        double total = b->f[i] < INFINITY ? b->total[i] : -INFINITY;
        double gone = b->f[i] < INFINITY ? b->gone[i] : INFINITY;

        worst = total > worst ? total : worst;
        first = gone < first ? gone : first;
    }
    if (worst < limit && first > t + 1)
        return;
    for (size_t i = 0; i < n; i++) {
        double gone = b->gone[i];

        if (b->total[i] >= limit && gone > t + min_length)
            gone = t + min_length;
        b->at[kept] = b->at[i];
        b->s[kept] = b->s[i];
        b->q[kept] = b->q[i];
        b->f[kept] = b->f[i];
        b->total[kept] = b->total[i];
        b->gone[kept] = gone;
        kept += gone > t + 1;
    }
    for (size_t i = kept; i < n; i++)
        b->f[i] = INFINITY;
    b->n = kept;
}

static void move_starts(struct block *to, struct block *from)
{
    for (size_t i = 0; i < from->n; i++)
        put(to, from->at[i], from->s[i], from->q[i], from->f[i], from->gone[i]);
    from->n = 0;
}

/* A start whose total is not below F(t) + penalty loses, from t + min_length on, to a change at t
 * (theorem 3.1, with K = 0). Blocks that were not priced are looked at when they are. */
static void prune_all(struct pelt *p, double limit, size_t t, size_t min_length)
{
    size_t kept = 0;

    for (size_t i = 0; i < p->n; i++) {
        struct block *b = p->block[i], *before = kept > 0 ? p->block[kept - 1] : NULL;

        if (b->time == t)
            prune(b, limit, (double)t, (double)min_length);
        if (b->n > 0 && before != NULL && before->n + b->n <= STARTS) {
            p->best = p->best == b ? before : p->best;
            move_starts(before, b);
        }
        if (b->n == 0) {
            p->best = p->best == b ? NULL : p->best;
            continue;
        }
        p->block[i] = p->block[kept]; /* an empty one moves on */
        p->block[kept++] = b;
    }
    p->n = kept;
}

static int run(struct pelt *p, double penalty, size_t min_length, const struct bal_watch *watch,
               double *f, size_t *from, struct bal_error *err)
{
    size_t n = p->c->n, work = 0;

    f[0] = -penalty;
    for (size_t t = 1; t <= n; t++) {
        f[t] = INFINITY;
        from[t] = 0;
        if (t < min_length)
            continue;
        if (f[t - min_length] < INFINITY &&
            push_start(p, t - min_length, f[t - min_length] + penalty, err) != 0)
            return BAL_EMEM;
        f[t] = cheapest(p, t, &from[t]);
        prune_all(p, f[t] + penalty, t, min_length);
        work += p->n + 1;
        if (work > 1u << 20) {
            work = 0;
            if (!bal_go_on(watch, (double)t / (double)n))
                return bal_fail(err, BAL_ESTOP, "stopped");
        }
    }
    return 0;
}

int bal_pelt(const struct bal_segcost *c, double penalty, size_t min_length,
             const struct bal_watch *watch, size_t *from, struct bal_error *err)
{
    struct pelt p = {.c = c};
    double *f = bal_alloc(c->mem, (c->n + 1) * sizeof *f);
    int code = 0;

    /* a sum of squares is off by less than `tiny`: of those 1e8 times as large, nothing */
    p.sound = log(1e8 * c->tiny);
    p.slack = c->kind == BAL_COST_MEAN_VARIANCE ? 2e-8 * (double)c->n : c->tiny;
    if (f == NULL)
        code = bal_fail_mem(err);
    else
        code = run(&p, penalty, min_length, watch, f, from, err);
    free_blocks(&p);
    bal_free(c->mem, f, (c->n + 1) * sizeof *f);
    return code;
}
