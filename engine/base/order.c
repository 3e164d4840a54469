#include "base/order.h"

#include <math.h>
#include <stdbool.h>

enum { FEW = 24 }; /* in a bucket: sorted by insertion */

static bool before(const double *v, uint32_t a, uint32_t b)
{
    return v[a] < v[b] || (a < b && v[a] == v[b]);
}

static void insert_all(const double *v, uint32_t *order, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint32_t x = order[i];
        double value = v[x];
        size_t j = i;

        for (; j > 0 && value < v[order[j - 1]]; j--) /* stable: equal ones are not passed */
            order[j] = order[j - 1];
        order[j] = x;
    }
}

static void sift(const double *v, uint32_t *order, size_t root, size_t n)
{
    uint32_t x = order[root];

    for (size_t child; (child = 2 * root + 1) < n; root = child) {
        if (child + 1 < n && before(v, order[child], order[child + 1]))
            child++;
        if (!before(v, x, order[child]))
            break;
        order[root] = order[child];
    }
    order[root] = x;
}

static void heap_sort(const double *v, uint32_t *order, size_t n)
{
    for (size_t i = n / 2; i-- > 0;)
        sift(v, order, i, n);
    for (size_t i = n; i-- > 1;) {
        uint32_t top = order[0];

        order[0] = order[i];
        order[i] = top;
        sift(v, order, 0, i);
    }
}

/* A bucket's positions stand in ascending order: when all its values are equal it is done. */
static void sort_bucket(const double *v, uint32_t *order, size_t n)
{
    size_t same = 1;

    while (same < n && v[order[same]] == v[order[0]])
        same++;
    if (same == n)
        return;
    if (n <= FEW)
        insert_all(v, order, n);
    else
        heap_sort(v, order, n);
}

static double ends(const double *v, size_t n, double *low)
{
    double least = INFINITY, most = -INFINITY;

#pragma omp simd reduction(min : least) reduction(max : most)
    for (size_t i = 0; i < n; i++) {
        least = v[i] < least ? v[i] : least;
        most = v[i] > most ? v[i] : most;
    }
    *low = least;
    return most;
}

/* Deals the positions into buckets; start[b] is then where bucket b ends. Returns the fullest. */
static size_t deal(const double *v, size_t n, double low, double scale, uint32_t *order,
                   uint32_t *bucket, uint32_t *start)
{
    uint32_t most = 0;

    for (size_t b = 0; b <= n; b++)
        start[b] = 0;
    for (size_t i = 0; i < n; i++) {
        bucket[i] = (uint32_t)(int32_t)((v[i] - low) * scale);
        start[bucket[i]]++;
    }
    for (size_t b = 0, at = 0; b < n; b++) { /* from numbers to first places */
        uint32_t count = start[b];

        most = count > most ? count : most;
        start[b] = (uint32_t)at;
        at += count;
    }
    for (size_t i = 0; i < n; i++)
        order[start[bucket[i]]++] = (uint32_t)i;
    return most;
}

void bal_order(const double *v, size_t n, uint32_t *order, uint32_t *room)
{
    uint32_t *start = room + n; /* n of the one, n + 1 of the other */
    double low, high = ends(v, n, &low);
    double scale = n > 1 && high > low ? (double)(n - 1) / (high - low) : 0;

    if (n <= FEW || n > INT32_MAX || !isfinite(scale) || !isfinite(high - low)) {
        for (size_t i = 0; i < n; i++)
            order[i] = (uint32_t)i;
        if (n > 1)
            sort_bucket(v, order, n);
        return;
    }
    if (deal(v, n, low, scale, order, room, start) <= FEW) {
        insert_all(v, order, n); /* no value is far from its place */
        return;
    }
    for (size_t b = 0, at = 0; b < n; at = start[b], b++)
        if (start[b] - at > 1)
            sort_bucket(v, order + at, start[b] - at);
}
