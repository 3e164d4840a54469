/* The multiverse in Lua: a declaration, resolved. scripts/balassa/multiverse.lua says what it holds
 * and checks it; here its records become masks, readings and windows as periods. */
#include "lua/multiverse.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/index.h"
#include "lua/list.h"
#include "lua/object.h"
#include "lua/raise.h"

#define CLASS "balassa.multiverse.core"

enum { DECLARATION = 1, MV = 2, HELD = 3, TEXTS = 4, SPANS = 5 }; /* stack slots while declaring */

struct lua_multiverse *bal_check_multiverse(lua_State *L, int index)
{
    return luaL_checkudata(L, index, CLASS);
}

/* Room for n of `size` bytes that lives as long as the object. */
static void *hold(lua_State *L, size_t n, size_t size)
{
    void *p = bal_push_array(L, n, size);

    lua_rawseti(L, HELD, (lua_Integer)lua_rawlen(L, HELD) + 1);
    return p;
}

/* The number of the text at the top, which is taken off. */
static int text_number(lua_State *L)
{
    lua_Integer n = (lua_Integer)lua_rawlen(L, TEXTS);

    for (lua_Integer i = 1; i <= n; i++) {
        bool same;

        lua_rawgeti(L, TEXTS, i);
        same = lua_rawequal(L, -1, -2) != 0;
        lua_pop(L, 1);
        if (same) {
            lua_pop(L, 1);
            return (int)i;
        }
    }
    lua_rawseti(L, TEXTS, n + 1);
    return (int)n + 1;
}

static int field(lua_State *L, const char *name) /* pushes it; its place */
{
    lua_getfield(L, DECLARATION, name);
    return lua_gettop(L);
}

/* Item i of the list at `list`, which must be a table: declarations may come from anywhere. */
static int item(lua_State *L, int list, size_t i)
{
    luaL_checktype(L, list, LUA_TTABLE);
    lua_rawgeti(L, list, (lua_Integer)i + 1);
    return lua_gettop(L);
}

static size_t length_of(lua_State *L, const char *name)
{
    size_t n;

    n = bal_check_list(L, field(L, name));
    lua_pop(L, 1);
    return n;
}

/* How many options there are, read once: the functions among them could change the lists. */
struct counts {
    size_t pools, studies, dates, scores, rules, estimates, masks;
};

/* Readings ------------------------------------------------------------------------------------- */

struct looked {
    struct bal_placed placed;
    uint32_t row;
};

static int by_day(const void *a, const void *b)
{
    const struct looked *x = a, *y = b;

    if (x->placed.day != y->placed.day)
        return x->placed.day < y->placed.day ? -1 : 1;
    if (x->placed.score != y->placed.score)
        return x->placed.score < y->placed.score ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

struct pooled {
    const struct lua_records *records;
    const double *score; /* of the ladder's rows; NULL where scores are not asked */
    size_t rung;
    enum bal_mv_look look;
    enum bal_date_rule date;
};

/* Whether row r has a score and a day or span. */
static bool look_at(const struct pooled *p, size_t when, size_t r, struct bal_observation *o)
{
    const struct bal_table *t = p->records->table;
    size_t rung;

    o->score = 0;
    if (p->look != BAL_MV_COUNT) {
        rung = p->rung == BAL_NO_COLUMN
                   ? BAL_NO_ROW
                   : bal_index_ladder_row(p->records->study, bal_cell_name(t, p->rung, r));
        if (rung == BAL_NO_ROW || isnan(p->score[rung]))
            return false;
        o->score = p->score[rung];
    }
    return bal_index_when(t, when, r, p->look == BAL_MV_SPAN, p->date, &o->span);
}

static void fill_reading(lua_State *L, const struct lua_multiverse *m, const struct pooled *p,
                         struct bal_mv_reading *out)
{
    const struct lua_records *rec = p->records;
    const struct bal_index_spec spec = {.rule = p->look == BAL_MV_SPAN ? BAL_INDEX_IN_FORCE
                                                                       : BAL_INDEX_LATEST,
                                        .interval = m->interval,
                                        .start = m->start,
                                        .n = m->mv.n};
    struct looked *list = hold(L, rec->n, sizeof *list);
    struct bal_placed *placed = hold(L, rec->n, sizeof *placed);
    uint32_t *row = hold(L, rec->n, sizeof *row);
    size_t when = bal_index_when_column(rec->study, rec->table, p->look == BAL_MV_SPAN), n = 0;

    if (when == BAL_NO_COLUMN) {
        lua_pushfstring(L, "%s have no %s to make this index of",
                        bal_name_text_of(rec->study, rec->table->name),
                        p->look == BAL_MV_SPAN ? "spans" : "dates");
        out->fault = text_number(L);
        return;
    }
    for (size_t i = 0; i < rec->n; i++) {
        struct bal_observation o;

        list[n].row = (uint32_t)bal_records_row(rec, i);
        if (!look_at(p, when, list[n].row, &o))
            continue;
        bal_index_place(&spec, &o, 1, &list[n++].placed);
    }
    qsort(list, n, sizeof *list, by_day);
    for (size_t i = 0; i < n; i++) {
        placed[i] = list[i].placed;
        row[i] = list[i].row;
    }
    *out = (struct bal_mv_reading){n, placed, row, 0};
}

/* Which looks the rules take. */
static void looks_of(const struct lua_multiverse *m, size_t rules, bool used[BAL_MV_LOOKS])
{
    memset(used, 0, BAL_MV_LOOKS * sizeof *used);
    for (size_t i = 0; i < rules; i++)
        used[m->mv.rule[i].rule == BAL_INDEX_IN_FORCE ? BAL_MV_SPAN
             : m->mv.rule[i].rule == BAL_INDEX_COUNT  ? BAL_MV_COUNT
                                                      : BAL_MV_DAY] = true;
}

/* The scores of one option for one pool's study. */
static const double *scores_of(lua_State *L, const struct lua_records *rec, int list, size_t option)
{
    const struct bal_table *ladder = rec->study->role[BAL_LADDER];
    double *score;

    if (ladder == NULL || ladder->key == BAL_NO_COLUMN)
        bal_raise(L, "the study has no ladder, so a rung has no score");
    score = hold(L, ladder->rows, sizeof *score);
    item(L, list, option);
    if (lua_isboolean(L, -1)) { /* what the study says */
        lua_pop(L, 1);
        lua_pushnil(L);
    }
    bal_index_scores(L, rec->study, lua_gettop(L), score);
    lua_settop(L, list);
    return score;
}

/* All readings of one pool; those of other looks stay empty. */
static void read_pool(lua_State *L, struct lua_multiverse *m, struct bal_mv_reading *reading,
                      const struct lua_records *rec, const struct counts *n, const bool *used)
{
    int list = field(L, "scores");
    struct pooled p = {.records = rec, .rung = bal_find_names(rec->study, rec->table, "rung")};

    for (size_t s = 0; s < n->scores; s++) {
        p.score = used[BAL_MV_DAY] || used[BAL_MV_SPAN] ? scores_of(L, rec, list, s) : NULL;
        for (size_t d = 0; d < n->dates; d++) {
            int rule;

            item(L, field(L, "dates"), d);
            rule = bal_date_rule_named(luaL_checkstring(L, -1));
            luaL_argcheck(L, rule >= 0, DECLARATION, "no such date rule");
            p.date = (enum bal_date_rule)rule;
            lua_settop(L, list);
            for (size_t l = 0; l < BAL_MV_LOOKS; l++) {
                p.look = (enum bal_mv_look)l;
                if (used[l])
                    fill_reading(L, m, &p, &reading[(l * n->dates + d) * n->scores + s]);
            }
        }
    }
    lua_pop(L, 1);
}

static void read_pools(lua_State *L, struct lua_multiverse *m, const struct counts *n)
{
    size_t each = bal_product(L, bal_product(L, BAL_MV_LOOKS, n->dates), n->scores);
    struct bal_mv_reading *reading = hold(L, bal_product(L, n->pools, each), sizeof *reading);
    bool used[BAL_MV_LOOKS];
    int list = field(L, "pools");

    m->mv.pools = n->pools;
    m->mv.reading = reading;
    looks_of(m, n->rules, used);
    for (size_t p = 0; p < n->pools; p++) {
        const struct lua_records *rec = bal_check_records(L, item(L, list, p));

        m->mv.rows = rec->table->rows > m->mv.rows ? rec->table->rows : m->mv.rows;
        read_pool(L, m, reading + p * each, rec, n, used);
        lua_settop(L, list);
    }
    lua_pop(L, 1);
}

/* Rules ---------------------------------------------------------------------------------------- */

static void read_rules(lua_State *L, struct lua_multiverse *m, size_t n)
{
    struct bal_index_spec *rule = hold(L, n, sizeof *rule);
    struct bal_error err;
    int list = field(L, "rules");

    for (size_t i = 0; i < n; i++) {
        int at = item(L, list, i);
        int which = bal_index_rule_named(bal_option_string(L, at, "rule", "latest"));
        lua_Integer expiry = bal_option_integer(L, at, "expiry", 0);

        luaL_argcheck(L, which >= 0 && expiry >= 0, DECLARATION, "no such rule");
        rule[i] = (struct bal_index_spec){
            .rule = (enum bal_index_rule)which,
            .interval = m->interval,
            .start = m->start,
            .n = m->mv.n,
            .expiry = (size_t)expiry,
            .half_life = bal_option_number(L, at, "half_life", 0),
            .total = bal_option_boolean(L, at, "total", false),
        };
        if (bal_index_check(&rule[i], &err) != 0)
            bal_raise_error(L, &err);
        lua_settop(L, list);
    }
    m->mv.rule = rule;
    lua_pop(L, 1);
}

/* Masks ---------------------------------------------------------------------------------------- */

/* All rows but those with the ids in the list at the top. */
static uint64_t *without_ids(lua_State *L, const struct lua_multiverse *m,
                             const struct lua_records *pool)
{
    size_t words = m->mv.rows / 64 + 1, n = lua_rawlen(L, -1);
    int list = lua_gettop(L);
    uint64_t *bit = hold(L, words, sizeof *bit);

    memset(bit, 0xff, words * sizeof *bit);
    for (size_t i = 0; i < n; i++) {
        size_t length, row;
        const char *id;

        item(L, list, i);
        id = luaL_checklstring(L, -1, &length);
        row = bal_table_find_row(pool->table, bal_names_find(pool->study->names, id, length));
        if (row < m->mv.rows)
            bit[row / 64] &= ~(UINT64_C(1) << (row % 64));
        lua_pop(L, 1);
    }
    return bit;
}

/* Of the record set, the list of ids to leave out, false (all pass) or the fault's text at the top,
 * which is taken off. */
static struct bal_mv_mask read_mask(lua_State *L, const struct lua_multiverse *m, size_t pool)
{
    struct bal_mv_mask mask = {0};
    const struct lua_records *rec;
    uint64_t *bit;

    if (lua_type(L, -1) == LUA_TSTRING) {
        mask.fault = text_number(L);
        return mask;
    }
    if (lua_istable(L, -1)) {
        item(L, field(L, "pools"), pool);
        rec = bal_check_records(L, -1);
        lua_pushvalue(L, -3);
        mask.bit = without_ids(L, m, rec); /* the set stands on the stack as long */
        lua_pop(L, 3);
    } else if (lua_toboolean(L, -1)) {
        rec = bal_check_records(L, -1);
        bit = hold(L, m->mv.rows / 64 + 1, sizeof *bit);
        for (size_t i = 0; i < rec->n; i++) {
            size_t row = bal_records_row(rec, i);

            luaL_argcheck(L, row < m->mv.rows, DECLARATION, "a mask of other records");
            bit[row / 64] |= UINT64_C(1) << (row % 64);
        }
        mask.bit = bit;
    }
    lua_pop(L, 1);
    return mask;
}

/* The mask's options, [option][pool], from the list at the top, which is taken off. */
static struct bal_mv_dim read_mask_dim(lua_State *L, const struct lua_multiverse *m)
{
    int list = lua_gettop(L);
    size_t options = bal_check_list(L, list);
    struct bal_mv_mask *mask = hold(L, bal_product(L, options, m->mv.pools), sizeof *mask);

    for (size_t o = 0; o < options; o++) {
        item(L, list, o);
        for (size_t p = 0; p < m->mv.pools; p++) {
            item(L, list + 1, p);
            mask[o * m->mv.pools + p] = read_mask(L, m, p);
        }
        lua_settop(L, list);
    }
    lua_pop(L, 1);
    return (struct bal_mv_dim){BAL_MV_MASK, options, mask};
}

/* Windows -------------------------------------------------------------------------------------- */

/* The list of dates, or the fault's text, at the top, which is taken off. */
static struct bal_mv_windows read_windows(lua_State *L, const struct lua_multiverse *m, bool cut)
{
    struct bal_mv_windows w = {0};
    int list = lua_gettop(L);
    struct bal_range *range, *sorted;
    struct bal_error err;
    size_t n;

    if (lua_type(L, list) == LUA_TSTRING) {
        w.fault = text_number(L);
        return w;
    }
    n = bal_check_list(L, list);
    range = hold(L, n, sizeof *range);
    sorted = hold(L, n, sizeof *sorted);
    for (size_t i = 0; i < n; i++) {
        struct bal_date date;
        const char *text;

        lua_rawgeti(L, list, (lua_Integer)i + 1);
        bal_check_date(L, -1, "a window", &date, &text);
        if (!bal_window_cells(bal_window_of_date(&date), m->interval, m->start, m->mv.n,
                              &range[w.k].a, &range[w.k].b)) {
            if (cut) { /* nothing of it is there to be left out */
                lua_pop(L, 1);
                continue;
            }
            lua_pushfstring(L, "the window %s covers no %s of the index", text,
                            bal_interval_name(m->interval));
            w.fault = text_number(L);
            lua_settop(L, list - 1);
            return w;
        }
        w.k++;
        lua_pop(L, 1);
    }
    lua_settop(L, list - 1);
    w.range = cut ? range : sorted;
    if (!cut && bal_contrast_windows(m->mv.n, range, w.k, sorted, &err) != 0) {
        lua_pushstring(L, err.message);
        w.fault = text_number(L);
    }
    return w;
}

static const struct bal_mv_windows *read_coded(lua_State *L, const struct lua_multiverse *m,
                                               const char *name, size_t studies, size_t *options)
{
    int list = field(L, name);
    struct bal_mv_windows *w;

    *options = bal_check_list(L, item(L, list, 0));
    lua_pop(L, 1);
    w = hold(L, bal_product(L, studies, *options), sizeof *w);
    for (size_t s = 0; s < studies; s++) {
        item(L, list, s);
        for (size_t o = 0; o < *options; o++) {
            item(L, list + 1, o);
            w[s * *options + o] = read_windows(L, m, strcmp(name, "except") == 0);
        }
        lua_settop(L, list);
    }
    lua_pop(L, 1);
    return w;
}

/* The whole ------------------------------------------------------------------------------------ */

static void add_dim(struct bal_multiverse *mv, enum bal_mv_role role, size_t options)
{
    mv->dim[mv->dims++] = (struct bal_mv_dim){role, options, NULL};
}

static void read_estimates(lua_State *L, struct lua_multiverse *m, size_t n)
{
    enum bal_recount_estimate *estimate = hold(L, n, sizeof *estimate);
    int list = field(L, "estimates");

    for (size_t i = 0; i < n; i++) {
        int e;

        item(L, list, i);
        e = lua_type(L, -1) == LUA_TSTRING ? bal_recount_estimate_named(lua_tostring(L, -1)) : 0;
        estimate[i] = (enum bal_recount_estimate)(e < 0 ? 0 : e);
        lua_pop(L, 1);
    }
    m->mv.estimate = estimate;
    lua_pop(L, 1);
}

/* An explicit list: { { option of each parameter, ... }, ... }. */
static void read_list(lua_State *L, struct lua_multiverse *m)
{
    struct bal_multiverse *mv = &m->mv;
    uint16_t *choice;
    lua_Integer option;
    int list = field(L, "list");

    if (lua_isnil(L, list)) {
        mv->universes = bal_mv_product(mv);
        if (mv->universes == 0 || mv->universes > UINT32_MAX)
            bal_raise(L, "that are more universes than can be counted: leave out some options, or "
                         "give a list of universes");
        lua_pop(L, 1);
        return;
    }
    mv->universes = bal_check_list(L, list);
    if (mv->universes > UINT32_MAX)
        bal_raise_memory(L);
    choice = hold(L, bal_product(L, mv->universes, mv->dims), sizeof *choice);
    for (size_t u = 0; u < mv->universes; u++) {
        int row = item(L, list, u);

        for (size_t d = 0; d < mv->dims; d++) {
            item(L, row, d);
            option = luaL_checkinteger(L, -1);
            choice[u * mv->dims + d] = (uint16_t)(option - 1);
            if (option < 1 || (size_t)option > mv->dim[d].options)
                bal_raise(L, "universe %I has no option for parameter %I", (lua_Integer)u + 1,
                          (lua_Integer)d + 1);
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
    }
    mv->choice = choice;
    lua_pop(L, 1);
}

static void read_dims(lua_State *L, struct lua_multiverse *m, const struct counts *n)
{
    struct bal_multiverse *mv = &m->mv;
    size_t options;
    int list;

    add_dim(mv, BAL_MV_STUDY, n->studies);
    add_dim(mv, BAL_MV_OF, n->pools / n->studies);
    list = field(L, "masks");
    for (size_t i = 0; i < n->masks; i++) {
        item(L, list, i);
        mv->dim[mv->dims] = read_mask_dim(L, m);
        mv->dims++;
    }
    lua_pop(L, 1);
    add_dim(mv, BAL_MV_DATE, n->dates);
    add_dim(mv, BAL_MV_SCORE, n->scores);
    add_dim(mv, BAL_MV_RULE, n->rules);
    mv->except = read_coded(L, m, "except", n->studies, &options);
    add_dim(mv, BAL_MV_EXCEPT, options);
    read_estimates(L, m, n->estimates);
    add_dim(mv, BAL_MV_ESTIMATE, n->estimates);
    mv->windows = read_coded(L, m, "windows", n->studies, &options);
    add_dim(mv, BAL_MV_WINDOWS, options);
    for (size_t d = 0; d < mv->dims; d++)
        if (mv->dim[d].options == 0 || mv->dim[d].options > BAL_MV_OPTIONS)
            bal_raise(L, "a parameter has from 1 to %d options", BAL_MV_OPTIONS);
}

static struct counts count_all(lua_State *L)
{
    const struct counts n = {length_of(L, "pools"), length_of(L, "windows"),
                             length_of(L, "dates"), length_of(L, "scores"),
                             length_of(L, "rules"), length_of(L, "estimates"),
                             length_of(L, "masks")};

    luaL_argcheck(L, n.studies > 0 && n.pools >= n.studies, DECLARATION, "no pool for a study");
    if (n.masks + 8 > BAL_MV_DIMS)
        bal_raise(L, "a multiverse has at most %d parameters", BAL_MV_DIMS);
    return n;
}

/* A copy in the declaration's place, before C holds anything: what a __index gives may be another thing each
 * time, and a function among the options can change the declaration. */
static void copy_declaration(lua_State *L)
{
    static const char *const names[] = {"grid",  "null",   "alternative", "alpha", "pools",
                                        "dates", "scores", "rules",       "masks", "windows",
                                        "list",  "except", "estimates"};

    luaL_checktype(L, DECLARATION, LUA_TTABLE);
    lua_newtable(L);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        lua_getfield(L, DECLARATION, names[i]);
        lua_setfield(L, -2, names[i]);
    }
    lua_replace(L, DECLARATION);
}

static int multiverse(lua_State *L) /* core.multiverse(declaration) -> object */
{
    static const char *const nulls[] = {"none", "shift", "relocate", NULL};
    static const char *const alternatives[] = {"two_sided", "greater", "less", NULL};
    const struct bal_series *grid;
    struct lua_multiverse *m;
    struct counts n;

    lua_settop(L, 1);
    copy_declaration(L);
    bal_need_stack(L, 20);
    m = lua_newuserdatauv(L, sizeof *m, 3);
    *m = (struct lua_multiverse){.mem = bal_lua_mem(L)};
    luaL_setmetatable(L, CLASS);
    for (int i = HELD; i <= SPANS; i++)
        lua_newtable(L);
    field(L, "grid");
    grid = bal_check_series(L, -1);
    lua_pop(L, 1);
    m->interval = grid->interval;
    m->start = grid->start;
    m->mv.n = grid->n;
    m->mv.null = (enum bal_recount_null)bal_option_choice(L, DECLARATION, "null", "shift",
                                                          bal_recount_null_named, nulls);
    m->mv.alternative = (enum bal_alternative)bal_option_choice(
        L, DECLARATION, "alternative", "two_sided", bal_alternative_named, alternatives);
    m->mv.alpha = bal_option_number(L, DECLARATION, "alpha", .05);
    n = count_all(L);
    read_rules(L, m, n.rules);
    read_pools(L, m, &n);
    read_dims(L, m, &n);
    read_list(L, m);
    field(L, "windows");
    lua_setiuservalue(L, MV, MV_SPANS);
    lua_settop(L, TEXTS);
    lua_setiuservalue(L, MV, MV_TEXTS);
    lua_setiuservalue(L, MV, MV_HELD);
    return 1;
}

int bal_lua_open_multiverse(lua_State *L)
{
    static const luaL_Reg functions[] = {{"multiverse", multiverse}, {NULL, NULL}};

    luaL_newmetatable(L, CLASS);
    lua_pushliteral(L, CLASS); /* no script's to change */
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    bal_multiverse_rows_class(L);
    luaL_newlib(L, functions);
    luaL_setfuncs(L, bal_multiverse_rows_functions, 0);
    return 1;
}
