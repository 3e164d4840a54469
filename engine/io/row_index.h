/* Rows found by what their cells hold: for primary and foreign keys. */
#ifndef BAL_IO_ROW_INDEX_H
#define BAL_IO_ROW_INDEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/mem.h"
#include "model/table.h"

/* An index of rows by the values of some columns (no lists). Rows with a missing cell among them
 * are not in it. */
struct bal_index {
    const struct bal_mem *mem;
    const struct bal_table *t;
    const size_t *col;
    size_t n;
    bool by_day;      /* dates are the same when their first days are, not their texts */
    bal_name no_text; /* a text that counts as missing, or 0 */
    size_t *slot;     /* row + 1, open addressing */
    size_t slots;
};

/* What is looked for: the cells of a row, or one name. */
struct bal_probe {
    const struct bal_table *t;
    const size_t *col;
    size_t row;
    bal_name item; /* not 0: this name instead */
};

/* Sets `index` up, with no row in it yet. bal_index_free also after a failure. */
int bal_index_open(struct bal_index *index, struct bal_error *err);
void bal_index_free(struct bal_index *index);
bool bal_index_has_gap(const struct bal_index *index, size_t row); /* it is not indexed */
size_t bal_index_find(const struct bal_index *index, const struct bal_probe *probe); /* or NO_ROW */
/* Adds a row, unless one with the same values is there: that one is returned then. */
size_t bal_index_add(struct bal_index *index, size_t row);

#endif
