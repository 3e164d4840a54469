/* A study: all of a data package, immutable once loaded, owner of everything it holds.
 *
 * It is a set of named tables. Those whose names the engine knows are *roles* (events, ladder,
 * crises ...): a role promises columns of certain types (study.c has the one list). Any other
 * table of the package is kept too and can be read by name.
 */
#ifndef BAL_MODEL_STUDY_H
#define BAL_MODEL_STUDY_H

#include <stddef.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/names.h"
#include "model/series.h"
#include "model/table.h"

enum bal_role {
    BAL_LADDER,       /* id name, rank integer, label name; each number column is a score */
    BAL_ACTORS,       /* id, label */
    BAL_SOURCES,      /* key */
    BAL_INITIATIVES,  /* id, label */
    BAL_EVENTS,       /* id, date */
    BAL_POSITIONS,    /* id, span (date), rung */
    BAL_PHASES,       /* coding, id, span */
    BAL_CRISES,       /* coding, id, span */
    BAL_TEXTS,        /* id, path */
    BAL_NOTES,        /* id, topic */
    BAL_INDICATORS,   /* id, unit, interval */
    BAL_OBSERVATIONS, /* indicator, period (date), value (number) */
    BAL_CODINGS,      /* record, coder, field, value: what each of several coders read */
    BAL_ROLES
};

struct bal_study {
    const struct bal_mem *mem;
    struct bal_names *names;
    bal_name dir;   /* as it was asked for, without a trailing slash */
    bal_name name;  /* of the package; 0 when it has none */
    bal_name title; /* likewise */
    bal_name version;
    char digest[65];        /* SHA-256, hex, of all its files: io/load.h says in which order */
    struct bal_date period; /* the package's `temporal`, or what the dated records span */
    bal_name period_text;
    size_t ntables, table_cap;
    struct bal_table *table;           /* in the package's order */
    struct bal_table *role[BAL_ROLES]; /* into table[]; NULL when the package has none */
};

/* An empty study, to be filled by io/load. NULL: out of memory. */
struct bal_study *bal_study_new(const struct bal_mem *mem);
void bal_study_free(struct bal_study *study); /* NULL is allowed */

/* A new last table. Its address holds until the next call: set the roles with
 * bal_study_bind_roles once all tables are in. */
int bal_study_add_table(struct bal_study *study, bal_name name, bal_name file,
                        struct bal_table **out, struct bal_error *err);
void bal_study_bind_roles(struct bal_study *study);

const struct bal_table *bal_study_table(const struct bal_study *study, const char *name);

/* What a role promises: columns that must exist, and the type each column the engine reads must
 * have (list ended by name NULL). */
struct bal_role_column {
    const char *name;
    enum bal_type type;
    bool required;
};
const char *bal_role_name(enum bal_role role);
int bal_role_named(const char *name); /* -1: no such role */
const struct bal_role_column *bal_role_columns(enum bal_role role);

/* The column of a role's table, or BAL_NO_COLUMN. */
size_t bal_study_column(const struct bal_study *study, enum bal_role role, const char *column);

/* Score of each ladder row from its number column `score` (e.g. "rank"): NaN where the cell is
 * empty. `out` has room for the ladder's rows. BAL_EARG when there is no such column. */
int bal_study_scores(const struct bal_study *study, const char *score, double *out,
                     struct bal_error *err);

/* An indicator's observations as a regular series, gaps explicit; the series goes from its first
 * to its last observation. BAL_EARG: no such indicator; BAL_EDATA: it has no observations. */
int bal_study_indicator(const struct bal_study *study, const char *id, struct bal_series **out,
                        struct bal_error *err);

#endif
