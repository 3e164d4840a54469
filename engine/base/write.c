#include "base/write.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/beside.h"

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

/* Writes and syncs. Returns errno, or 0. */
static int fill(int fd, const char *data, size_t n)
{
    /* A rename may reach the disk before the bytes do, and leave an empty file after a crash. */
    return bal_write_all(fd, data, n) != 0 || fsync(fd) != 0 ? errno : 0;
}

/* The descriptor stays open until the name is gone, for its lock; once a file is synced, closing it
 * has nothing to tell. */
int bal_write_file(const char *path, const char *data, size_t n, struct bal_error *err)
{
    static const char *const plain[] = {"", NULL};
    struct bal_beside b = {.fd = -1};
    int number;

    bal_beside_clean_files(path, plain);
    if (bal_beside_file(path, "", &b) != 0)
        return cannot("write", path, errno, err);
    number = fill(b.fd, data, n);
    if (number == 0 && rename(b.stem, path) != 0)
        number = errno;
    if (number != 0)
        unlink(b.stem);
    close(b.fd);
    return number == 0 ? 0 : cannot("write", path, number, err);
}

int bal_can_write(const char *path, struct bal_error *err)
{
    const char *slash = strrchr(path, '/');
    size_t n = slash != NULL ? (size_t)(slash - path) : 0;
    char folder[PATH_MAX] = ".";
    struct stat st;

    if (n >= sizeof folder)
        return cannot("write", path, ENAMETOOLONG, err);
    if (slash != NULL)
        snprintf(folder, sizeof folder, "%.*s", n > 0 ? (int)n : 1, path);
    if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode))
        return bal_fail(err, BAL_EIO, "there is no folder '%s'; make it first", folder);
    if (access(folder, W_OK | X_OK) != 0)
        return cannot("write", path, errno, err);
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return cannot("write", path, EISDIR, err);
    return 0;
}

/* Returns errno, or 0. */
static int fill_at(int folder, const struct bal_new_file *f)
{
    int fd = openat(folder, f->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666), number;

    if (fd < 0)
        return errno;
    number = fill(fd, f->data, f->n);
    close(fd);
    return number;
}

/* Where the file system cannot tell a rename not to replace, it replaces an empty folder at most. */
static int rename_to_new(const char *from, const char *to)
{
    int rc = renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);

    return rc != 0 && (errno == EINVAL || errno == ENOSYS) ? rename(from, to) : rc;
}

int bal_write_folder(const char *path, const struct bal_new_file *file, size_t n,
                     struct bal_error *err)
{
    struct bal_beside b = {.fd = -1};
    int number = 0;

    bal_beside_clean_folders(path);
    if (bal_beside_folder(path, 0777, &b) != 0)
        return cannot("make the folder", path, errno, err);
    for (size_t i = 0; number == 0 && i < n; i++)
        number = fill_at(b.fd, &file[i]);
    if (number == 0 && (fsync(b.fd) != 0 || rename_to_new(b.stem, path) != 0))
        number = errno;
    if (number != 0) {
        for (size_t i = 0; i < n; i++)
            unlinkat(b.fd, file[i].name, 0);
        rmdir(b.stem);
    }
    close(b.fd);
    if (number == EEXIST || number == ENOTEMPTY || number == ENOTDIR)
        return bal_fail(err, BAL_EIO, "'%s' is there already, and is left as it is", path);
    return number == 0 ? 0 : cannot("make the folder", path, number, err);
}

int bal_make_folder(const char *path, struct bal_error *err)
{
    return mkdir(path, 0777) == 0 ? 0 : cannot("make the folder", path, errno, err);
}
