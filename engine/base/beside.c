#include "base/beside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TRIES = 1000 };   /* names tried */
enum { ENDING_MAX = 8 }; /* bytes */

/* Having a name ---------------------------------------------------------------------------------- */

/* Bytes of `path` before the name in its folder. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

static bool name_it(const char *path, int number, struct bal_beside *out)
{
    size_t folder = folder_length(path);
    int len = snprintf(out->stem, PATH_MAX, "%.*s.%s.tmp-%ld-%d", (int)folder, path, path + folder,
                       (long)getpid(), number);

    if (len >= 0 && (size_t)len < PATH_MAX - ENDING_MAX)
        return true;
    errno = ENAMETOOLONG;
    return false;
}

/* False: somebody took it for left behind, in the moment before it was locked. */
static bool hold(int fd)
{
    struct stat st;

    if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return false;
    return fstat(fd, &st) != 0 || st.st_nlink > 0;
}

int bal_beside_file(const char *path, const char *ending, struct bal_beside *out)
{
    char name[PATH_MAX + ENDING_MAX];

    for (int k = 0; k < TRIES; k++) {
        if (!name_it(path, k, out))
            return -1;
        snprintf(name, sizeof name, "%s%s", out->stem, ending);
        out->fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (out->fd < 0 && errno != EEXIST)
            return -1;
        if (out->fd >= 0 && hold(out->fd))
            return 0;
        if (out->fd >= 0)
            close(out->fd);
        out->fd = -1;
    }
    errno = EEXIST;
    return -1;
}

int bal_beside_folder(const char *path, mode_t mode, struct bal_beside *out)
{
    for (int k = 0; k < TRIES; k++) {
        if (!name_it(path, k, out))
            return -1;
        if (mkdir(out->stem, mode) != 0) {
            if (errno != EEXIST)
                return -1;
            continue;
        }
        out->fd = open(out->stem, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (out->fd >= 0 && hold(out->fd))
            return 0;
        if (out->fd >= 0) {
            close(out->fd);
        } else if (errno != ENOENT) {
            int number = errno;

            rmdir(out->stem);
            errno = number;
            return -1;
        }
    }
    errno = EEXIST;
    return -1;
}

/* What others left ------------------------------------------------------------------------------- */

/* Reads "4711-0" at *at; false when it is something else, or the process is there. */
static bool is_of_the_dead(const char **at)
{
    char *end;
    long pid;

    errno = 0;
    pid = strtol(*at, &end, 10);
    if (end == *at || **at < '1' || **at > '9' || *end != '-' || errno != 0 || pid != (pid_t)pid)
        return false;
    *at = end + 1;
    strtol(*at, &end, 10);
    if (end == *at || **at < '0' || **at > '9')
        return false;
    *at = end;
    return kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

/* A lock on a file or folder of ours, in whose name nobody can begin anew while we have it; -1. */
static int take_over(const char *name, int flags)
{
    int fd = open(name, flags | O_CLOEXEC | O_NOFOLLOW, 0666);
    struct stat st;

    if (fd >= 0 && fstat(fd, &st) == 0 && st.st_uid == geteuid() &&
        flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* The first file carries the lock: it is made where it is missing, and goes last. */
static void remove_files(char *name, size_t stem, size_t size, const char *const *endings)
{
    int fd, n = 0;

    snprintf(name + stem, size - stem, "%s", endings[0]);
    fd = take_over(name, O_RDWR | O_CREAT);
    if (fd < 0)
        return;
    while (endings[n] != NULL)
        n++;
    while (n-- > 0) {
        snprintf(name + stem, size - stem, "%s", endings[n]);
        unlink(name);
    }
    close(fd);
}

static void remove_folder(const char *name)
{
    int fd = take_over(name, O_RDONLY | O_DIRECTORY);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    const struct dirent *entry;

    if (dir == NULL) {
        if (fd >= 0)
            close(fd);
        return;
    }
    while ((entry = readdir(dir)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(fd, entry->d_name, 0);
    rmdir(name);
    closedir(dir);
}

static bool is_one_of(const char *word, const char *const *list)
{
    while (*list != NULL && strcmp(word, *list) != 0)
        list++;
    return *list != NULL;
}

/* `endings`: NULL for folders. */
static void clean(const char *path, const char *const *endings)
{
    char name[PATH_MAX + ENDING_MAX], prefix[NAME_MAX + 16];
    size_t folder = folder_length(path), n;
    const struct dirent *entry;
    DIR *dir;

    if (folder >= PATH_MAX || strlen(path + folder) > NAME_MAX)
        return;
    snprintf(name, sizeof name, "%.*s", (int)folder, folder > 0 ? path : "");
    n = (size_t)snprintf(prefix, sizeof prefix, ".%s.tmp-", path + folder);
    dir = opendir(folder > 0 ? name : ".");
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        const char *at = entry->d_name + n;
        size_t stem;

        if (strncmp(entry->d_name, prefix, n) != 0 || !is_of_the_dead(&at))
            continue;
        stem = folder + (size_t)(at - entry->d_name);
        if (stem >= PATH_MAX || !(endings != NULL ? is_one_of(at, endings) : *at == '\0'))
            continue;
        memcpy(name + folder, entry->d_name, stem - folder);
        name[stem] = '\0';
        if (endings != NULL)
            remove_files(name, stem, sizeof name, endings);
        else
            remove_folder(name);
    }
    if (dir != NULL)
        closedir(dir);
}

void bal_beside_clean_files(const char *path, const char *const *endings)
{
    clean(path, endings);
}

void bal_beside_clean_folders(const char *path)
{
    clean(path, NULL);
}
