#include "io/json.h"

#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* Whole ---------------------------------------------------------------------------------------- */

enum { FIRST_SIZE = 15 }; /* characters that jansson's buffer holds before it grows */

/* The bytes in all strings of a text that is JSON. Where it has a long number, or an escape that stands for
 * something else than its letter, letters can be missing without a difference in these: *plain is false. */
static size_t bytes_in(const char *s, size_t n, bool *plain)
{
    size_t bytes = 0, number = 0;
    bool inside = false;

    *plain = true;
    for (size_t i = 0; *plain && i < n; i++) {
        if (s[i] == '"') {
            inside = !inside;
            continue;
        }
        if (s[i] == '\\')
            *plain = strchr("\"\\/", s[++i]) != NULL;
        bytes += inside;
        number = !inside && (s[i] == '.' || (s[i] >= '0' && s[i] <= '9')) ? number + 1 : 0;
        *plain = *plain && number < FIRST_SIZE;
    }
    return bytes;
}

static size_t bytes_of(const json_t *json)
{
    size_t bytes = 0, i;
    const char *key;
    json_t *value;

    if (json_is_string(json))
        return json_string_length(json);
    json_object_foreach((json_t *)(uintptr_t)json, key, value) bytes +=
        strlen(key) + bytes_of(value);
    json_array_foreach(json, i, value) bytes += bytes_of(value);
    return bytes;
}

bool bal_json_whole(const char *s, size_t n, const json_t *json)
{
    bool plain, whole = bytes_in(s, n, &plain) == bytes_of(json);
    json_t *again;

    if (plain)
        return whole;
    again = json_loadb(s, n, JSON_REJECT_DUPLICATES, NULL);
    whole = json_equal(json, again);
    json_decref(again);
    return whole;
}

/* Nodes ---------------------------------------------------------------------------------------- */

struct bal_node bal_json_root(json_t *value)
{
    return (struct bal_node){.value = value};
}

struct bal_node bal_json_child(const struct bal_node *node, const char *key)
{
    struct bal_node child = {.value = json_object_get(node->value, key)};

    snprintf(child.path, sizeof child.path, "%.180s%s%.50s", node->path,
             node->path[0] != '\0' ? "." : "", key);
    return child;
}

struct bal_node bal_json_item(const struct bal_node *node, size_t i)
{
    struct bal_node item = {.value = json_array_get(node->value, i)};

    snprintf(item.path, sizeof item.path, "%.200s[%zu]", node->path, i);
    return item;
}

/* The shortest of 15 and 17 digits that reads back as the same number, with a point whatever the
 * locale. */
static void real_text(const json_t *value, char *out, size_t size)
{
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);

    for (size_t digits = 15; digits <= 17; digits += 2) {
        size_t n = json_dumpb(value, out, size - 1, JSON_ENCODE_ANY | JSON_REAL_PRECISION(digits));

        out[n < size ? n : 0] = '\0';
        if (strtod_l(out, NULL, c) == json_real_value(value))
            break;
    }
    freelocale(c);
}

/* Scalars as text. False for null, objects and arrays. */
static bool scalar_text(const json_t *value, char *out, size_t size)
{
    if (json_is_string(value))
        snprintf(out, size, "%s", json_string_value(value));
    else if (json_is_integer(value))
        snprintf(out, size, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    else if (json_is_real(value))
        real_text(value, out, size);
    else if (json_is_boolean(value))
        snprintf(out, size, "%s", json_is_true(value) ? "true" : "false");
    else
        return false;
    return true;
}

void bal_json_report(struct bal_json_reader *r, const struct bal_node *node, const char *todo,
                     const char *rule_format, ...)
{
    struct bal_spot spot = {.file = r->file, .todo = todo};
    char value[256], rule[512];
    va_list args;

    if (r->failed) /* what looks wrong may only be what found no memory */
        return;
    spot.property = node->path[0] != '\0' ? node->path : NULL;
    if (scalar_text(node->value, value, sizeof value))
        spot.value = value;
    va_start(args, rule_format);
    vsnprintf(rule, sizeof rule, rule_format, args);
    va_end(args);
    bal_diag_add(r->diag, spot, "%s", rule);
}

const char *bal_json_keep(struct bal_json_reader *r, const char *s)
{
    bal_name name = 0;

    if (bal_names_intern(r->strings, s, strlen(s), &name, NULL) != 0)
        r->failed = true;
    return bal_names_text(r->strings, name);
}

const char *bal_json_string(struct bal_json_reader *r, const struct bal_node *node)
{
    if (node->value == NULL)
        return NULL;
    if (json_is_string(node->value))
        return bal_json_keep(r, json_string_value(node->value));
    bal_json_report(r, node, NULL, "not a string");
    return NULL;
}

const char *bal_json_scalar(struct bal_json_reader *r, const struct bal_node *node)
{
    char text[64];

    if (json_is_string(node->value))
        return bal_json_keep(r, json_string_value(node->value));
    if (scalar_text(node->value, text, sizeof text))
        return bal_json_keep(r, text);
    bal_json_report(r, node, NULL, "not a string, a number or a boolean");
    return NULL;
}

/* JSON allows them as \u001B, and some as they are. */
static void check_text(struct bal_json_reader *r, const struct bal_node *node, const char *s)
{
    size_t n = strlen(s);
    int32_t control;

    if (bal_utf8_control(s, n, &control) < n)
        bal_json_report(r, node, "remove it", "a text with a control character (U+%04X)",
                        (unsigned)control);
}

bool bal_json_check(struct bal_json_reader *r, const struct bal_node *node)
{
    bool good = json_array_size(node->value) <= BAL_JSON_LIST_MAX;
    const char *key;
    json_t *value;
    size_t i;

    if (!good) {
        bal_json_report(r, node, "keep what is so long in a table, and refer to it",
                        "the list has more than %d items", BAL_JSON_LIST_MAX);
        return false;
    }
    if (json_is_string(node->value))
        check_text(r, node, json_string_value(node->value));
    json_object_foreach(node->value, key, value)
    {
        struct bal_node child = bal_json_child(node, key);

        check_text(r, &child, key);
        good = bal_json_check(r, &child) && good;
    }
    json_array_foreach(node->value, i, value)
    {
        struct bal_node item = bal_json_item(node, i);

        good = bal_json_check(r, &item) && good;
    }
    return good;
}

bool bal_json_boolean(struct bal_json_reader *r, const struct bal_node *node)
{
    if (node->value != NULL && !json_is_boolean(node->value))
        bal_json_report(r, node, "write true or false", "not a boolean");
    return json_is_true(node->value);
}

bool bal_json_size(struct bal_json_reader *r, const struct bal_node *node, size_t *out)
{
    if (node->value == NULL)
        return false;
    if (json_is_integer(node->value) && json_integer_value(node->value) >= 0) {
        *out = (size_t)json_integer_value(node->value);
        return true;
    }
    bal_json_report(r, node, NULL, "not a whole number from 0");
    return false;
}

bool bal_json_is_object(struct bal_json_reader *r, const struct bal_node *node)
{
    if (node->value != NULL && !json_is_object(node->value))
        bal_json_report(r, node, NULL, "not an object ({...})");
    return json_is_object(node->value);
}

bool bal_json_is_array(struct bal_json_reader *r, const struct bal_node *node)
{
    if (node->value != NULL && !json_is_array(node->value))
        bal_json_report(r, node, NULL, "not a list ([...])");
    return json_is_array(node->value);
}

void *bal_json_array(struct bal_json_reader *r, size_t n, size_t size)
{
    void *p = bal_calloc(r->mem, n, size);

    if (p == NULL)
        r->failed = true;
    return p;
}

void bal_json_strings(struct bal_json_reader *r, const struct bal_node *node, const char ***out,
                      size_t *n)
{
    bool list = json_is_array(node->value);
    size_t count = list ? json_array_size(node->value) : 1, good = 0;
    const char **text;

    *out = NULL;
    *n = 0;
    if (node->value == NULL || count == 0)
        return;
    text = bal_json_array(r, count, sizeof *text);
    for (size_t i = 0; text != NULL && i < count; i++) {
        struct bal_node item = list ? bal_json_item(node, i) : *node;

        text[i] = bal_json_string(r, &item);
        good += text[i] != NULL;
    }
    if (text != NULL && good == count) {
        *out = text;
        *n = count;
    } else if (text != NULL) {
        bal_free(r->mem, text, count * sizeof *text);
    }
}
