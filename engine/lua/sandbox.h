/* --sandbox: a script from a stranger runs, and can neither reach beyond its study nor run for ever.
 *
 * What is promised to the user is in SECURITY.md; here is how it is kept. The Lua library of scripts/
 * is no part of the boundary: a script can change it, as it can change its own code. The boundary is C:
 *
 *   functions  only those that cannot reach outside are there (sandbox_library.c)
 *   files      bal_sandbox_may_read and bal_sandbox_may_write, asked where a script names a file;
 *              real paths, after all symbolic links and ".."
 *   gnuplot    every script for it is read first: plot/gp_check.h
 *   memory     the state's allocator counts and refuses; what a script loads is counted with it
 *   steps      a hook after every thousand instructions, in every coroutine. Once a limit is reached
 *              it raises at every instruction, so that no pcall goes on
 *   time       a timer of CPU time: first it asks (the hook raises, work under watch stops); half a
 *              second of CPU time later, inside one call of C that does not end, it ends the process
 *   behind     RLIMIT_CPU, RLIMIT_AS, RLIMIT_FSIZE, which gnuplot inherits
 */
#ifndef BAL_LUA_SANDBOX_H
#define BAL_LUA_SANDBOX_H

#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lua.h>

#include "base/error.h"

enum { BAL_ROOTS = 8 }; /* folders of a kind at most */

struct bal_roots {
    size_t n;
    char dir[BAL_ROOTS][PATH_MAX]; /* real paths */
};

/* The allocator of a state, and the rules it lives under, which hold when it is on. */
struct bal_sandbox {
    bool on;
    size_t used, memory; /* bytes: handed out; the most that may be */
    bool refused;        /* an allocation, for that limit */
    double steps;        /* instructions that are left */
    double most_steps, seconds;
    volatile sig_atomic_t over; /* enum: which limit is reached; 0: none */
    volatile sig_atomic_t late; /* ticks of the timer since then */
    char last_words[160];       /* of the signal handler, which cannot format */
    struct bal_roots read, write;
    char script[PATH_MAX]; /* real path of what is run; "": not a file */
};

/* A lua_Alloc; ud is the struct bal_sandbox. */
void *bal_sandbox_alloc(void *ud, void *ptr, size_t osize, size_t nsize);

/* That of the state when it is on, else NULL. */
struct bal_sandbox *bal_sandbox_of(lua_State *L);

/* A folder that may be read or written, by any of its names. False: there is no such folder, or there
 * are BAL_ROOTS already. */
bool bal_sandbox_add(struct bal_roots *roots, const char *dir);

/* To be called once, before any code of the script. The state has no library yet: it gets those that
 * are safe. `script` may be NULL. Arms the timer, of which a process has one. */
void bal_sandbox_enter(lua_State *L, struct bal_sandbox *s, const char *script);

/* What the system holds behind these limits, for the rest of the process's life. */
void bal_sandbox_limit_process(const struct bal_sandbox *s);
void bal_sandbox_leave(
    struct bal_sandbox *s); /* before the state is closed; harmless when not on */

/* After a failure: says which limit it was, if one was reached. NULL: none. */
const char *bal_sandbox_reason(const struct bal_sandbox *s, char *out, size_t size);

/* Whether the study folder `dir`, or the file `base`.ending, is where it may be. Without a sandbox
 * everything is. BAL_EDENIED; the message does not tell whether the file exists. */
int bal_sandbox_may_read(lua_State *L, const char *dir, struct bal_error *err);
int bal_sandbox_may_write(lua_State *L, const char *base, struct bal_error *err);
int bal_sandbox_may_change(lua_State *L, const char *path,
                           struct bal_error *err); /* any other file: no */

/* Whether it is the script that was named on the command line, or one of Balassa's own. */
bool bal_sandbox_is_script(lua_State *L, const char *path);

/* A state that is read-only, sandbox or not (without_writing.c): nothing may be written or changed, and
 * the scripts are those in ./scripts and Balassa's own. */
void bal_sandbox_set_read_only(lua_State *L, bool on);
bool bal_sandbox_is_read_only(lua_State *L);

/* A limit is reached: for C code that runs long. */
bool bal_sandbox_is_over(lua_State *L);

/* sandbox_library.c: opens what is safe, in place of luaL_openlibs. */
void bal_sandbox_open_libraries(lua_State *L);

/* sandbox_library.c calls it for each new coroutine, whose first instructions no hook sees. */
void bal_sandbox_charge(lua_State *L);

#endif
