/* Files, for the library of scripts/balassa/ and for scripts that make studies: functions that
 * core.c merges into `balassa.core`. A failure of the outside world is nil, message.
 *
 *   write_file(path, text)   the file is whole or what it was before (base/write.h) -> true
 *   can_write(kind, path)    whether what an option names could be written: "file", "figure", "folder" of
 *                            figures -> true
 *   sha256(text)             its SHA-256 in hexadecimal
 *   make_folder(path)        one folder; a failure when it is there already -> true
 *   write_folder(path, files)   a folder of { name = text }, whole or not at all; the same -> true
 *   read_file(path, folder)  its bytes, as a string; out of the folder, if given, no link may lead
 *   load_script(path)        a Lua file as a function
 *   without_writing(f, ...)  calls f with everything that writes refused (without_writing.c)
 *
 * Under --sandbox nothing is written with these, read only where studies may be, and no file loaded but
 * Balassa's own.
 */
#include "lua/bindings.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <sha2.h>

#include "base/buf.h"
#include "base/write.h"
#include "io/file.h"
#include "lua/held.h"
#include "lua/raise.h"
#include "lua/sandbox.h"
#include "lua/without_writing.h"
#include "plot/figure.h"

enum { FILE_MAX = 1 << 30 }; /* bytes */

static int write_file(lua_State *L) /* core.write_file(path, text) -> true | nil, message */
{
    struct bal_error err;
    const char *path = luaL_checkstring(L, 1);
    size_t n;
    const char *text = luaL_checklstring(L, 2, &n);

    if (bal_sandbox_may_change(L, path, &err) != 0 || bal_write_file(path, text, n, &err) != 0)
        return bal_push_failure(L, &err);
    lua_pushboolean(L, 1);
    return 1;
}

/* In a state that is read-only nothing will be: there, what would be written is compared. */
static int can_write(lua_State *L) /* core.can_write(kind, path) -> true | nil, message */
{
    enum { ANY_FILE, FIGURE, FOLDER };
    static const char *const kinds[] = {"file", "figure", "folder", NULL};
    struct bal_error err;
    int kind = luaL_checkoption(L, 1, NULL, kinds), code;
    const char *path = luaL_checkstring(L, 2);

    if (kind == FIGURE && bal_figure_check_base(path, &err) != 0)
        return bal_push_failure(L, &err);
    if (kind != ANY_FILE)
        path = lua_pushfstring(L, kind == FIGURE ? "%s.svg" : "%s/figure.svg", path);
    if (!bal_sandbox_is_read_only(L)) {
        code = kind == ANY_FILE ? bal_sandbox_may_change(L, path, &err)
                                : bal_sandbox_may_write(L, path, &err);
        if (code != 0 || bal_can_write(path, &err) != 0)
            return bal_push_failure(L, &err);
    }
    lua_pushboolean(L, 1);
    return 1;
}

static int sha256(lua_State *L) /* core.sha256(text) -> hexadecimal */
{
    char hex[SHA256_DIGEST_STRING_LENGTH];
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);

    lua_pushstring(L, SHA256Data((const uint8_t *)text, n, hex));
    return 1;
}

static int make_folder(lua_State *L) /* core.make_folder(path) -> true | nil, message */
{
    const char *path = luaL_checkstring(L, 1);
    struct bal_error err;

    if (bal_sandbox_may_change(L, path, &err) != 0 || bal_make_folder(path, &err) != 0)
        return bal_push_failure(L, &err);
    lua_pushboolean(L, 1);
    return 1;
}

/* The texts of the table at 2, by name: `files` keeps them alive. The collector owns the list. */
static struct bal_new_file *read_files(lua_State *L, size_t *n)
{
    struct bal_new_file *file;
    size_t size = 1;

    luaL_checktype(L, 2, LUA_TTABLE);
    for (lua_pushnil(L); lua_next(L, 2) != 0; lua_pop(L, 1))
        size++;
    file = lua_newuserdatauv(L, size * sizeof *file, 0);
    *n = 0;
    for (lua_pushnil(L); lua_next(L, 2) != 0; lua_pop(L, 1)) {
        struct bal_new_file *f = &file[(*n)++];

        luaL_argcheck(L, lua_type(L, -2) == LUA_TSTRING && lua_type(L, -1) == LUA_TSTRING, 2,
                      "a name and a text are strings");
        f->name = lua_tostring(L, -2);
        f->data = lua_tolstring(L, -1, &f->n);
        luaL_argcheck(L, f->name[0] != '\0' && f->name[0] != '.' && strchr(f->name, '/') == NULL, 2,
                      "a file's name has no slash and does not begin with a dot");
    }
    return file;
}

static int write_folder(lua_State *L) /* core.write_folder(path, files) -> true | nil, message */
{
    const char *path = luaL_checkstring(L, 1);
    struct bal_error err;
    size_t n;
    const struct bal_new_file *file = read_files(L, &n);

    if (bal_sandbox_may_change(L, path, &err) != 0 || bal_write_folder(path, file, n, &err) != 0)
        return bal_push_failure(L, &err);
    lua_pushboolean(L, 1);
    return 1;
}

/* Whether the file lies in the folder, after all links; one that is not there is told of later. */
static int check_inside(const char *path, const char *folder, struct bal_error *err)
{
    char file[PATH_MAX], real[PATH_MAX];

    if (folder == NULL || realpath(path, file) == NULL || realpath(folder, real) == NULL ||
        bal_path_under(file, real))
        return 0;
    return bal_fail(err, BAL_EDENIED,
                    "%.400s: a link leads out of %.400s, and nothing is read there; put the file "
                    "itself in its place",
                    path, folder);
}

/* Pushes the bytes of a file; or nothing, and the error names it. */
static int push_file(lua_State *L, const char *path, struct bal_error *err)
{
    struct bal_buf *bytes = bal_push_buf(L);
    struct bal_error why;
    int code = bal_file_slurp(path, FILE_MAX, NULL, bytes, &why);

    if (code != 0) {
        lua_pop(L, 1);
        return bal_fail(err, code, "%.400s: %.400s", path, why.message);
    }
    bal_push_buf_text(L, bytes);
    lua_remove(L, -2);
    return 0;
}

/* core.read_file(path, folder) -> text | nil, message   With a folder, no link may lead out of it: so is
 * read what belongs to a study, which may come from a stranger. */
static int read_file(lua_State *L)
{
    const char *path = luaL_checkstring(L, 1), *folder = luaL_optstring(L, 2, NULL);
    struct bal_error err;

    if (bal_sandbox_may_read(L, path, &err) != 0 || check_inside(path, folder, &err) != 0 ||
        push_file(L, path, &err) != 0)
        return bal_push_failure(L, &err);
    return 1;
}

static int load_script(lua_State *L) /* core.load_script(path) -> function | nil, message */
{
    const char *path = luaL_checkstring(L, 1), *text;
    struct bal_error err;
    size_t n, line;

    if (!bal_sandbox_is_script(L, path))
        return bal_push_failure_text(
            L, BAL_EDENIED,
            bal_sandbox_of(L) == NULL
                ? lua_pushfstring(L, "a script that is run again may not run '%s'", path)
                : lua_pushfstring(
                      L, "%s: --sandbox runs no other file than the script and Balassa's own",
                      path));
    if (push_file(L, path, &err) != 0)
        return bal_push_failure(L, &err);
    text = lua_tolstring(L, -1, &n);
    line = text[0] == '#' ? strcspn(text, "\n") : 0; /* a #! line; its newline counts */
    if (luaL_loadbufferx(L, text + line, n - line, lua_pushfstring(L, "@%s", path), "t") == LUA_OK)
        return 1;
    lua_pushnil(L);
    lua_insert(L, -2);
    return 2;
}

int bal_lua_open_files(lua_State *L)
{
    static const luaL_Reg functions[] = {{"write_file", write_file},
                                         {"can_write", can_write},
                                         {"make_folder", make_folder},
                                         {"sha256", sha256},
                                         {"read_file", read_file},
                                         {"load_script", load_script},
                                         {"without_writing", bal_lua_without_writing},
                                         {"write_folder", write_folder},
                                         {NULL, NULL}};

    luaL_newlib(L, functions);
    return 1;
}
