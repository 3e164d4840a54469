/* Files, read through stdio with every error checked, and hashed on the way.
 *
 * The messages of these functions are the rule alone ("there is no such file"): the caller knows
 * how the file was named and says so before it.
 */
#ifndef BAL_IO_FILE_H
#define BAL_IO_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <sha2.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"

/* Whether a path is the folder or lies in it. Both are real paths: no links, no "..". */
bool bal_path_under(const char *real, const char *folder);

struct bal_file {
    FILE *stream;
    SHA2_CTX *digest;
    uint64_t size, got; /* bytes when it was opened; bytes read so far */
};

/* A regular file only: a folder, a pipe or a device is refused before it is opened. `digest` (may
 * be NULL) is fed every byte that is read. BAL_ENOINPUT. */
int bal_file_open(struct bal_file *file, const char *path, SHA2_CTX *digest, struct bal_error *err);

/* The next bytes, *got == 0 at the end. BAL_ENOINPUT: a read failed, or the end is not where it
 * was when the file was opened (someone is writing it). */
int bal_file_read(struct bal_file *file, void *data, size_t size, size_t *got,
                  struct bal_error *err);
void bal_file_close(struct bal_file *file);

/* A whole file of at most `limit` bytes, appended to `out`. BAL_ENOINPUT, BAL_EMEM; BAL_EDATA
 * when it is larger. */
int bal_file_slurp(const char *path, size_t limit, SHA2_CTX *digest, struct bal_buf *out,
                   struct bal_error *err);

#endif
