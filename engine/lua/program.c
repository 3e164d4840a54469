#include "lua/program.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lualib.h>

#include "base/near.h"
#include "lua/command.h"
#include "lua/core.h"
#include "lua/library.h"
#include "lua/prompt.h"
#include "lua/report.h"
#include "lua/sandbox.h"

static const char version[] = "balassa " BALASSA_VERSION " (" LUA_RELEASE ")";

static const char usage[] =
    "usage: balassa [options] [script.lua | NAME | -] [arguments]\n"
    "\n"
    "  script.lua   run this file\n"
    "  NAME         run a command: NAME.lua from ./scripts or from Balassa's own scripts\n"
    "  -            run standard input\n"
    "Without any of them: the prompt, or standard input when that is not a terminal.\n"
    "\n"
    "options:\n"
    "  -e CODE      run CODE first\n"
    "  -l MODULE    require MODULE first, into the global of its name (-l g=MODULE: into g)\n"
    "  -i           the prompt, after all else has run\n"
    "  -v           print the version\n"
    "  --traceback  show with every error how the script came there\n"
    "  --sandbox    keep the script from all but studies and figures, and within limits:\n"
    "    --read DIR     it may read the studies in DIR (else: ./datasets and those installed)\n"
    "    --write DIR    it may write figures to DIR (else: ./plots)\n"
    "    --limit NAME=N seconds of CPU time (60), memory in MiB (1024), steps (1e10)\n"
    "  --help       this page\n"
    "  --           end of the options\n"
    "\n"
    "Without --sandbox a script may do whatever its user may: run only those that you trust.\n";

/* A command line, once looked through. Options that run code stay in argv until their turn. */
struct request {
    int argc;
    char **argv;
    int script; /* argv[script] is the script, argc when there is none */
    bool code;  /* there is an -e */
    bool interactive, version, help, traceback, sandbox;
    const char *rule; /* an option that makes no sense without --sandbox */
    struct bal_sandbox *rules;
};

/* Options -------------------------------------------------------------------------------------- */

static int fail_usage(lua_State *L, const char *message)
{
    bal_complain("", message);
    fputs("Try: balassa --help\n", stderr);
    lua_settop(L, 0);
    return BAL_EXIT_USAGE;
}

static int fail_option(lua_State *L, const char *option)
{
    static const char *const known[] = {"-e",          "-i",      "-l",        "-v",
                                        "--traceback", "--help",  "--version", "--sandbox",
                                        "--read",      "--write", "--limit"};
    struct bal_near near;

    bal_near_start(&near, option);
    for (size_t i = 0; i < sizeof known / sizeof *known && option[1] == '-'; i++)
        bal_near_try(&near, known[i]);
    if (near.best == NULL)
        return fail_usage(L, lua_pushfstring(L, "unknown option '%s'", option));
    return fail_usage(
        L, lua_pushfstring(L, "unknown option '%s'; did you mean '%s'?", option, near.best));
}

static bool is_rule(const char *option)
{
    return strcmp(option, "--read") == 0 || strcmp(option, "--write") == 0 ||
           strcmp(option, "--limit") == 0;
}

/* "seconds=5" */
static bool set_limit(struct bal_sandbox *s, const char *text)
{
    const char *equals = strchr(text, '=');
    char *end;
    double n = equals != NULL ? strtod(equals + 1, &end) : 0;

    if (equals == NULL || end == equals + 1 || *end != '\0' || !(n > 0 && n <= 1e15))
        return false;
    if (strncmp(text, "seconds=", 8) == 0 && n <= 1e6)
        s->seconds = n;
    else if (strncmp(text, "memory=", 7) == 0 && n >= 16 && n <= 1e7)
        s->memory = (size_t)n * 1024 * 1024;
    else if (strncmp(text, "steps=", 6) == 0)
        s->most_steps = n;
    else
        return false;
    return true;
}

/* --read, --write, --limit, at argv[*i]; steps over its argument. */
static int read_rule(lua_State *L, struct request *r, int *i)
{
    const char *option = r->argv[*i], *value = *i + 1 < r->argc ? r->argv[*i + 1] : NULL;

    if (value == NULL)
        return fail_usage(L, lua_pushfstring(L, "option '%s' needs an argument", option));
    ++*i;
    r->rule = option;
    if (strcmp(option, "--limit") != 0) {
        if (bal_sandbox_add(option[2] == 'r' ? &r->rules->read : &r->rules->write, value))
            return BAL_EXIT_OK;
        return fail_usage(L, lua_pushfstring(L, "option '%s': '%s' is no folder, or one too many",
                                             option, value));
    }
    if (set_limit(r->rules, value))
        return BAL_EXIT_OK;
    return fail_usage(
        L, lua_pushfstring(L,
                           "option '--limit': '%s' is none of seconds=N, memory=N (from 16 MiB) "
                           "and steps=N",
                           value));
}

/* One option at argv[*i]; steps over the argument of -e and -l. */
static int read_option(lua_State *L, struct request *r, int *i)
{
    const char *option = r->argv[*i];

    if (strcmp(option, "-i") == 0) {
        r->interactive = true;
    } else if (strcmp(option, "-v") == 0 || strcmp(option, "--version") == 0) {
        r->version = true;
    } else if (strcmp(option, "--traceback") == 0) {
        r->traceback = true;
    } else if (strcmp(option, "--sandbox") == 0) {
        r->sandbox = true;
    } else if (is_rule(option)) {
        return read_rule(L, r, i);
    } else if (strcmp(option, "--help") == 0 || strcmp(option, "-h") == 0) {
        r->help = true;
    } else if (option[1] == 'e' || option[1] == 'l') {
        r->code = r->code || option[1] == 'e';
        if (option[2] == '\0' && ++*i >= r->argc)
            return fail_usage(L, lua_pushfstring(L, "option '%s' needs an argument", option));
    } else {
        return fail_option(L, option);
    }
    return BAL_EXIT_OK;
}

static int read_request(lua_State *L, struct request *r)
{
    int i, status;

    for (i = 1; i < r->argc && r->argv[i][0] == '-' && r->argv[i][1] != '\0'; i++) {
        if (strcmp(r->argv[i], "--") == 0) {
            i++;
            break;
        }
        status = read_option(L, r, &i);
        if (status != BAL_EXIT_OK)
            return status;
    }
    r->script = i < r->argc ? i : r->argc;
    if (r->rule != NULL && !r->sandbox)
        return fail_usage(
            L, lua_pushfstring(L, "option '%s' makes no sense without --sandbox", r->rule));
    if (r->sandbox && r->interactive)
        return fail_usage(L, "the prompt does not go with --sandbox");
    return BAL_EXIT_OK;
}

/* Running -------------------------------------------------------------------------------------- */

/* Calls the function below its `nargs` arguments. */
static int run(lua_State *L, int nargs)
{
    int status = bal_call(L, nargs, 0);

    return status == LUA_OK ? BAL_EXIT_OK : bal_report(L, status, NULL);
}

static void set_global_balassa(lua_State *L)
{
    lua_getglobal(L, "require");
    lua_pushliteral(L, "balassa");
    lua_call(L, 1, 1);
    lua_setglobal(L, "balassa");
}

static int run_code(lua_State *L, const char *code)
{
    int status;

    set_global_balassa(L);
    status = bal_load_text(L, code, strlen(code), "=(command line)");
    return status == LUA_OK ? run(L, 0) : bal_report(L, status, NULL);
}

/* "module" or "global=module" */
static int require_into(lua_State *L)
{
    const char *what = luaL_checkstring(L, 1), *equals = strchr(what, '=');

    lua_getglobal(L, "require");
    lua_pushstring(L, equals != NULL ? equals + 1 : what);
    lua_call(L, 1, 1);
    lua_pushlstring(L, what, equals != NULL ? (size_t)(equals - what) : strlen(what));
    lua_insert(L, -2);
    lua_pushglobaltable(L);
    lua_insert(L, -3);
    lua_settable(L, -3);
    return 0;
}

/* The options that run something, in their order. */
static int run_options(lua_State *L, const struct request *r)
{
    int status = BAL_EXIT_OK;

    for (int i = 1; i < r->script && status == BAL_EXIT_OK; i++) {
        char kind = r->argv[i][1];
        const char *rest = r->argv[i] + 2;

        if (is_rule(r->argv[i]))
            i++;
        if (kind != 'e' && kind != 'l')
            continue;
        if (*rest == '\0')
            rest = r->argv[++i];
        if (kind == 'e') {
            status = run_code(L, rest);
        } else {
            lua_pushcfunction(L, require_into);
            lua_pushstring(L, rest);
            status = run(L, 1);
        }
    }
    return status;
}

/* The global `arg` as lua5.4 sets it: [0] the script, [1] ... its arguments, and what stood before
 * it at negative indices; but a command's [0] is the path of its file. */
static void set_arg(lua_State *L, const struct request *r, const char *path)
{
    int origin = r->script < r->argc ? r->script : 0;

    lua_createtable(L, r->argc - origin, origin + 1);
    for (int i = 0; i < r->argc; i++) {
        lua_pushstring(L, i == origin && path != NULL ? path : r->argv[i]);
        lua_rawseti(L, -2, i - origin);
    }
    lua_setglobal(L, "arg");
}

/* The script's arguments, for its `...`; returns their number. */
static int push_arguments(lua_State *L, const struct request *r)
{
    luaL_checkstack(L, r->argc + 8, "too many arguments");
    for (int i = r->script + 1; i < r->argc; i++)
        lua_pushstring(L, r->argv[i]);
    return r->script < r->argc ? r->argc - r->script - 1 : 0;
}

static void push_all_of(lua_State *L, FILE *f)
{
    luaL_Buffer b;
    size_t n;

    luaL_buffinit(L, &b);
    do {
        n = fread(luaL_prepbuffer(&b), 1, LUAL_BUFFERSIZE, f);
        luaL_addsize(&b, n);
    } while (n > 0);
    luaL_pushresult(&b);
}

static int load_stdin(lua_State *L)
{
    size_t n;
    const char *text;
    int status;

    set_global_balassa(L);
    push_all_of(L, stdin);
    text = lua_tolstring(L, -1, &n);
    if (n > 0 && text[0] == '#') { /* a #! line; its newline stays, for the line numbers */
        n -= strcspn(text, "\n");
        text += strcspn(text, "\n");
    }
    status = bal_load_text(L, text, n, "=stdin");
    lua_remove(L, -2);
    return status;
}

/* Runs what `load_stdin` or `bal_load_file` left. */
static int run_loaded(lua_State *L, const struct request *r, int status, const char *path)
{
    if (status != LUA_OK)
        return bal_report(L, status, NULL);
    if (path != NULL)
        set_arg(L, r, path);
    return run(L, push_arguments(L, r));
}

static int fail_command(lua_State *L, const char *name)
{
    const char *near;

    bal_push_near_command(L, name);
    near = lua_tostring(L, -1);
    if (access(name, F_OK) == 0)
        lua_pushfstring(L, "no command '%s'; to run the file of that name: balassa ./%s", name,
                        name);
    else if (near != NULL)
        lua_pushfstring(L, "no command '%s'; did you mean '%s'?", name, near);
    else
        lua_pushfstring(L, "no command '%s'", name);
    bal_complain("", lua_tostring(L, -1));
    bal_push_command_list(L);
    fprintf(stderr, "commands:\n%s", lua_tostring(L, -1));
    lua_settop(L, 0);
    return BAL_EXIT_USAGE;
}

static int run_script(lua_State *L, const struct request *r)
{
    const char *name = r->argv[r->script], *path = name;

    if (strcmp(name, "-") == 0 && strcmp(r->argv[r->script - 1], "--") != 0)
        return run_loaded(L, r, load_stdin(L), NULL);
    if (bal_is_command_name(name)) {
        if (!bal_push_command(L, name))
            return fail_command(L, name);
        path = lua_tostring(L, -1);
    }
    return run_loaded(L, r, bal_load_file(L, path), path);
}

static int help(lua_State *L)
{
    bal_push_command_list(L);
    printf("%s\ncommands (balassa NAME --help tells more):\n%s", usage, lua_tostring(L, -1));
    lua_pop(L, 1);
    return BAL_EXIT_OK;
}

static int run_request(lua_State *L, const struct request *r)
{
    bool only_prompt = r->script == r->argc && !r->code && !r->version;
    bool from_stdin = only_prompt && !r->interactive && (r->sandbox || !isatty(STDIN_FILENO));
    int status;

    if (r->help)
        return help(L);
    if (r->version)
        puts(version);
    set_arg(L, r, NULL);
    status = run_options(L, r);
    if (status == BAL_EXIT_OK && r->script < r->argc)
        status = run_script(L, r);
    else if (status == BAL_EXIT_OK && from_stdin)
        return run_loaded(L, r, load_stdin(L), NULL);
    if (r->interactive || (only_prompt && status == BAL_EXIT_OK)) {
        set_global_balassa(L);
        bal_prompt(L);
    }
    return status;
}

/* The state ------------------------------------------------------------------------------------ */

/* warn("@on"), warn("@off") switch; anything else is said. ud: where in a warning we are. */
struct warnings {
    bool off, continued;
};

static void on_warning(void *ud, const char *text, int more)
{
    struct warnings *w = ud;

    if (!w->continued && !more && text[0] == '@') {
        w->off = strcmp(text, "@off") == 0 || (w->off && strcmp(text, "@on") != 0);
        return;
    }
    if (!w->off) {
        if (!w->continued)
            fflush(stdout);
        fputs(w->continued ? "" : "balassa: warning: ", stderr);
        fputs(text, stderr);
        fputs(more ? "" : "\n", stderr);
    }
    w->continued = more != 0;
}

static void default_rules(lua_State *L, struct bal_sandbox *s)
{
    const char *scripts = bal_scripts_folder(L);

    if (s->read.n == 0) {
        bal_sandbox_add(&s->read, "datasets");
        bal_sandbox_add(&s->read, lua_pushfstring(L, "%s/../datasets", scripts));
    }
    if (s->write.n == 0)
        bal_sandbox_add(&s->write, "plots");
}

static void open_state(lua_State *L, const struct request *r)
{
    bool file = r->script < r->argc && strcmp(r->argv[r->script], "-") != 0;

    if (r->sandbox) {
        bal_sandbox_limit_process(r->rules);
        bal_sandbox_enter(L, r->rules, file ? r->argv[r->script] : NULL);
    } else {
        luaL_openlibs(L);
    }
    bal_report_open(L);
    luaL_requiref(L, "balassa", luaopen_balassa, 0);
    if (r->sandbox)
        default_rules(L, r->rules);
    bal_show_tracebacks(L, r->traceback);
    lua_settop(L, 0);
}

/* Protected: an error here is out of memory, or a broken library. */
static int protected_main(lua_State *L)
{
    struct request *r = lua_touserdata(L, 1);
    int *status = lua_touserdata(L, 2);

    lua_settop(L, 0);
    *status = read_request(L, r);
    if (*status == BAL_EXIT_OK) {
        open_state(L, r);
        *status = run_request(L, r);
    }
    return 0;
}

/* A limit of the sandbox that ended the script is what it died of, however that came about. */
static int explain(lua_State *L, const struct bal_sandbox *rules, int status)
{
    char text[200];
    const char *reason = bal_sandbox_reason(rules, text, sizeof text);

    if (status == BAL_EXIT_OK || reason == NULL ||
        (rules->over == 0 && status != BAL_EXIT_INTERNAL))
        return status;
    if (status == BAL_EXIT_INTERNAL || !bal_reported(L, reason))
        bal_complain("", reason);
    return BAL_EXIT_DENIED;
}

int bal_program(int argc, char **argv)
{
    struct bal_sandbox rules = {
        .memory = (size_t)1024 * 1024 * 1024, .most_steps = 1e10, .seconds = 60};
    struct request request = {.argc = argc, .argv = argv, .rules = &rules};
    struct warnings warnings = {0};
    int status = BAL_EXIT_INTERNAL;
    lua_State *L = lua_newstate(bal_sandbox_alloc, &rules);

    if (L == NULL) {
        bal_complain("", "not enough memory");
        return status;
    }
    lua_setwarnf(L, on_warning, &warnings);
    lua_pushcfunction(L, protected_main);
    lua_pushlightuserdata(L, &request);
    lua_pushlightuserdata(L, &status);
    if (lua_pcall(L, 2, 0, 0) != LUA_OK) {
        bal_complain("", lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "failed to start");
        status = BAL_EXIT_INTERNAL;
    }
    status = explain(L, &rules, status);
    bal_sandbox_leave(&rules);
    lua_close(L);
    return status;
}
