#include "stats/segcost.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/named.h"
#include "base/wide.h"
#include "stats/ranks.h"

int bal_cost_named(const char *name)
{
    static const char *const list[] = {"mean", "mean_variance", "poisson", "rank"};

    return bal_named(name, list, 4);
}

/* Values that are summed ----------------------------------------------------------------------- */

/* Midranks, centred and scaled to variance 1; all 0 when all values are equal. */
static int rank_values(const struct bal_mem *mem, const double *y, size_t n, double *x,
                       struct bal_error *err)
{
    double squares = 0, scale;
    int code = bal_rank_scores(mem, y, n, x, err);

    for (size_t i = 0; code == 0 && i < n; i++)
        squares += x[i] * x[i];
    scale = squares > 0 ? 1 / sqrt(squares / (double)n) : 0;
    for (size_t i = 0; code == 0 && i < n; i++)
        x[i] *= scale;
    return code;
}

static int count_values(const double *y, size_t n, double *x, struct bal_error *err)
{
    for (size_t i = 0; i < n; i++) {
        if (!(y[i] >= 0 && y[i] == floor(y[i])))
            return bal_fail(err, BAL_EARG,
                            "value %zu is %g; the cost \"poisson\" takes counts, whole numbers "
                            "from 0 on",
                            i + 1, y[i]);
        x[i] = y[i];
    }
    return 0;
}

static void centred_values(const double *y, size_t n, double *x)
{
    double mean = 0;

    for (size_t i = 0; i < n; i++)
        mean += (y[i] - mean) / (double)(i + 1);
    for (size_t i = 0; i < n; i++)
        x[i] = y[i] - mean;
}

/* Prefix sums in place of the values, which stand in c->s[1 .. n]. */
static void accumulate(struct bal_segcost *c)
{
    c->s[0] = c->q[0] = c->at[0] = 0;
    c->low = c->high = c->s[1];
    for (size_t i = 1; i <= c->n; i++) {
        double x = c->s[i];

        c->low = x < c->low ? x : c->low;
        c->high = x > c->high ? x : c->high;
        c->s[i] = c->s[i - 1] + x;
        c->q[i] = c->q[i - 1] + x * x;
        c->at[i] = (double)i;
    }
    c->tiny = 8 * DBL_EPSILON * c->q[c->n] + DBL_MIN;
}

int bal_segcost_init(const struct bal_mem *mem, const double *y, size_t n, enum bal_cost kind,
                     struct bal_segcost *out, struct bal_error *err)
{
    struct bal_segcost c = {.mem = mem, .kind = kind, .n = n};
    int code = 0;

    c.parameters = kind == BAL_COST_MEAN_VARIANCE ? 2 : 1;
    c.s = bal_alloc(mem, (n + 1) * sizeof *c.s);
    c.q = bal_alloc(mem, (n + 1) * sizeof *c.q);
    c.at = bal_alloc(mem, (n + 1) * sizeof *c.at);
    if (c.s == NULL || c.q == NULL || c.at == NULL)
        code = bal_fail_mem(err);
    else if (kind == BAL_COST_RANK)
        code = rank_values(mem, y, n, c.s + 1, err);
    else if (kind == BAL_COST_POISSON)
        code = count_values(y, n, c.s + 1, err);
    else
        centred_values(y, n, c.s + 1);
    if (code != 0) {
        bal_segcost_free(&c);
        return code;
    }
    accumulate(&c);
    if (!isfinite(c.q[n] * (double)n)) {
        bal_segcost_free(&c);
        return bal_fail(err, BAL_EARG,
                        "the values lie too far apart for their squares to be summed");
    }
    *out = c;
    return 0;
}

void bal_segcost_free(struct bal_segcost *c)
{
    size_t size = (c->n + 1) * sizeof *c->s;

    bal_free(c->mem, c->s, size);
    bal_free(c->mem, c->q, size);
    bal_free(c->mem, c->at, size);
    c->s = c->q = c->at = NULL;
}

/* Costs ---------------------------------------------------------------------------------------- */

/* log(x) of a normal x > 0 without branches or calls, so that a loop of it makes vector code: the
 * series of fdlibm (Sun Microsystems 1993), whose error is below 1 ulp. x = 2^k m, with m between
 * sqrt(1/2) and sqrt(2). */
static inline double log_of(double x)
{
    const unsigned long long one = 0x3ff0000000000000ULL, root_half = 0x3fe6a09e667f3bcdULL;
    unsigned long long bits, k, mantissa, whole;
    double m, f, s, z, r, half, power;

    memcpy(&bits, &x, sizeof bits);
    k = (bits + (one - root_half)) >> 52; /* + 1023 */
    mantissa = bits - (k << 52) + one;
    whole = k | 0x4330000000000000ULL; /* 2^52 + k */
    memcpy(&m, &mantissa, sizeof m);
    memcpy(&power, &whole, sizeof power);
    power -= 0x1p52 + 1023;
    f = m - 1;
    s = f / (2 + f);
    z = s * s;
    r = 1.531383769920937332e-01 + z * 1.479819860511658591e-01;
    r = 2.222219843214978396e-01 + z * (1.818357216161805012e-01 + z * r);
    r = 3.999999999940941908e-01 + z * (2.857142874366239149e-01 + z * r);
    r = z * (6.666666666666735130e-01 + z * r);
    half = 0.5 * f * f;
    return power * 6.93147180369123816490e-01 -
           ((half - (s * (half + r) + power * 1.90821492927058770002e-10)) - f);
}

static inline double mean_cost(double m, double s, double q)
{
    return q - s * s / m;
}

static inline double mean_variance_cost(double m, double s, double q, double tiny)
{
    double each = 1 / m, squares = q - s * s * each;

    return m * log_of((squares > tiny ? squares : tiny) * each);
}

static inline double poisson_cost(double m, double s)
{
    double some = s > 0 ? s : 1;

    return -2 * s * log_of(some / m);
}

BAL_WIDE void bal_segcost_many(const struct bal_segcost *c, size_t b, const double *at,
                               const double *s, const double *q, size_t k, double *out)
{
    double t = (double)b, sb = c->s[b], qb = c->q[b], tiny = c->tiny;
    double modified = c->modified, share = 1 / (double)c->n;

    switch (c->kind) {
    case BAL_COST_MEAN:
    case BAL_COST_RANK:
#pragma omp simd
        for (size_t i = 0; i < k; i++)
            out[i] = mean_cost(t - at[i], sb - s[i], qb - q[i]);
        break;
    case BAL_COST_MEAN_VARIANCE:
#pragma omp simd
        for (size_t i = 0; i < k; i++)
            out[i] = mean_variance_cost(t - at[i], sb - s[i], qb - q[i], tiny);
        break;
    case BAL_COST_POISSON:
#pragma omp simd
        for (size_t i = 0; i < k; i++)
            out[i] = poisson_cost(t - at[i], sb - s[i]);
        break;
    }
    if (modified > 0)
        for (size_t i = 0; i < k; i++)
            out[i] += modified * log_of((t - at[i]) * share);
}

double bal_segcost(const struct bal_segcost *c, size_t a, size_t b)
{
    double out;

    bal_segcost_many(c, b, c->at + a, c->s + a, c->q + a, 1, &out);
    return out;
}
