#include "lua/complete.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

#include <lauxlib.h>

static lua_State *state; /* readline's callbacks are told nothing */
static int set_at;       /* where its stack holds the candidates */

/* Following `study.actors[2].label` ------------------------------------------------------------ */

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static bool is_identifier(const char *s)
{
    if (!is_word(*s) || isdigit((unsigned char)*s))
        return false;
    while (is_word(*s))
        s++;
    return *s == '\0';
}

/* Where the path begins that ends before `end`; `end` itself when there is none. */
static const char *path_start(const char *line, const char *end)
{
    const char *p = end;

    for (;;) {
        const char *piece = p;

        while (p > line && p[-1] == ']') {
            while (p > line && *p != '[')
                p--;
        }
        while (p > line && is_word(p[-1]))
            p--;
        if (p == piece)
            return end;
        if (p - line < 2 || (p[-1] != '.' && p[-1] != ':') || p[-2] == '.')
            return p;
        p--;
    }
}

/* Steps over one piece at *p and pushes it as a key; false when it is not a constant. */
static bool push_key(lua_State *L, const char **p, const char *end)
{
    const char *s = *p;
    char quote;

    if (*s != '[') {
        s += *s == '.' || *s == ':';
        for (*p = s; *p < end && is_word(**p);)
            ++*p;
        lua_pushlstring(L, s, (size_t)(*p - s));
        return *p > s;
    }
    quote = *++s;
    if (quote == '"' || quote == '\'') {
        const char *close = memchr(s + 1, quote, (size_t)(end - s - 1));

        if (close == NULL || close[1] != ']')
            return false;
        lua_pushlstring(L, s + 1, (size_t)(close - s - 1));
        *p = close + 2;
        return true;
    }
    lua_pushinteger(L, strtoll(s, (char **)(uintptr_t)p, 10));
    if (*p == s || **p != ']')
        return false;
    ++*p;
    return true;
}

/* Pushes what the path between the two denotes; false when it denotes nothing. */
static bool push_path(lua_State *L, const char *p, const char *end)
{
    if (p >= end)
        return false;
    lua_pushglobaltable(L);
    while (p < end) {
        if (!push_key(L, &p, end))
            return false;
        lua_gettable(L, -2);
        lua_remove(L, -2);
        if (lua_isnil(L, -1))
            return false;
    }
    return true;
}

/* Candidates ----------------------------------------------------------------------------------- */

/* What is asked for. The set and the object are stack indices. */
struct want {
    const char *prefix;
    bool methods; /* functions only, as after a colon */
    bool ids;     /* anything but functions, as in events["..."] */
    int object;   /* 0: none */
    int set;
};

static bool fits(lua_State *L, const struct want *w, const char *name)
{
    bool function;

    if (strncmp(name, w->prefix, strlen(w->prefix)) != 0)
        return false;
    if (!w->methods && !w->ids)
        return is_identifier(name);
    lua_getfield(L, w->object, name);
    function = lua_isfunction(L, -1);
    lua_pop(L, 1);
    return w->methods ? function && is_identifier(name) : !function;
}

static void add(lua_State *L, const struct want *w, const char *name)
{
    if (fits(L, w, name)) {
        lua_pushboolean(L, true);
        lua_setfield(L, w->set, name);
    }
}

static void add_keys(lua_State *L, const struct want *w, int table)
{
    lua_pushnil(L);
    while (lua_next(L, table) != 0) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING)
            add(L, w, lua_tostring(L, -1));
    }
}

static void add_items(lua_State *L, const struct want *w, int list)
{
    lua_Integer n = (lua_Integer)lua_rawlen(L, list);

    for (lua_Integer i = 1; i <= n; i++) {
        if (lua_rawgeti(L, list, i) == LUA_TSTRING)
            add(L, w, lua_tostring(L, -1));
        lua_pop(L, 1);
    }
}

static void add_names_of(lua_State *L, const struct want *w)
{
    if (lua_istable(L, w->object))
        add_keys(L, w, w->object);
    if (luaL_getmetafield(L, w->object, "__complete") == LUA_TFUNCTION) {
        lua_pushvalue(L, w->object);
        lua_call(L, 1, 1);
        if (lua_istable(L, -1))
            add_items(L, w, lua_gettop(L));
    } else if (luaL_getmetafield(L, w->object, "__index") == LUA_TTABLE) {
        add_keys(L, w, lua_gettop(L));
    }
}

static void add_globals(lua_State *L, const struct want *w)
{
    static const char *const keywords[] = {"and",   "break", "do",       "else", "elseif", "end",
                                           "false", "for",   "function", "goto", "if",     "in",
                                           "local", "nil",   "not",      "or",   "repeat", "return",
                                           "then",  "true",  "until",    "while"};

    lua_pushglobaltable(L);
    add_keys(L, w, lua_gettop(L));
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        add(L, w, keywords[i]);
}

/* Ids ------------------------------------------------------------------------------------------ */

static bool is_record_set(lua_State *L, int index)
{
    bool is;

    if (luaL_getmetafield(L, index, "__name") == LUA_TNIL)
        return false;
    is = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "balassa.records") == 0;
    lua_pop(L, 1);
    return is;
}

/* `study` and "event" -> pushes study:events(), the set that study:event picks from. */
static bool push_plural(lua_State *L, int object, const char *method, size_t n)
{
    lua_pushlstring(L, method, n);
    lua_pushliteral(L, "s");
    lua_concat(L, 2);
    lua_gettable(L, object);
    if (!lua_isfunction(L, -1))
        return false;
    lua_pushvalue(L, object);
    lua_call(L, 1, 1);
    return true;
}

/* Pushes the record set to whose [ or method the open quote after `end` belongs. */
static bool push_record_set(lua_State *L, const char *line, const char *end)
{
    const char *method;
    bool call = end == line || end[-1] != '[';

    while (end > line && (end[-1] == ' ' || end[-1] == '(' || end[-1] == '['))
        end--;
    if (!call)
        return push_path(L, path_start(line, end), end) && is_record_set(L, -1);
    for (method = end; method > line && is_word(method[-1]);)
        method--;
    if (method == line || method == end || method[-1] != ':' ||
        !push_path(L, path_start(line, method - 1), method - 1))
        return false;
    if (is_record_set(L, -1))
        return true;
    return push_plural(L, lua_gettop(L), method, (size_t)(end - method)) && is_record_set(L, -1);
}

/* Texts that a method takes --------------------------------------------------------------------- */

/* Back over blanks. */
static const char *skip_blanks(const char *line, const char *end)
{
    while (end > line && end[-1] == ' ')
        end--;
    return end;
}

/* Back over the text or the bracketed arguments that end before `end`; NULL when there are none. */
static const char *skip_argument(const char *line, const char *end)
{
    int depth = 0;

    for (const char *p = end; p > line;) {
        char c = *--p;

        if (c == '"' || c == '\'') {
            const char *open = p > line ? memrchr(line, c, (size_t)(p - line)) : NULL;

            if (open == NULL)
                return NULL;
            p = open;
        } else if (c == ')' || c == '}') {
            depth++;
        } else if (c == '(' || c == '{') {
            depth--;
        } else if (depth == 0) {
            return NULL;
        }
        if (depth == 0)
            return p;
        if (depth < 0)
            return NULL;
    }
    return NULL;
}

/* Back over `:drop "x" :move_crisis(...)`: where the chain of calls that ends before `end` hangs. */
static const char *skip_calls(const char *line, const char *end)
{
    for (;;) {
        const char *p = skip_blanks(line, end);

        if (p == line || is_word(p[-1]) || p[-1] == ']')
            return p;
        p = skip_argument(line, p);
        if (p == NULL)
            return NULL;
        p = skip_blanks(line, p);
        while (p > line && is_word(p[-1]))
            p--;
        if (p == line || p[-1] != ':')
            return NULL;
        end = p - 1;
    }
}

/* Pushes what the object says that its method takes as a text: a list, or false for a file; without
 * a word of it, nothing. `study:what_if "x" :drop "` asks the study. */
static bool push_texts(lua_State *L, const char *line, const char *end)
{
    const char *method, *path;
    size_t n;

    while (end > line && (end[-1] == ' ' || end[-1] == '('))
        end--;
    for (method = end; method > line && is_word(method[-1]);)
        method--;
    n = (size_t)(end - method);
    if (method == line || n == 0 || method[-1] != ':')
        return false;
    path = skip_calls(line, method - 1);
    if (path == NULL || !push_path(L, path_start(line, path), path) ||
        luaL_getmetafield(L, -1, "__complete_text") != LUA_TFUNCTION)
        return false;
    lua_insert(L, -2);
    lua_pushlstring(L, method, n);
    lua_call(L, 2, 1);
    return !lua_isnil(L, -1);
}

static void add_texts(lua_State *L, const struct want *w)
{
    int list = lua_gettop(L);

    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, list); i++) {
        if (lua_rawgeti(L, list, i) == LUA_TSTRING &&
            strncmp(lua_tostring(L, -1), w->prefix, strlen(w->prefix)) == 0) {
            lua_pushboolean(L, true);
            lua_setfield(L, w->set, lua_tostring(L, -2));
        }
        lua_settop(L, list);
    }
}

/* All together --------------------------------------------------------------------------------- */

static int complete_quoted(lua_State *L, struct want *w, const char *line, const char *end)
{
    const char *before = end > line ? end - 1 : end; /* the quote */

    if (push_texts(L, line, before)) {
        if (!lua_istable(L, -1))
            return 0;
        add_texts(L, w);
        return 1;
    }
    lua_settop(L, w->set);
    if (!push_record_set(L, line, before))
        return 0;
    w->ids = true;
    w->object = lua_gettop(L);
    add_names_of(L, w);
    return 1;
}

int bal_complete(lua_State *L)
{
    size_t n;
    const char *line = luaL_checklstring(L, 1, &n), *end = line + n;
    struct want w = {.prefix = luaL_checkstring(L, 2), .set = 4};
    char last = n > 0 ? end[-1] : '\0';

    lua_settop(L, 3);
    lua_newtable(L);
    if (lua_toboolean(L, 3) && complete_quoted(L, &w, line, end) == 0)
        return 0;
    if (!lua_toboolean(L, 3) && (last == ':' || (last == '.' && (n < 2 || end[-2] != '.')))) {
        w.methods = last == ':';
        if (push_path(L, path_start(line, end - 1), end - 1)) {
            w.object = lua_gettop(L);
            add_names_of(L, &w);
        }
    } else if (!lua_toboolean(L, 3)) {
        add_globals(L, &w);
    }
    lua_settop(L, w.set);
    return 1;
}

/* Readline's side ------------------------------------------------------------------------------ */

static char *next_match(const char *text, int calls)
{
    (void)text;
    if (calls == 0) {
        lua_settop(state, set_at);
        lua_pushnil(state);
    }
    if (lua_next(state, set_at) == 0)
        return NULL;
    lua_pop(state, 1);
    return strdup(lua_tostring(state, -1));
}

static char **attempt(const char *text, int start, int end)
{
    lua_State *L = state;
    int top = lua_gettop(L);
    char **matches = NULL;

    (void)end;
    rl_completion_append_character = '\0';
    rl_attempted_completion_over = 1;
    if (!lua_checkstack(L, 20))
        return NULL;
    lua_pushcfunction(L, bal_complete);
    lua_pushlstring(L, rl_line_buffer, (size_t)start);
    lua_pushstring(L, text);
    lua_pushboolean(L, rl_completion_quote_character != 0);
    if (lua_pcall(L, 3, 1, 0) == LUA_OK) {
        set_at = top + 1;
        if (lua_istable(L, set_at))
            matches = rl_completion_matches(text, next_match);
        else
            rl_attempted_completion_over = 0;
    }
    lua_settop(L, top);
    return matches;
}

void bal_complete_open(void)
{
    rl_basic_word_break_characters = " \t\n\"'`><=;,:|&{}()[]+-*/%^~#.";
    rl_completer_word_break_characters = rl_basic_word_break_characters;
    rl_completer_quote_characters = "\"'";
    rl_attempted_completion_function = attempt;
}

void bal_complete_start(lua_State *L)
{
    state = L;
}
