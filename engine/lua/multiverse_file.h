/* The file of a multiverse's run: lines of text, one a universe, only ever added to.
 *
 *   # Balassa multiverse 1, 24 universes, declaration 6f1c...
 *   universe,estimate,p,floor,n_in,n_out,gaps,events,fault
 *   7,0.25,0.0625,0.004,100,120,20,31,
 *
 * Whatever ends the run, all lines but perhaps the last are whole; the last is cut off when it is
 * not, and the run goes on from there. A file of another declaration, or one with a line that is no
 * row, is refused. */
#ifndef BAL_LUA_MULTIVERSE_FILE_H
#define BAL_LUA_MULTIVERSE_FILE_H

#include "lua/multiverse.h"

struct mv_file {
    int fd; /* -1: none */
    const char *path;
};

/* Pushes one without a file. Whatever becomes of the function that called, its file is closed. */
struct mv_file *bal_push_mv_file(lua_State *L);

/* Opens the file: a new one with its header; with `resume` an old one too, whose rows are filled in
 * and marked in `written` (one byte a universe). The rows object is at `rows`. */
int bal_mv_file_open(lua_State *L, int rows, const char *path, bool resume, const char *digest,
                     uint8_t *written, struct mv_file *out, struct bal_error *err);

/* Adds the rows [from, to) that are done and not written yet; when it returns they are on the disk. */
int bal_mv_file_add(lua_State *L, int rows, struct mv_file *f, size_t from, size_t to,
                    uint8_t *written, struct bal_error *err);
int bal_mv_file_close(struct mv_file *f, struct bal_error *err);

#endif
