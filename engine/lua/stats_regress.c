/* Regression and multiplicity in Lua: plain numbers in, plain numbers out. What a user calls is in
 * scripts/balassa/regress.lua, adjust.lua and max_t.lua. */
#include <string.h>

#include <lauxlib.h>

#include "lua/bindings.h"
#include "lua/list.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "stats/multiple.h"
#include "stats/regress.h"

/* Series `i` of the list at `list`. It is kept in the table `kept`: the list may be a weak one, and let
 * go of what C reads. */
static const struct bal_series *keep_series(lua_State *L, int list, lua_Integer i, int kept)
{
    const struct bal_series *s;

    lua_rawgeti(L, list, i);
    s = bal_check_series(L, -1);
    lua_rawseti(L, kept, i);
    return s;
}

/* The series and names of the lists at 2 and 3, in memory of the Lua state. */
static struct bal_regressors regressors(lua_State *L, const struct bal_series *y)
{
    size_t k = bal_check_list(L, 2);
    const double **x = bal_push_array(L, k, sizeof *x);
    const char **name = bal_push_array(L, k, sizeof *name);
    int kept;

    bal_check_list(L, 3);
    lua_newtable(L);
    kept = lua_gettop(L);
    for (size_t j = 0; j < k; j++) {
        const struct bal_series *s = keep_series(L, 2, (lua_Integer)j + 1, kept);

        name[j] = bal_item_string(L, 3, (lua_Integer)j + 1, "name"); /* the list keeps it */
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

    lua_settop(L, 4);
    spec.model = (enum bal_model)bal_option_choice(L, 4, "model", "ols", bal_model_named, models);
    spec.errors =
        (enum bal_errors)bal_option_choice(L, 4, "errors", "hac", bal_errors_named, errors);
    spec.constant = bal_option_boolean(L, 4, "constant", true);
    spec.lags = (long)bal_option_integer(L, 4, "lags", -1);
    spec.level = bal_option_number(L, 4, "level", 0.95);
    given = regressors(L, y);
    coefficient = bal_push_array(L, given.k + 1, sizeof *coefficient);
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
    enum bal_adjust method = (enum bal_adjust)bal_check_name(L, 2, bal_adjust_named, "method");
    size_t n;
    const double *p = bal_push_numbers(L, 1, &n, "p-value");
    double *out = bal_push_array(L, n, sizeof *out);
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_error err;

    if (bal_adjust(&mem, p, n, method, out, &err) != 0)
        return bal_raise_error(L, &err);
    bal_push_list(L, out, n);
    return 1;
}

static int choice_field(lua_State *L, const char *name, int (*lookup)(const char *))
{
    int v;

    bal_push_raw(L, -1, name);
    v = bal_check_name(L, lua_gettop(L), lookup, name);
    lua_pop(L, 1);
    return v;
}

static size_t period_field(lua_State *L, const char *name, size_t least, size_t most)
{
    size_t v;

    bal_push_raw(L, -1, name);
    v = bal_check_count(L, -1, least, most, name);
    lua_pop(L, 1);
    return v;
}

/* The windows from the table at the top, for as long as they stand in `kept`. */
static const struct bal_range *member_windows(lua_State *L, size_t periods, size_t *k, int kept)
{
    struct bal_range *window;
    int list;

    bal_push_raw(L, -1, "windows");
    list = lua_gettop(L);
    *k = bal_check_list(L, list);
    window = bal_push_array(L, *k, sizeof *window);
    lua_rawsetp(L, kept, window);
    for (size_t i = 0; i < *k; i++) {
        bal_push_item_table(L, list, (lua_Integer)i + 1, "window");
        window[i].a = period_field(L, "first", 1, periods) - 1;
        window[i].b = period_field(L, "last", window[i].a + 1, periods);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return window;
}

/* The member from the table at the top: { series=, windows = { { first=, last= }, ... },
 * estimate=, alternative= }. What it points to stands in the table `kept`. */
static struct bal_family_member member_at(lua_State *L, size_t *n, int kept)
{
    struct bal_family_member f = {0};
    const struct bal_series *s;

    bal_push_raw(L, -1, "series");
    s = bal_check_series(L, -1);
    lua_rawsetp(L, kept, s);
    f.y = s->value;
    *n = s->n;
    f.estimate = (enum bal_estimate)choice_field(L, "estimate", bal_estimate_named);
    f.alternative = (enum bal_alternative)choice_field(L, "alternative", bal_alternative_named);
    f.window = member_windows(L, s->n, &f.k, kept);
    return f;
}

/* core.max_t({ member, ... }) -> list of { estimate=, statistic=, p=, single_step=, step_down= },
 * shifts left out. The series must have one range. */
static int max_t(lua_State *L)
{
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_family_member *member;
    struct bal_family_result *out;
    struct bal_error err;
    size_t m = bal_check_list(L, 1), n = 0, undefined = 0;
    int kept;

    member = bal_push_array(L, m, sizeof *member);
    out = bal_push_array(L, m, sizeof *out);
    lua_newtable(L);
    kept = lua_gettop(L);
    for (size_t i = 0; i < m; i++) {
        size_t periods;

        bal_push_item_table(L, 1, (lua_Integer)i + 1, "contrast");
        member[i] = member_at(L, &periods, kept);
        if (i > 0 && periods != n)
            bal_raise(L, "max_t: contrast %I has %I periods, and those before it %I",
                      (LUAI_UACINT)i + 1, (LUAI_UACINT)periods, (LUAI_UACINT)n);
        n = periods;
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
