#include "stats/survival.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "base/choose.h"
#include "base/named.h"
#include "base/rng.h"

/* Lives in order of time ------------------------------------------------------------------------ */

struct sorted {
    double time;
    int end;
    bool first; /* in group 1 */
};

static int by_time(const void *a, const void *b)
{
    double x = ((const struct sorted *)a)->time, y = ((const struct sorted *)b)->time;

    return (x > y) - (x < y);
}

int bal_check_lives(const struct bal_life *life, size_t n, int cause, struct bal_error *err)
{
    if (n == 0)
        return bal_fail(err, BAL_EARG, "there is no life to follow");
    if (cause < 1)
        return bal_fail(err, BAL_EARG, "a cause is 1 or more, not %d", cause);
    for (size_t i = 0; i < n; i++) {
        if (!(isfinite(life[i].time) && life[i].time >= 0))
            return bal_fail(err, BAL_EARG, "life %zu lasts %g; a time is 0 or more", i + 1,
                            life[i].time);
        if (life[i].end < 0)
            return bal_fail(err, BAL_EARG, "the end of life %zu is %d; it is 0 or a cause", i + 1,
                            life[i].end);
    }
    return 0;
}

static struct sorted *sorted_lives(const struct bal_mem *mem, const struct bal_life *life,
                                   const bool *in_first, size_t n)
{
    struct sorted *s = bal_alloc(mem, n * sizeof *s);

    if (s == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++)
        s[i] = (struct sorted){life[i].time, life[i].end, in_first != NULL && in_first[i]};
    qsort(s, n, sizeof *s, by_time);
    return s;
}

/* What happens at the time of s[i]; returns where the next time begins. */
static size_t gather(const struct sorted *s, size_t n, size_t i, int cause,
                     struct bal_survival_step *step)
{
    size_t j = i;

    *step = (struct bal_survival_step){.time = s[i].time, .at_risk = n - i};
    for (; j < n && s[j].time == s[i].time; j++) {
        step->ended += s[j].end == cause;
        step->other += s[j].end != cause && s[j].end != 0;
        step->censored += s[j].end == 0;
    }
    return j;
}

/* Curves ---------------------------------------------------------------------------------------- */

/* F, the share that has ended of the cause, and S, the share that has not ended at all; and their
 * covariance. Kaplan-Meier is the case in which F + S stays 1. */
struct state {
    double f, s, vf, vs, cov;
};

/* F' = F + S h, S' = S (1 - a), with h = ended / Y and a = (ended + other) / Y. */
static void advance(struct state *x, double at_risk, double ended, double all)
{
    double h = ended / at_risk, a = all / at_risk, noise = x->s * x->s / at_risk;

    x->vf += 2 * h * x->cov + h * h * x->vs + noise * h * (1 - h);
    x->cov = (1 - a) * (x->cov + h * x->vs) - noise * h * (1 - a);
    x->vs = (1 - a) * (1 - a) * x->vs + noise * a * (1 - a);
    x->f += x->s * h;
    x->s *= 1 - a;
}

/* by log(-log): Kalbfleisch & Prentice (1980) */
static void band(struct bal_survival_step *step, double z)
{
    double v = step->value, shift;

    step->low = step->high = NAN;
    if (!(v > 0 && v < 1))
        return;
    shift = z * step->se / (v * -log(v));
    step->low = pow(v, exp(shift));
    step->high = pow(v, exp(-shift));
}

static int curve(const struct bal_mem *mem, const struct bal_life *life, size_t n, int cause,
                 double level, bool competing, struct bal_survival_step *out, size_t *steps,
                 struct bal_error *err)
{
    struct state x = {.s = 1};
    struct sorted *s;
    double z;
    int code = bal_check_lives(life, n, cause, err);

    if (code != 0)
        return code;
    if (!(level > 0 && level < 1))
        return bal_fail(err, BAL_EARG, "the level of a band lies between 0 and 1, not at %g",
                        level);
    s = sorted_lives(mem, life, NULL, n);
    if (s == NULL)
        return bal_fail_mem(err);
    z = gsl_cdf_ugaussian_Pinv(.5 + level / 2);
    *steps = 0;
    for (size_t i = 0; i < n;) {
        struct bal_survival_step *step = &out[(*steps)++];

        i = gather(s, n, i, cause, step);
        advance(&x, (double)step->at_risk, (double)step->ended,
                (double)(step->ended + (competing ? step->other : 0)));
        step->value = competing ? x.f : x.s;
        step->se = sqrt(fmax(competing ? x.vf : x.vs, 0));
        band(step, z);
    }
    bal_free(mem, s, n * sizeof *s);
    return 0;
}

int bal_kaplan_meier(const struct bal_mem *mem, const struct bal_life *life, size_t n, int cause,
                     double level, struct bal_survival_step *out, size_t *steps,
                     struct bal_error *err)
{
    return curve(mem, life, n, cause, level, false, out, steps, err);
}

int bal_incidence(const struct bal_mem *mem, const struct bal_life *life, size_t n, int cause,
                  double level, struct bal_survival_step *out, size_t *steps, struct bal_error *err)
{
    return curve(mem, life, n, cause, level, true, out, steps, err);
}

/* The median ------------------------------------------------------------------------------------ */

static double low_of(const struct bal_survival_step *s)
{
    return s->low;
}

static double high_of(const struct bal_survival_step *s)
{
    return s->high;
}

static double value_of(const struct bal_survival_step *s)
{
    return s->value;
}

/* Where a falling curve comes down to 1/2. A curve at 1/2 to within rounding is at 1/2. */
static double half_time(const struct bal_survival_step *step, size_t steps,
                        double (*of)(const struct bal_survival_step *))
{
    const double tolerance = sqrt(DBL_EPSILON);
    size_t i = 0, j;

    while (i < steps && !(of(&step[i]) <= .5 + tolerance))
        i++;
    if (i == steps)
        return NAN;
    if (of(&step[i]) < .5 - tolerance)
        return step[i].time;
    for (j = i + 1; j < steps; j++)
        if (of(&step[j]) < .5 - tolerance)
            return (step[i].time + step[j].time) / 2;
    return step[i].time;
}

struct bal_median bal_survival_median(const struct bal_survival_step *step, size_t steps)
{
    return (struct bal_median){half_time(step, steps, value_of), half_time(step, steps, low_of),
                               half_time(step, steps, high_of)};
}

/* The log-rank test ----------------------------------------------------------------------------- */

int bal_logrank_method_named(const char *name)
{
    static const char *const list[] = {"auto", "exact", "monte_carlo"};

    return bal_named(name, list, 3);
}

/* U over assignments: the m smaller of both groups is drawn, and `sign` turns its sum of scores into
 * U of group 1 (all scores together sum to zero). */
struct assigning {
    const double *score;
    size_t n, m;
    double sign;
    enum bal_alternative alternative;
    double cut, top; /* extremities: as extreme as observed, as any can be; less the tolerance */
    double extreme, at_top;
    const struct bal_watch *watch;
    double all;          /* assignments */
    double said, chunks; /* of them: done, and told of in chunks */
    bool stopped;
};

enum { SAY_EVERY = 10000000 }; /* assignments, some twentieth of a second */

static double extremity(const struct assigning *a, double sum)
{
    return bal_extremity(a->alternative, a->sign * sum);
}

/* All subsets of `left` of the lives from `from` on, added to what has the sum `sum`. */
static void assign(struct assigning *a, size_t from, size_t left, double sum)
{
    if (left > 1) {
        for (size_t i = from; i + left <= a->n && !a->stopped; i++)
            assign(a, i + 1, left - 1, sum + a->score[i]);
        return;
    }
    a->said += (double)(a->n - from);
    if (a->said > SAY_EVERY * (a->chunks + 1)) {
        a->chunks++;
        a->stopped = a->stopped || !bal_go_on(a->watch, a->said / a->all);
    }
    for (size_t i = from; i < a->n; i++) {
        double e = extremity(a, sum + a->score[i]);

        a->extreme += e >= a->cut ? 1 : 0;
        a->at_top += e >= a->top ? 1 : 0;
    }
}

/* Selection sampling (Knuth, TAOCP 2, algorithm S): m of the n lives, in one pass. */
static double draw_sum(const struct assigning *a, uint64_t seed, uint64_t stream)
{
    struct bal_rng rng;
    size_t need = a->m;
    double sum = 0;

    bal_rng_init(&rng, seed, stream);
    for (size_t i = 0; need > 0; i++)
        if (bal_rng_below(&rng, a->n - i) < need) {
            sum += a->score[i];
            need--;
        }
    return sum;
}

static int simulate(const struct assigning *a, const struct bal_logrank_spec *spec,
                    const struct bal_watch *watch, struct bal_logrank *out, struct bal_error *err)
{
    const uint64_t chunk = 4096;
    uint64_t b = 0;

    for (uint64_t from = 0; from < spec->reps; from += chunk) {
        uint64_t to = from + chunk < spec->reps ? from + chunk : spec->reps;

        if (!bal_go_on(watch, (double)from / (double)spec->reps))
            return bal_fail(err, BAL_ESTOP, "the log-rank test was stopped");
#pragma omp parallel for reduction(+ : b) if (to - from > 1000)
        for (uint64_t r = from; r < to; r++)
            b += extremity(a, draw_sum(a, spec->seed, r)) >= a->cut;
    }
    out->reps = spec->reps;
    out->p = (double)(b + 1) / (double)(spec->reps + 1);
    out->floor = 1 / (double)(spec->reps + 1);
    out->se = sqrt(out->p * (1 - out->p) / (double)(spec->reps + 1));
    return 0;
}

/* Observed, expected and variance; a score for each life, in order of time. */
static void score_lives(const struct sorted *s, size_t n, int cause, double *score,
                        struct bal_logrank *out)
{
    double hazard = 0, first = (double)out->n[0], deaths = 0, v = 0;

    for (size_t i = 0, j; i < n; i = j) {
        struct bal_survival_step step;
        double y = (double)(n - i), d, leave = 0, died = 0;

        j = gather(s, n, i, cause, &step);
        d = (double)step.ended;
        hazard += d / y;
        for (size_t k = i; k < j; k++) {
            score[k] = (s[k].end == cause ? 1 : 0) - hazard;
            leave += s[k].first ? 1 : 0;
            died += s[k].first && s[k].end == cause ? 1 : 0;
        }
        out->observed[0] += died;
        out->expected[0] += d * first / y;
        if (y > 1)
            v += d * (first / y) * (1 - first / y) * (y - d) / (y - 1);
        first -= leave;
        deaths += d;
    }
    out->observed[1] = deaths - out->observed[0];
    out->expected[1] = deaths - out->expected[0];
    out->statistic = out->observed[0] - out->expected[0];
    out->variance = v;
    out->chisq = v > 0 ? out->statistic * out->statistic / v : NAN;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The most extreme that any assignment can be. Sorts the scores, which have served their places. */
static double most_extreme(const struct assigning *a, double *score)
{
    double low = 0, high = 0;

    qsort(score, a->n, sizeof *score, by_value);
    for (size_t i = 0; i < a->m; i++) {
        low += score[i];
        high += score[a->n - 1 - i];
    }
    return fmax(extremity(a, low), extremity(a, high));
}

static int test(const struct sorted *s, size_t n, const struct bal_logrank_spec *spec,
                const struct bal_watch *watch, double *score, struct bal_logrank *out,
                struct bal_error *err)
{
    bool smaller = out->n[0] <= out->n[1];
    struct assigning a = {.score = score,
                          .n = n,
                          .m = smaller ? out->n[0] : out->n[1],
                          .sign = smaller ? 1 : -1,
                          .alternative = spec->alternative,
                          .watch = watch};
    double sum = 0, size = 0, tolerance;

    score_lives(s, n, spec->cause, score, out);
    for (size_t i = 0; i < n; i++) {
        sum += s[i].first == smaller ? score[i] : 0;
        size += fabs(score[i]);
    }
    tolerance = 8 * DBL_EPSILON * (size + (double)n);
    a.cut = extremity(&a, sum) - tolerance;
    a.top = most_extreme(&a, score) - tolerance;
    out->arrangements = bal_choose((double)n, (double)a.m);
    out->exact = spec->method == BAL_LOGRANK_EXACT ||
                 (spec->method == BAL_LOGRANK_AUTO && out->arrangements <= BAL_LOGRANK_AUTO_MAX);
    if (!out->exact)
        return simulate(&a, spec, watch, out, err);
    if (out->arrangements > BAL_LOGRANK_EXACT_MAX)
        return bal_fail(err, BAL_EARG,
                        "%zu lives have %.3g assignments to the groups, and at most %.0e are "
                        "enumerated; method = \"monte_carlo\" draws from them",
                        n, out->arrangements, BAL_LOGRANK_EXACT_MAX);
    a.all = out->arrangements;
    assign(&a, 0, a.m, 0);
    if (a.stopped)
        return bal_fail(err, BAL_ESTOP, "the log-rank test was stopped");
    out->p = a.extreme / out->arrangements;
    out->floor = a.at_top / out->arrangements;
    return 0;
}

int bal_logrank(const struct bal_mem *mem, const struct bal_life *life, const bool *in_first,
                size_t n, const struct bal_logrank_spec *spec, const struct bal_watch *watch,
                struct bal_logrank *out, struct bal_error *err)
{
    struct sorted *s;
    double *score;
    int code = bal_check_lives(life, n, spec->cause, err);

    if (code != 0)
        return code;
    *out = (struct bal_logrank){0};
    for (size_t i = 0; i < n; i++)
        out->n[in_first[i] ? 0 : 1]++;
    if (out->n[0] == 0 || out->n[1] == 0)
        return bal_fail(err, BAL_EARG, "a log-rank test needs lives in both groups");
    if (spec->method != BAL_LOGRANK_EXACT && spec->reps < 1)
        return bal_fail(err, BAL_EARG, "a Monte Carlo test needs at least one replicate");
    s = sorted_lives(mem, life, in_first, n);
    score = bal_alloc(mem, n * sizeof *score);
    if (s == NULL || score == NULL)
        code = bal_fail_mem(err);
    else
        code = test(s, n, spec, watch, score, out, err);
    bal_free(mem, s, n * sizeof *s);
    bal_free(mem, score, n * sizeof *score);
    return code;
}
