/* A table in columns: what every kind of record of a study is kept in.
 *
 *   events        id (name)   date (date)              rung (name)   actors (list)     line
 *   row 0         altyn-2003  2003 | 12053..12417 | -  currency_..   kazakhstan;...    17
 *   row 1         ...
 *
 * A cell costs what its type costs (a name 4 bytes, a date 24), and nothing else: sixty events or
 * sixty million are the same arrays. A missing cell is name 0, BAL_INT_MISSING, NaN, a boolean
 * of -1, a date of text 0, an empty list. Filled once by the loader, read-only afterwards.
 */
#ifndef BAL_MODEL_TABLE_H
#define BAL_MODEL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/names.h"

#define BAL_INT_MISSING INT64_MIN
#define BAL_NO_ROW SIZE_MAX
#define BAL_NO_COLUMN SIZE_MAX

enum bal_type { BAL_NAME, BAL_INT, BAL_REAL, BAL_BOOL, BAL_DATE, BAL_LIST };

struct bal_column {
    bal_name name;
    enum bal_type type;
    size_t cap; /* rows there is room for (list: rows + 1) */
    union {
        bal_name *names;
        int64_t *ints;
        double *reals;
        int8_t *bools; /* 0, 1, -1 */
        struct {
            struct bal_date *dates;
            bal_name *text; /* as written */
        } date;
        struct {
            size_t *start;  /* items of row r: item[start[r]] .. item[start[r + 1] - 1] */
            bal_name *item; /* in the order of the cell */
            size_t item_cap;
        } list;
    } as;
    /* What the schema allows a name (or an item) to be, so that a mistyped one in a script is told
     * from one that merely does not occur: an enumeration, or the keys of another table. */
    bal_name *allowed;
    size_t nallowed, allowed_cap;
    bal_name refers_to; /* table whose keys the cells hold; 0: none */
};

struct bal_table {
    const struct bal_mem *mem;
    bal_name name; /* the resource's name, e.g. "events" */
    bal_name file; /* as a person would type it, e.g. "datasets/x/events.csv" */
    size_t rows, cols;
    struct bal_column *col;
    size_t col_cap;
    uint32_t *line; /* of each row in `file`, from 1 */
    size_t line_cap;
    size_t key;   /* column that identifies a row (type name, unique), or BAL_NO_COLUMN */
    size_t *slot; /* name -> row + 1, open addressing; built by bal_table_set_key */
    size_t slots;
};

void bal_table_init(struct bal_table *t, const struct bal_mem *mem, bal_name name, bal_name file);
void bal_table_free(struct bal_table *t); /* safe after init, and after a failure half-way */

/* Columns are added while the table has no rows. */
int bal_table_add_column(struct bal_table *t, bal_name name, enum bal_type type,
                         struct bal_error *err);
/* A new last row, every cell missing. */
int bal_table_add_row(struct bal_table *t, uint32_t line, struct bal_error *err);

/* Cells of the last row. The column's type must match. */
void bal_table_put_name(struct bal_table *t, size_t col, bal_name v);
void bal_table_put_int(struct bal_table *t, size_t col, int64_t v);
void bal_table_put_real(struct bal_table *t, size_t col, double v);
void bal_table_put_bool(struct bal_table *t, size_t col, bool v);
void bal_table_put_date(struct bal_table *t, size_t col, const struct bal_date *v, bal_name text);
int bal_table_put_item(struct bal_table *t, size_t col, bal_name v, struct bal_error *err);

/* Makes `col` (of type name) the key. BAL_EDATA when two rows share a value; *dup (may be NULL)
 * is then the later row. Missing cells are not indexed. */
int bal_table_set_key(struct bal_table *t, size_t col, size_t *dup, struct bal_error *err);

/* One more allowed value of a column of names or lists. */
int bal_table_allow(struct bal_table *t, size_t col, bal_name v, struct bal_error *err);

size_t bal_table_find_column(const struct bal_table *t, bal_name name); /* or BAL_NO_COLUMN */
size_t bal_table_find_row(const struct bal_table *t, bal_name key);     /* or BAL_NO_ROW */

/* Reading. `list` returns the row's items and their number. */
bool bal_table_missing(const struct bal_table *t, size_t col, size_t row);
const bal_name *bal_table_list(const struct bal_table *t, size_t col, size_t row, size_t *n);

const char *bal_type_name(enum bal_type type); /* "name", "integer", "number", ... */

#endif
