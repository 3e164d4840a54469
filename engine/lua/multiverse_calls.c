/* Universes whose estimate is the script's own function: called in as many Lua states as there are
 * threads. */
#include <math.h>
#include <omp.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/interrupt.h"
#include "lua/multiverse.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "lua/sandbox.h"
#include "lua/send.h"

/* Its address is the key in the registry of its state under which { functions, labels, texts of faults by
 * universe } stand: an estimate may run a multiverse itself, in the same state, whose caller is another. */
struct caller {
    lua_State *L;
    struct bal_mv_worker *worker;
};

struct mv_callers {
    struct bal_mem mem;
    const struct lua_multiverse *m;
    bool own; /* the one caller is the script's own state */
    int n;
    struct caller caller[];
};

#define CLASS "balassa.multiverse.callers"

static int callers_gc(lua_State *L)
{
    struct mv_callers *c = luaL_checkudata(L, 1, CLASS);

    for (int i = 0; i < c->n; i++) {
        bal_mv_worker_free(&c->mem, c->caller[i].worker);
        if (!c->own && c->caller[i].L != NULL)
            lua_close(c->caller[i].L);
    }
    if (c->own && c->n > 0) {
        lua_pushnil(L); /* taken away: that needs no memory */
        lua_rawsetp(L, LUA_REGISTRYINDEX, &c->caller[0]);
    }
    c->n = 0;
    return 0;
}

/* (caller, functions, labels): they become the caller's. */
static int settle(lua_State *L)
{
    const void *key = lua_touserdata(L, 1);

    lua_createtable(L, 3, 0);
    lua_insert(L, -3);
    lua_rawseti(L, -3, 2);
    lua_rawseti(L, -2, 1);
    lua_newtable(L);
    lua_rawseti(L, -2, 3);
    lua_rawsetp(L, LUA_REGISTRYINDEX, key);
    return 0;
}

static void open_caller(lua_State *L, struct caller *c, int functions, int labels, bool own)
{
    struct bal_error err;

    c->L = own ? L : bal_new_state();
    if (c->L == NULL)
        bal_raise_memory(L);
    if (own) {
        lua_pushvalue(L, functions);
        lua_pushvalue(L, labels);
    } else if (bal_send(L, functions, c->L, "the estimate", &err) != 0 ||
               bal_send(L, labels, c->L, "a label", &err) != 0) {
        bal_raise_error(L, &err);
    }
    lua_pushcfunction(c->L, settle);
    lua_insert(c->L, -3);
    lua_pushlightuserdata(c->L, c);
    lua_insert(c->L, -3);
    if (lua_pcall(c->L, 3, 0, 0) != LUA_OK)
        bal_raise_memory(L);
}

struct mv_callers *bal_push_mv_callers(lua_State *L, int mv, int functions, int threads)
{
    const struct lua_multiverse *m = bal_check_multiverse(L, mv);
    int most = threads > 0 ? threads : omp_get_max_threads(), labels;
    struct mv_callers *c;
    struct bal_error err;

    if (bal_sandbox_of(L) != NULL || bal_sandbox_is_read_only(L))
        most = 1; /* the other states would be outside */
    if ((size_t)most > m->mv.universes)
        most = m->mv.universes > 0 ? (int)m->mv.universes : 1;
    lua_rawgeti(L, functions, 0); /* the labels stand there */
    luaL_checktype(L, -1, LUA_TTABLE);
    labels = lua_gettop(L);
    c = lua_newuserdatauv(L, sizeof *c + (size_t)most * sizeof c->caller[0], 0);
    *c = (struct mv_callers){.mem = m->mem, .m = m, .own = most == 1};
    bal_set_gc(L, CLASS, callers_gc);
    for (int i = 0; i < most; i++) {
        c->caller[i] = (struct caller){NULL, NULL};
        c->n = i + 1;
        open_caller(L, &c->caller[i], functions, labels, c->own);
        if (bal_mv_worker_new(&c->mem, &m->mv, &c->caller[i].worker, &err) != 0)
            bal_raise_error(L, &err);
    }
    return c;
}

/* One universe --------------------------------------------------------------------------------- */

struct call {
    const struct lua_multiverse *m;
    const struct caller *caller;
    size_t u;
    struct bal_mv_row *row;
};

static void push_index(lua_State *L, const struct lua_multiverse *m, const double *y, size_t u)
{
    struct lua_series *s = bal_push_series(L);
    struct bal_error err;
    char how[40];

    snprintf(how, sizeof how, "universe %zu", u + 1);
    if (bal_series_new(&s->mem, m->interval, m->start, m->mv.n, "index", "", how, &s->series,
                       &err) != 0)
        bal_raise_error(L, &err);
    memcpy(s->series->value, y, m->mv.n * sizeof *y);
    bal_series_filled(L, s);
}

/* The windows' own spans, as the declaration's labels hold them. */
static void push_windows(lua_State *L, int labels, const uint16_t *choice, size_t dims)
{
    lua_pushliteral(L, "spans");
    lua_rawget(L, labels);
    luaL_checktype(L, -1, LUA_TTABLE);
    lua_rawgeti(L, -1, choice[0] + 1);
    luaL_checktype(L, -1, LUA_TTABLE);
    lua_rawgeti(L, -1, choice[dims - 1] + 1);
    lua_replace(L, -3);
    lua_pop(L, 1);
}

/* { number=, index=, windows=, events=, and the label of each parameter's option } */
static void push_universe(lua_State *L, const struct call *c, int labels, const double *y,
                          uint32_t events)
{
    const struct bal_multiverse *mv = &c->m->mv;
    uint16_t choice[BAL_MV_DIMS];

    bal_mv_choices(mv, c->u, choice);
    lua_newtable(L);
    for (size_t d = 0; d < mv->dims; d++) {
        lua_rawgeti(L, labels, (lua_Integer)d + 1);
        luaL_checktype(L, -1, LUA_TTABLE);
        lua_pushliteral(L, "name");
        lua_rawget(L, -2);
        lua_rawgeti(L, -2, choice[d] + 1);
        luaL_checktype(L, -2, LUA_TSTRING);
        lua_rawset(L, -4);
        lua_pop(L, 1);
    }
    lua_pushinteger(L, (lua_Integer)c->u + 1);
    lua_setfield(L, -2, "number");
    lua_pushinteger(L, events);
    lua_setfield(L, -2, "events");
    push_windows(L, labels, choice, mv->dims);
    lua_setfield(L, -2, "windows");
    push_index(L, c->m, y, c->u);
    lua_setfield(L, -2, "index");
}

static void count_inside(struct bal_mv_row *row, const double *y, size_t n,
                         const struct bal_mv_windows *w)
{
    size_t t = 0, have = 0, in = 0;

    for (size_t i = 0; i <= w->k; i++) {
        size_t a = i < w->k ? w->range[i].a : n, b = i < w->k ? w->range[i].b : n;

        for (; t < a; t++)
            have += isnan(y[t]) ? 0 : 1;
        for (; t < b; t++)
            in += isnan(y[t]) ? 0 : 1;
    }
    row->n_in = (uint32_t)in;
    row->n_out = (uint32_t)have;
    row->gaps = (uint32_t)(n - in - have);
}

static double number_at(lua_State *L, int index, const char *what)
{
    if (lua_isnil(L, index))
        return NAN;
    if (lua_type(L, index) != LUA_TNUMBER)
        luaL_error(L, "the estimate gave %s for its %s, not a number",
                   luaL_tolstring(L, index, NULL), what);
    return lua_tonumber(L, index);
}

/* In protected mode: (call). The row's numbers, or an error. */
static int call_one(lua_State *L)
{
    struct call *c = lua_touserdata(L, 1);
    const struct bal_mv_windows *windows;
    const double *y;
    size_t estimate = c->m->mv.dims - 2;
    uint16_t choice[BAL_MV_DIMS];
    struct bal_mv_row *row = c->row;

    *row = (struct bal_mv_row){NAN, NAN, NAN, .fault = 0};
    row->fault = bal_mv_go(c->caller->worker, c->u, &y, &windows, &row->events);
    if (row->fault != 0)
        return 0;
    count_inside(row, y, c->m->mv.n, windows);
    bal_mv_choices(&c->m->mv, c->u, choice);
    lua_rawgetp(L, LUA_REGISTRYINDEX, c->caller);
    lua_rawgeti(L, 2, 1);
    lua_rawgeti(L, 2, 2);
    lua_rawgeti(L, 3, choice[estimate] + 1);
    push_universe(L, c, 4, y, row->events);
    lua_call(L, 1, 3);
    row->estimate = number_at(L, 5, "estimate");
    if (isnan(row->estimate))
        return luaL_error(L, "%s",
                          lua_type(L, 6) == LUA_TSTRING ? lua_tostring(L, 6)
                                                        : "the estimate gave no number");
    row->p = number_at(L, 6, "p");
    row->floor = number_at(L, 7, "floor");
    return 0;
}

static int to_text(lua_State *L)
{
    luaL_tolstring(L, 1, NULL);
    return 1;
}

/* (text or another value, u, caller): the text is the universe's, for the script's state to fetch. */
static int keep_text(lua_State *L)
{
    const void *key = lua_touserdata(L, 3);

    if (lua_type(L, 1) != LUA_TSTRING) {
        lua_pushliteral(L, "an error that cannot be printed");
        lua_replace(L, 1);
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, key);
    lua_rawgeti(L, -1, 3);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 1);
    lua_rawset(L, -3);
    return 0;
}

/* Takes the error at the top, which becomes the universe's. False: there is no memory for that. */
static bool keep_error(struct caller *c, size_t u)
{
    lua_State *L = c->L;

    lua_pushcfunction(L, to_text);
    lua_insert(L, -2);
    if (lua_pcall(L, 1, 1, 0) == LUA_ERRMEM) {
        lua_pop(L, 1);
        return false;
    }
    lua_pushcfunction(L, keep_text);
    lua_insert(L, -2);
    lua_pushinteger(L, (lua_Integer)u + 1);
    lua_pushlightuserdata(L, c);
    if (lua_pcall(L, 3, 0, 0) == LUA_OK)
        return true;
    lua_pop(L, 1);
    return false;
}

/* 0; BAL_ESTOP when its user wants to stop; BAL_EMEM: that memory ran out is no answer of a universe,
 * which another run might find. */
static int run_universe(struct mv_callers *callers, struct caller *c, size_t u,
                        struct bal_mv_row *row)
{
    struct call call = {callers->m, c, u, row};
    int status, code;

    if (!lua_checkstack(c->L, 10))
        return BAL_EMEM;
    lua_pushcfunction(c->L, call_one);
    lua_pushlightuserdata(c->L, &call);
    status = lua_pcall(c->L, 1, 0, 0);
    if (status == LUA_OK)
        return 0;
    code = status == LUA_ERRMEM ? BAL_EMEM : bal_is_interrupt(c->L, -1) ? BAL_ESTOP : 0;
    if (code != 0)
        lua_pop(c->L, 1);
    else if (!keep_error(c, u))
        code = BAL_EMEM;
    *row = (struct bal_mv_row){
        NAN,        NAN,       NAN,         .n_in = row->n_in,
        row->n_out, row->gaps, row->events, .fault = code != 0 ? BAL_MV_NOT_RUN : MV_OWN_TEXTS};
    return code;
}

/* The texts that the states kept become the rows' faults. */
static void fetch_errors(lua_State *L, struct mv_callers *callers, int rows, struct bal_mv_row *row)
{
    for (int i = 0; i < callers->n; i++) {
        lua_State *S = callers->caller[i].L;
        int texts;

        lua_rawgetp(S, LUA_REGISTRYINDEX, &callers->caller[i]);
        lua_rawgeti(S, -1, 3);
        texts = lua_gettop(S);
        lua_pushnil(S);
        while (lua_next(S, texts) != 0) {
            lua_Integer u =
                lua_tointeger(S, -2) - 1; /* first: S is L where one state does it all */

            lua_pushstring(L, lua_tostring(S, -1));
            row[u].fault = bal_fault_of(L, rows);
            lua_pop(S, 1);
            lua_pushvalue(S, -1); /* taken away: that needs no memory */
            lua_pushnil(S);
            lua_rawset(S, texts);
        }
        lua_settop(S, texts - 2);
    }
}

int bal_mv_call(lua_State *L, struct mv_callers *callers, int rows, size_t from, size_t to,
                const struct bal_watch *watch, struct bal_error *err)
{
    struct bal_mv_row *row = bal_check_mv_rows(L, rows)->row;
    double universes = (double)callers->m->mv.universes;
    int stop = 0;

#pragma omp parallel for schedule(dynamic, 4) num_threads(callers->n)
    for (size_t u = from; u < to; u++) {
        int me = omp_get_thread_num(), stopped;

#pragma omp atomic read
        stopped = stop;
        if (stopped != 0)
            continue;
        stopped = me == 0 && !bal_go_on(watch, (double)u / universes)
                      ? BAL_ESTOP
                      : run_universe(callers, &callers->caller[me], u, &row[u]);
        if (stopped != 0) {
#pragma omp atomic write
            stop = stopped;
        }
    }
    fetch_errors(L, callers, rows, row);
    if (stop == BAL_EMEM)
        return bal_fail_mem(err);
    return stop != 0 ? bal_fail(err, BAL_ESTOP, "stopped") : 0;
}
