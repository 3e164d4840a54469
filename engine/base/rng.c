#include "base/rng.h"

#include <math.h>

#include <Random123/philox.h>

void bal_rng_init(struct bal_rng *rng, uint64_t seed, uint64_t stream)
{
    *rng = (struct bal_rng){.seed = seed, .stream = stream};
}

static void next_block(struct bal_rng *rng)
{
    philox4x32_ctr_t counter = {{(uint32_t)rng->block, (uint32_t)(rng->block >> 32),
                                 (uint32_t)rng->stream, (uint32_t)(rng->stream >> 32)}};
    philox4x32_key_t key = {{(uint32_t)rng->seed, (uint32_t)(rng->seed >> 32)}};
    philox4x32_ctr_t out = philox4x32(counter, key);

    for (int i = 0; i < 4; i++)
        rng->word[i] = out.v[i];
    rng->block++;
    rng->left = 4;
}

uint32_t bal_rng_u32(struct bal_rng *rng)
{
    if (rng->left == 0)
        next_block(rng);
    return rng->word[4 - rng->left--];
}

double bal_rng_unit(struct bal_rng *rng)
{
    uint64_t high = bal_rng_u32(rng), low = bal_rng_u32(rng);

    return (double)((high << 32 | low) >> 11) * 0x1p-53;
}

/* The high half of word * n is uniform but for the few low halves that come up once too often;
 * those below 2^32 mod n are drawn again. */
uint64_t bal_rng_below(struct bal_rng *rng, uint64_t n)
{
    uint64_t product = bal_rng_u32(rng) * n;
    uint32_t low = (uint32_t)product;

    if (low < n) {
        uint32_t odd = (uint32_t)((UINT64_C(1) << 32) % n);

        while ((uint32_t)product < odd)
            product = bal_rng_u32(rng) * n;
    }
    return product >> 32;
}

double bal_rng_normal(struct bal_rng *rng)
{
    double x, y, s;

    do {
        x = 2 * bal_rng_unit(rng) - 1;
        y = 2 * bal_rng_unit(rng) - 1;
        s = x * x + y * y;
    } while (s >= 1 || s == 0);
    return x * sqrt(-2 * log(s) / s);
}
