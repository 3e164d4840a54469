/* Calls of all that a sandboxed script can call, which the bytes of the input choose (t/fuzz/calls.lua). The
 * collector works all the time, so that what C holds and nobody keeps is gone at once. */
#include "fuzz.h"

#include <ctype.h>
#include <dirent.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lua/core.h"
#include "lua/report.h"
#include "lua/sandbox.h"

enum { WORDS_MAX = 4000, WORD_BYTES = 40 };

static char words[WORDS_MAX][WORD_BYTES];
static size_t nwords;
static char *calls; /* the text of calls.lua */

static void add_word(const char *s, size_t n)
{
    for (size_t i = 0; i < nwords; i++)
        if (strlen(words[i]) == n && memcmp(words[i], s, n) == 0)
            return;
    if (n == 0 || n >= WORD_BYTES || nwords == WORDS_MAX)
        return;
    memcpy(words[nwords], s, n);
    words[nwords++][n] = '\0';
}

static bool is_word(char c)
{
    return islower((unsigned char)c) || isdigit((unsigned char)c) || c == '_';
}

/* What stands in double quotes in a file of the bindings, and is a word: their options are among it. */
static void add_words(const char *path)
{
    char *text = fuzz_read(path), *p = text;

    while ((p = strchr(p, '"')) != NULL) {
        size_t n = 0;

        for (p++; is_word(p[n]); n++)
            ;
        if (p[n] == '"')
            add_word(p, n);
        p += n;
    }
    free(text);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void collect_words(void)
{
    static const char *const data[] = {"chart",     "text",    "freedonia",  "1990",
                                       "1990/1999", "1991-05", "1990/1991?", "199X",
                                       "rung",      "events",  "talks-1990", "%",
                                       "a, b",      "\t\n",    "-1",         "x = 1",
                                       "ducks",     "duck*",   "stage",      "t/data/freedonia"};
    DIR *dir = opendir("engine/lua");
    const struct dirent *entry;
    char path[300];

    if (dir == NULL)
        abort();
    while ((entry = readdir(dir)) != NULL) {
        snprintf(path, sizeof path, "engine/lua/%s", entry->d_name);
        if (strstr(entry->d_name, ".c") != NULL)
            add_words(path);
    }
    closedir(dir);
    for (size_t i = 0; i < sizeof data / sizeof *data; i++)
        add_word(data[i], strlen(data[i]));
    qsort(words, nwords, sizeof *words, by_text); /* a folder has no order */
    calls = fuzz_read("t/fuzz/calls.lua");
}

static int names(lua_State *L) /* (object) -> a list of what it answers to */
{
    lua_settop(L, 1);
    if (luaL_getmetafield(L, 1, "__complete") == LUA_TNIL) {
        lua_newtable(L);
        return 1;
    }
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

static void run(lua_State *L, const char *text, const char *name, int results)
{
    if (luaL_loadbufferx(L, text, strlen(text), name, "t") != LUA_OK ||
        bal_call(L, 0, results) != LUA_OK) {
        fprintf(stderr, "%s: %s\n", name, luaL_tolstring(L, -1, NULL));
        abort();
    }
}

enum { INPUTS = 50 }; /* that one state has: to read the library takes longer than an input */

static struct bal_sandbox rules;

/* Leaves the function of calls.lua, the words and `names` on the stack. */
static int open_state(lua_State *L)
{
    bal_sandbox_enter(L, &rules, NULL);
    bal_report_open(L);
    luaL_requiref(L, "balassa", luaopen_balassa, 0);
    lua_settop(L, 0);
    run(L, calls, "=calls", 1);
    lua_createtable(L, (int)nwords, 0);
    for (size_t i = 0; i < nwords; i++) {
        lua_pushstring(L, words[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_pushcfunction(L, names);
    lua_gc(L, LUA_GCINC, 50, 400, 10);
    return 3;
}

static int protected_run(lua_State *L) /* (run, words, names, bytes, size) */
{
    const char *bytes = lua_touserdata(L, 4);
    size_t size = (size_t)lua_tointeger(L, 5);

    lua_settop(L, 3);
    lua_pushlstring(L, bytes, size);
    lua_insert(L, 2);
    return bal_call(L, 3, 1) == LUA_OK ? 1 : 0;
}

static lua_State *new_state(void)
{
    lua_State *L;

    rules =
        (struct bal_sandbox){.memory = (size_t)128 * 1024 * 1024, .most_steps = 5e8, .seconds = 40};
    if (!bal_sandbox_add(&rules.read, "t/data"))
        abort();
    L = lua_newstate(bal_sandbox_alloc, &rules);
    if (L == NULL)
        abort();
    lua_pushcfunction(L, open_state);
    if (lua_pcall(L, 0, 3, 0) != LUA_OK)
        abort();
    return L;
}

static void close_state(lua_State *L)
{
    bal_sandbox_leave(&rules);
    lua_close(L);
    if (rules.used != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static lua_State *L;
    static int had;

    if (calls == NULL)
        collect_words();
    setenv("BALASSA_GNUPLOT", "/bin/false", 1);
    setenv("BALASSA_SCRIPTS", "scripts", 1);
    fuzz_running(data, size);
    if (L == NULL)
        L = new_state();
    lua_pushcfunction(L, protected_run);
    for (int i = 1; i <= 3; i++)
        lua_pushvalue(L, i);
    lua_pushlightuserdata(L, (void *)data);
    lua_pushinteger(L, (lua_Integer)size);
    fuzz_took(lua_pcall(L, 5, 1, 0) == LUA_OK && lua_toboolean(L, -1));
    lua_settop(L, 3);
    if (++had >= INPUTS || rules.over != 0 || rules.used > rules.memory / 2) {
        close_state(L);
        L = NULL;
        had = 0;
    }
    return 0;
}
