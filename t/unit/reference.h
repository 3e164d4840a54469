/* Expected values from outside, read from a text file: lines "name count value ...". */
#ifndef BAL_T_REFERENCE_H
#define BAL_T_REFERENCE_H

#include "check.h"

#include <stdlib.h>
#include <string.h>

/* The line of this name: `n` values into out. Fails the test when it is not there. */
static inline void reference(const char *path, const char *name, double *out, size_t n)
{
    FILE *f = fopen(path, "r");
    char word[256];
    int found = 0;

    assert_non_null(f);
    for (size_t i = 0; i < n; i++)
        out[i] = NAN;
    while (!found && fscanf(f, "%255s", word) == 1)
        if (strcmp(word, name) == 0 && fscanf(f, "%255s", word) == 1)
            found = strtoul(word, NULL, 10) == n;
    for (size_t i = 0; found && i < n; i++) {
        found = fscanf(f, "%255s", word) == 1;
        out[i] = strtod(word, NULL);
    }
    (void)fclose(f);
    if (!found)
        fail_msg("%s has no %s with %zu values", path, name, n);
}

#endif
