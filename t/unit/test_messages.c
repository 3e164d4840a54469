/* What the kernels tell a caller who asks for what they cannot do: the whole message, a row for each. Most of it a
 * script cannot ask for, as its faces look at options first; it is told to who links the library. */
#include "scratch.h"

#include <omp.h>

#include "explore/draws.h"
#include "explore/fewest.h"
#include "stats/alpha.h"
#include "stats/bootstrap.h"
#include "stats/contrast.h"
#include "stats/dates.h"
#include "stats/keyness.h"
#include "stats/multiple.h"
#include "stats/regress.h"
#include "stats/segment.h"
#include "stats/segment_interval.h"
#include "stats/survival.h"
#include "text/dictionary.h"

static const double y[12] = {1, 5, 2, 7, 3, 8, 2, 6, 4, 9, 1, 3};
static const struct bal_mem *const mem = &bal_mem_std;

static int no_draws(struct bal_error *err)
{
    struct bal_draws_spec spec = {.k = 1};

    return bal_draws(mem, &spec, NULL, NULL, NULL, 0, err);
}

static int many_windows(struct bal_error *err)
{
    struct bal_draws_spec spec = {.k = 65, .draws = 1};

    return bal_draws(mem, &spec, NULL, NULL, NULL, 0, err);
}

static int large_sets(struct bal_error *err)
{
    struct bal_fewest_spec spec = {.most = 9};
    struct bal_fewest out;

    return bal_fewest(mem, NULL, &spec, NULL, NULL, &out, err);
}

static int difference(struct bal_range a, struct bal_range b, struct bal_error *err)
{
    const struct bal_bootstrap_spec spec = {BAL_SCHEME_STATIONARY, 2, 9, 1};
    const struct bal_range window[] = {a, b};
    double replicate[9];

    return bal_bootstrap_difference(mem, y, 12, window, 2, &spec, NULL, replicate, err);
}

static int bootstrap_beyond(struct bal_error *err)
{
    return difference((struct bal_range){1, 2}, (struct bal_range){10, 13}, err);
}

static int bootstrap_overlap(struct bal_error *err)
{
    return difference((struct bal_range){1, 4}, (struct bal_range){3, 6}, err);
}

static int contrast(const struct bal_contrast_spec *spec, struct bal_range window,
                    struct bal_error *err)
{
    struct bal_contrast out;

    return bal_contrast(mem, y, 12, &window, 1, spec, &out, err);
}

static int phases_overlap(struct bal_error *err)
{
    static const struct bal_range phase[] = {{0, 4}, {3, 12}};
    const struct bal_contrast_spec spec = {.null = BAL_PHASE_LABELS, .phase = phase, .phases = 2};

    return contrast(&spec, phase[0], err);
}

static int no_phase(struct bal_error *err)
{
    static const struct bal_range phase[] = {{0, 4}, {4, 12}};
    const struct bal_contrast_spec spec = {.null = BAL_PHASE_LABELS, .phase = phase, .phases = 2};

    return contrast(&spec, (struct bal_range){1, 3}, err);
}

static int many_permutations(struct bal_error *err)
{
    const struct bal_contrast_spec spec = {.null = BAL_PERMUTE, .method = BAL_ENUMERATE};
    const struct bal_range window = {0, 30};
    struct bal_contrast out;
    double long_y[60];

    for (size_t i = 0; i < 60; i++)
        long_y[i] = sqrt((double)i);
    return bal_contrast(mem, long_y, 60, &window, 1, &spec, &out, err);
}

static int reach(struct bal_range gap, struct bal_error *err)
{
    const struct bal_contrast_spec spec = {.null = BAL_SHIFT};
    const struct bal_range window = {3, 6};
    struct bal_contrast_reach out;
    double own[12];

    memcpy(own, y, sizeof own);
    for (size_t i = gap.a; i < gap.b; i++)
        own[i] = NAN;
    return bal_contrast_reach(mem, own, 12, &window, 1, &spec, .95, &out, err);
}

static int reach_empty(struct bal_error *err)
{
    return reach((struct bal_range){3, 6}, err);
}

static int many_dates(struct bal_error *err)
{
    static const size_t at[] = {10, 20, 30, 40};
    struct bal_dates dates = {.n = 1000, .at = at, .k = 4, .to = 1000};

    return bal_dates_plan(&dates, err);
}

static int keyness_level(struct bal_error *err)
{
    struct bal_keyness out;

    return bal_keyness(1, 10, 2, 10, 1, &out, err);
}

static int keyness_counts(struct bal_error *err)
{
    struct bal_keyness out;

    return bal_keyness(11, 10, 2, 10, .95, &out, err);
}

static int family_beyond(struct bal_error *err)
{
    static const struct bal_range window[] = {{1, 2}, {12, 12}};
    const struct bal_family_member member = {.y = y, .window = window, .k = 2};
    struct bal_family_result out;
    size_t undefined;

    return bal_max_t(mem, &member, 1, 12, &out, &undefined, err);
}

static int family(const double *own, struct bal_error *err)
{
    static const struct bal_range window = {1, 2};
    const struct bal_family_member member[] = {{.y = y, .window = &window, .k = 1},
                                               {.y = own, .window = &window, .k = 1}};
    struct bal_family_result out[2];
    size_t undefined;

    return bal_max_t(mem, member, 2, 12, out, &undefined, err);
}

static int family_constant(struct bal_error *err)
{
    static const double own[12] = {2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2};

    return family(own, err);
}

static int family_gap(struct bal_error *err)
{
    double own[12];

    memcpy(own, y, sizeof own);
    own[1] = NAN;
    return family(own, err);
}

static int few_periods(struct bal_error *err)
{
    const struct bal_regressors none = {0};
    const struct bal_regress_spec spec = {
        .errors = BAL_ERRORS_EWC, .constant = true, .lags = -1, .level = .95};
    struct bal_regress out;

    return bal_regress(mem, y, 3, &none, &spec, &out, err);
}

static int no_column(struct bal_error *err)
{
    const struct bal_regressors none = {0};
    const struct bal_regress_spec spec = {.lags = -1, .level = .95};
    struct bal_regress out;

    return bal_regress(mem, y, 12, &none, &spec, &out, err);
}

static int segment(const double *x, size_t n, struct bal_segment_spec spec, struct bal_error *err)
{
    struct bal_segmentation out;

    return bal_segment(mem, x, n, &spec, NULL, &out, err);
}

static int too_few(struct bal_error *err)
{
    return segment(y, 2,
                   (struct bal_segment_spec){
                       .search = BAL_PELT, .stop = BAL_STOP_BIC, .min_length = 1, .most = 2},
                   err);
}

/* The cut is in the middle, and neither half of three values has room for two pieces of two. */
static int no_cut(struct bal_error *err)
{
    static const double x[] = {0, 0, 0, 9, 9, 9};

    return segment(x, 6,
                   (struct bal_segment_spec){
                       .search = BAL_BINARY, .stop = BAL_STOP_NUMBER, .number = 3, .min_length = 2},
                   err);
}

static int not_finite(struct bal_error *err)
{
    static const double x[] = {0, 1, NAN};

    return segment(x, 3,
                   (struct bal_segment_spec){.stop = BAL_STOP_NUMBER, .number = 1, .min_length = 1},
                   err);
}

static int no_replicate(struct bal_error *err)
{
    static const struct bal_life life[] = {{1, 1}, {2, 1}};
    static const bool first[] = {true, false};
    const struct bal_logrank_spec spec = {.cause = 1, .method = BAL_LOGRANK_MONTE_CARLO};
    struct bal_logrank out;

    return bal_logrank(mem, life, first, 2, &spec, NULL, &out, err);
}

static int long_dictionary(struct bal_error *err)
{
    size_t n = (size_t)BAL_DICTIONARY_BYTES + 1;
    char *text = test_calloc(n, 1);
    struct bal_dictionary *d;
    struct bal_buf faults;
    int code;

    bal_buf_init(&faults, mem);
    code = bal_dictionary_read(mem, BAL_FORMAT_LIST, text, n, "f", "list", &d, &faults, err);
    bal_buf_free(&faults);
    test_free(text);
    return code;
}

static int many_entries(struct bal_error *err)
{
    struct bal_dictionary *d;
    uint32_t category;
    int code = bal_dictionary_new(mem, BAL_FORMAT_LIST, &d, err);

    assert_int_equal(code, 0);
    assert_int_equal(bal_dictionary_add_category(d, BAL_NO_CATEGORY, "a", 1, 1, &category, err), 0);
    for (uint32_t i = 0; code == 0 && i <= BAL_ENTRIES_MAX; i++)
        code = bal_dictionary_add_entry(d, category, "a", 1, 1, i, err);
    bal_dictionary_free(d);
    return code;
}

static const struct {
    int (*ask)(struct bal_error *err);
    const char *message;
} cases[] = {
    {no_draws, "there are no draws to make"},
    {many_windows, "there are 65 windows; 1 to 64 can be drawn"},
    {large_sets, "sets of up to 9 are too many; 8 is the most"},
    {bootstrap_beyond, "window 2 covers no period of the series"},
    {bootstrap_overlap, "windows 1 and 2 overlap; merge them"},
    {phases_overlap, "phase 2 covers no period of the series, or none after the one before"},
    {no_phase, "null = \"phases\" needs windows that are phases"},
    {many_permutations,
     "null = \"permute\" has 1.18e+17 arrangements, and at most 2e+09 are enumerated; "
     "method = \"monte_carlo\" draws some of them"}, /* C(60, 30) = 118264581564861424 */
    {reach_empty, "the series has no value inside the windows"},
    {many_dates, "reps is from 1 to 9999999, not 0"},
    {keyness_level, "the level of an interval lies between 0 and 1, not at 1"},
    {keyness_counts, "11 of 10 and 2 of 10 are no counts of a word"},
    {family_beyond, "window 2 of contrast 1 covers no period"},
    {family_constant, "contrast 2 is the same at every shift, so there is nothing to test"},
    {family_gap, "contrast 2 has no value inside, or none outside"},
    {few_periods, "3 periods are too few for EWC errors; use errors = \"hac\" or \"classical\""},
    {no_column, "a regression needs at least one column"},
    {too_few, "2 values are too few to judge their noise; give a penalty, or use search = "
              "\"exact\""},
    {no_cut, "after 2 segments binary segmentation finds none that it could cut into two of "
             "min_length = 2; use search = \"exact\""},
    {not_finite, "value 3 is not finite"},
    {no_replicate, "a Monte Carlo test needs at least one replicate"},
    {many_entries, "a dictionary has at most 2000000 entries"},
    {long_dictionary, "f: a dictionary has at most 16777216 bytes"},
};

static void test_messages(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bal_error err = {0};

        assert_int_not_equal(cases[i].ask(&err), 0);
        assert_text(cases[i].message, err.message, cases[i].message);
    }
}

/* Being stopped -------------------------------------------------------------------------------- */

static struct bal_watch never(void)
{
    static size_t none;

    return (struct bal_watch){go_on_for, &none};
}

static int stop_alpha(struct bal_error *err)
{
    const struct bal_watch watch = never();
    double replicate[99];

    return bal_alpha_bootstrap(mem, y, 6, 2, BAL_INTERVAL_LEVEL, 1, 99, &watch, replicate, err);
}

static int stop_contrast(enum bal_method method, size_t n, struct bal_error *err)
{
    static const struct bal_range window[] = {{2, 9}, {20, 60}, {70, 101}};
    const struct bal_watch watch = never();
    const struct bal_contrast_spec spec = {.method = method, .watch = &watch};
    struct bal_contrast out;
    double own[2000];

    for (size_t i = 0; i < n; i++)
        own[i] = (double)(i * 37 % 1009);
    return bal_contrast(mem, own, n, window, 3, &spec, &out, err);
}

static int stop_dynamic(struct bal_error *err)
{
    return stop_contrast(BAL_DYNAMIC, 1500, err);
}

static int stop_enumeration(struct bal_error *err)
{
    return stop_contrast(BAL_ENUMERATE, 400, err);
}

/* The search for the costs and the comparison of their criteria both come by this share; it is the second
 * that is to be stopped. */
static bool not_at_512_of_600(void *ud, double done)
{
    size_t *seen = ud;

    *seen += fabs(done - 512. * 512 / (600. * 600)) < 1e-12;
    return *seen < 2;
}

static int stop_criterion(struct bal_error *err)
{
    size_t seen = 0;
    const struct bal_watch watch = {not_at_512_of_600, &seen};
    const struct bal_segment_spec spec = {.stop = BAL_STOP_BIC, .min_length = 1, .most = 600};
    struct bal_segmentation out;
    double own[600];

    for (size_t i = 0; i < 600; i++)
        own[i] = (double)(i * 37 % 11);
    return bal_segment(mem, own, 600, &spec, &watch, &out, err);
}

static int stop_resampling(struct bal_error *err)
{
    const struct bal_watch watch = never();
    const struct bal_segment_resampling how = {9, 1, 1};
    size_t end[] = {6, 12}, low, high;
    const struct bal_segmentation two = {.n = 12, .k = 2, .end = end};

    return bal_segment_bootstrap(mem, y, 2, &two, .95, &how, &watch, &low, &high, err);
}

static int stop_power(struct bal_error *err)
{
    const struct bal_logrank_spec spec = {1, BAL_TWO_SIDED, BAL_LOGRANK_AUTO, 99, 3};
    const struct bal_watch watch = never();
    struct bal_logrank_power out;
    struct bal_life life[8];
    bool first[8];

    for (int i = 0; i < 8; i++) {
        life[i] = (struct bal_life){i + 1, 1};
        first[i] = i % 2 == 0;
    }
    return bal_logrank_power(mem, life, first, 8, &spec, .05, &watch, &out, err);
}

static void test_stops(void **state)
{
    static const struct {
        int (*ask)(struct bal_error *err);
        const char *message;
    } work[] = {
        {stop_alpha, "the bootstrap of alpha was stopped"},
        {stop_dynamic, "stopped"},
        {stop_enumeration, "stopped"},
        {stop_criterion, "stopped"},
        {stop_resampling, "stopped"},
        {stop_power, "the log-rank test's power was stopped"},
    };

    (void)state;
    omp_set_num_threads(1); /* the first thread asks, and on a busy machine it may come too late */
    for (size_t i = 0; i < sizeof work / sizeof *work; i++) {
        struct bal_error err = {0};

        if (work[i].ask(&err) != BAL_ESTOP)
            fail_msg("work %zu was not stopped: %s", i, err.message);
        assert_text(work[i].message, err.message, work[i].message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_stops),
    };

    return cmocka_run_group_tests_name("messages", tests, NULL, NULL);
}
