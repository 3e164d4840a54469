/* Variants and searches in Lua: plain numbers in, plain numbers out. What a user calls is in
 * scripts/balassa/influence.lua and tipping.lua. */
#include <math.h>
#include <string.h>

#include <lauxlib.h>

#include "explore/fewest.h"
#include "lua/bindings.h"
#include "lua/index.h"
#include "lua/list.h"
#include "lua/object.h"
#include "lua/question.h"
#include "lua/raise.h"
#include "lua/watch.h"

/* Changes -------------------------------------------------------------------------------------- */

/* The same place in the period `by` periods on, or its last day. */
static bal_day moved_day(enum bal_interval interval, bal_day day, int64_t by)
{
    int64_t period;
    bal_day first, last, offset;

    if (day == BAL_DAY_MIN || day == BAL_DAY_MAX)
        return day;
    period = bal_period_of(interval, day);
    offset = day - bal_period_first(interval, period);
    first = bal_period_first(interval, period + by);
    last = bal_period_last(interval, period + by);
    return offset < last - first ? first + offset : last;
}

static struct bal_placed moved(const struct question *q, size_t i, int64_t by)
{
    enum bal_interval interval = q->q.spec.index.interval;
    struct bal_observation o = q->obs[i];
    struct bal_placed to;

    o.span.from = moved_day(interval, o.span.from, by);
    if (q->q.spec.index.rule != BAL_INDEX_IN_FORCE)
        o.span.to = o.span.from + 1;
    else if (o.span.to != BAL_DAY_MAX)
        o.span.to = moved_day(interval, o.span.to - 1, by) + 1;
    bal_index_place(&q->q.spec.index, &o, 1, &to);
    return to;
}

/* Item `item` of the table at the top: the number of an observation, from 1. */
static size_t read_obs(lua_State *L, const struct question *q, lua_Integer item)
{
    size_t i = bal_item_count(L, -1, item, 0, BAL_OPTION_MOST, "the number of an observation");

    if (i < 1 || i > q->q.nobs)
        bal_raise(L, "there is no observation %I", (LUAI_UACINT)i);
    return i - 1;
}

/* How far a move goes. */
static int64_t read_move(lua_State *L)
{
    lua_Number by = bal_item_number(L, -1, 2, "a move: item");

    if (!(fabs(by) <= BAL_OPTION_MOST))
        bal_raise(L, "a move goes at most %d periods, not %f", BAL_OPTION_MOST, by);
    return (int64_t)by;
}

/* { i, score } or { i, periods } at the top. */
static struct bal_change read_change(lua_State *L, const struct question *q, bool move)
{
    size_t i = read_obs(L, q, 1), place = q->place[i];
    struct bal_change c = {.obs = place, .to = q->q.placed[place]};

    if (move) {
        c.to = moved(q, i, read_move(L));
        return c;
    }
    c.to.score = bal_item_number(L, -1, 2, "a score: item");
    if (!isfinite(c.to.score))
        bal_raise(L, "a score is a finite number, not %f", c.to.score);
    return c;
}

/* What stays as long as C goes on with it, in a table of its own: there may be more of it than the stack
 * holds. Takes the value at the top. */
static void keep(lua_State *L, int kept)
{
    lua_rawseti(L, kept, (lua_Integer)lua_rawlen(L, kept) + 1);
}

/* The changes of the edit at the top, kept: { drop = { i, ... }, set = { { i, score }, ... }, move = { { i,
 * periods }, ... } }. */
static struct bal_change *read_changes(lua_State *L, const struct question *q, int kept, size_t *n)
{
    size_t drops = bal_push_field(L, -1, "drop"), sets = bal_push_field(L, -2, "set"),
           moves = bal_push_field(L, -3, "move");
    int list = lua_gettop(L) - 2;
    struct bal_change *out;

    *n = drops + sets + moves;
    out = bal_push_array(L, *n, sizeof *out);
    keep(L, kept);
    for (size_t i = 0; i < *n; i++) {
        int which = i < drops ? 0 : i < drops + sets ? 1 : 2;
        size_t item = i - (which > 0 ? drops : 0) - (which > 1 ? sets : 0);

        lua_pushvalue(L, list + which);
        if (which == 0) {
            size_t at = read_obs(L, q, (lua_Integer)item + 1);

            out[i] = (struct bal_change){.obs = q->place[at], .drop = true};
        } else {
            bal_push_item_table(L, -1, (lua_Integer)item + 1, "a change");
            out[i] = read_change(L, q, which == 2);
        }
        lua_settop(L, list + 2);
    }
    lua_settop(L, list - 1);
    return out;
}

static void set_recount(lua_State *L, const struct bal_varied *v)
{
    lua_createtable(L, 0, 7);
    if (v->fault != BAL_RECOUNT_FINE) {
        lua_pushstring(L, bal_recount_fault_text(v->fault));
        lua_setfield(L, -2, "fault");
        return;
    }
    bal_set_number(L, "estimate", v->recount.estimate);
    bal_set_number(L, "p", v->recount.p);
    bal_set_number(L, "floor", v->recount.floor);
    bal_set_count(L, "n_in", (double)v->recount.n_in);
    bal_set_count(L, "n_out", (double)v->recount.n_out);
    bal_set_count(L, "gaps", (double)v->recount.gaps);
}

/* Variants ------------------------------------------------------------------------------------- */

/* { drop =, set =, move =, windows = { { first, last }, ... }, half_life =, expiry = } at the top; what it
 * points to is kept. */
static struct bal_variant read_variant(lua_State *L, const struct question *q, int kept)
{
    int at = lua_gettop(L);
    lua_Number half_life = bal_option_number(L, at, "half_life", 0);
    lua_Integer expiry = bal_option_integer(L, at, "expiry", -1);
    struct bal_variant v = {0};

    v.change = read_changes(L, q, kept, &v.changes);
    bal_push_field(L, at, "windows");
    if (!lua_isnil(L, -1)) {
        v.window = bal_push_ordered(L, -1, q->q.spec.index.n, &v.k);
        keep(L, kept);
    }
    if (half_life > 0 || expiry >= 0) {
        struct bal_index_spec *spec = bal_push_array(L, 1, sizeof *spec);

        *spec = q->q.spec.index;
        spec->half_life = half_life > 0 ? half_life : spec->half_life;
        spec->expiry = expiry >= 0 ? (size_t)expiry : spec->expiry;
        v.index = spec;
        keep(L, kept);
    }
    lua_settop(L, at);
    return v;
}

/* The list of variants at 2. */
static struct bal_variant *read_variants(lua_State *L, const struct question *q, size_t *n)
{
    struct bal_variant *v;
    int kept;

    *n = bal_check_list(L, 2);
    v = bal_push_array(L, *n, sizeof *v);
    lua_newtable(L);
    kept = lua_gettop(L);
    for (size_t i = 0; i < *n; i++) {
        bal_push_item_table(L, 2, (lua_Integer)i + 1, "a variant");
        v[i] = read_variant(L, q, kept);
        lua_pop(L, 1);
    }
    return v;
}

/* core.vary(question, { variant, ... }) -> list of { estimate =, p =, floor =, n_in =, ... }, or { fault
 * = text } where there is no estimate */
static int vary(lua_State *L)
{
    struct bal_mem mem = bal_lua_mem(L);
    struct question q;
    struct bal_variant *v;
    struct bal_varied *out;
    struct lua_watch watch;
    struct bal_error err;
    size_t n;
    int code;

    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    bal_read_question(L, 1, &q);
    v = read_variants(L, &q, &n);
    out = bal_push_array(L, n, sizeof *out);
    bal_watch_start(&watch, L, "recounts");
    code = bal_vary(&mem, &q.q, v, n, &watch.watch, out, &err);
    bal_watch_end(&watch);
    if (code != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        set_recount(L, &out[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* Searches ------------------------------------------------------------------------------------- */

struct option {
    const struct bal_change *change;
    size_t n;
};

/* The options of the unit at the top, each an edit, into the first of `out`. */
static void read_options(lua_State *L, const struct question *q, int kept, struct option *out,
                         size_t n)
{
    for (size_t o = 0; o < n; o++) {
        bal_push_item_table(L, -1, (lua_Integer)o + 1, "an option of a unit");
        out[o].change = read_changes(L, q, kept, &out[o].n);
        lua_pop(L, 1);
    }
}

/* How many options the list of units at 2 has, each unit's in unit[]. */
static size_t count_options(lua_State *L, struct bal_unit *unit, size_t units)
{
    size_t all = 0;

    for (size_t u = 0; u < units; u++) {
        bal_push_item_table(L, 2, (lua_Integer)u + 1, "a unit");
        unit[u].options = lua_rawlen(L, -1);
        if (unit[u].options > BAL_OPTION_MOST - all)
            bal_raise_memory(L);
        all += unit[u].options;
        lua_pop(L, 1);
    }
    return all;
}

/* The changes of all options behind each other, as the search wants them. */
static void put_together(lua_State *L, const struct option *option, struct bal_unit *unit,
                         size_t *start, struct bal_fewest_spec *spec)
{
    size_t all = 0, at = 0;
    struct bal_change *change;

    for (size_t u = 0, i = 0; u < spec->units; u++) {
        unit[u].start = start;
        for (size_t o = 0; o < unit[u].options; o++, all += option[i++].n)
            *start++ = all;
        *start++ = all;
    }
    change = bal_push_array(L, all, sizeof *change);
    for (size_t i = 0; at < all; at += option[i++].n)
        if (option[i].n > 0)
            memcpy(change + at, option[i].change, option[i].n * sizeof *change);
    spec->unit = unit;
    spec->change = change;
}

/* The list of units at 2: each a list of options. */
static void read_units(lua_State *L, const struct question *q, struct bal_fewest_spec *spec)
{
    struct bal_unit *unit;
    struct option *option;
    size_t options, *start;
    int kept;

    spec->units = bal_check_list(L, 2);
    unit = bal_push_array(L, spec->units, sizeof *unit);
    options = count_options(L, unit, spec->units);
    option = bal_push_array(L, options, sizeof *option);
    start = bal_push_array(L, options + spec->units, sizeof *start);
    lua_newtable(L);
    kept = lua_gettop(L);
    for (size_t u = 0, at = 0; u < spec->units; at += unit[u++].options) {
        bal_push_item_table(L, 2, (lua_Integer)u + 1, "a unit");
        read_options(L, q, kept, option + at, unit[u].options);
        lua_pop(L, 1);
    }
    put_together(L, option, unit, start, spec);
}

static int goal_named(const char *name)
{
    static const char *const names[] = {"sign", "verdict", "threshold"};

    for (int i = 0; i < 3; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

/* What was found, for the collector to free should an error throw us out. */
struct held {
    struct bal_mem mem;
    struct bal_fewest_spec spec;
    struct bal_fewest found;
};

#define HELD "balassa.influence.found"

static int held_gc(lua_State *L)
{
    struct held *h = luaL_checkudata(L, 1, HELD);

    bal_fewest_free(&h->mem, &h->spec, &h->found);
    return 0;
}

static struct held *push_held(lua_State *L, const struct bal_fewest_spec *spec)
{
    struct held *h = lua_newuserdatauv(L, sizeof *h, 0);

    *h = (struct held){.mem = bal_lua_mem(L), .spec = *spec};
    bal_set_gc(L, HELD, held_gc);
    return h;
}

static void push_found(lua_State *L, const struct bal_fewest *s)
{
    lua_createtable(L, 0, 8);
    bal_set_count(L, "size", (double)s->size);
    bal_set_count(L, "complete", (double)s->complete);
    bal_set_count(L, "sets", s->sets);
    bal_set_count(L, "recounts", s->recounts);
    bal_set_count(L, "undefined", s->undefined);
    lua_pushboolean(L, s->exhaustive);
    lua_setfield(L, -2, "exhaustive");
    lua_createtable(L, (int)s->kept, 0);
    for (size_t k = 0; k < s->kept; k++) {
        set_recount(L, &s->varied[k]);
        for (int which = 0; which < 2; which++) {
            lua_createtable(L, (int)s->size, 0);
            for (size_t i = 0; i < s->size; i++) {
                struct bal_pick pick = s->pick[k * s->size + i];

                lua_pushinteger(L, (lua_Integer)(which == 0 ? pick.unit : pick.option) + 1);
                lua_rawseti(L, -2, (lua_Integer)i + 1);
            }
            lua_setfield(L, -2, which == 0 ? "units" : "options");
        }
        lua_rawseti(L, -2, (lua_Integer)k + 1);
    }
    lua_setfield(L, -2, "found");
}

/* core.search(question, { { edit, ... an option }, ... a unit }, { goal =, at =, most =, budget =,
 * greedy =, keep = }) -> { size =, exhaustive =, complete =, sets =, recounts =, undefined =, found =
 * { { units =, options =, estimate =, p = }, ... } } */
static int search(lua_State *L)
{
    static const char *const goals[] = {"sign", "verdict", "threshold", NULL};
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_fewest_spec spec = {0};
    struct bal_variant none = {0};
    struct bal_varied base;
    struct held *held;
    struct question q;
    struct lua_watch watch;
    struct bal_error err;
    int code;

    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 3);
    bal_read_question(L, 1, &q);
    read_units(L, &q, &spec);
    spec.goal.kind = (enum bal_goal_kind)bal_option_choice(L, 3, "goal", "sign", goal_named, goals);
    spec.goal.at = bal_option_number(L, 3, "at", 0.05);
    spec.most = bal_option_size(L, 3, "most", 3, 0);
    spec.budget = bal_option_number(L, 3, "budget", 1e6);
    spec.greedy = bal_option_size(L, 3, "greedy", 20, 0);
    spec.keep = bal_option_size(L, 3, "keep", 10, 1);
    if (spec.goal.kind != BAL_GOAL_VERDICT)
        q.q.spec.null = BAL_RECOUNT_ALONE; /* nothing but the estimate is asked */
    held = push_held(L, &spec);
    bal_watch_start(&watch, L, "search");
    code = bal_vary(&mem, &q.q, &none, 1, NULL, &base, &err);
    if (code == 0 && base.fault != BAL_RECOUNT_FINE)
        code = bal_fail(&err, BAL_EARG, "%s", bal_recount_fault_text(base.fault));
    if (code == 0)
        code = bal_fewest(&mem, &q.q, &spec, &base.recount, &watch.watch, &held->found, &err);
    bal_watch_end(&watch);
    if (code != 0)
        return bal_raise_error(L, &err);
    push_found(L, &held->found);
    bal_fewest_free(&mem, &spec, &held->found);
    return 1;
}

/* core.rung_scores(study, score) -> { rung = number }, of the rungs that have one; score as in
 * study:index */
static int rung_scores(lua_State *L)
{
    const struct bal_study *study = bal_check_study(L, 1)->study;
    const struct bal_table *ladder = study->role[BAL_LADDER];
    double *score;

    lua_settop(L, 2);
    if (ladder == NULL || ladder->key == BAL_NO_COLUMN)
        return bal_raise(L, "the study has no ladder, so a rung has no score");
    score = bal_push_array(L, ladder->rows, sizeof *score);
    bal_index_scores(L, study, 2, score);
    lua_createtable(L, 0, (int)ladder->rows);
    for (size_t r = 0; r < ladder->rows; r++)
        if (!isnan(score[r]))
            bal_set_number(L, bal_name_text_of(study, bal_table_key(ladder, r)), score[r]);
    return 1;
}

int bal_lua_open_influence(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"vary", vary}, {"search", search}, {"rung_scores", rung_scores}, {NULL, NULL}};

    luaL_newlib(L, functions);
    return 1;
}
