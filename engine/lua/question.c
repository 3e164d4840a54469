#include "lua/question.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <lauxlib.h>

#include "lua/bindings.h"
#include "lua/list.h"
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

/* Days that no date reaches: a calendar beyond them would overflow. */
#define DAYS_MOST 4e11

lua_Number bal_item(lua_State *L, lua_Integer i, lua_Number otherwise, const char *what)
{
    bool none = lua_rawgeti(L, -1, i) == LUA_TNIL;

    lua_pop(L, 1);
    return none ? otherwise : bal_item_number(L, -1, i, what);
}

bal_day bal_item_day(lua_State *L, lua_Integer i, lua_Number otherwise)
{
    lua_Number v = bal_item(L, i, otherwise, "a day: item");

    if (v <= -HUGE_VAL)
        return BAL_DAY_MIN;
    if (v >= HUGE_VAL)
        return BAL_DAY_MAX;
    if (!(fabs(v) <= DAYS_MOST))
        bal_raise(L, "no calendar has the day %f", v);
    return (bal_day)v;
}

size_t bal_push_field(lua_State *L, int index, const char *name)
{
    size_t n;

    bal_push_raw(L, index, name);
    if (lua_isnil(L, -1))
        return 0;
    if (!lua_istable(L, -1))
        bal_raise(L, "'%s' is a list, not %s", name, luaL_tolstring(L, -1, NULL));
    n = lua_rawlen(L, -1);
    if (n > BAL_OPTION_MOST) /* sums of a few lengths stay numbers */
        bal_raise_memory(L);
    return n;
}

struct bal_range *bal_push_ordered(lua_State *L, int index, size_t periods, size_t *k)
{
    struct bal_range *window = bal_push_windows(L, index, periods, k);

    for (size_t i = 1; i < *k; i++)
        if (window[i].a < window[i - 1].b)
            bal_raise(L, "windows stand in the order of time, and do not overlap: window %I does",
                      (LUAI_UACINT)i + 1);
    return window;
}

/* The observation at the top. */
static struct bal_observation read_observation(lua_State *L, bool in_force, size_t i)
{
    struct bal_observation o;
    bool day;

    o.span.from = bal_item_day(L, 1, 0);
    day = o.span.from != BAL_DAY_MIN && o.span.from != BAL_DAY_MAX;
    o.span.to = bal_item_day(L, 2, day ? (lua_Number)o.span.from + 1 : HUGE_VAL);
    o.score = bal_item(L, 3, 0, "an observation: item");
    if (o.span.to <= o.span.from || !(in_force || day) || !isfinite(o.score))
        bal_raise(L,
                  "observation %I is a day and the day after its end, which comes later, and a "
                  "finite score",
                  (LUAI_UACINT)i + 1);
    return o;
}

static void read_observations(lua_State *L, int index, struct question *out)
{
    size_t n = bal_push_field(L, index, "obs");
    int list = lua_gettop(L);
    bool in_force = out->q.spec.index.rule == BAL_INDEX_IN_FORCE;
    struct bal_placed *placed = bal_push_array(L, n, sizeof *placed);
    struct ordered *order = bal_push_array(L, n, sizeof *order);

    out->obs = bal_push_array(L, n, sizeof *out->obs);
    out->place = bal_push_array(L, n, sizeof *out->place);
    for (size_t i = 0; i < n; i++) {
        bal_push_item_table(L, list, (lua_Integer)i + 1, "observation");
        out->obs[i] = read_observation(L, in_force, i);
        lua_pop(L, 1);
        bal_index_place(&out->q.spec.index, &out->obs[i], 1, &order[i].placed);
        order[i].at = i;
    }
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
    spec->index.expiry = bal_option_size(L, index, "expiry", 0, 0);
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
    struct bal_error err;

    luaL_checktype(L, index, LUA_TTABLE);
    bal_need_stack(L, 20);
    *out = (struct question){0};
    bal_push_raw(L, index, "series");
    s = bal_check_series(L, -1);
    read_spec(L, index, s, &out->q.spec);
    if (bal_index_check(&out->q.spec.index, &err) != 0)
        bal_raise_error(L, &err);
    read_observations(L, index, out);
    bal_push_field(L, index, "windows");
    out->q.window = bal_push_ordered(L, -1, out->q.spec.index.n, &out->q.k);
}
