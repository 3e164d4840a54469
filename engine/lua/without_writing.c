/* core.without_writing(f, ...) -> true, what f returns | false, the error
 *
 * For a script whose command line came from a stranger's file. While f runs, the state is read-only: what
 * Balassa itself writes is refused where every write asks (sandbox.h), and Lua's own functions that write,
 * start programs or run other files are replaced in their tables. The script is the user's, and is not
 * held against its will; its arguments are.
 */
#include "lua/without_writing.h"

#include <string.h>

#include <lauxlib.h>

#include "lua/interrupt.h"
#include "lua/raise.h"
#include "lua/sandbox.h"

static int refuse_call(lua_State *L) /* upvalue 2: its name */
{
    return luaL_error(L, "a script that is run again may not call %s",
                      lua_tostring(L, lua_upvalueindex(2)));
}

/* Calls the original, upvalue 1, with what is on the stack. */
static int call_original(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

static int open_to_read(lua_State *L) /* for io.open: path [, mode] */
{
    const char *path = luaL_checkstring(L, 1), *mode = luaL_optstring(L, 2, "r");

    if (strpbrk(mode, "wa+") != NULL)
        return luaL_error(L, "a script that is run again may not write '%s'", path);
    return call_original(L);
}

static int load_known(lua_State *L) /* dofile(path), loadfile(path, ...) */
{
    const char *path = luaL_optstring(L, 1, "stdin");

    if (lua_isnoneornil(L, 1) || !bal_sandbox_is_script(L, path))
        return luaL_error(L, "a script that is run again may not run '%s'", path);
    return call_original(L);
}

static const struct {
    const char *library, *name;
    lua_CFunction instead;
} replaced[] = {{"io", "open", open_to_read},     {"io", "popen", refuse_call},
                {"io", "output", refuse_call},    {"io", "tmpfile", refuse_call},
                {"os", "execute", refuse_call},   {"os", "remove", refuse_call},
                {"os", "rename", refuse_call},    {"os", "tmpname", refuse_call},
                {"os", "setlocale", refuse_call}, {"package", "loadlib", refuse_call},
                {"_G", "dofile", load_known},     {"_G", "loadfile", load_known}};

enum { REPLACED = sizeof replaced / sizeof *replaced };

/* Pushes the table of a library, or nil: a sandbox has not all of them. */
static bool push_library(lua_State *L, const char *name)
{
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushstring(L, name);
    lua_rawget(L, -2);
    lua_remove(L, -2);
    return lua_istable(L, -1);
}

/* Puts the replacements in place, and what was there into the table at `kept`, by number. */
static void put(lua_State *L, int kept)
{
    for (int i = 0; i < REPLACED; i++) {
        if (push_library(L, replaced[i].library)) {
            lua_pushstring(L, replaced[i].name);
            lua_pushvalue(L, -1);
            lua_rawget(L, -3);
            if (!lua_isnil(L, -1)) {
                lua_pushvalue(L, -1);
                lua_rawseti(L, kept, i + 1);
                lua_pushstring(L, replaced[i].name);
                lua_pushcclosure(L, replaced[i].instead, 2);
                lua_rawset(L, -3);
            } else {
                lua_pop(L, 2);
            }
        }
        lua_pop(L, 1);
    }
}

static void put_back(lua_State *L, int kept)
{
    for (int i = 0; i < REPLACED; i++) {
        if (push_library(L, replaced[i].library)) {
            lua_pushstring(L, replaced[i].name);
            if (lua_rawgeti(L, kept, i + 1) != LUA_TNIL)
                lua_rawset(L, -3);
            else
                lua_pop(L, 2);
        }
        lua_pop(L, 1);
    }
}

/* (kept, f, ...): memory may run out between two replacements, too. */
static int put_and_call(lua_State *L)
{
    put(L, 1);
    lua_call(L, lua_gettop(L) - 2, LUA_MULTRET);
    return lua_gettop(L) - 1;
}

/* What it needs is there before f is called; to put back needs no memory. */
int bal_lua_without_writing(lua_State *L)
{
    bool before = bal_sandbox_is_read_only(L), room;
    int status;

    luaL_checktype(L, 1, LUA_TFUNCTION);
    bal_need_stack(L, 4);
    lua_newtable(L);
    lua_insert(L, 1);
    lua_pushcfunction(L, put_and_call);
    lua_insert(L, 2);
    lua_pushvalue(L, 1);
    lua_insert(L, 3); /* kept put_and_call kept f ... */
    bal_sandbox_set_read_only(L, true);
    status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
    bal_sandbox_set_read_only(L, before);
    room = lua_checkstack(L, 6);
    if (!room)
        lua_settop(L, 1);
    put_back(L, 1);
    if (!room || status == LUA_ERRMEM)
        return bal_raise_memory(L);
    if (status != LUA_OK && bal_is_interrupt(L, -1))
        return lua_error(L);
    lua_pushboolean(L, status == LUA_OK);
    lua_replace(L, 1);
    return lua_gettop(L);
}
