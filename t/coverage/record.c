/* What the program says, and which lines of Lua it runs, while the tests of `make coverage` run it.
 *
 * Linked into the programs of that build alone, by ld's --wrap: each function below stands before the one of its
 * name, does what that does, and notes the text that came of it. A message that is chosen by a condition or taken
 * from a table is seen for what it was, which a count of lines cannot tell. Lua's lines are counted by a hook; the
 * engine's own hooks (the sandbox, Ctrl-C) are called from it as they asked to be.
 *
 * Everything is appended to the file RECORD, one record ended by a NUL:
 *     S text                  a text with a blank in it that was made, once for each process at least
 *     L source 1 2 5 ...      lines of a Lua source that ran
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lua.h>

#include "io/diag.h"

enum { SEEN = 1 << 16, TEXT = 1100, SOURCES = 256, LINES = 4096, HOOKS = 1 << 12 };

static void append(const char *record, size_t n)
{
    int file = open(RECORD, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);

    if (file < 0)
        return;
    if (write(file, record, n) < 0) {
        /* what is lost here is reported as not raised */
    }
    close(file);
}

/* Texts ----------------------------------------------------------------------------------------- */

static uint64_t seen[SEEN];
static size_t nseen;

static bool is_new(const char *text, size_t n)
{
    uint64_t h = 14695981039346656037u;
    size_t at;

    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)text[i]) * 1099511628211u;
    h |= 1;
    if (nseen > SEEN / 2) {
        memset(seen, 0, sizeof seen);
        nseen = 0;
    }
    for (at = h % SEEN; seen[at] != 0; at = (at + 1) % SEEN)
        if (seen[at] == h)
            return false;
    seen[at] = h;
    nseen++;
    return true;
}

/* Errno is what it was: the program may be about to ask for it. */
static void note(const char *text)
{
    char record[TEXT + 3] = "S ";
    size_t n;

    if (text == NULL || strchr(text, ' ') == NULL)
        return;
    n = strnlen(text, TEXT);
    if (n < 6 || !is_new(text, n))
        return;
    memcpy(record + 2, text, n);
    record[n + 2] = '\0';
    append(record, n + 3);
}

int __real_vsnprintf(char *out, size_t size, const char *format, va_list args);
const char *__real_lua_pushvfstring(lua_State *L, const char *format, va_list args);
const char *__real_lua_pushstring(lua_State *L, const char *text);
void __real_lua_setfield(lua_State *L, int index, const char *key);
void __real_bal_complain(const char *label, const char *text);
void __real_luaL_addstring(luaL_Buffer *b, const char *text);
int __real_luaL_argerror(lua_State *L, int arg, const char *text);
int __real_fputs(const char *text, FILE *f);
void __real_bal_diag_add(struct bal_diag *d, struct bal_spot spot, const char *format, ...);
void __real_bal_buf_adds(struct bal_buf *b, const char *text);

int __wrap_vsnprintf(char *out, size_t size, const char *format, va_list args)
{
    int n = __real_vsnprintf(out, size, format, args);

    if (size > 0)
        note(out);
    return n;
}

int __wrap_snprintf(char *out, size_t size, const char *format, ...)
{
    va_list args;
    int n;

    va_start(args, format);
    n = __wrap_vsnprintf(out, size, format, args);
    va_end(args);
    return n;
}

int __wrap_printf(const char *format, ...)
{
    char text[TEXT];
    va_list args;
    int n;

    va_start(args, format);
    __real_vsnprintf(text, sizeof text, format, args);
    va_end(args);
    note(text);
    va_start(args, format);
    n = vprintf(format, args);
    va_end(args);
    return n;
}

int __wrap_fprintf(FILE *f, const char *format, ...)
{
    char text[TEXT];
    va_list args;
    int n;

    va_start(args, format);
    __real_vsnprintf(text, sizeof text, format, args);
    va_end(args);
    note(text);
    va_start(args, format);
    n = vfprintf(f, format, args);
    va_end(args);
    return n;
}

int __wrap_fputs(const char *text, FILE *f)
{
    note(text);
    return __real_fputs(text, f);
}

const char *__wrap_lua_pushvfstring(lua_State *L, const char *format, va_list args)
{
    const char *text = __real_lua_pushvfstring(L, format, args);

    note(text);
    return text;
}

const char *__wrap_lua_pushfstring(lua_State *L, const char *format, ...)
{
    const char *text;
    va_list args;

    va_start(args, format);
    text = __wrap_lua_pushvfstring(L, format, args);
    va_end(args);
    return text;
}

const char *__wrap_lua_pushstring(lua_State *L, const char *text)
{
    note(text);
    return __real_lua_pushstring(L, text);
}

void __wrap_lua_setfield(lua_State *L, int index, const char *key)
{
    note(key);
    __real_lua_setfield(L, index, key);
}

void __wrap_bal_complain(const char *label, const char *text)
{
    note(label);
    note(text);
    __real_bal_complain(label, text);
}

void __wrap_luaL_addstring(luaL_Buffer *b, const char *text)
{
    note(text);
    __real_luaL_addstring(b, text);
}

int __wrap_luaL_error(lua_State *L, const char *format, ...)
{
    va_list args;

    luaL_where(L, 1);
    va_start(args, format);
    __wrap_lua_pushvfstring(L, format, args);
    va_end(args);
    lua_concat(L, 2);
    return lua_error(L);
}

int __wrap_luaL_argerror(lua_State *L, int arg, const char *text)
{
    note(text);
    return __real_luaL_argerror(L, arg, text);
}

void __wrap_bal_buf_adds(struct bal_buf *b, const char *text)
{
    note(text);
    __real_bal_buf_adds(b, text);
}

/* What to do about a violation is printed piece by piece. */
void __wrap_bal_diag_add(struct bal_diag *d, struct bal_spot spot, const char *format, ...)
{
    char text[TEXT];
    va_list args;

    note(spot.todo);
    va_start(args, format);
    __wrap_vsnprintf(text, sizeof text, format, args);
    va_end(args);
    __real_bal_diag_add(d, spot, "%s", text);
}

/* Lines of Lua ---------------------------------------------------------------------------------- */

static struct source {
    char name[200];
    bool line[LINES];
} source[SOURCES];
static size_t nsources;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local size_t last;

/* The hook that the engine asked for, in the extra space of its lua_State. */
struct hook {
    lua_Hook f;
    int mask, count;
};
static struct hook hooks[HOOKS];
static size_t nhooks;

/* A state that another program made, as lua5.4 does, has something else there, and no hook of ours. */
static struct hook *hook_of(lua_State *L)
{
    static struct hook none;
    struct hook *h = *(struct hook **)lua_getextraspace(L);

    return h >= hooks && h < hooks + HOOKS ? h : &none;
}

static size_t find(const char *name)
{
    size_t i;

    if (last < nsources && strcmp(source[last].name, name) == 0)
        return last;
    pthread_mutex_lock(&lock);
    for (i = 0; i < nsources && strcmp(source[i].name, name) != 0; i++)
        ;
    if (i == nsources && nsources < SOURCES) {
        strcpy(source[i].name, name);
        nsources++;
    }
    pthread_mutex_unlock(&lock);
    last = i < SOURCES ? i : 0;
    return i;
}

static void count_line(lua_State *L, lua_Debug *ar)
{
    size_t i;

    lua_getinfo(L, "S", ar);
    if (ar->source[0] != '@' || strlen(ar->source) >= sizeof source[0].name ||
        strstr(ar->source, "scripts/") == NULL)
        return;
    i = find(ar->source + 1);
    if (i < SOURCES && ar->currentline > 0 && ar->currentline < LINES)
        source[i].line[ar->currentline] = true;
}

static void on_event(lua_State *L, lua_Debug *ar)
{
    static const int masks[] = {[LUA_HOOKCALL] = LUA_MASKCALL,   [LUA_HOOKRET] = LUA_MASKRET,
                                [LUA_HOOKLINE] = LUA_MASKLINE,   [LUA_HOOKCOUNT] = LUA_MASKCOUNT,
                                [LUA_HOOKTAILCALL] = LUA_MASKCALL};
    const struct hook *h = hook_of(L);

    if (ar->event == LUA_HOOKLINE)
        count_line(L, ar);
    if (h->f != NULL && (h->mask & masks[ar->event]) != 0)
        h->f(L, ar);
}

void __real_lua_sethook(lua_State *L, lua_Hook f, int mask, int count);

void __wrap_lua_sethook(lua_State *L, lua_Hook f, int mask, int count)
{
    struct hook *h = &hooks[__atomic_fetch_add(&nhooks, 1, __ATOMIC_RELAXED) % HOOKS];

    *h = (struct hook){mask != 0 ? f : NULL, f != NULL ? mask : 0, count};
    *(struct hook **)lua_getextraspace(L) = h;
    __real_lua_sethook(L, on_event, h->mask | LUA_MASKLINE, count);
}

lua_Hook __wrap_lua_gethook(lua_State *L)
{
    return hook_of(L)->f;
}

int __wrap_lua_gethookcount(lua_State *L)
{
    return hook_of(L)->count;
}

static lua_State *watched(lua_State *L)
{
    if (L != NULL)
        __wrap_lua_sethook(L, NULL, 0, 0);
    return L;
}

lua_State *__real_lua_newstate(lua_Alloc f, void *ud);
lua_State *__real_luaL_newstate(void);

lua_State *__wrap_lua_newstate(lua_Alloc f, void *ud)
{
    return watched(__real_lua_newstate(f, ud));
}

lua_State *__wrap_luaL_newstate(void)
{
    return watched(__real_luaL_newstate());
}

static char record[8 * LINES];

__attribute__((destructor)) static void write_lines(void)
{
    for (size_t i = 0; i < nsources; i++) {
        size_t n = (size_t)sprintf(record, "L %.199s", source[i].name);

        for (size_t line = 1; line < LINES; line++)
            if (source[i].line[line])
                n += (size_t)sprintf(record + n, " %zu", line);
        append(record, n + 1);
    }
}
