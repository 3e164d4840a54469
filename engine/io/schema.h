/* One field of a Table Schema, and one cell against it: conversion, then constraints.
 *
 *   type      written as                                     column of the table
 *   string    any text                                       name
 *   integer   -12, +3, 007; within 64 bits                   integer
 *   number    1, -1.5, .5, 2e6; always a point; finite       number
 *   boolean   true True TRUE 1, false False FALSE 0          boolean
 *   year      1991, -0044: four digits                       integer
 *   date      2003-02-19 only                                date
 *   EDTF      a string whose rdfType is EDTF (base/date.h)   date
 *   list      items between delimiters, none empty           list
 *
 * A cell is missing when its text is one of the schema's missingValues (by default: when it is
 * empty). A missing cell breaks `required` and no other constraint. An empty cell that is quoted
 * ("") is missing for every constraint too, as Table Schema has it; only in a string column is it
 * kept as an empty text where an unquoted one is kept as none.
 *
 * Nothing here depends on the locale of the process.
 */
#ifndef BAL_IO_SCHEMA_H
#define BAL_IO_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "base/mem.h"
#include "model/table.h"

enum bal_field_type {
    BAL_FIELD_STRING,
    BAL_FIELD_INTEGER,
    BAL_FIELD_NUMBER,
    BAL_FIELD_BOOLEAN,
    BAL_FIELD_YEAR,
    BAL_FIELD_DATE,
    BAL_FIELD_EDTF,
    BAL_FIELD_LIST,
    BAL_FIELD_TYPES
};

/* As Table Schema writes it; "EDTF" for BAL_FIELD_EDTF, which it writes as a string. */
const char *bal_field_type_name(enum bal_field_type type);
int bal_field_type_named(const char *name); /* -1: none of them; "EDTF" is none */
enum bal_type bal_field_column_type(enum bal_field_type type);

struct bal_pattern; /* a compiled regular expression */

struct bal_field {
    const char *name;
    enum bal_field_type type;
    bool untyped;   /* the package gives a type that is none: read as a string meanwhile */
    char delimiter; /* of a list */
    bool required;  /* also when it is part of the primary key */
    bool unique;    /* checked by the loader, over all rows */
    bool has_minimum, has_maximum, has_min_length, has_max_length;
    struct bal_value minimum, maximum;
    size_t min_length, max_length; /* characters of a string, items of a list */
    struct bal_value *allowed;     /* enum */
    size_t nallowed;
    struct bal_pattern *pattern; /* NULL: none */
    const char *pattern_text;
    const char *const *missing; /* missingValues of the schema */
    size_t nmissing;
};

/* What a cell does wrong, and what to do. */
struct bal_fault {
    char rule[1024];
    char todo[256]; /* "": nothing to add */
    bool no_memory; /* it could not be checked: nothing is known of the cell */
};

enum bal_verdict {
    BAL_CELL_GOOD,
    BAL_CELL_BREAKS, /* converted, but against a constraint: *value can be used */
    BAL_CELL_BAD     /* not of its type: *value is missing */
};

/* `text` is NULL for an empty, unquoted cell; else it holds `len` bytes and a NUL. The first fault
 * is told. */
enum bal_verdict bal_field_check(const struct bal_field *field, const char *text, size_t len,
                                 struct bal_value *value, struct bal_fault *fault);

/* Whether these bytes are one of the schema's missingValues. */
bool bal_field_is_missing(const struct bal_field *field, const char *text, size_t len);

/* Conversion alone, of a cell that is not missing: false with the fault. */
bool bal_field_convert(const struct bal_field *field, const char *text, size_t len,
                       struct bal_value *value, struct bal_fault *fault);

/* Whether a minimum, a maximum or an enum item is this value. */
int bal_value_compare(enum bal_field_type type, const struct bal_value *a,
                      const struct bal_value *b);

/* Walks the items of a list: start with *at = 0; false after the last. */
bool bal_list_next(const char *text, size_t len, char delimiter, size_t *at, const char **item,
                   size_t *n);

/* POSIX extended regular expression that must match the whole text, in UTF-8. Table Schema asks
 * for XML Schema's; what the two write alike is taken, and what they write differently (\d, \w,
 * \p{..}, a backslash in brackets, (?:) is refused with BAL_EDATA and the rule as the message.
 * regcomp allocates with malloc, outside the hook. */
int bal_pattern_new(const struct bal_mem *mem, const char *text, struct bal_pattern **out,
                    struct bal_error *err);
void bal_pattern_free(const struct bal_mem *mem, struct bal_pattern *pattern); /* NULL: allowed */
int bal_pattern_match(const struct bal_pattern *pattern, const char *text);    /* 1, 0; BAL_EMEM */

#endif
