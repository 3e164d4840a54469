/* The statistics in Lua: plain numbers in, plain numbers out. What a user calls, with options,
 * printing and charts, is in scripts/balassa/. */
#include <string.h>

#include <lauxlib.h>

#include "lua/bindings.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "model/window.h"
#include "stats/contrast.h"

/* Window i of the list at `list` (dates) as periods of the series; raises when it covers none. */
static struct bal_range range_at(lua_State *L, const struct bal_series *s, int list, lua_Integer i)
{
    struct bal_date date;
    struct bal_range range;
    const char *text;

    lua_rawgeti(L, list, i);
    bal_check_date(L, -1, "a window", &date, &text);
    if (!bal_window_cells(bal_window_of_date(&date), s->interval, s->start, s->n, &range.a,
                          &range.b))
        bal_raise(L, "the window %s covers no %s of the series", text,
                  bal_interval_name(s->interval));
    lua_pop(L, 1);
    return range;
}

/* core.window_cells(series, date) -> first, last (1-based periods), cut: whether the window goes on
 * beyond the series; nil when it covers none */
static int window_cells(lua_State *L)
{
    const struct bal_series *s = bal_check_series(L, 1);
    struct bal_date date;
    struct bal_range range;
    struct bal_window w;

    bal_check_date(L, 2, "a window", &date, NULL);
    w = bal_window_of_date(&date);
    if (!bal_window_cells(w, s->interval, s->start, s->n, &range.a, &range.b)) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushinteger(L, (lua_Integer)range.a + 1);
    lua_pushinteger(L, (lua_Integer)range.b);
    lua_pushboolean(L, w.from < bal_period_first(s->interval, s->start) ||
                           w.to - 1 > bal_period_last(s->interval, s->start + (int64_t)s->n - 1));
    return 3;
}

static void set_number(lua_State *L, const char *name, double v)
{
    lua_pushnumber(L, v);
    lua_setfield(L, -2, name);
}

static void set_count(lua_State *L, const char *name, double v)
{
    if (v < 9007199254740992.0) /* 2^53: a whole number prints as one */
        lua_pushinteger(L, (lua_Integer)v);
    else
        lua_pushnumber(L, v);
    lua_setfield(L, -2, name);
}

/* core.contrast(series, { date, ... }, { estimate=, null=, alternative= }) -> table of numbers */
static int contrast(lua_State *L)
{
    static const char *const estimates[] = {"mean_difference", "cliff_delta", NULL};
    static const char *const nulls[] = {"relocate", "shift", NULL};
    static const char *const alternatives[] = {"two_sided", "greater", "less", NULL};
    const struct bal_series *s = bal_check_series(L, 1);
    struct bal_contrast_spec spec;
    struct bal_contrast out;
    struct bal_range *window;
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_error err;
    size_t k;

    luaL_checktype(L, 2, LUA_TTABLE);
    k = lua_rawlen(L, 2);
    spec.estimate = (enum bal_estimate)bal_option_choice(L, 3, "estimate", "mean_difference",
                                                         bal_estimate_named, estimates);
    spec.null = (enum bal_null)bal_option_choice(L, 3, "null", "relocate", bal_null_named, nulls);
    spec.alternative = (enum bal_alternative)bal_option_choice(L, 3, "alternative", "two_sided",
                                                               bal_alternative_named, alternatives);
    window = lua_newuserdatauv(L, (k + 1) * sizeof *window, 0);
    for (size_t i = 0; i < k; i++)
        window[i] = range_at(L, s, 2, (lua_Integer)i + 1);
    if (bal_contrast(&mem, s->value, s->n, window, k, &spec, &out, &err) != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, 0, 12);
    set_number(L, "estimate", out.estimate);
    set_number(L, "mean_in", out.mean_in);
    set_number(L, "mean_out", out.mean_out);
    set_number(L, "p", out.p);
    set_number(L, "floor", out.floor);
    set_count(L, "placements", out.placements);
    set_count(L, "undefined", out.undefined);
    set_count(L, "n_in", (double)out.n_in);
    set_count(L, "n_out", (double)out.n_out);
    set_count(L, "gaps", (double)out.gaps);
    return 1;
}

/* For the Lua library, whose errors are about its caller's arguments. */

static int is_date(lua_State *L) /* core.is_date(v) -> boolean */
{
    lua_pushboolean(L, luaL_testudata(L, 1, "balassa.date") != NULL);
    return 1;
}

static int check_series(lua_State *L) /* core.check_series(v, verb): raises when v is no series */
{
    if (luaL_testudata(L, 1, "balassa.series") == NULL)
        return bal_raise(L, "%s needs a series, such as study:index{...}, not %s",
                         lua_tostring(L, 2), luaL_tolstring(L, 1, NULL));
    return 0;
}

static int check_options(lua_State *L) /* core.check_options(options, { name, ... }, verb) */
{
    enum { MOST = 63 };
    const char *known[MOST + 1] = {NULL};
    size_t n;

    luaL_checktype(L, 2, LUA_TTABLE);
    n = lua_rawlen(L, 2);
    for (size_t i = 0; i < n && i < MOST; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        known[i] = lua_tostring(L, -1); /* the list keeps it alive */
        lua_pop(L, 1);
    }
    bal_check_options(L, 1, known, luaL_checkstring(L, 3));
    return 0;
}

int bal_lua_open_stats(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"contrast", contrast},         {"window_cells", window_cells},   {"is_date", is_date},
        {"check_series", check_series}, {"check_options", check_options}, {NULL, NULL}};

    luaL_newlib(L, functions);
    return 1;
}
