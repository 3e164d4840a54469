/* The recount against what it stands for: index, contrast, and definitions computed the slow way. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/order.h"
#include "explore/recount.h"

enum { MOST = 30, PERIODS = 60, WINDOWS = 5 };

static struct bal_error err;

struct one {
    struct bal_recount_spec spec;
    struct bal_observation obs[MOST];
    struct bal_placed placed[MOST];
    size_t nobs;
    struct bal_range window[WINDOWS];
    size_t k;
};

/* Windows in time order that do not overlap, perhaps touching. */
static void draw_windows(uint64_t *seed, size_t n, struct one *c)
{
    size_t at = 0, most = 1 + random_below(seed, WINDOWS);

    c->k = 0;
    while (c->k < most && at < n) {
        size_t a = at + random_below(seed, 6), b = a + 1 + random_below(seed, 10);

        if (b > n)
            break;
        c->window[c->k++] = (struct bal_range){a, b};
        at = b;
    }
    if (c->k == 0)
        c->window[c->k++] = (struct bal_range){0, 1 + random_below(seed, n)};
}

static void draw(uint64_t *seed, struct one *c)
{
    struct bal_index_spec *s = &c->spec.index;

    *c = (struct one){.spec.null = BAL_RECOUNT_SHIFT};
    *s = (struct bal_index_spec){.rule = (enum bal_index_rule)random_below(seed, 6),
                                 .interval = (enum bal_interval)random_below(seed, 3)};
    s->start = bal_period_of(s->interval, bal_day_from_civil(1990, 1, 1));
    s->n = 2 + random_below(seed, PERIODS - 1);
    s->expiry = s->rule == BAL_INDEX_LATEST ? random_below(seed, 3) * 5 : 0;
    s->half_life = .5 + (double)random_below(seed, 8);
    s->total = random_below(seed, 2) == 0;
    c->spec.estimate = (enum bal_recount_estimate)random_below(seed, 4);
    c->spec.alternative = (enum bal_alternative)random_below(seed, 3);
    c->nobs = random_below(seed, MOST + 1);
    for (size_t i = 0; i < c->nobs; i++) {
        bal_day d = bal_day_from_civil(1989, 6, 1) + (bal_day)random_below(seed, 5 * PERIODS * 30);
        double score = (double)random_below(seed, 8);

        if (s->interval == BAL_MONTH)
            d = bal_day_from_civil(1989, 6, 1) + (bal_day)random_below(seed, PERIODS * 30);
        if (random_below(seed, 3) == 0)
            score = random_unit(seed);
        c->obs[i] = (struct bal_observation){{d, d + 1}, score};
        if (s->rule == BAL_INDEX_IN_FORCE)
            c->obs[i].span.to = d + 1 + (bal_day)random_below(seed, 900);
    }
    draw_windows(seed, s->n, c);
    bal_index_place(s, c->obs, c->nobs, c->placed);
}

/* Of a ratio: by its definition, for one place of the windows. */
static double slow_ratio(const double *y, const struct one *c, size_t by)
{
    double in = 0, out = 0, n1 = 0, n0 = 0;
    size_t n = c->spec.index.n;

    for (size_t t = 0; t < n; t++) {
        bool inside = false;

        for (size_t i = 0; i < c->k; i++)
            inside |= (t + n - by) % n >= c->window[i].a && (t + n - by) % n < c->window[i].b;
        if (isnan(y[t]))
            continue;
        in += inside ? y[t] : 0;
        n1 += inside ? 1 : 0;
        out += inside ? 0 : y[t];
        n0 += inside ? 0 : 1;
    }
    return n1 == 0 || n0 == 0 ? (double)NAN : in / n1 / (out / n0);
}

static void check_ratio(const double *y, const struct one *c, const struct bal_recount *got)
{
    size_t n = c->spec.index.n;
    double observed = log(slow_ratio(y, c, 0)), extreme = 0, all = 0, top = -INFINITY, at_top = 0;

    for (int pass = 0; pass < 2; pass++)
        for (size_t by = 0; by < n; by++) {
            double e = log(slow_ratio(y, c, by)), x = observed;

            if (isnan(e))
                continue;
            if (c->spec.alternative == BAL_TWO_SIDED) {
                e = fabs(e);
                x = fabs(x);
            } else if (c->spec.alternative == BAL_LESS) {
                e = -e;
                x = -x;
            }
            if (pass == 0) {
                all++;
                extreme += e >= x - 1e-9 ? 1 : 0;
                top = e > top ? e : top;
            } else {
                at_top += e >= top - 1e-9 ? 1 : 0;
            }
        }
    if (isinf(observed))
        assert_true(log(got->estimate) == observed);
    else
        assert_near(log(got->estimate), observed, 1e-12);
    assert_near(got->p, extreme / all, 1e-15);
    assert_near(got->floor, at_top / all, 1e-15);
    assert_near(got->undefined, (double)n - all, 0);
}

/* Whether some shifts differ from the observed or from the top one by about as much as rounding
 * does (a decaying index that never moves but by rounding): what ties then is chance. */
static bool hangs_on_rounding(const struct bal_recount_room *room, const struct one *c)
{
    double top = -INFINITY, near = room->tolerance / 16, far = room->tolerance * 16;
    bool found = false;

    if (c->spec.null != BAL_RECOUNT_SHIFT)
        return false;
    for (int pass = 0; pass < 2; pass++)
        for (size_t j = 0; j < room->n; j++) {
            double x = room->e[j], to_cut, to_top;

            x = c->spec.alternative == BAL_GREATER ? x
                : c->spec.alternative == BAL_LESS  ? -x
                                                   : fabs(x);
            to_cut = fabs(fabs(x) - fabs(room->e[0]));
            to_top = fabs(x - top);
            if (pass == 0)
                top = x > top ? x : top;
            else
                found |= (to_cut > near && to_cut < far) || (to_top > near && to_top < far);
        }
    return found;
}

/* Contrast, and the standard deviation where it is asked for. */
static void check_contrast(const struct bal_series *y, const struct one *c,
                           const struct bal_recount *got)
{
    const struct bal_contrast_spec spec = {
        .estimate = c->spec.estimate == BAL_RECOUNT_DELTA ? BAL_CLIFF_DELTA : BAL_MEAN_DIFFERENCE,
        .null = c->spec.null == BAL_RECOUNT_SHIFT ? BAL_SHIFT : BAL_RELOCATE,
        .alternative = c->spec.alternative,
        .seed = 1};
    struct bal_contrast want;
    struct bal_summary summary;

    assert_int_equal(
        bal_contrast(&bal_mem_std, y->value, y->n, c->window, c->k, &spec, &want, &err), 0);
    assert_int_equal(bal_series_summary(y, &summary, &err), 0);
    if (c->spec.estimate == BAL_RECOUNT_STANDARDISED)
        assert_near(got->estimate, want.estimate / summary.sd, 1e-13);
    else
        assert_true(got->estimate == want.estimate); /* bit for bit */
    assert_true(got->p == want.p);
    assert_true(got->floor == want.floor);
    assert_true(got->undefined == want.undefined);
    assert_int_equal(got->n_in, want.n_in);
    assert_int_equal(got->n_out, want.n_out);
    assert_int_equal(got->gaps, want.gaps);
}

static bool check_fault(const struct bal_series *y, const struct one *c, enum bal_recount_fault got)
{
    double in = 0, out = 0, low = INFINITY, high = -INFINITY;
    enum bal_recount_fault want = BAL_RECOUNT_FINE;

    for (size_t t = 0; t < y->n; t++) {
        bool inside = false;

        for (size_t i = 0; i < c->k; i++)
            inside |= t >= c->window[i].a && t < c->window[i].b;
        in += !isnan(y->value[t]) && inside ? 1 : 0;
        out += !isnan(y->value[t]) && !inside ? 1 : 0;
        low = fmin(low, y->value[t]);
        high = fmax(high, y->value[t]);
    }
    if (in + out == 0)
        want = BAL_RECOUNT_NO_VALUES;
    else if (c->spec.estimate == BAL_RECOUNT_STANDARDISED && high - low <= 1e-14 * high)
        want = BAL_RECOUNT_CONSTANT;
    else if (c->spec.estimate == BAL_RECOUNT_RATIO && high == 0)
        want = BAL_RECOUNT_NO_EVENTS;
    else if (in == 0)
        want = BAL_RECOUNT_NONE_INSIDE;
    else if (out == 0)
        want = BAL_RECOUNT_NONE_OUTSIDE;
    assert_int_equal(got, want);
    return want == BAL_RECOUNT_FINE;
}

static void agrees(enum bal_recount_null null, int rounds)
{
    uint64_t seed = 20200101;
    void *memory = malloc(bal_recount_size(PERIODS));
    int fine = 0, doubtful = 0;

    for (int round = 0; round < rounds; round++) {
        struct bal_recount_room room;
        struct bal_recount got;
        struct bal_series *y = NULL;
        struct one c;

        draw(&seed, &c);
        c.spec.null = null;
        if (null == BAL_RECOUNT_RELOCATE && c.spec.estimate == BAL_RECOUNT_RATIO)
            continue;
        bal_recount_room(&room, c.spec.index.n, memory);
        assert_int_equal(bal_index_build(&bal_mem_std, &c.spec.index, c.obs, c.nobs, &y, &err), 0);
        if (check_fault(
                y, &c,
                bal_recount(&bal_mem_std, &c.spec, c.placed, c.nobs, c.window, c.k, &room, &got))) {
            for (size_t t = 0; t < y->n; t++)
                assert_true(room.y[t] == y->value[t] || (isnan(room.y[t]) && isnan(y->value[t])));
            if (hangs_on_rounding(&room, &c))
                doubtful++;
            else if (c.spec.estimate == BAL_RECOUNT_RATIO)
                check_ratio(y->value, &c, &got);
            else
                check_contrast(y, &c, &got);
            fine++;
        }
        bal_series_free(y);
    }
    free(memory);
    assert_true(fine > rounds / 3);
    assert_true(doubtful <= rounds / 25); /* a decaying index of one score, mostly */
}

static void agrees_with_index_and_contrast(void **state)
{
    (void)state;
    agrees(BAL_RECOUNT_SHIFT, 20000);
}

static void agrees_when_relocated(void **state)
{
    (void)state;
    agrees(BAL_RECOUNT_RELOCATE, 60);
}

/* e / unit is the estimate of each shift: that of the shifted windows, cut where they wrap. */
static void shifts_are_estimates(void **state)
{
    uint64_t seed = 7;
    void *memory = malloc(2 * bal_recount_size(PERIODS));

    (void)state;
    for (int round = 0; round < 2000; round++) {
        struct bal_recount_room room, other;
        struct bal_recount alone;
        struct one c;
        double unit;

        draw(&seed, &c);
        bal_recount_room(&room, c.spec.index.n, memory);
        bal_recount_room(&other, c.spec.index.n,
                         (char *)memory + bal_recount_size(PERIODS) / 8 * 8);
        if (bal_recount(NULL, &c.spec, c.placed, c.nobs, c.window, c.k, &room, &alone) != 0)
            continue;
        bal_recount_shifts(&room, c.window, c.k, &unit);
        for (size_t by = 0; by < room.n; by += 7) {
            struct bal_range moved[2 * WINDOWS];
            size_t k = 0;
            double got = room.e[by] / unit;
            enum bal_recount_fault fault;

            for (size_t i = 0; i < c.k; i++) {
                size_t a = (c.window[i].a + by) % room.n, b = a + c.window[i].b - c.window[i].a;

                moved[k++] = (struct bal_range){a, b < room.n ? b : room.n};
                if (b > room.n)
                    moved[k++] = (struct bal_range){0, b - room.n};
            }
            memcpy(other.y, room.y, room.n * sizeof *room.y);
            assert_int_equal(bal_recount_score(&other, c.spec.estimate), 0);
            fault = bal_recount_observed(&other, moved, k, &alone);
            assert_int_equal(isnan(got), fault != BAL_RECOUNT_FINE);
            if (c.spec.estimate == BAL_RECOUNT_RATIO && !isnan(got))
                got = (1 + got) / (1 - got);
            if (isfinite(alone.estimate))
                assert_near(got, alone.estimate, 1e-9);
        }
    }
    free(memory);
}

static void faults_have_texts(void **state)
{
    (void)state;
    for (int f = BAL_RECOUNT_NO_VALUES; f <= BAL_RECOUNT_REFUSED; f++)
        assert_true(strlen(bal_recount_fault_text((enum bal_recount_fault)f)) > 5);
    assert_int_equal(bal_recount_estimate_named("cliff_delta"), BAL_RECOUNT_DELTA);
    assert_string_equal(bal_recount_estimate_name(BAL_RECOUNT_RATIO), "rate_ratio");
    assert_int_equal(bal_recount_estimate_named("cliff"), -1);
    assert_int_equal(bal_recount_null_named("none"), BAL_RECOUNT_ALONE);
}

/* A ratio below 0, which no count gives, and a relocated one. */
static void faults_of_ratios(void **state)
{
    const struct bal_range window = {0, 2};
    double memory[100];
    struct bal_recount_room room;
    struct bal_recount out;

    (void)state;
    assert_true(bal_recount_size(4) <= sizeof memory);
    bal_recount_room(&room, 4, memory);
    memcpy(room.y, (const double[]){1, -1, 2, 0}, 4 * sizeof(double));
    assert_int_equal(bal_recount_score(&room, BAL_RECOUNT_RATIO), BAL_RECOUNT_NEGATIVE);
    memcpy(room.y, (const double[]){1, 1, 0, 0}, 4 * sizeof(double));
    assert_int_equal(bal_recount_score(&room, BAL_RECOUNT_RATIO), BAL_RECOUNT_FINE);
    assert_int_equal(bal_recount_windows(&bal_mem_std, &room, &window, 1, BAL_RECOUNT_RELOCATE,
                                         BAL_TWO_SIDED, &out),
                     BAL_RECOUNT_REFUSED);
    /* ratios of the shifts: infinite, 1, 0, 1; 0 and infinity are equally extreme */
    assert_int_equal(
        bal_recount_windows(NULL, &room, &window, 1, BAL_RECOUNT_SHIFT, BAL_TWO_SIDED, &out),
        BAL_RECOUNT_FINE);
    assert_true(isinf(out.estimate));
    assert_near(out.p, .5, 0);
    assert_near(out.floor, .5, 0);
}

static const double *sorted_by;

static int by_value_then_place(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    double d = sorted_by[x], e = sorted_by[y];

    return d != e ? (d > e) - (d < e) : (x > y) - (x < y);
}

/* Spread, tied, crowded at one end, and with infinities. */
static double draw_value(uint64_t *seed, size_t kind)
{
    double u = random_unit(seed);

    switch (kind) {
    case 0:
        return u - .5;
    case 1:
        return (double)random_below(seed, 5);
    case 2:
        return exp(40 * u);
    default:
        return random_below(seed, 9) == 0 ? (u < .5 ? -INFINITY : INFINITY) : u;
    }
}

static void orders(void **state)
{
    enum { N = 400 };
    uint64_t seed = 3;
    double v[N];
    uint32_t order[N], want[N], room[2 * N + 1];

    (void)state;
    for (int round = 0; round < 3000; round++) {
        size_t n = random_below(&seed, N + 1), kind = random_below(&seed, 4);

        for (size_t i = 0; i < n; i++) {
            v[i] = draw_value(&seed, kind);
            want[i] = (uint32_t)i;
        }
        sorted_by = v;
        qsort(want, n, sizeof *want, by_value_then_place);
        bal_order(v, n, order, room);
        assert_memory_equal(order, want, n * sizeof *order);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_index_and_contrast),
        cmocka_unit_test(agrees_when_relocated),
        cmocka_unit_test(shifts_are_estimates),
        cmocka_unit_test(faults_have_texts),
        cmocka_unit_test(faults_of_ratios),
        cmocka_unit_test(orders),
    };

    return cmocka_run_group_tests_name("recount", tests, NULL, NULL);
}
