#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void bal_buf_init(struct bal_buf *b, const struct bal_mem *mem)
{
    *b = (struct bal_buf){.mem = mem};
}

void bal_buf_free(struct bal_buf *b)
{
    bal_free(b->mem, b->data, b->cap);
    bal_buf_init(b, b->mem);
}

void bal_buf_clear(struct bal_buf *b)
{
    b->len = 0;
    b->failed = false;
    if (b->data != NULL)
        b->data[0] = '\0';
}

/* Room for n more bytes and the final NUL. */
static bool reserve(struct bal_buf *b, size_t n)
{
    char *p;

    if (b->failed)
        return false;
    p = bal_grow(b->mem, b->data, &b->cap, b->len + n + 1, 1);
    if (p == NULL) {
        b->failed = true;
        return false;
    }
    b->data = p;
    return true;
}

void bal_buf_add(struct bal_buf *b, const char *s, size_t n)
{
    if (!reserve(b, n))
        return;
    if (n > 0)
        memcpy(b->data + b->len, s, n);
    b->len += n;
    b->data[b->len] = '\0';
}

void bal_buf_adds(struct bal_buf *b, const char *s)
{
    bal_buf_add(b, s, strlen(s));
}

void bal_buf_addc(struct bal_buf *b, char c)
{
    bal_buf_add(b, &c, 1);
}

void bal_buf_addf(struct bal_buf *b, const char *format, ...)
{
    va_list args, again;
    int n;

    va_start(args, format);
    va_copy(again, args);
    n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0) {
        b->failed = true;
    } else if (reserve(b, (size_t)n)) {
        vsnprintf(b->data + b->len, (size_t)n + 1, format, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

const char *bal_buf_text(const struct bal_buf *b)
{
    return b->data != NULL ? b->data : "";
}
