/* A small BibTeX reader: what a list of sources needs, as a table.
 *
 *   @article{chicolini1999,                 key            type     author    title   year journal
 *     author = {Chicolini, A.},      ─►     chicolini1999  article  Chicol... Ducks   1999   ...
 *     year   = 1999,
 *   }
 *
 * An entry is @type{key, field = value, ...}; a value is text in braces (which may nest) or in
 * double quotes, or a bare number. Types and field names are lower-cased. In a value, white space
 * of any length is one space, and braces inside are dropped: they only tell BibTeX what not to
 * re-case. @comment{...} and lines that begin with % are skipped. UTF-8.
 *
 * A field called type ("PhD thesis") becomes the column subtype: type is the entry's own.
 *
 * Refused, each with its line: @string, @preamble and # (macros: the text would not stand where it
 * is used), backslashes (TeX: write the letter itself), @type(...), a field or a key twice, text
 * between entries (BibTeX would skip it silently, and with it an entry that lost its @).
 *
 * Why no library: the one that Debian packages for C, btparse, prints its errors to stderr and
 * keeps its state in globals, and reads far more than a data package may hold.
 */
#ifndef BAL_IO_BIB_H
#define BAL_IO_BIB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/names.h"
#include "io/diag.h"
#include "model/table.h"

enum { BAL_BIB_FIELDS_MAX = 1024 }; /* different fields in a file: the table's columns */

/* Fills `table` (just initialised) from the text of the file that violations call `file`. Its
 * columns are all names: key, type, author, title, year, then every other field in the order of
 * its first use; a row's line is that of its entry. Entries with a violation are left out, and
 * *damaged tells so. BAL_EMEM. */
int bal_bib_read(const char *text, size_t n, const char *file, struct bal_names *names,
                 struct bal_table *table, struct bal_diag *diag, bool *damaged,
                 struct bal_error *err);

#endif
