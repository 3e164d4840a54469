#include "text/corpus.h"

#include <omp.h>
#include <string.h>

#include "text/tokens.h"

/* What one thread reads: texts that follow each other. */
struct part {
    size_t first, end; /* texts */
    struct bal_types types;
    uint32_t *token;
    size_t ntokens, cap;
    struct bal_error err;
};

struct job {
    const struct bal_corpus_spec *spec;
    struct bal_corpus *corpus;
    struct bal_letters *letters; /* two: plain and Turkic */
    struct part *part;
    int parts;
    int failed; /* a code, set by any thread */
};

/* Allocation by several threads: one at a time. */
static void *guarded(void *ud, void *ptr, size_t osize, size_t nsize)
{
    const struct bal_mem *mem = ud;
    void *p;

#pragma omp critical(bal_mem)
    p = mem->fn(mem->ud, ptr, osize, nsize);
    return p;
}

/* Reading -------------------------------------------------------------------------------------- */

static int read_text(struct job *job, struct part *part, struct bal_tokens *tokens, size_t i,
                     struct bal_error *err)
{
    const struct bal_corpus_spec *spec = job->spec;
    const struct bal_text *text = &spec->text[i];
    const struct bal_letters *letters =
        &job->letters[spec->language[text->language].turkic ? 1 : 0];

    bal_tokens_start(tokens, letters, spec->split_hyphens, text->bytes, text->n);
    while (bal_tokens_next(tokens)) {
        int code;

        if (part->ntokens == part->cap) {
            uint32_t *token =
                bal_grow(part->types.mem, part->token, &part->cap, part->cap + 1, sizeof *token);
            if (token == NULL)
                return bal_fail_mem(err);
            part->token = token;
        }
        code = bal_types_add(&part->types, tokens->word, tokens->len, &part->token[part->ntokens],
                             err);
        if (code != 0)
            return code;
        part->ntokens++;
    }
    job->corpus->invalid[i] = tokens->invalid;
    job->corpus->start[i + 1] = part->ntokens; /* within its part, for now */
    return 0;
}

static void read_part(struct job *job, struct part *part)
{
    struct bal_tokens tokens;
    int failed = 0, code = 0;

    for (size_t i = part->first; i < part->end && code == 0; i++) {
#pragma omp atomic read
        failed = job->failed;
        if (failed != 0)
            return;
        code = read_text(job, part, &tokens, i, &part->err);
        if (code == 0 && omp_get_thread_num() == 0 &&
            !bal_go_on(job->spec->watch,
                       (double)(i + 1 - part->first) / (double)(part->end - part->first)))
            code = bal_fail(&part->err, BAL_ESTOP, "stopped");
    }
    if (code != 0) {
#pragma omp atomic write
        job->failed = code;
    }
}

/* Cuts the texts into parts of about as many bytes. */
static void cut(struct job *job, const struct bal_mem *mem)
{
    const struct bal_corpus_spec *spec = job->spec;
    double bytes = 0, sum = 0;
    size_t i = 0;

    for (size_t k = 0; k < spec->ntexts; k++)
        bytes += (double)spec->text[k].n;
    for (int p = 0; p < job->parts; p++) {
        job->part[p].first = i;
        bal_types_init(&job->part[p].types, mem);
        while (i < spec->ntexts && (p == job->parts - 1 || sum < bytes * (p + 1) / job->parts))
            sum += (double)spec->text[i++].n;
        job->part[p].end = i;
    }
}

/* Putting together ----------------------------------------------------------------------------- */

/* The parts in their order: so types are numbered as one thread would have numbered them. */
static int join_part(struct job *job, const struct part *part, size_t at, struct bal_error *err)
{
    struct bal_corpus *c = job->corpus;
    uint32_t *now = bal_alloc(c->mem, part->types.n * sizeof *now);
    int code = now != NULL ? 0 : bal_fail_mem(err);

    for (uint32_t t = 0; t < part->types.n && code == 0; t++) {
        size_t len;
        const unsigned char *word = bal_types_word(&part->types, t, &len);

        code = bal_types_add(&c->types, word, len, &now[t], err);
    }
    for (size_t k = 0; k < part->ntokens && code == 0; k++)
        c->token[at + k] = now[part->token[k]];
    for (size_t i = part->first; i < part->end; i++)
        c->start[i + 1] += at;
    bal_free(c->mem, now, part->types.n * sizeof *now);
    return code;
}

static int join(struct job *job, struct bal_error *err)
{
    struct bal_corpus *c = job->corpus;
    size_t at = 0;
    int code = 0;

    for (int p = 0; p < job->parts; p++)
        c->ntokens += job->part[p].ntokens;
    if (job->parts == 1) { /* nothing to number anew */
        struct part *only = &job->part[0];

        c->types = only->types;
        c->types.mem = c->mem;
        bal_types_init(&only->types, only->types.mem);
        c->token = bal_realloc(c->mem, only->token, only->cap * sizeof *c->token,
                               c->ntokens * sizeof *c->token);
        if (c->token == NULL)
            return bal_fail_mem(err);
        only->token = NULL;
        return 0;
    }
    c->token = bal_alloc(c->mem, c->ntokens * sizeof *c->token);
    if (c->token == NULL)
        return bal_fail_mem(err);
    for (int p = 0; p < job->parts && code == 0; p++) {
        code = join_part(job, &job->part[p], at, err);
        at += job->part[p].ntokens;
    }
    return code;
}

static void free_parts(struct job *job, const struct bal_mem *mem)
{
    for (int p = 0; p < job->parts; p++) {
        bal_free(mem, job->part[p].token, job->part[p].cap * sizeof *job->part[p].token);
        bal_types_free(&job->part[p].types);
    }
    bal_free(mem, job->part, (size_t)job->parts * sizeof *job->part);
    bal_free(mem, job->letters, 2 * sizeof *job->letters);
}

static int run(struct job *job, struct bal_error *err)
{
#pragma omp parallel for schedule(static, 1) num_threads(job->parts)
    for (int p = 0; p < job->parts; p++)
        read_part(job, &job->part[p]);
    for (int p = 0; p < job->parts; p++)
        if (job->part[p].err.code != 0) {
            *err = job->part[p].err;
            return err->code;
        }
    return join(job, err);
}

/* The corpus ----------------------------------------------------------------------------------- */

static int make_room(struct bal_corpus *c, const struct bal_corpus_spec *spec,
                     struct bal_error *err)
{
    c->language_of = bal_calloc(c->mem, spec->ntexts, sizeof *c->language_of);
    c->language = bal_calloc(c->mem, spec->nlanguages, sizeof *c->language);
    c->start = bal_calloc(c->mem, spec->ntexts + 1, sizeof *c->start);
    c->invalid = bal_calloc(c->mem, spec->ntexts, sizeof *c->invalid);
    if (c->language_of == NULL || c->language == NULL || c->start == NULL || c->invalid == NULL)
        return bal_fail_mem(err);
    memcpy(c->language, spec->language, spec->nlanguages * sizeof *c->language);
    for (size_t i = 0; i < spec->ntexts; i++)
        c->language_of[i] = spec->text[i].language;
    return 0;
}

static int threads_for(const struct bal_corpus_spec *spec)
{
    int most = spec->threads > 0 ? spec->threads : omp_get_max_threads();

    return spec->ntexts < (size_t)most ? spec->ntexts > 0 ? (int)spec->ntexts : 1 : most;
}

int bal_corpus_new(const struct bal_mem *mem, const struct bal_corpus_spec *spec,
                   struct bal_corpus **out, struct bal_error *err)
{
    struct bal_corpus *c = bal_calloc(mem, 1, sizeof *c);
    struct job job = {.spec = spec, .corpus = c, .parts = threads_for(spec)};
    struct bal_mem guard = {guarded, (void *)(uintptr_t)mem};
    int code;

    if (c == NULL)
        return bal_fail_mem(err);
    c->mem = mem;
    c->ntexts = spec->ntexts;
    c->nlanguages = spec->nlanguages;
    c->split_hyphens = spec->split_hyphens;
    bal_types_init(&c->types, mem);
    code = make_room(c, spec, err);
    job.part = bal_calloc(mem, (size_t)job.parts, sizeof *job.part);
    job.letters = bal_alloc(mem, 2 * sizeof *job.letters);
    if (code == 0 && (job.part == NULL || job.letters == NULL))
        code = bal_fail_mem(err);
    if (job.part == NULL)
        job.parts = 0;
    if (code == 0) {
        bal_letters_init(&job.letters[0], false);
        bal_letters_init(&job.letters[1], true);
        cut(&job, &guard);
        code = run(&job, err);
    }
    free_parts(&job, mem);
    if (code != 0) {
        bal_corpus_free(c);
        return code;
    }
    *out = c;
    return 0;
}

void bal_corpus_free(struct bal_corpus *c)
{
    if (c == NULL)
        return;
    bal_free(c->mem, c->token, c->ntokens * sizeof *c->token);
    bal_free(c->mem, c->start, (c->ntexts + 1) * sizeof *c->start);
    bal_free(c->mem, c->invalid, c->ntexts * sizeof *c->invalid);
    bal_free(c->mem, c->language_of, c->ntexts * sizeof *c->language_of);
    bal_free(c->mem, c->language, c->nlanguages * sizeof *c->language);
    bal_types_free(&c->types);
    bal_free(c->mem, c, sizeof *c);
}
