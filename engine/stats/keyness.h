/* Keyness: which words set one body of texts apart from another.
 *
 *              the word   other words
 *   first         a          A - a          G2 = 2 sum O ln(O / E), E = row * column / all
 *   second        b          B - b
 *
 * G2 is the likelihood ratio over the whole table (Dunning 1993), without a continuity correction; it
 * is given with the sign of a/A - b/B, and p is that of chi-squared with 1 degree of freedom. The log
 * ratio says how much, in doublings (after Hardie 2014), with one half added to a and b and 1 to A and
 * B, so that words which one side lacks have one too:
 *
 *   log2( ((a + 1/2) / (A + 1)) / ((b + 1/2) / (B + 1)) )
 *
 * and its interval is that of the logarithm of a ratio of two shares, by the delta method:
 * variance 1/(a + 1/2) - 1/(A + 1) + 1/(b + 1/2) - 1/(B + 1).
 *
 * All this takes words as drawn one by one. They are not: a word that a text has once, it has again.
 * p is too small for words that few texts have; look at how many have it.
 */
#ifndef BAL_STATS_KEYNESS_H
#define BAL_STATS_KEYNESS_H

#include "base/error.h"

struct bal_keyness {
    double g2;               /* signed; NaN when both sides are empty of words */
    double p;                /* of |g2| */
    double ratio, low, high; /* log2 */
};

/* BAL_EARG when not 0 <= a <= A, 0 <= b <= B, or level not in (0, 1). */
int bal_keyness(double a, double all_a, double b, double all_b, double level,
                struct bal_keyness *out, struct bal_error *err);

double bal_keyness_needed(double p); /* the G2 that has this p */

#endif
