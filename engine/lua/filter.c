/* Filters over records.
 *
 *   { kind = "speech" }               the cell is this
 *   { kind = { "speech", "visit" } }  one of these
 *   { actors = "kazakhstan" }         a list that holds it
 *   { date = "1998/2000" }            every day of the date lies within this one
 *   { rank = 3 }  { flag = true }     numbers and booleans by value
 *   { rung = false }                  the cell is empty (true: it is not)
 *   { date = function(v) ... end }    what the function says of the cell's value
 *   function(record) ... end          what the function says of the record
 *
 * Conditions of one table must all hold. A column that does not exist is an error, and so is a
 * name that the column's schema does not allow: both with the near one.
 */
#include <string.h>

#include <lauxlib.h>

#include "lua/list.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "lua/records.h"

enum condition_kind { ANY_NAME, WITHIN, NUMBER, TRUTH, FILLED, CALL };

struct condition {
    enum condition_kind kind;
    size_t col;
    int value;     /* CALL: stack index of the function */
    double number; /* NUMBER; TRUTH and FILLED: 0 or 1 */
    struct bal_date within;
    size_t n;
    bal_name *names; /* ANY_NAME: n of them */
};

enum { MOST_CONDITIONS = 32 };

struct filter {
    const struct bal_study *study;
    const struct bal_table *table;
    size_t n;
    struct condition condition[MOST_CONDITIONS];
};

/* Pushes the list of what the schema allows in the column, or returns false when it allows all. */
static bool push_allowed(lua_State *L, const struct bal_study *study, const struct bal_column *c)
{
    const struct bal_table *t = NULL;

    if (c->refers_to != 0)
        t = bal_study_table(study, bal_name_text_of(study, c->refers_to));
    if (c->nallowed == 0 && (t == NULL || t->key == BAL_NO_COLUMN))
        return false;
    lua_newtable(L);
    for (size_t i = 0; i < c->nallowed; i++) {
        lua_pushstring(L, bal_name_text_of(study, c->allowed[i]));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    for (size_t i = 0; c->nallowed == 0 && i < t->rows; i++) {
        lua_pushstring(L, bal_name_text_of(study, bal_table_key(t, i)));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return true;
}

/* The name of the string at `index`, which may occur nowhere in the study (0). */
static bal_name wanted_name(lua_State *L, const struct filter *f, size_t col, int index)
{
    const struct bal_column *c = &f->table->col[col];
    size_t len;
    const char *word = lua_tolstring(L, index, &len);
    bal_name name = bal_names_find(f->study->names, word, len);

    index = lua_absindex(L, index);
    if (push_allowed(L, f->study, c)) {
        bool known = false;

        for (lua_Integer i = 1; !known && i <= (lua_Integer)lua_rawlen(L, -1); i++) {
            lua_rawgeti(L, -1, i);
            known = lua_rawequal(L, -1, index);
            lua_pop(L, 1);
        }
        if (!known) {
            lua_pushfstring(L, "%s.%s is never", bal_name_text_of(f->study, f->table->name),
                            bal_name_text_of(f->study, c->name));
            bal_raise_unknown(L, lua_tostring(L, -1), word, -2);
        }
        lua_pop(L, 1);
    }
    return name;
}

static void want_names(lua_State *L, struct filter *f, struct condition *c, int value)
{
    bool list = lua_istable(L, value);
    size_t n = list ? lua_rawlen(L, value) : 1;

    c->kind = ANY_NAME;
    c->n = n;
    c->names = bal_push_array(L, n, sizeof *c->names); /* stays on the stack */
    for (size_t i = 0; i < n; i++) {
        if (list)
            lua_rawgeti(L, value, (lua_Integer)i + 1);
        else
            lua_pushvalue(L, value);
        if (lua_type(L, -1) != LUA_TSTRING)
            bal_raise(L, "%s.%s holds names, and is compared with one or a list of them, not %s",
                      bal_name_text_of(f->study, f->table->name),
                      bal_name_text_of(f->study, f->table->col[c->col].name),
                      luaL_tolstring(L, -1, NULL));
        c->names[i] = wanted_name(L, f, c->col, -1);
        lua_pop(L, 1);
    }
}

/* Fills one condition from the value at `value`. */
static void add_condition(lua_State *L, struct filter *f, size_t col, int value)
{
    struct condition *c = &f->condition[f->n];
    enum bal_type type = f->table->col[col].type;

    if (f->n == MOST_CONDITIONS)
        bal_raise(L, "a filter has at most %d conditions; give a function instead",
                  MOST_CONDITIONS);
    f->n++;
    *c = (struct condition){.col = col};
    if (lua_isfunction(L, value)) {
        c->kind = CALL;
        lua_pushvalue(L, value); /* stays on the stack */
        c->value = lua_gettop(L);
    } else if (lua_isboolean(L, value)) {
        c->kind = type == BAL_BOOL ? TRUTH : FILLED;
        c->number = lua_toboolean(L, value);
    } else if (type == BAL_NAME || type == BAL_LIST) {
        want_names(L, f, c, value);
    } else if (type == BAL_DATE) {
        c->kind = WITHIN;
        bal_check_date(L, value, "the date of a filter", &c->within, NULL);
    } else {
        c->kind = NUMBER;
        if (lua_type(L, value) != LUA_TNUMBER)
            bal_raise(L, "%s.%s holds %ss, and is compared with one, not %s",
                      bal_name_text_of(f->study, f->table->name),
                      bal_name_text_of(f->study, f->table->col[col].name), bal_type_name(type),
                      luaL_tolstring(L, value, NULL));
        c->number = lua_tonumber(L, value);
    }
}

static bool skipped(const char *const *skip, const char *key)
{
    for (int i = 0; skip != NULL && skip[i] != NULL; i++)
        if (strcmp(skip[i], key) == 0)
            return true;
    return false;
}

/* Reads the conditions of the table at `at`; leaves what they need on the stack. */
static void read_conditions(lua_State *L, int at, const char *const *skip, struct filter *f)
{
    lua_newtable(L); /* keys first: add_condition pushes things that must stay */
    int keys = lua_gettop(L);

    lua_pushnil(L);
    while (lua_next(L, at) != 0) {
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING)
            bal_raise(L, "a filter has names of columns as its keys, not [%s]",
                      luaL_tolstring(L, -1, NULL));
        lua_pushvalue(L, -1);
        lua_rawseti(L, keys, (lua_Integer)lua_rawlen(L, keys) + 1);
    }
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, keys); i++) {
        const char *key;
        size_t col;

        lua_rawgeti(L, keys, i);
        key = lua_tostring(L, -1);
        if (skipped(skip, key))
            continue;
        col = bal_find_column(f->study, f->table, key);
        if (col == BAL_NO_COLUMN) {
            lua_pushfstring(L, "%s has no column", bal_name_text_of(f->study, f->table->name));
            bal_push_columns(L, f->study, f->table);
            for (int k = 0; skip != NULL && skip[k] != NULL; k++) {
                lua_pushstring(L, skip[k]);
                lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
            }
            bal_raise_unknown(L, lua_tostring(L, -2), key, -1);
        }
        lua_getfield(L, at, key);
        add_condition(L, f, col, lua_gettop(L));
    }
}

static bool has_name(const struct condition *c, bal_name name)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->names[i] == name && name != 0)
            return true;
    return false;
}

static bool names_match(const struct bal_table *t, const struct condition *c, size_t row)
{
    const bal_name *item;
    size_t n;

    if (t->col[c->col].type == BAL_NAME)
        return has_name(c, bal_cell_name(t, c->col, row));
    item = bal_table_list(t, c->col, row, &n);
    for (size_t i = 0; i < n; i++)
        if (has_name(c, item[i]))
            return true;
    return false;
}

static bool cell_matches(lua_State *L, const struct filter *f, const struct condition *c,
                         size_t row)
{
    const struct bal_column *col = &f->table->col[c->col];
    bool missing = bal_table_missing(f->table, c->col, row), yes = false;

    switch (c->kind) {
    case ANY_NAME:
        return names_match(f->table, c, row);
    case WITHIN:
        return !missing && c->within.first <= bal_cell_date(f->table, c->col, row)->first &&
               bal_cell_date(f->table, c->col, row)->last <= c->within.last;
    case NUMBER:
        if (col->type == BAL_INT)
            return !missing && (double)bal_cell_int(f->table, c->col, row) == c->number;
        return col->type == BAL_REAL && bal_cell_real(f->table, c->col, row) == c->number;
    case TRUTH:
        return bal_cell_bool(f->table, c->col, row) == (int8_t)c->number;
    case FILLED:
        return !missing == (c->number != 0);
    case CALL:
        lua_pushvalue(L, c->value);
        bal_push_cell(L, f->study, f->table, c->col, row);
        lua_call(L, 1, 1);
        yes = lua_toboolean(L, -1);
        lua_pop(L, 1);
        break;
    }
    return yes;
}

static bool record_matches(lua_State *L, const struct filter *f, int call, int set, size_t row)
{
    bool yes;

    if (call != 0) {
        lua_pushvalue(L, call);
        bal_push_record(L, set, f->study, f->table, row);
        lua_call(L, 1, 1);
        yes = lua_toboolean(L, -1);
        lua_pop(L, 1);
        return yes;
    }
    for (size_t i = 0; i < f->n; i++)
        if (!cell_matches(L, f, &f->condition[i], row))
            return false;
    return true;
}

void bal_filter_records(lua_State *L, int filter, const char *const *skip)
{
    int set = lua_gettop(L);
    const struct lua_records *r = bal_check_records(L, set);
    struct filter f = {.study = r->study, .table = r->table};
    struct lua_records *out;
    int call = lua_isfunction(L, filter) ? filter : 0;

    bal_need_stack(L, 4 * MOST_CONDITIONS);
    if (lua_istable(L, filter))
        read_conditions(L, filter, skip, &f);
    else if (call == 0)
        bal_raise(L, "a filter is a table of conditions or a function, not %s",
                  luaL_tolstring(L, filter, NULL));
    lua_getiuservalue(L, set, 1);
    out = bal_push_empty_records(L, -1, r->study, r->table, r->n);
    for (size_t i = 0; i < r->n; i++) {
        size_t row = bal_records_row(r, i);

        if (record_matches(L, &f, call, set, row))
            out->row[out->n++] = row;
    }
    lua_replace(L, set);
    lua_settop(L, set);
}
