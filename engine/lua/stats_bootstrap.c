/* The bootstrap in Lua: plain numbers in, plain numbers out. What a user calls is in
 * scripts/balassa/bootstrap.lua. */
#include <math.h>

#include <lauxlib.h>

#include "lua/bindings.h"
#include "lua/list.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "lua/watch.h"
#include "stats/block_length.h"
#include "stats/bootstrap.h"

/* core.bootstrap_length(series, windows) -> { stationary =, circular = }: of the series, or of its
 * residuals from the means inside and outside the windows */
static int bootstrap_length(lua_State *L)
{
    const struct bal_series *s = bal_check_series(L, 1);
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_block_length out;
    struct bal_error err;
    size_t k;
    struct bal_range *window = bal_push_windows(L, 2, s->n, &k);
    double *e = bal_push_array(L, s->n, sizeof *e), d;

    if (k > 0 && bal_bootstrap_residuals(s->value, s->n, window, k, e, &d, &err) != 0)
        return bal_raise_error(L, &err);
    if (bal_block_length(&mem, k > 0 ? e : s->value, s->n, &out, &err) != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, 0, 2);
    lua_pushnumber(L, out.stationary);
    lua_setfield(L, -2, "stationary");
    lua_pushnumber(L, out.circular);
    lua_setfield(L, -2, "circular");
    return 1;
}

static void check_spec(lua_State *L, int index, size_t n, struct bal_bootstrap_spec *spec)
{
    static const char *const schemes[] = {"block", "circular", "stationary", NULL};
    struct bal_error err;

    spec->scheme = (enum bal_scheme)bal_option_choice(L, index, "scheme", "stationary",
                                                      bal_scheme_named, schemes);
    spec->block = bal_option_number(L, index, "block", 1);
    spec->reps = bal_option_size(L, index, "reps", 9999, 1);
    spec->seed = (uint64_t)bal_option_integer(L, index, "seed", 1);
    if (bal_bootstrap_check(n, spec, &err) != 0)
        bal_raise_error(L, &err);
}

/* core.bootstrap_replicates(series, windows, { scheme=, block=, reps=, seed= }) -> list of numbers,
 * NaN where a resample has no statistic; acceleration. The mean; with windows, the difference. */
static int bootstrap_replicates(lua_State *L)
{
    const struct bal_series *s = bal_check_series(L, 1);
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_bootstrap_spec spec;
    struct bal_error err;
    struct lua_watch watch;
    struct bal_range *window;
    double *replicate, acceleration;
    size_t k;
    int code;

    lua_settop(L, 3);
    check_spec(L, 3, s->n, &spec);
    window = bal_push_windows(L, 2, s->n, &k);
    replicate = bal_push_array(L, spec.reps, sizeof *replicate);
    bal_watch_start(&watch, L, "bootstrap");
    code = k > 0 ? bal_bootstrap_difference(&mem, s->value, s->n, window, k, &spec, &watch.watch,
                                            replicate, &err)
                 : bal_bootstrap_mean(&mem, s->value, s->n, &spec, &watch.watch, replicate, &err);
    bal_watch_end(&watch);
    if (code == 0)
        code =
            bal_bootstrap_acceleration(&mem, s->value, s->n, window, k, &spec, &acceleration, &err);
    if (code != 0)
        return bal_raise_error(L, &err);
    bal_push_list(L, replicate, spec.reps);
    lua_pushnumber(L, acceleration);
    return 2;
}

/* The periods index[0 .. n - 1] of a series, as a series from the same start on. */
static void push_resample(lua_State *L, const struct bal_series *s, const size_t *index, size_t n)
{
    struct lua_series *made = bal_push_series(L);
    struct bal_error err;

    if (bal_series_new(&made->mem, s->interval, s->start, n, s->name, s->unit, s->how,
                       &made->series, &err) != 0)
        bal_raise_error(L, &err);
    for (size_t t = 0; t < n; t++)
        made->series->value[t] = s->value[index[t]];
    bal_series_filled(L, made);
}

/* Calls the statistic at stack index 2 on the series at the top, which it takes away. An error in it
 * is the script's: the progress line is wiped before it goes on. */
static double statistic_of(lua_State *L, struct lua_watch *watch)
{
    double v;

    lua_pushvalue(L, 2);
    lua_insert(L, -2);
    if (lua_pcall(L, 1, 1, 0) != LUA_OK) {
        bal_watch_end(watch);
        lua_error(L);
    }
    if (lua_type(L, -1) != LUA_TNUMBER && !lua_isnil(L, -1)) {
        bal_watch_end(watch);
        bal_raise(L,
                  "the statistic returned %s; it takes a series and returns a number, or nil when "
                  "the series has none",
                  luaL_tolstring(L, -1, NULL));
    }
    v = lua_isnil(L, -1) ? NAN : lua_tonumber(L, -1);
    lua_pop(L, 1);
    return isfinite(v) ? v : NAN;
}

/* core.bootstrap_apply(series, f, options) -> list of f's value of every resample, NaN where it has
 * none */
static int bootstrap_apply(lua_State *L)
{
    const struct bal_series *s = bal_check_series(L, 1);
    struct bal_bootstrap_spec spec;
    struct lua_watch watch;
    double *replicate;
    size_t *index;

    lua_settop(L, 3);
    check_spec(L, 3, s->n, &spec);
    index = bal_push_array(L, s->n, sizeof *index);
    replicate = bal_push_array(L, spec.reps, sizeof *replicate);
    for (size_t r = 0; r < spec.reps; r++)
        replicate[r] = NAN; /* should it be stopped */
    bal_watch_start(&watch, L, "bootstrap");
    for (size_t r = 0; r < spec.reps; r++) {
        bal_bootstrap_indices(&spec, s->n, r, index);
        push_resample(L, s, index, s->n);
        replicate[r] = statistic_of(L, &watch);
        if (r % 64 == 0 && !bal_go_on(&watch.watch, (double)r / (double)spec.reps))
            break; /* the interrupt's own error follows */
    }
    bal_watch_end(&watch);
    bal_push_list(L, replicate, spec.reps);
    return 1;
}

/* core.bootstrap_jackknife(series, f, options) -> acceleration: f of the series without one block,
 * the rest pushed together, for every block */
static int bootstrap_jackknife(lua_State *L)
{
    const struct bal_series *s = bal_check_series(L, 1);
    struct bal_bootstrap_spec spec;
    struct lua_watch watch;
    size_t l, m, *index;
    double *theta;

    lua_settop(L, 3);
    check_spec(L, 3, s->n, &spec);
    l = (size_t)nearbyint(spec.block);
    m = spec.scheme == BAL_SCHEME_BLOCK ? s->n - l + 1 : s->n;
    index = bal_push_array(L, s->n, sizeof *index);
    theta = bal_push_array(L, m, sizeof *theta);
    for (size_t i = 0; i < m; i++)
        theta[i] = NAN;
    bal_watch_start(&watch, L, "acceleration");
    for (size_t i = 0; i < m; i++) {
        size_t kept = 0;

        for (size_t t = 0; t < s->n; t++)
            if ((t >= i ? t - i : t + s->n - i) >= l)
                index[kept++] = t;
        push_resample(L, s, index, kept);
        theta[i] = statistic_of(L, &watch);
        if (!bal_go_on(&watch.watch, (double)i / (double)m))
            break;
    }
    bal_watch_end(&watch);
    lua_pushnumber(L, bal_acceleration(theta, m, (double)s->n / (double)l));
    return 1;
}

/* core.bootstrap_bounds(replicates, estimate, acceleration, type, level) -> table of numbers */
static int bootstrap_bounds(lua_State *L)
{
    double estimate = luaL_checknumber(L, 2), acceleration = luaL_checknumber(L, 3);
    enum bal_bounds type =
        (enum bal_bounds)bal_check_name(L, 4, bal_bounds_named, "type of interval");
    double level = luaL_checknumber(L, 5);
    size_t n;
    const double *replicate = bal_push_numbers(L, 1, &n, "replicate");
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_bootstrap out;
    struct bal_error err;

    if (bal_bootstrap_bounds(&mem, replicate, n, estimate, acceleration, type, level, &out, &err) !=
        0)
        return bal_raise_error(L, &err);
    lua_createtable(L, 0, 7);
    bal_set_number(L, "low", out.low);
    bal_set_number(L, "high", out.high);
    bal_set_number(L, "se", out.se);
    bal_set_number(L, "bias", out.bias);
    bal_set_number(L, "z0", out.z0);
    lua_pushinteger(L, (lua_Integer)out.undefined);
    lua_setfield(L, -2, "undefined");
    lua_pushboolean(L, out.extreme);
    lua_setfield(L, -2, "extreme");
    return 1;
}

int bal_lua_open_bootstrap(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"bootstrap_length", bootstrap_length}, {"bootstrap_replicates", bootstrap_replicates},
        {"bootstrap_apply", bootstrap_apply},   {"bootstrap_jackknife", bootstrap_jackknife},
        {"bootstrap_bounds", bootstrap_bounds}, {NULL, NULL}};

    luaL_newlib(L, functions);
    return 1;
}
