/* Reading series in Lua. Periods are numbered from 1; a gap reads as nil. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lua/raise.h"
#include "lua/series.h"

static const struct bal_series *check(lua_State *L)
{
    return bal_check_series(L, 1);
}

static void push_value(lua_State *L, double v)
{
    if (isnan(v))
        lua_pushnil(L);
    else
        lua_pushnumber(L, v);
}

static const char *period_text(const struct bal_series *s, size_t i, char *buf)
{
    return bal_period_text(s->interval, s->start + (int64_t)i, buf, BAL_DATE_TEXT);
}

/* The 0-based period that argument 2 numbers, or an error that says how many there are. */
static size_t check_place(lua_State *L, const struct bal_series *s)
{
    lua_Integer i = luaL_checkinteger(L, 2);

    if (i < 1 || (size_t)i > s->n)
        bal_raise(L, "the series has periods 1 to %I, and no period %I", (lua_Integer)s->n, i);
    return (size_t)i - 1;
}

int bal_series_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)check(L)->n);
    return 1;
}

int bal_series_index(lua_State *L) /* series[i] -> number | nil at a gap or past an end */
{
    const struct bal_series *s = check(L);
    lua_Integer i;

    if (!lua_isinteger(L, 2))
        return 0;
    i = lua_tointeger(L, 2);
    push_value(L, i >= 1 && (size_t)i <= s->n ? s->value[i - 1] : NAN);
    return 1;
}

static int series_at(lua_State *L) /* series:at("1998-03") -> number | nil at a gap */
{
    const struct bal_series *s = check(L);
    int64_t p = bal_check_period(L, s, 2, false) - s->start;
    char a[BAL_DATE_TEXT], b[BAL_DATE_TEXT];

    if (p != bal_check_period(L, s, 2, true) - s->start)
        return bal_raise(L, "%s covers more than one %s; name one, or use :between()",
                         luaL_tolstring(L, 2, NULL), bal_interval_name(s->interval));
    if (p < 0 || p >= (int64_t)s->n)
        return bal_raise(L, "%s lies outside the series, which runs from %s to %s",
                         luaL_tolstring(L, 2, NULL), period_text(s, 0, a),
                         period_text(s, s->n - 1, b));
    push_value(L, s->value[p]);
    return 1;
}

static int series_period(lua_State *L) /* series:period(i) -> date */
{
    const struct bal_series *s = check(L);
    size_t i = check_place(L, s);
    struct bal_date date = {
        .first = bal_period_first(s->interval, s->start + (int64_t)i),
        .last = bal_period_last(s->interval, s->start + (int64_t)i),
        .precision = s->interval == BAL_MONTH  ? BAL_PREC_MONTH
                     : s->interval == BAL_YEAR ? BAL_PREC_YEAR
                                               : BAL_PREC_INTERVAL,
    };
    char buf[BAL_DATE_TEXT];

    bal_push_date(L, &date, period_text(s, i, buf));
    return 1;
}

static int series_day(lua_State *L) /* series:day(i) -> first day of the period, since 1970-01-01 */
{
    const struct bal_series *s = check(L);

    lua_pushinteger(L, bal_period_first(s->interval, s->start + (int64_t)check_place(L, s)));
    return 1;
}

static int series_values(lua_State *L) /* series:values() -> list; false at a gap */
{
    const struct bal_series *s = check(L);

    lua_createtable(L, (int)s->n, 0);
    for (size_t i = 0; i < s->n; i++) {
        if (isnan(s->value[i]))
            lua_pushboolean(L, 0);
        else
            lua_pushnumber(L, s->value[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int next_period(lua_State *L)
{
    const struct bal_series *s = check(L);
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(1));
    char buf[BAL_DATE_TEXT];

    if ((size_t)i >= s->n)
        return 0;
    lua_pushinteger(L, i + 1);
    lua_replace(L, lua_upvalueindex(1));
    lua_pushstring(L, period_text(s, (size_t)i, buf));
    push_value(L, s->value[i]);
    return 2;
}

static int series_each(lua_State *L) /* for period, value in series:each() do */
{
    check(L);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_period, 1);
    lua_pushvalue(L, 1);
    return 2;
}

/* Summary -------------------------------------------------------------------------------------- */

static struct bal_summary summary(lua_State *L)
{
    struct bal_summary m;
    struct bal_error err;

    if (bal_series_summary(check(L), &m, &err) != 0)
        bal_raise_error(L, &err);
    return m;
}

#define SUMMARY(field)                                                            \
    static int series_##field(lua_State *L) /* nil when the series is all gaps */ \
    {                                                                             \
        push_value(L, summary(L).field);                                          \
        return 1;                                                                 \
    }
SUMMARY(mean)
SUMMARY(sd)
SUMMARY(min)
SUMMARY(median)
SUMMARY(max)
SUMMARY(sum)

static int series_gaps(lua_State *L) /* series:gaps() -> number of gaps */
{
    lua_pushinteger(L, (lua_Integer)summary(L).gaps);
    return 1;
}

static int series_summary(lua_State *L) /* series:summary() -> table */
{
    struct bal_summary m = summary(L);
    const struct {
        const char *name;
        double v;
    } field[] = {{"mean", m.mean},     {"sd", m.sd}, {"min", m.min}, {"q1", m.q1},
                 {"median", m.median}, {"q3", m.q3}, {"max", m.max}, {"sum", m.sum}};

    lua_newtable(L);
    lua_pushinteger(L, (lua_Integer)m.n);
    lua_setfield(L, -2, "n");
    lua_pushinteger(L, (lua_Integer)m.gaps);
    lua_setfield(L, -2, "gaps");
    for (size_t i = 0; i < sizeof field / sizeof *field; i++) {
        push_value(L, field[i].v);
        lua_setfield(L, -2, field[i].name);
    }
    return 1;
}

/* Printing: the head, then a line a year (or ten years of a yearly series). -------------------- */

static void add_number(luaL_Buffer *b, double v)
{
    char text[32];

    if (isnan(v))
        snprintf(text, sizeof text, "%8s", "."); /* a gap */
    else
        snprintf(text, sizeof text, "%8.4g", v);
    luaL_addchar(b, ' ');
    luaL_addstring(b, text);
}

/* The line break before period i: at the start, and where a new year (decade) begins. */
static void add_line_start(luaL_Buffer *b, const struct bal_series *s, size_t i)
{
    static const int in_line[] = {12, 4, 10};
    int64_t p = s->start + (int64_t)i;
    int width = in_line[s->interval];
    int64_t place = (p % width + width) % width, year = s->interval == BAL_YEAR ? p : 0;
    char line[48];

    if (i > 0 && place != 0)
        return;
    if (s->interval != BAL_YEAR)
        year = (p - place) / width;
    snprintf(line, sizeof line, "\n  %4lld",
             (long long)(s->interval == BAL_YEAR ? year - place : year));
    luaL_addstring(b, line);
    for (int64_t k = 0; k < place; k++)
        luaL_addstring(b, "         ");
}

int bal_series_tostring(lua_State *L)
{
    enum { MOST = 400 };
    const struct bal_series *s = check(L);
    struct bal_summary m = summary(L);
    char from[BAL_DATE_TEXT], to[BAL_DATE_TEXT];
    luaL_Buffer b;

    lua_pushfstring(L, "series%s%s%s%s%s: %I %ss, %s to %s, %I gaps\n  %s",
                    s->name[0] != '\0' ? " " : "", s->name, s->unit[0] != '\0' ? " (" : "", s->unit,
                    s->unit[0] != '\0' ? ")" : "", (lua_Integer)s->n,
                    bal_interval_name(s->interval), period_text(s, 0, from),
                    period_text(s, s->n - 1, to), (lua_Integer)m.gaps, s->how);
    luaL_buffinit(L, &b);
    luaL_addstring(&b, lua_tostring(L, 2));
    for (size_t i = 0; i < s->n && i < MOST; i++) {
        add_line_start(&b, s, i);
        add_number(&b, s->value[i]);
    }
    if (s->n > MOST)
        luaL_addstring(&b, "\n  ...");
    luaL_pushresult(&b);
    return 1;
}

/* Fields --------------------------------------------------------------------------------------- */

static int field_interval(lua_State *L)
{
    lua_pushstring(L, bal_interval_name(check(L)->interval));
    return 1;
}

static int field_n(lua_State *L)
{
    return bal_series_len(L);
}

static int field_name(lua_State *L)
{
    lua_pushstring(L, check(L)->name);
    return 1;
}

static int field_unit(lua_State *L)
{
    lua_pushstring(L, check(L)->unit);
    return 1;
}

static int field_how(lua_State *L)
{
    lua_pushstring(L, check(L)->how);
    return 1;
}

const luaL_Reg bal_series_fields[] = {
    {"interval", field_interval}, {"n", field_n},     {"name", field_name},
    {"unit", field_unit},         {"how", field_how}, {NULL, NULL},
};

const luaL_Reg bal_series_readers[] = {
    {"at", series_at},           {"period", series_period},
    {"day", series_day},         {"values", series_values},
    {"each", series_each},       {"mean", series_mean},
    {"sd", series_sd},           {"min", series_min},
    {"median", series_median},   {"max", series_max},
    {"sum", series_sum},         {"gaps", series_gaps},
    {"summary", series_summary}, {NULL, NULL},
};
