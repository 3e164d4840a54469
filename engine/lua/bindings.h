/* The parts that the Lua module is put together from. Each opener makes its classes and leaves a
 * table of functions on the stack, which lua/core.c merges into `balassa`. */
#ifndef BAL_LUA_BINDINGS_H
#define BAL_LUA_BINDINGS_H

#include <stdbool.h>

#include <lua.h>

#include "base/date.h"
#include "base/mem.h"
#include "model/series.h"
#include "model/study.h"

int bal_lua_open_date(lua_State *L);
int bal_lua_open_text(lua_State *L);
int bal_lua_open_study(lua_State *L);
int bal_lua_open_records(lua_State *L);
int bal_lua_open_series(lua_State *L);
int bal_lua_open_stats(lua_State *L);
int bal_lua_open_events(lua_State *L);
int bal_lua_open_segments(lua_State *L);
int bal_lua_open_survival(lua_State *L);
int bal_lua_open_bootstrap(lua_State *L);
int bal_lua_open_regress(lua_State *L);
int bal_lua_open_alpha(lua_State *L);
int bal_lua_open_influence(lua_State *L);
int bal_lua_open_draws(lua_State *L);
int bal_lua_open_multiverse(lua_State *L);
int bal_lua_open_claims(lua_State *L);
int bal_lua_open_plot(lua_State *L);
int bal_lua_open_files(lua_State *L);

/* Dates ---------------------------------------------------------------------------------------- */
void bal_push_date(lua_State *L, const struct bal_date *date, const char *text);

/* The date at `index`: a Date, or an EDTF string (which is parsed). Raises when it is neither;
 * `what` names the thing in the message. *text (may be NULL) is valid while the value is on the
 * stack. */
void bal_check_date(lua_State *L, int index, const char *what, struct bal_date *out,
                    const char **text);

/* Series --------------------------------------------------------------------------------------- */
/* An object that a script closed (local s <close> = series) is refused from then on, but what it holds is
 * freed by the collector alone: a script can close anything while it is called from C, which goes on with
 * what it holds. */
struct lua_series {
    struct bal_series *series; /* NULL until it is filled */
    struct bal_mem mem;
    bool closed;
};

/* An empty series object on the stack: fill ->series with functions that allocate from &->mem,
 * then call bal_series_filled, which tells the collector what it weighs. */
struct lua_series *bal_push_series(lua_State *L);
void bal_series_filled(lua_State *L, const struct lua_series *s);
const struct bal_series *bal_check_series(lua_State *L, int index);

/* Studies and records -------------------------------------------------------------------------- */
struct lua_study {
    struct bal_study *study; /* NULL until it is filled */
    struct bal_mem mem;
    bool closed; /* as a series */
};

struct lua_study *bal_check_study(lua_State *L, int index);
/* Raises when the study that the object's first user value holds was closed. */
void bal_check_owner(lua_State *L, int index);

/* A set of rows of one table of a study, which its first user value keeps alive. */
struct lua_records {
    const struct bal_study *study;
    const struct bal_table *table;
    size_t n;
    bool all;     /* every row, in order: row[] is not used */
    size_t row[]; /* else n of them */
};

/* All rows of the table; the study object is at `study`. */
void bal_push_records(lua_State *L, int study, const struct bal_table *table);
struct lua_records *bal_check_records(lua_State *L, int index);
struct lua_records *bal_test_records(lua_State *L, int index); /* NULL when it is none */
static inline size_t bal_records_row(const struct lua_records *r, size_t i)
{
    return r->all ? i : r->row[i];
}

/* Replaces the record set at the top of the stack by the rows of it that `filter` (a table or a
 * function at `filter`) lets pass; see records:where in the manual. Keys of the table that stand
 * in `skip` (ended by NULL; may be NULL) are not looked at. */
void bal_filter_records(lua_State *L, int filter, const char *const *skip);

int bal_lua_study_index(lua_State *L); /* study:index{...}; in lua/index.c */

#endif
