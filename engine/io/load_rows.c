/* A CSV file into its table: header against schema, cells against fields. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/near.h"
#include "io/csv.h"
#include "io/loading.h"

struct rows {
    struct bal_loading *l;
    const struct bal_resource *r;
    struct bal_table *t;
    struct bal_csv *csv;
    const char *path;
    size_t *field; /* of each column of the file; SIZE_MAX: of none */
    bool *absent;  /* of each field */
};

static int add_column(struct rows *w, const char *text, enum bal_type type)
{
    bal_name name;
    int code = bal_names_intern(w->l->study->names, text, strlen(text), &name, w->l->err);

    return code != 0 ? code : bal_table_add_column(w->t, name, type, w->l->err);
}

/* The values of an enumeration go with the column, for filters. */
static int add_allowed(struct rows *w, size_t col)
{
    const struct bal_field *f = &w->r->field[col];
    int code = 0;

    for (size_t i = 0; code == 0 && w->t->col[col].type == BAL_NAME && i < f->nallowed; i++) {
        bal_name name;

        code = bal_names_intern(w->l->study->names, f->allowed[i].text, f->allowed[i].len, &name,
                                w->l->err);
        if (code == 0)
            code = bal_table_allow(w->t, col, name, w->l->err);
    }
    return code;
}

static int add_columns(struct rows *w)
{
    int code = 0;

    for (size_t i = 0; code == 0 && i < w->r->nfields; i++) {
        const struct bal_field *f = &w->r->field[i];

        code = add_column(w, f->name, bal_field_column_type(f->type));
        if (code == 0)
            code = add_allowed(w, i);
        if (code == 0)
            w->t->col[i].delimiter = f->delimiter;
    }
    /* what load_texts.c reads from the files that `path` names; a field of that name is its own */
    if (code == 0 && w->r->role == BAL_TEXTS && bal_resource_field(w->r, "content") == SIZE_MAX)
        code = add_column(w, "content", BAL_NAME);
    return code;
}

/* Header --------------------------------------------------------------------------------------- */

/* The absent field that this undeclared column was probably meant to be, or SIZE_MAX. */
static size_t nearest_field(const struct rows *w, const char *column)
{
    struct bal_near near;

    bal_near_start(&near, column);
    for (size_t i = 0; i < w->r->nfields; i++)
        if (w->absent[i])
            bal_near_try(&near, w->r->field[i].name);
    return near.best != NULL ? bal_resource_field(w->r, near.best) : SIZE_MAX;
}

static void report_undeclared(struct rows *w, size_t column, bool *explained)
{
    struct bal_spot spot = {.file = w->path, .line = 1, .column = bal_csv_column(w->csv, column)};
    size_t near = nearest_field(w, spot.column);
    char todo[160] = "declare it there, or remove it here";

    if (near != SIZE_MAX) {
        explained[near] = true;
        snprintf(todo, sizeof todo, "did you mean '%.120s'?", w->r->field[near].name);
    }
    spot.todo = todo;
    bal_diag_add(w->l->diag, spot, "datapackage.json declares no such field");
}

static void match_columns(struct rows *w)
{
    for (size_t i = 0; i < w->r->nfields; i++)
        w->absent[i] = true;
    for (size_t c = 0; c < bal_csv_columns(w->csv); c++) {
        size_t field = bal_resource_field(w->r, bal_csv_column(w->csv, c));

        w->field[c] = field != SIZE_MAX && w->absent[field] ? field : SIZE_MAX;
        if (field != SIZE_MAX)
            w->absent[field] = false;
    }
}

/* Reports what match_columns left over on either side; `explained` is all false. */
static void report_header(struct rows *w, bool *explained)
{
    for (size_t c = 0; c < bal_csv_columns(w->csv); c++) {
        const char *name = bal_csv_column(w->csv, c);

        if (w->field[c] == SIZE_MAX && name[0] != '\0' &&
            bal_resource_field(w->r, name) == SIZE_MAX)
            report_undeclared(w, c, explained);
    }
    for (size_t i = 0; i < w->r->nfields; i++) {
        struct bal_spot spot = {.file = w->path,
                                .line = 1,
                                .column = w->r->field[i].name,
                                .todo = "add it, or remove the field there"};

        if (w->absent[i] && !explained[i])
            bal_diag_add(w->l->diag, spot,
                         "the file has no such column, and datapackage.json declares it");
    }
}

static int read_header(struct rows *w)
{
    bool *explained = bal_calloc(w->l->mem, w->r->nfields, sizeof *explained);

    if (explained == NULL)
        return bal_fail_mem(w->l->err);
    match_columns(w);
    report_header(w, explained);
    bal_free(w->l->mem, explained, w->r->nfields * sizeof *explained);
    return 0;
}

/* Cells ---------------------------------------------------------------------------------------- */

static int put_list(struct rows *w, size_t field, const struct bal_value *v)
{
    const char *item;
    size_t at = 0, n;
    int code = 0;

    while (code == 0 &&
           bal_list_next(v->text, v->len, w->r->field[field].delimiter, &at, &item, &n)) {
        bal_name name;

        code = bal_names_intern(w->l->study->names, item, n, &name, w->l->err);
        if (code == 0)
            code = bal_table_put_item(w->t, field, name, w->l->err);
    }
    return code;
}

static int put_text(struct rows *w, size_t field, const struct bal_value *v)
{
    bal_name name;
    int code = bal_names_intern(w->l->study->names, v->text, v->len, &name, w->l->err);

    if (code != 0)
        return code;
    if (w->r->field[field].type == BAL_FIELD_STRING)
        bal_table_put_name(w->t, field, name);
    else
        bal_table_put_date(w->t, field, &v->date, name);
    return 0;
}

static int put_cell(struct rows *w, size_t field, const struct bal_value *v)
{
    switch (w->r->field[field].type) {
    case BAL_FIELD_INTEGER:
    case BAL_FIELD_YEAR:
        bal_table_put_int(w->t, field, v->integer);
        return 0;
    case BAL_FIELD_NUMBER:
        bal_table_put_real(w->t, field, v->number);
        return 0;
    case BAL_FIELD_BOOLEAN:
        bal_table_put_bool(w->t, field, v->integer != 0);
        return 0;
    case BAL_FIELD_LIST:
        return put_list(w, field, v);
    default:
        return put_text(w, field, v);
    }
}

static int read_cell(struct rows *w, size_t field, const struct bal_csv_cell *cell, size_t line)
{
    const struct bal_field *f = &w->r->field[field];
    struct bal_value v;
    struct bal_fault fault;

    if (bal_field_check(f, cell->text, cell->len, &v, &fault) != BAL_CELL_GOOD) {
        struct bal_spot spot = {
            .file = w->path, .line = line, .column = f->name, .value = cell->text};

        spot.todo = fault.todo[0] != '\0' ? fault.todo : NULL;
        bal_diag_add(w->l->diag, spot, "%s", fault.rule);
        w->l->diag->failed = w->l->diag->failed || fault.no_memory;
    }
    if (!v.missing)
        return put_cell(w, field, &v);
    if (f->type == BAL_FIELD_STRING && cell->text != NULL && cell->len == 0)
        return put_text(w, field, &v); /* "" in quotes */
    return 0;
}

static int read_row(struct rows *w, const struct bal_csv_cell *cells, size_t line)
{
    int code = bal_table_add_row(w->t, (uint32_t)line, w->l->err);
    for (size_t c = 0; code == 0 && c < bal_csv_columns(w->csv); c++)
        if (w->field[c] != SIZE_MAX)
            code = read_cell(w, w->field[c], &cells[c], line);
    return code;
}

static int read_file(struct rows *w)
{
    const struct bal_csv_cell *cells;
    size_t line = 0, columns = bal_csv_columns(w->csv);
    int code;

    w->field = bal_calloc(w->l->mem, columns, sizeof *w->field);
    if (w->field == NULL)
        return bal_fail_mem(w->l->err);
    code = read_header(w);
    while (code == 0 && (code = bal_csv_next(w->csv, &cells, &line, w->l->err)) == 0 &&
           cells != NULL)
        code = read_row(w, cells, line);
    bal_free(w->l->mem, w->field, columns * sizeof *w->field);
    return code;
}

int bal_load_rows(struct bal_loading *l, size_t resource, const char *path)
{
    struct bal_loaded *loaded = &l->resource[resource];
    struct rows w = {.l = l, .r = &l->package->resource[resource], .path = path};
    int code;

    w.t = bal_loading_table(l, resource);
    loaded->absent = bal_calloc(l->mem, w.r->nfields, sizeof *loaded->absent);
    w.absent = loaded->absent;
    if (w.absent == NULL)
        return bal_fail_mem(l->err);
    code = add_columns(&w);
    if (code == 0)
        code = bal_csv_open(l->mem, path, &l->digest, l->diag, &w.csv, l->err);
    if (code == BAL_ENOINPUT)
        bal_loading_unreadable(l, path);
    if (code == BAL_ENOINPUT || code == BAL_EDATA) { /* reported */
        memset(w.absent, true, w.r->nfields);
        loaded->damaged = true;
        return 0;
    }
    if (code == 0)
        code = read_file(&w);
    loaded->damaged = w.csv == NULL || bal_csv_damaged(w.csv);
    bal_csv_close(w.csv);
    return code;
}
