/* Names for what is not whole yet, beside what it will become.
 *
 *   notes/.plan.txt.tmp-4711-0                     4711: the process; 0: the first that was free
 *   plots/.chart-1.tmp-4711-0.gp  .svg  .png       one name with several endings
 *   datasets/.my-study.tmp-4711-0/                 a folder
 *
 * Whoever has a name holds a lock on it (flock, on its file of the first ending) until the descriptor is
 * closed, which the system does for a process that is killed. So a name whose process is not there and
 * whose lock nobody holds was left behind, and who writes the same thing next removes it. The process
 * alone would not do: on another machine or in another container that shares the folder, it has no
 * meaning. Where the file system knows no locks, nothing is removed; nor what another user left.
 */
#ifndef BAL_BASE_BESIDE_H
#define BAL_BASE_BESIDE_H

#include <limits.h>
#include <sys/types.h>

struct bal_beside {
    int fd;              /* open, and locked; the owner closes it */
    char stem[PATH_MAX]; /* the name, without an ending */
};

/* A new, empty file stem.ending, open for writing; -1 with errno set when it cannot be made. */
int bal_beside_file(const char *path, const char *ending, struct bal_beside *out);

/* A new, empty folder `stem`, with the rights of `mode` that the umask leaves. */
int bal_beside_folder(const char *path, mode_t mode, struct bal_beside *out);

/* Removes what a run that is gone left for `path`: files with these endings (ended by NULL; the first is
 * that of the lock), or folders with files in them. It is no failure when it cannot. */
void bal_beside_clean_files(const char *path, const char *const *endings);
void bal_beside_clean_folders(const char *path);

#endif
