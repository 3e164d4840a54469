#include "lua/command.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lualib.h>

#include "base/near.h"
#include "lua/library.h"

static const char own_folder[] = "scripts"; /* under the current one */

bool bal_is_command_name(const char *name)
{
    size_t n = strlen(name);

    return n > 0 && strchr(name, '/') == NULL && !(n > 4 && strcmp(name + n - 4, ".lua") == 0);
}

static bool push_in(lua_State *L, const char *folder, const char *name)
{
    const char *path = lua_pushfstring(L, "%s/%s.lua", folder, name);

    if (access(path, R_OK) == 0)
        return true;
    lua_pop(L, 1);
    return false;
}

bool bal_push_command(lua_State *L, const char *name)
{
    return push_in(L, own_folder, name) || push_in(L, bal_scripts_folder(L), name);
}

/* Pushes the list of all command names, sorted, each once. */
static void push_names(lua_State *L)
{
    lua_Integer n, kept = 0;
    int all;

    lua_newtable(L);
    all = lua_gettop(L);
    bal_names_in(L, own_folder, ".lua");
    bal_names_in(L, bal_scripts_folder(L), ".lua");
    lua_getglobal(L, LUA_TABLIBNAME);
    lua_getfield(L, -1, "sort");
    lua_pushvalue(L, all);
    lua_call(L, 1, 0);
    lua_pop(L, 1);
    n = (lua_Integer)lua_rawlen(L, all);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, all, i);
        lua_rawgeti(L, all, kept);
        if (!lua_rawequal(L, -1, -2))
            kept++;
        lua_pop(L, 1);
        lua_rawseti(L, all, kept);
    }
    for (; n > kept; n--) {
        lua_pushnil(L);
        lua_rawseti(L, all, n);
    }
}

void bal_push_near_command(lua_State *L, const char *name)
{
    struct bal_near near;
    lua_Integer n;

    push_names(L);
    n = (lua_Integer)lua_rawlen(L, -1);
    bal_near_start(&near, name);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, -1, i);
        bal_near_try(&near, lua_tostring(L, -1));
        lua_pop(L, 1); /* the list keeps it */
    }
    lua_pushstring(L, near.best);
    lua_remove(L, -2);
}

/* Pushes "" when there is nothing to tell. */
static void push_command_purpose(lua_State *L, const char *name)
{
    int top = lua_gettop(L);

    if (!bal_push_command(L, name) || !bal_push_purpose(L, lua_tostring(L, -1)))
        lua_pushliteral(L, "");
    lua_replace(L, top + 1);
    lua_settop(L, top + 1);
}

void bal_push_command_list(lua_State *L)
{
    luaL_Buffer b;
    lua_Integer n;
    int names;

    push_names(L);
    names = lua_gettop(L);
    n = (lua_Integer)lua_rawlen(L, names);
    luaL_buffinit(L, &b);
    for (lua_Integer i = 1; i <= n; i++) {
        const char *name;

        lua_rawgeti(L, names, i);
        name = lua_tostring(L, -1);
        lua_pop(L, 1);
        luaL_addstring(&b, "  ");
        luaL_addstring(&b, name);
        for (size_t w = strlen(name); w < 12; w++)
            luaL_addchar(&b, ' ');
        luaL_addstring(&b, " ");
        push_command_purpose(L, name);
        luaL_addvalue(&b);
        luaL_addchar(&b, '\n');
    }
    luaL_pushresult(&b);
    lua_remove(L, names);
}

/* "--- Check a study. \n" -> "Check a study." */
static bool push_comment(lua_State *L, char *line)
{
    char *end = line + strlen(line);

    if (strncmp(line, "--", 2) != 0)
        return false;
    while (*line == '-')
        line++;
    while (isspace((unsigned char)*line))
        line++;
    while (end > line && isspace((unsigned char)end[-1]))
        end--;
    if (end == line)
        return false;
    lua_pushlstring(L, line, (size_t)(end - line));
    return true;
}

bool bal_push_purpose(lua_State *L, const char *path)
{
    char line[256];
    char *got;
    FILE *f = fopen(path, "re");

    if (f == NULL)
        return false;
    got = fgets(line, sizeof line, f);
    if (got != NULL && line[0] == '#')
        got = fgets(line, sizeof line, f);
    fclose(f);
    return got != NULL && push_comment(L, line);
}
