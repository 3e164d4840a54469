/* What a what-if costs on a study of ten thousand events, beside copying the study whole.
 *
 *   edit     time of the call, median; memory that it keeps
 *
 * The study is the fictional one of t/data with 10,000 events of one kind more. Run from the top of
 * the project. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "io/load.h"
#include "model/overlay.h"

enum { EVENTS = 10000, ROUNDS = 301, COPIES = 11 };

/* Memory --------------------------------------------------------------------------------------- */

static void *count_alloc(void *ud, void *ptr, size_t osize, size_t nsize)
{
    size_t *live = ud;
    void *p = NULL;

    if (nsize > 0) {
        p = realloc(ptr, nsize);
        if (p == NULL)
            abort();
        *live += nsize;
    } else {
        free(ptr);
    }
    *live -= ptr != NULL ? osize : 0;
    return p;
}

static size_t live;
static const struct bal_mem mem = {count_alloc, &live};

/* The study ------------------------------------------------------------------------------------ */

static struct bal_study *load_large(void)
{
    char dir[] = "/tmp/balassa-bench-XXXXXX", text[200];
    struct bal_study *study = NULL;
    struct bal_diag diag;
    struct bal_error err;
    FILE *f;

    if (mkdtemp(dir) == NULL)
        return NULL;
    snprintf(text, sizeof text, "cp -R t/data/freedonia/. %s", dir);
    if (system(text) != 0)
        return NULL;
    snprintf(text, sizeof text, "%s/events.csv", dir);
    f = fopen(text, "a");
    for (int i = 0; f != NULL && i < EVENTS; i++)
        fprintf(f,
                "e-%05d,%d-%02d,Consultations,policy,consultations,multi_directional,implemented,,,"
                "freedonia;sylvania,,chicolini1999,section 1,stated,\n",
                i, 1990 + i % 10, 1 + i / 10 % 12);
    if (f == NULL || fclose(f) != 0)
        return NULL;
    bal_diag_init(&diag, &mem);
    if (bal_load(dir, &mem, &study, &diag, &err) != 0)
        fprintf(stderr, "overlays: %s\n", err.message);
    bal_diag_free(&diag);
    snprintf(text, sizeof text, "rm -r %s", dir);
    return system(text) == 0 ? study : NULL;
}

/* Timing --------------------------------------------------------------------------------------- */

static double now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void print_row(const char *what, double *us, int n, size_t bytes)
{
    qsort(us, (size_t)n, sizeof *us, by_size);
    printf("%-44s %10.1f us %12.1f KiB\n", what, us[n / 2], (double)bytes / 1024);
}

static struct bal_study *make(struct bal_study *study, const char *text)
{
    struct bal_setting room[BAL_SETTINGS_MAX];
    struct bal_study *out = NULL;
    struct bal_edit edit;
    struct bal_error err;
    char line[256];

    snprintf(line, sizeof line, "%s", text);
    if (bal_edit_read(line, room, &edit, &err) != 0 ||
        bal_overlay_edit(study, &edit, &out, &err) != 0) {
        fprintf(stderr, "overlays: %s: %s\n", text, err.message);
        exit(1);
    }
    return out;
}

static void time_edit(struct bal_study *study, const char *text)
{
    double us[ROUNDS];
    size_t before = live, bytes = 0;

    for (int i = 0; i < ROUNDS; i++) {
        double start = now_us();
        struct bal_study *s = make(study, text);

        us[i] = now_us() - start;
        bytes = live - before;
        bal_study_free(s);
    }
    print_row(text, us, ROUNDS, bytes);
}

/* A hundred edits on top of each other. */
static struct bal_study *stack(struct bal_study *study)
{
    struct bal_study *s = bal_study_keep(study), *next;

    for (int i = 0; i < 100; i++) {
        char text[80];

        snprintf(text, sizeof text, "recode events e-%05d rung=customs_union", 100 * i);
        next = make(s, text);
        bal_study_free(s);
        s = next;
    }
    return s;
}

/* Every event read once. */
static void time_reading(const struct bal_study *study, const char *what)
{
    size_t rung = bal_study_column(study, BAL_EVENTS, "rung"), sum = 0;
    double us[ROUNDS];

    for (int i = 0; i < ROUNDS; i++) {
        double start = now_us();

        for (size_t r = 0; r < study->role[BAL_EVENTS]->rows; r++)
            sum += bal_cell_name(study->role[BAL_EVENTS], rung, r);
        us[i] = now_us() - start;
    }
    if (sum > 0)
        print_row(what, us, ROUNDS, 0);
}

static void time_stack(struct bal_study *study)
{
    double us[COPIES];
    size_t before = live, bytes = 0;
    struct bal_study *s = NULL;

    for (int i = 0; i < COPIES; i++) {
        double start = now_us();

        bal_study_free(s);
        s = stack(study);
        us[i] = now_us() - start;
        bytes = live - before;
    }
    print_row("100 recodes, one on the other", us, COPIES, bytes);
    time_reading(s, "reading a column of it");
    time_reading(study, "reading it of the study as loaded");
    bal_study_free(s);
}

/* What a what-if would cost without sharing: each table anew, row by row. */
static void time_copy(const struct bal_study *study)
{
    double us[COPIES];
    size_t before = live, bytes = 0;

    for (int i = 0; i < COPIES; i++) {
        struct bal_table copy[32];
        double start = now_us();

        for (size_t k = 0; k < study->ntables; k++) {
            const struct bal_table *t = study->table[k];
            struct bal_error err;

            bal_table_init(&copy[k], &mem, t->name, t->file);
            for (size_t c = 0; c < t->cols; c++)
                if (bal_table_add_column(&copy[k], t->col[c].name, t->col[c].type, &err) != 0)
                    exit(1);
            for (size_t r = 0; r < t->rows; r++)
                if (bal_table_copy_row(&copy[k], t, r, &err) != 0)
                    exit(1);
            if (t->key != BAL_NO_COLUMN && bal_table_set_key(&copy[k], t->key, NULL, &err) != 0)
                exit(1);
        }
        us[i] = now_us() - start;
        bytes = live - before;
        for (size_t k = 0; k < study->ntables; k++)
            bal_table_free(&copy[k]);
    }
    print_row("copying the study whole", us, COPIES, bytes);
}

int main(void)
{
    struct bal_study *study = load_large();

    if (study == NULL || study->ntables > 32) {
        fputs("overlays: the study could not be made\n", stderr);
        return 1;
    }
    printf("what-ifs on a study of %zu events: time and memory of one\n",
           study->role[BAL_EVENTS]->rows);
    time_edit(study, "drop events e-05000");
    time_edit(study, "recode events e-05000 rung=customs_union");
    time_edit(study, "recode events e-05000 date=1995-12-24");
    time_edit(study, "move crises herring coding=chart to=1995-02");
    time_edit(study, "restrict events kind=policy");
    time_copy(study);
    time_stack(study);
    bal_study_free(study);
    return live == 0 ? 0 : 1;
}
