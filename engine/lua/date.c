/* Dates in Lua: immutable values that print back as written. */
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/bindings.h"
#include "lua/object.h"
#include "lua/raise.h"

struct lua_date {
    struct bal_date date;
    char text[2 * BAL_DATE_TEXT];
};

static const struct bal_class date_class;

static struct lua_date *check(lua_State *L)
{
    return luaL_checkudata(L, 1, "balassa.date");
}

void bal_push_date(lua_State *L, const struct bal_date *date, const char *text)
{
    struct lua_date *d = lua_newuserdatauv(L, sizeof *d, 0);

    d->date = *date;
    snprintf(d->text, sizeof d->text, "%s", text);
    bal_class_set(L, &date_class);
}

void bal_check_date(lua_State *L, int index, const char *what, struct bal_date *out,
                    const char **text)
{
    struct lua_date *d = luaL_testudata(L, index, "balassa.date");
    struct bal_error err;
    size_t n;
    const char *s;

    if (d != NULL) {
        *out = d->date;
        if (text != NULL)
            *text = d->text;
        return;
    }
    if (lua_isinteger(L, index) && lua_tointeger(L, index) >= 0 &&
        lua_tointeger(L, index) <= 9999) {
        char year[8]; /* 1998 is the year 1998 */

        snprintf(year, sizeof year, "%04d", (int)lua_tointeger(L, index));
        lua_pushstring(L, year);
        lua_replace(L, index < 0 ? index - 1 : index);
    }
    if (lua_type(L, index) != LUA_TSTRING)
        bal_raise(L, "%s is a date, a year or an EDTF string such as \"1998-01\", not %s", what,
                  luaL_tolstring(L, index, NULL));
    s = lua_tolstring(L, index, &n);
    if (bal_date_parse(s, n, out, &err) != 0)
        bal_raise(L, "%s: %s", what, err.message);
    if (text != NULL)
        *text = s;
}

#define CIVIL ((lua_Integer)366 * BAL_YEAR_LIMIT)

static int date_new(lua_State *L) /* balassa.date(text) -> date */
{
    struct bal_date date;
    const char *text;

    bal_check_date(L, 1, "balassa.date", &date, &text);
    bal_push_date(L, &date, text);
    return 1;
}

static int date_tostring(lua_State *L)
{
    lua_pushstring(L, check(L)->text);
    return 1;
}

static int date_eq(lua_State *L) /* same days and same qualifiers */
{
    const struct lua_date *a = luaL_testudata(L, 1, "balassa.date");
    const struct lua_date *b = luaL_testudata(L, 2, "balassa.date");

    lua_pushboolean(L, a != NULL && b != NULL && a->date.first == b->date.first &&
                           a->date.last == b->date.last &&
                           a->date.start_flags == b->date.start_flags &&
                           a->date.end_flags == b->date.end_flags);
    return 1;
}

static int push_day_text(lua_State *L, bal_day day)
{
    char buf[BAL_DATE_TEXT];

    if (day == BAL_DAY_MIN || day == BAL_DAY_MAX)
        lua_pushnil(L);
    else
        lua_pushstring(L, bal_day_text(day, buf, sizeof buf));
    return 1;
}

static int date_first(lua_State *L) /* date:first() -> "1991-01-01" | nil when open or unknown */
{
    return push_day_text(L, check(L)->date.first);
}

static int date_last(lua_State *L) /* date:last() -> "1995-12-31" | nil when open or unknown */
{
    return push_day_text(L, check(L)->date.last);
}

static int date_day(lua_State *L) /* date:day(rule) -> days since 1970-01-01 | nil */
{
    const struct lua_date *d = check(L);
    const char *rule = luaL_checkstring(L, 2);
    int r = bal_date_rule_named(rule);
    bal_day day;

    if (r < 0)
        return bal_raise(L, "a date has no rule '%s'; use earliest, midpoint or latest", rule);
    if (bal_date_day(&d->date, (enum bal_date_rule)r, &day))
        lua_pushinteger(L, day);
    else
        lua_pushnil(L);
    return 1;
}

static int date_overlaps(lua_State *L) /* date:overlaps(other) -> boolean: is any day shared? */
{
    const struct lua_date *d = check(L);
    struct bal_date other;

    bal_check_date(L, 2, "the other date", &other, NULL);
    lua_pushboolean(L, d->date.first <= other.last && other.first <= d->date.last);
    return 1;
}

static int date_within(lua_State *L) /* date:within(other) -> boolean: is every day inside it? */
{
    const struct lua_date *d = check(L);
    struct bal_date other;

    bal_check_date(L, 2, "the other date", &other, NULL);
    lua_pushboolean(L, other.first <= d->date.first && d->date.last <= other.last);
    return 1;
}

static int date_before(lua_State *L) /* date:before(other) -> boolean: certainly earlier? */
{
    const struct lua_date *d = check(L);
    struct bal_date other;

    bal_check_date(L, 2, "the other date", &other, NULL);
    lua_pushboolean(L, d->date.last < other.first);
    return 1;
}

static int field_precision(lua_State *L)
{
    lua_pushstring(L, bal_precision_name((enum bal_precision)check(L)->date.precision));
    return 1;
}

static int flag(lua_State *L, int bit)
{
    const struct lua_date *d = check(L);

    lua_pushboolean(L, ((d->date.start_flags | d->date.end_flags) & bit) != 0);
    return 1;
}

static int field_uncertain(lua_State *L)
{
    return flag(L, BAL_UNCERTAIN);
}

static int field_approximate(lua_State *L)
{
    return flag(L, BAL_APPROXIMATE);
}

static int field_unspecified(lua_State *L)
{
    return flag(L, BAL_UNSPECIFIED);
}

static int field_open(lua_State *L) /* an end is open or unknown */
{
    return flag(L, BAL_OPEN | BAL_UNKNOWN);
}

static int field_text(lua_State *L)
{
    return date_tostring(L);
}

static const luaL_Reg date_methods[] = {
    {"first", date_first},
    {"last", date_last},
    {"day", date_day},
    {"within", date_within},
    {"overlaps", date_overlaps},
    {"before", date_before},
    {NULL, NULL},
};

static const luaL_Reg date_fields[] = {
    {"precision", field_precision},
    {"uncertain", field_uncertain},
    {"approximate", field_approximate},
    {"unspecified", field_unspecified},
    {"open", field_open},
    {"text", field_text},
    {NULL, NULL},
};

static const luaL_Reg date_meta[] = {
    {"__tostring", date_tostring}, {"__eq", date_eq}, {NULL, NULL}};

static const struct bal_class date_class = {
    .tname = "balassa.date",
    .what = "a date",
    .methods = date_methods,
    .fields = date_fields,
    .meta = date_meta,
};

static int civil(lua_State *L) /* core.civil(day) -> year, month, day of the month */
{
    lua_Integer day = luaL_checkinteger(L, 1);
    int month, dom;
    int64_t year;

    if (day < -CIVIL || day > CIVIL)
        return bal_raise(L, "day %I has no year here", day);
    bal_civil_from_day(day, &year, &month, &dom);
    lua_pushinteger(L, (lua_Integer)year);
    lua_pushinteger(L, month);
    lua_pushinteger(L, dom);
    return 3;
}

int bal_lua_open_date(lua_State *L)
{
    static const luaL_Reg functions[] = {{"date", date_new}, {"civil", civil}, {NULL, NULL}};

    bal_class_make(L, &date_class);
    luaL_newlib(L, functions);
    return 1;
}
