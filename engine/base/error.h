/* What went wrong, where, and what to do: filled by the function that failed, read by its caller.
 *
 * Every fallible function of the engine returns 0, or one of the negative codes below after
 * filling the `struct bal_error` it was passed. Nothing is kept between calls, nothing is printed.
 */
#ifndef BAL_BASE_ERROR_H
#define BAL_BASE_ERROR_H

#include <stdarg.h>

enum bal_code {
    BAL_OK = 0,
    BAL_EARG = -1,     /* the caller asked for something that makes no sense */
    BAL_EMEM = -2,     /* out of memory */
    BAL_EDATA = -3,    /* the input is there, and is wrong */
    BAL_ENOINPUT = -4, /* the input is not there, or cannot be read */
    BAL_EIO = -5,      /* a write, a rename, a temporary file */
    BAL_ENOPROG = -6,  /* a program Balassa runs (gnuplot) is missing */
    BAL_ERUN = -7,     /* that program ran and failed, or ran too long */
    BAL_ESTOP = -8,    /* long work was stopped by its user */
    BAL_EDENIED = -9   /* a sandboxed script asked for what it may not have */
};

struct bal_error {
    int code;
    char message[1024]; /* a whole sentence, without a final full stop; cut on a UTF-8 boundary */
};

/* Fills *err (which may be NULL) and returns `code`: a caller can `return bal_fail(...)`. */
int bal_fail(struct bal_error *err, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
int bal_vfail(struct bal_error *err, int code, const char *format, va_list args);
int bal_fail_mem(struct bal_error *err); /* BAL_EMEM, "out of memory" */

#endif
