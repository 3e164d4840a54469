/* Random numbers by counting: Philox 4x32-10 (Salmon, Moraes, Dror & Shaw 2011), from Random123.
 *
 *   word(seed, stream, i)  is a function of three numbers and of nothing that was drawn before
 *
 * so that replicate r of a simulation takes stream r, and gives the same bits whichever thread runs
 * it and in whatever order. An object is one position in one stream; it is small, and copied freely.
 */
#ifndef BAL_BASE_RNG_H
#define BAL_BASE_RNG_H

#include <stddef.h>
#include <stdint.h>

struct bal_rng {
    uint64_t seed, stream;
    uint64_t block;   /* the next block of four words */
    uint32_t word[4]; /* the current block */
    unsigned left;    /* words of it that are not used yet */
};

void bal_rng_init(struct bal_rng *rng, uint64_t seed, uint64_t stream);

uint32_t bal_rng_u32(struct bal_rng *rng);
double bal_rng_unit(struct bal_rng *rng); /* [0, 1), 53 bits */

/* Uniform on 0 .. n - 1, without bias (Lemire 2019); 1 <= n <= 2^32. */
uint64_t bal_rng_below(struct bal_rng *rng, uint64_t n);

double bal_rng_normal(struct bal_rng *rng); /* standard normal, by the polar method (Marsaglia) */

#endif
