#include "stats/fisher.h"

#include <math.h>
#include <stdbool.h>

#define FARTHEST 700.0 /* log odds ratios beyond are taken as infinite */
static const double found_share = .8;

/* The support of a, from `least` on: the log of its weight at an odds ratio of 1, and its law at
 * another one. */
struct support {
    size_t least, n;
    double *weight, *law;
};

static double log_choose(size_t n, size_t k)
{
    int sign;

    return lgamma_r((double)n + 1, &sign) - lgamma_r((double)k + 1, &sign) -
           lgamma_r((double)(n - k) + 1, &sign);
}

/* law[] at this log odds ratio, scaled by its largest term so that nothing overflows. */
static void set_law(struct support *s, double log_odds)
{
    double most = -INFINITY, sum = 0;

    for (size_t i = 0; i < s->n; i++) {
        s->law[i] = s->weight[i] + (double)i * log_odds;
        most = fmax(most, s->law[i]);
    }
    for (size_t i = 0; i < s->n; i++) {
        s->law[i] = exp(s->law[i] - most);
        sum += s->law[i];
    }
    for (size_t i = 0; i < s->n; i++)
        s->law[i] /= sum;
}

static double lower_tail(const struct support *s, size_t at)
{
    double sum = 0;

    for (size_t i = 0; i <= at; i++)
        sum += s->law[i];
    return fmin(1, sum);
}

static double upper_tail(const struct support *s, size_t at)
{
    double sum = 0;

    for (size_t i = s->n; i-- > at;)
        sum += s->law[i];
    return fmin(1, sum);
}

/* p of the table `at`, the law being that of an odds ratio of 1. */
static double p_of(const struct support *s, size_t at, enum bal_alternative alternative)
{
    double limit = s->law[at] * (1 + 1e-7), sum = 0;

    if (alternative != BAL_TWO_SIDED)
        return alternative == BAL_GREATER ? upper_tail(s, at) : lower_tail(s, at);
    for (size_t i = 0; i < s->n; i++)
        sum += s->law[i] <= limit ? s->law[i] : 0;
    return fmin(1, sum);
}

static double mean_of(const struct support *s)
{
    double sum = 0;

    for (size_t i = 0; i < s->n; i++)
        sum += (double)i * s->law[i];
    return sum;
}

enum what { MEAN, UPPER, LOWER };

static double measure(struct support *s, double log_odds, size_t at, enum what what)
{
    set_law(s, log_odds);
    return what == MEAN ? mean_of(s) : what == UPPER ? upper_tail(s, at) : -lower_tail(s, at);
}

/* The log odds ratio at which the measure, which grows with it, is `want`. */
static double solve(struct support *s, size_t at, enum what what, double want)
{
    double low = -FARTHEST, high = FARTHEST;

    for (int i = 0; i < 200; i++) {
        double middle = low + (high - low) / 2;

        if (middle <= low || middle >= high)
            break;
        if (measure(s, middle, at, what) < want)
            low = middle;
        else
            high = middle;
    }
    return low + (high - low) / 2;
}

static void set_estimate(struct support *s, size_t at, enum bal_alternative alternative,
                         double level, struct bal_fisher *out)
{
    double half = alternative == BAL_TWO_SIDED ? (1 - level) / 2 : 1 - level;
    bool first = at == 0, last = at + 1 == s->n;

    out->odds = first && last ? NAN
                : first       ? 0
                : last        ? INFINITY
                              : exp(solve(s, at, MEAN, (double)at));
    out->low = alternative == BAL_LESS || first ? 0 : exp(solve(s, at, UPPER, half));
    out->high = alternative == BAL_GREATER || last ? INFINITY : exp(solve(s, at, LOWER, -half));
}

/* The chance of a table whose two-sided p, kept in p[], is at most alpha. */
static double power_at(struct support *s, const double *p, double log_odds, double alpha)
{
    double sum = 0;

    set_law(s, log_odds);
    for (size_t i = 0; i < s->n; i++)
        sum += p[i] <= alpha ? s->law[i] : 0;
    return sum;
}

static double smallest_found(struct support *s, const double *p, double alpha)
{
    double low = 0, high = FARTHEST;

    if (power_at(s, p, high, alpha) < found_share)
        return INFINITY;
    for (int i = 0; i < 200; i++) {
        double middle = low + (high - low) / 2;

        if (middle <= low || middle >= high)
            break;
        if (power_at(s, p, middle, alpha) < found_share)
            low = middle;
        else
            high = middle;
    }
    return exp(high);
}

static int check(struct bal_fourfold t, double level, double odds, struct bal_error *err)
{
    const size_t most = BAL_FOURFOLD_MOST;

    if (t.a + t.b == 0 || t.c + t.d == 0)
        return bal_fail(err, BAL_EARG, "the %s group of the table has no case",
                        t.a + t.b == 0 ? "first" : "second");
    if (t.a > most || t.b > most || t.c > most || t.d > most || /* their sum may wrap round */
        t.a + t.b + t.c + t.d > most)
        return bal_fail(err, BAL_EARG, "there are more than %d cases", BAL_FOURFOLD_MOST);
    if (!(level > 0 && level < 1))
        return bal_fail(err, BAL_EARG, "the level of an interval lies between 0 and 1, not at %g",
                        level);
    if (!(odds > 0) || !isfinite(odds))
        return bal_fail(err, BAL_EARG, "an odds ratio is a number above 0, not %g", odds);
    return 0;
}

static void test(struct support *s, double *p, size_t at, enum bal_alternative alternative,
                 double level, double odds, struct bal_fisher *out)
{
    double least = 1;

    set_law(s, 0);
    out->p = p_of(s, at, alternative);
    for (size_t i = 0; i < s->n; i++) {
        least = fmin(least, p_of(s, i, alternative));
        p[i] = p_of(s, i, BAL_TWO_SIDED);
    }
    out->floor = least;
    set_estimate(s, at, alternative, level, out);
    out->power = power_at(s, p, log(odds), 1 - level);
    out->smallest = smallest_found(s, p, 1 - level);
}

int bal_fisher(const struct bal_mem *mem, struct bal_fourfold t, enum bal_alternative alternative,
               double level, double odds, struct bal_fisher *out, struct bal_error *err)
{
    size_t first = t.a + t.b, second = t.c + t.d, yes = t.a + t.c;
    struct support s = {.least = yes > second ? yes - second : 0};
    double *room;
    int code = check(t, level, odds, err);

    if (code != 0)
        return code;
    s.n = (yes < first ? yes : first) - s.least + 1;
    room = bal_alloc(mem, 3 * s.n * sizeof *room);
    if (room == NULL)
        return bal_fail_mem(err);
    s.weight = room;
    s.law = room + s.n;
    for (size_t i = 0; i < s.n; i++)
        s.weight[i] = log_choose(first, s.least + i) + log_choose(second, yes - s.least - i);
    test(&s, room + 2 * s.n, t.a - s.least, alternative, level, odds, out);
    bal_free(mem, room, 3 * s.n * sizeof *room);
    return 0;
}
