#include "lua/prompt.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>

#include "lua/editor.h"
#include "lua/report.h"

static const char welcome[] = "Balassa " BALASSA_VERSION " on " LUA_RELEASE
                              ".  help() lists what there is; Tab completes; Ctrl-D leaves.\n";

struct prompt {
    bool terminal;
    int inputs; /* so far; the chunks are named "input 1", "input 2", ... */
};

/* Reading -------------------------------------------------------------------------------------- */

static enum bal_line read_plain(lua_State *L)
{
    luaL_Buffer b;
    int c = getc(stdin);

    if (c == EOF)
        return BAL_LINE_END;
    luaL_buffinit(L, &b);
    for (; c != EOF && c != '\n'; c = getc(stdin))
        luaL_addchar(&b, (char)c);
    luaL_pushresult(&b);
    return BAL_LINE;
}

static enum bal_line read_line(lua_State *L, const struct prompt *p, const char *prompt)
{
    return p->terminal ? bal_editor_read(L, prompt) : read_plain(L);
}

/* Whether the code only wants more lines. Leaves the stack as it is. */
static bool is_incomplete(lua_State *L, const char *text, size_t n)
{
    static const char mark[] = "<eof>";
    const size_t nmark = sizeof mark - 1;
    const char *message;
    size_t nmessage;
    bool incomplete = false;

    if (luaL_loadbufferx(L, text, n, "=", "t") == LUA_ERRSYNTAX) {
        message = lua_tolstring(L, -1, &nmessage);
        incomplete = nmessage >= nmark && strcmp(message + nmessage - nmark, mark) == 0;
    }
    lua_pop(L, 1);
    return incomplete;
}

/* Replaces the text at the top by its function when, with "return" before it, it is an expression
 * (or several). "=x" is an expression too, as it was in Lua 5.1. */
static bool load_expression(lua_State *L, const char *chunkname)
{
    size_t n;
    const char *text;

    text = lua_tostring(L, -1);
    lua_pushfstring(L, "return %s", text + (text[0] == '='));
    text = lua_tolstring(L, -1, &n);
    if (luaL_loadbufferx(L, text, n, chunkname, "t") == LUA_OK) {
        lua_replace(L, -3);
        lua_pop(L, 1);
        return true;
    }
    lua_pop(L, 2);
    return false;
}

static bool wants_more(lua_State *L)
{
    size_t n;
    const char *text;
    bool expression;

    lua_pushvalue(L, -1);
    expression = load_expression(L, "=");
    lua_pop(L, 1);
    text = lua_tolstring(L, -1, &n);
    return !expression && is_incomplete(L, text, n);
}

/* Pushes one whole input, which may take several lines. */
static enum bal_line read_input(lua_State *L, const struct prompt *p)
{
    enum bal_line got = read_line(L, p, "> ");

    while (got == BAL_LINE && wants_more(L)) {
        lua_pushliteral(L, "\n");
        got = read_line(L, p, ">> ");
        if (got == BAL_LINE) {
            lua_concat(L, 3);
            continue;
        }
        lua_pop(L, 1);
        if (got == BAL_LINE_END)
            return BAL_LINE; /* running it will say what is missing */
        lua_pop(L, 1);
    }
    return got;
}

/* Results -------------------------------------------------------------------------------------- */

/* Replaces the value at the top by what is to be printed for it. */
static void show(lua_State *L)
{
    if (lua_type(L, -1) == LUA_TTABLE) {
        lua_getglobal(L, "require");
        lua_pushliteral(L, "balassa.show");
        lua_call(L, 1, 1);
        lua_insert(L, -2);
        lua_call(L, 1, 1);
    } else {
        luaL_tolstring(L, -1, NULL);
        lua_remove(L, -2);
    }
}

/* (values...): side by side, or, when one of them takes several lines, below each other. */
static int print_values(lua_State *L)
{
    int n = lua_gettop(L);
    bool below = false;

    luaL_checkstack(L, n + 10, "too many results to print");
    for (int i = 1; i <= n; i++) {
        lua_pushvalue(L, i);
        show(L);
        lua_replace(L, i);
        below = below || strchr(lua_tostring(L, i), '\n') != NULL;
    }
    for (int i = 1; i <= n; i++) {
        size_t len;
        const char *text = lua_tolstring(L, i, &len);

        fwrite(text, 1, len, stdout);
        putchar(i == n || below ? '\n' : '\t');
    }
    return 0;
}

/* Replaces the text at the top by the function of the same code, without the "local" at the
 * beginning of lines, when it has any and makes sense without: what is pasted from a script must
 * find what was pasted before. Indented lines are inside something and keep theirs. */
static bool load_without_local(lua_State *L, const char *chunkname)
{
    static const char local[] = "local ";
    int top = lua_gettop(L);
    const char *text = lua_tostring(L, -1), *stripped = luaL_gsub(L, text, "\nlocal ", "\n");

    if (strncmp(stripped, local, sizeof local - 1) == 0)
        stripped += sizeof local - 1;
    if (strlen(stripped) < strlen(text) &&
        luaL_loadbufferx(L, stripped, strlen(stripped), chunkname, "t") == LUA_OK) {
        lua_replace(L, top);
        lua_settop(L, top);
        return true;
    }
    lua_settop(L, top);
    return false;
}

static void run_input(lua_State *L, const char *chunkname)
{
    int base = lua_gettop(L); /* the text, then the function, then its results */
    size_t n;
    const char *text = lua_tolstring(L, base, &n);
    int status = LUA_OK;

    bal_remember_source(L, chunkname, text);
    if (!load_expression(L, chunkname) && !load_without_local(L, chunkname)) {
        status = bal_load_text(L, text, n, chunkname);
        lua_remove(L, base);
    }
    if (status == LUA_OK)
        status = bal_call(L, 0, LUA_MULTRET);
    if (status == LUA_OK && lua_gettop(L) >= base) {
        lua_pushcfunction(L, print_values);
        lua_insert(L, base);
        status = bal_call(L, lua_gettop(L) - base, 0);
    }
    if (status != LUA_OK)
        bal_report(L, status, chunkname);
    fflush(stdout);
    lua_settop(L, base - 1);
}

/* The loop ------------------------------------------------------------------------------------- */

static int set_help(lua_State *L)
{
    lua_getglobal(L, "require");
    lua_pushliteral(L, "balassa.help");
    lua_call(L, 1, 1);
    lua_setglobal(L, "help");
    return 0;
}

static bool means_leave(lua_State *L, const char *text)
{
    bool free_word;

    if (strcmp(text, "exit") != 0 && strcmp(text, "quit") != 0)
        return false;
    free_word = lua_getglobal(L, text) == LUA_TNIL;
    lua_pop(L, 1);
    return free_word;
}

static void start(lua_State *L, struct prompt *p)
{
    int status;

    p->terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    lua_pushcfunction(L, set_help);
    status = bal_call(L, 0, 0);
    if (status != LUA_OK)
        bal_report(L, status, NULL);
    if (p->terminal) {
        fputs(welcome, stdout);
        bal_editor_open(L);
    }
}

void bal_prompt(lua_State *L)
{
    struct prompt p = {0};
    int top = lua_gettop(L);
    enum bal_line got;

    for (start(L, &p); (got = read_input(L, &p)) != BAL_LINE_END; lua_settop(L, top)) {
        const char *text;

        if (got == BAL_LINE_CANCELLED)
            continue;
        text = lua_tostring(L, -1);
        if (means_leave(L, text))
            break;
        if (text[strspn(text, " \t\n")] == '\0')
            continue;
        if (p.terminal)
            bal_editor_remember(text);
        lua_pushfstring(L, "=input %d", ++p.inputs);
        lua_insert(L, -2);
        run_input(L, lua_tostring(L, -2));
    }
    if (p.terminal && got == BAL_LINE_END)
        putchar('\n');
    lua_settop(L, top);
}
