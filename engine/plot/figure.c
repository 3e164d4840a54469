#include "plot/figure.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/beside.h"
#include "base/write.h"
#include "plot/gp.h"
#include "plot/run.h"
#include "plot/svg.h"

enum { GP, SVG, PNG, KINDS };
enum { HELD = 200 };        /* drafts of a set whose names are locked: each takes a descriptor */
enum { SAID = 500 };        /* bytes of gnuplot's own words in a message */
enum { BIGGEST = 1 << 30 }; /* bytes of an image read back */

static const char *const ending[KINDS + 1] = {".gp", ".svg", ".png", NULL};

/* One figure on its way: the names it has now. */
struct draft {
    const struct bal_figure *figure;
    struct bal_beside at; /* its stem: "./plots/.chart-1.tmp-4711-0"; fd -1: not held */
    bool made;            /* the .gp is ours, so the others may be removed, too */
    char name[PATH_MAX + 8];
};

/* Names ---------------------------------------------------------------------------------------- */

static const char *name_of(const char *base)
{
    const char *slash = strrchr(base, '/');

    return slash != NULL ? slash + 1 : base;
}

/* gnuplot runs a file name that begins with | or < as a command, and expands a ~. Inside a path
 * they are harmless; a script that is run by hand beside its folder has the bare name. */
int bal_figure_check_base(const char *base, struct bal_error *err)
{
    const char *name = name_of(base);

    if (name[0] == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return bal_fail(err, BAL_EARG,
                        "'%s' names no file for a figure; give it a name, as in "
                        "'plots/chart-1'",
                        base);
    if (strchr("|<~-.", name[0]) != NULL)
        return bal_fail(err, BAL_EARG, "a figure's name cannot begin with '%c', as '%s' does",
                        name[0], name);
    for (const char *p = base; *p != '\0'; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            return bal_fail(err, BAL_EARG,
                            "a figure's name cannot hold a control character, as '%s' does", base);
    return 0;
}

static void path(struct bal_buf *out, const char *stem, const char *tail)
{
    bal_buf_clear(out);
    bal_buf_adds(out, stem);
    bal_buf_adds(out, tail);
}

/* Files ---------------------------------------------------------------------------------------- */

static int cannot(const char *what, const char *file, int number, struct bal_error *err)
{
    return bal_fail(err, BAL_EIO, "cannot %s '%s': %s", what, file, strerror(number));
}

/* Writes to a descriptor and closes it. */
static int fill(int fd, const char *name, const char *s, size_t n, struct bal_error *err)
{
    int number = 0;

    if (bal_write_all(fd, s, n) != 0)
        number = errno;
    if (close(fd) != 0 && number == 0)
        number = errno;
    return number == 0 ? 0 : cannot("write", name, number, err);
}

static int rewrite(const char *name, const struct bal_buf *content, struct bal_error *err)
{
    int fd = open(name, O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW);

    if (fd < 0)
        return cannot("write", name, errno, err);
    return fill(fd, name, bal_buf_text(content), content->len, err);
}

static int read_all(int fd, struct bal_buf *out)
{
    char chunk[65536];

    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0 || out->len > BIGGEST)
            return got == 0 ? 0 : -1;
        bal_buf_add(out, chunk, (size_t)got);
    }
}

/* A file that is not there reads as empty: that is how an image gnuplot never began looks. */
static int read_file(const char *name, struct bal_buf *out, struct bal_error *err)
{
    int fd = open(name, O_RDONLY | O_CLOEXEC), rc = 0;

    if (fd < 0)
        return errno == ENOENT ? 0 : cannot("read", name, errno, err);
    if (read_all(fd, out) != 0)
        rc = cannot("read", name, errno, err);
    close(fd);
    return rc == 0 && out->failed ? bal_fail_mem(err) : rc;
}

/* Drafts --------------------------------------------------------------------------------------- */

/* The temporary name of one kind, until the next is asked for. */
static const char *temp_name(struct draft *d, int kind)
{
    snprintf(d->name, sizeof d->name, "%s%s", d->at.stem, ending[kind]);
    return d->name;
}

/* The locked file goes last. */
static void discard(struct draft *d)
{
    for (int kind = KINDS - 1; d->made && kind >= 0; kind--)
        unlink(temp_name(d, kind));
    d->made = false;
    if (d->at.fd >= 0)
        close(d->at.fd);
    d->at.fd = -1;
}

static int no_folder(const char *base, struct bal_error *err)
{
    int n = (int)(name_of(base) - base);

    return bal_fail(err, BAL_EIO, "there is no folder '%.*s' for the figure '%s'; make it first",
                    n > 1 ? n - 1 : n, base, name_of(base));
}

/* Claims a temporary name that nobody has, and writes the script there. Closing a copy of the
 * descriptor tells of errors that come late, and keeps the lock. */
static int begin(struct draft *d, bool hold, struct bal_buf *scratch, struct bal_error *err)
{
    const char *base = d->figure->base;
    int fd;

    path(scratch, base[0] == '/' ? "" : "./", base);
    if (scratch->failed)
        return bal_fail_mem(err);
    bal_beside_clean_files(bal_buf_text(scratch), ending);
    if (bal_beside_file(bal_buf_text(scratch), ending[GP], &d->at) != 0)
        return errno == ENOENT ? no_folder(base, err) : cannot("write", base, errno, err);
    d->made = true;
    unlink(temp_name(d, SVG));
    unlink(temp_name(d, PNG));
    fd = hold ? fcntl(d->at.fd, F_DUPFD_CLOEXEC, 0) : -1;
    if (fd < 0) {
        fd = d->at.fd;
        d->at.fd = -1;
    }
    return fill(fd, temp_name(d, GP), d->figure->script, d->figure->script_len, err);
}

static bool is_whole_png(const struct bal_buf *png)
{
    static const char head[] = "\x89PNG\r\n\x1A\n", tail[] = "\0\0\0\0IEND\xAE\x42\x60\x82";

    return png->len > 20 && memcmp(png->data, head, 8) == 0 &&
           memcmp(png->data + png->len - 12, tail, 12) == 0;
}

/* Checks both images and finishes the SVG. BAL_ERUN when one is not whole. */
static int finish_images(struct draft *d, const struct bal_mem *mem, struct bal_error *err)
{
    struct bal_buf in, out;
    int rc;

    bal_buf_init(&in, mem);
    bal_buf_init(&out, mem);
    rc = read_file(temp_name(d, PNG), &in, err);
    if (rc == 0 && !is_whole_png(&in))
        rc = bal_fail(err, BAL_ERUN, "the PNG is empty or cut short");
    bal_buf_clear(&in);
    if (rc == 0)
        rc = read_file(temp_name(d, SVG), &in, err);
    if (rc == 0)
        rc = bal_svg_finish(&out, bal_buf_text(&in), in.len, d->figure->title,
                            d->figure->description, d->figure->about, err);
    if (rc == 0)
        rc = rewrite(temp_name(d, SVG), &out, err);
    bal_buf_free(&in);
    bal_buf_free(&out);
    return rc;
}

static int move(const char *from, const char *to, struct bal_error *err)
{
    return rename(from, to) == 0 ? 0 : cannot("write", to, errno, err);
}

/* Images first: who finds the .gp finds what it draws. */
static int publish(struct draft *d, const struct bal_mem *mem, struct bal_error *err)
{
    struct bal_buf to;
    int rc = 0;

    bal_buf_init(&to, mem);
    for (int kind = KINDS - 1; rc == 0 && kind >= 0; kind--) {
        path(&to, d->figure->base, ending[kind]);
        rc = to.failed ? bal_fail_mem(err) : move(temp_name(d, kind), bal_buf_text(&to), err);
    }
    path(&to, d->figure->base, ".failed.gp");
    if (rc == 0 && !to.failed) {
        unlink(bal_buf_text(&to));
        d->made = false;
    }
    bal_buf_free(&to);
    return rc;
}

/* What gnuplot says ---------------------------------------------------------------------------- */

/* Appends `text` with each `from` as `to`. */
static void replace(struct bal_buf *out, const char *text, const char *from, const char *to)
{
    const char *at;

    for (; (at = strstr(text, from)) != NULL; text = at + strlen(from)) {
        bal_buf_add(out, text, (size_t)(at - text));
        bal_buf_adds(out, to);
    }
    bal_buf_adds(out, text);
}

/* The last line with something on it: above it gnuplot repeats the command and points at a spot.
 *     plot nosuch
 *          ^
 *     "./plots/.chart-1.tmp-4711-0.gp" line 12: undefined variable: nosuch                       */
static void last_line(struct bal_buf *out, const char *text)
{
    size_t end = strlen(text), start;

    while (end > 0 && strchr(" \t\r\n", text[end - 1]) != NULL)
        end--;
    for (start = end; start > 0 && text[start - 1] != '\n';)
        start--;
    bal_gp_clean(out, text + start, end - start < SAID ? end - start : SAID, BAL_GP_ONE_LINE);
}

/* gnuplot's words about a draft, the temporary name in them replaced by `name`. */
static void translate(struct bal_buf *out, struct draft *d, const char *text, const char *name)
{
    struct bal_buf quoted;

    bal_buf_init(&quoted, out->mem);
    bal_buf_addf(&quoted, "\"%s\" ", temp_name(d, GP));
    replace(out, text, bal_buf_text(&quoted), name);
    bal_buf_free(&quoted);
}

/* Keeps the failing script for its reader; *why is what is known so far. */
static int report_failure(struct draft *d, const char *said, const char *why,
                          const struct bal_mem *mem, struct bal_error *err)
{
    struct bal_buf kept, line, words;
    int rc;

    bal_buf_init(&kept, mem);
    bal_buf_init(&line, mem);
    bal_buf_init(&words, mem);
    path(&kept, d->figure->base, ".failed.gp");
    last_line(&line, said);
    translate(&words, d, line.len > 0 ? bal_buf_text(&line) : why, "");
    if (kept.failed || words.failed)
        rc = bal_fail_mem(err);
    else if (rename(temp_name(d, GP), bal_buf_text(&kept)) != 0)
        rc = bal_fail(err, BAL_ERUN, "gnuplot could not draw '%s': %s", d->figure->base,
                      bal_buf_text(&words));
    else
        rc = bal_fail(err, BAL_ERUN, "gnuplot could not draw '%s': %s; its script is kept as '%s'",
                      d->figure->base, bal_buf_text(&words), bal_buf_text(&kept));
    bal_buf_free(&kept);
    bal_buf_free(&line);
    bal_buf_free(&words);
    return rc;
}

/* The whole set -------------------------------------------------------------------------------- */

/*  gnuplot -d -e OUT="./plots/.a.tmp-1-0" ./plots/.a.tmp-1-0.gp -e OUT=... ...  */
static int gnuplot_all(const struct bal_mem *mem, struct draft *draft, size_t n, double seconds,
                       struct bal_run *run, struct bal_error *err)
{
    size_t argc = 2 + 3 * n, size = (argc + 1) * sizeof(char *), used = 0;
    const char **argv = bal_alloc(mem, size);
    struct bal_buf *arg = bal_calloc(mem, 2 * n, sizeof *arg);
    int rc = 0;

    for (size_t i = 0; arg != NULL && i < 2 * n; i++)
        bal_buf_init(&arg[i], mem);
    for (size_t i = 0; argv != NULL && arg != NULL && i < n; i++) {
        bal_buf_adds(&arg[2 * i], "OUT=");
        bal_gp_quote(&arg[2 * i], draft[i].at.stem, strlen(draft[i].at.stem), BAL_GP_BYTES);
        bal_buf_adds(&arg[2 * i + 1], temp_name(&draft[i], GP));
        if (arg[2 * i].failed || arg[2 * i + 1].failed)
            rc = BAL_EMEM;
        argv[2 + 3 * i] = "-e";
        argv[3 + 3 * i] = bal_buf_text(&arg[2 * i]);
        argv[4 + 3 * i] = bal_buf_text(&arg[2 * i + 1]);
    }
    if (argv == NULL || arg == NULL || rc != 0) {
        rc = bal_fail_mem(err);
    } else {
        argv[used++] = bal_gnuplot();
        argv[used] = "-d";
        argv[argc] = NULL;
        run->argv = argv;
        run->input = -1;
        run->seconds = seconds;
        rc = bal_run(mem, run, err);
    }
    for (size_t i = 0; arg != NULL && i < 2 * n; i++)
        bal_buf_free(&arg[i]);
    bal_free(mem, arg, 2 * n * sizeof *arg);
    bal_free(mem, argv, size);
    return rc;
}

/* After gnuplot has run, well or not: publishes each whole figure up to the first that is not. */
static int settle(struct draft *draft, size_t n, const struct bal_run *run, int ran,
                  struct bal_buf *warnings, struct bal_error *err)
{
    const struct bal_mem *mem = run->errors->mem;
    const char *said = bal_buf_text(run->errors);
    struct bal_error why = {.code = 0};

    for (size_t i = 0; i < n; i++) {
        bool last = i + 1 == n;
        int rc = finish_images(&draft[i], mem, &why);

        if (rc == 0 && last && (ran != 0 || run->status != 0))
            rc = bal_fail(&why, BAL_ERUN, "gnuplot ended with status %d", run->status);
        if (rc == BAL_ERUN && run->status > 128)
            bal_fail(&why, BAL_ERUN, "it was ended by signal %d", run->status - 128);
        if (rc == BAL_ERUN && ran != 0)
            return report_failure(&draft[i], "", err->message, mem, err);
        if (rc == BAL_ERUN)
            return report_failure(&draft[i], run->status != 0 ? said : "", why.message, mem, err);
        if (rc == 0)
            rc = publish(&draft[i], mem, &why);
        if (rc != 0)
            return bal_fail(err, rc, "%s", why.message);
    }
    if (said[strspn(said, " \t\r\n")] != '\0')
        bal_buf_adds(warnings, said);
    return warnings->failed ? bal_fail_mem(err) : 0;
}

static int draw_drafts(const struct bal_mem *mem, struct draft *draft, size_t n, double seconds,
                       struct bal_buf *warnings, struct bal_error *err)
{
    struct bal_buf buf;
    struct bal_run run = {.errors = &buf};
    int rc = 0;

    bal_buf_init(&buf, mem);
    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = begin(&draft[i], i < HELD, &buf, err);
    bal_buf_clear(&buf);
    if (rc == 0)
        rc = gnuplot_all(mem, draft, n, seconds, &run, err);
    if (rc == 0 || run.timed_out)
        rc = settle(draft, n, &run, rc, warnings, err);
    bal_buf_free(&buf);
    return rc;
}

int bal_draw(const struct bal_mem *mem, const struct bal_figure *figure, size_t n, double seconds,
             struct bal_buf *warnings, struct bal_error *err)
{
    struct draft *draft;
    int rc;

    for (size_t i = 0; i < n; i++)
        if (bal_figure_check_base(figure[i].base, err) != 0)
            return BAL_EARG;
    if (n == 0)
        return 0;
    draft = bal_calloc(mem, n, sizeof *draft);
    if (draft == NULL)
        return bal_fail_mem(err);
    for (size_t i = 0; i < n; i++) {
        draft[i].figure = &figure[i];
        draft[i].at.fd = -1;
    }
    rc = draw_drafts(mem, draft, n, seconds, warnings, err);
    for (size_t i = 0; i < n; i++)
        discard(&draft[i]);
    bal_free(mem, draft, n * sizeof *draft);
    return rc;
}

/* The terminal --------------------------------------------------------------------------------- */

/* The script as a file without a name, so that neither its length nor a gnuplot that ends early
 * matters. */
static int script_input(const char *script, size_t n, struct bal_error *err)
{
    int fd = memfd_create("balassa", MFD_CLOEXEC);

    if (fd < 0 || bal_write_all(fd, script, n) != 0 || lseek(fd, 0, SEEK_SET) != 0) {
        int number = errno;

        if (fd >= 0)
            close(fd);
        return bal_fail(err, BAL_EIO, "cannot hand gnuplot its script: %s", strerror(number));
    }
    return fd;
}

int bal_draw_terminal(const struct bal_mem *mem, const char *script, size_t script_len, int cols,
                      int rows, double seconds, struct bal_buf *out, struct bal_error *err)
{
    char set[100];
    const char *argv[] = {bal_gnuplot(), "-d", "-e", set, "-", NULL};
    struct bal_buf errors, line;
    struct bal_run run = {.argv = argv, .seconds = seconds, .out = out, .errors = &errors};
    int rc;

    snprintf(set, sizeof set, "set terminal dumb noenhanced mono size %d,%d", cols, rows);
    run.input = script_input(script, script_len, err);
    if (run.input < 0)
        return run.input;
    bal_buf_init(&errors, mem);
    bal_buf_init(&line, mem);
    rc = bal_run(mem, &run, err);
    if (rc == 0 && run.status != 0) {
        last_line(&line, bal_buf_text(&errors));
        rc = bal_fail(err, BAL_ERUN, "gnuplot could not draw in the terminal: %s",
                      line.len > 0 ? bal_buf_text(&line) : "it gave no reason");
    }
    bal_buf_free(&errors);
    bal_buf_free(&line);
    close(run.input);
    return rc;
}
