/* A table that is another table with patches: what an edit changes is kept, all else is shared.
 *
 *   base (plain)   0 1 2 3 4 5 6 7 8 9          drop row 3, recode row 6, add a row
 *   own  (plain)   a b                          a: row 6 as recoded; b: the added one
 *   pieces         base 0..2 | base 4..5 | own a | base 7..9 | own b
 *   visible row    0 1 2       3 4         5       6 7 8       9
 *
 * A row is found by halving over the pieces: log2 of their number. A patched table made from a
 * patched one starts with its pieces and its own rows, so that reading never costs more than one
 * search, however many edits lie on top of each other. Own rows never change; to recode a row is to
 * replace it by a new own one in its place.
 *
 * Memory: own rows, 24 bytes a piece, and a copy of the columns' heads (72 bytes each).
 */
#ifndef BAL_MODEL_PATCH_H
#define BAL_MODEL_PATCH_H

#include "model/table.h"

struct bal_piece {
    size_t first; /* visible row it starts with */
    size_t row;   /* and where that one is kept, in base or own */
    bool own;
};

struct bal_patch {
    const struct bal_table *base; /* plain; outlives this */
    struct bal_table own;         /* plain */
    uint32_t *edit;               /* of each own row: the number of the edit that made it */
    size_t edit_cap;
    struct bal_piece *piece;
    size_t n, cap;
};

/* A patched table that reads like `t` (plain or patched, which outlives it); its owner frees it with
 * bal_table_free and bal_free. The functions below are for it alone, before anyone else reads it. */
int bal_patch_new(const struct bal_mem *mem, const struct bal_table *t, struct bal_table **out,
                  struct bal_error *err);
void bal_patch_free(const struct bal_mem *mem, struct bal_patch *patch);

int bal_patch_drop(struct bal_table *t, size_t row, struct bal_error *err);
/* Drops every row for which keep[] is false, in one pass. */
int bal_patch_keep(struct bal_table *t, const bool *keep, struct bal_error *err);

/* Starts an own row: a copy of visible row `row`, or with BAL_NO_ROW one of missing cells. It is the
 * last row of ->patch->own, to be changed with bal_table_put_*, but for the columns of lists whose
 * name `unlisted` marks (may be NULL), which are left empty to be filled. It is seen only after
 * bal_patch_replace or bal_patch_insert. */
int bal_patch_draft(struct bal_table *t, size_t row, const bool *unlisted, uint32_t edit,
                    struct bal_error *err);
int bal_patch_replace(struct bal_table *t, size_t row, struct bal_error *err); /* row: the draft */
int bal_patch_insert(struct bal_table *t, size_t before, struct bal_error *err); /* 0 .. rows */

size_t bal_patch_find(const struct bal_table *t, bal_name key); /* or BAL_NO_ROW */

/* The edit that made the row kept at `at`, 0 when it is as it was loaded. `t` may be plain. */
uint32_t bal_patch_edit(const struct bal_table *t, struct bal_place at);

#endif
