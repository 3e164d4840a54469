/* Regression and multiplicity in Lua: plain numbers in, plain numbers out. What a user calls is in
 * scripts/balassa/regress.lua, adjust.lua and max_t.lua. */
#include <string.h>

#include <lauxlib.h>

#include "lua/bindings.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "stats/multiple.h"
#include "stats/regress.h"

/* The series and names of the lists at 2 and 3, in memory of the Lua state. */
static struct bal_regressors regressors(lua_State *L, const struct bal_series *y)
{
    size_t k = lua_rawlen(L, 2);
    const double **x = lua_newuserdatauv(L, (k + 1) * sizeof *x, 0);
    const char **name = lua_newuserdatauv(L, (k + 1) * sizeof *name, 0);

    for (size_t j = 0; j < k; j++) {
        const struct bal_series *s;

        lua_rawgeti(L, 3, (lua_Integer)j + 1);
        name[j] = luaL_checkstring(L, -1); /* the list keeps it alive */
        lua_rawgeti(L, 2, (lua_Integer)j + 1);
        s = bal_check_series(L, -1);
        x[j] = s->value;
        if (s->interval != y->interval)
            bal_raise(L,
                      "the series '%s' goes by %s and the one that is regressed by %s; bring them "
                      "together with :aggregate or :repeat_to",
                      name[j], bal_interval_name(s->interval), bal_interval_name(y->interval));
        if (s->start != y->start || s->n != y->n)
            bal_raise(L,
                      "the series '%s' does not cover the periods of the one that is regressed; "
                      "bring it there with :between(from, to) or :reach(from, to)",
                      name[j]);
        lua_pop(L, 2);
    }
    return (struct bal_regressors){x, name, k};
}

static void push_coefficient(lua_State *L, const struct bal_coefficient *c)
{
    lua_createtable(L, 0, 8);
    bal_set_number(L, "estimate", c->value);
    bal_set_number(L, "se", c->se);
    bal_set_number(L, "t", c->t);
    bal_set_number(L, "p", c->p);
    bal_set_number(L, "low", c->low);
    bal_set_number(L, "high", c->high);
    bal_set_number(L, "critical", c->critical);
}

/* `c`: the coefficients, in memory of the Lua state. */
static void push_regress(lua_State *L, const struct bal_regress *r, const struct bal_coefficient *c)
{
    lua_createtable(L, 0, 20);
    lua_createtable(L, (int)r->k, 0);
    for (size_t j = 0; j < r->k; j++) {
        push_coefficient(L, &c[j]);
        lua_rawseti(L, -2, (lua_Integer)j + 1);
    }
    lua_setfield(L, -2, "coefficients");
    bal_set_count(L, "n", (double)r->n);
    bal_set_count(L, "dropped", (double)r->dropped);
    bal_set_count(L, "span", (double)r->span);
    bal_set_count(L, "inner_gaps", (double)r->inner);
    bal_set_count(L, "bandwidth", (double)r->bandwidth);
    bal_set_count(L, "iterations", (double)(size_t)r->iterations);
    bal_set_number(L, "r2", r->r2);
    bal_set_number(L, "sigma", r->sigma);
    bal_set_number(L, "deviance", r->deviance);
    bal_set_number(L, "null_deviance", r->null_deviance);
    bal_set_number(L, "autocorrelation", r->autocorrelation);
    bal_set_number(L, "df", r->df);
}

/* core.regress(y, { series, ... }, { name, ... }, options) -> table of numbers, with a list of the
 * coefficients, that of the constant first */
static int regress(lua_State *L)
{
    static const char *const models[] = {"ols", "poisson", NULL};
    static const char *const errors[] = {"hac", "ewc", "classical", NULL};
    const struct bal_series *y = bal_check_series(L, 1);
    struct bal_regress_spec spec;
    struct bal_regressors given;
    struct bal_coefficient *coefficient;
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_regress out;
    struct bal_error err;

    luaL_checktype(L, 2, LUA_TTABLE);
    luaL_checktype(L, 3, LUA_TTABLE);
    spec.model = (enum bal_model)bal_option_choice(L, 4, "model", "ols", bal_model_named, models);
    spec.errors =
        (enum bal_errors)bal_option_choice(L, 4, "errors", "hac", bal_errors_named, errors);
    spec.constant = bal_option_boolean(L, 4, "constant", true);
    spec.lags = (long)bal_option_integer(L, 4, "lags", -1);
    spec.level = bal_option_number(L, 4, "level", 0.95);
    given = regressors(L, y);
    coefficient = lua_newuserdatauv(L, (given.k + 1) * sizeof *coefficient, 0);
    if (bal_regress(&mem, y->value, y->n, &given, &spec, &out, &err) != 0)
        return bal_raise_error(L, &err);
    memcpy(coefficient, out.coefficient, out.k * sizeof *coefficient);
    bal_regress_free(&out); /* before anything is pushed, which may raise */
    push_regress(L, &out, coefficient);
    return 1;
}

/* core.adjust({ p, ... }, method) -> list */
static int adjust(lua_State *L)
{
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_error err;
    double *p, *out;
    size_t n;

    luaL_checktype(L, 1, LUA_TTABLE);
    n = lua_rawlen(L, 1);
    p = lua_newuserdatauv(L, (2 * n + 1) * sizeof *p, 0);
    out = p + n;
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, 1, (lua_Integer)i + 1);
        p[i] = luaL_checknumber(L, -1);
        lua_pop(L, 1);
    }
    if (bal_adjust(&mem, p, n, (enum bal_adjust)bal_adjust_named(luaL_checkstring(L, 2)), out,
                   &err) != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        lua_pushnumber(L, out[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static lua_Integer integer_field(lua_State *L, const char *name)
{
    lua_Integer v;

    lua_getfield(L, -1, name);
    v = luaL_checkinteger(L, -1);
    lua_pop(L, 1);
    return v;
}

/* The member from the table at the top: { series=, windows = { { first=, last= }, ... },
 * estimate=, alternative= } */
static struct bal_family_member member_at(lua_State *L, size_t *n)
{
    struct bal_family_member f = {0};
    const struct bal_series *s;
    struct bal_range *window;

    lua_getfield(L, -1, "series");
    s = bal_check_series(L, -1);
    lua_pop(L, 1);
    f.y = s->value;
    *n = s->n;
    lua_getfield(L, -1, "estimate");
    f.estimate = (enum bal_estimate)bal_estimate_named(luaL_checkstring(L, -1));
    lua_getfield(L, -2, "alternative");
    f.alternative = (enum bal_alternative)bal_alternative_named(luaL_checkstring(L, -1));
    lua_getfield(L, -3, "windows");
    f.k = lua_rawlen(L, -1);
    window = lua_newuserdatauv(L, (f.k + 1) * sizeof *window, 0);
    lua_setfield(L, -5, "memory"); /* the table keeps it alive */
    for (size_t i = 0; i < f.k; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        window[i].a = (size_t)integer_field(L, "first") - 1;
        window[i].b = (size_t)integer_field(L, "last");
        lua_pop(L, 1);
    }
    f.window = window;
    lua_pop(L, 3);
    return f;
}

/* core.max_t({ member, ... }) -> list of { estimate=, statistic=, p=, single_step=, step_down= },
 * shifts left out. The series must have one range: the caller has checked that. */
static int max_t(lua_State *L)
{
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_family_member *member;
    struct bal_family_result *out;
    struct bal_error err;
    size_t m, n = 0, undefined = 0;

    luaL_checktype(L, 1, LUA_TTABLE);
    m = lua_rawlen(L, 1);
    member = lua_newuserdatauv(L, (m + 1) * sizeof *member, 0);
    out = lua_newuserdatauv(L, (m + 1) * sizeof *out, 0);
    for (size_t i = 0; i < m; i++) {
        lua_rawgeti(L, 1, (lua_Integer)i + 1);
        member[i] = member_at(L, &n);
        lua_pop(L, 1);
    }
    if (bal_max_t(&mem, member, m, n, out, &undefined, &err) != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, (int)m, 0);
    for (size_t i = 0; i < m; i++) {
        lua_createtable(L, 0, 5);
        bal_set_number(L, "estimate", out[i].estimate);
        bal_set_number(L, "statistic", out[i].statistic);
        bal_set_number(L, "p", out[i].p);
        bal_set_number(L, "single_step", out[i].single_step);
        bal_set_number(L, "step_down", out[i].step_down);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_pushinteger(L, (lua_Integer)undefined);
    return 2;
}

int bal_lua_open_regress(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"regress", regress}, {"adjust", adjust}, {"max_t", max_t}, {NULL, NULL}};

    luaL_newlib(L, functions);
    return 1;
}
