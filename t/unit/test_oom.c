/* Memory runs out at every allocation in turn: Lua's, the engine's and jansson's, while t/data/features.lua
 * touches one feature after the other. Each time a clean error, nothing lost, and the same state goes on
 * to do the same work once there is memory again. Three ways to run out:
 *
 *   alone           Lua collects its garbage and asks again, with success: so this is also a collection at
 *                   every place where there can be one; the engine and jansson do not ask again
 *   with the next   that is when Lua asks again: now it raises, past whatever C holds, and there is memory
 *                   to clean up with
 *   with all after  nothing can be done any more but to end
 *
 * Here every so many allocations one fails; `make check-oom` fails each, under the sanitizers. The environment
 * variables: OOM_STRIDE, how many; OOM_ONLY, the name of one feature; OOM_PART, "2/3" for the second of three
 * processes that share the work; OOM_AT, one allocation, which also says where it is (under the sanitizers). */

#include <omp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>
#include <lauxlib.h>
#include <lualib.h>

#include "lua/complete.h"
#include "lua/core.h"
#include "scratch.h"

/* The allocator -------------------------------------------------------------------------------- */

static struct {
    size_t live;    /* bytes */
    size_t calls;   /* since it was armed */
    size_t fail_at; /* the call that fails, from 1; 0: none */
    size_t fails;   /* how many in a row do */
} heap;

static const struct way {
    const char *name;
    size_t fails;
    bool loses; /* what Lua has no memory to finalise it never does */
} ways[] = {{"alone", 1, false}, {"with the next", 2, false}, {"with all after", SIZE_MAX, true}};

/* Of the sanitizer, when there is one. */
extern void __lsan_disable(void) __attribute__((weak));
extern void __lsan_enable(void) __attribute__((weak));
extern void __sanitizer_print_stack_trace(void) __attribute__((weak));

static bool traced; /* say where the failing allocation is */

static bool refuses(void)
{
    heap.calls++;
    if (traced && heap.calls == heap.fail_at && __sanitizer_print_stack_trace != NULL)
        __sanitizer_print_stack_trace();
    return heap.fail_at > 0 && heap.calls >= heap.fail_at && heap.calls - heap.fail_at < heap.fails;
}

static void *allocate(void *ud, void *ptr, size_t osize, size_t nsize)
{
    void *p;

    (void)ud;
    if (ptr == NULL)
        osize = 0;
    if (nsize == 0) {
        heap.live -= osize;
        free(ptr);
        return NULL;
    }
    if (nsize > osize && refuses()) /* Lua counts on shrinking */
        return NULL;
    p = realloc(ptr, nsize);
    assert_non_null(p);
    heap.live += nsize - osize;
    return p;
}

/* jansson does not tell how much it frees: it is written before the block. */
enum { HEAD = 16 };

static void *json_allocate(size_t size)
{
    char *p = refuses() ? NULL : malloc(size + HEAD);

    if (p == NULL)
        return NULL;
    memcpy(p, &size, sizeof size);
    heap.live += size;
    return p + HEAD;
}

static void json_release(void *ptr)
{
    size_t size;

    if (ptr == NULL)
        return;
    memcpy(&size, (char *)ptr - HEAD, sizeof size);
    heap.live -= size;
    free((char *)ptr - HEAD);
}

/* One feature ---------------------------------------------------------------------------------- */

static int with_traceback(lua_State *L)
{
    luaL_traceback(L, L, lua_tostring(L, 1), 1);
    return 1;
}

/* Calls the feature at the index, of which the result is left; *calls is how often it allocated. */
static int attempt(lua_State *L, int feature, size_t fail_at, size_t *calls)
{
    int status;

    if (fail_at == 0)
        lua_pushcfunction(L, with_traceback);
    lua_pushvalue(L, feature);
    heap.calls = 0;
    heap.fail_at = fail_at;
    status = lua_pcall(L, 0, 1, fail_at == 0 ? -2 : 0);
    heap.fail_at = 0;
    if (calls != NULL)
        *calls = heap.calls;
    if (fail_at == 0)
        lua_remove(L, -2);
    return status;
}

/* What it gave is what it gives when all is well, or the error is the one of memory. */
static int wrong; /* outcomes that were */

static void check_outcome(lua_State *L, const char *name, int status, size_t fail_at,
                          const struct way *way, int expected)
{
    const char *text = lua_tostring(L, -1);

    if (status == LUA_OK && lua_rawequal(L, -1, expected)) {
        lua_pop(L, 1);
        return;
    }
    if (text == NULL ||
        strstr(text, "not enough memory") == NULL) { /* some catch it, and give that */
        wrong++;
        print_error("%s, allocation %zu fails %s: %s: %.300s\n", name, fail_at, way->name,
                    status == LUA_OK ? "no error, but another result" : "not an error of memory",
                    text != NULL ? text : "(no text)");
    }
    lua_pop(L, 1);
}

/* What part of the work is done here. */
static struct {
    size_t stride, part, parts;
    size_t at;  /* 0: all */
    bool tells; /* how far it is */
} plan = {.stride = 503, .part = 1, .parts = 1};

static void read_plan(void)
{
    const char *stride = getenv("OOM_STRIDE"), *part = getenv("OOM_PART"), *at = getenv("OOM_AT");

    if (stride != NULL && strtol(stride, NULL, 10) > 0)
        plan.stride = (size_t)strtol(stride, NULL, 10);
    if (part != NULL && sscanf(part, "%zu/%zu", &plan.part, &plan.parts) != 2)
        fail_msg("OOM_PART is the part of the work, such as 1/2, not %s", part);
    plan.at = at != NULL ? (size_t)strtol(at, NULL, 10) : 0;
    traced = plan.at > 0;
    if (stride == NULL)
        omp_set_num_threads(1); /* in pieces this short the threads only wait for each other */
    plan.tells = stride != NULL && plan.part == 1;
}

/* Other features begin elsewhere, so that a wide stride does not meet the same places in all. */
static size_t first_of(const char *name)
{
    size_t spread = plan.stride > 1 ? strlen(name) * 37 % plan.stride : 0;

    if (plan.at > 0)
        return plan.at;
    return 1 + spread + (plan.part - 1) * plan.stride;
}

static void fail_each(lua_State *L, const char *name, const struct way *way, size_t calls)
{
    int feature = lua_gettop(L) - 1, expected = feature + 1;
    size_t step = plan.at > 0 ? SIZE_MAX / 2 : plan.stride * plan.parts, done = 0;

    heap.fails = way->fails;
    for (size_t i = first_of(name); i <= calls; i += step) {
        if (way->fails == 2) /* what a finaliser asks for in vain is lost, and no fault of ours */
            lua_gc(L, LUA_GCSTOP);
        check_outcome(L, name, attempt(L, feature, i, NULL), i, way, expected);
        lua_gc(L, LUA_GCRESTART);
        if (++done % 16 == 0)
            lua_gc(L, LUA_GCCOLLECT);
    }
}

static void check_feature(lua_State *L, const char *name, const struct way *way, size_t n_ways)
{
    int feature = lua_gettop(L), expected = feature + 1;
    size_t calls;

    if (attempt(L, feature, 0, NULL) != LUA_OK) /* modules are loaded */
        fail_msg("%s: %s", name, lua_tostring(L, -1));
    lua_gc(L, LUA_GCCOLLECT);
    lua_settop(L, feature);
    if (attempt(L, feature, 0, &calls) != LUA_OK)
        fail_msg("%s: %s", name, lua_tostring(L, -1));
    for (size_t i = 0; i < n_ways; i++)
        fail_each(L, name, &way[i], calls);
    if (attempt(L, feature, 0, NULL) != LUA_OK)
        fail_msg("%s: afterwards: %s", name, lua_tostring(L, -1));
    if (!lua_rawequal(L, -1, expected))
        fail_msg("%s: another result afterwards: %s", name, lua_tostring(L, -1));
    if (plan.tells)
        fprintf(stderr, "#   %s: %zu allocations, at %.0f s of CPU time\n", name, calls,
                (double)clock() / CLOCKS_PER_SEC);
    lua_settop(L, feature - 1);
}

/* The tests ------------------------------------------------------------------------------------ */

static int silent(lua_State *L)
{
    (void)L;
    return 0;
}

/* The state of the features; its list is at 1. */
static lua_State *open_features(void)
{
    lua_State *L = lua_newstate(allocate, NULL);

    assert_non_null(L);
    luaL_openlibs(L);
    luaL_requiref(L, "balassa", luaopen_balassa, 0);
    lua_register(L, "print", silent);
    lua_register(L, "complete", bal_complete);
    lua_settop(L, 0);
    if (luaL_dofile(L, "t/data/features.lua") != LUA_OK)
        fail_msg("%s", lua_tostring(L, -1));
    return L;
}

static void run_features(const struct way *way, size_t n_ways)
{
    const char *only = getenv("OOM_ONLY");
    lua_State *L;
    lua_Integer n;

    json_set_alloc_funcs(json_allocate, json_release);
    L = open_features();
    n = (lua_Integer)lua_rawlen(L, 1);
    if (plan.tells)
        fprintf(stderr, "# an allocation fails %s%s, in %lld features:\n", way->name,
                n_ways > 1 ? ", and with the next" : "", (long long)n);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, 1, i);
        lua_rawgeti(L, 2, 1);
        lua_rawgeti(L, 2, 2);
        if (only == NULL || strcmp(only, lua_tostring(L, 3)) == 0)
            check_feature(L, lua_tostring(L, 3), way, n_ways);
        lua_settop(L, 1);
    }
    lua_close(L);
    assert_int_equal(wrong, 0);
    if (!way->loses)
        assert_int_equal(heap.live, 0);
    heap.live = 0;
    json_set_alloc_funcs(malloc, free);
}

static void test_some_fail(void **state)
{
    (void)state;
    run_features(&ways[0], 2);
}

static void test_all_fail(void **state)
{
    (void)state;
    if (__lsan_disable != NULL)
        __lsan_disable();
    run_features(&ways[2], 1);
    if (__lsan_enable != NULL)
        __lsan_enable();
}

static int open_all(lua_State *L)
{
    luaL_openlibs(L);
    luaL_requiref(L, "balassa", luaopen_balassa, 0);
    return 0;
}

static void test_opening(void **state)
{
    bool done = getenv("OOM_ONLY") != NULL;

    (void)state;
    for (size_t i = plan.part; !done; i += plan.parts) {
        lua_State *L;

        heap = (__typeof__(heap)){.fail_at = i, .fails = SIZE_MAX};
        L = lua_newstate(allocate, NULL);
        if (L != NULL) {
            int status;

            lua_pushcfunction(L, open_all); /* needs no memory */
            status = lua_pcall(L, 0, 0, 0);
            done = status == LUA_OK;
            if (!done)
                assert_string_equal(lua_tostring(L, -1), "not enough memory");
            lua_close(L);
        }
        assert_int_equal(heap.live, 0);
    }
    heap.fail_at = 0;
}

/* Where features write, and the gnuplot that they draw with. */
static char folder[] = "/tmp/balassa-XXXXXX";

static int open_folder(void **state)
{
    char gnuplot[600];

    (void)state;
    assert_non_null(getcwd(gnuplot, 512));
    strcat(gnuplot, "/t/faults/gnuplot");
    assert_non_null(mkdtemp(folder));
    setenv("FEATURES_DIR", folder, 1);
    setenv("BALASSA_GNUPLOT", gnuplot, 1);
    setenv("BALASSA_SCRIPTS", "scripts", 1);
    read_plan();
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    scratch_remove(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_opening),
        cmocka_unit_test(test_some_fail),
        cmocka_unit_test(test_all_fail),
    };

    return cmocka_run_group_tests(tests, open_folder, remove_folder);
}
