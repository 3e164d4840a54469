/* A growing string of bytes. A failed append sticks: check once, at the end. */
#ifndef BAL_BASE_BUF_H
#define BAL_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"

struct bal_buf {
    const struct bal_mem *mem;
    char *data; /* NUL-terminated whenever it is not NULL; NULL while empty */
    size_t len;
    size_t cap;
    bool failed; /* an append found no memory; the content is cut there */
};

void bal_buf_init(struct bal_buf *b, const struct bal_mem *mem);
void bal_buf_free(struct bal_buf *b);
void bal_buf_clear(struct bal_buf *b); /* keeps the memory */
void bal_buf_add(struct bal_buf *b, const char *s, size_t n);
void bal_buf_adds(struct bal_buf *b, const char *s);
void bal_buf_addc(struct bal_buf *b, char c);
void bal_buf_addf(struct bal_buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *bal_buf_text(const struct bal_buf *b); /* "" while empty */

#endif
