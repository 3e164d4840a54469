/* Memory runs out at every allocation in turn: Lua's, the engine's and jansson's, while t/data/features.lua
 * touches one feature after the other. Each time a clean error, nothing lost, and the same state goes on
 * to do the same work once there is memory again.
 *
 * Here every 211th allocation fails; `make check-oom` fails each, under the sanitizers. The environment
 * variables: OOM_STRIDE, and OOM_ONLY, the name of one feature. */
#include "check.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>
#include <lauxlib.h>
#include <lualib.h>

#include "lua/core.h"

/* The allocator -------------------------------------------------------------------------------- */

static struct {
    size_t live;    /* bytes */
    size_t calls;   /* since it was armed */
    size_t fail_at; /* the call that fails, from 1; 0: none */
    bool once;      /* only that one; else all after it, too */
    bool failed;
} heap;

static bool refuses(void)
{
    heap.calls++;
    if (heap.fail_at == 0 || heap.calls < heap.fail_at || (heap.once && heap.calls > heap.fail_at))
        return false;
    heap.failed = true;
    return true;
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
static int attempt(lua_State *L, int feature, size_t fail_at, bool once, size_t *calls)
{
    int status;

    if (fail_at == 0)
        lua_pushcfunction(L, with_traceback);
    lua_pushvalue(L, feature);
    heap.calls = 0;
    heap.failed = false;
    heap.once = once;
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

static void check_outcome(lua_State *L, const char *name, int status, size_t fail_at, int expected)
{
    const char *text = lua_tostring(L, -1);

    if (status == LUA_OK && lua_rawequal(L, -1, expected)) {
        lua_pop(L, 1);
        return;
    }
    if (text == NULL ||
        strstr(text, "not enough memory") == NULL) { /* some catch it, and give that */
        wrong++;
        print_error("%s, allocation %zu%s fails: %s: %.300s\n", name, fail_at,
                    heap.once ? " alone" : "",
                    status == LUA_OK ? "no error, but another result" : "not an error of memory",
                    text != NULL ? text : "(no text)");
    }
    lua_pop(L, 1);
}

static size_t stride(void)
{
    const char *text = getenv("OOM_STRIDE");
    long n = text != NULL ? strtol(text, NULL, 10) : 0;

    return n > 0 ? (size_t)n : 211;
}

static void check_feature(lua_State *L, const char *name, bool once)
{
    int feature = lua_gettop(L), expected = feature + 1;
    size_t calls, first = stride() > 1 ? 1 + strlen(name) % stride() : 1;

    if (attempt(L, feature, 0, false, NULL) != LUA_OK) /* modules are loaded */
        fail_msg("%s: %s", name, lua_tostring(L, -1));
    lua_gc(L, LUA_GCCOLLECT);
    lua_settop(L, feature);
    if (attempt(L, feature, 0, false, &calls) != LUA_OK)
        fail_msg("%s: %s", name, lua_tostring(L, -1));
    for (size_t i = first; i <= calls; i += stride())
        check_outcome(L, name, attempt(L, feature, i, once, NULL), i, expected);
    if (attempt(L, feature, 0, false, NULL) != LUA_OK)
        fail_msg("%s: afterwards: %s", name, lua_tostring(L, -1));
    if (!lua_rawequal(L, -1, expected))
        fail_msg("%s: another result afterwards", name);
    if (getenv("OOM_STRIDE") != NULL)
        fprintf(stderr, "# %s: %zu allocations\n", name, calls);
    lua_settop(L, feature - 1);
}

/* The tests ------------------------------------------------------------------------------------ */

/* Of the sanitizer, when there is one. */
extern void __lsan_disable(void) __attribute__((weak));
extern void __lsan_enable(void) __attribute__((weak));

static void run_features(bool once)
{
    const char *only = getenv("OOM_ONLY");
    lua_State *L = lua_newstate(allocate, NULL);

    json_set_alloc_funcs(json_allocate, json_release);
    assert_non_null(L);
    luaL_openlibs(L);
    luaL_requiref(L, "balassa", luaopen_balassa, 0);
    lua_settop(L, 0);
    if (luaL_dofile(L, "t/data/features.lua") != LUA_OK)
        fail_msg("%s", lua_tostring(L, -1));
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, 1); i++) {
        lua_rawgeti(L, 1, i);
        lua_rawgeti(L, 2, 1);
        lua_rawgeti(L, 2, 2);
        if (only == NULL || strcmp(only, lua_tostring(L, 3)) == 0)
            check_feature(L, lua_tostring(L, 3), once);
        lua_settop(L, 1);
    }
    lua_close(L);
    assert_int_equal(wrong, 0);
    if (once)
        assert_int_equal(heap.live, 0);
    json_set_alloc_funcs(malloc, free);
}

static void test_one_fails(void **state)
{
    (void)state;
    run_features(true);
}

/* What Lua cannot finalise for want of memory, it never finalises: here something may be lost. */
static void test_all_fail(void **state)
{
    (void)state;
    if (__lsan_disable != NULL)
        __lsan_disable();
    run_features(false);
    heap.live = 0;
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
    bool done = false;

    (void)state;
    for (size_t i = 1; !done; i += stride()) {
        lua_State *L;

        heap = (__typeof__(heap)){.fail_at = i};
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_opening),
        cmocka_unit_test(test_one_fails),
        cmocka_unit_test(test_all_fail),
    };

    setenv("BALASSA_SCRIPTS", "scripts", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
