/* What the unit tests share: cmocka, and comparing doubles to a stated relative error. */
#ifndef BAL_T_CHECK_H
#define BAL_T_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

/* Gaps (NaN) equal each other only. */
static inline void check_near(double got, double want, double relative, const char *file, int line)
{
    double scale = fabs(want) > 1 ? fabs(want) : 1;

    if (isnan(got) && isnan(want))
        return;
    if (!(fabs(got - want) <= relative * scale)) {
        print_error("%s:%d: got %.17g, want %.17g\n", file, line, got, want);
        fail();
    }
}

#define assert_near(got, want, relative) check_near(got, want, relative, __FILE__, __LINE__)

/* For a watch: says stop once it was asked *ud times before. */
static inline bool go_on_for(void *ud, double done)
{
    size_t *left = ud;

    (void)done;
    return *left > 0 && (*left)-- > 0;
}

/* A small generator for random cases (xorshift64*, Vigna 2016), seeded by the test. */
static inline uint64_t random_bits(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

static inline size_t random_below(uint64_t *state, size_t n)
{
    return (size_t)(random_bits(state) >> 33) % n;
}

static inline double random_unit(uint64_t *state) /* [0, 1) */
{
    return (double)(random_bits(state) >> 11) * 0x1p-53;
}

#endif
