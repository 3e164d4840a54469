/* What-ifs: a study made from another by one edit.
 *
 *   study ◄── what-if "late" ◄── after edit 1 ◄── after edit 2
 *             (no edit: a name)   drop ...         move ...
 *
 * Each is a `struct bal_study` that whoever takes a study takes. It points to the one without the
 * last edit (->parent) and keeps it alive, shares every table that the edit leaves alone, and holds
 * of a table that it changes the changed rows (model/patch.h) and of the names only the new ones: an
 * edit of one event costs some kilobytes however large the study is. Undoing an edit is going back to
 * the parent: the very study from before.
 *
 * Order of rows: a recoded record keeps its place, also when its date changes; an added one comes
 * last. Phases and crises stay in the order of time within a coding, as the loader has them: one that
 * moves past another takes the place that keeps it.
 *
 * Every edit is checked when it is made, by the rules of the loader: types and constraints of the
 * schema, foreign keys, unique values, spans without unknown ends, no overlap within a coding. An edit
 * that breaks one is BAL_EDATA; one that makes no sense (an unknown table, id, field or setting) is
 * BAL_EARG with the near name. Indicators, observations, texts and codings are not edited; passages and
 * what coders read go with their record when that is dropped.
 *
 * Digest of a what-if: that of its parent, a newline, the edit's line, a newline, through SHA-256.
 * Without edits it is the study's own.
 */
#ifndef BAL_MODEL_OVERLAY_H
#define BAL_MODEL_OVERLAY_H

#include "model/edit.h"
#include "model/study.h"

/* A what-if without an edit yet, over a study or a what-if, whose edits it goes on from. It holds
 * `study`, from whose allocator it allocates. `name` is UTF-8 and not empty. */
int bal_overlay_new(struct bal_study *study, const char *name, struct bal_study **out,
                    struct bal_error *err);

/* `study` with one more edit; a study as loaded becomes a what-if called "what-if".
 *
 *   add TABLE field=...            fields as in a CSV file; in phases and crises the coding may be
 *                                  left out where `use` has chosen one
 *   drop TABLE ID [coding=]        refused while other records refer to it
 *   recode TABLE ID field=...      not the id, nor the coding
 *   move phases|crises ID [coding=] [from=] [to=]    EDTF dates, both inside; or
 *                                  by=N   both ends by so many months
 *   resize phases|crises ID [coding=] months=N [keep=start|end]
 *   merge phases|crises ID with=ID;ID [coding=] [id=] [label=]
 *   use phases|crises CODING       what study:crises() gives that names no coding
 *   use ladder COLUMN              what an index takes that names no score
 *   use ladder RUNG=NUMBER ...     likewise; rungs that are not named keep theirs
 *   restrict events [period=] [FIELD=VALUE;VALUE]    events that do not match are dropped; of
 *                                  positions, phases and crises those outside the period
 *
 * Without coding= an edit of a phase or crisis is made in every coding that has its id. */
int bal_overlay_edit(struct bal_study *study, const struct bal_edit *edit, struct bal_study **out,
                     struct bal_error *err);

/* The table whose record has this id, for an edit that does not say: BAL_EARG when there is none (the
 * near id is named), or when there are several. */
int bal_overlay_find(const struct bal_study *study, const char *id, const struct bal_table **out,
                     struct bal_error *err);

/* Whether records of the table can be added, dropped and recoded. */
bool bal_overlay_editable(const struct bal_study *study, const struct bal_table *t);

/* The column that names the records: the key, or the id of phases and crises. Or BAL_NO_COLUMN. */
size_t bal_overlay_id_column(const struct bal_study *study, const struct bal_table *t);

/* The line of edit `number`, from 1 to study->nedits. */
const char *bal_overlay_line(const struct bal_study *study, uint32_t number);

#endif
