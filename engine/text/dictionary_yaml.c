/* Dictionaries in YAML, as quanteda has them: mappings of categories down to lists of entries.
 *
 *   economy: [market*, money]        a category and its entries
 *   AFRICA:                          a category of categories
 *     EAST: [Kenya, Addis Ababa]
 *   tone:
 *     - good: 1                      in a list, a name with a number is an entry with its weight,
 *     - vices: [greed, sloth]        and a name with anything else a category
 *
 * Every scalar is text ("no" and 1991 are words). libyaml allocates by itself; it is read event by
 * event, aliases are refused, and so is nesting beyond what categories may have.
 */
#include <string.h>

#include <yaml.h>

#include "text/reading.h"

enum { MOST_DEPTH = 2 * BAL_NESTING_MAX + 2 };

struct yaml {
    struct bal_reading *r;
    yaml_parser_t parser;
    yaml_event_t event; /* the one at hand */
    bool have, ended;
    int code;
};

static uint32_t line_of(const struct yaml *y)
{
    return (uint32_t)y->event.start_mark.line + 1;
}

/* What stands in the file is no dictionary: no more is read. */
static void refuse(struct yaml *y, const char *what)
{
    bal_reading_fault(y->r, line_of(y), "%s", what);
    y->ended = true;
}

/* Takes the next event. */
static void next(struct yaml *y)
{
    if (y->have)
        yaml_event_delete(&y->event);
    y->have = false;
    if (y->ended || y->code != 0)
        return;
    if (yaml_parser_parse(&y->parser, &y->event)) {
        y->have = true;
        y->r->line = line_of(y);
        if (y->event.type == YAML_ALIAS_EVENT)
            refuse(y, "an alias (*name) is not read; write out what it stands for, or put an entry "
                      "that begins with * in quotes");
        return;
    }
    if (y->parser.error == YAML_MEMORY_ERROR)
        y->code = bal_fail_mem(y->r->err);
    else
        bal_reading_fault(y->r, (uint32_t)y->parser.problem_mark.line + 1,
                          "this is not YAML: %s; correct it",
                          y->parser.problem != NULL ? y->parser.problem : "it cannot be read");
    y->ended = true;
}

static bool going(const struct yaml *y)
{
    return y->have && !y->ended && y->code == 0;
}

static const char *text_of(const struct yaml *y, size_t *n)
{
    *n = y->event.data.scalar.length;
    return (const char *)y->event.data.scalar.value;
}

static bool is_null(const struct yaml *y)
{
    size_t n;
    const char *s = text_of(y, &n);

    return y->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
           (n == 0 || (n == 1 && s[0] == '~'));
}

static void add_entry(struct yaml *y, uint32_t category, const char *s, size_t n, double weight,
                      uint32_t line)
{
    y->code = bal_reading_entry(y->r, category, s, n, weight, line);
}

static void read_mapping(struct yaml *y, uint32_t parent, bool in_list, int depth);

/* The items of a list, up to its end. */
static void read_list(struct yaml *y, uint32_t category, int depth)
{
    if (depth > MOST_DEPTH) {
        refuse(y, "it is nested too deep; lift some of it");
        return;
    }
    for (next(y); going(y) && y->event.type != YAML_SEQUENCE_END_EVENT; next(y)) {
        size_t n;
        const char *s;

        switch (y->event.type) {
        case YAML_SCALAR_EVENT:
            s = text_of(y, &n);
            add_entry(y, category, s, n, 1, line_of(y));
            break;
        case YAML_SEQUENCE_START_EVENT:
            read_list(y, category, depth + 1);
            break;
        case YAML_MAPPING_START_EVENT:
            read_mapping(y, category, true, depth + 1);
            break;
        default:
            break;
        }
    }
}

/* What stands behind the name of a category. */
static void read_value(struct yaml *y, uint32_t parent, bool in_list, int depth, const char *name,
                       size_t name_n, uint32_t line)
{
    uint32_t category = BAL_NO_CATEGORY;
    double weight;
    size_t n = 0;
    const char *s = "";
    bool number = false;

    if (y->event.type == YAML_SCALAR_EVENT) {
        s = text_of(y, &n);
        number = bal_reading_number(s, n, &weight);
        if (number && in_list) {
            add_entry(y, parent, name, name_n, weight, line);
            return;
        }
    }
    if (number) {
        bal_reading_fault(y->r, line,
                          "'%.40s' has a number where a category has entries; an entry "
                          "with a weight stands in a list: - %.40s: 1",
                          name, name);
        return;
    }
    y->code = bal_reading_category(y->r, parent, name, name_n, line, &category);
    if (y->code != 0)
        return;
    if (category == BAL_NO_CATEGORY)
        y->ended = true;
    else if (y->event.type == YAML_MAPPING_START_EVENT)
        read_mapping(y, category, false, depth + 1);
    else if (y->event.type == YAML_SEQUENCE_START_EVENT)
        read_list(y, category, depth + 1);
    else if (y->event.type == YAML_SCALAR_EVENT && !is_null(y))
        add_entry(y, category, s, n, 1, line);
}

/* Names and what they hold, up to the mapping's end. */
static void read_mapping(struct yaml *y, uint32_t parent, bool in_list, int depth)
{
    if (depth > MOST_DEPTH) {
        refuse(y, "it is nested too deep; lift some of it");
        return;
    }
    for (next(y); going(y) && y->event.type != YAML_MAPPING_END_EVENT; next(y)) {
        char name[BAL_ENTRY_BYTES + 2];
        uint32_t line = line_of(y);
        size_t n;
        const char *s;

        if (y->event.type != YAML_SCALAR_EVENT) {
            refuse(y, "the name of a category is a word or a text; write one");
            return;
        }
        s = text_of(y, &n);
        n = n < sizeof name - 1 ? n : sizeof name - 1; /* too long: refused when it is added */
        memcpy(name, s, n);
        name[n] = '\0';
        next(y);
        if (going(y))
            read_value(y, parent, in_list, depth, name, n, line);
    }
}

static void read_document(struct yaml *y)
{
    uint32_t category;

    for (next(y); going(y) && (y->event.type == YAML_STREAM_START_EVENT ||
                               y->event.type == YAML_DOCUMENT_START_EVENT);
         next(y))
        ;
    if (!going(y) || y->event.type == YAML_STREAM_END_EVENT)
        return;
    if (y->event.type == YAML_MAPPING_START_EVENT) {
        read_mapping(y, BAL_NO_CATEGORY, false, 1);
    } else if (y->event.type == YAML_SEQUENCE_START_EVENT) {
        y->code = bal_reading_category(y->r, BAL_NO_CATEGORY, y->r->list, strlen(y->r->list), 1,
                                       &category);
        if (y->code == 0 && category != BAL_NO_CATEGORY)
            read_list(y, category, 1);
    } else {
        refuse(y, "it holds no categories; write NAME: [entry, entry]");
    }
    for (next(y); going(y) && y->event.type != YAML_STREAM_END_EVENT; next(y))
        if (y->event.type == YAML_DOCUMENT_START_EVENT)
            refuse(y, "a second document begins here; remove the line ---");
}

int bal_read_yaml(struct bal_reading *r)
{
    struct yaml y = {.r = r};

    if (!yaml_parser_initialize(&y.parser))
        return bal_fail_mem(r->err);
    yaml_parser_set_input_string(&y.parser, (const unsigned char *)r->s, r->n);
    yaml_parser_set_encoding(&y.parser, YAML_UTF8_ENCODING);
    read_document(&y);
    if (y.have)
        yaml_event_delete(&y.event);
    yaml_parser_delete(&y.parser);
    return y.code;
}
