#include "model/table.h"

#include <math.h>
#include <string.h>

#include "model/patch.h"

void bal_table_init(struct bal_table *t, const struct bal_mem *mem, bal_name name, bal_name file)
{
    *t = (struct bal_table){.mem = mem, .name = name, .file = file, .key = BAL_NO_COLUMN};
}

static void free_column(const struct bal_mem *mem, struct bal_column *c)
{
    switch (c->type) {
    case BAL_NAME:
        bal_free(mem, c->as.names, c->cap * sizeof *c->as.names);
        break;
    case BAL_INT:
        bal_free(mem, c->as.ints, c->cap * sizeof *c->as.ints);
        break;
    case BAL_REAL:
        bal_free(mem, c->as.reals, c->cap * sizeof *c->as.reals);
        break;
    case BAL_BOOL:
        bal_free(mem, c->as.bools, c->cap * sizeof *c->as.bools);
        break;
    case BAL_DATE:
        bal_free(mem, c->as.date.dates, c->cap * sizeof *c->as.date.dates);
        bal_free(mem, c->as.date.text, c->cap * sizeof *c->as.date.text);
        break;
    case BAL_LIST:
        bal_free(mem, c->as.list.start, c->cap * sizeof *c->as.list.start);
        bal_free(mem, c->as.list.item, c->as.list.item_cap * sizeof *c->as.list.item);
        break;
    }
}

void bal_table_free(struct bal_table *t)
{
    if (t->patch != NULL) {
        bal_patch_free(t->mem, t->patch); /* the columns are its */
        bal_table_init(t, t->mem, t->name, t->file);
        return;
    }
    for (size_t i = 0; i < t->cols; i++) {
        struct bal_column *c = &t->col[i];

        free_column(t->mem, c);
        if (!c->borrowed)
            bal_free(t->mem, c->allowed, c->allowed_cap * sizeof *c->allowed);
    }
    bal_free(t->mem, t->col, t->col_cap * sizeof *t->col);
    bal_free(t->mem, t->line, t->line_cap * sizeof *t->line);
    bal_free(t->mem, t->slot, t->slots * sizeof *t->slot);
    bal_table_init(t, t->mem, t->name, t->file);
}

int bal_table_add_column(struct bal_table *t, bal_name name, enum bal_type type,
                         struct bal_error *err)
{
    struct bal_column *col = bal_grow(t->mem, t->col, &t->col_cap, t->cols + 1, sizeof *col);

    if (col == NULL)
        return bal_fail_mem(err);
    t->col = col;
    col[t->cols++] = (struct bal_column){.name = name, .type = type};
    return 0;
}

static size_t next_cap(size_t cap)
{
    return cap > 0 ? cap * 2 : 8;
}

/* A date column is two arrays under one capacity: both move, or neither. */
static bool grow_dates(const struct bal_mem *mem, struct bal_column *c, size_t cap)
{
    struct bal_date *dates = bal_alloc(mem, cap * sizeof *dates);
    bal_name *text = dates != NULL ? bal_alloc(mem, cap * sizeof *text) : NULL;

    if (text == NULL) {
        bal_free(mem, dates, cap * sizeof *dates);
        return false;
    }
    if (c->cap > 0) {
        memcpy(dates, c->as.date.dates, c->cap * sizeof *dates);
        memcpy(text, c->as.date.text, c->cap * sizeof *text);
    }
    free_column(mem, c);
    c->as.date.dates = dates;
    c->as.date.text = text;
    c->cap = cap;
    return true;
}

static bool grow_column(const struct bal_mem *mem, struct bal_column *c, size_t cells)
{
    void *p = NULL;

    if (cells <= c->cap)
        return true;
    switch (c->type) {
    case BAL_NAME:
        p = bal_grow(mem, c->as.names, &c->cap, cells, sizeof *c->as.names);
        c->as.names = p != NULL ? p : c->as.names;
        break;
    case BAL_INT:
        p = bal_grow(mem, c->as.ints, &c->cap, cells, sizeof *c->as.ints);
        c->as.ints = p != NULL ? p : c->as.ints;
        break;
    case BAL_REAL:
        p = bal_grow(mem, c->as.reals, &c->cap, cells, sizeof *c->as.reals);
        c->as.reals = p != NULL ? p : c->as.reals;
        break;
    case BAL_BOOL:
        p = bal_grow(mem, c->as.bools, &c->cap, cells, sizeof *c->as.bools);
        c->as.bools = p != NULL ? p : c->as.bools;
        break;
    case BAL_LIST:
        p = bal_grow(mem, c->as.list.start, &c->cap, cells, sizeof *c->as.list.start);
        c->as.list.start = p != NULL ? p : c->as.list.start;
        break;
    case BAL_DATE:
        return grow_dates(mem, c, next_cap(c->cap));
    }
    return p != NULL;
}

static void put_missing(struct bal_column *c, size_t row)
{
    switch (c->type) {
    case BAL_NAME:
        c->as.names[row] = 0;
        break;
    case BAL_INT:
        c->as.ints[row] = BAL_INT_MISSING;
        break;
    case BAL_REAL:
        c->as.reals[row] = NAN;
        break;
    case BAL_BOOL:
        c->as.bools[row] = -1;
        break;
    case BAL_DATE:
        c->as.date.dates[row] = (struct bal_date){0};
        c->as.date.text[row] = 0;
        break;
    case BAL_LIST:
        if (row == 0)
            c->as.list.start[0] = 0;
        c->as.list.start[row + 1] = c->as.list.start[row];
        break;
    }
}

int bal_table_add_row(struct bal_table *t, uint32_t line, struct bal_error *err)
{
    uint32_t *lines = bal_grow(t->mem, t->line, &t->line_cap, t->rows + 1, sizeof *lines);

    if (lines == NULL)
        return bal_fail_mem(err);
    t->line = lines;
    for (size_t i = 0; i < t->cols; i++)
        if (!grow_column(t->mem, &t->col[i], t->rows + (t->col[i].type == BAL_LIST ? 2 : 1)))
            return bal_fail_mem(err);
    for (size_t i = 0; i < t->cols; i++)
        put_missing(&t->col[i], t->rows);
    t->line[t->rows++] = line;
    return 0;
}

void bal_table_put_name(struct bal_table *t, size_t col, bal_name v)
{
    t->col[col].as.names[t->rows - 1] = v;
}

void bal_table_put_int(struct bal_table *t, size_t col, int64_t v)
{
    t->col[col].as.ints[t->rows - 1] = v;
}

void bal_table_put_real(struct bal_table *t, size_t col, double v)
{
    t->col[col].as.reals[t->rows - 1] = v;
}

void bal_table_put_bool(struct bal_table *t, size_t col, bool v)
{
    t->col[col].as.bools[t->rows - 1] = v;
}

void bal_table_put_date(struct bal_table *t, size_t col, const struct bal_date *v, bal_name text)
{
    t->col[col].as.date.dates[t->rows - 1] = *v;
    t->col[col].as.date.text[t->rows - 1] = text;
}

int bal_table_put_item(struct bal_table *t, size_t col, bal_name v, struct bal_error *err)
{
    struct bal_column *c = &t->col[col];
    size_t end = c->as.list.start[t->rows];
    bal_name *item = bal_grow(t->mem, c->as.list.item, &c->as.list.item_cap, end + 1, sizeof *item);

    if (item == NULL)
        return bal_fail_mem(err);
    c->as.list.item = item;
    item[end] = v;
    c->as.list.start[t->rows] = end + 1;
    return 0;
}

/* Names are dense small integers: a multiplicative hash (Knuth) spreads them well. */
static size_t slot_of(const struct bal_table *t, bal_name key)
{
    const bal_name *names = t->col[t->key].as.names;
    size_t i = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & (t->slots - 1);

    while (t->slot[i] != 0 && names[t->slot[i] - 1] != key)
        i = (i + 1) & (t->slots - 1);
    return i;
}

int bal_table_set_key(struct bal_table *t, size_t col, size_t *dup, struct bal_error *err)
{
    size_t slots = 16;

    while (slots < t->rows * 2)
        slots *= 2;
    bal_free(t->mem, t->slot, t->slots * sizeof *t->slot);
    t->slots = 0;
    t->key = BAL_NO_COLUMN;
    t->slot = bal_calloc(t->mem, slots, sizeof *t->slot);
    if (t->slot == NULL)
        return bal_fail_mem(err);
    t->slots = slots;
    t->key = col;
    for (size_t r = 0; r < t->rows; r++) {
        bal_name key = t->col[col].as.names[r];
        size_t i = key != 0 ? slot_of(t, key) : 0;

        if (key == 0)
            continue;
        if (t->slot[i] != 0) {
            if (dup != NULL)
                *dup = r;
            return bal_fail(err, BAL_EDATA, "rows %zu and %zu have the same key", t->slot[i],
                            r + 1);
        }
        t->slot[i] = r + 1;
    }
    return 0;
}

int bal_table_allow(struct bal_table *t, size_t col, bal_name v, struct bal_error *err)
{
    struct bal_column *c = &t->col[col];
    bal_name *allowed =
        bal_grow(t->mem, c->allowed, &c->allowed_cap, c->nallowed + 1, sizeof *allowed);

    if (allowed == NULL)
        return bal_fail_mem(err);
    c->allowed = allowed;
    allowed[c->nallowed++] = v;
    return 0;
}

size_t bal_table_find_column(const struct bal_table *t, bal_name name)
{
    for (size_t i = 0; name != 0 && i < t->cols; i++)
        if (t->col[i].name == name)
            return i;
    return BAL_NO_COLUMN;
}

size_t bal_table_find_row(const struct bal_table *t, bal_name key)
{
    size_t i;

    if (t->patch != NULL)
        return bal_patch_find(t, key);
    if (t->slots == 0 || key == 0)
        return BAL_NO_ROW;
    i = slot_of(t, key);
    return t->slot[i] != 0 ? t->slot[i] - 1 : BAL_NO_ROW;
}

static int copy_cell(struct bal_table *t, size_t col, const struct bal_table *source, size_t from,
                     struct bal_error *err)
{
    const struct bal_column *c = &source->col[col];
    size_t n;
    int code = 0;

    switch (c->type) {
    case BAL_NAME:
        bal_table_put_name(t, col, c->as.names[from]);
        break;
    case BAL_INT:
        bal_table_put_int(t, col, c->as.ints[from]);
        break;
    case BAL_REAL:
        bal_table_put_real(t, col, c->as.reals[from]);
        break;
    case BAL_BOOL:
        t->col[col].as.bools[t->rows - 1] = c->as.bools[from];
        break;
    case BAL_DATE:
        bal_table_put_date(t, col, &c->as.date.dates[from], c->as.date.text[from]);
        break;
    case BAL_LIST:
        n = c->as.list.start[from + 1] - c->as.list.start[from];
        for (size_t i = 0; code == 0 && i < n; i++) /* the items move when t is the source itself */
            code = bal_table_put_item(t, col, c->as.list.item[c->as.list.start[from] + i], err);
        break;
    }
    return code;
}

int bal_table_copy_row(struct bal_table *t, const struct bal_table *source, size_t from,
                       struct bal_error *err)
{
    int code = bal_table_add_row(t, source->line[from], err);

    for (size_t i = 0; code == 0 && i < t->cols; i++)
        code = copy_cell(t, i, source, from, err);
    return code;
}

/* `n` items in an array for `cap`; NULL: out of memory. */
static void *copy_array(const struct bal_mem *mem, const void *from, size_t n, size_t cap,
                        size_t item)
{
    void *p = bal_alloc(mem, cap * item);

    if (p != NULL && n > 0)
        memcpy(p, from, n * item);
    return p;
}

/* The items of a list column of so many rows, once its starts are there. */
static bool copy_items(const struct bal_mem *mem, struct bal_column *c,
                       const struct bal_column *from, size_t rows)
{
    size_t n = from->as.list.start[rows];

    c->as.list.item = copy_array(mem, from->as.list.item, n, n + 8, sizeof *c->as.list.item);
    c->as.list.item_cap = c->as.list.item != NULL ? n + 8 : 0;
    return c->as.list.item != NULL;
}

static bool copy_column(const struct bal_mem *mem, struct bal_column *c,
                        const struct bal_column *from, size_t rows)
{
    size_t cap = rows + 8;
    bool ok = false;

    switch (c->type) {
    case BAL_NAME:
        c->as.names = copy_array(mem, from->as.names, rows, cap, sizeof *c->as.names);
        ok = c->as.names != NULL;
        break;
    case BAL_INT:
        c->as.ints = copy_array(mem, from->as.ints, rows, cap, sizeof *c->as.ints);
        ok = c->as.ints != NULL;
        break;
    case BAL_REAL:
        c->as.reals = copy_array(mem, from->as.reals, rows, cap, sizeof *c->as.reals);
        ok = c->as.reals != NULL;
        break;
    case BAL_BOOL:
        c->as.bools = copy_array(mem, from->as.bools, rows, cap, sizeof *c->as.bools);
        ok = c->as.bools != NULL;
        break;
    case BAL_DATE:
        c->as.date.dates =
            copy_array(mem, from->as.date.dates, rows, cap, sizeof *c->as.date.dates);
        c->as.date.text = copy_array(mem, from->as.date.text, rows, cap, sizeof *c->as.date.text);
        ok = c->as.date.dates != NULL && c->as.date.text != NULL;
        break;
    case BAL_LIST:
        c->as.list.start =
            copy_array(mem, from->as.list.start, rows + 1, cap, sizeof *c->as.list.start);
        ok = c->as.list.start != NULL && copy_items(mem, c, from, rows);
        break;
    }
    c->cap = cap; /* of what was got; what was not is NULL */
    return ok;
}

int bal_table_copy_all(struct bal_table *t, const struct bal_table *source, struct bal_error *err)
{
    size_t cap = source->rows + 8;

    if (source->rows == 0)
        return 0;
    t->line = copy_array(t->mem, source->line, source->rows, cap, sizeof *t->line);
    if (t->line == NULL)
        return bal_fail_mem(err);
    t->line_cap = cap;
    for (size_t i = 0; i < t->cols; i++)
        if (!copy_column(t->mem, &t->col[i], &source->col[i], source->rows))
            return bal_fail_mem(err);
    t->rows = source->rows;
    return 0;
}

bool bal_table_missing(const struct bal_table *t, size_t col, size_t row)
{
    struct bal_place at = bal_table_place(t, row);
    const struct bal_column *c = &at.t->col[col];

    switch (c->type) {
    case BAL_NAME:
        return c->as.names[at.row] == 0;
    case BAL_INT:
        return c->as.ints[at.row] == BAL_INT_MISSING;
    case BAL_REAL:
        return isnan(c->as.reals[at.row]);
    case BAL_BOOL:
        return c->as.bools[at.row] < 0;
    case BAL_DATE:
        return c->as.date.text[at.row] == 0;
    case BAL_LIST:
        break;
    }
    return c->as.list.start[at.row] == c->as.list.start[at.row + 1];
}

double bal_cell_number(const struct bal_table *t, size_t col, size_t row)
{
    if (bal_table_missing(t, col, row))
        return NAN;
    return t->col[col].type == BAL_INT ? (double)bal_cell_int(t, col, row)
                                       : bal_cell_real(t, col, row);
}

const bal_name *bal_table_list(const struct bal_table *t, size_t col, size_t row, size_t *n)
{
    struct bal_place at = bal_table_place(t, row);
    const struct bal_column *c = &at.t->col[col];

    *n = c->as.list.start[at.row + 1] - c->as.list.start[at.row];
    return *n > 0 ? c->as.list.item + c->as.list.start[at.row] : NULL;
}

uint32_t bal_table_line(const struct bal_table *t, size_t row, uint32_t *edit)
{
    struct bal_place at = bal_table_place(t, row);

    if (edit != NULL)
        *edit = bal_patch_edit(t, at);
    return at.t->line[at.row];
}

const char *bal_type_name(enum bal_type type)
{
    static const char *const name[] = {"name", "integer", "number", "boolean", "date", "list"};

    return name[type];
}
