#include "io/bib.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

/* Columns are known only when all is read, and a table wants them before its first row: entries
 * and their fields wait here. */
struct entry {
    bal_name key, type;
    size_t line;
    size_t first, end; /* its fields */
};

struct field {
    bal_name name, value;
};

/* A number for each name, 0 before one is given: so that a file of 200,000 entries is read in one
 * pass. */
struct marks {
    uint32_t *of;
    size_t n, cap;
};

struct bib {
    const char *s, *end; /* what is left of the text */
    size_t line;
    const char *file;
    struct bal_names *names;
    const struct bal_mem *mem;
    struct bal_diag *diag;
    struct bal_error *err;
    bool damaged, failed;
    struct entry *entry;
    size_t entries, entry_cap;
    struct field *field;
    size_t fields, field_cap;
    uint32_t begun;        /* entries, those that were dropped too */
    struct marks by_key;   /* 1 + the entry that has the key */
    struct marks by_field; /* `begun` when it was seen last */
    size_t columns;        /* different fields */
    struct bal_buf value;
};

/* Reading characters --------------------------------------------------------------------------- */

static int peek(const struct bib *b)
{
    return b->s < b->end ? (unsigned char)*b->s : -1;
}

static int take(struct bib *b)
{
    int c = peek(b);

    if (c >= 0)
        b->s++;
    b->line += c == '\n';
    return c;
}

static bool is_space(int c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_space(struct bib *b)
{
    while (is_space(peek(b)))
        take(b);
}

static void skip_line(struct bib *b)
{
    while (peek(b) >= 0 && peek(b) != '\n')
        take(b);
}

/* To the next line that begins an entry. */
static void skip_entry(struct bib *b)
{
    do {
        skip_line(b);
        take(b);
    } while (peek(b) >= 0 && peek(b) != '@');
}

/* Always false, so that a reader can `return wrong(...)`. */
static bool wrong(struct bib *b, size_t line, const char *value, const char *todo, const char *rule)
{
    struct bal_spot spot = {.file = b->file, .line = line, .value = value, .todo = todo};

    bal_diag_add(b->diag, spot, "%s", rule);
    b->damaged = true;
    return false;
}

static bool intern(struct bib *b, const char *s, size_t n, bal_name *out)
{
    if (bal_names_intern(b->names, s, n, out, b->err) != 0)
        b->failed = true;
    return !b->failed;
}

/* Letters, digits and the marks that BibTeX allows in names; lower-cased when `fold`. The name is
 * left in b->value. */
static bool read_name(struct bib *b, bool fold)
{
    bal_buf_clear(&b->value);
    while (peek(b) > ' ' && strchr("{}(),=#%\"'\\~@", peek(b)) == NULL) {
        int c = take(b);

        bal_buf_addc(&b->value, (char)(fold && c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
    }
    b->failed = b->failed || b->value.failed;
    return !b->failed && b->value.len > 0;
}

/* Values --------------------------------------------------------------------------------------- */

static void add_char(struct bib *b, int c)
{
    struct bal_buf *v = &b->value;

    if (!is_space(c))
        bal_buf_addc(v, (char)c);
    else if (v->len > 0 && v->data[v->len - 1] != ' ')
        bal_buf_addc(v, ' ');
}

/* From after the opening brace or quote to the one that closes it. */
static bool read_delimited(struct bib *b, int close, size_t line)
{
    size_t depth = 0;
    int c;

    while ((c = take(b)) >= 0 && !(c == close && depth == 0)) {
        if (c == '\\')
            return wrong(b, b->line, NULL, "write the letter itself, in UTF-8",
                         "a TeX command (\\) in a value");
        if (c == '}' && depth == 0)
            return wrong(b, b->line, NULL, "balance the braces",
                         "a brace closes that was not opened");
        if (c == '{')
            depth++;
        else if (c == '}')
            depth--;
        else
            add_char(b, c);
    }
    if (c < 0)
        return wrong(b, line, NULL, "close it", "a value begins here and is never closed");
    if (b->value.len > 0 && b->value.data[b->value.len - 1] == ' ')
        b->value.data[--b->value.len] = '\0';
    return true;
}

static bool read_value(struct bib *b)
{
    size_t line = b->line;
    int c = peek(b);

    bal_buf_clear(&b->value);
    if (c == '{' || c == '"') {
        take(b);
        if (!read_delimited(b, c == '{' ? '}' : '"', line))
            return false;
    } else if (c >= '0' && c <= '9') {
        while (peek(b) >= '0' && peek(b) <= '9')
            bal_buf_addc(&b->value, (char)take(b));
    } else {
        return wrong(b, line, NULL, "put it in braces", "a value that is no text and no number");
    }
    skip_space(b);
    if (peek(b) == '#')
        return wrong(b, b->line, NULL, "write the whole text in one pair of braces",
                     "# joins texts, which is not supported");
    b->failed = b->failed || b->value.failed;
    return !b->failed;
}

/* Entries -------------------------------------------------------------------------------------- */

/* That of the name; NULL: out of memory. */
static uint32_t *mark_of(struct bib *b, struct marks *m, bal_name name)
{
    if (name >= m->n) {
        uint32_t *of = bal_grow(b->mem, m->of, &m->cap, (size_t)name + 1, sizeof *of);

        if (of == NULL) {
            b->failed = true;
            return NULL;
        }
        memset(of + m->n, 0, (m->cap - m->n) * sizeof *of);
        m->of = of;
        m->n = m->cap;
    }
    return &m->of[name];
}

static bool add_field(struct bib *b, bal_name name, bal_name value, size_t line)
{
    uint32_t *last = mark_of(b, &b->by_field, name);
    struct field *field;

    if (last == NULL)
        return false;
    if (*last == b->begun)
        return wrong(b, line, bal_names_text(b->names, name), "remove one",
                     "the entry has this field twice");
    if (*last == 0 && b->columns == BAL_BIB_FIELDS_MAX)
        return wrong(b, line, bal_names_text(b->names, name), "remove what no style uses",
                     "the file has more than 1024 different fields");
    b->columns += *last == 0;
    *last = b->begun;
    field = bal_grow(b->mem, b->field, &b->field_cap, b->fields + 1, sizeof *field);
    if (field == NULL) {
        b->failed = true;
        return false;
    }
    b->field = field;
    field[b->fields++] = (struct field){.name = name, .value = value};
    return true;
}

static bool read_field(struct bib *b)
{
    size_t line = b->line;
    bal_name name, value;

    if (!read_name(b, true))
        return !b->failed && wrong(b, line, NULL, "write field = {value}, and } after the last",
                                   "a field's name is missing");
    if (strcmp(b->value.data, "key") == 0)
        return wrong(b, line, b->value.data, "call it otherwise",
                     "the table has a column of this name for each entry's own key");
    if (strcmp(b->value.data, "type") == 0) {
        bal_buf_clear(&b->value);
        bal_buf_adds(&b->value, "subtype");
    }
    if (!intern(b, b->value.data, b->value.len, &name))
        return false;
    skip_space(b);
    if (peek(b) != '=')
        return wrong(b, b->line, bal_names_text(b->names, name), "write field = {value}",
                     "no = follows the field's name");
    take(b);
    skip_space(b);
    return read_value(b) && intern(b, bal_buf_text(&b->value), b->value.len, &value) &&
           add_field(b, name, value, line);
}

/* After the key: fields up to and with the closing brace. */
static bool read_fields(struct bib *b, size_t line)
{
    for (;;) {
        skip_space(b);
        if (peek(b) == ',') {
            take(b);
            skip_space(b);
        } else if (peek(b) != '}' && peek(b) >= 0) {
            return wrong(b, b->line, NULL, "put a comma between two fields",
                         "neither , nor } after a value");
        }
        if (peek(b) == '}') {
            take(b);
            return true;
        }
        if (peek(b) < 0 || peek(b) == '@')
            return wrong(b, line, NULL, "close it with }", "the entry that begins here never ends");
        if (!read_field(b))
            return false;
    }
}

static bool add_entry(struct bib *b, const struct entry *new)
{
    uint32_t *same = mark_of(b, &b->by_key, new->key);
    struct entry *entry;

    if (same == NULL)
        return false;
    if (*same != 0) {
        struct bal_spot spot = {.file = b->file,
                                .line = new->line,
                                .column = "key",
                                .value = bal_names_text(b->names, new->key),
                                .todo = "give each source a key of its own"};

        bal_diag_add(b->diag, spot, "the entry on line %zu has the same key",
                     b->entry[*same - 1].line);
        return true;
    }
    entry = bal_grow(b->mem, b->entry, &b->entry_cap, b->entries + 1, sizeof *entry);
    if (entry == NULL) {
        b->failed = true;
        return false;
    }
    b->entry = entry;
    entry[b->entries++] = *new;
    *same = (uint32_t)b->entries;
    return true;
}

/* After "@type". */
static bool read_entry(struct bib *b, size_t line)
{
    struct entry e = {.line = line, .first = b->fields};

    b->begun++;
    if (!intern(b, b->value.data, b->value.len, &e.type))
        return false;
    skip_space(b);
    if (peek(b) != '{')
        return wrong(b, b->line, NULL, "write @type{key, ...}", "no { follows the entry's type");
    take(b);
    skip_space(b);
    if (!read_name(b, false))
        return !b->failed &&
               wrong(b, b->line, NULL, "write @type{key, ...}", "the entry has no key");
    if (!intern(b, b->value.data, b->value.len, &e.key) || !read_fields(b, line))
        return false;
    e.end = b->fields;
    return add_entry(b, &e);
}

static bool skip_comment(struct bib *b, size_t line)
{
    size_t depth = 0;

    skip_space(b);
    if (peek(b) != '{') {
        skip_line(b);
        return true;
    }
    do {
        int c = take(b);

        if (c < 0)
            return wrong(b, line, NULL, "close it with }",
                         "the comment that begins here never ends");
        depth += c == '{';
        depth -= c == '}';
    } while (depth > 0);
    return true;
}

static bool read_at(struct bib *b)
{
    size_t line = b->line;

    take(b);
    if (!read_name(b, true))
        return !b->failed && wrong(b, line, NULL, "write @type{key, ...}", "no type follows the @");
    if (strcmp(b->value.data, "comment") == 0)
        return skip_comment(b, line);
    if (strcmp(b->value.data, "string") == 0 || strcmp(b->value.data, "preamble") == 0)
        return wrong(b, line, NULL, "write each value out in its entry",
                     "@string and @preamble are not supported");
    return read_entry(b, line);
}

static void read_all(struct bib *b)
{
    for (skip_space(b); peek(b) >= 0 && !b->failed; skip_space(b)) {
        if (peek(b) == '%') {
            skip_line(b);
        } else if (peek(b) != '@') {
            wrong(b, b->line, NULL, "begin it with @, or put it in @comment{...}",
                  "text outside an entry");
            skip_entry(b);
        } else {
            size_t fields = b->fields;

            if (!read_at(b) && !b->failed) {
                b->fields = fields;
                if (peek(b) != '@' || b->s[-1] != '\n')
                    skip_entry(b);
            }
        }
    }
}

/* The table ------------------------------------------------------------------------------------ */

static int add_column(struct bal_table *table, bal_name name, struct bal_error *err)
{
    if (bal_table_find_column(table, name) != BAL_NO_COLUMN)
        return 0;
    return bal_table_add_column(table, name, BAL_NAME, err);
}

static int add_columns(const struct bib *b, struct bal_table *table)
{
    static const char *const fixed[] = {"key", "type", "author", "title", "year"};
    int code = 0;

    for (size_t i = 0; code == 0 && i < sizeof fixed / sizeof fixed[0]; i++) {
        bal_name name;

        code = bal_names_intern(b->names, fixed[i], strlen(fixed[i]), &name, b->err);
        if (code == 0)
            code = add_column(table, name, b->err);
    }
    for (size_t i = 0; code == 0 && i < b->fields; i++)
        code = add_column(table, b->field[i].name, b->err);
    return code;
}

static int add_rows(const struct bib *b, struct bal_table *table)
{
    for (size_t i = 0; i < b->entries; i++) {
        const struct entry *e = &b->entry[i];
        int code = bal_table_add_row(table, (uint32_t)e->line, b->err);

        if (code != 0)
            return code;
        for (size_t k = e->first; k < e->end; k++)
            bal_table_put_name(table, bal_table_find_column(table, b->field[k].name),
                               b->field[k].value);
        bal_table_put_name(table, 0, e->key);
        bal_table_put_name(table, 1, e->type);
    }
    return 0;
}

/* Control characters and bytes that are not UTF-8 are told by line, and nothing else is then read. */
static bool check_bytes(struct bib *b)
{
    char rule[64];
    size_t n = (size_t)(b->end - b->s), good = bal_utf8_check(b->s, n);
    int32_t control;
    size_t bad = bal_utf8_control(b->s, good, &control);

    if (bad == n)
        return true;
    for (const char *p = b->s; p < b->s + bad; p++)
        b->line += *p == '\n';
    if (bad < good) {
        snprintf(rule, sizeof rule, "the line has a control character (U+%04X)", (unsigned)control);
        return wrong(b, b->line, NULL, "remove it", rule);
    }
    return wrong(b, b->line, NULL, "save the file as UTF-8",
                 "the line has a byte that is not UTF-8");
}

int bal_bib_read(const char *text, size_t n, const char *file, struct bal_names *names,
                 struct bal_table *table, struct bal_diag *diag, bool *damaged,
                 struct bal_error *err)
{
    size_t bom = n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    struct bib b = {.s = text + bom,
                    .end = text + n,
                    .line = 1,
                    .file = file,
                    .names = names,
                    .mem = table->mem,
                    .diag = diag,
                    .err = err};
    int code = 0;

    bal_buf_init(&b.value, b.mem);
    if (check_bytes(&b))
        read_all(&b);
    if (b.failed)
        code = bal_fail_mem(err);
    if (code == 0)
        code = add_columns(&b, table);
    if (code == 0)
        code = add_rows(&b, table);
    *damaged = b.damaged;
    bal_buf_free(&b.value);
    bal_free(b.mem, b.entry, b.entry_cap * sizeof *b.entry);
    bal_free(b.mem, b.field, b.field_cap * sizeof *b.field);
    bal_free(b.mem, b.by_key.of, b.by_key.cap * sizeof *b.by_key.of);
    bal_free(b.mem, b.by_field.of, b.by_field.cap * sizeof *b.by_field.of);
    return code;
}
