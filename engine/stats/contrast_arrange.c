/* Arrangements one at a time: at random, or each in turn when they are few. */
#include <math.h>
#include <string.h>

#include "stats/contrast_parts.h"

double bal_arrangements(const struct bal_job *job)
{
    double each;

    switch (job->spec->null) {
    case BAL_RELOCATE:
        return bal_placements(job, &each);
    case BAL_SHIFT:
        return (double)job->n;
    case BAL_PERMUTE:
        return bal_choose((double)job->values, (double)job->n_in);
    case BAL_PHASE_LABELS:
        return bal_choose((double)job->spec->phases, (double)job->k);
    case BAL_BLOCK:
        break;
    }
    return INFINITY;
}

/* The most segments that an arrangement can have, and the words of scratch. */
static size_t most_segments(const struct bal_job *job)
{
    switch (job->spec->null) {
    case BAL_PERMUTE:
        return job->n_in + 1;
    case BAL_BLOCK: /* each edge of a window and of a block starts one, inside or outside */
        return 2 * (job->n / job->block + 2 * job->k + 3);
    default:
        return job->k + 2;
    }
}

static size_t items(const struct bal_job *job)
{
    return job->values + job->spec->phases + job->k + 1;
}

int bal_arrangement_make(const struct bal_job *job, struct bal_arrangement *a,
                         struct bal_error *err)
{
    size_t words = items(job) / 64 + 1;

    *a = (struct bal_arrangement){0};
    a->seg = bal_alloc(job->mem, most_segments(job) * sizeof *a->seg);
    a->work = bal_alloc(job->mem, 3 * items(job) * sizeof *a->work);
    a->bits = bal_calloc(job->mem, words, sizeof *a->bits);
    if (a->seg != NULL && a->work != NULL && a->bits != NULL)
        return 0;
    bal_arrangement_free(job, a);
    return bal_fail_mem(err);
}

void bal_arrangement_free(const struct bal_job *job, struct bal_arrangement *a)
{
    bal_free(job->mem, a->seg, most_segments(job) * sizeof *a->seg);
    bal_free(job->mem, a->work, 3 * items(job) * sizeof *a->work);
    bal_free(job->mem, a->bits, (items(job) / 64 + 1) * sizeof *a->bits);
}

void bal_arrange_observed(const struct bal_job *job, struct bal_arrangement *a)
{
    a->in = job->k;
    a->out = 0;
    if (job->spec->null == BAL_PERMUTE) { /* its segments may be few: one a window is enough */
        a->in = 0;
        for (size_t i = 0, w = 0; i < job->values; i++) {
            while (w < job->k && job->window[w].b <= job->value[i])
                w++;
            if (w < job->k && job->window[w].a <= job->value[i])
                a->seg[a->in++] = (struct bal_range){job->value[i], job->value[i] + 1};
        }
        return;
    }
    memcpy(a->seg, job->window, job->k * sizeof *a->seg);
}

static void shift_by(const struct bal_job *job, size_t by, struct bal_arrangement *a)
{
    size_t n = job->n;

    a->in = a->out = 0;
    for (size_t i = 0; i < job->k; i++) {
        size_t from = (job->window[i].a + by) % n,
               to = from + (job->window[i].b - job->window[i].a);

        a->seg[a->in++] = (struct bal_range){from, to < n ? to : n};
        if (to > n)
            a->seg[a->in++] = (struct bal_range){0, to - n};
    }
}

/* m of n without order, each choice equally likely (Floyd), as bits. */
static void choose_bits(struct bal_rng *rng, size_t n, size_t m, uint64_t *bits)
{
    memset(bits, 0, (n / 64 + 1) * sizeof *bits);
    for (size_t j = n - m; j < n; j++) {
        size_t at = (size_t)bal_rng_below(rng, j + 1);

        if (bits[at / 64] >> at % 64 & 1)
            at = j;
        bits[at / 64] |= UINT64_C(1) << at % 64;
    }
}

static void from_bits(const struct bal_job *job, const uint64_t *bits, struct bal_arrangement *a)
{
    bool phases = job->spec->null == BAL_PHASE_LABELS;
    size_t n = phases ? job->spec->phases : job->values;

    a->in = a->out = 0;
    for (size_t w = 0; w <= n / 64; w++)
        for (uint64_t left = bits[w]; left != 0; left &= left - 1) {
            size_t i = w * 64 + (size_t)__builtin_ctzll(left);
            struct bal_range cell = {phases ? 0 : job->value[i], 0};

            cell.b = cell.a + 1;
            if (phases)
                a->seg[a->in++] = job->spec->phase[i];
            else if (a->in > 0 && a->seg[a->in - 1].b == cell.a)
                a->seg[a->in - 1].b++;
            else
                a->seg[a->in++] = cell;
        }
}

/* Windows in time order: slot i is the number of free cells and windows before window i. */
static void place_slots(const struct bal_job *job, const size_t *slot, const size_t *length,
                        struct bal_arrangement *a)
{
    size_t taken = 0;

    a->in = a->out = 0;
    for (size_t i = 0; i < job->k; i++) {
        size_t from = slot[i] - i + taken;

        a->seg[a->in++] = (struct bal_range){from, from + length[i]};
        taken += length[i];
    }
}

/* Each window gets a slot of its own among the free cells and windows; in order of their slots they
 * stand in time. Every placement in every order is as likely as any other. */
static void relocate_draw(const struct bal_job *job, struct bal_rng *rng, struct bal_arrangement *a)
{
    size_t slots = job->n + job->k, *slot = a->work, *length = a->work + job->k;

    for (size_t i = 0; i < job->k; i++)
        slots -= job->length[i];
    for (size_t i = 0; i < job->k; i++) {
        size_t at = (size_t)bal_rng_below(rng, slots), j = 0;

        while (j < i && slot[j] < at)
            j++;
        if (j < i && slot[j] == at) { /* taken: draw again */
            i--;
            continue;
        }
        memmove(slot + j + 1, slot + j, (i - j) * sizeof *slot);
        memmove(length + j + 1, length + j, (i - j) * sizeof *length);
        slot[j] = at;
        length[j] = job->length[i];
    }
    place_slots(job, slot, length, a);
}

/* Cells [to, to + length) of the new series come from `from` on: cut at the windows' edges, inside
 * segments grow from the front of seg, outside ones from its end. */
static void add_block(const struct bal_job *job, size_t from, size_t to, size_t length, size_t *w,
                      size_t most, struct bal_arrangement *a)
{
    for (size_t end = to + length, part; to < end; to += part, from += part) {
        bool inside;

        while (*w < job->k && job->window[*w].b <= to)
            ++*w;
        inside = *w < job->k && job->window[*w].a <= to;
        part = end - to;
        if (inside && job->window[*w].b - to < part)
            part = job->window[*w].b - to;
        if (!inside && *w < job->k && job->window[*w].a - to < part)
            part = job->window[*w].a - to;
        if (inside)
            a->seg[a->in++] = (struct bal_range){from, from + part};
        else
            a->seg[most - ++a->out] = (struct bal_range){from, from + part};
    }
}

static void block_draw(const struct bal_job *job, struct bal_rng *rng, struct bal_arrangement *a)
{
    size_t most = most_segments(job), w = 0;

    a->in = a->out = 0;
    for (size_t to = 0; to < job->n; to += job->block) {
        size_t from = (size_t)bal_rng_below(rng, job->n - job->block + 1);
        size_t length = job->n - to < job->block ? job->n - to : job->block;

        add_block(job, from, to, length, &w, most, a);
    }
    memmove(a->seg + a->in, a->seg + most - a->out, a->out * sizeof *a->seg);
}

void bal_arrange_draw(const struct bal_job *job, struct bal_rng *rng, struct bal_arrangement *a)
{
    switch (job->spec->null) {
    case BAL_RELOCATE:
        relocate_draw(job, rng, a);
        return;
    case BAL_SHIFT:
        shift_by(job, (size_t)bal_rng_below(rng, job->n), a);
        return;
    case BAL_PERMUTE:
        choose_bits(rng, job->values, job->n_in, a->bits);
        from_bits(job, a->bits, a);
        return;
    case BAL_PHASE_LABELS:
        choose_bits(rng, job->spec->phases, job->k, a->bits);
        from_bits(job, a->bits, a);
        return;
    case BAL_BLOCK:
        block_draw(job, rng, a);
        return;
    }
}

/* Each in turn --------------------------------------------------------------------------------- */

/* The next m-subset of 0 .. n - 1 in lexicographic order; false after the last. */
static bool next_choice(size_t *at, size_t m, size_t n)
{
    size_t i = m;

    while (i > 0 && at[i - 1] == n - m + i - 1)
        i--;
    if (i == 0)
        return false;
    at[i - 1]++;
    for (; i < m; i++)
        at[i] = at[i - 1] + 1;
    return true;
}

static void each_choice(const struct bal_job *job, size_t n, size_t m, bal_visit *visit, void *ud,
                        struct bal_arrangement *a)
{
    size_t *at = a->work;

    for (size_t i = 0; i < m; i++)
        at[i] = i;
    do {
        a->in = m;
        a->out = 0;
        for (size_t i = 0; i < m; i++)
            a->seg[i] = job->spec->null == BAL_PHASE_LABELS
                            ? job->spec->phase[at[i]]
                            : (struct bal_range){job->value[at[i]], job->value[at[i]] + 1};
        if (!visit(ud, a))
            return;
    } while (next_choice(at, m, n));
}

static void each_placement(const struct bal_job *job, bal_visit *visit, void *ud,
                           struct bal_arrangement *a)
{
    size_t slots = job->n + job->k, *slot = a->work, *length = a->work + job->k;

    for (size_t i = 0; i < job->k; i++) {
        slots -= job->length[i];
        length[i] = job->length[i];
    }
    do {
        for (size_t i = 0; i < job->k; i++)
            slot[i] = i;
        do {
            place_slots(job, slot, length, a);
            if (!visit(ud, a))
                return;
        } while (next_choice(slot, job->k, slots));
    } while (bal_next_order(length, job->k));
}

int bal_arrange_each(const struct bal_job *job, bal_visit *visit, void *ud, struct bal_error *err)
{
    struct bal_arrangement a;
    bool go_on = true;
    int code = bal_arrangement_make(job, &a, err);

    if (code != 0)
        return code;
    switch (job->spec->null) {
    case BAL_RELOCATE:
        each_placement(job, visit, ud, &a);
        break;
    case BAL_SHIFT:
        for (size_t by = 0; by < job->n && go_on; by++) {
            shift_by(job, by, &a);
            go_on = visit(ud, &a);
        }
        break;
    case BAL_PERMUTE:
        each_choice(job, job->values, job->n_in, visit, ud, &a);
        break;
    case BAL_PHASE_LABELS:
        each_choice(job, job->spec->phases, job->k, visit, ud, &a);
        break;
    case BAL_BLOCK:
        break;
    }
    bal_arrangement_free(job, &a);
    return 0;
}

double bal_arranged(const struct bal_sums *s, const double *prefix, const struct bal_arrangement *a)
{
    double in = 0, n_in = 0, out = 0, n_out = 0;

    for (size_t i = 0; i < a->in; i++) {
        in += prefix[a->seg[i].b] - prefix[a->seg[i].a];
        n_in += bal_sums_values(s, a->seg[i].a, a->seg[i].b);
    }
    if (a->out == 0) {
        out = prefix[s->n] - in;
        n_out = s->values - n_in;
    }
    for (size_t i = a->in; i < a->in + a->out; i++) {
        out += prefix[a->seg[i].b] - prefix[a->seg[i].a];
        n_out += bal_sums_values(s, a->seg[i].a, a->seg[i].b);
    }
    return n_in == 0 || n_out == 0 ? (double)NAN : in / n_in - out / n_out;
}
