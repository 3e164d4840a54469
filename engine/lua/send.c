#include "lua/send.h"

#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "base/buf.h"
#include "lua/core.h"
#include "lua/raise.h"
#include "lua/report.h"

enum { DEEPEST = 60 };

struct sending {
    lua_State *from, *to;
    int known;  /* in `from`: value -> { module } or { module, name } */
    int copies; /* in `from`: table or function -> its number in the list at `list` of `to` */
    int list;
    struct bal_error *err;
};

/* Every loaded module, and every function or table in one, by name. Modules come last: what is a
 * module itself is known as that. */
static void push_known(lua_State *L)
{
    int known, loaded;

    lua_newtable(L);
    known = lua_gettop(L);
    lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    loaded = lua_gettop(L);
    for (int pass = 0; pass < 2; pass++) {
        lua_pushnil(L);
        while (lua_next(L, loaded) != 0) { /* module value */
            int module = lua_gettop(L);

            if (pass == 1) {
                lua_pushvalue(L, module);
                lua_createtable(L, 1, 0);
                lua_pushvalue(L, module - 1);
                lua_rawseti(L, -2, 1);
                lua_rawset(L, known);
            } else if (lua_istable(L, module)) {
                lua_pushnil(L);
                while (lua_next(L, module) != 0) { /* name value */
                    if ((lua_isfunction(L, -1) || lua_istable(L, -1)) &&
                        lua_type(L, -2) == LUA_TSTRING) {
                        lua_pushvalue(L, -1);
                        lua_createtable(L, 2, 0);
                        lua_pushvalue(L, module - 1);
                        lua_rawseti(L, -2, 1);
                        lua_pushvalue(L, -4);
                        lua_rawseti(L, -2, 2);
                        lua_rawset(L, known);
                    }
                    lua_pop(L, 1);
                }
            }
            lua_settop(L, module - 1);
        }
    }
    lua_settop(L, known);
}

static int require_it(lua_State *L) /* (module [, name]) */
{
    lua_settop(L, 2);
    lua_getglobal(L, "require");
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    if (!lua_isnil(L, 2)) {
        lua_pushvalue(L, 2);
        lua_gettable(L, -2);
    }
    return 1;
}

/* The value at the top of `from` by its name in a module; false when it has none. */
static bool send_known(struct sending *s, bool *failed)
{
    const char *module, *name;

    *failed = false;
    lua_pushvalue(s->from, -1);
    if (lua_rawget(s->from, s->known) != LUA_TTABLE) {
        lua_pop(s->from, 1);
        return false;
    }
    lua_rawgeti(s->from, -1, 1);
    lua_rawgeti(s->from, -2, 2);
    module = lua_tostring(s->from, -2);
    name = lua_tostring(s->from, -1);
    lua_pushcfunction(s->to, require_it);
    lua_pushstring(s->to, module);
    lua_pushstring(s->to, name);
    if (lua_pcall(s->to, 2, 1, 0) != LUA_OK) {
        *failed = true;
        bal_fail(s->err, BAL_EARG, "the module '%s' cannot be loaded on another core: %s", module,
                 luaL_tolstring(s->to, -1, NULL));
    }
    lua_pop(s->from, 3);
    return true;
}

static int write_code(lua_State *L, const void *p, size_t size, void *ud)
{
    (void)L;
    bal_buf_add(ud, p, size);
    return 0;
}

static int send_value(struct sending *s, const char *path, int depth);

/* Remembers the copy at the top of `to` as that of the value at the top of `from`. */
static void remember(struct sending *s)
{
    lua_Integer n = (lua_Integer)lua_rawlen(s->to, s->list) + 1;

    lua_pushvalue(s->to, -1);
    lua_rawseti(s->to, s->list, n);
    lua_pushvalue(s->from, -1);
    lua_pushinteger(s->from, n);
    lua_rawset(s->from, s->copies);
}

static int send_function(struct sending *s, const char *path, int depth)
{
    struct bal_buf code;
    int at = lua_gettop(s->from), status;

    if (lua_iscfunction(s->from, at))
        return bal_fail(
            s->err, BAL_EARG,
            "%s is a function written in C of no loaded module: it cannot be sent to other "
            "cores; use a function in Lua, or one of a module",
            path);
    bal_buf_init(&code, &bal_mem_std);
    lua_dump(s->from, write_code, &code, 0);
    status = code.failed ? LUA_ERRMEM : luaL_loadbufferx(s->to, code.data, code.len, path, "b");
    bal_buf_free(&code);
    if (status != LUA_OK)
        return bal_fail_mem(s->err);
    remember(s);
    for (int i = 1;; i++) {
        const char *name = lua_getupvalue(s->from, at, i);
        char inner[200];
        int failed;

        if (name == NULL)
            return 0;
        snprintf(inner, sizeof inner, "'%.150s'", name);
        failed = send_value(s, inner, depth + 1);
        lua_pop(s->from, 1);
        if (failed != 0)
            return failed;
        lua_setupvalue(s->to, -2, i);
    }
}

static int send_table(struct sending *s, const char *path, int depth)
{
    int at = lua_gettop(s->from);

    if (lua_getmetatable(s->from, at)) {
        lua_pop(s->from, 1);
        return bal_fail(
            s->err, BAL_EARG,
            "%s is a table with a metatable: it cannot be sent to other cores; take plain "
            "numbers and strings out of it before, or run with threads = 1",
            path);
    }
    lua_newtable(s->to);
    remember(s);
    lua_pushnil(s->from);
    while (lua_next(s->from, at) != 0) {
        int failed;

        lua_pushvalue(s->from, -2);
        failed = send_value(s, path, depth + 1);
        lua_pop(s->from, 1);
        if (failed == 0)
            failed = send_value(s, path, depth + 1);
        if (failed != 0)
            return failed;
        lua_rawset(s->to, -3);
        lua_pop(s->from, 1);
    }
    return 0;
}

static const char *class_name(lua_State *L)
{
    return luaL_getmetafield(L, -1, "__name") == LUA_TSTRING ? lua_tostring(L, -1)
                                                             : luaL_typename(L, -1);
}

/* The value at the top of `from`, which stays there. */
static int send_value(struct sending *s, const char *path, int depth)
{
    bool failed;
    int at = lua_gettop(s->from), code;

    if (depth > DEEPEST || !lua_checkstack(s->from, 20) || !lua_checkstack(s->to, 20))
        return bal_fail(s->err, BAL_EARG, "%s is nested too deeply to be sent to other cores",
                        path);
    switch (lua_type(s->from, at)) {
    case LUA_TNIL:
        lua_pushnil(s->to);
        return 0;
    case LUA_TBOOLEAN:
        lua_pushboolean(s->to, lua_toboolean(s->from, at));
        return 0;
    case LUA_TNUMBER:
        if (lua_isinteger(s->from, at))
            lua_pushinteger(s->to, lua_tointeger(s->from, at));
        else
            lua_pushnumber(s->to, lua_tonumber(s->from, at));
        return 0;
    case LUA_TSTRING: {
        size_t n;
        const char *text = lua_tolstring(s->from, at, &n);

        lua_pushlstring(s->to, text, n);
        return 0;
    }
    default:
        break;
    }
    if (send_known(s, &failed))
        return failed ? BAL_EARG : 0;
    lua_pushvalue(s->from, at);
    if (lua_rawget(s->from, s->copies) == LUA_TNUMBER) {
        lua_rawgeti(s->to, s->list, lua_tointeger(s->from, -1));
        lua_pop(s->from, 1);
        return 0;
    }
    lua_pop(s->from, 1);
    if (lua_isfunction(s->from, at))
        return send_function(s, path, depth);
    if (lua_istable(s->from, at))
        return send_table(s, path, depth);
    code =
        bal_fail(s->err, BAL_EARG,
                 "%s is a %s: it cannot be sent to other cores; take plain numbers and strings out "
                 "of it before, or run with threads = 1",
                 path, class_name(s->from));
    lua_settop(s->from, at);
    return code;
}

struct receiving {
    struct sending s;
    const char *what;
    int code;
};

/* In the state that receives, where nobody else would catch that memory runs out: (receiving) -> the copy */
static int receive(lua_State *to)
{
    struct receiving *r = lua_touserdata(to, 1);

    lua_newtable(to);
    r->s.list = 2;
    r->code = send_value(&r->s, r->what, 0);
    return r->code == 0 ? 1 : 0;
}

int bal_send(lua_State *from, int index, lua_State *to, const char *what, struct bal_error *err)
{
    struct receiving r = {.s = {.from = from, .to = to, .err = err}, .what = what};
    int top = lua_gettop(from), base = lua_gettop(to), status;

    index = lua_absindex(from, index);
    bal_need_stack(from, 20);
    if (!lua_checkstack(to, 4))
        return bal_fail_mem(err);
    push_known(from);
    r.s.known = lua_gettop(from);
    lua_newtable(from);
    r.s.copies = lua_gettop(from);
    lua_pushvalue(from, index);
    lua_pushcfunction(to, receive);
    lua_pushlightuserdata(to, &r);
    status = lua_pcall(to, 1, 1, 0);
    lua_settop(from, top);
    if (status != LUA_OK)
        r.code = bal_fail_mem(err);
    if (r.code != 0)
        lua_settop(to, base);
    return r.code;
}

static int open_all(lua_State *L)
{
    luaL_openlibs(L);
    bal_report_open(L);
    luaL_requiref(L, "balassa", luaopen_balassa, 0);
    return 0;
}

lua_State *bal_new_state(void)
{
    lua_State *L = luaL_newstate();

    if (L == NULL)
        return NULL;
    lua_pushcfunction(L, open_all);
    if (lua_pcall(L, 0, 0, 0) != LUA_OK) {
        lua_close(L);
        return NULL;
    }
    return L;
}
