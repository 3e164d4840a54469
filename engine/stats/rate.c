#include "stats/rate.h"

#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_cdf.h>

struct binomial {
    size_t n;
    double pi, log_pi, log_rest, log_all; /* log n! */
};

static double log_factorial(size_t n)
{
    int sign;

    return lgamma_r((double)n + 1, &sign);
}

static double mass(const struct binomial *b, size_t k)
{
    return exp(b->log_all - log_factorial(k) - log_factorial(b->n - k) + (double)k * b->log_pi +
               (double)(b->n - k) * b->log_rest);
}

/* P(X >= k) = I_pi(k, n - k + 1). */
static double upper_tail(size_t n, double pi, size_t k)
{
    if (k == 0)
        return 1;
    return gsl_cdf_beta_P(pi, (double)k, (double)(n - k) + 1);
}

static double lower_tail(size_t n, double pi, size_t k)
{
    if (k == n)
        return 1;
    return gsl_cdf_beta_Q(pi, (double)k + 1, (double)(n - k));
}

/* Everything no more likely than `limit`, summed. */
static double unlikely(const struct binomial *b, double limit)
{
    double sum = 0;

    for (size_t k = 0; k <= b->n; k++) {
        double m = mass(b, k);

        sum += m <= limit ? m : 0;
    }
    return sum < 1 ? sum : 1;
}

static double two_sided(const struct binomial *b, size_t k)
{
    return unlikely(b, mass(b, k) * (1 + 1e-7));
}

/* The least likely count is one of the two ends. */
static double two_sided_floor(const struct binomial *b)
{
    double none = mass(b, 0), every = mass(b, b->n);

    return unlikely(b, (none < every ? none : every) * (1 + 1e-7));
}

/* The pi at which the tail of the observed count is `tail`: bisection down to neighbouring doubles.
 * `upper`: P(X >= k), which grows with pi; else P(X <= k), which falls. */
static double pi_at(size_t n, size_t k, double tail, bool upper)
{
    double low = 0, high = 1;

    for (int i = 0; i < 1100 && low < high; i++) {
        double middle = low + (high - low) / 2;
        double p = upper ? upper_tail(n, middle, k) : lower_tail(n, middle, k);

        if (middle <= low || middle >= high)
            break;
        if ((p < tail) == upper)
            low = middle;
        else
            high = middle;
    }
    return low + (high - low) / 2;
}

static void interval(size_t n, size_t k, enum bal_alternative alternative, double level,
                     double odds, struct bal_rate_ratio *r)
{
    double tail = alternative == BAL_TWO_SIDED ? (1 - level) / 2 : 1 - level;

    r->low = 0;
    r->high = INFINITY;
    if (alternative != BAL_LESS && k > 0) {
        double pi = pi_at(n, k, tail, true);

        r->low = pi / (1 - pi) * odds;
    }
    if (alternative != BAL_GREATER && k < n) {
        double pi = pi_at(n, k, tail, false);

        r->high = pi / (1 - pi) * odds;
    }
}

static int check_counts(struct bal_counts in, struct bal_counts out, double level,
                        struct bal_error *err)
{
    const double exposure[] = {in.exposure, out.exposure};

    for (int i = 0; i < 2; i++)
        if (!(exposure[i] > 0) || !isfinite(exposure[i]))
            return bal_fail(err, BAL_EARG, "there is no time %s the windows to count events in",
                            i == 0 ? "inside" : "outside");
    if (in.events > BAL_EVENTS_MAX || out.events > BAL_EVENTS_MAX)
        return bal_fail(err, BAL_EARG, "there are more than %d events", BAL_EVENTS_MAX);
    if (in.events + out.events == 0)
        return bal_fail(err, BAL_EARG, "there is no event to count, inside or outside the windows");
    if (!(level > 0 && level < 1))
        return bal_fail(err, BAL_EARG, "the level of an interval lies between 0 and 1, not at %g",
                        level);
    return 0;
}

int bal_rate_ratio(struct bal_counts in, struct bal_counts out, enum bal_alternative alternative,
                   double level, struct bal_rate_ratio *result, struct bal_error *err)
{
    size_t k = in.events, n = in.events + out.events;
    double total = in.exposure + out.exposure;
    int code = check_counts(in, out, level, err);
    struct binomial b;

    if (code != 0)
        return code;
    b = (struct binomial){n, in.exposure / total, log(in.exposure / total),
                          log(out.exposure / total), log_factorial(n)};
    result->share = b.pi;
    result->ratio = (double)k / in.exposure / ((double)out.events / out.exposure);
    switch (alternative) {
    case BAL_TWO_SIDED:
        result->p = two_sided(&b, k);
        result->floor = two_sided_floor(&b);
        break;
    case BAL_GREATER:
        result->p = upper_tail(n, b.pi, k);
        result->floor = upper_tail(n, b.pi, n);
        break;
    case BAL_LESS:
        result->p = lower_tail(n, b.pi, k);
        result->floor = lower_tail(n, b.pi, 0);
        break;
    }
    interval(n, k, alternative, level, out.exposure / in.exposure, result);
    return 0;
}

static struct binomial binomial_of(size_t n, double pi)
{
    return (struct binomial){n, pi, log(pi), log1p(-pi), log_factorial(n)};
}

double bal_rate_power(size_t n, double share, double ratio, double alpha)
{
    struct binomial null = binomial_of(n, share);
    struct binomial real = binomial_of(n, ratio * share / (ratio * share + 1 - share));
    double sum = 0;

    for (size_t k = 0; k <= n; k++)
        sum += two_sided(&null, k) <= alpha ? mass(&real, k) : 0;
    return sum < 1 ? sum : 1;
}
