/* Files, for the library of scripts/balassa/ and for scripts that make studies: functions that
 * core.c merges into `balassa.core`. A failure of the outside world is nil, message.
 *
 *   write_file(path, text)   the file is whole or what it was before (base/write.h) -> true
 *   make_folder(path)        one folder; a failure when it is there already -> true
 *   read_csv(path)           all records (io/csv.h) -> { columns = { name, ... }, { cell, ... }, ... }
 *                            a cell is a string, or false where it is empty and unquoted; the
 *                            message lists every violation
 */
#include "lua/bindings.h"

#include <lauxlib.h>

#include "base/write.h"
#include "io/csv.h"
#include "lua/raise.h"

#define READER "balassa.files.reader"

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

/* CSV ------------------------------------------------------------------------------------------ */

/* The file that is open while Lua tables are filled: the collector closes it should an error throw
 * us out. */
struct reader {
    struct bal_mem mem;
    struct bal_csv *csv;
};

static void close_reader(struct reader *r)
{
    bal_csv_close(r->csv);
    r->csv = NULL;
}

static int reader_gc(lua_State *L)
{
    close_reader(luaL_checkudata(L, 1, READER));
    return 0;
}

static struct reader *push_reader(lua_State *L)
{
    struct reader *r = lua_newuserdatauv(L, sizeof *r, 0);

    r->mem = bal_lua_mem(L);
    r->csv = NULL;
    luaL_setmetatable(L, READER);
    return r;
}

static void push_columns(lua_State *L, const struct bal_csv *csv)
{
    lua_newtable(L);
    for (size_t i = 0; i < bal_csv_columns(csv); i++) {
        lua_pushstring(L, bal_csv_column(csv, i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void push_record(lua_State *L, const struct bal_csv_cell *cell, size_t n)
{
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        if (cell[i].text != NULL)
            lua_pushlstring(L, cell[i].text, cell[i].len);
        else
            lua_pushboolean(L, 0);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static int refuse(lua_State *L, const char *path, const struct bal_diag *diag,
                  struct bal_error *err)
{
    char count[80];
    struct bal_error named;

    if (diag->n > 0) {
        bal_fail(&named, BAL_EDATA, "%s: %s", path, bal_diag_count(diag, count, sizeof count));
        return bal_push_violations(L, &named, diag);
    }
    bal_fail(&named, err->code, "%s: %s", path, err->message);
    return bal_push_failure(L, &named);
}

static int read_csv(lua_State *L) /* core.read_csv(path) -> records | nil, message */
{
    const char *path = luaL_checkstring(L, 1);
    const struct bal_csv_cell *cell = NULL;
    struct bal_error err = {0};
    struct bal_diag *diag;
    struct reader *r;
    size_t line;
    int code;

    lua_settop(L, 1);
    r = push_reader(L);
    diag = bal_push_diag(L, &r->mem);
    code = bal_csv_open(&r->mem, path, NULL, diag, &r->csv, &err);
    if (code != 0)
        return refuse(L, path, diag, &err);
    lua_newtable(L);
    push_columns(L, r->csv);
    lua_setfield(L, -2, "columns");
    for (lua_Integer n = 1;; n++) {
        code = bal_csv_next(r->csv, &cell, &line, &err);
        if (code != 0 || cell == NULL)
            break;
        push_record(L, cell, bal_csv_columns(r->csv));
        lua_rawseti(L, -2, n);
    }
    close_reader(r);
    return code != 0 || diag->n > 0 ? refuse(L, path, diag, &err) : 1;
}

int bal_lua_open_files(lua_State *L)
{
    static const luaL_Reg functions[] = {{"write_file", write_file},
                                         {"make_folder", make_folder},
                                         {"read_csv", read_csv},
                                         {NULL, NULL}};

    if (luaL_newmetatable(L, READER)) {
        lua_pushcfunction(L, reader_gc);
        lua_setfield(L, -2, "__gc");
    }
    lua_pop(L, 1);
    luaL_newlib(L, functions);
    return 1;
}
