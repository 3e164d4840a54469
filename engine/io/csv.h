/* A CSV file, record by record: RFC 4180, UTF-8, with a header.
 *
 * What is taken as it is:
 *   - a byte order mark at the start (dropped); LF or CRLF after a record;
 *   - line breaks inside quotes: they reach the cell as LF, whichever the file has;
 *   - spaces and tabs at the ends of an unquoted field: RFC 4180 counts them as part of the field,
 *     so they are kept (libcsv would trim them silently; it is told not to).
 *
 * What is a violation, reported to `diag` with its line:
 *   - bytes that are not UTF-8, control characters, a CR that no LF follows, a blank line;
 *   - a quote inside an unquoted field, text after a closing quote, a quote that never closes (the
 *     line where it opened);
 *   - a record with more or fewer fields than the header; a field of more than
 *     BAL_CSV_FIELD_MAX bytes;
 *   - a header with an empty or a repeated name, or more than BAL_CSV_COLUMNS_MAX of them; no
 *     header at all.
 * A record with a violation is left out; reading goes on with the next physical line, so that one
 * pass finds them all. bal_csv_damaged tells that something was left out.
 *
 * Memory: all of it comes from the hook, except libcsv's own buffer for the field at hand. Its
 * realloc hook has no user pointer, so without global state it can only be the C library's realloc;
 * that buffer is bounded by BAL_CSV_LINE_MAX. Its callbacks only copy bytes and set flags.
 */
#ifndef BAL_IO_CSV_H
#define BAL_IO_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include <sha2.h>

#include "base/error.h"
#include "base/mem.h"
#include "io/diag.h"

enum {
    BAL_CSV_FIELD_MAX = 1024 * 1024,     /* bytes in a field */
    BAL_CSV_COLUMNS_MAX = 1024,          /* columns */
    BAL_CSV_LINE_MAX = 16 * 1024 * 1024, /* bytes in a physical line */
};

struct bal_csv_cell {
    const char *text; /* NUL-terminated; NULL: empty and unquoted, where "" is empty and quoted */
    size_t len;
};

struct bal_csv;

/* Opens `path` and reads its header; violations name the file `path`. `digest` (may be NULL) is fed
 * every byte up to where reading ended. When it fails *out is NULL. BAL_ENOINPUT: the file is not
 * there or cannot be opened; the message is the rule alone, as in io/file.h. BAL_EDATA: it has no
 * header that can be read, and `diag` says why. BAL_EMEM. */
int bal_csv_open(const struct bal_mem *mem, const char *path, SHA2_CTX *digest,
                 struct bal_diag *diag, struct bal_csv **out, struct bal_error *err);
void bal_csv_close(struct bal_csv *csv); /* NULL is allowed */

size_t bal_csv_columns(const struct bal_csv *csv);
const char *bal_csv_column(const struct bal_csv *csv, size_t i); /* may be "" or repeat another */

/* The next record that has no violation: as many cells as columns, valid until the next call, and
 * the physical line it starts on (a file has at most UINT32_MAX of them). *cells is NULL at the
 * end. BAL_EMEM. */
int bal_csv_next(struct bal_csv *csv, const struct bal_csv_cell **cells, size_t *line,
                 struct bal_error *err);

bool bal_csv_damaged(const struct bal_csv *csv);

#endif
