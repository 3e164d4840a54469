#include "io/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

void bal_diag_init(struct bal_diag *d, const struct bal_mem *mem)
{
    *d = (struct bal_diag){.mem = mem};
}

static void free_text(const struct bal_mem *mem, char *s)
{
    if (s != NULL)
        bal_free(mem, s, strlen(s) + 1);
}

void bal_diag_free(struct bal_diag *d)
{
    for (size_t i = 0; i < d->n; i++) {
        free_text(d->mem, d->item[i].column);
        free_text(d->mem, d->item[i].property);
        free_text(d->mem, d->item[i].value);
        free_text(d->mem, d->item[i].todo);
        free_text(d->mem, d->item[i].rule);
    }
    for (size_t i = 0; i < d->nfiles; i++)
        free_text(d->mem, d->file[i].name);
    bal_free(d->mem, d->item, d->cap * sizeof *d->item);
    bal_free(d->mem, d->file, d->file_cap * sizeof *d->file);
    bal_diag_init(d, d->mem);
}

static char *copy(struct bal_diag *d, const char *s)
{
    size_t size = s != NULL ? strlen(s) + 1 : 0;
    char *p = s != NULL ? bal_alloc(d->mem, size) : NULL;

    if (p != NULL)
        memcpy(p, s, size);
    else if (s != NULL)
        d->failed = true;
    return p;
}

/* Number of the file called so, added when it is new; nfiles when there is no memory. */
static size_t file_number(struct bal_diag *d, const char *name)
{
    struct bal_diag_file *file;
    size_t i;

    for (i = 0; i < d->nfiles; i++)
        if (strcmp(d->file[i].name, name) == 0)
            return i;
    file = bal_grow(d->mem, d->file, &d->file_cap, d->nfiles + 1, sizeof *file);
    if (file == NULL) {
        d->failed = true;
        return i;
    }
    d->file = file;
    file[i] = (struct bal_diag_file){.name = copy(d, name)};
    if (file[i].name != NULL)
        d->nfiles++;
    return i;
}

void bal_diag_file(struct bal_diag *d, const char *name)
{
    file_number(d, name);
}

static void keep(struct bal_diag *d, size_t file, const struct bal_spot *spot, const char *rule)
{
    struct bal_violation *item = bal_grow(d->mem, d->item, &d->cap, d->n + 1, sizeof *item);

    if (item == NULL) {
        d->failed = true;
        return;
    }
    d->item = item;
    item[d->n] = (struct bal_violation){
        .file = file,
        .line = spot->line,
        .column = copy(d, spot->column),
        .property = copy(d, spot->property),
        .value = copy(d, spot->value),
        .todo = copy(d, spot->todo),
        .rule = copy(d, rule),
        .serial = d->n,
    };
    d->n++;
}

void bal_diag_add(struct bal_diag *d, struct bal_spot spot, const char *rule_format, ...)
{
    char rule[1024];
    size_t file = file_number(d, spot.file);
    va_list args;

    if (file == d->nfiles)
        return;
    d->total++;
    d->file[file].violations++;
    if (d->n == BAL_DIAG_KEPT)
        return;
    va_start(args, rule_format);
    vsnprintf(rule, sizeof rule, rule_format, args);
    va_end(args);
    keep(d, file, &spot, rule);
}

static int by_place(const void *pa, const void *pb)
{
    const struct bal_violation *a = pa, *b = pb;

    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return a->serial < b->serial ? -1 : a->serial > b->serial;
}

void bal_diag_sort(struct bal_diag *d)
{
    if (d->n > 1)
        qsort(d->item, d->n, sizeof *d->item, by_place);
}

static void add_byte(struct bal_buf *out, char c)
{
    if (c == '\n')
        bal_buf_adds(out, "\\n");
    else if (c == '\r')
        bal_buf_adds(out, "\\r");
    else if (c == '\t')
        bal_buf_adds(out, "\\t");
    else
        bal_buf_addf(out, "\\x%02X", (unsigned char)c);
}

/* At most `limit` bytes of s as printable UTF-8. */
static void add_shown(struct bal_buf *out, const char *s, size_t limit)
{
    size_t n = strlen(s), start = out->len;

    while (n > 0 && out->len - start < limit) {
        size_t good = bal_utf8_check(s, n < 4 ? n : 4); /* at least a whole first character */
        size_t size = 1;

        while (good > size && ((unsigned char)s[size] & 0xC0u) == 0x80u)
            size++;
        if (good == 0 || (unsigned char)s[0] < 0x20 || s[0] == 0x7F)
            add_byte(out, s[0]);
        else
            bal_buf_add(out, s, size);
        s += size;
        n -= size;
    }
    if (n > 0)
        bal_buf_adds(out, "...");
}

static void add_part(struct bal_buf *out, const char *what, const char *s, size_t limit)
{
    if (s == NULL)
        return;
    bal_buf_addf(out, " %s '", what);
    add_shown(out, s, limit);
    bal_buf_adds(out, "':");
}

void bal_diag_line(const struct bal_diag *d, size_t i, struct bal_buf *out)
{
    const struct bal_violation *v = &d->item[i];

    bal_buf_adds(out, d->file[v->file].name);
    bal_buf_adds(out, ":");
    if (v->line > 0)
        bal_buf_addf(out, "%zu:", v->line);
    add_part(out, "column", v->column, BAL_DIAG_CLIP);
    add_part(out, "property", v->property, 4 * BAL_DIAG_CLIP);
    add_part(out, "value", v->value, BAL_DIAG_CLIP);
    bal_buf_addc(out, ' ');
    add_shown(out, v->rule != NULL ? v->rule : "", (size_t)-1);
    if (v->todo != NULL) {
        bal_buf_adds(out, "; ");
        add_shown(out, v->todo, (size_t)-1);
    }
}

void bal_diag_text(const struct bal_diag *d, struct bal_buf *out)
{
    for (size_t i = 0; i < d->n; i++) {
        bal_diag_line(d, i, out);
        bal_buf_addc(out, '\n');
    }
    if (d->total > d->n)
        bal_buf_addf(out, "... and %zu more\n", d->total - d->n);
}

char *bal_diag_count(const struct bal_diag *d, char *out, size_t size)
{
    size_t files = 0;

    for (size_t i = 0; i < d->nfiles; i++)
        files += d->file[i].violations > 0;
    snprintf(out, size, "%zu violation%s in %zu file%s", d->total, d->total == 1 ? "" : "s", files,
             files == 1 ? "" : "s");
    return out;
}
