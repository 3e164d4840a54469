#include "lua/list.h"

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/raise.h"

size_t bal_check_list(lua_State *L, int index)
{
    luaL_checktype(L, index, LUA_TTABLE);
    return lua_rawlen(L, index);
}

/* The whole number at the top, if it is one. */
static size_t count_at_top(lua_State *L, size_t least, size_t most, const char *what)
{
    int whole;
    lua_Integer v = lua_tointegerx(L, -1, &whole);

    if (!whole || lua_type(L, -1) != LUA_TNUMBER)
        bal_raise(L, "%s is a whole number, not %s", what, luaL_tolstring(L, -1, NULL));
    if (v < 0 || (size_t)v < least || (size_t)v > most)
        bal_raise(L, "%s is a whole number from %I to %I, not %I", what, (LUAI_UACINT)least,
                  (LUAI_UACINT)most, (LUAI_UACINT)v);
    return (size_t)v;
}

size_t bal_check_count(lua_State *L, int index, size_t least, size_t most, const char *what)
{
    size_t v;

    luaL_checkany(L, index);
    lua_pushvalue(L, index);
    v = count_at_top(L, least, most, what);
    lua_pop(L, 1);
    return v;
}

void *bal_push_array(lua_State *L, size_t n, size_t size)
{
    void *array;

    bal_need_stack(L, 2);
    if (n >= PTRDIFF_MAX / size)
        bal_raise_memory(L);
    array = lua_newuserdatauv(L, (n + 1) * size, 0);
    memset(array, 0, (n + 1) * size);
    return array;
}

size_t bal_product(lua_State *L, size_t a, size_t b)
{
    if (a != 0 && b > SIZE_MAX / a)
        bal_raise_memory(L);
    return a * b;
}

void bal_push_item_table(lua_State *L, int index, lua_Integer i, const char *what)
{
    bal_need_stack(L, 2);
    if (lua_rawgeti(L, index, i) != LUA_TTABLE)
        bal_raise(L, "%s %I is a table, not %s", what, (LUAI_UACINT)i, luaL_tolstring(L, -1, NULL));
}

double bal_item_number(lua_State *L, int index, lua_Integer i, const char *what)
{
    double v;

    if (lua_rawgeti(L, index, i) != LUA_TNUMBER)
        bal_raise(L, "%s %I is a number, not %s", what, (LUAI_UACINT)i,
                  luaL_tolstring(L, -1, NULL));
    v = lua_tonumber(L, -1);
    lua_pop(L, 1);
    return v;
}

size_t bal_item_count(lua_State *L, int index, lua_Integer i, size_t least, size_t most,
                      const char *what)
{
    size_t v;

    lua_rawgeti(L, index, i);
    v = count_at_top(L, least, most, what);
    lua_pop(L, 1);
    return v;
}

const char *bal_item_string(lua_State *L, int index, lua_Integer i, const char *what)
{
    const char *s;

    if (lua_rawgeti(L, index, i) != LUA_TSTRING)
        bal_raise(L, "%s %I is a string, not %s", what, (LUAI_UACINT)i,
                  luaL_tolstring(L, -1, NULL));
    s = lua_tostring(L, -1);
    lua_pop(L, 1);
    return s;
}

double *bal_push_numbers(lua_State *L, int index, size_t *n, const char *what)
{
    double *list;

    index = lua_absindex(L, index);
    *n = bal_check_list(L, index);
    list = bal_push_array(L, *n, sizeof *list);
    for (size_t i = 0; i < *n; i++) {
        bool gap =
            lua_rawgeti(L, index, (lua_Integer)i + 1) == LUA_TBOOLEAN && !lua_toboolean(L, -1);

        lua_pop(L, 1);
        list[i] = gap ? NAN : bal_item_number(L, index, (lua_Integer)i + 1, what);
    }
    return list;
}

size_t *bal_push_periods(lua_State *L, int index, size_t most, size_t *n, const char *what)
{
    size_t *list;

    index = lua_absindex(L, index);
    *n = bal_check_list(L, index);
    list = bal_push_array(L, *n, sizeof *list);
    for (size_t i = 0; i < *n; i++)
        list[i] = bal_item_count(L, index, (lua_Integer)i + 1, 1, most, what) - 1;
    return list;
}

struct bal_range *bal_push_windows(lua_State *L, int index, size_t most, size_t *n)
{
    struct bal_range *window;

    index = lua_absindex(L, index);
    *n = lua_isnoneornil(L, index) ? 0 : bal_check_list(L, index);
    window = bal_push_array(L, *n, sizeof *window);
    for (size_t i = 0; i < *n; i++) {
        bal_push_item_table(L, index, (lua_Integer)i + 1, "window");
        window[i].a = bal_item_count(L, -1, 1, 1, most, "the first period of a window") - 1;
        window[i].b =
            bal_item_count(L, -1, 2, window[i].a + 1, most, "the last period of a window");
        lua_pop(L, 1);
    }
    return window;
}

int bal_check_name(lua_State *L, int index, int (*lookup)(const char *), const char *what)
{
    const char *name = luaL_checkstring(L, index);
    int v = lookup(name);

    if (v < 0)
        bal_raise(L, "unknown %s '%s'", what, name);
    return v;
}

int bal_push_raw(lua_State *L, int index, const char *name)
{
    index = lua_absindex(L, index);
    lua_pushstring(L, name);
    return lua_rawget(L, index);
}

void bal_push_list(lua_State *L, const double *x, size_t n)
{
    bal_need_stack(L, 2);
    lua_createtable(L, n < INT_MAX ? (int)n : INT_MAX, 0);
    for (size_t i = 0; i < n; i++) {
        lua_pushnumber(L, x[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}
