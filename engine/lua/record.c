/* One record: a light view, (study, table, row), over the columns of a study. */
#include <string.h>

#include <lauxlib.h>

#include "lua/object.h"
#include "lua/raise.h"
#include "lua/records.h"

struct lua_record {
    const struct bal_study *study;
    const struct bal_table *table;
    size_t row;
};

static const struct bal_class record_class;

const char *bal_name_text_of(const struct bal_study *study, bal_name name)
{
    const char *s = bal_names_text(study->names, name);

    return s != NULL ? s : "";
}

size_t bal_find_column(const struct bal_study *study, const struct bal_table *table,
                       const char *name)
{
    return bal_table_find_column(table, bal_names_find(study->names, name, strlen(name)));
}

size_t bal_find_names(const struct bal_study *study, const struct bal_table *table,
                      const char *name)
{
    size_t col = bal_find_column(study, table, name);

    return col != BAL_NO_COLUMN && table->col[col].type == BAL_NAME ? col : BAL_NO_COLUMN;
}

/* Cells ---------------------------------------------------------------------------------------- */

static void push_list(lua_State *L, const struct bal_study *study, const struct bal_table *t,
                      size_t col, size_t row)
{
    size_t n;
    const bal_name *item = bal_table_list(t, col, row, &n);

    lua_createtable(L, (int)n, 0);
    for (size_t i = 0; i < n; i++) {
        lua_pushstring(L, bal_name_text_of(study, item[i]));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

void bal_push_cell(lua_State *L, const struct bal_study *study, const struct bal_table *t,
                   size_t col, size_t row)
{
    const struct bal_column *c = &t->col[col];

    if (c->type == BAL_LIST) {
        push_list(L, study, t, col, row);
        return;
    }
    if (bal_table_missing(t, col, row)) {
        lua_pushnil(L);
        return;
    }
    switch (c->type) {
    case BAL_NAME:
        lua_pushstring(L, bal_name_text_of(study, bal_cell_name(t, col, row)));
        break;
    case BAL_INT:
        lua_pushinteger(L, bal_cell_int(t, col, row));
        break;
    case BAL_REAL:
        lua_pushnumber(L, bal_cell_real(t, col, row));
        break;
    case BAL_BOOL:
        lua_pushboolean(L, bal_cell_bool(t, col, row));
        break;
    case BAL_DATE:
        bal_push_date(L, bal_cell_date(t, col, row),
                      bal_name_text_of(study, bal_cell_date_text(t, col, row)));
        break;
    case BAL_LIST:
        break;
    }
}

enum { SHOWN = 240 }; /* bytes of a text that a printed record shows */

/* Pushes the beginning of a long text on one line, and how long it is. */
static void push_shortened(lua_State *L, const char *s, size_t n)
{
    char line[SHOWN];
    size_t cut = SHOWN;

    while (cut > 0 && ((unsigned char)s[cut] & 0xC0u) == 0x80u) /* between two characters */
        cut--;
    for (size_t i = 0; i < cut; i++)
        line[i] = (unsigned char)s[i] < ' ' ? ' ' : s[i];
    lua_pushlstring(L, line, cut);
    lua_pushfstring(L, "%s ... (%I bytes)", lua_tostring(L, -1), (lua_Integer)n);
    lua_remove(L, -2);
}

/* Appends the printed form of the value at `value`. A buffer that grows wants to be on top of the
 * stack, so what is added to it is pushed and then taken by luaL_addvalue. */
static void add_value(lua_State *L, luaL_Buffer *b, int value)
{
    size_t n;
    const char *s;

    if (lua_istable(L, value)) {
        for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, value); i++) {
            if (i > 1)
                luaL_addstring(b, ", ");
            lua_rawgeti(L, value, i);
            luaL_addvalue(b);
        }
        return;
    }
    s = luaL_tolstring(L, value, &n);
    if (n > SHOWN) {
        push_shortened(L, s, n);
        lua_remove(L, -2);
    }
    luaL_addvalue(b);
}

/* One record ----------------------------------------------------------------------------------- */

static struct lua_record *check_record(lua_State *L)
{
    struct lua_record *r = luaL_checkudata(L, 1, "balassa.record");

    bal_check_owner(L, 1);
    return r;
}

void bal_push_record(lua_State *L, int owner, const struct bal_study *study,
                     const struct bal_table *table, size_t row)
{
    struct lua_record *r;

    owner = lua_absindex(L, owner);
    r = lua_newuserdatauv(L, sizeof *r, 1);
    *r = (struct lua_record){study, table, row};
    bal_class_set(L, &record_class);
    lua_getiuservalue(L, owner, 1);
    lua_setiuservalue(L, -2, 1);
}

/* The passages that texts.csv ties to this event, in its order. */
static void push_quotes(lua_State *L, const struct lua_record *r)
{
    const struct bal_table *t = r->study->role[BAL_TEXTS];
    size_t event = bal_study_column(r->study, BAL_TEXTS, "event");
    size_t content = t != NULL ? bal_find_names(r->study, t, "content") : BAL_NO_COLUMN;
    bal_name id = bal_table_key(r->table, r->row);

    lua_newtable(L);
    if (event == BAL_NO_COLUMN || content == BAL_NO_COLUMN)
        return;
    for (size_t i = 0; i < t->rows; i++)
        if (id != 0 && bal_cell_name(t, event, i) == id) {
            lua_pushstring(L, bal_name_text_of(r->study, bal_cell_name(t, content, i)));
            lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
        }
}

/* The date of the event that this text belongs to; nil when it belongs to none. */
static void push_event_date(lua_State *L, const struct lua_record *r)
{
    const struct bal_table *events = r->study->role[BAL_EVENTS];
    size_t event = bal_study_column(r->study, BAL_TEXTS, "event");
    size_t date = bal_study_column(r->study, BAL_EVENTS, "date"), row = BAL_NO_ROW;

    if (events != NULL && event != BAL_NO_COLUMN && date != BAL_NO_COLUMN)
        row = bal_table_find_row(events, bal_cell_name(r->table, event, r->row));
    if (row == BAL_NO_ROW)
        lua_pushnil(L);
    else
        bal_push_cell(L, r->study, events, date, row);
}

static int record_index(lua_State *L)
{
    const struct lua_record *r = check_record(L);
    size_t col;

    if (lua_type(L, 2) != LUA_TSTRING)
        return 0;
    col = bal_find_column(r->study, r->table, lua_tostring(L, 2));
    if (r->table == r->study->role[BAL_TEXTS] && strcmp(lua_tostring(L, 2), "date") == 0 &&
        (col == BAL_NO_COLUMN || bal_table_missing(r->table, col, r->row))) {
        push_event_date(L, r);
        return 1;
    }
    if (col != BAL_NO_COLUMN) {
        bal_push_cell(L, r->study, r->table, col, r->row);
        return 1;
    }
    if (r->table == r->study->role[BAL_EVENTS] && strcmp(lua_tostring(L, 2), "quotes") == 0) {
        push_quotes(L, r);
        return 1;
    }
    return 0;
}

void bal_push_columns(lua_State *L, const struct bal_study *study, const struct bal_table *table)
{
    lua_createtable(L, (int)table->cols, 0);
    for (size_t i = 0; i < table->cols; i++) {
        lua_pushstring(L, bal_name_text_of(study, table->col[i].name));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static int record_names(lua_State *L)
{
    const struct lua_record *r = check_record(L);

    bal_push_columns(L, r->study, r->table);
    if (r->table == r->study->role[BAL_EVENTS]) {
        lua_pushliteral(L, "quotes");
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    }
    if (r->table == r->study->role[BAL_TEXTS] &&
        bal_study_column(r->study, BAL_TEXTS, "date") == BAL_NO_COLUMN) {
        lua_pushliteral(L, "date");
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    }
    return 1;
}

/* "events.csv:17"; of a record that a what-if changed, "events.csv:17, edit 2 of what-if 'late'". */
static void push_origin(lua_State *L, const struct lua_record *r)
{
    uint32_t edit, line = bal_table_line(r->table, r->row, &edit);
    const char *name = r->study->label;
    luaL_Buffer b;

    luaL_buffinit(L, &b);
    if (line > 0) {
        lua_pushfstring(L, "%s:%I", bal_name_text_of(r->study, r->table->file), (lua_Integer)line);
        luaL_addvalue(&b);
    }
    if (edit > 0) {
        lua_pushfstring(L, "%sedit %I of ", line > 0 ? ", " : "", (lua_Integer)edit);
        luaL_addvalue(&b);
        if (name != NULL)
            lua_pushfstring(L, "what-if '%s'", name);
        else
            lua_pushliteral(L, "a what-if");
        luaL_addvalue(&b);
    }
    luaL_pushresult(&b);
}

static int record_origin(lua_State *L) /* record.origin -> where it comes from: file and line */
{
    push_origin(L, check_record(L));
    return 1;
}

static int record_tostring(lua_State *L)
{
    const struct lua_record *r = check_record(L);
    luaL_Buffer b;

    push_origin(L, r);
    luaL_buffinit(L, &b);
    luaL_addstring(&b, bal_name_text_of(r->study, r->table->name));
    luaL_addstring(&b, " (");
    luaL_addstring(&b, lua_tostring(L, 2));
    luaL_addstring(&b, ")");
    for (size_t i = 0; i < r->table->cols; i++) {
        if (bal_table_missing(r->table, i, r->row))
            continue;
        bal_push_cell(L, r->study, r->table, i, r->row);
        lua_replace(L, 2);
        lua_pushfstring(L, "\n  %s", bal_name_text_of(r->study, r->table->col[i].name));
        luaL_addvalue(&b);
        for (size_t k = strlen(bal_name_text_of(r->study, r->table->col[i].name)); k < 12; k++)
            luaL_addchar(&b, ' ');
        add_value(L, &b, 2);
    }
    luaL_pushresult(&b);
    return 1;
}

static int record_eq(lua_State *L)
{
    const struct lua_record *a = luaL_testudata(L, 1, "balassa.record");
    const struct lua_record *b = luaL_testudata(L, 2, "balassa.record");

    struct bal_place x, y;

    if (a == NULL || b == NULL) {
        lua_pushboolean(L, 0);
        return 1;
    }
    bal_check_owner(L, 1);
    bal_check_owner(L, 2);
    x = bal_table_place(a->table, a->row); /* a what-if shares the records that it leaves alone */
    y = bal_table_place(b->table, b->row);
    lua_pushboolean(L, x.t == y.t && x.row == y.row);
    return 1;
}

static const luaL_Reg record_fields[] = {{"origin", record_origin}, {NULL, NULL}};
static const luaL_Reg record_meta[] = {
    {"__tostring", record_tostring}, {"__eq", record_eq}, {NULL, NULL}};
static const struct bal_class record_class = {
    .tname = "balassa.record",
    .what = "this record",
    .fields = record_fields,
    .meta = record_meta,
    .index = record_index,
    .names = record_names,
};

void bal_record_class_make(lua_State *L)
{
    bal_class_make(L, &record_class);
}
