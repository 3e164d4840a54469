/* Commands: `balassa NAME` runs NAME.lua from ./scripts, else from the installed scripts folder.
 * A user's own script is a command like ours. */
#ifndef BAL_LUA_COMMAND_H
#define BAL_LUA_COMMAND_H

#include <stdbool.h>

#include <lua.h>

/* Whether a program argument names a command; a file is given with a slash or with ".lua". */
bool bal_is_command_name(const char *name);

/* Pushes the path of the command's script ("scripts/NAME.lua" when it is in ./scripts); when there
 * is none, pushes nothing and returns false. */
bool bal_push_command(lua_State *L, const char *name);

/* Pushes the command nearest to a mistyped name, or nil. */
void bal_push_near_command(lua_State *L, const char *name);

/* Pushes "  check      what it does\n" and so on, sorted; "" when there is no command at all. */
void bal_push_command_list(lua_State *L);

/* Pushes what a script is for: the text of its first comment line. When it has no such line or
 * cannot be read, pushes nothing and returns false. */
bool bal_push_purpose(lua_State *L, const char *path);

#endif
