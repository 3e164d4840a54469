/* The package stays with its study, so that a cell that an edit writes meets the same rules as one
 * that was read from a file. */
#include <string.h>

#include "io/loading.h"

struct kept {
    const struct bal_mem *mem;
    const struct bal_names *names; /* of the loaded study: it knows the tables' names */
    struct bal_package *package;
};

/* The field that a column was read by; NULL for one that no schema describes: those of a BibTeX
 * file, and the texts' contents. */
static const struct bal_field *field_of(const struct kept *k, const struct bal_table *t, size_t col)
{
    const char *name = bal_names_text(k->names, t->name);

    for (size_t i = 0; name != NULL && i < k->package->nresources; i++) {
        const struct bal_resource *r = &k->package->resource[i];

        if (strcmp(r->name, name) == 0)
            return r->format == BAL_FORMAT_CSV && col < r->nfields ? &r->field[col] : NULL;
    }
    return NULL;
}

/* A primary key of one field names a row; of several fields only all together do. */
static bool is_only_key(const struct kept *k, const struct bal_table *t, size_t col)
{
    const char *name = bal_names_text(k->names, t->name);

    for (size_t i = 0; name != NULL && i < k->package->nresources; i++) {
        const struct bal_resource *r = &k->package->resource[i];

        if (strcmp(r->name, name) == 0)
            return r->nkey == 1 && r->key[0] == col;
    }
    return false;
}

static int check(void *ud, const struct bal_table *t, size_t col, const char *text,
                 struct bal_value *out, bool *unique, struct bal_error *err)
{
    const struct kept *k = ud;
    const struct bal_field *f = field_of(k, t, col);
    size_t len = text != NULL ? strlen(text) : 0;
    struct bal_fault fault;

    *unique = t->key == col;
    if (f == NULL) {
        *out = (struct bal_value){.missing = text == NULL, .text = text, .len = len};
        return 0;
    }
    *unique = *unique || f->unique || is_only_key(k, t, col);
    if (bal_field_check(f, text, len, out, &fault) == BAL_CELL_GOOD)
        return 0;
    if (fault.no_memory)
        return bal_fail_mem(err);
    return bal_fail(err, BAL_EDATA, "%s%s%s", fault.rule, fault.todo[0] != '\0' ? "; " : "",
                    fault.todo);
}

static void release(void *ud)
{
    struct kept *k = ud;

    bal_package_free(k->package);
    bal_free(k->mem, k, sizeof *k);
}

int bal_keep_schema(struct bal_loading *l)
{
    struct kept *k = bal_alloc(l->mem, sizeof *k);

    if (k == NULL)
        return bal_fail_mem(l->err);
    *k = (struct kept){.mem = l->mem, .names = l->study->names, .package = l->package};
    l->package = NULL;
    l->study->schema = (struct bal_schema){.ud = k, .check = check, .free = release};
    return 0;
}
