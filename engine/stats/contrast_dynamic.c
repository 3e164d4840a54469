/* Exact null distributions by dynamic programmes over sums, for scores that are whole numbers. */
#include <math.h>

#include "stats/contrast_parts.h"

enum { MOST_STATES = 1 << 20 };

#define MOST_CELLS 1.6e7 /* 128 MB of sums */

static double score_of(const struct bal_job *job, const struct bal_lattice *l, double sum,
                       double in)
{
    return l->step * (job->sums->values * sum - in * l->sum);
}

/* The sum over the windows as they are, in the programme's own arithmetic, sets the cut. */
static void set_cut(const struct bal_job *job, const struct bal_lattice *l, struct bal_tally *t)
{
    double sum = 0;

    for (size_t i = 0; i < job->k; i++)
        for (size_t at = job->window[i].a; at < job->window[i].b; at++)
            sum += l->x[at];
    t->cut = bal_extremity(t->alternative, score_of(job, l, sum, (double)job->n_in)) -
             job->sums->tolerance;
}

/* Relocation ----------------------------------------------------------------------------------- *
 *
 * A state c says how many windows of each length are placed already. f[c] counts, by their sum, the
 * ways to place those windows with at most u free cells before the last of them:
 *
 *   f[c](u, s) = f[c](u - 1, s) + sum over lengths j of f[c - j](u, s - S_j(a)),  a = u + cells of c - j
 *
 * where S_j(a) is the sum over a window of length j that starts at a. Only the present u is kept.
 * Gaps ride along: a value counts x (G + 1) and a gap 1, so that sum mod (G + 1) is their number. */
struct states {
    size_t classes, count;
    size_t *length, *many, *stride; /* by class: the length, its windows, its place value in c */
    int64_t *least, *most;          /* by class: of all sums over one such window */
    int64_t base;                   /* G + 1 */
    int64_t *prefix;                /* of the combined scores */
    int64_t *low, *width;           /* by state: its sums are low .. low + width - 1 */
    size_t *cells;                  /* by state: of the windows placed */
    size_t *begin;                  /* by state: where its sums start in f */
    double all_cells, work;
    size_t free;
};

static size_t digit(const struct states *s, size_t c, size_t j)
{
    return c / s->stride[j] % (s->many[j] + 1);
}

static void find_classes(const struct bal_job *job, struct states *s)
{
    double count = 1;

    for (size_t i = 0; i < job->k; i++) {
        if (i == 0 || job->length[i] != job->length[i - 1]) {
            s->length[s->classes] = job->length[i];
            s->many[s->classes++] = 0;
        }
        s->many[s->classes - 1]++;
    }
    for (size_t j = 0; j < s->classes; j++) {
        s->stride[j] = count > MOST_STATES ? 1 : (size_t)count;
        count *= (double)(s->many[j] + 1);
    }
    s->count = count > MOST_STATES ? 0 : (size_t)count;
}

static void find_bounds(const struct bal_job *job, const struct bal_lattice *l, struct states *s)
{
    size_t gaps = job->n - job->values, inside = 0;

    s->free = job->n;
    for (size_t i = 0; i < job->k; i++)
        inside += job->length[i];
    s->free -= inside;
    s->base = 1 + (int64_t)(gaps < inside ? gaps : inside);
    s->prefix[0] = 0;
    for (size_t t = 0; t < job->n; t++)
        s->prefix[t + 1] =
            s->prefix[t] +
            (bal_sums_values(job->sums, t, t + 1) == 0 ? 1 : (int64_t)l->x[t] * s->base);
    for (size_t j = 0; j < s->classes; j++) {
        s->least[j] = INT64_MAX;
        s->most[j] = INT64_MIN;
        for (size_t a = 0; a + s->length[j] <= job->n; a++) {
            int64_t sum = s->prefix[a + s->length[j]] - s->prefix[a];

            s->least[j] = sum < s->least[j] ? sum : s->least[j];
            s->most[j] = sum > s->most[j] ? sum : s->most[j];
        }
    }
}

/* How wide each state is, and what one pass over all free cells costs in additions. */
static void find_widths(struct states *s)
{
    for (size_t c = 0; c < s->count; c++) {
        int64_t high = 0;

        s->low[c] = 0;
        s->cells[c] = 0;
        for (size_t j = 0; j < s->classes; j++) {
            size_t d = digit(s, c, j);

            s->low[c] += (int64_t)d * s->least[j];
            high += (int64_t)d * s->most[j];
            s->cells[c] += d * s->length[j];
            if (d > 0)
                s->work += (double)s->width[c - s->stride[j]] * (double)(s->free + 1);
        }
        s->width[c] = high - s->low[c] + 1;
        s->begin[c] = (size_t)fmin(s->all_cells, 1e15);
        s->all_cells += (double)s->width[c];
    }
}

static void states_free(const struct bal_job *job, struct states *s)
{
    bal_free(job->mem, s->length, 3 * job->k * sizeof *s->length);
    bal_free(job->mem, s->least, (2 * job->k + job->n + 1) * sizeof *s->least);
    bal_free(job->mem, s->low, 2 * s->count * sizeof *s->low);
    bal_free(job->mem, s->cells, 2 * s->count * sizeof *s->cells);
}

/* count stays 0 when there are too many states. */
static int states_make(const struct bal_job *job, const struct bal_lattice *l, struct states *s,
                       struct bal_error *err)
{
    size_t k = job->k;

    *s = (struct states){0};
    s->length = bal_alloc(job->mem, 3 * k * sizeof *s->length);
    s->least = bal_alloc(job->mem, (2 * k + job->n + 1) * sizeof *s->least);
    if (s->length != NULL && s->least != NULL) {
        s->many = s->length + k;
        s->stride = s->many + k;
        s->most = s->least + k;
        s->prefix = s->most + k;
        find_classes(job, s);
        find_bounds(job, l, s);
        s->low = bal_alloc(job->mem, 2 * s->count * sizeof *s->low);
        s->cells = bal_alloc(job->mem, 2 * s->count * sizeof *s->cells);
    }
    if (s->low == NULL || s->cells == NULL) {
        states_free(job, s);
        return bal_fail_mem(err);
    }
    s->width = s->low + s->count;
    s->begin = s->cells + s->count;
    find_widths(s);
    return 0;
}

/* Whether the counts, C(free + K, K) times the orders, fit a double with room to spare. */
static bool counts_fit(const struct bal_job *job, const struct states *s)
{
    double size = lgamma((double)(s->free + job->k) + 1) - lgamma((double)s->free + 1);

    for (size_t j = 0; j < s->classes; j++)
        size -= lgamma((double)s->many[j] + 1);
    return size < 690; /* e^690 is 10^299 */
}

double bal_relocate_dynamic_cost(const struct bal_job *job, const struct bal_lattice *l)
{
    double n = (double)job->n, combined = ((double)l->top * (n + 1) + 1) * n, work;
    struct states s;

    if (l->x == NULL || combined > 4e18) /* they are 64 bits wide */
        return INFINITY;
    if (states_make(job, l, &s, NULL) != 0)
        return -1;
    work = s.count == 0 || s.all_cells > MOST_CELLS || !counts_fit(job, &s) ? INFINITY : s.work;
    states_free(job, &s);
    return work;
}

static void add(double *restrict to, const double *restrict from, size_t n)
{
#pragma omp simd
    for (size_t i = 0; i < n; i++)
        to[i] += from[i];
}

/* One more free cell: every state, those with fewer windows first. */
static void one_cell(const struct states *s, size_t u, double *f)
{
    for (size_t c = 1; c < s->count; c++)
        for (size_t j = 0; j < s->classes; j++) {
            size_t before, a;
            int64_t shift;

            if (digit(s, c, j) == 0)
                continue;
            before = c - s->stride[j];
            a = u + s->cells[before];
            shift = s->prefix[a + s->length[j]] - s->prefix[a] + s->low[before] - s->low[c];
            add(f + s->begin[c] + shift, f + s->begin[before], (size_t)s->width[before]);
        }
}

int bal_relocate_dynamic(const struct bal_job *job, const struct bal_lattice *l,
                         struct bal_tally *t, struct bal_error *err)
{
    struct states s;
    double *f, each, inside = 0;
    size_t last;
    int code = states_make(job, l, &s, err);

    if (code != 0)
        return code;
    last = s.count - 1;
    f = bal_calloc(job->mem, (size_t)s.all_cells, sizeof *f);
    if (f == NULL)
        code = bal_fail_mem(err);
    if (code == 0)
        f[0] = 1;
    for (size_t u = 0; code == 0 && u <= s.free; u++) {
        one_cell(&s, u, f);
        if (s.work > 1e7 && !bal_go_on(job->spec->watch, (double)u / (double)s.free))
            code = bal_fail(err, BAL_ESTOP, "stopped");
    }
    set_cut(job, l, t);
    bal_placements(job, &each);
    for (size_t i = 0; i < job->k; i++)
        inside += (double)job->length[i];
    for (int64_t i = 0; code == 0 && i < s.width[last]; i++) {
        int64_t sum = s.low[last] + i;
        double in = inside - (double)(sum % s.base), times = f[s.begin[last] + (size_t)i];

        if (times > 0)
            bal_tally_count(t, score_of(job, l, (double)(sum / s.base), in), in, times);
    }
    bal_free(job->mem, f, (size_t)s.all_cells * sizeof *f);
    states_free(job, &s);
    return code;
}

/* Free permutation ----------------------------------------------------------------------------- *
 *
 * f[j] counts, by their sum, the choices of j of the values gone through so far; equal values make a
 * group. The first group needs no sums (C(c, j) choices, sum j v), the last one only those that
 * complete a choice of m; so the two largest groups stand there. */
struct group {
    int64_t v;
    size_t c;
};

struct groups {
    struct group *g;
    size_t n, m; /* m: of the smaller side */
    int64_t top; /* the sum of the m largest */
    double work;
};

/* Groups by value, the largest put first and the second largest last. */
static int groups_make(const struct bal_job *job, const struct bal_lattice *l, struct groups *s,
                       struct bal_error *err)
{
    size_t levels = (size_t)l->top + 1, left;
    uint32_t *many = bal_calloc(job->mem, levels, sizeof *many);

    *s = (struct groups){.m = job->n_in};
    if (job->values - s->m < s->m)
        s->m = job->values - s->m;
    s->g = bal_alloc(job->mem, (job->values + 1) * sizeof *s->g);
    if (many == NULL || s->g == NULL) {
        bal_free(job->mem, many, levels * sizeof *many);
        bal_free(job->mem, s->g, (job->values + 1) * sizeof *s->g);
        return bal_fail_mem(err);
    }
    for (size_t i = 0; i < job->values; i++)
        many[l->x[job->value[i]]]++;
    left = s->m;
    for (size_t v = levels; v-- > 0;) {
        size_t take = many[v] < left ? many[v] : left;

        s->top += (int64_t)take * (int64_t)v;
        left -= take;
    }
    for (size_t v = 0; v < levels; v++)
        if (many[v] > 0)
            s->g[s->n++] = (struct group){(int64_t)v, many[v]};
    for (size_t side = 0; side < 2 && s->n > side; side++) {
        size_t best = side;

        for (size_t i = side; i < s->n; i++)
            if (s->g[i].c > s->g[best].c)
                best = i;
        struct group g = s->g[best];
        s->g[best] = s->g[side == 0 ? 0 : s->n - 1];
        s->g[side == 0 ? 0 : s->n - 1] = g;
    }
    for (size_t i = 1; i + 1 < s->n; i++)
        s->work += (double)s->g[i].c * (double)s->m * (double)s->top / 4;
    bal_free(job->mem, many, levels * sizeof *many);
    return 0;
}

static void groups_free(const struct bal_job *job, struct groups *s)
{
    bal_free(job->mem, s->g, (job->values + 1) * sizeof *s->g);
}

double bal_permute_dynamic_cost(const struct bal_job *job, const struct bal_lattice *l)
{
    struct groups s;
    double work;

    if (l->x == NULL || job->values > 1000)
        return INFINITY;
    if (groups_make(job, l, &s, NULL) != 0)
        return -1;
    work = (double)(s.m + 1) * (double)(s.top + 1) > MOST_CELLS ? INFINITY : s.work;
    groups_free(job, &s);
    return work;
}

/* Sums in f[j] lie in low[j] .. high[j]; low > high: there are none. */
struct sums_of {
    double *f;
    size_t stride;
    int64_t *low, *high;
};

/* `seen` values were gone through; `rest` are to come after this one, which may be taken or not. */
static void one_value(const struct sums_of *r, int64_t v, size_t m, size_t seen, size_t rest)
{
    size_t from = seen + 1 < m ? seen + 1 : m, least = rest < m ? m - rest : 1;

    for (size_t j = from; j >= 1 && j >= least; j--) {
        int64_t low = r->low[j - 1], high = r->high[j - 1];

        if (low > high)
            continue;
        add(r->f + j * r->stride + low + v, r->f + (j - 1) * r->stride + low,
            (size_t)(high - low + 1));
        r->low[j] = low + v < r->low[j] ? low + v : r->low[j];
        r->high[j] = high + v > r->high[j] ? high + v : r->high[j];
    }
}

/* The last group completes each choice of j to one of m. */
static void finish(const struct sums_of *r, const struct group *g, size_t m, double *final)
{
    for (size_t i = 0; i <= g->c && i <= m; i++) {
        size_t j = m - i;
        double ways = bal_choose((double)g->c, (double)i);

        for (int64_t s = r->low[j]; s <= r->high[j]; s++)
            final[s + (int64_t)i * g->v] += ways * r->f[j * r->stride + (size_t)s];
    }
}

static void distribute(const struct groups *g, const struct sums_of *r, size_t values,
                       double *final)
{
    size_t m = g->m, seen = g->g[0].c;

    for (size_t j = 0; j <= m; j++) {
        r->low[j] = INT64_MAX / 2;
        r->high[j] = -1;
        if (j <= g->g[0].c && (int64_t)j * g->g[0].v <= g->top) {
            r->low[j] = r->high[j] = (int64_t)j * g->g[0].v;
            r->f[j * r->stride + (size_t)r->low[j]] = bal_choose((double)g->g[0].c, (double)j);
        }
    }
    for (size_t i = 1; i + 1 < g->n; i++)
        for (size_t c = 0; c < g->g[i].c; c++, seen++)
            one_value(r, g->g[i].v, m, seen, values - seen - 1);
    if (g->n > 1)
        finish(r, &g->g[g->n - 1], m, final);
    else
        final[r->low[m]] = r->f[m * r->stride + (size_t)r->low[m]];
}

static void tally_sums(const struct bal_job *job, const struct bal_lattice *l,
                       const struct groups *g, const double *final, struct bal_tally *t)
{
    bool other = g->m != job->n_in; /* the sums are those of the outside */
    double in = (double)job->n_in;

    set_cut(job, l, t);
    for (int64_t s = 0; s <= g->top; s++)
        if (final[s] > 0)
            bal_tally_count(t, score_of(job, l, other ? l->sum - (double)s : (double)s, in), in,
                            final[s]);
}

int bal_permute_dynamic(const struct bal_job *job, const struct bal_lattice *l, struct bal_tally *t,
                        struct bal_error *err)
{
    struct groups g;
    struct sums_of r;
    size_t cells;
    double *room;
    int64_t *bounds;
    int code = groups_make(job, l, &g, err);

    if (code != 0)
        return code;
    r.stride = (size_t)g.top + 1;
    cells = r.stride * (g.m + 2);
    room = bal_calloc(job->mem, cells, sizeof *room);
    bounds = bal_alloc(job->mem, 2 * (g.m + 1) * sizeof *bounds);
    if (room == NULL || bounds == NULL) {
        code = bal_fail_mem(err);
    } else {
        r.f = room + r.stride;
        r.low = bounds;
        r.high = bounds + g.m + 1;
        distribute(&g, &r, job->values, room);
        tally_sums(job, l, &g, room, t);
    }
    bal_free(job->mem, room, cells * sizeof *room);
    bal_free(job->mem, bounds, 2 * (g.m + 1) * sizeof *bounds);
    groups_free(job, &g);
    return code;
}
