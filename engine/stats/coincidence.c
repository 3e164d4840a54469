#include "stats/coincidence.h"

#include <stdbool.h>

/* What the placements share, and how many of them had so many hits. */
struct tally {
    const struct bal_dates *dates;
    const struct bal_coincidence_spec *spec;
    const size_t *before; /* n + 1: events in the periods before this one */
    size_t *histogram;    /* for each slot: of precursor hits 0 .. events, of trigger hits 0 .. k */
    size_t width;         /* numbers in a slot's part */
    size_t events;
};

struct hits {
    size_t precursor, trigger;
};

/* The dates in ascending order, which for a shift begins where they wrapped. Their intervals are
 * then looked at from left to right, each event counted for the first that has it. */
static struct hits count_hits(const struct tally *t, const size_t *at)
{
    size_t n = t->dates->n, k = t->dates->k, start = 0, covered = 0;
    struct hits h = {0, 0};

    while (start + 1 < k && at[start] < at[start + 1])
        start++;
    start = (start + 1) % k; /* past the largest */
    for (size_t j = 0; j < k; j++) {
        size_t a = at[(start + j) % k] + t->spec->tau, b = a + t->spec->dt + 1;

        if (a >= n)
            break;
        b = b < n ? b : n;
        h.trigger += t->before[b] > t->before[a] ? 1 : 0;
        a = a > covered ? a : covered;
        h.precursor += t->before[b] - t->before[a];
        covered = b;
    }
    return h;
}

static void visit(void *ud, size_t slot, size_t i, const size_t *at)
{
    struct tally *t = ud;
    struct hits h = count_hits(t, at);
    size_t *part = t->histogram + slot * t->width;

    (void)i;
    part[h.precursor]++;
    part[t->events + 1 + h.trigger]++;
}

/* From how many placements had 0, 1, .. of hits. */
static void rate(const size_t *histogram, size_t hits, size_t of, size_t placements,
                 enum bal_alternative alternative, struct bal_coincidence_rate *r)
{
    double all = (double)placements, above = 0, below = 0, sum = 0, p_high, p_low;
    size_t least = of, most = 0;

    for (size_t h = 0; h <= of; h++) {
        double m = (double)histogram[h];

        above += h >= hits ? m : 0;
        below += h <= hits ? m : 0;
        sum += m * (double)h;
        least = m > 0 && h < least ? h : least;
        most = m > 0 ? h : most;
    }
    *r = (struct bal_coincidence_rate){.hits = hits,
                                       .of = of,
                                       .rate = (double)hits / (double)of,
                                       .expected = sum / all / (double)of};
    p_high = (double)histogram[most] / all;
    p_low = (double)histogram[least] / all;
    if (alternative == BAL_TWO_SIDED) {
        r->p = 2 * (above < below ? above : below) / all;
        r->floor = 2 * (p_high < p_low ? p_high : p_low);
        r->p = r->p < 1 ? r->p : 1;
        r->floor = r->floor < 1 ? r->floor : 1;
    } else {
        r->p = (alternative == BAL_GREATER ? above : below) / all;
        r->floor = alternative == BAL_GREATER ? p_high : p_low;
    }
}

static int run(const struct bal_mem *mem, struct tally *t, const struct bal_watch *watch,
               struct bal_coincidence *out, struct bal_error *err)
{
    const struct bal_dates_work work = {visit, t};
    struct hits seen = count_hits(t, t->dates->at);
    int code = bal_dates_each(t->dates, mem, &work, watch, err);

    if (code != 0)
        return code;
    for (size_t s = 1; s < BAL_DATES_SLOTS; s++)
        for (size_t i = 0; i < t->width; i++)
            t->histogram[i] += t->histogram[s * t->width + i];
    rate(t->histogram, seen.precursor, t->events, t->dates->count, t->spec->alternative,
         &out->precursor);
    rate(t->histogram + t->events + 1, seen.trigger, t->dates->k, t->dates->count,
         t->spec->alternative, &out->trigger);
    return 0;
}

static int check(const size_t *event, size_t events, size_t n,
                 const struct bal_coincidence_spec *spec, struct bal_error *err)
{
    if (events == 0)
        return bal_fail(err, BAL_EARG, "there is no event to coincide with the key dates");
    if (spec->dt >= n || spec->tau >= n)
        return bal_fail(err, BAL_EARG, "dt and tau are shorter than the %zu periods of the study",
                        n);
    for (size_t i = 0; i < events; i++)
        if (event[i] >= n)
            return bal_fail(err, BAL_EARG, "event %zu lies outside the periods", i + 1);
    return 0;
}

int bal_coincidence(const struct bal_mem *mem, const size_t *event, size_t events,
                    const struct bal_dates *dates, const struct bal_coincidence_spec *spec,
                    const struct bal_watch *watch, struct bal_coincidence *out,
                    struct bal_error *err)
{
    size_t n = dates->n;
    struct tally t = {
        .dates = dates, .spec = spec, .events = events, .width = events + dates->k + 2};
    size_t *before;
    int code = check(event, events, n, spec, err);

    if (code != 0)
        return code;
    before = bal_calloc(mem, n + 1, sizeof *before);
    t.histogram = bal_calloc(mem, BAL_DATES_SLOTS * t.width, sizeof *t.histogram);
    t.before = before;
    if (before == NULL || t.histogram == NULL) {
        code = bal_fail_mem(err);
    } else {
        for (size_t i = 0; i < events; i++)
            before[event[i] + 1]++;
        for (size_t i = 0; i < n; i++)
            before[i + 1] += before[i];
        code = run(mem, &t, watch, out, err);
    }
    bal_free(mem, before, (n + 1) * sizeof *before);
    bal_free(mem, t.histogram, BAL_DATES_SLOTS * t.width * sizeof *t.histogram);
    return code;
}
