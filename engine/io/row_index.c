#include "io/row_index.h"

#include <stdint.h>
#include <string.h>

/* A cell as a number: equal cells of one type, in whatever tables of a study, have equal ones. */
static uint64_t cell_key(const struct bal_index *index, const struct bal_table *t, size_t col,
                         size_t row)
{
    const struct bal_column *c = &t->col[col];
    double real;
    uint64_t bits;

    switch (c->type) {
    case BAL_NAME:
        return c->as.names[row];
    case BAL_INT:
        return (uint64_t)c->as.ints[row];
    case BAL_BOOL:
        return c->as.bools[row] > 0;
    case BAL_DATE:
        return index->by_day ? (uint64_t)c->as.date.dates[row].first : c->as.date.text[row];
    case BAL_REAL:
        real = c->as.reals[row] + 0.0; /* -0.0 becomes 0.0 */
        memcpy(&bits, &real, sizeof bits);
        return bits;
    case BAL_LIST:
        break;
    }
    return 0;
}

static uint64_t probe_key(const struct bal_index *index, const struct bal_probe *p, size_t i)
{
    return p->item != 0 ? p->item : cell_key(index, p->t, p->col[i], p->row);
}

static bool same(const struct bal_index *index, const struct bal_probe *p, size_t row)
{
    for (size_t i = 0; i < index->n; i++)
        if (probe_key(index, p, i) != cell_key(index, index->t, index->col[i], row))
            return false;
    return true;
}

/* Where the probe's values are, or belong. */
static size_t find_slot(const struct bal_index *index, const struct bal_probe *p)
{
    uint64_t h = 0;
    size_t i;

    for (size_t k = 0; k < index->n; k++) {
        h = (h ^ probe_key(index, p, k)) * UINT64_C(0x9E3779B97F4A7C15);
        h ^= h >> 32;
    }
    for (i = (size_t)h & (index->slots - 1);
         index->slot[i] != 0 && !same(index, p, index->slot[i] - 1);)
        i = (i + 1) & (index->slots - 1);
    return i;
}

int bal_index_open(struct bal_index *index, struct bal_error *err)
{
    index->slots = 16;
    while (index->slots < index->t->rows * 2)
        index->slots *= 2;
    index->slot = bal_calloc(index->mem, index->slots, sizeof *index->slot);
    return index->slot != NULL ? 0 : bal_fail_mem(err);
}

void bal_index_free(struct bal_index *index)
{
    bal_free(index->mem, index->slot, index->slots * sizeof *index->slot);
    index->slot = NULL;
}

bool bal_index_has_gap(const struct bal_index *index, size_t row)
{
    for (size_t i = 0; i < index->n; i++) {
        const struct bal_column *c = &index->t->col[index->col[i]];

        if (bal_table_missing(index->t, index->col[i], row))
            return true;
        if (c->type == BAL_NAME && c->as.names[row] == index->no_text)
            return true;
    }
    return false;
}

size_t bal_index_find(const struct bal_index *index, const struct bal_probe *probe)
{
    size_t found = index->slot[find_slot(index, probe)];

    return found != 0 ? found - 1 : BAL_NO_ROW;
}

size_t bal_index_add(struct bal_index *index, size_t row)
{
    struct bal_probe p = {.t = index->t, .col = index->col, .row = row};
    size_t i = find_slot(index, &p);

    if (index->slot[i] != 0)
        return index->slot[i] - 1;
    index->slot[i] = row + 1;
    return BAL_NO_ROW;
}
