#include "lua/core.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "base/near.h"
#include "lua/bindings.h"
#include "lua/command.h"
#include "lua/interrupt.h"
#include "lua/library.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "lua/report.h"
#include "lua/sandbox.h"

/* The functions of C that are `balassa`'s own; the others are there for the Lua library. */
static const char *const public_names[] = {"align", "date", "series", "study"};

enum { PUBLIC = sizeof public_names / sizeof *public_names };

int bal_exit_status(int code)
{
    switch (code) {
    case BAL_EDATA:
        return 65;
    case BAL_ENOINPUT:
        return 66;
    case BAL_ENOPROG:
        return 69;
    case BAL_EMEM:
    case BAL_ERUN:
        return 70;
    case BAL_EDENIED:
        return 77;
    default:
        return 1;
    }
}

/* core.raise(format, ...) ---------------------------------------------------------------------- */

/* upvalue 1: string.format, taken before a script could change it */
static int core_raise(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return bal_raise(L, "%s", lua_tostring(L, -1));
}

/* core.near(word, list) ------------------------------------------------------------------------ */

/* Both loops leave the strings in the table, which keeps them alive. A sequence ends at its first nil: the
 * length of a table with holes may be any number. */
static void try_sequence(lua_State *L, int list, struct bal_near *near)
{
    for (lua_Integer i = 1; lua_rawgeti(L, list, i) != LUA_TNIL; i++) {
        if (lua_type(L, -1) == LUA_TSTRING)
            bal_near_try(near, lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

static void try_keys(lua_State *L, int list, struct bal_near *near)
{
    lua_pushnil(L);
    while (lua_next(L, list) != 0) {
        if (lua_type(L, -2) == LUA_TSTRING)
            bal_near_try(near, lua_tostring(L, -2));
        lua_pop(L, 1);
    }
}

static int core_near(lua_State *L)
{
    struct bal_near near;

    luaL_checktype(L, 2, LUA_TTABLE);
    bal_near_start(&near, luaL_tolstring(L, 1, NULL));
    if (lua_rawlen(L, 2) > 0)
        try_sequence(L, 2, &near);
    else
        try_keys(L, 2, &near);
    lua_pushstring(L, near.best);
    return 1;
}

/* The rest of core ----------------------------------------------------------------------------- */

static int core_exit_status(lua_State *L)
{
    int code = bal_failure_code(L, 1);

    if (code == 0)
        lua_pushnil(L);
    else
        lua_pushinteger(L, bal_exit_status(code));
    return 1;
}

static int core_explain_errors(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    bal_explain_errors(L);
    return 0;
}

static int core_purpose(lua_State *L)
{
    const char *path = luaL_checkstring(L, 1);

    if (!bal_sandbox_is_script(L, path) || !bal_push_purpose(L, path))
        lua_pushnil(L);
    return 1;
}

static int core_names_in(lua_State *L) /* core.names_in(folder, ".lua") -> NAME of each NAME.lua */
{
    const char *folder = luaL_checkstring(L, 1), *ending = luaL_checkstring(L, 2);
    struct bal_error err;

    lua_newtable(L);
    if (bal_sandbox_is_script(L, folder) || bal_sandbox_may_read(L, folder, &err) == 0)
        bal_names_in(L, folder, ending);
    return 1;
}

static int core_say(lua_State *L)
{
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);

    fflush(stdout);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];

        putc((c < ' ' && c != '\n' && c != '\t') || c == 127 ? '?' : c, stderr);
    }
    putc('\n', stderr);
    return 0;
}

/* upvalue 1: os.exit, which a sandbox does not have */
static int core_exit(lua_State *L)
{
    lua_Integer status = luaL_checkinteger(L, 1);

    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushinteger(L, status);
    lua_pushboolean(L, 1);
    lua_call(L, 2, 0);
    return 0;
}

/* Of a call that failed, with its error at the top: whether that goes on as the error that it is. */
static bool goes_on(lua_State *L, int status)
{
    return status == LUA_ERRMEM || bal_is_interrupt(L, -1) || bal_failure_code(L, -1) != 0;
}

/* core.attempt(f, ...) -> true, what f returns | false, message
 *
 * A pcall for what these data do not allow. What fails outside (a file that cannot be read, a program that
 * is not there, memory), or because Balassa's own library cannot be read, goes on as the error that it is:
 * it is no property of the data, and a result without it would be another one. */
static int core_attempt(lua_State *L)
{
    int status;

    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1); /* true f ... */
    status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
    if (status == LUA_OK)
        return lua_gettop(L);
    if (goes_on(L, status))
        return lua_error(L);
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
}

static int get(lua_State *L)
{
    lua_gettable(L, 1);
    return 1;
}

/* core.get(value, key) -> value[key], or nil when it has no such thing */
static int core_get(lua_State *L)
{
    int status;

    lua_settop(L, 2);
    lua_pushcfunction(L, get);
    lua_insert(L, 1);
    status = lua_pcall(L, 2, 1, 0);
    if (status != LUA_OK && goes_on(L, status))
        return lua_error(L);
    if (status != LUA_OK)
        lua_pushnil(L);
    return 1;
}

static int core_kind(lua_State *L)
{
    bool prints;

    luaL_checkany(L, 1);
    prints = luaL_getmetafield(L, 1, "__tostring") != LUA_TNIL;
    lua_settop(L, 1);
    if (luaL_getmetafield(L, 1, "__name") == LUA_TNIL || lua_type(L, -1) != LUA_TSTRING) {
        lua_settop(L, 1);
        lua_pushnil(L);
    }
    lua_pushboolean(L, prints);
    return 2;
}

/* Both lists are sorted, and their names may meet. */
static int core_names(lua_State *L)
{
    size_t next = 0;
    lua_Integer n = 0;

    lua_settop(L, 0); /* __complete gives the object */
    lua_newtable(L);
    lua_newtable(L);
    bal_library_names(L);
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, 2); i++) {
        const char *name;

        lua_rawgeti(L, 2, i);
        name = lua_tostring(L, -1);
        for (; next < PUBLIC && strcmp(public_names[next], name) <= 0; next++) {
            if (strcmp(public_names[next], name) == 0)
                continue;
            lua_pushstring(L, public_names[next]);
            lua_rawseti(L, 1, ++n);
        }
        lua_rawseti(L, 1, ++n);
    }
    for (; next < PUBLIC; next++) {
        lua_pushstring(L, public_names[next]);
        lua_rawseti(L, 1, ++n);
    }
    lua_settop(L, 1);
    return 1;
}

static void merge(lua_State *L, lua_CFunction open)
{
    int core = lua_gettop(L);

    bal_need_stack(L, 8);
    lua_pushcfunction(L, open);
    lua_call(L, 0, 1);
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, core);
    }
    lua_pop(L, 1);
}

static void push_core(lua_State *L)
{
    static const luaL_Reg functions[] = {{"near", core_near},
                                         {"exit_status", core_exit_status},
                                         {"purpose", core_purpose},
                                         {"names", core_names},
                                         {"names_in", core_names_in},
                                         {"say", core_say},
                                         {"kind", core_kind},
                                         {"attempt", core_attempt},
                                         {"get", core_get},
                                         {"explain_errors", core_explain_errors},
                                         {NULL, NULL}};
    static const lua_CFunction bindings[] = {
        bal_lua_open_date,      bal_lua_open_text,       bal_lua_open_study,
        bal_lua_open_records,   bal_lua_open_series,     bal_lua_open_stats,
        bal_lua_open_events,    bal_lua_open_segments,   bal_lua_open_survival,
        bal_lua_open_bootstrap, bal_lua_open_regress,    bal_lua_open_alpha,
        bal_lua_open_influence, bal_lua_open_draws,      bal_lua_open_plot,
        bal_lua_open_files,     bal_lua_open_multiverse, bal_lua_open_claims};

    luaL_newlib(L, functions);
    lua_pushliteral(L, BALASSA_VERSION);
    lua_setfield(L, -2, "version");
    lua_pushstring(L, bal_scripts_folder(L));
    lua_setfield(L, -2, "scripts");
    lua_getglobal(L, LUA_STRLIBNAME);
    lua_getfield(L, -1, "format");
    lua_pushcclosure(L, core_raise, 1);
    lua_setfield(L, -3, "raise");
    lua_pop(L, 1);
    lua_pushcfunction(L, luaopen_os);
    lua_call(L, 0, 1);
    lua_getfield(L, -1, "exit");
    lua_pushcclosure(L, core_exit, 1);
    lua_setfield(L, -3, "exit");
    lua_pop(L, 1);
    for (size_t i = 0; i < sizeof bindings / sizeof *bindings; i++)
        merge(L, bindings[i]);
}

/* balassa -------------------------------------------------------------------------------------- */

static int balassa_tostring(lua_State *L)
{
    lua_pushliteral(L, "balassa " BALASSA_VERSION);
    return 1;
}

static int raise_unknown(lua_State *L, const char *name)
{
    lua_newtable(L);
    bal_library_names(L);
    if (lua_rawlen(L, -1) == 0)
        return bal_raise(L,
                         "balassa's Lua library is not in '%s/balassa', so there is no '%s'; the "
                         "environment variable BALASSA_SCRIPTS can name its folder scripts",
                         bal_scripts_folder(L), name);
    lua_pushcfunction(L, core_names);
    lua_call(L, 0, 1);
    return bal_raise_unknown(L, "balassa has no field", name, lua_gettop(L));
}

/* __index(balassa, name); upvalue 1: require */
static int balassa_index(lua_State *L)
{
    const char *name;

    luaL_checktype(L, 1, LUA_TTABLE); /* a script can call it: getmetatable(balassa).__index */
    if (lua_type(L, 2) != LUA_TSTRING)
        return bal_raise(L, "balassa has no field [%s]", luaL_tolstring(L, 2, NULL));
    name = lua_tostring(L, 2);
    if (strchr(name, '.') != NULL || !bal_library_has(L, name))
        return raise_unknown(L, name);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushfstring(L, "balassa.%s", name);
    lua_call(L, 1, 1);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_rawset(L, 1);
    return 1;
}

/* Sets the metatable of the table at the top. */
static void set_metatable(lua_State *L)
{
    static const luaL_Reg metamethods[] = {
        {"__tostring", balassa_tostring}, {"__complete", core_names}, {NULL, NULL}};

    luaL_newlib(L, metamethods);
    lua_getglobal(L, "require");
    lua_pushcclosure(L, balassa_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushliteral(L, "balassa");
    lua_setfield(L, -2, "__name");
    lua_setmetatable(L, -2);
}

int luaopen_balassa(lua_State *L)
{
    bal_library_open(L);
    push_core(L);
    lua_newtable(L);
    for (size_t i = 0; i < PUBLIC; i++) {
        lua_getfield(L, -2, public_names[i]);
        lua_setfield(L, -2, public_names[i]);
    }
    lua_pushliteral(L, BALASSA_VERSION);
    lua_setfield(L, -2, "version");
    set_metatable(L);
    lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "balassa.core");
    lua_pop(L, 1);
    return 1;
}
