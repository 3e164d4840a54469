/* How two studies differ: record by record, field by field. They may be what-ifs over one study, or
 * have been loaded from two folders.
 *
 * Records are matched by what names them: the key of the table; coding and id of phases and crises;
 * indicator and period of observations; record, coder, field and table of codings. Rows of other
 * tables are matched by their place. Where a name repeats, its first row is matched with the first,
 * and so on. The order of rows is no difference.
 *
 * Cost: linear in the rows of the tables that are not shared; those that are cost nothing.
 */
#ifndef BAL_MODEL_DIFF_H
#define BAL_MODEL_DIFF_H

#include "base/buf.h"
#include "model/study.h"

/* What is only in one of the two has NULL, BAL_NO_ROW or BAL_NO_COLUMN for the other. Both rows and
 * both columns: cells that differ. Rows without columns: a record that only one has. Columns without
 * rows: a column that only one has. Neither: a table that only one has. */
struct bal_difference {
    const struct bal_table *a, *b;
    size_t row_a, row_b;
    size_t col_a, col_b;
};

struct bal_diff {
    const struct bal_mem *mem;
    struct bal_difference *item; /* by table in the order of `a`, then by row; new rows last */
    size_t n, cap;
};

void bal_diff_init(struct bal_diff *diff, const struct bal_mem *mem);
void bal_diff_free(struct bal_diff *diff); /* safe after init, and after a failure half-way */

int bal_study_diff(const struct bal_study *a, const struct bal_study *b, struct bal_diff *out,
                   struct bal_error *err);

/* Appends what names a row: "altyn-2003", "chart2 russia-1998", "row 3". */
void bal_row_name(const struct bal_study *study, const struct bal_table *t, size_t row,
                  struct bal_buf *out);

/* Appends a cell as a CSV file has it; nothing for a missing one. */
void bal_cell_text(const struct bal_study *study, const struct bal_table *t, size_t col, size_t row,
                   struct bal_buf *out);

#endif
