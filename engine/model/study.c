#include "model/study.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What each role promises. Columns that are listed without `required` may be absent; where they
 * are there, they have this type. Other columns are the study's own. */
#define REQUIRED true
static const struct bal_role_column ladder_columns[] = {
    {"id", BAL_NAME, REQUIRED}, {"rank", BAL_INT, REQUIRED}, {"label", BAL_NAME, REQUIRED}, {0}};
static const struct bal_role_column label_columns[] = {
    {"id", BAL_NAME, REQUIRED}, {"label", BAL_NAME, REQUIRED}, {0}};
static const struct bal_role_column source_columns[] = {{"key", BAL_NAME, REQUIRED}, {0}};
static const struct bal_role_column event_columns[] = {
    {"id", BAL_NAME, REQUIRED},  {"date", BAL_DATE, REQUIRED},    {"label", BAL_NAME, REQUIRED},
    {"kind", BAL_NAME, false},   {"rung", BAL_NAME, false},       {"stance", BAL_NAME, false},
    {"status", BAL_NAME, false}, {"initiative", BAL_NAME, false}, {"stage", BAL_NAME, false},
    {"actors", BAL_LIST, false}, {"basis", BAL_NAME, false},      {0}};
static const struct bal_role_column position_columns[] = {{"id", BAL_NAME, REQUIRED},
                                                          {"span", BAL_DATE, REQUIRED},
                                                          {"label", BAL_NAME, REQUIRED},
                                                          {"rung", BAL_NAME, REQUIRED},
                                                          {"status", BAL_NAME, false},
                                                          {"basis", BAL_NAME, false},
                                                          {0}};
static const struct bal_role_column coded_columns[] = {{"coding", BAL_NAME, REQUIRED},
                                                       {"id", BAL_NAME, REQUIRED},
                                                       {"span", BAL_DATE, REQUIRED},
                                                       {"label", BAL_NAME, REQUIRED},
                                                       {0}};
static const struct bal_role_column text_columns[] = {
    {"id", BAL_NAME, REQUIRED}, {"path", BAL_NAME, REQUIRED},  {"event", BAL_NAME, false},
    {"date", BAL_DATE, false},  {"language", BAL_NAME, false}, {0}};
static const struct bal_role_column note_columns[] = {
    {"id", BAL_NAME, REQUIRED}, {"topic", BAL_NAME, REQUIRED}, {0}};
static const struct bal_role_column indicator_columns[] = {{"id", BAL_NAME, REQUIRED},
                                                           {"label", BAL_NAME, REQUIRED},
                                                           {"unit", BAL_NAME, REQUIRED},
                                                           {"interval", BAL_NAME, REQUIRED},
                                                           {0}};
static const struct bal_role_column observation_columns[] = {{"indicator", BAL_NAME, REQUIRED},
                                                             {"period", BAL_DATE, REQUIRED},
                                                             {"value", BAL_REAL, REQUIRED},
                                                             {0}};
static const struct bal_role_column coding_columns[] = {{"record", BAL_NAME, REQUIRED},
                                                        {"coder", BAL_NAME, REQUIRED},
                                                        {"field", BAL_NAME, REQUIRED},
                                                        {"value", BAL_NAME, REQUIRED},
                                                        {"confidence", BAL_REAL, false},
                                                        {"table", BAL_NAME, false},
                                                        {0}};

static const struct {
    const char *name;
    const struct bal_role_column *columns;
} roles[BAL_ROLES] = {
    [BAL_LADDER] = {"ladder", ladder_columns},
    [BAL_ACTORS] = {"actors", label_columns},
    [BAL_SOURCES] = {"sources", source_columns},
    [BAL_INITIATIVES] = {"initiatives", label_columns},
    [BAL_EVENTS] = {"events", event_columns},
    [BAL_POSITIONS] = {"positions", position_columns},
    [BAL_PHASES] = {"phases", coded_columns},
    [BAL_CRISES] = {"crises", coded_columns},
    [BAL_TEXTS] = {"texts", text_columns},
    [BAL_NOTES] = {"notes", note_columns},
    [BAL_INDICATORS] = {"indicators", indicator_columns},
    [BAL_OBSERVATIONS] = {"observations", observation_columns},
    [BAL_CODINGS] = {"codings", coding_columns},
};

const char *bal_role_name(enum bal_role role)
{
    return roles[role].name;
}

int bal_role_named(const char *name)
{
    for (int i = 0; i < BAL_ROLES; i++)
        if (strcmp(roles[i].name, name) == 0)
            return i;
    return -1;
}

const struct bal_role_column *bal_role_columns(enum bal_role role)
{
    return roles[role].columns;
}

struct bal_study *bal_study_new(const struct bal_mem *mem)
{
    struct bal_study *study = bal_calloc(mem, 1, sizeof *study);

    if (study == NULL)
        return NULL;
    study->mem = mem;
    study->refs = 1;
    study->owns_names = true;
    study->names = bal_names_new(mem);
    if (study->names == NULL) {
        bal_free(mem, study, sizeof *study);
        return NULL;
    }
    return study;
}

struct bal_study *bal_study_keep(struct bal_study *study)
{
    study->refs++;
    return study;
}

static void free_text(const struct bal_mem *mem, char *text)
{
    if (text != NULL)
        bal_free(mem, text, strlen(text) + 1);
}

/* All but the parent. */
static void free_own(struct bal_study *study)
{
    const struct bal_mem *mem = study->mem;
    const struct bal_study *parent = study->parent;

    for (size_t i = 0; i < study->ntables; i++) {
        struct bal_table *t = study->table[i];

        if (parent != NULL && t == parent->table[i])
            continue;
        bal_table_free(t);
        bal_free(mem, t, sizeof *t);
    }
    bal_free(mem, study->table, study->table_cap * sizeof *study->table);
    if (study->owns_names)
        bal_names_free(study->names);
    if (study->schema.free != NULL)
        study->schema.free(study->schema.ud);
    free_text(mem, study->label);
    free_text(mem, study->edit);
    bal_free(mem, study->rung_score, study->nrung_scores * sizeof *study->rung_score);
    bal_free(mem, study, sizeof *study);
}

void bal_study_free(struct bal_study *study)
{
    while (study != NULL && --study->refs == 0) {
        struct bal_study *parent = study->parent;

        free_own(study);
        study = parent;
    }
}

const struct bal_study *bal_study_base(const struct bal_study *study)
{
    while (study->parent != NULL)
        study = study->parent;
    return study;
}

int bal_study_add_table(struct bal_study *study, bal_name name, bal_name file,
                        struct bal_table **out, struct bal_error *err)
{
    struct bal_table **table =
        bal_grow(study->mem, study->table, &study->table_cap, study->ntables + 1, sizeof *table);

    if (table == NULL)
        return bal_fail_mem(err);
    study->table = table;
    *out = bal_alloc(study->mem, sizeof **out);
    if (*out == NULL)
        return bal_fail_mem(err);
    bal_table_init(*out, study->mem, name, file);
    table[study->ntables++] = *out;
    return 0;
}

const struct bal_table *bal_study_table(const struct bal_study *study, const char *name)
{
    bal_name k = bal_names_find(study->names, name, strlen(name));

    for (size_t i = 0; k != 0 && i < study->ntables; i++)
        if (study->table[i]->name == k)
            return study->table[i];
    return NULL;
}

void bal_study_bind_roles(struct bal_study *study)
{
    for (int r = 0; r < BAL_ROLES; r++) {
        bal_name name = bal_names_find(study->names, roles[r].name, strlen(roles[r].name));

        study->role[r] = NULL;
        for (size_t i = 0; name != 0 && i < study->ntables && study->role[r] == NULL; i++)
            if (study->table[i]->name == name)
                study->role[r] = study->table[i];
    }
}

/* The period ----------------------------------------------------------------------------------- */

static void reach(struct bal_date *all, const struct bal_date *d, bool *start, bool *end)
{
    if (d->first != BAL_DAY_MIN && (!*start || d->first < all->first)) {
        all->first = d->first;
        *start = true;
    }
    if (d->last != BAL_DAY_MAX && (!*end || d->last > all->last)) {
        all->last = d->last;
        *end = true;
    }
}

/* False when no record has an end that is known. */
static bool span_of_records(const struct bal_study *study, struct bal_date *all)
{
    static const struct {
        enum bal_role role;
        const char *column;
    } dated[] = {
        {BAL_EVENTS, "date"}, {BAL_POSITIONS, "span"}, {BAL_PHASES, "span"}, {BAL_CRISES, "span"}};
    bool start = false, end = false;

    *all = (struct bal_date){.precision = BAL_PREC_INTERVAL};
    for (size_t i = 0; i < sizeof dated / sizeof dated[0]; i++) {
        const struct bal_table *t = study->role[dated[i].role];
        size_t col = bal_study_column(study, dated[i].role, dated[i].column);

        if (col == BAL_NO_COLUMN || t->col[col].type != BAL_DATE)
            continue;
        for (size_t r = 0; r < t->rows; r++)
            if (!bal_table_missing(t, col, r))
                reach(all, bal_cell_date(t, col, r), &start, &end);
    }
    return start && end && all->first <= all->last;
}

bool bal_study_span(const struct bal_study *study, struct bal_date *out, char text[BAL_PERIOD_TEXT])
{
    char from[BAL_DATE_TEXT], to[BAL_DATE_TEXT];
    struct bal_date d;

    *out = (struct bal_date){.first = BAL_DAY_MIN,
                             .last = BAL_DAY_MAX,
                             .precision = BAL_PREC_INTERVAL,
                             .start_flags = BAL_UNKNOWN,
                             .end_flags = BAL_UNKNOWN};
    if (!span_of_records(study, &d))
        return false;
    *out = d;
    snprintf(text, BAL_PERIOD_TEXT, "%s/%s", bal_day_text(d.first, from, sizeof from),
             bal_day_text(d.last, to, sizeof to));
    return true;
}

size_t bal_study_column(const struct bal_study *study, enum bal_role role, const char *column)
{
    const struct bal_table *t = study->role[role];

    if (t == NULL)
        return BAL_NO_COLUMN;
    return bal_table_find_column(t, bal_names_find(study->names, column, strlen(column)));
}

static void apply_rung_scores(const struct bal_study *study, double *out)
{
    const struct bal_table *t = study->role[BAL_LADDER];

    for (size_t i = 0; i < study->nrung_scores; i++) {
        size_t row = bal_table_find_row(t, study->rung_score[i].rung);

        if (row != BAL_NO_ROW)
            out[row] = study->rung_score[i].score;
    }
}

int bal_study_scores(const struct bal_study *study, const char *score, double *out,
                     struct bal_error *err)
{
    const struct bal_table *t = study->role[BAL_LADDER];
    const char *chosen = study->score != 0 ? bal_names_text(study->names, study->score) : "rank";
    const char *name = score != NULL ? score : chosen;
    size_t col = bal_study_column(study, BAL_LADDER, name);

    if (t == NULL)
        return bal_fail(err, BAL_EARG, "the study has no ladder, so a rung has no score");
    if (col == BAL_NO_COLUMN || (t->col[col].type != BAL_INT && t->col[col].type != BAL_REAL))
        return bal_fail(err, BAL_EARG, "the ladder has no number column '%s'", name);
    for (size_t r = 0; r < t->rows; r++)
        out[r] = bal_cell_number(t, col, r);
    if (score == NULL)
        apply_rung_scores(study, out);
    return 0;
}

/* Indicators ----------------------------------------------------------------------------------- */

struct observations {
    const struct bal_table *table;
    size_t key, period, value; /* columns */
};

static struct observations observations(const struct bal_study *study)
{
    const struct bal_table *t = study->role[BAL_OBSERVATIONS];

    if (t == NULL)
        return (struct observations){0};
    return (struct observations){
        .table = t,
        .key = bal_study_column(study, BAL_OBSERVATIONS, "indicator"),
        .period = bal_study_column(study, BAL_OBSERVATIONS, "period"),
        .value = bal_study_column(study, BAL_OBSERVATIONS, "value"),
    };
}

static const char *indicator_text(const struct bal_study *study, size_t row, const char *column)
{
    size_t col = bal_study_column(study, BAL_INDICATORS, column);
    const char *text = NULL;

    if (col != BAL_NO_COLUMN)
        text = bal_names_text(study->names, bal_cell_name(study->role[BAL_INDICATORS], col, row));
    return text != NULL ? text : "";
}

static int fill_series(const struct bal_study *study, const struct observations *obs, bal_name key,
                       size_t row, struct bal_series **out, struct bal_error *err)
{
    int named = bal_interval_named(indicator_text(study, row, "interval"));
    enum bal_interval interval = (enum bal_interval)named;
    int64_t lo = INT64_MAX, hi = INT64_MIN;
    const char *id = bal_names_text(study->names, key);
    int code;

    if (named < 0)
        return bal_fail(err, BAL_EDATA,
                        "the indicator '%s' has the interval '%s'; use month, quarter or year", id,
                        indicator_text(study, row, "interval"));
    for (size_t r = 0; obs->table != NULL && r < obs->table->rows; r++) {
        int64_t p;

        if (bal_cell_name(obs->table, obs->key, r) != key)
            continue;
        p = bal_period_of(interval, bal_cell_date(obs->table, obs->period, r)->first);
        lo = p < lo ? p : lo;
        hi = p > hi ? p : hi;
    }
    if (lo > hi)
        return bal_fail(err, BAL_EDATA, "the indicator '%s' has no observations", id);
    code = bal_series_new(study->mem, interval, lo, (size_t)(hi - lo) + 1, id,
                          indicator_text(study, row, "unit"), "observed", out, err);
    for (size_t r = 0; code == 0 && r < obs->table->rows; r++)
        if (bal_cell_name(obs->table, obs->key, r) == key)
            (*out)
                ->value[bal_period_of(interval, bal_cell_date(obs->table, obs->period, r)->first) -
                        lo] = bal_cell_real(obs->table, obs->value, r);
    return code;
}

int bal_study_indicator(const struct bal_study *study, const char *id, struct bal_series **out,
                        struct bal_error *err)
{
    const struct bal_table *t = study->role[BAL_INDICATORS];
    bal_name key = bal_names_find(study->names, id, strlen(id));
    size_t row = t != NULL ? bal_table_find_row(t, key) : BAL_NO_ROW;
    struct observations obs = observations(study);

    if (row == BAL_NO_ROW)
        return bal_fail(err, BAL_EARG, "the study has no indicator '%s'", id);
    return fill_series(study, &obs, key, row, out, err);
}
