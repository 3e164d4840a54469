/* Series in Lua: making them, and operations, each of which makes a new one. Reading them is
 * lua/series_read.c. */
#include <math.h>
#include <string.h>

#include <lauxlib.h>

#include "base/buf.h"
#include "lua/bindings.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "lua/series.h"

static const struct bal_class series_class;

static const char *const interval_list[] = {"month", "quarter", "year", NULL};
static const char *const fold_list[] = {"mean", "sum", "min", "max", "first", "last", NULL};

struct lua_series *bal_push_series(lua_State *L)
{
    struct lua_series *s = lua_newuserdatauv(L, sizeof *s, 0);

    s->series = NULL;
    s->closed = false;
    s->mem = bal_lua_mem(L);
    bal_class_set(L, &series_class);
    return s;
}

/* The values lie outside what the collector counts: tell it, or a loop over series would pile them
 * up. */
void bal_series_filled(lua_State *L, const struct lua_series *s)
{
    if (lua_gc(L, LUA_GCISRUNNING))
        lua_gc(L, LUA_GCSTEP, (int)(s->series->n * sizeof(double) / 1024));
}

const struct bal_series *bal_check_series(lua_State *L, int index)
{
    const struct lua_series *s = luaL_checkudata(L, index, "balassa.series");

    if (s->closed || s->series == NULL)
        bal_raise(L, "this series was closed");
    return s->series;
}

static const struct bal_series *check(lua_State *L)
{
    return bal_check_series(L, 1);
}

/* After an operation: the new series, or its error at the script's line. */
static int finish(lua_State *L, const struct lua_series *s, int code, const struct bal_error *err)
{
    if (code != 0)
        return bal_raise_error(L, err);
    s->series->mem = &s->mem; /* not that of the operand, which may be collected first */
    bal_series_filled(L, s);
    return 1;
}

static int series_gc(lua_State *L)
{
    struct lua_series *s = luaL_checkudata(L, 1, "balassa.series");

    s->closed = true;
    bal_series_free(s->series);
    s->series = NULL;
    return 0;
}

static int series_close(lua_State *L)
{
    struct lua_series *s = luaL_checkudata(L, 1, "balassa.series");

    s->closed = true;
    return 0;
}

/* Arguments ------------------------------------------------------------------------------------ */

int64_t bal_check_period(lua_State *L, const struct bal_series *s, int index, bool last)
{
    struct bal_date date;
    bal_day day;

    bal_check_date(L, index, "a period", &date, NULL);
    day = last ? date.last : date.first;
    if (day == BAL_DAY_MIN || day == BAL_DAY_MAX)
        bal_raise(L, "a period has a first and a last day, and this date is open");
    return bal_period_of(s->interval, day);
}

/* Making --------------------------------------------------------------------------------------- */

static double value_at(lua_State *L, int values, lua_Integer i)
{
    double v = NAN;

    lua_geti(L, values, i);
    if (lua_type(L, -1) == LUA_TNUMBER)
        v = lua_tonumber(L, -1);
    else if (lua_toboolean(L, -1))
        bal_raise(L, "value %I is %s; a series holds numbers, and false where it has a gap", i,
                  luaL_tolstring(L, -1, NULL));
    if (isinf(v))
        bal_raise(L, "value %I is infinite; a series holds finite numbers", i);
    lua_pop(L, 1);
    return v;
}

/* balassa.series{ start=, interval=, values=, name=, unit=, how= } */
static int series_new(lua_State *L)
{
    static const char *const known[] = {"start", "interval", "values", "name", "unit", "how", NULL};
    struct bal_series like = {0};
    struct lua_series *s;
    struct bal_error err;
    lua_Integer n;

    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    bal_check_options(L, 1, known, "balassa.series");
    like.interval = (enum bal_interval)bal_option_choice(L, 1, "interval", "month",
                                                         bal_interval_named, interval_list);
    lua_getfield(L, 1, "start");
    like.start = bal_check_period(L, &like, 2, false);
    if (lua_getfield(L, 1, "values") != LUA_TTABLE)
        return bal_raise(L, "balassa.series needs values: a list of numbers, false for a gap");
    n = luaL_len(L, 3);
    s = bal_push_series(L);
    if (bal_series_new(&s->mem, like.interval, like.start, n > 0 ? (size_t)n : 0,
                       bal_option_string(L, 1, "name", ""), bal_option_string(L, 1, "unit", ""),
                       bal_option_string(L, 1, "how", "given"), &s->series, &err) != 0)
        return bal_raise_error(L, &err);
    for (lua_Integer i = 1; i <= n; i++)
        s->series->value[i - 1] = value_at(L, 3, i);
    bal_series_filled(L, s);
    return 1;
}

/* Arithmetic ----------------------------------------------------------------------------------- */

static int arithmetic(lua_State *L, enum bal_op op)
{
    bool first = luaL_testudata(L, 1, "balassa.series") != NULL;
    bool second = luaL_testudata(L, 2, "balassa.series") != NULL;
    struct lua_series *s;
    struct bal_error err;
    int other = first ? 2 : 1, code;
    const struct bal_series *a;

    if (!(first && second) && lua_type(L, other) != LUA_TNUMBER)
        return bal_raise(L, "a series can be combined with a series or a number, not with %s",
                         luaL_tolstring(L, other, NULL));
    a = bal_check_series(L, first ? 1 : 2);
    if (first && second) {
        const struct bal_series *b = bal_check_series(L, 2);

        s = bal_push_series(L);
        code = bal_series_binary(op, a, b, &s->series, &err);
    } else {
        s = bal_push_series(L);
        code = bal_series_scalar(op, a, lua_tonumber(L, other), !first, &s->series, &err);
    }
    return finish(L, s, code, &err);
}

static int series_add(lua_State *L)
{
    return arithmetic(L, BAL_ADD);
}

static int series_sub(lua_State *L)
{
    return arithmetic(L, BAL_SUB);
}

static int series_mul(lua_State *L)
{
    return arithmetic(L, BAL_MUL);
}

static int series_div(lua_State *L)
{
    return arithmetic(L, BAL_DIV);
}

static int series_pow(lua_State *L)
{
    return arithmetic(L, BAL_POW);
}

static int series_unm(lua_State *L)
{
    lua_settop(L, 1);
    lua_pushnumber(L, -1);
    return arithmetic(L, BAL_MUL);
}

/* Operations ----------------------------------------------------------------------------------- */

typedef int (*range_op)(const struct bal_series *, int64_t, int64_t, struct bal_series **,
                        struct bal_error *);

static int ranged(lua_State *L, range_op op)
{
    const struct bal_series *a = check(L);
    int64_t from = bal_check_period(L, a, 2, false), to = bal_check_period(L, a, 3, true);
    struct lua_series *s = bal_push_series(L);
    struct bal_error err;

    return finish(L, s, op(a, from, to, &s->series, &err), &err);
}

static int series_between(lua_State *L) /* series:between(from, to) */
{
    return ranged(L, bal_series_between);
}

static int series_reach(lua_State *L) /* series:reach(from, to) */
{
    return ranged(L, bal_series_reach);
}

static int lagged(lua_State *L, lua_Integer sign)
{
    const struct bal_series *a = check(L);
    lua_Integer k = luaL_optinteger(L, 2, 1);
    struct lua_series *s = bal_push_series(L);
    struct bal_error err;

    if (k < -BAL_SERIES_MAX || k > BAL_SERIES_MAX)
        return bal_raise(L, "a series is moved by at most %d periods, not %I", BAL_SERIES_MAX,
                         (LUAI_UACINT)k);
    return finish(L, s, bal_series_lag(a, sign * k, &s->series, &err), &err);
}

static int series_lag(lua_State *L) /* series:lag([k = 1]): the value of k periods ago */
{
    return lagged(L, 1);
}

static int series_lead(lua_State *L) /* series:lead([k = 1]): the value k periods ahead */
{
    return lagged(L, -1);
}

static int series_diff(lua_State *L) /* series:diff([k = 1]) */
{
    const struct bal_series *a = check(L);
    lua_Integer k = luaL_optinteger(L, 2, 1);
    struct lua_series *s = bal_push_series(L);
    struct bal_error err;

    return finish(L, s, bal_series_diff(a, k, &s->series, &err), &err);
}

/* series:rolling_mean(width [, { least = width, ahead = 0 }]) */
static int series_rolling_mean(lua_State *L)
{
    static const char *const known[] = {"least", "ahead", NULL};
    const struct bal_series *a = check(L);
    lua_Integer width = luaL_checkinteger(L, 2), least, ahead;
    struct lua_series *s;
    struct bal_error err;

    bal_check_options(L, 3, known, "rolling_mean");
    least = bal_option_integer(L, 3, "least", width);
    ahead = bal_option_integer(L, 3, "ahead", 0);
    if (width < 1 || least < 1 || ahead < 0)
        return bal_raise(L, "a rolling mean is over at least 1 period, wants at least 1 value, and "
                            "has at least 0 periods ahead");
    s = bal_push_series(L);
    return finish(
        L, s,
        bal_series_rolling_mean(a, (size_t)width, (size_t)least, (size_t)ahead, &s->series, &err),
        &err);
}

static int series_standardise(lua_State *L) /* series:standardise() */
{
    const struct bal_series *a = check(L);
    struct lua_series *s = bal_push_series(L);
    struct bal_error err;

    return finish(L, s, bal_series_standardise(a, &s->series, &err), &err);
}

/* The interval named by argument 2, as bal_option_choice does for an option. */
static enum bal_interval check_interval(lua_State *L)
{
    const char *name = luaL_checkstring(L, 2);
    int interval = bal_interval_named(name);

    if (interval < 0) {
        lua_createtable(L, 3, 0);
        for (int i = 0; interval_list[i] != NULL; i++) {
            lua_pushstring(L, interval_list[i]);
            lua_rawseti(L, -2, i + 1);
        }
        bal_raise_unknown(L, "there is no interval", name, -1);
    }
    return (enum bal_interval)interval;
}

static int
series_aggregate(lua_State *L) /* series:aggregate("year" [, { how = "mean", partial = false }]) */
{
    static const char *const known[] = {"how", "partial", NULL};
    const struct bal_series *a = check(L);
    enum bal_interval to = check_interval(L);
    enum bal_fold fold;
    bool partial;
    struct lua_series *s;
    struct bal_error err;

    bal_check_options(L, 3, known, "aggregate");
    fold = (enum bal_fold)bal_option_choice(L, 3, "how", "mean", bal_fold_named, fold_list);
    partial = bal_option_boolean(L, 3, "partial", false);
    s = bal_push_series(L);
    return finish(L, s, bal_series_aggregate(a, to, fold, partial, &s->series, &err), &err);
}

static int series_repeat_to(lua_State *L) /* series:repeat_to("month") */
{
    const struct bal_series *a = check(L);
    enum bal_interval to = check_interval(L);
    struct lua_series *s = bal_push_series(L);
    struct bal_error err;

    return finish(L, s, bal_series_repeat(a, to, &s->series, &err), &err);
}

static int tested(lua_State *L, enum bal_test test)
{
    const struct bal_series *a = check(L);
    double x = luaL_checknumber(L, 2);
    struct lua_series *s = bal_push_series(L);
    struct bal_error err;

    return finish(L, s, bal_series_test(a, test, x, &s->series, &err), &err);
}

static int series_below(lua_State *L) /* series:below(x): 1 where the value is below x, else 0 */
{
    return tested(L, BAL_BELOW);
}

static int series_above(lua_State *L) /* series:above(x): 1 where the value is above x, else 0 */
{
    return tested(L, BAL_ABOVE);
}

/* f sees (value, period) for each value that is no gap, and gives a number, or nil for a gap. */
static int series_map(lua_State *L)
{
    const struct bal_series *a = check(L);
    struct lua_series *s;
    struct bal_error err;
    char buf[BAL_DATE_TEXT];

    luaL_checktype(L, 2, LUA_TFUNCTION);
    s = bal_push_series(L);
    if (bal_series_lag(a, 0, &s->series, &err) != 0)
        return bal_raise_error(L, &err);
    s->series->mem = &s->mem;
    for (size_t i = 0; i < a->n; i++) {
        if (isnan(a->value[i]))
            continue;
        lua_pushvalue(L, 2);
        lua_pushnumber(L, a->value[i]);
        lua_pushstring(L, bal_period_text(a->interval, a->start + (int64_t)i, buf, sizeof buf));
        lua_call(L, 2, 1);
        if (!lua_isnil(L, -1) && (lua_type(L, -1) != LUA_TNUMBER || !isfinite(lua_tonumber(L, -1))))
            return bal_raise(L,
                             "the function gave %s at %s; it gives a finite number, or nil for "
                             "a gap",
                             luaL_tolstring(L, -1, NULL), buf);
        s->series->value[i] = lua_isnil(L, -1) ? NAN : lua_tonumber(L, -1);
        lua_pop(L, 1);
    }
    bal_series_filled(L, s);
    return 1;
}

/* The days of the periods [a, b) as a date: whole months and years are written as such. */
static void push_span(lua_State *L, const struct bal_series *s, size_t a, size_t b)
{
    char from[BAL_DATE_TEXT], to[BAL_DATE_TEXT], text[2 * BAL_DATE_TEXT];
    struct bal_date date = {
        .first = bal_period_first(s->interval, s->start + (int64_t)a),
        .last = bal_period_last(s->interval, s->start + (int64_t)b - 1),
        .precision = BAL_PREC_INTERVAL,
    };
    enum bal_interval unit = s->interval == BAL_YEAR ? BAL_YEAR : BAL_MONTH;

    bal_period_text(unit, bal_period_of(unit, date.first), from, sizeof from);
    bal_period_text(unit, bal_period_of(unit, date.last), to, sizeof to);
    if (strcmp(from, to) == 0)
        date.precision = unit == BAL_YEAR ? BAL_PREC_YEAR : BAL_PREC_MONTH;
    lua_pushfstring(L, strcmp(from, to) == 0 ? "%s" : "%s/%s", from, to);
    memcpy(text, lua_tostring(L, -1), lua_rawlen(L, -1) + 1);
    lua_pop(L, 1);
    bal_push_date(L, &date, text);
}

static int series_runs(
    lua_State *L) /* series:runs() -> { { span =, label =, id = }, ... }: where it is not 0 */
{
    const struct bal_series *s = check(L);
    lua_Integer n = 0;

    lua_newtable(L);
    for (size_t a = 0, b; a < s->n; a = b) {
        for (b = a; b < s->n && !isnan(s->value[b]) && s->value[b] != 0; b++)
            ;
        if (b == a) {
            b = a + 1;
            continue;
        }
        lua_createtable(L, 0, 3);
        push_span(L, s, a, b);
        luaL_tolstring(L, -1, NULL);
        lua_pushvalue(L, -1);
        lua_setfield(L, -4, "label");
        lua_setfield(L, -3, "id");
        lua_setfield(L, -2, "span");
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

/* Two series on one range: what both cover, or what either covers (with gaps). */
static int
series_align(lua_State *L) /* balassa.align(a, b [, { join = "inner" | "outer" }]) -> a, b */
{
    static const char *const known[] = {"join", NULL};
    const struct bal_series *x[2] = {bal_check_series(L, 1), bal_check_series(L, 2)};
    int64_t from, to, end[2];
    const char *join;
    bool outer;

    bal_check_options(L, 3, known, "balassa.align");
    join = bal_option_string(L, 3, "join", "inner");
    outer = strcmp(join, "outer") == 0;
    if (!outer && strcmp(join, "inner") != 0)
        return bal_raise(L, "option 'join' is \"inner\" or \"outer\", not '%s'", join);
    if (x[0]->interval != x[1]->interval)
        return bal_raise(L,
                         "one series is by %s and the other by %s; bring them to one interval "
                         "with :aggregate() or :repeat_to()",
                         bal_interval_name(x[0]->interval), bal_interval_name(x[1]->interval));
    for (int i = 0; i < 2; i++)
        end[i] = x[i]->start + (int64_t)x[i]->n - 1;
    from = (x[0]->start < x[1]->start) == outer ? x[0]->start : x[1]->start;
    to = (end[0] > end[1]) == outer ? end[0] : end[1];
    if (from > to)
        return bal_raise(L, "the two series have no period in common; join = \"outer\" keeps both "
                            "with gaps");
    for (int i = 0; i < 2; i++) {
        struct lua_series *s = bal_push_series(L);
        struct bal_error err;

        finish(L, s, bal_series_reach(x[i], from, to, &s->series, &err), &err);
    }
    return 2;
}

/* Opening -------------------------------------------------------------------------------------- */

static const luaL_Reg series_methods[] = {
    {"between", series_between},
    {"reach", series_reach},
    {"lag", series_lag},
    {"lead", series_lead},
    {"diff", series_diff},
    {"rolling_mean", series_rolling_mean},
    {"standardise", series_standardise},
    {"aggregate", series_aggregate},
    {"repeat_to", series_repeat_to},
    {"below", series_below},
    {"above", series_above},
    {"map", series_map},
    {"runs", series_runs},
    {NULL, NULL},
};

static const luaL_Reg series_meta[] = {
    {"__add", series_add},
    {"__sub", series_sub},
    {"__mul", series_mul},
    {"__div", series_div},
    {"__pow", series_pow},
    {"__unm", series_unm},
    {"__gc", series_gc},
    {"__close", series_close},
    {"__tostring", bal_series_tostring},
    {"__len", bal_series_len},
    {NULL, NULL},
};

static const struct bal_class series_class = {
    .tname = "balassa.series",
    .what = "a series",
    .methods = series_methods,
    .more = (const luaL_Reg *const[]){bal_series_readers, NULL},
    .fields = bal_series_fields,
    .meta = series_meta,
    .index = bal_series_index,
};

int bal_lua_open_series(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"series", series_new}, {"align", series_align}, {NULL, NULL}};

    bal_class_make(L, &series_class);
    luaL_newlib(L, functions);
    return 1;
}
