/* The part of kernels.c that is about recounts (engine/explore): included there once, after its data. */
#ifndef BAL_BENCH_RECOUNTS_H
#define BAL_BENCH_RECOUNTS_H

/* Every set of up to three of 50 events left out, with the exact shift p of each: how many. */
static double fewest_of_50(struct data *d)
{
    const struct bal_question q = {
        {{.rule = BAL_INDEX_LATEST, .interval = BAL_MONTH, .start = FIRST_MONTH, .n = MONTHS},
         BAL_RECOUNT_DIFFERENCE,
         BAL_RECOUNT_SHIFT,
         BAL_TWO_SIDED},
        d->event,
        EVENTS,
        three,
        3};
    struct bal_change change[EVENTS];
    struct bal_unit unit[EVENTS];
    size_t start[EVENTS][2];
    const struct bal_fewest_spec spec = {.unit = unit,
                                         .units = EVENTS,
                                         .change = change,
                                         .goal = {BAL_GOAL_VERDICT, 0},
                                         .most = 3,
                                         .budget = 1e9,
                                         .keep = 1};
    const struct bal_recount base = {.estimate = 1, .p = 1};
    struct bal_fewest found;
    struct bal_error err;

    for (size_t i = 0; i < EVENTS; i++) {
        change[i] = (struct bal_change){.obs = i, .drop = true};
        start[i][0] = i;
        start[i][1] = i + 1;
        unit[i] = (struct bal_unit){start[i], 1};
    }
    if (bal_fewest(&bal_mem_std, &q, &spec, &base, NULL, &found, &err))
        return failed(&err);
    return found.recounts;
}

/* 1,000 draws of 50 events, each dated within 61 days and on one of two rungs, with their shift p. */
static double redraw(struct data *d)
{
    static struct bal_drawn out[REDRAWN];
    struct bal_uncertain obs[EVENTS];
    struct bal_when when[EVENTS];
    struct bal_share share[EVENTS][2];
    struct bal_edges edges[3];
    struct bal_draws_spec spec = {.recount = {{.rule = BAL_INDEX_LATEST,
                                               .interval = BAL_MONTH,
                                               .start = FIRST_MONTH,
                                               .n = MONTHS},
                                              BAL_RECOUNT_DIFFERENCE,
                                              BAL_RECOUNT_SHIFT,
                                              BAL_TWO_SIDED},
                                  .obs = obs,
                                  .nobs = EVENTS,
                                  .window = edges,
                                  .k = 3,
                                  .seed = 1,
                                  .draws = REDRAWN};
    struct bal_error err;

    for (size_t i = 0; i < EVENTS; i++) {
        when[i] = (struct bal_when){1, d->event[i].day - 30, d->event[i].day + 30, 0, 0};
        share[i][0] = (struct bal_share){.8, d->event[i].score};
        share[i][1] = (struct bal_share){1, d->event[i].score + 1};
        obs[i] = (struct bal_uncertain){&when[i], share[i], 1, 2};
    }
    for (size_t k = 0; k < 3; k++) {
        bal_day a = bal_period_first(BAL_MONTH, FIRST_MONTH + (int64_t)three[k].a);
        bal_day b = bal_period_first(BAL_MONTH, FIRST_MONTH + (int64_t)three[k].b);

        edges[k] = (struct bal_edges){a, a, b, b};
    }
    if (bal_draws(&bal_mem_std, &spec, NULL, out, NULL, 0, &err))
        return failed(&err);
    return out[REDRAWN - 1].varied.recount.p;
}

/* The shift p of the index without events a, b and c (or EVENTS: none). */
static double bare_without(const struct data *d, size_t a, size_t b, size_t c)
{
    double y[MONTHS], sum[2 * MONTHS + 1] = {0}, have[2 * MONTHS + 1] = {0}, extreme = 0, all = 0;
    double observed = 0, value = NAN;

    for (size_t t = 0, i = 0; t < MONTHS; t++) {
        for (; i < EVENTS && d->event[i].from <= (int64_t)t; i++)
            if (i != a && i != b && i != c)
                value = d->event[i].score;
        y[t] = value;
    }
    for (size_t t = 0; t < 2 * MONTHS; t++) {
        double v = y[t % MONTHS];

        sum[t + 1] = sum[t] + (isnan(v) ? 0 : v);
        have[t + 1] = have[t] + !isnan(v);
    }
    for (size_t k = 0; k < MONTHS; k++) {
        double s = 0, n = 0, e;

        for (size_t w = 0; w < 3; w++) {
            s += sum[three[w].b + k] - sum[three[w].a + k];
            n += have[three[w].b + k] - have[three[w].a + k];
        }
        e = fabs(s / n - (sum[MONTHS] - s) / (have[MONTHS] - n));
        observed = k == 0 ? e : observed;
        extreme += e >= observed - 1e-12;
        all++;
    }
    return extreme / all;
}

static double bare_fewest_of_50(struct data *d)
{
    double sets = 0, least = 1;

    for (size_t a = 0; a < EVENTS; a++)
        for (size_t b = a + 1; b <= EVENTS; b++)
            for (size_t c = b < EVENTS ? b + 1 : EVENTS; c <= EVENTS; c++) {
                double p = bare_without(d, a, b, c);

                least = p < least ? p : least;
                sets++;
            }
    return sets + (least > 0 ? 0 : 1);
}

#endif
