#include "lua/interrupt.h"

#include <signal.h>
#include <stddef.h>

#include <lauxlib.h>
#include <lualib.h>

/* Registry key. */
#define INTERRUPT "balassa.interrupt"

/* A signal handler is told nothing but the signal's number: this is how it finds the state, or that of
 * its coroutines which runs. */
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

/* Coroutines ----------------------------------------------------------------------------------- */

static void stop(lua_State *L, lua_Debug *ar);

/* Resumes `co` with the nargs values at the top of L, and leaves there what it gives, whose number is
 * returned; or its error, and -1. A hook is one coroutine's own: while this one runs, Ctrl-C is its. The
 * states of other threads are not concerned. */
static int resume(lua_State *L, lua_State *co, int nargs)
{
    bool ours = running == L;
    int status, n = 0;

    if (!lua_checkstack(co, nargs)) {
        lua_pushliteral(L, "too many arguments to resume");
        return -1;
    }
    lua_xmove(L, co, nargs);
    if (ours)
        running = co;
    status = lua_resume(co, L, nargs, &n);
    if (ours) {
        running = L;
        if (lua_gethook(co) == stop) { /* pressed when it had nothing left to do */
            lua_sethook(co, rest.hook, rest.mask, rest.count);
            bal_interrupt_raise(L);
        }
    }
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_xmove(co, L, 1);
        return -1;
    }
    if (!lua_checkstack(L, n + 1)) {
        lua_pop(co, n);
        lua_pushliteral(L, "too many results to resume");
        return -1;
    }
    lua_xmove(co, L, n);
    return n;
}

static int resume_protected(lua_State *L) /* coroutine.resume(co, ...) */
{
    int n;

    luaL_checktype(L, 1, LUA_TTHREAD);
    n = resume(L, lua_tothread(L, 1), lua_gettop(L) - 1);
    if (n < 0 && bal_is_interrupt(L, -1))
        return lua_error(L);
    lua_pushboolean(L, n >= 0);
    lua_insert(L, n < 0 ? -2 : -(n + 1));
    return n < 0 ? 2 : n + 1;
}

/* As Lua's own, it closes what the coroutine has open when that dies, and says who called. */
static int call_coroutine(lua_State *L) /* upvalue 1: the coroutine */
{
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    int n = resume(L, co, lua_gettop(L)), status;

    if (n >= 0)
        return n;
    status = lua_status(co);
    if (status != LUA_OK && status != LUA_YIELD) {
        status = lua_resetthread(co);
        lua_xmove(co, L, 1);
    }
    if (status != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int wrap_coroutine(lua_State *L) /* coroutine.wrap(f); upvalue 1: coroutine.create */
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    lua_pushcclosure(L, call_coroutine, 1);
    return 1;
}

static void open_coroutines(lua_State *L)
{
    lua_getglobal(L, LUA_COLIBNAME);
    lua_pushcfunction(L, resume_protected);
    lua_setfield(L, -2, "resume");
    lua_getfield(L, -1, "create");
    lua_pushcclosure(L, wrap_coroutine, 1);
    lua_setfield(L, -2, "wrap");
    lua_pop(L, 1);
}

/* ---------------------------------------------------------------------------------------------- */

void bal_interrupt_open(lua_State *L)
{
    lua_register(L, "pcall", call_protected);
    lua_register(L, "xpcall", call_handled);
    open_coroutines(L);
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
