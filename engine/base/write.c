#include "base/write.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TRIES = 1000 }; /* temporary names tried */

static int cannot(const char *what, const char *path, int number, struct bal_error *err)
{
    return bal_fail(err, BAL_EIO, "cannot %s '%s': %s", what, path, strerror(number));
}

int bal_write_all(int fd, const char *data, size_t n)
{
    while (n > 0) {
        ssize_t did = write(fd, data, n);

        if (did < 0 && errno == EINTR)
            continue;
        if (did < 0)
            return -1;
        data += did;
        n -= (size_t)did;
    }
    return 0;
}

/* Writes, syncs and closes. Returns errno, or 0. */
static int fill(int fd, const char *data, size_t n)
{
    int number = 0;

    /* A rename may reach the disk before the bytes do, and leave an empty file after a crash. */
    if (bal_write_all(fd, data, n) != 0 || fsync(fd) != 0)
        number = errno;
    if (close(fd) != 0 && number == 0)
        number = errno;
    return number;
}

/* Opens a name of its own beside `path`; -1 with errno set. */
static int open_beside(const char *path, char *name, size_t size)
{
    const char *slash = strrchr(path, '/');
    size_t folder = slash != NULL ? (size_t)(slash - path) + 1 : 0;
    int fd = -1;

    for (int k = 0; fd < 0 && k < TRIES; k++) {
        int len = snprintf(name, size, "%.*s.%s.tmp-%ld-%d", (int)folder, path, path + folder,
                           (long)getpid(), k);

        if (len < 0 || (size_t)len >= size) {
            errno = ENAMETOOLONG;
            return -1;
        }
        fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST)
            return -1;
    }
    return fd;
}

int bal_write_file(const char *path, const char *data, size_t n, struct bal_error *err)
{
    char name[PATH_MAX];
    int fd = open_beside(path, name, sizeof name), number;

    if (fd < 0)
        return cannot("write", path, errno, err);
    number = fill(fd, data, n);
    if (number == 0 && rename(name, path) != 0)
        number = errno;
    if (number == 0)
        return 0;
    unlink(name);
    return cannot("write", path, number, err);
}

int bal_make_folder(const char *path, struct bal_error *err)
{
    return mkdir(path, 0777) == 0 ? 0 : cannot("make the folder", path, errno, err);
}
