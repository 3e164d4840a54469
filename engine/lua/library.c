#include "lua/library.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lua/raise.h"

/* Registry key. */
#define SCRIPTS "balassa.scripts"

static bool is_file(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Finding the folder --------------------------------------------------------------------------- */

/* The file this code was loaded from: the program, or balassa.so. */
static bool own_file(char out[PATH_MAX])
{
    static const char here = 0;
    Dl_info info;
    struct link_map *map;

    if (dladdr1(&here, &info, (void **)&map, RTLD_DL_LINKMAP) == 0)
        return false;
    /* The loader gives the program itself an empty name, and argv[0] need not be a path. */
    return realpath(map->l_name[0] != '\0' ? map->l_name : "/proc/self/exe", out) != NULL;
}

/* Pushes the real path of `folder`/`way` when it holds the library. */
static bool push_if_library(lua_State *L, const char *folder, const char *way)
{
    char real[PATH_MAX];
    bool found;

    if (realpath(lua_pushfstring(L, "%s/%s", folder, way), real) == NULL) {
        lua_pop(L, 1);
        return false;
    }
    lua_pop(L, 1);
    found = is_folder(lua_pushfstring(L, "%s/balassa", real));
    lua_pop(L, 1);
    if (found)
        lua_pushstring(L, real);
    return found;
}

static void push_scripts_folder(lua_State *L)
{
    static const char *const ways[] = {"../../scripts", "../share/balassa/scripts",
                                       "../../../share/balassa/scripts", "scripts"};
    const char *chosen = getenv("BALASSA_SCRIPTS");
    char own[PATH_MAX];

    if (chosen != NULL && chosen[0] != '\0') {
        lua_pushstring(L, realpath(chosen, own) != NULL ? own : chosen);
        return;
    }
    if (own_file(own)) {
        *strrchr(own, '/') = '\0';
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
            if (push_if_library(L, own, ways[i]))
                return;
        }
    }
    lua_pushliteral(L, BALASSA_DATADIR "/scripts");
}

const char *bal_scripts_folder(lua_State *L)
{
    const char *folder;

    lua_getfield(L, LUA_REGISTRYINDEX, SCRIPTS);
    folder = lua_tostring(L, -1);
    lua_pop(L, 1); /* the registry keeps it */
    return folder;
}

/* Names ---------------------------------------------------------------------------------------- */

/* "chart", "chart.axis": words joined by dots, so that a name cannot lead out of the folder. */
static bool is_module_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    size_t n;

    do {
        n = strspn(name, letters);
        if (n == 0)
            return false;
        name += n;
    } while (*name++ == '.');
    return name[-1] == '\0';
}

/* What is not there is an answer; what cannot be asked for is a failure. */
static void check_asked(lua_State *L, const char *path)
{
    int number = errno;

    if (number == ENOENT || number == ENOTDIR)
        return;
    bal_push_failure_text(L, BAL_ENOINPUT,
                          lua_pushfstring(L, "cannot read '%s': %s", path, strerror(number)));
    lua_error(L);
}

/* Pushes the path of the library file `name` when there is one. */
static bool push_library_file(lua_State *L, const char *name)
{
    const char *path;

    if (!is_module_name(name))
        return false;
    path = lua_pushfstring(L, "%s/balassa/%s.lua", bal_scripts_folder(L),
                           luaL_gsub(L, name, ".", "/"));
    lua_remove(L, -2);
    errno = ENOENT; /* should it be there and no file */
    if (is_file(path))
        return true;
    check_asked(L, path);
    lua_pop(L, 1);
    return false;
}

bool bal_library_has(lua_State *L, const char *name)
{
    bool has = push_library_file(L, name);

    lua_pop(L, has ? 1 : 0);
    return has;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Lies in a userdata, so that it is not lost when a push finds no memory. */
struct listing {
    struct dirent **entry;
    int n;
};

static void free_listing(struct listing *list)
{
    for (int i = 0; i < list->n; i++)
        free(list->entry[i]);
    free(list->entry);
    *list = (struct listing){0};
}

static int listing_gc(lua_State *L)
{
    free_listing(lua_touserdata(L, 1));
    return 0;
}

static struct listing *push_listing(lua_State *L)
{
    struct listing *list = lua_newuserdatauv(L, sizeof *list, 0);

    *list = (struct listing){0};
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, listing_gc);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    return list;
}

void bal_names_in(lua_State *L, const char *folder, const char *ending)
{
    int names = lua_gettop(L);
    struct listing *list = push_listing(L);
    int n = scandir(folder, &list->entry, is_shown, by_name);
    size_t tail = strlen(ending);

    if (n < 0)
        check_asked(L, folder);
    list->n = n > 0 ? n : 0;
    for (int i = 0; i < list->n; i++) {
        const char *name = list->entry[i]->d_name;
        size_t length = strlen(name);

        if (length <= tail || strcmp(name + length - tail, ending) != 0)
            continue;
        lua_pushlstring(L, name, length - tail);
        lua_rawseti(L, names, (lua_Integer)lua_rawlen(L, names) + 1);
    }
    free_listing(list);
    lua_pop(L, 1);
}

void bal_library_names(lua_State *L)
{
    const char *folder = lua_pushfstring(L, "%s/balassa", bal_scripts_folder(L));

    lua_insert(L, -2); /* the list back to the top */
    bal_names_in(L, folder, ".lua");
    lua_remove(L, -2);
}

/* require "balassa.NAME" ----------------------------------------------------------------------- */

static int search(lua_State *L)
{
    static const char prefix[] = "balassa.";
    const char *module = luaL_checkstring(L, 1), *path;

    if (strncmp(module, prefix, sizeof prefix - 1) != 0)
        return 0;
    if (!push_library_file(L, module + sizeof prefix - 1)) {
        lua_pushfstring(L, "no library '%s' in '%s/balassa'", module + sizeof prefix - 1,
                        bal_scripts_folder(L));
        return 1;
    }
    path = lua_tostring(L, -1);
    if (luaL_loadfilex(L, path, "t") != LUA_OK) {
        bal_push_failure_text(
            L, BAL_EIO, lua_pushfstring(L, "cannot load '%s': %s", module, lua_tostring(L, -1)));
        return lua_error(L);
    }
    lua_pushstring(L, path);
    return 2;
}

/* Second of package.searchers, after the preloaded (a sandbox has none): a `balassa/` in the user's
 * own LUA_PATH does not shadow the library by accident. */
static void add_searcher(lua_State *L)
{
    lua_Integer n;

    lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_getfield(L, -1, LUA_LOADLIBNAME);
    lua_getfield(L, -1, "searchers");
    n = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = n; i >= 2; i--) {
        lua_rawgeti(L, -1, i);
        lua_rawseti(L, -2, i + 1);
    }
    lua_pushcfunction(L, search);
    lua_rawseti(L, -2, n > 0 ? 2 : 1);
    lua_pop(L, 3);
}

void bal_library_open(lua_State *L)
{
    push_scripts_folder(L);
    bal_set_library_folder(L, lua_pushfstring(L, "%s/balassa/", lua_tostring(L, -1)));
    lua_pop(L, 1);
    lua_setfield(L, LUA_REGISTRYINDEX, SCRIPTS);
    add_searcher(L);
}
