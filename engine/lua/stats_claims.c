/* Trends, tables of two by two, and phases against what varies within them: plain lists in, plain
 * tables out. What a script calls is in scripts/balassa/trend.lua, fisher.lua and between.lua. */
#include <math.h>

#include <lauxlib.h>

#include "lua/bindings.h"
#include "lua/list.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "stats/between.h"
#include "stats/fisher.h"
#include "stats/trend.h"

static const char *const alternatives[] = {"two_sided", "greater", "less", NULL};

static enum bal_alternative alternative_of(lua_State *L, int options)
{
    return (enum bal_alternative)bal_option_choice(L, options, "alternative", "two_sided",
                                                   bal_alternative_named, alternatives);
}

static double level_of(lua_State *L, int options)
{
    double level = bal_option_number(L, options, "level", .95);

    if (!(level > 0 && level < 1))
        bal_raise(L, "option 'level' lies between 0 and 1, such as 0.95; it is %f", level);
    return level;
}

/* core.trend(x, y, { alternative =, level =, tau =, seed =, reps =, sims = }) */
static int trend(lua_State *L)
{
    struct bal_trend_spec spec = {alternative_of(L, 3),
                                  level_of(L, 3),
                                  bal_option_number(L, 3, "tau", .5),
                                  (uint64_t)bal_option_integer(L, 3, "seed", 1),
                                  bal_option_size(L, 3, "reps", 9999, 1),
                                  bal_option_size(L, 3, "sims", 1000, 1)};
    size_t n, m;
    const double *x = bal_push_numbers(L, 1, &n, "x"), *y = bal_push_numbers(L, 2, &m, "y");
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_trend out;
    struct bal_error err;

    if (n != m)
        return bal_raise(L, "a trend has as many x as y, not %I and %I", (LUAI_UACINT)n,
                         (LUAI_UACINT)m);
    if (!(spec.tau > -1 && spec.tau < 1))
        return bal_raise(L, "option 'tau' lies between -1 and 1; it is %f", spec.tau);
    if (bal_trend(&mem, x, y, n, &spec, &out, &err) != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, 0, 14);
    bal_set_number(L, "s", out.s);
    bal_set_number(L, "tau", out.tau);
    bal_set_number(L, "low", out.low);
    bal_set_number(L, "high", out.high);
    bal_set_number(L, "p", out.p);
    bal_set_number(L, "floor", out.floor);
    bal_set_number(L, "p_error", out.error);
    bal_set_number(L, "arrangements", out.arrangements);
    bal_set_number(L, "power", out.power);
    bal_set_number(L, "smallest_found", out.smallest);
    bal_set_number(L, "critical", out.critical);
    lua_pushboolean(L, out.exact);
    lua_setfield(L, -2, "exact");
    return 1;
}

static size_t count_at(lua_State *L, int index)
{
    lua_Integer v = luaL_checkinteger(L, index);

    if (v < 0)
        bal_raise(L, "a count is a whole number from 0 on, not %I", (LUAI_UACINT)v);
    return (size_t)v;
}

/* core.fisher(a, b, c, d, { alternative =, level =, odds = }) */
static int fisher(lua_State *L)
{
    struct bal_fourfold t = {count_at(L, 1), count_at(L, 2), count_at(L, 3), count_at(L, 4)};
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_fisher out;
    struct bal_error err;

    if (bal_fisher(&mem, t, alternative_of(L, 5), level_of(L, 5),
                   bal_option_number(L, 5, "odds", 4), &out, &err) != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, 0, 7);
    bal_set_number(L, "odds", out.odds);
    bal_set_number(L, "low", out.low);
    bal_set_number(L, "high", out.high);
    bal_set_number(L, "p", out.p);
    bal_set_number(L, "floor", out.floor);
    bal_set_number(L, "power", out.power);
    bal_set_number(L, "smallest_found", out.smallest);
    return 1;
}

/* core.between(values, phases, k, { level =, step =, seed =, sims = }): phases has a number
 * from 0 (none) to k for each value */
static int between(lua_State *L)
{
    struct bal_between_spec spec = {1 - level_of(L, 4), bal_option_number(L, 4, "step", 1),
                                    (uint64_t)bal_option_integer(L, 4, "seed", 1),
                                    bal_option_size(L, 4, "sims", 1000, 1)};
    size_t n, m, k = count_at(L, 3), *phase;
    const double *y = bal_push_numbers(L, 1, &n, "value");
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_between out;
    struct bal_error err;

    m = bal_check_list(L, 2);
    phase = bal_push_array(L, n, sizeof *phase);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        phase[i] = m == n ? count_at(L, -1) : 0;
        if (m != n || phase[i] > k)
            return bal_raise(L, "between: a phase from 0 to %I for each of %I values",
                             (LUAI_UACINT)k, (LUAI_UACINT)n);
        lua_pop(L, 1);
    }
    if (bal_between(&mem, y, phase, n, k, &spec, &out, &err) != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, 0, 10);
    bal_set_number(L, "share", out.share);
    bal_set_number(L, "by_chance", out.by_chance);
    bal_set_number(L, "p", out.p);
    bal_set_number(L, "floor", out.floor);
    bal_set_number(L, "phi", out.phi);
    bal_set_number(L, "sd", out.sd);
    bal_set_number(L, "power", out.power);
    bal_set_count(L, "n", (double)out.n);
    bal_set_count(L, "shifts", (double)out.shifts);
    return 1;
}

/* core.noise(n, phi, seed, stream) -> a list of AR(1) noise of standard deviation 1 */
static int noise(lua_State *L)
{
    size_t n = count_at(L, 1);
    double phi = luaL_checknumber(L, 2), *list;

    if (n > 1000000 || !(fabs(phi) < 1))
        return bal_raise(L, "noise: at most 1000000 values, and a coefficient between -1 and 1");
    list = bal_push_array(L, n, sizeof *list);
    bal_ar1_noise(list, n, phi, (uint64_t)luaL_checkinteger(L, 3),
                  (uint64_t)luaL_checkinteger(L, 4));
    bal_push_list(L, list, n);
    return 1;
}

int bal_lua_open_claims(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"trend", trend}, {"fisher", fisher}, {"between", between}, {"noise", noise}, {NULL, NULL}};

    luaL_newlib(L, functions);
    return 1;
}
