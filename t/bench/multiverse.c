/* The multiverse, timed beside the plainest C loop that does its work: for each universe an index of
 * 240 months from 60 events, the difference of means, and p over all 240 shifts.
 *
 * The loop has each index filled anew, prefix sums, one thread, no gaps minded, no floor. What both
 * find is compared. A limit that is missed is printed, and no failure: it was set for an idle machine. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/rng.h"
#include "explore/multiverse.h"

enum {
    MONTHS = 240,
    EVENTS = 60,
    SCORES = 5,
    RULES = 3,
    MASKS = 62,
    ROUNDS = 5,
    MOST_WINDOWS = 1100
};

struct world {
    struct bal_multiverse mv;
    struct bal_observation obs[SCORES][EVENTS];
    struct bal_placed placed[SCORES][EVENTS];
    uint32_t row[EVENTS];
    struct bal_mv_reading reading[BAL_MV_LOOKS][SCORES];
    uint64_t bit[MASKS];
    struct bal_mv_mask mask[MASKS];
    struct bal_index_spec rule[RULES];
    struct bal_range range[MOST_WINDOWS][3];
    struct bal_mv_windows windows[MOST_WINDOWS], except;
    enum bal_recount_estimate estimate;
};

/* Events in order of time, the first in the first month, so that no index has a gap; leave-one-out
 * masks leave that one in. */
static void make_world(struct world *w, size_t masks, size_t windows)
{
    const struct bal_mv_dim dim[] = {
        {BAL_MV_STUDY, 1, NULL},  {BAL_MV_OF, 1, NULL},         {BAL_MV_MASK, masks, NULL},
        {BAL_MV_DATE, 1, NULL},   {BAL_MV_SCORE, SCORES, NULL}, {BAL_MV_RULE, RULES, NULL},
        {BAL_MV_EXCEPT, 1, NULL}, {BAL_MV_ESTIMATE, 1, NULL},   {BAL_MV_WINDOWS, windows, NULL}};
    struct bal_rng rng;

    *w = (struct world){0};
    bal_rng_init(&rng, 1, 1);
    w->mv = (struct bal_multiverse){.n = MONTHS,
                                    .dims = sizeof dim / sizeof *dim,
                                    .pools = 1,
                                    .rows = EVENTS,
                                    .reading = &w->reading[0][0],
                                    .rule = w->rule,
                                    .windows = w->windows,
                                    .except = &w->except,
                                    .estimate = &w->estimate,
                                    .null = BAL_RECOUNT_SHIFT,
                                    .alpha = .05};
    memcpy(w->mv.dim, dim, sizeof dim);
    w->mv.dim[2].mask = w->mask;
    for (size_t r = 0; r < RULES; r++)
        w->rule[r] = (struct bal_index_spec){.rule = r == 0 ? BAL_INDEX_LATEST : BAL_INDEX_DECAY,
                                             .start = 12 * 1991,
                                             .n = MONTHS,
                                             .half_life = r == 1 ? 6 : 24};
    for (size_t e = 0; e < EVENTS; e++) {
        bal_day day = bal_day_from_civil(1991, 1, 2) + (bal_day)(e * 121 + e * (e * 7 % 5));

        w->row[e] = (uint32_t)e;
        for (size_t s = 0; s < SCORES; s++)
            w->obs[s][e] = (struct bal_observation){
                {day, day + 1}, s == 0 ? (double)bal_rng_below(&rng, 8) : bal_rng_normal(&rng)};
    }
    for (size_t s = 0; s < SCORES; s++) {
        bal_index_place(&w->rule[0], w->obs[s], EVENTS, w->placed[s]);
        for (size_t l = 0; l < BAL_MV_LOOKS; l++)
            w->reading[l][s] = (struct bal_mv_reading){EVENTS, w->placed[s], w->row, 0};
    }
    for (size_t m = 0; m < masks; m++) {
        w->bit[m] = m == 0 || m >= EVENTS ? ~UINT64_C(0) : ~(UINT64_C(1) << m);
        w->mask[m].bit = m == 0 ? NULL : &w->bit[m];
    }
    for (size_t o = 0; o < windows; o++) {
        size_t a = bal_rng_below(&rng, 40), b = 80 + bal_rng_below(&rng, 30);
        size_t c = 170 + bal_rng_below(&rng, 20);

        w->range[o][0] = (struct bal_range){a, a + 20 + bal_rng_below(&rng, 20)};
        w->range[o][1] = (struct bal_range){b, b + 24 + bal_rng_below(&rng, 20)};
        w->range[o][2] = (struct bal_range){c, c + 24 + bal_rng_below(&rng, 20)};
        w->windows[o] = (struct bal_mv_windows){w->range[o], 3, 0};
    }
    w->mv.universes = bal_mv_product(&w->mv);
}

static double clock_ms(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static double now_ms(void)
{
    return clock_ms(CLOCK_MONOTONIC);
}

static void fail(const struct bal_error *err)
{
    fprintf(stderr, "multiverse: %s\n", err->message);
    exit(1);
}

/* Bare C --------------------------------------------------------------------------------------- */

static void bare_index(const struct bal_index_spec *rule, const struct bal_placed *p, size_t n,
                       size_t without, double *y)
{
    double keep = exp2(-1 / rule->half_life), sum = 0, weight = 0, last = 0;
    size_t i = 0;

    for (size_t t = 0; t < MONTHS; t++) {
        sum *= keep;
        weight *= keep;
        for (; i < n && p[i].from <= (int64_t)t; i++) {
            if (i == without)
                continue;
            sum += p[i].score;
            weight += 1;
            last = p[i].score;
        }
        y[t] = rule->rule == BAL_INDEX_LATEST ? last : sum / weight;
    }
}

static double bare_p(const double *y, const struct bal_range *w)
{
    double prefix[2 * MONTHS + 1], total = 0, in = 0, cut = 0;
    size_t extreme = 0;

    for (size_t t = 0; t < MONTHS; t++)
        total += y[t];
    prefix[0] = 0;
    for (size_t t = 0; t < 2 * MONTHS; t++)
        prefix[t + 1] = prefix[t] + y[t < MONTHS ? t : t - MONTHS];
    for (size_t i = 0; i < 3; i++)
        in += (double)(w[i].b - w[i].a);
    for (size_t j = 0; j < MONTHS; j++) {
        double s = prefix[w[0].b + j] - prefix[w[0].a + j] + prefix[w[1].b + j] -
                   prefix[w[1].a + j] + prefix[w[2].b + j] - prefix[w[2].a + j];
        double d = fabs(s / in - (total - s) / (MONTHS - in));

        if (j == 0)
            cut = d - 1e-12;
        extreme += d >= cut ? 1 : 0;
    }
    return (double)extreme / MONTHS;
}

static void bare(const struct world *w, double *p)
{
    uint16_t c[BAL_MV_DIMS];
    double y[MONTHS];

    for (size_t u = 0; u < w->mv.universes; u++) {
        bal_mv_choices(&w->mv, u, c);
        bare_index(&w->rule[c[5]], w->placed[c[4]], EVENTS,
                   c[2] == 0 || c[2] >= EVENTS ? EVENTS : c[2], y);
        p[u] = bare_p(y, w->range[c[8]]);
    }
}

/* The rows ------------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *t)
{
    qsort(t, ROUNDS, sizeof *t, by_value);
    return t[ROUNDS / 2];
}

static double run(const struct world *w, int threads, bool joint, struct bal_mv_row *row)
{
    struct bal_mv_joint sums;
    struct bal_error err;
    double start = now_ms();

    if (joint && bal_mv_joint_new(&bal_mem_std, MONTHS, &sums, &err) != 0)
        fail(&err);
    if (bal_mv_run(&bal_mem_std, &w->mv, 0, w->mv.universes, threads, NULL, row,
                   joint ? &sums : NULL, &err) != 0)
        fail(&err);
    if (joint) {
        if (bal_mv_medians(&bal_mem_std, &w->mv, threads, NULL, &sums, &err) != 0)
            fail(&err);
        bal_mv_joint_free(&bal_mem_std, &sums);
    }
    return now_ms() - start;
}

static void print_row(const char *work, const struct world *w, int threads, bool joint, bool beside,
                      double limit)
{
    size_t n = w->mv.universes;
    struct bal_mv_row *row = malloc(n * sizeof *row);
    double *p = malloc(n * sizeof *p), mine[ROUNDS], other[ROUNDS], cpu[ROUNDS], x, differ = 0;

    if (row == NULL || p == NULL)
        exit(1);
    for (int i = 0; i < ROUNDS; i++) {
        cpu[i] = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
        mine[i] = run(w, threads, joint, row);
        cpu[i] = clock_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu[i];
        if (beside) {
            double start = now_ms();

            bare(w, p);
            other[i] = now_ms() - start;
        }
    }
    for (size_t u = 0; beside && u < n; u++)
        differ += fabs(row[u].p - p[u]) > 1e-12 ? 1 : 0;
    x = median(mine);
    printf("%-46s %7d %12.3f %9.3f ", work, threads, x, median(cpu));
    if (beside)
        printf("%11.3f %6.2f  ", median(other), x / median(other));
    else
        printf("%11s %6s  ", "-", "-");
    if (limit > 0)
        printf("<= %g ms: %s", limit, x <= limit ? "yes" : "NO");
    putchar('\n');
    if (differ > 0)
        printf("  %g universes have another p in the loop\n", differ);
    free(row);
    free(p);
}

int main(void)
{
    static struct world w;
    struct rusage use;

    printf("multiverse, medians of %d, wall time; ratio = Balassa / bare C (one thread)\n", ROUNDS);
    printf("%-46s %7s %12s %9s %11s %6s  %s\n", "work", "threads", "Balassa, ms", "of a CPU",
           "bare C, ms", "ratio", "limit");
    make_world(&w, 61, 11);
    print_row("10,065 universes, p over all shifts", &w, 1, false, true, 15);
    print_row("  the same", &w, 2, false, true, 15);
    make_world(&w, 61, 1);
    print_row("915 universes, no two with one index", &w, 1, false, true, 0);
    make_world(&w, 61, 1093);
    print_row("1,000,095 universes and the three joint tests", &w, 2, true, false, 3000);
    getrusage(RUSAGE_SELF, &use);
    printf("peak memory of all these: %.1f MB (<= 1024: %s)\n", (double)use.ru_maxrss / 1024,
           use.ru_maxrss <= 1024 * 1024 ? "yes" : "NO");
    return 0;
}
