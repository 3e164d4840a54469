/* Rules over rows: primary keys, unique values, foreign keys; and which column finds a row. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/near.h"
#include "io/loading.h"

/* Texts for messages --------------------------------------------------------------------------- */

enum { JOINED = 256 };

static void join(char *out, const char *text)
{
    size_t at = strlen(out);

    snprintf(out + at, JOINED - at, "%s%s", at > 0 ? ", " : "", text);
}

/* "coding, id" */
static void join_names(const struct bal_loading *l, const struct bal_table *t, const size_t *col,
                       size_t n, char *out)
{
    out[0] = '\0';
    for (size_t i = 0; i < n; i++)
        join(out, bal_loading_text(l, t->col[col[i]].name));
}

/* "chart, flood" */
static void join_cells(const struct bal_loading *l, const struct bal_table *t, const size_t *col,
                       size_t n, size_t row, char *out)
{
    out[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        const struct bal_column *c = &t->col[col[i]];
        char number[32] = "";

        if (c->type == BAL_INT)
            snprintf(number, sizeof number, "%" PRId64, c->as.ints[row]);
        else if (c->type == BAL_REAL)
            snprintf(number, sizeof number, "%.15g", c->as.reals[row]);
        else if (c->type == BAL_BOOL)
            snprintf(number, sizeof number, "%s", c->as.bools[row] > 0 ? "true" : "false");
        join(out, c->type == BAL_NAME   ? bal_loading_text(l, c->as.names[row])
                  : c->type == BAL_DATE ? bal_loading_text(l, c->as.date.text[row])
                                        : number);
    }
}

/* Unique values -------------------------------------------------------------------------------- */

static void report_repeat(struct bal_loading *l, const struct bal_index *index, size_t row,
                          size_t first, const char *what)
{
    char names[JOINED], cells[JOINED];
    struct bal_spot spot = bal_loading_spot(l, index->t, row, NULL);

    spot.column = names;
    join_names(l, index->t, index->col, index->n, names);
    join_cells(l, index->t, index->col, index->n, row, cells);
    spot.value = cells;
    spot.todo = "make them differ, or remove one";
    bal_diag_add(l->diag, spot, "line %" PRIu32 " has the same %s", index->t->line[first], what);
}

int bal_loading_unique(struct bal_loading *l, struct bal_index *index, const char *what,
                       size_t *repeats)
{
    size_t count = 0;
    int code = bal_index_open(index, l->err);

    for (size_t r = 0; code == 0 && r < index->t->rows; r++) {
        size_t first = bal_index_has_gap(index, r) ? BAL_NO_ROW : bal_index_add(index, r);

        if (first == BAL_NO_ROW)
            continue;
        count++;
        if (what != NULL)
            report_repeat(l, index, r, first, what);
    }
    if (repeats != NULL)
        *repeats = count;
    bal_index_free(index);
    return code;
}

/* The text "" where the field takes it for missing, else 0. */
static bal_name no_text(const struct bal_loading *l, const struct bal_field *field)
{
    return bal_field_is_missing(field, "", 0) ? bal_names_find(l->study->names, "", 0) : 0;
}

static int check_unique(struct bal_loading *l, size_t i)
{
    const struct bal_resource *r = &l->package->resource[i];
    int code = 0;

    for (size_t f = 0; code == 0 && f < r->nfields; f++) {
        struct bal_index index = {.mem = l->mem, .t = bal_loading_table(l, i), .col = &f, .n = 1};

        index.no_text = no_text(l, &r->field[f]);
        if (r->field[f].unique && !(r->nkey == 1 && r->key[0] == f))
            code = bal_loading_unique(l, &index, "value", NULL);
    }
    return code;
}

/* Keys ----------------------------------------------------------------------------------------- */

static int check_primary(struct bal_loading *l, size_t i, size_t *repeats)
{
    const struct bal_resource *r = &l->package->resource[i];
    struct bal_index index = {.mem = l->mem,
                              .t = bal_loading_table(l, i),
                              .col = r->key,
                              .n = r->nkey,
                              .by_day = r->role == BAL_OBSERVATIONS};

    if (r->nkey > 0)
        index.no_text = no_text(l, &r->field[r->key[0]]);
    return bal_loading_unique(l, &index, "primary key", repeats);
}

/* The column `id`, else `key`, when it holds names. */
static size_t id_column(const struct bal_loading *l, const struct bal_table *t)
{
    static const char *const usual[] = {"id", "key"};

    for (size_t i = 0; i < 2; i++) {
        bal_name name = bal_names_find(l->study->names, usual[i], strlen(usual[i]));
        size_t col = bal_table_find_column(t, name);

        if (col != BAL_NO_COLUMN && t->col[col].type == BAL_NAME)
            return col;
    }
    return BAL_NO_COLUMN;
}

static bool ids_must_differ(int role)
{
    return role >= 0 && role != BAL_PHASES && role != BAL_CRISES && role != BAL_OBSERVATIONS &&
           role != BAL_CODINGS;
}

/* Checks the primary key, or what stands in for it, and lets it find rows. */
static int set_key(struct bal_loading *l, size_t i)
{
    const struct bal_resource *r = &l->package->resource[i];
    struct bal_table *t = bal_loading_table(l, i);
    struct bal_index index = {.mem = l->mem, .t = t, .n = 1};
    size_t col = BAL_NO_COLUMN, repeats = 0;
    int code = 0;

    if (r->nkey > 0) {
        code = check_primary(l, i, &repeats);
        if (r->nkey == 1 && t->col[r->key[0]].type == BAL_NAME)
            col = r->key[0];
    } else if ((col = id_column(l, t)) != BAL_NO_COLUMN) {
        index.col = &col;
        code = bal_loading_unique(l, &index, ids_must_differ(r->role) ? "id" : NULL, &repeats);
    }
    if (code != 0 || col == BAL_NO_COLUMN || repeats > 0)
        return code;
    return bal_table_set_key(t, col, NULL, l->err);
}

/* Foreign keys --------------------------------------------------------------------------------- */

struct reference {
    struct bal_loading *l;
    const struct bal_foreign_key *key;
    const struct bal_table *from, *to;
    size_t *col; /* of `to`, key->n of them */
    struct bal_index index;
};

/* The nearest name that the key could have meant; NULL for a key of several fields. */
static const char *nearest(const struct reference *ref, const char *word)
{
    const struct bal_column *c = &ref->to->col[ref->col[0]];
    struct bal_near near;

    if (ref->key->n > 1 || c->type != BAL_NAME || ref->l->diag->total > BAL_DIAG_KEPT)
        return NULL;
    bal_near_start(&near, word);
    for (size_t r = 0; r < ref->to->rows; r++)
        if (c->as.names[r] != 0)
            bal_near_try(&near, bal_loading_text(ref->l, c->as.names[r]));
    return near.best;
}

static void report_reference(const struct reference *ref, size_t row, bal_name item)
{
    const struct bal_loading *l = ref->l;
    char names[JOINED], cells[JOINED], targets[JOINED], todo[JOINED + 80];
    struct bal_spot spot = bal_loading_spot(l, ref->from, row, NULL);
    const char *best;

    spot.column = names;
    join_names(l, ref->from, ref->key->field, ref->key->n, names);
    join_names(l, ref->to, ref->col, ref->key->n, targets);
    if (item == 0)
        join_cells(l, ref->from, ref->key->field, ref->key->n, row, cells);
    spot.value = item != 0 ? bal_loading_text(l, item) : cells;
    best = nearest(ref, spot.value);
    if (best != NULL)
        snprintf(todo, sizeof todo, "did you mean '%.200s'?", best);
    else
        snprintf(todo, sizeof todo, "correct it, or add it to %.200s",
                 bal_loading_text(l, ref->to->file));
    spot.todo = todo;
    bal_diag_add(l->diag, spot, "no row of '%s' has this %s", bal_loading_text(l, ref->to->name),
                 targets);
}

static void check_items(const struct reference *ref, size_t row)
{
    size_t n;
    const bal_name *item = bal_table_list(ref->from, ref->key->field[0], row, &n);

    for (size_t i = 0; i < n; i++) {
        struct bal_probe p = {.item = item[i]};

        if (bal_index_find(&ref->index, &p) == BAL_NO_ROW)
            report_reference(ref, row, item[i]);
    }
}

static bool has_gap(const struct reference *ref, size_t row, bal_name empty)
{
    for (size_t i = 0; i < ref->key->n; i++) {
        const struct bal_column *c = &ref->from->col[ref->key->field[i]];

        if (bal_table_missing(ref->from, ref->key->field[i], row))
            return true;
        if (c->type == BAL_NAME && c->as.names[row] == empty)
            return true;
    }
    return false;
}

static int check_rows(struct reference *ref, bal_name empty)
{
    int code = bal_index_open(&ref->index, ref->l->err);

    for (size_t r = 0; code == 0 && r < ref->to->rows; r++)
        if (!bal_index_has_gap(&ref->index, r))
            bal_index_add(&ref->index, r);
    for (size_t r = 0; code == 0 && r < ref->from->rows; r++) {
        struct bal_probe p = {.t = ref->from, .col = ref->key->field, .row = r};

        if (ref->from->col[ref->key->field[0]].type == BAL_LIST)
            check_items(ref, r);
        else if (!has_gap(ref, r, empty) && bal_index_find(&ref->index, &p) == BAL_NO_ROW)
            report_reference(ref, r, 0);
    }
    bal_index_free(&ref->index);
    return code;
}

/* Finds the target's columns. False when one is not in its file. */
static bool find_targets(struct reference *ref)
{
    const struct bal_loaded *to = &ref->l->resource[ref->key->resource];

    for (size_t i = 0; i < ref->key->n; i++) {
        const char *name = ref->key->target[i];
        bal_name k = bal_names_find(ref->l->study->names, name, strlen(name));

        ref->col[i] = bal_table_find_column(ref->to, k);
        if (ref->col[i] == BAL_NO_COLUMN || (to->absent != NULL && to->absent[ref->col[i]]))
            return false;
    }
    return true;
}

static int check_foreign(struct bal_loading *l, size_t i, const struct bal_foreign_key *key)
{
    const struct bal_field *first = &l->package->resource[i].field[key->field[0]];
    struct reference ref = {.l = l, .key = key, .from = bal_loading_table(l, i)};
    int code = 0;

    ref.to = bal_loading_table(l, key->resource);
    if (ref.to == NULL || l->resource[key->resource].damaged)
        return 0;
    ref.col = bal_calloc(l->mem, key->n, sizeof *ref.col);
    if (ref.col == NULL)
        return bal_fail_mem(l->err);
    ref.index = (struct bal_index){.mem = l->mem, .t = ref.to, .col = ref.col, .n = key->n};
    if (find_targets(&ref))
        code = check_rows(&ref, no_text(l, first));
    if (key->n == 1 && ref.to->key == ref.col[0])
        ref.from->col[key->field[0]].refers_to = ref.to->name;
    bal_free(l->mem, ref.col, key->n * sizeof *ref.col);
    return code;
}

int bal_load_keys(struct bal_loading *l)
{
    int code = 0;

    for (size_t i = 0; code == 0 && i < l->package->nresources; i++) {
        if (bal_loading_table(l, i) == NULL)
            continue;
        code = set_key(l, i);
        if (code == 0)
            code = check_unique(l, i);
    }
    for (size_t i = 0; code == 0 && i < l->package->nresources; i++) {
        const struct bal_resource *r = &l->package->resource[i];

        for (size_t k = 0; code == 0 && k < r->nforeign; k++)
            if (r->foreign[k].sound && bal_loading_table(l, i) != NULL)
                code = check_foreign(l, i, &r->foreign[k]);
    }
    return code;
}
