/* Completion at the prompt: what is offered for a line and the cursor behind it. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "lua/complete.h"
#include "lua/core.h"

/* Needs no library folder: objects of C and plain tables only. */
static const char setting[] =
    "study = assert(require('balassa').study('t/data/freedonia'))\n"
    "crises = study:crises('chart')\n"
    "events = study:events()\n"
    "t = { alpha = { beta = 1, ['not a name'] = 2, call = print }, [3] = { deep = 1 } }\n"
    "text = 'x'\n"
    "broken = setmetatable({ b1 = 1 }, { __index = function() error 'no' end })\n";

static int new_state(void **state)
{
    lua_State *L = luaL_newstate();

    luaL_openlibs(L);
    luaL_requiref(L, "balassa", luaopen_balassa, 1);
    lua_settop(L, 0);
    *state = L;
    return luaL_dostring(L, setting) == LUA_OK ? 0 : -1;
}

static int close_state(void **state)
{
    lua_close(*state);
    return 0;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "a b c" sorted, "(files)" when it is left to file names, "(nothing)" */
static const char *offered(lua_State *L, const char *line, const char *word, int quoted)
{
    static char text[1024];
    const char *name[64];
    size_t n = 0;

    lua_settop(L, 0);
    lua_pushcfunction(L, bal_complete);
    lua_pushstring(L, line);
    lua_pushstring(L, word);
    lua_pushboolean(L, quoted);
    if (lua_pcall(L, 3, 1, 0) != LUA_OK)
        return "(nothing)";
    if (lua_isnil(L, 1))
        return "(files)";
    for (lua_pushnil(L); lua_next(L, 1) != 0 && n < 64; lua_pop(L, 1))
        name[n++] = lua_tostring(L, -2);
    qsort(name, n, sizeof *name, by_text);
    text[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            strcat(text, " ");
        strcat(text, name[i]);
    }
    return text;
}

static void offers(void **state)
{
    /* The ids are those of t/data/freedonia. */
    static const struct {
        const char *line, *word; /* the line up to the word */
        int quoted;
        const char *want;
    } row[] = {
        {"", "stu", 0, "study"},
        {"", "whi", 0, "while"},
        {"", "e", 0, "else elseif end error events"},
        {"print(", "stu", 0, "study"},
        {"1 ..", "stu", 0, "study"},
        {"", "zzz", 0, ""},
        /* fields and methods */
        {"balassa.", "al", 0, "align"},
        {"string.", "rep", 0, "rep"},
        {"study:", "cr", 0, "crises"},
        {"study:", "tit", 0, ""}, /* no method */
        {"study.", "tit", 0, "title"},
        {"x = study:", "phas", 0, "phases"},
        {"text:", "upp", 0, "upper"},
        {"t.", "al", 0, "alpha"},
        {"t.alpha.", "", 0, "beta call"}, /* what is no name cannot follow a point */
        {"t.alpha:", "", 0, "call"},
        {"t['alpha'].", "b", 0, "beta"},
        {"t[\"alpha\"].", "b", 0, "beta"},
        {"t[3].", "d", 0, "deep"},
        {"crises[1].", "lab", 0, "label"},
        /* what does not exist, fails, or would have to be run */
        {"nothing.", "a", 0, ""},
        {"t.nothing.", "a", 0, ""},
        {"t[x].", "a", 0, ""},
        {"study:events().", "a", 0, ""},
        {"broken.", "b", 0, "b1"},
        {"broken.x.", "b", 0, "(nothing)"},
        {".", "b", 0, ""},
        {":", "b", 0, ""},
        {"].", "b", 0, ""},
        {"[", "zz", 0, ""},
        /* ids */
        {"crises[\"", "", 1, "flood herring war"},
        {"crises['", "h", 1, "herring"},
        {"crises:get(\"", "w", 1, "war"},
        {"crises:get \"", "w", 1, "war"},
        {"study:event(\"", "visit", 1, "visit-1996"},
        {"study:indicator '", "zzz", 1, ""},
        /* what an edit names, also behind other edits */
        {"study:crises(\"", "c", 1, "chart"},
        {"study:drop \"", "talks", 1, "talks-1990"},
        {"study:drop \"", "al", 1, "alone"},
        {"study:recode('", "vis", 1, "visit-1996"},
        {"x = study:move_crisis(\"", "", 1, "flood herring war"},
        {"study:drop_phase \"", "d", 1, "ducks"},
        {"study:use_coding \"", "te", 1, "text"},
        {"study:use_score \"", "b", 1, "balassa"},
        {"study:what_if \"a (b\" :drop \"", "talks", 1, "talks-1990"},
        {"study:what_if 'x':recode(\"x\", { rung = \"y)\" }):drop(\"", "talks", 1, "talks-1990"},
        {"f(study):drop \"", "talks", 1, "(files)"},
        {":drop \"", "talks", 1, "(files)"},
        {"\"a\" :drop \"", "talks", 1, "(files)"},
        {"study:save \"", "dat", 1, "(files)"},
        /* file names */
        {"balassa.study \"", "dat", 1, "(files)"},
        {"\"", "dat", 1, "(files)"},
        {"t[\"", "al", 1, "(files)"},
    };

    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const char *got = offered(*state, row[i].line, row[i].word, row[i].quoted);

        if (strcmp(got, row[i].want) != 0)
            print_error("%s%s: offered '%s'\n", row[i].line, row[i].word, got);
        assert_string_equal(got, row[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(offers, new_state, close_state),
    };

    return cmocka_run_group_tests_name("complete", tests, NULL, NULL);
}
