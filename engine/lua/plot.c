/* What the chart library of scripts/balassa/ needs of C: functions that core.c merges into
 * `balassa.core`.
 *
 *   gp_quote(text [, lines])      text as a gnuplot string; `lines`: keep its line breaks
 *   gp_comment(text)              text that is safe behind a #
 *   number(x [, decimals])        shortest decimal that reads back as x; or at most that many
 *   draw(list [, seconds])        list of { base=, script=, title=, description= [, about=] }: writes BASE.gp,
 *                                 .svg and .png of each through one gnuplot -> true, or true and
 *                                 what gnuplot warned of; nil, message
 *   draw_svg(list [, seconds])    the same, but returns the SVGs as a list of texts and leaves no file;
 *                                 nil, message
 *   terminal(script, cols, rows)  what gnuplot's dumb terminal draws; nil, message
 *   gnuplot_version()             what gnuplot says it is; nil, message
 */
#include "lua/bindings.h"

#include <string.h>

#include <lauxlib.h>

#include "base/buf.h"
#include "lua/held.h"
#include "lua/list.h"
#include "lua/raise.h"
#include "lua/sandbox.h"
#include "plot/figure.h"
#include "plot/gp.h"
#include "plot/gp_check.h"
#include "plot/inline.h"

enum { SECONDS = 60 }; /* what a set of figures may take, unless the script says otherwise */

static int gp_quote(lua_State *L) /* core.gp_quote(text [, lines]) -> gnuplot string */
{
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);
    enum bal_gp_newlines newlines = lua_toboolean(L, 2) ? BAL_GP_LINES : BAL_GP_ONE_LINE;
    struct bal_buf *b = bal_push_buf(L);

    bal_gp_quote(b, text, n, newlines);
    return bal_push_buf_text(L, b);
}

static int gp_comment(lua_State *L) /* core.gp_comment(text) -> text safe behind a # */
{
    size_t n;
    const char *text = luaL_checklstring(L, 1, &n);
    struct bal_buf *b = bal_push_buf(L);

    bal_gp_comment(b, text, n);
    return bal_push_buf_text(L, b);
}

static int number(lua_State *L) /* core.number(x [, decimals]) -> text */
{
    double x = luaL_checknumber(L, 1);
    lua_Integer decimals = luaL_optinteger(L, 2, -1);
    struct bal_buf *b = bal_push_buf(L);

    if (lua_isinteger(L, 1))
        bal_buf_addf(b, "%lld", (long long)lua_tointeger(L, 1));
    else if (decimals < 0)
        bal_gp_number(b, x);
    else
        bal_gp_fixed(b, x, decimals < 17 ? (int)decimals : 17);
    return bal_push_buf_text(L, b);
}

/* The string `key` of the table at the top; it stays in the table, which keeps it alive (read raw: a
 * __index could give a string that nobody keeps). */
static const char *field(lua_State *L, const char *key, size_t *n)
{
    const char *s;

    lua_pushstring(L, key);
    if (lua_rawget(L, -2) != LUA_TSTRING)
        bal_raise(L, "draw: a figure's %s is a string, not %s", key, luaL_typename(L, -1));
    s = lua_tolstring(L, -1, n);
    if (strcmp(key, "base") == 0 && strlen(s) != *n)
        bal_raise(L, "draw: a figure's base cannot hold a NUL");
    lua_pop(L, 1);
    return s;
}

static void read_figure(lua_State *L, struct bal_figure *f)
{
    size_t n;
    bool about;

    if (!lua_istable(L, -1))
        bal_raise(L, "draw: a figure is a table, not %s", luaL_typename(L, -1));
    f->base = field(L, "base", &n);
    f->script = field(L, "script", &f->script_len);
    f->title = field(L, "title", &n);
    f->description = field(L, "description", &n);
    lua_pushliteral(L, "about");
    about = lua_rawget(L, -2) != LUA_TNIL;
    lua_pop(L, 1);
    f->about = about ? field(L, "about", &n) : NULL;
}

/* The figures of the list at 1; the collector owns them. Their tables, which keep the texts, are kept: the
 * list may be a weak one. */
static struct bal_figure *read_figures(lua_State *L, size_t *n)
{
    struct bal_figure *figure;

    *n = bal_check_list(L, 1);
    figure = bal_push_array(L, *n, sizeof *figure);
    lua_newtable(L);
    for (size_t i = 0; i < *n; i++) {
        lua_rawgeti(L, 1, (lua_Integer)i + 1);
        read_figure(L, &figure[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return figure;
}

/* Only what draws reaches gnuplot, sandbox or not: should a text ever slip past the encoder, it stops
 * here. A sandboxed script also writes only where it may; `kept`: the figures are files of its own. */
static int check_figures(lua_State *L, const struct bal_figure *figure, size_t n, bool kept,
                         struct bal_error *err)
{
    int code = 0;

    for (size_t i = 0; code == 0 && i < n; i++) {
        code = kept ? bal_sandbox_may_write(L, figure[i].base, err) : 0;
        if (code == 0)
            code = bal_gp_check(figure[i].script, figure[i].script_len, err);
    }
    return code;
}

static int draw(lua_State *L) /* core.draw(list [, seconds]) -> true [, warnings] | nil, message */
{
    double seconds = luaL_optnumber(L, 2, SECONDS);
    size_t n;
    const struct bal_figure *figure = read_figures(L, &n);
    struct bal_buf *warnings = bal_push_buf(L);
    struct bal_error err = {0};
    struct bal_mem mem = bal_lua_mem(L);

    if (bal_sandbox_of(L) != NULL && !(seconds <= SECONDS))
        seconds = SECONDS;
    if (check_figures(L, figure, n, true, &err) != 0 ||
        bal_draw(&mem, figure, n, seconds, warnings, &err) != 0)
        return bal_push_failure(L, &err);
    lua_pushboolean(L, 1);
    return warnings->len > 0 ? 1 + bal_push_buf_text(L, warnings) : 1;
}

static int
draw_svg(lua_State *L) /* core.draw_svg(list [, seconds]) -> { svg, ... } | nil, message */
{
    double seconds = luaL_optnumber(L, 2, SECONDS);
    size_t n;
    const struct bal_figure *figure = read_figures(L, &n);
    struct bal_buf *warnings = bal_push_buf(L), **svg;
    struct bal_error err = {0};
    struct bal_mem mem = bal_lua_mem(L);

    svg = bal_push_array(L, n, sizeof *svg);
    lua_createtable(L, (int)n, 0); /* keeps the buffers alive, and then the texts */
    for (size_t i = 0; i < n; i++) {
        svg[i] = bal_push_buf(L);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    if (bal_sandbox_of(L) != NULL && !(seconds <= SECONDS))
        seconds = SECONDS;
    if (check_figures(L, figure, n, false, &err) != 0 ||
        bal_draw_inline(&mem, figure, n, seconds, svg, warnings, &err) != 0)
        return bal_push_failure(L, &err);
    for (size_t i = 0; i < n; i++) {
        bal_push_buf_text(L, svg[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int gnuplot_version(lua_State *L) /* core.gnuplot_version() -> text | nil, message */
{
    struct bal_buf *out = bal_push_buf(L);
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_error err;

    if (bal_gnuplot_version(&mem, out, &err) != 0)
        return bal_push_failure(L, &err);
    return bal_push_buf_text(L, out);
}

static int terminal(lua_State *L) /* core.terminal(script, cols, rows) -> text | nil, message */
{
    size_t n;
    const char *script = luaL_checklstring(L, 1, &n);
    lua_Integer cols = luaL_checkinteger(L, 2), rows = luaL_checkinteger(L, 3);
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_buf *out;
    struct bal_error err = {0};

    if (cols < 20 || cols > 1000 || rows < 8 || rows > 1000)
        return bal_raise(L,
                         "terminal: a drawing has 20 to 1000 columns and 8 to 1000 rows, not "
                         "%I by %I",
                         cols, rows);
    out = bal_push_buf(L);
    if (bal_gp_check(script, n, &err) != 0 ||
        bal_draw_terminal(&mem, script, n, (int)cols, (int)rows, SECONDS, out, &err) != 0)
        return bal_push_failure(L, &err);
    return bal_push_buf_text(L, out);
}

int bal_lua_open_plot(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"gp_quote", gp_quote}, {"gp_comment", gp_comment},
        {"number", number},     {"draw", draw},
        {"draw_svg", draw_svg}, {"gnuplot_version", gnuplot_version},
        {"terminal", terminal}, {NULL, NULL}};

    luaL_newlib(L, functions);
    return 1;
}
