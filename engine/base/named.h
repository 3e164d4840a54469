/* Which of a few words is this? */
#ifndef BAL_BASE_NAMED_H
#define BAL_BASE_NAMED_H

#include <string.h>

/* The place of `name` in a list of n, from 0; -1 when it is not there. */
static inline int bal_named(const char *name, const char *const *list, int n)
{
    for (int i = 0; i < n; i++)
        if (strcmp(name, list[i]) == 0)
            return i;
    return -1;
}

#endif
