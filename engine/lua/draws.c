/* Draws in Lua: plain numbers in, plain numbers out. What a user calls is in
 * scripts/balassa/uncertainty.lua. */
#include <math.h>
#include <string.h>

#include <lauxlib.h>

#include "base/select.h"
#include "explore/draws.h"
#include "lua/bindings.h"
#include "lua/list.h"
#include "lua/object.h"
#include "lua/question.h"
#include "lua/raise.h"
#include "lua/watch.h"

/* The index of the first draws is kept, so many values of it at most: 40 MB. */
enum { RIBBON_VALUES = 5000000 };

/* Reading -------------------------------------------------------------------------------------- */

/* Items i and i + 1 of the table at the top: a first and a last day, or one that is infinite twice. */
static void read_days(lua_State *L, lua_Integer i, bal_day *first, bal_day *last)
{
    *first = bal_item_day(L, i, 0);
    *last = bal_item_day(L, i + 1, 0);
    if (*first != *last && (*first == BAL_DAY_MIN || *last == BAL_DAY_MAX))
        bal_raise(L, "a day is drawn from a first one to a last; one that is open is not drawn");
}

/* The list of dates at the top. */
static void read_whens(lua_State *L, struct bal_when *when, size_t n, bool in_force)
{
    for (size_t i = 0; i < n; i++) {
        bal_push_item_table(L, -1, (lua_Integer)i + 1, "a date of an observation");
        when[i].upto = bal_item(L, 1, 1, "a date: item");
        read_days(L, 2, &when[i].first, &when[i].last);
        read_days(L, 4, &when[i].end_first, &when[i].end_last);
        if (when[i].last == BAL_DAY_MAX || (when[i].first == BAL_DAY_MIN && !in_force))
            bal_raise(L, "a date of an observation begins on a day");
        lua_pop(L, 1);
    }
}

/* The list of scores at the top. */
static void read_shares(lua_State *L, struct bal_share *share, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bal_push_item_table(L, -1, (lua_Integer)i + 1, "a score of an observation");
        share[i].upto = bal_item(L, 1, 1, "a score: item");
        lua_rawgeti(L, -1, 2);
        share[i].score =
            lua_toboolean(L, -1) ? bal_item_number(L, -2, 2, "a score: item") : (double)NAN;
        if (isinf(share[i].score))
            bal_raise(L, "the score of an observation is a finite number");
        lua_pop(L, 2);
    }
}

/* The observation at the top; what it points to is kept in the table at `kept`. */
static void read_one(lua_State *L, int kept, bool in_force, struct bal_uncertain *out)
{
    int at = lua_gettop(L);
    struct bal_when *when;
    struct bal_share *share;

    out->whens = bal_push_field(L, at, "when");
    when = bal_push_array(L, out->whens, sizeof *when);
    lua_rawseti(L, kept, (lua_Integer)lua_rawlen(L, kept) + 1);
    read_whens(L, when, out->whens, in_force);
    out->shares = bal_push_field(L, at, "share");
    share = bal_push_array(L, out->shares, sizeof *share);
    lua_rawseti(L, kept, (lua_Integer)lua_rawlen(L, kept) + 1);
    read_shares(L, share, out->shares);
    out->when = when;
    out->share = share;
    lua_settop(L, at);
}

/* The field obs: { { when = { { upto, first, last, end_first, end_last }, ... }, share = { { upto, score or
 * false }, ... } }, ... } */
static void read_uncertain(lua_State *L, struct bal_draws_spec *spec)
{
    size_t n = bal_push_field(L, 2, "obs");
    int list = lua_gettop(L), kept;
    struct bal_uncertain *obs = bal_push_array(L, n, sizeof *obs);
    bool in_force = spec->recount.index.rule == BAL_INDEX_IN_FORCE;

    lua_newtable(L);
    kept = lua_gettop(L);
    spec->obs = obs;
    spec->nobs = n;
    for (size_t i = 0; i < n; i++) {
        bal_push_item_table(L, list, (lua_Integer)i + 1, "observation");
        read_one(L, kept, in_force, &obs[i]);
        lua_pop(L, 1);
        if (obs[i].whens == 0 || obs[i].shares == 0)
            bal_raise(L, "observation %d has nothing to draw", (int)i + 1);
    }
}

static void read_edges(lua_State *L, struct bal_draws_spec *spec)
{
    size_t k = bal_push_field(L, 2, "edges");
    int list = lua_gettop(L);
    struct bal_edges *edges = bal_push_array(L, k, sizeof *edges);

    for (size_t i = 0; i < k; i++) {
        bal_push_item_table(L, list, (lua_Integer)i + 1, "the edges of window");
        read_days(L, 1, &edges[i].from_first, &edges[i].from_last);
        read_days(L, 3, &edges[i].to_first, &edges[i].to_last);
        lua_pop(L, 1);
    }
    spec->window = edges;
    spec->k = k;
}

static void read_spec(lua_State *L, struct bal_draws_spec *spec)
{
    static const char *const withins[] = {"none", "bootstrap", "null", NULL};

    spec->seed = (uint64_t)bal_option_integer(L, 2, "seed", 1);
    spec->draws = bal_option_size(L, 2, "draws", 1000, 1);
    spec->within =
        (enum bal_within)bal_option_choice(L, 2, "within", "none", bal_within_named, withins);
    spec->reps = bal_option_size(L, 2, "reps", 199, 1);
    spec->block = bal_option_number(L, 2, "block", 1);
    read_uncertain(L, spec);
    read_edges(L, spec);
}

/* The field quantiles: shares. */
static const double *read_quantiles(lua_State *L, size_t *k)
{
    const double *q;

    if (bal_push_field(L, 2, "quantiles") == 0)
        lua_newtable(L);
    q = bal_push_numbers(L, -1, k, "quantile");
    for (size_t i = 0; i < *k; i++)
        if (!(q[i] >= 0 && q[i] <= 1))
            bal_raise(L, "quantile %I is a share from 0 to 1, not %f", (LUAI_UACINT)i + 1, q[i]);
    return q;
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

struct ribbon {
    const double *y; /* draws * n */
    size_t draws, n;
    double *x; /* room for `draws` */
    const double *quantile;
    size_t k;
};

/* ribbon[t] = { n =, [i] = quantile i of the index in period t over the draws that have a value } */
static void set_ribbon(lua_State *L, const struct ribbon *b)
{
    lua_createtable(L, (int)b->n, 0);
    for (size_t t = 0; t < b->n; t++) {
        size_t m = 0;

        for (size_t r = 0; r < b->draws; r++)
            if (!isnan(b->y[r * b->n + t]))
                b->x[m++] = b->y[r * b->n + t];
        lua_createtable(L, (int)b->k, 1);
        bal_set_count(L, "n", (double)m);
        for (size_t i = 0; m > 0 && i < b->k; i++) {
            lua_pushnumber(L, quantile(b->x, m, b->quantile[i]));
            lua_rawseti(L, -2, (lua_Integer)i + 1);
        }
        lua_rawseti(L, -2, (lua_Integer)t + 1);
    }
    lua_setfield(L, -2, "ribbon");
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
    struct ribbon ribbon;
    double level, *y;
    int code;

    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    bal_read_question(L, 1, &q);
    spec.recount = q.q.spec;
    bal_need_stack(L, 20);
    read_spec(L, &spec);
    level = bal_option_number(L, 2, "level", .95);
    if (!(level > 0 && level < 1))
        return bal_raise(L, "option 'level' lies between 0 and 1, such as 0.95; it is %f", level);
    ribbon.n = spec.recount.index.n;
    ribbon.quantile = read_quantiles(L, &ribbon.k);
    ribbon.draws =
        spec.draws * ribbon.n > RIBBON_VALUES ? RIBBON_VALUES / ribbon.n + 1 : spec.draws;
    ribbon.x = bal_push_array(L, ribbon.draws, sizeof *ribbon.x);
    ribbon.y = y = bal_push_array(L, ribbon.draws * ribbon.n, sizeof *y);
    out = bal_push_array(L, spec.draws, sizeof *out);
    bal_watch_start(&watch, L, "draws");
    code = bal_draws(&mem, &spec, &watch.watch, out, y, ribbon.draws, &err);
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
    set_ribbon(L, &ribbon);
    bal_set_count(L, "ribbon_draws", (double)ribbon.draws);
    return 1;
}

int bal_lua_open_draws(lua_State *L)
{
    static const luaL_Reg functions[] = {{"draws", draws}, {NULL, NULL}};

    luaL_newlib(L, functions);
    return 1;
}
