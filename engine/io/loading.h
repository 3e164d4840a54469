/* What the parts of the loader share while a study is being made. Private to io/load*.c. */
#ifndef BAL_IO_LOADING_H
#define BAL_IO_LOADING_H

#include <stdbool.h>
#include <stddef.h>

#include <sha2.h>

#include "base/buf.h"
#include "io/diag.h"
#include "io/package.h"
#include "io/row_index.h"
#include "model/study.h"

/* How far a resource came. Of a CSV file, column i of its table is field i of its schema
 * (and of the texts, one more column follows). */
struct bal_loaded {
    size_t table; /* in the study, or SIZE_MAX when it is none */
    bool damaged; /* records were left out, or it could not be read at all */
    bool *absent; /* of each field: the file has no such column */
};

struct bal_loading {
    const struct bal_mem *mem;
    const char *dir;  /* without a trailing slash */
    const char *real; /* its real path, out of which no link may lead; "": there is none */
    struct bal_package *package;
    struct bal_study *study;
    struct bal_loaded *resource; /* package->nresources */
    struct bal_diag *diag;
    struct bal_error *err;
    SHA2_CTX digest;
};

/* dir + "/" + path, appended to an empty `out`; NULL (and *err filled): BAL_EMEM, or BAL_EDENIED
 * when a link leads out of the study's folder. */
const char *bal_loading_path(const struct bal_loading *l, const char *path, struct bal_buf *out);

/* Reports that a resource's file cannot be read, for the reason in l->err. */
void bal_loading_unreadable(struct bal_loading *l, const char *path);

/* The table of a resource; NULL when it has none. */
struct bal_table *bal_loading_table(const struct bal_loading *l, size_t resource);

static inline const char *bal_loading_text(const struct bal_loading *l, bal_name name)
{
    const char *text = bal_names_text(l->study->names, name);

    return text != NULL ? text : "";
}

/* A spot in a table's file. `column` may be NULL. */
struct bal_spot bal_loading_spot(const struct bal_loading *l, const struct bal_table *t, size_t row,
                                 const char *column);

/* Reports each row that repeats the values of an earlier one: "line 5 has the same WHAT". With
 * `what` NULL it only counts. *repeats (may be NULL) is their number. */
int bal_loading_unique(struct bal_loading *l, struct bal_index *index, const char *what,
                       size_t *repeats);

/* Each of these reports to diag, and returns 0, BAL_EMEM or BAL_EDENIED. */
int bal_load_rows(struct bal_loading *l, size_t resource, const char *path); /* load_rows.c */
int bal_load_keys(struct bal_loading *l);                                    /* load_keys.c */
int bal_load_rules(struct bal_loading *l);                                   /* load_rules.c */
int bal_load_codings(struct bal_loading *l);                                 /* load_codings.c */
int bal_load_texts(struct bal_loading *l);                                   /* load_texts.c */
int bal_load_period(struct bal_loading *l);                                  /* load_rules.c */

/* Gives the package to the study, which checks by it what an edit writes: l->package is NULL
 * afterwards. In load_schema.c. */
int bal_keep_schema(struct bal_loading *l);

#endif
