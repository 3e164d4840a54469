#include "lua/interrupt.h"

#include <signal.h>
#include <stddef.h>

#include <lauxlib.h>

/* Registry key. */
#define INTERRUPT "balassa.interrupt"

/* A signal handler is told nothing but the signal's number: this is how it finds the state. */
static lua_State *volatile running;
static struct {
    lua_Hook hook;
    int mask, count;
} rest;                         /* the state's hook while no interrupt waits */
static struct sigaction before; /* what SIGINT did before bal_interrupt_start */

static int interrupt_tostring(lua_State *L)
{
    lua_pushliteral(L, "interrupted");
    return 1;
}

/* pcall and xpcall ----------------------------------------------------------------------------- */

/* A `true` stands before `first`, where the results of a call begin that went well. An interrupt goes on
 * to the top. */
static int finish(lua_State *L, int status, lua_KContext first)
{
    if (status == LUA_OK || status == LUA_YIELD)
        return lua_gettop(L) - (int)first + 2;
    if (bal_is_interrupt(L, -1))
        return lua_error(L);
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
}

static int call_protected(lua_State *L) /* pcall(f, ...) */
{
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1); /* true f ... */
    return finish(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 2, finish), 2);
}

static int handle(lua_State *L) /* upvalue 1: the handler, which is not asked about interrupts */
{
    if (bal_is_interrupt(L, 1))
        return 1;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

static int call_handled(lua_State *L) /* xpcall(f, handler, ...) */
{
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, handle, 1);
    lua_replace(L, 2);
    lua_pushboolean(L, 1);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2); /* f handler true f ... */
    return finish(L, lua_pcallk(L, lua_gettop(L) - 4, LUA_MULTRET, 2, 4, finish), 4);
}

/* ---------------------------------------------------------------------------------------------- */

void bal_interrupt_open(lua_State *L)
{
    lua_register(L, "pcall", call_protected);
    lua_register(L, "xpcall", call_handled);
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, interrupt_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_setmetatable(L, -2);
    lua_setfield(L, LUA_REGISTRYINDEX, INTERRUPT);
}

void bal_interrupt_raise(lua_State *L)
{
    lua_sethook(L, rest.hook, rest.mask, rest.count);
    lua_getfield(L, LUA_REGISTRYINDEX, INTERRUPT);
    lua_error(L);
    __builtin_unreachable();
}

static void stop(lua_State *L, lua_Debug *ar)
{
    (void)ar;
    bal_interrupt_raise(L);
}

/* lua_sethook is the one function of Lua that a signal handler may call. */
static void on_signal(int number)
{
    signal(number, SIG_DFL);
    lua_sethook(running, stop, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

void bal_interrupt_start(lua_State *L)
{
    struct sigaction action = {.sa_handler = on_signal};

    running = L;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, NULL, &before);
    if (before.sa_handler != SIG_IGN)     /* under nohup it stays ignored */
        sigaction(SIGINT, &action, NULL); /* no SA_RESTART: a script waiting for input wakes */
}

void bal_interrupt_stop(void)
{
    lua_State *L = running;

    sigaction(SIGINT, &before, NULL);
    running = NULL;
    if (L != NULL)
        lua_sethook(L, rest.hook, rest.mask, rest.count); /* pressed too late to stop anything */
}

void bal_interrupt_rest(lua_Hook hook, int mask, int count)
{
    rest.hook = hook;
    rest.mask = mask;
    rest.count = count;
}

bool bal_interrupt_pending(lua_State *L)
{
    return lua_gethook(L) == stop;
}

bool bal_is_interrupt(lua_State *L, int index)
{
    bool same;

    index = lua_absindex(L, index);
    same = lua_getfield(L, LUA_REGISTRYINDEX, INTERRUPT) != LUA_TNIL && lua_rawequal(L, -1, index);
    lua_pop(L, 1);
    return same;
}
