/* What a study does as a what-if: methods and fields of its class that lua/overlay.c and lua/what_if.c
 * give, and what lua/study.c lends them. */
#ifndef BAL_LUA_OVERLAY_H
#define BAL_LUA_OVERLAY_H

#include <lauxlib.h>
#include <lua.h>

#include "io/diag.h"
#include "lua/bindings.h"

extern const luaL_Reg bal_lua_overlay_methods[];

int bal_lua_study_base(lua_State *L);  /* study.base: as it was loaded */
int bal_lua_study_edits(lua_State *L); /* study.edits: list of lines */
int bal_lua_study_texts(
    lua_State *L); /* __complete_text: (study, method) -> list, false: files, nil */

/* An empty study object on the stack: its study is to be filled in, or it stays closed. */
struct lua_study *bal_push_study(lua_State *L);
struct lua_study *bal_push_what_if(lua_State *L); /* the same, over the study at 1 */

/* An empty list of violations on the stack, and the failure that it explains: nil and a message of
 * several lines. In lua/study.c. */
struct bal_diag *bal_push_diag(lua_State *L, const struct bal_mem *mem);
int bal_push_violations(lua_State *L, const struct bal_error *err, struct bal_diag *diag);

extern const luaL_Reg bal_lua_what_if_methods[];   /* in lua/what_if.c */
extern const luaL_Reg bal_lua_what_if_functions[]; /* of the core */

#endif
