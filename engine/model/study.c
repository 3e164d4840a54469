#include "model/study.h"

#include <math.h>
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
    {"id", BAL_NAME, REQUIRED}, {"path", BAL_NAME, REQUIRED}, {"event", BAL_NAME, false}, {0}};
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
    study->names = bal_names_new(mem);
    if (study->names == NULL) {
        bal_free(mem, study, sizeof *study);
        return NULL;
    }
    return study;
}

void bal_study_free(struct bal_study *study)
{
    const struct bal_mem *mem;

    if (study == NULL)
        return;
    mem = study->mem;
    for (size_t i = 0; i < study->ntables; i++)
        bal_table_free(&study->table[i]);
    bal_free(mem, study->table, study->table_cap * sizeof *study->table);
    bal_names_free(study->names);
    bal_free(mem, study, sizeof *study);
}

int bal_study_add_table(struct bal_study *study, bal_name name, bal_name file,
                        struct bal_table **out, struct bal_error *err)
{
    struct bal_table *table =
        bal_grow(study->mem, study->table, &study->table_cap, study->ntables + 1, sizeof *table);

    if (table == NULL)
        return bal_fail_mem(err);
    study->table = table;
    *out = &table[study->ntables++];
    bal_table_init(*out, study->mem, name, file);
    return 0;
}

const struct bal_table *bal_study_table(const struct bal_study *study, const char *name)
{
    bal_name k = bal_names_find(study->names, name, strlen(name));

    for (size_t i = 0; k != 0 && i < study->ntables; i++)
        if (study->table[i].name == k)
            return &study->table[i];
    return NULL;
}

void bal_study_bind_roles(struct bal_study *study)
{
    for (int r = 0; r < BAL_ROLES; r++) {
        const struct bal_table *t = bal_study_table(study, roles[r].name);

        study->role[r] = t != NULL ? &study->table[t - study->table] : NULL;
    }
}

size_t bal_study_column(const struct bal_study *study, enum bal_role role, const char *column)
{
    const struct bal_table *t = study->role[role];

    if (t == NULL)
        return BAL_NO_COLUMN;
    return bal_table_find_column(t, bal_names_find(study->names, column, strlen(column)));
}

int bal_study_scores(const struct bal_study *study, const char *score, double *out,
                     struct bal_error *err)
{
    const struct bal_table *t = study->role[BAL_LADDER];
    size_t col = bal_study_column(study, BAL_LADDER, score);

    if (t == NULL)
        return bal_fail(err, BAL_EARG, "the study has no ladder, so a rung has no score");
    if (col == BAL_NO_COLUMN || (t->col[col].type != BAL_INT && t->col[col].type != BAL_REAL))
        return bal_fail(err, BAL_EARG, "the ladder has no number column '%s'", score);
    for (size_t r = 0; r < t->rows; r++) {
        const struct bal_column *c = &t->col[col];

        out[r] = bal_table_missing(t, col, r) ? NAN
                 : c->type == BAL_INT         ? (double)c->as.ints[r]
                                              : c->as.reals[r];
    }
    return 0;
}

/* Indicators ----------------------------------------------------------------------------------- */

struct observations {
    const struct bal_table *table;
    const bal_name *key;
    const struct bal_date *period;
    const double *value;
};

static struct observations observations(const struct bal_study *study)
{
    const struct bal_table *t = study->role[BAL_OBSERVATIONS];

    if (t == NULL)
        return (struct observations){0};
    return (struct observations){
        .table = t,
        .key = t->col[bal_study_column(study, BAL_OBSERVATIONS, "indicator")].as.names,
        .period = t->col[bal_study_column(study, BAL_OBSERVATIONS, "period")].as.date.dates,
        .value = t->col[bal_study_column(study, BAL_OBSERVATIONS, "value")].as.reals,
    };
}

static const char *indicator_text(const struct bal_study *study, size_t row, const char *column)
{
    size_t col = bal_study_column(study, BAL_INDICATORS, column);
    const char *text = NULL;

    if (col != BAL_NO_COLUMN)
        text = bal_names_text(study->names, study->role[BAL_INDICATORS]->col[col].as.names[row]);
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
        int64_t p = obs->key[r] == key ? bal_period_of(interval, obs->period[r].first) : 0;

        if (obs->key[r] != key)
            continue;
        lo = p < lo ? p : lo;
        hi = p > hi ? p : hi;
    }
    if (lo > hi)
        return bal_fail(err, BAL_EDATA, "the indicator '%s' has no observations", id);
    code = bal_series_new(study->mem, interval, lo, (size_t)(hi - lo) + 1, id,
                          indicator_text(study, row, "unit"), "observed", out, err);
    for (size_t r = 0; code == 0 && r < obs->table->rows; r++)
        if (obs->key[r] == key)
            (*out)->value[bal_period_of(interval, obs->period[r].first) - lo] = obs->value[r];
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
