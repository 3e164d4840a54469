/* Variants, searches and draws: against the plain way, which builds the index and the contrast anew
 * for every case; Rubin's rules by hand and by R. */
#include "scratch.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "explore/draws.h"
#include "explore/fewest.h"
#include "stats/bootstrap.h"

enum { MOST = 14, PERIODS = 36 };

static struct bal_error err;

/* One random question ---------------------------------------------------------------------------- */

struct one {
    struct bal_question q;
    struct bal_observation obs[MOST]; /* in the order of `placed` */
    struct bal_placed placed[MOST];
    struct bal_range window[3];
};

static int by_day(const void *a, const void *b)
{
    const struct bal_observation *x = a, *y = b;

    if (x->span.from != y->span.from)
        return x->span.from < y->span.from ? -1 : 1;
    return (x->score > y->score) - (x->score < y->score);
}

static void draw_question(uint64_t *seed, struct one *c)
{
    struct bal_index_spec *s = &c->q.spec.index;
    size_t at = random_below(seed, 5);

    *c = (struct one){.q.spec.null = BAL_RECOUNT_SHIFT};
    *s = (struct bal_index_spec){.rule = (enum bal_index_rule)random_below(seed, 5),
                                 .interval = BAL_MONTH,
                                 .n = PERIODS,
                                 .half_life = 1 + (double)random_below(seed, 9)};
    s->start = bal_period_of(BAL_MONTH, bal_day_from_civil(1990, 1, 1));
    /* a faded mean that is constant has rounding for a deviation: nothing to compare */
    c->q.spec.estimate =
        (enum bal_recount_estimate)random_below(seed, s->rule == BAL_INDEX_DECAY ? 1 : 3);
    c->q.nobs = 3 + random_below(seed, MOST - 2);
    for (size_t i = 0; i < c->q.nobs; i++) {
        bal_day d = bal_day_from_civil(1990, 1, 1) + (bal_day)random_below(seed, PERIODS * 30);

        c->obs[i] = (struct bal_observation){{d, d + 1}, (double)random_below(seed, 6)};
    }
    qsort(c->obs, c->q.nobs, sizeof *c->obs, by_day);
    bal_index_place(s, c->obs, c->q.nobs, c->placed);
    for (; c->q.k < 1 + random_below(seed, 3); c->q.k++) {
        c->window[c->q.k] = (struct bal_range){at, at + 1 + random_below(seed, 8)};
        at = c->window[c->q.k].b + random_below(seed, 3);
    }
    c->q.placed = c->placed;
    c->q.window = c->window;
}

/* The plain way: the index built and the contrast taken, as a script would. NaN where there is none. */
static double plainly(const struct bal_question *q, const struct bal_observation *obs, size_t nobs,
                      const struct bal_range *window, size_t k, double *p)
{
    struct bal_contrast_spec spec = {.null = BAL_SHIFT};
    struct bal_contrast out;
    struct bal_series *y;
    double sd = 1;
    int code;

    *p = NAN;
    spec.estimate = q->spec.estimate == BAL_RECOUNT_DELTA ? BAL_CLIFF_DELTA : BAL_MEAN_DIFFERENCE;
    assert_int_equal(bal_index_build(&bal_mem_std, &q->spec.index, obs, nobs, &y, &err), 0);
    code = k > 0 ? bal_contrast(&bal_mem_std, y->value, y->n, window, k, &spec, &out, &err) : -1;
    if (q->spec.estimate == BAL_RECOUNT_STANDARDISED && code == 0) {
        struct bal_summary s;

        assert_int_equal(bal_series_summary(y, &s, &err), 0);
        sd = s.sd;
    }
    bal_series_free(y);
    if (code != 0 || !(sd > 0))
        return NAN;
    *p = out.p;
    return out.estimate / sd;
}

/* Variants --------------------------------------------------------------------------------------- */

static struct bal_placed place(const struct one *c, struct bal_observation o)
{
    struct bal_placed p;

    bal_index_place(&c->q.spec.index, &o, 1, &p);
    return p;
}

static void variants_are_built_anew(void **state)
{
    uint64_t seed = 4;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        struct bal_observation now[MOST];
        struct bal_change change[3];
        struct bal_range window[3];
        struct bal_index_spec index;
        struct bal_variant v = {.change = change};
        struct bal_varied got;
        struct one c;
        bool dropped[MOST] = {false};
        size_t n = 0;
        double want, p;

        draw_question(&seed, &c);
        memcpy(now, c.obs, sizeof now);
        for (v.changes = random_below(&seed, 4); n < v.changes; n++) {
            size_t i = random_below(&seed, c.q.nobs);
            struct bal_observation *o = &now[i];

            change[n] = (struct bal_change){.obs = i, .drop = random_below(&seed, 2) == 0};
            if (random_below(&seed, 2) == 0)
                o->score = (double)random_below(&seed, 6);
            else
                o->span.from += (bal_day)random_below(&seed, 300) - 150;
            change[n].to = place(&c, *o);
            dropped[i] = dropped[i] || change[n].drop;
        }
        if (random_below(&seed, 3) == 0) {
            memcpy(window, c.window, sizeof window);
            window[c.q.k - 1].b++;
            v.window = window;
            v.k = c.q.k;
        }
        index = c.q.spec.index;
        index.half_life += 2;
        v.index = random_below(&seed, 3) == 0 ? &index : NULL;
        assert_int_equal(bal_vary(&bal_mem_std, &c.q, &v, 1, NULL, &got, &err), 0);
        n = 0;
        for (size_t i = 0; i < c.q.nobs; i++)
            if (!dropped[i])
                now[n++] = now[i];
        if (v.index != NULL)
            c.q.spec.index = index;
        want = plainly(&c.q, now, n, v.window != NULL ? window : c.window, c.q.k, &p);
        assert_near(got.recount.estimate, want, 1e-12);
        assert_int_equal(got.fault == BAL_RECOUNT_FINE, !isnan(want));
        assert_near(got.recount.p, p, 1e-15);
    }
}

/* Searches --------------------------------------------------------------------------------------- */

enum { OPTIONS = 3 }; /* dropped, one rung up, one down */

struct edits {
    struct bal_change change[MOST * OPTIONS];
    size_t start[MOST][OPTIONS + 1];
    struct bal_unit unit[MOST];
};

static void make_edits(const struct one *c, size_t options, struct edits *e)
{
    for (size_t i = 0; i < c->q.nobs; i++) {
        for (size_t o = 0; o < options; o++) {
            struct bal_change *change = &e->change[i * options + o];

            *change = (struct bal_change){.obs = i, .drop = o == 0, .to = c->placed[i]};
            change->to.score += o == 1 ? 1 : -1;
            e->start[i][o] = i * options + o;
        }
        e->start[i][options] = (i + 1) * options;
        e->unit[i] = (struct bal_unit){e->start[i], options};
    }
}

/* Every set of one size, by counting in base `options + 1`, plainly. */
static double count_plainly(const struct one *c, const struct bal_goal *goal, size_t options,
                            size_t size, const struct bal_recount *base, double *sets)
{
    size_t digits[MOST] = {0}, n = c->q.nobs;
    double reached = 0;

    for (*sets = 0;;) {
        struct bal_observation now[MOST];
        struct bal_recount r = {0};
        size_t edited = 0, left = 0, i;

        for (i = 0; i < n && digits[i] == options; i++)
            digits[i] = 0;
        if (i == n)
            return reached;
        digits[i]++;
        for (i = 0; i < n; i++)
            edited += digits[i] > 0;
        if (edited != size)
            continue;
        for (i = 0; i < n; i++) {
            if (digits[i] == 1)
                continue;
            now[left] = c->obs[i];
            now[left++].score += digits[i] == 2 ? 1 : digits[i] == 3 ? -1 : 0;
        }
        ++*sets;
        r.estimate = plainly(&c->q, now, left, c->window, c->q.k, &r.p);
        reached += !isnan(r.estimate) && bal_goal_reached(goal, c->q.spec.estimate, base, &r);
    }
}

/* In each of the two searches: the exhaustive one, then the greedy one. */
static void test_search_stops(void **state)
{
    uint64_t seed = 12;
    struct one c;
    struct edits e;
    struct bal_fewest got;
    struct bal_recount base = {0};
    struct bal_fewest_spec spec = {.unit = e.unit, .change = e.change, .budget = 1e6, .keep = 4};

    (void)state;
    do {
        draw_question(&seed, &c);
        base.estimate = plainly(&c.q, c.obs, c.q.nobs, c.window, c.q.k, &base.p);
    } while (c.q.nobs < 5 || c.q.nobs > 7 || isnan(base.estimate));
    make_edits(&c, 1, &e);
    spec.units = c.q.nobs;
    spec.goal = (struct bal_goal){BAL_GOAL_THRESHOLD, 1e9};
    omp_set_num_threads(1);
    for (spec.most = 0; spec.most < 3; spec.most += 2) {
        size_t none = 0;
        const struct bal_watch watch = {go_on_for, &none};

        spec.greedy = spec.most == 0 ? 6 : 0;
        assert_int_equal(bal_fewest(&bal_mem_std, &c.q, &spec, &base, &watch, &got, &err),
                         BAL_ESTOP);
        assert_string_equal(err.message, "the search was stopped");
    }
}

static void test_recounts_stop(void **state)
{
    uint64_t seed = 12;
    size_t none = 0;
    const struct bal_watch watch = {go_on_for, &none};
    const struct bal_variant as_it_is[64] = {0};
    struct bal_varied out[64];
    struct one c;

    (void)state;
    draw_question(&seed, &c);
    omp_set_num_threads(1);
    assert_int_equal(bal_vary(&bal_mem_std, &c.q, as_it_is, 64, &watch, out, &err), BAL_ESTOP);
    assert_string_equal(err.message, "the recounts were stopped");
}

static void fewest_is_the_fewest(void **state)
{
    uint64_t seed = 19;
    int found[5] = {0};

    (void)state;
    for (int round = 0; round < 60; round++) {
        struct one c;
        struct edits e;
        struct bal_fewest got;
        struct bal_recount base = {0};
        size_t options = 1 + 2 * random_below(&seed, 2);
        struct bal_fewest_spec spec = {
            .unit = e.unit, .change = e.change, .most = 2, .budget = 1e6, .greedy = 6, .keep = 4};

        draw_question(&seed, &c);
        if (c.q.nobs > 7)
            continue;
        make_edits(&c, options, &e);
        spec.units = c.q.nobs;
        base.estimate = plainly(&c.q, c.obs, c.q.nobs, c.window, c.q.k, &base.p);
        if (isnan(base.estimate))
            continue;
        spec.goal = (struct bal_goal){(enum bal_goal_kind)(round % 3), .3};
        assert_int_equal(bal_fewest(&bal_mem_std, &c.q, &spec, &base, NULL, &got, &err), 0);
        for (size_t size = 1; size <= 2; size++) {
            double sets, reach = count_plainly(&c, &spec.goal, options, size, &base, &sets);

            if (reach == 0) {
                assert_true(got.complete >= size || (got.exhaustive && got.size < size));
                continue;
            }
            assert_true(got.exhaustive);
            if (got.size == size)
                assert_near(got.sets, reach, 0);
            assert_true(got.size <= size);
            break;
        }
        found[got.size < 4 ? got.size : 4]++;
        for (size_t k = 0; k < got.kept; k++) { /* each set told does reach the goal */
            struct bal_change change[6];
            struct bal_variant v = {.change = change, .changes = got.size};
            struct bal_varied again;

            for (size_t i = 0; i < got.size; i++) {
                struct bal_pick pick = got.pick[k * got.size + i];

                change[i] = e.change[e.start[pick.unit][pick.option]];
            }
            assert_int_equal(bal_vary(&bal_mem_std, &c.q, &v, 1, NULL, &again, &err), 0);
            assert_true(bal_goal_reached(&spec.goal, c.q.spec.estimate, &base, &again.recount));
            assert_near(again.recount.estimate, got.varied[k].recount.estimate, 0);
        }
        bal_fewest_free(&bal_mem_std, &spec, &got);
    }
    assert_true(found[0] > 0 && found[1] > 0 && found[2] > 0);
}

/* One answer whatever the threads; a size beyond the budget is not begun; the greedy set is enough. */
static void searches_do_not_depend_on_threads(void **state)
{
    uint64_t seed = 77;

    (void)state;
    for (int round = 0; round < 40; round++) {
        struct bal_fewest got[2];
        struct bal_recount base = {0};
        struct one c;
        struct edits e;
        struct bal_fewest_spec spec = {
            .unit = e.unit, .change = e.change, .most = 3, .budget = 300, .greedy = 8, .keep = 5};

        draw_question(&seed, &c);
        make_edits(&c, 3, &e);
        spec.units = c.q.nobs;
        base.estimate = plainly(&c.q, c.obs, c.q.nobs, c.window, c.q.k, &base.p);
        if (isnan(base.estimate))
            continue;
        for (int i = 0; i < 2; i++) {
            omp_set_num_threads(1 + i);
            assert_int_equal(bal_fewest(&bal_mem_std, &c.q, &spec, &base, NULL, &got[i], &err), 0);
        }
        assert_int_equal(got[0].size, got[1].size);
        assert_near(got[0].sets, got[1].sets, 0);
        assert_near(got[0].recounts, got[1].recounts, 0);
        assert_int_equal(got[0].kept, got[1].kept);
        if (c.q.nobs > 9) /* 3 n + 9 n (n - 1) / 2 > 300 */
            assert_true(got[0].complete <= 1);
        for (size_t i = 0; i < got[0].kept * got[0].size; i++) {
            assert_int_equal(got[0].pick[i].unit, got[1].pick[i].unit);
            assert_int_equal(got[0].pick[i].option, got[1].pick[i].option);
        }
        if (got[0].size > 0)
            assert_true(
                bal_goal_reached(&spec.goal, c.q.spec.estimate, &base, &got[0].varied[0].recount));
        bal_fewest_free(&bal_mem_std, &spec, &got[0]);
        bal_fewest_free(&bal_mem_std, &spec, &got[1]);
    }
}

/* Draws ------------------------------------------------------------------------------------------ */

struct loose {
    struct bal_when when[MOST][2];
    struct bal_share share[MOST][3];
    struct bal_uncertain obs[MOST];
    struct bal_edges edges[3];
};

static void make_loose(uint64_t *seed, const struct one *c, struct loose *l)
{
    for (size_t i = 0; i < c->q.nobs; i++) {
        bal_day d = c->obs[i].span.from;
        double score = c->obs[i].score;

        l->when[i][0] = (struct bal_when){.3, d - 40, d + 40, 0, 0};
        l->when[i][1] = (struct bal_when){1, d, d, 0, 0};
        l->share[i][0] = (struct bal_share){.5, score};
        l->share[i][1] = (struct bal_share){.9, score + 1};
        l->share[i][2] = (struct bal_share){1, NAN};
        l->obs[i] = (struct bal_uncertain){l->when[i], l->share[i], 2, 3};
        if (random_below(seed, 4) == 0)
            l->obs[i] = (struct bal_uncertain){l->when[i] + 1, l->share[i], 1, 1};
    }
    for (size_t i = 0; i < c->q.k; i++) {
        int64_t start = c->q.spec.index.start;
        bal_day a = bal_period_first(BAL_MONTH, start + (int64_t)c->window[i].a);
        bal_day b = bal_period_first(BAL_MONTH, start + (int64_t)c->window[i].b);

        l->edges[i] = (struct bal_edges){a - 20, a + 20, b, b};
    }
}

static void draws_are_recounts_of_what_was_drawn(void **state)
{
    uint64_t seed = 1987;
    int unsound = 0;

    (void)state;
    for (int round = 0; round < 40; round++) {
        struct one c;
        struct loose l;
        struct bal_draws_spec spec = {.draws = 60, .seed = 5 + (uint64_t)round};
        struct bal_drawn got[2][60];
        double y[60 * PERIODS];

        draw_question(&seed, &c);
        make_loose(&seed, &c, &l);
        spec.recount = c.q.spec;
        spec.obs = l.obs;
        spec.nobs = c.q.nobs;
        spec.window = l.edges;
        spec.k = c.q.k;
        spec.within = round % 2 == 0 ? BAL_WITHIN_NULL : BAL_WITHIN_NONE;
        for (int i = 0; i < 2; i++) {
            omp_set_num_threads(1 + i);
            assert_int_equal(bal_draws(&bal_mem_std, &spec, NULL, got[i], y, spec.draws, &err), 0);
        }
        for (uint64_t r = 0; r < 60; r++) {
            struct bal_placed placed[MOST];
            struct bal_observation obs[MOST];
            struct bal_range window[BAL_DRAWS_WINDOWS];
            struct bal_varied one = got[0][r].varied;
            bool sound;
            size_t n = bal_draw_one(&spec, r, placed, window, &sound);
            double p, want;

            for (size_t i = 0; i < n; i++)
                obs[i] =
                    (struct bal_observation){{placed[i].day, placed[i].day + 1}, placed[i].score};
            want = sound ? plainly(&c.q, obs, n, window, c.q.k, &p) : NAN;
            unsound += !sound;
            assert_near(one.recount.estimate, want, 1e-12);
            assert_near(got[1][r].varied.recount.estimate, one.recount.estimate, 0);
            assert_near(got[1][r].within, got[0][r].within, 0);
            assert_int_equal(one.fault == BAL_RECOUNT_REFUSED, !sound);
        }
    }
    assert_true(unsound > 0);
}

/* 20,000 draws of one observation: days and scores as often as they should come, and draw r the
 * same when there are fewer. */
static void draws_are_as_likely_as_said(void **state)
{
    struct bal_when when[2] = {{.25, 0, 9, 0, 0}, {1, 100, 100, 0, 0}};
    struct bal_share share[3] = {{.5, 1}, {.9, 2}, {1, NAN}};
    struct bal_uncertain obs = {when, share, 2, 3};
    struct bal_edges edges = {10, 19, 400, 400};
    struct bal_draws_spec spec = {.obs = &obs, .nobs = 1, .window = &edges, .k = 1, .seed = 3};
    double early = 0, days[10] = {0}, none = 0, one = 0;

    (void)state;
    spec.recount.index = (struct bal_index_spec){
        .interval = BAL_MONTH, .n = 24, .start = bal_period_of(BAL_MONTH, 0)};
    for (uint64_t r = 0; r < 20000; r++) {
        struct bal_placed p;
        struct bal_range window;
        bool sound;
        size_t n = bal_draw_one(&spec, r, &p, &window, &sound);

        none += n == 0;
        one += n == 1 && p.score == 1;
        if (n == 1 && p.day < 100) {
            early++;
            days[p.day]++;
        }
    }
    /* five standard errors: sqrt(p (1 - p) / 20000) */
    assert_true(fabs(none / 20000 - .1) < 5 * .0022);
    assert_true(fabs(one / 20000 - .5) < 5 * .0036);
    assert_true(fabs(early / 20000 - .9 * .25) < 5 * .003);
    for (int d = 0; d < 10; d++)
        assert_true(fabs(days[d] / 20000 - .0225) < 5 * .0011);
}

/* Many are sorted in another way than few: in order, and a draw of few observations is what it was. */
static void many_are_in_order(void **state)
{
    enum { MANY = 150 };
    static struct bal_when when[MANY];
    static struct bal_share share[MANY];
    static struct bal_uncertain obs[MANY];
    struct bal_edges edges = {30, 30, 400, 400};
    struct bal_draws_spec many = {.obs = obs, .nobs = MANY, .window = &edges, .k = 1, .seed = 3};
    struct bal_draws_spec few = {.obs = obs, .nobs = 100, .window = &edges, .k = 1, .seed = 3};

    (void)state;
    many.recount.index = (struct bal_index_spec){
        .interval = BAL_MONTH, .n = 24, .start = bal_period_of(BAL_MONTH, 0)};
    few.recount.index = many.recount.index;
    for (int i = 0; i < MANY; i++) {
        when[i] = (struct bal_when){1, 0, 60, 0, 0};
        share[i] = (struct bal_share){1, (double)(i * 7 % 11)};
        obs[i] = (struct bal_uncertain){&when[i], &share[i], 1, 1};
    }
    for (uint64_t r = 0; r < 50; r++) {
        struct bal_placed a[MANY], b[MANY];
        struct bal_range window;
        bool sound;
        size_t found = 0;

        assert_int_equal(bal_draw_one(&many, r, a, &window, &sound), MANY);
        assert_int_equal(bal_draw_one(&few, r, b, &window, &sound), 100);
        for (size_t i = 1; i < MANY; i++)
            assert_true(a[i - 1].day < a[i].day ||
                        (a[i - 1].day == a[i].day && a[i - 1].score <= a[i].score));
        for (size_t i = 0, j = 0; i < 100; i++) { /* the few are among the many, in their order */
            while (j < MANY && (a[j].day != b[i].day || a[j].score != b[i].score))
                j++;
            found += j < MANY;
            j++;
        }
        assert_int_equal(found, 100);
    }
}

/* Bootstrap variances of a draw are those of bal_bootstrap_difference on the index drawn. */
static void within_by_bootstrap(void **state)
{
    uint64_t seed = 12;
    struct one c;
    struct loose l;
    struct bal_draws_spec spec = {
        .draws = 40, .seed = 9, .within = BAL_WITHIN_BOOTSTRAP, .reps = 99, .block = 4};
    struct bal_drawn got[40];
    double y[40 * PERIODS];
    int checked = 0;

    (void)state;
    do {
        draw_question(&seed, &c);
    } while (c.q.spec.estimate != BAL_RECOUNT_DIFFERENCE ||
             c.q.spec.index.rule != BAL_INDEX_LATEST || c.q.k > 1 || c.q.nobs < 10);
    make_loose(&seed, &c, &l);
    spec.recount = c.q.spec;
    spec.obs = l.obs;
    spec.nobs = c.q.nobs;
    spec.window = l.edges;
    spec.k = c.q.k;
    for (size_t asked = 0; asked < 2; asked++) { /* among the draws, then among their resamples */
        size_t left = asked;
        const struct bal_watch watch = {go_on_for, &left};

        assert_int_equal(bal_draws(&bal_mem_std, &spec, &watch, got, y, spec.draws, &err),
                         BAL_ESTOP);
        assert_string_equal(err.message, "the draws were stopped");
    }
    assert_int_equal(bal_draws(&bal_mem_std, &spec, NULL, got, y, spec.draws, &err), 0);
    for (uint64_t r = 0; r < 40; r++) {
        struct bal_bootstrap_spec how = {BAL_SCHEME_STATIONARY, 4, 99,
                                         (9 + r + 1) * UINT64_C(0x9e3779b97f4a7c15)};
        struct bal_placed placed[MOST];
        struct bal_range window[BAL_DRAWS_WINDOWS];
        double replicate[99], mean = 0, square = 0, m = 0;
        bool sound;

        bal_draw_one(&spec, r, placed, window, &sound);
        if (got[r].varied.fault != BAL_RECOUNT_FINE)
            continue;
        assert_int_equal(bal_bootstrap_difference(&bal_mem_std, y + r * PERIODS, PERIODS, window,
                                                  c.q.k, &how, NULL, replicate, &err),
                         0);
        for (int i = 0; i < 99; i++)
            if (!isnan(replicate[i])) {
                mean += replicate[i];
                m++;
            }
        for (int i = 0; i < 99; i++)
            square += isnan(replicate[i]) ? 0 : pow(replicate[i] - mean / m, 2);
        assert_near(got[r].within, square / (m - 1), 1e-12);
        checked++;
    }
    assert_true(checked > 5);
    spec.recount.estimate = BAL_RECOUNT_DELTA;
    assert_int_equal(bal_draws(&bal_mem_std, &spec, NULL, got, NULL, 0, &err), BAL_EARG);
    assert_string_equal(err.message,
                        "the bootstrap is of the difference of means; for another estimate ask for "
                        "the within variance of the null, or for none");
}

/* By hand: estimates 1 2 3 6, variances .5 .5 1 2: Q = 3, W = 1, B = 14/3, T = 1 + 5/4 * 14/3 =
 * 41/6; nu = 3 (1 + 6/35)^2 = 5043/1225. R, as mice has it: df <- (m - 1) / lambda^2, lambda <-
 * (1 + 1/m) b / t; 3 + c(-1, 1) * qt(.975, df) * sqrt(t). */
static void rubins_rules(void **state)
{
    struct bal_drawn drawn[5] = {{{{.estimate = 1}, BAL_RECOUNT_FINE}, .5},
                                 {{{.estimate = 2}, BAL_RECOUNT_FINE}, .5},
                                 {{{.estimate = NAN}, BAL_RECOUNT_NO_VALUES}, NAN},
                                 {{{.estimate = 3}, BAL_RECOUNT_FINE}, 1},
                                 {{{.estimate = 6}, BAL_RECOUNT_FINE}, 2}};
    struct bal_combined got;

    (void)state;
    assert_int_equal(bal_combine(drawn, 5, false, .95, &got, &err), 0);
    assert_int_equal(got.m, 4);
    assert_near(got.estimate, 3, 1e-15);
    assert_near(got.within, 1, 1e-15);
    assert_near(got.between, 14 / 3., 1e-15);
    assert_near(got.total, 41 / 6., 1e-15);
    assert_near(got.df, 5043 / 1225., 1e-14);
    assert_near(got.low, -4.17735795403576, 1e-10);
    assert_near(got.high, 10.17735795403576, 1e-10);
    assert_int_equal(bal_combine(drawn, 1, false, .95, &got, &err), BAL_EARG);
    assert_string_equal(err.message, "fewer than two draws have an estimate");
    drawn[1].varied.recount.estimate = 1; /* nothing between: the normal interval of W */
    assert_int_equal(bal_combine(drawn, 2, false, .95, &got, &err), 0);
    assert_near(got.low, 1 - 1.959963984540054 * sqrt(.5), 1e-14);
    drawn[0].varied.recount.estimate = exp(1); /* a ratio: the first case, of logs */
    drawn[1].varied.recount.estimate = exp(2);
    drawn[2] = (struct bal_drawn){{{.estimate = 0}, BAL_RECOUNT_FINE}, .7}; /* no finite log */
    drawn[3].varied.recount.estimate = exp(3);
    drawn[4].varied.recount.estimate = exp(6);
    assert_int_equal(bal_combine(drawn, 5, true, .95, &got, &err), 0);
    assert_int_equal(got.m, 4);
    assert_near(got.total, 41 / 6., 1e-14);
    assert_near(got.estimate, exp(3), 1e-14);
    assert_near(got.high, exp(10.17735795403576), 1e-10);
}

/* Each allocation fails in turn: an answer, and nothing is kept. */
static void out_of_memory(void **state)
{
    uint64_t seed = 31;
    struct one c;
    struct edits e;
    struct loose l;
    struct bal_recount base = {0};
    size_t k = 0;
    int code;

    (void)state;
    omp_set_num_threads(1);
    do {
        draw_question(&seed, &c);
        base.estimate = plainly(&c.q, c.obs, c.q.nobs, c.window, c.q.k, &base.p);
    } while (isnan(base.estimate) || c.q.spec.estimate != BAL_RECOUNT_DIFFERENCE);
    c.q.spec.null = BAL_RECOUNT_RELOCATE; /* allocates within */
    make_edits(&c, 3, &e);
    make_loose(&seed, &c, &l);
    do {
        struct count_mem count = {.fail_at = ++k};
        struct bal_mem mem = {count_alloc, &count};
        struct bal_fewest_spec spec = {.unit = e.unit,
                                       .units = c.q.nobs,
                                       .change = e.change,
                                       .goal = {BAL_GOAL_VERDICT, 0},
                                       .most = 1,
                                       .budget = 100,
                                       .greedy = 2,
                                       .keep = 2};
        struct bal_draws_spec draws = {.recount = c.q.spec,
                                       .obs = l.obs,
                                       .nobs = c.q.nobs,
                                       .window = l.edges,
                                       .k = c.q.k,
                                       .seed = 1,
                                       .draws = 3,
                                       .within = BAL_WITHIN_BOOTSTRAP,
                                       .reps = 9,
                                       .block = 3};
        struct bal_variant none = {0};
        struct bal_drawn drawn[3];
        struct bal_varied varied;
        struct bal_fewest found;

        code = bal_vary(&mem, &c.q, &none, 1, NULL, &varied, &err);
        if (code == 0) {
            code = bal_fewest(&mem, &c.q, &spec, &base, NULL, &found, &err);
            if (code == 0)
                bal_fewest_free(&mem, &spec, &found);
        }
        if (code == 0)
            code = bal_draws(&mem, &draws, NULL, drawn, NULL, 0, &err);
        assert_int_equal(count.live, 0);
        assert_true(code == 0 || code == BAL_EMEM);
    } while (code != 0);
    assert_true(k > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(variants_are_built_anew),
        cmocka_unit_test(fewest_is_the_fewest),
        cmocka_unit_test(test_search_stops),
        cmocka_unit_test(test_recounts_stop),
        cmocka_unit_test(searches_do_not_depend_on_threads),
        cmocka_unit_test(draws_are_recounts_of_what_was_drawn),
        cmocka_unit_test(draws_are_as_likely_as_said),
        cmocka_unit_test(many_are_in_order),
        cmocka_unit_test(within_by_bootstrap),
        cmocka_unit_test(rubins_rules),
        cmocka_unit_test(out_of_memory),
    };

    return cmocka_run_group_tests_name("influence", tests, NULL, NULL);
}
