/* Rules that the engine's roles add to what the schema states. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/near.h"
#include "io/loading.h"
#include "model/series.h"

/* The column of a role's table when it is there and of this type (else datapackage.json was at
 * fault, and said so). */
static const struct bal_column *role_column(const struct bal_loading *l, enum bal_role role,
                                            const char *name, enum bal_type type)
{
    const struct bal_table *t = l->study->role[role];
    size_t col = bal_study_column(l->study, role, name);

    return col != BAL_NO_COLUMN && t->col[col].type == type ? &t->col[col] : NULL;
}

/* The package's description of a role's table. */
static const struct bal_resource *role_resource(const struct bal_loading *l, enum bal_role role)
{
    for (size_t i = 0; i < l->package->nresources; i++)
        if (l->package->resource[i].role == (int)role)
            return &l->package->resource[i];
    return NULL;
}

static const struct bal_field *role_field(const struct bal_loading *l, enum bal_role role,
                                          const char *name)
{
    const struct bal_resource *r = role_resource(l, role);
    size_t k = r != NULL ? bal_resource_field(r, name) : SIZE_MAX;

    return k != SIZE_MAX ? &r->field[k] : NULL;
}

/* Ladder --------------------------------------------------------------------------------------- */

static int check_ranks(struct bal_loading *l)
{
    const struct bal_field *f = role_field(l, BAL_LADDER, "rank");
    size_t col = bal_study_column(l->study, BAL_LADDER, "rank");
    struct bal_index index = {.mem = l->mem, .t = l->study->role[BAL_LADDER], .col = &col, .n = 1};

    if (col == BAL_NO_COLUMN || f == NULL || f->unique)
        return 0;
    return bal_loading_unique(l, &index, "rank", NULL);
}

/* Spans ---------------------------------------------------------------------------------------- */

static void check_ends(struct bal_loading *l, enum bal_role role)
{
    const struct bal_table *t = l->study->role[role];
    const struct bal_column *span = role_column(l, role, "span", BAL_DATE);

    for (size_t r = 0; span != NULL && r < t->rows; r++) {
        const struct bal_date *d = &span->as.date.dates[r];
        bool start = (d->start_flags & BAL_UNKNOWN) != 0, end = (d->end_flags & BAL_UNKNOWN) != 0;
        struct bal_spot spot = bal_loading_spot(l, t, r, "span");

        if (!start && !end)
            continue;
        spot.value = bal_loading_text(l, span->as.date.text[r]);
        spot.todo = "write .. where it is open, or give a date";
        bal_diag_add(l->diag, spot, "the %s of the span is unknown", start ? "start" : "end");
    }
}

struct coded {
    struct bal_loading *l;
    const struct bal_table *t;
    const bal_name *coding;
    const struct bal_column *span;
};

/* Row `r` against the row of its coding before it. */
static void check_pair(const struct coded *c, size_t before, size_t r)
{
    const struct bal_date *a = &c->span->as.date.dates[before], *b = &c->span->as.date.dates[r];
    struct bal_spot spot = bal_loading_spot(c->l, c->t, r, "span");
    const char *coding = bal_loading_text(c->l, c->coding[r]);

    spot.value = bal_loading_text(c->l, c->span->as.date.text[r]);
    if (b->first < a->first) {
        spot.todo = "put the rows of a coding in the order of time";
        bal_diag_add(c->l->diag, spot, "it starts before line %" PRIu32 " of the coding '%s'",
                     c->t->line[before], coding);
    } else if (b->first <= a->last) {
        spot.todo = "both ends of a span are inside it: end the one before the other starts";
        bal_diag_add(c->l->diag, spot, "it overlaps '%s' on line %" PRIu32 " of the coding '%s'",
                     bal_loading_text(c->l, c->span->as.date.text[before]), c->t->line[before],
                     coding);
    }
}

static int check_order(struct bal_loading *l, enum bal_role role)
{
    const struct bal_column *coding = role_column(l, role, "coding", BAL_NAME);
    struct coded c = {.l = l, .t = l->study->role[role]};
    size_t names = bal_names_count(l->study->names) + 1;
    size_t *last; /* of each coding's name: row + 1 of the span that ends last so far */

    c.span = role_column(l, role, "span", BAL_DATE);
    if (coding == NULL || c.span == NULL)
        return 0;
    c.coding = coding->as.names;
    last = bal_calloc(l->mem, names, sizeof *last);
    if (last == NULL)
        return bal_fail_mem(l->err);
    for (size_t r = 0; r < c.t->rows; r++) {
        size_t *before = &last[c.coding[r]];

        if (c.coding[r] == 0 || c.span->as.date.text[r] == 0)
            continue;
        if (*before != 0)
            check_pair(&c, *before - 1, r);
        if (*before == 0 ||
            c.span->as.date.dates[r].last >= c.span->as.date.dates[*before - 1].last)
            *before = r + 1;
    }
    bal_free(l->mem, last, names * sizeof *last);
    return 0;
}

/* Indicators ----------------------------------------------------------------------------------- */

/* An enum on the field has already said all this. */
static void check_intervals(struct bal_loading *l)
{
    const struct bal_table *t = l->study->role[BAL_INDICATORS];
    const struct bal_column *interval = role_column(l, BAL_INDICATORS, "interval", BAL_NAME);
    const struct bal_field *f = role_field(l, BAL_INDICATORS, "interval");

    for (size_t r = 0; interval != NULL && f != NULL && r < t->rows; r++) {
        struct bal_spot spot = bal_loading_spot(l, t, r, "interval");
        struct bal_near near;
        char todo[64];

        spot.value = bal_loading_text(l, interval->as.names[r]);
        if (bal_interval_named(spot.value) >= 0 || f->nallowed > 0 ||
            (interval->as.names[r] == 0 && f->required))
            continue;
        bal_near_start(&near, spot.value);
        for (int i = BAL_MONTH; i <= BAL_YEAR; i++)
            bal_near_try(&near, bal_interval_name((enum bal_interval)i));
        if (near.best != NULL) {
            snprintf(todo, sizeof todo, "did you mean '%s'?", near.best);
            spot.todo = todo;
        }
        bal_diag_add(l->diag, spot, "not one of month, quarter, year");
    }
}

struct observed {
    struct bal_loading *l;
    const struct bal_table *t, *indicators;
    const struct bal_column *indicator, *period, *interval;
};

static void check_period(const struct observed *o, size_t r)
{
    static const char *const example[] = {"1991-05", "1991-01/1991-03", "1991"};
    const struct bal_date *d = &o->period->as.date.dates[r];
    struct bal_spot spot = bal_loading_spot(o->l, o->t, r, "period");
    size_t row = bal_table_find_row(o->indicators, o->indicator->as.names[r]);
    const char *name = row != BAL_NO_ROW ? bal_loading_text(o->l, o->interval->as.names[row]) : "";
    int interval = bal_interval_named(name);
    char todo[64];

    if (interval < 0 || o->period->as.date.text[r] == 0)
        return;
    if (d->first != BAL_DAY_MIN && d->last != BAL_DAY_MAX) {
        enum bal_interval in = (enum bal_interval)interval;
        int64_t p = bal_period_of(in, d->first);

        if (d->first == bal_period_first(in, p) && d->last == bal_period_last(in, p))
            return;
    }
    snprintf(todo, sizeof todo, "write it as %s", example[interval]);
    spot.value = bal_loading_text(o->l, o->period->as.date.text[r]);
    spot.todo = todo;
    bal_diag_add(o->l->diag, spot, "not one %s, the interval of '%s'", name,
                 bal_loading_text(o->l, o->indicator->as.names[r]));
}

/* The primary key [indicator, period] has already said that they differ. */
static int check_repeats(struct bal_loading *l)
{
    const struct bal_resource *r = role_resource(l, BAL_OBSERVATIONS);
    size_t col[2] = {bal_study_column(l->study, BAL_OBSERVATIONS, "indicator"),
                     bal_study_column(l->study, BAL_OBSERVATIONS, "period")};
    struct bal_index index = {
        .mem = l->mem, .t = l->study->role[BAL_OBSERVATIONS], .col = col, .n = 2, .by_day = true};

    if (r != NULL && r->nkey == 2 &&
        ((r->key[0] == col[0] && r->key[1] == col[1]) ||
         (r->key[0] == col[1] && r->key[1] == col[0])))
        return 0;
    return bal_loading_unique(l, &index, "indicator and period", NULL);
}

static int check_observations(struct bal_loading *l)
{
    struct observed o = {.l = l,
                         .t = l->study->role[BAL_OBSERVATIONS],
                         .indicators = l->study->role[BAL_INDICATORS]};
    const struct bal_field *f = role_field(l, BAL_OBSERVATIONS, "period");

    o.indicator = role_column(l, BAL_OBSERVATIONS, "indicator", BAL_NAME);
    o.period = role_column(l, BAL_OBSERVATIONS, "period", BAL_DATE);
    o.interval = role_column(l, BAL_INDICATORS, "interval", BAL_NAME);
    if (o.indicator == NULL || o.period == NULL || o.interval == NULL)
        return 0;
    for (size_t r = 0; r < o.t->rows; r++) {
        if (o.period->as.date.text[r] == 0 && !f->required) {
            struct bal_spot spot = bal_loading_spot(l, o.t, r, "period");

            spot.todo = "fill it in";
            bal_diag_add(l->diag, spot, "an observation needs a period");
        }
        check_period(&o, r);
    }
    return check_repeats(l);
}

int bal_load_rules(struct bal_loading *l)
{
    int code = 0;

    if (l->study->role[BAL_LADDER] != NULL)
        code = check_ranks(l);
    check_ends(l, BAL_POSITIONS);
    check_ends(l, BAL_PHASES);
    check_ends(l, BAL_CRISES);
    if (code == 0)
        code = check_order(l, BAL_PHASES);
    if (code == 0)
        code = check_order(l, BAL_CRISES);
    check_intervals(l);
    return code == 0 ? check_observations(l) : code;
}

/* The study's period --------------------------------------------------------------------------- */

static int set_period(struct bal_loading *l, const struct bal_date *d, const char *text)
{
    l->study->period = *d;
    return bal_names_intern(l->study->names, text, strlen(text), &l->study->period_text, l->err);
}

static int report_temporal(struct bal_loading *l, const char *rule)
{
    struct bal_buf path;
    struct bal_spot spot = {.property = "temporal",
                            .value = l->package->temporal,
                            .todo = "write the study's period as 1991-01/2010-12"};

    bal_buf_init(&path, l->mem);
    spot.file = bal_loading_path(l, "datapackage.json", &path);
    if (spot.file != NULL)
        bal_diag_add(l->diag, spot, "%s", rule);
    bal_buf_free(&path);
    return spot.file != NULL ? 0 : l->err->code;
}

int bal_load_period(struct bal_loading *l)
{
    const char *temporal = l->package->temporal;
    char text[BAL_PERIOD_TEXT];
    struct bal_error why;
    struct bal_date d;

    if (temporal != NULL) {
        if (bal_date_parse(temporal, strlen(temporal), &d, &why) != 0)
            return report_temporal(l, why.message);
        if (d.first == BAL_DAY_MIN || d.last == BAL_DAY_MAX)
            return report_temporal(l, "the study's period needs both ends");
        return set_period(l, &d, temporal);
    }
    l->study->period_derived = true;
    return bal_study_span(l->study, &l->study->period, text)
               ? set_period(l, &l->study->period, text)
               : 0;
}
