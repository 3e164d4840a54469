/* The file that an interrupted multiverse goes on with: the rows are the input, under the right header, or
 * the whole file when its first byte is even. Whatever they are, the multiverse is run to its end or says
 * which line is damaged; and what it then has written is taken up again. */
#include "fuzz.h"

#include <lauxlib.h>
#include <lualib.h>

#include "lua/core.h"

static const char prelude[] =
    "local balassa = require 'balassa'\n"
    "local study = assert(balassa.study 't/data/freedonia')\n"
    "local mv = balassa.multiverse(study, { crises = { 'chart', 'text' }, rule = { 'latest', "
    "'mean' },\n"
    "  score = { 'rank' } })\n"
    "local path = ...\n"
    "os.remove(path)\n"
    "local whole = assert(mv:run { file = path, threads = 1 }).universes\n"
    "local f = assert(io.open(path, 'rb'))\n"
    "local header = f:read 'L' .. f:read 'L'\n"
    "f:close()\n"
    "return header, function()\n"
    "  local r, message = mv:run { file = path, resume = true, threads = 1 }\n"
    "  if not r then\n"
    "    assert(message:find(path, 1, true) == 1, message)\n"
    "    return false\n"
    "  end\n"
    "  assert(r.universes == whole)\n"
    "  local again = assert(mv:run { file = path, resume = true, threads = 1 })\n"
    "  assert(again:csv() == r:csv())\n"
    "  return true\n"
    "end\n";

static lua_State *L;

static void open_state(void)
{
    setenv("BALASSA_SCRIPTS", "scripts", 1);
    L = luaL_newstate();
    if (L == NULL)
        abort();
    luaL_openlibs(L);
    luaL_requiref(L, "balassa", luaopen_balassa, 0);
    lua_settop(L, 0);
    if (luaL_loadstring(L, prelude) != LUA_OK)
        abort();
    lua_pushstring(L, fuzz_write("rows.csv", "", 0));
    if (lua_pcall(L, 1, 2, 0) != LUA_OK) {
        fprintf(stderr, "%s\n", lua_tostring(L, -1));
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char file[16384];
    const char *header;
    size_t n;

    if (size == 0 || size > 8192)
        return 0;
    if (L == NULL)
        open_state();
    header = lua_tolstring(L, 1, &n);
    if (data[0] % 2 == 0)
        n = 0;
    memcpy(file, header, n);
    memcpy(file + n, data + 1, size - 1);
    fuzz_write("rows.csv", file, n + size - 1);
    lua_pushvalue(L, 2);
    if (lua_pcall(L, 0, 1, 0) != LUA_OK) {
        fprintf(stderr, "%s\n", lua_tostring(L, -1));
        abort();
    }
    fuzz_took(lua_toboolean(L, -1));
    lua_pop(L, 1);
    return 0;
}
