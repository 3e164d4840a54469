/* Long work under watch: shown how far it has come, and stopped when its user says so. */
#ifndef BAL_BASE_WATCH_H
#define BAL_BASE_WATCH_H

#include <stdbool.h>
#include <stddef.h>

/* `go_on` is called from the thread that started the work, now and then (some ten times a second
 * is enough), with the share that is done, 0 .. 1. When it returns false the work ends as soon as
 * it can, and its function returns BAL_ESTOP. */
struct bal_watch {
    bool (*go_on)(void *ud, double done);
    void *ud;
};

static inline bool bal_go_on(const struct bal_watch *watch, double done)
{
    return watch == NULL || watch->go_on(watch->ud, done);
}

#endif
