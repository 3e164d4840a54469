/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef BAL_BASE_UTF8_H
#define BAL_BASE_UTF8_H

#include <stddef.h>

/* Position of the first byte that does not belong to a whole, valid character; n when all do. */
size_t bal_utf8_check(const char *s, size_t n);

/* Characters (code points) in valid UTF-8. */
size_t bal_utf8_length(const char *s, size_t n);

#endif
