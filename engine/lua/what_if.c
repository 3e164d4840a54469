/* What-ifs as files, and how two studies differ (io/what_if.h, model/diff.h). */
#include <string.h>

#include <lauxlib.h>

#include "io/what_if.h"
#include "lua/held.h"
#include "lua/overlay.h"
#include "lua/raise.h"
#include "lua/records.h"
#include "lua/sandbox.h"
#include "model/diff.h"

/* Files ---------------------------------------------------------------------------------------- */

static int study_save(lua_State *L) /* study:save(path) -> true | nil, message */
{
    const struct bal_study *study = bal_check_study(L, 1)->study;
    const char *path = luaL_checkstring(L, 2);
    struct bal_error err;

    if (study->parent == NULL)
        return bal_raise(L, "what is saved are the edits of a what-if, and this study has none");
    if (bal_sandbox_may_change(L, path, &err) != 0 || bal_what_if_write(study, path, &err) != 0)
        return bal_push_failure(L, &err);
    lua_pushboolean(L, 1);
    return 1;
}

/* study:load_what_if(path) -> study, note | nil, message. The note, if there is one, says that the
 * edits were saved over other data. */
static int study_load_what_if(lua_State *L)
{
    struct bal_study *study = bal_check_study(L, 1)->study;
    const char *path = luaL_checkstring(L, 2);
    struct lua_study *s;
    struct bal_diag *diag;
    struct bal_error err;
    bool same = true;

    lua_settop(L, 2);
    s = bal_push_what_if(L);
    diag = bal_push_diag(L, &s->mem);
    if (bal_sandbox_may_read(L, path, &err) != 0 ||
        bal_what_if_read(study, path, &s->study, &same, diag, &err) != 0)
        return bal_push_violations(L, &err, diag);
    lua_pushvalue(L, 3);
    if (same)
        return 1;
    lua_pushfstring(L, "%s: saved over other data than are in %s now", path,
                    bal_name_text_of(study, study->dir));
    return 2;
}

static int what_if_study(lua_State *L) /* core.what_if_study(path) -> name | nil, message */
{
    const char *path = luaL_checkstring(L, 1);
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_diag *diag;
    struct bal_error err;
    struct bal_buf *name;

    lua_settop(L, 1);
    diag = bal_push_diag(L, &mem);
    name = bal_push_buf(L);
    if (bal_sandbox_may_read(L, path, &err) != 0 || bal_what_if_study(path, name, diag, &err) != 0)
        return bal_push_violations(L, &err, diag);
    return bal_push_buf_text(L, name);
}

/* Differences ---------------------------------------------------------------------------------- */

struct differing {
    struct bal_mem mem;
    struct bal_diff diff;
    struct bal_buf text;
};

static int differing_gc(lua_State *L)
{
    struct differing *d = lua_touserdata(L, 1);

    bal_diff_free(&d->diff);
    bal_buf_free(&d->text);
    return 0;
}

static struct differing *push_differing(lua_State *L)
{
    struct differing *d = lua_newuserdatauv(L, sizeof *d, 0);

    d->mem = bal_lua_mem(L);
    bal_diff_init(&d->diff, &d->mem);
    bal_buf_init(&d->text, &d->mem);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, differing_gc);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    return d;
}

/* entry[key] = the text, of the table on top; a missing cell is left out. */
static void set_text(lua_State *L, struct differing *d, const char *key)
{
    if (d->text.failed)
        bal_raise_memory(L);
    lua_pushstring(L, bal_buf_text(&d->text));
    lua_setfield(L, -2, key);
}

static void set_cell(lua_State *L, struct differing *d, const char *key,
                     const struct bal_study *study, const struct bal_table *t, size_t col,
                     size_t row)
{
    if (bal_table_missing(t, col, row))
        return;
    bal_buf_clear(&d->text);
    bal_cell_text(study, t, col, row, &d->text);
    set_text(L, d, key);
}

/* { table =, record =, field =, from =, to = }; `only` is "first" or "second" where it is not in both. */
static void push_difference(lua_State *L, struct differing *d, const struct bal_difference *at,
                            const struct bal_study *a, const struct bal_study *b)
{
    const struct bal_study *s = at->a != NULL ? a : b;
    const struct bal_table *t = at->a != NULL ? at->a : at->b;
    bool rows = at->row_a != BAL_NO_ROW || at->row_b != BAL_NO_ROW;
    bool columns = at->col_a != BAL_NO_COLUMN || at->col_b != BAL_NO_COLUMN;

    lua_createtable(L, 0, 5);
    lua_pushstring(L, bal_name_text_of(s, t->name));
    lua_setfield(L, -2, "table");
    if (rows) {
        bal_buf_clear(&d->text);
        if (at->row_a != BAL_NO_ROW)
            bal_row_name(a, at->a, at->row_a, &d->text);
        else
            bal_row_name(b, at->b, at->row_b, &d->text);
        set_text(L, d, "record");
    }
    if (columns) {
        bool first = at->col_a != BAL_NO_COLUMN;

        lua_pushstring(L, first ? bal_name_text_of(a, at->a->col[at->col_a].name)
                                : bal_name_text_of(b, at->b->col[at->col_b].name));
        lua_setfield(L, -2, "field");
    }
    if (rows && columns) {
        set_cell(L, d, "from", a, at->a, at->col_a, at->row_a);
        set_cell(L, d, "to", b, at->b, at->col_b, at->row_b);
        return;
    }
    lua_pushstring(L, (rows      ? at->row_a != BAL_NO_ROW
                       : columns ? at->col_a != BAL_NO_COLUMN
                                 : at->a != NULL)
                          ? "first"
                          : "second");
    lua_setfield(L, -2, "only");
}

static int study_differences(lua_State *L) /* core.differences(a, b) -> list */
{
    const struct bal_study *a = bal_check_study(L, 1)->study, *b = bal_check_study(L, 2)->study;
    struct differing *d;
    struct bal_error err;

    lua_settop(L, 2);
    d = push_differing(L);
    if (bal_study_diff(a, b, &d->diff, &err) != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, (int)d->diff.n, 0);
    for (size_t i = 0; i < d->diff.n; i++) {
        push_difference(L, d, &d->diff.item[i], a, b);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* study:diff(other) -> what scripts/balassa/diff.lua makes of it */
static int study_diff(lua_State *L)
{
    (void)bal_check_study(L, 1);
    (void)bal_check_study(L, 2);
    lua_settop(L, 2);
    lua_getglobal(L, "require");
    lua_pushliteral(L, "balassa.diff");
    lua_call(L, 1, 1);
    lua_insert(L, 1);
    lua_call(L, 2, 1);
    return 1;
}

const luaL_Reg bal_lua_what_if_methods[] = {
    {"save", study_save}, {"load_what_if", study_load_what_if}, {"diff", study_diff}, {NULL, NULL}};

const luaL_Reg bal_lua_what_if_functions[] = {
    {"what_if_study", what_if_study}, {"differences", study_differences}, {NULL, NULL}};
