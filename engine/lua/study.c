/* Studies in Lua. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <lauxlib.h>

#include "io/load.h"
#include "lua/held.h"
#include "lua/library.h"
#include "lua/object.h"
#include "lua/overlay.h"
#include "lua/raise.h"
#include "lua/records.h"
#include "lua/sandbox.h"
#include "model/overlay.h"

static const struct bal_class study_class;

struct lua_study *bal_check_study(lua_State *L, int index)
{
    struct lua_study *s = luaL_checkudata(L, index, "balassa.study");

    if (s->closed || s->study == NULL)
        bal_raise(L, "this study was closed");
    return s;
}

void bal_check_owner(lua_State *L, int index)
{
    const struct lua_study *s;

    lua_getiuservalue(L, index, 1);
    s = lua_touserdata(L, -1);
    lua_pop(L, 1); /* the object keeps it */
    if (s == NULL || s->closed || s->study == NULL)
        bal_raise(L, "the study that this is of was closed");
}

static const struct bal_study *check(lua_State *L)
{
    return bal_check_study(L, 1)->study;
}

struct lua_study *bal_push_study(lua_State *L)
{
    struct lua_study *s = lua_newuserdatauv(L, sizeof *s, 1); /* 1: of a what-if, its base */

    s->study = NULL;
    s->closed = false;
    s->mem = bal_lua_mem(L);
    bal_class_set(L, &study_class);
    return s;
}

static int study_gc(lua_State *L)
{
    struct lua_study *s = luaL_checkudata(L, 1, "balassa.study");

    s->closed = true;
    bal_study_free(s->study);
    s->study = NULL;
    return 0;
}

static int study_close(lua_State *L)
{
    struct lua_study *s = luaL_checkudata(L, 1, "balassa.study");

    s->closed = true;
    return 0;
}

/* Loading -------------------------------------------------------------------------------------- */

/* What was found wrong, on a userdata so that it is freed whatever happens to the Lua state; with the
 * allocator, as whatever it was made beside may be collected before it. */
struct held_diag {
    struct bal_diag diag;
    struct bal_mem mem;
};

static int diag_gc(lua_State *L)
{
    struct held_diag *held = lua_touserdata(L, 1);

    bal_diag_free(&held->diag);
    return 0;
}

struct bal_diag *bal_push_diag(lua_State *L, const struct bal_mem *mem)
{
    struct held_diag *held = lua_newuserdatauv(L, sizeof *held, 0);

    held->mem = *mem;
    bal_diag_init(&held->diag, &held->mem);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, diag_gc);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    return &held->diag;
}

/* "summary\nfile:line: ...\n..." */
int bal_push_violations(lua_State *L, const struct bal_error *err, struct bal_diag *diag)
{
    struct bal_buf *text;

    if (err->code != BAL_EDATA || diag->n == 0)
        return bal_push_failure(L, err);
    text = bal_push_buf(L);
    bal_buf_adds(text, err->message);
    bal_buf_addc(text, '\n');
    bal_diag_text(diag, text);
    while (text->len > 0 && text->data[text->len - 1] == '\n')
        text->data[--text->len] = '\0';
    return text->failed ? bal_raise_memory(L)
                        : bal_push_failure_text(L, err->code, bal_buf_text(text));
}

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A path is itself; a bare name that is no folder here is looked for in ./datasets and then among
 * the installed datasets, which lie beside the scripts. Pushes what keeps the result alive. */
static const char *find_study(lua_State *L, const char *name)
{
    const char *scripts = bal_scripts_folder(L), *path;
    const char *slash = scripts != NULL ? strrchr(scripts, '/') : NULL;

    if (name[0] == '\0' || strchr(name, '/') != NULL || is_folder(name))
        return name;
    path = lua_pushfstring(L, "datasets/%s", name);
    if (!is_folder(path) && slash != NULL) {
        lua_pushlstring(L, scripts, (size_t)(slash - scripts));
        path = lua_pushfstring(L, "%s/datasets/%s", lua_tostring(L, -1), name);
    }
    return is_folder(path) ? path : name;
}

static int load(lua_State *L, const char *dir, struct lua_study *s, struct bal_diag *diag,
                struct bal_error *err)
{
    int code = bal_sandbox_may_read(L, dir, err);

    return code != 0 ? code : bal_load(dir, &s->mem, &s->study, diag, err);
}

enum { DIR = 1, OPTIONS, STUDY }; /* the stack of balassa.study */

/* Whether the study has what `needs` of the options lists: what the script reads. BAL_EDATA. */
static int check_needs(lua_State *L, const struct bal_study *study, struct bal_error *err)
{
    static const char *const known[] = {"needs", NULL};
    int list = lua_gettop(L) + 1, code = 0;

    if (lua_isnoneornil(L, OPTIONS))
        return 0;
    luaL_checktype(L, OPTIONS, LUA_TTABLE);
    bal_check_options(L, OPTIONS, known, "balassa.study");
    if (lua_getfield(L, OPTIONS, "needs") != LUA_TTABLE)
        bal_raise(L, "option 'needs' is a list such as { \"ladder\", \"events.rung\" }");
    for (lua_Integer i = 1; code == 0 && lua_rawgeti(L, list, i) == LUA_TSTRING; i++) {
        const char *need = lua_tostring(L, -1), *dot = strchr(need, '.'), *name = need;
        const struct bal_table *table;

        if (dot != NULL)
            name = lua_pushlstring(L, need, (size_t)(dot - need));
        table = bal_study_table(study, name);
        if (table == NULL)
            code = bal_fail(err, BAL_EDATA, "%s: the study has no table '%s', which is needed here",
                            lua_tostring(L, DIR), name);
        else if (dot != NULL && bal_find_column(study, table, dot + 1) == BAL_NO_COLUMN)
            code =
                bal_fail(err, BAL_EDATA, "%s: the study has no column '%s', which is needed here",
                         lua_tostring(L, DIR), need);
        lua_settop(L, list);
    }
    return code;
}

static int study_load(lua_State *L) /* balassa.study(dir [, options]) -> study | nil, message */
{
    const char *name = luaL_checkstring(L, DIR), *dir;
    struct lua_study *s;
    struct bal_diag *diag;
    struct bal_error err;

    lua_settop(L, OPTIONS);
    s = bal_push_study(L);
    dir = find_study(L, name);
    diag = bal_push_diag(L, &s->mem);
    if (load(L, dir, s, diag, &err) != 0)
        return bal_push_violations(L, &err, diag);
    if (check_needs(L, s->study, &err) != 0)
        return bal_push_failure(L, &err);
    lua_pushvalue(L, STUDY);
    return 1;
}

/* Tables --------------------------------------------------------------------------------------- */

static void push_table_names(lua_State *L, const struct bal_study *study)
{
    lua_createtable(L, (int)study->ntables, 0);
    for (size_t i = 0; i < study->ntables; i++) {
        lua_pushstring(L, bal_name_text_of(study, study->table[i]->name));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static int study_tables(lua_State *L) /* study:tables() -> list of the tables' names */
{
    push_table_names(L, check(L));
    return 1;
}

static const struct bal_table *want_table(lua_State *L, const char *name)
{
    const struct bal_study *study = check(L);
    const struct bal_table *table = bal_study_table(study, name);

    if (table == NULL) {
        push_table_names(L, study);
        bal_raise_unknown(L, "the study has no table", name, -1);
    }
    return table;
}

/* The table's records, through the filter at 2 if there is one. */
static int push_filtered(lua_State *L, const struct bal_table *table, int filter)
{
    bal_push_records(L, 1, table);
    if (!lua_isnoneornil(L, filter))
        bal_filter_records(L, filter, NULL);
    return 1;
}

static int study_records(lua_State *L) /* study:records(name [, filter]) -> records */
{
    lua_settop(L, 3);
    return push_filtered(L, want_table(L, luaL_checkstring(L, 2)), 3);
}

static int push_role(lua_State *L, enum bal_role role)
{
    lua_settop(L, 2);
    return push_filtered(L, want_table(L, bal_role_name(role)), 2);
}

#define ROLE(name, role)                                                        \
    static int study_##name(lua_State *L) /* study:NAME([filter]) -> records */ \
    {                                                                           \
        return push_role(L, role);                                              \
    }
ROLE(events, BAL_EVENTS)
ROLE(initiatives, BAL_INITIATIVES)
ROLE(positions, BAL_POSITIONS)
ROLE(ladder, BAL_LADDER)
ROLE(actors, BAL_ACTORS)
ROLE(sources, BAL_SOURCES)
ROLE(texts, BAL_TEXTS)
ROLE(notes, BAL_NOTES)
ROLE(indicators, BAL_INDICATORS)

/* Codings -------------------------------------------------------------------------------------- */

/* Pushes the list of the codings in a table of phases or crises, in their order. */
static void push_codings(lua_State *L, const struct bal_study *study, const struct bal_table *table)
{
    size_t col = bal_find_column(study, table, "coding");
    bal_name last = 0;

    lua_newtable(L);
    for (size_t i = 0; i < table->rows; i++) {
        bal_name coding = bal_cell_name(table, col, i);
        bool seen = coding == last;

        for (size_t k = 0; !seen && k < i; k++)
            seen = bal_cell_name(table, col, k) == coding;
        if (!seen) {
            lua_pushstring(L, bal_name_text_of(study, coding));
            lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
        }
        last = coding;
    }
}

/* study:crises(), or with a filter that names no coding: of the coding in use, if one is. */
static int push_used(lua_State *L, enum bal_role role)
{
    const struct bal_study *study = check(L);
    bal_name coding = role == BAL_PHASES ? study->phase_coding : study->crisis_coding;
    bool named = lua_istable(L, 2) && lua_getfield(L, 2, "coding") != LUA_TNIL;

    lua_settop(L, 2);
    if (coding == 0 || named)
        return push_role(L, role);
    lua_newtable(L);
    lua_pushstring(L, bal_name_text_of(study, coding));
    lua_setfield(L, 3, "coding");
    push_filtered(L, want_table(L, bal_role_name(role)), 3);
    if (!lua_isnil(L, 2))
        bal_filter_records(L, 2, NULL);
    return 1;
}

/* study:crises(coding): a coding's name, or a filter as for the other records. */
static int push_coded(lua_State *L, enum bal_role role)
{
    const struct bal_study *study = check(L);
    const struct bal_table *table;
    bool known = false;

    lua_settop(L, 2);
    if (lua_type(L, 2) != LUA_TSTRING)
        return push_used(L, role);
    table = want_table(L, bal_role_name(role));
    push_codings(L, study, table);
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, 3); i++) {
        lua_rawgeti(L, 3, i);
        known = known || lua_rawequal(L, -1, 2);
        lua_pop(L, 1);
    }
    if (!known) {
        lua_pushfstring(L, "%s have no coding", bal_role_name(role));
        bal_raise_unknown(L, lua_tostring(L, -1), lua_tostring(L, 2), 3);
    }
    lua_settop(L, 2);
    lua_newtable(L);
    lua_pushvalue(L, 2);
    lua_setfield(L, 3, "coding");
    return push_filtered(L, table, 3);
}

static int study_phases(lua_State *L) /* study:phases([coding | filter]) -> records */
{
    return push_coded(L, BAL_PHASES);
}

static int study_crises(lua_State *L) /* study:crises([coding | filter]) -> records */
{
    return push_coded(L, BAL_CRISES);
}

static int study_codings(lua_State *L) /* study:codings("crises" | "phases") -> list of names */
{
    const char *name = luaL_checkstring(L, 2);
    const struct bal_table *table = want_table(L, name);

    if (table != check(L)->role[BAL_PHASES] && table != check(L)->role[BAL_CRISES])
        return bal_raise(L, "only phases and crises have codings, not '%s'", name);
    push_codings(L, check(L), table);
    return 1;
}

/* Single things -------------------------------------------------------------------------------- */

static int study_event(lua_State *L) /* study:event(id) -> record; an error names the near id */
{
    luaL_checkstring(L, 2);
    lua_settop(L, 2);
    bal_push_records(L, 1, want_table(L, "events"));
    lua_getfield(L, 3, "get");
    lua_insert(L, 3);
    lua_pushvalue(L, 2);
    lua_call(L, 2, 1);
    return 1;
}

static int study_indicator(lua_State *L) /* study:indicator(id) -> series */
{
    const struct bal_study *study = check(L);
    const struct bal_table *table = want_table(L, "indicators");
    const char *id = luaL_checkstring(L, 2);
    struct lua_series *s;
    struct bal_error err;

    if (bal_table_find_row(table, bal_names_find(study->names, id, strlen(id))) == BAL_NO_ROW) {
        lua_settop(L, 2);
        bal_push_records(L, 1, table);
        lua_getfield(L, 3, "ids");
        lua_insert(L, 3);
        lua_call(L, 1, 1);
        return bal_raise_unknown(L, "the study has no indicator", id, 3);
    }
    s = bal_push_series(L);
    if (bal_study_indicator(study, id, &s->series, &err) != 0)
        return bal_raise_error(L, &err);
    s->series->mem = &s->mem; /* the same allocator, but it must outlive the study */
    bal_series_filled(L, s);
    return 1;
}

/* Fields --------------------------------------------------------------------------------------- */

static int push_name(lua_State *L, bal_name name)
{
    lua_pushstring(L, bal_names_text(check(L)->names, name)); /* nil for none */
    return 1;
}

static int field_dir(lua_State *L)
{
    return push_name(L, check(L)->dir);
}

static int field_name(lua_State *L)
{
    return push_name(L, check(L)->name);
}

static int field_title(lua_State *L)
{
    return push_name(L, check(L)->title);
}

static int field_version(lua_State *L)
{
    return push_name(L, check(L)->version);
}

static int field_digest(lua_State *L)
{
    lua_pushstring(L, check(L)->digest);
    return 1;
}

static int field_period(lua_State *L)
{
    const struct bal_study *study = check(L);

    if (study->period_text != 0)
        bal_push_date(L, &study->period, bal_name_text_of(study, study->period_text));
    else
        lua_pushnil(L);
    return 1;
}

/* How a table or a legend names it: a what-if by its name, else by its edits; a study by the name
 * of its package, else by its folder. */
static int field_label(lua_State *L)
{
    const struct bal_study *study = check(L);

    if (study->label != NULL)
        lua_pushstring(L, study->label);
    else if (study->nedits > 1)
        lua_pushfstring(L, "%s (and %I more)", bal_overlay_line(study, 1),
                        (lua_Integer)study->nedits - 1);
    else if (study->nedits > 0)
        lua_pushstring(L, bal_overlay_line(study, 1));
    else
        lua_pushstring(L, bal_name_text_of(study, study->name != 0 ? study->name : study->dir));
    return 1;
}

static int field_crisis_coding(lua_State *L)
{
    return push_name(L, check(L)->crisis_coding);
}

static int field_phase_coding(lua_State *L)
{
    return push_name(L, check(L)->phase_coding);
}

/* The score that an index takes when its script names none. */
static int field_score(lua_State *L)
{
    const struct bal_study *study = check(L);
    luaL_Buffer b;

    luaL_buffinit(L, &b);
    luaL_addstring(&b, study->score != 0 ? bal_name_text_of(study, study->score) : "rank");
    for (size_t i = 0; i < study->nrung_scores; i++) {
        lua_pushfstring(L, ", %s=", bal_name_text_of(study, study->rung_score[i].rung));
        luaL_addvalue(&b);
        lua_pushfstring(L, "%f", study->rung_score[i].score);
        luaL_addvalue(&b);
    }
    luaL_pushresult(&b);
    return 1;
}

static int study_eq(lua_State *L)
{
    const struct lua_study *a = luaL_testudata(L, 1, "balassa.study");
    const struct lua_study *b = luaL_testudata(L, 2, "balassa.study");

    lua_pushboolean(L, a != NULL && b != NULL && a->study == b->study);
    return 1;
}

/* 'what-if "late", over' and then the study. */
static void add_what_if(lua_State *L, luaL_Buffer *b, const struct bal_study *study)
{
    if (study->parent == NULL)
        return;
    luaL_addstring(b, "what-if ");
    if (study->label != NULL) {
        lua_pushfstring(L, "\"%s\", ", study->label);
        luaL_addvalue(b);
    }
    luaL_addstring(b, study->nedits == 0 ? "without edits yet, over\n" : "over\n");
}

static int study_tostring(lua_State *L)
{
    const struct bal_study *study = check(L);
    luaL_Buffer b;

    luaL_buffinit(L, &b);
    add_what_if(L, &b, study);
    luaL_addstring(&b, study->title != 0 ? bal_name_text_of(study, study->title)
                                         : bal_name_text_of(study, study->dir));
    lua_pushfstring(L, "\n  %s, %s", bal_name_text_of(study, study->dir),
                    study->period_text != 0 ? bal_name_text_of(study, study->period_text)
                                            : "no period");
    luaL_addvalue(&b);
    for (size_t i = 0; i < study->ntables; i++) {
        const struct bal_table *t = study->table[i];

        lua_pushfstring(L, "%s%I %s",
                        i == 0       ? "\n  "
                        : i % 7 == 0 ? ",\n  "
                                     : ", ",
                        (lua_Integer)t->rows, bal_name_text_of(study, t->name));
        luaL_addvalue(&b);
    }
    luaL_addstring(&b, "\n  digest ");
    luaL_addlstring(&b, study->digest, 16);
    for (uint32_t i = 1; i <= study->nedits; i++) {
        lua_pushfstring(L, "\n  edit %I  %s", (lua_Integer)i, bal_overlay_line(study, i));
        luaL_addvalue(&b);
    }
    luaL_pushresult(&b);
    return 1;
}

static const luaL_Reg study_methods[] = {
    {"events", study_events},       {"initiatives", study_initiatives},
    {"positions", study_positions}, {"phases", study_phases},
    {"crises", study_crises},       {"codings", study_codings},
    {"ladder", study_ladder},       {"actors", study_actors},
    {"sources", study_sources},     {"texts", study_texts},
    {"notes", study_notes},         {"indicators", study_indicators},
    {"records", study_records},     {"tables", study_tables},

    {"event", study_event},         {"indicator", study_indicator},
    {"index", bal_lua_study_index}, {NULL, NULL},
};

static const luaL_Reg study_fields[] = {
    {"base", bal_lua_study_base},
    {"edits", bal_lua_study_edits},
    {"label", field_label},
    {"score", field_score},
    {"crisis_coding", field_crisis_coding},
    {"phase_coding", field_phase_coding},
    {"dir", field_dir},
    {"name", field_name},
    {"title", field_title},
    {"version", field_version},
    {"digest", field_digest},
    {"period", field_period},
    {NULL, NULL},
};

static const luaL_Reg study_meta[] = {{"__tostring", study_tostring},
                                      {"__eq", study_eq},
                                      {"__complete_text", bal_lua_study_texts},
                                      {"__gc", study_gc},
                                      {"__close", study_close},
                                      {NULL, NULL}};

static const struct bal_class study_class = {
    .tname = "balassa.study",
    .what = "a study",
    .methods = study_methods,
    .more = (const luaL_Reg *const[]){bal_lua_overlay_methods, bal_lua_what_if_methods, NULL},
    .fields = study_fields,
    .meta = study_meta,
};

int bal_lua_open_study(lua_State *L)
{
    static const luaL_Reg functions[] = {{"study", study_load}, {NULL, NULL}};

    bal_class_make(L, &study_class);
    luaL_newlib(L, functions);
    luaL_setfuncs(L, bal_lua_what_if_functions, 0);
    return 1;
}
