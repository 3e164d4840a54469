#include "model/diff.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"

void bal_diff_init(struct bal_diff *diff, const struct bal_mem *mem)
{
    *diff = (struct bal_diff){.mem = mem};
}

void bal_diff_free(struct bal_diff *diff)
{
    bal_free(diff->mem, diff->item, diff->cap * sizeof *diff->item);
    bal_diff_init(diff, diff->mem);
}

static const char *text_of(const struct bal_study *study, bal_name name)
{
    const char *text = bal_names_text(study->names, name);

    return text != NULL ? text : "";
}

/* Texts ---------------------------------------------------------------------------------------- */

/* The columns that name a row of the table, at most 4; none: it has only its place. */
static size_t naming_columns(const struct bal_study *study, const struct bal_table *t,
                             size_t col[4])
{
    static const struct {
        enum bal_role role;
        const char *name[4];
    } naming[] = {
        {BAL_PHASES, {"coding", "id"}},
        {BAL_CRISES, {"coding", "id"}},
        {BAL_OBSERVATIONS, {"indicator", "period"}},
        {BAL_CODINGS, {"record", "coder", "field", "table"}},
    };
    size_t n = 0;

    if (t->key != BAL_NO_COLUMN) {
        col[0] = t->key;
        return 1;
    }
    for (size_t i = 0; i < sizeof naming / sizeof naming[0]; i++)
        for (size_t k = 0; t == study->role[naming[i].role] && k < 4; k++) {
            const char *name = naming[i].name[k];

            if (name == NULL)
                break;
            col[n] = bal_study_column(study, naming[i].role, name);
            n += col[n] != BAL_NO_COLUMN;
        }
    return n;
}

static void add_number(double v, struct bal_buf *out)
{
    char text[40];

    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, v);
        if (!(strtod(text, NULL) < v) && !(strtod(text, NULL) > v))
            break;
    }
    bal_buf_adds(out, text);
}

void bal_cell_text(const struct bal_study *study, const struct bal_table *t, size_t col, size_t row,
                   struct bal_buf *out)
{
    const char delimiter = t->col[col].delimiter != '\0' ? t->col[col].delimiter : ';';
    const bal_name *item;
    size_t n;

    if (bal_table_missing(t, col, row))
        return;
    switch (t->col[col].type) {
    case BAL_NAME:
        bal_buf_adds(out, text_of(study, bal_cell_name(t, col, row)));
        break;
    case BAL_INT:
        bal_buf_addf(out, "%" PRId64, bal_cell_int(t, col, row));
        break;
    case BAL_REAL:
        add_number(bal_cell_real(t, col, row), out);
        break;
    case BAL_BOOL:
        bal_buf_adds(out, bal_cell_bool(t, col, row) ? "true" : "false");
        break;
    case BAL_DATE:
        bal_buf_adds(out, text_of(study, bal_cell_date_text(t, col, row)));
        break;
    case BAL_LIST:
        item = bal_table_list(t, col, row, &n);
        for (size_t i = 0; i < n; i++) {
            if (i > 0)
                bal_buf_addc(out, delimiter);
            bal_buf_adds(out, text_of(study, item[i]));
        }
        break;
    }
}

void bal_row_name(const struct bal_study *study, const struct bal_table *t, size_t row,
                  struct bal_buf *out)
{
    size_t col[4], n = naming_columns(study, t, col);

    if (n == 0)
        bal_buf_addf(out, "row %zu", row + 1);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            bal_buf_addc(out, ' ');
        bal_cell_text(study, t, col[i], row, out);
    }
}

/* Cells ---------------------------------------------------------------------------------------- */

struct pair {
    const struct bal_study *a, *b;
    size_t shared; /* names up to this number mean the same in both */
    struct bal_diff *out;
    struct bal_error *err;
};

static bool same_name(const struct pair *p, bal_name a, bal_name b)
{
    if (a <= p->shared && b <= p->shared)
        return a == b;
    return (a == 0) == (b == 0) && strcmp(text_of(p->a, a), text_of(p->b, b)) == 0;
}

static bool same_number(double a, double b)
{
    return isnan(a) ? isnan(b) : !(a < b) && !(a > b) && !isnan(b);
}

static bool same_list(const struct pair *p, const struct bal_difference *at)
{
    size_t n, m;
    const bal_name *x = bal_table_list(at->a, at->col_a, at->row_a, &n);
    const bal_name *y = bal_table_list(at->b, at->col_b, at->row_b, &m);

    for (size_t i = 0; n == m && i < n; i++)
        if (!same_name(p, x[i], y[i]))
            return false;
    return n == m;
}

static bool same_cell(const struct pair *p, const struct bal_difference *at)
{
    const struct bal_table *a = at->a, *b = at->b;

    if (a->col[at->col_a].type != b->col[at->col_b].type)
        return false;
    switch (a->col[at->col_a].type) {
    case BAL_NAME:
        return same_name(p, bal_cell_name(a, at->col_a, at->row_a),
                         bal_cell_name(b, at->col_b, at->row_b));
    case BAL_INT:
        return bal_cell_int(a, at->col_a, at->row_a) == bal_cell_int(b, at->col_b, at->row_b);
    case BAL_REAL:
        return same_number(bal_cell_real(a, at->col_a, at->row_a),
                           bal_cell_real(b, at->col_b, at->row_b));
    case BAL_BOOL:
        return bal_cell_bool(a, at->col_a, at->row_a) == bal_cell_bool(b, at->col_b, at->row_b);
    case BAL_DATE:
        return same_name(p, bal_cell_date_text(a, at->col_a, at->row_a),
                         bal_cell_date_text(b, at->col_b, at->row_b));
    case BAL_LIST:
        break;
    }
    return same_list(p, at);
}

/* Tables --------------------------------------------------------------------------------------- */

static int add(const struct pair *p, struct bal_difference d)
{
    struct bal_difference *all =
        bal_grow(p->out->mem, p->out->item, &p->out->cap, p->out->n + 1, sizeof *all);

    if (all == NULL)
        return bal_fail_mem(p->err);
    p->out->item = all;
    all[p->out->n++] = d;
    return 0;
}

/* The column of `to` that is called as column `col` of `from`. */
static size_t twin(const struct bal_study *s, const struct bal_table *from, size_t col,
                   const struct bal_study *other, const struct bal_table *to)
{
    const char *name = text_of(s, from->col[col].name);

    return bal_table_find_column(to, bal_names_find(other->names, name, strlen(name)));
}

static int diff_columns(const struct pair *p, const struct bal_table *a, const struct bal_table *b)
{
    struct bal_difference d = {a, b, BAL_NO_ROW, BAL_NO_ROW, BAL_NO_COLUMN, BAL_NO_COLUMN};
    int code = 0;

    for (size_t c = 0; code == 0 && c < a->cols; c++) {
        d.col_a = c;
        if (twin(p->a, a, c, p->b, b) == BAL_NO_COLUMN)
            code = add(p, d);
    }
    d.col_a = BAL_NO_COLUMN;
    for (size_t c = 0; code == 0 && c < b->cols; c++) {
        d.col_b = c;
        if (twin(p->b, b, c, p->a, a) == BAL_NO_COLUMN)
            code = add(p, d);
    }
    return code;
}

static int diff_rows(const struct pair *p, const struct bal_table *a, size_t row_a,
                     const struct bal_table *b, size_t row_b)
{
    struct bal_place x = bal_table_place(a, row_a), y = bal_table_place(b, row_b);
    int code = 0;

    if (x.t == y.t && x.row == y.row) /* one row that both share */
        return 0;
    for (size_t c = 0; code == 0 && c < a->cols; c++) {
        struct bal_difference d = {a, b, row_a, row_b, c, twin(p->a, a, c, p->b, b)};

        if (d.col_b != BAL_NO_COLUMN && !same_cell(p, &d))
            code = add(p, d);
    }
    return code;
}

/* What names the row, and which of the rows of that name it is. */
static int name_row(const struct pair *p, const struct bal_study *s, const struct bal_table *t,
                    size_t row, struct bal_names *names, size_t *seen, struct bal_buf *text,
                    bal_name *out)
{
    int code;

    bal_buf_clear(text);
    bal_row_name(s, t, row, text);
    code = text->failed ? bal_fail_mem(p->err)
                        : bal_names_intern(names, bal_buf_text(text), text->len, out, p->err);
    while (code == 0 && seen[*out]++ > 0) { /* again: "name\n2" */
        bal_buf_addf(text, "\n%zu", seen[*out]);
        code = text->failed ? bal_fail_mem(p->err)
                            : bal_names_intern(names, bal_buf_text(text), text->len, out, p->err);
    }
    return code;
}

struct matching {
    struct bal_names *names; /* of the rows of b first, then those of a that b has not */
    size_t *row;             /* of b, + 1, by name */
    size_t *seen;            /* times a name was met, of the table at hand */
    size_t most;             /* names there can be */
    struct bal_buf text;
};

static int match(const struct pair *p, struct matching *m, const struct bal_table *a,
                 const struct bal_table *b)
{
    bal_name name;
    int code = 0;

    for (size_t r = 0; code == 0 && r < b->rows; r++) {
        code = name_row(p, p->b, b, r, m->names, m->seen, &m->text, &name);
        if (code == 0)
            m->row[name] = r + 1;
    }
    memset(m->seen, 0, m->most * sizeof *m->seen);
    for (size_t r = 0; code == 0 && r < a->rows; r++) {
        code = name_row(p, p->a, a, r, m->names, m->seen, &m->text, &name);
        if (code != 0)
            break;
        if (m->row[name] == 0) {
            code =
                add(p, (struct bal_difference){a, b, r, BAL_NO_ROW, BAL_NO_COLUMN, BAL_NO_COLUMN});
        } else {
            code = diff_rows(p, a, r, b, m->row[name] - 1);
            m->row[name] = 0;
        }
    }
    /* what is left of b is new; names were given in the order of its rows */
    for (size_t k = 1; code == 0 && k < m->most; k++)
        if (m->row[k] != 0)
            code = add(p, (struct bal_difference){a, b, BAL_NO_ROW, m->row[k] - 1, BAL_NO_COLUMN,
                                                  BAL_NO_COLUMN});
    return code;
}

static int diff_tables(const struct pair *p, const struct bal_table *a, const struct bal_table *b)
{
    const struct bal_mem *mem = p->out->mem;
    struct matching m = {.most = 2 * (a->rows + b->rows) + 1};
    int code;

    if (a == b)
        return 0;
    m.names = bal_names_new(mem);
    m.row = bal_calloc(mem, m.most, sizeof *m.row);
    m.seen = bal_calloc(mem, m.most, sizeof *m.seen);
    bal_buf_init(&m.text, mem);
    code = m.names == NULL || m.row == NULL || m.seen == NULL ? bal_fail_mem(p->err)
                                                              : diff_columns(p, a, b);
    if (code == 0)
        code = match(p, &m, a, b);
    bal_buf_free(&m.text);
    bal_free(mem, m.row, m.most * sizeof *m.row);
    bal_free(mem, m.seen, m.most * sizeof *m.seen);
    bal_names_free(m.names);
    return code;
}

int bal_study_diff(const struct bal_study *a, const struct bal_study *b, struct bal_diff *out,
                   struct bal_error *err)
{
    const struct bal_study *base = bal_study_base(a);
    struct pair p = {.a = a, .b = b, .out = out, .err = err};
    struct bal_difference only = {NULL, NULL, BAL_NO_ROW, BAL_NO_ROW, BAL_NO_COLUMN, BAL_NO_COLUMN};
    int code = 0;

    if (base == bal_study_base(b))
        p.shared = bal_names_count(base->names);
    for (size_t i = 0; code == 0 && i < a->ntables; i++) {
        const struct bal_table *other = bal_study_table(b, text_of(a, a->table[i]->name));

        only.a = a->table[i];
        code = other != NULL ? diff_tables(&p, a->table[i], other) : add(&p, only);
    }
    only.a = NULL;
    for (size_t i = 0; code == 0 && i < b->ntables; i++) {
        only.b = b->table[i];
        if (bal_study_table(a, text_of(b, b->table[i]->name)) == NULL)
            code = add(&p, only);
    }
    return code;
}
