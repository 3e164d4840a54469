/* Running Lua code from outside Lua: what happens when it fails, or the user presses Ctrl-C.
 *
 *   balassa: scripts/claims.lua:12: study has no 'event'; did you mean 'events'?
 *      12 | print(study.event)
 *   stack traceback: ...          when asked for, and when the fault is in Balassa itself
 */
#ifndef BAL_LUA_REPORT_H
#define BAL_LUA_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

enum bal_status { /* exit statuses of the program; the first letters of sysexits(3) */
                  BAL_EXIT_OK = 0,
                  BAL_EXIT_SCRIPT = 1,
                  BAL_EXIT_USAGE = 64,
                  BAL_EXIT_NOINPUT = 66,
                  BAL_EXIT_INTERNAL = 70,
                  BAL_EXIT_DENIED = 77, /* the sandbox said no */
                  BAL_EXIT_INTERRUPT = 130
};

/* To be called once for a state: prepares what Ctrl-C and a failure need. */
void bal_report_open(lua_State *L);
void bal_show_tracebacks(lua_State *L, bool always);

/* Pops a function f: from now on f(message, misuse) is asked what an error that ended a script means.
 * misuse: it was raised at a line of the script, and does not tell of the outside world. Where f returns
 * a text, the user caused the error by what he asked the script for: the text is shown in place of the
 * message and of its position, and misuse ends with BAL_EXIT_USAGE. */
void bal_explain_errors(lua_State *L);

/* The text of code that is in no file, kept under its chunk name ("=stdin") to quote its lines. */
void bal_remember_source(lua_State *L, const char *chunkname, const char *text);

/* Like lua_load, text only: LUA_OK and a function on the stack, or another status and one value for
 * bal_report. bal_load_text remembers the text. */
int bal_load_text(lua_State *L, const char *text, size_t n, const char *chunkname);
int bal_load_file(lua_State *L, const char *path);

/* lua_pcall of the function below its `nargs` arguments. While it runs, SIGINT stops it. Returns
 * LUA_OK, or another status with one value on the stack for bal_report. */
int bal_call(lua_State *L, int nargs, int nresults);

/* Flushes standard output, then writes to standard error what bal_call or a load left at the top
 * of the stack, and pops it. Returns the exit status that it calls for. `quiet` is the chunk name
 * whose lines and positions the user has before their eyes and need not be told, or NULL. */
int bal_report(lua_State *L, int status, const char *quiet);

/* Whether the last report said just this. */
bool bal_reported(lua_State *L, const char *text);

/* Writes "balassa: " and the text to standard error, in colour on a terminal that wants it;
 * control characters of the text are not passed on. */
void bal_complain(const char *label, const char *text);

#endif
