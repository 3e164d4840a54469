/* What the bindings of the multiverse share. */
#ifndef BAL_LUA_MULTIVERSE_H
#define BAL_LUA_MULTIVERSE_H

#include <lauxlib.h>

#include "explore/multiverse.h"
#include "lua/bindings.h"

struct lua_multiverse {
    struct bal_multiverse mv;
    struct bal_mem mem;
    enum bal_interval interval;
    int64_t start;
};

/* User values of the object: what the arrays of mv lie in; the texts of faults; spans of windows as
 * texts, [study][option] lists. */
enum { MV_HELD = 1, MV_TEXTS = 2, MV_SPANS = 3 };

struct lua_multiverse *bal_check_multiverse(lua_State *L, int index);

/* Rows of one run, with the joint sums when they were asked for. */
struct lua_mv_rows {
    struct bal_mem mem;
    size_t n;
    struct bal_mv_row *row;
    struct bal_mv_joint joint;
    bool tested; /* joint is filled */
};

/* User values: the multiverse; texts of faults that the universes' own function gave. */
enum { ROWS_MV = 1, ROWS_TEXTS = 2 };
enum { MV_OWN_TEXTS = 1000000 }; /* faults of rows from here on are numbers in ROWS_TEXTS */

struct lua_mv_rows *bal_check_mv_rows(lua_State *L, int index);

/* Pushes the fault of a row as words, or nil. The rows object is at `rows`. */
void bal_push_fault(lua_State *L, int rows, int32_t fault);
/* The fault that these words are, an own one when they are no others; the words are at the top. */
int32_t bal_fault_of(lua_State *L, int rows);

/* Universes by the script's own functions: the list at `functions`, one for each option of the
 * parameter estimate. Each thread has a Lua state; with one thread it is L itself. Runs [from, to). */
struct mv_callers;
struct mv_callers *bal_push_mv_callers(lua_State *L, int mv, int functions, int threads);
int bal_mv_call(lua_State *L, struct mv_callers *callers, int rows, size_t from, size_t to,
                const struct bal_watch *watch, struct bal_error *err);

int bal_lua_multiverse_run(lua_State *L);              /* core.multiverse_run */
extern const luaL_Reg bal_multiverse_rows_functions[]; /* for the table of core functions */
void bal_multiverse_rows_class(lua_State *L);

#endif
