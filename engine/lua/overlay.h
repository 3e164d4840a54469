/* What a study does as a what-if: methods and fields of its class that lua/overlay.c gives. */
#ifndef BAL_LUA_OVERLAY_H
#define BAL_LUA_OVERLAY_H

#include <lauxlib.h>
#include <lua.h>

#include "lua/bindings.h"

extern const luaL_Reg bal_lua_overlay_methods[];

int bal_lua_study_base(lua_State *L);  /* study.base: as it was loaded */
int bal_lua_study_edits(lua_State *L); /* study.edits: list of lines */

/* An empty study object on the stack: its study is to be filled in, or it stays closed. */
struct lua_study *bal_push_study(lua_State *L);

#endif
