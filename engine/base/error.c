#include "base/error.h"

#include <stdio.h>
#include <string.h>

/* A message cut in the middle of a UTF-8 character would no longer be text: drop the stump. */
static void trim_stump(char *s, size_t n)
{
    size_t i = n;

    while (i > 0 && ((unsigned char)s[i - 1] & 0xC0u) == 0x80u)
        i--;
    if (i > 0 && (unsigned char)s[i - 1] >= 0xC0u)
        s[i - 1] = '\0';
}

int bal_vfail(struct bal_error *err, int code, const char *format, va_list args)
{
    int n;

    if (err == NULL)
        return code;
    err->code = code;
    n = vsnprintf(err->message, sizeof err->message, format, args);
    if (n >= (int)sizeof err->message)
        trim_stump(err->message, sizeof err->message - 1);
    return code;
}

int bal_fail(struct bal_error *err, int code, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    bal_vfail(err, code, format, args);
    va_end(args);
    return code;
}

int bal_fail_mem(struct bal_error *err)
{
    return bal_fail(err, BAL_EMEM, "out of memory");
}
