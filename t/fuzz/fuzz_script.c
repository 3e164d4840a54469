/* Whole scripts with the sandbox on: whatever the text, it ends, within its limits, and nothing is lost
 * or read that is not there. A finding is also what a sandbox is ended for by its timer: a call of our
 * own C that can be made to run long and does not listen. t/fuzz/script.lua is run before. */
#include "words.h"

#include <lauxlib.h>
#include <lualib.h>

#include "lua/core.h"
#include "lua/report.h"
#include "lua/sandbox.h"

static char *prelude; /* the text of script.lua */

static bool run(lua_State *L, const char *text, size_t size, const char *name)
{
    bool ran = luaL_loadbufferx(L, text, size, name, "t") == LUA_OK && bal_call(L, 0, 0) == LUA_OK;

    lua_settop(L, 0);
    return ran;
}

static int protected_run(lua_State *L)
{
    const char *text = lua_touserdata(L, 1);
    size_t size = (size_t)lua_tointeger(L, 2);
    struct bal_sandbox *s = lua_touserdata(L, 3);

    bal_sandbox_enter(L, s, NULL);
    bal_report_open(L);
    luaL_requiref(L, "balassa", luaopen_balassa, 0);
    lua_settop(L, 0);
    if (!run(L, prelude, strlen(prelude), "=prelude"))
        abort();
    lua_pushboolean(L, run(L, text, size, "=input"));
    return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct bal_sandbox rules;
    lua_State *L;

    setenv("BALASSA_GNUPLOT", "/bin/false", 1);
    setenv("BALASSA_SCRIPTS", "scripts", 1);
    fuzz_running(data, size);
    if (prelude == NULL)
        prelude = fuzz_read("t/fuzz/script.lua");
    rules =
        (struct bal_sandbox){.memory = (size_t)64 * 1024 * 1024, .most_steps = 2e6, .seconds = 3};
    if (!bal_sandbox_add(&rules.read, "t/data"))
        abort();
    L = lua_newstate(bal_sandbox_alloc, &rules);
    if (L == NULL)
        abort();
    lua_pushcfunction(L, protected_run);
    lua_pushlightuserdata(L, (void *)data);
    lua_pushinteger(L, (lua_Integer)size);
    lua_pushlightuserdata(L, &rules);
    fuzz_took(lua_pcall(L, 3, 1, 0) == LUA_OK && lua_toboolean(L, -1));
    bal_sandbox_leave(&rules);
    lua_close(L);
    if (rules.used != 0)
        abort();
    return 0;
}
