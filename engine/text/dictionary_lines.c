/* Dictionaries that are written line by line: LIWC, Lexicoder, WordStat, plain lists. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text/reading.h"

/* A name, cut, for a message. */
#define NAMED(s, n) (int)((n) < 40 ? (n) : 40), (s)

/* LIWC ------------------------------------------------------------------------------------------ */

enum { MOST_NUMBER = 9 }; /* digits of a category's number */

struct number {
    uint32_t number, category;
};

struct dic {
    struct bal_reading *r;
    struct number *number;
    size_t n, cap;
    uint32_t above[BAL_NESTING_MAX]; /* the category that is open at each depth */
    size_t depth;
};

static int by_number(const void *a, const void *b)
{
    const struct number *x = a, *y = b;

    return (x->number > y->number) - (x->number < y->number);
}

/* The digits at s; 0 when there are none, or too many. */
static size_t digits(const char *s, size_t n, uint32_t *out)
{
    size_t i = 0;

    *out = 0;
    for (; i < n && s[i] >= '0' && s[i] <= '9' && i <= MOST_NUMBER; i++)
        *out = 10 * *out + (uint32_t)(s[i] - '0');
    return i <= MOST_NUMBER ? i : 0;
}

static size_t tabs(const char *s, size_t n)
{
    size_t depth = 0;

    for (size_t i = 0; i < n && (s[i] == '\t' || s[i] == ' '); i++)
        depth += s[i] == '\t';
    return depth;
}

/* "NUMBER TAB NAME", nested by tabs before the number. */
static int dic_category(struct dic *dic, const char *s, size_t n)
{
    struct bal_reading *r = dic->r;
    size_t depth = tabs(s, n), used;
    struct number *number, add;
    int code;

    bal_reading_trim(&s, &n);
    used = digits(s, n, &add.number);
    if (used == 0 || used == n || (s[used] != '\t' && s[used] != ' ')) {
        bal_reading_fault(r, r->line,
                          "'%.*s' is not a category; write its number, a tab and its "
                          "name",
                          NAMED(s, n));
        return 0;
    }
    if (depth > dic->depth || depth >= BAL_NESTING_MAX) {
        bal_reading_fault(r, r->line,
                          "the category is indented by more than one tab under the "
                          "line above; remove some");
        return 0;
    }
    code = bal_reading_category(r, depth > 0 ? dic->above[depth - 1] : BAL_NO_CATEGORY, s + used,
                                n - used, r->line, &add.category);
    if (code != 0 || add.category == BAL_NO_CATEGORY)
        return code;
    number = bal_grow(r->d->mem, dic->number, &dic->cap, dic->n + 1, sizeof *number);
    if (number == NULL)
        return bal_fail_mem(r->err);
    dic->number = number;
    number[dic->n++] = add;
    dic->above[depth] = add.category;
    dic->depth = depth + 1;
    return 0;
}

static void dic_sort(struct dic *dic)
{
    struct bal_reading *r = dic->r;

    if (dic->n > 0)
        qsort(dic->number, dic->n, sizeof *dic->number, by_number);
    for (size_t i = 1; i < dic->n; i++)
        if (dic->number[i].number == dic->number[i - 1].number)
            bal_reading_fault(r, r->d->category[dic->number[i].category].line,
                              "there are two categories with the number %u; number one anew",
                              dic->number[i].number);
}

/* Where the numbers at the end of an entry begin: behind the first tab, or else before the last
 * words that begin like numbers. */
static size_t numbers_at(const char *s, size_t n)
{
    const char *tab = memchr(s, '\t', n);
    size_t at = n;

    if (tab != NULL)
        return (size_t)(tab - s);
    while (at > 0 && strchr("0123456789 ", s[at - 1]) != NULL)
        at--;
    while (at < n && at > 0 && s[at] != ' ') /* digits that end a word */
        at++;
    return at;
}

static int dic_entry(struct dic *dic, const char *s, size_t n)
{
    struct bal_reading *r = dic->r;
    size_t at, count = 0;
    int code = 0;

    bal_reading_trim(&s, &n);
    at = numbers_at(s, n);
    for (size_t i = at; i < n && code == 0;) {
        struct number key = {0, 0}, *found;
        size_t used;

        if (s[i] == ' ' || s[i] == '\t') {
            i++;
            continue;
        }
        used = digits(s + i, n - i, &key.number);
        if (used == 0 || (i + used < n && s[i + used] != ' ' && s[i + used] != '\t')) {
            bal_reading_fault(r, r->line,
                              "'%.*s' is not the number of a category; write plain "
                              "numbers behind the entry",
                              NAMED(s + i, n - i));
            return 0;
        }
        found = dic->n == 0 ? NULL : bsearch(&key, dic->number, dic->n, sizeof key, by_number);
        if (found == NULL)
            bal_reading_fault(r, r->line,
                              "there is no category %u; declare it between the two "
                              "lines %%, or correct the number",
                              key.number);
        else
            code = bal_reading_entry(r, found->category, s, at, 1, r->line);
        count++;
        i += used;
    }
    if (code == 0 && count == 0)
        bal_reading_fault(r, r->line,
                          "the entry '%.*s' has no category; write its number behind "
                          "a tab",
                          NAMED(s, n));
    return code;
}

int bal_read_dic(struct bal_reading *r)
{
    struct dic dic = {.r = r};
    const char *s;
    int code = 0, marks = 0;
    size_t n;

    while (code == 0 && bal_reading_line(r, &s, &n)) {
        const char *t = s;
        size_t m = n;

        bal_reading_trim(&t, &m);
        if (m == 0)
            continue;
        if (m == 1 && t[0] == '%') {
            if (++marks == 2)
                dic_sort(&dic);
        } else if (marks == 0) {
            bal_reading_fault(r, r->line,
                              "a .dic file begins with a line %%, its categories and "
                              "another line %%; add them");
            break;
        } else if (marks == 1) {
            code = dic_category(&dic, s, n);
        } else {
            code = dic_entry(&dic, s, n);
        }
    }
    if (code == 0 && marks == 1)
        bal_reading_fault(r, r->line, "the categories are not ended by a line %%; add it");
    bal_free(r->d->mem, dic.number, dic.cap * sizeof *dic.number);
    return code;
}

/* Lexicoder ------------------------------------------------------------------------------------- */

int bal_read_lc3(struct bal_reading *r)
{
    uint32_t category = BAL_NO_CATEGORY;
    bool told = false;
    const char *s;
    int code = 0;
    size_t n;

    while (code == 0 && bal_reading_line(r, &s, &n)) {
        bal_reading_trim(&s, &n);
        if (n == 0)
            continue;
        if (s[0] == '+') {
            code = bal_reading_category(r, BAL_NO_CATEGORY, s + 1, n - 1, r->line, &category);
            told = category == BAL_NO_CATEGORY;
        } else if (category != BAL_NO_CATEGORY) {
            code = bal_reading_entry(r, category, s, n, 1, r->line);
        } else if (!told) {
            bal_reading_fault(r, r->line,
                              "the entry '%.*s' stands before any category; write a "
                              "line +NAME above it",
                              NAMED(s, n));
            told = true;
        }
    }
    return code;
}

/* WordStat -------------------------------------------------------------------------------------- */

struct cat {
    struct bal_reading *r;
    uint32_t above[BAL_NESTING_MAX + 1];
    size_t depth; /* categories that are open */
    /* A line without a weight is a category when the next one is indented further, else an entry:
     * it waits for that. */
    const char *held;
    size_t held_n, held_depth;
    uint32_t held_line;
};

/* "(1)" at the end: cuts it off. */
static bool cut_weight(const char *s, size_t *n, double *weight)
{
    size_t open = *n;

    if (*n < 3 || s[*n - 1] != ')')
        return false;
    while (open > 0 && s[open - 1] != '(')
        open--;
    if (open < 2 || (s[open - 2] != ' ' && s[open - 2] != '\t') ||
        !bal_reading_number(s + open, *n - 1 - open, weight))
        return false;
    *n = open - 1;
    bal_reading_trim(&s, n);
    return true;
}

static int cat_entry(struct cat *cat, const char *s, size_t n, size_t depth, double weight,
                     uint32_t line)
{
    if (depth > 0 && depth <= cat->depth)
        return bal_reading_entry(cat->r, cat->above[depth - 1], s, n, weight, line);
    bal_reading_fault(cat->r, line,
                      depth == 0 ? "the entry '%.*s' stands under no category; indent it by a tab"
                                 : "the entry '%.*s' is indented too far; remove tabs",
                      NAMED(s, n));
    return 0;
}

static int cat_category(struct cat *cat, const char *s, size_t n, size_t depth, uint32_t line)
{
    uint32_t category;
    int code;

    if (depth > cat->depth || depth >= BAL_NESTING_MAX) {
        bal_reading_fault(cat->r, line, "the category '%.*s' is indented too far; remove tabs",
                          NAMED(s, n));
        return 0;
    }
    code = bal_reading_category(cat->r, depth > 0 ? cat->above[depth - 1] : BAL_NO_CATEGORY, s, n,
                                line, &category);
    if (code == 0 && category != BAL_NO_CATEGORY) {
        cat->above[depth] = category;
        cat->depth = depth + 1;
    }
    return code;
}

/* What the held line is, now that the depth of the next one is known. */
static int settle(struct cat *cat, size_t next)
{
    const char *s = cat->held;

    cat->held = NULL;
    if (s == NULL)
        return 0;
    if (next > cat->held_depth || cat->held_depth == 0)
        return cat_category(cat, s, cat->held_n, cat->held_depth, cat->held_line);
    if (cat->held_depth < cat->depth)
        cat->depth = cat->held_depth;
    return cat_entry(cat, s, cat->held_n, cat->held_depth, 1, cat->held_line);
}

int bal_read_cat(struct bal_reading *r)
{
    struct cat cat = {.r = r};
    const char *s;
    int code = 0;
    size_t n;

    while (code == 0 && bal_reading_line(r, &s, &n)) {
        size_t depth = tabs(s, n);
        double weight = 1;

        bal_reading_trim(&s, &n);
        if (n == 0)
            continue;
        code = settle(&cat, depth);
        if (code == 0 && cut_weight(s, &n, &weight)) {
            if (depth < cat.depth)
                cat.depth = depth;
            code = cat_entry(&cat, s, n, depth, weight, r->line);
        } else if (code == 0) {
            cat.held = s;
            cat.held_n = n;
            cat.held_depth = depth;
            cat.held_line = r->line;
        }
    }
    return code == 0 ? settle(&cat, 0) : code;
}

/* Lists ----------------------------------------------------------------------------------------- */

int bal_read_list(struct bal_reading *r)
{
    uint32_t category;
    const char *s;
    int code = bal_reading_category(r, BAL_NO_CATEGORY, r->list, strlen(r->list), 1, &category);
    size_t n;

    while (code == 0 && bal_reading_line(r, &s, &n)) {
        const char *tab;
        double weight = 1;

        bal_reading_trim(&s, &n);
        if (n == 0 || s[0] == ';' || s[0] == '#')
            continue;
        tab = memchr(s, '\t', n);
        if (tab != NULL) {
            size_t used = (size_t)(tab - s);

            if (!bal_reading_number(tab, n - used, &weight)) {
                bal_reading_fault(r, r->line,
                                  "'%.*s' is not a weight; write an entry, a tab and a "
                                  "number",
                                  NAMED(tab + 1, n - used - 1));
                continue;
            }
            n = used;
        }
        code = bal_reading_entry(r, category, s, n, weight, r->line);
    }
    return code;
}
