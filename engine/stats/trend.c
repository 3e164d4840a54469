#include "stats/trend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "base/rng.h"

#define EXACT_MOST 5e8     /* steps of the exact law */
#define ENUMERATE_MOST 1e6 /* arrangements gone through one by one */
#define GRID 0.05          /* of the smallest tau that is found */
static const double found_share = .8;

/* The law of S: its values and their probabilities, or the draws of it. */
struct law {
    double *s, *p;
    size_t n, cap;
};

/* What the whole test works on: x and y as categories 0, 1, ... in ascending order of value. */
struct work {
    const struct bal_mem *mem;
    size_t n;
    unsigned *x, *y;         /* n categories each, sorted by x */
    size_t *xn, *yn;         /* how many of each category */
    size_t kx, ky;           /* categories */
    double pairs_x, pairs_y; /* pairs untied in x, in y */
    struct law law;
};

/* Categories ----------------------------------------------------------------------------------- */

struct pair {
    double x, y;
    unsigned cx, cy;
};

static int by_x(const void *a, const void *b)
{
    double x = ((const struct pair *)a)->x, y = ((const struct pair *)b)->x;

    return (x > y) - (x < y);
}

static int by_y(const void *a, const void *b)
{
    double x = ((const struct pair *)a)->y, y = ((const struct pair *)b)->y;

    return (x > y) - (x < y);
}

static double untied(const size_t *count, size_t k, size_t n)
{
    double pairs = (double)n * (double)(n - 1) / 2;

    for (size_t i = 0; i < k; i++)
        pairs -= (double)count[i] * ((double)count[i] - 1) / 2;
    return pairs;
}

static void categorise(struct work *w, struct pair *p)
{
    qsort(p, w->n, sizeof *p, by_y);
    for (size_t i = 0; i < w->n; i++) {
        w->ky += i == 0 || p[i].y > p[i - 1].y;
        p[i].cy = (unsigned)w->ky - 1;
        w->yn[w->ky - 1]++;
    }
    qsort(p, w->n, sizeof *p, by_x);
    for (size_t i = 0; i < w->n; i++) {
        w->kx += i == 0 || p[i].x > p[i - 1].x;
        w->x[i] = (unsigned)w->kx - 1;
        w->y[i] = p[i].cy;
        w->xn[w->kx - 1]++;
    }
    w->pairs_x = untied(w->xn, w->kx, w->n);
    w->pairs_y = untied(w->yn, w->ky, w->n);
}

static double score(const unsigned *x, const unsigned *y, size_t n)
{
    long s = 0;

    for (size_t j = 1; j < n; j++)
        for (size_t i = 0; i < j; i++)
            s += ((x[j] > x[i]) - (x[j] < x[i])) * ((y[j] > y[i]) - (y[j] < y[i]));
    return (double)s;
}

/* The exact law with no ties on one side ------------------------------------------------------- */

/* Steps that convolving the groups takes, and the law of the last of them. */
static double law_cost(const size_t *group, size_t k)
{
    double cost = 0, before = 0, size = 1;

    for (size_t g = 0; g < k; g++) {
        double m = (double)group[g], u = before * m;

        cost += m * before * (u + 1) + size * (u + 1);
        size += u;
        before += m;
    }
    return cost;
}

/* P[N, m] into out[0 .. N m], with room for m + 1 laws of N m + 1 in scratch: row j holds P[N', j] while
 * N' goes up to N. */
static void mann_whitney(size_t others, size_t m, double *scratch, double *out)
{
    size_t width = others * m + 1;

    memset(scratch, 0, (m + 1) * width * sizeof *scratch);
    for (size_t j = 0; j <= m; j++)
        scratch[j * width] = 1;
    for (size_t big = 1; big <= others; big++)
        for (size_t j = 1; j <= m; j++) {
            double *here = scratch + j * width;
            const double *fewer = scratch + (j - 1) * width;
            double a = (double)j / (double)(big + j), b = (double)big / (double)(big + j);

            for (size_t u = 0; u <= big * j; u++)
                here[u] = b * here[u] + (u >= big ? a * fewer[u - big] : 0);
        }
    memcpy(out, scratch + m * width, width * sizeof *out);
}

/* The law of the sum of two independent counts. */
static void convolve(const double *a, size_t na, const double *b, size_t nb, double *out)
{
    memset(out, 0, (na + nb - 1) * sizeof *out);
    for (size_t i = 0; i < na; i++)
        for (size_t j = 0; j < nb; j++)
            out[i + j] += a[i] * b[j];
}

/* The law of the number of inversions, inv[0 .. total], total + 1 values. */
static int inversions(const struct work *w, const size_t *group, size_t k, double *inv,
                      struct bal_error *err)
{
    size_t total = (size_t)untied(group, k, w->n) + 1, size = 1, before = 0;
    double *next = bal_alloc(w->mem, total * sizeof *next);
    double *u = bal_alloc(w->mem, total * sizeof *u), *scratch = NULL;
    int code = next == NULL || u == NULL ? bal_fail_mem(err) : 0;

    inv[0] = 1;
    for (size_t g = 0; code == 0 && g < k; g++) {
        size_t m = group[g], width = before * m + 1, bytes = (m + 1) * width * sizeof *scratch;

        scratch = bal_alloc(w->mem, bytes);
        if (scratch == NULL) {
            code = bal_fail_mem(err);
            break;
        }
        mann_whitney(before, m, scratch, u);
        bal_free(w->mem, scratch, bytes);
        convolve(inv, size, u, width, next);
        size += width - 1;
        before += m;
        memcpy(inv, next, size * sizeof *inv);
    }
    bal_free(w->mem, u, total * sizeof *u);
    bal_free(w->mem, next, total * sizeof *next);
    return code;
}

static int law_of_groups(struct work *w, const size_t *group, size_t k, struct bal_error *err)
{
    double pairs = untied(group, k, w->n);

    w->law.n = w->law.cap = (size_t)pairs + 1;
    w->law.s = bal_alloc(w->mem, w->law.cap * sizeof *w->law.s);
    w->law.p = bal_alloc(w->mem, w->law.cap * sizeof *w->law.p);
    if (w->law.s == NULL || w->law.p == NULL)
        return bal_fail_mem(err);
    for (size_t i = 0; i < w->law.n; i++)
        w->law.s[i] = pairs - 2 * (double)i;
    return inversions(w, group, k, w->law.p, err);
}

/* Arrangements --------------------------------------------------------------------------------- */

static double arrangements_of(const struct work *w)
{
    int sign;
    double log_all = lgamma_r((double)w->n + 1, &sign);

    for (size_t i = 0; i < w->ky; i++)
        log_all -= lgamma_r((double)w->yn[i] + 1, &sign);
    return round(exp(log_all));
}

static void swap(unsigned *a, unsigned *b)
{
    unsigned t = *a;

    *a = *b;
    *b = t;
}

/* The next arrangement of y in lexicographic order (Narayana); false after the last one. */
static bool next_arrangement(unsigned *y, size_t n)
{
    size_t i = n - 1, j;

    while (i > 0 && y[i - 1] >= y[i])
        i--;
    if (i == 0)
        return false;
    for (j = n - 1; y[j] <= y[i - 1]; j--)
        ;
    swap(&y[i - 1], &y[j]);
    for (size_t a = i, b = n - 1; a < b; a++, b--)
        swap(&y[a], &y[b]);
    return true;
}

/* The law counted over all values that S can take: from -pairs to pairs. */
static int law_by_count(struct work *w, double weight, struct bal_error *err)
{
    size_t reach = (size_t)fmin(w->pairs_x, w->pairs_y);
    unsigned *y = bal_alloc(w->mem, w->n * sizeof *y);

    w->law.n = w->law.cap = 2 * reach + 1;
    w->law.s = bal_alloc(w->mem, w->law.cap * sizeof *w->law.s);
    w->law.p = bal_calloc(w->mem, w->law.cap, sizeof *w->law.p);
    if (y == NULL || w->law.s == NULL || w->law.p == NULL) {
        bal_free(w->mem, y, w->n * sizeof *y);
        return bal_fail_mem(err);
    }
    for (size_t i = 0; i < w->law.n; i++)
        w->law.s[i] = (double)i - (double)reach;
    for (size_t c = 0, i = 0; c < w->ky; c++)
        for (size_t k = 0; k < w->yn[c]; k++)
            y[i++] = (unsigned)c;
    do
        w->law.p[(size_t)(score(w->x, y, w->n) + (double)reach)] += weight;
    while (next_arrangement(y, w->n));
    bal_free(w->mem, y, w->n * sizeof *y);
    return 0;
}

static void shuffle(unsigned *y, size_t n, struct bal_rng *rng)
{
    for (size_t i = n - 1; i > 0; i--)
        swap(&y[i], &y[(size_t)bal_rng_below(rng, i + 1)]);
}

static int law_by_draws(struct work *w, const struct bal_trend_spec *spec, struct bal_error *err)
{
    unsigned *y = bal_alloc(w->mem, w->n * sizeof *y);
    struct bal_rng rng;

    w->law.n = w->law.cap = spec->reps;
    w->law.s = bal_alloc(w->mem, w->law.cap * sizeof *w->law.s);
    w->law.p = bal_alloc(w->mem, w->law.cap * sizeof *w->law.p);
    if (y == NULL || w->law.s == NULL || w->law.p == NULL) {
        bal_free(w->mem, y, w->n * sizeof *y);
        return bal_fail_mem(err);
    }
    memcpy(y, w->y, w->n * sizeof *y);
    bal_rng_init(&rng, spec->seed, 0);
    for (size_t r = 0; r < spec->reps; r++) {
        shuffle(y, w->n, &rng);
        w->law.s[r] = score(w->x, y, w->n);
        w->law.p[r] = 1 / (double)spec->reps;
    }
    bal_free(w->mem, y, w->n * sizeof *y);
    return 0;
}

/* p and floor ---------------------------------------------------------------------------------- */

static double extremity(double s, enum bal_alternative alternative)
{
    return alternative == BAL_TWO_SIDED ? fabs(s) : alternative == BAL_GREATER ? s : -s;
}

/* The share of the law that is at least as extreme as `at`. */
static double tail(const struct law *law, double at, enum bal_alternative alternative)
{
    double sum = 0;

    for (size_t i = 0; i < law->n; i++)
        if (law->p[i] > 0 && extremity(law->s[i], alternative) >= at)
            sum += law->p[i];
    return fmin(1, sum);
}

static double most_extreme(const struct law *law, enum bal_alternative alternative)
{
    double most = -INFINITY;

    for (size_t i = 0; i < law->n; i++)
        if (law->p[i] > 0)
            most = fmax(most, extremity(law->s[i], alternative));
    return most;
}

static void set_p(const struct work *w, const struct bal_trend_spec *spec, struct bal_trend *out)
{
    double share = tail(&w->law, extremity(out->s, spec->alternative), spec->alternative);
    double m = (double)spec->reps;

    out->p = share;
    out->floor = tail(&w->law, most_extreme(&w->law, spec->alternative), spec->alternative);
    if (!out->exact) {
        out->p = (share * m + 1) / (m + 1);
        out->floor = 1 / (m + 1);
        out->error = sqrt(share * (1 - share) / m);
    }
}

struct mass {
    double extreme, p;
};

static int by_extremity(const void *a, const void *b)
{
    double x = ((const struct mass *)a)->extreme, y = ((const struct mass *)b)->extreme;

    return (x < y) - (x > y);
}

/* The least |S| whose two-sided p is at most alpha, from the most extreme inwards; infinite: none. */
static int find_critical(const struct work *w, double alpha, double *critical,
                         struct bal_error *err)
{
    size_t n = w->law.n;
    struct mass *m = bal_alloc(w->mem, n * sizeof *m);
    double sum = 0;

    if (m == NULL)
        return bal_fail_mem(err);
    for (size_t i = 0; i < n; i++)
        m[i] = (struct mass){fabs(w->law.s[i]), w->law.p[i]};
    qsort(m, n, sizeof *m, by_extremity);
    *critical = INFINITY;
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && m[j].extreme >= m[i].extreme; j++)
            sum += m[j].p;
        if (sum > alpha * (1 + 1e-12) || m[i].extreme <= 0)
            break;
        if (sum > 0)
            *critical = m[i].extreme;
    }
    bal_free(w->mem, m, n * sizeof *m);
    return 0;
}

/* Power ---------------------------------------------------------------------------------------- */

struct latent {
    double x, y;
    unsigned cy;
};

static int latent_by_x(const void *a, const void *b)
{
    double x = ((const struct latent *)a)->x, y = ((const struct latent *)b)->x;

    return (x > y) - (x < y);
}

static int latent_by_y(const void *a, const void *b)
{
    double x = ((const struct latent *)a)->y, y = ((const struct latent *)b)->y;

    return (x > y) - (x < y);
}

/* The share of samples with this true tau whose |S| reaches `critical`. The normal pairs have the
 * correlation sin(pi tau / 2) (Greiner 1909); their ranks take the ties of the data. */
static double power_at(const struct work *w, struct latent *l, unsigned *y, double tau,
                       double critical, const struct bal_trend_spec *spec)
{
    const double half_pi = acos(0), rho = sin(half_pi * tau), rest = sqrt(1 - rho * rho);
    size_t found = 0;

    for (size_t r = 0; r < spec->sims; r++) {
        struct bal_rng rng;

        bal_rng_init(&rng, spec->seed, 1 + r);
        for (size_t i = 0; i < w->n; i++) {
            l[i].x = bal_rng_normal(&rng);
            l[i].y = rho * l[i].x + rest * bal_rng_normal(&rng);
        }
        qsort(l, w->n, sizeof *l, latent_by_y);
        for (size_t c = 0, i = 0; c < w->ky; c++)
            for (size_t k = 0; k < w->yn[c]; k++)
                l[i++].cy = (unsigned)c;
        qsort(l, w->n, sizeof *l, latent_by_x);
        for (size_t i = 0; i < w->n; i++)
            y[i] = l[i].cy;
        found += fabs(score(w->x, y, w->n)) >= critical;
    }
    return (double)found / (double)spec->sims;
}

/* The smallest true tau on the grid that is found, by halving: power grows with tau. */
static double smallest_found(const struct work *w, struct latent *l, unsigned *y, double critical,
                             const struct bal_trend_spec *spec)
{
    int low = 0, high = (int)(1 / GRID); /* not found at low; at high perhaps never */

    while (high - low > 1) {
        int middle = (low + high) / 2;

        if (power_at(w, l, y, middle * GRID, critical, spec) >= found_share)
            high = middle;
        else
            low = middle;
    }
    return high * GRID < 1 ? high * GRID : INFINITY;
}

static int set_power(const struct work *w, const struct bal_trend_spec *spec, struct bal_trend *out,
                     struct bal_error *err)
{
    struct latent *l = bal_alloc(w->mem, w->n * sizeof *l);
    unsigned *y = bal_alloc(w->mem, w->n * sizeof *y);
    double critical = INFINITY;
    int code = l == NULL || y == NULL ? bal_fail_mem(err)
                                      : find_critical(w, 1 - spec->level, &critical, err);

    out->critical = critical / sqrt(w->pairs_x * w->pairs_y);
    out->power = 0;
    out->smallest = INFINITY;
    if (code == 0 && isfinite(critical)) {
        out->power = power_at(w, l, y, spec->tau, critical, spec);
        out->smallest = smallest_found(w, l, y, critical, spec);
    }
    bal_free(w->mem, y, w->n * sizeof *y);
    bal_free(w->mem, l, w->n * sizeof *l);
    return code;
}

/* The whole ------------------------------------------------------------------------------------ */

static int check_pairs(const double *x, const double *y, size_t n, struct bal_error *err)
{
    if (n < 2 || n > BAL_TREND_MOST)
        return bal_fail(err, BAL_EARG, "a trend needs 2 to %d pairs, not %zu", BAL_TREND_MOST, n);
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]) || !isfinite(y[i]))
            return bal_fail(err, BAL_EARG, "pair %zu of a trend is not finite", i + 1);
    return 0;
}

static int set_law(struct work *w, const struct bal_trend_spec *spec, struct bal_trend *out,
                   struct bal_error *err)
{
    bool x_free = w->kx == w->n, y_free = w->ky == w->n;
    const size_t *group = x_free ? w->yn : w->xn;
    size_t k = x_free ? w->ky : w->kx;

    out->arrangements = arrangements_of(w);
    out->exact = true;
    if ((x_free || y_free) && law_cost(group, k) <= EXACT_MOST)
        return law_of_groups(w, group, k, err);
    if (out->arrangements <= ENUMERATE_MOST)
        return law_by_count(w, 1 / out->arrangements, err);
    out->exact = false;
    return law_by_draws(w, spec, err);
}

static void set_interval(const struct work *w, const struct bal_trend_spec *spec,
                         struct bal_trend *out)
{
    double z, se;

    out->low = out->high = NAN;
    if (w->n <= 4 || isnan(out->tau))
        return;
    se = sqrt(.437 / ((double)w->n - 4));
    z = gsl_cdf_ugaussian_Pinv((1 + spec->level) / 2) * se;
    out->low = fabs(out->tau) < 1 ? tanh(atanh(out->tau) - z) : out->tau;
    out->high = fabs(out->tau) < 1 ? tanh(atanh(out->tau) + z) : out->tau;
}

static int test(struct work *w, const struct bal_trend_spec *spec, struct bal_trend *out,
                struct bal_error *err)
{
    int code = set_law(w, spec, out, err);

    if (code != 0)
        return code;
    out->s = score(w->x, w->y, w->n);
    out->tau = w->pairs_x > 0 && w->pairs_y > 0 ? out->s / sqrt(w->pairs_x * w->pairs_y) : NAN;
    set_p(w, spec, out);
    set_interval(w, spec, out);
    return set_power(w, spec, out, err);
}

static void release(struct work *w)
{
    size_t n = w->n;

    bal_free(w->mem, w->law.s, w->law.cap * sizeof *w->law.s);
    bal_free(w->mem, w->law.p, w->law.cap * sizeof *w->law.p);
    bal_free(w->mem, w->x, n * sizeof *w->x);
    bal_free(w->mem, w->y, n * sizeof *w->y);
    bal_free(w->mem, w->xn, n * sizeof *w->xn);
    bal_free(w->mem, w->yn, n * sizeof *w->yn);
}

int bal_trend(const struct bal_mem *mem, const double *x, const double *y, size_t n,
              const struct bal_trend_spec *spec, struct bal_trend *out, struct bal_error *err)
{
    struct work w = {.mem = mem, .n = n};
    struct pair *p;
    int code = check_pairs(x, y, n, err);

    if (code != 0)
        return code;
    *out = (struct bal_trend){0};
    p = bal_alloc(mem, n * sizeof *p);
    w.x = bal_calloc(mem, n, sizeof *w.x);
    w.y = bal_calloc(mem, n, sizeof *w.y);
    w.xn = bal_calloc(mem, n, sizeof *w.xn);
    w.yn = bal_calloc(mem, n, sizeof *w.yn);
    if (p == NULL || w.x == NULL || w.y == NULL || w.xn == NULL || w.yn == NULL) {
        code = bal_fail_mem(err);
    } else {
        for (size_t i = 0; i < n; i++)
            p[i] = (struct pair){x[i], y[i], 0, 0};
        categorise(&w, p);
        code = test(&w, spec, out, err);
    }
    bal_free(mem, p, n * sizeof *p);
    release(&w);
    return code;
}
