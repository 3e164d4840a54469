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

/* Item `i` of the table at the top, as a number; `what` names it in the error. */
lua_Number bal_item(lua_State *L, lua_Integer i, lua_Number otherwise, const char *what);
/* A whole number of days, or BAL_DAY_MIN or MAX for an infinite one. */
bal_day bal_item_day(lua_State *L, lua_Integer i, lua_Number otherwise);
/* Pushes the field `name` of the table at `index`, raw: a list, or nil; how long it is, at most BAL_OPTION_MOST. */
size_t bal_push_field(lua_State *L, int index, const char *name);
/* Pushes the windows of the list at `index`, in time order and without overlap, as lua/list.h does. */
struct bal_range *bal_push_ordered(lua_State *L, int index, size_t periods, size_t *k);

#endif
