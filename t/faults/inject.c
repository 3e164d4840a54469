/* Makes one call of the C library fail in the program under test: a library for LD_PRELOAD.
 *
 *   FAULT=write:3:ENOSPC     the third write fails for want of space
 *   FAULT=write:3:short      ... writes one byte of what it was given
 *   FAULT=rename:1:KILL      the process is killed just before its first rename
 *   FAULT=rename:1:INT       ... is sent a SIGINT there
 *   FAULT_COUNT=path         how often each was called is written to `path` at the end
 *
 * Only the program whose name is in FAULT_PROGRAM is meant, not those that it starts. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define EACH(X)                                                                                    \
    X(open) X(openat) X(fopen) X(fgets) X(fread) X(fclose) X(read) X(pread) X(write) X(close)      \
    X(fsync) X(fdatasync) X(ftruncate) X(flock) X(lseek) X(dup) X(rename) X(renameat2) X(unlink)   \
    X(unlinkat) X(mkdir) X(rmdir) X(opendir) X(readdir) X(scandir) X(realpath) X(pipe2) \
    X(spawn) X(poll) X(waitpid) X(memfd) X(stat) X(fstat) X(malloc)

#define AS_ENUM(name) CALL_##name,
#define AS_TEXT(name) #name,
enum call { EACH(AS_ENUM) CALLS };
static const char *const names[CALLS] = {EACH(AS_TEXT)};

static const struct {
    const char *name;
    int number;
} errors[] = {{"ENOSPC", ENOSPC}, {"EIO", EIO},       {"EACCES", EACCES},           {"EMFILE", EMFILE},
              {"ENOENT", ENOENT}, {"ENOMEM", ENOMEM}, {"EROFS", EROFS},             {"EINTR", EINTR},
              {"EAGAIN", EAGAIN}, {"ENOLCK", ENOLCK}, {"EWOULDBLOCK", EWOULDBLOCK}, {"EINVAL", EINVAL},
              {"EEXIST", EEXIST}};

static unsigned long calls[CALLS];
static int wanted = -1, error_number, signal_number;
static unsigned long wanted_at;
static bool is_short, active;

static void finish(void)
{
    const char *path = getenv("FAULT_COUNT");
    FILE *f;

    if (!active || path == NULL)
        return;
    active = false;
    f = fopen(path, "w");
    for (int i = 0; f != NULL && i < CALLS; i++)
        fprintf(f, "%s %lu\n", names[i], calls[i]);
    if (f != NULL)
        fclose(f);
}

__attribute__((constructor)) static void start(void)
{
    const char *fault = getenv("FAULT"), *program = getenv("FAULT_PROGRAM");
    char call[32], how[32];

    if (program == NULL || strcmp(program_invocation_short_name, program) != 0)
        return;
    if (fault != NULL && sscanf(fault, "%31[^:]:%lu:%31s", call, &wanted_at, how) == 3) {
        for (int i = 0; i < CALLS; i++)
            if (strcmp(call, names[i]) == 0)
                wanted = i;
        for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
            if (strcmp(how, errors[i].name) == 0)
                error_number = errors[i].number;
        is_short = strcmp(how, "short") == 0;
        signal_number = strcmp(how, "KILL") == 0 ? SIGKILL : strcmp(how, "INT") == 0 ? SIGINT : 0;
        if (wanted < 0 || (error_number == 0 && !is_short && signal_number == 0)) {
            fprintf(stderr, "FAULT=%s makes no sense\n", fault);
            _exit(99);
        }
    }
    atexit(finish);
    active = true;
}

/* True when this call is the one; errno is set. */
static bool fails(enum call c)
{
    if (!active || __atomic_add_fetch(&calls[c], 1, __ATOMIC_RELAXED) != wanted_at || (int)c != wanted)
        return false;
    if (signal_number != 0) {
        kill(getpid(), signal_number);
        return false;
    }
    errno = error_number;
    return true;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

/* A call that does nothing else than fail. */
#define FAILING(type, failed, name, parameters, arguments)                                         \
    type name parameters                                                                           \
    {                                                                                              \
        REAL(name);                                                                                \
                                                                                                   \
        return fails(CALL_##name) ? failed : real arguments;                                       \
    }

FAILING(FILE *, NULL, fopen, (const char *path, const char *mode), (path, mode))
FAILING(int, -1, fsync, (int fd), (fd))
FAILING(int, -1, fdatasync, (int fd), (fd))
FAILING(int, -1, ftruncate, (int fd, off_t size), (fd, size))
FAILING(int, -1, flock, (int fd, int what), (fd, what))
FAILING(off_t, -1, lseek, (int fd, off_t to, int whence), (fd, to, whence))
FAILING(int, -1, rename, (const char *from, const char *to), (from, to))
FAILING(int, -1, renameat2, (int a, const char *from, int b, const char *to, unsigned flags),
        (a, from, b, to, flags))
FAILING(int, -1, unlink, (const char *path), (path))
FAILING(int, -1, unlinkat, (int folder, const char *path, int flags), (folder, path, flags))
FAILING(int, -1, mkdir, (const char *path, mode_t mode), (path, mode))
FAILING(int, -1, rmdir, (const char *path), (path))
FAILING(DIR *, NULL, opendir, (const char *path), (path))
FAILING(struct dirent *, NULL, readdir, (DIR * dir), (dir))
FAILING(int, -1, scandir,
        (const char *path, struct dirent ***list, int (*filter)(const struct dirent *),
         int (*compare)(const struct dirent **, const struct dirent **)),
        (path, list, filter, compare))
FAILING(char *, NULL, realpath, (const char *path, char *out), (path, out))
FAILING(int, -1, pipe2, (int fds[2], int flags), (fds, flags))
FAILING(int, -1, poll, (struct pollfd * fds, nfds_t n, int ms), (fds, n, ms))
FAILING(pid_t, -1, waitpid, (pid_t pid, int *status, int flags), (pid, status, flags))
FAILING(int, -1, stat, (const char *path, struct stat *st), (path, st))
FAILING(int, -1, fstat, (int fd, struct stat *st), (fd, st))

/* Those that take a mode only sometimes, or have another name here. */
int open(const char *path, int flags, ...)
{
    REAL(open);
    va_list args;
    mode_t mode;

    va_start(args, flags);
    mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
    va_end(args);
    return fails(CALL_open) ? -1 : real(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    REAL(openat);
    va_list args;
    mode_t mode;

    va_start(args, flags);
    mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
    va_end(args);
    return fails(CALL_openat) ? -1 : real(folder, path, flags, mode);
}

int fcntl(int fd, int what, ...)
{
    REAL(fcntl);
    va_list args;
    void *more;

    va_start(args, what);
    more = va_arg(args, void *);
    va_end(args);
    return what == F_DUPFD_CLOEXEC && fails(CALL_dup) ? -1 : real(fd, what, more);
}

int posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *attr, char *const argv[], char *const env[])
{
    REAL(posix_spawnp);

    return fails(CALL_spawn) ? errno : real(pid, file, actions, attr, argv, env);
}

int memfd_create(const char *name, unsigned flags)
{
    REAL(memfd_create);

    return fails(CALL_memfd) ? -1 : real(name, flags);
}

/* Those that can be short, and streams, which remember that they failed. */
enum { ERROR_SEEN = 0x20 }; /* _IO_ERR_SEEN: what ferror() asks */

char *fgets(char *s, int n, FILE *f)
{
    REAL(fgets);

    if (!fails(CALL_fgets))
        return real(s, n, f);
    f->_flags |= ERROR_SEEN;
    return NULL;
}

size_t fread(void *data, size_t size, size_t n, FILE *f)
{
    REAL(fread);

    if (!fails(CALL_fread))
        return real(data, size, n, f);
    if (is_short)
        return real(data, size, n > 0, f);
    f->_flags |= ERROR_SEEN;
    return 0;
}

ssize_t read(int fd, void *data, size_t n)
{
    REAL(read);

    return fails(CALL_read) ? is_short ? real(fd, data, n > 0) : -1 : real(fd, data, n);
}

ssize_t pread(int fd, void *data, size_t n, off_t at)
{
    REAL(pread);

    return fails(CALL_pread) ? is_short ? real(fd, data, n > 0, at) : -1 : real(fd, data, n, at);
}

ssize_t write(int fd, const void *data, size_t n)
{
    REAL(write);

    return fails(CALL_write) ? is_short ? real(fd, data, n > 0) : -1 : real(fd, data, n);
}

/* Those that have done it all the same. */
int fclose(FILE *f)
{
    REAL(fclose);
    bool lost = fails(CALL_fclose);
    int number = errno, rc = real(f);

    errno = lost ? number : errno;
    return lost ? EOF : rc;
}

int close(int fd)
{
    REAL(close);
    bool lost = fails(CALL_close);
    int number = errno, rc = real(fd);

    errno = lost ? number : errno;
    return lost ? -1 : rc;
}

/* glibc's own, which needs no dlsym (that would allocate in its turn). */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t size);

void *malloc(size_t size)
{
    return fails(CALL_malloc) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails(CALL_malloc) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
    return fails(CALL_malloc) ? NULL : __libc_realloc(p, size);
}
