/* Dictionaries in XML: Yoshikoder's .ykd and Lexicoder's .lcd.
 *
 *   <dictionary patternengine="substring"><cnode name="..."><cnode name="...">
 *     <pnode name="entry*"/> ... </cnode></cnode></dictionary>
 *
 * The one category at the top of a Yoshikoder file is the dictionary itself and is left out, unless
 * it has entries of its own or others beside it. Expat allocates by itself; it is given the file
 * piece by piece, with no document type and no entities to expand.
 */
#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include "text/reading.h"

struct ykd {
    struct bal_reading *r;
    XML_Parser parser;
    size_t depth;                        /* categories that are open */
    uint32_t above[BAL_NESTING_MAX + 1]; /* each of them; BAL_NO_CATEGORY: left out or faulty */
    bool entries_at_top;                 /* first pass: what the file has */
    size_t at_top;                       /* categories */
    bool counting, bare;                 /* first pass; second: the one at the top is left out */
    int code;
};

static void stop(struct ykd *y, int code)
{
    y->code = code;
    XML_StopParser(y->parser, XML_FALSE);
}

static uint32_t line_of(const struct ykd *y)
{
    return (uint32_t)XML_GetCurrentLineNumber(y->parser);
}

static const char *attribute(const XML_Char **list, const char *name)
{
    for (size_t i = 0; list[i] != NULL; i += 2)
        if (strcmp(list[i], name) == 0)
            return list[i + 1];
    return NULL;
}

static uint32_t open_category(const struct ykd *y)
{
    return y->depth > 0 ? y->above[y->depth - 1] : BAL_NO_CATEGORY;
}

static void start_category(struct ykd *y, const char *name)
{
    uint32_t category = BAL_NO_CATEGORY;

    if (y->depth == BAL_NESTING_MAX) {
        bal_reading_fault(y->r, line_of(y), "categories are nested at most %d deep; lift this one",
                          BAL_NESTING_MAX);
        stop(y, 0);
        return;
    }
    if (y->depth == 0)
        y->at_top++;
    if (!y->counting && !(y->bare && y->depth == 0)) {
        y->code = bal_reading_category(y->r, open_category(y), name != NULL ? name : "",
                                       name != NULL ? strlen(name) : 0, line_of(y), &category);
        if (y->code != 0)
            stop(y, y->code);
    }
    y->above[y->depth++] = category;
}

static void add_entry(struct ykd *y, const XML_Char **list)
{
    const char *name = attribute(list, "name"), *score = attribute(list, "score");
    double weight = 1;

    if (y->depth == 1)
        y->entries_at_top = true;
    if (y->counting)
        return;
    if (y->depth == 0) {
        bal_reading_fault(y->r, line_of(y), "the pnode stands in no cnode; put it into one");
        return;
    }
    if (score != NULL && score[0] != '\0' && !bal_reading_number(score, strlen(score), &weight)) {
        bal_reading_fault(y->r, line_of(y), "the score '%.40s' is not a number; correct it", score);
        return;
    }
    if (open_category(y) == BAL_NO_CATEGORY) /* told already */
        return;
    y->code = bal_reading_entry(y->r, open_category(y), name != NULL ? name : "",
                                name != NULL ? strlen(name) : 0, weight, line_of(y));
    if (y->code != 0)
        stop(y, y->code);
}

static void on_start(void *ud, const XML_Char *name, const XML_Char **list)
{
    struct ykd *y = ud;

    if (strcmp(name, "cnode") == 0) {
        start_category(y, attribute(list, "name"));
    } else if (strcmp(name, "pnode") == 0) {
        add_entry(y, list);
    } else if (strcmp(name, "dictionary") == 0 && !y->counting) {
        const char *engine = attribute(list, "patternengine");

        if (engine != NULL && strcmp(engine, "regexp") == 0)
            bal_reading_fault(y->r, line_of(y),
                              "its entries are regular expressions, which are "
                              "not read; write them with * and ?");
    }
}

static void on_end(void *ud, const XML_Char *name)
{
    struct ykd *y = ud;

    if (strcmp(name, "cnode") == 0 && y->depth > 0)
        y->depth--;
}

static void on_doctype(void *ud, const XML_Char *name, const XML_Char *system,
                       const XML_Char *public, int internal)
{
    struct ykd *y = ud;

    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    bal_reading_fault(y->r, line_of(y), "a document type is not read; remove <!DOCTYPE ...>");
    stop(y, 0);
}

/* One pass over the file; true when it was read to its end. */
static bool pass(struct ykd *y)
{
    enum XML_Status status;
    enum XML_Error error;

    y->parser = XML_ParserCreate("UTF-8"); /* checked before: whatever it declares */
    if (y->parser == NULL) {
        y->code = bal_fail_mem(y->r->err);
        return false;
    }
    XML_SetUserData(y->parser, y);
    XML_SetElementHandler(y->parser, on_start, on_end);
    XML_SetStartDoctypeDeclHandler(y->parser, on_doctype);
    y->depth = 0;
    status = XML_Parse(y->parser, y->r->s, (int)y->r->n, XML_TRUE);
    error = XML_GetErrorCode(y->parser);
    y->r->line = line_of(y);
    if (status != XML_STATUS_OK && error == XML_ERROR_NO_MEMORY)
        y->code = bal_fail_mem(y->r->err);
    else if (status != XML_STATUS_OK && error != XML_ERROR_ABORTED)
        bal_reading_fault(y->r, line_of(y), "this is not XML: %s; correct it",
                          XML_ErrorString(error));
    XML_ParserFree(y->parser);
    return status == XML_STATUS_OK;
}

int bal_read_ykd(struct bal_reading *r)
{
    struct ykd y = {.r = r, .counting = true};

    if (pass(&y)) {
        y.bare = y.at_top == 1 && !y.entries_at_top;
        y.counting = false;
        pass(&y);
    }
    return y.code;
}
