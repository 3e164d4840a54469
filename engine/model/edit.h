/* One edit of a what-if: as a script says it, and as a line of text.
 *
 *   drop events altyn-2003
 *   recode events eurasian-union-1994 rung=single_economic_space
 *   move crises russia-1998 coding=chart2 from=1998-01 to=2000-12
 *
 *   VERB TABLE [ID] [KEY=VALUE ...]
 *
 * Words are separated by blanks. One that holds a blank, '"', '=', '#', '\' or a control character,
 * or nothing at all, is written in double quotes, where \" \\ \n \r \t \xNN stand for what they stand
 * for. `key=` is an empty cell, `key=""` an empty text, as in a CSV file.
 */
#ifndef BAL_MODEL_EDIT_H
#define BAL_MODEL_EDIT_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

enum bal_verb {
    BAL_EDIT_ADD,      /* a record: every field a setting */
    BAL_EDIT_DROP,     /* a record */
    BAL_EDIT_RECODE,   /* fields of a record */
    BAL_EDIT_MOVE,     /* a phase or crisis: from, to, or both; or by months */
    BAL_EDIT_RESIZE,   /* likewise: to so many months, keeping the start or the end */
    BAL_EDIT_MERGE,    /* likewise: with others, into one */
    BAL_EDIT_USE,      /* a coding of phases or crises; a score of the ladder */
    BAL_EDIT_RESTRICT, /* to the period, to events of some kinds, actors, sources ... */
    BAL_EDIT_VERBS
};

int bal_verb_named(const char *name); /* "add", ...; -1 otherwise */
const char *bal_verb_name(enum bal_verb verb);

struct bal_setting {
    const char *key;
    const char *value; /* NULL: an empty cell */
};

struct bal_edit {
    enum bal_verb verb;
    const char *table;
    const char *id; /* NULL: none */
    size_t n;
    const struct bal_setting *set;
};

enum { BAL_SETTINGS_MAX = 64 };

/* Appends the edit as a line, without a newline. */
void bal_edit_write(const struct bal_edit *edit, struct bal_buf *out);

/* Reads a line, which it takes apart in place and *out points into; `room` holds BAL_SETTINGS_MAX.
 * BAL_EDATA with what is wrong. Whether there is such a table or id it does not know. */
int bal_edit_read(char *line, struct bal_setting *room, struct bal_edit *out,
                  struct bal_error *err);

/* A word of such a line at *p, taken apart in place: NULL at the end of the line, or with *err
 * filled when it is malformed (err->code says which). *value is what follows '=' (NULL: an empty
 * cell), *has_value whether there is a '='. */
char *bal_edit_word(char **p, char **value, int *has_value, struct bal_error *err);

void bal_edit_write_word(const char *word, struct bal_buf *out);

#endif
