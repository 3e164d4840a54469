#include "lua/report.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>

#include "lua/core.h"
#include "lua/interrupt.h"
#include "lua/raise.h"

/* Registry keys. */
#define SOURCES "balassa.sources"       /* { [chunk name] = text } */
#define TRACEBACKS "balassa.tracebacks" /* true: with every error */
#define REPORT "balassa.report"         /* the last failure */
#define EXPLAIN "balassa.explain"       /* function: what it was told to */

enum { LINE_SHOWN = 200 }; /* bytes of a source line at most */

/* What went wrong, as the message handler found it while the stack still stood: a table in the
 * registry, beside the error value that goes its own way, with these fields:
 *     text     the message, its position taken off; or what explains it
 *     source   chunk name of the position, and `line`; both nil when there is none
 *     trace    traceback, or nil
 *     fault    "yes" when Balassa itself is to blame
 *     status   exit status
 */

void bal_report_open(lua_State *L)
{
    bal_interrupt_open(L);
    lua_newtable(L);
    lua_setfield(L, LUA_REGISTRYINDEX, SOURCES);
}

void bal_explain_errors(lua_State *L)
{
    lua_setfield(L, LUA_REGISTRYINDEX, EXPLAIN);
}

void bal_show_tracebacks(lua_State *L, bool always)
{
    lua_pushboolean(L, always);
    lua_setfield(L, LUA_REGISTRYINDEX, TRACEBACKS);
}

void bal_remember_source(lua_State *L, const char *chunkname, const char *text)
{
    lua_getfield(L, LUA_REGISTRYINDEX, SOURCES);
    lua_pushstring(L, text);
    lua_setfield(L, -2, chunkname);
    lua_pop(L, 1);
}

/* The message handler -------------------------------------------------------------------------- */

static int to_text(lua_State *L)
{
    luaL_tolstring(L, 1, NULL);
    return 1;
}

/* Pushes the error as a string. A __tostring of the script's own may fail in its turn. */
static const char *push_text(lua_State *L, int error)
{
    if (lua_type(L, error) == LUA_TSTRING) {
        lua_pushvalue(L, error);
        return lua_tostring(L, -1);
    }
    if (luaL_getmetafield(L, error, "__tostring") != LUA_TNIL) {
        lua_pop(L, 1);
        lua_pushcfunction(L, to_text);
        lua_pushvalue(L, error);
        if (lua_pcall(L, 1, 1, 0) == LUA_OK)
            return lua_tostring(L, -1);
        lua_pop(L, 1);
    }
    return lua_pushfstring(L, "the error is not a message but a %s value", luaL_typename(L, error));
}

/* "name:12: what" -> 12 and the offset of "what"; 0 when the text does not start so. */
static size_t position_in(const char *text, const char *name, int *line)
{
    size_t n = strlen(name);
    char *end;
    long number;

    if (strncmp(text, name, n) != 0 || text[n] != ':' || !isdigit((unsigned char)text[n + 1]))
        return 0;
    number = strtol(text + n + 1, &end, 10);
    if (end[0] != ':' || end[1] != ' ')
        return 0;
    *line = (int)number;
    return (size_t)(end + 2 - text);
}

/* A coroutine.wrap puts its caller's position before the one inside: the last is where it was. */
static size_t positions_in(const char *text, const char *name, int *line)
{
    size_t all = 0, one;

    while ((one = position_in(text + all, name, line)) > 0)
        all += one;
    return all;
}

enum { NEAR = 200 }; /* levels in which a position is looked for: each costs its depth */

/* Where the error is: what its message says, when that names a chunk that was running; else the
 * line of the script. Returns how many bytes of `text` are the position. ar->source NULL: none. */
static size_t locate(lua_State *L, const char *text, lua_Debug *ar)
{
    size_t skip;

    for (int level = 1; level < NEAR && lua_getstack(L, level, ar); level++) {
        lua_getinfo(L, "Sl", ar);
        if (ar->currentline <= 0)
            continue;
        skip = positions_in(text, ar->short_src, &ar->currentline);
        if (skip > 0)
            return skip;
    }
    if (!bal_script_level(L, ar))
        ar->source = NULL;
    return 0;
}

static bool wants_traceback(lua_State *L)
{
    bool wants;

    lua_getfield(L, LUA_REGISTRYINDEX, TRACEBACKS);
    wants = lua_toboolean(L, -1) != 0;
    lua_pop(L, 1);
    return wants;
}

/* `whole` and `tail` (without the position) are where the text stands on the stack. */
static int status_of(lua_State *L, int whole, int tail, bool fault)
{
    int code = bal_failure_code(L, tail);

    if (code == 0)
        code = bal_failure_code(L, whole);
    if (code != 0)
        return bal_exit_status(code);
    return bal_is_interrupt(L, 1) ? BAL_EXIT_INTERRUPT
           : fault                ? BAL_EXIT_INTERNAL
                                  : BAL_EXIT_SCRIPT;
}

/* What the function of core.explain_errors makes of the message at `tail`: pushed, and true; or false
 * when there is none, or it has nothing to say. misuse: the error was raised at a line of the script, and
 * does not tell of the outside world. */
static bool push_explained(lua_State *L, int tail, bool misuse)
{
    int top = lua_gettop(L);

    if (lua_getfield(L, LUA_REGISTRYINDEX, EXPLAIN) == LUA_TFUNCTION) {
        lua_pushvalue(L, tail);
        lua_pushboolean(L, misuse);
        if (lua_pcall(L, 2, 1, 0) == LUA_OK && lua_type(L, -1) == LUA_TSTRING)
            return true;
    }
    lua_settop(L, top);
    return false;
}

static void set_position(lua_State *L, int report, const char *source, int line)
{
    lua_pushstring(L, source);
    lua_setfield(L, report, "source");
    lua_pushinteger(L, line);
    lua_setfield(L, report, "line");
}

/* A message that points into the library was not made by bal_raise, which never points there. */
static int on_error(lua_State *L)
{
    enum { ERROR = 1, WHOLE, TAIL, TABLE };
    const char *text;
    lua_Debug ar;
    size_t skip;
    bool fault, misuse, explained;
    int status;

    text = push_text(L, ERROR);
    skip = locate(L, text, &ar);
    fault = skip > 0 && bal_is_library(L, &ar);
    lua_pushstring(L, text + skip);
    lua_createtable(L, 0, 6);
    status = status_of(L, WHOLE, TAIL, fault);
    misuse = skip > 0 && status == BAL_EXIT_SCRIPT;
    explained = !fault && !bal_is_interrupt(L, ERROR) && push_explained(L, TAIL, misuse);
    if (!explained)
        lua_pushvalue(L, TAIL);
    lua_setfield(L, TABLE, "text");
    lua_pushinteger(L, explained && misuse ? BAL_EXIT_USAGE : status);
    lua_setfield(L, TABLE, "status");
    if (ar.source != NULL && !explained)
        set_position(L, TABLE, ar.source, ar.currentline);
    if (fault) {
        lua_pushliteral(L, "yes");
        lua_setfield(L, TABLE, "fault");
    }
    if (fault || wants_traceback(L)) {
        luaL_traceback(L, L, NULL, 1);
        lua_setfield(L, TABLE, "trace");
    }
    lua_settop(L, TABLE);
    lua_setfield(L, LUA_REGISTRYINDEX, REPORT);
    lua_settop(L, ERROR);
    return 1;
}

int bal_call(lua_State *L, int nargs, int nresults)
{
    int base = lua_gettop(L) - nargs, status;

    lua_pushcfunction(L, on_error);
    lua_insert(L, base);
    bal_interrupt_start(L);
    status = lua_pcall(L, nargs, nresults, base);
    bal_interrupt_stop();
    lua_remove(L, base);
    return status;
}

/* Writing -------------------------------------------------------------------------------------- */

static bool wants_colour(void)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

    return isatty(STDERR_FILENO) && (no == NULL || no[0] == '\0') && term != NULL &&
           strcmp(term, "dumb") != 0;
}

/* A message may quote a cell of someone's file: it must not steer the terminal. The lines after
 * the first are set in by two columns. */
static void write_text(const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if (c == '\n')
            fputs(text[1] != '\0' ? "\n  " : "", stderr);
        else
            putc(c < ' ' && c != '\t' ? '?' : c == 127 ? '?' : c, stderr);
    }
    putc('\n', stderr);
}

static void write_label(const char *label)
{
    fputs(wants_colour() ? "\033[1;31mbalassa:\033[0m " : "balassa: ", stderr);
    fputs(label, stderr);
}

void bal_complain(const char *label, const char *text)
{
    write_label(label);
    write_text(text);
}

/* "@scripts/a.lua" and "=stdin" say how they are to be shown; other names are code. */
static const char *push_chunk_name(lua_State *L, const char *source)
{
    if (source[0] == '@' || source[0] == '=')
        return lua_pushstring(L, source + 1);
    return lua_pushliteral(L, "(loaded text)");
}

static const char *skip_lines(const char *text, lua_Integer n)
{
    while (n-- > 0 && text != NULL) {
        text = strchr(text, '\n');
        text = text != NULL ? text + 1 : NULL;
    }
    return text;
}

/* Pushes the line of a text, or nil. */
static void push_line_of_text(lua_State *L, const char *text, lua_Integer line)
{
    text = skip_lines(text, line - 1);
    if (text == NULL)
        lua_pushnil(L);
    else
        lua_pushlstring(L, text, strcspn(text, "\n"));
}

/* Likewise of a file. */
static void push_line_of_file(lua_State *L, const char *path, lua_Integer line)
{
    char text[LINE_SHOWN + 1] = "";
    FILE *f = fopen(path, "re");
    int c = EOF;

    if (f == NULL) {
        lua_pushnil(L);
        return;
    }
    while (line > 1 && (c = getc(f)) != EOF)
        line -= c == '\n';
    if (line > 1 || fgets(text, sizeof text, f) == NULL)
        text[0] = '\0';
    fclose(f);
    lua_pushlstring(L, text, strcspn(text, "\n"));
}

static void push_source_line(lua_State *L, const char *source, lua_Integer line)
{
    if (source[0] == '@') {
        push_line_of_file(L, source + 1, line);
        return;
    }
    lua_getfield(L, LUA_REGISTRYINDEX, SOURCES);
    lua_getfield(L, -1, source);
    push_line_of_text(L, source[0] == '=' ? lua_tostring(L, -1) : source, line);
    lua_replace(L, -3);
    lua_pop(L, 1);
}

/* "   12 | print(x)", unless there is nothing to see. */
static void write_source_line(lua_State *L, const char *source, lua_Integer line)
{
    const char *text;
    size_t n;

    push_source_line(L, source, line);
    text = lua_tostring(L, -1);
    n = text != NULL ? strlen(text) : 0;
    while (n > 0 && isspace((unsigned char)text[n - 1]))
        n--;
    if (n > LINE_SHOWN)
        for (n = LINE_SHOWN; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80; n--)
            ;
    if (n > 0) {
        fprintf(stderr, "%5lld | ", (long long)line);
        lua_pushlstring(L, text, n);
        write_text(lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

static const char *field(lua_State *L, int report, const char *name)
{
    const char *text;

    lua_getfield(L, report, name);
    text = lua_tostring(L, -1);
    lua_pop(L, 1); /* the report keeps it */
    return text;
}

/* Whether `text` is code of one line, which nobody who just typed it needs to see again. */
static bool is_one_line(lua_State *L, const char *source)
{
    const char *text;
    bool one;

    lua_getfield(L, LUA_REGISTRYINDEX, SOURCES);
    lua_getfield(L, -1, source);
    text = lua_tostring(L, -1);
    one = text != NULL && strchr(text, '\n') == NULL;
    lua_pop(L, 2);
    return one;
}

/* The commonest slip of a first script deserves its remedy. */
static void write_advice(const char *text)
{
    if (strstr(text, "(global 'balassa')") != NULL)
        fputs("  Begin the script with: local balassa = require \"balassa\"\n", stderr);
}

static void write_report(lua_State *L, int report, const char *quiet)
{
    const char *source = field(L, report, "source"), *text = field(L, report, "text");
    const char *trace = field(L, report, "trace");
    lua_Integer line;

    if (source != NULL && quiet != NULL && strcmp(source, quiet) == 0 && is_one_line(L, source))
        source = NULL;
    lua_getfield(L, report, "line");
    line = lua_tointeger(L, -1);
    if (source != NULL)
        bal_complain(lua_pushfstring(L, "%s:%I: ", push_chunk_name(L, source), line), text);
    else
        bal_complain("", text);
    if (source != NULL)
        write_source_line(L, source, line);
    write_advice(text);
    if (trace != NULL)
        fprintf(stderr, "%s\n", trace);
    if (field(L, report, "fault") != NULL)
        fputs("This is a fault in Balassa, not in the script: please report it with all of the "
              "above.\n",
              stderr);
    lua_settop(L, report);
}

/* A failed load ran no handler: its message, "name:3: unexpected symbol near 'x'", is all. */
static void report_load(lua_State *L, const char *chunkname)
{
    const char *text = lua_tostring(L, -1);
    lua_Debug ar;
    size_t skip;
    int line;

    luaL_loadbuffer(L, "", 0, chunkname); /* for the name as messages write it */
    lua_getinfo(L, ">S", &ar);
    skip = position_in(text, ar.short_src, &line);
    lua_createtable(L, 0, 4);
    lua_pushstring(L, text + skip);
    lua_setfield(L, -2, "text");
    if (skip > 0)
        set_position(L, lua_gettop(L), chunkname, line);
    lua_pushinteger(L, BAL_EXIT_SCRIPT);
    lua_setfield(L, -2, "status");
    lua_setfield(L, LUA_REGISTRYINDEX, REPORT);
}

int bal_load_text(lua_State *L, const char *text, size_t n, const char *chunkname)
{
    int status;

    bal_remember_source(L, chunkname, text);
    status = luaL_loadbufferx(L, text, n, chunkname, "t");
    if (status == LUA_ERRSYNTAX)
        report_load(L, chunkname);
    return status;
}

int bal_load_file(lua_State *L, const char *path)
{
    int status = luaL_loadfilex(L, path, "t");

    if (status == LUA_ERRSYNTAX) {
        lua_pushfstring(L, "@%s", path);
        lua_insert(L, -2);
        report_load(L, lua_tostring(L, -2));
        lua_remove(L, -2);
    }
    return status;
}

/* Out of memory, or an error in the handler itself: no report could be made. */
static int report_bare(lua_State *L, int status)
{
    bal_complain("", lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "failed while failing");
    lua_pop(L, 1);
    return status == LUA_ERRFILE ? BAL_EXIT_NOINPUT : BAL_EXIT_INTERNAL;
}

int bal_report(lua_State *L, int status, const char *quiet)
{
    int error = lua_gettop(L), exit_status;

    fflush(stdout);
    if (status != LUA_ERRRUN && status != LUA_ERRSYNTAX)
        return report_bare(L, status);
    lua_getfield(L, LUA_REGISTRYINDEX, REPORT);
    write_report(L, lua_gettop(L), quiet);
    lua_getfield(L, -1, "status");
    exit_status = (int)lua_tointeger(L, -1);
    lua_settop(L, error - 1);
    return exit_status;
}

bool bal_reported(lua_State *L, const char *text)
{
    bool same = false;

    if (lua_getfield(L, LUA_REGISTRYINDEX, REPORT) == LUA_TTABLE) {
        lua_pushliteral(L, "text");
        lua_rawget(L, -2);
        same = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), text) == 0;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return same;
}
