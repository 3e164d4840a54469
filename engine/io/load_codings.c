/* What several coders read: each coding names a record, a field of it, and a value that this field
 * could hold. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/near.h"
#include "io/loading.h"

struct codings {
    struct bal_loading *l;
    const struct bal_table *t;
    const struct bal_resource *resource;
    size_t record, coder, field, value, confidence, table; /* columns, or BAL_NO_COLUMN */
};

/* What one coding is about. */
struct coding {
    const struct codings *all;
    size_t row, resource;
    const struct bal_table *target;
    const struct bal_field *field;
    size_t col; /* of the target */
};

/* The resource of this name that has a table, or SIZE_MAX. */
static size_t resource_named(const struct bal_loading *l, const char *name)
{
    for (size_t i = 0; i < l->package->nresources; i++)
        if (l->resource[i].table != SIZE_MAX && strcmp(l->package->resource[i].name, name) == 0)
            return i;
    return SIZE_MAX;
}

static const char *cell(const struct codings *c, size_t col, size_t row)
{
    return col != BAL_NO_COLUMN ? bal_loading_text(c->l, c->t->col[col].as.names[row]) : "";
}

/* Reports what stands in a cell; the nearest of what `near` was told is what was meant. */
static void report(const struct codings *c, size_t row, const char *column, const char *value,
                   const struct bal_near *near, const char *rule)
{
    struct bal_spot spot = bal_loading_spot(c->l, c->t, row, column);
    char todo[120];

    spot.value = value;
    if (near != NULL && near->best != NULL) {
        snprintf(todo, sizeof todo, "did you mean '%.90s'?", near->best);
        spot.todo = todo;
    }
    bal_diag_add(c->l->diag, spot, "%s", rule);
}

static bool find_table(struct coding *k)
{
    const struct codings *c = k->all;
    const char *name = c->table != BAL_NO_COLUMN ? cell(c, c->table, k->row) : "events";
    struct bal_spot spot;
    struct bal_near near;

    k->resource = resource_named(c->l, name);
    if (k->resource != SIZE_MAX) {
        k->target = bal_loading_table(c->l, k->resource);
        return true;
    }
    bal_near_start(&near, name);
    for (size_t i = 0; i < c->l->package->nresources; i++)
        if (c->l->resource[i].table != SIZE_MAX)
            bal_near_try(&near, c->l->package->resource[i].name);
    if (c->table == BAL_NO_COLUMN) {
        spot = bal_loading_spot(c->l, c->t, k->row, "record");
        spot.value = cell(c, c->record, k->row);
        spot.todo = "add that column, or the events";
        bal_diag_add(c->l->diag, spot,
                     "the package has no events, and no column 'table' says what else is coded");
    } else if (name[0] != '\0')
        report(c, k->row, "table", name, &near, "the package has no table of this name");
    return false;
}

/* A table that lost records, or cannot find them, is no measure. */
static void check_record(const struct coding *k)
{
    const struct codings *c = k->all;
    const char *name = cell(c, c->record, k->row);
    bal_name id = c->t->col[c->record].as.names[k->row];
    struct bal_near near;
    char rule[160];

    if (id == 0 || c->l->resource[k->resource].damaged || k->target->key == BAL_NO_COLUMN ||
        bal_table_find_row(k->target, id) != BAL_NO_ROW)
        return;
    bal_near_start(&near, name);
    for (size_t r = 0; r < k->target->rows && c->l->diag->total <= BAL_DIAG_KEPT; r++)
        bal_near_try(&near, bal_loading_text(c->l, k->target->col[k->target->key].as.names[r]));
    snprintf(rule, sizeof rule, "no row of '%.100s' has this id",
             c->l->package->resource[k->resource].name);
    report(c, k->row, "record", name, &near, rule);
}

static bool find_field(struct coding *k)
{
    const struct codings *c = k->all;
    const struct bal_resource *r = &c->l->package->resource[k->resource];
    const char *name = cell(c, c->field, k->row);
    size_t f = bal_resource_field(r, name);
    struct bal_near near;
    char rule[160];

    if (name[0] == '\0')
        return false;
    if (f != SIZE_MAX && f != k->target->key) {
        k->field = &r->field[f];
        k->col = f; /* column i of a table is field i of its schema */
        return true;
    }
    bal_near_start(&near, name);
    for (size_t i = 0; f == SIZE_MAX && i < r->nfields; i++)
        bal_near_try(&near, r->field[i].name);
    snprintf(rule, sizeof rule,
             f == SIZE_MAX ? "'%.100s' has no such field" : "the id of '%.100s' is not coded",
             r->name);
    report(c, k->row, "field", name, &near, rule);
    return false;
}

/* Whether a name is a key of the table that the field refers to; true when it refers to none. */
static bool is_key(const struct coding *k, const char *text, size_t n, struct bal_near *near)
{
    const struct bal_loading *l = k->all->l;
    bal_name to = k->target->col[k->col].refers_to;
    size_t resource = to != 0 ? resource_named(l, bal_loading_text(l, to)) : SIZE_MAX;
    const struct bal_table *t = resource != SIZE_MAX ? bal_loading_table(l, resource) : NULL;

    if (t == NULL || t->key == BAL_NO_COLUMN || l->resource[resource].damaged ||
        bal_table_find_row(t, bal_names_find(l->study->names, text, n)) != BAL_NO_ROW)
        return true;
    bal_near_start(near, text);
    for (size_t r = 0; r < t->rows && l->diag->total <= BAL_DIAG_KEPT; r++)
        bal_near_try(near, bal_loading_text(l, t->col[t->key].as.names[r]));
    return false;
}

/* Of one name, or of each item of a list. */
static void check_reference(const struct coding *k, const char *text, size_t n)
{
    const char *item = text;
    size_t at = 0, length = n;
    struct bal_near near;
    char rule[160];
    bool list = k->field->type == BAL_FIELD_LIST, more = !list;

    snprintf(rule, sizeof rule, "no row of '%.100s' has this key",
             bal_loading_text(k->all->l, k->target->col[k->col].refers_to));
    for (;;) {
        if (list)
            more = bal_list_next(text, n, k->field->delimiter, &at, &item, &length);
        if (!more)
            return;
        if (!is_key(k, item, length, &near))
            report(k->all, k->row, "value", text, &near, rule);
        if (!list)
            return;
    }
}

/* An empty value says that the record has none: where its field needs one, that is a fault. */
static void check_value(const struct coding *k)
{
    const struct codings *c = k->all;
    bal_name name = c->t->col[c->value].as.names[k->row];
    const char *text = name != 0 ? bal_loading_text(c->l, name) : NULL;
    size_t n = text != NULL ? strlen(text) : 0;
    struct bal_value value;
    struct bal_fault fault;
    struct bal_spot spot = bal_loading_spot(c->l, c->t, k->row, "value");

    if (bal_field_check(k->field, text, n, &value, &fault) != BAL_CELL_GOOD) {
        spot.value = text;
        spot.todo = fault.todo[0] != '\0' ? fault.todo : NULL;
        bal_diag_add(c->l->diag, spot, "as '%s': %s", k->field->name, fault.rule);
        c->l->diag->failed = c->l->diag->failed || fault.no_memory;
    } else if (!value.missing) {
        check_reference(k, text, n);
    }
}

static void check_confidence(const struct codings *c, size_t row)
{
    double v = c->confidence != BAL_NO_COLUMN ? c->t->col[c->confidence].as.reals[row] : 1;
    char text[32];

    if (v > 0 && v <= 1)
        return;
    if (v != v) /* empty */
        return;
    snprintf(text, sizeof text, "%.15g", v);
    report(c, row, "confidence", text, NULL, "a confidence is above 0, and 1 at most");
}

/* What every coding says; a cell that datapackage.json lets be empty is one all the same. */
static void check_filled(const struct codings *c, size_t row)
{
    const size_t col[] = {c->record, c->coder, c->field, c->table};

    for (size_t i = 0; i < sizeof col / sizeof *col; i++) {
        const struct bal_field *f = col[i] != BAL_NO_COLUMN ? &c->resource->field[col[i]] : NULL;
        char rule[80];

        if (f == NULL || f->required || cell(c, col[i], row)[0] != '\0')
            continue;
        snprintf(rule, sizeof rule, "a coding needs a %s", f->name);
        report(c, row, f->name, NULL, NULL, rule);
    }
}

/* The column when it is there and of this type; else datapackage.json was at fault, and said so. */
static size_t column(const struct bal_loading *l, const char *name, enum bal_type type)
{
    size_t col = bal_study_column(l->study, BAL_CODINGS, name);

    return col != BAL_NO_COLUMN && l->study->role[BAL_CODINGS]->col[col].type == type
               ? col
               : BAL_NO_COLUMN;
}

static bool is_primary_key(const struct bal_resource *r, const size_t *col, size_t n)
{
    size_t found = 0;

    for (size_t i = 0; i < r->nkey; i++)
        for (size_t k = 0; k < n; k++)
            found += r->key[i] == col[k];
    return r->nkey == n && found == n;
}

/* A coder says one thing about one field of a record. */
static int check_repeats(const struct codings *c)
{
    size_t col[4] = {c->record, c->coder, c->field, c->table};
    struct bal_index index = {.mem = c->l->mem, .t = c->t, .col = col};

    index.n = c->table != BAL_NO_COLUMN ? 4 : 3;
    if (is_primary_key(c->resource, col, index.n)) /* checked as such */
        return 0;
    return bal_loading_unique(c->l, &index, "record, coder and field", NULL);
}

static const struct bal_resource *own_resource(const struct bal_loading *l)
{
    for (size_t i = 0; i < l->package->nresources; i++)
        if (l->package->resource[i].role == BAL_CODINGS)
            return &l->package->resource[i];
    return NULL;
}

int bal_load_codings(struct bal_loading *l)
{
    struct codings c = {.l = l, .t = l->study->role[BAL_CODINGS], .resource = own_resource(l)};

    if (c.t == NULL || c.resource == NULL)
        return 0;
    c.record = column(l, "record", BAL_NAME);
    c.coder = column(l, "coder", BAL_NAME);
    c.field = column(l, "field", BAL_NAME);
    c.value = column(l, "value", BAL_NAME);
    c.confidence = column(l, "confidence", BAL_REAL);
    c.table = column(l, "table", BAL_NAME);
    if (c.record == BAL_NO_COLUMN || c.coder == BAL_NO_COLUMN || c.field == BAL_NO_COLUMN ||
        c.value == BAL_NO_COLUMN)
        return 0;
    for (size_t r = 0; r < c.t->rows; r++) {
        struct coding k = {.all = &c, .row = r};

        check_filled(&c, r);
        check_confidence(&c, r);
        if (!find_table(&k))
            continue;
        check_record(&k);
        if (find_field(&k))
            check_value(&k);
    }
    return check_repeats(&c);
}
