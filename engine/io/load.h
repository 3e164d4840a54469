/* A data package from disk to a study: everything it states is checked, every violation is
 * reported, and there is a study only when there was none.
 *
 * Checked, in this order:
 *   datapackage.json   its own shape (io/package.h), `temporal`, the fields that roles need
 *   each file          that it is there; CSV (io/csv.h) or BibTeX (io/bib.h); its columns are those
 *                      of the schema, in any order; each cell's type and constraints (io/schema.h)
 *   keys               primary keys, `unique`, foreign keys (every item of a list)
 *   roles              ranks of the ladder differ; a span has no unknown end (open ones are fine);
 *                      within a coding, phases and crises stand in time order and do not overlap;
 *                      an observation's period is one of its indicator's interval, and is there
 *                      once; a text's file is in the folder, is there and is UTF-8; a coding names
 *                      a record (of the events, or of its `table`), a field of it, a value that the
 *                      field could hold (empty: none) and a confidence above 0 and up to 1, and a
 *                      coder says one thing about one field
 * A table that lost records to an earlier violation is no measure for others: foreign keys to it
 * are then not checked.
 *
 * The texts get one column more than their schema has, `content`: the text of each row's file, byte
 * for byte but for a byte order mark.
 *
 * `period` of the study is the package's `temporal`. Without one it is the range of the known ends
 * of all events, positions, phases and crises; when there is none, a date without ends (both
 * BAL_UNKNOWN) whose period_text is 0.
 *
 * `key` of a table is its primary key when that is one string field; without a primary key it is
 * the string field `id`, else `key`, when its values differ (in a role's table they must, but for
 * phases, crises and observations).
 *
 * `digest` is the SHA-256 of the bytes of datapackage.json, then of each resource's file in the
 * package's order, then of the texts' files in the order of their rows. In the study's folder:
 *     cat datapackage.json ladder.csv ... texts/a.txt texts/b.txt | sha256sum
 */
#ifndef BAL_IO_LOAD_H
#define BAL_IO_LOAD_H

#include "base/error.h"
#include "base/mem.h"
#include "io/diag.h"
#include "model/study.h"

/* `dir` is named in messages as it is given here. On success *out is the study; else it is NULL
 * and everything is freed but `diag`, which the caller has initialised and frees, and which is
 * sorted.
 * BAL_EDATA     violations: they are in `diag`, and the message counts them
 *               ("datasets/x: 10 violations in 4 files")
 * BAL_ENOINPUT  no such folder, or no datapackage.json in it that can be read
 * BAL_EDENIED   a symbolic link leads out of the folder: a study from a stranger could show with it
 *               whatever its reader may read
 * BAL_EMEM      out of memory; jansson, libcsv, regcomp and stdio use malloc outside the hook */
int bal_load(const char *dir, const struct bal_mem *mem, struct bal_study **out,
             struct bal_diag *diag, struct bal_error *err);

#endif
