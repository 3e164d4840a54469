/* How C functions tell Lua what went wrong.
 *
 *   misuse (a wrong argument, an unknown name)     bal_raise: an error at the script's own line
 *   the outside world (a missing file, bad data)   bal_push_failure: returns nil, message
 *
 * Library code is a Lua chunk that lies under the folder set with bal_set_library_folder; a
 * message never points into it, because its reader can only mend the script that called it.
 */
#ifndef BAL_LUA_RAISE_H
#define BAL_LUA_RAISE_H

#include <stdbool.h>

#include <lua.h>

#include "base/error.h"
#include "base/mem.h"

/* Never returns; the result type allows `return bal_raise(...)`. The format is that of
 * lua_pushfstring (%s %d %I %f %p %c %U %%). The position is that of the first Lua function on
 * the stack that is not library code; without one the message stands alone. */
int bal_raise(lua_State *L, const char *format, ...) __attribute__((noreturn));
/* The error's message; BAL_EMEM as such. */
int bal_raise_error(lua_State *L, const struct bal_error *e) __attribute__((noreturn));
int bal_raise_memory(lua_State *L) __attribute__((noreturn)); /* Lua's own "not enough memory" */

/* luaL_checkstack, which calls it a stack overflow when there is no memory for these n values. */
void bal_need_stack(lua_State *L, int n);

/* Pushes nil and the message and returns 2. The message's code is remembered, so that a script
 * which dies of it (`assert(balassa.study(dir))`) ends the program with the code's exit status.
 * BAL_EMEM raises instead. */
int bal_push_failure(lua_State *L, const struct bal_error *e);
int bal_push_failure_text(lua_State *L, int code, const char *message); /* any length */

/* The enum bal_code with which the string at `index` was last pushed as a failure, or 0. */
int bal_failure_code(lua_State *L, int index);

/* The state's allocator: what a script loads is counted and capped with the script. */
struct bal_mem bal_lua_mem(lua_State *L);

/* `folder` absolute, with a trailing slash. */
void bal_set_library_folder(lua_State *L, const char *folder);
bool bal_is_library(lua_State *L, const lua_Debug *ar); /* `ar` filled with "S" */

/* The innermost Lua function that is not library code: fills *ar with "Sl". */
bool bal_script_level(lua_State *L, lua_Debug *ar);

#endif
