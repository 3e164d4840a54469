#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Bytes that the character at s[0] has by its first byte (the table of RFC 3629, 4), and in *lo and
 * *hi what its second byte may be; 0 when no character begins so. */
static size_t lead(unsigned char first, unsigned char *lo, unsigned char *hi)
{
    *lo = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    *hi = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

int32_t bal_utf8_next(const unsigned char *s, size_t n, size_t *size)
{
    unsigned char lo, hi;
    size_t want = lead(s[0], &lo, &hi), got = 1;
    int32_t c;

    *size = 1;
    if (want <= 1)
        return want == 1 ? s[0] : -1;
    c = s[0] & (0x7F >> want);
    for (; got < want && got < n && s[got] >= lo && s[got] <= hi; got++) {
        c = (int32_t)((uint32_t)c << 6 | (s[got] & 0x3Fu));
        lo = 0x80;
        hi = 0xBF;
    }
    *size = got;
    return got == want ? c : -1;
}

size_t bal_utf8_put(int32_t c, unsigned char *out)
{
    size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char mark[] = {0, 0, 0xC0, 0xE0, 0xF0};

    for (size_t i = size - 1; i > 0; i--) {
        out[i] = (unsigned char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    out[0] = (unsigned char)(mark[size] | c);
    return size;
}

size_t bal_utf8_check(const char *s, size_t n)
{
    size_t i = 0;

    while (i < n) {
        uint64_t eight;
        size_t size;

        if (n - i >= sizeof eight) { /* most text is ASCII: eight bytes at a time */
            memcpy(&eight, s + i, sizeof eight);
            if ((eight & UINT64_C(0x8080808080808080)) == 0) {
                i += sizeof eight;
                continue;
            }
        }
        if (bal_utf8_next((const unsigned char *)s + i, n - i, &size) < 0)
            return i;
        i += size;
    }
    return n;
}

size_t bal_utf8_control(const char *s, size_t n, int32_t *c)
{
    const unsigned char *p = (const unsigned char *)s;

    for (size_t i = 0; i < n; i++) {
        bool c1 = p[i] == 0xC2 && i + 1 < n && p[i + 1] >= 0x80 && p[i + 1] < 0xA0;

        if (p[i] >= 0x20 && p[i] != 0x7F && !c1)
            continue;
        if (p[i] >= '\t' && p[i] <= '\r')
            continue;
        *c = c1 ? p[i + 1] : p[i];
        return i;
    }
    return n;
}

size_t bal_utf8_length(const char *s, size_t n)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)s[i] & 0xC0u) != 0x80u;
    return count;
}
