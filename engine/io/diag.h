/* Every violation found in a data package, not just the first.
 *
 *   datasets/x/events.csv:7: column 'kind': value 'speach': not one of the values that
 *   'kind' can have; did you mean 'speech'?        (one line; parts that do not apply are left out)
 *
 * Adding cannot fail visibly: running out of memory sticks in `failed`, to be asked once at the
 * end, as with a bal_buf.
 */
#ifndef BAL_IO_DIAG_H
#define BAL_IO_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"

enum {
    BAL_DIAG_KEPT = 1000, /* violations kept; the others are only counted */
    BAL_DIAG_CLIP = 80    /* bytes of a value that are shown */
};

/* Where a violation is. Strings are copied; NULL (or line 0) where a part does not apply. */
struct bal_spot {
    const char *file;
    size_t line;          /* from 1 */
    const char *column;   /* of a CSV or BibTeX file */
    const char *property; /* of a JSON file, as a path: resources[2].schema.fields[0].type */
    const char *value;
    const char *todo; /* what to do about it: no capital, no final stop */
};

struct bal_violation {
    size_t file; /* into bal_diag.file */
    size_t line;
    char *column, *property, *value, *todo; /* NULL where it does not apply */
    char *rule;
    size_t serial; /* order of discovery */
};

struct bal_diag_file {
    char *name;
    size_t violations;
};

struct bal_diag {
    const struct bal_mem *mem;
    struct bal_diag_file *file; /* in their order: that of the package */
    size_t nfiles, file_cap;
    struct bal_violation *item;
    size_t n, cap; /* kept: at most BAL_DIAG_KEPT */
    size_t total;  /* found */
    bool failed;   /* out of memory: what was found is not all here */
};

void bal_diag_init(struct bal_diag *d, const struct bal_mem *mem);
void bal_diag_free(struct bal_diag *d);

/* Gives a file its place in the order. A file that is first heard of in bal_diag_add comes last. */
void bal_diag_file(struct bal_diag *d, const char *name);

void bal_diag_add(struct bal_diag *d, struct bal_spot spot, const char *rule_format, ...)
    __attribute__((format(printf, 3, 4)));

/* By file, then line, then as found. */
void bal_diag_sort(struct bal_diag *d);

/* Appends violation i as one line, without a newline. Control characters and bytes that are not
 * UTF-8 are shown as \n, \t, \xNN; a long value is cut. */
void bal_diag_line(const struct bal_diag *d, size_t i, struct bal_buf *out);

/* Appends every kept violation, a line each, and "... and 12 more" when there are more. */
void bal_diag_text(const struct bal_diag *d, struct bal_buf *out);

/* "10 violations in 4 files"; `size` 80 is enough. Returns `out`. */
char *bal_diag_count(const struct bal_diag *d, char *out, size_t size);

#endif
