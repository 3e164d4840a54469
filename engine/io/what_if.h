/* A what-if as a small text file, which a person can read and git can compare.
 *
 *   # A what-if of Balassa: the edits of a study, one a line.
 *   what-if "the second crisis as section 4 dates it"
 *   study kazakhstan-1991-2010 digest=8535bfe4...
 *   move crises russia-1998 from=1998-01 to=2000-12
 *   drop events altyn-2003
 *
 * UTF-8. Empty lines and those that begin with # say nothing; the first line that does is `what-if`
 * with the name, if it has one; the second is `study`, with the bare name of a study in a folder
 * `datasets`, or else its folder, and the digest of the data that the edits were made over. Then an
 * edit a line, as model/edit.h writes it, in their order.
 *
 * At most 1 MiB and 1,000 edits: nobody writes more by hand, and a what-if keeps each of its steps.
 */
#ifndef BAL_IO_WHAT_IF_H
#define BAL_IO_WHAT_IF_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "io/diag.h"
#include "model/study.h"

/* The file is whole or what it was before. BAL_EIO. */
int bal_what_if_write(const struct bal_study *study, const char *path, struct bal_error *err);

/* Makes the edits of a file over `study`. Every line that is wrong, or that asks for an edit that
 * cannot be made, is in `diag` (initialised by the caller, who frees it); an edit is tried over those
 * before it that could be. *same_data: the file's digest is that of the study's data.
 * BAL_EDATA     there is something in `diag`; the message counts it
 * BAL_ENOINPUT  there is no such file, or it cannot be read */
int bal_what_if_read(struct bal_study *study, const char *path, struct bal_study **out,
                     bool *same_data, struct bal_diag *diag, struct bal_error *err);

/* The study that a file says its edits are over, appended to `out`. Errors as above. */
int bal_what_if_study(const char *path, struct bal_buf *out, struct bal_diag *diag,
                      struct bal_error *err);

#endif
