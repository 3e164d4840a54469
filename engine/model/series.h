/* A regular series: one value for each month, quarter or year from a start on, gaps explicit.
 *
 * Key, index and interval in the sense of tsibble (Wang, Cook & Hyndman 2020). The index is a
 * period number: months, quarters or years since year 0 (month: 12 year + month - 1; quarter:
 * 4 year + quarter - 1; year: year). A gap is a NaN; every other value is finite. Series are
 * immutable: each operation makes a new one, and appends what it did to `how`.
 *
 * Nothing is recycled or truncated: an operation on two series wants the same interval and the
 * same range, and says what to do when they differ.
 */
#ifndef BAL_MODEL_SERIES_H
#define BAL_MODEL_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "base/mem.h"

enum bal_interval { BAL_MONTH, BAL_QUARTER, BAL_YEAR };

struct bal_series {
    const struct bal_mem *mem;
    enum bal_interval interval;
    int64_t start; /* period number of value[0] */
    size_t n;      /* at least 1 */
    double *value; /* n, finite or NaN (a gap) */
    char *name;    /* key: what it is, e.g. "brent"; "" when it has none */
    char *unit;    /* "" when it has none */
    char *how;     /* how it was made, e.g. "latest(score=rank, date=midpoint)" */
};

enum { BAL_SERIES_MAX = 100000000 }; /* periods in a series at most */

/* All gaps; name, unit and how are copied (NULL is ""). BAL_EARG when n is 0 or too large. */
int bal_series_new(const struct bal_mem *mem, enum bal_interval interval, int64_t start, size_t n,
                   const char *name, const char *unit, const char *how, struct bal_series **out,
                   struct bal_error *err);
void bal_series_free(struct bal_series *s); /* NULL is allowed */

/* Periods. */
int bal_interval_named(const char *name); /* "month", "quarter", "year"; -1 otherwise */
const char *bal_interval_name(enum bal_interval interval);
int64_t bal_period_of(enum bal_interval interval, bal_day day);
bal_day bal_period_first(enum bal_interval interval, int64_t period);
bal_day bal_period_last(enum bal_interval interval, int64_t period);
/* EDTF text: "1991-05", "1991-01/1991-03" (a quarter), "1991". size >= BAL_DATE_TEXT. */
char *bal_period_text(enum bal_interval interval, int64_t period, char *out, size_t size);

/* Each of these makes *out anew and leaves its operands alone. --------------------------------- */

enum bal_op { BAL_ADD, BAL_SUB, BAL_MUL, BAL_DIV, BAL_POW };
/* Period by period; a gap in either is a gap. A result that is not finite (a division by zero, an
 * overflow) is BAL_EARG naming the period. */
int bal_series_binary(enum bal_op op, const struct bal_series *a, const struct bal_series *b,
                      struct bal_series **out, struct bal_error *err);
int bal_series_scalar(enum bal_op op, const struct bal_series *a, double x, bool reversed,
                      struct bal_series **out, struct bal_error *err);

/* The periods from..to (both inside), which must lie within the series. */
int bal_series_between(const struct bal_series *s, int64_t from, int64_t to,
                       struct bal_series **out, struct bal_error *err);
/* The same values on a wider or narrower range: outside what is known there are gaps. */
int bal_series_reach(const struct bal_series *s, int64_t from, int64_t to, struct bal_series **out,
                     struct bal_error *err);

/* Value of k periods ago (k > 0) or ahead (k < 0), same range; the first |k| (last) are gaps. */
int bal_series_lag(const struct bal_series *s, int64_t k, struct bal_series **out,
                   struct bal_error *err);
/* s[t] - s[t - k], k >= 1. */
int bal_series_diff(const struct bal_series *s, int64_t k, struct bal_series **out,
                    struct bal_error *err);
/* Mean of `width` periods, the last of them t + ahead (0 <= ahead < width: with (width - 1) / 2 the
 * mean is centred on t); a gap unless at least `least` of them have values (1 <= least <= width).
 * Periods beyond the series have none. */
int bal_series_rolling_mean(const struct bal_series *s, size_t width, size_t least, size_t ahead,
                            struct bal_series **out, struct bal_error *err);
/* (s - mean) / sd with the n - 1 standard deviation of the values that are no gaps. BAL_EARG when
 * the series is constant or has fewer than two values. */
int bal_series_standardise(const struct bal_series *s, struct bal_series **out,
                           struct bal_error *err);

enum bal_fold {
    BAL_FOLD_MEAN,
    BAL_FOLD_SUM,
    BAL_FOLD_MIN,
    BAL_FOLD_MAX,
    BAL_FOLD_FIRST,
    BAL_FOLD_LAST
};
int bal_fold_named(const char *name); /* "mean", "sum", "min", "max", "first", "last"; or -1 */
/* To a coarser interval. A coarse period is a gap unless all its fine periods have values; with
 * `partial`, unless at least one has (and first/last take the first/last that has). */
int bal_series_aggregate(const struct bal_series *s, enum bal_interval to, enum bal_fold fold,
                         bool partial, struct bal_series **out, struct bal_error *err);
/* To a finer interval: each fine period takes the value of the coarse one it lies in. */
int bal_series_repeat(const struct bal_series *s, enum bal_interval to, struct bal_series **out,
                      struct bal_error *err);

enum bal_test { BAL_BELOW, BAL_ABOVE }; /* strictly */
/* 1 where the value is below (above) x, else 0; gaps stay gaps. */
int bal_series_test(const struct bal_series *s, enum bal_test test, double x,
                    struct bal_series **out, struct bal_error *err);

struct bal_summary {
    size_t n, gaps;                  /* values, gaps */
    double mean, sd;                 /* n - 1 in the denominator; NaN when n < 2 */
    double min, q1, median, q3, max; /* quantiles: type 7 of Hyndman & Fan (1996) */
    double sum;
};
int bal_series_summary(const struct bal_series *s, struct bal_summary *out, struct bal_error *err);

#endif
