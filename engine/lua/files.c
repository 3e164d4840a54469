/* Files, for the library of scripts/balassa/ and for scripts that make studies: functions that
 * core.c merges into `balassa.core`. A failure of the outside world is nil, message.
 *
 *   write_file(path, text)   the file is whole or what it was before (base/write.h) -> true
 *   make_folder(path)        one folder; a failure when it is there already -> true
 */
#include "lua/bindings.h"

#include <lauxlib.h>

#include "base/write.h"
#include "lua/raise.h"

static int write_file(lua_State *L) /* core.write_file(path, text) -> true | nil, message */
{
    struct bal_error err;
    const char *path = luaL_checkstring(L, 1);
    size_t n;
    const char *text = luaL_checklstring(L, 2, &n);

    if (bal_write_file(path, text, n, &err) != 0)
        return bal_push_failure(L, &err);
    lua_pushboolean(L, 1);
    return 1;
}

static int make_folder(lua_State *L) /* core.make_folder(path) -> true | nil, message */
{
    struct bal_error err;

    if (bal_make_folder(luaL_checkstring(L, 1), &err) != 0)
        return bal_push_failure(L, &err);
    lua_pushboolean(L, 1);
    return 1;
}

int bal_lua_open_files(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"write_file", write_file}, {"make_folder", make_folder}, {NULL, NULL}};

    luaL_newlib(L, functions);
    return 1;
}
