#include "lua/watch.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "lua/interrupt.h"
#include "lua/sandbox.h"

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool go_on(void *ud, double done)
{
    struct lua_watch *w = ud;
    double at = now(), gone = at - w->started;

    if (gone > .5 && at - w->said > .1 && isatty(STDERR_FILENO)) {
        w->said = at;
        w->shown = true;
        if (done > 0)
            fprintf(stderr, "\r\033[K%s %.0f %%, %.0f s left", w->what, 100 * done,
                    gone / done - gone);
        else
            fprintf(stderr, "\r\033[K%s", w->what);
        fflush(stderr);
    }
    return !bal_interrupt_pending(w->L) && !bal_sandbox_is_over(w->L);
}

void bal_watch_start(struct lua_watch *w, lua_State *L, const char *what)
{
    *w = (struct lua_watch){.watch = {go_on, w}, .L = L, .what = what, .started = now()};
}

void bal_watch_end(struct lua_watch *w)
{
    if (w->shown)
        fputs("\r\033[K", stderr);
    w->shown = false;
}
