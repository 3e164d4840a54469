#include "lua/object.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lua/raise.h"

enum { METHODS = 1, FIELDS = 2, CLASS = 3 }; /* upvalues of __index and __complete */

static const struct bal_class *class_of(lua_State *L)
{
    return lua_touserdata(L, lua_upvalueindex(CLASS));
}

/* Appends the string keys of the table at `from` to the list at `list`. */
static void add_keys(lua_State *L, int list, int from)
{
    lua_pushnil(L);
    while (lua_next(L, from) != 0) {
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
    }
}

static void add_items(lua_State *L, int list, int from)
{
    lua_Integer n = (lua_Integer)lua_rawlen(L, from);

    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, from, i);
        lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
    }
}

/* Pushes the list of all names that the object at 1 answers to. */
static void push_names(lua_State *L)
{
    const struct bal_class *class = class_of(L);
    int list;

    lua_newtable(L);
    list = lua_gettop(L);
    add_keys(L, list, lua_upvalueindex(METHODS));
    add_keys(L, list, lua_upvalueindex(FIELDS));
    if (class->names != NULL) {
        lua_pushcfunction(L, class->names);
        lua_pushvalue(L, 1);
        lua_call(L, 1, 1);
        add_items(L, list, lua_gettop(L));
        lua_pop(L, 1);
    }
}

static int object_complete(lua_State *L)
{
    push_names(L);
    return 1;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Adds " (known: a, b, c)" to the buffer, sorted, at most 40 of them. */
static void add_known(lua_State *L, luaL_Buffer *b, int index)
{
    enum { MOST = 40 };
    size_t n = lua_rawlen(L, index), kept = 0;
    const char *word[MOST] = {NULL};

    for (size_t i = 0; i < n && i < MOST; i++) {
        if (lua_rawgeti(L, index, (lua_Integer)i + 1) == LUA_TSTRING)
            word[kept++] = lua_tostring(L, -1);
        lua_pop(L, 1); /* the table keeps it alive */
    }
    qsort(word, kept, sizeof *word, by_name);
    for (size_t i = 0; i < kept; i++) {
        luaL_addstring(b, i == 0 ? " (known: " : ", ");
        luaL_addstring(b, word[i]);
    }
    if (n > MOST)
        luaL_addstring(b, ", ...");
    if (kept > 0)
        luaL_addstring(b, ")");
}

int bal_raise_unknown(lua_State *L, const char *what, const char *word, int index)
{
    struct bal_near near;
    luaL_Buffer b;

    index = lua_absindex(L, index);
    bal_near_start(&near, word);
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, index); i++) {
        lua_rawgeti(L, index, i);
        if (lua_type(L, -1) == LUA_TSTRING)
            bal_near_try(&near, lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    luaL_buffinit(L, &b);
    if (near.best != NULL) {
        luaL_addstring(&b, "; did you mean '");
        luaL_addstring(&b, near.best);
        luaL_addstring(&b, "'?");
    } else {
        add_known(L, &b, index);
    }
    luaL_pushresult(&b);
    bal_raise(L, "%s '%s'%s", what, word, lua_tostring(L, -1));
}

static int object_index(lua_State *L)
{
    const struct bal_class *class = class_of(L);

    lua_settop(L, 2);
    if (lua_type(L, 2) == LUA_TSTRING) {
        lua_pushvalue(L, 2);
        if (lua_rawget(L, lua_upvalueindex(METHODS)) != LUA_TNIL)
            return 1;
        lua_settop(L, 2);
        lua_pushvalue(L, 2);
        if (lua_rawget(L, lua_upvalueindex(FIELDS)) != LUA_TNIL) {
            lua_pushvalue(L, 1);
            lua_call(L, 1, 1);
            return 1;
        }
        lua_settop(L, 2);
    }
    if (class->index != NULL) {
        lua_pushcfunction(L, class->index);
        lua_pushvalue(L, 1);
        lua_pushvalue(L, 2);
        lua_call(L, 2, LUA_MULTRET);
        if (lua_gettop(L) > 2)
            return 1;
    }
    if (lua_type(L, 2) != LUA_TSTRING)
        return bal_raise(L, "%s has no field [%s]", class->what, luaL_tolstring(L, 2, NULL));
    push_names(L);
    lua_pushfstring(L, "%s has no field", class->what);
    return bal_raise_unknown(L, lua_tostring(L, -1), lua_tostring(L, 2), 3);
}

static int object_newindex(lua_State *L)
{
    return bal_raise(L, "%s cannot be changed", class_of(L)->what);
}

/* a .. b with an object on either side: by its printed form. */
static int object_concat(lua_State *L)
{
    luaL_tolstring(L, 1, NULL);
    luaL_tolstring(L, 2, NULL);
    lua_concat(L, 2);
    return 1;
}

static void push_functions(lua_State *L, const luaL_Reg *list)
{
    lua_newtable(L);
    if (list != NULL)
        luaL_setfuncs(L, list, 0);
}

void bal_class_make(lua_State *L, const struct bal_class *class)
{
    static const luaL_Reg shared[] = {{"__index", object_index},
                                      {"__newindex", object_newindex},
                                      {"__complete", object_complete},
                                      {NULL, NULL}};

    if (luaL_getmetatable(L, class->tname) == LUA_TNIL) { /* known only when it is whole */
        lua_newtable(L);
        push_functions(L, class->methods);
        for (size_t i = 0; class->more != NULL && class->more[i] != NULL; i++)
            luaL_setfuncs(L, class->more[i], 0);
        push_functions(L, class->fields);
        lua_pushlightuserdata(L, (void *)(uintptr_t) class);
        luaL_setfuncs(L, shared, 3);
        lua_pushcfunction(L, object_concat);
        lua_setfield(L, -2, "__concat");
        lua_pushstring(L, class->tname);
        lua_setfield(L, -2, "__metatable");
        lua_pushstring(L, class->tname);
        lua_setfield(L, -2, "__name");
        luaL_setfuncs(L, class->meta, 0);
        lua_setfield(L, LUA_REGISTRYINDEX, class->tname);
    }
    lua_pop(L, 1);
}

void bal_set_gc(lua_State *L, const char *tname, lua_CFunction gc)
{
    if (luaL_getmetatable(L, tname) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_createtable(L, 0, 2);
        lua_pushcfunction(L, gc);
        lua_setfield(L, -2, "__gc");
        lua_pushcfunction(L, gc);
        lua_setfield(L, -2, "__close");
        lua_pushvalue(L, -1);
        lua_setfield(L, LUA_REGISTRYINDEX, tname);
    }
    lua_setmetatable(L, -2);
}

void bal_class_set(lua_State *L, const struct bal_class *class)
{
    luaL_setmetatable(L, class->tname);
}

/* Options -------------------------------------------------------------------------------------- */

void bal_check_options(lua_State *L, int index, const char *const *known, const char *what)
{
    int list;

    if (lua_isnoneornil(L, index))
        return;
    if (lua_type(L, index) != LUA_TTABLE)
        bal_raise(L, "%s takes its options as a table, not a %s", what, luaL_typename(L, index));
    lua_newtable(L);
    list = lua_gettop(L);
    for (int i = 0; known[i] != NULL; i++) {
        lua_pushstring(L, known[i]);
        lua_rawseti(L, list, i + 1);
    }
    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        bool found = false;

        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING)
            bal_raise(L, "%s takes named options only, and got [%s]", what,
                      luaL_tolstring(L, -1, NULL));
        for (int i = 0; known[i] != NULL && !found; i++)
            found = strcmp(known[i], lua_tostring(L, -1)) == 0;
        if (!found) {
            lua_pushfstring(L, "%s: unknown option", what);
            bal_raise_unknown(L, lua_tostring(L, -1), lua_tostring(L, -2), list);
        }
    }
    lua_settop(L, list - 1);
}

/* Pushes the option; false (nothing pushed) when it is not given. */
static bool push_option(lua_State *L, int index, const char *name)
{
    if (!lua_istable(L, index))
        return false;
    lua_pushstring(L, name); /* raw: a __index could give a string that nobody keeps */
    if (lua_rawget(L, index) != LUA_TNIL)
        return true;
    lua_pop(L, 1);
    return false;
}

static void want(lua_State *L, bool ok, const char *name, const char *type)
{
    if (!ok)
        bal_raise(L, "option '%s' is %s, not %s", name, type, luaL_tolstring(L, -1, NULL));
}

const char *bal_option_string(lua_State *L, int index, const char *name, const char *otherwise)
{
    const char *s;

    if (!push_option(L, index, name))
        return otherwise;
    want(L, lua_type(L, -1) == LUA_TSTRING, name, "a string");
    s = lua_tostring(L, -1);
    lua_pop(L, 1);
    return s;
}

lua_Integer bal_option_integer(lua_State *L, int index, const char *name, lua_Integer otherwise)
{
    lua_Integer v;
    int ok;

    if (!push_option(L, index, name))
        return otherwise;
    v = lua_tointegerx(L, -1, &ok);
    want(L, ok && lua_type(L, -1) == LUA_TNUMBER, name, "a whole number");
    lua_pop(L, 1);
    return v;
}

size_t bal_option_size(lua_State *L, int index, const char *name, lua_Integer otherwise,
                       lua_Integer least)
{
    lua_Integer v = bal_option_integer(L, index, name, otherwise);

    if (v < least || v > BAL_OPTION_MOST)
        bal_raise(L, "option '%s' is a whole number from %I to %I, not %I", name,
                  (LUAI_UACINT)least, (LUAI_UACINT)BAL_OPTION_MOST, (LUAI_UACINT)v);
    return (size_t)v;
}

double bal_option_number(lua_State *L, int index, const char *name, double otherwise)
{
    double v;

    if (!push_option(L, index, name))
        return otherwise;
    want(L, lua_type(L, -1) == LUA_TNUMBER, name, "a number");
    v = lua_tonumber(L, -1);
    lua_pop(L, 1);
    return v;
}

bool bal_option_boolean(lua_State *L, int index, const char *name, bool otherwise)
{
    bool v;

    if (!push_option(L, index, name))
        return otherwise;
    want(L, lua_isboolean(L, -1), name, "true or false");
    v = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return v;
}

int bal_option_choice(lua_State *L, int index, const char *name, const char *otherwise,
                      int (*lookup)(const char *), const char *const *list)
{
    const char *given = bal_option_string(L, index, name, otherwise);
    int choice = lookup(given);

    if (choice >= 0)
        return choice;
    lua_newtable(L);
    for (int i = 0; list[i] != NULL; i++) {
        lua_pushstring(L, list[i]);
        lua_rawseti(L, -2, i + 1);
    }
    lua_pushfstring(L, "option '%s' cannot be", name);
    return bal_raise_unknown(L, lua_tostring(L, -1), given, lua_gettop(L) - 1);
}

/* Results -------------------------------------------------------------------------------------- */

void bal_set_number(lua_State *L, const char *name, double v)
{
    if (isnan(v))
        lua_pushnil(L);
    else
        lua_pushnumber(L, v);
    lua_setfield(L, -2, name);
}

void bal_set_count(lua_State *L, const char *name, double v)
{
    if (v < 9007199254740992.0) /* 2^53: a whole number prints as one */
        lua_pushinteger(L, (lua_Integer)v);
    else
        lua_pushnumber(L, v);
    lua_setfield(L, -2, name);
}
