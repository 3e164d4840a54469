/* Lists that a script gave, read for C.
 *
 * A script under --sandbox can hand anything to any function of balassa.core: what the library of scripts/
 * has checked, it can do without. So whatever C counts, indexes or allocates by is checked in C, and what
 * it reads lies there as it was read:
 *
 *   lua_rawgeti, lua_rawlen   of a table only: of another value they read what is not there
 *   raw                       a __index would run the script while C holds its pointers, or give a value
 *                             that nobody keeps
 *   strings                   lua_type, not lua_isstring: a number becomes a string on the stack alone
 *   n * size                  can be more than there are numbers for
 */
#ifndef BAL_LUA_LIST_H
#define BAL_LUA_LIST_H

#include <stddef.h>

#include <lua.h>

#include "stats/contrast.h"

/* The length of the table at `index`; another value is an error. */
size_t bal_check_list(lua_State *L, int index);

/* The whole number at `index`, from `least` to `most`; `what` names it in the error. */
size_t bal_check_count(lua_State *L, int index, size_t least, size_t most, const char *what);

/* Pushes n values of `size` bytes each, all 0, as long as they stand on the stack; at least one, so that it
 * is never NULL. "not enough memory" where so many bytes cannot be counted. */
void *bal_push_array(lua_State *L, size_t n, size_t size);

/* a * b of two lengths; "not enough memory" where that is more than there are numbers for. */
size_t bal_product(lua_State *L, size_t a, size_t b);

/* These read the list at `index` and push an array, as above, of its *n items; `what` names one of them in
 * the error that says which is none. */
double *bal_push_numbers(lua_State *L, int index, size_t *n, const char *what); /* false: NaN */

/* Periods, from 1 to `most` in Lua and from 0 in C. */
size_t *bal_push_periods(lua_State *L, int index, size_t most, size_t *n, const char *what);

/* Windows { first, last }: periods, first <= last, both from 1 to `most`; nil or none: no windows. */
struct bal_range *bal_push_windows(lua_State *L, int index, size_t most, size_t *n);

/* The number that `lookup` gives for the name at `index`; -1 is an error: "unknown WHAT 'name'". */
int bal_check_name(lua_State *L, int index, int (*lookup)(const char *), const char *what);

/* Pushes the field of the table at `index`, raw; its type. */
int bal_push_raw(lua_State *L, int index, const char *name);

/* Pushes the numbers as a list. */
void bal_push_list(lua_State *L, const double *x, size_t n);

/* For what is read in another way. Item `i` (from 1) of the table at `index`: a table, which is pushed; a
 * number; a whole number from `least` to `most`; a string, which lives as long as the table keeps it. Another
 * value is an error. */
void bal_push_item_table(lua_State *L, int index, lua_Integer i, const char *what);
double bal_item_number(lua_State *L, int index, lua_Integer i, const char *what);
size_t bal_item_count(lua_State *L, int index, lua_Integer i, size_t least, size_t most,
                      const char *what);
const char *bal_item_string(lua_State *L, int index, lua_Integer i, const char *what);

#endif
