/* Runs a program (gnuplot) and waits for it. */
#ifndef BAL_PLOT_RUN_H
#define BAL_PLOT_RUN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

struct bal_run {
    const char *const
        *argv;              /* ended by NULL; argv[0] with a slash is a path, else sought in PATH */
    int input;              /* what it reads as standard input; -1: nothing */
    double seconds;         /* longer than this, and it is killed; at most a day */
    struct bal_buf *out;    /* takes its standard output; NULL: thrown away */
    struct bal_buf *errors; /* takes its standard error; NULL: thrown away */

    int status;     /* filled: its exit status, or 128 + the signal that ended it */
    bool timed_out; /* filled */
};

/* No shell, and the environment of the caller but for LC_ALL=C.UTF-8 and what would change how
 * gnuplot draws (GNUTERM, GNUPLOT_*, GDFONTPATH). What it prints is kept up to 1 MiB a stream.
 * Returns 0 when the program ran, whatever its status; BAL_ENOPROG when it could not be started
 * because it is not there, BAL_ERUN when it ran too long, BAL_EIO or BAL_EMEM. No child and no file
 * descriptor is left behind in any case. */
int bal_run(const struct bal_mem *mem, struct bal_run *run, struct bal_error *err);

/* The gnuplot to run: $BALASSA_GNUPLOT, else "gnuplot". */
const char *bal_gnuplot(void);

#endif
