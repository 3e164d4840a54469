/* study:index{...}: which records, which score, which day; then model/index.h does the rest. */
#include <math.h>
#include <string.h>

#include <lauxlib.h>

#include "base/buf.h"
#include "lua/held.h"
#include "lua/index.h"
#include "lua/list.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "model/index.h"

static const char *const option_names[] = {"rule",     "score",  "date",      "of",    "from", "to",
                                           "interval", "expiry", "half_life", "total", NULL};
static const char *const rule_list[] = {"latest", "mean",     "max", "count",
                                        "decay",  "in_force", NULL};
static const char *const date_list[] = {"earliest", "midpoint", "latest", NULL};
static const char *const interval_list[] = {"month", "quarter", "year", NULL};

enum { OPTIONS = 2, RECORDS = 3, SCORES = 4, HOW = 5 }; /* stack slots */

struct building {
    const struct bal_study *study;
    const struct lua_records *records;
    struct bal_index_spec spec;
    enum bal_date_rule date_rule;
    size_t rung, when; /* columns */
    struct bal_observation *obs;
    size_t n, without_rung, without_score, without_day;
};

/* Raw: a __index would run the script, and give what nobody keeps. */
static int push_option(lua_State *L, const char *name)
{
    return bal_push_raw(L, OPTIONS, name);
}

/* Scores --------------------------------------------------------------------------------------- */

size_t bal_index_ladder_row(const struct bal_study *study, bal_name rung)
{
    return study->role[BAL_LADDER] != NULL ? bal_table_find_row(study->role[BAL_LADDER], rung)
                                           : BAL_NO_ROW;
}

static void push_rungs(lua_State *L, const struct bal_study *study)
{
    const struct bal_table *t = study->role[BAL_LADDER];

    lua_newtable(L);
    for (size_t r = 0; r < t->rows; r++) {
        lua_pushstring(L, bal_name_text_of(study, bal_table_key(t, r)));
        lua_rawseti(L, -2, (lua_Integer)r + 1);
    }
}

static void push_number_columns(lua_State *L, const struct bal_study *study)
{
    const struct bal_table *t = study->role[BAL_LADDER];

    lua_newtable(L);
    for (size_t i = 0; t != NULL && i < t->cols; i++)
        if (t->col[i].type == BAL_INT || t->col[i].type == BAL_REAL) {
            lua_pushstring(L, bal_name_text_of(study, t->col[i].name));
            lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
        }
}

/* Each key of the mapping at `map` is a rung. */
static void check_mapping(lua_State *L, const struct bal_study *study, int map)
{
    lua_pushnil(L);
    while (lua_next(L, map) != 0) {
        const char *rung = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;

        if (rung == NULL || lua_type(L, -1) != LUA_TNUMBER || !isfinite(lua_tonumber(L, -1))) {
            const char *key = luaL_tolstring(L, -2, NULL), *value = luaL_tolstring(L, -2, NULL);

            bal_raise(L, "a score maps names of rungs to numbers, not [%s] to %s", key, value);
        }
        if (bal_index_ladder_row(study, bal_names_find(study->names, rung, strlen(rung))) ==
            BAL_NO_ROW) {
            push_rungs(L, study);
            bal_raise_unknown(L, "the ladder has no rung", rung, -1);
        }
        lua_pop(L, 1);
    }
}

static double call_score(lua_State *L, int value, const char *rung)
{
    double score;

    lua_pushvalue(L, value);
    lua_pushstring(L, rung);
    lua_call(L, 1, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        return NAN;
    }
    if (lua_type(L, -1) != LUA_TNUMBER || !isfinite(lua_tonumber(L, -1)))
        bal_raise(L,
                  "the score function gave %s for the rung '%s'; it gives a number, or nil for "
                  "none",
                  luaL_tolstring(L, -1, NULL), rung);
    score = lua_tonumber(L, -1);
    lua_pop(L, 1);
    return score;
}

/* How the score is called that an index takes when its script names none. */
static const char *default_score(const struct bal_study *study)
{
    if (study->nrung_scores > 0)
        return "what-if";
    return study->score != 0 ? bal_name_text_of(study, study->score) : "rank";
}

const char *bal_index_scores(lua_State *L, const struct bal_study *study, int value, double *score)
{
    const struct bal_table *ladder = study->role[BAL_LADDER];
    struct bal_error err;
    const char *name;

    if (lua_isnil(L, value) || lua_type(L, value) == LUA_TSTRING) {
        name = lua_isnil(L, value) ? NULL : lua_tostring(L, value);
        if (bal_study_scores(study, name, score, &err) != 0) {
            push_number_columns(L, study);
            bal_raise_unknown(L, "the ladder has no score", name != NULL ? name : "rank", -1);
        }
        return name != NULL ? name
                            : default_score(study); /* the option table, or the study, keeps it */
    }
    if (lua_istable(L, value))
        check_mapping(L, study, value);
    else if (!lua_isfunction(L, value))
        bal_raise(L, "option 'score' is a column of the ladder, a table or a function, not %s",
                  luaL_tolstring(L, value, NULL));
    for (size_t r = 0; r < ladder->rows; r++) {
        const char *rung = bal_name_text_of(study, bal_table_key(ladder, r));

        if (lua_istable(L, value)) {
            lua_pushstring(L, rung);
            score[r] = lua_rawget(L, value) == LUA_TNUMBER ? lua_tonumber(L, -1) : (double)NAN;
            lua_pop(L, 1);
        } else {
            score[r] = call_score(L, value, rung);
        }
    }
    return lua_istable(L, value) ? "table" : "function";
}

/* Observations --------------------------------------------------------------------------------- */

bool bal_index_when(const struct bal_table *table, size_t when, size_t row, bool spans,
                    enum bal_date_rule rule, struct bal_window *out)
{
    const struct bal_date *date = bal_cell_date(table, when, row);
    bal_day day;

    if (bal_table_missing(table, when, row))
        return false;
    *out = bal_window_of_date(date);
    if (spans)
        return true;
    if (!bal_date_day(date, rule, &day))
        return false;
    *out = (struct bal_window){day, day + 1};
    return true;
}

size_t bal_index_when_column(const struct bal_study *study, const struct bal_table *table,
                             bool spans)
{
    size_t when = bal_find_column(study, table, spans ? "span" : "date");

    if (when == BAL_NO_COLUMN)
        when = bal_find_column(study, table, "span");
    return when != BAL_NO_COLUMN && table->col[when].type == BAL_DATE ? when : BAL_NO_COLUMN;
}

static void observe(struct building *b, const double *score, size_t row)
{
    struct bal_observation o = {.score = 0};

    if (b->spec.rule != BAL_INDEX_COUNT) {
        bal_name rung =
            b->rung != BAL_NO_COLUMN ? bal_cell_name(b->records->table, b->rung, row) : 0;
        size_t at = bal_index_ladder_row(b->study, rung);

        if (at == BAL_NO_ROW) {
            b->without_rung++;
            return;
        }
        o.score = score[at];
        if (isnan(o.score)) {
            b->without_score++;
            return;
        }
    }
    if (bal_index_when(b->records->table, b->when, row, b->spec.rule == BAL_INDEX_IN_FORCE,
                       b->date_rule, &o.span))
        b->obs[b->n++] = o;
    else
        b->without_day++;
}

/* How it was made ------------------------------------------------------------------------------ */

/* Appends ", key=value" for each filter among the options, in the order of the columns. */
static void add_filters(lua_State *L, struct bal_buf *how, const struct building *b)
{
    for (size_t i = 0; i < b->records->table->cols; i++) {
        const char *key = bal_name_text_of(b->study, b->records->table->col[i].name);
        bool option = false;

        for (int k = 0; option_names[k] != NULL; k++)
            option = option || strcmp(option_names[k], key) == 0;
        if (option)
            continue;
        if (push_option(L, key) == LUA_TNIL) {
            lua_pop(L, 1); /* or the stack would end before the columns do */
            continue;
        }
        bal_buf_addf(how, ", %s=", key);
        if (lua_istable(L, -1)) {
            for (lua_Integer k = 1; k <= (lua_Integer)lua_rawlen(L, -1); k++) {
                lua_rawgeti(L, -1, k);
                bal_buf_addf(how, "%s%s", k > 1 ? "|" : "", luaL_tolstring(L, -1, NULL));
                lua_pop(L, 2);
            }
        } else if (lua_isfunction(L, -1)) {
            bal_buf_adds(how, "function");
        } else {
            bal_buf_adds(how, luaL_tolstring(L, -1, NULL));
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
    }
}

static void add_dropped(struct bal_buf *how, size_t n, const char *why)
{
    if (n > 0)
        bal_buf_addf(how, ", %zu %s", n, why);
}

/* "latest(score=rank, date=midpoint, kind=speech): 31 of 62 events, 31 without a rung" */
static void describe(lua_State *L, struct bal_buf *how, const struct building *b, const char *score)
{
    const struct bal_index_spec *s = &b->spec;

    bal_buf_addf(how, "%s(", bal_index_rule_name(s->rule));
    if (s->rule == BAL_INDEX_COUNT)
        bal_buf_addf(how, "date=%s", bal_date_rule_name(b->date_rule));
    else if (s->rule == BAL_INDEX_IN_FORCE)
        bal_buf_addf(how, "score=%s", score);
    else
        bal_buf_addf(how, "score=%s, date=%s", score, bal_date_rule_name(b->date_rule));
    if (s->expiry > 0)
        bal_buf_addf(how, ", expiry=%zu", s->expiry);
    if (s->rule == BAL_INDEX_DECAY)
        bal_buf_addf(how, ", half_life=%.15g%s", s->half_life, s->total ? ", total" : "");
    add_filters(L, how, b);
    bal_buf_addf(how, "): %zu of %zu %s", b->n, b->records->table->rows,
                 bal_name_text_of(b->study, b->records->table->name));
    add_dropped(how, b->records->table->rows - b->records->n, "filtered out");
    add_dropped(how, b->without_rung, "without a rung");
    add_dropped(how, b->without_score, "whose rung has no score");
    add_dropped(how, b->without_day, "without a day");
}

/* The verb ------------------------------------------------------------------------------------- */

/* Period number of the option, or `otherwise`; an interval stands for its first or last day. */
static int64_t period_option(lua_State *L, const char *name, enum bal_interval interval, bool last,
                             bal_day otherwise)
{
    struct bal_date date;
    bal_day day = otherwise;

    if (push_option(L, name) != LUA_TNIL) {
        bal_check_date(L, -1, name, &date, NULL);
        day = last ? date.last : date.first;
    }
    lua_pop(L, 1);
    if (day == BAL_DAY_MIN || day == BAL_DAY_MAX)
        bal_raise(L,
                  "an index needs a first and a last period: give '%s', or the study's "
                  "`temporal` in its datapackage.json",
                  name);
    return bal_period_of(interval, day);
}

static void read_spec(lua_State *L, struct building *b)
{
    const struct bal_date *period = &b->study->period;
    bool known = b->study->period_text != 0;
    struct bal_index_spec *s = &b->spec;
    int64_t last;
    lua_Integer expiry;

    s->rule = (enum bal_index_rule)bal_option_choice(L, OPTIONS, "rule", "latest",
                                                     bal_index_rule_named, rule_list);
    s->interval = (enum bal_interval)bal_option_choice(L, OPTIONS, "interval", "month",
                                                       bal_interval_named, interval_list);
    b->date_rule = (enum bal_date_rule)bal_option_choice(L, OPTIONS, "date", "midpoint",
                                                         bal_date_rule_named, date_list);
    expiry = bal_option_integer(L, OPTIONS, "expiry", 0);
    if (expiry < 0)
        bal_raise(L, "option 'expiry' is a number of periods, not %I", expiry);
    s->expiry = (size_t)expiry;
    s->half_life = bal_option_number(L, OPTIONS, "half_life", 0);
    s->total = bal_option_boolean(L, OPTIONS, "total", false);
    if (s->rule != BAL_INDEX_LATEST && s->expiry > 0)
        bal_raise(L, "option 'expiry' goes with the rule 'latest'");
    if (s->rule != BAL_INDEX_DECAY && (s->half_life > 0 || s->total))
        bal_raise(L, "options 'half_life' and 'total' go with the rule 'decay'");
    s->start = period_option(L, "from", s->interval, false, known ? period->first : BAL_DAY_MIN);
    last = period_option(L, "to", s->interval, true, known ? period->last : BAL_DAY_MAX);
    if (last < s->start)
        bal_raise(L, "the index ends before it starts: check 'from' and 'to'");
    s->n = (size_t)(last - s->start) + 1;
}

/* Leaves at RECORDS the records the index is made of: `of`, or the table that the rule is about,
 * through the filters among the options. */
static void select_records(lua_State *L, struct building *b)
{
    enum bal_role role = b->spec.rule == BAL_INDEX_IN_FORCE ? BAL_POSITIONS : BAL_EVENTS;

    if (push_option(L, "of") != LUA_TNIL) {
        if (bal_test_records(L, RECORDS) == NULL)
            bal_raise(L, "option 'of' is a set of records, such as study:events(), not %s",
                      luaL_tolstring(L, RECORDS, NULL));
    } else {
        lua_pop(L, 1);
        if (b->study->role[role] == NULL)
            bal_raise(L, "the study has no %s to make an index of", bal_role_name(role));
        bal_push_records(L, 1, b->study->role[role]);
    }
    bal_filter_records(L, OPTIONS, option_names);
    b->records = bal_check_records(L, RECORDS);
    if (b->records->study != b->study)
        bal_raise(L,
                  "option 'of' holds records of another study; take them from the one whose index "
                  "this is");
    b->rung = bal_find_names(b->study, b->records->table, "rung");
    b->when =
        bal_index_when_column(b->study, b->records->table, b->spec.rule == BAL_INDEX_IN_FORCE);
    if (b->when == BAL_NO_COLUMN)
        bal_raise(L, "%s have no dates to make an index of",
                  bal_name_text_of(b->study, b->records->table->name));
}

int bal_lua_study_index(lua_State *L) /* study:index{...} -> series */
{
    struct building b = {.study = bal_check_study(L, 1)->study};
    const struct bal_table *ladder = b.study->role[BAL_LADDER];
    struct lua_series *s;
    struct bal_buf *how;
    struct bal_error err;
    double *score;
    const char *score_name = "";

    if (lua_isnoneornil(L, OPTIONS)) {
        lua_settop(L, 1);
        lua_newtable(L);
    }
    luaL_checktype(L, OPTIONS, LUA_TTABLE);
    lua_settop(L, OPTIONS);
    read_spec(L, &b);
    select_records(L, &b);
    score = bal_push_array(L, ladder != NULL ? ladder->rows : 0, sizeof *score);
    if (b.spec.rule != BAL_INDEX_COUNT) {
        if (ladder == NULL || ladder->key == BAL_NO_COLUMN)
            return bal_raise(L, "the study has no ladder, so a rung has no score");
        push_option(L, "score");
        score_name = bal_index_scores(L, b.study, lua_gettop(L), score);
    }
    b.obs = bal_push_array(L, b.records->n, sizeof *b.obs);
    for (size_t i = 0; i < b.records->n; i++)
        observe(&b, score, bal_records_row(b.records, i));
    how = bal_push_buf(L);
    describe(L, how, &b, score_name);
    if (how->failed)
        return bal_raise_memory(L);
    s = bal_push_series(L);
    b.spec.name = "index";
    b.spec.how = bal_buf_text(how);
    if (bal_index_build(&s->mem, &b.spec, b.obs, b.n, &s->series, &err) != 0)
        return bal_raise_error(L, &err);
    bal_series_filled(L, s);
    return 1;
}
