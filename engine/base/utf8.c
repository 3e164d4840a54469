#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

/* Bytes of the character that starts at s[0], 0 when there is none: the table of RFC 3629, 4. */
static size_t character(const unsigned char *s, size_t n)
{
    unsigned char lo = 0x80, hi = 0xBF; /* of the second byte */
    size_t size;

    if (s[0] < 0x80)
        return 1;
    if (s[0] < 0xC2 || s[0] > 0xF4)
        return 0;
    size = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (s[0] == 0xE0)
        lo = 0xA0;
    if (s[0] == 0xED)
        hi = 0x9F;
    if (s[0] == 0xF0)
        lo = 0x90;
    if (s[0] == 0xF4)
        hi = 0x8F;
    if (size > n || s[1] < lo || s[1] > hi)
        return 0;
    for (size_t i = 2; i < size; i++)
        if (s[i] < 0x80 || s[i] > 0xBF)
            return 0;
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
        size = character((const unsigned char *)s + i, n - i);
        if (size == 0)
            return i;
        i += size;
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
