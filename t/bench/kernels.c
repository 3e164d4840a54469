/* The kernels of the analyses, timed beside the plainest C loop that does the same work.
 *
 *   work      Balassa, ms   bare C, ms   ratio   limit
 *
 * Balassa is the whole call that a script's function makes: checks, scores, sums and result. The loop
 * has prefix sums and a simple generator, one thread, and this program's flags. Both run in turn, on
 * the same data; what they find is compared, so that a loop that does other work shows. A limit that
 * is missed is printed, and no failure: it was set for an idle machine. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/rng.h"
#include "explore/draws.h"
#include "explore/fewest.h"
#include "stats/bootstrap.h"
#include "stats/contrast.h"
#include "stats/segment.h"

enum { MONTHS = 240, LONG = 100000, SHORT = 1000, DRAWS = 1000000, RESAMPLES = 100000 };
enum { EVENTS = 50, REDRAWN = 1000 };
enum { TOP = 9, ROUNDS = 5 };

struct data {
    double y[MONTHS];               /* AR(1) noise */
    double score[MONTHS];           /* whole numbers 0 .. TOP */
    double count[MONTHS];           /* whole numbers that follow y, some forty of them */
    double *steps, *noise, *scaled; /* LONG: levels that change, none, variances that change too */
    double replicate[RESAMPLES];
    struct bal_placed event[EVENTS]; /* in order of time */
};

static const struct bal_range three[] = {{0, 60}, {72, 109}, {192, 227}};
static const struct bal_range six[] = {{0, 10},   {20, 34},   {50, 68},
                                       {90, 112}, {130, 156}, {190, 220}};
static const struct bal_range one[] = {{60, 120}};
static const struct bal_range wide[] = {{10000, 20000}, {40000, 45000}, {70000, 90000}};

/* Data ----------------------------------------------------------------------------------------- */

#define FIRST_MONTH (INT64_C(12) * 1991)

static int make_data(struct data *d)
{
    struct bal_rng rng;
    double last = 0;

    d->steps = malloc(LONG * sizeof *d->steps);
    d->noise = malloc(LONG * sizeof *d->noise);
    d->scaled = malloc(LONG * sizeof *d->scaled);
    if (d->steps == NULL || d->noise == NULL || d->scaled == NULL)
        return -1;
    bal_rng_init(&rng, 1, 1);
    for (size_t t = 0; t < MONTHS; t++) {
        d->y[t] = last = .5 * last + bal_rng_normal(&rng);
        d->score[t] = (double)bal_rng_below(&rng, TOP + 1);
        d->count[t] = floor(20 + 6 * last);
    }
    for (size_t i = 0; i < EVENTS; i++) {
        int64_t month = (int64_t)(i * MONTHS / EVENTS);

        d->event[i] = (struct bal_placed){bal_period_first(BAL_MONTH, FIRST_MONTH + month) + 14,
                                          month, month + 1, (double)bal_rng_below(&rng, 8)};
    }
    for (size_t t = 0; t < LONG; t++) { /* a change every 200 values */
        double e = bal_rng_normal(&rng);
        size_t s = t / 200;

        d->noise[t] = e;
        d->steps[t] = e + (s % 2 == 1 ? 2 : 0);
        d->scaled[t] = e * (s % 2 == 1 ? 3 : 1) + (double)(s % 3);
    }
    return 0;
}

static void free_data(struct data *d)
{
    free(d->steps);
    free(d->noise);
    free(d->scaled);
}

/* Balassa -------------------------------------------------------------------------------------- */

static double failed(const struct bal_error *err)
{
    fprintf(stderr, "kernels: %s\n", err->message);
    exit(1);
}

static double contrast(const double *y, size_t n, const struct bal_range *window, size_t k,
                       struct bal_contrast_spec spec)
{
    struct bal_contrast out;
    struct bal_error err;

    if (bal_contrast(&bal_mem_std, y, n, window, k, &spec, &out, &err))
        return failed(&err);
    return out.p;
}

static double shift_short(struct data *d)
{
    return contrast(d->y, MONTHS, three, 3, (struct bal_contrast_spec){.null = BAL_SHIFT});
}

static double shift_long(struct data *d)
{
    return contrast(d->noise, LONG, wide, 3, (struct bal_contrast_spec){.null = BAL_SHIFT});
}

static double relocate_three(struct data *d)
{
    return contrast(d->y, MONTHS, three, 3, (struct bal_contrast_spec){.method = BAL_ENUMERATE});
}

static double relocate_six(struct data *d)
{
    return contrast(d->count, MONTHS, six, 6, (struct bal_contrast_spec){.method = BAL_DYNAMIC});
}

static double permute_drawn(struct data *d)
{
    return contrast(d->y, MONTHS, one, 1,
                    (struct bal_contrast_spec){
                        .null = BAL_PERMUTE, .method = BAL_MONTE_CARLO, .seed = 1, .reps = DRAWS});
}

static double permute_exact(struct data *d)
{
    return contrast(d->score, MONTHS, one, 1,
                    (struct bal_contrast_spec){.null = BAL_PERMUTE, .method = BAL_DYNAMIC});
}

static double spread(const double *v, size_t n)
{
    double sum = 0, square = 0;

    for (size_t i = 0; i < n; i++) {
        sum += v[i];
        square += v[i] * v[i];
    }
    return sqrt((square - sum * sum / (double)n) / (double)n);
}

static double resample(struct data *d, size_t block)
{
    const struct bal_bootstrap_spec spec = {BAL_SCHEME_BLOCK, (double)block, RESAMPLES, 1};
    struct bal_error err;

    if (bal_bootstrap_mean(&bal_mem_std, d->y, MONTHS, &spec, NULL, d->replicate, &err))
        return failed(&err);
    return spread(d->replicate, RESAMPLES);
}

static double resample_6(struct data *d)
{
    return resample(d, 6);
}

static double resample_12(struct data *d)
{
    return resample(d, 12);
}

static double resample_24(struct data *d)
{
    return resample(d, 24);
}

static double segments(const double *y, size_t n, struct bal_segment_spec spec)
{
    struct bal_segmentation s;
    struct bal_error err;
    double k;

    if (bal_segment(&bal_mem_std, y, n, &spec, NULL, &s, &err))
        return failed(&err);
    k = (double)s.k;
    bal_segmentation_free(&bal_mem_std, &s);
    return k;
}

static double functional(const double *y)
{
    return segments(y, LONG,
                    (struct bal_segment_spec){.cost = BAL_COST_MEAN,
                                              .search = BAL_FUNCTIONAL,
                                              .stop = BAL_STOP_PENALTY,
                                              .penalty = 2 * log(LONG),
                                              .min_length = 1});
}

static double functional_steps(struct data *d)
{
    return functional(d->steps);
}

static double functional_noise(struct data *d)
{
    return functional(d->noise);
}

static double pelt_scaled(struct data *d)
{
    return segments(d->scaled, LONG,
                    (struct bal_segment_spec){.cost = BAL_COST_MEAN_VARIANCE,
                                              .search = BAL_PELT,
                                              .stop = BAL_STOP_PENALTY,
                                              .penalty = 3 * log(LONG),
                                              .min_length = 2});
}

static double exact_short(struct data *d)
{
    return segments(d->steps, SHORT,
                    (struct bal_segment_spec){.cost = BAL_COST_MEAN,
                                              .search = BAL_EXACT,
                                              .stop = BAL_STOP_BIC,
                                              .min_length = 1,
                                              .most = 6});
}

/* Bare C --------------------------------------------------------------------------------------- */

/* xorshift64* (Vigna 2016): small, fast, and good enough to be compared with. */
static inline uint64_t next(uint64_t *s)
{
    *s ^= *s >> 12;
    *s ^= *s << 25;
    *s ^= *s >> 27;
    return *s * UINT64_C(2685821657736338717);
}

static inline size_t below(uint64_t *s, size_t n)
{
    return (size_t)((next(s) >> 32) * n >> 32);
}

/* Prefix sums of y minus its mean: n + 1 of them. */
static void centred(const double *y, size_t n, double *prefix)
{
    double sum = 0;

    for (size_t t = 0; t < n; t++)
        sum += y[t];
    prefix[0] = 0;
    for (size_t t = 0; t < n; t++)
        prefix[t + 1] = prefix[t] + (y[t] - sum / (double)n);
}

/* |sum inside| of the windows, less a little for rounding: what counts as extreme. */
static double observed(const double *prefix, const struct bal_range *window, size_t k)
{
    double z = 0;

    for (size_t i = 0; i < k; i++)
        z += prefix[window[i].b] - prefix[window[i].a];
    return fabs(z) * (1 - 1e-9);
}

static double bare_shift(const double *y, size_t n, const struct bal_range *w, double *prefix)
{
    double cut, extreme = 0;

    centred(y, n, prefix);
    for (size_t t = 1; t <= n; t++) /* a second turn, so that nothing need wrap */
        prefix[n + t] = prefix[n] + prefix[t];
    cut = observed(prefix, w, 3);
    for (size_t s = 0; s < n; s++) {
        double z = prefix[w[0].b + s] - prefix[w[0].a + s] + prefix[w[1].b + s] -
                   prefix[w[1].a + s] + prefix[w[2].b + s] - prefix[w[2].a + s];

        extreme += fabs(z) >= cut ? 1 : 0;
    }
    return extreme / (double)n;
}

static double bare_shift_short(struct data *d)
{
    double prefix[2 * MONTHS + 1];

    return bare_shift(d->y, MONTHS, three, prefix);
}

static double bare_shift_long(struct data *d)
{
    double *prefix = malloc((2 * LONG + 1) * sizeof *prefix), p;

    if (prefix == NULL)
        exit(1);
    p = bare_shift(d->noise, LONG, wide, prefix);
    free(prefix);
    return p;
}

/* Lengths in one order: how many placements are extreme. */
static double bare_order(const double *p, const size_t *l, double cut, double *all)
{
    double extreme = 0;

    for (size_t a = 0; a + l[0] + l[1] + l[2] <= MONTHS; a++)
        for (size_t b = a + l[0]; b + l[1] + l[2] <= MONTHS; b++) {
            double z = p[a + l[0]] - p[a] + p[b + l[1]] - p[b];

            for (size_t c = b + l[1]; c + l[2] <= MONTHS; c++)
                extreme += fabs(z + (p[c + l[2]] - p[c])) >= cut ? 1 : 0;
            *all += (double)(MONTHS - l[2] - (b + l[1]) + 1);
        }
    return extreme;
}

static double bare_relocate(struct data *d)
{
    static const size_t order[6][3] = {{60, 37, 35}, {60, 35, 37}, {37, 60, 35},
                                       {37, 35, 60}, {35, 60, 37}, {35, 37, 60}};
    double prefix[MONTHS + 1], cut, extreme = 0, all = 0;

    centred(d->y, MONTHS, prefix);
    cut = observed(prefix, three, 3);
    for (size_t i = 0; i < 6; i++)
        extreme += bare_order(prefix, order[i], cut, &all);
    return extreme / all;
}

/* The first n1 places of a shuffle, again and again. */
static double bare_permute_drawn(struct data *d)
{
    double prefix[MONTHS + 1], v[MONTHS], cut, extreme = 0;
    size_t n1 = one[0].b - one[0].a;
    uint64_t state = 1;

    centred(d->y, MONTHS, prefix);
    cut = observed(prefix, one, 1);
    for (size_t t = 0; t < MONTHS; t++)
        v[t] = prefix[t + 1] - prefix[t];
    for (size_t r = 0; r < DRAWS; r++) {
        double z = 0;

        for (size_t i = 0; i < n1; i++) {
            size_t j = i + below(&state, MONTHS - i);
            double x = v[j];

            v[j] = v[i];
            v[i] = x;
            z += x;
        }
        extreme += fabs(z) >= cut ? 1 : 0;
    }
    return (extreme + 1) / (DRAWS + 1.);
}

/* ways[j][s]: the choices of j values that sum to s, one value of the series at a time. */
static double bare_permute_exact(struct data *d)
{
    static double ways[61][60 * TOP + 1];
    size_t n1 = one[0].b - one[0].a, top = n1 * TOP;
    double sum = 0, inside = 0, cut, extreme = 0, all = 0;

    for (size_t j = 0; j <= n1; j++)
        for (size_t s = 0; s <= top; s++)
            ways[j][s] = j == 0 && s == 0 ? 1 : 0;
    for (size_t t = 0; t < MONTHS; t++) {
        size_t x = (size_t)d->score[t];

        sum += d->score[t];
        inside += t >= one[0].a && t < one[0].b ? d->score[t] : 0;
        for (size_t j = n1 < t + 1 ? n1 : t + 1; j > 0; j--)
            for (size_t s = x; s <= j * TOP; s++)
                ways[j][s] += ways[j - 1][s - x];
    }
    cut = fabs(inside * MONTHS - sum * (double)n1) - .5;
    for (size_t s = 0; s <= top; s++) {
        all += ways[n1][s];
        extreme += fabs((double)s * MONTHS - sum * (double)n1) >= cut ? ways[n1][s] : 0;
    }
    return extreme / all;
}

static double bare_resample(struct data *d, size_t block)
{
    double sum[MONTHS];
    uint64_t state = 1;

    for (size_t a = 0; a <= MONTHS - block; a++) {
        sum[a] = 0;
        for (size_t t = a; t < a + block; t++)
            sum[a] += d->y[t];
    }
    for (size_t r = 0; r < RESAMPLES; r++) {
        double total = 0;

        for (size_t b = 0; b < MONTHS / block; b++)
            total += sum[below(&state, MONTHS - block + 1)];
        d->replicate[r] = total / MONTHS;
    }
    return spread(d->replicate, RESAMPLES);
}

static double bare_resample_6(struct data *d)
{
    return bare_resample(d, 6);
}

static double bare_resample_12(struct data *d)
{
    return bare_resample(d, 12);
}

static double bare_resample_24(struct data *d)
{
    return bare_resample(d, 24);
}

#include "recounts.h"

/* The table ------------------------------------------------------------------------------------ */

typedef double kernel(struct data *d);

struct row {
    const char *work;
    kernel *run, *bare; /* bare: NULL where there is none */
    double limit;       /* ms; 0: none */
    double most_ratio;  /* of the loop's time; 0: none */
    double agree;       /* what the two find may differ by this share: both draw */
    int threads;
    size_t calls; /* in one timing: a clock does not see microseconds */
};

static const struct row table[] = {
    {"circular shifts, n = 240", shift_short, bare_shift_short, .005, 0, 1e-12, 1, 2000},
    {"circular shifts, n = 100,000", shift_long, bare_shift_long, 1, 0, 1e-12, 1, 20},
    {"relocation, K = 3, 1.33e6 placements", relocate_three, bare_relocate, 4, 0, 1e-12, 1, 3},
    {"  the same", relocate_three, bare_relocate, 4, 0, 1e-12, 2, 3},
    {"relocation, K = 6, whole scores, exact", relocate_six, NULL, 200, 0, 0, 2, 1},
    {"permutation, 60 of 240, 1e6 draws", permute_drawn, bare_permute_drawn, 0, 1.3, .1, 1, 1},
    {"  the same exact, whole scores", permute_exact, bare_permute_exact, 1, 0, 1e-9, 1, 20},
    {"block bootstrap, 1e5 of 240, l = 12", resample_12, bare_resample_12, 10, 0, .02, 1, 1},
    {"  the same", resample_12, bare_resample_12, 10, 0, .02, 2, 1},
    {"  l = 6", resample_6, bare_resample_6, 10, 0, .02, 1, 1},
    {"  l = 24", resample_24, bare_resample_24, 10, 0, .02, 1, 1},
    {"without up to 3 of 50 events, 20,875 p", fewest_of_50, bare_fewest_of_50, 100, 0, 0, 1, 1},
    {"  the same", fewest_of_50, bare_fewest_of_50, 100, 0, 0, 2, 1},
    {"1,000 draws of 50 events, shift p", redraw, NULL, 20, 0, 0, 1, 5},
    {"functional pruning, n = 1e5, changes", functional_steps, NULL, 15, 0, 0, 1, 1},
    {"  the same, none", functional_noise, NULL, 20, 0, 0, 1, 1},
    {"PELT, mean and variance, n = 1e5", pelt_scaled, NULL, 60, 0, 0, 1, 1},
    {"exact segments, 1..5 breaks, n = 1,000", exact_short, NULL, 6, 0, 0, 1, 5},
};

static double now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static double time_calls(kernel *run, struct data *d, size_t calls, double *found)
{
    double start = now_ms();

    for (size_t i = 0; i < calls; i++)
        *found = run(d);
    return (now_ms() - start) / (double)calls;
}

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

static void print_row(const struct row *r, double mine, double bare)
{
    printf("%-40s %7d %12.4f ", r->work, r->threads, mine);
    if (r->bare != NULL)
        printf("%11.4f %6.2f  ", bare, mine / bare);
    else
        printf("%11s %6s  ", "-", "-");
    if (r->limit > 0)
        printf("<= %g ms: %s\n", r->limit, mine <= r->limit ? "yes" : "NO");
    else
        printf("<= %g x bare C: %s\n", r->most_ratio, mine <= r->most_ratio * bare ? "yes" : "NO");
}

/* Returns the median of Balassa. */
static double time_row(const struct row *r, struct data *d)
{
    double mine[ROUNDS], bare[ROUNDS] = {0}, found = 0, other = 0, x, y;

    omp_set_num_threads(r->threads);
    found = r->run(d); /* warm */
    for (size_t i = 0; i < ROUNDS; i++) {
        mine[i] = time_calls(r->run, d, r->calls, &found);
        if (r->bare != NULL)
            bare[i] = time_calls(r->bare, d, r->calls, &other);
    }
    x = median(mine);
    y = median(bare);
    print_row(r, x, y);
    if (r->bare != NULL && !(fabs(found - other) <= r->agree * fabs(other)))
        printf("  these two find different things: %.9g and %.9g\n", found, other);
    return x;
}

int main(void)
{
    static struct data d;
    struct rusage use;
    double before = 0;

    if (make_data(&d) != 0) {
        fputs("kernels: out of memory\n", stderr);
        return 1;
    }
    printf("kernels, medians of %d, wall time; ratio = Balassa / bare C (one thread)\n", ROUNDS);
    printf("%-40s %7s %12s %11s %6s  %s\n", "work", "threads", "Balassa, ms", "bare C, ms", "ratio",
           "limit");
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        double time = time_row(&table[i], &d);

        if ((table[i].run == resample_12 || table[i].run == fewest_of_50) && table[i].threads == 2)
            printf("  two threads faster than one: %s\n", time < before ? "yes" : "NO");
        before = time;
    }
    free_data(&d);
    getrusage(RUSAGE_SELF, &use);
    printf("peak memory of all these: %.1f MB\n", (double)use.ru_maxrss / 1024);
    return 0;
}
