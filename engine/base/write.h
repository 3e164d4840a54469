/* Files, and folders of files, that are whole or not there at all.
 *
 *   notes/.plan.txt.tmp-4711-0     ->     notes/plan.txt
 *   written, synced                       renamed over what was there before
 *
 * What a run that was killed left under such a name goes when the same thing is written next
 * (base/beside.h).
 */
#ifndef BAL_BASE_WRITE_H
#define BAL_BASE_WRITE_H

#include <stddef.h>

#include "base/error.h"

/* Makes `path` a file of these n bytes. Until all of them are on the disk it is what it was before,
 * and after a failure it still is. The folder must be there. BAL_EIO. */
int bal_write_file(const char *path, const char *data, size_t n, struct bal_error *err);

/* Whether a file could be made at `path`, as things stand: for work that is long, and ends by writing
 * there. BAL_EIO. */
int bal_can_write(const char *path, struct bal_error *err);

struct bal_new_file {
    const char *name; /* in the folder */
    const char *data;
    size_t n;
};

/* Makes `path` a folder of these files. It is there with all of them, or not at all; what is there
 * already stays as it is, and is a failure. The folder above must be there. BAL_EIO. */
int bal_write_folder(const char *path, const struct bal_new_file *file, size_t n,
                     struct bal_error *err);

/* Writes all of it to an open descriptor, however the system cuts it up; -1 with errno set when it
 * cannot. */
int bal_write_all(int fd, const char *data, size_t n);

/* Makes one folder in a folder that is there. BAL_EIO, also when `path` is there already. */
int bal_make_folder(const char *path, struct bal_error *err);

#endif
