/* Segments and agreement in Lua: numbers in, numbers out. What a user calls is in
 * scripts/balassa/segments.lua and agreement.lua. */
#include <math.h>

#include <lauxlib.h>

#include "base/named.h"
#include "lua/bindings.h"
#include "lua/list.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "lua/watch.h"
#include "stats/agreement.h"
#include "stats/segment.h"
#include "stats/segment_interval.h"

static const char *const cost_names[] = {"mean", "mean_variance", "poisson", "rank", NULL};
static const char *const search_names[] = {"exact", "pelt", "functional", "binary", NULL};
static const char *const criterion_names[] = {"bic", "mbic", NULL};

/* A series without its gaps: value i stood at period at[i]. Both are Lua's. */
struct values {
    double *y;
    size_t *at;
    size_t n;
};

static struct values values_of(lua_State *L, const struct bal_series *s)
{
    struct values v = {0};

    v.y = bal_push_array(L, s->n, sizeof *v.y);
    v.at = bal_push_array(L, s->n, sizeof *v.at);
    for (size_t t = 0; t < s->n; t++)
        if (!isnan(s->value[t])) {
            v.y[v.n] = s->value[t];
            v.at[v.n++] = t;
        }
    return v;
}

static bool has(lua_State *L, const char *name)
{
    bool there;

    if (!lua_istable(L, 2))
        return false;
    lua_pushstring(L, name);
    there = lua_rawget(L, 2) != LUA_TNIL;
    lua_pop(L, 1);
    return there;
}

/* The stopping rule is the one of n, penalty and criterion that is there; the face has checked that
 * it is one. */
static struct bal_segment_spec spec_of(lua_State *L)
{
    struct bal_segment_spec s = {.stop = BAL_STOP_PENALTY};

    s.cost = (enum bal_cost)bal_option_choice(L, 2, "cost", "mean", bal_cost_named, cost_names);
    s.search =
        (enum bal_search)bal_option_choice(L, 2, "search", "exact", bal_search_named, search_names);
    s.min_length = bal_option_size(L, 2, "min_length", 1, 0);
    s.most = bal_option_size(L, 2, "most", 10, 0);
    s.number = bal_option_size(L, 2, "n", 0, 0);
    s.penalty = bal_option_number(L, 2, "penalty", 0);
    if (has(L, "n"))
        s.stop = BAL_STOP_NUMBER;
    else if (has(L, "criterion"))
        s.stop = (enum bal_stop)bal_option_choice(L, 2, "criterion", "bic", bal_criterion_named,
                                                  criterion_names);
    return s;
}

static void set_numbers(lua_State *L, const char *name, const double *v, size_t n)
{
    bal_push_list(L, v, n);
    lua_setfield(L, -2, name);
}

/* { first=, last= (periods from 1), n=, mean=, sd= } of the values [a, b) */
static void push_segment(lua_State *L, const struct values *v, size_t a, size_t b)
{
    double mean = 0, squares = 0;

    for (size_t i = a; i < b; i++)
        mean += (v->y[i] - mean) / (double)(i - a + 1);
    for (size_t i = a; i < b; i++)
        squares += (v->y[i] - mean) * (v->y[i] - mean);
    lua_createtable(L, 0, 6);
    bal_set_count(L, "first", (double)v->at[a] + 1);
    bal_set_count(L, "last", (double)v->at[b - 1] + 1);
    bal_set_count(L, "n", (double)(b - a));
    bal_set_number(L, "mean", mean);
    bal_set_number(L, "sd", b - a > 1 ? sqrt(squares / (double)(b - a - 1)) : NAN);
}

/* The correlation of the residuals of values that follow on each other without a gap; NaN: all 0. */
static double residual_correlation(const struct values *v, const struct bal_segmentation *s)
{
    double products = 0, squares = 0, before = 0;

    for (size_t j = 0, a = 0; j < s->k; a = s->end[j++]) {
        double mean = 0;

        for (size_t i = a; i < s->end[j]; i++)
            mean += (v->y[i] - mean) / (double)(i - a + 1);
        for (size_t i = a; i < s->end[j]; i++) {
            double e = v->y[i] - mean;

            products += i > 0 && v->at[i] == v->at[i - 1] + 1 ? e * before : 0;
            squares += e * e;
            before = e;
        }
    }
    return squares > 0 ? products / squares : NAN;
}

static void push_segmentation(lua_State *L, const struct values *v,
                              const struct bal_segmentation *s)
{
    lua_createtable(L, 0, 10);
    lua_createtable(L, (int)s->k, 0);
    for (size_t j = 0; j < s->k; j++) {
        push_segment(L, v, j > 0 ? s->end[j - 1] : 0, s->end[j]);
        lua_rawseti(L, -2, (lua_Integer)j + 1);
    }
    lua_setfield(L, -2, "segments");
    bal_set_number(L, "cost_sum", s->cost);
    bal_set_number(L, "penalty", s->penalty);
    bal_set_number(L, "noise", s->noise);
    bal_set_number(L, "criterion_value", s->criterion);
    set_numbers(L, "tried_cost", s->tried_cost, s->tried);
    set_numbers(L, "tried_criterion", s->tried_criterion, s->tried);
    bal_set_number(L, "residual_r1", residual_correlation(v, s));
    bal_set_count(L, "n", (double)v->n);
}

#define HELD "balassa.segmentation"

/* A segmentation that the collector frees when an error throws us out. */
struct held {
    struct bal_mem mem;
    struct bal_segmentation s;
};

static int held_gc(lua_State *L)
{
    struct held *h = luaL_checkudata(L, 1, HELD);

    bal_segmentation_free(&h->mem, &h->s);
    return 0;
}

static struct held *push_held(lua_State *L)
{
    struct held *h = lua_newuserdatauv(L, sizeof *h, 0);

    *h = (struct held){.mem = bal_lua_mem(L)};
    bal_set_gc(L, HELD, held_gc);
    return h;
}

/* core.segments(series, { cost=, search=, n= | penalty= | criterion=, min_length=, most= }) */
static int segments(lua_State *L)
{
    const struct bal_series *series = bal_check_series(L, 1);
    struct bal_segment_spec spec = spec_of(L);
    struct values v = values_of(L, series);
    struct held *h = push_held(L);
    struct bal_segmentation s;
    struct lua_watch watch;
    struct bal_error err;
    int code;

    bal_watch_start(&watch, L, "segments");
    code = bal_segment(&h->mem, v.y, v.n, &spec, &watch.watch, &s, &err);
    bal_watch_end(&watch);
    if (code != 0)
        return bal_raise_error(L, &err);
    h->s = s;
    push_segmentation(L, &v, &h->s);
    bal_segmentation_free(&h->mem, &h->s);
    return 1;
}

/* Of the list at 3, { first period of a segment, ... }: the ends of the segments among the values. */
static struct bal_segmentation given_ends(lua_State *L, const struct values *v, size_t periods)
{
    struct bal_segmentation s = {.n = v->n, .k = bal_check_list(L, 3)};

    s.end = bal_push_array(L, s.k, sizeof *s.end);
    for (size_t j = 1, i = 0; j <= s.k; j++) {
        size_t first = 0;

        if (j < s.k)
            first = bal_item_count(L, 3, (lua_Integer)j + 1, 1, periods,
                                   "the first period of a segment") -
                    1;
        while (i < v->n && v->at[i] != first)
            i++;
        s.end[j - 1] = j < s.k ? i : v->n;
    }
    return s;
}

static const char *const intervals[] = {"profile", "bootstrap", NULL};

static int interval_named(const char *name)
{
    return bal_named(name, intervals, 2);
}

/* core.segment_intervals(series, { cost=, min_length=, interval=, level=, reps=, block=, seed= },
 * { first, ... }) -> { low, ... }, { high, ... }: periods from 1, of each change */
static int segment_intervals(lua_State *L)
{
    const struct bal_series *series = bal_check_series(L, 1);
    struct bal_segment_spec spec = spec_of(L);
    bool bootstrap = bal_option_choice(L, 2, "interval", "profile", interval_named, intervals) == 1;
    struct values v = values_of(L, series);
    struct bal_segmentation s = given_ends(L, &v, series->n);
    size_t *low = bal_push_array(L, s.k, sizeof *low), *high = bal_push_array(L, s.k, sizeof *high);
    struct bal_segment_resampling how = {.reps = bal_option_size(L, 2, "reps", 999, 0),
                                         .block = bal_option_size(L, 2, "block", 1, 0),
                                         .seed = (uint64_t)bal_option_integer(L, 2, "seed", 1)};
    double level = bal_option_number(L, 2, "level", 0.95);
    struct bal_mem mem = bal_lua_mem(L);
    struct lua_watch watch;
    struct bal_error err;
    int code;

    bal_watch_start(&watch, L, "intervals of changes");
    if (bootstrap)
        code = bal_segment_bootstrap(&mem, v.y, spec.min_length, &s, level, &how, &watch.watch, low,
                                     high, &err);
    else
        code =
            bal_segment_profile(&mem, v.y, spec.cost, spec.min_length, &s, level, low, high, &err);
    bal_watch_end(&watch);
    if (code != 0)
        return bal_raise_error(L, &err);
    for (int which = 0; which < 2; which++) {
        lua_createtable(L, (int)s.k, 0);
        for (size_t j = 0; j + 1 < s.k; j++) {
            lua_pushinteger(L, (lua_Integer)v.at[(which == 0 ? low : high)[j]] + 1);
            lua_rawseti(L, -2, (lua_Integer)j + 1);
        }
    }
    return 2;
}

/* The list of periods (from 1, ascending) at `index`. */
static struct bal_changes changes_at(lua_State *L, int index, size_t periods)
{
    size_t n, *at = bal_push_periods(L, index, periods, &n, "change");

    return (struct bal_changes){at, n};
}

/* core.agreement(periods, { change, ... }, { { change, ... }, ... }, margin) */
static int agreement(lua_State *L)
{
    size_t periods = bal_check_count(L, 1, 0, BAL_OPTION_MOST, "the number of periods");
    size_t margin = bal_check_count(L, 4, 0, BAL_OPTION_MOST, "the margin");
    size_t coders = bal_check_list(L, 3);
    struct bal_changes found = changes_at(L, 2, periods), *coder;
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_agreement out;
    struct bal_error err;
    int kept;

    coder = bal_push_array(L, coders, sizeof *coder);
    lua_newtable(L); /* keeps the changes of each coder */
    kept = lua_gettop(L);
    for (size_t k = 0; k < coders; k++) {
        bal_push_item_table(L, 3, (lua_Integer)k + 1, "periodisation");
        coder[k] = changes_at(L, -1, periods);
        lua_rawseti(L, kept, (lua_Integer)k + 1);
        lua_pop(L, 1);
    }
    if (bal_agreement(&mem, periods, &found, coder, coders, margin, &out, &err) != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, 0, 8);
    bal_set_number(L, "covering", out.covering);
    bal_set_number(L, "adjusted_rand", out.rand);
    bal_set_number(L, "precision", out.precision);
    bal_set_number(L, "recall", out.recall);
    bal_set_number(L, "f1", out.f1);
    bal_set_count(L, "matched", (double)out.matched);
    bal_set_count(L, "found", (double)out.found);
    bal_set_count(L, "narrated", (double)out.narrated);
    return 1;
}

int bal_lua_open_segments(lua_State *L)
{
    static const luaL_Reg functions[] = {{"segments", segments},
                                         {"segment_intervals", segment_intervals},
                                         {"segment_agreement", agreement},
                                         {NULL, NULL}};

    luaL_newlib(L, functions);
    return 1;
}
