/* What an edit writes into a record, checked by the rules of the loader. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/overlaying.h"

enum { CLIP = 80 };

/* At most CLIP bytes of a value, cut between two characters. */
static const char *clip(const char *text, char out[CLIP + 4])
{
    size_t n = strlen(text), keep = CLIP;

    if (n <= CLIP)
        return text;
    while (keep > 0 && ((unsigned char)text[keep] & 0xC0u) == 0x80u)
        keep--;
    memcpy(out, text, keep);
    memcpy(out + keep, "...", 4);
    return out;
}

static int broken(const struct bal_editing *d, size_t col, const char *text, const char *rule)
{
    const char *column = bal_editing_text(d, bal_editing_table(d)->col[col].name);
    char buf[CLIP + 4];

    if (text == NULL)
        return bal_fail(d->err, BAL_EDATA, "column '%s': %s", column, rule);
    return bal_fail(d->err, BAL_EDATA, "column '%s': value '%s': %s", column, clip(text, buf),
                    rule);
}

/* References ----------------------------------------------------------------------------------- */

static int check_reference(const struct bal_editing *d, size_t col, const char *text, size_t n)
{
    const struct bal_column *c = &bal_editing_table(d)->col[col];
    const char *target = bal_editing_text(d, c->refers_to);
    const struct bal_table *t = bal_study_table(d->s, target);
    bal_name name = bal_names_find(d->s->names, text, n);
    char word[CLIP + 1], rule[300];
    struct bal_near near;

    if (t == NULL || (name != 0 && bal_table_find_row(t, name) != BAL_NO_ROW))
        return 0;
    snprintf(word, sizeof word, "%.*s", (int)(n < CLIP ? n : CLIP), text);
    bal_near_start(&near, word);
    for (size_t r = 0; r < t->rows; r++)
        bal_near_try(&near, bal_editing_text(d, bal_table_key(t, r)));
    snprintf(rule, sizeof rule, "no row of '%.80s' has this %.60s%s%.80s%s", target,
             bal_editing_text(d, t->col[t->key].name), near.best != NULL ? "; did you mean '" : "",
             near.best != NULL ? near.best : "", near.best != NULL ? "'?" : "");
    return broken(d, col, word, rule);
}

/* The next item of a list at *at, of `n` bytes; NULL after the last. */
static const char *next_item(const char *text, char delimiter, size_t *at, size_t *n)
{
    const char *item = text + *at, *end;

    if (*at > strlen(text))
        return NULL;
    end = strchr(item, delimiter);
    *n = end != NULL ? (size_t)(end - item) : strlen(item);
    *at += *n + 1;
    return item;
}

static int check_references(const struct bal_editing *d, size_t col, const char *text)
{
    const struct bal_column *c = &bal_editing_table(d)->col[col];
    const char *item;
    size_t at = 0, n;
    int code = 0;

    if (c->refers_to == 0 || text == NULL || text[0] == '\0')
        return 0;
    if (c->type != BAL_LIST)
        return check_reference(d, col, text, strlen(text));
    while (code == 0 && (item = next_item(text, c->delimiter, &at, &n)) != NULL)
        code = check_reference(d, col, item, n);
    return code;
}

/* Unique values -------------------------------------------------------------------------------- */

static bool holds(const struct bal_editing *d, size_t col, size_t row, const struct bal_value *v)
{
    const struct bal_table *t = bal_editing_table(d);

    if (bal_table_missing(t, col, row))
        return false;
    switch (t->col[col].type) {
    case BAL_NAME:
        return bal_cell_name(t, col, row) == bal_names_find(d->s->names, v->text, v->len);
    case BAL_DATE:
        return bal_cell_date_text(t, col, row) == bal_names_find(d->s->names, v->text, v->len);
    case BAL_INT:
        return bal_cell_int(t, col, row) == v->integer;
    case BAL_REAL:
        return !(bal_cell_real(t, col, row) < v->number) &&
               !(bal_cell_real(t, col, row) > v->number);
    case BAL_BOOL:
        return bal_cell_bool(t, col, row) == v->integer;
    case BAL_LIST:
        break;
    }
    return false;
}

static int check_unique(const struct bal_editing *d, size_t col, size_t row,
                        const struct bal_value *v)
{
    const struct bal_table *t = bal_editing_table(d);
    size_t id = bal_overlay_id_column(d->s, t);
    char rule[200];

    for (size_t r = 0; r < t->rows; r++) {
        if (r == row || !holds(d, col, r, v))
            continue;
        snprintf(rule, sizeof rule, "'%.100s' has the same value; make them differ",
                 bal_editing_text(d, bal_cell_name(t, id, r)));
        return broken(d, col, v->text, col == id ? "there is one already" : rule);
    }
    return 0;
}

/* Spans ---------------------------------------------------------------------------------------- */

static int check_ends(const struct bal_editing *d, size_t col, const struct bal_value *v)
{
    const struct bal_table *t = bal_editing_table(d);
    bool span = (t == d->s->role[BAL_POSITIONS] || bal_editing_is_coded(d)) &&
                strcmp(bal_editing_text(d, t->col[col].name), "span") == 0;

    if (!span || v->missing || ((v->date.start_flags | v->date.end_flags) & BAL_UNKNOWN) == 0)
        return 0;
    return broken(d, col, v->text,
                  "an end of the span is unknown; write .. where it is open, or give a date");
}

/* Writing -------------------------------------------------------------------------------------- */

static int put_list(struct bal_editing *d, struct bal_table *own, size_t col, const char *text)
{
    const char *item;
    size_t at = 0, n;
    int code = 0;

    while (code == 0 && (item = next_item(text, own->col[col].delimiter, &at, &n)) != NULL) {
        bal_name name;

        code = bal_editing_intern(d, item, n, &name);
        if (code == 0)
            code = bal_table_put_item(own, col, name, d->err);
    }
    return code;
}

/* Into the draft, whose list is empty. */
static int put(struct bal_editing *d, struct bal_table *own, size_t col, const char *text,
               const struct bal_value *v)
{
    static const struct bal_date no_date = {0};
    struct bal_column *c = &own->col[col];
    bool empty = c->type == BAL_NAME && text != NULL && text[0] == '\0'; /* "" in quotes */
    bool named = empty || ((c->type == BAL_NAME || c->type == BAL_DATE) && !v->missing);
    bal_name name = 0;
    int code = named ? bal_editing_intern(d, text, strlen(text), &name) : 0;

    switch (c->type) {
    case BAL_NAME:
        bal_table_put_name(own, col, name);
        break;
    case BAL_INT:
        bal_table_put_int(own, col, v->missing ? BAL_INT_MISSING : v->integer);
        break;
    case BAL_REAL:
        bal_table_put_real(own, col, v->missing ? NAN : v->number);
        break;
    case BAL_BOOL:
        c->as.bools[own->rows - 1] = v->missing ? -1 : v->integer != 0;
        break;
    case BAL_DATE:
        bal_table_put_date(own, col, v->missing ? &no_date : &v->date, name);
        break;
    case BAL_LIST:
        return code == 0 && !v->missing ? put_list(d, own, col, text) : code;
    }
    return code;
}

static int write_cell(struct bal_editing *d, struct bal_table *own, size_t row, size_t col,
                      const char *text)
{
    const struct bal_schema *schema = &bal_study_base(d->s)->schema;
    const struct bal_table *t = bal_editing_table(d);
    bool rank =
        t == d->s->role[BAL_LADDER] && strcmp(bal_editing_text(d, t->col[col].name), "rank") == 0;
    struct bal_error why;
    struct bal_value v;
    bool unique;
    int code = schema->check(schema->ud, t, col, text, &v, &unique, &why);

    if (code != 0)
        return code == BAL_EDATA ? broken(d, col, text, why.message) : bal_fail_mem(d->err);
    code = check_references(d, col, v.missing ? NULL : text);
    if (code == 0 && (unique || rank) && !v.missing)
        code = check_unique(d, col, row, &v);
    if (code == 0)
        code = check_ends(d, col, &v);
    return code == 0 ? put(d, own, col, text, &v) : code;
}

/* Drafts --------------------------------------------------------------------------------------- */

static bool skipped(const char *const *skip, const char *key)
{
    for (; skip != NULL && *skip != NULL; skip++)
        if (strcmp(*skip, key) == 0)
            return true;
    return false;
}

static int find_field(const struct bal_editing *d, const char *key, bool new, size_t *col)
{
    const struct bal_table *t = bal_editing_table(d);
    char message[120];
    struct bal_near near;

    *col = bal_table_find_column(t, bal_names_find(d->s->names, key, strlen(key)));
    if (*col != BAL_NO_COLUMN && !new &&*col == bal_overlay_id_column(d->s, t))
        return bal_fail(
            d->err, BAL_EARG,
            "'%s' names the record and stays; drop the record, and add it under another", key);
    if (*col != BAL_NO_COLUMN)
        return 0;
    bal_near_start(&near, key);
    for (size_t i = 0; i < t->cols; i++)
        bal_near_try(&near, bal_editing_text(d, t->col[i].name));
    snprintf(message, sizeof message, "%.100s has no column", bal_editing_text(d, t->name));
    return bal_unknown_word(d->err, message, &near);
}

/* The text of each column in `text`, which of them are given in `given`. */
static int sort_fields(struct bal_editing *d, bool new, const struct bal_setting *set, size_t n,
                       const char *const *skip, const char **text, bool *given)
{
    int code = 0;
    size_t col;

    for (size_t i = 0; code == 0 && i < n; i++) {
        if (skipped(skip, set[i].key))
            continue;
        code = find_field(d, set[i].key, new, &col);
        if (code == 0) {
            text[col] = set[i].value;
            given[col] = true;
        }
    }
    return code;
}

/* A new phase or crisis belongs to the coding that is in use, unless it says. */
static void default_coding(const struct bal_editing *d, const char **text)
{
    const struct bal_table *t = bal_editing_table(d);
    bool phases = t == d->s->role[BAL_PHASES];
    bal_name coding = phases ? d->s->phase_coding : d->s->crisis_coding;
    size_t col = bal_table_find_column(t, bal_names_find(d->s->names, "coding", 6));

    if (bal_editing_is_coded(d) && coding != 0 && text[col] == NULL)
        text[col] = bal_editing_text(d, coding);
}

static int fill(struct bal_editing *d, size_t row, const char *const *text, const bool *given)
{
    struct bal_table *t;
    int code = bal_editing_own(d, d->table, &t);

    if (code == 0)
        code = bal_patch_draft(t, row, given, d->s->nedits, d->err);
    for (size_t c = 0; code == 0 && c < t->cols; c++)
        if (given[c])
            code = write_cell(d, &t->patch->own, row, c, text[c]);
    return code;
}

static int draft(struct bal_editing *d, size_t row, const struct bal_setting *set, size_t n,
                 const char *const *skip, bool new_id)
{
    const struct bal_mem *mem = d->s->mem;
    size_t cols = bal_editing_table(d)->cols;
    const char **text = bal_calloc(mem, cols, sizeof *text);
    bool *given = bal_calloc(mem, cols, sizeof *given), new = row == BAL_NO_ROW;
    int code = text == NULL || given == NULL ? bal_fail_mem(d->err)
                                             : sort_fields(d, new_id, set, n, skip, text, given);

    if (code == 0 && new) {
        memset(given, true, cols);
        default_coding(d, text);
    }
    if (code == 0)
        code = fill(d, row, text, given);
    bal_free(mem, (void *)text, cols * sizeof *text);
    bal_free(mem, given, cols * sizeof *given);
    return code;
}

int bal_editing_draft(struct bal_editing *d, size_t row, const struct bal_setting *set, size_t n,
                      const char *const *skip)
{
    return draft(d, row, set, n, skip, row == BAL_NO_ROW);
}

int bal_editing_draft_as(struct bal_editing *d, size_t row, const struct bal_setting *set, size_t n)
{
    return draft(d, row, set, n, NULL, true);
}
