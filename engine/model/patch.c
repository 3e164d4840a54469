#include "model/patch.h"

#include <string.h>

void bal_patch_free(const struct bal_mem *mem, struct bal_patch *patch)
{
    if (patch == NULL)
        return;
    bal_table_free(&patch->own);
    bal_free(mem, patch->edit, patch->edit_cap * sizeof *patch->edit);
    bal_free(mem, patch->piece, patch->cap * sizeof *patch->piece);
    bal_free(mem, patch, sizeof *patch);
}

/* Pieces --------------------------------------------------------------------------------------- */

/* The piece that holds visible row `row`. */
static size_t piece_of(const struct bal_patch *p, size_t row)
{
    size_t lo = 0, hi = p->n;

    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;

        if (p->piece[mid].first <= row)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

struct bal_place bal_patch_place(const struct bal_table *t, size_t row)
{
    const struct bal_patch *p = t->patch;
    const struct bal_piece *piece = &p->piece[piece_of(p, row)];

    return (struct bal_place){piece->own ? &p->own : p->base, piece->row + (row - piece->first)};
}

static size_t piece_rows(const struct bal_table *t, size_t i)
{
    const struct bal_patch *p = t->patch;

    return (i + 1 < p->n ? p->piece[i + 1].first : t->rows) - p->piece[i].first;
}

static int add_piece(const struct bal_mem *mem, struct bal_patch *p, struct bal_piece piece,
                     struct bal_error *err)
{
    struct bal_piece *all = bal_grow(mem, p->piece, &p->cap, p->n + 1, sizeof *all);

    if (all == NULL)
        return bal_fail_mem(err);
    p->piece = all;
    all[p->n++] = piece;
    return 0;
}

/* Makes a piece start at visible row `row` (0 .. rows) and returns it in *at: p->n for the end. */
static int split(struct bal_table *t, size_t row, size_t *at, struct bal_error *err)
{
    struct bal_patch *p = t->patch;
    size_t i;
    int code;

    *at = p->n;
    if (row == t->rows)
        return 0;
    i = piece_of(p, row);
    *at = i;
    if (p->piece[i].first == row)
        return 0;
    code = add_piece(t->mem, p, (struct bal_piece){0}, err);
    if (code != 0)
        return code;
    memmove(&p->piece[i + 2], &p->piece[i + 1], (p->n - i - 2) * sizeof *p->piece);
    p->piece[i + 1] =
        (struct bal_piece){row, p->piece[i].row + (row - p->piece[i].first), p->piece[i].own};
    *at = i + 1;
    return 0;
}

static void shift(struct bal_patch *p, size_t from, ptrdiff_t by)
{
    for (size_t i = from; i < p->n; i++)
        p->piece[i].first = (size_t)((ptrdiff_t)p->piece[i].first + by);
}

int bal_patch_drop(struct bal_table *t, size_t row, struct bal_error *err)
{
    struct bal_patch *p = t->patch;
    size_t i, after;
    int code = split(t, row, &i, err);

    if (code == 0)
        code = split(t, row + 1, &after, err);
    if (code != 0)
        return code;
    memmove(&p->piece[i], &p->piece[i + 1], (p->n - i - 1) * sizeof *p->piece);
    p->n--;
    shift(p, i, -1);
    t->rows--;
    return 0;
}

/* Adds visible row `row` of the old pieces to the new ones in `p`, as visible row `at`. */
static int keep_row(const struct bal_table *t, struct bal_patch *p, size_t row, size_t at,
                    struct bal_error *err)
{
    struct bal_place from = bal_patch_place(t, row);
    bool own = from.t == &t->patch->own;
    const struct bal_piece *last = p->n > 0 ? &p->piece[p->n - 1] : NULL;

    if (last != NULL && last->own == own && last->row + (at - last->first) == from.row)
        return 0;
    return add_piece(t->mem, p, (struct bal_piece){at, from.row, own}, err);
}

int bal_patch_keep(struct bal_table *t, const bool *keep, struct bal_error *err)
{
    struct bal_patch kept = {0};
    size_t n = 0;
    int code = 0;

    for (size_t r = 0; code == 0 && r < t->rows; r++)
        if (keep[r])
            code = keep_row(t, &kept, r, n++, err);
    if (code != 0) {
        bal_free(t->mem, kept.piece, kept.cap * sizeof *kept.piece);
        return code;
    }
    bal_free(t->mem, t->patch->piece, t->patch->cap * sizeof *t->patch->piece);
    t->patch->piece = kept.piece;
    t->patch->n = kept.n;
    t->patch->cap = kept.cap;
    t->rows = n;
    return 0;
}

int bal_patch_insert(struct bal_table *t, size_t before, struct bal_error *err)
{
    struct bal_patch *p = t->patch;
    size_t i;
    int code = split(t, before, &i, err);

    if (code == 0)
        code = add_piece(t->mem, p, (struct bal_piece){0}, err);
    if (code != 0)
        return code;
    memmove(&p->piece[i + 1], &p->piece[i], (p->n - i - 1) * sizeof *p->piece);
    p->piece[i] = (struct bal_piece){before, p->own.rows - 1, true};
    shift(p, i + 1, 1);
    t->rows++;
    return 0;
}

int bal_patch_replace(struct bal_table *t, size_t row, struct bal_error *err)
{
    struct bal_patch *p = t->patch;
    size_t i, after;
    int code = split(t, row, &i, err);

    if (code == 0)
        code = split(t, row + 1, &after, err);
    if (code == 0)
        p->piece[i] = (struct bal_piece){row, p->own.rows - 1, true};
    return code;
}

/* Own rows ------------------------------------------------------------------------------------- */

static int note_edit(const struct bal_mem *mem, struct bal_patch *p, uint32_t edit,
                     struct bal_error *err)
{
    uint32_t *all = bal_grow(mem, p->edit, &p->edit_cap, p->own.rows, sizeof *all);

    if (all == NULL)
        return bal_fail_mem(err);
    p->edit = all;
    all[p->own.rows - 1] = edit;
    return 0;
}

int bal_patch_draft(struct bal_table *t, size_t row, const bool *unlisted, uint32_t edit,
                    struct bal_error *err)
{
    struct bal_table *own = &t->patch->own;
    struct bal_place at = {NULL, 0};
    int code;

    if (row == BAL_NO_ROW) {
        code = bal_table_add_row(own, 0, err);
    } else {
        at = bal_table_place(t, row);
        code = bal_table_copy_row(own, at.t, at.row, err);
    }
    for (size_t i = 0; code == 0 && unlisted != NULL && i < own->cols; i++)
        if (unlisted[i] && own->col[i].type == BAL_LIST)
            own->col[i].as.list.start[own->rows] = own->col[i].as.list.start[own->rows - 1];
    return code == 0 ? note_edit(t->mem, t->patch, edit, err) : code;
}

/* Made from another ---------------------------------------------------------------------------- */

/* The heads of the columns; what they allow stays the other table's. */
static int copy_heads(struct bal_table *own, const struct bal_table *t, struct bal_error *err)
{
    own->col = bal_calloc(own->mem, t->cols, sizeof *own->col);
    if (own->col == NULL)
        return bal_fail_mem(err);
    own->col_cap = t->cols;
    own->cols = t->cols;
    for (size_t i = 0; i < t->cols; i++)
        own->col[i] = (struct bal_column){.name = t->col[i].name,
                                          .type = t->col[i].type,
                                          .allowed = t->col[i].allowed,
                                          .nallowed = t->col[i].nallowed,
                                          .borrowed = true,
                                          .refers_to = t->col[i].refers_to,
                                          .delimiter = t->col[i].delimiter};
    return 0;
}

/* How many own rows the pieces show. */
static size_t shown_rows(const struct bal_table *t)
{
    size_t n = 0;

    for (size_t i = 0; i < t->patch->n; i++)
        n += t->patch->piece[i].own ? piece_rows(t, i) : 0;
    return n;
}

/* All of it as it stands, with the own rows that no piece shows any more. */
static int copy_whole(struct bal_table *out, const struct bal_table *t, struct bal_error *err)
{
    const struct bal_patch *from = t->patch;
    struct bal_patch *p = out->patch;
    int code = bal_table_copy_all(&p->own, &from->own, err);

    if (code != 0)
        return code;
    p->edit_cap = from->own.rows + 8;
    p->edit = bal_alloc(out->mem, p->edit_cap * sizeof *p->edit);
    p->cap = from->n + 8;
    p->piece = bal_alloc(out->mem, p->cap * sizeof *p->piece);
    if (p->edit == NULL || p->piece == NULL)
        return bal_fail_mem(err);
    if (from->own.rows > 0)
        memcpy(p->edit, from->edit, from->own.rows * sizeof *p->edit);
    if (from->n > 0)
        memcpy(p->piece, from->piece, from->n * sizeof *p->piece);
    p->n = from->n;
    return 0;
}

/* Own rows that no piece shows any more are left behind. */
static int copy_pieces(struct bal_table *out, const struct bal_table *t, struct bal_error *err)
{
    const struct bal_patch *from = t->patch;
    struct bal_patch *p = out->patch;
    int code = 0;

    for (size_t i = 0; code == 0 && i < from->n; i++) {
        struct bal_piece piece = from->piece[i];

        for (size_t k = 0; code == 0 && piece.own && k < piece_rows(t, i); k++) {
            code = bal_table_copy_row(&p->own, &from->own, from->piece[i].row + k, err);
            if (code == 0)
                code = note_edit(out->mem, p, from->edit[from->piece[i].row + k], err);
        }
        if (piece.own)
            piece.row = p->own.rows - piece_rows(t, i);
        if (code == 0)
            code = add_piece(out->mem, p, piece, err);
    }
    return code;
}

static int fill(struct bal_table *out, const struct bal_table *t, struct bal_error *err)
{
    struct bal_patch *p = bal_calloc(out->mem, 1, sizeof *p);
    int code;

    if (p == NULL)
        return bal_fail_mem(err);
    out->patch = p;
    bal_table_init(&p->own, out->mem, t->name, t->file);
    p->base = t->patch != NULL ? t->patch->base : t;
    code = copy_heads(&p->own, t, err);
    if (code != 0)
        return code;
    out->col = p->own.col;
    out->cols = t->cols;
    out->key = t->key;
    out->rows = t->rows;
    if (t->patch != NULL) /* what is no longer shown is carried along while it is not the most */
        return t->patch->own.rows <= 2 * shown_rows(t) + 8 ? copy_whole(out, t, err)
                                                           : copy_pieces(out, t, err);
    return t->rows > 0 ? add_piece(out->mem, p, (struct bal_piece){0, 0, false}, err) : 0;
}

int bal_patch_new(const struct bal_mem *mem, const struct bal_table *t, struct bal_table **out,
                  struct bal_error *err)
{
    struct bal_table *new = bal_alloc(mem, sizeof *new);
    int code;

    if (new == NULL)
        return bal_fail_mem(err);
    bal_table_init(new, mem, t->name, t->file);
    code = fill(new, t, err);
    if (code != 0) {
        bal_table_free(new);
        bal_free(mem, new, sizeof *new);
        return code;
    }
    *out = new;
    return 0;
}

/* Finding -------------------------------------------------------------------------------------- */

size_t bal_patch_find(const struct bal_table *t, bal_name key)
{
    const struct bal_patch *p = t->patch;
    size_t in_base = bal_table_find_row(p->base, key);

    if (key == 0 || t->key == BAL_NO_COLUMN)
        return BAL_NO_ROW;
    for (size_t i = 0; i < p->n; i++) {
        const struct bal_piece *piece = &p->piece[i];
        size_t rows = piece_rows(t, i);

        if (!piece->own && in_base != BAL_NO_ROW && in_base >= piece->row &&
            in_base - piece->row < rows)
            return piece->first + (in_base - piece->row);
        for (size_t k = 0; piece->own && k < rows; k++)
            if (p->own.col[t->key].as.names[piece->row + k] == key)
                return piece->first + k;
    }
    return BAL_NO_ROW;
}

uint32_t bal_patch_edit(const struct bal_table *t, struct bal_place at)
{
    return t->patch != NULL && at.t == &t->patch->own ? t->patch->edit[at.row] : 0;
}
