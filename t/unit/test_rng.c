/* Philox against Random123's own known answers (its file kat_vectors), and the shapes of what is
 * drawn from it against their theory. */
#include "check.h"

#include "base/rng.h"

static void known_answers(void **state)
{
    static const struct {
        uint64_t block, stream, seed;
        uint32_t word[4];
    } cases[] = {
        {0, 0, 0, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {UINT64_MAX, UINT64_MAX, UINT64_MAX, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {0x85a308d3243f6a88,
         0x0370734413198a2e,
         0x299f31d0a4093822,
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bal_rng rng;

        bal_rng_init(&rng, cases[i].seed, cases[i].stream);
        rng.block = cases[i].block;
        for (int k = 0; k < 4; k++)
            assert_int_equal(bal_rng_u32(&rng), cases[i].word[k]);
    }
}

static void streams_are_independent_of_order(void **state)
{
    struct bal_rng a, b;
    double first[5];

    (void)state;
    for (uint64_t s = 0; s < 5; s++) {
        bal_rng_init(&a, 7, s);
        first[s] = bal_rng_unit(&a);
    }
    for (uint64_t s = 5; s-- > 0;) {
        bal_rng_init(&b, 7, s);
        assert_near(bal_rng_unit(&b), first[s], 0);
    }
}

/* 200,000 draws: a mean is within 5 standard errors of what theory says, or the seed is cursed. */
static void moments(void **state)
{
    enum { N = 200000 };
    struct bal_rng rng;
    double sum = 0, squares = 0, units = 0, counts[7] = {0};

    (void)state;
    bal_rng_init(&rng, 20100815, 1);
    for (int i = 0; i < N; i++) {
        double z = bal_rng_normal(&rng), u = bal_rng_unit(&rng);

        assert_true(u >= 0 && u < 1);
        sum += z;
        squares += z * z;
        units += u;
        counts[bal_rng_below(&rng, 7)]++;
    }
    assert_true(fabs(sum / N) < 5 / sqrt(N));
    assert_true(fabs(squares / N - 1) < 5 * sqrt(2. / N));
    assert_true(fabs(units / N - .5) < 5 * sqrt(1. / 12 / N));
    for (int k = 0; k < 7; k++)
        assert_true(fabs(counts[k] / N - 1. / 7) < 5 * sqrt(6. / 49 / N));
    assert_int_equal(bal_rng_below(&rng, 1), 0);
    assert_true(bal_rng_below(&rng, UINT64_C(1) << 32) <= UINT32_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_answers),
        cmocka_unit_test(streams_are_independent_of_order),
        cmocka_unit_test(moments),
    };

    return cmocka_run_group_tests_name("rng", tests, NULL, NULL);
}
