#include "lua/raise.h"

#include <stdarg.h>
#include <string.h>

#include <lauxlib.h>

/* Registry keys. */
#define LIBRARY "balassa.library"
#define FAILURES "balassa.failures"

/* Fewer fit on any stack of Lua (LUAI_MAXSTACK is a million), if there is memory. */
enum { MOST_VALUES = 100000 };

/* Messages remembered before the table starts afresh: a script that probes a thousand folders
 * must not keep a thousand violation lists alive. */
enum { FAILURES_KEPT = 64 };

void bal_set_library_folder(lua_State *L, const char *folder)
{
    lua_pushstring(L, folder);
    lua_setfield(L, LUA_REGISTRYINDEX, LIBRARY);
}

bool bal_is_library(lua_State *L, const lua_Debug *ar)
{
    const char *folder;
    bool under;

    if (ar->source[0] != '@')
        return false;
    lua_getfield(L, LUA_REGISTRYINDEX, LIBRARY);
    folder = lua_tostring(L, -1);
    under = folder != NULL && strncmp(ar->source + 1, folder, strlen(folder)) == 0;
    lua_pop(L, 1);
    return under;
}

bool bal_script_level(lua_State *L, lua_Debug *ar)
{
    for (int level = 0; lua_getstack(L, level, ar); level++) {
        lua_getinfo(L, "Sl", ar);
        if (ar->currentline > 0 && !bal_is_library(L, ar))
            return true;
    }
    return false;
}

static void push_position(lua_State *L)
{
    lua_Debug ar;

    if (bal_script_level(L, &ar))
        lua_pushfstring(L, "%s:%d: ", ar.short_src, ar.currentline);
    else
        lua_pushliteral(L, "");
}

/* "table: 0x55d0c8c6e2a0", as Lua prints what has no text of its own, tells nothing and is another in each run:
 * in the string on top it becomes "a table". */
static void drop_addresses(lua_State *L)
{
    static const char *const kinds[] = {"table", "function", "userdata", "thread"};
    const char *text = lua_tostring(L, -1), *at;
    luaL_Buffer b;

    if (strstr(text, ": 0x") == NULL)
        return;
    luaL_buffinit(L, &b);
    while ((at = strstr(text, ": 0x")) != NULL) {
        size_t digits = strspn(at + 4, "0123456789abcdef"), n = 0;

        for (size_t i = 0; n == 0 && i < sizeof kinds / sizeof *kinds; i++) {
            size_t length = strlen(kinds[i]);

            if ((size_t)(at - text) >= length && strncmp(at - length, kinds[i], length) == 0)
                n = length;
        }
        luaL_addlstring(&b, text, (size_t)(at - text) - n);
        luaL_addstring(&b, n > 0 ? "a " : "");
        luaL_addlstring(&b, at - n, n > 0 ? n : 4 + digits);
        text = at + 4 + digits;
    }
    luaL_addstring(&b, text);
    luaL_pushresult(&b);
    lua_remove(L, -2);
}

int bal_raise(lua_State *L, const char *format, ...)
{
    va_list args;

    bal_need_stack(L, 8);
    push_position(L);
    va_start(args, format);
    lua_pushvfstring(L, format, args);
    va_end(args);
    drop_addresses(L);
    lua_concat(L, 2);
    lua_error(L);
    __builtin_unreachable();
}

int bal_raise_memory(lua_State *L)
{
    lua_pushliteral(L, "not enough memory"); /* lua_error knows this very string */
    lua_error(L);
    __builtin_unreachable();
}

void bal_need_stack(lua_State *L, int n)
{
    if (lua_checkstack(L, n))
        return;
    if (lua_gettop(L) + n < MOST_VALUES)
        bal_raise_memory(L);
    luaL_error(L, "stack overflow");
}

int bal_raise_error(lua_State *L, const struct bal_error *e)
{
    if (e->code == BAL_EMEM)
        bal_raise_memory(L);
    bal_raise(L, "%s", e->message);
}

/* registry.failures = { [1] = how many, [message] = code, ... }; pushed. */
static void push_failures(lua_State *L)
{
    if (lua_getfield(L, LUA_REGISTRYINDEX, FAILURES) == LUA_TTABLE) {
        lua_rawgeti(L, -1, 1);
        if (lua_tointeger(L, -1) < FAILURES_KEPT) {
            lua_pop(L, 1);
            return;
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, FAILURES);
}

static void remember(lua_State *L, int message, int code)
{
    push_failures(L);
    lua_pushvalue(L, message);
    if (lua_rawget(L, -2) == LUA_TNIL) {
        lua_rawgeti(L, -2, 1);
        lua_pushinteger(L, lua_tointeger(L, -1) + 1);
        lua_rawseti(L, -4, 1);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    lua_pushvalue(L, message);
    lua_pushinteger(L, code);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}

int bal_push_failure_text(lua_State *L, int code, const char *message)
{
    if (code == BAL_EMEM)
        return bal_raise_memory(L);
    bal_need_stack(L, 6);
    lua_pushnil(L);
    lua_pushstring(L, message);
    remember(L, lua_gettop(L), code);
    return 2;
}

int bal_push_failure(lua_State *L, const struct bal_error *e)
{
    return bal_push_failure_text(L, e->code, e->message);
}

int bal_failure_code(lua_State *L, int index)
{
    int code = 0;

    index = lua_absindex(L, index);
    if (lua_type(L, index) != LUA_TSTRING)
        return 0;
    if (lua_getfield(L, LUA_REGISTRYINDEX, FAILURES) == LUA_TTABLE) {
        lua_pushvalue(L, index);
        lua_rawget(L, -2);
        code = (int)lua_tointeger(L, -1);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return code;
}

struct bal_mem bal_lua_mem(lua_State *L)
{
    struct bal_mem mem;

    mem.fn = lua_getallocf(L, &mem.ud);
    return mem;
}
