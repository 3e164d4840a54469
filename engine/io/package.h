/* datapackage.json as plain C: what the package says, checked in itself before any data is read.
 *
 * Frictionless Data Package with Table Schema (version 1, and of version 2 the type `list`).
 * Properties that are not named here are allowed and left alone, except where ignoring one would
 * leave a stated rule unchecked or change what the data mean: unknown constraints, field formats
 * other than "default", CSV dialects other than RFC 4180's, encodings other than UTF-8,
 * compression, inline data, uniqueKeys. Those are violations.
 */
#ifndef BAL_IO_PACKAGE_H
#define BAL_IO_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

#include <sha2.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/names.h"
#include "io/diag.h"
#include "io/schema.h"

enum bal_format {
    BAL_FORMAT_CSV,
    BAL_FORMAT_BIB,
    BAL_FORMAT_OTHER /* a file of another kind: it must be there, and is part of the digest */
};

struct bal_foreign_key {
    size_t n;            /* fields, at least 1 */
    size_t *field;       /* their numbers in this resource */
    size_t resource;     /* the one that is referred to */
    const char **target; /* its fields, ntargets of them */
    size_t ntargets;
    bool sound; /* n == ntargets, and all of it exists; else it cannot be checked */
};

struct bal_resource {
    const char *name; /* "" when it has none */
    const char *path; /* NULL: cannot be read */
    enum bal_format format;
    int role; /* enum bal_role, or -1 */
    size_t nfields, field_cap;
    struct bal_field *field;
    size_t nkey; /* 0: no primary key */
    size_t *key; /* field numbers */
    size_t nforeign, foreign_cap;
    struct bal_foreign_key *foreign;
    size_t nmissing;
    const char **missing;
};

struct bal_package {
    const struct bal_mem *mem;
    struct bal_names *strings;                     /* owns every text below */
    const char *name, *title, *version, *temporal; /* NULL: not given */
    size_t nresources;
    struct bal_resource *resource; /* in the order of the JSON array, none left out */
};

/* The column that the loader adds to the texts for what their files hold; no field of theirs can
 * have this name. */
#define BAL_TEXT_CONTENT "content"

enum { BAL_PACKAGE_MAX = 16 * 1024 * 1024 }; /* bytes in datapackage.json */

/* Reads `path` (".../datapackage.json"); violations name it so, and the JSON property by its path.
 * *out holds what could be understood, also when there are violations, so that the data can be
 * checked in the same pass: a field of unknown type is a string then, a constraint that makes no
 * sense is left out, a resource that cannot be read has no path. *out is NULL when nothing was
 * understood (not JSON, no resources). BAL_ENOINPUT: the file is not there or cannot be read;
 * BAL_EMEM. jansson keeps its own memory in malloc while it reads. */
int bal_package_read(const struct bal_mem *mem, const char *path, SHA2_CTX *digest,
                     struct bal_diag *diag, struct bal_package **out, struct bal_error *err);
void bal_package_free(struct bal_package *package); /* NULL is allowed */

/* Why a path cannot be a file of the package, as a rule; NULL when it can: relative, inside the
 * folder, no URL. */
const char *bal_path_fault(const char *path);

/* Number of the field called so, or SIZE_MAX. */
size_t bal_resource_field(const struct bal_resource *r, const char *name);

#endif
