/* Sets of records: views of the rows of one table, by order or by a filter. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/object.h"
#include "lua/raise.h"
#include "lua/records.h"

static const struct bal_class records_class;

/* Sets ----------------------------------------------------------------------------------------- */

struct lua_records *bal_check_records(lua_State *L, int index)
{
    struct lua_records *r = luaL_checkudata(L, index, "balassa.records");

    bal_check_owner(L, index);
    return r;
}

struct lua_records *bal_test_records(lua_State *L, int index)
{
    struct lua_records *r = luaL_testudata(L, index, "balassa.records");

    if (r != NULL)
        bal_check_owner(L, index);
    return r;
}

struct lua_records *bal_push_empty_records(lua_State *L, int study, const struct bal_study *s,
                                           const struct bal_table *table, size_t room)
{
    struct lua_records *r;

    study = lua_absindex(L, study);
    r = lua_newuserdatauv(L, sizeof *r + room * sizeof *r->row, 1);
    r->study = s;
    r->table = table;
    r->n = 0;
    r->all = false;
    bal_class_set(L, &records_class);
    lua_pushvalue(L, study);
    lua_setiuservalue(L, -2, 1);
    return r;
}

void bal_push_records(lua_State *L, int study, const struct bal_table *table)
{
    struct lua_records *r =
        bal_push_empty_records(L, study, bal_check_study(L, study)->study, table, 0);

    r->all = true;
    r->n = table->rows;
}

static int records_len(lua_State *L)
{
    lua_pushinteger(L, (lua_Integer)bal_check_records(L, 1)->n);
    return 1;
}

/* Pushes the record with this id, or returns false. In a table whose ids repeat (a crisis has one
 * id in every coding) it is the first of the set. */
static bool push_by_id(lua_State *L, const struct lua_records *r, const char *id)
{
    bal_name name = bal_names_find(r->study->names, id, strlen(id));
    size_t col =
        r->table->key != BAL_NO_COLUMN ? r->table->key : bal_find_column(r->study, r->table, "id");

    if (name == 0 || col == BAL_NO_COLUMN || r->table->col[col].type != BAL_NAME)
        return false;
    for (size_t i = 0; i < r->n; i++)
        if (bal_cell_name(r->table, col, bal_records_row(r, i)) == name) {
            bal_push_record(L, 1, r->study, r->table, bal_records_row(r, i));
            return true;
        }
    return false;
}

static int records_index(lua_State *L)
{
    const struct lua_records *r = bal_check_records(L, 1);

    if (lua_type(L, 2) == LUA_TSTRING)
        return push_by_id(L, r, lua_tostring(L, 2)) ? 1 : 0;
    if (lua_isinteger(L, 2)) {
        lua_Integer i = lua_tointeger(L, 2);

        if (i >= 1 && (size_t)i <= r->n)
            bal_push_record(L, 1, r->study, r->table, bal_records_row(r, (size_t)i - 1));
        else
            lua_pushnil(L); /* the end, for ipairs */
        return 1;
    }
    return 0;
}

static int records_ids(lua_State *L) /* records:ids() -> list of the records' keys */
{
    const struct lua_records *r = bal_check_records(L, 1);
    size_t col =
        r->table->key != BAL_NO_COLUMN ? r->table->key : bal_find_column(r->study, r->table, "id");

    lua_createtable(L, (int)r->n, 0);
    if (col == BAL_NO_COLUMN || r->table->col[col].type != BAL_NAME)
        return 1;
    for (size_t i = 0; i < r->n; i++) {
        lua_pushstring(
            L, bal_name_text_of(r->study, bal_cell_name(r->table, col, bal_records_row(r, i))));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static int records_get(lua_State *L) /* records:get(id) -> record; an error names the near id */
{
    const struct lua_records *r = bal_check_records(L, 1);
    const char *id = luaL_checkstring(L, 2);

    if (push_by_id(L, r, id))
        return 1;
    lua_settop(L, 2);
    lua_pushfstring(L, "%s has no", bal_name_text_of(r->study, r->table->name));
    records_ids(L);
    return bal_raise_unknown(L, lua_tostring(L, 3), id, 4);
}

static int records_fields(lua_State *L) /* records:fields() -> list of column names */
{
    const struct lua_records *r = bal_check_records(L, 1);

    bal_push_columns(L, r->study, r->table);
    return 1;
}

/* The column that the string at `index` names, or an error with the near name. */
static size_t check_column(lua_State *L, const struct lua_records *r, int index)
{
    const char *name = luaL_checkstring(L, index);
    size_t col = bal_find_column(r->study, r->table, name);

    if (col == BAL_NO_COLUMN) {
        lua_pushfstring(L, "%s has no column", bal_name_text_of(r->study, r->table->name));
        bal_push_columns(L, r->study, r->table);
        bal_raise_unknown(L, lua_tostring(L, -2), name, -1);
    }
    return col;
}

static int
records_column(lua_State *L) /* records:column(name) -> list; false where a cell is empty */
{
    const struct lua_records *r = bal_check_records(L, 1);
    size_t col = check_column(L, r, 2);

    lua_createtable(L, (int)r->n, 0);
    for (size_t i = 0; i < r->n; i++) {
        bal_push_cell(L, r->study, r->table, col, bal_records_row(r, i));
        if (lua_isnil(L, -1)) {
            lua_pop(L, 1);
            lua_pushboolean(L, 0);
        }
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static void count_one(lua_State *L, int counts, const char *key)
{
    lua_Integer n;

    lua_getfield(L, counts, key);
    n = lua_tointeger(L, -1);
    lua_pop(L, 1);
    lua_pushinteger(L, n + 1);
    lua_setfield(L, counts, key);
}

static int
records_count_by(lua_State *L) /* records:count_by(name) -> { value = count }; "" if empty */
{
    const struct lua_records *r = bal_check_records(L, 1);
    size_t col = check_column(L, r, 2);
    int counts;

    lua_newtable(L);
    counts = lua_gettop(L);
    for (size_t i = 0; i < r->n; i++) {
        bal_push_cell(L, r->study, r->table, col, bal_records_row(r, i));
        if (lua_istable(L, -1)) {
            size_t n;
            const bal_name *item = bal_table_list(r->table, col, bal_records_row(r, i), &n);

            for (size_t k = 0; k < n; k++)
                count_one(L, counts, bal_name_text_of(r->study, item[k]));
        } else {
            count_one(L, counts, lua_isnil(L, -1) ? "" : luaL_tolstring(L, -1, NULL));
        }
        lua_settop(L, counts);
    }
    return 1;
}

static int next_record(lua_State *L)
{
    const struct lua_records *r = bal_check_records(L, 1);
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(1));

    if ((size_t)i >= r->n)
        return 0;
    lua_pushinteger(L, i + 1);
    lua_replace(L, lua_upvalueindex(1));
    bal_push_record(L, 1, r->study, r->table, bal_records_row(r, (size_t)i));
    return 1;
}

static int records_each(lua_State *L) /* for record in records:each() do */
{
    bal_check_records(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_record, 1);
    lua_pushvalue(L, 1);
    return 2;
}

/* Sorting -------------------------------------------------------------------------------------- */

struct sort_key {
    double number;     /* numbers and booleans; the first day of a date */
    double then;       /* the last day of a date */
    const char *text;  /* names */
    size_t place, row; /* place: where it stood, so that equal keys keep their order */
};

/* NaN, a missing number, comes first: what is neither less nor more than anything would leave no order. */
static int by_key(const void *a, const void *b)
{
    const struct sort_key *x = a, *y = b;

    if ((x->text == NULL) != (y->text == NULL))
        return x->text == NULL ? -1 : 1;
    if (x->text != NULL && strcmp(x->text, y->text) != 0)
        return strcmp(x->text, y->text);
    if (isnan(x->number) != isnan(y->number))
        return isnan(x->number) ? -1 : 1;
    if (x->number < y->number || x->number > y->number)
        return x->number < y->number ? -1 : 1;
    if (x->then < y->then || x->then > y->then)
        return x->then < y->then ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static struct sort_key sort_key(const struct lua_records *r, size_t col, size_t i)
{
    const struct bal_column *c = &r->table->col[col];
    size_t row = bal_records_row(r, i);
    struct sort_key key = {.place = i, .row = row};

    if (c->type == BAL_NAME)
        key.text = bal_name_text_of(r->study, bal_cell_name(r->table, col, row));
    else if (c->type == BAL_INT)
        key.number = (double)bal_cell_int(r->table, col, row);
    else if (c->type == BAL_REAL)
        key.number = bal_cell_real(r->table, col, row);
    else if (c->type == BAL_BOOL)
        key.number = bal_cell_bool(r->table, col, row);
    else if (c->type == BAL_DATE) {
        key.number = (double)bal_cell_date(r->table, col, row)->first;
        key.then = (double)bal_cell_date(r->table, col, row)->last;
    }
    return key;
}

static int records_sorted(lua_State *L) /* records:sorted(column) -> records, ascending, stable */
{
    const struct lua_records *r = bal_check_records(L, 1);
    size_t col = check_column(L, r, 2);
    struct sort_key *key = lua_newuserdatauv(L, (r->n + 1) * sizeof *key, 0);
    struct lua_records *out;

    for (size_t i = 0; i < r->n; i++)
        key[i] = sort_key(r, col, i);
    qsort(key, r->n, sizeof *key, by_key);
    lua_getiuservalue(L, 1, 1);
    out = bal_push_empty_records(L, -1, r->study, r->table, r->n);
    for (size_t i = 0; i < r->n; i++)
        out->row[i] = key[i].row;
    out->n = r->n;
    return 1;
}

/* Printing ------------------------------------------------------------------------------------- */

/* Pads or cuts the value on top of the stack to `width` characters (UTF-8 counted), and pops it. */
static void add_padded(lua_State *L, luaL_Buffer *b, const char *s, size_t width)
{
    size_t chars = 0, i = 0;

    (void)L;
    for (; s[i] != '\0'; i++) {
        bool start = ((unsigned char)s[i] & 0xC0u) != 0x80u;

        if (start && chars == width)
            break;
        chars += start ? 1 : 0;
        luaL_addchar(b, s[i] == '\n' ? ' ' : s[i]);
    }
    for (; chars < width; chars++)
        luaL_addchar(b, ' ');
}

static const struct {
    const char *column;
    size_t width;
} shown[] = {{"coding", 10}, {"key", 22}, {"id", 34},   {"date", 22},  {"span", 22},
             {"rung", 22},   {"rank", 4}, {"unit", 14}, {"title", 40}, {"label", 60}};

static void add_row(lua_State *L, luaL_Buffer *b, const struct lua_records *r, size_t row)
{
    luaL_addstring(b, "\n ");
    for (size_t k = 0; k < sizeof shown / sizeof *shown; k++) {
        size_t col = bal_find_column(r->study, r->table, shown[k].column);

        if (col == BAL_NO_COLUMN)
            continue;
        bal_push_cell(L, r->study, r->table, col, row);
        if (lua_isnil(L, -1))
            lua_pushliteral(L, "");
        else
            luaL_tolstring(L, -1, NULL);
        lua_replace(L, 2);
        lua_pop(L, 1);
        luaL_addchar(b, ' ');
        add_padded(L, b, lua_tostring(L, 2), shown[k].width);
    }
}

static int records_tostring(lua_State *L)
{
    enum { MOST = 20 };
    const struct lua_records *r = bal_check_records(L, 1);
    luaL_Buffer b;

    lua_settop(L, 1);
    lua_pushfstring(L, "%I of %I %s of %s", (lua_Integer)r->n, (lua_Integer)r->table->rows,
                    bal_name_text_of(r->study, r->table->name),
                    bal_name_text_of(r->study, r->study->dir));
    luaL_buffinit(L, &b);
    luaL_addstring(&b, lua_tostring(L, 2));
    for (size_t i = 0; i < r->n && i < MOST; i++)
        add_row(L, &b, r, bal_records_row(r, i));
    if (r->n > MOST) {
        lua_pushfstring(L, "\n  ... %I more", (lua_Integer)(r->n - MOST));
        luaL_addvalue(&b);
    }
    luaL_pushresult(&b);
    return 1;
}

/* Filters: see lua/filter.c -------------------------------------------------------------------- */

static int
records_where(lua_State *L) /* records:where{ column = value, ... } | where(f) -> records */
{
    bal_check_records(L, 1);
    luaL_checkany(L, 2);
    lua_settop(L, 2);
    lua_insert(L, 1);
    bal_filter_records(L, 1, NULL);
    return 1;
}

static const luaL_Reg records_methods[] = {
    {"where", records_where},   {"get", records_get},       {"ids", records_ids},
    {"fields", records_fields}, {"column", records_column}, {"count_by", records_count_by},
    {"each", records_each},     {"sorted", records_sorted}, {NULL, NULL},
};

static const luaL_Reg records_meta[] = {
    {"__tostring", records_tostring}, {"__len", records_len}, {NULL, NULL}};

static const struct bal_class records_class = {
    .tname = "balassa.records",
    .what = "this set of records",
    .methods = records_methods,
    .meta = records_meta,
    .index = records_index,
    .names = records_ids,
};

int bal_lua_open_records(lua_State *L)
{
    bal_record_class_make(L);
    bal_class_make(L, &records_class);
    lua_newtable(L);
    return 1;
}
