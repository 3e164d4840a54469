/* What-ifs in Lua: each method returns a new study with one more edit (model/overlay.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/object.h"
#include "lua/overlay.h"
#include "lua/raise.h"
#include "lua/records.h"
#include "model/overlay.h"

/* An edit in the making. Its texts are on the Lua stack until it is made. */
struct draft {
    struct bal_edit edit;
    struct bal_setting set[BAL_SETTINGS_MAX];
};

static struct bal_study *check(lua_State *L)
{
    return bal_check_study(L, 1)->study;
}

/* The study as loaded, as an object: what every what-if over it keeps alive. */
static void push_base(lua_State *L, int study)
{
    if (bal_check_study(L, study)->study->parent != NULL)
        lua_getiuservalue(L, study, 1);
    else
        lua_pushvalue(L, study);
}

struct lua_study *bal_push_what_if(lua_State *L)
{
    struct lua_study *s = bal_push_study(L);

    push_base(L, 1);
    lua_setiuservalue(L, -2, 1);
    return s;
}

/* Makes the edit of the study at 1. */
static int apply(lua_State *L, struct draft *d)
{
    struct lua_study *s = bal_push_what_if(L);
    struct bal_error err;

    d->edit.set = d->set;
    if (bal_overlay_edit(check(L), &d->edit, &s->study, &err) != 0)
        return bal_raise_error(L, &err);
    return 1;
}

/* Settings ------------------------------------------------------------------------------------- */

/* Pushes the items of the list at `value` with `delimiter` between them. */
static void push_joined(lua_State *L, const char *key, int value, const char *delimiter)
{
    luaL_Buffer b;

    luaL_buffinit(L, &b);
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, value); i++) {
        if (i > 1)
            luaL_addstring(&b, delimiter);
        if (lua_rawgeti(L, value, i) != LUA_TSTRING ||
            strpbrk(lua_tostring(L, -1), delimiter) != NULL)
            bal_raise(L, "'%s' is a list of names without '%s' in them, not %s", key, delimiter,
                      luaL_tolstring(L, -1, NULL));
        luaL_addvalue(&b);
    }
    luaL_pushresult(&b);
}

/* Pushes a number so that it reads back as itself. */
static void push_number_text(lua_State *L, int value)
{
    char text[40];

    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(text, sizeof text, "%.*g", digits, lua_tonumber(L, value));
        if (strtod(text, NULL) == lua_tonumber(L, value))
            break;
    }
    lua_pushstring(L, text);
}

/* What a cell of column `c` (NULL: of none) would hold for the value at `value`: false and an empty
 * list are an empty cell, NULL. The text stays on the stack. */
static const char *cell_text(lua_State *L, const char *key, int value, const struct bal_column *c)
{
    char delimiter[2] = {c != NULL && c->type == BAL_LIST ? c->delimiter : ';', '\0'};
    bool empty = false;

    if (lua_isboolean(L, value)) {
        if (c != NULL && c->type == BAL_BOOL) {
            lua_pushstring(L, lua_toboolean(L, value) ? "true" : "false");
        } else {
            if (lua_toboolean(L, value))
                bal_raise(L, "'%s' cannot be true; false makes the cell empty", key);
            return NULL;
        }
    } else if (lua_istable(L, value)) {
        push_joined(L, key, value, delimiter);
        empty = lua_rawlen(L, -1) == 0;
    } else if (lua_type(L, value) == LUA_TNUMBER && !lua_isinteger(L, value)) {
        push_number_text(L, value);
    } else {
        luaL_tolstring(L, value, NULL);
    }
    if (lua_rawlen(L, -1) != strlen(lua_tostring(L, -1)))
        bal_raise(L, "'%s' holds a NUL byte", key);
    return empty ? NULL : lua_tostring(L, -1);
}

static void add_setting(lua_State *L, struct draft *d, const char *key, const char *value)
{
    if (d->edit.n == BAL_SETTINGS_MAX)
        bal_raise(L, "an edit has at most %d settings", BAL_SETTINGS_MAX);
    d->set[d->edit.n++] = (struct bal_setting){key, value};
}

/* Every pair of the table at `index`; those of `t` (NULL: none) are its fields. */
static void add_settings(lua_State *L, struct draft *d, int index, const struct bal_table *t)
{
    const struct bal_study *study = check(L);

    luaL_checktype(L, index, LUA_TTABLE);
    bal_need_stack(L, 3 * BAL_SETTINGS_MAX + LUA_MINSTACK);
    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        int value = lua_gettop(L);
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
        size_t col = BAL_NO_COLUMN;

        if (key == NULL)
            bal_raise(L, "an edit takes fields by their names, and got [%s]",
                      luaL_tolstring(L, -2, NULL));
        if (t != NULL)
            col = bal_find_column(study, t, key);
        add_setting(L, d, key,
                    cell_text(L, key, value, col != BAL_NO_COLUMN ? &t->col[col] : NULL));
        lua_pushvalue(L, value - 1); /* the key, for lua_next; the texts stay below it */
    }
}

/* Records -------------------------------------------------------------------------------------- */

/* The table and id of an edit: ("table", "id", ...) or ("id", ...), where the id says which. Returns
 * the index of what follows. */
static int read_record(lua_State *L, struct draft *d, const struct bal_table **t)
{
    struct bal_study *study = check(L);
    const char *first = luaL_checkstring(L, 2);
    struct bal_error err;

    if (lua_type(L, 3) == LUA_TSTRING && bal_study_table(study, first) != NULL) {
        *t = bal_study_table(study, first);
        d->edit.table = first;
        d->edit.id = lua_tostring(L, 3);
        return 4;
    }
    if (bal_overlay_find(study, first, t, &err) != 0)
        bal_raise_error(L, &err);
    d->edit.table = bal_name_text_of(study, (*t)->name);
    d->edit.id = first;
    return 3;
}

static int study_add(lua_State *L) /* study:add([table,] fields) -> study; the table: events */
{
    struct draft d = {.edit = {.verb = BAL_EDIT_ADD, .table = "events"}};
    int fields = 2;

    if (lua_type(L, 2) == LUA_TSTRING) {
        d.edit.table = lua_tostring(L, 2);
        fields = 3;
    }
    lua_settop(L, 3);
    add_settings(L, &d, fields, bal_study_table(check(L), d.edit.table));
    return apply(L, &d);
}

static int study_drop(lua_State *L) /* study:drop([table,] id [, { coding = }]) -> study */
{
    struct draft d = {.edit = {.verb = BAL_EDIT_DROP}};
    const struct bal_table *t;
    int options;

    lua_settop(L, 4);
    options = read_record(L, &d, &t);
    if (!lua_isnoneornil(L, options))
        add_settings(L, &d, options, NULL);
    return apply(L, &d);
}

static int study_recode(lua_State *L) /* study:recode([table,] id, fields) -> study */
{
    struct draft d = {.edit = {.verb = BAL_EDIT_RECODE}};
    const struct bal_table *t;
    int fields;

    lua_settop(L, 4);
    fields = read_record(L, &d, &t);
    add_settings(L, &d, fields, t);
    return apply(L, &d);
}

static int study_redate(lua_State *L) /* study:redate([table,] id, date) -> study */
{
    struct draft d = {.edit = {.verb = BAL_EDIT_RECODE}};
    const struct bal_study *study = check(L);
    const struct bal_table *t;
    int date;

    lua_settop(L, 4);
    date = read_record(L, &d, &t);
    if (lua_isnil(L, date))
        return bal_raise(L, "a record is given a new date: redate(id, \"1998-08\")");
    add_setting(L, &d, bal_find_column(study, t, "date") != BAL_NO_COLUMN ? "date" : "span",
                cell_text(L, "date", date, NULL));
    return apply(L, &d);
}

/* Phases and crises ---------------------------------------------------------------------------- */

static int edit_window(lua_State *L, enum bal_verb verb, const char *table)
{
    struct draft d = {.edit = {.verb = verb, .table = table}};

    lua_settop(L, 3);
    d.edit.id = luaL_checkstring(L, 2);
    if (!lua_isnil(L, 3) || verb != BAL_EDIT_DROP)
        add_settings(L, &d, 3, NULL);
    return apply(L, &d);
}

static int add_window(lua_State *L, const char *table)
{
    struct draft d = {.edit = {.verb = BAL_EDIT_ADD, .table = table}};

    lua_settop(L, 2);
    add_settings(L, &d, 2, bal_study_table(check(L), table));
    return apply(L, &d);
}

static int merge_windows(lua_State *L, const char *table)
{
    struct draft d = {.edit = {.verb = BAL_EDIT_MERGE, .table = table}};
    int rest;

    lua_settop(L, 3);
    luaL_checktype(L, 2, LUA_TTABLE);
    if (lua_rawlen(L, 2) < 2)
        return bal_raise(L, "a merge takes a list of at least two ids");
    lua_rawgeti(L, 2, 1);
    if (lua_type(L, -1) != LUA_TSTRING)
        return bal_raise(L, "a merge takes a list of ids, not of %s", luaL_tolstring(L, -1, NULL));
    d.edit.id = lua_tostring(L, -1);
    lua_newtable(L);
    rest = lua_gettop(L);
    for (lua_Integer i = 2; i <= (lua_Integer)lua_rawlen(L, 2); i++) {
        if (lua_rawgeti(L, 2, i) != LUA_TSTRING)
            return bal_raise(L, "a merge takes a list of ids, not of %s",
                             luaL_tolstring(L, -1, NULL));
        lua_rawseti(L, rest, i - 1);
    }
    add_setting(L, &d, "with", cell_text(L, "with", rest, NULL));
    if (!lua_isnil(L, 3))
        add_settings(L, &d, 3, NULL);
    return apply(L, &d);
}

#define WINDOW(one, many)                              \
    static int study_add_##one(lua_State *L)           \
    {                                                  \
        return add_window(L, #many);                   \
    }                                                  \
    static int study_drop_##one(lua_State *L)          \
    {                                                  \
        return edit_window(L, BAL_EDIT_DROP, #many);   \
    }                                                  \
    static int study_move_##one(lua_State *L)          \
    {                                                  \
        return edit_window(L, BAL_EDIT_MOVE, #many);   \
    }                                                  \
    static int study_resize_##one(lua_State *L)        \
    {                                                  \
        return edit_window(L, BAL_EDIT_RESIZE, #many); \
    }                                                  \
    static int study_merge_##many(lua_State *L)        \
    {                                                  \
        return merge_windows(L, #many);                \
    }
WINDOW(crisis, crises)
WINDOW(phase, phases)

/* Choices -------------------------------------------------------------------------------------- */

static bool has_coding(const struct bal_study *study, enum bal_role role, const char *name)
{
    const struct bal_table *t = study->role[role];
    size_t col = bal_study_column(study, role, "coding");
    bal_name coding = bal_names_find(study->names, name, strlen(name));

    for (size_t r = 0; coding != 0 && col != BAL_NO_COLUMN && r < t->rows; r++)
        if (bal_cell_name(t, col, r) == coding)
            return true;
    return false;
}

/* Codings of both kinds may share a name; then it is used for both. */
static int study_use_coding(lua_State *L) /* study:use_coding(name) -> study */
{
    const struct bal_study *study = check(L);
    const char *name = luaL_checkstring(L, 2);
    bool crises = has_coding(study, BAL_CRISES, name), phases = has_coding(study, BAL_PHASES, name);
    struct draft d = {.edit = {.verb = BAL_EDIT_USE, .table = "crises", .id = name}};

    lua_settop(L, 2);
    if (phases && !crises)
        d.edit.table = "phases";
    apply(L, &d);
    if (crises && phases) {
        lua_replace(L, 1);
        d = (struct draft){.edit = {.verb = BAL_EDIT_USE, .table = "phases", .id = name}};
        apply(L, &d);
    }
    return 1;
}

static int study_use_score(lua_State *L) /* study:use_score(column | { rung = number }) -> study */
{
    struct draft d = {.edit = {.verb = BAL_EDIT_USE, .table = "ladder"}};

    lua_settop(L, 2);
    if (lua_istable(L, 2))
        add_settings(L, &d, 2, NULL);
    else
        d.edit.id = luaL_checkstring(L, 2);
    return apply(L, &d);
}

static int study_restrict(lua_State *L) /* study:restrict{ period = , field = } -> study */
{
    struct draft d = {.edit = {.verb = BAL_EDIT_RESTRICT, .table = "events"}};

    lua_settop(L, 2);
    add_settings(L, &d, 2, NULL);
    return apply(L, &d);
}

/* study:edit(line) -> study; the line as study.edits has it */
static int study_edit(lua_State *L)
{
    struct draft d;
    struct bal_error err;
    size_t n;
    const char *text = luaL_checklstring(L, 2, &n);
    char *line;

    lua_settop(L, 2);
    if (strlen(text) < n)
        return bal_raise(L, "an edit holds no NUL byte");
    line = lua_newuserdatauv(L, n + 1, 0); /* it is taken apart in place */
    memcpy(line, text, n + 1);
    if (bal_edit_read(line, d.set, &d.edit, &err) != 0)
        return bal_raise_error(L, &err);
    return apply(L, &d);
}

/* The what-if itself --------------------------------------------------------------------------- */

static int study_what_if(lua_State *L) /* study:what_if(name) -> study */
{
    const char *name = luaL_checkstring(L, 2);
    struct lua_study *s;
    struct bal_error err;

    lua_settop(L, 2);
    s = bal_push_what_if(L);
    if (bal_overlay_new(check(L), name, &s->study, &err) != 0)
        return bal_raise_error(L, &err);
    return 1;
}

static int study_undo(lua_State *L) /* study:undo() -> the study before its last edit */
{
    struct bal_study *study = check(L);
    struct lua_study *s;

    while (study->parent != NULL && study->edit == NULL)
        study = study->parent;
    if (study->parent == NULL)
        return bal_raise(L, "there is no edit to undo");
    if (study->parent->parent == NULL) {
        push_base(L, 1);
        return 1;
    }
    s = bal_push_what_if(L);
    s->study = bal_study_keep(study->parent);
    return 1;
}

int bal_lua_study_base(lua_State *L)
{
    push_base(L, 1);
    return 1;
}

int bal_lua_study_edits(lua_State *L)
{
    const struct bal_study *study = check(L);

    lua_createtable(L, (int)study->nedits, 0);
    for (; study != NULL && study->nedits > 0; study = study->parent)
        if (study->edit != NULL) {
            lua_pushstring(L, study->edit);
            lua_rawseti(L, -2, (lua_Integer)study->nedits);
        }
    return 1;
}

/* Completion ----------------------------------------------------------------------------------- */

/* Appends to the list on top what names the records of a table. */
static void add_ids(lua_State *L, const struct bal_study *study, const struct bal_table *t)
{
    size_t col = t != NULL ? bal_overlay_id_column(study, t) : BAL_NO_COLUMN;

    for (size_t r = 0; col != BAL_NO_COLUMN && r < t->rows; r++) {
        lua_pushstring(L, bal_name_text_of(study, bal_cell_name(t, col, r)));
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    }
}

static void add_codings(lua_State *L, const struct bal_study *study, enum bal_role role)
{
    size_t col = bal_study_column(study, role, "coding");

    for (size_t r = 0; col != BAL_NO_COLUMN && r < study->role[role]->rows; r++) {
        lua_pushstring(L, bal_name_text_of(study, bal_cell_name(study->role[role], col, r)));
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    }
}

static void add_scores(lua_State *L, const struct bal_study *study)
{
    const struct bal_table *t = study->role[BAL_LADDER];

    for (size_t c = 0; t != NULL && c < t->cols; c++)
        if (t->col[c].type == BAL_INT || t->col[c].type == BAL_REAL) {
            lua_pushstring(L, bal_name_text_of(study, t->col[c].name));
            lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
        }
}

int bal_lua_study_texts(lua_State *L)
{
    const struct bal_study *study = check(L);
    const char *method = luaL_checkstring(L, 2);

    lua_settop(L, 2);
    lua_newtable(L);
    if (strcmp(method, "drop") == 0 || strcmp(method, "recode") == 0 ||
        strcmp(method, "redate") == 0) {
        for (size_t i = 0; i < study->ntables; i++)
            if (bal_overlay_editable(study, study->table[i]))
                add_ids(L, study, study->table[i]);
    } else if (strstr(method, "_crisis") != NULL && strcmp(method, "add_crisis") != 0) {
        add_ids(L, study, study->role[BAL_CRISES]);
    } else if (strstr(method, "_phase") != NULL && strcmp(method, "add_phase") != 0) {
        add_ids(L, study, study->role[BAL_PHASES]);
    } else if (strcmp(method, "use_coding") == 0) {
        add_codings(L, study, BAL_CRISES);
        add_codings(L, study, BAL_PHASES);
    } else if (strcmp(method, "crises") == 0 || strcmp(method, "phases") == 0) {
        add_codings(L, study, method[0] == 'c' ? BAL_CRISES : BAL_PHASES);
    } else if (strcmp(method, "use_score") == 0) {
        add_scores(L, study);
    } else if (strcmp(method, "save") == 0 || strcmp(method, "load_what_if") == 0) {
        lua_pushboolean(L, 0);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

const luaL_Reg bal_lua_overlay_methods[] = {
    {"what_if", study_what_if},
    {"add", study_add},
    {"drop", study_drop},
    {"recode", study_recode},
    {"redate", study_redate},
    {"add_crisis", study_add_crisis},
    {"drop_crisis", study_drop_crisis},
    {"move_crisis", study_move_crisis},
    {"resize_crisis", study_resize_crisis},
    {"merge_crises", study_merge_crises},
    {"add_phase", study_add_phase},
    {"drop_phase", study_drop_phase},
    {"move_phase", study_move_phase},
    {"resize_phase", study_resize_phase},
    {"merge_phases", study_merge_phases},
    {"use_coding", study_use_coding},
    {"use_score", study_use_score},
    {"restrict", study_restrict},
    {"edit", study_edit},
    {"undo", study_undo},
    {NULL, NULL},
};
