/* The part of kernels.c that is bare C loops: included there once, after its data. */
#ifndef BAL_BENCH_BARE_H
#define BAL_BENCH_BARE_H

/* xorshift64* (Vigna 2016): small, fast, and good enough to be compared with. */
static inline uint64_t next(uint64_t *s)
{
    *s ^= *s >> 12;
    *s ^= *s << 25;
    *s ^= *s >> 27;
    return *s * UINT64_C(2685821657736338717);
}

static inline size_t below(uint64_t *s, size_t n)
{
    return (size_t)((next(s) >> 32) * n >> 32);
}

/* Prefix sums of y minus its mean: n + 1 of them. */
static void centred(const double *y, size_t n, double *prefix)
{
    double sum = 0;

    for (size_t t = 0; t < n; t++)
        sum += y[t];
    prefix[0] = 0;
    for (size_t t = 0; t < n; t++)
        prefix[t + 1] = prefix[t] + (y[t] - sum / (double)n);
}

/* |sum inside| of the windows, less a little for rounding: what counts as extreme. */
static double observed(const double *prefix, const struct bal_range *window, size_t k)
{
    double z = 0;

    for (size_t i = 0; i < k; i++)
        z += prefix[window[i].b] - prefix[window[i].a];
    return fabs(z) * (1 - 1e-9);
}

static double bare_shift(const double *y, size_t n, const struct bal_range *w, double *prefix)
{
    double cut, extreme = 0;

    centred(y, n, prefix);
    for (size_t t = 1; t <= n; t++) /* a second turn, so that nothing need wrap */
        prefix[n + t] = prefix[n] + prefix[t];
    cut = observed(prefix, w, 3);
    for (size_t s = 0; s < n; s++) {
        double z = prefix[w[0].b + s] - prefix[w[0].a + s] + prefix[w[1].b + s] -
                   prefix[w[1].a + s] + prefix[w[2].b + s] - prefix[w[2].a + s];

        extreme += fabs(z) >= cut ? 1 : 0;
    }
    return extreme / (double)n;
}

static double bare_shift_short(struct data *d)
{
    double prefix[2 * MONTHS + 1];

    return bare_shift(d->y, MONTHS, three, prefix);
}

static double bare_shift_long(struct data *d)
{
    double *prefix = malloc((2 * LONG + 1) * sizeof *prefix), p;

    if (prefix == NULL)
        exit(1);
    p = bare_shift(d->noise, LONG, wide, prefix);
    free(prefix);
    return p;
}

/* Lengths in one order: how many placements are extreme. */
static double bare_order(const double *p, const size_t *l, double cut, double *all)
{
    double extreme = 0;

    for (size_t a = 0; a + l[0] + l[1] + l[2] <= MONTHS; a++)
        for (size_t b = a + l[0]; b + l[1] + l[2] <= MONTHS; b++) {
            double z = p[a + l[0]] - p[a] + p[b + l[1]] - p[b];

            for (size_t c = b + l[1]; c + l[2] <= MONTHS; c++)
                extreme += fabs(z + (p[c + l[2]] - p[c])) >= cut ? 1 : 0;
            *all += (double)(MONTHS - l[2] - (b + l[1]) + 1);
        }
    return extreme;
}

static double bare_relocate(struct data *d)
{
    static const size_t order[6][3] = {{60, 37, 35}, {60, 35, 37}, {37, 60, 35},
                                       {37, 35, 60}, {35, 60, 37}, {35, 37, 60}};
    double prefix[MONTHS + 1], cut, extreme = 0, all = 0;

    centred(d->y, MONTHS, prefix);
    cut = observed(prefix, three, 3);
    for (size_t i = 0; i < 6; i++)
        extreme += bare_order(prefix, order[i], cut, &all);
    return extreme / all;
}

/* The first n1 places of a shuffle, again and again. */
static double bare_permute_drawn(struct data *d)
{
    double prefix[MONTHS + 1], v[MONTHS], cut, extreme = 0;
    size_t n1 = one[0].b - one[0].a;
    uint64_t state = 1;

    centred(d->y, MONTHS, prefix);
    cut = observed(prefix, one, 1);
    for (size_t t = 0; t < MONTHS; t++)
        v[t] = prefix[t + 1] - prefix[t];
    for (size_t r = 0; r < DRAWS; r++) {
        double z = 0;

        for (size_t i = 0; i < n1; i++) {
            size_t j = i + below(&state, MONTHS - i);
            double x = v[j];

            v[j] = v[i];
            v[i] = x;
            z += x;
        }
        extreme += fabs(z) >= cut ? 1 : 0;
    }
    return (extreme + 1) / (DRAWS + 1.);
}

/* ways[j][s]: the choices of j values that sum to s, one value of the series at a time. */
static double bare_permute_exact(struct data *d)
{
    static double ways[61][60 * TOP + 1];
    size_t n1 = one[0].b - one[0].a, top = n1 * TOP;
    double sum = 0, inside = 0, cut, extreme = 0, all = 0;

    for (size_t j = 0; j <= n1; j++)
        for (size_t s = 0; s <= top; s++)
            ways[j][s] = j == 0 && s == 0 ? 1 : 0;
    for (size_t t = 0; t < MONTHS; t++) {
        size_t x = (size_t)d->score[t];

        sum += d->score[t];
        inside += t >= one[0].a && t < one[0].b ? d->score[t] : 0;
        for (size_t j = n1 < t + 1 ? n1 : t + 1; j > 0; j--)
            for (size_t s = x; s <= j * TOP; s++)
                ways[j][s] += ways[j - 1][s - x];
    }
    cut = fabs(inside * MONTHS - sum * (double)n1) - .5;
    for (size_t s = 0; s <= top; s++) {
        all += ways[n1][s];
        extreme += fabs((double)s * MONTHS - sum * (double)n1) >= cut ? ways[n1][s] : 0;
    }
    return extreme / all;
}

static double bare_resample(struct data *d, size_t block)
{
    double sum[MONTHS];
    uint64_t state = 1;

    for (size_t a = 0; a <= MONTHS - block; a++) {
        sum[a] = 0;
        for (size_t t = a; t < a + block; t++)
            sum[a] += d->y[t];
    }
    for (size_t r = 0; r < RESAMPLES; r++) {
        double total = 0;

        for (size_t b = 0; b < MONTHS / block; b++)
            total += sum[below(&state, MONTHS - block + 1)];
        d->replicate[r] = total / MONTHS;
    }
    return spread(d->replicate, RESAMPLES);
}

static double bare_resample_6(struct data *d)
{
    return bare_resample(d, 6);
}

static double bare_resample_12(struct data *d)
{
    return bare_resample(d, 12);
}

static double bare_resample_24(struct data *d)
{
    return bare_resample(d, 24);
}

#endif
