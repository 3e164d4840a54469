#include "base/near.h"

#include <stdbool.h>
#include <string.h>

enum { LONGEST = 63 };

static char fold(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t m = a < b ? a : b;

    return m < c ? m : c;
}

size_t bal_edit_distance(const char *a, const char *b, size_t limit)
{
    size_t na = strlen(a), nb = strlen(b);
    size_t row[3][LONGEST + 1]; /* two rows back, one row back, this row: indexed by i % 3 */

    if (na > LONGEST || nb > LONGEST)
        return limit + 1;
    for (size_t j = 0; j <= nb; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= na; i++) {
        size_t *now = row[i % 3], *back = row[(i + 2) % 3], *back2 = row[(i + 1) % 3];

        now[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            bool same = fold(a[i - 1]) == fold(b[j - 1]);

            now[j] = least(back[j] + 1, now[j - 1] + 1, back[j - 1] + (same ? 0 : 1));
            if (i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) &&
                fold(a[i - 2]) == fold(b[j - 1]) && back2[j - 2] + 1 < now[j])
                now[j] = back2[j - 2] + 1;
        }
    }
    return row[na % 3][nb] <= limit ? row[na % 3][nb] : limit + 1;
}

void bal_near_start(struct bal_near *near, const char *word)
{
    *near = (struct bal_near){.word = word};
}

void bal_near_try(struct bal_near *near, const char *candidate)
{
    size_t nw = strlen(near->word), nc = strlen(candidate);
    size_t longer = nw > nc ? nw : nc, limit = longer / 3, d;

    if (limit < 1)
        limit = 1;
    d = bal_edit_distance(near->word, candidate, limit);
    if (d <= limit && d < longer &&
        (near->best == NULL || d < near->distance ||
         (d == near->distance && strcmp(candidate, near->best) < 0))) {
        near->best = candidate;
        near->distance = d;
    }
}
