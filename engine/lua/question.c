#include "lua/question.h"

#include <math.h>
#include <stdlib.h>

#include <lauxlib.h>

#include "lua/bindings.h"
#include "lua/object.h"
#include "lua/raise.h"

struct ordered {
    struct bal_placed placed;
    size_t at;
};

static int by_day(const void *a, const void *b)
{
    const struct ordered *x = a, *y = b;

    if (x->placed.day != y->placed.day)
        return x->placed.day < y->placed.day ? -1 : 1;
    if (x->placed.score != y->placed.score)
        return x->placed.score < y->placed.score ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

lua_Number bal_item(lua_State *L, lua_Integer i, lua_Number otherwise)
{
    lua_Number v;

    lua_rawgeti(L, -1, i);
    v = lua_isnil(L, -1) ? otherwise : luaL_checknumber(L, -1);
    lua_pop(L, 1);
    return v;
}

bal_day bal_item_day(lua_State *L, lua_Integer i, lua_Number otherwise)
{
    lua_Number v = bal_item(L, i, otherwise);

    return v <= -HUGE_VAL ? BAL_DAY_MIN : v >= HUGE_VAL ? BAL_DAY_MAX : (bal_day)v;
}

size_t bal_push_field(lua_State *L, int index, const char *name)
{
    return lua_getfield(L, index, name) == LUA_TTABLE ? lua_rawlen(L, -1) : 0;
}

void bal_fill_windows(lua_State *L, struct bal_range *window, size_t k)
{
    for (size_t i = 0; i < k; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        window[i].a = (size_t)bal_item(L, 1, 0) - 1;
        window[i].b = (size_t)bal_item(L, 2, 0);
        lua_pop(L, 1);
    }
}

static void read_observations(lua_State *L, int index, struct question *out)
{
    size_t n = bal_push_field(L, index, "obs");
    struct bal_placed *placed;
    struct ordered *order;

    out->obs = lua_newuserdatauv(L, (n + 1) * sizeof *out->obs, 0);
    out->place = lua_newuserdatauv(L, (n + 1) * sizeof *out->place, 0);
    placed = lua_newuserdatauv(L, (n + 1) * sizeof *placed, 0);
    order = lua_newuserdatauv(L, (n + 1) * sizeof *order, 0);
    lua_pushvalue(L, -5);
    for (size_t i = 0; i < n; i++) {
        struct bal_observation *o = &out->obs[i];

        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        o->span.from = bal_item_day(L, 1, 0);
        o->span.to = bal_item_day(L, 2, (lua_Number)o->span.from + 1);
        o->score = bal_item(L, 3, 0);
        lua_pop(L, 1);
        bal_index_place(&out->q.spec.index, o, 1, &order[i].placed);
        order[i].at = i;
    }
    lua_pop(L, 1);
    qsort(order, n, sizeof *order, by_day);
    for (size_t i = 0; i < n; i++) {
        placed[i] = order[i].placed;
        out->place[order[i].at] = i;
    }
    out->q.placed = placed;
    out->q.nobs = n;
}

static void read_spec(lua_State *L, int index, const struct bal_series *s,
                      struct bal_recount_spec *spec)
{
    static const char *const rules[] = {"latest", "mean",     "max", "count",
                                        "decay",  "in_force", NULL};
    static const char *const estimates[] = {"mean_difference", "standardised_difference",
                                            "cliff_delta", "rate_ratio", NULL};
    static const char *const nulls[] = {"none", "shift", "relocate", NULL};
    static const char *const alternatives[] = {"two_sided", "greater", "less", NULL};

    spec->index.rule = (enum bal_index_rule)bal_option_choice(L, index, "rule", "latest",
                                                              bal_index_rule_named, rules);
    spec->index.interval = s->interval;
    spec->index.start = s->start;
    spec->index.n = s->n;
    spec->index.expiry = (size_t)bal_option_integer(L, index, "expiry", 0);
    spec->index.half_life = bal_option_number(L, index, "half_life", 0);
    spec->index.total = bal_option_boolean(L, index, "total", false);
    spec->estimate = (enum bal_recount_estimate)bal_option_choice(
        L, index, "estimate", "mean_difference", bal_recount_estimate_named, estimates);
    spec->null = (enum bal_recount_null)bal_option_choice(L, index, "null", "shift",
                                                          bal_recount_null_named, nulls);
    spec->alternative = (enum bal_alternative)bal_option_choice(
        L, index, "alternative", "two_sided", bal_alternative_named, alternatives);
}

void bal_read_question(lua_State *L, int index, struct question *out)
{
    const struct bal_series *s;
    struct bal_range *window;
    struct bal_error err;

    luaL_checktype(L, index, LUA_TTABLE);
    bal_need_stack(L, 20);
    *out = (struct question){0};
    lua_getfield(L, index, "series");
    s = bal_check_series(L, -1);
    read_spec(L, index, s, &out->q.spec);
    if (bal_index_check(&out->q.spec.index, &err) != 0)
        bal_raise_error(L, &err);
    read_observations(L, index, out);
    out->q.k = bal_push_field(L, index, "windows");
    window = lua_newuserdatauv(L, (out->q.k + 1) * sizeof *window, 0);
    lua_pushvalue(L, -2);
    bal_fill_windows(L, window, out->q.k);
    lua_pop(L, 1);
    out->q.window = window;
}
