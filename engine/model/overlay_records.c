/* Records of a what-if: finding them, and the plain edits add, drop and recode. */
#include <stdio.h>
#include <string.h>

#include "model/overlaying.h"

/* What can be edited --------------------------------------------------------------------------- */

static bool is_coded(const struct bal_study *study, const struct bal_table *t)
{
    return t == study->role[BAL_PHASES] || t == study->role[BAL_CRISES];
}

size_t bal_overlay_id_column(const struct bal_study *study, const struct bal_table *t)
{
    if (is_coded(study, t))
        return bal_table_find_column(t, bal_names_find(study->names, "id", 2));
    return t->key;
}

bool bal_overlay_editable(const struct bal_study *study, const struct bal_table *t)
{
    static const enum bal_role never[] = {BAL_INDICATORS, BAL_OBSERVATIONS, BAL_TEXTS, BAL_CODINGS};

    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        if (t == study->role[never[i]])
            return false;
    return bal_overlay_id_column(study, t) != BAL_NO_COLUMN;
}

static bool has_id(const struct bal_study *study, const struct bal_table *t, bal_name id)
{
    size_t col = bal_overlay_id_column(study, t);

    if (id == 0 || !is_coded(study, t))
        return id != 0 && bal_table_find_row(t, id) != BAL_NO_ROW;
    for (size_t r = 0; r < t->rows; r++)
        if (bal_cell_name(t, col, r) == id)
            return true;
    return false;
}

int bal_overlay_find(const struct bal_study *study, const char *id, const struct bal_table **out,
                     struct bal_error *err)
{
    bal_name name = bal_names_find(study->names, id, strlen(id));
    const char *first = NULL;
    struct bal_near near;

    *out = NULL;
    bal_near_start(&near, id);
    for (size_t i = 0; i < study->ntables; i++) {
        const struct bal_table *t = study->table[i];
        size_t col = bal_overlay_id_column(study, t);

        if (!bal_overlay_editable(study, t))
            continue;
        for (size_t r = 0; name == 0 && r < t->rows; r++)
            if (bal_cell_name(t, col, r) != 0)
                bal_near_try(&near, bal_names_text(study->names, bal_cell_name(t, col, r)));
        if (!has_id(study, t, name))
            continue;
        if (*out != NULL)
            return bal_fail(err, BAL_EARG, "'%s' is an id both of %s and of %s: say which", id,
                            first, bal_names_text(study->names, t->name));
        *out = t;
        first = bal_names_text(study->names, t->name);
    }
    return *out != NULL ? 0 : bal_unknown_word(err, "the study has no record", &near);
}

bool bal_editing_is_coded(const struct bal_editing *d)
{
    return is_coded(d->s, bal_editing_table(d));
}

/* Rows ----------------------------------------------------------------------------------------- */

bool bal_editing_next(const struct bal_editing *d, const char *id, bal_name coding, size_t *row)
{
    const struct bal_table *t = bal_editing_table(d);
    bal_name name = bal_names_find(d->s->names, id, strlen(id));
    size_t col = bal_overlay_id_column(d->s, t), in;

    if (name == 0)
        return false;
    if (!bal_editing_is_coded(d)) {
        size_t found = bal_table_find_row(t, name);
        bool is = found != BAL_NO_ROW && found >= *row;

        *row = is ? found : *row;
        return is;
    }
    in = bal_table_find_column(t, bal_names_find(d->s->names, "coding", 6));
    for (; *row < t->rows; ++*row)
        if (bal_cell_name(t, col, *row) == name &&
            (coding == 0 || bal_cell_name(t, in, *row) == coding))
            return true;
    return false;
}

int bal_editing_coding(const struct bal_editing *d, bal_name *out)
{
    const struct bal_setting *set = bal_editing_setting(d, "coding");
    const struct bal_table *t = bal_editing_table(d);
    size_t col = bal_table_find_column(t, bal_names_find(d->s->names, "coding", 6));
    struct bal_near near;
    char message[120];

    *out = 0;
    if (set == NULL)
        return 0;
    if (!bal_editing_is_coded(d))
        return bal_fail(d->err, BAL_EARG, "only phases and crises have codings, not %s",
                        d->e->table);
    bal_near_start(&near, set->value != NULL ? set->value : "");
    for (size_t r = 0; r < t->rows; r++) {
        const char *have = bal_editing_text(d, bal_cell_name(t, col, r));

        if (strcmp(have, near.word) == 0) {
            *out = bal_cell_name(t, col, r);
            return 0;
        }
        bal_near_try(&near, have);
    }
    snprintf(message, sizeof message, "%.80s have no coding", d->e->table);
    return bal_unknown_word(d->err, message, &near);
}

int bal_editing_drop_row(struct bal_editing *d, size_t table, size_t row)
{
    struct bal_table *t;
    int code = bal_editing_own(d, table, &t);

    return code == 0 ? bal_patch_drop(t, row, d->err) : code;
}

/* What goes with its record ----------------------------------------------------------------------- */

/* The table that a coding is about: the one it names, or the events. */
static bal_name coding_table(const struct bal_study *study, size_t row)
{
    size_t col = bal_study_column(study, BAL_CODINGS, "table");

    return col != BAL_NO_COLUMN ? bal_cell_name(study->role[BAL_CODINGS], col, row)
                                : bal_names_find(study->names, "events", 6);
}

bool bal_editing_belongs(const struct bal_editing *d, size_t table, size_t row, bal_name *key)
{
    const struct bal_study *s = d->s;
    const struct bal_table *t = s->table[table];
    bal_name to = bal_editing_table(d)->name;
    size_t col = BAL_NO_COLUMN;

    if (t == s->role[BAL_TEXTS]) {
        col = bal_study_column(s, BAL_TEXTS, "event");
        if (col == BAL_NO_COLUMN || t->col[col].refers_to != to)
            return false;
    } else if (t == s->role[BAL_CODINGS] && coding_table(s, row) == to) {
        col = bal_study_column(s, BAL_CODINGS, "record");
    }
    *key = col != BAL_NO_COLUMN ? bal_cell_name(t, col, row) : 0;
    return *key != 0;
}

static bool refers(const struct bal_table *t, size_t col, size_t row, bal_name key)
{
    const bal_name *item;
    size_t n;

    if (t->col[col].type == BAL_NAME)
        return bal_cell_name(t, col, row) == key;
    item = t->col[col].type == BAL_LIST ? bal_table_list(t, col, row, &n) : NULL;
    for (size_t i = 0; item != NULL && i < n; i++)
        if (item[i] == key)
            return true;
    return false;
}

/* Row `r` of the table names the key in a column that refers to the table whose record goes. */
static int refuse_reference(const struct bal_editing *d, const struct bal_table *t, size_t col,
                            size_t r, bal_name key)
{
    size_t id = bal_overlay_id_column(d->s, t);

    return bal_fail(d->err, BAL_EDATA,
                    "%s '%s' still has '%s' as its %s: recode or drop that first",
                    bal_editing_text(d, t->name),
                    id != BAL_NO_COLUMN ? bal_editing_text(d, bal_cell_name(t, id, r)) : "",
                    bal_editing_text(d, key), bal_editing_text(d, t->col[col].name));
}

static int release_table(struct bal_editing *d, size_t i, bal_name key)
{
    bal_name to = bal_editing_table(d)->name, of;
    int code = 0;

    for (size_t r = d->s->table[i]->rows; code == 0 && r-- > 0;) {
        const struct bal_table *t = d->s->table[i];

        if (bal_editing_belongs(d, i, r, &of) && of == key) {
            code = bal_editing_drop_row(d, i, r);
            continue;
        }
        for (size_t c = 0; code == 0 && c < t->cols; c++)
            if (t->col[c].refers_to == to && refers(t, c, r, key))
                code = refuse_reference(d, t, c, r, key);
    }
    return code;
}

/* A coding's value stands for a cell of its record: it refers to what that cell would refer to. */
static int release_values(const struct bal_editing *d, bal_name key)
{
    const struct bal_study *s = d->s;
    const struct bal_table *t = s->role[BAL_CODINGS];
    size_t field = bal_study_column(s, BAL_CODINGS, "field");
    size_t value = bal_study_column(s, BAL_CODINGS, "value");

    if (field == BAL_NO_COLUMN || value == BAL_NO_COLUMN)
        return 0;
    for (size_t r = 0; r < t->rows; r++) {
        const struct bal_table *target =
            bal_study_table(s, bal_editing_text(d, coding_table(s, r)));
        size_t col = target != NULL ? bal_table_find_column(target, bal_cell_name(t, field, r))
                                    : BAL_NO_COLUMN;
        const char *text = bal_editing_text(d, bal_cell_name(t, value, r));
        const char *name = bal_editing_text(d, key), *at = strstr(text, name);
        size_t n = strlen(name);
        char between = col != BAL_NO_COLUMN && target->col[col].type == BAL_LIST
                           ? target->col[col].delimiter
                           : '\0';

        if (col == BAL_NO_COLUMN || target->col[col].refers_to != bal_editing_table(d)->name)
            continue;
        for (; at != NULL; at = *at != '\0' ? strstr(at + 1, name) : NULL) /* a key can be empty */
            if ((at == text || at[-1] == between) && (at[n] == '\0' || at[n] == between))
                return refuse_reference(d, t, value, r, key);
    }
    return 0;
}

int bal_editing_release(struct bal_editing *d, size_t row)
{
    bal_name key = bal_table_key(bal_editing_table(d), row), to = bal_editing_table(d)->name;
    int code = 0;

    if (key == 0 || bal_editing_is_coded(d))
        return 0;
    for (size_t i = 0; code == 0 && i < d->s->ntables; i++) {
        const struct bal_table *t = d->s->table[i];
        bool may = t == d->s->role[BAL_CODINGS];

        for (size_t c = 0; c < t->cols && !may; c++)
            may = t->col[c].refers_to == to;
        if (may)
            code = release_table(d, i, key);
    }
    return code == 0 ? release_values(d, key) : code;
}

int bal_editing_no_record(const struct bal_editing *d, const char *id)
{
    const struct bal_table *t = bal_editing_table(d);
    size_t col = bal_overlay_id_column(d->s, t);
    char message[120];
    struct bal_near near;

    bal_near_start(&near, id);
    for (size_t r = 0; r < t->rows; r++)
        bal_near_try(&near, bal_editing_text(d, bal_cell_name(t, col, r)));
    snprintf(message, sizeof message, "%.100s has no", bal_editing_text(d, t->name));
    return bal_unknown_word(d->err, message, &near);
}

/* A row that this edit has not made yet. */
static bool undone(const struct bal_editing *d, bal_name coding, size_t *row)
{
    for (*row = 0; bal_editing_next(d, d->e->id, coding, row); ++*row) {
        uint32_t edit;

        (void)bal_table_line(bal_editing_table(d), *row, &edit);
        if (edit != d->s->nedits)
            return true;
    }
    return false;
}

int bal_editing_each(struct bal_editing *d, int (*make)(struct bal_editing *d, size_t row))
{
    bal_name coding = 0;
    size_t row, n = 0;
    int code = bal_editing_coding(d, &coding);

    for (; code == 0 && undone(d, coding, &row); n++) /* anew: a row may have changed its place */
        code = make(d, row);
    return code == 0 && n == 0 ? bal_editing_no_record(d, d->e->id) : code;
}

/* The plain edits ------------------------------------------------------------------------------ */

int bal_editing_add(struct bal_editing *d)
{
    const struct bal_table *t = bal_editing_table(d);
    struct bal_table *own;
    int code;

    if (d->e->id != NULL)
        return bal_fail(d->err, BAL_EARG, "a record is added by its fields: id=%s", d->e->id);
    code = bal_editing_draft(d, BAL_NO_ROW, d->e->set, d->e->n, NULL);
    if (code != 0)
        return code;
    if (bal_editing_is_coded(d))
        return bal_editing_place(d, BAL_NO_ROW);
    code = bal_editing_own(d, d->table, &own);
    return code == 0 ? bal_patch_insert(own, t->rows, d->err) : code;
}

static int drop_row(struct bal_editing *d, size_t row)
{
    int code = bal_editing_release(d, row);

    return code == 0 ? bal_editing_drop_row(d, d->table, row) : code;
}

int bal_editing_drop(struct bal_editing *d)
{
    return bal_editing_each(d, drop_row);
}

static int recode_row(struct bal_editing *d, size_t row)
{
    static const char *const skip[] = {"coding", NULL};
    bool coded = bal_editing_is_coded(d);
    struct bal_table *own;
    int code = bal_editing_draft(d, row, d->e->set, d->e->n, coded ? skip : NULL);

    if (code != 0 || coded)
        return code != 0 ? code : bal_editing_place(d, row);
    code = bal_editing_own(d, d->table, &own);
    return code == 0 ? bal_patch_replace(own, row, d->err) : code;
}

int bal_editing_recode(struct bal_editing *d)
{
    bool coding = bal_editing_is_coded(d) && bal_editing_setting(d, "coding") != NULL;

    if (d->e->n == coding)
        return bal_fail(d->err, BAL_EARG, "nothing is recoded: name a field and its new value");
    return bal_editing_each(d, recode_row);
}
