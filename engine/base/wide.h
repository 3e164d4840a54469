/* Loops over doubles, compiled twice: the wider code is taken where the machine has it. Both give
 * the same bits, since neither contracts products into sums and sums are not reordered but where a
 * loop says so (omp simd reduction). Counts of whole numbers and maxima may be reduced; sums of
 * anything else may not. (clang gives a clone another name in the files that call it.) */
#ifndef BAL_BASE_WIDE_H
#define BAL_BASE_WIDE_H

#if defined __x86_64__ && defined __GNUC__ && !defined __clang__
#define BAL_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define BAL_WIDE
#endif

#endif
