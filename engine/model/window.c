#include "model/window.h"

struct bal_window bal_window_of_date(const struct bal_date *date)
{
    bal_day to = date->last < BAL_DAY_MAX ? date->last + 1 : BAL_DAY_MAX;

    return (struct bal_window){date->first, to};
}

static bal_day middle_day(enum bal_interval interval, int64_t period)
{
    bal_day first = bal_period_first(interval, period);

    return first + (bal_period_last(interval, period) - first) / 2;
}

/* The first period of the grid whose middle day is at or after `day`, as a position 0 .. n. */
static size_t first_at(enum bal_interval interval, int64_t start, size_t n, bal_day day)
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (middle_day(interval, start + (int64_t)mid) >= day)
            hi = mid;
        else
            lo = mid + 1;
    }
    return lo;
}

bool bal_window_cells(struct bal_window w, enum bal_interval interval, int64_t start, size_t n,
                      size_t *a, size_t *b)
{
    *a = first_at(interval, start, n, w.from);
    *b = first_at(interval, start, n, w.to);
    return *a < *b;
}
