/* The multiverse against its definition: each universe put together by hand from the rows that its
 * masks let pass, and the joint tests by brute force over all shifts. */
#include "scratch.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>
#include <string.h>

#include "explore/multiverse.h"

enum { ROWS = 70, POOLS = 2, DATES = 2, SCORES = 3, RULES = 4, MASKS = 2, MASK_OPTIONS = 3 };
enum { WINDOWS = 3, EXCEPTS = 2, ESTIMATES = 3, MOST_PERIODS = 40, LIST = 300 };

static struct bal_error err;

/* A random declaration and all that it points to. */
struct world {
    struct bal_multiverse mv;
    struct bal_observation obs[POOLS][BAL_MV_LOOKS][DATES][SCORES]
                              [ROWS]; /* NaN: the row has none */
    struct bal_placed placed[POOLS][BAL_MV_LOOKS][DATES][SCORES][ROWS];
    uint32_t row[POOLS][BAL_MV_LOOKS][DATES][SCORES][ROWS];
    struct bal_mv_reading reading[POOLS][BAL_MV_LOOKS][DATES][SCORES];
    uint64_t bit[MASKS][MASK_OPTIONS][POOLS][ROWS / 64 + 1];
    struct bal_mv_mask mask[MASKS][MASK_OPTIONS][POOLS];
    struct bal_index_spec rule[RULES];
    struct bal_range range[POOLS][WINDOWS + EXCEPTS][4];
    struct bal_mv_windows windows[POOLS][WINDOWS], except[POOLS][EXCEPTS];
    enum bal_recount_estimate estimate[ESTIMATES];
    uint16_t choice[LIST * BAL_MV_DIMS];
};

static size_t draw_ranges(uint64_t *seed, size_t n, struct bal_range *r, size_t most)
{
    size_t at = 0, k = 0;

    while (k < most) {
        size_t a = at + random_below(seed, 8), b = a + 1 + random_below(seed, n / 3);

        if (b > n)
            break;
        r[k++] = (struct bal_range){a, b};
        at = b;
    }
    return k;
}

static void draw_reading(uint64_t *seed, struct world *w, size_t p, size_t l, size_t d, size_t s)
{
    const struct bal_index_spec any = {.rule =
                                           l == BAL_MV_SPAN ? BAL_INDEX_IN_FORCE : BAL_INDEX_LATEST,
                                       .start = 12 * 1970,
                                       .n = w->mv.n};
    struct bal_observation *obs = w->obs[p][l][d][s];
    struct {
        struct bal_placed placed;
        uint32_t row;
    } all[ROWS];
    size_t n = 0;

    for (uint32_t r = 0; r < ROWS; r++) {
        bal_day day = (bal_day)random_below(seed, 30 * w->mv.n + 200) - 100;

        obs[r] = (struct bal_observation){{day, day + 1}, (double)random_below(seed, 6)};
        if (s == 2)
            obs[r].score = random_unit(seed);
        if (l == BAL_MV_SPAN)
            obs[r].span.to += (bal_day)random_below(seed, 400);
        if (random_below(seed, 3) == 0) {
            obs[r].score = NAN;
            continue;
        }
        bal_index_place(&any, &obs[r], 1, &all[n].placed);
        all[n++].row = r;
    }
    for (size_t i = 1; i < n; i++) /* by day and score, each with its row */
        for (size_t j = i; j > 0; j--) {
            struct bal_placed *a = &all[j - 1].placed, *b = &all[j].placed;

            if (a->day < b->day || (a->day == b->day && a->score <= b->score))
                break;
            struct bal_placed t = *a;
            uint32_t u = all[j - 1].row;
            *a = *b;
            all[j - 1].row = all[j].row;
            *b = t;
            all[j].row = u;
        }
    for (size_t i = 0; i < n; i++) {
        w->placed[p][l][d][s][i] = all[i].placed;
        w->row[p][l][d][s][i] = all[i].row;
    }
    w->reading[p][l][d][s] = (struct bal_mv_reading){n, w->placed[p][l][d][s], w->row[p][l][d][s],
                                                     random_below(seed, 40) == 0 ? 3 : 0};
}

static void draw_dims(struct world *w)
{
    const struct bal_mv_dim dim[] = {
        {BAL_MV_STUDY, 2, NULL},
        {BAL_MV_OF, 1, NULL},
        {BAL_MV_MASK, MASK_OPTIONS, &w->mask[0][0][0]},
        {BAL_MV_MASK, MASK_OPTIONS, &w->mask[1][0][0]},
        {BAL_MV_DATE, DATES, NULL},
        {BAL_MV_SCORE, SCORES, NULL},
        {BAL_MV_RULE, RULES, NULL},
        {BAL_MV_EXCEPT, EXCEPTS, NULL},
        {BAL_MV_ESTIMATE, ESTIMATES, NULL},
        {BAL_MV_WINDOWS, WINDOWS, NULL},
    };

    w->mv.dims = sizeof dim / sizeof *dim;
    memcpy(w->mv.dim, dim, sizeof dim);
}

static void draw_masks(uint64_t *seed, struct world *w)
{
    for (size_t m = 0; m < MASKS; m++)
        for (size_t o = 0; o < MASK_OPTIONS; o++)
            for (size_t p = 0; p < POOLS; p++) {
                struct bal_mv_mask *mask = &w->mask[m][o][p];

                *mask = (struct bal_mv_mask){o == 0 ? NULL : w->bit[m][o][p],
                                             random_below(seed, 30) == 0 ? 1 : 0};
                for (size_t i = 0; i < ROWS / 64 + 1; i++)
                    w->bit[m][o][p][i] = random_bits(seed);
            }
}

static void draw(uint64_t *seed, struct world *w)
{
    static const enum bal_index_rule rules[] = {BAL_INDEX_LATEST, BAL_INDEX_DECAY,
                                                BAL_INDEX_IN_FORCE, BAL_INDEX_COUNT};

    w->mv = (struct bal_multiverse){.n = 8 + random_below(seed, MOST_PERIODS - 7),
                                    .pools = POOLS,
                                    .rows = ROWS,
                                    .reading = &w->reading[0][0][0][0],
                                    .rule = w->rule,
                                    .windows = &w->windows[0][0],
                                    .except = &w->except[0][0],
                                    .estimate = w->estimate,
                                    .null = BAL_RECOUNT_SHIFT,
                                    .alternative = (enum bal_alternative)random_below(seed, 3),
                                    .alpha = .05 + .2 * random_unit(seed)};
    for (size_t r = 0; r < RULES; r++)
        w->rule[r] = (struct bal_index_spec){
            .rule = rules[r], .start = 12 * 1970, .n = w->mv.n, .half_life = 3};
    for (size_t p = 0; p < POOLS; p++) {
        for (size_t l = 0; l < BAL_MV_LOOKS; l++)
            for (size_t d = 0; d < DATES; d++)
                for (size_t s = 0; s < SCORES; s++)
                    draw_reading(seed, w, p, l, d, s);
        for (size_t o = 0; o < WINDOWS; o++) {
            struct bal_range *r = w->range[p][o];

            w->windows[p][o] = (struct bal_mv_windows){r, draw_ranges(seed, w->mv.n, r, 3), 0};
            if (w->windows[p][o].k == 0)
                w->windows[p][o].fault = 2;
        }
        for (size_t o = 0; o < EXCEPTS; o++) {
            struct bal_range *r = w->range[p][WINDOWS + o];

            w->except[p][o] =
                (struct bal_mv_windows){r, o == 0 ? 0 : draw_ranges(seed, w->mv.n, r, 2), 0};
        }
    }
    for (size_t e = 0; e < ESTIMATES; e++)
        w->estimate[e] = (enum bal_recount_estimate)random_below(seed, 4);
    draw_masks(seed, w);
    draw_dims(w);
    w->mv.universes = bal_mv_product(&w->mv);
}

/* One universe by hand ------------------------------------------------------------------------- */

/* Its fault; the shifts stand in the room. */
static int32_t slow_universe(const struct world *w, const uint16_t *c,
                             struct bal_recount_room *room, struct bal_recount *out,
                             uint32_t *events)
{
    const struct bal_index_spec *rule = &w->rule[c[6]];
    size_t p = c[0], look = rule->rule == BAL_INDEX_IN_FORCE ? 1
                            : rule->rule == BAL_INDEX_COUNT  ? 2
                                                             : 0;
    const struct bal_observation *obs = w->obs[p][look][c[4]][c[5]];
    const struct bal_mv_windows *win = &w->windows[p][c[9]], *except = &w->except[p][c[7]];
    struct bal_observation kept[ROWS];
    struct bal_placed placed[ROWS];
    enum bal_recount_fault fault;
    size_t n = 0;

    *out = (struct bal_recount){.estimate = NAN, .p = NAN, .floor = NAN};
    *events = 0;
    if (w->reading[p][look][c[4]][c[5]].fault != 0)
        return BAL_MV_TEXTS + w->reading[p][look][c[4]][c[5]].fault;
    for (size_t m = 0; m < MASKS; m++)
        if (w->mask[m][c[2 + m]][p].fault != 0)
            return BAL_MV_TEXTS + w->mask[m][c[2 + m]][p].fault;
    for (size_t r = 0; r < ROWS; r++) {
        bool pass = !isnan(obs[r].score);

        for (size_t m = 0; m < MASKS; m++)
            if (c[2 + m] != 0)
                pass = pass && (w->bit[m][c[2 + m]][p][r / 64] >> (r % 64) & 1) == 1;
        if (pass)
            kept[n++] = obs[r];
    }
    *events = (uint32_t)n;
    bal_index_place(rule, kept, n, placed);
    bal_index_fill(rule, placed, n, room->y);
    for (size_t i = 0; i < except->k; i++)
        for (size_t t = except->range[i].a; t < except->range[i].b; t++)
            room->y[t] = NAN;
    fault = bal_recount_score(room, w->estimate[c[8]]);
    if (fault != 0)
        return (int32_t)fault;
    if (win->fault != 0)
        return BAL_MV_TEXTS + win->fault;
    return (int32_t)bal_recount_windows(NULL, room, win->range, win->k, w->mv.null,
                                        w->mv.alternative, out);
}

static void check_row(const struct bal_mv_row *row, int32_t fault, const struct bal_recount *want,
                      uint32_t events)
{
    assert_int_equal(row->fault, fault);
    assert_int_equal(row->events, events);
    if (fault != 0) {
        assert_true(isnan(row->estimate) && isnan(row->p) && isnan(row->floor));
        return;
    }
    assert_true(row->estimate == want->estimate && row->p == want->p && row->floor == want->floor);
    assert_int_equal(row->n_in, want->n_in);
    assert_int_equal(row->n_out, want->n_out);
    assert_int_equal(row->gaps, want->gaps);
}

static void rows_are_recounts(void **state)
{
    uint64_t seed = 1;
    struct world *w = calloc(1, sizeof *w);
    struct bal_mv_row *row = malloc(8000 * sizeof *row), *again = malloc(8000 * sizeof *row);
    void *memory = malloc(bal_recount_size(MOST_PERIODS));
    size_t fine = 0, faulty = 0;

    (void)state;
    for (int round = 0; round < 20; round++) {
        struct bal_recount_room room;

        draw(&seed, w);
        bal_recount_room(&room, w->mv.n, memory);
        assert_int_equal(w->mv.universes, 2 * 9 * 6 * RULES * 18);
        assert_int_equal(
            bal_mv_run(&bal_mem_std, &w->mv, 0, w->mv.universes, 2, NULL, row, NULL, &err), 0);
        assert_int_equal(
            bal_mv_run(&bal_mem_std, &w->mv, 0, w->mv.universes, 1, NULL, again, NULL, &err), 0);
        for (size_t u = 0; u < w->mv.universes; u++) {
            uint16_t choice[BAL_MV_DIMS];
            struct bal_recount want;
            uint32_t events;
            int32_t fault;

            bal_mv_choices(&w->mv, u, choice);
            fault = slow_universe(w, choice, &room, &want, &events);
            check_row(&row[u], fault, &want, events);
            check_row(&again[u], fault, &want, events);
            fine += fault == 0 ? 1 : 0;
            faulty += fault != 0 ? 1 : 0;
        }
    }
    assert_true(fine > 50000 && faulty > 1000);
    free(memory);
    free(row);
    free(again);
    free(w);
}

/* The joint tests by brute force --------------------------------------------------------------- */

static double as_extreme(enum bal_alternative a, double e)
{
    return a == BAL_GREATER ? e : a == BAL_LESS ? -e : fabs(e);
}

struct brute {
    double up[MOST_PERIODS], down[MOST_PERIODS], with[MOST_PERIODS], z[MOST_PERIODS];
    double *x; /* n x universes */
};

static void brute_add(struct brute *b, const struct bal_recount_room *room, double unit,
                      const struct bal_multiverse *mv, size_t universes)
{
    size_t n = room->n;
    double m = 0;

    for (size_t t = 0; t < n; t++)
        m += isnan(room->e[t]) ? 0 : 1;
    for (size_t t = 0; t < n; t++) {
        double extreme = 0, below = 0, tied = 0, e = room->e[t];

        if (isnan(e))
            continue;
        for (size_t j = 0; j < n; j++) {
            if (isnan(room->e[j]))
                continue;
            extreme += as_extreme(mv->alternative, room->e[j]) >=
                               as_extreme(mv->alternative, e) - room->tolerance
                           ? 1
                           : 0;
            below += room->e[j] < e - room->tolerance ? 1 : 0;
            tied += fabs(room->e[j] - e) <= room->tolerance ? 1 : 0;
        }
        b->x[t * universes + (size_t)b->with[t]++] = e / unit;
        b->z[t] += gsl_cdf_ugaussian_Pinv((below + tied / 2) / m);
        if (extreme / m <= mv->alpha) {
            bool up = mv->alternative == BAL_GREATER || (mv->alternative == BAL_TWO_SIDED && e > 0);

            b->up[t] += up ? 1 : 0;
            b->down[t] += up ? 0 : 1;
        }
    }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double brute_median(double *x, size_t n)
{
    if (n == 0)
        return NAN;
    qsort(x, n, sizeof *x, by_value);
    return n % 2 == 1 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

static void check_test(const double *stat, size_t n, enum bal_alternative direction, bool share,
                       double tolerance, const struct bal_mv_test *got)
{
    double observed = share ? stat[0] : as_extreme(direction, stat[0]), extreme = 0, m = 0;
    double top = -INFINITY, at_top = 0;

    if (isnan(stat[0])) {
        assert_true(isnan(got->p));
        return;
    }
    for (size_t t = 0; t < n; t++)
        top = fmax(top, share ? stat[t] : as_extreme(direction, stat[t]));
    for (size_t t = 0; t < n; t++) {
        double v = share ? stat[t] : as_extreme(direction, stat[t]);

        m += isnan(v) ? 0 : 1;
        extreme += v >= observed - tolerance ? 1 : 0;
        at_top += v >= top - tolerance ? 1 : 0;
    }
    assert_near(got->observed, stat[0], 1e-8);
    assert_near(got->p, extreme / m, 1e-12);
    assert_near(got->floor, at_top / m, 1e-12);
}

static void check_joint(struct brute *b, const struct bal_multiverse *mv, size_t universes,
                        const struct bal_mv_joint *joint)
{
    double median[MOST_PERIODS], share[MOST_PERIODS], z[MOST_PERIODS], room[MOST_PERIODS];

    for (size_t t = 0; t < mv->n; t++) {
        assert_near((double)joint->up[t], b->up[t], 0);
        assert_near((double)joint->down[t], b->down[t], 0);
        assert_near((double)joint->with[t], b->with[t], 0);
        median[t] = brute_median(b->x + t * universes, (size_t)b->with[t]);
        assert_near(joint->median[t], median[t], 0); /* bit for bit */
        z[t] = b->z[t] / b->with[t];
        if (b->with[t] > 0)
            assert_near((double)joint->z[t] / 0x1p32 / b->with[t], z[t], 1e-8);
    }
    for (int d = 0; d < 3; d++) {
        enum bal_alternative direction = (enum bal_alternative)d;
        struct bal_mv_tests got;

        bal_mv_test(joint, direction, room, &got);
        for (size_t t = 0; t < mv->n; t++)
            share[t] = (direction == BAL_GREATER ? b->up[t]
                        : direction == BAL_LESS  ? b->down[t]
                                                 : fmax(b->up[t], b->down[t])) /
                       b->with[t];
        check_test(median, mv->n, direction, false, joint->rounding, &got.median);
        check_test(share, mv->n, direction, true, 1e-12, &got.share);
        check_test(z, mv->n, direction, false, 1e-8, &got.z);
    }
}

/* Of random universes, listed: the list is half as long as a chunk or twice. */
static void joint_tests_by_brute_force(void **state)
{
    uint64_t seed = 2;
    struct world *w = calloc(1, sizeof *w);
    struct bal_mv_row row[LIST];
    void *memory = malloc(bal_recount_size(MOST_PERIODS));
    double *x = malloc(LIST * MOST_PERIODS * sizeof *x);

    (void)state;
    for (int round = 0; round < 60; round++) {
        struct bal_recount_room room;
        struct bal_mv_joint joint;
        struct brute b = {.x = x};

        draw(&seed, w);
        w->mv.universes = 1 + random_below(&seed, LIST);
        for (size_t u = 0; u < w->mv.universes; u++)
            for (size_t d = 0; d < w->mv.dims; d++)
                w->choice[u * w->mv.dims + d] = (uint16_t)random_below(&seed, w->mv.dim[d].options);
        w->mv.choice = w->choice;
        bal_recount_room(&room, w->mv.n, memory);
        for (size_t u = 0; u < w->mv.universes; u++) {
            struct bal_recount want;
            uint32_t events;
            double unit;
            const struct bal_mv_windows *win =
                &w->windows[w->choice[u * w->mv.dims]][w->choice[u * w->mv.dims + 9]];

            if (slow_universe(w, w->choice + u * w->mv.dims, &room, &want, &events) != 0)
                continue;
            bal_recount_shifts(&room, win->range, win->k, &unit);
            brute_add(&b, &room, unit, &w->mv, w->mv.universes);
        }
        for (int threads = 1; threads <= 3; threads++) {
            assert_int_equal(bal_mv_joint_new(&bal_mem_std, w->mv.n, &joint, &err), 0);
            assert_int_equal(bal_mv_run(&bal_mem_std, &w->mv, 0, w->mv.universes, threads, NULL,
                                        row, &joint, &err),
                             0);
            assert_int_equal(bal_mv_medians(&bal_mem_std, &w->mv, threads, NULL, &joint, &err), 0);
            check_joint(&b, &w->mv, w->mv.universes, &joint);
            bal_mv_joint_free(&bal_mem_std, &joint);
        }
    }
    free(memory);
    free(x);
    free(w);
}

/* So many universes, of so few kinds, that no walk can collect all that lies about the median: the
 * stretches are cut until each holds one value. */
static void medians_where_ties_crowd(void **state)
{
    enum { MANY = 60001, KINDS = 7 };
    uint64_t seed = 21;
    struct world *w = calloc(1, sizeof *w);
    struct bal_mv_row *row = malloc(MANY * sizeof *row);
    uint16_t *choice = malloc(MANY * BAL_MV_DIMS * sizeof *choice), kind[KINDS][BAL_MV_DIMS];
    void *memory = malloc(bal_recount_size(MOST_PERIODS));
    double value[KINDS][MOST_PERIODS], *x = malloc(MANY * sizeof *x);
    size_t *of = malloc(MANY * sizeof *of);

    (void)state;
    for (size_t round = 0; round < 2; round++) {
        struct bal_recount_room room;
        struct bal_mv_joint joint;

        do
            draw(&seed, w);
        while (w->mv.n < 38);
        bal_recount_room(&room, w->mv.n, memory);
        for (size_t k = 0; k < KINDS; k++) {
            const struct bal_mv_windows *win;
            struct bal_recount out;
            uint32_t events;
            double unit;

            do {
                for (size_t d = 0; d < w->mv.dims; d++)
                    kind[k][d] = (uint16_t)random_below(&seed, w->mv.dim[d].options);
                win = &w->windows[kind[k][0]][kind[k][9]];
            } while (slow_universe(w, kind[k], &room, &out, &events) != 0);
            bal_recount_shifts(&room, win->range, win->k, &unit);
            for (size_t t = 0; t < w->mv.n; t++)
                value[k][t] = room.e[t] / unit;
        }
        w->mv.universes = MANY - round; /* odd, then even */
        w->mv.choice = choice;
        for (size_t u = 0; u < w->mv.universes; u++) {
            of[u] = random_below(&seed, 100) < 95 ? 0 : random_below(&seed, KINDS);
            memcpy(choice + u * w->mv.dims, kind[of[u]], w->mv.dims * sizeof *choice);
        }
        assert_int_equal(bal_mv_joint_new(&bal_mem_std, w->mv.n, &joint, &err), 0);
        assert_int_equal(
            bal_mv_run(&bal_mem_std, &w->mv, 0, w->mv.universes, 2, NULL, row, &joint, &err), 0);
        if (round == 0) { /* stopped in the walk that cuts the stretches */
            size_t none = 0;
            const struct bal_watch watch = {go_on_for, &none};

            assert_int_equal(bal_mv_medians(&bal_mem_std, &w->mv, 1, &watch, &joint, &err),
                             BAL_ESTOP);
        }
        assert_int_equal(bal_mv_medians(&bal_mem_std, &w->mv, 2, NULL, &joint, &err), 0);
        for (size_t t = 0; t < w->mv.n; t++) {
            size_t n = 0;

            for (size_t u = 0; u < w->mv.universes; u++)
                if (!isnan(value[of[u]][t]))
                    x[n++] = value[of[u]][t];
            assert_near(joint.median[t], brute_median(x, n), 0);
        }
        bal_mv_joint_free(&bal_mem_std, &joint);
    }
    free(memory);
    free(choice);
    free(row);
    free(of);
    free(x);
    free(w);
}

/* Variance by choice: a 2 x 2 table by hand. x = 1 3 / 2 8: mean 3.5, total 29; rows 2 and 5: 9;
 * columns 1.5 and 5.5: 16. */
static void variance_by_hand(void **state)
{
    const double x[] = {1, 3, 2, 8};
    struct bal_multiverse mv = {.dims = 2, .universes = 4};
    struct bal_mv_row row[4] = {{0}};
    double room[4], share[2];

    (void)state;
    mv.dim[0] = (struct bal_mv_dim){BAL_MV_RULE, 2, NULL};
    mv.dim[1] = (struct bal_mv_dim){BAL_MV_WINDOWS, 2, NULL};
    for (size_t u = 0; u < 4; u++)
        row[u].estimate = x[u];
    bal_mv_variance(&mv, row, room, share);
    assert_near(share[0], 9. / 29, 1e-15);
    assert_near(share[1], 16. / 29, 1e-15);
    row[3].estimate = NAN; /* 1 3 / 2: mean 2, total 2; rows 2 and 2; columns 1.5 and 3 */
    bal_mv_variance(&mv, row, room, share);
    assert_near(share[0], 0, 1e-15);
    assert_near(share[1], .75, 1e-15);
}

/* Calibration -------------------------------------------------------------------------------- */

/* A world of one AR(1) series of 240 months, an observation a month, with three codings of the
 * windows, four rules and three masks that drop a tenth of the months each: 72 universes that share
 * their data. Nothing is in it, so each joint test should reject in 5 % of the cases; with memory the
 * shifts are not quite exchangeable (methods: 4 to 7 % for one universe). */
static void make_noise(uint64_t *seed, double phi, struct world *w, struct bal_placed *placed,
                       uint32_t *row)
{
    enum { MONTHS = 240 };
    static const struct bal_range windows[3][3] = {{{0, 60}, {72, 108}, {192, 228}},
                                                   {{0, 60}, {84, 120}, {204, 228}},
                                                   {{12, 48}, {90, 130}, {180, 210}}};
    double last = 0;

    w->mv.n = MONTHS;
    for (size_t t = 0; t < MONTHS + 50; t++) {
        double u = random_unit(seed), v = random_unit(seed);

        last = phi * last + sqrt(-2 * log(1 - u)) * cos(6.283185307179586 * v);
        if (t < 50)
            continue;
        row[t - 50] = (uint32_t)(t - 50);
        placed[t - 50] =
            (struct bal_placed){(bal_day)(30 * (t - 50)), (int64_t)t - 50, (int64_t)t - 49, last};
    }
    w->reading[0][BAL_MV_DAY][0][0] = (struct bal_mv_reading){MONTHS, placed, row, 0};
    for (size_t o = 0; o < 3; o++) {
        memcpy(w->range[0][o], windows[o], sizeof windows[o]);
        w->windows[0][o] = (struct bal_mv_windows){w->range[0][o], 3, 0};
    }
}

static void declare_noise(uint64_t *seed, struct world *w)
{
    const struct bal_mv_dim dim[] = {
        {BAL_MV_STUDY, 1, NULL},  {BAL_MV_OF, 1, NULL},       {BAL_MV_MASK, 3, &w->mask[0][0][0]},
        {BAL_MV_DATE, 1, NULL},   {BAL_MV_SCORE, 1, NULL},    {BAL_MV_RULE, 4, NULL},
        {BAL_MV_EXCEPT, 1, NULL}, {BAL_MV_ESTIMATE, 2, NULL}, {BAL_MV_WINDOWS, 3, NULL}};
    static uint64_t bit[2][240 / 64 + 1];

    w->mv = (struct bal_multiverse){.n = 240,
                                    .dims = sizeof dim / sizeof *dim,
                                    .pools = 1,
                                    .rows = 240,
                                    .reading = &w->reading[0][0][0][0],
                                    .rule = w->rule,
                                    .windows = &w->windows[0][0],
                                    .except = &w->except[0][0],
                                    .estimate = w->estimate,
                                    .null = BAL_RECOUNT_SHIFT,
                                    .alpha = .05};
    memcpy(w->mv.dim, dim, sizeof dim);
    for (size_t m = 0; m < 2; m++)
        for (size_t r = 0; r < 240; r++)
            if (random_below(seed, 10) != 0)
                bit[m][r / 64] |= UINT64_C(1) << (r % 64);
    w->mask[0][0][0] = w->mask[0][1][0] = w->mask[0][2][0] = (struct bal_mv_mask){NULL, 0};
    (&w->mask[0][0][0])[1].bit = bit[0];
    (&w->mask[0][0][0])[2].bit = bit[1];
    w->estimate[0] = BAL_RECOUNT_STANDARDISED;
    w->estimate[1] = BAL_RECOUNT_DELTA;
    for (size_t r = 0; r < 4; r++)
        w->rule[r] = (struct bal_index_spec){.rule = r < 2 ? BAL_INDEX_LATEST : BAL_INDEX_DECAY,
                                             .n = 240,
                                             .expiry = r == 1 ? 1 : 0,
                                             .half_life = r == 2 ? 2 : 6};
    w->mv.universes = bal_mv_product(&w->mv);
}

static void calibrated(void **state)
{
    enum { RUNS = 400 };
    const double phi[] = {0, .5, .9};
    struct world *w = calloc(1, sizeof *w);
    struct bal_placed placed[240];
    struct bal_mv_row row[72];
    uint32_t at[240];
    double room[240];

    (void)state;
    for (size_t f = 0; f < 3; f++) {
        uint64_t seed = 11 + f;
        int rejected[3] = {0};

        for (int run = 0; run < RUNS; run++) {
            struct bal_mv_joint joint;
            struct bal_mv_tests tests;

            declare_noise(&seed, w);
            make_noise(&seed, phi[f], w, placed, at);
            assert_int_equal(w->mv.universes, 72);
            assert_int_equal(bal_mv_joint_new(&bal_mem_std, 240, &joint, &err), 0);
            assert_int_equal(bal_mv_run(&bal_mem_std, &w->mv, 0, 72, 1, NULL, row, &joint, &err),
                             0);
            assert_int_equal(bal_mv_medians(&bal_mem_std, &w->mv, 1, NULL, &joint, &err), 0);
            bal_mv_test(&joint, BAL_GREATER, room, &tests);
            rejected[0] += tests.median.p <= .05 ? 1 : 0;
            rejected[1] += tests.share.p <= .05 ? 1 : 0;
            rejected[2] += tests.z.p <= .05 ? 1 : 0;
            bal_mv_joint_free(&bal_mem_std, &joint);
        }
        print_message("# phi %.1f: median, share and mean z reject in %.3f %.3f %.3f\n", phi[f],
                      rejected[0] / (double)RUNS, rejected[1] / (double)RUNS,
                      rejected[2] / (double)RUNS);
        for (int i = 0; i < 3; i++) /* 20 expected, sd 4.4 */
            assert_in_range(rejected[i], i == 1 ? 2 : 6, 42);
    }
    free(w);
}

/* Every allocation fails in turn: an error, and nothing kept. */
static void out_of_memory(void **state)
{
    uint64_t seed = 5;
    struct world *w = calloc(1, sizeof *w);
    struct bal_mv_row *row = malloc(8000 * sizeof *row);
    struct count_mem count = {0};
    const struct bal_mem mem = {count_alloc, &count};
    int code = BAL_EMEM, tries = 0;

    (void)state;
    draw(&seed, w);
    while (code == BAL_EMEM) {
        struct bal_mv_joint joint = {0};

        count = (struct count_mem){.fail_at = (size_t)++tries};
        code = bal_mv_joint_new(&mem, w->mv.n, &joint, &err);
        if (code == 0)
            code = bal_mv_run(&mem, &w->mv, 0, w->mv.universes, 2, NULL, row, &joint, &err);
        if (code == 0)
            code = bal_mv_medians(&mem, &w->mv, 2, NULL, &joint, &err);
        if (joint.up != NULL)
            bal_mv_joint_free(&mem, &joint);
        assert_int_equal(count.live, 0);
    }
    assert_int_equal(code, 0);
    assert_true(tries > 10);
    free(row);
    free(w);
}

static bool stop_at_once(void *ud, double done)
{
    (void)done;
    return ++*(int *)ud < 2;
}

static void stops(void **state)
{
    uint64_t seed = 5;
    struct world *w = calloc(1, sizeof *w);
    struct bal_mv_row *row = malloc(50000 * sizeof *row);
    int asked = 0;
    const struct bal_watch watch = {stop_at_once, &asked};

    (void)state;
    draw(&seed, w);
    assert_int_equal(
        bal_mv_run(&bal_mem_std, &w->mv, 0, w->mv.universes, 1, &watch, row, NULL, &err),
        BAL_ESTOP);
    assert_int_not_equal(row[0].fault, BAL_MV_NOT_RUN);
    assert_int_equal(row[w->mv.universes - 1].fault, BAL_MV_NOT_RUN);
    free(row);
    free(w);
}

/* Wherever in its walks: after any number of questions, until it comes to its end. */
static void medians_stop(void **state)
{
    uint64_t seed = 5;
    struct world *w = calloc(1, sizeof *w);
    struct bal_mv_row *row = malloc(50000 * sizeof *row);
    int code = BAL_ESTOP;
    size_t asked;

    (void)state;
    draw(&seed, w);
    for (asked = 0; code != 0; asked++) {
        size_t left = asked;
        const struct bal_watch watch = {go_on_for, &left};
        struct bal_mv_joint joint;

        assert_int_equal(bal_mv_joint_new(&bal_mem_std, w->mv.n, &joint, &err), 0);
        assert_int_equal(
            bal_mv_run(&bal_mem_std, &w->mv, 0, w->mv.universes, 1, NULL, row, &joint, &err), 0);
        code = bal_mv_medians(&bal_mem_std, &w->mv, 1, &watch, &joint, &err);
        if (code != 0) {
            assert_int_equal(code, BAL_ESTOP);
            assert_string_equal(err.message, "stopped");
        }
        bal_mv_joint_free(&bal_mem_std, &joint);
    }
    assert_true(asked > 2);
    free(row);
    free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_recounts),
        cmocka_unit_test(joint_tests_by_brute_force),
        cmocka_unit_test(medians_where_ties_crowd),
        cmocka_unit_test(variance_by_hand),
        cmocka_unit_test(calibrated),
        cmocka_unit_test(out_of_memory),
        cmocka_unit_test(stops),
        cmocka_unit_test(medians_stop),
    };

    return cmocka_run_group_tests_name("multiverse", tests, NULL, NULL);
}
