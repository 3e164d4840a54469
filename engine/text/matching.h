/* A dictionary compiled for one language of a corpus. Private to text/matcher.c and text/count.c.
 *
 * Each different word of the entries is a pattern; `of` has, for each type, the patterns that match
 * it. Entries of one word then are lists of categories by type; longer ones are paths in a tree
 * whose edges are patterns. */
#ifndef BAL_TEXT_MATCHING_H
#define BAL_TEXT_MATCHING_H

#include "text/matcher.h"

/* Rows of a table in one array: row r is item[start[r]] .. item[start[r + 1] - 1]. */
struct bal_rows {
    uint32_t *start; /* nrows + 1 */
    uint32_t *item;
    size_t nrows, nitems;
};

struct bal_single {
    uint32_t category;
    double weight;
};

struct bal_edge {
    uint32_t node, pattern, to; /* to 0: nothing here (the root is nobody's child) */
};

enum { BAL_HAS_SINGLE = 1, BAL_STARTS_PHRASE = 2 };

struct bal_matcher {
    const struct bal_mem *mem;
    const struct bal_count_spec *spec;
    size_t npatterns, ntypes;
    struct bal_rows words;   /* of each entry: its patterns, in order; none: impossible */
    struct bal_rows of;      /* of each type: patterns that match it */
    struct bal_rows entries; /* of each pattern: entries that are this one word */
    uint8_t *flags;          /* of each type */
    uint32_t *single_start;  /* of each type: what its one-word entries count */
    struct bal_single *single;
    size_t nsingles, single_cap;
    struct bal_edge *edge; /* open addressing */
    size_t edges, edge_cap;
    uint32_t nnodes;
    uint32_t *node_entry; /* of each node: an entry that ends there, + 1 */
    size_t node_cap;
    uint32_t *entry_next; /* of each entry: the next one that ends at its node, + 1 */
};

/* Ready for the corpus's texts of `language`. Safe to free after a failure. */
int bal_matcher_make(const struct bal_mem *mem, const struct bal_count_spec *spec,
                     const struct bal_language *language, struct bal_matcher *m,
                     struct bal_error *err);
void bal_matcher_free(struct bal_matcher *m);

/* The child of `node` by `pattern`; 0: none. */
uint32_t bal_matcher_child(const struct bal_matcher *m, uint32_t node, uint32_t pattern);

static inline uint32_t bal_row(const struct bal_rows *rows, size_t r, const uint32_t **item)
{
    *item = rows->item + rows->start[r];
    return rows->start[r + 1] - rows->start[r];
}

#endif
