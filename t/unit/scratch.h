/* What the tests of io/ share: a scratch folder to work in, files in it, and an allocator that
 * counts and can fail. */
#ifndef BAL_T_SCRATCH_H
#define BAL_T_SCRATCH_H

#include "check.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/diag.h"

/* The folder ----------------------------------------------------------------------------------- */

struct scratch {
    char dir[32];   /* the process works in it */
    char home[512]; /* where it was before */
};

static inline void scratch_open(struct scratch *s)
{
    assert_non_null(getcwd(s->home, sizeof s->home));
    strcpy(s->dir, "/tmp/balassa-XXXXXX");
    assert_non_null(mkdtemp(s->dir));
    assert_int_equal(chdir(s->dir), 0);
}

static inline void scratch_remove(const char *path) /* with all that is in it */
{
    DIR *dir = opendir(path);
    struct dirent *entry;
    char sub[1024];

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        struct stat st;

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(sub, sizeof sub, "%.500s/%.255s", path, entry->d_name);
        if (lstat(sub, &st) == 0 && S_ISDIR(st.st_mode))
            scratch_remove(sub);
        else
            unlink(sub);
    }
    if (dir != NULL)
        closedir(dir);
    rmdir(path);
}

static inline void scratch_close(struct scratch *s)
{
    assert_int_equal(chdir(s->home), 0);
    scratch_remove(s->dir);
}

static inline void scratch_write(const char *path, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

/* The whole file, NUL-terminated, from malloc. */
static inline char *scratch_read(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    struct stat st;
    char *text;

    assert_non_null(f);
    assert_int_equal(fstat(fileno(f), &st), 0);
    *n = (size_t)st.st_size;
    text = malloc(*n + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, *n, f), *n);
    text[*n] = '\0';
    fclose(f);
    return text;
}

/* A copy of a folder of files and folders. */
static inline void scratch_copy(const char *from, const char *to)
{
    DIR *dir = opendir(from);
    struct dirent *entry;
    char a[1024], b[1024];

    assert_non_null(dir);
    assert_int_equal(mkdir(to, 0755), 0);
    while ((entry = readdir(dir)) != NULL) {
        struct stat st;
        size_t n;

        if (entry->d_name[0] == '.')
            continue;
        snprintf(a, sizeof a, "%.700s/%.255s", from, entry->d_name);
        snprintf(b, sizeof b, "%.700s/%.255s", to, entry->d_name);
        assert_int_equal(stat(a, &st), 0);
        if (S_ISDIR(st.st_mode)) {
            scratch_copy(a, b);
        } else {
            char *text = scratch_read(a, &n);

            scratch_write(b, text, n);
            free(text);
        }
    }
    closedir(dir);
}

/* Replaces the first `from` in a file, which must be there; an empty `from` stands for the end. */
static inline void scratch_edit(const char *path, const char *from, const char *to)
{
    size_t n, head;
    char *text = scratch_read(path, &n), *at = text + n, *out;

    if (from[0] != '\0')
        at = strstr(text, from);
    if (at == NULL)
        fail_msg("%s has no \"%s\"", path, from);
    head = (size_t)(at - text);
    out = malloc(n + strlen(to) + 1);
    assert_non_null(out);
    memcpy(out, text, head);
    memcpy(out + head, to, strlen(to));
    memcpy(out + head + strlen(to), at + strlen(from), n - head - strlen(from));
    scratch_write(path, out, n + strlen(to) - strlen(from));
    free(out);
    free(text);
}

/* Memory --------------------------------------------------------------------------------------- */

struct count_mem {
    size_t live;    /* bytes handed out and not freed */
    size_t calls;   /* allocations asked for */
    size_t fail_at; /* the call that fails, from 1, and all after it; 0: none */
};

static inline void *count_alloc(void *ud, void *ptr, size_t osize, size_t nsize)
{
    struct count_mem *c = ud;
    void *p;

    if (nsize == 0) {
        c->live -= osize;
        free(ptr);
        return NULL;
    }
    c->calls++;
    if (c->fail_at > 0 && c->calls >= c->fail_at)
        return NULL;
    p = realloc(ptr, nsize);
    assert_non_null(p);
    c->live += nsize - (ptr != NULL ? osize : 0);
    return p;
}

/* Texts ---------------------------------------------------------------------------------------- */

static inline void check_text(const char *what, const char *got, const char *want, int line)
{
    if (strcmp(got, want) != 0)
        fail_msg("line %d: %s\ngot:\n%s\nwant:\n%s", line, what, got, want);
}

#define assert_text(what, got, want) check_text(what, got, want, __LINE__)

/* Compares all violations, as text, to what is wanted, and frees them. */
static inline void check_diag(const char *what, struct bal_diag *diag, const char *want, int line)
{
    struct bal_buf text;

    bal_buf_init(&text, &bal_mem_std);
    bal_diag_text(diag, &text);
    check_text(what, bal_buf_text(&text), want, line);
    bal_buf_free(&text);
    bal_diag_free(diag);
}

#define assert_diag(what, diag, want) check_diag(what, diag, want, __LINE__)

/* The folder of a whole test program: setup and teardown of its group. */
static struct scratch scratch;

static inline int open_scratch(void **state)
{
    (void)state;
    scratch_open(&scratch);
    return 0;
}

static inline int close_scratch(void **state)
{
    (void)state;
    scratch_close(&scratch);
    return 0;
}

#endif
