/* A table in columns: what every kind of record of a study is kept in.
 *
 *   events        id (name)   date (date)              rung (name)   actors (list)     line
 *   row 0         altyn-2003  2003 | 12053..12417 | -  currency_..   kazakhstan;...    17
 *   row 1         ...
 *
 * A cell costs what its type costs (a name 4 bytes, a date 24), and nothing else: sixty events or
 * sixty million are the same arrays. A missing cell is name 0, BAL_INT_MISSING, NaN, a boolean
 * of -1, a date of text 0, an empty list. Filled once by the loader, read-only afterwards.
 *
 * A what-if reads the same way, though its table is another table with patches (model/patch.h):
 * whoever reads a row asks for it here, with bal_cell_*, and never looks into col[].as itself. Only
 * who fills a table does.
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
    bool borrowed;      /* `allowed` is another column's, which outlives this one */
    bal_name refers_to; /* table whose keys the cells hold; 0: none */
    char delimiter;     /* of a list: what stands between its items in the file */
};

/* What is written in a cell, read by the rules of its field. */
struct bal_value {
    bool missing;
    const char *text; /* NUL-terminated */
    size_t len;
    int64_t integer;      /* integer, year; boolean as 0 or 1 */
    double number;        /* number; integer and year too */
    struct bal_date date; /* date, EDTF */
    size_t items;         /* list */
};

struct bal_patch; /* model/patch.h */

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
    struct bal_patch *patch; /* NULL: a plain table, whose rows are in col[] */
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
/* Or BAL_NO_ROW. In a patched table it costs a walk over its patches. */
size_t bal_table_find_row(const struct bal_table *t, bal_name key);

/* A new last row of `t` with the cells of row `from` of `source`, and its line. The source has the
 * same columns and is plain; it may be `t` itself. */
int bal_table_copy_row(struct bal_table *t, const struct bal_table *source, size_t from,
                       struct bal_error *err);

/* All rows of `source`, a plain table, into `t`, which has the same columns and no rows yet: array by
 * array, with room for a few more. */
int bal_table_copy_all(struct bal_table *t, const struct bal_table *source, struct bal_error *err);

/* Reading -------------------------------------------------------------------------------------- */

/* Where the cells of a row are kept: in a plain table. */
struct bal_place {
    const struct bal_table *t;
    size_t row;
};

struct bal_place bal_patch_place(const struct bal_table *t, size_t row); /* in patch.c */

static inline struct bal_place bal_table_place(const struct bal_table *t, size_t row)
{
    return t->patch == NULL ? (struct bal_place){t, row} : bal_patch_place(t, row);
}

/* Cells; the column's type must match. */
static inline bal_name bal_cell_name(const struct bal_table *t, size_t col, size_t row)
{
    struct bal_place at = bal_table_place(t, row);

    return at.t->col[col].as.names[at.row];
}

static inline int64_t bal_cell_int(const struct bal_table *t, size_t col, size_t row)
{
    struct bal_place at = bal_table_place(t, row);

    return at.t->col[col].as.ints[at.row];
}

static inline double bal_cell_real(const struct bal_table *t, size_t col, size_t row)
{
    struct bal_place at = bal_table_place(t, row);

    return at.t->col[col].as.reals[at.row];
}

static inline int8_t bal_cell_bool(const struct bal_table *t, size_t col, size_t row)
{
    struct bal_place at = bal_table_place(t, row);

    return at.t->col[col].as.bools[at.row];
}

static inline const struct bal_date *bal_cell_date(const struct bal_table *t, size_t col,
                                                   size_t row)
{
    struct bal_place at = bal_table_place(t, row);

    return &at.t->col[col].as.date.dates[at.row];
}

static inline bal_name bal_cell_date_text(const struct bal_table *t, size_t col, size_t row)
{
    struct bal_place at = bal_table_place(t, row);

    return at.t->col[col].as.date.text[at.row];
}

/* Of an integer or a number column; NaN where it is missing. */
double bal_cell_number(const struct bal_table *t, size_t col, size_t row);

/* The key of a row, 0 when the table has none. */
static inline bal_name bal_table_key(const struct bal_table *t, size_t row)
{
    return t->key != BAL_NO_COLUMN ? bal_cell_name(t, t->key, row) : 0;
}

bool bal_table_missing(const struct bal_table *t, size_t col, size_t row);
/* The row's items and their number. */
const bal_name *bal_table_list(const struct bal_table *t, size_t col, size_t row, size_t *n);

/* The line of `file` that a row stands on, 0 when an edit added it; *edit (may be NULL) is the
 * number of the edit that made it what it is, 0 when none did. */
uint32_t bal_table_line(const struct bal_table *t, size_t row, uint32_t *edit);

const char *bal_type_name(enum bal_type type); /* "name", "integer", "number", ... */

#endif
