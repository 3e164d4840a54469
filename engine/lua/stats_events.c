/* Events against windows in Lua: rate ratio, superposed epochs, event coincidence, lead and lag.
 * Plain numbers in, plain numbers out; the faces are in scripts/balassa/. */
#include <math.h>

#include <lauxlib.h>

#include "lua/bindings.h"
#include "lua/list.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "lua/watch.h"
#include "stats/coincidence.h"
#include "stats/epochs.h"
#include "stats/leadlag.h"
#include "stats/rate.h"

static const char *const alternatives[] = {"two_sided", "greater", "less", NULL};
static const char *const nulls[] = {"relocate", "shift", NULL};

static enum bal_alternative alternative_of(lua_State *L, int options, const char *otherwise)
{
    return (enum bal_alternative)bal_option_choice(L, options, "alternative", otherwise,
                                                   bal_alternative_named, alternatives);
}

/* null, reps and seed of the options; the dates at `index`. */
static struct bal_dates read_dates(lua_State *L, int index, int options, size_t n)
{
    struct bal_dates d = {.n = n, .to = n};

    d.null = (enum bal_dates_null)bal_option_choice(L, options, "null", "relocate",
                                                    bal_dates_null_named, nulls);
    d.reps = bal_option_size(L, options, "reps", 9999, 1);
    d.seed = (uint64_t)bal_option_integer(L, options, "seed", 1);
    d.at = bal_push_periods(L, index, n, &d.k, "key date");
    return d;
}

static void set_dates(lua_State *L, const struct bal_dates *d)
{
    bal_set_count(L, "placements", d->all);
    bal_set_count(L, "looked_at", (double)d->count);
    lua_pushboolean(L, d->exact);
    lua_setfield(L, -2, "exact");
}

/* core.rate_ratio(x1, t1, x0, t0, { alternative =, level = }) -> table of numbers */
static int rate_ratio(lua_State *L)
{
    struct bal_counts in = {bal_check_count(L, 1, 0, BAL_OPTION_MOST, "the events inside"),
                            luaL_checknumber(L, 2)};
    struct bal_counts out = {bal_check_count(L, 3, 0, BAL_OPTION_MOST, "the events outside"),
                             luaL_checknumber(L, 4)};
    enum bal_alternative alternative = alternative_of(L, 5, "two_sided");
    struct bal_rate_ratio r;
    struct bal_error err;

    if (bal_rate_ratio(in, out, alternative, bal_option_number(L, 5, "level", .95), &r, &err) != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, 0, 8);
    bal_set_number(L, "ratio", r.ratio);
    bal_set_number(L, "low", r.low);
    bal_set_number(L, "high", r.high);
    bal_set_number(L, "p", r.p);
    bal_set_number(L, "floor", r.floor);
    bal_set_number(L, "share", r.share);
    return 1;
}

/* core.rate_power(n, share, ratio, level) -> the chance that so many events find it; nil: too many */
static int rate_power(lua_State *L)
{
    lua_Integer n = luaL_checkinteger(L, 1);
    double share = luaL_checknumber(L, 2), ratio = luaL_checknumber(L, 3);

    if (n < 1 || n > BAL_RATE_POWER_MOST)
        return 0;
    if (!(share > 0 && share < 1) || !(ratio > 0) || isinf(ratio))
        return bal_raise(L, "rate_power: a share between 0 and 1, and a ratio above 0");
    lua_pushnumber(L, bal_rate_power((size_t)n, share, ratio, 1 - luaL_checknumber(L, 4)));
    return 1;
}

static void set_rate(lua_State *L, const char *name, const struct bal_coincidence_rate *r)
{
    lua_createtable(L, 0, 6);
    bal_set_count(L, "hits", (double)r->hits);
    bal_set_count(L, "of", (double)r->of);
    bal_set_number(L, "rate", r->rate);
    bal_set_number(L, "expected", r->expected);
    bal_set_number(L, "p", r->p);
    bal_set_number(L, "floor", r->floor);
    lua_setfield(L, -2, name);
}

/* core.coincidence(events, keys, n, { dt =, tau =, null =, alternative =, reps =, seed = }) */
static int coincidence(lua_State *L)
{
    size_t n = bal_check_count(L, 3, 0, BAL_OPTION_MOST, "the number of periods");
    size_t events, *event = bal_push_periods(L, 1, n, &events, "event");
    struct bal_coincidence_spec spec = {bal_option_size(L, 4, "dt", 12, 0),
                                        bal_option_size(L, 4, "tau", 0, 0),
                                        alternative_of(L, 4, "greater")};
    struct bal_dates d = read_dates(L, 2, 4, n);
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_coincidence out;
    struct bal_error err;
    struct lua_watch watch;
    int code = bal_dates_plan(&d, &err);

    if (code == 0) {
        bal_watch_start(&watch, L, "coincidence");
        code = bal_coincidence(&mem, event, events, &d, &spec, &watch.watch, &out, &err);
        bal_watch_end(&watch);
    }
    if (code != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, 0, 8);
    set_rate(L, "precursor", &out.precursor);
    set_rate(L, "trigger", &out.trigger);
    set_dates(L, &d);
    return 1;
}

static void set_epochs(lua_State *L, const struct bal_epoch *epoch, size_t lags,
                       const struct bal_epochs *out)
{
    lua_createtable(L, (int)lags, 0);
    for (size_t l = 0; l < lags; l++) {
        lua_createtable(L, 0, 6);
        bal_set_count(L, "lag", epoch[l].lag);
        bal_set_count(L, "n", (double)epoch[l].n);
        bal_set_number(L, "mean", epoch[l].mean);
        bal_set_number(L, "spread", epoch[l].spread);
        bal_set_number(L, "p", epoch[l].p);
        bal_set_number(L, "p_adjusted", epoch[l].p_adjusted);
        lua_rawseti(L, -2, (lua_Integer)l + 1);
    }
    lua_setfield(L, -2, "lags");
    bal_set_number(L, "centre", out->centre);
    bal_set_number(L, "scale", out->scale);
    bal_set_number(L, "statistic", out->statistic);
    bal_set_count(L, "peak", out->peak);
    bal_set_number(L, "critical", out->critical);
    bal_set_number(L, "p", out->p);
    bal_set_number(L, "floor", out->floor);
    bal_set_count(L, "gaps", (double)out->gaps);
    bal_set_number(L, "memory", out->memory);
    bal_set_number(L, "spacing", out->spacing);
}

/* core.epochs(series, keys, { before =, after =, null =, alternative =, level =, memory =, reps =,
 * seed = }) */
static int epochs(lua_State *L)
{
    const struct bal_series *s = bal_check_series(L, 1);
    struct bal_epochs_spec spec = {
        bal_option_size(L, 3, "before", 12, 0), bal_option_size(L, 3, "after", 12, 0),
        alternative_of(L, 3, "two_sided"), bal_option_number(L, 3, "level", .95),
        bal_option_number(L, 3, "memory", NAN)};
    struct bal_dates d = read_dates(L, 2, 3, s->n);
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_epoch *epoch;
    struct bal_epochs out;
    struct bal_error err;
    struct lua_watch watch;
    int code;

    if (spec.before > BAL_LAGS_MAX || spec.after > BAL_LAGS_MAX)
        return bal_raise(L, "before and after are at most %d, not %I", BAL_LAGS_MAX,
                         (LUAI_UACINT)(spec.before > BAL_LAGS_MAX ? spec.before : spec.after));
    epoch = bal_push_array(L, spec.before + spec.after + 1, sizeof *epoch);
    bal_epochs_open(&d, &spec);
    code = bal_dates_plan(&d, &err);
    if (code == 0) {
        bal_watch_start(&watch, L, "epochs");
        code = bal_epochs(&mem, s->value, &d, &spec, &watch.watch, epoch, &out, &err);
        bal_watch_end(&watch);
    }
    if (code != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, 0, 16);
    set_epochs(L, epoch, spec.before + spec.after + 1, &out);
    set_dates(L, &d);
    bal_set_count(L, "open", (double)(d.to - d.from));
    return 1;
}

static void set_lead_lag(lua_State *L, const struct bal_lag *lag, size_t lags,
                         const struct bal_lead_lag *out)
{
    lua_createtable(L, (int)lags, 0);
    for (size_t l = 0; l < lags; l++) {
        lua_createtable(L, 0, 5);
        bal_set_count(L, "lag", lag[l].lag);
        bal_set_count(L, "n", (double)lag[l].n);
        bal_set_number(L, "r", lag[l].r);
        bal_set_number(L, "p", lag[l].p);
        bal_set_number(L, "p_adjusted", lag[l].p_adjusted);
        lua_rawseti(L, -2, (lua_Integer)l + 1);
    }
    lua_setfield(L, -2, "lags");
    lua_createtable(L, out->ar.order, 0);
    for (int i = 0; i < out->ar.order; i++) {
        lua_pushnumber(L, out->ar.coef[i]);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setfield(L, -2, "ar");
    bal_set_count(L, "ar_order", out->ar.order);
    bal_set_count(L, "peak", out->peak);
    bal_set_number(L, "r", out->r);
    bal_set_number(L, "critical", out->critical);
    bal_set_number(L, "p", out->p);
    bal_set_number(L, "floor", out->floor);
    bal_set_count(L, "n", (double)out->n);
}

/* core.lead_lag(x, y, { lags =, order = -1 for AIC, level = }): two series on one range */
static int lead_lag(lua_State *L)
{
    const struct bal_series *x = bal_check_series(L, 1), *y = bal_check_series(L, 2);
    struct bal_lead_lag_spec spec = {
        bal_option_size(L, 3, "lags", 24, 0),
        (int)bal_option_size(L, 3, "order", BAL_ORDER_AIC, BAL_ORDER_AIC),
        bal_option_number(L, 3, "level", .95)};
    struct bal_mem mem = bal_lua_mem(L);
    struct bal_lag *lag;
    struct bal_lead_lag out;
    struct bal_error err;
    struct lua_watch watch;
    int code;

    if (x->n != y->n || x->start != y->start || x->interval != y->interval)
        return bal_raise(L, "lead_lag takes two series on one range; align them first");
    if (spec.lags >= x->n)
        return bal_raise(L, "option 'lags' is less than the %I periods, not %I", (lua_Integer)x->n,
                         (lua_Integer)spec.lags);
    lag = bal_push_array(L, 2 * spec.lags + 1, sizeof *lag);
    bal_watch_start(&watch, L, "lead and lag");
    code = bal_lead_lag(&mem, x->value, y->value, x->n, &spec, &watch.watch, lag, &out, &err);
    bal_watch_end(&watch);
    if (code != 0)
        return bal_raise_error(L, &err);
    lua_createtable(L, 0, 12);
    set_lead_lag(L, lag, 2 * spec.lags + 1, &out);
    return 1;
}

/* core.study_of(v) -> the study that a set of records is of; nil when v is no such set */
static int study_of(lua_State *L)
{
    if (bal_test_records(L, 1) == NULL)
        lua_pushnil(L);
    else
        lua_getiuservalue(L, 1, 1);
    return 1;
}

int bal_lua_open_events(lua_State *L)
{
    static const luaL_Reg functions[] = {{"rate_ratio", rate_ratio},
                                         {"rate_power", rate_power},
                                         {"coincidence", coincidence},
                                         {"epochs", epochs},
                                         {"lead_lag", lead_lag},
                                         {"study_of", study_of},
                                         {NULL, NULL}};

    luaL_newlib(L, functions);
    return 1;
}
