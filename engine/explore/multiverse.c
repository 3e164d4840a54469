#include "explore/multiverse.h"

#include <math.h>
#include <omp.h>
#include <string.h>

#include "explore/multiverse_parts.h"

/* The numbering -------------------------------------------------------------------------------- */

size_t bal_mv_product(const struct bal_multiverse *mv)
{
    double product = 1;

    for (size_t d = 0; d < mv->dims; d++)
        product *= (double)mv->dim[d].options;
    return product <= 0x1p53 ? (size_t)product : 0;
}

void bal_mv_choices(const struct bal_multiverse *mv, size_t u, uint16_t *choice)
{
    if (mv->choice != NULL) {
        memcpy(choice, mv->choice + u * mv->dims, mv->dims * sizeof *choice);
        return;
    }
    for (size_t d = mv->dims; d-- > 0;) {
        choice[d] = (uint16_t)(u % mv->dim[d].options);
        u /= mv->dim[d].options;
    }
}

size_t bal_mv_dim_of(const struct bal_multiverse *mv, enum bal_mv_role role)
{
    size_t d = 0;

    while (mv->dim[d].role != role)
        d++;
    return d;
}

/* Moves to universe u and returns the first parameter whose option is another one now. */
static size_t move_to(struct bal_mv_worker *w, size_t u)
{
    const struct bal_multiverse *mv = w->mv;
    uint16_t next[BAL_MV_DIMS];
    size_t d = 0;

    if (w->at != SIZE_MAX && u == w->at + 1 && mv->choice == NULL) { /* count one up */
        w->at = u;
        for (d = mv->dims; d-- > 0;) {
            if (++w->choice[d] < mv->dim[d].options)
                return d;
            w->choice[d] = 0;
        }
        return 0;
    }
    bal_mv_choices(mv, u, next);
    if (w->at != SIZE_MAX)
        while (d < mv->dims && w->choice[d] == next[d])
            d++;
    memcpy(w->choice, next, sizeof next);
    w->at = u;
    return d;
}

/* A worker ------------------------------------------------------------------------------------- */

int bal_mv_worker_new(const struct bal_mem *mem, const struct bal_multiverse *mv,
                      struct bal_mv_worker **out, struct bal_error *err)
{
    size_t n = mv->n, words = mv->rows / 64 + 1;
    size_t numbers = n + words + BAL_MV_KEPT * (2 * n + 1 + 1) + n;
    size_t room = (bal_recount_size(n) + 7) / 8 * 8;
    size_t size =
        sizeof(struct bal_mv_worker) + 8 * numbers + mv->rows * sizeof(struct bal_placed) + room;
    struct bal_mv_worker *w = bal_calloc(mem, 1, size);
    char *at;

    *out = w;
    if (w == NULL)
        return bal_fail_mem(err);
    at = (char *)(w + 1);
    w->mv = mv;
    w->size = size;
    w->at = SIZE_MAX;
    bal_recount_room(&w->room, n, at);
    w->placed = (void *)(at += room);
    w->index = (void *)(at += mv->rows * sizeof *w->placed);
    w->bits = (void *)(at += n * sizeof *w->index);
    w->normal_of = (void *)(at += words * sizeof *w->bits);
    w->normal = (void *)(at += BAL_MV_KEPT * sizeof *w->normal_of);
    w->place = (void *)(at + BAL_MV_KEPT * (2 * n + 1) * sizeof *w->normal);
    return 0;
}

void bal_mv_worker_free(const struct bal_mem *mem, struct bal_mv_worker *w)
{
    if (w != NULL)
        bal_free(mem, w, w->size);
}

/* The index ------------------------------------------------------------------------------------ */

/* The rows that all masks let pass, as bits; 0, or a fault. `all`: no mask stops any. */
static int32_t mask_rows(struct bal_mv_worker *w, size_t pool, bool *all)
{
    const struct bal_multiverse *mv = w->mv;
    size_t words = mv->rows / 64 + 1;

    *all = true;
    for (size_t d = 0; d < mv->dims; d++) {
        const struct bal_mv_mask *mask;

        if (mv->dim[d].role != BAL_MV_MASK)
            continue;
        mask = &mv->dim[d].mask[w->choice[d] * mv->pools + pool];
        if (mask->fault != 0)
            return BAL_MV_TEXTS + mask->fault;
        if (mask->bit == NULL)
            continue;
        for (size_t i = 0; i < words; i++)
            w->bits[i] = *all ? mask->bit[i] : w->bits[i] & mask->bit[i];
        *all = false;
    }
    return 0;
}

static const struct bal_mv_reading *reading_of(const struct bal_mv_worker *w, size_t pool)
{
    const struct bal_multiverse *mv = w->mv;
    size_t date = bal_mv_dim_of(mv, BAL_MV_DATE), score = bal_mv_dim_of(mv, BAL_MV_SCORE);
    enum bal_index_rule rule = mv->rule[w->choice[bal_mv_dim_of(mv, BAL_MV_RULE)]].rule;
    size_t look = rule == BAL_INDEX_IN_FORCE ? BAL_MV_SPAN
                  : rule == BAL_INDEX_COUNT  ? BAL_MV_COUNT
                                             : BAL_MV_DAY;
    size_t at = pool * BAL_MV_LOOKS + look;

    at = at * mv->dim[date].options + w->choice[date];
    return &mv->reading[at * mv->dim[score].options + w->choice[score]];
}

static int32_t make_index(struct bal_mv_worker *w)
{
    const struct bal_multiverse *mv = w->mv;
    size_t of = bal_mv_dim_of(mv, BAL_MV_OF), rule = bal_mv_dim_of(mv, BAL_MV_RULE);
    size_t pool = w->choice[0] * mv->dim[of].options + w->choice[of], n = 0;
    const struct bal_mv_reading *r = reading_of(w, pool);
    const struct bal_placed *placed = r->placed;
    bool all;
    int32_t fault = mask_rows(w, pool, &all);

    w->events = 0;
    if (r->fault != 0)
        return BAL_MV_TEXTS + r->fault;
    if (fault != 0)
        return fault;
    if (all) {
        n = r->n;
    } else {
        for (size_t i = 0; i < r->n; i++) {
            w->placed[n] = r->placed[i];
            n += w->bits[r->row[i] / 64] >> (r->row[i] % 64) & 1;
        }
        placed = w->placed;
    }
    w->events = (uint32_t)n;
    bal_index_fill(&mv->rule[w->choice[rule]], placed, n, w->index);
    return 0;
}

static int32_t except_periods(struct bal_mv_worker *w)
{
    const struct bal_multiverse *mv = w->mv;
    size_t d = bal_mv_dim_of(mv, BAL_MV_EXCEPT);
    const struct bal_mv_windows *e = &mv->except[w->choice[0] * mv->dim[d].options + w->choice[d]];

    if (e->fault != 0)
        return BAL_MV_TEXTS + e->fault;
    memcpy(w->room.y, w->index, mv->n * sizeof *w->index);
    for (size_t i = 0; i < e->k; i++)
        for (size_t t = e->range[i].a; t < e->range[i].b; t++)
            w->room.y[t] = NAN;
    return 0;
}

static const struct bal_mv_windows *windows_of(const struct bal_mv_worker *w)
{
    size_t d = bal_mv_dim_of(w->mv, BAL_MV_WINDOWS);

    return &w->mv->windows[w->choice[0] * w->mv->dim[d].options + w->choice[d]];
}

/* Does again what hangs on the parameters from `changed` on. */
static void remake(struct bal_mv_worker *w, size_t changed, bool score)
{
    const struct bal_multiverse *mv = w->mv;
    size_t estimate = bal_mv_dim_of(mv, BAL_MV_ESTIMATE);

    if (changed <= bal_mv_dim_of(mv, BAL_MV_RULE))
        w->index_fault = make_index(w);
    if (changed > estimate)
        return;
    w->score_fault = w->index_fault != 0 ? w->index_fault : except_periods(w);
    if (w->score_fault == 0 && score)
        w->score_fault = (int32_t)bal_recount_score(&w->room, mv->estimate[w->choice[estimate]]);
}

int32_t bal_mv_score(struct bal_mv_worker *w, size_t u, const struct bal_mv_windows **windows)
{
    remake(w, move_to(w, u), true);
    *windows = windows_of(w);
    if (w->score_fault != 0)
        return w->score_fault;
    return (*windows)->fault != 0 ? BAL_MV_TEXTS + (*windows)->fault : 0;
}

int32_t bal_mv_go(struct bal_mv_worker *w, size_t u, const double **y,
                  const struct bal_mv_windows **windows, uint32_t *events)
{
    remake(w, move_to(w, u), false);
    *windows = windows_of(w);
    *y = w->room.y;
    *events = w->events;
    if (w->score_fault != 0)
        return w->score_fault;
    return (*windows)->fault != 0 ? BAL_MV_TEXTS + (*windows)->fault : 0;
}

/* Running -------------------------------------------------------------------------------------- */

/* For the relocations inside a parallel region: one allocation at a time. The name is not that of
 * stats/contrast.c, whose own lock may be held. */
static void *locked_alloc(void *ud, void *ptr, size_t osize, size_t nsize)
{
    const struct bal_mem *mem = ud;
    void *p;

#pragma omp critical(bal_mv_mem)
    p = mem->fn(mem->ud, ptr, osize, nsize);
    return p;
}

/* Row and joint sums of one universe. */
static void run_one(const struct bal_mem *mem, struct bal_mv_worker *w, size_t u,
                    struct bal_mv_row *row, struct bal_mv_joint *joint)
{
    const struct bal_multiverse *mv = w->mv;
    const struct bal_mv_windows *windows;
    int32_t fault = bal_mv_score(w, u, &windows);
    struct bal_recount out = {.estimate = NAN, .p = NAN, .floor = NAN};
    double unit;

    if (fault == 0 && joint != NULL && mv->null != BAL_RECOUNT_RELOCATE) {
        fault = (int32_t)bal_recount_observed(&w->room, windows->range, windows->k, &out);
        if (fault == 0) {
            size_t defined = bal_recount_shifts(&w->room, windows->range, windows->k, &unit);

            if (mv->null == BAL_RECOUNT_SHIFT)
                bal_recount_p(w->room.e, mv->n, mv->alternative, w->room.tolerance, &out.p,
                              &out.floor);
            bal_mv_joint_add(w, unit, defined, joint);
        }
    } else if (fault == 0) {
        fault = (int32_t)bal_recount_windows(mem, &w->room, windows->range, windows->k, mv->null,
                                             mv->alternative, &out);
        if (fault == 0 && joint != NULL) {
            size_t defined = bal_recount_shifts(&w->room, windows->range, windows->k, &unit);

            bal_mv_joint_add(w, unit, defined, joint);
        }
    }
    *row = (struct bal_mv_row){.estimate = fault == 0 ? out.estimate : (double)NAN,
                               .p = out.p,
                               .floor = out.floor,
                               .n_in = (uint32_t)out.n_in,
                               .n_out = (uint32_t)out.n_out,
                               .gaps = (uint32_t)out.gaps,
                               .events = w->events,
                               .fault = fault};
}

int bal_mv_threads(const struct bal_multiverse *mv, size_t universes, int asked)
{
    size_t chunks = universes / BAL_MV_CHUNK + 1, most = (size_t)omp_get_max_threads();

    if (asked > 0)
        most = (size_t)asked;
    if (mv->null == BAL_RECOUNT_RELOCATE)
        chunks = universes;
    return (int)(most < chunks ? most : chunks > 0 ? chunks : 1);
}

void bal_mv_workers_free(const struct bal_mem *mem, struct bal_mv_worker **w, int threads)
{
    for (int i = 0; w != NULL && i < threads; i++)
        bal_mv_worker_free(mem, w[i]);
    bal_free(mem, w, (size_t)threads * sizeof *w);
}

int bal_mv_workers_new(const struct bal_mem *mem, const struct bal_multiverse *mv, int threads,
                       struct bal_mv_worker ***out, struct bal_error *err)
{
    struct bal_mv_worker **w = bal_calloc(mem, (size_t)threads, sizeof *w);
    int code = w == NULL ? bal_fail_mem(err) : 0;

    for (int i = 0; code == 0 && i < threads; i++)
        code = bal_mv_worker_new(mem, mv, &w[i], err);
    *out = w;
    if (code != 0) {
        bal_mv_workers_free(mem, w, threads);
        *out = NULL;
    }
    return code;
}

bool bal_mv_walk_on(int *stop, const struct bal_watch *watch, double done)
{
    int stopped;

    if (omp_get_thread_num() == 0 && !bal_go_on(watch, done)) {
#pragma omp atomic write
        *stop = 1;
    }
#pragma omp atomic read
    stopped = *stop;
    return !stopped;
}

struct running {
    const struct bal_mem *mem;
    const struct bal_multiverse *mv;
    size_t from, to, chunk;
    const struct bal_watch *watch;
    struct bal_mv_row *row;
    struct bal_mv_worker **worker;
    struct bal_mv_joint *part; /* one a thread, or NULL */
};

/* Chunks are short enough that the watch is asked often: relocations are slow. */
static bool run_chunks(const struct running *r, int threads)
{
    size_t chunks = (r->to - r->from + r->chunk - 1) / r->chunk;
    struct bal_mem locked = {locked_alloc, (void *)(uintptr_t)r->mem};
    int stop = 0;

#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (size_t c = 0; c < chunks; c++) {
        int me = omp_get_thread_num();
        size_t a = r->from + c * r->chunk, b = a + r->chunk < r->to ? a + r->chunk : r->to;

        if (!bal_mv_walk_on(&stop, r->watch, (double)a / (double)r->mv->universes))
            continue;
        for (size_t u = a; u < b; u++)
            run_one(&locked, r->worker[me], u, &r->row[u], r->part != NULL ? &r->part[me] : NULL);
    }
    return stop == 0;
}

static int new_parts(const struct bal_mem *mem, const struct bal_mv_joint *whole, int threads,
                     struct bal_mv_joint **out, struct bal_error *err)
{
    struct bal_mv_joint *part = bal_calloc(mem, (size_t)threads, sizeof *part);
    int code = part == NULL ? bal_fail_mem(err) : 0;

    for (int i = 0; code == 0 && i < threads; i++) {
        code = bal_mv_joint_new(mem, whole->n, &part[i], err);
        part[i].low = whole->low;
        part[i].per = whole->per;
    }
    *out = part;
    return code;
}

static void free_parts(const struct bal_mem *mem, struct bal_mv_joint *part, int threads)
{
    for (int i = 0; part != NULL && i < threads; i++)
        bal_mv_joint_free(mem, &part[i]);
    bal_free(mem, part, (size_t)threads * sizeof *part);
}

int bal_mv_run(const struct bal_mem *mem, const struct bal_multiverse *mv, size_t from, size_t to,
               int threads, const struct bal_watch *watch, struct bal_mv_row *row,
               struct bal_mv_joint *joint, struct bal_error *err)
{
    struct running r = {.mem = mem, .mv = mv, .from = from, .to = to, .watch = watch, .row = row};
    int code = 0;

    r.chunk = mv->null == BAL_RECOUNT_RELOCATE ? 1 : BAL_MV_CHUNK;
    threads = bal_mv_threads(mv, to - from, threads);
    for (size_t u = from; u < to; u++)
        row[u] = (struct bal_mv_row){NAN, NAN, NAN, .fault = BAL_MV_NOT_RUN};
    code = bal_mv_workers_new(mem, mv, threads, &r.worker, err);
    if (code == 0 && joint != NULL && joint->per == 0)
        bal_mv_joint_range(r.worker[0], joint);
    if (code == 0 && joint != NULL)
        code = new_parts(mem, joint, threads, &r.part, err);
    if (code == 0 && !run_chunks(&r, threads))
        code = bal_fail(err, BAL_ESTOP, "stopped");
    for (int i = 0; code == 0 && r.part != NULL && i < threads; i++)
        bal_mv_joint_merge(joint, &r.part[i]);
    bal_mv_workers_free(mem, r.worker, threads);
    free_parts(mem, r.part, threads);
    return code;
}

/* Variance by choice --------------------------------------------------------------------------- */

void bal_mv_variance(const struct bal_multiverse *mv, const struct bal_mv_row *row, double *room,
                     double *share)
{
    uint16_t choice[BAL_MV_DIMS];
    double n = 0, mean = 0, total = 0;

    for (size_t u = 0; u < mv->universes; u++)
        if (isfinite(row[u].estimate)) {
            n++;
            mean += row[u].estimate;
        }
    mean /= n;
    for (size_t u = 0; u < mv->universes; u++)
        if (isfinite(row[u].estimate))
            total += (row[u].estimate - mean) * (row[u].estimate - mean);
    for (size_t d = 0; d < mv->dims; d++) {
        double *count = room, *sum = room + mv->dim[d].options, between = 0;

        memset(room, 0, 2 * mv->dim[d].options * sizeof *room);
        for (size_t u = 0; mv->dim[d].options > 1 && u < mv->universes; u++) {
            if (!isfinite(row[u].estimate))
                continue;
            bal_mv_choices(mv, u, choice);
            count[choice[d]]++;
            sum[choice[d]] += row[u].estimate - mean;
        }
        for (size_t o = 0; o < mv->dim[d].options; o++)
            between += count[o] > 0 ? sum[o] * sum[o] / count[o] : 0;
        share[d] = total > 0 ? between / total : (double)NAN;
    }
}
