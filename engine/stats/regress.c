#include "stats/regress.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "base/named.h"
#include "base/buf.h"
#include "stats/hac.h"
#include "stats/qr.h"

int bal_model_named(const char *name)
{
    return strcmp(name, "ols") == 0 ? BAL_OLS : strcmp(name, "poisson") == 0 ? BAL_POISSON : -1;
}

int bal_errors_named(const char *name)
{
    static const char *const list[] = {"hac", "ewc", "classical"};

    return bal_named(name, list, 3);
}

/* What is regressed: the complete cases, and room for what is made of them. */
struct work {
    const struct bal_mem *mem;
    const struct bal_regressors *given;
    const struct bal_regress_spec *spec;
    size_t n, k, periods;
    double *y, *x;                 /* n; n x k by columns */
    double *mu, *weight, *z;       /* n; n, square roots of W; n x k scores */
    double *beta, *b, *meat, *cov; /* k; k x k each */
    long double *rhs;              /* n */
    size_t *at;                    /* n: the period of each case */
};

static void free_work(struct work *w)
{
    size_t n = w->periods, k = w->k;

    bal_free(w->mem, w->y, n * sizeof *w->y);
    bal_free(w->mem, w->x, n * k * sizeof *w->x);
    bal_free(w->mem, w->mu, n * sizeof *w->mu);
    bal_free(w->mem, w->weight, n * sizeof *w->weight);
    bal_free(w->mem, w->z, n * k * sizeof *w->z);
    bal_free(w->mem, w->beta, k * (3 * k + 1) * sizeof *w->beta);
    bal_free(w->mem, w->rhs, n * sizeof *w->rhs);
    bal_free(w->mem, w->at, n * sizeof *w->at);
}

static int make_work(struct work *w, struct bal_error *err)
{
    size_t n = w->periods, k = w->k;

    w->y = bal_calloc(w->mem, n, sizeof *w->y);
    w->x = bal_calloc(w->mem, n * k, sizeof *w->x);
    w->mu = bal_calloc(w->mem, n, sizeof *w->mu);
    w->weight = bal_calloc(w->mem, n, sizeof *w->weight);
    w->z = bal_calloc(w->mem, n * k, sizeof *w->z);
    w->beta = bal_calloc(w->mem, k * (3 * k + 1), sizeof *w->beta);
    w->rhs = bal_calloc(w->mem, n, sizeof *w->rhs);
    w->at = bal_calloc(w->mem, n, sizeof *w->at);
    if (w->y == NULL || w->x == NULL || w->mu == NULL || w->weight == NULL || w->z == NULL ||
        w->beta == NULL || w->rhs == NULL || w->at == NULL)
        return bal_fail_mem(err);
    w->b = w->beta + k;
    w->meat = w->b + k * k;
    w->cov = w->meat + k * k;
    return 0;
}

static const char *name_of(const struct work *w, size_t j)
{
    if (!w->spec->constant)
        return w->given->name[j];
    return j == 0 ? "constant" : w->given->name[j - 1];
}

static const double *series_of(const struct work *w, size_t j) /* NULL: the constant */
{
    if (!w->spec->constant)
        return w->given->x[j];
    return j == 0 ? NULL : w->given->x[j - 1];
}

static void take_complete(struct work *w, const double *y)
{
    w->n = 0;
    for (size_t t = 0; t < w->periods; t++) {
        bool complete = !isnan(y[t]);

        for (size_t j = 0; j < w->given->k; j++)
            complete = complete && !isnan(w->given->x[j][t]);
        if (complete)
            w->at[w->n++] = t;
    }
    for (size_t i = 0; i < w->n; i++) {
        w->y[i] = y[w->at[i]];
        for (size_t j = 0; j < w->k; j++)
            w->x[j * w->n + i] = series_of(w, j) == NULL ? 1 : series_of(w, j)[w->at[i]];
    }
}

/* Refusals ------------------------------------------------------------------------------------- */

static int fail_combination(const struct work *w, const struct bal_qr *qr, struct bal_error *err)
{
    size_t bad = qr->pivot[qr->rank], others = 0, last = 0;
    double *coef = w->meat; /* not needed any more */
    struct bal_buf list;
    int code;

    if (qr->scale[bad] == 0)
        return bal_fail(err, BAL_EARG,
                        "the column '%s' is 0 in each of the %zu periods that are used; leave it "
                        "out",
                        name_of(w, bad), w->n);
    bal_qr_combination(qr, coef);
    bal_buf_init(&list, w->mem);
    for (size_t j = 0; j < w->k; j++)
        if (fabs(coef[j]) > 1e-6) {
            bal_buf_addf(&list, "%s'%s'", others++ > 0 ? ", " : "", name_of(w, j));
            last = j;
        }
    if (list.failed)
        code = bal_fail_mem(err);
    else if (others == 1 && w->spec->constant && (last == 0 || bad == 0))
        code = bal_fail(err, BAL_EARG,
                        "the column '%s' does not vary in the %zu periods that are used; leave it "
                        "out",
                        name_of(w, last == 0 ? bad : last), w->n);
    else
        code = bal_fail(err, BAL_EARG,
                        "the column '%s' is a combination of %s (up to 1 part in 1e11), so their "
                        "coefficients cannot be told apart; leave one of them out",
                        name_of(w, bad), bal_buf_text(&list));
    bal_buf_free(&list);
    return code;
}

static int check_cases(const struct work *w, struct bal_error *err)
{
    double level = w->spec->level;

    if (!(level > 0 && level < 1))
        return bal_fail(err, BAL_EARG, "the level of an interval lies between 0 and 1, not at %g",
                        level);
    if (w->k == 0)
        return bal_fail(err, BAL_EARG, "a regression needs at least one column");
    if (w->n <= w->k)
        return bal_fail(err, BAL_EARG,
                        "%zu periods have a value in every series; a regression with %zu columns "
                        "needs more than %zu",
                        w->n, w->k, w->k);
    for (size_t i = 0; w->spec->model == BAL_POISSON && i < w->n; i++)
        if (w->y[i] < 0 || w->y[i] != floor(w->y[i]))
            return bal_fail(err, BAL_EARG,
                            "Poisson regression is of counts: 0, 1, 2 ...; the series has %.6g",
                            w->y[i]);
    return 0;
}

/* Fitting -------------------------------------------------------------------------------------- */

/* mu = X beta, in long double: with an ill-conditioned design its terms cancel. */
static void predict(struct work *w)
{
    for (size_t i = 0; i < w->n; i++) {
        long double sum = 0;

        for (size_t j = 0; j < w->k; j++)
            sum += (long double)w->x[j * w->n + i] * w->beta[j];
        w->mu[i] = (double)sum;
    }
}

static int factor(const struct work *w, const double *weight, struct bal_qr *qr,
                  struct bal_error *err)
{
    int code = bal_qr_make(w->mem, w->x, weight, w->n, w->k, qr, err);

    if (code == 0 && qr->rank < w->k) {
        code = fail_combination(w, qr, err);
        bal_qr_free(qr);
    }
    return code;
}

static int fit_ols(struct work *w, struct bal_regress *out, struct bal_error *err)
{
    double rss = 0, tss = 0;
    long double mean = 0;
    struct bal_qr qr;
    int code = factor(w, NULL, &qr, err);

    if (code != 0)
        return code;
    for (size_t i = 0; i < w->n; i++) {
        w->rhs[i] = w->y[i];
        mean += w->spec->constant ? (long double)w->y[i] / (long double)w->n : 0;
    }
    bal_qr_solve(&qr, w->rhs, w->beta);
    out->sine = bal_qr_sine(&qr);
    code = bal_qr_inverse(&qr, w->b, err);
    bal_qr_free(&qr);
    predict(w);
    for (size_t i = 0; i < w->n; i++) {
        rss += (w->y[i] - w->mu[i]) * (w->y[i] - w->mu[i]);
        tss += (w->y[i] - (double)mean) * (w->y[i] - (double)mean);
        w->weight[i] = 1;
    }
    out->sigma = sqrt(rss / (double)(w->n - w->k));
    out->r2 = tss > 0 ? 1 - rss / tss : NAN;
    return code;
}

static double deviance(const struct work *w, const double *mu, double constant)
{
    double sum = 0;

    for (size_t i = 0; i < w->n; i++) {
        double y = w->y[i], m = mu != NULL ? mu[i] : constant;

        sum += 2 * ((y > 0 ? y * log(y / m) : 0) - (y - m));
    }
    return sum;
}

/* One step of reweighted least squares from the means in w->mu. */
static int poisson_step(struct work *w, struct bal_qr *qr, struct bal_error *err)
{
    int code;

    for (size_t i = 0; i < w->n; i++)
        w->weight[i] = sqrt(w->mu[i]);
    code = factor(w, w->weight, qr, err);
    if (code != 0)
        return code;
    for (size_t i = 0; i < w->n; i++)
        w->rhs[i] = (long double)w->weight[i] * (log(w->mu[i]) + (w->y[i] - w->mu[i]) / w->mu[i]);
    bal_qr_solve(qr, w->rhs, w->beta);
    predict(w);
    for (size_t i = 0; i < w->n; i++)
        w->mu[i] = exp(w->mu[i]);
    return 0;
}

/* Separated counts: the likelihood rises for ever as a coefficient runs away, and the means of some
 * periods without events go to 0. The column that moved most in the last step is named. */
static int fail_separated(const struct work *w, const double *before, struct bal_error *err)
{
    size_t most = w->spec->constant && w->k > 1 ? 1 : 0;
    double furthest = -1;

    for (size_t j = most; j < w->k; j++) {
        double high = 0, moved;

        for (size_t i = 0; i < w->n; i++)
            high = fmax(high, fabs(w->x[j * w->n + i]));
        moved = fabs(w->beta[j] - before[j]) * high;
        if (moved > furthest) {
            furthest = moved;
            most = j;
        }
    }
    return bal_fail(err, BAL_EARG,
                    "the coefficient of '%s' has no finite estimate: the column sets periods "
                    "without any event apart from the others; leave it out, or join categories",
                    name_of(w, most));
}

static double least_mean(const struct work *w)
{
    double least = INFINITY, mean = 0;

    for (size_t i = 0; i < w->n; i++) {
        least = fmin(least, w->mu[i]);
        mean += w->y[i] / (double)w->n;
    }
    return least / mean;
}

enum { STEPS = 100 };

/* Reweights until the deviance stands still; *settled: whether it came to that. */
static int iterate(struct work *w, double *before, struct bal_regress *out, bool *settled,
                   struct bal_error *err)
{
    double last = INFINITY;
    bool still = false;

    *settled = false;
    for (out->iterations = 0; out->iterations < STEPS && !*settled; out->iterations++) {
        struct bal_qr qr;
        int code;

        memcpy(w->cov, w->beta, w->k * sizeof *before);
        code = poisson_step(w, &qr, err);
        if (code == BAL_EARG) /* the design was sound, so the weights made it singular */
            break;
        if (code != 0)
            return code;
        memcpy(before, w->cov, w->k * sizeof *before);
        out->sine = bal_qr_sine(&qr);
        out->deviance = deviance(w, w->mu, 0);
        *settled = still;
        still = fabs(out->deviance - last) <= 1e-12 * (fabs(out->deviance) + 0.1);
        last = out->deviance;
        bal_qr_free(&qr);
        if (!isfinite(last) || least_mean(w) < 1e-9)
            break;
    }
    *settled = *settled && isfinite(last) && least_mean(w) >= 1e-9;
    return 0;
}

static int fit_poisson(struct work *w, struct bal_regress *out, struct bal_error *err)
{
    double mean = 0, *before = w->b; /* not needed yet */
    struct bal_qr qr;
    bool settled;
    int code;

    for (size_t i = 0; i < w->n; i++) {
        mean += w->y[i] / (double)w->n;
        w->mu[i] = w->y[i] + 0.1; /* where R's glm starts */
    }
    if (mean == 0)
        return bal_fail(err, BAL_EARG, "the series has no event in the %zu periods used", w->n);
    code = factor(w, NULL, &qr, err); /* a bad design is refused as such, before it is weighted */
    if (code != 0)
        return code;
    bal_qr_free(&qr);
    code = iterate(w, before, out, &settled, err);
    if (code != 0)
        return code;
    if (!settled)
        return fail_separated(w, before, err);
    out->null_deviance = deviance(w, NULL, w->spec->constant ? mean : 1);
    for (size_t i = 0; i < w->n; i++)
        w->weight[i] = sqrt(w->mu[i]);
    code = factor(w, w->weight, &qr, err);
    if (code == 0) {
        code = bal_qr_inverse(&qr, w->b, err);
        bal_qr_free(&qr);
    }
    return code;
}

/* Standard errors ------------------------------------------------------------------------------ */

static void scores(struct work *w)
{
    for (size_t j = 0; j < w->k; j++)
        for (size_t i = 0; i < w->n; i++)
            w->z[j * w->n + i] = w->x[j * w->n + i] * (w->y[i] - w->mu[i]);
}

static void multiply(const double *a, const double *b, size_t k, double *out)
{
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            out[i * k + j] = 0;
            for (size_t m = 0; m < k; m++)
                out[i * k + j] += a[i * k + m] * b[m * k + j];
        }
}

/* cov = B meat B; meat is overwritten. */
static int sandwich(struct work *w, const struct bal_regress *out, struct bal_error *err)
{
    int code = 0;

    scores(w);
    if (w->spec->errors == BAL_ERRORS_HAC)
        bal_hac_sum(w->z, w->at, w->n, w->k, out->bandwidth, w->meat);
    else
        code = bal_ewc_sum(w->mem, w->z, w->at, w->n, w->k, (size_t)out->df, w->meat, err);
    multiply(w->b, w->meat, w->k, w->cov);
    memcpy(w->meat, w->cov, w->k * w->k * sizeof *w->meat);
    multiply(w->meat, w->b, w->k, w->cov);
    return code;
}

/* P(|t| at least as large) under the law that the errors go with. */
static double two_sided(const struct bal_regress *out, const struct bal_fixed_b *law, double t)
{
    if (law->n > 0)
        return bal_fixed_b_p(law, t);
    return out->df > 0 ? 2 * gsl_cdf_tdist_Q(fabs(t), out->df) : 2 * gsl_cdf_ugaussian_Q(fabs(t));
}

static double critical_of(const struct bal_regress *out, const struct bal_fixed_b *law,
                          double level)
{
    double tail = (1 - level) / 2;

    if (law->n > 0)
        return bal_fixed_b_critical(law, 2 * tail);
    return out->df > 0 ? gsl_cdf_tdist_Qinv(tail, out->df) : gsl_cdf_ugaussian_Qinv(tail);
}

static int report(const struct work *w, struct bal_regress *out, struct bal_error *err)
{
    const struct bal_design design = {w->x, w->b, w->weight, w->at, w->n, w->k};

    for (size_t j = 0; j < w->k; j++) {
        struct bal_coefficient *c = &out->coefficient[j];
        struct bal_fixed_b law = {0};

        c->value = w->beta[j];
        c->se = sqrt(fmax(w->cov[j * w->k + j], 0));
        c->t = c->se > 0 ? c->value / c->se : NAN;
        if (w->spec->errors != BAL_ERRORS_CLASSICAL &&
            bal_fixed_b(w->mem, &design, j, out->bandwidth, (size_t)out->df, &law, err) != 0)
            return BAL_EMEM;
        c->p = c->se > 0 ? two_sided(out, &law, c->t) : NAN;
        c->critical = critical_of(out, &law, w->spec->level);
        c->low = c->value - c->critical * c->se;
        c->high = c->value + c->critical * c->se;
    }
    return 0;
}

static int check_lags(const struct work *w, struct bal_regress *out, struct bal_error *err)
{
    size_t span = out->span;

    if (w->spec->errors == BAL_ERRORS_HAC) {
        if (w->spec->lags >= 0 && (size_t)w->spec->lags >= span)
            return bal_fail(err, BAL_EARG, "lags = %ld: the periods used span %zu, so at most %zu",
                            w->spec->lags, span, span - 1);
        out->bandwidth = w->spec->lags >= 0 ? (size_t)w->spec->lags + 1 : bal_hac_bandwidth(span);
    } else if (w->spec->errors == BAL_ERRORS_EWC) {
        out->df = (double)bal_ewc_degrees(span);
        if (out->df < 1)
            return bal_fail(
                err, BAL_EARG,
                "%zu periods are too few for EWC errors; use errors = \"hac\" or \"classical\"",
                span);
    } else if (w->spec->model == BAL_OLS) {
        out->df = (double)(w->n - w->k);
    }
    return 0;
}

static int errors_of(struct work *w, struct bal_regress *out, struct bal_error *err)
{
    int code = check_lags(w, out, err);

    if (code != 0)
        return code;
    if (w->spec->errors == BAL_ERRORS_CLASSICAL) {
        double s2 = w->spec->model == BAL_OLS ? out->sigma * out->sigma : 1;

        for (size_t i = 0; i < w->k * w->k; i++)
            w->cov[i] = s2 * w->b[i];
    } else {
        code = sandwich(w, out, err);
    }
    return code != 0 ? code : report(w, out, err);
}

/* The whole ------------------------------------------------------------------------------------ */

static void describe(const struct work *w, struct bal_regress *out)
{
    double products = 0, squares = 0, last = 0;

    for (size_t i = 0; i < w->n; i++) {
        double u = (w->y[i] - w->mu[i]) / (w->spec->model == BAL_POISSON ? sqrt(w->mu[i]) : 1);

        squares += u * u;
        if (i > 0 && w->at[i] == w->at[i - 1] + 1)
            products += u * last;
        last = u;
    }
    out->autocorrelation = squares > 0 ? products / squares : NAN;
}

static int regress(struct work *w, const double *y, struct bal_regress *out, struct bal_error *err)
{
    int code = make_work(w, err);

    if (code != 0)
        return code;
    take_complete(w, y);
    code = check_cases(w, err);
    if (code != 0)
        return code;
    out->n = w->n;
    out->dropped = w->periods - w->n;
    out->span = w->at[w->n - 1] - w->at[0] + 1;
    out->inner = out->span - w->n;
    code = w->spec->model == BAL_OLS ? fit_ols(w, out, err) : fit_poisson(w, out, err);
    if (code != 0)
        return code;
    describe(w, out);
    return errors_of(w, out, err);
}

int bal_regress(const struct bal_mem *mem, const double *y, size_t n,
                const struct bal_regressors *given, const struct bal_regress_spec *spec,
                struct bal_regress *out, struct bal_error *err)
{
    struct work w = {.mem = mem, .given = given, .spec = spec, .periods = n};
    int code;

    w.k = given->k + (spec->constant ? 1 : 0);
    *out = (struct bal_regress){.mem = mem, .k = w.k, .r2 = NAN, .sigma = NAN};
    out->deviance = out->null_deviance = NAN;
    out->coefficient = bal_calloc(mem, w.k, sizeof *out->coefficient);
    if (out->coefficient == NULL)
        return bal_fail_mem(err);
    code = regress(&w, y, out, err);
    free_work(&w);
    if (code != 0)
        bal_regress_free(out);
    return code;
}

void bal_regress_free(struct bal_regress *r)
{
    bal_free(r->mem, r->coefficient, r->k * sizeof *r->coefficient);
    r->coefficient = NULL;
}
