/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef BAL_BASE_UTF8_H
#define BAL_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Position of the first byte that does not belong to a whole, valid character; n when all do. */
size_t bal_utf8_check(const char *s, size_t n);

/* Position of the first control character (of C0 and C1, and U+007F) that is not white space of a
 * text (tab, line feed, vertical tab, form feed, carriage return), and in *c which; n when there is
 * none. They have no business in data, and a terminal obeys some of them. Bytes that are no UTF-8 are
 * passed over. */
size_t bal_utf8_control(const char *s, size_t n, int32_t *c);

/* Characters (code points) in valid UTF-8. */
size_t bal_utf8_length(const char *s, size_t n);

/* The character at s, of which n > 0 bytes are left: its code point, and in *size its bytes. When
 * there is none the result is -1 and *size the bytes that count as one fault: the longest run that
 * could have begun a character, or one byte ("maximal subpart", The Unicode Standard, 3.9). */
int32_t bal_utf8_next(const unsigned char *s, size_t n, size_t *size);

/* Writes a code point (no surrogate, at most U+10FFFF), and returns its bytes, 1 to 4. */
size_t bal_utf8_put(int32_t c, unsigned char *out);

#endif
