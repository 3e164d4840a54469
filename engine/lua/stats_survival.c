/* Curves and tests of lives (stats/survival.h): plain lists in, plain tables out. What a script calls
 * is in scripts/balassa/survival.lua. */
#include <lauxlib.h>
#include <math.h>

#include "lua/bindings.h"
#include "lua/list.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "lua/watch.h"
#include "stats/survival.h"

/* The lists of times and of ends at 1 and 2 as lives; the collector owns them. */
static struct bal_life *lives_at(lua_State *L, size_t *n)
{
    struct bal_life *life;

    *n = bal_check_list(L, 1);
    bal_check_list(L, 2);
    life = bal_push_array(L, *n, sizeof *life);
    for (size_t i = 0; i < *n; i++)
        life[i] = (struct bal_life){
            bal_item_number(L, 1, (lua_Integer)i + 1, "time"),
            (int)bal_item_count(L, 2, (lua_Integer)i + 1, 0, BAL_OPTION_MOST, "the end of a life")};
    return life;
}

static void push_step(lua_State *L, const struct bal_survival_step *step)
{
    lua_createtable(L, 0, 9);
    bal_set_number(L, "time", step->time);
    bal_set_count(L, "at_risk", (double)step->at_risk);
    bal_set_count(L, "ended", (double)step->ended);
    bal_set_count(L, "other", (double)step->other);
    bal_set_count(L, "censored", (double)step->censored);
    bal_set_number(L, "value", step->value);
    bal_set_number(L, "se", step->se);
    bal_set_number(L, "low", step->low);
    bal_set_number(L, "high", step->high);
}

/* core.survival_curve(times, ends, cause, level, competing) -> { step, ... }, which is Kaplan-Meier's
 * with the median in it, or the cumulative incidence of the cause */
static int survival_curve(lua_State *L)
{
    int cause = (int)bal_check_count(L, 3, 0, BAL_OPTION_MOST, "a cause");
    double level = luaL_checknumber(L, 4);
    bool competing = lua_toboolean(L, 5);
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_survival_step *step;
    struct bal_median median;
    struct bal_error err;
    size_t n, steps = 0;
    const struct bal_life *life = lives_at(L, &n);
    int code;

    step = bal_push_array(L, n, sizeof *step);
    if (competing)
        code = bal_incidence(&mem, life, n, cause, level, step, &steps, &err);
    else
        code = bal_kaplan_meier(&mem, life, n, cause, level, step, &steps, &err);
    if (code != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, (int)steps, 3);
    for (size_t i = 0; i < steps; i++) {
        push_step(L, &step[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    if (competing)
        return 1;
    median = bal_survival_median(step, steps);
    bal_set_number(L, "median", median.time);
    bal_set_number(L, "median_low", median.low);
    bal_set_number(L, "median_high", median.high);
    return 1;
}

static void read_spec(lua_State *L, struct bal_logrank_spec *spec)
{
    static const char *const alternatives[] = {"two_sided", "greater", "less", NULL};
    static const char *const methods[] = {"auto", "exact", "monte_carlo", NULL};

    spec->cause = (int)bal_check_count(L, 4, 0, BAL_OPTION_MOST, "a cause");
    spec->reps = bal_option_size(L, 5, "reps", 99999, 1);
    spec->seed = (uint64_t)bal_option_integer(L, 5, "seed", 1);
    spec->alternative = (enum bal_alternative)bal_option_choice(
        L, 5, "alternative", "two_sided", bal_alternative_named, alternatives);
    spec->method = (enum bal_logrank_method)bal_option_choice(L, 5, "method", "auto",
                                                              bal_logrank_method_named, methods);
}

static void push_logrank(lua_State *L, const struct bal_logrank *out)
{
    lua_createtable(L, 0, 16);
    bal_set_number(L, "statistic", out->statistic);
    bal_set_number(L, "observed_first", out->observed[0]);
    bal_set_number(L, "observed_second", out->observed[1]);
    bal_set_number(L, "expected_first", out->expected[0]);
    bal_set_number(L, "expected_second", out->expected[1]);
    bal_set_number(L, "variance", out->variance);
    bal_set_number(L, "chisq", out->chisq);
    bal_set_number(L, "p", out->p);
    bal_set_number(L, "floor", out->floor);
    bal_set_number(L, "p_se", out->se);
    bal_set_number(L, "arrangements", out->arrangements);
    bal_set_count(L, "reps", (double)(size_t)out->reps);
    lua_pushboolean(L, out->exact);
    lua_setfield(L, -2, "exact");
}

/* The flags at 3, one for each of n lives. */
static bool *groups_at(lua_State *L, size_t n)
{
    bool *first = bal_push_array(L, n, sizeof *first);

    bal_check_list(L, 3);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, 3, (lua_Integer)i + 1);
        first[i] = lua_toboolean(L, -1);
        lua_pop(L, 1);
    }
    return first;
}

/* core.logrank(times, ends, { true where in the first group }, cause, { alternative=, method=, reps=,
 * seed= }) -> table of numbers */
static int logrank(lua_State *L)
{
    struct bal_logrank_spec spec;
    struct bal_logrank out;
    struct bal_mem mem = bal_lua_mem(L);
    struct lua_watch watch;
    struct bal_error err;
    size_t n;
    const struct bal_life *life = lives_at(L, &n);
    const bool *first = groups_at(L, n);
    int code;

    read_spec(L, &spec);
    bal_watch_start(&watch, L, "log-rank test");
    code = bal_logrank(&mem, life, first, n, &spec, &watch.watch, &out, &err);
    bal_watch_end(&watch);
    if (code != 0)
        return bal_raise_error(L, &err);
    push_logrank(L, &out);
    return 1;
}

/* core.logrank_power(as logrank, with level = .05 of p) -> table of numbers */
static int logrank_power(lua_State *L)
{
    struct bal_logrank_spec spec;
    struct bal_logrank_power out;
    struct bal_mem mem = bal_lua_mem(L);
    struct lua_watch watch;
    struct bal_error err;
    size_t n;
    const struct bal_life *life = lives_at(L, &n);
    const bool *first = groups_at(L, n);
    int code;

    read_spec(L, &spec);
    bal_watch_start(&watch, L, "power of the log-rank test");
    code = bal_logrank_power(&mem, life, first, n, &spec, bal_option_number(L, 5, "level", .05),
                             &watch.watch, &out, &err);
    bal_watch_end(&watch);
    if (code != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, 0, 5);
    bal_set_number(L, "rate", out.rate);
    bal_set_number(L, "power_two", out.two);
    bal_set_number(L, "power_four", out.four);
    bal_set_number(L, "smallest_found", out.found);
    bal_set_count(L, "simulations", (double)out.simulations);
    return 1;
}

int bal_lua_open_survival(lua_State *L)
{
    static const luaL_Reg functions[] = {{"survival_curve", survival_curve},
                                         {"logrank", logrank},
                                         {"logrank_power", logrank_power},
                                         {NULL, NULL}};

    luaL_newlib(L, functions);
    return 1;
}
