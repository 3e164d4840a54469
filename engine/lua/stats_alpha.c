/* Reliability in Lua: plain numbers in, plain numbers out. What a user calls is in
 * scripts/balassa/alpha.lua. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include <lauxlib.h>

#include "lua/bindings.h"
#include "lua/list.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "lua/watch.h"
#include "stats/alpha.h"
#include "stats/bootstrap.h"

/* The values of the list at 1, { { number | false, ... one a coder }, ... one a unit }, in memory
 * of the Lua state. */
static double *values_at(lua_State *L, size_t units, size_t coders)
{
    double *value;

    if (coders > 0 && units > PTRDIFF_MAX / coders) /* more than can be counted */
        bal_raise_memory(L);
    value = bal_push_array(L, units * coders, sizeof *value);
    for (size_t u = 0; u < units; u++) {
        bal_push_item_table(L, 1, (lua_Integer)u + 1, "unit");
        for (size_t c = 0; c < coders; c++) {
            bool there = lua_rawgeti(L, -1, (lua_Integer)c + 1) != LUA_TNIL && lua_toboolean(L, -1);

            lua_pop(L, 1);
            value[u * coders + c] =
                there ? bal_item_number(L, -1, (lua_Integer)c + 1, "the value of coder") : NAN;
        }
        lua_pop(L, 1);
    }
    return value;
}

/* Sets low, high, undefined_draws and extreme of the table at the top. */
static void set_interval(lua_State *L, const struct bal_mem *mem, const double *replicate,
                         size_t reps, double alpha, double coverage)
{
    struct bal_bootstrap b;
    struct bal_error err;
    double undefined = 0;

    for (size_t r = 0; r < reps; r++)
        undefined += isnan(replicate[r]);
    bal_set_count(L, "undefined_draws", undefined);
    if (undefined > (double)reps - 2)
        return;
    if (bal_bootstrap_bounds(mem, replicate, reps, alpha, 0, BAL_BOUNDS_PERCENTILE, coverage, &b,
                             &err) != 0)
        bal_raise_error(L, &err);
    bal_set_number(L, "low", b.low);
    bal_set_number(L, "high", b.high);
    lua_pushboolean(L, b.extreme);
    lua_setfield(L, -2, "extreme");
}

/* core.alpha(units, coders, { level =, reps =, seed =, coverage = }) -> table of numbers; without
 * alpha where it is undefined */
static int alpha(lua_State *L)
{
    static const char *const levels[] = {"nominal", "ordinal", "interval", "ratio", NULL};
    size_t units = bal_check_list(L, 1);
    size_t coders = bal_check_count(L, 2, 0, BAL_OPTION_MOST, "the number of coders");
    enum bal_level level =
        (enum bal_level)bal_option_choice(L, 3, "level", "nominal", bal_level_named, levels);
    size_t reps = bal_option_size(L, 3, "reps", 9999, 1);
    uint64_t seed = (uint64_t)bal_option_integer(L, 3, "seed", 1);
    double coverage = bal_option_number(L, 3, "coverage", 0.95);
    double *value = values_at(L, units, coders);
    double *replicate = bal_push_array(L, reps, sizeof *replicate);
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_alpha out;
    struct lua_watch watch;
    struct bal_error err;
    int code;

    bal_watch_start(&watch, L, "bootstrap of alpha");
    code = bal_alpha(&mem, value, units, coders, level, &out, &err);
    if (code == 0 && !isnan(out.alpha))
        code = bal_alpha_bootstrap(&mem, value, units, coders, level, seed, reps, &watch.watch,
                                   replicate, &err);
    bal_watch_end(&watch);
    if (code != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, 0, 12);
    bal_set_number(L, "alpha", out.alpha);
    bal_set_number(L, "observed", out.observed);
    bal_set_number(L, "expected", out.expected);
    bal_set_count(L, "units", (double)out.units);
    bal_set_count(L, "n", (double)out.values);
    bal_set_count(L, "single", (double)out.single);
    bal_set_count(L, "empty", (double)out.empty);
    bal_set_count(L, "distinct", (double)out.distinct);
    if (!isnan(out.alpha))
        set_interval(L, &mem, replicate, reps, out.alpha, coverage);
    return 1;
}

int bal_lua_open_alpha(lua_State *L)
{
    static const luaL_Reg functions[] = {{"alpha", alpha}, {NULL, NULL}};

    luaL_newlib(L, functions);
    return 1;
}
