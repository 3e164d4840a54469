/* What a log-rank test of this very design can show, by simulation: see survival.h. */
#include <math.h>
#include <stdlib.h>

#include "base/choose.h"
#include "base/rng.h"
#include "stats/survival.h"

enum {
    SIMULATIONS = 1000,
    SEARCHED = 250, /* of them, at each step of the search */
    STEPS = 10,     /* which halve log(MOST_RATIO): to 0.5 % */
    DRAWS = 199,    /* of a test, beyond EXACT assignments */
    EXACT = 10000,
    MOST_RATIO = 64
};

struct design {
    const struct bal_mem *mem;
    const bool *in_first;
    size_t n;
    const double
        *stop; /* times at which looking stopped, ascending: `stops` of them, with the share */
    const double *left; /* of lives still looked at after it */
    size_t stops;
    double end;  /* nobody is looked at for longer */
    double rate; /* of ends, in both groups when the ratio is 1 */
    struct bal_logrank_spec spec;
    double level;
    struct bal_life *life; /* n: scratch */
    const struct bal_watch *watch;
    double done, all; /* simulations */
};

static int by_time(const void *a, const void *b)
{
    double x = ((const struct bal_life *)a)->time, y = ((const struct bal_life *)b)->time;

    return (x > y) - (x < y);
}

/* Kaplan & Meier's curve of being looked at no longer: what did not end of the cause is its event.
 * Among equal times ends come first. Returns how many steps it has. */
static size_t follow_up(struct bal_life *sorted, size_t n, int cause, double *stop, double *left)
{
    double share = 1;
    size_t steps = 0;

    qsort(sorted, n, sizeof *sorted, by_time);
    for (size_t i = 0, j; i < n; i = j) {
        double stopped = 0, ended = 0;

        for (j = i; j < n && sorted[j].time == sorted[i].time; j++)
            *(sorted[j].end == cause ? &ended : &stopped) += 1;
        if (stopped == 0)
            continue;
        share *= 1 - stopped / ((double)(n - i) - ended);
        stop[steps] = sorted[i].time;
        left[steps++] = share;
    }
    return steps;
}

/* Lives of the first group end at `ratio` times the rate. One simulation has one stream, whatever the
 * ratio, so that power rises smoothly with it. */
static void live(const struct design *d, double ratio, uint64_t stream)
{
    struct bal_rng rng;

    bal_rng_init(&rng, d->spec.seed, stream);
    for (size_t i = 0; i < d->n; i++) {
        double rate = d->rate * (d->in_first[i] ? ratio : 1), stop = d->end;
        double ends = -log1p(-bal_rng_unit(&rng)) / rate, u = bal_rng_unit(&rng);

        for (size_t k = 0; k < d->stops; k++)
            if (d->left[k] <= u) {
                stop = d->stop[k];
                break;
            }
        d->life[i] = (struct bal_life){ends <= stop ? ends : stop, ends <= stop ? 1 : 0};
    }
}

static int power(struct design *d, double ratio, size_t simulations, double *out,
                 struct bal_error *err)
{
    double found = 0;

    for (size_t r = 0; r < simulations; r++) {
        struct bal_logrank one;
        int code;

        live(d, ratio, r);
        code = bal_logrank(d->mem, d->life, d->in_first, d->n, &d->spec, NULL, &one, err);
        if (code != 0)
            return code;
        found += one.p <= d->level * (1 + 1e-12) ? 1 : 0;
        if ((r & 63) == 0 && !bal_go_on(d->watch, d->done / d->all))
            return bal_fail(err, BAL_ESTOP, "the log-rank test's power was stopped");
        d->done++;
    }
    *out = found / (double)simulations;
    return 0;
}

static double turned(const struct design *d, double ratio)
{
    return d->spec.alternative == BAL_LESS ? 1 / ratio : ratio;
}

static int measure(struct design *d, struct bal_logrank_power *out, struct bal_error *err)
{
    double low = 0, high = log(MOST_RATIO), at;
    int code = power(d, turned(d, 2), SIMULATIONS, &out->two, err);

    if (code == 0)
        code = power(d, turned(d, 4), SIMULATIONS, &out->four, err);
    if (code == 0)
        code = power(d, turned(d, MOST_RATIO), SEARCHED, &at, err);
    out->found = INFINITY;
    for (int step = 0; code == 0 && step < STEPS && (step > 0 || at >= .8); step++) {
        double middle = (low + high) / 2;

        code = power(d, turned(d, exp(middle)), SEARCHED, &at, err);
        *(at >= .8 ? &high : &low) = middle;
        out->found = turned(d, exp(high));
    }
    out->rate = d->rate;
    out->simulations = SIMULATIONS;
    return code;
}

int bal_logrank_power(const struct bal_mem *mem, const struct bal_life *life, const bool *in_first,
                      size_t n, const struct bal_logrank_spec *spec, double level,
                      const struct bal_watch *watch, struct bal_logrank_power *out,
                      struct bal_error *err)
{
    struct design d = {.mem = mem, .in_first = in_first, .n = n, .spec = *spec, .level = level};
    double *curve = bal_alloc(mem, (2 * n + 1) * sizeof *curve), time = 0, ended = 0;
    size_t first = 0;
    int code = 0;

    d.life = bal_alloc(mem, (n + 1) * sizeof *d.life);
    if (curve == NULL || d.life == NULL)
        code = bal_fail_mem(err);
    else
        code = bal_check_lives(life, n, spec->cause, err);
    for (size_t i = 0; code == 0 && i < n; i++) {
        d.life[i] = life[i];
        d.end = fmax(d.end, life[i].time);
        time += life[i].time;
        ended += life[i].end == spec->cause ? 1 : 0;
        first += in_first[i] ? 1 : 0;
    }
    if (code == 0 && (ended == 0 || time <= 0 || first == 0 || first == n))
        code = bal_fail(err, BAL_EARG, "a log-rank test's power needs two groups, and an end");
    if (code == 0) {
        d.stops = follow_up(d.life, n, spec->cause, curve, curve + n);
        d.stop = curve;
        d.left = curve + n;
        d.rate = ended / time;
        d.spec.cause = 1;
        d.spec.method = bal_choose((double)n, (double)first) <= EXACT ? BAL_LOGRANK_EXACT
                                                                      : BAL_LOGRANK_MONTE_CARLO;
        d.spec.reps = DRAWS;
        d.watch = watch;
        d.all = 2 * SIMULATIONS + (STEPS + 1) * SEARCHED;
        code = measure(&d, out, err);
    }
    bal_free(mem, curve, (2 * n + 1) * sizeof *curve);
    bal_free(mem, d.life, (n + 1) * sizeof *d.life);
    return code;
}
