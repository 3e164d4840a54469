/* A function sent to another Lua state of this process, with what it holds on to. */
#ifndef BAL_LUA_SEND_H
#define BAL_LUA_SEND_H

#include <stdbool.h>

#include <lua.h>

#include "base/error.h"

/* A new state with the libraries and balassa; NULL: out of memory. */
lua_State *bal_new_state(void);

/* Pushes on `to` a copy of the value at `index` of `from`. Nil, booleans, numbers, strings and plain
 * tables of them are copied; a Lua function is sent as its code, with its upvalues; what is found in
 * a loaded module, or is one, is looked up by that name. Anything else (a study, a table with a
 * metatable, a coroutine) is refused: BAL_EARG, and the message says which variable holds it. Two
 * functions that share a variable no longer do. `what` names the value in the message. */
int bal_send(lua_State *from, int index, lua_State *to, const char *what, struct bal_error *err);

#endif
