#include "plot/run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { READING = 0, WRITING = 1 }; /* ends of a pipe */
enum { KEPT = 1 << 20 };           /* bytes of a stream */

struct stream {
    int end[2]; /* -1: closed */
    struct bal_buf *into;
    int number; /* of what ended the reading of it; 0: its end */
};

/* Time ----------------------------------------------------------------------------------------- */

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int milliseconds_until(double deadline)
{
    double left = (deadline - now()) * 1000;

    return left <= 0 ? 0 : (int)left + 1;
}

static void nap(double seconds)
{
    struct timespec t = {.tv_nsec = (long)(seconds * 1e9)};

    nanosleep(&t, NULL);
}

/* Pipes ---------------------------------------------------------------------------------------- */

static void close_end(struct stream *s, int which)
{
    if (s->end[which] >= 0)
        close(s->end[which]);
    s->end[which] = -1;
}

static void close_stream(struct stream *s)
{
    close_end(s, READING);
    close_end(s, WRITING);
}

/* Out of the way of 0, 1 and 2, which the caller may have closed and which the child's redirections
 * would then overwrite. */
static bool lift(int *fd)
{
    int high;

    if (*fd > 2)
        return true;
    high = fcntl(*fd, F_DUPFD_CLOEXEC, 3);
    if (high < 0)
        return false;
    close(*fd);
    *fd = high;
    return true;
}

static bool open_stream(struct stream *s)
{
    if (s->into == NULL)
        return true;
    if (pipe2(s->end, O_CLOEXEC) != 0) {
        s->end[READING] = s->end[WRITING] = -1;
        return false;
    }
    return lift(&s->end[READING]) && lift(&s->end[WRITING]);
}

/* Takes what is there; closes the stream at its end. */
static void take(struct stream *s)
{
    char chunk[4096];
    ssize_t got = read(s->end[READING], chunk, sizeof chunk);

    if (got > 0 && s->into->len < KEPT)
        bal_buf_add(s->into, chunk, (size_t)got);
    if (got < 0 && errno != EINTR && errno != EAGAIN)
        s->number = errno;
    if (got == 0 || s->number != 0)
        close_end(s, READING);
}

/* Reads both streams to their ends; false when the deadline comes first. */
static bool collect(struct stream stream[2], double deadline)
{
    while (stream[0].end[READING] >= 0 || stream[1].end[READING] >= 0) {
        struct pollfd fds[2];
        int ready;

        for (int i = 0; i < 2; i++)
            fds[i] = (struct pollfd){.fd = stream[i].end[READING], .events = POLLIN};
        ready = poll(fds, 2, milliseconds_until(deadline));
        if (ready == 0 && now() >= deadline)
            return false;
        for (int i = 0; ready > 0 && i < 2; i++)
            if (fds[i].fd >= 0 && fds[i].revents != 0)
                take(&stream[i]);
    }
    return true;
}

/* The child ------------------------------------------------------------------------------------ */

extern char **environ;

static bool is_dropped(const char *variable)
{
    static const char *const prefix[] = {"LC_ALL=", "GNUTERM=", "GNUPLOT_", "GDFONTPATH="};

    for (size_t i = 0; i < sizeof prefix / sizeof *prefix; i++)
        if (strncmp(variable, prefix[i], strlen(prefix[i])) == 0)
            return true;
    return false;
}

/* The strings stay the caller's; *size is what to free. NULL: out of memory. */
static char **make_environment(const struct bal_mem *mem, size_t *size)
{
    static char locale[] = "LC_ALL=C.UTF-8";
    size_t n = 0, kept = 0;
    char **env;

    while (environ != NULL && environ[n] != NULL)
        n++;
    *size = (n + 2) * sizeof *env;
    env = bal_alloc(mem, *size);
    if (env == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (!is_dropped(environ[i]))
            env[kept++] = environ[i];
    env[kept++] = locale;
    env[kept] = NULL;
    return env;
}

static int redirect(posix_spawn_file_actions_t *actions, int fd, int target, int mode)
{
    if (fd < 0)
        return posix_spawn_file_actions_addopen(actions, target, "/dev/null", mode, 0);
    return posix_spawn_file_actions_adddup2(actions, fd, target);
}

/* Signals as a fresh program expects them, whatever the host program does with its own. */
static int reset_signals(posix_spawnattr_t *attr)
{
    sigset_t none, defaults;

    sigemptyset(&none);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    sigaddset(&defaults, SIGINT);
    sigaddset(&defaults, SIGTERM);
    if (posix_spawnattr_setsigmask(attr, &none) != 0 ||
        posix_spawnattr_setsigdefault(attr, &defaults) != 0)
        return ENOMEM;
    return posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

/* Returns 0 or an errno value. */
static int spawn(const struct bal_run *run, const struct stream stream[2], char **env, pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attr;
    int rc;

    if (posix_spawn_file_actions_init(&actions) != 0)
        return ENOMEM;
    if (posix_spawnattr_init(&attr) != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return ENOMEM;
    }
    rc = reset_signals(&attr);
    if (rc == 0)
        rc = redirect(&actions, run->input, 0, O_RDONLY);
    for (int i = 0; rc == 0 && i < 2; i++)
        rc = redirect(&actions, stream[i].end[WRITING], i + 1, O_WRONLY);
    if (rc == 0)
        rc = posix_spawnp(pid, run->argv[0], &actions, &attr, (char *const *)run->argv, env);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&actions);
    return rc;
}

static int decode(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Waits for the child to end, until the deadline; then kills it. A host that ignores SIGCHLD has
 * its children reaped by the system: their status is lost, and taken as 0. */
static void reap(pid_t pid, double deadline, struct bal_run *run)
{
    double pause = 0.0002;

    for (;;) {
        int status = 0;
        pid_t got = waitpid(pid, &status, run->timed_out ? 0 : WNOHANG);

        if (got == pid || (got < 0 && errno != EINTR)) {
            run->status = got == pid ? decode(status) : 0;
            return;
        }
        if (got == 0 && now() >= deadline) {
            run->timed_out = true;
            kill(pid, SIGKILL);
        } else if (got == 0) {
            nap(pause);
            pause = pause < 0.01 ? pause * 2 : pause;
        }
    }
}

static int cannot_start(const char *program, int number, struct bal_error *err)
{
    if (number == ENOENT || number == ENOTDIR || number == EACCES || number == ENOEXEC)
        return bal_fail(
            err, BAL_ENOPROG,
            "cannot run '%s' (%s): install it with `apt-get install gnuplot-nox`, or name "
            "it in the environment variable BALASSA_GNUPLOT",
            program, strerror(number));
    return bal_fail(err, BAL_EIO, "cannot run '%s': %s", program, strerror(number));
}

/* From the running child to its end. */
static int attend(pid_t pid, struct bal_run *run, struct stream stream[2], struct bal_error *err)
{
    double deadline = now() + (run->seconds < 86400 ? run->seconds : 86400);

    for (int i = 0; i < 2; i++)
        close_end(&stream[i], WRITING);
    if (!collect(stream, deadline)) {
        run->timed_out = true;
        kill(pid, SIGKILL);
    }
    reap(pid, deadline, run);
    if (run->timed_out)
        return bal_fail(err, BAL_ERUN, "'%s' was stopped after %g seconds", run->argv[0],
                        run->seconds);
    for (int i = 0; i < 2; i++)
        if (stream[i].into != NULL && stream[i].into->failed)
            return bal_fail_mem(err);
    for (int i = 0; i < 2; i++)
        if (stream[i].number != 0)
            return bal_fail(err, BAL_EIO, "cannot read what '%s' says: %s", run->argv[0],
                            strerror(stream[i].number));
    return 0;
}

int bal_run(const struct bal_mem *mem, struct bal_run *run, struct bal_error *err)
{
    struct stream stream[2] = {{{-1, -1}, run->out, 0}, {{-1, -1}, run->errors, 0}};
    size_t env_size;
    char **env = make_environment(mem, &env_size);
    int rc, number;
    pid_t pid;

    run->status = 0;
    run->timed_out = false;
    if (env == NULL)
        return bal_fail_mem(err);
    if (!open_stream(&stream[0]) || !open_stream(&stream[1])) {
        rc = bal_fail(err, BAL_EIO, "cannot run '%s': %s", run->argv[0], strerror(errno));
    } else {
        number = spawn(run, stream, env, &pid);
        rc = number == 0 ? attend(pid, run, stream, err) : cannot_start(run->argv[0], number, err);
    }
    close_stream(&stream[0]);
    close_stream(&stream[1]);
    bal_free(mem, env, env_size);
    return rc;
}

const char *bal_gnuplot(void)
{
    const char *named = getenv("BALASSA_GNUPLOT");

    return named != NULL && named[0] != '\0' ? named : "gnuplot";
}
