/* Running a function that may read and compute, and change nothing. */
#ifndef BAL_LUA_WITHOUT_WRITING_H
#define BAL_LUA_WITHOUT_WRITING_H

#include <lua.h>

int bal_lua_without_writing(lua_State *L); /* core.without_writing(f, ...) */

#endif
