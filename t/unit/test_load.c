/* Loading a whole study: t/data/freedonia, whose values were written by hand. How damaged ones are
 * refused is in test_load_faults.c. */
#include "scratch.h"

#include <sha2.h>

#include "io/file.h"
#include "io/load.h"

static char freedonia[600]; /* where the study is */

/* The study ------------------------------------------------------------------------------------ */

static struct bal_study *load_good(const char *dir)
{
    struct bal_study *study;
    struct bal_diag diag;
    struct bal_error err;
    int code;

    bal_diag_init(&diag, &bal_mem_std);
    code = bal_load(dir, &bal_mem_std, &study, &diag, &err);
    assert_diag(dir, &diag, "");
    assert_int_equal(code, 0);
    return study;
}

static size_t column(const struct bal_table *t, const struct bal_names *names, const char *name)
{
    size_t col = bal_table_find_column(t, bal_names_find(names, name, strlen(name)));

    assert_true(col != BAL_NO_COLUMN);
    return col;
}

static const char *text_at(const struct bal_study *s, const char *table, size_t row,
                           const char *name)
{
    const struct bal_table *t = bal_study_table(s, table);
    const struct bal_column *c = &t->col[column(t, s->names, name)];

    return bal_names_text(s->names, c->type == BAL_DATE ? c->as.date.text[row] : c->as.names[row]);
}

static void sizes(void **state)
{
    static const struct {
        const char *name;
        size_t rows, cols;
        bool keyed;
    } want[] = {
        {"ladder", 6, 7, true},         {"coarse_ladder", 3, 3, true}, {"sources", 2, 9, true},
        {"actors", 6, 4, true},         {"initiatives", 3, 8, true},   {"events", 13, 15, true},
        {"positions", 5, 12, true},     {"phases", 5, 9, false},       {"crises", 5, 8, false},
        {"texts", 3, 9, true},          {"notes", 2, 7, true},         {"indicators", 3, 7, true},
        {"observations", 81, 3, false}, {"harvests", 4, 4, false},     {"codings", 47, 5, false},
    };
    struct bal_study *s = load_good(freedonia);

    (void)state;
    assert_int_equal(s->ntables, sizeof want / sizeof want[0]);
    for (size_t i = 0; i < s->ntables; i++) {
        const struct bal_table *t = s->table[i];

        assert_string_equal(bal_names_text(s->names, t->name), want[i].name);
        assert_int_equal(t->rows, want[i].rows);
        assert_int_equal(t->cols, want[i].cols);
        assert_int_equal(t->key != BAL_NO_COLUMN, want[i].keyed);
    }
    for (int r = 0; r < BAL_ROLES; r++)
        assert_non_null(s->role[r]);
    bal_study_free(s);
}

static void values(void **state)
{
    struct bal_study *s = load_good(freedonia);
    const struct bal_table *events = s->role[BAL_EVENTS], *harvests;
    size_t actors = column(events, s->names, "actors"), n, row;
    const bal_name *item;
    const struct bal_date *date;

    (void)state;
    assert_string_equal(bal_names_text(s->names, s->name), "freedonia");
    assert_string_equal(bal_names_text(s->names, s->title),
                        "Freedonia and its neighbours, 1990-1999");
    assert_string_equal(bal_names_text(s->names, s->version), "1.0.0");
    assert_string_equal(bal_names_text(s->names, s->dir), freedonia);

    row = bal_table_find_row(events, bal_names_find(s->names, "customs-speech-1993", 19));
    assert_int_equal(row, 5);
    assert_int_equal(events->line[5], 7);
    assert_int_equal(events->line[6], 9); /* the record before it has two lines */
    assert_string_equal(text_at(s, "events", 5, "label"), "Speech \"One gate, one duck\"");
    assert_string_equal(text_at(s, "events", 5, "note"),
                        "The label keeps the commas and the quotation marks\nof the source, and "
                        "this note its line break.");
    assert_null(text_at(s, "events", 0, "initiative"));
    item = bal_table_list(events, actors, 6, &n);
    assert_int_equal(n, 3);
    assert_string_equal(bal_names_text(s->names, item[2]), "osterlich");
    assert_string_equal(text_at(s, "events", 3, "date"), "1991-12-22/1991-12-23");
    date = &events->col[column(events, s->names, "date")].as.date.dates[3];
    assert_true(date->first == bal_day_from_civil(1991, 12, 22));
    assert_true(date->last == bal_day_from_civil(1991, 12, 23));

    assert_string_equal(text_at(s, "texts", 2, "content"),
                        "One gate, one duck. \xC3\x96sterlich may bring the bread.\n");

    harvests = bal_study_table(s, "harvests");
    assert_int_equal(harvests->col[0].as.ints[1], 1991);
    assert_near(harvests->col[1].as.reals[3], 98.25, 0);
    assert_near(harvests->col[1].as.reals[2], NAN, 0);
    assert_int_equal(harvests->col[2].as.bools[0], 1);
    assert_int_equal(harvests->col[2].as.bools[1], 0);
    assert_int_equal(harvests->col[2].as.bools[2], -1);
    assert_null(text_at(s, "harvests", 0, "remark"));
    assert_string_equal(text_at(s, "harvests", 3, "remark"), ""); /* "" in the file */
    assert_string_equal(text_at(s, "sources", 0, "title"),
                        "Ducks, soup and Sylvania: Freedonia between its neighbours");
    bal_study_free(s);
}

static void indicators(void **state)
{
    struct bal_study *s = load_good(freedonia);
    struct bal_series *series;
    struct bal_error err;
    double score[6];

    (void)state;
    assert_int_equal(bal_study_scores(s, "balassa", score, &err), 0);
    assert_near(score[5], 4, 0);
    assert_int_equal(bal_study_indicator(s, "herring", &series, &err), 0);
    assert_int_equal(series->n, 60);
    assert_near(series->value[0], 20, 0);
    assert_near(series->value[26], NAN, 0); /* 1992-03: absent */
    assert_near(series->value[27], NAN, 0); /* 1992-04: empty */
    assert_near(series->value[59], 49.5, 0);
    bal_series_free(series);
    assert_int_equal(bal_study_indicator(s, "customs", &series, &err), 0);
    assert_int_equal(series->n, 12);
    assert_near(series->value[3], 15, 0);
    bal_series_free(series);
    bal_study_free(s);
}

/* The digest is that of the files one after another, as `cat ... | sha256sum` gives it. */
static void digest(void **state)
{
    static const char *const file[] = {"datapackage.json",
                                       "ladder.csv",
                                       "coarse_ladder.csv",
                                       "sources.bib",
                                       "actors.csv",
                                       "initiatives.csv",
                                       "events.csv",
                                       "positions.csv",
                                       "phases.csv",
                                       "crises.csv",
                                       "texts.csv",
                                       "notes.csv",
                                       "indicators.csv",
                                       "observations.csv",
                                       "harvests.csv",
                                       "codings.csv",
                                       "texts/inaugural-1.txt",
                                       "texts/inaugural-2.txt",
                                       "texts/gate.txt"};
    struct bal_study *s = load_good(freedonia);
    SHA2_CTX sha;
    char want[65], path[700];

    (void)state;
    SHA256Init(&sha);
    for (size_t i = 0; i < sizeof file / sizeof file[0]; i++) {
        size_t n;
        char *text;

        snprintf(path, sizeof path, "%s/%s", freedonia, file[i]);
        text = scratch_read(path, &n);
        SHA256Update(&sha, (const uint8_t *)text, n);
        free(text);
    }
    SHA256End(&sha, want);
    assert_string_equal(s->digest, want);
    bal_study_free(s);
}

/* Folders -------------------------------------------------------------------------------------- */

static void no_study(void **state)
{
    static const struct {
        const char *dir, *message;
    } dirs[] = {
        {"absent", "absent: there is no such folder; name one that holds a datapackage.json"},
        {"absent///", "absent: there is no such folder; name one that holds a datapackage.json"},
        {"file", "file: this is no folder; name the one that holds the datapackage.json"},
        {"empty", "empty/datapackage.json: there is no such file; a study is a folder with a "
                  "Frictionless data package in it"},
        {"odd/", "odd/datapackage.json: this is a folder, not a file; a study is a folder with a "
                 "Frictionless data package in it"},
    };
    struct bal_study *study;
    struct bal_diag diag;
    struct bal_error err;

    (void)state;
    scratch_write("file", "", 0);
    mkdir("empty", 0755);
    mkdir("odd", 0755);
    mkdir("odd/datapackage.json", 0755);
    for (size_t i = 0; i < sizeof dirs / sizeof dirs[0]; i++) {
        bal_diag_init(&diag, &bal_mem_std);
        assert_int_equal(bal_load(dirs[i].dir, &bal_mem_std, &study, &diag, &err), BAL_ENOINPUT);
        assert_null(study);
        assert_string_equal(err.message, dirs[i].message);
        assert_diag(dirs[i].dir, &diag, "");
    }
}

/* The same study with CRLF line ends and a byte order mark in every file. */
static void other_line_ends(void **state)
{
    static const char *const file[] = {"datapackage.json", "events.csv", "sources.bib",
                                       "ladder.csv"};
    struct bal_study *s;

    (void)state;
    scratch_remove("f");
    scratch_copy(freedonia, "f");
    for (size_t i = 0; i < sizeof file / sizeof file[0]; i++) {
        struct bal_buf out;
        char path[100], *text;
        size_t n;

        snprintf(path, sizeof path, "f/%s", file[i]);
        text = scratch_read(path, &n);
        bal_buf_init(&out, &bal_mem_std);
        bal_buf_adds(&out, "\xEF\xBB\xBF");
        for (size_t k = 0; k < n; k++) {
            if (text[k] == '\n')
                bal_buf_addc(&out, '\r');
            bal_buf_addc(&out, text[k]);
        }
        scratch_write(path, out.data, out.len);
        bal_buf_free(&out);
        free(text);
    }
    s = load_good("f//");
    assert_string_equal(bal_names_text(s->names, s->dir), "f");
    assert_string_equal(bal_names_text(s->names, s->role[BAL_EVENTS]->file), "f/events.csv");
    assert_string_equal(text_at(s, "events", 5, "note"),
                        "The label keeps the commas and the quotation marks\nof the source, and "
                        "this note its line break.");
    assert_int_equal(s->role[BAL_EVENTS]->line[6], 9);
    bal_study_free(s);
}

/* Without `temporal` the records say it: 1990 from the first position, 1999 from the last phase;
 * the open end of the last position says nothing. */
static void period(void **state)
{
    struct bal_study *s = load_good(freedonia);

    (void)state;
    assert_true(s->period.first == bal_day_from_civil(1990, 1, 1));
    assert_true(s->period.last == bal_day_from_civil(1999, 12, 31));
    assert_string_equal(bal_names_text(s->names, s->period_text), "1990-01/1999-12");
    bal_study_free(s);

    scratch_remove("f");
    scratch_copy(freedonia, "f");
    scratch_edit("f/datapackage.json", "\"temporal\": \"1990-01/1999-12\",", "");
    scratch_edit("f/events.csv", "1990-03-14", "1989-03-14");
    s = load_good("f");
    assert_true(s->period.first == bal_day_from_civil(1989, 3, 14));
    assert_true(s->period.last == bal_day_from_civil(1999, 12, 31));
    assert_string_equal(bal_names_text(s->names, s->period_text), "1989-03-14/1999-12-31");
    bal_study_free(s);
}

/* A package of one plain table, and one that is only a file. */
static void small_package(void **state)
{
    static const char json[] =
        "{\"resources\": [{\"name\": \"t\", \"path\": \"t.csv\", \"schema\": {\"fields\": ["
        "{\"name\": \"id\"}, {\"name\": \"up\"}], \"foreignKeys\": [{\"fields\": \"up\", "
        "\"reference\": {\"resource\": \"\", \"fields\": \"id\"}}]}}, {\"name\": \"readme\", "
        "\"path\": \"README\"}]}";
    struct bal_study *s;

    (void)state;
    mkdir("small", 0755);
    scratch_write("small/datapackage.json", json, sizeof json - 1);
    scratch_write("small/t.csv", "up,id\n,a\na,b\na,b\n", 17); /* columns in another order */
    scratch_write("small/README", "\xFF", 1);
    s = load_good("small");
    assert_int_equal(s->ntables, 1);
    assert_int_equal(s->table[0]->rows, 3);
    assert_string_equal(text_at(s, "t", 2, "id"), "b");
    assert_string_equal(text_at(s, "t", 2, "up"), "a");
    assert_true(s->table[0]->key == BAL_NO_COLUMN); /* ids repeat, and no role asks for them */
    assert_int_equal(s->name, 0);
    assert_int_equal(s->period_text, 0);
    assert_true(s->period.first == BAL_DAY_MIN && s->period.last == BAL_DAY_MAX);
    bal_study_free(s);
}

static void file_that_grows(void **state)
{
    struct bal_file file;
    struct bal_error err;
    char data[16];
    size_t got;

    (void)state;
    scratch_write("grows", "abc", 3);
    assert_int_equal(bal_file_open(&file, "grows", NULL, &err), 0);
    scratch_write("grows", "abcdef", 6);
    assert_int_equal(bal_file_read(&file, data, sizeof data, &got, &err), BAL_ENOINPUT);
    assert_string_equal(err.message, "the file changed while it was read");
    bal_file_close(&file);
    assert_int_equal(bal_file_open(&file, "grows", NULL, &err), 0);
    scratch_write("grows", "ab", 2);
    assert_int_equal(bal_file_read(&file, data, sizeof data, &got, &err), 0);
    assert_int_equal(bal_file_read(&file, data, sizeof data, &got, &err), BAL_ENOINPUT);
    assert_string_equal(err.message, "the file changed while it was read");
    bal_file_close(&file);
}

/* Memory --------------------------------------------------------------------------------------- */

/* Fails each allocation in turn, the diag's own included. What jansson, libcsv, regcomp and stdio
 * take from malloc is not reached by this. */
static void fail_each(const char *dir, int want)
{
    struct count_mem count = {0};
    const struct bal_mem mem = {count_alloc, &count};
    int code = BAL_EMEM;

    for (size_t k = 1; code == BAL_EMEM; k++) {
        struct bal_study *study;
        struct bal_diag diag;
        struct bal_error err;

        count.calls = 0;
        count.fail_at = k;
        bal_diag_init(&diag, &mem);
        code = bal_load(dir, &mem, &study, &diag, &err);
        assert_true(code == BAL_EMEM || code == want);
        assert_int_equal(study != NULL, code == 0);
        if (code == BAL_EMEM)
            assert_string_equal(err.message, "out of memory");
        bal_study_free(study);
        bal_diag_free(&diag);
        assert_int_equal(count.live, 0);
    }
    assert_int_equal(code, want);
    assert_true(count.fail_at > 300);
}

static void out_of_memory(void **state)
{
    (void)state;
    fail_each(freedonia, 0);
    scratch_remove("f");
    scratch_copy(freedonia, "f");
    scratch_edit("f/events.csv", ",policy,", ",polcy,");
    scratch_edit("f/crises.csv", "chart,herring,1993-01/", "chart,herring,1991-06/");
    scratch_edit("f/datapackage.json", "\"resource\": \"coarse_ladder\"", "\"resource\": \"c\"");
    scratch_edit("f/texts.csv", "gate.txt", "gates.txt");
    scratch_edit("f/sources.bib", "year ", "a b ");
    fail_each("f", BAL_EDATA);
}

static int open_study(void **state)
{
    open_scratch(state);
    snprintf(freedonia, sizeof freedonia, "%s/t/data/freedonia", scratch.home);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes),           cmocka_unit_test(values),
        cmocka_unit_test(indicators),      cmocka_unit_test(digest),
        cmocka_unit_test(no_study),        cmocka_unit_test(other_line_ends),
        cmocka_unit_test(period),          cmocka_unit_test(small_package),
        cmocka_unit_test(file_that_grows), cmocka_unit_test(out_of_memory),
    };

    return cmocka_run_group_tests_name("load", tests, open_study, close_scratch);
}
