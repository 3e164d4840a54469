/* Draws in Lua: plain numbers in, plain numbers out. What a user calls is in
 * scripts/balassa/uncertainty.lua. */
#include <math.h>
#include <string.h>

#include <lauxlib.h>

#include "base/select.h"
#include "explore/draws.h"
#include "lua/bindings.h"
#include "lua/object.h"
#include "lua/question.h"
#include "lua/raise.h"
#include "lua/watch.h"

/* The index of the first draws is kept, so many values of it at most: 40 MB. */
enum { RIBBON_VALUES = 5000000 };

/* Reading -------------------------------------------------------------------------------------- */

/* How long the lists `name` of the items of the list at `index` are, all in all. */
static size_t count_all(lua_State *L, int index, const char *name)
{
    size_t n = lua_rawlen(L, index), all = 0;

    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, index, (lua_Integer)i + 1);
        all += bal_push_field(L, -1, name);
        lua_pop(L, 2);
    }
    return all;
}

static void read_whens(lua_State *L, struct bal_when *when, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        when[i].upto = bal_item(L, 1, 1);
        when[i].first = bal_item_day(L, 2, 0);
        when[i].last = bal_item_day(L, 3, 0);
        when[i].end_first = bal_item_day(L, 4, 0);
        when[i].end_last = bal_item_day(L, 5, 0);
        lua_pop(L, 1);
    }
}

static void read_shares(lua_State *L, struct bal_share *share, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        share[i].upto = bal_item(L, 1, 1);
        lua_rawgeti(L, -1, 2);
        share[i].score = lua_toboolean(L, -1) ? luaL_checknumber(L, -1) : (double)NAN;
        lua_pop(L, 2);
    }
}

/* The list of observations at `index`: { when = { { upto, first, last, end_first, end_last }, ... },
 * share = { { upto, score or false }, ... } }. */
static void read_uncertain(lua_State *L, int index, struct bal_draws_spec *spec)
{
    size_t n = lua_rawlen(L, index), whens = count_all(L, index, "when");
    size_t shares = count_all(L, index, "share");
    struct bal_uncertain *obs = lua_newuserdatauv(L, (n + 1) * sizeof *obs, 0);
    struct bal_when *when = lua_newuserdatauv(L, (whens + 1) * sizeof *when, 0);
    struct bal_share *share = lua_newuserdatauv(L, (shares + 1) * sizeof *share, 0);

    spec->obs = obs;
    spec->nobs = n;
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, index, (lua_Integer)i + 1);
        obs[i].when = when;
        obs[i].whens = bal_push_field(L, -1, "when");
        read_whens(L, when, obs[i].whens);
        when += obs[i].whens;
        obs[i].share = share;
        obs[i].shares = bal_push_field(L, -2, "share");
        read_shares(L, share, obs[i].shares);
        share += obs[i].shares;
        lua_pop(L, 3);
        if (obs[i].whens == 0 || obs[i].shares == 0)
            bal_raise(L, "observation %d has nothing to draw", (int)i + 1);
    }
}

static void read_edges(lua_State *L, int index, struct bal_draws_spec *spec)
{
    size_t k = lua_rawlen(L, index);
    struct bal_edges *edges = lua_newuserdatauv(L, (k + 1) * sizeof *edges, 0);

    for (size_t i = 0; i < k; i++) {
        lua_rawgeti(L, index, (lua_Integer)i + 1);
        edges[i] = (struct bal_edges){bal_item_day(L, 1, 0), bal_item_day(L, 2, 0),
                                      bal_item_day(L, 3, 0), bal_item_day(L, 4, 0)};
        lua_pop(L, 1);
    }
    spec->window = edges;
    spec->k = k;
}

static void read_spec(lua_State *L, struct bal_draws_spec *spec)
{
    static const char *const withins[] = {"none", "bootstrap", "null", NULL};

    spec->seed = (uint64_t)bal_option_integer(L, 2, "seed", 1);
    spec->draws = (size_t)bal_option_integer(L, 2, "draws", 1000);
    spec->within =
        (enum bal_within)bal_option_choice(L, 2, "within", "none", bal_within_named, withins);
    spec->reps = (size_t)bal_option_integer(L, 2, "reps", 199);
    spec->block = bal_option_number(L, 2, "block", 1);
    lua_getfield(L, 2, "obs");
    read_uncertain(L, lua_gettop(L), spec);
    lua_getfield(L, 2, "edges");
    read_edges(L, lua_gettop(L), spec);
}

/* What came out -------------------------------------------------------------------------------- */

static void set_list(lua_State *L, const char *name, const struct bal_drawn *d, size_t n,
                     double (*of)(const struct bal_drawn *))
{
    lua_createtable(L, (int)n, 0);
    for (size_t r = 0; r < n; r++) {
        double v = of(&d[r]);

        if (isnan(v))
            lua_pushboolean(L, false);
        else
            lua_pushnumber(L, v);
        lua_rawseti(L, -2, (lua_Integer)r + 1);
    }
    lua_setfield(L, -2, name);
}

static double estimate_of(const struct bal_drawn *d)
{
    return d->varied.recount.estimate;
}

static double p_of(const struct bal_drawn *d)
{
    return d->varied.recount.p;
}

static double within_of(const struct bal_drawn *d)
{
    return d->within;
}

static void set_faults(lua_State *L, const struct bal_drawn *d, size_t n)
{
    double count[BAL_RECOUNT_REFUSED + 1] = {0};

    for (size_t r = 0; r < n; r++)
        count[d[r].varied.fault]++;
    lua_newtable(L);
    for (int f = BAL_RECOUNT_FINE + 1; f <= BAL_RECOUNT_REFUSED; f++)
        if (count[f] > 0)
            bal_set_count(L,
                          f == BAL_RECOUNT_REFUSED
                              ? "the windows overlap, or one covers no period"
                              : bal_recount_fault_text((enum bal_recount_fault)f),
                          count[f]);
    lua_setfield(L, -2, "faults");
}

/* Quantile q of the n values, which are moved about: type 7 of Hyndman & Fan (1996). */
static double quantile(double *x, size_t n, double q)
{
    double h = q * (double)(n - 1), below, above;
    size_t k = (size_t)h;

    below = bal_select(x, n, k);
    if (k + 1 >= n)
        return below;
    above = bal_select(x, n, k + 1);
    return below + (h - (double)k) * (above - below);
}

/* ribbon[t] = { n =, [i] = quantile i of the index in period t over the draws that have a value } */
static void set_ribbon(lua_State *L, const double *y, size_t draws, size_t n, double *x)
{
    size_t k = bal_push_field(L, 2, "quantiles");
    int list = lua_gettop(L);

    lua_createtable(L, (int)n, 0);
    for (size_t t = 0; t < n; t++) {
        size_t m = 0;

        for (size_t r = 0; r < draws; r++)
            if (!isnan(y[r * n + t]))
                x[m++] = y[r * n + t];
        lua_createtable(L, (int)k, 1);
        bal_set_count(L, "n", (double)m);
        for (size_t i = 0; m > 0 && i < k; i++) {
            lua_rawgeti(L, list, (lua_Integer)i + 1);
            lua_pushnumber(L, quantile(x, m, luaL_checknumber(L, -1)));
            lua_rawseti(L, -3, (lua_Integer)i + 1);
            lua_pop(L, 1);
        }
        lua_rawseti(L, -2, (lua_Integer)t + 1);
    }
    lua_setfield(L, list - 1, "ribbon");
    lua_pop(L, 1);
}

static void set_combined(lua_State *L, const struct bal_combined *c)
{
    bal_set_number(L, "mean", c->estimate);
    bal_set_number(L, "within_variance", c->within);
    bal_set_number(L, "between_variance", c->between);
    bal_set_number(L, "total_variance", c->total);
    bal_set_number(L, "df", c->df);
    bal_set_number(L, "low", c->low);
    bal_set_number(L, "high", c->high);
    bal_set_count(L, "m", (double)c->m);
}

/* core.draws(question, { obs =, edges =, draws =, seed =, within =, reps =, block =, level =,
 * quantiles = }) -> { estimates =, ps =, withins = (false: none), faults =, ribbon =, mean =, ... };
 * of the question its series, rule, estimate and null count. */
static int draws(lua_State *L)
{
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_draws_spec spec = {0};
    struct bal_combined combined;
    struct bal_drawn *out;
    struct question q;
    struct lua_watch watch;
    struct bal_error err;
    double level, *y, *x;
    size_t n, kept;
    int code;

    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    bal_read_question(L, 1, &q);
    spec.recount = q.q.spec;
    read_spec(L, &spec);
    level = bal_option_number(L, 2, "level", .95);
    n = spec.recount.index.n;
    out = lua_newuserdatauv(L, (spec.draws + 1) * sizeof *out, 0);
    kept = spec.draws * n > RIBBON_VALUES ? RIBBON_VALUES / n + 1 : spec.draws;
    y = lua_newuserdatauv(L, (kept * n + 1) * sizeof *y, 0);
    x = lua_newuserdatauv(L, (kept + 1) * sizeof *x, 0);
    bal_watch_start(&watch, L, "draws");
    code = bal_draws(&mem, &spec, &watch.watch, out, y, kept, &err);
    bal_watch_end(&watch);
    if (code == 0)
        code = bal_combine(out, spec.draws, spec.recount.estimate == BAL_RECOUNT_RATIO, level,
                           &combined, &err);
    if (code != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, 0, 16);
    set_list(L, "estimates", out, spec.draws, estimate_of);
    set_list(L, "ps", out, spec.draws, p_of);
    set_list(L, "withins", out, spec.draws, within_of);
    set_faults(L, out, spec.draws);
    set_combined(L, &combined);
    set_ribbon(L, y, kept, n, x);
    bal_set_count(L, "ribbon_draws", (double)kept);
    return 1;
}

int bal_lua_open_draws(lua_State *L)
{
    static const luaL_Reg functions[] = {{"draws", draws}, {NULL, NULL}};

    luaL_newlib(L, functions);
    return 1;
}
