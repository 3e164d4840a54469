/* Counting and finding what a dictionary's entries match in a corpus: see text/matcher.h. */
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "text/matching.h"
#include "text/entry.h"

/* An entry of several words, where it stands in a text. */
struct candidate {
    uint32_t at, words, entry;
};

struct key_set {   /* of category and place: words that are taken */
    uint64_t *key; /* + 1; 0: nothing here */
    size_t cap, n;
};

struct job {
    const struct bal_count_spec *spec;
    struct bal_matcher *matcher; /* of each language */
    size_t nmatchers;
    struct bal_text_counts *out;
    int failed;
};

struct worker {
    const struct job *job;
    const struct bal_mem *mem; /* guarded */
    const struct bal_matcher *m;
    const uint32_t *token; /* the text at hand */
    size_t n;
    uint32_t *count;
    double *weight;
    struct candidate *candidate;
    size_t ncandidates, cap;
    struct key_set taken;
    uint32_t **hits; /* of each language: how often each flagged type came */
    struct bal_error err;
};

static void *guarded(void *ud, void *ptr, size_t osize, size_t nsize)
{
    const struct bal_mem *mem = ud;
    void *p;

#pragma omp critical(bal_mem)
    p = mem->fn(mem->ud, ptr, osize, nsize);
    return p;
}

/* Phrases --------------------------------------------------------------------------------------- */

static int add_candidate(struct worker *w, uint32_t at, uint32_t words, uint32_t entry)
{
    struct candidate *c = bal_grow(w->mem, w->candidate, &w->cap, w->ncandidates + 1, sizeof *c);

    if (c == NULL)
        return bal_fail_mem(&w->err);
    w->candidate = c;
    c[w->ncandidates++] = (struct candidate){at, words, entry};
    return 0;
}

/* All entries that begin at `at` and lead through `node`, which lies `words` words on. */
static int walk(struct worker *w, uint32_t node, size_t at, uint32_t words)
{
    const uint32_t *pattern;
    uint32_t n;

    if (at + words >= w->n)
        return 0;
    n = bal_row(&w->m->of, w->token[at + words], &pattern);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t child = bal_matcher_child(w->m, node, pattern[k]);

        if (child == 0)
            continue;
        for (uint32_t e = w->m->node_entry[child]; e != 0; e = w->m->entry_next[e - 1])
            if (add_candidate(w, (uint32_t)at, words + 1, e - 1) != 0)
                return w->err.code;
        if (walk(w, child, at, words + 1) != 0)
            return w->err.code;
    }
    return 0;
}

/* Longer ones first, then as they stand, then as the file has them. */
static int by_rank(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    if (x->words != y->words)
        return x->words > y->words ? -1 : 1;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

/* The slot of a key: where it is, or an empty one. */
static size_t set_slot(const struct key_set *set, uint64_t key)
{
    size_t mask = set->cap - 1;
    size_t i = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 32) & mask;

    while (set->key[i] != 0 && set->key[i] != key + 1)
        i = (i + 1) & mask;
    return i;
}

static bool set_has(const struct key_set *set, uint64_t key)
{
    return set->cap > 0 && set->key[set_slot(set, key)] != 0;
}

static int set_add(struct worker *w, uint64_t key)
{
    struct key_set *set = &w->taken;

    if (set->n >= set->cap / 2) {
        struct key_set more = {.cap = set->cap > 0 ? 2 * set->cap : 64};

        more.key = bal_calloc(w->mem, more.cap, sizeof *more.key);
        if (more.key == NULL)
            return bal_fail_mem(&w->err);
        for (size_t i = 0; i < set->cap; i++)
            if (set->key[i] != 0)
                more.key[set_slot(&more, set->key[i] - 1)] = set->key[i];
        more.n = set->n;
        bal_free(w->mem, set->key, set->cap * sizeof *set->key);
        *set = more;
    }
    set->key[set_slot(set, key)] = key + 1;
    set->n++;
    return 0;
}

static uint64_t place_key(uint32_t category, size_t at)
{
    return (uint64_t)category << 32 | (uint32_t)at;
}

static bool is_free(const struct worker *w, const struct candidate *c, uint32_t category)
{
    for (uint32_t k = 0; k < c->words; k++)
        if (set_has(&w->taken, place_key(category, c->at + k)))
            return false;
    return true;
}

/* The single words of the category that the phrase takes were counted before it: back with them. */
static void give_back(struct worker *w, uint32_t type, uint32_t category)
{
    const struct bal_matcher *m = w->m;

    for (uint32_t s = m->single_start[type]; s < m->single_start[type + 1]; s++)
        if (m->single[s].category == category) {
            w->count[category]--;
            w->weight[category] -= m->single[s].weight;
        }
}

static int count_phrase(struct worker *w, const struct candidate *c, uint32_t category,
                        double weight)
{
    bool all = w->job->spec->all;

    if (!all && !is_free(w, c, category))
        return 0;
    w->count[category]++;
    w->weight[category] += weight;
    for (uint32_t k = 0; k < c->words && !all; k++) {
        if (set_add(w, place_key(category, c->at + k)) != 0)
            return w->err.code;
        give_back(w, w->token[c->at + k], category);
    }
    return 0;
}

static int count_phrases(struct worker *w)
{
    const struct bal_dictionary *d = w->job->spec->dictionary;
    uint64_t *found = w->job->out->found;

    if (w->ncandidates == 0)
        return 0;
    qsort(w->candidate, w->ncandidates, sizeof *w->candidate, by_rank);
    if (w->taken.n > 0)
        memset(w->taken.key, 0, w->taken.cap * sizeof *w->taken.key);
    w->taken.n = 0;
    for (size_t i = 0; i < w->ncandidates; i++) {
        const struct candidate *c = &w->candidate[i];
        const struct bal_entry *e = &d->entry[c->entry];

#pragma omp atomic
        found[c->entry]++;
        for (uint32_t k = e->category; k != BAL_NO_CATEGORY; k = d->category[k].parent)
            if (count_phrase(w, c, k, e->weight) != 0)
                return w->err.code;
    }
    return 0;
}

/* Texts ----------------------------------------------------------------------------------------- */

static int set_text(struct worker *w, size_t i)
{
    const struct bal_corpus *corpus = w->job->spec->corpus;

    w->m = &w->job->matcher[corpus->language_of[i]];
    w->token = corpus->token + corpus->start[i];
    w->n = bal_corpus_words(corpus, i);
    w->ncandidates = 0;
    if (w->n >= UINT32_MAX)
        return bal_fail(&w->err, BAL_EDATA, "a text has too many words");
    return 0;
}

static int count_text(struct worker *w, size_t i)
{
    struct bal_text_counts *out = w->job->out;
    uint32_t *hits = w->hits[w->job->spec->corpus->language_of[i]];
    int code = set_text(w, i);

    w->count = out->count + i * out->ncategories;
    w->weight = out->weight + i * out->ncategories;
    for (size_t at = 0; at < w->n && code == 0; at++) {
        uint32_t type = w->token[at];
        uint8_t flags = w->m->flags[type];

        if (flags == 0)
            continue;
        hits[type]++;
        for (uint32_t s = w->m->single_start[type]; s < w->m->single_start[type + 1]; s++) {
            w->count[w->m->single[s].category]++;
            w->weight[w->m->single[s].category] += w->m->single[s].weight;
        }
        if ((flags & BAL_STARTS_PHRASE) != 0)
            code = walk(w, 0, at, 0);
    }
    return code == 0 ? count_phrases(w) : code;
}

/* One-word entries by how often their types came. */
static void add_hits(const struct worker *w)
{
    const struct job *job = w->job;

    for (size_t l = 0; l < job->nmatchers; l++) {
        const struct bal_matcher *m = &job->matcher[l];

        for (size_t t = 0; t < m->ntypes; t++) {
            const uint32_t *pattern, *entry;
            uint32_t patterns = w->hits[l][t] > 0 ? bal_row(&m->of, t, &pattern) : 0;

            for (uint32_t k = 0; k < patterns; k++)
                for (uint32_t n = bal_row(&m->entries, pattern[k], &entry); n > 0; n--)
                    job->out->found[*entry++] += w->hits[l][t];
        }
    }
}

static int make_worker(struct worker *w, const struct job *job, const struct bal_mem *mem)
{
    *w = (struct worker){.job = job, .mem = mem};
    w->hits = bal_calloc(mem, job->nmatchers, sizeof *w->hits);
    for (size_t l = 0; w->hits != NULL && l < job->nmatchers; l++) {
        w->hits[l] = bal_calloc(mem, job->matcher[l].ntypes, sizeof **w->hits);
        if (w->hits[l] == NULL)
            return bal_fail_mem(&w->err);
    }
    return w->hits != NULL ? 0 : bal_fail_mem(&w->err);
}

static void free_worker(struct worker *w)
{
    for (size_t l = 0; w->hits != NULL && l < w->job->nmatchers; l++)
        bal_free(w->mem, w->hits[l], w->job->matcher[l].ntypes * sizeof **w->hits);
    bal_free(w->mem, w->hits, w->job->nmatchers * sizeof *w->hits);
    bal_free(w->mem, w->candidate, w->cap * sizeof *w->candidate);
    bal_free(w->mem, w->taken.key, w->taken.cap * sizeof *w->taken.key);
}

static void count_some(struct job *job, struct worker *w, size_t ntexts)
{
    size_t done = 0;

#pragma omp for schedule(dynamic, 4)
    for (size_t i = 0; i < ntexts; i++) {
        int failed, code;

#pragma omp atomic read
        failed = job->failed;
        if (failed != 0)
            continue;
        code = count_text(w, i);
        if (code == 0 && omp_get_thread_num() == 0 && ++done % 64 == 0 &&
            !bal_go_on(job->spec->watch, (double)i / (double)ntexts))
            code = bal_fail(&w->err, BAL_ESTOP, "stopped");
        if (code != 0) {
#pragma omp atomic write
            job->failed = code;
        }
    }
}

static int count_all(struct job *job, const struct bal_mem *guard, struct bal_error *err)
{
    const struct bal_count_spec *spec = job->spec;
    size_t ntexts = spec->corpus->ntexts;
    int threads = spec->threads > 0 ? spec->threads : omp_get_max_threads();

    if (ntexts < (size_t)threads)
        threads = ntexts > 0 ? (int)ntexts : 1;
#pragma omp parallel num_threads(threads)
    {
        struct worker w;
        int code = make_worker(&w, job, guard);

        if (code != 0) {
#pragma omp atomic write
            job->failed = code;
        }
#pragma omp barrier
        count_some(job, &w, ntexts);
#pragma omp critical(bal_count)
        {
            if (w.err.code == 0)
                add_hits(&w);
            else
                *err = w.err;
        }
        free_worker(&w);
    }
    return job->failed != 0 ? err->code : 0;
}

/* The matchers, one a language ------------------------------------------------------------------ */

static int make_matchers(struct job *job, const struct bal_mem *mem, struct bal_error *err)
{
    const struct bal_corpus *corpus = job->spec->corpus;
    int code = 0;

    job->matcher = bal_calloc(mem, corpus->nlanguages, sizeof *job->matcher);
    if (job->matcher == NULL)
        return bal_fail_mem(err);
    job->nmatchers = corpus->nlanguages;
    for (size_t l = 0; l < job->nmatchers && code == 0; l++)
        code = bal_matcher_make(mem, job->spec, &corpus->language[l], &job->matcher[l], err);
    return code;
}

static void free_matchers(struct job *job, const struct bal_mem *mem)
{
    for (size_t l = 0; l < job->nmatchers; l++)
        bal_matcher_free(&job->matcher[l]);
    bal_free(mem, job->matcher, job->nmatchers * sizeof *job->matcher);
}

static int make_room(struct bal_text_counts *out, const struct bal_count_spec *spec,
                     struct bal_error *err)
{
    size_t cells;

    out->ntexts = spec->corpus->ntexts;
    out->ncategories = spec->dictionary->ncategories;
    out->nentries = spec->dictionary->nentries;
    cells = out->ntexts * out->ncategories;
    if (out->ncategories > 0 && out->ntexts > (UINT32_C(1) << 28) / out->ncategories)
        return bal_fail(err, BAL_EDATA,
                        "%zu texts by %zu categories are too many; score fewer texts at once",
                        out->ntexts, out->ncategories);
    out->count = bal_calloc(out->mem, cells, sizeof *out->count);
    out->weight = bal_calloc(out->mem, cells, sizeof *out->weight);
    out->found = bal_calloc(out->mem, out->nentries, sizeof *out->found);
    out->possible = bal_calloc(out->mem, out->nentries, sizeof *out->possible);
    if (out->count == NULL || out->weight == NULL || out->found == NULL || out->possible == NULL)
        return bal_fail_mem(err);
    return 0;
}

int bal_count(const struct bal_mem *mem, const struct bal_count_spec *spec,
              struct bal_text_counts *out, struct bal_error *err)
{
    struct job job = {.spec = spec, .out = out};
    struct bal_mem guard = {guarded, (void *)(uintptr_t)mem};
    int code;

    *out = (struct bal_text_counts){.mem = mem};
    code = make_room(out, spec, err);
    if (code == 0)
        code = make_matchers(&job, mem, err);
    if (code == 0)
        code = count_all(&job, &guard, err);
    for (size_t e = 0; code == 0 && e < out->nentries; e++) {
        const uint32_t *pattern;

        for (size_t l = 0; l < job.nmatchers; l++)
            if (bal_row(&job.matcher[l].words, e, &pattern) > 0)
                out->possible[e] = true;
    }
    free_matchers(&job, mem);
    if (code != 0)
        bal_text_counts_free(out);
    return code;
}

void bal_text_counts_free(struct bal_text_counts *out)
{
    size_t cells = out->ntexts * out->ncategories;

    if (out->mem == NULL)
        return;
    bal_free(out->mem, out->count, cells * sizeof *out->count);
    bal_free(out->mem, out->weight, cells * sizeof *out->weight);
    bal_free(out->mem, out->found, out->nentries * sizeof *out->found);
    bal_free(out->mem, out->possible, out->nentries * sizeof *out->possible);
    *out = (struct bal_text_counts){0};
}

/* Finding --------------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    if (x->words != y->words)
        return x->words > y->words ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

/* All candidates of a text, those of one word too, in the order of the text. */
static int find_in_text(struct worker *w, size_t i)
{
    int code = set_text(w, i);

    for (size_t at = 0; at < w->n && code == 0; at++) {
        const uint32_t *pattern, *entry;
        uint32_t patterns;

        if (w->m->flags[w->token[at]] == 0)
            continue;
        patterns = bal_row(&w->m->of, w->token[at], &pattern);
        for (uint32_t k = 0; k < patterns; k++)
            for (uint32_t n = bal_row(&w->m->entries, pattern[k], &entry); n > 0 && code == 0; n--)
                code = add_candidate(w, (uint32_t)at, 1, *entry++);
        if (code == 0 && (w->m->flags[w->token[at]] & BAL_STARTS_PHRASE) != 0)
            code = walk(w, 0, at, 0);
    }
    if (code == 0 && w->ncandidates > 1)
        qsort(w->candidate, w->ncandidates, sizeof *w->candidate, by_place);
    return code;
}

int bal_find(const struct bal_mem *mem, const struct bal_count_spec *spec, size_t most,
             struct bal_found **out, size_t *n, struct bal_error *err)
{
    struct job job = {.spec = spec};
    struct worker w = {.job = &job, .mem = mem};
    struct bal_found *found = NULL, *fit;
    size_t cap = 0, have = 0;
    int code = make_matchers(&job, mem, err);

    for (size_t i = 0; i < spec->corpus->ntexts && code == 0 && have < most; i++) {
        code = find_in_text(&w, i);
        if (code != 0)
            *err = w.err;
        for (size_t k = 0; k < w.ncandidates && code == 0 && have < most; k++) {
            const struct candidate *c = &w.candidate[k];

            fit = bal_grow(mem, found, &cap, have + 1, sizeof *found);
            if (fit == NULL) {
                code = bal_fail_mem(err);
                break;
            }
            found = fit;
            found[have++] = (struct bal_found){(uint32_t)i, c->entry, c->at, c->words};
        }
    }
    free_worker(&w);
    free_matchers(&job, mem);
    fit = code == 0 ? bal_realloc(mem, found, cap * sizeof *found, have * sizeof *found) : NULL;
    if (fit == NULL)
        bal_free(mem, found, cap * sizeof *found);
    if (code == 0 && fit == NULL)
        code = bal_fail_mem(err);
    *out = fit;
    *n = have;
    return code;
}
