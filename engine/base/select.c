#include "base/select.h"

double bal_select(double *x, size_t n, size_t k)
{
    size_t low = 0, high = n - 1;

    while (low < high) {
        double pivot = x[low + (high - low) / 2];
        size_t i = low, j = high;

        for (;;) {
            while (x[i] < pivot)
                i++;
            while (x[j] > pivot)
                j--;
            if (i >= j)
                break;
            double t = x[i];
            x[i++] = x[j];
            x[j--] = t;
        }
        j = x[j] > pivot ? j - 1 : j; /* x[low .. j] <= pivot <= x[j + 1 .. high] */
        if (k <= j)
            high = j;
        else
            low = j + 1;
    }
    return x[k];
}
