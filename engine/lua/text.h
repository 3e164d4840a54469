/* What lua/text.c and lua/text_find.c share. */
#ifndef BAL_LUA_TEXT_H
#define BAL_LUA_TEXT_H

#include <stdbool.h>

#include <lauxlib.h>

#include "text/matcher.h"

struct lua_dictionary {
    struct bal_dictionary *dictionary; /* NULL until it is filled */
    struct bal_mem mem;
    bool closed; /* as a series: lua/bindings.h */
};

struct lua_corpus {
    struct bal_corpus *corpus; /* NULL until it is filled */
    struct bal_mem mem;
    bool closed; /* likewise */
};

extern const luaL_Reg bal_text_finders[]; /* core functions that are in lua/text_find.c */

const struct lua_dictionary *bal_check_dictionary(lua_State *L, int index);
const struct lua_corpus *bal_check_corpus(lua_State *L, int index);

#endif
