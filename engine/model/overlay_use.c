/* What a what-if chooses for the whole study: a coding, a score, the part of it to look at. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/overlaying.h"

/* Codings -------------------------------------------------------------------------------------- */

static int use_coding(struct bal_editing *d)
{
    const struct bal_setting coding = {"coding", d->e->id};
    struct bal_edit asked = *d->e;
    struct bal_editing with = *d;
    bal_name name;
    int code;

    if (d->e->id == NULL || d->e->n > 0)
        return bal_fail(d->err, BAL_EARG, "of %s a coding is used: name one, and nothing else",
                        d->e->table);
    asked.set = &coding;
    asked.n = 1;
    with.e = &asked;
    code = bal_editing_coding(&with, &name);
    if (code != 0)
        return code;
    if (bal_editing_table(d) == d->s->role[BAL_PHASES])
        d->s->phase_coding = name;
    else
        d->s->crisis_coding = name;
    return 0;
}

/* Scores --------------------------------------------------------------------------------------- */

static int use_column(struct bal_editing *d, const char *name)
{
    const struct bal_table *t = bal_editing_table(d);
    struct bal_near near;

    bal_near_start(&near, name);
    for (size_t i = 0; i < t->cols; i++) {
        if (t->col[i].type != BAL_INT && t->col[i].type != BAL_REAL)
            continue;
        if (strcmp(bal_editing_text(d, t->col[i].name), name) == 0) {
            d->s->score = t->col[i].name;
            bal_free(d->s->mem, d->s->rung_score, d->s->nrung_scores * sizeof *d->s->rung_score);
            d->s->rung_score = NULL;
            d->s->nrung_scores = 0;
            return 0;
        }
        bal_near_try(&near, bal_editing_text(d, t->col[i].name));
    }
    return bal_unknown_word(d->err, "the ladder has no score", &near);
}

static int set_score(struct bal_editing *d, bal_name rung, double score)
{
    struct bal_study *s = d->s;
    size_t n = s->nrung_scores;
    struct bal_rung_score *all;

    for (size_t i = 0; i < n; i++)
        if (s->rung_score[i].rung == rung) {
            s->rung_score[i].score = score;
            return 0;
        }
    all = bal_realloc(s->mem, s->rung_score, n * sizeof *all, (n + 1) * sizeof *all);
    if (all == NULL)
        return bal_fail_mem(d->err);
    s->rung_score = all;
    all[s->nrung_scores++] = (struct bal_rung_score){rung, score};
    return 0;
}

static int use_score(struct bal_editing *d, const struct bal_setting *set)
{
    const struct bal_table *t = bal_editing_table(d);
    bal_name rung = bal_names_find(d->s->names, set->key, strlen(set->key));
    const char *text = set->value != NULL ? set->value : "";
    struct bal_near near;
    double score;
    char *end;

    if (rung == 0 || bal_table_find_row(t, rung) == BAL_NO_ROW) {
        bal_near_start(&near, set->key);
        for (size_t r = 0; r < t->rows; r++)
            bal_near_try(&near, bal_editing_text(d, bal_table_key(t, r)));
        return bal_unknown_word(d->err, "the ladder has no rung", &near);
    }
    score = strtod(text, &end);
    if (text[0] == '\0' || strspn(text, "+-.0123456789eE") != strlen(text) || *end != '\0' ||
        !isfinite(score))
        return bal_fail(d->err, BAL_EARG, "the score of '%s' is a number, not '%.80s'", set->key,
                        text);
    return set_score(d, rung, score);
}

int bal_editing_use(struct bal_editing *d)
{
    int code = 0;

    if (bal_editing_is_coded(d))
        return use_coding(d);
    if (bal_editing_table(d) != d->s->role[BAL_LADDER])
        return bal_fail(d->err, BAL_EARG,
                        "what is used is a coding of phases or crises, or a score of the ladder");
    if (d->e->id == NULL && d->e->n == 0)
        return bal_fail(d->err, BAL_EARG, "name a column of the ladder, or the scores of rungs");
    if (d->e->id != NULL)
        code = use_column(d, d->e->id);
    for (size_t i = 0; code == 0 && i < d->e->n; i++)
        code = use_score(d, &d->e->set[i]);
    return code;
}

/* Restricting ---------------------------------------------------------------------------------- */

/* Keeps of table `i` the rows that keep[] marks. */
static int keep_rows(struct bal_editing *d, size_t i, const bool *keep)
{
    struct bal_table *t;
    int code = bal_editing_own(d, i, &t);

    return code == 0 ? bal_patch_keep(t, keep, d->err) : code;
}

static size_t number_of(const struct bal_editing *d, enum bal_role role)
{
    for (size_t i = 0; i < d->s->ntables; i++)
        if (d->s->table[i] == d->s->role[role])
            return i;
    return SIZE_MAX;
}

static bool overlaps(const struct bal_date *a, const struct bal_date *b)
{
    return a->first <= b->last && b->first <= a->last;
}

/* Positions, phases and crises that the period does not touch go. */
static int restrict_spans(struct bal_editing *d, enum bal_role role, const struct bal_date *period)
{
    const struct bal_table *t = d->s->role[role];
    size_t span = bal_study_column(d->s, role, "span"), rows = t != NULL ? t->rows : 0, out = 0;
    bool *keep;
    int code = 0;

    if (t == NULL || span == BAL_NO_COLUMN)
        return 0;
    keep = bal_alloc(d->s->mem, rows);
    if (keep == NULL)
        return bal_fail_mem(d->err);
    for (size_t r = 0; r < rows; r++) {
        keep[r] = overlaps(bal_cell_date(t, span, r), period);
        out += !keep[r];
    }
    if (out > 0)
        code = keep_rows(d, number_of(d, role), keep);
    bal_free(d->s->mem, keep, rows);
    return code;
}

static int restrict_period(struct bal_editing *d, const char *text, struct bal_date *period)
{
    static const enum bal_role spans[] = {BAL_POSITIONS, BAL_PHASES, BAL_CRISES};
    struct bal_study *s = d->s;
    const struct bal_date *old = &s->period;
    char both[BAL_PERIOD_TEXT], from[BAL_DATE_TEXT], to[BAL_DATE_TEXT];
    struct bal_error why;
    int code = 0;

    if (text == NULL || bal_date_parse(text, strlen(text), period, &why) != 0)
        return bal_fail(d->err, BAL_EDATA, "'period': %s", text != NULL ? why.message : "no date");
    if (s->period_text != 0 && !overlaps(period, old))
        return bal_fail(d->err, BAL_EDATA, "'period': %s is outside the study's period, %s", text,
                        bal_editing_text(d, s->period_text));
    if (s->period_text != 0 && (period->first < old->first || period->last > old->last)) {
        period->first = period->first > old->first ? period->first : old->first;
        period->last = period->last < old->last ? period->last : old->last;
        snprintf(both, sizeof both, "%s/%s", bal_day_text(period->first, from, sizeof from),
                 bal_day_text(period->last, to, sizeof to));
        text = both;
    }
    if (period->first == BAL_DAY_MIN || period->last == BAL_DAY_MAX)
        return bal_fail(d->err, BAL_EDATA, "'period' needs both ends: write it as 1991/1998");
    s->period = *period;
    s->period_derived = false;
    code = bal_editing_intern(d, text, strlen(text), &s->period_text);
    for (size_t i = 0; code == 0 && i < sizeof spans / sizeof spans[0]; i++)
        code = restrict_spans(d, spans[i], period);
    return code;
}

static bool has_value(const struct bal_table *t, size_t col, size_t row, bal_name value)
{
    const bal_name *item;
    size_t n;

    if (t->col[col].type == BAL_NAME)
        return bal_cell_name(t, col, row) == value;
    item = bal_table_list(t, col, row, &n);
    for (size_t i = 0; i < n; i++)
        if (item[i] == value)
            return true;
    return false;
}

/* Marks in hit[] the events that have this value; an error when none has. */
static int mark(struct bal_editing *d, size_t col, const char *value, size_t len, bool *hit)
{
    const struct bal_table *t = bal_editing_table(d);
    bal_name name = bal_names_find(d->s->names, value, len);
    char message[120], word[81];
    struct bal_near near;
    size_t n = 0;

    snprintf(word, sizeof word, "%.*s", (int)(len < 80 ? len : 80), value);
    bal_near_start(&near, word);
    for (size_t r = 0; r < t->rows; r++) {
        const bal_name *item;
        size_t items;

        if (name != 0 && has_value(t, col, r, name)) {
            hit[r] = true;
            n++;
        } else if (t->col[col].type == BAL_NAME) {
            bal_near_try(&near, bal_editing_text(d, bal_cell_name(t, col, r)));
        } else {
            item = bal_table_list(t, col, r, &items);
            for (size_t i = 0; i < items; i++)
                bal_near_try(&near, bal_editing_text(d, item[i]));
        }
    }
    if (n > 0)
        return 0;
    snprintf(message, sizeof message, "no event has the %.80s",
             bal_editing_text(d, t->col[col].name));
    return bal_unknown_word(d->err, message, &near);
}

/* Takes from keep[] the events that have none of the setting's values. */
static int restrict_field(struct bal_editing *d, const struct bal_setting *set, bool *keep)
{
    const struct bal_table *t = bal_editing_table(d);
    size_t col = bal_table_find_column(t, bal_names_find(d->s->names, set->key, strlen(set->key)));
    const char *at = set->value != NULL ? set->value : "";
    size_t rows = t->rows;
    bool *hit;
    struct bal_near near;
    int code = 0;

    if (col == BAL_NO_COLUMN) {
        bal_near_start(&near, set->key);
        bal_near_try(&near, "period");
        for (size_t i = 0; i < t->cols; i++)
            bal_near_try(&near, bal_editing_text(d, t->col[i].name));
        return bal_unknown_word(d->err, "events has no column", &near);
    }
    if (t->col[col].type != BAL_NAME && t->col[col].type != BAL_LIST)
        return bal_fail(d->err, BAL_EARG, "events are restricted by names, and '%s' is a %s",
                        set->key, bal_type_name(t->col[col].type));
    hit = bal_calloc(d->s->mem, rows, sizeof *hit);
    if (hit == NULL)
        return bal_fail_mem(d->err);
    do {
        size_t n = strcspn(at, ";");

        code = mark(d, col, at, n, hit);
        at += n + (at[n] == ';');
    } while (code == 0 && *at != '\0');
    for (size_t r = 0; r < rows; r++)
        keep[r] = keep[r] && hit[r];
    bal_free(d->s->mem, hit, rows * sizeof *hit);
    return code;
}

/* What goes with events that are gone goes too. */
static int restrict_belongings(struct bal_editing *d, enum bal_role role)
{
    const struct bal_table *t = d->s->role[role];
    size_t rows = t != NULL ? t->rows : 0, out = 0, number = number_of(d, role);
    bool *keep;
    int code = 0;

    if (rows == 0)
        return 0;
    keep = bal_alloc(d->s->mem, rows);
    if (keep == NULL)
        return bal_fail_mem(d->err);
    for (size_t r = 0; r < rows; r++) {
        bal_name event;

        keep[r] = !bal_editing_belongs(d, number, r, &event) ||
                  bal_table_find_row(bal_editing_table(d), event) != BAL_NO_ROW;
        out += !keep[r];
    }
    if (out > 0)
        code = keep_rows(d, number, keep);
    bal_free(d->s->mem, keep, rows);
    return code;
}

static int restrict_events(struct bal_editing *d, bool *keep)
{
    const struct bal_table *t = bal_editing_table(d);
    size_t date = bal_study_column(d->s, BAL_EVENTS, "date"), left = 0;
    int code = 0;

    for (size_t i = 0; code == 0 && i < d->e->n; i++) {
        const struct bal_setting *set = &d->e->set[i];
        struct bal_date period;

        if (strcmp(set->key, "period") != 0) {
            code = restrict_field(d, set, keep);
            continue;
        }
        code = restrict_period(d, set->value, &period);
        for (size_t r = 0; code == 0 && r < t->rows; r++)
            keep[r] = keep[r] && period.first <= bal_cell_date(t, date, r)->first &&
                      bal_cell_date(t, date, r)->last <= period.last;
    }
    for (size_t r = 0; r < t->rows; r++)
        left += keep[r];
    if (code == 0 && left == 0)
        return bal_fail(d->err, BAL_EDATA, "no event would be left");
    return code == 0 && left < t->rows ? keep_rows(d, d->table, keep) : code;
}

int bal_editing_restrict(struct bal_editing *d)
{
    const struct bal_table *t = bal_editing_table(d);
    size_t rows = t->rows;
    bool *keep;
    int code;

    if (t != d->s->role[BAL_EVENTS] || d->e->id != NULL)
        return bal_fail(d->err, BAL_EARG, "what is restricted are events, by period=, kind= ...");
    if (d->e->n == 0)
        return bal_fail(d->err, BAL_EARG, "name what to restrict to: a period, kinds, actors ...");
    keep = bal_alloc(d->s->mem, rows);
    if (keep == NULL)
        return bal_fail_mem(d->err);
    memset(keep, true, rows);
    code = restrict_events(d, keep);
    if (code == 0)
        code = restrict_belongings(d, BAL_TEXTS);
    if (code == 0)
        code = restrict_belongings(d, BAL_CODINGS);
    bal_free(d->s->mem, keep, rows);
    return code;
}
