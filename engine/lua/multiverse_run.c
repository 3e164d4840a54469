/* Running a multiverse in Lua, and what its rows say. */
#include "lua/multiverse_file.h"

#include <math.h>
#include <omp.h>
#include <sha2.h>
#include <string.h>
#include <time.h>

#include <lauxlib.h>

#include "lua/interrupt.h"
#include "lua/list.h"
#include "lua/object.h"
#include "lua/raise.h"
#include "lua/sandbox.h"
#include "lua/watch.h"

#define CLASS "balassa.multiverse.rows"

struct lua_mv_rows *bal_check_mv_rows(lua_State *L, int index)
{
    return luaL_checkudata(L, index, CLASS);
}

static int rows_gc(lua_State *L)
{
    struct lua_mv_rows *r = luaL_checkudata(L, 1, CLASS);

    bal_free(&r->mem, r->row, r->n * sizeof *r->row);
    r->row = NULL;
    bal_mv_joint_free(&r->mem, &r->joint);
    return 0;
}

/* Faults --------------------------------------------------------------------------------------- */

static void push_texts(lua_State *L, int rows, bool own)
{
    if (own) {
        lua_getiuservalue(L, rows, ROWS_TEXTS);
        return;
    }
    lua_getiuservalue(L, rows, ROWS_MV);
    lua_getiuservalue(L, -1, MV_TEXTS);
    lua_remove(L, -2);
}

void bal_push_fault(lua_State *L, int rows, int32_t fault)
{
    if (fault == 0) {
        lua_pushnil(L);
    } else if (fault == BAL_MV_NOT_RUN) {
        lua_pushliteral(L, "not run");
    } else if (fault < BAL_MV_TEXTS) {
        lua_pushstring(L, bal_recount_fault_text((enum bal_recount_fault)fault));
    } else {
        bool own = fault >= MV_OWN_TEXTS;

        push_texts(L, rows, own);
        lua_rawgeti(L, -1, fault - (own ? MV_OWN_TEXTS : BAL_MV_TEXTS));
        lua_remove(L, -2);
    }
}

/* The number of the string at `word` in the list of texts at the top; 0: none. */
static lua_Integer place_of(lua_State *L, int word)
{
    lua_Integer n = (lua_Integer)lua_rawlen(L, -1), found = 0;

    for (lua_Integer i = 1; found == 0 && i <= n; i++) {
        lua_rawgeti(L, -1, i);
        found = lua_rawequal(L, -1, word) ? i : 0;
        lua_pop(L, 1);
    }
    return found;
}

int32_t bal_fault_of(lua_State *L, int rows)
{
    int word = lua_gettop(L);
    const char *text = lua_tostring(L, word);
    lua_Integer at;

    for (int f = BAL_RECOUNT_NO_VALUES; f <= BAL_RECOUNT_REFUSED; f++)
        if (strcmp(text, bal_recount_fault_text((enum bal_recount_fault)f)) == 0) {
            lua_pop(L, 1);
            return f;
        }
    push_texts(L, rows, false);
    at = place_of(L, word);
    lua_pop(L, 1);
    if (at > 0) {
        lua_pop(L, 1);
        return (int32_t)at + BAL_MV_TEXTS;
    }
    push_texts(L, rows, true); /* text -> number beside the list, for there may be many */
    lua_pushvalue(L, word);
    lua_rawget(L, -2);
    at = lua_tointeger(L, -1);
    lua_pop(L, 1);
    if (at == 0) {
        at = (lua_Integer)lua_rawlen(L, -1) + 1;
        lua_pushvalue(L, word);
        lua_rawseti(L, -2, at);
        lua_pushvalue(L, word);
        lua_pushinteger(L, at);
        lua_rawset(L, -3);
    }
    lua_settop(L, word - 1);
    return (int32_t)at + MV_OWN_TEXTS;
}

/* Running -------------------------------------------------------------------------------------- */

enum { OBJECT = 1, OPTIONS = 2, ROWS = 3 }; /* stack slots */

struct run {
    lua_State *L;
    const struct lua_multiverse *m;
    struct lua_mv_rows *r;
    struct mv_callers *callers; /* NULL: by the engine */
    struct mv_file *file;
    uint8_t *written;
    int threads;
    bool joint;
    struct lua_watch watch;
    struct bal_watch part;   /* of the work now done: shown as base .. base + span of the whole */
    double base, span, skip; /* skip: what of it was done before */
};

static bool go_on(void *ud, double done)
{
    const struct run *k = ud;
    double share = k->skip < 1 ? (done - k->skip) / (1 - k->skip) : 1;

    return bal_go_on(&k->watch.watch, k->base + k->span * (share > 0 ? share : 0));
}

/* What follows takes about `span` of the whole time; the share `skip` of it is done already. */
static void next_part(struct run *k, double span, double skip)
{
    k->base += k->span;
    k->span = span;
    k->skip = skip;
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Each stretch is written when it is done: about twice a second. */
static int run_stretches(struct run *k, size_t from, size_t to, bool joint, struct bal_error *err)
{
    size_t step = k->file->fd < 0 ? to - from : k->callers != NULL ? 8 : 4096;
    int code = 0, added;

    if (k->m->mv.null == BAL_RECOUNT_RELOCATE && k->file->fd >= 0)
        step = 8;
    while (code == 0 && from < to) {
        size_t end = to - from < step ? to : from + step;
        double start = now(), took;

        if (k->callers != NULL)
            code = bal_mv_call(k->L, k->callers, ROWS, from, end, &k->part, err);
        else
            code = bal_mv_run(&k->r->mem, &k->m->mv, from, end, k->threads, &k->part, k->r->row,
                              joint ? &k->r->joint : NULL, err);
        added = bal_mv_file_add(k->L, ROWS, k->file, from, end, k->written, code == 0 ? err : NULL);
        code = code == 0 ? added : code;
        from = end;
        took = now() - start;
        step = took < .25 ? 2 * step : took > 1 && step > 1 ? step / 2 : step;
    }
    return code;
}

/* Only what the file has not. */
static int run_missing(struct run *k, struct bal_error *err)
{
    size_t n = k->r->n;
    int code = 0;

    for (size_t u = 0, end; code == 0 && u < n; u = end) {
        for (end = u; end < n && k->written[end] == k->written[u]; end++)
            ;
        if (!k->written[u])
            code = run_stretches(k, u, end, false, err);
    }
    return code;
}

/* The sums of the joint tests beside rows that came from elsewhere: relocations, or a file. */
static int sum_joint(struct run *k, struct bal_error *err)
{
    struct bal_multiverse mv = k->m->mv;
    struct bal_mv_row *scratch = bal_alloc(&k->r->mem, k->r->n * sizeof *scratch);
    int code;

    if (scratch == NULL)
        return bal_fail_mem(err);
    mv.null = BAL_RECOUNT_ALONE;
    code =
        bal_mv_run(&k->r->mem, &mv, 0, k->r->n, k->threads, &k->part, scratch, &k->r->joint, err);
    bal_free(&k->r->mem, scratch, k->r->n * sizeof *scratch);
    return code;
}

static double written_share(const struct run *k)
{
    double written = 0;

    for (size_t u = 0; u < k->r->n; u++)
        written += k->written[u];
    return written / (double)k->r->n;
}

static int run_all(struct run *k, struct bal_error *err)
{
    bool fused = k->callers == NULL && k->m->mv.null != BAL_RECOUNT_RELOCATE;
    bool resumed = memchr(k->written, 1, k->r->n) != NULL;
    int code;

    if (k->joint) {
        code = bal_mv_joint_new(&k->r->mem, k->m->mv.n, &k->r->joint, err);
        if (code != 0)
            return code;
    }
    if (fused && !resumed) {
        next_part(k, k->joint ? .5 : 1, 0);
        code = run_stretches(k, 0, k->r->n, k->joint, err);
    } else {
        next_part(k, k->joint ? .9 : 1, written_share(k));
        code = run_missing(k, err);
        next_part(k, .05, 0);
        if (code == 0 && k->joint)
            code = sum_joint(k, err);
    }
    next_part(k, 1 - k->base - k->span, 0);
    if (code == 0 && k->joint)
        code = bal_mv_medians(&k->r->mem, &k->m->mv, k->threads, &k->part, &k->r->joint, err);
    k->r->tested = code == 0 && k->joint;
    return code;
}

static void add_bytes(SHA2_CTX *ctx, const void *p, size_t size)
{
    uint64_t n = size;

    SHA256Update(ctx, (const uint8_t *)&n, sizeof n);
    if (size > 0)
        SHA256Update(ctx, p, size);
}

static void add_windows(SHA2_CTX *ctx, const struct bal_mv_windows *w)
{
    add_bytes(ctx, w->range, w->fault == 0 ? w->k * sizeof *w->range : 0);
    add_bytes(ctx, &w->fault, sizeof w->fault);
}

static void add_readings(SHA2_CTX *ctx, const struct bal_multiverse *mv, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct bal_mv_reading *r = &mv->reading[i];

        add_bytes(ctx, r->placed, r->n * sizeof *r->placed);
        add_bytes(ctx, r->row, r->n * sizeof *r->row);
        add_bytes(ctx, &r->fault, sizeof r->fault);
    }
}

static void add_declaration(SHA2_CTX *ctx, const struct bal_multiverse *mv)
{
    size_t readings = mv->pools * BAL_MV_LOOKS, studies = mv->dim[0].options;
    const double plain[] = {(double)mv->n, (double)mv->universes, mv->alpha, (double)mv->null,
                            (double)mv->alternative};

    add_bytes(ctx, plain, sizeof plain);
    for (size_t d = 0; d < mv->dims; d++) {
        const struct bal_mv_dim *dim = &mv->dim[d];

        add_bytes(ctx, &dim->options, sizeof dim->options);
        readings *= dim->role == BAL_MV_DATE || dim->role == BAL_MV_SCORE ? dim->options : 1;
        for (size_t i = 0; dim->mask != NULL && i < dim->options * mv->pools; i++) {
            add_bytes(ctx, dim->mask[i].bit,
                      dim->mask[i].bit != NULL ? (mv->rows / 64 + 1) * sizeof(uint64_t) : 0);
            add_bytes(ctx, &dim->mask[i].fault, sizeof dim->mask[i].fault);
        }
        for (size_t i = 0; dim->role == BAL_MV_RULE && i < dim->options; i++) {
            const struct bal_index_spec *r = &mv->rule[i];
            const double of[] = {(double)r->rule,   (double)r->interval, (double)r->start,
                                 (double)r->expiry, r->half_life,        (double)r->total};

            add_bytes(ctx, of, sizeof of);
        }
        if (dim->role == BAL_MV_ESTIMATE)
            add_bytes(ctx, mv->estimate, dim->options * sizeof *mv->estimate);
        for (size_t i = 0; dim->role == BAL_MV_EXCEPT && i < studies * dim->options; i++)
            add_windows(ctx, &mv->except[i]);
        for (size_t i = 0; dim->role == BAL_MV_WINDOWS && i < studies * dim->options; i++)
            add_windows(ctx, &mv->windows[i]);
    }
    add_readings(ctx, mv, readings);
    if (mv->choice != NULL)
        add_bytes(ctx, mv->choice, mv->universes * mv->dims * sizeof *mv->choice);
}

static void digest_of(lua_State *L, const struct lua_multiverse *m, char out[65])
{
    SHA2_CTX ctx;
    size_t n;
    const char *text;

    lua_pushliteral(L, "declaration");
    lua_rawget(L, OPTIONS);
    text = luaL_checklstring(L, -1, &n);
    SHA256Init(&ctx);
    SHA256Update(&ctx, (const uint8_t *)text, n);
    add_declaration(&ctx, &m->mv);
    SHA256End(&ctx, out);
    lua_pop(L, 1);
}

static struct lua_mv_rows *push_rows(lua_State *L, const struct lua_multiverse *m)
{
    struct lua_mv_rows *r = lua_newuserdatauv(L, sizeof *r, 2);

    *r = (struct lua_mv_rows){.mem = m->mem, .n = m->mv.universes};
    luaL_setmetatable(L, CLASS);
    lua_pushvalue(L, OBJECT);
    lua_setiuservalue(L, ROWS, ROWS_MV);
    lua_newtable(L);
    lua_setiuservalue(L, ROWS, ROWS_TEXTS);
    r->row = bal_alloc(&r->mem, r->n * sizeof *r->row);
    if (r->row == NULL)
        bal_raise_memory(L);
    for (size_t u = 0; u < r->n; u++)
        r->row[u] = (struct bal_mv_row){NAN, NAN, NAN, .fault = BAL_MV_NOT_RUN};
    return r;
}

/* core.multiverse_run(object, { declaration=, threads=, file=, resume=, joint=, functions= })
 * -> rows | nil, message */
int bal_lua_multiverse_run(lua_State *L)
{
    struct run k = {.L = L, .m = bal_check_multiverse(L, OBJECT)};
    const char *path;
    char digest[65];
    lua_Integer threads;
    struct bal_error err = {0}, closing;
    int code = 0;

    lua_settop(L, OPTIONS);
    luaL_checktype(L, OPTIONS, LUA_TTABLE);
    bal_need_stack(L, 40);
    k.r = push_rows(L, k.m);
    threads = bal_option_integer(L, OPTIONS, "threads", 0);
    luaL_argcheck(L, threads >= 0 && threads <= 1024, OPTIONS, "threads");
    k.threads = (int)threads;
    if (bal_sandbox_of(L) != NULL && k.threads > omp_get_max_threads())
        k.threads =
            omp_get_max_threads(); /* the system may have no more, and then ends the program */
    k.joint = bal_option_boolean(L, OPTIONS, "joint", true);
    k.written = bal_push_array(L, k.r->n, sizeof *k.written);
    lua_pushliteral(L, "functions");
    if (lua_rawget(L, OPTIONS) == LUA_TTABLE) {
        k.callers = bal_push_mv_callers(L, OBJECT, lua_gettop(L), k.threads);
        k.joint = false;
    }
    k.file = bal_push_mv_file(L);
    path = bal_option_string(L, OPTIONS, "file", NULL);
    lua_pushstring(L, path); /* an estimate can take it out of the options */
    path = lua_tostring(L, -1);
    digest_of(L, k.m, digest);
    if (path != NULL)
        code = bal_sandbox_may_change(L, path, &err);
    if (path != NULL && code == 0)
        code = bal_mv_file_open(L, ROWS, path, bal_option_boolean(L, OPTIONS, "resume", false),
                                digest, k.written, k.file, &err);
    if (code != 0)
        return bal_push_failure(L, &err);
    bal_watch_start(&k.watch, L, "multiverse");
    k.part = (struct bal_watch){go_on, &k};
    code = run_all(&k, &err);
    bal_watch_end(&k.watch);
    if (bal_mv_file_close(k.file, &closing) != 0 && code == 0) {
        code = closing.code;
        err = closing;
    }
    if (code == BAL_EIO)
        return bal_push_failure(L, &err);
    if (code == BAL_ESTOP && !bal_sandbox_is_over(L))
        bal_interrupt_raise(L);
    if (code != 0)
        return bal_raise_error(L, &err);
    lua_settop(L, ROWS);
    return 1;
}

void bal_multiverse_rows_class(lua_State *L)
{
    luaL_newmetatable(L, CLASS);
    lua_pushcfunction(L, rows_gc);
    lua_setfield(L, -2, "__gc");
    lua_pushliteral(L, CLASS); /* no script's to change, or to call the __gc of */
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}
