/* Interned strings: equal texts get equal numbers, so that a column of names costs four bytes a
 * row and comparing two cells is comparing two integers. */
#ifndef BAL_BASE_NAMES_H
#define BAL_BASE_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"

typedef uint32_t bal_name; /* 0: no name (a missing cell); "" is a name like any other */

struct bal_names; /* grows, never shrinks; a text's address holds until bal_names_free */

struct bal_names *bal_names_new(const struct bal_mem *mem); /* NULL: out of memory */
void bal_names_free(struct bal_names *names);               /* NULL is allowed */

/* Names on top of others: it knows all of theirs by the same numbers, and what is new goes into it
 * alone. `under` outlives it and gets no new names meanwhile. Names on top of names on top of ...
 * are looked up in two steps all the same: the new ones of `under` are taken over (their number is
 * what it costs). NULL: out of memory. */
struct bal_names *bal_names_over(const struct bal_mem *mem, const struct bal_names *under);

/* The number of the `n` bytes at `s`, adding them when they are new. The bytes hold no NUL. */
int bal_names_intern(struct bal_names *names, const char *s, size_t n, bal_name *out,
                     struct bal_error *err);

bal_name bal_names_find(const struct bal_names *names, const char *s, size_t n); /* 0: never seen */

/* NUL-terminated; NULL for 0. */
const char *bal_names_text(const struct bal_names *names, bal_name name);
size_t bal_names_count(const struct bal_names *names); /* names are 1 .. count */

#endif
