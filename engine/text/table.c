#include "text/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "text/stem.h"
#include "text/tokens.h"

/* The words of the table, and which of them each type is in each language --------------------------- */

struct map {
    const struct bal_mem *mem;
    const struct bal_corpus *corpus;
    uint32_t
        *word; /* of type t in language l: word[l * types + t]; BAL_NO_TYPE: not looked up yet */
    struct bal_stemmer **stemmer; /* of each language; NULL: none */
};

static int map_open(struct map *map, struct bal_error *err)
{
    const struct bal_corpus *c = map->corpus;
    size_t cells = c->nlanguages * c->types.n;
    int code = 0;

    map->word = bal_alloc(map->mem, cells * sizeof *map->word);
    map->stemmer = bal_calloc(map->mem, c->nlanguages, sizeof *map->stemmer);
    if (map->word == NULL || map->stemmer == NULL)
        return bal_fail_mem(err);
    memset(map->word, 0xFF, cells * sizeof *map->word);
    for (size_t l = 0; l < c->nlanguages && code == 0; l++)
        if (c->language[l].stemmer != NULL)
            code = bal_stemmer_new(map->mem, c->language[l].stemmer, &map->stemmer[l], err);
    return code;
}

static void map_close(struct map *map)
{
    const struct bal_corpus *c = map->corpus;

    for (size_t l = 0; map->stemmer != NULL && l < c->nlanguages; l++)
        bal_stemmer_free(map->stemmer[l]);
    bal_free(map->mem, map->stemmer, c->nlanguages * sizeof *map->stemmer);
    bal_free(map->mem, map->word, c->nlanguages * c->types.n * sizeof *map->word);
}

static int map_word(struct map *map, uint32_t language, uint32_t type, struct bal_types *words,
                    uint32_t *out, struct bal_error *err)
{
    uint32_t *word = &map->word[language * (size_t)map->corpus->types.n + type];
    int code = 0;

    if (*word == BAL_NO_TYPE) {
        unsigned char stem[BAL_WORD_ROOM];
        size_t len;
        const unsigned char *text = bal_types_word(&map->corpus->types, type, &len);

        if (map->stemmer[language] != NULL) {
            len = bal_stem(map->stemmer[language], text, len, stem);
            text = stem;
        }
        code = bal_types_add(words, text, len, word, err);
    }
    *out = *word;
    return code;
}

/* The table ------------------------------------------------------------------------------------- */

/* Which words there are: a first pass, so that the counts have their room. */
static int number_words(struct map *map, const uint32_t *group, struct bal_types *words,
                        struct bal_error *err)
{
    const struct bal_corpus *c = map->corpus;
    uint32_t word;
    int code = 0;

    for (size_t i = 0; i < c->ntexts; i++)
        for (size_t k = c->start[i]; k < c->start[i + 1] && group[i] > 0 && code == 0; k++)
            code = map_word(map, c->language_of[i], c->token[k], words, &word, err);
    return code;
}

static int count_words(struct map *map, const uint32_t *group, struct bal_word_table *t,
                       struct bal_error *err)
{
    const struct bal_corpus *c = map->corpus;
    uint32_t *last = bal_calloc(map->mem, t->nwords, sizeof *last), word;

    if (last == NULL)
        return bal_fail_mem(err);
    for (size_t i = 0; i < c->ntexts; i++) {
        size_t row = group[i] > 0 ? (group[i] - 1) * t->nwords : 0;

        for (size_t k = c->start[i]; k < c->start[i + 1] && group[i] > 0; k++) {
            map_word(map, c->language_of[i], c->token[k], &t->words, &word, err);
            t->count[row + word]++;
            t->total[group[i] - 1]++;
            if (last[word] != (uint32_t)i + 1)
                t->texts[row + word]++;
            last[word] = (uint32_t)i + 1;
        }
    }
    bal_free(map->mem, last, t->nwords * sizeof *last);
    return 0;
}

int bal_word_table_make(const struct bal_mem *mem, const struct bal_corpus *corpus,
                        const uint32_t *group, size_t ngroups, struct bal_word_table *out,
                        struct bal_error *err)
{
    struct map map = {.mem = mem, .corpus = corpus};
    int code;

    *out = (struct bal_word_table){.mem = mem, .ngroups = ngroups};
    bal_types_init(&out->words, mem);
    code = map_open(&map, err);
    if (code == 0)
        code = number_words(&map, group, &out->words, err);
    if (code == 0) {
        out->nwords = out->words.n;
        out->count = bal_calloc(mem, ngroups * out->nwords, sizeof *out->count);
        out->texts = bal_calloc(mem, ngroups * out->nwords, sizeof *out->texts);
        out->total = bal_calloc(mem, ngroups, sizeof *out->total);
        code = out->count != NULL && out->texts != NULL && out->total != NULL
                   ? count_words(&map, group, out, err)
                   : bal_fail_mem(err);
    }
    map_close(&map);
    if (code != 0)
        bal_word_table_free(out);
    return code;
}

void bal_word_table_free(struct bal_word_table *t)
{
    size_t cells = t->ngroups * t->nwords;

    if (t->mem == NULL)
        return;
    bal_free(t->mem, t->count, cells * sizeof *t->count);
    bal_free(t->mem, t->texts, cells * sizeof *t->texts);
    bal_free(t->mem, t->total, t->ngroups * sizeof *t->total);
    bal_types_free(&t->words);
    *t = (struct bal_word_table){0};
}

/* TF-IDF ---------------------------------------------------------------------------------------- */

struct weighing {
    const struct bal_corpus *corpus;
    struct bal_tfidf_list *out;
    enum bal_tf tf;
    struct map map;
    uint32_t *count;        /* of each word, in the text at hand */
    struct bal_tfidf *item; /* words of the text at hand */
    size_t n;
};

static double weight_of(const struct weighing *w, const struct bal_tfidf *item, size_t words)
{
    double idf = log((double)w->corpus->ntexts / item->texts);

    switch (w->tf) {
    case BAL_TF_COUNT:
        return item->count * idf;
    case BAL_TF_LOG:
        return (1 + log(item->count)) * idf;
    case BAL_TF_SHARE:
        break;
    }
    return item->count / (double)words * idf;
}

static int by_weight(const void *a, const void *b, void *table)
{
    const struct bal_tfidf *x = a, *y = b;
    const struct bal_types *words = table;
    size_t n, m;
    const unsigned char *s = bal_types_word(words, x->word, &n);
    const unsigned char *t = bal_types_word(words, y->word, &m);
    int order;

    if (x->weight > y->weight || x->weight < y->weight)
        return x->weight > y->weight ? -1 : 1;
    order = memcmp(s, t, n < m ? n : m);
    return order != 0 ? order : (n > m) - (n < m);
}

static int weigh_text(struct weighing *w, size_t i, struct bal_error *err)
{
    const struct bal_corpus *c = w->corpus;
    struct bal_tfidf_list *out = w->out;
    uint32_t word;

    w->n = 0;
    for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
        if (map_word(&w->map, c->language_of[i], c->token[k], &out->table.words, &word, err) != 0)
            return err->code;
        if (w->count[word]++ == 0)
            w->item[w->n++].word = word;
    }
    for (size_t k = 0; k < w->n; k++) {
        struct bal_tfidf *item = &w->item[k];

        item->count = w->count[item->word];
        item->texts = out->table.texts[item->word];
        item->weight = weight_of(w, item, bal_corpus_words(c, i));
        w->count[item->word] = 0;
    }
    if (w->n > 1)
        qsort_r(w->item, w->n, sizeof *w->item, by_weight, &out->table.words);
    out->n[i] = w->n < out->most ? w->n : out->most;
    if (out->n[i] > 0)
        memcpy(out->item + i * out->most, w->item, out->n[i] * sizeof *w->item);
    return 0;
}

static int weigh(struct weighing *w, const struct bal_mem *mem, struct bal_error *err)
{
    struct bal_tfidf_list *out = w->out;
    size_t nwords = out->table.nwords;
    int code;

    w->map = (struct map){.mem = mem, .corpus = w->corpus};
    w->count = bal_calloc(mem, nwords, sizeof *w->count);
    w->item = bal_calloc(mem, nwords, sizeof *w->item);
    out->n = bal_calloc(mem, out->ntexts, sizeof *out->n);
    out->item = bal_calloc(mem, out->ntexts * out->most, sizeof *out->item);
    code = map_open(&w->map, err);
    if (code == 0 && (w->count == NULL || w->item == NULL || out->n == NULL || out->item == NULL))
        code = bal_fail_mem(err);
    for (size_t i = 0; i < out->ntexts && code == 0; i++)
        code = weigh_text(w, i, err);
    bal_free(mem, w->count, nwords * sizeof *w->count);
    bal_free(mem, w->item, nwords * sizeof *w->item);
    map_close(&w->map);
    return code;
}

int bal_tfidf(const struct bal_mem *mem, const struct bal_corpus *corpus, enum bal_tf tf,
              size_t most, struct bal_tfidf_list *out, struct bal_error *err)
{
    struct weighing w = {.corpus = corpus, .out = out, .tf = tf};
    uint32_t *group = bal_alloc(mem, corpus->ntexts * sizeof *group);
    int code;

    *out = (struct bal_tfidf_list){.ntexts = corpus->ntexts, .most = most};
    if (group == NULL)
        return bal_fail_mem(err);
    for (size_t i = 0; i < corpus->ntexts; i++)
        group[i] = 1;
    code = bal_word_table_make(mem, corpus, group, 1, &out->table, err);
    bal_free(mem, group, corpus->ntexts * sizeof *group);
    if (most > out->table.nwords)
        out->most = out->table.nwords; /* no text has more, and room for all is made */
    if (code == 0)
        code = weigh(&w, mem, err);
    if (code != 0)
        bal_tfidf_free(out);
    return code;
}

void bal_tfidf_free(struct bal_tfidf_list *list)
{
    const struct bal_mem *mem = list->table.mem;

    if (mem == NULL)
        return;
    bal_free(mem, list->n, list->ntexts * sizeof *list->n);
    bal_free(mem, list->item, list->ntexts * list->most * sizeof *list->item);
    bal_word_table_free(&list->table);
    *list = (struct bal_tfidf_list){0};
}
