/* What lua/series.c and lua/series_read.c share. */
#ifndef BAL_LUA_SERIES_H
#define BAL_LUA_SERIES_H

#include <lauxlib.h>

#include "lua/bindings.h"

/* The period number of the date or EDTF text at `index`: its first day's, or its last day's. */
int64_t bal_check_period(lua_State *L, const struct bal_series *s, int index, bool last);

extern const luaL_Reg bal_series_readers[]; /* methods that read */
extern const luaL_Reg bal_series_fields[];
int bal_series_index(lua_State *L); /* series[i] */
int bal_series_len(lua_State *L);
int bal_series_tostring(lua_State *L);

#endif
