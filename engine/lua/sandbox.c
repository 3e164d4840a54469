#include "lua/sandbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <lauxlib.h>

#include "io/file.h"
#include "lua/interrupt.h"
#include "lua/library.h"
#include "lua/report.h"

enum over { OVER_STEPS = 1, OVER_SECONDS };

enum { BATCH = 1000 };  /* instructions between two calls of the hook */
enum { TICKS = 5 };     /* of the timer, between asking and ending */
enum { TICK = 100000 }; /* microseconds */

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED true
#elif defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

static const size_t mebibyte = 1024 * 1024;

/* A signal handler is told nothing but the signal's number: this is how it finds the sandbox. */
static struct bal_sandbox *volatile watched;

/* Memory --------------------------------------------------------------------------------------- */

void *bal_sandbox_alloc(void *ud, void *ptr, size_t osize, size_t nsize)
{
    struct bal_sandbox *s = ud;
    void *p;

    if (ptr == NULL)
        osize = 0; /* Lua says there of what kind the object will be */
    if (nsize == 0) {
        free(ptr);
        s->used -= osize;
        return NULL;
    }
    if (s->on && nsize > osize && nsize - osize > s->memory - s->used) {
        s->refused = true;
        return NULL;
    }
    p = realloc(ptr, nsize);
    if (p != NULL)
        s->used += nsize - osize;
    return p;
}

struct bal_sandbox *bal_sandbox_of(lua_State *L)
{
    void *ud;

    if (lua_getallocf(L, &ud) != bal_sandbox_alloc)
        return NULL;
    return ((struct bal_sandbox *)ud)->on ? ud : NULL;
}

/* Steps and time ------------------------------------------------------------------------------- */

static const char *limit_text(const struct bal_sandbox *s, int over, char *out, size_t size)
{
    if (over == OVER_STEPS)
        snprintf(out, size,
                 "the sandbox lets a script run %.15g steps (--limit steps=N sets another limit)",
                 s->most_steps);
    else
        snprintf(out, size,
                 "the sandbox lets a script run %g seconds of CPU time (--limit seconds=N sets "
                 "another limit)",
                 s->seconds);
    return out;
}

/* Only what a signal handler may call. */
static void on_time(int number)
{
    struct bal_sandbox *s = watched;

    (void)number;
    if (s == NULL)
        return;
    if (s->over == 0)
        s->over = OVER_SECONDS;
    else if (++s->late >= TICKS) {
        ssize_t said = write(STDERR_FILENO, s->last_words, strlen(s->last_words));

        (void)said;
        _exit(BAL_EXIT_DENIED);
    }
}

/* The timer fires after `seconds` of CPU time and every TICK from then on. */
static void arm_timer(struct bal_sandbox *s, int over, double seconds)
{
    struct sigaction action = {.sa_handler = on_time, .sa_flags = SA_RESTART};
    struct itimerval when = {.it_interval = {.tv_usec = TICK}};
    char text[160];

    snprintf(s->last_words, sizeof s->last_words, "balassa: %.120s; it was inside one long call\n",
             limit_text(s, over, text, sizeof text));
    watched = s;
    sigemptyset(&action.sa_mask);
    sigaction(SIGPROF, &action, NULL);
    when.it_value.tv_sec = (time_t)seconds;
    when.it_value.tv_usec = (suseconds_t)((seconds - (double)when.it_value.tv_sec) * 1e6) + 1;
    setitimer(ITIMER_PROF, &when, NULL);
}

/* Raised again at every instruction from then on: nothing that catches it gets any further. What runs
 * where no hook does (a message handler called from this very error, the __close of a coroutine that
 * died of it) has the timer against it. */
static void on_count(lua_State *L, lua_Debug *ar)
{
    struct bal_sandbox *s = bal_sandbox_of(L);
    char text[160];

    (void)ar;
    if (s == NULL)
        return;
    s->steps -= BATCH;
    if (s->over == 0 && s->steps < 0) {
        s->over = OVER_STEPS;
        arm_timer(s, OVER_STEPS, 0);
    }
    if (s->over == 0)
        return;
    if (lua_gethookcount(L) != 1)
        lua_sethook(L, on_count, LUA_MASKCOUNT, 1);
    lua_pushstring(L, limit_text(s, s->over, text, sizeof text));
    lua_error(L);
}

void bal_sandbox_charge(lua_State *L)
{
    lua_Debug ar;

    on_count(L, &ar);
}

bool bal_sandbox_is_over(lua_State *L)
{
    const struct bal_sandbox *s = bal_sandbox_of(L);

    return s != NULL && s->over != 0;
}

/* The process ---------------------------------------------------------------------------------- */

static void lower(int resource, rlim_t most)
{
    struct rlimit limit;

    if (getrlimit((__rlimit_resource_t)resource, &limit) != 0)
        return;
    if (limit.rlim_max == RLIM_INFINITY || limit.rlim_max > most)
        limit.rlim_max = most;
    limit.rlim_cur = limit.rlim_max < most ? limit.rlim_max : most;
    setrlimit((__rlimit_resource_t)resource, &limit);
}

/* The address space holds more than what is allocated: the program, and for each thread a stack and
 * what malloc reserves. A sanitizer reserves terabytes. */
void bal_sandbox_limit_process(const struct bal_sandbox *s)
{
    long threads = sysconf(_SC_NPROCESSORS_ONLN);
    size_t beside = 1024 + 160 * (size_t)(threads > 0 ? threads : 1);

    lower(RLIMIT_CPU, (rlim_t)s->seconds + 4);
    lower(RLIMIT_CORE, 0);
    lower(RLIMIT_FSIZE, (rlim_t)(1024 * mebibyte));
    signal(SIGXFSZ, SIG_IGN); /* a write beyond that fails */
    if (!SANITIZED)
        lower(RLIMIT_AS, (rlim_t)(s->memory + beside * mebibyte));
}

void bal_sandbox_enter(lua_State *L, struct bal_sandbox *s, const char *script)
{
    s->on = true;
    s->steps = s->most_steps;
    if (script == NULL || realpath(script, s->script) == NULL)
        s->script[0] = '\0';
    bal_sandbox_open_libraries(L);
    arm_timer(s, OVER_SECONDS, s->seconds);
    bal_interrupt_rest(on_count, LUA_MASKCOUNT, BATCH);
    lua_sethook(L, on_count, LUA_MASKCOUNT, BATCH);
}

void bal_sandbox_leave(struct bal_sandbox *s)
{
    struct itimerval never = {.it_value = {0}};

    if (!s->on)
        return;
    setitimer(ITIMER_PROF, &never, NULL);
    watched = NULL;
    bal_interrupt_rest(NULL, 0, 0);
}

const char *bal_sandbox_reason(const struct bal_sandbox *s, char *out, size_t size)
{
    if (!s->on || (s->over == 0 && !s->refused))
        return NULL;
    if (s->over != 0)
        return limit_text(s, s->over, out, size);
    snprintf(
        out, size,
        "the sandbox lets a script have %zu MiB of memory (--limit memory=N sets another limit)",
        s->memory / mebibyte);
    return out;
}

/* Files ---------------------------------------------------------------------------------------- */

static bool hold(const struct bal_roots *roots, const char *real)
{
    for (size_t i = 0; i < roots->n; i++)
        if (bal_path_under(real, roots->dir[i]))
            return true;
    return false;
}

bool bal_sandbox_add(struct bal_roots *roots, const char *dir)
{
    struct stat st;
    char *real;

    if (roots->n == BAL_ROOTS)
        return false;
    real = roots->dir[roots->n];
    if (realpath(dir, real) == NULL || stat(real, &st) != 0 || !S_ISDIR(st.st_mode))
        return false;
    if (!hold(roots, real))
        roots->n++;
    return true;
}

static int deny(const char *what, const char *path, const struct bal_roots *roots,
                const char *option, struct bal_error *err)
{
    char list[512] = "";
    size_t n = 0;

    for (size_t i = 0; i < roots->n && n < sizeof list; i++)
        n += (size_t)snprintf(list + n, sizeof list - n, "%s%.150s", i > 0 ? ", " : "",
                              roots->dir[i]);
    if (n == 0)
        return bal_fail(
            err, BAL_EDENIED,
            "%.200s: there is no folder in which --sandbox lets a script %s; %s DIR names one",
            path, what, option);
    return bal_fail(
        err, BAL_EDENIED,
        "%.200s: --sandbox lets a script %s only what is in %s; %s DIR names another folder", path,
        what, list, option);
}

int bal_sandbox_may_read(lua_State *L, const char *dir, struct bal_error *err)
{
    const struct bal_sandbox *s = bal_sandbox_of(L);
    char real[PATH_MAX];

    if (s == NULL || (realpath(dir, real) != NULL && hold(&s->read, real)))
        return 0;
    return deny("read", dir, &s->read, "--read", err);
}

/* Registry key: the state is read-only. */
static const char read_only = 0;

void bal_sandbox_set_read_only(lua_State *L, bool on)
{
    lua_pushboolean(L, on);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &read_only);
}

bool bal_sandbox_is_read_only(lua_State *L)
{
    bool on;

    lua_rawgetp(L, LUA_REGISTRYINDEX, &read_only);
    on = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return on;
}

static int deny_again(const char *path, struct bal_error *err)
{
    return bal_fail(err, BAL_EDENIED, "a script that is run again may not write '%.200s'", path);
}

int bal_sandbox_may_write(lua_State *L, const char *base, struct bal_error *err)
{
    const struct bal_sandbox *s = bal_sandbox_of(L);
    const char *slash = strrchr(base, '/');
    char folder[PATH_MAX] = ".", real[PATH_MAX];
    size_t n = slash != NULL ? (size_t)(slash - base) + 1 : 0;

    if (bal_sandbox_is_read_only(L))
        return deny_again(base, err);
    if (s == NULL)
        return 0;
    if (n > 0 && n < sizeof folder) {
        memcpy(folder, base, n);
        folder[n] = '\0';
    }
    if (n < sizeof folder && realpath(folder, real) != NULL && hold(&s->write, real))
        return 0;
    return deny("write", base, &s->write, "--write", err);
}

int bal_sandbox_may_change(lua_State *L, const char *path, struct bal_error *err)
{
    if (bal_sandbox_is_read_only(L))
        return deny_again(path, err);
    if (bal_sandbox_of(L) == NULL)
        return 0;
    return bal_fail(err, BAL_EDENIED, "%.200s: --sandbox lets a script write figures only", path);
}

bool bal_sandbox_is_script(lua_State *L, const char *path)
{
    const struct bal_sandbox *s = bal_sandbox_of(L);
    bool again = bal_sandbox_is_read_only(L);
    char real[PATH_MAX], own[PATH_MAX];

    if (s == NULL && !again)
        return true;
    if (realpath(path, real) == NULL)
        return false;
    if (bal_path_under(real, bal_scripts_folder(L)))
        return true;
    if (s != NULL)
        return strcmp(real, s->script) == 0;
    return realpath("scripts", own) != NULL && bal_path_under(real, own);
}
