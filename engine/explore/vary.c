#include "explore/vary.h"

#include <math.h>
#include <omp.h>
#include <string.h>

/* Room ----------------------------------------------------------------------------------------- */

static size_t rounded(size_t size)
{
    return (size + 15) / 16 * 16;
}

size_t bal_vary_size(const struct bal_question *q)
{
    return rounded(bal_recount_size(q->spec.index.n)) +
           rounded((q->nobs + 1) * sizeof(struct bal_placed)) +
           rounded((q->nobs + 1) * sizeof(bool));
}

void bal_vary_room(struct bal_vary_room *room, const struct bal_question *q, void *memory)
{
    char *at = memory;
    void *use, *dropped;

    bal_recount_room(&room->recount, q->spec.index.n, at);
    use = at += rounded(bal_recount_size(q->spec.index.n));
    dropped = at + rounded((q->nobs + 1) * sizeof(struct bal_placed));
    room->use = use;
    room->dropped = dropped;
    memset(room->dropped, 0, (q->nobs + 1) * sizeof(bool));
}

/* One variant ---------------------------------------------------------------------------------- */

/* By insertion, in the order of bal_index_sort: few have moved, and most by little. */
static void settle(struct bal_placed *p, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct bal_placed x = p[i];
        size_t j = i;

        for (;
             j > 0 && (p[j - 1].day > x.day || (p[j - 1].day == x.day && p[j - 1].score > x.score));
             j--)
            p[j] = p[j - 1];
        p[j] = x;
    }
}

/* The observations of the variant, in order, in room->use; how many. */
static size_t apply(const struct bal_question *q, const struct bal_variant *v,
                    struct bal_vary_room *room)
{
    bool moved = false;
    size_t n = 0;

    memcpy(room->use, q->placed, q->nobs * sizeof *room->use);
    for (size_t i = 0; i < v->changes; i++) {
        const struct bal_change *c = &v->change[i];

        if (c->drop)
            room->dropped[c->obs] = true;
        else
            room->use[c->obs] = c->to;
        moved = moved || !c->drop;
    }
    for (size_t i = 0; i < q->nobs; i++) {
        if (!room->dropped[i])
            room->use[n++] = room->use[i];
    }
    for (size_t i = 0; i < v->changes; i++)
        room->dropped[v->change[i].obs] = false;
    if (moved)
        settle(room->use, n);
    return n;
}

struct bal_varied bal_vary_one(const struct bal_mem *mem, const struct bal_question *q,
                               const struct bal_variant *v, struct bal_vary_room *room)
{
    struct bal_recount_spec spec = q->spec;
    const struct bal_placed *use = q->placed;
    struct bal_varied out;
    size_t n = q->nobs;

    if (v->index != NULL)
        spec.index = *v->index;
    if (v->changes > 0) {
        n = apply(q, v, room);
        use = room->use;
    }
    if (v->window != NULL && v->k == 0) {
        out.recount = (struct bal_recount){.estimate = NAN, .p = NAN, .floor = NAN};
        out.fault = BAL_RECOUNT_NONE_INSIDE;
        return out;
    }
    out.fault = bal_recount(mem, &spec, use, n, v->window != NULL ? v->window : q->window,
                            v->window != NULL ? v->k : q->k, &room->recount, &out.recount);
    return out;
}

/* Many ----------------------------------------------------------------------------------------- */

static void *locked_alloc(void *ud, void *ptr, size_t osize, size_t nsize)
{
    const struct bal_shared_mem *shared = ud;
    void *got;

#pragma omp critical(bal_shared_mem)
    got = shared->behind->fn(shared->behind->ud, ptr, osize, nsize);
    return got;
}

void bal_shared_mem(struct bal_shared_mem *shared, const struct bal_mem *behind)
{
    shared->mem = (struct bal_mem){locked_alloc, shared};
    shared->behind = behind;
}

int bal_vary(const struct bal_mem *mem, const struct bal_question *q, const struct bal_variant *v,
             size_t n, const struct bal_watch *watch, struct bal_varied *out, struct bal_error *err)
{
    size_t threads = (size_t)omp_get_max_threads(), size = bal_vary_size(q);
    struct bal_shared_mem shared;
    char *memory = bal_alloc(mem, threads * size);
    int stop = 0, memory_out = 0;

    if (memory == NULL)
        return bal_fail_mem(err);
    bal_shared_mem(&shared, mem);
#pragma omp parallel
    {
        struct bal_vary_room room;
        unsigned done = 0;

        bal_vary_room(&room, q, memory + (size_t)omp_get_thread_num() * size);
#pragma omp for schedule(dynamic, 16)
        for (size_t i = 0; i < n; i++) {
            int go;

#pragma omp atomic read
            go = stop;
            if (go != 0)
                continue;
            out[i] = bal_vary_one(&shared.mem, q, &v[i], &room);
            if (out[i].fault == BAL_RECOUNT_MEMORY) {
#pragma omp atomic write
                memory_out = 1;
            }
            if (omp_get_thread_num() == 0 && ++done % 32 == 0 &&
                !bal_go_on(watch, (double)i / (double)n)) {
#pragma omp atomic write
                stop = 1;
            }
        }
    }
    bal_free(mem, memory, threads * size);
    if (memory_out != 0)
        return bal_fail_mem(err);
    return stop != 0 ? bal_fail(err, BAL_ESTOP, "the recounts were stopped") : 0;
}
