#include "io/load.h"

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "io/bib.h"
#include "io/file.h"
#include "io/loading.h"

const char *bal_loading_path(const struct bal_loading *l, const char *path, struct bal_buf *out)
{
    char real[PATH_MAX];

    bal_buf_addf(out, "%s/%s", l->dir, path);
    if (out->failed) {
        bal_fail_mem(l->err);
        return NULL;
    }
    if (realpath(out->data, real) != NULL && !bal_path_under(real, l->real)) {
        bal_fail(l->err, BAL_EDENIED,
                 "%.400s: a link leads out of the study's folder, and nothing is read there; put "
                 "the file itself in its place",
                 out->data);
        return NULL;
    }
    return out->data;
}

struct bal_table *bal_loading_table(const struct bal_loading *l, size_t resource)
{
    size_t table = l->resource[resource].table;

    return table != SIZE_MAX ? l->study->table[table] : NULL;
}

struct bal_spot bal_loading_spot(const struct bal_loading *l, const struct bal_table *t, size_t row,
                                 const char *column)
{
    return (struct bal_spot){
        .file = bal_loading_text(l, t->file), .line = t->line[row], .column = column};
}

void bal_loading_unreadable(struct bal_loading *l, const char *path)
{
    struct bal_spot spot = {.file = path,
                            .todo = "put it there, or correct the path in datapackage.json"};

    bal_diag_add(l->diag, spot, "%s", l->err->message);
}

/* Resources ------------------------------------------------------------------------------------ */

static int add_table(struct bal_loading *l, size_t i, const char *path)
{
    const char *name = l->package->resource[i].name;
    struct bal_table *table;
    bal_name table_name, file_name;
    int code = bal_names_intern(l->study->names, name, strlen(name), &table_name, l->err);

    if (code == 0)
        code = bal_names_intern(l->study->names, path, strlen(path), &file_name, l->err);
    if (code == 0)
        code = bal_study_add_table(l->study, table_name, file_name, &table, l->err);
    if (code == 0)
        l->resource[i].table = l->study->ntables - 1;
    return code;
}

static int load_bib(struct bal_loading *l, size_t i, const char *path)
{
    struct bal_buf text;
    int code;

    bal_buf_init(&text, l->mem);
    code = bal_file_slurp(path, BAL_PACKAGE_MAX, &l->digest, &text, l->err);
    if (code == 0) {
        code = add_table(l, i, path);
        if (code == 0)
            code = bal_bib_read(bal_buf_text(&text), text.len, path, l->study->names,
                                bal_loading_table(l, i), l->diag, &l->resource[i].damaged, l->err);
    } else if (code != BAL_EMEM) {
        bal_loading_unreadable(l, path);
        l->resource[i].damaged = true;
        code = 0;
    }
    bal_buf_free(&text);
    return code;
}

/* A file of another kind: it is only read for the digest. */
static int load_other(struct bal_loading *l, const char *path)
{
    struct bal_file file;
    char block[16 * 1024];
    size_t got = 1;
    int code = bal_file_open(&file, path, &l->digest, l->err);

    while (code == 0 && got > 0)
        code = bal_file_read(&file, block, sizeof block, &got, l->err);
    if (code != 0)
        bal_loading_unreadable(l, path);
    bal_file_close(&file);
    return 0;
}

static int load_resource(struct bal_loading *l, size_t i)
{
    const struct bal_resource *r = &l->package->resource[i];
    struct bal_buf buf;
    const char *path;
    int code;

    l->resource[i].damaged = r->path == NULL;
    if (r->path == NULL)
        return 0;
    bal_buf_init(&buf, l->mem);
    path = bal_loading_path(l, r->path, &buf);
    code = path != NULL ? 0 : l->err->code;
    if (path != NULL) {
        bal_diag_file(l->diag, path);
        if (r->format == BAL_FORMAT_CSV)
            code = add_table(l, i, path);
        if (code == 0)
            code = r->format == BAL_FORMAT_CSV   ? bal_load_rows(l, i, path)
                   : r->format == BAL_FORMAT_BIB ? load_bib(l, i, path)
                                                 : load_other(l, path);
    }
    bal_buf_free(&buf);
    return code;
}

static int load_resources(struct bal_loading *l)
{
    size_t n = l->package->nresources;
    int code = 0;

    l->resource = bal_calloc(l->mem, n, sizeof *l->resource);
    if (l->resource == NULL)
        return bal_fail_mem(l->err);
    for (size_t i = 0; i < n; i++)
        l->resource[i].table = SIZE_MAX;
    for (size_t i = 0; code == 0 && i < n; i++)
        code = load_resource(l, i);
    return code;
}

static void free_resources(struct bal_loading *l)
{
    for (size_t i = 0; l->resource != NULL && i < l->package->nresources; i++)
        bal_free(l->mem, l->resource[i].absent,
                 l->package->resource[i].nfields * sizeof *l->resource[i].absent);
    if (l->resource != NULL)
        bal_free(l->mem, l->resource, l->package->nresources * sizeof *l->resource);
}

/* The study ------------------------------------------------------------------------------------ */

static int intern(struct bal_loading *l, const char *text, bal_name *out)
{
    if (text == NULL)
        return 0;
    return bal_names_intern(l->study->names, text, strlen(text), out, l->err);
}

static int load_tables(struct bal_loading *l)
{
    struct bal_study *s = l->study;
    int code = intern(l, l->dir, &s->dir);

    if (code == 0)
        code = intern(l, l->package->name, &s->name);
    if (code == 0)
        code = intern(l, l->package->title, &s->title);
    if (code == 0)
        code = intern(l, l->package->version, &s->version);
    if (code == 0)
        code = load_resources(l);
    if (code == 0)
        bal_study_bind_roles(s);
    if (code == 0)
        code = bal_load_keys(l);
    if (code == 0)
        code = bal_load_rules(l);
    if (code == 0)
        code = bal_load_codings(l);
    if (code == 0)
        code = bal_load_texts(l);
    if (code == 0)
        code = bal_load_period(l);
    return code;
}

static int load_package(struct bal_loading *l)
{
    struct bal_buf buf;
    const char *path;
    int code;

    bal_buf_init(&buf, l->mem);
    path = bal_loading_path(l, "datapackage.json", &buf);
    code = path != NULL ? 0 : l->err->code;
    if (path != NULL) {
        bal_diag_file(l->diag, path);
        code = bal_package_read(l->mem, path, &l->digest, l->diag, &l->package, l->err);
        if (code == BAL_ENOINPUT) {
            struct bal_error why = *l->err;

            code =
                bal_fail(l->err, code,
                         "%s: %.400s; a study is a folder with a Frictionless data package in it",
                         path, why.message);
        }
    }
    bal_buf_free(&buf);
    return code;
}

static int check_dir(const char *dir, struct bal_error *err)
{
    struct stat st;

    if (stat(dir, &st) != 0)
        return bal_fail(err, BAL_ENOINPUT,
                        "%s: there is no such folder; name one that holds a datapackage.json", dir);
    if (!S_ISDIR(st.st_mode))
        return bal_fail(err, BAL_ENOINPUT,
                        "%s: this is no folder; name the one that holds the datapackage.json", dir);
    return 0;
}

static int load(struct bal_loading *l)
{
    char count[80];
    int code = check_dir(l->dir, l->err);

    if (code == 0)
        code = load_package(l);
    if (code == 0 && l->package != NULL) {
        l->study = bal_study_new(l->mem);
        code = l->study != NULL ? load_tables(l) : bal_fail_mem(l->err);
    }
    if (code == 0 && l->diag->failed)
        code = bal_fail_mem(l->err);
    if (code == 0 && l->diag->total > 0)
        code = bal_fail(l->err, BAL_EDATA, "%s: %s", l->dir,
                        bal_diag_count(l->diag, count, sizeof count));
    if (code == 0)
        SHA256End(&l->digest, l->study->digest);
    return code;
}

/* The name of the folder without slashes at its end, but "/" itself. */
static char *copy_dir(const struct bal_mem *mem, const char *dir, size_t *size)
{
    size_t n = strlen(dir);
    char *copy;

    while (n > 1 && dir[n - 1] == '/')
        n--;
    *size = n + 1;
    copy = bal_alloc(mem, *size);
    if (copy != NULL) {
        memcpy(copy, dir, n);
        copy[n] = '\0';
    }
    return copy;
}

int bal_load(const char *dir, const struct bal_mem *mem, struct bal_study **out,
             struct bal_diag *diag, struct bal_error *err)
{
    char real[PATH_MAX];
    struct bal_error local = {0};
    struct bal_loading l = {.mem = mem,
                            .diag = diag,
                            .err = err != NULL ? err : &local,
                            .real = realpath(dir, real) != NULL ? real : ""};
    size_t size;
    char *copy = copy_dir(mem, dir, &size);
    int code;

    *out = NULL;
    if (copy == NULL)
        return bal_fail_mem(err);
    l.dir = copy;
    SHA256Init(&l.digest);
    code = load(&l);
    bal_diag_sort(diag);
    free_resources(&l);
    if (code == 0)
        code = bal_keep_schema(&l);
    bal_package_free(l.package);
    if (code == 0)
        *out = l.study;
    else
        bal_study_free(l.study);
    bal_free(mem, copy, size);
    return code;
}
