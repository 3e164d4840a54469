/* "Did you mean ...?": the candidate nearest to a mistyped word. */
#ifndef BAL_BASE_NEAR_H
#define BAL_BASE_NEAR_H

#include <stddef.h>

struct bal_near {
    const char *word;
    const char *best; /* nearest so far and near enough to be meant, or NULL */
    size_t distance;  /* of `best` */
};

/* Number of insertions, deletions, substitutions and swaps of neighbours that turn a into b
 * (optimal string alignment; Damerau 1964), or `limit` + 1 when it is more than `limit`.
 * Bytes are compared with ASCII letters folded. Words beyond 63 bytes count as far apart. */
size_t bal_edit_distance(const char *a, const char *b, size_t limit);

/* Start with the word as typed, offer each candidate, read `best`. A candidate is near enough at
 * a distance of at most one in three of the longer word's bytes (at least 1, but less than all of
 * them); of two that are equally near, the first in the alphabet wins, whatever the order they are
 * offered in. The strings must outlive the search. */
void bal_near_start(struct bal_near *near, const char *word);
void bal_near_try(struct bal_near *near, const char *candidate);

#endif
