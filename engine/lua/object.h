/* What all things a script holds have in common: a class with methods, fields and a name; an
 * error with the near name for anything else; immutability; a printed form; completion.
 *
 *   obj.key   a method, else a field (computed), else the class's own `index`, else an error
 */
#ifndef BAL_LUA_OBJECT_H
#define BAL_LUA_OBJECT_H

#include <stdbool.h>

#include <lauxlib.h>
#include <lua.h>

#include "base/near.h"

struct bal_class {
    const char *tname;           /* key in the registry and __name, e.g. "balassa.series" */
    const char *what;            /* as errors name one, e.g. "a series" */
    const luaL_Reg *methods;     /* obj:name(...) */
    const luaL_Reg *const *more; /* lists of more of them, from other files, ended by NULL */
    const luaL_Reg *fields;      /* obj.name; the function gets obj and pushes one value */
    const luaL_Reg *meta;        /* __tostring, __len, __gc, ... */
    lua_CFunction index; /* (obj, key): pushes one value, or nothing when it has no such key;
                                  NULL: none */
    lua_CFunction names; /* (obj): pushes a list of what `index` knows, for completion and
                                  near names; NULL: none */
};

/* Makes the metatable (once a state). The class must be static: it is kept by address. */
void bal_class_make(lua_State *L, const struct bal_class *class);

/* Sets the metatable of the userdata on top of the stack. */
void bal_class_set(lua_State *L, const struct bal_class *class);

/* Sets the metatable of a userdata that only C sees, which must hold nothing yet: this may raise. gc is
 * called by the collector, and before, by lua_toclose. */
void bal_set_gc(lua_State *L, const char *tname, lua_CFunction gc);

/* Option tables: every key of the table at `index` (nil or none: no options) must be one of
 * `known`, a list ended by NULL; otherwise an error names the near one and lists them. `what`
 * completes "unknown option 'x' of ...". */
void bal_check_options(lua_State *L, int index, const char *const *known, const char *what);

enum { BAL_OPTION_MOST = 1000000000 }; /* of what is counted */

/* The option `name` of the table at `index`, or `otherwise`. A value of another type is an
 * error. The string lives as long as the table. */
const char *bal_option_string(lua_State *L, int index, const char *name, const char *otherwise);
lua_Integer bal_option_integer(lua_State *L, int index, const char *name, lua_Integer otherwise);
double bal_option_number(lua_State *L, int index, const char *name, double otherwise);
size_t bal_option_size(lua_State *L, int index, const char *name, lua_Integer otherwise,
                       lua_Integer least); /* a whole number from `least` on */
bool bal_option_boolean(lua_State *L, int index, const char *name, bool otherwise);

/* The number that `lookup` gives for the option, which must be one of `list` (ended by NULL). */
int bal_option_choice(lua_State *L, int index, const char *name, const char *otherwise,
                      int (*lookup)(const char *), const char *const *list);

/* table[name] = v for the table on top of the stack: nil for a NaN; a count as a whole number. */
void bal_set_number(lua_State *L, const char *name, double v);
void bal_set_count(lua_State *L, const char *name, double v);

/* Raises "WHAT 'word'; did you mean 'near'?" or, when nothing is near and `list` is not empty,
 * "WHAT 'word' (known: a, b)". The list is the Lua table at `index`. */
int bal_raise_unknown(lua_State *L, const char *what, const char *word, int index)
    __attribute__((noreturn));

#endif
