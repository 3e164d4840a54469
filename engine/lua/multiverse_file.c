#include "lua/multiverse_file.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lauxlib.h>

#include "base/buf.h"
#include "base/write.h"
#include "lua/held.h"
#include "lua/object.h"

static const char columns[] = "universe,estimate,p,floor,n_in,n_out,gaps,events,fault\n";

static int fail_errno(const char *path, const char *doing, struct bal_error *err)
{
    return bal_fail(err, BAL_EIO, "%s: cannot %s: %s", path, doing, strerror(errno));
}

#define CLASS "balassa.multiverse.file"

static int file_gc(lua_State *L)
{
    struct mv_file *f = luaL_checkudata(L, 1, CLASS);

    if (f->fd >= 0)
        close(f->fd);
    f->fd = -1;
    return 0;
}

struct mv_file *bal_push_mv_file(lua_State *L)
{
    struct mv_file *f = lua_newuserdatauv(L, sizeof *f, 0);

    *f = (struct mv_file){.fd = -1};
    bal_set_gc(L, CLASS, file_gc);
    lua_toclose(L, -1);
    return f;
}

static int append(struct mv_file *f, const char *data, size_t n, struct bal_error *err)
{
    return bal_write_all(f->fd, data, n) == 0 ? 0 : fail_errno(f->path, "write", err);
}

/* Writing -------------------------------------------------------------------------------------- */

static void add_number(struct bal_buf *b, double v)
{
    if (isnan(v))
        bal_buf_addc(b, ',');
    else
        bal_buf_addf(b, ",%.17g", v);
}

/* No message needs one, and a terminal obeys some. */
static bool is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7F;
}

/* Quoted, on one line. */
static void add_text(struct bal_buf *b, const char *text)
{
    bal_buf_addc(b, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            bal_buf_addc(b, '"');
        bal_buf_addc(b, is_control(*text) ? ' ' : *text);
    }
    bal_buf_addc(b, '"');
}

static void add_row(lua_State *L, int rows, struct bal_buf *b, size_t u, const struct bal_mv_row *r)
{
    bal_buf_addf(b, "%zu", u + 1);
    add_number(b, r->estimate);
    add_number(b, r->p);
    add_number(b, r->floor);
    bal_buf_addf(b, ",%u,%u,%u,%u,", r->n_in, r->n_out, r->gaps, r->events);
    if (r->fault != 0) {
        bal_push_fault(L, rows, r->fault);
        add_text(b, lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    bal_buf_addc(b, '\n');
}

int bal_mv_file_add(lua_State *L, int rows, struct mv_file *f, size_t from, size_t to,
                    uint8_t *written, struct bal_error *err)
{
    struct lua_mv_rows *r = bal_check_mv_rows(L, rows);
    struct bal_buf *b;
    int code = 0;

    if (f->fd < 0)
        return 0;
    b = bal_push_buf(L);
    for (size_t u = from; code == 0 && u < to; u++) {
        if (written[u] || r->row[u].fault == BAL_MV_NOT_RUN)
            continue;
        add_row(L, rows, b, u, &r->row[u]);
        written[u] = 1;
        if (b->len > 1 << 16) {
            code = b->failed ? bal_fail_mem(err) : append(f, b->data, b->len, err);
            b->len = 0;
        }
    }
    if (code == 0 && b->failed)
        code = bal_fail_mem(err);
    if (code == 0 && b->len > 0)
        code = append(f, b->data, b->len, err);
    if (code == 0 && fdatasync(f->fd) != 0 && errno != EINVAL) /* EINVAL: not that kind of file */
        code = fail_errno(f->path, "write", err);
    bal_buf_free(b);
    lua_pop(L, 1);
    return code;
}

int bal_mv_file_close(struct mv_file *f, struct bal_error *err)
{
    int fd = f->fd;

    f->fd = -1;
    return fd >= 0 && close(fd) != 0 ? fail_errno(f->path, "write", err) : 0;
}

/* Reading -------------------------------------------------------------------------------------- */

static bool read_number(char **at, double *out)
{
    char *end;

    *out = NAN;
    if (**at == ',') {
        (*at)++;
        return true;
    }
    *out = strtod(*at, &end);
    if (end == *at || *end != ',')
        return false;
    *at = end + 1;
    return true;
}

static bool read_count(char **at, uint64_t most, uint64_t *out)
{
    char *end;

    if (**at < '0' || **at > '9')
        return false;
    errno = 0;
    *out = strtoull(*at, &end, 10);
    if (*end != ',' || errno != 0 || *out > most)
        return false;
    *at = end + 1;
    return true;
}

/* What is quoted at `at`, up to the end of the line; undoubles in place. */
static bool read_text(char *at)
{
    char *to = at;

    if (*at++ != '"')
        return false;
    for (; *at != '\0'; at++) {
        if (*at == '"' && *++at != '"')
            break;
        if (is_control(*at))
            return false;
        *to++ = *at;
    }
    if (*at != '\0')
        return false;
    *to = '\0';
    return true;
}

/* One line without its end; false when it is no row. */
static bool read_row(lua_State *L, int rows, struct lua_mv_rows *r, char *line, uint8_t *written)
{
    struct bal_mv_row row = {0};
    uint64_t u, count[4];

    if (!read_count(&line, r->n, &u) || u == 0 || written[u - 1])
        return false;
    if (!read_number(&line, &row.estimate) || !read_number(&line, &row.p) ||
        !read_number(&line, &row.floor))
        return false;
    for (int i = 0; i < 4; i++)
        if (!read_count(&line, UINT32_MAX, &count[i]))
            return false;
    row.n_in = (uint32_t)count[0];
    row.n_out = (uint32_t)count[1];
    row.gaps = (uint32_t)count[2];
    row.events = (uint32_t)count[3];
    if (*line != '\0') {
        if (!read_text(line))
            return false;
        lua_pushstring(L, line);
        row.fault = bal_fault_of(L, rows);
    }
    if (row.fault == 0 && isnan(row.estimate))
        return false;
    r->row[u - 1] = row;
    written[u - 1] = 1;
    return true;
}

/* The rows of a whole file; its last line is left out when it has no end. */
static int read_rows(lua_State *L, int rows, const char *path, const char *header, char *text,
                     size_t *whole, uint8_t *written, struct bal_error *err)
{
    struct lua_mv_rows *r = bal_check_mv_rows(L, rows);
    char *at = text + strlen(header), *end;
    int line = 3;

    if (strncmp(text, header, strlen(header)) != 0)
        return bal_fail(
            err, BAL_EDATA,
            "%s is not of this multiverse: it has another declaration, other data, or was "
            "made by something else; give another file, or remove it",
            path);
    for (; (end = strchr(at, '\n')) != NULL; at = end + 1, line++) {
        *end = '\0';
        if (!read_row(L, rows, r, at, written))
            return bal_fail(err, BAL_EDATA,
                            "%s:%d: this line is damaged: it is no row of this multiverse; remove "
                            "it and go on, or remove the file and begin again",
                            path, line);
    }
    *whole = (size_t)(at - text);
    return 0;
}

/* The whole file in a userdata on the stack, ended by a NUL. */
static char *push_file(lua_State *L, struct mv_file *f, size_t size, struct bal_error *err)
{
    char *text = lua_newuserdatauv(L, size + 1, 0);
    size_t got = 0;

    while (got < size) {
        ssize_t n = pread(f->fd, text + got, size - got, (off_t)got);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            fail_errno(f->path, "read", err);
            return NULL;
        }
        got += (size_t)n;
    }
    text[size] = '\0';
    if (strlen(text) != size) {
        bal_fail(err, BAL_EDATA,
                 "%s is damaged: it holds bytes that are no text; remove the file and begin again",
                 f->path);
        return NULL;
    }
    return text;
}

static int take_up(lua_State *L, int rows, struct mv_file *f, size_t size, const char *header,
                   uint8_t *written, struct bal_error *err)
{
    size_t whole = 0;
    char *text = push_file(L, f, size, err);
    int code;

    if (text == NULL)
        return err->code;
    if (size < strlen(header) && strncmp(text, header, size) == 0) { /* ended in its header */
        code = ftruncate(f->fd, 0) != 0 ? fail_errno(f->path, "write", err)
                                        : append(f, header, strlen(header), err);
    } else {
        code = read_rows(L, rows, f->path, header, text, &whole, written, err);
        if (code == 0 && whole < size && ftruncate(f->fd, (off_t)whole) != 0)
            code = fail_errno(f->path, "write", err);
    }
    lua_pop(L, 1);
    return code;
}

int bal_mv_file_open(lua_State *L, int rows, const char *path, bool resume, const char *digest,
                     uint8_t *written, struct mv_file *out, struct bal_error *err)
{
    struct lua_mv_rows *r = bal_check_mv_rows(L, rows);
    char header[400];
    struct stat st;
    int code;

    snprintf(header, sizeof header, "# Balassa multiverse 1, %zu universes, declaration %s\n%s",
             r->n, digest, columns);
    *out = (struct mv_file){
        open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | (resume ? 0 : O_EXCL), 0666), path};
    if (out->fd < 0 && errno == EEXIST)
        return bal_fail(
            err, BAL_EIO,
            "%s is there already; resume = true goes on with it, another name begins anew", path);
    if (out->fd < 0)
        return fail_errno(path, "open", err);
    if (flock(out->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) /* else: no locks here */
        code =
            bal_fail(err, BAL_EIO,
                     "%s: another run is writing it; wait for its end, or name another file", path);
    else if (fstat(out->fd, &st) != 0)
        code = fail_errno(path, "read", err);
    else if (st.st_size == 0)
        code = append(out, header, strlen(header), err);
    else
        code = take_up(L, rows, out, (size_t)st.st_size, header, written, err);
    if (code != 0) {
        close(out->fd);
        out->fd = -1;
    }
    return code;
}
