/* Half-open windows of days, and what they cover on a regular grid of periods: the one place that
 * knows the rule. */
#ifndef BAL_MODEL_WINDOW_H
#define BAL_MODEL_WINDOW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "model/series.h"

struct bal_window {
    bal_day from, to; /* [from, to): from < to; BAL_DAY_MIN and BAL_DAY_MAX where it has no end */
};

/* Both ends of an EDTF date are inside it: `1991/1995` is [1991-01-01, 1996-01-01). */
struct bal_window bal_window_of_date(const struct bal_date *date);

static inline bool bal_window_has(struct bal_window w, bal_day day)
{
    return w.from <= day && day < w.to;
}

/* A period belongs to a window when its middle day does, so that a window of whole months covers
 * just these months and one that starts or ends inside a month takes it when it has the larger
 * part. The periods of the grid (start, n) that belong to `w` are [*a, *b) as 0-based positions;
 * false when there is none. */
bool bal_window_cells(struct bal_window w, enum bal_interval interval, int64_t start, size_t n,
                      size_t *a, size_t *b);

#endif
