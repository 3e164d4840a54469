/* A study: all of a data package, immutable once loaded.
 *
 * It is a set of named tables. Those whose names the engine knows are *roles* (events, ladder,
 * crises ...): a role promises columns of certain types (study.c has the one list). Any other
 * table of the package is kept too and can be read by name.
 *
 * A what-if (model/overlay.h) is a study too, made from another by one edit. It owns what the edit
 * changed and points to the rest, which the other one keeps alive: studies are counted references.
 */
#ifndef BAL_MODEL_STUDY_H
#define BAL_MODEL_STUDY_H

#include <stdbool.h>
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
    BAL_TEXTS,        /* id, path; perhaps date, else that of its event */
    BAL_NOTES,        /* id, topic */
    BAL_INDICATORS,   /* id, unit, interval */
    BAL_OBSERVATIONS, /* indicator, period (date), value (number) */
    BAL_CODINGS,      /* record, coder, field, value: what each of several coders read */
    BAL_ROLES
};

/* What the loader's schema says of a cell that an edit writes, so that one rule checks both. */
struct bal_schema {
    void *ud;
    /* `text` as in a CSV cell, NULL for an empty one, into `out`, whose text is `text`. `unique`:
     * no two rows may have the value. BAL_EDATA with the rule, and what to do, as the message. */
    int (*check)(void *ud, const struct bal_table *t, size_t col, const char *text,
                 struct bal_value *out, bool *unique, struct bal_error *err);
    void (*free)(void *ud);
};

/* A rung's score by a what-if. */
struct bal_rung_score {
    bal_name rung;
    double score;
};

struct bal_study {
    const struct bal_mem *mem;
    size_t refs;              /* who holds it: bal_study_keep, bal_study_free */
    struct bal_study *parent; /* a what-if: the study without its last edit; NULL: as loaded */
    struct bal_names *names;
    bool owns_names; /* else they are the parent's */
    bal_name dir;    /* as it was asked for, without a trailing slash */
    bal_name name;   /* of the package; 0 when it has none */
    bal_name title;  /* likewise */
    bal_name version;
    char digest[65];        /* SHA-256, hex, of all its files: io/load.h says in which order */
    struct bal_date period; /* the package's `temporal`, or what the dated records span */
    bal_name period_text;
    bool period_derived; /* from the records: an edit may change it */
    size_t ntables, table_cap;
    struct bal_table **table;          /* in the package's order; a what-if owns those that differ
                                            from its parent's */
    struct bal_table *role[BAL_ROLES]; /* NULL when the package has none */
    struct bal_schema schema;          /* of a loaded study; check is NULL when there is none */

    /* What a what-if says; bal_overlay_* of model/overlay.h sets it. */
    char *label;     /* the what-if's name; NULL: it has none */
    char *edit;      /* its last edit, as a line of its file; NULL: none, only a name */
    uint32_t nedits; /* in all */
    bal_name phase_coding, crisis_coding; /* used where a script names none; 0: no such choice */
    bal_name score;                       /* likewise the column of scores; 0: "rank" */
    struct bal_rung_score *rung_score;    /* scores that differ from the column's */
    size_t nrung_scores;
};

/* An empty study, to be filled by io/load. NULL: out of memory. */
struct bal_study *bal_study_new(const struct bal_mem *mem);
/* One more holder. Counting is not atomic: keep, free and make what-ifs of one study on one thread;
 * any number may read it meanwhile. */
struct bal_study *bal_study_keep(struct bal_study *study);
/* One holder less, freed with the last; NULL is allowed. */
void bal_study_free(struct bal_study *study);

/* The study as it was loaded, under all edits. */
const struct bal_study *bal_study_base(const struct bal_study *study);

/* A new last table; set the roles with bal_study_bind_roles once all tables are in. */
int bal_study_add_table(struct bal_study *study, bal_name name, bal_name file,
                        struct bal_table **out, struct bal_error *err);
void bal_study_bind_roles(struct bal_study *study);

const struct bal_table *bal_study_table(const struct bal_study *study, const char *name);

/* What the known ends of all events, positions, phases and crises span, and its text; without any
 * it is false, and a date without ends. */
enum { BAL_PERIOD_TEXT = 2 * BAL_DATE_TEXT };
bool bal_study_span(const struct bal_study *study, struct bal_date *out,
                    char text[BAL_PERIOD_TEXT]);

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
 * empty. NULL: what the study uses where nothing is named, "rank" unless a what-if says otherwise.
 * `out` has room for the ladder's rows. BAL_EARG when there is no such column. */
int bal_study_scores(const struct bal_study *study, const char *score, double *out,
                     struct bal_error *err);

/* An indicator's observations as a regular series, gaps explicit; the series goes from its first
 * to its last observation. BAL_EARG: no such indicator; BAL_EDATA: it has no observations. */
int bal_study_indicator(const struct bal_study *study, const char *id, struct bal_series **out,
                        struct bal_error *err);

#endif
