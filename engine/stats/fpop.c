#include "stats/fpop.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

/* The start `at` owns the levels from the end of the piece before it up to `high`. */
struct piece {
    double high;
    double f; /* F(at) + penalty */
    double s, q, at;
};

struct pieces {
    struct piece *item;
    size_t n, cap;
};

struct fpop {
    const struct bal_segcost *c;
    struct pieces now, next;
    double low, high; /* all levels that matter */
};

/* A piece up to `high`, unless that is empty; one that goes on makes the last longer. */
static inline void add(struct pieces *p, const struct piece *owner, double low, double high)
{
    if (high <= low)
        return;
    if (p->n > 0 && p->item[p->n - 1].at == owner->at) {
        p->item[p->n - 1].high = high;
        return;
    }
    p->item[p->n] = *owner;
    p->item[p->n++].high = high;
}

/* What the later start `b` leaves of a piece from `low` on. Where d(level) = constant - 2 level s +
 * m level^2 is positive, b is cheaper. */
static inline void compare(struct pieces *to, const struct piece *a, double low,
                           const struct piece *b)
{
    double m = b->at - a->at, s = b->s - a->s, constant = a->f - b->f + (b->q - a->q);
    double high = a->high, middle, square, reach;

    if (constant + low * (m * low - 2 * s) <= 0 && constant + high * (m * high - 2 * s) <= 0) {
        add(to, a, low, high);
        return;
    }
    square = s * s - m * constant;
    if (square <= 0) {
        add(to, b, low, high);
        return;
    }
    reach = sqrt(square) / m;
    middle = s / m;
    if (middle + reach <= low || middle - reach >= high) {
        add(to, b, low, high);
        return;
    }
    add(to, b, low, middle - reach);
    add(to, a, fmax(low, middle - reach), fmin(high, middle + reach));
    add(to, b, fmax(low, middle + reach), high);
}

static int insert(struct fpop *p, const struct piece *b, struct bal_error *err)
{
    struct pieces spare = p->now;
    double low = p->low;

    if (p->next.cap < 3 * p->now.n + 1) {
        struct piece *item =
            bal_grow(p->c->mem, p->next.item, &p->next.cap, 3 * p->now.n + 1, sizeof *item);

        if (item == NULL)
            return bal_fail_mem(err);
        p->next.item = item;
    }
    p->next.n = 0;
    for (size_t i = 0; i < p->now.n; i++) {
        compare(&p->next, &p->now.item[i], low, b);
        low = p->now.item[i].high;
    }
    if (p->now.n == 0)
        add(&p->next, b, low, p->high);
    p->now = p->next;
    p->next = spare;
    return 0;
}

/* The cheapest last segment that ends at t: its cost with all before it. */
static inline double best(const struct fpop *p, size_t t, size_t *from)
{
    const struct bal_segcost *c = p->c;
    double st = c->s[t], qt = c->q[t], at = (double)t, least = INFINITY;
    const struct piece *which = p->now.item;

    for (size_t i = 0; i < p->now.n; i++) {
        const struct piece *a = &p->now.item[i];
        double s = st - a->s, f = a->f + (qt - a->q) - s * s / (at - a->at);

        which = f < least ? a : which;
        least = f < least ? f : least;
    }
    *from = (size_t)which->at;
    return least;
}

static int run(struct fpop *p, double penalty, size_t min_length, const struct bal_watch *watch,
               double *f, size_t *from, struct bal_error *err)
{
    const struct bal_segcost *c = p->c;

    f[0] = -penalty;
    for (size_t t = 1; t <= c->n; t++) {
        size_t a = t - min_length; /* the start that may end a segment now */

        f[t] = INFINITY;
        from[t] = 0;
        if (t < min_length)
            continue;
        if (f[a] < INFINITY) {
            struct piece b = {.f = f[a] + penalty, .s = c->s[a], .q = c->q[a], .at = (double)a};

            if (insert(p, &b, err) != 0)
                return BAL_EMEM;
        }
        f[t] = best(p, t, &from[t]);
        if ((t & 0x3fff) == 0 && !bal_go_on(watch, (double)t / (double)c->n))
            return bal_fail(err, BAL_ESTOP, "stopped");
    }
    return 0;
}

int bal_fpop(const struct bal_segcost *c, double penalty, size_t min_length,
             const struct bal_watch *watch, size_t *from, struct bal_error *err)
{
    struct fpop p = {.c = c, .low = c->low, .high = c->high};
    double *f = bal_alloc(c->mem, (c->n + 1) * sizeof *f), room = 1e-6 * (c->high - c->low);
    int code;

    if (f == NULL)
        return bal_fail_mem(err);
    room = room > 0 ? room : 1; /* a series of one value has a level too */
    p.low -= room;
    p.high += room;
    code = run(&p, penalty, min_length, watch, f, from, err);
    bal_free(c->mem, f, (c->n + 1) * sizeof *f);
    bal_free(c->mem, p.now.item, p.now.cap * sizeof *p.now.item);
    bal_free(c->mem, p.next.item, p.next.cap * sizeof *p.next.item);
    return code;
}
