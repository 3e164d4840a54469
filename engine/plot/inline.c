#include "plot/inline.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/beside.h"
#include "plot/run.h"

enum { SECONDS = 20 }; /* that gnuplot may take to say its version */

static const char *const left[] = {".svg", ".png", ".gp", ".failed.gp"};

static int cannot(const char *what, const char *name, struct bal_error *err)
{
    return bal_fail(err, BAL_EIO, "cannot %s '%s': %s", what, name, strerror(errno));
}

/* A folder for our eyes alone, after those that killed runs left. A path that is cut here is too long for
 * a name in it. */
static int make_folder(struct bal_beside *dir, struct bal_error *err)
{
    const char *set = getenv("TMPDIR"), *under = set != NULL && set[0] == '/' ? set : "/tmp";
    char path[PATH_MAX];

    snprintf(path, sizeof path, "%s/balassa", under);
    bal_beside_clean_folders(path);
    return bal_beside_folder(path, 0700, dir) != 0 ? cannot("make a folder in", under, err) : 0;
}

static int read_back(const char *name, struct bal_buf *out, struct bal_error *err)
{
    char chunk[65536];
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    ssize_t got = -1;

    if (fd < 0)
        return cannot("read", name, err);
    while ((got = read(fd, chunk, sizeof chunk)) > 0 || (got < 0 && errno == EINTR))
        if (got > 0)
            bal_buf_add(out, chunk, (size_t)got);
    if (got < 0)
        cannot("read", name, err);
    close(fd);
    return got < 0 ? BAL_EIO : out->failed ? bal_fail_mem(err) : 0;
}

static void name_of(struct bal_buf *out, const char *dir, size_t i, const char *ending)
{
    bal_buf_clear(out);
    bal_buf_addf(out, "%s/f%zu%s", dir, i, ending);
}

static void clean_up(const char *dir, size_t n, struct bal_buf *name)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof left / sizeof *left; k++) {
            name_of(name, dir, i, left[k]);
            if (!name->failed)
                unlink(bal_buf_text(name));
        }
    rmdir(dir);
}

/* Draws copies of the figures whose bases lie in the folder, and reads them. */
static int draw_in(const struct bal_mem *mem, const char *dir, const struct bal_figure *figure,
                   struct bal_figure *copy, struct bal_buf *base, size_t n, double seconds,
                   struct bal_buf *const *svg, struct bal_buf *warnings, struct bal_error *err)
{
    struct bal_buf name;
    int code = 0;

    bal_buf_init(&name, mem);
    for (size_t i = 0; i < n; i++) {
        name_of(&base[i], dir, i, "");
        if (base[i].failed)
            code = bal_fail_mem(err);
        copy[i] = figure[i];
        copy[i].base = bal_buf_text(&base[i]);
    }
    if (code == 0)
        code = bal_draw(mem, copy, n, seconds, warnings, err);
    for (size_t i = 0; code == 0 && i < n; i++) {
        name_of(&name, dir, i, ".svg");
        code = name.failed ? bal_fail_mem(err) : read_back(bal_buf_text(&name), svg[i], err);
    }
    clean_up(dir, n, &name);
    bal_buf_free(&name);
    return code;
}

int bal_draw_inline(const struct bal_mem *mem, const struct bal_figure *figure, size_t n,
                    double seconds, struct bal_buf *const *svg, struct bal_buf *warnings,
                    struct bal_error *err)
{
    struct bal_figure *copy;
    struct bal_beside dir = {.fd = -1};
    struct bal_buf *base;
    int code;

    if (n == 0)
        return 0;
    copy = bal_calloc(mem, n, sizeof *copy);
    base = bal_calloc(mem, n, sizeof *base);
    code = copy == NULL || base == NULL ? bal_fail_mem(err) : make_folder(&dir, err);
    if (code == 0) {
        for (size_t i = 0; i < n; i++)
            bal_buf_init(&base[i], mem);
        code = draw_in(mem, dir.stem, figure, copy, base, n, seconds, svg, warnings, err);
        for (size_t i = 0; i < n; i++)
            bal_buf_free(&base[i]);
    }
    if (dir.fd >= 0)
        close(dir.fd);
    bal_free(mem, base, n * sizeof *base);
    bal_free(mem, copy, n * sizeof *copy);
    return code;
}

int bal_gnuplot_version(const struct bal_mem *mem, struct bal_buf *out, struct bal_error *err)
{
    const char *const argv[] = {bal_gnuplot(), "--version", NULL};
    struct bal_buf said;
    struct bal_run run = {.argv = argv, .input = -1, .seconds = SECONDS, .out = &said};
    int code;

    bal_buf_init(&said, mem);
    code = bal_run(mem, &run, err);
    if (code == 0)
        bal_buf_add(out, bal_buf_text(&said), strcspn(bal_buf_text(&said), "\r\n"));
    bal_buf_free(&said);
    return code == 0 && out->failed ? bal_fail_mem(err) : code;
}
