/* Ctrl-C while Lua code runs. */
#ifndef BAL_LUA_INTERRUPT_H
#define BAL_LUA_INTERRUPT_H

#include <stdbool.h>

#include <lua.h>

/* Once for a state whose libraries are open: makes the value that an interrupt raises, so that raising it
 * needs no memory; a pcall and xpcall that let it pass; and a coroutine.resume and coroutine.wrap in whose
 * coroutines it is raised too, and which let it pass. A script that takes any error for an answer
 * ("this test cannot be run") would otherwise take the user's wish to stop for one, and go on with a
 * result that is not what it says. */
void bal_interrupt_open(lua_State *L);

/* Between these two, SIGINT raises that value in L, or in the coroutine that L waits for, at its next step; a
 * second SIGINT ends the process, should the code not listen. Not nested. */
void bal_interrupt_start(lua_State *L);
void bal_interrupt_stop(void);

/* The hook that the state has whenever no interrupt waits: none, unless it is a sandbox's. */
void bal_interrupt_rest(lua_Hook hook, int mask, int count);

/* Whether SIGINT has come and its error is still to be raised: for C code that runs long. */
bool bal_interrupt_pending(lua_State *L);

/* Raises that value now: for C code that has ended its work because of it. */
void bal_interrupt_raise(lua_State *L) __attribute__((noreturn));

bool bal_is_interrupt(lua_State *L, int index); /* whether a caught error is that value */

#endif
