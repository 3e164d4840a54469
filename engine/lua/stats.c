/* The statistics in Lua: plain numbers in, plain numbers out. What a user calls, with options,
 * printing and charts, is in scripts/balassa/. */
#include <string.h>

#include <lauxlib.h>

#include "lua/bindings.h"
#include "lua/list.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "lua/watch.h"
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

/* A list of dates as ranges, in a userdata on the stack; the list may be nil. */
static struct bal_range *ranges_at(lua_State *L, const struct bal_series *s, int list, size_t *k)
{
    struct bal_range *range;

    *k = lua_isnoneornil(L, list) ? 0 : bal_check_list(L, list);
    range = bal_push_array(L, *k, sizeof *range);
    for (size_t i = 0; i < *k; i++)
        range[i] = range_at(L, s, list, (lua_Integer)i + 1);
    return range;
}

/* The spec in the options at 3; phases, perhaps, at 4. Leaves what it refers to on the stack. */
static void contrast_spec(lua_State *L, const struct bal_series *s, struct bal_contrast_spec *spec)
{
    static const char *const estimates[] = {"mean_difference", "cliff_delta", NULL};
    static const char *const nulls[] = {"relocate", "shift", "permute", "phases", "block", NULL};
    static const char *const alternatives[] = {"two_sided", "greater", "less", NULL};
    static const char *const methods[] = {"auto", "enumerate", "dynamic", "monte_carlo", NULL};

    *spec = (struct bal_contrast_spec){0};
    spec->estimate = (enum bal_estimate)bal_option_choice(L, 3, "estimate", "mean_difference",
                                                          bal_estimate_named, estimates);
    spec->null = (enum bal_null)bal_option_choice(L, 3, "null", "relocate", bal_null_named, nulls);
    spec->alternative = (enum bal_alternative)bal_option_choice(
        L, 3, "alternative", "two_sided", bal_alternative_named, alternatives);
    spec->method =
        (enum bal_method)bal_option_choice(L, 3, "method", "auto", bal_method_named, methods);
    spec->block = bal_option_size(L, 3, "block", 0, 0);
    spec->reps = bal_option_size(L, 3, "reps", BAL_CONTRAST_REPS, 1);
    spec->seed = (uint64_t)bal_option_integer(L, 3, "seed", 1);
    spec->phase = ranges_at(L, s, 4, &spec->phases);
}

static void push_contrast(lua_State *L, const struct bal_contrast *out)
{
    lua_createtable(L, 0, 24);
    bal_set_number(L, "estimate", out->estimate);
    bal_set_number(L, "mean_in", out->mean_in);
    bal_set_number(L, "mean_out", out->mean_out);
    bal_set_number(L, "p", out->p);
    bal_set_number(L, "floor", out->floor);
    bal_set_count(L, "placements", out->placements);
    bal_set_count(L, "undefined", out->undefined);
    bal_set_count(L, "n_in", (double)out->n_in);
    bal_set_count(L, "n_out", (double)out->n_out);
    bal_set_count(L, "gaps", (double)out->gaps);
    lua_pushstring(L, bal_method_name(out->method));
    lua_setfield(L, -2, "method");
    if (out->method == BAL_MONTE_CARLO) {
        bal_set_count(L, "draws", out->draws);
        bal_set_number(L, "p_error", out->error);
    }
    if (out->block > 0)
        bal_set_count(L, "block", (double)out->block);
}

/* core.contrast(series, { date, ... }, options, { date of a phase, ... }) -> table of numbers */
static int contrast(lua_State *L)
{
    const struct bal_series *s = bal_check_series(L, 1);
    struct bal_contrast_spec spec;
    struct bal_contrast out;
    struct bal_range *window;
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_error err;
    struct lua_watch watch;
    size_t k;
    int code;

    lua_settop(L, 4);
    bal_check_list(L, 2);
    contrast_spec(L, s, &spec);
    window = ranges_at(L, s, 2, &k);
    bal_watch_start(&watch, L, "contrast");
    spec.watch = &watch.watch;
    code = bal_contrast(&mem, s->value, s->n, window, k, &spec, &out, &err);
    bal_watch_end(&watch);
    if (code != 0)
        return bal_raise_error(L, &err);
    push_contrast(L, &out);
    return 1;
}

/* core.contrast_reach(series, windows, options, phases) -> interval and power; options.level */
static int contrast_reach(lua_State *L)
{
    const struct bal_series *s = bal_check_series(L, 1);
    struct bal_contrast_spec spec;
    struct bal_contrast_reach out;
    struct bal_range *window;
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_error err;
    struct lua_watch watch;
    double level;
    size_t k;
    int code;

    lua_settop(L, 4);
    bal_check_list(L, 2);
    contrast_spec(L, s, &spec);
    level = bal_option_number(L, 3, "level", .95);
    window = ranges_at(L, s, 2, &k);
    bal_watch_start(&watch, L, "interval and power of the contrast");
    spec.watch = &watch.watch;
    code = bal_contrast_reach(&mem, s->value, s->n, window, k, &spec, level, &out, &err);
    bal_watch_end(&watch);
    if (code != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, 0, 12);
    bal_set_number(L, "low", out.low);
    bal_set_number(L, "high", out.high);
    bal_set_count(L, "interval_placements", out.arrangements);
    lua_pushboolean(L, out.all);
    lua_setfield(L, -2, "interval_exact");
    bal_set_number(L, "phi", out.phi);
    bal_set_number(L, "sd", out.sd);
    bal_set_number(L, "power_half", out.power_half);
    bal_set_number(L, "power", out.power_one);
    bal_set_number(L, "smallest_found", out.found);
    bal_set_count(L, "simulations", (double)out.simulations);
    bal_set_count(L, "simulation_placements", (double)out.placements);
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
    const char *verb = luaL_checkstring(L, 2);

    if (luaL_testudata(L, 1, "balassa.series") == NULL)
        return bal_raise(L, "%s needs a series, such as study:index{...}, not %s", verb,
                         luaL_tolstring(L, 1, NULL));
    return 0;
}

static int check_options(lua_State *L) /* core.check_options(options, { name, ... }, verb) */
{
    enum { MOST = 63 };
    const char *known[MOST + 1] = {NULL};
    size_t n;

    lua_settop(L, 3);
    n = bal_check_list(L, 2);
    for (size_t i = 0; i < n && i < MOST; i++)
        known[i] = bal_item_string(L, 2, (lua_Integer)i + 1, "option");
    bal_check_options(L, 1, known, luaL_checkstring(L, 3));
    return 0;
}

int bal_lua_open_stats(lua_State *L)
{
    static const luaL_Reg functions[] = {{"contrast", contrast},
                                         {"contrast_reach", contrast_reach},
                                         {"window_cells", window_cells},
                                         {"is_date", is_date},
                                         {"check_series", check_series},
                                         {"check_options", check_options},
                                         {NULL, NULL}};

    luaL_newlib(L, functions);
    return 1;
}
