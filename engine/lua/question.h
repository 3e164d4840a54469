/* What lua/influence.c and lua/draws.c share: a question as a Lua table.
 *
 * A question is a table { series = index, obs = { { from, to, score }, ... }, windows = { { first, last },
 * ... }, rule =, expiry =, half_life =, total =, estimate =, null =, alternative = }: `from` the day of
 * an observation, `to` the day after its end (nil: the next day; days since 1970, infinite where it is
 * open), the windows in time order as periods from 1. Observations are named by their number in this
 * list, whatever their order. */
#ifndef BAL_LUA_QUESTION_H
#define BAL_LUA_QUESTION_H

#include <lua.h>

#include "explore/vary.h"

struct question {
    struct bal_question q;
    struct bal_observation *obs; /* as in the list */
    size_t *place;               /* of each: its number in q.placed */
};

/* The question at `index`, in memory of the Lua state, which is left on the stack. */
void bal_read_question(lua_State *L, int index, struct question *out);

/* Item `i` of the list at the top, as a number. */
lua_Number bal_item(lua_State *L, lua_Integer i, lua_Number otherwise);
/* A whole number of days, or BAL_DAY_MIN or MAX for an infinite one. */
bal_day bal_item_day(lua_State *L, lua_Integer i, lua_Number otherwise);
/* Pushes the field `name` of the table at `index`; how long it is when it is a list, else 0. */
size_t bal_push_field(lua_State *L, int index, const char *name);
/* The first k of the list of windows at the top. */
void bal_fill_windows(lua_State *L, struct bal_range *window, size_t k);

#endif
