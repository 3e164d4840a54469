/* What the parts of model/overlay share while an edit is made. Private to model/overlay*.c. */
#ifndef BAL_MODEL_OVERLAYING_H
#define BAL_MODEL_OVERLAYING_H

#include "base/near.h"
#include "model/overlay.h"
#include "model/patch.h"

struct bal_editing {
    struct bal_study *s; /* the what-if in the making */
    const struct bal_edit *e;
    size_t table; /* which of its tables the edit is about */
    struct bal_error *err;
};

static inline const char *bal_editing_text(const struct bal_editing *d, bal_name name)
{
    const char *text = bal_names_text(d->s->names, name);

    return text != NULL ? text : "";
}

/* BAL_EARG: "MESSAGE 'word'; did you mean 'near'?" */
int bal_unknown_word(struct bal_error *err, const char *message, const struct bal_near *near);

/* The edit's setting, or NULL. */
const struct bal_setting *bal_editing_setting(const struct bal_editing *d, const char *key);

/* Tables, for reading and for patching (made patchable when first asked for). */
const struct bal_table *bal_editing_table(const struct bal_editing *d);
int bal_editing_own(struct bal_editing *d, size_t table, struct bal_table **out);

int bal_editing_intern(struct bal_editing *d, const char *text, size_t n, bal_name *out);

/* Rows ----------------------------------------------------------------------------------------- */

/* Makes a draft of visible row `row` (BAL_NO_ROW: a new record) with these settings, checked. Those
 * in `skip` (ended by NULL; may be NULL) are no fields. overlay_cells.c */
int bal_editing_draft(struct bal_editing *d, size_t row, const struct bal_setting *set, size_t n,
                      const char *const *skip);

/* Likewise for a row that may get another id. */
int bal_editing_draft_as(struct bal_editing *d, size_t row, const struct bal_setting *set,
                         size_t n);

/* The next row at or after *row that the edit's id and `coding` mean; false when there is no more.
 * Outside phases and crises there is at most one. */
bool bal_editing_next(const struct bal_editing *d, const char *id, bal_name coding, size_t *row);

/* The rows' coding that the edit asks for (0: any), an error when nothing has it. */
int bal_editing_coding(const struct bal_editing *d, bal_name *out);

int bal_editing_no_record(const struct bal_editing *d, const char *id); /* BAL_EARG */

/* Whether the table is phases or crises. */
bool bal_editing_is_coded(const struct bal_editing *d);

/* Puts the draft into its coding in the order of time, in place of `row` (BAL_NO_ROW: a new one), if
 * it overlaps nothing. overlay_windows.c */
int bal_editing_place(struct bal_editing *d, size_t row);

int bal_editing_move(struct bal_editing *d);
int bal_editing_resize(struct bal_editing *d);
int bal_editing_merge(struct bal_editing *d);

/* Does `make` to every row that the edit's id and coding mean; an error when there is none. */
int bal_editing_each(struct bal_editing *d, int (*make)(struct bal_editing *d, size_t row));

int bal_editing_add(struct bal_editing *d);
int bal_editing_drop(struct bal_editing *d);
int bal_editing_recode(struct bal_editing *d);

/* overlay_use.c */
int bal_editing_use(struct bal_editing *d);
int bal_editing_restrict(struct bal_editing *d);

int bal_editing_drop_row(struct bal_editing *d, size_t table, size_t row);
/* Drops what goes with this record, and refuses when another record refers to it. */
int bal_editing_release(struct bal_editing *d, size_t row);
/* Whether a row of a table is a passage or a coding that goes with a record of the edit's table, and
 * the key of that. */
bool bal_editing_belongs(const struct bal_editing *d, size_t table, size_t row, bal_name *key);

#endif
