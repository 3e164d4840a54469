#include "text/matching.h"

#include <stdlib.h>
#include <string.h>

#include "text/entry.h"
#include "text/stem.h"
#include "text/tokens.h"

/* Pairs, and rows of them ----------------------------------------------------------------------- */

struct pair {
    uint32_t row, item;
};

struct pairs {
    struct pair *pair;
    size_t n, cap;
};

static int add_pair(const struct bal_mem *mem, struct pairs *p, uint32_t row, uint32_t item,
                    struct bal_error *err)
{
    struct pair *pair = bal_grow(mem, p->pair, &p->cap, p->n + 1, sizeof *pair);

    if (pair == NULL)
        return bal_fail_mem(err);
    p->pair = pair;
    if (p->n == UINT32_MAX - 1)
        return bal_fail(err, BAL_EDATA, "the entries match too much");
    pair[p->n++] = (struct pair){row, item};
    return 0;
}

static void free_pairs(const struct bal_mem *mem, struct pairs *p)
{
    bal_free(mem, p->pair, p->cap * sizeof *p->pair);
    *p = (struct pairs){0};
}

/* The pairs by row, in their order within each (a counting sort). */
static int make_rows(const struct bal_mem *mem, const struct pairs *p, size_t nrows,
                     struct bal_rows *rows, struct bal_error *err)
{
    rows->nrows = nrows;
    rows->nitems = p->n;
    rows->start = bal_calloc(mem, nrows + 2, sizeof *rows->start);
    rows->item = bal_alloc(mem, p->n * sizeof *rows->item);
    if (rows->start == NULL || rows->item == NULL)
        return bal_fail_mem(err);
    for (size_t i = 0; i < p->n; i++)
        rows->start[p->pair[i].row + 2]++;
    for (size_t r = 2; r < nrows + 2; r++)
        rows->start[r] += rows->start[r - 1];
    for (size_t i = 0; i < p->n; i++)
        rows->item[rows->start[p->pair[i].row + 1]++] = p->pair[i].item;
    return 0;
}

static void free_rows(const struct bal_mem *mem, struct bal_rows *rows)
{
    bal_free(mem, rows->start, (rows->nrows + 2) * sizeof *rows->start);
    bal_free(mem, rows->item, rows->nitems * sizeof *rows->item);
    *rows = (struct bal_rows){0};
}

/* Patterns -------------------------------------------------------------------------------------- */

enum shape { EXACT, PREFIX, LOOSE };

struct patterns {
    struct bal_matcher *m;
    const struct bal_language *language;
    struct bal_letters letters;
    struct bal_types text; /* each different pattern */
    bool *wild;            /* of each */
    size_t wild_cap;
    struct pairs found; /* type, pattern */
    struct bal_error *err;
};

static int add_pattern(struct patterns *p, const unsigned char *text, size_t len, bool wild,
                       uint32_t *id)
{
    bool *list;
    int code = bal_types_add(&p->text, text, len, id, p->err);

    if (code != 0)
        return code;
    list = bal_grow(p->m->mem, p->wild, &p->wild_cap, p->text.n, sizeof *list);
    if (list == NULL)
        return bal_fail_mem(p->err);
    p->wild = list;
    list[*id] = wild;
    return 0;
}

/* The patterns of every entry. */
static int read_entries(struct patterns *p)
{
    const struct bal_dictionary *d = p->m->spec->dictionary;
    struct bal_entry_words *words = bal_alloc(p->m->mem, sizeof *words);
    struct pairs pairs = {0};
    int code = words != NULL ? 0 : bal_fail_mem(p->err);

    for (size_t e = 0; e < d->nentries && code == 0; e++) {
        const char *text = bal_dictionary_text(d, d->entry[e].text);

        bal_entry_read(&p->letters, p->m->spec->corpus->split_hyphens, p->m->spec->plain, text,
                       strlen(text), words);
        for (size_t w = 0; w < words->n && code == 0; w++) {
            uint32_t id;

            code =
                add_pattern(p, words->word[w].text, words->word[w].len, words->word[w].wild, &id);
            if (code == 0)
                code = add_pair(p->m->mem, &pairs, (uint32_t)e, id, p->err);
        }
    }
    if (code == 0)
        code = make_rows(p->m->mem, &pairs, d->nentries, &p->m->words, p->err);
    p->m->npatterns = p->text.n;
    free_pairs(p->m->mem, &pairs);
    bal_free(p->m->mem, words, sizeof *words);
    return code;
}

static enum shape shape_of(const struct patterns *p, uint32_t id, size_t *len)
{
    const unsigned char *text = bal_types_word(&p->text, id, len);

    if (!p->wild[id])
        return EXACT;
    if (memchr(text, BAL_ONE, *len) == NULL && memchr(text, BAL_ANY, *len) == text + *len - 1) {
        --*len;
        return PREFIX;
    }
    return LOOSE;
}

/* Types that a pattern matches ------------------------------------------------------------------ */

static int match_exact(struct patterns *p)
{
    const struct bal_types *types = &p->m->spec->corpus->types;
    int code = 0;

    for (uint32_t id = 0; id < p->text.n && code == 0; id++) {
        size_t len;
        uint32_t type;

        if (shape_of(p, id, &len) != EXACT)
            continue;
        type = bal_types_find(types, bal_types_word(&p->text, id, &len), len);
        if (type != BAL_NO_TYPE)
            code = add_pair(p->m->mem, &p->found, type, id, p->err);
    }
    return code;
}

/* By stems: those of the patterns are numbered, and each type looks for its own among them. */
static int match_stems(struct patterns *p, struct bal_stemmer *stemmer)
{
    const struct bal_types *types = &p->m->spec->corpus->types;
    const struct bal_mem *mem = p->m->mem;
    unsigned char stem[BAL_WORD_ROOM];
    struct bal_types stems;
    struct bal_rows of = {0}; /* of each stem: patterns */
    struct pairs pairs = {0};
    uint32_t number;
    size_t len;
    int code = 0;

    bal_types_init(&stems, mem);
    for (uint32_t id = 0; id < p->text.n && code == 0; id++) {
        if (shape_of(p, id, &len) != EXACT)
            continue;
        len = bal_stem(stemmer, bal_types_word(&p->text, id, &len), len, stem);
        code = bal_types_add(&stems, stem, len, &number, p->err);
        if (code == 0)
            code = add_pair(mem, &pairs, number, id, p->err);
    }
    if (code == 0)
        code = make_rows(mem, &pairs, stems.n, &of, p->err);
    for (uint32_t t = 0; t < types->n && code == 0; t++) {
        const unsigned char *word = bal_types_word(types, t, &len);
        const uint32_t *id;

        len = bal_stem(stemmer, word, len, stem);
        number = bal_types_find(&stems, stem, len);
        if (number == BAL_NO_TYPE)
            continue;
        for (uint32_t n = bal_row(&of, number, &id); n > 0 && code == 0; n--)
            code = add_pair(mem, &p->found, t, *id++, p->err);
    }
    free_pairs(mem, &pairs);
    free_rows(mem, &of);
    bal_types_free(&stems);
    return code;
}

/* abc*: each type looks up its beginnings, of the lengths that there are. */
static int match_prefixes(struct patterns *p)
{
    const struct bal_types *types = &p->m->spec->corpus->types;
    bool length[BAL_WORD_MAX + 1] = {false};
    struct bal_types prefixes;
    uint32_t *pattern = bal_alloc(p->m->mem, p->text.n * sizeof *pattern), number;
    size_t len, longest = 0;
    int code = pattern != NULL ? 0 : bal_fail_mem(p->err);

    bal_types_init(&prefixes, p->m->mem);
    for (uint32_t id = 0; id < p->text.n && code == 0; id++) {
        unsigned char text[BAL_WORD_ROOM] = {0};

        if (shape_of(p, id, &len) != PREFIX)
            continue;
        memcpy(text, p->text.bytes + p->text.place[id].start, len);
        code = bal_types_add(&prefixes, text, len, &number, p->err);
        if (code == 0)
            pattern[number] = id;
        length[len] = true;
        longest = len > longest ? len : longest;
    }
    for (uint32_t t = 0; t < types->n && code == 0 && prefixes.n > 0; t++) {
        const unsigned char *word = bal_types_word(types, t, &len);

        for (size_t k = 0; k <= len && k <= longest && code == 0; k++) {
            number = length[k] ? bal_types_find(&prefixes, word, k) : BAL_NO_TYPE;
            if (number != BAL_NO_TYPE)
                code = add_pair(p->m->mem, &p->found, t, pattern[number], p->err);
        }
    }
    bal_types_free(&prefixes);
    bal_free(p->m->mem, pattern, p->text.n * sizeof *pattern);
    return code;
}

static int match_loose(struct patterns *p)
{
    const struct bal_types *types = &p->m->spec->corpus->types;
    int code = 0;

    for (uint32_t id = 0; id < p->text.n && code == 0; id++) {
        size_t len, n;
        const unsigned char *text;

        if (shape_of(p, id, &len) != LOOSE)
            continue;
        text = bal_types_word(&p->text, id, &len);
        for (uint32_t t = 0; t < types->n && code == 0; t++) {
            const unsigned char *word = bal_types_word(types, t, &n);

            if (bal_word_matches(text, len, word, n))
                code = add_pair(p->m->mem, &p->found, t, id, p->err);
        }
    }
    return code;
}

static int match_types(struct patterns *p)
{
    struct bal_stemmer *stemmer = NULL;
    int code = 0;

    if (p->language->stemmer != NULL)
        code = bal_stemmer_new(p->m->mem, p->language->stemmer, &stemmer, p->err);
    if (code == 0)
        code = stemmer != NULL ? match_stems(p, stemmer) : match_exact(p);
    bal_stemmer_free(stemmer);
    if (code == 0)
        code = match_prefixes(p);
    if (code == 0)
        code = match_loose(p);
    if (code == 0)
        code = make_rows(p->m->mem, &p->found, p->m->ntypes, &p->m->of, p->err);
    return code;
}

/* Phrases --------------------------------------------------------------------------------------- */

static size_t edge_slot(const struct bal_matcher *m, uint32_t node, uint32_t pattern)
{
    uint64_t h = ((uint64_t)node << 32 | pattern) * UINT64_C(0x9E3779B97F4A7C15);
    size_t mask = m->edge_cap - 1, i = (size_t)(h >> 32) & mask;

    while (m->edge[i].to != 0 && (m->edge[i].node != node || m->edge[i].pattern != pattern))
        i = (i + 1) & mask;
    return i;
}

uint32_t bal_matcher_child(const struct bal_matcher *m, uint32_t node, uint32_t pattern)
{
    return m->edge_cap > 0 ? m->edge[edge_slot(m, node, pattern)].to : 0;
}

static int grow_edges(struct bal_matcher *m, struct bal_error *err)
{
    struct bal_edge *was = m->edge;
    size_t old = m->edge_cap, cap = old > 0 ? 2 * old : 64;
    struct bal_edge *now = bal_calloc(m->mem, cap, sizeof *now);

    if (now == NULL)
        return bal_fail_mem(err);
    m->edge = now;
    m->edge_cap = cap;
    for (size_t i = 0; i < old; i++)
        if (was[i].to != 0)
            now[edge_slot(m, was[i].node, was[i].pattern)] = was[i];
    bal_free(m->mem, was, old * sizeof *was);
    return 0;
}

static int add_node(struct bal_matcher *m, struct bal_error *err)
{
    uint32_t *entry = bal_grow(m->mem, m->node_entry, &m->node_cap, m->nnodes + 1, sizeof *entry);

    if (entry == NULL)
        return bal_fail_mem(err);
    m->node_entry = entry;
    entry[m->nnodes++] = 0;
    return 0;
}

static int step(struct bal_matcher *m, uint32_t *node, uint32_t pattern, struct bal_error *err)
{
    size_t i;

    if (m->edges >= m->edge_cap / 2 && grow_edges(m, err) != 0)
        return err->code;
    i = edge_slot(m, *node, pattern);
    if (m->edge[i].to == 0) {
        if (add_node(m, err) != 0)
            return err->code;
        m->edge[i] = (struct bal_edge){*node, pattern, m->nnodes - 1};
        m->edges++;
    }
    *node = m->edge[i].to;
    return 0;
}

/* From the last entry to the first, so that each node lists its entries in the file's order. */
static int make_tree(struct bal_matcher *m, struct bal_error *err)
{
    size_t n = m->spec->dictionary->nentries;
    int code = add_node(m, err);

    m->entry_next = bal_calloc(m->mem, n, sizeof *m->entry_next);
    if (code == 0 && m->entry_next == NULL)
        return bal_fail_mem(err);
    for (size_t e = n; e-- > 0 && code == 0;) {
        const uint32_t *pattern;
        uint32_t words = bal_row(&m->words, e, &pattern), node = 0;

        if (words < 2)
            continue;
        for (uint32_t w = 0; w < words && code == 0; w++)
            code = step(m, &node, pattern[w], err);
        if (code == 0) {
            m->entry_next[e] = m->node_entry[node];
            m->node_entry[node] = (uint32_t)e + 1;
        }
    }
    return code;
}

/* Single words ---------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static int add_single(struct bal_matcher *m, uint32_t category, double weight,
                      struct bal_error *err)
{
    struct bal_single *s = bal_grow(m->mem, m->single, &m->single_cap, m->nsingles + 1, sizeof *s);

    if (s == NULL)
        return bal_fail_mem(err);
    m->single = s;
    s[m->nsingles++] = (struct bal_single){category, weight};
    return 0;
}

/* What the entries (n of them, in the file's order) count where their word stands. */
static int add_singles(struct bal_matcher *m, const uint32_t *entry, size_t n, uint32_t *mark,
                       uint32_t now, struct bal_error *err)
{
    const struct bal_dictionary *d = m->spec->dictionary;
    int code = 0;

    for (size_t i = 0; i < n; i++)
        for (uint32_t c = d->entry[entry[i]].category; c != BAL_NO_CATEGORY && code == 0;
             c = d->category[c].parent) {
            if (!m->spec->all && mark[c] == now)
                continue;
            mark[c] = now;
            code = add_single(m, c, d->entry[entry[i]].weight, err);
        }
    return code;
}

struct gather { /* the one-word entries of a type */
    uint32_t *entry;
    size_t n, cap;
};

static int gather_entries(const struct bal_matcher *m, uint32_t type, struct gather *g,
                          struct bal_error *err)
{
    const uint32_t *pattern, *entry;
    uint32_t patterns = bal_row(&m->of, type, &pattern);

    g->n = 0;
    for (uint32_t k = 0; k < patterns; k++) {
        uint32_t n = bal_row(&m->entries, pattern[k], &entry);
        uint32_t *list = bal_grow(m->mem, g->entry, &g->cap, g->n + n + 1, sizeof *list);

        if (list == NULL)
            return bal_fail_mem(err);
        g->entry = list;
        if (n > 0)
            memcpy(list + g->n, entry, n * sizeof *list);
        g->n += n;
        if (bal_matcher_child(m, 0, pattern[k]) != 0)
            m->flags[type] |= BAL_STARTS_PHRASE;
    }
    if (g->n > 1)
        qsort(g->entry, g->n, sizeof *g->entry, by_value);
    return 0;
}

static int make_singles(struct bal_matcher *m, struct bal_error *err)
{
    size_t ncategories = m->spec->dictionary->ncategories;
    uint32_t *mark = bal_calloc(m->mem, ncategories, sizeof *mark);
    struct gather g = {0};
    int code;

    m->flags = bal_calloc(m->mem, m->ntypes, 1);
    m->single_start = bal_calloc(m->mem, m->ntypes + 1, sizeof *m->single_start);
    code = mark != NULL && m->flags != NULL && m->single_start != NULL ? 0 : bal_fail_mem(err);
    for (uint32_t t = 0; t < m->ntypes && code == 0; t++) {
        code = gather_entries(m, t, &g, err);
        if (code == 0)
            code = add_singles(m, g.entry, g.n, mark, t + 1, err);
        m->single_start[t + 1] = (uint32_t)m->nsingles;
        if (m->nsingles > m->single_start[t])
            m->flags[t] |= BAL_HAS_SINGLE;
    }
    bal_free(m->mem, g.entry, g.cap * sizeof *g.entry);
    bal_free(m->mem, mark, ncategories * sizeof *mark);
    return code;
}

/* Of each pattern, the entries that are that one word. */
static int make_entries(struct bal_matcher *m, struct bal_error *err)
{
    struct pairs pairs = {0};
    int code = 0;

    for (size_t e = 0; e < m->words.nrows && code == 0; e++) {
        const uint32_t *pattern;

        if (bal_row(&m->words, e, &pattern) == 1)
            code = add_pair(m->mem, &pairs, *pattern, (uint32_t)e, err);
    }
    if (code == 0)
        code = make_rows(m->mem, &pairs, m->npatterns, &m->entries, err);
    free_pairs(m->mem, &pairs);
    return code;
}

/* All of it ------------------------------------------------------------------------------------- */

int bal_matcher_make(const struct bal_mem *mem, const struct bal_count_spec *spec,
                     const struct bal_language *language, struct bal_matcher *m,
                     struct bal_error *err)
{
    struct patterns *p;
    int code;

    *m = (struct bal_matcher){.mem = mem, .spec = spec, .ntypes = spec->corpus->types.n};
    p = bal_calloc(mem, 1, sizeof *p);
    if (p == NULL)
        return bal_fail_mem(err);
    p->m = m;
    p->language = language;
    p->err = err;
    bal_types_init(&p->text, mem);
    bal_letters_init(&p->letters, language->turkic);
    code = read_entries(p);
    if (code == 0)
        code = match_types(p);
    if (code == 0)
        code = make_entries(m, err);
    if (code == 0)
        code = make_tree(m, err);
    if (code == 0)
        code = make_singles(m, err);
    free_pairs(mem, &p->found);
    bal_types_free(&p->text);
    bal_free(mem, p->wild, p->wild_cap * sizeof *p->wild);
    bal_free(mem, p, sizeof *p);
    return code;
}

void bal_matcher_free(struct bal_matcher *m)
{
    if (m->mem == NULL)
        return;
    free_rows(m->mem, &m->words);
    free_rows(m->mem, &m->of);
    free_rows(m->mem, &m->entries);
    bal_free(m->mem, m->flags, m->ntypes);
    bal_free(m->mem, m->single_start, (m->ntypes + 1) * sizeof *m->single_start);
    bal_free(m->mem, m->single, m->single_cap * sizeof *m->single);
    bal_free(m->mem, m->edge, m->edge_cap * sizeof *m->edge);
    bal_free(m->mem, m->node_entry, m->node_cap * sizeof *m->node_entry);
    bal_free(m->mem, m->entry_next, m->spec->dictionary->nentries * sizeof *m->entry_next);
    *m = (struct bal_matcher){0};
}
