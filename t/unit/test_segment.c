/* Segments against exhaustion (every segmentation of a small series, its cost from the definition),
 * against strucchange of R on the Nile's flow, and by hand. */
#include "check.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "stats/fpop.h"
#include "stats/segment.h"
#include "stats/segment_interval.h"

enum { MOST = 13 };

/* The naive twin: costs from the definition ------------------------------------------------------ */

static double mean_of(const double *y, size_t a, size_t b)
{
    double sum = 0;

    for (size_t i = a; i < b; i++)
        sum += y[i];
    return sum / (double)(b - a);
}

static double squares_of(const double *y, size_t a, size_t b)
{
    double mean = mean_of(y, a, b), sum = 0;

    for (size_t i = a; i < b; i++)
        sum += (y[i] - mean) * (y[i] - mean);
    return sum;
}

static void ranks_of(const double *y, size_t n, double *r)
{
    for (size_t i = 0; i < n; i++) {
        r[i] = 0.5;
        for (size_t j = 0; j < n; j++)
            r[i] += y[j] < y[i] ? 1 : y[j] == y[i] ? 0.5 : 0;
    }
}

struct twin {
    double y[MOST]; /* ranks for the cost rank */
    size_t n;
    enum bal_cost cost;
};

static double twin_cost(const struct twin *w, size_t a, size_t b)
{
    double m = (double)(b - a), all;

    switch (w->cost) {
    case BAL_COST_MEAN:
        return squares_of(w->y, a, b);
    case BAL_COST_MEAN_VARIANCE:
        return m * log(squares_of(w->y, a, b) / m);
    case BAL_COST_POISSON:
        all = mean_of(w->y, a, b);
        return all > 0 ? -2 * m * all * log(all) : 0;
    case BAL_COST_RANK:
        break;
    }
    all = squares_of(w->y, 0, w->n) / (double)w->n;
    return all > 0 ? squares_of(w->y, a, b) / all : 0;
}

/* Every way to cut: bit i of `cuts` is a change before value i + 1. least[k]: the least cost of k
 * segments; penalised: the least of cost + penalty (k - 1) + modified sum log(length / n). */
struct least {
    double by_k[MOST + 1], penalised;
};

static struct least exhaust(const struct twin *w, size_t min_length, double penalty,
                            double modified)
{
    struct least out = {.penalised = INFINITY};

    for (size_t k = 0; k <= MOST; k++)
        out.by_k[k] = INFINITY;
    for (unsigned cuts = 0; cuts < 1u << (w->n - 1); cuts++) {
        double cost = 0, lengths = 0;
        size_t a = 0, k = 0;

        for (size_t b = 1; b <= w->n && cost < INFINITY; b++) {
            if (b < w->n && (cuts >> (b - 1) & 1) == 0)
                continue;
            cost += b - a < min_length ? INFINITY : twin_cost(w, a, b);
            lengths += log((double)(b - a) / (double)w->n);
            a = b;
            k++;
        }
        out.by_k[k] = fmin(out.by_k[k], cost);
        cost += penalty * ((double)k - 1) + modified * lengths;
        out.penalised = fmin(out.penalised, cost);
    }
    return out;
}

/* What a search found, priced from the definition. */
static double price(const struct twin *w, const size_t *from, size_t min_length, double penalty,
                    double modified)
{
    double sum = -penalty;

    for (size_t t = w->n; t > 0; t = from[t]) {
        assert_true(t - from[t] >= min_length);
        sum += twin_cost(w, from[t], t) + penalty +
               modified * log((double)(t - from[t]) / (double)w->n);
    }
    return sum;
}

/* Real values stand on a grid without ties: the variance of two that are very close would be known to
 * few digits only. */
static void random_case(uint64_t *seed, struct twin *w, double *y)
{
    size_t levels = 1 + random_below(seed, 6); /* 1: constant; few: ties */
    double level = 0;
    bool real;

    w->n = 1 + random_below(seed, 11);
    w->cost = (enum bal_cost)random_below(seed, 4);
    real = w->cost == BAL_COST_MEAN_VARIANCE || (w->cost != BAL_COST_POISSON && levels > 4);
    for (size_t i = 0; i < w->n; i++) {
        level = random_below(seed, 4) == 0 ? 10 * random_unit(seed) : level;
        y[i] = real ? floor(level) + (double)random_below(seed, 32) / 32 + 0.01 * (double)i
                    : (double)random_below(seed, levels);
    }
    memcpy(w->y, y, w->n * sizeof *y);
    if (w->cost == BAL_COST_RANK)
        ranks_of(y, w->n, w->y);
}

static void searches_agree_with_exhaustion(void **state)
{
    uint64_t seed = 18980101;
    size_t compared[3] = {0};

    (void)state;
    for (int round = 0; round < 8000; round++) {
        struct twin w;
        double y[MOST], penalty = 4 * random_unit(&seed) * random_unit(&seed), modified;
        size_t least, from[MOST + 1];
        struct bal_segcost c;
        struct bal_error err;
        struct least want;
        double close;

        random_case(&seed, &w, y);
        least = (w.cost == BAL_COST_MEAN_VARIANCE ? 2 : 1) + random_below(&seed, 3);
        modified = random_below(&seed, 3) == 0 ? random_unit(&seed) : 0;
        if (least > w.n)
            continue;
        close = w.cost == BAL_COST_MEAN_VARIANCE ? 1e-6 : 1e-9;
        want = exhaust(&w, least, penalty, modified);
        assert_int_equal(bal_segcost_init(&bal_mem_std, y, w.n, w.cost, &c, &err), 0);
        c.modified = modified;
        assert_int_equal(bal_pelt(&c, penalty, least, NULL, from, &err), 0);
        assert_near(price(&w, from, least, penalty, modified), want.penalised, close);
        compared[0]++;
        c.modified = 0;
        if (modified == 0 && (w.cost == BAL_COST_MEAN || w.cost == BAL_COST_RANK)) {
            assert_int_equal(bal_fpop(&c, penalty, least, NULL, from, &err), 0);
            assert_near(price(&w, from, least, penalty, 0), want.penalised, close);
            compared[1]++;
        }
        for (size_t k = 1; k <= w.n / least; k++) {
            struct bal_segment_spec spec = {
                .cost = w.cost, .stop = BAL_STOP_NUMBER, .number = k, .min_length = least};
            struct bal_segmentation s;
            double sum = 0;

            if (bal_segment(&bal_mem_std, y, w.n, &spec, NULL, &s, &err) != 0)
                continue; /* equal values have no variance */
            assert_int_equal(s.k, k);
            for (size_t j = 0, a = 0; j < k; a = s.end[j++]) {
                assert_true(s.end[j] - a >= least);
                sum += twin_cost(&w, a, s.end[j]);
            }
            assert_near(sum, want.by_k[k], close);
            assert_near(s.cost, want.by_k[k], close);
            bal_segmentation_free(&bal_mem_std, &s);
            compared[2]++;
        }
        bal_segcost_free(&c);
    }
    assert_true(compared[0] > 6000 && compared[1] > 2000 && compared[2] > 10000);
}

/* PELT, functional pruning and the dynamic programme on longer series, against each other. */
static void searches_agree_on_longer_series(void **state)
{
    uint64_t seed = 7;

    (void)state;
    for (int round = 0; round < 300; round++) {
        enum { N = 150 };
        double y[N], level = 0, penalty = 6 * random_unit(&seed), sums[3] = {0}, least = INFINITY;
        size_t from[N + 1], length = 1 + random_below(&seed, 20);
        struct bal_segcost c;
        struct bal_exact x;
        struct bal_error err;

        for (size_t i = 0; i < N; i++) {
            level = random_below(&seed, 15) == 0 ? 4 * random_unit(&seed) : level;
            y[i] = 1e6 + level + random_unit(&seed);
        }
        assert_int_equal(bal_segcost_init(&bal_mem_std, y, N, BAL_COST_MEAN, &c, &err), 0);
        for (int which = 0; which < 2; which++) {
            assert_int_equal(
                (which == 0 ? bal_pelt : bal_fpop)(&c, penalty, length, NULL, from, &err), 0);
            sums[which] = -penalty;
            for (size_t t = N; t > 0; t = from[t])
                sums[which] += squares_of(y, from[t], t) + penalty;
        }
        assert_int_equal(bal_exact_run(&c, N / length, length, NULL, &x, &err), 0);
        for (size_t k = 1; k <= N / length; k++)
            least = fmin(least, x.f[k * (N + 1) + N] + penalty * ((double)k - 1));
        assert_near(sums[0], least, 1e-8);
        assert_near(sums[1], least, 1e-8);
        bal_exact_free(&c, &x);
        bal_segcost_free(&c);
    }
}

/* Costs in vector code, against libm. */
static void costs_are_exact(void **state)
{
    uint64_t seed = 3;
    double y[200], x[200];
    const enum bal_cost kinds[] = {BAL_COST_MEAN, BAL_COST_MEAN_VARIANCE, BAL_COST_POISSON};

    (void)state;
    for (size_t kind = 0; kind < 3; kind++) {
        struct bal_segcost c;
        struct bal_error err;

        for (size_t i = 0; i < 200; i++) {
            y[i] = (double)random_below(&seed, 9);
            x[i] = kind == 2 ? y[i] : y[i] * 1e-3 + (double)i;
        }
        assert_int_equal(bal_segcost_init(&bal_mem_std, x, 200, kinds[kind], &c, &err), 0);
        for (size_t a = 0; a < 198; a++)
            for (size_t b = a + 2; b <= 200; b += 7) {
                double m = (double)(b - a), squares = squares_of(x, a, b),
                       sum = m * mean_of(x, a, b);
                double want = kind == 0   ? squares
                              : kind == 1 ? m * log(squares / m)
                              : sum > 0   ? -2 * sum * log(sum / m)
                                          : 0;

                assert_near(bal_segcost(&c, a, b), want, 1e-7);
            }
        bal_segcost_free(&c);
    }
}

/* The Nile ----------------------------------------------------------------------------------------- */

static size_t read_nile(double *y)
{
    FILE *in = fopen("t/data/nile.csv", "r");
    char line[300];
    size_t n = 0;

    assert_non_null(in);
    while (fgets(line, sizeof line, in) != NULL)
        n += sscanf(line, "%*d,%lf", &y[n]) == 1;
    fclose(in);
    return n;
}

/* One row of strucchange's: h, breaks, rss, bic, places (the last value of a segment). */
static void check_row(const double *y, const char *line)
{
    struct bal_segment_spec spec = {.cost = BAL_COST_MEAN, .stop = BAL_STOP_NUMBER};
    struct bal_segmentation s;
    struct bal_error err;
    double rss, bic;
    int at = 0;

    assert_int_equal(
        sscanf(line, "%zu,%zu,%lf,%lf,%n", &spec.min_length, &spec.number, &rss, &bic, &at), 4);
    spec.number++;
    assert_int_equal(bal_segment(&bal_mem_std, y, 100, &spec, NULL, &s, &err), 0);
    assert_near(s.cost, rss, 1e-11);
    line += at;
    for (size_t j = 0; j + 1 < s.k; j++) {
        char *end;

        assert_int_equal(s.end[j], strtoul(line, &end, 10));
        line = end;
    }
    bal_segmentation_free(&bal_mem_std, &s);
    spec.stop = BAL_STOP_BIC;
    spec.most = spec.number;
    assert_int_equal(bal_segment(&bal_mem_std, y, 100, &spec, NULL, &s, &err), 0);
    assert_near(s.tried_criterion[s.tried - 1], bic, 1e-11);
    bal_segmentation_free(&bal_mem_std, &s);
}

static void agrees_with_strucchange(void **state)
{
    double y[128];
    FILE *in = fopen("t/data/nile-strucchange.csv", "r");
    char line[300];
    size_t rows = 0;

    (void)state;
    assert_non_null(in);
    assert_int_equal(read_nile(y), 100);
    while (fgets(line, sizeof line, in) != NULL)
        if (line[0] >= '0' && line[0] <= '9') {
            check_row(y, line);
            rows++;
        }
    fclose(in);
    assert_int_equal(rows, 12);
}

/* The dam at Aswan: 1898 is the last year of the higher level (Cobb 1978), by every search. */
static void the_nile_falls_after_1898(void **state)
{
    static const struct bal_segment_spec specs[] = {
        {BAL_COST_MEAN, BAL_EXACT, BAL_STOP_BIC, 0, 0, 15, 6},
        {BAL_COST_MEAN, BAL_EXACT, BAL_STOP_MBIC, 0, 0, 5, 6},
        {BAL_COST_MEAN, BAL_PELT, BAL_STOP_BIC, 0, 0, 5, 6},
        {BAL_COST_MEAN, BAL_FUNCTIONAL, BAL_STOP_BIC, 0, 0, 5, 6},
        {BAL_COST_MEAN, BAL_BINARY, BAL_STOP_BIC, 0, 0, 5, 6},
        {BAL_COST_RANK, BAL_FUNCTIONAL, BAL_STOP_BIC, 0, 0, 5, 6},
        {BAL_COST_MEAN_VARIANCE, BAL_PELT, BAL_STOP_MBIC, 0, 0, 5, 6},
    };
    double y[128];

    (void)state;
    assert_int_equal(read_nile(y), 100);
    for (size_t i = 0; i < sizeof specs / sizeof *specs; i++) {
        struct bal_segmentation s;
        struct bal_error err;
        size_t low, high;

        assert_int_equal(bal_segment(&bal_mem_std, y, 100, &specs[i], NULL, &s, &err), 0);
        assert_int_equal(s.k, 2);
        assert_int_equal(s.end[0], 28);
        if (!isnan(s.noise)) /* in R 4.2.2: mad(diff(Nile)) / sqrt(2) */
            assert_near(s.noise, 115.319216517, 1e-11);
        assert_int_equal(bal_segment_profile(&bal_mem_std, y, specs[i].cost, specs[i].min_length,
                                             &s, 0.95, &low, &high, &err),
                         0);
        assert_true(low <= 28 && high >= 28 && low >= 20 && high <= 36);
        bal_segmentation_free(&bal_mem_std, &s);
    }
}

/* By hand ------------------------------------------------------------------------------------------ */

/* Cut after the third value, both sums of squares are 2/3. Cut after the second or the fourth, one of
 * them is about 50: with a variance of (4/3) / 4 far beyond the cut of 7.35, so the profile is one
 * place. */
static void a_step_by_hand(void **state)
{
    const double y[] = {0, 1, 0, 9, 10, 9};
    struct bal_segment_spec spec = {.stop = BAL_STOP_NUMBER, .number = 2, .min_length = 1};
    struct bal_segment_resampling how = {99, 2, 1};
    struct bal_segmentation s;
    struct bal_error err;
    size_t low, high;

    (void)state;
    assert_int_equal(bal_segment(&bal_mem_std, y, 6, &spec, NULL, &s, &err), 0);
    assert_int_equal(s.end[0], 3);
    assert_near(s.cost, 4 / 3., 1e-12); /* 2/3 each */
    assert_int_equal(
        bal_segment_profile(&bal_mem_std, y, BAL_COST_MEAN, 1, &s, 0.95, &low, &high, &err), 0);
    assert_int_equal(low, 3);
    assert_int_equal(high, 3);
    assert_int_equal(
        bal_segment_bootstrap(&bal_mem_std, y, 1, &s, 0.9, &how, NULL, &low, &high, &err), 0);
    assert_int_equal(low, 3); /* residuals are at most 2/3 in size, the step is 9 */
    assert_int_equal(high, 3);
    bal_segmentation_free(&bal_mem_std, &s);
}

static void no_change_is_an_answer(void **state)
{
    const double flat[] = {4, 4, 4, 4, 4, 4, 4, 4}, wave[] = {1, 2, 1, 3, 1, 2, 1, 3};
    static const struct bal_segment_spec specs[] = {
        {BAL_COST_MEAN, BAL_EXACT, BAL_STOP_BIC, 0, 0, 1, 5},
        {BAL_COST_RANK, BAL_EXACT, BAL_STOP_MBIC, 0, 0, 1, 3},
        {BAL_COST_POISSON, BAL_PELT, BAL_STOP_BIC, 0, 0, 1, 5},
        {BAL_COST_MEAN, BAL_FUNCTIONAL, BAL_STOP_PENALTY, 0, 5, 1, 0},
        {BAL_COST_MEAN, BAL_BINARY, BAL_STOP_PENALTY, 0, 5, 1, 0},
        {BAL_COST_MEAN, BAL_EXACT, BAL_STOP_NUMBER, 1, 0, 8, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof specs / sizeof *specs; i++)
        for (int which = 0; which < 2; which++) {
            struct bal_segment_spec spec = specs[i];
            struct bal_segmentation s;
            struct bal_error err;

            spec.min_length = which == 1 && spec.stop != BAL_STOP_NUMBER ? 3 : spec.min_length;
            assert_int_equal(
                bal_segment(&bal_mem_std, which == 0 ? flat : wave, 8, &spec, NULL, &s, &err), 0);
            assert_int_equal(s.k, 1);
            assert_int_equal(s.end[0], 8);
            bal_segmentation_free(&bal_mem_std, &s);
        }
}

static void one_value_is_one_segment(void **state)
{
    const double y = 3;

    (void)state;
    for (int search = BAL_EXACT; search <= BAL_BINARY; search++) {
        struct bal_segment_spec spec = {.search = (enum bal_search)search, .min_length = 1};
        struct bal_segmentation s;
        struct bal_error err;

        spec.stop = search == BAL_EXACT ? BAL_STOP_NUMBER : BAL_STOP_PENALTY;
        spec.number = 1;
        assert_int_equal(bal_segment(&bal_mem_std, &y, 1, &spec, NULL, &s, &err), 0);
        assert_int_equal(s.k, 1);
        bal_segmentation_free(&bal_mem_std, &s);
    }
}

static void refuses(void **state)
{
    static const struct {
        struct bal_segment_spec spec;
        const char *message;
    } cases[] = {
        {{BAL_COST_MEAN, BAL_PELT, BAL_STOP_NUMBER, 2, 0, 1, 0},
         "the searches \"pelt\" and \"functional\" take a penalty or a criterion; for a number of "
         "segments use search = \"exact\""},
        {{BAL_COST_MEAN, BAL_EXACT, BAL_STOP_PENALTY, 0, 1, 1, 0},
         "the search \"exact\" takes a number or a criterion; for a penalty use search = \"pelt\", "
         "which is exact too"},
        {{BAL_COST_POISSON, BAL_FUNCTIONAL, BAL_STOP_PENALTY, 0, 1, 1, 0},
         "the search \"functional\" is for the costs \"mean\" and \"rank\"; for this one use "
         "search "
         "= \"pelt\""},
        {{BAL_COST_MEAN, BAL_FUNCTIONAL, BAL_STOP_MBIC, 0, 0, 1, 5},
         "the search \"functional\" cannot weigh the lengths of segments, as \"mbic\" does; use "
         "search = \"pelt\" or \"exact\""},
        {{BAL_COST_MEAN, BAL_PELT, BAL_STOP_PENALTY, 0, -1, 1, 0},
         "a penalty is a number from 0 on, not -1"},
        {{BAL_COST_MEAN, BAL_EXACT, BAL_STOP_NUMBER, 3, 0, 3, 0},
         "3 segments of at least 3 values do not fit into 8 values; at most 2 do"},
        {{BAL_COST_MEAN, BAL_EXACT, BAL_STOP_NUMBER, 1, 0, 9, 0},
         "the series has 8 values, fewer than one segment of min_length = 9 needs"},
        {{BAL_COST_MEAN, BAL_EXACT, BAL_STOP_NUMBER, 0, 0, 1, 0},
         "the number of segments is at least 1 (no change)"},
        {{BAL_COST_MEAN_VARIANCE, BAL_EXACT, BAL_STOP_NUMBER, 1, 0, 1, 0},
         "min_length is at least 2 for this cost, not 1"},
        {{BAL_COST_MEAN_VARIANCE, BAL_EXACT, BAL_STOP_NUMBER, 1, 0, 3, 0},
         "values 2 to 4 are all 2: a segment of them has no variance and its likelihood no bound; "
         "use the cost \"mean\" or \"rank\", or a longer min_length"},
        {{BAL_COST_POISSON, BAL_EXACT, BAL_STOP_NUMBER, 1, 0, 1, 0},
         "value 5 is 0.5; the cost \"poisson\" takes counts, whole numbers from 0 on"},
        {{BAL_COST_MEAN, BAL_PELT, BAL_STOP_BIC, 0, 0, 1, 5},
         "more than half of the steps from value to value are equal, so the noise cannot be judged "
         "from them; give a penalty, or use search = \"exact\""},
    };
    const double y[] = {1, 2, 2, 2, 0.5, 0.5, 0.5, 0.5};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bal_segmentation s;
        struct bal_error err;

        assert_int_equal(bal_segment(&bal_mem_std, y, 8, &cases[i].spec, NULL, &s, &err), BAL_EARG);
        assert_string_equal(err.message, cases[i].message);
    }
}

static bool never(void *ud, double done)
{
    (void)ud;
    (void)done;
    return false;
}

static void stops_when_told(void **state)
{
    const struct bal_watch watch = {never, NULL};
    struct bal_segment_spec spec = {.stop = BAL_STOP_NUMBER, .number = 2, .min_length = 1};
    struct bal_segmentation s;
    struct bal_error err;
    static double y[40000];

    (void)state;
    for (size_t i = 0; i < 40000; i++)
        y[i] = (double)(i * 37 % 101);
    assert_int_equal(bal_segment(&bal_mem_std, y, 300, &spec, &watch, &s, &err), BAL_ESTOP);
    spec.stop = BAL_STOP_PENALTY;
    spec.penalty = 1e9;
    spec.search = BAL_FUNCTIONAL;
    assert_int_equal(bal_segment(&bal_mem_std, y, 40000, &spec, &watch, &s, &err), BAL_ESTOP);
    spec.search = BAL_PELT;
    assert_int_equal(bal_segment(&bal_mem_std, y, 40000, &spec, &watch, &s, &err), BAL_ESTOP);
    spec.search = BAL_BINARY;
    spec.penalty = 0;
    assert_int_equal(bal_segment(&bal_mem_std, y, 40000, &spec, &watch, &s, &err), BAL_ESTOP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_by_hand),
        cmocka_unit_test(no_change_is_an_answer),
        cmocka_unit_test(one_value_is_one_segment),
        cmocka_unit_test(costs_are_exact),
        cmocka_unit_test(searches_agree_with_exhaustion),
        cmocka_unit_test(searches_agree_on_longer_series),
        cmocka_unit_test(agrees_with_strucchange),
        cmocka_unit_test(the_nile_falls_after_1898),
        cmocka_unit_test(refuses),
        cmocka_unit_test(stops_when_told),
    };

    return cmocka_run_group_tests_name("segment", tests, NULL, NULL);
}
