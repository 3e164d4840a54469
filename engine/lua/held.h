/* A text in the making that C holds while Lua may raise an error past it: the collector frees it then. */
#ifndef BAL_LUA_HELD_H
#define BAL_LUA_HELD_H

#include <lua.h>

#include "base/buf.h"

/* Pushes an empty buffer that lives as long as it stands on the stack. Who is done earlier may free it. */
struct bal_buf *bal_push_buf(lua_State *L);

/* Pushes what it holds as a string, and frees it. */
int bal_push_buf_text(lua_State *L, struct bal_buf *b);

#endif
