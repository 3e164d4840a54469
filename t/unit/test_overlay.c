/* What-ifs in C: what they share, what they cost, and that nothing leaks when memory ends. That they
 * say the right thing is the business of t/lua/test_overlay.lua. */
#include "scratch.h"

#include "io/load.h"
#include "io/what_if.h"
#include "model/diff.h"
#include "model/overlay.h"
#include "model/patch.h"

static char freedonia[600]; /* where the study is */

static int open_here(void **state)
{
    char here[500];

    assert_non_null(getcwd(here, sizeof here));
    snprintf(freedonia, sizeof freedonia, "%s/t/data/freedonia", here);
    return open_scratch(state);
}

static struct bal_study *load(const struct bal_mem *mem)
{
    struct bal_study *study;
    struct bal_diag diag;

    bal_diag_init(&diag, mem);
    assert_int_equal(bal_load(freedonia, mem, &study, &diag, NULL), 0);
    bal_diag_free(&diag);
    return study;
}

/* The edit that a line of text means. */
static int edit(struct bal_study *study, const char *text, struct bal_study **out,
                struct bal_error *err)
{
    struct bal_setting room[BAL_SETTINGS_MAX];
    struct bal_edit e;
    char line[512];
    int code;

    snprintf(line, sizeof line, "%s", text);
    *out = NULL;
    code = bal_edit_read(line, room, &e, err);
    return code == 0 ? bal_overlay_edit(study, &e, out, err) : code;
}

static const char *const edits[] = {
    "drop events inaugural-1990",
    "recode events talks-1990 actors=firefly;trentino label=\"A new label\" rung=",
    "add events actors=firefly basis=stated date=1997-02 id=brand-new kind=speech label=New "
    "locator=x source=pinky2001 stance=neutral status=planned",
    "move crises herring from=1992-03",
    "resize crises flood coding=text months=5",
    "move crises war by=-24 coding=chart",
    "merge phases apart coding=chart with=river",
    "add crises basis=stated coding=text id=late label=Late locator=x source=pinky2001 span=1999",
    "use crises text",
    "use ladder customs_union=2.5",
    "restrict events actors=firefly;freedonia period=1991/1998",
};

enum { EDITS = sizeof edits / sizeof edits[0] };

static void shares_what_it_leaves_alone(void **state)
{
    struct bal_study *base = load(&bal_mem_std), *s, *t;
    size_t changed = 0;

    (void)state;
    assert_int_equal(edit(base, "recode events talks-1990 rung=customs_union", &s, NULL), 0);
    for (size_t i = 0; i < base->ntables; i++)
        changed += s->table[i] != base->table[i];
    assert_int_equal(changed, 1);
    assert_ptr_equal(s->role[BAL_EVENTS]->patch->base, base->role[BAL_EVENTS]);
    assert_int_equal(s->role[BAL_EVENTS]->patch->own.rows, 1);
    assert_ptr_equal(s->names, base->names);
    assert_int_equal(edit(s, "drop events farewell-1999", &t, NULL), 0);
    assert_ptr_equal(t->role[BAL_EVENTS]->patch->base, base->role[BAL_EVENTS]); /* one search */
    bal_study_free(base);
    bal_study_free(s); /* t holds both */
    assert_int_equal(t->role[BAL_EVENTS]->rows, 12);
    bal_study_free(t);
}

/* An own row that is recoded again is left behind before long. */
static void a_row_recoded_often_is_kept_once(void **state)
{
    struct bal_study *s = load(&bal_mem_std), *next;

    (void)state;
    for (int i = 0; i < 60; i++) {
        const char *text = i % 2 == 0 ? "recode events talks-1990 rung=customs_union"
                                      : "recode events talks-1990 rung=common_market";

        assert_int_equal(edit(s, text, &next, NULL), 0);
        bal_study_free(s);
        s = next;
        assert_true(s->role[BAL_EVENTS]->patch->own.rows <= 12);
        assert_int_equal(s->role[BAL_EVENTS]->patch->n, 3);
    }
    bal_study_free(s);
}

/* Each allocation fails in turn: the edit is refused whole, nothing leaks, the study lives. */
static void out_of_memory(void **state)
{
    struct count_mem count = {0};
    struct bal_mem mem = {count_alloc, &count};
    struct bal_study *s = load(&mem), *next;

    (void)state;
    for (size_t i = 0; i < EDITS; i++) {
        size_t live = count.live;
        int code = BAL_EMEM;

        for (size_t at = 1; code == BAL_EMEM; at++) {
            struct bal_error err;

            count.fail_at = count.calls + at;
            code = edit(s, edits[i], &next, &err);
            count.fail_at = 0;
            if (code == BAL_EMEM)
                assert_int_equal(count.live, live);
            else if (code != 0)
                fail_msg("%s: %s", edits[i], err.message);
            assert_true(at < 500);
        }
        bal_study_free(s);
        s = next;
    }
    assert_int_equal(s->nedits, EDITS);
    bal_study_free(s);
    assert_int_equal(count.live, 0);
}

/* Pieces against a plain list of rows, over random drops, insertions and replacements. */
static void pieces(void **state)
{
    struct bal_study *base = load(&bal_mem_std);
    const struct bal_table *events = base->role[BAL_EVENTS];
    uint64_t seed = 7;

    (void)state;
    for (int round = 0; round < 300; round++) {
        size_t row[64], n = events->rows; /* base row, or 1000 + own row */
        struct bal_table *t;

        assert_int_equal(bal_patch_new(&bal_mem_std, events, &t, NULL), 0);
        for (size_t i = 0; i < n; i++)
            row[i] = i;
        for (int step = 0; step < 25; step++) {
            size_t what = random_below(&seed, 3), at = n > 0 ? random_below(&seed, n) : 0;

            if (what == 0 && n > 0) {
                assert_int_equal(bal_patch_drop(t, at, NULL), 0);
                memmove(&row[at], &row[at + 1], (--n - at) * sizeof *row);
            } else if (what == 1 && n > 0) {
                assert_int_equal(bal_patch_draft(t, at, NULL, 1, NULL), 0);
                assert_int_equal(bal_patch_replace(t, at, NULL), 0);
                row[at] = 1000 + t->patch->own.rows - 1;
            } else {
                at = random_below(&seed, n + 1);
                assert_int_equal(bal_patch_draft(t, BAL_NO_ROW, NULL, 1, NULL), 0);
                assert_int_equal(bal_patch_insert(t, at, NULL), 0);
                memmove(&row[at + 1], &row[at], (n++ - at) * sizeof *row);
                row[at] = 1000 + t->patch->own.rows - 1;
            }
        }
        assert_int_equal(t->rows, n);
        for (size_t i = 0; i < n; i++) {
            struct bal_place p = bal_table_place(t, i);

            assert_int_equal(p.row + (p.t == events ? 0 : 1000), row[i]);
        }
        bal_table_free(t);
        bal_free(&bal_mem_std, t, sizeof *t);
    }
    bal_study_free(base);
}

/* New names go on top; old ones keep their numbers; the names below are not touched. */
static void names(void **state)
{
    struct bal_names *a = bal_names_new(&bal_mem_std), *b, *c;
    bal_name one, two, three, again;

    (void)state;
    assert_int_equal(bal_names_intern(a, "one", 3, &one, NULL), 0);
    b = bal_names_over(&bal_mem_std, a);
    assert_int_equal(bal_names_intern(b, "two", 3, &two, NULL), 0);
    c = bal_names_over(&bal_mem_std, b);
    assert_int_equal(bal_names_intern(c, "three", 5, &three, NULL), 0);
    assert_int_equal(bal_names_intern(c, "one", 3, &again, NULL), 0);
    assert_int_equal(again, one);
    assert_int_equal(bal_names_intern(c, "two", 3, &again, NULL), 0);
    assert_int_equal(again, two);
    assert_string_equal(bal_names_text(c, two), "two");
    assert_string_equal(bal_names_text(c, three), "three");
    assert_int_equal(bal_names_find(a, "two", 3), 0);
    assert_int_equal(bal_names_find(b, "three", 5), 0);
    assert_int_equal(bal_names_count(a), 1);
    assert_int_equal(bal_names_count(c), 3);
    assert_null(bal_names_text(b, three));
    for (int i = 0; i < 500; i++) {
        char text[20];

        snprintf(text, sizeof text, "name-%d", i);
        assert_int_equal(bal_names_intern(c, text, strlen(text), &again, NULL), 0);
        assert_int_equal(again, 4 + i);
    }
    assert_int_equal(bal_names_find(c, "name-77", 7), 4 + 77);
    bal_names_free(c);
    bal_names_free(b);
    bal_names_free(a);
}

/* Lines of text ------------------------------------------------------------------------------- */

static void lines_round_trip(void **state)
{
    static const struct bal_setting set[] = {{"label", "a \"b\" \\ c\n\t\x01 = # \xC3\xA9"},
                                             {"empty", NULL},
                                             {"quoted empty", ""},
                                             {"plain", "1990-02/1991,;x"}};
    struct bal_edit e = {BAL_EDIT_RECODE, "my table", "id=x", 4, set}, back;
    struct bal_setting room[BAL_SETTINGS_MAX];
    struct bal_buf text;

    (void)state;
    bal_buf_init(&text, &bal_mem_std);
    bal_edit_write(&e, &text);
    assert_string_equal(text.data, "recode \"my table\" \"id=x\" label=\"a \\\"b\\\" \\\\ "
                                   "c\\n\\t\\x01 = # \xC3\xA9\" empty= \"quoted empty\"=\"\" "
                                   "plain=1990-02/1991,;x");
    assert_int_equal(bal_edit_read(text.data, room, &back, NULL), 0);
    assert_int_equal(back.verb, BAL_EDIT_RECODE);
    assert_string_equal(back.table, "my table");
    assert_string_equal(back.id, "id=x");
    assert_int_equal(back.n, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(back.set[i].key, set[i].key);
        assert_true((back.set[i].value == NULL) == (set[i].value == NULL));
        if (set[i].value != NULL)
            assert_string_equal(back.set[i].value, set[i].value);
    }
    bal_buf_free(&text);
}

static void bad_lines(void **state)
{
    static const struct {
        const char *line, *message;
    } cases[] = {
        {"", "an edit names a table, such as events"},
        {"drop", "an edit names a table, such as events"},
        {"dorp events x", "unknown edit 'dorp'; did you mean 'drop'?"},
        {"fetch events x", "unknown edit 'fetch' (known: add, drop, merge, move, recode, resize, "
                           "restrict, use)"},
        {"drop events x y", "'y' is no setting; write key=value"},
        {"drop events coding=a x", "'x' is no setting; write key=value"},
        {"drop x=y", "an edit begins with what it does and to which table"},
        {"drop events \"x", "a double quote is not closed"},
        {"drop events \"x\\q\"",
         "a backslash in double quotes goes before one of \" \\ n r t, or x "
         "and two hexadecimal digits"},
        {"drop events \"\\x00\"", "a backslash in double quotes goes before one of \" \\ n r t, or "
                                  "x and two hexadecimal digits"},
        {"drop events a\"b", "a word that holds one of \" = # \\ or a control character is written "
                             "in double quotes"},
        {"recode events x a=b=c", "a word that holds one of \" = # \\ or a control character is "
                                  "written in double quotes"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bal_setting room[BAL_SETTINGS_MAX];
        struct bal_error err = {0};
        struct bal_edit e;
        char line[200];

        snprintf(line, sizeof line, "%s", cases[i].line);
        assert_int_equal(bal_edit_read(line, room, &e, &err), BAL_EDATA);
        assert_text(cases[i].line, err.message, cases[i].message);
    }
}

/* Lines that can be read and mean nothing that can be done. What else is refused is in
 * t/lua/test_overlay.lua and t/lua/test_messages.lua; these only a file of edits can hold. */
static void edits_refused(void **state)
{
    static const struct {
        const char *line, *message;
    } cases[] = {
        {"drop events", "an edit 'drop' names the record it is about"},
        {"recode events rung=free_trade_area", "an edit 'recode' names the record it is about"},
        {"move crises by=1", "an edit 'move' names the record it is about"},
        {"move events inaugural-1990 by=1", "only phases and crises are moved, not events"},
        {"resize events inaugural-1990 months=1", "only phases and crises are resized, not events"},
        {"merge events inaugural-1990 with=talks-1990",
         "only phases and crises are merged, not events"},
        {"merge crises flood", "a merge names what 'flood' is merged with: with=ID"},
        {"merge crises flood with=", "a merge names what 'flood' is merged with: with=ID"},
        {"recode events talks-1990 rung=free_trade_area rung=", "'rung' is given twice"},
        {"drop events talks-1990 coding=text", "only phases and crises have codings, not events"},
        {"add events another label=Another", "a record is added by its fields: id=another"},
        {"use crises", "of crises a coding is used: name one, and nothing else"},
        {"use phases text of=1", "of phases a coding is used: name one, and nothing else"},
        {"use events text",
         "what is used is a coding of phases or crises, or a score of the ladder"},
        {"restrict crises period=1991/1992",
         "what is restricted are events, by period=, kind= ..."},
        {"restrict events talks-1990 period=1991/1992",
         "what is restricted are events, by period=, kind= ..."},
        {"restrict events period=", "'period': no date"},
        {"move crises flood from=", "'from' needs a date, or .. for an open end"},
        {"move crises flood to=", "'to' needs a date, or .. for an open end"},
    };
    struct bal_study *s = load(&bal_mem_std), *out;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bal_error err = {0};

        assert_int_not_equal(edit(s, cases[i].line, &out, &err), 0);
        assert_null(out);
        assert_text(cases[i].line, err.message, cases[i].message);
    }
    bal_study_free(s);
}

/* An edit read from a line, or made by a caller in C, has at most so many settings. */
static void too_many_settings(void **state)
{
    struct bal_setting set[BAL_SETTINGS_MAX + 1];
    struct bal_edit e = {.verb = BAL_EDIT_RECODE,
                         .table = "events",
                         .id = "talks-1990",
                         .set = set,
                         .n = BAL_SETTINGS_MAX + 1};
    struct bal_study *s = load(&bal_mem_std), *out;
    struct bal_error err = {0};
    char line[512] = "recode events talks-1990";

    (void)state;
    for (size_t i = 0; i <= BAL_SETTINGS_MAX; i++) {
        set[i] = (struct bal_setting){"label", "x"};
        strcat(line, " a=b");
    }
    assert_int_equal(edit(s, line, &out, &err), BAL_EDATA);
    assert_string_equal(err.message, "an edit has at most 64 settings");
    err = (struct bal_error){0};
    assert_int_equal(bal_overlay_edit(s, &e, &out, &err), BAL_EARG);
    assert_string_equal(err.message, "an edit has at most 64 settings");
    bal_study_free(s);
}

/* Files --------------------------------------------------------------------------------------- */

static int read_file(struct bal_study *study, const char *path, struct bal_study **out,
                     const struct bal_mem *mem)
{
    struct bal_error err = {0};
    struct bal_diag diag;
    bool same;
    int code;

    bal_diag_init(&diag, mem);
    code = bal_what_if_read(study, path, out, &same, &diag, &err);
    assert_true((code == BAL_EDATA) <= (diag.total > 0));
    assert_true((code == 0) == (*out != NULL));
    bal_diag_free(&diag);
    return code;
}

/* All edits of the list above, in a file. */
static struct bal_study *with_all(struct bal_study *base)
{
    struct bal_study *s = bal_study_keep(base), *next;

    for (size_t i = 0; i < EDITS; i++) {
        assert_int_equal(edit(s, edits[i], &next, NULL), 0);
        bal_study_free(s);
        s = next;
    }
    return s;
}

static void files_out_of_memory(void **state)
{
    struct count_mem count = {0};
    struct bal_mem mem = {count_alloc, &count};
    struct bal_study *base = load(&mem), *s = with_all(base), *back;
    size_t live = count.live;
    int code = BAL_EMEM;

    (void)state;
    assert_int_equal(bal_what_if_write(s, "all.txt", NULL), 0);
    for (size_t at = 1; code == BAL_EMEM; at += 1 + at / 40) {
        count.fail_at = count.calls + at;
        code = read_file(base, "all.txt", &back, &mem);
        count.fail_at = 0;
        if (code != 0) {
            assert_int_equal(code, BAL_EMEM);
            assert_int_equal(count.live, live);
        }
    }
    assert_string_equal(back->digest, s->digest);
    for (size_t i = 1; i <= EDITS; i++)
        assert_string_equal(bal_overlay_line(back, (uint32_t)i), edits[i - 1]);
    bal_study_free(back);
    bal_study_free(s);
    bal_study_free(base);
    assert_int_equal(count.live, 0);
}

/* Whatever stands in the file, it is read or refused. */
static void mangled_files(void **state)
{
    static const char *const words[] = {
        "drop", "events", "crises",  "=", "\"",       "\\x",    " ",     "id=", "\n",
        "move", "1992",   "coding=", "#", "restrict", "ladder", "with=", "../", "\xff"};
    struct bal_study *base = load(&bal_mem_std), *s = with_all(base), *back;
    uint64_t seed = 11;
    size_t n, read = 0;
    char *text;

    (void)state;
    assert_int_equal(bal_what_if_write(s, "all.txt", NULL), 0);
    text = scratch_read("all.txt", &n);
    for (int round = 0; round < 1500; round++) {
        char *copy = malloc(n + 64);
        size_t len = n;

        assert_non_null(copy);
        memcpy(copy, text, n + 1);
        for (size_t k = random_below(&seed, 4) + 1; k > 0; k--) {
            size_t at = random_below(&seed, len);
            const char *word = words[random_below(&seed, sizeof words / sizeof words[0])];
            size_t w = strlen(word) < len - at ? strlen(word) : len - at;

            if (random_below(&seed, 3) == 0)
                copy[at] = (char)random_bits(&seed);
            else
                memcpy(copy + at, word, w);
        }
        unlink("mangled.txt");
        scratch_write("mangled.txt", copy,
                      random_below(&seed, 8) == 0 ? random_below(&seed, len) : len);
        read += read_file(base, "mangled.txt", &back, &bal_mem_std) == 0;
        bal_study_free(back);
        free(copy);
    }
    assert_true(read > 10 && read < 1400);
    free(text);
    bal_study_free(s);
    bal_study_free(base);
}

/* Differences ---------------------------------------------------------------------------------- */

static void differences_out_of_memory(void **state)
{
    struct count_mem count = {0};
    struct bal_mem mem = {count_alloc, &count};
    struct bal_study *base = load(&bal_mem_std), *s = with_all(base);
    int code = BAL_EMEM;

    (void)state;
    for (size_t at = 1; code == BAL_EMEM; at++) {
        struct bal_diff diff;

        bal_diff_init(&diff, &mem);
        count.fail_at = count.calls + at;
        code = bal_study_diff(base, s, &diff, NULL);
        count.fail_at = 0;
        assert_true(code == BAL_EMEM || diff.n > 10);
        bal_diff_free(&diff);
        assert_int_equal(count.live, 0);
    }
    assert_int_equal(code, 0);
    bal_study_free(s);
    bal_study_free(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_what_it_leaves_alone),
        cmocka_unit_test(a_row_recoded_often_is_kept_once),
        cmocka_unit_test(out_of_memory),
        cmocka_unit_test(pieces),
        cmocka_unit_test(names),
        cmocka_unit_test(lines_round_trip),
        cmocka_unit_test(bad_lines),
        cmocka_unit_test(edits_refused),
        cmocka_unit_test(too_many_settings),
        cmocka_unit_test(files_out_of_memory),
        cmocka_unit_test(mangled_files),
        cmocka_unit_test(differences_out_of_memory),
    };

    return cmocka_run_group_tests(tests, open_here, close_scratch);
}
