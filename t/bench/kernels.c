/* The kernels of the analyses, timed beside the plainest C loop that does the same work: the part of
 * `make bench` that is C. t/bench/bench.pl asks for one row at a time and prints the table.
 *
 *   kernels list               id, work, what it must reach: a line a row, tabs between
 *   kernels data FOLDER        the numbers that each row is about, for R, Python and Lua
 *   kernels time ID THREADS    ms of Balassa, ms of the loop (or -): CPU time of one thread, else of
 *                              the clock on the wall
 *   kernels once ID            Balassa alone, once: its peak memory is the row's
 *   kernels peak COMMAND...    runs it, and prints the most memory that it held, in MB
 *
 * Balassa is the whole call that a script's function makes: checks, scores, sums and result. The loop
 * has prefix sums and a simple generator, one thread, and this program's flags. Both run in turn, on
 * the same data; what they find is compared, so that a loop that does other work shows. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/rng.h"
#include "explore/draws.h"
#include "explore/fewest.h"
#include "stats/bootstrap.h"
#include "stats/contrast.h"
#include "stats/epochs.h"
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

/* Three key dates anywhere in a series with five gaps, 25 lags: 1.9 million placements. */
static double epochs_gaps(struct data *d)
{
    static const size_t at[] = {30, 72, 192};
    struct bal_epochs_spec spec = {12, 12, BAL_TWO_SIDED, .95, NAN};
    struct bal_dates dates = {.n = MONTHS, .at = at, .k = 3, .reps = 1};
    struct bal_epoch epoch[25];
    struct bal_epochs out;
    struct bal_error err;
    double y[MONTHS];

    for (size_t t = 0; t < MONTHS; t++)
        y[t] = t % 48 == 7 ? NAN : d->y[t];
    bal_epochs_open(&dates, &spec);
    if (bal_dates_plan(&dates, &err) ||
        bal_epochs(&bal_mem_std, y, &dates, &spec, NULL, epoch, &out, &err))
        return failed(&err);
    return out.p;
}

/* Interval and power of the first study's design. */
static double reach(struct data *d)
{
    const struct bal_contrast_spec spec = {.seed = 1};
    struct bal_contrast_reach out;
    struct bal_error err;

    if (bal_contrast_reach(&bal_mem_std, d->y, MONTHS, three, 3, &spec, .95, &out, &err))
        return failed(&err);
    return out.found;
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

#include "bare.h"
#include "recounts.h"

/* The table ------------------------------------------------------------------------------------ */

typedef double kernel(struct data *d);

struct row {
    const char *id, *work;
    kernel *run, *bare; /* bare: NULL where there is none */
    double limit;       /* ms; 0: none */
    double most_ratio;  /* of the loop's time; 0: none */
    double agree;       /* what the two find may differ by this share: both draw */
    int threads;        /* one, or also two */
    size_t calls;       /* in one timing: a clock does not see microseconds */
};

static const struct row table[] = {
    {"shift", "240 circular shifts", shift_short, bare_shift_short, .005, 0, 1e-12, 1, 2000},
    {"shift-long", "100,000 circular shifts", shift_long, bare_shift_long, 1, 0, 1e-12, 1, 20},
    {"relocate", "relocation, K = 3: 1.33e6 placements", relocate_three, bare_relocate, 4, 0, 1e-12,
     2, 3},
    {"relocate-6", "relocation, K = 6, whole scores, exact", relocate_six, NULL, 200, 0, 0, 2, 1},
    {"reach", "interval and power of that design", reach, NULL, 100, 0, 0, 2, 1},
    {"permute", "permutation, 60 of 240, 1e6 draws", permute_drawn, bare_permute_drawn, 0, 1.3, .1,
     1, 1},
    {"permute-exact", "the same exact, whole scores", permute_exact, bare_permute_exact, 1, 0, 1e-9,
     1, 20},
    {"block", "block bootstrap, 1e5 of 240, l = 12", resample_12, bare_resample_12, 10, 0, .02, 2,
     1},
    {"block-6", "the same, l = 6", resample_6, bare_resample_6, 10, 0, .02, 2, 1},
    {"block-24", "the same, l = 24", resample_24, bare_resample_24, 10, 0, .02, 2, 1},
    {"fpop", "mean shift, n = 1e5, changes", functional_steps, NULL, 15, 0, 0, 1, 1},
    {"fpop-none", "the same, none", functional_noise, NULL, 20, 0, 0, 1, 1},
    {"pelt", "mean and variance, n = 1e5, changes", pelt_scaled, NULL, 60, 0, 0, 1, 1},
    {"exact", "exact 1..5 breaks, n = 1,000", exact_short, NULL, 6, 0, 0, 1, 5},
    {"fewest", "without up to 3 of 50 events: 20,875 p", fewest_of_50, bare_fewest_of_50, 100, 0, 0,
     2, 1},
    {"redraw", "1,000 draws of 50 events, shift p", redraw, NULL, 20, 0, 0, 1, 5},
    {"epochs", "epochs, gaps, 1.9e6 placements", epochs_gaps, NULL, 0, 0, 0, 2, 1},
};

enum { ROWS = sizeof table / sizeof *table };

/* CPU time of one thread, which others on the machine do not lengthen; of two, the time that passed. */
static double now_ms(void)
{
    struct timespec t;

    clock_gettime(omp_get_max_threads() > 1 ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &t);
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

/* Medians of Balassa and of the loop, in turn. */
static int time_row(const struct row *r, struct data *d, int threads)
{
    double mine[ROUNDS], bare[ROUNDS] = {0}, found = 0, other = 0;

    omp_set_num_threads(threads);
    found = r->run(d); /* warm */
    for (size_t i = 0; i < ROUNDS; i++) {
        mine[i] = time_calls(r->run, d, r->calls, &found);
        if (r->bare != NULL && threads == 1)
            bare[i] = time_calls(r->bare, d, r->calls, &other);
    }
    printf("%.6f\t", median(mine));
    if (r->bare == NULL || threads > 1)
        return puts("-") < 0;
    printf("%.6f\n", median(bare));
    if (fabs(found - other) <= r->agree * fabs(other))
        return 0;
    fprintf(stderr, "kernels: %s: the two find different things: %.9g and %.9g\n", r->id, found,
            other);
    return 1;
}

/* Data and memory ------------------------------------------------------------------------------ */

static int write_numbers(const char *folder, const char *name, const double *v, size_t n)
{
    char path[512];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s.txt", folder, name);
    f = fopen(path, "w");
    if (f == NULL) {
        perror(path);
        return 1;
    }
    for (size_t i = 0; i < n; i++)
        fprintf(f, "%.17g\n", v[i]);
    return fclose(f) != 0;
}

static int write_data(const struct data *d, const char *folder)
{
    return write_numbers(folder, "y", d->y, MONTHS) ||
           write_numbers(folder, "score", d->score, MONTHS) ||
           write_numbers(folder, "count", d->count, MONTHS) ||
           write_numbers(folder, "noise", d->noise, LONG) ||
           write_numbers(folder, "steps", d->steps, LONG) ||
           write_numbers(folder, "scaled", d->scaled, LONG);
}

/* What the command prints goes nowhere. */
static int peak(char **argv)
{
    struct rusage use;
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        if (freopen("/dev/null", "w", stdout) != NULL)
            execvp(argv[0], argv);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &use) < 0 || status != 0)
        return 1;
    printf("%.1f\n", (double)use.ru_maxrss / 1024);
    return 0;
}

static const struct row *row_of(const char *id)
{
    for (size_t i = 0; i < ROWS; i++)
        if (strcmp(table[i].id, id) == 0)
            return &table[i];
    fprintf(stderr, "kernels: no row is called '%s'\n", id);
    exit(2);
}

static void list(void)
{
    for (size_t i = 0; i < ROWS; i++)
        printf("%s\t%s\t%g\t%g\t%d\n", table[i].id, table[i].work, table[i].limit,
               table[i].most_ratio, table[i].threads);
}

int main(int argc, char **argv)
{
    static struct data d;
    const char *what = argc > 1 ? argv[1] : "";
    int code = 2;

    if (strcmp(what, "peak") == 0 && argc > 2)
        return peak(argv + 2);
    if (make_data(&d) != 0) {
        fputs("kernels: out of memory\n", stderr);
        return 1;
    }
    if (strcmp(what, "list") == 0) {
        list();
        code = 0;
    } else if (strcmp(what, "data") == 0 && argc == 3) {
        code = write_data(&d, argv[2]);
    } else if (strcmp(what, "time") == 0 && argc == 4) {
        code = time_row(row_of(argv[2]), &d, atoi(argv[3]));
    } else if (strcmp(what, "once") == 0 && argc == 3) {
        code = row_of(argv[2])->run(&d) < -INFINITY;
    } else {
        fputs("usage: kernels list | data FOLDER | time ID THREADS | once ID | peak COMMAND...\n",
              stderr);
    }
    free_data(&d);
    return code;
}
