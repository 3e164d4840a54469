/* Long work in C that a script started: progress on a terminal, and Ctrl-C. */
#ifndef BAL_LUA_WATCH_H
#define BAL_LUA_WATCH_H

#include <lua.h>

#include "base/watch.h"

struct lua_watch {
    struct bal_watch watch; /* pass its address to the work */
    lua_State *L;
    const char *what;     /* "power of the contrast": shown before the share */
    double started, said; /* seconds */
    bool shown;
};

/* Shows "what 40 %, 3 s left" on stderr, from half a second on, when that is a terminal. */
void bal_watch_start(struct lua_watch *w, lua_State *L, const char *what);

/* Wipes what was shown. Call it when the work has ended, however it ended; after BAL_ESTOP the
 * interrupt's own error follows at the script's next step. */
void bal_watch_end(struct lua_watch *w);

#endif
