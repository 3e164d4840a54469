#include "io/schema.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/near.h"
#include "base/utf8.h"

static const struct {
    const char *name;
    enum bal_type column;
} types[BAL_FIELD_TYPES] = {
    [BAL_FIELD_STRING] = {"string", BAL_NAME}, [BAL_FIELD_INTEGER] = {"integer", BAL_INT},
    [BAL_FIELD_NUMBER] = {"number", BAL_REAL}, [BAL_FIELD_BOOLEAN] = {"boolean", BAL_BOOL},
    [BAL_FIELD_YEAR] = {"year", BAL_INT},      [BAL_FIELD_DATE] = {"date", BAL_DATE},
    [BAL_FIELD_EDTF] = {"EDTF", BAL_DATE},     [BAL_FIELD_LIST] = {"list", BAL_LIST},
};

const char *bal_field_type_name(enum bal_field_type type)
{
    return types[type].name;
}

int bal_field_type_named(const char *name)
{
    for (int i = 0; i < BAL_FIELD_TYPES; i++)
        if (i != BAL_FIELD_EDTF && strcmp(types[i].name, name) == 0)
            return i;
    return -1;
}

enum bal_type bal_field_column_type(enum bal_field_type type)
{
    return types[type].column;
}

static bool fault_is(struct bal_fault *fault, const char *rule, const char *todo)
{
    snprintf(fault->rule, sizeof fault->rule, "%s", rule);
    snprintf(fault->todo, sizeof fault->todo, "%s", todo);
    return false;
}

/* Conversion ----------------------------------------------------------------------------------- */

static size_t digits(const char *s)
{
    return strspn(s, "0123456789");
}

static bool read_integer(const char *text, size_t len, struct bal_value *v, struct bal_fault *fault)
{
    size_t sign = text[0] == '-' || text[0] == '+', n = digits(text + sign);

    if (n == 0 || sign + n != len)
        return fault_is(fault, "not a whole number", "write digits only, such as 12 or -3");
    errno = 0;
    v->integer = strtoll(text, NULL, 10);
    if (errno == ERANGE || v->integer == BAL_INT_MISSING)
        return fault_is(fault, "too large for a 64-bit whole number", "");
    v->number = (double)v->integer;
    return true;
}

/* Sign, digits with one point among them, exponent: no hexadecimal, inf or nan. */
static bool looks_like_number(const char *text, size_t len)
{
    const char *s = text + (text[0] == '-' || text[0] == '+');
    size_t whole = digits(s), part = 0;

    s += whole;
    if (*s == '.') {
        part = digits(++s);
        s += part;
    }
    if (whole + part == 0)
        return false;
    if (*s == 'e' || *s == 'E') {
        s++;
        s += *s == '-' || *s == '+';
        if (digits(s) == 0)
            return false;
        s += digits(s);
    }
    return (size_t)(s - text) == len;
}

static bool read_number(const char *text, size_t len, struct bal_value *v, struct bal_fault *fault)
{
    locale_t c;

    if (!looks_like_number(text, len))
        return fault_is(fault, "not a number",
                        memchr(text, ',', len) != NULL
                            ? "write a point before the decimals and no thousands separator"
                            : "write it as 12, -1.5 or 2e6, or leave the cell empty");
    c = newlocale(LC_ALL_MASK, "C", (locale_t)0); /* glibc: a constant, nothing is allocated */
    v->number = strtod_l(text, NULL, c);
    freelocale(c);
    if (isinf(v->number))
        return fault_is(fault, "too large for a double-precision number", "");
    if (v->number == 0.0 && strcspn(text, "123456789") < strcspn(text, "eE"))
        return fault_is(fault, "too small for a double-precision number", "write 0 if it is meant");
    return true;
}

static bool read_boolean(const char *text, struct bal_value *v, struct bal_fault *fault)
{
    static const char *const word[] = {"false", "true", "False", "True", "FALSE", "TRUE", "0", "1"};

    for (size_t i = 0; i < sizeof word / sizeof word[0]; i++)
        if (strcmp(text, word[i]) == 0) {
            v->integer = (int64_t)(i % 2);
            return true;
        }
    return fault_is(fault, "not a boolean", "write true or false");
}

static bool read_year(const char *text, size_t len, struct bal_value *v, struct bal_fault *fault)
{
    size_t sign = text[0] == '-';

    if (digits(text + sign) != 4 || len != sign + 4)
        return fault_is(fault, "not a year", "write four digits");
    return read_integer(text, len, v, fault);
}

static bool read_date(enum bal_field_type type, const char *text, size_t len, struct bal_value *v,
                      struct bal_fault *fault)
{
    struct bal_error why;

    if (bal_date_parse(text, len, &v->date, &why) != 0)
        return fault_is(fault, why.message, "");
    if (type == BAL_FIELD_DATE && (v->date.precision != BAL_PREC_DAY || v->date.start_flags != 0))
        return fault_is(fault, "not a calendar date", "write year-month-day, such as 2003-02-19");
    return true;
}

bool bal_list_next(const char *text, size_t len, char delimiter, size_t *at, const char **item,
                   size_t *n)
{
    const char *end;

    if (*at > len)
        return false;
    *item = text + *at;
    end = memchr(*item, delimiter, len - *at);
    *n = end != NULL ? (size_t)(end - *item) : len - *at;
    *at += *n + 1;
    return true;
}

static bool read_list(char delimiter, const char *text, size_t len, struct bal_value *v,
                      struct bal_fault *fault)
{
    const char *item;
    size_t at = 0, n;

    v->items = 0;
    while (bal_list_next(text, len, delimiter, &at, &item, &n)) {
        v->items++;
        if (n > 0)
            continue;
        snprintf(fault->rule, sizeof fault->rule, "item %zu of the list is empty", v->items);
        snprintf(fault->todo, sizeof fault->todo, "put one '%c' between two items", delimiter);
        return false;
    }
    return true;
}

bool bal_field_convert(const struct bal_field *field, const char *text, size_t len,
                       struct bal_value *value, struct bal_fault *fault)
{
    *value = (struct bal_value){.text = text, .len = len};
    switch (field->type) {
    case BAL_FIELD_INTEGER:
        return read_integer(text, len, value, fault);
    case BAL_FIELD_NUMBER:
        return read_number(text, len, value, fault);
    case BAL_FIELD_BOOLEAN:
        return read_boolean(text, value, fault);
    case BAL_FIELD_YEAR:
        return read_year(text, len, value, fault);
    case BAL_FIELD_DATE:
    case BAL_FIELD_EDTF:
        return read_date(field->type, text, len, value, fault);
    case BAL_FIELD_LIST:
        return read_list(field->delimiter, text, len, value, fault);
    case BAL_FIELD_STRING:
    case BAL_FIELD_TYPES:
        break;
    }
    return true;
}

/* Constraints ---------------------------------------------------------------------------------- */

int bal_value_compare(enum bal_field_type type, const struct bal_value *a,
                      const struct bal_value *b)
{
    switch (type) {
    case BAL_FIELD_INTEGER:
    case BAL_FIELD_YEAR:
    case BAL_FIELD_BOOLEAN:
        return (a->integer > b->integer) - (a->integer < b->integer);
    case BAL_FIELD_NUMBER:
        return (a->number > b->number) - (a->number < b->number);
    case BAL_FIELD_DATE:
        return (a->date.first > b->date.first) - (a->date.first < b->date.first);
    default:
        return strcmp(a->text, b->text);
    }
}

/* "speech, visit, ..." as far as it fits. */
static void list_allowed(const struct bal_field *field, char *out, size_t size)
{
    size_t at = 0;

    out[0] = '\0';
    for (size_t i = 0; i < field->nallowed; i++) {
        const char *text = field->allowed[i].text;

        if (at + strlen(text) + 8 > size) {
            snprintf(out + at, size - at, ", ...");
            return;
        }
        at += (size_t)snprintf(out + at, size - at, "%s%s", i > 0 ? ", " : "", text);
    }
}

static bool is_allowed(const struct bal_field *field, const struct bal_value *v)
{
    for (size_t i = 0; i < field->nallowed; i++)
        if (bal_value_compare(field->type, v, &field->allowed[i]) == 0)
            return true;
    return field->nallowed == 0;
}

static bool check_enum(const struct bal_field *field, const struct bal_value *v,
                       struct bal_fault *fault)
{
    struct bal_near near;
    char known[400];

    if (is_allowed(field, v))
        return true;
    bal_near_start(&near, v->text);
    for (size_t i = 0; i < field->nallowed; i++)
        bal_near_try(&near, field->allowed[i].text);
    list_allowed(field, known, sizeof known);
    snprintf(fault->rule, sizeof fault->rule, "not one of %s", known);
    if (near.best != NULL && field->type == BAL_FIELD_STRING)
        snprintf(fault->todo, sizeof fault->todo, "did you mean '%s'?", near.best);
    return false;
}

static bool check_range(const struct bal_field *field, const struct bal_value *v,
                        struct bal_fault *fault)
{
    if (field->has_minimum && bal_value_compare(field->type, v, &field->minimum) < 0)
        snprintf(fault->rule, sizeof fault->rule, "less than the minimum, %.200s",
                 field->minimum.text);
    else if (field->has_maximum && bal_value_compare(field->type, v, &field->maximum) > 0)
        snprintf(fault->rule, sizeof fault->rule, "more than the maximum, %.200s",
                 field->maximum.text);
    else
        return true;
    return false;
}

static bool check_length(const struct bal_field *field, const struct bal_value *v,
                         struct bal_fault *fault)
{
    bool list = field->type == BAL_FIELD_LIST;
    const char *what = list ? "item" : "character";
    size_t n = list ? v->items : bal_utf8_length(v->text, v->len);

    if (field->has_min_length && n < field->min_length)
        snprintf(fault->rule, sizeof fault->rule, "%zu %s%s, and %zu is the least", n, what,
                 n == 1 ? "" : "s", field->min_length);
    else if (field->has_max_length && n > field->max_length)
        snprintf(fault->rule, sizeof fault->rule, "%zu %s%s, and %zu is the most", n, what,
                 n == 1 ? "" : "s", field->max_length);
    else
        return true;
    return false;
}

static bool check_pattern(const struct bal_field *field, const struct bal_value *v,
                          struct bal_fault *fault)
{
    int match = field->pattern != NULL ? bal_pattern_match(field->pattern, v->text) : 1;

    if (match == 1)
        return true;
    fault->no_memory = match == BAL_EMEM;
    snprintf(fault->rule, sizeof fault->rule, "does not match the pattern %.400s",
             field->pattern_text);
    return false;
}

bool bal_field_is_missing(const struct bal_field *field, const char *text, size_t len)
{
    for (size_t i = 0; i < field->nmissing; i++)
        if (strlen(field->missing[i]) == len && memcmp(field->missing[i], text, len) == 0)
            return true;
    return false;
}

enum bal_verdict bal_field_check(const struct bal_field *field, const char *text, size_t len,
                                 struct bal_value *value, struct bal_fault *fault)
{
    const char *s = text != NULL ? text : "";

    *fault = (struct bal_fault){0};
    *value = (struct bal_value){.missing = true, .text = text, .len = len};
    if (bal_field_is_missing(field, s, len)) {
        if (!field->required)
            return BAL_CELL_GOOD;
        fault_is(fault, "this cell must not be empty", "fill it in");
        return BAL_CELL_BREAKS;
    }
    if (!bal_field_convert(field, s, len, value, fault)) {
        *value = (struct bal_value){.missing = true, .text = text, .len = len};
        return BAL_CELL_BAD;
    }
    if (check_enum(field, value, fault) && check_range(field, value, fault) &&
        check_length(field, value, fault) && check_pattern(field, value, fault))
        return BAL_CELL_GOOD;
    return BAL_CELL_BREAKS;
}
