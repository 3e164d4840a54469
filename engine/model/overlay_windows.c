/* Phases and crises of a what-if: moved, resized, merged; in the order of time, without overlap. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/overlaying.h"

enum { EDGE = BAL_DATE_TEXT, SPAN = 2 * EDGE + 2 };

static size_t column(const struct bal_editing *d, const char *name)
{
    return bal_table_find_column(bal_editing_table(d),
                                 bal_names_find(d->s->names, name, strlen(name)));
}

/* Placing -------------------------------------------------------------------------------------- */

static int refuse_overlap(const struct bal_editing *d, const struct bal_table *own, size_t other)
{
    const struct bal_table *t = bal_editing_table(d);
    size_t id = column(d, "id"), span = column(d, "span"), last = own->rows - 1;

    return bal_fail(d->err, BAL_EDATA,
                    "'%.80s' (%s) would overlap '%.80s' (%s) of the coding '%.80s'",
                    bal_editing_text(d, own->col[id].as.names[last]),
                    bal_editing_text(d, own->col[span].as.date.text[last]),
                    bal_editing_text(d, bal_cell_name(t, id, other)),
                    bal_editing_text(d, bal_cell_date_text(t, span, other)),
                    bal_editing_text(d, own->col[column(d, "coding")].as.names[last]));
}

/* Where the draft belongs among the rows of its coding, but `row`: *after the last one that is
 * before it in time, *before the first one that is after it; BAL_NO_ROW where there is none. */
static int neighbours(const struct bal_editing *d, const struct bal_table *own, size_t row,
                      size_t *after, size_t *before)
{
    const struct bal_table *t = bal_editing_table(d);
    size_t coding = column(d, "coding"), id = column(d, "id"), span = column(d, "span");
    size_t last = own->rows - 1;
    const struct bal_date *new = &own->col[span].as.date.dates[last];

    *after = *before = BAL_NO_ROW;
    for (size_t r = 0; r < t->rows; r++) {
        const struct bal_date *old = bal_cell_date(t, span, r);

        if (r == row || bal_cell_name(t, coding, r) != own->col[coding].as.names[last])
            continue;
        if (bal_cell_name(t, id, r) == own->col[id].as.names[last])
            return bal_fail(d->err, BAL_EDATA, "the coding '%.80s' has '%.80s' already",
                            bal_editing_text(d, own->col[coding].as.names[last]),
                            bal_editing_text(d, own->col[id].as.names[last]));
        if (old->first <= new->last &&new->first <= old->last)
            return refuse_overlap(d, own, r);
        if (old->first < new->first)
            *after = r;
        else if (*before == BAL_NO_ROW)
            *before = r;
    }
    return 0;
}

int bal_editing_place(struct bal_editing *d, size_t row)
{
    struct bal_table *t;
    size_t after, before, at;
    int code = bal_editing_own(d, d->table, &t);

    if (code == 0)
        code = neighbours(d, &t->patch->own, row, &after, &before);
    if (code != 0)
        return code;
    if (row != BAL_NO_ROW && (after == BAL_NO_ROW || after < row) &&
        (before == BAL_NO_ROW || before > row))
        return bal_patch_replace(t, row, d->err);
    at = before != BAL_NO_ROW ? before : after != BAL_NO_ROW ? after + 1 : t->rows;
    if (row != BAL_NO_ROW) {
        code = bal_patch_drop(t, row, d->err);
        at -= at > row;
    }
    return code == 0 ? bal_patch_insert(t, at, d->err) : code;
}

/* Writes the span of a row and puts the row where it then belongs. */
static int set_span(struct bal_editing *d, size_t row, const char *span)
{
    struct bal_setting set = {"span", span};
    int code = bal_editing_draft(d, row, &set, 1, NULL);

    return code == 0 ? bal_editing_place(d, row) : code;
}

/* Edges ---------------------------------------------------------------------------------------- */

/* The two ends of a row's span as they are written; one date is both. */
static void edges_of(const struct bal_editing *d, size_t row, char from[EDGE], char to[EDGE])
{
    const struct bal_table *t = bal_editing_table(d);
    const char *text = bal_editing_text(d, bal_cell_date_text(t, column(d, "span"), row));
    const char *slash = strchr(text, '/');
    size_t n = slash != NULL ? (size_t)(slash - text) : strlen(text);

    snprintf(from, EDGE, "%.*s", (int)n, text);
    snprintf(to, EDGE, "%s", slash != NULL ? slash + 1 : text);
}

static int read_edge(const struct bal_editing *d, const char *key, char out[EDGE])
{
    const struct bal_setting *set = bal_editing_setting(d, key);
    struct bal_error why;
    struct bal_date date;

    if (set == NULL)
        return 0;
    if (set->value == NULL)
        return bal_fail(d->err, BAL_EARG, "'%s' needs a date, or .. for an open end", key);
    if (strcmp(set->value, "..") != 0 &&
        bal_date_parse(set->value, strlen(set->value), &date, &why) != 0)
        return bal_fail(d->err, BAL_EDATA, "'%s': %s", key, why.message);
    if (strchr(set->value, '/') != NULL || strlen(set->value) >= EDGE)
        return bal_fail(d->err, BAL_EARG, "'%s' is one date, not the interval '%.80s'", key,
                        set->value);
    snprintf(out, EDGE, "%s", set->value);
    return 0;
}

/* A whole number of months from the setting. */
static int read_months(const struct bal_editing *d, const char *key, long least, long *out)
{
    const struct bal_setting *set = bal_editing_setting(d, key);
    const char *text = set != NULL && set->value != NULL ? set->value : "";
    char *end;

    *out = strtol(text, &end, 10);
    if (text[0] != '\0' && *end == '\0' && *out >= least && *out <= 120000)
        return 0;
    return bal_fail(d->err, BAL_EARG, "'%s' is a number of months, not '%.80s'", key, text);
}

/* The same day so many months on; the last of a month where there is no such day. */
static bal_day add_months(bal_day day, long months)
{
    int64_t year, m;
    int month, dom, most;

    bal_civil_from_day(day, &year, &month, &dom);
    m = year * 12 + month - 1 + months;
    year = m / 12 - (m % 12 < 0);
    month = (int)(m - year * 12) + 1;
    most = bal_days_in_month(year, month);
    return bal_day_from_civil(year, month, dom < most ? dom : most);
}

/* [from, to) as EDTF: by months where it starts and ends with one, else by days. False when it is
 * beyond what EDTF can write to the day. */
static bool write_span(bal_day from, bal_day to, char out[SPAN])
{
    int64_t year, other;
    int month, dom, other_dom;
    char a[BAL_DATE_TEXT] = "..", b[BAL_DATE_TEXT] = "..";
    struct bal_date check;

    bal_civil_from_day(from != BAL_DAY_MIN ? from : 0, &year, &month, &dom);
    bal_civil_from_day(to != BAL_DAY_MAX ? to : 0, &other, &month, &other_dom);
    if (from != BAL_DAY_MIN)
        bal_day_text(from, a, sizeof a);
    if (to != BAL_DAY_MAX)
        bal_day_text(to - 1, b, sizeof b);
    if ((from == BAL_DAY_MIN || dom == 1) && (to == BAL_DAY_MAX || other_dom == 1)) {
        if (from != BAL_DAY_MIN && strlen(a) > 3)
            a[strlen(a) - 3] = '\0';
        if (to != BAL_DAY_MAX && strlen(b) > 3)
            b[strlen(b) - 3] = '\0';
    }
    snprintf(out, SPAN, "%.*s/%.*s", EDGE, a, EDGE, b);
    return bal_date_parse(out, strlen(out), &check, NULL) == 0 && check.first == from &&
           (to == BAL_DAY_MAX ? check.last == BAL_DAY_MAX : check.last == to - 1);
}

static int set_days(struct bal_editing *d, size_t row, bal_day from, bal_day to)
{
    char span[SPAN];

    if (!write_span(from, to, span))
        return bal_fail(d->err, BAL_EDATA,
                        "the window of '%.80s' would lie beyond what a date can say", d->e->id);
    return set_span(d, row, span);
}

/* Moving --------------------------------------------------------------------------------------- */

static int move_by(struct bal_editing *d, size_t row)
{
    const struct bal_date *old = bal_cell_date(bal_editing_table(d), column(d, "span"), row);
    bal_day from = old->first, to = old->last;
    long months;
    int code = read_months(d, "by", -120000, &months);

    if (code != 0)
        return code;
    if (from != BAL_DAY_MIN)
        from = add_months(from, months);
    if (to != BAL_DAY_MAX)
        to = add_months(to + 1, months);
    return set_days(d, row, from, to);
}

static int move_edges(struct bal_editing *d, size_t row)
{
    char from[EDGE], to[EDGE], span[SPAN];
    int code;

    edges_of(d, row, from, to);
    code = read_edge(d, "from", from);
    if (code == 0)
        code = read_edge(d, "to", to);
    if (code != 0)
        return code;
    snprintf(span, sizeof span, "%.*s/%.*s", EDGE, from, EDGE, to);
    return set_span(d, row, span);
}

int bal_editing_move(struct bal_editing *d)
{
    bool edges = bal_editing_setting(d, "from") != NULL || bal_editing_setting(d, "to") != NULL;
    bool by = bal_editing_setting(d, "by") != NULL;

    if (edges == by)
        return bal_fail(d->err, BAL_EARG, "a move has from, to, or both; or else by, in months");
    return bal_editing_each(d, by ? move_by : move_edges);
}

/* Resizing ------------------------------------------------------------------------------------- */

static int resize(struct bal_editing *d, size_t row)
{
    const struct bal_date *old = bal_cell_date(bal_editing_table(d), column(d, "span"), row);
    const struct bal_setting *keep = bal_editing_setting(d, "keep");
    bool end = keep != NULL && keep->value != NULL && strcmp(keep->value, "end") == 0;
    bal_day from = old->first, to = old->last;
    long months;
    int code = read_months(d, "months", 1, &months);

    if (code != 0)
        return code;
    if (keep != NULL && !end && (keep->value == NULL || strcmp(keep->value, "start") != 0))
        return bal_fail(d->err, BAL_EARG, "'keep' is start or end, not '%.80s'",
                        keep->value != NULL ? keep->value : "");
    if (end ? to == BAL_DAY_MAX : from == BAL_DAY_MIN)
        return bal_fail(d->err, BAL_EDATA, "'%.80s' has an open %s to keep", d->e->id,
                        end ? "end" : "start");
    if (end) {
        to++;
        from = add_months(to, -months);
    } else {
        to = add_months(from, months);
    }
    return set_days(d, row, from, to);
}

int bal_editing_resize(struct bal_editing *d)
{
    return bal_editing_each(d, resize);
}

/* Merging -------------------------------------------------------------------------------------- */

/* The next id at *at of a list "a;b;c", into `out`. */
static bool next_id(const char **at, char *out, size_t size)
{
    size_t n = strcspn(*at, ";");

    if (**at == '\0')
        return false;
    snprintf(out, size, "%.*s", (int)n, *at);
    *at += n + ((*at)[n] == ';');
    return true;
}

struct merger {
    size_t from, to; /* rows of the first start and the last end */
    char label[1024];
};

/* Takes one more row into the merger. */
static void take(const struct bal_editing *d, struct merger *m, size_t row)
{
    const struct bal_table *t = bal_editing_table(d);
    size_t span = column(d, "span"), n = strlen(m->label);

    if (bal_cell_date(t, span, row)->first < bal_cell_date(t, span, m->from)->first)
        m->from = row;
    if (bal_cell_date(t, span, row)->last > bal_cell_date(t, span, m->to)->last)
        m->to = row;
    snprintf(m->label + n, sizeof m->label - n, "%s%s", n > 0 ? "; " : "",
             bal_editing_text(d, bal_cell_name(t, column(d, "label"), row)));
}

/* Drops the others of the coding of `row`; *row then is where it went. */
static int drop_others(struct bal_editing *d, size_t *row, bal_name coding)
{
    const char *at = bal_editing_setting(d, "with")->value;
    char id[256];
    int code = 0;

    while (code == 0 && next_id(&at, id, sizeof id)) {
        size_t other = 0;

        if (!bal_editing_next(d, id, coding, &other) || other == *row)
            continue;
        code = bal_editing_drop_row(d, d->table, other);
        *row -= other < *row;
    }
    return code;
}

static int merge_row(struct bal_editing *d, size_t row)
{
    const struct bal_setting *id = bal_editing_setting(d, "id"),
                             *label = bal_editing_setting(d, "label");
    bal_name coding = bal_cell_name(bal_editing_table(d), column(d, "coding"), row);
    const char *at = bal_editing_setting(d, "with")->value;
    struct merger m = {.from = row, .to = row};
    char other[256], from[EDGE], to[EDGE], unused[EDGE], span[SPAN];
    struct bal_setting set[3];
    int code;

    take(d, &m, row);
    while (next_id(&at, other, sizeof other)) {
        size_t with = 0;

        if (!bal_editing_next(d, other, coding, &with))
            return bal_editing_no_record(d, other);
        if (with == row)
            return bal_fail(d->err, BAL_EARG, "'%s' cannot be merged with itself", other);
        take(d, &m, with);
    }
    edges_of(d, m.from, from, unused);
    edges_of(d, m.to, unused, to);
    snprintf(span, sizeof span, "%.*s/%.*s", EDGE, from, EDGE, to);
    set[0] = (struct bal_setting){"span", span};
    set[1] = (struct bal_setting){"label", label != NULL ? label->value : m.label};
    set[2] = (struct bal_setting){"id", id != NULL ? id->value : d->e->id};
    code = drop_others(d, &row, coding);
    if (code == 0)
        code = bal_editing_draft_as(d, row, set, 3);
    return code == 0 ? bal_editing_place(d, row) : code;
}

int bal_editing_merge(struct bal_editing *d)
{
    const struct bal_setting *with = bal_editing_setting(d, "with");

    if (with == NULL || with->value == NULL)
        return bal_fail(d->err, BAL_EARG, "a merge names what '%.80s' is merged with: with=ID",
                        d->e->id);
    return bal_editing_each(d, merge_row);
}
