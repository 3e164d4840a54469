#include "text/dictionary.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "text/reading.h"

/* Formats -------------------------------------------------------------------------------------- */

static const struct {
    const char *name, *ending;
    enum bal_dictionary_format format;
} formats[] = {
    {"dic", ".dic", BAL_FORMAT_DIC},    {"lc3", ".lc3", BAL_FORMAT_LC3},
    {"ykd", ".ykd", BAL_FORMAT_YKD},    {"cat", ".cat", BAL_FORMAT_CAT},
    {"yaml", ".yaml", BAL_FORMAT_YAML}, {"list", ".txt", BAL_FORMAT_LIST},
    {"yaml", ".yml", BAL_FORMAT_YAML},  {"ykd", ".lcd", BAL_FORMAT_YKD},
    {"list", ".tsv", BAL_FORMAT_LIST},
};

enum { FORMATS = sizeof formats / sizeof *formats };

int bal_dictionary_format_of(const char *file)
{
    size_t n = strlen(file);

    for (size_t i = 0; i < FORMATS; i++) {
        size_t k = strlen(formats[i].ending);

        if (n > k && strcasecmp(file + n - k, formats[i].ending) == 0)
            return (int)formats[i].format;
    }
    return -1;
}

int bal_dictionary_format_named(const char *name)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (strcmp(formats[i].name, name) == 0)
            return (int)formats[i].format;
    return -1;
}

const char *bal_dictionary_format_name(enum bal_dictionary_format format)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (formats[i].format == format)
            return formats[i].name;
    return "";
}

/* Making --------------------------------------------------------------------------------------- */

int bal_dictionary_new(const struct bal_mem *mem, enum bal_dictionary_format format,
                       struct bal_dictionary **out, struct bal_error *err)
{
    struct bal_dictionary *d = bal_calloc(mem, 1, sizeof *d);

    if (d == NULL)
        return bal_fail_mem(err);
    d->mem = mem;
    d->format = format;
    bal_buf_init(&d->bytes, mem);
    *out = d;
    return 0;
}

void bal_dictionary_free(struct bal_dictionary *d)
{
    if (d == NULL)
        return;
    bal_buf_free(&d->bytes);
    bal_free(d->mem, d->category, d->category_cap * sizeof *d->category);
    bal_free(d->mem, d->entry, d->entry_cap * sizeof *d->entry);
    bal_free(d->mem, d, sizeof *d);
}

/* Appends a text with its NUL. */
static int keep(struct bal_dictionary *d, const char *s, size_t n, size_t *at,
                struct bal_error *err)
{
    *at = d->bytes.len;
    bal_buf_add(&d->bytes, s, n);
    bal_buf_addc(&d->bytes, '\0');
    return d->bytes.failed ? bal_fail_mem(err) : 0;
}

static bool same(const struct bal_dictionary *d, size_t at, const char *s, size_t n)
{
    const char *t = bal_dictionary_text(d, at);

    return strlen(t) == n && memcmp(t, s, n) == 0;
}

static size_t depth_of(const struct bal_dictionary *d, uint32_t category)
{
    size_t depth = 0;

    for (; category != BAL_NO_CATEGORY; category = d->category[category].parent)
        depth++;
    return depth;
}

static int keep_path(struct bal_dictionary *d, struct bal_category *c, const char *name, size_t n,
                     struct bal_error *err)
{
    struct bal_buf path;
    int code;

    bal_buf_init(&path, d->mem);
    if (c->parent != BAL_NO_CATEGORY) {
        bal_buf_adds(&path, bal_dictionary_text(d, d->category[c->parent].path));
        bal_buf_addc(&path, '.');
    }
    bal_buf_add(&path, name, n);
    code = path.failed ? bal_fail_mem(err) : keep(d, bal_buf_text(&path), path.len, &c->path, err);
    bal_buf_free(&path);
    return code;
}

int bal_dictionary_add_category(struct bal_dictionary *d, uint32_t parent, const char *name,
                                size_t n, uint32_t line, uint32_t *out, struct bal_error *err)
{
    struct bal_category *c, add = {.parent = parent, .line = line};

    for (size_t i = 0; i < d->ncategories; i++)
        if (d->category[i].parent == parent && same(d, d->category[i].name, name, n)) {
            *out = (uint32_t)i;
            return 0;
        }
    if (d->ncategories == BAL_CATEGORIES_MAX)
        return bal_fail(err, BAL_EDATA, "a dictionary has at most %d categories",
                        BAL_CATEGORIES_MAX);
    if (depth_of(d, parent) == BAL_NESTING_MAX)
        return bal_fail(err, BAL_EDATA, "categories are nested at most %d deep", BAL_NESTING_MAX);
    c = bal_grow(d->mem, d->category, &d->category_cap, d->ncategories + 1, sizeof *c);
    if (c == NULL)
        return bal_fail_mem(err);
    d->category = c;
    if (keep(d, name, n, &add.name, err) != 0 || keep_path(d, &add, name, n, err) != 0)
        return err->code;
    *out = (uint32_t)d->ncategories;
    c[d->ncategories++] = add;
    return 0;
}

int bal_dictionary_add_entry(struct bal_dictionary *d, uint32_t category, const char *text,
                             size_t n, double weight, uint32_t line, struct bal_error *err)
{
    struct bal_entry *e, add = {.category = category, .line = line, .weight = weight};

    if (d->nentries == BAL_ENTRIES_MAX)
        return bal_fail(err, BAL_EDATA, "a dictionary has at most %d entries", BAL_ENTRIES_MAX);
    e = bal_grow(d->mem, d->entry, &d->entry_cap, d->nentries + 1, sizeof *e);
    if (e == NULL)
        return bal_fail_mem(err);
    d->entry = e;
    if (keep(d, text, n, &add.text, err) != 0)
        return err->code;
    d->weighted = d->weighted || weight != 1;
    e[d->nentries++] = add;
    return 0;
}

/* What the readers share ----------------------------------------------------------------------- */

void bal_reading_fault(struct bal_reading *r, uint32_t line, const char *format, ...)
{
    char text[400];
    va_list args;

    if (r->nfaults++ >= BAL_FAULTS_MAX)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    bal_buf_addf(r->faults, "%s:%u: %s\n", r->file, line, text);
}

bool bal_reading_line(struct bal_reading *r, const char **s, size_t *n)
{
    size_t i = 0;

    if (r->n == 0)
        return false;
    while (i < r->n && r->s[i] != '\n' && r->s[i] != '\r')
        i++;
    *s = r->s;
    *n = i;
    if (i + 1 < r->n && r->s[i] == '\r' && r->s[i + 1] == '\n')
        i++;
    i = i < r->n ? i + 1 : i;
    r->s += i;
    r->n -= i;
    r->line++;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

void bal_reading_trim(const char **s, size_t *n)
{
    while (*n > 0 && is_blank(**s)) {
        ++*s;
        --*n;
    }
    while (*n > 0 && is_blank((*s)[*n - 1]))
        --*n;
}

bool bal_reading_number(const char *s, size_t n, double *out)
{
    char text[64], *end;

    bal_reading_trim(&s, &n);
    if (n == 0 || n >= sizeof text)
        return false;
    memcpy(text, s, n); /* which end where the file does, without a NUL */
    text[n] = '\0';
    if (strspn(text, "+-.0123456789eE") < n)
        return false;
    *out = strtod(text, &end);
    return *end == '\0' && isfinite(*out);
}

int bal_reading_category(struct bal_reading *r, uint32_t parent, const char *name, size_t n,
                         uint32_t line, uint32_t *out)
{
    bal_reading_trim(&name, &n);
    *out = BAL_NO_CATEGORY;
    if (n == 0 || n > BAL_ENTRY_BYTES) {
        bal_reading_fault(r, line,
                          n == 0 ? "the category has no name; give it one"
                                 : "the name of the category is longer than 255 bytes; "
                                   "shorten it");
        return 0;
    }
    return bal_dictionary_add_category(r->d, parent, name, n, line, out, r->err);
}

int bal_reading_entry(struct bal_reading *r, uint32_t category, const char *text, size_t n,
                      double weight, uint32_t line)
{
    bal_reading_trim(&text, &n);
    if (n == 0 || n > BAL_ENTRY_BYTES) {
        bal_reading_fault(r, line,
                          n == 0 ? "the entry is empty; remove it, or write a word"
                                 : "the entry is longer than 255 bytes; shorten it");
        return 0;
    }
    return bal_dictionary_add_entry(r->d, category, text, n, weight, line, r->err);
}

/* Reading -------------------------------------------------------------------------------------- */

static uint32_t line_at(const char *s, size_t at)
{
    uint32_t line = 1;

    for (size_t i = 0; i < at; i++)
        line += s[i] == '\n' || (s[i] == '\r' && s[i + 1] != '\n');
    return line;
}

/* Bytes that no format may hold. */
static void check_bytes(struct bal_reading *r)
{
    size_t good = bal_utf8_check(r->s, r->n);
    int32_t control;
    size_t at = bal_utf8_control(r->s, r->n, &control);

    if (r->n >= 2 && (memcmp(r->s, "\xFF\xFE", 2) == 0 || memcmp(r->s, "\xFE\xFF", 2) == 0)) {
        bal_reading_fault(r, 1, "the file is UTF-16; save it as UTF-8");
        return;
    }
    if (good < r->n)
        bal_reading_fault(r, line_at(r->s, good),
                          "the line has a byte (0x%02X) that is not UTF-8; save the file as UTF-8",
                          (unsigned char)r->s[good]);
    if (at < r->n)
        bal_reading_fault(r, line_at(r->s, at),
                          "the line has a control character (U+%04X); remove it",
                          (unsigned)control);
}

static int read_format(struct bal_reading *r)
{
    switch (r->d->format) {
    case BAL_FORMAT_DIC:
        return bal_read_dic(r);
    case BAL_FORMAT_LC3:
        return bal_read_lc3(r);
    case BAL_FORMAT_YKD:
        return bal_read_ykd(r);
    case BAL_FORMAT_CAT:
        return bal_read_cat(r);
    case BAL_FORMAT_YAML:
        return bal_read_yaml(r);
    case BAL_FORMAT_LIST:
        return bal_read_list(r);
    }
    return 0;
}

static int read_all(struct bal_reading *r)
{
    int code;

    if (r->n > BAL_DICTIONARY_BYTES)
        return bal_fail(r->err, BAL_EDATA, "%s: a dictionary has at most %d bytes", r->file,
                        BAL_DICTIONARY_BYTES);
    check_bytes(r);
    if (r->nfaults == 0 && r->n >= 3 && memcmp(r->s, "\xEF\xBB\xBF", 3) == 0) {
        r->s += 3;
        r->n -= 3;
    }
    code = r->nfaults == 0 ? read_format(r) : 0;
    if (code == BAL_EDATA) { /* too much of something: told with its place, as the rest is */
        bal_reading_fault(r, r->line, "%s; split the dictionary", r->err->message);
        code = 0;
    }
    if (code == 0 && r->nfaults == 0 && r->d->nentries == 0)
        bal_reading_fault(r, 1, "the dictionary has no entry; is its format %s?",
                          bal_dictionary_format_name(r->d->format));
    if (code != 0)
        return code;
    if (r->faults->failed)
        return bal_fail_mem(r->err);
    if (r->nfaults > 0)
        return bal_fail(r->err, BAL_EDATA, "%s: %zu fault%s", r->file, r->nfaults,
                        r->nfaults == 1 ? "" : "s");
    return 0;
}

int bal_dictionary_read(const struct bal_mem *mem, enum bal_dictionary_format format,
                        const char *bytes, size_t n, const char *file, const char *list,
                        struct bal_dictionary **out, struct bal_buf *faults, struct bal_error *err)
{
    struct bal_reading r = {.file = file, .list = list, .s = bytes, .n = n};
    int code = bal_dictionary_new(mem, format, &r.d, err);

    if (code != 0)
        return code;
    r.faults = faults;
    r.err = err;
    code = read_all(&r);
    if (code == 0)
        *out = r.d;
    else
        bal_dictionary_free(r.d);
    return code;
}
