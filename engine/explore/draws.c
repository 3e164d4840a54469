#include "explore/draws.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <omp.h>
#include <string.h>

#include "base/rng.h"
#include "model/window.h"
#include "stats/bootstrap.h"

int bal_within_named(const char *name)
{
    static const char *const names[] = {"none", "bootstrap", "null"};

    for (int i = 0; i <= BAL_WITHIN_NULL; i++)
        if (strcmp(name, names[i]) == 0)
            return i;
    return -1;
}

/* One draw ------------------------------------------------------------------------------------- */

/* Uniform on first .. last; BAL_DAY_MIN and MAX stay what they are. */
static bal_day draw_day(struct bal_rng *rng, bal_day first, bal_day last)
{
    if (first >= last)
        return first;
    return first + (bal_day)bal_rng_below(rng, (uint64_t)(last - first) + 1);
}

static struct bal_window draw_span(struct bal_rng *rng, const struct bal_uncertain *u,
                                   bool in_force)
{
    const struct bal_when *w = u->when;
    struct bal_window span;

    if (u->whens > 1) {
        double x = bal_rng_unit(rng);

        while (w < u->when + u->whens - 1 && x >= w->upto)
            w++;
    }
    span.from = draw_day(rng, w->first, w->last);
    span.to = in_force ? draw_day(rng, w->end_first, w->end_last) : span.from + 1;
    if (span.to <= span.from)
        span.to = span.from + 1;
    return span;
}

static double draw_score(struct bal_rng *rng, const struct bal_uncertain *u)
{
    const struct bal_share *s = u->share;

    if (u->shares > 1) {
        double x = bal_rng_unit(rng);

        while (s < u->share + u->shares - 1 && x >= s->upto)
            s++;
    }
    return s->score;
}

static bool draw_windows(struct bal_rng *rng, const struct bal_draws_spec *spec,
                         struct bal_range *window)
{
    const struct bal_index_spec *index = &spec->recount.index;
    bool sound = true;

    for (size_t i = 0; i < spec->k; i++) {
        const struct bal_edges *e = &spec->window[i];
        struct bal_window w;
        struct bal_range r = {0, 0};
        size_t j = i;

        w.from = draw_day(rng, e->from_first, e->from_last);
        w.to = draw_day(rng, e->to_first, e->to_last);
        if (w.from >= w.to ||
            !bal_window_cells(w, index->interval, index->start, index->n, &r.a, &r.b))
            sound = false;
        for (; j > 0 && window[j - 1].a > r.a; j--)
            window[j] = window[j - 1];
        window[j] = r;
    }
    for (size_t i = 1; i < spec->k; i++)
        sound = sound && window[i - 1].b <= window[i].a;
    return sound;
}

enum { FEW = 100 }; /* so many are sorted by insertion */

/* The order of bal_index_sort. */
static bool is_before(const struct bal_placed *a, const struct bal_placed *b)
{
    return a->day < b->day || (a->day == b->day && a->score < b->score);
}

size_t bal_draw_one(const struct bal_draws_spec *spec, uint64_t r, struct bal_placed *placed,
                    struct bal_range *window, bool *sound)
{
    const struct bal_index_spec *index = &spec->recount.index;
    bool in_force = index->rule == BAL_INDEX_IN_FORCE, few = spec->nobs <= FEW;
    struct bal_rng rng;
    size_t n = 0;

    bal_rng_init(&rng, spec->seed, r);
    for (size_t i = 0; i < spec->nobs; i++) {
        struct bal_window span = draw_span(&rng, &spec->obs[i], in_force);
        struct bal_observation o = {span, draw_score(&rng, &spec->obs[i])};
        struct bal_placed p;
        size_t j = n;

        if (isnan(o.score)) {
            if (index->rule != BAL_INDEX_COUNT)
                continue;
            o.score = 0; /* not asked: but no order has a NaN in it */
        }
        bal_index_place(index, &o, 1, &p);
        for (; few && j > 0 && is_before(&p, &placed[j - 1]); j--)
            placed[j] = placed[j - 1];
        placed[j] = p;
        n++;
    }
    if (!few)
        bal_index_sort(placed, n);
    *sound = draw_windows(&rng, spec, window);
    return n;
}

/* All draws ------------------------------------------------------------------------------------ */

/* The mean square of the shifts' estimates from their mean, in the estimate's unit. */
static double null_variance(struct bal_recount_room *room, const struct bal_range *window, size_t k)
{
    double unit, mean = 0, square = 0, m = 0;

    bal_recount_shifts(room, window, k, &unit);
    for (size_t j = 0; j < room->n; j++)
        if (isfinite(room->e[j])) {
            double d = room->e[j] / unit - mean;

            mean += d / ++m;
            square += d * (room->e[j] / unit - mean);
        }
    return m > 0 ? square / m : NAN;
}

struct job {
    const struct bal_draws_spec *spec;
    const struct bal_mem *shared;
    struct bal_drawn *out;
    double *y; /* kept * n, or NULL */
    size_t kept;
    char *memory; /* for each thread: a room and placed observations */
    size_t room_size, size;
};

static void draw(const struct job *job, uint64_t r)
{
    const struct bal_draws_spec *s = job->spec;
    char *memory = job->memory + (size_t)omp_get_thread_num() * job->size;
    void *placed = memory + job->room_size;
    struct bal_range window[BAL_DRAWS_WINDOWS];
    struct bal_drawn *out = &job->out[r];
    struct bal_recount_room room;
    bool sound;
    size_t n = bal_draw_one(s, r, placed, window, &sound), periods = s->recount.index.n;

    bal_recount_room(&room, periods, memory);
    *out = (struct bal_drawn){.within = NAN};
    out->varied.recount = (struct bal_recount){.estimate = NAN, .p = NAN, .floor = NAN};
    if (sound) {
        out->varied.fault = bal_recount(job->shared, &s->recount, placed, n, window, s->k, &room,
                                        &out->varied.recount);
    } else {
        bal_index_fill(&s->recount.index, placed, n, room.y);
        out->varied.fault = BAL_RECOUNT_REFUSED;
    }
    if (job->y != NULL && r < job->kept)
        memcpy(job->y + r * periods, room.y, periods * sizeof *job->y);
    if (s->within == BAL_WITHIN_NULL && out->varied.fault == BAL_RECOUNT_FINE)
        out->within = null_variance(&room, window, s->k);
}

static int draw_all(const struct job *job, const struct bal_watch *watch, struct bal_error *err)
{
    const struct bal_draws_spec *s = job->spec;

    for (size_t done = 0; done < s->draws; done += 512) {
        size_t end = s->draws - done < 512 ? s->draws : done + 512;

        if (!bal_go_on(watch, (double)done / (double)s->draws))
            return bal_fail(err, BAL_ESTOP, "the draws were stopped");
#pragma omp parallel for schedule(dynamic, 16)
        for (size_t r = done; r < end; r++)
            draw(job, r);
        for (size_t r = done; r < end; r++)
            if (job->out[r].varied.fault == BAL_RECOUNT_MEMORY)
                return bal_fail_mem(err);
    }
    return 0;
}

/* Within variances by the bootstrap, one draw after the other: it shares the work itself. Draw r has
 * a seed of its own, made from both numbers. */
static int bootstrap_all(const struct bal_mem *mem, const struct job *job,
                         const struct bal_watch *watch, struct bal_error *err)
{
    const struct bal_draws_spec *s = job->spec;
    size_t periods = s->recount.index.n;
    double *replicate = bal_alloc(mem, s->reps * sizeof *replicate);
    struct bal_placed *placed = bal_alloc(mem, (s->nobs + 1) * sizeof *placed);
    double *y = bal_alloc(mem, periods * sizeof *y);
    int code = replicate != NULL && placed != NULL && y != NULL ? 0 : bal_fail_mem(err);

    for (size_t r = 0; code == 0 && r < s->draws; r++) {
        struct bal_bootstrap_spec how = {BAL_SCHEME_STATIONARY, s->block, s->reps,
                                         (s->seed + r + 1) * UINT64_C(0x9e3779b97f4a7c15)};
        struct bal_range window[BAL_DRAWS_WINDOWS];
        double mean = 0, square = 0, m = 0;
        bool sound;

        if (r % 64 == 0 && !bal_go_on(watch, (double)r / (double)s->draws))
            code = bal_fail(err, BAL_ESTOP, "the draws were stopped");
        if (code != 0 || job->out[r].varied.fault != BAL_RECOUNT_FINE)
            continue;
        bal_index_fill(&s->recount.index, placed, bal_draw_one(s, r, placed, window, &sound), y);
        code = bal_bootstrap_difference(mem, y, periods, window, s->k, &how, NULL, replicate, err);
        for (size_t i = 0; code == 0 && i < s->reps; i++)
            if (!isnan(replicate[i])) {
                double d = replicate[i] - mean;

                mean += d / ++m;
                square += d * (replicate[i] - mean);
            }
        job->out[r].within = m > 1 ? square / (m - 1) : NAN;
    }
    bal_free(mem, replicate, s->reps * sizeof *replicate);
    bal_free(mem, placed, (s->nobs + 1) * sizeof *placed);
    bal_free(mem, y, periods * sizeof *y);
    return code;
}

static int check(const struct bal_draws_spec *s, struct bal_error *err)
{
    struct bal_bootstrap_spec how = {BAL_SCHEME_STATIONARY, s->block, s->reps, s->seed};

    if (s->draws < 1)
        return bal_fail(err, BAL_EARG, "there are no draws to make");
    if (s->k < 1 || s->k > BAL_DRAWS_WINDOWS)
        return bal_fail(err, BAL_EARG, "there are %zu windows; 1 to %d can be drawn", s->k,
                        BAL_DRAWS_WINDOWS);
    if (s->within != BAL_WITHIN_BOOTSTRAP)
        return 0;
    if (s->recount.estimate != BAL_RECOUNT_DIFFERENCE)
        return bal_fail(err, BAL_EARG,
                        "the bootstrap is of the difference of means; for another estimate ask for "
                        "the within variance of the null, or for none");
    return bal_bootstrap_check(s->recount.index.n, &how, err);
}

int bal_draws(const struct bal_mem *mem, const struct bal_draws_spec *spec,
              const struct bal_watch *watch, struct bal_drawn *out, double *y, size_t kept,
              struct bal_error *err)
{
    struct job job = {.spec = spec, .out = out, .y = y, .kept = kept};
    size_t threads = (size_t)omp_get_max_threads();
    struct bal_shared_mem shared;
    int code = check(spec, err);

    if (code != 0)
        return code;
    bal_shared_mem(&shared, mem);
    job.shared = &shared.mem;
    job.room_size = (bal_recount_size(spec->recount.index.n) + 15) / 16 * 16;
    job.size = job.room_size + (spec->nobs + 1) * sizeof(struct bal_placed);
    job.memory = bal_alloc(mem, threads * job.size);
    if (job.memory == NULL)
        return bal_fail_mem(err);
    code = draw_all(&job, watch, err);
    if (code == 0 && spec->within == BAL_WITHIN_BOOTSTRAP)
        code = bootstrap_all(mem, &job, watch, err);
    bal_free(mem, job.memory, threads * job.size);
    return code;
}

/* Together ------------------------------------------------------------------------------------- */

int bal_combine(const struct bal_drawn *drawn, size_t draws, bool ratio, double level,
                struct bal_combined *out, struct bal_error *err)
{
    double m = 0, square = 0, reach;

    *out = (struct bal_combined){0};
    for (size_t r = 0; r < draws; r++) {
        double q = drawn[r].varied.recount.estimate, d;

        q = ratio ? log(q) : q;
        d = q - out->estimate;
        if (drawn[r].varied.fault != BAL_RECOUNT_FINE || !isfinite(q))
            continue;
        out->estimate += d / ++m;
        square += d * (q - out->estimate);
        out->within += (drawn[r].within - out->within) / m;
    }
    out->m = (size_t)m;
    if (m < 2)
        return bal_fail(err, BAL_EARG, "fewer than two draws have an estimate");
    out->between = square / (m - 1);
    out->total = out->within + (1 + 1 / m) * out->between;
    out->df = out->between > 0 ? (m - 1) * pow(1 + out->within / ((1 + 1 / m) * out->between), 2)
                               : INFINITY;
    reach = isfinite(out->df) ? gsl_cdf_tdist_Pinv((1 + level) / 2, out->df)
                              : gsl_cdf_ugaussian_Pinv((1 + level) / 2);
    out->low = out->estimate - reach * sqrt(out->total);
    out->high = out->estimate + reach * sqrt(out->total);
    if (ratio) {
        out->estimate = exp(out->estimate);
        out->low = exp(out->low);
        out->high = exp(out->high);
    }
    return 0;
}
