/* Walking a JSON document with the path of where one is, so that a violation can say it. Private
 * to the reading of datapackage.json. */
#ifndef BAL_IO_JSON_H
#define BAL_IO_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/mem.h"
#include "base/names.h"
#include "io/diag.h"

struct bal_json_reader {
    const struct bal_mem *mem;
    struct bal_names *strings;
    struct bal_diag *diag;
    const char *file;
    bool failed; /* out of memory: everything afterwards is moot */
};

struct bal_node {
    json_t *value; /* NULL: not there */
    char path[240];
};

/* Whether what jansson made of this text has all its letters: where its buffer finds no memory to grow
 * (lex_save in load.c of 2.14), it leaves them out of a string or a number, and goes on. Where counting cannot
 * tell, the text is read once more. */
bool bal_json_whole(const char *s, size_t n, const json_t *json);

struct bal_node bal_json_root(json_t *value);
struct bal_node bal_json_child(const struct bal_node *node, const char *key);
struct bal_node bal_json_item(const struct bal_node *node, size_t i);

/* A violation at a node, showing its value when it is not an object or an array. */
void bal_json_report(struct bal_json_reader *r, const struct bal_node *node, const char *todo,
                     const char *rule_format, ...) __attribute__((format(printf, 4, 5)));

/* A copy of the n bytes that lives as long as r->strings; NULL when out of memory. */
const char *bal_json_keep(struct bal_json_reader *r, const char *s);

enum { BAL_JSON_LIST_MAX = 1024 }; /* items; as many as a CSV file may have columns */

/* Reports what no document may have, from the node on: keys and strings with a control character
 * (base/utf8.h), and lists of more than BAL_JSON_LIST_MAX items; false when there is such a list. */
bool bal_json_check(struct bal_json_reader *r, const struct bal_node *node);

/* The value as a kept string; NULL when it is not there, or (reported) something else. */
const char *bal_json_string(struct bal_json_reader *r, const struct bal_node *node);

/* A string, number or boolean as the text a cell would have; NULL (reported) for anything else. */
const char *bal_json_scalar(struct bal_json_reader *r, const struct bal_node *node);

/* false when it is not there, or (reported) not a boolean. */
bool bal_json_boolean(struct bal_json_reader *r, const struct bal_node *node);

/* A whole number from 0; false when it is not there, or (reported) something else. */
bool bal_json_size(struct bal_json_reader *r, const struct bal_node *node, size_t *out);

/* Whether the node is an object (array); reported when it is there and something else. */
bool bal_json_is_object(struct bal_json_reader *r, const struct bal_node *node);
bool bal_json_is_array(struct bal_json_reader *r, const struct bal_node *node);

/* A string or a list of strings. *out has *n entries in an array of the hook (n entries large);
 * *n is 0 when it is not there or wrong (reported). */
void bal_json_strings(struct bal_json_reader *r, const struct bal_node *node, const char ***out,
                      size_t *n);

/* An array from the hook, all zero; NULL (and failed) when out of memory. */
void *bal_json_array(struct bal_json_reader *r, size_t n, size_t size);

#endif
