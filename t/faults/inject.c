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
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum call { OPEN, FOPEN, FREAD, FCLOSE, READ, WRITE, CLOSE, FSYNC, RENAME, UNLINK, MKDIR, PIPE2, SPAWN, MEMFD,
            STAT, MALLOC, CALLS };

static const char *const names[CALLS] = {"open",   "fopen", "fread", "fclose", "read",  "write",
                                         "close",  "fsync", "rename", "unlink", "mkdir", "pipe2",
                                         "spawn",  "memfd", "stat",  "malloc"};

static const struct {
    const char *name;
    int number;
} errors[] = {{"ENOSPC", ENOSPC}, {"EIO", EIO},       {"EACCES", EACCES}, {"EMFILE", EMFILE},
              {"ENOENT", ENOENT}, {"ENOMEM", ENOMEM}, {"EROFS", EROFS},   {"EINTR", EINTR},
              {"EAGAIN", EAGAIN}};

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

int open(const char *path, int flags, ...)
{
    REAL(open);
    va_list args;
    mode_t mode;

    va_start(args, flags);
    mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
    va_end(args);
    return fails(OPEN) ? -1 : real(path, flags, mode);
}

FILE *fopen(const char *path, const char *mode)
{
    REAL(fopen);

    return fails(FOPEN) ? NULL : real(path, mode);
}

size_t fread(void *data, size_t size, size_t n, FILE *f)
{
    REAL(fread);

    if (!fails(FREAD))
        return real(data, size, n, f);
    if (is_short)
        return real(data, size, n > 0, f);
    f->_flags |= 0x20; /* _IO_ERR_SEEN: what ferror() asks */
    return 0;
}

int fclose(FILE *f)
{
    REAL(fclose);
    bool lost = fails(FCLOSE);
    int number = errno, rc = real(f);

    errno = lost ? number : errno;
    return lost ? EOF : rc;
}

ssize_t read(int fd, void *data, size_t n)
{
    REAL(read);

    return fails(READ) ? is_short ? real(fd, data, n > 0) : -1 : real(fd, data, n);
}

ssize_t write(int fd, const void *data, size_t n)
{
    REAL(write);

    return fails(WRITE) ? is_short ? real(fd, data, n > 0) : -1 : real(fd, data, n);
}

int close(int fd)
{
    REAL(close);
    bool lost = fails(CLOSE);
    int number = errno, rc = real(fd);

    errno = lost ? number : errno;
    return lost ? -1 : rc;
}

int fsync(int fd)
{
    REAL(fsync);

    return fails(FSYNC) ? -1 : real(fd);
}

int rename(const char *from, const char *to)
{
    REAL(rename);

    return fails(RENAME) ? -1 : real(from, to);
}

int unlink(const char *path)
{
    REAL(unlink);

    return fails(UNLINK) ? -1 : real(path);
}

int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir);

    return fails(MKDIR) ? -1 : real(path, mode);
}

int pipe2(int fds[2], int flags)
{
    REAL(pipe2);

    return fails(PIPE2) ? -1 : real(fds, flags);
}

int posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *attr, char *const argv[], char *const env[])
{
    REAL(posix_spawnp);

    return fails(SPAWN) ? errno : real(pid, file, actions, attr, argv, env);
}

int memfd_create(const char *name, unsigned flags)
{
    REAL(memfd_create);

    return fails(MEMFD) ? -1 : real(name, flags);
}

int stat(const char *path, struct stat *st)
{
    REAL(stat);

    return fails(STAT) ? -1 : real(path, st);
}

/* glibc's own, which needs no dlsym (that would allocate in its turn). */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t size);

void *malloc(size_t size)
{
    return fails(MALLOC) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails(MALLOC) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
    return fails(MALLOC) ? NULL : __libc_realloc(p, size);
}
