/* Agreement of periodisations: the examples of TCPDBench, the program of van den Burg & Williams
 * (2020), analysis/scripts/metrics.py, and the adjusted Rand index against counting all pairs. */
#include "check.h"

#include <stdbool.h>
#include <string.h>

#include "stats/agreement.h"

#define CHANGES(...)                                                                          \
    {                                                                                         \
        (const size_t[]){__VA_ARGS__}, sizeof((const size_t[]){__VA_ARGS__}) / sizeof(size_t) \
    }
#define NONE    \
    {           \
        NULL, 0 \
    }

static struct bal_agreement agreement(size_t periods, struct bal_changes found,
                                      const struct bal_changes *coder, size_t coders, size_t margin)
{
    struct bal_agreement out;
    struct bal_error err;

    assert_int_equal(
        bal_agreement(&bal_mem_std, periods, &found, coder, coders, margin, &out, &err), 0);
    return out;
}

/* covering(...) over 45 periods and f_measure(...) with margin 5, as its docstrings say. */
static void examples_of_tcpdbench(void **state)
{
    const struct bal_changes ten_twenty = CHANGES(10, 20), ten = CHANGES(10), none = NONE;
    const struct bal_changes a[] = {CHANGES(10, 20), CHANGES(10), CHANGES(0, 5)};
    const struct bal_changes b[] = {NONE, CHANGES(10), CHANGES(40)};
    const struct bal_changes c[] = {CHANGES(10, 20), CHANGES(11, 20), CHANGES(10), CHANGES(0, 5)};
    const struct bal_changes d[] = {NONE, CHANGES(10), CHANGES(50)};

    (void)state;
    assert_near(agreement(45, ten_twenty, a, 3, 5).covering, 0.7962962962962963, 1e-15);
    assert_near(agreement(45, ten, b, 3, 5).covering, 0.7954144620811286, 1e-15);
    assert_near(agreement(45, none, b, 3, 5).covering, 0.8189300411522634, 1e-15);
    assert_near(agreement(60, ten_twenty, c, 4, 5).f1, 1, 1e-15);
    assert_near(agreement(60, ten, d, 3, 5).f1, 0.9090909090909091, 1e-15);
    assert_near(agreement(60, none, d, 3, 5).f1, 0.8, 1e-15);
}

/* Its cover_single, as periods from 0. */
static void single_coverings(void **state)
{
    const struct bal_changes halves = CHANGES(3), one = NONE, tail = CHANGES(1, 2, 3);

    (void)state;
    assert_near(agreement(6, (struct bal_changes)CHANGES(3, 5), &halves, 1, 0).covering,
                0.8333333333333334, 1e-15);
    assert_near(agreement(6, (struct bal_changes)CHANGES(4), &one, 1, 0).covering,
                0.6666666666666666, 1e-15);
    assert_near(agreement(6, (struct bal_changes)CHANGES(2, 4), &halves, 1, 0).covering,
                0.6666666666666666, 1e-15);
    assert_near(agreement(6, one, &tail, 1, 0).covering, 0.3333333333333333, 1e-15);
}

/* Its true_positives({1, 10, 20, 23}, {3, 8, 20}) = {1, 10, 20}; here with 0 in both, which 0
 * takes. 20 takes 20, so 23 has nothing left; and {1, 2, 3} against {} finds only 0, for 1. By hand:
 * two changes cannot share one, {9, 11} against {10} is one match and 0. */
static void each_change_matches_once(void **state)
{
    const struct bal_changes t = CHANGES(1, 10, 20, 23), close = CHANGES(9, 11);
    struct bal_agreement got = agreement(30, (struct bal_changes)CHANGES(3, 8, 20), &t, 1, 5);

    (void)state;
    assert_int_equal(got.matched, 4); /* 0 1 10 20 */
    assert_near(got.recall, 4 / 5., 1e-15);
    assert_near(got.precision, 1, 1e-15);
    got = agreement(30, (struct bal_changes)CHANGES(10), &close, 1, 1);
    assert_int_equal(got.matched, 2);
    assert_near(got.recall, 2 / 3., 1e-15);
    got = agreement(30, (struct bal_changes)CHANGES(14), &close, 1, 2); /* 3 away from 11 */
    assert_int_equal(got.matched, 1);
    assert_int_equal(got.found, 2);
    assert_int_equal(got.narrated, 3);
}

/* The adjusted Rand index by the definition: over all pairs of periods. */
static double rand_of_pairs(const size_t *a, const size_t *b, size_t n)
{
    double both = 0, in_a = 0, in_b = 0, all = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++) {
            in_a += a[i] == a[j];
            in_b += b[i] == b[j];
            both += a[i] == a[j] && b[i] == b[j];
            all++;
        }
    if (all == 0 || (in_a + in_b) / 2 == in_a * in_b / all)
        return 1;
    return (both - in_a * in_b / all) / ((in_a + in_b) / 2 - in_a * in_b / all);
}

/* Random changes of n periods, and the segment of each period. */
static size_t random_changes(uint64_t *seed, size_t n, size_t *at, size_t *segment)
{
    size_t k = 0, label = 0;

    for (size_t i = 0; i < n; i++) {
        bool cut = random_below(seed, 4) == 0;

        if (cut)
            at[k++] = i;
        label += cut && i > 0;
        segment[i] = label;
    }
    return k;
}

static void rand_agrees_with_all_pairs(void **state)
{
    uint64_t seed = 1985;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        size_t n = 1 + random_below(&seed, 20), at[2][20], segment[2][20];
        struct bal_changes a = {at[0], random_changes(&seed, n, at[0], segment[0])};
        struct bal_changes b = {at[1], random_changes(&seed, n, at[1], segment[1])};
        struct bal_agreement got = agreement(n, a, &b, 1, 2), same = agreement(n, a, &a, 1, 0);

        assert_near(got.rand, rand_of_pairs(segment[0], segment[1], n), 1e-12);
        assert_true(got.covering > 0 && got.covering <= 1 && got.f1 > 0 && got.f1 <= 1);
        assert_near(same.rand, 1, 1e-15);
        assert_near(same.covering, 1, 1e-15);
        assert_near(same.f1, 1, 1e-15);
    }
}

static void refuses(void **state)
{
    const struct {
        size_t periods, coders;
        struct bal_changes found;
        const char *message;
    } cases[] = {
        {10, 1, CHANGES(3, 10), "change 2 lies beyond the 10 periods"},
        {10, 1, CHANGES(3, 3), "changes 1 and 2 are not in order of time"},
        {0, 1, NONE, "an agreement needs periods and a periodisation"},
        {10, 0, NONE, "an agreement needs periods and a periodisation"},
    };
    const struct bal_changes coder = CHANGES(2);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bal_agreement out;
        struct bal_error err;

        assert_int_equal(bal_agreement(&bal_mem_std, cases[i].periods, &cases[i].found, &coder,
                                       cases[i].coders, 5, &out, &err),
                         BAL_EARG);
        assert_string_equal(err.message, cases[i].message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_of_tcpdbench),
        cmocka_unit_test(single_coverings),
        cmocka_unit_test(each_change_matches_once),
        cmocka_unit_test(rand_agrees_with_all_pairs),
        cmocka_unit_test(refuses),
    };

    return cmocka_run_group_tests_name("agreement", tests, NULL, NULL);
}
