/* What of Lua's own library a sandboxed script has. Left out: io, os, debug, package; dofile, loadfile,
 * collectgarbage, string.dump. Changed:
 *
 *   load            text only, whatever the mode; no chunk is called like a file
 *   require         Balassa's modules only
 *   setmetatable    refuses a __gc: it would run where no hook does
 *   getmetatable    of tables only: those of strings and of Balassa's objects are not a script's to change
 *   string.rep      of nothing is nothing, at once
 *   coroutine.create, coroutine.wrap   count against the steps
 *
 * What is left can do no more than compute; how long and with how much memory, sandbox.c sees to. */
#include "lua/sandbox.h"

#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lua/raise.h"

/* Calls the original, upvalue 1, with what is on the stack. */
static int call_original(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

/* load(chunk [, chunkname [, mode [, env]]]) */
static int safe_load(lua_State *L)
{
    bool env = !lua_isnone(L, 4);

    lua_settop(L, 4);
    if (lua_type(L, 2) == LUA_TSTRING && *lua_tostring(L, 2) == '@') {
        lua_pushfstring(L, "=%s", lua_tostring(L, 2) + 1); /* the report would quote that file */
        lua_replace(L, 2);
    }
    lua_pushliteral(L, "t");
    lua_replace(L, 3);
    if (!env)
        lua_settop(L, 3);
    return call_original(L);
}

static int safe_require(lua_State *L)
{
    const char *name = luaL_checkstring(L, 1);

    if (strcmp(name, "balassa") != 0 && strncmp(name, "balassa.", 8) != 0)
        return bal_raise(L, "require '%s': --sandbox has only Balassa's own modules", name);
    return call_original(L);
}

static int safe_setmetatable(lua_State *L)
{
    if (lua_istable(L, 2)) {
        lua_pushliteral(L, "__gc");
        if (lua_rawget(L, 2) != LUA_TNIL)
            return bal_raise(L, "--sandbox allows no __gc in a metatable");
        lua_pop(L, 1);
    }
    return call_original(L);
}

static int safe_getmetatable(lua_State *L)
{
    luaL_checkany(L, 1);
    if (!lua_istable(L, 1)) {
        lua_pushnil(L);
        return 1;
    }
    return call_original(L);
}

/* string.rep("", 1 << 62) would copy nothing four billion billion times. */
static int safe_rep(lua_State *L)
{
    size_t n, nsep = 0;

    luaL_checklstring(L, 1, &n);
    luaL_checkinteger(L, 2);
    luaL_optlstring(L, 3, "", &nsep);
    if (n == 0 && nsep == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    return call_original(L);
}

static int charged(lua_State *L)
{
    bal_sandbox_charge(L);
    return call_original(L);
}

/* Puts `f` in place of the field of the table at the top, which becomes its upvalue. */
static void replace(lua_State *L, const char *name, lua_CFunction f)
{
    lua_getfield(L, -1, name);
    lua_pushcclosure(L, f, 1);
    lua_setfield(L, -2, name);
}

static void take_away(lua_State *L, const char *name)
{
    lua_pushnil(L);
    lua_setfield(L, -2, name);
}

static void open_base(lua_State *L)
{
    static const char *const unsafe[] = {"dofile", "loadfile", "collectgarbage"};

    luaL_requiref(L, LUA_GNAME, luaopen_base, 1);
    for (size_t i = 0; i < sizeof unsafe / sizeof *unsafe; i++)
        take_away(L, unsafe[i]);
    replace(L, "load", safe_load);
    replace(L, "setmetatable", safe_setmetatable);
    replace(L, "getmetatable", safe_getmetatable);
    lua_pop(L, 1);
}

/* `package` itself goes; `require` keeps it as an upvalue, with no searcher left but the one that the
 * library of Balassa adds. */
static void open_require(lua_State *L)
{
    luaL_requiref(L, LUA_LOADLIBNAME, luaopen_package, 0);
    lua_newtable(L);
    lua_setfield(L, -2, "searchers");
    lua_pop(L, 1);
    lua_pushglobaltable(L);
    replace(L, "require", safe_require);
    lua_pop(L, 1);
}

void bal_sandbox_open_libraries(lua_State *L)
{
    static const luaL_Reg plain[] = {{LUA_TABLIBNAME, luaopen_table},
                                     {LUA_MATHLIBNAME, luaopen_math},
                                     {LUA_UTF8LIBNAME, luaopen_utf8}};

    open_base(L);
    open_require(L);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        luaL_requiref(L, plain[i].name, plain[i].func, 1);
        lua_pop(L, 1);
    }
    luaL_requiref(L, LUA_STRLIBNAME, luaopen_string, 1);
    take_away(L, "dump");
    replace(L, "rep", safe_rep);
    lua_pop(L, 1);
    luaL_requiref(L, LUA_COLIBNAME, luaopen_coroutine, 1);
    replace(L, "create", charged);
    replace(L, "wrap", charged);
    lua_pop(L, 1);
}
