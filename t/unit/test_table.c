/* Tables in columns and the study that holds them: every type, missing cells, keys; and a table of
 * many rows against plain arrays. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "model/overlay.h"
#include "model/study.h"

static struct bal_error err;

static bal_name name(struct bal_names *names, const char *s)
{
    bal_name n = 0;

    assert_int_equal(bal_names_intern(names, s, strlen(s), &n, &err), 0);
    return n;
}

static void every_type(void **state)
{
    struct bal_names *names = bal_names_new(&bal_mem_std);
    struct bal_table t;
    struct bal_date date;
    const bal_name *item;
    size_t n;

    (void)state;
    bal_table_init(&t, &bal_mem_std, name(names, "events"), name(names, "events.csv"));
    for (int type = BAL_NAME; type <= BAL_LIST; type++)
        assert_int_equal(bal_table_add_column(&t, name(names, bal_type_name((enum bal_type)type)),
                                              (enum bal_type)type, &err),
                         0);
    assert_int_equal(bal_table_add_row(&t, 2, &err), 0); /* nothing put: all missing */
    assert_int_equal(bal_table_add_row(&t, 7, &err), 0);
    assert_int_equal(bal_date_parse("1998-08", 7, &date, &err), 0);
    bal_table_put_name(&t, BAL_NAME, name(names, "freedonia"));
    bal_table_put_int(&t, BAL_INT, -3);
    bal_table_put_real(&t, BAL_REAL, .5);
    bal_table_put_bool(&t, BAL_BOOL, false);
    bal_table_put_date(&t, BAL_DATE, &date, name(names, "1998-08"));
    assert_int_equal(bal_table_put_item(&t, BAL_LIST, name(names, "sylvania"), &err), 0);
    assert_int_equal(bal_table_put_item(&t, BAL_LIST, name(names, "freedonia"), &err), 0);
    assert_int_equal(bal_table_add_row(&t, 8, &err), 0);

    assert_int_equal(t.rows, 3);
    assert_int_equal(t.line[1], 7);
    for (size_t c = 0; c < t.cols; c++) {
        assert_true(bal_table_missing(&t, c, 0));
        assert_false(bal_table_missing(&t, c, 1));
        assert_true(bal_table_missing(&t, c, 2));
    }
    assert_string_equal(bal_names_text(names, t.col[BAL_NAME].as.names[1]), "freedonia");
    assert_int_equal(t.col[BAL_INT].as.ints[1], -3);
    assert_int_equal(t.col[BAL_DATE].as.date.dates[1].last, bal_day_from_civil(1998, 8, 31));
    item = bal_table_list(&t, BAL_LIST, 1, &n);
    assert_int_equal(n, 2);
    assert_string_equal(bal_names_text(names, item[0]), "sylvania");
    assert_null(bal_table_list(&t, BAL_LIST, 2, &n));
    assert_int_equal(n, 0);
    assert_int_equal(bal_table_find_column(&t, name(names, "list")), BAL_LIST);
    assert_int_equal(bal_table_find_column(&t, name(names, "lists")), BAL_NO_COLUMN);
    bal_table_free(&t);
    bal_names_free(names);
}

static void keys(void **state)
{
    enum { ROWS = 20000 };
    struct bal_names *names = bal_names_new(&bal_mem_std);
    struct bal_table t;
    char buf[32];
    size_t dup = 0;

    (void)state;
    bal_table_init(&t, &bal_mem_std, name(names, "t"), name(names, "t.csv"));
    assert_int_equal(bal_table_add_column(&t, name(names, "id"), BAL_NAME, &err), 0);
    assert_int_equal(bal_table_add_column(&t, name(names, "tags"), BAL_LIST, &err), 0);
    for (int i = 0; i < ROWS; i++) {
        assert_int_equal(bal_table_add_row(&t, (uint32_t)i + 2, &err), 0);
        snprintf(buf, sizeof buf, "event-%d", i);
        bal_table_put_name(&t, 0, name(names, buf));
        for (int k = 0; k < i % 3; k++)
            assert_int_equal(bal_table_put_item(&t, 1, name(names, buf), &err), 0);
    }
    assert_int_equal(bal_table_set_key(&t, 0, &dup, &err), 0);
    for (int i = 0; i < ROWS; i += 7) {
        size_t n;

        snprintf(buf, sizeof buf, "event-%d", i);
        assert_int_equal(bal_table_find_row(&t, name(names, buf)), i);
        bal_table_list(&t, 1, (size_t)i, &n);
        assert_int_equal(n, i % 3);
    }
    assert_int_equal(bal_table_find_row(&t, name(names, "no such event")), BAL_NO_ROW);
    assert_int_equal(bal_table_find_row(&t, 0), BAL_NO_ROW);
    assert_int_equal(bal_table_add_row(&t, ROWS + 2, &err), 0);
    bal_table_put_name(&t, 0, name(names, "event-5"));
    assert_int_equal(bal_table_set_key(&t, 0, &dup, &err), BAL_EDATA);
    assert_int_equal(dup, ROWS);
    assert_string_equal(err.message, "rows 6 and 20001 have the same key");
    bal_table_free(&t);
    bal_names_free(names);
}

static struct bal_table *add_table(struct bal_study *study, const char *id)
{
    struct bal_table *t = NULL;

    assert_int_equal(
        bal_study_add_table(study, name(study->names, id), name(study->names, id), &t, &err), 0);
    return t;
}

static void scores_and_indicators(void **state)
{
    struct bal_study *study = bal_study_new(&bal_mem_std);
    struct bal_series *s = NULL;
    struct bal_table *t = add_table(study, "ladder");
    struct bal_date date;
    double score[2];

    (void)state;
    bal_table_add_column(t, name(study->names, "id"), BAL_NAME, &err);
    bal_table_add_column(t, name(study->names, "rank"), BAL_INT, &err);
    bal_table_add_row(t, 2, &err);
    bal_table_put_int(t, 1, 4);
    bal_table_add_row(t, 3, &err);
    t = add_table(study, "indicators");
    for (const char *const *c = (const char *const[]){"id", "unit", "interval", NULL}; *c; c++)
        bal_table_add_column(t, name(study->names, *c), BAL_NAME, &err);
    bal_table_add_row(t, 2, &err);
    bal_table_put_name(t, 0, name(study->names, "duck-soup"));
    bal_table_put_name(t, 1, name(study->names, "bowls"));
    bal_table_put_name(t, 2, name(study->names, "month"));
    assert_int_equal(bal_table_set_key(t, 0, NULL, &err), 0);
    t = add_table(study, "observations");
    bal_table_add_column(t, name(study->names, "indicator"), BAL_NAME, &err);
    bal_table_add_column(t, name(study->names, "period"), BAL_DATE, &err);
    bal_table_add_column(t, name(study->names, "value"), BAL_REAL, &err);
    for (int i = 0; i < 2; i++) { /* April, then January: February and March are gaps */
        const char *period = i == 0 ? "1998-04" : "1998-01";

        bal_table_add_row(t, (uint32_t)i + 2, &err);
        bal_date_parse(period, 7, &date, &err);
        bal_table_put_name(t, 0, name(study->names, "duck-soup"));
        bal_table_put_date(t, 1, &date, name(study->names, period));
        bal_table_put_real(t, 2, i + 1);
    }
    bal_study_bind_roles(study);

    assert_int_equal(bal_study_scores(study, "rank", score, &err), 0);
    assert_near(score[0], 4, 0);
    assert_near(score[1], NAN, 0);
    assert_int_equal(bal_study_scores(study, "id", score, &err), BAL_EARG);
    assert_string_equal(err.message, "the ladder has no number column 'id'");
    assert_int_equal(bal_study_indicator(study, "duck-soup", &s, &err), 0);
    assert_string_equal(s->unit, "bowls");
    assert_int_equal(s->n, 4);
    assert_near(s->value[0], 2, 0);
    assert_near(s->value[1], NAN, 0);
    assert_near(s->value[3], 1, 0);
    bal_series_free(s);
    assert_int_equal(bal_study_indicator(study, "soup", &s, &err), BAL_EARG);
    assert_string_equal(err.message, "the study has no indicator 'soup'");
    bal_study_free(study);
}

/* A study that was made by hand, with nothing in it. */
static void nothing_there(void **state)
{
    struct bal_study *study = bal_study_new(&bal_mem_std), *out;
    struct bal_edit e = {.verb = BAL_EDIT_DROP, .table = "events", .id = "x"};

    (void)state;
    assert_int_equal(bal_study_scores(study, NULL, NULL, &err), BAL_EARG);
    assert_string_equal(err.message, "the study has no ladder, so a rung has no score");
    assert_int_equal(bal_overlay_edit(study, &e, &out, &err), BAL_EARG);
    assert_string_equal(err.message, "the study has no schema to check an edit by");
    bal_study_free(study);
}

/* The loader refuses such an interval; a study made by hand may have it. */
static void odd_interval(void **state)
{
    struct bal_study *study = bal_study_new(&bal_mem_std);
    struct bal_table *t = add_table(study, "indicators");
    struct bal_series *s;

    (void)state;
    bal_table_add_column(t, name(study->names, "id"), BAL_NAME, &err);
    bal_table_add_column(t, name(study->names, "interval"), BAL_NAME, &err);
    bal_table_add_row(t, 2, &err);
    bal_table_put_name(t, 0, name(study->names, "duck-soup"));
    bal_table_put_name(t, 1, name(study->names, "week"));
    assert_int_equal(bal_table_set_key(t, 0, NULL, &err), 0);
    bal_study_bind_roles(study);
    assert_int_equal(bal_study_indicator(study, "duck-soup", &s, &err), BAL_EDATA);
    assert_string_equal(err.message,
                        "the indicator 'duck-soup' has the interval 'week'; use month, "
                        "quarter or year");
    bal_study_free(study);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type),
        cmocka_unit_test(keys),
        cmocka_unit_test(scores_and_indicators),
        cmocka_unit_test(nothing_there),
        cmocka_unit_test(odd_interval),
    };

    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
