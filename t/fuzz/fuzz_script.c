/* Whole scripts with the sandbox on: whatever the text, it ends, within its limits, and nothing is lost
 * or read that is not there. A finding is also what a sandbox is ended for by its timer: a call of our
 * own C that can be made to run long and does not listen. (What Lua's own string and table functions do
 * with a hostile pattern or range is known, and kept short here.) */
#include "fuzz.h"

#include <lauxlib.h>
#include <lualib.h>

#include "lua/core.h"
#include "lua/report.h"
#include "lua/sandbox.h"

/* Run in the sandbox, before the input. */
static const char prelude[] =
    "local find = { 'find', 'match', 'gmatch', 'gsub' }\n"
    "for _, name in ipairs(find) do\n"
    "  local f = string[name]\n"
    "  string[name] = function(s, p, ...)\n"
    "    if #s > 500 or #p > 60 then error 'kept short' end\n"
    "    return f(s, p, ...)\n"
    "  end\n"
    "end\n"
    "local move, insert, remove, concat = table.move, table.insert, table.remove, table.concat\n"
    "table.move = function(a, f, e, t, b) if e - f > 1e5 or e < 0 and f > 0 then error 'kept "
    "short' end\n"
    "  return move(a, f, e, t, b) end\n"
    "table.insert = function(t, ...) if #t > 1e6 then error 'kept short' end return insert(t, ...) "
    "end\n"
    "table.remove = function(t, ...) if #t > 1e6 then error 'kept short' end return remove(t, ...) "
    "end\n"
    "local core = require 'balassa.core'\n"
    "core.exit = function() error 'exit' end\n"
    "core.say = function() end\n"
    "balassa = require 'balassa'\n"
    "study = balassa.study 't/data/freedonia'\n";

static void run(lua_State *L, const char *text, size_t size, const char *name)
{
    if (luaL_loadbufferx(L, text, size, name, "t") == LUA_OK)
        bal_call(L, 0, 0);
    lua_settop(L, 0);
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
    run(L, prelude, sizeof prelude - 1, "=prelude");
    run(L, text, size, "=input");
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct bal_sandbox rules;
    lua_State *L;

    setenv("BALASSA_GNUPLOT", "/bin/false", 1);
    setenv("BALASSA_SCRIPTS", "scripts", 1);
    fuzz_running(data, size);
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
    lua_pcall(L, 3, 0, 0);
    bal_sandbox_leave(&rules);
    lua_close(L);
    if (rules.used != 0)
        abort();
    return 0;
}
