#include "explore/fewest.h"

#include <math.h>
#include <omp.h>
#include <string.h>

/* Goals ---------------------------------------------------------------------------------------- */

static double none_of(enum bal_recount_estimate estimate)
{
    return estimate == BAL_RECOUNT_RATIO ? 1 : 0;
}

/* Above: 1. Of a sign, exactly on none is no side: nothing is overturned by reaching it. */
static int side(double v, double at)
{
    return (v > at) - (v < at);
}

bool bal_goal_reached(const struct bal_goal *goal, enum bal_recount_estimate estimate,
                      const struct bal_recount *base, const struct bal_recount *now)
{
    double none = none_of(estimate);

    switch (goal->kind) {
    case BAL_GOAL_SIGN:
        return side(base->estimate, none) * side(now->estimate, none) < 0;
    case BAL_GOAL_VERDICT:
        return (base->p <= goal->at) != (now->p <= goal->at);
    case BAL_GOAL_THRESHOLD:
        return (base->estimate >= goal->at) != (now->estimate >= goal->at);
    }
    return false;
}

/* How far from the goal, for the greedy search: it takes the least. */
static double distance(const struct bal_goal *goal, enum bal_recount_estimate estimate,
                       const struct bal_recount *base, const struct bal_recount *now)
{
    double at = goal->kind == BAL_GOAL_THRESHOLD ? goal->at : none_of(estimate);

    if (goal->kind == BAL_GOAL_VERDICT)
        return base->p <= goal->at ? -now->p : now->p;
    return base->estimate > at ? now->estimate : -now->estimate;
}

/* All options as one list ---------------------------------------------------------------------- */

struct job {
    const struct bal_mem *shared; /* behind a lock */
    const struct bal_question *q;
    const struct bal_fewest_spec *spec;
    const struct bal_recount *base;
    const struct bal_watch *watch;
    struct bal_pick *all; /* each option of each unit, by unit */
    size_t n, longest;    /* how many; most changes of one option */
    char *memory;         /* a room, and room for changes, for each thread */
    size_t room_size, size;
    int *starved; /* set when a recount ran out of memory */
};

struct worker {
    struct bal_vary_room room;
    struct bal_change *change;
};

static struct worker worker_of(const struct job *job)
{
    char *at = job->memory + (size_t)omp_get_thread_num() * job->size;
    void *change = at + job->room_size;
    struct worker w = {.change = change};

    bal_vary_room(&w.room, job->q, at);
    return w;
}

/* The set of `n` options, recounted. */
static struct bal_varied recount_set(const struct job *job, struct worker *w,
                                     const struct bal_pick *set, size_t n)
{
    struct bal_variant v = {.change = w->change};
    struct bal_varied now;

    for (size_t i = 0; i < n; i++) {
        const size_t *start = job->spec->unit[set[i].unit].start + set[i].option;

        memcpy(w->change + v.changes, job->spec->change + start[0],
               (start[1] - start[0]) * sizeof *w->change);
        v.changes += start[1] - start[0];
    }
    now = bal_vary_one(job->shared, job->q, &v, &w->room);
    if (now.fault == BAL_RECOUNT_MEMORY) {
#pragma omp atomic write
        *job->starved = 1;
    }
    return now;
}

static bool reached(const struct job *job, const struct bal_varied *now)
{
    return now->fault == BAL_RECOUNT_FINE &&
           bal_goal_reached(&job->spec->goal, job->q->spec.estimate, job->base, &now->recount);
}

static int list_options(const struct bal_mem *mem, struct job *job, size_t most,
                        struct bal_error *err)
{
    const struct bal_fewest_spec *s = job->spec;

    for (size_t u = 0; u < s->units; u++)
        for (size_t o = 0; o < s->unit[u].options; o++) {
            size_t length = s->unit[u].start[o + 1] - s->unit[u].start[o];

            job->longest = length > job->longest ? length : job->longest;
            job->n++;
        }
    job->all = bal_alloc(mem, job->n * sizeof *job->all);
    job->room_size = bal_vary_size(job->q);
    job->size = job->room_size + (most * job->longest + 1) * sizeof(struct bal_change);
    job->memory = bal_alloc(mem, (size_t)omp_get_max_threads() * job->size);
    if (job->all == NULL || job->memory == NULL)
        return bal_fail_mem(err);
    job->n = 0;
    for (size_t u = 0; u < s->units; u++)
        for (size_t o = 0; o < s->unit[u].options; o++)
            job->all[job->n++] = (struct bal_pick){u, o};
    return 0;
}

/* How many sets of `size` units there are, each with one of its options. */
static double count_sets(const struct bal_fewest_spec *s, size_t size)
{
    double ways[16] = {1};

    for (size_t u = 0; u < s->units; u++)
        for (size_t i = size; i > 0; i--)
            ways[i] += ways[i - 1] * (double)s->unit[u].options;
    return ways[size];
}

/* Exhaustive ----------------------------------------------------------------------------------- */

/* What the sets that begin with one option came to. */
struct part {
    double sets, recounts, undefined;
    size_t kept;
};

struct level { /* one size */
    struct job *job;
    size_t size;
    struct part *part;         /* of each option as the first */
    struct bal_pick *pick;     /* of each: keep * size */
    struct bal_varied *varied; /* of each: keep */
};

static void take(const struct level *l, size_t first, const struct bal_pick *set,
                 const struct bal_varied *now)
{
    struct part *p = &l->part[first];
    size_t keep = l->job->spec->keep;

    p->recounts++;
    p->undefined += now->fault != BAL_RECOUNT_FINE;
    if (!reached(l->job, now))
        return;
    p->sets++;
    if (p->kept == keep)
        return;
    memcpy(l->pick + (first * keep + p->kept) * l->size, set, l->size * sizeof *set);
    l->varied[first * keep + p->kept++] = *now;
}

/* All sets whose first option is all[first]: the others are later ones, of later units. */
static void go_through(const struct level *l, struct worker *w, size_t first)
{
    const struct job *job = l->job;
    size_t at[16] = {first}, depth = 0;
    struct bal_pick set[16];

    set[0] = job->all[first];
    for (;;) {
        if (depth + 1 == l->size) {
            struct bal_varied now = recount_set(job, w, set, l->size);

            take(l, first, set, &now);
        } else {
            at[depth + 1] = at[depth]; /* a level deeper: the next one is tried below */
            depth++;
        }
        for (;;) {
            if (depth == 0)
                return;
            if (++at[depth] < job->n) {
                if (job->all[at[depth]].unit == set[depth - 1].unit)
                    continue;
                set[depth] = job->all[at[depth]];
                break;
            }
            depth--;
        }
    }
}

static int run_level(const struct level *l, struct bal_error *err)
{
    const struct job *job = l->job;
    size_t n = job->n;
    int stop = 0;

#pragma omp parallel
    {
        struct worker w = worker_of(job);

#pragma omp for schedule(dynamic, 1)
        for (size_t first = 0; first < n; first++) {
            int go;

#pragma omp atomic read
            go = stop;
            if (go != 0)
                continue;
            go_through(l, &w, first);
            if (omp_get_thread_num() == 0 && !bal_go_on(job->watch, (double)first / (double)n)) {
#pragma omp atomic write
                stop = 1;
            }
        }
    }
    return stop != 0 ? bal_fail(err, BAL_ESTOP, "the search was stopped") : 0;
}

/* The parts, in order, into the answer. */
static int gather(const struct bal_mem *mem, const struct level *l, struct bal_fewest *out,
                  struct bal_error *err)
{
    size_t keep = l->job->spec->keep;

    for (size_t i = 0; i < l->job->n; i++) {
        out->recounts += l->part[i].recounts;
        out->undefined += l->part[i].undefined;
        out->sets += l->part[i].sets;
    }
    if (out->sets == 0)
        return 0;
    out->size = l->size;
    out->exhaustive = true;
    out->pick = bal_alloc(mem, keep * l->size * sizeof *out->pick);
    out->varied = bal_alloc(mem, keep * sizeof *out->varied);
    if (out->pick == NULL || out->varied == NULL)
        return bal_fail_mem(err);
    for (size_t i = 0; i < l->job->n; i++)
        for (size_t j = 0; j < l->part[i].kept && out->kept < keep; j++) {
            memcpy(out->pick + out->kept * l->size, l->pick + (i * keep + j) * l->size,
                   l->size * sizeof *out->pick);
            out->varied[out->kept++] = l->varied[i * keep + j];
        }
    return 0;
}

static int try_size(const struct bal_mem *mem, struct job *job, size_t size, struct bal_fewest *out,
                    struct bal_error *err)
{
    size_t n = job->n, keep = job->spec->keep;
    struct level l = {.job = job, .size = size};
    int code;

    l.part = bal_calloc(mem, n, sizeof *l.part);
    l.pick = bal_alloc(mem, n * keep * size * sizeof *l.pick);
    l.varied = bal_alloc(mem, n * keep * sizeof *l.varied);
    code = l.part != NULL && l.pick != NULL && l.varied != NULL ? run_level(&l, err)
                                                                : bal_fail_mem(err);
    if (code == 0)
        code = gather(mem, &l, out, err);
    bal_free(mem, l.part, n * sizeof *l.part);
    bal_free(mem, l.pick, n * keep * size * sizeof *l.pick);
    bal_free(mem, l.varied, n * keep * sizeof *l.varied);
    return code;
}

/* Greedy --------------------------------------------------------------------------------------- */

struct greedy {
    struct job *job;
    struct bal_pick *set;      /* spec->greedy of them; the last of `n` is the one that is tried */
    struct bal_varied *varied; /* of each option as the next one */
    size_t n;
};

static bool in_set(const struct bal_pick *set, size_t n, size_t unit)
{
    for (size_t i = 0; i < n; i++)
        if (set[i].unit == unit)
            return true;
    return false;
}

/* Every option beside the set, recounted; the best is added. False when there is none left. */
static bool add_best(struct greedy *g, struct bal_pick *room, struct bal_fewest *out)
{
    struct job *job = g->job;
    size_t best = SIZE_MAX, size = job->spec->greedy + 1;
    double least = INFINITY;

#pragma omp parallel
    {
        struct worker w = worker_of(job);
        struct bal_pick *set = room + (size_t)omp_get_thread_num() * size;

        memcpy(set, g->set, g->n * sizeof *set);
#pragma omp for schedule(dynamic, 4)
        for (size_t i = 0; i < job->n; i++) {
            g->varied[i].fault = BAL_RECOUNT_NO_VALUES;
            if (in_set(g->set, g->n, job->all[i].unit))
                continue;
            set[g->n] = job->all[i];
            g->varied[i] = recount_set(job, &w, set, g->n + 1);
        }
    }
    for (size_t i = 0; i < job->n; i++) {
        double d;

        if (in_set(g->set, g->n, job->all[i].unit))
            continue;
        out->recounts++;
        out->undefined += g->varied[i].fault != BAL_RECOUNT_FINE;
        if (g->varied[i].fault != BAL_RECOUNT_FINE)
            continue;
        d = distance(&job->spec->goal, job->q->spec.estimate, job->base, &g->varied[i].recount);
        if (d < least) {
            least = d;
            best = i;
        }
    }
    if (best == SIZE_MAX)
        return false;
    g->set[g->n++] = job->all[best];
    return true;
}

/* Takes back each edit that is not needed, the earliest first. */
static struct bal_varied prune(struct greedy *g, struct bal_fewest *out)
{
    struct worker w = worker_of(g->job);
    struct bal_varied last = recount_set(g->job, &w, g->set, g->n);

    for (size_t i = 0; i < g->n && g->n > 1;) {
        struct bal_pick without = g->set[i];
        struct bal_varied now;

        memmove(g->set + i, g->set + i + 1, (g->n - i - 1) * sizeof *g->set);
        now = recount_set(g->job, &w, g->set, g->n - 1);
        out->recounts++;
        if (reached(g->job, &now)) {
            last = now;
            g->n--;
            continue;
        }
        memmove(g->set + i + 1, g->set + i, (g->n - i - 1) * sizeof *g->set);
        g->set[i++] = without;
    }
    return last;
}

static int keep_greedy(const struct bal_mem *mem, struct greedy *g, struct bal_fewest *out,
                       struct bal_error *err)
{
    struct bal_varied last = prune(g, out);

    for (size_t i = 1; i < g->n; i++) /* by their units */
        for (size_t j = i; j > 0 && g->set[j - 1].unit > g->set[j].unit; j--) {
            struct bal_pick swap = g->set[j];

            g->set[j] = g->set[j - 1];
            g->set[j - 1] = swap;
        }
    out->pick = bal_alloc(mem, g->job->spec->keep * g->n * sizeof *out->pick);
    out->varied = bal_alloc(mem, g->job->spec->keep * sizeof *out->varied);
    if (out->pick == NULL || out->varied == NULL)
        return bal_fail_mem(err);
    out->size = g->n;
    out->sets = 1;
    out->kept = 1;
    memcpy(out->pick, g->set, g->n * sizeof *out->pick);
    out->varied[0] = last;
    return 0;
}

static int run_greedy(const struct bal_mem *mem, struct greedy *g, struct bal_pick *room,
                      struct bal_fewest *out, struct bal_error *err)
{
    size_t most = g->job->spec->greedy;

    while (g->n < most && add_best(g, room, out)) {
        struct worker w = worker_of(g->job);
        struct bal_varied now = recount_set(g->job, &w, g->set, g->n);

        if (reached(g->job, &now))
            return keep_greedy(mem, g, out, err);
        if (!bal_go_on(g->job->watch, (double)g->n / (double)most))
            return bal_fail(err, BAL_ESTOP, "the search was stopped");
    }
    return 0;
}

static int search_greedily(const struct bal_mem *mem, struct job *job, struct bal_fewest *out,
                           struct bal_error *err)
{
    size_t threads = (size_t)omp_get_max_threads(), size = job->spec->greedy + 1;
    struct greedy g = {.job = job};
    struct bal_pick *room = bal_alloc(mem, threads * size * sizeof *room);
    int code;

    g.set = bal_alloc(mem, size * sizeof *g.set);
    g.varied = bal_alloc(mem, job->n * sizeof *g.varied);
    code = room != NULL && g.set != NULL && g.varied != NULL ? run_greedy(mem, &g, room, out, err)
                                                             : bal_fail_mem(err);
    bal_free(mem, room, threads * size * sizeof *room);
    bal_free(mem, g.set, size * sizeof *g.set);
    bal_free(mem, g.varied, job->n * sizeof *g.varied);
    return code;
}

/* Both ----------------------------------------------------------------------------------------- */

static int search(const struct bal_mem *mem, struct job *job, struct bal_fewest *out,
                  struct bal_error *err)
{
    const struct bal_fewest_spec *s = job->spec;
    int code = 0;

    for (size_t size = 1; size <= s->most && size <= s->units; size++) {
        if (count_sets(s, size) > s->budget)
            break;
        code = try_size(mem, job, size, out, err);
        if (code != 0 || out->size > 0)
            return code;
        out->complete = size;
    }
    return s->greedy > 0 && out->complete < s->units ? search_greedily(mem, job, out, err) : 0;
}

int bal_fewest(const struct bal_mem *mem, const struct bal_question *q,
               const struct bal_fewest_spec *spec, const struct bal_recount *base,
               const struct bal_watch *watch, struct bal_fewest *out, struct bal_error *err)
{
    struct job job = {.q = q, .spec = spec, .base = base, .watch = watch};
    size_t most = spec->most > spec->greedy + 1 ? spec->most : spec->greedy + 1;
    struct bal_shared_mem shared;
    int code, starved = 0;

    *out = (struct bal_fewest){0};
    job.starved = &starved;
    if (spec->most > 8)
        return bal_fail(err, BAL_EARG, "sets of up to %zu are too many; 8 is the most", spec->most);
    if (spec->greedy > BAL_FEWEST_MOST || spec->keep < 1 || spec->keep > BAL_FEWEST_MOST)
        return bal_fail(err, BAL_EARG,
                        "a search edits greedily 0 to %d units, and keeps 1 to %d sets",
                        BAL_FEWEST_MOST, BAL_FEWEST_MOST);
    bal_shared_mem(&shared, mem);
    job.shared = &shared.mem;
    code = list_options(mem, &job, most, err);
    if (code == 0)
        code = search(mem, &job, out, err);
    if (code == 0 && starved != 0)
        code = bal_fail_mem(err);
    bal_free(mem, job.all, job.n * sizeof *job.all);
    bal_free(mem, job.memory, (size_t)omp_get_max_threads() * job.size);
    if (code != 0)
        bal_fewest_free(mem, spec, out);
    return code;
}

void bal_fewest_free(const struct bal_mem *mem, const struct bal_fewest_spec *spec,
                     struct bal_fewest *out)
{
    bal_free(mem, out->pick, spec->keep * out->size * sizeof *out->pick);
    bal_free(mem, out->varied, spec->keep * sizeof *out->varied);
    *out = (struct bal_fewest){0};
}
