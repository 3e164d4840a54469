#include "stats/agreement.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Changes with 0 at their head and T behind them: segment i is [at[i], at[i + 1]). */
struct cuts {
    size_t *at;
    size_t n, cap;
};

static int check(const struct bal_changes *c, size_t periods, struct bal_error *err)
{
    for (size_t i = 0; i < c->n; i++) {
        if (c->at[i] >= periods)
            return bal_fail(err, BAL_EARG, "change %zu lies beyond the %zu periods", i + 1,
                            periods);
        if (i > 0 && c->at[i] <= c->at[i - 1])
            return bal_fail(err, BAL_EARG, "changes %zu and %zu are not in order of time", i,
                            i + 1);
    }
    return 0;
}

static int copy(const struct bal_mem *mem, const struct bal_changes *c, size_t periods,
                struct cuts *out, struct bal_error *err)
{
    size_t extra = c->n > 0 && c->at[0] == 0 ? 0 : 1;

    out->cap = c->n + 2;
    out->n = c->n + extra;
    out->at = bal_alloc(mem, out->cap * sizeof *out->at);
    if (out->at == NULL)
        return bal_fail_mem(err);
    out->at[0] = 0;
    if (c->n > 0)
        memcpy(out->at + extra, c->at, c->n * sizeof *c->at);
    out->at[out->n] = periods;
    return 0;
}

static void drop(const struct bal_mem *mem, struct cuts *c)
{
    bal_free(mem, c->at, c->cap * sizeof *c->at);
}

/* Periods that segment i of a and segment j of b share. */
static size_t shared(const struct cuts *a, size_t i, const struct cuts *b, size_t j)
{
    size_t from = a->at[i] > b->at[j] ? a->at[i] : b->at[j];
    size_t to = a->at[i + 1] < b->at[j + 1] ? a->at[i + 1] : b->at[j + 1];

    return to > from ? to - from : 0;
}

static double length(const struct cuts *c, size_t i)
{
    return (double)(c->at[i + 1] - c->at[i]);
}

static double covering(const struct cuts *coder, const struct cuts *found)
{
    double sum = 0;

    for (size_t i = 0; i < coder->n; i++) {
        double best = 0;

        for (size_t j = 0; j < found->n; j++) {
            double both = (double)shared(coder, i, found, j);
            double share = both / (length(coder, i) + length(found, j) - both);

            best = share > best ? share : best;
        }
        sum += length(coder, i) * best;
    }
    return sum / (double)coder->at[coder->n];
}

static double pairs(double n)
{
    return n * (n - 1) / 2;
}

static double adjusted_rand(const struct cuts *a, const struct cuts *b)
{
    double both = 0, in_a = 0, in_b = 0, all = pairs((double)a->at[a->n]), chance;

    for (size_t i = 0; i < a->n; i++)
        in_a += pairs(length(a, i));
    for (size_t j = 0; j < b->n; j++)
        in_b += pairs(length(b, j));
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < b->n; j++)
            both += pairs((double)shared(a, i, b, j));
    chance = all > 0 ? in_a * in_b / all : 0;
    if ((in_a + in_b) / 2 - chance <= 0)
        return 1;
    return (both - chance) / ((in_a + in_b) / 2 - chance);
}

/* How many of `truth` are matched; `used` has found->n entries. */
static size_t matches(const struct cuts *truth, const struct cuts *found, size_t margin, bool *used)
{
    size_t matched = 0;

    memset(used, 0, found->n * sizeof *used);
    for (size_t i = 0; i < truth->n; i++) {
        size_t nearest = found->n, least = margin;

        for (size_t j = 0; j < found->n; j++) {
            size_t a = truth->at[i], b = found->at[j], apart = a > b ? a - b : b - a;

            if (!used[j] && apart <= least && (nearest == found->n || apart < least)) {
                nearest = j;
                least = apart;
            }
        }
        if (nearest < found->n) {
            used[nearest] = true;
            matched++;
        }
    }
    return matched;
}

static int by_place(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    return (x > y) - (x < y);
}

/* The changes that any coder has; `periods` stands behind each coder's and goes to the end. */
static int join(const struct bal_mem *mem, const struct cuts *coder, size_t coders,
                struct cuts *out, struct bal_error *err)
{
    size_t n = 0, kept = 0;

    out->cap = 0;
    for (size_t k = 0; k < coders; k++)
        out->cap += coder[k].n + 1;
    out->at = bal_alloc(mem, out->cap * sizeof *out->at);
    if (out->at == NULL)
        return bal_fail_mem(err);
    for (size_t k = 0; k < coders; k++) {
        memcpy(out->at + n, coder[k].at, (coder[k].n + 1) * sizeof *out->at);
        n += coder[k].n + 1;
    }
    qsort(out->at, n, sizeof *out->at, by_place);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || out->at[i] != out->at[kept - 1])
            out->at[kept++] = out->at[i];
    out->n = kept - 1;
    return 0;
}

static void measure(const struct cuts *found, const struct cuts *coder, size_t coders,
                    const struct cuts *any, size_t margin, bool *used, struct bal_agreement *out)
{
    double n = (double)coders;

    *out = (struct bal_agreement){.found = found->n, .narrated = any->n};
    out->matched = matches(any, found, margin, used);
    out->precision = (double)out->matched / (double)found->n;
    for (size_t k = 0; k < coders; k++) {
        out->covering += covering(&coder[k], found) / n;
        out->rand += adjusted_rand(&coder[k], found) / n;
        out->recall += (double)matches(&coder[k], found, margin, used) / (double)coder[k].n / n;
    }
    /* both have 0, so neither precision nor recall is 0 */
    out->f1 = 2 * out->precision * out->recall / (out->precision + out->recall);
}

int bal_agreement(const struct bal_mem *mem, size_t periods, const struct bal_changes *found,
                  const struct bal_changes *coder, size_t coders, size_t margin,
                  struct bal_agreement *out, struct bal_error *err)
{
    struct cuts *c = bal_calloc(mem, coders + 2, sizeof *c), *mine = c, *any = c + 1;
    bool *used = bal_alloc(mem, (found->n + 1) * sizeof *used);
    int code = c == NULL || used == NULL ? bal_fail_mem(err) : 0;

    if (code == 0 && (periods == 0 || coders == 0))
        code = bal_fail(err, BAL_EARG, "an agreement needs periods and a periodisation");
    if (code == 0)
        code = check(found, periods, err);
    if (code == 0)
        code = copy(mem, found, periods, mine, err);
    for (size_t k = 0; code == 0 && k < coders; k++) {
        code = check(&coder[k], periods, err);
        if (code == 0)
            code = copy(mem, &coder[k], periods, c + 2 + k, err);
    }
    if (code == 0)
        code = join(mem, c + 2, coders, any, err);
    if (code == 0)
        measure(mine, c + 2, coders, any, margin, used, out);
    for (size_t k = 0; c != NULL && k < coders + 2; k++)
        drop(mem, c + k);
    bal_free(mem, c, (coders + 2) * sizeof *c);
    bal_free(mem, used, (found->n + 1) * sizeof *used);
    return code;
}
