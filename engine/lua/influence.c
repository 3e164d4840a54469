/* Variants and searches in Lua: plain numbers in, plain numbers out. What a user calls is in
 * scripts/balassa/influence.lua and tipping.lua. */
#include <math.h>
#include <string.h>

#include <lauxlib.h>

#include "explore/fewest.h"
#include "lua/bindings.h"
#include "lua/index.h"
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

static size_t check_obs(lua_State *L, const struct question *q, lua_Number i)
{
    if (!(i >= 1 && i <= (lua_Number)q->q.nobs))
        bal_raise(L, "there is no observation %d", (int)i);
    return (size_t)i - 1;
}

/* How many changes the edit at the top holds: { drop = { i, ... }, set = { { i, score }, ... },
 * move = { { i, periods }, ... } }. */
static size_t count_changes(lua_State *L)
{
    static const char *const names[] = {"drop", "set", "move"};
    size_t n = 0;

    for (int i = 0; i < 3; i++) {
        n += bal_push_field(L, -1, names[i]);
        lua_pop(L, 1);
    }
    return n;
}

static size_t read_changes(lua_State *L, const struct question *q, struct bal_change *out)
{
    size_t n = 0, length = bal_push_field(L, -1, "drop");

    for (size_t j = 0; j < length; j++) {
        size_t i = check_obs(L, q, bal_item(L, (lua_Integer)j + 1, 0));

        out[n++] = (struct bal_change){.obs = q->place[i], .drop = true};
    }
    lua_pop(L, 1);
    for (int move = 0; move < 2; move++) {
        length = bal_push_field(L, -1, move ? "move" : "set");
        for (size_t j = 0; j < length; j++) {
            size_t i;
            lua_Number v;

            lua_rawgeti(L, -1, (lua_Integer)j + 1);
            i = check_obs(L, q, bal_item(L, 1, 0));
            v = bal_item(L, 2, 0);
            lua_pop(L, 1);
            out[n] = (struct bal_change){.obs = q->place[i], .to = q->q.placed[q->place[i]]};
            if (move)
                out[n].to = moved(q, i, (int64_t)v);
            else
                out[n].to.score = v;
            n++;
        }
        lua_pop(L, 1);
    }
    return n;
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

/* Room for all variants at once, filled from the front. */
struct variants {
    struct bal_variant *v;
    struct bal_change *change;
    struct bal_range *window;
    struct bal_index_spec *index;
    size_t n, changes, windows, indices;
};

/* { drop =, set =, move =, windows = { { first, last }, ... }, half_life =, expiry = } at the top. */
static void add_variant(lua_State *L, const struct question *q, struct variants *all)
{
    struct bal_variant *v = &all->v[all->n++];
    int index = lua_gettop(L);
    lua_Number half_life = bal_option_number(L, index, "half_life", 0);
    lua_Integer expiry = bal_option_integer(L, index, "expiry", -1);

    *v = (struct bal_variant){.change = all->change + all->changes};
    v->changes = read_changes(L, q, all->change + all->changes);
    all->changes += v->changes;
    if (lua_getfield(L, index, "windows") == LUA_TTABLE) {
        v->window = all->window + all->windows;
        v->k = lua_rawlen(L, -1);
        bal_fill_windows(L, all->window + all->windows, v->k);
        all->windows += v->k;
    }
    lua_pop(L, 1);
    if (half_life > 0 || expiry >= 0) {
        struct bal_index_spec *spec = &all->index[all->indices++];

        *spec = q->q.spec.index;
        spec->half_life = half_life > 0 ? half_life : spec->half_life;
        spec->expiry = expiry >= 0 ? (size_t)expiry : spec->expiry;
        v->index = spec;
    }
}

/* The list of variants at 2. */
static void read_variants(lua_State *L, const struct question *q, struct variants *all)
{
    size_t n = lua_rawlen(L, 2);

    *all = (struct variants){0};
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        luaL_checktype(L, -1, LUA_TTABLE);
        all->changes += count_changes(L);
        all->windows += bal_push_field(L, -1, "windows");
        lua_pop(L, 2);
    }
    all->v = lua_newuserdatauv(L, (n + 1) * sizeof *all->v, 0);
    all->change = lua_newuserdatauv(L, (all->changes + 1) * sizeof *all->change, 0);
    all->window = lua_newuserdatauv(L, (all->windows + 1) * sizeof *all->window, 0);
    all->index = lua_newuserdatauv(L, (n + 1) * sizeof *all->index, 0);
    all->changes = all->windows = 0;
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        add_variant(L, q, all);
        lua_pop(L, 1);
    }
}

/* core.vary(question, { variant, ... }) -> list of { estimate =, p =, floor =, n_in =, ... }, or { fault
 * = text } where there is no estimate */
static int vary(lua_State *L)
{
    struct bal_mem mem = bal_lua_mem(L);
    struct question q;
    struct variants all;
    struct bal_varied *out;
    struct lua_watch watch;
    struct bal_error err;
    int code;

    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    bal_read_question(L, 1, &q);
    read_variants(L, &q, &all);
    out = lua_newuserdatauv(L, (all.n + 1) * sizeof *out, 0);
    bal_watch_start(&watch, L, "recounts");
    code = bal_vary(&mem, &q.q, all.v, all.n, &watch.watch, out, &err);
    bal_watch_end(&watch);
    if (code != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, (int)all.n, 0);
    for (size_t i = 0; i < all.n; i++) {
        set_recount(L, &out[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* Searches ------------------------------------------------------------------------------------- */

struct edits {
    struct bal_unit *unit;
    size_t *start;
    struct bal_change *change;
};

/* The list of units at 2: each a list of options, each an edit. */
static struct edits read_units(lua_State *L, const struct question *q, size_t units)
{
    struct edits e = {0};
    size_t options = 0, changes = 0;

    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1) {
            e.unit = lua_newuserdatauv(L, (units + 1) * sizeof *e.unit, 0);
            e.start = lua_newuserdatauv(L, (options + units + 1) * sizeof *e.start, 0);
            e.change = lua_newuserdatauv(L, (changes + 1) * sizeof *e.change, 0);
            options = changes = 0;
        }
        for (size_t u = 0; u < units; u++) {
            size_t n;

            lua_rawgeti(L, 2, (lua_Integer)u + 1);
            n = lua_rawlen(L, -1);
            if (pass == 1)
                e.unit[u] = (struct bal_unit){e.start + options + u, n};
            for (size_t o = 0; o < n; o++) {
                lua_rawgeti(L, -1, (lua_Integer)o + 1);
                if (pass == 1) {
                    e.start[options + u + o] = changes;
                    changes += read_changes(L, q, e.change + changes);
                } else {
                    changes += count_changes(L);
                }
                lua_pop(L, 1);
            }
            if (pass == 1)
                e.start[options + u + n] = changes;
            options += n;
            lua_pop(L, 1);
        }
    }
    return e;
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
    struct edits e;
    struct lua_watch watch;
    struct bal_error err;
    int code;

    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 3);
    bal_read_question(L, 1, &q);
    spec.units = lua_rawlen(L, 2);
    e = read_units(L, &q, spec.units);
    spec.unit = e.unit;
    spec.change = e.change;
    spec.goal.kind = (enum bal_goal_kind)bal_option_choice(L, 3, "goal", "sign", goal_named, goals);
    spec.goal.at = bal_option_number(L, 3, "at", 0.05);
    spec.most = (size_t)bal_option_integer(L, 3, "most", 3);
    spec.budget = bal_option_number(L, 3, "budget", 1e6);
    spec.greedy = (size_t)bal_option_integer(L, 3, "greedy", 20);
    spec.keep = (size_t)bal_option_integer(L, 3, "keep", 10);
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
    score = lua_newuserdatauv(L, (ladder->rows + 1) * sizeof *score, 0);
    bal_index_scores(L, study, 2, score);
    lua_createtable(L, 0, (int)ladder->rows);
    for (size_t r = 0; r < ladder->rows; r++)
        if (!isnan(score[r]))
            bal_set_number(L, bal_name_text_of(study, ladder->col[ladder->key].as.names[r]),
                           score[r]);
    return 1;
}

int bal_lua_open_influence(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"vary", vary}, {"search", search}, {"rung_scores", rung_scores}, {NULL, NULL}};

    luaL_newlib(L, functions);
    return 1;
}
