/* The half of Balassa that is written in Lua: the folder scripts/, found beside the program or the
 * module that runs, and scripts/balassa/, whose files become balassa.NAME when first asked for. */
#ifndef BAL_LUA_LIBRARY_H
#define BAL_LUA_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

/* Finds the folder, remembers it, and makes `require "balassa.NAME"` look into it. The first of
 *   $BALASSA_SCRIPTS                   when set, taken as it is
 *   FOLDER/../../scripts               FOLDER is that of the program or module: build/release
 *   FOLDER/../share/balassa/scripts    PREFIX/bin
 *   FOLDER/../../../share/balassa/scripts    PREFIX/lib/lua/5.4
 *   FOLDER/scripts
 * that holds a folder `balassa`; else the place that the build was configured to install to. */
void bal_library_open(lua_State *L);

/* Absolute, no trailing slash; lives as long as the state. */
const char *bal_scripts_folder(lua_State *L);

/* Whether NAME.lua is in the library. `name` is what follows "balassa."; "chart.font" is the file
 * chart/font.lua. */
bool bal_library_has(lua_State *L, const char *name);

/* Appends the names in the library, sorted, to the list at the top of the stack. */
void bal_library_names(lua_State *L);

/* Appends NAME of each file NAME.lua (`ending` ".lua") in `folder`, sorted, to the list at the top of
 * the stack. A folder that cannot be read holds none. */
void bal_names_in(lua_State *L, const char *folder, const char *ending);

#endif
